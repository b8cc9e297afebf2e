"""Diagnosis, freezes and workload in the line mode."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.language.forms import Freeze, Query, workload_wanted
from simulator.language.forms_text import WORKLOAD
from simulator.language.observation import Observation
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.session.desk import Desk
from simulator.session.speech import Speaker
from tui.draw import unit_of

FREE = ("recall", "end", "questions", "help", "time", "speed", "pause", "go", "quit", "leave")
"""First words of what can be done while the instruments are hidden."""


def open_freeze(desk: Desk, seen: Observation) -> Freeze | None:
    """Return the freeze that is open."""
    return next((one for one in desk.brief.forms.freezes if one.name == seen.forms.freeze), None)


def hidden(desk: Desk, typed: str) -> None:
    """Refuse whatever would show the plant, or let time pass, while a freeze asks.

    Raises:
        Refusal: a freeze is open, and this is no answer.
    """
    freeze = open_freeze(desk, desk.observe())
    if freeze is None or typed.split(" ", 1)[0].lower() in FREE:
        return
    hint = text("answer the questions, or type end freeze {name}", name=freeze.name)
    raise Refusal(Problem("freeze", text("the instruments are hidden"), hint))


def questions(desk: Desk, word: Speaker, seen: Observation) -> Iterator[str]:
    """Yield what the open freeze still asks, and how to answer."""
    freeze = open_freeze(desk, seen)
    if freeze is None:
        return
    for query in freeze.queries:
        if query.name not in seen.forms.recalled:
            yield from _query(freeze, query, word)
    yield word("To leave the rest: end freeze {name}", name=freeze.name)


def _query(freeze: Freeze, query: Query, word: Speaker) -> Iterator[str]:
    yield word.words(query.text)
    for choice, words in query.choices.items():
        yield f"  {choice}: {word.words(words)}"
    answer = word("CHOICE") if query.choices else f"{word('NUMBER')} {unit_of(query.unit)}".strip()
    yield "  " + word("type {line}", line=f"recall {freeze.name}.{query.name} = {answer}")


def began(desk: Desk, word: Speaker, seen: Observation) -> Iterator[str]:
    """Yield what is said when a freeze opens."""
    if open_freeze(desk, seen) is not None:
        yield word("Time stands still and the instruments are hidden. Answer from memory.")
        yield from questions(desk, word, seen)


def diagnosis(desk: Desk, word: Speaker, seen: Observation) -> Iterator[str]:
    """Yield the questions of the diagnosis that can be answered, their choices and answers."""
    for question in desk.brief.forms.questions:
        if question.name not in seen.forms.questions:
            continue
        yield word.words(question.text)
        chosen = seen.forms.answers.get(question.name)
        for choice, words in question.choices.items():
            mark = f" ({word('your answer')})" if choice == chosen else ""
            yield f"  {choice}: {word.words(words)}{mark}"
        line = f"diagnose {question.name} = {word('CHOICE')}"
        yield "  " + word("type {line}", line=line)


def waiting(desk: Desk, word: Speaker, seen: Observation) -> Iterator[str]:
    """Yield which forms could be filled in before the session ends."""
    if any(name not in seen.forms.answers for name in seen.forms.questions):
        yield word("The diagnosis is not complete: diagnosis shows the questions.")
    if workload_wanted(desk.brief.forms, seen.forms, seen.now, desk.brief.duration_ms):
        yield word("The workload form, which nobody grades: {line}", line=WORKLOAD)
