"""Units, lines and utilities: from the parts of a file to the specifications of a design."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.line import PARAMETERS as LINE_PARAMETERS
from simulator.equipment.through import CODES, FILTER, RETENTION, SPRAY, ULTRAFILTER
from simulator.equipment.unit import defaults
from simulator.equipment.utility import PARAMETERS as UTILITY_PARAMETERS
from simulator.language.field import Field
from simulator.language.measure import unit_of_measure
from simulator.language.problem import Refusal
from simulator.language.quantity import parse_quantity
from simulator.plant.design import ActuatorSpec, LineSpec, NeighbourSpec, UnitSpec, UtilitySpec
from simulator.plant.supplies import demand_unit
from simulator.scenario.document import Path
from simulator.scenario.parts import LinePart, NeighbourPart, UnitPart, UtilityPart
from simulator.scenario.reader import Reader

DRAIN = "drain"
"""What a line leads to when it leads out of the plant."""


def units(reader: Reader, parts: dict[str, UnitPart]) -> tuple[UnitSpec, ...]:
    """Return the units; a unit of an unknown kind is left out."""
    if not parts:
        reader.refuse((), "no-unit", "there is no unit", "a plant has at least one, under `units:`")
    specs: list[UnitSpec] = []
    for tag, part in parts.items():
        path: Path = ("units", tag)
        if not reader.known((*path, "kind"), part.kind, CATALOGUE, "kind of unit"):
            reader.lose(tag)
            continue
        kind = CATALOGUE[part.kind]
        fields = {field.name: field for field in kind.parameters}
        parameters = reader.numbers((*path, "parameters"), part.parameters, fields)
        before = len(reader.problems)
        initial = reader.numbers((*path, "initial"), part.initial, kind.givable())
        if len(reader.problems) == before:
            try:
                kind.initial(defaults(kind.parameters) | parameters, initial)
            except Refusal as refusal:
                reader.refused((*path, "initial"), refusal)
        specs.append(UnitSpec(tag, part.kind, part.name, parameters, initial))
    return tuple(specs)


def lines(
    reader: Reader, parts: dict[str, LinePart], units_there: dict[str, UnitPart]
) -> tuple[LineSpec, ...]:
    """Return the transfer lines between these units, of which both ends hold the same things."""
    kinds = {tag: part.kind for tag, part in units_there.items()}
    fields = {field.name: field for field in LINE_PARAMETERS}
    tags = [tag for tag, kind in kinds.items() if not _device(kind)]
    specs: list[LineSpec] = []
    taken: dict[str, str] = {}
    for tag, part in parts.items():
        path: Path = ("lines", tag)
        good = _end(reader, (*path, "from"), part.source, kinds, tags)
        good &= _end(reader, (*path, "to"), part.to, kinds, [*tags, DRAIN])
        goes_round = kinds.get(part.through or "") == "cleaned vessel"
        if part.source == part.to and not goes_round:
            reader.refuse((*path, "to"), "same-unit", f"{tag} leads from {part.to} to itself")
        ends = [units_there[end].kind for end in (part.source, part.to) if end in units_there]
        met = [CATALOGUE[kind] for kind in ends if kind in CATALOGUE]
        if len(met) == 2 and not met[1].takes(met[0]):
            message = f"a {ends[1]} does not hold all that comes from a {ends[0]}"
            able = [n for n, kind in CATALOGUE.items() if not kind.device and kind.takes(met[0])]
            reader.refuse((*path, "to"), "other-kind", message, f"one of: {', '.join(able)}")
        good &= _through(reader, path, part, kinds, taken)
        good &= _prefilter(reader, path, part, kinds)
        parameters = reader.numbers((*path, "parameters"), part.parameters, fields)
        sink = None if part.to == DRAIN else part.to
        if good:
            spec = LineSpec(
                tag, part.name, part.source, sink, parameters, part.through, part.prefilter
            )
            specs.append(spec)
        else:
            reader.lose(tag)
    return tuple(specs)


def _end(
    reader: Reader, path: Path, end: str, kinds: Mapping[str, str], able: Iterable[str]
) -> bool:
    """Return whether a line may begin or end here; a device is passed, and holds nothing."""
    if _device(kinds.get(end, "")):
        message = f"{end} is a device, in which no line begins or ends"
        reader.refuse(path, "device", message, f"lead a line through it with `through: {end}`")
        return False
    return reader.known(path, end, able, "unit")


def _through(
    reader: Reader, path: Path, part: LinePart, kinds: Mapping[str, str], taken: dict[str, str]
) -> bool:
    """Return whether a line may be led through the device it names, if any.

    A device that works beside its source, as cassettes and retention modules do, takes one line.
    """
    if part.through is None:
        return True
    at = (*path, "through")
    devices = [tag for tag, kind in kinds.items() if _device(kind)]
    if not reader.known(at, part.through, devices, "device"):
        return False
    device = CATALOGUE[kinds[part.through]]
    if part.through in taken and (device.passive or device.name == "ultrafilter"):
        message = f"{taken[part.through]} is led through {part.through} already"
        reader.refuse(at, "taken", message, "one line to a module")
    taken[part.through] = str(path[-1])
    kind = CATALOGUE.get(kinds.get(part.source, ""))
    if kind is not None and not device.takes(kind):
        message = f"what comes from a {kind.name} does not pass the fibres of {part.through}"
        reader.refuse(at, "other-kind", message, "leave `through` out")
    sink = CATALOGUE.get(kinds.get(part.to, ""))
    if sink is not None and not device.passive and not sink.takes(device):
        message = f"a {sink.name} does not hold all that comes through a {device.name}"
        able = [n for n, one in CATALOGUE.items() if not one.device and one.takes(device)]
        reader.refuse((*path, "to"), "other-kind", message, f"one of: {', '.join(able)}")
    return True


def _prefilter(reader: Reader, path: Path, part: LinePart, kinds: Mapping[str, str]) -> bool:
    """Return whether the prefilter that a line names, if any, is a filter before a device."""
    if part.prefilter is None:
        return True
    at = (*path, "prefilter")
    filters = [tag for tag, kind in kinds.items() if CODES.get(kind) == FILTER]
    if not reader.known(at, part.prefilter, filters, "filter"):
        return False
    guarded = CODES.get(kinds.get(part.through or "", ""))
    if part.through == part.prefilter or guarded in (None, RETENTION, SPRAY, ULTRAFILTER):
        message = "a prefilter stands before a column, a centrifuge or another filter"
        reader.refuse(at, "no-device", message, "name that with `through`, or leave this out")
        return False
    return True


def _device(kind: str) -> bool:
    """Return whether lines lead through a kind of unit, and none begins or ends in it."""
    return kind in CATALOGUE and CATALOGUE[kind].device


def utilities(
    reader: Reader, parts: dict[str, UtilityPart], units_there: dict[str, UnitPart]
) -> tuple[UtilitySpec, ...]:
    """Return the utilities, each in its own unit of measure."""
    makers = {
        tag: unit
        for tag, part in units_there.items()
        if part.kind in CATALOGUE and (unit := demand_unit(part.kind)) is not None
    }
    taken: dict[str, str] = {}
    specs: list[UtilitySpec] = []
    for tag, part in parts.items():
        path: Path = ("utilities", tag)
        try:
            unit_of_measure(part.unit)
        except Refusal as refusal:
            reader.refused((*path, "unit"), refusal)
            reader.lose(tag)
            continue
        specs.append(
            UtilitySpec(
                tag,
                part.name,
                part.unit,
                *_sizes(reader, path, part),
                part.banks,
                tuple(
                    _neighbour(reader, (*path, "neighbours", i), one, part.unit)
                    for i, one in enumerate(part.neighbours)
                ),
                _maker(reader, path, part, makers, taken),
            )
        )
    return tuple(specs)


def _sizes(reader: Reader, path: Path, part: UtilityPart) -> tuple[float, float]:
    """Return the capacity and design use of a utility; nothing for one that a unit makes."""
    sizes = []
    for field, said in zip(UTILITY_PARAMETERS, (part.capacity, part.design_use), strict=True):
        if part.made_by is None and said is None:
            hint = "or `made by`, with the unit that makes it"
            reader.refuse(path, "missing-key", f"{path[-1]} has no `{field.name}`", hint)
        elif part.made_by is not None and said is not None:
            message = f"{path[-1]} is made by {part.made_by}, which says what there is of it"
            reader.refuse((*path, field.name), "twice", message, f"leave `{field.name}` out")
        value = field.default
        if said is not None:
            own = replace(field, unit=part.unit)
            value = reader.quantity((*path, field.name), said, own)
        sizes.append(value)
    return sizes[0], sizes[1]


def _maker(
    reader: Reader, path: Path, part: UtilityPart, makers: dict[str, str], taken: dict[str, str]
) -> str | None:
    """Return the unit that makes a utility, if one does."""
    at = (*path, "made by")
    if part.made_by is None or not reader.known(at, part.made_by, makers, "unit that makes one"):
        return None
    if part.made_by in taken:
        message = f"{part.made_by} makes {taken[part.made_by]} already"
        reader.refuse(at, "taken", message, "one utility to a unit")
    taken[part.made_by] = str(path[-1])
    try:
        parse_quantity(f"1 {part.unit}", makers[part.made_by])
    except Refusal as refusal:
        reader.refused((*path, "unit"), refusal)
        return None
    return part.made_by


def users(
    reader: Reader,
    made: tuple[UtilitySpec, ...],
    units_there: dict[str, UnitPart],
    moved: list[tuple[ActuatorSpec, str]],
) -> None:
    """Refuse an actuator that uses a utility, made by a unit, in another unit of measure.

    ``moved`` are the actuators, each with the unit of measure of what it moves.
    """
    makers = {spec.tag: spec.made_by for spec in made if spec.made_by is not None}
    for spec, unit in moved:
        if spec.supply in makers:
            wanted = demand_unit(units_there[makers[spec.supply]].kind) or ""
            try:
                parse_quantity(f"1 {unit}".strip(), wanted)
            except Refusal as refusal:
                reader.refused(("actuators", spec.tag, "supply"), refusal)


def _neighbour(reader: Reader, path: Path, part: NeighbourPart, unit: str) -> NeighbourSpec:
    """Return a consumer that takes its share at set times."""
    use = Field("use", unit, 0.0, 0.0, 1e9, "definition")
    every = reader.duration((*path, "every"), part.every, low=1000)
    duration = reader.duration((*path, "duration"), part.duration, low=1000)
    if duration >= every:
        message = f"{part.name} takes longer than the time until it comes again"
        reader.refuse((*path, "duration"), "out-of-bounds", message, "shorten it, or `every` more")
    return NeighbourSpec(
        part.name,
        reader.quantity((*path, "use"), part.use, use),
        reader.duration((*path, "first"), part.first),
        every,
        duration,
    )
