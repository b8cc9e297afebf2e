"""``cuve report`` as a user meets it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from debrief_rig import late_log
from patience import LIMIT_S


def cuve(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "simulator", "report", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ},
        timeout=LIMIT_S,
        check=False,
    )


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Return a directory with a log."""
    shutil.copy(late_log(), tmp_path / "late.log")
    return tmp_path


def test_a_report_is_written_once_and_replaced_when_asked(here: Path) -> None:
    """Beside the log without a name; a file that is there is kept unless forced."""
    done = cuve("late.log", "--quick", "--lang", "nl", cwd=here)
    assert done.returncode == 0, done.stderr
    page = (here / "late.log.html").read_text(encoding="utf-8")
    assert "Nabespreking" in page
    again = cuve("late.log", "--quick", cwd=here)
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert cuve("late.log", "--quick", "--force", cwd=here).returncode == 0
    assert "Debrief:" in (here / "late.log.html").read_text(encoding="utf-8")
    assert not list(here.glob(".report-*"))


def test_text_goes_to_stdout(here: Path) -> None:
    """As lines, and no file is written."""
    done = cuve("late.log", "--text", "--quick", cwd=here)
    assert done.returncode == 0, done.stderr
    assert "4  Looking closer" in done.stdout
    assert not (here / "late.log.html").exists()


def test_a_class_with_a_broken_log_is_reported_and_said(here: Path) -> None:
    """The good logs are on the page, the bad one is named; exit status 1."""
    (here / "bad.log").write_text("nothing")
    done = cuve("--class", ".", "-o", "class.html", "--jobs", "1", cwd=here)
    assert done.returncode == 1
    page = (here / "class.html").read_text(encoding="utf-8")
    assert "1 session of 1 person" in page
    assert "bad.log" in page
    assert "code-1" not in page


def test_wrong_use_is_said(here: Path) -> None:
    """No log, both, a missing log, an empty folder, a place that cannot be written: status 2."""
    (here / "empty").mkdir()
    for words in (
        (),
        ("late.log", "--class", "."),
        ("none.log",),
        ("--class", "empty"),
        ("--class", ".", "--text"),
        ("late.log", "--quick", "-o", "no/such/place.html"),
    ):
        done = cuve(*words, cwd=here)
        assert done.returncode == 2, words
        assert "Traceback" not in done.stderr
