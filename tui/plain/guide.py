"""Hints, work instructions and the glossary in the line mode."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from simulator.language.command import Command, TakeHint
from simulator.language.guide import Hint
from simulator.language.observation import Observation
from simulator.language.problem import Problem, Refusal
from simulator.language.tag import meant, quoted
from simulator.language.text import text
from simulator.scenario.glossary import Glossary, Term, glossary
from simulator.session.desk import Desk
from simulator.session.meanings import ANNUNCIATED
from simulator.session.sight import Judge, Sight
from simulator.session.speech import Speaker
from tui.glossary_words import first_words, letters_of

_LONG_MS = 400 * 86_400_000
"""Longer than any condition waits."""


def holds_now(hint: Hint, seen: Observation) -> bool:
    """Return whether the condition of a hint holds, were it to stay as it is now."""
    if hint.when is None:
        return False
    judge = Judge(hint.when)
    judge.holds(Sight(seen))
    return judge.holds(Sight(replace(seen, now=seen.now + _LONG_MS)))


def hints(desk: Desk, word: Speaker, seen: Observation) -> Iterator[str]:
    """Yield the hints for now, with what was told of them and the price of the next step."""
    calling = {alarm.alarm for alarm in seen.alarms if alarm.state in ANNUNCIATED}
    for hint in desk.brief.hints:
        told = seen.hints.get(hint.name, 0)
        if not (told or holds_now(hint, seen) or not calling.isdisjoint(hint.alarms)):
            continue
        yield f"{hint.name}: {word.words(hint.title)}"
        for number, step in enumerate(hint.steps[:told], 1):
            yield f"  {number}. {word.words(step.text)}"
        if told < len(hint.steps):
            yield "  " + word(
                "type hint {name} {step}; price in points: {points}",
                name=hint.name,
                step=told + 1,
                points=f"{hint.steps[told].cost:g}",
            )


def told_by(desk: Desk, word: Speaker, command: Command) -> Iterator[str]:
    """Yield what a hint says, if the command that was done took a step of one."""
    if isinstance(command, TakeHint):
        for hint in desk.brief.hints:
            if hint.name == command.hint:
                yield word.words(hint.steps[command.step - 1].text)


def instructions(desk: Desk, word: Speaker, name: str) -> Iterator[str]:
    """Yield the titles of the work instructions, or the steps of the one with this name.

    Raises:
        Refusal: there is none of this name.
    """
    known = {one.name: one for one in desk.brief.procedures}
    if not name:
        for one in known.values():
            topics = f" ({', '.join(one.topics)})" if one.topics else ""
            yield f"{one.name}: {word.words(one.title)}{topics}"
        return
    if name not in known:
        message = text("there is no work instruction {name}", name=quoted(name))
        raise Refusal(Problem("no-instruction", message, meant(name, known, "instructions")))
    yield word.words(known[name].title)
    for number, step in enumerate(known[name].steps, 1):
        yield f"  {number}. {word.words(step)}"


def explain(word: Speaker, wanted: str) -> Iterable[str]:
    """Return what a word, or the letters of a tag, mean; without a word, every term.

    Raises:
        Refusal: it is not in the glossary.
    """
    book = glossary()
    language = word.language
    if not wanted:
        return [term.title(language) for term in book.terms]
    tag, _, attribute = wanted.upper().partition(".")
    if letters := letters_of(book, tag, language):
        line = word("{word}: {meaning} (ISA-5.1)", word=tag, meaning=letters)
        return [line, *(_said(term, language) for term in book.find(attribute)[:1] if attribute)]
    found = book.find(wanted)
    if not found:
        message = text("{word} is not in the glossary", word=quoted(wanted))
        raise Refusal(Problem("no-word", message, meant(wanted, _names(book, language))))
    return [_said(found[0], language)]


def _said(term: Term, language: str) -> str:
    return f"{term.title(language)}: {first_words(term.means, language)}"


def _names(book: Glossary, language: str) -> list[str]:
    return [first_words(term.term, language) for term in book.terms]
