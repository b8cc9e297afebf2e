"""Names of things: each is well formed, and each is used once in the whole design."""

from __future__ import annotations

from simulator.language.problem import Refusal
from simulator.language.tag import check_name, check_tag
from simulator.scenario.document import Path
from simulator.scenario.reader import Reader
from simulator.scenario.schema import Plant, ScenarioFile

_TAGGED = ("units", "lines", "instruments", "actuators", "loops", "interlocks", "panels")
"""Sections whose parts have an ISA-5.1 tag, such as TIC-101."""
_WORDED = ("utilities", "gauges", "procedure", "record", "materials")
"""Sections whose parts have a word for a name, such as process-air."""


def check_tags(reader: Reader, file: Plant, scenario: ScenarioFile | None) -> None:
    """Refuse names that are not well formed, or that two things have."""
    taken: dict[str, str] = {}
    for section in (*_TAGGED, *_WORDED):
        source = scenario if section in ("procedure", "record") else file
        for tag in getattr(source, section, {}):
            path: Path = (section, tag)
            _shape(reader, path, tag, section)
            if tag in taken:
                hint = f"the other is under `{taken[tag]}:`"
                reader.refuse(path, "duplicate-tag", f"two things are called {tag}", hint, key=True)
            taken[tag] = section
    for i, part in enumerate(scenario.happens if scenario else []):
        if part.tag is not None:
            try:
                check_name(part.tag)
            except Refusal as refusal:
                reader.refused(("happens", i, "tag"), refusal)


def _shape(reader: Reader, path: Path, tag: str, section: str) -> None:
    """Refuse a name that has not the shape of those in its section."""
    try:
        if section in _TAGGED:
            check_tag(tag)
        else:
            check_name(tag)
    except Refusal as refusal:
        for problem in refusal.problems:
            reader.refuse(path, problem.code, problem.message, problem.hint, key=True)
