"""A vector vessel: a process vessel of a viral vector, from the harvest that is lysed to the bulk.

Of the capsids that come with whole cells a share stays in the living ones until they are lysed
(:mod:`simulator.equipment.downstream.lysis`). Cells that leave whole take theirs along, and those
are lost: no filter gives them back. Detergent and nuclease are dosed as concentrates whose volume
does not count; both leave with the liquid and are not followed further. The laboratory tells
impurities by the dose: 1e13 vector genomes.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.buffer import acidity, conductivity
from simulator.equipment.downstream.lysis import digest, lyse
from simulator.equipment.downstream.process_vessel import CONDUCTIVITY, PH, keep_and_judge
from simulator.equipment.downstream.process_vessel import PARAMETERS as PROCESS_PARAMETERS
from simulator.equipment.downstream.process_vessel import STATES as PROCESS_STATES
from simulator.equipment.downstream.quality import (
    DNA,
    EMPTY_CAPSIDS,
    FULL_CAPSIDS,
    HOST_CELL_PROTEIN,
    QUALITY_FIELDS,
)
from simulator.equipment.inventory import DEAD, VIABLE, VOLUME
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, begin, settle
from simulator.equipment.vectors import part
from simulator.equipment.vessel import refuse_overfull
from simulator.language.field import Field
from simulator.numerics.exact import clamp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

DETERGENT_FEED = len(PROCESS_STATES)
NUCLEASE_FEED = DETERGENT_FEED + 1
DETERGENT = DETERGENT_FEED + 2
NUCLEASE = DETERGENT_FEED + 3
WITHIN = DETERGENT_FEED + 4
"""Full capsids in whole cells, then empty ones."""
TAKEN = DETERGENT_FEED + 6
"""Full capsids, then empty ones, that left in whole cells."""
DETERGENT_GONE = DETERGENT_FEED + 8
NUCLEASE_GONE = DETERGENT_FEED + 9
CUT = DETERGENT_FEED + 10
STRENGTH = DETERGENT_FEED + 11
ACTIVITY = DETERGENT_FEED + 12
WITHIN_SHARE = DETERGENT_FEED + 13
DNA_CONTENT = DETERGENT_FEED + 14
DNA_OF_DOSE = DETERGENT_FEED + 15
PROTEIN_OF_DOSE = DETERGENT_FEED + 16
LAST_VOLUME = DETERGENT_FEED + 17
LAST_VIABLE = DETERGENT_FEED + 18
LAST_CAPSIDS = DETERGENT_FEED + 19

_D = "definition"
_F = "engineering fit"
_MANY = 1e15

STATES: tuple[Field, ...] = (
    *PROCESS_STATES,
    Field("detergent feed", "g/min", 0.0, 0.0, 1e5, _D, "input", meaning="as a concentrate"),
    Field("nuclease feed", "kU/min", 0.0, 0.0, 1e6, _D, "input", meaning="as a concentrate"),
    Field("detergent", "g", 0.0, 0.0, 1e9, _D, "state"),
    Field("nuclease", "kU", 0.0, 0.0, 1e9, _D, "state", meaning="thousands of units"),
    Field("full capsids in cells", "1e12 vg", 0.0, 0.0, _MANY, _D, "state", meaning="whole cells"),
    Field("empty capsids in cells", "1e12 vp", 0.0, 0.0, _MANY, _D, "state", meaning="whole cells"),
    Field("full capsids taken", "1e12 vg", 0.0, 0.0, _MANY, _D, "state", meaning="left in cells"),
    Field("empty capsids taken", "1e12 vp", 0.0, 0.0, _MANY, _D, "state", meaning="left in cells"),
    Field("detergent gone", "g", 0.0, 0.0, 1e9, _D, "state", meaning="with the liquid"),
    Field("nuclease gone", "kU", 0.0, 0.0, 1e9, _D, "state", meaning="with the liquid"),
    Field("cut DNA", "mg", 0.0, 0.0, 1e12, _D, "state", meaning="by nuclease so far"),
    Field("detergent concentration", "g/L", 0.0, 0.0, 1e15, _D, "output", meaning="10 is 1 %"),
    Field("nuclease activity", "kU/L", 0.0, 0.0, 1e15, _D, "output", meaning="U in each mL"),
    Field("vector in cells", "%", 0.0, 0.0, 100.0, _D, "output", meaning="of all full capsids"),
    Field("DNA content", "mg/L", 0.0, 0.0, 1e18, _D, "output", meaning="of the host cell"),
    Field("DNA per dose", "ng", 0.0, 0.0, 1e30, _D, "output", meaning="in 1e13 vg"),
    Field("protein per dose", "ng", 0.0, 0.0, 1e30, _D, "output", meaning="of host cells"),
    Field("last volume", "L", 0.0, 0.0, 30000.0, _D, "output", meaning="that of the scan before"),
    Field("last viable", "1e9 cells", 0.0, 0.0, 1e10, _D, "output", meaning="the same"),
    Field("last full capsids", "1e12 vg", 0.0, 0.0, _MANY, _D, "output", meaning="the same"),
    Field("last empty capsids", "1e12 vp", 0.0, 0.0, _MANY, _D, "output", meaning="the same"),
)
"""One Field per slot of a vector vessel's block."""

KINETICS = len(PROCESS_PARAMETERS)
SHARE_IN_CELLS = KINETICS + 6
MOST_IN_CELL = KINETICS + 7

PARAMETERS: tuple[Field, ...] = (
    *PROCESS_PARAMETERS,
    Field("lysis rate", "1/h", 5.0, 0.0, 1e3, _F, meaning="in much detergent, at 37 degC"),
    Field("half detergent", "g/L", 1.0, 1e-6, 1e3, _F, meaning="that lyses at half this rate"),
    Field("digestion rate", "1/h", 0.06, 0.0, 1e3, _F, meaning="by a U/mL, at 37 degC"),
    Field("half salt", "mM", 150.0, 1e-3, 1e5, _F, meaning="that halves the nuclease's rate"),
    Field("protected DNA", "mg/L", 0.02, 0.0, 1e3, _F, meaning="out of the nuclease's reach"),
    Field("warming", "", 2.0, 1.0, 10.0, _F, meaning="of both rates, for 10 K"),
    Field("share in cells", "", 0.7, 0.0, 1.0, _F, meaning="of what living cells come with"),
    Field("most in a cell", "", 5e4, 0.0, 1e9, _F, meaning="capsids, full and empty"),
)
"""One Field per slot of a vector vessel's parameter block; LYSIS_RATE and on from KINETICS."""

PER_THOUSAND = 1e-3
"""1e12 capsids in 1e9 cells with one in each."""
PER_DOSE = 1e7
"""ng in 1e13 vg for a mg in 1e12 vg."""


@kernel
def enter_cells(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Let a share of the capsids that came with cells stay in the living ones, as they hold."""
    living = y[yb + VIABLE] - y[yb + LAST_VIABLE]
    full = y[yb + FULL_CAPSIDS] - y[yb + LAST_CAPSIDS]
    empty = y[yb + EMPTY_CAPSIDS] - y[yb + LAST_CAPSIDS + 1]
    if living > 0.0 and full >= 0.0 and empty >= 0.0 and full + empty > 0.0:
        cells = y[yb + VIABLE] + y[yb + DEAD]
        share = p[pb + SHARE_IN_CELLS] * clamp(y[yb + VIABLE] / cells, 0.0, 1.0)
        share = lesser(share, PER_THOUSAND * p[pb + MOST_IN_CELL] * (living / (full + empty)))
        y[yb + FULL_CAPSIDS] -= share * full
        y[yb + WITHIN] += share * full
        y[yb + EMPTY_CAPSIDS] -= share * empty
        y[yb + WITHIN + 1] += share * empty


@kernel
def part_with(y: Floats, yb: int, one: int, gone: int, share: float) -> None:
    """Let a share of what is counted in slot ``one`` go over into slot ``gone``."""
    amount = y[yb + one] * share
    y[yb + one] -= amount
    y[yb + gone] += amount


@kernel
def drain(y: Floats, yb: int) -> None:
    """Let what is counted here alone leave with the liquid that left since the scan before."""
    volume = y[yb + VOLUME]
    if volume < y[yb + LAST_VOLUME]:
        share = 1.0 - greater(volume, 0.0) / y[yb + LAST_VOLUME]
        part_with(y, yb, WITHIN, TAKEN, share)
        part_with(y, yb, WITHIN + 1, TAKEN + 1, share)
        part_with(y, yb, DETERGENT, DETERGENT_GONE, share)
        part_with(y, yb, NUCLEASE, NUCLEASE_GONE, share)


@kernel
def react(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Dose, lyse and digest for ``dt`` seconds."""
    y[yb + DETERGENT] += y[yb + DETERGENT_FEED] * (dt / 60.0)
    y[yb + NUCLEASE] += y[yb + NUCLEASE_FEED] * (dt / 60.0)
    if y[yb + DETERGENT] > 0.0:
        whole = lyse(y, p, yb, pb + KINETICS, y[yb + DETERGENT], dt)
        for i in range(2):
            freed = y[yb + WITHIN + i] * (1.0 - whole)
            y[yb + WITHIN + i] -= freed
            y[yb + FULL_CAPSIDS + i] += freed
    if y[yb + NUCLEASE] > 0.0:
        y[yb + CUT] += digest(y, p, yb, pb + KINETICS, y[yb + NUCLEASE], dt)


@kernel
def remember(y: Floats, yb: int) -> None:
    """Keep what is here, to see in the next scan what came and went."""
    y[yb + LAST_VOLUME] = y[yb + VOLUME]
    y[yb + LAST_VIABLE] = y[yb + VIABLE]
    y[yb + LAST_CAPSIDS] = y[yb + FULL_CAPSIDS]
    y[yb + LAST_CAPSIDS + 1] = y[yb + EMPTY_CAPSIDS]


@kernel
def tell(y: Floats, yb: int) -> None:
    """Write the outputs that the laboratory and the screen show."""
    acid = acidity(y, yb)
    y[yb + PH] = acid
    y[yb + CONDUCTIVITY] = conductivity(y, yb, acid)
    per_litre = 0.0
    if y[yb + VOLUME] > SMALLEST_VOLUME:
        per_litre = 1.0 / y[yb + VOLUME]
    y[yb + STRENGTH] = y[yb + DETERGENT] * per_litre
    y[yb + ACTIVITY] = y[yb + NUCLEASE] * per_litre
    y[yb + DNA_CONTENT] = y[yb + DNA] * per_litre
    full = y[yb + FULL_CAPSIDS]
    y[yb + WITHIN_SHARE] = part(y[yb + WITHIN], y[yb + WITHIN] + full)
    y[yb + DNA_OF_DOSE] = 0.0
    y[yb + PROTEIN_OF_DOSE] = 0.0
    if full > 0.0:
        y[yb + DNA_OF_DOSE] = lesser(PER_DOSE * y[yb + DNA] / full, 1e30)
        y[yb + PROTEIN_OF_DOSE] = lesser(PER_DOSE * y[yb + HOST_CELL_PROTEIN] / full, 1e30)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a vector vessel's block by ``dt`` seconds; slow scans show its chemistry."""
    enter_cells(y, p, yb, pb)
    drain(y, yb)
    react(y, p, yb, pb, dt)
    keep_and_judge(y, p, yb, pb, dt, slow)
    remember(y, yb)
    if slow == 1:
        tell(y, yb)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a vector vessel that begins with what was given; raises Refusal.

    Capsids that are given are in the liquid, unless they are given as in cells.
    """
    kept = {"temperature": parameters["set temperature"], **given}
    values = begin(STATES, kept, carried=QUALITY_FIELDS)
    refuse_overfull(parameters, values)
    values["last volume"] = values["volume"]
    values["last viable"] = values["viable"]
    values["last full capsids"] = values["full capsids"]
    values["last empty capsids"] = values["empty capsids"]
    settle(VECTOR_VESSEL, parameters, values)
    return values


VECTOR_VESSEL = UnitKind(
    name="vector vessel",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="a tank of viral vector: cells are lysed in it, and impurities told by the dose",
    carried=QUALITY_FIELDS,
)
