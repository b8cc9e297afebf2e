"""Parts that a scenario writes as if they were in its plant file, where they are not."""

from __future__ import annotations

from typing import get_args, get_origin

from pydantic import BaseModel

from simulator.language.problem import Problem
from simulator.language.tag import did_you_mean
from simulator.scenario.document import Entry, MappingNode, Node
from simulator.scenario.schema import Plant


def without_strangers(
    plant: MappingNode, scenario: MappingNode
) -> tuple[MappingNode, list[Problem]]:
    """Return the scenario without its strangers, and a problem for each of them.

    A stranger is no part of the plant file, is named much like one, and says little of what a new
    part must say: a slip of the fingers. The rest can then be judged as well.
    """
    problems: list[Problem] = []
    entries = dict(scenario.entries)
    for section, field in Plant.model_fields.items():
        above, below = entries.get(section), plant.entries.get(section)
        if get_origin(field.annotation) is not dict or above is None or below is None:
            continue
        if not (isinstance(above.value, MappingNode) and isinstance(below.value, MappingNode)):
            continue
        kept = dict(above.value.entries)
        needs = _needs(get_args(field.annotation)[-1])
        for tag, entry in above.value.entries.items():
            if tag in below.value.entries or not _says_little(entry.value, needs):
                continue
            meant = did_you_mean(tag, below.value.entries)
            if not meant:
                continue
            del kept[tag]
            hint = f"did you mean {meant}? A new one needs {', '.join(needs)}"
            message = f"there is no {tag} in the plant file"
            problems.append(Problem("unknown-tag", message, hint, entry.place))
        entries[section] = Entry(above.place, MappingNode(above.value.place, kept))
    return MappingNode(scenario.place, entries), problems


def _needs(part: type[BaseModel]) -> list[str]:
    """Return the keys that a part must have."""
    return [field.alias or name for name, field in part.model_fields.items() if field.is_required()]


def _says_little(node: Node, needs: list[str]) -> bool:
    """Return whether a part is written out with less than half of what a new one needs."""
    if not isinstance(node, MappingNode):
        return False
    said = [key for key in needs if key in node.entries]
    return 2 * len(said) < len(needs)
