"""A line that is led through a device: what it draws passes the device on its way to the sink.

Each scan such a line puts what it draws from its source into the head of the device's block, which
is empty between scans. ``treat`` of the device's kind turns that head into what leaves the device
in the same scan, keeping back in its own states what it keeps; the line then brings the head to
its sink, or out of the plant. Several lines may lead through one device: what feeds it, washes it
and elutes it. The device says how much flow it admits, by its pressure drop.

A prefilter may guard the device: the liquid passes it first, in the same way, and what it keeps
back never reaches the device. Each of the two admits what its own pressure lets it.

A retention module (:mod:`simulator.equipment.perfusion.permeate`) is older than this and its head
holds the permeate side.
"""

from __future__ import annotations

from simulator.equipment.downstream.capsid_columns import (
    treat_in_capsid_column,
    treat_in_capsid_exchanger,
)
from simulator.equipment.downstream.centrifuge import admitted as admitted_by_centrifuge
from simulator.equipment.downstream.centrifuge import treat as treat_in_centrifuge
from simulator.equipment.downstream.column import admitted as admitted_by_column
from simulator.equipment.downstream.column import treat as treat_in_column
from simulator.equipment.downstream.exchanger import treat as treat_in_exchanger
from simulator.equipment.downstream.filter import admitted as admitted_by_filter
from simulator.equipment.downstream.filter import treat as treat_in_filter
from simulator.equipment.downstream.hold_up import pour
from simulator.equipment.downstream.quality import WIDTH, release
from simulator.equipment.downstream.ultrafilter import admitted as admitted_by_ultrafilter
from simulator.equipment.downstream.ultrafilter import regard, sieve
from simulator.equipment.downstream.ultrafilter import treat as treat_in_ultrafilter
from simulator.equipment.inventory import FIRST_COMPONENT, HEAD, VOLUME
from simulator.equipment.line import (
    CARRIED,
    CARRIED_DEVICE,
    CARRIED_SINK,
    CARRIED_SOURCE,
    DEVICE_CODE,
    DEVICE_PB,
    DEVICE_YB,
    FLOW,
    LOST,
    LOST_VOLUME,
    MOVED,
    PB,
    PREFILTER_PB,
    PREFILTER_YB,
    SINK_YB,
    SOURCE_YB,
    YB,
    arriving_share,
    asked,
    blend,
    fed,
    move,
    pass_on,
    portion,
)
from simulator.equipment.perfusion.permeate import permeate
from simulator.equipment.preparation.cleaned import admitted as admitted_by_spray
from simulator.equipment.preparation.cleaned import treat as treat_in_spray
from simulator.numerics.exact import lesser
from simulator.numerics.kernel import Floats, Ints, kernel

RETENTION = 0
FILTER = 1
COLUMN = 2
ULTRAFILTER = 3
CENTRIFUGE = 4
SPRAY = 9
EXCHANGER = 6
CAPSID_COLUMN = 14
CAPSID_EXCHANGER = 15
CODES = {
    "retention": RETENTION,
    "depth filter": FILTER,
    "virus filter": FILTER,
    "sterile filter": FILTER,
    "affinity column": COLUMN,
    "oligo-dT column": COLUMN,
    "cation exchange column": EXCHANGER,
    "anion exchange column": EXCHANGER,
    "capsid affinity column": CAPSID_COLUMN,
    "capsid exchange column": CAPSID_EXCHANGER,
    "ultrafilter": ULTRAFILTER,
    "centrifuge": CENTRIFUGE,
    "cleaned vessel": SPRAY,
}
"""The kinds of unit that lines lead through; DEVICE_CODE of a line's row is one of these."""


@kernel
def treat(y: Floats, p: Floats, code: int, device: int, at: int, dt: float) -> None:
    """Turn the head of a device, which holds what came in during ``dt`` s, into what leaves it."""
    if code == FILTER:
        treat_in_filter(y, p, device, at, dt)
    elif code == COLUMN:
        treat_in_column(y, p, device, at, dt)
    elif code == EXCHANGER:
        treat_in_exchanger(y, p, device, at, dt)
    elif code == CAPSID_COLUMN:
        treat_in_capsid_column(y, p, device, at, dt)
    elif code == CAPSID_EXCHANGER:
        treat_in_capsid_exchanger(y, p, device, at, dt)
    elif code == ULTRAFILTER:
        treat_in_ultrafilter(y, p, device, at, dt)
    elif code == CENTRIFUGE:
        treat_in_centrifuge(y, p, device, at, dt)
    elif code == SPRAY:
        treat_in_spray(y, p, device, at, dt)


@kernel
def admitted(
    y: Floats, p: Floats, code: int, device: int, at: int, wanted: float, dt: float
) -> float:
    """Return the most flow (L/h) that a device lets through of what a line wants.

    What other lines want, or have brought in this scan, takes its part.
    """
    if code == FILTER:
        return admitted_by_filter(y, p, device, at, wanted, dt)
    if code in (COLUMN, EXCHANGER, CAPSID_COLUMN, CAPSID_EXCHANGER):
        return admitted_by_column(y, p, device, at)
    if code == ULTRAFILTER:
        return admitted_by_ultrafilter(y, p, device, at)
    if code == CENTRIFUGE:
        return admitted_by_centrifuge(y, p, device, at, dt)
    if code == SPRAY:
        return admitted_by_spray(y, p, device, at)
    return 0.0


@kernel
def sense(y: Floats, p: Floats, k: Ints, row: int, dt: float) -> None:
    """Let a device that works beside its source take note of it, and act on it."""
    if k[row + DEVICE_CODE] == ULTRAFILTER:
        flow = fed(y, k, row)
        regard(y, p, k[row + SOURCE_YB], k[row + DEVICE_YB], k[row + DEVICE_PB], flow, dt)


@kernel
def passing(y: Floats, p: Floats, k: Ints, row: int, component: int) -> float:
    """Return the share of a component that goes with the liquid into the device."""
    if k[row + DEVICE_CODE] == ULTRAFILTER:
        return sieve(y, p, k[row + DEVICE_YB], k[row + DEVICE_PB], component)
    return 1.0


@kernel
def enter(y: Floats, p: Floats, k: Ints, row: int, device: int, litres: float) -> None:
    """Draw ``litres`` from the source into the empty head of the device or of its prefilter."""
    source = k[row + SOURCE_YB]
    share = litres / y[source + VOLUME]
    y[source + VOLUME] -= litres
    blend(y, source, device, litres)
    for component in range(FIRST_COMPONENT, HEAD):
        amount = y[source + component] * share * passing(y, p, k, row, component)
        y[source + component] -= amount
        y[device + component] += amount
    for i in range(k[row + CARRIED]):
        slot = source + k[row + CARRIED_SOURCE] + i
        place = k[row + CARRIED_DEVICE] + i
        amount = y[slot] * share * passing(y, p, k, row, place)
        y[slot] -= amount
        y[device + place] += amount


@kernel
def leave(y: Floats, k: Ints, row: int, kept: float) -> None:
    """Bring all that the head of the device holds to the sink; what is not ``kept`` is lost."""
    line = k[row + YB]
    device = k[row + DEVICE_YB]
    sink = k[row + SINK_YB]
    litres = y[device + VOLUME]
    arriving = litres * kept
    y[device + VOLUME] = 0.0
    y[line + LOST_VOLUME] += litres - arriving
    if arriving > 0.0:
        blend(y, device, sink, arriving)
    lost = line + LOST - FIRST_COMPONENT
    for component in range(FIRST_COMPONENT, HEAD):
        slot = device + component
        if y[slot] != 0.0:
            pass_on(y, slot, sink, component, lost + component, y[slot], kept)
    beside = k[row + CARRIED_SINK] - HEAD
    for component in range(HEAD, WIDTH):
        slot = device + component
        if y[slot] != 0.0:
            pass_on(y, slot, sink, beside + component, lost + component, y[slot], kept)


@kernel
def lead(y: Floats, p: Floats, k: Ints, row: int, dt: float) -> None:
    """Move ``dt`` seconds of flow from the source through the device to the sink."""
    line = k[row + YB]
    device = k[row + DEVICE_YB]
    at = k[row + DEVICE_PB]
    code = k[row + DEVICE_CODE]
    y[line + FLOW] = 0.0
    sense(y, p, k, row, dt)
    wanted = asked(y, p, line, k[row + PB])
    kept = arriving_share(y, k, row)
    if portion(y, p, k, row, wanted, kept, dt) <= 0.0:
        return
    flow = lesser(wanted, admitted(y, p, code, device, at, wanted, dt))
    guard = k[row + PREFILTER_YB]
    if guard >= 0:
        flow = lesser(flow, admitted_by_filter(y, p, guard, k[row + PREFILTER_PB], wanted, dt))
    litres = portion(y, p, k, row, flow, kept, dt)
    if litres <= 0.0:
        return
    y[line + FLOW] = litres * (3600.0 / dt)
    y[line + MOVED] += litres
    if guard >= 0:
        enter(y, p, k, row, guard, litres)
        release(y, guard)
        treat_in_filter(y, p, guard, k[row + PREFILTER_PB], dt)
        pour(y, guard, device, y[guard + VOLUME])
    else:
        enter(y, p, k, row, device, litres)
        release(y, device)
    treat(y, p, code, device, at, dt)
    leave(y, k, row, kept)


@kernel
def convey(y: Floats, p: Floats, k: Ints, row: int, dt: float) -> None:
    """Move ``dt`` seconds of flow of any line, through its device if it has one."""
    if k[row + DEVICE_YB] < 0:
        move(y, p, k, row, dt)
    elif k[row + DEVICE_CODE] == RETENTION:
        permeate(y, p, k, row, dt)
    else:
        lead(y, p, k, row, dt)
