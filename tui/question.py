"""One open question of the terminal."""

from __future__ import annotations

from collections.abc import Callable

from simulator.language.command_text import LONGEST_COMMAND
from simulator.language.plain import is_control


class Question:
    """One open question on the message line: a text to type, or one of some keys to press."""

    def __init__(
        self,
        label: str,
        answer: Callable[[str], None],
        text: str = "",
        choices: str = "",
    ) -> None:
        self.label = label
        self.answer = answer
        self.text = text
        self.choices = choices

    def press(self, key: str) -> str | None:
        """Take a key; return the answer when it is complete."""
        if self.choices:
            return key if len(key) == 1 and key in self.choices else None
        if key == "enter":
            return self.text
        if key == "backspace":
            self.text = self.text[:-1]
        elif key == "ctrl+u":
            self.text = ""
        elif key == "space":
            self.type(" ")
        elif len(key) == 1:
            self.type(key)
        return None

    def type(self, text: str) -> None:
        """Add text, such as pasted; control characters are left out."""
        added = "".join(c for c in text if not is_control(c))
        self.text = (self.text + added)[:LONGEST_COMMAND]
