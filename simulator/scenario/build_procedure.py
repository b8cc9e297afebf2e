"""The procedure: phases and their steps."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.language.command import (
    Command,
    Note,
    SetMode,
    SetOutput,
    SetSetpoint,
    SetTuning,
    TakeSample,
)
from simulator.language.field import Field
from simulator.plant.design import (
    DoStep,
    PhaseSpec,
    PromptStep,
    SayStep,
    Step,
    UntilStep,
    WaitStep,
)
from simulator.plant.floor_spec import UnitProcedureSpec
from simulator.scenario.document import Path
from simulator.scenario.parts import PhasePart, StepPart
from simulator.scenario.reader import Reader
from simulator.scenario.recipe_parts import RecipePart

MOST_STEPS = 1000

RECIPE_COMMANDS = (SetSetpoint, SetOutput, SetMode, SetTuning, TakeSample, Note)
"""What a recipe may do; the rest (alarms, faults, repairs) is for people."""


def phases(
    reader: Reader,
    parts: dict[str, PhasePart],
    unit_tags: list[str],
    names: Mapping[str, Field],
) -> tuple[PhaseSpec, ...]:
    """Return the phases, in the order they were written."""
    if sum(len(part.steps) for part in parts.values()) > MOST_STEPS:
        message = f"the procedure has more than {MOST_STEPS} steps"
        reader.refuse(("procedure",), "too-many", message, key=True)
        return ()
    specs: list[PhaseSpec] = []
    for tag, part in parts.items():
        path: Path = ("procedure", tag)
        reader.known((*path, "unit"), part.unit, unit_tags, "unit")
        for i, before in enumerate(part.after):
            reader.known((*path, "after", i), before, parts, "phase")
        for i, taken in enumerate(part.takes):
            reader.known(_nth(reader, (*path, "takes"), i), taken, unit_tags, "unit")
        for g, group in enumerate(part.either):
            for w, way in enumerate(group):
                for i, before in enumerate(way):
                    reader.known((*path, "either", g, w, i), before, parts, "phase")
        when = reader.condition((*path, "when"), part.when, names) if part.when else None
        specs.append(
            PhaseSpec(
                tag,
                part.name,
                part.unit,
                part.operation,
                tuple(part.after),
                when,
                tuple(_steps(reader, path, part, unit_tags, names)),
                _commands(reader, (*path, "on hold"), part.on_hold, names),
                _commands(reader, (*path, "on restart"), part.on_restart, names),
                _commands(reader, (*path, "on stop"), part.on_stop, names),
                _commands(reader, (*path, "on abort"), part.on_abort, names),
                part.part_of,
                tuple(part.takes),
                tuple(tuple(tuple(way) for way in group) for group in part.either),
                reader.duration((*path, "at"), part.at),
                part.batch,
            )
        )
    _circles(reader, parts)
    return tuple(specs)


def unit_procedures(
    reader: Reader, recipe: RecipePart | None, unit_tags: list[str]
) -> tuple[UnitProcedureSpec, ...]:
    """Return the unit procedures of a recipe, each with its own unit and the others it takes."""
    specs = []
    for tag, part in recipe.procedure.items() if recipe else ():
        path: Path = ("recipe", "procedure", tag)
        if part.unit is None:  # told already
            continue
        reader.known((*path, "unit"), part.unit, unit_tags, "unit")
        for i, taken in enumerate(part.takes):
            reader.known(_nth(reader, (*path, "takes"), i), taken, unit_tags, "unit")
        for i, other in enumerate(part.instead):
            at = _nth(reader, (*path, "instead"), i)
            reader.known(at, other, recipe.procedure if recipe else {}, "unit procedure")
        units = tuple(dict.fromkeys((part.unit, *part.takes)))
        source = tuple(part.yields.source) if part.yields else ()
        sink = tuple(part.yields.to) if part.yields else ()
        for key, named in (("from", source), ("to", sink)):
            for i, unit in enumerate(named):
                at = _nth(reader, (*path, "yields", key), i)
                reader.known(at, unit, unit_tags, "unit")
        instead = tuple(part.instead)
        specs.append(UnitProcedureSpec(tag, part.name, units, instead, source, sink))
    return tuple(specs)


def _circles(reader: Reader, parts: dict[str, PhasePart]) -> None:
    """Refuse phases that wait for each other."""
    done: list[str] = []
    waiting = dict(parts)
    while waiting:
        free = [
            tag
            for tag, part in waiting.items()
            if all(before in done or before not in parts for before in _before(part))
        ]
        if not free:
            tag = next(iter(waiting))
            message = f"{tag} would never start: {', '.join(waiting)} wait for each other"
            reader.refuse(("procedure", tag, "after"), "circle", message)
            return
        done += free
        for tag in free:
            del waiting[tag]


def _before(part: PhasePart) -> list[str]:
    """Return every phase that one may wait for."""
    ways = (phase for group in part.either for way in group for phase in way)
    return [*part.after, *ways]


def _steps(
    reader: Reader,
    path: Path,
    part: PhasePart,
    unit_tags: list[str],
    names: Mapping[str, Field],
) -> list[Step]:
    steps = []
    for i, one in enumerate(part.steps):
        step = _step(reader, (*path, "steps", i), one, unit_tags, names)
        if step is not None:
            steps.append(step)
    return steps


def _step(
    reader: Reader, path: Path, part: StepPart, unit_tags: list[str], names: Mapping[str, Field]
) -> Step | None:
    """Return one step; it has exactly one of its keys."""
    written = [key for key, value in part if value is not None]
    if len(written) != 1:
        message = f"a step does one thing; this one has {', '.join(written) or 'none'}"
        reader.refuse(path, "step", message, "one of do, wait, until, prompt, say")
        return None
    if part.do is not None:
        commands = _commands(reader, (*path, "do"), part.do, names)
        for i, command in enumerate(commands):
            if isinstance(command, TakeSample):
                reader.known(_nth(reader, (*path, "do"), i), command.unit, unit_tags, "unit")
        return DoStep(commands)
    if part.wait is not None:
        return WaitStep(reader.duration((*path, "wait"), part.wait))
    if part.until is not None:
        condition = reader.condition((*path, "until"), part.until, names)
        return UntilStep(condition) if condition else None
    if part.prompt is not None:
        return PromptStep(part.prompt)
    return SayStep(part.say or {})


def _nth(reader: Reader, path: Path, i: int) -> Path:
    """Return the path of the i-th command: of a list, or of a single text."""
    return (*path, i) if reader.is_list(path) else path


def _commands(
    reader: Reader, path: Path, texts: list[str], names: Mapping[str, Field]
) -> tuple[Command, ...]:
    """Return the commands that a recipe may give."""
    commands: list[Command] = []
    if not texts and path[-1] == "do":
        reader.refuse(path, "step", "this step does nothing", "write a command, or leave it out")
    for i, text in enumerate(texts):
        at = _nth(reader, path, i)
        command = reader.command(at, text, names)
        if command is None:
            continue
        if not isinstance(command, RECIPE_COMMANDS):
            hint = "a recipe sets set-points, outputs, modes and tuning, takes samples and notes"
            reader.refuse(at, "not-for-a-recipe", f"`{text}` is for people to do", hint)
            continue
        _bounds(reader, at, command, names)
        commands.append(command)
    return tuple(commands)


def _bounds(reader: Reader, path: Path, command: Command, names: Mapping[str, Field]) -> None:
    """Refuse a value that the instrument or valve does not have."""
    if isinstance(command, SetSetpoint):
        field = names.get(f"{command.tag}.SP")
    elif isinstance(command, SetOutput):
        field = names.get(f"{command.tag}.OP")
    else:
        return
    if field is not None and not field.low <= command.value <= field.high:
        span = f"from {field.low:g} to {field.high:g} {field.unit}".rstrip()
        reader.refuse(path, "out-of-bounds", f"{field.name} goes {span}", field.meaning)
