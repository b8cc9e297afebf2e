"""Several searches at once, in threads: what all of them ask for is run in one call."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from simulator.language.problem import Problem, Refusal

Point = Mapping[str, float]
Values = list[float] | None
RunEach = Callable[[Sequence[Point]], Sequence[Values]]
"""Runs with these parameters: the values at the samples, or None where the plant stood still."""
Found = TypeVar("Found")


class _Asked:
    """What one search wants, and what it gets."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.points = points
        self.found: Sequence[Values] | None = None
        self.lost = False


class Together:
    """Runs what searches ask for as soon as all of them wait: each gets its own back.

    Which search asks first changes nothing, so a fit is the same each time.

    Args:
        run_each: does the runs.
    """

    def __init__(self, run_each: RunEach) -> None:
        self._run_each = run_each
        self._turn = threading.Condition()
        self._waiting: list[_Asked] = []
        self._searching = 0

    def search(self, searches: Sequence[Callable[[], Found]]) -> list[Found | Refusal]:
        """Do all the searches; return what each found, or why it could not go on."""
        self._searching = len(searches)
        if len(searches) == 1:
            return [self._one(searches[0])]
        with ThreadPoolExecutor(len(searches)) as pool:
            return list(pool.map(self._one, searches))

    def run(self, points: Sequence[Point]) -> Sequence[Values]:
        """Return what comes of these runs, once all the other searches wait too."""
        if self._searching <= 1:
            return self._run_each(points)
        mine = _Asked(points)
        with self._turn:
            self._waiting.append(mine)
            self._run_if_all_wait()
            while mine.found is None and not mine.lost:
                self._turn.wait()
        if mine.found is None:  # the search that did the runs tells why
            raise Refusal(Problem("run-lost", "a run beside this one went wrong"))
        return mine.found

    def _one(self, search: Callable[[], Found]) -> Found | Refusal:
        try:
            return search()
        except Refusal as refusal:
            return refusal
        finally:
            with self._turn:
                self._searching -= 1
                self._run_if_all_wait()

    def _run_if_all_wait(self) -> None:
        if not self._waiting or len(self._waiting) < self._searching:
            return
        asked, self._waiting = self._waiting, []
        try:
            found = iter(self._run_each([point for one in asked for point in one.points]))
            for one in asked:
                one.found = [next(found) for _ in one.points]
        finally:  # whatever went wrong, nobody waits for ever
            for one in asked:
                one.lost = one.found is None
            self._turn.notify_all()
