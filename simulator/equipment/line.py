"""A transfer line: a pump or valve that moves liquid, and all that is in it, between two units.

What leaves the source arrives in the sink or is counted as lost (a leak, or a line that ends
outside the plant), component by component, so that the balance of the whole plant closes.
"""

from __future__ import annotations

from simulator.equipment.inventory import (
    FIRST_COMPONENT,
    HEAD,
    HEAD_FIELDS,
    TEMPERATURE,
    VOLUME,
)
from simulator.language.field import Field
from simulator.numerics.exact import clamp, greater, lesser
from simulator.numerics.kernel import Floats, Ints, kernel

YB = 0
PB = 1
SOURCE_YB = 2
SINK_YB = 3
"""k: the sink's block, or -1 for a line that leads out of the plant."""
SOURCE_PB = 4
SINK_PB = 5
CARRIED = 6
"""k: how many slots beside the head's travel with the liquid of the source's kind of unit."""
CARRIED_SOURCE = 7
"""k: where those begin in the source's block."""
CARRIED_SINK = 8
"""k: where they begin in the sink's block."""
DEVICE_YB = 9
"""k: the block of the device it is led through, or -1."""
DEVICE_PB = 10
FIRST_FEED = 11
"""k: where the flows (slots of y) into the source of such a line are listed, and how many."""
FEEDS = 12
DEVICE_CODE = 13
"""k: what kind of device that is (see :mod:`simulator.equipment.through`)."""
CARRIED_DEVICE = 14
"""k: where in the device's block stands what the source carries."""
PREFILTER_YB = 15
"""k: the block of the filter that guards the device, or -1."""
PREFILTER_PB = 16
ROW = 17

DEMAND = 0
BLOCKAGE = 1
LEAK = 2
ISOLATED = 3
FLOW = 4
MOVED = 5
LOST_VOLUME = 6
LOST = 7
"""y: first of one slot per component that travels: the head's, then what the source carries."""

_D = "definition"


def losses(carried: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return the slots that count what of these components has gone out of the plant."""
    return tuple(
        Field(
            f"lost {field.name}",
            field.unit,
            0.0,
            -1e15 if field.low < 0.0 else 0.0,
            1e15,
            _D,
            "state",
            meaning="gone out of the plant so far",
        )
        for field in carried
    )


STATES: tuple[Field, ...] = (
    Field("flow demand", "L/h", 0.0, 0.0, 1e5, _D, "input", meaning="what its pump or valve asks"),
    Field("blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of the flow that is stopped"),
    Field("leak", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of the flow that is spilt"),
    Field("isolated", "", 0.0, 0.0, 1.0, _D, "input", meaning="1 while clamped off by a person"),
    Field("flow", "L/h", 0.0, 0.0, 1e5, _D, "output", meaning="what leaves the source"),
    Field("moved", "L", 0.0, 0.0, 1e12, _D, "state", meaning="taken from the source so far"),
    Field("lost volume", "L", 0.0, 0.0, 1e12, _D, "state", meaning="gone out of the plant so far"),
    *losses(HEAD_FIELDS[FIRST_COMPONENT:]),
)

CAPACITY = 0
HEEL = 1
SINK_FULL = 2

PARAMETERS: tuple[Field, ...] = (
    Field("capacity", "L/h", 100.0, 0.0, 1e5, "engineering fit", meaning="most it can move"),
    Field("heel", "L", 0.0, 0.0, 30000.0, _D, meaning="what the dip tube cannot reach"),
    Field("sink full", "L", 30000.0, 0.0, 30000.0, _D, meaning="the sink takes no more than this"),
)


@kernel
def drawn(wanted: float, there: float, room: float, kept: float) -> float:
    """Litres that leave the source: what is wanted, while there is liquid and room for it.

    ``kept`` is the part that arrives: what a leak spills on the way needs no room.
    """
    litres = lesser(wanted, greater(there, 0.0))
    space = greater(room, 0.0)
    if litres * kept > space:
        litres = space / kept
    return litres


@kernel
def asked(y: Floats, p: Floats, line: int, at: int) -> float:
    """Return the flow (L/h) that is asked: the demand within the capacity, less what is blocked."""
    flow = clamp(y[line + DEMAND], 0.0, p[at + CAPACITY])
    flow *= 1.0 - clamp(y[line + BLOCKAGE], 0.0, 1.0)
    flow *= 1.0 - clamp(y[line + ISOLATED], 0.0, 1.0)
    return flow


@kernel
def arriving_share(y: Floats, k: Ints, row: int) -> float:
    """Return the part of what leaves the source that arrives: 0 for a line out of the plant."""
    if k[row + SINK_YB] < 0:
        return 0.0
    return 1.0 - clamp(y[k[row + YB] + LEAK], 0.0, 1.0)


@kernel
def portion(y: Floats, p: Floats, k: Ints, row: int, flow: float, kept: float, dt: float) -> float:
    """Return the litres that leave the source in ``dt`` seconds at a flow (L/h), if any."""
    at = k[row + PB]
    volume = y[k[row + SOURCE_YB] + VOLUME]
    if volume <= 0.0 or dt <= 0.0:
        return 0.0
    room = 0.0
    if k[row + SINK_YB] >= 0:
        room = p[at + SINK_FULL] - y[k[row + SINK_YB] + VOLUME]
    return drawn(flow * (dt / 3600.0), volume - p[at + HEEL], room, kept)


@kernel
def blend(y: Floats, source: int, sink: int, litres: float) -> None:
    """Add ``litres`` (above 0) of a source to a sink's volume, and mix in their warmth.

    Both liquids are taken to have one heat capacity, so that enthalpy mixes as volume does.
    """
    y[sink + VOLUME] += litres
    warmer = y[source + TEMPERATURE] - y[sink + TEMPERATURE]
    y[sink + TEMPERATURE] += warmer * (litres / y[sink + VOLUME])


@kernel
def fed(y: Floats, k: Ints, row: int) -> float:
    """Return the flow (L/h) of all lines into the source of a line that leads through a device."""
    flow = 0.0
    for i in range(k[row + FEEDS]):
        flow += y[k[k[row + FIRST_FEED] + i]]
    return flow


@kernel
def pass_on(
    y: Floats, slot: int, sink: int, place: int, lost: int, amount: float, kept: float
) -> None:
    """Take an amount out of a slot: what is kept arrives in the sink, the rest counts as lost."""
    y[slot] -= amount
    received = amount * kept
    if sink >= 0:
        y[sink + place] += received
    y[lost] += amount - received


@kernel
def move(y: Floats, p: Floats, k: Ints, row: int, dt: float) -> None:
    """Move ``dt`` seconds of flow with its share of every component and its heat.

    The flow is what is asked and never runs backwards. A source that is emptied keeps nothing:
    its share is then exactly one.
    """
    line = k[row + YB]
    at = k[row + PB]
    source = k[row + SOURCE_YB]
    sink = k[row + SINK_YB]
    y[line + FLOW] = 0.0
    if y[line + DEMAND] <= 0.0:  # most lines stand still most of the time
        return
    volume = y[source + VOLUME]
    flow = asked(y, p, line, at)
    kept = arriving_share(y, k, row)
    litres = portion(y, p, k, row, flow, kept, dt)
    if litres <= 0.0:
        return
    y[line + FLOW] = litres * (3600.0 / dt)
    y[line + MOVED] += litres
    y[source + VOLUME] = volume - litres
    arriving = litres * kept
    y[line + LOST_VOLUME] += litres - arriving
    if arriving > 0.0:
        blend(y, source, sink, arriving)
    share = litres / volume
    for component in range(FIRST_COMPONENT, HEAD):
        there = y[source + component]
        if there != 0.0:  # most of the components are in few of the bottles
            lost = line + LOST + component - FIRST_COMPONENT
            pass_on(y, source + component, sink, component, lost, there * share, kept)
    beside = line + LOST + HEAD - FIRST_COMPONENT
    for i in range(k[row + CARRIED]):
        slot = source + k[row + CARRIED_SOURCE] + i
        if y[slot] != 0.0:
            pass_on(y, slot, sink, k[row + CARRIED_SINK] + i, beside + i, y[slot] * share, kept)
