"""From the text of a campaign to a plan that holds together, or every reason why not."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from simulator.campaign.plan import Campaign, Release, Utility
from simulator.language.problem import Problem, Refusal
from simulator.language.simtime import DAY
from simulator.scenario.build_recipe import procedure
from simulator.scenario.campaign_builder import LONGEST, Builder
from simulator.scenario.campaign_parts import CampaignFile
from simulator.scenario.document import read_document
from simulator.scenario.documents import Documents
from simulator.scenario.reader import Reader
from simulator.scenario.schema import validate


def build_campaign(documents: Documents) -> Campaign:
    """Return the campaign that a text describes.

    Raises:
        Refusal: with every problem found.
    """
    root = read_document(documents.texts[documents.main], documents.main)
    file = validate(CampaignFile, root)
    if not isinstance(file, CampaignFile):
        assert isinstance(file, list)
        raise Refusal(file)
    name = documents.main.rpartition("/")[2].removesuffix(".yaml").removesuffix(".yml")
    made = Builder(file, name, Reader(root))
    utilities = {
        key: Utility(
            key,
            part.name,
            part.unit,
            made.amount(("utilities", key, "capacity"), part.capacity, part.unit),
            made.money(("utilities", key, "price"), part.price),
        )
        for key, part in file.utilities.items()
    }
    materials = {key: made.stock(key, part) for key, part in file.materials.items()}
    materials |= {key: made.solution(key, part) for key, part in file.solutions.items()}
    release = Release()
    if file.release is not None:
        analyses = made.analyses(("release", "analyses"), file.release.analyses)
        release = Release(analyses, made.work(("release", "review"), file.release.review))
    plan = Campaign(
        name,
        file.name,
        file.brief,
        file.seed,
        file.batches,
        made.time(("every",), file.every),
        file.in_work,
        made.duration(("duration",), file.duration, DAY, LONGEST),
        file.recipe.product,
        file.recipe.unit,
        {key: made.equipment(key, part) for key, part in file.equipment.items()},
        tuple(made.crew(key, part) for key, part in file.people.items()),
        utilities,
        materials,
        made.laboratory(),
        dict(file.laboratory.instruments),
        procedure(made),
        release,
        made.risks(),
        made.costs(),
    )
    _judge(made, plan)
    if made.problems:
        raise Refusal(made.problems)
    return plan


def _judge(made: Builder, plan: Campaign) -> None:
    """Refuse what is each right by itself and cannot be together."""
    tags: dict[str, str] = {}
    for kind in plan.equipment.values():
        for tag in kind.tags:
            if tag in tags:
                message = f"{tag} is of {tags[tag]} and of {kind.name}"
                made.refuse(("equipment", kind.name, "units"), "twice", message)
            tags[tag] = kind.name
    for name in sorted(set(plan.utilities) & set(plan.instruments)):
        made.refuse(("utilities", name), "twice", f"{name} is an instrument too", key=True)
    around = {
        name: {other for other, _ in one.work.materials}
        for name, one in plan.materials.items()
        if one.work is not None
    }
    try:
        TopologicalSorter(around).prepare()
    except CycleError as error:
        names = " - ".join(error.args[1])
        made.refuse(("solutions",), "circle", f"solutions are made of each other: {names}")


def problems_of_campaign(documents: Documents) -> tuple[Problem, ...]:
    """Return every problem of the text of a campaign."""
    try:
        build_campaign(documents)
    except Refusal as refusal:
        return refusal.problems
    return ()
