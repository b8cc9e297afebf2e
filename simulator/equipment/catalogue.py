"""The closed catalogue of unit kinds: one line each; a scenario names them after ``kind:``."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.bioreactor import BIOREACTOR
from simulator.equipment.fermenter import FERMENTER
from simulator.equipment.reagent_vessel import REAGENT_VESSEL
from simulator.equipment.retention import RETENTION_DEVICE
from simulator.equipment.transcription import TRANSCRIPTION_REACTOR
from simulator.equipment.transfection_reactor import TRANSFECTION_REACTOR
from simulator.equipment.unit import UnitKind
from simulator.equipment.vessel import VESSEL

CATALOGUE: Mapping[str, UnitKind] = {
    "vessel": VESSEL,
    "bioreactor": BIOREACTOR,
    "fermenter": FERMENTER,
    "reagent vessel": REAGENT_VESSEL,
    "transcription reactor": TRANSCRIPTION_REACTOR,
    "transfection reactor": TRANSFECTION_REACTOR,
    "retention": RETENTION_DEVICE,
}
