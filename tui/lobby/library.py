"""The library: every scenario by course and level, what one made of it, and what was left open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from simulator.language.simtime import show_duration, show_time
from tui.draw import Line, Piece, fit, line, scrolled, wrap
from tui.fuzzy import folded
from tui.key import DOWN, UP, Key
from tui.lobby import COLOURS, LANGUAGE, WORDS, Lobby, Visitor
from tui.question import Question
from tui.shelf import Entry, Percent, Scorer, Shelf
from tui.skills import level, skills

if TYPE_CHECKING:
    from simulator.learning.attempts import Attempt

SCORED = 10
"""How many of the latest attempts at the chosen scenario are scored, one after another."""
WIDE = 110
"""From so many columns on, the details stand beside the list."""
_PAGE = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list: a heading, a scenario, or a session that was played."""

    heading: str = ""
    entry: Entry | None = None
    attempt: Attempt | None = None


class Library(Lobby):
    """Choose a scenario, a session to go on with, or one that ended to look back on.

    It leaves with ``choose``, ``replay`` (``row`` says what was chosen) or ``quit``.

    Args:
        visitor: who chooses.
        shelf: what there is to choose from.
        percent: gives the percentage of a sealed log; None: results are not worked out.
    """

    heading: ClassVar[str] = "library"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("enter", "choose", "choose", "Enter"),
        Key("/", "search", "search"),
        Key("o", "old sessions", "turn"),
        Key("w", "your name", "name"),
        Key("q", "quit", "quit"),
        LANGUAGE,
        Key("v", "play it back", "replay"),
        COLOURS,
        WORDS,
    )
    MOVES: ClassVar[tuple[tuple[str, int], ...]] = (
        ("pageup", -_PAGE),
        ("pagedown", _PAGE),
        ("home", -10_000),
        ("end", 10_000),
    )

    def __init__(self, visitor: Visitor, shelf: Shelf, percent: Percent | None = None) -> None:
        super().__init__(visitor)
        self.shelf = shelf
        self.wanted = ""
        """What is searched for."""
        self.old = False
        """Whether the sessions that ended are listed, instead of the scenarios."""
        self.chosen = 0
        self._scorer = Scorer(percent, visitor.scores) if percent is not None else None
        self._first, self._shown = 0, 0

    @property
    def row(self) -> Row | None:
        """The row that is chosen, if there is one."""
        rows = self.rows()
        places = [place for place, row in enumerate(rows) if not row.heading]
        if not places:
            return None
        return rows[places[max(min(self.chosen, len(places) - 1), 0)]]

    def poll(self) -> None:
        """Once the screen stands, look up what there is; score the attempts at what is chosen."""
        if self._shown:
            self.shelf.begin()
        row = self.row
        if self._scorer is not None and row is not None and row.entry is not None:
            tries = self.shelf.tries(row.entry.name, self.visitor.who)
            self._scorer.want([one for one in tries if one.sealed][:SCORED])

    def rows(self) -> list[Row]:
        """Return the rows: courses with their scenarios and open sessions, or those that ended."""
        if self.old:
            ended = [one for one in self.shelf.attempts if one.sealed and self._has(_told(one))]
            above = Row(self.say("ended: Enter shows the score, v plays it back"))
            return [above, *(Row(attempt=one) for one in ended)]
        found: list[Row] = []
        left = [one for one in self.shelf.attempts if not one.sealed and self._has(_told(one))]
        course = ""
        for entry in self.shelf.entries:
            if not self._has(self._words(entry)):
                continue
            told = entry.listing
            heading = self.say.words(told.course) if told else self.say("cannot be used")
            if heading != course:
                found.append(Row(heading))
                course = heading
            found.append(Row(entry=entry))
        if left:
            found.append(Row(self.say("left open: Enter goes on")))
            found += [Row(attempt=one) for one in left]
        return found

    def _words(self, entry: Entry) -> str:
        """Return everything of a scenario that can be searched for."""
        told = entry.listing
        if told is None:
            return entry.source
        texts = (*told.title.values(), *told.course.values(), *told.brief.values())
        trained = skills(told.competencies, self.say)
        return " ".join((entry.source, *texts, trained, f"L{told.level}"))

    def _has(self, text: str) -> bool:
        """Say whether a text holds every word that is searched for, accents or none."""
        held = folded(text)
        return all(folded(word) in held for word in self.wanted.split())

    # -- keys --------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """Take one key; Esc forgets the search, while one types it too."""
        far = dict(self.MOVES).get(key)
        searching = self.question is not None and self.question.answer == self._search
        if searching and key == "escape":
            self.question, self.wanted = None, ""
        elif self.question is None and far is not None:
            self._move(far)
        elif self.question is None and key == "escape":
            self.old, self.wanted = self.old and bool(self.wanted), ""
        else:
            super().press(key)

    def up(self) -> None:
        """Choose the row above."""
        self._move(-1)

    def down(self) -> None:
        """Choose the row below."""
        self._move(1)

    def _move(self, far: int) -> None:
        count = sum(not row.heading for row in self.rows())
        self.chosen = max(min(min(self.chosen, count - 1) + far, count - 1), 0)

    def choose(self) -> None:
        """Take what is chosen; a scenario that cannot be used says why."""
        row = self.row
        if row is None:
            return
        if row.entry is not None and row.entry.problem is not None:
            self.tell(self.say.problem(row.entry.problem), "refused")
            return
        self.leaving = "choose"

    def turn(self) -> None:
        """List the sessions that ended, or the scenarios again."""
        self.old, self.chosen = not self.old, 0
        self.message = ("", "")

    def replay(self) -> None:
        """See the chosen session again on the operator's own screens."""
        row = self.row
        if row is not None and row.attempt is not None:
            self.leaving = "replay"
        else:
            self.tell(self.say("o lists the sessions that ended; choose one of them"))

    def search(self) -> None:
        """Ask what to search for; the list follows as one types."""
        self.question = Question(self.say("Search"), self._search, self.wanted)

    def typed(self) -> None:
        """Let the list follow what is typed, if it is a search."""
        question = self.question
        if question is not None and question.answer == self._search:
            self.wanted, self.chosen = question.text, 0

    def _search(self, text: str) -> None:
        self.wanted, self.chosen = text, 0

    def name(self) -> None:
        """Ask who is there."""
        self.question = Question(self.say("Your name"), self._named, self.visitor.who)

    def _named(self, text: str) -> None:
        self.visitor.who = text.strip()[:40]

    def quit(self) -> None:
        """Leave the program."""
        self.leaving = "quit"

    def point(self, x: int, y: int) -> None:
        """Choose the row that was clicked on; a click on the chosen one takes it."""
        rows = self.rows()
        place = self._first + y - 1
        if not 1 <= y <= self._shown or place >= len(rows) or rows[place].heading:
            return
        chosen = sum(not row.heading for row in rows[:place])
        if chosen == self.chosen:
            self.choose()
        self.chosen = chosen

    def wheel(self, up: bool, _x: int, _y: int) -> None:
        """Take one turn of the wheel of a mouse."""
        self._move(-1 if up else 1)

    # -- painting ----------------------------------------------------------------------------

    def body(self, width: int, height: int) -> list[Line]:
        """Return the list and the details of what is chosen, beside each other or below."""
        if width >= WIDE:
            left = max(width * 2 // 5, 56)
            beside = self._details(width - left - 2, height)
            beside += [[]] * (height - len(beside))
            listed = self._list(left, height)
            return [
                line([*row, ("│ ", "soft"), *more], width)
                for row, more in zip(listed, beside, strict=True)
            ]
        share = max(height // 2, 8)
        below = self._details(width, height - share)
        return [*self._list(width, share), *(line(row, width) for row in below)]

    def _list(self, width: int, height: int) -> list[Line]:
        rows = self.rows()
        places = [place for place, row in enumerate(rows) if not row.heading]
        chosen = places[max(min(self.chosen, len(places) - 1), 0)] if places else -1
        self._shown = height - 1
        self._first = max(scrolled(chosen, len(rows), self._shown), 0)
        above, below = self._first > 0, self._first + self._shown < len(rows)
        lines = [self._caption(width, len(places), f"{'↑' * above}{'↓' * below}")]
        for place in range(self._first, min(self._first + self._shown, len(rows))):
            lines.append(self._row(rows[place], place == chosen, width))
        if not rows and self.shelf.whole:
            lines.append(line([(f"   {self.say('nothing found; Esc shows all')}", "soft")], width))
        return lines + [line([], width)] * (height - len(lines))

    def _caption(self, width: int, count: int, more: str) -> Line:
        """Return the line above the list: how many there are, and where ``more`` of them is."""
        told = self.say("{n} to choose from", n=count)
        if not self.shelf.whole:
            told = self.say("looking…")
        pieces: list[Piece] = [(f" {told} ", "soft"), (more, "strong")]
        if self.wanted:
            pieces.append((f"   / {self.wanted}", "strong"))
        left = sum(not one.sealed for one in self.shelf.attempts)
        if left and not self.old:
            pieces.append((f"   {self.say('left open: {n} (End)', n=left)}", "soft"))
        if self.shelf.skipped:
            bad = self.say("{n} logs cannot be read", n=len(self.shelf.skipped))
            pieces.append((f"   {bad}: {self.shelf.skipped[0].path.name}", "soft"))
        return line(pieces, width)

    def _row(self, row: Row, chosen: bool, width: int) -> Line:
        mark, token = ("▸", "chosen") if chosen else (" ", "")
        if row.heading:
            return line([(f" {row.heading}", "strong")], width)
        if row.attempt is not None:
            one = row.attempt
            title = f" {mark} {self.say.words(one.title)}"
            known = self.visitor.scores.get(one.head)
            result = f"{known:.0f} %" if known is not None else ""
            tail = f"{result:>5} {show_time(one.reached)}  {one.who[:12]:12} {one.began[:10]} "
        elif row.entry is not None and row.entry.listing is not None:
            told = row.entry.listing
            title = f" {mark} L{told.level} {self.say.words(told.title)}"
            tail = f"{self._standing(row.entry)}  {show_duration(told.duration_ms):>9} "
        else:
            title, tail = f" {mark} {row.entry.source if row.entry else ''}", ""
        return line([(fit(title, width - len(tail)), token), (tail, token)], width, token)

    def _standing(self, entry: Entry) -> str:
        """Return how often the visitor tried a scenario, and the best result that is known."""
        tries = self.shelf.tries(entry.name, self.visitor.who)
        known = [self.visitor.scores[t.head] for t in tries if t.head in self.visitor.scores]
        best = f"{max(known):.0f} %" if known else ""
        return f"{best:>5} {f'({len(tries)})' if tries else '':>5}"

    def _details(self, width: int, height: int) -> list[list[Piece]]:
        """Return what there is to know of the row that is chosen."""
        row = self.row
        if row is None:
            return []
        rule: list[Piece] = [("─" * width if width < WIDE - 58 or width >= 60 else "", "soft")]
        if row.attempt is not None:
            return [rule, *self._of_attempt(row.attempt)]
        if row.entry is None or row.entry.listing is None:
            problem = row.entry.problem if row.entry else None
            told = self.say.problem(problem) if problem else ""
            source = row.entry.source if row.entry else ""
            more = self.say("every problem: {command}", command=f"cuve check {source}")
            return [
                rule,
                *([(f" {text}", "")] for text in wrap(told, width - 2)),
                [(f" {more}", "soft")],
            ]
        entry, told_of = row.entry, row.entry.listing
        say = self.say
        lasts = say("{time} of plant time", time=show_duration(told_of.duration_ms))
        facts = f"{level(told_of.level, say)} · {lasts} · {' '.join(told_of.languages)}"
        texts: list[Piece] = [(say.words(told_of.title), "strong")]
        texts += [(text, "soft") for text in wrap(facts, width - 2)]
        texts += [(text, "") for text in wrap(self._results(entry), width - 2)]
        texts += [(text, "soft") for text in wrap(skills(told_of.competencies, say), width - 2)]
        texts += [(text, "") for text in wrap(say.words(told_of.brief), min(width - 2, 76))]
        return [rule, *([(" ", ""), text] for text in texts[: height - 1])]

    def _results(self, entry: Entry) -> str:
        """Return how often the visitor tried a scenario, and the best and last results."""
        say = self.say
        tries = self.shelf.tries(entry.name, self.visitor.who)
        if not tries:
            return say("not tried yet")
        ended = [one for one in tries if one.sealed]
        known = [self.visitor.scores[one.head] for one in ended if one.head in self.visitor.scores]
        told = say("attempts: {n}, ended: {ended}", n=len(tries), ended=len(ended))
        if known:
            told += ", " + say("best: {best} %", best=f"{max(known):.0f}")
        waiting = self._scorer is not None and not all(
            self._scorer.settled(one) for one in ended[:SCORED]
        )
        return f"{told}, {say('scoring…')}" if waiting else told

    def _of_attempt(self, one: Attempt) -> list[list[Piece]]:
        """Return what a log says of a session."""
        say = self.say
        reached = say("{time} of plant time", time=show_time(one.reached))
        texts: list[Piece] = [
            (say.words(one.title), "strong"),
            (f"{reached} · {one.who} · {one.began[:16].replace('T', ' ')} UTC", ""),
            (say("seed {seed}", seed=one.seed), "soft"),
            (str(one.path), "soft"),
        ]
        return [[(" ", ""), text] for text in texts]


def _told(one: Attempt) -> str:
    """Return everything of a session that can be searched for."""
    return " ".join((one.scenario, one.who, one.began, *one.title.values()))
