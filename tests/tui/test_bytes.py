"""What reaches the terminal: no text from a scenario, a log, a name or a person can act on it."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pty_bench import Terminal
from rich.cells import cell_len
from snapshot_bench import OXYGEN, SCENES, Stage, lobby, stage
from tui_bench import begin

from simulator.language.command import Note, SetSetpoint
from simulator.language.event import HandedOver, LabReported, MessageShown, PromptShown, WorkDone
from simulator.language.observation import (
    Correction,
    DeviationView,
    PhaseView,
    Remark,
    SampleView,
    Witness,
)
from simulator.language.plain import controls
from simulator.language.problem import Problem
from simulator.language.words import LANGUAGES
from simulator.session.journal import read_journal
from simulator.session.live import Live
from simulator.session.pace import Pace
from simulator.session.record import CommandRecord
from tui.app import _strip
from tui.console import Console
from tui.guidance import Guidance
from tui.lobby.ending import Ending
from tui.past import Deed
from tui.plain.mode import play_plain
from tui.runner import Runner
from tui.theme import THEMES

ESC, CSI, OSC, DCS, APC, ST = "\x1b", "\x1b[", "\x1b]", "\x1bP", "\x1b_", "\x1b\\"
ATTACKS = (
    *(CSI + tail for tail in ("2J", "H", "31m", "?1049h", "?25l", "6n", "c", ">c", "5i", "20t")),
    *(CSI + tail for tail in ("1000D", "s", "u", "8;1;1t", "?1000h", "?2004l", "0;0r", "!p", "M")),
    *(
        OSC + tail + "\x07"
        for tail in ("0;title", "52;c;ZXZpbA==", "8;;http://evil", "10;?", "4;1;red")
    ),
    *(
        OSC + tail + ST
        for tail in ("2;title", "52;p;eA==", "1337;File=x", "777;notify;a;b", "9;4;1")
    ),
    *(start + "payload" + ST for start in (DCS, APC, "\x1b^", "\x1bX", DCS + "$q", DCS + "+q")),
    *(
        ESC + tail
        for tail in ("c", "7", "8", "D", "M", "=", ">", "(0", "#8", "N", "O", "[", "]", "")
    ),
    *(chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0, 3), 0x9B, 0x9C, 0x9D, 0x90)),
    *(
        "\u202e",
        "\u202d",
        "\u2066x\u2069",
        "\u200f",
        "\u200e",
        "\u061c",
        "\u2028",
        "\u2029",
        "\u202c",
    ),
    *(
        "\u200b" * 50,
        "\u200d",
        "\ufeff",
        "\u2060",
        "\u00ad",
        "\U000e0041\U000e0042",
        "\u3164",
        "\u115f",
    ),
    *("Z" + "\u0301\u0335\u0489" * 200, "\u0301" * 300, "\ufe0f" * 40, "\u20dd" * 99),
    *("line\nline\r\nline\rline", "\t" * 30, "\x0b\x0c", "\ud800", "\udfff\ud800", "\x00" * 9),
    *("漢字" * 100, "👩‍🔬🏳️‍🌈👨‍👩‍👧‍👦", "🇳🇱🇧🇪🇫🇷", "ﷺ" * 20, "\U0001f600" * 70, "ＷＩＤＥ"),
    *(
        "[red]boo[/red]",
        "[@click=app.bell]x[/]",
        "{0} {name} {}",
        "%s %(x)s",
        "<b>&amp;</b>",
        "$(id)",
    ),
    *("x" * 20_000, "a b " * 3000, "…" * 500, " " * 999, "'; --", '"\\"\\"', "\\x1b[2J", "^[[2J"),
)
"""Control sequences and other things that a text should not do to a terminal; over a hundred."""
_KEYS = {"tag", "alarm", "phase", "utility", "interlock", "state", "mode", "quality", "id", "kind"}
_KEYS |= {"procedure_mode", "stage", "unit", "step", "reads", "moves", "measures", "target"}
_KEYS |= {"supply", "pump", "source", "sink", "condition", "names", "topics", "alarms", "forced_by"}
_KEYS |= {"expected", "role"}
"""Fields that hold names of the plant, which its reader lets be letters, digits and dashes."""


def poisoned(thing: Any, attack: str, key: str = "") -> Any:
    """Return a thing with an attack in every text in it that a person may have written."""
    if isinstance(thing, str):
        return thing if key in _KEYS else f"{thing}{attack}"
    if isinstance(thing, Mapping):
        if thing and set(thing) <= set(LANGUAGES):
            return {language: f"{words}{attack}" for language, words in thing.items()}
        return {name: poisoned(value, attack, key) for name, value in thing.items()}
    if isinstance(thing, tuple):
        return tuple(poisoned(value, attack, key) for value in thing)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        changes = {
            field.name: poisoned(getattr(thing, field.name), attack, field.name)
            for field in dataclasses.fields(thing)
            if field.init
        }
        return replace(thing, **changes)
    return thing


def hostile(console: Console, attack: str) -> Console:
    """Fill everything that a console shows with an attack: plant, people, what happened."""
    console.who = f"Ann{attack}"
    now = console.runner.latest
    by = f"Bob{attack}"
    record = tuple(
        replace(
            entry,
            by=by,
            comments=(Remark(0, by, attack),),
            corrections=(Correction(0, by, f"a{attack}", f"b{attack}", attack),),
            witness=Witness(0, by, "supervisor"),
        )
        for entry in now.record
    )
    phase = PhaseView("feed", "TK-111", "Held", 0, 1, 3, f"x > 1{attack}", f"Clear?{attack}")
    sample = SampleView(1, "BR-101", "reported", 0, ((f"pH{attack}", 7.0, "pH"),), f"label{attack}")
    deviation = DeviationView(1, "TIC-101", attack, 0, by, 1, by, attack)
    console.runner.latest = replace(
        poisoned(now, attack),
        record=record,
        phases=(phase,),
        samples=(sample,),
        deviations=(deviation,),
    )
    brief = poisoned(console.runner.desk.brief, attack)
    object.__setattr__(console.runner, "desk", Elsewhere(console.runner.desk, brief))
    console.guidance = Guidance(console)
    console.guidance.look()
    console.past.hear(
        [
            MessageShown(0, "BR-101", attack),
            PromptShown(0, "feed", attack),
            WorkDone(0, "TIC-101", attack),
            HandedOver(0, "shift", attack, attack, attack, attack, attack, by),
            LabReported(0, "BR-101", 1, 0, ((f"pH{attack}", 7.0, attack),)),
            Deed(0, 1, by, Note(attack), attack),
            Deed(0, 2, by, SetSetpoint("TIC-101", 1.0), attack, Problem("no", attack, attack)),
        ]
    )
    console.tell(attack)
    return console


class Elsewhere:
    """A desk whose scenario says something else; all that is asked of it else is the real one's."""

    def __init__(self, desk: Any, brief: Any) -> None:
        self._desk = desk
        self.brief = brief

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desk, name)

    def observe(self) -> Any:
        """Return what the real desk sees, said in hostile words."""
        return poisoned(self._desk.observe(), "\x1b[2J")


def harmless(lines: list[Any], width: int) -> str:
    """Assert that painted lines, as the terminal gets them, hold nothing that acts; return all."""
    told = ""
    for line in lines:
        strip = _strip(line, THEMES["light"], width)
        assert strip.cell_length == width
        text = strip.text
        assert controls(text) == [], repr(text)
        assert cell_len(text) == width
        assert len(text) <= 4 * width, "marks are piled up"
        told += text
    return told


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A session with alarms, samples and records."""
    with stage(tmp_path_factory.mktemp("stage")) as built:
        yield built


def scenes() -> list[str]:
    """Return the scenes of the session with alarms."""
    return [name for name, scene in SCENES.items() if scene.scenario == OXYGEN]


@pytest.mark.parametrize("part", range(10))
def test_no_text_on_any_page_acts_on_the_terminal(made: Stage, part: int) -> None:
    """A hundred attacks, in every text of scenario, plant, people and past, on every page."""
    assert len(set(ATTACKS)) >= 100
    for attack in ATTACKS[part::10]:
        console = hostile(made.console(OXYGEN), attack)
        for name in scenes():
            SCENES[name].show(console)
            harmless(console.paint(80, 24), 80)
            console.question = console.palette = None
        for name in ("phases", "term"):
            console.go(console.pages[name])
            harmless(console.paint(120, 36), 120)


def test_the_attacks_do_reach_the_screen(made: Stage) -> None:
    """A harmless mark in the same places is seen on every page that shows words of others."""
    seen = set()
    for name in scenes():
        console = hostile(made.console(OXYGEN), "¶")
        SCENES[name].show(console)
        rows = console.paint(200, 60)[1:-3]
        if any("¶" in text for row in rows for text, _ in row):
            seen.add(console.page.name)
    assert seen >= {
        *("overview", "unit", "tags", "alarms", "alarm_help", "trends", "laboratory", "logbook"),
        *("batch_record", "services", "briefing", "criteria", "faceplate", "diagnostics", "hints"),
        *("sop", "instruction"),
    }


def test_typed_pasted_and_asked_texts_are_harmless(made: Stage) -> None:
    """What is pasted into questions, the palette and the command line is shown as plain text."""
    for attack in ATTACKS:
        console = made.console(OXYGEN)
        for key in (":", "ctrl+p"):
            console.press(key)
            console.paste(attack)
            harmless(console.paint(80, 24), 80)
            console.press("enter")
            harmless(console.paint(80, 24), 80)
            console.question = console.palette = None
        console.ask("Note", lambda _: None, attack, what=attack)
        harmless(console.paint(80, 24), 80)


def test_the_end_of_a_session_is_harmless() -> None:
    """The path of the log, the title, criteria and evidence say nothing to the terminal."""
    for attack in ATTACKS:
        seat = lobby("ending", "en")
        assert isinstance(seat, Ending)
        ended = replace(poisoned(seat.ended, attack), path=Path(f"a{attack}.log"))
        seat.visitor.who = attack
        harmless(Ending(seat.visitor, ended).paint(80, 24), 80)


def test_the_line_mode_is_harmless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line mode tells the same hostile texts in lines of which none acts."""
    attack = "".join(attack for attack in ATTACKS if len(attack) < 100)
    live = begin(tmp_path)
    brief = poisoned(live.brief, attack)
    see = Live.observe
    monkeypatch.setattr(Live, "brief", property(lambda _: brief))
    monkeypatch.setattr(Live, "observe", lambda self: poisoned(see(self), attack))
    asked = "brief\nshow\nuntil 22 min\nalarms\nrecord\nhelp AIC-102.LOLO\nphases\npeople\nhints\n"
    asked += f"note {attack}\nTIC-101.SP = 36.7 because {attack}\nstory 30\nquit\n"
    told = io.StringIO()
    pace = Pace(1.0)
    play_plain(Runner(live, pace), live, live.names, "en", io.StringIO(asked), told)
    lines = told.getvalue().split("\n")
    assert len(lines) > 30
    assert [line for line in lines if controls(line)] == []


def test_no_byte_of_a_real_session_is_from_a_text(tmp_path: Path) -> None:
    """Played in a real terminal, name, log and typed note put no sequence among its bytes."""
    evil = "\x1b]0;OWNED\x07\x1b[6nOWNED\x9b31mOWNED"
    words = ("play", "oxygen-lost", "--log", f"a{evil}.log", "--who")
    terminal = Terminal(tmp_path, *words, f"Ann{evil}")
    assert terminal.end() != 0
    assert b"OWNED" not in terminal.sent or not controls(terminal.text.replace("\r\n", ""))
    terminal.close()
    terminal = Terminal(tmp_path, *words, "[blink]OWNED")
    try:
        sent = terminal.see("Press Enter")
        terminal.type("1")
        sent += terminal.see("OVERVIEW")
        terminal.type("6e")
        sent += terminal.see("Note")
        terminal.type("\x1b[200~OWNED\x9b31m\x1b[31mOWNED\x1b[201~")
        sent += terminal.see("OWNED")
        terminal.type("\r")
        sent += terminal.see("done: note")
        terminal.type("q")
        sent += terminal.see("resume later")
        terminal.type("l")
        terminal.end()
        sent += terminal.sent
    finally:
        terminal.close()
    told = sent.decode("utf-8")
    assert told.count("OWNED") >= 2
    assert not re.search(r"(?:\x1b[^m\x1b]{0,6}|\x9b[^ ]{0,6})OWNED", told)
    assert "\x9b" not in told
    logs = list(tmp_path.glob("*.log"))
    assert len(logs) == 1
    kept = [r for r in read_journal(logs[0]).records if isinstance(r, CommandRecord)]
    assert len(kept) == 1
