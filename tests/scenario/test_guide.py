"""Hints, the guided tour and work instructions: read from files, and refused with places."""

from __future__ import annotations

from simulator.language.guide import about, cost_of
from simulator.language.problem import Problem, Refusal
from simulator.scenario.build import Scenario, build_scenario, problems_of
from simulator.scenario.documents import Documents
from simulator.scenario.library import load, names, read
from simulator.scenario.schema import json_schema

HEAD = "scenario: 1\nname: X\nbrief: X\nplant: fed-batch-2000\nduration: 1 h\n"


def documents(part: str) -> Documents:
    """Return a scenario on the shipped plant with this part."""
    texts = dict(read("first-steps").texts)
    texts.pop("first-steps.yaml")
    return Documents("x.yaml", {"x.yaml": HEAD + part, **texts})


def built(part: str) -> Scenario:
    """Return the scenario of a part that is good."""
    return build_scenario(documents(part))


def refused(part: str) -> tuple[Problem, ...]:
    """Return the problems of a part that is not."""
    try:
        built(part)
    except Refusal as refusal:
        return refusal.problems
    raise AssertionError("it was not refused")


def test_a_hint_is_read_with_its_alarms_condition_and_prices() -> None:
    """A hint keeps alarms, condition and the price of each step; the plant knows its length."""
    scenario = built(
        "hints:\n  cold:\n    title: Cold\n    for: TIC-101.LO\n    when: TIC-101.PV < 36 degC\n"
        "    steps: [{say: Look}, {say: Act, cost: 2.5}]\n"
    )
    hint = next(one for one in scenario.guide.hints if one.name == "cold")
    assert hint.alarms == ("TIC-101.LO",)
    assert hint.when is not None
    assert [step.cost for step in hint.steps] == [1.0, 2.5]
    assert scenario.design.hints["cold"] == 2
    assert cost_of(scenario.guide.hints, {"cold": 1}) == 1.0
    assert cost_of(scenario.guide.hints, {"cold": 9}) == 3.5


def test_a_scenario_changes_and_takes_away_what_its_plant_offers() -> None:
    """`none` takes a hint away, a text replaces one, and what is of a lost alarm goes quietly."""
    scenario = built(
        "alarms: {TIC-101.LO: none}\n"
        "hints: {base-bottle: none}\n"
        "procedures: {sampling: {title: Our way}}\n"
    )
    assert "base-bottle" not in scenario.design.hints
    hint = next(one for one in scenario.guide.hints if one.name == "temperature-off")
    assert "TIC-101.LO" not in hint.alarms
    sampling = next(one for one in scenario.guide.procedures if one.name == "sampling")
    assert sampling.title == {"en": "Our way"}
    assert len(sampling.steps) > 3


def test_what_is_wrong_is_said_with_its_place() -> None:
    """A slip in a tag, a price, a name or a way to pass is refused where it stands."""
    hint = "hints:\n  cold:\n    title: Cold\n    {}\n    steps: [{{say: Look{}}}]\n"
    for part, line, words in (
        (hint.format("for: TIC-101.LLO", ""), 9, "did you mean TIC-101.LO"),
        (hint.format("when: TIC-101.PW < 3", ""), 9, "did you mean TIC-101"),
        (hint.format("for: []", ""), 7, "`for:` an alarm"),
        (hint.format("for: TIC-101.LO", ", cost: 101"), 10, "from 0 to 100"),
        (hint.format("for: TIC-101.LO", ", cost: -1"), 10, "from 0 to 100"),
        (hint.format("for: TIC-101.LO", ", cost: nan"), 10, ""),
        (hint.format("for: TIC-101.LO", "").replace("cold", "too cold"), 7, "base-bottle"),
        ("tour:\n  - {say: Hi, opens: alarms, presses: pause}\n", 7, "two steps"),
        ("tour:\n  - {say: Hi, when: TIC-101.PV >}\n", 7, ""),
        ("procedures:\n  a: {title: A, for: TK-211, steps: [One]}\n", 7, "did you mean TK-"),
        ("procedures:\n  a: {title: A, steps: []}\n", 7, ""),
    ):
        problems = refused(part)
        assert len(problems) == 1, problems
        assert problems[0].place is not None
        assert (problems[0].place.file, problems[0].place.line) == ("x.yaml", line), problems
        assert words in f"{problems[0].message} {problems[0].hint}", problems


def test_a_plant_file_alone_is_judged_too() -> None:
    """In a plant file checked by itself, a hint for an alarm that is not there is refused."""
    name, text = next((n, t) for n, t in read("first-steps").texts.items() if "plants" in n)
    broken = text.replace("for: WT-112.LO", "for: WT-112.LOO")
    problems = problems_of(Documents(name, {name: broken}))
    assert [problem.code for problem in problems] == ["unknown-tag"]
    assert problems_of(Documents(name, {name: text})) == ()


def test_editors_know_the_new_sections() -> None:
    """The schema for editors holds hints and procedures for both files, a tour for scenarios."""
    schema = json_schema()
    assert {"hints", "procedures", "tour"} <= set(schema["scenario"]["properties"])
    assert {"hints", "procedures"} <= set(schema["plant"]["properties"])


def test_instructions_are_found_by_tag_and_alarm() -> None:
    """Those that name the alarm come first, then those of its tag; nothing for no subject."""
    known = load("first-steps").guide.procedures
    titles = [one.name for one in about(known, "WT-112.LO")]
    assert titles[0] == "base-bottle-change"
    assert "temperature-lost" in [one.name for one in about(known, "TIC-101.DEV")]
    assert about(known, "") == []
    assert about(known, "XX-999") == []


def test_every_priority_alarm_of_the_shipped_plant_has_a_hint_or_an_instruction() -> None:
    """No alarm of high or critical priority of a bioreactor leaves a beginner without help."""
    scenario = load("first-batch")
    for alarm in scenario.design.alarms:
        if alarm.priority <= 2 and alarm.tag != "SIC-101.DEV":
            hinted = any(alarm.tag in hint.alarms for hint in scenario.guide.hints)
            assert hinted or about(scenario.guide.procedures, alarm.tag), alarm.tag


def test_only_the_first_scenario_has_a_tour_and_it_is_the_easiest() -> None:
    """Level 0 is for first steps alone, and there somebody is shown round."""
    toured = [name for name in names() if load(name).guide.tour]
    assert toured == ["first-steps"]
    assert [name for name in names() if load(name).level == 0] == toured
