"""The parts of a faceplate: bars, modes, outputs, limits, alarms, interlock, tuning."""

from __future__ import annotations

import math

from rich.cells import cell_len

from simulator.language.command import LoopMode
from simulator.language.observation import TagView
from simulator.language.simtime import show_time
from simulator.language.text import N_
from simulator.session.process_cell import LoopCard
from tui.alarm.mark import alarm_mark, alarm_token
from tui.draw import Gauge, Line, Piece, fit, line, number, unit_of
from tui.mimics.scene import Scene, brief_number, gauge_of

_MODES: tuple[LoopMode, ...] = ("MAN", "AUTO", "CAS")
LABELS = (N_("PV"), N_("SP"), N_("OP"), N_("POS"))
"""What stands before a value; in the plain register there are easier words for it."""
MOST_ALARMS = 4
LOST = 50.0
"""A utility that supplies less than this (%) stands out."""


def values(scene: Scene, view: TagView, width: int) -> list[Line]:
    """Return a row with a bar each for PV, SP, OP and the position."""
    span = view.high - view.low
    unit = unit_of(view.unit)
    say = scene.console.say
    labels = {word: say(word) for word in LABELS}
    room = max(map(cell_len, labels.values()))
    bar = max(min(width - 21 - room, 76), 8)
    lines: list[Line] = []
    gauge = gauge_of(scene.console, view)
    if view.pv is not None:
        token = "refused" if view.quality != "GOOD" else "strong"
        shown = brief_number(view.pv, span, 10)
        drawn = gauge.bar(bar, view.pv, view.sp)
        lines.append(_row(fit(labels["PV"], room), f"{shown} {fit(unit, 7)}", drawn, token, width))
    true = scene.console.true_value(view.tag)
    if true is not None:
        shown = brief_number(true, span, 10)
        told = f"{shown} {fit(unit, 7)}"
        lines.append(_row(fit("=", room), told, gauge.bar(bar, true, view.sp), "chosen", width))
    if view.sp is not None:
        shown = f"{view.sp:>10.6g}"
        wanted = Gauge(gauge.low, gauge.high).bar(bar, None, view.sp)
        told = f"{shown} {fit(unit, 7)}"
        lines.append(_row(fit(labels["SP"], room), told, wanted, "strong", width))
    for word, value in (("OP", view.op), ("POS", view.position)):
        if value is not None:
            told = f"{brief_number(value, 100.0, 10)} {fit('%', 7)}"
            lines.append(_row(fit(labels[word], room), told, _filled(value, bar), "strong", width))
    return lines


def _row(word: str, shown: str, bar: str, token: str, width: int) -> Line:
    return line([(f" {word}{shown} ", token), (bar, "pen")], width)


def _filled(value: float, width: int) -> str:
    """Return a bar that is full at 100 %."""
    share = value / 100.0 if math.isfinite(value) else 0.0
    filled = max(0, min(round(share * (width - 2)), width - 2))
    return "▕" + "█" * filled + "·" * (width - 2 - filled) + "▏"


def modes(scene: Scene, view: TagView) -> tuple[list[Piece], list[tuple[int, int, LoopMode]]]:
    """Return the modes, the present one highlighted, and the columns of each."""
    loop = scene.cell.loop(view.tag)
    pieces: list[Piece] = [(f" {scene.console.say('mode')}  ", "")]
    places: list[tuple[int, int, LoopMode]] = []
    at = cell_len(pieces[0][0])
    for mode in _MODES:
        if mode == "CAS" and (loop is None or not loop.cascade):
            continue
        text = f" {scene.console.say(mode)} "
        pieces += [(text, "chosen" if mode == view.mode else "soft"), (" ", "")]
        places.append((at, at + len(text), mode))
        at += cell_len(text) + 1
    masters = scene.cell.masters(view.tag)
    if view.mode == "CAS" and masters:
        pieces.append((f"  SP ← {masters[0].tag}", ""))
    return pieces, places


def outputs(scene: Scene, view: TagView, width: int) -> list[Line]:
    """Return where the output goes, with what is there now; what moves a valve, what it needs."""
    say = scene.console.say
    loop = scene.cell.loop(view.tag)
    if loop is not None:
        targets = [scene.view(out.target) for out in loop.outputs]
        return _rows(" OP → ", [_target(found) for found in targets if found is not None], width)
    parts: list[list[Piece]] = []
    movers = scene.cell.masters(view.tag)
    if movers:
        owner = ", ".join(card.tag for card in movers)
        parts.append([(f"{say('moved by {owner}', owner=owner)}   ", "")])
    supply = next((card.supply for card in scene.cell.actuators if card.tag == view.tag), "")
    for found in scene.now.utilities:
        if found.utility == supply:
            named = {card.tag: card.name for card in scene.cell.utilities}
            name = say.words(named[supply]) if supply in named else supply
            shown = f"{say('supply')} {name} {number(found.supply, 1000.0)} %"
            parts.append([(shown, "refused" if found.supply < LOST else "")])
    return _rows(" ", parts, width) if parts else []


def _rows(head: str, parts: list[list[Piece]], width: int) -> list[Line]:
    """Return parts in as many rows as they take, each part whole."""
    rows: list[list[Piece]] = [[(head, "soft")]]
    for part in parts:
        taken = sum(cell_len(text) for text, _ in [*rows[-1], *part])
        if taken > width and len(rows[-1]) > 1:
            rows.append([(" " * cell_len(head), "")])
        rows[-1] += part
    return [line(row, width) for row in rows]


def _target(view: TagView) -> list[Piece]:
    """Return a valve with its position, or a slave with its set-point and mode."""
    if view.mode is None:
        return [(f"{view.tag} {number(view.position, 100.0)} %   ", "")]
    following = view.mode == "CAS"
    span = view.high - view.low
    text = f"{view.tag} SP {number(view.sp, span)} {unit_of(view.unit)} "
    return [(text, ""), (f"{view.mode}   ", "" if following else "refused")]


def quality(scene: Scene, view: TagView, width: int) -> Line:
    """Return quality and range of the instrument."""
    say = scene.console.say
    span = view.high - view.low
    pieces: list[Piece] = []
    if view.pv is not None:
        good = view.quality == "GOOD"
        mark = "" if good else "? "
        pieces.append((f" {mark}{say('quality')} {view.quality}", "" if good else "refused"))
        card = scene.cell.instrument(view.tag)
        if card is not None and card.tag != view.tag:
            pieces.append((f"   {card.tag}", ""))
    shown = f"{number(view.low, span)} … {number(view.high, span)} {unit_of(view.unit)}"
    pieces.append((f"   {say('range')} {shown}", "soft"))
    return line(pieces, width)


def limits(scene: Scene, view: TagView, width: int) -> list[Line]:
    """Return the alarm limits of the tag, low to high, each whole."""
    say = scene.console.say
    known = {"LOLO": 0, "LO": 1, "HI": 2, "HIHI": 3, "DEV": 4}
    found = [
        (known[helped.kind], f"{helped.kind} {helped.limit:g}")
        for tag, helped in scene.console.runner.desk.brief.alarms.items()
        if tag.rpartition(".")[0] == view.tag and helped.kind in known
    ]
    unit = unit_of(view.unit)
    parts: list[list[Piece]] = [[(f"{shown} {unit}   ", "")] for _, shown in sorted(found)]
    return _rows(f" {say('Alarm limits')}{say.colon}", parts or [[(say("none"), "")]], width)


def interlock(scene: Scene, view: TagView, width: int) -> list[Line]:
    """Return why an interlock forces this tag or all its outputs, with the interlock's words."""
    say = scene.console.say
    name = view.forced_by or scene.forced(view.tag)
    lines: list[Line] = []
    for lock in scene.now.interlocks:
        if lock.interlock == name:
            told = say("forced by {name}: {text}", name=name, text=say.retell(lock.text))
            lines.append(line([(f" ! {told}", "refused")], width))
    if name and not lines:
        lines.append(line([(f" ! {say('forced by')} {name}", "refused")], width))
    return lines


def alarms(scene: Scene, view: TagView, width: int) -> list[Line]:
    """Return the alarms of the tag that are not normal, the most pressing first."""
    card = scene.cell.instrument(view.tag)
    own = {view.tag, card.tag if card is not None else view.tag}
    found = [a for a in scene.console.alarms() if a.alarm.rpartition(".")[0] in own]
    lines = []
    for alarm in found[:MOST_ALARMS]:
        text, token = alarm_mark(alarm)
        since = f"  {scene.console.say('since')} {show_time(alarm.since)}"
        limit = f"  {scene.console.say('limit')} {alarm.limit:g} {unit_of(alarm.unit)}".rstrip()
        named = f" {alarm.alarm} {alarm.state} "
        pieces = [(" ", ""), (text, token), (named, alarm_token(alarm)), (since + limit, "")]
        lines.append(line(pieces, width))
    return lines


def tuning(scene: Scene, view: TagView, width: int) -> list[Line]:
    """Return gain, integral and derivative time of a loop."""
    if view.tuning is None:
        return []
    gain, integral, derivative = view.tuning
    say = scene.console.say
    text = f" {say('tuning')}{say.colon}K {gain:g} %/{unit_of(view.unit) or 'PV'}"
    text += f"   Ti {integral:g} s   Td {derivative:g} s"
    return [line([(text, "soft")], width)]


def links(loop: LoopCard) -> list[str]:
    """Return the outputs of a loop with the spans of its split range."""
    return [
        f"OP {out.in_low:g} … {out.in_high:g} % → {out.target} {out.out_low:g} … {out.out_high:g}"
        for out in loop.outputs
    ]
