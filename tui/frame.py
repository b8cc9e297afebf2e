"""The frame around every page: header, message line, and the keys at the foot.

What is painted and what a click there means are worked out in one place, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.language.simtime import show_time
from simulator.language.words import say
from tui import banner
from tui.draw import Line, Piece, blank, line
from tui.page import Key

if TYPE_CHECKING:
    from tui.console import Console

SMALLEST = (60, 16)
"""Columns and rows that the terminal must have at least."""
AROUND = 4
"""So many rows stand around a page: the header above; message, alarms and keys below."""
FOOT = ("?", "q", "2", "space", "+", "n", "3", "6", ":")
"""The keys the last line shows: two first, then those of the page, then the rest that fits."""


def paint(console: Console, width: int, height: int) -> list[Line]:
    """Return ``height`` lines of ``width`` cells: header, page, message, alarms, keys."""
    if too_small(width, height):
        told = console.say("This terminal is too small: at least 60 x 16")
        return [line([(told, "strong")], width), *[blank(width)] * (height - 1)][:height]
    room = height - AROUND
    lines = console.page.paint(width, room)[:room]
    lines += [blank(width)] * (room - len(lines))
    return [
        header(console, width),
        *lines,
        message(console, width),
        banner.paint(console, width),
        foot(console, width),
    ]


def too_small(width: int, height: int) -> bool:
    """Say whether a terminal of this size has no room for a page."""
    return width < SMALLEST[0] or height < SMALLEST[1]


def header(console: Console, width: int) -> Line:
    """Return scenario, time, speed or PAUSED, procedure mode, people, and who."""
    runner, now, speak = console.runner, console.runner.latest, console.say
    if runner.finished:
        going = f"■ {speak('ENDED')}"
    elif runner.searching:
        going = f"▶▶ {speak('to next event')}"
    elif runner.paused:
        going = f"‖ {speak('PAUSED')} (×{runner.speed:g})"
    else:
        going = f"▶ ×{runner.speed:g}"
    people = f"{now.people_free}/{now.people_on_shift} {speak('people')}"
    title = say(runner.desk.brief.title, console.language)
    tail = f" │ {show_time(now.now)} │ {going} │ {people} │ {console.who[:12]} "
    room = max(width - len(tail), 12)
    head: Line = line([(f" {title}", "bar strong")], room, "bar")
    return line([*head, (tail, "bar strong")], width, "bar")


def message(console: Console, width: int) -> Line:
    """Return the open question, or the last message."""
    question = console.question
    if question is None:
        return line([(" ", ""), console.message], width)
    if question.choices:
        return line([(f" {question.label}", "chosen")], width)
    label = f" {question.label}: "
    room = max(width - len(label) - 2, 8)
    return line([(label, "strong"), (question.text[-room:], ""), ("█", "")], width)


def foot_keys(console: Console, width: int) -> Iterator[tuple[Key, str]]:
    """Yield the keys at the foot, each with its word: those of this page, and what fits."""
    others = {key.key: key for key in console.keys}
    shown = [key for key in console.page.KEYS if key.key not in ("up", "down")]
    room = width
    first, last = FOOT[:2], FOOT[2:]
    for key in [*(others[n] for n in first), *shown, *(others[n] for n in last)]:
        if console.pages.get(key.method) is console.page:
            continue
        word = console.say(key.word)
        length = len(key.face) + len(word) + 3
        if length <= room:
            room -= length
            yield key, word


def foot(console: Console, width: int) -> Line:
    """Return the keys of this page, and as many of the others as fit."""
    pieces: list[Piece] = []
    for key, word in foot_keys(console, width):
        pieces += [(f" {key.face}", "bar strong"), (f" {word} ", "bar")]
    return line(pieces, width, "bar")
