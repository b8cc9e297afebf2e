"""Pages that only a recording has: the list of its moments, and what a branch came to."""

from __future__ import annotations

from typing import ClassVar

from simulator.language.problem import Refusal
from simulator.language.simtime import show_time
from simulator.language.text import N_
from tui.draw import Line, line, scrolled
from tui.page import DOWN, UP, Key, Page
from tui.replay.difference import Trial, difference_lines, trial_line
from tui.replay.station import ReplayStation
from tui.replay.strip import Strip
from tui.replay.ticks import Tick

FILTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("everything"), ()),
    (N_("alarms"), ("alarm", "interlock")),
    (N_("actions"), ("command", "refusal")),
    (N_("lost points"), ("lost",)),
    (N_("remarks"), ("remark",)),
    (N_("views"), ("view",)),
    (N_("expert"), ("expert",)),
)
"""What the list of moments can be narrowed to."""


class Moments(Page):
    """Every moment of the timeline as a list; Enter goes there."""

    name: ClassVar[str] = "moments"
    heading: ClassVar[str] = "moments"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("enter", "go there", "open", "Enter"),
        Key("f", "show only", "narrow"),
        Key("x", "withdraw remark", "withdraw"),
    )

    def __init__(self, console: ReplayStation, timeline: Strip) -> None:
        super().__init__(console)
        self.replay = console
        self.filter = 0
        """Which of the filters is chosen."""
        self._timeline = timeline
        self._first = 0

    def shown(self) -> list[Tick]:
        """Return the ticks of the list."""
        kinds, truth = FILTERS[self.filter][1], self.replay.truth
        return [
            tick
            for tick in self.replay.ticks.all
            if (not kinds or tick.kind in kinds) and (truth or not tick.truth)
        ]

    def strip(self, width: int) -> list[Line]:
        """Return the timeline, which stays in sight on every page."""
        return self._timeline.paint(width, self.console.size[1])

    def count(self) -> int:
        """Return how many moments there are."""
        return len(self.shown())

    def narrow(self) -> None:
        """Show the next kind of moments alone."""
        self.filter = (self.filter + 1) % len(FILTERS)
        self.chosen = 0

    def selected(self) -> Tick | None:
        """Return the chosen moment, if there is any."""
        shown = self.shown()
        return shown[max(0, min(self.chosen, len(shown) - 1))] if shown else None

    def open(self) -> None:
        """Go to the chosen moment."""
        if (tick := self.selected()) is not None:
            self.replay.visit(tick)

    def withdraw(self) -> None:
        """Ask whether the chosen remark no longer stands."""
        tick, say = self.selected(), self.console.say
        if tick is None or tick.number is None:
            self.console.tell(say("choose a remark of your own"), "refused")
            return
        number = tick.number
        self.console.confirm(say("withdraw this remark"), lambda: self._withdraw(number))

    def _withdraw(self, number: int) -> None:
        try:
            self.replay.remarks.withdraw(number)
        except Refusal as refusal:
            self.console.tell(self.console.say.problem(refusal.problems[0]), "refused")
        self.replay.show_remarks()

    def click(self, x: int, y: int) -> None:
        """Take a click on a moment: choose it, or go there if it is chosen."""
        place = self._first + y - 1
        if y >= 1 and place < self.count():
            if place == self.chosen:
                self.open()
            self.chosen = place

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the moments, the chosen one in sight; what is to come is soft."""
        say, now, shown = self.console.say, self.now.now, self.shown()
        rows = height - 1
        self.chosen = max(0, min(self.chosen, len(shown) - 1))
        self._first = scrolled(self.chosen, len(shown), rows)
        told = f"{say(FILTERS[self.filter][0])}{say.colon}{len(shown)}"
        lines = [self.title(width, (told, ""))]
        for place, tick in enumerate(shown[self._first : self._first + rows], self._first):
            token = "chosen" if place == self.chosen else "" if tick.t <= now else "soft"
            digit = str(tick.priority) if tick.kind == "alarm" else " "
            words = self.replay.words_of(tick)
            lines.append(line([(f" {tick.sign}{digit} ", "strong"), (words, token)], width))
        if not shown:
            lines.append(line([(f"   {say('nothing here')}", "")], width))
        return lines


class DifferencePage(Page):
    """What each branch came to beside the recording; the chosen one in full."""

    name: ClassVar[str] = "difference"
    heading: ClassVar[str] = "what would have changed"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("enter", "go to its beginning", "open", "Enter"),
        Key("w", "save the branch", "save"),
        Key("g", "score, results", "turn"),
    )

    def __init__(self, console: ReplayStation) -> None:
        super().__init__(console)
        self.replay = console
        self.trials: list[Trial] = []
        """Every branch so far, the newest first."""
        self.results = False
        """Whether the results stand above the score."""

    def add(self, trial: Trial) -> None:
        """Show a branch that was just tried."""
        self.trials.insert(0, trial)
        self.chosen = 0

    def count(self) -> int:
        """Return how many branches there were."""
        return len(self.trials)

    def turn(self) -> None:
        """Show the results first, or the score."""
        self.results = not self.results

    def selected(self) -> Trial | None:
        """Return the chosen branch, if there is any."""
        self.chosen = max(0, min(self.chosen, len(self.trials) - 1))
        return self.trials[self.chosen] if self.trials else None

    def open(self) -> None:
        """Go to where the chosen branch left the recording."""
        trial = self.selected()
        if trial is not None:
            self.replay.seek(trial.difference.wish.t)

    def save(self) -> None:
        """Ask for the file in which the chosen branch is to be kept."""
        trial = self.selected()
        if trial is None:
            self.console.tell(self.console.say("nothing selected"))
            return
        self.console.ask("Save the branch as", lambda typed: self._save(trial, typed), trial.name)

    def _save(self, trial: Trial, typed: str) -> None:
        if not typed.strip():
            return
        try:
            trial.branch.save(typed.strip())
        except Refusal as refusal:
            self.console.tell(self.console.say.problem(refusal.problems[0]), "refused")
            return
        self.console.tell(f"{self.console.say('saved')}{self.console.say.colon}{typed.strip()}")

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the branches, then the chosen one beside the recording."""
        say = self.console.say
        trial = self.selected()
        if trial is None:
            told = say("nothing was tried yet: b branches off")
            return [self.title(width), line([(f"   {told}", "")], width)]
        most = max(min(len(self.trials), 4), 1)
        first = scrolled(self.chosen, len(self.trials), most)
        when = show_time(trial.difference.end)
        lines = [self.title(width, (say("as of {time}", time=when), "soft"))]
        for place, one in enumerate(self.trials[first : first + most], first):
            lines.append(trial_line(say, one, width, place == self.chosen))
        lines += difference_lines(say, trial.difference, width, self.results)
        return lines[:height]


def replay_pages(console: ReplayStation, timeline: Strip) -> dict[str, Page]:
    """Return the pages that a recording has beside the operator's, by name."""
    moments, difference = Moments(console, timeline), DifferencePage(console)
    return {moments.name: moments, difference.name: difference}
