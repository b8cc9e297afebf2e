"""The way through a visit: from the library into a session, to its end, and on from there.

It says which seat comes next. What takes its time is done while a waiting screen is up.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.out import new_log_name
from simulator.language.problem import Refusal
from simulator.language.text import N_
from tui.lobby import Lobby, Visitor
from tui.lobby.aftermath import Aftermath
from tui.lobby.ending import Ended, Ending, figures_of
from tui.lobby.judged import ended_session, percent_of
from tui.lobby.library import Library
from tui.lobby.recordings import Recordings
from tui.lobby.start import Choice, Start
from tui.preparing import Preparing, must_compile
from tui.seat import Seat
from tui.settings import Settings
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
        settings: gives what the visitor chose about the terminal, for recordings.
    """

    def __init__(
        self,
        visitor: Visitor,
        sit: Callable[[Played], Console],
        folder: Path,
        seed: int | None = None,
        speed: float = 1.0,
        announce: Callable[[Path], None] = lambda _: None,
        settings: Callable[[], Settings] = Settings,
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
        self._recordings = Recordings(visitor, settings)
        self._aftermath = Aftermath(visitor)
        self._library: Library | None = None
        self._played: Played | None = None
        self._console: Console | None = None
        self.refused: tuple[Problem, ...] = ()
        """Why the session that was asked for could not begin."""
        self._following: Following = lambda _: None
        self._waiting: Waiting | None = None
        self._compiling = False

    # -- seats -------------------------------------------------------------------------------

    def library(self) -> Library:
        """Return the library, as it was left."""
        if self._library is None:
            self.shelf.glance()
            self._library = Library(self.visitor, self.shelf, percent_of)
        else:
            self.shelf.again()
            self._library.leaving = ""
        return self._library

    def play(self, played: Played) -> Console:
        """Return the console of a session that has begun."""
        self._played = played
        self._announce(played.path)
        self._console = self._sit(played)
        if self._compiling:
            say = self._console.say
            told = say("Preparing fast speeds for this computer, once: it takes half a minute")
            self._console.tell(told)
            self._compiling = False
        return self._console

    def prepare(self, source: str, told: Listing, path: Path) -> Preparing:
        """Begin the session that was asked for, its task in sight meanwhile.

        Args:
            source: the name of the scenario, or the path of its file.
            told: what its head says.
            path: where the log is to be.
        """
        task = self._task(Choice(source, self._seed, self._speed), path)
        preparing = Preparing(self.visitor, told, task, self._leave)
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
        if self._recordings.shown:
            return self._recordings.onward(seat)
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
        ending = self._aftermath.end_of(seat)
        if ending is not None:
            return self._to_ending(seat, ending)
        return self._from_session(seat)

    def close(self) -> None:
        """Leave an open session, to be resumed; the log keeps all that was done."""
        if self._waiting is not None:
            self._waiting.give_up(PATIENCE_S)
        self._recordings.close()
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
            if library.leaving == "replay":
                return self._replay(path, library)
            if row.attempt.sealed:
                return self._look_at(path, library)
            if not self.visitor.who:
                self.visitor.who = row.attempt.who
            self.visitor.say.language = row.attempt.language
            return self._wait(
                N_("taking up the session where it was left"),
                lambda progress: resume_session(self.visitor, path, self._speed, progress),
            )
        assert row.entry is not None
        return Start(self.visitor, row.entry, self.shelf, self._seed, self._speed)

    def _look_at(self, path: Path, library: Library) -> Seat:
        """Show what a session came to that was ended before."""
        from simulator.learning.identity import code_of

        try:
            return self._score(ended_session(path, code_of(self._who, os.environ)))
        except Refusal as refusal:
            library.leaving = ""
            library.tell(library.say.problem(refusal.problems[0]), "refused")
            return library

    @property
    def _who(self) -> str:
        """What the visitor's logs are signed with."""
        return self.visitor.who or NOBODY

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
        results = live.results()
        figures, product = figures_of(results)
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
            results=results,
        )
        return self._score(ended)

    def _from_ending(self, ending: Ending) -> Seat | None:
        if ending.leaving == "library":
            return self.library()
        if ending.leaving == "debrief":
            waiting, self._following = self._aftermath.debrief(ending)
            return waiting
        if ending.leaving == "replay":
            return self._replay(ending.ended.path, ending)
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

    def _to_ending(self, seat: Seat, ending: Ending) -> Seat | None:
        """Go on from a rating or a debrief: to the end of its session, or as from there."""
        if seat.leaving == "replay" and isinstance(seat, Lobby):
            return self._replay(ending.ended.path, seat, getattr(seat, "moment", 0))
        if seat.leaving in ("back", "on"):
            return ending
        ending.leaving = seat.leaving
        return self._from_ending(ending)

    def _replay(self, path: Path, back: Lobby, start: int = 0) -> Waiting:
        """Show the recording of a session, from a moment (ms) on; then go back to where one was."""
        waiting, self._following = self._recordings.open(path, back, start)
        return waiting

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
            played = begin_session(self.visitor, documents, path, choice.seed, choice.speed)
            self._compiling = must_compile()
            return played

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
        self._waiting = Waiting(self.visitor, what, prepared, self._leave)
        return self._waiting

    def _score(self, ended: Ended) -> Waiting:
        """Work out the score of a session that was sealed."""
        waiting, self._following = self._aftermath.score(ended)
        return waiting

    def _leave(self, played: Played) -> None:
        """Leave a session that nobody waited for, to be resumed."""
        played.live.close()
        self._tell(played, sealed=False)

    def _tell(self, played: Played, sealed: bool) -> None:
        """Keep what is to be said of a session when the screen is gone."""
        self.told += [f"log: {played.path}", f"head: {played.live.head}"]
        if not sealed:
            name = Path(played.documents.main).stem
            self.told.append(f"go on with: cuve play {name} --resume --log {played.path}")
