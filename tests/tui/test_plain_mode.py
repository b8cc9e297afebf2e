"""The line mode as a user meets it: a piped session, a keyboard, bad input, hostile texts."""

from __future__ import annotations

import io
import os
import re
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from patience import LIMIT_S, wait_for
from tui_bench import HERE, begin, records

from simulator.session.live import Live, Signature
from simulator.session.pace import Pace
from simulator.session.record import CommandRecord, Seal
from simulator.session.verify import verify
from tui.plain.mode import play_plain
from tui.runner import Runner

RESCUE = """\
# notice that a step is overdue, then an alarm; act, and end
until something
until something
alarms
switch oxygen to bank 2 because the flow is gone
SIC-101.MODE = AUTO
SIC-101.SP = 100 because agitation gains time
ack FIC-102.DEV because seen, in hand
wait 10 min
show AIC-102
quit
"""


def play(live: Live, text: str, language: str = "en") -> str:
    """Play a session with lines from a file; return what was said."""
    output = io.StringIO()
    runner = Runner(live, Pace(1.0), live.note_speed)
    play_plain(runner, live, live.names, language, io.StringIO(text), output)
    return output.getvalue()


def test_a_piped_session_saves_the_cells(tmp_path: Path) -> None:
    """A script notices the loss, switches the bank, acknowledges and ends; the log verifies."""
    said = play(begin(tmp_path), RESCUE)
    assert "00:20:17  Alarm, high priority: FIC-102.DEV Oxygen, deviation" in said
    assert said.count("help FIC-102.DEV tells what to do") == 1
    assert said.count("tells what to do") == 1
    assert "Done: switch oxygen to bank 2" in said
    assert "SIC-101.SP now 100.00 rpm, was 80.00 rpm, by operator" in said
    assert re.search("FIC-102.DEV Oxygen, deviation; [0-9.]+ L/min; acknowledged", said)
    assert "sealed" in said.splitlines()[-1]
    log = records(tmp_path)
    given = [(one.command.kind, one.reason) for one in log if isinstance(one, CommandRecord)]
    assert ("switch-bank", "the flow is gone") in given
    assert ("acknowledge", "seen, in hand") in given
    assert isinstance(log[-1], Seal)
    assert verify(tmp_path / "session.log", commission=HERE).ok


def test_the_same_lines_give_the_same_session(tmp_path: Path) -> None:
    """Twice the same script: the same digest of every unit, whatever the clock did."""
    digests = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        live = begin(folder)
        play(live, RESCUE.replace("quit\n", "step\nspeed 600\ngo\n"))
        digests.append((live.now, live.digest()))
    assert digests[0] == digests[1]
    assert digests[0][0] == (20 * 60 + 17 + 600 + 1) * 1000


def test_the_end_of_the_input_leaves_a_session_to_resume(tmp_path: Path) -> None:
    """Without quit nothing is sealed: the session can be taken up where it was."""
    assert "can be resumed" in play(begin(tmp_path), "wait 1 min").splitlines()[-1]
    live = Live.resume(tmp_path / "session.log", Signature("Ann"), commission=HERE)
    assert live.now == 60_000
    live.close()


def test_time_passes_as_far_as_it_is_told(tmp_path: Path) -> None:
    """wait, until a time, until a condition and step each stop at their moment."""
    live = begin(tmp_path)
    said = play(live, "until 00:10:00\nwait 90 s\nstep\nuntil 5 min\nuntil FIC-102.PV < 2 L/min\n")
    assert "Simulated time 00:10:00; paused." in said
    assert "Simulated time 00:11:30; paused." in said
    assert "Simulated time 00:11:31; paused." in said
    assert "It is 00:11:31 already." in said
    assert "Now true: FIC-102.PV < 2 L/min" in said
    assert 1_200_000 < live.now < 1_220_000


def test_the_end_of_the_scenario_is_said_once(tmp_path: Path) -> None:
    """Waiting longer than the scenario lasts stops at its end, and quit seals it as ended."""
    said = play(begin(tmp_path), "wait 3 h\nend freeze overview\nwait 3 h\nwait 1 h\nquit\n")
    assert said.count("The time of the scenario is up") == 1
    assert "sealed at 02:00:00" in said
    seal = records(tmp_path)[-1]
    assert isinstance(seal, Seal)
    assert seal.reason == "ended"


def bad_lines() -> Iterator[str]:
    """Yield some hundred and fifty lines that no one should type."""
    verbs = [
        "help",
        "show",
        "speed",
        "wait",
        "until",
        "story",
        "glossary",
        "ack",
        "shelve",
        "sample",
        "switch",
        "calibrate",
    ]
    verbs += ["tune", "answer", "note", "start", "quit", "pause", "change bottle"]
    for verb in verbs:
        for rest in ("now", "-1", "x" * 600, "TIC-999.HI", "\x1b[2J", "'; drop", "= = ="):
            yield f"{verb} {rest}"
    yield from ("", "   ", "#", "=", "TIC-101.SP =", "TIC-101.SP = nan", "TIC-101.SP = 1e999")
    yield from ("TIC-101.PV = 3", "tic-101", "FIC-102.SP = 1,000 L/min", "because", "\udcff")
    yield from ("until (((((", "until 1 <", "until TIC-101.MODE is ROUND", "wait 9999 d 1 d")
    yield from ("speed nan", "speed 1e9", "speed 0", "\u202eack", "a" * 5000, "TIC-101.SP = 37 V")
    yield from ("{title}", "%s", "[red]", "ack {0}", "ack FIC-102.DEV because \x1b]0;x\x07")


def test_bad_input_is_answered_and_never_breaks_off(tmp_path: Path) -> None:
    """More than a hundred kinds of bad input: each is answered, and the session goes on."""
    lines = [line.replace("\n", " ") for line in bad_lines()]
    assert len(set(lines)) > 100
    live = begin(tmp_path)
    said = play(live, "\n".join([*lines, "time", "quit"]))
    assert "sealed" in said.splitlines()[-1]
    assert said.count("Not understood") + said.count("Refused") > 60
    assert "\x1b" not in said
    assert "\x07" not in said
    assert "\u202e" not in said
    assert verify(tmp_path / "session.log", commission=HERE).ok


def test_quit_stands_alone(tmp_path: Path) -> None:
    """What cannot be undone is not done by half a sentence."""
    said = play(begin(tmp_path), "quit smoking\ntime\n")
    assert "'quit' stands alone" in said
    assert "can be resumed" in said


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("SIC-101.SP = 90,5", "by operator"),
        ("sic-101.sp = 90 because slow", "SIC-101.SP now 90.00 rpm"),
        ("tic-101", "TIC-101 Vessel temperature"),
        ("SIC-101.MODE = AUTO", "Done: SIC-101.MODE = AUTO"),
        ("SIC-101.SP = 1,000", "one or one thousand"),
        ("spead 10", "Did you mean speed?"),
        ("alrams", "Did you mean alarms?"),
        ("show TIC-110", "Did you mean TIC-101?"),
        ("glossary vaibility", "Did you mean viability?"),
        ("help shelf", "Did you mean shelve?"),
        ("FIC-102.SP = 5", "Try: put FIC-102 in AUTO first."),
        ("shelve AIC-102.LO for 10 min", "this needs a reason"),
        ("note low because cold", "Done: note low because cold"),
        ("TIC-101", "TIC-101 Vessel temperature: 36.8 degC, set-point 36.8 degC"),
        ("help FIC-102.DEV", "Action: Switch to the other bank"),
        ("glossary FIC-102", "F flow, I indicator, C controller"),
    ],
)
def test_what_is_said_to_one_line(tmp_path: Path, line: str, expected: str) -> None:
    """One line, and the answer that helps."""
    assert expected in play(begin(tmp_path), f"SIC-101.MODE = AUTO\n{line}\nleave\n")


def test_hostile_texts_are_shown_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts of a scenario cannot act on the terminal, nor can what a user types come back so."""
    live = begin(tmp_path)
    hostile = "Oxygen \x1b[2J\x9b31m{time} \u202elost\r\nx"
    brief = replace(live.brief, title={"en": hostile}, text={"en": hostile})
    monkeypatch.setattr(Live, "brief", property(lambda _: brief))
    said = play(live, "note \x1b[31m red\nbrief\nstory\nshow \x1b[2J\n")
    assert said.count("{time}") == 4
    for control in ("\x1b", "\x9b", "\u202e", "\r"):
        assert control not in said


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A letter in another encoding is shown as a replacement, and the session goes on."""
    live, output = begin(tmp_path), io.StringIO()
    typed = io.TextIOWrapper(io.BytesIO(b"note caf\xe9 \xff\xfe\x00\nnote ok\xe9\nquit\n"), "utf-8")
    play_plain(Runner(live, Pace(1.0)), live, live.names, "en", typed, output)
    assert "Done: note ok\ufffd" in output.getvalue()
    assert "sealed" in output.getvalue().splitlines()[-1]


def test_output_that_knows_only_ascii(tmp_path: Path) -> None:
    """On a terminal without accents the lines still come; what it lacks is a question mark."""
    raw = io.BytesIO()
    output = io.TextIOWrapper(raw, encoding="ascii")
    live = begin(tmp_path)
    runner = Runner(live, Pace(1.0))
    play_plain(runner, live, live.names, "fr", io.StringIO("help\nquit\n"), output)
    output.flush()
    assert b"Session termin?e et scell?e" in raw.getvalue()


def test_a_reader_that_goes_away_leaves_the_session_to_resume(tmp_path: Path) -> None:
    """When the pipe behind the output is closed, the log is closed in order and can be resumed."""

    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            if "paused" in text:
                raise BrokenPipeError
            return super().write(text)

    live = begin(tmp_path)
    with pytest.raises(BrokenPipeError):
        play_plain(Runner(live, Pace()), live, live.names, "en", io.StringIO("time\n"), Gone())
    Live.resume(tmp_path / "session.log", Signature("Ann"), commission=HERE).close()


class Keyboard:
    """A terminal in a pipe: what is typed arrives as from a keyboard."""

    def __init__(self) -> None:
        inside, outside = os.pipe()
        self.input = Terminal(os.fdopen(inside, "rb"), encoding="utf-8")
        self._typed = os.fdopen(outside, "w", encoding="utf-8")

    def type(self, line: str) -> None:
        """Type one line."""
        self._typed.write(f"{line}\n")
        self._typed.flush()

    def end(self) -> None:
        """End the input, as Ctrl-D does."""
        self._typed.close()

    def close(self) -> None:
        """Put the keyboard away."""
        self._typed.close()
        self.input.close()


class Terminal(io.TextIOWrapper):
    """Text that says it comes from a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_at_a_keyboard_time_passes_while_nobody_types(tmp_path: Path) -> None:
    """Alarms appear by themselves; pause stops time; a wait ends early at an urgent alarm."""
    live = begin(tmp_path)
    keyboard, output = Keyboard(), io.StringIO()
    runner = Runner(live, Pace(3600.0), live.note_speed)
    arguments = (runner, live, live.names, "en", keyboard.input, output)
    thread = threading.Thread(target=play_plain, args=arguments)
    thread.start()
    try:
        wait_for(lambda: "FIC-102.DEV" in output.getvalue())
        keyboard.type("pause")
        wait_for(lambda: "paused." in output.getvalue())
        stood = live.now
        keyboard.type("speed 1")
        wait_for(lambda: "Speed x1." in output.getvalue())
        assert live.now == stood
        keyboard.type("go")
        keyboard.type("quit")
        wait_for(lambda: "quit again" in output.getvalue())  # a form is left to fill in
        keyboard.type("quit")
        wait_for(lambda: "sealed" in output.getvalue())
    finally:
        keyboard.end()
        thread.join(LIMIT_S)
        keyboard.close()
    assert not thread.is_alive()
    assert verify(tmp_path / "session.log", commission=HERE).ok


def test_a_wait_at_a_keyboard_ends_at_an_urgent_alarm(tmp_path: Path) -> None:
    """A person who waits half an hour is called at the alarm; Ctrl-D then leaves the session."""
    live = begin(tmp_path)
    keyboard, output = Keyboard(), io.StringIO()
    pace = Pace(1.0)
    pace.paused = True
    arguments = (Runner(live, pace), live, live.names, "en", keyboard.input, output)
    thread = threading.Thread(target=play_plain, args=arguments)
    thread.start()
    keyboard.type("wait 30 min")
    wait_for(lambda: "a new alarm asks for you" in output.getvalue())
    assert 1_217_000 <= live.now <= 1_222_000
    keyboard.end()
    thread.join(LIMIT_S)
    keyboard.close()
    assert not thread.is_alive()
    assert "can be resumed" in output.getvalue()


def test_a_disk_that_is_full_does_not_end_the_talk(tmp_path: Path) -> None:
    """When sealing is refused, that is said and the session is still there."""
    live = begin(tmp_path)
    live.close()
    said = play(live, "wait 1 min\nSIC-101.MODE = AUTO\nquit\ntime\n")
    assert said.count("the log is closed") >= 2
    assert "Simulated time 00:00:00" in said.splitlines()[-2]


def test_the_session_of_the_documentation(tmp_path: Path) -> None:
    """The lines that docs/play.md shows are played as they stand, and none is refused."""
    page = (Path(__file__).parents[2] / "docs" / "play.md").read_text(encoding="utf-8")
    lines = page.split("<!-- lines that a test plays -->\n```\n")[1].split("```")[0]
    said = play(begin(tmp_path), lines)
    assert "Refused" not in said
    assert "Not understood" not in said
    assert "done: oxygen: switched to bank 2" in said
    assert "sealed" in said.splitlines()[-1]


class Impatient(io.StringIO):
    """Lines from a pipe, with Ctrl-C pressed before the second."""

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        """Return a line."""
        if self.tell():
            signal.raise_signal(signal.SIGINT)
        return super().readline(size)


def test_an_interrupt_ends_between_two_scans(tmp_path: Path) -> None:
    """Ctrl-C in the middle of a script lets no more time pass and leaves the session in order."""
    live, output = begin(tmp_path), io.StringIO()
    before = signal.getsignal(signal.SIGINT)
    lines = Impatient("wait 1 min\nwait 1 h\nwait 1 h\n")
    play_plain(Runner(live, Pace(1.0)), live, live.names, "en", lines, output)
    assert signal.getsignal(signal.SIGINT) is before
    assert "left at 00:01:00" in output.getvalue()
    assert verify(tmp_path / "session.log", commission=HERE).ok


def test_a_title_in_one_language_is_said_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A title that lacks the language asked for is said in the one it has."""
    live = begin(tmp_path)
    brief = replace(live.brief, title={"en": "Only English"})
    monkeypatch.setattr(Live, "brief", property(lambda _: brief))
    assert "Only English. Niveau 3" in play(live, "leave\n", "nl")
