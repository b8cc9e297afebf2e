"""Validation of contamination: one cell in a large batch, against what one plant has told.

The batch: 12,000 L; samples with less than 0.025 CFU/mL at 84 h; oxygen and pH lost by 108 h with
2.2e5 CFU/mL. Counted back at one doubling in 1.04 h, one cell came in at 65 h.
"""

from __future__ import annotations

from functools import cache

from findings import Finding
from reactor import UNITS, Reactor

LARGE = {
    "vessel volume": 15000.0,
    "tank diameter": 2.2,
    "impeller diameter": 0.8,
    "design gas flow": 600.0,
    "jacket transfer": 1e5,
    "jacket volume": 3000.0,
    "room temperature": 37.0,
}
BEGUN = {
    **UNITS,
    "volume": 12000.0,
    "viable density": 1.0,
    "glucose concentration": 40.0,
    "lactate concentration": 2.0,
    "glutamine concentration": 8.0,
    "dissolved oxygen": 60.0,
    "buffer concentration": 20.0,
}
GIVEN = {
    "air flow": 300.0,
    "oxygen flow": 20.0,
    "carbon dioxide flow": 15.0,
    "agitation": 60.0,
    "heating flow": 1000.0,
    "cooling flow": 742.0,
}
INGRESS = 65
NO_GROWTH, LOST = 84, 108
ONE_CELL = 1e-9
SIGNS = {"dissolved oxygen": 2.0, "pH": 0.02, "glucose concentration": 0.5}
"""Below the same batch without the contaminant by so much, an operator sees something."""


@cache
def batch(cells: float) -> dict[int, dict[str, float]]:
    """Hour by hour what is seen of the batch, and the CFU/mL, with so much let in at 65 h."""
    reactor = Reactor(BEGUN, LARGE).put(GIVEN)
    reactor.run_compiled(INGRESS * 3600.0, 10.0)
    reactor["contaminant"] = cells
    seen = {}
    for hour in range(INGRESS + 1, 125):
        reactor.run_compiled(3600.0, 10.0)
        seen[hour] = {name: reactor[name] for name in SIGNS}
        seen[hour]["count"] = reactor["contaminant"] * 1e6 / reactor["volume"]
    return seen


def first_sign(name: str) -> int:
    """The first hour at which this is below the clean batch by as much as an operator sees."""
    clean, foul = batch(0.0), batch(ONE_CELL)
    return next(hour for hour in foul if clean[hour][name] - foul[hour][name] > SIGNS[name])


def test_a_batch_that_was_lost(finding: Finding) -> None:
    """The count when the batch was lost, and how long one cell stays unseen, are as was told."""
    said = {
        "model": "equipment/bioreactor/contaminant",
        "source": "Monod growth on glucose, doubling in 1.04 h",
        "kind": "validation",
        "against": "a contaminated batch of 12,000 L, one cell at 65 h",
        "tolerance": 0.3,
    }
    foul = batch(ONE_CELL)
    finding(foul[LOST]["count"], 2.2e5, quantity="CFU/mL at 108 h", **said)
    delay = first_sign("dissolved oxygen") - INGRESS
    finding(delay, LOST - INGRESS, quantity="hours from one cell to less oxygen", **said)
    assert foul[NO_GROWTH]["count"] < 0.025


def test_all_signs_come_late_and_together() -> None:
    """For forty hours nothing is seen; then oxygen, pH and glucose fall within a few hours."""
    clean, foul = batch(0.0), batch(ONE_CELL)
    for hour in range(INGRESS + 1, INGRESS + 41):
        for name, sign in SIGNS.items():
            assert abs(clean[hour][name] - foul[hour][name]) < 0.05 * sign, (hour, name)
    hours = [first_sign(name) for name in SIGNS]
    assert max(hours) - min(hours) <= 4
    last = foul[max(foul)]
    assert last["dissolved oxygen"] < 2.0
    assert last["pH"] < clean[max(foul)]["pH"] - 0.4
    assert last["glucose concentration"] < 0.5 * clean[max(foul)]["glucose concentration"]
