"""One line of the line mode, understood and done: words of the desk, and commands to the plant."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping

from simulator.language.command_text import parse_command, show_command
from simulator.language.condition import compile_condition
from simulator.language.event import Event, stands_still
from simulator.language.field import Field
from simulator.language.plain import plain
from simulator.language.problem import Problem, Refusal
from simulator.language.quantity import exact_quantity
from simulator.language.simtime import parse_duration, show_time
from simulator.language.tag import meant, quoted
from simulator.language.text import N_, text
from simulator.session.desk import Accepted
from simulator.session.sight import Judge, Sight
from simulator.session.speech import Speaker
from tui.past import Past, deed_of
from tui.plain import forms
from tui.plain.answers import Answers
from tui.plain.desk import LineDesk
from tui.plain.help import COMMANDS, SESSION
from tui.plain.lines import Lines
from tui.plain.record import audit
from tui.runner import FASTEST, SLOWEST, Runner, has_news, is_new_alarm, is_urgent, next_overdue
from tui.typed import capitals, command_typed

LONGEST_LINE = 1000
"""A line has at most this many characters."""
STORY_LINES = 5000
"""How many lines of what happened are remembered."""
CHUNK_MS = 60_000
LOOK_MS = 5_000
"""How often what is waited for is looked at; it is a person who reads what comes of it."""

_SHOWN = 2000
_PIPED = N_("Commands do not come from a keyboard: time passes only by wait, until and step.")
_STOPPED = N_("Stopped here: a new alarm asks for you. Type wait again to go on.")
_ALONE = frozenset(
    {"alarms", "phases", "samples", "record", "deviations", "utilities", "interlocks", "people"}
    | {"brief", "time", "go", "step", "quit", "leave", "diagnosis", "questions"}
)
"""Words that nothing follows."""
_PHASE_TOO = frozenset({"pause"})
"""Words that are an order to a phase when a name follows."""


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
        self._word = Speaker(language, phrases=desk.brief.phrases)
        self._say_raw = say
        self._keyboard = keyboard
        self._called_off = called_off
        self._lines = Lines(desk, self._word)
        self._answers = Answers(desk, self._word, self._lines, self.say)
        self._past = Past()
        self._told: deque[str] = deque(maxlen=STORY_LINES)
        self._up = False
        self._advised = False
        self._trouble = ""
        self._offered = False
        self.over = False
        """Whether the session was ended or left."""

    def say(self, typed: str) -> None:
        """Write one line, with nothing in it that could act on a terminal."""
        self._say_raw(plain(typed, _SHOWN))

    def _speak(self, message: str, /, **values: object) -> None:
        """Say a message of the catalogues."""
        self.say(self._word(message, **values))

    def greet(self) -> None:
        """Say the briefing, and how to begin."""
        self._answers.brief()
        self._speak("Type help for the commands. quit ends the session; leave keeps it for later.")
        if not self._keyboard:
            self._speak(_PIPED)
        self._time()

    def hear(self) -> bool:
        """Say what happened since the last time; return whether a new urgent alarm was among it."""
        urgent = self._tell(self._runner.take_events())
        trouble = self._runner.trouble or self._desk.stopped
        if trouble and str(trouble) != self._trouble:
            self._trouble = str(trouble)
            self._speak("Time stands still: {message}.", message=self._trouble)
        if self._desk.finished and not trouble and not self._up:
            self._up = True
            self._speak("The time of the scenario is up. quit ends the session.")
        return urgent

    def warn(self) -> None:
        """Say how to go after a first Ctrl-C."""
        self._speak("Interrupted. Type leave or quit to go, or press Ctrl-C again to leave.")

    def line(self, typed: str) -> None:
        """Do one line. What cannot be done is said, with what to try."""
        try:
            self._do(typed.strip())
        except Refusal as refusal:
            for problem in refusal.problems:
                self._complain(N_("Not understood: {message}."), problem)

    def leave(self) -> None:
        """Leave the session unsealed, so that it can be resumed."""
        self._runner.stop()
        self.hear()
        now = self._desk.now
        try:
            if self._desk.stopped is None:
                self._desk.note_speed(0.0)  # so that the log knows how far time has come
        except Refusal as refusal:
            self._complain(N_("Refused: {message}."), refusal.problems[0])
        self._desk.close()
        self.over = True
        self._speak("Session left at {time}, not sealed: it can be resumed.", time=show_time(now))

    def quit(self) -> None:
        """End the session and seal its log. If that fails, the session goes on."""
        if self._keyboard:
            self._runner.pause()
        self.hear()
        left = list(forms.waiting(self._desk, self._word, self._desk.observe()))
        if left and self._keyboard and not self._offered:
            self._offered = True
            self._answers.list([*left, self._word("quit again ends the session.")], "")
            return
        try:
            head = self._desk.seal("ended" if self._desk.finished else "stopped")
        except Refusal as refusal:
            for problem in refusal.problems:
                self._complain(N_("Refused: {message}."), problem)
            return
        self._runner.stop()
        self.over = True
        self._speak(
            "Session ended and sealed at {time}. Head of the log: {head}",
            time=show_time(self._desk.now),
            head=head,
        )

    def _do(self, typed: str) -> None:
        if not typed or typed.startswith("#"):
            return
        if len(typed) > LONGEST_LINE:
            hint = text("at most {count} characters", count=LONGEST_LINE)
            raise Refusal(Problem("bad-command", text("the line is too long"), hint))
        forms.hidden(self._desk, typed)
        first, _, rest = typed.partition(" ")
        rest = rest.strip()
        act = self._acts().get(first.lower())
        if act is not None and rest and first.lower() in _ALONE:
            hint = text("write {word}, and nothing after it", word=first.lower())
            message = text("{word} stands alone", word=quoted(first))
            raise Refusal(Problem("bad-command", message, hint))
        if act is not None and not (rest and first.lower() in _PHASE_TOO):
            act(rest)
        elif typed.upper() in self._desk.observe().tags:
            self._answers.show(typed)
        else:
            self._order(typed)

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
            "audit": lambda _: self._answers.list(
                audit(self._past, self._names, self._word), N_("Nothing.")
            ),
            "quit": lambda _: self.quit(),
            "leave": lambda _: self.leave(),
        }

    def _order(self, typed: str) -> None:
        """Give a command to the plant, with its reason."""
        typed, reason = command_typed(typed, self._desk.observe().tags, self._known())
        verbs = {words.split(" ", 1)[0] for words in COMMANDS if "=" not in words}
        first = typed.split(" ", 1)[0]
        if "=" not in typed and first not in verbs:
            known = sorted({*verbs, *SESSION, *self._desk.observe().tags})
            raise Refusal(
                Problem(
                    "bad-command",
                    text("{word} is no command", word=quoted(typed)),
                    meant(first, known, "help"),
                )
            )
        command = parse_command(typed, self._names, at_console=True)
        receipt = self._runner.submit(command, plain(reason))
        who = self._word("you")
        self._past.hear([deed_of(receipt, self._desk.now, who, command, plain(reason))])
        if not isinstance(receipt, Accepted):
            self._complain(N_("Refused: {message}."), receipt.problem)
            return
        shown = show_command(command, self._names)
        why = f" ({self._word('because')}{self._word.colon}{reason})" if reason else ""
        now = show_time(self._desk.now)
        self._told.append(
            plain(f"{now}  {self._word('you')}{self._word.colon}{shown}{why}", _SHOWN)
        )
        if not any(self._lines.events(receipt.events)):
            self._speak("Done: {command}", command=shown)
        self._answers.told(command)
        self.hear()

    def _known(self) -> set[str]:
        """Return the tags, alarms and names that are written in capitals."""
        known = {*self._names, *self._desk.brief.alarms, *self._desk.observe().tags}
        return known | {name.partition(".")[0] for name in self._names}

    def _tell(self, events: tuple[Event, ...]) -> bool:
        for typed in self._lines.events(events):
            self._told.append(plain(typed, _SHOWN))
            self.say(typed)
        if stands_still(events):
            for typed in forms.began(self._desk, self._word, self._desk.observe()):
                self.say(typed)
        new = next((event.subject for event in events if is_new_alarm(event)), "")
        if new and not self._advised:
            self._advised = True
            self._speak(
                "help {alarm} tells what to do; ack {alarm} says that you have seen it.", alarm=new
            )
        return any(is_urgent(event) for event in events)

    def _complain(self, phrase: str, problem: Problem) -> None:
        said = self._word(phrase, message=self._word.retell(problem.message))
        if problem.hint.endswith("?"):
            said += f" {problem.hint[0].upper()}{problem.hint[1:]}"
        elif problem.hint:
            said += f" {self._word('Try: {hint}.', hint=self._word.retell(problem.hint))}"
        self.say(said)

    def _time(self) -> None:
        now = show_time(self._desk.now)
        if self._runner.paused or not self._keyboard:
            self._speak("Simulated time {time}; paused.", time=now)
        else:
            self._speak(
                "Simulated time {time}; speed x{speed}.", time=now, speed=f"{self._runner.speed:g}"
            )

    def _speed(self, typed: str) -> None:
        if typed:
            number, unit = exact_quantity(typed.lower().removeprefix("x"))
            if unit or not SLOWEST <= number <= FASTEST:
                hint = text("from {low:g} to {high:g}, such as speed 60", low=SLOWEST, high=FASTEST)
                raise Refusal(
                    Problem("bad-speed", text("{word} is no speed", word=quoted(typed)), hint)
                )
            if self._keyboard:
                self._runner.set_speed(float(number))
                self._speak("Speed x{speed}.", speed=f"{self._runner.speed:g}")
        else:
            self._time()
        if not self._keyboard:
            self._speak(_PIPED)

    def _set_going(self, going: bool) -> None:
        if self._keyboard:
            self._runner.pause(not going)
            self._time()
        else:
            self._speak(_PIPED)

    def _step(self) -> None:
        self._pass(self._desk.now + self._desk.brief.scan_ms, lambda _: False)
        if self._keyboard:
            self._runner.pause()
        self._time()

    def _wait(self, typed: str) -> None:
        if self._pass(self._desk.now + parse_duration(typed), self._called, CHUNK_MS):
            self._speak(_STOPPED)
        self._time()

    def _called(self, events: tuple[Event, ...]) -> bool:
        """Say whether a person who waits is called; a script has its own times."""
        return self._keyboard and any(is_urgent(event) for event in events)

    def _until(self, typed: str) -> None:
        end = self._desk.brief.duration_ms
        if typed == "something":
            self._until_news(end)
        elif re.match(r"[0-9][0-9. :dhmins]*\Z", typed):
            end = parse_duration(typed)
            if end < self._desk.now:
                self._speak("It is {time} already.", time=show_time(self._desk.now))
                return
            if self._pass(end, self._called, CHUNK_MS):
                self._speak(_STOPPED)
        else:
            self._until_true(capitals(typed, self._known()), end)
        self._time()

    def _until_news(self, end: int) -> None:
        """Let time pass to the next event, or to where a step of the batch record is overdue."""
        scan = self._desk.brief.scan_ms  # after one, what is to be done from the beginning is open
        found = self._pass(self._desk.now + scan, has_news)
        late = next_overdue(self._desk.observe(), scan) or end
        if (
            not found
            and not self._pass(min(end, late), has_news, LOOK_MS)
            and late == self._desk.now
        ):
            count = sum(entry.state == "late" for entry in self._desk.observe().record)
            self._speak("batch record: {n} late", n=count)

    def _until_true(self, typed: str, end: int) -> None:
        judge = Judge(compile_condition(typed, self._names))
        true = False

        def met(events: tuple[Event, ...]) -> bool:
            nonlocal true
            true = judge.rises(Sight(self._desk.observe()))
            return true or self._called(events)

        if (met(()) or self._pass(end, met, LOOK_MS)) and not true:
            self._speak(_STOPPED)
        if true:
            self._speak("Now true: {condition}", condition=typed)

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
                if self._desk.now == before or stands_still(events):
                    break
        except Refusal as refusal:
            for problem in refusal.problems:
                self._complain(N_("Refused: {message}."), problem)
        finally:
            if going:
                self._runner.pause(False)
        self.hear()
        return found

    def _story(self, typed: str) -> None:
        if typed and not re.fullmatch(r"[0-9]{1,4}", typed):
            message = text("{word} is no number of lines", word=quoted(typed))
            raise Refusal(Problem("bad-command", message, text("write for example story 20")))
        lines = list(self._told)
        self._answers.list(lines[-int(typed) :] if typed and int(typed) else lines, N_("Nothing."))
