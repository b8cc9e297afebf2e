"""An industrial penicillin fermenter on a bench, in the units and by the names of PenSimPy."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator.equipment.cultures.anane import SUGAR_MASS
from simulator.equipment.industrial_penicillin.fermenter import INDUSTRIAL_FERMENTER, step
from simulator.equipment.inventory import GLUCOSE, PRECURSOR, PRODUCT
from simulator.equipment.unit import defaults

DATA = Path(__file__).parent.parent / "data"
INPUTS = {
    "Fs": "sugar flow",
    "Foil": "oil flow",
    "Fg": "air flow",
    "pressure": "back pressure",
    "Fw": "water flow",
    "Fpaa": "phenylacetate flow",
    "Fa": "acid flow",
    "Fb": "base flow",
    "Fc": "cooling flow",
    "Fh": "heating flow",
    "RPM": "agitation",
}
STATES = {
    "DO2": "oxygen content",
    "O2": "gas oxygen",
    "V": "volume",
    "Wt": "broth weight",
    "pH": "hydrogen ion",
    "Visc": "viscosity",
    "age": "hyphal hours",
    "a0": "growing hyphae",
    "a1": "mature hyphae",
    "a3": "degenerated hyphae",
    "a4": "autolysed hyphae",
    "n0": "small vacuoles",
    **{f"n{n}": f"vacuoles {n}" for n in range(1, 10)},
    "nm": "large vacuoles",
    "phi0": "small vacuole volume",
    "CO2": "off-gas carbon dioxide",
    "CO2d": "carbon dioxide content",
    "NH3": "nitrogen concentration",
}
AMOUNTS = {"S": (GLUCOSE, 1.0 / SUGAR_MASS), "P": (PRODUCT, 1.0), "PAA": (PRECURSOR, 1e-3)}
"""What lies in the head, and how much of it a unit of the other program is."""
KELVIN = 273.15
NAMES = (*STATES, *AMOUNTS, "T")
SLOT = {field.name: place for place, field in enumerate(INDUSTRIAL_FERMENTER.states)}


def rows(name: str) -> list[dict[str, float]]:
    """Return the rows of a recorded file."""
    lines = [line for line in (DATA / name).read_text().splitlines() if not line.startswith("#")]
    return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(lines)]


class Industrial:
    """One fermenter, by the other program's names."""

    def __init__(self, row: dict[str, float], entry: Callable[..., Any] = step) -> None:
        import numpy

        self.entry = entry
        values = defaults(INDUSTRIAL_FERMENTER.states)
        values |= {name: row[short] for short, name in STATES.items()}
        values |= {"last volume": row["V"], "temperature": row["T"] - KELVIN, "batch age": row["t"]}
        self.y = numpy.array([values[field.name] for field in INDUSTRIAL_FERMENTER.states])
        own = defaults(INDUSTRIAL_FERMENTER.parameters)
        self.p = numpy.array([own[field.name] for field in INDUSTRIAL_FERMENTER.parameters])
        for short, (slot, factor) in AMOUNTS.items():
            self.y[slot] = row[short] * factor * row["V"]
        self.put(row)

    def put(self, inputs: dict[str, float]) -> None:
        """Set whichever inputs are there."""
        for short, name in INPUTS.items():
            if short in inputs:
                self.y[SLOT[name]] = inputs[short]

    def __getitem__(self, short: str) -> float:
        """What the other program would call this."""
        if short == "T":
            return float(self.y[SLOT["temperature"]]) + KELVIN
        if short in AMOUNTS:
            slot, factor = AMOUNTS[short]
            return float(self.y[slot] / factor / self.y[0])
        return float(self.y[SLOT[STATES.get(short, short)]])

    def take(self, litres: float) -> None:
        """Let a line take so much broth."""
        share = 1.0 - litres / self.y[0]
        self.y[0] -= litres
        for slot, _ in AMOUNTS.values():
            self.y[slot] *= share

    def run(self, seconds: float, dt: float) -> None:
        """Advance, with the pressure refreshed each step."""
        for _ in range(round(seconds / dt)):
            self.entry(self.y, self.p, 0, 0, dt, 1)
