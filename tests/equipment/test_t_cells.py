"""T cells against the equations of Duran-Villalobos et al., and what beads and vector do."""

from __future__ import annotations

import functools
import math
import random

import pytest
from findings import Finding
from scipy.integrate import solve_ivp
from therapy_bench import STILL, Bench

from simulator.equipment.therapy.lymphocyte_reactor import LYMPHOCYTE_REACTOR as KIND
from simulator.equipment.unit import defaults
from simulator.language.problem import Refusal

PAPER = {
    "model": "equipment/cultures/duran",
    "source": "Duran-Villalobos et al., logistic model of T cells with an inhibitor",
}
Rows = tuple[tuple[float, ...], ...]
MASS = 0.180156
FEED = 20.0
"""g/L of glucose in the feed of the listing."""
ALONE = {
    **STILL,
    "T cell lysis rate": 0.0,
    "T cell lactate yield": 0.0,
    "stirring death rate": 0.0,
    "resting death rate": 0.0,
}
BEGIN = {
    "volume": 2.0,
    "temperature": 37.0,
    "viable density": 1.1,
    "glucose concentration": 1.0 / MASS,
    "glutamine concentration": 4.0,
    "pH": 7.2,
    "activation": 1.0,
}


def sigmoid(x: float) -> float:
    """1/(1 + exp(-x))."""
    return 1.0 / (1.0 + math.exp(-x)) if x > -500.0 else 0.0


def slopes(t: float, z: list[float], feed: float, per_cell: float) -> list[float]:
    """The listing: cells in 1e6/mL, dead cells, glucose in g/L, inhibitor; ``feed`` is F/V, 1/h."""
    x, _, sugar, inhibitor = z
    sugar = max(sugar, 0.0)
    growth, death = (0.02, 0.007) if inhibitor >= 0.0 else (0.004, 0.0)
    born = growth * x * sugar / (2.71 + sugar)
    born *= 1.0 - sigmoid(0.111 * (inhibitor - (95.26 + 48.0)))
    lost = death * x * inhibitor / (150.0 + inhibitor)
    starved = 0.083 * (1.0 - sigmoid(30.0 * (sugar - 0.05)))
    lost += starved * (x if per_cell else 1e-6)
    eaten = 0.05 * x * sugar / (0.2 + sugar)
    return [born - lost, lost, feed * (FEED - sugar) - eaten, x]


@functools.cache
def paper(feed: float, begin: float, sugar: float, per_cell: float) -> Rows:
    """Living, dead, glucose and inhibitor each hour of a week, from an independent solver."""
    hours = [float(hour) for hour in range(169)]
    made = solve_ivp(
        slopes,
        (0.0, 168.0),
        [begin, 0.0, sugar, -24.0],
        "RK45",
        hours,
        rtol=1e-8,
        atol=1e-10,
        max_step=0.05,
        args=(feed, per_cell),
    )
    return tuple(zip(*made.y, strict=True))


@functools.cache
def ours(feed: float, begin: float, sugar: float, per_cell: float) -> Rows:
    """The same of the reactor, scan by scan of ten seconds; the feed takes no room, as there."""
    reactor = Bench(
        KIND,
        {**ALONE, "published": 1.0 - per_cell},
        {**BEGIN, "viable density": begin, "glucose concentration": sugar / MASS},
    )
    names = ("viable density", "dead", "glucose concentration", "inhibitor concentration", "lag")
    rows = []
    for hour in range(169):
        if hour:
            for _ in range(360):
                there = reactor["glucose"] / reactor["volume"]
                added = feed * (FEED / MASS - there) * reactor["volume"]
                reactor["glucose"] += added / 360.0
                reactor.run(10.0, 10.0)
        living, dead, glucose, inhibitor, lag = (reactor[name] for name in names)
        living = reactor["viable"] / reactor["volume"]
        glucose = reactor["glucose"] / reactor["volume"]
        rows.append((living, dead / reactor["volume"], MASS * glucose, inhibitor - lag))
    return tuple(rows)


LISTING = ((0.0, 1.12, 28), (0.05, 1.16, 46), (0.1, 1.30, 88), (0.2, 1.98, 114))
"""Feed (mL/h into 50 mL), highest density (1e6/mL) and its hour, worked out beforehand."""


@pytest.mark.parametrize(("feed", "most", "hour"), LISTING)
def test_the_listing(feed: float, most: float, hour: int, finding: Finding) -> None:
    """Verification: as published, a week with four feeds, against SciPy and a table before it."""
    mine = ours(feed / 50.0, 1.1, 1.0, 0.0)
    theirs = paper(feed / 50.0, 1.1, 1.0, 0.0)
    top = max(row[0] for row in mine)
    at = [row[0] for row in mine].index(top)
    said = {**PAPER, "quantity": f"feed {feed:g} mL/h: most living cells", "unit": "1e6 cells/mL"}
    finding(top, max(row[0] for row in theirs), **said, against="SciPy RK45", tolerance=0.005)
    finding(
        top,
        most,
        **said,
        against="a table worked out beforehand, three digits",
        tolerance=0.005,
    )
    finding(
        float(at),
        float(hour),
        **PAPER,
        quantity=f"feed {feed:g} mL/h: its hour",
        unit="h",
        against="a table worked out beforehand, whole hours",
        tolerance=0.005,
        within=1.0,
    )
    for i, quantity in enumerate(("living", "dead")):
        for time in (24, 72, 120, 168):
            finding(
                mine[time][i],
                theirs[time][i],
                **PAPER,
                quantity=f"feed {feed:g} mL/h, {time} h: {quantity} cells",
                unit="1e6 cells/mL",
                against="SciPy RK45",
                tolerance=0.005,
            )


@pytest.mark.parametrize(("feed", "begin", "sugar"), [(0.0, 1.1, 1.0), (0.01, 0.4, 4.5)])
def test_starved_by_the_cell(feed: float, begin: float, sugar: float, finding: Finding) -> None:
    """Verification: with starvation as a share of the cells, at other beginnings too."""
    mine, theirs = ours(feed, begin, sugar, 1.0), paper(feed, begin, sugar, 1.0)
    for time in (24, 48, 96, 168):
        for i, (quantity, unit) in enumerate(
            (
                ("living cells", "1e6 cells/mL"),
                ("dead cells", "1e6 cells/mL"),
                ("glucose", "g/L"),
                ("inhibitor", "1e6 cells*h/mL"),
            )
        ):
            finding(
                mine[time][i],
                theirs[time][i],
                **PAPER,
                quantity=f"by the cell, {begin:g}e6 cells/mL, {time} h: {quantity}",
                unit=unit,
                against="SciPy RK45",
                tolerance=0.005,
                within=2e-4,
            )


def test_the_listing_does_not_starve() -> None:
    """Without sugar the listing loses cells by inhibitor alone; ours loses most of them."""
    listed, ours_now = ours(0.0, 1.1, 1.0, 0.0), ours(0.0, 1.1, 1.0, 1.0)
    assert listed[168][0] > 0.7 * listed[28][0]
    assert ours_now[168][0] < 0.05 * ours_now[28][0]


def culture(given: dict[str, float] | None = None, **parameters: float) -> Bench:
    """A culture that breathes air, eats well and is stirred gently."""
    begin = {**BEGIN, "glucose concentration": 25.0, "bead bag": 200.0, "vector bag": 100.0}
    reactor = Bench(KIND, {**STILL, **parameters}, {**begin, **(given or {})})
    reactor["air flow"], reactor["oxygen flow"], reactor["agitation"] = 0.2, 0.05, 100.0
    return reactor


def test_everything_balances(finding: Finding) -> None:
    """Verification: glucose to lactate, glutamine to ammonium, vector and beads, in a day."""
    reactor = culture({"activation": 0.5, "lag": 0.0})
    names = ("glucose", "lactate", "glutamine", "ammonium", "bead bag", "vector bag")
    before = {name: reactor[name] for name in names}
    reactor["bead flow"], reactor["vector flow"] = 1.0, 0.2
    reactor.run(24 * 3600.0, 10.0)
    gone = {name: before[name] - reactor[name] for name in names}
    pairs = {
        "lactate of glucose": (-gone["lactate"], 1.6 * gone["glucose"]),
        "ammonium of glutamine": (-gone["ammonium"], 0.8 * gone["glutamine"]),
        "beads of their bag": (reactor["beads"], 0.04 * gone["bead bag"]),
        "vector of its bag": (reactor["given vector"], 0.1 * gone["vector bag"]),
    }
    for name, (one, two) in pairs.items():
        assert two > 0.0
        finding(
            one, two, **PAPER, quantity=f"a day: {name}", against="balance", unit="", tolerance=1e-9
        )


def test_cells_balance() -> None:
    """Each cell that ever was is alive, dead or lysed: nothing is lost with growth at zero."""
    reactor = culture({"viability": 90.0}, **{"T cell growth rate": 0.0})
    cells = reactor["viable"] + reactor["dead"]
    reactor.run(12 * 3600.0, 10.0)
    assert reactor["dead"] > 0.0
    now = reactor["viable"] + reactor["dead"] + reactor["lysed"]
    assert now == pytest.approx(cells, rel=1e-9)


def test_no_beads_no_growth() -> None:
    """Resting cells do not divide and slowly die; with a bead a cell they begin within a day."""
    resting, beaded = culture({"activation": 0.0}), culture({"activation": 0.0, "beads": 2.5})
    for reactor in (resting, beaded):
        reactor.run(72 * 3600.0, 10.0)
    assert resting["lag"] == 24.0
    assert resting["viable"] < 0.8 * 2.2
    assert beaded["activation"] > 0.9
    assert beaded["lag"] == 0.0
    assert beaded["viable"] > 1.2 * 2.2


def test_many_beads_kill() -> None:
    """Ten beads a cell cost viability where one does not."""
    usual, many = culture({"beads": 2.2}), culture({"beads": 22.0})
    for reactor in (usual, many):
        reactor.run(24 * 3600.0, 10.0)
    assert many["viability"] < usual["viability"] - 10.0


def transduced(activation: float, volume: float) -> Bench:
    """A culture two days after it was given so much vector (mL)."""
    reactor = culture(
        {"activation": activation, "lag": 0.0, "vector bag": volume},
        **{"activation rate": 0.0, "resting death rate": 0.0},
    )
    reactor["vector flow"] = 5.0
    reactor.run(48 * 3600.0, 10.0)
    return reactor


def test_car_share_is_poisson(finding: Finding) -> None:
    """Verification: the share of CAR T cells is 1 - exp(-m), m from binding against loss."""
    reactor = transduced(1.0, 60.0)
    assert reactor["MOI"] == pytest.approx(6.0 / 2.2, rel=0.01)
    finding(
        reactor["CAR share"],
        100.0 * (1.0 - math.exp(-reactor["copies per cell"])),
        model="equipment/therapy/lymphocyte_reactor",
        source="Poisson",
        quantity="CAR share at an MOI of 2.7",
        unit="%",
        against="1 - exp(-m)",
        tolerance=1e-9,
    )
    held = Bench(
        KIND,
        {**ALONE, "T cell growth rate": 0.0, "inhibited death rate": 0.0},
        {**BEGIN, "free vector": 4.4, "glucose concentration": 100.0},
    )
    held.run(5 * 3600.0)
    bound_at = 0.2 * 1.1
    rate = bound_at + 0.1
    finding(
        held["copies per cell"],
        0.5 * 2.0 * (bound_at / rate) * (1.0 - math.exp(-5.0 * rate)),
        model="equipment/therapy/lymphocyte_reactor",
        source="engineering fit",
        quantity="copies per cell after 5 h at an MOI of 2",
        unit="",
        against="closed form of binding against loss",
        tolerance=1e-3,
    )


def test_vector_is_for_activated_cells() -> None:
    """Vector on resting cells is lost; more vector makes more CAR T cells, and more copies each."""
    right, early, much = transduced(1.0, 40.0), transduced(0.1, 40.0), transduced(1.0, 100.0)
    assert 25.0 < right["CAR share"] < 60.0
    assert early["CAR share"] < 0.25 * right["CAR share"]
    assert much["CAR share"] > right["CAR share"] + 10.0
    assert much["copies per CAR cell"] > right["copies per CAR cell"] > 1.0


def test_fresh_medium_thins_the_inhibitor() -> None:
    """Half of the medium changed at the same cells: half the inhibitor, and faster growth."""
    reactor = culture({"inhibitor concentration": 140.0, "lag": 0.0})
    slow = culture({"inhibitor concentration": 140.0, "lag": 0.0})
    reactor["inhibitor"] *= 0.5
    for one in (reactor, slow):
        one.run(24 * 3600.0, 10.0)
    assert reactor["viable"] > 1.1 * slow["viable"]


def test_hard_stirring_and_lactate() -> None:
    """Three times the gentle speed kills; 40 mM of lactate halves growth and more."""
    gentle, hard = culture({"lag": 0.0}), culture({"lag": 0.0})
    sour = culture({"lag": 0.0, "lactate concentration": 40.0})
    hard["agitation"] = 350.0
    for one in (gentle, hard, sour):
        one.run(24 * 3600.0, 10.0)
    assert hard["viability"] < gentle["viability"] - 10.0
    assert sour["growth rate"] < 0.5 * gentle["growth rate"]


def test_any_parameters_and_operation() -> None:
    """10,000 random admissible parameters and operations: finite, not below zero, shares."""
    rng = random.Random(12)
    reactor = culture({"lag": 1.0, "free vector": 1.0, "beads": 1.0})
    reactor.run(600.0, 10.0)
    begun, usual = list(reactor.y), list(reactor.p)
    first = next(i for i, f in enumerate(KIND.parameters) if f.name == "T cell growth rate")
    for _ in range(10_000):
        reactor.y, reactor.p = list(begun), list(usual)
        for i in range(first, len(KIND.parameters)):
            field = KIND.parameters[i]
            reactor.p[i] = max(field.low, field.high * 10.0 ** (-9.0 * rng.random()))
        for name in ("bead flow", "vector flow"):
            reactor[name] = rng.choice((0.0, 0.1, 100.0, 1000.0))
        reactor["viable"] = rng.choice((0.0, 1e-7, 2.0, 1e4))
        reactor["glucose"] = rng.choice((0.0, 1e-6, 50.0))
        reactor["inhibitor"] = rng.choice((0.0, 300.0, 1e6))
        for slow in (1, 0, 1):
            KIND.step(reactor.y, reactor.p, 0, 0, rng.choice((0.1, 1.0, 10.0)), slow)
        assert all(math.isfinite(value) for value in reactor.y)
        for field in KIND.states[reactor.at["bead bag"] :]:
            assert reactor[field.name] >= 0.0, field.name
        assert reactor["CAR share"] <= 100.0
        assert 0.0 <= reactor["viability"] <= 100.0


def test_half_the_step() -> None:
    """Verification: half the scan changes cells, CAR share and inhibitor by less than 0.1 %."""
    given = {"lag": 5.0, "activation": 0.3, "beads": 2.0, "free vector": 3.0}
    whole, half = culture(given), culture(given)
    whole.run(12 * 3600.0)
    half.run(12 * 3600.0, dt=0.5)
    for name in ("viable density", "CAR share", "inhibitor concentration", "activation"):
        assert whole[name] == pytest.approx(half[name], rel=1e-3), name


def test_what_cannot_be_given_is_refused() -> None:
    """Nobody begins with more than all cells activated, nor with fewer than no beads."""
    for name, value in (("activation", 1.5), ("beads", -1.0)):
        with pytest.raises(Refusal, match=name):
            KIND.initial(defaults(KIND.parameters), {**BEGIN, name: value})
