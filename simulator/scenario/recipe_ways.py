"""A recipe of several batches, or with a choice of units, told as a recipe of one of each.

A batch has a copy of every unit procedure, whose names end on its number (``load-B-0417``). A
unit procedure that may be done in ``one of`` several equal units has a copy for each of them
(``load-UF-701``), of which one alone is done: the first whose unit is free. What comes after it
comes after whichever that was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from simulator.language.problem import Place, Problem
from simulator.scenario.document import Entry, MappingNode, Node, ScalarNode, SequenceNode, node_at

_VALUE = re.compile(r"\{([a-z][a-z0-9-]*)\}")
_NTH = re.compile(r"(.+)(-[0-9]+)")


@dataclass(slots=True)
class Spread:
    """A recipe without batches and choices; ``ways`` are the copies that a name stands for."""

    recipe: MappingNode
    ways: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def spread(recipe: MappingNode) -> Spread:
    """Return a recipe with a copy of each unit procedure for every batch and every unit."""
    found = Spread(recipe)
    told = {tag: e for tag, e in _below(recipe, "procedure") if isinstance(e.value, MappingNode)}
    for tag, entry in told.items():
        if ("unit" in _node(entry).entries) == bool(_units(entry)):
            message = f"{tag} has either `unit` or `one of`"
            found.problems.append(Problem("unit-or-one-of", message, "", entry.place))
    batches = dict(_below(recipe, "batches"))
    if found.problems or not (batches or any(_units(entry) for entry in told.values())):
        return found
    formula = dict(_below(recipe, "formula"))
    copies: dict[str, Entry] = {}
    for number, batch in batches.items() or [("", None)]:
        one = _Batch(number, batch, told)
        for key, value in one.formula.items():
            if isinstance(value.value, SequenceNode):
                formula[_named(key, number)] = value
        for tag, entry in told.items():
            for unit in _units(entry) or [""]:
                copies[tag + one.end(tag, unit)] = Entry(entry.place, one.copy(tag, unit))
        found.ways |= one.ways
    parts = {**recipe.entries, "procedure": Entry(recipe.place, MappingNode(recipe.place, copies))}
    parts["formula"] = Entry(recipe.place, MappingNode(recipe.place, formula))
    found.recipe = MappingNode(recipe.place, parts)
    return found


class _Batch:
    """Copies unit procedures for one batch; its number is "" where there is only one."""

    def __init__(self, number: str, batch: Entry | None, told: Mapping[str, Entry]) -> None:
        node = batch.value if batch is not None else None
        node = node if isinstance(node, MappingNode) else MappingNode(Place("", 1, 1), {})
        self._number, self._told = number, told
        self._at = node.entries.get("at")
        self.formula = dict(_below(node, "formula"))
        self._end = f"-{number}" if number else ""
        self._names = {tag: (tag, *_inside(_node(entry))) for tag, entry in told.items()}
        self.ways: dict[str, tuple[str, ...]] = {}
        for tag, entry in told.items():
            for name in self._names[tag] if _units(entry) else ():
                copies = tuple(name + self.end(tag, unit) for unit in _units(entry))
                self.ways[name + self._end] = copies

    def end(self, tag: str, unit: str) -> str:
        """Return what the names of a copy end on."""
        return f"{self._end}-{unit}" if unit else self._end

    def copy(self, tag: str, unit: str) -> MappingNode:
        """Return the copy of a unit procedure for one of its units ("": it has no choice)."""
        entry = self._told[tag]
        told, place = _node(entry), entry.place
        values = {
            key: one.value.text
            if isinstance(one.value, ScalarNode)
            else "{" + _named(key, self._number) + "}"
            for key, one in self.formula.items()
        }
        values |= {"batch": self._number} if self._number else {}
        if unit:
            values |= {"unit": unit}
            values |= {key: _text(one.value) for key, one in _below(told, ("one of", unit))}
        names = {name: name + self._end for all_ in self._names.values() for name in all_}
        names |= {name: name + self.end(tag, unit) for name in self._names[tag][1:]}
        entries = _copied(told, _Renamed(values, names)).entries
        entries.pop("one of", None)
        if unit:
            others = [ScalarNode(place, tag + self.end(tag, o)) for o in _units(entry) if o != unit]
            entries["unit"] = Entry(place, ScalarNode(place, unit))
            entries["instead"] = Entry(place, SequenceNode(place, tuple(others)))
        if self._number:
            entries["batch"] = Entry(place, ScalarNode(place, self._number))
        if self._at is not None:
            entries["at"] = self._at
        operations = {
            name + self.end(tag, unit): Entry(one.place, self._operation(one, self.end(tag, unit)))
            for name, one in _below(MappingNode(place, entries), "operations")
        }
        entries["operations"] = Entry(place, MappingNode(place, operations))
        return MappingNode(told.place, entries)

    def _operation(self, entry: Entry, end: str) -> MappingNode:
        """Return an operation whose phases have names that end so."""
        node = _node(entry)
        phases = {name + end: one for name, one in _below(node, "phases")}
        place = node.place
        return MappingNode(
            place, {**node.entries, "phases": Entry(place, MappingNode(place, phases))}
        )


@dataclass(frozen=True, slots=True)
class _Renamed:
    """What stands in place of `{value}` in texts, and of names under ``after``."""

    values: Mapping[str, str]
    names: Mapping[str, str]

    def text(self, text: str) -> str:
        """Return a text with the values that are known in it."""
        return _VALUE.sub(lambda found: self.values.get(found[1], found[0]), text)

    def name(self, text: str) -> str:
        """Return the name of the copy; of a phase done several times, `load-2` is the second."""
        nth = _NTH.fullmatch(text)
        if text not in self.names and nth and nth[1] in self.names:
            return self.names[nth[1]] + nth[2]
        return self.names.get(text, text)


def _copied(node: MappingNode, renamed: _Renamed) -> MappingNode:
    entries = {}
    for key, one in node.entries.items():
        value = _after(one.value, renamed) if key == "after" else _filled(one.value, renamed)
        entries[key] = Entry(one.place, value)
    return MappingNode(node.place, entries)


def _filled(node: Node, renamed: _Renamed) -> Node:
    if isinstance(node, MappingNode):
        return _copied(node, renamed)
    if isinstance(node, SequenceNode):
        return SequenceNode(node.place, tuple(_filled(one, renamed) for one in node.items))
    return ScalarNode(node.place, renamed.text(node.text), node.quoted)


def _after(node: Node, renamed: _Renamed) -> Node:
    if isinstance(node, SequenceNode):
        return SequenceNode(node.place, tuple(_after(one, renamed) for one in node.items))
    if isinstance(node, ScalarNode):
        return ScalarNode(node.place, renamed.text(renamed.name(node.text)), node.quoted)
    return node


def _inside(told: MappingNode) -> Iterator[str]:
    """Yield the names of the operations and phases of a unit procedure."""
    for name, operation in _below(told, "operations"):
        yield name
        for phase, _ in _below(_node(operation), "phases"):
            yield phase


def _units(entry: Entry) -> list[str]:
    return [unit for unit, _ in _below(_node(entry), "one of")]


def _named(key: str, number: str) -> str:
    """Return the name of a value of one batch among those of the formula."""
    return f"{key}-{number.lower()}"


def _below(node: MappingNode, keys: str | tuple[str, ...]) -> Iterator[tuple[str, Entry]]:
    below = node_at(node, (keys,) if isinstance(keys, str) else keys)
    if isinstance(below, MappingNode):
        yield from below.entries.items()


def _node(entry: Entry) -> MappingNode:
    value = entry.value
    return value if isinstance(value, MappingNode) else MappingNode(entry.place, {})


def _text(node: Node) -> str:
    return node.text if isinstance(node, ScalarNode) else ""
