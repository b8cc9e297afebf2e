"""The faceplate and what is behind it: entry, ranges, confirmations, tuning, diagnostics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cell_bench import made_up, picture, press, seat, type_in
from hypothesis import given
from hypothesis import strategies as st
from tui_bench import LOST_MS, records, session_in

from simulator.language.command import (
    Acknowledge,
    Calibrate,
    Command,
    SetMode,
    SetOutput,
    SetSetpoint,
    SetTuning,
)
from simulator.language.observation import SampleView
from simulator.language.problem import Refusal
from simulator.session.live import Live
from simulator.session.record import CommandRecord, RefusalRecord
from tui import going
from tui.console import Console
from tui.entry import read_number
from tui.pages.diagnostics import Diagnostics
from tui.pages.faceplate import Faceplate


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A session of oxygen-lost with its alarms standing."""
    yield from session_in(tmp_path, ms=LOST_MS + 180_000)


def at(live: Live, tag: str) -> Console:
    """Return a console at the faceplate of a tag."""
    console = seat(live)
    going.faceplate(console, tag)
    assert isinstance(console.page, Faceplate)
    return console


def given_to(live: Live, folder: Path) -> list[Command]:
    """Close the session; return the commands in its log, and assert that none was refused."""
    live.close()
    kept = records(folder)
    assert not any(isinstance(record, RefusalRecord) for record in kept)
    return [record.command for record in kept if isinstance(record, CommandRecord)]


# -- entry -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("36,5", "degC", 36.5),
        (" 36.5 ", "degC", 36.5),
        ("36.5 degC", "degC", 36.5),
        ("36,5 °C", "degC", 36.5),
        ("36.5°C", "degC", 36.5),
        ("-2", "degC", -2.0),
        ("1e2", "kg", 100.0),
        ("60 L/h", "L/min", 1.0),
        ("7.1", "pH", 7.1),
        ("7,1 pH", "pH", 7.1),
        ("40%", "%", 40.0),
        ("2 min", "s", 120.0),
        ("12 e6/mL", "1e6 cells/mL", 12.0),
        ("1000", "", 1000.0),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, unit: str, value: float) -> None:
    """Comma or point, with or without a unit, in another unit that fits: it is read right."""
    assert read_number(typed, unit) == pytest.approx(value)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "warm", "nan", "inf", "1,500", "12,345,678", "5 L/h", "0x10", "3 4", "%"],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    """Words, nothing, wrong units and a comma that may stand between thousands are refused."""
    with pytest.raises(Refusal):
        read_number(typed, "degC")


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(typed: str) -> None:
    """No text a person can type or paste ends in anything but a number or a refusal."""
    try:
        value = read_number(typed, "degC")
    except Refusal:
        return
    assert abs(value) < 1e308


def test_the_range_is_told_before_and_checked_before(live: Live, tmp_path: Path) -> None:
    """The question shows the limits; what lies outside is refused at the desk, and logged so."""
    console = at(live, "TIC-101")
    assert "(4 … 40 °C)" in press(console, "s")
    assert "400 is outside the limits (give a value from 4 to 40 degC)" in type_in(console, "400")
    assert console.question is None
    assert live.observe().tags["TIC-101"].sp == 36.8
    press(console, "s")
    assert "write a number" in type_in(console, "warm")
    live.close()
    tried = [record for record in records(tmp_path) if isinstance(record, RefusalRecord)]
    assert [record.command for record in tried] == [SetSetpoint("TIC-101", 400.0)]


def test_outputs_and_calibrations_out_of_range_are_logged_as_refused(
    live: Live, tmp_path: Path
) -> None:
    """An output over 100 % and a calibration out of range are tries that the log keeps."""
    console = at(live, "TIC-101")
    press(console, "m", "y", "o")
    assert "140 % is outside the limits" in type_in(console, "140")
    press(console, "k")
    assert "refused" in type_in(console, "99")
    live.close()
    tried = [record for record in records(tmp_path) if isinstance(record, RefusalRecord)]
    assert [type(record.command) for record in tried] == [SetOutput, Calibrate]


def test_plain_words_name_what_is_measured_and_wanted(live: Live) -> None:
    """In the plain register a faceplate has no PV, SP or OP; the modes keep their names behind."""
    console = at(live, "TIC-101")
    console.do_register()
    rows = picture(console, 80, 24).splitlines()
    assert [row.split()[0] for row in rows[1:4]] == ["measured", "wanted", "asked"]
    assert "by hand (MAN)" in rows[4]


# -- what asks and what does not -------------------------------------------------------------


def test_a_small_step_is_done_at_once(live: Live, tmp_path: Path) -> None:
    """Enter alone gives a set-point a little away from the old one."""
    console = at(live, "TIC-101")
    press(console, "s")
    assert "done" in type_in(console, "36,5 °C")
    assert given_to(live, tmp_path) == [SetSetpoint("TIC-101", 36.5)]


def test_a_step_that_may_harm_asks(live: Live, tmp_path: Path) -> None:
    """A large step and one beyond an alarm limit ask for a y; any other key leaves them."""
    console = at(live, "TIC-101")
    press(console, "s")
    assert "beyond an alarm limit" in type_in(console, "38")
    press(console, "s", "enter", "escape")
    going.faceplate(console, "FIC-104")
    press(console, "s")
    assert "a large step" in type_in(console, "20")
    press(console, "y")
    assert given_to(live, tmp_path) == [SetSetpoint("FIC-104", 20.0)]


def test_only_manual_asks_among_the_modes(live: Live, tmp_path: Path) -> None:
    """MAN needs a y, and m again or Enter or Esc is none; AUTO and CAS are given at once."""
    console = at(live, "TIC-102")
    painted = press(console, "m")
    assert "TIC-102.MODE CAS → MAN" in painted
    assert "the output stays at" in painted
    press(console, "m", "enter", "escape")
    assert live.observe().tags["TIC-102"].mode == "CAS"
    press(console, "m", "y", "a", "c")
    wanted = [SetMode("TIC-102", "MAN"), SetMode("TIC-102", "AUTO"), SetMode("TIC-102", "CAS")]
    assert given_to(live, tmp_path) == wanted


def test_an_output_is_slewed_within_its_range(live: Live, tmp_path: Path) -> None:
    """In MAN < and > move the output by 1 %, shifted arrows by 10 %, and never out of 0 to 100."""
    console = at(live, "LIC-103")
    for key in (">", ">", "shift+right", "<", "shift+left", "shift+left"):
        press(console, key)
        console.runner.latest = live.observe()
    moved = [
        command.value for command in given_to(live, tmp_path) if isinstance(command, SetOutput)
    ]
    assert moved == [1.0, 2.0, 12.0, 11.0, 1.0, 0.0]


def test_what_is_moved_by_another_says_by_what(live: Live, tmp_path: Path) -> None:
    """In AUTO, in CAS and on a valve of a loop nothing is asked; the reason is told instead."""
    for tag, keys, reason in (
        ("TIC-101", ("o", ">", "shift+left"), "TIC-101 is in AUTO"),
        ("FIC-102", ("s",), "takes its set-point from AIC-102"),
        ("FV-102", ("o", "<"), "FV-102 is moved by FIC-102"),
        ("FV-102", ("s", "a"), "none"),
        ("AT-105", ("p",), "nothing to tune"),
    ):
        console = at(live, tag)
        for key in keys:
            assert reason in press(console, key), (tag, key)
            assert console.question is None
    assert given_to(live, tmp_path) == []


def test_a_pump_by_hand_is_moved_at_once(live: Live, tmp_path: Path) -> None:
    """A pump that no loop moves takes an output from its own faceplate."""
    console = at(live, "P-201")
    press(console, "o")
    assert "done" in type_in(console, "25 %")
    assert given_to(live, tmp_path) == [SetOutput("P-201", 25.0)]


def test_what_an_interlock_holds_asks_and_says_why(live: Live) -> None:
    """On a forced tag every change asks, naming the interlock; the faceplate tells its words."""
    console = at(live, "SIC-101")
    console.runner.latest = made_up(live.observe())
    shown = picture(console, 80, 24)
    assert "forced by I-102: Agitator stopped" in shown
    press(console, "a")
    assert console.question is not None
    assert "forced by I-102" in console.question.label
    console.press("escape")
    going.faceplate(console, "M-101")
    assert "forced by I-102: Agitator stopped" in picture(console, 80, 24)


def test_tuning_shows_old_and_new_and_asks(live: Live, tmp_path: Path) -> None:
    """Gain and times are asked in turn with the present ones offered, then confirmed together."""
    console = at(live, "TIC-101")
    assert "K 15 %/°C   Ti 1800 s" in picture(console, 80, 24)
    press(console, "p", "ctrl+u")
    type_in(console, "12,5")
    press(console, "ctrl+u")
    type_in(console, "20 min")
    assert "K 15 Ti 1800 s Td 0 s → K 12.5 Ti 1200 s Td 0 s" in press(console, "enter")
    press(console, "y", "p", "ctrl+u")
    assert "out of range" in type_in(console, "-1")
    assert console.question is None
    assert given_to(live, tmp_path) == [SetTuning("TIC-101", 12.5, 1200.0, 0.0)]


def test_a_calibration_goes_to_the_instrument(live: Live, tmp_path: Path) -> None:
    """From the faceplate of a loop its instrument is calibrated, after a y."""
    console = at(live, "AIC-101")
    assert "(4 … 10 pH)" in press(console, "k")
    assert "AT-101.PV" in type_in(console, "7,05")
    press(console, "y")
    assert given_to(live, tmp_path) == [Calibrate("AT-101", 7.05)]


def test_the_alarm_of_the_tag_is_acknowledged(live: Live, tmp_path: Path) -> None:
    """The key A acknowledges the most pressing alarm first; without one it says so."""
    console = at(live, "AIC-102")
    for _ in range(3):
        press(console, "A")
        console.runner.latest = live.observe()
    assert "no alarm to acknowledge" in console.message[0]
    assert given_to(live, tmp_path) == [Acknowledge("AIC-102.LOLO"), Acknowledge("AIC-102.LO")]


@pytest.mark.parametrize(("language", "colon"), [("en", "XIC-9: "), ("fr", "XIC-9 : ")])
def test_a_colon_after_a_tag_stands_as_its_language_has_it(
    live: Live, language: str, colon: str
) -> None:
    """French puts a blank before it, after a tag too."""
    console = seat(live, language)
    going.faceplate(console, "XIC-9")
    assert console.message[0].startswith(colon)


def test_a_click_on_a_mode_is_its_key(live: Live) -> None:
    """A click on MAN asks as the key m does."""
    console = at(live, "TIC-101")
    rows = picture(console, 80, 24).splitlines()
    y = next(n for n, row in enumerate(rows) if "MAN" in row and "AUTO" in row)
    console.page.click(rows[y].index("MAN"), y)
    assert console.question is not None
    assert "AUTO → MAN" in console.question.label


# -- what is shown ---------------------------------------------------------------------------


def test_a_faceplate_shows_everything_about_a_loop(live: Live) -> None:
    """Values, modes, outputs with their modes, limits, alarms, range, tuning: all are there."""
    console = at(live, "AIC-102")
    shown = picture(console, 80, 24)
    for words in (
        "PV",
        "SP",
        "OP",
        "MAN",
        "SIC-101 SP",
        "FIC-102 SP",
        "LOLO 15 %   LO 30 %   HI 90 %",
        "◆1 AIC-102.LOLO B",
        "since",
        "range 0.0 … 200.0 %",
        "K 0.8",
    ):
        assert words in shown
    going.faceplate(console, "FV-102")
    shown = picture(console, 80, 24)
    assert "moved by FIC-102" in shown
    assert "supply Oxygen 0.0 %" in shown


def test_diagnostics_tell_what_is_behind_a_tag(live: Live) -> None:
    """The key d shows instruments, links, alarm settings, interlocks and the past of a loop."""
    console = at(live, "AIC-102")
    press(console, "d")
    page = console.page
    assert isinstance(page, Diagnostics)
    shown = picture(console, 100, 60)
    for words in (
        "AT-102B  DO probe B",
        "difference",
        "OP 60 … 100 % → FIC-102",
        "deadband 2",
        "delay 5 s / 5 s",
        "I-102 Agitator stopped",
        "when ST-101.PV < 15 rpm for 20 s",
        "nothing since the session began",
    ):
        assert words in shown
    assert "I-103" in shown or "I-101" in shown
    assert "FACEPLATE AIC-102" in press(console, "f")


def test_diagnostics_keep_calibrations_and_compare_with_the_laboratory(live: Live) -> None:
    """A calibration stands with its name, a result beside what the instrument read then."""
    console = at(live, "AIC-101")
    press(console, "k")
    type_in(console, "7,05")
    press(console, "y", "d")
    now = console.runner.latest
    sample = SampleView(7, "BR-101", "reported", now.now, (("pH", 7.0, "pH"),))
    console.runner.latest = replace(now, samples=(sample,))
    console.history.record(now)
    shown = picture(console, 100, 60)
    assert "calibrate 7.05  Ann" in shown
    assert "sample 7  7.00 pH" in shown
    assert "AT-101 then" in shown


def test_long_lines_of_diagnostics_are_folded(live: Live) -> None:
    """At 80 columns nothing of an interlock is cut: what it forces stands on two lines."""
    console = at(live, "FV-102")
    press(console, "d")
    shown = " ".join(picture(console, 80, 40).split())
    assert "PV-101 = 100 %" in shown
