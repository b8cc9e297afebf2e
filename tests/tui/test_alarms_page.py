"""Alarms by key: the list and its filters, what is hidden, help and history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from trend_bench import NOW, SIZES, awake, body, come, compare, picture, press, remembering
from tui_bench import records, session_in

from simulator.language.command import (
    Acknowledge,
    ReturnToService,
    Shelve,
    TakeOutOfService,
    Unshelve,
)
from simulator.language.simtime import MINUTE, SECOND
from simulator.session.live import Live
from simulator.session.record import CommandRecord, RefusalRecord
from simulator.session.speech import PSEUDO
from tui.console import Console
from tui.pages.alarms import Alarms


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A session of oxygen-lost at its very beginning; no test lets time pass."""
    yield from session_in(tmp_path_factory.mktemp("alarms"))


@pytest.fixture
def console(still: Live) -> Console:
    """A console that looks back on ten hours, with the alarm list in sight."""
    made = remembering(still)
    made.do_alarms()
    return made


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A real session of oxygen-lost."""
    yield from session_in(tmp_path)


PICTURED = {"list": [], "hidden": ["tab"], "help": ["enter"], "history": ["h"]}

# -- pictures --------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("name", list(PICTURED))
def test_alarm_pages_look_as_kept(console: Console, name: str, width: int, height: int) -> None:
    """The list, what is not shown, the help of an alarm and the history are the kept pictures."""
    press(console, *PICTURED[name])
    compare(f"alarms-{name}-{width}x{height}", body(console, width, height))


@pytest.mark.parametrize("language", ["en", "nl", "fr", PSEUDO])
def test_alarm_pages_fit_in_every_language(still: Live, language: str) -> None:
    """Every page about alarms has lines as wide as the screen, at any size, flooded or not."""
    console = remembering(still, language)
    console.do_alarms()
    for flooded in (False, True):
        if flooded:
            for n in range(30):
                come(console.past, f"X-{n}.HI", NOW - MINUTE + n)
        for keys in ([], ["tab"], ["tab", "enter"], ["h"], ["escape", "escape"]):
            press(console, *keys)
            for width, height in ((60, 16), (80, 24), (120, 36), (200, 60)):
                lines = console.paint(width, height)
                assert {sum(cell_len(t) for t, _ in line) for line in lines} == {width}


# -- the list --------------------------------------------------------------------------------


def test_filters_limit_the_list_and_say_so(console: Console) -> None:
    """By priority, state and unit; each is named while it is on, and the keys lead back to all."""
    assert "ALARMS (3)" in picture(console)
    assert "ALARMS (1)" in press(console, "p")
    assert "only: priority 1" in picture(console)
    assert "ALARMS (2)" in press(console, "p")
    press(console, "p", "p", "p")
    assert "unacknowledged" in press(console, "v").splitlines()[1]
    assert "ALARMS (2)" in picture(console)
    press(console, "v", "v", "v")
    assert "only: BR-101" in press(console, "w")
    assert "only" not in press(console, "w")
    painted = press(console, "o").splitlines()
    times = [next(word for word in row.split() if word.count(":") == 2) for row in painted[3:6]]
    assert times == sorted(times)
    assert "first out first" in painted[1]


def test_the_chosen_alarm_stays_chosen_when_a_worse_one_comes(console: Console) -> None:
    """A key meets the alarm that was chosen, wherever it has moved in the list."""
    page = console.pages["alarms"]
    assert isinstance(page, Alarms)
    press(console, "down")
    assert page.selected() == "PIC-101.HI"
    worse = replace(console.runner.latest.alarms[0], alarm="TIC-101.HIHI", since=NOW)
    now = console.runner.latest
    console.runner.latest = replace(now, alarms=(worse, *now.alarms))
    picture(console)
    assert page.selected() == "PIC-101.HI"
    assert page.chosen == 2
    left = tuple(alarm for alarm in now.alarms if alarm.alarm != "PIC-101.HI")
    console.runner.latest = replace(now, alarms=left)
    assert page.selected() == "AIC-102.LO"
    console.runner.latest = replace(now, alarms=())
    assert page.selected() == ""
    for key in "aAfutsrUO":
        press(console, key)
    press(console, "up", "down", "enter")
    assert console.page is page


def test_all_in_sight_are_acknowledged_only_after_a_y(live: Live, tmp_path: Path) -> None:
    """A names how many, A again does nothing, y acknowledges those that were in sight."""
    console = awake(live)
    assert "acknowledge 3 alarm(s)" in press(console, "A")
    press(console, "A", "enter")
    assert all(alarm.state == "B" for alarm in live.observe().alarms if alarm.state != "H")
    assert "3 alarm(s) acknowledged" in press(console, "y")
    assert "nothing in sight" in press(console, "A")
    live.seal()
    commands = [r.command for r in records(tmp_path) if isinstance(r, CommandRecord)]
    assert {type(command) for command in commands} == {Acknowledge}
    assert len(commands) == 3


def test_shelving_takes_a_time_a_reason_and_can_be_taken_back(live: Live, tmp_path: Path) -> None:
    """The question says the longest time; what is shelved is listed with time left, who and why."""
    console = awake(live)
    press(console, "down", "down")
    page = console.pages["alarms"]
    assert isinstance(page, Alarms)
    alarm = page.selected()
    assert "at most 8 h" in press(console, "s")
    press(console, "enter", "«meter is mended")
    console.poll()
    painted = press(console, "tab")
    assert "Ann: meter is mended" in painted
    assert "30 min" in painted
    press(console, "U", "tab")
    console.poll()
    while page.selected() != alarm:
        press(console, "down")
    press(console, "O", "«maintenance", "tab")
    console.poll()
    assert "Ann: maintenance" in picture(console)
    press(console, "U")
    live.seal()
    kinds = [type(r.command) for r in records(tmp_path) if isinstance(r, CommandRecord)]
    assert kinds == [Shelve, Unshelve, TakeOutOfService, ReturnToService]


def test_no_reason_is_refused_and_the_most_important_are_never_shelved(
    live: Live, tmp_path: Path
) -> None:
    """Without a reason the session refuses; an alarm that may not be shelved says so at once."""
    console = awake(live)
    assert "AIC-102.LOLO may not be shelved" in press(console, "s")
    press(console, "down", "s", "enter", "enter")
    assert "reason" in console.message[0]
    assert "not a duration" in press(console, "s", "« or so")
    press(console, *["backspace"] * 20, "«9 d", "«because")
    assert console.message[1] == "refused"
    live.seal()
    assert [type(r) for r in records(tmp_path) if isinstance(r, CommandRecord | RefusalRecord)] == [
        RefusalRecord,
        RefusalRecord,
    ]


def test_a_click_chooses_and_a_second_one_explains(console: Console) -> None:
    """A click on a line chooses its alarm; on the chosen one it opens the help."""
    page = console.pages["alarms"]
    assert isinstance(page, Alarms)
    picture(console)
    page.click(5, 3)
    assert page.selected() == "PIC-101.HI"
    page.click(5, 0)
    page.click(5, 15)
    assert console.page is page
    page.click(5, 3)
    assert console.page.name == "alarm_help"


# -- help and history ------------------------------------------------------------------------


def test_the_time_to_respond_runs_down_from_the_annunciation(console: Console) -> None:
    """Half of a minute is left of one; later it says by how much it is over; acknowledged too."""
    painted = press(console, "enter")
    assert "AIC-102.LOLO" in painted
    assert "Time to respond: 1 min   ██████████░░░░░░░░░░ 30 s left" in painted
    now = console.runner.latest
    console.runner.latest = replace(now, now=NOW + 90 * SECOND)
    assert "over by 1 min" in picture(console)
    acknowledged = replace(now.alarms[0], state="C")
    console.runner.latest = replace(now, now=NOW + 10 * SECOND, alarms=(acknowledged,))
    assert "20 s left" in picture(console)
    console.runner.latest = replace(now, alarms=())
    assert "left" not in picture(console)


def test_every_place_to_act_is_one_key_from_help(console: Console) -> None:
    """From the help of an alarm: faceplate, unit, trend, shelving and its own history."""
    for key, name in (("f", "faceplate"), ("u", "unit"), ("t", "trends"), ("h", "alarm_history")):
        press(console, "2", "enter", key)
        assert console.page.name == name
    assert "only: AIC-102.LOLO" in picture(console)
    for key, name in (("f", "faceplate"), ("u", "unit"), ("t", "trends")):
        press(console, "2", key)
        assert console.page.name == name


def test_history_tells_who_answered_and_how_soon(console: Console) -> None:
    """A change by acknowledgement names the person and the delay; / limits to a tag."""
    painted = press(console, "h")
    row = next(text for text in painted.splitlines() if "AIC-102.LO " in text and "B→C" in text)
    assert row.endswith("Ann  1 min 30 s")
    assert "(2)" in press(console, "/", "«fic-102")
    assert "FIC-102.DEV" in press(console, "enter").splitlines()[1]
    assert "(6)" in press(console, "escape", "/", "«") or "ALARM HISTORY" in picture(console)


def test_history_scrolls_by_screens(console: Console) -> None:
    """Page down and up go by screens, and never beyond the ends."""
    for n in range(200):
        come(console.past, "X.HI", n * MINUTE)
    press(console, "h")
    for key, end in (("pagedown", console.page.count() - 1), ("pageup", 0)):
        for _ in range(80):
            console.press(key)
        assert console.page.chosen == end
        assert picture(console)
