"""``cuve verify``: is a log what it says?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import DONE, NO, WRONG
from simulator.cli.out import as_data, complain, emit, json_option, progress_bar
from simulator.cli.parallel import each, jobs_option, processes
from simulator.language.plain import plain
from simulator.language.problem import Problem, Refusal

if TYPE_CHECKING:
    from simulator.review.marks_sheet import Sheet


@click.command("verify")
@click.argument("logs", nargs=-1, required=True, metavar="LOG...")
@click.option("--chain-only", is_flag=True, help="Check the hash chain alone; recompute nothing.")
@jobs_option
@json_option
def command(logs: tuple[str, ...], chain_only: bool, jobs: int | None, as_json: bool) -> int:
    """Check each LOG's hash chain, then recompute it to the bit, and the marks beside it.

    Of a file of marks its chain is checked, and that it is of the log beside it.
    Names the first record or unit that differs. The exit status is 0 when all logs hold, 1 when
    one does not or is of another physics edition, 2 when one cannot be read.
    """
    status = DONE
    verdicts: list[dict[str, Any]] = []
    things = [(log, chain_only) for log in logs]
    with each(_verdict, things, processes(jobs, len(logs))) as answers:
        for log, (found, problems) in zip(logs, answers, strict=True):
            status = max(status, _status(found))
            if as_json:
                data = found or {"log": log, "ok": False}
                verdicts.append({**data, "problems": [as_data(problem) for problem in problems]})
            else:
                complain(problems)
                click.echo(_line(log, found))
    if as_json:
        emit({"ok": status == DONE, "logs": verdicts})
    return status


def _status(found: dict[str, Any] | None) -> int:
    if found is None:
        return WRONG
    return DONE if found["ok"] else NO


def _verdict(thing: tuple[str, bool]) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    """Return what was found of a log (None if it cannot be read) and its problems."""
    from simulator.review.marks_check import MarksFound, check_marks
    from simulator.review.marks_log import SUFFIX
    from simulator.session.verify import verify

    log, chain_only = thing
    if log.endswith(SUFFIX):
        return _marks_verdict(log)
    try:
        with progress_bar("verify") as (progress, _):
            verdict = verify(log, chain_only=chain_only, progress=progress)
        marks = check_marks(log, chain_only=chain_only) if verdict.ok else MarksFound((), ())
    except Refusal as refusal:
        return None, refusal.problems
    if any(problem.code == "not-a-log" for problem in verdict.problems):
        return None, verdict.problems
    first = verdict.first_difference
    found = {
        "log": log,
        "ok": verdict.ok and not marks.problems,
        "records": verdict.records,
        "head": verdict.head,
        "sealed": verdict.sealed,
        "unfinished": [problem.code for problem in verdict.problems] == ["torn"],
        "other_edition": [problem.code for problem in verdict.problems] == ["other-edition"],
        "recomputed": verdict.recomputed,
        "first_difference": str(first) if first else None,
        "marks": [_summary(one) for one in marks.sheets],
    }
    return found, (*verdict.problems, *marks.problems)


def _marks_verdict(path: str) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    """Return what was found of a file of marks (None if it cannot be read) and its problems."""
    from simulator.review.marks_check import check_sheet

    try:
        sheet, log = check_sheet(path)
    except Refusal as refusal:
        unread = refusal.problems[0].code in ("cannot-read", "no-marks", "too-large")
        return None if unread else {"log": path, "ok": False, "of": None}, refusal.problems
    records = len(sheet.records)
    of = str(log) if log is not None else None
    return {"log": path, "ok": True, "of": of, "records": records, **_summary(sheet)}, ()


def _summary(sheet: Sheet) -> dict[str, Any]:
    """Return what is told of the marks of one person."""
    return {"who": sheet.who, "as": sheet.role, "signed": sheet.signed, "head": sheet.head}


def _line(log: str, found: dict[str, Any] | None) -> str:
    if found is None:
        return f"{log}: cannot be read"
    if "of" in found:
        return _marks_line(found)
    state = "holds" if found["ok"] else "DOES NOT HOLD"
    if found["unfinished"]:
        state = "holds as far as it goes; its end is unfinished"
    if found["other_edition"]:
        state = "its chain holds; it cannot be recomputed here"
    how = "chain and recomputation" if found["recomputed"] else "chain"
    sealed = "sealed" if found["sealed"] else "not sealed"
    line = f"{log}: {state} ({how}; {found['records']} records, {sealed}); head {found['head']}"
    for one in found["marks"]:
        signed = "signed" if one["signed"] else "not signed"
        line += f"\n  marks of {plain(one['who'])} as {one['as']} ({signed}); head {one['head']}"
    return line


def _marks_line(found: dict[str, Any]) -> str:
    """Return the line of a file of marks."""
    if not found["ok"]:
        return f"{found['log']}: these marks DO NOT HOLD"
    of = f"of {found['of']}" if found["of"] else "the log is not beside them"
    signed = "signed" if found["signed"] else "not signed"
    who = f"marks of {plain(found['who'])} as {found['as']}"
    told = f"chain; {found['records']} records, {signed}; {of}"
    return f"{found['log']}: {who} hold ({told}); head {found['head']}"
