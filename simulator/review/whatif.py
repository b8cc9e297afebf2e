"""What would have changed? Branches off a recording that run by themselves, and the difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from simulator.assessment.score import Score
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.language.words import Words
from simulator.review.beside import documents_of, operator_of
from simulator.review.score import score_journal
from simulator.session import rules
from simulator.session.branch import Branch
from simulator.session.desk import Refused
from simulator.session.live import Signature
from simulator.session.operator import run_session
from simulator.session.record import CommandRecord
from simulator.session.replay import Recording

Who = Literal["hand", "expert", "idle", "earlier"]
"""Who acts on a branch: a person, the expert's script, nobody, or the trainee, only earlier."""
Progress = Callable[[int, int], None]
_STEP_MS = 600_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be tried.

    Attributes:
        who: who acts.
        t: when the branch leaves the recording, ms.
        until: how far it goes, ms; None is the end of the recording.
        record: the command that is given at ``t`` instead of later, for ``earlier``.
        later_too: whether every later command is given as much earlier.
    """

    who: Who
    t: int
    until: int | None = None
    record: CommandRecord | None = None
    later_too: bool = False

    @property
    def earlier_ms(self) -> int:
        """How much earlier the command is given, ms."""
        return self.record.t - self.t if self.record is not None else 0


@dataclass(frozen=True, slots=True)
class Change:
    """One thing before and after: a criterion in points of ``of``, or a key result in ``unit``.

    None is what has no value. ``inside`` is the part (0 to 1) of the time in limits, if it has any.
    """

    name: Words | str
    before: float | None
    after: float | None
    of: float = 0.0
    unit: str = ""
    decimals: int = 2
    role: str = ""
    inside: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a branch came to beside its recording.

    Attributes:
        wish: what was tried.
        end: how far the branch went, ms; the results are those of both at this moment.
        before: score of the recording, None without a rubric; ``after`` that of the branch.
        criteria: the points of each criterion.
        results: the key results, the product in kg and how many alarms there were.
        refused: how many commands of the recording could not be done any more.
    """

    wish: Wish
    end: int
    before: Score | None
    after: Score | None
    criteria: tuple[Change, ...]
    results: tuple[Change, ...]
    refused: int

    @property
    def gained(self) -> float | None:
        """How many percent points the branch has more; None without a score."""
        if self.before is None or self.after is None:
            return None
        return round(self.after.percent - self.before.percent, 2)


def earlier(record: CommandRecord, by_ms: int, later_too: bool = False) -> Wish:
    """Return the wish to see a recorded command, and perhaps all later ones, given earlier.

    Raises:
        Refusal: it is not earlier, or was before the session began.
    """
    if by_ms <= 0 or by_ms > record.t:
        hint = text("choose a time within the session")
        raise Refusal(Problem("not-earlier", text("that was before the session began"), hint))
    return Wish("earlier", record.t - by_ms, None, record, later_too)


def leave(recording: Recording, wish: Wish, signature: Signature) -> Branch:
    """Return the branch of a wish, as it leaves the recording.

    Raises:
        Refusal: the plant cannot be brought there.
    """
    return Branch(recording, wish.t, signature)


def run(recording: Recording, branch: Branch, wish: Wish, progress: Progress) -> int:
    """Let a branch go as was wished; return how many recorded commands were refused.

    Raises:
        Refusal: there is no such operator, or no script of an expert.
    """
    until = recording.end if wish.until is None else wish.until
    if wish.who == "earlier":
        return _retell(recording, branch, wish, until, progress)
    who = "idle" if wish.who == "hand" else wish.who
    documents = documents_of(recording.journal)
    operator = operator_of(who, recording.commissioned, documents, branch.now)
    run_session(branch, operator, until, progress)
    return 0


def _retell(
    recording: Recording, branch: Branch, wish: Wish, until: int, progress: Progress
) -> int:
    """Give the commands of the recording at their times, but for those that come earlier."""
    refused = 0
    for t, record in _moved(recording, wish):
        if t <= until:
            _pass(branch, t, until, progress)
            refused += isinstance(branch.submit(record.command, record.reason), Refused)
    _pass(branch, until, until, progress)
    return refused


def _moved(recording: Recording, wish: Wish) -> list[tuple[int, CommandRecord]]:
    """Return the commands after the branch left, each with its new time (ms), in order."""
    found = []
    for record in recording.records:
        if not isinstance(record, CommandRecord):
            continue
        n = wish.record.n if wish.record is not None else -1
        if record.n == n or (wish.later_too and record.n > n):
            found.append((record.t - wish.earlier_ms, record))
        elif record.t > wish.t:
            found.append((record.t, record))
    return sorted(found, key=lambda one: (one[0], one[1].n))


def _pass(branch: Branch, t: int, end: int, progress: Progress) -> None:
    """Let time pass up to a moment, telling how far it is."""
    while branch.now < t and not branch.finished:
        before = branch.now
        branch.advance(min(t, before + _STEP_MS))
        progress(branch.now, end)
        if branch.now == before:
            return


def compare(
    recording: Recording, branch: Branch, wish: Wish, refused: int, before: Score | None
) -> Difference:
    """Return what a branch came to beside its recording.

    Args:
        recording: what it left; it is not moved.
        branch: as far as it went.
        wish: what was tried.
        refused: how many recorded commands could not be done any more.
        before: the score of the recording, if it has one.

    Raises:
        Refusal: the recording cannot be brought to where the branch ended.
    """
    after: Score | None = None
    if before is not None:
        after = score_journal(branch.journal, None, recording.commission)
    helper = Recording(recording.journal, recording.commission)
    helper.seek(branch.now)
    then = rules.results(helper.commissioned.plant)
    return Difference(
        wish,
        branch.now,
        before,
        after,
        _criteria(before, after),
        tuple(_results(then, branch.results())),
        refused,
    )


def _criteria(before: Score | None, after: Score | None) -> tuple[Change, ...]:
    """Return the points of each criterion before and after."""
    if before is None or after is None:
        return ()
    later = {one.id: one for one in after.criteria}
    return tuple(
        Change(one.name, one.points, later[one.id].points, one.of)
        for one in before.criteria
        if one.id in later
    )


def _results(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return the key results of two sessions of one scenario beside each other."""
    later = {one["tag"]: one for one in after.get("figures", ())}
    found = []
    for one in before.get("figures", ()):
        other = later.get(one["tag"])
        if other is None:
            continue
        limited = one["low"] is not None or one["high"] is not None
        inside = (one["inside"], other["inside"]) if limited else None
        change = Change(
            one["name"],
            one["last"],
            other["last"],
            unit=one["unit"],
            decimals=one["decimals"],
            role=one["role"],
            inside=inside,
        )
        found.append(change)
    grams = before.get("product_g"), after.get("product_g")
    if grams[0] is not None and grams[1] is not None:
        kilograms = (grams[0] / 1000.0, grams[1] / 1000.0)
        found.append(Change(text("product in all vessels"), *kilograms, unit="kg", decimals=3))
    alarms = [float(sum(one.get("alarms", ()))) for one in (before, after)]
    found.append(Change(text("alarms"), alarms[0], alarms[1], decimals=0))
    return found
