"""One open question of the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simulator.language.plain import LONGEST_COMMAND, is_control

Complete = Callable[[str], Sequence[str]]
"""Returns the texts that a beginning of a text could become; all of them begin alike."""


class Question:
    """One open question on the message line: a text to type, or one of some keys to press.

    Args:
        label: what is asked.
        answer: hears the answer.
        text: what stands there to begin with.
        choices: the keys to choose from; empty for a text.
        earlier: texts that were typed here before, oldest first; up and down bring them back.
        complete: what the tab key asks.
    """

    def __init__(
        self,
        label: str,
        answer: Callable[[str], None],
        text: str = "",
        choices: str = "",
        earlier: Sequence[str] = (),
        complete: Complete | None = None,
    ) -> None:
        self.label = label
        self.answer = answer
        self.text = text
        self.choices = choices
        self.at = len(text)
        """Before which character of the text the next one comes."""
        self.offers: Sequence[str] = ()
        """What the text could become, after the tab key found more than one."""
        self._lines = [*earlier, text]
        self._line = len(earlier)
        self._complete = complete

    def press(self, key: str) -> str | None:
        """Take a key; return the answer when it is complete."""
        if self.choices:
            return key if len(key) == 1 and key in self.choices else None
        self.offers = ()
        if key == "enter":
            return self.text
        if key == "space":
            self.type(" ")
        elif len(key) == 1:
            self.type(key)
        elif key == "tab":
            self._tab()
        elif key in ("up", "down"):
            self._recall(-1 if key == "up" else 1)
        else:
            self._edit(key)
        return None

    def type(self, text: str) -> None:
        """Add text, such as pasted; control characters are left out."""
        added = "".join(c for c in text if not is_control(c))
        added = added[: max(LONGEST_COMMAND - len(self.text), 0)]
        self.text = self.text[: self.at] + added + self.text[self.at :]
        self.at += len(added)

    def _edit(self, key: str) -> None:
        """Move about in the text, or take some of it away."""
        text, at = self.text, self.at
        if key == "backspace" and at:
            self.text, self.at = text[: at - 1] + text[at:], at - 1
        elif key == "delete":
            self.text = text[:at] + text[at + 1 :]
        elif key == "ctrl+u":
            self.text, self.at = text[at:], 0
        elif key == "ctrl+w":
            kept = text[:at].rstrip(" ").rpartition(" ")
            self.text, self.at = kept[0] + kept[1] + text[at:], len(kept[0] + kept[1])
        elif key == "left":
            self.at = max(at - 1, 0)
        elif key == "right":
            self.at = min(at + 1, len(text))
        elif key in ("home", "ctrl+a"):
            self.at = 0
        elif key in ("end", "ctrl+e"):
            self.at = len(text)

    def _recall(self, step: int) -> None:
        """Bring back a text that was typed before; what is being typed is kept below them."""
        self._lines[self._line] = self.text
        self._line = min(max(self._line + step, 0), len(self._lines) - 1)
        self.text = self._lines[self._line]
        self.at = len(self.text)

    def _tab(self) -> None:
        """Go on as far as all that the text could become are alike; then offer them."""
        if self._complete is None or self.at < len(self.text):
            return
        found = self._complete(self.text)
        if not found:
            return
        alike = found[0]
        for other in found[1:]:
            while not other.startswith(alike):
                alike = alike[:-1]
        if len(alike) > len(self.text) or (len(found) == 1 and alike != self.text):
            self.text = alike[:LONGEST_COMMAND]
            self.at = len(self.text)
        if len(found) > 1:
            self.offers = found
