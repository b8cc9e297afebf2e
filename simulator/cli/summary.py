"""The summary table at the end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from simulator.cli.steps_table import balance_lines, step_lines
from simulator.language.plain import plain
from simulator.language.simtime import show_duration

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.session.live import Live
    from simulator.session.operator import Session

PRIORITIES = ("critical", "high", "medium", "low")


def show(results: dict[str, Any], live: Live, session: Session, path: Path) -> None:
    """Print the results of a session on stdout, for a person."""
    figures = results["figures"]
    click.echo(f"\n{live.brief.name}, seed {live.seed}: {show_duration(live.now)} simulated\n")
    _products([one for one in figures if one["role"] != "CPP"], results["product_g"])
    _parameters([one for one in figures if one["role"] == "CPP"])
    for part, lines in (("steps", step_lines), ("balance", balance_lines)):
        if results.get(part):
            click.echo("")
            for line in lines(results[part]):
                click.echo(line)
    counts = zip(PRIORITIES, results["alarms"], strict=True)
    alarms = ", ".join(f"{number:.0f} {name}" for name, number in counts)
    click.echo(f"\nAlarms annunciated: {alarms}")
    click.echo(f"Commands: {session.accepted} done, {len(session.refused)} refused")
    click.echo(f"Log: {path}\nHead: {live.head}")
    click.echo("\nThe story: cuve replay --text LOG     Is it genuine: cuve verify LOG")


def _products(figures: list[dict[str, Any]], product_g: float) -> None:
    wide = max(26, *(len(plain(one["name"])) for one in figures)) if figures else 26
    click.echo(f"{'Product':<{wide}} {'end':>10} {'peak':>10}")
    for one in figures:
        places = one["decimals"]
        last, peak = f"{one['last']:.{places}f}", f"{one['peak']:.{places}f}"
        click.echo(f"{plain(one['name']):<{wide}} {last:>10} {peak:>10} {one['unit']}")
    if product_g > 0.0:  # cells and vectors are products without a titre
        click.echo(f"{'Yield (all vessels)':<{wide}} {product_g / 1000.0:>10.3f} {'':>10} kg")


def _parameters(figures: list[dict[str, Any]]) -> None:
    if not figures:
        return
    wide = max(26, *(len(plain(one["name"])) for one in figures))
    heads = f"{'in range':>9} {'limits':>14} {'lowest':>8} {'highest':>8}"
    click.echo(f"\n{'Critical process parameter':<{wide}} {heads}")
    for one in figures:
        places = one["decimals"]
        ends = ["" if one[key] is None else f"{one[key]:g}" for key in ("low", "high")]
        click.echo(
            f"{plain(one['name']):<{wide}} {100.0 * one['inside']:>7.1f} % {' .. '.join(ends):>14} "
            f"{one['lowest']:>8.{places}f} {one['peak']:>8.{places}f} {one['unit']}"
        )
