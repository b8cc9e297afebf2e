"""Gauges: time within limits, peak and lowest."""

from __future__ import annotations

import math

from simulator.assessment import gauge


def make(low: float, high: float) -> tuple[list[float], list[float], list[int]]:
    """Return arrays with one gauge: its value at y[0], its block at y[1], its row at k[0]."""
    y = [0.0, *(field.default for field in gauge.STATES)]
    return y, [low, high], [1, 0, 0, -1]


def test_a_ramp_is_inside_for_its_share_of_the_time() -> None:
    """Verification: a ramp from 0 to 99 is within 20..59 for 40 of 100 scans of half a second."""
    y, p, k = make(20.0, 59.0)
    for value in range(100):
        y[0] = float(value)
        gauge.watch(y, p, k, 0, 0.5)
    assert y[1 + gauge.INSIDE] == 20.0
    assert y[1 + gauge.TOTAL] == 50.0
    assert gauge.share_inside(y, 1) == 0.4
    assert (y[1 + gauge.LOWEST], y[1 + gauge.PEAK]) == (0.0, 99.0)


def test_the_limits_themselves_are_inside() -> None:
    """A value on a limit counts as within."""
    y, p, k = make(6.9, 7.1)
    for value in (6.9, 7.1, 7.1000001):
        y[0] = value
        gauge.watch(y, p, k, 0, 1.0)
    assert y[1 + gauge.INSIDE] == 2.0


def test_negative_values_have_a_peak_too() -> None:
    """The peak of values that are all negative is the highest of them, not zero."""
    y, p, k = make(-100.0, 0.0)
    for value in (-7.0, -3.0, -9.0):
        y[0] = value
        gauge.watch(y, p, k, 0, 1.0)
    assert (y[1 + gauge.LOWEST], y[1 + gauge.PEAK]) == (-9.0, -3.0)


def test_what_is_not_a_number_is_never_inside() -> None:
    """Time goes on, but a value that is no number earns nothing and is no peak."""
    y, p, k = make(0.0, 1.0)
    y[0] = math.nan
    gauge.watch(y, p, k, 0, 1.0)
    assert not gauge.seen(y, 1)
    y[0] = 0.5
    gauge.watch(y, p, k, 0, 1.0)
    assert gauge.seen(y, 1)
    assert gauge.share_inside(y, 1) == 0.5
    assert (y[1 + gauge.LOWEST], y[1 + gauge.PEAK]) == (0.5, 0.5)


def test_a_gauge_that_saw_nothing_earns_nothing() -> None:
    """Before the first scan the share is 0: no evidence, no credit."""
    y, _, _ = make(0.0, 1.0)
    assert gauge.share_inside(y, 1) == 0.0
    assert not gauge.seen(y, 1)


def test_a_gauge_counts_only_while_it_judges() -> None:
    """With a slot that says when to judge, time passes only while that slot is not zero."""
    y, p, k = make(0.0, 1.0)
    y.append(0.0)
    k[gauge.WHILE] = len(y) - 1
    gauge.watch(y, p, k, 0, 1.0)
    assert y[1 + gauge.TOTAL] == 0.0
    y[-1] = 1.0
    gauge.watch(y, p, k, 0, 1.0)
    assert (y[1 + gauge.TOTAL], y[1 + gauge.INSIDE]) == (1.0, 1.0)
