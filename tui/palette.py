"""The command palette: a few letters find any action, page, tag, alarm, unit or setting.

It stands over the page; alarms and time stay in sight. Words of every language find their action.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from simulator.language.text import N_
from simulator.language.words import LANGUAGES
from simulator.session.speech import Speaker
from tui import going
from tui.draw import Line, Piece, fit, line, over, scrolled
from tui.fuzzy import folded, score
from tui.page import Station
from tui.pages.trends import show_trends
from tui.settings import CHOICES, SWITCHES, title_of, word_of

WIDEST = 76
"""The palette has at most so many columns,"""
HIGHEST = 16
"""and so many rows."""
RECENT = 8
"""So many choices are remembered, and offered first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to choose: what it says, what stands behind it, its key, and what it does.

    ``sought`` is all that finds it, folded, in every language.
    """

    says: str
    more: str
    key: str
    sought: tuple[str, ...]
    act: Callable[[], None]


class Palette:
    """The open palette of a console; it looks for what is typed.

    Args:
        console: whose actions and places are offered.
        recent: what was chosen before, newest first; a choice is added to it.
    """

    def __init__(self, console: Station, recent: list[str]) -> None:
        self._console = console
        self._recent = recent
        self._speakers = [Speaker(language) for language in LANGUAGES]
        self._entries = list(self._all())
        self._chosen = 0
        self._shown = (0, 0, 0)
        """First row, first entry and number of entries that were painted last."""
        self.typed = ""
        """What is sought."""
        self.found: list[Entry] = []
        """What fits it, the best first."""
        self._seek()

    # -- what there is to choose -----------------------------------------------------------------

    def _all(self) -> Iterator[Entry]:
        """Yield every entry: what this page does first, then what works everywhere."""
        yield from self._actions()
        yield from self._places()
        yield from self._settings()

    def _entry(
        self,
        texts: tuple[str, ...],
        name: str,
        more: str,
        key: str,
        act: Callable[[], None],
        also: str = "",
    ) -> Entry:
        """Return an entry of some texts of the catalogues and a name; another may find it also."""
        here = [self._console.say(text) for text in texts]
        said = {" ".join([*(told(text) for text in texts), name]) for told in self._speakers}
        says = " ".join([*here, name]).strip()
        said |= {told(also) for told in self._speakers if also}
        sought = {folded(f"{text} {more}") for text in {*said, says}}
        return Entry(says, more, key, tuple(sorted(sought)), act)

    def _actions(self) -> Iterator[Entry]:
        console = self._console
        here = console.page
        for key in here.keys:
            if key.key not in ("up", "down", "left", "right"):
                more = console.say(here.heading)
                yield self._entry((key.word,), "", more, key.face, getattr(here, key.method))
        for key in console.keys:
            if key.method != "palette":
                act = getattr(console, f"do_{key.method}")
                page = console.pages.get(key.method)
                also = page.heading if page is not None else ""
                yield self._entry((key.word,), "", "", key.face, act, also)

    def _places(self) -> Iterator[Entry]:
        console = self._console
        keyed = {key.method for key in console.keys}
        for page in console.pages.values():
            if page.name not in keyed and page.name not in going.OF_ONE_THING:
                yield self._entry(
                    (page.heading,), "", "", "", _given(going.show, console, page.name)
                )
        for card in console.runner.desk.brief.cell.units:
            name = console.say.words(card.name)
            act = _given(going.unit, console, card.tag)
            yield self._entry((N_("unit"),), card.tag, name, "", act)
        for tag, view in console.runner.latest.tags.items():
            name = console.say.retell(view.name)
            act = _given(going.faceplate, console, tag)
            yield self._entry((N_("faceplate"),), tag, name, "", act)
            yield self._entry((N_("trend"),), tag, name, "", self._trend(tag))
        for alarm in console.runner.desk.brief.alarms:
            act = _given(going.alarm_help, console, alarm)
            yield self._entry((N_("help"),), alarm, "", "", act)

    def _trend(self, tag: str) -> Callable[[], None]:
        return lambda: show_trends(self._console, [tag], None)

    def _settings(self) -> Iterator[Entry]:
        console = self._console
        for name, choices in CHOICES.items():
            for choice in choices:
                shown = console.say(word_of(choice))
                act = _chosen(console, name, choice)
                yield self._entry((title_of(name),), choice, shown, "", act)
        for name in SWITCHES:
            for word, wanted in ((N_("switched on"), True), (N_("switched off"), False)):
                act = _chosen(console, name, wanted)
                yield self._entry((title_of(name), word), "", "", "", act)

    # -- looking for it -------------------------------------------------------------------------

    def press(self, key: str) -> bool:
        """Take a key; return whether the palette stays open."""
        if key in ("escape", "ctrl+c", "ctrl+p"):
            return False
        if key == "enter":
            self._choose()
            return False
        rows = max(self._shown[2], 1)
        steps = {"up": -1, "down": 1, "pageup": -rows, "pagedown": rows, "tab": 1}
        if key in steps:
            self._chosen = max(0, min(self._chosen + steps[key], len(self.found) - 1))
            return True
        if key == "backspace":
            self.typed = self.typed[:-1]
        elif key == "ctrl+u":
            self.typed = ""
        elif key == "space" or (len(key) == 1 and key.isprintable()):
            self.typed = (self.typed + (" " if key == "space" else key))[:60]
        self._seek()
        return True

    def click(self, y: int) -> bool:
        """Take a click on a row of the page; return whether the palette stays open."""
        top, first, count = self._shown
        if not top <= y < top + count:
            return False
        row = first + y - top
        if row >= len(self.found):  # what was painted there has gone as more was typed
            return True
        self._chosen = row
        self._choose()
        return False

    def _choose(self) -> None:
        if self.found:
            entry = self.found[self._chosen]
            if entry.says in self._recent:
                self._recent.remove(entry.says)
            self._recent.insert(0, entry.says)
            del self._recent[RECENT:]
            entry.act()

    def _seek(self) -> None:
        """Find what fits what is typed; nothing typed, what was chosen lately, then everything."""
        self._chosen = 0
        sought = folded(self.typed)
        if not sought:
            lately = [e for says in self._recent for e in self._entries if e.says == says]
            rest = [entry for entry in self._entries if entry.says not in self._recent]
            self.found = [*dict.fromkeys(lately), *rest]
            return
        fitting = [
            (max(score(sought, text) for text in entry.sought), -place, entry)
            for place, entry in enumerate(self._entries)
        ]
        best = sorted((found for found in fitting if found[0]), key=lambda f: f[:2], reverse=True)
        self.found = [entry for _, _, entry in best]

    # -- painting ----------------------------------------------------------------------------

    def paint(self, lines: list[Line], width: int) -> list[Line]:
        """Return the lines of a page with the palette over them."""
        wide = min(width - 4, WIDEST)
        rows = min(len(lines) - 2, HIGHEST)
        left = (width - wide) // 2
        first = scrolled(self._chosen, len(self.found), rows - 2)
        shown = self.found[first : first + rows - 2]
        self._shown = (2, first, len(shown))
        box = [self._typed(wide)]
        box += [self._row(entry, first + n, wide) for n, entry in enumerate(shown)]
        if not self.found:
            box.append(self._walled([(f" {self._console.say('nothing found')}", "")], wide))
        box.append(self._last(wide))
        painted = list(lines)
        for place, row in enumerate(box, 1):
            if place < len(painted):
                painted[place] = over(line(painted[place], width), row, left, width)
        return painted

    def _typed(self, wide: int) -> Line:
        """Return the line in which one types."""
        prompt = self._console.say("Find")
        pieces: list[Piece] = [(f" {prompt}: ", "bar strong"), (self.typed, "bar strong")]
        return line([*pieces, ("█", "bar")], wide, "bar")

    def _row(self, entry: Entry, place: int, wide: int) -> Line:
        """Return one entry: mark, what it says, what stands behind it, its key."""
        token = "chosen" if place == self._chosen else ""
        mark = "▶" if place == self._chosen else " "
        inner = wide - 2
        says = inner * 3 // 5 if entry.more else inner - 9
        text = f"{mark} {fit(entry.says, says - 2)} {fit(entry.more, inner - says - 9)}"
        return self._walled([(f"{text} {fit(entry.key, 7, right=True)}", token)], wide)

    def _walled(self, pieces: list[Piece], wide: int) -> Line:
        return [("│", "soft"), *line(pieces, wide - 2), ("│", "soft")]

    def _last(self, wide: int) -> Line:
        """Return the last line: how many there are, and the keys."""
        say = self._console.say
        keys = f" {len(self.found)}   ↑ ↓   Enter {say('choose')}   Esc {say('back')}"
        return line([(keys, "bar")], wide, "bar")


def _given(act: Callable[[Station, str], None], console: Station, name: str) -> Callable[[], None]:
    """Return what does an act with a name."""
    return lambda: act(console, name)


def _chosen(console: Station, name: str, value: object) -> Callable[[], None]:
    """Return what makes a choice."""
    return lambda: console.choose(name, value)
