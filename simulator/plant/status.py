"""Status labels of units and lines: who changes them, what they forbid, and what stands on record.

A phase that wants what is not clean, not sterile, past its hold time or in another's hands does not
start, and no pump is put on over it. A qualified person may release it all the same, which opens a
deviation. And where liquid flows in spite of everything (a pump that was on already, a label that
ran out), a deviation is opened too: no rule is broken without a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from simulator.language import event as e
from simulator.language.floor import LABELS, HangLabel, ReleaseEquipment, StatusView
from simulator.language.problem import Problem, Refusal
from simulator.language.tag import meant
from simulator.language.text import text
from simulator.language.words import Words, say
from simulator.plant.cell import Cell
from simulator.plant.design import LineSpec
from simulator.plant.floor_spec import StatusSpec, WorkSpec

READY = {"CLEAN": 1, "STERILE": 2}
"""What a label is worth to whoever wants one of these."""
RELEASABLE = ("DIRTY", "CLEAN", "EXPIRED")
"""What a person may let be used; what is being cleaned, or broken, is not used at all."""

_USED: Words = {
    "en": "{tag} was used while {label}",
    "nl": "{tag} is gebruikt terwijl het {label} was",
    "fr": "{tag} a été utilisé alors qu'il était {label}",
}
_OVERDUE: Words = {
    "en": "{tag} has been {label} for longer than its hold time",
    "nl": "{tag} is langer {label} dan de houdbaarheidstijd",
    "fr": "{tag} est {label} depuis plus longtemps que sa durée de maintien",
}
_RELEASED: Words = {
    "en": "{tag} released for use while {label}, by {name} ({role}): {reason}",
    "nl": "{tag} vrijgegeven voor gebruik terwijl het {label} was, door {name} ({role}): {reason}",
    "fr": "{tag} libéré pour usage alors qu'il était {label}, par {name} ({role}) : {reason}",
}

OnRecord = Callable[[str, str, str], None]
"""Opens a deviation: about what, the text, by whom."""


@dataclass(slots=True)
class Hanging:
    """The label that hangs on one unit or line.

    ``was`` is the label before it, which says what an expired one once was. ``holder`` is the phase
    that has it. ``released`` is who lets it be used once, with the role.
    """

    label: str
    since: int
    was: str = ""
    holder: str = ""
    overdue: bool = False
    released: str = ""

    def state(self) -> list[Any]:
        """Return it as JSON-able values."""
        return [self.label, self.since, self.was, self.holder, self.overdue, self.released]


class Statuses:
    """The labels of a cell."""

    def __init__(self, cell: Cell, on_record: OnRecord) -> None:
        self._cell = cell
        self._on_record = on_record
        floor = cell.design.floor
        self.specs: dict[str, StatusSpec] = {spec.tag: spec for spec in floor.statuses}
        self._works = floor.works
        self._lines: dict[str, LineSpec] = {line.tag: line for line in cell.design.lines}
        self._panels = {
            tag: tuple(panel.tag for panel in floor.panels if tag in panel.lines)
            for tag in self._lines
        }
        self._hanging = {spec.tag: Hanging(spec.label, -spec.age_ms) for spec in floor.statuses}

    # -- what a label allows -------------------------------------------------------------------

    def unready(self, tag: str, by: str = "") -> Problem | None:
        """Return why this may not be used now, by the phase ``by`` if one wants it."""
        spec, one = self.specs.get(tag), self._hanging.get(tag)
        if spec is None or one is None:
            return None
        if one.holder and one.holder != by:
            message = text("{tag} is taken by {phase}", tag=tag, phase=one.holder)
            return Problem("taken", message, text("wait until it is free"))
        if one.released or one.label == "IN USE" or (one.holder and one.holder == by):
            return None
        if READY.get(one.label, 0) >= READY[spec.needs]:
            return None
        message = text(
            "{tag} is {label}; it must be {needs}", tag=tag, label=one.label, needs=spec.needs
        )
        return Problem("not-ready", message, _remedy(one.label, tag))

    def may_start(self, phase: str) -> Problem | None:
        """Return why a phase may not start for the labels of what it wants, if so."""
        work = self._works.get(phase, WorkSpec())
        for tag in work.uses:
            if problem := self.unready(tag, phase):
                return problem
        for tag in (*work.cleans, *work.sterilises):
            one = self._hanging[tag]
            if one.holder and one.holder != phase:
                return self.unready(tag, phase)
            if one.label == "OUT OF ORDER":
                message = text("{tag} is {label}", tag=tag, label=one.label)
                return Problem("not-ready", message, _remedy(one.label, tag))
        for tag in work.sterilises:
            one = self._hanging[tag]
            clean = one.label in READY or (one.label == "EXPIRED" and one.was == "STERILE")
            if tag not in work.cleans and not clean:
                message = text(
                    "{tag} is {label}; it must be {needs}", tag=tag, label=one.label, needs="CLEAN"
                )
                return Problem("not-ready", message, text("clean it before it is sterilised"))
        return None

    def may_flow(self, line: str, by: str = "") -> Problem | None:
        """Return why no liquid may be led over a line now, by the phase ``by`` if one wants to.

        What a phase cleans may be handled while it does, over lines that are its own.
        """
        ends = (self._lines[line].source, self._lines[line].sink)
        found = [
            (tag, self.unready(tag, by))
            for tag in self._way(line)
            if tag not in ends or self._hanging[tag].label != "IN USE"
        ]
        bad = [(tag, problem) for tag, problem in found if problem is not None]
        if not bad:
            return None
        holders = {self._hanging[tag].holder for tag, _ in bad}
        own = self._hanging[line].holder if line in self._hanging else next(iter(holders))
        shared = line not in self._hanging and any(tag in self._panels[line] for tag, _ in bad)
        if by == "" and own and holders == {own} and not shared:
            return None
        return bad[0][1]

    def _way(self, line: str) -> Iterator[str]:
        """Yield what liquid over a line touches and a label hangs on.

        What goes to the drain may come from where it likes.
        """
        spec = self._lines[line]
        ends = (spec.source, spec.sink) if spec.sink is not None else ()
        for tag in (line, *self._panels[line], *spec.devices, *ends):
            if tag in self.specs:
                yield tag

    # -- what changes a label ------------------------------------------------------------------

    def holder(self, tag: str) -> str:
        """Return the phase that has a unit or line for itself, or ""."""
        return self._hanging[tag].holder if tag in self._hanging else ""

    def moved(self, phase: str, old: str, new: str) -> tuple[str, ...]:
        """Take up that a phase went from one state to another; return what it has cleaned now."""
        work = self._works.get(phase)
        if work is None:
            return ()
        cleaned = dict.fromkeys((*work.cleans, *work.sterilises))
        if new == "Running" and old == "Idle":
            for tag in cleaned:
                self._hang(tag, "CLEANING", phase, phase)
            for tag in work.uses:
                self._use(tag, phase, phase)
        elif new in ("Complete", "Stopped", "Aborted"):
            done = new == "Complete" and self._proved(phase, work)
            for tag in cleaned:
                good = "STERILE" if tag in work.sterilises else "CLEAN"
                alone = self._hanging[tag].label == "CLEANING"  # nothing else ran through it
                self._hang(tag, good if done and alone else "DIRTY", phase)
            for tag in work.uses:
                self._hanging[tag].holder = ""
            for tag in work.soils:
                self._hang(tag, "DIRTY", phase)
            return work.cleans if done else ()
        return ()

    def _proved(self, phase: str, work: WorkSpec) -> bool:
        return work.proof is None or self._cell.watch_result(("proof", phase, 0))

    def flow(self, line: str) -> None:
        """Take up that liquid begins to run through a line."""
        for tag in self._way(line):
            one = self._hanging[tag]
            if one.label == "CLEANING" and one.holder and self._same_hands(line, tag):
                continue
            self._use(tag, line, one.holder)

    def _same_hands(self, line: str, tag: str) -> bool:
        """Return whether a line is of the phase that has this, or nobody keeps a label of it.

        Of a panel, which lines share, a line without a label is nobody's.
        """
        if line not in self._hanging:
            return tag not in self._panels[line]
        return self._hanging[line].holder == self._hanging[tag].holder

    def _use(self, tag: str, by: str, holder: str) -> None:
        """Let something be used; what its label does not allow goes on record."""
        one, spec = self._hanging[tag], self.specs[tag]
        ready = READY.get(one.label, 0) >= READY[spec.needs]
        if not (ready or one.released or one.label == "IN USE"):
            self._break(tag, _USED, by)
        one.released = ""
        if one.label != "OUT OF ORDER":
            self._hang(tag, "IN USE", by, holder)

    def _break(self, tag: str, words: Words, by: str) -> None:
        """Put a broken rule on record: an event, and a deviation."""
        told = say(words, self._cell.design.language)
        told = told.format(tag=tag, label=self._hanging[tag].label)
        self._cell.report(e.RuleBroken(self._cell.now, tag, told, by))
        self._on_record(tag, told, by)

    def _hang(self, tag: str, label: str, by: str, holder: str = "") -> None:
        """Hang a label; one that hangs there already keeps its time."""
        one, now = self._hanging[tag], self._cell.now
        one.holder = holder
        if one.label == label:
            return
        self._cell.report(e.LabelChanged(now, tag, one.label, label, by))
        one.was, one.label, one.since = one.label, label, now
        one.overdue, one.released = False, ""

    # -- the clock -----------------------------------------------------------------------------

    def next_due(self) -> int | None:
        """Return when the next hold time is over."""
        due = [until for tag in self.specs if (until := self._until(tag)) is not None]
        return min(due, default=None)

    def _until(self, tag: str) -> int | None:
        """Return until when (ms) a label is good, if that is not over yet."""
        one = self._hanging[tag]
        hold = self.specs[tag].holds.get(one.label)
        return None if hold is None or one.overdue else one.since + hold

    def by_clock(self) -> None:
        """Take up the hold times that are over."""
        for tag in self.specs:
            until = self._until(tag)
            if until is None or until > self._cell.now:
                continue
            if self._hanging[tag].label in READY:
                self._hang(tag, "EXPIRED", "", self._hanging[tag].holder)
            else:
                self._hanging[tag].overdue = True
                self._break(tag, _OVERDUE, "")

    def repaired(self, tag: str) -> None:
        """Take up that a technician is done; what was out of order is to be cleaned."""
        if tag in self._hanging and self._hanging[tag].label == "OUT OF ORDER":
            self._hang(tag, "DIRTY", "maintenance")

    def renewed(self, tag: str) -> None:
        """Take up that a new bottle or device came in the place of this one, as it must be."""
        if tag in self._hanging:
            self._hang(tag, self.specs[tag].needs, "operators", self._hanging[tag].holder)

    # -- what people do ------------------------------------------------------------------------

    def review_hang(self, command: HangLabel) -> Problem | None:
        """Return why this label cannot be hung there now, if so."""
        if problem := self._unknown(command.tag):
            return problem
        one = self._hanging[command.tag]
        if one.holder:
            message = text("{tag} is taken by {phase}", tag=command.tag, phase=one.holder)
            return Problem("taken", message, text("wait until it is free"))
        if one.label == command.label:
            message = text("{tag} is {label}", tag=command.tag, label=one.label)
            return Problem("no-change", message)
        return None

    def hang(self, command: HangLabel, who: str) -> None:
        """Hang a label on equipment, as a person does."""
        self._hang(command.tag, command.label, who)

    def review_release(self, command: ReleaseEquipment) -> Problem | None:
        """Return why this cannot be released for use now, if so."""
        if problem := self._unknown(command.tag):
            return problem
        one = self._hanging[command.tag]
        if not self.unready(command.tag):
            message = text("{tag} may be used as it is", tag=command.tag)
            return Problem("no-change", message)
        if one.holder or one.label not in RELEASABLE:
            message = text(
                "{tag} is {label}: nobody may release it", tag=command.tag, label=one.label
            )
            return Problem("not-releasable", message, _remedy(one.label, command.tag))
        return None

    def release(self, command: ReleaseEquipment, who: str, reason: str) -> None:
        """Let equipment be used once that its label does not allow; a deviation says so."""
        one, name = self._hanging[command.tag], command.name.strip()
        one.released = name
        now, tag = self._cell.now, command.tag
        released = e.EquipmentReleased(now, tag, one.label, name, command.role, reason, who)
        self._cell.report(released)
        told = say(_RELEASED, self._cell.design.language)
        parts = {"tag": tag, "label": one.label, "name": name, "role": command.role}
        self._on_record(tag, told.format(**parts, reason=reason), who)

    def _unknown(self, tag: str) -> Problem | None:
        if tag in self.specs:
            return None
        hint = meant(tag, self.specs, text("known: {names}", names=", ".join(self.specs) or "-"))
        return Problem("unknown-tag", text("no label hangs on {tag}", tag=tag), hint)

    # -- views and checkpoints -----------------------------------------------------------------

    def views(self) -> tuple[StatusView, ...]:
        """Return every label, in the order of the design."""
        return tuple(
            StatusView(
                tag,
                one.label,
                one.since,
                self._until(tag),
                self.specs[tag].needs,
                one.holder,
                one.overdue,
                one.released,
            )
            for tag, one in self._hanging.items()
        )

    def state(self) -> dict[str, Any]:
        """Return all that a checkpoint needs, as JSON-able values."""
        return {tag: one.state() for tag, one in self._hanging.items()}

    def restore(self, state: Any) -> None:
        """Take up a state that :meth:`state` returned; raise Refusal if it is another plant's."""
        try:
            found = {tag: self._read(state[tag]) for tag in self.specs}
            strangers = len(state) != len(found)
        except (KeyError, TypeError, ValueError):
            strangers = True
        if strangers:
            message = text("the labels in this checkpoint cannot be used")
            raise Refusal(
                Problem("bad-checkpoint", message, text("run again from the beginning of the log"))
            )
        self._hanging = found

    def _read(self, state: Any) -> Hanging:
        """Return a label as it was kept; raise ValueError or TypeError if it is none."""
        label, since, was, holder, overdue, released = state
        if label not in LABELS or was not in ("", *LABELS) or holder not in ("", *self._works):
            raise ValueError("no such label")
        if type(since) is not int or type(overdue) is not bool or not isinstance(released, str):
            raise TypeError("not a label")
        return Hanging(label, since, was, holder, overdue, released)


def _remedy(label: str, tag: str) -> str:
    """Return what an operator can do about a label that stands in the way."""
    if label == "OUT OF ORDER":
        return text("call maintenance {tag}", tag=tag)
    if label == "CLEANING":
        return text("wait until it is free")
    return text(
        "clean it, or have it released: release {tag} by NAME as supervisor, with a reason", tag=tag
    )
