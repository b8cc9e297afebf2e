"""The summary table at the end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from rich.cells import cell_len

from simulator.cli.steps_table import balance_lines, step_lines
from simulator.language.plain import plain
from simulator.language.simtime import show_duration
from simulator.session.meanings import PRIORITIES

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.session.live import Live
    from simulator.session.operator import Session
    from simulator.session.speech import Speaker

_GRAMS = 0.5
"""Product that is less shows as nothing, in kg."""
_LEAST = 26
"""Columns of names, at least."""


def show(results: dict[str, Any], live: Live, session: Session, path: Path, say: Speaker) -> None:
    """Print the results of a session on stdout, for a person."""
    figures = results["figures"]
    lasted = say("{time} simulated", time=show_duration(live.now))
    click.echo(f"\n{live.brief.name}, {say('seed')} {live.seed}: {lasted}\n")
    _products([one for one in figures if one["role"] != "CPP"], results["product_g"], say)
    _parameters([one for one in figures if one["role"] == "CPP"], say)
    for part, lines in (("steps", step_lines), ("balance", balance_lines)):
        if results.get(part):
            click.echo("")
            for line in lines(results[part], say):
                click.echo(line)
    counts = zip(PRIORITIES.values(), results["alarms"], strict=True)
    alarms = ", ".join(f"{number:.0f} {say(name)}" for name, number in counts)
    click.echo(f"\n{say('Alarms annunciated')}{say.colon}{alarms}")
    turned = len(session.refused)
    done = say("{n} done, {refused} refused", n=session.accepted, refused=turned)
    click.echo(f"{say('Commands')}{say.colon}{done}")
    click.echo(f"{say('Log')}{say.colon}{path}\n{say('Head')}{say.colon}{live.head}")
    story = f"{say('The story')}{say.colon}cuve replay --text LOG"
    click.echo(f"\n{story}     {say('Is it genuine')}{say.colon}cuve verify LOG")


def _padded(text: str, wide: int, right: bool = False) -> str:
    """Return a text in so many cells."""
    blanks = " " * max(wide - cell_len(text), 0)
    return blanks + text if right else text + blanks


def _products(figures: list[dict[str, Any]], product_g: float, say: Speaker) -> None:
    head, total = say("Product"), say("Yield (all vessels)")
    wide = max(_LEAST, cell_len(total), *(cell_len(plain(one["name"])) for one in figures), 0)
    ends = (_padded(word, 10, right=True) for word in (say("end"), say("peak")))
    click.echo(" ".join((_padded(head, wide), *ends)))
    for one in figures:
        places = one["decimals"]
        last, peak = f"{one['last']:.{places}f}", f"{one['peak']:.{places}f}"
        click.echo(f"{_padded(plain(one['name']), wide)} {last:>10} {peak:>10} {one['unit']}")
    if product_g >= _GRAMS:  # cells, vectors and RNA are products without a titre
        click.echo(f"{_padded(total, wide)} {product_g / 1000.0:>10.3f} {'':>10} kg")


def _parameters(figures: list[dict[str, Any]], say: Speaker) -> None:
    if not figures:
        return
    head = say("Critical process parameter")
    wide = max(_LEAST, cell_len(head), *(cell_len(plain(one["name"])) for one in figures))
    words = (say("in range"), say("limits"), say("lowest"), say("highest"))
    cells = [max(least, cell_len(word)) for word, least in zip(words, (9, 14, 8, 8), strict=True)]
    heads = [_padded(word, cell, right=True) for word, cell in zip(words, cells, strict=True)]
    click.echo("\n" + " ".join((_padded(head, wide), *heads)))
    for one in figures:
        places = one["decimals"]
        told = (
            f"{100.0 * one['inside']:.1f} %",
            limits(one["low"], one["high"]),
            f"{one['lowest']:.{places}f}",
            f"{one['peak']:.{places}f}",
        )
        row = [_padded(text, cell, right=True) for text, cell in zip(told, cells, strict=True)]
        click.echo(" ".join((_padded(plain(one["name"]), wide), *row, one["unit"])))


def limits(low: float | None, high: float | None) -> str:
    """Return limits as a person writes them.

    >>> limits(6.85, 7.15), limits(None, 1.8), limits(40.0, None), limits(None, None)
    ('6.85 .. 7.15', '≤ 1.8', '≥ 40', '-')
    """
    if low is None or high is None:
        return "-" if low is high else f"≤ {high:g}" if low is None else f"≥ {low:g}"
    return f"{low:g} .. {high:g}"
