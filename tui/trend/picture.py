"""The picture of the trends page: panes with their values, marks, times, and what the cursor tells.

It is made anew for every painting, from what is shown and where the cursor stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.language.observation import TagView
from simulator.language.simtime import show_time
from tui.draw import Line, Piece, line, number, scrolled, unit_of
from tui.page import Station
from tui.past import Moment
from tui.trend.axis import axis, marks
from tui.trend.pane import MARGIN, MARKS, Drawn, Span, Trace, draw, gather, lines_of, margins
from tui.trend.pens import AUTO, values_of
from tui.trend.telling import moment_text

OVER_EACH_OTHER = 4
"""So many pens at most share one pane."""
_LEAST_ROWS = 3
"""A pane has at least a line of values and two rows; if there is no room, panes scroll."""
_TOLD = 6
"""So many things at most are told of the moment under the cursor."""


class Picture:
    """One painting of the trends.

    Args:
        console: whose history, past and words are used.
        span: the stretch of time and its columns.
        cursor: the moment that is marked, ms, or None.
        traces: the pens, in order.
        width: cells of a line.
    """

    def __init__(
        self,
        console: Station,
        span: Span,
        cursor: int | None,
        traces: Sequence[Trace],
        width: int,
    ) -> None:
        self._console = console
        self._span = span
        seen = cursor is not None and span.start <= cursor < span.end
        self._cursor = cursor if seen else None
        self._traces = traces
        self._width = width
        self._chosen = next((n for n, trace in enumerate(traces) if trace.chosen), 0)

    def lines(self, height: int, merged: bool) -> list[Line]:
        """Return the lines of the picture, pens over each other or each in its own pane."""
        foot = self._foot()
        if not self._traces:
            told = self._console.say("no tags: p takes a group, t adds one")
            return [line([(f" {told}", "")], self._width)]
        room = max(height - len(foot), 1)
        drawn = [gather(self._console.history, trace, self._span) for trace in self._traces]
        made = self._merged(drawn, room) if merged else self._apart(drawn, room)
        return [*made[:room], *foot]

    def _apart(self, drawn: Sequence[Drawn], room: int) -> list[Line]:
        """Return one pane for each pen, as many as fit, the chosen one in sight."""
        fitting = max(min(len(drawn), room // _LEAST_ROWS), 1)
        first = scrolled(self._chosen, len(drawn), fitting)
        each, more = divmod(room, fitting)
        made: list[Line] = []
        for place, one in enumerate(drawn[first : first + fitting]):
            made.append(self._head(one))
            made += self._graph([one], one, each + (place < more) - 1)
        return made

    def _merged(self, drawn: Sequence[Drawn], room: int) -> list[Line]:
        """Return panes of up to four pens over each other; the scale is that of the chosen one."""
        sets = [drawn[at : at + OVER_EACH_OTHER] for at in range(0, len(drawn), OVER_EACH_OTHER)]
        if room < len(sets) * (OVER_EACH_OTHER + _LEAST_ROWS):
            mine = self._chosen // OVER_EACH_OTHER
            sets = sets[mine : mine + 1]
        each, more = divmod(room, len(sets))
        made: list[Line] = []
        for place, some in enumerate(sets):
            made += [self._head(one, scaled=True) for one in some]
            measure = next((one for one in some if one.trace.chosen), some[0])
            made += self._graph(some, measure, each + (place < more) - len(some))
        return made

    def _graph(self, some: Sequence[Drawn], measure: Drawn, rows: int) -> list[Line]:
        """Return a graph with the scale of one of its pens; nothing without room."""
        if rows < 1:
            return []
        graph = draw(some, self._span, rows, self._cursor)
        return lines_of(graph, margins(measure, rows), self._width)

    def _head(self, one: Drawn, scaled: bool = False) -> Line:
        """Return digit, tag, name and values of a pen: at the cursor if there is one, or now."""
        trace, view = one.trace, one.trace.view
        pieces: list[Piece] = [
            (f" {trace.digit} {view.tag} ", "chosen" if trace.chosen else "strong"),
            (f" {self._console.say.retell(view.name)} ", ""),
        ]
        if self._cursor is None:
            values = self._known(view, self._console.runner.latest.now, trace.shown)
            pieces.append((" " + _told(view, values | values_of(view), trace.shown), "strong"))
        else:
            pieces.append((f" │ {self._at_cursor(one, self._cursor)}", "strong"))
        if view.quality != "GOOD":
            pieces.append((f"  ?{view.quality}", "refused"))
        if scaled or trace.scale != AUTO:
            fine = min(view.high - view.low, 100.0 * (one.high - one.low))
            pieces.append((f"  [{number(one.low, fine)} … {number(one.high, fine)}]", "soft"))
        return line(pieces, self._width)

    def _at_cursor(self, one: Drawn, cursor: int) -> str:
        """Return the values at the cursor, how far the main one moved about it, and results."""
        view, span = one.trace.view, self._span
        found = self._known(view, cursor, one.trace.shown)
        told = _told(view, found, one.trace.shown)
        column = one.columns[one.main][(cursor - span.start) // span.width]
        fine = view.high - view.low
        if column is not None and number(column[0], fine) != number(column[1], fine):
            told += f" ({number(column[0], fine)} … {number(column[1], fine)})"
        near = [p for p in one.trace.points if abs(span.cell(p.at) - span.cell(cursor)) <= 1]
        if near:
            laboratory = self._console.say("laboratory")
            told += f"  {laboratory} {number(near[-1].value, fine)} ({show_time(near[-1].at)})"
        return told

    def _known(self, view: TagView, at: int, shown: Sequence[str]) -> dict[str, float]:
        """Return what some attributes of a tag were at a time, as far as it is known."""
        history = self._console.history
        found = {name: history.value(f"{view.tag}.{name}", at) for name in shown}
        return {name: value for name, value in found.items() if value is not None}

    def _foot(self) -> list[Line]:
        """Return the marks of what happened, the time axis, and what the cursor is on."""
        span, width = self._span, self._width
        moments = self._console.past.between(max(span.start, 0), span.end)
        left = " " * (MARGIN - 1)
        happened = marks(moments, span.start, span.length, span.cells)
        made = [
            line([(f"{left} {happened}", "strong")], width),
            line([(f"{left}└{axis(span.start, span.length, span.cells)}", "soft")], width),
        ]
        if self._cursor is not None:
            at = span.cell(self._cursor)
            near = [moment for moment in moments if span.cell(moment.t) == at]
            when = (f" │ {show_time(self._cursor)}  ", "chosen")
            made.append(line([when, (f" {self._happened(near)}", "")], width))
        return made

    def _happened(self, near: Sequence[Moment]) -> str:
        """Return what happened at the cursor, the latest first."""
        texts = [moment_text(self._console, moment) for moment in reversed(near[-_TOLD:])]
        more = f"(+{len(near) - _TOLD}) " if len(near) > _TOLD else ""
        return f"{more}{'; '.join(texts)}"


def _told(view: TagView, values: Mapping[str, float], shown: Sequence[str]) -> str:
    """Return values with their units: a PV bare, the others after their names."""
    span = view.high - view.low
    told = []
    for attribute in shown:
        if attribute in MARKS:
            if attribute in values:
                told.append(f"{MARKS[attribute]} {number(values[attribute], span)}")
            continue
        percent = attribute in ("OP", "POS")
        value = number(values.get(attribute), 100.0 if percent else span)
        unit = "%" if percent else unit_of(view.unit)
        told.append(f"{value} {unit}" if attribute == "PV" else f"{attribute} {value} {unit}")
    return "   ".join(told)
