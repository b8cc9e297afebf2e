"""``cuve kinds``: the kinds of unit, and every name that a scenario can use of one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import NO
from simulator.cli.out import complain, emit, json_option

if TYPE_CHECKING:
    from simulator.equipment.unit import UnitKind
    from simulator.language.field import Field

PARTS = {
    "parameters": "what it is",
    "initial": "what is in it at the beginning",
    "inputs": "what an actuator can move",
    "reads": "what an instrument or the laboratory can read",
}
"""The parts of a kind's table and what each is for."""


@click.command("kinds")
@click.argument("words", nargs=-1, metavar="[KIND]")
@json_option
def command(words: tuple[str, ...], as_json: bool) -> int | None:
    """Show the kinds of unit; of one KIND every name, with its unit, bounds and source."""
    from simulator.equipment.catalogue import CATALOGUE
    from simulator.language.problem import Problem
    from simulator.language.tag import did_you_mean, quoted

    if not words:
        _all(CATALOGUE.values(), as_json)
        return None
    name = " ".join(words)
    if name not in CATALOGUE:
        meant = did_you_mean(name, CATALOGUE)
        hint = f"did you mean {meant}?" if meant else "cuve kinds shows them all"
        complain([Problem("no-kind", f"there is no kind of unit {quoted(name)}", hint)])
        return NO
    kind = CATALOGUE[name]
    if as_json:
        emit({"kind": name} | {part: [_row(one) for one in of(kind, part)] for part in PARTS})
        return None
    click.echo(f"{name}: {kind.meaning}")
    for part, purpose in PARTS.items():
        click.echo(f"\n{part} ({purpose})")
        for field in of(kind, part):
            click.echo(_line(field))
    return None


def of(kind: UnitKind, part: str) -> list[Field]:
    """Return the fields of one of PARTS of a kind, each name once."""
    if part == "parameters":
        return list(kind.parameters)
    if part == "initial":
        return list(kind.givable().values())
    if part == "inputs":
        return [field for field in kind.states if field.role == "input"]
    return [field for field in kind.states if field.role != "input"]


def _all(kinds: Iterable[UnitKind], as_json: bool) -> None:
    found = list(kinds)
    if as_json:
        emit({"kinds": [{"name": k.name, "meaning": k.meaning, "device": k.device} for k in found]})
        return
    wide = max(len(kind.name) for kind in found)
    for kind in found:
        device = "; lines lead through it" if kind.device else ""
        click.echo(f"{kind.name:<{wide}}  {kind.meaning}{device}")
    click.echo("\nEvery name of one: cuve kinds KIND")


def _row(field: Field) -> dict[str, Any]:
    """Return a field as it is told to a program."""
    return {
        "name": field.name,
        "unit": field.unit,
        "default": field.choices[int(field.default)] if field.choices else field.default,
        "low": field.low,
        "high": field.high,
        "choices": list(field.choices),
        "meaning": field.meaning,
        "source": field.source,
    }


def _line(field: Field) -> str:
    """Return a field in one line: name, default or choices, bounds, meaning, source."""
    if field.choices:
        value = f"{field.choices[int(field.default)]} (one of: {', '.join(field.choices)})"
    else:
        value = f"{field.default:g} {field.unit}".rstrip()
        value += f" ({field.low:g} .. {field.high:g})"
    told = "; ".join(word for word in (field.meaning, field.source) if word)
    return f"  {field.name:<28} {value:<36} {told}"
