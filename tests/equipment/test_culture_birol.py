"""Verification of the penicillin culture: PenSim's equations as published, solved beside it."""

from __future__ import annotations

import copy
import functools
import math
from dataclasses import dataclass, replace

import pytest
from fermenter_bench import BARE, Fermenter
from findings import Finding
from scipy.integrate import solve_ivp

SATURATION = 1.16
"""The paper's dissolved oxygen under air, and what its own is measured against."""
NAMES = ("biomass concentration", "sugar concentration", "titre")
ALONE = {
    **BARE,
    "culture": 2.0,
    "birol nitrogen": 0.0,
    "buffer pKa": 5.0,
    "wall mass": 20000.0,
    "condenser temperature": 0.0,
    "base foaminess": 0.1,
    "calibration pressure": 21.0,
    "kla factor": 8.8,
}
"""No heat, no acid and no nitrogen to speak of; oxygen goes over as fast as in the paper."""
PAPER = {
    "model": "equipment/cultures/birol",
    "source": "Birol, Ündey and Çınar 2002, Comput Chem Eng 26:1553",
}
LSODA = {**PAPER, "against": "SciPy LSODA of the equations as published", "tolerance": 0.005}
BY_HAND = {**PAPER, "against": "a table worked out beforehand", "tolerance": 0.005}
PAPER_TABLE = {**PAPER, "against": "a table worked out beforehand"}
PIECE = 0.1
"""h for which feed, temperature and volume are set."""


@dataclass(frozen=True)
class Batch:
    """What a batch begins with and what is done to it.

    ``air`` is the oxygen held, as a share of saturation, or 0 where the paper's transfer gives it.
    """

    mould: float = 0.1
    sugar: float = 15.0
    titre: float = 0.0
    kelvin: float = 298.0
    acidity: float = 5.0
    feed: float = 0.042
    strength: float = 600.0
    loss: float = 0.0
    air: float = 0.0


def rates(z: tuple[float, ...], batch: Batch, feed: float) -> list[float]:
    """The slopes of cells, sugar, penicillin (g/L), oxygen and volume, as the paper writes them.

    Sugar for upkeep ends with sugar; everything else is as published (tables 1 and 2).
    """
    x, s, pen, oxygen, volume = z
    s = max(s, 0.0)
    cl = batch.air * SATURATION if batch.air else oxygen
    h, t = 10.0**-batch.acidity, batch.kelvin
    warm = 7e3 * math.exp(-5100.0 / (1.9872 * t)) - 1e33 * math.exp(-50000.0 / (1.9872 * t))
    mu = 0.092 / (1.0 + 1e-10 / h + h / 7e-5) * s / (0.15 * x + s) * cl / (0.02 * x + cl) * warm
    pi = 0.005 * s / (2e-4 + s + s * s / 0.1) * cl**3 / (5e-4 * x + cl**3)
    upkeep = 0.014 * min(1.0, s / 1e-6)
    gone = volume * batch.loss * (math.exp(5.0 * (t - 273.0) / 100.0) - 1.0)
    swell = (feed - gone) / volume
    breath = mu / 0.04 + pi / 0.2 + 0.467
    return [
        mu * x - swell * x,
        -(mu / 0.45 + pi / 0.9 + upkeep) * x + feed * batch.strength / volume - swell * s,
        pi * x - 0.04 * pen - swell * pen,
        72.0 * (SATURATION - cl) - breath * x - swell * oxygen,
        feed - gone,
    ]


def solved(z: tuple[float, ...], hours: float, batch: Batch, feed: float) -> tuple[float, ...]:
    """The state after so many hours, by LSODA."""
    found = solve_ivp(
        lambda _t, y: rates(y, batch, feed), (0.0, hours), z, "LSODA", rtol=1e-9, atol=1e-11
    )
    return tuple(found.y[:, -1])


def mould(batch: Batch, begins: dict[str, float] | None = None) -> Fermenter:
    """A fermenter of 100 L with that batch in it, and the kinetics alone."""
    given = {
        "volume": 100.0,
        "temperature": batch.kelvin - 273.15,
        "biomass concentration": batch.mould,
        "sugar concentration": batch.sugar,
        "titre": batch.titre,
        "pH": batch.acidity,
        "buffer concentration": 9000.0,
        "carbon dioxide pressure": 0.0,
        "dissolved oxygen": 95.0,
        **(begins or {}),
    }
    made = Fermenter(given, {**ALONE, "buffer pKa": batch.acidity})
    return made.put({"air flow": 60.0, "agitation": 84.0})


def follow(
    batch: Batch, hours: tuple[float, ...], piece: float = PIECE
) -> list[tuple[float, Fermenter, tuple[float, ...]]]:
    """The fermenter beside the paper's equations at these hours; first the end of the batch.

    As in the paper, sugar is fed once there is less than 0.3 g/L. Temperature and volume are held:
    what evaporates is the paper's.
    """
    culture = mould(batch)
    state = (batch.mould, batch.sugar, batch.titre, SATURATION, 100.0)
    shown: list[tuple[float, Fermenter, tuple[float, ...]]] = []
    fed, steps = False, 0
    while steps * piece < hours[-1]:
        if not fed and state[1] < 0.3:
            fed = True
            shown.append((steps * piece, copy.deepcopy(culture), state))
        feed = batch.feed if fed else 0.0
        culture.run(piece, 1.0, feed, batch.strength)
        state = solved(state, piece, batch, feed)
        culture.put({"temperature": batch.kelvin - 273.15, "volume": state[4]})
        steps += 1
        if any(abs(steps * piece - hour) < 1e-6 for hour in hours):
            shown.append((steps * piece, copy.deepcopy(culture), state))
    return shown


TABLE = {
    2.5e-4: {
        100.0: (9.69, 0.509),
        200.0: (12.71, 1.092),
        300.0: (13.80, 1.503),
        400.0: (14.29, 1.618),
    },
    0.0: {
        100.0: (9.11, 0.493),
        200.0: (11.22, 1.003),
        300.0: (11.53, 1.270),
        400.0: (11.34, 1.282),
    },
}
"""The paper's evaporation or none; h to mould and penicillin in g/L, worked out beforehand."""


@functools.cache
def paper(loss: float) -> list[tuple[float, Fermenter, tuple[float, ...]]]:
    """The batch of the paper's own beginning, with its evaporation or none."""
    return follow(Batch(loss=loss), tuple(TABLE[loss]))


@pytest.mark.parametrize("loss", sorted(TABLE))
def test_table_of_the_batch_and_fed_batch(loss: float, finding: Finding) -> None:
    """Verification: mould, sugar and penicillin of 400 h, with evaporation and without."""
    switch, *later = paper(loss)
    finding(switch[0], 44.0, quantity="sugar below 0.3 g/L", unit="h", within=0.15, **PAPER_TABLE)
    for hour, culture, state in later:
        for name, wanted in zip(NAMES, state, strict=False):
            finding(culture[name], wanted, quantity=name, within=3e-4, unit="g/L", **LSODA)
        for name, wanted in zip(NAMES[::2], TABLE[loss][hour], strict=True):
            finding(culture[name], wanted, quantity=name, within=6e-4, unit="g/L", **BY_HAND)
        assert culture["dissolved oxygen"] == pytest.approx(100.0 * state[3] / SATURATION, abs=0.5)


@pytest.mark.parametrize(
    "batch",
    [
        Batch(mould=2.0, sugar=3.0, titre=0.2, feed=0.06, strength=450.0),
        Batch(mould=8.0, sugar=0.4, titre=0.8, feed=0.02, strength=600.0, kelvin=293.0),
        Batch(mould=0.5, sugar=6.0, kelvin=301.0, acidity=5.6, feed=0.10, strength=500.0),
        Batch(mould=5.0, sugar=0.05, titre=0.1, acidity=4.4, feed=0.15, strength=300.0),
        Batch(mould=12.0, sugar=0.02, titre=1.2, kelvin=296.0, acidity=6.8, feed=0.05),
    ],
)
def test_other_beginnings_feeds_and_temperatures(batch: Batch, finding: Finding) -> None:
    """Verification: two days of other mould, sugar, feed, temperature and acidity."""
    for _, culture, state in follow(batch, (12.0, 24.0, 48.0)):
        for name, wanted in zip(NAMES, state, strict=False):
            limit = {"within": 0.005 * batch.sugar + 2e-3} if "sugar" in name else {"within": 3e-4}
            finding(culture[name], wanted, quantity=f"2 d, {name}", unit="g/L", **limit, **LSODA)


@pytest.mark.parametrize("air", [0.02, 0.1, 0.3, 0.7])
def test_growth_and_breath_at_any_oxygen(air: float, finding: Finding) -> None:
    """Verification: growth, production and oxygen at any level of it are the paper's."""
    beginning = Batch(mould=7.0, sugar=2.0)
    culture = mould(beginning, {"dissolved oxygen": 100.0 * air}).run(1.0 / 3600.0)
    level = culture["dissolved oxygen"]
    x = beginning.mould
    batch = replace(beginning, air=0.01 * level)
    slopes = rates((x, beginning.sugar, 0.0, 0.0, 100.0), batch, 0.0)
    used = (72.0 * SATURATION * (1.0 - batch.air) - slopes[3]) / x
    finding(culture["growth rate"], slopes[0] / x, quantity="growth rate", unit="1/h", **LSODA)
    asked = culture["oxygen demand"] / 100.0 / x * level / (level + 1e-4)
    finding(asked, used, quantity="oxygen used", unit="mmol/g/h", **LSODA)


@pytest.mark.parametrize("kelvin", [288.0, 298.0, 308.0, 316.0])
@pytest.mark.parametrize("acidity", [4.2, 5.0, 6.5, 8.5])
def test_temperature_and_acidity(kelvin: float, acidity: float, finding: Finding) -> None:
    """Verification: the factor on growth at any temperature and pH is the paper's."""
    culture = mould(Batch(kelvin=kelvin, acidity=acidity))
    h = 10.0**-acidity
    wanted = 7e3 * math.exp(-5100.0 / (1.9872 * kelvin))
    wanted = (wanted - 1e33 * math.exp(-50000.0 / (1.9872 * kelvin))) / (1.0 + 1e-10 / h + h / 7e-5)
    made = {**LSODA, "model": "equipment/cultures/birol_setting", "against": "the formula"}
    finding(culture["setting factor"], wanted, quantity=f"factor at {kelvin:g} K", **made)


def test_step_halving(finding: Finding) -> None:
    """Verification: half the scan time changes a batch and its end by less than 0.1 %."""
    whole = mould(Batch(mould=3.0, sugar=4.0)).run(20.0, 1.0)
    half = mould(Batch(mould=3.0, sugar=4.0)).run(20.0, 0.5)
    for name in NAMES:
        halved = {**PAPER, "against": "half the step", "tolerance": 1e-3, "within": 1e-6}
        finding(whole[name], half[name], quantity=f"batch of 20 h, {name}", unit="g/L", **halved)


def test_validation_of_a_fed_batch(finding: Finding) -> None:
    """Validation: batch phase, mould and penicillin are those commonly shown of it (30 %)."""
    switch, *_, (_, culture, _) = paper(2.5e-4)
    real = {**PAPER, "kind": "validation", "tolerance": 0.3}
    real |= {"against": "figures commonly shown of this model"}
    finding(switch[0], 42.5, quantity="end of the batch", unit="h", **real)
    finding(culture[NAMES[0]], 12.5, quantity="mould after 400 h", unit="g/L", **real)
    finding(culture["titre"], 1.4, quantity="penicillin after 400 h", unit="g/L", **real)
