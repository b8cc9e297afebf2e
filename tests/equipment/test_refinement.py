"""Verification of the steps: fourteen days as they are run, against far finer steps of the same."""

from __future__ import annotations

from functools import cache

import numpy
from findings import Finding
from reactor import UNITS, Reactor, compiled

from simulator.equipment.bioreactor.reactor import BIOREACTOR

SLOW = {
    "viable density": "viable",
    "glucose concentration": "glucose",
    "glutamine concentration": "glutamine",
    "lactate concentration": "lactate",
    "ammonium concentration": "ammonium",
    "titre": "product",
    "osmolality": "",
    "volume": "",
}
"""What is compared, and the amount that it is in each litre of.

What a bioreactor shows of a concentration is that of its last slow scan, up to 10 s old; the state
is the amount.
"""
GASSED = {"air flow": 60.0, "oxygen flow": 6.0, "carbon dioxide flow": 3.0, "agitation": 80.0}
GIVEN = {
    **UNITS,
    "viable density": 0.5,
    "glucose concentration": 35.0,
    "dissolved oxygen": 60.0,
    "buffer concentration": 5000.0,
}
CULTURE = {
    "environment": 0.0,
    "buffer pKa": 7.0,
    "room temperature": 36.0,
    "ambient transfer": 1000.0,
}
"""As published, its pH held by much buffer, so that nothing but time decides."""
FINE = 0.25
HOURS = range(6, 14 * 24 + 1, 6)


@cache
def course(dt: float, every: int, each: int) -> list[dict[str, float]]:
    """Samples each six hours: a fed-batch, gassed steadily, fed from the third day on.

    ``every`` is after how many scans of ``dt`` seconds growth is refreshed, ``each`` how many a
    step of the vessel covers.
    """
    reactor = Reactor(GIVEN, CULTURE).put(GASSED)
    run = compiled()
    samples = []
    reactor.y, reactor.p = numpy.array(reactor.y), numpy.array(reactor.p)
    for hour in HOURS:
        litres = 45.0 / 86400.0 if hour > 72 else 0.0
        run(reactor.y, reactor.p, round(6 * 3600.0 / dt), (every, each), dt, litres, 250.0, 10.0)
        row = {name: reactor[name] for name in ("osmolality", "volume", "dissolved oxygen", "pH")}
        for name, amount in SLOW.items():
            if amount:
                row[name] = reactor[amount] / reactor["volume"]
        samples.append(row)
    return samples


def test_fourteen_days_in_fine_steps(finding: Finding) -> None:
    """Slow states are within 1e-4 of their range, DO within 1e-3 and pH within 0.001 of it.

    Glucose runs out on the eighth day, and lactate is eaten within the few hours after.
    """
    usual, fine = course(1.0, 10, BIOREACTOR.period_ms // 1000), course(FINE, 1, 1)
    assert max(row["viable density"] for row in fine) > 20.0
    assert min(row["glucose concentration"] for row in fine) < 0.1
    assert 5.0 < min(row["dissolved oxygen"] for row in fine) < 40.0
    against = f"the same with scans of {FINE} s, growth refreshed in each"
    for name in SLOW:
        scale = max(row[name] for row in fine)
        for ours, theirs in zip(usual, fine, strict=True):
            finding(
                ours[name],
                theirs[name],
                model="equipment/bioreactor/culture",
                source="two-step Adams-Bashforth each 10 s",
                against=against,
                quantity=f"14 days, {name}",
                tolerance=1e-4,
                scale=scale,
            )
    limits = {"dissolved oxygen": (1e-3, 100.0, 0.0), "pH": (0.0, None, 1e-3)}
    for name, (tolerance, scale, within) in limits.items():
        for ours, theirs in zip(usual, fine, strict=True):
            finding(
                ours[name],
                theirs[name],
                model="equipment/bioreactor/reactor",
                source="transport, heat and charges each 5 s",
                against=against,
                quantity=f"14 days, {name}",
                tolerance=tolerance,
                scale=scale,
                within=within,
            )
