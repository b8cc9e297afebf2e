"""Jobs that people do beside the batches: cleaning and steaming, and the laboratory."""

from __future__ import annotations

from typing import Any

from simulator.campaign.floor import Floor, Steps, Unit
from simulator.campaign.plan import CLEAN, DIRTY, STERILE, Treatment, Work
from simulator.campaign.records import CLEANING, READY, Booking, Deviation, Result
from simulator.language.simtime import MINUTE

URGENT = 0
"""Priority of jobs that others wait for; a batch's own is its number."""
TRANSPORT = 15 * MINUTE
"""Time from sampling to the laboratory."""


def people_of(work: Work) -> tuple[tuple[str, int], ...]:
    """Return who a job needs, the second person among them."""
    if not work.second or not work.people:
        return work.people
    (first, number), *others = work.people
    return ((first, number + 1), *others)


class Jobs:
    """Cleaning, steaming and analyses on a floor."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    # -- status labels -----------------------------------------------------------------------

    def expired(self, unit: Unit) -> bool:
        """Return whether the label of a unit holds no longer."""
        return self.aged_beyond(unit) > 0

    def aged_beyond(self, unit: Unit) -> int:
        """Return for how long (ms) the label of a unit has been past its hold time."""
        treatment = {CLEAN: unit.kind.cleaning, STERILE: unit.kind.sterilisation}.get(unit.label)
        if treatment is None or not treatment.keeps:
            return 0
        return max(0, self.floor.now - unit.since - treatment.keeps)

    def turn_round(self, unit: Unit) -> Steps:
        """After a use: clean the unit if it is due, and let somebody else have it."""
        unit.uses += 1
        kind = unit.kind
        if kind.ready and unit.uses >= kind.uses:
            unit.label, unit.since = DIRTY, self.floor.now
            yield from self._clean(unit)
            sterilisation = kind.sterilisation
            if sterilisation is not None and sterilisation.ahead:
                yield from self._treat(unit, sterilisation, STERILE, CLEANING)
        self.floor.free_unit(unit)

    def make_ready(self, unit: Unit) -> Steps:
        """Before a use: clean and steam the unit if its label does not say what it must."""
        kind = unit.kind
        if kind.ready and (unit.label == DIRTY or self.expired(unit)):
            yield from self._clean(unit, READY)
        if kind.ready == STERILE and unit.label != STERILE and kind.sterilisation is not None:
            yield from self._treat(unit, kind.sterilisation, STERILE, READY)

    def _clean(self, unit: Unit, kind: str = CLEANING) -> Steps:
        treatment = unit.kind.cleaning
        label = CLEAN if unit.kind.sterilisation is not None else unit.kind.ready
        if treatment is not None:
            yield from self._treat(unit, treatment, label, kind)
        else:
            self._label(unit, label)
        unit.uses = 0

    def _treat(self, unit: Unit, treatment: Treatment, label: str, kind: str) -> Steps:
        """Do one treatment of a unit and label it."""
        floor, work, asked = self.floor, treatment.work, self.floor.now
        claim = floor.claim(
            URGENT, work.through, people_of(work), work.uses, work.attended or work.takes
        )
        yield claim.granted
        if unit.label == DIRTY and unit.kind.dirty_hold and kind == CLEANING:
            late = floor.now - unit.since - unit.kind.dirty_hold
            if late > 0:
                floor.book.deviations.append(Deviation(floor.now, 0, "dirty hold", unit.tag, late))
        began = floor.now
        yield floor.env.timeout(floor.dice.lasting(unit.tag, work.takes, work.spread))
        what = f"{label} {unit.tag}"
        floor.free_people(claim, began, 0, what)
        floor.free_rates(claim, began, 0, what)
        for skid in claim.units:
            floor.book.bookings.append(
                Booking(skid.tag, skid.kind.name, began, floor.now, CLEANING, 0, what)
            )
            floor.free_unit(skid)
        floor.book.bookings.append(
            Booking(unit.tag, unit.kind.name, asked, floor.now, kind, 0, what)
        )
        self._label(unit, label)

    def _label(self, unit: Unit, label: str) -> None:
        unit.label, unit.since = label, self.floor.now
        if unit.tainted and not self.floor.dice.happens(f"taint {unit.tag}", unit.kind.survives):
            unit.tainted = 0

    # -- the laboratory ----------------------------------------------------------------------

    def analyse(self, name: str, lot: str, batch: int, done: Any) -> Steps:
        """Carry a sample to the laboratory and analyse it; ``done`` hears whether it passed."""
        floor, plan = self.floor, self.floor.plan.analyses[name]
        sampled = floor.now
        yield floor.env.timeout(TRANSPORT)
        luck = f"{lot} {name}"
        yield from self._measure(name, luck, batch)
        passed, again = not floor.dice.happens(luck, plan.fails), False
        if not passed:
            again = True
            yield from self._measure(name, luck, batch)
            passed = not floor.dice.happens(luck, plan.confirmed)
            floor.book.deviations.append(
                Deviation(floor.now, batch, "out of specification", name, 0, not passed)
            )
        floor.book.results.append(Result(batch, lot, name, sampled, floor.now, passed, again))
        done.succeed(passed)

    def _measure(self, name: str, luck: str, batch: int) -> Steps:
        """Do one analysis once: the analyst's work, the instrument's, and the waiting."""
        floor, plan = self.floor, self.floor.plan.analyses[name]
        uses = ((plan.instrument, 1.0),) if plan.instrument else ()
        priority = URGENT if plan.urgent else batch
        claim = floor.claim(priority, (), ((plan.by, 1),), uses, plan.hands)
        yield claim.granted
        began = floor.now
        yield floor.env.timeout(floor.dice.lasting(luck, plan.hands, plan.spread))
        floor.free_people(claim, began, batch, name)
        yield floor.env.timeout(floor.dice.lasting(luck, plan.takes, plan.spread))
        floor.free_rates(claim, began, batch, name)
        floor.book.spend("quality control", plan.price)
        yield floor.env.timeout(floor.dice.lasting(luck, plan.waits, plan.spread))
