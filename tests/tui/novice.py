"""Somebody who has never seen the program: reads the screen, and presses what it says.

Whatever is decided here is decided from the painted text alone: the box of the tour, the banner,
the message line and the keys at the foot.
"""

from __future__ import annotations

import re
from collections.abc import Callable

STEP = re.compile(r"TOUR (\d+) of (\d+)")
KEY = re.compile(r"\[([^\]\s]+)\]|“([^”]+)”")
NAMES = {"Enter": "enter", "Esc": "escape", "space": "space"}
"""How keys with a name are written on the screen, and what they are called."""


class Novice:
    """Reads and presses.

    Args:
        look: returns what is on the screen, as text.
        press: presses one key.
        wait: lets a moment pass.
    """

    def __init__(
        self, look: Callable[[], str], press: Callable[[str], None], wait: Callable[[], None]
    ) -> None:
        self._look = look
        self._press = press
        self._wait = wait
        self.pressed: list[str] = []

    def rows(self) -> list[str]:
        """Return the rows of the screen."""
        return self._look().splitlines()

    def step(self) -> tuple[int, int] | None:
        """Return the step of the tour and how many there are, if the box is on the screen."""
        found = STEP.search(self._look())
        return (int(found[1]), int(found[2])) if found else None

    def box(self) -> str:
        """Return the text in the box of the tour."""
        rows = self.rows()
        first = next(n for n, row in enumerate(rows) if STEP.search(row))
        return " ".join(row.strip() for row in rows[first + 1 : -3])

    def foot(self) -> dict[str, str]:
        """Return the keys at the foot: what each does, and the key."""
        found = re.findall(r" (\S{1,5}) ((?:[^ ]+ )+)", f"{self.rows()[-1]}  ")
        return {word.strip(): key for key, word in found}

    def choose(self, word: str) -> None:
        """Press the key that does something, as the foot says, or else the page with all keys."""
        key = self.foot().get(word, "")
        if not key:
            self.press(self.foot()["help"])
            for _ in range(20):
                found = re.search(rf"(\S+)\s+{re.escape(word)}\s", self._look())
                if found:
                    key = found[1]
                    break
                self.press("down")
            self.press("escape")
        assert key, f"no key is known for {word}"
        self.press(key)

    def banner(self) -> str:
        """Return the line of alarms."""
        return self.rows()[-2]

    def message(self) -> str:
        """Return the line above the alarms: a question, or what came of a command."""
        return self.rows()[-3]

    def type(self, text: str) -> None:
        """Type a text letter by letter."""
        for letter in text:
            self.press("space" if letter == " " else letter)

    def press(self, key: str) -> None:
        """Press a key by the name it has on the screen."""
        self.pressed.append(key)
        key = key.removeprefix("Shift+")
        self._press(NAMES.get(key, key))
        while "▶▶" in self.rows()[0]:
            self._wait()

    def follow(self) -> None:
        """Do what the box of the tour says, until it says something else."""
        at = self.step()
        head = next(row for row in self.rows() if STEP.search(row))
        go_on = re.search(r"\[(\S+)\] go on", head)
        if go_on:
            self.press(go_on[1])
            return
        sentences = [s for s in re.split(r"(?<=[.!?:]) ", self.box()) if KEY.search(s)]
        for key, text in KEY.findall(" ".join(sentences)):
            if self.step() != at:
                return
            if text:
                self.type(text)
            elif key != "y" or "Esc" in self.message():
                self.press(key)
        for _ in range(4000):
            if self.step() != at:
                return
            self._wait()
        raise AssertionError(f"the screen says nothing that helps:\n{self._look()}")
