"""Reading single values of a document, collecting every problem with its place.

A value that cannot be read is replaced by a harmless one so that reading goes on; the problems
decide in the end whether there is a design at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from simulator.language.command import Command
from simulator.language.command_text import parse_command
from simulator.language.condition import (
    EQ,
    GE,
    GT,
    LE,
    LT,
    NE,
    NUMBER,
    VALUE,
    Condition,
    compile_condition,
)
from simulator.language.field import Field
from simulator.language.problem import Place, Problem, Refusal
from simulator.language.quantity import parse_quantity
from simulator.language.simtime import parse_duration, show_duration
from simulator.language.tag import did_you_mean
from simulator.scenario.document import MappingNode, Path, SequenceNode, find, node_at

YEAR_MS = 366 * 86_400_000
"""Longest duration that anything in a scenario may have."""

_TURNED = {LT: GT, LE: GE, GT: LT, GE: LE}
"""What a comparison becomes when its two sides change places."""
_STATE = re.compile(r"\.(?:HI|HIHI|LO|LOLO|DEV|BAD)\.STATE\b")
_ORDERED = (LT, LE, GT, GE, EQ, NE)


def pointless(
    condition: Condition, names: Mapping[str, Field]
) -> Iterator[tuple[str, float, bool]]:
    """Yield the comparisons of a name with a number that its instrument cannot reach.

    Each is the name, the number (in the name's unit), and whether the comparison is always true.
    """
    for first, second, third in zip(
        condition.code, condition.code[1:], condition.code[2:], strict=False
    ):
        operation = third[0]
        if (first[0], second[0]) == (VALUE, NUMBER):
            name, value = first[1], second[1]
        elif (first[0], second[0]) == (NUMBER, VALUE):
            value, name = first[1], second[1]
            operation = _TURNED.get(operation, operation)
        else:
            continue
        if not isinstance(name, str) or not isinstance(value, float) or operation not in _ORDERED:
            continue
        field = names[name]
        if value > field.high:
            yield name, value, operation in {LT, LE, NE}
        elif value < field.low:
            yield name, value, operation in {GT, GE, NE}


def _elsewhere(refusal: Refusal, text: str) -> Refusal:
    """Return a refusal that says where the state of an alarm may be read, if that was tried."""
    if not _STATE.search(text) or len(refusal.problems) != 1:
        return refusal
    problem = refusal.problems[0]
    if problem.code != "unknown-name" or not _STATE.search(problem.message):
        return refusal
    hint = "the state of an alarm is for scripts, hints and the tour; here, compare the value"
    return Refusal(replace(problem, hint=hint))


class Reader:
    """Reads the values of one document; ``problems`` holds what was wrong so far."""

    def __init__(self, root: MappingNode, lost: Iterable[str] = ()) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.truth: dict[str, Field] = {}
        """The true values of the plant by name, once its equipment has been read."""
        self.lost: list[str] = list(lost)
        """Tags of parts that could not be read, so that what rests on them is not judged."""

    def place(self, path: Path, key: bool = False) -> Place:
        """Return where ``path`` leads to."""
        return find(self.root, path, key)

    def refuse(
        self, path: Path, code: str, message: str, hint: str = "", key: bool = False
    ) -> None:
        """Note a problem at ``path`` (at its key, if ``key``)."""
        self.problems.append(Problem(code, message, hint, self.place(path, key)))

    def refused(self, path: Path, refusal: Refusal) -> None:
        """Note the problems of a refusal at ``path``, unless they have a place of their own."""
        place = self.place(path)
        self.problems += [p if p.place else p.at(place) for p in refusal.problems]

    def is_list(self, path: Path) -> bool:
        """Return whether there is a list at ``path``."""
        return isinstance(node_at(self.root, path), SequenceNode)

    def known_key(self, path: Path, word: str, candidates: Iterable[str], what: str) -> bool:
        """Return whether ``word``, written as a key at ``path``, is one of the candidates."""
        return self.known(path, word, candidates, what, key=True)

    def known(
        self, path: Path, word: str, candidates: Iterable[str], what: str, key: bool = False
    ) -> bool:
        """Return whether ``word`` is one of the candidates; if not, say so."""
        names = list(candidates)
        if word in names:
            return True
        if word.partition(".")[0].partition(" ")[0] in self.lost:
            return False
        meant = did_you_mean(word, names)
        if meant:
            hint = f"did you mean {meant}?"
        elif names:
            hint = "there are: " + ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
        else:
            hint = f"the file has no {what}"
        self.refuse(path, "unknown-tag", f"there is no {what} {word}", hint, key)
        return False

    def quantity(self, path: Path, text: str, field: Field) -> float:
        """Return the value of a quantity in the unit of ``field``, within its bounds."""
        if field.choices:
            return self._choice(path, text, field)
        try:
            value = parse_quantity(text, field.unit)
        except Refusal as refusal:
            self.refused(path, refusal)
            return field.default
        if not field.low <= value <= field.high:
            unit = f" {field.unit}" if field.unit else ""
            self.refuse(
                path,
                "out-of-bounds",
                f"{field.name} {text} is out of bounds",
                f"from {field.low:g} to {field.high:g}{unit}; {field.meaning or field.source}",
            )
            return field.default
        return value

    def _choice(self, path: Path, text: str, field: Field) -> float:
        """Return the position of a word among the choices of ``field``."""
        if text in field.choices:
            return float(field.choices.index(text))
        hint = f"one of: {', '.join(field.choices)}"
        self.refuse(path, "choice", f"{field.name} cannot be {text}", hint)
        return field.default

    def lose(self, tag: str) -> None:
        """Note that the part with this tag is left out, its problem having been said."""
        self.lost.append(tag)

    def numbers(
        self, path: Path, given: Mapping[str, str], fields: Mapping[str, Field]
    ) -> dict[str, float]:
        """Return quantities by name, each in the unit of the field of that name."""
        values: dict[str, float] = {}
        for name, text in given.items():
            at = (*path, name)
            field = fields.get(name)
            if field is None:
                meant = did_you_mean(name, list(fields))
                hint = f"did you mean {meant}?" if meant else f"there are: {', '.join(fields)}"
                self.refuse(at, "unknown-name", f"nothing is called {name} here", hint, key=True)
            else:
                values[name] = self.quantity(at, text, field)
        return values

    def span(self, path: Path, text: str, field: Field) -> tuple[float, float]:
        """Return both ends of ``a .. b``, in the unit of ``field``."""
        low, dots, high = text.partition("..")
        if not dots:
            self.refuse(path, "span", f"{text} is not a span", "write 0 % .. 30 %")
            return field.low, field.high
        return self.quantity(path, low.strip(), field), self.quantity(path, high.strip(), field)

    def duration(self, path: Path, text: str, low: int = 0, high: int = YEAR_MS) -> int:
        """Return a duration in ms, not under ``low`` nor over ``high``."""
        try:
            value = parse_duration(text)
        except Refusal as refusal:
            self.refused(path, refusal)
            return low
        if not low <= value <= high:
            hint = f"from {show_duration(low)} to {show_duration(high)}"
            self.refuse(path, "out-of-bounds", f"{text} is out of bounds", hint)
            return low
        return value

    def condition(self, path: Path, text: str, names: Mapping[str, Field]) -> Condition | None:
        """Return a compiled condition, or None if it cannot be had."""
        if any(tag in text for tag in self.lost):
            return None
        try:
            condition = compile_condition(text, names, self.place(path))
        except Refusal as refusal:
            self.refused(path, _elsewhere(refusal, text))
            return None
        for name, value, always in pointless(condition, names):
            field = names[name]
            end = "always" if always else "never"
            self.refuse(
                path,
                "impossible",
                f"`{text}` is {end} so: {name} is compared with {value:g} {field.unit}".rstrip(),
                f"{name} goes from {field.low:g} to {field.high:g} {field.unit}".rstrip(),
            )
        return condition

    def command(self, path: Path, text: str, names: Mapping[str, Field]) -> Command | None:
        """Return a command, or None if it cannot be had."""
        if any(tag in text for tag in self.lost):
            return None
        try:
            return parse_command(text, names)
        except Refusal as refusal:
            self.refused(path, refusal)
            return None
