"""The contract of a unit kind: its field tables, its step kernel and how it begins.

A unit's block in the plant's state array holds one slot per Field of ``states``, in that order,
and begins with the head of :mod:`simulator.equipment.inventory`. An author says what a unit
begins with in concentrations (``glucose concentration: 35 mM``) or in amounts; :func:`begin`
turns either into the amounts of the head and refuses what does not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from simulator.equipment.inventory import (
    ACETATE,
    AMMONIUM,
    ANTIFOAM,
    BUFFER,
    CARBON,
    CONTAMINANT,
    DEAD,
    ETHANOL,
    FIRST_COMPONENT,
    GLUCOSE,
    GLUTAMINE,
    HEAD,
    HEAD_FIELDS,
    INHIBITOR,
    LACTATE,
    LYSED,
    OXYGEN,
    PRECURSOR,
    PRODUCT,
    RESTING,
    SOLUTES,
    STRONG_ION,
    VIABLE,
    VOLUME,
)
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal
from simulator.language.tag import meant, quoted
from simulator.numerics.kernel import Floats, kernel

Step = Callable[[Floats, Floats, int, int, float, int], None]
"""``step(y, p, yb, pb, dt, slow)``: block bases, seconds, and 1 where slow things are due."""

Initial = Callable[[Mapping[str, float], Mapping[str, float]], dict[str, float]]
"""``initial(parameters, given)``: every state by Field name; raises Refusal."""

_D = "definition"

CONCENTRATION_OUTPUTS: tuple[Field, ...] = (
    Field("viable density", "1e6 cells/mL", 0.0, 0.0, 1e7, _D, "output"),
    Field("total density", "1e6 cells/mL", 0.0, 0.0, 1e7, _D, "output", meaning="viable and dead"),
    Field("viability", "%", 100.0, 0.0, 100.0, _D, "output", meaning="viable part of total"),
    Field("glucose concentration", "mM", 0.0, 0.0, 1e4, _D, "output"),
    Field("glutamine concentration", "mM", 0.0, 0.0, 1e4, _D, "output"),
    Field("lactate concentration", "mM", 0.0, 0.0, 1e4, _D, "output"),
    Field("ammonium concentration", "mM", 0.0, 0.0, 1e4, _D, "output"),
    Field("titre", "g/L", 0.0, 0.0, 1e3, _D, "output"),
)
"""What :func:`concentrate` writes, in this order."""

SMALLEST_VOLUME = 1e-6
"""Litres; below this a unit counts as empty and its concentrations are zero."""

_ONLY_GIVEN: tuple[Field, ...] = (
    Field("dead density", "1e6 cells/mL", 0.0, 0.0, 1e4, _D),
    Field("lysed density", "1e6 cells/mL", 0.0, 0.0, 1e4, _D),
    Field("oxygen concentration", "mM", 0.0, 0.0, 10.0, _D),
    Field("carbon concentration", "mM", 0.0, 0.0, 1e4, _D, meaning="CO2, HCO3- and CO3--"),
    Field("strong ion concentration", "mM", 0.0, -1e4, 1e4, _D, meaning="1 M NaOH is 1000 mM"),
    Field("buffer concentration", "mM", 0.0, 0.0, 1e4, _D),
    Field("solutes concentration", "mM", 0.0, 0.0, 1e4, _D),
    Field("antifoam concentration", "mL/L", 0.0, 0.0, 1e3, _D),
    Field("contaminant density", "1e6 cells/mL", 0.0, 0.0, 1e6, _D),
    Field("acetate concentration", "g/L", 0.0, 0.0, 1e3, _D, meaning="as acetic acid"),
    Field("ethanol concentration", "g/L", 0.0, 0.0, 800.0, _D),
    Field("precursor concentration", "g/L", 0.0, 0.0, 500.0, _D, meaning="phenylacetic acid"),
    Field("resting density", "1e6 cells/mL", 0.0, 0.0, 1e4, _D, meaning="viable, not dividing"),
    Field("population doublings", "", 0.0, 0.0, 1e4, _D, meaning="of the cells since the bank"),
    Field("inhibitor concentration", "1e6 cells*h/mL", 0.0, 0.0, 1e5, _D, meaning="of T cells"),
)

_COMPONENT_OF: Mapping[str, int] = {
    "viable density": VIABLE,
    "glucose concentration": GLUCOSE,
    "glutamine concentration": GLUTAMINE,
    "lactate concentration": LACTATE,
    "ammonium concentration": AMMONIUM,
    "titre": PRODUCT,
    "dead density": DEAD,
    "lysed density": LYSED,
    "oxygen concentration": OXYGEN,
    "carbon concentration": CARBON,
    "strong ion concentration": STRONG_ION,
    "buffer concentration": BUFFER,
    "solutes concentration": SOLUTES,
    "antifoam concentration": ANTIFOAM,
    "contaminant density": CONTAMINANT,
    "acetate concentration": ACETATE,
    "ethanol concentration": ETHANOL,
    "precursor concentration": PRECURSOR,
    "resting density": RESTING,
    "inhibitor concentration": INHIBITOR,
}
"""Each concentration is its component's amount per litre; the factor is 1 by choice of units:
1e6 cells/mL is 1e9 cells per litre, mM is mmol per litre, g/L is g per litre."""

_PER_LITRE = {"mmol": "mM", "nmol": "nM"}

GIVEN_CONCENTRATIONS: tuple[Field, ...] = (
    *(f for f in CONCENTRATION_OUTPUTS if f.name != "total density"),
    *_ONLY_GIVEN,
)
"""Concentrations (and viability and age) that an author may give for any unit at its beginning."""


@dataclass(frozen=True, slots=True)
class UnitKind:
    """One kind of unit in the closed catalogue.

    Attributes:
        name: what a scenario writes after ``kind:``.
        states: one Field per slot of the block, in order; begins with HEAD_FIELDS.
        parameters: one Field per slot of the parameter block, in order.
        step: the kernel that advances the block by ``dt`` seconds.
        initial: the complete initial state from parameters (all of them) and what an author gave.
        givens: further names an author may give, besides states and GIVEN_CONCENTRATIONS.
        meaning: one line for people.
        carried: states, one run of them, that travel with the liquid beside the head's; a line
            leads only to a unit that carries all that its source carries.
        device: whether lines lead through it, and none begins or ends in it.
        passive: whether a device turns nothing into anything else, so that what travels is what the
            line's source carries, and its sink need hold no more.
        period_ms: how often a unit is stepped, at most; 0 in each scan. Only for kinds in which
            nothing moves faster and whose step is as good over so many seconds.
        ledgers: states that add up what happened since the beginning; nobody may give them.
    """

    name: str
    states: tuple[Field, ...]
    parameters: tuple[Field, ...]
    step: Step
    initial: Initial
    givens: tuple[Field, ...] = ()
    meaning: str = ""
    carried: tuple[Field, ...] = ()
    device: bool = False
    passive: bool = False
    ledgers: tuple[Field, ...] = ()
    period_ms: int = 0

    @property
    def components(self) -> tuple[int, ...]:
        """The slots of the block that travel with the liquid."""
        first = self.place(self.carried) or 0
        return (*range(FIRST_COMPONENT, HEAD), *range(first, first + len(self.carried)))

    def place(self, carried: tuple[Field, ...]) -> int | None:
        """Where these stand in a block of this kind, one after the other; None if they do not."""
        return _run(self.states, carried)

    def places_in(self, sink: UnitKind) -> tuple[int, int, int]:
        """How many slots this kind carries, and where they begin in its block and in a sink's."""
        own, there = self.place(self.carried), sink.place(self.carried)
        if there is None:
            there = sink.place(arriving(self.carried))
        return len(self.carried), own or 0, there or 0

    def takes(self, other: UnitKind) -> bool:
        """Whether a unit of this kind holds, and hands on, all that comes from the other kind.

        It may hand it on as something else: then it has slots for it that are named as arriving.
        """
        if _run(self.carried, other.carried) is not None:
            return True
        return self.place(arriving(other.carried)) is not None

    def givable(self) -> dict[str, Field]:
        """Every name an author may give under ``initial``, with its unit and bounds."""
        able = [field for field in self.states if field not in self.ledgers]
        return givable(able, (*self.givens, *concentrations(self.carried)))


def _run(fields: tuple[Field, ...], wanted: tuple[Field, ...]) -> int | None:
    """Where the wanted fields stand in a row among ``fields``, by name, if they do."""
    names = [field.name for field in fields]
    sought = [field.name for field in wanted]
    for first in range(len(names) - len(sought) + 1):
        if names[first : first + len(sought)] == sought:
            return first
    return None


def slot(fields: Iterable[Field], name: str) -> int:
    """The position of the field called ``name``; raises KeyError if there is none."""
    for position, field in enumerate(fields):
        if field.name == name:
            return position
    raise KeyError(name)


def defaults(fields: Iterable[Field]) -> dict[str, float]:
    """The default of every field, by name."""
    return {field.name: field.default for field in fields}


def givable(states: Iterable[Field], also: Iterable[Field] = ()) -> dict[str, Field]:
    """What an author may give for these states: all but outputs, and the concentrations."""
    fields = [*(f for f in states if f.role != "output"), *GIVEN_CONCENTRATIONS, *also]
    return {field.name: field for field in fields}


def arriving(carried: Iterable[Field]) -> tuple[Field, ...]:
    """Return the slots in which a unit that turns these into something else takes them up."""
    return tuple(
        Field(
            f"arriving {field.name}",
            field.unit,
            field.default,
            field.low,
            field.high,
            field.source,
            "state",
            meaning="in this scan",
        )
        for field in carried
    )


def concentrations(carried: Iterable[Field]) -> tuple[Field, ...]:
    """What an author may give in place of the amounts of these: each per litre."""
    return tuple(
        Field(
            f"{field.name} concentration",
            _PER_LITRE.get(field.unit, f"{field.unit}/L"),
            0.0,
            0.0,
            field.high,
            field.source,
            meaning=field.meaning,
        )
        for field in carried
    )


def begin(
    states: tuple[Field, ...],
    given: Mapping[str, float],
    also: tuple[Field, ...] = (),
    carried: tuple[Field, ...] = (),
) -> dict[str, float]:
    """Every state by name: defaults, what was given, and concentrations turned into amounts.

    Names of ``also`` (such as ``pH``) are checked and left to the caller, who knows what they do;
    what is ``carried`` may be given per litre too. Outputs keep their defaults. Raises Refusal
    with every problem found.
    """
    dissolved = concentrations(carried)
    names = givable(states, (*also, *dissolved))
    problems = [p for name, value in given.items() if (p := refused(name, value, names))]
    if problems:
        raise Refusal(problems)
    values = defaults(states)
    outputs = [field.name for field in states if field.role == "output"]
    for name, value in given.items():
        if name in values and name not in outputs:
            values[name] = float(value)
    amounts = {name: HEAD_FIELDS[slot].name for name, slot in _COMPONENT_OF.items()}
    amounts |= {per.name: field.name for per, field in zip(dissolved, carried, strict=True)}
    for name in (name for name in amounts if name in given):
        amount = amounts[name]
        if amount in given:
            problems.append(Problem("given-twice", f"{name} and {amount} are both given"))
        if values["volume"] <= 0.0 and given[name] != 0.0:
            message = f"{name} is given, but the unit has no volume"
            problems.append(Problem("no-volume", message, "give the initial volume too"))
        values[amount] = given[name] * values["volume"]
    if "viability" in given:
        problems += _apply_viability(given, values)
    if "population doublings" in given:
        problems += _apply_age(given, values)
    if problems:
        raise Refusal(problems)
    return values


def _apply_viability(given: Mapping[str, float], values: dict[str, float]) -> list[Problem]:
    """Set the dead cells that go with the viable ones at the viability given."""
    share = given["viability"]
    if "dead" in given or "dead density" in given:
        return [Problem("given-twice", "viability and dead cells are both given")]
    if share <= 0.0:
        hint = "give the dead density instead"
        return [Problem("out-of-bounds", "a viability of 0 % says nothing of how many", hint)]
    values["dead"] = values["viable"] * (100.0 - share) / share
    return []


def _apply_age(given: Mapping[str, float], values: dict[str, float]) -> list[Problem]:
    """Let the viable cells have gone through the doublings given."""
    if "generations" in given:
        return [Problem("given-twice", "population doublings and generations are both given")]
    values["generations"] = given["population doublings"] * values["viable"]
    return []


def refused(name: str, value: float, names: Mapping[str, Field]) -> Problem | None:
    """Return what is wrong with one given value, if anything, by what may be given."""
    field = names.get(name)
    if field is None:
        hint = meant(name, names, f"one of: {', '.join(names)}")
        return Problem("unknown-name", f"{quoted(name)} cannot be given", hint)
    if not field.low <= value <= field.high:
        span = f"{field.low:g} to {field.high:g} {field.unit}".rstrip()
        return Problem("out-of-bounds", f"{name} {value:g} is outside {span}")
    return None


def settle(kind: UnitKind, parameters: Mapping[str, float], values: dict[str, float]) -> None:
    """Compute the outputs that go with ``values``, in place, by a step of no time."""
    y = [values[field.name] for field in kind.states]
    p = [parameters[field.name] for field in kind.parameters]
    kind.step(y, p, 0, 0, 0.0, 1)
    for position, field in enumerate(kind.states):
        if field.role == "output":
            values[field.name] = y[position]


@kernel
def concentrate(y: Floats, yb: int, at: int) -> None:
    """Write CONCENTRATION_OUTPUTS of the block at ``yb`` to ``y`` from index ``at``.

    An empty unit has concentrations of zero and a viability of 100 %.
    """
    volume = y[yb + VOLUME]
    per_litre = 0.0
    if volume > SMALLEST_VOLUME:
        per_litre = 1.0 / volume
    viable = y[yb + VIABLE]
    total = viable + y[yb + DEAD]
    y[at] = viable * per_litre
    y[at + 1] = total * per_litre
    if total > 0.0:
        y[at + 2] = 100.0 * (viable / total)
    else:
        y[at + 2] = 100.0
    y[at + 3] = y[yb + GLUCOSE] * per_litre
    y[at + 4] = y[yb + GLUTAMINE] * per_litre
    y[at + 5] = y[yb + LACTATE] * per_litre
    y[at + 6] = y[yb + AMMONIUM] * per_litre
    y[at + 7] = y[yb + PRODUCT] * per_litre


@kernel
def finite(y: Floats, first: int, count: int) -> int:
    """Return 1 if no slot of ``y[first:first + count]`` is NaN or infinite, else 0.

    The scan runs it over every unit's block, so that physics that broke stops there. What is not
    finite makes any sum with it no number or infinite. That asks nothing on the way, and four sums
    at a time keep a processor busy. Only where one ends like that, which finite numbers of enormous
    size can bring about too, each slot is asked.
    """
    one = 0.0
    two = 0.0
    three = 0.0
    four = 0.0
    at = first
    end = first + count
    for _ in range(count // 4):
        one += y[at]
        two += y[at + 1]
        three += y[at + 2]
        four += y[at + 3]
        at += 4
    while at < end:
        one += y[at]
        at += 1
    total = (one + two) + (three + four)
    if total - total == 0.0:
        return 1
    for slot in range(first, end):
        if y[slot] - y[slot] != 0.0:
            return 0
    return 1
