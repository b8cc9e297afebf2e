"""A small site for the schedule's tests: a design with people and a laboratory, and its hands."""

from __future__ import annotations

from dataclasses import replace

from simulator.language.event import Event
from simulator.plant.design import (
    AnalysisSpec,
    Design,
    LabSpec,
    NeighbourSpec,
    PeopleSpec,
    RoutineSpec,
    ShiftSpec,
    UnitSpec,
    UtilitySpec,
)
from simulator.plant.schedule import Schedule

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

TRUTH = {"glucose concentration": 20.0, "viable density": 10.0, "pH": 7.05}


def analysis(name: str, reads: str, minutes: float, instrument: str) -> AnalysisSpec:
    """Return an analysis with a few percent of error."""
    return AnalysisSpec(name, reads, "mM", 2, 0.03, 0.01, 0.0, minutes, instrument)


LAB = LabSpec(
    analysts=1,
    transport_ms=10 * MINUTE,
    instruments={"analyser": 1, "counter": 1},
    panel=(
        analysis("glucose", "glucose concentration", 4.0, "analyser"),
        analysis("cells", "viable density", 6.0, "counter"),
    ),
    sample_ml=15.0,
    draw_ms=5 * MINUTE,
)
PEOPLE = PeopleSpec(
    shifts=(ShiftSpec("day", 6 * HOUR, 2), ShiftSpec("night", 18 * HOUR, 1)),
    technicians=1,
    technician_arrives_ms=20 * MINUTE,
    bottle_ms=15 * MINUTE,
    bank_ms=3 * MINUTE,
    day_starts_ms=8 * HOUR,
)
STEADY = replace(PEOPLE, shifts=(ShiftSpec("day", 0, 1),))
"""One operator, always."""


def site(
    lab: LabSpec = LAB,
    people: PeopleSpec = STEADY,
    neighbours: tuple[NeighbourSpec, ...] = (),
    routines: tuple[RoutineSpec, ...] = (),
    language: str = "en",
) -> Design:
    """Return a design with two vessels and a utility, and no control."""
    names = {"en": "x"}
    return Design(
        name="site",
        scan_ms=1000,
        duration_ms=14 * DAY,
        units=tuple(UnitSpec(tag, "vessel", names, {}, {}) for tag in ("BR-101", "TK-111")),
        lines=(),
        utilities=(UtilitySpec("O2", names, "L/min", 100.0, 40.0, 2, neighbours),),
        transmitters=(),
        actuators=(),
        loops=(),
        alarms=(),
        interlocks=(),
        procedure=(),
        faults=(),
        gauges=(),
        lab=lab,
        people=people,
        routines=routines,
        language=language,
    )


class Recorder:
    """Hands that write down what they are asked, in order."""

    def __init__(self, truth: dict[str, float] | None = None, noise: float = 0.0) -> None:
        self.truth = TRUTH if truth is None else truth
        self.level = noise
        self.did: list[tuple[object, ...]] = []
        self.events: list[Event] = []

    def draw(self, unit: str, millilitres: float) -> dict[str, float]:
        """Give the same truth every time."""
        self.did.append(("draw", unit, millilitres))
        return self.truth

    def block(self, unit: str, on: bool) -> None:
        """Write it down."""
        self.did.append(("block", unit, on))

    def refill(self, unit: str) -> None:
        """Write it down."""
        self.did.append(("refill", unit))

    def set_bank(self, utility: str, bank: int) -> None:
        """Write it down."""
        self.did.append(("bank", utility, bank))

    def set_neighbours(self, utility: str, use: float) -> None:
        """Write it down."""
        self.did.append(("neighbours", utility, use))

    def repair_time(self, tag: str) -> int:
        """Return a time that differs from tag to tag."""
        return (10 + len(tag)) * MINUTE

    def repair(self, tag: str) -> str:
        """Find something."""
        self.did.append(("repair", tag))
        return f"repaired {tag}"

    def noise(self, stream: str, index: int) -> float:
        """Give a number that stands for its stream and index."""
        self.did.append(("noise", stream, index))
        return self.level * ((index % 7) - 2.5)

    def report(self, event: Event) -> None:
        """Keep the event, among the deeds too."""
        self.events.append(event)
        self.did.append(("report", event))

    def of(self, kind: type[Event]) -> list[Event]:
        """Return the events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]


def run_all(schedule: Schedule, hands: Recorder, until: int) -> None:
    """Run from event to event until the given time."""
    while (due := schedule.next_due()) is not None and due <= until:
        schedule.run_to(due, hands)
