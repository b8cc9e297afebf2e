"""How every sub-command speaks: results on stdout, all else on stderr, JSON when asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from simulator.language.plain import plain
from simulator.language.problem import Problem
from simulator.language.words import LANGUAGES, Words, say

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Language of the scenario's texts.",
)

Progress = Callable[[int, int], None]
"""Hears how far simulated time has come, and how far it goes; ms."""


def words(text: Words, language: str) -> str:
    """Return text in a language, safe to print on a terminal."""
    return plain(say(text, language))


def emit(data: dict[str, Any]) -> None:
    """Print one JSON object with stable keys on stdout."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))


def complain(problems: Iterable[Problem]) -> None:
    """Print problems on stderr, one a line."""
    for problem in problems:
        click.echo(plain(str(problem)), err=True)


def as_data(problem: Problem) -> dict[str, Any]:
    """Return a problem as JSON-able values."""
    place = problem.place
    return {
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def tell(text: str) -> None:
    """Print one line for a person on stderr."""
    click.echo(plain(text), err=True)


def new_log_name(scenario: str) -> str:
    """Return a file name for a log: the scenario's name and the time in UTC."""
    from simulator.session.pace import utc_stamp

    stamp = "".join(c for c in utc_stamp() if c.isalnum())
    return f"{Path(scenario).stem}-{stamp}.log"


@contextmanager
def progress_bar(label: str) -> Iterator[tuple[Progress, Callable[[str], None]]]:
    """Show a progress bar on stderr while it is a terminal; yield (progress, say).

    ``say`` prints a line above the bar, or on stderr as it is.
    """
    if not sys.stderr.isatty():
        yield (lambda now, end: None), tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from simulator.language.simtime import show_time

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[clock]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=1, clock="")

        def progress(now: int, end: int) -> None:
            bar.update(task, completed=now, total=max(end, 1), clock=show_time(now))

        yield progress, lambda text: console.print(plain(text), markup=False, highlight=False)
