"""The records behind the schedule: jobs, what the schedule remembers, and who is on duty.

A job's record says where the job is and what it waits for, so that its wait can be rebuilt at any
moment. Nothing here waits; :mod:`simulator.plant.schedule` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Any, Protocol

from simulator.language.event import Event
from simulator.language.floor import JobView, MaterialView
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.language.words import Words, say
from simulator.plant import crew
from simulator.plant.design import AnalysisSpec, Design, PeopleSpec, ShiftSpec

DAY_MS = 86_400_000
MOST_JOBS = 200
"""Most jobs that may be open at a time."""
KEPT = 100
"""How many reported samples stay in view."""

OPERATORS = "operators"
TECHNICIANS = "technicians"
ANALYSTS = "analysts"
QUALITY = "quality"
INSTRUMENT = "instrument "
"""The crew of a laboratory instrument is this word and the instrument's name."""
STORE = "store "
"""The crew of a material is this word and its name: as many as full bottles are in the store."""

SAMPLE = "sample"
BOTTLE = "bottle change"
BANK = "bank switch"
REPAIR = "maintenance"
SHIFT = "shift"
ROUTINE = "routine"
NEIGHBOUR = "neighbour"
RETEST = "retest"
CALL = "call"
RELEASE = "release"
DELIVERY = "delivery"

URGENCY: Mapping[str, int] = {BANK: 0, BOTTLE: 1}
"""Who is helped first when several wait for the same people; other kinds come after (2)."""

INDOORS = frozenset(("transport", "queued", "at instrument", "analysing", "calling"))
"""Stages at whose end nothing happens at the plant itself."""

DONE = "done"
AT_HAND = "at hand"
"""The stage of a sample that waits for its label and to be sent: for no time and no crew."""

BOTTLE_CHANGED: Words = {
    "en": "bottle changed",
    "nl": "fles gewisseld",
    "fr": "flacon remplacé",
}
MODULE_CHANGED: Words = {
    "en": "module changed",
    "nl": "module gewisseld",
    "fr": "module remplacé",
}
BANK_SWITCHED: Words = {
    "en": "switched to bank",
    "nl": "omgeschakeld naar bank",
    "fr": "basculé sur le groupe",
}
DELIVERED: Words = {
    "en": "delivered: {n} × {name}",
    "nl": "geleverd: {n} × {name}",
    "fr": "livré : {n} × {name}",
}
ROUTINE_SKIPPED: Words = {
    "en": "routine sample skipped: too many jobs are open",
    "nl": "routinemonster overgeslagen: er staan te veel opdrachten open",
    "fr": "échantillon de routine omis : trop de travaux en cours",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A reported result: of which unit and sample, and whether it is out of specification."""

    unit: str
    sample: int
    taken_at: int
    analysis: str
    out: bool


class Hands(Protocol):
    """The only way the schedule touches the plant."""

    def draw(self, unit: str, millilitres: float) -> Mapping[str, float]:
        """Remove a sample and return the true values, by the panel's ``reads``."""

    def block(self, unit: str, on: bool) -> None:
        """Stop (or free) the lines from this vessel while its bottle is changed."""

    def refill(self, unit: str) -> None:
        """Put a full bottle in the place of this vessel's."""

    def set_bank(self, utility: str, bank: int) -> None:
        """Put this bank of the utility in use."""

    def set_neighbours(self, utility: str, use: float) -> None:
        """Say what the neighbours take of the utility now, in its own unit."""

    def repair_time(self, tag: str) -> int:
        """Return how long a technician needs at this tag, in ms."""

    def repair(self, tag: str) -> str:
        """End the fault at this tag and return what was found, in the plant's language."""

    def review_time(self, lot: str) -> int:
        """Return how long the quality unit needs for a lot, in ms."""

    def judge(self, lot: str, found: Sequence[Found]) -> None:
        """Let the quality unit say where a lot stands, by what the laboratory reported."""

    def noise(self, stream: str, index: int) -> float:
        """Return the standard normal number of this stream and index."""

    def report(self, event: Event) -> None:
        """Take note of what happened."""


@dataclass(slots=True)
class Job:
    """One thing that is under way; ``kind`` and ``stage`` say what comes next.

    It waits either for a time (``due``, ms) or for its turn with a crew (``queue``). ``ticket``
    was taken when this wait began and decides between equals. ``holds`` names the crews it has
    someone of. ``step`` is the analysis or neighbour it is at; ``bank`` belongs to a bank switch;
    ``sample`` and what follows to a sample: ``kept`` stays at hand once drawn, ``label`` is what is
    written on it, ``retests`` is what was measured again. What is ``urgent`` goes before the rest.
    """

    number: int
    kind: str
    subject: str
    stage: str
    ticket: int
    due: int | None
    since: int
    queue: str = ""
    holds: list[str] = field(default_factory=list)
    step: int = 0
    bank: int = 0
    sample: int = 0
    taken_at: int | None = None
    values: dict[str, float] = field(default_factory=dict)
    results: list[list[Any]] = field(default_factory=list)
    kept: bool = False
    label: str = ""
    retests: list[list[Any]] = field(default_factory=list)
    urgent: bool = False

    def state(self) -> dict[str, Any]:
        """Return the record as JSON-able values of its own."""
        found = {name: getattr(self, name) for name in _JOB_FIELDS}
        found["holds"] = list(self.holds)
        found["values"] = dict(self.values)
        found["results"] = [list(result) for result in self.results]
        found["retests"] = [list(result) for result in self.retests]
        if not self.urgent:  # logs of before there were urgent samples have no such word
            del found["urgent"]
        return found

    @property
    def urgency(self) -> int:
        """Return its place among those who wait for the same people: 0 goes first."""
        return 1 if self.urgent else URGENCY.get(self.kind, 2)

    @property
    def ordered(self) -> bool:
        """Return whether someone asked for it, as opposed to what recurs by itself."""
        return self.kind in (SAMPLE, BOTTLE, BANK, REPAIR, RETEST, CALL, RELEASE)


_JOB_FIELDS = tuple(entry.name for entry in fields(Job))
_ALL_OF_JOB = attrgetter(*_JOB_FIELDS)
_JOB_KINDS = {entry.name: entry.type for entry in fields(Job)}


@dataclass(slots=True)
class Ledger:
    """All that the schedule must remember; ``now`` is the time of the last thing that happened."""

    now: int
    tickets: int
    numbers: int
    samples: int
    jobs: dict[int, Job]
    reported: list[Job]
    stock: dict[str, int] = field(default_factory=dict)
    _written: dict[int, tuple[tuple[Any, ...], dict[str, Any]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def state(self) -> dict[str, Any]:
        """Return everything as JSON-able values; the store only if there is one."""
        store = {"stock": dict(self.stock)} if self.stock else {}
        return {
            **store,
            "now": self.now,
            "tickets": self.tickets,
            "numbers": self.numbers,
            "samples": self.samples,
            "jobs": [job.state() for job in self.jobs.values()],
            "reported": [self._kept(job) for job in self.reported],
        }

    def _kept(self, job: Job) -> dict[str, Any]:
        """Return a reported sample as values, the same as before unless something of it changed."""
        seen = (*_ALL_OF_JOB(job), len(job.values), len(job.results), len(job.retests))
        if job.number not in self._written or self._written[job.number][0] != seen:
            self._written[job.number] = seen, job.state()
        return self._written[job.number][1]

    @classmethod
    def read(cls, state: Mapping[str, Any]) -> Ledger:
        """Return the ledger that :meth:`state` was taken of.

        Raises:
            Refusal: if the values cannot be a schedule's.
        """
        try:
            now, tickets = _whole(state["now"]), _whole(state["tickets"])
            numbers, samples = _whole(state["numbers"]), _whole(state["samples"])
            jobs = [_job(record) for record in state["jobs"]]
            reported = [_job(record) for record in state["reported"]]
            stock = {str(name): _whole(n) for name, n in state.get("stock", {}).items()}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Refusal(unusable(f"{type(error).__name__}: {error}")) from error
        numbered = {job.number: job for job in jobs}
        if len(numbered) != len(jobs):
            raise Refusal(unusable("two jobs have the same number"))
        return cls(now, tickets, numbers, samples, numbered, reported, stock)


def unusable(why: str) -> Problem:
    """Return the problem of a checkpoint that does not fit."""
    return Problem(
        "bad-checkpoint",
        text("the schedule in this checkpoint cannot be used: {why}", why=why),
        text("run again from the beginning of the log"),
    )


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{value!r} is not a whole number")
    return value


def _job(record: Mapping[str, Any]) -> Job:
    for name, value in record.items():
        kind = _JOB_KINDS[name]
        if kind == "int" or (kind == "int | None" and value is not None):
            _whole(value)
        elif kind == "str" and not isinstance(value, str):
            raise TypeError(f"{name} is not text")
        elif kind == "bool" and not isinstance(value, bool):
            raise TypeError(f"{name} is not yes or no")
    job = Job(**record)
    job.holds = list(job.holds)
    job.values = {name: float(value) for name, value in job.values.items()}
    job.results = _results(job.results)
    job.retests = _results(job.retests)
    return job


def _results(found: list[list[Any]]) -> list[list[Any]]:
    return [[str(name), float(value), str(unit)] for name, value, unit in found]


def opening(design: Design) -> Ledger:
    """Return the ledger of a plant that has not begun: only what recurs by itself."""
    jobs: list[Job] = []

    def add(kind: str, subject: str, due: int, step: int = 0) -> None:
        number = len(jobs)
        jobs.append(Job(number, kind, subject, "waiting", number, due, 0, step=step))

    if len(design.people.shifts) > 1 or tuple(crew.edges(design.people)):
        add(SHIFT, "", next_change(design.people, 0))
    for utility in design.utilities:
        for place, neighbour in enumerate(utility.neighbours):
            add(NEIGHBOUR, utility.tag, neighbour.first_ms, place)
    for place, routine in enumerate(design.routines):
        add(ROUTINE, routine.unit, routine.first_ms, place)
    for material in design.floor.materials:
        for place, coming in enumerate(material.deliveries):
            add(DELIVERY, material.tag, coming.at_ms + coming.late_ms, place)
    stock = {material.tag: material.stock for material in design.floor.materials}
    return Ledger(0, len(jobs), len(jobs), 0, {job.number: job for job in jobs}, [], stock)


def shift_at(people: PeopleSpec, t: int) -> ShiftSpec:
    """Return the shift on duty ``t`` ms into the session, less those who have their break."""
    shift, away = crew.shift_on(people, t), crew.resting(people, t)
    return replace(shift, operators=max(shift.operators - away, 0)) if away else shift


def next_change(people: PeopleSpec, t: int) -> int:
    """Return the first time after ``t`` (ms of the session) at which a shift or a break changes."""
    clock = (people.day_starts_ms + t) % DAY_MS
    starts = sorted((*(shift.start_ms % DAY_MS for shift in people.shifts), *crew.edges(people)))
    for start in starts:
        if start > clock:
            return t + start - clock
    return t + DAY_MS + starts[0] - clock


def crews(design: Design) -> tuple[str, ...]:
    """Return the names of all that jobs may wait for: people and laboratory instruments."""
    instruments = [INSTRUMENT + name for name in design.lab.instruments]
    stores = [STORE + material.tag for material in design.floor.materials]
    return (OPERATORS, TECHNICIANS, ANALYSTS, *instruments, QUALITY, *stores)


def material_of(design: Design, unit: str) -> str:
    """Return what the bottle of a unit is changed for, or "" if nobody counts bottles."""
    held = (one.tag for one in design.floor.materials if unit in one.units)
    return next(held, "")


def store(design: Design, ledger: Ledger) -> tuple[MaterialView, ...]:
    """Return what is in the store, and what was announced and is not there yet."""
    coming: dict[str, list[tuple[int, int]]] = {}
    fetched = [name for job in ledger.jobs.values() for name in job.holds]
    for job in ledger.jobs.values():
        if job.kind == DELIVERY:
            spec = next(one for one in design.floor.materials if one.tag == job.subject)
            told = spec.deliveries[job.step]
            coming.setdefault(job.subject, []).append((told.at_ms, told.brings))
    return tuple(
        MaterialView(
            one.tag,
            say(one.name, design.language),
            ledger.stock[one.tag] - fetched.count(STORE + one.tag),
            tuple(sorted(coming.get(one.tag, []))),
        )
        for one in design.floor.materials
    )


def findings(reported: Iterable[Job], panel: Sequence[AnalysisSpec]) -> Iterator[Found]:
    """Yield every reported result, oldest sample first; of one measured again, the last."""
    limits = {spec.name: (spec.low, spec.high) for spec in panel}
    for job in sorted(reported, key=lambda one: (one.taken_at or 0, one.sample)):
        for name, value, _ in (*job.results, *job.retests):
            low, high = limits.get(name, (None, None))
            out = (low is not None and value < low) or (high is not None and value > high)
            yield Found(job.subject, job.sample, job.taken_at or 0, name, out)


def sample_results(job: Job) -> tuple[tuple[str, float, str], ...]:
    """Return what has been found of a sample: (analysis, value, unit) in the panel's order."""
    return tuple((name, value, unit) for name, value, unit in job.results)


def job_view(job: Job) -> JobView:
    """Return what anyone may see of an open job."""
    return JobView(job.number, job.kind, job.subject, job.stage, job.since, job.due, job.queue)
