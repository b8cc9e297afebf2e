"""The transcription reactor: RNA from nucleotides in a small heated, stirred vessel.

Each scan takes rates at its start for half of it, and rates in the middle for the whole of it.
What is fast, dissolved pyrophosphate, is relaxed about its own slope in both (an exponential
midpoint rule), so that any amount of crystals or enzyme is stable. What happened is counted in
moles of three reactions, so that nucleotides, phosphate, magnesium and mass balance to rounding.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.inventory import CONTAMINANT, PRODUCT, TEMPERATURE, VOLUME
from simulator.equipment.relaxation import relaxed
from simulator.equipment.transcription.jacket import warm
from simulator.equipment.transcription.parameters import (
    ADENOSINES,
    DENSITY,
    ENVIRONMENT,
    HEAT_LOSS,
    HYDROLYSIS,
    K_SEQUESTER,
    PARAMETERS,
    RIBONUCLEASE,
    TEMPERATURE_OPTIMUM,
    TEMPERATURE_SPREAD,
    TURBIDITY_FACTOR,
    WORKING_VOLUME,
)
from simulator.equipment.transcription.rates import length, molar_mass, speeds
from simulator.equipment.transcription.reagents import (
    ATP,
    BOUND_TEMPLATE,
    CRYSTAL_MASS,
    CRYSTALS,
    FRAGMENTS,
    MAGNESIUM,
    NUCLEI,
    PHOSPHATE,
    POLYMERASE,
    PYROPHOSPHATE,
    REAGENT_FIELDS,
    TEMPLATE,
)
from simulator.equipment.transcription.start import GIVENS, begun
from simulator.equipment.transcription.states import (
    ACTIVITY,
    DECAY,
    FREE_LEVEL,
    FREE_MAGNESIUM,
    HYDROGEN,
    INTEGRITY,
    LEAST_LEVEL,
    LEVEL,
    LOSS,
    MADE_PRODUCT,
    MAGNESIUM_LEVEL,
    NTP_LEVEL,
    PH,
    PHOSPHATE_LEVEL,
    POLYMERASE_LEVEL,
    PYROPHOSPHATE_LEVEL,
    RATE,
    SATURATION,
    STATES,
    TEMPLATE_LEVEL,
    TITRE,
    TURBIDITY,
    WEIGHT,
)
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, settle
from simulator.language.problem import Problem, Refusal
from simulator.numerics.exact import clamp, exp, greater, lesser, log10
from simulator.numerics.kernel import Floats, kernel

PER_KELVIN_LOSS = 0.46
"""Polymerase is lost e times faster for each 2.2 K; an engineering fit."""
PER_KELVIN_DECAY = 0.1611809565095832
"""RNA breaks ten times faster for each 14 K; an engineering fit."""
FASTEST = 1000.0
"""1/h; no decay is counted faster than this."""
MOST_FULL = 1.2
"""Share of the working volume that fits."""


@kernel
def react(y: Floats, p: Floats, yb: int, pb: int, rna: float, grown: float, cleft: float) -> None:
    """Let so many mmol of RNA be made, of crystals grow and of pyrophosphate be cleft.

    No more than there is; less than nothing takes back what an earlier call did.
    """
    most = y[yb + ATP] / p[pb + ADENOSINES]
    for n in range(1, 4):
        most = lesser(most, y[yb + ATP + n] / p[pb + ADENOSINES + n])
    mass = molar_mass(p, pb)
    links = length(p, pb) - 1.0
    back = lesser(y[yb + PRODUCT] / mass, y[yb + PYROPHOSPHATE] / links)
    rna = clamp(rna, -back, greater(most, 0.0))
    for n in range(4):
        y[yb + ATP + n] = greater(y[yb + ATP + n] - p[pb + ADENOSINES + n] * rna, 0.0)
    whole = y[yb + PRODUCT]
    y[yb + PRODUCT] = greater(whole + rna * mass, 0.0)
    y[yb + MADE_PRODUCT] += y[yb + PRODUCT] - whole
    there = greater(y[yb + PYROPHOSPHATE] + links * rna, 0.0)
    grown = clamp(grown, -y[yb + CRYSTALS], lesser(there, 0.5 * y[yb + MAGNESIUM]))
    cleft = clamp(cleft, -0.5 * y[yb + PHOSPHATE], there - greater(grown, 0.0))
    y[yb + PYROPHOSPHATE] = greater(there - grown - cleft, 0.0)
    y[yb + MAGNESIUM] = greater(y[yb + MAGNESIUM] - 2.0 * grown, 0.0)
    y[yb + CRYSTALS] = greater(y[yb + CRYSTALS] + grown, 0.0)
    y[yb + PHOSPHATE] = greater(y[yb + PHOSPHATE] + 2.0 * cleft, 0.0)


@kernel
def hold_template(y: Floats, p: Floats, yb: int, pb: int, dose: float) -> None:
    """Let crystals take up template; ``dose`` is the nuclei times hours, mol h/L."""
    x = p[pb + K_SEQUESTER] * greater(dose, 0.0)
    held = y[yb + TEMPLATE] * (x * relaxed(x))
    y[yb + TEMPLATE] = greater(y[yb + TEMPLATE] - held, 0.0)
    y[yb + BOUND_TEMPLATE] = y[yb + BOUND_TEMPLATE] + held


@kernel
def transcribe(y: Floats, p: Floats, yb: int, pb: int, hours: float, litres: float) -> None:
    """Advance the reactions by ``hours`` in ``litres``, and write the rate of transcription."""
    mmol = 1e3 * litres
    made, grown, cleft, born, steep, falling = speeds(y, p, yb, pb, litres)
    y[yb + RATE] = 1e3 * made * molar_mass(p, pb)
    links = length(p, pb) - 1.0
    slope = steep + falling
    half = 0.5 * hours
    # Consumption over half the scan: what it is now, and what it gains as pyrophosphate changes.
    net = links * made - grown - cleft
    gained = 0.0
    if slope > 0.0:
        gained = net * (1.0 - relaxed(slope * half)) / slope
    first = half * made * mmol
    first_grown = half * (grown + gained * steep) * mmol
    first_cleft = half * (cleft + gained * falling) * mmol
    before = y[yb + PYROPHOSPHATE]
    nuclei = y[yb + NUCLEI] / mmol
    react(y, p, yb, pb, first, first_grown, first_cleft)
    hold_template(y, p, yb, pb, half * nuclei)
    y[yb + NUCLEI] = (nuclei + half * born) * mmol
    moved = (y[yb + PYROPHOSPHATE] - before) / mmol
    made, grown, cleft, born, _, _ = speeds(y, p, yb, pb, litres)
    net = links * made - grown - cleft
    over = net - relaxed(slope * hours) * (net + slope * moved)
    gained = 0.0
    if slope > 0.0:
        gained = over / slope
    react(
        y,
        p,
        yb,
        pb,
        hours * made * mmol - first,
        hours * (grown + gained * steep) * mmol - first_grown,
        hours * (cleft + gained * falling) * mmol - first_cleft,
    )
    middle = y[yb + NUCLEI] / mmol
    hold_template(y, p, yb, pb, hours * middle - half * nuclei)
    y[yb + NUCLEI] = (nuclei + hours * born) * mmol


@kernel
def weather(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write what temperature does to the enzyme and to the RNA."""
    if p[pb + ENVIRONMENT] < 0.5:
        y[yb + ACTIVITY] = 1.0
        y[yb + DECAY] = 0.0
        y[yb + LOSS] = 0.0
        return
    t = y[yb + TEMPERATURE]
    off = (t - p[pb + TEMPERATURE_OPTIMUM]) / p[pb + TEMPERATURE_SPREAD]
    y[yb + ACTIVITY] = exp(-(off * off))
    lost = p[pb + HEAT_LOSS] * exp(PER_KELVIN_LOSS * (t - 45.0))
    y[yb + LOSS] = lesser(lost, FASTEST)
    y[yb + DECAY] = lesser(p[pb + HYDROLYSIS] * exp(PER_KELVIN_DECAY * (t - 37.0)), FASTEST)


@kernel
def wear(y: Floats, p: Floats, yb: int, pb: int, hours: float, litres: float) -> None:
    """Let RNA break, faster at high pH and with foreign cells, and polymerase be lost."""
    rate = y[yb + DECAY] * (1e-8 / y[yb + HYDROGEN])
    if p[pb + ENVIRONMENT] > 0.5:
        rate = rate + p[pb + RIBONUCLEASE] * (greater(y[yb + CONTAMINANT], 0.0) / litres)
    x = lesser(rate, FASTEST) * hours
    broken = y[yb + PRODUCT] * (x * relaxed(x))
    y[yb + PRODUCT] = greater(y[yb + PRODUCT] - broken, 0.0)
    y[yb + FRAGMENTS] = y[yb + FRAGMENTS] + broken
    x = y[yb + LOSS] * hours
    y[yb + POLYMERASE] = y[yb + POLYMERASE] * greater(1.0 - x * relaxed(x), 0.0)


@kernel
def show(y: Floats, p: Floats, yb: int, pb: int, per: float) -> None:
    """Write what instruments and the laboratory see; ``per`` is 1/L, zero for an empty vessel."""
    whole = y[yb + PRODUCT]
    all_of = whole + y[yb + FRAGMENTS]
    y[yb + TITRE] = whole * per
    y[yb + INTEGRITY] = 100.0
    if all_of > 0.0:
        y[yb + INTEGRITY] = 100.0 * (whole / all_of)
    least = y[yb + ATP]
    for n in range(4):
        y[yb + NTP_LEVEL + n] = y[yb + ATP + n] * per
        least = lesser(least, y[yb + ATP + n])
    y[yb + LEAST_LEVEL] = least * per
    y[yb + MAGNESIUM_LEVEL] = y[yb + MAGNESIUM] * per
    y[yb + PYROPHOSPHATE_LEVEL] = y[yb + PYROPHOSPHATE] * per
    y[yb + PHOSPHATE_LEVEL] = y[yb + PHOSPHATE] * per
    y[yb + POLYMERASE_LEVEL] = y[yb + POLYMERASE] * per
    y[yb + TEMPLATE_LEVEL] = y[yb + TEMPLATE] * per
    mass = 1e-3 * CRYSTAL_MASS * y[yb + CRYSTALS] * per
    y[yb + TURBIDITY] = mass * p[pb + TURBIDITY_FACTOR]


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a transcription reactor's block by ``dt`` seconds.

    Reactions and heat move each scan; the effect of temperature and what is shown of the liquid
    are refreshed on slow scans, pH each scan.
    """
    warm(y, p, yb, pb, dt, slow)
    litres = y[yb + VOLUME]
    y[yb + WEIGHT] = litres * p[pb + DENSITY]
    y[yb + LEVEL] = 100.0 * litres / p[pb + WORKING_VOLUME]
    if litres <= SMALLEST_VOLUME:
        y[yb + RATE] = 0.0
        y[yb + SATURATION] = 0.0
        y[yb + FREE_LEVEL] = 0.0
        if slow == 1:
            show(y, p, yb, pb, 0.0)
        return
    if slow == 1:
        weather(y, p, yb, pb)
    hours = dt / 3600.0
    transcribe(y, p, yb, pb, hours, litres)
    wear(y, p, yb, pb, hours, litres)
    y[yb + PH] = -log10(y[yb + HYDROGEN])
    y[yb + FREE_LEVEL] = 1e3 * y[yb + FREE_MAGNESIUM]
    if slow == 1:
        show(y, p, yb, pb, 1.0 / litres)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a reactor that begins with what was given; raises Refusal.

    It begins at 37 degC, its jacket as warm as its contents, and no fuller than 120 %.
    """
    values = begun(STATES, parameters, {"temperature": 37.0, **given})
    if values["volume"] > MOST_FULL * parameters["working volume"]:
        message = f"{values['volume']:g} L does not fit in {parameters['working volume']:g} L"
        raise Refusal(Problem("overfull", message, "give less, or a larger working volume"))
    if "jacket temperature" not in given:
        values["jacket temperature"] = values["temperature"]
    settle(TRANSCRIPTION_REACTOR, parameters, values)
    return values


TRANSCRIPTION_REACTOR = UnitKind(
    name="transcription reactor",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    givens=GIVENS,
    meaning="a heated, stirred vessel in which RNA is transcribed from DNA",
    carried=REAGENT_FIELDS,
)
