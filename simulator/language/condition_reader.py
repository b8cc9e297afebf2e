"""Reads a condition: from tokens to instructions, with units of measure checked on the way.

A number is converted to the unit of measure of what it meets, so the instructions hold plain
numbers. With at most 128 tokens and 16 levels, a stack of 32 places is always enough: a level
needs ten tokens to keep two places taken, or four to keep one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from simulator.language.condition_parts import Choice, Number, Part, Truth
from simulator.language.condition_tokens import KEYWORDS, Token, placed, refuse, tokenise
from simulator.language.field import Field
from simulator.language.measure import conversion, difference_of, same_scale
from simulator.language.opcodes import (
    ADD,
    AND,
    EQ,
    GE,
    GT,
    HELD,
    LE,
    LT,
    MAGNITUDE,
    NE,
    NEGATE,
    NOT,
    NUMBER,
    OR,
    SUB,
    VALUE,
    Instruction,
)
from simulator.language.problem import Place, Refusal
from simulator.language.quantity import fit, to_float
from simulator.language.simtime import parse_duration
from simulator.language.tag import did_you_mean, meant, quoted

MOST_DEPTH = 16
"""Brackets, denials and signs nest at most this deep."""

_BINDS = {
    "or": 10,
    "and": 20,
    "for": 35,
    "<": 40,
    "<=": 40,
    ">": 40,
    ">=": 40,
    "==": 40,
    "!=": 40,
    "within": 40,
    "is": 40,
    "+": 50,
    "-": 50,
}
_NOT_BINDS = 30
_MINUS_BINDS = 60
_COMPARES = {"<": LT, "<=": LE, ">": GT, ">=": GE, "==": EQ, "!=": NE}
_JOINS = {"and": AND, "or": OR}
_POINT = "degC"
"""The one unit of measure whose values can be neither added nor negated."""
_WORDS_SHOWN = 6


def read_condition(
    text: str, names: Mapping[str, Field], place: Place
) -> tuple[tuple[Instruction, ...], tuple[str, ...]]:
    """Return the instructions of a condition and the names it reads; see compile_condition."""
    reader = _Reader(text, names, place)
    code = reader.whole()
    return tuple(code), tuple(reader.used)


def read_value(
    text: str, names: Mapping[str, Field], unit: str, place: Place
) -> tuple[tuple[Instruction, ...], tuple[str, ...]]:
    """Return the instructions of a sum and the names it reads; see compile_value."""
    reader = _Reader(text, names, place)
    code = reader.amount(unit)
    return tuple(code), tuple(reader.used)


class _Reader:
    """Reads one condition by operator precedence (V. R. Pratt, 1973)."""

    def __init__(self, text: str, names: Mapping[str, Field], place: Place) -> None:
        self.text = text
        self.names = names
        self.place = place
        self.tokens = tokenise(text, names, place)
        self.position = 0
        self.depth = 0
        self.used: dict[str, None] = {}

    def refuse(self, offset: int, code: str, message: str, hint: str = "") -> Refusal:
        """Return a refusal placed at an offset of the text."""
        return refuse(self.place, offset, code, message, hint)

    def shown(self, part: Part) -> str:
        """Return the text of a part, for a message."""
        text = self.text[part.start : part.end]
        return text if len(text) <= 40 else f"{text[:40]}..."

    def next(self) -> Token:
        """Return the next token, without taking it."""
        return self.tokens[self.position]

    def take(self) -> Token:
        """Take the next token; the end stays where it is."""
        token = self.tokens[self.position]
        if token.kind != "end":
            self.position += 1
        return token

    def takes(self, text: str) -> bool:
        """Take the next token if it is this keyword or sign, and say whether it was."""
        if self.next().text != text:
            return False
        self.position += 1
        return True

    def whole(self) -> list[Instruction]:
        """Return the code of the whole text."""
        if self.next().kind == "end":
            hint = "write for example TIC-101.PV > 38 degC"
            raise self.refuse(0, "bad-condition", "the condition is empty", hint)
        truth = self.truth(self.read(0))
        if self.next().kind != "end":
            raise self.unexpected(self.next(), "the end of the condition")
        return truth.code

    def amount(self, unit: str) -> list[Instruction]:
        """Return the code of the whole text as a number in ``unit``."""
        part = self.number(self.read(0))
        if self.next().kind != "end":
            raise self.unexpected(self.next(), "the end of the value")
        if part.constant is None and not same_scale(part.unit, unit):
            message = f"{self.shown(part)} is in {part.unit or 'none'}, not in {unit or 'none'}"
            hint = "both sides must have the same unit of measure"
            raise self.refuse(part.start, "unit-mismatch", message, hint)
        return self.coded(part, part.unit, unit, Number([], 0, 0, unit))

    def read(self, binds: int) -> Part:
        """Read a part up to a sign that binds no tighter than ``binds``."""
        left = self.first(self.take())
        while _BINDS.get(self.next().text, 0) > binds:
            left = self.joined(left, self.take())
        return left

    def nested(self, token: Token, binds: int) -> Part:
        """Read a part one level deeper."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            hint = f"at most {MOST_DEPTH} levels of brackets, not and minus"
            message = "the condition is nested too deep"
            raise self.refuse(token.start, "condition-too-deep", message, hint)
        part = self.read(binds)
        self.depth -= 1
        return part

    def first(self, token: Token) -> Part:
        """Read what begins with ``token``: a number, a name, a bracket, not, minus or abs."""
        if token.kind == "number":
            return Number([], token.start, token.end, token.unit, token.value)
        if token.text == "not":
            truth = self.truth(self.nested(token, _NOT_BINDS))
            return Truth([*truth.code, (NOT, None)], token.start, truth.end)
        if token.text == "-":
            number = self.movable(self.nested(token, _MINUS_BINDS), "turned round")
            return self.signed(number, NEGATE, token.start, number.end)
        if token.text == "abs":
            if not self.takes("("):
                raise self.unexpected(self.next(), "a bracket (abs(TIC-101.PV - TIC-101.SP))")
            part, end = self.bracket(token)
            return self.signed(self.movable(part, "made positive"), MAGNITUDE, token.start, end)
        if token.text == "(":
            part, end = self.bracket(token)
            return replace(part, start=token.start, end=end)
        if token.kind == "word" and token.text not in KEYWORDS:
            return self.name(token)
        raise self.unexpected(token, "a name or a number")

    def bracket(self, token: Token) -> tuple[Part, int]:
        """Read up to the closing bracket; return what is inside, and where it ends."""
        part = self.nested(token, 0)
        closing = self.next()
        if not self.takes(")"):
            raise self.unexpected(closing, "a closing bracket")
        return part, closing.end

    def signed(self, number: Number, opcode: int, start: int, end: int) -> Number:
        """Return the number turned round (NEGATE) or made positive (MAGNITUDE)."""
        if number.constant is None:
            return Number([*number.code, (opcode, None)], start, end, number.unit)
        turned = -number.constant if opcode == NEGATE else abs(number.constant)
        return Number([], start, end, number.unit, turned)

    def name(self, token: Token) -> Part:
        """Return the part that a name stands for."""
        field = self.names.get(token.text)
        if field is None:
            raise self.unknown(token)
        self.used[token.text] = None
        if field.choices:
            return Choice(token.text, token.start, token.end, field.choices)
        return Number([(VALUE, token.text)], token.start, token.end, field.unit)

    def joined(self, left: Part, token: Token) -> Part:
        """Return ``left`` joined with what follows the sign or keyword ``token``."""
        if token.text in _JOINS:
            truth = self.truth(left)
            right = self.truth(self.read(_BINDS[token.text]))
            code = [*truth.code, *right.code, (_JOINS[token.text], None)]
            return Truth(code, left.start, right.end)
        if token.text == "for":
            return self.held(self.truth(left))
        if token.text == "is":
            return self.chosen(left, token)
        if token.text == "within":
            return self.within(left, token)
        if token.text in _COMPARES:
            return self.compared(left, self.read(_BINDS[token.text]), token)
        return self.added(left, self.read(_BINDS[token.text]), token)

    def truth(self, part: Part) -> Truth:
        """Return the part if it is true or false; refuse it otherwise."""
        if isinstance(part, Truth):
            return part
        hint = "compare it with something, as in TIC-101.PV > 38 degC"
        if isinstance(part, Choice):
            hint = f"write {part.name} is {' or '.join(part.choices)}"
        message = f"{self.shown(part)} is not true or false"
        raise self.refuse(part.start, "not-a-truth", message, hint)

    def number(self, part: Part) -> Number:
        """Return the part if it is a number; refuse it otherwise."""
        if isinstance(part, Number):
            return part
        if isinstance(part, Choice):
            message = f"{part.name} is a word, not a number"
            hint = f"write {part.name} is {' or '.join(part.choices)}"
        else:
            message = f"{self.shown(part)} is true or false, not a number"
            hint = "join comparisons with and; a range is written x within 1 .. 2"
        raise self.refuse(part.start, "not-a-number", message, hint)

    def movable(self, part: Part, done: str) -> Number:
        """Return a number that can be negated: a temperature that is read cannot."""
        number = self.number(part)
        if number.unit == _POINT and number.constant is None:
            message = f"{self.shown(number)} is a temperature and cannot be {done}"
            hint = "take the difference of two temperatures first"
            raise self.refuse(number.start, "unit-mismatch", message, hint)
        return number

    def held(self, truth: Truth) -> Truth:
        """Return a truth that must hold for the duration that follows."""
        first = last = self.next()
        if first.kind != "number":
            raise self.unexpected(first, "a duration (for 5 min)")
        while self.next().kind == "number":
            last = self.take()
        where = placed(self.place, first.start)
        duration = parse_duration(self.text[first.start : last.end], where)
        if duration == 0:
            hint = "leave it out, or write for example: for 5 min"
            raise self.refuse(first.start, "bad-duration", "0 s is no duration", hint)
        return Truth([*truth.code, (HELD, duration)], truth.start, last.end)

    def chosen(self, left: Part, token: Token) -> Truth:
        """Return whether a name has the word that follows."""
        if not isinstance(left, Choice):
            hint = "compare numbers with ==; is stands before a word, as in TIC-101.MODE is AUTO"
            message = f"{self.shown(left)} does not take a word"
            raise self.refuse(token.start, "not-a-choice", message, hint)
        opcode = NE if self.takes("not") else EQ
        word = self.take()
        if word.text not in left.choices:
            message = f"{left.name} is never {quoted(word.text)}"
            hint = meant(word.text, left.choices, f"one of {', '.join(left.choices)}")
            raise self.refuse(word.start, "unknown-choice", message, hint)
        number = float(left.choices.index(word.text))
        code: list[Instruction] = [(VALUE, left.name), (NUMBER, number), (opcode, None)]
        return Truth(code, left.start, word.end)

    def within(self, left: Part, token: Token) -> Truth:
        """Return whether a number lies within the limits that follow, or on one of them."""
        low = self.read(_BINDS["within"])
        if not self.takes(".."):
            raise self.unexpected(self.next(), "two points (x within 30 % .. 60 %)")
        high = self.read(_BINDS["within"])
        above = self.compared(left, low, Token("sign", ">=", token.start, token.end))
        below = self.compared(left, high, Token("sign", "<=", token.start, token.end))
        least, most = above.code[-2][1], below.code[-2][1]
        if isinstance(least, float) and isinstance(most, float) and least > most:
            hint = "write the lower limit first"
            raise self.refuse(low.start, "empty-range", "nothing lies within these limits", hint)
        return Truth([*above.code, *below.code, (AND, None)], left.start, high.end)

    def compared(self, left: Part, right: Part, token: Token) -> Truth:
        """Return the comparison of two numbers."""
        one, other = self.number(left), self.number(right)
        if one.constant is not None and other.constant is not None:
            message = "this compares two constants, so it never changes"
            hint = "one side must hold a name, such as TIC-101.PV"
            raise self.refuse(one.start, "constant-condition", message, hint)
        target = one.unit if one.constant is None else other.unit
        first = self.coded(one, one.unit, target, other)
        second = self.coded(other, other.unit, target, one)
        return Truth([*first, *second, (_COMPARES[token.text], None)], one.start, other.end)

    def coded(self, part: Number, unit: str, target: str, beside: Number) -> list[Instruction]:
        """Return the code of a number in ``unit`` that must be in ``target``, as ``beside`` is."""
        if part.constant is None and same_scale(unit, target):
            return part.code
        here = f"{self.shown(beside)} is in {beside.unit}" if beside.unit else ""
        here = here or f"{self.shown(beside)} has no unit of measure"
        if part.constant is None:
            message = f"{here}; {self.shown(part)}, in {part.unit or 'none'}, does not fit"
            hint = "only numbers in the same unit of measure can be put together"
            raise self.refuse(part.start, "unit-mismatch", message, hint)
        try:
            value = fit(part.constant, unit, target)
        except Refusal as refusal:
            hint = refusal.problems[0].hint
            message = f"{here}; {self.shown(part)} does not fit"
            raise self.refuse(part.start, "unit-mismatch", message, hint) from None
        try:
            return [(NUMBER, to_float(value, self.shown(part)))]
        except Refusal as refusal:
            problem = refusal.problems[0]
            raise self.refuse(part.start, problem.code, problem.message) from None

    def added(self, left: Part, right: Part, token: Token) -> Number:
        """Return the sum or difference of two numbers; temperatures differ by K."""
        one, other = self.number(left), self.number(right)
        points = (one.unit == _POINT, other.unit == _POINT)
        if points == ((True, True) if token.text == "+" else (False, True)):
            message = f"{self.shown(one)} {token.text} {self.shown(other)} makes no temperature"
            hint = "a difference of temperatures is in K, as in TIC-101.SP + 2 K"
            raise self.refuse(token.start, "unit-mismatch", message, hint)
        units = (difference_of(one.unit), difference_of(other.unit))
        constants = (one.constant is not None, other.constant is not None)
        target = units[1] if constants == (True, False) else units[0]
        if one.constant is not None and other.constant is not None:
            self.coded(other, units[1], target, one)
            rest = other.constant * conversion(units[1], target)
            constant = one.constant + (rest if token.text == "+" else -rest)
            code: list[Instruction] = []
        else:
            constant = None
            opcode = ADD if token.text == "+" else SUB
            first = self.coded(one, units[0], target, other)
            code = [*first, *self.coded(other, units[1], target, one), (opcode, None)]
        if points in ((True, False), (False, True)):
            target = _POINT
        return Number(code, one.start, other.end, target, constant)

    def unexpected(self, token: Token, wanted: str) -> Refusal:
        """Return the refusal of a token where something else should stand."""
        if token.kind == "end":
            return self.refuse(token.start, "bad-condition", f"{wanted} is missing at the end")
        hint = ""
        if token.kind == "word" and token.text not in KEYWORDS:
            hint = meant(token.text, KEYWORDS)
        elif token.text == ")":
            hint = "no bracket is open here"
        message = f"expected {wanted}, found {quoted(token.text)}"
        return self.refuse(token.start, "bad-condition", message, hint)

    def unknown(self, token: Token) -> Refusal:
        """Return the refusal of a name that may not be read here."""
        phrase = [token.text]
        while len(phrase) < _WORDS_SHOWN:
            following = self.next()
            if following.kind != "word" or following.text in KEYWORDS:
                break
            phrase.append(self.take().text)
        whole = " ".join(phrase)
        takes = [name for name in self.used if token.text in self.names[name].choices]
        before = token.text.split("-")
        if any("-".join(before[:count]) in self.names for count in range(1, len(before))):
            hint = "put blanks round a minus, as in TIC-101.PV - TIC-101.SP"
        elif f"{token.text}.PV" in self.names:
            hint = f"write {token.text}.PV"
        elif takes:
            hint = f"write {takes[-1]} is {token.text}"
        else:
            near = did_you_mean(token.text, self.names)
            hint = meant(whole, self.names, f"did you mean {near}?" if near else "")
        message = f"there is no {quoted(whole)} that this condition may read"
        return self.refuse(token.start, "unknown-name", message, hint)
