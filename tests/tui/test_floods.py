"""Figures of alarms, floods, the horn, blinking, and what a resumed session knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trend_bench import NOW, awake, come, picture, press, remembering
from tui_bench import HERE, LOST_MS, begin, session_in

from simulator.language.command import (
    Acknowledge,
    Shelve,
)
from simulator.language.event import AlarmChanged
from simulator.language.simtime import DAY, HOUR, MINUTE, SECOND
from simulator.session.live import Live, Signature
from simulator.session.pace import Pace
from tui.alarm.figures import chatters, figures
from tui.alarm.flood import flood
from tui.alarm.horn import BEATS_APART, Horn
from tui.app import Terminal
from tui.console import Console
from tui.memory import Memory
from tui.past import Past
from tui.runner import Runner


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


def test_figures_are_those_of_the_standard() -> None:
    """Rate, peak, flooded time, the most frequent and the standing alarms, in closed cases."""
    past = Past()
    for n in range(12):
        come(past, f"A-{n % 3}.HI", n * 40 * SECOND)
    come(past, "B.HI", 60 * MINUTE)
    past.hear([AlarmChanged(61 * MINUTE, "C.LO", "A", "B", 1, 0.0, 0)])
    found = figures(past.spells, 100 * MINUTE)
    assert (found.count, found.peak) == (14, 12)
    assert found.rate == pytest.approx(1.4)
    assert found.flooded == pytest.approx(0.1)
    assert found.frequent[0] == ("A-0.HI", 4)
    assert found.chattering == found.standing == ()
    assert figures(past.spells, 3 * DAY).standing == ("C.LO",)
    assert figures([], 0).slowest_ms is None


@pytest.mark.parametrize(
    ("seconds", "found"),
    [([0, 30, 59], True), ([0, 30, 60], False), ([0, 1], False), ([0, 100, 110, 120], True)],
)
def test_three_times_within_a_minute_is_chattering(seconds: list[int], found: bool) -> None:
    """Three comings less than a minute apart, anywhere in the row."""
    assert chatters([n * SECOND for n in seconds]) is found


# -- floods ----------------------------------------------------------------------------------


def test_a_flood_is_named_grouped_and_shows_the_first_out(console: Console) -> None:
    """More than ten in ten minutes: the banner and the list say so, and which came first."""
    now = console.runner.latest
    for n in range(11):
        come(console.past, f"X-{n}.HI", NOW - 25 * SECOND + n * SECOND)
    painted = picture(console)
    assert "FLOOD: 12 in 10 min" in painted.splitlines()[-2]
    assert "first: AIC-102.LOLO" in painted.splitlines()[-2]
    later = replace(now.alarms[0], alarm="X-0.HI", since=NOW)
    console.runner.latest = replace(now, alarms=(*now.alarms, later))
    painted = picture(console)
    assert "FLOOD" in painted.splitlines()[1]
    rows = [text for text in painted.splitlines() if "FIRST OUT" in text]
    assert len(rows) == 1
    assert " AIC-102.LOLO " in rows[0]
    assert "BR-101" in next(text for text in painted.splitlines() if " AIC-102.LO " in text)


@given(st.lists(st.integers(0, 3 * HOUR), max_size=60), st.integers(0, 3 * HOUR))
def test_a_flood_begins_and_ends_as_the_standard_says(times: list[int], now: int) -> None:
    """Told moment by moment from the beginning: on above ten in ten minutes, off below five."""
    past = Past()
    for n, at in enumerate(sorted(times)):
        past.hear([AlarmChanged(at, f"X-{n}.HI", "A", "B", 2, 1.0, at)])
    on = False
    moments = sorted({t for at in times for t in (at, at + 10 * MINUTE) if t <= now} | {now})
    for moment in moments:
        count = sum(moment - 10 * MINUTE < at <= moment for at in times)
        on = count > 10 or (on and count >= 5)
    found = flood(past, now)
    assert (found is not None) == on
    assert found is None or found.first.at == min(spell.at for spell in found.spells)


# -- the horn --------------------------------------------------------------------------------


def test_the_horn_sounds_until_silenced_or_answered(live: Live) -> None:
    """It rings every second beat while an urgent alarm waits; z silences, which is no answer."""
    console = awake(live)
    console.settings = replace(console.settings, bell=True)
    console.horn.hear(console.past.changes)
    rings = [console.beat() for _ in range(6)]
    assert rings == [True, False] * 3
    assert BEATS_APART == 2
    assert "silenced" in press(console, "z")
    assert not any(console.beat() for _ in range(6))
    assert any(alarm.state == "B" for alarm in live.observe().alarms)
    console.horn.hear(console.past.changes)
    press(console, "A", "y")
    assert not any(console.beat() for _ in range(6))


def test_the_horn_is_still_for_low_priorities_and_when_it_is_off(console: Console) -> None:
    """Priority 4 never rings; with the bell off nothing does; old changes ring for nothing."""
    horn = Horn()
    horn.hear([AlarmChanged(0, "X.HI", "A", "B", 4, 1.0, 0)])
    assert not horn.sounding
    horn.hear([AlarmChanged(0, "X.HI", "B", "C", 1, 1.0, 0)])
    assert not horn.sounding
    console.horn.hear([AlarmChanged(0, "X.HI", "A", "B", 1, 1.0, 0)])
    assert not any(console.beat() for _ in range(5))
    assert press(console, "z")


def test_the_terminal_rings_its_bell(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    """A beat of the terminal rings for a new alarm if the bell is on, and else does not."""
    terminal = Terminal(console)
    rung: list[int] = []
    monkeypatch.setattr(terminal, "bell", lambda: rung.append(1))
    console.horn.hear([AlarmChanged(0, "X.HI", "A", "B", 1, 1.0, 0)])
    terminal._beat()
    assert rung == []
    console.settings = replace(console.settings, bell=True)
    terminal._beat()
    assert rung == [1]


def test_only_the_mark_blinks_and_only_if_wished(console: Console) -> None:
    """With blinking on, every second beat dims the mark in list and banner, never tag or value."""

    def dimmed() -> list[str]:
        before = console.paint(80, 24)
        console.beat()
        after = console.paint(80, 24)
        pairs = [
            pair
            for one, two in zip(before, after, strict=True)
            if one != two
            for pair in zip(one, two, strict=True)
        ]
        return [old[0].strip() for old, new in pairs if old != new]

    assert dimmed() == []
    console.settings = replace(console.settings, blink=True)
    assert dimmed() == ["◆1", "◆1"]
    assert dimmed() == ["◆1", "◆1"]


# -- a resumed session -----------------------------------------------------------------------


def test_a_resumed_session_knows_its_trends_and_who_did_what(tmp_path: Path) -> None:
    """After a break the trend goes back to the beginning, and shelving has reason and person."""
    session = begin(tmp_path)
    session.advance(LOST_MS + 3 * MINUTE)
    alarm = next(a.alarm for a in session.observe().alarms if a.alarm == "FIC-102.DEV")
    session.submit(Acknowledge(alarm))
    session.submit(Shelve(alarm, HOUR), "meter is mended")
    session.close()
    memory = Memory()
    path = tmp_path / "session.log"
    live = Live.resume(path, Signature("Bea"), commission=HERE, watch=memory.relive)
    pace = Pace(1.0)
    pace.paused = True
    console = Console(Runner(live, pace), memory.history, "Bea", past=memory.past)
    press(console, "2")
    assert "Ann: meter is mended" in press(console, "tab")
    columns = memory.history.columns("AIC-102.PV", live.now + 1, live.now, 20)
    assert all(column is not None for column in columns)
    first, last = columns[0], columns[-1]
    assert first is not None
    assert last is not None
    assert first[0] > 38.0
    assert last[0] < 30.0
    spell = next(s for s in memory.past.spells if s.alarm == alarm)
    assert (spell.acknowledged_by, spell.acknowledged_at) == ("Ann", live.now)
    live.close()
