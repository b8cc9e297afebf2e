"""Mixing, eddies, bubbles and the capacitance probe against closed forms and what the field has."""

from __future__ import annotations

import math
from typing import Any

import pytest
from findings import Finding
from reactor import RESTING, UNITS, Reactor

from simulator.equipment.bioreactor.transfer import kla_with_salts

GIVEN = {**UNITS, "volume": 2000.0}
AIRED = {"air flow": 60.0, "agitation": 80.0}
MIXING = {"model": "equipment/bioreactor/mixing"}


def stirred(watts_per_kg: float, parameters: dict[str, float] | None = None) -> Reactor:
    """A full production bioreactor at a speed that puts so much power into each kg."""
    reactor = Reactor(GIVEN, {"power number": 1.5, **(parameters or {})}).put(AIRED)
    diameter, mass = 0.45, 2000.0 * 1.01
    speed = (watts_per_kg * mass / (1.5 * 1010.0 * diameter**5)) ** (1.0 / 3.0)
    return reactor.put({"agitation": 60.0 * speed}).run(20.0)


GENTLE = {"air flow": 1.0, "oxygen flow": 0.0, "carbon dioxide flow": 0.0}
"""So little gas that the impeller draws what it draws without."""


@pytest.mark.parametrize(
    ("intensity", "velocity", "per_hour"), [(20.0, 5e-4, 12.8), (2000.0, 0.01, 586.0)]
)
def test_kla_with_salts(
    intensity: float, velocity: float, per_hour: float, finding: Finding
) -> None:
    """Verification: van't Riet's other correlation at 20 degC gives its well-known values."""
    finding(
        kla_with_salts(intensity, velocity, 20.0),
        per_hour,
        model="equipment/bioreactor/transfer",
        source="van't Riet 1979",
        against="the correlation by hand",
        quantity="kLa with salts",
        tolerance=0.01,
        unit="1/h",
    )


def test_salts_are_a_choice() -> None:
    """The choice of the liquid changes kLa by what the two correlations differ."""
    plain, salted = (stirred(0.02, {"kla liquid": choice})["kla"] for choice in (0.0, 1.0))
    assert salted > 1.5 * plain


@pytest.mark.parametrize(("dissipation", "size"), [(0.02, 64.0), (0.1, 43.0), (1.0, 24.0)])
def test_eddies(dissipation: float, size: float, finding: Finding) -> None:
    """Verification: the smallest eddies have the size that Kolmogorov's length gives."""
    found = stirred(dissipation).put(GENTLE).run(20.0)["Kolmogorov length"]
    known: dict[str, Any] = {**MIXING, "source": "Kolmogorov 1941", "unit": "um"}
    finding(
        found, size, quantity=f"eddies at {dissipation} W/kg", against="known", within=0.6, **known
    )


def test_mixing_time(finding: Finding) -> None:
    """Verification of Nienow's correlation; validation: 2000 L at 20 W/m3 mix in 30 to 90 s."""
    reactor = stirred(0.02).put(GENTLE).run(20.0)
    wanted = 5.9 * 1.2 ** (2.0 / 3.0) * 0.02 ** (-1.0 / 3.0) * (0.45 / 1.2) ** (-1.0 / 3.0)
    known: dict[str, Any] = {**MIXING, "source": "Nienow 2006", "unit": "s"}
    said = {"quantity": "mixing time", "against": "the correlation by hand", "tolerance": 1e-3}
    finding(reactor["mixing time"], wanted, **said, **known)
    finding(
        reactor["mixing time"],
        60.0,
        kind="validation",
        quantity="mixing time of 2000 L",
        against="30 to 90 s in production",
        within=30.0,
        **known,
    )


def test_bubbles_kill_without_poloxamer(finding: Finding) -> None:
    """Verification: with no poloxamer the death rate is Tramper's, for any size of bubble."""
    reactor = stirred(0.02)
    guarded = reactor["stress death rate"]
    reactor.put({"poloxamer": 0.0}).run(20.0)
    bubble, gas = 0.005, 60.0 / 60_000.0
    killed = 0.03 * math.pi / 6.0 * bubble**3
    depth = 2.0 / (math.pi / 4.0 * 1.2**2)
    tramper = 24.0 * gas * killed / (math.pi**2 * bubble**3 * 1.2**2 * depth) * 3600.0
    finding(
        reactor["stress death rate"] - guarded,
        tramper,
        **MIXING,
        source="Tramper 1987",
        against="the closed form",
        quantity="death rate by bubbles",
        tolerance=1e-3,
        unit="1/h",
    )
    reactor.put({"poloxamer": 0.5}).run(20.0)
    assert reactor["stress death rate"] - guarded == pytest.approx(0.5 * tramper, rel=1e-3)


def test_a_poor_lot_shows_in_viability() -> None:
    """Unprotected cells lose viability within a day; protected ones keep it."""
    held = {"jacket transfer": 1e5, "jacket volume": 3000.0, "room temperature": 37.0}
    gassed = {"air flow": 80.0, "oxygen flow": 20.0, "carbon dioxide flow": 5.0, "agitation": 90.0}
    lots = []
    for poloxamer in (1.0, 0.0):
        reactor = Reactor({**UNITS, "viable density": 3.0}, held).put(gassed)
        reactor.put({"heating flow": 1000.0, "cooling flow": 742.0, "poloxamer": poloxamer})
        lots.append(reactor.run_compiled(24 * 3600.0, 10.0)["viability"])
    assert lots[0] > 94.0
    assert lots[1] < 75.0


def test_usual_stirring_harms_nothing() -> None:
    """At 100 W/m3 no cell dies of eddies; at 10,000 W/m3 they do; off leaves cultures alone."""
    assert stirred(0.1)["stress death rate"] < 1e-5
    assert stirred(10.0)["stress death rate"] > 0.05
    off = stirred(10.0, {"environment": 0.0}).put({"poloxamer": 0.0}).run(20.0)
    assert off["stress death rate"] == 0.0


def test_a_vessel_that_is_not_stirred_or_empty() -> None:
    """Nothing is divided by nothing: all stays finite."""
    for given in (GIVEN, {"volume": 0.0}):
        reactor = Reactor(given, RESTING).put({"agitation": 0.0, "poloxamer": 0.0}).run(30.0)
        shown = ("mixing time", "Kolmogorov length", "capacitance density", "stress death rate")
        assert all(math.isfinite(reactor[name]) for name in shown)


def capacitance(viability: float) -> float:
    """What the probe makes of the viable cells, as a share of them."""
    given = {**GIVEN, "viable density": 20.0, "viability": viability}
    reactor = Reactor(given, RESTING).run(10.0)
    return reactor["capacitance density"] / reactor["viable density"]


@pytest.mark.parametrize("viability", [99.0, 95.0])
def test_capacitance_of_living_cells(viability: float, finding: Finding) -> None:
    """Validation: while cells live the probe tells their density within 10 %."""
    finding(
        capacitance(viability),
        1.0,
        kind="validation",
        **MIXING,
        source="engineering fit",
        against="within 5 to 10 % in use",
        quantity=f"capacitance at {viability:g} % viability, of viable cells",
        tolerance=0.1,
    )


def test_capacitance_reads_low_after_death() -> None:
    """Once cells die the probe under-reads: by a sixth at 75 % viability."""
    assert capacitance(75.0) == pytest.approx(0.84, abs=0.01)
