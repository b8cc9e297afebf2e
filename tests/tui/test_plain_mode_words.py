"""Help of the line mode covers every command."""

from __future__ import annotations

import re

from simulator.language.command_text import command_examples
from tui.plain.help import COMMANDS, SESSION, explain_command


def test_help_explains_every_command() -> None:
    """Every way to write a command is explained, and nothing is explained that is no command."""
    used = set()
    for example in command_examples():
        found = explain_command(example)
        assert found, example
        used.add(found)
    assert used == set(COMMANDS.values())


def test_the_words_of_the_desk_are_those_that_act() -> None:
    """Words of the desk are small letters, so that they are never taken for a tag."""
    assert all(re.fullmatch("[a-z]+", word) for word in SESSION)
