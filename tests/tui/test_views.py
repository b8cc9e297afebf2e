"""Which pages were in sight is noted in the log of a live session, once each."""

from __future__ import annotations

from pathlib import Path

from desk_bench import keys, seat
from tui_bench import begin, records

from simulator.session.record import View
from simulator.session.replay import Recording
from simulator.session.verify import verify
from tui.views import ViewDesk


def test_pages_are_noted_once_each_with_what_they_are_about(tmp_path: Path) -> None:
    """Looking again and again adds nothing; another tag on the same page does; the log holds."""
    live = begin(tmp_path)
    console = seat(live)
    for _ in range(3):
        console.poll()
    keys(console, "1")
    for tag in ("TIC-101", "AIC-102"):
        keys(console, ":")
        keys(console, f"=show {tag}", "enter")
        console.poll()
    keys(console, "3")
    live.close()
    views = [(r.page, r.subject) for r in records(tmp_path) if isinstance(r, View)]
    assert views[:4] == [
        ("briefing", ""),
        ("overview", ""),
        ("faceplate", "TIC-101"),
        ("faceplate", "AIC-102"),
    ]
    assert views[4][0] == "trends"
    assert len(views) == 5
    assert verify(tmp_path / "session.log").ok


def test_a_session_that_is_over_notes_nothing(tmp_path: Path) -> None:
    """After the seal pages can still be read, and nothing is asked of the log."""
    live = begin(tmp_path)
    console = seat(live)
    live.seal()
    keys(console, "1")
    assert not any(isinstance(r, View) for r in records(tmp_path))
    assert console.message[1] != "refused"


def test_a_recording_keeps_no_views(tmp_path: Path) -> None:
    """Who looks at a recording leaves no trace in it."""
    live = begin(tmp_path)
    live.advance(10_000)
    live.close()
    assert isinstance(live, ViewDesk)
    assert not isinstance(Recording.open(tmp_path / "session.log"), ViewDesk)
