"""Scans in which nothing that alarms and conditions look at left its band.

Where no delay is running, and every instrument's quality stays as it is, alarms and conditions
change only when a number leaves its band (:mod:`simulator.control.band`). So long, a scan asks
that of the numbers written in it (:mod:`simulator.plant.looks`), and looks at nothing else but what
a delay was running for when the bands were found.
"""

from __future__ import annotations

from simulator.control.alarm import AT_REST, TIMER, detect
from simulator.control.alarm import ROW as ALARM_ROW
from simulator.control.alarm import YB as ALARM_YB
from simulator.control.band import (
    HIGH,
    LOW,
    WIDTH,
    counting,
    doubtful,
    hold_alarm,
    hold_condition,
    widen,
)
from simulator.control.watch import evaluate
from simulator.numerics.exact import magnitude
from simulator.numerics.kernel import Floats, Ints, kernel, somewhere
from simulator.plant.looks import (
    ALARMS,
    AWAKE,
    BANDS,
    BANDS_END,
    CALM,
    CALM_END,
    CONDITION,
    CYCLE,
    DEVIATION,
    DEVIATIONS,
    NUMBER,
    NUMBERS,
    RESTLESS,
    RESTLESS_END,
)
from simulator.plant.readings import ALL, ROWS
from simulator.plant.scan import ALARMS as ALARM_SECTION
from simulator.plant.scan import LOOKS, READINGS, STACK

CALM_NONE = 0
"""Everything is to be looked at."""
CALM_ALL = 1
"""Nothing is to be looked at while numbers keep to their bands."""
CALM_MOST = 2
"""Only those are whose delay was running."""


@kernel
def stirred(y: Floats, pads: Floats, k: Ints, scan: int) -> int:
    """Return 1 if a number that may be written in this scan has left its band, else 0."""
    looks = k[LOOKS]
    due = k[looks + NUMBERS] + scan % k[looks + CYCLE]
    at = k[due]
    while at < k[due + 1]:
        place = k[at + 1]
        value = y[k[at]]
        if somewhere(not (pads[place + LOW] <= value <= pads[place + HIGH])):
            return 1
        at += NUMBER
    due = k[looks + DEVIATIONS] + scan % k[looks + CYCLE]
    at = k[due]
    while at < k[due + 1]:
        place = k[at + 2]
        value = magnitude(y[k[at]] - y[k[at + 1]])
        if somewhere(not (pads[place + LOW] <= value <= pads[place + HIGH])):
            return 1
        at += DEVIATION
    return 0


@kernel
def doubted(y: Floats, k: Ints) -> int:
    """Return 1 if the next reading of a transmitter may change whether its quality is BAD."""
    plan = k[READINGS]
    at = k[plan + ROWS]
    end = at + k[plan + ALL]
    while at < end:
        if somewhere(doubtful(y, k, k[at]) != 0.0):
            return 1
        at += 1
    return 0


@kernel
def settle(y: Floats, p: Floats, pads: Floats, k: Ints) -> int:
    """Find all bands after everything was looked at; return how calm the plant is.

    That is CALM_ALL; CALM_MOST if a delay is running somewhere: then what it belongs to is to be
    looked at in every scan, and narrows no band; CALM_NONE if no band would hold.
    """
    if doubted(y, k) == 1:
        return CALM_NONE
    looks = k[LOOKS]
    place = k[looks + BANDS]
    end = k[looks + BANDS_END]
    while place < end:
        widen(pads, place)
        place += WIDTH
    found = CALM_ALL
    awake = k[looks + AWAKE]
    row = k[ALARM_SECTION + 1]
    at = k[looks + ALARMS]
    end = at + k[ALARM_SECTION]
    while at < end:
        pads[awake] = 0.0
        if somewhere(y[k[row + ALARM_YB] + TIMER] != AT_REST):
            pads[awake] = 1.0
            found = CALM_MOST
        elif k[at] >= 0:
            hold_alarm(y, p, pads, k, row, k[at])
        row += ALARM_ROW
        at += 1
        awake += 1
    at = k[looks + CALM]
    end = k[looks + CALM_END]
    while at < end:
        pads[awake] = 0.0
        if somewhere(counting(y, k, k[at]) != 0.0):
            pads[awake] = 1.0
            found = CALM_MOST
        else:
            hold_condition(y, p, pads, k, k[at], k[at + 1])
        at += CONDITION
        awake += 1
    return found


@kernel
def look_restless(y: Floats, p: Floats, k: Ints, dt_ms: float) -> float:
    """Evaluate the conditions for which there are no bands; return how many changed."""
    changes = 0.0
    at = k[k[LOOKS] + RESTLESS]
    end = k[k[LOOKS] + RESTLESS_END]
    while at < end:
        changes += evaluate(y, p, k, k[at], STACK, dt_ms)
        at += 1
    return changes


@kernel
def look_awake(y: Floats, p: Floats, pads: Floats, k: Ints, dt_ms: float) -> float:
    """Look at the alarms and conditions whose delay was running; return how many changed."""
    changes = 0.0
    looks = k[LOOKS]
    awake = k[looks + AWAKE]
    row = k[ALARM_SECTION + 1]
    end = row + ALARM_ROW * k[ALARM_SECTION]
    while row < end:
        if somewhere(pads[awake] != 0.0):
            changes += detect(y, p, k, row, dt_ms)
        row += ALARM_ROW
        awake += 1
    at = k[looks + CALM]
    end = k[looks + CALM_END]
    while at < end:
        if somewhere(pads[awake] != 0.0):
            changes += evaluate(y, p, k, k[at], STACK, dt_ms)
        at += CONDITION
        awake += 1
    return changes
