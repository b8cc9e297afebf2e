"""Cuve as it is installed: a wheel, in a folder that nobody may write to."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import LIMIT_S

ROOT = Path(__file__).resolve().parents[2]
COMPILE = (
    "from simulator.plant.engine import shared_compiler as of\n"
    "import simulator\n"
    "of().wait(None)\n"
    "print(of().note, simulator.__file__, sep='|')\n"
)
RUN = ["-m", "simulator", "run", "first-batch", "--until", "10 min"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Unpack the wheel of this tree into a folder that is then made read-only."""
    pytest.importorskip("hatchling", reason="the builder of wheels is not here")
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": ""},
    )
    unpacked = folder / "site-packages"
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(unpacked)
    _allow(unpacked, writing=False)
    yield unpacked
    _allow(unpacked, writing=True)


def _allow(folder: Path, *, writing: bool) -> None:
    """Let everybody write in a folder and all below it, or nobody."""
    for path in [folder, *folder.rglob("*")]:
        mode = path.stat().st_mode
        path.chmod(mode | stat.S_IWUSR if writing else mode & ~0o222)


def _command(words: list[str]) -> list[str]:
    """Return how this Python is called by somebody who may not overrule what a folder allows."""
    if sys.platform == "win32":
        pytest.skip("Windows has other rights on folders")
    if os.geteuid() != 0:
        return [sys.executable, *words]
    if shutil.which("setpriv") is None:
        pytest.skip("root may write anywhere, and there is no setpriv to give that up")
    given_up = "-dac_override,-dac_read_search"
    rights = ["--inh-caps", given_up, "--bounding-set", given_up]
    return ["setpriv", *rights, sys.executable, *words]


def _called(words: list[str], site: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run this Python with the installed Cuve in front, for a person with this home."""
    hidden = ("CUVE_", "XDG_", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    return subprocess.run(
        _command(words),
        cwd=site.parent,
        env={**kept, "HOME": str(home), "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


def _state(folder: Path) -> list[tuple[str, int]]:
    """Return all that is in a folder, with the time of its last change."""
    return sorted((str(path), path.stat().st_mtime_ns) for path in folder.rglob("*"))


def _refused(site: Path, home: Path) -> None:
    """Skip where writing there is allowed all the same."""
    if not _called(["-c", f"open({str(site / 'new')!r}, 'w')"], site, home).returncode:
        (site / "new").unlink()
        pytest.skip("this system lets a read-only folder be written")


@pytest.mark.slow
def test_compiled_once_and_then_loaded(site: Path, tmp_path: Path) -> None:
    """The first start compiles into the person's cache, the next loads it; the folder stays."""
    _refused(site, tmp_path)
    before = _state(site)
    first, second = (_called(["-c", COMPILE], site, tmp_path) for _ in range(2))
    note, origin = first.stdout.strip().split("|")
    if note.endswith("interpreted"):
        pytest.skip(note)
    assert note.startswith("compiled in"), first.stderr
    assert Path(origin).is_relative_to(site)
    assert second.stdout.startswith("loaded from cache"), second.stderr
    run = _called([*RUN, "--log", str(tmp_path / "a.log")], site, tmp_path)
    assert run.returncode == 0, run.stderr
    assert "compiling" not in run.stderr
    assert len(list(tmp_path.rglob("kernel.bin"))) == 1
    assert _state(site) == before


@pytest.mark.slow
def test_no_folder_of_ones_own(site: Path, tmp_path: Path) -> None:
    """With a home that cannot be written either, a session runs, and a line says why it is slow."""
    home = tmp_path / "home"
    home.mkdir()
    _refused(site, tmp_path)
    home.chmod(0o555)
    done = _called([*RUN, "--log", str(tmp_path / "b.log")], site, home)
    home.chmod(0o755)
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stderr.split())
    assert "for this run alone: its cache cannot be written" in said
    assert "running interpreted meanwhile" in said
    assert "Traceback" not in done.stderr
    assert list(home.iterdir()) == []
    assert (tmp_path / "b.log").stat().st_size > 0
