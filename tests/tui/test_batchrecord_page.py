"""The batch record at the desk: keys in, lines out, and what is in the log afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from desk_bench import go_on, keys, question, seat, text
from rich.cells import cell_len
from tui_bench import begin, records, session_in

from simulator.language.observation import EntryView
from simulator.language.paperwork import (
    CloseDeviation,
    CommentStep,
    CorrectStep,
    EnterStep,
    OpenDeviation,
    WitnessStep,
)
from simulator.language.words import LANGUAGES
from simulator.session.live import Live
from simulator.session.operator import pass_time
from simulator.session.record import CommandRecord, RefusalRecord
from tui.console import Console
from tui.pages.batchrecord import BatchRecord
from tui.paper import limits_text, out_of_limits, pressing, value_text

HOUR = 3_600_000


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A session of first-batch after one minute: three steps are to be done."""
    yield from session_in(tmp_path, "first-batch", ms=60_000)


def given(live: Live, folder: Path) -> list[CommandRecord | RefusalRecord]:
    """Seal the session and return the commands in its log."""
    live.seal()
    return [r for r in records(folder) if isinstance(r, CommandRecord | RefusalRecord)]


def page(console: Console) -> BatchRecord:
    """Go to the batch record and return its page."""
    keys(console, "8")
    found = console.page
    assert isinstance(found, BatchRecord)
    return found


def entry(console: Console, step: str) -> EntryView:
    """Return how a step stands."""
    return next(one for one in console.runner.desk.observe().record if one.step == step)


def choose(console: Console, step: str) -> None:
    """Choose a step with the arrow keys."""
    found = page(console)
    for _ in range(found.count()):
        keys(console, "up")
    names = [row.step for row in found.rows() if isinstance(row, EntryView)]
    for _ in range(names.index(step)):
        keys(console, "down")


def test_what_is_to_be_done_now_stands_first(live: Live) -> None:
    """Three steps now, ten later, with limits; the header counts them on every page."""
    console = seat(live)
    shown = keys(console, "8")
    assert "3 to do now, 10 later, 0 entered" in shown
    assert shown.index("To do now") < shown.index("WT-101") < shown.index("Later")
    assert "1480 .. 1550 kg" in shown
    assert "record 3" in keys(console, "1")
    assert "by 01:00:00 at the latest" in keys(console, "8")


def test_a_check_is_entered_and_verified_by_a_second_person(live: Live, tmp_path: Path) -> None:
    """Enter, y by its digit, sign; then name, role and signature of the witness."""
    console = seat(live)
    keys(console, "8", "enter")
    assert question(console) == "take-over  1 yes  2 no  Esc"
    keys(console, "1")
    assert "performed by: Ann" in question(console)
    keys(console, "s")
    assert "no witness" in text(console)
    keys(console, "enter", "=B. Maes", "enter", "3")
    assert "verified by: B. Maes, quality assurance" in question(console)
    keys(console, "s")
    assert entry(console, "take-over").witness is not None
    assert [r.command for r in given(live, tmp_path)] == [
        EnterStep("take-over", "yes"),
        WitnessStep("take-over", "B. Maes", "quality"),
    ]


def test_nothing_is_signed_by_any_other_key(live: Live, tmp_path: Path) -> None:
    """Only s signs: not the key that chose, not Enter, not y; Esc leaves nothing behind."""
    console = seat(live)
    keys(console, "8", "enter", "1", "1", "y", "enter", "space", "escape")
    choose(console, "start-weight")
    keys(console, "enter", "=1515", "enter", "escape", "enter", "enter")
    assert given(live, tmp_path) == []


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1515", 1515.0), ("1515,4", 1515.4), ("1515400 g", 1515.4), ("1515.40 kg", 1515.4)],
)
def test_a_value_is_typed_as_one_writes_it(live: Live, typed: str, value: float) -> None:
    """With a point, a comma, or another unit of mass."""
    console = seat(live)
    choose(console, "start-weight")
    keys(console, "enter", f"={typed}", "enter", "s")
    assert entry(console, "start-weight").value == pytest.approx(value)
    assert entry(console, "start-weight").state == "done"


@pytest.mark.parametrize("typed", ["", "  ", "abc", "15 degC", "1e999", "1,515", "--5", "nan"])
def test_what_is_no_value_is_not_entered(live: Live, typed: str) -> None:
    """It is told, or nothing happens; the step stays as it was."""
    console = seat(live)
    choose(console, "start-weight")
    keys(console, "enter", *([f"={typed}"] if typed else []), "enter")
    assert console.question is None
    assert entry(console, "start-weight").state == "due"


def test_an_entry_out_of_its_limits_leads_to_a_deviation(live: Live, tmp_path: Path) -> None:
    """It warns before the signature, takes the value as it is, and asks what happened."""
    console = seat(live)
    choose(console, "base-start")
    keys(console, "enter", "=14", "enter")
    assert "OUT OF LIMITS" in question(console)
    keys(console, "s")
    assert question(console).startswith("base-start Deviation: what happened")
    keys(console, "=scale was not tared", "enter")
    shown = text(console)
    assert "▲ exception" in shown
    found = entry(console, "base-start")
    assert (found.value, found.undeviated) == (14.0, False)
    assert [r.command for r in given(live, tmp_path)] == [
        EnterStep("base-start", 14.0),
        OpenDeviation("scale was not tared", "base-start"),
    ]


def test_a_deviation_that_was_put_off_stays_asked_for(live: Live) -> None:
    """Esc at the question leaves the step among those to do; Enter asks again."""
    console = seat(live)
    choose(console, "base-start")
    keys(console, "enter", "=14", "enter", "s", "escape")
    assert "no deviation" in text(console)
    assert entry(console, "base-start").undeviated
    choose(console, "base-start")
    keys(console, "enter", "=late, but here", "enter")
    assert not entry(console, "base-start").undeviated


def test_a_correction_needs_a_reason_and_shows_both_values(live: Live, tmp_path: Path) -> None:
    """New value, reason, signature; the old one stays readable below."""
    console = seat(live)
    choose(console, "base-start")
    keys(console, "enter", "=47.8", "enter", "s")
    choose(console, "base-start")
    keys(console, "c", "=48.0", "enter")
    assert "Reason of the correction" in question(console)
    keys(console, "=misread", "enter")
    assert "47.8 kg → base-start = 48.0 kg" in question(console)
    keys(console, "s")
    shown = text(console, 100, 40)
    assert "47.8 kg → 48.0 kg" in shown
    assert "misread" in shown
    last = given(live, tmp_path)[-1]
    assert (last.command, last.reason) == (CorrectStep("base-start", 48.0), "misread")


def test_comments_and_closing_a_deviation(live: Live, tmp_path: Path) -> None:
    """Key m writes a comment, d a deviation, x closes it with what was done."""
    console = seat(live)
    choose(console, "base-start")
    keys(console, "m", "=bottle is new", "enter", "d", "=label torn", "enter")
    for _ in range(20):
        keys(console, "down")
    assert "deviation 1" in text(console)
    keys(console, "x", "=new label", "enter")
    assert "closed by: Ann" in question(console)
    keys(console, "s")
    assert "✓ closed" in text(console)
    assert [r.command for r in given(live, tmp_path)] == [
        CommentStep("base-start", "bottle is new"),
        OpenDeviation("label torn", "base-start"),
        CloseDeviation(1, "new label"),
    ]


def test_the_chosen_step_stays_chosen_while_others_come_due(live: Live) -> None:
    """Steps that become due above do not slip under the finger; a settled one makes room."""
    console = seat(live)
    choose(console, "ph-difference-5")
    go_on(console, 6 * HOUR)
    assert "ph-difference-5" in text(console)
    choose(console, "take-over")
    keys(console, "enter", "1", "s")
    keys(console, "enter", "=B. Maes", "enter", "1", "s")
    assert "start-weight" in text(console).split("─" * 20)[-1]


def test_a_step_is_not_done_before_its_time_nor_twice(live: Live, tmp_path: Path) -> None:
    """The page says so before anything is typed."""
    console = seat(live)
    choose(console, "feed-before")
    assert "not to be done yet" in keys(console, "enter")
    choose(console, "base-start")
    keys(console, "enter", "=48", "enter", "s")
    choose(console, "base-start")
    assert "entered already" in keys(console, "enter")
    assert "nothing entered yet" in (choose(console, "start-weight") or keys(console, "c"))
    assert "asks for no witness" in keys(console, "w")
    assert len(given(live, tmp_path)) == 1


def test_an_overdue_step_is_told_and_entered_late(live: Live) -> None:
    """After its hour the step is overdue; filled in then, it stays marked late."""
    console = seat(live)
    go_on(console, HOUR)
    assert "◆ overdue" in keys(console, "8")
    choose(console, "take-over")
    keys(console, "enter", "1", "s")
    assert entry(console, "take-over").late
    assert "entered late" in text(console, 80, 40)


def test_choices_and_texts(tmp_path: Path) -> None:
    """A choice is taken by its digit, a text as it is written."""
    live = begin(tmp_path, "oxygen-lost")
    pass_time(live, HOUR + 1000)
    console = seat(live)
    choose(console, "bank-in-use")
    keys(console, "enter")
    assert question(console) == "bank-in-use  1 bank 1  2 bank 2  Esc"
    keys(console, "2", "s")
    choose(console, "events")
    keys(console, "enter", "=oxygen lost; bank 2, all well" + "; seen by all" * 6, "enter")
    assert text(console, 80, 24).splitlines()[-3].rstrip().endswith("s sign, Esc leave")
    keys(console, "s")
    written = [r.command for r in given(live, tmp_path)]
    assert written == [
        EnterStep("bank-in-use", "bank-2"),
        EnterStep("events", "oxygen lost; bank 2, all well" + "; seen by all" * 6),
    ]


def test_a_scenario_without_a_record(tmp_path: Path) -> None:
    """The page says that there is none; a deviation can be opened all the same."""
    live = begin(tmp_path, "first-steps")
    console = seat(live)
    if live.brief.record:
        pytest.skip("first-steps has a batch record")
    assert "no batch record" in keys(console, "8")
    keys(console, "enter", "c", "w", "m", "x", "d", "=pump noisy", "enter")
    assert "pump noisy" in text(console)
    live.close()


def test_time_goes_on_behind_a_signature(live: Live) -> None:
    """While a signature is asked for, the plant and the alarm line go on."""
    console = seat(live)
    keys(console, "8", "enter", "1")
    before = text(console)
    go_on(console, HOUR)
    after = text(console)
    assert "00:01:00" in before
    assert "01:01:00" in after
    assert "performed by" in after
    keys(console, "s")
    assert entry(console, "take-over").late


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_fits_with_every_state(live: Live, language: str) -> None:
    """Every state, in every size and language: no line is too long, nothing chosen is hidden."""
    console = seat(live, language)
    choose(console, "base-start")
    keys(console, "enter", "=14", "enter", "s", "=x" * 100, "enter", "m", "=y" * 90, "enter")
    go_on(console, 2 * HOUR)
    for width, height in ((60, 16), (80, 24), (120, 36), (200, 60)):
        for _ in range(16):
            keys(console, "up")
        for _ in range(16):
            lines = console.paint(width, height)
            assert [sum(cell_len(t) for t, _ in line) for line in lines] == [width] * height
            assert any(token == "chosen" for line in lines[1:-3] for _, token in line)
            keys(console, "down")


def test_random_keys_leave_a_record_that_stands(live: Live, tmp_path: Path) -> None:
    """Two thousand keys on the pages of this round: no exception, and nothing signed twice."""
    console = seat(live)
    dice = Random(5)
    table = ["enter", "escape", "up", "down", "left", "right", "space", "backspace", "tab"]
    table += list("cwdmxsreb/123456789yn.,k-")
    for _ in range(2000):
        if console.leaving:
            console.leaving = ""
        console.press(dice.choice(table))
        if dice.random() < 0.02:
            go_on(console, dice.randrange(1, 4) * HOUR)
        text(console, dice.choice((60, 80, 120)), dice.choice((16, 24, 40)))
    entered = [r.command.step for r in given(live, tmp_path) if _accepted_entry(r)]
    assert len(entered) == len(set(entered))


def _accepted_entry(record: CommandRecord | RefusalRecord) -> bool:
    return isinstance(record, CommandRecord) and isinstance(record.command, EnterStep)


def test_the_words_of_a_value(live: Live) -> None:
    """Decimals as the step has them, or as many as were typed; what is expected in few words."""
    say = seat(live).say
    steps = {step.step: step for step in live.brief.record}
    weight, check, foam = (steps[n] for n in ("base-start", "take-over", "foam-day-10"))
    assert value_text(weight, 48.0, say) == "48.0 kg"
    assert value_text(weight, 47.853, say) == "47.853 kg"
    assert value_text(weight, 1e-7, say).endswith("kg")
    assert value_text(weight, None, say) == "--"
    assert value_text(check, "no", say) == "no"
    assert value_text(foam, "much", say) == "over 40 %"
    assert limits_text(weight, say) == "40 .. 52 kg"
    assert limits_text(foam, say) == "under 10 %"
    assert out_of_limits(weight, 52.0001)
    assert not out_of_limits(weight, 52.0)
    assert out_of_limits(check, "no")
    assert out_of_limits(foam, "some")
    assert pressing(replace(EntryView("x", "done"), unsigned=True))
    assert not pressing(EntryView("x", "later"))
