"""The alarm banner: the most pressing unacknowledged alarms, in sight on every page."""

from __future__ import annotations

from simulator.language.observation import AlarmView
from simulator.session.meanings import UNACKNOWLEDGED
from tui.alarm.flood import flood
from tui.alarm.mark import mark_of, mark_token
from tui.draw import Line, Piece, line, number, unit_of
from tui.page import Station


def paint(console: Station, width: int) -> Line:
    """Return flood, counts, and the unacknowledged alarms: shape, digit, tag, value and unit."""
    speak = console.say
    alarms = console.alarms()
    new = [alarm for alarm in alarms if alarm.state in UNACKNOWLEDGED]
    shelved = sum(alarm.state == "G" for alarm in alarms)
    standing = sum(alarm.state in "CF" for alarm in alarms)
    pieces: list[Piece] = []
    flooded = flood(console.past, console.runner.latest.now)
    if flooded is not None:
        told = speak("FLOOD: {n} in 10 min", n=flooded.recent)
        first = speak("first: {alarm}", alarm=flooded.first.alarm)
        pieces += [(f" {told} ", "chosen"), (f" {first} │", "bar strong")]
    counts = [speak("{n} unacknowledged", n=len(new))] if new else []
    if not new and standing:
        counts.append(speak("{n} acknowledged", n=standing))
    if shelved:
        counts.append(speak("{n} shelved", n=shelved))
    token = "bar strong" if new else "bar"
    pieces.append((f" {', '.join(counts) or speak('no alarms')} ", token))
    for alarm in new:
        pieces += alarm_pieces(console, alarm)
        pieces.append((" ", "bar"))
    return line(pieces, width, "bar")


def alarm_pieces(console: Station, alarm: AlarmView) -> list[Piece]:
    """Return an unacknowledged alarm as a block; if marks blink, only its mark does."""
    view = console.runner.latest.tags.get(alarm.alarm.rpartition(".")[0])
    span = view.high - view.low if view is not None else 100.0
    token = f"new {alarm.priority}"
    return [
        (f" {mark_of(alarm.priority)}", mark_token(alarm, console.lit, token, "bar strong")),
        (f" {alarm.alarm} {number(alarm.value, span)} {unit_of(alarm.unit)} ", token),
    ]
