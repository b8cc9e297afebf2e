"""What is behind a tag: instrument, loop, alarms, interlocks, laboratory, calibrations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len

from simulator.language.command import Calibrate, CallMaintenance
from simulator.language.event import AlarmChanged, WorkDone
from simulator.language.guide import about
from simulator.language.observation import TagView
from simulator.language.simtime import show_duration, show_time
from simulator.session.process_cell import AlarmCard, InstrumentCard, InterlockCard
from tui import going
from tui.draw import Line, Piece, fit, line, number, unit_of, wrap
from tui.page import DOWN, UP, Key, Page, Station
from tui.pages.facts import links
from tui.past import Deed

MOST = 6
"""So many lines of the past are shown of each kind, the newest first."""
_STEP = 8


class Diagnostics(Page):
    """Everything known of one tag; arrow keys scroll."""

    name: ClassVar[str] = "diagnostics"
    heading: ClassVar[str] = "diagnostics"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("f", "faceplate", "faceplate"),
        Key("u", "unit", "unit"),
    )

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self.tag = next(iter(console.runner.latest.tags), "")
        """The tag that is explained."""

    @property
    def subject(self) -> str:
        """The tag that is explained."""
        return self.tag

    def turn_to(self, subject: str) -> None:
        """Show what is behind a tag."""
        self.tag, self.chosen = subject, 0

    def up(self) -> None:
        """Show what is above."""
        self.chosen = max(self.chosen - _STEP, 0)

    def down(self) -> None:
        """Show what is below."""
        self.chosen += _STEP

    def faceplate(self) -> None:
        """Open the faceplate of the tag."""
        going.faceplate(self.console, self.tag)

    def unit(self) -> None:
        """Show the drawing of the unit the tag belongs to."""
        going.unit(self.console, self.tag)

    # -- painting ----------------------------------------------------------------------------

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the sections, scrolled."""
        view = self.now.tags[self.tag]
        card = self.console.runner.desk.brief.cell.instrument(self.tag)
        rows: list[list[Piece]] = [
            *self._instrument(view, card),
            *self._structure(),
            *self._alarms(card),
            *self._interlocks(card),
            *(self._laboratory(card) if card is not None else []),
            *self._past(card),
            *self._instructions(card),
        ]
        rows = [part for row in rows for part in _folded(row, width)]
        self.chosen = max(0, min(self.chosen, len(rows) - height + 1))
        name = self.console.say.retell(view.name)
        more = "↑ ↓" if len(rows) > height - 1 else ""
        head = self.title(width, (f"{self.tag}  ", "strong"), (name, ""), (f"  {more}", "soft"))
        shown = rows[self.chosen : self.chosen + height - 1]
        return [head, *(line(pieces, width) for pieces in shown)]

    def _section(self, heading: str, rows: list[list[Piece]]) -> list[list[Piece]]:
        """Return rows under a heading; nothing if there are none."""
        return [[(f" {heading}", "strong")], *rows] if rows else []

    def _instrument(self, view: TagView, card: InstrumentCard | None) -> list[list[Piece]]:
        """Return quality and range of the instrument, or position against output of a valve."""
        say = self.console.say
        rows: list[list[Piece]] = []
        if card is not None:
            span = card.high - card.low
            good = view.quality == "GOOD"
            told = f"   {card.tag}  {say.words(card.name)}  {say('quality')} {view.quality}"
            rows.append([(told, "" if good else "refused")])
            ends = f"{number(card.low, span)} … {number(card.high, span)} {unit_of(card.unit)}"
            rows.append([(f"   {say('range')} {ends}", "")])
            others = [
                other
                for other in self.console.runner.desk.brief.cell.readers(card.reads)
                if other.tag != card.tag
            ]
            for other in others:
                rows.append(self._compared(view, other))
        if view.position is not None and view.op is not None:
            off = view.op - view.position
            told = say(
                "output {output} %, position {position} %",
                output=f"{view.op:.1f}",
                position=f"{view.position:.1f}",
            )
            rows.append([(f"   {told}", "refused" if abs(off) > 5.0 else "")])
        return self._section(say("Instrument"), rows)

    def _compared(self, view: TagView, other: InstrumentCard) -> list[Piece]:
        """Return what another instrument on the same value reads, and the difference."""
        found = self.now.tags[other.tag]
        span = other.high - other.low
        text = f"   {other.tag}  {self.console.say.words(other.name)}  "
        text += f"{number(found.pv, span)} {unit_of(other.unit)}"
        if view.pv is not None and found.pv is not None:
            text += f"   {self.console.say('difference')} {number(view.pv - found.pv, span)}"
            text += f" {unit_of(other.unit)}"
        return [(text, "")]

    def _structure(self) -> list[list[Piece]]:
        """Return the loops above and below this tag, with the spans of their outputs."""
        cell, say = self.console.runner.desk.brief.cell, self.console.say
        rows: list[list[Piece]] = []
        for master in cell.masters(self.tag):
            mode = self.now.tags[master.tag].mode or ""
            rows.append([(f"   {master.tag} {mode}  {say.words(master.name)}", "")])
            rows += [[(f"      {text}", "soft")] for text in links(master) if self.tag in text]
        loop = cell.loop(self.tag)
        if loop is not None:
            mode = self.now.tags[self.tag].mode or ""
            ends = f"SP {loop.low:g} … {loop.high:g} {unit_of(self.now.tags[self.tag].unit)}"
            rows.append([(f"   {self.tag} {mode} ← {loop.measures}   {ends}", "")])
            rows += [[(f"      {text}", "soft")] for text in links(loop)]
        return self._section(say("Loop"), rows)

    def _own(self, card: InstrumentCard | None) -> set[str]:
        """Return the tag and that of its instrument."""
        return {self.tag, card.tag if card is not None else self.tag}

    def _alarms(self, card: InstrumentCard | None) -> list[list[Piece]]:
        """Return every alarm of the tag with its settings."""
        say, brief = self.console.say, self.console.runner.desk.brief
        states = {alarm.alarm: alarm.state for alarm in self.now.alarms}
        own = self._own(card)
        rows: list[list[Piece]] = []
        for tag, helped in brief.alarms.items():
            if tag.rpartition(".")[0] not in own:
                continue
            found = brief.cell.alarms.get(tag, AlarmCard("", 0.0, 0, 0, False))
            text = f"   {states.get(tag, 'A')} {fit(tag, 14)} {say('priority')} {helped.priority}"
            if helped.kind != "BAD":
                unit = unit_of(self.now.tags[self.tag].unit)
                text += f"  {say('limit')} {helped.limit:g} {unit}"
                text += f"  {say('deadband')} {found.deadband:g} {unit}"
            text += f"  {say('latching')}" if found.latching else ""
            rows.append([(text, "")])
            on, off = show_duration(found.on_delay_ms), show_duration(found.off_delay_ms)
            text = f"      {say('delay')} {on} / {off}"
            text += f"   {say('time to respond')} {show_duration(helped.respond_ms)}"
            rows.append([(text, "soft")])
        return self._section(say("Alarms"), rows)

    def _interlocks(self, card: InstrumentCard | None) -> list[list[Piece]]:
        """Return the interlocks that force this tag, or that it can trip."""
        cell, say = self.console.runner.desk.brief.cell, self.console.say
        states = {view.interlock: view for view in self.now.interlocks}
        rows: list[list[Piece]] = []
        for lock in cell.interlocks:
            if not self._touches(lock, card):
                continue
            view = states.get(lock.tag)
            tripped = view is not None and view.tripped
            head = f"   {lock.tag} {say.words(lock.name)}"
            rows.append([(head, ""), (f"  {say('TRIPPED')}" if tripped else "", "refused")])
            rows.append([(f"      {say('when')} {lock.condition}", "soft")])
            forces = "  ".join(f"{tag} = {value:g} %" for tag, value in lock.forces.items())
            if forces:
                rows.append([(f"      {say('forces')} {forces}", "soft")])
            if lock.latched:
                rows.append([(f"      {say('stays until it is reset')}", "soft")])
        return self._section(say("Interlocks"), rows)

    def _touches(self, lock: InterlockCard, card: InstrumentCard | None) -> bool:
        """Return whether an interlock forces what this tag moves, or reads what it shows."""
        ends = self.console.runner.desk.brief.cell.driven(self.tag)
        reads = {name.rpartition(".")[0] for name in lock.names}
        return bool(reads & self._own(card)) or any(tag in lock.forces for tag in ends)

    def _laboratory(self, card: InstrumentCard) -> list[list[Piece]]:
        """Return what the laboratory found of the same value, beside the instrument then."""
        cell, say = self.console.runner.desk.brief.cell, self.console.say
        unit, _, name = card.reads.partition(".")
        wanted = {analysis.name for analysis in cell.analyses if analysis.reads == name}
        span = card.high - card.low
        rows: list[list[Piece]] = []
        reported = [s for s in self.now.samples if s.unit == unit and s.taken_at is not None]
        for sample in sorted(reported, key=lambda s: -s.sample):
            for analysis, value, measure in sample.results:
                if analysis not in wanted or sample.taken_at is None:
                    continue
                then = self.console.history.value(f"{card.tag}.PV", sample.taken_at)
                text = f"   {show_time(sample.taken_at)}  {say('sample')} {sample.sample}"
                text += f"  {number(value, span)} {unit_of(measure)}"
                text += f"   {card.tag} {say('then')} {number(then, span)}"
                if then is not None:
                    text += f"   {say('difference')} {number(then - value, span)}"
                rows.append([(text, "")])
        if wanted and not rows:
            rows.append([(f"   {say('no sample yet')}", "soft")])
        return self._section(say("Laboratory"), rows[:MOST])

    def _past(self, card: InstrumentCard | None) -> list[list[Piece]]:
        """Return calibrations, repairs and losses of quality, the newest first."""
        say = self.console.say
        own = self._own(card)
        rows: list[list[Piece]] = []
        for time, text in self._moments(own):
            rows.append([(f"   {show_time(time)}  ", "soft"), (text, "")])
        if card is not None and not rows:
            rows.append([(f"   {say('nothing since the session began')}", "soft")])
        return self._section(say("Quality, calibration and repair"), rows[:MOST])

    def _moments(self, own: set[str]) -> Iterator[tuple[int, str]]:
        say = self.console.say
        for moment in reversed(self.console.past.moments):
            if isinstance(moment, Deed):
                command = moment.command
                if moment.problem is not None:
                    continue
                if isinstance(command, Calibrate) and command.tag in own:
                    yield moment.t, f"{say('calibrate')} {command.value:g}  {moment.who}"
                elif isinstance(command, CallMaintenance) and command.tag in own:
                    yield moment.t, f"{say('maintenance')}  {moment.who}"
            elif isinstance(moment, AlarmChanged):
                tag, _, kind = moment.subject.rpartition(".")
                if kind == "BAD" and tag in own:
                    yield moment.t, f"{moment.subject} {moment.old} → {moment.new}"
            elif isinstance(moment, WorkDone) and moment.subject in own:
                yield moment.t, say.retell(moment.text)

    def _instructions(self, card: InstrumentCard | None) -> list[list[Piece]]:
        """Return the work instructions that are about this tag."""
        say = self.console.say
        own = sorted(self._own(card))
        known = self.console.runner.desk.brief.procedures
        rows: list[list[Piece]] = []
        for found in dict.fromkeys(one.name for tag in own for one in about(known, tag)):
            chosen = next(one for one in known if one.name == found)
            rows.append([(f"   {say.words(chosen.title)}", "strong")])
            rows += [
                [(f"      {place}. {say.words(step)}", "")]
                for place, step in enumerate(chosen.steps, 1)
            ]
        return self._section(say("Work instructions"), rows)


def _folded(row: list[Piece], width: int) -> list[list[Piece]]:
    """Return a row of one piece as several, each as far in, if it is too long."""
    text, token = row[0]
    if len(row) > 1 or cell_len(text) <= width:
        return [row]
    inside = len(text) - len(text.lstrip(" "))
    parts = wrap(text, max(width - inside - 2, 10))
    return [
        [(" " * (inside if place == 0 else inside + 2) + part, token)]
        for place, part in enumerate(parts)
    ]
