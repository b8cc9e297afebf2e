"""xAPI statements: what the standard asks, what our extensions say, and no names."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from export_fakes import CODE, NAME
from patience import LIMIT_S

from simulator.assessment.score import Score, with_criteria
from simulator.export.session import Session
from simulator.export.xapi import HOME, OWN, duration, statements
from simulator.language.problem import Refusal
from simulator.review.marks_check import marked_log

HERE = Path(__file__).parent
IRI = re.compile(r"(?:https?://|urn:)[^\s\"<>]+\Z")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")


@pytest.fixture(scope="module")
def score(log: Path) -> Score:
    """Return what the session came to."""
    return marked_log(log, ()).score


@pytest.fixture(scope="module")
def found(session: Session, score: Score) -> list[dict[str, Any]]:
    """Return its statements."""
    return statements(session, score)


def verbs(found: list[dict[str, Any]]) -> list[str]:
    """Return the last word of each verb."""
    return [one["verb"]["id"].rpartition("/")[2] for one in found]


def test_a_session_is_told_from_its_beginning_to_its_result(
    found: list[dict[str, Any]], score: Score
) -> None:
    """Begun, judged by every criterion, completed, passed; all under one registration."""
    judged = [one for one in score.criteria if one.points is not None]
    assert verbs(found) == ["initialized", *["scored"] * len(judged), "completed", "passed"]
    assert len({one["context"]["registration"] for one in found}) == 1
    result = found[-1]["result"]
    assert result["score"]["scaled"] == round(score.percent / 100.0, 4)
    assert result["success"] is True
    told = result["extensions"][f"{OWN}competencies"]
    assert {code: one["scaled"] for code, one in told.items()} == {
        code: round(percent / 100.0, 4) for code, percent in score.competencies.items()
    }
    assert re.fullmatch(r"PT[0-9]+H[0-9]+M[0-9]+\.[0-9]{2}S", found[-2]["result"]["duration"])


def test_people_stand_under_a_code(found: list[dict[str, Any]]) -> None:
    """An account of the school with a code; no name, no address."""
    for one in found:
        assert one["actor"] == {
            "objectType": "Agent",
            "account": {"homePage": HOME, "name": CODE},
        }
    assert NAME not in json.dumps(found)


def test_every_key_of_an_extension_is_an_iri(found: list[dict[str, Any]]) -> None:
    """As the standard asks; ids are UUIDs, times have a zone, scores lie from -1 to 1."""
    for one in found:
        assert UUID.match(one["id"])
        assert one["timestamp"].endswith("Z")
        for part in (one["context"], one.get("result", {})):
            assert all(IRI.match(key) for key in part.get("extensions", {}))
        scaled = one.get("result", {}).get("score", {}).get("scaled", 0)
        assert -1 <= scaled <= 1
    assert len({one["id"] for one in found}) == len(found)


def test_the_same_session_gives_the_same_statements(
    session: Session, score: Score, found: list[dict[str, Any]]
) -> None:
    """So a store that has them takes no harm; other marks make other statements."""
    assert statements(session, score) == found
    changed = [
        one if place else one.__class__(*(*_parts(one)[:5], 0.0, *_parts(one)[6:]))
        for place, one in enumerate(score.criteria)
    ]
    other = statements(session, with_criteria(score, changed))
    assert [a["id"] == b["id"] for a, b in zip(found, other, strict=True)][:2] == [True, False]


def _parts(one: Any) -> list[Any]:
    return [getattr(one, name) for name in one.__slots__]


@pytest.mark.parametrize(
    "home", ["", "school", "javascript:alert(1)", "http://a b", 'https://x"y', "ftp://x", "urn:x"]
)
def test_the_home_of_accounts_must_be_an_address(session: Session, score: Score, home: str) -> None:
    """A web address or a URN, and nothing else."""
    with pytest.raises(Refusal):
        statements(session, score, home)
    with_own = statements(session, score, "https://school.example/people")
    assert with_own[0]["actor"]["account"]["homePage"] == "https://school.example/people"


@pytest.mark.parametrize(
    ("took", "told"),
    [
        (timedelta(0), "PT0H0M0.00S"),
        (timedelta(seconds=59.99), "PT0H0M59.99S"),
        (timedelta(days=14, milliseconds=1250), "PT336H0M1.25S"),
    ],
)
def test_durations_are_iso_8601(took: timedelta, told: str) -> None:
    """Hours, minutes and seconds; no years or months, whose length nobody knows."""
    assert duration(took) == told


def validator() -> str:
    """Return the folder in which npm has installed the validator, if it has."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return ""
    asked = subprocess.run(
        [npm, "root", "--global"], capture_output=True, text=True, check=False, timeout=LIMIT_S
    )
    folders = [Path(asked.stdout.strip() or "."), Path.home() / "node_modules"]
    import os

    folders += [Path(one) for one in os.environ.get("NODE_PATH", "").split(os.pathsep) if one]
    for folder in folders:
        if (folder / "@learninglocker" / "xapi-validation").is_dir():
            return str(folder)
    return ""


SCRIPT = """
const check = require(process.argv[1] + '/@learninglocker/xapi-validation').default;
const all = JSON.parse(require('fs').readFileSync(0));
console.log(JSON.stringify(all.map(one => check(one).length)));
"""


def test_an_independent_validator_finds_nothing(found: list[dict[str, Any]]) -> None:
    """@learninglocker/xapi-validation: no findings; and it does find what is wrong."""
    folder = validator()
    if not folder:
        pytest.skip("@learninglocker/xapi-validation is not installed (npm install -g)")
    wrong = json.loads(json.dumps(found[-1]))
    wrong["result"]["score"]["scaled"] = 1.8
    naive = json.loads(json.dumps(found[0]))
    naive["timestamp"] = "22/11/2026"
    asked = subprocess.run(
        ["node", "-e", SCRIPT, folder],
        input=json.dumps([*found, wrong, naive]),
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT_S,
    )
    findings = json.loads(asked.stdout)
    assert findings[:-2] == [0] * len(found)
    assert min(findings[-2:]) > 0
