"""The floor of the plant: equipment, people and utilities, and who waits for them.

A claim names all that a job needs at once and gets it at once, so that no two jobs wait for each
other's halves. Claims are served by priority, and within it in the order of asking; a claim that
cannot be served lets others pass, but once it has waited for :data:`PATIENCE` what it asks for
is kept for it.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import simpy

from simulator.campaign import roster
from simulator.campaign.dice import Dice
from simulator.campaign.plan import DIRTY, Amounts, Campaign, Equipment
from simulator.campaign.records import Book, Booking
from simulator.language.simtime import HOUR

PATIENCE = 4 * HOUR
_FINE = 1_000_000
"""Rates are counted in millionths, as whole numbers, so that they add up exactly."""

Steps = Generator[Any, Any, None]
"""What SimPy runs."""


@dataclass(slots=True)
class Unit:
    """One piece of equipment: its status label since when (ms), its uses since it was cleaned.

    ``tainted`` is the batch whose contamination is in it, 0 for none; ``life`` is the time in use
    (ms) until it fails.
    """

    tag: str
    kind: Equipment
    label: str
    since: int = 0
    uses: int = 0
    tainted: int = 0
    life: int = 0
    taken: bool = False


@dataclass(slots=True)
class Claim:
    """What a job asks for, and what it was given."""

    granted: Any
    priority: int
    ticket: int
    asked: int
    classes: tuple[str, ...]
    people: tuple[tuple[str, int], ...]
    uses: Amounts
    attended: int
    units: list[Unit] = field(default_factory=list)
    hands: list[roster.Person] = field(default_factory=list)
    given: bool = False
    open: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Return the codes of the people it was given."""
        return tuple(person.code for person in self.hands)


class Floor:
    """All that is shared, by SimPy's clock."""

    def __init__(self, plan: Campaign, book: Book, dice: Dice) -> None:
        self.env = simpy.Environment()
        self.plan = plan
        self.book = book
        self.dice = dice
        self.units = {name: self._units(kind) for name, kind in plan.equipment.items()}
        self.people = roster.people(plan.crews)
        self.room = {one.name: round(one.capacity * _FINE) for one in plan.utilities.values()}
        self.room |= {name: number * _FINE for name, number in plan.instruments.items()}
        self._waiting: list[Claim] = []
        self._tickets = 0
        self.env.process(self._shifts())

    @property
    def now(self) -> int:
        """Return the time, ms."""
        return int(self.env.now)

    def _units(self, kind: Equipment) -> list[Unit]:
        made = []
        for tag in kind.tags:
            life = self.dice.life(f"life {tag}", kind.fails_every) if kind.fails_every else 0
            made.append(Unit(tag, kind, kind.ready or DIRTY, life=life))
        return made

    def _shifts(self) -> Steps:
        """Look again at who waits whenever somebody may have come."""
        while self.plan.crews:
            yield self.env.timeout(roster.next_change(self.plan.crews, self.now) - self.now)
            self._serve()

    # -- asking ------------------------------------------------------------------------------

    def claim(
        self,
        priority: int,
        classes: tuple[str, ...] = (),
        people: tuple[tuple[str, int], ...] = (),
        uses: Amounts = (),
        attended: int = 0,
    ) -> Claim:
        """Ask for a unit of each class, for people and for rates; wait for its ``granted``."""
        self._tickets += 1
        claim = Claim(
            self.env.event(), priority, self._tickets, self.now, classes, people, uses, attended
        )
        self._waiting.append(claim)
        self._waiting.sort(key=lambda one: (one.priority, one.ticket))
        self._serve()
        return claim

    def _serve(self) -> None:
        kept: set[str] = set()
        for claim in self._waiting[:]:
            wants = {*claim.classes, *(q for q, _ in claim.people), *(u for u, _ in claim.uses)}
            if wants.isdisjoint(kept) and self._grant(claim):
                self._waiting.remove(claim)
            elif self.now - claim.asked >= PATIENCE:
                kept |= wants

    def _grant(self, claim: Claim) -> bool:
        """Give a claim all that it asks for, or nothing."""
        units: list[Unit] = []
        for name in claim.classes:
            free = [one for one in self.units[name] if not one.taken and one not in units]
            if not free:
                return False
            units.append(min(free, key=lambda one: (one.label == DIRTY, one.since, one.tag)))
        for name, rate in claim.uses:
            if self.room[name] < round(rate * _FINE):
                return False
        hands: list[roster.Person] = []
        for qualification, number in claim.people:
            free_people = (
                person
                for person in self.people
                if person not in hands and self._can(person, qualification, claim.attended)
            )
            found = [person for _, person in zip(range(number), free_people, strict=False)]
            if len(found) < number:
                return False
            hands += found
        for unit in units:
            unit.taken = True
        for name, rate in claim.uses:
            self.room[name] -= round(rate * _FINE)
        for person in hands:
            person.busy = True
        claim.units, claim.hands, claim.given = units, hands, True
        claim.granted.succeed()
        return True

    def _can(self, person: roster.Person, qualification: str, attended: int) -> bool:
        """Return whether somebody can take up work now: at hand, and not just about to go."""
        crew = person.crew
        if person.busy or qualification not in crew.qualified:
            return False
        ends = roster.shift_end(crew, self.now)
        return ends >= 0 and ends - self.now >= min(attended, (crew.until - crew.since) // 2)

    # -- giving back -------------------------------------------------------------------------

    def free_people(self, claim: Claim, began: int, batch: int, what: str) -> None:
        """Let the people of a claim go; what they did since ``began`` (ms) is booked."""
        for person in claim.hands:
            person.busy = False
            self.book.bookings.append(
                Booking(person.code, person.crew.name, began, self.now, "work", batch, what)
            )
            ends = roster.shift_end(person.crew, began)
            if 0 <= ends < self.now:
                self.book.overtime += self.now - ends
        claim.hands = []
        self._serve()

    def free_rates(self, claim: Claim, began: int, batch: int, what: str) -> None:
        """Give back the rates of a claim; what was drawn since ``began`` (ms) is booked."""
        for name, rate in claim.uses if claim.open else ():
            self.room[name] += round(rate * _FINE)
            self.book.bookings.append(
                Booking(name, name, began, self.now, "draw", batch, what, rate)
            )
            if name in self.plan.utilities:
                price = self.plan.utilities[name].price
                self.book.spend("utilities", price * rate * (self.now - began) / HOUR)
        claim.open = False
        self._serve()

    def free_unit(self, unit: Unit) -> None:
        """Let somebody else have a piece of equipment."""
        unit.taken = False
        self._serve()

    def withdraw(self, claim: Claim) -> None:
        """Take back a claim that still waits."""
        if claim in self._waiting:
            self._waiting.remove(claim)
            self._serve()
