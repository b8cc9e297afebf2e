"""Faults: which kinds there are, what each can happen to, and how large it may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.language.field import Field
from simulator.language.measure import difference_of
from simulator.plant.design import Design, FaultSpec
from simulator.plant.disturbance import STAYS_WHERE_IT_IS
from simulator.scenario.document import Path
from simulator.scenario.parts import FaultPart
from simulator.scenario.reader import Reader

_D = "definition"
_SHARE = Field("size", "%", 100.0, 0.0, 100.0, _D, meaning="part that is lost")
_HERE = Field("size", "%", 0.0, 0.0, 100.0, _D, meaning="the position where it sticks")
_FACTOR = Field("size", "", 1.0, 1.0, 1000.0, _D, meaning="multiplies the noise")
_FOAM = Field("size", "", 1.0, 0.0, 20.0, _D, meaning="multiplies the foaminess")
_AIR = Field("size", "%", 20.0, 0.0, 100.0, _D, meaning="air in what flows in")
_CELLS = Field("size", "1e9 cells", 1e-9, 1e-9, 1e6, _D, meaning="how many cells came in")
_SLOPE = Field("size", "%", 100.0, 0.0, 200.0, _D, meaning="of the response that is left")
_COVERED = Field("size", "%", 50.0, 0.0, 99.0, _D, meaning="part of the sensor that is covered")
_HOLE = Field("size", "%", 100.0, 0.0, 100.0, _D, meaning="of the largest hole")
_UNEVEN = Field("size", "%", 100.0, 0.0, 100.0, _D, meaning="of the largest imbalance")
_CRACKED = Field("size", "%", 100.0, 0.0, 100.0, _D, meaning="of the bed")
_CLUMPS = Field("size", "%", 0.0, 0.0, 100.0, _D, meaning="of the cells, in clumps")
_GUARD = Field("size", "g/L", 1.0, 0.0, 20.0, _D, meaning="poloxamer that works")

_FIELDS: Mapping[str, Field] = {
    "contamination": _CELLS,
    "noise": _FACTOR,
    "slope": _SLOPE,
    "fouling": _COVERED,
    "foaming": _FOAM,
    "poloxamer": _GUARD,
    "clumping": _CLUMPS,
    "air": _AIR,
    "defect": _HOLE,
    "imbalance": _UNEVEN,
    "packing": _CRACKED,
}
_INPUTS = {
    "foaming": "foaming",
    "poloxamer": "poloxamer",
    "clumping": "clumped",
    "air": "air in feed",
    "defect": "defect",
    "imbalance": "imbalance",
    "packing": "bad packing",
}
"""Faults that set an input of a unit, and its name."""

TARGETS: Mapping[str, tuple[str, ...]] = {
    "stuck": ("instrument", "actuator"),
    "drift": ("instrument",),
    "bias": ("instrument",),
    "noise": ("instrument",),
    "fail": ("instrument",),
    "slope": ("instrument",),
    "fouling": ("instrument",),
    "blocked": ("line", "actuator", "part of a unit"),
    "trip": ("actuator",),
    "leak": ("line",),
    "loss": ("utility", "bank"),
    "contamination": ("unit",),
    "foaming": ("unit",),
    "poloxamer": ("unit",),
    "clumping": ("unit",),
    "air": ("unit",),
    "defect": ("unit",),
    "imbalance": ("unit",),
    "packing": ("unit",),
    "empty": ("vessel",),
}
"""The kinds of fault, and what each can happen to."""

_SHARED = ("blocked", "leak", "loss", "fouling", "defect", "imbalance", "packing")
"""Faults whose size is a part of the whole, all of it if nothing is said."""
_SIZED = (
    *("drift", "bias", "noise", "slope", "fouling", "contamination"),
    *(kind for kind in _INPUTS if kind not in _SHARED),
)
"""Faults whose size must be said."""

_BANK = re.compile(r"(.+) bank ([12])\Z")


@dataclass(frozen=True, slots=True)
class _Target:
    """What a fault happens to: its class, and its name in the design."""

    what: tuple[str, ...]
    name: str


def faults(
    reader: Reader, parts: list[FaultPart], design: Design, names: Mapping[str, Field]
) -> tuple[FaultSpec, ...]:
    """Return the faults; each has a tag of its own, made from kind and target if not given."""
    specs: list[FaultSpec] = []
    taken: list[str] = []
    for i, part in enumerate(parts):
        path: Path = ("happens", i)
        tag = part.tag or f"{part.fault}-{part.of}".replace(" ", "-")
        if tag in taken:
            at = (*path, "tag") if part.tag else path
            reader.refuse(at, "duplicate-tag", f"two faults are called {tag}", "give each a `tag`")
        taken.append(tag)
        target = _target(reader, path, part, design)
        if target is None:
            reader.lose(tag)
        else:
            specs.append(_fault(reader, path, tag, target, (part, design, names)))
    return tuple(specs)


def _fault(
    reader: Reader,
    path: Path,
    tag: str,
    target: _Target,
    around: tuple[FaultPart, Design, Mapping[str, Field]],
) -> FaultSpec:
    """Return one fault."""
    part, design, names = around
    starts = [key for key, on in _starts(part).items() if on]
    if len(starts) != 1:
        said = " and ".join(starts) or "no time"
        hint = "write one of `at: 2 h`, `when: <condition>` or `armed: yes`"
        reader.refuse(path, "start", f"{tag} has {said} to begin", hint)
    at = reader.duration((*path, "at"), part.at, high=design.duration_ms) if part.at else None
    when = reader.condition((*path, "when"), part.when, names) if part.when else None
    if part.lasts and part.fault in ("contamination", "empty"):
        message = f"{part.fault} happens once and does not end by itself"
        reader.refuse((*path, "lasts"), "no-end", message, "leave `lasts` out")
    if part.fault == "loss" and part.over != "0 s" and target.what == ("utility",):
        message = f"the banks of {target.name} cannot be lost slowly at the same time"
        hint = f"name one, such as `{target.name} bank 1`, or leave `over` out"
        reader.refuse((*path, "over"), "no-ramp", message, hint)
    lasts = reader.duration((*path, "lasts"), part.lasts, low=1000) if part.lasts else None
    return FaultSpec(
        tag,
        part.fault,
        target.name,
        _size(reader, path, part, target, design),
        at,
        when,
        reader.duration((*path, "over"), part.over),
        lasts,
        reader.duration((*path, "repair"), part.repair),
        part.name,
    )


def _starts(part: FaultPart) -> dict[str, bool]:
    return {"at": part.at is not None, "when": part.when is not None, "armed": part.armed}


def _classes(design: Design, of: str) -> _Target | None:
    """Return what ``of`` is in this design, or None if there is no such thing."""
    for spec in design.units:
        if spec.tag == of:
            return _Target(("unit", spec.kind), of)
    tags: Mapping[str, tuple[object, ...]] = {
        "line": design.lines,
        "utility": design.utilities,
        "instrument": design.transmitters,
        "actuator": design.actuators,
    }
    for what, specs in tags.items():
        if any(getattr(spec, "tag", "") == of for spec in specs):
            return _Target((what,), of)
    if match := _BANK.match(of):
        for utility in design.utilities:
            if utility.tag == match.group(1) and int(match.group(2)) <= utility.banks:
                return _Target(("bank",), of)
    return None


def _parts(names: Mapping[str, Field]) -> dict[str, str]:
    """Return the parts of units that can be blocked: what a scenario writes, and the number."""
    found = {}
    for name, field in names.items():
        if field.role == "input" and name.endswith(" blockage"):
            found[name.removesuffix(" blockage")] = name
    return found


def _target(reader: Reader, path: Path, part: FaultPart, design: Design) -> _Target | None:
    """Return what the fault happens to, if it can."""
    if not reader.known((*path, "fault"), part.fault, TARGETS, "kind of fault"):
        return None
    blockable = _parts(reader.truth)
    target = _classes(design, part.of)
    if target is None and part.of in blockable:
        target = _Target(("part of a unit",), blockable[part.of])
    if target is None:
        everything = [
            spec.tag
            for specs in (
                design.units,
                design.lines,
                design.transmitters,
                design.actuators,
                design.utilities,
            )
            for spec in specs
        ]
        everything += [f"{u.tag} bank {b + 1}" for u in design.utilities for b in range(u.banks)]
        reader.known((*path, "of"), part.of, [*everything, *blockable], "part of the plant")
        return None
    able = TARGETS[part.fault]
    if not any(what in able for what in target.what):
        kinds = [
            kind for kind, targets in TARGETS.items() if any(w in targets for w in target.what)
        ]
        reader.refuse(
            (*path, "of"),
            "wrong-target",
            f"{part.fault} cannot happen to {part.of}",
            f"it is for {' or '.join(_a(what) for what in able)}; "
            f"{_a(target.what[-1])} can have: {', '.join(kinds) or 'none'}",
        )
        return None
    if part.fault in _INPUTS:
        number = f"{part.of}.{_INPUTS[part.fault]}"
        if not reader.known((*path, "of"), number, reader.truth, "number"):
            return None
        return _Target(target.what, number)
    return target


def _a(word: str) -> str:
    """Return a word with its article."""
    return f"an {word}" if word[0] in "aeiou" and word[:3] != "uni" else f"a {word}"


def _size(reader: Reader, path: Path, part: FaultPart, target: _Target, design: Design) -> float:
    """Return how large the fault is, in the unit that its kind and target give."""
    field = _size_field(part.fault, target, design)
    at = (*path, "size")
    if field is None:
        if part.size is not None:
            reader.refuse(at, "no-size", f"{part.fault} has no size", "leave `size` out")
        return 1.0
    if part.size is None:
        if part.fault in _SIZED:
            unit = field.unit or "a number"
            reader.refuse(path, "missing-key", f"{part.fault} has no `size`", f"in {unit}")
        if part.fault == "stuck":
            return STAYS_WHERE_IT_IS
        return field.default / 100.0
    value = reader.quantity(at, part.size, field)
    return value / 100.0 if part.fault in _SHARED else value


def _size_field(fault: str, target: _Target, design: Design) -> Field | None:
    """Return what the size of a fault is; None if it has none."""
    if fault in _FIELDS:
        return _FIELDS[fault]
    if fault in _SHARED:
        return _SHARE
    if fault == "stuck" and "actuator" in target.what:
        return _HERE
    if fault not in {"drift", "bias"}:
        return None
    spec = next(spec for spec in design.transmitters if spec.tag == target.name)
    range_ = spec.parameters["high"] - spec.parameters["low"]
    unit = difference_of(spec.unit) + ("/d" if fault == "drift" else "")
    most = range_ * (100.0 if fault == "drift" else 1.0)
    return Field(
        "size", unit, 0.0, -most, most, _D, meaning=f"the range of {spec.tag} is {range_:g}"
    )
