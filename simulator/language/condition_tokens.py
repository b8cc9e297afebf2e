"""The tokens of a condition: numbers with their unit of measure, names, keywords and signs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from simulator.language.measure import UNIT_PATTERN, unit_of_measure
from simulator.language.problem import Place, Problem, Refusal
from simulator.language.quantity import NUMBER_PATTERN
from simulator.language.tag import quoted

LONGEST_TEXT = 512
"""A condition has at most this many characters."""

MOST_TOKENS = 128
"""A condition has at most this many tokens."""

KEYWORDS = ("and", "or", "not", "within", "is", "for", "abs")
"""Words that are no names."""

_WORDS_IN_A_NAME = 6
_WORD = re.compile(
    r"[A-Za-z][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*(?:\.[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*)*"
)
_NEXT_WORD = re.compile(r" +([A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*)")
_NUMBER = re.compile(NUMBER_PATTERN)
_UNIT = re.compile(rf" *({UNIT_PATTERN})")
_RUN = re.compile(r"[A-Za-z0-9%*/._-]+")
_LETTERS = re.compile(r"[a-z]+(?![A-Za-z0-9%*/])")
_SIGN = re.compile(r"<=|>=|==|!=|\.\.|[-+()]|<(?!>)|>")
_WRONG = re.compile("=>|=<|<>|&&|\\|\\||[=&|!*/,'\"%\u2264\u2265\u2260\u2212]")
_INSTEAD = {
    "=": "write == to compare",
    "=>": "write >=",
    "=<": "write <=",
    "<>": "write !=",
    "&": "write and",
    "&&": "write and",
    "|": "write or",
    "||": "write or",
    "!": "write not",
    "*": "numbers can only be added and subtracted",
    "/": "numbers can only be added and subtracted",
    ",": "use a point as decimal sign",
    "'": "write names and words without quotation marks",
    '"': "write names and words without quotation marks",
    "%": "write a number before %",
    "\u2264": "write <=",
    "\u2265": "write >=",
    "\u2260": "write !=",
    "\u2212": "write -",
}

Kind = Literal["number", "word", "sign", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``start`` and ``end`` are offsets; ``value`` and ``unit`` are of a number."""

    kind: Kind
    text: str
    start: int
    end: int
    value: Fraction = Fraction(0)
    unit: str = ""


def placed(place: Place, offset: int) -> Place:
    """Return the place of a character of a text that begins at ``place``."""
    return Place(place.file, place.line, place.column + offset)


def refuse(place: Place, offset: int, code: str, message: str, hint: str = "") -> Refusal:
    """Return the refusal of a condition for what stands at ``offset``."""
    return Refusal(Problem(code, message, hint, placed(place, offset)))


def tokenise(text: str, names: Iterable[str], place: Place) -> list[Token]:
    """Return the tokens of a condition; the last is of kind "end".

    A name may hold blanks (``BR-101.viable density``): the longest name known at a position is
    taken. Numbers take the unit of measure behind them.

    Args:
        text: the condition, on one line.
        names: the names it may use; must be fast to search (a mapping or a set).
        place: where the text begins.

    Raises:
        Refusal: at the first character that fits nowhere, or if there is too much.
    """
    if len(text) > LONGEST_TEXT:
        hint = f"at most {LONGEST_TEXT} characters"
        raise refuse(place, LONGEST_TEXT, "condition-too-long", "the condition is too long", hint)
    tokens: list[Token] = []
    position = _after_blanks(text, 0)
    while position < len(text):
        if len(tokens) >= MOST_TOKENS:
            message = "the condition has too many parts"
            hint = f"at most {MOST_TOKENS} names, numbers and signs"
            raise refuse(place, position, "condition-too-long", message, hint)
        token = _next_token(text, position, names, place)
        tokens.append(token)
        position = _after_blanks(text, token.end)
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _after_blanks(text: str, position: int) -> int:
    """Return the first position at or after ``position`` that holds no blank."""
    while position < len(text) and text[position] == " ":
        position += 1
    return position


def _next_token(text: str, position: int, names: Iterable[str], place: Place) -> Token:
    """Return the token that begins at ``position``."""
    word = _WORD.match(text, position)
    if word:
        end = word.end() if word[0] in KEYWORDS else _longest_name(text, word.end(), word, names)
        return Token("word", " ".join(text[position:end].split()), position, end)
    number = _NUMBER.match(text, position)
    if number:
        return _number_token(text, number, place)
    sign = _SIGN.match(text, position)
    if sign:
        return Token("sign", sign[0], position, sign.end())
    wrong = _WRONG.match(text, position)
    if wrong:
        message = f"{quoted(wrong[0])} does not belong in a condition"
        raise refuse(place, position, "bad-condition", message, _INSTEAD[wrong[0]])
    message = f"{quoted(text[position])} does not belong in a condition"
    hint = "write for example TIC-101.PV > 38 degC for 5 min"
    raise refuse(place, position, "bad-condition", message, hint)


def _longest_name(text: str, end: int, word: re.Match[str], names: Iterable[str]) -> int:
    """Return where the longest known name ends that begins with ``word``; else the word's end."""
    longest = end
    name = word[0]
    for _ in range(_WORDS_IN_A_NAME - 1):
        following = _NEXT_WORD.match(text, end)
        if following is None:
            break
        name = f"{name} {following[1]}"
        end = following.end()
        if name in names:
            longest = end
    return longest


def _number_token(text: str, number: re.Match[str], place: Place) -> Token:
    """Return a number with the unit of measure behind it, if there is one."""
    end = number.end()
    unit = ""
    found = _UNIT.match(text, end)
    keyword = _LETTERS.match(text, found.start(1)) if found else None
    if found and not (keyword and keyword[0] in KEYWORDS):
        unit = found[1]
        end = found.end()
        try:
            unit_of_measure(unit)
        except Refusal as refusal:
            problem = refusal.problems[0]
            run = _RUN.match(text, found.start(1))
            whole = run[0] if run and len(run[0]) > len(unit) else unit
            message = f"{quoted(whole)} is not a unit of measure"
            raise refuse(place, found.start(1), problem.code, message, problem.hint) from None
    return Token(
        "number", text[number.start() : end], number.start(), end, Fraction(number[0]), unit
    )
