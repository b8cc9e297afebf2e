"""A session as it is lived: every command is judged, brought to disk, and only then done."""

from __future__ import annotations

import contextlib
import hashlib
import platform
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from simulator import __version__
from simulator.language.command import Command
from simulator.language.event import Event, stands_still
from simulator.language.field import Field
from simulator.language.observation import Observation
from simulator.language.plain import plain
from simulator.language.problem import Problem, Refusal
from simulator.scenario.documents import Documents
from simulator.session import rules
from simulator.session.commission import Commission, Commissioned, commission
from simulator.session.desk import Accepted, Brief, Refused
from simulator.session.follow import Watch, follow
from simulator.session.journal import continue_journal, create_journal, discard_journal
from simulator.session.keeping import SAMPLE_MS, Keeper
from simulator.session.pace import utc_stamp
from simulator.session.record import (
    FORMAT,
    PHYSICS_EDITION,
    CommandRecord,
    Open,
    Record,
    RefusalRecord,
    Resumed,
    Role,
    Seal,
    Speed,
    View,
)
from simulator.session.writer import JournalWriter


@dataclass(frozen=True, slots=True)
class Signature:
    """Who is at the desk, as operator or instructor."""

    who: str
    role: Role = "operator"


class Live:
    """A Desk that logs first and acts second. Begin one with ``begin`` or ``resume``.

    One thread may advance it while another submits and observes; each waits for the other at most
    as long as half a simulated hour takes to compute.
    """

    def __init__(
        self,
        commissioned: Commissioned,
        keeper: Keeper,
        writer: JournalWriter,
        signature: Signature,
        stamp: Callable[[], str] = utc_stamp,
    ) -> None:
        self._of = commissioned
        self._keeper = keeper
        self._plant = commissioned.plant
        self._writer = writer
        self._by = signature
        self._stamp = stamp
        self._lock = threading.RLock()
        self.trouble: Problem | None = None
        """What keeps records from the disk just now; they are kept and tried again."""

    @classmethod
    def begin(
        cls,
        documents: Documents,
        path: str | Path,
        signature: Signature,
        *,
        seed: int | None = None,
        language: str = "en",
        commission: Commission = commission,
        stamp: Callable[[], str] = utc_stamp,
    ) -> Live:
        """Begin a session of a scenario, logged in a new file.

        Raises:
            Refusal: the scenario cannot be built, or the log cannot be made.
        """
        refuse_role(signature)
        commissioned = commission(documents, seed, language)
        if SAMPLE_MS % commissioned.plant.scan_ms:
            message = f"a scan of {commissioned.plant.scan_ms} ms does not divide half an hour"
            raise Refusal(Problem("odd-scan", message))
        texts = dict(documents.texts)
        keeper = Keeper(commissioned)
        opening = Open(
            n=0,
            t=0,
            format=FORMAT,
            physics=PHYSICS_EDITION,
            program=__version__,
            python=platform.python_version(),
            seed=commissioned.seed,
            main=documents.main,
            documents=texts,
            sha256={name: hash_of(text) for name, text in texts.items()},
            title=dict(commissioned.brief.title),
            rooms=keeper.rooms,
            keys=keeper.keys,
            language=commissioned.language,
            who=signature.who,
            role=signature.role,
            wall=stamp(),
        )
        writer = create_journal(path)
        try:
            writer.commit(opening)
        except Refusal:
            discard_journal(path, writer)
            raise
        live = cls(commissioned, keeper, writer, signature, stamp)
        live._keep()
        return live

    @classmethod
    def resume(
        cls,
        path: str | Path,
        signature: Signature,
        *,
        commission: Commission = commission,
        stamp: Callable[[], str] = utc_stamp,
        progress: Callable[[int, int], None] | None = None,
        watch: Watch | None = None,
    ) -> Live:
        """Take up a session that broke off: live it again to the end of its log, then go on.

        ``watch`` sees it being lived again, so that trends and logbook have the whole story.

        Raises:
            Refusal: the log is damaged, sealed or in use, or recomputing it gives something else.
        """
        refuse_role(signature)
        journal, writer = continue_journal(path)
        with contextlib.ExitStack() as undo:
            undo.callback(writer.close)
            follower = follow(journal, commission)
            follower.finish(progress, watch)
            if follower.departure:
                hint = "the log was changed, or this program computes otherwise; begin anew"
                raise Refusal(Problem("departs", str(follower.departure), hint))
            live = cls(follower.commissioned, follower.keeper, writer, signature, stamp)
            live._write(follower.expected)
            live._resumed(len(journal.torn))
            undo.pop_all()
        return live

    @property
    def brief(self) -> Brief:
        """What the trainee is told."""
        return self._of.brief

    @property
    def names(self) -> Mapping[str, Field]:
        """What commands and conditions may name."""
        return self._of.names

    @property
    def now(self) -> int:
        """Simulated milliseconds since the session began."""
        return self._plant.now

    @property
    def finished(self) -> bool:
        """Whether the scenario's time is up, or the log has stopped."""
        up = self._plant.finished or self._plant.now >= self._of.brief.duration_ms
        return up or self.stopped is not None

    @property
    def stopped(self) -> Problem | None:
        """Why the session can go no further, if so: sealed, or the disk failed."""
        return self._writer.stopped

    @property
    def head(self) -> str:
        """The hash of the last record; after sealing, the one to note down elsewhere."""
        return self._writer.head

    @property
    def seed(self) -> int:
        """The seed of the session."""
        return self._of.seed

    def settle(self, until: int | None = None) -> None:
        """Wait until the plant runs as fast as it soon will; before all up to ``until`` (ms)."""
        end = self.brief.duration_ms
        self._of.settle((end if until is None else min(until, end)) - self.now)

    def observe(self) -> Observation:
        """Return a frozen picture of the instruments."""
        with self._lock:
            return self._plant.observe()

    def digest(self) -> dict[str, str]:
        """Return a hash of the state of every unit and room."""
        with self._lock:
            return self._plant.digest()

    def results(self) -> dict[str, object]:
        """Return the key results so far, as JSON values."""
        with self._lock:
            return rules.results(self._plant)

    def submit(self, command: Command, reason: str = "") -> Accepted | Refused:
        """Judge a command, bring it to disk with its reason, and only then do it.

        A refusal is on disk as well. What cannot be logged is not done.
        """
        with self._lock:
            command = rules.tidy(command)
            found = rules.judge(self._plant, command, self._by.role, reason, self._by.who)
            n = self._writer.count
            try:
                if found.problem is not None:
                    self._writer.commit(self._refusal(command, found.problem, reason))
                    return Refused(found.problem, n)
                self._writer.commit(self._command(command, found, reason))
            except Refusal as refusal:
                return Refused(refusal.problems[0])
            self.trouble = None
            events = self._plant.accept(command, self._by.role, self._by.who, reason)
            self._hear(events)
            return Accepted(n, events, found.old, found.new, found.unit)

    def advance(self, until: int) -> tuple[Event, ...]:
        """Let whole scans pass up to ``until``, or the end of the scenario.

        Raises:
            Refusal: the session is sealed, or its log has stopped.
        """
        until = min(until, self._of.brief.duration_ms)
        events: list[Event] = []
        while True:
            with self._lock:
                if self._writer.stopped:
                    raise Refusal(self._writer.stopped)
                before = self._plant.now
                if before >= until:
                    return tuple(events)
                boundary = self._keeper.boundary()
                now = self._plant.advance(min(until, boundary))
                events += now
                self._hear(now)
                if self._plant.now == boundary:
                    self._keep()
                if self._plant.now == before or stands_still(now):
                    return tuple(events)

    def note_speed(self, speed: float) -> None:
        """Log that simulated time goes at another speed from here on; 0 is a pause."""
        with self._lock:
            record = Speed(self._writer.count, self.now, float(speed), self._stamp())
            self._writer.append(record)

    def note_view(self, page: str, subject: str) -> None:
        """Log which page the terminal shows from here on, and which tag or unit it is about.

        Raises:
            Refusal: the log has stopped.
        """
        with self._lock:
            self._writer.append(View(self._writer.count, self.now, page, plain(subject, 200)))

    def seal(self, reason: str = "ended") -> str:
        """End the session: log a last check and the results, and return the head of the chain.

        Raises:
            Refusal: it could not be brought to disk. Unless the log has stopped, try again.
        """
        with self._lock:
            if self._writer.stopped:
                raise Refusal(self._writer.stopped)
            self._write(self._keeper.closing(self._writer.count))
            seal = Seal(
                n=self._writer.count,
                t=self.now,
                reason=reason,
                results=rules.results(self._plant),
                score=None,
                records=self._writer.count,
                head=self._writer.head,
                wall=self._stamp(),
            )
            self._writer.commit(seal)
            self._writer.close()
            return self._writer.head

    def close(self) -> None:
        """Leave the session unsealed, to be resumed; what is kept goes to disk if it can."""
        with self._lock:
            if not self._writer.stopped:
                self._flush()
            self._writer.close()

    def _command(self, command: Command, found: rules.Judgement, reason: str) -> CommandRecord:
        return CommandRecord(
            n=self._writer.count,
            t=self.now,
            who=self._by.who,
            role=self._by.role,
            command=command,
            old=found.old,
            new=found.new,
            unit=found.unit,
            reason=reason,
            wall=self._stamp(),
            seen=self._keeper.seen(),
        )

    def _refusal(self, command: Command, problem: Problem, reason: str) -> RefusalRecord:
        return RefusalRecord(
            n=self._writer.count,
            t=self.now,
            who=self._by.who,
            role=self._by.role,
            command=command,
            code=problem.code,
            message=plain(problem.message, 300),
            reason=reason,
            wall=self._stamp(),
            seen=self._keeper.seen(),
        )

    def _resumed(self, torn: int) -> None:
        record = Resumed(
            n=self._writer.count,
            t=self.now,
            who=self._by.who,
            role=self._by.role,
            program=__version__,
            python=platform.python_version(),
            torn=torn,
            wall=self._stamp(),
        )
        self._writer.commit(record)

    def _hear(self, events: tuple[Event, ...]) -> None:
        """Take note of what happened; a model fault is logged at the scan it was heard of."""
        self._write(self._keeper.hear(self._writer.count, events))

    def _keep(self) -> None:
        """Keep what this moment asks for, and give it to the operating system."""
        self._write(self._keeper.reached(self._writer.count))
        checkpoint = self._keeper.checkpoint(self._writer.count)
        if checkpoint is not None:
            self._writer.append(checkpoint)
        self._flush()

    def _write(self, records: Iterable[Record]) -> None:
        for record in records:
            self._writer.append(record)

    def _flush(self) -> None:
        try:
            self._writer.flush()
            self.trouble = None
        except Refusal as refusal:
            self.trouble = refusal.problems[0]


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal.

    Raises:
        Refusal: the text holds half a character.
    """
    try:
        return hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError:
        raise Refusal(Problem("bad-text", "a document holds half a character")) from None


def refuse_role(signature: Signature) -> None:
    """Refuse who is at the desk as something that there is not.

    Raises:
        Refusal: there is no such role.
    """
    if signature.role not in rules.ROLES:
        hint = f"choose from {', '.join(rules.ROLES)}"
        raise Refusal(Problem("unknown-role", f"there is no role {signature.role}", hint))
