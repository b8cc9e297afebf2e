"""Transfer lines: conservation, limits, mixing and closed forms."""

from __future__ import annotations

import math
import random

import pytest

from simulator.equipment import line
from simulator.equipment.inventory import (
    FIRST_COMPONENT,
    GLUCOSE,
    HEAD,
    STRONG_ION,
    TEMPERATURE,
    VOLUME,
)

OUT = -1
CAPACITY, HEEL, FULL = 100.0, 0.0, 30000.0


class Bench:
    """Tanks (heads alone) and lines between them in one pair of arrays."""

    def __init__(self, tanks: int) -> None:
        self.y = [0.0] * (HEAD * tanks)
        self.p: list[float] = []
        self.k: list[int] = []
        self.lines: list[int] = []

    def line(self, source: int, sink: int, *p: float) -> int:
        """Add a line with parameters capacity, heel, sink full; return its block."""
        base = len(self.y)
        self.y += [f.default for f in line.STATES]
        below = OUT if sink == OUT else sink * HEAD
        self.lines.append(len(self.k))
        self.k += [base, len(self.p), source * HEAD, below, 0, 0, 0, 0, 0]
        self.p += p or (CAPACITY, HEEL, FULL)
        return base

    def scan(self, dt: float = 1.0) -> None:
        """Move all lines once."""
        for row in self.lines:
            line.move(self.y, self.p, self.k, row, dt)


def pair(volume: float, into: float, *p: float) -> tuple[Bench, int]:
    """Two tanks and a line from the first to the second."""
    bench = Bench(2)
    bench.y[VOLUME], bench.y[HEAD + VOLUME] = volume, into
    return bench, bench.line(0, 1, *p)


def test_row_and_tables_agree() -> None:
    """The offsets in the source name the fields they are said to."""
    names = [f.name for f in line.STATES]
    assert names[line.FLOW] == "flow"
    assert names[line.ISOLATED] == "isolated"
    assert names[line.LOST] == "lost viable"
    assert len(names) == line.LOST + HEAD - FIRST_COMPONENT == len(set(names))


def test_everything_is_conserved() -> None:
    """Verification: under random operation no component appears or vanishes (1e-9 relative)."""
    rng = random.Random(3)
    lost = 0.0
    for _ in range(40):
        bench = Bench(3)
        for tank in range(3):
            bench.y[tank * HEAD] = rng.choice((0.0, 1e-6, rng.uniform(0.0, 2000.0)))
            for slot in range(FIRST_COMPONENT, HEAD):
                amount = 10.0 ** rng.uniform(-6.0, 6.0) * (bench.y[tank * HEAD] > 0.0)
                bench.y[tank * HEAD + slot] = -amount if slot == STRONG_ION else amount
        for source, sink in ((0, 1), (1, 2), (2, 0), (1, 0), (2, OUT)):
            bench.line(source, sink, 10.0 ** rng.uniform(-2, 5), rng.choice((0.0, 5.0)), 1500.0)
        slots = (VOLUME, *range(FIRST_COMPONENT, HEAD))
        before = [totals(bench, slot) for slot in slots]
        for _ in range(300):
            for row in bench.lines:
                base = bench.k[row]
                bench.y[base + line.DEMAND] = rng.uniform(-10.0, 2e4)
                bench.y[base + line.BLOCKAGE] = rng.choice((0.0, 0.4, 1.0))
                bench.y[base + line.LEAK] = rng.choice((0.0, 0.1, 1.0))
            bench.scan(rng.choice((0.1, 1.0, 10.0)))
            assert all(bench.y[tank * HEAD + VOLUME] >= 0.0 for tank in range(3))
        lost += math.fsum(bench.y[bench.k[row] + line.LOST_VOLUME] for row in bench.lines)
        for slot, total in zip(slots, before, strict=True):
            assert totals(bench, slot) == pytest.approx(total, rel=1e-9)
    assert lost > 0.0


def totals(bench: Bench, slot: int) -> float:
    """All there is of one slot of the head: in the tanks, and lost through lines."""
    held = [bench.y[tank * HEAD + slot] for tank in range(3)]
    at = line.LOST_VOLUME if slot == VOLUME else line.LOST + slot - FIRST_COMPONENT
    return math.fsum([*held, *(bench.y[bench.k[row] + at] for row in bench.lines)])


def test_share_of_every_component_moves() -> None:
    """A tenth of the volume carries a tenth of everything in it."""
    bench, base = pair(100.0, 0.0, 36000.0, 0.0, FULL)
    bench.y[FIRST_COMPONENT:HEAD] = [10.0] * (HEAD - FIRST_COMPONENT)
    bench.y[base + line.DEMAND] = 36000.0
    bench.scan()
    assert bench.y[FIRST_COMPONENT:HEAD] == pytest.approx([9.0] * (HEAD - FIRST_COMPONENT))
    moved = bench.y[HEAD + FIRST_COMPONENT : 2 * HEAD]
    assert moved == pytest.approx([1.0] * (HEAD - FIRST_COMPONENT))


def test_enthalpy_mixes() -> None:
    """Verification: V*T summed over both tanks does not change, and an empty sink takes T."""
    bench, base = pair(10.0, 30.0)
    bench.y[TEMPERATURE], bench.y[HEAD + TEMPERATURE] = 5.0, 37.0
    bench.y[base + line.DEMAND] = 60.0
    for _ in range(120):
        bench.scan()
    heat = bench.y[VOLUME] * bench.y[TEMPERATURE]
    heat += bench.y[HEAD + VOLUME] * bench.y[HEAD + TEMPERATURE]
    assert heat == pytest.approx(10.0 * 5.0 + 30.0 * 37.0, rel=1e-12)
    empty, base = pair(10.0, 0.0)
    empty.y[TEMPERATURE], empty.y[HEAD + TEMPERATURE] = 5.0, 99.0
    empty.y[base + line.DEMAND] = 60.0
    empty.scan()
    assert empty.y[HEAD + TEMPERATURE] == 5.0


def test_flow_is_the_demand_within_capacity() -> None:
    """The flow follows its demand up to the capacity, less blockage, and never runs backwards."""
    bench, base = pair(1000.0, 0.0, 50.0, 0.0, FULL)
    for demand, blockage, flow in (
        (20.0, 0.0, 20.0),
        (80.0, 0.0, 50.0),
        (-5.0, 0.0, 0.0),
        (20.0, 0.25, 15.0),
        (20.0, 1.0, 0.0),
        (20.0, 7.0, 0.0),
        (20.0, -7.0, 20.0),
    ):
        bench.y[base + line.DEMAND], bench.y[base + line.BLOCKAGE] = demand, blockage
        bench.scan()
        assert bench.y[base + line.FLOW] == pytest.approx(flow)


def test_clamped_off() -> None:
    """Nothing flows through a line that a person has isolated."""
    bench, base = pair(10.0, 0.0)
    bench.y[base + line.DEMAND], bench.y[base + line.ISOLATED] = 20.0, 1.0
    bench.scan()
    assert (bench.y[VOLUME], bench.y[base + line.FLOW]) == (10.0, 0.0)


def test_stops_at_the_heel() -> None:
    """The last of a bottle stays below its dip tube, and then nothing flows."""
    bench, base = pair(1.0, 0.0, 3600.0, 0.25, FULL)
    bench.y[base + line.DEMAND] = 2160.0
    flows = []
    for _ in range(3):
        bench.scan()
        flows.append(bench.y[base + line.FLOW])
    assert flows == pytest.approx([2160.0, 540.0, 0.0])
    assert (bench.y[VOLUME], bench.y[HEAD + VOLUME]) == pytest.approx((0.25, 0.75))
    assert bench.y[base + line.MOVED] == pytest.approx(0.75)


def test_an_emptied_source_keeps_nothing() -> None:
    """Without a heel the last drop takes the last of every component, to the bit."""
    bench, base = pair(0.7, 3.0, 3600.0, 0.0, FULL)
    bench.y[FIRST_COMPONENT:HEAD] = [0.1 * n for n in range(FIRST_COMPONENT, HEAD)]
    bench.y[base + line.DEMAND] = 1234.5
    for _ in range(5):
        bench.scan()
    assert bench.y[VOLUME] == 0.0
    assert bench.y[FIRST_COMPONENT:HEAD] == [0.0] * (HEAD - FIRST_COMPONENT)


def test_stops_when_the_sink_is_full() -> None:
    """A full tank takes no more; what a leak spills on the way does not count."""
    bench, base = pair(100.0, 9.5, 3600.0, 0.0, 10.0)
    bench.y[base + line.DEMAND], bench.y[base + line.LEAK] = 3600.0, 0.5
    for _ in range(3):
        bench.scan()
    assert bench.y[HEAD + VOLUME] == pytest.approx(10.0)
    assert bench.y[VOLUME] == pytest.approx(99.0)
    assert bench.y[base + line.LOST_VOLUME] == pytest.approx(0.5)


def test_a_line_out_of_the_plant() -> None:
    """What is drained is lost, component by component, and counted."""
    bench = Bench(1)
    bench.y[VOLUME], bench.y[GLUCOSE] = 10.0, 50.0
    base = bench.line(0, OUT, 3600.0, 0.0, FULL)
    bench.y[base + line.DEMAND] = 3600.0
    bench.scan()
    assert bench.y[base + line.LOST_VOLUME] == 1.0
    assert bench.y[base + line.LOST + GLUCOSE - FIRST_COMPONENT] == pytest.approx(5.0)


def test_wash_out() -> None:
    """Verification: a tank fed and drained at Q washes out as e^(-Q t/V), within 0.1 %."""
    bench = Bench(3)
    bench.y[VOLUME] = 1000.0
    bench.y[HEAD + VOLUME], bench.y[HEAD + GLUCOSE] = 50.0, 400.0
    feed, drain = bench.line(0, 1), bench.line(1, 2)
    bench.y[feed + line.DEMAND] = bench.y[drain + line.DEMAND] = 50.0
    for _ in range(7200):
        bench.scan()
    assert bench.y[HEAD + VOLUME] == pytest.approx(50.0, rel=1e-9)
    assert bench.y[HEAD + GLUCOSE] == pytest.approx(400.0 * math.exp(-2.0), rel=1e-3)


def test_exponential_feed() -> None:
    """Verification: F = F0 e^(mu t) fills V = V0 + F0/mu (e^(mu t) - 1), within 0.1 %."""
    bench, base = pair(1000.0, 6.0)
    for second in range(36000):
        bench.y[base + line.DEMAND] = 0.36 * math.exp(0.15 * second / 3600.0)
        bench.scan()
    filled = 0.36 / 0.15 * (math.exp(1.5) - 1.0)
    assert bench.y[HEAD + VOLUME] - 6.0 == pytest.approx(filled, rel=1e-3)


def test_no_time_moves_nothing() -> None:
    """A step of no time leaves everything as it was."""
    bench, base = pair(10.0, 0.0)
    bench.y[base + line.DEMAND] = 20.0
    before = list(bench.y)
    bench.scan(0.0)
    assert bench.y == before


def test_a_broken_demand_is_not_hidden() -> None:
    """NaN in a demand spreads to the source, where the scan finds it, and never raises."""
    bench, base = pair(10.0, 0.0)
    bench.y[base + line.DEMAND] = math.nan
    bench.scan()
    assert math.isnan(bench.y[VOLUME])
    bench, base = pair(0.0, 0.0)
    bench.y[base + line.DEMAND] = math.nan
    bench.scan()
    assert bench.y[VOLUME] == 0.0
