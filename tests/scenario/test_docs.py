"""Every example of docs/scenario.md does what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.language.problem import Refusal
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents
from simulator.scenario.library import read
from simulator.session.script import AcknowledgePart, DoPart, ScriptFile, problems_of_script

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scenario.md"
HEAD = "scenario: 1\nname: Example\nbrief: Example\nplant: fed-batch-2000\n{}duration: 1 h\n"
BLOCK = re.compile(
    r"^```(yaml|yaml whole|yaml wrong|yaml script|text)\n(.*?)^```\n", re.MULTILINE | re.DOTALL
)
BLOCKS = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
PARTS = [text for kind, text in BLOCKS if kind == "yaml"]
WHOLE = [text for kind, text in BLOCKS if kind == "yaml whole"]
SCRIPTS = [text for kind, text in BLOCKS if kind == "yaml script"]
WRONG = [
    (text, BLOCKS[i + 1][1].strip())
    for i, (kind, text) in enumerate(BLOCKS)
    if kind == "yaml wrong"
]


def documents(part: str) -> Documents:
    """Return a scenario on the shipped plant with this part."""
    texts = dict(read("first-batch").texts)
    texts.pop("first-batch.yaml")
    return Documents("example.yaml", {"example.yaml": HEAD.format(part), **texts})


def test_the_page_has_examples_of_each_sort() -> None:
    """The page is read: it has parts, a whole scenario and wrong ones."""
    assert len(PARTS) >= 10
    assert len(WHOLE) == 1
    assert len(SCRIPTS) == 1
    assert len(WRONG) >= 3


@pytest.mark.parametrize("part", PARTS)
def test_a_part_builds_on_the_shipped_plant(part: str) -> None:
    """Every example of a part is accepted."""
    assert build_scenario(documents(part)).design.duration_ms == 3_600_000


@pytest.mark.parametrize("text", WHOLE)
def test_the_whole_scenario_builds_alone(text: str) -> None:
    """The whole example needs no plant file."""
    scenario = build_scenario(Documents("warm.yaml", {"warm.yaml": text}))
    assert [unit.tag for unit in scenario.design.units] == ["TK-301", "TK-302"]
    assert scenario.title == {"en": "Warm start", "nl": "Warme start", "fr": "Démarrage chaud"}


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_a_wrong_example_says_what_the_page_says(text: str, expected: str) -> None:
    """The problem of a wrong example has the place, message and hint that the page shows."""
    with pytest.raises(Refusal) as refusal:
        build_scenario(documents(text))
    said = [
        f"{p.place.line}:{p.place.column} {p.message} ({p.hint})"
        for p in refusal.value.problems
        if p.place
    ]
    assert said == [expected]


@pytest.mark.parametrize("text", SCRIPTS)
def test_the_script_is_good_and_shows_every_key(text: str, tmp_path: Path) -> None:
    """The example of a script has no problem, and uses and explains each key there is."""
    path = tmp_path / "example.yaml"
    path.write_text(text, encoding="utf-8")
    assert problems_of_script(str(path)) == ()
    page = PAGE.read_text(encoding="utf-8")
    keys = {*ScriptFile.model_fields, *AcknowledgePart.model_fields, *DoPart.model_fields}
    assert [key for key in sorted(keys) if f"{key}:" not in text] == []
    assert [key for key in DoPart.model_fields if f"`{key}`" not in page] == []
