"""What is wrong in a scenario is said at its place, with a hint; what is right becomes a design."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.language.problem import Problem, Refusal
from simulator.plant.design import DoStep, UntilStep
from simulator.scenario.build import build_scenario, problems_of
from simulator.scenario.documents import Documents
from simulator.scenario.library import read

HEAD = "scenario: 1\nname: Test\nbrief: Test\nduration: 1 h\nplant: fed-batch-2000\n"
ALARM = "priority: low, respond: 1 min, cause: a, consequence: b, action: c"
PHASE = "procedure:\n  go:\n    name: Go\n    unit: BR-101\n    steps:\n"

CASE = re.compile(r"^# (.+)\n((?:.+\n)+?)=> (\S+) ([0-9]+):([0-9]+) \|(.*)\|(.*)$", re.MULTILINE)
WRONG = CASE.findall((Path(__file__).parent / "wrong.txt").read_text(encoding="utf-8"))
"""Name, part of a scenario, code, line, column, piece of the message, piece of the hint."""


def documents(part: str) -> Documents:
    """Return a scenario on the shipped plant with this part from line 6 on."""
    texts = {name: text for name, text in read("first-batch").texts.items() if "/" in name}
    return Documents("x.yaml", {"x.yaml": HEAD + part + "\n", **texts})


def found(part: str) -> list[Problem]:
    """Return the problems of a scenario with this part."""
    with pytest.raises(Refusal) as refusal:
        build_scenario(documents(part))
    return list(refusal.value.problems)


@pytest.mark.parametrize(
    ("part", "code", "line", "column", "message", "hint"),
    [row[1:] for row in WRONG],
    ids=[row[0] for row in WRONG],
)
def test_what_is_wrong_is_said_at_its_place(
    part: str, code: str, line: str, column: str, message: str, hint: str
) -> None:
    """The expected problem is there, placed, and says what to try (0 means: anywhere)."""
    problems = found(part)
    for problem in problems:
        place = problem.place
        assert place is not None
        if (
            code in {"any", problem.code}
            and (line == "0" or line == str(place.line) or place.file != "x.yaml")
            and column in {"0", str(place.column)}
            and message.strip() in problem.message
            and hint.strip() in problem.hint
        ):
            return
    pytest.fail("\n".join(f"{p.code}: {p}" for p in problems))


def test_the_table_of_wrong_scenarios_is_read() -> None:
    """The table has more than a hundred cases, each with its own name."""
    assert len(WRONG) > 100
    assert len({case[0] for case in WRONG}) == len(WRONG)


def test_what_cannot_be_read_is_not_reported_again_and_again() -> None:
    """A unit of an unknown kind gives one problem, not one for each instrument that reads it."""
    assert [p.message for p in found("units: {BR-101: {kind: bioreactr}}")] == [
        "there is no kind of unit bioreactr"
    ]
    assert len(found("instruments: {TT-101: {reads: BR-101.temprature}}")) == 1


def test_all_problems_come_at_once_and_in_order() -> None:
    """Problems of every section of a file are reported together, by line."""
    problems = found(
        "loops: {TIC-101: {setpoint: 99 degC}}\n"
        "alarms: {TIC-101.HI: {limit: 300 degC}}\n"
        "happens: [{fault: trip, of: AT-101, at: 1 s, name: x}]\n"
        "scan: 3 s\n"
    )
    assert [p.place.line for p in problems if p.place] == [6, 7, 8, 9]


def test_a_slip_in_a_tag_hides_nothing_else() -> None:
    """A tag that is not in the plant file is one problem, and the others come with it."""
    problems = found("loops: {TIC-110: {setpoint: 37 degC}, AIC-102: {setpoint: 400 %}}")
    assert [problem.code for problem in problems] == ["unknown-tag", "out-of-bounds"]


def test_what_is_missing_is_named() -> None:
    """A file with nothing but its format lacks name, brief, duration and any unit."""
    with pytest.raises(Refusal) as refusal:
        build_scenario(Documents("x.yaml", {"x.yaml": "scenario: 1\n"}))
    messages = [p.message for p in refusal.value.problems]
    missing = [f"the file has no `{key}`" for key in ("name", "brief", "duration")]
    assert messages == [*missing, "there is no unit"]


@pytest.mark.parametrize(
    ("section", "count", "part"),
    [
        ("units", 61, "TK-{i}: {{kind: vessel, name: x}}"),
        ("alarms", 301, "TI-{i}.HI: {{limit: 1 K, " + ALARM + "}}"),
        ("instruments", 501, "TT-{i}: {{name: x, reads: BR-101.pH, range: 1 .. 2}}"),
        ("procedure", 101, "p{i}: {{name: x, unit: BR-101, steps: [{{wait: 1 s}}]}}"),
    ],
)
def test_sections_have_limits(section: str, count: int, part: str) -> None:
    """A section with more parts than allowed is refused, however good they are."""
    text = ", ".join(part.format(i=i) for i in range(count))
    problems = found(f"{section}: {{{text}}}")
    assert {p.code for p in problems} == {"too-many"}
    assert problems[0].place is not None


def test_a_procedure_has_at_most_a_thousand_steps() -> None:
    """Steps are counted over the whole procedure."""
    steps = "      - {wait: 1 s}\n" * 1001
    assert [p.code for p in found(PHASE + steps)] == ["too-many"]


def test_faults_have_a_limit() -> None:
    """A scenario has at most a hundred faults."""
    fault = "{fault: trip, of: M-101, at: 1 s, name: x}"
    assert [p.code for p in found(f"happens: [{', '.join([fault] * 101)}]")] == ["too-many"]


def test_values_reach_the_design_in_their_fields_units() -> None:
    """Quantities are converted: a feed in L/d, a level in mL, a pressure in bar."""
    design = build_scenario(
        documents(
            "units: {TK-111: {initial: {volume: 250000 mL}}}\n"
            "loops: {PIC-101: {setpoint: 0.06 bar}}\n"
            "happens:\n"
            "  - {fault: blocked, of: BR-101.sparger, size: 25 %, at: 90 s, over: 2 min, name: x}\n"
            "  - {fault: contamination, of: BR-101, size: 2000 cells, armed: yes, name: x}\n"
            "  - {fault: stuck, of: FV-101, when: BR-101.pH < 6.9, lasts: 1 h, name: x}\n"
            "  - {fault: stuck, of: FV-102, size: 20 %, at: 1 s, name: x}\n"
            "  - {fault: foaming, of: BR-101, size: 4, at: 1 s, name: x}\n"
            "  - {fault: poloxamer, of: BR-101, size: 0.2 g/L, at: 1 s, name: x}\n"
            "  - {fault: slope, of: AT-101, size: 92 %, at: 1 s, name: x}\n"
            "  - {fault: fouling, of: AT-102, size: 60 %, at: 1 s, name: x}\n"
        )
    ).design
    assert next(u for u in design.units if u.tag == "TK-111").initial["volume"] == 250.0
    assert next(u for u in design.loops if u.tag == "PIC-101").setpoint == 60.0
    blocked, cells, stuck, at_20, foam, lot, slope, fouled = design.faults
    assert (blocked.target, blocked.size) == ("BR-101.sparger blockage", 0.25)
    assert (blocked.at_ms, blocked.ramp_ms, blocked.lasts_ms) == (90_000, 120_000, None)
    assert (cells.size, cells.at_ms, cells.when) == (2e-6, None, None)
    assert (stuck.size, stuck.lasts_ms) == (-1.0, 3_600_000)
    assert stuck.when is not None
    assert stuck.when.names == ("BR-101.pH",)
    assert at_20.size == 20.0
    assert (foam.target, foam.size) == ("BR-101.foaming", 4.0)
    assert (lot.target, lot.size) == ("BR-101.poloxamer", 0.2)
    assert (slope.target, slope.size) == ("AT-101", 92.0)
    assert (fouled.target, fouled.size) == ("AT-102", 0.6)


def test_what_a_scenario_says_is_laid_over_its_plant() -> None:
    """Parts merge key by key, texts are replaced whole, and none takes a part away."""
    base = build_scenario(documents("")).design
    design = build_scenario(
        documents(
            "alarms: {TIC-101.HI: {limit: 37.2 degC}, TIC-101.LO: none}\n"
            "gauges: {titre: {name: {nl: Titer}}}\n"
            "units: {TK-9: {kind: vessel, name: Extra}}\n"
        )
    ).design
    high = next(a for a in design.alarms if a.tag == "TIC-101.HI")
    assert (high.limit, high.priority) == (37.2, 3)
    assert [a.tag for a in base.alarms if a not in design.alarms] == ["TIC-101.HI", "TIC-101.LO"]
    assert next(g for g in design.gauges if g.tag == "titre").name == {"nl": "Titer"}
    assert [u.tag for u in design.units][-1] == "TK-9"


def test_what_a_scenario_says_is_none_is_gone() -> None:
    """A key and a nested part can be taken away as well as a whole part."""
    design = build_scenario(
        documents(
            "alarms: {TIC-101.LO: {suppressed when: none}}\nlaboratory: {panel: {titre: none}}\n"
        )
    ).design
    assert next(a for a in design.alarms if a.tag == "TIC-101.LO").suppressed_when is None
    assert "titre" not in [analysis.name for analysis in design.lab.panel]
    assert len(design.lab.panel) == 9


def test_alarms_begin_with_the_values_of_isa_18_2() -> None:
    """Deadbands and delays that are not given follow from the letter of the tag and the range."""
    part = "alarms:\n" + "".join(
        f"  {tag}: {{limit: {limit}, {ALARM}}}\n"
        for tag, limit in zip(
            ("FT-101.LO", "PT-101.LO", "TT-101.LO"),
            ("10 L/min", "-50 mbar", "9 degC"),
            strict=True,
        )
    )
    design = build_scenario(documents(part)).design
    told = {
        a.tag: (a.deadband, a.on_delay_ms, a.off_delay_ms, a.shelvable_ms) for a in design.alarms
    }
    shift = 8 * 3_600_000
    assert told["FT-101.LO"] == (5.0, 15_000, 15_000, shift)
    assert told["PT-101.LO"] == (14.0, 15_000, 15_000, shift)
    assert told["TT-101.LO"] == (0.6, 60_000, 60_000, shift)
    assert told["AIC-102.LOLO"][3] == 0


def test_masters_come_before_their_slaves() -> None:
    """Loops are ordered so that a set-point is written before it is used."""
    tags = [loop.tag for loop in build_scenario(documents("")).design.loops]
    for master, slave in (("TIC-101", "TIC-102"), ("AIC-102", "SIC-101"), ("AIC-101", "FIC-103")):
        assert tags.index(master) < tags.index(slave)


def test_steps_become_commands_and_conditions() -> None:
    """A recipe's text is read into commands and compiled conditions."""
    design = build_scenario(
        documents(
            PHASE
            + "      - do: [FIC-111.SP = 45 L/d, sample BR-101]\n      - until: elapsed > 1 h\n"
        )
    ).design
    first, second = design.procedure[0].steps
    assert isinstance(first, DoStep)
    assert getattr(first.commands[0], "value", 0.0) == 1.875
    assert isinstance(second, UntilStep)
    assert second.condition.names == ("elapsed",)


def test_a_plant_file_can_be_checked_alone() -> None:
    """A plant file is no scenario, but its own problems can be asked for."""
    name, text = next(
        (name, text)
        for name, text in read("first-batch").texts.items()
        if name.startswith("plants/")
    )
    assert problems_of(Documents(name, {name: text})) == ()
    broken = text.replace("reads: BR-101.temperature", "reads: BR-101.temprature", 1)
    codes = [p.code for p in problems_of(Documents(name, {name: broken}))]
    assert "unknown-tag" in codes
    with pytest.raises(Refusal) as refusal:
        build_scenario(Documents(name, {name: text}))
    assert refusal.value.problems[0].code == "plant-file"
    assert [
        p.code for p in problems_of(Documents("x.yaml", {"x.yaml": "plant: 1\nname: x\nnme: x\n"}))
    ] == ["no-unit", "unknown-key"]
    assert problems_of(Documents("x.yaml", {"x.yaml": "a: *b\n"}))[0].code == "alias"


def test_problems_of_the_plant_file_are_placed_in_it() -> None:
    """A scenario on a broken plant says where the plant is broken, and no text is lost."""
    good = documents("")
    name = next(file for file in good.texts if file.startswith("plants/"))
    for old, new in (("gain: 15 %/K", "gain: 15 furlongs"), ("plant: 1", "plant: 2")):
        texts = {**good.texts, name: good.texts[name].replace(old, new, 1)}
        with pytest.raises(Refusal) as refusal:
            build_scenario(Documents("x.yaml", texts))
        assert [p.place.file for p in refusal.value.problems if p.place] == [name]


def test_a_missing_text_is_a_problem() -> None:
    """Texts that are not there are named, not searched for."""
    with pytest.raises(Refusal, match="no text called"):
        build_scenario(Documents("x.yaml", {}))
    with pytest.raises(Refusal, match="plant file fed-batch-2000 is missing"):
        build_scenario(Documents("x.yaml", {"x.yaml": HEAD}))


def test_building_twice_gives_equal_designs() -> None:
    """A design depends on the texts alone."""
    assert build_scenario(documents("")) == build_scenario(documents(""))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("duration: 2 h", "duration: 2 h\nscan: 10 s", "the scan is too slow"),
        ("of: oxygen bank 1", "of: oxygen\n    over: 10 min", "cannot be lost slowly"),
        ("of: oxygen bank 1", "of: oxygn", "did you mean oxygen"),
        (
            "fault: loss\n    of: oxygen bank 1",
            "fault: empty\n    of: TK-111\n    lasts: 1 h",
            "does not end by itself",
        ),
        ("duration: 2 h", "duration: 2 weeks", "unit of time"),
    ],
    ids=lambda text: text[:24].replace("\n", " "),
)
def test_what_would_puzzle_an_instructor_is_said(old: str, new: str, said: str) -> None:
    """One mistake gives one problem, which says what is wrong."""
    documents = read("oxygen-lost")
    texts = dict(documents.texts)
    assert old in texts[documents.main]
    texts[documents.main] = texts[documents.main].replace(old, new, 1)
    problems = problems_of(Documents(documents.main, texts))
    assert len(problems) == 1, [str(problem) for problem in problems]
    assert said in str(problems[0])


def test_loops_of_flows_are_shut_off_at_nothing_and_others_are_not() -> None:
    """A flow has a cut-off of a thousandth of its meter's span, or its own; a temperature none."""
    own = "loops: {FIC-102: {parameters: {cut-off: 2 L/min}}}"
    found_loops = {one.tag: one for one in build_scenario(documents(own)).design.loops}
    meters = {one.tag: one for one in build_scenario(documents(own)).design.transmitters}
    assert found_loops["FIC-102"].parameters["cut-off"] == 2.0
    spans = meters[found_loops["FIC-101"].measures].parameters
    share = (found_loops["FIC-101"].parameters["cut-off"] - spans["low"]) / (
        spans["high"] - spans["low"]
    )
    assert share == pytest.approx(0.001)
    assert "cut-off" not in found_loops["TIC-101"].parameters


def test_a_gauge_has_no_limit_that_nobody_gave() -> None:
    """What a model can hold is no limit; one that is given counts, however large."""
    given = (
        "gauges: {load: {name: Load, reads: BR-101.viable density, role: CQA, high: 2e12 cells/mL}}"
    )
    watched = build_scenario(documents(given)).design.gauges
    one = next(gauge for gauge in watched if gauge.tag == "load")
    assert (one.low, one.high) == (-1e300, 2e6)
