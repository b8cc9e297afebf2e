"""How a bioreactor begins: a whole, consistent state from what an author says."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment import inventory
from simulator.equipment.bioreactor.chemistry import (
    HIGHEST_HYDROGEN,
    LOWEST_HYDROGEN,
    MMHG_PER_BAR,
    balance_charges,
    free_share,
    osmoles,
    strong_ion_for,
)
from simulator.equipment.bioreactor.foam import LEAST_HEADSPACE
from simulator.equipment.bioreactor.gas import AIR_DIOXIDE, AIR_OXYGEN, GAS_CONSTANT
from simulator.equipment.bioreactor.states import HYDROGEN, STATES
from simulator.equipment.bioreactor.transfer import (
    AMBIENT,
    DIOXIDE_37,
    DIOXIDE_HEAT_OF_SOLUTION,
    OXYGEN_37,
    OXYGEN_HEAT_OF_SOLUTION,
    solubility,
)
from simulator.equipment.unit import begin
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal
from simulator.numerics.exact import exp10, log10

_D = "definition"

GIVENS: tuple[Field, ...] = (
    Field("pH", "pH", 7.0, 2.0, 12.0, _D, meaning="sets the strong ion"),
    Field("carbon dioxide pressure", "mmHg", 40.0, 0.0, 700.0, _D, meaning="sets the carbon"),
    Field("dissolved oxygen", "%", 50.0, 0.0, 500.0, _D, meaning="of air saturation"),
    Field("osmolality", "mOsm/kg", 290.0, 0.0, 2000.0, _D, meaning="sets the solutes"),
    Field("pressure", "mbar", 0.0, -500.0, 3000.0, _D, meaning="gauge, in the headspace"),
)
"""What an author may say besides states and concentrations."""

USUAL_TEMPERATURE = 37.0
USUAL_BUFFER = 5.0
"""mM of non-volatile buffer in cell culture media; an engineering fit."""
BISECTIONS = 80


def _said(given: Mapping[str, float], amount: str) -> bool:
    """Whether an author gave this component, as an amount or as a concentration."""
    return amount in given or f"{amount} concentration" in given


def _clashes(given: Mapping[str, float]) -> list[Problem]:
    """Pairs of given values of which one follows from the other."""
    pairs = (
        ("pH", "strong ion"),
        ("carbon dioxide pressure", "carbon"),
        ("dissolved oxygen", "oxygen"),
        ("osmolality", "solutes"),
    )
    problems = [
        Problem("given-twice", f"{name} and {other} are both given", "one follows from the other")
        for name, other in pairs
        if name in given and _said(given, other)
    ]
    if "pH" in given and "hydrogen ion" in given:
        problems.append(Problem("given-twice", "pH and hydrogen ion are both given", "give the pH"))
    return problems


def fill(
    parameters: Mapping[str, float],
    given: Mapping[str, float],
    states: tuple[Field, ...] = STATES,
) -> dict[str, float]:
    """Every state by name, consistent with itself; raises Refusal with every problem.

    ``states`` are those of the unit: those of a bioreactor, and what it has besides.
    """
    problems = _clashes(given)
    if problems:
        raise Refusal(problems)
    values = begin(states, {"temperature": USUAL_TEMPERATURE, **given}, GIVENS)
    volume = values["volume"]
    if volume > parameters["vessel volume"]:
        message = f"{volume:g} L does not fit in {parameters['vessel volume']:g} L"
        raise Refusal(Problem("overfull", message, "give less, or a larger vessel volume"))
    temperature = values["temperature"]
    if "jacket temperature" not in given:
        values["jacket temperature"] = temperature
    if not _said(given, "buffer"):
        values["buffer"] = USUAL_BUFFER * volume
    _fill_headspace(parameters, given, values)
    if not _said(given, "oxygen"):
        air = 0.001 * AIR_OXYGEN * (AMBIENT + parameters["calibration pressure"])
        full = air * solubility(OXYGEN_37, OXYGEN_HEAT_OF_SOLUTION, temperature)
        values["oxygen"] = 0.01 * given.get("dissolved oxygen", 50.0) * full * volume
        values["dissolved oxygen"] = given.get("dissolved oxygen", 50.0)
    if volume > 0.0:
        _fill_acids(parameters, given, values)
        _fill_solutes(given, values)
    return values


def _fill_headspace(
    parameters: Mapping[str, float], given: Mapping[str, float], values: dict[str, float]
) -> None:
    """Fill the headspace with air at the pressure given, unless its gases are given."""
    names = ("headspace oxygen", "headspace carbon dioxide", "headspace nitrogen")
    vessel = parameters["vessel volume"]
    room = max(LEAST_HEADSPACE * vessel, vessel - values["volume"])
    kelvin = values["temperature"] + 273.15
    amount = (AMBIENT + given.get("pressure", 0.0)) * room / (GAS_CONSTANT * kelvin)
    parts = (AIR_OXYGEN, AIR_DIOXIDE, 1.0 - AIR_OXYGEN - AIR_DIOXIDE)
    for name, part in zip(names, parts, strict=True):
        if name not in given:
            values[name] = part * amount


def _fill_acids(
    parameters: Mapping[str, float], given: Mapping[str, float], values: dict[str, float]
) -> None:
    """Find carbon, strong ion and [H+] that agree, from whichever of them were given."""
    values["buffer constant"] = 1000.0 * exp10(-parameters["buffer pKa"])
    temperature = values["temperature"]
    henry = solubility(DIOXIDE_37, DIOXIDE_HEAT_OF_SOLUTION, temperature)
    values["carbon dioxide solubility"] = henry
    free = given.get("carbon dioxide pressure", 40.0) / MMHG_PER_BAR * henry * values["volume"]
    y = [values[field.name] for field in STATES]
    carbon_said = _said(given, "carbon")
    if not _said(given, "strong ion"):
        hydrogen = values["hydrogen ion"]
        if "hydrogen ion" not in given:
            hydrogen = exp10(3.0 - given.get("pH", 7.0))
        carbon = values["carbon"] if carbon_said else free / free_share(hydrogen)
        values["strong ion"] = strong_ion_for(y, 0, hydrogen, carbon)
    elif carbon_said:
        balance_charges(y, 0, 1.0 / values["volume"])
        hydrogen, carbon = y[HYDROGEN], values["carbon"]
    else:
        hydrogen = _hydrogen_under(y, free)
        carbon = free / free_share(hydrogen)
    values["hydrogen ion"] = hydrogen
    values["carbon"] = carbon
    values["pH"] = 3.0 - log10(hydrogen)
    dissolved = carbon * free_share(hydrogen) / values["volume"]
    values["carbon dioxide pressure"] = MMHG_PER_BAR * dissolved / henry


def _hydrogen_under(y: list[float], free: float) -> float:
    """Return [H+] (mM) of the block with ``free`` mmol of dissolved carbon dioxide, by bisection.

    The strong ion that a pH needs falls as [H+] rises, so the block's own has one [H+].
    """
    low, high = log10(LOWEST_HYDROGEN), log10(HIGHEST_HYDROGEN)
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        hydrogen = exp10(middle)
        if strong_ion_for(y, 0, hydrogen, free / free_share(hydrogen)) > y[inventory.STRONG_ION]:
            low = middle
        else:
            high = middle
    return exp10(0.5 * (low + high))


def _fill_solutes(given: Mapping[str, float], values: dict[str, float]) -> None:
    """Add the solutes that make up the osmolality, unless they are given."""
    y = [values[field.name] for field in STATES]
    if _said(given, "solutes"):
        values["osmolality"] = (osmoles(y, 0) + values["solutes"]) / values["volume"]
        return
    wanted = given.get("osmolality", 290.0)
    known = osmoles(y, 0) / values["volume"]
    if "osmolality" in given and wanted < known:
        message = f"osmolality {wanted:g} mOsm/kg is less than the {known:.0f} of what is given"
        raise Refusal(Problem("out-of-bounds", message, "give more, or fewer solutes"))
    values["solutes"] = max(0.0, wanted - known) * values["volume"]
    values["osmolality"] = max(wanted, known)
