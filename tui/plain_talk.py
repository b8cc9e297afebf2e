"""One line of the line mode, understood and done: words of the desk, and commands to the plant."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from typing import Protocol

from simulator.language.command_text import parse_command, show_command
from simulator.language.condition import compile_condition
from simulator.language.event import AlarmChanged, Event
from simulator.language.field import Field
from simulator.language.plain import plain
from simulator.language.problem import Problem, Refusal
from simulator.language.quantity import exact_quantity
from simulator.language.simtime import parse_duration, show_time
from simulator.language.tag import meant, quoted
from simulator.session.desk import Accepted, Desk
from simulator.session.sight import Judge, Sight
from tui.plain_answers import Answers
from tui.plain_help import COMMANDS, SESSION
from tui.plain_lines import Lines
from tui.plain_words import Speaker
from tui.runner import FASTEST, SLOWEST, URGENT, Runner, is_new_alarm, is_news

LONGEST_LINE = 1000
"""A line has at most this many characters."""
LONGEST_REASON = 500
STORY_LINES = 5000
"""How many lines of what happened are remembered."""
CHUNK_MS = 60_000
LOOK_MS = 5_000
"""How often what is waited for is looked at; it is a person who reads what comes of it."""

_BECAUSE = re.compile(r"(.*?) +because +(.*)", re.DOTALL)
_COMMA = re.compile(r"(= *[-+]?[0-9]+),([0-9]{1,2}|[0-9]{4,})(?![0-9])")
_THOUSAND = re.compile(r"[^=]*= *[-+]?[0-9]+,[0-9]{3}(?![0-9]).*")
_SMALL_TAG = re.compile(r"\b[a-z]{1,5}-[0-9]{1,5}[a-z]?(?:\.[a-z]{2,8})?\b")
_SHOWN = 2000
_ALONE = frozenset(
    {"alarms", "phases", "samples", "utilities", "interlocks", "people", "brief"}
    | {"time", "go", "step", "quit", "leave"}
)
"""Words that nothing follows."""
_PHASE_TOO = frozenset({"pause"})
"""Words that are an order to a phase when a name follows."""


class LineDesk(Desk, Protocol):
    """A Desk whose session can be ended: what :class:`simulator.session.live.Live` offers."""

    @property
    def stopped(self) -> Problem | None:
        """Why the session can go no further, if so."""

    def seal(self, reason: str = "ended") -> str:
        """End the session and return the head of its log."""

    def note_speed(self, speed: float) -> None:
        """Log that time goes at another speed from here on; 0 is a pause."""

    def close(self) -> None:
        """Leave the session unsealed."""


class Talk:
    """Does one line after another, and says what came of it.

    Args:
        runner: for speed and pause; while this talk lets time pass, its thread is paused.
        desk: the session.
        names: the units of measure of what commands and conditions may name.
        language: ``en``, ``nl`` or ``fr``, for what is said.
        say: writes one line.
        keyboard: whether a person types; if not, simulated time passes only when told to.
        called_off: says, once for each time, whether Ctrl-C asks to let no more time pass.
    """

    def __init__(
        self,
        runner: Runner,
        desk: LineDesk,
        names: Mapping[str, Field],
        language: str,
        say: Callable[[str], None],
        keyboard: bool,
        called_off: Callable[[], bool] = lambda: False,
    ) -> None:
        self._runner = runner
        self._desk = desk
        self._names = names
        self._word = Speaker(language)
        self._say_raw = say
        self._keyboard = keyboard
        self._called_off = called_off
        self._lines = Lines(desk, self._word)
        self._answers = Answers(desk, self._word, self._lines, self.say)
        self._told: deque[str] = deque(maxlen=STORY_LINES)
        self._up = False
        self._advised = False
        self._trouble = ""
        self.over = False
        """Whether the session was ended or left."""

    def say(self, text: str) -> None:
        """Write one line, with nothing in it that could act on a terminal."""
        self._say_raw(plain(text, _SHOWN))

    def greet(self) -> None:
        """Say the briefing, and how to begin."""
        self._answers.brief()
        self.say(self._word("how"))
        if not self._keyboard:
            self.say(self._word("piped"))
        self._time()

    def hear(self) -> bool:
        """Say what happened since the last time; return whether a new urgent alarm was among it."""
        urgent = self._tell(self._runner.take_events())
        trouble = self._runner.trouble or self._desk.stopped
        if trouble and str(trouble) != self._trouble:
            self._trouble = str(trouble)
            self.say(self._word("trouble", message=self._trouble))
        if self._desk.finished and not trouble and not self._up:
            self._up = True
            self.say(self._word("finished"))
        return urgent

    def warn(self) -> None:
        """Say how to go after a first Ctrl-C."""
        self.say(self._word("interrupted"))

    def line(self, text: str) -> None:
        """Do one line. What cannot be done is said, with what to try."""
        try:
            self._do(text.strip())
        except Refusal as refusal:
            for problem in refusal.problems:
                self._complain("unclear", problem)

    def leave(self) -> None:
        """Leave the session unsealed, so that it can be resumed."""
        self._runner.stop()
        self.hear()
        now = self._desk.now
        try:
            if self._desk.stopped is None:
                self._desk.note_speed(0.0)  # so that the log knows how far time has come
        except Refusal as refusal:
            self._complain("refused", refusal.problems[0])
        self._desk.close()
        self.over = True
        self.say(self._word("left", time=show_time(now)))

    def quit(self) -> None:
        """End the session and seal its log. If that fails, the session goes on."""
        if self._keyboard:
            self._runner.pause()
        self.hear()
        try:
            head = self._desk.seal("ended" if self._desk.finished else "stopped")
        except Refusal as refusal:
            for problem in refusal.problems:
                self._complain("refused", problem)
            return
        self._runner.stop()
        self.over = True
        self.say(self._word("sealed", time=show_time(self._desk.now), head=head))

    def _do(self, text: str) -> None:
        if not text or text.startswith("#"):
            return
        if len(text) > LONGEST_LINE:
            hint = f"at most {LONGEST_LINE} characters"
            raise Refusal(Problem("bad-command", "the line is too long", hint))
        first, _, rest = text.partition(" ")
        rest = rest.strip()
        act = self._acts().get(first.lower())
        if act is not None and rest and first.lower() in _ALONE:
            hint = f"write {first.lower()}, and nothing after it"
            message = f"{quoted(first)} stands alone"
            raise Refusal(Problem("bad-command", message, hint))
        if act is not None and not (rest and first.lower() in _PHASE_TOO):
            act(rest)
        elif text.upper() in self._desk.observe().tags:
            self._answers.show(text)
        else:
            self._order(text)

    def _acts(self) -> Mapping[str, Callable[[str], None]]:
        """Return what the words of the desk do; each hears the rest of its line."""
        return {
            **self._answers.table(),
            "time": lambda _: self._time(),
            "speed": self._speed,
            "pause": lambda _: self._set_going(False),
            "go": lambda _: self._set_going(True),
            "step": lambda _: self._step(),
            "wait": self._wait,
            "until": self._until,
            "story": self._story,
            "quit": lambda _: self.quit(),
            "leave": lambda _: self.leave(),
        }

    def _order(self, text: str) -> None:
        """Give a command to the plant, with its reason."""
        reason = ""
        if not text.startswith("note "):
            found = _BECAUSE.fullmatch(text)
            text, reason = (found[1], found[2].strip()) if found else (text, "")
            text = self._capitals(text)
        if len(reason) > LONGEST_REASON:
            hint = f"at most {LONGEST_REASON} characters"
            raise Refusal(Problem("bad-reason", "the reason is too long", hint))
        verbs = {words.split(" ", 1)[0] for words in COMMANDS if "=" not in words}
        first = text.split(" ", 1)[0]
        if "=" not in text and first not in verbs:
            known = sorted({*verbs, *SESSION, *self._desk.observe().tags})
            raise Refusal(
                Problem("bad-command", f"{quoted(text)} is no command", meant(first, known, "help"))
            )
        if _THOUSAND.fullmatch(text):
            message = f"{quoted(text)} could mean one or one thousand"
            raise Refusal(Problem("bad-quantity", message, "write 1000 or 1.0"))
        command = parse_command(_COMMA.sub(r"\1.\2", text), self._names, at_console=True)
        receipt = self._runner.submit(command, plain(reason))
        if not isinstance(receipt, Accepted):
            self._complain("refused", receipt.problem)
            return
        shown = show_command(command, self._names)
        why = f" ({self._word('because')}: {reason})" if reason else ""
        now = show_time(self._desk.now)
        self._told.append(plain(f"{now}  {self._word('you')}: {shown}{why}", _SHOWN))
        if not any(self._lines.events(receipt.events)):
            self.say(self._word("done", command=shown))
        self.hear()

    def _capitals(self, text: str) -> str:
        """Return a command with the tags and alarms that the plant knows in capitals."""
        known = {*self._names, *self._desk.brief.alarms, *self._desk.observe().tags}
        known |= {name.partition(".")[0] for name in self._names}

        def capital(found: re.Match[str]) -> str:
            upper = found[0].upper()
            return upper if upper in known else found[0]

        return _SMALL_TAG.sub(capital, text)

    def _tell(self, events: tuple[Event, ...]) -> bool:
        for text in self._lines.events(events):
            self._told.append(plain(text, _SHOWN))
            self.say(text)
        new = next((event.subject for event in events if is_new_alarm(event)), "")
        if new and not self._advised:
            self._advised = True
            self.say(self._word("advice", alarm=new))
        return any(_urgent(event) for event in events)

    def _complain(self, phrase: str, problem: Problem) -> None:
        said = self._word(phrase, message=problem.message)
        if problem.hint.endswith("?"):
            said += f" {problem.hint[0].upper()}{problem.hint[1:]}"
        elif problem.hint:
            said += f" {self._word('try', hint=problem.hint)}"
        self.say(said)

    def _time(self) -> None:
        now = show_time(self._desk.now)
        if self._runner.paused or not self._keyboard:
            self.say(self._word("paused", time=now))
        else:
            self.say(self._word("running", time=now, speed=f"{self._runner.speed:g}"))

    def _speed(self, text: str) -> None:
        if text:
            number, unit = exact_quantity(text.lower().removeprefix("x"))
            if unit or not SLOWEST <= number <= FASTEST:
                hint = f"from {SLOWEST:g} to {FASTEST:g}, such as speed 60"
                raise Refusal(Problem("bad-speed", f"{quoted(text)} is no speed", hint))
            if self._keyboard:
                self._runner.set_speed(float(number))
                self.say(self._word("speed set", speed=f"{self._runner.speed:g}"))
        else:
            self._time()
        if not self._keyboard:
            self.say(self._word("piped"))

    def _set_going(self, going: bool) -> None:
        if self._keyboard:
            self._runner.pause(not going)
            self._time()
        else:
            self.say(self._word("piped"))

    def _step(self) -> None:
        self._pass(self._desk.now + self._desk.brief.scan_ms, lambda _: False)
        if self._keyboard:
            self._runner.pause()
        self._time()

    def _wait(self, text: str) -> None:
        duration = parse_duration(text)
        stopped = self._pass(self._desk.now + duration, self._called, CHUNK_MS)
        if stopped:
            self.say(self._word("stopped by alarm"))
        self._time()

    def _called(self, events: tuple[Event, ...]) -> bool:
        """Say whether a person who waits is called; a script has its own times."""
        return self._keyboard and any(_urgent(event) for event in events)

    def _until(self, text: str) -> None:
        end = self._desk.brief.duration_ms
        if text == "something":
            self._pass(end, lambda events: any(is_news(event) for event in events), LOOK_MS)
        elif re.match(r"[0-9][0-9. :dhmins]*\Z", text):
            end = parse_duration(text)
            if end < self._desk.now:
                self.say(self._word("past", time=show_time(self._desk.now)))
                return
            if self._pass(end, self._called, CHUNK_MS):
                self.say(self._word("stopped by alarm"))
        else:
            self._until_true(self._capitals(text), end)
        self._time()

    def _until_true(self, text: str, end: int) -> None:
        judge = Judge(compile_condition(text, self._names))
        true = False

        def met(events: tuple[Event, ...]) -> bool:
            nonlocal true
            true = judge.rises(Sight(self._desk.observe()))
            return true or self._called(events)

        if (met(()) or self._pass(end, met, LOOK_MS)) and not true:
            self.say(self._word("stopped by alarm"))
        if true:
            self.say(self._word("true", condition=text))

    def _pass(
        self, until: int, done: Callable[[tuple[Event, ...]], bool], chunk_ms: int = 0
    ) -> bool:
        """Let time pass up to ``until`` and say what happens; return whether ``done`` said so.

        Without a chunk, ``done`` is asked after every scan. The thread of the runner stands still
        meanwhile, so that events are heard once and in order. Ctrl-C ends it between two scans,
        never while the log is being written.
        """
        going = self._keyboard and not self._runner.paused
        if going:
            self._runner.pause()
            self.hear()
        scan = self._desk.brief.scan_ms
        chunk = max(min(chunk_ms, LOOK_MS if self._keyboard else chunk_ms) // scan, 1) * scan
        found = False
        try:
            while not found and self._desk.now < until and not self._desk.finished:
                if self._called_off():
                    break
                before = self._desk.now
                events = self._desk.advance(min(until, before + chunk))
                self._tell(events)
                found = done(events)
                if self._desk.now == before:
                    break
        except Refusal as refusal:
            for problem in refusal.problems:
                self._complain("refused", problem)
        finally:
            if going:
                self._runner.pause(False)
        self.hear()
        return found

    def _story(self, text: str) -> None:
        if text and not re.fullmatch(r"[0-9]{1,4}", text):
            hint = "write for example story 20"
            raise Refusal(Problem("bad-command", f"{quoted(text)} is no number of lines", hint))
        lines = list(self._told)
        self._answers.list(lines[-int(text) :] if text and int(text) else lines, "nothing")


def _urgent(event: Event) -> bool:
    """Say whether an event is a new alarm of priority 1 or 2."""
    return isinstance(event, AlarmChanged) and is_new_alarm(event) and event.priority <= URGENT
