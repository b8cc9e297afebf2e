"""The PID algorithm against closed forms (verification)."""

from __future__ import annotations

import math

import pytest
from control_bench import Bench
from findings import Finding

from simulator.control import actuator as ac
from simulator.control import loop as lp


class Plant:
    """One loop on a process: the value is y[pv], the output goes through one actuator block."""

    def __init__(self, *, period: int = 1, **given: float) -> None:
        self.bench = Bench()
        self.pv, self.quality = self.bench.slot(), self.bench.slot()
        _, self.valve = self.bench.actuator(self.bench.slot())
        links = self.bench.links((self.valve, lp.TO_ACTUATOR, 0.0, 100.0, 0.0, 100.0))
        given.setdefault("mode", lp.AUTO)
        self.row, self.yb = self.bench.loop(self.pv, self.quality, links, period=period, **given)
        self.scan = 0

    def run(self, pv: float, dt: float = 1.0) -> float:
        """Execute one scan at process value ``pv``; return the demand on the valve."""
        self.bench.y[self.pv] = pv
        lp.control(self.bench.y, self.bench.p, self.bench.k, self.row, self.scan, dt)
        self.scan += 1
        return self.bench.y[self.valve + ac.DEMAND]

    def get(self, slot: int) -> float:
        """Return a slot of the loop."""
        return self.bench.y[self.yb + slot]

    def set(self, slot: int, value: float) -> None:
        """Write a slot of the loop."""
        self.bench.y[self.yb + slot] = value


def test_imc_tuning_gives_the_first_order_response_it_promises(finding: Finding) -> None:
    """Verification: PI with Kc = tau/(K lambda), Ti = tau follows 1 - exp(-t/lambda) to 0.5 %."""
    gain, tau, lam = 0.8, 500.0, 200.0
    plant = Plant(gain=tau / (gain * lam), integral_time=tau, setpoint=0.0, output=0.0)
    share = 1.0 - math.exp(-1.0 / tau)
    value = 0.0
    plant.run(value)
    plant.set(lp.SP, 10.0)
    worst = 0.0
    for second in range(1200):
        worst = max(worst, abs(value - 10.0 * (1.0 - math.exp(-second / lam))))
        value += share * (gain * plant.run(value) - value)
    closed = {"source": "direct synthesis", "against": "1 - exp(-t/lambda)", "scale": 10.0}
    said = "worst error of a set-point step"
    finding(worst, 0.0, model="control/loop", quantity=said, tolerance=0.005, **closed)


def test_a_constant_error_is_integrated_exactly() -> None:
    """Verification: with a constant error e the output rises by K e T/Ti in time T."""
    plant = Plant(gain=2.0, integral_time=100.0, setpoint=5.0)
    for _ in range(200):
        output = plant.run(4.5)
    assert output == pytest.approx(2.0 * 0.5 * 200.0 / 100.0, rel=1e-12)


def test_a_setpoint_step_moves_the_output_by_the_gain() -> None:
    """Verification: proportional action is on the error, once."""
    plant = Plant(gain=3.0, output=20.0, setpoint=50.0)
    plant.run(50.0)
    plant.set(lp.SP, 54.0)
    assert plant.run(50.0) == 32.0
    assert plant.run(50.0) == 32.0


def test_derivative_action_answers_the_slope_of_the_value() -> None:
    """Verification: on a ramp of slope s it settles at -K Td s; a set-point step gives none."""
    plant = Plant(gain=2.0, derivative_time=30.0, output=50.0, setpoint=0.0, setpoint_low=-1e6)
    proportional = Plant(gain=2.0, output=50.0, setpoint=0.0)
    for second in range(120):
        with_it = plant.run(0.05 * second)
        without = proportional.run(0.05 * second)
    assert with_it - without == pytest.approx(-2.0 * 30.0 * 0.05, rel=1e-6)
    before = plant.get(lp.OP) - proportional.get(lp.OP)
    for one in (plant, proportional):
        one.set(lp.SP, 1.0)
        one.run(0.05 * 120)
    assert plant.get(lp.OP) - proportional.get(lp.OP) == pytest.approx(before, rel=1e-6)


def test_the_derivative_filter_has_its_time_constant() -> None:
    """Verification: after a step of the value the kick decays by Td/(Td + N h) per execution."""
    plant = Plant(gain=1.0, derivative_time=40.0, output=50.0, setpoint=0.0)
    plain = Plant(gain=1.0, output=50.0, setpoint=0.0)
    kicks = []
    for value in [0.0, 0.0, 1.0, 1.0, 1.0]:
        kicks.append(plant.run(value) - plain.run(value))
    decay = 40.0 / (40.0 + 10.0)
    assert kicks[2] == pytest.approx(-40.0 * 10.0 / 50.0)
    assert kicks[3] / kicks[2] == pytest.approx(decay)
    assert kicks[4] / kicks[3] == pytest.approx(decay)


def test_a_longer_period_is_a_longer_step() -> None:
    """Verification: period 5 at 1 s scans gives what period 1 gives at 5 s scans, bit for bit."""
    slow = Plant(period=5, gain=1.5, integral_time=60.0, derivative_time=8.0, setpoint=3.0)
    fast = Plant(period=1, gain=1.5, integral_time=60.0, derivative_time=8.0, setpoint=3.0)
    for scan in range(100):
        output = slow.run(math.sin(0.1 * scan))
        if scan % 5 == 0:
            assert output == fast.run(math.sin(0.1 * scan), 5.0)


def test_direct_action_mirrors_reverse() -> None:
    """Verification: with value and set-point mirrored, a direct loop gives the same output."""
    reverse = Plant(gain=1.5, integral_time=60.0, derivative_time=5.0, setpoint=3.0, output=40.0)
    direct = Plant(
        gain=1.5, integral_time=60.0, derivative_time=5.0, setpoint=-3.0, output=40.0, action=1.0
    )
    for scan in range(50):
        value = math.sin(0.2 * scan)
        assert reverse.run(value) == direct.run(-value)


def test_there_is_no_wind_up() -> None:
    """An hour against the limit leaves no memory: the output comes back with the error."""
    plant = Plant(gain=2.0, integral_time=100.0, setpoint=90.0)
    for _ in range(3600):
        output = plant.run(20.0)
    assert output == 100.0
    assert plant.run(21.0) == pytest.approx(100.0 - 2.0 + 2.0 * 69.0 / 100.0)
    plant.set(lp.SP, 20.0)
    assert plant.run(21.0) == 0.0


def test_a_saturated_start_does_not_overshoot() -> None:
    """A heater at its limit for long brings the value to its set-point with under 2 % overshoot."""
    gain, tau = 0.5, 600.0
    plant = Plant(gain=8.0, integral_time=600.0, setpoint=40.0)
    share = 1.0 - math.exp(-1.0 / tau)
    value, peak = 0.0, 0.0
    for _ in range(7200):
        value += share * (gain * plant.run(value) - value)
        peak = max(peak, value)
    assert value == pytest.approx(40.0, rel=1e-3)
    assert peak < 40.0 * 1.02


def test_the_gap_gives_no_action_and_no_jump() -> None:
    """Within the gap the output rests; outside, the error counts from the edge of the gap."""
    plant = Plant(gain=10.0, integral_time=50.0, setpoint=7.0, gap=0.05, output=30.0)
    for value in (7.0, 7.049, 6.951, 7.0):
        assert plant.run(value) == 30.0
    assert plant.run(6.94) == pytest.approx(30.0 + 10.0 * 0.01 * (1.0 + 1.0 / 50.0))


@pytest.mark.parametrize("value", [-1e9, 1e9, 0.0])
def test_output_and_setpoint_stay_within_their_limits(value: float) -> None:
    """Whatever the error, OP and SP keep to the limits of the loop, in AUTO and in MAN."""
    limits = {
        "output_low": 10.0,
        "output_high": 60.0,
        "setpoint_low": 20.0,
        "setpoint_high": 40.0,
    }
    for mode in (lp.MAN, lp.AUTO, lp.CAS):
        plant = Plant(gain=100.0, integral_time=1.0, mode=mode, **limits)
        for wish in (-1e9, 1e9):
            plant.set(lp.SP, wish)
            plant.set(lp.OP, wish)
            for _ in range(3):
                plant.run(value)
                assert 10.0 <= plant.get(lp.OP) <= 60.0
                assert 20.0 <= plant.get(lp.SP) <= 40.0


def test_no_integral_time_means_no_integral_action() -> None:
    """A proportional loop keeps its output while the error stays."""
    plant = Plant(gain=2.0, setpoint=5.0, output=30.0)
    assert {plant.run(4.0) for _ in range(50)} == {30.0}


def test_a_flow_of_nothing_is_shut_off() -> None:
    """At a set-point at its cut-off the valve is shut, whatever noise says; above, it is not."""
    plant = Plant(gain=2.0, integral_time=20.0, setpoint=0.0, output=30.0, **{"cut-off": 0.1})
    noisy = [0.4, -0.5, -0.3, 0.2, -0.6, 0.1] * 20
    assert {plant.run(value) for value in noisy} == {0.0}
    plant.set(lp.SP, 0.1)
    assert {plant.run(value) for value in noisy} == {0.0}
    plant.set(lp.SP, 10.0)
    assert plant.run(0.0) > 10.0
    dribbling = Plant(gain=2.0, integral_time=20.0, setpoint=0.0, output=0.0)
    assert max(dribbling.run(value) for value in noisy) > 0.5


def test_a_direct_loop_that_is_asked_for_nothing_opens_its_bypass() -> None:
    """A bypass takes flow away: at a set-point at its cut-off it stands at its highest."""
    given = {"cut-off": 0.1, "output_high": 90.0}
    plant = Plant(gain=2.0, integral_time=20.0, setpoint=0.0, output=30.0, action=1.0, **given)
    assert {plant.run(value) for value in [30.0, 5.0, -0.4, 0.3]} == {90.0}
    plant.set(lp.SP, 40.0)
    assert plant.run(0.0) < 90.0


def test_a_loop_that_is_shut_off_opens_without_a_jump() -> None:
    """Asked for a flow again, it opens by its gain and its integral, as from any set-point."""
    shut = Plant(gain=2.0, integral_time=20.0, setpoint=0.0, output=0.0, **{"cut-off": 0.1})
    free = Plant(gain=2.0, integral_time=20.0, setpoint=0.0, output=0.0)
    for plant in (shut, free):
        for _ in range(5):
            plant.run(0.0)
        plant.set(lp.SP, 4.0)
    assert [shut.run(0.0) for _ in range(10)] == [free.run(0.0) for _ in range(10)]
    assert shut.get(lp.OP) > 8.0


def test_a_loop_in_manual_is_not_shut_off() -> None:
    """In MAN the output is the operator's, with a set-point of nothing too."""
    plant = Plant(mode=lp.MAN, setpoint=0.0, output=30.0, **{"cut-off": 0.1})
    assert plant.run(5.0) == 30.0
