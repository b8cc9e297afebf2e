"""A vessel of RNA: what a transcription leaves becomes the quality of a stream, and is kept.

It is a process vessel in which RNA breaks, the faster the warmer and the higher the pH, as in the
transcription reactor, and in which DNase digests the template. Of RNA the product is the whole
molecule; what is broken, short or doubled is told by the slot of its aggregate. Proteins of the
reaction count as host cell protein, its template as DNA, its crystals as debris; nucleotides,
magnesium and pyrophosphate are solutes. DNase acts in first order in itself and in the DNA: 50
units per mL and 45 min at 37 degC leave less than 1 % (engineering fit to what makers of DNase I
ask), half as fast for each 10 K less. Pieces of DNA are nucleotides from then on. DNase is spent in
the vessel it was given to: on the way further its protein goes along, its activity does not.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.buffer import acidity, conductivity
from simulator.equipment.downstream.process_vessel import JUDGED_STATES, keep_and_judge
from simulator.equipment.downstream.process_vessel import PARAMETERS as PROCESS_PARAMETERS
from simulator.equipment.downstream.quality import (
    AGGREGATE,
    DEBRIS,
    DNA,
    HOST_CELL_PROTEIN,
    PHOSPHATE,
    QUALITY_FIELDS,
    TRIS,
)
from simulator.equipment.inventory import (
    BUFFER,
    CONTAMINANT,
    HEAD,
    PRODUCT,
    SOLUTES,
    STRONG_ION,
    TEMPERATURE,
    VOLUME,
)
from simulator.equipment.relaxation import relaxed
from simulator.equipment.transcription import reagents
from simulator.equipment.transcription.reactor import FASTEST, PER_KELVIN_DECAY
from simulator.equipment.transcription.reagents import (
    ATP,
    BOUND_TEMPLATE,
    CRYSTAL_MASS,
    CRYSTALS,
    FRAGMENTS,
    MAGNESIUM,
    POLYMERASE,
    PYROPHOSPHATASE,
    PYROPHOSPHATE,
    REAGENT_FIELDS,
    TEMPLATE,
)
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, arriving, begin, settle
from simulator.equipment.vessel import refuse_overfull
from simulator.language.field import Field
from simulator.numerics.exact import clamp, exp, exp10, greater, lesser, power
from simulator.numerics.kernel import Floats, kernel

ARRIVING = len(JUDGED_STATES)
NUCLEASE_FLOW = ARRIVING + len(REAGENT_FIELDS)
NUCLEASE_BAG = NUCLEASE_FLOW + 1
NUCLEASE = NUCLEASE_FLOW + 2
LAST_VOLUME = NUCLEASE_FLOW + 3
LAST_RNA = NUCLEASE_FLOW + 4
PH = NUCLEASE_FLOW + 5
CONDUCTIVITY = NUCLEASE_FLOW + 6
INTEGRITY = NUCLEASE_FLOW + 7
NUCLEOTIDES = NUCLEASE_FLOW + 8
DECAY = NUCLEASE_FLOW + 9
MADE_PROTEIN = NUCLEASE_FLOW + 10
MADE_DNA = NUCLEASE_FLOW + 11

_D = "definition"
_F = "engineering fit"

STATES: tuple[Field, ...] = (
    *JUDGED_STATES,
    *arriving(REAGENT_FIELDS),
    Field("DNase flow", "1e3 IU/min", 0.0, 0.0, 1e6, _D, "input", meaning="out of its syringe"),
    Field("DNase syringe", "1e3 IU", 0.0, 0.0, 1e9, _D, "state", meaning="not given yet"),
    Field("DNase activity", "1e3 IU/L", 0.0, 0.0, 1e12, _D, "state"),
    Field("last volume", "L", 0.0, 0.0, 30000.0, _D, "output", meaning="that of the scan before"),
    Field("last RNA", "g", 0.0, 0.0, 1e8, _D, "output", meaning="all of it, the scan before"),
    Field("pH", "pH", 7.0, -2.0, 16.0, _D, "output", meaning="of all of it, at 25 degC"),
    Field("conductivity", "mS/cm", 0.0, 0.0, 1e4, _D, "output", meaning="at 25 degC"),
    Field("integrity", "%", 100.0, 0.0, 100.0, _D, "output", meaning="whole RNA of all RNA"),
    Field(
        "nucleotide concentration",
        "mM",
        0.0,
        0.0,
        1e16,
        _D,
        "output",
        meaning="with what else is small of the reaction: magnesium and pyrophosphate",
    ),
    Field("decay rate", "1/h", 0.0, 0.0, 1e3, _F, "output", meaning="of whole RNA"),
    Field(
        "made host cell protein", "mg", 0.0, 0.0, 1e12, _D, "state", meaning="of enzymes that came"
    ),
    Field(
        "made DNA", "mg", 0.0, -1e12, 1e12, _D, "state", meaning="of template, less what was cut"
    ),
)

HYDROLYSIS = len(PROCESS_PARAMETERS)
RIBONUCLEASE = HYDROLYSIS + 1
DIGESTION = HYDROLYSIS + 2
HELD_TEMPLATE = HYDROLYSIS + 3
BY_PRODUCTS = HYDROLYSIS + 4
BASE_PAIRS = HYDROLYSIS + 5

PARAMETERS: tuple[Field, ...] = (
    *PROCESS_PARAMETERS,
    Field("hydrolysis", "1/h", 0.01, 0.0, 10.0, _F, meaning="of whole RNA at 37 degC and pH 8"),
    Field("ribonuclease", "mL/1e6 cells/h", 20.0, 0.0, 1e4, _F, meaning="brought by contaminants"),
    Field("digestion", "mL/IU/h", 0.15, 0.0, 100.0, _F, meaning="of DNA by DNase at 37 degC"),
    Field("held template", "ng/mg", 20.0, 0.0, 1e6, _F, meaning="by RNA, safe from DNase"),
    Field("by-products", "%", 4.0, 0.0, 100.0, _F, meaning="short and double strands, as made"),
    Field("template length", "", 4000.0, 10.0, 1e6, _D, meaning="base pairs of the whole plasmid"),
)
"""One Field per slot of a vessel of RNA's parameter block."""

BASE_PAIR = 6.5e-4
"""mg per nmol of a pair of nucleotides in DNA: 650 g/mol."""
NUCLEOTIDE = 325.0
"""mg/mmol of a nucleotide in a strand: half of that."""
POLYMERASE_MASS = 0.0987
"""mg/nmol of the polymerase of phage T7: 98.7 kDa."""
PYROPHOSPHATASE_MASS = 1.0
"""mg of the enzyme in a thousand units: engineering fit."""
NUCLEASE_MASS = 0.1
"""mg of DNase in a thousand units: engineering fit."""
CRYSTAL_DENSITY = 2560.0
"""mg/mL of magnesium pyrophosphate."""
OF_NUCLEOTIDES = 4.0
OF_PYROPHOSPHATE = 3.0
OF_MAGNESIUM = 2.0
"""Charges of each near pH 8: what was bound to magnesium or to a proton counts alike."""
BEST = 37.0
"""degC above which DNase gains no more."""


@kernel
def small(y: Floats, at: int) -> float:
    """Return the mmol of what becomes solutes among the reagents of a block at ``at``."""
    total = y[at + MAGNESIUM] + y[at + PYROPHOSPHATE]
    for n in range(4):
        total += y[at + ATP + n]
    return total


@kernel
def receive(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Let what has come from a transcription become the quality of this stream.

    The ions that RNA keeps beside it belong to it from here on, and are counted with it no more.
    """
    at = yb + ARRIVING - HEAD
    there = 0
    for i in range(HEAD, reagents.WIDTH):
        if y[at + i] != 0.0:
            there = 1
    if there == 0:
        return
    nucleotides = y[at + ATP] + y[at + ATP + 1] + y[at + ATP + 2] + y[at + ATP + 3]
    y[yb + AGGREGATE] += y[at + FRAGMENTS]
    come = greater(y[yb + PRODUCT] + y[yb + AGGREGATE] - y[yb + LAST_RNA], 0.0)
    beside = lesser(0.01 * p[pb + BY_PRODUCTS] * come, greater(y[yb + PRODUCT], 0.0))
    y[yb + PRODUCT] -= beside
    y[yb + AGGREGATE] += beside
    charge = OF_MAGNESIUM * y[at + MAGNESIUM] - OF_NUCLEOTIDES * nucleotides
    charge -= OF_PYROPHOSPHATE * y[at + PYROPHOSPHATE] + 1e3 * come / NUCLEOTIDE
    y[yb + STRONG_ION] += charge
    y[yb + SOLUTES] += small(y, at)
    y[yb + PHOSPHATE] += y[at + reagents.PHOSPHATE]
    y[yb + TRIS] += y[yb + BUFFER]
    y[yb + BUFFER] = 0.0
    template = y[at + TEMPLATE] + y[at + BOUND_TEMPLATE]
    dna = BASE_PAIR * p[pb + BASE_PAIRS] * template
    y[yb + DNA] += dna
    y[yb + MADE_DNA] += dna
    protein = POLYMERASE_MASS * y[at + POLYMERASE] + PYROPHOSPHATASE_MASS * y[at + PYROPHOSPHATASE]
    y[yb + HOST_CELL_PROTEIN] += protein
    y[yb + MADE_PROTEIN] += protein
    y[yb + DEBRIS] += CRYSTAL_MASS / CRYSTAL_DENSITY * y[at + CRYSTALS]
    for i in range(HEAD, reagents.WIDTH):
        y[at + i] -= y[at + i]


@kernel
def dose(y: Floats, yb: int, dt: float) -> None:
    """Give DNase out of its syringe; what is there is thinned by what came, and goes when empty."""
    volume = y[yb + VOLUME]
    if volume <= SMALLEST_VOLUME:
        y[yb + NUCLEASE] = 0.0 * y[yb + NUCLEASE]
        return
    if volume > y[yb + LAST_VOLUME]:
        y[yb + NUCLEASE] *= y[yb + LAST_VOLUME] / volume
    given = lesser(greater(y[yb + NUCLEASE_FLOW], 0.0) * dt / 60.0, y[yb + NUCLEASE_BAG])
    y[yb + NUCLEASE_BAG] -= given
    y[yb + NUCLEASE] += given / volume
    y[yb + HOST_CELL_PROTEIN] += NUCLEASE_MASS * given
    y[yb + MADE_PROTEIN] += NUCLEASE_MASS * given


@kernel
def digest(y: Floats, p: Floats, yb: int, pb: int, hours: float) -> None:
    """Let DNase cut DNA into nucleotides, but for what RNA holds in strands with it."""
    if y[yb + NUCLEASE] == 0.0 or y[yb + DNA] == 0.0:
        return
    rna = greater(y[yb + PRODUCT], 0.0) + greater(y[yb + AGGREGATE], 0.0)
    held = lesser(0.001 * p[pb + HELD_TEMPLATE] * rna, y[yb + DNA])
    warm = power(2.0, 0.1 * (lesser(y[yb + TEMPERATURE], BEST) - BEST))
    x = p[pb + DIGESTION] * lesser(y[yb + NUCLEASE], 1e9) * warm * hours
    cut = (y[yb + DNA] - held) * lesser(x * relaxed(x), 1.0)
    y[yb + DNA] -= cut
    y[yb + MADE_DNA] -= cut
    y[yb + SOLUTES] += cut / NUCLEOTIDE


@kernel
def decay(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write how fast whole RNA breaks here: by warmth and pH, and by foreign cells."""
    warm = exp(PER_KELVIN_DECAY * (clamp(y[yb + TEMPERATURE], 0.0, 100.0) - 37.0))
    rate = p[pb + HYDROLYSIS] * warm * exp10(clamp(y[yb + PH], 0.0, 14.0) - 8.0)
    if y[yb + VOLUME] > SMALLEST_VOLUME:
        rate += p[pb + RIBONUCLEASE] * greater(y[yb + CONTAMINANT], 0.0) / y[yb + VOLUME]
    y[yb + DECAY] = lesser(rate, FASTEST)


@kernel
def wear(y: Floats, yb: int, hours: float) -> None:
    """Let whole RNA break."""
    x = y[yb + DECAY] * hours
    broken = y[yb + PRODUCT] * lesser(x * relaxed(x), 1.0)
    y[yb + PRODUCT] -= broken
    y[yb + AGGREGATE] += broken


@kernel
def show(y: Floats, yb: int) -> None:
    """Write what instruments and the laboratory see."""
    acid = acidity(y, yb)
    y[yb + PH] = acid
    y[yb + CONDUCTIVITY] = conductivity(y, yb, acid)
    rna = y[yb + PRODUCT] + y[yb + AGGREGATE]
    y[yb + INTEGRITY] = 100.0
    if rna > 0.0:
        y[yb + INTEGRITY] = 100.0 * (y[yb + PRODUCT] / rna)
    y[yb + NUCLEOTIDES] = 0.0
    if y[yb + VOLUME] > SMALLEST_VOLUME:
        y[yb + NUCLEOTIDES] = y[yb + SOLUTES] / y[yb + VOLUME]


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a vessel of RNA's block by ``dt`` seconds; slow scans show it."""
    receive(y, p, yb, pb)
    hours = dt / 3600.0
    dose(y, yb, dt)
    digest(y, p, yb, pb, hours)
    wear(y, yb, hours)
    keep_and_judge(y, p, yb, pb, dt, slow)
    y[yb + LAST_VOLUME] = y[yb + VOLUME]
    y[yb + LAST_RNA] = y[yb + PRODUCT] + y[yb + AGGREGATE]
    if slow == 1:
        show(y, yb)
        decay(y, p, yb, pb)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a vessel of RNA that begins with what was given; raises Refusal."""
    kept = {"temperature": parameters["set temperature"], **given}
    values = begin(STATES, kept, carried=QUALITY_FIELDS)
    refuse_overfull(parameters, values)
    values["last volume"] = values["volume"]
    values["last RNA"] = values["product"] + values["aggregate"]
    settle(RNA_VESSEL, parameters, values)
    return values


RNA_VESSEL = UnitKind(
    name="RNA vessel",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="a tank of RNA, in which DNase digests the template and RNA breaks with time",
    carried=QUALITY_FIELDS,
)
