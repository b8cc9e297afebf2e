"""The benchmark beside other simulators: what is scaled, and what is said where one is not here."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from simulator.cli.benches import peers


def stand_in(folder: Path, said: str) -> str:
    """Return the path of a program that says this whatever it is given."""
    program = folder / "python"
    program.write_text(f"#!{sys.executable}\nprint({said!r})\n", "utf-8")
    program.chmod(0o755)
    return str(program)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """No LSODA, which takes a second."""
    monkeypatch.setattr(peers, "lsoda", lambda: {"absent": "left out of this test"})
    monkeypatch.delenv(peers.FMU, raising=False)


@pytest.mark.usefixtures("short")
@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
def test_scaled_to_the_same_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second for seven days of theirs is a whole second beside fourteen days of ours."""
    said = json.dumps({"hours": 168.0, "seconds": 0.5, "found": "it stopped early"})
    monkeypatch.setenv(peers.PYTHON, stand_in(tmp_path, said))
    figures = peers.against_peers(lambda: 0.05, 14, 2)
    assert [figure.against for figure in figures] == ["PenSimPy", "tep-studio"]
    assert all(figure.theirs == pytest.approx(1.0) for figure in figures)
    assert all(figure.data()["ratio"] == pytest.approx(0.05) for figure in figures)
    assert figures[0].note.endswith("it stopped early")


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("said", ["no JSON at all", ""])
def test_a_peer_that_fails_is_left_out(
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A program that gives no figure is named with the reason, and nothing is raised."""
    monkeypatch.setenv(peers.PYTHON, stand_in(tmp_path, said))
    assert peers.against_peers(lambda: 0.05, 14, 1) == []
    told = " ".join(capsys.readouterr().err.split())
    assert "PenSimPy is not measured" in told
    assert f"{peers.FMU} is not set" in told


@pytest.mark.usefixtures("short")
def test_no_such_python(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Python that is not there is a reason, not a traceback."""
    monkeypatch.setenv(peers.PYTHON, "/no/such/python")
    monkeypatch.setenv(peers.FMU, "/no/such.fmu")
    assert peers.against_peers(lambda: 0.05, 14, 1) == []
    told = " ".join(capsys.readouterr().err.split())
    assert "names no file" in told
    assert "tep-studio is not measured" in told


def test_what_cannot_be_imported_is_said() -> None:
    """The program that runs a peer names the package that this Python lacks."""
    peer = peers.Peer("none", ("pensimpy",), "")
    if "absent" not in (said := peers._run_of(peer)()):
        pytest.skip("PenSimPy is installed here")
    assert "No module named" in said["absent"]


def test_lsoda_restarted(monkeypatch: pytest.MonkeyPatch) -> None:
    """LSODA goes through the culture second by second, and its time is taken."""
    monkeypatch.setattr(peers, "RESTARTED_S", 20)
    said = peers.lsoda()
    if "absent" in said:
        pytest.skip(said["absent"])
    assert said["hours"] == pytest.approx(20.0 / 3600.0)
    assert said["seconds"] > 0.0
