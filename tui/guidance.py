"""What helps a beginner at the screen: the guided tour, and which hints there are for now.

It looks at the same observations as every page, asks the Desk for nothing, and never stands in
the way: a step of the tour can be skipped and the tour left at any moment.
"""

from __future__ import annotations

import re

from simulator.language.command_text import show_command
from simulator.language.guide import Hint, TourStep, about
from simulator.language.observation import Observation
from simulator.session.meanings import ANNUNCIATED
from simulator.session.sight import Judge, Sight
from tui.draw import Line, line, wrap
from tui.page import Key, Station
from tui.past import Deed

_KEY = re.compile(r"\{([a-z_]+)(?:\.([a-z_]+))?\}")
_ROWS = 6
"""The most rows of text in the box of the tour."""


class Tour:
    """The guided tour of a scenario: where the trainee is, and whether a step is passed."""

    def __init__(self, console: Station) -> None:
        self._console = console
        self.steps: tuple[TourStep, ...] = console.runner.desk.brief.tour
        self.at = 0
        self.open = bool(self.steps) and console.runner.latest.now == 0
        self._passed = False
        self._judge = self._judge_of(0)

    @property
    def step(self) -> TourStep | None:
        """The step the trainee is at; None when the tour is over or there is none."""
        return self.steps[self.at] if self.at < len(self.steps) else None

    @property
    def reading(self) -> bool:
        """Whether the box is in sight and asks for nothing but to be read."""
        return self.open and self.step is not None and self.step.to_read

    def go_on(self, passed: bool = False) -> None:
        """Show the next step; ``passed`` is whether the one before was done, not skipped."""
        self.at = min(self.at + 1, len(self.steps))
        self._passed = passed
        self._judge = self._judge_of(self.at)
        if self.step is None:
            self.open = False
            self._console.tell(self._console.say("You have seen the whole tour. Well done."))

    def take_up(self) -> None:
        """Go on to the next step; if the tour is not in sight, take it up."""
        if self.open:
            self.go_on()
        else:
            self.toggle()

    def toggle(self) -> None:
        """Leave the tour, or take it up where it was left; after its end, begin it again."""
        if not self.steps:
            self._console.tell(self._console.say("this scenario has no tour"))
            return
        self.open = not self.open
        if self.open and self.step is None:
            self.at = 0
            self._judge = self._judge_of(0)
        self._passed = False

    def look(self) -> None:
        """Go on past every step that is done by now."""
        while self.open and self.step is not None and self._done(self.step):
            self.go_on(passed=True)

    def pressed(self, action: str) -> None:
        """Go on if the key of this action is what the step asks for."""
        if self.open and self.step is not None and self.step.presses == action:
            self.go_on(passed=True)

    def _judge_of(self, at: int) -> Judge | None:
        when = self.steps[at].when if at < len(self.steps) else None
        return Judge(when) if when is not None else None

    def _done(self, step: TourStep) -> bool:
        """Return whether a step is passed as things are; pressing keys is told elsewhere."""
        console = self._console
        if step.opens:
            return _is_on(console, step.opens)
        if self._judge is not None:
            return self._judge.holds(Sight(console.runner.latest))
        return bool(step.gives) and any(
            _like(step.gives, show_command(deed.command, console.runner.desk.names))
            for deed in console.past.moments
            if isinstance(deed, Deed) and deed.problem is None
        )

    def paint(self, width: int) -> list[Line]:
        """Return the box of the step: how far, the keys to go on and to leave, and the text."""
        step = self.step
        if not self.open or step is None:
            return []
        say = self._console.say
        mark = "✓ " if self._passed else ""
        where = say("TOUR {step} of {steps}", step=self.at + 1, steps=len(self.steps))
        go_on = say("go on") if step.to_read else say("skip")
        keys = "  ".join(
            (
                f"{key_of(self._console, 'tour_next')} {go_on}",
                f"{key_of(self._console, 'tour')} {say('leave the tour')}",
            )
        )
        head = f" {mark}{where} "
        fill = "─" * max(width - len(head) - len(keys) - 4, 1)
        lines = [line([(head, "chosen"), (f" {fill} {keys} ", "soft")], width)]
        text = with_keys(self._console, say.words(step.text))
        away = self._way(step)
        rows = wrap(f"{away} {text}".strip(), width - 4)[:_ROWS]
        return [*lines, *(line([("  ", ""), (row, "strong")], width) for row in rows)]

    def _way(self, step: TourStep) -> str:
        """Return how to come to the page that the step is about, if the trainee is elsewhere."""
        if not step.on or _is_on(self._console, step.on):
            return ""
        page = self._console.pages.get(step.on.partition(" ")[0])
        if page is None:
            return ""
        key = key_of(self._console, page.name)
        heading = self._console.say(page.heading)
        return self._console.say("(First back to {page}: {key})", page=heading, key=key)


class Guidance:
    """The tour, and the hints that are for the situation as it is."""

    def __init__(self, console: Station) -> None:
        self._console = console
        self.tour = Tour(console)
        self._hints: tuple[Hint, ...] = console.runner.desk.brief.hints
        self._judges = {
            hint.name: Judge(hint.when) for hint in self._hints if hint.when is not None
        }
        self._holding: dict[str, bool] = {}
        self._seen: Observation | None = None

    def look(self) -> None:
        """Take in the latest observation, once."""
        latest = self._console.runner.latest
        if latest is not self._seen:
            self._seen = latest
            sight = Sight(latest)
            self._holding = {name: judge.holds(sight) for name, judge in self._judges.items()}
        self.tour.look()

    def pressed(self, key: str) -> None:
        """Take note of a key that is about to act."""
        page = self._console.page
        for known in page.keys:
            if known.key == key:
                self.tour.pressed(f"{page.name}.{known.method}")
                return
        for known in self._console.keys:
            if known.key == key:
                self.tour.pressed(known.method)

    def hints(self) -> list[Hint]:
        """Return the hints for now: those whose alarm is there or whose condition holds."""
        standing = {a.alarm for a in self._console.runner.latest.alarms if a.state in ANNUNCIATED}
        return [
            hint
            for hint in self._hints
            if self._holding.get(hint.name) or not standing.isdisjoint(hint.alarms)
        ]


def _is_on(console: Station, wanted: str) -> bool:
    """Return whether a page is on the screen; ``faceplate TIC-101`` is that of one tag."""
    name, _, subject = wanted.partition(" ")
    return console.page.name == name and (not subject or console.page.helped == subject)


def _like(pattern: str, command: str) -> bool:
    """Return whether a command is like a pattern, in which ``*`` is any text; it may go on.

    >>> _like("sample", "sample BR-101")
    True
    """
    body = ".*".join(re.escape(part) for part in pattern.split("*"))
    return re.fullmatch(f"{body}(?:[ .].*)?", command) is not None


def key_of(console: Station, action: str, page: str = "") -> str:
    """Return the key of an action of a page, or of every page, as it is printed: ``[space]``.

    A capital is printed with the key that makes it one: who never used a terminal reads ``[N]`` as
    the key with an N on it, and that one runs the plant to its next event.
    """
    keys: tuple[Key, ...] = console.pages[page].keys if page in console.pages else console.keys
    face = next((key.face for key in keys if key.method == action), "")
    if len(face) == 1 and face.isupper():
        return console.say("[Shift+{key}]", key=face)
    return f"[{face}]" if face else ""


def with_keys(console: Station, text: str) -> str:
    """Return a text with the keys in the place of ``{pause}`` and ``{alarms.acknowledge}``."""

    def found(match: re.Match[str]) -> str:
        page, action = (match[1], match[2]) if match[2] else ("", match[1])
        return key_of(console, action, page) or match[0]

    return _KEY.sub(found, text)


def pointers(console: Station, subject: str) -> str:
    """Return what more helps with a tag or alarm, each with its key; empty if nothing does."""
    brief = console.runner.desk.brief
    told = []
    if found := about(brief.procedures, subject):
        title = console.say.words(found[0].title)
        told.append(
            f"{key_of(console, 'sop')} {console.say('work instruction')}{console.say.colon}{title}"
        )
    if any(subject in hint.alarms for hint in brief.hints):
        told.append(f"{key_of(console, 'hints')} {console.say('hint')}")
    return "   ".join(told)
