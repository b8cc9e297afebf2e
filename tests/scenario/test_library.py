"""The scenarios on disk: found by name, read within bounds, never from another place."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from simulator.equipment.catalogue import CATALOGUE
from simulator.language.problem import Refusal
from simulator.language.words import LANGUAGES
from simulator.plant.design import Design
from simulator.scenario import library
from simulator.scenario.build import Scenario, build_scenario
from simulator.scenario.document import MAX_BYTES
from simulator.scenario.schema import PlantFile, ScenarioFile, json_schema

HEAD = "scenario: 1\nname: Test\nbrief: Test\nduration: 1 h\n"


def code_of(name: str) -> str:
    """Return the code of the first problem with this name or path."""
    with pytest.raises(Refusal) as refusal:
        library.read(name)
    return refusal.value.problems[0].code


def test_every_shipped_scenario_builds_and_is_listed() -> None:
    """The library lists its scenarios with titles in all languages, easiest first."""
    listed = library.scenarios()
    names = [one.name for one in listed]
    assert names[:2] == ["first-steps", "first-batch"]
    microbes = {"e-coli-feed", "yeast-overfed", "penicillin", "penicillin-industrial"}
    cells = {"ph-probe-drift", "oxygen-lost", "perfusion-fouled", "aav-transfection"}
    therapy = {"car-t-expansion", "msc-microcarriers"}
    seeds = {"seed-train", "n-1-perfusion", "weak-inoculum"}
    others = {"mrna-cloudy", "mrna-warm", "mrna-batch", "lentivirus-harvest", *seeds}
    exchange = {"ion-exchange", "aex-flow-through"}
    columns = {"protein-a-clean", "protein-a-air", "protein-a-breakthrough", *exchange}
    preparing = {
        "sip",
        "cip",
        "cip-passing",
        "buffer-preparation",
        "bulk-freeze",
        "utilities-shift",
        "air-and-cold",
    }
    downstream = {
        "centrifuge",
        "virus-filter",
        "sterile-filter",
        "depth-filter",
        "uf-df",
        "low-ph-hold",
        *columns,
    }
    assert set(names[2:]) == {
        "vial-to-bulk",
        "aav-batch",
        "two-batches",
        "contaminated-panel",
        *downstream,
        *preparing,
        *others,
        *cells,
        *microbes,
        *therapy,
    }
    for one in listed:
        assert tuple(one.title) == LANGUAGES
        assert one.duration_ms > 0
        assert one.competencies


@cache
def shipped(name: str) -> Scenario:
    """Return a scenario of the library, built once."""
    return library.load(name)


def texts_for_people(value: object) -> list[dict[str, str]]:
    """Return every text for people within a design."""
    if isinstance(value, dict):
        if value and all(key in LANGUAGES for key in value):
            return [value]
        return [text for one in value.values() for text in texts_for_people(one)]
    if isinstance(value, tuple):
        return [text for one in value for text in texts_for_people(one)]
    if hasattr(value, "__dataclass_fields__"):
        return [
            text
            for name in value.__dataclass_fields__
            for text in texts_for_people(getattr(value, name))
        ]
    return []


@pytest.mark.parametrize("name", library.names())
def test_shipped_texts_are_in_every_language(name: str) -> None:
    """Names, alarms, messages and briefs of what is shipped exist in English, Dutch and French."""
    scenario = shipped(name)
    texts = [*texts_for_people(scenario.design), *texts_for_people(scenario.guide)]
    texts += [scenario.brief, scenario.title, scenario.course]
    assert len(texts) > 60
    assert [text for text in texts if tuple(text) != LANGUAGES] == []


@pytest.mark.parametrize("name", library.names())
def test_no_loop_acts_more_often_than_its_value_changes(name: str) -> None:
    """Between two readings, or steps of the unit that is measured, there is nothing to act on."""
    design = shipped(name).design
    steps = {one.tag: CATALOGUE[one.kind].period_ms / 1000 for one in design.units}
    moved = {one.moves for one in design.actuators}
    reads = {one.tag: one.parameters.get("period", 1.0) for one in design.transmitters}
    slow = {}
    for one in design.transmitters:
        step = 0.0 if one.reads in moved else steps.get(one.reads.split(".")[0], 0.0)
        slow[one.tag] = max(reads[one.tag], step)
    acts = {one.tag: one.parameters.get("period", reads[one.measures]) for one in design.loops}
    quick = [one.tag for one in design.loops if acts[one.tag] < slow[one.measures]]
    assert quick == []


def test_the_plant_has_what_a_plant_has() -> None:
    """The shipped plant has the size it is described with."""
    design: Design = library.load("first-batch").design
    assert len(design.transmitters) == 25
    assert len(design.loops) == 12
    assert len(design.alarms) >= 30
    assert len(design.interlocks) == 5
    assert len(design.utilities) == 6
    assert {gauge.role for gauge in design.gauges} == {"CPP", "KPI"}
    assert len(design.lab.panel) == 10
    assert [shift.operators for shift in design.people.shifts] == [3, 3, 2]


def test_priorities_are_rare_at_the_top() -> None:
    """Of the shipped alarms less than a half are high or critical, and few are critical."""
    priorities = [alarm.priority for alarm in library.load("first-batch").design.alarms]
    assert priorities.count(1) <= 1
    assert priorities.count(1) + priorities.count(2) < len(priorities) / 2


def test_a_scenario_can_be_built_from_its_texts_alone() -> None:
    """What a log keeps is enough to build the same scenario again."""
    scenario = library.load("oxygen-lost")
    assert build_scenario(scenario.documents) == scenario
    assert isinstance(scenario, Scenario)
    assert (scenario.seed, scenario.level, scenario.name) == (12, 3, "oxygen-lost")


def test_names_that_are_not_there_are_refused_with_a_hint() -> None:
    """A near miss is named."""
    with pytest.raises(Refusal, match="did you mean first-batch") as refusal:
        library.read("first-bach")
    assert refusal.value.problems[0].code == "unknown-scenario"
    assert code_of("zzz") == "unknown-scenario"


@pytest.mark.parametrize(
    "path", ["../etc/passwd", "/nonexistent/x.yaml", "a\x00b", "x" * 5000, "", "/", "/dev/zero"]
)
def test_hostile_paths_are_problems(path: str) -> None:
    """Missing files, directories, devices and impossible names are problems, never tracebacks."""
    assert code_of(path) == "unreadable"


@pytest.mark.parametrize("plant", ["../plants/x", "/etc/passwd", "a.yaml", "A", "", "a b", "[a]"])
def test_a_plant_is_a_name_and_never_a_path(tmp_path: Path, plant: str) -> None:
    """The text of a scenario cannot lead to another place."""
    path = tmp_path / "mine.yaml"
    path.write_text(f"{HEAD}plant: '{plant}'\n", encoding="utf-8")
    assert code_of(str(path)) == "plant-name"


def test_a_plant_beside_the_scenario_is_found(tmp_path: Path) -> None:
    """A scenario given by path may bring its own plant file."""
    plant = "plant: 1\nname: Mine\nunits: {TK-1: {kind: vessel, name: Tank}}\n"
    (tmp_path / "plants").mkdir()
    (tmp_path / "mine.yaml").write_text(f"{HEAD}plant: small\n", encoding="utf-8")
    assert code_of(str(tmp_path / "mine.yaml")) == "unknown-plant"
    (tmp_path / "plants" / "small.yaml").write_text(plant, encoding="utf-8")
    scenario = library.load(str(tmp_path / "mine.yaml"))
    assert [unit.tag for unit in scenario.design.units] == ["TK-1"]
    assert list(scenario.documents.texts) == ["mine.yaml", "plants/small.yaml"]


def test_a_scenario_is_not_its_own_plant(tmp_path: Path) -> None:
    """A scenario that names itself as its plant is refused."""
    path = tmp_path / "mine.yaml"
    path.write_text(f"{HEAD}plant: mine\n", encoding="utf-8")
    assert code_of(str(path)) == "unknown-plant"


def test_large_and_broken_files_are_refused(tmp_path: Path) -> None:
    """Reading stops at the size limit; text that is not UTF-8 is placed."""
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * (MAX_BYTES * 4))
    assert code_of(str(path)) == "too-large"
    path.write_bytes(b"a: \xff\n")
    assert code_of(str(path)) == "not-utf-8"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    """A named pipe would block for ever; it is refused."""
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert code_of(str(pipe)) == "unreadable"


def test_the_schema_describes_both_files() -> None:
    """Every key of the models is in the JSON Schema, and parts of a scenario may be partial."""
    schema = json_schema()
    assert set(schema["scenario"]["properties"]) == {
        name.replace("_", " ") for name in ScenarioFile.model_fields
    }
    assert set(schema["plant"]["properties"]) == set(PlantFile.model_fields)
    assert "required" not in schema["scenario"]["$defs"]["LoopPart"]
    assert "setpoint" in schema["plant"]["$defs"]["LoopPart"]["required"]
    assert schema["scenario"]["required"] == ["scenario", "name", "brief", "duration"]
    assert {"const": "none"} in schema["scenario"]["properties"]["loops"]["additionalProperties"][
        "anyOf"
    ]


@pytest.mark.parametrize("name", library.names())
def test_a_glance_says_what_the_listing_says(name: str) -> None:
    """The head of a file, read unjudged, is what the whole scenario says of itself."""
    assert library.glance(name) == library.listing(name)


@pytest.mark.parametrize(
    "change",
    [
        ("name: Test\n", ""),
        ("brief: Test", "brief: [Test]"),
        ("brief: Test", "brief: {de: Test}"),
        ("brief: Test", "brief: {en: {en: Test}}"),
        ("duration: 1 h", "duration: soon"),
        ("duration: 1 h", "duration: [1 h]"),
        ("name:", "level: hard\nname:"),
        ("name:", "seed: -1\nname:"),
        ("name:", "seed: 12345678901234567890\nname:"),
        ("name:", "competencies: C01\nname:"),
        ("name:", "competencies: [{C01: yes}]\nname:"),
    ],
)
def test_a_head_that_does_not_say_enough_is_left_to_the_listing(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    """Nothing is guessed from a head: what is odd in it is for the whole reading to tell."""
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD)
    told = library.glance(str(path))
    assert told is not None
    assert told.duration_ms == 3_600_000
    path.write_text(HEAD.replace(*change))
    assert library.glance(str(path)) is None


def test_a_glance_at_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A name that is not there and a text that is no YAML are told at once."""
    path = tmp_path / "mine.yaml"
    path.write_text("a: [")
    for name in ("no-such-scenario", str(path)):
        with pytest.raises(Refusal):
            library.glance(name)


def test_many_files_beside_are_not_all_looked_at(tmp_path: Path) -> None:
    """Where there are more files than asked for, none is read."""
    for number in range(3):
        (tmp_path / f"s{number}.yaml").write_text(HEAD)
    assert len(library.nearby(tmp_path, 3)) == 3
    assert library.nearby(tmp_path, 2) == []


def test_a_course_has_the_same_words_everywhere() -> None:
    """Scenarios of one course stand together in each language."""
    told = {(tuple(one.course.get(key, "") for key in LANGUAGES)) for one in library.scenarios()}
    for place in range(len(LANGUAGES)):
        assert len({course[place] for course in told}) == len(told)
