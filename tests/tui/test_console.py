"""The pages and keys of the terminal, without a terminal: keys in, lines out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_bench import seat, text
from patience import wait_for
from rich.cells import cell_len
from tui_bench import LOST_MS, begin, records, session_in

from simulator.language.command import (
    Note,
    PhaseCommand,
    SetProcedureMode,
    Shelve,
    SwitchBank,
    TakeSample,
)
from simulator.language.words import LANGUAGES
from simulator.session.live import Live
from simulator.session.record import CommandRecord, RefusalRecord
from tui.console import SPEEDS, Console
from tui.console_keys import KEYS
from tui.pages import PAGES
from tui.theme import THEMES


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A session of oxygen-lost with three alarms standing."""
    yield from session_in(tmp_path, ms=LOST_MS + 180_000)


def press(console: Console, *keys: str) -> str:
    """Press keys; a longer word that is no key is typed. Return what is painted then."""
    named = {key.key for kind in PAGES for key in kind.KEYS} | {key.key for key in KEYS}
    for word in keys:
        for key in [word] if word in named or len(word) == 1 else word.replace(" ", "\0"):
            console.press("space" if key == "\0" else key)
    console.poll()
    return text(console)


def given(live: Live, folder: Path) -> list[CommandRecord | RefusalRecord]:
    """Seal the session and return the commands in its log."""
    live.seal()
    return [r for r in records(folder) if isinstance(r, CommandRecord | RefusalRecord)]


def test_no_page_takes_a_key_twice_or_from_everywhere() -> None:
    """A key means one thing on a page, and digits, ?, space and q mean the same on all."""
    everywhere = [key.key for key in KEYS]
    assert len(set(everywhere)) == len(everywhere)
    for kind in PAGES:
        keys = [key.key for key in kind.KEYS]
        assert len(set(keys)) == len(keys), kind.name
        assert not set(keys) & set(everywhere), kind.name
        assert all(callable(getattr(kind, key.method)) for key in kind.KEYS)
    assert all(callable(getattr(Console, f"do_{key.method}")) for key in KEYS)


def test_help_lists_every_key(live: Live) -> None:
    """Help on a high screen shows the words of every key that does something in this plant."""
    console = seat(live)
    console.press("?")
    painted = text(console, 120, 110)
    for key in [*KEYS, *(key for page in console.pages.values() for key in page.keys)]:
        assert console.say(key.word)[:16] in painted


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits_in_every_language(live: Live, language: str) -> None:
    """Every line has the width of the screen in cells, and every token a style in every theme."""
    console = seat(live, language)
    for page in console.pages.values():
        console.go(page)
        for width, height in ((60, 16), (80, 24), (120, 36), (200, 60)):
            lines = console.paint(width, height)
            assert len(lines) == height
            for line in lines:
                assert sum(cell_len(piece) for piece, _ in line) == width
                assert all(token in theme for _, token in line for theme in THEMES.values())


def test_keys_go_to_pages_and_back(live: Live) -> None:
    """Each number shows its page, Esc goes back the way one came, and ends at the overview."""
    console = seat(live)
    for key, name in zip(
        "123456",
        ("overview", "alarms", "trends", "phases", "laboratory", "logbook"),
        strict=True,
    ):
        console.press(key)
        assert console.page.name == name
    console.press("escape")
    assert console.page.name == "laboratory"
    for _ in range(30):
        console.press("escape")
    assert console.page.name == "overview"


def test_two_keys_lead_from_an_alarm_to_its_faceplate(live: Live) -> None:
    """Enter on an alarm tells cause and action and time; Enter again opens the faceplate."""
    console = seat(live)
    painted = press(console, "2", "enter")
    for words in ("Cause", "Loss of the batch", "Time to respond: 1 min", "AIC-102.LOLO"):
        assert words in painted
    painted = press(console, "enter")
    assert "FACEPLATE AIC-102" in painted
    assert "LOLO 15" in painted


def test_shelving_asks_for_time_and_reason(live: Live, tmp_path: Path) -> None:
    """The key s asks how long and why, and the log holds both; no reason is refused."""
    console = seat(live)
    press(console, "2", "down", "s", "enter", "probe is checked", "enter")
    painted = press(console, "s", "enter", "enter")
    assert "reason" in painted
    first, second = given(live, tmp_path)
    assert first.command == Shelve("AIC-102.LO", 1_800_000)
    assert first.reason == "probe is checked"
    assert isinstance(second, RefusalRecord)


def test_a_bank_is_switched_a_sample_taken_and_a_note_written(live: Live, tmp_path: Path) -> None:
    """Services, laboratory and logbook give the commands that their keys name."""
    console = seat(live)
    assert "oxygen" in press(console, "9")
    press(console, "b", "y", "5", "s", "enter")
    press(console, "6", "e", "oxygen is back", "enter")
    commands = [record.command for record in given(live, tmp_path)]
    assert commands == [SwitchBank("oxygen", 2), TakeSample("BR-101"), Note("oxygen is back")]


def test_the_command_line_takes_commands_and_tells_what_is_wrong(live: Live) -> None:
    """A typed command is done; a slip is told with what was meant."""
    console = seat(live)
    assert "done: ack AIC-102.LO" in press(console, ":", "ack AIC-102.LO", "enter")
    assert "TIC-101" in press(console, ":", "TIC-11.SP = 36", "enter")
    assert console.message[1] == "refused"
    assert press(console, ":", "enter").count("refused") == 0


def test_speed_keys_walk_the_speeds(live: Live) -> None:
    """+ and = go up to x3600, - down to x1."""
    console = seat(live)
    for key, end in (("+", SPEEDS[-1]), ("-", SPEEDS[0]), ("=", SPEEDS[-1])):
        for _ in range(20):
            console.press(key)
        assert console.runner.speed == end


def test_phases_are_commanded_and_n_runs_to_the_next_event(tmp_path: Path) -> None:
    """In first-batch the phases are listed; an order needs a y and is in the log."""
    live = begin(tmp_path, "first-batch")
    console = seat(live)
    console.runner.start()
    console.press("n")
    wait_for(lambda: console.runner.paused)
    console.runner.stop()
    painted = press(console, "4")
    running = [p.phase for p in live.observe().phases if p.state == "Running"]
    assert running
    assert running[0] in painted
    place = [p.phase for p in live.observe().phases].index(running[0])
    press(console, *["down"] * place, "h", "h", "y", "m", "y")
    commands = [record.command for record in given(live, tmp_path)]
    assert commands == [PhaseCommand(running[0], "HOLD"), SetProcedureMode("SEMIAUTOMATIC")]


def test_the_end_and_trouble_are_told(live: Live) -> None:
    """At the end of the scenario the header says so, and a message says what to do."""
    console = seat(live)
    while not live.finished:  # a freeze stops time on the way
        live.advance(live.brief.duration_ms)
    console.runner.latest = live.observe()
    painted = press(console, "1")
    assert "ENDED" in painted
    assert "q, then s" in painted
    press(console, "q", "l")
    assert console.leaving == "later"


def test_an_acknowledged_alarm_no_longer_looks_new(live: Live) -> None:
    """On the faceplate and in the list an acknowledged alarm loses its block of colour."""
    console = seat(live)
    press(console, "2")

    def tokens() -> set[str]:
        pieces = [piece for line in console.paint(80, 24)[1:21] for piece in line]
        return {token for _, token in pieces if token.startswith(("new", "old"))}

    assert tokens() == {"new 1", "new 2"}
    press(console, "a")
    assert tokens() == {"new 2", "old 1"}
    press(console, ":", "ack AIC-102.LO", "enter", ":", "ack FIC-102.DEV", "enter", "f")
    assert not any(token.startswith("new") for token in tokens())
