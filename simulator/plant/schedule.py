"""What waits and queues, by SimPy: people, the laboratory, shifts and the neighbours of utilities.

The rules:

* **People.** A job asks for one operator (sample, bottle change, bank switch) or one technician
  (maintenance). Who waits is helped by urgency - a bank switch, then a bottle change, then the
  rest - and within that in the order of asking. Nobody is called away from work in hand.
* **Shifts.** At a shift change the number on duty changes. Work in hand is finished by whoever
  began it and counts against the new shift until then; somebody is free again only when fewer
  are busy than are on duty.
* **A sample** is drawn by an operator, carried to the laboratory, and waits for an analyst, who
  keeps it until it is reported. The analyses of the panel follow one another; each asks for its
  instrument, waits if that is busy, and frees it when its minutes are over. An analysis of
  something the vessel does not have is left out.
* **A bottle change** stops the lines from the vessel from beginning to end.
* **Samples kept at hand** wait without anybody until they are sent. A *retest* is one analysis
  of a reported sample again. Who is *called* answers by a message.
* **The store.** Where bottles are counted, a change waits for a full one; deliveries bring more.
* **The quality unit** reviews lots, one by one, while somebody of it is here.
* **Urgent** samples go first with analysts and instruments, also when they wait already.
* **Maintenance.** A technician comes once free, and then works as long as the repair needs.
* **Neighbours** take their use of a utility from time to time, whatever else happens.
* **Ties.** What falls in the same millisecond happens in the order in which the waits began
  (the *ticket* of each job).

Times are whole milliseconds since the session began. SimPy keeps the clock and what happens next;
every job is a record (:class:`~simulator.plant.work.Job`) that says what it waits for, so a
checkpoint needs nothing of an event.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from operator import attrgetter
from typing import Any

import simpy

from simulator.language.problem import Problem, Refusal
from simulator.plant import crew, work
from simulator.plant.design import Design
from simulator.plant.stages import STEPS, Stages
from simulator.plant.work import Hands, Job, Ledger

__all__ = ["Hands", "Schedule"]

_ON_SHIFT = (work.OPERATORS, work.QUALITY)
"""Crews whose number the shift changes."""


class _Seat(simpy.Event):
    """The turn of a job with a crew: it happens once somebody is free for it."""

    def __init__(self, env: simpy.Environment, job: Job) -> None:
        super().__init__(env)
        self.job = job
        self.asked = env.now

    @property
    def key(self) -> tuple[int, float]:
        """What decides who goes first: the urgency of the job, then who asked first."""
        return self.job.urgency, self.asked


class _Crew:
    """People or instruments of one sort; their number may change, also to none.

    It does what SimPy's PriorityResource does, with fewer events: none where a seat becomes free
    that nobody waits for, which is so nearly always.
    """

    def __init__(self, env: simpy.Environment, number: int) -> None:
        self._env = env
        self.number = number
        self.busy = 0
        self._waiting: list[_Seat] = []

    def resize(self, number: int) -> None:
        """Let so many be on duty from now on; who is busy stays so, even if they are too many."""
        self.number = number
        self._serve()

    def ask(self, job: Job) -> _Seat:
        """Let a job wait for its turn."""
        seat = _Seat(self._env, job)
        self._waiting.append(seat)
        self.sort()
        self._serve()
        return seat

    def take(self) -> bool:
        """Take somebody at once, if anybody is free and nobody waits; return whether that is so."""
        taken = not self._waiting and self.busy < self.number
        self.busy += taken
        return taken

    def free(self) -> None:
        """Let somebody be free; who waits has their turn after what is happening now."""
        self.busy -= 1
        if self._waiting:
            self._env.timeout(0).callbacks.append(self._serve)

    def sort(self) -> None:
        """Put those who wait in order; whoever were equals stay as they are."""
        if len(self._waiting) > 1:
            self._waiting.sort(key=attrgetter("key"))

    def _serve(self, _: simpy.Event | None = None) -> None:
        """Let the first who waits have their turn, if somebody is free."""
        if self._waiting and self.busy < self.number:
            self.busy += 1
            self._waiting.pop(0).succeed()


class Schedule(Stages):
    """What waits and queues in the plant of ``design``.

    The requests (:meth:`sample` and what follows) take effect when :meth:`run_to` next passes
    their time. They refuse what the ``may_`` checks refuse, and a time that is past.
    """

    def __init__(self, design: Design, ledger: Ledger | None = None) -> None:
        super().__init__(design, ledger or work.opening(design))
        self._hands: Hands | None = None
        self._env = simpy.Environment(self._ledger.now)
        self._crews = {name: _Crew(self._env, n) for name, n in self._numbers().items()}
        jobs = sorted(self._ledger.jobs.values(), key=lambda job: job.ticket)
        for job in jobs:  # a shift may have more people at work than it has on duty
            for name in job.holds:
                self._crews[name].busy += 1
        for job in jobs:
            if job.stage != work.AT_HAND:
                self._carry(job)

    def _numbers(self) -> dict[str, int]:
        """Return how many there are of each crew now."""
        lab, people, now = self._design.lab, self._design.people, self._ledger.now
        return {
            work.OPERATORS: work.shift_at(people, now).operators,
            work.TECHNICIANS: people.technicians,
            work.ANALYSTS: lab.analysts,
            **{work.INSTRUMENT + name: number for name, number in lab.instruments.items()},
            work.QUALITY: crew.of_quality(people, now),
            **{work.STORE + name: stock for name, stock in self._ledger.stock.items()},
        }

    # -- the clock ---------------------------------------------------------------------------

    def next_due(self) -> int | None:
        """Return the earliest time (ms) at which something will happen, if anything will.

        This is for who drives a schedule alone, as tests do; a plant asks :meth:`next_visit`.
        """
        due = self._env.peek()
        return None if due == simpy.core.Infinity else int(due)

    def next_visit(self) -> int | None:
        """Return the earliest time (ms) at which something will happen at the plant, if anything.

        For what goes on indoors the plant need not wait: :meth:`run_to` does it later, each thing
        at its own time and in order. A shift that nobody waits for changes nothing at the plant.
        """
        jobs = self._ledger.jobs.values()
        due = [
            job.due
            for job in jobs
            if job.due is not None
            and job.stage not in work.INDOORS
            and (job.kind != work.SHIFT or any(one.queue in _ON_SHIFT for one in jobs))
        ]
        return min(due, default=None)

    def run_to(self, t: int, hands: Hands) -> None:
        """Let everything happen that is due at or before ``t`` (ms), in order, by ``hands``."""
        self._hands = hands
        try:
            while self._env.peek() <= t:
                self._env.step()
        finally:
            self._hands = None

    def _now(self) -> int:
        return int(self._env.now)

    # -- requests ----------------------------------------------------------------------------

    def sample(self, unit: str, t: int, kept: bool = False) -> int:
        """Ask at ``t`` (ms) for a sample of the unit; return its number, counted from 1.

        It is labelled and sent; if ``kept``, it stays at hand without a label.

        Raises:
            Refusal: what :meth:`may_sample` says, or that ``t`` is past.
        """
        job = self._order(self.may_sample(unit), work.SAMPLE, unit, t)
        if kept:
            job.kept, job.label = True, ""
        return job.sample

    def send(self, sample: int, t: int) -> None:
        """Send at ``t`` (ms) a sample that is at hand; raise Refusal as :meth:`may_send` says."""
        job = self._sample(sample)
        problem = self.may_send(sample)
        if problem is not None or isinstance(job, Problem):
            raise Refusal(problem or ())
        self._until(job, "transport", t + self._design.lab.transport_ms)
        self._carry(job)

    def retest(self, sample: int, analysis: str, t: int) -> None:
        """Ask at ``t`` (ms) for another measurement; raise Refusal as :meth:`may_retest` says."""
        first = self._sample(sample)
        problem = self.may_retest(sample, analysis, t)
        if problem is not None or isinstance(first, Problem):
            raise Refusal(problem or ())
        job = self._order(None, work.RETEST, first.subject, t)
        names = [spec.name for spec in self._design.lab.panel]
        job.sample, job.taken_at, job.step = sample, first.taken_at, names.index(analysis)
        job.values = dict(first.values)

    def ask_release(self, lot: str, t: int) -> None:
        """Ask the quality unit at ``t`` (ms) for a lot; raise Refusal if it is asked already."""
        self._order(self.may_ask_release(lot), work.RELEASE, lot, t)

    def hurry(self, sample: int) -> None:
        """Let a sample go before those that are not urgent; Refusal as :meth:`may_hurry` says."""
        job = self._sample(sample)
        problem = self.may_hurry(sample)
        if problem is not None or isinstance(job, Problem):
            raise Refusal(problem or ())
        job.urgent = True
        if job.queue:
            self._crews[job.queue].sort()

    def call(self, contact: str, t: int) -> None:
        """Call somebody at ``t`` (ms); raise Refusal as :meth:`may_call` says."""
        self._order(self.may_call(contact), work.CALL, contact, t)

    def change_bottle(self, unit: str, t: int) -> None:
        """Ask at ``t`` (ms) for a full bottle; raise Refusal as :meth:`may_change_bottle` says."""
        self._order(self.may_change_bottle(unit), work.BOTTLE, unit, t)

    def switch_bank(self, utility: str, bank: int, t: int) -> None:
        """Ask at ``t`` (ms) for another bank; raise Refusal as :meth:`may_switch_bank` says."""
        self._order(self.may_switch_bank(utility, bank), work.BANK, utility, t, bank)

    def call_maintenance(self, tag: str, t: int) -> None:
        """Call a technician at ``t`` (ms); raise Refusal as :meth:`may_call_maintenance` says."""
        self._order(self.may_call_maintenance(tag), work.REPAIR, tag, t)

    def _order(
        self, problem: Problem | None, kind: str, subject: str, t: int, bank: int = 0
    ) -> Job:
        if problem is None and t < self._now():
            hint = "give a time that is not past"
            problem = Problem("past", f"{t} ms is before {self._now()} ms", hint)
        if problem is not None:
            raise Refusal(problem)
        job = self._open(kind, subject, t, bank)
        self._carry(job)
        return job

    def _open(self, kind: str, subject: str, t: int, bank: int = 0) -> Job:
        book = self._ledger
        job = Job(book.numbers, kind, subject, "ordered", self._ticket(), t, t, bank=bank)
        book.numbers += 1
        if kind == work.SAMPLE:
            book.samples += 1
            job.sample = book.samples
            job.label = f"{subject}/{job.sample}"
        book.jobs[job.number] = job
        return job

    # -- views and checkpoints ---------------------------------------------------------------

    @property
    def people_on_shift(self) -> int:
        """Return how many operators are on duty."""
        return self._crews[work.OPERATORS].number

    @property
    def shift(self) -> str:
        """Return the name of the shift on duty."""
        return work.shift_at(self._design.people, self._now()).name

    @property
    def people_free(self) -> int:
        """Return how many operators on duty have nothing in hand."""
        crew = self._crews[work.OPERATORS]
        return max(0, crew.number - crew.busy)

    def state(self) -> dict[str, Any]:
        """Return all that a checkpoint needs, as JSON-able values."""
        self._ledger.now = self._now()
        return self._ledger.state()

    @classmethod
    def restored(cls, design: Design, state: Mapping[str, Any]) -> Schedule:
        """Return the schedule that :meth:`state` was taken of.

        Raises:
            Refusal: if the state is not one of a schedule of this design.
        """
        ledger = Ledger.read(state)
        crews = work.crews(design)
        coming = {one.tag: len(one.deliveries) for one in design.floor.materials}
        if sorted(ledger.stock) != sorted(coming):
            raise Refusal(work.unusable("the store is not of this plant"))
        for job in ledger.jobs.values():
            waits = job.queue in crews if job.due is None else job.due >= ledger.now
            waits = waits or job.stage == work.AT_HAND
            held = all(name in crews for name in job.holds)
            told = job.kind != work.DELIVERY or job.step < coming.get(job.subject, 0)
            if not (waits and held and told and (job.kind, job.stage) in STEPS):
                raise Refusal(work.unusable(f"job {job.number} is not of this plant"))
        return cls(design, ledger)

    # -- how a job goes on -------------------------------------------------------------------

    def _carry(self, job: Job) -> None:
        """Let a job wait for what its record says; it goes on from there until it is done."""
        if job.stage in (work.DONE, work.AT_HAND):
            return
        wait = (
            self._crews[job.queue].ask(job)
            if job.due is None
            else self._env.timeout(job.due - self._env.now)
        )
        wait.callbacks.append(partial(self._go_on, job))

    def _go_on(self, job: Job, _: simpy.Event) -> None:
        """Do what comes at the end of a wait, and let the next one begin."""
        over = True
        while over:
            if job.due is None:
                job.holds.append(job.queue)
                job.queue = ""
            STEPS[job.kind, job.stage](self, job)
            over = self._takes_turn(job)
        self._carry(job)

    def _takes_turn(self, job: Job) -> bool:
        """Take somebody for a job that need not wait for its turn; return whether that is so.

        The wait would be over in the same millisecond, and nothing else falls in that.
        """
        alone = job.queue != "" and self._env.peek() > self._env.now
        return alone and self._crews[job.queue].take()

    def _resize(self, crew: str, number: int) -> None:
        self._crews[crew].resize(number)

    def _release(self, job: Job, crew: str) -> None:
        job.holds.remove(crew)
        self._crews[crew].free()

    def _finish(self, job: Job) -> None:
        job.stage, job.due = work.DONE, None
        for name in list(job.holds):
            self._release(job, name)
        del self._ledger.jobs[job.number]

    def _plant(self) -> Hands:
        assert self._hands is not None, "something happened outside run_to"
        return self._hands
