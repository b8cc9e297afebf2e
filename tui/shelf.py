"""What there is to play in a folder: scenarios, attempts at them, and what those came to."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.language.problem import Problem, Refusal

if TYPE_CHECKING:
    from simulator.learning.attempts import Attempt, Skipped
    from simulator.scenario.library import Listing

Percent = Callable[[Path], float]
"""Returns what a sealed log comes to under its own rubric, in percent."""
FEW = 12
"""If a folder has more files like scenarios than this, they are looked at after all the others."""
_BREAKS = (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError, OSError)


@dataclass(frozen=True, slots=True)
class Entry:
    """One scenario that can be chosen; ``source`` is its name, or the path of its file.

    One that cannot be used has no listing, but a problem.
    """

    source: str
    listing: Listing | None
    problem: Problem | None = None

    @property
    def name(self) -> str:
        """The short name, as logs have it."""
        return Path(self.source).stem


class Shelf:
    """What there is to play, looked up in a thread of its own.

    Args:
        folder: where the visitor's own scenarios and all logs are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: tuple[Entry, ...] = ()
        self.attempts: tuple[Attempt, ...] = ()
        self.skipped: tuple[Skipped, ...] = ()
        self.whole = False
        """Whether everything was looked up."""
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Begin to look, once."""
        if self._thread is None and not self.whole:
            self._thread = threading.Thread(target=self.look, name="cuve-shelf", daemon=True)
            self._thread.start()

    def glance(self) -> None:
        """List the scenarios by what their heads say, so that something is there at once.

        Whether they can be used is for ``look`` to find out; those that cannot move to the end.
        """
        from simulator.scenario.library import glance, names, nearby

        if self.entries:
            return
        found: list[Entry] = []
        for source in [*names(), *nearby(self.folder, FEW)]:
            with contextlib.suppress(Refusal):
                listing = glance(source)
                found += [Entry(source, listing)] if listing is not None else []
        self.entries = _in_order(found)

    def again(self) -> None:
        """Look at the logs once more; there are new ones after a session."""
        from simulator.learning.attempts import attempts

        self.attempts, self.skipped = attempts(self.folder)

    def look(self) -> None:
        """Look everything up; what was not there at first is told below the rest."""
        from simulator.scenario.library import names, nearby

        self.again()
        self.entries = _in_order(map(_entry, [*names(), *nearby(self.folder)]))
        self.whole = True

    def tries(self, name: str, who: str) -> list[Attempt]:
        """Return one person's attempts at a scenario, the latest first."""
        return [one for one in self.attempts if one.scenario == name and one.who == who]

    def fresh_seed(self, name: str, who: str, seed: int) -> int:
        """Return the first seed after this one that a person has not played a scenario with."""
        from simulator.session.commission import SEEDS

        played = {one.seed for one in self.tries(name, who)} | {seed}
        while seed in played:
            seed = (seed + 1) % SEEDS
        return seed


def _entry(source: str) -> Entry:
    from simulator.scenario.library import listing

    try:
        return Entry(source, listing(source))
    except Refusal as refusal:
        return Entry(source, None, refusal.problems[0])


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Put courses together, the easiest course and scenario first; what cannot be used is last."""
    from simulator.scenario.courses import in_courses

    listed = list(entries)
    order = in_courses([one.listing for one in listed if one.listing is not None])
    places = {id(told): place for place, told in enumerate(order)}
    return tuple(
        sorted(listed, key=lambda one: (places.get(id(one.listing), len(places)), one.source))
    )


class Scorer:
    """Works out what sealed logs came to, one after another, in a thread of its own.

    Args:
        percent: gives the percentage of a log.
        known: percentages by the head of the log, which it adds to.
    """

    def __init__(self, percent: Percent, known: dict[str, float]) -> None:
        self._percent = percent
        self._known = known
        self._failed: set[str] = set()
        self._wanted: list[Attempt] = []
        self._busy = False
        self._lock = threading.Lock()

    def want(self, wanted: Iterable[Attempt]) -> None:
        """Work out these next, instead of what was wanted before."""
        with self._lock:
            self._wanted = [one for one in wanted if not self.settled(one)]
            if self._busy or not self._wanted:
                return
            self._busy = True
        threading.Thread(target=self._run, name="cuve-scorer", daemon=True).start()

    def settled(self, attempt: Attempt) -> bool:
        """Say whether a log's percentage is known, or cannot be."""
        return attempt.head in self._known or attempt.head in self._failed

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._wanted:
                    self._busy = False
                    return
                attempt = self._wanted.pop(0)
            try:
                self._known[attempt.head] = self._percent(attempt.path)
            except (Refusal, *_BREAKS):
                self._failed.add(attempt.head)
