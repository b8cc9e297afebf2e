"""A plant made of plants: a plant file that names others takes up all that they describe.

Rooms of one plant are often described apart, each for scenarios of its own. A file with
``of: [seed-train-100, fed-batch-2000]`` puts them together and says what differs, as a scenario
does of its plant. Each equipment has its tag in one of them alone; utilities, laboratory, people
and gauges are common, and what a later file says of them is laid over what an earlier one says.
"""

from __future__ import annotations

from simulator.language.problem import Problem
from simulator.language.tag import quoted
from simulator.scenario.document import (
    Entry,
    MappingNode,
    ScalarNode,
    SequenceNode,
    node_at,
    read_document,
)
from simulator.scenario.documents import Documents
from simulator.scenario.overlay import lay_over
from simulator.scenario.schema import SECTIONS, PlantFile, validate

KEY = "of"
FOLDER = "plants/"
"""What the names of plant files begin with among the documents of a scenario."""
_OWN = ("units", "lines", "instruments", "actuators", "loops", "alarms", "interlocks")
"""Sections of which a part stands in one file alone."""


def parts_of(root: MappingNode) -> tuple[ScalarNode, ...]:
    """Return the names of the plant files that a plant file is made of."""
    named = node_at(root, (KEY,))
    items = named.items if isinstance(named, SequenceNode) else ()
    return tuple(item for item in items if isinstance(item, ScalarNode))


def composed(root: MappingNode, documents: Documents) -> tuple[MappingNode, list[Problem]]:
    """Return a plant file laid over those that it is made of, and every problem of that.

    A file that is missing, is no plant file, or is itself made of others is a problem, and so is
    a tag that stands in two of them; every value keeps the place where it was written.
    """
    problems: list[Problem] = []
    base = MappingNode(root.place, {})
    for named in parts_of(root):
        file = f"{FOLDER}{named.text}.yaml"
        if file not in documents.texts:
            hint = "small letters, digits and dashes, such as fed-batch-2000"
            message = f"there is no plant file {quoted(named.text)}"
            problems.append(Problem("unknown-plant", message, hint, named.place))
            continue
        part = read_document(documents.texts[file], file)
        if KEY in part.entries:
            message = f"{named.text} is itself made of others"
            hint = "name those that it is made of"
            problems.append(Problem("plant-of-plants", message, hint, named.place))
            continue
        shape = validate(PlantFile, _header(part))
        problems += shape if isinstance(shape, list) else []
        problems += _twice(base, part, named.text)
        base, found = lay_over(base, part, SECTIONS)
        problems += found
    whole, found = lay_over(base, root, SECTIONS)
    return whole, [*problems, *found]


def _header(part: MappingNode) -> MappingNode:
    """Return what a plant file says beside its sections."""
    return MappingNode(part.place, {k: e for k, e in part.entries.items() if k not in SECTIONS})


def _twice(base: MappingNode, part: MappingNode, name: str) -> list[Problem]:
    """Return a problem for each tag of a part that stands in an earlier one."""
    problems = []
    for section in _OWN:
        there, here = (_tags(node, section) for node in (base, part))
        for tag, entry in here.items():
            if tag in there:
                file = there[tag].place.file
                message = f"{tag} of {name} is in {file} as well"
                hint = "plants that are put together have no tag in common"
                problems.append(Problem("duplicate-tag", message, hint, entry.place))
    return problems


def _tags(node: MappingNode, section: str) -> dict[str, Entry]:
    below = node_at(node, (section,))
    return below.entries if isinstance(below, MappingNode) else {}
