"""Gathers the facts of a session while it goes by, for a rubric to judge.

Values are read every few seconds of simulated time, at multiples of one step counted from the
beginning, after the commands of that moment; so a session gives the same facts while it is lived
and when it is lived again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from simulator.assessment.timeline import (
    Act,
    AlarmFacts,
    GaugeFacts,
    Look,
    Spell,
    Timeline,
    Wants,
)
from simulator.control.program import Program
from simulator.language.condition import Condition
from simulator.language.event import Event
from simulator.language.field import Field
from simulator.session.commission import Commissioned

if TYPE_CHECKING:
    from simulator.plant.design import Design

READINGS = 6000
"""At most so many readings of a session are taken ..."""
STEPS_MS = (1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000)
"""... by choosing the first step with which that is so."""


class Figure(Protocol):
    """A gauge as the plant's results tell it."""

    tag: str
    last: float
    peak: float
    lowest: float
    inside: float


class Readable(Protocol):
    """A plant whose values can be read by name, truth included."""

    @property
    def now(self) -> int:
        """Milliseconds since the session began."""

    @property
    def design(self) -> Design:
        """What it was built from."""

    def truth(self, name: str) -> float:
        """Return the value of a readable name."""


def step_of(duration_ms: int, scan_ms: int) -> int:
    """Return how often a session of this length is read: whole scans, in ms."""
    for step in STEPS_MS:
        if step % scan_ms == 0 and duration_ms <= step * READINGS:
            return step
    return max(1, STEPS_MS[-1] // scan_ms) * scan_ms


class Recorder:
    """The facts of one session so far.

    Args:
        commissioned: the plant that is read, and its brief.
        wants: what must be watched.
    """

    def __init__(self, commissioned: Commissioned, wants: Wants) -> None:
        self._plant = readable(commissioned)
        self._of = commissioned
        self.duration = commissioned.brief.duration_ms
        self.step = step_of(self.duration, commissioned.plant.scan_ms)
        self._wants = wants
        self._acts: list[Act] = []
        self._events: list[Event] = []
        self._looks: list[Look] = []
        self._conditions = [(c.text, Program(c)) for c in wants.conditions]
        self._since: dict[str, int] = {}
        self._spells: dict[str, list[Spell]] = {c.text: [] for c in wants.conditions}
        self._spans = {tag: _span(tag, commissioned.names) for tag in wants.errors}
        self._errors: dict[str, list[tuple[int, float]]] = {tag: [] for tag in wants.errors}
        self._tracks = [(c.text, Program(c)) for c in wants.tracks]
        self._tracked: dict[str, list[tuple[int, float]]] = {c.text: [] for c in wants.tracks}
        self._last = -1

    @property
    def next_due(self) -> int:
        """Return the time of the next reading."""
        return 0 if self._last < 0 else (self._last // self.step + 1) * self.step

    def heard(self, events: Iterable[Event]) -> None:
        """Take note of what the plant did."""
        self._events += events

    def acted(self, act: Act) -> None:
        """Take note of what a person did."""
        self._acts.append(act)

    def looked(self, look: Look) -> None:
        """Take note of a page that came into sight."""
        self._looks.append(look)

    def read(self) -> None:
        """Read the plant as it is now, once for each time."""
        now = self._plant.now
        if now <= self._last:
            return
        passed = now - self._last if self._last >= 0 else 0
        for text, program in self._conditions:
            if program.run(self._plant.truth, float(passed)) != 0.0:
                self._since.setdefault(text, now)
            elif text in self._since:
                self._spells[text].append(Spell(self._since.pop(text), now))
        for text, program in self._tracks:
            self._tracked[text].append((now, program.run(self._plant.truth)))
        for tag, errors in self._errors.items():
            error = self._plant.truth(f"{tag}.PV") - self._plant.truth(f"{tag}.SP")
            added = abs(error) / self._spans[tag] * passed / 1000.0
            errors.append((now, (errors[-1][1] if errors else 0.0) + added))
        self._last = now

    def timeline(self, shadows: Mapping[str, Timeline] | None = None) -> Timeline:
        """Return the facts, read a last time now."""
        self.read()
        now = self._plant.now
        spells = {
            text: (*done, *([Spell(self._since[text], now)] if text in self._since else []))
            for text, done in self._spells.items()
        }
        return Timeline(
            end=now,
            duration=self.duration,
            acts=tuple(self._acts),
            events=tuple(self._events),
            looks=tuple(self._looks),
            spells=spells,
            values={c.text: v for c in self._wants.values if math.isfinite(v := self._value(c))},
            errors={tag: tuple(errors) for tag, errors in self._errors.items()},
            tracks={text: tuple(track) for text, track in self._tracked.items()},
            gauges={figure.tag: _gauge(figure) for figure in self._figures()},
            alarms={
                tag: AlarmFacts(one.priority, one.respond_ms)
                for tag, one in self._of.brief.alarms.items()
            },
            hints={
                hint.name: tuple(step.cost for step in hint.steps) for hint in self._of.brief.hints
            },
            shadows=shadows or {},
        )

    def _value(self, condition: Condition) -> float:
        return Program(condition).run(self._plant.truth)

    def _figures(self) -> tuple[Figure, ...]:
        found: tuple[Figure, ...] = getattr(self._of.plant.results(), "figures", ())
        return found


def readable(commissioned: Commissioned) -> Readable:
    """Return the plant of a session as one that can be read by name.

    Raises:
        TypeError: it is a plant of another make, whose values have no names.
    """
    plant: object = commissioned.plant
    if not hasattr(plant, "truth"):
        raise TypeError("this plant cannot be read by name")
    return plant  # type: ignore[return-value]


def _gauge(figure: Figure) -> GaugeFacts:
    return GaugeFacts(figure.last, figure.peak, figure.lowest, figure.inside)


def _span(tag: str, names: Mapping[str, Field]) -> float:
    """Return the span of what a loop measures."""
    field = names[f"{tag}.PV"]
    return field.high - field.low
