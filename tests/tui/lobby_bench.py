"""What the tests of the screens around a session share."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from patience import wait_for
from rich.cells import cell_len

from simulator.session.pace import Pace
from simulator.session.speech import Speaker
from tui.console import Console
from tui.lobby import Visitor
from tui.lobby.ending import Ending
from tui.lobby.library import Library
from tui.lobby.rating import SelfRating
from tui.runner import Runner
from tui.seat import Seat
from tui.shelf import Shelf
from tui.visit import Played, Visit
from tui.waiting import Waiting

Kind = TypeVar("Kind")
SIZES = [(60, 16), (80, 24), (120, 36), (200, 60)]


def text_of(seat: Seat, width: int = 80, height: int = 24) -> str:
    """Paint a seat, check that every line is whole, and return it as text."""
    lines = seat.paint(width, height)
    assert len(lines) == height
    rows = ["".join(text for text, _ in row) for row in lines]
    assert {cell_len(row) for row in rows} == {width}
    return "\n".join(rows)


def visitor(language: str = "en", who: str = "Ann") -> Visitor:
    """Return somebody at the terminal."""
    return Visitor(who, Speaker(language))


def library(folder: Path, language: str = "en", who: str = "Ann") -> Library:
    """Return the library of a folder, everything looked up."""
    shelf = Shelf(folder)
    shelf.look()
    return Library(visitor(language, who), shelf)


def choose(seat: Library, name: str) -> None:
    """Move to a scenario by keys."""
    seat.press("home")
    for _ in range(50):
        row = seat.row
        if row is not None and row.entry is not None and row.entry.name == name:
            return
        seat.press("down")
    raise AssertionError(f"{name} is not in the list")


def sit(played: Played) -> Console:
    """Return a console as the command makes it."""
    pace = Pace(played.speed)
    pace.paused = True
    runner = Runner(played.live, pace, played.live.note_speed, watch=played.memory.history.record)
    return Console(runner, played.memory.history, "Ann", past=played.memory.past)


def after(visit: Visit, seat: Seat) -> Seat | None:
    """Go on from a seat that was left, and wait where there is something to wait for."""
    following = visit.onward(seat)
    if following is not None:
        following.begin()
    if isinstance(following, Waiting):
        waiting = following
        wait_for(lambda: (waiting.poll(), waiting.leaving)[1] != "")
        return after(visit, following)
    return following


def scored(visit: Visit, seat: Seat) -> Ending:
    """Go on from a session that was sealed to its score, without rating oneself."""
    rating = of(SelfRating, after(visit, seat))
    rating.press("escape")
    return of(Ending, after(visit, rating))


def of(kind: type[Kind], seat: Seat | None) -> Kind:
    """Say of what kind a seat is."""
    assert isinstance(seat, kind), seat
    return seat
