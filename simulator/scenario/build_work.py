"""People, laboratory, routine samples and gauges: from the parts of a file to specifications."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.assessment.gauge import NONE
from simulator.equipment.catalogue import CATALOGUE
from simulator.language.field import Field
from simulator.language.measure import difference_of
from simulator.language.paperwork import LONGEST_LABEL, same_person
from simulator.plant.counted import tellable
from simulator.plant.design import (
    AnalysisSpec,
    GaugeSpec,
    LabSpec,
    PeopleSpec,
    RoutineSpec,
    ShiftSpec,
    UnitSpec,
)
from simulator.plant.floor_spec import PersonSpec
from simulator.scenario.document import Path
from simulator.scenario.parts import (
    AnalysisPart,
    GaugePart,
    LaboratoryPart,
    PeoplePart,
    RoutinePart,
)
from simulator.scenario.reader import Reader

DAY_MS = 86_400_000
MINUTE_MS = 60_000

_D = "definition"
SAMPLE = Field("sample", "mL", 30.0, 1.0, 5000.0, _D, meaning="what is drawn each time")


def people(reader: Reader, part: PeoplePart) -> PeopleSpec:
    """Return who works here; shifts begin at different times of the day."""
    path: Path = ("people",)
    shifts = []
    starts: list[int] = []
    for i, shift in enumerate(part.shifts):
        at = (*path, "shifts", i, "start")
        start = reader.duration(at, shift.start, high=DAY_MS - 1)
        if start in starts:
            reader.refuse(at, "same-start", f"two shifts start at {shift.start}")
        starts.append(start)
        shifts.append(ShiftSpec(shift.name, start, shift.operators))
    return PeopleSpec(
        tuple(shifts) or (ShiftSpec("day", 0, 2),),
        part.technicians,
        reader.duration((*path, "technician arrives"), part.technician_arrives),
        reader.duration((*path, "bottle change"), part.bottle_change),
        reader.duration((*path, "bank switch"), part.bank_switch),
        reader.duration((*path, "day starts"), part.day_starts, high=DAY_MS - 1),
        _crew(reader, part),
    )


def _crew(reader: Reader, part: PeoplePart) -> tuple[PersonSpec, ...]:
    """Return the people who are known by name; two of them are not called alike."""
    known = [shift.name for shift in part.shifts]
    found: list[PersonSpec] = []
    for name, person in part.crew.items():
        path: Path = ("people", "crew", name)
        if len(name) > LONGEST_LABEL or any(same_person(name, one.name) for one in found):
            reader.refuse(path, "same-name", f"{name} is there already, or too long", key=True)
        for shift in person.shifts:
            reader.known((*path, "shifts"), shift, known, "shift")
        rest = reader.duration((*path, "rest"), person.rest or "0 s", high=DAY_MS - 1)
        lasts = reader.duration((*path, "rest for"), person.rest_for, low=1000, high=DAY_MS // 4)
        pause = lasts if person.rest else 0
        shifts = tuple(person.shifts)
        found.append(PersonSpec(name, tuple(person.qualified), shifts, rest, pause))
    return tuple(found)


def laboratory(reader: Reader, part: LaboratoryPart, units: tuple[UnitSpec, ...]) -> LabSpec:
    """Return the laboratory; an analysis reads an output that at least one unit has."""
    path: Path = ("laboratory",)
    readable: dict[str, Field] = {}
    for unit in units:
        for field in tellable(CATALOGUE[unit.kind].states):
            readable.setdefault(field.name, field)
    for name, count in part.instruments.items():
        if not 1 <= count <= 100:
            message = f"{count} of {name}"
            reader.refuse((*path, "instruments", name), "out-of-bounds", message, "from 1 to 100")
    panel = []
    for name, analysis in part.panel.items():
        at = (*path, "panel", name)
        if reader.lost and analysis.reads not in readable:
            continue
        good = reader.known((*at, "reads"), analysis.reads, readable, "value of a unit")
        good &= reader.known(
            (*at, "instrument"), analysis.instrument, part.instruments, "laboratory instrument"
        )
        if good:
            panel.append(_analysis(reader, at, name, analysis, readable[analysis.reads]))
    return LabSpec(
        part.analysts,
        reader.duration((*path, "transport"), part.transport),
        part.instruments,
        tuple(panel),
        reader.quantity((*path, "sample"), part.sample, SAMPLE),
        reader.duration((*path, "draw"), part.draw),
    )


def _analysis(
    reader: Reader, path: Path, name: str, part: AnalysisPart, field: Field
) -> AnalysisSpec:
    """Return one analysis; its errors are in the unit of what it reads."""
    error = Field("error", difference_of(field.unit), 0.0, 0.0, field.high, _D)
    bias = Field("bias", difference_of(field.unit), 0.0, -field.high, field.high, _D)
    share = Field("relative", "%", 0.0, 0.0, 100.0, _D)
    takes = reader.duration((*path, "takes"), part.takes, low=1000)
    low = reader.quantity((*path, "low"), part.low, field) if part.low else None
    high = reader.quantity((*path, "high"), part.high, field) if part.high else None
    if low is not None and high is not None and low >= high:
        reader.refuse((*path, "low"), "span", f"{name}: the low limit is not below the high one")
    return AnalysisSpec(
        name,
        part.reads,
        field.unit,
        part.decimals,
        reader.quantity((*path, "relative"), part.relative, share) / 100.0,
        reader.quantity((*path, "absolute"), part.absolute, error) if part.absolute else 0.0,
        reader.quantity((*path, "bias"), part.bias, bias) if part.bias else 0.0,
        takes / MINUTE_MS,
        part.instrument,
        low,
        high,
    )


def routines(
    reader: Reader, parts: list[RoutinePart], unit_tags: list[str]
) -> tuple[RoutineSpec, ...]:
    """Return the samples that the shift draws by itself."""
    specs = []
    for i, part in enumerate(parts):
        path: Path = ("routine", i)
        reader.known((*path, "unit"), part.unit, unit_tags, "unit")
        first = reader.duration((*path, "first"), part.first)
        every = reader.duration((*path, "every"), part.every, low=10 * MINUTE_MS)
        specs.append(RoutineSpec(part.unit, first, every))
    return tuple(specs)


def gauges(
    reader: Reader, parts: dict[str, GaugePart], names: Mapping[str, Field]
) -> tuple[GaugeSpec, ...]:
    """Return the values that are watched for the results; they may be true values."""
    specs = []
    for tag, part in parts.items():
        path: Path = ("gauges", tag)
        if not reader.known((*path, "reads"), part.reads, names, "value"):
            reader.lose(tag)
            continue
        field = names[part.reads]
        low = reader.quantity((*path, "low"), part.low, field) if part.low else -NONE
        high = reader.quantity((*path, "high"), part.high, field) if part.high else NONE
        if low >= high:
            message = f"the limits of {tag} leave nothing between them"
            reader.refuse(path, "span", message, key=True)
        when = reader.condition((*path, "when"), part.when, names) if part.when else None
        specs.append(
            GaugeSpec(
                tag, part.name, part.reads, field.unit, low, high, part.role, part.decimals, when
            )
        )
    return tuple(specs)
