"""Is a log what it says? The chain first, then everything computed again and compared.

A chain without a secret stops careless and later change; who rewrites the whole file can make the
chain fit. That is why the session is recomputed: only a real run gives the digests it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from simulator.language.problem import Place, Problem, Refusal
from simulator.session.canonical import canonical, plain_json
from simulator.session.chain import Journal
from simulator.session.commission import Commission, Commissioned, commission
from simulator.session.follow import Departure, follow
from simulator.session.journal import read_journal
from simulator.session.live import hash_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found.

    Attributes:
        ok: whether nothing is wrong. A log that is not sealed may be shorter than it was.
        problems: everything that is wrong.
        records: how many records are whole.
        head: the hash after them, to compare with the one that was noted down.
        sealed: whether the session was ended and sealed.
        recomputed: whether everything was computed again, not the chain alone.
        first_difference: where the log and its recomputation first differ.
    """

    ok: bool
    problems: tuple[Problem, ...]
    records: int
    head: str
    sealed: bool
    recomputed: bool
    first_difference: Departure | None


def verify(
    path: str | Path,
    *,
    chain_only: bool = False,
    commission: Commission = commission,
    progress: Callable[[int, int], None] | None = None,
) -> Verdict:
    """Verify a log on disk; ``progress`` hears the simulated time reached and the end.

    Raises:
        Refusal: the file cannot be read at all.
    """
    return verify_journal(
        read_journal(path),
        str(path),
        chain_only=chain_only,
        commission=commission,
        progress=progress,
    )


def verify_journal(
    journal: Journal,
    name: str,
    *,
    chain_only: bool = False,
    commission: Commission = commission,
    progress: Callable[[int, int], None] | None = None,
) -> Verdict:
    """Verify a journal that was read; ``name`` is what to call it in messages."""
    problems = list(journal.problems)
    if journal.torn and not problems:
        message = f"the last {len(journal.torn)} bytes are an unfinished record"
        hint = "nothing acknowledged is lost; resume the session to set them aside"
        place = Place(name, len(journal.records) + 1, 1)
        problems.append(Problem("torn", message, hint, place))
    departure = None
    recomputed = False
    if not chain_only and not journal.problems:
        try:
            check_texts(journal)
            follower = follow(journal, commission)
            departure = check_title(journal, follower.commissioned)
            if departure is None:
                follower.finish(progress)
                departure = follower.departure
            recomputed = True
        except Refusal as refusal:
            problems += refusal.problems
    if departure is not None:
        place = Place(name, departure.n + 1, 1)
        problems.append(Problem("differs", str(departure), "", place))
    return Verdict(
        ok=not problems,
        problems=tuple(problems),
        records=len(journal.records),
        head=journal.head,
        sealed=journal.sealed,
        recomputed=recomputed,
        first_difference=departure,
    )


def check_texts(journal: Journal) -> None:
    """Refuse documents that are not what their hashes say.

    Raises:
        Refusal: the first text that is not.
    """
    opening = journal.opening
    found = {name: hash_of(text) for name, text in opening.documents.items()}
    for name in sorted({*found, *opening.sha256}):
        if found.get(name) != opening.sha256.get(name):
            raise Refusal(Problem("other-text", f"the text of {name} is not the one it was"))


def check_title(journal: Journal, commissioned: Commissioned) -> Departure | None:
    """Return how the title that a log tells differs from that of its scenario, if it does."""
    logged = canonical(journal.opening.title).decode()
    computed = canonical(plain_json(commissioned.brief.title)).decode()
    return None if logged == computed else Departure(0, 0, "title", logged, computed)
