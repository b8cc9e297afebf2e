"""The pH loop over the charge balance of a culture: a load of acid, and what base it costs."""

from __future__ import annotations

import math
from functools import partial

import pytest
from control_bench import Bench
from findings import Finding

from simulator.control import actuator as ac
from simulator.control import loop as lp
from simulator.equipment.bioreactor.chemistry import balance_charges
from simulator.equipment.bioreactor.reactor import BIOREACTOR
from simulator.equipment.unit import defaults

STATE = {field.name: place for place, field in enumerate(BIOREACTOR.states)}
VOLUME, BUFFER = 1500.0, 60.0
"""L, and mM of a buffer whose pKa is 7.0."""
CAPACITY = math.log(10.0) * BUFFER / 4.0
"""mM per pH at pH 7: D. D. Van Slyke, J Biol Chem 52:525 (1922)."""
BASE = 2.0
"""mmol of sodium a second with the pump at 1 %."""
ACID = 100.0
"""mmol of lactic acid a second."""
LOOP = {"model": "control/loop", "source": "linear systems, sampled each second"}


class Acidity:
    """A vessel of buffer, a pump of base, and the loop between them; acid comes in."""

    def __init__(self, gain: float, integral: float, gap: float = 0.0) -> None:
        given = {
            "volume": VOLUME,
            "buffer concentration": BUFFER,
            "pH": 7.0,
            "carbon dioxide pressure": 0.0,
            "ammonium concentration": 0.0,
            "lactate concentration": 0.0,
        }
        every = {**defaults(BIOREACTOR.parameters), "buffer pKa": 7.0}
        values = BIOREACTOR.initial(every, given)
        self.bench = Bench()
        self.yb = len(self.bench.y)
        self.bench.y.extend(values[name] for name in STATE)
        self.good = self.bench.slot(0.0)
        _, self.pump = self.bench.actuator(self.bench.slot())
        links = self.bench.links((self.pump, lp.TO_ACTUATOR, 0.0, 100.0, 0.0, 100.0))
        tuning = {"gain": gain, "integral_time": integral, "gap": gap}
        start = {"mode": lp.AUTO, "output": 50.0, "setpoint": 7.0}
        pv = self.yb + STATE["pH"]
        self.row, self.loop = self.bench.loop(pv, self.good, links, **tuning, **start)
        self.base = 0.0
        self.scan = 0
        self.bench.y[self.pump + ac.DEMAND] = 50.0

    def run(self, acid: float) -> float:
        """Let a second pass with so much acid (mmol/s); return the pH."""
        y = self.bench.y
        given = BASE * y[self.pump + ac.DEMAND]
        self.base += given
        y[self.yb + STATE["strong ion"]] += given - acid
        balance_charges(y, self.yb, 1.0 / VOLUME)
        lp.control(y, self.bench.p, self.bench.k, self.row, self.scan, 1.0)
        self.scan += 1
        return y[self.yb + STATE["pH"]]

    @property
    def output(self) -> float:
        """What the loop asks of the pump (%)."""
        return self.bench.y[self.loop + lp.OP]


@pytest.mark.parametrize(("gain", "integral"), [(300.0, 600.0), (900.0, 300.0), (150.0, 1800.0)])
def test_a_load_of_acid(gain: float, integral: float, finding: Finding) -> None:
    """Verification: more acid moves the pH as a linear loop over Van Slyke's capacity would.

    x'' + K Kc x' + K Kc/Ti x = 0 from x = 0 and x' = -load, K being what 1 % does in a second.
    """
    plant = Acidity(gain, integral)
    for _ in range(120):
        assert plant.run(ACID) == pytest.approx(7.0, abs=1e-4)
    more = 20.0
    load, drive = more / (CAPACITY * VOLUME), BASE / (CAPACITY * VOLUME)
    damping, square = 0.5 * drive * gain, drive * gain / integral
    inside = square - damping * damping
    turns = math.sqrt(abs(inside))
    wave = math.sin if inside > 0.0 else math.sinh
    found, known = [], []
    for second in range(1, 3 * 3600):
        found.append(7.0 - plant.run(ACID + more))
        known.append(load / turns * math.exp(-damping * second) * wave(turns * second))
    said = partial(finding, **LOOP)
    known_by = {"against": "a linear loop over Van Slyke's buffer capacity", "tolerance": 0.02}
    said(max(found), max(known), quantity="pH lost to a load of acid", **known_by)
    worst = max(range(len(known)), key=lambda at: abs(found[at] - known[at]))
    limit = {"scale": max(known), "tolerance": 0.02}
    way = {"quantity": "pH after a load of acid, at worst", "against": known_by["against"]}
    said(found[worst], known[worst], **way, **limit)
    assert abs(found[-1]) < 0.02 * max(found)


def test_base_replaces_acid_one_for_one(finding: Finding) -> None:
    """Verification: at rest each mmol of acid has cost a mmol of base."""
    plant = Acidity(300.0, 600.0)
    before, seconds = plant.base, 3 * 3600
    for _ in range(seconds):
        plant.run(1.5 * ACID)
    known = {"against": "as much as acid came in", "tolerance": 0.001, "unit": "mol"}
    acid = 1.5e-3 * ACID * seconds
    finding(1e-3 * (plant.base - before), acid, quantity="base used", **known, **LOOP)


def test_a_gap_keeps_the_pump_at_rest(finding: Finding) -> None:
    """Verification: within the gap the pump stays as it is, and pH drifts to its edge."""
    plant = Acidity(300.0, 600.0, gap=0.03)
    acid, seconds = ACID + 0.2, 0
    while plant.output == 50.0:
        acidity = plant.run(acid)
        seconds += 1
        assert seconds < 36_000
    known = {"against": "the gap by what the acid does in a second", "tolerance": 0.02, "unit": "s"}
    free = 0.03 * CAPACITY * VOLUME / 0.2
    finding(float(seconds), free, quantity="time at rest within the gap", **known, **LOOP)
    assert acidity == pytest.approx(6.97, abs=1e-3)


def test_acid_beyond_the_pump_leaves_no_wind_up() -> None:
    """An hour in which the pump cannot keep up; then base stops as soon as pH is back."""
    plant = Acidity(300.0, 600.0)
    for _ in range(3600):
        acidity = plant.run(2.2 * ACID)
    assert plant.output == 100.0
    assert acidity < 6.9
    most = 0.0
    for _ in range(4 * 3600):
        most = max(most, plant.run(0.5 * ACID))
    assert most < 7.0 + 0.25 * (7.0 - acidity)
    assert plant.run(0.5 * ACID) == pytest.approx(7.0, abs=2e-3)
    assert plant.output == pytest.approx(25.0, abs=1.0)
