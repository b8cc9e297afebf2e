"""Where hints and forms lie in the arrays: numbers that only people change, and no scan reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from simulator.language import forms as f
from simulator.language.condition import Condition
from simulator.language.field import Field
from simulator.language.paperwork import LARGEST
from simulator.plant.design import Design

MOST_CHOICES = 12
HINT_STATES: tuple[Field, ...] = (
    Field("taken", "", 0.0, 0.0, 9.0, "definition", "state", meaning="steps told so far"),
)
SESSION_STATES: tuple[Field, ...] = (
    Field("freezes off", "", 0.0, 0.0, 1.0, "definition", "state"),
    Field("workload rated", "", 0.0, 0.0, 1.0, "definition", "state"),
)
QUESTION_STATES: tuple[Field, ...] = (
    Field("opened", "", 0.0, 0.0, 1.0, "definition", "state"),
    Field("answer", "", 0.0, 0.0, MOST_CHOICES, "definition", "state", meaning="0: none"),
)
FREEZE_STATES: tuple[Field, ...] = (
    Field("progress", "", 0.0, 0.0, 2.0, "definition", "state", f.FREEZE_STATES),
)
QUERY_STATES: tuple[Field, ...] = (
    Field("answered", "", 0.0, 0.0, 1.0, "definition", "state"),
    Field("recalled", "", 0.0, -LARGEST, LARGEST, "definition", "state"),
)
SESSION = ("forms", "session")

Allocate = Callable[..., Any]
"""Allots a block: section, tag, its states, its parameters, and values of both."""


def extras(design: Design, block: Allocate) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield the digest rooms of hints and forms, if there are any, with what fills them."""
    if design.hints:
        yield "hints", lambda: _hints(design, block)
    if design.forms.kept:
        yield "forms", lambda: _forms(design, block)


def _hints(design: Design, block: Allocate) -> None:
    for name in design.hints:
        block("hint", name, HINT_STATES)


def _forms(design: Design, block: Allocate) -> None:
    block(*SESSION, SESSION_STATES)
    for question in design.forms.questions:
        opened = float(question.when is None and question.at_ms == 0)
        block("question", question.tag, QUESTION_STATES, (), ({"opened": opened}, {}))
    for freeze in design.forms.freezes:
        block("freeze", freeze.tag, FREEZE_STATES)
        for query in freeze.queries:
            block("query", f"{freeze.tag}.{query.tag}", QUERY_STATES)


def form_watches(design: Design) -> Iterator[tuple[tuple[str, str, int], Condition]]:
    """Yield the conditions on which something is asked, each with its key."""
    for question in design.forms.questions:
        if question.when is not None:
            yield ("question", question.tag, 0), question.when
    for freeze in design.forms.freezes:
        if freeze.when is not None:
            yield ("freeze", freeze.tag, 0), freeze.when


def floor_watches(design: Design) -> Iterator[tuple[tuple[str, str, int], Condition]]:
    """Yield the conditions that change labels: liquid that flows, and what proves a cleaning."""
    for status in design.floor.statuses:
        if status.flow is not None:
            yield ("flow", status.tag, 0), status.flow
    for phase, work in design.floor.works.items():
        if work.proof is not None:
            yield ("proof", phase, 0), work.proof


def flows_into(design: Design, unit: str) -> tuple[str, ...]:
    """Return the names of the flows of all lines that lead into a unit."""
    return tuple(f"{line.tag}.flow" for line in design.lines if line.sink == unit)
