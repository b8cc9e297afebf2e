"""The rating of oneself in the line mode: by numbers, skipped by a point, and noted."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from tui_bench import begin

from simulator.review.debrief_self import DONE, RATING, SKIPPED
from simulator.review.marks import sheets_of
from simulator.session.speech import Speaker
from tui.plain.rating import rate_in_lines


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Return the log of a session that was ended at once."""
    begin(tmp_path).seal("stopped")
    return tmp_path / "session.log"


def rate(log: Path, typed: str) -> str:
    """Rate by these lines; return what was told."""
    output = io.StringIO()
    rate_in_lines(log, Speaker("en"), io.StringIO(typed), output)
    return output.getvalue()


def test_numbers_rate_and_anything_else_is_asked_again(log: Path) -> None:
    """The second level, one left out, nonsense, the first level; then enough."""
    before = log.read_bytes()
    told = rate(log, "2\n\n9\nhigh\n1\n.\n")
    assert told.count("no such level") == 2
    assert "passed" not in told
    (sheet,) = sheets_of(log)[0]
    assert [one.level for one in sheet.ratings.values()] == [1, 0]
    assert sheet.answers[RATING, None].text == DONE
    assert log.read_bytes() == before
    assert rate(log, "1\n") == ""  # asked once


@pytest.mark.parametrize("typed", ["", ".\n", "\n" * 40])
def test_skipping_is_noted(log: Path, typed: str) -> None:
    """At the end of the input, by a point, or by empty lines to the last criterion."""
    assert "How do you rate yourself?" in rate(log, typed)
    (sheet,) = sheets_of(log)[0]
    assert sheet.ratings == {}
    assert sheet.answers[RATING, None].text == SKIPPED


def test_a_log_that_cannot_be_read_is_left_to_the_score(tmp_path: Path) -> None:
    """Nothing is asked and nothing is written."""
    bad = tmp_path / "bad.log"
    bad.write_text("no log")
    assert rate(bad, "1\n") == ""
    assert list(tmp_path.iterdir()) == [bad]
