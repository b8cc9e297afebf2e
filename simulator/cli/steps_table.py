"""The table of the steps of a recipe, and the balance of its plant, at the end of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import compress
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from simulator.language.plain import plain
from simulator.language.text import N_

if TYPE_CHECKING:
    from simulator.session.speech import Speaker

CLEARED = {
    "host cell protein": N_("HCP"),
    "DNA": "DNA",
    "retrovirus": N_("retrovirus"),
    "parvovirus": N_("parvovirus"),
}
"""What is told as powers of ten, and over which column."""
SUMS = {
    "volume": N_("volume"),
    "cells": N_("cells and debris"),
    "product": N_("product"),
    "full capsids": N_("full capsids"),
    "host cell protein": N_("host cell protein"),
    "glucose": N_("glucose"),
    "glutamine": N_("glutamine"),
    "lactate": N_("lactate"),
    "ammonium": N_("ammonium"),
    "oxygen": N_("oxygen"),
    "carbon": N_("carbon dioxide"),
}
"""What a balance is of, in words; other names are those of the field."""
_PRODUCTS = ("product", "full capsids")
_COLUMNS = {
    "before": N_("was there"),
    "brought": N_("brought"),
    "made": N_("made"),
    "used": N_("consumed"),
    "now": N_("is there"),
    "out": N_("drained"),
    "vented": N_("with gas"),
}
"""The columns of a balance, and their heads."""
_NOTES = {
    "brought": N_("by people and utilities, less what samples took"),
    "vented": N_("less what came with it, hence below zero where more came"),
    "missing": N_("as a share of all there ever was; 1e-12 is the rounding of a computer"),
}
"""What the heads leave untold."""
_TRACE = 1e-9
"""Share of a sum that is no part worth a line."""
_ALWAYS = 3
"""Columns of the table of steps that are always there: name, duration and yield."""
_CELLS = 5 + len(CLEARED)
"""All its columns."""
_LEAST = 26
"""Columns of names, at least."""

Rows = list[tuple[str, ...]]


def step_lines(steps: list[Mapping[str, Any]], say: Speaker) -> Iterator[str]:
    """Yield the table: a line for each step, and the yield of them all.

    A column in which no step has anything (viruses, of RNA) is left out.
    """
    cleared = [f"log10 {say(word)}" for word in CLEARED.values()]
    heads = (say("Step"), f"{say('duration')} h", f"{say('yield')} %", f"{say('aggregate')} %")
    rows: Rows = [(*heads, f"{say('HCP')} ng/mg", *cleared)]
    overall = 1.0
    for one in steps:
        portion = one["yield_percent"]
        overall *= portion / 100.0 if portion is not None else 1.0
        by_name = {amount["name"]: amount["log_reduction"] for amount in one["amounts"]}
        rows.append(
            (
                plain(one["name"]),
                f"{(one['ended_s'] - one['began_s']) / 3600.0:.1f}",
                "-" if portion is None else f"{portion:.1f}",
                f"{one['aggregate_percent']:.2f}" if one["aggregate_percent"] > 0.0 else "-",
                f"{one['protein_ratio']:.4g}" if one["protein_ratio"] > 0.0 else "-",
                *(_log(by_name.get(name)) for name in CLEARED),
            )
        )
    told = [place < _ALWAYS or {row[place] for row in rows[1:]} != {"-"} for place in range(_CELLS)]
    rows.append((say("All of them"), "", f"{100.0 * overall:.1f}", *[""] * (_CELLS - _ALWAYS)))
    yield from _laid_out([tuple(compress(row, told)) for row in rows])


def balance_lines(balance: list[Mapping[str, Any]], say: Speaker) -> Iterator[str]:
    """Yield the balance: what was there, was brought and made, is there and has gone.

    Below it stands where the product was made, is and went, unit by unit.
    """
    heads = [say(word) for word in _COLUMNS.values()]
    rows: Rows = [(say("Balance"), *heads, say("missing"))]
    for one in balance:
        numbers = (f"{one[key]:.5g}" for key in _COLUMNS)
        rows.append((f"{named(one, say)}, {one['unit']}", *numbers, f"{0.0 - one['off']:.0e}"))
    yield from _laid_out(rows)
    yield from _notes(balance, say)
    product = next((one for name in _PRODUCTS for one in balance if one["name"] == name), None)
    if product is not None:
        yield ""
        yield from _part_lines(product, say)


def _notes(balance: list[Mapping[str, Any]], say: Speaker) -> Iterator[str]:
    """Yield what the heads of a balance mean, for those that have anything below them."""
    for key, words in _NOTES.items():
        if key not in _COLUMNS or any(one[key] for one in balance):
            yield f"  {say(_COLUMNS.get(key, key))}{say.colon}{say(words)}"


def _part_lines(one: Mapping[str, Any], say: Speaker) -> Iterator[str]:
    """Yield the part of every unit in a sum."""
    heads = [say(word) for word in _COLUMNS.values()]
    least = _TRACE * max(abs(one[key]) for key in _COLUMNS)
    rows: Rows = [(f"{say('Unit by unit')}{say.colon}{named(one, say)}, {one['unit']}", *heads)]
    for part in one["parts"]:
        told = {**part, "made": max(part["made"], 0.0), "used": max(-part["made"], 0.0)}
        if any(abs(told[key]) > least for key in _COLUMNS):
            rows.append((plain(part["tag"]), *(_or_dash(told[key], least) for key in _COLUMNS)))
    yield from _laid_out(rows)


def named(one: Mapping[str, Any], say: Speaker) -> str:
    """Return what a sum is of, in words."""
    return say(SUMS[one["name"]]) if one["name"] in SUMS else str(one["name"])


def _or_dash(number: float, least: float) -> str:
    return f"{number:.5g}" if abs(number) > least else "-"


def _laid_out(rows: Rows) -> Iterator[str]:
    """Yield rows as lines: names to the left, numbers to the right, columns as wide as needed."""
    wide = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    wide[0] = max(wide[0], _LEAST)
    for name, *cells in rows:
        padded = (
            " " * (w - cell_len(cell)) + cell for cell, w in zip(cells, wide[1:], strict=True)
        )
        yield "  ".join((name + " " * (wide[0] - cell_len(name)), *padded)).rstrip()


def _log(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}".replace("-0.00", "0.00")
