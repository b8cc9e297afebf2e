"""Rating somebody's session: the criteria that wait for a person, evidence, and a signature.

What is written goes into the rater's own marks beside the log, as ``cuve mark`` does it; another
rater's marks stay hidden until both have signed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from simulator.assessment.rubric import Criterion, Rubric
from simulator.language.problem import Refusal
from simulator.language.simtime import show_time
from simulator.language.text import N_
from simulator.language.words import Words
from simulator.review.marks import (
    MEANINGS,
    Marker,
    Marks,
    Meaning,
    Rating,
    Remark,
    Sheet,
    refer,
    sheets_of,
)
from simulator.review.marks_sheet import signature_heads
from tui.draw import Line, blank, line, wrap
from tui.entry import read_number
from tui.key import DOWN, UP, Key
from tui.lobby import COLOURS, LANGUAGE, WORDS, Lobby, Visitor
from tui.lobby.rating import DIGITS, Levels, in_sight
from tui.question import Question

ROLES: dict[str, Marker] = {"a": "assessor", "f": "peer"}
"""The key for each role in which somebody rates another's session."""
ROLE_WORDS: dict[Marker, str] = {"assessor": N_("assessor"), "peer": N_("fellow trainee")}
_SAYS: dict[str, Meaning] = dict(zip("1234", MEANINGS, strict=True))
_INDENT = 7


class Assessing(Lobby):
    """Rate what waits for a person, pin evidence, sign. It leaves with ``back`` or ``seek``.

    Args:
        visitor: who rates; they are asked for a name if they gave none.
        log: the session log.
        rubric: what the session is judged on; None if on nothing.
        title: of the session.
        moment: the moment of the session (ms) from which this was opened.
    """

    heading: ClassVar[str] = "assess"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("e", "pin evidence", "evidence"),
        Key("t", "say why", "why"),
        Key("p", "points", "points"),
        Key("g", "go to evidence", "go"),
        Key("s", "sign", "sign"),
        Key("escape", "back", "back", "Esc"),
        Key("q", "", "back"),
        LANGUAGE,
        COLOURS,
        WORDS,
    )

    def __init__(
        self, visitor: Visitor, log: Path, rubric: Rubric | None, title: Words, moment: int
    ) -> None:
        super().__init__(visitor)
        self.moment = moment
        """The moment evidence is pinned to; after ``seek``, where to go."""
        self.levels = Levels(())
        self.marks: Marks | None = None
        self.sheet: Sheet | None = None
        self.others: tuple[Sheet, ...] = ()
        self._log = log
        self._title = title
        self._criteria = rubric.criteria if rubric is not None else ()
        self._asked = False
        self._hidden = 0

    def begin(self) -> None:
        """Find out who rates, and as what."""
        if self.marks is not None:
            return
        if not self.visitor.who:
            self.question = Question(self.say("Your name, or better a code"), self._named)
            return
        known = {one.who: one.role for one in sheets_of(self._log)[0]}
        role = known.get(self.visitor.who)
        if role is not None:
            self._open(role)
            return
        label = self.say("As what do you rate? a assessor, f fellow trainee, Esc back")
        self.question = Question(label, lambda key: self._open(ROLES[key]), choices="".join(ROLES))

    def _named(self, text: str) -> None:
        self.visitor.who = text.strip()[:40]
        if self.visitor.who:
            self.begin()
        else:
            self.leaving = "back"

    def _open(self, role: Marker) -> None:
        """Open the marks of who rates; somebody who was at the desk has none as a rater."""
        try:
            ref = refer(self._log)
            role = "assessor" if self.visitor.who in ref.people else role
            self.marks = Marks.open(self._log, self.visitor.who, role, ref=ref)
            self._read()
        except Refusal as refusal:
            self.marks = None
            self.tell(self.say.problem(refusal.problems[0]), "refused")
            return
        self.levels = Levels([one for one in self._criteria if one.rater == role])

    def _read(self) -> None:
        """Read one's own marks, and those of others that one may see by now."""
        assert self.marks is not None
        self.others = self.marks.others()
        self.sheet = self.marks.sheet
        every = {one.who for one in sheets_of(self._log)[0]} - {self.marks.who}
        self._hidden = len(every - {one.who for one in self.others})

    def subject(self) -> str:
        """Return the title of the session."""
        return self.say.words(self._title)

    # -- keys --------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """Take one key; a digit chooses a level. Who does not say who they are goes back."""
        if self.question is None and key in DIGITS:
            self._rate(key)
            return
        super().press(key)
        if self.marks is None and self.question is None and not self.message[0]:
            self.leaving = "back"

    def up(self) -> None:
        """Choose the criterion above."""
        self.levels.move(-1)

    def down(self) -> None:
        """Choose the criterion below."""
        self.levels.move(1)

    def wheel(self, up: bool, x: int, y: int) -> None:
        """Take one turn of the wheel of a mouse."""
        self.levels.move(-1 if up else 1)

    def back(self) -> None:
        """Go back to the recording; everything is on disk already."""
        self.leaving = "back"

    def _rate(self, digit: str) -> None:
        level = self.levels.level(digit)
        if level is None and self.levels.chosen is not None:
            self.tell(self.say("this criterion has no such level"), "refused")
        elif self._rated(level=level):
            self.levels.move(1)

    def _rated(
        self, level: int | None = None, points: float | None = None, words: str | None = None
    ) -> bool:
        """Rate the chosen criterion; why it was rated so stays unless it is said anew."""
        marks, one = self.marks, self.levels.chosen
        if marks is None or one is None:
            self.tell(self.say("there is nothing here for you to rate"), "refused")
            return False
        before = self._rating(one)
        why = words if words is not None else before.text if before is not None else ""
        return self._wrote(lambda: marks.rate(one, level=level, points=points, words=why))

    def _rating(self, one: Criterion | None) -> Rating | None:
        return self.sheet.ratings.get(one.id) if self.sheet is not None and one else None

    def why(self) -> None:
        """Ask why the chosen criterion was rated as it was."""
        before = self._rating(self.levels.chosen)
        if before is None:
            self.tell(self.say("choose a level first"), "refused")
            return
        level = before.level
        points = before.points if level is None else None

        def answered(words: str) -> None:
            self._rated(level, points, words)

        self.question = Question(self.say("Why"), answered, before.text)

    def points(self) -> None:
        """Ask for points, where no level says it well."""
        one = self.levels.chosen
        if one is None:
            self.tell(self.say("there is nothing here for you to rate"), "refused")
            return

        def answered(typed: str) -> None:
            try:
                self._rated(points=read_number(typed, ""))
            except Refusal as refusal:
                self.tell(self.say.problem(refusal.problems[0]), "refused")

        label = self.say("Points, from 0 to {of:g}", of=one.points)
        self.question = Question(label, answered)

    def evidence(self) -> None:
        """Ask what the moment shows, and pin it there; it belongs to the chosen criterion."""
        marks, one = self.marks, self.levels.chosen
        if marks is None:
            return
        about = f"{_about(one)} " if one is not None else ""

        def answered(words: str) -> None:
            if words.strip():
                self._wrote(lambda: marks.remark(self.moment, about + words.strip()))

        label = self.say("What is to be seen at {time}", time=show_time(self.moment))
        self.question = Question(label, answered)

    def go(self) -> None:
        """Go to the last evidence of the chosen criterion, in the recording."""
        found = self._pinned(self.levels.chosen)
        if not found:
            self.tell(self.say("nothing is pinned to this criterion; e does that"), "refused")
            return
        self.moment = found[-1].t
        self.leaving = "seek"

    def sign(self) -> None:
        """Ask what the signature says, then for the printed name; once more if much is unrated."""
        if self.marks is None or self.sheet is None:
            return
        left = self.levels.left(self.sheet.ratings)
        if left and not self._asked:
            self._asked = True
            self.tell(self.say("{n} not rated yet; s once more signs all the same", n=left))
            return
        label = self.say("What does your signature say? 1 to 4, Esc back")
        self.question = Question(label, self._mean, choices="".join(_SAYS))

    def _mean(self, key: str) -> None:
        marks, meaning = self.marks, _SAYS[key]
        assert marks is not None
        named = self.sheet.signatures[-1].name if self.sheet and self.sheet.signatures else ""

        def answered(name: str) -> None:
            if self._wrote(lambda: marks.sign(name, meaning)) and self.sheet is not None:
                head = signature_heads(self.sheet)[-1]
                self.tell(self.say("signed; note this head down: {head}", head=head))

        told = self.say(MEANINGS[meaning])
        self.question = Question(self.say("{meaning}. Your name", meaning=told), answered, named)

    def _wrote(self, act: Callable[[], int]) -> bool:
        """Write a mark; say so if that fails."""
        try:
            act()
            self._read()
        except Refusal as refusal:
            self.tell(self.say.problem(refusal.problems[0]), "refused")
            return False
        self.message = ("", "")
        return True

    def _pinned(self, one: Criterion | None) -> Sequence[Remark]:
        """Return the evidence that is pinned to a criterion, by time."""
        if self.sheet is None or one is None:
            return ()
        return [each for each in self.sheet.remarks if each.text.startswith(_about(one))]

    # -- painting ----------------------------------------------------------------------------

    def body(self, width: int, height: int) -> list[Line]:
        """Return who rates and how it stands, then the criteria, the chosen one in sight."""
        say, sheet = self.say, self.sheet
        if self.marks is None or sheet is None:
            text = say("Your marks go into a file of your own beside the log, under this name.")
            return [blank(width), *_rows(text, width)]
        if self.question is not None and self.question.choices == "".join(_SAYS):
            says = [f"{key}  {say(MEANINGS[which])}" for key, which in _SAYS.items()]
            return [blank(width), *(row for text in says for row in _rows(text, width))]
        head = [*self._standing(sheet, width), blank(width)]
        told, top = self.levels.lines(sheet.ratings, say, width, self._beneath(width))
        if not told:
            told = _rows(
                say("No criterion waits for you. Evidence and a signature do count."), width
            )
        told += self._free(sheet, width)
        return [*head, *in_sight(told, top, max(height - len(head), 1), say, width)]

    def _standing(self, sheet: Sheet, width: int) -> list[Line]:
        """Return who rates as what, at which moment, and what is signed."""
        say = self.say
        role = say(ROLE_WORDS.get(sheet.role, sheet.role))
        when = say("evidence is pinned to {time}", time=show_time(self.moment))
        lines = _rows(f"{sheet.who} ({role}) · {when}", width, "strong")
        if self._hidden:
            lines += _rows(
                say(
                    "{n} more marked this session; you may see that when both have signed",
                    n=self._hidden,
                ),
                width,
                "soft",
            )
        if sheet.signatures:
            last = sheet.signatures[-1]
            lines += _rows(f"{last.name}, {last.wall}: {say(MEANINGS[last.meaning])}", width)
            lines += _rows(signature_heads(sheet)[-1], width, "soft")
        if not sheet.signed and not sheet.empty:
            changed = say("not signed yet: it counts for nobody but you")
            lines += _rows(changed, width, "soft")
        return lines

    def _beneath(self, width: int) -> Callable[[Criterion], list[Line]]:
        """Return what says what stands below the levels of a criterion."""

        def lines(one: Criterion) -> list[Line]:
            found: list[Line] = []
            rating = self._rating(one)
            if rating is not None and rating.level is None:
                found += _rows(f"{rating.points:g} / {rating.of:g}", width, "strong", _INDENT)
            if rating is not None and rating.text:
                found += _rows(f"» {rating.text}", width, "", _INDENT)
            for pinned in self._pinned(one):
                told = pinned.text.removeprefix(_about(one)).strip()
                found += _rows(f"✎ {show_time(pinned.t)}  {told}", width, "", _INDENT)
            for other in self.others if rating is not None else ():
                theirs = other.ratings.get(one.id)
                if theirs is not None:
                    told = f"{other.who}: {theirs.points:g} / {theirs.of:g}  {theirs.text}"
                    found += _rows(told, width, "soft", _INDENT)
            return found

        return lines

    def _free(self, sheet: Sheet, width: int) -> list[Line]:
        """Return the remarks that belong to no criterion of this list."""
        about = tuple(_about(one) for one in self.levels.criteria)
        rest = [one for one in sheet.remarks if not (about and one.text.startswith(about))]
        lines = [blank(width)] if rest else []
        for one in rest:
            lines += _rows(f"✎ {show_time(one.t)}  {one.text}", width)
        return lines


def _about(one: Criterion) -> str:
    """Return what stands before a remark that is evidence for a criterion."""
    return f"[{one.id}]"


def _rows(text: str, width: int, token: str = "", indent: int = 1) -> list[Line]:
    pad = " " * indent
    return [line([(pad, ""), (row, token)], width) for row in wrap(text, width - indent - 1)]
