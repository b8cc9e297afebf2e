"""The electronic batch record: steps that become due, entries, signatures and deviations.

What is entered is never compared with the truth and never changed: what a person wrote is what
stands, with when and by whom (ALCOA+: attributable, legible, contemporaneous, original, accurate).
An entry out of its limits is taken as it is and asks for a deviation; one after its time is marked
late; a correction keeps the old value in sight and needs a reason (21 CFR 11.10(e), EU GMP Annex 11
clause 9); a critical entry is verified by a second person (Annex 11 clause 6).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from simulator.language import event as e
from simulator.language import paperwork as w
from simulator.language.observation import (
    Correction,
    DeviationView,
    EntryView,
    Remark,
    Witness,
)
from simulator.language.problem import Problem
from simulator.language.tag import meant
from simulator.language.text import text
from simulator.plant.batchrecord_book import Book, Deviation, Entry, Value
from simulator.plant.cell import Cell
from simulator.plant.crew import may_sign
from simulator.plant.design import RecordSpec

YES = "yes"
NO = "no"
MOST_REMARKS = 50
"""Most corrections, and most comments, of one step."""
MOST_DEVIATIONS = 200
_SUBJECTS = frozenset(
    ["unit", "line", "utility", "transmitter", "actuator", "loop", "alarm", "interlock", "phase"]
)
"""What a deviation can be about, besides steps and samples; faults are not for operators."""
_WRITE = text("write what happened, in a few words")
_CORRECTED = text("correct it, with a reason")

Reviewed = Problem | tuple[float | str | None, float | str | None, str]
"""Why a command may not be done, or the old value, the new one, and their unit of measure."""


class BatchRecord:
    """The batch record of a cell."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self.steps: dict[str, RecordSpec] = {spec.tag: spec for spec in cell.design.record}
        self._book = Book({tag: Entry() for tag in self.steps})

    # -- what becomes due ----------------------------------------------------------------------

    def next_due(self) -> int | None:
        """Return when the next step becomes due by the clock."""
        due = [
            spec.at_ms
            for tag, spec in self.steps.items()
            if spec.when is None and self._book.entries[tag].opened is None
        ]
        return min(due, default=None)

    def by_clock(self) -> None:
        """Open the steps whose time has come."""
        now, entries = self._cell.now, self._book.entries
        for tag, spec in self.steps.items():
            if spec.when is None and spec.at_ms <= now and entries[tag].opened is None:
                self.open(tag)

    def open(self, tag: str) -> None:
        """Let a step be done from now on, if it is not already."""
        entry, spec = self._book.entries[tag], self.steps[tag]
        if entry.opened is not None:
            return
        entry.opened = self._cell.now
        if spec.when is not None:
            self._cell.enable_watch(("record", tag, 0), False)
        self._cell.report(e.EntryDue(self._cell.now, tag, self._limit(tag)))

    def _limit(self, tag: str) -> int | None:
        """Return until when a step can be done in time, if it is open and has a limit."""
        opened, within = self._book.entries[tag].opened, self.steps[tag].within_ms
        return None if opened is None or within is None else opened + within

    # -- what people do ------------------------------------------------------------------------

    def review(self, command: Any) -> Reviewed:
        """Return what a command would change, or why it may not be done now. Changes nothing."""
        return _REVIEWS[type(command)](self, command)

    def carry_out(self, command: Any, who: str, reason: str) -> None:
        """Do what :meth:`review` found no problem with, as ``who`` signs it."""
        _DEEDS[type(command)](self, command, who, reason)

    def _step(self, tag: str) -> Problem | None:
        """Return why nothing can be written to a step, if so."""
        if tag not in self.steps:
            names = ", ".join(self.steps) or "-"
            hint = meant(tag, self.steps, text("known: {names}", names=names))
            return Problem("unknown-step", text("there is no step {step}", step=tag), hint)
        return None

    def _review_enter(self, command: w.EnterStep) -> Reviewed:
        problem = self._step(command.step)
        if problem is not None:
            return problem
        entry, spec = self._book.entries[command.step], self.steps[command.step]
        if entry.opened is None:
            message = text("{step} is not to be done yet", step=command.step)
            return Problem("not-yet", message, text("write down what has happened, not what will"))
        if entry.value is not None:
            message = text("{step} is entered already", step=command.step)
            return Problem("entered", message, _CORRECTED)
        return self._unfit(spec, command.value) or (None, command.value, spec.unit)

    def _review_correct(self, command: w.CorrectStep) -> Reviewed:
        problem = self._step(command.step)
        if problem is not None:
            return problem
        entry, spec = self._book.entries[command.step], self.steps[command.step]
        if entry.value is None:
            message = text("{step} has no entry to correct", step=command.step)
            return Problem("not-entered", message, text("enter it first"))
        if entry.value == command.value:
            message = text("{step} says that already", step=command.step)
            return Problem("no-change", message, text("write a comment to add something"))
        if len(entry.corrections) >= MOST_REMARKS:
            return Problem("too-many", text("{step} is full", step=command.step))
        return self._unfit(spec, command.value) or (entry.value, command.value, spec.unit)

    def _unfit(self, spec: RecordSpec, value: Value) -> Problem | None:
        """Return why a value is not one of the kind that a step takes, if so."""
        if spec.kind == "value":
            if isinstance(value, str):
                message = text("{value} is not a number", value=value[:40])
                hint = text("write a number in {unit}", unit=spec.unit or "1")
                return Problem("not-a-number", message, hint)
            if not math.isfinite(value) or abs(value) > w.LARGEST:
                return Problem("not-a-number", text("that is no number to write down"))
            return None
        if not isinstance(value, str):
            return Problem("not-a-word", text("{step} takes words", step=spec.tag))
        words = entry_words(spec)
        if spec.kind != "text" and value not in words:
            message = text("{step} cannot be {value}", step=spec.tag, value=value[:40])
            return Problem("not-a-choice", message, text("one of {words}", words=", ".join(words)))
        return wordless(value) if spec.kind == "text" else None

    def _review_comment(self, command: w.CommentStep) -> Reviewed:
        problem = self._step(command.step) or wordless(command.text)
        if problem is not None:
            return problem
        if len(self._book.entries[command.step].comments) >= MOST_REMARKS:
            return Problem("too-many", text("{step} is full", step=command.step))
        return None, command.text, ""

    def _review_witness(self, command: w.WitnessStep) -> Reviewed:
        problem = self._step(command.step)
        if problem is not None:
            return problem
        entry, spec = self._book.entries[command.step], self.steps[command.step]
        if not spec.witness:
            message = text("{step} asks for no witness", step=command.step)
            return Problem("no-witness", message, text("write a comment to add something"))
        if entry.value is None:
            message = text("{step} has no entry to verify", step=command.step)
            return Problem("not-entered", message, text("enter it first"))
        if entry.witness is not None:
            message = text("{name} has verified this", name=entry.witness[1])
            return Problem("witnessed", message, text("a correction asks for a new signature"))
        name = command.name.strip()
        if not name or len(name) > w.LONGEST_LABEL:
            return Problem("no-name", text("a signature has a name"), text("write your own name"))
        writers = [entry.who, *(by for _, by, *_ in entry.corrections)]
        if any(w.same_person(name, writer) for writer in writers):
            message = text("{name} made this entry", name=name)
            return Problem("own-entry", message, text("a second person verifies it"))
        if command.role not in w.ROLES:
            return Problem("bad-role", text("{role} is no role of a witness", role=command.role))
        people, now = self._cell.design.people, self._cell.now
        return may_sign(people, name, command.role, now) or (None, name, "")

    def _review_deviation(self, command: w.OpenDeviation) -> Reviewed:
        problem = wordless(command.text) or self._unknown_subject(command.about)
        if problem is not None:
            return problem
        if len(self._book.deviations) >= MOST_DEVIATIONS:
            return Problem("too-many", text("there are {n} deviations", n=MOST_DEVIATIONS))
        return None, command.text, ""

    def _unknown_subject(self, about: str) -> Problem | None:
        """Return why a deviation cannot be about this, if so."""
        blocks = self._cell.image.blocks
        known = [*self.steps, *(tag for section, tag in blocks if section in _SUBJECTS)]
        prefix, _, number = about.rpartition("-")
        if about in ("", *known) or (prefix == "sample" and number.isascii() and number.isdigit()):
            return None
        hint = meant(about, known, text("a step, an alarm, a unit, or sample-3"))
        return Problem("unknown-tag", text("there is no {name}", name=about[:40]), hint)

    def _review_close(self, command: w.CloseDeviation) -> Reviewed:
        if not 1 <= command.deviation <= len(self._book.deviations):
            message = text("there is no deviation {n}", n=command.deviation)
            return Problem("unknown-deviation", message, text("see the list of deviations"))
        deviation = self._book.deviations[command.deviation - 1]
        if deviation.closed is not None:
            return Problem("closed", text("deviation {n} is closed", n=command.deviation))
        return wordless(command.action) or ("open", "closed", "")

    def _review_handover(self, command: w.HandOver) -> Reviewed:
        parts = _parts(command)
        if not any(part.strip() for part in parts):
            return Problem("empty-note", text("an empty handover says nothing"), _WRITE)
        for part in parts:
            if part.strip() and (problem := wordless(part)):
                return problem
            if "|" in part:
                return Problem(
                    "bad-handover", text("| stands between the parts"), text("leave it out")
                )
        return None, None, ""

    def _enter(self, command: w.EnterStep, who: str, reason: str) -> None:
        entry, spec, now = (
            self._book.entries[command.step],
            self.steps[command.step],
            self._cell.now,
        )
        limit = self._limit(command.step)
        entry.value, entry.t, entry.who = command.value, now, who
        entry.late = limit is not None and now > limit
        out = exceptional(spec, command.value)
        made = e.EntryMade(now, spec.tag, command.value, spec.unit, who, entry.late, out)
        self._cell.report(made)

    def _correct(self, command: w.CorrectStep, who: str, reason: str) -> None:
        entry, spec, now = (
            self._book.entries[command.step],
            self.steps[command.step],
            self._cell.now,
        )
        old = "" if entry.value is None else entry.value
        entry.corrections.append((now, who, old, command.value, reason))
        entry.value = command.value
        entry.witness = None  # what was verified is not what stands now
        out = exceptional(spec, command.value)
        change = e.EntryCorrected(now, spec.tag, old, command.value, spec.unit, who, reason, out)
        self._cell.report(change)

    def _comment(self, command: w.CommentStep, who: str, reason: str) -> None:
        now = self._cell.now
        self._book.entries[command.step].comments.append((now, who, command.text))
        self._cell.report(e.EntryCommented(now, command.step, command.text, who))

    def _witness(self, command: w.WitnessStep, who: str, reason: str) -> None:
        now, name = self._cell.now, command.name.strip()
        self._book.entries[command.step].witness = (now, name, command.role)
        self._cell.report(e.EntryWitnessed(now, command.step, name, command.role))

    def _deviate(self, command: w.OpenDeviation, who: str, reason: str) -> None:
        self.deviate(command.about, command.text, who)

    def deviate(self, about: str, words: str, who: str) -> None:
        """Open a deviation, unless there are too many already."""
        now, number = self._cell.now, len(self._book.deviations) + 1
        if number <= MOST_DEVIATIONS:
            self._book.deviations.append(Deviation(number, now, who, about, words))
            self._cell.report(e.DeviationOpened(now, about, number, words, who))

    def _close(self, command: w.CloseDeviation, who: str, reason: str) -> None:
        now = self._cell.now
        deviation = self._book.deviations[command.deviation - 1]
        deviation.closed = (now, who, command.action)
        number, action = deviation.number, command.action
        self._cell.report(e.DeviationClosed(now, deviation.about, number, action, who))

    def _hand_over(self, command: w.HandOver, who: str, reason: str) -> None:
        self._cell.report(e.HandedOver(self._cell.now, "handover", *_parts(command), who))

    # -- views and checkpoints -----------------------------------------------------------------

    def views(self) -> tuple[EntryView, ...]:
        """Return every step as it stands, in the order of the design."""
        return tuple(self._view(tag) for tag in self.steps)

    def _view(self, tag: str) -> EntryView:
        entry, spec, limit = self._book.entries[tag], self.steps[tag], self._limit(tag)
        entered = entry.value is not None
        out = entry.value is not None and exceptional(spec, entry.value)
        if entered:
            state = "exception" if out else "done"
        elif entry.opened is None:
            state = "later"
        else:
            state = "late" if limit is not None and self._cell.now > limit else "due"
        told = any(one.about == tag for one in self._book.deviations)
        return EntryView(
            tag,
            state,
            entry.opened,
            limit,
            entry.value,
            entry.t if entered else None,
            entry.who,
            entry.late,
            entered and spec.witness and entry.witness is None,
            out and not told,
            tuple(Correction(*one) for one in entry.corrections),
            tuple(Remark(*one) for one in entry.comments),
            Witness(*entry.witness) if entry.witness else None,
        )

    def deviations(self) -> tuple[DeviationView, ...]:
        """Return every deviation, by number."""
        return tuple(
            DeviationView(
                one.number, one.about, one.text, one.t, one.who, *(one.closed or (None, "", ""))
            )
            for one in self._book.deviations
        )

    def state(self) -> dict[str, Any]:
        """Return all that a checkpoint needs, as JSON-able values."""
        return self._book.state()

    def restore(self, state: Any) -> None:
        """Take up a state that :meth:`state` returned; raise Refusal if it is another plant's."""
        self._book = Book.read(state, self.steps)


def entry_words(spec: RecordSpec) -> tuple[str, ...]:
    """Return the words that a check or a choice takes."""
    return (YES, NO) if spec.kind == "check" else tuple(spec.choices)


def exceptional(spec: RecordSpec, value: Value) -> bool:
    """Return whether a value of a step is out of its limits, or not the word expected."""
    if isinstance(value, str):
        expected = YES if spec.kind == "check" else spec.expected
        return spec.kind in ("check", "choice") and bool(expected) and value != expected
    low = spec.low is not None and value < spec.low
    return low or (spec.high is not None and value > spec.high)


def wordless(words: str) -> Problem | None:
    """Return why this is no text to write down, if so."""
    if not words.strip():
        return Problem("empty-note", text("this needs words"), _WRITE)
    if len(words) > w.LONGEST_WORDS:
        message = text("at most {n} characters", n=w.LONGEST_WORDS)
        return Problem("too-long", message, text("write it shorter, or in two"))
    return None


def _parts(command: w.HandOver) -> tuple[str, str, str, str, str]:
    return (
        command.safety,
        command.process,
        command.equipment,
        command.deviations,
        command.to_do,
    )


_REVIEWS: dict[type[Any], Callable[[BatchRecord, Any], Reviewed]] = {
    w.EnterStep: BatchRecord._review_enter,
    w.CorrectStep: BatchRecord._review_correct,
    w.CommentStep: BatchRecord._review_comment,
    w.WitnessStep: BatchRecord._review_witness,
    w.OpenDeviation: BatchRecord._review_deviation,
    w.CloseDeviation: BatchRecord._review_close,
    w.HandOver: BatchRecord._review_handover,
}
_DEEDS: dict[type[Any], Callable[[BatchRecord, Any, str, str], None]] = {
    w.EnterStep: BatchRecord._enter,
    w.CorrectStep: BatchRecord._correct,
    w.CommentStep: BatchRecord._comment,
    w.WitnessStep: BatchRecord._witness,
    w.OpenDeviation: BatchRecord._deviate,
    w.CloseDeviation: BatchRecord._close,
    w.HandOver: BatchRecord._hand_over,
}
COMMANDS = tuple(_REVIEWS)
"""The commands that the batch record carries out."""
