"""Golden logs: what was recorded once still reads, replays and gives the digests noted then."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from simulator.session.commission import commission
from simulator.session.index import Index, samples
from simulator.session.journal import read_journal
from simulator.session.record import FORMAT, PHYSICS_EDITION, CommandRecord
from simulator.session.replay import Recording
from simulator.session.verify import verify

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
NOTED: dict[str, dict[str, Any]] = (
    json.loads((GOLDEN / "noted.json").read_text()) if (GOLDEN / "noted.json").exists() else {}
)
PRESENT = [name for name, noted in NOTED.items() if noted["physics"] == PHYSICS_EDITION]
HERE = functools.partial(commission, tier="auto")

pytestmark = pytest.mark.skipif(not NOTED, reason="made by tests/golden/make.py for a release")


def test_the_golden_logs_are_all_there() -> None:
    """Every log that was noted is there and every log there was noted, the present edition too."""
    assert sorted(path.name for path in GOLDEN.glob("*.log")) == sorted(NOTED)
    assert any(NOTED[name]["format"] == FORMAT for name in PRESENT)


@pytest.mark.parametrize("name", sorted(NOTED))
def test_a_golden_log_tells_its_story(name: str) -> None:
    """Of any edition: the chain holds, the head is the noted one, story and samples are there."""
    journal = read_journal(GOLDEN / name)
    assert journal.problems == ()
    assert journal.sealed
    assert journal.head == NOTED[name]["head"]
    told = Index(journal.records).between(0, NOTED[name]["now"])
    assert len(told) > len(journal.records)
    assert any(isinstance(item, CommandRecord) for item in told)
    assert len(samples(journal.records)) == NOTED[name]["now"] // 1_800_000 + 1


@pytest.mark.parametrize("name", sorted(PRESENT))
def test_a_golden_log_still_gives_the_same(name: str) -> None:
    """Of this edition: recomputing gives every number, through the checkpoints and without."""
    noted = NOTED[name]
    assert verify(GOLDEN / name, commission=HERE).problems == ()
    recording = Recording.open(GOLDEN / name, HERE)
    recording.seek(recording.end)
    assert recording.digest() == noted["digest"]
    recording.seek(0)
    recording.advance(noted["now"])
    assert recording.digest() == noted["digest"]
    assert recording.records[-1].results == noted["results"]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", sorted(set(NOTED) - set(PRESENT)))
def test_a_golden_log_of_another_edition_says_so(name: str) -> None:
    """What this program would compute otherwise it does not compute, and says which it needs."""
    problems = verify(GOLDEN / name, commission=HERE).problems
    assert [problem.code for problem in problems] == ["other-edition"]
    assert f"edition {NOTED[name]['physics']}" in problems[0].message
