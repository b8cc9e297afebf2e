"""The table of the steps of a recipe, and the balance of its plant, at the end of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.language.plain import plain

CLEARED = (("host cell protein", "HCP"), ("DNA", "DNA"), ("virus", "virus"))
"""What is told as powers of ten, and over which column."""


def step_lines(steps: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the table: a line for each step, and the yield of them all."""
    wide = max(26, *(len(plain(one["name"])) for one in steps))
    yield f"{'Step':<{wide}} {'time':>7} {'yield':>8} {'aggr.':>7} {'HCP':>9}  log10 cleared of"
    heads = " ".join(f"{head:>6}" for _, head in CLEARED)
    yield f"{'':<{wide}} {'h':>7} {'%':>8} {'%':>7} {'ng/mg':>9} {heads}"
    overall = 1.0
    for one in steps:
        hours = (one["ended_s"] - one["began_s"]) / 3600.0
        portion = one["yield_percent"]
        overall *= portion / 100.0 if portion is not None else 1.0
        by_name = {amount["name"]: amount["log_reduction"] for amount in one["amounts"]}
        cleared = " ".join(_log(by_name.get(name)) for name, _ in CLEARED)
        told = f"{portion:8.1f}" if portion is not None else f"{'-':>8}"
        yield (
            f"{plain(one['name']):<{wide}} {hours:>7.1f} {told} {one['aggregate_percent']:>7.2f} "
            f"{one['protein_ratio']:>9.4g} {cleared}"
        )
    yield f"{'All of them':<{wide}} {'':>7} {100.0 * overall:>8.1f}"


def balance_lines(balance: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the balance: what was there and was brought, what is there and has gone out."""
    heads = " ".join(f"{head:>11}" for head in ("was there", "brought", "is there", "gone", "off"))
    yield f"{'Balance':<26} {heads}"
    for one in balance:
        name = f"{one['name']}, {one['unit']}"
        numbers = " ".join(f"{one[key]:>11.6g}" for key in ("before", "brought", "now", "out"))
        yield f"{name:<26} {numbers} {one['off']:>11.1e}"


def _log(value: float | None) -> str:
    return f"{'-':>6}" if value is None else f"{value:>6.2f}"
