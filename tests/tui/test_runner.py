"""The thread that lets time pass beside a screen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import wait_for
from tui_bench import LOST_MS, records, session_in

from simulator.language.event import AlarmChanged
from simulator.language.problem import Problem, Refusal
from simulator.session.desk import Accepted, Refused
from simulator.session.live import Live
from simulator.session.pace import Pace
from simulator.session.record import CommandRecord, RefusalRecord, Speed
from tui.runner import Runner, is_news


class HandClock:
    """A clock that a test turns by hand, in nanoseconds."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        """Return the time."""
        return self.now


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A session of oxygen-lost."""
    yield from session_in(tmp_path)


def test_time_passes_as_the_pace_allows(live: Live) -> None:
    """Two seconds of the clock at x30 give one minute of the plant, in the latest observation."""
    clock = HandClock()
    runner = Runner(live, Pace(30.0, clock))
    runner.start()
    for _ in range(2):
        before = live.now
        clock.now += 1_000_000_000
        wait_for(lambda before=before: live.now >= before + 30_000)  # type: ignore[misc]
    wait_for(lambda: runner.latest.now == 60_000)
    runner.stop()
    assert live.now == 60_000


def test_a_pause_stops_time_and_a_step_is_one_scan(live: Live) -> None:
    """Paused, no time passes whatever the clock does; a step lets exactly one scan pass."""
    clock = HandClock()
    runner = Runner(live, Pace(3600.0, clock))
    runner.pause()
    runner.start()
    clock.now += 900_000_000
    runner.step()
    runner.step()
    wait_for(lambda: live.now == 2000)
    runner.stop()
    assert live.now == 2000
    assert runner.paused


def test_it_runs_to_the_next_event_and_pauses(live: Live) -> None:
    """Looking for the next event ends paused, at the very scan of the first alarm."""
    runner = Runner(live, Pace(1.0, HandClock()))
    live.advance(LOST_MS)
    runner.start()
    runner.run_to_next_event()
    wait_for(lambda: runner.paused)
    events = runner.take_events()
    runner.stop()
    alarm = next(event for event in events if is_news(event))
    assert isinstance(alarm, AlarmChanged)
    assert alarm.subject == "FIC-102.DEV"
    assert live.now == alarm.t
    assert not any(event.truth for event in events)
    assert runner.take_events() == ()


def test_a_new_urgent_alarm_slows_time_down_if_wished(live: Live) -> None:
    """At x600 a new alarm of priority 2 brings the speed to x1, and the log says so."""
    clock = HandClock()
    live.advance(LOST_MS)
    heard: list[float] = []
    runner = Runner(live, Pace(600.0, clock), heard.append, slow_down=True)
    runner.start()
    clock.now += 200_000_000
    wait_for(lambda: runner.speed == 1.0)
    runner.stop()
    assert heard == [1.0]


def test_commands_are_read_as_typed_and_logged(live: Live, tmp_path: Path) -> None:
    """A typed command needs no unit; one that is no command is refused with a hint, not logged."""
    runner = Runner(live, Pace(1.0, HandClock()))
    assert isinstance(runner.submit("TIC-101.SP = 36.5", "cooler"), Accepted)
    assert runner.latest.tags["TIC-101"].sp == 36.5
    receipt = runner.submit("akc TIC-101.HI")
    assert isinstance(receipt, Refused)
    assert "ack" in receipt.problem.hint
    assert isinstance(runner.submit("TIC-101.SP = 400"), Refused)
    live.seal()
    kinds = [r for r in records(tmp_path) if isinstance(r, CommandRecord | RefusalRecord)]
    assert [type(r) for r in kinds] == [CommandRecord, RefusalRecord]
    assert kinds[0].reason == "cooler"


def test_speeds_and_pauses_are_noted(live: Live, tmp_path: Path) -> None:
    """The log holds each new speed once and 0 for a pause; speeds stay within 1 and 3600."""
    runner = Runner(live, Pace(1.0, HandClock()), live.note_speed)
    runner.set_speed(60.0)
    runner.set_speed(60.0)
    runner.pause()
    runner.pause()
    runner.set_speed(1e9)
    runner.pause(False)
    runner.set_speed(-5.0)
    live.seal()
    noted = [r.speed for r in records(tmp_path) if isinstance(r, Speed)]
    assert noted == [60.0, 0.0, 3600.0, 1.0]


def test_what_breaks_is_kept_as_trouble(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that refuses or breaks stops time and says why; stopping still works."""
    for error in (Refusal(Problem("disk", "the disk is full")), ZeroDivisionError("oh")):

        def fail(until: int, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(live, "advance", fail)
        runner = Runner(live, Pace(1.0, HandClock()))
        runner.start()
        runner.step()
        wait_for(lambda runner=runner: runner.trouble is not None)  # type: ignore[misc]
        runner.stop()
        assert runner.finished
        assert any(word in str(runner.trouble) for word in ("disk is full", "ZeroDivision"))


def test_the_look_for_the_next_event_stops_where_a_step_is_overdue(live: Live) -> None:
    """A step of the batch record that was not done in time is something that happens, too."""
    live.advance(1000)
    runner = Runner(live, Pace(1.0, HandClock()))
    limit = min(entry.due_at or 0 for entry in runner.latest.record if entry.state == "due")
    stops: list[int] = []
    runner.start()
    while not stops or stops[-1] <= limit:
        runner.run_to_next_event()
        wait_for(lambda: runner.paused)
        stops.append(live.now)
    runner.stop()
    assert stops[-1] == limit + live.brief.scan_ms
    assert all(event.t < stops[-1] for event in runner.take_events() if is_news(event))
    assert any(entry.state == "late" for entry in runner.latest.record)


def test_it_stops_cleanly_and_ends_with_the_scenario(live: Live) -> None:
    """At the end of the scenario time stands still, looking for more ends, and no thread stays."""
    runner = Runner(live, Pace(3600.0, HandClock()))
    while live.now < live.brief.duration_ms - 5000:  # a freeze stops time on the way
        live.advance(live.brief.duration_ms - 5000)
    runner.start()
    runner.run_to_next_event()
    wait_for(lambda: runner.finished and not runner.searching)
    runner.run_to_next_event()
    wait_for(lambda: not runner.searching)
    runner.stop()
    assert live.now == live.brief.duration_ms
    assert not [t for t in threading.enumerate() if t.name == "cuve-runner"]
