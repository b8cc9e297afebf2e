"""The alarm banner: the most pressing unacknowledged alarms, in sight on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.draw import SHAPES, Line, Piece, line, number, unit_of

if TYPE_CHECKING:
    from tui.console import Console


def paint(console: Console, width: int) -> Line:
    """Return the most pressing unacknowledged alarms: shape, digit, tag, value."""
    new = [alarm for alarm in console.alarms() if alarm.state in "BDE"]
    if not new:
        standing = sum(alarm.state in "CF" for alarm in console.runner.latest.alarms)
        quiet = console.say("no alarms") if not standing else f"C {standing}"
        return line([(f" {quiet}", "bar")], width, "bar")
    pieces: list[Piece] = [(f" {len(new)} {console.say('unacknowledged')} ", "bar strong")]
    for alarm in new:
        shown = f"{number(alarm.value, 100.0)} {unit_of(alarm.unit)}"
        mark = f"{SHAPES.get(alarm.priority, '○')}{alarm.priority}"
        text = f" {mark} {alarm.alarm} {shown} "
        pieces += [(text, f"new {alarm.priority}"), (" ", "bar")]
    return line(pieces, width, "bar")
