"""Verification of the E. coli culture: the published equations, solved by LSODA beside it."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy
import pytest
from fermenter_bench import AIRED, BARE, Fermenter
from findings import Finding
from scipy.integrate import solve_ivp

NAMES = ("biomass concentration", "sugar concentration", "acetate concentration")
OXYGEN_MASS = 0.031998
ANANE = {
    "model": "equipment/cultures/anane",
    "source": "Anane et al. 2017, Biochem Eng J 125:23",
    "against": "the published equations by LSODA, tolerance 1e-9",
}

TABLE = {
    2.0: (0.3206, 4.647, 0.0391),
    4.0: (0.6054, 4.107, None),
    6.0: (1.1297, 3.129, 0.127),
    8.0: (2.058, 1.417, 0.1998),
}
"""Hours to biomass, sugar and acetate (g/L) of a batch, by a stiff solver."""
BATCH = {
    "volume": 150.0,
    "biomass concentration": 0.17,
    "sugar concentration": 4.94,
    "acetate concentration": 0.0129,
    "dissolved oxygen": 98.0,
    "ammonium concentration": 500.0,
}


def slopes(x: float, s: float, a: float, fit: float = 1.0) -> tuple[float, float, float, float]:
    """Anane's equations: specific growth, sugar and acetate uptake (net) and oxygen uptake."""
    s, a = max(s, 0.0), max(a, 0.0)
    qs = fit * 0.6356 / (1.0 + a / 1.2399) * s / (s + 0.0370)
    over = fit * 0.2268 * qs / (qs + 0.5052)
    made = over * 0.9097
    oxidised = qs - over
    anabolic = (oxidised - 0.0129) * 0.5333 * 0.488 / 0.391
    eaten = fit * 0.1148 / (1.0 + qs / 2.1231) * a / (a + 0.0134)
    mu = (oxidised - 0.0129) * 0.5333 + eaten * 0.5718 + over * 0.2268
    qo = 1.5620 * (oxidised - anabolic) + eaten * 0.5440
    return mu, qs, made - eaten, qo


def solved(
    start: tuple[float, ...], hours: float, feed: tuple[float, float], fit: float
) -> tuple[float, ...]:
    """Volume, biomass, sugar and acetate after so many hours of a feed (L/h, g/L)."""

    def rate(_t: float, z: numpy.ndarray) -> list[float]:
        volume, x, s, a = z
        mu, qs, net, _ = slopes(x, s, a, fit)
        d = feed[0] / volume
        return [feed[0], (mu - d) * x, d * (feed[1] - s) - qs * x, net * x - d * a]

    found = solve_ivp(rate, (0.0, hours), start, "LSODA", rtol=1e-9, atol=1e-10, max_step=0.05)
    return tuple(found.y[:, -1])


def test_table_of_the_batch(finding: Finding) -> None:
    """Verification: the batch's biomass, sugar and acetate are a stiff solver's, within 0.5 %."""
    culture = Fermenter(BATCH, BARE).put(AIRED)
    for earlier, hour in pairwise([0.0, *TABLE]):
        culture.run(hour - earlier)
        for name, wanted in zip(NAMES, TABLE[hour], strict=True):
            if wanted is not None:
                limit = {"tolerance": 0.005, "within": 2e-4, "unit": "g/L"}
                finding(culture[name], wanted, quantity=f"batch, {name}", **ANANE, **limit)


def test_sugar_and_acetate_run_out_in_time(finding: Finding) -> None:
    """Verification: sugar is gone at 9.21 h, acetate, made until then, at 10.01 h."""
    culture = Fermenter(BATCH, BARE).put(AIRED).run(8.5)
    hour, acetate, gone = 8.5, 0.0, {}
    while hour < 10.5:
        culture.run(0.01)
        hour += 0.01
        acetate = max(acetate, culture["acetate concentration"])
        for name in NAMES[1:]:
            if culture[name] < 0.01 and name not in gone:
                gone[name] = hour
    ends = partial(finding, unit="h", **ANANE)
    ends(gone["sugar concentration"], 9.21, quantity="batch, sugar gone at", within=0.02)
    ends(gone["acetate concentration"], 10.01, quantity="batch, acetate gone at", within=0.03)
    finding(acetate, 0.2394, quantity="batch, acetate peak", tolerance=0.005, unit="g/L", **ANANE)


@pytest.mark.parametrize(
    ("begins", "sugar", "rate", "fit"),
    [
        ((100.0, 5.0, 0.3, 0.05), 300.0, 0.15, 1.0),
        ((100.0, 2.8, 0.01, 0.0), 500.0, 0.22, 1.0),
        ((80.0, 12.0, 2.0, 1.5), 650.0, 0.10, 1.0),
        ((120.0, 8.0, 0.1, 0.2), 400.0, 0.12, 0.7788007830714049),
    ],
)
def test_fed_batches(
    begins: tuple[float, ...], sugar: float, rate: float, fit: float, finding: Finding
) -> None:
    """Verification: fed-batches of other beginnings, feeds and temperature are LSODA's to 0.5 %."""
    volume, x, s, a = begins
    given = {
        "volume": volume,
        "biomass concentration": x,
        "sugar concentration": s,
        "acetate concentration": a,
        "ammonium concentration": 2000.0,
    }
    parameters = {**BARE, "anane nitrogen": 0.0}
    if fit < 1.0:  # exp(-(5/10)^2) at 32 degC, the pH held by much buffer
        given |= {"temperature": 32.0, "buffer concentration": 9000.0}
        parameters |= {"environment": 1.0, "anane pH spread": 5.0, "buffer pKa": 7.0}
    culture = Fermenter(given, parameters)
    culture.put(AIRED)
    state: tuple[float, ...] = begins
    for piece in range(60):
        flow = rate * x * volume / (0.48 * sugar) * float(numpy.exp(rate * piece * 0.1))
        culture.run(0.1, 1.0, flow, sugar)
        state = solved(state, 0.1, (flow, sugar), fit)
        culture.put({"temperature": given.get("temperature", 37.0)})
    limits = (
        ("volume", 0.005, 0.0, "L"),
        ("biomass concentration", 0.005, 0.0, "g/L"),
        ("sugar concentration", 0.02, 0.005, "g/L"),
        ("acetate concentration", 0.01, 0.003, "g/L"),
    )
    for (name, tolerance, within, unit), wanted in zip(limits, state, strict=True):
        limit = {"tolerance": tolerance, "within": within, "unit": unit}
        finding(culture[name], wanted, quantity=f"fed-batch of 6 h, {name}", **ANANE, **limit)


@pytest.mark.parametrize(
    ("x", "s", "a"), [(0.5, 5.0, 0.0), (3.0, 1.0, 0.3), (10.0, 2.0, 2.0), (40.0, 9.0, 0.1)]
)
def test_oxygen_demand(x: float, s: float, a: float, finding: Finding) -> None:
    """Verification: the oxygen asked for is the equations', within 0.5 %."""
    given = {"volume": 100.0, "biomass concentration": x, "sugar concentration": s}
    given |= {"acetate concentration": a, "dissolved oxygen": 90.0}
    culture = Fermenter(given, BARE).put(AIRED).run(1.0 / 3600.0)
    wanted = slopes(x, s, a)[3] * x / OXYGEN_MASS
    asked = culture["oxygen demand"] / culture["volume"]
    given_by = {**ANANE, "against": "the published equation"}
    finding(asked, wanted, quantity="oxygen demand", tolerance=0.005, unit="mmol/L/h", **given_by)


def test_step_halving(finding: Finding) -> None:
    """Verification: half the scan time changes what a batch comes to by less than 0.1 %."""
    whole = Fermenter(BATCH, BARE).put(AIRED).run(9.0, 1.0)
    half = Fermenter(BATCH, BARE).put(AIRED).run(9.0, 0.5)
    for name in NAMES:
        halved = {**ANANE, "against": "half the scan time", "tolerance": 1e-3, "unit": "g/L"}
        finding(whole[name], half[name], quantity=f"batch of 9 h, {name}", **halved)


def test_growth_in_plenty(finding: Finding) -> None:
    """Verification: with 5 g/L of sugar and no acetate the specific growth rate is 0.291 1/h."""
    given = {**BATCH, "sugar concentration": 5.0, "acetate concentration": 0.0}
    culture = Fermenter(given, BARE).put(AIRED).run(1.0 / 3600.0)
    known = {**ANANE, "against": "the published equation", "tolerance": 0.005, "unit": "1/h"}
    finding(culture["growth rate"], 0.291, quantity="growth rate in 5 g/L of sugar", **known)


@pytest.mark.parametrize(("rate", "cells", "acetate"), [(0.15, 13.75, 0.032), (0.222, 26.2, 0.25)])
def test_exponential_feeds(rate: float, cells: float, acetate: float, finding: Finding) -> None:
    """Verification: after ten hours of an exponential feed from the end of the batch."""
    given = {**BATCH, "volume": 100.0, "biomass concentration": 2.840}
    given |= {"sugar concentration": 0.01, "acetate concentration": 0.2394}
    given |= {"ammonium concentration": 2000.0}
    culture = Fermenter(given, {**BARE, "anane nitrogen": 0.0})
    culture.put({"air flow": 20.0, "oxygen flow": 100.0, "agitation": 400.0})
    begin = rate / 0.48 / 300.0 * 2.840 * 100.0
    for piece in range(200):
        flow = begin * float(numpy.exp(rate * 0.05 * (piece + 0.5)))
        culture.run(0.05, 1.0, flow, 300.0)
    table = {**ANANE, "against": "a table worked out beforehand", "unit": "g/L"}
    said = f"feed of {rate} 1/h for 10 h"
    finding(culture[NAMES[0]], cells, quantity=f"{said}, biomass", tolerance=0.01, **table)
    limit = {"tolerance": 0.03, "within": 0.005}
    finding(culture[NAMES[2]], acetate, quantity=f"{said}, acetate", **limit, **table)


def test_overflow_by_too_much_feed() -> None:
    """A feed beyond what E. coli can burn ends in acetate; half of it does not."""
    given = {"volume": 100.0, "biomass concentration": 10.0, "ammonium concentration": 500.0}
    gentle = Fermenter(given, BARE).put(AIRED).run(2.0, feed=0.6, sugar=500.0)
    greedy = Fermenter(given, BARE).put(AIRED).run(2.0, feed=2.4, sugar=500.0)
    assert gentle["acetate concentration"] < 0.1
    assert greedy["acetate concentration"] > 0.5
    assert greedy["off-gas quotient"] == pytest.approx(1.0, abs=0.1)


def test_no_oxygen_no_growth() -> None:
    """Without air growth falls to what overflow alone gives, and no acetate is burnt."""
    given = {"volume": 100.0, "biomass concentration": 10.0, "sugar concentration": 20.0}
    given |= {"ammonium concentration": 500.0, "acetate concentration": 0.5}
    aired = Fermenter(given, BARE).put(AIRED).run(1.0)
    choked = Fermenter(given, BARE).put({"nitrogen flow": 20.0, "agitation": 250.0}).run(1.0)
    assert choked["dissolved oxygen"] < 0.1
    assert choked["growth rate"] < 0.15 * aired["growth rate"]
    assert choked["acetate concentration"] > aired["acetate concentration"]


def test_base_is_asked_for_by_growth() -> None:
    """Cells take up ammonia: pH falls as they grow, and nitrogen in cells and broth is kept."""
    given = {**BATCH, "biomass concentration": 1.0, "ammonium concentration": 60.0}
    culture = Fermenter(given, BARE).put(AIRED)
    before = culture.amounts()
    acidity = culture["pH"]
    culture.run(4.0)
    after = culture.amounts()
    assert culture["pH"] < acidity - 0.2
    held = 10.0 * 0.28e-3 * (after["viable"] - before["viable"])
    assert before["ammonium"] - after["ammonium"] == pytest.approx(held, rel=1e-9)


def test_validation_of_yield_and_growth(finding: Finding) -> None:
    """Validation: yield on sugar and growth rate are those of E. coli W3110 in batch (30 %)."""
    culture = Fermenter(BATCH, BARE).put(AIRED).run(6.0)
    made = culture["biomass concentration"] - BATCH["biomass concentration"]
    eaten = BATCH["sugar concentration"] - culture["sugar concentration"]
    real = {**ANANE, "against": "E. coli W3110 in batch", "kind": "validation", "tolerance": 0.3}
    finding(made / eaten, 0.5, quantity="yield on sugar", unit="g/g", **real)
    finding(culture["growth rate"], 0.3, quantity="growth rate", unit="1/h", **real)
