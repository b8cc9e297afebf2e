"""Operators written down: a file that says when to do what, judged on instruments alone.

A script is read by the bounded reader of scenarios, and its conditions are evaluated by the very
kernel that evaluates interlocks, so that there is one meaning of a condition.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import Field as Key

from simulator.control import watch
from simulator.language.command import Command
from simulator.language.command_text import parse_command
from simulator.language.condition import Condition, compile_condition
from simulator.language.field import Field
from simulator.language.observation import Observation
from simulator.language.opcodes import STACK_LIMIT
from simulator.language.problem import Problem, Refusal
from simulator.language.simtime import parse_duration
from simulator.scenario.document import MappingNode, Path, find, read_document
from simulator.scenario.parts import (
    Commands,
    ConditionText,
    Duration,
    Human,
    Part,
    Whole,
    YesNo,
)
from simulator.scenario.schema import validate

SHORTEST_LOOK_MS = 1000
LONGEST_LOOK_MS = 86_400_000


class DoPart(Part):
    """One line of a script: when, what, and why."""

    at: Duration | None = None
    when: ConditionText | None = None
    every: Duration | None = None
    after: str | None = None
    label: str | None = None
    do: Commands
    reason: str = Key(default="", max_length=500)
    once: YesNo | None = None


class ScriptFile(Part):
    """A script: who the operator is, how often they look, and what they do."""

    script: Whole
    name: Human
    looks: Duration = "10 s"
    does: list[DoPart] = Key(default=[], max_length=500)


@dataclass
class _Line:
    """A line as it is carried out."""

    commands: tuple[Command, ...]
    reason: str
    label: str
    after: str
    at: int | None
    every: int | None
    judge: Judge | None
    once: bool
    done: int = 0
    due: int = 0


@dataclass
class Judge:
    """One condition, evaluated look by look in a small array of its own."""

    condition: Condition
    _y: list[float] = field(default_factory=list)
    _p: list[float] = field(default_factory=list)
    _k: list[int] = field(default_factory=list)
    _last: int = -1

    def __post_init__(self) -> None:
        """Lay out the values, the block of the watch, the stack and the timers."""
        names = self.condition.names
        index = {name: position for position, name in enumerate(names)}
        self._base = len(names)
        self._stack = self._base + len(watch.STATES)
        self._y = [0.0] * (self._stack + STACK_LIMIT)
        self._y[self._base + watch.ENABLED] = 1.0
        words = watch.link(self.condition, index, self._constant, self._timer)
        self._k = [self._base, watch.ROW, len(words) // watch.INSTRUCTION, *words]

    def rises(self, observation: Observation) -> bool:
        """Return whether the condition holds now and did not at the last look.

        A name that has no value, such as an instrument that failed, makes comparisons false.
        """
        for position, name in enumerate(self.condition.names):
            self._y[position] = float(observation.values.get(name, math.nan))
        passed = observation.now - self._last if self._last >= 0 else 0
        self._last = observation.now
        watch.evaluate(self._y, self._p, self._k, 0, self._stack, float(passed))
        result = self._y[self._base + watch.RESULT]
        return result != 0.0 and self._y[self._base + watch.CHANGED] != 0.0

    def _constant(self, value: float) -> int:
        self._p.append(value)
        return len(self._p) - 1

    def _timer(self) -> int:
        self._y.append(0.0)
        return len(self._y) - 1


class ScriptedOperator:
    """An Operator that does what a script says.

    Args:
        text: the script.
        file: its name, for messages.
        names: what commands and conditions may name, with units of measure.

    Raises:
        Refusal: with every problem of the script, each with file, line, column and a hint.
    """

    def __init__(self, text: str | bytes, file: str, names: Mapping[str, Field]) -> None:
        root = read_document(text, file)
        found = validate(ScriptFile, root)
        if not isinstance(found, ScriptFile):
            raise Refusal(found if isinstance(found, list) else ())
        reader = _Reader(root, names)
        if found.script != 1:
            reader.refuse(("script",), "other-format", "this program reads `script: 1`")
        self.name = found.name
        self.looks_ms = reader.looks(found.looks)
        self._lines = [reader.line(i, part) for i, part in enumerate(found.does)]
        reader.check_labels(found.does)
        if reader.problems:
            raise Refusal(reader.problems)

    def look(self, observation: Observation) -> tuple[tuple[Command, str], ...]:
        """Return the commands of every line whose moment has come, in the order of the script."""
        finished = {line.label for line in self._lines if line.label and line.done}
        orders: list[tuple[Command, str]] = []
        for line in self._lines:
            armed = not line.after or line.after in finished
            if armed and self._ready(line, observation):
                line.done += 1
                orders += [(command, line.reason) for command in line.commands]
        return tuple(orders)

    @staticmethod
    def _ready(line: _Line, observation: Observation) -> bool:
        if line.judge is not None:
            risen = line.judge.rises(observation)
            return risen and not (line.once and line.done)
        if line.every is not None:
            if observation.now < line.due:
                return False
            line.due += ((observation.now - line.due) // line.every + 1) * line.every
            return True
        return not line.done and (line.at is None or observation.now >= line.at)


class _Reader:
    """Turns the parts of a script into lines, noting every problem."""

    def __init__(self, root: MappingNode, names: Mapping[str, Field]) -> None:
        self._root = root
        self._names = names
        self.problems: list[Problem] = []

    def refuse(self, path: Path, code: str, message: str, hint: str = "") -> None:
        """Note a problem at a path of the document."""
        self.problems.append(Problem(code, message, hint, find(self._root, path)))

    def looks(self, text: str) -> int:
        """Read how often the operator looks."""
        found = self._duration(("looks",), text)
        if found is not None and not SHORTEST_LOOK_MS <= found <= LONGEST_LOOK_MS:
            self.refuse(("looks",), "bad-looks", "between 1 s and 1 d")
        return found or SHORTEST_LOOK_MS

    def line(self, i: int, part: DoPart) -> _Line:
        """Read one line."""
        path: Path = ("does", i)
        if sum(word is not None for word in (part.when, part.every)) > 1:
            self.refuse(path, "two-moments", "write `when` or `every`, not both")
        if part.when is not None and part.at is not None:
            hint = "write for example `when: elapsed > 1 h and ...`"
            self.refuse(path, "two-moments", "write `when` or `at`, not both", hint)
        if part.when is None and part.every is None and part.at is None and part.after is None:
            self.refuse(path, "no-moment", "when is this done?", "give at, when, every or after")
        if part.once is not None and part.when is None:
            self.refuse((*path, "once"), "no-condition", "`once` belongs to `when`")
        at = self._duration((*path, "at"), part.at)
        every = self._duration((*path, "every"), part.every)
        if every is not None and every < SHORTEST_LOOK_MS:
            self.refuse((*path, "every"), "bad-duration", "at least 1 s")
            every = SHORTEST_LOOK_MS
        due = at if at is not None else (every or 0)
        return _Line(
            commands=tuple(self._commands(path, part.do)),
            reason=part.reason,
            label=part.label or "",
            after=part.after or "",
            at=at,
            every=every,
            judge=self._judge((*path, "when"), part.when),
            once=part.once is not False,
            due=due,
        )

    def check_labels(self, parts: Iterable[DoPart]) -> None:
        """Note labels that are given twice, and lines that come after one that is not there."""
        labels: list[str] = []
        listed = list(parts)
        for i, part in enumerate(listed):
            if part.label in labels:
                self.refuse(("does", i, "label"), "twice", f"{part.label} is another line's label")
            if part.label:
                labels.append(part.label)
        for i, part in enumerate(listed):
            if part.after is not None and part.after not in labels:
                hint = f"labels: {', '.join(labels)}" if labels else "no line has a label"
                message = f"no line is labelled {part.after}"
                self.refuse(("does", i, "after"), "unknown-label", message, hint)
            elif part.after is not None and part.after == part.label:
                self.refuse(("does", i, "after"), "circle", "a line cannot come after itself")

    def _commands(self, path: Path, texts: list[str]) -> Iterable[Command]:
        if not texts:
            self.refuse((*path, "do"), "no-command", "a line does at least one thing")
        for j, text in enumerate(texts):
            try:
                yield parse_command(text, self._names)
            except Refusal as refusal:
                nested = (*path, "do", j)
                self._refused(nested if len(texts) > 1 else (*path, "do"), refusal)

    def _judge(self, path: Path, text: str | None) -> Judge | None:
        if text is None:
            return None
        try:
            return Judge(compile_condition(text, self._names, find(self._root, path)))
        except Refusal as refusal:
            self._refused(path, refusal)
            return None

    def _duration(self, path: Path, text: str | None) -> int | None:
        if text is None:
            return None
        try:
            return parse_duration(text)
        except Refusal as refusal:
            self._refused(path, refusal)
            return None

    def _refused(self, path: Path, refusal: Refusal) -> None:
        place = find(self._root, path)
        self.problems += [p if p.place else p.at(place) for p in refusal.problems]
