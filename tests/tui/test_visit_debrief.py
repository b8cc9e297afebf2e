"""From the end of a session into its debrief, and on from there."""

from __future__ import annotations

from pathlib import Path

from lobby_bench import after, choose, of, scored, sit, text_of, visitor

from simulator.review.marks import sheets_of
from tui.console import Console
from tui.lobby.debrief import Debriefing
from tui.lobby.start import Start
from tui.visit import Visit


def test_a_debrief_of_a_session_that_was_left_at_once(tmp_path: Path) -> None:
    """There is one; it leads back to the end, takes a rating, and plays another seed."""
    visit = Visit(visitor(), sit, tmp_path)
    seat = visit.library()
    seat.shelf.look()
    choose(seat, "oxygen-lost")
    seat.press("enter")
    start = of(Start, after(visit, seat))
    start.press("enter")
    console = of(Console, after(visit, start))
    console.press("q")
    console.press("s")
    ending = scored(visit, console)
    ending.press("d")
    looking = of(Debriefing, after(visit, ending))
    for key in ("enter", "w", "escape"):
        looking.press(key)
    assert looking.question is None
    assert not looking.leaving
    looking.press("right")
    looking.press("1")
    for part in range(looking.parts):
        looking.part = part
        text_of(looking)
    assert sheets_of(ending.ended.path)[0][0].ratings
    looking.press("b")
    assert after(visit, looking) is ending
    ending.press("d")
    looking = of(Debriefing, after(visit, ending))
    looking.press("n")
    console = of(Console, after(visit, looking))
    assert console.runner.desk.brief.name == "oxygen-lost"
    visit.close()
