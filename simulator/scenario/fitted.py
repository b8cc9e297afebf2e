"""Parameter files: numbers of a unit kept apart, which a scenario takes up by name.

``cuve fit`` writes them. A unit that says ``parameters from: my-batch`` has the values of
``my-batch.yaml``, in place of those of the same names under its own ``parameters``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from simulator.language.problem import Problem
from simulator.language.tag import LONGEST_NAME, quoted
from simulator.scenario.document import Entry, MappingNode, ScalarNode, node_at, read_document
from simulator.scenario.documents import Documents
from simulator.scenario.parts import Numbers, Part
from simulator.scenario.schema import validate

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
KEY = "parameters from"
FOLDER = "parameters/"
"""What the names of such texts begin with among the documents of a scenario."""


class DataPart(Part):
    """The file that parameters were fitted to."""

    file: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    values: str


class OriginPart(Part):
    """How parameters were found; nothing is computed from it."""

    date: str
    scenario: str
    unit: str
    operator: str
    seed: str
    program: str
    data: DataPart
    intervals: dict[str, str] = Field(default={}, description="95 % confidence intervals")
    deviations: dict[str, str] = Field(default={}, description="standard deviations, by column")
    warnings: list[str] = Field(default=[], description="what is doubtful")


class ParameterFile(Part):
    """A parameter file: values for one kind of unit, and where they come from."""

    parameters: Literal["1"] = Field(description="the format of the file")
    kind: str = Field(description="the kind of unit that they are for")
    values: Numbers = Field(min_length=1, max_length=200)
    fitted: OriginPart | None = None


def is_name(word: str) -> bool:
    """Return whether a unit can name a parameter file so: small letters, digits and dashes."""
    return len(word) <= LONGEST_NAME and _NAME.match(word) is not None


def wanted(root: MappingNode) -> Iterator[ScalarNode]:
    """Yield the names of the parameter files that the units of a document ask for."""
    units = node_at(root, ("units",))
    for entry in units.entries.values() if isinstance(units, MappingNode) else ():
        named = node_at(entry.value, (KEY,)) if isinstance(entry.value, MappingNode) else None
        if isinstance(named, ScalarNode):
            yield named


def with_parameters(root: MappingNode, documents: Documents) -> tuple[MappingNode, list[Problem]]:
    """Return a document whose units have the values of the parameter files that they name.

    Every value keeps the place where it was written, so that a problem names the right file.

    Returns:
        The whole, and a problem for each file that is missing, malformed, or of another kind.
    """
    units = root.entries.get("units")
    if units is None or not isinstance(units.value, MappingNode) or not any(wanted(root)):
        return root, []
    problems: list[Problem] = []
    entries = dict(units.value.entries)
    for tag, entry in entries.items():
        unit = entry.value
        named = node_at(unit, (KEY,)) if isinstance(unit, MappingNode) else None
        if isinstance(unit, MappingNode) and isinstance(named, ScalarNode):
            filled, found = _filled(unit, named, documents)
            problems += found
            entries[tag] = Entry(entry.place, filled)
    whole = Entry(units.place, MappingNode(units.value.place, entries))
    return MappingNode(root.place, {**root.entries, "units": whole}), problems


def _filled(
    unit: MappingNode, named: ScalarNode, documents: Documents
) -> tuple[MappingNode, list[Problem]]:
    """Return a unit with the values of its parameter file laid over its own."""
    file = f"{FOLDER}{named.text}.yaml"
    if file not in documents.texts:
        message = f"there is no parameter file {quoted(named.text)}"
        hint = f"small letters, digits and dashes: {KEY}: my-batch, for my-batch.yaml beside this"
        return unit, [Problem("unknown-parameters", message, hint, named.place)]
    document = read_document(documents.texts[file], file)
    model = validate(ParameterFile, document)
    if not isinstance(model, ParameterFile):
        return unit, model if isinstance(model, list) else []
    kind = node_at(unit, ("kind",))
    if isinstance(kind, ScalarNode) and kind.text != model.kind:
        message = f"{named.text} is for a {model.kind}, and this is a {kind.text}"
        return unit, [Problem("other-kind", message, "name another file", named.place)]
    values = document.entries["values"]
    own = unit.entries.get("parameters", Entry(named.place, MappingNode(named.place, {})))
    if not isinstance(own.value, MappingNode) or not isinstance(values.value, MappingNode):
        return unit, []
    both = MappingNode(own.value.place, {**own.value.entries, **values.value.entries})
    return MappingNode(unit.place, {**unit.entries, "parameters": Entry(own.place, both)}), []
