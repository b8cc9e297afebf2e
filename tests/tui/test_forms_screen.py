"""Diagnosis, freeze and workload on the screen and in the line mode: what shows and what not."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_bench import go_on, keys, question, seat, text
from patience import wait_for
from rich.cells import cell_len
from tui_bench import LOST_MS, begin, records

from simulator.language.forms import Diagnose, EndFreeze, RateWorkload, Recall, SwitchOffFreezes
from simulator.language.pages import PAGES
from simulator.language.simtime import MINUTE
from simulator.session.live import Live
from simulator.session.pace import Pace
from simulator.session.record import CommandRecord
from simulator.session.speech import PSEUDO
from tui.console import Console
from tui.freeze import FreezeForm
from tui.plain.mode import play_plain
from tui.runner import Runner

FREEZE_MS = 40 * MINUTE
SIZES = ((60, 16), (80, 24), (120, 36), (250, 80))


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A session of oxygen-lost that stands at its freeze."""
    session = begin(tmp_path)
    session.advance(FREEZE_MS + MINUTE)
    assert session.now == FREEZE_MS
    yield session
    if session.stopped is None:
        session.close()


class HandClock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def asked(live: Live, language: str = "en") -> Console:
    """Return a console that has seen the freeze."""
    console = seat(live, language)
    console.poll()
    return console


def given(folder: Path) -> list[object]:
    """Return the commands of the log."""
    return [r.command for r in records(folder) if isinstance(r, CommandRecord)]


def test_nothing_of_the_plant_is_on_the_screen(live: Live) -> None:
    """No value, alarm or tag of the plant; keys, palette and clicks bring none back."""
    console = asked(live)
    tags = {tag for tag in live.observe().tags if tag not in ("AT-102", "SIC-101")}
    alarms = {one.alarm for one in live.observe().alarms}
    assert alarms
    for key in ("1", "2", "3", ":", "ctrl+p", "?", "space", "n", ".", "D", "escape", "7", "a"):
        console.press(key)
        console.click(5, 3)
        console.wheel(True, 5, 3)
        console.poll()
        shown = text(console, 200, 60)
        assert "TIME STANDS STILL" in shown
        assert not any(tag in shown for tag in tags | alarms), key
    assert live.now == FREEZE_MS


def test_the_queries_come_one_after_the_other_and_time_goes_on(live: Live, tmp_path: Path) -> None:
    """A number with a comma, a slip that is told, a choice by its digit, one left out."""
    console = asked(live)
    assert "question 1 of 4" in text(console)
    assert "is no number" in keys(console, "x", "enter") or "'x'" in text(console)
    assert "question 2 of 4" in keys(console, "backspace", "4", "0", ",", "5", "enter")
    assert "question 3 of 4" in keys(console, "tab")
    assert "From air alone" in text(console)
    assert "question 4 of 4" in keys(console, "down", "down", "up", "enter")
    shown = keys(console, "3", "8", "enter")
    assert "TIME STANDS STILL" not in shown
    assert "the questions are over" in shown
    live.close()
    found = [one for one in given(tmp_path) if isinstance(one, Recall | EndFreeze)]
    assert found == [
        Recall("overview", "oxygen", 40.5),
        Recall("overview", "carrier", "air-only"),
        Recall("overview", "later", 38.0),
        EndFreeze("overview"),
    ]


def test_when_the_time_is_up_the_session_goes_on(live: Live) -> None:
    """The clock on the wall counts down; at its end what was not answered stays so."""
    clock = HandClock()
    console = seat(live)
    console.freeze = FreezeForm(console, clock)
    console.poll()
    assert "time left 3:00" in text(console)
    clock.now += 121.0
    console.poll()
    assert "time left 0:59" in text(console)
    clock.now += 60.0
    console.poll()
    assert "Time is up" in text(console)
    assert live.observe().forms.states == {"overview": "over"}


def test_one_can_leave_in_a_freeze_and_find_it_again(live: Live, tmp_path: Path) -> None:
    """Ctrl-C asks how to leave, as everywhere; a session taken up again still asks."""
    console = asked(live)
    assert "Leave: s seal" in keys(console, "ctrl+c")
    assert "TIME STANDS STILL" in keys(console, "escape")
    keys(console, "4", "0", "enter", "ctrl+c", "l")
    assert console.leaving == "later"
    live.close()
    again = Live.resume(tmp_path / "session.log", live._by, commission=_here)
    assert "question 2 of 4" in text(asked(again))
    again.close()


def _here(*texts: object) -> object:
    from tui_bench import HERE

    return HERE(*texts)  # type: ignore[arg-type]


def test_the_runner_stands_still_and_goes_on_by_itself(live: Live) -> None:
    """At full speed no scan passes while it is asked; after the last answer time runs as before."""
    runner = Runner(live, Pace(3600.0))
    runner.start()
    try:
        wait_for(lambda: runner.latest.forms.freeze == "overview")
        runner.step()
        runner.pause(False)
        assert live.now == FREEZE_MS
        runner.submit("end freeze overview")
        wait_for(lambda: live.now > FREEZE_MS)
    finally:
        runner.stop()


@pytest.mark.parametrize("search", [True, False])
def test_it_stops_at_the_very_scan(tmp_path: Path, search: bool) -> None:
    """On the way to the next event or with time slowing at alarms, no scan is too much."""
    session = begin(tmp_path)
    session.advance(FREEZE_MS - 10_000)
    runner = Runner(session, Pace(600.0), slow_down=not search)
    runner.start()
    try:
        if search:
            runner.pause()
            runner.run_to_next_event()
        wait_for(lambda: runner.latest.forms.freeze == "overview")
        assert session.now == FREEZE_MS
    finally:
        runner.stop()
        session.close()


def test_who_wants_no_freezes_has_none(tmp_path: Path) -> None:
    """With the setting off, the log says so at its beginning and time runs through."""
    session = begin(tmp_path)
    console = seat(session)
    console.choose("freezes", False)
    console.poll()
    session.advance(FREEZE_MS + MINUTE)
    assert session.now == FREEZE_MS + MINUTE
    session.close()
    assert given(tmp_path) == [SwitchOffFreezes()]


@pytest.mark.parametrize("language", ["en", "nl", "fr", PSEUDO])
def test_every_size_and_language_fits(live: Live, language: str) -> None:
    """Each line is as wide as the screen, whatever the query."""
    console = asked(live, language)
    for key in ("", "tab", "tab", "tab"):
        if key:
            console.press(key)
        for width, height in SIZES:
            lines = text(console, width, height).splitlines()
            assert len(lines) == height
            assert {cell_len(line) for line in lines} == {width}


def test_the_diagnosis_is_filled_in_changed_and_logged(tmp_path: Path) -> None:
    """Nothing before the first sign; then a choice each, of which the last stands."""
    session = begin(tmp_path)
    console = seat(session)
    assert "Nothing is asked yet" in keys(console, "D")
    go_on(console, LOST_MS + 2 * MINUTE)
    assert "0 of 4 answered" in keys(console, "D")
    assert "[x] The DO probe" in keys(console, "enter")
    assert "1 of 4 answered" in keys(console, "enter", "down", "down", "enter")
    shown = text(console)
    assert "[x] Oxygen bank 1 is empty" in shown
    assert shown.count("[x]") == 1
    row = next(n for n, line in enumerate(shown.splitlines()) if "The oxygen supply" in line)
    console.click(5, row)
    console.click(5, row)
    assert "[x] The oxygen supply" in text(console)
    for _ in range(30):
        console.press("down")
    assert "Wait for maintenance" in text(console, 80, 16)
    session.close()
    assert given(tmp_path) == [
        Diagnose("cause", "probe"),
        Diagnose("cause", "bank-empty"),
        Diagnose("equipment", "supply"),
    ]


def test_forms_are_offered_once_before_the_end(live: Live, tmp_path: Path) -> None:
    """Diagnosis, then workload, then the question how to leave; nobody has to fill them in."""
    console = asked(live)
    keys(console, "tab", "tab", "tab", "tab")
    assert "DIAGNOSIS" in keys(console, "q", "s")
    assert "WORKLOAD" in keys(console, "x")
    assert "every scale" in keys(console, *["down"] * 6, "enter")
    for _ in range(6):
        keys(console, "right", "right", "enter")
    assert "handed in" in keys(console, "enter")
    keys(console, "x")
    assert question(console).startswith("Leave")
    keys(console, "s")
    assert console.leaving == "seal"
    live.close()
    assert RateWorkload(55, 55, 55, 55, 55, 55) in given(tmp_path)


def test_who_leaves_at_once_is_not_asked(tmp_path: Path) -> None:
    """A session that has hardly begun ends without a form."""
    session = begin(tmp_path)
    console = seat(session)
    go_on(console, MINUTE)
    keys(console, "q", "s")
    assert console.leaving == "seal"
    session.close()


def test_a_scale_stays_within_its_ends(live: Live) -> None:
    """However often the arrows are pressed, a number stays from 0 to 100."""
    console = asked(live)
    keys(console, "tab", "tab", "tab", "tab")
    console.go(console.pages["workload"])
    assert " 0" in keys(console, *["left"] * 30)
    assert "100" in keys(console, *["right"] * 50)
    console.click(5, 4)
    assert " 50" in keys(console, "right")


def test_random_keys_break_nothing(live: Live) -> None:
    """Two thousand keys in a freeze and on both forms, and each screen is well formed."""
    dice = random.Random(11)
    console = asked(live)
    names = ["up", "down", "left", "right", "enter", "tab", "escape", "backspace", "space", "x"]
    for _ in range(2000):
        key = dice.choice([*names, *"0123456789,.-DqeEa", "ctrl+c"])
        console.press(key)
        if dice.random() < 0.1:
            console.paste("4\x1b[2J0 %\n")
            console.click(dice.randrange(80), dice.randrange(24))
            console.go(console.pages[dice.choice(["diagnosis", "workload"])])
        console.leaving = ""
        lines = text(console).splitlines()
        assert len(lines) == 24
        assert {cell_len(line) for line in lines} == {80}


def test_pages_have_the_names_that_scenario_files_use(live: Live) -> None:
    """The names that a rubric may write are those of the terminal."""
    assert set(PAGES) == set(seat(live).pages)


def plain(live: Live, lines: str) -> str:
    """Return what the line mode says to lines from a pipe."""
    output = io.StringIO()
    play_plain(Runner(live, Pace(1.0)), live, live.names, "en", io.StringIO(lines), output)
    return output.getvalue()


def test_the_line_mode_asks_the_same(tmp_path: Path) -> None:
    """Instruments stay hidden until all is answered; time does not pass meanwhile."""
    session = begin(tmp_path)
    said = plain(
        session,
        "wait 25 min\ndiagnosis\ndiagnose cause = bank-empty\nwait 1 h\nshow\nwait 1 min\nalarms\n"
        "story\nquestions\nrecall overview.oxygen = 3,5\nrecall overview.agitation = 80\n"
        "recall overview.carrier = air-only\nrecall overview.later = 2\nshow AT-102\nquit\n",
    )
    before, _, after = said.partition("Time stands still and the instruments are hidden")
    assert "bank-empty: Oxygen bank 1 is empty" in before
    hidden, _, open_again = after.partition("4 of 4 answered")
    assert hidden.count("the instruments are hidden. Try:") == 4
    assert "quality GOOD" not in hidden
    assert "AT-102 DO probe A" in open_again
    assert "sealed at 00:40:00" in open_again
    assert Recall("overview", "oxygen", 3.5) in given(tmp_path)
