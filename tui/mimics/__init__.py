"""The drawings of the units: one file for each kind of unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tui.mimics import (
    bioreactor,
    centrifuge,
    cleaned,
    device,
    fibres,
    flask,
    freezer,
    inactivation,
    preparation,
    sterilised,
    tank,
    transcription,
    utilities,
)
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene


@dataclass(frozen=True, slots=True)
class Mimic:
    """The drawing of a kind of unit.

    Attributes:
        needs: the least columns and rows for a scene.
        draw: draws a scene from a cell on, into so many columns and rows.
        keys: the fields an overview shows, the most telling first.
    """

    needs: Callable[[Scene], tuple[int, int]]
    draw: Callable[[Scene, Canvas, int, int, tuple[int, int]], None]
    keys: tuple[str, ...]


MIMICS: Mapping[str, Mimic] = {
    "bioreactor": Mimic(bioreactor.needs, bioreactor.draw, bioreactor.KEY_FIELDS),
    "fermenter": Mimic(bioreactor.needs, bioreactor.draw, bioreactor.MICROBE_FIELDS),
    "penicillin fermenter": Mimic(bioreactor.needs, bioreactor.draw, bioreactor.PENICILLIN_FIELDS),
    "reagent vessel": Mimic(tank.needs, tank.draw, tank.KEY_FIELDS),
    "transcription reactor": Mimic(bioreactor.needs, transcription.draw, transcription.KEY_FIELDS),
    "retention": Mimic(fibres.needs, fibres.draw, fibres.KEY_FIELDS),
    "lymphocyte reactor": Mimic(bioreactor.needs, bioreactor.draw, bioreactor.KEY_FIELDS),
    "microcarrier reactor": Mimic(bioreactor.needs, bioreactor.draw, bioreactor.KEY_FIELDS),
    "transfection reactor": Mimic(bioreactor.needs, bioreactor.draw, bioreactor.VECTOR_FIELDS),
    "shake flask": Mimic(flask.needs, flask.draw, flask.KEY_FIELDS),
    "vial": Mimic(flask.needs, flask.draw, flask.KEY_FIELDS),
    "centrifuge": Mimic(device.needs, centrifuge.draw, device.CENTRIFUGE_FIELDS),
    "depth filter": Mimic(device.needs, device.draw, device.FILTER_FIELDS),
    "virus filter": Mimic(device.needs, device.draw, device.FILTER_FIELDS),
    "affinity column": Mimic(device.needs, device.draw, device.COLUMN_FIELDS),
    "oligo-dT column": Mimic(device.needs, device.draw, device.COLUMN_FIELDS),
    "cation exchange column": Mimic(device.needs, device.draw, device.COLUMN_FIELDS),
    "anion exchange column": Mimic(device.needs, device.draw, device.COLUMN_FIELDS),
    "capsid affinity column": Mimic(device.needs, device.draw, device.COLUMN_FIELDS),
    "capsid exchange column": Mimic(device.needs, device.draw, device.COLUMN_FIELDS),
    "sterile filter": Mimic(device.needs, device.draw, device.FILTER_FIELDS),
    "ultrafilter": Mimic(device.needs, device.draw, device.MEMBRANE_FIELDS),
    "vessel": Mimic(tank.needs, tank.draw, tank.KEY_FIELDS),
    "inactivation vessel": Mimic(tank.needs, inactivation.draw, inactivation.KEY_FIELDS),
    "RNA vessel": Mimic(tank.needs, tank.draw, tank.RNA_FIELDS),
    "plate freezer": Mimic(tank.needs, freezer.draw, freezer.KEY_FIELDS),
    "preparation vessel": Mimic(tank.needs, preparation.draw, preparation.KEY_FIELDS),
    "cleaned vessel": Mimic(device.needs, cleaned.draw, device.SPRAY_FIELDS),
    "sterilised vessel": Mimic(tank.needs, sterilised.draw, sterilised.KEY_FIELDS),
    "water loop": Mimic(tank.needs, utilities.draw_loop, utilities.LOOP_FIELDS),
    "steam generator": Mimic(tank.needs, utilities.draw_boiler, utilities.BOILER_FIELDS),
    "air compressor": Mimic(tank.needs, utilities.draw_receiver, utilities.AIR_FIELDS),
    "chiller": Mimic(tank.needs, utilities.draw_chiller, utilities.COLD_FIELDS),
    "kill tank": Mimic(tank.needs, utilities.draw_kill_tank, utilities.KILL_FIELDS),
    "process vessel": Mimic(tank.needs, tank.draw, tank.KEY_FIELDS),
    "vector vessel": Mimic(tank.needs, tank.draw, tank.VECTOR_FIELDS),
}
"""Every drawing, by kind of unit; a unit of another kind is shown as a list."""


def telling(kind: str) -> tuple[str, ...]:
    """Return the fields an overview shows of a kind of unit; none for an unknown kind."""
    return MIMICS[kind].keys if kind in MIMICS else ()
