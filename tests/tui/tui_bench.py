"""What the tests of the terminal share: a real session in a file of its own, run interpreted."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

from simulator.scenario.library import read
from simulator.session.commission import commission
from simulator.session.journal import read_journal
from simulator.session.live import Live, Signature
from simulator.session.record import Record

HERE = functools.partial(commission, tier="interpreted")
LOST_MS = 20 * 60_000
"""When the oxygen of ``oxygen-lost`` is lost; its first alarm comes 17 s later."""


def begin(folder: Path, scenario: str = "oxygen-lost", language: str = "en") -> Live:
    """Begin a session of a scenario, logged as ``session.log`` in a folder."""
    path = folder / "session.log"
    return Live.begin(read(scenario), path, Signature("Ann"), language=language, commission=HERE)


def session_in(folder: Path, scenario: str = "oxygen-lost", ms: int = 0) -> Iterator[Live]:
    """Yield a session that has come so far, and close it when the tests are done with it."""
    session = begin(folder, scenario)
    if ms:
        session.advance(ms)
    yield session
    if session.stopped is None:
        session.close()


def records(folder: Path) -> tuple[Record, ...]:
    """Return what is in the log of a session that was closed or sealed."""
    return read_journal(folder / "session.log").records
