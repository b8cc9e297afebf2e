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


def told(front: float, tail: float, at: float = 90.0) -> tuple[float, float]:
    """Plates per metre and asymmetry of a peak of two halves of Gauss's, by their widths."""
    p = list(defaults(KIND.parameters).values())
    y = [0.0] * len(KIND.states)
    for i in range(BINS):
        width = front if i < at else tail
        y[TRACE + i] = 5.0 * math.exp(-0.5 * ((i - at) / width) ** 2)
    judge(y, p, 0, 0, BINS - 1)
    return y[PLATES_FOUND], y[ASYMMETRY]


@pytest.mark.parametrize(("front", "tail"), [(5.0, 5.0), (4.0, 8.0), (9.0, 5.0)])
def test_plates_and_asymmetry_of_a_known_peak(front: float, tail: float, finding: Finding) -> None:
    """Verification: of two halves of Gauss's curve, by their own widths."""
    plates, asymmetry = told(front, tail)
    wide = math.sqrt(2.0 * math.log(2.0)) * (front + tail)
    of = {
        "model": "equipment/downstream/packing",
        "source": "van Deemter 1956",
        "against": "two halves of a Gaussian curve",
        "unit": "",
    }
    name = f"with widths {front:g} and {tail:g}"
    exact = 5.54 * (91.0 / wide) ** 2 / 0.2
    finding(plates, exact, quantity=f"plates per metre {name}", tolerance=0.02, **of)
    finding(asymmetry, tail / front, quantity=f"asymmetry {name}", tolerance=0.06, **of)


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
