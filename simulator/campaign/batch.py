"""One batch on its way: each unit procedure of the recipe is a process that waits for its turn."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from simulator.campaign.floor import Claim, Floor, Steps, Unit
from simulator.campaign.jobs import Jobs, people_of
from simulator.campaign.plan import Phase, UnitProcedure
from simulator.campaign.records import (
    BATCH,
    CONTAMINATION,
    FAILURE,
    HOLD,
    LATE,
    LEAK,
    OPERATOR,
    OUT_OF_SPEC,
    QUARANTINE,
    READY,
    REJECTED,
    RELEASED,
    REPAIR,
    USE,
    BatchFile,
    Booking,
    Deviation,
    Input,
    Lot,
    Step,
)
from simulator.campaign.stores import Stores
from simulator.campaign.waiting import BatchLost, Waiting


class Batch(Waiting):
    """A batch of the recipe; ``done`` when its product is made, ``closed`` when that is judged."""

    def __init__(self, floor: Floor, jobs: Jobs, stores: Stores, number: int) -> None:
        super().__init__(floor, jobs, BatchFile(number, f"B-{number:03d}", floor.now))
        self.stores = stores
        self.lot = Lot(
            self.file.lot, BATCH, "product", floor.plan.unit, floor.now, 0.0, self.file.status
        )
        floor.book.batches.append(self.file)
        floor.book.lots[self.lot.number] = self.lot
        env = floor.env
        self.done, self.closed = env.event(), env.event()
        self._begun = {name: env.event() for name in floor.plan.procedure}
        self._ended = {name: env.event() for name in floor.plan.procedure}
        self._moved: dict[tuple[str, str], Any] = {}
        for name, procedure in floor.plan.procedure.items():
            self._moved |= {(source, name): env.event() for source in procedure.sources}
        self._results: dict[str, Any] = {}
        self._ended_at: dict[str, int] = {}
        self._amounts: dict[str, tuple[float, float]] = {}
        self._tainted_by = 0

    def begin(self) -> None:
        """Let all unit procedures wait for their turn."""
        for procedure in self.floor.plan.procedure.values():
            self.floor.env.process(self._procedure(procedure))
        self.floor.env.process(self._release())

    # -- a unit procedure --------------------------------------------------------------------

    def _procedure(self, plan: UnitProcedure) -> Steps:
        unit: Unit | None = None
        taken = 0
        try:
            for start in plan.starts:
                event = self._ended[start.other] if start.ended else self._begun[start.other]
                yield from self._wait(event)
                yield from self._wait(self.floor.env.timeout(start.delay))
            claim = yield from self._claim(plan.name, None, (plan.unit,))
            unit, taken = claim.units[0], self.floor.now
            yield from self.jobs.make_ready(unit)
            began = self.floor.now
            self._begin_use(unit)
            self._book(unit, READY, taken, began, plan.name)
            self._begun[plan.name].succeed()
            for operation in plan.operations:
                if operation.together:
                    every = [
                        self.floor.env.process(self._apart(plan, phase, unit))
                        for phase in operation.phases
                    ]
                    yield from self._wait(self.floor.env.all_of(every))
                else:
                    for phase in operation.phases:
                        yield from self._phase(plan, phase, unit)
            self._finish(plan)
            ended = self.floor.now
            self._book(unit, USE, began, ended, plan.name)
            taken = ended
            for (source, _), moved in self._moved.items():
                if source == plan.name:
                    yield from self._wait(moved)
            self._book(unit, HOLD, ended, self.floor.now, plan.name)
        except BatchLost:
            if unit is not None:
                self._book(unit, USE, taken, self.floor.now, plan.name)
        finally:
            if unit is not None:
                self.floor.env.process(self.jobs.turn_round(unit))

    def _apart(self, plan: UnitProcedure, phase: Phase, unit: Unit) -> Steps:
        """Run one of several phases at once; the loss of the batch is for the others to see."""
        try:
            yield from self._phase(plan, phase, unit)
        except BatchLost:
            return

    def _book(self, unit: Unit, kind: str, start: int, end: int, what: str) -> None:
        if end > start:
            self.floor.book.bookings.append(
                Booking(unit.tag, unit.kind.name, start, end, kind, self.file.number, what)
            )

    def _begin_use(self, unit: Unit) -> None:
        """Look at the label of a unit before it is used, and write it up."""
        floor = self.floor
        beyond = self.jobs.aged_beyond(unit)
        floor.book.bookings.append(
            Booking(
                unit.tag, unit.kind.name, floor.now, floor.now, "label", self.file.number,
                unit.kind.ready, 1.0, unit.label, floor.now - unit.since,
            )
        )  # fmt: skip
        if unit.kind.ready and (beyond > 0 or unit.label != unit.kind.ready):
            self._deviates("status label", unit.tag, beyond)
        if unit.tainted and not self._tainted_by:
            self._taint(unit.tainted, unit.tag)
        if self._tainted_by:
            unit.tainted = self._tainted_by

    # -- a phase -----------------------------------------------------------------------------

    def _phase(self, plan: UnitProcedure, phase: Phase, unit: Unit) -> Steps:
        floor = self.floor
        could = floor.now
        origin = could
        if phase.source:
            yield from self._wait(self._ended[phase.source])
            could, origin = floor.now, self._ended_at[phase.source]
        for name in phase.results:
            yield from self._wait(self._results[name])
        inputs = yield from self._draw(plan, phase)
        lines: list[Unit] = []
        where = f"{plan.name}/{phase.name}"
        began = floor.now
        by: tuple[str, ...] = ()
        try:
            if phase.work.through:
                got = yield from self._claim(where, None, phase.work.through)
                lines, since = got.units, floor.now
                for line in lines:
                    yield from self.jobs.make_ready(line)
                    self._begin_use(line)
            claim = yield from self._claim(where, phase, ())
            began, by = floor.now, claim.names
            self._judge_hold(where, phase, began - origin)
            try:
                yield from self._do(phase, unit, claim, where)
            finally:
                self._let_go(claim, began, where)
        finally:
            for line in lines:
                self._book(line, USE, since, floor.now, where)
                floor.env.process(self.jobs.turn_round(line))
            self.lot.inputs += [Input(lot, amount, began, by) for lot, amount in inputs]
        late = began - origin if phase.within else 0
        self.file.steps.append(
            Step(plan.name, phase.name, unit.tag, began, floor.now, by, began - could, late,
                 phase.within)
        )  # fmt: skip
        self._afterwards(plan, phase, unit)

    def _draw(
        self, plan: UnitProcedure, phase: Phase
    ) -> Generator[Any, Any, list[tuple[str, float]]]:
        """Wait for all materials of a phase; return the lots and amounts."""
        drawn: list[tuple[str, float]] = []
        for name, amount in phase.work.materials:
            granted = self.stores[name].take(amount)
            where = f"{plan.name}/{phase.name} "
            self._waiting[where], asked = name, self.floor.now
            try:
                yield from self._wait(granted)
            except BatchLost:
                self.stores[name].drop(granted)
                drawn += granted.value if granted.triggered else []
                t = self.floor.now  # what was drawn is gone, though nobody used it
                self.lot.inputs += [Input(lot, part, t, ()) for lot, part in drawn]
                raise
            finally:
                self.floor.book.wait(self._waiting.pop(where), self.floor.now - asked)
            drawn += granted.value
        return drawn

    def _judge_hold(self, where: str, phase: Phase, late: int) -> None:
        if phase.within and late > phase.within:
            self._deviates(LATE, where, late - phase.within, phase.strict)
            if phase.strict:
                self._lose(LATE)
                raise BatchLost

    def _do(self, phase: Phase, unit: Unit, claim: Claim, where: str) -> Steps:
        """Let the time of a phase pass, people leaving when they are not needed any more."""
        floor, work = self.floor, phase.work
        luck = f"{self.file.lot} {where}"
        takes = floor.dice.lasting(luck, work.takes, work.spread)
        began = floor.now
        attended = min(work.attended or takes, takes)
        yield from self._run(unit, attended, where)
        floor.free_people(claim, began, self.file.number, where)
        yield from self._run(unit, takes - attended, where)

    def _run(self, unit: Unit, lasts: int, where: str) -> Steps:
        """Let a unit run for so long (ms); when it fails, it is repaired and goes on."""
        floor, kind = self.floor, unit.kind
        while kind.fails_every and unit.life <= lasts:
            yield from self._wait(floor.env.timeout(unit.life))
            lasts -= unit.life
            unit.life = floor.dice.life(f"life {unit.tag}", kind.fails_every)
            failed, work = floor.now, kind.repair
            claim = floor.claim(0, (), people_of(work), (), work.attended or work.takes)
            yield claim.granted
            began = floor.now
            yield floor.env.timeout(
                floor.dice.lasting(f"repair {unit.tag}", work.takes, work.spread)
            )
            floor.free_people(claim, began, self.file.number, f"repair {unit.tag}")
            self._book(unit, REPAIR, failed, floor.now, where)
            lost = bool(kind.tolerates) and floor.now - failed > kind.tolerates
            self._deviates(FAILURE, unit.tag, floor.now - failed, lost)
            if lost:
                self._lose(FAILURE)
            if self.lost.triggered:
                raise BatchLost
        unit.life -= lasts
        yield from self._wait(floor.env.timeout(lasts))

    def _afterwards(self, plan: UnitProcedure, phase: Phase, unit: Unit) -> None:
        """What may have gone wrong, what was moved, and what is sent to the laboratory."""
        floor, risks, dice = self.floor, self.floor.plan.risks, self.floor.dice
        luck = f"{self.file.lot} {plan.name}/{phase.name} luck"
        let_in = [dice.happens(luck, risks.connection) for _ in range(phase.connections)]
        if any(let_in) and not self._tainted_by:
            self._taint(self.file.number, unit.tag)
        if self._tainted_by:
            unit.tainted = self._tainted_by
        if dice.happens(luck, phase.leaks):
            self._deviates(LEAK, unit.tag, 0, True)
            self._lose(LEAK)
            raise BatchLost
        if phase.work.people and dice.happens(luck, risks.slip):
            seen = phase.work.second and not dice.happens(luck, risks.missed)
            lost = not seen and dice.happens(luck, risks.lost)
            if not seen:
                self._deviates(OPERATOR, f"{plan.name}/{phase.name}", 0, lost)
            if lost:
                self._lose(OPERATOR)
                raise BatchLost
        if phase.source:
            volume, product = self._amounts[phase.source]
            there, had = self._amounts.get(plan.name, (0.0, 0.0))
            self._amounts[plan.name] = (there + volume, had + product)
            moved = self._moved[phase.source, plan.name]
            if not moved.triggered:
                moved.succeed()
        for name in phase.samples:
            done = floor.env.event()
            self._results[name] = done
            floor.env.process(self.jobs.analyse(name, self.file.lot, self.file.number, done))
            floor.env.process(self._judge(done))

    def _judge(self, done: Any) -> Steps:
        if not (yield done):
            self._lose(OUT_OF_SPEC)

    def _finish(self, plan: UnitProcedure) -> None:
        """Say what there is at the end of a unit procedure."""
        dice, luck = self.floor.dice, f"{self.file.lot} {plan.name} yield"
        volume, product = self._amounts.get(plan.name, (0.0, 0.0))
        volume = plan.volume or volume
        if plan.titre:
            product += dice.about(luck, plan.titre, plan.spread) * volume
            self.file.made += product
        portion = min(1.0, dice.about(f"{luck} kept", plan.portion, plan.spread))
        if plan.portion < 1.0:
            self.file.portions[plan.name] = portion
            product *= portion
        self._amounts[plan.name] = (volume, product)
        self._ended_at[plan.name] = self.floor.now
        self._ended[plan.name].succeed()
        self.file.volume, self.file.product = volume, product

    # -- what goes wrong, and the end --------------------------------------------------------

    def _deviates(self, rule: str, subject: str, by: int = 0, lost: bool = False) -> None:
        floor = self.floor
        floor.book.deviations.append(
            Deviation(floor.now, self.file.number, rule, subject, by, lost)
        )

    def _taint(self, origin: int, where: str) -> None:
        """Let something in; it is seen some time later."""
        self._tainted_by = origin
        self.floor.env.process(self._show(where))

    def _show(self, where: str) -> Steps:
        dice, risks = self.floor.dice, self.floor.plan.risks
        yield self.floor.env.timeout(dice.between(f"{self.file.lot} found", *risks.found))
        if not self.closed.triggered:
            self._deviates(CONTAMINATION, where, 0, True)
            self._lose(CONTAMINATION)

    def _lose(self, cause: str) -> None:
        if not self.lost.triggered and not self.closed.triggered:
            self.file.cause = cause
            self.lost.succeed()

    def _release(self) -> Steps:
        """Wait for all unit procedures, the last results and quality; release or reject."""
        floor, plan = self.floor, self.floor.plan
        file = self.file
        try:
            for ended in self._ended.values():
                yield from self._wait(ended)
            file.bulk = floor.now
            self.lot.amount = self.lot.left = file.product
            self.lot.status = file.status = QUARANTINE
            self.done.succeed()
            for name in plan.release.analyses:
                if name not in self._results:
                    done = floor.env.event()
                    self._results[name] = done
                    floor.env.process(self.jobs.analyse(name, file.lot, file.number, done))
                    floor.env.process(self._judge(done))
            for done in list(self._results.values()):
                yield from self._wait(done)
            claim = yield from self._claim("release", Phase("release", {}, plan.release.review), ())
            began, work = floor.now, plan.release.review
            takes = floor.dice.lasting(f"{file.lot} release", work.takes, work.spread)
            attended = min(work.attended or takes, takes)
            yield floor.env.timeout(attended)
            self._let_go(claim, began, "release")
            yield from self._wait(floor.env.timeout(takes - attended))
            file.status = RELEASED
        except BatchLost:
            file.status = REJECTED
        self.lot.status, file.closed = file.status, floor.now
        self.lot.closed = floor.now
        self.closed.succeed()
