"""The timeline at the foot of every page of a recording: what happened, and where we are.

It is painted from the console; a click on it finds its moment.
"""

from __future__ import annotations

from simulator.language.simtime import show_time
from tui.draw import Line, Piece, line
from tui.replay.station import ReplayStation
from tui.replay.ticks import Row, Tick, drawn
from tui.trend.axis import axis

MARGIN = 1
"""Cells left and right of the line."""
ZOOMS = (1, 10, 100)
"""The line shows the whole session, a tenth or a hundredth of it."""
LOW = 22
"""In a terminal of fewer rows, the two lines of signs become one."""
_ROWS: dict[bool, tuple[Row | None, ...]] = {False: ("plant", "people"), True: (None,)}


class Strip:
    """The timeline of one console."""

    def __init__(self, console: ReplayStation) -> None:
        self._console = console
        self.zoom = 0
        """Which of the zooms is chosen."""
        self._cells = 1
        self._kept: tuple[object, list[Line]] = ((), [])
        self._judged: list[Tick] = []

    @property
    def window(self) -> tuple[int, int]:
        """The first moment on the line and how much time it shows, ms; the playhead is in it."""
        end = max(self._console.player.recording.end, 1)
        span = max(end // ZOOMS[self.zoom], 1)
        now = self._console.runner.latest.now
        # In steps of half a window, so that it stands still while the playhead goes on.
        half = max(span // 2, 1)
        start = min(max((now // half) * half - half // 2, 0), end - span)
        return (0 if self.zoom == 0 else start), span

    def rows(self, height: int) -> int:
        """Return how many lines it takes in a terminal of this height."""
        return 2 + len(_ROWS[height < LOW])

    def moment(self, x: int) -> int:
        """Return the moment (ms) under a cell of the line."""
        start, span = self.window
        cell = min(max(x - MARGIN, 0), self._cells - 1)
        return start + (2 * cell + 1) * span // (2 * self._cells)

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the signs, the axis with the playhead, and what is known so far."""
        self._cells = max(width - 2 * MARGIN, 1)
        start, span = self.window
        rows = _ROWS[height < LOW]
        key = (start, span, width, rows, self._console.ticks.version, self._console.truth)
        if self._kept[0] != key:
            shown = [
                tick
                for tick in self._console.ticks.between(start, start + span + 1)
                if self._console.truth or not tick.truth
            ]
            self._kept = key, [self._signs(shown, row, width) for row in rows]
            self._judged = [tick for tick in shown if tick.row == "judge"]
        return [*self._kept[1], self._axis(width), self._known(width)]

    def _signs(self, ticks: list[Tick], row: Row | None, width: int) -> Line:
        """Return a line of signs; beside an alarm's shape stands its digit where there is room."""
        start, span = self.window
        cells = drawn(ticks, row, start, span, self._cells)
        pieces: list[Piece] = [(" " * MARGIN, "")]
        digit = ""
        for tick in cells:
            if tick is None:
                pieces.append((digit or " ", "strong" if digit else ""))
                digit = ""
                continue
            alarm = tick.kind == "alarm"
            strong = alarm or tick.kind in ("lost", "refusal", "interlock", "remark", "fault")
            pieces.append((tick.sign, "strong" if strong else ""))
            digit = str(tick.priority) if alarm else ""
        return line(pieces, width)

    def _axis(self, width: int) -> Line:
        """Return the axis: what is past is thick; lost points, remarks and the playhead on it."""
        start, span = self.window
        ground = axis(start, span, self._cells)
        at = (self._console.runner.latest.now - start) * self._cells // span
        at = min(max(at, 0), self._cells - 1)
        signs: dict[int, str] = {}
        for cell, tick in enumerate(drawn(self._judged, "judge", start, span, self._cells)):
            if tick is not None:
                free = (n for n in range(cell, self._cells) if ground[n] == "─" and n not in signs)
                signs[next(free, cell)] = tick.sign
        pieces: list[Piece] = [(" " * MARGIN, "")]
        for cell in range(self._cells):
            if cell == at:
                pieces.append(("█", "strong"))
            elif cell in signs:
                pieces.append((signs[cell], "strong"))
            elif cell < at:
                pieces.append((ground[cell].replace("─", "━"), ""))
            else:
                pieces.append((ground[cell], "soft"))
        return line(pieces, width)

    def _known(self, width: int) -> Line:
        """Return the time, whether the log holds, the score, the truth, the expert; then keys."""
        console = self._console
        say = console.say
        pieces: list[Piece] = [
            (f" {show_time(console.player.recording.end)} ", "bar"),
            (f"│ {console.checked()} ", "bar strong"),
        ]
        if console.player.goal is not None:
            pieces.insert(0, (f" → {show_time(console.player.goal)} ", "chosen"))
        if console.background.score is not None:
            pieces.append((f"│ {say('score')} {console.background.score.percent:g} % ", "bar"))
        behind = console.background
        part = behind.expert_part if behind.expert_problem is None else None
        if part is not None and behind.expert is None:
            pieces.append((f"│ {say('expert')} {100 * part:.0f} % ", "bar"))
        if console.truth:
            faults = "; ".join(say.retell(fault) for fault in console.active_faults())
            pieces.append((f" {say('truth')} ", "chosen"))
            pieces.append((f" {faults or say('no fault')} ", "bar strong" if faults else "bar"))
        if not console.timeline:
            pieces.append((f"│ {say('the page has the keys; K gives them back')}", "bar strong"))
        return line(pieces, width, "bar")
