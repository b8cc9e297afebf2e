"""Commands as one line of text, and back: ``TIC-101.SP = 36.5 degC``, ``ack TIC-101.HI``.

The same words serve the steps of a procedure, the scripts of an operator, the line mode of the
screen and the log. Whether a command may be given now is for the plant to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from simulator.language import hint_text
from simulator.language.command import (
    Acknowledge,
    AnswerPrompt,
    Calibrate,
    CallMaintenance,
    ChangeBottle,
    Command,
    EndFault,
    LoopMode,
    Note,
    PhaseCommand,
    PhaseOrder,
    ProcedureMode,
    ResetAlarm,
    ResetInterlock,
    ReturnToService,
    SetMode,
    SetOutput,
    SetProcedureMode,
    SetSetpoint,
    SetTuning,
    Shelve,
    StartFault,
    SwitchBank,
    TakeHint,
    TakeOutOfService,
    TakeSample,
    Unshelve,
)
from simulator.language.field import Field
from simulator.language.paperwork import Paperwork
from simulator.language.paperwork_text import FORMS, show_paperwork
from simulator.language.plain import LONGEST_COMMAND
from simulator.language.problem import Place, Problem, Refusal
from simulator.language.quantity import exact_quantity, parse_quantity, to_float, write_quantity
from simulator.language.simtime import parse_duration, show_duration
from simulator.language.tag import check_alarm, check_name, check_tag, meant, quoted
from simulator.language.text import text as told

_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""Control characters, and those that are invisible or turn the direction of a text."""

_ASSIGNMENT = re.compile(r"([A-Za-z0-9-]+)(?:\.([A-Za-z]+))? *= *(.+)")
_POSITIONS = {"open": 100.0, "closed": 0.0, "close": 0.0}
_ORDERS = ("start", "pause", "resume", "hold", "restart", "stop", "abort", "reset")
_MODES = {
    "automatic": "AUTOMATIC",
    "semiautomatic": "SEMIAUTOMATIC",
    "semi-automatic": "SEMIAUTOMATIC",
    "manual": "MANUAL",
}
_BEFORE = {
    "acknowledge": "ack",
    "reset-alarm": "reset alarm",
    "unshelve": "unshelve",
    "out-of-service": "out of service",
    "return-to-service": "return to service",
    "reset-interlock": "reset interlock",
    "take-sample": "sample",
    "change-bottle": "change bottle",
    "call-maintenance": "call maintenance",
    "start-fault": "start fault",
    "end-fault": "end fault",
}
"""What stands before the name in a command, by its kind."""
_NO_BANK = "write the number of the bank, such as: switch oxygen to bank 2"


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a command is read with: the names with their units, and whether a person types it."""

    names: Mapping[str, Field]
    at_console: bool

    def field(self, name: str) -> Field:
        """Return the description of a name such as ``TIC-101.SP``; refuse an unknown one."""
        check_tag(name.partition(".")[0])
        if name in self.names:
            return self.names[name]
        attribute = name.partition(".")[2]
        alike = [known for known in self.names if known.endswith(f".{attribute}")]
        hint = meant(name, alike, meant(name, self.names))
        raise Refusal(Problem("unknown-name", told("there is no {name}", name=quoted(name)), hint))

    def value(self, text: str, unit: str) -> float:
        """Return a number in ``unit``; only a person may leave the unit of measure out."""
        if self.at_console:
            number, written = exact_quantity(text)
            if not written:
                return to_float(number, text)
        return parse_quantity(text, unit)


_Make = Callable[[re.Match[str], _Reading], Command]


def _shelve(found: re.Match[str], _reading: _Reading) -> Command:
    """Read ``shelve TIC-101.HI for 30 min``."""
    duration = parse_duration(found[2])
    if duration == 0:
        raise Refusal(
            Problem("bad-duration", told("0 s is no duration"), told("write for example 30 min"))
        )
    return Shelve(check_alarm(found[1]), duration)


def _calibrate(found: re.Match[str], reading: _Reading) -> Command:
    """Read ``calibrate AT-101 = 7.02``."""
    field = reading.field(f"{found[1]}.PV")
    return Calibrate(found[1], reading.value(found[2], field.unit))


def _tune(found: re.Match[str], reading: _Reading) -> Command:
    """Read ``tune TIC-101 gain 2 integral 600 s derivative 0 s``."""
    reading.field(f"{found[1]}.SP")
    integral, derivative = (reading.value(found[part], "s") for part in (3, 4))
    return SetTuning(found[1], parse_quantity(found[2], ""), integral, derivative)


def _switch(found: re.Match[str], _reading: _Reading) -> Command:
    """Read ``switch oxygen to bank 2``."""
    if not re.fullmatch(r"[1-9][0-9]?", found[2]):
        raise Refusal(
            Problem("bad-bank", told("{found} is not a bank", found=quoted(found[2])), _NO_BANK)
        )
    return SwitchBank(check_name(found[1]), int(found[2]))


def _procedure(found: re.Match[str], _reading: _Reading) -> Command:
    """Read ``procedure manual``."""
    mode = _MODES.get(found[1])
    if mode is None:
        hint = meant(found[1], _MODES, "one of automatic, semi-automatic, manual")
        raise Refusal(
            Problem("bad-mode", told("{found} is no procedure mode", found=quoted(found[1])), hint)
        )
    return SetProcedureMode(cast(ProcedureMode, mode))


def _order(found: re.Match[str], _reading: _Reading) -> Command:
    """Read ``start feed`` and the other orders to a phase."""
    return PhaseCommand(check_name(found[2]), cast(PhaseOrder, found[1].upper()))


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a command: its first words, its whole pattern, an example, its reader."""

    words: str
    pattern: re.Pattern[str]
    example: str
    make: _Make


def _form(words: str, rest: str, example: str, make: _Make) -> _Form:
    """Return a form whose pattern is its first words, a blank and ``rest``."""
    return _Form(words, re.compile(f"{words} {rest}"), example, make)


_ONE = "([^ ]+)"
_FORMS: tuple[_Form, ...] = (
    _form("ack", _ONE, "ack TIC-101.HI", lambda m, _: Acknowledge(check_alarm(m[1]))),
    _form(
        "reset alarm", _ONE, "reset alarm PIC-101.HI", lambda m, _: ResetAlarm(check_alarm(m[1]))
    ),
    _form("shelve", "([^ ]+) for (.+)", "shelve TIC-101.HI for 30 min", _shelve),
    _form("unshelve", _ONE, "unshelve TIC-101.HI", lambda m, _: Unshelve(check_alarm(m[1]))),
    _form(
        "out of service",
        _ONE,
        "out of service TIC-101.HI",
        lambda m, _: TakeOutOfService(check_alarm(m[1])),
    ),
    _form(
        "return to service",
        _ONE,
        "return to service TIC-101.HI",
        lambda m, _: ReturnToService(check_alarm(m[1])),
    ),
    _form(
        "reset interlock",
        _ONE,
        "reset interlock I-101",
        lambda m, _: ResetInterlock(check_name(m[1])),
    ),
    _form("procedure", _ONE, "procedure manual", _procedure),
    _form(
        "answer",
        "([^ ]+) (.+)",
        "answer feed yes",
        lambda m, _: AnswerPrompt(check_name(m[1]), m[2].strip(" ")),
    ),
    _form("sample", _ONE, "sample BR-101", lambda m, _: TakeSample(check_tag(m[1]))),
    _form("calibrate", "([^ =]+) *= *(.+)", "calibrate AT-101 = 7.02", _calibrate),
    _form(
        "tune",
        "([^ ]+) gain ([^ ]+) integral (.+) derivative (.+)",
        "tune TIC-101 gain 2 integral 600 s derivative 0 s",
        _tune,
    ),
    _form(
        "change bottle", _ONE, "change bottle TK-111", lambda m, _: ChangeBottle(check_tag(m[1]))
    ),
    _form("switch", "([^ ]+) to bank ([^ ]+)", "switch oxygen to bank 2", _switch),
    _form(
        "call maintenance",
        _ONE,
        "call maintenance AT-101",
        lambda m, _: CallMaintenance(check_name(m[1])),
    ),
    _form(
        "start fault", _ONE, "start fault probe-drift", lambda m, _: StartFault(check_name(m[1]))
    ),
    _form("end fault", _ONE, "end fault probe-drift", lambda m, _: EndFault(check_name(m[1]))),
    _form("note", "(.+)", "note foam rising, antifoam given", lambda m, _: Note(m[1].strip(" "))),
    _form("hint", hint_text.PATTERN, hint_text.EXAMPLE, hint_text.read_hint),
    *(_form(*form) for form in FORMS),
    *(_form(f"({order})", _ONE, f"{order} feed", _order) for order in _ORDERS),
)


def command_examples() -> tuple[str, ...]:
    """Return one example of every way to write a command, for help and documentation."""
    written = (
        "TIC-101.SP = 36.5 degC",
        "TIC-101.OP = 40 %",
        "TIC-101.MODE = AUTO",
        "XV-101 = open",
    )
    return (*written, *(form.example for form in _FORMS))


def parse_command(
    text: str, names: Mapping[str, Field], place: Place | None = None, at_console: bool = False
) -> Command:
    """Return the command that one line of text stands for.

    Args:
        text: the command, at most 512 characters.
        names: the units of measure of ``TIC-101.SP``, ``TIC-101.OP``, ``AT-101.PV`` and the
            choices of ``TIC-101.MODE``.
        place: where the text begins, for problems.
        at_console: whether a person types it and may leave out the unit of measure, as on a
            faceplate; in a file it must be written.

    Raises:
        Refusal: with one problem, if the text is no command or a value does not fit.
    """
    try:
        return _read(text, _Reading(names, at_console))
    except Refusal as refusal:
        if place is None:
            raise
        raise Refusal(problem.at(place) for problem in refusal.problems) from None


def _read(text: str, reading: _Reading) -> Command:
    """Return the command of a text; the problems of its refusal have no place."""
    if len(text) > LONGEST_COMMAND:
        hint = told("at most {longest_command} characters", longest_command=LONGEST_COMMAND)
        raise Refusal(Problem("bad-command", told("the command is too long"), hint))
    if _FORBIDDEN.search(text):
        message = told("the command holds a character that cannot be shown")
        raise Refusal(
            Problem("bad-command", message, told("write it on one line, in plain characters"))
        )
    line = text.strip(" ")
    for form in _FORMS:
        found = form.pattern.fullmatch(line)
        if found:
            return form.make(found, reading)
    assignment = _ASSIGNMENT.fullmatch(line)
    if assignment:
        return _assigned(assignment[1], assignment[2] or "", assignment[3], reading)
    raise _not_a_command(line)


def _not_a_command(line: str) -> Refusal:
    """Return the refusal of a line that no form fits, with an example of the nearest."""
    for form in _FORMS:
        words = form.words.strip("()")
        if line == words or line.startswith(f"{words} "):
            message = told("{word} is not how this command is written", word=quoted(line))
            return Refusal(
                Problem(
                    "bad-command",
                    message,
                    told("write for example: {example}", example=form.example),
                )
            )
    verbs = {form.example.split(" ", 1)[0]: None for form in _FORMS}
    hint = told("write for example: TIC-101.SP = 36.5 degC, ack TIC-101.HI, start feed")
    first = line.split(" ", 1)[0]
    return Refusal(
        Problem(
            "bad-command",
            told("{word} is no command", word=quoted(line)),
            meant(first, verbs, hint),
        )
    )


def _assigned(tag: str, attribute: str, text: str, reading: _Reading) -> Command:
    """Return the command that gives a set-point, an output or a mode to a tag."""
    if attribute == "SP":
        return SetSetpoint(tag, reading.value(text, reading.field(f"{tag}.SP").unit))
    if attribute == "MODE":
        modes = reading.field(f"{tag}.MODE").choices
        if text not in modes:
            hint = meant(text, modes, f"one of {', '.join(modes)}")
            raise Refusal(
                Problem(
                    "bad-mode", told("{tag}.MODE is never {word}", tag=tag, word=quoted(text)), hint
                )
            )
        return SetMode(tag, cast(LoopMode, text))
    if attribute in ("", "OP"):
        unit = reading.field(f"{tag}.OP").unit
        if text in _POSITIONS:
            return SetOutput(tag, _POSITIONS[text])
        if text.isalpha():
            hint = meant(text, _POSITIONS, "write open, closed, or a number in %")
            raise Refusal(
                Problem("bad-command", told("{word} is no position", word=quoted(text)), hint)
            )
        return SetOutput(tag, reading.value(text, unit))
    check_tag(tag)
    message = told("{value} cannot be set", value=quoted(f"{tag}.{attribute}"))
    hint = meant(attribute, ("SP", "OP", "MODE"), "a command sets SP, OP or MODE")
    raise Refusal(Problem("bad-command", message, hint))


def show_command(command: Command, names: Mapping[str, Field]) -> str:
    """Return a command as text that parse_command reads back to the same command.

    Numbers carry the unit of measure that ``names`` gives; for a tag it does not hold, none.

    >>> show_command(SetMode("TIC-101", "AUTO"), {})
    'TIC-101.MODE = AUTO'
    """
    if isinstance(command, Paperwork):
        return show_paperwork(command, names)
    match command:
        case SetSetpoint(tag, value):
            return f"{tag}.SP = {_written(value, f'{tag}.SP', names)}"
        case SetOutput(tag, value):
            return f"{tag}.OP = {_written(value, f'{tag}.OP', names)}"
        case SetMode(tag, mode):
            return f"{tag}.MODE = {mode}"
        case SetTuning(tag, gain, integral, derivative):
            times = f"integral {write_quantity(integral, 's')} derivative "
            tail = write_quantity(derivative, "s")
            return f"tune {tag} gain {write_quantity(gain, '')} {times}{tail}"
        case Calibrate(tag, value):
            return f"calibrate {tag} = {_written(value, f'{tag}.PV', names)}"
        case Shelve(alarm, duration):
            return f"shelve {alarm} for {show_duration(duration)}"
        case PhaseCommand(phase, order):
            return f"{order.lower()} {phase}"
        case SetProcedureMode(procedure):
            return f"procedure {procedure.lower()}"
        case AnswerPrompt(phase, answer):
            return f"answer {phase} {answer}"
        case SwitchBank(utility, bank):
            return f"switch {utility} to bank {bank}"
        case TakeSample(name) | ChangeBottle(name) | CallMaintenance(name):
            return f"{_BEFORE[command.kind]} {name}"
        case StartFault(name) | EndFault(name) | ResetInterlock(name):
            return f"{_BEFORE[command.kind]} {name}"
        case Note(text):
            return f"note {text}"
        case TakeHint(hint, step):
            return f"hint {hint} {step}"
        case _:
            return f"{_BEFORE[command.kind]} {command.alarm}"


def _written(value: float, name: str, names: Mapping[str, Field]) -> str:
    """Return a value with the unit of measure of a name, if it is known."""
    return write_quantity(value, names[name].unit if name in names else "")
