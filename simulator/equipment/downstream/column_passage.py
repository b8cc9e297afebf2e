"""What every column does with the liquid that passes it, whatever its beads hold.

Air and debris are kept back before the bed; detectors, and what is told of flow and pressure,
stand behind it.
"""

from __future__ import annotations

from simulator.equipment.downstream.buffer import acidity, conductivity
from simulator.equipment.downstream.column_bed import drive_out, resistance, shape_bed, take_air
from simulator.equipment.downstream.column_slots import (
    ABSORBANCE,
    ACIDITY,
    AIR_IN_FEED,
    AIR_SEEN,
    BED_HEIGHT,
    BED_VOLUME,
    CAUSTIC,
    COLUMN_VOLUMES,
    CONDUCTIVITY,
    CYCLES,
    FLOW,
    KEPT_DEBRIS,
    LOAD,
    LOADED,
    PASSED,
    PASSING,
    PATH,
    PRESSURE_DROP,
    TRAP,
    TRAP_LEVEL,
    TRAP_VENT,
    TRAPPED,
    TURNED,
    UPFLOW,
    UV,
    UV_LIMIT,
    VELOCITY,
)
from simulator.equipment.downstream.packing import watch_peak
from simulator.equipment.downstream.quality import AGGREGATE, DEBRIS, DNA, HOST_CELL_PROTEIN
from simulator.equipment.inventory import PRODUCT, VOLUME
from simulator.numerics.exact import clamp, lesser
from simulator.numerics.kernel import Floats, kernel

VENT_TIME = 20.0
"""s in which a vent empties the trap of its air by a factor e."""
PROTEIN_UV = 1.0
DNA_UV = 20.0
"""AU per cm and g/L at 280 nm: an average protein, and DNA. That of the product is a parameter: 1.4
of an antibody (C. N. Pace et al., Protein Sci. 4:2411, 1995)."""
AIR_UV = 0.02
"""AU that each percent of air in the bed adds: bubbles scatter light. Engineering fit."""
CAUSTIC_AT = 12.0
RINSED_AT = 9.0
DEBRIS_KEPT = 0.9


@kernel
def upflow(y: Floats, yb: int) -> float:
    """Return 1 where liquid comes from below, else 0."""
    if y[yb + UPFLOW] > 0.5:
        return 1.0
    return 0.0


@kernel
def strain(y: Floats, yb: int, turned: float) -> None:
    """Keep debris back on the top of the bed; a flow from below takes it along."""
    if turned > 0.5:
        y[yb + DEBRIS] += y[yb + KEPT_DEBRIS]
        y[yb + KEPT_DEBRIS] = 0.0
    else:
        kept = y[yb + DEBRIS] * DEBRIS_KEPT
        y[yb + DEBRIS] -= kept
        y[yb + KEPT_DEBRIS] += kept


@kernel
def enter_bed(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> None:
    """Take air and debris from the head, and make the bed ready for so many litres of it.

    The bed has been turned (:data:`TURNED`) as its flow goes.
    """
    share = 0.01 * clamp(y[yb + AIR_IN_FEED], 0.0, 100.0)
    over = take_air(y, p, yb, pb, share * litres)
    y[yb + AIR_SEEN] = 100.0 * over / (litres + over)
    drive_out(y, p, yb, pb, litres, y[yb + TURNED])
    shape_bed(y, p, yb, pb)
    y[yb + LOADED] += y[yb + PRODUCT] + y[yb + AGGREGATE]
    strain(y, yb, y[yb + TURNED])


@kernel
def detect_outlet(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write what the detectors behind the column see of the head, and count a cleaning."""
    litres = y[yb + VOLUME]
    light = p[pb + ABSORBANCE] * (y[yb + PRODUCT] + y[yb + AGGREGATE])
    light += 0.001 * (PROTEIN_UV * y[yb + HOST_CELL_PROTEIN] + DNA_UV * y[yb + DNA])
    seen = p[pb + PATH] * light / litres + AIR_UV * y[yb + AIR_SEEN]
    y[yb + UV] = clamp(seen, 0.0, p[pb + UV_LIMIT])
    y[yb + ACIDITY] = clamp(acidity(y, yb), 0.0, 16.0)
    y[yb + CONDUCTIVITY] = clamp(conductivity(y, yb, y[yb + ACIDITY]), 0.0, 1e6)
    if y[yb + ACIDITY] > CAUSTIC_AT and y[yb + CAUSTIC] < 0.5:
        y[yb + CAUSTIC] = 1.0
        y[yb + CYCLES] += 1.0
        y[yb + LOADED] = 0.0
    elif y[yb + ACIDITY] < RINSED_AT:
        y[yb + CAUSTIC] = 0.0


@kernel
def leave_bed(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> None:
    """Let the detectors see the head that leaves, and count what has passed."""
    detect_outlet(y, p, yb, pb)
    watch_peak(y, p, yb, pb, litres)
    y[yb + PASSED] += litres
    y[yb + PASSING] += litres


@kernel
def tell_passage(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Write flow, pressure, load and trap of what passed in this scan, and begin to count anew."""
    flow = 0.0
    if dt > 0.0:
        flow = lesser(y[yb + PASSING] * 3600.0 / dt, 1e12)
    y[yb + PASSING] = 0.0
    volume = p[pb + BED_VOLUME]
    y[yb + FLOW] = flow
    y[yb + VELOCITY] = lesser(flow * p[pb + BED_HEIGHT] / volume, 1e12)
    y[yb + PRESSURE_DROP] = lesser(flow * resistance(y, p, yb, pb), 1e9)
    y[yb + COLUMN_VOLUMES] = lesser(y[yb + PASSED] / volume, 1e12)
    y[yb + LOAD] = lesser(y[yb + LOADED] / volume, 1e9)
    if y[yb + TRAP_VENT] > 0.5:
        x = dt / VENT_TIME
        y[yb + TRAPPED] /= 1.0 + x + 0.5 * x * x
    y[yb + TRAP_LEVEL] = 100.0 * (1.0 - clamp(y[yb + TRAPPED] / p[pb + TRAP], 0.0, 1.0))
    if flow <= 0.0:
        y[yb + AIR_SEEN] = 0.0
