"""Where hints and forms lie in the arrays: numbers that only people change, and no scan reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from simulator.language.condition import Condition
from simulator.plant import forms, hints
from simulator.plant.design import Design

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
        block("hint", name, hints.STATES)


def _forms(design: Design, block: Allocate) -> None:
    block(*forms.SESSION, forms.SESSION_STATES)
    for question in design.forms.questions:
        opened = float(question.when is None and question.at_ms == 0)
        block("question", question.tag, forms.QUESTION_STATES, (), ({"opened": opened}, {}))
    for freeze in design.forms.freezes:
        block("freeze", freeze.tag, forms.FREEZE_STATES)
        for query in freeze.queries:
            block("query", f"{freeze.tag}.{query.tag}", forms.QUERY_STATES)


def form_watches(design: Design) -> Iterator[tuple[tuple[str, str, int], Condition]]:
    """Yield the conditions on which something is asked, each with its key."""
    for question in design.forms.questions:
        if question.when is not None:
            yield ("question", question.tag, 0), question.when
    for freeze in design.forms.freezes:
        if freeze.when is not None:
            yield ("freeze", freeze.tag, 0), freeze.when
