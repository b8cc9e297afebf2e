"""The closed catalogue of unit kinds: one line each; a scenario names them after ``kind:``."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.bioreactor.reactor import BIOREACTOR
from simulator.equipment.downstream.capsid_columns import (
    CAPSID_AFFINITY_COLUMN,
    CAPSID_EXCHANGE_COLUMN,
)
from simulator.equipment.downstream.centrifuge import CENTRIFUGE
from simulator.equipment.downstream.column import AFFINITY_COLUMN, OLIGO_DT_COLUMN
from simulator.equipment.downstream.exchanger import (
    ANION_EXCHANGE_COLUMN,
    CATION_EXCHANGE_COLUMN,
)
from simulator.equipment.downstream.filter_kinds import DEPTH_FILTER, STERILE_FILTER, VIRUS_FILTER
from simulator.equipment.downstream.freezing import PLATE_FREEZER
from simulator.equipment.downstream.inactivation import INACTIVATION_VESSEL
from simulator.equipment.downstream.process_vessel import PROCESS_VESSEL
from simulator.equipment.downstream.rna_vessel import RNA_VESSEL
from simulator.equipment.downstream.ultrafilter import ULTRAFILTER
from simulator.equipment.downstream.vector_vessel import VECTOR_VESSEL
from simulator.equipment.fermenter.reactor import FERMENTER
from simulator.equipment.industrial_penicillin.fermenter import INDUSTRIAL_FERMENTER
from simulator.equipment.perfusion.retention import RETENTION_DEVICE
from simulator.equipment.preparation.cleaned import CLEANED_VESSEL
from simulator.equipment.preparation.preparation import PREPARATION_VESSEL
from simulator.equipment.preparation.sterilised import STERILISED_VESSEL
from simulator.equipment.seed_train.flask import SHAKE_FLASK
from simulator.equipment.seed_train.vial import VIAL
from simulator.equipment.therapy.carrier_reactor import MICROCARRIER_REACTOR
from simulator.equipment.therapy.lymphocyte_reactor import LYMPHOCYTE_REACTOR
from simulator.equipment.transcription.reactor import TRANSCRIPTION_REACTOR
from simulator.equipment.transcription.reagent_vessel import REAGENT_VESSEL
from simulator.equipment.transfection.reactor import TRANSFECTION_REACTOR
from simulator.equipment.unit import UnitKind
from simulator.equipment.utilities.air_compressor import AIR_COMPRESSOR
from simulator.equipment.utilities.chiller import CHILLER
from simulator.equipment.utilities.kill_tank import KILL_TANK
from simulator.equipment.utilities.steam_generator import STEAM_GENERATOR
from simulator.equipment.utilities.water_loop import WATER_LOOP
from simulator.equipment.vessel import VESSEL

CATALOGUE: Mapping[str, UnitKind] = {
    "vessel": VESSEL,
    "process vessel": PROCESS_VESSEL,
    "inactivation vessel": INACTIVATION_VESSEL,
    "RNA vessel": RNA_VESSEL,
    "vector vessel": VECTOR_VESSEL,
    "centrifuge": CENTRIFUGE,
    "depth filter": DEPTH_FILTER,
    "virus filter": VIRUS_FILTER,
    "sterile filter": STERILE_FILTER,
    "affinity column": AFFINITY_COLUMN,
    "oligo-dT column": OLIGO_DT_COLUMN,
    "cation exchange column": CATION_EXCHANGE_COLUMN,
    "anion exchange column": ANION_EXCHANGE_COLUMN,
    "capsid affinity column": CAPSID_AFFINITY_COLUMN,
    "capsid exchange column": CAPSID_EXCHANGE_COLUMN,
    "ultrafilter": ULTRAFILTER,
    "plate freezer": PLATE_FREEZER,
    "preparation vessel": PREPARATION_VESSEL,
    "cleaned vessel": CLEANED_VESSEL,
    "sterilised vessel": STERILISED_VESSEL,
    "water loop": WATER_LOOP,
    "steam generator": STEAM_GENERATOR,
    "kill tank": KILL_TANK,
    "air compressor": AIR_COMPRESSOR,
    "chiller": CHILLER,
    "bioreactor": BIOREACTOR,
    "fermenter": FERMENTER,
    "penicillin fermenter": INDUSTRIAL_FERMENTER,
    "reagent vessel": REAGENT_VESSEL,
    "transcription reactor": TRANSCRIPTION_REACTOR,
    "transfection reactor": TRANSFECTION_REACTOR,
    "retention": RETENTION_DEVICE,
    "vial": VIAL,
    "shake flask": SHAKE_FLASK,
    "lymphocyte reactor": LYMPHOCYTE_REACTOR,
    "microcarrier reactor": MICROCARRIER_REACTOR,
}
