"""One digest: in every process, for every hash seed, on plainer processors, on every Python.

Results are compared between real runs of the command. Verification, to the bit.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from patience import LIMIT_S

ROOT = Path(__file__).resolve().parents[2]
PLAIN_GLIBC = "glibc.cpu.hwcaps=-FMA,-AVX2,-AVX512F"
PLAIN_NUMPY = "AVX2 FMA3 AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR"
NEEDS = ("simpy>=4.1", "pydantic>=2.7", "PyYAML>=6.0.1", "click>=8.1", "rich", "platformdirs")
"""What a run needs without a compiler, numpy and the screen."""


def digest(
    python: str, directory: Path, scenario: str, until: str, **environment: str
) -> dict[str, str]:
    """Run a scenario in a process and return its digests by unit and room."""
    log = directory / f"{len(list(directory.iterdir()))}.log"
    arguments = ["run", scenario, "--until", until, "--log", str(log), "--json"]
    done = subprocess.run(
        [python, "-m", "simulator", *arguments],
        capture_output=True,
        text=True,
        cwd=directory,
        env={**os.environ, **environment},
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)["digests"]
    return found


VARIANTS: dict[str, dict[str, str]] = {
    "another hash seed": {"PYTHONHASHSEED": "1"},
    "a third hash seed": {"PYTHONHASHSEED": "4000000000"},
    "glibc without FMA and AVX": {"GLIBC_TUNABLES": PLAIN_GLIBC},
    "NumPy without its processor features": {"NPY_DISABLE_CPU_FEATURES": PLAIN_NUMPY},
    "compiled for any processor": {"CUVE_PROCESSOR": "generic"},
}


@pytest.mark.slow
def test_fourteen_days_have_one_digest(tmp_path: Path) -> None:
    """The whole batch gives the same digests in six processes, however they are set up."""
    plain = digest(sys.executable, tmp_path, "first-batch", "14 d", PYTHONHASHSEED="0")
    for name, environment in VARIANTS.items():
        found = digest(sys.executable, tmp_path, "first-batch", "14 d", **environment)
        assert found == plain, name


@pytest.mark.parametrize("scenario", ["first-batch", "oxygen-lost", "ph-probe-drift"])
def test_interpreted_runs_have_the_same_digest(tmp_path: Path, scenario: str) -> None:
    """Half an hour with compiling turned off, also on a plainer processor, equals the default."""
    default = digest(sys.executable, tmp_path, scenario, "30 min")
    assert digest(sys.executable, tmp_path, scenario, "30 min", CUVE_INTERPRETED="1") == default
    plainer = {"CUVE_INTERPRETED": "1", "GLIBC_TUNABLES": PLAIN_GLIBC}
    assert digest(sys.executable, tmp_path, scenario, "30 min", **plainer) == default


def other_pythons() -> list[str]:
    """Return the Pythons from 3.11 on that are at hand, besides this one, one of each version."""
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    found: dict[str, str] = {}
    versions = sorted((Path.home() / ".pyenv" / "versions").glob("3.*/bin/python3"))
    for minor in range(11, 20):
        name = f"3.{minor}"
        near = [str(path) for path in versions if path.parts[-3].startswith(f"{name}.")]
        for candidate in (shutil.which(f"python{name}"), *near):
            if candidate and name != here and works(candidate, name):
                found[name] = candidate
    return list(found.values())


def works(python: str, version: str) -> bool:
    """Say whether a Python starts and is of the version its name says."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.strip() == version


@pytest.mark.slow
@pytest.mark.parametrize("python", other_pythons() or [""], ids=lambda path: path or "none")
def test_other_pythons_have_the_same_digest(tmp_path: Path, python: str) -> None:
    """A bare environment of another Python, without a compiler and numpy, gives the same bits."""
    if not python:
        pytest.skip("no other Python from 3.11 on is at hand")
    place = tmp_path / "environment"
    subprocess.run([python, "-m", "venv", str(place)], check=True, capture_output=True)
    inside = str(place / "bin" / "python")
    install = [inside, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    done = subprocess.run([*install, *NEEDS], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"its packages cannot be installed: {done.stderr.strip()[-200:]}")
    logs = tmp_path / "logs"
    logs.mkdir()
    environment = {"PYTHONPATH": str(ROOT)}
    found = digest(inside, logs, "oxygen-lost", "25 min", **environment)
    assert found == digest(sys.executable, logs, "oxygen-lost", "25 min")
