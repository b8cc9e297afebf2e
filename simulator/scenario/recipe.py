"""A recipe written out: the phases of its unit procedures, one below the other.

A recipe is told as ISA-88 has it. What runs is phases, each after others; so a recipe becomes
what `procedure:` would say, with every text at the place where it was written. Values of the
formula are put in, an operation that is done several times has its phases so often (``load-1``,
``load-2``), and a transfer becomes its steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from simulator.language.problem import Place, Problem
from simulator.language.tag import did_you_mean
from simulator.scenario.document import (
    Entry,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    node_at,
)
from simulator.scenario.recipe_parts import RecipePart
from simulator.scenario.recipe_ways import Spread, spread
from simulator.scenario.schema import validate

_VALUE = re.compile(r"\{([a-z][a-z0-9-]*)\}")
TIMES = "time"
"""`{time}` is how often an operation that is repeated is being done."""
_ENDS = ("on hold", "on stop", "on abort")
_LABELLED = ("uses", "cleans", "sterilises")


@dataclass(frozen=True, slots=True)
class _Group:
    """An operation or unit procedure written out: its phases, and those that nothing follows."""

    phases: tuple[str, ...]
    last: tuple[str, ...]


@dataclass(slots=True)
class _Written:
    """A phase as it is written out; ``after`` names phases, operations or unit procedures.

    ``at`` is when its unit procedure may begin by itself.
    """

    place: Place
    entries: dict[str, Entry]
    at: Entry | None = None
    after: list[ScalarNode] = field(default_factory=list)


def with_recipe(root: MappingNode) -> tuple[MappingNode, list[Problem]]:
    """Return a scenario whose recipe is among its phases, and what is wrong with the recipe.

    A recipe of the wrong shape is left as it is: its shape is judged with the rest of the file.
    """
    recipe = root.entries.get("recipe")
    if recipe is None or not isinstance(recipe.value, MappingNode):
        return root, []
    if not isinstance(validate(RecipePart, recipe.value), RecipePart):
        return root, []
    told = spread(recipe.value)
    writer = _Writer(root, told)
    own = root.entries.get("procedure")
    entries = dict(own.value.entries) if own and isinstance(own.value, MappingNode) else {}
    for tag, entry in writer.phases().items():
        if tag in entries:
            message = f"`{tag}` is here twice; every phase has a name of its own"
            problem = Problem("duplicate-key", message, "", entry.place)
            writer.problems.append(problem)
        entries[tag] = entry
    place = own.place if own else recipe.place
    both = Entry(place, MappingNode(place, entries))
    alone = Entry(recipe.place, told.recipe)
    whole = {**root.entries, "procedure": both, "recipe": alone}
    return MappingNode(root.place, whole), writer.problems


class _Writer:
    """Writes a recipe out."""

    def __init__(self, root: MappingNode, told: Spread) -> None:
        self._root = root
        self._recipe = told.recipe
        self._ways = told.ways
        self._formula = self._values(1)
        self._groups: dict[str, _Group] = {}
        self._written: dict[str, _Written] = {}
        self.problems: list[Problem] = [*told.problems]

    def phases(self) -> dict[str, Entry]:
        """Return every phase, in the order in which they were written."""
        for tag, entry in _items(self._recipe, "procedure"):
            if isinstance(entry.value, MappingNode) and "unit" in entry.value.entries:
                self._unit_procedure(tag, entry.value)
        found = {}
        for tag, phase in self._written.items():
            once = [one for one in phase.after if one.text not in self._ways]
            after = SequenceNode(phase.place, tuple(self._resolved(once)))
            entries = {**phase.entries, "after": Entry(phase.place, after)}
            ways = [self._either(one) for one in phase.after if one.text in self._ways]
            if ways:
                entries["either"] = Entry(phase.place, SequenceNode(phase.place, tuple(ways)))
            if phase.at is not None and not phase.after:
                entries["at"] = phase.at
            found[tag] = Entry(phase.place, MappingNode(phase.place, entries))
        return found

    def _unit_procedure(self, tag: str, told: MappingNode) -> None:
        """Write out a unit procedure; its first phases wait for what it comes after."""
        first = list(_names(told.entries.get("after")))
        before = first
        phases: list[str] = []
        last: list[str] = []
        together = _says_yes(told, "together")
        when = told.entries.get("when")
        for name, entry in _items(told, "operations"):
            if not isinstance(entry.value, MappingNode):
                continue
            own = entry.value.entries.get("after")
            begins = list(_names(own)) if own else (first if together else before)
            group = self._operation((tag, name), told, entry.value, begins)
            if when is not None and begins is first:
                self._wait(group.phases[:1], when)
            last = [*last, *group.last] if together else [*group.last]
            before = [ScalarNode(entry.place, phase) for phase in group.last]
            phases += group.phases
        self._groups[tag] = _Group(tuple(phases), tuple(last))

    def _operation(
        self,
        tags: tuple[str, str],
        told: MappingNode,
        operation: MappingNode,
        first: list[ScalarNode],
    ) -> _Group:
        """Write out the phases of an operation, each time of it after the one before."""
        times = int(_word(operation, "times") or "1")
        together = _says_yes(operation, "together")
        phases: list[str] = []
        before = first
        for time in range(1, times + 1):
            values = {**self._values(time), TIMES: str(time)} if times > 1 else self._formula
            begins = before
            last: list[str] = []
            for name, entry in _items(operation, "phases"):
                if not isinstance(entry.value, MappingNode):
                    continue
                phase = f"{name}-{time}" if times > 1 else name
                written = self._phase(entry, tags, told, values)
                own = entry.value.entries.get("after")
                here = [f"{one.text}-{time}" for one in _names(own)] if times > 1 else []
                written.after = list(_names(own)) if own else before
                if own and times > 1:
                    inner = [one in self._written for one in here]
                    named = zip(_names(own), here, inner, strict=True)
                    written.after = [ScalarNode(n.place, h) if i else n for n, h, i in named]
                if phase in self._written:
                    message = f"`{phase}` is here twice; every phase has a name of its own"
                    self.problems.append(Problem("duplicate-key", message, "", entry.place))
                self._written[phase] = written
                phases.append(phase)
                ends = {one.text for one in written.after}
                last = [one for one in last if one not in ends] + [phase]
                before = begins if together else [ScalarNode(entry.place, phase)]
            before = [ScalarNode(operation.place, one) for one in last]
        group = _Group(tuple(phases), tuple(one.text for one in before))
        self._groups[tags[1]] = group
        return group

    def _values(self, time: int) -> dict[str, str]:
        """Return the values of the formula: of a list the one for this time, or the last."""
        told = ((tag, entry.value) for tag, entry in _items(self._recipe, "formula"))
        return {
            tag: _text(one.items[min(time, len(one.items)) - 1])
            if isinstance(one, SequenceNode)
            else _text(one)
            for tag, one in told
        }

    def _phase(
        self, entry: Entry, tags: tuple[str, str], told: MappingNode, values: dict[str, str]
    ) -> _Written:
        """Return a phase as `procedure:` has it, with the values of the formula."""
        node = self._filled(entry.value, values)
        assert isinstance(node, MappingNode)
        entries = {
            key: one for key, one in node.entries.items() if key not in ("after", "transfer")
        }
        entries.setdefault("unit", told.entries["unit"])
        place = entry.place
        if "batch" in told.entries:
            entries["batch"] = told.entries["batch"]
        entries["part of"] = Entry(place, ScalarNode(place, tags[0]))
        entries["operation"] = Entry(place, ScalarNode(place, tags[1]))
        moves = node.entries.get("transfer")
        if moves is not None and isinstance(moves.value, MappingNode):
            self._transfer(moves, entries)
        elif "steps" not in entries:
            message = "a phase does something: it has `steps` or a `transfer`"
            self.problems.append(Problem("no-steps", message, "", place))
            entries["steps"] = Entry(place, SequenceNode(place, ()))
        return _Written(place, entries, told.entries.get("at"))

    def _wait(self, phases: tuple[str, ...], when: Entry) -> None:
        """Let phases wait for a condition as well."""
        condition = self._filled(when.value, self._formula)
        for phase in phases:
            entries = self._written[phase].entries
            own = entries.get("when")
            text = (
                _text(condition)
                if own is None
                else f"({_text(condition)}) and ({_text(own.value)})"
            )
            entries["when"] = Entry(when.place, ScalarNode(condition.place, text))

    def _transfer(self, moves: Entry, entries: dict[str, Entry]) -> None:
        """Turn a transfer into steps, what holds and stops it, and the units that it takes."""
        told, place = moves.value, moves.place
        assert isinstance(told, MappingNode)
        if "steps" in entries:
            message = "a phase has `steps` or a `transfer`, not both"
            hint = "a question before a transfer is a phase of its own"
            self.problems.append(Problem("steps-and-transfer", message, hint, place))
        by, amount = _word(told, "by"), _word(told, "at")
        at = told.entries["at"].value.place
        start, stop = [f"{by}.OP = {amount}"], [f"{by}.OP = 0 %"]
        if node_at(self._root, ("loops", by)) is not None:  # at rest in MAN: noise moves no pump
            unit = amount.partition(" ")[2]
            start = [f"{by}.MODE = AUTO", f"{by}.SP = {amount}"]
            stop = [f"{by}.SP = 0 {unit}".rstrip(), f"{by}.MODE = MAN", f"{by}.OP = 0 %"]
        begins = [ScalarNode(at, one) for one in start]
        ends = [ScalarNode(at, one) for one in stop]
        steps = (
            Entry(place, SequenceNode(place, tuple(begins))),
            told.entries["until"],
            Entry(place, SequenceNode(place, tuple(ends))),
        )
        entries["steps"] = _list(
            place,
            [
                MappingNode(place, {key: one})
                for key, one in zip(("do", "until", "do"), steps, strict=True)
            ],
        )
        for key in _ENDS:
            entries[key] = _list(place, [*_names(entries.get(key)), *ends])
        entries["on restart"] = _list(place, [*_names(entries.get("on restart")), *begins])
        line = self._line(by, told)
        units = [ScalarNode(place, unit) for unit in self._on_the_way(line)]
        entries["takes"] = _list(place, [*_names(entries.get("takes")), *units])
        own = [one.text for key in _LABELLED for one in _names(entries.get(key))]
        labelled = dict(_items(self._root, "status"))
        new = [tag for tag in (line, *self._panels(line)) if tag in labelled and tag not in own]
        if new:
            uses = [*_names(entries.get("uses")), *(ScalarNode(place, tag) for tag in new)]
            entries["uses"] = _list(place, uses)

    def _panels(self, line: str) -> Iterator[str]:
        """Yield the transfer panels that a line leads over."""
        for tag, panel in _items(self._root, "panels"):
            told = (
                panel.value.entries.get("lines") if isinstance(panel.value, MappingNode) else None
            )
            if line in [one.text for one in _names(told)]:
                yield tag

    def _line(self, by: str, told: MappingNode) -> str:
        """Return the line on which a pump, or its loop, moves something."""
        outputs = node_at(self._root, ("loops", by, "outputs", 0, "to"))
        pump = _text(outputs) if outputs is not None else by
        moved = node_at(self._root, ("actuators", pump, "moves"))
        line = _text(moved).rpartition(".")[0] if moved is not None else ""
        if node_at(self._root, ("lines", line)) is None:
            meant = did_you_mean(by, [tag for tag, _ in _items(self._root, "actuators")])
            hint = f"did you mean {meant}?" if meant else "name the pump of a line, or its loop"
            place = told.entries["by"].value.place
            self.problems.append(Problem("no-pump", f"{by} moves nothing on", hint, place))
        return line

    def _on_the_way(self, line: str) -> Iterator[str]:
        """Yield the units at the ends of a line, and the devices that it leads through."""
        for end in ("from", "prefilter", "through", "to"):
            unit = node_at(self._root, ("lines", line, end))
            if unit is not None and _text(unit) != "drain":
                yield _text(unit)

    def _resolved(self, after: list[ScalarNode]) -> Iterator[ScalarNode]:
        """Yield the phases that names of phases, operations and unit procedures stand for."""
        for one in after:
            group = None if one.text in self._written else self._groups.get(one.text)
            for phase in group.last if group else (one.text,):
                yield ScalarNode(one.place, phase)

    def _either(self, one: ScalarNode) -> SequenceNode:
        """Return the phases that end each way of what may be done in one of several units."""
        ways = [self._resolved([ScalarNode(one.place, way)]) for way in self._ways[one.text]]
        return SequenceNode(one.place, tuple(SequenceNode(one.place, tuple(way)) for way in ways))

    def _filled(self, node: Node, values: dict[str, str]) -> Node:
        """Return a node with values in place of their names."""
        if isinstance(node, SequenceNode):
            return SequenceNode(node.place, tuple(self._filled(one, values) for one in node.items))
        if isinstance(node, MappingNode):
            filled = {
                k: Entry(e.place, self._filled(e.value, values)) for k, e in node.entries.items()
            }
            return MappingNode(node.place, filled)
        for name in _VALUE.findall(node.text):
            if name not in values:
                meant = did_you_mean(name, values)
                hint = f"did you mean {meant}?" if meant else f"there are: {', '.join(values)}"
                message = f"the formula has no {name}"
                self.problems.append(Problem("unknown-value", message, hint, node.place))
        text = _VALUE.sub(lambda found: values.get(found[1], found[0]), node.text)
        return ScalarNode(node.place, text, node.quoted)


def _items(node: MappingNode, key: str) -> Iterator[tuple[str, Entry]]:
    below = node_at(node, (key,))
    if isinstance(below, MappingNode):
        yield from below.entries.items()


def _names(entry: Entry | None) -> Iterator[ScalarNode]:
    """Yield the single value of an entry, or those of its list."""
    node = entry.value if entry else None
    for one in node.items if isinstance(node, SequenceNode) else (node,):
        if isinstance(one, ScalarNode):
            yield one


def _list(place: Place, nodes: list[Node] | list[MappingNode] | list[ScalarNode]) -> Entry:
    return Entry(place, SequenceNode(place, tuple(nodes)))


def _text(node: Node) -> str:
    return node.text if isinstance(node, ScalarNode) else ""


def _word(node: MappingNode, key: str) -> str:
    entry = node.entries.get(key)
    return _text(entry.value) if entry else ""


def _says_yes(node: MappingNode, key: str) -> bool:
    return _word(node, key) == "yes"
