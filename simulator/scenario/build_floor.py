"""The plant around the batch: from the parts of a file to specifications."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.line import CAPACITY, PARAMETERS
from simulator.language.condition import Condition
from simulator.language.field import Field
from simulator.language.simtime import SECOND
from simulator.plant.design import Design, LineSpec
from simulator.plant.floor_spec import (
    AreaSpec,
    DeliverySpec,
    FloorSpec,
    LotSpec,
    MaterialSpec,
    PanelSpec,
    ReleaseSpec,
    StatusSpec,
    WorkSpec,
)
from simulator.scenario.document import Path
from simulator.scenario.floor_parts import AreaPart, LotPart, MaterialPart, PanelPart, StatusPart
from simulator.scenario.parts import PhasePart
from simulator.scenario.reader import Reader
from simulator.scenario.schema import ScenarioFile

DRIPS = 0.01
"""Less than this part of its capacity is no use of a line: engineering fit."""
HOLDS = Field("holds", "L", 0.2, 0.0, 100.0, "definition", meaning="left of the last liquid")
_HOLDS = (
    ("CLEAN", "clean hold", "clean_hold"),
    ("STERILE", "sterile hold", "sterile_hold"),
    ("DIRTY", "dirty hold", "dirty_hold"),
    ("IN USE", "use hold", "use_hold"),
)
_WORK = (
    ("uses", "uses"),
    ("leaves dirty", "leaves_dirty"),
    ("cleans", "cleans"),
    ("sterilises", "sterilises"),
)


def floor(
    reader: Reader, file: ScenarioFile, design: Design, names: Mapping[str, Field]
) -> FloorSpec:
    """Return what is kept of the plant around the batch.

    Args:
        reader: reads values and notes problems.
        file: what is written of labels, lots, panels and phases.
        design: with units and lines.
        names: what conditions of phases may read.
    """
    statuses, phases = file.status, file.procedure
    lines = {line.tag: line for line in design.lines}
    tags = [*(unit.tag for unit in design.units), *lines, *file.panels]
    specs = []
    for tag, part in statuses.items():
        path: Path = ("status", tag)
        if reader.known_key(path, tag, tags, "unit, line or panel"):
            flow = _flow(reader, path, lines[tag]) if tag in lines else None
            specs.append(_status(reader, path, part, flow))
    works = {
        tag: work
        for tag, part in phases.items()
        if (work := _work(reader, ("procedure", tag), part, statuses, names)) is not None
    }
    return FloorSpec(
        tuple(specs),
        works,
        _lots(reader, file.lots, design),
        areas(reader, file.areas, design),
        _materials(reader, file.materials, design),
        _panels(reader, file.panels, lines),
    )


def _panels(
    reader: Reader, parts: Mapping[str, PanelPart], lines: Mapping[str, LineSpec]
) -> tuple[PanelSpec, ...]:
    """Return the transfer panels, each with the lines that lead over it."""
    specs = []
    for tag, part in parts.items():
        path: Path = ("panels", tag)
        for i, line in enumerate(part.lines):
            at = (*path, "lines", i) if reader.is_list((*path, "lines")) else (*path, "lines")
            reader.known(at, line, lines, "line")
        holds = reader.quantity((*path, "holds"), part.holds, HOLDS)
        specs.append(PanelSpec(tag, part.name, tuple(part.lines), holds))
    return tuple(specs)


def _materials(
    reader: Reader, parts: Mapping[str, MaterialPart], design: Design
) -> tuple[MaterialSpec, ...]:
    """Return what bottles hold; those of a unit hold one material."""
    tags = [unit.tag for unit in design.units]
    taken: set[str] = set()
    specs = []
    for tag, part in parts.items():
        path: Path = ("materials", tag)
        for i, unit in enumerate(part.units):
            at = (*path, "units", i) if reader.is_list((*path, "units")) else (*path, "units")
            if reader.known(at, unit, tags, "unit") and unit in taken:
                reader.refuse(at, "two-materials", f"the bottles of {unit} hold something already")
            taken.add(unit)
        coming = tuple(
            DeliverySpec(
                reader.duration((*path, "deliveries", n, "at"), one.at),
                one.brings,
                reader.duration((*path, "deliveries", n, "late"), one.late),
            )
            for n, one in enumerate(part.deliveries)
        )
        specs.append(MaterialSpec(tag, part.name, tuple(part.units), part.stock, coming))
    return tuple(specs)


def areas(reader: Reader, parts: Mapping[str, AreaPart], design: Design) -> dict[str, AreaSpec]:
    """Return the areas of the plant with their units; a unit stands in one of them."""
    tags = [unit.tag for unit in design.units]
    taken: set[str] = set()
    found: dict[str, AreaSpec] = {}
    for key, part in parts.items():
        for place, tag in enumerate(part.units):
            path: Path = ("areas", key, "units", place)
            if reader.known(path, tag, tags, "unit") and tag in taken:
                reader.refuse(path, "two-areas", f"{tag} stands in an area already")
            taken.add(tag)
        found[key] = AreaSpec(part.name, tuple(part.units))
    return found


def _lots(reader: Reader, parts: Mapping[str, LotPart], design: Design) -> tuple[LotSpec, ...]:
    """Return what is in units; two lots have two numbers."""
    vessels = [unit.tag for unit in design.units if not CATALOGUE[unit.kind].device]
    specs: list[LotSpec] = []
    for tag, part in parts.items():
        path: Path = ("lots", tag)
        if not reader.known_key(path, tag, vessels, "vessel"):
            continue
        if part.number and part.number in [spec.number for spec in specs]:
            message = f"two lots have the number {part.number}"
            reader.refuse((*path, "number"), "same-number", message)
        keeps = reader.duration((*path, "keeps"), part.keeps, low=SECOND) if part.keeps else None
        age = reader.duration((*path, "age"), part.age)
        release = None
        if part.release is not None:
            at = (*path, "release")
            known = [analysis.name for analysis in design.lab.panel]
            for i, name in enumerate(part.release.needs):
                listed = reader.is_list((*at, "needs"))
                reader.known(
                    (*at, "needs", i) if listed else (*at, "needs"), name, known, "analysis"
                )
            review = reader.duration((*at, "review"), part.release.review, low=SECOND)
            release = ReleaseSpec(tuple(part.release.needs), review)
        specs.append(LotSpec(tag, part.number, part.material, part.kind, keeps, age, release))
    return tuple(specs)


def _status(reader: Reader, path: Path, part: StatusPart, flow: Condition | None) -> StatusSpec:
    """Return what bears a label; one that is good for less than it has hung is refused."""
    holds = {
        label: reader.duration((*path, key), written, low=SECOND)
        for label, key, name in _HOLDS
        if (written := getattr(part, name)) is not None
    }
    age = reader.duration((*path, "since"), part.since)
    if part.label in holds and age >= holds[part.label]:
        message = f"{path[-1]} has been {part.label} for longer than that is good"
        hint = "write `label: EXPIRED`" if part.label in ("CLEAN", "STERILE") else "shorten `since`"
        reader.refuse((*path, "since"), "hold-over", message, hint)
    return StatusSpec(str(path[-1]), part.label, age, part.needs, holds, flow)


def _flow(reader: Reader, path: Path, line: LineSpec) -> Condition | None:
    """Return the condition that is true while liquid runs through a line.

    What a loop at zero lets drip for the noise of its instrument is no use of a line.
    """
    capacity = line.parameters.get("capacity", PARAMETERS[CAPACITY].default)
    flow = f"{line.tag}.flow > {DRIPS * capacity:.6f} L/h for 2 s"
    return reader.condition(path, flow, reader.truth)


def _work(
    reader: Reader,
    path: Path,
    part: PhasePart,
    statuses: Mapping[str, StatusPart],
    names: Mapping[str, Field],
) -> WorkSpec | None:
    """Return what a phase does to labels; None if nothing."""
    for key, name in _WORK:
        for i, tag in enumerate(getattr(part, name)):
            at = (*path, key, i) if reader.is_list((*path, key)) else (*path, key)
            reader.known(at, tag, statuses, "unit or line with a label (see `status:`)")
    proof = reader.condition((*path, "proof"), part.proof, names) if part.proof else None
    if part.proof and not (part.cleans or part.sterilises):
        message = "`proof` proves a cleaning or a sterilisation, and this phase does neither"
        reader.refuse((*path, "proof"), "no-cleaning", message, "say what it `cleans`", key=True)
    if part.uses and set(part.uses) & {*part.cleans, *part.sterilises}:
        message = "a phase does not use what it cleans"
        reader.refuse((*path, "uses"), "uses-and-cleans", message, key=True)
    if not (part.uses or part.leaves_dirty or part.cleans or part.sterilises):
        return None
    uses, soils = tuple(part.uses), tuple(part.leaves_dirty)
    return WorkSpec(uses, soils, tuple(part.cleans), tuple(part.sterilises), proof)
