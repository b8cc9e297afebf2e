"""Which key does what: the tables of the pages, with the keys that a person chose instead.

An action is named by its page and its method, such as ``alarms.acknowledge``; what works on every
page, by its method alone, such as ``pause``. Help and foot show what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from simulator.language.problem import Problem
from simulator.language.tag import meant, quoted
from simulator.language.text import text
from tui.key import Key

FACES = {"up": "↑", "down": "↓", "left": "←", "right": "→", "enter": "Enter", "escape": "Esc"}
FACES |= {"tab": "Tab", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End"}
FACES |= {"insert": "Ins", "delete": "Del", "backspace": "Bksp"}
"""How keys with a name are printed."""
_NAMED = re.compile(
    r"(?:shift\+)?f(?:[1-9]|1[0-2])|(?:ctrl|shift)\+(?:up|down|left|right|home|end)"
)
_CONTROL = re.compile(r"ctrl\+[a-z]")
_TAKEN = {
    "ctrl+c": text("it always offers to quit"),
    "ctrl+q": text("it always offers to quit"),
    "ctrl+h": text("a terminal cannot tell it from Backspace"),
    "ctrl+i": text("a terminal cannot tell it from Tab"),
    "ctrl+j": text("a terminal cannot tell it from Enter"),
    "ctrl+m": text("a terminal cannot tell it from Enter"),
    "ctrl+s": text("many terminals stop at it"),
    "ctrl+z": text("many terminals stop at it"),
}
"""Keys that no action can have, and why."""


def action(page: str, key: Key) -> str:
    """Return the name of an action; the page is empty for what works everywhere."""
    return f"{page}.{key.method}" if page else key.method


def face(key: str) -> str:
    """Return what is printed on a key.

    >>> face("ctrl+p"), face("up"), face("a")
    ('^p', '↑', 'a')
    """
    return f"^{key[5:]}" if _CONTROL.fullmatch(key) else FACES.get(key, key)


class Keymap:
    """The tables of keys of one terminal.

    Args:
        everywhere: what works on every page.
        pages: the keys of every page, by its name.
        changes: other keys for actions, by the names of the actions.
    """

    def __init__(
        self,
        everywhere: tuple[Key, ...],
        pages: Mapping[str, tuple[Key, ...]],
        changes: Mapping[str, str],
    ) -> None:
        self.problems: list[Problem] = []
        """Changes that cannot be made; the keys of these actions stay as they were."""
        self.changes: dict[str, str] = {}
        """The keys that actions have instead of their own."""
        tables = {"": everywhere, **pages}
        known = {action(page, key): page for page, table in tables.items() for key in table}
        for name, key in changes.items():
            problem = self._unfit(name, key, known)
            if problem is None:
                self.changes[name] = key
            else:
                self.problems.append(problem)
        self._drop_clashes(tables)
        self.everywhere = self.table("", everywhere)
        """What works on every page."""

    def table(self, page: str, keys: tuple[Key, ...]) -> tuple[Key, ...]:
        """Return the keys of a page as they are now."""
        if not self.changes:
            return keys
        made: list[Key] = []
        for key in keys:
            wanted = self.changes.get(action(page, key))
            first = all(other.method != key.method for other in made)
            if wanted is not None and first:  # of two keys for one action the second stays
                made.append(replace(key, key=wanted, shown=face(wanted)))
            else:
                made.append(key)
        return tuple(made)

    def _unfit(self, name: str, key: str, known: Mapping[str, str]) -> Problem | None:
        """Return why an action cannot have a key, whatever the others have."""
        if name not in known:
            message = text("there is no action {name}", name=quoted(name))
            return Problem("unknown-action", message, meant(name, known))
        if key in _TAKEN:
            message = text("{name} cannot have the key {key}", name=name, key=key)
            return Problem("bad-key", message, _TAKEN[key])
        single = len(key) == 1 and key.isprintable() and key != " "
        named = key in FACES or key == "space" or _NAMED.fullmatch(key) or _CONTROL.fullmatch(key)
        if not single and not named:
            message = text("there is no key {key}", key=quoted(key))
            hint = text("write one character, or a name such as f5, space or ctrl+g")
            return Problem("bad-key", message, hint)
        return None

    def _drop_clashes(self, tables: Mapping[str, tuple[Key, ...]]) -> None:
        """Drop the changes that give a page one key for two things, the later ones first.

        An action whose change is dropped has its own key again, which another may have taken; so
        it is looked through until nothing clashes.
        """
        while True:
            found = ((name, self._clash(name, tables)) for name in reversed(self.changes))
            name, clash = next((pair for pair in found if pair[1]), ("", ""))
            if not clash:
                return
            key = self.changes.pop(name)
            message = text("{name} cannot have the key {key}", name=name, key=key)
            self.problems.append(Problem("key-clash", message, text("{other} has it", other=clash)))

    def _clash(self, name: str, tables: Mapping[str, tuple[Key, ...]]) -> str:
        """Return an action that has the key of this one where both work; empty if none has."""
        page = name.rpartition(".")[0]
        reached = list(tables) if not page else ["", page]
        for other in reached:
            for key in self.table(other, tables[other]):
                called = action(other, key)
                if key.key == self.changes[name] and called != name:
                    return called
        return ""
