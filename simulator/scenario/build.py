"""From the texts of a scenario to a design that holds together, or every reason why not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.assessment.rubric import Rubric
from simulator.language.guide import Guide
from simulator.language.problem import Place, Problem, Refusal
from simulator.language.tag import quoted
from simulator.language.words import Words
from simulator.plant.design import Design
from simulator.plant.layout import SLOW_MS
from simulator.scenario import (
    build_control,
    build_equipment,
    build_faults,
    build_floor,
    build_forms,
    build_guide,
    build_procedure,
    build_record,
    build_safety,
    build_work,
)
from simulator.scenario.around import Around, without_echoes
from simulator.scenario.composed import composed
from simulator.scenario.document import MAX_PROBLEMS, MappingNode, find, read_document, top_word
from simulator.scenario.documents import Documents
from simulator.scenario.fitted import FOLDER, with_parameters
from simulator.scenario.names import instrument_names, phase_names, truth_names
from simulator.scenario.overlay import lay_over
from simulator.scenario.reader import YEAR_MS, Reader
from simulator.scenario.recipe import with_recipe
from simulator.scenario.rubric import build_rubric
from simulator.scenario.schema import (
    SECTIONS,
    Plant,
    PlantFile,
    ScenarioFile,
    validate,
)
from simulator.scenario.stranger import without_strangers
from simulator.scenario.tags import check_tags

SHORTEST_SCAN_MS = 10
_LONGEST_TEXT = 600


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario, ready to be played.

    Attributes:
        name: its short name: the file name without ending.
        title: its name for people.
        course, brief: texts for people.
        level: 0 (first steps), 1 (recognise) to 4 (compound, novel).
        competencies: codes such as ``C05``.
        seed: of the noise, unless the session says otherwise.
        design: the plant and all that is to happen.
        guide: hints, tour and work instructions.
        documents: the texts it was built from; building them again gives the same scenario.
        rubric: how a session is judged, if the file says.
    """

    name: str
    title: Words
    course: Words
    brief: Words
    level: int
    competencies: tuple[str, ...]
    seed: int
    design: Design
    guide: Guide
    documents: Documents
    rubric: Rubric | None = None


def build_scenario(documents: Documents) -> Scenario:
    """Build a scenario from its texts alone.

    Raises:
        Refusal: with every problem found, each with its place.
    """
    if documents.main not in documents.texts:
        raise Refusal(Problem("no-text", f"there is no text called {documents.main}"))
    root = read_document(documents.texts[documents.main], documents.main)
    top = Place(documents.main, 1, 1)
    if _is_plant(root):
        hint = "a scenario begins with `scenario: 1` and names it: `plant: NAME`"
        raise Refusal(Problem("plant-file", "this is a plant file", hint, top))
    _refuse_parameters(root, top)
    laid, over = _whole(root, documents)
    filled, found = with_parameters(laid, documents)
    whole, unread = with_recipe(filled)
    problems = [*over, *found, *unread]
    around = Around(ScenarioFile, whole)
    file, reader = around.model, Reader(around.node, around.lost)
    shape = [*problems, *around.problems]
    if not isinstance(file, ScenarioFile):
        raise Refusal(_in_order(shape))
    design = _design(reader, file, _stem(documents.main))
    rubric = None
    if file.rubric is not None:
        readable = instrument_names(design) | reader.truth
        rubric = build_rubric(reader, file.rubric, design, readable)
        _expert_there(reader, rubric, documents)
    guide = build_guide.guide(reader, design, file.hints, file.tour, file.procedures)
    if shape or reader.problems:
        found = [*shape, *without_echoes(reader.problems, reader.lost)]
        # A part may be lost for a problem that names the part itself: then nothing is an echo.
        raise Refusal(_in_order(found or reader.problems))
    return Scenario(
        _stem(documents.main),
        file.name,
        file.course,
        file.brief,
        file.level,
        tuple(file.competencies),
        file.seed,
        replace(design, hints={hint.name: len(hint.steps) for hint in guide.hints}),
        guide,
        documents,
        rubric,
    )


def _expert_there(reader: Reader, rubric: Rubric, documents: Documents) -> None:
    """Refuse a rubric whose expert nobody wrote down."""
    scripts = [name for name in documents.texts if name.startswith("scripts/")]
    if rubric.expert and f"scripts/{rubric.expert}.yaml" not in scripts:
        message = f"there is no script {quoted(rubric.expert)}"
        hint = f"write one: scripts/{_stem(documents.main)}-expert.yaml, beside this file"
        reader.refuse(("rubric", "expert"), "unknown-operator", message, hint)


def problems_of(documents: Documents) -> tuple[Problem, ...]:
    """Return every problem of a scenario file, or of a plant file by itself; none if it is good."""
    try:
        root = read_document(documents.texts[documents.main], documents.main)
        if not _is_plant(root):
            build_scenario(documents)
            return ()
        _refuse_parameters(root, Place(documents.main, 1, 1))
        root, found = composed(root, documents)
        root, unread = with_parameters(root, documents)
        unread = [*found, *unread]
        around = Around(PlantFile, root)
        file, reader = around.model, Reader(around.node, around.lost)
        if not isinstance(file, PlantFile):
            return tuple(_in_order([*unread, *around.problems]))
        design = _plant(reader, file, _stem(documents.main))
        build_guide.guide(reader, design, file.hints, [], file.procedures)
    except Refusal as refusal:
        return refusal.problems
    found = without_echoes(reader.problems, reader.lost)
    return tuple(_in_order([*unread, *around.problems, *found]))


def _is_plant(root: MappingNode) -> bool:
    """Return whether a document is a plant file rather than a scenario file."""
    return top_word(root, "plant") == "1" and "scenario" not in root.entries


def _refuse_parameters(root: MappingNode, top: Place) -> None:
    """Refuse a parameter file by itself: which values it may have is known with the unit."""
    if top_word(root, "parameters") == "1" and "scenario" not in root.entries:
        hint = "a unit of a scenario names it: `parameters from: NAME`; check that scenario"
        raise Refusal(Problem("parameter-file", "this is a parameter file", hint, top))


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Return the problems by file and line, each once, no more and no longer than can be read."""
    once = [_short(problem) for problem in dict.fromkeys(problems)]
    top = Place("", 0, 0)

    def position(problem: Problem) -> tuple[str, int, int]:
        place = problem.place or top
        return place.file, place.line, place.column

    return sorted(once, key=position)[:MAX_PROBLEMS]


def _short(problem: Problem) -> Problem:
    """Return a problem whose texts are cut where a long value made them long."""
    message, hint = (
        text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "..."
        for text in (problem.message, problem.hint)
    )
    return replace(problem, message=message, hint=hint)


def _stem(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".yaml")


def _whole(root: MappingNode, documents: Documents) -> tuple[MappingNode, list[Problem]]:
    """Return the scenario laid over its plant file, if it names one."""
    others = [n for n in documents.texts if n != documents.main and not n.startswith(FOLDER)]
    if "plant" not in root.entries:
        return root, []
    wanted = top_word(root, "plant")
    for name in others:
        if _stem(name) == wanted:
            plant, found = composed(read_document(documents.texts[name], name), documents)
            header = MappingNode(
                plant.place, {k: e for k, e in plant.entries.items() if k not in SECTIONS}
            )
            shape = validate(PlantFile, header)
            familiar, strangers = without_strangers(plant, root)
            whole, problems = lay_over(plant, familiar, SECTIONS)
            shape = shape if isinstance(shape, list) else []
            return whole, [*shape, *found, *strangers, *problems]
    message = f"the text of the plant file {wanted} is missing"
    return root, [Problem("no-text", message, "", find(root, ("plant",)))]


def _design(reader: Reader, file: ScenarioFile, name: str) -> Design:
    """Return the design of a whole scenario."""
    design = _plant(reader, file, name, file)
    names = instrument_names(design)
    before = len(reader.problems)
    duration = reader.duration(("duration",), file.duration, low=1000, high=YEAR_MS)
    if len(reader.problems) > before:
        duration = YEAR_MS  # so that what falls into the scenario is not refused as well
    scan = reader.duration(("scan",), file.scan, low=SHORTEST_SCAN_MS, high=SLOW_MS)
    if SLOW_MS % scan:
        hint = "1 s, 2 s, 5 s, 10 s, 500 ms, ..."
        reader.refuse(("scan",), "scan", f"a scan of {file.scan} does not divide 10 s", hint)
    elif duration % scan:
        message = "the duration is not a whole number of scans"
        reader.refuse(("duration",), "scan", message, f"the scan is {file.scan}")
    _fast_enough(reader, design, scan)
    design = replace(design, duration_ms=duration, scan_ms=scan)
    units = [unit.tag for unit in design.units]
    design = replace(
        design,
        procedure=build_procedure.phases(reader, file.procedure, units, names),
        recipe=build_procedure.unit_procedures(reader, file.recipe, units),
        routines=build_work.routines(reader, file.routine, units),
        handover=file.handover or {},
    )
    names = instrument_names(design)
    design = replace(design, record=build_record.record(reader, file.record, design, names))
    floor = build_floor.floor(reader, file, design, names)
    design = replace(design, floor=floor)
    everything = names | reader.truth
    parts = (file.diagnosis, file.freezes, file.workload)
    design = replace(design, forms=build_forms.forms(reader, design, everything, *parts))
    return replace(
        design,
        faults=build_faults.faults(reader, file.happens, design, everything),
        samples=_key_values(design),
    )


def _fast_enough(reader: Reader, design: Design, scan_ms: int) -> None:
    """Refuse a scan so slow that a loop would correct long after its integral time."""
    for loop in design.loops:
        integral_ms = 1000.0 * loop.parameters.get("integral time", 0.0)
        if 0.0 < 2.0 * integral_ms < scan_ms:
            message = f"{loop.tag} has an integral time of {integral_ms / 1000.0:g} s"
            hint = "a scan may be twice as long at the most, or the loop oscillates"
            reader.refuse(("scan",), "scan", f"the scan is too slow: {message}", hint)
            return


def _key_values(design: Design) -> tuple[str, ...]:
    """Return what the log keeps: every instrument's value, every loop's set-point and output."""
    seen = [f"{spec.tag}.PV" for spec in design.transmitters]
    return (*seen, *(f"{spec.tag}.{end}" for spec in design.loops for end in ("SP", "OP")))


def _plant(reader: Reader, file: Plant, name: str, scenario: ScenarioFile | None = None) -> Design:
    """Return a design with everything that a plant file describes."""
    check_tags(reader, file, scenario)
    units = build_equipment.units(reader, file.units)
    lines = build_equipment.lines(reader, file.lines, file.units)
    utilities = build_equipment.utilities(reader, file.utilities, file.units)
    movable = truth_names(units, lines, ())
    truth = movable | truth_names((), (), utilities)
    reader.truth = truth
    transmitters = build_control.instruments(reader, file.instruments, truth)
    actuators = build_control.actuators(reader, file.actuators, movable, list(file.utilities))
    moved = [(spec, movable[spec.moves].unit) for spec in actuators]
    build_equipment.users(reader, utilities, file.units, moved)
    loops = build_control.loops(reader, file.loops, transmitters, list(file.actuators))
    design = Design(
        name,
        1000,
        0,
        units,
        lines,
        utilities,
        transmitters,
        actuators,
        loops,
        (),
        (),
        (),
        (),
        (),
        build_work.laboratory(reader, file.laboratory, units),
        build_work.people(reader, file.people),
    )
    phases = list(scenario.procedure) if scenario else []
    names = instrument_names(design) | phase_names(phases)
    return replace(
        design,
        alarms=build_safety.alarms(reader, file.alarms, transmitters, loops, names),
        interlocks=build_safety.interlocks(
            reader, file.interlocks, list(file.actuators), phases, names
        ),
        gauges=build_work.gauges(reader, file.gauges, names | truth),
    )
