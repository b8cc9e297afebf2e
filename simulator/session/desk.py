"""The one door of a screen or a scripted operator: a live session or a recording.

Who asks a Desk cannot tell which it has, but by what ``submit`` answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from simulator.language.command import Command
from simulator.language.event import Event
from simulator.language.field import Field
from simulator.language.forms import FormsBrief
from simulator.language.guide import Hint, TourStep, WorkInstruction
from simulator.language.observation import Observation
from simulator.language.problem import Problem
from simulator.language.words import Words
from simulator.session.process_cell import ProcessCell


@dataclass(frozen=True, slots=True)
class AlarmHelp:
    """What the master alarm database says of one alarm, for the operator who must respond.

    ``kind`` is HI, HIHI, LO, LOLO, DEV or BAD; ``limit`` is in the unit of what the alarm reads;
    ``respond_ms`` is the time to respond, ``shelvable_ms`` the longest time it may be shelved.
    """

    kind: str
    limit: float
    priority: int
    cause: Words
    consequence: Words
    action: Words
    respond_ms: int
    shelvable_ms: int


@dataclass(frozen=True, slots=True)
class CriterionBrief:
    """One thing that the session is judged on: what is asked, for how many points.

    Who does less than half of a ``critical`` one fails the session.
    """

    id: str
    name: Words
    what: Words
    points: float
    competencies: tuple[str, ...] = ()
    critical: bool = False


@dataclass(frozen=True, slots=True)
class StepBrief:
    """A step of the batch record: what is to be written down, and what is expected.

    ``kind`` is check (yes or no), value (in ``unit``, from ``low`` to ``high``; None: no limit),
    choice (one of ``choices``; ``expected`` is no exception) or text. ``of`` is its unit or phase.
    """

    step: str
    text: Words
    of: str
    kind: str
    unit: str = ""
    decimals: int = 0
    low: float | None = None
    high: float | None = None
    choices: Mapping[str, Words] = field(default_factory=dict)
    expected: str = ""
    within_ms: int | None = None
    witness: bool = False


@dataclass(frozen=True, slots=True)
class AnalysisBrief:
    """An analysis of the laboratory and its specification; None is no limit."""

    name: str
    unit: str
    decimals: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Brief:
    """What the trainee is told before the session: title, task, and how long it lasts (ms).

    ``alarms`` is the help for every alarm, by its tag; ``scan_ms`` the time of one scan;
    ``criteria`` what the session is judged on, in the order of the rubric;
    ``phrases`` is every text of the scenario in its languages, so that one can be told in another.
    ``cell`` is what stands in the plant and how it hangs together. ``hints``, ``tour`` and the
    work instructions (``procedures``) help beginners. ``record`` is what each step of the batch
    record asks, ``handover`` what the shift before wrote, ``panel`` what the laboratory measures.
    """

    name: str
    title: Words
    text: Words
    level: int
    duration_ms: int
    scan_ms: int = 1000
    alarms: Mapping[str, AlarmHelp] = field(default_factory=dict)
    phrases: tuple[Words, ...] = ()
    cell: ProcessCell = field(default_factory=ProcessCell)
    criteria: tuple[CriterionBrief, ...] = ()
    hints: tuple[Hint, ...] = ()
    tour: tuple[TourStep, ...] = ()
    procedures: tuple[WorkInstruction, ...] = ()
    record: tuple[StepBrief, ...] = ()
    handover: Words = field(default_factory=dict)
    panel: tuple[AnalysisBrief, ...] = ()
    forms: FormsBrief = field(default_factory=FormsBrief)
    """What is asked: diagnosis, freezes, workload; never what is right."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command is on disk as record ``n`` and done; ``events`` is what happened at once.

    It changed ``old`` to ``new``, both in ``unit``, where it changed a value.
    """

    n: int
    events: tuple[Event, ...] = ()
    old: float | str | None = None
    new: float | str | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The command was not done; ``n`` is the record that says so, if there is one."""

    problem: Problem
    n: int | None = None


class Desk(Protocol):
    """What a screen may ask of a session."""

    @property
    def brief(self) -> Brief:
        """What the trainee is told."""

    @property
    def names(self) -> Mapping[str, Field]:
        """What commands and conditions may name, with units of measure."""

    @property
    def now(self) -> int:
        """Simulated milliseconds since the session began."""

    @property
    def finished(self) -> bool:
        """Whether simulated time goes no further."""

    def submit(self, command: Command, reason: str = "") -> Accepted | Refused:
        """Ask for something to be done now."""

    def advance(self, until: int) -> tuple[Event, ...]:
        """Let whole scans pass up to ``until`` and return what happened, in order.

        A live session stops earlier where a freeze begins; asking again goes on and ends it.
        """

    def observe(self) -> Observation:
        """Return a frozen picture of the instruments."""
