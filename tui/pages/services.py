"""People and services around the plant: whom to call, bottles, utilities, interlocks."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len

from simulator.language.command import ChangeBottle, ResetInterlock, SwitchBank
from simulator.language.paperwork import CONTACTS
from simulator.language.text import N_
from tui.draw import Line, Piece, blank, fit, line, number, scrolled
from tui.page import DOWN, UP, Key, Page
from tui.pages.duty import utility_name
from tui.pages.logbook import MAINTENANCE, call
from tui.paper import PEOPLE

_FOR = (
    N_("a second opinion, and whatever is beyond your authority"),
    N_("deviations, samples and doubts about quality"),
    N_("gases, air and media from outside this plant"),
    N_("an instrument, valve, pump or utility that fails"),
)
"""What each person is called for."""
_NAME = 18
"""Cells of what a person is called."""


class Services(Page):
    """People, utilities and interlocks; one of them is chosen."""

    name: ClassVar[str] = "services"
    heading: ClassVar[str] = "people and utilities"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("enter", "do it", "act", "Enter"),
        Key("c", "call somebody", "call"),
        Key("b", "switch bank", "bank"),
        Key("o", "change a bottle", "bottle"),
        Key("r", "reset", "reset"),
    )

    def count(self) -> int:
        """Return how many people, utilities and interlocks there are."""
        return len(_FOR) + len(self.now.utilities) + len(self.now.interlocks)

    def act(self) -> None:
        """Call the chosen person, switch the chosen utility, or reset the chosen interlock."""
        if self.chosen < len(_FOR):
            call(self.console, self.chosen)
        elif self.chosen < len(_FOR) + len(self.now.utilities):
            self.bank()
        else:
            self.reset()

    def call(self) -> None:
        """Call somebody: the chosen one, or ask whom."""
        call(self.console, self.chosen if self.chosen < len(_FOR) else None)

    def bottle(self) -> None:
        """Ask which bottle to change."""
        self.console.ask("Change the bottle", self._bottle)

    def _bottle(self, text: str) -> None:
        if text.strip():
            self.console.submit(ChangeBottle(text.strip().upper()))

    def bank(self) -> None:
        """Ask whether to switch the chosen utility to its next bank; else the first of them."""
        utilities = self.now.utilities
        if not utilities:
            self.console.tell(self.console.say("nothing selected"))
            return
        place = self.chosen - len(_FOR)
        found = utilities[place if 0 <= place < len(utilities) else 0]
        bank = found.bank % found.banks + 1
        name = found.utility
        say = self.console.say
        called = utility_name(self.console, name)
        what = f"{called}{say.colon}{say('Switch to bank')} {found.bank} → {bank}"
        self.console.confirm(what, lambda: self.console.submit(SwitchBank(name, bank)))

    def reset(self) -> None:
        """Ask whether to reset the chosen interlock; else the first that is tripped."""
        place = self.chosen - len(_FOR) - len(self.now.utilities)
        tripped = [found for found in self.now.interlocks if found.tripped]
        if 0 <= place < len(self.now.interlocks):
            tripped = [self.now.interlocks[place]]
        if not tripped:
            self.console.tell(self.console.say("no interlock is tripped"))
            return
        name = tripped[0].interlock
        what = f"{self.console.say('reset')} {name}"
        self.console.confirm(what, lambda: self.console.submit(ResetInterlock(name)))

    def paint(self, width: int, height: int) -> list[Line]:
        """Return people, utilities and interlocks, as many as fit."""
        say, now = self.console.say, self.now
        self.chosen = max(0, min(self.chosen, self.count() - 1))
        people = f" {now.people_free} {say('free')} / {now.people_on_shift} {say('people')}"
        listed: list[tuple[Line, int | None]] = []
        for heading, rows in (
            (N_("People to call"), self._people(width)),
            (N_("Utilities"), self._utilities(width)),
            (N_("Interlocks"), self._interlocks(width)),
        ):
            if not rows:
                continue
            listed.append((line([(f" {say(heading)}", "strong")], width), None))
            first = sum(place is not None for _, place in listed)
            listed += [(row, first + n) for n, row in enumerate(rows)]
            listed.append((blank(width), None))
        at = next(n for n, (_, place) in enumerate(listed) if place == self.chosen)
        start = scrolled(at, len(listed), height - 1)
        shown = [row for row, _ in listed[start : start + height - 1]]
        return [self.title(width, (people, "")), *shown]

    def _token(self, place: int) -> str:
        return "chosen" if place == self.chosen else ""

    def _people(self, width: int) -> list[Line]:
        say = self.console.say
        names = [*(PEOPLE[one] for one in CONTACTS), MAINTENANCE]
        return [
            line(
                [
                    ("   ", ""),
                    (fit(say(name), _NAME), self._token(place)),
                    (f" {say(what)}", "soft"),
                ],
                width,
            )
            for place, (name, what) in enumerate(zip(names, _FOR, strict=True))
        ]

    def _utilities(self, width: int) -> list[Line]:
        say = self.console.say
        lines = []
        for place, found in enumerate(self.now.utilities, len(_FOR)):
            lost = found.supply < 50.0
            text = f" {say('supply')} {number(found.supply, 1000.0):>5} % "
            bank = f"  {say('bank in use')} {found.bank}/{found.banks}"
            if cell_len(text + bank) > width - 23:
                bank = f"  {found.bank}/{found.banks}"
            name: Piece = (fit(utility_name(self.console, found.utility), 20), self._token(place))
            lines.append(
                line([("   ", ""), name, (text, "refused" if lost else ""), (bank, "soft")], width)
            )
        return lines

    def _interlocks(self, width: int) -> list[Line]:
        say = self.console.say
        lines = []
        for place, found in enumerate(self.now.interlocks, len(_FOR) + len(self.now.utilities)):
            state = f" {say('TRIPPED')}" if found.tripped else ""
            first = f" ({say('first out')})" if found.first_out else ""
            pieces: list[Piece] = [
                ("   ", ""),
                (fit(found.interlock, 8), self._token(place)),
                (f" {say.retell(found.text)}", ""),
                (state + first, "refused"),
            ]
            lines.append(line(pieces, width))
        return lines
