"""Verification of the Möller culture against its published form, and of the repairs."""

from __future__ import annotations

import math
from functools import cache

import pytest
from findings import Finding
from reactor import Reactor

BATCH = {
    "volume": 1.0,
    "temperature": 36.4,
    "jacket temperature": 36.4,
    "viable density": 0.3,
    "glucose concentration": 40.0,
    "glutamine concentration": 8.0,
    "lactate concentration": 0.5,
    "ammonium concentration": 0.5,
    "buffer concentration": 5000.0,
    "pH": 7.0,
}
"""A batch whose pH is held by much buffer, as the published form takes it to be held."""
STILL = {
    "published": 1.0,
    "environment": 0.0,
    "vessel volume": 2.0,
    "working volume": 1.0,
    "tank diameter": 0.1,
    "room temperature": 36.4,
    "buffer pKa": 7.0,
    "specific oxygen uptake": 0.0,
}

TABLE = (
    (24, 0.766, 0.778, 39.42, 7.511, 3.05, 0.940, 3.74),
    (48, 1.843, 1.884, 37.99, 6.336, 5.84, 1.998, 12.98),
    (72, 3.972, 4.078, 34.88, 3.909, 9.34, 4.181, 33.98),
    (96, 7.429, 7.666, 28.99, 0.762, 13.32, 7.015, 75.8),
    (120, 10.97, 11.42, 20.32, 0.0076, 16.76, 7.693, 146.7),
    (168, 10.68, 11.64, 7.14, 0.0, 19.2, 7.70, 310.0),
)
"""h, viable and total density, glucose, glutamine, lactate, ammonium, mg/L of product: the
published equations solved with a stiff solver (LSODA, tolerance 1e-8), lactate offset 0.5 mM."""
MOLLER = {
    "model": "equipment/cultures/moller",
    "source": "Möller et al. 2020, Comput Chem Eng 134:106693",
    "against": "the published equations by LSODA, tolerance 1e-8",
}
NAMES = (
    "viable density",
    "total density",
    "glucose concentration",
    "glutamine concentration",
    "lactate concentration",
    "ammonium concentration",
)


@cache
def batch() -> dict[int, dict[str, float]]:
    """The published batch, sampled at the hours of the table."""
    reactor = Reactor(BATCH, STILL)
    samples = {}
    for hour in range(24, 169, 24):
        reactor.run_compiled(24 * 3600.0, 10.0)
        samples[hour] = {name: reactor[name] for name in NAMES}
        samples[hour]["titre"] = 1000.0 * reactor["titre"]
        samples[hour]["pH"] = reactor["pH"]
    return samples


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]} h")
def test_published_batch(row: tuple[float, ...], finding: Finding) -> None:
    """Verification: the batch is the published model's, within 1 % (and 0.005 mM near nothing)."""
    sample = batch()[int(row[0])]
    assert sample["pH"] == pytest.approx(7.0, abs=0.02)
    for name, wanted in zip((*NAMES, "titre"), row[1:], strict=True):
        limit = {"tolerance": 0.01, "within": 0.005}
        finding(sample[name], wanted, quantity=f"batch, {name}", **MOLLER, **limit)


@pytest.mark.parametrize(
    ("temperature", "factor"),
    [(36.4, 1.0), (37.0, 0.964), (34.0, 0.553), (33.0, 0.305), (32.0, 0.137)],
)
def test_temperature_on_growth(temperature: float, factor: float, finding: Finding) -> None:
    """Verification: growth at a temperature is the published factor of that at 36.4 degC."""
    best = Reactor(BATCH, STILL)["growth rate"]
    given = {**BATCH, "temperature": temperature, "jacket temperature": temperature}
    found = Reactor(given, STILL)["growth rate"] / best
    published = {**MOLLER, "against": "the published factor", "within": 6e-4}
    finding(found, factor, quantity=f"growth at {temperature} degC", **published)


def lactate_at(glucose: float, lactate: float, published: float) -> float:
    """The specific net lactate rate (pmol/cell/h)."""
    given = {**BATCH, "glucose concentration": glucose, "lactate concentration": lactate}
    reactor = Reactor(given, {**STILL, "published": published})
    return reactor["lactate last rate"] / reactor["viable"]


def test_repaired_lactate_uptake_ends_with_lactate() -> None:
    """The repaired uptake is small where lactate is, and close to the published where it is not."""
    assert lactate_at(0.0, 40.0, 0.0) == pytest.approx(lactate_at(0.0, 40.0, 1.0), rel=0.06)
    assert abs(lactate_at(0.0, 0.02, 0.0)) < 0.02 * abs(lactate_at(0.0, 5.0, 1.0))


def test_repaired_switch_is_smooth() -> None:
    """Around 0.5 mM glucose the published rate jumps and the repaired one does not."""
    jump = {p: lactate_at(0.501, 10.0, p) - lactate_at(0.499, 10.0, p) for p in (0.0, 1.0)}
    assert jump[1.0] > 0.19
    assert 0.0 < jump[0.0] < 0.01


@pytest.mark.parametrize("published", [0.0, 1.0])
def test_ammonium_on_productivity(published: float) -> None:
    """Above 10 mM ammonium the published form stops at once; the repaired one halves at 15 mM."""
    rate = {}
    for ammonium in (0.0, 9.9, 10.1, 15.0):
        given = {**BATCH, "ammonium concentration": ammonium}
        reactor = Reactor(given, {**STILL, "published": published})
        rate[ammonium] = reactor["product last rate"] / reactor["viable"]
    assert rate[0.0] == pytest.approx(7.488e-3 / 24.0)
    if published == 1.0:
        assert rate[9.9] == rate[0.0]
        assert rate[10.1] == 0.0
    else:
        assert rate[10.1] == pytest.approx(rate[9.9], rel=0.02)
        assert rate[15.0] == pytest.approx(0.5 * rate[0.0])


def test_starved_culture_never_goes_below_nothing() -> None:
    """With glucose gone, lactate in the published form stops at zero instead of -40 mM."""
    given = {**BATCH, "viable density": 20.0, "glucose concentration": 0.2}
    reactor = Reactor(given, STILL)
    reactor.run_compiled(8 * 3600.0, 10.0)
    assert reactor["lactate"] == 0.0
    assert 0.0 <= reactor["glucose"] < 0.01
    assert math.isfinite(reactor["pH"])


def test_growth_is_exponential_while_all_is_plenty(finding: Finding) -> None:
    """Verification: with constant rates the cells double in ln 2/(mu - mu_d)."""
    rich = {**BATCH, "glucose concentration": 4000.0, "glutamine concentration": 4000.0}
    reactor = Reactor(rich, {**STILL, "moller ammonium constant": 1000.0})
    net = reactor["growth rate"] - reactor["death rate"]
    hours = math.log(2.0) / net
    reactor.run_compiled(round(hours * 360.0) * 10.0, 10.0)
    closed = {**MOLLER, "against": "exponential growth", "tolerance": 5e-3}
    finding(reactor["viable"] / 0.3, 2.0, quantity="cells after a doubling time", **closed)


@pytest.mark.parametrize(
    ("temperature", "peak", "hour", "titre"),
    [(36.4, 14.7, 65.5, 1103.0), (37.0, 14.3, 67.0, 1070.0), (33.0, 6.18, 111.0, 482.0)],
)
def test_twelve_days_in_rich_medium(
    temperature: float, peak: float, hour: float, titre: float, finding: Finding
) -> None:
    """Verification: a dense start in 150 mM of glucose at three temperatures is insilicho's."""
    given = {**BATCH, "temperature": temperature, "jacket temperature": temperature}
    given |= {"viable density": 3.0, "glucose concentration": 150.0, "ammonium concentration": 1e-6}
    given |= {"glutamine concentration": 10.0, "pH": 6.99}
    reactor = Reactor(given, {**STILL, "room temperature": temperature})
    most, at = 0.0, 0.0
    for half in range(1, 2 * 12 * 24 + 1):
        reactor.run_compiled(1800.0, 10.0)
        if reactor["viable density"] > most:
            most, at = reactor["viable density"], 0.5 * half
    said = {**MOLLER, "against": "insilicho 1.1.4, beforehand", "tolerance": 0.01}
    finding(most, peak, quantity=f"most living cells at {temperature} degC", **said)
    made = 1000.0 * reactor["titre"]
    finding(made, titre, quantity=f"product after 12 d at {temperature} degC (mg/L)", **said)
    late = {**MOLLER, "against": "insilicho 1.1.4, beforehand", "within": 1.0, "unit": "h"}
    finding(at, hour, quantity=f"time of most living cells at {temperature} degC", **late)
