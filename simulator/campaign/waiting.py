"""How a batch waits: for an event, for units, for people; and stops waiting when it is lost."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from simulator.campaign.floor import Claim, Floor, Steps
from simulator.campaign.jobs import Jobs, people_of
from simulator.campaign.plan import Phase
from simulator.campaign.records import BatchFile


class BatchLost(Exception):
    """The batch is lost; what is still done for it ends."""


class Waiting:
    """What a batch waits for; ``lost`` happens when it is lost."""

    def __init__(self, floor: Floor, jobs: Jobs, file: BatchFile) -> None:
        self.floor, self.jobs, self.file = floor, jobs, file
        self.lost = floor.env.event()
        self._waiting: dict[str, str] = {}

    def _wait(self, event: Any) -> Steps:
        """Wait for an event, or for the loss of the batch."""
        if not self.lost.triggered:
            yield event | self.lost
        if self.lost.triggered:
            raise BatchLost

    def _claim(
        self, where: str, phase: Phase | None, classes: tuple[str, ...]
    ) -> Generator[Any, Any, Claim]:
        """Wait for units, or for the people and rates of a phase; return the claim."""
        floor, work = self.floor, phase.work if phase else None
        claim = (
            floor.claim(
                self.file.number, (), people_of(work), work.uses, work.attended or work.takes
            )
            if work
            else floor.claim(self.file.number, classes)
        )
        needs = [*classes, *((name for name, _ in (*work.people, *work.uses)) if work else ())]
        self._waiting[where] = ", ".join(needs)
        try:
            yield from self._wait(claim.granted)
        except BatchLost:
            floor.withdraw(claim)
            if claim.given:
                self._let_go(claim, floor.now, where)
            raise
        finally:
            floor.book.wait(self._waiting.pop(where), floor.now - claim.asked)
        return claim

    def _let_go(self, claim: Claim, began: int, what: str) -> None:
        self.floor.free_people(claim, began, self.file.number, what)
        self.floor.free_rates(claim, began, self.file.number, what)
        for unit in claim.units:
            self.floor.env.process(self.jobs.turn_round(unit))

    @property
    def waits_for(self) -> str:
        """Return what the batch waits for now, for people."""
        return "; ".join(f"{where}: {what}" for where, what in self._waiting.items())
