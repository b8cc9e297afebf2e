"""How a unit with reagents begins: concentrations become amounts, and the strong ion is found."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.inventory import BUFFER
from simulator.equipment.transcription.parameters import PARAMETERS
from simulator.equipment.transcription.rates import rna_charge
from simulator.equipment.transcription.reagents import MAGNESIUM, REAGENT_FIELDS, WIDTH
from simulator.equipment.transcription.speciation import nucleotides, protons_there, sums
from simulator.equipment.unit import begin, defaults
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal
from simulator.numerics.exact import exp10

_D = "definition"
SODIUM_PER_NTP = 3.96
"""Counter-ions of a nucleotide in its sodium salt (Stover, Ganko and Braatz 2024)."""
TRIS_CHLORIDE = 0.5573116
"""Chloride of Tris-HCl at pH 8.0, pKa 8.1: 10^0.1/(1 + 10^0.1)."""
BISECTIONS = 200

GIVENS: tuple[Field, ...] = (Field("pH", "pH", 8.0, 3.0, 12.0, _D, meaning="sets the strong ion"),)
"""What an author may give for a unit with reagents, besides states and concentrations."""


def begun(
    states: tuple[Field, ...], parameters: Mapping[str, float], given: Mapping[str, float]
) -> dict[str, float]:
    """Every state by name that goes with what was given; raises Refusal.

    Unless pH or the strong ion is given, salts are those of the publication: nucleotides of sodium,
    magnesium acetate, Tris hydrochloride at pH 8.0.
    """
    names = [field.name for field in states]
    values = begin(states, given, GIVENS, REAGENT_FIELDS)
    if "pH" in given and ("strong ion" in given or "strong ion concentration" in given):
        message = "pH and strong ion are both given"
        raise Refusal(Problem("given-twice", message, "one follows from the other"))
    if "strong ion" not in given and "strong ion concentration" not in given:
        y = [values[name] for name in names[:WIDTH]]
        values["strong ion"] = _strong_ion(y, parameters, values["volume"], given.get("pH"))
    return values


def _strong_ion(
    y: list[float], parameters: Mapping[str, float], volume: float, acidity: float | None
) -> float:
    """Return the strong ion (mmol) of a head with reagents: of its salts, or at a pH."""
    magnesium = y[MAGNESIUM]
    if acidity is None or volume <= 0.0:
        salts = SODIUM_PER_NTP * nucleotides(y, 0) - 2.0 * magnesium
        return salts - TRIS_CHLORIDE * y[BUFFER]
    known = defaults(PARAMETERS) | dict(parameters)
    p = [known[field.name] for field in PARAMETERS]
    per, hydrogen = 1e-3 / volume, exp10(-acidity)
    low, high = 0.0, magnesium * per
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        held = sums(y, p, 0, 0, per, max(middle, 1e-300), hydrogen)[0]
        low, high = (middle, high) if held < magnesium * per else (low, middle)
    protons = sums(y, p, 0, 0, per, max(high, 1e-300), hydrogen)[1]
    bases = rna_charge(y, p, 0, 0)
    return (protons_there(y, 0, per, bases) - protons) / per
