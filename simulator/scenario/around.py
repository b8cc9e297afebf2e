"""Judging a file around its mistakes: one part of the wrong shape does not hide the others.

What has the wrong shape is taken out, as small as can be done without harm: an unknown key alone,
otherwise the part of the section it stands in, such as one loop or one criterion. What rests on a
part that is gone is not judged, so that one mistake is one problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from simulator.language.problem import Problem
from simulator.scenario.document import (
    Entry,
    MappingNode,
    Node,
    Path,
    ScalarNode,
    SequenceNode,
    node_at,
    plain,
)
from simulator.scenario.schema import findings, said

_ROUNDS = 4
"""How often taking parts out may make others too short before the rest is given up."""
_NEEDED = {"scenario": "1", "plant": "1", "name": "?", "brief": "?", "duration": "366 d"}
"""What stands in for a key that every file needs, so that the rest can be judged."""
_DEEPER = {"rubric": ("criteria",), "laboratory": ("instruments", "panel"), "people": ("shifts",)}
"""Sections whose parts are one step further down."""
_ALONE = frozenset(
    (
        *("scenario", "plant", "name", "brief", "duration", "level", "course", "competencies"),
        *("seed", "scan", "handover", "workload", "hints", "procedures", "tour", "routine"),
        *("people", "rubric"),
    )
)
"""Sections and keys that no other section speaks of."""
_EVIDENCE = ("rubric", "criteria", "", "evidence", "")
_NAMES = ("tag", "label")
"""Keys by which other parts speak of one that stands in a list."""


class Around:
    """A file as far as it has its shape.

    Attributes:
        model: what was read, or None if there is too little of it.
        node: the document without what was taken out.
        problems: everything that has not the right shape.
        lost: names of parts that were taken out.
    """

    def __init__(self, kind: type[BaseModel], node: MappingNode) -> None:
        self.model: BaseModel | None = None
        self.node = node
        self.problems: list[Problem] = []
        self.lost: list[str] = []
        for turn in range(_ROUNDS):
            found = self._read(kind)
            if not turn:
                self.problems += [said(kind, node, one) for one in found]
            if not found or not self._take_out(kind, found):
                return

    def _read(self, kind: type[BaseModel]) -> list[dict[str, Any]]:
        """Read what is left; return what has not the right shape."""
        try:
            self.model = kind.model_validate(plain(self.node))
        except ValidationError as error:
            return findings(error)
        return []

    def _take_out(self, kind: type[BaseModel], found: Iterable[dict[str, Any]]) -> bool:
        """Take out what the findings are about, or put in what every file needs.

        Returns whether enough is left to be judged: not where a whole section is gone on which
        others rest.
        """
        paths: set[Path] = set()
        for one in found:
            path: Path = tuple(step for step in one["loc"] if step != "[key]")
            if not path:
                continue
            key = str(path[0])
            if len(path) == 1 and key in _NEEDED and key in kind.model_fields:
                self._put_in(key)
            elif one["type"] == "extra_forbidden":
                paths.add(path)
            else:
                paths.add(_part(path))
        if any(len(path) == 1 and path[0] in _keys(kind) - _ALONE for path in paths):
            return False
        for path in paths:
            self._lose(path)
        pruned = _without(self.node, paths)
        if isinstance(pruned, MappingNode):
            self.node = pruned
        return True

    def _put_in(self, key: str) -> None:
        """Put in the value that stands for a key that every file needs."""
        place = self.node.place
        entry = Entry(place, ScalarNode(place, _NEEDED[key]))
        self.node = MappingNode(place, {**self.node.entries, key: entry})

    def _lose(self, path: Path) -> None:
        """Remember the names of the part that is taken out, unless it is a key alone."""
        node = node_at(self.node, path)
        if len(path) < 2:
            parts = node.entries if isinstance(node, MappingNode) else {}
            self.lost += [str(path[0]), *parts]
        elif isinstance(path[-1], str):
            self.lost.append(path[-1])
        elif isinstance(node, MappingNode):
            named = (node.entries.get(key) for key in _NAMES)
            self.lost += [
                entry.value.text
                for entry in named
                if entry is not None and isinstance(entry.value, ScalarNode)
            ]


def _keys(kind: type[BaseModel]) -> frozenset[str]:
    """Return the keys that a file of a kind may have at its top."""
    return frozenset(field.alias or name for name, field in kind.model_fields.items())


def without_echoes(problems: Iterable[Problem], lost: Iterable[str]) -> list[Problem]:
    """Return the problems without those that only say that a part which was taken out is missing.

    ``lost`` are the names of such parts.
    """
    names = "|".join(re.escape(name) for name in sorted(lost, key=len, reverse=True))
    if not names:
        return list(problems)
    named = re.compile(rf"(?<![\w-])(?:{names})(?![\w-])")
    return [problem for problem in problems if not named.search(problem.message)]


def _part(path: Path) -> Path:
    """Return the part that is taken out when something at ``path`` has the wrong shape."""
    if len(path) >= len(_EVIDENCE) and all(
        not known or known == step for known, step in zip(_EVIDENCE, path, strict=False)
    ):
        return path[: len(_EVIDENCE)]
    inside = _DEEPER.get(str(path[0]))
    if inside is not None:
        if path[1:2] and path[1] in inside:
            return path[:3] if len(path) > 2 else path[:1]
        return path[:2]
    return path[:2]


def _without(node: Node, paths: set[Path]) -> Node:
    """Return a tree without what the paths lead to."""
    here = {path[0] for path in paths if len(path) == 1}
    below: dict[str | int, set[Path]] = {}
    for path in paths:
        if len(path) > 1:
            below.setdefault(path[0], set()).add(path[1:])
    if isinstance(node, MappingNode):
        kept = {
            key: Entry(entry.place, _without(entry.value, below.get(key, set())))
            for key, entry in node.entries.items()
            if key not in here
        }
        return MappingNode(node.place, kept)
    if isinstance(node, SequenceNode):
        return SequenceNode(
            node.place,
            tuple(
                _without(item, below.get(number, set()))
                for number, item in enumerate(node.items)
                if number not in here
            ),
        )
    return node
