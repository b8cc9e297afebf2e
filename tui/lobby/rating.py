"""Criteria with their levels to choose from; a trainee rates themselves before the score."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from simulator.language.problem import Refusal
from simulator.language.words import Words
from simulator.review.debrief_self import DONE, RATING, SKIPPED
from simulator.review.marks import Marks, refer
from simulator.session.speech import Speaker
from tui.draw import Line, blank, line, wrap
from tui.key import DOWN, UP, Key
from tui.lobby import COLOURS, LANGUAGE, WORDS, Lobby, Visitor

if TYPE_CHECKING:
    from simulator.assessment.rubric import Criterion, Rubric
    from simulator.review.marks import Rating
    from tui.lobby.ending import Ended

DIGITS = "123456789"


class Levels:
    """Criteria under each other, one of which is chosen; a digit stands for each of its levels.

    Args:
        criteria: what can be rated.
    """

    def __init__(self, criteria: Sequence[Criterion]) -> None:
        self.criteria = tuple(criteria)
        self.place = 0

    @property
    def chosen(self) -> Criterion | None:
        """The criterion that is chosen; None if there is none at all."""
        return self.criteria[self.place] if self.criteria else None

    def move(self, far: int) -> None:
        """Choose a criterion further down, or up."""
        self.place = max(min(self.place + far, len(self.criteria) - 1), 0)

    def level(self, digit: str) -> int | None:
        """Return the level of the chosen criterion that a digit stands for; None if it has none."""
        level = int(digit) - 1
        return level if self.chosen is not None and level < len(self.chosen.levels) else None

    def left(self, ratings: Mapping[str, Rating]) -> int:
        """Return how many criteria are not rated."""
        return len([one for one in self.criteria if one.id not in ratings])

    def lines(
        self,
        ratings: Mapping[str, Rating],
        say: Speaker,
        width: int,
        more: Callable[[Criterion], list[Line]] = lambda _: [],
    ) -> tuple[list[Line], int]:
        """Return the criteria with their levels, and on which line the chosen one begins.

        Args:
            ratings: what was chosen, by criterion.
            say: says it.
            width: of the lines.
            more: what stands below the levels of a criterion.
        """
        lines: list[Line] = []
        top = 0
        for place, one in enumerate(self.criteria):
            chosen = place == self.place
            top = len(lines) if chosen else top
            rating = ratings.get(one.id)
            name = f" {'▶' if chosen else ' '} {'✓' if rating else ' '} {say.words(one.name)}"
            lines.append(line([(name, "chosen" if chosen else "strong")], width))
            if chosen:
                lines += _indented(say.words(one.what), width, "soft", 5)
            for number, level in enumerate(one.levels, 1):
                mine = rating is not None and rating.level == number - 1
                told = f"{number} {'☒' if mine else '☐'} {say.words(level.shows)}"
                lines += _indented(told, width, "strong" if mine else "", 7)
            lines += more(one)
        return lines, top


def _indented(text: str, width: int, token: str, indent: int) -> list[Line]:
    pad = " " * indent
    return [line([(pad, ""), (row, token)], width) for row in wrap(text, width - indent - 1)]


class SelfRating(Lobby):
    """Rate yourself before the score is shown; it leaves with ``on``.

    That it was done, or left out, is put in the trainee's marks: what is rated later is then known
    to be so.

    Args:
        visitor: who was at the desk.
        marks: theirs.
        criteria: what they were judged on, as far as it has levels.
        title: of the session.
        then: the seat that comes next; it hears what went wrong.
    """

    heading: ClassVar[str] = "before the score"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("enter", "show the score", "on", "Enter"),
        Key("escape", "skip", "skip", "Esc"),
        Key("q", "", "skip"),
        LANGUAGE,
        COLOURS,
        WORDS,
    )

    def __init__(
        self,
        visitor: Visitor,
        marks: Marks,
        criteria: Sequence[Criterion],
        title: Words,
        then: Lobby,
    ) -> None:
        super().__init__(visitor)
        self._then = then
        self.levels = Levels(criteria)
        self.marks = marks
        self._ratings: dict[str, Rating] = dict(marks.sheet.ratings)
        self._title = title
        self._asked = False

    def subject(self) -> str:
        """Return the title of the session."""
        return self.say.words(self._title)

    # -- keys --------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """Take one key; a digit chooses a level, and goes on to the next criterion."""
        if key in DIGITS:
            self._rate(key)
        else:
            super().press(key)

    def up(self) -> None:
        """Choose the criterion above."""
        self.levels.move(-1)

    def down(self) -> None:
        """Choose the criterion below."""
        self.levels.move(1)

    def wheel(self, up: bool, x: int, y: int) -> None:
        """Take one turn of the wheel of a mouse."""
        self.levels.move(-1 if up else 1)

    def _rate(self, digit: str) -> None:
        level, criterion = self.levels.level(digit), self.levels.chosen
        if level is None or criterion is None:
            return
        try:
            self.marks.rate(criterion, level=level)
            self._ratings = dict(self.marks.sheet.ratings)
        except Refusal as refusal:
            self.tell(self.say.problem(refusal.problems[0]), "refused")
            return
        self.message = ("", "")
        self.levels.move(1)

    def on(self) -> None:
        """Go on to the score; who has not rated everything is asked to, once."""
        left = self.levels.left(self._ratings)
        if left and not self._asked:
            self._asked = True
            self.tell(self.say("{n} still to rate; Enter once more goes on without", n=left))
            return
        self._leave(DONE if self._ratings else SKIPPED)

    def skip(self) -> None:
        """Go on to the score without a word on oneself; that is noted."""
        self._leave(DONE if self._ratings else SKIPPED)

    def _leave(self, how: str) -> None:
        """Note how it went, and go on; a disk that is full keeps nobody from the score."""
        try:
            self.marks.answer(RATING, how)
        except Refusal as refusal:
            self._then.tell(self.say.problem(refusal.problems[0]), "refused")
        self.leaving = "on"

    # -- painting ----------------------------------------------------------------------------

    def body(self, width: int, height: int) -> list[Line]:
        """Return what is asked, and the criteria, the chosen one in sight."""
        say = self.say
        head = [
            blank(width),
            line([(f" {say('How do you rate yourself?')}", "strong")], width),
            *_indented(
                say("First your own view, then the score: that is how most is learned."),
                width,
                "",
                1,
            ),
            *_indented(
                say("Press the number of a level; ↑ and ↓ choose a criterion."), width, "soft", 1
            ),
            blank(width),
        ]
        told, top = self.levels.lines(self._ratings, say, width)
        return [*head, *in_sight(told, top, max(height - len(head), 1), say, width)]


def in_sight(told: list[Line], top: int, room: int, say: Speaker, width: int) -> list[Line]:
    """Return as many lines as there is room for, the one at ``top`` among the first of them."""
    first = max(min(top - 1, len(told) - room), 0)
    shown = told[first : first + room]
    if len(told) > first + room and shown:
        shown[-1] = line([(f" {say('↓ more below')}", "soft")], width)
    return shown


def asked_of(path: Path, rubric: Rubric) -> tuple[Marks, tuple[Criterion, ...]] | None:
    """Return the marks of whoever was at the desk, and what they are to rate themselves on.

    None is asked of whoever was asked before, where there are no levels to choose from, and where
    nothing can be written beside the log.
    """
    criteria = tuple(one for one in rubric.criteria if one.levels)
    try:
        ref = refer(path)
        marks = Marks.open(path, ref.people[-1], "trainee", ref=ref)
        sheet = marks.sheet
    except Refusal:
        return None
    if not criteria or sheet.ratings or (RATING, None) in sheet.answers:
        return None
    return marks, criteria


def self_rating(visitor: Visitor, ended: Ended, rubric: Rubric, then: Lobby) -> Lobby:
    """Return what asks a trainee to rate themselves before a seat; that seat if it is not asked."""
    asked = asked_of(ended.path, rubric)
    return then if asked is None else SelfRating(visitor, *asked, ended.title, then)
