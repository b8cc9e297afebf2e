"""The remarks about a recording: one's own, and those of others that one may see."""

from __future__ import annotations

from pathlib import Path

from simulator.language.problem import Problem, Refusal
from simulator.review.marks import Marks, Sheet, refer
from tui.replay.ticks import Tick


class Remarks:
    """What one person writes about a log, in a file of marks beside it.

    Who was at the desk writes as trainee, anybody else as assessor. Nothing is on disk before the
    first remark.

    Args:
        log: the session log.
        who: who writes; empty if they did not say.
    """

    def __init__(self, log: Path, who: str) -> None:
        self._log = log
        self.nameless = not who.strip()
        """Whether nobody said who writes."""
        self.problem: Problem | None = None
        """Why nothing can be written, if so."""
        self._marks: Marks | None = None
        self._others: tuple[Sheet, ...] = ()
        try:
            ref = refer(log)
            role = "trainee" if who in ref.people else "assessor"
            self._marks = Marks.open(log, who, role, ref=ref)  # type: ignore[arg-type]
            self._others = self._marks.others()
        except Refusal as refusal:
            self.problem = refusal.problems[0]

    def of(self, who: str) -> Remarks:
        """Return what another person writes about the same log."""
        return Remarks(self._log, who)

    def write(self, t: int, words: str) -> int:
        """Pin a remark to a moment (ms); it is on disk when its number is returned.

        Raises:
            Refusal: it cannot be written.
        """
        if self._marks is None:
            raise Refusal(self.problem or ())
        return self._marks.remark(t, words)

    def withdraw(self, number: int) -> None:
        """Say that a remark of one's own no longer stands.

        Raises:
            Refusal: it cannot be written, or there is no such remark.
        """
        if self._marks is not None:
            self._marks.withdraw(number)

    def ticks(self) -> list[Tick]:
        """Return every remark that stands as a tick; one's own have a number."""
        found: list[Tick] = []
        if self._marks is not None:
            try:
                mine = self._marks.sheet.remarks
            except Refusal as refusal:
                self.problem = refusal.problems[0]
                mine = ()
            found += [Tick(one.t, "remark", one.text, number=one.n) for one in mine]
        for sheet in self._others:
            found += [Tick(one.t, "remark", f"{sheet.who}: {one.text}") for one in sheet.remarks]
        return found
