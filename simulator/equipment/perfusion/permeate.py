"""A transfer line that is led through a retention device: permeate in place of broth.

It is a line in all but this: cells stay behind, product and viral vectors pass by the module's
sieving, the flow is no more than the fouled fibres admit, and what passed mixes with the permeate
side of the module before the same volume goes on to the sink.
"""

from __future__ import annotations

from simulator.equipment.inventory import (
    DEAD,
    FIRST_COMPONENT,
    GENERATIONS,
    HEAD,
    LYSED,
    RESTING,
    VIABLE,
    VOLUME,
)
from simulator.equipment.line import (
    CARRIED,
    CARRIED_DEVICE,
    CARRIED_SINK,
    CARRIED_SOURCE,
    DEVICE_PB,
    DEVICE_YB,
    FLOW,
    LOST,
    LOST_VOLUME,
    MOVED,
    PB,
    SINK_YB,
    SOURCE_YB,
    YB,
    arriving_share,
    asked,
    blend,
    fed,
    pass_on,
    portion,
)
from simulator.equipment.perfusion.retention import (
    CELL_SPECIFIC,
    DEBRIS,
    DESIGN_EXCHANGE,
    EXCHANGE,
    HOLD_UP,
    PASS_DAMAGE,
    PERFUSION,
    PERMEATE_FLOW,
    admitted,
    passing,
    vector_passing,
)
from simulator.equipment.unit import SMALLEST_VOLUME
from simulator.numerics.exact import greater, lesser
from simulator.numerics.kernel import Floats, Ints, kernel

PER_CELL = 24000.0
"""From L/h by 1e9 cells to pL per cell and day."""
LEAST_CELLS = 1e-3
"""1e9 cells; with fewer than these a rate per cell has no meaning and is zero."""


@kernel
def exchange(y: Floats, p: Floats, source: int, device: int, module: int, dt: float) -> None:
    """Let the broth pass along the fibres: some cells die of it, by the square of the exchange.

    Engineering fit: ``pass damage`` of the cells of a pass at the design exchange.
    """
    volume = y[source + VOLUME]
    if volume <= SMALLEST_VOLUME:
        return
    flow = greater(y[device + EXCHANGE], 0.0)
    effort = flow / p[module + DESIGN_EXCHANGE]
    share = 0.01 * p[module + PASS_DAMAGE] * effort * effort * (flow / volume) * dt / 3600.0
    killed = greater(y[source + VIABLE], 0.0) * lesser(share, 1.0)
    y[source + VIABLE] -= killed
    y[source + RESTING] *= 1.0 - lesser(share, 1.0)
    y[source + GENERATIONS] *= 1.0 - lesser(share, 1.0)
    y[source + DEAD] += killed


@kernel
def survey(y: Floats, k: Ints, row: int) -> None:
    """Write what the module's skid reckons: perfusion rate, rate per cell, debris in the broth."""
    source = k[row + SOURCE_YB]
    device = k[row + DEVICE_YB]
    flow = fed(y, k, row)
    y[device + PERFUSION] = flow
    y[device + CELL_SPECIFIC] = 0.0
    if y[source + VIABLE] > LEAST_CELLS:
        y[device + CELL_SPECIFIC] = PER_CELL * flow / y[source + VIABLE]
    y[device + DEBRIS] = 0.0
    if y[source + VOLUME] > SMALLEST_VOLUME:
        y[device + DEBRIS] = (y[source + DEAD] + y[source + LYSED]) / y[source + VOLUME]


@kernel
def filtered(y: Floats, p: Floats, k: Ints, row: int, litres: float) -> None:
    """Draw ``litres`` across the fibres into the permeate side of the module."""
    source = k[row + SOURCE_YB]
    device = k[row + DEVICE_YB]
    share = litres / y[source + VOLUME]
    y[source + VOLUME] -= litres
    blend(y, source, device, litres)
    for component in range(FIRST_COMPONENT, HEAD):
        with_it = share * passing(y, p, device, k[row + DEVICE_PB], component)
        amount = y[source + component] * with_it
        y[source + component] -= amount
        y[device + component] += amount
    for i in range(k[row + CARRIED]):
        slot = source + k[row + CARRIED_SOURCE] + i
        place = k[row + CARRIED_DEVICE] + i
        amount = y[slot] * share * vector_passing(y, p, device, k[row + DEVICE_PB], place)
        y[slot] -= amount
        y[device + place] += amount


@kernel
def send(y: Floats, k: Ints, row: int, litres: float, kept: float) -> None:
    """Send ``litres`` of the module's permeate side to the sink; what is not kept is lost."""
    line = k[row + YB]
    device = k[row + DEVICE_YB]
    sink = k[row + SINK_YB]
    volume = y[device + VOLUME]
    y[device + VOLUME] = volume - litres
    arriving = litres * kept
    y[line + LOST_VOLUME] += litres - arriving
    if arriving > 0.0:
        blend(y, device, sink, arriving)
    share = litres / volume
    lost = line + LOST - FIRST_COMPONENT
    for component in range(FIRST_COMPONENT, HEAD):
        slot = device + component
        pass_on(y, slot, sink, component, lost + component, y[slot] * share, kept)
    beside = line + LOST + HEAD - FIRST_COMPONENT
    for i in range(k[row + CARRIED]):
        slot = device + k[row + CARRIED_DEVICE] + i
        pass_on(y, slot, sink, k[row + CARRIED_SINK] + i, beside + i, y[slot] * share, kept)


@kernel
def permeate(y: Floats, p: Floats, k: Ints, row: int, dt: float) -> None:
    """Move ``dt`` seconds of permeate from the source through the module to the sink."""
    line = k[row + YB]
    at = k[row + PB]
    source = k[row + SOURCE_YB]
    device = k[row + DEVICE_YB]
    module = k[row + DEVICE_PB]
    y[line + FLOW] = 0.0
    y[device + PERMEATE_FLOW] = 0.0
    exchange(y, p, source, device, module, dt)
    survey(y, k, row)
    flow = lesser(asked(y, p, line, at), admitted(y, p, device, module))
    kept = arriving_share(y, k, row)
    litres = portion(y, p, k, row, flow, kept, dt)
    if litres <= 0.0:
        return
    y[line + FLOW] = litres * (3600.0 / dt)
    y[device + PERMEATE_FLOW] = y[line + FLOW]
    y[line + MOVED] += litres
    filtered(y, p, k, row, litres)
    on = lesser(y[device + VOLUME] - p[module + HOLD_UP], litres)
    if on > 0.0:
        send(y, k, row, on, kept)
