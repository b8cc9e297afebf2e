"""``cuve report``: the debrief of a session, or the results of a class, as one HTML file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import DONE, NO
from simulator.cli.out import complain, language_option, progress_bar, tell
from simulator.cli.parallel import each, jobs_option, processes

if TYPE_CHECKING:
    from simulator.review.debrief import Debrief


@click.command("report")
@click.argument("log", required=False)
@click.option("-o", "--output", metavar="FILE", help="Where to write; without it, beside the log.")
@click.option("--class", "folder", metavar="FOLDER", help="Report on all logs of a folder.")
@click.option("--names", is_flag=True, help="With --class: names as in the logs, not codes.")
@click.option("--text", is_flag=True, help="Print the debrief as lines of text instead.")
@click.option("--quick", is_flag=True, help="Leave out what other ways would have brought.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@jobs_option
@language_option
def command(log: str | None, folder: str | None, **options: Any) -> int:
    """Write the debrief of LOG as one HTML file, to be read in a browser or printed.

    It needs nothing else and loads nothing. Marks beside the log are told too. With --class, write
    the results of a class from all logs of FOLDER: by criterion, common errors, progress, people.
    The exit status is 1 when a log of the folder could not be scored.
    """
    if (log is None) == (folder is None):
        raise click.UsageError("name a LOG, or a folder with --class")
    if folder is not None:
        if options["text"]:
            raise click.UsageError("the report of a class is HTML: leave --text out")
        return _class(folder, options)
    assert log is not None
    with progress_bar("debrief") as (progress, _):
        from simulator.learning.onward import chooser
        from simulator.review.debrief import debrief

        found = debrief(
            log, what_if=not options["quick"], progress=progress, choose=chooser(os.environ)
        )
    if options["text"]:
        return _print(found, options["language"])
    from simulator.report.trainee import trainee_report

    target = Path(options["output"] or f"{log}.html")
    _write(target, trainee_report(found, options["language"]), options["force"])
    return DONE


def _print(found: Debrief, language: str) -> int:
    from simulator.report.lines import debrief_lines

    for line in debrief_lines(found, language):
        click.echo(line)
    return DONE


def _class(folder: str, options: dict[str, Any]) -> int:
    """Score every log of a folder and write what the class came to."""
    from simulator.language.problem import Problem, Refusal
    from simulator.learning.attempts import MOST
    from simulator.report.classes import class_page
    from simulator.review.debrief_class import class_report, outcome
    from simulator.session.journal import newest_logs

    logs = [str(path) for path in newest_logs(folder, MOST)]
    if not logs:
        hint = "logs are files called *.log"
        raise Refusal(Problem("no-logs", f"there are no logs in {folder}", hint))
    found = []
    with (
        each(outcome, logs, processes(options["jobs"], len(logs))) as outcomes,
        progress_bar("class") as (progress, _),
    ):
        for place, (log, one) in enumerate(zip(logs, outcomes, strict=True), 1):
            found.append((Path(log).name, one))
            progress(place, len(logs))
    report = class_report(sorted(found, key=lambda one: one[0]), options["names"])
    target = Path(options["output"] or Path(folder) / "class.html")
    _write(target, class_page(report, options["language"]), options["force"])
    complain(report.skipped.values())
    return NO if report.skipped else DONE


def _write(target: Path, page: str, force: bool) -> None:
    """Write a report; a file that is there is kept unless it is to be replaced.

    Raises:
        Refusal: it is there, or cannot be written.
    """
    from simulator.review.debrief_file import write_report

    write_report(target, page, force)
    tell(f"report: {target}")
