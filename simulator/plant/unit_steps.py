"""The step of every kind of unit: one branch each, so that all are compiled together."""

from __future__ import annotations

from simulator.equipment.bioreactor.reactor import step as step_bioreactor
from simulator.equipment.downstream.centrifuge import step as step_centrifuge
from simulator.equipment.downstream.column import step as step_column
from simulator.equipment.downstream.exchanger import step as step_exchanger
from simulator.equipment.downstream.filter import step as step_filter
from simulator.equipment.downstream.freezing import step as step_freezer
from simulator.equipment.downstream.inactivation import step as step_inactivation
from simulator.equipment.downstream.process_vessel import step as step_process_vessel
from simulator.equipment.downstream.rna_vessel import step as step_rna_vessel
from simulator.equipment.downstream.ultrafilter import step as step_ultrafilter
from simulator.equipment.downstream.vector_vessel import step as step_vector_vessel
from simulator.equipment.industrial_penicillin.fermenter import step as step_industrial
from simulator.equipment.perfusion.retention import step as step_retention
from simulator.equipment.preparation.cleaned import step as step_cleaned
from simulator.equipment.preparation.preparation import step as step_preparation
from simulator.equipment.preparation.sterilised import step as step_sterilised
from simulator.equipment.seed_train.flask import step as step_flask
from simulator.equipment.seed_train.vial import step as step_vial
from simulator.equipment.therapy.carrier_reactor import step as step_carriers
from simulator.equipment.therapy.lymphocyte_reactor import step as step_lymphocytes
from simulator.equipment.transcription.reactor import step as step_transcription
from simulator.equipment.transcription.reagent_vessel import step as step_reagents
from simulator.equipment.transfection.reactor import step as step_transfection
from simulator.equipment.unit import finite
from simulator.equipment.utilities.air_compressor import step as step_air_compressor
from simulator.equipment.utilities.chiller import step as step_chiller
from simulator.equipment.utilities.kill_tank import step as step_kill_tank
from simulator.equipment.utilities.steam_generator import step as step_steam_generator
from simulator.equipment.utilities.water_loop import step as step_water_loop
from simulator.equipment.vessel import step as step_vessel
from simulator.numerics.kernel import Floats, Ints, kernel

KIND = 0
YB = 1
PB = 2
SLOTS = 3
DRAWN = 4
"""k: slot of y where the unit is told the flow of all lines out of it, or -1."""
FIRST_OUT = 5
"""k: where the flows (slots of y) of those lines are listed, and how many there are."""
OUTS = 6
UNTOLD = (-1, 0, 0)
"""These words of a unit that is told nothing."""
STEPS = 7
"""k: where it is told how many scans the unit's step covers, for each scan between slow ones."""
ROW = 8
VESSEL_CODE = 0
BIOREACTOR_CODE = 1
REAGENT_CODE = 2
TRANSCRIPTION_CODE = 3
RETENTION_CODE = 4
TRANSFECTION_CODE = 5
PROCESS_VESSEL_CODE = 6
VIAL_CODE = 7
FLASK_CODE = 8
LYMPHOCYTE_CODE = 9
CARRIER_CODE = 10
FILTER_CODE = 20
COLUMN_CODE = 21
ULTRAFILTER_CODE = 22
INACTIVATION_CODE = 24
CENTRIFUGE_CODE = 25
PREPARATION_CODE = 34
FREEZER_CODE = 33
CLEANED_CODE = 31
STERILISED_CODE = 32
EXCHANGER_CODE = 30
RNA_VESSEL_CODE = 40
WATER_LOOP_CODE = 60
STEAM_GENERATOR_CODE = 61
KILL_TANK_CODE = 62
AIR_COMPRESSOR_CODE = 63
CHILLER_CODE = 64
VECTOR_VESSEL_CODE = 38
INDUSTRIAL_CODE = 70
CODES = {
    "vessel": VESSEL_CODE,
    "bioreactor": BIOREACTOR_CODE,
    "fermenter": BIOREACTOR_CODE,
    "penicillin fermenter": INDUSTRIAL_CODE,
    "reagent vessel": REAGENT_CODE,
    "transcription reactor": TRANSCRIPTION_CODE,
    "retention": RETENTION_CODE,
    "transfection reactor": TRANSFECTION_CODE,
    "process vessel": PROCESS_VESSEL_CODE,
    "inactivation vessel": INACTIVATION_CODE,
    "RNA vessel": RNA_VESSEL_CODE,
    "vial": VIAL_CODE,
    "shake flask": FLASK_CODE,
    "lymphocyte reactor": LYMPHOCYTE_CODE,
    "microcarrier reactor": CARRIER_CODE,
    "depth filter": FILTER_CODE,
    "virus filter": FILTER_CODE,
    "sterile filter": FILTER_CODE,
    "affinity column": COLUMN_CODE,
    "oligo-dT column": COLUMN_CODE,
    "cation exchange column": EXCHANGER_CODE,
    "anion exchange column": EXCHANGER_CODE,
    "capsid affinity column": COLUMN_CODE,
    "capsid exchange column": EXCHANGER_CODE,
    "vector vessel": VECTOR_VESSEL_CODE,
    "ultrafilter": ULTRAFILTER_CODE,
    "centrifuge": CENTRIFUGE_CODE,
    "plate freezer": FREEZER_CODE,
    "preparation vessel": PREPARATION_CODE,
    "cleaned vessel": CLEANED_CODE,
    "sterilised vessel": STERILISED_CODE,
    "water loop": WATER_LOOP_CODE,
    "steam generator": STEAM_GENERATOR_CODE,
    "kill tank": KILL_TANK_CODE,
    "air compressor": AIR_COMPRESSOR_CODE,
    "chiller": CHILLER_CODE,
}
"""A fermenter is stepped as a bioreactor is; its parameters tell that microbes are in it."""


def beats(slow: int, most: int) -> list[int]:
    """Return how many scans a step covers in each of the ``slow`` scans from a slow one on.

    It is 0 where a unit is not stepped. A step covers at most ``most`` scans, and as many as lets
    a slow scan always begin one.
    """
    each = max(scans for scans in range(1, max(1, most) + 1) if slow % scans == 0)
    return [0 if beat % each else each for beat in range(slow)]


@kernel
def step_unit(y: Floats, p: Floats, k: Ints, row: int, dt: float, slow: int) -> None:
    """Step one unit by ``dt`` seconds."""
    kind = k[row + KIND]
    yb = k[row + YB]
    pb = k[row + PB]
    if kind == VESSEL_CODE:
        step_vessel(y, p, yb, pb, dt, slow)
    elif kind == RETENTION_CODE:
        step_retention(y, p, yb, pb, dt, slow)
    elif kind == BIOREACTOR_CODE:
        step_bioreactor(y, p, yb, pb, dt, slow)
    elif kind == INDUSTRIAL_CODE:
        step_industrial(y, p, yb, pb, dt, slow)
    elif kind == REAGENT_CODE:
        step_reagents(y, p, yb, pb, dt, slow)
    elif kind == TRANSFECTION_CODE:
        step_transfection(y, p, yb, pb, dt, slow)
    elif kind == PROCESS_VESSEL_CODE:
        step_process_vessel(y, p, yb, pb, dt, slow)
    elif kind == VIAL_CODE:
        step_vial(y, p, yb, pb, dt, slow)
    elif kind == FLASK_CODE:
        step_flask(y, p, yb, pb, dt, slow)
    elif kind == LYMPHOCYTE_CODE:
        step_lymphocytes(y, p, yb, pb, dt, slow)
    elif kind == CARRIER_CODE:
        step_carriers(y, p, yb, pb, dt, slow)
    elif kind == FILTER_CODE:
        step_filter(y, p, yb, pb, dt, slow)
    elif kind == COLUMN_CODE:
        step_column(y, p, yb, pb, dt, slow)
    elif kind == EXCHANGER_CODE:
        step_exchanger(y, p, yb, pb, dt, slow)
    elif kind == ULTRAFILTER_CODE:
        step_ultrafilter(y, p, yb, pb, dt, slow)
    elif kind == INACTIVATION_CODE:
        step_inactivation(y, p, yb, pb, dt, slow)
    elif kind == RNA_VESSEL_CODE:
        step_rna_vessel(y, p, yb, pb, dt, slow)
    elif kind == VECTOR_VESSEL_CODE:
        step_vector_vessel(y, p, yb, pb, dt, slow)
    elif kind == CENTRIFUGE_CODE:
        step_centrifuge(y, p, yb, pb, dt, slow)
    elif kind == FREEZER_CODE:
        step_freezer(y, p, yb, pb, dt, slow)
    elif kind == PREPARATION_CODE:
        step_preparation(y, p, yb, pb, dt, slow)
    elif kind == CLEANED_CODE:
        step_cleaned(y, p, yb, pb, dt, slow)
    elif kind == STERILISED_CODE:
        step_sterilised(y, p, yb, pb, dt, slow)
    elif kind == WATER_LOOP_CODE:
        step_water_loop(y, p, yb, pb, dt, slow)
    elif kind == STEAM_GENERATOR_CODE:
        step_steam_generator(y, p, yb, pb, dt, slow)
    elif kind == KILL_TANK_CODE:
        step_kill_tank(y, p, yb, pb, dt, slow)
    elif kind == AIR_COMPRESSOR_CODE:
        step_air_compressor(y, p, yb, pb, dt, slow)
    elif kind == CHILLER_CODE:
        step_chiller(y, p, yb, pb, dt, slow)
    else:
        step_transcription(y, p, yb, pb, dt, slow)


@kernel
def tell_drawn(y: Floats, k: Ints, row: int) -> None:
    """Tell a unit that wants to know it the flow (L/h) of all lines out of it."""
    if k[row + DRAWN] < 0:
        return
    flow = 0.0
    for i in range(k[row + OUTS]):
        flow += y[k[k[row + FIRST_OUT] + i]]
    y[k[row + DRAWN]] = flow


@kernel
def step_units(y: Floats, p: Floats, k: Ints, count: int, first: int, dt: float, beat: int) -> int:
    """Step those of ``count`` units that are due; ``first`` is the first row.

    ``beat`` is how many scans ago the last slow one was: 0 in a slow one. What moves slowly is
    stepped each few scans, by the seconds of these that begin there. Returns 0, or one more than
    the position of a unit whose state is no longer finite.
    """
    faulted = 0
    row = first
    slow = 0
    if beat == 0:
        slow = 1
    for unit in range(count):
        scans = k[k[row + STEPS] + beat]
        if scans > 0:
            tell_drawn(y, k, row)
            step_unit(y, p, k, row, scans * dt, slow)
            if slow == 1 and finite(y, k[row + YB], k[row + SLOTS]) == 0:
                faulted = unit + 1
        row += ROW
    return faulted
