"""Drawing trends: one tag in a pane of its own, or several over each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from simulator.language.observation import TagView
from tui.braille import Graph
from tui.draw import Line, Piece, line, number
from tui.history import Column, History
from tui.page import Station
from tui.trend.pens import AUTO, Point, Scale, bounds, limits_of, views_of

MARGIN = 10
"""Cells left of a graph: its scale."""
_INK, _THIN, _STRONG, _CURSOR, _LAB = range(5)
_TOKENS = ("pen", "soft", "strong", "chosen", "strong")
LAB_MARK = "×"
MARKS = {"TRUE": "=", "EXPERT": "e"}
"""How the line of what only an assessor sees is named: the true value, the expert's run."""
_DOTTED = {"SP": 4, "OP": 4, "TRUE": 2, "EXPERT": 3}
"""Every how many columns such a line has a dot."""
_MEASURED = ("PV", "SP", "TRUE", "EXPERT")
_DIGITS_APART = 24


@dataclass(frozen=True, slots=True)
class Span:
    """What the columns of a graph stand for: ``width`` ms each, two in a cell, from ``start``."""

    start: int
    width: int
    cells: int

    @classmethod
    def of(cls, end: int, span_ms: int, cells: int) -> Span:
        """Return the columns of the last ``span_ms`` before ``end``, as the history cuts them."""
        count = 2 * max(cells, 1)
        width = max(-(-span_ms // count), 1)
        return cls(((end - 1) // width - count + 1) * width, width, max(cells, 1))

    @property
    def length(self) -> int:
        """How much time the graph shows, ms."""
        return 2 * self.cells * self.width

    @property
    def end(self) -> int:
        """The first moment after the graph."""
        return self.start + self.length

    def cell(self, at: int) -> int:
        """Return the cell of a moment, which may lie outside."""
        return (at - self.start) // (2 * self.width)

    def moment(self, cell: int) -> int:
        """Return the middle of a cell."""
        return self.start + (2 * cell + 1) * self.width


@dataclass(frozen=True, slots=True)
class Trace:
    """One tag as it is to be drawn; ``digit`` tells it from the others."""

    view: TagView
    shown: tuple[str, ...]
    scale: Scale = AUTO
    digit: str = ""
    chosen: bool = False
    limits: tuple[tuple[str, float], ...] = ()
    points: tuple[Point, ...] = ()


@dataclass(slots=True)
class Drawn:
    """The series of a trace in columns, and its scale."""

    trace: Trace
    main: str
    columns: dict[str, list[Column]] = field(default_factory=dict)
    low: float = 0.0
    high: float = 1.0


def gather(history: History, trace: Trace, span: Span) -> Drawn:
    """Return what of a trace is in a stretch of time."""
    found = Drawn(trace, trace.shown[0])
    for attribute in trace.shown:
        name = f"{trace.view.tag}.{attribute}"
        count = 2 * span.cells
        found.columns[attribute] = history.columns(name, span.end, span.length, count)
    own = [columns for name, columns in found.columns.items() if _same(name, found.main)]
    found.low, found.high = bounds(trace.view, found.main, trace.scale, own)
    return found


def shown_of(history: History, tag: str, shown: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is drawn of a tag, with what an assessor sees beside its PV."""
    return (*shown, *history.beside(tag)) if "PV" in shown else shown


def _same(attribute: str, main: str) -> bool:
    """Say whether two attributes of a tag share a scale: PV and SP, or what is in percent."""
    return (attribute in _MEASURED) == (main in _MEASURED)


def draw(drawn: Sequence[Drawn], span: Span, rows: int, cursor: int | None = None) -> Graph:
    """Draw traces over each other, each on its own scale, the chosen one last and boldest."""
    graph = Graph(span.cells, rows)
    several = len(drawn) > 1
    for one in drawn:
        if not several or one.trace.chosen:
            for _, value in one.trace.limits:
                graph.level(value, one.low, one.high, _THIN)
    for one in sorted(drawn, key=lambda each: each.trace.chosen):
        ink = _INK if not several else _STRONG if one.trace.chosen else _THIN
        _draw_one(graph, one, ink, several)
    for one in drawn:
        if not several or one.trace.chosen:
            for point in one.trace.points:
                if span.start <= point.at < span.end:
                    row = graph.dot(point.value, one.low, one.high) // 4
                    graph.mark(span.cell(point.at), row, LAB_MARK, _LAB)
    if cursor is not None and span.start <= cursor < span.end:
        _cursor(graph, span.cell(cursor))
    return graph


def _draw_one(graph: Graph, one: Drawn, ink: int, several: bool) -> None:
    """Draw the series of one trace: set-points dotted, an output beside a PV from 0 to 100."""
    for attribute, columns in one.columns.items():
        low, high = (one.low, one.high) if _same(attribute, one.main) else (0.0, 100.0)
        if attribute == one.main:
            continue
        if attribute in _DOTTED and _same(attribute, one.main):
            graph.dotted(columns, low, high, _THIN, _DOTTED[attribute])
            if attribute in MARKS:
                _digits(graph, columns, low, high, MARKS[attribute], _THIN)
        else:
            graph.line(columns, low, high, _THIN)
            _digits(graph, columns, low, high, "%", _THIN)
    columns = one.columns[one.main]
    graph.line(columns, one.low, one.high, ink)
    if several:
        _digits(graph, columns, one.low, one.high, one.trace.digit, ink)


def _digits(
    graph: Graph, columns: Sequence[Column], low: float, high: float, digit: str, owner: int
) -> None:
    """Name a line: at its right end, and every so many cells."""
    last = next((x for x in range(len(columns) - 1, -1, -1) if columns[x] is not None), None)
    if last is None:
        return
    shift = 6 * (ord(digit[-1]) % 4)
    named = range(_DIGITS_APART - 1 - shift, last // 2 - 4, _DIGITS_APART)
    for cell in (*named, last // 2):
        column = columns[min(2 * cell + 1, last)]
        if column is not None and cell >= 0:
            graph.mark(cell, graph.dot(column[1], low, high) // 4, digit, owner)


def _cursor(graph: Graph, cell: int) -> None:
    for row in range(graph.rows):
        known = graph.marks.pop((row, cell), None)
        mask = graph.masks[row][cell]
        shown = known[0] if known else chr(0x2800 | mask) if mask else "│"
        graph.mark(cell, row, shown, _CURSOR)


def margins(one: Drawn, rows: int) -> list[str]:
    """Return what stands left of a graph: the ends of its scale, and alarm limits between them."""
    span = one.high - one.low
    texts, ticks = [""] * rows, ["│"] * rows
    measured = _same("PV", one.main)
    for kind, value in one.trace.limits if measured else ():
        if one.low <= value <= one.high:
            row = min(int((one.high - value) / span * rows), rows - 1)
            texts[row], ticks[row] = kind, "┤"
    range_ = one.trace.view.high - one.trace.view.low if measured else 100.0
    fine = min(range_, 100.0 * span)
    texts[0] = number(one.high, fine)
    if rows > 1:
        texts[-1] = number(one.low, fine)
    room = MARGIN - 2
    return [f"{text[:room]:>{room}} {tick}" for text, tick in zip(texts, ticks, strict=True)]


def lines_of(graph: Graph, margin: Sequence[str], width: int) -> list[Line]:
    """Return the lines of a graph with its margin."""
    made = []
    for row, left in enumerate(margin):
        pieces: list[Piece] = [(left, "soft")]
        pieces += [(text, _TOKENS[owner]) for text, owner in graph.text(row)]
        made.append(line(pieces, width))
    return made


def pane(console: Station, view: TagView, span_ms: int, width: int, rows: int) -> list[Line]:
    """Return ``rows`` lines with the trend of one tag up to now, its scale on the left."""
    span = Span.of(console.runner.latest.now + 1, span_ms, max(width - MARGIN - 1, 2))
    limits = limits_of(console.runner.desk.brief, view)
    shown = shown_of(console.history, view.tag, views_of(view)[0])
    one = gather(console.history, Trace(view, shown, limits=limits), span)
    return lines_of(draw([one], span, rows), margins(one, rows), width)
