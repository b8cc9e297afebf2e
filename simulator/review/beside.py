"""The run of the scenario's expert beside a recording: the same seed, in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulator.assessment.timeline import Wants
from simulator.language.command import Command
from simulator.language.event import Event, stands_still
from simulator.language.field import Field
from simulator.language.observation import Observation
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.review.rehearsal import Rehearsal
from simulator.scenario.documents import Documents
from simulator.session.chain import Journal
from simulator.session.commission import Commission, Commissioned, commission
from simulator.session.desk import Accepted, Brief, Refused
from simulator.session.operator import IdleOperator, Operator, run_session
from simulator.session.script import ScriptedOperator

LOOKS = 1500
"""The instruments are looked at so many times at least, for the trends."""


@dataclass(frozen=True, slots=True)
class Given:
    """A command that was given at ``t`` (ms), and why."""

    t: int
    command: Command
    reason: str


class _Watched:
    """A Desk in memory that shows every look and every accepted command to whoever watches."""

    def __init__(
        self,
        commissioned: Commissioned,
        saw: Callable[[Observation], None],
        gave: Callable[[Given], None],
    ) -> None:
        self._desk = Rehearsal(commissioned, Wants())
        self._saw = saw
        self._gave = gave
        self._look_ms = max(commissioned.brief.duration_ms // LOOKS, commissioned.brief.scan_ms)

    @property
    def brief(self) -> Brief:
        """What the trainee is told."""
        return self._desk.brief

    @property
    def names(self) -> Mapping[str, Field]:
        """What commands and conditions may name."""
        return self._desk.names

    @property
    def now(self) -> int:
        """Simulated milliseconds since the session began."""
        return self._desk.now

    @property
    def finished(self) -> bool:
        """Whether simulated time goes no further."""
        return self._desk.finished

    def observe(self) -> Observation:
        """Return a frozen picture of the instruments, and show it."""
        seen = self._desk.observe()
        self._saw(seen)
        return seen

    def submit(self, command: Command, reason: str = "") -> Accepted | Refused:
        """Do a command, and show it if it was accepted."""
        receipt = self._desk.submit(command, reason)
        if isinstance(receipt, Accepted):
            self._gave(Given(self.now, command, reason))
        return receipt

    def advance(self, until: int) -> tuple[Event, ...]:
        """Let time pass up to ``until``, looking at the instruments on the way."""
        events: list[Event] = []
        while self.now < until:
            before = self.now
            heard = self._desk.advance(min(until, before + self._look_ms))
            events += heard
            if self.now == before or stands_still(heard):
                break
            if self.now < until:
                self.observe()
        return tuple(events)


def operator_of(who: str, commissioned: Commissioned, documents: Documents, now: int) -> Operator:
    """Return the scripted operator of a name, who comes to the desk at a moment (ms).

    Args:
        who: ``expert`` (the script that the rubric names) or ``idle``.
        commissioned: the plant, and what belongs to it.
        documents: the texts of the scenario, scripts included.
        now: what the script says of earlier moments is over.

    Raises:
        Refusal: there is no such operator, or no script of an expert.
    """
    if who == "idle":
        return IdleOperator()
    if who != "expert":
        raise Refusal(Problem("no-operator", text("there is no operator {who}", who=who)))
    rubric = commissioned.rubric
    file = f"scripts/{rubric.expert}.yaml" if rubric is not None and rubric.expert else ""
    if file not in documents.texts:
        raise Refusal(Problem("no-expert", text("this scenario has no script of an expert")))
    script = ScriptedOperator(documents.texts[file], file, commissioned.names)
    script.join(now)
    return script


def documents_of(journal: Journal) -> Documents:
    """Return the texts of the scenario that a log holds."""
    return Documents(journal.opening.main, journal.opening.documents)


def run_expert(
    journal: Journal,
    saw: Callable[[Observation], None],
    progress: Callable[[int, int], None],
    commission: Commission = commission,
) -> tuple[Given, ...]:
    """Let the expert of a log's scenario run its session with the same seed; return the commands.

    Args:
        journal: the log.
        saw: is shown the instruments, again and again.
        progress: hears the time reached and the end (ms); what it raises ends the run.
        commission: builds the plant.

    Raises:
        Refusal: the scenario has no expert, or cannot be built.
    """
    documents = documents_of(journal)
    commissioned = commission(documents, journal.opening.seed, journal.opening.language)
    operator = operator_of("expert", commissioned, documents, 0)
    commissioned.settle(commissioned.brief.duration_ms)
    given: list[Given] = []
    run_session(_Watched(commissioned, saw, given.append), operator, progress=progress)
    return tuple(given)
