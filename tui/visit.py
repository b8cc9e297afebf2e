"""The way through a visit: from the library into a session, to its end, and on from there.

It says which seat comes next. What takes its time is done while a waiting screen is up.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.out import new_log_name
from simulator.language.problem import Refusal
from simulator.language.text import N_
from tui.lobby import Visitor
from tui.lobby.ending import Ended, Ending, figures_of
from tui.lobby.library import Library
from tui.lobby.start import Choice, Start
from tui.preparing import Preparing
from tui.seat import Seat
from tui.shelf import Shelf
from tui.waiting import Progress, Waiting

if TYPE_CHECKING:
    from simulator.language.problem import Problem
    from simulator.scenario.documents import Documents
    from simulator.scenario.library import Listing
    from simulator.session.live import Live
    from tui.console import Console
    from tui.memory import Memory

Following = Callable[[Waiting], Seat | None]
"""Says which seat comes after something was waited for."""
NOBODY = "operator"
"""Who plays, if they gave no name."""
PATIENCE_S = 3.0
"""How long leaving waits for a session that is just being made, so that its log is whole."""


def _fresh() -> Memory:
    """Return an empty memory of a session."""
    from tui.memory import Memory

    return Memory()


@dataclass(frozen=True, slots=True)
class Played:
    """A session that is played; ``documents`` are its texts, from which another can be begun."""

    live: Live
    path: Path
    documents: Documents
    speed: float
    memory: Memory = field(default_factory=_fresh)


def begin_session(
    visitor: Visitor, documents: Documents, path: Path, seed: int | None, speed: float
) -> Played:
    """Begin a session of a scenario.

    Raises:
        Refusal: the scenario cannot be built, or the log cannot be made.
    """
    from simulator.learning.identity import signed_as
    from simulator.session.live import Live, Signature

    visitor.who = signed_as(visitor.who, os.environ)
    signature = Signature(visitor.who or NOBODY)
    live = Live.begin(documents, path, signature, seed=seed, language=visitor.language)
    return Played(live, path, documents, speed)


def resume_session(visitor: Visitor, path: Path, speed: float, progress: Progress) -> Played:
    """Take up a session that was left open.

    Raises:
        Refusal: it is sealed, in use or damaged, or recomputing it gives something else.
    """
    from simulator.learning.identity import signed_as
    from simulator.scenario.documents import Documents
    from simulator.session.journal import read_journal
    from simulator.session.live import Live, Signature

    visitor.who = signed_as(visitor.who, os.environ)
    opening = read_journal(path).opening
    memory = _fresh()
    who = Signature(visitor.who or opening.who)
    live = Live.resume(path, who, progress=progress, watch=memory.relive)
    return Played(live, path, Documents(opening.main, dict(opening.documents)), speed, memory)


class Visit:
    """One visit; ``onward`` is asked whenever a seat was left.

    Args:
        visitor: who is there.
        sit: makes the console of a session.
        folder: where the visitor's scenarios and logs are.
        seed: of sessions that are chosen in the library; None is each scenario's own.
        speed: how fast they go to begin with.
        announce: hears the log of every session as it begins.
    """

    def __init__(
        self,
        visitor: Visitor,
        sit: Callable[[Played], Console],
        folder: Path,
        seed: int | None = None,
        speed: float = 1.0,
        announce: Callable[[Path], None] = lambda _: None,
    ) -> None:
        self.visitor = visitor
        self.shelf = Shelf(folder)
        self.told: list[str] = []
        """What is to be said when the screen is gone: every log, and how to go on with it."""
        self._sit = sit
        self._folder = folder
        self._seed = seed
        self._speed = speed
        self._announce = announce
        self._library: Library | None = None
        self._played: Played | None = None
        self._debriefed: tuple[Seat, Ending] | None = None
        self._console: Console | None = None
        self.refused: tuple[Problem, ...] = ()
        """Why the session that was asked for could not begin."""
        self._following: Following = lambda _: None
        self._waiting: Waiting | None = None

    # -- seats -------------------------------------------------------------------------------

    def library(self) -> Library:
        """Return the library, as it was left."""
        if self._library is None:
            self.shelf.glance()
            self._library = Library(self.visitor, self.shelf, _percent)
        else:
            self.shelf.again()
            self._library.leaving = ""
        return self._library

    def play(self, played: Played) -> Console:
        """Return the console of a session that has begun."""
        self._played = played
        self._announce(played.path)
        self._console = self._sit(played)
        return self._console

    def prepare(self, source: str, told: Listing, path: Path) -> Preparing:
        """Begin the session that was asked for, its task in sight meanwhile.

        Args:
            source: the name of the scenario, or the path of its file.
            told: what its head says.
            path: where the log is to be.
        """
        task = self._task(Choice(source, self._seed, self._speed), path)
        preparing = Preparing(self.visitor, told, task, _left)
        self._waiting = preparing
        self._following = lambda _: self._prepared(preparing)
        return preparing

    def _prepared(self, preparing: Preparing) -> Seat | None:
        """Return the console of the session, with the keys that were meant for it; or None."""
        if not isinstance(preparing.found, Played):
            self.refused = preparing.problems
            return None
        console = self.play(preparing.found)
        console.begin()
        for key in preparing.keys:
            console.press(key)
        return console

    def onward(self, seat: Seat) -> Seat | None:
        """Return the seat after one that was left; None is the way out."""
        if isinstance(seat, Library):
            return self._from_library(seat)
        if isinstance(seat, Start):
            if seat.leaving == "begin":
                return self._open(seat.choice)
            return self.library()
        if isinstance(seat, Waiting):
            return self._following(seat)
        if isinstance(seat, Ending):
            return self._from_ending(seat)
        if self._debriefed is not None and seat is self._debriefed[0]:
            return self._from_debrief(*self._debriefed)
        return self._from_session(seat)

    def close(self) -> None:
        """Leave an open session, to be resumed; the log keeps all that was done."""
        if self._waiting is not None:
            self._waiting.give_up(PATIENCE_S)
        played = self._played
        if played is not None and self._console is not None:
            self._console.runner.stop()
            if played.live.stopped is None:
                with contextlib.suppress(Refusal):
                    played.live.note_speed(0.0)  # so that it is taken up at this very moment
                played.live.close()
            self._tell(played, sealed=False)
        self._played = self._console = None

    def _from_library(self, library: Library) -> Seat | None:
        row = library.row
        if library.leaving == "quit" or row is None:
            return None
        if row.attempt is not None:
            path = row.attempt.path
            if not self.visitor.who:
                self.visitor.who = row.attempt.who
            self.visitor.say.language = row.attempt.language
            return self._wait(
                N_("taking up the session where it was left"),
                lambda progress: resume_session(self.visitor, path, self._speed, progress),
            )
        assert row.entry is not None
        return Start(self.visitor, row.entry, self.shelf, self._seed, self._speed)

    def _from_session(self, seat: Seat) -> Seat | None:
        """Seal the session and work out its score, or leave it open."""
        played, console = self._played, self._console
        if played is None or console is None:
            return None
        self.visitor.say.language = console.language
        self.visitor.theme = console.theme_name
        if seat.leaving != "seal":
            self.close()
            return self._out()
        console.runner.pause()
        live = played.live
        figures, product = figures_of(live.results())
        try:
            head = live.seal("ended" if live.finished else "stopped")
        except Refusal as refusal:
            console.leaving = ""
            console.tell(console.say.problem(refusal.problems[0]), "refused")
            return console
        console.runner.stop()
        self._tell(played, sealed=True)
        self._played = self._console = None
        self._speed = console.runner.speed
        brief = live.brief
        ended = Ended(
            played.path,
            head,
            played.documents,
            brief.title,
            live.seed,
            live.now,
            figures,
            product,
            brief.phrases,
        )
        return self._score(ended)

    def _from_ending(self, ending: Ending) -> Seat | None:
        if ending.leaving == "library":
            return self.library()
        if ending.leaving == "debrief":
            return self._debrief(ending)
        if ending.leaving != "again":
            return None
        ended = ending.ended
        self.shelf.again()
        name = Path(ended.documents.main).stem
        seed = self.shelf.fresh_seed(name, self.visitor.who or NOBODY, ended.seed)
        path = self._folder / new_log_name(ended.documents.main)
        return self._wait(
            N_("preparing the session"),
            lambda _: begin_session(self.visitor, ended.documents, path, seed, self._speed),
        )

    def _debrief(self, ending: Ending) -> Waiting:
        """Look back at the session that ended; its end is there to come back to."""

        def task(progress: Progress) -> object:
            import_module("tui.lobby.debrief")
            from simulator.review.debrief import debrief

            return debrief(ending.ended.path, progress=progress)

        def following(waiting: Waiting) -> Seat | None:
            from tui.lobby.debrief import Debriefing

            ending.leaving = ""
            problem = waiting.problem
            try:
                if waiting.found is not None:
                    self._debriefed = Debriefing(self.visitor, waiting.found), ending
                    return self._debriefed[0]
            except Refusal as refusal:
                problem = refusal.problems[0]
            if problem is not None:
                ending.tell(ending.say.problem(problem), "refused")
            return ending

        self._following = following
        return Waiting(self.visitor, N_("looking back at the session"), task)

    def _from_debrief(self, seat: Seat, ending: Ending) -> Seat | None:
        """Go on as after the end of the session, or back to it."""
        if seat.leaving == "back":
            return ending
        ending.leaving = seat.leaving
        return self._from_ending(ending)

    def _out(self) -> Seat | None:
        """Return the library if the visit came through it; otherwise it is over."""
        return self.library() if self._library is not None else None

    # -- what takes its time -----------------------------------------------------------------

    def _open(self, choice: Choice) -> Waiting:
        """Begin a session that was chosen."""
        self._seed, self._speed = choice.seed, choice.speed
        path = self._folder / new_log_name(choice.source)

        return self._wait(N_("preparing the session"), self._task(choice, path))

    def _task(self, choice: Choice, path: Path) -> Callable[[Progress], Played]:
        """Return what begins a session; the desk's screens are loaded while there is time."""

        def task(_: Progress) -> Played:
            from simulator.scenario.library import read

            import_module("tui.console")
            documents = read(choice.source)
            return begin_session(self.visitor, documents, path, choice.seed, choice.speed)

        return task

    def _wait(self, what: str, task: Callable[[Progress], Played]) -> Waiting:
        """Wait for a session; one that nobody waited for is left open."""

        def following(waiting: Waiting) -> Seat | None:
            if isinstance(waiting.found, Played):
                return self.play(waiting.found)
            library = self.library()
            if waiting.problem is not None:
                library.tell(self.visitor.say.problem(waiting.problem), "refused")
            return library

        def prepared(progress: Progress) -> Played:
            import_module("tui.console")
            return task(progress)

        self._following = following
        self._waiting = Waiting(self.visitor, what, prepared, _left)
        return self._waiting

    def _score(self, ended: Ended) -> Waiting:
        """Work out the score of a session that was sealed."""

        def task(_: Progress) -> object:
            from simulator.review.score import score_log

            return score_log(ended.path)

        def following(waiting: Waiting) -> Seat | None:
            score = waiting.found
            if score is not None:
                self.visitor.scores[ended.head] = score.percent
            return Ending(self.visitor, replace(ended, score=score, problem=waiting.problem))

        self._following = following
        return Waiting(self.visitor, N_("working out the score"), task)

    def _tell(self, played: Played, sealed: bool) -> None:
        """Keep what is to be said of a session when the screen is gone."""
        self.told += [f"log: {played.path}", f"head: {played.live.head}"]
        if not sealed:
            name = Path(played.documents.main).stem
            self.told.append(f"go on with: cuve play {name} --resume --log {played.path}")


def _left(played: Played) -> None:
    """Leave a session that nobody waited for, to be resumed."""
    played.live.close()


def _percent(path: Path) -> float:
    """Return what a log came to: as the learning record has it, with its marks, or computed."""
    from simulator.learning.attempts import read_attempt
    from simulator.learning.store import Store, store_path
    from simulator.review.score import score_log

    with contextlib.suppress(Refusal):
        kept = Store(store_path(os.environ)).percent(read_attempt(path).head)
        if kept is not None:
            return kept
    return score_log(path).percent
