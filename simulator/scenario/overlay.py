"""A scenario laid over its plant file: what the scenario says of a tag replaces what was there."""

from __future__ import annotations

from simulator.language.problem import Problem
from simulator.language.tag import did_you_mean
from simulator.language.words import LANGUAGES
from simulator.scenario.document import Entry, MappingNode, Node, ScalarNode

NONE = "none"
"""What a scenario writes in place of a part to take it out of the plant."""


def lay_over(
    plant: MappingNode, scenario: MappingNode, sections: tuple[str, ...]
) -> tuple[MappingNode, list[Problem]]:
    """Return the scenario with the sections of its plant file filled in.

    Mappings are merged key by key; single values, lists and texts for people are replaced. Every
    value keeps the place where it was written.

    Args:
        plant: the plant file.
        scenario: the scenario file.
        sections: the keys that both may have.

    Returns:
        The whole, and a problem for each part that is taken out without being there.
    """
    problems: list[Problem] = []
    entries = dict(scenario.entries)
    for section in sections:
        below, above = plant.entries.get(section), scenario.entries.get(section)
        if below is None:
            continue
        if above is None:
            entries[section] = below
            continue
        entries[section] = Entry(above.place, _merged(below.value, above.value))
    for section in sections:
        if section in entries:
            base = plant.entries.get(section)
            entry = entries[section]
            problems += _not_there(entry.value, base.value if base else None)
            entries[section] = Entry(entry.place, _without_none(entry.value))
    return MappingNode(scenario.place, entries), problems


def _merged(below: Node, above: Node) -> Node:
    """Return ``above`` laid over ``below``; what is ``none`` above is left out of both."""
    if not isinstance(below, MappingNode) or not isinstance(above, MappingNode):
        return above
    if above.entries and all(key in LANGUAGES for key in above.entries):
        return above
    entries = dict(below.entries)
    for key, entry in above.entries.items():
        old = entries.get(key)
        if old and _is_none(entry.value):
            del entries[key]
        else:
            value = _merged(old.value, entry.value) if old else entry.value
            entries[key] = Entry(entry.place, value)
    return MappingNode(above.place, entries)


def _is_none(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.text == NONE


def _without_none(section: Node) -> Node:
    """Return a section without the parts that are ``none``."""
    if not isinstance(section, MappingNode):
        return section
    kept = {key: entry for key, entry in section.entries.items() if not _is_none(entry.value)}
    return MappingNode(section.place, kept)


def _not_there(node: Node, base: Node | None) -> list[Problem]:
    """Return a problem for each part that is to be taken out of a section and is not there."""
    if not isinstance(node, MappingNode):
        return []
    known = list(base.entries) if isinstance(base, MappingNode) else []
    problems = []
    for key, entry in node.entries.items():
        if _is_none(entry.value):
            meant = did_you_mean(key, known)
            hint = f"did you mean {meant}?" if meant else "only parts of the plant file can go"
            message = f"there is no {key} to take out"
            problems.append(Problem("unknown-tag", message, hint, entry.place))
    return problems
