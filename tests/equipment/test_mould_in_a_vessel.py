"""The penicillin mould as a vessel has it: balances, hunger, phenylacetate and acid."""

from __future__ import annotations

import random

import pytest
from fermenter_bench import AIRED, Fermenter

from simulator.equipment.cultures.birol import (
    CARBON_MOLES,
    PRECURSOR_CARBON,
    PRODUCT_MASS,
    SIDE_CHAIN,
    SUGAR_MASS,
)

MOULD = {"culture": 2.0, "ambient transfer": 0.0, "surface coefficient": 0.0, "wall mass": 20000.0}
BROTH = {
    "volume": 100.0,
    "temperature": 25.0,
    "pH": 6.5,
    "ammonium concentration": 100.0,
    "biomass concentration": 10.0,
    "sugar concentration": 0.02,
    "precursor concentration": 0.6,
    "titre": 0.5,
    "dissolved oxygen": 80.0,
}
GENTLE = {"air flow": 60.0, "agitation": 80.0}


def carbon(mould: Fermenter) -> float:
    """The mmol of carbon in sugar, mould, penicillin and what it fell into, and broth."""
    cells = (mould["viable"] + mould["dead"]) * 0.1 * 0.45 * CARBON_MOLES
    penicillin = 16.0 * (mould["product"] / PRODUCT_MASS + mould["solutes"])
    acid = mould["precursor"] * PRECURSOR_CARBON
    return 6.0 * mould["glucose"] + cells + penicillin + acid + mould["carbon"]


def nitrogen(mould: Fermenter) -> float:
    """The mmol of nitrogen in broth, mould, penicillin and what it fell into."""
    cells = 6.0 * (mould["viable"] + mould["dead"]) * 0.1
    return mould["ammonium"] + cells + 2.0 * (mould["product"] / PRODUCT_MASS + mould["solutes"])


@pytest.mark.parametrize("seed", range(40))
def test_carbon_and_nitrogen_are_kept(seed: int) -> None:
    """Each scan, fed or starved, keeps carbon and nitrogen to 1e-9 of what is there.

    No gas passes, so that all carbon dioxide stays in the broth; there is oxygen for the scan.
    """
    rng = random.Random(seed)
    given = {
        **BROTH,
        "biomass concentration": rng.uniform(0.1, 40.0),
        "sugar concentration": rng.choice((0.0, 1e-6, 1e-3, 0.05, 12.0)),
        "precursor concentration": rng.choice((0.0, 1e-7, 0.3, 4.0)),
        "temperature": rng.uniform(15.0, 45.0),
        "pH": rng.uniform(4.5, 8.0),
    }
    mould = Fermenter(given, {**MOULD, "environment": float(rng.randrange(2))})
    for _ in range(10):
        before, fixed = carbon(mould), nitrogen(mould)
        mould.run(1.0 / 3600.0)
        assert carbon(mould) == pytest.approx(before, rel=1e-9)
        assert nitrogen(mould) == pytest.approx(fixed, rel=1e-9)


def test_a_hungry_mould_eats_itself() -> None:
    """Without sugar the mould dwindles by what upkeep needs, and goes on breathing."""
    given = {**BROTH, "sugar concentration": 0.0}
    starved = Fermenter(given, MOULD).put(GENTLE).run(4.0)
    a_hour = 0.014 / SUGAR_MASS * 6.0 / (0.45 * CARBON_MOLES)
    assert starved["biomass concentration"] == pytest.approx(10.0 * (1.0 - 4.0 * a_hour), rel=0.01)
    assert starved["sugar concentration"] == 0.0
    assert starved["oxygen uptake rate"] > 3.0
    assert starved["growth rate"] == 0.0


def test_penicillin_takes_phenylacetate() -> None:
    """Each g of penicillin takes 0.407 g of it; the rest that goes is burnt, slowly."""
    plain = {**MOULD, "birol hydrolysis": 0.0, "birol precursor burnt": 0.0}
    mould = Fermenter(BROTH, plain).put(GENTLE).run(3.0, feed=0.06, sugar=400.0)
    made = mould["product"] - 50.0
    assert made > 5.0
    assert 60.0 - mould["precursor"] == pytest.approx(SIDE_CHAIN * made, rel=1e-6)
    burning = Fermenter(BROTH, {**MOULD, "birol hydrolysis": 0.0}).put(GENTLE)
    burning.run(3.0, feed=0.06, sugar=400.0)
    spent = mould["precursor"] - burning["precursor"]
    assert spent == pytest.approx(1.05e-3 * 1000.0 * 3.0, rel=0.15)


def test_too_little_and_too_much_phenylacetate() -> None:
    """Without phenylacetate there is no penicillin; with 5 g/L hardly growth nor penicillin."""
    fed = {"feed": 0.06, "sugar": 400.0}
    right = Fermenter(BROTH, MOULD).put(GENTLE).run(6.0, **fed)
    none = Fermenter({**BROTH, "precursor concentration": 0.0}, MOULD).put(GENTLE).run(6.0, **fed)
    much = Fermenter({**BROTH, "precursor concentration": 5.0}, MOULD).put(GENTLE).run(6.0, **fed)
    assert none["titre"] < 0.42 < right["titre"]
    assert much["titre"] < 0.45
    assert none["biomass concentration"] == pytest.approx(right["biomass concentration"], rel=0.02)
    assert much["sugar concentration"] > 5.0 * right["sugar concentration"]


def test_more_sugar_less_penicillin() -> None:
    """Fed too fast, the mould grows and hardly makes penicillin; that is what a feed is for."""
    lean = Fermenter(BROTH, MOULD).put(GENTLE).run(12.0, feed=0.06, sugar=400.0)
    rich = Fermenter(BROTH, MOULD).put(GENTLE).run(12.0, feed=0.6, sugar=400.0)
    assert rich["biomass concentration"] > lean["biomass concentration"] + 0.5
    assert rich["titre"] < 0.7 * lean["titre"]


def test_growth_makes_acid_and_asks_for_ammonia() -> None:
    """Growing mould takes up 6 mmol of ammonia a gram; pH falls."""
    given = {**BROTH, "sugar concentration": 10.0, "titre": 0.0}
    mould = Fermenter(given, MOULD).put(AIRED).run(4.0)
    made = (mould["viable"] - 10000.0) * 0.1
    assert made > 50.0
    assert mould["pH"] < 6.4
    assert 10000.0 - mould["ammonium"] == pytest.approx(6.0 * made, rel=0.02)
