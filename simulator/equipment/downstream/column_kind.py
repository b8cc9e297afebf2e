"""How a kind of column is made: a device of a bed, with its slots, its step and its beginning."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simulator.equipment.downstream.quality import QUALITY_FIELDS
from simulator.equipment.unit import Step, UnitKind
from simulator.language.field import Field

Begin = Callable[[UnitKind, Mapping[str, float], Mapping[str, float]], dict[str, float]]
"""``begin(kind, parameters, given)``: every state of a column by Field name; raises Refusal."""


def column_kind(
    words: tuple[str, str],
    states: tuple[Field, ...],
    parameters: tuple[Field, ...],
    givens: tuple[Field, ...],
    step: Step,
    begin: Begin,
) -> UnitKind:
    """Return a kind of column by its name and meaning, which begins as ``begin`` says."""

    def initial(values: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
        return begin(kind, values, given)

    name, meaning = words
    kind = UnitKind(
        name=name,
        states=states,
        parameters=parameters,
        step=step,
        initial=initial,
        givens=givens,
        carried=QUALITY_FIELDS,
        device=True,
        meaning=meaning,
    )
    return kind
