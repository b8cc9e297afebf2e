"""The batch record: what is to be written down now, later and already, and the deviations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from simulator.language.observation import DeviationView, EntryView
from simulator.language.simtime import show_time
from simulator.language.text import N_
from simulator.session.desk import StepBrief
from tui import signing
from tui.draw import Line, Piece, blank, fit, line, scrolled, wrap
from tui.page import DOWN, UP, Key, Page, Station
from tui.paper import ROLES, STATES, limits_text, pressing, value_text

MARKS = {"later": "·", "due": "▶", "late": "◆", "done": "✓", "exception": "▲"}
"""The shape of each state; the word stands beside it."""
_DETAILS = 7
"""So many lines at least tell of the chosen row."""
_TITLES = (N_("To do now"), N_("Later"), N_("Entered"))

Row = EntryView | DeviationView


class BatchRecord(Page):
    """Steps grouped by what they ask, then the deviations; below, all about the chosen row."""

    name: ClassVar[str] = "batch_record"
    heading: ClassVar[str] = "batch record"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("enter", "fill in", "enter", "Enter"),
        Key("c", "correct", "correct"),
        Key("w", "witness", "witness"),
        Key("d", "open a deviation", "deviate"),
        Key("m", "comment", "comment"),
        Key("x", "close a deviation", "close"),
    )

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self._picked: tuple[str, bool] = ("", False)
        """Which row is chosen, whatever comes before it, and whether it asked for something."""
        self._at: dict[int, int] = {}
        """Which row stands on which line, as it was painted last."""

    def groups(self) -> tuple[list[EntryView], list[EntryView], list[EntryView]]:
        """Return the steps that ask for something now, the later ones, and those that are done."""
        now, later, done = [], [], []
        for entry in self.now.record:
            if pressing(entry):
                now.append(entry)
            elif entry.state == "later":
                later.append(entry)
            else:
                done.append(entry)
        return now, later, done

    def rows(self) -> list[Row]:
        """Return everything that can be chosen, in the order of the page."""
        open_first = sorted(self.now.deviations, key=lambda one: one.closed_at is not None)
        return [*(entry for group in self.groups() for entry in group), *open_first]

    def up(self) -> None:
        """Choose the row above."""
        self._pick(self._place(self.rows()) - 1)

    def down(self) -> None:
        """Choose the row below."""
        self._pick(self._place(self.rows()) + 1)

    def _pick(self, place: int) -> None:
        """Choose a row; it stays chosen while others come and go around it."""
        rows = self.rows()
        self.chosen = max(0, min(place, len(rows) - 1))
        if rows:
            self._picked = _name(rows[self.chosen]), _asks(rows[self.chosen])

    def _place(self, rows: list[Row]) -> int:
        """Return where the chosen row stands now; one that is settled makes room for the next."""
        name, asked = self._picked
        place = next((n for n, row in enumerate(rows) if _name(row) == name), -1)
        if place >= 0 and _asks(rows[place]) == asked:
            self.chosen = place
        self.chosen = max(0, min(self.chosen, len(rows) - 1))
        if rows:
            self._picked = _name(rows[self.chosen]), _asks(rows[self.chosen])
        return self.chosen

    def count(self) -> int:
        """Return how many rows can be chosen."""
        return len(self.now.record) + len(self.now.deviations)

    def row(self) -> Row | None:
        """Return the chosen row; None, and told, if there is none."""
        rows = self.rows()
        if not rows:
            self.console.tell(self.console.say("nothing selected"))
            return None
        return rows[self._place(rows)]

    def step(self, entry: EntryView) -> StepBrief | None:
        """Return what a step asks."""
        brief = self.console.runner.desk.brief
        return next((step for step in brief.record if step.step == entry.step), None)

    def _chosen_step(self) -> tuple[StepBrief, EntryView] | None:
        row = self.row()
        step = self.step(row) if isinstance(row, EntryView) else None
        if isinstance(row, EntryView) and step is not None:
            return step, row
        if isinstance(row, DeviationView):
            self.console.tell(self.console.say("choose a step of the record"))
        return None

    def enter(self) -> None:
        """Fill in the chosen step; a step that waits for a witness is signed."""
        row = self.row()
        if isinstance(row, DeviationView):
            self.close()
        elif found := self._chosen_step():
            if found[1].unsigned:
                signing.witness(self.console, *found)
            elif found[1].undeviated:
                signing.deviate(self.console, found[0].step)
            else:
                signing.enter(self.console, *found)

    def correct(self) -> None:
        """Correct the chosen entry."""
        if found := self._chosen_step():
            signing.correct(self.console, *found)

    def witness(self) -> None:
        """Let a second person sign the chosen entry."""
        if found := self._chosen_step():
            signing.witness(self.console, *found)

    def comment(self) -> None:
        """Write a comment beside the chosen step."""
        if found := self._chosen_step():
            signing.comment(self.console, found[0].step)

    def deviate(self) -> None:
        """Open a deviation about the chosen step; without steps, about the batch."""
        rows = self.rows()
        row = rows[self._place(rows)] if rows else None
        signing.deviate(self.console, row.step if isinstance(row, EntryView) else "")

    def close(self) -> None:
        """Close the chosen deviation."""
        row = self.row()
        if isinstance(row, DeviationView):
            if row.closed_at is None:
                signing.close(self.console, row.deviation)
            else:
                self.console.tell(self.console.say("this deviation is closed"))
        elif row is not None:
            self.console.tell(self.console.say("choose a deviation"))

    def click(self, x: int, y: int) -> None:
        """Choose the row that a click is on."""
        place = self._at.get(y)
        if place is not None:
            self._pick(place)

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the groups with as many rows as fit, and what there is to know of the chosen."""
        say = self.console.say
        rows = self.rows()
        self._place(rows)
        groups = self.groups()
        now = f" {len(groups[0])} {say('to do now')}, {len(groups[1])} {say('later')}, "
        now += f"{len(groups[2])} {say('entered')} "
        title = self.title(width, (now, "chosen" if groups[0] else ""))
        if not rows:
            nothing = say("This scenario has no batch record. d opens a deviation.")
            return [title, blank(width), line([(f"   {nothing}", "")], width)]
        detail = self._detail(rows[self.chosen], width)[: max(height // 2, _DETAILS)]
        listed = list(self._listed(groups, rows, width))
        room = height - 2 - len(detail)
        place = next(at for at, (_, row) in enumerate(listed) if row == self.chosen)
        start = scrolled(place, len(listed), room)
        shown = listed[start : start + room]
        self._at = {at: row for at, (_, row) in enumerate(shown, 1) if row is not None}
        lines = [title, *(painted for painted, _ in shown)]
        lines += [blank(width)] * (height - 1 - len(detail) - len(lines))
        return [*lines, line([("─" * width, "soft")], width), *detail]

    def _listed(
        self,
        groups: tuple[list[EntryView], ...],
        rows: list[Row],
        width: int,
    ) -> Iterator[tuple[Line, int | None]]:
        """Yield every line of the list, with the place of the row it shows, if it shows one."""
        say = self.console.say
        place = 0
        for heading, group in zip(_TITLES, groups, strict=True):
            if group:
                yield line([(f" {say(heading)}", "soft")], width), None
            for entry in group:
                yield self._entry(entry, place == self.chosen, width), place
                place += 1
        if place < len(rows):
            yield line([(f" {say('Deviations')}", "soft")], width), None
        for row in rows[place:]:
            if isinstance(row, DeviationView):
                yield self._deviation(row, place == self.chosen, width), place
            place += 1

    def _entry(self, entry: EntryView, chosen: bool, width: int) -> Line:
        """Return one step: mark, state, what is asked, what is expected, what was entered."""
        say = self.console.say
        step = self.step(entry)
        asked = say.words(step.text) if step else entry.step
        state, token = say(STATES[entry.state]), ""
        if entry.undeviated:
            state, token = say("no deviation"), "refused"
        elif entry.unsigned:
            state, token = say("no witness"), "refused"
        elif entry.state == "late":
            token = "refused"
        elif entry.late:
            state = say("done late")
        if entry.value is not None and step is not None:
            value = value_text(step, entry.value, say)
        elif step is not None and step.kind in ("value", "choice"):
            value = limits_text(step, say)
        else:
            value = ""
        room = max(width - 35, 20)
        pieces: list[Piece] = [
            (f" {MARKS[entry.state]} ", "strong"),
            (fit(state, 13), token),
            (" ", ""),
            (fit(asked, room), "chosen" if chosen else "strong" if pressing(entry) else ""),
            (f" {fit(value, 16, right=True)}", "strong" if entry.value is not None else "soft"),
        ]
        return line(pieces, width)

    def _deviation(self, one: DeviationView, chosen: bool, width: int) -> Line:
        """Return one deviation: number, open or closed, what it is about, what happened."""
        say = self.console.say
        closed = one.closed_at is not None
        about = one.about or say("the batch")
        return line(
            [
                (" ✓ " if closed else " ▲ ", "strong"),
                (fit(say("closed") if closed else say("open"), 13), "" if closed else "refused"),
                (f" {one.deviation:>2} ", ""),
                (fit(about, 16), "chosen" if chosen else "strong"),
                (f" {one.text}", ""),
            ],
            width,
        )

    def _detail(self, row: Row, width: int) -> list[Line]:
        """Return all there is to know of a row, wrapped."""
        told = self._of_deviation(row) if isinstance(row, DeviationView) else self._of_entry(row)
        lines: list[Line] = []
        for text, token in told:
            lines += [line([(f" {part}", token)], width) for part in wrap(text, width - 2)]
        return lines

    def _of_entry(self, entry: EntryView) -> Iterator[Piece]:
        say = self.console.say
        step = self.step(entry)
        if step is None:
            return
        yield f"{say.words(step.text)}  [{entry.step}, {step.of}]", "strong"
        expected = limits_text(step, say)
        facts = [say(STATES[entry.state])]
        if expected:
            facts.append(f"{say('expected')} {expected}")
        if entry.due_at is not None and entry.value is None:
            facts.append(say("by {time} at the latest", time=show_time(entry.due_at)))
        if step.witness:
            facts.append(say("with a witness"))
        if entry.late:
            facts.append(say("entered late"))
        yield ", ".join(facts), ""
        if entry.value is not None and entry.t is not None:
            first = entry.corrections[0].old if entry.corrections else entry.value
            told = value_text(step, first, say)
            yield f"{show_time(entry.t)}  {told}  {say('performed by')} {entry.by}", ""
        for change in entry.corrections:
            old, new = (value_text(step, value, say) for value in (change.old, change.new))
            told = f"{show_time(change.t)}  {old} → {new}  {change.by}"
            yield f"{told}  ({say('because')}{say.colon}{change.reason})", ""
        if entry.witness is not None:
            signed = entry.witness
            role = next((word for name, word in ROLES.items() if name == signed.role), "")
            told = f"{say('verified by')} {signed.name}, {say(role) if role else signed.role}"
            yield f"{show_time(signed.t)}  {told}", ""
        if entry.undeviated:
            yield say("out of its limits: open a deviation"), "refused"
        for remark in reversed(entry.comments):
            yield f"{show_time(remark.t)}  {remark.by}: {remark.text}", ""

    def _of_deviation(self, one: DeviationView) -> Iterator[Piece]:
        say = self.console.say
        about = one.about or say("the batch")
        yield f"{say('deviation {number}', number=one.deviation)}  [{about}]", "strong"
        yield f"{show_time(one.t)}  {one.by}: {one.text}", ""
        if one.closed_at is not None:
            told = f"{say('closed by')} {one.closed_by}: {one.action}"
            yield f"{show_time(one.closed_at)}  {told}", ""


def _name(row: Row) -> str:
    """Return what a row is known by."""
    return row.step if isinstance(row, EntryView) else f"deviation {row.deviation}"


def _asks(row: Row) -> bool:
    """Return whether a row asks for something."""
    return pressing(row) if isinstance(row, EntryView) else row.closed_at is None
