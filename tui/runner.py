"""Lets simulated time pass beside a screen: one thread advances a Desk as its Pace allows.

A screen or a line mode polls ``latest`` and takes the events; it never advances anything itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import ClassVar

from simulator.language.command import Command
from simulator.language.command_text import parse_command
from simulator.language.event import (
    AlarmChanged,
    EntryDue,
    Event,
    FreezeBegan,
    InterlockTripped,
    LabReported,
    MessageShown,
    ModelFaulted,
    PhaseChanged,
    PromptShown,
    WorkDone,
    stands_still,
)
from simulator.language.observation import Observation
from simulator.language.problem import Problem, Refusal
from simulator.session.desk import Accepted, Desk, Refused
from simulator.session.meanings import CALLING
from simulator.session.pace import Pace

CHUNK_MS = 60_000
"""The most simulated time between two looks at what the user asked for."""
SEARCH_MS = 10_000
"""The same while looking for the next event; time stops at the very scan that brings it."""
LOOKS = 10
"""So many looks at the instruments at most in a second of the wall clock, for the trends.

Twice as many as the screen shows.
"""
TICK_S = 0.05
"""How long the thread sleeps when it owes the plant nothing; seconds of the wall clock."""
SLOWEST, FASTEST = 1.0, 3600.0
URGENT = 2
"""A new alarm of this priority or higher brings time back to real time, if that is wished."""

_NEWS = (InterlockTripped, LabReported, MessageShown, ModelFaulted, PhaseChanged, PromptShown)
_BREAKS = (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError, OSError)


def is_new_alarm(event: Event) -> bool:
    """Say whether an event is an alarm that the operator is called for: newly unacknowledged."""
    if not isinstance(event, AlarmChanged):
        return False
    return event.new in CALLING and event.old not in CALLING


def is_news(event: Event) -> bool:
    """Say whether an event is one that an operator would want to be called for.

    What is to be written down from the very beginning is in sight anyway.
    """
    due = isinstance(event, EntryDue) and event.t > 0
    return due or isinstance(event, (*_NEWS, WorkDone, FreezeBegan)) or is_new_alarm(event)


def has_news(events: Iterable[Event]) -> bool:
    """Say whether any event is one that an operator would want to be called for."""
    return any(is_news(event) for event in events)


def next_overdue(seen: Observation, scan_ms: int) -> int | None:
    """Return the scan at which the first step that is to be done now will be overdue, if one can.

    No event tells of it: nothing happens but that time passes.
    """
    limits = [entry.due_at for entry in seen.record if entry.state == "due"]
    return min((at // scan_ms * scan_ms + scan_ms for at in limits if at is not None), default=None)


def is_urgent(event: Event) -> bool:
    """Say whether an event is a new alarm for which time slows down, if that is wished."""
    return isinstance(event, AlarmChanged) and is_new_alarm(event) and event.priority <= URGENT


class Runner:
    """One worker thread between a Desk and whoever watches it.

    Args:
        desk: the session or recording.
        pace: how fast simulated time goes; it starts as the pace says, paused or not.
        note: hears every speed that is set, 0 for a pause, so that a live session can log it.
        slow_down: whether a new alarm of priority 2 or higher brings the speed back to x1.
        watch: hears every observation, in the thread that made it, so that trends can be kept.
    """

    HOLDS: ClassVar[bool] = True

    def __init__(
        self,
        desk: Desk,
        pace: Pace,
        note: Callable[[float], None] | None = None,
        slow_down: bool = False,
        watch: Callable[[Observation], None] | None = None,
    ) -> None:
        self.desk = desk
        self._watch = watch
        self.slow_down = slow_down
        self.latest: Observation = desk.observe()
        self.trouble: Problem | None = None
        """Why time goes no further, if something broke."""
        self._pace = pace
        self._note = note
        self._wake = threading.Condition()
        self._events: list[Event] = []
        self._owed = 0
        self._steps = 0
        self._searching = False
        self._closing = False
        self._thread: threading.Thread | None = None

    @property
    def paused(self) -> bool:
        """Whether time stands still; while the next event is looked for it does not."""
        return self._pace.paused and not self._searching

    @property
    def searching(self) -> bool:
        """Whether time goes as fast as it can, to the next event for the operator."""
        return self._searching

    @property
    def speed(self) -> float:
        """How many times faster than the clock simulated time goes when not paused."""
        return self._pace.speed

    @property
    def finished(self) -> bool:
        """Whether simulated time goes no further."""
        return self.desk.finished or self.trouble is not None

    def start(self) -> None:
        """Start the thread; starting twice does nothing."""
        if self._thread is None:
            self._pace.earned()
            self._thread = threading.Thread(target=self._run, name="cuve-runner", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop the thread and wait for it; the desk stays as it is."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def take_events(self) -> tuple[Event, ...]:
        """Return what an operator may know of what happened since the last time this was asked."""
        with self._wake:
            taken = tuple(self._events)
            self._events.clear()
        return taken

    def submit(self, command: Command | str, reason: str = "") -> Accepted | Refused:
        """Ask the desk for something now; a text is read as a person types it at a console."""
        if isinstance(command, str):
            try:
                command = parse_command(command, self.desk.names, at_console=True)
            except Refusal as refusal:
                return Refused(refusal.problems[0])
        receipt = self.desk.submit(command, reason)
        if isinstance(receipt, Accepted):
            self._heard(receipt.events)
        self.latest = self.desk.observe()
        return receipt

    def pause(self, paused: bool = True) -> None:
        """Stop time, or let it go on; either ends the look for the next event."""
        with self._wake:
            changed = self._pace.paused != paused or self._searching
            self._searching = False
            self._set_paused(paused)
            self._wake.notify_all()
        if changed:
            self._tell(0.0 if paused else self.speed)

    def set_speed(self, speed: float) -> None:
        """Go at ``speed`` times the clock, from 1 to 3600."""
        speed = min(max(speed, SLOWEST), FASTEST)
        with self._wake:
            changed = speed != self.speed
            self._owed = 0
            self._pace.earned()
            self._pace.set_speed(speed)
            self._wake.notify_all()
        if changed and not self.paused:
            self._tell(speed)

    def step(self) -> None:
        """Stop time, and let one scan pass."""
        self.pause()
        with self._wake:
            self._steps += 1
            self._wake.notify_all()

    def run_to_next_event(self) -> None:
        """Go as fast as possible until something happens that the operator is told; then pause."""
        with self._wake:
            self._set_paused(True)
            self._searching = True
            self._wake.notify_all()
        self._tell(FASTEST)

    def _set_paused(self, paused: bool) -> None:
        """Stop or start the pace, forgetting what was owed."""
        self._pace.earned()
        self._pace.paused = paused
        self._owed = 0

    def _tell(self, speed: float) -> None:
        """Tell whoever notes speeds; what cannot be noted is trouble."""
        if self._note is None or self.desk.finished:
            return
        try:
            self._note(speed)
        except Refusal as refusal:
            self.trouble = refusal.problems[0]

    def _heard(self, events: tuple[Event, ...]) -> None:
        with self._wake:
            self._events += [event for event in events if not event.truth]

    def _run(self) -> None:
        """Advance the desk until told to stop. What breaks is kept as trouble, and time stops."""
        try:
            while not self._closing:
                due = 0 if self.finished else self._due()
                if due:
                    self._advance(due)
                    continue
                with self._wake:
                    if not (self._closing or self._steps or self._searching):
                        self._wake.wait(TICK_S)
                    if self.finished:
                        self._steps, self._searching = 0, False
        except Refusal as refusal:
            self.trouble = refusal.problems[0]
        except _BREAKS as error:
            message = f"the session broke off: {type(error).__name__}: {error}"
            self.trouble = Problem("broke-off", message, "leave with q; the log can be replayed")

    @property
    def _holding(self) -> bool:
        """Whether time stands still for a freeze; who watches a recording is not asked."""
        return self.HOLDS and bool(self.latest.forms.freeze)

    def _due(self) -> int:
        """Return the simulated milliseconds to let pass now; 0 if none."""
        scan = self.desk.brief.scan_ms
        with self._wake:
            if self._holding:
                self._steps, self._owed = 0, 0
                self._pace.earned()
                return 0
            if self._steps:
                self._steps -= 1
                return scan
            if self._searching:
                return max(SEARCH_MS, scan)
            self._owed += self._pace.earned()
            most = int(1000 * self.speed)
            self._owed = min(self._owed, max(most, scan))  # a slow machine never piles up a debt
            look = self._look_ms()  # whole looks: what is left over waits for the next one
            due = min(self._owed // look * look, max(CHUNK_MS // look * look, look))
            self._owed -= due
            return due

    def _advance(self, due: int) -> None:
        """Let time pass look by look, and stop or slow down for what asks for it."""
        end = self.desk.now + due
        while self.desk.now < end and not self._closing:
            before = self.desk.now
            late = next_overdue(self.latest, self.desk.brief.scan_ms) if self._searching else None
            if late is None or late <= before:  # what was seen is older than the desk
                late = end + 1
            events = self._pass(min(before + self._look_ms(), end, late))
            self._heard(events)
            self.latest = self.desk.observe()
            if self._watch is not None:
                self._watch(self.latest)
            if (
                self._called(events, self.desk.now >= late)
                or self._holding
                or self.desk.now == before
            ):
                return

    def _pass(self, end: int) -> tuple[Event, ...]:
        """Let time pass up to ``end``, or to the scan that brings what time has to stop for."""
        if not (self._searching or self.slow_down):
            return self.desk.advance(end)
        scan = self.desk.brief.scan_ms
        while True:
            before = self.desk.now
            events = self.desk.advance(before + scan)
            called = any(is_news(e) if self._searching else is_urgent(e) for e in events)
            if called or stands_still(events) or not before < self.desk.now < end:
                return events
            self._heard(events)

    def _look_ms(self) -> int:
        """Return how long time passes between two looks at the instruments: at least a scan."""
        scan = self.desk.brief.scan_ms
        wanted = SEARCH_MS if self._searching else int(1000 * self.speed) // LOOKS
        return max(wanted // scan * scan, scan)

    def _called(self, events: tuple[Event, ...], overdue: bool) -> bool:
        """Stop or slow down for what asks for it, and say whether anything did."""
        found = self._searching and (self.desk.finished or overdue or has_news(events))
        if found:
            self.pause()
        urgent = self.slow_down and any(is_urgent(event) for event in events)
        if urgent and self.speed > SLOWEST:
            self.set_speed(SLOWEST)
            return True
        return found
