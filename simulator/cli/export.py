"""``cuve export``: sessions for other programs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import DONE
from simulator.cli.out import emit, json_option, tell
from simulator.language.problem import Problem, Refusal

if TYPE_CHECKING:
    from simulator.export.session import Session

FORMATS = ("csv", "parquet", "xapi", "batchml")


@click.command("export")
@click.argument("logs", nargs=-1, required=True, metavar="LOG|FOLDER...")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), required=True, help="The kind of file."
)
@click.option("-o", "--out", required=True, metavar="PATH", help="A folder; for xapi a file.")
@click.option("--every", metavar="TIME", help='How often values are read, such as "10 s".')
@click.option("--truth", is_flag=True, help="Tell faults too, as an assessor may know them.")
@click.option("--home", metavar="URL", help="xAPI: the home page of the school's accounts.")
@click.option("--people", metavar="FILE", help="The key file. [CUVE_PEOPLE]")
@json_option
def command(logs: tuple[str, ...], form: str, out: str, **options: Any) -> int:
    """Write sessions for other programs.

    csv and parquet: tables of values, events, commands, sessions and balances in long form, times
    in UTC.
    xapi: statements for a learning record store, 1.0.3. batchml: a batch production record each.
    People stand under their codes. No file is ever written over.
    """
    from simulator.export.session import read_session
    from simulator.learning.gather import logs_in
    from simulator.learning.identity import PLACE, signed_as

    people = {PLACE: options["people"]} if options["people"] else {}
    environment = {**os.environ, **people}
    paths = logs_in(logs)
    if not paths:
        raise Refusal(Problem("no-logs", "there is no log to export", "name a log, or its folder"))
    sessions = [read_session(log, lambda who: signed_as(who, environment)) for log in paths]
    written = _write(sessions, form, Path(out), options)
    if options["as_json"]:
        emit({"sessions": len(sessions), "files": [str(path) for path in written]})
    else:
        for path in written:
            click.echo(str(path))
        tell(f"{len(sessions)} {'session' if len(sessions) == 1 else 'sessions'}")
    return DONE


def _write(sessions: list[Session], form: str, out: Path, options: dict[str, Any]) -> list[Path]:
    """Write sessions in a form; return the files."""
    if form == "xapi":
        return [_xapi(sessions, out, options["home"])]
    if form == "batchml":
        return _batchml(sessions, out)
    from simulator.export.table_files import write_csv, write_parquet
    from simulator.export.tables import tables
    from simulator.language.simtime import parse_duration

    every = parse_duration(options["every"]) if options["every"] else None
    found = tables(sessions, every, options["truth"])
    return (write_csv if form == "csv" else write_parquet)(out, found)


def _xapi(sessions: list[Session], out: Path, home: str | None) -> Path:
    from simulator.export.table_files import new_file
    from simulator.export.xapi import HOME, statements
    from simulator.review.marks_check import check_marks, marked_log
    from simulator.session.canonical import canonical

    found: list[dict[str, Any]] = []
    for session in sessions:
        sheets = check_marks(session.path, chain_only=True)
        counted = () if sheets.problems else sheets.sheets
        score = marked_log(session.path, counted).score
        found += statements(session, score, home or HOME)
    with new_file(out) as file:
        file.write(canonical(found) + b"\n")
    return out


def _batchml(sessions: list[Session], out: Path) -> list[Path]:
    from simulator.export.batchml import batch_record
    from simulator.export.table_files import new_file

    written: list[Path] = []
    for session in sessions:
        path = out / f"{Path(session.path).stem}.xml"
        record = batch_record(session)
        with new_file(path) as file:
            file.write(record)
        written.append(path)
    return written
