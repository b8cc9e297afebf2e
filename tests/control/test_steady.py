"""The short ways of loops and actuators come to the bits of the whole ones, whatever is done."""

from __future__ import annotations

import random
from array import array
from collections.abc import Sequence
from itertools import pairwise
from math import gcd
from pathlib import Path

import pytest
from control_bench import Bench

from simulator.control import actuator, loop
from simulator.control.actuator import drive, drive_sound, sound
from simulator.control.loop import control
from simulator.control.steady import execute_noted, steady
from simulator.numerics.kernel import Floats, Ints, kernel, somewhere
from simulator.numerics.lanes.machine import LaneCompiler

VALUES = 5
"""Process values, each followed by its quality; their loops have as many rows."""
ACTUATORS = 4
LOOP = loop.ROW
ACTUATOR = actuator.ROW
ROWS = 1
"""k: after the seed, the rows of the loops one after the other, then those of the actuators."""
VALUE = 40
FIRST = 32
"""y: what the actuators write, then the values."""
BEYOND = 1e308


@kernel
def process(y: Floats) -> None:
    """Let values answer what the actuators write; far up they are BAD, or no number."""
    for at in range(VALUES):
        value = VALUE + 2 * at
        asked = y[FIRST + at % ACTUATORS]
        y[value] += 0.3 * (asked - y[value])
        y[value + 1] = 0.0
        if y[value] > 90.0 and at % 2 == 0:
            y[value + 1] = 2.0
        elif y[value] > 93.0:
            y[value] = BEYOND * BEYOND
        elif y[value] - y[value] != 0.0:
            y[value] = 50.0


@kernel
def whole(y: Floats, p: Floats, k: Ints, first: int, scans: int) -> int:
    """Run loops and actuators by the whole way."""
    for scan in range(first, first + scans):
        process(y)
        for at in range(VALUES):
            control(y, p, k, ROWS + LOOP * at, scan, 1.0)
        for at in range(ACTUATORS):
            drive(y, p, k, ROWS + LOOP * VALUES + ACTUATOR * at, 1.0)
    return scans


@kernel
def short(y: Floats, p: Floats, notes: Floats, k: Ints, first: int, scans: int) -> int:
    """Run loops and actuators by the short way where that may be, after one look at them.

    If all actuators are sound and at rest, those are driven that a loop may have moved.
    """
    for at in range(VALUES):
        notes[at] = steady(y, k, ROWS + LOOP * at, 1.0)
    hindered = 0
    for at in range(ACTUATORS):
        notes[VALUES + at] = sound(y, k, ROWS + LOOP * VALUES + ACTUATOR * at)
        if somewhere(notes[VALUES + at] != 1.0):
            hindered = 1
    every = 1
    for scan in range(first, first + scans):
        process(y)
        for at in range(VALUES):
            if scan % k[ROWS + LOOP * at + loop.PERIOD] == 0:
                execute_noted(y, p, notes, k, ROWS + LOOP * at, at, 1.0)
        moving = hindered
        for at in range(ACTUATORS):
            row = ROWS + LOOP * VALUES + ACTUATOR * at
            if every == 1 or scan % k[row + actuator.EVERY] == 0:
                if somewhere(notes[VALUES + at] != 1.0):
                    drive(y, p, k, row, 1.0)
                else:
                    moving += drive_sound(y, p, k, row, 1.0)
        every = 0
        if moving > 0:
            every = 1
    return scans


def build(chance: random.Random) -> Bench:
    """Return a master with two slaves and a valve, one of a slave alone, and a split range."""
    bench = Bench()
    for _ in range(FIRST, VALUE + 2 * VALUES):
        bench.slot()
    bench.row(*[0] * (ROWS + LOOP * VALUES + ACTUATOR * ACTUATORS))
    valves = []
    for at in range(ACTUATORS):
        stroke = chance.choice((0.0, 1.0, 3.0, 30.0))
        band = chance.choice((0.0, 0.0, 0.5))
        offset = chance.choice((0.0, 40.0))
        row, yb = bench.actuator(
            FIRST + at, every=0, stroke_time=stroke, stiction=band, offset=offset
        )
        place = ROWS + LOOP * VALUES + ACTUATOR * at
        bench.k[place : place + ACTUATOR] = bench.k[row : row + ACTUATOR]
        valves.append((yb, loop.TO_ACTUATOR))
    ends = chance.choice(((0.0, 100.0), (100.0, 0.0)))
    half = chance.choice((50.0, 30.0))
    made: dict[int, tuple[int, int]] = {}
    for at in reversed(range(VALUES)):  # slaves are made first and stand last
        slaves = [made[one] for one in sorted(made)]
        targets = ([*slaves[1:], valves[0]], slaves[:1], valves[1:3], valves[2:3], valves[3:])[at]
        share = 100.0 / len(targets) if len(targets) != 2 else half
        edges = [min(share * place, 100.0) for place in range(len(targets))] + [100.0]
        spans = zip(targets, pairwise(edges), strict=True)
        links = [(*target, *span, *ends) for target, span in spans]
        tuning = {
            "gain": chance.choice((0.0, 0.4, 3.0)),
            "integral_time": chance.choice((0.0, 5.0, 40.0, 40.0)),
            "derivative_time": chance.choice((0.0, 0.0, 0.0, 6.0)),
            "gap": chance.choice((0.0, 2.0)),
            "action": float(chance.random() < 0.3),
            "cut-off": chance.choice((-1e9, 10.0)),
            "setpoint_low": 5.0,
            "setpoint_high": 95.0,
            "setpoint_tracking": float(chance.random() < 0.3),
            "output_high": chance.choice((100.0, 70.0)),
        }
        value = VALUE + 2 * at
        period = chance.choice((1, 2, 4, 6))
        for yb, kind in targets:
            if kind == loop.TO_ACTUATOR:
                row = ROWS + LOOP * VALUES + ACTUATOR * valves.index((yb, kind))
                bench.k[row + actuator.EVERY] = gcd(bench.k[row + actuator.EVERY], period)
        row, yb = bench.loop(value, value + 1, bench.links(*links), period=period, **tuning)
        bench.k[ROWS + LOOP * at : ROWS + LOOP * (at + 1)] = bench.k[row : row + LOOP]
        made[at] = (yb, loop.TO_LOOP)
    return bench


def meddle(y: Floats, k: Sequence[int], chance: random.Random) -> None:
    """Do what people, interlocks and faults do between two calls; more often undo it."""
    for at in range(VALUES):
        yb = k[ROWS + LOOP * at]
        if chance.random() < 0.5:
            y[yb + loop.MODE] = chance.choice((loop.MAN, loop.AUTO, loop.CAS, loop.CAS))
            y[yb + loop.SP] = chance.uniform(0.0, 100.0)
        if chance.random() < 0.1:
            y[yb + loop.OP] = chance.uniform(-5.0, 105.0)
        if chance.random() < 0.1:
            y[yb + loop.DERIVATIVE] = chance.choice((0.0, 0.0, 5.0))
            y[yb + loop.INTEGRAL] = chance.choice((0.0, 8.0, 20.0))
    for at in range(ACTUATORS):
        yb = k[ROWS + LOOP * VALUES + ACTUATOR * at]
        for slot, most in (
            (actuator.STUCK, 1.0),
            (actuator.TRIPPED, 1.0),
            (actuator.FORCED, 1.0),
            (actuator.BLOCKED, 0.7),
            (actuator.FORCE_VALUE, 60.0),
        ):
            y[yb + slot] = most if chance.random() < 0.05 else 0.0
    for at in range(VALUES):
        if chance.random() < 0.3:
            y[VALUE + 2 * at] = chance.uniform(0.0, 96.0)


def test_a_steady_loop_does_what_the_whole_one_does() -> None:
    """No bit differs, in all modes and tuning, with cascades, forces, cut-off and lost values."""
    chance = random.Random(3)
    ways = {True: 0, False: 0}
    shed = 0
    for _ in range(200):
        bench = build(chance)
        y, p, k = array("d", bench.y), bench.p, bench.k
        other, notes = array("d", y), array("d", [0.0] * (VALUES + ACTUATORS))
        at = 0
        for _ in range(8):
            meddle(y, k, chance)
            other[:] = y
            scans = chance.choice((1, 7, 12))
            before = [y[k[ROWS + LOOP * one] + loop.SHED] for one in range(VALUES)]
            whole(y, p, k, at, scans)
            short(other, p, notes, k, at, scans)
            assert other.tobytes() == y.tobytes()
            at += scans
            for one in range(VALUES):
                ways[notes[one] > 0.0] += 1
                shed += y[k[ROWS + LOOP * one] + loop.SHED] > before[one]
    assert min(ways.values()) > 300
    assert shed > 20


def test_lanes_are_steady_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one plant of four is not steady, or loses a value, each still has its own bits."""
    pytest.importorskip("llvmlite")
    numpy = pytest.importorskip("numpy")
    monkeypatch.setenv("CUVE_CACHE_DIR", str(tmp_path))
    width = 4
    entry = LaneCompiler(short, ("y", "notes"), width).bring()
    assert entry is not None
    chance = random.Random(5)
    for _ in range(6):
        bench = build(chance)
        alone = [array("d", bench.y) for _ in range(width)]
        p, k = numpy.array(bench.p), numpy.array(bench.k, dtype=numpy.int64)
        seeds = numpy.zeros(width, dtype=numpy.int64)
        notes = numpy.zeros((VALUES + ACTUATORS) * width)
        at = 0
        for turn in range(10):
            for own in alone:
                if turn % 3 == 0 or chance.random() < 0.2:
                    meddle(own, bench.k, chance)
            y = numpy.ascontiguousarray(numpy.array(alone).T)
            entry(y, p, notes, k, seeds, at, 12)
            for own in alone:
                whole(own, bench.p, bench.k, at, 12)
            assert [own.tobytes() for own in alone] == [one.tobytes() for one in y.T.copy()]
            at += 12
