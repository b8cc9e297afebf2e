"""What marks must know of the log that they are about, and whether they are about it."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from simulator.language.problem import Place, Problem, Refusal
from simulator.language.text import text
from simulator.review.marks_record import Remark
from simulator.review.marks_sheet import Sheet, read_sheet
from simulator.session.chain import PREFIX, walk_chain
from simulator.session.journal import read_bytes

SUFFIX = ".marks"
_ARRIVALS = ("open", "resumed", "branched")
_PEOPLE = re.compile(rb'"kind":"(?:open|resumed|branched)"')


@dataclass(frozen=True, slots=True)
class LogRef:
    """What marks must know of a log.

    Attributes:
        head: the hash of its last record; ``records`` is how many there are.
        end: simulated milliseconds at the last record.
        sealed: whether the session was ended.
        people: who was at the desk.
        hashes: the hash after each record, in hexadecimal.
    """

    head: str
    records: int
    end: int
    sealed: bool
    people: tuple[str, ...]
    hashes: tuple[str, ...]


def refer(log: str | Path) -> LogRef:
    """Return what marks must know of a log: its chain is followed, nothing is computed again.

    Raises:
        Refusal: it cannot be read, or is damaged.
    """
    return refer_bytes(read_bytes(log), str(log))


def refer_bytes(data: bytes, name: str) -> LogRef:
    """Return what marks must know of the bytes of a log; as :func:`refer`."""
    chain = walk_chain(data, name)
    if chain.problem is not None or not chain.lines:
        nothing = Problem("not-a-log", text("this is not a session log"), "", Place(name, 1, 1))
        raise Refusal(chain.problem or nothing)
    begun = [_json(line) for line in chain.lines if _PEOPLE.search(line)]
    people = [one.get("who") for one in begun if one.get("kind") in _ARRIVALS]
    last = _json(chain.lines[-1])
    end = last.get("t")
    lines = data[: chain.size].split(b"\n")[:-1]
    return LogRef(
        head=chain.head,
        records=len(lines),
        end=end if isinstance(end, int) else 0,
        sealed=last.get("kind") == "seal",
        people=tuple(dict.fromkeys(str(who) for who in people)),
        hashes=tuple(line[: PREFIX - 1].decode("ascii") for line in lines),
    )


def marks_path(log: str | Path, who: str) -> Path:
    """Return where somebody's marks of a log are kept."""
    short = re.sub(r"[^a-z0-9]+", "-", who.lower()).strip("-")[:40]
    if short != who:
        short = f"{short}-{hashlib.sha256(who.encode()).hexdigest()[:8]}".lstrip("-")
    return Path(f"{log}.{short}{SUFFIX}")


def sheets_of(log: str | Path) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """Return all marks beside a log, by name of the marker, and what is wrong with files there.

    This shows everything: what a marker may see of others, ``Marks.others`` says.
    """
    log = Path(log)
    found: list[Sheet] = []
    problems: list[Problem] = []
    for path in marks_files(log):
        try:
            data = read_bytes(path)
            if b"\n" in data:  # else its first record never came to disk
                found.append(read_sheet(data, str(path)))
        except Refusal as refusal:
            problems += refusal.problems
    return tuple(sorted(found, key=lambda one: (one.role, one.who))), tuple(problems)


def marks_files(log: Path) -> list[Path]:
    """Return the marks files beside a log, in order."""
    start = f"{log.name}."
    try:
        names = [e.name for e in os.scandir(log.parent) if e.is_file(follow_symlinks=False)]
    except OSError:
        return []
    return sorted(log.parent / n for n in names if n.startswith(start) and n.endswith(SUFFIX))


def log_beside(marks: str | Path) -> Path | None:
    """Return the log that a marks file stands beside; None if there is none."""
    path = Path(marks)
    parts = path.name.removesuffix(SUFFIX).split(".")
    names = (".".join(parts[:count]) for count in range(len(parts) - 1, 0, -1))
    return next((path.with_name(name) for name in names if path.with_name(name).is_file()), None)


def _json(line: bytes) -> dict[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refusal(Problem("not-a-log", text("this is not a session log")))
    return found


def refuse_other_log(sheet: Sheet, ref: LogRef) -> None:
    """Refuse marks that are not of this log, or are signed or pinned where it has nothing.

    Raises:
        Refusal: the first thing that does not fit.
    """
    message = ""
    if not 1 <= sheet.of <= ref.records or ref.hashes[sheet.of - 1] != sheet.log:
        message = text("the marks of {who} are of another log", who=sheet.who)
    elif (sheet.role == "trainee") != (sheet.who in ref.people):
        message = text("{who} may not mark this log as {role}", who=sheet.who, role=sheet.role)
    elif any(one.log != ref.head or not ref.sealed for one in sheet.signatures):
        message = text("the signature of {who} is of another log", who=sheet.who)
    for record in sheet.records:
        if isinstance(record, Remark) and (
            record.t > ref.end or (record.record or 0) >= ref.records
        ):
            message = text("remark {n} is of a moment that the log has not", n=record.n)
    if message:
        raise Refusal(Problem("other-log", message))
