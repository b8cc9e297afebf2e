"""Alarms and interlocks: from the parts of a file to specifications."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.control.alarm import KINDS, RECOMMENDED
from simulator.language.condition import Condition
from simulator.language.field import Field
from simulator.language.measure import difference_of
from simulator.plant.design import AlarmSpec, InterlockSpec, LoopSpec, TransmitterSpec
from simulator.scenario.build_control import PERCENT
from simulator.scenario.document import Path
from simulator.scenario.parts import AlarmPart, InterlockPart
from simulator.scenario.reader import Reader

PRIORITIES = {"critical": 1, "high": 2, "medium": 3, "low": 4}
SHIFT_MS = 8 * 3_600_000
"""How long an alarm may be shelved when its part does not say: one shift."""

_OTHERWISE = (0.01, 60_000)
"""Deadband as a share of the range and delay in ms where ISA-18.2 gives none: engineering fit."""


def alarms(
    reader: Reader,
    parts: dict[str, AlarmPart],
    transmitters: tuple[TransmitterSpec, ...],
    loops: tuple[LoopSpec, ...],
    names: Mapping[str, Field],
) -> tuple[AlarmSpec, ...]:
    """Return the alarms; the tag says what each watches: ``TIC-101.HI`` is high on TIC-101.PV."""
    by_tag = {spec.tag: spec for spec in transmitters}
    measured = {loop.tag: by_tag[loop.measures] for loop in loops}
    loop_tags = list(measured)
    sources = by_tag | measured
    specs: list[AlarmSpec] = []
    for tag, part in parts.items():
        path: Path = ("alarms", tag)
        owner, _, kind = tag.rpartition(".")
        if kind not in KINDS:
            hint = f"end it in one of {', '.join(KINDS)}, such as TIC-101.HI"
            reader.refuse(path, "alarm-kind", f"{tag} does not say what it watches", hint, key=True)
        elif not reader.known_key(path, owner, sources, "loop or instrument"):
            continue
        elif kind == "DEV" and owner not in loop_tags:
            message = f"{owner} has no set-point to deviate from"
            reader.refuse(path, "alarm-kind", message, "DEV is for loops", key=True)
        else:
            specs.append(_alarm(reader, path, part, sources[owner], names))
    return tuple(specs)


def _alarm(
    reader: Reader,
    path: Path,
    part: AlarmPart,
    source: TransmitterSpec,
    names: Mapping[str, Field],
) -> AlarmSpec:
    """Return one alarm on the value of ``source``."""
    tag = str(path[1])
    owner, _, kind = tag.rpartition(".")
    low, high = source.parameters["low"], source.parameters["high"]
    share, delay = RECOMMENDED.get(tag[0], _OTHERWISE)
    unit = source.unit
    limit, band = 0.0, 0.0
    if kind == "BAD":
        if part.limit is not None or part.deadband is not None:
            reader.refuse(path, "alarm-kind", f"{tag} watches quality; it has no limit", key=True)
    else:
        limit = _limit(reader, path, part, source)
        span = Field(
            "deadband", difference_of(unit), 0.0, 0.0, high - low, "definition", meaning="the range"
        )
        band = share * (high - low)
        if kind == "DEV":
            band = share * limit
        if part.deadband is not None:
            band = reader.quantity((*path, "deadband"), part.deadband, span)
    on = delay if part.on_delay is None else reader.duration((*path, "on delay"), part.on_delay)
    off = on if part.off_delay is None else reader.duration((*path, "off delay"), part.off_delay)
    reads = f"{source.tag}.QUALITY" if kind == "BAD" else f"{owner}.PV"
    suppressed: Condition | None = None
    if part.suppressed_when is not None:
        at = (*path, "suppressed when")
        suppressed = reader.condition(at, part.suppressed_when, names)
    return AlarmSpec(
        tag,
        reads,
        kind,
        limit,
        band,
        on,
        off,
        PRIORITIES[part.priority],
        part.latching,
        _shelvable(reader, path, part),
        part.cause,
        part.consequence,
        part.action,
        reader.duration((*path, "respond"), part.respond, low=1000),
        suppressed,
    )


def _limit(reader: Reader, path: Path, part: AlarmPart, source: TransmitterSpec) -> float:
    """Return the limit of an alarm; it must be one that the instrument can show."""
    tag = str(path[1])
    if part.limit is None:
        reader.refuse(path, "missing-key", f"`{tag}` has no `limit`", key=True)
        return 0.0
    low, high = source.parameters["low"], source.parameters["high"]
    if tag.endswith(".DEV"):
        field = Field("deviation", difference_of(source.unit), 0.0, 0.0, high - low, "definition")
        limit = reader.quantity((*path, "limit"), part.limit, field)
        if limit <= 0.0:
            reader.refuse((*path, "limit"), "out-of-bounds", "a deviation of 0 is always there")
        return limit
    field = Field(
        "limit", source.unit, low, low, high, "definition", meaning=f"the range of {source.tag}"
    )
    limit = reader.quantity((*path, "limit"), part.limit, field)
    never = high if tag.rpartition(".")[2].startswith("HI") else low
    if limit == never and part.limit:
        message = f"{tag} would never come: {part.limit} is the end of the range of {source.tag}"
        reader.refuse((*path, "limit"), "impossible", message)
    return limit


def _shelvable(reader: Reader, path: Path, part: AlarmPart) -> int:
    """Return how long an alarm may be shelved; the critical ones may not (ISA-18.2)."""
    if part.shelvable is None:
        return 0 if part.priority == "critical" else SHIFT_MS
    longest = reader.duration((*path, "shelvable"), part.shelvable)
    if part.priority == "critical" and longest > 0:
        message = f"{path[1]} is critical; it may not be shelved"
        reader.refuse((*path, "shelvable"), "shelvable", message, "ISA-18.2; write `0 s`")
    return longest


def interlocks(
    reader: Reader,
    parts: dict[str, InterlockPart],
    actuator_tags: list[str],
    phase_tags: list[str],
    names: Mapping[str, Field],
) -> tuple[InterlockSpec, ...]:
    """Return the interlocks; each forces an actuator or holds a phase."""
    specs: list[InterlockSpec] = []
    for tag, part in parts.items():
        path: Path = ("interlocks", tag)
        forces: dict[str, float] = {}
        for target, text in part.forces.items():
            at = (*path, "forces", target)
            if reader.known_key(at, target, actuator_tags, "actuator"):
                forces[target] = reader.quantity(at, text, PERCENT)
        for i, phase in enumerate(part.holds):
            reader.known((*path, "holds", i), phase, phase_tags, "phase")
        if not part.forces and not part.holds:
            message = f"{tag} does nothing"
            reader.refuse(path, "no-effect", message, "write `forces:` or `holds:`", key=True)
        condition = reader.condition((*path, "when"), part.when, names)
        if condition is not None:
            specs.append(
                InterlockSpec(
                    tag, part.name, condition, forces, tuple(part.holds), part.latched, part.group
                )
            )
    return tuple(specs)
