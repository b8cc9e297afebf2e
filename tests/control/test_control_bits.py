"""The kernels of this room give the same bits compiled and interpreted."""

from __future__ import annotations

from array import array

import numpy as np
import pytest
from compiled_kernel import compiled_kernel
from control_bench import Bench

from simulator.assessment import gauge
from simulator.control import actuator, alarm, loop, ramp, transmitter, watch
from simulator.language.condition import (
    AND,
    GT,
    HELD,
    LT,
    MAGNITUDE,
    NE,
    NOT,
    NUMBER,
    OR,
    SUB,
    VALUE,
)
from simulator.numerics.kernel import Floats, Ints, kernel

creep = ramp.creep
read = transmitter.read
control = loop.control
drive = actuator.drive
evaluate = watch.evaluate
detect = alarm.detect
look = gauge.watch


@kernel
def panel(y: Floats, p: Floats, k: Ints, first: int, scans: int) -> int:
    """Run the whole panel of :func:`build` on a first-order process; the rows are in k[0:8]."""
    changes = 0
    for scan in range(first, first + scans):
        y[32] += 0.002 * (0.9 * (y[33] + y[34]) - (y[32] - 20.0))
        creep(y, k, k[0], 1.0)
        read(y, p, k, k[1], scan, 77)
        control(y, p, k, k[2], scan, 1.0)
        control(y, p, k, k[3], scan, 1.0)
        drive(y, p, k, k[4], 1.0)
        drive(y, p, k, k[5], 1.0)
        evaluate(y, p, k, k[6], 0, 1000.0)
        detect(y, p, k, k[7], 1000.0)
        look(y, p, k, k[8], 1.0)
        changes += int(y[k[k[6]] + watch.CHANGED]) + int(y[k[k[7]] + alarm.CHANGED])
    return changes


def build() -> Bench:
    """Return a heated vessel: ramp, transmitter, cascade with split range, watch, alarm, gauge."""
    bench = Bench()
    bench.row(*[0] * 9)
    value, heat, cool = bench.slot(20.0), bench.slot(), bench.slot()
    read_row, pv = bench.transmitter(value, lag=7.0, noise=0.3, period=2.0, resolution=0.01)
    drive_1, hot = bench.actuator(heat, stroke_time=20.0, stiction=0.4)
    drive_2, cold = bench.actuator(cool, capacity=-40.0, stroke_time=5.0)
    links = bench.links((hot, 0, 50.0, 100.0, 0.0, 100.0), (cold, 0, 0.0, 50.0, 100.0, 0.0))
    tuning = {"gain": 3.0, "integral_time": 90.0, "derivative_time": 4.0}
    slave_row, slave = bench.loop(pv, pv + 1, links, mode=loop.CAS, output=50.0, **tuning)
    links = bench.links((slave, loop.TO_LOOP, 0.0, 100.0, 10.0, 90.0))
    master_row, master = bench.loop(
        pv, pv + 1, links, period=5, mode=loop.AUTO, setpoint=55.0, gap=0.2, **tuning
    )
    words = [VALUE, pv, 0, NUMBER, bench.constant(54.0), 0, GT, 0, 0]
    words += [HELD, 20_000, bench.slot(), VALUE, master, 0, VALUE, pv, 0, SUB, 0, 0]
    words += [MAGNITUDE, 0, 0, NUMBER, bench.constant(1.5), 0, LT, 0, 0, NOT, 0, 0, AND, 0, 0]
    words += [VALUE, slave + loop.MODE, 0, NUMBER, bench.constant(2.0), 0, NE, 0, 0, OR, 0, 0]
    watch_row, _ = bench.watch(words)
    alarm_row, _ = bench.alarm(
        pv, alarm.DEV, reference=master, limit=2.0, deadband=0.5, on_delay=5000.0
    )
    gauge_row, _ = bench.gauge(value, low=50.0, high=60.0)
    ramp_block = bench.states(ramp.STATES, {})
    ramp_row = bench.row(ramp_block)
    ramp.begin(bench.y, ramp_block, pv + transmitter.BIAS, -4.0, 2500.0)
    rows = [ramp_row, read_row, master_row, slave_row, drive_1, drive_2]
    bench.k[:9] = [*rows, watch_row, alarm_row, gauge_row]
    return bench


@pytest.fixture(scope="module")
def compiled() -> object:
    """Compile the panel once."""
    pytest.importorskip("llvmlite")
    return compiled_kernel(panel)


def happenings(bench: Bench) -> list[tuple[int, float]]:
    """Return what is done to the panel, one change of y before each stretch of scans."""
    read_block, master, slave, valve = (bench.k[bench.k[place]] for place in (1, 2, 3, 4))
    return [
        (master + loop.SP, 55.0),
        (master + loop.SP, 62.0),
        (valve + actuator.FORCED, 1.0),
        (valve + actuator.FORCED, 0.0),
        (read_block + transmitter.STUCK, 1.0),
        (read_block + transmitter.STUCK, 0.0),
        (slave + loop.MODE, loop.AUTO),
        (slave + loop.GAIN, 0.5),
        (slave + loop.MODE, loop.CAS),
        (valve + actuator.TRIPPED, 1.0),
        (read_block + transmitter.FAILED, 1.0),
    ]


def test_compiled_and_interpreted_panels_agree_to_the_bit(compiled: object) -> None:
    """Eleven stretches of a noisy, sticking, split cascade leave the same bytes in y."""
    plain = build()
    y, p = np.array(plain.y), np.array(plain.p)
    k = np.array(plain.k, dtype=np.int64)
    first, total = 0, 0
    for slot, value in happenings(plain):
        plain.y[slot] = y[slot] = value
        theirs = compiled(y, p, k, first, 400)  # type: ignore[operator]
        assert panel(plain.y, plain.p, plain.k, first, 400) == theirs
        assert array("d", plain.y).tobytes() == y.tobytes()
        first += 400
        total += theirs
    assert total >= 10, "the run must cross its limits often, or it shows little"
    assert plain.y[plain.k[plain.k[1]] + transmitter.BIAS] == -4.0
    assert plain.y[plain.k[plain.k[3]] + loop.SHED] == 1.0
