"""Stromal cells on microcarriers: attachment, growth, stirring, fresh beads and detachment."""

from __future__ import annotations

import math
import random

import pytest
from findings import Finding
from scipy.integrate import solve_ivp
from therapy_bench import STILL, Bench

from simulator.equipment.inventory import FIRST_COMPONENT, HEAD
from simulator.equipment.therapy.carrier_reactor import MICROCARRIER_REACTOR as KIND
from simulator.equipment.unit import defaults
from simulator.language.problem import Refusal

MODEL = {"model": "equipment/cultures/stroma", "source": "Schop et al. 2009; engineering fits"}
BEADS = {
    "model": "equipment/therapy/carrier_reactor",
    "source": "first-order attachment; engineering fit",
}
ALONE = {
    **STILL,
    "stromal death rate": 0.0,
    "stromal starved death": 0.0,
    "loose death rate": 0.0,
    "stirring death": 0.0,
    "stromal lysis rate": 0.0,
    "stromal glucose constant": 1e-4,
}
FASTING = {"stromal glucose uptake": 0.0, "stromal glutamine uptake": 0.0}
AREA = 4400.0
MOST = 12.0 * AREA * 1e-4
"""1e9 cells that fit on 12 g of beads."""
BEGIN = {
    "volume": 4.0,
    "temperature": 37.0,
    "glucose concentration": 25.0,
    "glutamine concentration": 4.0,
    "pH": 7.3,
    "beads": 12.0,
    "attached": 0.4,
}


def culture(given: dict[str, float] | None = None, **parameters: float) -> Bench:
    """A culture on 3 g/L of beads that are all up, with air."""
    settings = {**STILL, **parameters}
    reactor = Bench(
        KIND, settings, {**BEGIN, "bead bag": 300.0, "enzyme bag": 150.0, **(given or {})}
    )
    reactor["air flow"], reactor["agitation"] = 0.2, 95.0
    return reactor


@pytest.mark.parametrize("begin", [0.2, 1.0, 4.0])
def test_the_logistic(begin: float, finding: Finding) -> None:
    """Verification: without inhibition the cells on beads follow K/(1 + (K/X0 - 1) exp(-mu t))."""
    reactor = culture({"attached": begin}, **ALONE, **FASTING)
    for day in range(1, 6):
        reactor.run(86400.0, 10.0)
        rest = (MOST / begin - 1.0) * math.exp(-0.0289 * 24.0 * day)
        finding(
            reactor["attached"],
            MOST / (1.0 + rest),
            **MODEL,
            quantity=f"cells on beads, day {day}, from {begin:g}e9",
            unit="1e9 cells",
            against="the logistic curve",
            tolerance=1e-3,
        )


def test_attachment(finding: Finding) -> None:
    """Verification: loose cells attach by the first order on beads that are less than half full."""
    reactor = culture(
        {"attached": 0.0, "viable": 0.4}, **{**ALONE, **FASTING, "stromal growth rate": 0.0}
    )
    for hour in range(1, 9):
        reactor.run(3600.0)
        finding(
            reactor["viable"],
            0.4 * math.exp(-0.35 * hour),
            **BEADS,
            quantity=f"loose cells, {hour} h",
            unit="1e9 cells",
            against="exp(-k t)",
            tolerance=1e-3,
        )
    assert reactor["attached"] + reactor["viable"] == pytest.approx(0.4, rel=1e-9)


def slopes(t: float, z: list[float]) -> list[float]:
    """Cells on beads (1e9), glucose, glutamine, lactate, ammonium (mmol) in 4 L, and dead cells."""
    x, sugar, gln, lactate, ammonium, _ = z
    sugar, gln = max(sugar, 0.0) / 4.0, max(gln, 0.0) / 4.0
    fed = sugar / (0.4 + sugar)
    born = 0.0289 * x * (1.0 - x / MOST) * fed
    born *= 35.4 / (35.4 + lactate / 4.0) * 2.4 / (2.4 + ammonium / 4.0)
    lost = (0.001 + 0.03 * (1.0 - fed)) * x
    eaten = 9.2 / 24.0 * fed * x
    used = 1.2 / 24.0 * gln / (0.3 + gln) * x
    return [born - lost, -eaten, -used, 2.0 * eaten, 0.8 * used, lost]


@pytest.mark.parametrize(("begin", "sugar"), [(0.4, 25.0), (2.0, 8.0), (1.0, 40.0)])
def test_with_metabolism(begin: float, sugar: float, finding: Finding) -> None:
    """Verification: cells that eat, sour their medium and starve, against an independent solver."""
    reactor = culture(
        {"attached": begin, "glucose concentration": sugar},
        **{"stirring death": 0.0, "loose death rate": 0.0, "stromal lysis rate": 0.0},
    )
    hours = (24.0, 72.0, 120.0, 168.0)
    z = [begin, 4.0 * sugar, 16.0, 0.0, 0.0, 0.0]
    made = solve_ivp(slopes, (0.0, 168.0), z, "LSODA", hours, rtol=1e-9, atol=1e-11)
    for j, hour in enumerate(hours):
        reactor.run(3600.0 * (hour - (hours[j - 1] if j else 0.0)), 10.0)
        for i, name in enumerate(("attached", "glucose", "glutamine", "lactate", "ammonium")):
            finding(
                reactor[name],
                float(made.y[i][j]),
                **MODEL,
                quantity=f"{begin:g}e9 cells, {sugar:g} mM, {hour:g} h: {name}",
                unit="1e9 cells" if name == "attached" else "mmol",
                against="SciPy LSODA",
                tolerance=0.005,
                within=1e-4,
            )


def test_the_inhibition_of_the_paper(finding: Finding) -> None:
    """Verification: 35.4 mM of lactate or 2.4 mM of ammonium halve growth."""
    plain = culture({"attached": 0.01}, **ALONE, **FASTING)
    plain.run(10.0)
    for name, level in (("lactate concentration", 35.4), ("ammonium concentration", 2.4)):
        reactor = culture({"attached": 0.01, name: level}, **ALONE, **FASTING)
        reactor.run(10.0)
        finding(
            reactor["growth rate"],
            0.5 * plain["growth rate"],
            **MODEL,
            quantity=f"growth at a {name} of {level:g} mM",
            unit="1/h",
            against="half of growth without",
            tolerance=1e-3,
        )


def zwietering(beads: float) -> float:
    """Rpm that just suspend so many g/L of dry beads in this vessel, by hand."""
    lighter = 9.81 * (1.03 / 1.01 - 1.0)
    solids = 0.1 * 18.0 * beads
    turns = 4.5 * 7e-7**0.1 * 180e-6**0.2 * lighter**0.45 * solids**0.13 / 0.07**0.85
    return 60.0 * turns


def test_stirring_by_the_book(finding: Finding) -> None:
    """Verification: the speed that just suspends the beads, and Kolmogorov's size, by hand."""
    reactor = culture()
    reactor["air flow"] = 0.0
    reactor.run(60.0)
    finding(
        reactor["suspension speed"],
        zwietering(3.0),
        model="equipment/cultures/stroma",
        source="Zwietering 1958",
        quantity="speed that just suspends 3 g/L of beads",
        unit="rpm",
        against="the correlation by hand",
        tolerance=1e-6,
    )
    watts = 1.5 * 1010.0 * (95.0 / 60.0) ** 3 * 0.07**5
    finding(
        reactor["smallest eddies"],
        1e6 * (7e-7**3 / (watts / (4.0 * 1.01))) ** 0.25,
        model="equipment/cultures/stroma",
        source="Kolmogorov 1941",
        quantity="smallest eddies at 95 rpm",
        unit="um",
        against="(nu^3/epsilon)^(1/4) by hand",
        tolerance=1e-6,
    )


def test_a_window_of_speed() -> None:
    """Too slow and beads lie still, too fast and eddies kill; between them cells grow."""
    cells = {}
    for speed in (40.0, 95.0, 180.0):
        reactor = culture()
        reactor["agitation"] = speed
        reactor.run(48 * 3600.0, 10.0)
        cells[speed] = reactor["attached"]
        assert (reactor["suspended beads"] > 99.0) == (speed > zwietering(3.0))
    assert cells[95.0] > 1.3 * cells[40.0]
    assert cells[95.0] > 2.0 * cells[180.0]


def test_beads_rise_and_settle_in_minutes() -> None:
    """A stirrer that stops lets most beads down in five minutes, and has them up again as fast."""
    reactor = culture()
    reactor.run(600.0)
    reactor["agitation"] = 0.0
    reactor.run(300.0)
    assert reactor["suspended beads"] < 15.0
    reactor["agitation"] = 95.0
    reactor.run(600.0)
    assert reactor["suspended beads"] > 95.0


def test_fresh_beads_give_room() -> None:
    """On full beads growth ends; beads that are added take cells over within two days."""
    full, more = (culture({"attached": 5.0}, **ALONE, **FASTING) for _ in range(2))
    more["bead flow"] = 100.0
    for reactor in (full, more):
        reactor.run(180.0)
        reactor["bead flow"] = 0.0
        at_first = reactor["reached area"]
        reactor.run(48 * 3600.0, 10.0)
    assert more["beads"] == pytest.approx(12.0 + 9.0)
    assert at_first < 0.6 * 21.0 * AREA
    assert more["reached area"] > 0.9 * 21.0 * AREA
    assert full["attached"] < MOST
    assert more["attached"] > 1.2 * full["attached"]


def detached(litres: float, speed: float) -> Bench:
    """Full beads half an hour after all of the enzyme went into so much medium."""
    reactor = culture({"attached": 4.0, "volume": litres})
    reactor["agitation"], reactor["enzyme flow"] = speed, 100.0
    reactor.run(30 * 60.0)
    return reactor


def test_enzyme_takes_cells_off() -> None:
    """After most medium is gone, and stirred, nine cells in ten are loose within half an hour."""
    right, much_medium, still = detached(1.2, 85.0), detached(4.0, 95.0), detached(1.2, 0.0)
    assert right["viable"] > 0.85 * 4.0
    assert right["viability"] > 90.0
    assert much_medium["attached"] > 4.0 * right["attached"]
    assert still["viable"] < 0.3 * right["viable"]
    right.run(4 * 3600.0, 10.0)
    assert right["viability"] < 75.0


def test_sieve_keeps_beads() -> None:
    """Half of the liquid taken away leaves beads and the cells on them."""
    reactor = culture({"viable": 0.2})
    reactor.run(600.0)
    held, beads, loose = reactor["attached"], reactor["beads"], reactor["viable"]
    for field in KIND.states[FIRST_COMPONENT:HEAD]:
        reactor[field.name] *= 0.5
    reactor["volume"] *= 0.5
    KIND.step(reactor.y, reactor.p, 0, 0, 0.0, 1)
    assert reactor["attached"] == pytest.approx(held, rel=1e-9)
    assert reactor["viable"] == pytest.approx(0.5 * loose, rel=1e-9)
    assert reactor["beads"] == beads


def test_everything_balances(finding: Finding) -> None:
    """Verification: cells, glucose to lactate, glutamine to ammonium and beads, in a day."""
    reactor = culture({"viable": 0.3, "dead": 0.02}, **{"stromal growth rate": 0.0})
    names = ("attached", "viable", "dead", "lysed")
    cells = sum(reactor[name] for name in names)
    before = {name: reactor[name] for name in (*names, "glucose", "glutamine", "bead bag")}
    reactor["bead flow"], reactor["enzyme flow"] = 0.1, 0.02
    reactor.run(24 * 3600.0, 10.0)
    pairs = {
        "cells, none born": (sum(reactor[name] for name in names), cells),
        "lactate of glucose": (reactor["lactate"], 2.0 * (before["glucose"] - reactor["glucose"])),
        "ammonium of glutamine": (
            reactor["ammonium"],
            0.8 * (before["glutamine"] - reactor["glutamine"]),
        ),
        "beads of their bag": (
            reactor["beads"] - 12.0,
            0.03 * (before["bead bag"] - reactor["bead bag"]),
        ),
    }
    for name, (one, two) in pairs.items():
        assert two > 0.0
        finding(
            one, two, **MODEL, quantity=f"a day: {name}", unit="", against="balance", tolerance=1e-9
        )


def test_any_parameters_and_operation() -> None:
    """10,000 random admissible parameters and operations: finite, not below zero, shares."""
    rng = random.Random(13)
    reactor = culture({"viable": 0.1, "enzyme": 1.0})
    reactor.run(600.0, 10.0)
    begun, usual = list(reactor.y), list(reactor.p)
    first = next(i for i, f in enumerate(KIND.parameters) if f.name == "stromal growth rate")
    for _ in range(10_000):
        reactor.y, reactor.p = list(begun), list(usual)
        for i in range(first, len(KIND.parameters)):
            field = KIND.parameters[i]
            reactor.p[i] = max(field.low, field.high * 10.0 ** (-9.0 * rng.random()))
        reactor["bead flow"] = rng.choice((0.0, 1.0, 1000.0))
        reactor["enzyme flow"] = rng.choice((0.0, 1.0, 1000.0))
        reactor["agitation"] = rng.choice((0.0, 95.0, 2000.0))
        reactor["attached"] = rng.choice((0.0, 1e-6, 4.0, 1e4))
        reactor["viable"] = rng.choice((0.0, 1e-6, 4.0))
        reactor["glucose"] = rng.choice((0.0, 1e-6, 100.0))
        for slow in (1, 0, 1):
            KIND.step(reactor.y, reactor.p, 0, 0, rng.choice((0.1, 1.0, 10.0)), slow)
        assert all(math.isfinite(value) for value in reactor.y)
        for field in KIND.states[reactor.at["bead bag"] :]:
            assert reactor[field.name] >= 0.0, field.name
        assert 0.0 <= reactor["viability"] <= 100.0
        assert 0.0 <= reactor["suspended beads"] <= 100.0


def test_half_the_step() -> None:
    """Verification: half the scan changes cells, beads and metabolites by less than 0.1 %."""
    given = {"viable": 0.4, "attached": 1.0, "bead bag": 60.0}
    whole, half = culture(given), culture(given)
    for reactor in (whole, half):
        reactor["bead flow"] = 10.0
    whole.run(12 * 3600.0)
    half.run(12 * 3600.0, dt=0.5)
    for name in ("attached", "viable", "beads", "reached area", "lactate", "dead"):
        assert whole[name] == pytest.approx(half[name], rel=1e-3), name


def test_what_cannot_be_given_is_refused() -> None:
    """Nobody begins with more cells on beads than fit, nor with fewer than no beads."""
    for name, value in (("attached", 6.0), ("beads", -1.0)):
        with pytest.raises(Refusal, match=name):
            KIND.initial(defaults(KIND.parameters), {**BEGIN, name: value})
