"""What is worked out while a recording is looked at: whether it holds, its score, its trends.

Every job has a thread and a plant of its own, so the playhead never waits for them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from simulator.assessment.score import Score
from simulator.language.observation import Observation
from simulator.language.problem import Problem, Refusal
from simulator.review.beside import Given, run_expert
from simulator.review.score import score_journal
from simulator.review.truth import Truth
from simulator.session.chain import Journal
from simulator.session.commission import Commission
from simulator.session.follow import UNSOUND, follow
from simulator.session.index import Happening
from simulator.session.replay import Recording
from simulator.session.verify import check_texts, check_title
from tui.history import History
from tui.replay.film import EXPERT, Film, Reel, film

REFILL_MS = 3_600_000
"""After a leap, so much before the playhead is looked at finely."""
REFILL_LOOKS = 180

_BREAKS = (*UNSOUND, OSError)
"""What may break a job: nobody waits for its thread, so it must stand on the screen."""


class _Stopped(Exception):
    """Nobody waits any more."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How far the log was recomputed (0 to 1), and what is wrong; ``done`` when it was all."""

    part: float = 0.0
    done: bool = False
    problem: Problem | None = None


class Background:
    """The jobs beside one recording; what they found so far can be read at any time.

    Args:
        journal: the log.
        film: gets the trends of the whole session, and of the expert's.
        commission: builds plants.
    """

    def __init__(self, journal: Journal, film: Film, commission: Commission) -> None:
        self.journal = journal
        self.film = film
        self.checked = Checked()
        self.score: Score | None = None
        self.score_problem: Problem | None = None
        self.expert: tuple[Given, ...] | None = None
        """What the expert did, when the run is over."""
        self.expert_part: float | None = None
        """How far the expert's run is; None before it was asked for."""
        self.expert_problem: Problem | None = None
        self._commission = commission
        self._stopping = threading.Event()
        self._wanted = (0, -1)
        self._leapt = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to recompute the log, then to score it; starting twice does nothing."""
        if not self._threads:
            self._begin("cuve-verify", self._verify_and_score)
            self._begin("cuve-refill", self._refill)

    def stop(self) -> None:
        """End every job and wait for them."""
        self._stopping.set()
        self._leapt.set()
        for thread in self._threads:
            thread.join()

    def run_expert(self) -> None:
        """Begin the expert's run; asking twice does nothing."""
        if self.expert_part is None:
            self.expert_part = 0.0
            self._begin("cuve-expert", self._expert)

    def refill(self, t: int) -> None:
        """Ask for the fine trends of the time before a moment (ms) to which the playhead leapt."""
        self._wanted = (t, self.film.take)
        self._leapt.set()

    def _begin(self, name: str, job: Callable[[], None]) -> None:
        thread = threading.Thread(target=job, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _heed(self) -> None:
        if self._stopping.is_set():
            raise _Stopped

    # -- the whole session -------------------------------------------------------------------

    def _verify_and_score(self) -> None:
        try:
            problem = self._verify()
            self.checked = Checked(1.0, True, problem)
            if problem is None:
                self.score = score_journal(self.journal, None, self._commission)
        except Refusal as refusal:
            self.score_problem = refusal.problems[0]
        except _Stopped:
            return
        except _BREAKS as error:
            self.score_problem = _broke(error)
            if not self.checked.done:
                self.checked = Checked(self.checked.part, True, self.score_problem)

    def _verify(self) -> Problem | None:
        """Live the whole log again, keeping its trends; return what is wrong with it."""
        try:
            check_texts(self.journal)
            follower = follow(self.journal, self._commission)
            departure = check_title(self.journal, follower.commissioned)
            truth = Truth(follower.commissioned)

            def watch(seen: Observation, _: tuple[Happening, ...]) -> None:
                self._heed()
                film(self.film.whole, seen, truth.values())
                self.film.whole_until = seen.now
                self.checked = Checked(seen.now / max(follower.end, 1))

            if departure is None:
                follower.finish(watch=watch)
                departure = follower.departure
        except Refusal as refusal:
            return refusal.problems[0]
        except UNSOUND as error:
            return _broke(error)
        return None if departure is None else Problem("differs", str(departure))

    # -- the time before a leap --------------------------------------------------------------

    def _refill(self) -> None:
        """Fill in the trends before the playhead whenever it leapt, in a recording of its own."""
        source: Recording | None = None
        while True:
            self._leapt.wait()
            self._leapt.clear()
            if self._stopping.is_set():
                return
            try:
                source = source or Recording(self.journal, self._commission)
                self._look_back(source, *self._wanted)
            except Refusal:
                continue  # the playhead tells of it

    def _look_back(self, source: Recording, t: int, take: int) -> None:
        """Look at the hour before a moment; a newer wish or the end breaks it off."""
        truth = Truth(source.commissioned)
        start = max(t - REFILL_MS, 0)
        history = History()
        for part in range(REFILL_LOOKS + 1):
            if self._leapt.is_set():
                return
            source.seek(start + (t - start) * part // REFILL_LOOKS)
            film(history, source.observe(), truth.values())
        self.film.splice(Reel(start, t, history), take)

    # -- the expert --------------------------------------------------------------------------

    def _expert(self) -> None:
        def saw(seen: Observation) -> None:
            shown = {f"{tag}.{EXPERT}": v.pv for tag, v in seen.tags.items() if v.pv is not None}
            self.film.expert.note(seen.now, shown)

        def progress(now: int, end: int) -> None:
            self._heed()
            self.expert_part = now / max(end, 1)

        try:
            self.expert = run_expert(self.journal, saw, progress, self._commission)
            self.expert_part = 1.0
        except Refusal as refusal:
            self.expert_problem = refusal.problems[0]
        except _Stopped:
            return
        except _BREAKS as error:
            self.expert_problem = _broke(error)


def _broke(error: Exception) -> Problem:
    return Problem("broke-off", f"{type(error).__name__}: {error}")
