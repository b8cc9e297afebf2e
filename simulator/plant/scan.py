"""One scan of the whole plant, and many scans per call: the only entry that is compiled.

A scan is what a PLC does in a cycle: move the physics, read the transmitters, run the loops, drive
the actuators, then look whether anything discrete happened. The call returns at the end of the
first scan in which something did, so that Python is paid per event and not per scan, and so that
what Python then does falls on the same scan however many scans were asked for.
"""

from __future__ import annotations

from simulator.assessment.gauge import ROW as GAUGE_ROW
from simulator.assessment.gauge import watch
from simulator.control.actuator import ROW as ACTUATOR_ROW
from simulator.control.actuator import drive
from simulator.control.alarm import ROW as ALARM_ROW
from simulator.control.alarm import detect
from simulator.control.loop import ROW as LOOP_ROW
from simulator.control.loop import control
from simulator.control.ramp import ROW as RAMP_ROW
from simulator.control.ramp import creep
from simulator.control.transmitter import ROW as TRANSMITTER_ROW
from simulator.control.transmitter import read
from simulator.control.watch import ROW as WATCH_ROW
from simulator.control.watch import evaluate
from simulator.equipment.line import ROW as LINE_ROW
from simulator.equipment.through import convey
from simulator.equipment.utility import ROW as UTILITY_ROW
from simulator.equipment.utility import supply
from simulator.numerics.kernel import Floats, Ints, kernel, somewhere
from simulator.plant.readings import ALL, ODD, ROWS, draw, read_alone, read_due
from simulator.plant.unit_steps import step_units

ELAPSED = 0
"""y: seconds since the session began, at the end of the last scan."""
CHANGES = 1
"""y: how many watches and alarms changed in the last scan."""
FAULTED = 2
"""y: 0, or one more than the position of the unit whose state is no longer finite."""
STACK = 3
"""y: first of the slots in which conditions are evaluated."""
STACK_SIZE = 32
HEADER = STACK + STACK_SIZE
"""y: number of header slots."""

DT = 0
"""p: scan time, seconds."""
DT_MS = 1
"""p: scan time, milliseconds."""
CONSTANTS = 2

SEED = 0
"""k: the session's seed, 32 bits."""
SLOW_SCANS = 1
"""k: growth, transfer coefficients and concentrations are refreshed each so many scans."""
UTILITIES = 2
"""k: from here on, a (count, first row) pair for each section."""
LINES = 4
UNITS = 6
TRANSMITTERS = 8
LOOPS = 10
ACTUATORS = 12
WATCHES = 14
ALARMS = 16
GAUGES = 18
RAMPS = 20
READINGS = 22
"""k: where the plan of the readings begins."""
LOOKS = 23
"""k: where it is told what is looked at in which scan (:mod:`simulator.plant.looks`)."""
SOUND = 24
"""k: first of a slot of p per transmitter, then per actuator: 1 if nothing is wrong with it; then
the notes on each loop (:mod:`simulator.control.steady`); then per transmitter by how much it shows
more than it measures (:func:`simulator.control.transmitter.shift`)."""
WIRING = 25
"""k: number of header words."""


@kernel
def supply_plant(y: Floats, p: Floats, k: Ints, dt: float) -> None:
    """Move what faults move, and let utilities supply."""
    row = k[RAMPS + 1]
    for _ in range(k[RAMPS]):
        creep(y, k, row, dt)
        row += RAMP_ROW
    row = k[UTILITIES + 1]
    for _ in range(k[UTILITIES]):
        supply(y, p, k, row)
        row += UTILITY_ROW


@kernel
def move_plant(y: Floats, p: Floats, k: Ints, dt: float, beat: int) -> None:
    """Advance lines and units: with what supplies them, all that an instrument can only watch.

    ``beat`` is how many scans ago the last slow one was.
    """
    row = k[LINES + 1]
    for _ in range(k[LINES]):
        convey(y, p, k, row, dt)
        row += LINE_ROW
    faulted = step_units(y, p, k, k[UNITS], k[UNITS + 1], dt, beat)
    if faulted > 0:
        y[FAULTED] = faulted * 1.0


@kernel
def run_controls(y: Floats, p: Floats, k: Ints, scan: int, dt: float) -> None:
    """Run the loops, drive the actuators."""
    row = k[LOOPS + 1]
    for _ in range(k[LOOPS]):
        control(y, p, k, row, scan, dt)
        row += LOOP_ROW
    row = k[ACTUATORS + 1]
    for _ in range(k[ACTUATORS]):
        drive(y, p, k, row, dt)
        row += ACTUATOR_ROW


@kernel
def judge(y: Floats, p: Floats, k: Ints, dt: float) -> None:
    """Let the gauges count."""
    row = k[GAUGES + 1]
    for _ in range(k[GAUGES]):
        watch(y, p, k, row, dt)
        row += GAUGE_ROW


@kernel
def look_round(y: Floats, p: Floats, k: Ints, dt_ms: float) -> float:
    """Evaluate the conditions, decide on the alarms; return how many changed."""
    changes = 0.0
    row = k[WATCHES + 1]
    end = row + WATCH_ROW * k[WATCHES]
    while row < end:
        changes += evaluate(y, p, k, row, STACK, dt_ms)
        row += WATCH_ROW
    row = k[ALARMS + 1]
    end = row + ALARM_ROW * k[ALARMS]
    while row < end:
        changes += detect(y, p, k, row, dt_ms)
        row += ALARM_ROW
    return changes


@kernel
def run_scans(y: Floats, p: Floats, pads: Floats, k: Ints, first: int, scans: int) -> int:
    """Do what :func:`advance` does; the noise lies in ``pads``, where ``p`` has room for it."""
    dt = p[DT]
    dt_ms = p[DT_MS]
    done = 0
    drawn = first
    plan = k[READINGS]
    alone = k[plan + ALL]
    while done < scans:
        scan = first + done
        supply_plant(y, p, k, dt)
        move_plant(y, p, k, dt, scan % k[SLOW_SCANS])
        if alone == k[plan + ODD]:
            if scan >= drawn:
                drawn = draw(pads, k, plan, scan, scans - done, k[SEED])
            read_due(y, p, pads, k, plan, scan)
        unread = read_alone(y, p, k, k[plan + ROWS], alone, scan)
        if not somewhere(unread > 0):
            alone = k[plan + ODD]
        run_controls(y, p, k, scan, dt)
        done += 1
        y[ELAPSED] = (scan + 1) * dt
        y[CHANGES] = look_round(y, p, k, dt_ms)
        judge(y, p, k, dt)
        if somewhere(y[CHANGES] > 0.0 or y[FAULTED] > 0.0):
            return done
    return done


@kernel
def advance(y: Floats, p: Floats, k: Ints, first: int, scans: int) -> int:
    """Run up to ``scans`` scans, the first being scan number ``first``; return how many were run.

    Fewer are run when something changed (``y[CHANGES]`` > 0) or a unit faulted (``y[FAULTED]``).
    """
    return run_scans(y, p, p, k, first, scans)


@kernel
def energise(y: Floats, p: Floats, k: Ints) -> None:
    """Let utilities supply and actuators act where they stand."""
    row = k[UTILITIES + 1]
    for _ in range(k[UTILITIES]):
        supply(y, p, k, row)
        row += UTILITY_ROW
    row = k[ACTUATORS + 1]
    for _ in range(k[ACTUATORS]):
        drive(y, p, k, row, 0.0)
        row += ACTUATOR_ROW


@kernel
def read_all(y: Floats, p: Floats, k: Ints) -> None:
    """Let every instrument take its first reading."""
    row = k[TRANSMITTERS + 1]
    for _ in range(k[TRANSMITTERS]):
        read(y, p, k, row, 0, k[SEED])
        row += TRANSMITTER_ROW
