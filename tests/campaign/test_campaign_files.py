"""Campaign files: what ships is whole, and what is wrong is said with its place and what to try."""

from __future__ import annotations

import pytest
from small_plants import LINE, plan_of

from simulator.language.problem import Refusal
from simulator.language.words import LANGUAGES
from simulator.scenario.campaigns import campaigns, find, load, names

GOOD = LINE.format(seed=1, batches=3, every="1 d", units="BR-1")


@pytest.mark.parametrize("name", names())
def test_shipped_campaigns_are_whole(name: str) -> None:
    """Each has every text in three languages, and a procedure in which all is there."""
    plan = load(name)
    texts = [plan.title, plan.brief, plan.product]
    texts += [one.words for one in plan.equipment.values()]
    texts += [one.words for one in plan.crews]
    texts += [one.words for one in plan.materials.values()]
    texts += [one.words for one in plan.analyses.values()]
    texts += [one.words for one in plan.utilities.values()]
    texts += [one.words for one in plan.procedure.values()]
    texts += [phase.words for one in plan.procedure.values() for phase in one.phases]
    for text in texts:
        assert set(text) == set(LANGUAGES), text


def test_campaigns_are_listed_and_found() -> None:
    """The library lists them by name; a scenario, or nothing at all, is no campaign."""
    assert [one.name for one in campaigns()] == names()
    assert "mab-campaign" in names()
    assert find("first-batch") is None
    assert find("nothing-of-the-sort") is None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("unit: reactor", "unit: reacter", "unknown-tag"),
        ("from: culture", "from: cultur", "unknown-tag"),
        ("titre: 5", "titre: much", "bad-quantity"),
        ("yield: 90 %", "yield: 110 %", "out-of-bounds"),
        ("takes: 14 d", "takes: 14 d, people: {operator: 1}", "unknown-tag"),
        ("takes: 14 d", "takes: 14 d, uses: {WFI: 1 L/h}", "unknown-tag"),
        ("takes: 14 d", "takes: 14 d, results: [titre]", "unknown-tag"),
        ("takes: 14 d", "takes: 14 d, spread: 80 %", "out-of-bounds"),
        ("takes: 14 d", "taks: 14 d", "unknown-key"),
        ("takes: 14 d", "takes: -1 d", "bad-duration"),
        ("units: [BR-1]", "units: [BR-1, BR-1]", "twice"),
        ("units: [TK-1, TK-2]", "units: [BR-1]", "twice"),
        ("volume: 100 L", "volume: 100 L\n      starts: harvest ends", "circle"),
        ("volume: 100 L", "volume: 100 L\n      starts: soon", "start"),
        ("ready: sterile", "ready: spotless", "choice"),
        ("    sterilisation: {takes: 1 d, ahead: yes}\n", "", "no-sterilisation"),
        ("batches: 3", "batches: three", "value"),
        ("campaign: 1", "campaign: 2", "choice"),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, code: str) -> None:
    """Each slip is one problem or more, the first of its kind, with a place in the file."""
    assert old in GOOD
    with pytest.raises(Refusal) as refusal:
        plan_of(GOOD.replace(old, new))
    problems = refusal.value.problems
    assert code in [problem.code for problem in problems]
    assert all(problem.place is not None for problem in problems)


def test_too_few_people_and_too_little_of_a_utility() -> None:
    """Work that could never begin is refused: the second person counts too."""
    people = "people: {D: {name: D, number: 2, from: 6 h, until: 14 h, qualified: [a]}}\n"
    water = "utilities: {WFI: {name: W, unit: L/h, capacity: 10 L/h}}\n"
    work = "takes: 14 d, people: {a: 2}, second: yes, uses: {WFI: 20 L/h}"
    text = GOOD.replace("takes: 14 d", work).replace("recipe:", f"{people}{water}recipe:")
    with pytest.raises(Refusal) as refusal:
        plan_of(text)
    assert {one.code for one in refusal.value.problems} == {"too-few-people", "too-much"}
