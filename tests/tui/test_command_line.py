"""What is typed behind the colon, and how it is read; the question line itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_bench import seat, text
from hypothesis import given, settings
from hypothesis import strategies as st
from tui_bench import LOST_MS, records, session_in

from simulator.language.command import Acknowledge, Command, SetMode, SetOutput, SetSetpoint
from simulator.language.problem import Refusal
from simulator.session.live import Live
from simulator.session.record import CommandRecord
from tui.console import Console
from tui.pages.trends import Trends
from tui.question import Question
from tui.typed import assigned, capitals, command_typed, number_typed, with_points

TAGS = {"TIC-101", "XV-101", "AIC-102"}


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A session of oxygen-lost with some alarms standing."""
    yield from session_in(tmp_path, ms=LOST_MS + 180_000)


@pytest.fixture
def console(live: Live) -> Console:
    """A console whose time stands still."""
    return seat(live)


def typed(console: Console, line: str) -> str:
    """Type a line behind the colon, and return what is told of it."""
    console.press(":")
    for letter in line:
        console.press("space" if letter == " " else letter)
    console.press("enter")
    return console.message[0]


def commands(live: Live, folder: Path) -> list[Command]:
    """Seal the session and return the commands of its log."""
    live.seal()
    return [record.command for record in records(folder) if isinstance(record, CommandRecord)]


def test_commands_are_typed_as_one_says_them(console: Console, live: Live, tmp_path: Path) -> None:
    """Blanks for point and equals sign, small letters, a comma: all mean the same command."""
    for line in (
        "TIC-101 SP 36.5",
        "tic-101 sp 36,6",
        "TIC-101.SP = 36.7 degC",
        "tic-101.sp=36,8",
        "TIC-101 man",
        "TIC-101 OP 40",
    ):
        assert typed(console, line).startswith("done"), line
    assert commands(live, tmp_path) == [
        SetSetpoint("TIC-101", 36.5),
        SetSetpoint("TIC-101", 36.6),
        SetSetpoint("TIC-101", 36.7),
        SetSetpoint("TIC-101", 36.8),
        SetMode("TIC-101", "MAN"),
        SetOutput("TIC-101", 40.0),
    ]


def test_a_reason_stands_behind_because(console: Console, live: Live, tmp_path: Path) -> None:
    """What stands behind ``because`` is the reason in the log."""
    typed(console, "tic-101 sp 36,5 because the culture is slow")
    live.seal()
    given = [record for record in records(tmp_path) if isinstance(record, CommandRecord)]
    assert given[0].reason == "the culture is slow"


def test_alarms_are_acknowledged_by_number_or_by_tag(
    console: Console, live: Live, tmp_path: Path
) -> None:
    """``ack 2`` is the second of the list; ``ack TAG`` its only one; two need a choice."""
    second = console.alarms()[1].alarm
    assert "which" not in typed(console, "ack 2")
    assert "AIC-102 has 2" in typed(console, "ack AIC-102") or second.startswith("AIC-102")
    assert typed(console, "ack FIC-102").startswith("done") or second.startswith("FIC-102")
    assert "no alarm 99" in typed(console, "ack 99")
    assert "no alarm 0" in typed(console, "ack 0")
    assert "has 0 unack" in typed(console, "ack TIC-101")
    assert Acknowledge(second) == commands(live, tmp_path)[0]


def test_trends_open_with_tags_and_span(console: Console) -> None:
    """``trend AIC-101 TIC-101 8h`` shows both over eight hours; slips are told."""
    typed(console, "trend aic-101, TIC-101 8h")
    page = console.page
    assert isinstance(page, Trends)
    assert console.pens == ["AIC-101", "TIC-101"]
    assert page.span_ms == 8 * 3_600_000
    assert "no span" in typed(console, "trend AIC-101 8x:h")
    assert "no tag" in typed(console, "trend AIC-191")
    assert console.pens == ["AIC-101", "TIC-101"]
    typed(console, "trend 2 d")
    assert page.span_ms == 48 * 3_600_000


def test_places_and_help_are_reached_by_name(console: Console) -> None:
    """Pages by name and by title in any language, tags, units, alarms and terms."""
    for line, name in (
        ("goto TIC-101", "faceplate"),
        ("aic-102", "faceplate"),
        ("goto BR-101", "unit"),
        ("goto trends", "trends"),
        ("goto tendances", "trends"),
        ("alarmen", "alarms"),
        ("help AIC-102.LOLO", "alarm_help"),
        ("help AIC-102", "alarm_help"),
        ("help TIC-101", "faceplate"),
        ("help", "help"),
        ("help viability", "glossary"),
        ("settings", "settings"),
    ):
        typed(console, line)
        assert console.page.name == name, line
    assert "no page" in typed(console, "goto nowhere")
    assert "no help" in typed(console, "help qqqqqqq")


def test_screen_words_change_settings_and_time(console: Console) -> None:
    """Theme, language, register, speed, pause and go work from the command line."""
    typed(console, "theme dark")
    assert console.theme_name == "dark"
    assert "cannot be" in typed(console, "theme pink")
    typed(console, "speed x60")
    assert console.runner.speed == 60.0
    assert "no speed" in typed(console, "speed 0,5")
    typed(console, "go")
    assert not console.runner.paused
    typed(console, "pause")
    assert console.runner.paused
    typed(console, "register plain")
    assert console.say.register == "plain"
    typed(console, "language nl")
    assert console.language == "nl"


def test_slips_are_told_with_what_was_meant(console: Console) -> None:
    """A wrong verb or tag is refused with the nearest; nothing is given to the plant."""
    assert "ack" in typed(console, "akc AIC-102.LO")
    assert "one thousand" in typed(console, "SIC-101 SP 1,000")
    assert console.message[1] == "refused"
    assert "TIC-101" in typed(console, "TIC-191 SP 36")


def test_what_is_told_is_read_to_its_end(console: Console) -> None:
    """A refusal longer than a row takes two, and shows how that very tag is commanded."""
    typed(console, "FV-102 100")
    height = 24
    shown = text(console, 80, height).splitlines()
    assert len(shown) == height
    told = " ".join(row.strip() for row in shown[-4:-2])
    assert "is not how this command is written" in told
    assert "FV-102 OP 50" in told
    assert "TIC-101 SP 36.5" in typed(console, "TIC-101 100")
    assert "stop" in typed(console, "stopp")
    assert len(text(console, 80, height).splitlines()) == height


def test_the_commands_that_the_page_of_the_terminal_shows_are_known(console: Console) -> None:
    """No line of the table in docs/terminal.md is unknown, whatever the plant says to it."""
    page = (Path(__file__).parents[2] / "docs" / "terminal.md").read_text(encoding="utf-8")
    table = page.partition("## Commands")[2].partition("\n\n## ")[0]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    lines = [line for row in rows for line in re.findall(r"`([^`…]+)`", row)]
    assert len(lines) > 15
    for line in lines:
        console.message = ("", "")
        told = typed(console, line)
        assert "no command" not in told, (line, told)
        assert "no page" not in told, (line, told)
        assert "no help" not in told, (line, told)


def test_earlier_commands_come_back(console: Console) -> None:
    """Up and down walk what was typed before; what is being typed is not lost."""
    typed(console, "goto trends")
    typed(console, "goto alarms")
    console.press(":")
    for key in ("x", "up", "up", "up"):
        console.press(key)
    assert console.question is not None
    assert console.question.text == "goto trends"
    console.press("down")
    assert console.question.text == "goto alarms"
    console.press("down")
    assert console.question.text == "x"


def test_the_tab_key_finishes_words_and_offers_them(console: Console) -> None:
    """One way on is taken, of several what they share, and all are shown behind the line."""
    console.press(":")
    for key in "tic":
        console.press(key)
    console.press("tab")
    question = console.question
    assert question is not None
    assert question.text == "TIC-10"
    for key in ("1", "space", "m", "tab", "space", "a", "tab"):
        console.press(key)
    assert question.text == "TIC-101 MODE AUTO"
    console.press("ctrl+u")
    for key in "ack ":
        console.press("space" if key == " " else key)
    console.press("tab")
    painted = "".join(text for text, _ in console.paint(80, 24)[-3])
    assert "AIC-102.LO" in painted
    assert all(offer.startswith("ack ") for offer in question.offers)


def test_every_completion_goes_on_from_what_is_typed(console: Console) -> None:
    """Whatever stands behind a verb, each offer is the line with a longer last word."""
    complete = console.commands.complete
    for line in ("", "ack ", "goto b", "trend AIC-101 ", "TIC-101 ", "switch ", "theme ", "zz "):
        for offer in complete(line):
            assert offer.lower().startswith(line.lower())
    assert "theme contrast" in complete("theme ")
    assert "TIC-101 MODE CAS" in complete("TIC-101 MODE ")
    assert "goto BR-101" in complete("goto br")
    assert complete("note ") == []


@given(st.text(max_size=60), st.lists(st.sampled_from(["left", "home", "delete", "ctrl+w"])))
@settings(max_examples=200, deadline=None)
def test_the_question_line_edits_anything(text: str, keys: list[str]) -> None:
    """Any text and any editing keys leave a line without controls, the cursor within it."""
    question = Question("q", lambda _: None)
    question.type(text)
    for key in [*keys, "x", "backspace", "end", "right", "ctrl+u"]:
        question.press(key)
        assert 0 <= question.at <= len(question.text)
        assert "\x1b" not in question.text
    assert question.text == ""


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    """No typed text breaks the reading, and reading a command twice changes nothing more."""
    try:
        line, reason = command_typed(text, TAGS, TAGS)
    except Refusal:
        return
    assert len(reason) <= 500
    assert assigned(line, TAGS) == line


def test_numbers_and_capitals() -> None:
    """Decimal commas, no thousands; only tags that are known get capitals."""
    assert with_points("TIC-101.SP = 36,5") == "TIC-101.SP = 36.5"
    with pytest.raises(Refusal):
        with_points("SIC-101.SP = 1,500")
    assert capitals("ack tic-101.hi of tic-1010", {"TIC-101.HI"}) == "ack TIC-101.HI of tic-1010"
    assert number_typed("36,5") == 36.5
    assert number_typed("1e9") is None
    assert assigned("XV-101 open", TAGS) == "XV-101 = open"
    assert assigned("note XV-101 open", TAGS) == "note XV-101 open"
