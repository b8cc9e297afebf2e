"""Moments: when something began, was announced, was done or came true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.assessment.pattern import Pattern, glob_fits
from simulator.assessment.timeline import Timeline, Wants
from simulator.language.condition import Condition
from simulator.language.event import FaultBegan, LabReported, PhaseChanged


@dataclass(frozen=True, slots=True)
class Instant:
    """When, and the records that show it (none if it was no command)."""

    t: int
    records: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """The session began."""

    text: str = "start"

    def instants(self, timeline: Timeline) -> tuple[Instant, ...]:
        """Return the beginning."""
        return (Instant(0),)


@dataclass(frozen=True, slots=True)
class Faulted:
    """A fault of the scenario began."""

    fault: str
    text: str

    def instants(self, timeline: Timeline) -> tuple[Instant, ...]:
        """Return each time that it began."""
        return tuple(
            Instant(event.t)
            for event in timeline.events
            if isinstance(event, FaultBegan) and event.subject == self.fault
        )


@dataclass(frozen=True, slots=True)
class Announced:
    """An alarm was annunciated; ``*`` in its name stands for anything."""

    alarm: str
    text: str

    def instants(self, timeline: Timeline) -> tuple[Instant, ...]:
        """Return each time."""
        return tuple(Instant(e.t) for e in timeline.announced() if glob_fits(self.alarm, e.subject))


@dataclass(frozen=True, slots=True)
class Reported:
    """The laboratory reported a sample of a unit."""

    unit: str
    text: str

    def instants(self, timeline: Timeline) -> tuple[Instant, ...]:
        """Return each time."""
        return tuple(
            Instant(event.t)
            for event in timeline.events
            if isinstance(event, LabReported) and event.subject == self.unit
        )


@dataclass(frozen=True, slots=True)
class Phased:
    """A phase of the procedure came to an ISA-88 state."""

    phase: str
    state: str
    text: str

    def instants(self, timeline: Timeline) -> tuple[Instant, ...]:
        """Return each time."""
        return tuple(
            Instant(event.t)
            for event in timeline.events
            if isinstance(event, PhaseChanged)
            and (event.subject, event.new) == (self.phase, self.state)
        )


@dataclass(frozen=True, slots=True)
class Done:
    """An operator did something."""

    pattern: Pattern
    text: str

    def instants(self, timeline: Timeline) -> tuple[Instant, ...]:
        """Return each time."""
        return tuple(Instant(a.t, (a.n,)) for a in timeline.done if self.pattern.fits(a))


@dataclass(frozen=True, slots=True)
class Viewed:
    """A page came into sight; with a subject, one about it (``*`` in it stands for anything)."""

    page: str
    subject: str
    text: str

    def instants(self, timeline: Timeline) -> tuple[Instant, ...]:
        """Return each time; a page of trends is about each of its tags."""
        return tuple(
            Instant(look.t, (look.n,))
            for look in timeline.looks
            if look.page == self.page
            and (
                not self.subject
                or any(glob_fits(self.subject, one) for one in look.subject.split(" "))
            )
        )


@dataclass(frozen=True, slots=True)
class CameTrue:
    """A condition came true."""

    condition: Condition
    text: str

    def instants(self, timeline: Timeline) -> tuple[Instant, ...]:
        """Return each time, the beginning included if it held then."""
        return tuple(Instant(spell.start) for spell in timeline.spells.get(self.condition.text, ()))


Moment = Start | Faulted | Announced | Reported | Phased | Done | Viewed | CameTrue


def instants(moments: Iterable[Moment], timeline: Timeline) -> tuple[Instant, ...]:
    """Return each time that one of the moments came, in order."""
    found = [instant for moment in moments for instant in moment.instants(timeline)]
    return tuple(sorted(found, key=lambda instant: (instant.t, instant.records)))


def first(
    moments: Iterable[Moment], timeline: Timeline, since: int = 0, own_time: bool = True
) -> Instant | None:
    """Return the first time at or after ``since``; strictly after it unless ``own_time``."""
    earliest = since if own_time else since + 1
    return next((one for one in instants(moments, timeline) if one.t >= earliest), None)


def moment_wants(moments: Iterable[Moment]) -> Wants:
    """Return what must be watched to know these moments."""
    return Wants(tuple(m.condition for m in moments if isinstance(m, CameTrue)))


def moments_text(moments: Iterable[Moment]) -> str:
    """Return the moments as they were written."""
    return ", ".join(moment.text for moment in moments)
