"""Diagnosis, freezes and workload in scenario files: read, and refused with places."""

from __future__ import annotations

import contextlib
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.assessment.awareness import Awareness
from simulator.assessment.diagnosis import Diagnosis
from simulator.language.forms import LEVELS, Level
from simulator.language.pages import ABOUT, PAGES
from simulator.language.problem import Problem, Refusal
from simulator.scenario.build import Scenario, build_scenario
from simulator.scenario.documents import Documents
from simulator.scenario.library import load, read
from simulator.scenario.schema import json_schema
from simulator.session.commission import commission

HEAD = "scenario: 1\nname: X\nbrief: X\nplant: fed-batch-2000\nduration: 1 h\n"
QUESTION = "diagnosis:\n  cause: {{text: Why?, choices: {{a: A, b: B}}, right: {right}{more}}}\n"
FREEZE = "freezes:\n  check:\n    at: 10 min\n{more}    queries:\n      one: {{{query}}}\n"
NUMBER = "level: perception, text: T, value: TT-101.PV, unit: degC, within: 1 K"
CHOICE = "level: comprehension, text: T, choices: {a: A, b: B}, right: a"
AHEAD = "level: prediction, text: T, value: TT-101.PV, unit: degC, within: 1 K"


def documents(part: str) -> Documents:
    """Return a scenario on the shipped plant with this part."""
    texts = dict(read("first-steps").texts)
    texts.pop("first-steps.yaml")
    return Documents("x.yaml", {"x.yaml": HEAD + part, **texts})


def built(part: str) -> Scenario:
    """Return the scenario of a part that is good."""
    return build_scenario(documents(part))


def refused(part: str) -> list[Problem]:
    """Return the problems of a part that is not."""
    try:
        built(part)
    except Refusal as refusal:
        return list(refusal.problems)
    raise AssertionError("it was not refused")


def question(right: str = "a", more: str = "") -> str:
    """Return a diagnosis."""
    return QUESTION.format(right=right, more=more)


def freeze(query: str, more: str = "") -> str:
    """Return a freeze with one query."""
    return FREEZE.format(query=query, more=more)


@pytest.mark.parametrize(
    "part",
    [
        question(),
        question("b", ", at: 5 min, because: So it is"),
        question("b", ", when: TIC-101.PV < 36 degC for 5 min"),
        freeze(NUMBER),
        freeze(CHOICE),
        freeze(f"{AHEAD}, ahead: 10 min", "    limit: 90 s\n"),
        freeze("level: comprehension, text: T, choices: {a: A, b: B}, "
               "right when: {a: TIC-101.HI.STATE is UNACK, b: BR-101.pH > 7 pH}"),
        "workload: yes\n",
    ],
)  # fmt: skip
def test_every_form_can_be_written(part: str) -> None:
    """One example of each; what is right is in the design and nowhere in the brief."""
    design = built(part).design
    assert design.forms.kept
    brief = commission(documents(part), tier="interpreted").brief
    assert "right" not in repr(brief.forms)
    assert "because" not in repr(brief.forms)


@pytest.mark.parametrize(
    ("part", "code", "piece"),
    [
        (question("c"), "unknown-tag", "there is no choice c"),
        (question(more=", at: 1 min, when: elapsed > 1 min"), "two-moments", "not both"),
        (question(more=", at: 2 h"), "out-of-bounds", "2 h"),
        (question().replace("a: A", "'a b': A"), "bad-name", "a b"),
        (question().replace("cause:", "'the cause':"), "bad-name", "the cause"),
        (question().replace("a: A, b: B", "a: A"), "too-few", "choices"),
        (question() + question().replace("diagnosis", "record"), "unknown-key", "choices"),
        (freeze(NUMBER).replace("    at: 10 min\n", ""), "no-effect", "when check is"),
        (freeze(NUMBER).replace("10 min", "61 min"), "out-of-bounds", "61 min"),
        (freeze(NUMBER, "    limit: 1 s\n"), "out-of-bounds", "1 s"),
        (freeze(NUMBER, "    when: elapsed > 1 min\n"), "two-moments", "not both"),
        (freeze("level: guess, text: T, value: TT-101.PV"), "choice", "perception"),
        (freeze(NUMBER.replace(", within: 1 K", "")), "missing-key", "how far"),
        (freeze(NUMBER.replace("degC", "kg")), "unit", "kg"),
        (freeze(NUMBER.replace("TT-101", "TT-901")), "unknown-name", "TT-901"),
        (freeze(f"{NUMBER}, right: a"), "other-kind", "belongs to a choice"),
        (freeze(f"{NUMBER}, choices: {{a: A, b: B}}"), "other-kind", "number or a choice"),
        (freeze(f"{NUMBER}, ahead: 1 min"), "ahead", "prediction"),
        (freeze(AHEAD), "ahead", "prediction"),
        (freeze(f"{AHEAD}, ahead: 51 min"), "too-late", "before this"),
        (freeze(f"{AHEAD}, ahead: 5 h"), "out-of-bounds", "5 h"),
        (freeze(CHOICE.replace(", right: a", "")), "no-effect", "right for one"),
        (freeze(f"{CHOICE}, right when: {{a: elapsed > 1 s}}"), "no-effect", "right for one"),
        (freeze(f"{CHOICE}, within: 1 K"), "other-kind", "belongs to a number"),
        (freeze(CHOICE.replace(", b: B", "")), "choices", "nothing to choose from"),
        (
            freeze(CHOICE.replace("right: a", "right when: {a: TT-101.PV > 1 degC for 1 min}")),
            "no-effect",
            "one moment",
        ),
        (freeze(CHOICE.replace("right: a", "right when: {c: elapsed > 1 s}")), "unknown-tag", "c"),
        (freeze(CHOICE) + question().replace("cause", "check"), "twice", "something else"),
        ("workload: maybe\n", "value", "yes or no"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(part: str, code: str, piece: str) -> None:
    """Every slip gives a problem of its own, in the file and on a line of it."""
    found = refused(part)
    assert any(piece in problem.message + problem.hint for problem in found), found
    hit = next(problem for problem in found if piece in problem.message + problem.hint)
    if code != "unit":
        assert hit.code == code
    assert hit.place is not None
    assert hit.place.file == "x.yaml"
    assert hit.place.line > HEAD.count("\n")


RUBRIC = """
rubric:
  criteria:
    one:
      name: One
      what: Do it
      points: 10
      levels: [{from: 0 %, shows: no}, {from: 50 %, shows: yes}]
      evidence: [{EVIDENCE}]
"""


def judged(evidence: str) -> Scenario:
    """Return a scenario that judges its forms by this evidence."""
    return built(
        question() + freeze(f"{AHEAD}, ahead: 1 min") + RUBRIC.replace("EVIDENCE", evidence)
    )


@pytest.mark.parametrize(
    ("evidence", "kind"),
    [
        ("diagnosis: {}", Diagnosis),
        ("diagnosis: {questions: cause, counts: first, full: 1 min, none: 5 min}", Diagnosis),
        ("awareness: {}", Awareness),
        ("awareness: {freezes: check, levels: [prediction]}", Awareness),
    ],
)
def test_forms_can_be_evidence(evidence: str, kind: type[object]) -> None:
    """Both kinds, in their shortest form and with everything."""
    rubric = judged(evidence).rubric
    assert rubric is not None
    assert isinstance(rubric.criteria[0].evidence[0].evidence, kind)


@pytest.mark.parametrize(
    ("evidence", "piece"),
    [
        ("diagnosis: {questions: caus}", "no question caus"),
        ("diagnosis: {full: 1 min}", "`full` and `none`"),
        ("diagnosis: {full: 5 min, none: 1 min}", "later than"),
        ("awareness: {freezes: nothing}", "no freeze nothing"),
        ("awareness: {levels: [perception]}", "these levels"),
        ("time: {until: view of faceplat TIC-101, full: 1 s, none: 2 s}", "did you mean faceplate"),
        ("time: {until: view of faceplate TIC-901, full: 1 s, none: 2 s}", "no tag TIC-901"),
        ("time: {until: view of alarms TIC-101, full: 1 s, none: 2 s}", "no single thing"),
        ("time: {until: view alarms, full: 1 s, none: 2 s}", "no moment"),
        ("time: {until: does workload, full: 1 s, none: 2 s}", "no command"),
        ("time: {until: does diagnose cuase, full: 1 s, none: 2 s}", "cause"),
    ],
)
def test_evidence_that_judges_nothing_is_refused(evidence: str, piece: str) -> None:
    """A question, freeze, page or subject that is not there is told; so is the workload."""
    with pytest.raises(Refusal) as caught:
        judged(evidence)
    told = [problem.message + problem.hint for problem in caught.value.problems]
    assert any(piece in one for one in told), told


def test_the_editor_knows_forms() -> None:
    """The JSON Schema has the keys of forms."""
    keys = json_schema()["scenario"]["properties"]
    assert {"diagnosis", "freezes", "workload"} <= set(keys)
    assert get_args(Level) == LEVELS
    assert set(ABOUT) <= set(PAGES)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["text", "value", "unit", "ahead", "right", "level"]))
def test_any_text_in_any_place_is_read_or_refused(text: str, key: str) -> None:
    """Nothing that stands in a query raises anything but a Refusal."""
    quoted = "'" + text.replace("'", "''") + "'"
    before, _, rest = freeze(f"{AHEAD}, ahead: 1 min, right: a").partition(f"{key}: ")
    end = rest.index("}") if "," not in rest else rest.index(",")
    with contextlib.suppress(Refusal):
        built(f"{before}{key}: {quoted}{rest[end:]}")


def test_shipped_scenarios_ask() -> None:
    """The exercises with a fault to find ask for it; one of them freezes."""
    oxygen, probe = load("oxygen-lost").design.forms, load("ph-probe-drift").design.forms
    assert len(oxygen.questions) == 4
    assert len(probe.questions) == 3
    assert {query.level for query in oxygen.freezes[0].queries} == set(LEVELS)
    for one in (*oxygen.questions, *probe.questions):
        for words in (one.text, one.because, *one.choices.values()):
            assert set(words) == {"en", "nl", "fr"}
