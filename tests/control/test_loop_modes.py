"""Modes, tracking, cascade and split range: every transfer is bumpless."""

from __future__ import annotations

import math

import pytest
from control_bench import Bench
from hypothesis import given, settings
from hypothesis import strategies as st
from test_loop import Plant

from simulator.control import actuator as ac
from simulator.control import loop as lp


class Cascade:
    """A master on y[outer] whose output is the set-point (0..50) of a slave on y[inner]."""

    def __init__(self, **slave: float) -> None:
        bench = self.bench = Bench()
        self.outer, self.inner, self.quality = bench.slot(), bench.slot(), bench.slot()
        _, self.valve = bench.actuator(bench.slot())
        links = bench.links((self.valve, lp.TO_ACTUATOR, 0.0, 100.0, 0.0, 100.0))
        slave = {"gain": 2.0, "integral_time": 60.0, "mode": lp.CAS, **slave}
        self.slave_row, self.slave = bench.loop(self.inner, self.quality, links, **slave)
        links = bench.links((self.slave, lp.TO_LOOP, 0.0, 100.0, 0.0, 50.0))
        self.master_row, self.master = bench.loop(
            self.outer, self.quality, links, gain=4.0, integral_time=300.0, mode=lp.AUTO
        )
        self.scan = 0

    def run(self, outer: float, inner: float) -> None:
        """Execute both loops once, master first."""
        self.bench.y[self.outer] = outer
        self.bench.y[self.inner] = inner
        for row in (self.master_row, self.slave_row):
            lp.control(self.bench.y, self.bench.p, self.bench.k, row, self.scan, 1.0)
        self.scan += 1


@pytest.mark.parametrize("tracking", [0.0, 1.0])
def test_from_manual_to_automatic_without_a_bump(tracking: float) -> None:
    """With the value at its set-point, AUTO begins at exactly the operator's output."""
    plant = Plant(gain=5.0, integral_time=30.0, derivative_time=4.0, setpoint_tracking=tracking)
    plant.set(lp.MODE, lp.MAN)
    plant.set(lp.OP, 37.3)
    plant.set(lp.SP, 20.0)
    for _ in range(10):
        assert plant.run(20.0) == 37.3
    plant.set(lp.MODE, lp.AUTO)
    assert plant.run(20.0) == 37.3


def test_from_manual_to_automatic_with_an_error_only_integrates() -> None:
    """A standing error gives no proportional kick: the first change is the integral one."""
    plant = Plant(gain=5.0, integral_time=50.0, setpoint=20.0, output=30.0, mode=lp.MAN)
    for _ in range(5):
        plant.run(16.0)
    plant.set(lp.MODE, lp.AUTO)
    assert plant.run(16.0) == pytest.approx(30.0 + 5.0 * 4.0 / 50.0, rel=1e-12)


def test_from_automatic_to_manual_without_a_bump() -> None:
    """MAN begins at exactly the last output of AUTO, and the output is then the operator's."""
    plant = Plant(gain=5.0, integral_time=30.0, setpoint=20.0, output=30.0)
    for second in range(20):
        last = plant.run(20.0 + math.sin(second))
    plant.set(lp.MODE, lp.MAN)
    assert plant.run(25.0) == last
    plant.set(lp.OP, 12.5)
    assert plant.run(25.0) == 12.5


def test_tuning_on_the_run_without_a_bump() -> None:
    """New tuning changes what the loop does next, not where it is."""
    plant = Plant(gain=5.0, integral_time=30.0, derivative_time=3.0, setpoint=20.0, output=30.0)
    for _ in range(60):
        last = plant.run(20.0)
    for slot, value in ((lp.GAIN, 50.0), (lp.INTEGRAL, 3.0), (lp.DERIVATIVE, 300.0)):
        plant.set(slot, value)
        assert plant.run(20.0) == last


def test_the_setpoint_tracks_in_manual_only_where_asked() -> None:
    """With tracking the set-point follows the value in MAN; without, it stays the operator's."""
    for tracking, expected in ((0.0, 20.0), (1.0, 33.0)):
        plant = Plant(setpoint=20.0, mode=lp.MAN, setpoint_tracking=tracking)
        plant.run(33.0)
        assert plant.get(lp.SP) == expected


@pytest.mark.parametrize("mode", [lp.AUTO, lp.CAS])
def test_a_bad_value_sheds_the_loop_to_manual(mode: float) -> None:
    """The output is held, the loop is in MAN and says it was shed; it stays there when mended."""
    plant = Plant(gain=5.0, integral_time=30.0, setpoint=20.0, mode=mode, setpoint_tracking=1.0)
    last = plant.run(19.0)
    plant.bench.y[plant.quality] = lp.BAD_QUALITY
    assert plant.run(-10.0) == last
    assert plant.get(lp.MODE) == lp.MAN
    assert plant.get(lp.SHED) == 1.0
    assert plant.get(lp.SP) == 20.0
    plant.bench.y[plant.quality] = 0.0
    assert plant.run(19.0) == last
    assert plant.get(lp.MODE) == lp.MAN


def test_putting_a_shed_loop_back_while_the_value_is_bad_sheds_it_again() -> None:
    """AUTO on a bad value does not last one scan, and moves nothing."""
    plant = Plant(gain=5.0, integral_time=30.0, setpoint=20.0)
    last = plant.run(19.0)
    plant.bench.y[plant.quality] = lp.BAD_QUALITY
    for _ in range(3):
        plant.set(lp.MODE, lp.AUTO)
        plant.set(lp.SHED, 0.0)
        assert plant.run(-10.0) == last
        assert (plant.get(lp.MODE), plant.get(lp.SHED)) == (lp.MAN, 1.0)


def test_an_uncertain_value_does_not_shed() -> None:
    """Only BAD takes a loop out of automatic."""
    plant = Plant(gain=5.0, setpoint=20.0)
    plant.bench.y[plant.quality] = 1.0
    plant.run(19.0)
    assert plant.get(lp.MODE) == lp.AUTO


def test_a_forced_actuator_is_tracked_and_taken_over_from() -> None:
    """While an interlock forces the valve, OP is where it is forced; released, it goes on there."""
    plant = Plant(gain=1.0, integral_time=100.0, setpoint=50.0, output=70.0)
    plant.run(50.0)
    plant.bench.y[plant.valve + ac.FORCED] = 1.0
    plant.bench.y[plant.valve + ac.FORCE_VALUE] = 5.0
    for _ in range(600):
        plant.run(20.0)
    assert (plant.get(lp.OP), plant.get(lp.TRACKING)) == (5.0, 1.0)
    plant.bench.y[plant.valve + ac.FORCED] = 0.0
    assert plant.run(20.0) == pytest.approx(5.0 + 30.0 / 100.0)
    assert plant.get(lp.TRACKING) == 0.0


def test_a_forced_output_of_a_manual_loop_stays_when_released() -> None:
    """What was forced in MAN does not jump back by itself when the interlock is reset."""
    plant = Plant(mode=lp.MAN, output=30.0)
    plant.run(0.0)
    plant.bench.y[plant.valve + ac.FORCED] = 1.0
    plant.run(0.0)
    plant.bench.y[plant.valve + ac.FORCED] = 0.0
    assert plant.run(0.0) == 0.0


def test_a_master_drives_its_slave_in_cascade() -> None:
    """In CAS the slave's set-point is the master's output, scaled by the link."""
    both = Cascade()
    both.bench.y[both.master + lp.SP] = 37.0
    both.run(37.0, 20.0)
    both.bench.y[both.master + lp.SP] = 38.0
    both.run(37.0, 20.0)
    output = both.bench.y[both.master + lp.OP]
    assert output == pytest.approx(4.0 * 1.0 * (1.0 + 1.0 / 300.0))
    assert both.bench.y[both.slave + lp.SP] == 0.5 * output


@pytest.mark.parametrize("mode", [lp.MAN, lp.AUTO])
def test_cascade_is_entered_without_a_bump(mode: float) -> None:
    """The master tracks the slave's set-point while the slave is not in CAS."""
    both = Cascade(mode=mode, setpoint=31.7)
    both.bench.y[both.master + lp.SP] = 37.0
    for _ in range(50):
        both.run(37.0, 30.0)
    master, slave = both.master, both.slave
    assert both.bench.y[master + lp.TRACKING] == 1.0
    assert both.bench.y[master + lp.OP] == 2.0 * 31.7
    both.bench.y[slave + lp.MODE] = lp.CAS
    both.run(37.0, 30.0)
    assert both.bench.y[master + lp.TRACKING] == 0.0
    assert both.bench.y[slave + lp.SP] == 31.7


def test_cascade_is_left_without_a_bump() -> None:
    """AUTO keeps the set-point that the master gave last."""
    both = Cascade(setpoint=31.7, output=40.0)
    both.bench.y[both.master + lp.SP] = 37.0
    both.bench.y[both.master + lp.OP] = 62.0
    for _ in range(5):
        both.run(36.0, 30.0)
    given_last = both.bench.y[both.slave + lp.SP]
    valve_last = both.bench.y[both.valve + ac.DEMAND]
    both.bench.y[both.slave + lp.MODE] = lp.AUTO
    both.run(36.0, 30.0)
    assert both.bench.y[both.slave + lp.SP] == given_last
    step = 2.0 * (given_last - 30.0) / 60.0
    assert both.bench.y[both.valve + ac.DEMAND] == pytest.approx(valve_last + step)


@pytest.mark.parametrize(("inner", "outer", "sign"), [(0.0, 30.0, 1.0), (50.0, 44.0, -1.0)])
def test_a_master_does_not_wind_its_slave_up(inner: float, outer: float, sign: float) -> None:
    """While the slave's output is at its limit the master stops there, and only there."""
    both = Cascade(setpoint=25.0, gain=50.0)
    both.bench.y[both.master + lp.SP] = 37.0
    both.bench.y[both.master + lp.OP] = 50.0
    for _ in range(600):
        both.run(outer, inner)
    stopped = both.bench.y[both.master + lp.OP]
    assert both.bench.y[both.slave + lp.LIMITED] == sign
    for _ in range(600):
        both.run(outer, inner)
    assert both.bench.y[both.master + lp.OP] == stopped
    assert 5.0 < stopped < 95.0
    both.run(37.0 + sign, inner)
    assert (both.bench.y[both.master + lp.OP] - stopped) * sign < 0.0


def test_a_master_waits_while_the_valve_of_its_slave_is_forced() -> None:
    """An interlock below the slave freezes the master: nothing it says would have effect."""
    both = Cascade(setpoint=25.0)
    both.bench.y[both.master + lp.SP] = 37.0
    both.run(36.0, 25.0)
    both.bench.y[both.valve + ac.FORCED] = 1.0
    both.run(36.0, 25.0)
    before = both.bench.y[both.master + lp.OP]
    for _ in range(300):
        both.run(36.0, 25.0)
    assert both.bench.y[both.master + lp.OP] == before


def split(
    *spans: tuple[float, float, float, float], **given: float
) -> tuple[Bench, int, int, list[int]]:
    """Return a bench with one loop in MAN over several actuators: row, block and valves."""
    bench = Bench()
    pv, quality = bench.slot(), bench.slot()
    valves = [bench.actuator(bench.slot())[1] for _ in spans]
    ends = [(v, lp.TO_ACTUATOR, *span) for v, span in zip(valves, spans, strict=True)]
    row, yb = bench.loop(pv, quality, bench.links(*ends), **given)
    return bench, row, yb, valves


DO_SPANS = ((0.0, 30.0, 20.0, 100.0), (30.0, 60.0, 0.0, 80.0), (60.0, 100.0, 0.0, 50.0))
PH_SPANS = ((0.0, 50.0, 100.0, 0.0), (50.0, 100.0, 0.0, 100.0))


@pytest.mark.parametrize(
    ("spans", "output", "expected"),
    [
        (DO_SPANS, 15.0, [60.0, 0.0, 0.0]),
        (DO_SPANS, 45.0, [100.0, 40.0, 0.0]),
        (DO_SPANS, 100.0, [100.0, 80.0, 50.0]),
        (PH_SPANS, 0.0, [100.0, 0.0]),
        (PH_SPANS, 25.0, [50.0, 0.0]),
        (PH_SPANS, 50.0, [0.0, 0.0]),
        (PH_SPANS, 75.0, [0.0, 50.0]),
    ],
)
def test_split_range_divides_the_output(
    spans: tuple[tuple[float, float, float, float], ...], output: float, expected: list[float]
) -> None:
    """Verification: each link goes through its span while the output goes through its part."""
    bench, row, yb, valves = split(*spans)
    bench.y[yb + lp.OP] = output
    lp.control(bench.y, bench.p, bench.k, row, 0, 1.0)
    assert [bench.y[valve + ac.DEMAND] for valve in valves] == expected


@given(output=st.floats(0.0, 100.0), spans=st.sampled_from([DO_SPANS, PH_SPANS]))
def test_tracking_undoes_the_split(
    output: float, spans: tuple[tuple[float, float, float, float], ...]
) -> None:
    """Where the targets are tells what the output was, to rounding, anywhere in the split."""
    bench, row, yb, valves = split(*spans)
    bench.y[yb + lp.OP] = output
    lp.control(bench.y, bench.p, bench.k, row, 0, 1.0)
    for valve in valves:
        bench.y[valve + ac.FORCED] = 1.0
        bench.y[valve + ac.FORCE_VALUE] = bench.y[valve + ac.DEMAND]
    bench.y[yb + lp.OP] = 0.0
    lp.control(bench.y, bench.p, bench.k, row, 1, 1.0)
    assert bench.y[yb + lp.OP] == pytest.approx(output, abs=1e-9)


def test_one_free_target_keeps_a_split_loop_in_control() -> None:
    """The loop tracks only when all its targets are forced."""
    bench, row, yb, valves = split(*PH_SPANS, mode=lp.AUTO, gain=0.0, output=80.0)
    bench.y[valves[0] + ac.FORCED] = 1.0
    lp.control(bench.y, bench.p, bench.k, row, 0, 1.0)
    assert (bench.y[yb + lp.OP], bench.y[yb + lp.TRACKING]) == (80.0, 0.0)


def test_a_link_without_width_switches() -> None:
    """A link whose span of output is a point is an on/off output there."""
    bench, row, yb, valves = split((50.0, 50.0, 0.0, 100.0))
    for output, expected in ((49.9, 0.0), (50.0, 100.0)):
        bench.y[yb + lp.OP] = output
        lp.control(bench.y, bench.p, bench.k, row, 0, 1.0)
        assert bench.y[valves[0] + ac.DEMAND] == expected


def test_a_loop_without_outputs_only_indicates() -> None:
    """An indicator with alarms is a loop without links: it neither tracks nor fails."""
    bench, row, yb, _ = split(mode=lp.MAN, output=12.0)
    lp.control(bench.y, bench.p, bench.k, row, 0, 1.0)
    assert (bench.y[yb + lp.OP], bench.y[yb + lp.TRACKING]) == (12.0, 0.0)


VALUES = st.one_of(st.floats(-200.0, 200.0), st.sampled_from([math.nan, math.inf, -math.inf]))
ACTS = st.one_of(
    st.tuples(st.just(lp.MODE), st.sampled_from([lp.MAN, lp.AUTO, lp.CAS])),
    st.tuples(st.just(lp.SP), st.floats(-1e9, 1e9)),
    st.tuples(st.just(lp.OP), st.floats(-1e9, 1e9)),
    st.tuples(st.just(lp.GAIN), st.floats(0.0, 1e6)),
    st.tuples(st.just(lp.INTEGRAL), st.floats(0.0, 1e6)),
    st.tuples(st.just(lp.DERIVATIVE), st.floats(0.0, 1e5)),
)


@settings(max_examples=200, deadline=None)
@given(
    moves=st.lists(st.tuples(VALUES, st.sampled_from([0.0, 1.0, 2.0]), ACTS), max_size=40),
    action=st.sampled_from([0.0, 1.0]),
)
def test_no_operator_and_no_value_makes_an_output_that_is_no_percentage(
    moves: list[tuple[float, float, tuple[int, float]]], action: float
) -> None:
    """Any sequence of values, qualities and settings leaves OP within 0 to 100 %, a number."""
    plant = Plant(action=action, setpoint_tracking=1.0)
    for value, quality, (slot, setting) in moves:
        plant.bench.y[plant.quality] = quality
        plant.set(slot, setting)
        assert 0.0 <= plant.run(value) <= 100.0
        assert all(math.isfinite(number) for number in plant.bench.y[plant.yb :])
