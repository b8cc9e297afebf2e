"""An ultrafilter: cassettes beside a tank that keep the product and let buffer and salt go.

Liquid is pumped along the membrane and back to its tank; a line led ``through`` the cassettes
draws permeate. Its flux is the lesser of two: by pressure, ``Lp TMP eta_w/eta`` (Darcy), and by
the film of product at the wall, ``k ln(cg/c)`` (W. F. Blatt et al., in Membrane Science and
Technology, 1970), so that beyond a knee more pressure gives no more flux and only packs the film.
Viscosity rises with the product by P. D. Ross and A. P. Minton (Biochem Biophys Res Commun 76:971,
1977). Cross-flow thins the film by its square root and costs pressure along the channels; a pass of
the pump makes a little aggregate. Sizes are engineering fits within what a platform with antibodies
and 30 kDa cassettes shows: 20-40 L/m2/h at 300 L/m2/h along the membrane, gel at 250-350 g/L.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from simulator.equipment.downstream.quality import (
    AGGREGATE,
    HOST_CELL_PROTEIN,
    LIGAND,
    QUALITY_FIELDS,
    SALT,
    TRIS,
    WIDTH,
)
from simulator.equipment.inventory import (
    CONTAMINANT,
    DEAD,
    GENERATIONS,
    HEAD,
    HEAD_FIELDS,
    LYSED,
    PRODUCT,
    RESTING,
    VIABLE,
    VOLUME,
)
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, begin, settle
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal
from simulator.numerics.exact import clamp, exp, greater, lesser, log
from simulator.numerics.kernel import Floats, kernel

CROSS_FLOW = WIDTH
RETENTATE_VALVE = WIDTH + 1
MEMBRANE_BLOCKAGE = WIDTH + 2
DEFECT = WIDTH + 3
BULK = WIDTH + 4
COMPACTION = WIDTH + 5
PASSING = WIDTH + 6
PERMEATED = WIDTH + 7
DIAVOLUMES = WIDTH + 8
PERMEATE_TITRE = WIDTH + 9
FEED_PRESSURE = WIDTH + 10
RETENTATE_PRESSURE = WIDTH + 11
TMP = WIDTH + 12
FLUX = WIDTH + 13
PERMEATE_FLOW = WIDTH + 14
VISCOSITY = WIDTH + 15

_D = "definition"
_F = "engineering fit"

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *QUALITY_FIELDS,
    Field("cross-flow", "L/h", 0.0, 0.0, 1e5, _D, "input", meaning="along the membrane"),
    Field("retentate valve", "%", 100.0, 0.0, 100.0, _D, "input", meaning="how far it is open"),
    Field("membrane blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of the area lost"),
    Field("defect", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of the flux through a hole"),
    Field("bulk concentration", "g/L", 0.0, 0.0, 1e3, _D, "state", meaning="product in its tank"),
    Field("compaction", "", 0.0, 0.0, 100.0, _F, "state", meaning="of the film, by pressure"),
    Field("passing", "L", 0.0, 0.0, 1e6, _D, "state", meaning="in this scan"),
    Field("permeated", "L", 0.0, 0.0, 1e12, _D, "state", meaning="through it so far"),
    Field("diavolumes", "", 0.0, 0.0, 1e12, _D, "state", meaning="fed to its tank, by its volume"),
    Field("permeate titre", "g/L", 0.0, 0.0, 1e3, _D, "state", meaning="product that passes"),
    Field("feed pressure", "bar", 0.0, 0.0, 1e9, _F, "output"),
    Field("retentate pressure", "bar", 0.0, 0.0, 1e9, _F, "output"),
    Field("transmembrane pressure", "bar", 0.0, 0.0, 1e9, _D, "output", meaning="TMP, the mean"),
    Field("flux", "L/m2/h", 0.0, 0.0, 1e15, _D, "output"),
    Field("permeate flow", "L/h", 0.0, 0.0, 1e12, _D, "output"),
    Field("viscosity", "mPa*s", 0.8, 0.0, 1e9, "Ross and Minton 1977", "output"),
)

AREA = 0
PERMEABILITY = 1
TRANSFER = 2
GEL = 3
DESIGN_FLOW = 4
CHANNEL_DROP = 5
VALVE_DROP = 6
RELIEF = 7
WATER_VISCOSITY = 8
INTRINSIC = 9
CROWDING = 10
SIEVING = 11
SMALL_PROTEIN = 12
COMPACTING = 13
PASS_AGGREGATION = 14

PARAMETERS: tuple[Field, ...] = (
    Field("membrane area", "m2", 2.0, 0.001, 1000.0, _D),
    Field("clean permeability", "L/m2/h/bar", 80.0, 1.0, 1e5, _F, meaning="for water at 25 degC"),
    Field("mass transfer", "L/m2/h", 25.0, 0.1, 1e4, _F, meaning="at the design cross-flow"),
    Field("gel concentration", "g/L", 300.0, 10.0, 1e3, _F),
    Field("design cross-flow", "L/m2/h", 300.0, 1.0, 1e5, _F),
    Field("channel drop", "bar", 0.8, 0.0, 10.0, _F, meaning="at design cross-flow, as water"),
    Field("valve drop", "bar", 0.05, 0.0, 10.0, _F, meaning="at design cross-flow, open"),
    Field("relief pressure", "bar", 4.0, 0.1, 20.0, _F, meaning="the feed has no more"),
    Field("water viscosity", "mPa*s", 0.8, 0.1, 10.0, "Ross and Minton 1977", meaning="of buffer"),
    Field("intrinsic viscosity", "mL/g", 6.3, 0.0, 100.0, "Ross and Minton 1977"),
    Field("crowding", "", 0.45, 0.0, 2.0, "Ross and Minton 1977", meaning="by shape k/nu"),
    Field("sieving", "", 0.001, 0.0, 1.0, _F, meaning="product: permeate by tank"),
    Field("small protein sieving", "", 0.2, 0.0, 1.0, _F, meaning="host cell protein, ligand"),
    Field("compacting", "1/h", 0.5, 0.0, 100.0, _F, meaning="at twice the pressure of the knee"),
    Field("pass aggregation", "%", 0.0008, 0.0, 10.0, _F, meaning="of the product, a pump pass"),
)
LARGEST = 1e9
DENSEST = 0.95
"""Where crowding ends: the formula has a pole."""
LEAST_OPEN = 0.001
LEAST_VALVE = 0.02
BEYOND = 1.2
"""The film packs above so many times the pressure of the knee."""


@kernel
def viscosity(p: Floats, pb: int, c: float) -> float:
    """Return the viscosity (mPa s) of product at ``c`` g/L."""
    x = 0.001 * p[pb + INTRINSIC] * greater(c, 0.0)
    return p[pb + WATER_VISCOSITY] * exp(x / (1.0 - lesser(p[pb + CROWDING] * x, DENSEST)))


@kernel
def along(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the cross-flow relative to its design."""
    return clamp(y[yb + CROSS_FLOW], 0.0, 1e5) / (p[pb + AREA] * p[pb + DESIGN_FLOW])


@kernel
def after(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the pressure (bar) behind the channels, at the retentate valve."""
    q = along(y, p, yb, pb) / greater(0.01 * y[yb + RETENTATE_VALVE], LEAST_VALVE)
    return lesser(p[pb + VALVE_DROP] * q * q, p[pb + RELIEF])


@kernel
def before(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the pressure (bar) before the channels, at most what the relief valve lets be."""
    thick = viscosity(p, pb, y[yb + BULK]) / p[pb + WATER_VISCOSITY]
    drop = p[pb + CHANNEL_DROP] * along(y, p, yb, pb) * thick
    return lesser(after(y, p, yb, pb) + drop, p[pb + RELIEF])


@kernel
def by_pressure(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the flux (L/m2/h) that the pressure would give, without a film."""
    mean = 0.5 * (before(y, p, yb, pb) + after(y, p, yb, pb))
    thin = p[pb + WATER_VISCOSITY] / viscosity(p, pb, y[yb + BULK])
    return p[pb + PERMEABILITY] * mean * thin


@kernel
def by_film(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the flux (L/m2/h) that the film lets through; without product no film is there."""
    c = y[yb + BULK]
    if c <= 1e-9:
        return LARGEST
    if c >= p[pb + GEL]:
        return 0.0
    k = p[pb + TRANSFER] * math.sqrt(along(y, p, yb, pb)) / (1.0 + greater(y[yb + COMPACTION], 0.0))
    return k * log(p[pb + GEL] / c)


@kernel
def admitted(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the permeate flow (L/h) as pressure and film allow it."""
    area = p[pb + AREA] * greater(1.0 - clamp(y[yb + MEMBRANE_BLOCKAGE], 0.0, 1.0), LEAST_OPEN)
    return area * lesser(by_pressure(y, p, yb, pb), by_film(y, p, yb, pb))


@kernel
def regard(
    y: Floats, p: Floats, source: int, device: int, module: int, fed: float, dt: float
) -> None:
    """Take note of the tank: its concentration, what was ``fed`` to it (L/h), what the pump does.

    A pass of the pump turns a little of the product into aggregate.
    """
    volume = y[source + VOLUME]
    if volume <= SMALLEST_VOLUME:
        y[device + BULK] = 0.0
        return
    y[device + BULK] = lesser((y[source + PRODUCT] + y[source + AGGREGATE]) / volume, 1e3)
    y[device + DIAVOLUMES] += fed * dt / 3600.0 / volume
    passes = clamp(y[device + CROSS_FLOW], 0.0, 1e5) * dt / 3600.0 / volume
    share = lesser(0.01 * p[module + PASS_AGGREGATION] * passes, 1.0)
    joined = greater(y[source + PRODUCT], 0.0) * share
    y[source + PRODUCT] -= joined
    y[source + AGGREGATE] += joined


@kernel
def sieve(y: Floats, p: Floats, yb: int, pb: int, component: int) -> float:
    """Return the share of a component that goes with the permeate, 1 for what is small.

    ``component`` is its place in a block that begins with head and quality.
    """
    kept = 1.0
    if component in (PRODUCT, AGGREGATE):
        kept = 1.0 - p[pb + SIEVING]
    elif component in (HOST_CELL_PROTEIN, LIGAND):
        kept = 1.0 - p[pb + SMALL_PROTEIN]
    elif component < HEAD:
        kept = 0.0
        if component in (VIABLE, DEAD, LYSED, CONTAMINANT, RESTING, GENERATIONS):
            kept = 1.0
    elif component in (SALT, TRIS, TRIS + 1):
        kept = 0.0
    return 1.0 - kept * (1.0 - clamp(y[yb + DEFECT], 0.0, 1.0))


@kernel
def treat(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Take note of the permeate that the head holds; it goes on as it is.

    ``p``, ``pb`` and ``dt`` are what every device is told.
    """
    litres = y[yb + VOLUME]
    if litres > 0.0 and dt >= 0.0 and p[pb + AREA] > 0.0:
        y[yb + PASSING] += litres
        y[yb + PERMEATED] += litres
        y[yb + PERMEATE_TITRE] = lesser((y[yb + PRODUCT] + y[yb + AGGREGATE]) / litres, 1e3)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Show pressures and what passed in this scan; pack the film beyond the knee, or let it go.

    ``slow`` is what every unit is told; nothing here is slow. Without cross-flow nothing changes.
    """
    flow = 0.0
    if dt > 0.0 and slow >= 0:
        flow = lesser(y[yb + PASSING] * 3600.0 / dt, 1e12)
    y[yb + PASSING] = 0.0
    y[yb + PERMEATE_FLOW] = flow
    y[yb + FLUX] = flow / p[pb + AREA]
    y[yb + VISCOSITY] = lesser(viscosity(p, pb, y[yb + BULK]), LARGEST)
    y[yb + RETENTATE_PRESSURE] = after(y, p, yb, pb)
    y[yb + FEED_PRESSURE] = before(y, p, yb, pb)
    y[yb + TMP] = 0.5 * (y[yb + FEED_PRESSURE] + y[yb + RETENTATE_PRESSURE])
    film = by_film(y, p, yb, pb)
    packs = 0.0
    if film < LARGEST and film > 0.0 and flow > 0.0:
        packs = clamp(by_pressure(y, p, yb, pb) / film - BEYOND, 0.0, 10.0)
    x = p[pb + COMPACTING] * dt / 3600.0
    left = 1.0 / (1.0 + x + 0.5 * x * x)
    y[yb + COMPACTION] = packs + (y[yb + COMPACTION] - packs) * left


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of an ultrafilter that begins with what was given; raises Refusal."""
    values = begin(STATES, given, carried=QUALITY_FIELDS)
    if values["volume"] > 0.0:
        message = "an ultrafilter holds no liquid of its own between two scans"
        raise Refusal(Problem("overfull", message, "give it to the tank instead"))
    settle(ULTRAFILTER, parameters, values)
    return values


ULTRAFILTER = UnitKind(
    name="ultrafilter",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="cassettes beside a tank that keep the product and let buffer and salt go",
    carried=QUALITY_FIELDS,
    device=True,
)
