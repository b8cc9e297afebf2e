"""The plant around the batch: labels of equipment, lots and their origin, people at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

from simulator.language.floor import (
    HUNG,
    RELEASERS,
    AskRelease,
    HangLabel,
    LotView,
    MoveView,
    ReleaseEquipment,
    StatusView,
)
from simulator.language.simtime import show_time
from simulator.language.text import N_
from simulator.session.meanings import STAGES
from tui.draw import Line, Piece, blank, fit, line, number, scrolled, whole
from tui.page import DOWN, UP, Key, Page
from tui.pages.duty import BAD, for_how_long, utility_name
from tui.paper import ROLES
from tui.signing import choose

TABS = (N_("labels"), N_("lots"), N_("people and laboratory"))
LABELS, LOTS, PEOPLE = range(3)
_HERE = {"on duty": N_("on duty"), "break": N_("at the break"), "away": N_("not on duty")}
_ROLES: Mapping[str, str] = {str(role): word for role, word in ROLES.items()}
_LOT_ACTS = (N_("ask the quality unit"), N_("use at risk"))
_HANG = (N_("hang DIRTY"), N_("hang OUT OF ORDER"))
_JOBS = {
    "sample": N_("sample"),
    "bottle change": N_("bottle change"),
    "bank switch": N_("bank switch"),
    "maintenance": N_("maintenance"),
    "retest": N_("measure again"),
    "call": N_("call"),
    "release": N_("review"),
}
"""What people are asked to do."""

Row = list[Piece]


class FloorPage(Page):
    """Three lists; every row of each can be scrolled to."""

    name: ClassVar[str] = "floor"
    heading: ClassVar[str] = "labels and lots"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("left", "list before", "before", "←"),
        Key("right", "next list", "after", "→"),
        Key("r", "release for use", "release"),
        Key("h", "hang a label", "hang"),
    )
    tab = LABELS

    def before(self) -> None:
        """Show the list to the left."""
        self._turn(-1)

    def after(self) -> None:
        """Show the list to the right."""
        self._turn(1)

    def _turn(self, step: int) -> None:
        self.tab = (self.tab + step) % len(TABS)
        self.chosen = 0

    def count(self) -> int:
        """Return how many rows the list has."""
        return len(self.rows())

    def rows(self) -> list[Row]:
        """Return the rows of the list in sight."""
        lists: tuple[Callable[[], Iterator[Row]], ...] = (self._labels, self._lots, self._people)
        return list(lists[self.tab]())

    # -- what people do ------------------------------------------------------------------------

    def selected(self) -> StatusView | None:
        """Return the chosen label; None, and told, if there is none."""
        if self.tab != LABELS or not self.now.status:
            self.console.tell(self.console.say("nothing selected"))
            return None
        return self.now.status[max(0, min(self.chosen, len(self.now.status) - 1))]

    def hang(self) -> None:
        """Hang another label on the chosen unit or line."""
        found = self.selected()
        if found is None:
            return
        tag = found.tag
        options = [self.console.say(word) for word in _HANG]
        choose(
            self.console,
            tag,
            options,
            lambda place: self.console.submit(HangLabel(tag, HUNG[place])),
        )

    def release(self) -> None:
        """Have somebody qualified release what is chosen, or the quality unit asked for a lot."""
        if self.tab == LOTS and self.now.lots:
            lot = self._chosen_lot()
            options = [self.console.say(word) for word in _LOT_ACTS]
            choose(self.console, lot, options, lambda place: self._of_lot(lot, place))
            return
        found = self.selected()
        if found is not None:
            self._release(found.tag, found.label)

    def _chosen_lot(self) -> str:
        """Return the number of the lot that the chosen row tells of."""
        owners = [lot.number for lot in self.now.lots for _ in self._of(lot)]
        return owners[max(0, min(self.chosen, len(owners) - 1))]

    def _of_lot(self, lot: str, place: int) -> None:
        """Ask the quality unit for a lot, or have somebody of it let it be used at risk."""
        if place == 0:
            self.console.submit(AskRelease(lot))
        else:
            self._release(lot, "")

    def _release(self, tag: str, label: str) -> None:
        """Ask who releases something: name, role, reason."""
        say = self.console.say

        def named(name: str) -> None:
            if name.strip():
                roles = [say(ROLES[role]) for role in RELEASERS]
                choose(self.console, name, roles, lambda place: because(name, place))

        def because(name: str, place: int) -> None:
            act = ReleaseEquipment(tag, name.strip(), RELEASERS[place])
            self.console.ask("Reason", lambda why: self.console.submit(act, why.strip()), "", tag)

        self.console.ask(N_("Name of who releases it"), named, "", f"{tag} {label}".strip())

    # -- painting ------------------------------------------------------------------------------

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the line of lists, and as many rows as fit around the chosen one."""
        say = self.console.say
        tabs: Row = [(" ", "")]
        for place, word in enumerate(TABS):
            tabs += [(f" {say(word)} ", "chosen" if place == self.tab else ""), (" ", "")]
        rows = self.rows()
        room = max(height - 3, 1)
        self.chosen = max(0, min(self.chosen, len(rows) - 1))
        first = scrolled(self.chosen, len(rows), room)
        lines = [self.title(width), line(tabs, width), blank(width)]
        if not rows:
            nothing = say("this scenario keeps none")
            return [*lines, line([(f"   {nothing}", "soft")], width)]
        for place, row in enumerate(rows[first : first + room], first):
            mark = "▸" if place == self.chosen else " "
            lines.append(line(whole([(f" {mark}", "strong"), *row], width), width))
        return lines

    def _labels(self) -> Iterator[Row]:
        """Yield the label of each unit and line, how long it is good, and who has it."""
        say, now = self.console.say, self.now.now
        for view in self.now.status:
            bad = view.label in BAD or view.overdue
            row: Row = [
                (fit(view.tag, 9), "strong"),
                (fit(view.label, 14), "refused" if bad else ""),
                (f"{show_time(now - view.since):>12} ", "soft"),
            ]
            left = "" if view.until is None else say("{t} left", t=show_time(view.until - now))
            if view.overdue:
                left = say("past its hold time")
            row.append((fit(left, 22), "refused" if view.overdue else ""))
            if view.holder:
                row.append((f" {view.holder}", "strong"))
            elif view.released:
                row.append((f" {say('released by {name}', name=view.released)}", ""))
            else:
                row.append((f" {say('must be {label}', label=view.needs)}", "soft"))
            yield row

    def _lots(self) -> Iterator[Row]:
        """Yield each lot, what went into it, and where it went."""
        for lot in self.now.lots:
            yield from self._of(lot)

    def _of(self, lot: LotView) -> Iterator[Row]:
        """Yield the rows of one lot."""
        say, now = self.console.say, self.now.now
        row: Row = [
            (fit(lot.number, 14), "soft" if lot.closed is not None else "strong"),
            (fit(lot.unit, 8), ""),
            (fit(say.retell(lot.material), 26), ""),
        ]
        standing = self.now.standings.get(lot.number)
        if standing is not None:
            barred = standing in ("QUARANTINE", "REJECTED")
            row.append((f" {standing} ", "refused" if barred else ""))
        if lot.closed is not None:
            row.append((f" {say('used up')} {show_time(lot.closed)}", "soft"))
        elif lot.overdue or (lot.until is not None and now > lot.until):
            row.append((f" {say('past its hold time')}", "refused"))
        elif lot.until is not None:
            row.append((f" {say('{t} left', t=show_time(lot.until - now))}", ""))
        yield row
        yield self._began(lot)
        for move in lot.inputs:
            yield self._move("←", move.source, move)
        for other in self.now.lots:
            for move in other.inputs:
                if move.source == lot.number:
                    yield self._move("→", move.sink, move)
        for move in lot.drained:
            yield self._move("→", say("out of the plant"), move)

    def _began(self, lot: LotView) -> Row:
        """Return when a lot was made, and by whom; what was there then."""
        say = self.console.say
        told = f"    {say('made')} {show_time(lot.made)}"
        if lot.made < 0:
            told = f"    {say('made {t} before the start', t=show_time(-lot.made))}"
        if lot.by:
            told += f" {say('by {name}', name=lot.by)}"
        if lot.began > 0.0:
            told += f"  {number(lot.began, 1000.0)} L"
        return [(told, "soft")]

    def _move(self, arrow: str, other: str, move: MoveView) -> Row:
        """Return what a line moved between a lot and another."""
        say = self.console.say
        amount = f"{number(move.litres, 100.0)} L" if move.litres > 0.0 else say("held back before")
        when = f"{show_time(move.first)} .. {show_time(move.last)}"
        return [
            (f"    {arrow} ", "soft"),
            (fit(other, 18), ""),
            (fit(amount, 17, right=True), ""),
            (f"  {move.line}", "soft"),
            (f"  {when}", "soft"),
            (f"  {move.by}", "soft"),
        ]

    def _people(self) -> Iterator[Row]:
        """Yield who is on duty, what people were asked to do, and the queue of the laboratory."""
        say, now = self.console.say, self.now
        free = say("{n} of {total} people free", n=now.people_free, total=now.people_on_shift)
        yield [(f"{say('shift')} {now.shift}  ", "strong"), (free, "")]
        for person in now.crew:
            roles = ", ".join(say(_ROLES.get(role, role)) for role in person.qualified)
            here = person.state == "on duty"
            yield [
                (fit(person.name, 20), "strong" if here else "soft"),
                (fit(say(_HERE[person.state]), 14), "" if here else "soft"),
                (roles, "soft"),
            ]
        for phase in now.phases:
            if phase.waiting is not None:
                what = f"{say('waits for')} {phase.waits_for}" if phase.waits_for else ""
                told = what or f"! {say.retell(phase.barred)}"
                yield [
                    (fit(phase.phase, 22), "strong"),
                    (f" {told}", "refused"),
                    (for_how_long(self.console, phase), "refused"),
                ]
        for job in now.jobs:
            kind = say(_JOBS.get(job.kind, job.kind))
            row: Row = [(fit(kind, 16), ""), (fit(job.subject, 12), "strong")]
            if job.waits_for:
                crew, _, name = job.waits_for.partition(" ")
                waits = name if crew == "store" else job.waits_for.rpartition(" ")[2]
                row.append((f" {say('waits for')} {say(waits)}", "refused"))
            elif job.due is not None:
                row.append((f" {say('{t} left', t=show_time(max(job.due - now.now, 0)))}", ""))
            row.append((f"  {say('asked for')} {show_time(job.since)}", "soft"))
            yield row
        for material in now.materials:
            coming = [
                say("{n} announced for {t}", n=count, t=show_time(at))
                + (f" ({say('late')})" if at < now.now else "")
                for at, count in material.coming
            ]
            late = any(at < now.now for at, _ in material.coming)
            stock = say("{n} in the store", n=material.stock)
            yield [
                (fit(say.retell(material.name), 29), "strong"),
                (stock, "" if material.stock else "refused"),
                (f"  {', '.join(coming)}", "refused" if late else "soft"),
            ]
        for sample in now.samples:
            if sample.stage != "reported":
                stage = say(STAGES.get(sample.stage, sample.stage))
                yield [
                    (fit(f"{say('Sample')} {sample.sample}", 16), ""),
                    (fit(sample.unit, 12), "strong"),
                    (f" {stage}", ""),
                    (f"  {say('URGENT')}" if sample.urgent else "", "strong"),
                ]
        for view in now.utilities:
            lost = view.supply < 50.0
            yield [
                (fit(say("utility"), 16), ""),
                (fit(utility_name(self.console, view.utility), 20), "strong"),
                (f" {number(view.supply, 1000.0)} %", "refused" if lost else ""),
            ]
