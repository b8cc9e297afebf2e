"""The batch record: from the parts of a file to specifications."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.language.field import Field
from simulator.language.measure import unit_of_measure
from simulator.language.paperwork import LARGEST
from simulator.language.paperwork_text import BATCH
from simulator.language.problem import Refusal
from simulator.language.simtime import SECOND
from simulator.language.tag import check_name
from simulator.plant.design import Design, RecordSpec
from simulator.scenario.document import Path
from simulator.scenario.reader import Reader
from simulator.scenario.record_parts import RecordPart

_OF_A_VALUE = ("unit", "limits")
_OF_A_CHOICE = ("choices", "expected")


def record(
    reader: Reader, parts: Mapping[str, RecordPart], design: Design, names: Mapping[str, Field]
) -> tuple[RecordSpec, ...]:
    """Return the steps of the batch record, in the order they were written.

    Args:
        reader: reads values and notes problems.
        parts: the steps, by name.
        design: with units, procedure and duration.
        names: what conditions may read: instruments and phases.
    """
    owners = [spec.tag for spec in design.units] + [spec.tag for spec in design.procedure]
    return tuple(_step(reader, tag, part, owners, names) for tag, part in parts.items())


def _step(
    reader: Reader,
    tag: str,
    part: RecordPart,
    owners: list[str],
    names: Mapping[str, Field],
) -> RecordSpec:
    """Return one step."""
    path: Path = ("record", tag)
    if tag == BATCH:
        reader.refuse(path, "bad-name", f"{BATCH} is the batch as a whole", "say which step", True)
    reader.known((*path, "of"), part.of, owners, "unit or phase")
    _belonging(reader, path, part)
    unit, low, high = _limits(reader, path, part)
    if part.kind == "choice" and len(part.choices) < 2:
        hint = "write `choices: {good: Good, bad: Bad}`"
        reader.refuse(path, "choices", f"{tag} has nothing to choose from", hint, key=True)
    for word in part.choices:
        try:
            check_name(word)
        except Refusal as refusal:
            reader.refused((*path, "choices", word), refusal)
    if part.expected is not None and part.choices:
        reader.known((*path, "expected"), part.expected, part.choices, "choice")
    if part.at is not None and part.when is not None:
        reader.refuse(path, "two-moments", "write `when` or `at`, not both", key=True)
    when = None
    if part.when is not None:
        when = reader.condition((*path, "when"), part.when, names)
    within = None
    if part.within is not None:
        within = reader.duration((*path, "within"), part.within, low=SECOND)
    return RecordSpec(
        tag,
        part.text,
        part.of,
        part.kind,
        unit,
        part.decimals,
        low,
        high,
        part.choices,
        part.expected or "",
        reader.duration((*path, "at"), part.at) if part.at is not None else 0,
        when,
        within,
        part.witness,
    )


def _belonging(reader: Reader, path: Path, part: RecordPart) -> None:
    """Refuse keys that belong to a step of another kind."""
    for keys, kind in ((_OF_A_VALUE, "value"), (_OF_A_CHOICE, "choice")):
        for key in keys:
            if part.kind != kind and getattr(part, key):
                message = f"`{key}` belongs to a {kind}"
                hint = f"write `kind: {kind}`, or leave `{key}` out"
                reader.refuse((*path, key), "other-kind", message, hint, key=True)


def _limits(reader: Reader, path: Path, part: RecordPart) -> tuple[str, float | None, float | None]:
    """Return the unit of measure and the limits of a value."""
    if part.kind != "value":
        return "", None, None
    unit = part.unit or ""
    try:
        unit_of_measure(unit)
    except Refusal as refusal:
        reader.refused((*path, "unit"), refusal)
        return "", None, None
    if part.limits is None:
        return unit, None, None
    field = Field("limit", unit, 0.0, -LARGEST, LARGEST, "definition")
    low, high = reader.span((*path, "limits"), part.limits, field)
    if low >= high:
        reader.refuse((*path, "limits"), "span", "the low limit is not below the high one")
    return unit, low, high
