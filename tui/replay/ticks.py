"""What stands on the timeline: moments worth going to, each with its sign, and lines of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.assessment.score import Score
from simulator.language.text import N_
from simulator.session.index import Mark
from tui.alarm.mark import shape_of

Row = Literal["plant", "people", "judge"]
"""On which line of the timeline something stands."""

SIGNS: dict[str, tuple[Row, str, int]] = {
    "interlock": ("plant", "!", 5),
    "model": ("plant", "!", 6),
    "fault": ("plant", "F", 4),
    "phase": ("plant", "P", 2),
    "lab": ("plant", "L", 3),
    "prompt": ("plant", "?", 2),
    "message": ("plant", "m", 1),
    "lost": ("judge", "▼", 9),
    "remark": ("judge", "✎", 8),
    "refusal": ("people", "x", 6),
    "command": ("people", "C", 5),
    "break": ("people", "B", 4),
    "seal": ("people", "■", 4),
    "speed": ("people", "»", 1),
    "view": ("people", "·", 0),
    "expert": ("people", "e", 3),
}
"""By kind: the line, the sign, and its rank where there is room for one; alarms have a shape."""
WORDS: dict[str, str] = {
    "alarm": N_("alarm"),
    "interlock": N_("interlock"),
    "model": N_("MODEL FAULT"),
    "fault": N_("fault"),
    "phase": N_("phase"),
    "lab": N_("laboratory"),
    "prompt": N_("question"),
    "message": N_("message"),
    "lost": N_("lost points"),
    "remark": N_("remark"),
    "refusal": N_("refused"),
    "command": N_("action"),
    "break": N_("taken up or branched off"),
    "seal": N_("sealed"),
    "speed": N_("speed"),
    "view": N_("view"),
    "expert": N_("expert"),
}
"""What each kind is called."""
ALARMS, ACTIONS, LOST = ("alarm",), ("command", "refusal"), ("lost",)
"""What the keys for the next alarm, action and lost point look for."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One moment on the timeline.

    ``text`` is what it says if ``mark`` does not; ``points`` is what a lost point cost; ``number``
    is that of a remark; ``truth`` whether only the truth overlay shows it.
    """

    t: int
    kind: str
    text: str = ""
    mark: Mark | None = None
    priority: int = 0
    points: float = 0.0
    number: int | None = None
    truth: bool = False

    @property
    def row(self) -> Row:
        """The line it stands on."""
        return "plant" if self.kind == "alarm" else SIGNS[self.kind][0]

    @property
    def sign(self) -> str:
        """Its sign: an alarm has the shape of its priority."""
        return shape_of(self.priority) if self.kind == "alarm" else SIGNS[self.kind][1]

    @property
    def rank(self) -> int:
        """How much it weighs where there is room for one."""
        return 20 - self.priority if self.kind == "alarm" else SIGNS[self.kind][2]


def of_marks(marks: Iterable[Mark]) -> list[Tick]:
    """Return the ticks of what the log tells."""
    return [
        Tick(mark.t, mark.kind, mark=mark, priority=mark.priority, truth=mark.truth)
        for mark in marks
    ]


def of_score(score: Score) -> list[Tick]:
    """Return a tick for every moment that cost points."""
    lines = [line for one in score.criteria for line in one.lines] + list(score.hints)
    found = []
    for one in lines:
        loss = round(max(one.of, 0.0) - one.points, 2)
        if one.t is not None and loss > 0.0:
            found.append(Tick(one.t, "lost", one.sentence, points=loss))
    return found


class Ticks:
    """All ticks, in order of time."""

    def __init__(self) -> None:
        self.all: list[Tick] = []
        self.version = 0
        """Counts the changes, for whoever keeps a picture of them."""

    def put(self, kinds: Sequence[str], ticks: Iterable[Tick]) -> None:
        """Put these ticks in the place of all those of some kinds."""
        kept = [tick for tick in self.all if tick.kind not in kinds]
        self.all = sorted([*kept, *ticks], key=_time)
        self.version += 1

    def next(self, kinds: Sequence[str], t: int, at: Tick | None = None) -> Tick | None:
        """Return the first of some kinds after a moment, or after a tick of that moment."""
        first = bisect_right(self.all, t, key=_time)
        if at is not None and at.t == t and at in self.all:
            first = self.all.index(at) + 1
        return next((tick for tick in self.all[first:] if tick.kind in kinds), None)

    def before(self, kinds: Sequence[str], t: int, at: Tick | None = None) -> Tick | None:
        """Return the last of some kinds before a moment, or before a tick of that moment."""
        last = bisect_left(self.all, t, key=_time)
        if at is not None and at.t == t and at in self.all:
            last = self.all.index(at)
        return next((tick for tick in reversed(self.all[:last]) if tick.kind in kinds), None)

    def between(self, start: int, end: int) -> list[Tick]:
        """Return the ticks from ``start`` up to but without ``end``."""
        first = bisect_left(self.all, start, key=_time)
        return self.all[first : bisect_left(self.all, end, key=_time)]


def drawn(
    ticks: Iterable[Tick], row: Row | None, start: int, span: int, cells: int
) -> list[Tick | None]:
    """Return what stands in each cell of a line; None is plant and people; the weightiest wins."""
    found: list[Tick | None] = [None] * cells
    for tick in ticks:
        cell = (tick.t - start) * cells // max(span, 1)
        mine = tick.row == row if row is not None else tick.row != "judge"
        if mine and 0 <= cell < cells:
            there = found[cell]
            if there is None or tick.rank > there.rank:
                found[cell] = tick
    return found


def _time(tick: Tick) -> int:
    return tick.t
