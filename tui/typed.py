"""What a person types at the desk, made into what the command language reads.

Small letters are taken for the tags the plant knows, a comma for a decimal point, and a blank for
what stands between a tag and its value: ``tic-101 sp 36,5`` means ``TIC-101.SP = 36.5``. The line
mode and the command line of the screen both read through here.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from simulator.language.problem import Problem, Refusal
from simulator.language.tag import quoted
from simulator.language.text import text

LONGEST_REASON = 500
"""A reason has at most this many characters."""
_BECAUSE = re.compile(r"(.*?) +because +(.*)", re.DOTALL)
_COMMA = re.compile(r"(= *[-+]?[0-9]+),([0-9]{1,2}|[0-9]{4,})(?![0-9])")
_THOUSAND = re.compile(r"[^=]*= *[-+]?[0-9]+,[0-9]{3}(?![0-9]).*")
_SMALL_TAG = re.compile(r"\b[A-Za-z]{1,5}-[0-9]{1,5}[A-Za-z]?(?:\.[A-Za-z]{2,8})?(?![\w-])")
_SPACED = re.compile(r"([^ =.]+)(?: +|\.)([A-Za-z]+)(?: +| *= *)([^ =].*)")
_MODE = re.compile(r"([^ =.]+) +(man|auto|cas)", re.IGNORECASE)
_POSITION = re.compile(r"([^ =.]+) +(open|close|closed)", re.IGNORECASE)
_FREE = (
    *("note ", "comment ", "deviation ", "close deviation ", "label ", "handover "),
    *("call shift lead ", "call qa ", "call utilities "),
)
"""How commands begin whose rest is a person's own words."""


def is_free(line: str) -> bool:
    """Say whether the rest of a command is a person's own words, to be left as they are."""
    return line.startswith(_FREE)


def split_reason(line: str) -> tuple[str, str]:
    """Return a command and the reason behind ``because``; a person's own words have none.

    Raises:
        Refusal: the reason is too long.
    """
    found = None if is_free(line) else _BECAUSE.fullmatch(line)
    command, reason = (found[1], found[2].strip()) if found else (line, "")
    if len(reason) > LONGEST_REASON:
        hint = text("at most {count} characters", count=LONGEST_REASON)
        raise Refusal(Problem("bad-reason", text("the reason is too long"), hint))
    return command, reason


def capitals(line: str, known: Collection[str]) -> str:
    """Return a line with the tags, alarms and names of ``known`` in capitals.

    >>> capitals("ack tic-101.hi", {"TIC-101.HI"})
    'ack TIC-101.HI'
    """

    def capital(found: re.Match[str]) -> str:
        upper = found[0].upper()
        return upper if upper in known else found[0]

    return _SMALL_TAG.sub(capital, line)


def with_points(line: str) -> str:
    """Return a line with decimal points for decimal commas.

    >>> with_points("TIC-101.SP = 36,5")
    'TIC-101.SP = 36.5'

    Raises:
        Refusal: a comma could also stand between thousands.
    """
    if _THOUSAND.fullmatch(line):
        message = text("{word} could mean one or one thousand", word=quoted(line))
        raise Refusal(Problem("bad-quantity", message, text("write 1000 or 1.0")))
    return _COMMA.sub(r"\1.\2", line)


def assigned(line: str, tags: Collection[str]) -> str:
    """Return a line in which blanks stand for the point and the sign of an assignment, with them.

    >>> assigned("TIC-101 SP 36.5", {"TIC-101"}), assigned("TIC-101 man", {"TIC-101"})
    ('TIC-101.SP = 36.5', 'TIC-101.MODE = MAN')
    >>> assigned("XV-101 open", {"XV-101"}), assigned("start feed", {"XV-101"})
    ('XV-101 = open', 'start feed')
    """
    if found := _MODE.fullmatch(line):
        if found[1] in tags:
            return f"{found[1]}.MODE = {found[2].upper()}"
    elif found := _POSITION.fullmatch(line):
        if found[1] in tags:
            return f"{found[1]} = {found[2].lower()}"
    elif (found := _SPACED.fullmatch(line)) and found[1] in tags:
        attribute = found[2].upper()
        value = found[3].upper() if attribute == "MODE" else found[3]
        return f"{found[1]}.{attribute} = {value}"
    return line


def number_typed(line: str) -> float | None:
    """Return a number as a person writes it, with a point or a comma; None if it is none.

    >>> number_typed(" 36,5 "), number_typed("1,000"), number_typed("nan")
    (36.5, 1.0, None)
    """
    found = re.fullmatch(r" *([-+]?[0-9]{1,12})(?:[.,]([0-9]{1,12}))? *", line)
    return float(f"{found[1]}.{found[2] or 0}") if found else None


def command_typed(line: str, tags: Collection[str], known: Collection[str]) -> tuple[str, str]:
    """Return a typed line as the command language reads it, and its reason.

    Args:
        line: what was typed.
        tags: the tags of the plant.
        known: tags, alarms and names that are written in capitals.

    Raises:
        Refusal: the reason is too long, or a number can be read in two ways.
    """
    command, reason = split_reason(line.strip())
    if is_free(command):
        return command, reason
    return with_points(assigned(capitals(command, known), tags)), reason
