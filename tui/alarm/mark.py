"""The mark of an alarm: a shape and a digit for its priority, in the style of its state."""

from __future__ import annotations

from simulator.language.observation import AlarmView
from simulator.session.meanings import CALLING, UNACKNOWLEDGED
from tui.draw import Piece

SHAPES = {1: "◆", 2: "▲", 3: "●", 4: "○"}
"""The shape of each alarm priority; the digit always stands beside it."""


def shape_of(priority: int) -> str:
    """Return the shape of a priority, such as ▲."""
    return SHAPES.get(priority, "○")


def mark_of(priority: int) -> str:
    """Return shape and digit of a priority, such as ▲2."""
    return f"{shape_of(priority)}{priority}"


def alarm_token(alarm: AlarmView) -> str:
    """Return the style of an alarm: a block of colour while unacknowledged, then a line."""
    if alarm.state in UNACKNOWLEDGED:
        return f"new {alarm.priority}"
    return f"old {alarm.priority}" if alarm.state in "CF" else "soft"


def alarm_mark(alarm: AlarmView) -> Piece:
    """Return shape and digit of an alarm in its style."""
    return mark_of(alarm.priority), alarm_token(alarm)


def mark_token(alarm: AlarmView, marks_lit: bool, lit: str, dark: str) -> str:
    """Return the style of an alarm's mark: dark while it calls and marks that blink are not lit."""
    return dark if alarm.state in CALLING and not marks_lit else lit
