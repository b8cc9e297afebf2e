"""The lines of the alarm list: an alarm with its values, or one that is hidden and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.language.observation import AlarmView
from simulator.language.simtime import MINUTE, show_duration, show_time
from tui.alarm.mark import alarm_token, mark_of, mark_token
from tui.draw import Piece, fit, number, unit_of
from tui.page import Station

if TYPE_CHECKING:
    from simulator.session.speech import Speaker


def row_heads(speak: Speaker, hidden: bool) -> str:
    """Return the headings over the list."""
    start = f"{'':11}{fit(speak('tag'), 15)}"
    if hidden:
        return f"{start}{fit(speak('time left'), 13, right=True)}  {speak('who and why')}"
    return (
        f"{start}{fit(speak('value'), 8, right=True)}{fit(speak('limit'), 8, right=True)}"
        f" {fit('', 6)}{fit(speak('since'), 13, right=True)}  {speak('name')}"
    )


def row_start(console: Station, alarm: AlarmView, n: int, chosen: bool) -> list[Piece]:
    """Return number, state, mark and tag of an alarm."""
    token = alarm_token(alarm)
    mark = mark_token(alarm, console.lit, token, f"old {alarm.priority}")
    return [
        (f"{n:>3} ", "soft"),
        (f" {alarm.state} ", "chosen" if chosen else "strong"),
        (f" {mark_of(alarm.priority)} ", mark),
        (fit(alarm.alarm, 15), "chosen" if chosen else "strong"),
    ]


def shown_row(console: Station, alarm: AlarmView, first: bool, owner: str) -> list[Piece]:
    """Return value, limit, since and name; whether it was the first out, and its unit if given."""
    view = console.runner.latest.tags.get(alarm.alarm.rpartition(".")[0])
    span = view.high - view.low if view else 100.0
    text = (
        f"{number(alarm.value, span):>8}{number(alarm.limit, span):>8}"
        f" {fit(unit_of(alarm.unit), 6)}{show_time(came(console, alarm)):>13}  "
    )
    pieces: list[Piece] = [(text, "")]
    if first:
        pieces.append((f"{console.say('FIRST OUT')} ", "strong"))
    name = console.say.retell(view.name) if view else ""
    pieces.append((f"{owner} {name}".strip(), ""))
    return pieces


def came(console: Station, alarm: AlarmView) -> int:
    """Return when an alarm was announced; before that is known, since when it is as it is."""
    spell = console.past.standing(alarm.alarm)
    return spell.at if spell is not None else alarm.since


def hidden_row(console: Station, alarm: AlarmView) -> list[Piece]:
    """Return how long an alarm is still hidden, by whom and why."""
    left = ""
    if alarm.shelved_until is not None:
        rest = max(alarm.shelved_until - console.runner.latest.now, 0)
        left = show_duration(-(-rest // MINUTE) * MINUTE)
    deed = console.past.hidden.get(alarm.alarm)
    if alarm.state == "H":
        why = console.say("suppressed by design")
    else:
        why = f"{deed.who}: {deed.reason}" if deed is not None else ""
    return [(f"{left:>13}  ", "strong"), (why, "")]
