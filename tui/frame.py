"""The frame around every page: header, message line, and the keys at the foot.

What is painted and what a click there means are worked out in one place, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from rich.cells import cell_len

from simulator.language.simtime import show_time
from simulator.language.words import say
from tui import banner, going
from tui.draw import Line, Piece, blank, line, notice, too_small, wrap
from tui.freeze import FreezeForm
from tui.guidance import Guidance
from tui.key import Key
from tui.page import Station
from tui.palette import Palette
from tui.paper import pressing

AROUND = 4
"""So many rows stand around a page: the header above; message, alarms and keys below."""
FOOT = ("help", "quit", "alarms", "pause", "faster", "next_event", "trends", "logbook", "command")
"""What the last line shows: two actions, then those of the page, then the rest that fits."""
_TITLE = 15
"""So many columns of the title stay when the count of the batch record is shown."""
_MESSAGE = 2
"""A message has at most so many rows; what is more is cut."""
_ARROWS = ("up", "down", "left", "right")


class Framed(Station, Protocol):
    """A console as its frame sees it.

    Attributes:
        badge: what this is if it is no session of its own.
        foot: actions at the foot before and after those of the page, if not the usual ones.
        palette: the open palette, if there is one.
        freeze: hides everything while it is open.
        guidance: the tour, whose box stands below the page.
    """

    badge: str
    foot: tuple[tuple[str, ...], tuple[str, ...]] | None
    palette: Palette | None
    freeze: FreezeForm
    guidance: Guidance

    def press(self, key: str) -> None:
        """Take one key."""

    def do_pause(self) -> None:
        """Stop time, or let it go on."""


def paint(console: Framed, width: int, height: int) -> list[Line]:
    """Return ``height`` lines of ``width`` cells: header, page, message, alarms, keys."""
    if too_small(width, height):
        told = console.say("This terminal is too small: at least 60 x 16")
        return notice(told, width, height)
    if console.freeze.open:
        return console.freeze.paint(width, height)
    box = console.guidance.tour.paint(width)
    box += [strip for page in console.pages.values() for strip in page.strip(width)]
    said = message(console, width)
    room = height - AROUND - len(box)
    lines = console.page.paint(width, room)[:room]
    lines += [blank(width)] * (room - len(lines))
    if console.palette is not None:
        lines = console.palette.paint(lines, width)
    above = [*lines, *box]
    return [
        header(console, width),
        *above[: len(above) + 1 - len(said)],  # a long message lies over what is lowest
        *said,
        banner.paint(console, width),
        foot(console, width),
    ]


def header(console: Framed, width: int) -> Line:
    """Return scenario, time, speed or PAUSED, procedure mode, people, and who."""
    runner, now, speak = console.runner, console.runner.latest, console.say
    if runner.finished:
        pace = f"■ {speak('ENDED')}"
    elif runner.searching:
        pace = f"▶▶ {speak('to next event')}"
    elif runner.paused:
        pace = f"‖ {speak('PAUSED')} (×{runner.speed:g})"
    else:
        pace = f"▶ ×{runner.speed:g}"
    people = f"{now.people_free}/{now.people_on_shift} {speak('people')}"
    title = say(runner.desk.brief.title, console.language)
    tail = f" │ {show_time(now.now)} │ {pace} │ {people} │ {console.who[:12]} "
    asked = sum(pressing(entry) for entry in now.record)
    told = f" │ {speak('record')} {asked}" if asked else ""
    if width - len(told) - len(tail) >= _TITLE:
        tail = told + tail
    room = max(width - len(tail), 12)
    head: Line = line([(console.badge, "chosen"), (f" {title}", "bar strong")], room, "bar")
    return line([*head, (tail, "bar strong")], width, "bar")


def message(console: Framed, width: int) -> list[Line]:
    """Return the open question, or the last message, in one row or two."""
    question = console.question
    if question is None:
        said, token = console.message
        rows = wrap(said, width - 2) or [""]
        if len(rows) > _MESSAGE:
            rows = [*rows[: _MESSAGE - 1], " ".join(rows[_MESSAGE - 1 :])]
        return [line([(" ", ""), (row, token)], width) for row in rows]
    if question.choices:
        return [line([(f" {question.label}", "chosen")], width)]
    label = f" {question.label}: "
    room = max(width - len(label) - 2, 8)
    first = max(question.at - room, 0)
    before, behind = question.text[first : question.at], question.text[question.at :]
    offers = "  ".join(offer.rpartition(" ")[2] for offer in question.offers[:40])
    pieces: list[Piece] = [(label, "strong"), (before, ""), ("█", ""), (behind, "")]
    return [line([*pieces, (f"   {offers}", "soft")], width)]


def foot_keys(console: Framed, width: int) -> Iterator[tuple[Key, str]]:
    """Yield the keys at the foot, each with its word: those of this page, and what fits."""
    others = {key.method: key for key in console.keys}
    shown = [key for key in console.page.keys if key.key not in _ARROWS]
    room = width
    first, last = console.foot or (FOOT[:2], FOOT[2:])
    for key in [*(others[n] for n in first), *shown, *(others[n] for n in last)]:
        if console.pages.get(key.method) is console.page:
            continue
        word = console.say(key.word)
        length = cell_len(key.face) + cell_len(word) + 3
        if length <= room:
            room -= length
            yield key, word


def foot(console: Framed, width: int) -> Line:
    """Return the keys of this page, and as many of the others as fit."""
    pieces: list[Piece] = []
    for key, word in foot_keys(console, width):
        pieces += [(f" {key.face}", "bar strong"), (f" {word} ", "bar")]
    return line(pieces, width, "bar")


def click(console: Framed, x: int, y: int) -> None:
    """Take a click: a key at the foot, an alarm in the banner, the header, or the page."""
    width, height = console.size
    if too_small(width, height) or not (0 <= x < width and 0 <= y < height):
        return
    if console.freeze.open:
        return
    palette = console.palette
    if palette is not None:
        console.palette = None
        if palette.click(y - 1):
            console.palette = palette
    elif y == height - 1:
        _click_foot(console, x, width)
    elif console.question is not None:
        return
    elif y == 0:
        console.do_pause()
    elif y == height - 2:
        _click_banner(console, x, width)
    elif y < height - 3:
        console.page.click(x, y - 1)


def wheel(console: Framed, up: bool, x: int, y: int) -> None:
    """Take one turn of the wheel: the palette or the page scrolls."""
    width, height = console.size
    if too_small(width, height) or console.freeze.open:
        return
    if console.palette is not None:
        console.press("up" if up else "down")
    elif 0 < y < height - 3:
        console.page.wheel(up, x, y - 1)


def _click_banner(console: Framed, x: int, width: int) -> None:
    """Explain the alarm of the banner that a click is on; beside them, show the list."""
    clicked, at = "", 0
    for text, _ in banner.paint(console, width):
        at += cell_len(text)
        if x < at:
            clicked = text
            break
    named = [alarm.alarm for alarm in console.alarms() if alarm.alarm in clicked.split()]
    if named:
        going.alarm_help(console, named[0])
    else:
        going.alarm_list(console)


def _click_foot(console: Framed, x: int, width: int) -> None:
    """Press the key at the foot that a click is on; while a question is open, none."""
    if console.question is not None:
        return
    start = 0
    for key, word in foot_keys(console, width):
        end = start + cell_len(f" {key.face} {word} ")
        if start <= x < end:
            console.press(key.key)
            return
        start = end
