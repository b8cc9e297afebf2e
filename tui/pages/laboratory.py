"""The laboratory with its samples, the people, the utilities and the interlocks."""

from __future__ import annotations

from typing import ClassVar

from simulator.language.command import (
    ChangeBottle,
    ResetInterlock,
    SwitchBank,
    TakeSample,
)
from simulator.language.observation import SampleView
from simulator.language.simtime import show_time
from simulator.language.text import N_
from simulator.scenario.names import LABORATORY
from tui.draw import Line, Piece, fit, line, number, wrap
from tui.page import DOWN, UP, Key, Page

_STAGES = (N_("ordered"), N_("drawn"), N_("queued"), N_("analysed"), N_("reported"))


class Laboratory(Page):
    """Samples newest first; below them utilities and interlocks, of which one can be chosen."""

    name: ClassVar[str] = "laboratory"
    heading: ClassVar[str] = "laboratory"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("s", "take a sample", "sample"),
        Key("b", "switch bank", "bank"),
        Key("c", "change a bottle", "bottle"),
        Key("r", "reset", "reset"),
    )

    def count(self) -> int:
        """Return how many utilities and interlocks there are."""
        return len(self.now.utilities) + len(self.now.interlocks)

    def units(self) -> list[str]:
        """Return the units that the laboratory takes samples of."""
        found = dict.fromkeys(
            name.partition(".")[0]
            for name in self.console.runner.desk.names
            if f".{LABORATORY}." in name
        )
        return list(found)

    def sample(self) -> None:
        """Ask which unit to sample; the first is offered."""
        units = self.units()
        self.console.ask(
            "Sample from unit",
            lambda text: self._give(text, TakeSample),
            units[0] if units else "",
        )

    def bottle(self) -> None:
        """Ask which bottle to change."""
        self.console.ask("Change the bottle", lambda text: self._give(text, ChangeBottle))

    def _give(self, text: str, command: type[TakeSample] | type[ChangeBottle]) -> None:
        words = {TakeSample: "sample", ChangeBottle: "change bottle"}[command]
        if text.strip():
            self.console.command_line(f"{words} {text.strip().upper()}")

    def bank(self) -> None:
        """Ask whether to switch the chosen utility to its next bank."""
        utilities = self.now.utilities
        if not 0 <= self.chosen < len(utilities):
            self.console.tell(self.console.say("nothing selected"))
            return
        found = utilities[self.chosen]
        bank = found.bank % found.banks + 1
        name = found.utility
        what = f"{name}: {self.console.say('Switch to bank')} {found.bank} → {bank}"
        self.console.confirm(what, lambda: self.console.submit(SwitchBank(name, bank)))

    def reset(self) -> None:
        """Ask whether to reset the chosen interlock."""
        place = self.chosen - len(self.now.utilities)
        if not 0 <= place < len(self.now.interlocks):
            self.console.tell(self.console.say("nothing selected"))
            return
        name = self.now.interlocks[place].interlock
        what = f"{self.console.say('reset')} {name}"
        self.console.confirm(what, lambda: self.console.submit(ResetInterlock(name)))

    def paint(self, width: int, height: int) -> list[Line]:
        """Return people, samples, utilities and interlocks."""
        say, now = self.console.say, self.now
        self.chosen = max(0, min(self.chosen, self.count() - 1))
        people = f"{say('people')}: {now.people_free} {say('free')} / {now.people_on_shift}"
        below = [*self._utilities(width), *self._interlocks(width)]
        room = max(height - len(below) - 2, 2)
        lines = [
            self.title(width, (people, "")),
            line([(f" {say('Samples')} ", "strong")], width),
        ]
        samples: list[Line] = []
        for sample in sorted(now.samples, key=lambda s: -s.sample):
            samples += self._sample(sample, width)
        if not samples:
            samples = [line([(f"   {say('no sample yet')}", "")], width)]
        return [*lines, *samples[:room], *below]

    def _sample(self, sample: SampleView, width: int) -> list[Line]:
        """Return a sample with what it found, wrapped."""
        say = self.console.say
        stage = say(sample.stage) if sample.stage in _STAGES else sample.stage
        taken = show_time(sample.taken_at) if sample.taken_at is not None else "--"
        head = f"   {sample.sample:>3} {fit(sample.unit, 8)} {taken:>13}  {stage}"
        found = ";  ".join(
            f"{name} {value:.4g} {unit if unit != name else ''}".strip()
            for name, value, unit in sample.results
        )
        return [
            line([(head, "")], width),
            *(line([(f"       {row}", "strong")], width) for row in wrap(found, width - 9)),
        ]

    def _utilities(self, width: int) -> list[Line]:
        say = self.console.say
        lines = [line([(f" {say('Utilities')} ", "strong")], width)]
        for place, found in enumerate(self.now.utilities):
            lost = found.supply < 50.0
            text = f" {say('supply')} {number(found.supply, 1000.0):>5} % "
            bank = f"  {say('bank in use')} {found.bank}/{found.banks}"
            name: Piece = (fit(found.utility, 16), "chosen" if place == self.chosen else "")
            lines.append(
                line([("   ", ""), name, (text, "refused" if lost else ""), (bank, "soft")], width)
            )
        return lines

    def _interlocks(self, width: int) -> list[Line]:
        say = self.console.say
        lines = [line([(f" {say('Interlocks')} ", "strong")], width)]
        for place, found in enumerate(self.now.interlocks, len(self.now.utilities)):
            state = f" {say('TRIPPED')}" if found.tripped else ""
            first = f" ({say('first out')})" if found.first_out else ""
            name: Piece = (fit(found.interlock, 8), "chosen" if place == self.chosen else "")
            lines.append(
                line(
                    [
                        ("   ", ""),
                        name,
                        (f" {say.retell(found.text)}", ""),
                        (state + first, "refused"),
                    ],
                    width,
                )
            )
        return lines
