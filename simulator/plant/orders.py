"""What may be ordered, and what can be seen of what is under way: the schedule at rest."""

from __future__ import annotations

from simulator.language.floor import JobView, MaterialView
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.plant import work
from simulator.plant.design import Design
from simulator.plant.work import Ledger

_TOLD = {
    work.OPERATORS: text("operators"),
    work.TECHNICIANS: text("technicians"),
    work.ANALYSTS: text("analysts"),
    work.SAMPLE: text("sample"),
    work.BOTTLE: text("bottle change"),
    work.BANK: text("bank switch"),
    work.REPAIR: text("maintenance"),
    work.RELEASE: text("review"),
}
"""What an operator calls a crew or a kind of work."""


class Orders:
    """The orders of the plant of ``design``: the book of them, and the rules for new ones."""

    def __init__(self, design: Design, ledger: Ledger) -> None:
        self._design = design
        self._ledger = ledger

    def jobs(self) -> tuple[JobView, ...]:
        """Return the open jobs that someone asked for, oldest first."""
        return tuple(work.job_view(job) for job in self._ledger.jobs.values() if job.ordered)

    def may_sample(self, unit: str) -> Problem | None:
        """Return why a sample of this unit cannot be asked for now, if so."""
        return self._unknown_unit(unit) or self._nobody(work.OPERATORS) or self._full()

    def may_change_bottle(self, unit: str) -> Problem | None:
        """Return why the bottle of this vessel cannot be changed now, if so."""
        known = self._unknown_unit(unit) or self._nobody(work.OPERATORS)
        return known or self._under_way(work.BOTTLE, unit) or self._full()

    def may_switch_bank(self, utility: str, bank: int) -> Problem | None:
        """Return why the utility cannot be switched to this bank (from 1) now, if so."""
        banks = {spec.tag: spec.banks for spec in self._design.utilities}
        if utility not in banks:
            hint = (
                text("known: {names}", names=", ".join(banks))
                if banks
                else text("this plant has no utilities")
            )
            return Problem(
                "unknown-tag", text("there is no utility {utility}", utility=utility), hint
            )
        if not 1 <= bank <= banks[utility]:
            hint = text("give a number from 1 to {banks}", banks=banks[utility])
            return Problem(
                "no-such-bank",
                text("{utility} has no bank {bank}", utility=utility, bank=bank),
                hint,
            )
        known = self._nobody(work.OPERATORS)
        return known or self._under_way(work.BANK, utility) or self._full()

    def may_call_maintenance(self, tag: str) -> Problem | None:
        """Return why no technician can be called to this tag now, if so."""
        known = self._nobody(work.TECHNICIANS)
        return known or self._under_way(work.REPAIR, tag) or self._full()

    def may_ask_release(self, lot: str) -> Problem | None:
        """Return why the quality unit cannot be asked for the release of a lot now, if so."""
        return self._under_way(work.RELEASE, lot) or self._full()

    def store(self) -> tuple[MaterialView, ...]:
        """Return what is in the store, and what was announced."""
        return work.store(self._design, self._ledger)

    def _unknown_unit(self, unit: str) -> Problem | None:
        tags = [spec.tag for spec in self._design.units]
        if unit in tags:
            return None
        return Problem(
            "unknown-tag",
            text("there is no unit {unit}", unit=unit),
            text("known: {names}", names=", ".join(tags)),
        )

    def _nobody(self, crew: str) -> Problem | None:
        people = self._design.people
        some = people.technicians > 0
        if crew == work.OPERATORS:
            some = any(shift.operators > 0 for shift in people.shifts)
        if some:
            return None
        return Problem(
            "nobody",
            text("this site has no {crew}", crew=_TOLD[crew]),
            text("do without, or choose another site"),
        )

    def _under_way(self, kind: str, subject: str) -> Problem | None:
        for job in self._ledger.jobs.values():
            if job.kind == kind and job.subject == subject:
                hint = text("wait until it is done")
                return Problem(
                    "under-way",
                    text(
                        "{kind} of {subject} is under way already",
                        kind=_TOLD[kind],
                        subject=subject,
                    ),
                    hint,
                )
        return None

    def _full(self) -> Problem | None:
        if len(self.jobs()) < work.MOST_JOBS:
            return None
        hint = text("wait until some are done")
        return Problem(
            "too-many-jobs",
            text("{most_jobs} jobs are open already", most_jobs=work.MOST_JOBS),
            hint,
        )
