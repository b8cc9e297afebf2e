"""``cuve mark``, ``cuve results`` and ``cuve export`` as a user meets them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from patience import LIMIT_S


def cuve(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, with learning record and key file beside it."""
    places = {"CUVE_STORE": str(cwd / "s.db"), "CUVE_PEOPLE": str(cwd / "p.db")}
    return subprocess.run(
        [sys.executable, "-m", "simulator", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, **places},
        timeout=LIMIT_S,
        check=False,
    )


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with one log, of who gave a name."""
    here = tmp_path_factory.mktemp("played")
    words = ("run", "oxygen-lost", "--operator", "ack-everything", "--log", "a.log")
    done = cuve(*words, "--who", "Jan Jansen", cwd=here)
    assert done.returncode == 0, done.stderr
    return here


@pytest.fixture
def here(played: Path, tmp_path: Path) -> Path:
    """Return a fresh directory with that log and the key file."""
    for name in ("a.log", "p.db"):
        shutil.copy(played / name, tmp_path / name)
    return tmp_path


def test_a_name_is_nowhere_in_the_log(here: Path) -> None:
    """The log holds the code, and the key file says whose it is."""
    code = cuve("results", "code", "jan jansen", cwd=here).stdout.strip()
    data = (here / "a.log").read_bytes()
    assert b"Jansen" not in data
    assert f'"who":"{code}"'.encode() in data


def test_an_assessor_marks_signs_and_verify_tells_of_it(here: Path) -> None:
    """Remark, override with a reason, sign; the score changes, and the computed one stays."""
    by = ("--who", "as1")
    assert cuve("mark", "remark", "a.log", "20 min", "Why wait?", *by, cwd=here).returncode == 0
    score = json.loads(cuve("score", "a.log", "--json", cwd=here).stdout)
    lost = next(
        (one, place)
        for one in score["logs"][0]["scores"][0]["criteria"]
        for place, line in enumerate(one["lines"], 1)
        if line["points"] < line["of"]
    )
    words = ("mark", "override", "a.log", lost[0]["id"], str(lost[1]))
    full = str(lost[0]["lines"][lost[1] - 1]["of"])
    assert cuve(*words, full, *by, cwd=here).returncode == 2
    assert cuve(*words, full, "--reason", "agreed by phone", *by, cwd=here).returncode == 0
    assert cuve("mark", "sign", "a.log", "A. Peeters", *by, cwd=here).returncode == 0
    shown = json.loads(cuve("mark", "show", "a.log", "--json", *by, cwd=here).stdout)
    assert shown["score"]["percent"] > shown["score"]["computed_percent"]
    assert shown["marks"][0]["signatures"][0]["name"] == "A. Peeters"
    again = json.loads(cuve("score", "a.log", "--json", cwd=here).stdout)["logs"][0]
    assert again["scores"] == score["logs"][0]["scores"]
    assert again["with_marks"]["percent"] == shown["score"]["percent"]
    told = cuve("mark", "show", "a.log", *by, "--lang", "nl", cwd=here).stdout
    assert "A. Peeters" in told
    assert "agreed by phone" in told
    verdict = json.loads(cuve("verify", "a.log", "--json", cwd=here).stdout)
    assert verdict["logs"][0]["marks"][0]["signed"] is True
    marks = here / "a.log.as1.marks"
    _alone(here, marks)
    marks.write_bytes(marks.read_bytes().replace(b"agreed", b"AGREED", 1))
    done = cuve("verify", "a.log", cwd=here)
    assert done.returncode == 1
    assert "as1" in done.stderr
    assert "does not fit the chain" in done.stderr
    done = cuve("verify", marks.name, cwd=here)
    assert done.returncode == 1
    assert "DO NOT HOLD" in done.stdout
    assert "does not fit the chain" in done.stderr


def _alone(here: Path, marks: Path) -> None:
    """See that a whole file of marks verifies: beside its log, without it, not beside another."""
    done = cuve("verify", marks.name, cwd=here)
    assert done.returncode == 0, done.stderr
    assert "marks of as1 as assessor hold (chain; " in done.stdout
    assert "signed; of a.log)" in done.stdout
    shutil.copy(marks, here / "b.log.as1.marks")
    assert "the log is not beside them" in cuve("verify", "b.log.as1.marks", cwd=here).stdout
    (here / "b.log").write_bytes((here / "a.log").read_bytes().split(b"\n")[0] + b"\n")
    found = cuve("verify", "b.log.as1.marks", "--json", cwd=here)
    assert found.returncode == 1
    assert json.loads(found.stdout)["logs"][0]["problems"][0]["code"] == "other-log"
    for name in ("b.log", "b.log.as1.marks"):
        (here / name).unlink()
    (here / "no.marks").write_text("nothing", encoding="utf-8")
    assert cuve("verify", "no.marks", cwd=here).returncode == 2


@pytest.mark.parametrize(
    "words",
    [
        ("remark", "a.log", "yesterday", "x", "--who", "as1"),
        ("remark", "a.log", "9999 h", "x", "--who", "as1"),
        ("remark", "a.log", "1 h", " ", "--who", "as1"),
        ("remark", "none.log", "1 h", "x", "--who", "as1"),
        ("remark", "a.log", "1 h", "x"),
        ("remark", "a.log", "1 h", "x", "--who", "\x1b[2J"),
        ("rate", "a.log", "unicorn", "--level", "1", "--who", "as1"),
        ("rate", "a.log", "detection", "--level", "1", "--who", "as1"),
        ("override", "a.log", "detection", "99", "1", "--reason", "x", "--who", "as1"),
        ("override", "a.log", "detection", "1", "nan", "--reason", "x", "--who", "as1"),
        ("override", "a.log", "detection", "1", "1e9", "--reason", "x", "--who", "as1"),
        ("sign", "a.log", "", "--who", "as1"),
        ("sign", "a.log", "A", "--meaning", "nothing", "--who", "as1"),
        ("withdraw", "a.log", "7", "--who", "as1"),
        ("commit", "a.log", "look", "--who", "stranger"),
        ("dance", "a.log"),
    ],
)
def test_what_cannot_be_marked_is_said_in_a_line(here: Path, words: tuple[str, ...]) -> None:
    """Wrong use ends with 2, a hint, and no traceback; nothing is written."""
    done = cuve("mark", *words, cwd=here)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert done.stderr.strip()
    assert not [p for p in here.glob("*.marks") if p.stat().st_size]


def test_a_class_is_imported_shown_and_forgotten(here: Path) -> None:
    """One command for a folder; damaged logs are named and the others kept."""
    (here / "broken.log").write_bytes((here / "a.log").read_bytes()[:-500] + b"x" * 500)
    shutil.copy(here / "a.log", here / "copy.log")
    done = cuve("results", "import", ".", "--json", cwd=here)
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert (found["new"], found["same"], found["refused"]) == (1, 1, 1)
    code = cuve("results", "code", "Jan Jansen", cwd=here).stdout.strip()
    told = cuve("results", "show", "jan jansen", cwd=here).stdout
    assert code in told
    assert "oxygen-lost" in told
    assert "next: " in told
    assert "Jan Jansen" in cuve("results", "show", "--names", cwd=here).stdout
    mine = json.loads(cuve("results", "export", "Jan Jansen", cwd=here).stdout)
    assert mine["person"]["name"] == "Jan Jansen"
    assert len(mine["attempts"]) == 1
    gone = cuve("results", "forget", "Jan Jansen", "--results", "--folder", ".", cwd=here)
    assert gone.returncode == 0
    assert "copy.log" in gone.stdout
    assert cuve("results", "show", cwd=here).returncode == 1
    assert b"Jansen" not in (here / "p.db").read_bytes()
    assert code.encode() not in (here / "s.db").read_bytes()
    assert cuve("results", "forget", "Jan Jansen", cwd=here).returncode == 1


def test_exports_are_written_and_never_written_over(here: Path) -> None:
    """Each form, once; the second time it is refused, and the files stay."""
    forms = {"csv": "tables", "xapi": "statements.json", "batchml": "records"}
    for form, out in forms.items():
        words = ("export", "a.log", "--format", form, "--out", out)
        done = cuve(*words, cwd=here)
        assert done.returncode == 0, done.stderr
        again = cuve(*words, cwd=here)
        assert again.returncode == 2
        assert "exists already" in again.stderr
    assert len(list((here / "tables").iterdir())) == 5
    assert json.loads((here / "statements.json").read_text())[0]["version"] == "1.0.3"
    assert (here / "records" / "a.xml").read_bytes().startswith(b"<?xml")
    wrong = cuve("export", "a.log", "--format", "xapi", "--out", "b", "--home", "me", cwd=here)
    assert wrong.returncode == 2
    assert not (here / "b").exists()
