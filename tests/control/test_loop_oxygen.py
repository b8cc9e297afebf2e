"""The oxygen loop over a probe that is slow and late: oscillation, response, wind-up, limits."""

from __future__ import annotations

import cmath
import math
from itertools import pairwise

import pytest
from control_bench import Bench
from findings import Finding

from simulator.control import actuator as ac
from simulator.control import loop as lp
from simulator.control import transmitter as tx

TAU, LAG, DEAD = 300.0, 15.0, 5.0
"""Seconds: of a vessel with a kLa of 12 1/h, of its probe, and before the probe answers."""
KEPT = math.exp(-1.0 / TAU)
LOOP = {"model": "control/loop", "source": "linear systems, sampled each second"}


class Oxygen:
    """Oxygen (%) that follows the output, a probe that reads it, and the loop."""

    def __init__(self, gain: float, begins: float, lag: float = LAG, **given: float) -> None:
        self.bench = Bench()
        self.oxygen = self.bench.slot(begins)
        self.probe, self.yt = self.bench.transmitter(self.oxygen, lag=lag, dead_time=DEAD)
        _, self.valve = self.bench.actuator(self.bench.slot())
        links = self.bench.links((self.valve, lp.TO_ACTUATOR, 0.0, 100.0, 0.0, 100.0))
        pv, quality = self.yt + tx.PV, self.yt + tx.QUALITY
        given = {"mode": lp.AUTO, "output": begins, "setpoint": begins, **given}
        self.row, self.yb = self.bench.loop(pv, quality, links, gain=gain, **given)
        self.scan = 0
        tx.read(self.bench.y, self.bench.p, self.bench.k, self.probe, 0, 1)
        self.run()

    def run(self, strength: float = 1.0) -> float:
        """Let a second pass; a supply of ``strength`` gives so much of what is asked."""
        y, p, k = self.bench.y, self.bench.p, self.bench.k
        given = strength * y[self.valve + ac.DEMAND]
        y[self.oxygen] = given + (y[self.oxygen] - given) * KEPT
        self.scan += 1
        tx.read(y, p, k, self.probe, self.scan, 1)
        lp.control(y, p, k, self.row, self.scan, 1.0)
        return y[self.oxygen]

    @property
    def reading(self) -> float:
        """What the probe tells."""
        return self.bench.y[self.yt + tx.PV]

    def get(self, slot: int) -> float:
        """A slot of the loop."""
        return self.bench.y[self.yb + slot]

    def set(self, slot: int, value: float) -> None:
        """Write a slot of the loop."""
        self.bench.y[self.yb + slot] = value


def answer(omega: float) -> complex:
    """What a sine of so many radians a second becomes: one scan, the vessel, the probe."""
    z = cmath.exp(1j * omega)
    share = 1.0 - math.exp(-1.0 / LAG)
    vessel = (1.0 - KEPT) / (z - KEPT)
    probe = share / (1.0 - (1.0 - share) / z) * z**-DEAD
    return vessel * probe


def at_the_limit() -> tuple[float, float]:
    """The gain and the period at which the loop just keeps on oscillating (Nyquist)."""
    low, high = 1e-3, 0.5
    for _ in range(60):
        omega = 0.5 * (low + high)
        turned = cmath.phase(answer(omega))
        if -math.pi < turned < 0.0 or omega < 0.03:
            low = omega
        else:
            high = omega
    return 1.0 / abs(answer(low)), 2.0 * math.pi / low


def swings(gain: float) -> tuple[list[float], float]:
    """The heights of the swings after a small push, and the time between every second of them."""
    plant = Oxygen(gain, 50.0, integral_time=0.0)
    plant.set(lp.SP, 50.2)
    values = [plant.run() for _ in range(900)]
    turns = [
        n for n in range(1, 899) if (values[n] - values[n - 1]) * (values[n + 1] - values[n]) < 0.0
    ]
    heights = [abs(values[b] - values[a]) for a, b in pairwise(turns)]
    return heights[4:], 2.0 * (turns[-1] - turns[4]) / (len(turns) - 5)


def test_where_oscillation_begins(finding: Finding) -> None:
    """Verification: lag and dead time make the loop swing at Nyquist's gain, with its period."""
    gain, period = at_the_limit()
    heights, found = swings(gain)
    assert heights[0] > 0.02
    finding(
        heights[-1] / heights[0],
        1.0,
        quantity="swing by swing",
        against="Nyquist",
        tolerance=0.02,
        **LOOP,
    )
    finding(
        found,
        period,
        quantity="period of the swings",
        against="Nyquist",
        unit="s",
        tolerance=0.02,
        **LOOP,
    )
    for share, grows in ((0.8, False), (1.2, True)):
        heights, _ = swings(share * gain)
        assert (heights[-1] > heights[0]) is grows


def test_a_late_probe_with_internal_model_tuning(finding: Finding) -> None:
    """Verification: Kc = tau/(lambda + dead time), Ti = tau answers as 1 - exp(-(t-d)/lambda)."""
    lam = 60.0
    plant = Oxygen(TAU / (lam + DEAD), 40.0, lag=0.0, integral_time=TAU)
    plant.set(lp.SP, 50.0)
    worst = 0.0
    for second in range(600):
        wanted = 40.0 + 10.0 * (1.0 - math.exp(-second / lam))
        worst = max(worst, abs(plant.run() - wanted))
    closed = {"against": "1 - exp(-t/lambda)", "scale": 10.0, "tolerance": 0.05}
    finding(
        worst, 0.0, quantity="worst error of a step over a late probe", unit="%", **closed, **LOOP
    )


def test_an_hour_at_the_limit_leaves_nothing(finding: Finding) -> None:
    """Verification: once the reading has crossed the set-point, the output leaves its limit."""
    plant = Oxygen(2.0, 40.0, integral_time=300.0)
    for _ in range(3600):
        plant.run(0.3)
    assert plant.get(lp.OP) == 100.0
    waited, crossed = 0, False
    for _ in range(3600):
        plant.run()
        crossed = crossed or plant.reading > 40.0
        waited += int(crossed and plant.get(lp.OP) == 100.0)
        assert 0.0 <= plant.get(lp.OP) <= 100.0
    said = {"quantity": "seconds at the limit past the set-point", "against": "no wind-up"}
    finding(float(waited), 0.0, within=1.0, unit="s", **said, **LOOP)
    assert plant.run() == pytest.approx(40.0, abs=0.1)


@pytest.mark.parametrize(("dead", "lag"), [(0.0, 10.0), (4.0, 10.0)])
def test_gassing_out_over_a_slow_probe_reads_low(dead: float, lag: float, finding: Finding) -> None:
    """Verification: a kLa of 200 1/h fitted from 20 to 80 % of a probe of 10 s comes out as 164."""
    bench = Bench()
    source = bench.slot(0.0)
    row, yb = bench.transmitter(source, lag=lag, dead_time=dead)
    points = []
    for scan in range(150):
        bench.y[source] = 100.0 * (1.0 - math.exp(-200.0 * scan / 3600.0))
        tx.read(bench.y, bench.p, bench.k, row, scan, 1)
        if 20.0 < bench.y[yb + tx.PV] < 80.0:
            points.append((float(scan), math.log(1.0 - 0.01 * bench.y[yb + tx.PV])))
    middle = [math.fsum(values) / len(points) for values in zip(*points, strict=True)]
    over = math.fsum((t - middle[0]) ** 2 for t, _ in points)
    slope = math.fsum((t - middle[0]) * (v - middle[1]) for t, v in points) / over
    said = {"model": "control/transmitter", "source": "first-order lag", "tolerance": 0.03}
    known = {"quantity": "kLa fitted over a slow probe", "against": "the lagged rise"}
    finding(-3600.0 * slope, 164.0, unit="1/h", **said, **known)
