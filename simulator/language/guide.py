"""What helps a beginner: hints with a price, a guided tour, work instructions.

None of it changes the plant. A hint that is taken is a command on the log, so that it can be
counted; a tour is told by the screen and logs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.language.condition import Condition
from simulator.language.words import Words


@dataclass(frozen=True, slots=True)
class HintStep:
    """One step of a hint, from where to look to what to do, and what it costs in points."""

    text: Words
    cost: float


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint for a situation: while one of ``alarms`` is there, or while ``when`` holds.

    Steps are taken one after the other, each once; number 1 comes first.
    """

    name: str
    title: Words
    alarms: tuple[str, ...]
    when: Condition | None
    steps: tuple[HintStep, ...]


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step of the guided tour.

    It is passed when the page ``opens`` is on the screen, when the key of the action ``presses`` is
    pressed, while ``when`` holds, or once a command like ``gives`` was given (``*`` is any text).
    A step with none of these is to be read. ``on`` names the page it is about. In ``text`` a word
    in braces, such as ``{pause}`` or ``{alarms.acknowledge}``, is the key of that action.
    """

    text: Words
    on: str = ""
    opens: str = ""
    presses: str = ""
    when: Condition | None = None
    gives: str = ""

    @property
    def to_read(self) -> bool:
        """Whether nothing is to be done but to read."""
        return self.when is None and not (self.opens or self.presses or self.gives)


@dataclass(frozen=True, slots=True)
class WorkInstruction:
    """How a job is done here, step by step; ``topics`` are the tags and alarms it is for."""

    name: str
    title: Words
    topics: tuple[str, ...]
    steps: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything a scenario offers to a beginner."""

    hints: tuple[Hint, ...] = ()
    tour: tuple[TourStep, ...] = ()
    procedures: tuple[WorkInstruction, ...] = ()


def cost_of(hints: Iterable[Hint], taken: Mapping[str, int]) -> float:
    """Return the points that the hints taken so far have cost.

    >>> cost_of([Hint("air", {}, (), None, (HintStep({}, 1.0), HintStep({}, 2.5)))], {"air": 2})
    3.5
    """
    total = 0.0
    for hint in hints:
        for step in hint.steps[: taken.get(hint.name, 0)]:
            total += step.cost
    return total


def about(instructions: Iterable[WorkInstruction], subject: str) -> list[WorkInstruction]:
    """Return the work instructions for a tag or alarm: first those that name it exactly.

    An alarm such as ``TIC-101.HI`` is also about its tag; a tag is also about its alarms.
    """
    if not subject:
        return []
    found = list(instructions)
    tag = subject.partition(".")[0]
    exact = [one for one in found if subject in one.topics]
    near = [
        one
        for one in found
        if one not in exact and any(topic.partition(".")[0] == tag for topic in one.topics)
    ]
    return [*exact, *near]
