"""``cuve bench``: speed as ratios against peers measured in the same run."""

from __future__ import annotations

from importlib import import_module

import click

from simulator.cli.benches.figure import Figure
from simulator.cli.out import emit, json_option, tell

BENCHMARKS = {
    "plant": "plant:plant",
    "kernel": "plant:kernel",
    "command": "plant:whole_command",
    "cold": "plant:cold_start",
    "help": "plant:help_text",
    "screen": "screen:screen",
    "replay": "replay:replay",
    "class": "classes:whole_class",
    "column": "column:column",
    "campaign": "campaign:campaign",
    "year": "year:year",
    "batch": "batch:batch",
    "fit": "fit:fit",
}
"""Name to file and function; each takes a number of rounds and returns its figures."""
SIZES = {"replay": "days", "class": "logs"}
"""Those that also take a size, and the option that gives it."""


@click.command("bench")
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHMARKS)))
@click.option(
    "--rounds",
    type=click.IntRange(1, 100),
    default=3,
    show_default=True,
    help="How often each is measured; the middle one counts.",
)
@click.option(
    "--days",
    type=click.IntRange(1, 90),
    default=7,
    show_default=True,
    help="Simulated days of the session that replay is measured on.",
)
@click.option(
    "--logs",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="Logs of the class that is reported on.",
)
@json_option
def command(names: tuple[str, ...], rounds: int, as_json: bool, **sizes: int) -> None:
    """Measure speed (all, or only NAMES), as ratios against peers in the same run."""
    figures: list[Figure] = []
    for name in names or tuple(BENCHMARKS):
        tell(f"measuring: {name}")
        file, _, function = BENCHMARKS[name].partition(":")
        module = import_module(f"simulator.cli.benches.{file}")
        size = (sizes[SIZES[name]],) if name in SIZES else ()
        figures += getattr(module, function)(rounds, *size)
    if as_json:
        emit({"benchmarks": [figure.data() for figure in figures]})
        return
    for figure in figures:
        ratio = figure.ours / figure.theirs
        click.echo(
            f"{figure.name:<30} {figure.ours:10.4g} {figure.unit}; {figure.against} "
            f"{figure.theirs:.4g}; ratio {ratio:.3g}" + (f"; {figure.note}" if figure.note else "")
        )
