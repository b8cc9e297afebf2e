"""What is kept in stock: bought materials, and solutions that the plant makes and holds in tanks.

When what is there and on its way falls below the reorder level, or below what somebody waits for,
another lot is ordered or made. The oldest good lot goes first; a lot past its life is discarded,
never used. Amounts are counted in millionths, as whole numbers, so that they add up exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from simulator.campaign.floor import Floor, Steps, Unit
from simulator.campaign.jobs import URGENT, Jobs, people_of
from simulator.campaign.plan import Material
from simulator.campaign.records import (
    DISCARDED,
    IN_WORK,
    MATERIAL,
    QUARANTINE,
    RELEASED,
    SOLUTION,
    USE,
    USED,
    Booking,
    Input,
    Lot,
)

FINE = 1_000_000


@dataclass(slots=True)
class _Wish:
    """Somebody who waits for an amount, in millionths."""

    granted: Any
    amount: int


@dataclass(slots=True)
class _Shelf:
    """A lot on the shelf: what is left of it in millionths, and the tank that holds it."""

    lot: Lot
    left: int
    tank: Unit | None = None
    since: int = 0


class Store:
    """The stock of one material."""

    def __init__(self, plan: Material, stores: Stores) -> None:
        self.plan = plan
        self._stores = stores
        self._floor = stores.floor
        self._shelf: list[_Shelf] = []
        self._wishes: list[_Wish] = []
        self._coming = 0
        self._lots = 0
        if plan.stock > 0.0:
            self._arrive(self._new_lot(plan.stock), None, 0)
        self._order()

    def take(self, amount: float) -> Any:
        """Return an event that hears from which lots (number, amount) the wish was met."""
        wish = _Wish(self._floor.env.event(), round(amount * FINE))
        self._wishes.append(wish)
        self._serve()
        return wish.granted

    def drop(self, granted: Any) -> None:
        """Forget a wish that is not wanted any more."""
        self._wishes = [one for one in self._wishes if one.granted is not granted]

    def close(self) -> None:
        """Write what is left in each lot into the records."""
        for one in self._shelf:
            one.lot.left = one.left / FINE

    def _new_lot(self, amount: float, status: str = QUARANTINE) -> Lot:
        self._lots += 1
        kind = SOLUTION if self.plan.work else MATERIAL
        number = f"{self.plan.name}-{self._lots:03d}"
        plan = self.plan
        lot = Lot(number, kind, plan.name, plan.unit, self._floor.now, amount, status, amount)
        self._floor.book.lots[number] = lot
        return lot

    def _arrive(self, lot: Lot, tank: Unit | None, since: int) -> None:
        """Put a lot that has passed on the shelf."""
        lot.status = RELEASED
        one = _Shelf(lot, round(lot.amount * FINE), tank, since)
        self._shelf.append(one)
        if self.plan.keeps:
            self._floor.env.process(self._expire(one))
        self._serve()

    def _expire(self, one: _Shelf) -> Steps:
        yield self._floor.env.timeout(max(0, self.plan.keeps - (self._floor.now - one.lot.made)))
        if one in self._shelf:
            self._finish(one, DISCARDED)
            self._serve()

    def _finish(self, one: _Shelf, status: str) -> None:
        """Close a lot that is used up or past its life; its tank goes to be cleaned."""
        self._shelf.remove(one)
        one.lot.status, one.lot.closed = status, self._floor.now
        one.lot.left = one.left / FINE
        if one.tank is not None:
            self._stores.empty(one.tank, one.since, one.lot.number)

    def _serve(self) -> None:
        """Meet wishes in their order as far as the stock goes, then reorder."""
        while self._wishes and sum(one.left for one in self._shelf) >= self._wishes[0].amount:
            wish = self._wishes.pop(0)
            drawn, wanted = [], wish.amount
            for one in self._shelf[:]:
                part = min(one.left, wanted)
                if part <= 0:
                    continue
                one.left -= part
                wanted -= part
                drawn.append((one.lot.number, part / FINE))
                if one.left == 0:
                    self._finish(one, USED)
            wish.granted.succeed(drawn)
        self._order()

    def _order(self) -> None:
        wished = sum(one.amount for one in self._wishes)
        there = sum(one.left for one in self._shelf) + self._coming
        while there < max(round(self.plan.reorder * FINE), wished):
            lot = round(self.plan.lot * FINE)
            self._coming += lot
            there += lot
            self._floor.env.process(self._make() if self.plan.work else self._buy())

    def _buy(self) -> Steps:
        """Wait for a delivery and its incoming tests."""
        plan, floor = self.plan, self._floor
        yield floor.env.timeout(floor.dice.lasting(f"buy {plan.name}", plan.delivery, plan.spread))
        lot = self._new_lot(plan.lot)
        yield from self._tested(lot, None, 0)

    def _make(self) -> Steps:
        """Make a lot of a solution in a tank."""
        plan, floor, jobs, work = self.plan, self._floor, self._stores.jobs, self.plan.work
        assert work is not None
        tank: Unit | None = None
        if plan.tank:
            claim = floor.claim(URGENT, (plan.tank,))
            yield claim.granted
            tank = claim.units[0]
            yield from jobs.make_ready(tank)
        since = floor.now
        lot = self._new_lot(plan.lot, IN_WORK)
        for name, amount in work.materials:
            drawn = yield self._stores[name].take(amount)
            lot.inputs += [Input(number, part, floor.now, ()) for number, part in drawn]
        help_ = floor.claim(
            URGENT, work.through, people_of(work), work.uses, work.attended or work.takes
        )
        yield help_.granted
        began, lot.by = floor.now, help_.names
        lot.inputs = [replace(one, t=began, by=lot.by) for one in lot.inputs]
        takes = floor.dice.lasting(f"make {plan.name}", work.takes, work.spread)
        yield floor.env.timeout(takes)
        floor.free_people(help_, began, 0, plan.name)
        floor.free_rates(help_, began, 0, plan.name)
        for other in help_.units:
            self._stores.empty(other, began, plan.name)
        lot.made, lot.status = floor.now, QUARANTINE
        yield from self._tested(lot, tank, since)

    def _tested(self, lot: Lot, tank: Unit | None, since: int) -> Steps:
        """Let the laboratory test a lot; it is used when all has passed, else thrown away."""
        floor = self._floor
        good = True
        for analysis in self.plan.analyses:
            done = floor.env.event()
            floor.env.process(self._stores.jobs.analyse(analysis, lot.number, 0, done))
            good = (yield done) and good
        self._coming -= round(self.plan.lot * FINE)
        if good:
            self._arrive(lot, tank, since)
            return
        lot.status, lot.closed = DISCARDED, floor.now
        if tank is not None:
            self._stores.empty(tank, since, lot.number)
        self._serve()


class Stores:
    """All stocks of a plant."""

    def __init__(self, floor: Floor, jobs: Jobs) -> None:
        self.floor = floor
        self.jobs = jobs
        self._stores: dict[str, Store] = {}
        bought_first = sorted(floor.plan.materials.values(), key=lambda one: one.work is not None)
        for plan in bought_first:
            self._stores[plan.name] = Store(plan, self)

    def __getitem__(self, name: str) -> Store:
        """Return the stock of a material."""
        return self._stores[name]

    def close(self) -> None:
        """Write what is left everywhere into the records."""
        for store in self._stores.values():
            store.close()

    def empty(self, unit: Unit, since: int, what: str) -> None:
        """Send a unit that is not needed any more to be cleaned; its use is booked."""
        floor = self.floor
        floor.book.bookings.append(
            Booking(unit.tag, unit.kind.name, since, floor.now, USE, 0, what)
        )
        floor.env.process(self.jobs.turn_round(unit))
