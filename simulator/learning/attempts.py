"""The attempts there were: what the session logs of a folder say at their two ends.

Only the first and the last record of a log are read, each checked against its own hash; what lies
between is for ``cuve verify`` to judge. So a folder of a class is told in a moment.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from simulator.language.problem import Problem, Refusal
from simulator.language.words import Words
from simulator.session.chain import GENESIS, PREFIX
from simulator.session.journal import newest_logs, read_ends
from simulator.session.record import Open, Record, Seal, decode

MOST = 500
"""How many logs of a folder are looked at, the last changed first."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One session, by the two ends of its log.

    Attributes:
        path: of the log.
        scenario: the short name of what was played.
        title: its name for people, as the log has it.
        who: who began it; ``language`` and ``seed`` are those it was begun with.
        began: wall-clock time in UTC, as ISO 8601.
        reached: simulated milliseconds at the last whole record.
        sealed: whether it was ended; one that was not can be gone on with.
        reason: why it ended: ``ended`` or ``stopped``; empty while it is unsealed.
        results: the key results, once it is sealed.
        head: the hash of the seal; empty while it is unsealed.
        digest: the hash of the scenario's own text, which tells its versions apart.
    """

    path: Path
    scenario: str
    title: Words
    who: str
    language: str
    seed: int
    began: str
    reached: int
    sealed: bool
    reason: str
    results: dict[str, JsonValue]
    head: str
    digest: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is named as a log, but cannot be told as one, and why."""

    path: Path
    problem: Problem


def attempts(folder: str | Path) -> tuple[tuple[Attempt, ...], tuple[Skipped, ...]]:
    """Return the attempts whose logs are in a folder, the latest begun first, and what is not one.

    A folder that cannot be read holds none. Only plain files called ``*.log`` are looked at.
    """
    found: list[Attempt] = []
    skipped: list[Skipped] = []
    for path in newest_logs(folder, MOST):
        try:
            found.append(read_attempt(path))
        except Refusal as refusal:
            skipped.append(Skipped(path, refusal.problems[0]))
    found.sort(key=lambda one: (one.began, one.path.name), reverse=True)
    return tuple(found), tuple(skipped)


def read_attempt(path: str | Path) -> Attempt:
    """Return what a log says at its two ends.

    Raises:
        Refusal: it cannot be read, is no session log, or an end does not fit its own hash.
    """
    path = Path(path)
    start, end = read_ends(path)
    opening = _opening(start)
    last = _last(end) if end else opening
    seal = last if isinstance(last, Seal) else None
    return Attempt(
        path=path,
        scenario=Path(opening.main).stem,
        title=opening.title,
        who=opening.who,
        language=opening.language,
        seed=opening.seed,
        began=opening.wall,
        reached=last.t,
        sealed=seal is not None,
        reason=seal.reason if seal else "",
        results=seal.results if seal else {},
        head=end[-1][: PREFIX - 1].decode("ascii") if seal else "",
        digest=opening.sha256.get(opening.main, ""),
    )


def _opening(line: bytes) -> Open:
    """Return the opening record of a log's first line.

    Raises:
        Refusal: it is none, or does not fit its hash.
    """
    if _hashed(GENESIS, line) != line[: PREFIX - 1]:
        raise Refusal(Problem("not-a-log", "this is not a session log"))
    record = decode(line[PREFIX:])
    if not isinstance(record, Open):
        raise Refusal(Problem("not-a-log", "the log does not begin with an opening record"))
    return record


def _last(lines: tuple[bytes, ...]) -> Record:
    """Return the record of the last of some lines, checked by the line before it or by its seal.

    Raises:
        Refusal: it is no record, or does not fit the hash before it.
    """
    line = lines[-1]
    record = decode(line[PREFIX:])
    before = lines[-2][: PREFIX - 1] if len(lines) > 1 else b""
    if isinstance(record, Seal):
        before = before or record.head.encode("ascii")
        if before != record.head.encode("ascii"):
            raise _damaged()
    if before and _hashed(_unhex(before), line) != line[: PREFIX - 1]:
        raise _damaged()
    return record


def _hashed(before: bytes, line: bytes) -> bytes:
    return hashlib.sha256(before + line[PREFIX:]).hexdigest().encode("ascii")


def _unhex(digits: bytes) -> bytes:
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        raise _damaged() from None


def _damaged() -> Refusal:
    hint = "the log was changed, or the disk failed; use a copy that verifies"
    return Refusal(Problem("damaged", "the last record does not fit the chain", hint))
