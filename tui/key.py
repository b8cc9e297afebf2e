"""A key and what it does: what the tables of keys of pages and of other screens are made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a page: its name, the English text of what it does, and its method.

    ``shown`` is how it is printed, if not by its name.
    """

    key: str
    word: str
    method: str
    shown: str = ""

    @property
    def face(self) -> str:
        """What is printed on the key."""
        return self.shown or self.key


UP = Key("up", "up", "up", "↑")
DOWN = Key("down", "down", "down", "↓")
