"""The words of a rubric: moments such as ``fault oxygen-lost``, patterns such as ``ack *``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import cast

from simulator.assessment.moment import (
    Announced,
    CameTrue,
    Done,
    Faulted,
    Moment,
    Phased,
    Reported,
    Start,
    Viewed,
)
from simulator.assessment.pattern import Comparison, Pattern, glob_fits
from simulator.control.phase import PHASE_STATES
from simulator.language.command_text import command_examples
from simulator.language.field import Field
from simulator.language.pages import ABOUT, PAGES
from simulator.language.problem import Refusal
from simulator.language.quantity import parse_quantity
from simulator.language.tag import meant, quoted
from simulator.language.words import say
from simulator.plant.design import Design
from simulator.scenario.document import Path
from simulator.scenario.reader import Reader

_SET = re.compile(r"([A-Za-z0-9*-]+)\.(SP|OP|MODE|\*)(?: *(<=|>=|<|>|=) *(.+)| +(up|down))?")
_VERBS = tuple(
    dict.fromkeys(
        word
        for one in command_examples()
        if (word := one.split(" ")[0]).islower() and word != "workload"
    )
)
"""First words of commands; the workload that a person tells of is never judged."""
_MOMENTS = {
    "start": "start",
    "fault": "fault oxygen-lost",
    "alarm": "alarm AIC-102.LO",
    "lab": "lab BR-101",
    "phase": "phase harvest Complete",
    "does": "does TIC-101.SP down",
    "view": "view of faceplate TIC-101",
    "when": "when AIC-102.PV < 30 %",
}
_EXAMPLES = ", ".join(_MOMENTS.values())


class Words:
    """Reads the moments and patterns of a rubric against a design, noting every problem."""

    def __init__(self, reader: Reader, design: Design, names: Mapping[str, Field]) -> None:
        self.reader = reader
        self.names = names
        self.alarms = [spec.tag for spec in design.alarms]
        self.loops = [spec.tag for spec in design.loops]
        self.gauges = {spec.tag: spec for spec in design.gauges}
        self.record = design.record
        self.forms = design.forms
        self._incomplete = bool(reader.problems)
        self._faults = {spec.tag: spec for spec in design.faults}
        self._units = [spec.tag for spec in design.units]
        lines = [spec.tag for spec in design.lines]
        utilities = [spec.tag for spec in design.utilities]
        instruments = [spec.tag for spec in design.transmitters]
        self._phases = phases = [spec.tag for spec in design.procedure]
        actuators = [spec.tag for spec in design.actuators]
        self._tags = [*instruments, *actuators, *self.loops]
        orders = ("start", "pause", "resume", "hold", "restart", "stop", "abort", "answer")
        self._subjects: dict[str, list[str]] = {
            "ack": self.alarms,
            "shelve": self.alarms,
            "unshelve": self.alarms,
            "sample": self._units,
            "change": [f"bottle {unit}" for unit in self._units],
            "switch": utilities,
            "calibrate": instruments,
            "call": [
                f"maintenance {tag}" for tag in (*utilities, *self._tags, *self._units, *lines)
            ],
            **dict.fromkeys(orders, phases),
            "diagnose": [question.tag for question in design.forms.questions],
        }
        self._settable = [name for name in names if name.endswith((".SP", ".OP", ".MODE"))]

    def moments(self, path: Path, texts: Iterable[str]) -> tuple[Moment, ...]:
        """Return the moments of a list, or of one text."""
        listed = list(texts)
        found = [
            self.moment((*path, i) if self.reader.is_list(path) else path, one)
            for i, one in enumerate(listed)
        ]
        return tuple(one for one in found if one is not None)

    def moment(self, path: Path, text: str) -> Moment | None:
        """Return one moment, or None if it cannot be read."""
        word, _, rest = text.strip(" ").partition(" ")
        rest = rest.strip(" ")
        if word not in _MOMENTS or (word == "start") != (rest == ""):
            hint = meant(word, _MOMENTS, f"write for example {_EXAMPLES}")
            self.reader.refuse(path, "moment", f"{quoted(text)} is no moment", hint)
            return None
        if word == "start":
            return Start()
        if word == "fault":
            if rest not in self._faults and self._incomplete:
                return None  # it may be one of those that could not be read
            known = self.reader.known(path, rest, self._faults, "fault")
            return Faulted(rest, say(self._faults[rest].name, "en")) if known else None
        if word == "alarm":
            return Announced(rest, rest) if self.glob(path, rest, self.alarms, "alarm") else None
        if word == "lab":
            known = self.reader.known(path, rest, self._units, "unit")
            return Reported(rest, text) if known else None
        if word == "phase":
            return self._phase(path, rest)
        if word == "does":
            pattern = self.pattern(path, rest)
            return Done(pattern, rest) if pattern else None
        if word == "view":
            return self._view(path, rest, text)
        condition = self.reader.condition(path, rest, self.names)
        return CameTrue(condition, rest) if condition else None

    def _view(self, path: Path, text: str, whole: str) -> Moment | None:
        """Return the moment that a page comes into sight: ``of faceplate TIC-101``."""
        of, _, rest = text.partition(" ")
        page, _, subject = rest.strip(" ").partition(" ")
        if of != "of" or " " in subject:
            hint = f"write for example {_MOMENTS['view']}"
            self.reader.refuse(path, "moment", f"{quoted(whole)} is no moment", hint)
            return None
        if not self.reader.known(path, page, PAGES, "page"):
            return None
        if subject and page not in ABOUT:
            message = f"the page {page} is about no single thing"
            self.reader.refuse(path, "moment", message, f"write view of {page}")
            return None
        known = {"alarm": self.alarms, "unit": self._units, "tag": self._tags}
        if subject and not self.glob(path, subject, known[ABOUT[page]], ABOUT[page]):
            return None
        return Viewed(page, subject, whole.strip(" "))

    def _phase(self, path: Path, text: str) -> Moment | None:
        """Return the moment that a phase comes to a state: ``harvest Complete``."""
        phase, _, state = text.partition(" ")
        if not self.reader.known(path, phase, self._phases, "phase"):
            return None
        if not self.reader.known(path, state.strip(" "), PHASE_STATES, "state of a phase"):
            return None
        return Phased(phase, state.strip(" "), text)

    def glob(self, path: Path, glob: str, known: Iterable[str], what: str) -> bool:
        """Return whether a name with ``*`` in it fits something; if not, say so."""
        names = list(known)
        if "*" not in glob:
            return self.reader.known(path, glob, names, what)
        if any(glob_fits(glob, name) for name in names):
            return True
        self.reader.refuse(path, "unknown-tag", f"no {what} is called {quoted(glob)}")
        return False

    def patterns(self, path: Path, texts: Iterable[str]) -> tuple[Pattern, ...]:
        """Return the patterns of a list, or of one text."""
        found = [
            self.pattern((*path, i) if self.reader.is_list(path) else path, one)
            for i, one in enumerate(texts)
        ]
        return tuple(one for one in found if one is not None)

    def pattern(self, path: Path, text: str) -> Pattern | None:
        """Return one pattern, or None if it cannot be read."""
        line = " ".join(text.split())
        setting = _SET.fullmatch(line)
        if setting is not None:
            return self._setting(path, line, setting)
        word, _, rest = line.partition(" ")
        if word not in _VERBS:
            hint = meant(word, _VERBS, "write for example TIC-101.SP, ack *, sample BR-101")
            self.reader.refuse(path, "pattern", f"{quoted(text)} is no command", hint)
            return None
        subjects = self._subjects.get(word)
        if subjects is not None and not self._subject(path, word, rest, subjects):
            return None
        return Pattern(line, line)

    def _subject(self, path: Path, word: str, rest: str, subjects: list[str]) -> bool:
        """Return whether what a command is given to is there."""
        subject = rest.partition(" ")[0]
        if word in ("change", "call"):
            subject = " ".join(rest.split(" ")[:2])
        return not subject or self.glob(path, subject, subjects, f"one to {word}")

    def _setting(self, path: Path, line: str, found: re.Match[str]) -> Pattern | None:
        """Return the pattern of a set-point, output or mode."""
        tag, attribute, comparison, value, direction = found.groups()
        name = f"{tag}.{attribute}"
        if not self.glob(path, name, self._settable, "name"):
            return None
        if attribute == "*" and (comparison or direction):
            hint = "write SP, OP or MODE"
            self.reader.refuse(path, "pattern", f"{quoted(line)} could be anything", hint)
            return None
        if direction:
            return Pattern(line, name, cast(Comparison, direction))
        if not comparison:
            return Pattern(line, name)
        fields = [self.names[one] for one in self._settable if glob_fits(name, one)]
        if fields[0].choices:
            if comparison == "=" and value in fields[0].choices:
                return Pattern(line, name, "=", value)
            hint = f"write = and one of {', '.join(fields[0].choices)}"
            self.reader.refuse(path, "pattern", f"{quoted(line)} is no mode", hint)
            return None
        if any(field.unit != fields[0].unit for field in fields):
            hint = "name one tag, or leave the comparison out"
            message = f"{quoted(name)} stands for values of several units"
            self.reader.refuse(path, "pattern", message, hint)
            return None
        try:
            number = parse_quantity(value, fields[0].unit)
        except Refusal as refusal:
            self.reader.refused(path, refusal)
            return None
        return Pattern(line, name, cast(Comparison, comparison), number)
