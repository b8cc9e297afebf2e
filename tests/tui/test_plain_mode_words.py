"""What the line mode says is complete in every language, and help covers every command."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

import pytest

from simulator.language.command_text import command_examples
from simulator.language.plain import is_control
from simulator.language.words import LANGUAGES, Words
from tui.plain_help import COMMANDS, SESSION, TERMS, explain_command
from tui.plain_words import KINDS, PHRASES, PRIORITIES, STAGES, STATES

TABLES: Mapping[str, Mapping[str, Words]] = {
    "phrases": PHRASES,
    "priorities": {str(number): words for number, words in PRIORITIES.items()},
    "kinds": KINDS,
    "states": STATES,
    "stages": STAGES,
    "session": SESSION,
    "commands": COMMANDS,
    "terms": TERMS,
}


def blanks(text: str) -> set[str]:
    """Return what is filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("table", TABLES)
def test_every_language_says_everything(table: str) -> None:
    """Each entry has words in English, Dutch and French, with the same blanks to fill in."""
    for name, words in TABLES[table].items():
        assert set(words) == set(LANGUAGES), name
        assert all(text.strip() and not any(map(is_control, text)) for text in words.values())
        assert len({frozenset(blanks(text)) for text in words.values()}) == 1, name


def test_help_explains_every_command() -> None:
    """Every way to write a command is explained, and nothing is explained that is no command."""
    used = set()
    for example in command_examples():
        found = explain_command(example)
        assert found["en"], example
        used.add(found["en"])
    assert used == {words["en"] for words in COMMANDS.values()}


def test_the_words_of_the_desk_are_those_that_act() -> None:
    """Words of the desk are small letters, so that they are never taken for a tag."""
    assert all(re.fullmatch("[a-z]+", word) for word in SESSION)
