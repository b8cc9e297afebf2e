"""The logbook: what happened, one's own actions, the audit trail, and the handover."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from simulator.language.command import CallMaintenance, Note
from simulator.language.event import Event, HandedOver
from simulator.language.paperwork import CONTACTS, CallPerson
from simulator.language.simtime import show_time
from simulator.language.text import N_
from simulator.session.story import story
from tui import signing
from tui.draw import Line, Piece, line, wrap
from tui.page import DOWN, UP, Key, Page, Station
from tui.paper import PEOPLE, audit_text
from tui.past import Deed, Moment

TABS = (N_("what happened"), N_("my actions"), N_("audit trail"), N_("handover"))
HAPPENED, MINE, AUDIT, HANDOVER = range(4)
_SCROLL = 5
_FAR = 100_000
"""So many moments are looked through at the most for what is sought."""


class Logbook(Page):
    """Four lists, the newest first; ``chosen`` is the first row in sight."""

    name: ClassVar[str] = "logbook"
    heading: ClassVar[str] = "logbook"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("left", "list before", "before", "←"),
        Key("right", "next list", "after", "→"),
        Key("e", "write a note", "note"),
        Key("/", "search", "search"),
        Key("w", "write a handover", "hand_over"),
        Key("c", "call somebody", "call"),
    )

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self.tab = HAPPENED
        """Which list is in sight."""
        self.sought = ""
        """What every row of it must hold, in small letters."""

    def up(self) -> None:
        """Show what is above."""
        self.chosen = max(self.chosen - _SCROLL, 0)

    def down(self) -> None:
        """Show what is below."""
        self.chosen += _SCROLL

    def before(self) -> None:
        """Show the list to the left."""
        self._turn(-1)

    def after(self) -> None:
        """Show the list to the right."""
        self._turn(1)

    def _turn(self, step: int) -> None:
        self.tab = (self.tab + step) % len(TABS)
        self.chosen = 0

    def click(self, x: int, y: int) -> None:
        """Take a click on the line of lists."""
        if y != 1:
            return
        at = 1
        for tab, word in enumerate(TABS):
            end = at + len(self.console.say(word)) + 2
            if at <= x < end:
                self.tab, self.chosen = tab, 0
            at = end + 1

    def note(self) -> None:
        """Ask for a note to write into the log."""
        self.console.ask("Note", self._note)

    def _note(self, text: str) -> None:
        if text.strip():
            self.console.submit(Note(text.strip()))

    def search(self) -> None:
        """Ask what every row must hold, such as a tag; nothing shows all again."""
        self.console.ask("Search for", self._search, self.sought)

    def _search(self, text: str) -> None:
        self.sought = text.strip().lower()
        self.chosen = 0

    def hand_over(self) -> None:
        """Write a handover."""
        self.tab = HANDOVER
        self.chosen = 0
        signing.hand_over(self.console)

    def call(self) -> None:
        """Call somebody."""
        call(self.console)

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the lists' names, and the rows of the one in sight, wrapped."""
        say = self.console.say
        more: list[Piece] = [("↑ ↓ ← →", "soft")]
        if self.sought:
            more.append((f"  {say('search')}{say.colon}{self.sought}", "chosen"))
        tabs: list[Piece] = [(" ", "")]
        for tab, word in enumerate(TABS):
            tabs += [(f" {say(word)} ", "chosen" if tab == self.tab else ""), (" ", "")]
        room = height - 2
        rows: list[Line] = []
        for row in self._rows(width):
            rows.append(row)
            if len(rows) > self.chosen + room:
                break
        self.chosen = max(0, min(self.chosen, len(rows) - room))
        if not rows:
            rows = [line([(f"   {say('nothing here')}", "")], width)]
        return [self.title(width, *more), line(tabs, width), *rows[self.chosen :][:room]]

    def _rows(self, width: int) -> Iterator[Line]:
        """Yield the rows of the list in sight, newest first."""
        if self.tab == HANDOVER:
            yield from self._handovers(width)
            return
        for moment in reversed(self.console.past.moments[-_FAR:]):
            told = self._told(moment)
            if told and self.sought in told.lower():
                number = self._number(moment)
                yield from _wrapped(f"{number}{show_time(moment.t):>13}", told, width)

    def _number(self, moment: Moment) -> str:
        """Return the record number of a deed, for the audit trail."""
        if self.tab != AUDIT or not isinstance(moment, Deed):
            return ""
        return f"{moment.n if moment.n is not None else '-':>6} "

    def _told(self, moment: Moment) -> str:
        """Return what a moment says in the list in sight; "" if it is not in it."""
        console = self.console
        names, say = console.runner.desk.names, console.say
        if isinstance(moment, Deed):
            if self.tab == MINE and moment.who != console.who:
                return ""
            return audit_text(moment, names, say)
        if self.tab != HAPPENED:
            return ""
        return told_event(console, moment)

    def _handovers(self, width: int) -> Iterator[Line]:
        """Yield the handovers of this session, newest first, and that of the shift before."""
        console = self.console
        say = console.say
        for moment in reversed(console.past.moments):
            if isinstance(moment, HandedOver):
                yield line([(f" {show_time(moment.t)}  {moment.by}", "strong")], width)
                for word, part in zip(signing.HANDOVER, parts_of(moment), strict=True):
                    yield from _wrapped(f"   {say(word)}{say.colon.rstrip()}", part or "--", width)
                yield line([], width)
        yield line([(f" {say('From the shift before')}", "strong")], width)
        before = say.words(console.runner.desk.brief.handover)
        for part in wrap(before or say("nothing was handed over"), min(width - 6, 90)):
            yield line([(f"   {part}", "")], width)


def parts_of(told: HandedOver) -> tuple[str, str, str, str, str]:
    """Return the parts of a handover, in the order of the command."""
    return told.safety, told.process, told.equipment, told.deviations, told.to_do


def _wrapped(head: str, text: str, width: int) -> Iterator[Line]:
    """Yield a text behind its head, wrapped."""
    room = max(len(head), 15)
    for place, part in enumerate(wrap(text, max(width - room - 3, 20))):
        shown = head if place == 0 else ""
        yield line([(f" {shown:{room}} ", "soft"), (part, "")], width)


def told_event(console: Station, event: Event) -> str:
    """Return an event as the story tells it, without its time."""
    lines = list(story([event], console.runner.desk.names, console.say, truth=False))
    return lines[0][15:] if lines else ""


MAINTENANCE = N_("maintenance")


def call(console: Station, place: int | None = None) -> None:
    """Call somebody and say what is the matter; without a place ask whom."""
    say = console.say
    if place is None:
        people = [*(say(PEOPLE[one]) for one in CONTACTS), say(MAINTENANCE)]
        signing.choose(console, say("Call"), people, lambda chosen: call(console, chosen))
    elif place == len(CONTACTS):
        console.ask("Which tag", lambda text: _maintenance(console, text), what=say(MAINTENANCE))
    else:
        contact = CONTACTS[place]

        def tell(text: str) -> None:
            if text.strip():
                console.submit(CallPerson(contact, text.strip()))

        console.ask("What is the matter", tell, what=say(PEOPLE[contact]))


def _maintenance(console: Station, text: str) -> None:
    tag = text.strip()
    if tag:
        utilities = [found.utility for found in console.runner.latest.utilities]
        console.submit(CallMaintenance(tag if tag in utilities else tag.upper()))
