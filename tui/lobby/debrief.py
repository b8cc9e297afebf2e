"""The debrief at the terminal: one part after another, in the order that teaches most.

What the trainee writes goes into their marks beside the log; the log is never changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from simulator.assessment.rubric import Criterion
from simulator.language.problem import Refusal
from simulator.language.simtime import show_time
from simulator.report import score_words, told
from simulator.report.trainee import trainee_report
from simulator.review.debrief import COMMITMENT, QUESTIONS, REACTION, REACTIONS, Debrief
from simulator.review.debrief_file import write_report
from simulator.review.debrief_self import timing
from simulator.review.marks import Marks, refer
from simulator.review.marks_sheet import Sheet
from simulator.session.speech import Speaker
from tui.draw import Line, blank, line
from tui.key import DOWN, UP, Key
from tui.lobby import COLOURS, LANGUAGE, WORDS, Lobby, Visitor
from tui.lobby import debrief_told as paint
from tui.lobby.rating import DIGITS, Levels
from tui.question import Question

_PAGE = 8
_BEFORE_MOMENTS = 3
"""Parts before the moments: reactions, self-rating, what happened."""


class Debriefing(Lobby):
    """Look back on a session, part by part.

    It leaves with ``back``, ``again``, ``library`` or ``replay`` (``moment`` says from when).

    Args:
        visitor: who looks back.
        of: the session.
    """

    heading: ClassVar[str] = "debrief"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("left", "back", "before", "←"),
        Key("right", "on", "after", "→"),
        Key("enter", "write", "write", "Enter"),
        Key("v", "play it back", "replay"),
        Key("p", "report to print", "report"),
        Key("n", "play the suggestion", "play"),
        Key("b", "leave", "leave"),
        LANGUAGE,
        COLOURS,
        WORDS,
    )
    MOVES: ClassVar[dict[str, int]] = {"pageup": -_PAGE, "pagedown": _PAGE, "home": -99_999}

    def __init__(self, visitor: Visitor, of: Debrief) -> None:
        super().__init__(visitor)
        self.of = of
        self.part = 0
        self.levels = Levels(of.rubric.criteria)
        self.first = 0
        self._speaker = Speaker(visitor.language, phrases=of.phrases)
        ref = refer(of.path)
        self.marks = Marks.open(of.path, ref.people[-1], "trainee", ref=ref)
        self.sheet: Sheet = self.marks.sheet
        self._asked = False

    @property
    def say(self) -> Speaker:
        """What says things in the visitor's language; it knows the texts of the scenario."""
        self._speaker.language = self.visitor.language
        self._speaker.register = self.visitor.say.register
        return self._speaker

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return _BEFORE_MOMENTS + max(len(self.of.moments), 1) + 3

    @property
    def place(self) -> str:
        """Which part is shown."""
        number = self.part - _BEFORE_MOMENTS
        if number < 0:
            return ("reactions", "rating", "happened")[self.part]
        rest = number - max(len(self.of.moments), 1)
        return "moment" if rest < 0 else ("score", "next", "remarks")[rest]

    # -- keys --------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """Take one key; on the self-rating a digit chooses a level."""
        if self.question is None and key in self.MOVES:
            self._scroll(self.MOVES[key])
        elif self.question is None and self.place == "rating" and key in DIGITS:
            self._rate(key)
        else:
            leaves = key == "escape" and self.question is None
            super().press("b" if leaves else key)

    def up(self) -> None:
        """Choose the criterion above, or show what is above."""
        if self.place == "rating":
            self.levels.move(-1)
        else:
            self._scroll(-1)

    def down(self) -> None:
        """Choose the criterion below, or show what is below."""
        if self.place == "rating":
            self.levels.move(1)
        else:
            self._scroll(1)

    def wheel(self, up: bool, x: int, y: int) -> None:
        """Take one turn of the wheel of a mouse."""
        self._scroll(-2 if up else 2)

    def _scroll(self, far: int) -> None:
        self.first = max(self.first + far, 0)

    def before(self) -> None:
        """Go to the part before."""
        self._go(self.part - 1)

    def after(self) -> None:
        """Go to the next part; who has not rated themselves is asked to, once."""
        left = [one.id for one in self._to_rate if one.id not in self.sheet.ratings]
        if self.place == "rating" and left and not self._asked:
            self._asked = True
            self.tell(self.say("{n} still to rate; → once more goes on without", n=len(left)))
            return
        self._go(self.part + 1)

    def _go(self, part: int) -> None:
        self.part = max(0, min(part, self.parts - 1))
        self.first = 0
        self.message = ("", "")

    @property
    def _to_rate(self) -> tuple[Criterion, ...]:
        return tuple(one for one in self.of.rubric.criteria if one.levels)

    def _rate(self, digit: str) -> None:
        """Rate the criterion that is chosen, and go on to the next."""
        level, criterion = self.levels.level(digit), self.levels.chosen
        if level is None or criterion is None:
            return
        if self._wrote(lambda: self.marks.rate(criterion, level=level)):
            self.down()

    def write(self) -> None:
        """Write an answer to what is asked here."""
        say, own = self.say, self.sheet
        if self.place == "reactions":
            self._ask(say(REACTIONS), REACTION, None)
        elif self.place == "moment" and self.of.moments:
            t = self.of.moments[self.part - _BEFORE_MOMENTS].dear.t
            open_ = [one for one in QUESTIONS if (one, t) not in own.answers]
            question = open_[0] if open_ else next(iter(QUESTIONS))
            self._ask(say(QUESTIONS[question]), question, t)
        elif self.place == "next":
            before = own.commitment.text if own.commitment is not None else ""
            self.question = Question(say(COMMITMENT), self._commit, before)
        else:
            self.tell(say("there is nothing to write here"))

    def _ask(self, label: str, question: str, t: int | None) -> None:
        before = self.sheet.answers.get((question, t))

        def answer(words: str) -> None:
            self._wrote(lambda: self.marks.answer(question, words, t))

        self.question = Question(label, answer, before.text if before is not None else "")

    def _commit(self, words: str) -> None:
        self._wrote(lambda: self.marks.commit(words, self.of.next_up.scenario))

    def _wrote(self, act: Callable[[], int]) -> bool:
        """Write a mark; say so if that fails."""
        try:
            act()
            self.sheet = self.marks.sheet
        except Refusal as refusal:
            self.tell(self.say.problem(refusal.problems[0]), "refused")
            return False
        return True

    def report(self) -> None:
        """Write the report as HTML beside the log."""
        target = Path(f"{self.of.path}.html")
        own = None if self.sheet.empty else self.sheet
        try:
            page = trainee_report(replace(self.of, own=own), self.visitor.language)
            write_report(target, page, force=True)
        except Refusal as refusal:
            self.tell(self.say.problem(refusal.problems[0]), "refused")
            return
        self.tell(self.say("report: {path}", path=str(target)))

    def play(self) -> None:
        """Play what is suggested: the same with another seed, or choose it in the library."""
        self.leaving = "again" if self.of.next_up.same else "library"

    @property
    def moment(self) -> int:
        """The moment (ms) that is looked at: where the recording is to begin."""
        number = self.part - _BEFORE_MOMENTS
        dear = self.of.moments[number].dear if 0 <= number < len(self.of.moments) else None
        return dear.t if dear is not None and dear.t is not None else 0

    def replay(self) -> None:
        """See the session again on the operator's own screens, from the moment looked at."""
        self.leaving = "replay"

    def leave(self) -> None:
        """Go back to the end of the session."""
        self.leaving = "back"

    # -- painting ----------------------------------------------------------------------------

    def subject(self) -> str:
        """Return the title of the scenario."""
        return self.say.words(self.of.brief.title)

    def body(self, width: int, height: int) -> list[Line]:
        """Return the title of the part and as much of it as there is room for."""
        say = self.say
        count = say("{n} of {total}", n=self.part + 1, total=self.parts)
        head = [
            line([(f" {self._title()} ", "chosen"), (f"  {count}", "soft")], width),
            blank(width),
        ]
        lines = self._lines(width)
        room = max(height - len(head), 1)
        self.first = max(min(self.first, len(lines) - room), 0)
        shown = lines[self.first : self.first + room]
        if len(lines) > self.first + room and shown:
            shown[-1] = line([(f" {say('↓ more below')}", "soft")], width)
        return [*head, *shown]

    def _title(self) -> str:
        say = self.say
        if self.place == "moment" and self.of.moments:
            number = self.part - _BEFORE_MOMENTS
            dear = self.of.moments[number].dear
            when = say("the whole session") if dear.t is None else show_time(dear.t)
            return say(
                "Moment {n}: {time}, {points:g} points", n=number + 1, time=when, points=dear.cost
            )
        return {
            "reactions": say("Reactions"),
            "rating": say("How do you rate yourself?"),
            "happened": say("What happened"),
            "moment": say("Looking closer"),
            "score": say("Score"),
            "next": say("What you take with you"),
            "remarks": say("Remarks of the assessor"),
        }[self.place]

    def _lines(self, width: int) -> list[Line]:
        """Return everything of the part that is shown."""
        say, of = self.say, self.of
        if self.place == "reactions":
            answer = self.sheet.answers.get((REACTION, None))
            text = answer.text if answer is not None else None
            return [*paint.words(say(REACTIONS), width), *paint.said(text, say, width)]
        if self.place == "rating":
            return self._rating(width)
        if self.place == "happened":
            return paint.happened(of, say, width)
        if self.place == "moment":
            return self._moment(width)
        if self.place == "score":
            return paint.score(of, self.sheet, say, width)
        if self.place == "remarks":
            return paint.remarks(of, say, width)
        commitment = self.sheet.commitment
        return [
            *paint.words(say(COMMITMENT), width),
            *paint.said(commitment.text if commitment is not None else None, say, width),
            blank(width),
            *paint.words(
                f"{say('Suggested next')}{say.colon}{told.next_up(of, say)}", width, "strong"
            ),
        ]

    def _moment(self, width: int) -> list[Line]:
        """Return what went well, before the first moment, and the moment."""
        say, of = self.say, self.of
        number = self.part - _BEFORE_MOMENTS
        lines: list[Line] = []
        if number == 0 and of.strengths:
            lines += paint.words(say("What went well"), width, "strong")
            good = ((say.words(one.name), score_words.reached(one, say)) for one in of.strengths)
            lines += paint.listed((f"{name}: {level}" for name, level in good), width)
            lines.append(blank(width))
        if not of.moments:
            return [*lines, *paint.words(say("No moment cost any points."), width)]
        return [*lines, *paint.moment(of, of.moments[number], self.sheet, say, width)]

    def _rating(self, width: int) -> list[Line]:
        """Return the criteria with their levels; the one that is chosen is kept in sight."""
        say = self.say
        lines = paint.words(say("Press the number of a level; ↑ and ↓ choose a criterion."), width)
        when = timing(self.sheet)
        lines += paint.words(say(when), width, "soft") if when else []
        rows, top = self.levels.lines(self.sheet.ratings, say, width)
        self.first = max(len(lines) + top - 2, 0)
        return [*lines, *rows]
