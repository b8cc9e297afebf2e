"""Each culture in its vessel with any parameters under any operation: sound, and in balance.

A test draws a few hundred cases; ``CUVE_DRAWS=10000 python -m pytest`` of this file draws as many.
"""

from __future__ import annotations

import math
import os
import random
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy
import pytest
from charge_bench import charge
from compiled_kernel import quick
from findings import Finding

from simulator.equipment.bioreactor.gas import AIR_DIOXIDE, AIR_OXYGEN, FLOW
from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.unit import UnitKind, defaults
from simulator.language.field import Field

DRAWS = int(os.environ.get("CUVE_DRAWS", "300"))
"""So many parameter sets and operations are drawn for each culture."""
SCANS = 40
CELLS = {
    "viable density": 5.0,
    "glucose concentration": 25.0,
    "glutamine concentration": 4.0,
    "lactate concentration": 6.0,
    "ammonium concentration": 2.0,
}
SUGAR = {"biomass concentration": 8.0, "sugar concentration": 3.0, "ammonium concentration": 150.0}
CULTURES: dict[str, tuple[str, dict[str, float], dict[str, float]]] = {
    "moller": ("bioreactor", {"culture": 0.0}, {"volume": 1500.0, **CELLS}),
    "amribt": ("bioreactor", {"culture": 1.0}, {"volume": 1500.0, **CELLS}),
    "anane": ("fermenter", {"culture": 0.0}, {"volume": 150.0, **SUGAR}),
    "sonnleitner": ("fermenter", {"culture": 1.0}, {"volume": 150.0, **SUGAR}),
    "birol": ("fermenter", {"culture": 2.0}, {"volume": 150.0, **SUGAR}),
    "AAV": ("transfection reactor", {"vector": 0.0}, {"volume": 1500.0, **CELLS}),
    "lentivirus": ("transfection reactor", {"vector": 1.0}, {"volume": 1500.0, **CELLS}),
    "T cells": ("lymphocyte reactor", {}, {"volume": 3.0, **CELLS}),
    "stromal cells": ("microcarrier reactor", {}, {"volume": 3.5, **CELLS}),
}
"""Kind of unit, its choices, and what it begins with. RNA has a test of its own."""
BUILT = ("volume", "diameter", "pressure", "drop", "design", "jacket", "calibration")
"""Words in names of what a vessel is built as: it stays."""
MICROBES = ("anane", "sonnleitner", "birol")
CELL_MASS = "cell mass"
every_culture = pytest.mark.parametrize("culture", CULTURES)


class Vessel:
    """A unit with a culture, some of whose parameters are drawn; its block by name."""

    def __init__(self, culture: str, rng: random.Random, spread: float) -> None:
        name, choices, given = CULTURES[culture]
        self.kind: UnitKind = CATALOGUE[name]
        self.state = {field.name: at for at, field in enumerate(self.kind.states)}
        every = {**defaults(self.kind.parameters), **choices}
        for field in self.kind.parameters:
            if field.name not in choices and not any(word in field.name for word in BUILT):
                every[field.name] = drawn(rng, field, spread)
        self.every = every
        values = self.kind.initial(every, given)
        self.y: Any = numpy.array([values[name] for name in self.state])
        self.p: Any = numpy.array([every[field.name] for field in self.kind.parameters])
        self.step = quick(self.kind.step)

    def __getitem__(self, name: str) -> float:
        return float(self.y[self.state[name]])

    def put(self, inputs: Mapping[str, float]) -> None:
        """Set inputs or states."""
        for name, value in inputs.items():
            self.y[self.state[name]] = value

    def operate(self, rng: random.Random) -> None:
        """Turn every input to anything within reach of the vessel, each in one case of two."""
        size = self.every["design gas flow"]
        reach = {"agitation": 400.0, "exhaust valve": 100.0, "foaming": 5.0, "poloxamer": 2.0}
        for field in self.kind.states:
            if field.role == "input" and rng.random() < 0.5:
                most = reach.get(field.name, 1.0 if "blockage" in field.name else size)
                self.put({field.name: min(field.high, most * rng.choice((0.0, rng.random())))})


def drawn(rng: random.Random, field: Field, spread: float) -> float:
    """A parameter within its bounds: the default, times up to 10 to the power ``spread``."""
    if spread == 0.0:
        return field.default
    if field.choices:
        return float(rng.randrange(len(field.choices)))
    if rng.random() < 0.5:
        return field.default
    value = field.default * 10.0 ** rng.uniform(-spread, spread)
    if field.unit in ("degC", "pH", "pK"):
        value = field.default + rng.uniform(-2.0, 2.0) * spread
    return min(max(value, field.low), field.high)


@every_culture
def test_any_parameters_and_any_operation(culture: str, finding: Finding) -> None:
    """Whatever is drawn, all numbers stay finite and within what can be; the scans may be long."""
    rng = random.Random(f"any {culture}")
    wrong = 0
    for _ in range(DRAWS):
        vessel = Vessel(culture, rng, 1.5)
        for name in ("temperature", "dissolved oxygen", "viable", "glucose", "contaminant"):
            if rng.random() < 0.3:
                field = vessel.kind.states[vessel.state[name]]
                vessel.put({name: min(field.high, 1e5) * rng.random() ** 6})
        dt = rng.choice((0.1, 1.0, 1.0, 10.0))
        for scan in range(SCANS):
            if scan % 10 == 0:
                vessel.operate(rng)
            vessel.step(vessel.y, vessel.p, 0, 0, dt, int(scan % 10 == 0))
        wrong += not sound(vessel)
    said = {"model": "equipment/bioreactor/culture", "source": "what can be"}
    known = {"quantity": f"{culture}: any parameters, any operation", "against": "none goes wrong"}
    finding(float(wrong), 0.0, within=0.5, **said, **known)


def sound(vessel: Vessel) -> bool:
    """Whether all is finite, nothing below zero that cannot be, and living cells a share of all."""
    for field, value in zip(vessel.kind.states, vessel.y.tolist(), strict=True):
        if not math.isfinite(value):
            return False
        if value < 0.0 and field.low >= 0.0 and field.unit != "degC":
            return False
    return 0.0 <= vessel["viability"] <= 100.0


def held(vessel: Vessel) -> dict[str, float]:
    """What there is of each gas, of water and of nitrogen in cells and broth."""
    every = vessel.every
    culture = next((one for one in MICROBES if f"{one} nitrogen" in every), "")
    if culture:
        culture = MICROBES[round(every["culture"])]
    found = {
        "oxygen": vessel["oxygen"] + vessel["headspace oxygen"],
        "carbon dioxide": vessel["carbon"] + vessel["headspace carbon dioxide"],
        "inert gas": vessel["headspace nitrogen"],
        "water": vessel["volume"],
    }
    if culture:
        dry = 1e-3 * every[f"{culture} {CELL_MASS}"] * (vessel["viable"] + vessel["dead"])
        found["nitrogen"] = vessel["ammonium"] + every[f"{culture} nitrogen"] * dry
    if culture == "birol":
        found["nitrogen"] += 2.0 * (vessel["product"] / 0.3343885 + vessel["solutes"])
    return found


def heat(vessel: Vessel, litres: float) -> float:
    """J in ``litres`` of culture, the wall and the jacket above 0 degC."""
    inside = vessel.every["culture density"] * 4180.0 * litres + 500.0 * vessel.every["wall mass"]
    jacket = 4180.0 * vessel.every["jacket volume"]
    return inside * vessel["temperature"] + jacket * vessel["jacket temperature"]


def entered(vessel: Vessel, before: Mapping[str, float]) -> dict[str, float]:
    """What came into a sealed vessel in the second after ``before``, or was made in it."""
    every, litres = vessel.every, before["volume"]
    asked = sum(vessel[f"{gas} flow"] for gas in ("air", "oxygen", "carbon dioxide", "nitrogen"))
    passed = vessel["gas flow"] / asked * FLOW if asked > 0.0 else 0.0
    uptake = vessel["oxygen uptake rate"] * litres / 3600.0
    air = passed * vessel["air flow"]
    gas = vessel["gas flow"] * 0.044615 / 60.0
    dioxide = AIR_DIOXIDE * air + passed * vessel["carbon dioxide flow"]
    middle = {
        name: 0.5 * (vessel[name] + before[name]) for name in ("temperature", "jacket temperature")
    }
    watts = uptake * 460.0 + vessel["agitator power"] - 1e3 * vessel["evaporation heat"] * gas
    watts += every["ambient transfer"] * (every["room temperature"] - middle["temperature"])
    for side in ("cooling", "heating"):
        warmer = every[f"{side} temperature"] - middle["jacket temperature"]
        watts += vessel[f"{side} flow"] * 4180.0 / 60.0 * warmer
    return {
        "oxygen": AIR_OXYGEN * air + passed * vessel["oxygen flow"] - uptake,
        "carbon dioxide": dioxide + every["respiratory quotient"] * uptake,
        "inert gas": (1.0 - AIR_OXYGEN - AIR_DIOXIDE) * air + passed * vessel["nitrogen flow"],
        "water": -1e-3 * vessel["evaporation"] * gas,
        "nitrogen": 0.0,
        "heat": watts,
    }


SLOTS = ("volume", "temperature", "jacket temperature")
FERMENTS = ("sonnleitner", "birol")
"""Their carbon dioxide is the carbon that is left over; tests of their own hold their carbon."""


@every_culture
def test_every_scan_balances(culture: str, finding: Finding) -> None:
    """Verification: each scan of a sealed vessel balances each thing to 1e-9 of what there is.

    Oxygen, carbon dioxide, inert gas, water, energy, charge, and nitrogen where the culture has it.
    """
    rng = random.Random(f"balance {culture}")
    said = {"model": "equipment/bioreactor/reactor", "source": "conservation", "within": 1e-9}
    checked = 0
    for _ in range(12):
        vessel = Vessel(culture, rng, 0.3)
        vessel.put({"dissolved oxygen": 40.0, "temperature": rng.uniform(25.0, 39.0)})
        for scan in range(30):
            if scan % 10 == 0:
                vessel.operate(rng)
                vessel.put({"exhaust valve": 0.0})
                vessel.put({name: 0.0 for name in vessel.state if name in BAGS})
            slots = {name: vessel[name] for name in SLOTS}
            first, warm = held(vessel), heat(vessel, slots["volume"])
            vessel.step(vessel.y, vessel.p, 0, 0, 1.0, int(scan % 10 == 0))
            if vessel["pressure"] > 0.9 * vessel.every["relief pressure"]:
                break
            gained, came = held(vessel), entered(vessel, slots)
            gained["heat"] = heat(vessel, slots["volume"])
            first["heat"] = warm
            for name, now in gained.items():
                if name == "carbon dioxide" and culture in FERMENTS:
                    continue
                error = (now - first[name] - came[name]) / max(now, 1e-9)
                known = {"quantity": f"{culture}: {name}", "against": "what came in and was made"}
                finding(error, 0.0, **known, **said)
            known = {"quantity": f"{culture}: charge", "against": "none is left over"}
            net, every = charge(vessel)
            finding(net / every, 0.0, **known, **said)
            checked += 1
    assert checked > 100  # the others ended as the vessel was full of gas


BAGS = ("mix making", "mix flow", "mix drain", "bead flow", "vector flow", "enzyme flow")


KEY = ("viable", "glucose", "lactate", "ammonium", "product", "acetate", "ethanol")
WARMTH = {"sonnleitner": 30.0, "birol": 25.0}
"""degC at which a culture is held that is not held at 37."""


@every_culture
def test_half_the_scan_changes_next_to_nothing(culture: str, finding: Finding) -> None:
    """Verification: eight hours in scans of 1 s and of 0.5 s come to the same within 0.1 %."""
    rng = random.Random(0)
    speed = 300.0 if culture in MICROBES else 60.0
    warmth = WARMTH.get(culture, 37.0)
    ends = []
    for parts in (1, 2):
        vessel = Vessel(culture, rng, 0.0)
        size = vessel.every["design gas flow"]
        vessel.put({"air flow": 0.3 * size, "agitation": speed, "exhaust valve": 60.0})
        begin = {name: vessel[name] for name in KEY}
        for scan in range(8 * 3600 * parts):
            slow = int(scan % (10 * parts) == 0)
            if slow:
                vessel.put({"temperature": warmth, "jacket temperature": warmth})
            vessel.step(vessel.y, vessel.p, 0, 0, 1.0 / parts, slow)
        ends.append({name: vessel[name] for name in KEY})
    whole, half = ends
    assert max(abs(half[name] - begin[name]) for name in KEY) > 0.0
    said = {"model": "equipment/bioreactor/culture", "source": "refinement", "tolerance": 1e-3}
    for name in KEY:
        size = max(abs(half[name]), abs(half[name] - begin[name]))
        if size > 1e-6:
            known = {"quantity": f"{culture}: {name} after 8 h", "against": "half the scan"}
            finding(whole[name], half[name], scale=size, **known, **said)


def test_draws_differ() -> None:
    """Each case is another: neither parameters nor operation come twice."""
    rng = random.Random(4)
    vessels = [Vessel("moller", rng, 1.5) for _ in range(20)]
    assert all(list(a.p) != list(b.p) for a, b in pairwise(vessels))
    before = list(vessels[0].y)
    vessels[0].operate(rng)
    assert list(vessels[0].y) != before
