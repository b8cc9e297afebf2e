"""A split range over loops: a slave at its limit does not close the way to the next output."""

from __future__ import annotations

import pytest
from control_bench import Bench

from simulator.control import actuator as ac
from simulator.control import loop as lp


@pytest.mark.parametrize("shut", [-1e9, 0.01])
def test_a_gas_as_good_as_shut_does_not_keep_the_base_from_starting(shut: float) -> None:
    """A meter that shows a little at no flow holds the gas loop shut; base starts all the same."""
    bench = Bench()
    acidity, gas, quality = bench.slot(), bench.slot(), bench.slot()
    valve, pump = bench.actuator(bench.slot())[1], bench.actuator(bench.slot())[1]
    links = bench.links((valve, lp.TO_ACTUATOR, 0.0, 100.0, 0.0, 100.0))
    slave_row, slave = bench.loop(
        gas, quality, links, gain=5.0, integral_time=3.0, mode=lp.CAS, cut_off=shut
    )
    ends = (
        (slave, lp.TO_LOOP, 0.0, 50.0, 5.0, 0.0),
        (pump, lp.TO_ACTUATOR, 50.0, 100.0, 0.0, 100.0),
    )
    row, yb = bench.loop(
        acidity, quality, bench.links(*ends), gain=25.0, integral_time=1800.0, mode=lp.AUTO
    )
    bench.y[yb + lp.SP], bench.y[yb + lp.OP] = 7.0, 49.0
    bench.y[acidity], bench.y[gas] = 6.8, 0.2  # too acid; the meter never comes below 0.2
    for scan in range(600):
        for one in (row, slave_row):
            lp.control(bench.y, bench.p, bench.k, one, scan, 1.0)
    assert bench.y[slave + lp.OP] == 0.0
    assert bench.y[slave + lp.LIMITED] == -1.0
    # 0.2 pH of error through 25 %/pH in 1800 s is 1.67 % in 600 s, of which 0.67 % lie above 50 %
    assert bench.y[pump + ac.DEMAND] == pytest.approx(
        2.0 * (49.0 + 600.0 * 0.2 * 25.0 / 1800.0 - 50.0)
    )
