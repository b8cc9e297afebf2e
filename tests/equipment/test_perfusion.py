"""Verification of CHO perfusion: an independent solver, steady states, wash-out, step halving.

The oracle below is written from the published kinetics (Amribt et al. 2013, Kroll et al. 2017) and
the balances of perfusion with bleed, and integrated by SciPy's LSODA at tight tolerance.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy
import pytest
from findings import Finding
from perfusion_rig import Perfusion
from scipy.integrate import solve_ivp

K = {"KG": 1.0016, "KGn1": 0.1029, "KGn": 0.0314, "KN": 1.9268, "KGd": 0.4347, "KGnd": 0.002}
MODULE = {"membrane area": 5.0, "sieving half": 20.0, "pass damage": 0.03}
AMOUNTS = ("viable", "dead", "lysed", "glucose", "glutamine", "lactate", "ammonium", "product")
STATES = (*AMOUNTS, "irreversible resistance", "layer resistance")
LSODA: dict[str, Any] = {
    "model": "equipment/perfusion/permeate",
    "source": "balances of perfusion with bleed",
    "against": "SciPy LSODA, six days",
}

Case = tuple[float, float, float, float, float]
"""Perfusion rate and bleed (L/h), glucose and glutamine of the medium (mM), cell retention (%)."""
CASES: tuple[Case, ...] = (
    (20.0, 4.0, 55.0, 23.0, 99.95),
    (40.0, 10.0, 25.0, 6.0, 99.95),
    (30.0, 2.0, 40.0, 10.0, 95.0),
)
START = {"viable density": 12.0, "dead density": 0.5, "lysed density": 0.4, "titre": 0.2}
FOOD = {"glucose concentration": 4.0, "glutamine concentration": 1.0}
WASTE = {"lactate concentration": 8.0, "ammonium concentration": 3.0}


def specific(g: float, gn: float, n: float) -> tuple[float, ...]:
    """Growth, death by hunger, and uptake and production per cell, per hour."""
    g1 = 0.2971 * g / (K["KG"] + g) * gn / (K["KGn1"] + gn)
    n1 = 0.1238 * gn / (K["KGn"] + gn) * K["KN"] / (K["KN"] + n)
    g2, n2 = min(g1, 0.0384), min(n1, 0.0218)
    death = 0.1302 * K["KGd"] / (K["KGd"] + g) * K["KGnd"] / (K["KGnd"] + gn)
    eaten = (g1 + min(0.0383, g), n1 + min(0.0025, gn))
    made = (1.818 * g2 + 2 * (g1 - g2) + 0.5 * (n1 - n2), 0.4929 * n2 + n1 - n2)
    return 0.6722 * g2 + 0.3466 * n2, death, *eaten, *made


def slopes(t: float, s: numpy.ndarray, case: Case) -> list[float]:
    """The balances, per litre of culture and hour; the last two are the module's resistances."""
    del t
    x, d, lysed, g, gn, lac, n, pr, r, layer = numpy.maximum(s, 0.0)
    feed, bleed, g_in, gn_in, kept = case
    p, b = feed / 500.0, bleed / 500.0
    h = p - b
    mu, hunger, q_g, q_gn, q_l, q_n = specific(g, gn, n)
    killed = 0.03e-2 * 1000.0 / 500.0
    leak = (1.0 - 0.01 * kept) * h
    load = (d + lysed) / 5.0 * h * 500.0 / 5.0
    sieve = 20.0 / (20.0 + r + layer - 1.0)
    return [
        (mu - hunger - killed - b - leak) * x,
        (hunger + killed) * x - (0.02 + b + leak) * d,
        0.02 * d - (b + 0.3 * h) * lysed,
        p * (g_in - g) - q_g * x,
        p * (gn_in - gn) - q_gn * x,
        q_l * x - p * lac,
        q_n * x - p * n,
        25.0 / 24e3 * x - (b + sieve * h) * pr,
        0.0015 * load * r,
        0.1 * load - 0.5 * layer,
    ]


@cache
def oracle(case: Case, hours: tuple[float, ...]) -> numpy.ndarray:
    """The states at these hours, by LSODA."""
    values = [12.0, 0.5, 0.4, 4.0, 1.0, 8.0, 3.0, 0.2, 1.0, 0.0]
    run = solve_ivp(
        slopes,
        (0.0, hours[-1]),
        values,
        method="LSODA",
        t_eval=hours,
        args=(case,),
        rtol=1e-9,
        atol=1e-12,
        max_step=0.25,
    )
    found: numpy.ndarray = run.y.T
    return found


def ours(case: Case, module: dict[str, float] | None = None) -> Perfusion:
    """The same case on the bench."""
    feed, bleed, glucose, glutamine, kept = case
    medium = {"glucose concentration": glucose, "glutamine concentration": glutamine}
    every = {**MODULE, "cell retention": kept, **(module or {})}
    rig = Perfusion({**START, **FOOD, **WASTE}, medium, every, began={"volume": 4.0})
    return rig.flows(feed, bleed)


def state(rig: Perfusion) -> list[float]:
    """What the oracle calls its states; a slow scan of no time refreshes the concentrations."""
    litres = rig["broth.volume"]
    found = [rig[f"broth.{name}"] / litres for name in AMOUNTS]
    return [*found, rig["module.irreversible resistance"], rig["module.layer resistance"]]


HOURS = (24.0, 72.0, 144.0)


@pytest.mark.parametrize("case", CASES)
def test_perfusion_is_the_oracles(case: Case, finding: Finding) -> None:
    """Verification: cells, broth and fouling over six days are LSODA's within 0.5 %.

    What is left of sugar, turned over each minute, is one scan of medium behind: 1 umol/L.
    """
    rig = ours(case)
    before = 0.0
    for hour, wanted in zip(HOURS, oracle(case, HOURS), strict=True):
        rig.run_compiled(hour - before)
        before = hour
        for name, mine, theirs in zip(STATES, state(rig), wanted, strict=True):
            within = 1e-3 if name in ("glucose", "glutamine") else 0.0
            finding(mine, theirs, quantity=name, tolerance=5e-3, within=within, **LSODA)


def test_the_steady_state_holds(finding: Finding) -> None:
    """Verification: at rest growth less death is B/V + (1 - R)(P - B)/V, within 0.5 %."""
    case = (40.0, 10.0, 25.0, 6.0, 97.0)
    rig = ours(case, {"pass damage": 0.0, "fouling constant": 0.0}).run_compiled(400.0)
    net = rig["broth.growth rate"] - rig["broth.death rate"]
    rate = (10.0 + 0.03 * 30.0) / 500.0
    said = {"quantity": "growth less death at rest", "unit": "1/h", "tolerance": 5e-3}
    finding(net, rate, **{**LSODA, **said, "against": "B/V + (1-R)(P-B)/V"})
    density = rig["broth.viable density"]
    assert rig.run_compiled(24.0)["broth.viable density"] == pytest.approx(density, rel=2e-3)


def test_more_bleed_than_growth_washes_out() -> None:
    """A bleed above the highest growth rate (0.0334 1/h) empties the bioreactor of cells."""
    rig = ours((60.0, 30.0, 40.0, 10.0, 99.95)).run_compiled(150.0)
    assert rig["broth.viable density"] < 0.5


def test_half_the_step_changes_nothing_that_matters() -> None:
    """Verification: scans of 1 s and of half a second agree within 0.1 % after three days.

    What is left of sugar differs by half a scan of medium: half a micromole per litre.
    """
    whole = state(ours(CASES[0]).run_compiled(72.0, 1.0))
    half = state(ours(CASES[0]).run_compiled(72.0, 0.5))
    assert whole == pytest.approx(half, rel=1e-3, abs=5e-4)


def test_compiled_gives_the_same_bits() -> None:
    """An hour of perfusion is the same to the bit, interpreted and compiled."""
    one, two = ours(CASES[0]).run(1.0, 1.0), ours(CASES[0]).run_compiled(1.0, 1.0)
    assert [value.hex() for value in one.y] == [value.hex() for value in two.y]
