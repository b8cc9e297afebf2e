"""What a campaign leaves behind: bookings, labels, deviations, lots and batch files."""

from __future__ import annotations

from dataclasses import dataclass, field

USE, HOLD, CLEANING, REPAIR, READY = "use", "hold", "cleaning", "repair", "preparing"
"""What equipment is taken for."""

BATCH, MATERIAL, SOLUTION = "batch", "material", "solution"
"""Kinds of lots."""

IN_WORK, QUARANTINE, RELEASED, REJECTED = "in work", "quarantine", "released", "rejected"
USED, DISCARDED = "used", "discarded"
"""What becomes of a lot."""

CONTAMINATION, OPERATOR, FAILURE, OUT_OF_SPEC, LEAK, LATE = (
    "contamination",
    "operator error",
    "equipment failure",
    "out of specification",
    "single-use leak",
    "hold time",
)
"""Causes for which a batch is lost."""


@dataclass(frozen=True, slots=True)
class Booking:
    """A piece of equipment, a person or a utility, taken for a time (ms); ``rate`` for utilities.

    ``label`` is the status label that equipment had when its use began, ``aged`` for how long (ms).
    """

    resource: str
    group: str
    start: int
    end: int
    kind: str
    batch: int
    what: str
    rate: float = 1.0
    label: str = ""
    aged: int = 0


@dataclass(frozen=True, slots=True)
class Deviation:
    """A rule that was not kept, or something that went wrong; ``batch`` 0 for none of them."""

    t: int
    batch: int
    rule: str
    subject: str
    by: int = 0
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A phase as it was done: where, when, by whom; ``waited`` since the phase could begin, ms.

    ``late`` is how long after what it had to follow it began, where a limit (``within``) holds.
    """

    procedure: str
    phase: str
    unit: str
    start: int
    end: int
    by: tuple[str, ...]
    waited: int
    late: int = 0
    within: int = 0


@dataclass(frozen=True, slots=True)
class Input:
    """What went into a lot: which lot, how much, when, and who put it there."""

    lot: str
    amount: float
    t: int
    by: tuple[str, ...]


@dataclass(slots=True)
class Lot:
    """A lot and where it came from."""

    number: str
    kind: str
    of: str
    unit: str
    made: int
    amount: float
    status: str
    left: float = 0.0
    closed: int = -1
    inputs: list[Input] = field(default_factory=list)
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A result of the laboratory."""

    batch: int
    lot: str
    analysis: str
    sampled: int
    reported: int
    passed: bool
    retested: bool


@dataclass(slots=True)
class BatchFile:
    """What there is to know about one batch; times -1 while they have not come."""

    number: int
    lot: str
    started: int
    bulk: int = -1
    closed: int = -1
    status: str = IN_WORK
    cause: str = ""
    made: float = 0.0
    product: float = 0.0
    volume: float = 0.0
    portions: dict[str, float] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    waits_for: str = ""


@dataclass(slots=True)
class Book:
    """All records of a campaign; ``end`` is when it ended, ms.

    ``waits`` is for how long (ms) batches waited for each thing they asked for, together.
    """

    seed: int
    end: int = 0
    bookings: list[Booking] = field(default_factory=list)
    deviations: list[Deviation] = field(default_factory=list)
    lots: dict[str, Lot] = field(default_factory=dict)
    batches: list[BatchFile] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    spent: dict[str, float] = field(default_factory=dict)
    waits: dict[str, int] = field(default_factory=dict)
    overtime: int = 0

    def spend(self, on: str, money: float) -> None:
        """Add an expense."""
        self.spent[on] = self.spent.get(on, 0.0) + money

    def wait(self, what: str, lasted: int) -> None:
        """Add a time (ms) that a batch waited for something."""
        if lasted > 0:
            self.waits[what] = self.waits.get(what, 0) + lasted
