"""The packing test of a column: plates and asymmetry of a peak of salt."""

from __future__ import annotations

import math

import pytest
from downstream_rig import Train
from findings import Finding

from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.downstream.column_slots import ASYMMETRY, BINS, PLATES_FOUND, TRACE
from simulator.equipment.downstream.packing import judge
from simulator.equipment.unit import defaults

KIND = CATALOGUE["affinity column"]


APEX = 80.0
"""Slots that have passed at the middle of the Gaussian curve."""


def height(at: float, width: float, tail: float) -> float:
    """A Gaussian curve, and one that trails by an exponential of length ``tail``, in slots."""
    if tail <= 0.0:
        return math.exp(-0.5 * ((at - APEX) / width) ** 2)
    rise = width / tail - (at - APEX) / width
    return math.exp(0.5 * (width / tail) ** 2 - (at - APEX) / tail) * math.erfc(rise / 2.0**0.5)


def told(width: float, tail: float) -> tuple[float, float]:
    """Plates per metre and asymmetry that the column tells of such a peak."""
    p = list(defaults(KIND.parameters).values())
    y = [0.0] * len(KIND.states)
    for i in range(BINS):
        y[TRACE + i] = 5.0 * height(i + 1.0, width, tail)
    judge(y, p, 0, 0, BINS - 1)
    return y[PLATES_FOUND], y[ASYMMETRY]


def passing(level: float, within: float, beyond: float, width: float, tail: float) -> float:
    """Where the curve crosses a level, from a place above it to one below."""
    for _ in range(60):
        middle = 0.5 * (within + beyond)
        if height(middle, width, tail) > level:
            within = middle
        else:
            beyond = middle
    return within


def measured(width: float, tail: float) -> tuple[float, float]:
    """Plates per metre of 20 cm and asymmetry of such a peak by the curve itself."""
    apex = max((70.0 + 0.001 * i for i in range(30000)), key=lambda t: height(t, width, tail))
    top = height(apex, width, tail)
    half = [passing(0.5 * top, apex, end, width, tail) for end in (0.0, 200.0)]
    tenth = [passing(0.1 * top, apex, end, width, tail) for end in (0.0, 200.0)]
    plates = 5.54 * (apex / (half[1] - half[0])) ** 2 / 0.2
    return plates, (tenth[1] - apex) / (apex - tenth[0])


@pytest.mark.parametrize(("width", "tail"), [(4.0, 0.0), (4.5, 3.0), (5.0, 4.0)])
def test_plates_and_asymmetry_of_a_known_peak(width: float, tail: float, finding: Finding) -> None:
    """Verification: of Gauss's curve, and of one that trails, by their own widths."""
    plates, asymmetry = told(width, tail)
    of = {
        "model": "equipment/downstream/packing",
        "source": "van Deemter 1956",
        "against": "the curve's own widths",
        "unit": "",
        "tolerance": 1e-3,
    }
    name = f"of a Gaussian curve of {width:g} slots that trails by {tail:g}"
    exact, trailing = measured(width, tail)
    finding(plates, exact, quantity=f"plates per metre {name}", **of)
    finding(1e6 / plates, 1e6 / exact, quantity=f"height of a plate (um) {name}", **of)
    finding(asymmetry, trailing, quantity=f"asymmetry {name}", **of)


def test_no_peak_no_plates() -> None:
    """A flat line, and a peak that has not passed yet, tell nothing."""
    p = list(defaults(KIND.parameters).values())
    y = [0.0] * len(KIND.states)
    judge(y, p, 0, 0, 100)
    assert y[PLATES_FOUND] == 0.0
    for i in range(BINS):
        y[TRACE + i] = 0.1 * i
    judge(y, p, 0, 0, 100)
    assert y[PLATES_FOUND] == 0.0


def pulsed(kind: str, bad: float) -> tuple[float, float]:
    """A pulse of salt through a column of 20 L: what the test tells."""
    train = Train().tank("buffer", volume=500.0).tank("salt", volume=500.0).tank("waste")
    for tag, salt in (("buffer", 20.0), ("salt", 1000.0)):
        train[f"{tag}.tris"], train[f"{tag}.strong ion"] = 500.0 * 20.0, -500.0 * 15.0
        train[f"{tag}.salt"] = 500.0 * salt
    bed = {"salt in bed": 20.0, "tris in bed": 20.0, "strong ion in bed": -15.0}
    train.unit("column", kind, bed)
    train.line("b", "buffer", "waste", "column").line("s", "salt", "waste", "column")
    train["column.bad packing"] = bad
    train["column.packing test"] = 1.0
    for tag, volumes in (("s", 0.02), ("b", 1.25)):
        train[f"{tag}.flow demand"] = 200.0
        train.run(volumes * 360.0, 2.0)
        train[f"{tag}.flow demand"] = 0.0
    found = train["column.plates found"], train["column.asymmetry found"]
    train["column.packing test"] = 0.0
    train["b.flow demand"] = 200.0
    train.run(4.0, 2.0)
    assert (train["column.plates found"], train["column.asymmetry found"]) == found
    return found


@pytest.mark.parametrize("kind", ["affinity column", "cation exchange column"])
def test_a_cracked_bed_fails_its_packing_test(kind: str) -> None:
    """A good bed has plates and a symmetric peak; cracks halve the plates and make it trail."""
    good, bad = pulsed(kind, 0.0), pulsed(kind, 0.2)
    assert good[0] > 800.0
    assert 0.8 < good[1] < 1.4
    assert bad[0] < 0.6 * good[0]
    assert bad[1] > good[1]
