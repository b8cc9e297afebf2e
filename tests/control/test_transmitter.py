"""Transmitters against closed forms (verification), and as a hostile plant would treat them."""

from __future__ import annotations

import math

import pytest
from control_bench import Bench
from findings import Finding
from hypothesis import given
from hypothesis import strategies as st

from simulator.control import transmitter as tx
from simulator.numerics.noise import normal

SEED = 11


def read(bench: Bench, row: int, scan: int) -> None:
    """Read once."""
    tx.read(bench.y, bench.p, bench.k, row, scan, SEED)


def test_the_first_reading_is_the_true_value() -> None:
    """Verification: a transmitter starts settled, whatever its lag, phase and period."""
    bench = Bench()
    row, yb = bench.transmitter(bench.slot(36.8), lag=60.0, period=10.0, phase=7)
    read(bench, row, 0)
    assert bench.y[yb + tx.PV] == 36.8
    assert bench.y[yb + tx.QUALITY] == tx.GOOD


@pytest.mark.parametrize("period", [1.0, 5.0, 30.0])
def test_a_step_is_followed_by_the_exact_first_order_lag(period: float, finding: Finding) -> None:
    """Verification: after a step, 1 - exp(-t/lag) at every reading, whatever the period."""
    bench = Bench()
    source = bench.slot(0.0)
    row, yb = bench.transmitter(source, lag=20.0, period=period)
    read(bench, row, 0)
    bench.y[source] = 100.0
    for scan in range(1, 61):
        read(bench, row, scan)
    expected = 100.0 * (1.0 - math.exp(-60.0 / 20.0))
    closed = {"source": "first-order lag", "against": "1 - exp(-t/lag)", "tolerance": 1e-12}
    said = "reading after a step"
    finding(bench.y[yb + tx.PV], expected, model="control/transmitter", quantity=said, **closed)


@pytest.mark.parametrize("dead", [0.0, 2.0, 4.0, 10.0])
def test_a_probe_answers_late(dead: float, finding: Finding) -> None:
    """Verification: nothing for the dead time after a step, then the lag as if it were new."""
    bench = Bench()
    source = bench.slot(40.0)
    row, yb = bench.transmitter(source, lag=15.0, period=2.0, dead_time=dead)
    read(bench, row, 0)
    bench.y[source] = 100.0
    closed = {"source": "first-order lag", "against": "1 - exp(-(t - dead time)/lag)"}
    for scan in range(2, 62, 2):
        read(bench, row, scan)
        expected = 40.0 + 60.0 * (1.0 - math.exp(-max(0.0, scan - dead) / 15.0))
        said = {**closed, "quantity": "reading after dead time", "tolerance": 1e-12}
        finding(bench.y[yb + tx.PV], expected, model="control/transmitter", **said)


def test_a_reading_is_held_until_the_next() -> None:
    """Between readings the process value does not move; it reads in scans of its phase."""
    bench = Bench()
    source = bench.slot(0.0)
    row, yb = bench.transmitter(source, period=10.0, phase=3)
    seen = []
    for scan in range(30):
        bench.y[source] = float(scan)
        read(bench, row, scan)
        seen.append(bench.y[yb + tx.PV])
    assert seen == [0.0] * 3 + [3.0] * 10 + [13.0] * 10 + [23.0] * 7


@pytest.mark.parametrize(("natural", "fault"), [(0.03, 0.0), (0.0, -0.03), (0.02, 0.04)])
def test_drift_per_day_is_natural_and_fault_together(natural: float, fault: float) -> None:
    """Verification: after half a day, half the daily drift, independent of the period."""
    for period in (60.0, 600.0):
        bench = Bench()
        row, yb = bench.transmitter(
            bench.slot(7.0), dt=60.0, low=0.0, high=14.0, period=period, natural_drift=natural
        )
        bench.y[yb + tx.DRIFT_RATE] = fault
        for scan in range(721):
            read(bench, row, scan)
        assert bench.y[yb + tx.PV] == pytest.approx(7.0 + (natural + fault) / 2.0, abs=1e-12)


def test_noise_is_a_function_of_seed_stream_and_scan() -> None:
    """Verification: the reading is the value plus sigma times the stream's number of that scan."""
    bench = Bench()
    row, yb = bench.transmitter(bench.slot(50.0), noise=0.5, noise_factor=3.0, stream=9)
    read(bench, row, 0)
    read(bench, row, 17)
    assert bench.y[yb + tx.PV] == 50.0 + 0.5 * 3.0 * normal(SEED, 9, 17)


def test_noise_has_the_sigma_that_was_asked_for() -> None:
    """Verification: mean and standard deviation of 4000 readings, within 5 standard errors."""
    bench = Bench()
    row, yb = bench.transmitter(bench.slot(50.0), noise=0.2)
    values = []
    for scan in range(4000):
        read(bench, row, scan)
        values.append(bench.y[yb + tx.PV] - 50.0)
    mean = math.fsum(values) / 4000
    sigma = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / 3999)
    assert abs(mean) < 5 * 0.2 / math.sqrt(4000)
    assert abs(sigma - 0.2) < 5 * 0.2 / math.sqrt(8000)


@pytest.mark.parametrize(
    ("true", "pv", "quality"),
    [
        (50.0, 50.0, tx.GOOD),
        (-1.0, 0.0, tx.GOOD),
        (-1.5, 0.0, tx.UNCERTAIN),
        (103.0, 100.0, tx.GOOD),
        (103.5, 100.0, tx.UNCERTAIN),
        (1e300, 100.0, tx.UNCERTAIN),
    ],
)
def test_a_signal_saturates_at_its_range(true: float, pv: float, quality: float) -> None:
    """The value stays in the range; beyond what the signal carries (NE 43) it is UNCERTAIN."""
    bench = Bench()
    row, yb = bench.transmitter(bench.slot(true))
    read(bench, row, 0)
    assert (bench.y[yb + tx.PV], bench.y[yb + tx.QUALITY]) == (pv, quality)


@pytest.mark.parametrize(("fails_to", "pv"), [(0.0, -10.0), (1.0, 90.0)])
def test_a_failed_transmitter_goes_to_the_end_of_its_range(fails_to: float, pv: float) -> None:
    """Quality is BAD and the value at the end it fails to; when mended it reads again."""
    bench = Bench()
    row, yb = bench.transmitter(bench.slot(20.0), low=-10.0, high=90.0, fails_to=fails_to)
    read(bench, row, 0)
    bench.y[yb + tx.FAILED] = 1.0
    read(bench, row, 1)
    assert (bench.y[yb + tx.PV], bench.y[yb + tx.QUALITY]) == (pv, tx.BAD)
    bench.y[yb + tx.FAILED] = 0.0
    read(bench, row, 2)
    assert (bench.y[yb + tx.PV], bench.y[yb + tx.QUALITY]) == (20.0, tx.GOOD)


def test_a_stuck_transmitter_repeats_itself_and_says_good() -> None:
    """The value does not move while stuck, noise or not; the quality does not give it away."""
    bench = Bench()
    source = bench.slot(20.0)
    row, yb = bench.transmitter(source, noise=0.1)
    read(bench, row, 0)
    before = bench.y[yb + tx.PV]
    bench.y[yb + tx.STUCK] = 1.0
    bench.y[source] = 80.0
    for scan in range(1, 50):
        read(bench, row, scan)
    assert (bench.y[yb + tx.PV], bench.y[yb + tx.QUALITY]) == (before, tx.GOOD)


def test_bias_shows_at_once() -> None:
    """A bias is not lagged: it is in the electronics, not in the sensor."""
    bench = Bench()
    row, yb = bench.transmitter(bench.slot(7.0), lag=100.0)
    read(bench, row, 0)
    bench.y[yb + tx.BIAS] = -0.06
    read(bench, row, 1)
    assert bench.y[yb + tx.PV] == 7.0 - 0.06


@pytest.mark.parametrize(("true", "slope", "shown"), [(7.0, 92.0, 7.0), (6.0, 92.0, 6.08)])
def test_a_lost_slope_shows_away_from_the_pivot(
    true: float, slope: float, shown: float, finding: Finding
) -> None:
    """Verification: a pH probe with 92 % slope is right at 7 and 0.08 high at 6."""
    bench = Bench()
    row, yb = bench.transmitter(bench.slot(true), low=2.0, high=12.0, pivot=7.0)
    bench.y[yb + tx.SLOPE] = slope
    read(bench, row, 0)
    said = {"source": "response about the pivot", "against": "the closed form", "tolerance": 1e-9}
    quantity = f"pH {true:g} at a slope of {slope:g} %"
    finding(bench.y[yb + tx.PV], shown, model="control/transmitter", quantity=quantity, **said)


def test_one_point_correction_of_a_lost_slope_holds_at_that_point_alone() -> None:
    """After a correction at 6.9 a probe with 92 % slope is right there and wrong elsewhere."""
    bench = Bench()
    source = bench.slot(6.9)
    row, yb = bench.transmitter(source, low=2.0, high=12.0, pivot=7.0)
    bench.y[yb + tx.SLOPE] = 92.0
    read(bench, row, 0)
    assert tx.calibrate(bench.y, bench.p, yb, bench.k[row + tx.PB], 6.9) is None
    read(bench, row, 1)
    assert bench.y[yb + tx.PV] == pytest.approx(6.9, abs=1e-12)
    bench.y[source] = 6.4
    read(bench, row, 2)
    assert bench.y[yb + tx.PV] == pytest.approx(6.44, abs=1e-12)


def test_a_fouled_sensor_is_slow(finding: Finding) -> None:
    """Validation: half covered, a probe of 35 s lag takes twice as long to 90 %, and gets there."""
    took = []
    for covered in (0.0, 0.5):
        bench = Bench()
        source = bench.slot(0.0)
        row, yb = bench.transmitter(source, lag=35.0)
        bench.y[yb + tx.FOULING] = covered
        read(bench, row, 0)
        bench.y[source] = 100.0
        scan = 0
        while bench.y[yb + tx.PV] < 90.0:
            scan += 1
            read(bench, row, scan)
        took.append(scan)
        for later in range(scan, scan + 1000):
            read(bench, row, later)
        assert bench.y[yb + tx.PV] == pytest.approx(100.0, abs=1e-3)
    known = {"model": "control/transmitter", "kind": "validation", "unit": "s"}
    for seconds, wanted, state in zip(took, (80.6, 161.0), ("clean", "half fouled"), strict=True):
        finding(
            float(seconds),
            wanted,
            quantity=f"T90 of a {state} probe",
            source="first-order lag over a covered surface",
            against="2.303 times the lag, by the open part",
            tolerance=0.1,
            **known,
        )


def test_raman_glucose_has_the_error_that_is_told(finding: Finding) -> None:
    """Validation: read hourly with 2.2 mM of noise, the error is 0.3 to 0.5 g/L, as of Raman."""
    bench = Bench()
    row, yb = bench.transmitter(bench.slot(20.0), low=0.0, high=60.0, period=3600.0, noise=2.2)
    errors = []
    for hour in range(400):
        read(bench, row, hour * 3600)
        errors.append((bench.y[yb + tx.PV] - 20.0) * 0.18016)
    read(bench, row, 400 * 3600 - 1)
    assert bench.y[yb + tx.PV] == pytest.approx(20.0 + errors[-1] / 0.18016)
    finding(
        math.sqrt(math.fsum(error * error for error in errors) / len(errors)),
        0.4,
        model="control/transmitter",
        kind="validation",
        source="normal noise, held for an hour",
        against="0.3 to 0.5 g/L of Raman probes",
        quantity="error of glucose",
        within=0.1,
        unit="g/L",
    )


def test_calibration_takes_drift_away_at_one_point() -> None:
    """After a one-point correction it reads the given value, and drifts on from there."""
    bench = Bench()
    row, yb = bench.transmitter(bench.slot(7.0), low=2.0, high=12.0)
    read(bench, row, 0)
    bench.y[yb + tx.BIAS] = -0.12
    read(bench, row, 1)
    assert tx.calibrate(bench.y, bench.p, yb, bench.k[row + tx.PB], 7.0) is None
    assert bench.y[yb + tx.PV] == 7.0
    read(bench, row, 2)
    assert bench.y[yb + tx.PV] == pytest.approx(7.0, abs=1e-12)


@pytest.mark.parametrize("value", [1.9, 12.1, math.nan, math.inf])
def test_calibration_outside_the_range_is_refused(value: float) -> None:
    """An impossible value changes nothing and gives a problem with a hint."""
    bench = Bench()
    row, yb = bench.transmitter(bench.slot(7.0), low=2.0, high=12.0)
    read(bench, row, 0)
    before = list(bench.y)
    problem = tx.calibrate(bench.y, bench.p, yb, bench.k[row + tx.PB], value)
    assert problem is not None
    assert problem.code == "outside-range"
    assert "from 2 to 12" in problem.hint
    assert bench.y == before


def test_a_transmitter_without_signal_cannot_be_calibrated() -> None:
    """A failed instrument is for maintenance, not for calibration."""
    bench = Bench()
    row, yb = bench.transmitter(bench.slot(7.0), failed=1.0)
    read(bench, row, 0)
    problem = tx.calibrate(bench.y, bench.p, yb, bench.k[row + tx.PB], 7.0)
    assert problem is not None
    assert problem.code == "no-signal"


def test_resolution_rounds_to_steps_within_the_range() -> None:
    """The signal comes in steps from the low end, and never leaves the range."""
    bench = Bench()
    source = bench.slot(7.004)
    row, yb = bench.transmitter(source, low=2.0, high=12.0, resolution=0.01)
    read(bench, row, 0)
    assert bench.y[yb + tx.PV] == pytest.approx(7.0, abs=1e-12)
    bench.y[source] = 12.0
    read(bench, row, 1)
    assert bench.y[yb + tx.PV] <= 12.0


@pytest.mark.parametrize("poison", [math.nan, math.inf, -math.inf])
def test_a_value_that_is_no_number_does_not_enter_the_sensor(poison: float) -> None:
    """The sensor stays where it was, and goes on when the value is a number again."""
    bench = Bench()
    source = bench.slot(30.0)
    row, yb = bench.transmitter(source, lag=10.0)
    read(bench, row, 0)
    bench.y[source] = poison
    read(bench, row, 1)
    assert bench.y[yb + tx.PV] == 30.0
    bench.y[source] = 30.0
    read(bench, row, 2)
    assert bench.y[yb + tx.PV] == 30.0


@given(
    value=st.floats(allow_nan=True, allow_infinity=True),
    low=st.floats(-1e3, 1e3),
    span=st.floats(1e-3, 1e3),
    resolution=st.sampled_from([0.0, 1e-3, 0.7]),
    noise=st.sampled_from([0.0, 0.1, 1e6]),
)
def test_a_reading_is_always_within_the_range(
    value: float, low: float, span: float, resolution: float, noise: float
) -> None:
    """Whatever the plant does, the process value is a number in the instrument's range."""
    bench = Bench()
    row, yb = bench.transmitter(
        bench.slot(value), low=low, high=low + span, resolution=resolution, noise=noise, lag=5.0
    )
    for scan in range(3):
        read(bench, row, scan)
        assert low <= bench.y[yb + tx.PV] <= low + span


def test_preparing_rounds_the_period_to_whole_scans() -> None:
    """A period shorter than a scan becomes one scan; others the nearest number of scans."""
    assert tx.prepare({"period": 0.1}, 1.0)["period"] == 1.0
    assert tx.prepare({"period": 7.0}, 2.0)["period"] == 8.0
    assert tx.prepare({"lag": 0.0}, 1.0)["lag share"] == 1.0
