"""Rubrics in files: what a slip of the fingers, or malice, is answered with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.assessment.rubric import Rubric
from simulator.language.problem import Refusal
from simulator.scenario.library import load, names
from simulator.scenario.names import instrument_names, truth_names
from simulator.scenario.rubric import read_rubric
from simulator.scenario.schema import json_schema

DESIGN = load("oxygen-lost").design
READABLE = instrument_names(DESIGN) | truth_names(DESIGN.units, DESIGN.lines, DESIGN.utilities)
HEAD = """rubric:
  criteria:
    one:
      name: One
      what: Do it
      points: 10
      levels: [{from: 0 %, shows: no}, {from: 50 %, shows: yes}]
      evidence:
"""


def read(evidence: str, head: str = HEAD) -> Rubric:
    """Read a rubric with one piece of evidence."""
    return read_rubric(head + f"        - {evidence}\n", "r.yaml", DESIGN, READABLE)


GOOD = (
    "time: {after: fault oxygen-lost, until: [does SIC-101.SP up], full: 1 min, none: 2 min}",
    "actions: {required: {a: {does: ack *}, b: {does: [sample BR-101, call *], after: a}}}",
    "actions: {allowed: ['*.SP', calibrate AT-101], others cost: 10 %}",
    "limits: {inside: [{gauge: ph, full: 99 %, none: 90 %}]}",
    "limits: {inside: [{holds: AIC-102.PV > 30 %, when: elapsed > 1 h, full: 99 %, none: 0 %}]}",
    "outcome: {value: TK-201.product + BR-101.product, unit: g, full: 10 g, none: 1 g}",
    "outcome: {gauge: dissolved-oxygen, of: lowest, full: 20 %, none: 5 %}",
    "alarms: {measure: acknowledge delay, alarms: AIC-102.*, full: 1 min, none: 5 min}",
    "alarms: {measure: action delay, does: switch *}",
    "alarms: {measure: flood, full: 0 %, none: 10 %}",
    "alarms: {measure: peak, full: 3, none: 12}",
    "alarms: {measure: order}",
    "records: {notes: [{says: [[a, b], c], after: lab BR-101, within: 1 h}, {every: 24 h}]}",
    "records: {reasons: '*.SP', reason words: 5}",
    "entries: {steps: '*'}",
)


@pytest.mark.parametrize("evidence", GOOD)
def test_every_kind_of_evidence_can_be_written(evidence: str) -> None:
    """One example of every kind and of every form."""
    assert len(read(evidence).criteria[0].evidence) == 1


WRONG = (
    ("tmie: {until: start}", "unknown-key", "did you mean `time`?"),
    ("time: {full: 1 min, none: 2 min}", "missing-key", ""),
    ("time: {until: fautl oxygen-lost, full: 1 min, none: 2 min}", "moment", "did you mean fault?"),
    ("time: {until: fault oxygen-los, full: 1 min, none: 2 min}", "unknown-tag", "oxygen-lost?"),
    ("time: {until: start now, full: 1 min, none: 2 min}", "moment", ""),
    ("time: {until: start, full: 2 min, none: 1 min}", "no-span", ""),
    ("time: {until: phase feed Runing, full: 1 min, none: 2 min}", "unknown-tag", ""),
    ("time: {until: lab BR-10, full: 1 min, none: 2 min}", "unknown-tag", "BR-101?"),
    ("time: {until: alarm AIC-102.XX, full: 1 min, none: 2 min}", "unknown-tag", "AIC-102."),
    ("time: {until: alarm ZZ-*, full: 1 min, none: 2 min}", "unknown-tag", ""),
    ("time: {until: when AIC-102.PV > 300 %, full: 1 min, none: 2 min}", "impossible", ""),
    ("actions: {}", "no-effect", ""),
    ("actions: {required: {a: {does: akc *}}}", "pattern", "did you mean ack?"),
    ("actions: {required: {a: {does: SIC-11.SP}}}", "unknown-tag", ""),
    ("actions: {required: {a: {does: SIC-101.SP > 3 bar}}}", "unit-mismatch", ""),
    ("actions: {required: {a: {does: '*.SP > 3 rpm'}}}", "pattern", ""),
    ("actions: {required: {a: {does: SIC-101.MODE = ATUO}}}", "pattern", "AUTO"),
    ("actions: {required: {a: {does: 'SIC-101.* > 3'}}}", "pattern", ""),
    ("actions: {required: {a: {does: ack *, after: b}, b: {does: ack *}}}", "order", ""),
    ("actions: {required: {a: {does: ack *, after: a}}}", "order", ""),
    ("actions: {forbidden: [{does: ack *, costs: 25 bar, because: no}]}", "unit-mismatch", ""),
    ("limits: {inside: []}", "too-few", ""),
    ("limits: {inside: [{full: 99 %, none: 90 %}]}", "no-effect", ""),
    (
        "limits: {inside: [{gauge: titer, full: 99 %, none: 90 %}]}",
        "unknown-tag",
        "did you mean titre?",
    ),
    ("limits: {inside: [{gauge: ph, full: 90 %, none: 90 %}]}", "no-span", ""),
    ("limits: {inside: [{gauge: ph, when: elapsed > 1 h, full: 9 %, none: 1 %}]}", "no-effect", ""),
    ("control: {loop: AIC-102}", "missing-key", "oxygen-lost-expert"),
    ("control: {loop: AT-101}", "unknown-tag", ""),
    ("outcome: {full: 1, none: 2}", "no-effect", ""),
    ("outcome: {value: BR-101.titr, full: 1, none: 2}", "unknown-name", ""),
    ("outcome: {gauge: ph, full: 7, none: 7}", "no-span", ""),
    ("alarms: {measure: peak}", "missing-key", ""),
    ("alarms: {measure: peak, full: 5, none: 3}", "no-span", ""),
    ("alarms: {measure: order, full: 5, none: 9}", "no-effect", ""),
    ("alarms: {measure: order, does: ack *}", "no-effect", ""),
    ("alarms: {measure: ordre}", "choice", ""),
    ("alarms: {measure: order, alarms: TIC-1.HI}", "unknown-tag", ""),
    ("records: {}", "no-effect", ""),
    ("records: {notes: [{within: 1 h, every: 2 h}]}", "two-moments", ""),
    ("records: {notes: [{says: [[]]}]}", "no-effect", ""),
    ("entries: {steps: nothing}", "unknown-tag", ""),
    ("entries: {accurate: {nothing: {value: AT-101.PV, within: 1}}}", "unknown-tag", ""),
    ("weight: 2", "evidence-kind", "time, actions"),
    ("{order: 1}", "unknown-key", ""),
)


@pytest.mark.parametrize(("evidence", "code", "hint"), WRONG, ids=[one[0] for one in WRONG])
def test_what_is_wrong_is_placed_and_answered_with_a_hint(
    evidence: str, code: str, hint: str
) -> None:
    """Every slip has its code, its line, and something to try where there is something."""
    with pytest.raises(Refusal) as caught:
        read(evidence)
    problems = {problem.code: problem for problem in caught.value.problems}
    assert code in problems
    found = problems[code]
    assert hint in f"{found.message} {found.hint}"
    assert found.place is not None
    assert found.place.line >= (1 if code == "missing-key" else 9)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("from: 0 %", "from: 10 %", "levels"),
        ("from: 50 %", "from: 0 %", "levels"),
        ("from: 50 %", "from: 150 %", "out-of-bounds"),
        ("points: 10", "points: 0", "value"),
        ("points: 10", "points: ten", "value"),
        ("points: 10", "points: 10\n      rater: assessor", "no-effect"),
        ("    one:", "    one two:", "bad-name"),
        ("rubric:", "rubric:\n  pass mark: 101 %", "out-of-bounds"),
        ("rubric:", "rubric:\n  scale: 10", "choice"),
        ("what: Do it", "waht: Do it", "unknown-key"),
    ],
)
def test_a_wrong_frame_is_refused(old: str, new: str, code: str) -> None:
    """Levels, points, raters, names and scales are checked."""
    with pytest.raises(Refusal) as caught:
        read("alarms: {measure: order}", HEAD.replace(old, new))
    assert code in {problem.code for problem in caught.value.problems}


def test_automatic_criteria_need_evidence_and_others_none() -> None:
    """What nobody could judge is refused; what a person judges needs no evidence."""
    bare = HEAD.replace("      evidence:\n", "")
    with pytest.raises(Refusal, match="no evidence"):
        read_rubric(bare, "r.yaml", DESIGN, READABLE)
    by_person = bare.replace("points: 10", "points: 10\n      rater: peer")
    assert read_rubric(by_person, "r.yaml", DESIGN, READABLE).criteria[0].rater == "peer"


def test_a_scenario_file_gives_its_rubric_alone() -> None:
    """Of a scenario file only the rubric is read; a file without one is refused."""
    text = (
        "scenario: 1\nname: x\nnonsense: [1, 2]\n" + HEAD + "        - alarms: {measure: order}\n"
    )
    assert read_rubric(text, "s.yaml", DESIGN, READABLE).criteria[0].id == "one"
    with pytest.raises(Refusal, match="no `rubric`"):
        read_rubric("scenario: 1\n", "s.yaml", DESIGN, READABLE)


def test_every_shipped_rubric_speaks_three_languages_and_adds_up_to_a_hundred() -> None:
    """Names, tasks and levels in English, Dutch and French; 100 points; at least four criteria."""
    for name in names():
        scenario = load(name)
        if scenario.rubric is None:
            continue
        assert sum(one.points for one in scenario.rubric.criteria) == 100.0, name
        assert len(scenario.rubric.criteria) >= 4
        for one in scenario.rubric.criteria:
            for words in (one.name, one.what, *(level.shows for level in one.levels)):
                assert set(words) == {"en", "nl", "fr"}, (name, one.id)
            assert one.competencies, (name, one.id)
        for words in scenario.rubric.phrases:
            assert set(words) == {"en", "nl", "fr"}, (name, words)


def test_the_schema_knows_rubrics() -> None:
    """An editor is offered every kind of evidence."""
    definitions = json_schema()["scenario"]["$defs"]
    kinds = set(definitions["EvidencePart"]["properties"])
    assert kinds >= {"time", "actions", "limits", "control", "outcome", "alarms", "records"}


def blocks(kind: str) -> list[str]:
    """Return the examples of a kind in the page on assessment."""
    page = Path(__file__).parents[2] / "docs" / "assessment.md"
    return re.findall(rf"```yaml {kind}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_the_examples_of_the_page_on_assessment_can_be_read() -> None:
    """Whole rubrics, and pieces of evidence of every kind."""
    for text in blocks("rubric"):
        assert len(read_rubric(text, "doc.yaml", DESIGN, READABLE).criteria) == 2
    assert len(blocks("evidence")) >= 6
    for text in blocks("evidence"):
        indented = "".join(f"        {line}\n" for line in text.splitlines())
        assert read_rubric(HEAD + indented, "doc.yaml", DESIGN, READABLE).criteria[0].evidence
