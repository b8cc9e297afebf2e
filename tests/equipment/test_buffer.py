"""pH and conductivity of buffers, against closed forms and published figures."""

from __future__ import annotations

import math
import random

import pytest
from findings import Finding

from simulator.equipment.downstream.buffer import (
    ACETIC_ACID,
    acidity,
    conductivity,
    davies,
    excess,
)
from simulator.equipment.downstream.quality import PHOSPHATE, SALT, TRIS, WIDTH
from simulator.equipment.inventory import (
    ACETATE,
    AMMONIUM,
    CARBON,
    LACTATE,
    STRONG_ION,
    VOLUME,
)

BUFFER = "equipment/downstream/buffer"
TABLES = "Goldberg 2002, Davies 1962"
CONDUCTIVITIES = "Vanysek (CRC Handbook)"


def litre(**mmol: float) -> list[float]:
    """A litre with so many mmol of each."""
    y = [0.0] * WIDTH
    y[VOLUME] = 1.0
    slots = {"strong": STRONG_ION, "salt": SALT, "tris": TRIS, "phosphate": PHOSPHATE}
    slots |= {"lactate": LACTATE, "ammonium": AMMONIUM, "carbon": CARBON}
    for name, amount in mmol.items():
        if name == "acetate":
            y[ACETATE] = amount * ACETIC_ACID / 1000.0
        else:
            y[slots[name]] = amount
    return y


def test_pure_water_and_strong_acid_and_base() -> None:
    """Verification: water is neutral, and thin strong acid and base have the pH of their ions."""
    assert acidity(litre(), 0) == pytest.approx(6.9975, abs=1e-3)
    assert acidity(litre(strong=-1.0), 0) == pytest.approx(3.0 + 0.0155, abs=2e-3)
    assert acidity(litre(strong=1.0), 0) == pytest.approx(13.995 - 3.0 - 0.0155, abs=2e-3)


@pytest.mark.parametrize(
    ("mmol", "published", "name"),
    [
        ({"acetate": 200.0, "strong": 100.0}, 4.65, "0.1 M acetic acid, 0.1 M sodium acetate"),
        ({"phosphate": 50.0, "strong": 75.0}, 6.865, "0.025 M KH2PO4, 0.025 M Na2HPO4"),
        ({"phosphate": 39.12, "strong": 69.55}, 7.41, "0.0087 M KH2PO4, 0.0304 M Na2HPO4"),
        ({"carbon": 50.0, "strong": 75.0}, 10.012, "0.025 M NaHCO3, 0.025 M Na2CO3"),
        ({"tris": 66.67, "strong": -50.0}, 7.699, "0.01667 M Tris, 0.05 M Tris HCl"),
    ],
)
def test_published_buffers(
    mmol: dict[str, float], published: float, name: str, finding: Finding
) -> None:
    """Validation: reference buffers at 25 degC have the pH of their tables."""
    finding(
        acidity(litre(**mmol), 0),
        published,
        model=BUFFER,
        source=TABLES,
        against="reference buffers (Bates 1973)",
        kind="validation",
        quantity=f"pH of {name}",
        within=0.06,
    )


@pytest.mark.parametrize(
    ("molarity", "published"), [(0.01, 118.51), (0.05, 111.06), (0.1, 106.74), (1.0, 85.76)]
)
def test_conductivity_of_sodium_chloride(
    molarity: float, published: float, finding: Finding
) -> None:
    """Validation: sodium chloride from 10 mM to 1 M conducts as its table says."""
    y = litre(salt=1000.0 * molarity)
    finding(
        conductivity(y, 0, acidity(y, 0)),
        published * molarity,
        model=BUFFER,
        source=CONDUCTIVITIES,
        against="equivalent conductivities of NaCl (CRC Handbook)",
        kind="validation",
        quantity=f"conductivity of {molarity:g} M NaCl",
        tolerance=0.05,
        unit="mS/cm",
    )


def test_half_neutralised_is_at_the_corrected_constant(finding: Finding) -> None:
    """Verification: a weak acid that is half neutralised shows its constant, corrected."""
    y = litre(acetate=0.2, strong=0.1, salt=100.0)
    thin = -math.log10(1.754e-5) - math.log10(davies(0.1001))
    finding(
        acidity(y, 0),
        thin + 2.0 * 1.754e-5 / (math.log(10.0) * 1e-4),
        model=BUFFER,
        source=TABLES,
        against="pKa of acetic acid in 0.1 M salt, and what dissociates",
        quantity="pH of thin acetate, half neutralised, in salt",
        within=0.05,
    )


def test_charges_balance_in_any_stream(finding: Finding) -> None:
    """Verification: the net charge at the pH found is nothing beside the ions there are."""
    rng = random.Random(3)
    worst = 0.0
    for _ in range(300):
        names = ("salt", "tris", "phosphate", "lactate", "ammonium", "carbon", "acetate")
        mmol = {name: 10.0 ** rng.uniform(-3.0, 2.5) for name in names}
        y = litre(**mmol, strong=rng.uniform(-200.0, 300.0))
        h = 10.0 ** -acidity(y, 0)
        low, high = (excess(y, 0, h * e, davies(0.1)) for e in (0.5, 2.0))
        assert low < high
        there = 0.001 * (sum(mmol.values()) + abs(y[STRONG_ION]))
        ours = min(abs(excess(y, 0, h, davies(i / 400.0))) for i in range(1, 1000))
        worst = max(worst, ours / there)
    finding(
        worst,
        0.0,
        model=BUFFER,
        source=TABLES,
        against="no net charge",
        quantity="net charge over all ions",
        within=1e-3,
    )


def test_more_base_is_never_more_acid() -> None:
    """PH rises with every drop of caustic, from strong acid to strong base."""
    found = [acidity(litre(acetate=50.0, tris=20.0, strong=x), 0) for x in range(-100, 200, 5)]
    assert found == sorted(found)
    assert found[0] < 2.0
    assert found[-1] > 12.0


def test_dilution_moves_the_ph_of_phosphate_up() -> None:
    """Phosphate buffer, diluted tenfold, rises by about 0.2: ionic strength falls."""
    strong, thin = (acidity(litre(phosphate=50 * x, strong=75 * x), 0) for x in (1.0, 0.1))
    assert 0.1 < thin - strong < 0.3


def test_an_empty_vessel_is_neutral_and_does_not_conduct() -> None:
    """Nothing is there to measure: pH 7 and no conductivity, without a fault."""
    y = [0.0] * WIDTH
    assert (acidity(y, 0), conductivity(y, 0, 7.0)) == (7.0, 0.0)


def test_anything_gives_a_number() -> None:
    """Absurd contents give a finite pH and conductivity within their range."""
    rng = random.Random(5)
    for _ in range(2000):
        y = [10.0 ** rng.uniform(-12.0, 12.0) if rng.random() < 0.5 else 0.0 for _ in range(WIDTH)]
        y[STRONG_ION] *= rng.choice((-1.0, 1.0))
        found = acidity(y, 0)
        assert -1.5 <= found <= 15.5
        assert 0.0 <= conductivity(y, 0, found) < math.inf
