"""From the library to a score in a real terminal, by keys, in English and in Dutch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import wait_for
from tmux_rig import Tmux, terminal

from simulator.language.command import Acknowledge, ChangeBottle, Note
from simulator.session.journal import read_journal
from simulator.session.record import CommandRecord, Seal

WORDS = {
    "en": {
        "title": "First steps",
        "begin": "Begin",
        "task": "Press Enter to begin",
        "new": "unacknowledged",
        "alarms": "ALARMS (",
        "seen": "done: ack WT-112.LO",
        "people": "PEOPLE AND UTILITIES",
        "bottle": "Change the bottle",
        "changed": "done: change bottle TK-112",
        "book": "LOGBOOK",
        "note": "done: note",
        "over": "■ ENDED",
        "leave": "seal the log",
        "rate": "How do you rate yourself?",
        "mark": "pass mark",
    },
    "nl": {
        "title": "Eerste stappen",
        "begin": "Beginnen",
        "task": "Druk Enter om te beginnen",
        "new": "niet bevestigd",
        "alarms": "ALARMEN (",
        "seen": "gedaan: ack WT-112.LO",
        "people": "MENSEN EN NUTSVOORZIENINGEN",
        "bottle": "Wissel de fles",
        "changed": "gedaan: change bottle TK-112",
        "book": "LOGBOEK",
        "note": "gedaan: note",
        "over": "■ AFGELOPEN",
        "leave": "s log verzegelen",
        "rate": "Hoe beoordeelt u uzelf?",
        "mark": "grens",
    },
}
"""What the screen says at each step."""


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """A tmux of this test alone."""
    yield from terminal(tmp_path)


def press(tmux: Tmux, key: str, text: str) -> str:
    """Press a key, or type a text, and wait for what the screen then says."""
    tmux("send-keys", *([key] if key in ("Enter", "Escape", "Home", "Down") else ["-l", key]))
    return tmux.see(text)


def _run_on(tmux: Tmux, text: str) -> None:
    """Let the plant go on until a text is seen, each time that an `n` has stopped it."""

    def come() -> bool:
        screen = tmux("capture-pane", "-p")
        if "‖" in screen and text not in screen:
            tmux.press("-l", " ")
        return text in screen

    wait_for(come, 0.25)


@pytest.mark.slow
@pytest.mark.parametrize("language", list(WORDS))
def test_from_the_library_to_a_score(tmux: Tmux, tmp_path: Path, language: str) -> None:
    """Choose, read the task, meet an alarm, act, note, end, rate oneself, and read the score."""
    say = WORDS[language]
    tmux.play(tmp_path, f"--lang {language} --who Ann --speed 600")
    tmux.see(say["title"])
    press(tmux, "Home", say["title"])
    press(tmux, "Enter", f"▸ {say['begin']}")
    press(tmux, "Enter", say["task"])
    press(tmux, "Enter", "×600")
    tmux("send-keys", "-l", "T")
    for _ in range(20):
        if say["new"] in tmux("capture-pane", "-p"):
            break
        tmux.press("-l", "n")
    assert "WT-112.LO" in tmux.see(say["new"])
    press(tmux, "2", say["alarms"])
    press(tmux, "a", say["seen"])
    press(tmux, "9", say["people"])
    press(tmux, "o", say["bottle"])
    tmux("send-keys", "-l", "TK-112")
    press(tmux, "Enter", say["changed"])
    press(tmux, "6", say["book"])
    tmux("send-keys", "-l", "e")
    tmux("send-keys", "-l", "base bottle changed, loogfles gewisseld")
    press(tmux, "Enter", say["note"])
    _run_on(tmux, say["over"])
    press(tmux, "q", say["leave"])
    press(tmux, "s", say["rate"])
    press(tmux, "2", "✓")
    press(tmux, "Enter", "Enter")
    end = press(tmux, "Enter", say["mark"])
    percent = re.search(r"([0-9.]+) %", end)
    assert percent is not None
    assert float(percent[1]) > 50.0
    press(tmux, "b", f"{float(percent[1]):.0f} %")
    press(tmux, "q", "status=0")
    log = next(tmp_path.glob("*.log"))
    told = read_journal(log).records
    given = [record.command for record in told if isinstance(record, CommandRecord)]
    assert Acknowledge("WT-112.LO") in given
    assert ChangeBottle("TK-112") in given
    assert any(isinstance(command, Note) for command in given)
    assert isinstance(told[-1], Seal)
