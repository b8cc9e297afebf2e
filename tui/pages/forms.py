"""Forms that a person fills in: the diagnosis, at any time, and the workload, at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from simulator.language.forms import (
    HIGHEST,
    LOWEST,
    SCALES,
    STEP,
    Diagnose,
    Question,
    RateWorkload,
    workload_wanted,
)
from simulator.language.text import N_
from simulator.session.meanings import SCALE_NAMES
from tui.draw import Line, blank, line, scrolled, wrap
from tui.guidance import key_of
from tui.page import DOWN, UP, Key, Page, Station

FINISH = Key("x", "end the session", "finish")
MIDDLE = 50
ASKED: Mapping[str, str] = {
    "mental": N_("How much did you have to think, decide, calculate, remember, look, search?"),
    "physical": N_("How much physical work was it?"),
    "temporal": N_("How much time pressure did you feel?"),
    "performance": N_("How successful were you? 0 is perfect, 100 is failure."),
    "effort": N_("How hard did you have to work for it?"),
    "frustration": N_("How insecure, discouraged, irritated or stressed were you?"),
}
"""What each scale asks."""


class Diagnosis(Page):
    """The questions of the diagnosis, each with its choices; a choice can be changed."""

    name: ClassVar[str] = "diagnosis"
    heading: ClassVar[str] = "diagnosis"
    KEYS: ClassVar[tuple[Key, ...]] = (UP, DOWN, Key("enter", "choose", "choose", "Enter"), FINISH)

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self.offered = False
        """Whether it was shown because the session is about to end."""
        self._rows: list[int | None] = []
        self._first = 0

    def questions(self) -> tuple[Question, ...]:
        """Return the questions that can be answered now."""
        asked = self.now.forms.questions
        return tuple(q for q in self.console.runner.desk.brief.forms.questions if q.name in asked)

    def unanswered(self) -> bool:
        """Return whether a question that can be answered is not."""
        return any(q.name not in self.now.forms.answers for q in self.questions())

    def count(self) -> int:
        """Return how many choices there are, of all questions together."""
        return sum(len(question.choices) for question in self.questions())

    def choose(self) -> None:
        """Take the choice that the mark is on as the answer to its question."""
        places = [(q.name, word) for q in self.questions() for word in q.choices]
        if self.chosen < len(places):
            question, word = places[self.chosen]
            if self.now.forms.answers.get(question) != word:
                self.console.submit(Diagnose(question, word))

    def finish(self) -> None:
        """Go on to the end of the session."""
        finish(self.console)

    def click(self, x: int, y: int) -> None:
        """Take the mark to the choice that was clicked on; a click on the marked one chooses."""
        place = self._rows[self._first + y - 1] if 0 < y <= len(self._rows) - self._first else None
        if place is not None and place == self.chosen:
            self.choose()
        elif place is not None:
            self.chosen = place

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the questions with their choices; what was chosen has a cross."""
        say, answers = self.console.say, self.now.forms.answers
        questions = self.questions()
        if not questions:
            asks = self.console.runner.desk.brief.forms.questions
            told = (
                say("Nothing is asked yet. Come back when you have seen that something is wrong.")
                if asks
                else say("This scenario asks for no diagnosis.")
            )
            rows = [line([("  ", ""), (row, "")], width) for row in wrap(told, width - 4)]
            return [self.title(width), blank(width), *rows]
        self.chosen = max(0, min(self.chosen, self.count() - 1))
        lines: list[Line] = []
        self._rows = []
        place = 0
        for question in questions:
            for row in wrap(say.words(question.text), width - 3):
                lines.append(line([(f" {row}", "strong")], width))
                self._rows.append(None)
            for word, words in question.choices.items():
                mark = "[x]" if answers.get(question.name) == word else "[ ]"
                token = "chosen" if place == self.chosen else ""
                for n, row in enumerate(wrap(say.words(words), width - 9)):
                    front = mark if n == 0 else "   "
                    lines.append(line([("   ", ""), (f"{front} {row} ", token)], width))
                    self._rows.append(place)
                place += 1
            lines.append(blank(width))
            self._rows.append(None)
        told = say("{n} of {total} answered", n=len(answers), total=len(questions))
        self._first = scrolled(self._rows.index(self.chosen), len(lines), height - 1)
        shown = lines[self._first : self._first + height - 1]
        return [self.title(width, (f" {told}", "soft")), *shown]


class WorkloadForm(Page):
    """The workload form: six scales from 0 to 100, raw NASA task load index; never graded."""

    name: ClassVar[str] = "workload"
    heading: ClassVar[str] = "workload"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("left", "less", "less", "←"),
        Key("right", "more", "more", "→"),
        Key("enter", "next", "go_on", "Enter"),
        FINISH,
    )

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self.offered = False
        """Whether it was shown because the session is about to end."""
        self.numbers: dict[str, int] = {}

    def count(self) -> int:
        """Return how many rows there are: the scales, and one to hand the form in."""
        return len(SCALES) + 1

    def less(self) -> None:
        """Move the mark of the chosen scale to the left."""
        self._move(-STEP)

    def more(self) -> None:
        """Move the mark of the chosen scale to the right."""
        self._move(STEP)

    def _move(self, step: int) -> None:
        if self.chosen < len(SCALES):
            scale = SCALES[self.chosen]
            number = self.numbers[scale] + step if scale in self.numbers else MIDDLE
            self.numbers[scale] = max(LOWEST, min(number, HIGHEST))

    def go_on(self) -> None:
        """Go to the next scale; from the last row, hand the form in."""
        if self.chosen < len(SCALES):
            self.chosen += 1
            return
        missing = [scale for scale in SCALES if scale not in self.numbers]
        if missing:
            self.chosen = SCALES.index(missing[0])
            self.console.tell(self.console.say("give every scale a number first"), "refused")
            return
        mental, physical, temporal, performance, effort, frustration = (
            self.numbers[scale] for scale in SCALES
        )
        self.console.submit(
            RateWorkload(mental, physical, temporal, performance, effort, frustration)
        )

    def finish(self) -> None:
        """Go on to the end of the session."""
        finish(self.console)

    def click(self, x: int, y: int) -> None:
        """Choose the row that was clicked on."""
        if 2 <= y < 2 + len(SCALES):
            self.chosen = y - 2
        elif y == 3 + len(SCALES):
            self.chosen = len(SCALES)

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the six scales, what the chosen one asks, and the row to hand the form in."""
        say = self.console.say
        self.chosen = max(0, min(self.chosen, self.count() - 1))
        done = say("handed in") if self.now.forms.rated else say("nobody grades this")
        lines = [self.title(width, (f" {done}", "soft")), blank(width)]
        for place, scale in enumerate(SCALES):
            token = "chosen" if place == self.chosen else "strong"
            number = self.numbers.get(scale)
            title = say(SCALE_NAMES[scale])
            shown = "--" if number is None else str(number)
            bar = _bar(number, max(min(width - 44, 41), 11))
            lines.append(
                line([("  ", ""), (f" {title:<28.28} ", token), (f" {bar} {shown:>3}", "")], width)
            )
        token = "chosen" if self.chosen == len(SCALES) else "strong"
        lines += [blank(width), line([("  ", ""), (f" {say('hand in')} ", token)], width)]
        if self.chosen < len(SCALES):
            asked = say(ASKED[SCALES[self.chosen]])
            lines.append(blank(width))
            lines += [line([("  ", ""), (row, "")], width) for row in wrap(asked, width - 4)]
        ends = say("0 is very low, 100 is very high.")
        lines.append(line([("  ", ""), (ends, "soft")], width))
        source = say("NASA task load index without weights: Hart and Staveland 1988; Hart 2006")
        lines += [line([("  ", ""), (row, "soft")], width) for row in wrap(source, width - 4)]
        return lines[:height]


def _bar(number: int | None, width: int) -> str:
    """Return a scale with its mark; without one as long as it has no number."""
    inner = width - 2
    cells = ["─"] * inner
    if number is not None:
        cells[min(number * inner // HIGHEST, inner - 1)] = "◆"
    return f"▕{''.join(cells)}▏"


def before_the_end(console: Station) -> bool:
    """Show a form that waits to be filled in before the session ends; return whether one does.

    Each is offered once, and nobody has to fill it in.
    """
    diagnosis, workload = console.pages["diagnosis"], console.pages["workload"]
    assert isinstance(diagnosis, Diagnosis)
    assert isinstance(workload, WorkloadForm)
    forms = console.runner.latest.forms
    brief, now = console.runner.desk.brief, console.runner.latest.now
    wanted = workload_wanted(brief.forms, forms, now, brief.duration_ms)
    page: Diagnosis | WorkloadForm | None = None
    if diagnosis.unanswered() and not diagnosis.offered:
        page = diagnosis
    elif wanted and not workload.offered:
        page = workload
    if page is None or console.frozen:
        return False
    page.offered = True
    console.runner.pause()
    console.go(page)
    key = key_of(console, "finish", page.name)
    console.tell(console.say("One more form before the end; {key} goes on", key=key))
    return True


def finish(console: Station) -> None:
    """Go on to the next form that waits; without one, ask how to leave."""
    if not before_the_end(console):
        console.do_quit()
