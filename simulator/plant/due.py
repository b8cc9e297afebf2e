"""Scans that do only what is due: for a copy written for one plant, and for plants in step.

What :mod:`simulator.plant.scan` does in every scan is done here where its outcome may differ from
that of the scan before. Conditions and alarms are looked at when a number that one of them looks at
has left its band, or a delay is running (:mod:`simulator.plant.quiet`). What only people and faults
change (whether an instrument or an actuator is sound, what a utility has) is looked at in the first
scan, and while a fault grows. An actuator is driven in scans in which a loop or a supply may move
it, and all are while one is on its way. All numbers are the same as in ``scan``, to the last bit.

Asking what is due takes as long as doing it where wiring is looked up for one plant; so this is
for copies into which it is written, and for many plants, for which it is asked once. Of these, what
is due for one is done for all.
"""

from __future__ import annotations

from simulator.control.actuator import EVERY, drive, drive_sound
from simulator.control.actuator import ROW as ACTUATOR_ROW
from simulator.control.actuator import sound as sound_actuator
from simulator.control.loop import PERIOD as LOOP_PERIOD
from simulator.control.loop import ROW as LOOP_ROW
from simulator.control.ramp import ROW as RAMP_ROW
from simulator.control.ramp import busy, creep
from simulator.control.steady import execute_noted, steady
from simulator.control.transmitter import YB as READER_YB
from simulator.control.transmitter import shift, sound, take, take_sound
from simulator.control.watch import COUNT as WATCH_COUNT
from simulator.control.watch import ENABLED, run
from simulator.control.watch import FIRST as WATCH_FIRST
from simulator.control.watch import ROW as WATCH_ROW
from simulator.control.watch import YB as WATCH_YB
from simulator.equipment.utility import ROW as UTILITY_ROW
from simulator.equipment.utility import SOURCE, supply
from simulator.numerics.kernel import Floats, Ints, kernel, somewhere
from simulator.plant.quiet import (
    CALM_MOST,
    CALM_NONE,
    look_awake,
    look_restless,
    settle,
    stirred,
)
from simulator.plant.readings import ALL, CYCLE, NOISE, ODD, PLACES, ROWS, draw, read_alone
from simulator.plant.scan import (
    ACTUATORS,
    CHANGES,
    DT,
    DT_MS,
    ELAPSED,
    FAULTED,
    LOOPS,
    RAMPS,
    READINGS,
    SEED,
    SLOW_SCANS,
    SOUND,
    STACK,
    UTILITIES,
    WATCHES,
    judge,
    look_round,
    move_plant,
)


@kernel
def move_faults(y: Floats, k: Ints, dt: float) -> int:
    """Move what faults move; return how many of them moved anything."""
    moved = 0
    row = k[RAMPS + 1]
    for _ in range(k[RAMPS]):
        if busy(y, k, row) == 1:
            creep(y, k, row, dt)
            moved += 1
        row += RAMP_ROW
    return moved


def notes(k: Ints) -> int:
    """Return how many slots are needed to note down what :func:`inspect` does."""
    return 2 * k[k[READINGS] + ALL] + k[ACTUATORS] + k[LOOPS]


@kernel
def inspect_actuators(y: Floats, pads: Floats, k: Ints) -> int:
    """Note down which actuators are sound; return how many are not."""
    unsound = 0
    row = k[ACTUATORS + 1]
    place = k[SOUND] + k[k[READINGS] + ALL]
    for _ in range(k[ACTUATORS]):
        pads[place] = sound_actuator(y, k, row)
        if somewhere(pads[place] != 1.0):
            unsound += 1
        row += ACTUATOR_ROW
        place += 1
    return unsound


@kernel
def inspect(y: Floats, pads: Floats, k: Ints, dt: float) -> int:
    """Note down which transmitters are sound, which loops steady, and shifts.

    Returns how many transmitters are not sound.
    """
    unsound = 0
    plan = k[READINGS]
    place = k[SOUND]
    for i in range(k[plan + ALL]):
        pads[place] = sound(y, k, k[k[plan + ROWS] + i])
        if somewhere(pads[place] != 1.0):
            unsound += 1
        place += 1
    place += k[ACTUATORS]
    row = k[LOOPS + 1]
    for _ in range(k[LOOPS]):
        pads[place] = steady(y, k, row, dt)
        row += LOOP_ROW
        place += 1
    for i in range(k[plan + ALL]):
        pads[place] = shift(y, k[k[k[plan + ROWS] + i] + READER_YB])
        place += 1
    return unsound


@kernel
def supply_due(y: Floats, p: Floats, k: Ints, every: int) -> None:
    """Let those utilities supply that units make, or ``every`` one."""
    row = k[UTILITIES + 1]
    for _ in range(k[UTILITIES]):
        if every == 1 or k[row + SOURCE] >= 0:
            supply(y, p, k, row)
        row += UTILITY_ROW


@kernel
def read_due(y: Floats, p: Floats, pads: Floats, k: Ints, scan: int, unsound: int) -> None:
    """Read the transmitters of the plan that are due in this scan; their noise is in the pads.

    Of how many is unsound, it matters whether any is.
    """
    plan = k[READINGS]
    shifts = k[SOUND] + k[plan + ALL] + k[ACTUATORS] + k[LOOPS]
    cycle = k[plan + CYCLE]
    place = k[plan + PLACES] + scan % cycle
    noise = k[plan + NOISE]
    for i in range(k[plan + ODD], k[plan + ALL]):
        if k[place] >= 0:
            row = k[k[plan + ROWS] + i]
            if unsound > 0 and somewhere(pads[k[SOUND] + i] != 1.0):
                take(y, p, k, row, pads[noise + k[place]])
            else:
                take_sound(y, p, k, row, pads[noise + k[place]], pads[shifts + i])
        place += cycle


@kernel
def run_controls(
    y: Floats, p: Floats, pads: Floats, k: Ints, scan: int, hindered: int, every: int
) -> int:
    """Run the loops that are due, drive the actuators; it matters whether any is hindered.

    An actuator is driven where a loop or a supply may ask it for something else, or ``every`` one
    is. Returns how many are still on their way: if there are any, all are to be driven next time.
    """
    dt = p[DT]
    row = k[LOOPS + 1]
    place = k[SOUND] + k[k[READINGS] + ALL] + k[ACTUATORS]
    for _ in range(k[LOOPS]):
        if k[row + LOOP_PERIOD] == 1 or scan % k[row + LOOP_PERIOD] == 0:
            execute_noted(y, p, pads, k, row, place, dt)
        row += LOOP_ROW
        place += 1
    row = k[ACTUATORS + 1]
    place = k[SOUND] + k[k[READINGS] + ALL]
    moving = 0
    for _ in range(k[ACTUATORS]):
        if every == 1 or (k[row + EVERY] > 0 and scan % k[row + EVERY] == 0):
            if hindered > 0 and somewhere(pads[place] != 1.0):
                drive(y, p, k, row, dt)
            else:
                moving += drive_sound(y, p, k, row, dt)
        row += ACTUATOR_ROW
        place += 1
    return moving


@kernel
def tidy(y: Floats, p: Floats, k: Ints) -> None:
    """Leave the stack as it would be if every condition had just been evaluated.

    A digest covers what lies there, and must not tell how many scans were asked for at once.
    Evaluated again after no time, conditions change nothing else.
    """
    row = k[WATCHES + 1]
    for _ in range(k[WATCHES]):
        if y[k[row + WATCH_YB] + ENABLED] != 0.0:
            run(y, p, k, k[row + WATCH_FIRST], k[row + WATCH_COUNT], STACK, 0.0)
        row += WATCH_ROW


@kernel
def run_due(y: Floats, p: Floats, pads: Floats, k: Ints, first: int, scans: int) -> int:
    """Do what :func:`simulator.plant.scan.run_scans` does, to the same bits."""
    dt = p[DT]
    dt_ms = p[DT_MS]
    done = 0
    drawn = first
    plan = k[READINGS]
    alone = k[plan + ALL]
    fresh = 1
    calm = CALM_NONE
    unsound = 0
    hindered = 0
    moving = 0
    while done < scans:
        scan = first + done
        # 1 if a fault moved something, or not every instrument has read: then the next scan is
        # fresh as well (all is looked at again in it), and nothing is taken to be calm.
        following = 0
        if somewhere(move_faults(y, k, dt) > 0):
            fresh = 1
            following = 1
        if fresh == 1:
            unsound = inspect(y, pads, k, dt)
            hindered = inspect_actuators(y, pads, k)
        supply_due(y, p, k, fresh)
        move_plant(y, p, k, dt, scan % k[SLOW_SCANS])
        if alone == k[plan + ODD]:
            if scan >= drawn:
                drawn = draw(pads, k, plan, scan, scans - done, k[SEED])
            read_due(y, p, pads, k, scan, unsound)
        else:
            following = 1
        unread = read_alone(y, p, k, k[plan + ROWS], alone, scan)
        if not somewhere(unread > 0):
            alone = k[plan + ODD]
        every = fresh
        if hindered > 0 or moving > 0:
            every = 1
        moving = run_controls(y, p, pads, k, scan, hindered, every)
        done += 1
        y[ELAPSED] = (scan + 1) * dt
        if calm == CALM_NONE or stirred(y, pads, k, scan) == 1:
            y[CHANGES] = look_round(y, p, k, dt_ms)
            calm = CALM_NONE
            if following == 0:
                calm = settle(y, p, pads, k)
        else:
            y[CHANGES] = look_restless(y, p, k, dt_ms)
            if calm == CALM_MOST:
                y[CHANGES] += look_awake(y, p, pads, k, dt_ms)
        judge(y, p, k, dt)
        if somewhere(y[CHANGES] > 0.0 or y[FAULTED] > 0.0):
            break
        fresh = following
    if done > 0:
        tidy(y, p, k)
    return done
