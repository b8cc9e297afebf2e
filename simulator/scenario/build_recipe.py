"""The recipe of a campaign: unit procedures, operations and phases, and the order they make."""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter

from simulator.campaign.plan import Operation, Phase, Start, UnitProcedure
from simulator.language.field import Field
from simulator.scenario.campaign_builder import Builder
from simulator.scenario.campaign_parts import CampaignPhasePart, UnitProcedurePart
from simulator.scenario.document import Path

_START = re.compile(r"([A-Za-z0-9_-]+) (begins|ends)(?: *\+ *(.+))?\Z")
_TITRE = Field("titre", "", 0.0, 0.0, 1e18, "definition", meaning="product for each L, a number")


def procedure(made: Builder) -> dict[str, UnitProcedure]:
    """Return the unit procedures of a recipe, each after all that it waits for."""
    parts = made.file.recipe.procedure
    plans = {name: _unit_procedure(made, name, part) for name, part in parts.items()}
    before = {
        name: {*(start.other for start in plan.starts), *plan.sources} & set(plans)
        for name, plan in plans.items()
    }
    try:
        order = list(TopologicalSorter(before).static_order())
    except CycleError as error:
        names = " - ".join(error.args[1])
        message = f"unit procedures wait for each other: {names}"
        made.refuse(("recipe", "procedure"), "circle", message)
        return {}
    _judge_samples(made, plans)
    return {name: plans[name] for name in order}


def _unit_procedure(made: Builder, name: str, part: UnitProcedurePart) -> UnitProcedure:
    at: Path = ("recipe", "procedure", name)
    made.called(at, name)
    made.known((*at, "unit"), part.unit, made.file.equipment, "equipment")
    operations = []
    seen: set[str] = set()
    for key, operation in part.operations.items():
        here = (*at, "operations", key, "phases")
        phases = []
        for phase, told in operation.phases.items():
            made.called((*here, phase), phase)
            if phase in seen:
                message = f"`{phase}` is here twice; a phase has a name of its own in its unit"
                made.refuse((*here, phase), "duplicate-key", message, key=True)
            seen.add(phase)
            phases.append(_phase(made, (*here, phase), phase, told))
        operations.append(Operation(operation.name, tuple(phases), operation.together))
    sources = [one.source for operation in operations for one in operation.phases if one.source]
    starts = [_start(made, (*at, "starts", n), text) for n, text in enumerate(part.starts)]
    given = tuple(one for one in starts if one is not None)
    if not given and sources:
        given = (Start(sources[0], True, 0),)
    volume = made.amount((*at, "volume"), part.volume, "L")
    kind = made.file.equipment.get(part.unit)
    if kind is not None and kind.capacity != "0 L":
        there = made.amount(("equipment", part.unit, "capacity"), kind.capacity, "L")
        if volume > there:
            message = f"{part.volume} does not fit {part.unit}, which holds {kind.capacity}"
            made.refuse((*at, "volume"), "too-much", message)
    return UnitProcedure(
        name,
        part.name,
        part.unit,
        tuple(operations),
        given,
        volume,
        made.quantity((*at, "titre"), part.titre, _TITRE),
        made.share((*at, "yield"), part.portion),
        made.spread((*at, "spread"), part.spread),
    )


def _start(made: Builder, path: Path, text: str) -> Start | None:
    """Return what `n-1 begins + 2 d` says."""
    found = _START.match(text)
    if not made.is_list(path[:-1]):
        path = path[:-1]
    if found is None:
        hint = "write `n-1 begins`, `n-1 ends` or `n-1 begins + 2 d`"
        made.refuse(path, "start", f"`{text}` is no start", hint)
        return None
    other, how, delay = found.groups()
    made.known(path, other, made.file.recipe.procedure, "unit procedure")
    return Start(other, how == "ends", made.time(path, delay) if delay else 0)


def _phase(made: Builder, at: Path, name: str, part: CampaignPhasePart) -> Phase:
    if part.moves:
        made.known((*at, "from"), part.moves, made.file.recipe.procedure, "unit procedure")
    return Phase(
        name,
        part.name,
        made.work(at, part),
        part.moves,
        made.time((*at, "within"), part.within),
        part.strict,
        part.connections,
        made.analyses((*at, "samples"), part.samples),
        made.analyses((*at, "results"), part.results),
        made.share((*at, "leaks"), part.leaks),
    )


def _judge_samples(made: Builder, plans: dict[str, UnitProcedure]) -> None:
    """Refuse a phase that waits for a result of which no sample is taken, or is taken twice."""
    taken: dict[str, str] = {}
    for name, plan in plans.items():
        for phase in plan.phases:
            for analysis in phase.samples:
                if analysis in taken:
                    made.refuse(
                        ("recipe", "procedure", name),
                        "sampled-twice",
                        f"{analysis} is sampled in {taken[analysis]} and in {name}",
                        "give the second analysis a name of its own",
                        key=True,
                    )
                taken[analysis] = name
    for name, plan in plans.items():
        for phase in plan.phases:
            for analysis in phase.results:
                if analysis not in taken:
                    message = f"{phase.name} waits for {analysis}, of which no sample is taken"
                    made.refuse(("recipe", "procedure", name), "no-sample", message, key=True)
