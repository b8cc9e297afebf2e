"""The end of a session: what it came to, what cost most, evidence for every point, what next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from simulator.language.problem import Problem
from simulator.language.simtime import show_time
from simulator.language.words import Words
from simulator.report import score_words
from simulator.session.speech import Speaker
from tui.draw import Line, Piece, fit, line, unit_of, wrap
from tui.key import DOWN, UP, Key
from tui.lobby import COLOURS, LANGUAGE, WORDS, Lobby, Visitor
from tui.lobby.accounted import balance_lines, step_lines

if TYPE_CHECKING:
    from simulator.assessment.score import CriterionScore, Score
    from simulator.assessment.score import Line as Evidence
    from simulator.scenario.documents import Documents

MOMENTS = 3
"""So many moments are shown before all else: those that cost most."""
_PAGE = 8
_POINTS = 11
_RECORDS = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """One key result; ``inside`` (0 to 1) is the share of time in range, if it is ``limited``."""

    name: str
    unit: str
    decimals: int
    last: float
    peak: float
    inside: float
    limited: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """A session that was sealed.

    ``documents`` are the texts of the scenario, ``phrases`` what it says in every language.
    ``score`` is None while there is none; ``problem`` then says why, unless nobody waited for it.
    """

    path: Path
    head: str
    documents: Documents
    title: Words
    seed: int
    now: int
    figures: tuple[Figure, ...] = ()
    product_kg: float | None = None
    phrases: tuple[Words, ...] = ()
    score: Score | None = None
    problem: Problem | None = None
    own: bool = True
    """Whether who looks at it was at the desk."""
    results: Mapping[str, Any] = field(default_factory=dict)
    """What the steps of the recipe yielded, and the balance of the plant, if it tells them."""


def figures_of(results: Mapping[str, Any]) -> tuple[tuple[Figure, ...], float | None]:
    """Return the key results of a session, and the product in all vessels (kg)."""
    figures = tuple(
        Figure(
            name=one["name"],
            unit=one["unit"],
            decimals=one["decimals"],
            last=one["last"],
            peak=one["peak"],
            inside=one["inside"],
            limited=one["low"] is not None or one["high"] is not None,
        )
        for one in results.get("figures", ())
        if one["last"] is not None and one["peak"] is not None
    )
    grams = results.get("product_g")
    return figures, grams / 1000.0 if grams is not None else None


class Ending(Lobby):
    """Read the score, and go on from there.

    It leaves with ``debrief``, ``replay``, ``again``, ``library`` or ``quit``.

    Args:
        visitor: who played.
        ended: the session.
    """

    heading: ClassVar[str] = "end of the session"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("d", "debrief", "debrief"),
        Key("v", "play it back", "replay"),
        Key("r", "another seed", "again"),
        Key("b", "library", "library"),
        Key("q", "quit", "quit"),
        LANGUAGE,
        COLOURS,
        WORDS,
    )
    MOVES: ClassVar[dict[str, int]] = {"pageup": -_PAGE, "pagedown": _PAGE, "home": -99_999}

    def __init__(self, visitor: Visitor, ended: Ended) -> None:
        super().__init__(visitor)
        self.ended = ended
        self.first = 0
        score = ended.score
        phrases = (*ended.phrases, *(score.phrases if score is not None else ()))
        self._speaker = Speaker(visitor.language, phrases=phrases)

    @property
    def say(self) -> Speaker:
        """What says things in the visitor's language; it knows the texts of the scenario."""
        self._speaker.language = self.visitor.language
        self._speaker.register = self.visitor.say.register
        return self._speaker

    def press(self, key: str) -> None:
        """Take one key."""
        if self.question is None and key in self.MOVES:
            self._scroll(self.MOVES[key])
        else:
            super().press("b" if key == "escape" else key)

    def up(self) -> None:
        """Show what is above."""
        self._scroll(-1)

    def down(self) -> None:
        """Show what is below."""
        self._scroll(1)

    def wheel(self, up: bool, _x: int, _y: int) -> None:
        """Take one turn of the wheel of a mouse."""
        self._scroll(-2 if up else 2)

    def _scroll(self, far: int) -> None:
        self.first = max(self.first + far, 0)

    def debrief(self) -> None:
        """Look back at one's own session; without a score there is only the recording."""
        if not self.ended.own:
            self.tell(self.say("only who was at the desk looks back; v plays it back"), "refused")
        elif self.ended.score is None:
            self.tell(self.say("without a score there is no debrief; v plays it back"), "refused")
        else:
            self.leaving = "debrief"

    def replay(self) -> None:
        """See the session again on the operator's own screens."""
        self.leaving = "replay"

    def again(self) -> None:
        """Play the same scenario with another seed."""
        self.leaving = "again"

    def library(self) -> None:
        """Go to the library."""
        self.leaving = "library"

    def quit(self) -> None:
        """Leave the program."""
        self.leaving = "quit"

    @property
    def _log(self) -> str:
        return str(self.ended.path)

    # -- painting ----------------------------------------------------------------------------

    def subject(self) -> str:
        """Return the title of the scenario."""
        return self.say.words(self.ended.title)

    def body(self, width: int, height: int) -> list[Line]:
        """Return the verdict, what can be scrolled through, and where the log is."""
        top = self._verdict(width)
        say = self.say
        log = [
            line([("─" * width, "soft")], width),
            line([(f" {say('log')}{say.colon}{self._log}", "soft")], width),
            line([(f" {say('head')}{say.colon}{self.ended.head}", "soft")], width),
        ]
        room = max(height - len(top) - len(log), 1)
        told = [*self._moments(width), *self._criteria(width), *self._results(width)]
        self.first = max(min(self.first, len(told) - room), 0)
        shown = told[self.first : self.first + room]
        if len(told) > self.first + room and shown:
            more = say("↓ more below")
            shown[-1] = line([(f" {more}", "soft")], width)
        return [*top, *shown, *[line([], width)] * (room - len(shown)), *log]

    def _verdict(self, width: int) -> list[Line]:
        """Return what the session came to, in one or two lines."""
        say, ended, score = self.say, self.ended, self.ended.score
        if score is None:
            if ended.problem is not None:
                told = say("no score: {why}", why=say.problem(ended.problem))
            else:
                told = say("not scored; later: {command}", command=f"cuve score {self._log}")
            rows: list[Piece] = [(text, "strong") for text in wrap(told, width - 2)]
            return [line([(" ", ""), row], width) for row in rows] + [line([], width)]
        sign = "✓" if score.passed else "✗"
        first = f" {sign} {score_words.grade(score, say)} "
        more: list[Piece] = []
        for told in score_words.beside(score, say):
            token = "strong" if score.failures and not more else "soft"
            more += [(text, token) for text in wrap(told, width - 2)]
        return [
            line([(first, "chosen"), (f"  {score_words.passing(score, say)}", "strong")], width),
            *(line([(" ", ""), piece], width) for piece in more),
            line([], width),
        ]

    def _moments(self, width: int) -> list[Line]:
        """Return the moments that cost most, the dearest first."""
        score = self.ended.score
        costs = dearest(score) if score else []
        if not costs:
            return []
        lines = [line([(f" {self.say('what cost most')}", "strong")], width)]
        for one in costs:
            lines += self._evidence(one, width, lost=True)
        return [*lines, line([], width)]

    def _criteria(self, width: int) -> list[Line]:
        """Return every criterion with its points, the level reached, and its evidence."""
        score, say = self.ended.score, self.say
        lines: list[Line] = []
        for place, one in enumerate(score.criteria if score else (), 1):
            assert score is not None
            count = say("{n} of {total}", n=place, total=len(score.criteria))
            points = f"{one.points:g}/{one.of:g}" if one.points is not None else "–"
            mark = " !" if one.critical else ""
            name = f"{say.words(one.name)}{mark}"
            head: list[Piece] = [(fit(points, _POINTS - 2, right=True) + "  ", "strong")]
            head += [(fit(name, max(width - _POINTS - 10, 8)), "strong"), (f"{count:>9} ", "soft")]
            lines.append(line(head, width))
            lines += self._beneath(one, width)
        if score is not None and score.hints:
            lines.append(
                line([(" " * _POINTS, ""), (say("hints that were taken"), "strong")], width)
            )
            for hint in score.hints:
                lines += self._evidence(hint, width)
        return lines

    def _beneath(self, one: CriterionScore, width: int) -> list[Line]:
        """Return what shows how a criterion came to its points."""
        say = self.say
        told = [
            text for text in (score_words.waits(one, say), score_words.reached(one, say)) if text
        ]
        indent = " " * _POINTS
        lines = [
            line([(indent, ""), (row, "soft")], width)
            for text in told
            for row in wrap(text, width - _POINTS - 1)
        ]
        for evidence in one.lines:
            lines += self._evidence(evidence, width)
        return lines

    def _evidence(self, one: Evidence, width: int, lost: bool = False) -> list[Line]:
        """Return one line of evidence: points, time, sentence and records."""
        points = f"-{_loss(one):g}" if lost else score_words.won(one)
        when = "" if one.t is None else f"{show_time(one.t)} "
        told = when + score_words.shown(one, self.say, _RECORDS)
        rows = wrap(told, width - _POINTS - 1)
        return [
            line(
                [(fit(points if n == 0 else "", _POINTS - 2, right=True) + "  ", ""), (row, "")],
                width,
            )
            for n, row in enumerate(rows)
        ]

    def _results(self, width: int) -> list[Line]:
        """Return the key results: where each watched value ended, its peak, its time in limits."""
        say, ended = self.say, self.ended
        told = f"{show_time(ended.now)} · {say('seed {seed}', seed=ended.seed)}"
        lines = [
            line([], width),
            line([(f" {say('key results')}", "strong"), (f"   {told}", "soft")], width),
        ]
        heads = f"{say('end'):>14} {say('peak'):>10} {say('in range'):>12}"
        lines.append(line([(" " * 30, ""), (heads, "soft")], width))
        for one in ended.figures:
            ends = [f"{value:.{one.decimals}f}" for value in (one.last, one.peak)]
            inside = f"{100.0 * one.inside:.0f} %" if one.limited else ""
            told = f"{ends[0]:>14} {ends[1]:>10} {inside:>12}  {unit_of(one.unit)}"
            lines.append(line([(f"   {fit(say.retell(one.name), 26)} ", ""), (told, "")], width))
        if ended.product_kg is not None:
            name = fit(say("product in all vessels"), 26)
            told = f"{ended.product_kg:>14.3f} {'':>10} {'':>12}  kg"
            lines.append(line([(f"   {name} {told}", "")], width))
        lines += step_lines(ended.results.get("steps", ()), say, width)
        return [*lines, *balance_lines(ended.results.get("balance", ()), say, width)]


def _loss(one: Evidence) -> float:
    """Return the points that a piece of evidence cost."""
    return round(one.of - one.points, 2)


def dearest(score: Score) -> list[Evidence]:
    """Return what cost most points, the dearest first, hints included; at most three."""
    every = [*score.hints, *(one for criterion in score.criteria for one in criterion.lines)]
    every = [one for one in every if _loss(one) > 0.0]
    every.sort(key=lambda one: (-_loss(one), one.t if one.t is not None else -1))
    return every[:MOMENTS]
