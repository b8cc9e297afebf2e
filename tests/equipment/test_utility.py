"""Utilities: capacity, neighbours and banks."""

from __future__ import annotations

import random

import pytest
from findings import Finding

from simulator.equipment import utility

DEFAULTS = [f.default for f in utility.STATES]


def available(capacity: float, design_use: float, **changes: float) -> float:
    """What a utility supplies with these values of its states (names with _ for blanks)."""
    y = [9.0, *DEFAULTS]
    names = [f.name for f in utility.STATES]
    for name, value in changes.items():
        y[1 + names.index(name.replace("_", " "))] = value
    utility.supply(y, [capacity, design_use], [1, 0, -1, -1, 0, 0, -1], 0)
    assert y[0] == 9.0
    return y[1 + utility.AVAILABLE]


@pytest.mark.parametrize(
    ("others", "share"), [(0.0, 1.0), (50.0, 1.0), (75.0, 0.5), (100.0, 0.0), (500.0, 0.0)]
)
def test_neighbours_take_their_part(others: float, share: float, finding: Finding) -> None:
    """A capacity of 100, of which we need 50: neighbours matter once they take more than 50."""
    found = available(100.0, 50.0, others=others)
    said = {"model": "equipment/utility", "source": "capacity shared with neighbours"}
    known = {"quantity": "share", "against": "what is left by hand", "within": 1e-9}
    finding(found, share, **said, **known)


def test_a_bank_that_fails() -> None:
    """A fault counts on the bank in use alone, in proportion."""
    assert available(100.0, 50.0, bank_1_fault=1.0) == 0.0
    assert available(100.0, 50.0, bank_1_fault=0.3) == pytest.approx(0.7)
    assert available(100.0, 50.0, bank_1_fault=1.0, bank=2.0) == 1.0
    assert available(100.0, 50.0, bank_2_fault=0.25, bank=2.0, others=75.0) == 0.375
    assert available(100.0, 50.0, bank_2_fault=1.0) == 1.0


def test_no_bank_connected() -> None:
    """While a bank is being changed there is no supply."""
    assert available(100.0, 50.0, bank=0.0) == 0.0


def test_no_capacity() -> None:
    """A utility without capacity supplies nothing, whatever the design use."""
    assert available(0.0, 1e-9) == 0.0


def test_always_a_share() -> None:
    """Any admissible values give a share between 0 and 1."""
    rng = random.Random(5)
    for _ in range(2000):
        draws = {
            f.name.replace(" ", "_"): rng.choice((f.low, f.high, rng.uniform(f.low, f.high)))
            for f in utility.STATES
        }
        low = [f.low for f in utility.PARAMETERS]
        capacity, use = (rng.choice((at, 10.0 ** rng.uniform(-9, 9))) for at in low)
        assert 0.0 <= available(capacity, use, **draws) <= 1.0


def made(available: float, fault: float = 0.0) -> tuple[float, float, float]:
    """Share, demand and what of it is not piped; two users, the first without a line."""
    names = [f.name for f in utility.STATES]
    state = dict(zip(names, DEFAULTS, strict=True)) | {"others": 2.0, "bank 1 fault": fault}
    y = [*state.values(), available, 0.0, 50.0, 0.0, 100.0, 0.25, 0.0]
    p = [0.0, 1.0, 60.0, 30.0, 0.0, 10.0, 1.0, 60.0]
    first = len(names)
    users = [first + 2, first + 3, 3, 4, 2, first + 4, first + 5, 5, 4, 6]
    k = [0, 0, first, first + 1, 9, 2, 7, first + 6, 1, *users]
    utility.supply(y, p, k, 0)
    return y[names.index("available")], y[first + 1], y[first + 6]


def test_a_unit_that_makes_it_hears_what_all_ask(finding: Finding) -> None:
    """Verification: half of 30 and three quarters of 10 L/h, and 2 L/min of neighbours."""
    share, demand, unpiped = made(0.8)
    said = {"model": "equipment/utility", "source": "definition", "tolerance": 1e-9}
    by_hand = 0.5 * 30.0 * 60.0 + 0.75 * 10.0 * 1.0 + 2.0 * 60.0
    finding(demand, by_hand, quantity="demand of all users", against="by hand", **said)
    assert share == 0.8
    assert unpiped == pytest.approx(0.5 * 30.0 * 60.0 + 2.0 * 60.0)
    assert made(0.8, fault=0.25)[0] == pytest.approx(0.6)
    assert made(3.0)[0] == 1.0
    assert made(-1.0)[0] == 0.0
