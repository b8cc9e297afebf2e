"""Lentivirus: closed forms, an independent solver, balances, and what cultures of it gave."""

from __future__ import annotations

import functools
import math
import random

import pytest
from findings import Finding
from scipy.integrate import solve_ivp
from transfection_bench import ALONE, DOSE, G1, G2, K1, KIND, Reactor

from simulator.equipment.vectors import loss_rate

LUMPED = {
    "model": "equipment/transfection/lentivirus",
    "source": "production and loss of function, lumped; engineering fit",
}
RATE, USUAL, PARTICLES, BURDEN, ENVELOPE = 0.66, 420.0, 0.3, 0.8, 0.003
COMPLEX_LOSS, CROWDED = 0.16, 3.0
LENTIVIRUS = {"vector": 1.0}
CALM = {**LENTIVIRUS, **ALONE, "complex loss": COMPLEX_LOSS, "crowded uptake": CROWDED}
"""Growth by density, uptake by density, budding and loss of function, and nothing else."""


def decay(temperature: float) -> float:
    """The loss of function (1/h): Arrhenius through 0.07 at 37, 0.03 at 32, 0.003 at 4 degC."""
    (cold, low), (warm, high) = ((4.0, 0.003), (32.0, 0.03))
    if temperature > 32.0:
        (cold, low), (warm, high) = ((32.0, 0.03), (37.0, 0.07))
    one, two = 1.0 / (cold + 273.15), 1.0 / (warm + 273.15)
    share = (one - 1.0 / (temperature + 273.15)) / (one - two)
    return math.exp(math.log(low) + share * math.log(high / low))


def test_loss_of_function(finding: Finding) -> None:
    """Verification: the rate at temperatures between, at and beyond those it was set at."""
    last = 0.0
    for temperature in (0.5, 4.0, 8.0, 20.0, 31.9, 32.0, 32.1, 35.0, 37.0, 42.0):
        rate = loss_rate(temperature)
        finding(
            rate,
            decay(temperature),
            **{**LUMPED, "model": "equipment/vectors"},
            against="Arrhenius through three points, written anew",
            quantity=f"loss of function at {temperature:g} degC",
            unit="1/h",
            tolerance=1e-3,
        )
        assert rate > last
        last = rate
    assert loss_rate(60.0) == loss_rate(140.0)


@pytest.mark.parametrize("temperature", [37.0, 32.0, 20.0])
def test_closed_form(temperature: float, finding: Finding) -> None:
    """Verification: at a constant rate, V = qX/k (1 - exp(-kt)), and particles q X t."""
    still = {"moller growth rate": 0.0, "budding begin": 0.0, "envelope toxicity": 0.0}
    reactor = Reactor(
        {**CALM, **still, "budding ramp": 0.01, "budding end": 900.0},
        {
            "viable density": 2.0,
            "temperature": temperature,
            "taken plasmid": USUAL,
            "time since transfection": 1.0,
        },
    )
    k, now = decay(temperature), 0.0
    for hours in (1.0, 6.0, 24.0, 72.0):
        reactor.run(3600.0 * (hours - now), dt=10.0)
        now = hours
        made = RATE * 2.0
        pairs = (
            ("functional titre", made / k * (1.0 - math.exp(-k * hours)), "1e6 TU/mL"),
            ("particle titre", PARTICLES * made * hours, "1e9 vp/mL"),
        )
        for quantity, expected, unit in pairs:
            finding(
                reactor[quantity],
                expected,
                **LUMPED,
                against="closed form, constant rate and cells",
                quantity=f"{quantity}, {temperature:g} degC",
                unit=unit,
                tolerance=0.005,
            )


def slopes(t: float, z: list[float], begun: float, temperature: float) -> list[float]:
    """Cells (1e9/L), complexes outside, plasmid taken up per cell, TU (1e9/L), particles."""
    living, dead, outside, taken, functional, _ = z
    uptake = taken / USUAL
    busy = 2.0 * uptake**2 / (1.0 + uptake**2)
    thermal = math.exp(-(((temperature - 37.0) / 20.0) ** 2))
    density = living + dead
    mu = thermal * G2 * ((1.0 + G1 / G2) / density - 1.0) * (1.0 - BURDEN * min(busy, 1.0))
    death = ENVELOPE * busy
    entering = K1 / (1.0 + (density / CROWDED) ** 4) * outside

    def step(middle: float) -> float:
        x = min(max((t + begun - middle) / 8.0 + 0.5, 0.0), 1.0)
        return x * x * (3.0 - 2.0 * x)

    rate = RATE * busy * step(24.0) * (1.0 - step(72.0)) * living
    return [
        (mu - death) * living,
        death * living,
        -entering - COMPLEX_LOSS * outside,
        entering - mu * taken,
        rate - decay(temperature) * functional,
        PARTICLES * rate,
    ]


CASES = (
    (DOSE, 1.5, 0.0, 0.0, 37.0),
    (0.4 * DOSE, 2.6, 0.0, 0.0, 34.0),
    (2.0 * DOSE, 0.8, 0.0, 0.0, 35.5),
    (0.0, 2.0, 30.0, 350.0, 32.0),
)
"""Copies outside per cell, density, hours since transfection, plasmid taken up, temperature."""


@pytest.mark.parametrize("case", CASES)
def test_another_solver(case: tuple[float, ...], finding: Finding) -> None:
    """Verification: cells, uptake, budding and loss against SciPy, from several beginnings."""
    dose, density, begun, taken, temperature = case
    reactor = Reactor(
        CALM,
        {
            "viable density": density,
            "external plasmid": dose,
            "taken plasmid": taken,
            "time since transfection": begun,
            "temperature": temperature,
            "functional vector": 1500.0,
            "vector particles": 1500.0,
        },
    )
    z, now = [density, 0.0, dose, taken, 1.0, 1.0], 0.0
    for hours in (12.0, 24.0, 48.0, 72.0, 96.0):
        arguments = (begun, temperature)
        solved = solve_ivp(
            slopes, (now, hours), z, "LSODA", rtol=1e-9, atol=1e-9, max_step=0.5, args=arguments
        )
        z = list(solved.y[:, -1])
        reactor.run(3600.0 * (hours - now), dt=10.0)
        now = hours
        for quantity, expected, unit in (
            ("viable density", z[0], "1e6 cells/mL"),
            ("functional titre", z[4], "1e6 TU/mL"),
            ("particle titre", z[5], "1e9 vp/mL"),
        ):
            finding(
                reactor[quantity],
                expected,
                **LUMPED,
                against="SciPy LSODA of the same equations, written anew",
                quantity=f"{dose:g} copies, {density:g}e6/mL, {temperature:g} degC: {quantity}",
                unit=unit,
                tolerance=0.005,
            )


KEPT_WARM = {"environment": 0.0, "ambient transfer": 0.0, "specific oxygen uptake": 0.0}


def cultured() -> Reactor:
    """A culture that grew for a day to 1.6e6 cells/mL, just transfected with the usual dose."""
    reactor = Reactor(
        {**LENTIVIRUS, **KEPT_WARM},
        {"viable density": 0.8, "viability": 97.0, "glutamine concentration": 8.0},
    )
    reactor.run(24 * 3600.0, 10.0)
    reactor["external plasmid"] = DOSE
    return reactor


def test_a_culture_of_four_days(finding: Finding) -> None:
    """Validation: the titre that the rate was set to, at the end of the fourth day."""
    reactor = cultured()
    reactor.run(72 * 3600.0, 10.0)
    finding(
        reactor["functional titre"],
        15.0,
        **{**LUMPED, "source": "doi 10.1080/21655979.2021.1931644"},
        against="293T in suspension, 5.5 L; the rate is set on it",
        quantity="functional titre after 4 days",
        unit="1e6 TU/mL",
        kind="validation",
        tolerance=0.2,
    )
    assert 0.001 < reactor["growth rate"] < 0.01
    assert 70.0 < reactor["viability"] < 90.0
    assert 200.0 < reactor["p24"] < 2000.0


def perfused(volumes_per_day: float) -> float:
    """TU (per 1e9 cells at transfection) that 72 h of medium exchange bring into a cold tank."""
    reactor = Reactor(CALM, {"viable density": 2.0, "external plasmid": DOSE})
    cells, cold = reactor["viable"], 0.0
    keep = 1.0 - volumes_per_day * 60.0 / 86400.0
    chill = math.exp(-decay(4.0) / 60.0)
    for _ in range(72 * 60):
        reactor.run(60.0, 10.0)
        there = reactor["functional vector"]
        cold = cold * chill + there * (1.0 - keep)
        reactor["functional vector"] = there * keep
        reactor["vector particles"] *= keep
    return (cold + reactor["functional vector"]) / cells


def test_faster_perfusion_saves_function(finding: Finding) -> None:
    """Validation: three vessel volumes a day against one, per cell and with twice the cells."""
    ratio = perfused(3.0) / perfused(1.0)
    paper = {**LUMPED, "source": "Klimpel et al. 2024, doi 10.1002/bit.28880"}
    for quantity, ours, theirs in (
        ("functional yield per cell, 3 by 1 volumes a day", ratio, 1.4),
        ("functional yield per volume, with twice the cells", 2.0 * ratio, 2.8),
    ):
        finding(
            ours,
            theirs,
            **paper,
            against="stable producer cells, acoustic retention",
            quantity=quantity,
            kind="validation",
            tolerance=0.3,
        )
    assert perfused(1.0) > 1.2 * perfused(0.0)


def test_each_scan_balances() -> None:
    """Verification: what budded stays, and its function decays, each scan to 1e-9."""
    reactor = Reactor(LENTIVIRUS, {"external plasmid": DOSE, "time since transfection": 23.0})
    reactor["air flow"], reactor["agitation"] = 20.0, 60.0
    particles = 0.0
    for _ in range(8 * 3600):
        living, before = reactor["viable"], reactor["functional vector"]
        reactor.run(1.0)
        made = reactor["budding"] * living / 3600.0
        left = math.exp(-loss_rate(reactor["temperature"]) / 3600.0)
        assert reactor["functional vector"] == pytest.approx((before + made) * left, rel=1e-9)
        particles += PARTICLES * made
    assert particles > 1.0
    assert reactor["vector particles"] == pytest.approx(particles, rel=1e-9)
    for name in ("full capsids", "empty capsids", "loaded capsids", "Rep", "vector genomes"):
        assert reactor[name] == 0.0


def test_any_culture_and_operation() -> None:
    """10,000 random admissible vectors and operations: finite, not below zero, shares to 100 %."""
    rng = random.Random(17)
    reactor = cultured()
    reactor.run(40 * 3600.0, 10.0)
    begun, usual = list(reactor.y), list(reactor.p)
    names = [field.name for field in KIND.parameters]
    first = names.index("crowding")
    for _ in range(10_000):
        reactor.y, reactor.p = list(begun), list(usual)
        for i in range(first, len(KIND.parameters)):
            field = KIND.parameters[i]
            reactor.p[i] = max(field.low, field.high * 10.0 ** (-9.0 * rng.random()))
        reactor.p[names.index("vector")] = 1.0
        for name in ("mix making", "mix flow", "mix drain"):
            reactor[name] = rng.choice((0.0, 0.1, 100.0))
        reactor["external plasmid"] = 10.0 ** rng.uniform(0.0, 9.0)
        reactor["taken plasmid"] = rng.choice((0.0, 400.0, 1e15))
        reactor["time since transfection"] = rng.choice((0.0, 24.0, 50.0, 1e6))
        reactor["viable"] = rng.choice((0.0, 1e-4, 1500.0, 1e5))
        reactor["temperature"] = rng.uniform(0.0, 140.0)
        for slow in (1, 0, 1):
            KIND.step(reactor.y, reactor.p, 0, 0, rng.choice((0.1, 1.0, 10.0)), slow)
        assert all(math.isfinite(value) for value in reactor.y)
        for field in KIND.states[reactor.at["mix volume"] :]:
            assert reactor[field.name] >= 0.0, field.name
        assert reactor["functional share"] <= 100.0
        assert 0.0 <= reactor["viability"] <= 100.0


def test_half_the_scan() -> None:
    """Verification: half the scan changes titres and cells by less than 0.1 % over 48 h."""
    whole, half = cultured(), cultured()
    whole.run(48 * 3600.0, 1.0)
    half.run(48 * 3600.0, 0.5)
    for name in ("functional titre", "particle titre", "functional share", "viable density"):
        assert whole[name] == pytest.approx(half[name], rel=1e-3), name


def test_late_is_lost_and_cool_is_kept() -> None:
    """Function falls once budding ends, p24 does not; at 33 degC from 24 h on more is kept."""
    reactor = cultured()
    reactor.run(66 * 3600.0, 10.0)
    best, p24 = reactor["functional titre"], reactor["p24"]
    reactor.run(24 * 3600.0, 10.0)
    assert reactor["functional titre"] < 0.4 * best
    assert reactor["p24"] > p24
    cool = cultured()
    cool.run(24 * 3600.0, 10.0)
    cool["temperature"] = 33.0
    cool.run(42 * 3600.0, 10.0)
    assert cool["temperature"] < 34.0
    assert cool["functional titre"] > 1.3 * best


def test_no_plasmid_no_vector_and_little_is_too_little() -> None:
    """Nothing buds of cells that took up nothing; a third of the dose makes less than a third."""
    given = {"vector": 1.0, "environment": 0.0}
    made = []
    for dose in (0.0, DOSE / 3.0, DOSE):
        reactor = Reactor(given, {"viable density": 1.5, "external plasmid": dose})
        reactor.run(48 * 3600.0, 10.0)
        made.append(reactor["functional titre"])
    assert made[0] == 0.0
    assert 0.0 < made[1] < made[2] / 3.0


def test_the_clock_runs_by_the_plasmid_given() -> None:
    """Time since transfection begins with the mix, and a second mix counts by its share of DNA."""
    reactor = Reactor(LENTIVIRUS, {"mix volume": 20.0, "complexed DNA": 2000.0})
    reactor.run(60.0)
    assert reactor["time since transfection"] == 0.0
    reactor["mix flow"] = 60.0
    reactor.run(20.0)
    reactor["mix flow"] = 0.0
    reactor.run(10 * 3600.0, 10.0)
    assert reactor["time since transfection"] == pytest.approx(10.0, abs=0.01)
    first = reactor["given DNA"]
    reactor["mix volume"], reactor["complexed DNA"], reactor["mix flow"] = 20.0, first, 60.0
    reactor.run(20.0)
    assert reactor["given DNA"] == pytest.approx(2.0 * first, rel=0.01)
    assert reactor["time since transfection"] == pytest.approx(5.0, abs=0.05)


@functools.cache
def vectors_of(kind: float) -> tuple[float, float]:
    """Full capsids and functional vector after two days of one vector or the other."""
    reactor = Reactor({"vector": kind, "environment": 0.0}, {"external plasmid": DOSE})
    reactor.run(48 * 3600.0, 10.0)
    return reactor["full capsids"], reactor["functional vector"]


def test_one_vector_at_a_time() -> None:
    """A reactor makes AAV or lentivirus, not both."""
    assert vectors_of(0.0)[0] > 0.0 == vectors_of(0.0)[1]
    assert vectors_of(1.0)[1] > 0.0 == vectors_of(1.0)[0]
