"""Marks as a person reads them, and as JSON-able values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from simulator.language.simtime import show_time
from simulator.language.text import N_

if TYPE_CHECKING:
    from simulator.review.marks import Sheet
    from simulator.review.marks_score import Change, Marked
    from simulator.session.speech import Speaker

ROLE_WORDS = {"assessor": N_("assessor"), "peer": N_("fellow trainee"), "trainee": N_("trainee")}


def lines(sheets: Sequence[Sheet], result: Marked | None, say: Speaker) -> Iterator[str]:
    """Yield the marks of some people, and what they make of the score."""
    for sheet in sheets:
        if not sheet.empty:
            yield from _sheet(sheet, say)
    if result is None:
        return
    names = {one.id: say.words(one.name) for one in result.score.criteria}
    yield ""
    for change in result.changes:
        yield from _change(change, names, say)
    computed, marked = result.automatic, result.score
    yield say("computed: {grade}", grade=say(computed.graded(computed.scale)))
    passed = say("passed") if marked.passed else say("not passed")
    grade = say(marked.graded(marked.scale))
    yield say("with marks: {grade}; {passed}", grade=grade, passed=passed)
    if result.unsigned:
        who = ", ".join(result.unsigned)
        yield say("not signed yet, and counted only for who wrote it: {who}", who=who)


def _sheet(sheet: Sheet, say: Speaker) -> Iterator[str]:
    from simulator.review.marks import MEANINGS

    role = say(ROLE_WORDS[sheet.role])
    state = say("signed") if sheet.signed else say("not signed")
    yield f"{sheet.who} ({role}): {state}"
    for remark in sheet.remarks:
        about = f" [{remark.record}]" if remark.record is not None else ""
        yield f"  {remark.n:>4} {show_time(remark.t):>13}{about}  {remark.text}"
    for rating in sheet.ratings.values():
        level = "" if rating.level is None else f" ({say('level {level}', level=rating.level)})"
        why = f"  {rating.text}" if rating.text else ""
        worth = f"{rating.points:g}/{rating.of:g}{level}"
        yield f"  {rating.n:>4} {rating.criterion}: {worth}{why}"
    for one in sheet.overrides.values():
        worth = f"{one.automatic:g} → {one.points:g}"
        yield f"  {one.n:>4} {one.rule}, {one.place + 1}: {worth}  {one.reason}"
    for answer in sheet.answers.values():
        yield f"  {answer.n:>4} {answer.question}: {answer.text}"
    if sheet.commitment is not None:
        following = f" ({sheet.commitment.scenario})" if sheet.commitment.scenario else ""
        will = f"{say('I will')}{say.colon}{sheet.commitment.text}"
        yield f"  {sheet.commitment.n:>4} {will}{following}"
    for signed in sheet.signatures:
        yield f"  {signed.n:>4} {signed.name}, {signed.wall}: {say(MEANINGS[signed.meaning])}"


def _change(change: Change, names: dict[str, str], say: Speaker) -> Iterator[str]:
    before = "-" if change.before is None else f"{change.before:g}"
    after = "-" if change.after is None else f"{change.after:g}"
    who = ", ".join([w for w, _ in change.ratings] + [w for w, _ in change.overrides])
    yield f"{names.get(change.criterion, change.criterion)}: {before} → {after}  ({who})"


def data(sheets: Sequence[Sheet], result: Marked | None) -> dict[str, Any]:
    """Return marks as JSON-able values; ``score`` is null if nothing was rated or overridden."""
    from simulator.session.canonical import plain_json

    return {
        "marks": [
            {
                "who": sheet.who,
                "as": sheet.role,
                "log": sheet.log,
                "head": sheet.head,
                "signed": sheet.signed,
                "remarks": plain_json(sheet.remarks),
                "ratings": plain_json(tuple(sheet.ratings.values())),
                "overrides": plain_json(tuple(sheet.overrides.values())),
                "answers": plain_json(tuple(sheet.answers.values())),
                "commitment": plain_json(sheet.commitment),
                "signatures": plain_json(sheet.signatures),
            }
            for sheet in sheets
            if not sheet.empty
        ],
        "score": result
        and {
            "computed_percent": result.automatic.percent,
            "percent": result.score.percent,
            "passed": result.score.passed,
            "waiting": result.score.waiting,
            "changes": [
                {"criterion": one.criterion, "before": one.before, "after": one.after}
                for one in result.changes
            ],
            "unsigned": list(result.unsigned),
        },
    }
