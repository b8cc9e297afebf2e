"""Verification: the cascade of temperature against the solution of its linear equations.

Vessel and jacket are two heat capacities with a heat transfer between them; a slave PI holds the
jacket by hot water, a master PI the vessel by the slave's set-point. For small deviations that is
a linear system, solved here by the exponential of its matrix from move to move, with the loops as
sums of what they add. The whole plant runs, as a trainee has it: transmitters, loops, link, valve.
"""

from __future__ import annotations

import numpy
import pytest
from findings import Finding
from scipy.linalg import expm

from simulator.language.command import SetMode, SetSetpoint
from simulator.plant.plant import Plant
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents

MINUTE = 60_000
WATER = 4180.0
VOLUME, JACKET, TRANSFER = 100.0, 20.0, 600.0
"""L, L, W/K."""
WARM, HOT, COLD = 37.0, 70.0, 10.0
"""degC of the vessel, of hot and of cold water."""
COLD_FLOW, HOT_CAPACITY = 4.0, 20.0
"""L/min."""
MASTER, SLAVE = (8.0, 1500.0), (2.0, 150.0)
"""Gain (%/K) and integral time (s)."""
SCAN = 1.0
HOLD = 5
"""s between two executions of a loop, and between two moves of vessel and jacket."""
SPAN = 60.0
"""K of the slave's set-point from 0 to 100 % of the master's output."""
HOT_SHARE = 100.0 * COLD_FLOW * (WARM - COLD) / (HOT - WARM) / HOT_CAPACITY
"""% of the hot valve at rest."""

TEXT = f"""
scenario: 1
name: Cascade
brief: Two loops hold a temperature
duration: 1 d
units:
  BR-101:
    kind: bioreactor
    name: Vessel
    parameters: {{working volume: {VOLUME} L, vessel volume: 150 L, wall mass: 0 kg,
      culture density: 1 kg/L, ambient transfer: 0 W/K, jacket transfer: {TRANSFER} W/K,
      jacket volume: {JACKET} L, heating temperature: {HOT} degC, cooling temperature: {COLD} degC}}
    initial: {{volume: {VOLUME} L, temperature: {WARM} degC, jacket temperature: {WARM} degC}}
instruments:
  TT-101: {{name: T, reads: BR-101.temperature, range: 0 degC .. 60 degC, decimals: 3}}
  TT-102: {{name: T, reads: BR-101.jacket temperature, range: 0 degC .. 90 degC, decimals: 3}}
actuators:
  TV-102: {{name: H, moves: BR-101.heating flow, initial: {HOT_SHARE} %,
    parameters: {{capacity: {HOT_CAPACITY} L/min, stroke time: 0 s}}}}
  TV-103: {{name: C, moves: BR-101.cooling flow, initial: 100 %,
    parameters: {{capacity: {COLD_FLOW} L/min, stroke time: 0 s}}}}
loops:
  TIC-101:
    name: Master
    measures: TT-101
    setpoint: {WARM} degC
    output: {100.0 * (WARM - 7.0) / SPAN} %
    outputs: [{{to: TIC-102, gives: 7 degC .. 67 degC}}]
    parameters: {{gain: {MASTER[0]} %/K, integral time: {MASTER[1]} s}}
  TIC-102:
    name: Slave
    measures: TT-102
    cascade: yes
    mode: CAS
    setpoint: {WARM} degC
    output: {HOT_SHARE} %
    outputs: [{{to: TV-102}}]
    parameters: {{gain: {SLAVE[0]} %/K, integral time: {SLAVE[1]} s}}
"""


def vessel_and_jacket() -> tuple[numpy.ndarray, float]:
    """Return the matrix of both temperatures (1/s), and K/s of the jacket by % of the valve."""
    inside, around = WATER * VOLUME, WATER * JACKET
    flows = (COLD_FLOW + 0.01 * HOT_SHARE * HOT_CAPACITY) * WATER / 60.0
    matrix = numpy.array(
        [
            [-TRANSFER / inside, TRANSFER / inside],
            [TRANSFER / around, -(TRANSFER + flows) / around],
        ]
    )
    return matrix, (HOT - WARM) * 0.01 * HOT_CAPACITY * WATER / 60.0 / around


def sampled(times: numpy.ndarray, step: float, *, master: bool) -> numpy.ndarray:
    """Return vessel and jacket (K from rest) at some times (s) after a step of a set-point.

    It is that of the master, or the slave's own. Loops act each second on a vessel that moves each
    HOLD; meanwhile the valve stands, so a move is the exponential of the matrix over HOLD.
    """
    heat, valve = vessel_and_jacket()
    (gain, slow), (inner, quick) = MASTER, SLAVE
    whole = numpy.zeros((3, 3))
    whole[:2, :2] = heat
    whole[1, 2] = valve
    move = expm(whole * HOLD)
    state = numpy.zeros(3)  # vessel, jacket, valve
    asked, errors = 0.0 if master else step, numpy.zeros(2)
    found = []
    for second in range(round(times[-1])):
        if second % HOLD == 0:
            state = move @ state
        if master:
            error = step - state[0]
            asked += 0.01 * SPAN * gain * (error - errors[0] + error * SCAN / slow)
            errors[0] = error
        error = asked - state[1]
        state[2] += inner * (error - errors[1] + error * SCAN / quick)
        errors[1] = error
        found.append(state[:2].copy())
    return numpy.array([found[round(t) - 1] for t in times])


def run(times: numpy.ndarray, tag: str, step: float) -> numpy.ndarray:
    """Return what the plant does after a step of this loop's set-point, as deviations."""
    plant = Plant(build_scenario(Documents("c.yaml", {"c.yaml": TEXT})).design, 1, "interpreted")
    plant.advance(MINUTE)
    if tag == "TIC-102":
        plant.accept(SetMode(tag, "AUTO"))
    plant.accept(SetSetpoint(tag, WARM + step))
    found = []
    for t in times:
        plant.advance(MINUTE + round(1000.0 * t))
        there = [plant.truth(f"BR-101.{name}") for name in ("temperature", "jacket temperature")]
        found.append([one - WARM for one in there])
    return numpy.array(found)


@pytest.mark.parametrize("tag", ["TIC-102", "TIC-101"])
def test_a_small_step_is_answered_as_the_equations_say(finding: Finding, tag: str) -> None:
    """Vessel and jacket stay within 1 % of the step of the solution, for an hour and a half."""
    step = 0.1
    times = numpy.arange(20.0, 5400.0, 20.0)
    closed = sampled(times, step, master=tag == "TIC-101")
    found = run(times, tag, step)
    said = {"TIC-102": "slave alone", "TIC-101": "cascade"}[tag]
    for place, name in enumerate(("vessel", "jacket")):
        reach = float(numpy.abs(closed[:, place]).max())
        assert reach > 0.5 * step
        finding(
            float(numpy.abs(found[:, place] - closed[:, place]).max()),
            0.0,
            model="control/loop",
            source="linear system of vessel, jacket and PI controllers",
            against="exponential of its matrix",
            quantity=f"{said}: worst error of the {name} after a small step of set-point",
            tolerance=0.01,
            scale=reach,
            unit="K",
        )
    if tag == "TIC-101":
        assert found[:, 0].max() > 1.02 * step  # PI overshoots, so more than a lag is compared
