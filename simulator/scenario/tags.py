"""Names of things: each is well formed, and each is used once in the whole design."""

from __future__ import annotations

import re

from simulator.scenario.document import Path
from simulator.scenario.reader import Reader
from simulator.scenario.schema import Plant, ScenarioFile

_TAG = re.compile(r"[A-Z]{1,5}-[0-9]{1,5}[A-Z]?\Z")
_WORD = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_LONGEST = 32

_TAGGED = ("units", "lines", "instruments", "actuators", "loops", "interlocks")
"""Sections whose parts have an ISA-5.1 tag, such as TIC-101."""
_WORDED = ("utilities", "gauges", "procedure")
"""Sections whose parts have a word for a name, such as process-air."""


def check_tags(reader: Reader, file: Plant, scenario: ScenarioFile | None) -> None:
    """Refuse names that are not well formed, or that two things have."""
    taken: dict[str, str] = {}
    for section in (*_TAGGED, *_WORDED):
        source = scenario if section == "procedure" else file
        for tag in getattr(source, section, {}):
            path: Path = (section, tag)
            _shape(reader, path, tag, section)
            if tag in taken:
                hint = f"the other is under `{taken[tag]}:`"
                reader.refuse(path, "duplicate-tag", f"two things are called {tag}", hint, key=True)
            taken[tag] = section
    for part in scenario.happens if scenario else []:
        if part.tag is not None and not _WORD.match(part.tag):
            place = ("happens", scenario.happens.index(part), "tag") if scenario else ()
            reader.refuse(place, "tag", f"{part.tag} is not a name", "small letters and dashes")


def _shape(reader: Reader, path: Path, tag: str, section: str) -> None:
    """Refuse a name that has not the shape of those in its section."""
    if section in _TAGGED:
        good, hint = _TAG.match(tag), "letters, a dash and a number, such as TIC-101 (ISA-5.1)"
    else:
        good, hint = _WORD.match(tag), "small letters, digits and dashes, such as process-air"
    if not good or len(tag) > _LONGEST:
        shown = tag if len(tag) <= _LONGEST else tag[:_LONGEST] + "..."
        reader.refuse(path, "tag", f"{shown} is not a name for this", hint, key=True)
