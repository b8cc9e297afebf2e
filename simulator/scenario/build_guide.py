"""What helps beginners: from the parts of a file to hints, a tour and work instructions."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from simulator.language.condition import Condition
from simulator.language.field import Field
from simulator.language.guide import Guide, Hint, HintStep, TourStep, WorkInstruction
from simulator.language.problem import Refusal
from simulator.language.quantity import parse_quantity
from simulator.language.tag import is_name
from simulator.plant.design import Design
from simulator.scenario.document import Path
from simulator.scenario.guide_parts import HintPart, TourStepPart, WorkInstructionPart
from simulator.scenario.names import operator_names
from simulator.scenario.reader import Reader

MOST_POINTS = 100.0
"""A step of a hint costs at most this much."""


def guide(
    reader: Reader,
    design: Design,
    hints: Mapping[str, HintPart],
    tour: list[TourStepPart],
    instructions: Mapping[str, WorkInstructionPart],
) -> Guide:
    """Return the guide of a scenario; what is wrong with it goes to the reader's problems."""
    names = operator_names(design)
    return Guide(
        tuple(
            _hint(reader, name, part, design, names)
            for name, part in hints.items()
            if _named(reader, ("hints", name), name)
        ),
        tuple(_tour_step(reader, number, part, names) for number, part in enumerate(tour)),
        work_instructions(reader, design, instructions),
    )


def work_instructions(
    reader: Reader, design: Design, parts: Mapping[str, WorkInstructionPart]
) -> tuple[WorkInstruction, ...]:
    """Return the work instructions; each is for tags and alarms that there are."""
    subjects = _subjects(design)
    made = []
    for name, part in parts.items():
        path: Path = ("procedures", name)
        if not _named(reader, path, name):
            continue
        topics = _known(reader, (*path, "for"), part.topics, subjects, "tag or alarm")
        made.append(WorkInstruction(name, part.title, topics, tuple(part.steps)))
    return tuple(made)


def _named(reader: Reader, path: Path, name: str) -> bool:
    """Return whether a part has a name that a command can say; if not, say so."""
    if is_name(name):
        return True
    hint = "letters, digits and hyphens, such as base-bottle"
    reader.refuse(path, "bad-name", f"{name!r} is not a name", hint, key=True)
    return False


def _subjects(design: Design) -> list[str]:
    """Return every tag and alarm that a work instruction can be for."""
    parts = (
        design.alarms,
        design.loops,
        design.transmitters,
        design.actuators,
        design.units,
        design.lines,
        design.utilities,
        design.interlocks,
    )
    return [spec.tag for specs in parts for spec in specs]


def _known(
    reader: Reader, path: Path, words: list[str], candidates: Collection[str], what: str
) -> tuple[str, ...]:
    """Return the words that are among the candidates; the others are refused, each at its place.

    What a plant file names and the scenario has taken out of the plant is left out in silence.
    """
    listed = reader.is_list(path)
    known = []
    for number, word in enumerate(words):
        at = (*path, number) if listed else path
        own = reader.place(at).file == reader.root.place.file
        if word in candidates or (own and reader.known(at, word, candidates, what)):
            known.append(word)
    return tuple(known)


def _condition(
    reader: Reader, path: Path, text: str | None, names: Mapping[str, Field]
) -> Condition | None:
    return None if text is None else reader.condition(path, text, names)


def _hint(
    reader: Reader, name: str, part: HintPart, design: Design, names: Mapping[str, Field]
) -> Hint:
    path: Path = ("hints", name)
    if not part.alarms and part.when is None:
        message = f"nobody could tell when {name} helps"
        reader.refuse(path, "no-effect", message, "write `for:` an alarm, or `when:`", key=True)
    steps = tuple(
        HintStep(step.say, _cost(reader, (*path, "steps", place, "cost"), step.cost))
        for place, step in enumerate(part.steps)
    )
    alarms = _known(
        reader, (*path, "for"), part.alarms, [spec.tag for spec in design.alarms], "alarm"
    )
    when = _condition(reader, (*path, "when"), part.when, names)
    return Hint(name, part.title, alarms, when, steps)


def _cost(reader: Reader, path: Path, text: str) -> float:
    """Return a number of points."""
    try:
        points = parse_quantity(text, "")
    except Refusal as refusal:
        reader.refused(path, refusal)
        return 0.0
    if not 0.0 <= points <= MOST_POINTS:
        hint = f"from 0 to {MOST_POINTS:g} points"
        reader.refuse(path, "out-of-bounds", f"a cost of {text} is out of bounds", hint)
        return 0.0
    return points


def _tour_step(
    reader: Reader, number: int, part: TourStepPart, names: Mapping[str, Field]
) -> TourStep:
    path: Path = ("tour", number)
    ways = [
        key for key in ("opens", "presses", "when", "gives") if getattr(part, key) not in ("", None)
    ]
    if len(ways) > 1:
        message = f"a step of the tour is passed in one way; this one has {' and '.join(ways)}"
        reader.refuse(path, "tour-step", message, "make it two steps")
    when = _condition(reader, (*path, "when"), part.when, names)
    return TourStep(part.say, part.on, part.opens, part.presses, when, part.gives)
