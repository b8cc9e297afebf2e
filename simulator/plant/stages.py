"""What happens at the end of each stage of each job; how a job waits is for the schedule to say."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping

from simulator.language.event import MessageShown, ShiftChanged, WorkDone
from simulator.language.words import say
from simulator.plant import crew, work
from simulator.plant.design import Design, NeighbourSpec
from simulator.plant.laboratory import Laboratory
from simulator.plant.work import Job, Ledger


class Stages(Laboratory):
    """The stages of all jobs; those of a sample are the laboratory's."""

    def __init__(self, design: Design, ledger: Ledger) -> None:
        super().__init__(design, ledger)
        self._neighbours = {spec.tag: spec.neighbours for spec in design.utilities}

    @abstractmethod
    def _open(self, kind: str, subject: str, t: int, bank: int = 0) -> Job:
        """Return a new job that is asked for at ``t`` (ms)."""

    @abstractmethod
    def _carry(self, job: Job) -> None:
        """Let a job go on until it is done."""

    @abstractmethod
    def _resize(self, crew: str, number: int) -> None:
        """Let so many of a crew be there from now on."""

    def _done(self, job: Job, text: str) -> None:
        self._finish(job)
        self._plant().report(WorkDone(self._now(), job.subject, text))

    def _fetch(self, job: Job) -> None:
        material = work.material_of(self._design, job.subject)
        if material:
            self._queue(job, "store", work.STORE + material)
        else:
            self._call(job)

    def _arrives(self, job: Job) -> None:
        spec = next(one for one in self._design.floor.materials if one.tag == job.subject)
        brings = spec.deliveries[job.step].brings
        self._in_store(spec.tag, brings)
        language = self._design.language
        told = say(work.DELIVERED, language).format(n=brings, name=say(spec.name, language))
        self._done(job, told)

    def _in_store(self, material: str, more: int) -> None:
        """Put so many full bottles more (or fewer) in the store."""
        self._ledger.stock[material] += more
        self._resize(work.STORE + material, self._ledger.stock[material])

    def _ask_quality(self, job: Job) -> None:
        self._queue(job, "waiting", work.QUALITY)

    def _review(self, job: Job) -> None:
        self._until(job, "working", self._now() + self._plant().review_time(job.subject))

    def _judged(self, job: Job) -> None:
        self._finish(job)
        reported = work.findings(self._ledger.reported, self._design.lab.panel)
        self._plant().judge(job.subject, tuple(reported))

    def _call(self, job: Job) -> None:
        whom = work.TECHNICIANS if job.kind == work.REPAIR else work.OPERATORS
        self._queue(job, "waiting", whom)

    def _start_bottle(self, job: Job) -> None:
        self._plant().block(job.subject, True)
        self._until(job, "working", self._now() + self._design.people.bottle_ms)

    def _bottle_changed(self, job: Job) -> None:
        self._plant().refill(job.subject)
        self._plant().block(job.subject, False)
        material = work.material_of(self._design, job.subject)
        if material:
            self._in_store(material, -1)
        modules = [one for spec in self._design.lines for one in spec.devices]
        told = work.MODULE_CHANGED if job.subject in modules else work.BOTTLE_CHANGED
        self._done(job, say(told, self._design.language))

    def _start_bank(self, job: Job) -> None:
        self._until(job, "working", self._now() + self._design.people.bank_ms)

    def _bank_switched(self, job: Job) -> None:
        self._plant().set_bank(job.subject, job.bank)
        self._done(job, f"{say(work.BANK_SWITCHED, self._design.language)} {job.bank}")

    def _start_coming(self, job: Job) -> None:
        self._until(job, "coming", self._now() + self._design.people.technician_arrives_ms)

    def _start_repair(self, job: Job) -> None:
        self._until(job, "working", self._now() + self._plant().repair_time(job.subject))

    def _repaired(self, job: Job) -> None:
        self._done(job, self._plant().repair(job.subject))

    def _change_shift(self, job: Job) -> None:
        people, now = self._design.people, self._now()
        shift = work.shift_at(people, now)
        self._resize(work.OPERATORS, shift.operators)
        self._resize(work.QUALITY, crew.of_quality(people, now))
        self._until(job, "waiting", work.next_change(people, now))
        self._plant().report(ShiftChanged(now, shift.name, shift.operators))

    def _draw_routine(self, job: Job) -> None:
        every = self._design.routines[job.step].every_ms
        if every > 0:
            self._until(job, "waiting", self._now() + every)
        else:
            self._finish(job)
        if self._full():
            text = say(work.ROUTINE_SKIPPED, self._design.language)
            self._plant().report(MessageShown(self._now(), job.subject, text))
            return
        self._carry(self._open(work.SAMPLE, job.subject, self._now()))

    def _take(self, job: Job) -> None:
        spec = self._neighbour(job)
        job.since = self._now()
        self._until(job, "taking", job.since + spec.duration_ms)
        self._tell_use(job.subject)

    def _leave(self, job: Job) -> None:
        again = job.since + max(1, self._neighbour(job).every_ms)
        self._until(job, "waiting", max(again, self._now()))
        self._tell_use(job.subject)

    def _neighbour(self, job: Job) -> NeighbourSpec:
        return self._neighbours[job.subject][job.step]

    def _tell_use(self, utility: str) -> None:
        """Let the neighbours of a utility use what those take together that are taking now."""
        use = 0.0
        for job in self._ledger.jobs.values():
            if job.stage == "taking" and job.subject == utility:
                use += self._neighbour(job).use
        self._plant().set_neighbours(utility, use)


STEPS: Mapping[tuple[str, str], Callable[[Stages, Job], None]] = {
    (work.SAMPLE, "ordered"): Stages._call,
    (work.SAMPLE, "waiting"): Stages._start_draw,
    (work.SAMPLE, "working"): Stages._drawn,
    (work.SAMPLE, "transport"): Stages._delivered,
    (work.SAMPLE, "queued"): Stages._next_analysis,
    (work.SAMPLE, "at instrument"): Stages._start_analysis,
    (work.SAMPLE, "analysing"): Stages._analysed,
    (work.SAMPLE, work.AT_HAND): Stages._delivered,
    (work.RETEST, "ordered"): Stages._delivered,
    (work.RETEST, "queued"): Stages._to_instrument,
    (work.RETEST, "at instrument"): Stages._start_analysis,
    (work.RETEST, "analysing"): Stages._retested,
    (work.CALL, "ordered"): Stages._ring,
    (work.CALL, "calling"): Stages._answered,
    (work.BOTTLE, "ordered"): Stages._fetch,
    (work.BOTTLE, "store"): Stages._call,
    (work.BOTTLE, "waiting"): Stages._start_bottle,
    (work.BOTTLE, "working"): Stages._bottle_changed,
    (work.BANK, "ordered"): Stages._call,
    (work.BANK, "waiting"): Stages._start_bank,
    (work.BANK, "working"): Stages._bank_switched,
    (work.REPAIR, "ordered"): Stages._call,
    (work.REPAIR, "waiting"): Stages._start_coming,
    (work.REPAIR, "coming"): Stages._start_repair,
    (work.REPAIR, "working"): Stages._repaired,
    (work.RELEASE, "ordered"): Stages._ask_quality,
    (work.RELEASE, "waiting"): Stages._review,
    (work.RELEASE, "working"): Stages._judged,
    (work.DELIVERY, "waiting"): Stages._arrives,
    (work.SHIFT, "waiting"): Stages._change_shift,
    (work.ROUTINE, "waiting"): Stages._draw_routine,
    (work.NEIGHBOUR, "waiting"): Stages._take,
    (work.NEIGHBOUR, "taking"): Stages._leave,
}
"""What happens at the end of each stage of each kind of job."""
