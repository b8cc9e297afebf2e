"""Operators written down: a file that says when to do what, judged on instruments alone.

A script is read by the bounded reader of scenarios; what it may read, and how its conditions are
evaluated, is in :mod:`simulator.session.sight`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import Field as Key

from simulator.language.command import Acknowledge, Calibrate, Command, SetOutput, SetSetpoint
from simulator.language.command_text import parse_command
from simulator.language.condition import compile_condition, compile_value
from simulator.language.field import Field
from simulator.language.forms import Recall
from simulator.language.forms_text import ANSWER
from simulator.language.observation import Observation
from simulator.language.paperwork import EnterStep
from simulator.language.paperwork_text import ENTRY
from simulator.language.problem import Place, Problem, Refusal
from simulator.language.quantity import write_quantity
from simulator.language.simtime import parse_duration
from simulator.scenario.build import build_scenario
from simulator.scenario.document import MappingNode, Path, find, read_document
from simulator.scenario.library import read_script_for
from simulator.scenario.names import operator_names
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
from simulator.session.sight import Judge, Newest, Sight

SHORTEST_LOOK_MS = 1000
LONGEST_LOOK_MS = 86_400_000
UNSEEN = ("B", "D", "E")
"""States of an alarm that ask to be acknowledged."""
_MEASURED = re.compile(
    r"((?:calibrate|enter|recall) [^ =]+|[A-Za-z0-9-]+(?:\.(?:SP|OP))?)"
    r" *= *(.*(?:\.[A-Za-z]|\belapsed\b).*)"
)
"""A command with the name of a value where a number would stand."""


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


class AcknowledgePart(Part):
    """That alarms are acknowledged, each once it has stood for a while."""

    after: Duration
    reason: str = Key(default="", max_length=500)


class ScriptFile(Part):
    """A script: who the operator is, how often they look, and what they do."""

    script: Whole
    name: Human
    scenario: str | None = None
    looks: Duration = "10 s"
    acknowledges: AcknowledgePart | None = None
    does: list[DoPart] = Key(default=[], max_length=500)


@dataclass
class _Line:
    """A line as it is carried out."""

    commands: tuple[Command | _Measured, ...]
    reason: str
    label: str
    after: str
    at: int | None
    every: int | None
    judge: Judge | None
    once: bool
    done: int = 0
    due: int = 0


@dataclass(frozen=True, slots=True)
class _Measured:
    """A command whose value is read off the instruments when it is given."""

    command: Calibrate | SetSetpoint | SetOutput | EnterStep | Recall
    value: Judge


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
        self._patience, self._seen = reader.acknowledges(found.acknowledges)
        self._lines = [reader.line(i, part) for i, part in enumerate(found.does)]
        self._newest = Newest()
        reader.check_labels(found.does)
        if reader.problems:
            raise Refusal(reader.problems)

    def join(self, now: int) -> None:
        """Come to the desk at a moment (ms): what the script says of earlier ones is over."""
        for line in self._lines:
            if line.at is not None and line.at < now:
                line.done = 1
            if line.every is not None and line.due < now:
                line.due += ((now - 1 - line.due) // line.every + 1) * line.every

    def look(self, observation: Observation) -> tuple[tuple[Command, str], ...]:
        """Return the commands of every line whose moment has come, in the order of the script.

        Alarms are acknowledged first. A command whose value cannot be read is left out.
        """
        sight = Sight(observation, self._newest)
        orders: list[tuple[Command, str]] = list(self._acknowledged(observation))
        finished = {line.label for line in self._lines if line.label and line.done}
        for line in self._lines:
            armed = not line.after or line.after in finished
            if armed and self._ready(line, sight):
                line.done += 1
                given = (_given(command, sight) for command in line.commands)
                orders += [(command, line.reason) for command in given if command is not None]
        return tuple(orders)

    def _acknowledged(self, observation: Observation) -> Iterator[tuple[Command, str]]:
        if self._patience is not None:
            for alarm in observation.alarms:
                if alarm.state in UNSEEN and observation.now - alarm.since >= self._patience:
                    yield Acknowledge(alarm.alarm), self._seen

    @staticmethod
    def _ready(line: _Line, sight: Sight) -> bool:
        if line.judge is not None:
            risen = line.judge.rises(sight)
            return risen and not (line.once and line.done)
        if line.every is not None:
            if sight.now < line.due:
                return False
            line.due += ((sight.now - line.due) // line.every + 1) * line.every
            return True
        return not line.done and (line.at is None or sight.now >= line.at)


def _given(command: Command | _Measured, sight: Sight) -> Command | None:
    """Return a command with its value as it is read now; None if that is not a number."""
    if not isinstance(command, _Measured):
        return command
    value = command.value.reads(sight)
    if not math.isfinite(value):
        return None
    if isinstance(command.command, Recall):
        return replace(command.command, answer=value)
    return replace(command.command, value=value)


def problems_of_script(name_or_path: str) -> tuple[Problem, ...]:
    """Return every problem of a script file, judged against the scenario it is for.

    Raises:
        Refusal: if a text cannot be read, or the scenario is not known or not good itself.
    """
    file, text, scenario = read_script_for(name_or_path)
    try:
        ScriptedOperator(text, file, operator_names(build_scenario(scenario).design))
    except Refusal as refusal:
        return refusal.problems
    return ()


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

    def acknowledges(self, part: AcknowledgePart | None) -> tuple[int | None, str]:
        """Read how long an alarm stands before it is acknowledged, and the reason given."""
        if part is None:
            return None, ""
        return self._duration(("acknowledges", "after"), part.after), part.reason

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

    def _commands(self, path: Path, texts: list[str]) -> Iterable[Command | _Measured]:
        if not texts:
            self.refuse((*path, "do"), "no-command", "a line does at least one thing")
        for j, text in enumerate(texts):
            nested: Path = (*path, "do", j) if len(texts) > 1 else (*path, "do")
            try:
                measured = _MEASURED.fullmatch(text.strip(" "))
                if measured and self._takes_a_number(measured[1]):
                    yield self._measured(measured[1], measured[2], text, nested)
                else:
                    yield parse_command(text, self._names)
            except Refusal as refusal:
                self._refused(nested, refusal)

    def _takes_a_number(self, left: str) -> bool:
        """Return whether what is left of a = takes a number: a step of the record may not."""
        for verb, attribute in (("enter ", ENTRY), ("recall ", ANSWER)):
            if left.startswith(verb):
                field = self._names.get(f"{left.removeprefix(verb)}.{attribute}")
                return field is not None and not field.choices
        return not left.startswith("note ")

    def _measured(self, left: str, right: str, text: str, path: Path) -> _Measured:
        """Read a command such as ``calibrate AT-101 = AT-101B.PV``."""
        name = left
        for verb, attribute in (("calibrate ", "PV"), ("enter ", ENTRY), ("recall ", ANSWER)):
            if left.startswith(verb):
                name = f"{left.removeprefix(verb)}.{attribute}"
        name = name if "." in name else f"{name}.OP"
        unit = self._names[name].unit if name in self._names else ""
        example = parse_command(f"{left} = {write_quantity(0.0, unit)}", self._names)
        if not isinstance(example, Calibrate | SetSetpoint | SetOutput | EnterStep | Recall):
            raise Refusal(Problem("bad-command", f"{text} takes no value", "write a command"))
        place = find(self._root, path)
        start = Place(place.file, place.line, place.column + text.index(right))
        return _Measured(example, Judge(compile_value(right, self._names, unit, start)))

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
