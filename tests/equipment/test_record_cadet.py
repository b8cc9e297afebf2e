"""The script that runs CADET again for the recorded columns."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "benchmarks" / "record_cadet.py"


def test_every_recorded_file_has_its_run() -> None:
    """What was recorded from CADET can be recorded again, file by file."""
    told = importlib.util.spec_from_file_location("record_cadet", SCRIPT)
    assert told is not None
    assert told.loader is not None
    script = importlib.util.module_from_spec(told)
    told.loader.exec_module(script)
    recorded = {path.stem for path in (ROOT / "tests" / "data").glob("cadet_*.csv")}
    assert set(script.RUNS) == recorded


def test_without_cadet_it_says_so() -> None:
    """Where there is no CADET the script says what to install, and its exit status is 2."""
    command = [sys.executable, str(SCRIPT), "cadet_langmuir_pool"]
    alone = {**os.environ, "PATH": ""}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=alone)
    said = "CADET is not installed" in done.stdout or "cadet_langmuir_pool: apart" in done.stdout
    assert said, done.stderr
    assert done.returncode == (2 if "not installed" in done.stdout else 0)
