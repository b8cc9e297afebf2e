"""The batch record in the line mode: the same commands, lists in words, and an audit trail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk_bench import seat
from tui_bench import begin

from simulator.language.observation import RECORD_STATES
from simulator.language.paperwork import CommentStep, HandOver
from simulator.session.live import Live
from simulator.session.pace import Pace
from tui.paper import STATES
from tui.plain.talk import Talk
from tui.runner import Runner
from tui.typed import command_typed

HOUR = 3_600_000


def talk(live: Live, language: str = "en") -> tuple[Callable[..., list[str]], Talk]:
    """Return what types lines and gives back what was said."""
    said: list[str] = []
    pace = Pace(1.0)
    pace.paused = True
    found = Talk(Runner(live, pace), live, live.names, language, said.append, False)

    def typed(*lines: str) -> list[str]:
        said.clear()
        for one in lines:
            found.line(one)
        return list(said)

    return typed, found


def test_a_record_is_kept_line_by_line(tmp_path: Path) -> None:
    """Enter, correct, witness, comment, deviate, close: each is done and listed."""
    live = begin(tmp_path, "first-batch")
    live.advance(60_000)
    line, _ = talk(live)
    assert any(said.startswith("take-over, to do now") for said in line("record"))
    line("enter base-start = 14,5", "correct base-start = 47.8 kg because misread")
    line("enter take-over = yes", "witness take-over by B. Maes as quality")
    line("comment base-start new bottle because the old one leaked")
    line("deviation on base-start: read in the dark", "close deviation 1 lamp mended")
    record = line("record")
    assert any("base-start, done" in said and "47.8 kg" in said for said in record)
    assert any("14.5 kg → 47.8 kg (misread)" in said for said in record)
    assert any("verified by B. Maes, quality assurance" in said for said in record)
    assert any("the old one leaked" in said for said in record)
    (told,) = line("deviations")
    assert told.startswith("1, base-start: read in the dark")
    assert "closed" in told
    audit = line("audit")
    assert len(audit) == 7
    assert "[14.5 → 47.8 kg]  (because: misread)" in audit[1]
    assert audit[0].split()[0].isdigit()
    live.close()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("enter base-strat = 47 kg", "base-start"),
        ("enter feed-before = 560 kg", "not to be done yet"),
        ("enter base-start = 47 degC", "is no mass"),
        ("enter take-over = perhaps", "one of yes, no"),
        ("correct base-start = 47 kg", "no entry to correct"),
        ("witness take-over by An", "no entry to verify"),
        ("deviation on oxygne: gone", "oxygen"),
        ("close deviation 9 done", "no deviation 9"),
        ("send 9", "no sample 9"),
        ("call police fire", "is no command"),
    ],
)
def test_slips_are_told_with_what_to_try(tmp_path: Path, typed: str, told: str) -> None:
    """Every slip gets one line that names what is wrong or what was meant."""
    live = begin(tmp_path, "first-batch")
    live.advance(60_000)
    line, _ = talk(live)
    said = line(typed)
    assert len(said) == 1
    assert told in said[0]
    live.close()


def test_a_correction_without_a_reason_is_refused(tmp_path: Path) -> None:
    """The line mode asks for it as the screen does, and the entry stays."""
    live = begin(tmp_path, "first-batch")
    live.advance(60_000)
    line, _ = talk(live)
    (said,) = line("enter base-start = 48 kg", "correct base-start = 47 kg")[-1:]
    assert "reason" in said
    assert live.observe().record[2].value == 48.0
    live.close()


def test_a_step_that_is_due_is_told_as_it_happens(tmp_path: Path) -> None:
    """In the language of the desk, with its last moment."""
    live = begin(tmp_path, "first-batch", "nl")
    line, _ = talk(live, "nl")
    assert any("ph-difference-1" in said and "batchrecord" in said for said in line("wait 6 h"))
    assert "Geen afwijkingen." in line("deviations")
    live.close()


def test_no_record_is_said_in_words(tmp_path: Path) -> None:
    """A scenario without a batch record says so."""
    live = begin(tmp_path, "first-steps")
    line, _ = talk(live)
    if not live.brief.record:
        assert line("record") == ["No batch record."]
    assert line("audit") == ["Nothing."]
    live.close()


def test_a_persons_words_are_left_as_they_are() -> None:
    """Neither tags nor commas nor `because` are taken out of a comment or a handover."""
    typed = "comment weigh tic-101 at 36,5 because cold"
    assert command_typed(typed, {"TIC-101"}, {"TIC-101"}) == (typed, "")
    typed = "handover safety: 1,000 L because full"
    assert command_typed(typed, set(), set()) == (typed, "")
    maintenance = command_typed("call maintenance at-101 because drifts", set(), {"AT-101"})
    assert maintenance == ("call maintenance AT-101", "drifts")


def test_every_state_has_its_word(tmp_path: Path) -> None:
    """The words of states are complete, also for what the pages show."""
    assert tuple(STATES) == RECORD_STATES
    live = begin(tmp_path, "first-batch")
    console = seat(live)
    console.submit(CommentStep("take-over", "x"))
    console.submit(HandOver("a", "", "", "", ""))
    assert [moment.n for moment in console.past.moments if hasattr(moment, "n")] != []
    live.close()


def test_samples_tell_label_limits_and_retests(tmp_path: Path) -> None:
    """What is at hand, without a label, out of specification or measured again is said."""
    live = begin(tmp_path, "ph-probe-drift")
    line, _ = talk(live)
    line("AIC-101.SP = 6.6", "wait 2 h", "draw BR-101", "wait 20 min")
    assert any("NO LABEL, at hand" in said for said in line("samples"))
    line("label 2 BR-101/2", "send 2", "wait 2 h", "retest 2 pH", "wait 20 min")
    said = line("samples")
    assert any("label BR-101/2" in one for one in said)
    assert "  out of specification: pH" in said
    assert any(one.startswith("  measured again: pH 6.") for one in said)
    live.close()
