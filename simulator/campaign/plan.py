"""What a campaign is: the plant as things that batches wait for, and the recipe (ISA-88).

Durations are whole milliseconds, amounts and rates plain numbers in the unit that their owner
names, shares fractions. A *spread* is the standard deviation of a duration as a fraction of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.language.words import Words

CLEAN, STERILE, DIRTY = "clean", "sterile", "dirty"
"""Status labels of equipment."""

Amounts = tuple[tuple[str, float], ...]
"""Names with a number each."""


@dataclass(frozen=True, slots=True)
class Work:
    """Something that takes time, and what it takes besides.

    Attributes:
        takes: how long it lasts, ms.
        spread: how much that varies, as a fraction.
        attended: how long the people are needed from its beginning on, ms.
        people: qualification and number.
        second: whether somebody else who is qualified verifies it.
        through: classes of equipment (panels, lines, skids) that it needs besides its unit.
        uses: utility and rate.
        materials: material or solution and amount.
    """

    takes: int
    spread: float = 0.0
    attended: int = 0
    people: tuple[tuple[str, int], ...] = ()
    second: bool = False
    through: tuple[str, ...] = ()
    uses: Amounts = ()
    materials: Amounts = ()


@dataclass(frozen=True, slots=True)
class Treatment:
    """How equipment gets a status label, and how long that label holds, ms (0: for ever)."""

    work: Work
    keeps: int = 0
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Equipment:
    """A class of like units.

    Attributes:
        name: of the class.
        words: for people.
        tags: of the units.
        capacity: working volume, L; 0 if it has none.
        ready: the label that a unit needs when its use begins; "" if it needs none.
        cleaning: how it is cleaned; None for what is thrown away or never cleaned.
        sterilisation: how it is sterilised.
        dirty_hold: how long it may stay dirty before its cleaning begins, ms (0: as long as it is).
        uses: so many uses follow each other between cleanings.
        fails_every: mean time in use between failures, ms (0: it never fails).
        repair: the work of a repair.
        tolerates: how long a batch in it may be without it, ms.
        survives: the chance that a contamination survives a cleaning.
    """

    name: str
    words: Words
    tags: tuple[str, ...]
    capacity: float = 0.0
    ready: str = ""
    cleaning: Treatment | None = None
    sterilisation: Treatment | None = None
    dirty_hold: int = 0
    uses: int = 1
    fails_every: int = 0
    repair: Work = Work(0)
    tolerates: int = 0
    survives: float = 0.0


@dataclass(frozen=True, slots=True)
class Crew:
    """People of one shift and one set of qualifications; times are of the day, ms.

    ``until`` is later than ``since`` and may be past midnight; ``days`` are 0 (Monday) to 6, and
    ``rest`` is the length of the break in the middle of the shift. ``wage`` is for a year.
    """

    name: str
    words: Words
    number: int
    since: int
    until: int
    days: tuple[int, ...]
    rest: int
    qualified: tuple[str, ...]
    wage: float = 0.0


@dataclass(frozen=True, slots=True)
class Utility:
    """Something that is drawn at a rate, up to a capacity; ``price`` is for 1 h at the rate 1."""

    name: str
    words: Words
    unit: str
    capacity: float
    price: float = 0.0


@dataclass(frozen=True, slots=True)
class Material:
    """Something that is kept in stock: bought, or (``work``) made in a tank of class ``tank``.

    A new lot is bought or begun when what is there and on its way falls below ``reorder``.
    ``keeps`` is its life, ms; ``analyses`` must have passed before it is used.
    """

    name: str
    words: Words
    unit: str
    stock: float
    reorder: float
    lot: float
    delivery: int
    spread: float = 0.0
    price: float = 0.0
    keeps: int = 0
    analyses: tuple[str, ...] = ()
    tank: str = ""
    work: Work | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """An analysis: who does it, on what, how long, and how often it does not pass.

    Attributes:
        name, words: what it is called.
        by: qualification of the analyst.
        hands: work of the analyst, ms.
        takes: time that the instrument is taken, ms.
        waits: time after that without anybody, such as an incubation, ms.
        instrument: what it runs on; "" for none.
        spread: of these times.
        fails: chance that a first result is out of specification.
        confirmed: chance that the retest says so too.
        price: of one.
        urgent: whether it goes before those that are not.
    """

    name: str
    words: Words
    by: str
    hands: int
    takes: int
    waits: int = 0
    instrument: str = ""
    spread: float = 0.0
    fails: float = 0.0
    confirmed: float = 0.0
    price: float = 0.0
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """What must be known and done before a batch is released."""

    analyses: tuple[str, ...] = ()
    review: Work = Work(0)


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of an operation.

    Attributes:
        name: unique in its unit procedure.
        words: for people.
        work: what it takes.
        source: the unit procedure whose product is transferred in; "" for none.
        within: how long at most after the end of the source, or of the phase before, ms (0: any).
        strict: whether a batch that comes later is lost, and not only written up.
        connections: aseptic connections that are made.
        samples: analyses of a sample that is taken at the end.
        results: analyses whose results must be there before it begins.
        leaks: chance that a single-use part leaks and the batch is lost.
    """

    name: str
    words: Words
    work: Work
    source: str = ""
    within: int = 0
    strict: bool = False
    connections: int = 0
    samples: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    leaks: float = 0.0


@dataclass(frozen=True, slots=True)
class Operation:
    """Phases after each other, or (``together``) all at once."""

    words: Words
    phases: tuple[Phase, ...]
    together: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """A unit procedure begins so long (ms) after another began or ended."""

    other: str
    ended: bool
    delay: int


@dataclass(frozen=True, slots=True)
class UnitProcedure:
    """What is done in one unit.

    Attributes:
        name, words: what it is called.
        unit: the class of equipment it runs in.
        starts: when it begins; all must be so; none: with the batch.
        operations: after each other.
        volume: what is there at its end, L (0: as much as came in).
        titre: product made, in the unit of the product for each L (0: none is made).
        portion: the part of the product that is kept.
        spread: how much titre or portion varies, as a fraction.
    """

    name: str
    words: Words
    unit: str
    operations: tuple[Operation, ...]
    starts: tuple[Start, ...] = ()
    volume: float = 0.0
    titre: float = 0.0
    portion: float = 1.0
    spread: float = 0.0

    @property
    def phases(self) -> tuple[Phase, ...]:
        """Return all phases in the order in which they are written."""
        return tuple(phase for one in self.operations for phase in one.phases)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the unit procedures that it takes product from."""
        return tuple(dict.fromkeys(phase.source for phase in self.phases if phase.source))


@dataclass(frozen=True, slots=True)
class Risks:
    """Chances of what goes wrong anywhere.

    Attributes:
        connection: that an aseptic connection lets something in.
        found: earliest and latest time after which a contamination is seen, ms.
        slip: that a phase with people is done wrongly.
        missed: that a second person does not see it.
        lost: that an error costs the batch.
    """

    connection: float = 0.0
    found: tuple[int, int] = (0, 0)
    slip: float = 0.0
    missed: float = 1.0
    lost: float = 0.0


@dataclass(frozen=True, slots=True)
class Costs:
    """What is paid for a year, whatever is made: capital and upkeep of the plant, quality."""

    currency: str = "EUR"
    capital: float = 0.0
    upkeep: float = 0.0
    quality: float = 0.0


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign, ready to be run.

    ``every`` is the least time between the starts of two batches and ``in_work`` the most batches
    in work at once (0: any number); ``duration`` is the longest time that is simulated; ``product``
    names the product and ``unit`` is what it is measured in.
    """

    name: str
    title: Words
    brief: Words
    seed: int
    batches: int
    every: int
    in_work: int
    duration: int
    product: Words
    unit: str
    equipment: Mapping[str, Equipment]
    crews: tuple[Crew, ...]
    utilities: Mapping[str, Utility]
    materials: Mapping[str, Material]
    analyses: Mapping[str, Analysis]
    instruments: Mapping[str, int]
    procedure: Mapping[str, UnitProcedure]
    release: Release
    risks: Risks
    costs: Costs
