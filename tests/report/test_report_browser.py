"""The reports in a real browser: no errors, nothing asked for, and whole when printed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from debrief_rig import late, late_log
from patience import LIMIT_S

from simulator.report.classes import class_page
from simulator.report.trainee import trainee_report
from simulator.review.debrief_class import class_report, outcome

BROWSER = next(
    (p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None
)
needs_browser = pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the browser without a screen, with a profile of its own."""
    assert BROWSER is not None
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0")
    profile = f"--user-data-dir={folder / 'profile'}"
    return subprocess.run(
        [BROWSER, *quiet, profile, *arguments],
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


@needs_browser
@pytest.mark.parametrize("kind", ["trainee", "class"])
def test_a_report_opens_without_errors_and_prints_whole(kind: str, tmp_path: Path) -> None:
    """The console stays empty; each printed page has the header, and all parts are there."""
    if kind == "trainee":
        page, words = trainee_report(late(), "en"), ["Remarks of the assessor", "What if?"]
    else:
        found = outcome(str(late_log()))
        page, words = class_page(class_report([("late.log", found)]), "en"), ["Common errors"]
    path = tmp_path / "report.html"
    path.write_text(page, encoding="utf-8")
    shown = run(tmp_path, "--dump-dom", path.as_uri())
    assert "CONSOLE" not in shown.stderr, shown.stderr
    assert "</html>" in shown.stdout
    printed = tmp_path / "report.pdf"
    run(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={printed}", path.as_uri())
    assert printed.read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: the printed pages are not read")
    text = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = [one for one in text.split("\f") if one.strip()]
    assert all(re.match(r"\s*Cuve · ", one) for one in pages)
    assert all(word in text for word in words)
