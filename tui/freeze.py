"""A freeze on the screen: everything is hidden but one query at a time, and the time that is left.

While it is open it has every key but those that leave the program. Nothing that it shows, nor the
frame around it, tells of the plant.
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.language.command import Command
from simulator.language.command_text import parse_command
from simulator.language.forms import EndFreeze, Freeze, Query, SwitchOffFreezes
from simulator.language.problem import Refusal
from simulator.session.pace import seconds
from simulator.session.speech import Speaker
from tui.draw import Line, Piece, blank, line, unit_of, wrap
from tui.page import Station
from tui.question import Question
from tui.typed import with_points

_LEAVING = ("ctrl+c", "ctrl+q")
_SECOND_MS = 1000


class FreezeForm:
    """The freeze that is open at a console, if there is one.

    Args:
        console: whose screen it takes.
        clock: seconds that never go back.
    """

    def __init__(self, console: Station, clock: Callable[[], float] = seconds) -> None:
        self._console = console
        self._clock = clock
        self._freezes = {one.name: one for one in console.runner.desk.brief.forms.freezes}
        self._name = ""
        self._ends = 0.0
        self._passed: set[str] = set()
        self._typed = Question("", lambda _: None)
        self._chosen = 0
        self._wrong = ""

    @property
    def freeze(self) -> Freeze | None:
        """The freeze that is open."""
        return self._freezes.get(self._console.runner.latest.forms.freeze)

    @property
    def open(self) -> bool:
        """Whether the screen is to be blank."""
        return self._console.ASKS and self.freeze is not None

    def look(self) -> None:
        """Begin with a freeze that opened, end one whose time is up; have none if so chosen."""
        console = self._console
        forms, now = console.runner.latest.forms, console.runner.latest.now
        if self._freezes and not console.settings.freezes and now == 0 and not forms.off:
            if console.ASKS:
                console.submit(SwitchOffFreezes())
            return
        freeze = self.freeze
        if not self.open or freeze is None:
            self._name = ""
        elif self._name != freeze.name:
            self._name = freeze.name
            self._ends = self._clock() + freeze.limit_ms / _SECOND_MS
            self._passed = set()
            self._clear()
            console.put_away()
        elif self._clock() >= self._ends:
            self._end(console.say("Time is up: the questions are over"))

    # -- keys --------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """Take one key."""
        freeze, query = self.freeze, self._query()
        if key in _LEAVING:
            self._console.do_quit()
        elif freeze is None or query is None:
            self._end(self._console.say("The questions are over"))
        elif key == "tab":
            self._pass(query)
        elif query.choices:
            self._press_choice(freeze, query, key)
        elif self._typed.press(key) is not None:
            self._answer(freeze, query, self._typed.text)

    def type(self, text: str) -> None:
        """Take pasted text."""
        self._typed.type(text)

    def _press_choice(self, freeze: Freeze, query: Query, key: str) -> None:
        words = list(query.choices)
        if key == "up":
            self._chosen = max(self._chosen - 1, 0)
        elif key == "down":
            self._chosen = min(self._chosen + 1, len(words) - 1)
        elif key.isascii() and key.isdigit() and 1 <= int(key) <= len(words):
            self._chosen = int(key) - 1
        elif key == "enter":
            self._answer(freeze, query, words[self._chosen])

    def _answer(self, freeze: Freeze, query: Query, written: str) -> None:
        """Give an answer; what cannot be read is told, and asked again."""
        console = self._console
        try:
            line_typed = with_points(f"recall {freeze.name}.{query.name} = {written.strip()}")
            command = parse_command(line_typed, console.runner.desk.names, at_console=True)
        except Refusal as refusal:
            self._wrong = console.say.problem(refusal.problems[0])
            return
        if self._give(command):
            self._clear()
            told = console.say("Thank you: the questions are over")
            if self.freeze is None:
                console.tell(told)
            elif self._query() is None:
                self._end(told)

    def _pass(self, query: Query) -> None:
        """Leave a query without an answer."""
        self._passed.add(query.name)
        self._clear()
        if self._query() is None:
            self._end(self._console.say("The questions are over"))

    def _give(self, command: Command) -> bool:
        """Give a command to the desk; return whether it was done."""
        console = self._console
        console.submit(command)
        text, token = console.message
        self._wrong = text if token == "refused" else ""
        return not self._wrong

    def _end(self, told: str) -> None:
        """Let the session go on."""
        freeze = self.freeze
        if freeze is None or self._give(EndFreeze(freeze.name)):
            self._console.tell(told)

    def _clear(self) -> None:
        self._typed = Question("", lambda _: None)
        self._chosen = 0
        self._wrong = ""

    def _query(self) -> Query | None:
        """Return the query to answer: the first without an answer that was not passed over."""
        given = self._console.runner.latest.forms.recalled
        for query in self.freeze.queries if self.freeze else ():
            if query.name not in given and query.name not in self._passed:
                return query
        return None

    # -- painting ----------------------------------------------------------------------------

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the whole screen: the query, the time that is left, and nothing of the plant."""
        say, freeze, query = self._console.say, self.freeze, self._query()
        left = max(int(self._ends - self._clock() + 0.999), 0) if self._name else 0
        if freeze is None or query is None:
            return [blank(width)] * height
        place = freeze.queries.index(query) + 1
        count = say("question {n} of {total}", n=place, total=len(freeze.queries))
        time = say("time left {time}", time=f"{left // 60}:{left % 60:02d}")
        head: list[Piece] = [(f" {say('TIME STANDS STILL')} │ {count} │ {time} ", "bar strong")]
        told = say("The instruments are hidden. Answer from memory; an answer cannot be changed.")
        lines = [line(head, width, "bar"), blank(width)]
        lines += [line([("  ", ""), (row, "soft")], width) for row in wrap(told, width - 4)]
        lines.append(blank(width))
        text = say.words(query.text)
        lines += [line([("  ", ""), (row, "strong")], width) for row in wrap(text, width - 4)]
        lines.append(blank(width))
        lines += self._choices(query, width) if query.choices else [self._entry(query, width)]
        if self._wrong:
            lines.append(blank(width))
            lines += [
                line([("  ", ""), (r, "refused")], width) for r in wrap(self._wrong, width - 4)
            ]
        room = height - 2
        lines = [*lines[:room], *[blank(width)] * (room - len(lines))]
        question = self._console.question
        asked: Piece = (f" {question.label}", "chosen") if question is not None else ("", "")
        return [*lines, line([asked], width), self._foot(say, width)]

    def _choices(self, query: Query, width: int) -> list[Line]:
        lines = []
        for place, words in enumerate(query.choices.values()):
            token = "chosen" if place == self._chosen else ""
            text = f" {place + 1}  {self._console.say.words(words)} "
            lines.append(line([("  ", ""), (text, token)], width))
        return lines

    def _entry(self, query: Query, width: int) -> Line:
        before = self._typed.text[: self._typed.at]
        behind = self._typed.text[self._typed.at :]
        unit = unit_of(query.unit)
        return line([("  > ", "strong"), (f"{before}█{behind}", ""), (f" {unit}", "soft")], width)

    @staticmethod
    def _foot(say: Speaker, width: int) -> Line:
        pieces: list[Piece] = []
        for face, word in (
            ("Enter", say("answer")),
            ("Tab", say("I do not know")),
            ("^c", say("quit")),
        ):
            pieces += [(f" {face}", "bar strong"), (f" {word} ", "bar")]
        return line(pieces, width, "bar")
