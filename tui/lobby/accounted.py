"""What the steps of a recipe yielded and where everything went, at the end of a session.

The same tables as ``cuve run`` prints, in the columns that a screen of 80 has room for: what came
is what was there, was brought and was made, and what came with gas; gone is drained or with gas.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from simulator.cli.steps_table import named
from simulator.language.text import N_
from simulator.session.speech import Speaker
from tui.draw import Line, fit, line, unit_of

_NAME = 28
_WIDE = 10
_STEP_WIDE = 16
_STEP_HEADS = ((N_("duration"), " h"), (N_("yield"), " %"), (N_("aggregate"), " %"))
_HEADS = (N_("came"), N_("consumed"), N_("is there"), N_("went"), N_("missing"))


def step_lines(steps: Sequence[Mapping[str, Any]], say: Speaker, width: int) -> list[Line]:
    """Return a line for each step of the recipe that ended; none if there are none."""
    if not steps:
        return []
    heads = (f"{say(word)}{unit}" for word, unit in _STEP_HEADS)
    lines = [line([], width), _row(say("yield of the steps"), heads, width, _STEP_WIDE, head=True)]
    for one in steps:
        portion = one["yield_percent"]
        told = (
            f"{(one['ended_s'] - one['began_s']) / 3600.0:.1f}",
            "-" if portion is None else f"{portion:.1f}",
            f"{one['aggregate_percent']:.2f}",
        )
        lines.append(_row(say.retell(one["name"]), told, width, _STEP_WIDE))
    return lines


def balance_lines(balance: Sequence[Mapping[str, Any]], say: Speaker, width: int) -> list[Line]:
    """Return a line for each sum that is balanced; none if there is no balance."""
    if not balance:
        return []
    heads = (say(word) for word in _HEADS)
    lines = [line([], width), _row(say("balance of the plant"), heads, width, head=True)]
    for one in balance:
        brought, vented = one["brought"], one["vented"]
        came = one["before"] + one["made"] + max(brought, 0.0) + max(-vented, 0.0)
        went = one["out"] + max(-brought, 0.0) + max(vented, 0.0)
        told = [f"{number:.4g}" for number in (came, one["used"], one["now"], went)]
        row = (*told, f"{0.0 - one['off']:.0e}")
        lines.append(_row(f"{named(one, say)}, {unit_of(one['unit'])}", row, width))
    return lines


def _row(name: str, told: Iterable[str], width: int, wide: int = _WIDE, head: bool = False) -> Line:
    """Return a name and its columns."""
    columns = "".join(f"{fit(cell, wide - 1, right=True)} " for cell in told)
    styles = ("strong", "soft") if head else ("", "")
    return line([(f" {fit(name, _NAME)} ", styles[0]), (columns, styles[1])], width)
