"""Laboratory, logbook and services at the desk: keys in, lines out, commands in the log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_bench import go_on, keys, question, seat, text
from rich.cells import cell_len
from tui_bench import begin, records, session_in

from simulator.language.command import CallMaintenance, ChangeBottle, Note, SetSetpoint, TakeSample
from simulator.language.paperwork import (
    CallPerson,
    DrawSample,
    HandOver,
    LabelSample,
    OpenDeviation,
    Retest,
    SendSample,
)
from simulator.language.words import LANGUAGES
from simulator.session.live import Live
from simulator.session.record import CommandRecord, RefusalRecord
from tui.pages.logbook import Logbook

MINUTE = 60_000


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A session of ph-probe-drift after two hours; its first sample is reported."""
    yield from session_in(tmp_path, "ph-probe-drift", ms=120 * MINUTE)


def given(live: Live, folder: Path) -> list[CommandRecord | RefusalRecord]:
    """Seal the session and return the commands in its log."""
    live.seal()
    return [r for r in records(folder) if isinstance(r, CommandRecord | RefusalRecord)]


def test_results_stand_beside_their_specification(live: Live) -> None:
    """Every analysis of the sample, with decimals, unit and limits."""
    shown = keys(seat(live), "5")
    assert "reported" in shown
    assert re.search(r"pH 7\.\d\d  \(6\.88 \.\. 7\.18\)", shown)
    assert re.search(r"pCO2 \d\d mmHg \(≤ 120\)", shown)
    assert re.search(r"viability 9\d\.\d % \(≥ 70\)", shown)


def test_draw_label_send(live: Live, tmp_path: Path) -> None:
    """A sample at hand without a label says so; one without a good label needs a y to go."""
    console = seat(live)
    keys(console, "5", "d", "enter")
    go_on(console, 20 * MINUTE)
    shown = text(console)
    assert "at hand" in shown
    assert "NO LABEL" in shown
    keys(console, "e")
    assert "NO LABEL ?" in question(console)
    keys(console, "escape", "b", "=something", "enter")
    go_on(console, MINUTE)
    assert "label of another form" in text(console, 120, 24)
    keys(console, "b")
    for _ in range(20):
        keys(console, "backspace")
    keys(console, "=BR-101/2", "enter", "e")
    assert [r.command for r in given(live, tmp_path)] == [
        DrawSample("BR-101"),
        LabelSample(2, "something"),
        LabelSample(2, "BR-101/2"),
        SendSample(2),
    ]


def test_a_result_out_of_specification_shows_the_way(tmp_path: Path) -> None:
    """What is out is marked, r offers to measure it again, v opens a deviation about the sample."""
    live = begin(tmp_path, "ph-probe-drift")
    live.submit(SetSetpoint("AIC-101", 6.6))
    live.submit(TakeSample("BR-101"))
    live.advance(120 * MINUTE)
    live.submit(TakeSample("BR-101"))
    live.advance(240 * MINUTE)
    console = seat(live)
    shown = keys(console, "5")
    assert "▲ OUT" in shown
    assert "▲pH" in shown
    assert "out of specification" in shown
    keys(console, "r")
    assert question(console).startswith("Sample 3 Measure again: pH")
    keys(console, "enter", "v", "=pH too low", "enter")
    go_on(console, 30 * MINUTE)
    assert "measured again" in text(console)
    commands = [r.command for r in given(live, tmp_path)][-2:]
    assert commands == [Retest(3, "pH"), OpenDeviation("pH too low", "sample-3")]


def test_the_chosen_sample_stays_chosen(live: Live) -> None:
    """A new sample on top does not move the choice; a sample just asked for is chosen."""
    console = seat(live)
    keys(console, "5", "up", "down")
    live.submit(TakeSample("BR-101"))
    go_on(console, MINUTE)
    assert "Sample 1 BR-101" in text(console)
    keys(console, "s", "enter")
    go_on(console, MINUTE)
    assert "Sample 3 BR-101" in text(console)


def test_the_logbook_turns_its_lists(live: Live) -> None:
    """What happened, my actions, the audit trail with old and new value, and what is sought."""
    console = seat(live)
    live.advance(121 * MINUTE)
    console.poll()
    keys(console, ":", "=AIC-101.SP = 7.05 because trial", "enter")
    keys(console, ":", "=AIC-101.SP = 99", "enter", "6")
    page = console.page
    assert isinstance(page, Logbook)
    assert "REFUSED" in text(console)
    mine = keys(console, "right")
    assert "AIC-101.SP = 7.05" in mine
    audit = keys(console, "right")
    assert "[7 → 7.05 pH]" in audit
    assert "(because: trial)" in audit
    accepted = next(row for row in audit.splitlines() if "→ 7.05" in row)
    assert accepted.split()[0].isdigit()
    assert "REFUSED" not in keys(console, "/", "=7.05", "enter")
    assert "nothing here" in keys(console, "/", "=xyz", "enter")
    assert page.sought == "7.05xyz"


def test_only_ones_own_actions_are_mine(live: Live) -> None:
    """What another person did stands in the audit trail and not among my actions."""
    first = seat(live, who="Jan")
    keys(first, "6", "e", "=written by Jan", "enter")
    console = seat(live)
    console.past = first.past
    keys(console, "6", "right")
    assert "written by Jan" not in text(console)
    assert "written by Jan" in keys(console, "right")


def test_the_handover_of_the_shift_before_and_ones_own(tmp_path: Path) -> None:
    """The note of the scenario stands there in every language; the form asks five parts."""
    live = begin(tmp_path, "first-batch")
    console = seat(live)
    assert "Night shift to early shift" in keys(console, "6", "left")
    console.choose("language", "nl")
    assert "Nachtploeg aan vroege ploeg" in text(console)
    console.choose("language", "en")
    keys(console, "w", "=none", "enter", "=stable | fine", "enter", "enter", "enter")
    assert question(console).startswith("5/5 To do")
    keys(console, "=weigh", "enter", "s")
    assert "stable / fine" in text(console)
    (record,) = given(live, tmp_path)
    assert record.command == HandOver("none", "stable / fine", "", "", "weigh")


def test_open_deviations_are_offered_in_the_handover(live: Live) -> None:
    """The fourth part begins with the numbers of what is still open."""
    console = seat(live)
    live.submit(OpenDeviation("one"))
    live.submit(OpenDeviation("two"))
    go_on(console, MINUTE)
    keys(console, "6", "w", "=a", "enter", "=b", "enter", "=c", "enter")
    assert question(console).startswith("4/5 Open deviations: 1, 2")


def test_people_are_called_and_answer(live: Live, tmp_path: Path) -> None:
    """By the list or by c; maintenance asks for a tag; the answer comes as a message."""
    console = seat(live)
    keys(console, "9", "enter", "=probe drifts", "enter")
    keys(console, "down", "c", "=pH in doubt", "enter")
    keys(console, "6", "c", "4", "=at-101", "enter")
    go_on(console, 6 * MINUTE)
    shown = text(console, 120, 40)
    assert "Understood. Open a deviation" in shown
    assert [r.command for r in given(live, tmp_path)] == [
        CallPerson("shift-lead", "probe drifts"),
        CallPerson("qa", "pH in doubt"),
        CallMaintenance("AT-101"),
    ]


def test_bottles_notes_and_what_cannot_be_reset(live: Live, tmp_path: Path) -> None:
    """Key o changes a bottle; r says that nothing is tripped; an empty note is none."""
    console = seat(live)
    assert "no interlock is tripped" in keys(console, "9", "r")
    keys(console, "o", "=tk-112", "enter", "6", "e", "enter", "e", "=seen", "enter")
    assert [r.command for r in given(live, tmp_path)] == [ChangeBottle("TK-112"), Note("seen")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_fit(live: Live, language: str) -> None:
    """In every size and language each line has its width, with long labels and notes too."""
    console = seat(live, language)
    live.submit(DrawSample("BR-101"))
    live.submit(Note("温" * 300))
    go_on(console, 20 * MINUTE)
    live.submit(LabelSample(2, "温" * 60))
    go_on(console, MINUTE)
    for key in "569":
        keys(console, key)
        for _ in range(5):
            for width, height in ((60, 16), (80, 24), (120, 36), (200, 60)):
                lines = console.paint(width, height)
                assert [sum(cell_len(t) for t, _ in line) for line in lines] == [width] * height
            keys(console, "right", "down")


def test_clicks_choose(live: Live) -> None:
    """A click chooses a sample, a row of the record, or a list of the logbook."""
    console = seat(live)
    live.submit(TakeSample("BR-101"))
    go_on(console, MINUTE)
    keys(console, "5")
    console.page.click(5, 3)
    assert "Sample 1 BR-101" in text(console)
    keys(console, "6")
    text(console)
    console.page.click(22, 1)
    assert isinstance(console.page, Logbook)
    assert console.page.tab == 1
    console.page.click(2, 1)
    assert console.page.tab == 0
    keys(console, "8")
    console.page.click(5, 4)
    assert console.page.chosen == 2
