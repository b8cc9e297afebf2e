"""``cuve check`` on an operator's script: the scenario it is for is found, problems are placed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli.check import command
from simulator.scenario import library

GOOD = "script: 1\nname: Mine\ndoes:\n  - {at: 1 h, do: note one hour}\n"


def check(*files: str | Path) -> tuple[int, str]:
    """Return the exit status and the output of a check."""
    done = CliRunner().invoke(command, [str(file) for file in files], standalone_mode=False)
    assert done.exception is None, done.exception
    return int(done.return_value), done.output


def written(path: Path, text: str) -> Path:
    """Write a file and return its path."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_scripts_of_the_library_are_checked_by_name_and_path() -> None:
    """A name such as first-batch-expert and the path of its file are both good."""
    path = library.home() / "scripts" / "oxygen-lost-expert.yaml"
    assert check("first-batch-expert", path, "first-batch") == (0, "3 files, 0 problems\n")


def test_the_scenario_is_named_by_key_or_by_file_name(tmp_path: Path) -> None:
    """The key goes first; without it the file's name begins with the scenario's."""
    assert check(written(tmp_path / "oxygen-lost-mine.yaml", GOOD))[0] == 0
    named = GOOD.replace("name:", "scenario: oxygen-lost\nname:")
    assert check(written(tmp_path / "mine.yaml", named))[0] == 0
    status, said = check(written(tmp_path / "other.yaml", GOOD))
    assert status == 1
    assert "other.yaml:1:1: which scenario is this script for?" in said
    wrong = GOOD.replace("name:", "scenario: oxygen-lots\nname:")
    status, said = check(written(tmp_path / "wrong.yaml", wrong))
    assert status == 1
    assert "wrong.yaml:2:11: there is no scenario oxygen-lots (did you mean oxygen-lost?)" in said


def test_a_scenario_beside_the_script_is_found(tmp_path: Path) -> None:
    """A centre's own scenario, beside the script or in the directory above it, is used."""
    own = "scenario: 1\nname: Own\nbrief: Own\nduration: 2 h\nplant: fed-batch-2000\n"
    written(tmp_path / "own.yaml", own)
    bad = GOOD.replace("note one hour", "TIC-999.SP = 3 degC")
    for path in (tmp_path / "own-a.yaml", tmp_path / "scripts" / "own-b.yaml"):
        assert check(written(path, GOOD))[0] == 0
        status, said = check(written(path, bad))
        assert status == 1
        assert f"{path.name}:4:19: there is no 'TIC-999.SP'" in said


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("script: 2\nname: x\n", ":1:9: "),
        ("script: 1\nname: x\nlooks: 10 s\ndoes:\n  - {do: note x}\n", ":5:5: "),
        ("script: 1\nname: x\nacknowledges: {after: soon}\n", ":3:23: "),
        ("script: 1\nname: x\nacknowledge: 10 s\n", ":3:1: "),
        ("script: 1\nname: [x\n", ":"),
    ],
)
def test_problems_of_a_script_are_placed(tmp_path: Path, text: str, place: str) -> None:
    """Each problem is a line with file, line and column; the status is 1."""
    status, said = check(written(tmp_path / "oxygen-lost-x.yaml", text))
    assert status == 1
    assert f"oxygen-lost-x.yaml{place}" in said


@pytest.mark.parametrize("path", ["/dev/zero", "x" * 5000, "a\x00b", "/", "missing.yaml"])
def test_hostile_paths_are_problems(path: str) -> None:
    """What is no readable file gives status 2, never a traceback."""
    assert check(path)[0] == 2
