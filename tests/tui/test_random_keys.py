"""Twenty thousand keys, clicks and pastes in any order: nothing breaks, every paint is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from string import ascii_letters, digits

import pytest
from lobby_bench import library
from rich.cells import cell_len
from snapshot_bench import BATCH, OXYGEN, STEPS, Stage, lobby, stage
from tui_bench import HERE, LOST_MS, begin

from simulator.language.plain import controls
from simulator.language.simtime import HOUR, MINUTE, SECOND
from simulator.session.live import Live, Signature
from simulator.session.pace import Pace
from tui.console import Console
from tui.memory import Memory
from tui.runner import Runner
from tui.seat import Seat
from tui.theme import THEMES

KEYS_EACH = 2500
SIZES = ((80, 24), (120, 36), (200, 60), (60, 16), (61, 17), (300, 80), (59, 24), (20, 5), (1, 1))
NAMED = (
    *("enter", "escape", "tab", "space", "backspace", "delete", "up", "down", "left", "right"),
    *("home", "end", "pageup", "pagedown", "shift+left", "shift+right", "f1", "f5", "ctrl+p"),
    *("ctrl+u", "ctrl+w", "ctrl+a", "ctrl+c", "shift+tab", "no-such-key", ""),
)
TYPED = ascii_letters + digits + ",.%-+=<>[]{}/:?é€漢\u202e\u0301"
PASTED = (
    "36,5",
    "TIC-101 SP 36.5",
    "ack FIC-102.DEV",
    "a\nb\r\nc\x1b[2J",
    "\u202e\u200b🙂👩‍🔬",
    "x" * 5000,
    "",
    "-1e999",
    "trend AIC-102 8h",
    "[red]{0}%s{name}",
)
LANGUAGES = ("en", "nl", "fr")


def sat(live: Live, memory: Memory | None = None) -> Console:
    """Return a console whose thread does not run; a test lets time pass."""
    memory = memory or Memory()
    pace = Pace(1.0)
    runner = Runner(live, pace, live.note_speed, watch=memory.history.record)
    return Console(runner, memory.history, "Ann", past=memory.past)


def whole(seat: Seat, width: int, height: int) -> None:
    """Assert that a paint has the size of the screen, known styles, and nothing that acts."""
    lines = seat.paint(width, height)
    assert len(lines) == height
    styles = THEMES[seat.theme_name]
    for line in lines:
        text = "".join(text for text, _ in line)
        assert cell_len(text) == width, (width, height, text)
        assert controls(text) == [], text
        assert all(token in styles for _, token in line)


def pass_time(console: Console, dice: Random) -> None:
    """Let a little simulated time pass, as the thread of the runner would."""
    runner = console.runner
    runner.pause(dice.random() < 0.5)
    if runner.desk.finished:
        return
    happened = runner.desk.advance(runner.desk.now + dice.choice((SECOND, 10 * SECOND, MINUTE)))
    console.past.hear(happened)
    runner.latest = runner.desk.observe()
    console.history.record(runner.latest)


def act(seat: Seat, dice: Random, size: tuple[int, int]) -> None:
    """Do one thing that a person could do with keyboard or mouse."""
    chance = dice.random()
    if chance < 0.55:
        seat.press(dice.choice(TYPED))
    elif chance < 0.9:
        seat.press(dice.choice(NAMED))
    elif chance < 0.94:
        seat.click(dice.randint(-1, size[0]), dice.randint(-1, size[1]))
    elif chance < 0.97:
        seat.wheel(dice.random() < 0.5, dice.randrange(size[0]), dice.randrange(size[1]))
    else:
        seat.paste(dice.choice(PASTED))


def wander(seat: Seat, dice: Random, count: int = KEYS_EACH) -> None:
    """Do so many things at a seat, going from page to page, size to size, and back into it."""
    size = SIZES[0]
    for number in range(count):
        if number % 50 == 0:
            size = dice.choice(SIZES)
        if isinstance(seat, Console):
            if number % 100 == 0:
                seat.choose("language", dice.choice(LANGUAGES))
                seat.choose("theme", dice.choice([*THEMES]))
                seat.choose("ascii", dice.random() < 0.2)
            if number % 40 == 0:
                seat.question = seat.palette = None
                seat.go(dice.choice(list(seat.pages.values())))
                pass_time(seat, dice)
        act(seat, dice, size)
        if number % 4 == 0:
            seat.poll()
            whole(seat, *size)
        seat.leaving = ""
    if isinstance(seat, Console):
        assert seat.runner.trouble is None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Sessions in the middle of things."""
    with stage(tmp_path_factory.mktemp("stage")) as built:
        yield built


@pytest.mark.parametrize("scenario", [OXYGEN, BATCH, STEPS])
def test_keys_in_the_middle_of_a_session(made: Stage, scenario: str) -> None:
    """With alarms standing, with phases at work, and with the tour open: any keys are taken."""
    made.console(scenario)
    live, memory = made.sessions[scenario]
    wander(sat(live, memory), Random(f"middle {scenario}"))


def test_keys_in_a_fresh_session(tmp_path: Path) -> None:
    """Before anything happened there is nothing to choose, nothing to draw, and nothing breaks."""
    live = begin(tmp_path, "ph-probe-drift")
    wander(sat(live), Random("fresh"))
    live.close()


def test_keys_after_the_end_of_time(tmp_path: Path) -> None:
    """When the scenario has ended, commands are refused and everything can still be read."""
    live = begin(tmp_path, STEPS)
    live.advance(2 * HOUR)
    assert live.finished
    wander(sat(live), Random("ended"))
    live.close()


def test_keys_in_a_resumed_session(tmp_path: Path) -> None:
    """A session that was left and taken up again takes keys as one that went on."""
    first = begin(tmp_path)
    first.advance(LOST_MS + 3 * MINUTE)
    first.close()
    memory = Memory()
    path = tmp_path / "session.log"
    live = Live.resume(path, Signature("Ann"), commission=HERE, watch=memory.relive)
    wander(sat(live, memory), Random("resumed"))
    live.close()


def test_keys_around_a_session(tmp_path: Path) -> None:
    """In the library, before a session, while waiting, and at its end: any keys are taken."""
    seats: list[Seat] = [library(tmp_path), *(lobby(name, "en") for name in ("start", "ending"))]
    for place, seat in enumerate(seats):
        wander(seat, Random(f"lobby {place}"), 2 * KEYS_EACH // 3)
