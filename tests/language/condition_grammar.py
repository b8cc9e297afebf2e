"""Makes conditions at random, most of them valid, and runs compiled ones, for the tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from simulator.language import opcodes
from simulator.language.field import Field
from simulator.language.opcodes import Instruction


def field(name: str, unit: str, *choices: str) -> Field:
    """Return a description of a readable name."""
    return Field(name, unit, 0.0, -1e9, 1e9, "definition", choices=choices)


NAMES: Mapping[str, Field] = {
    made.name: made
    for made in (
        field("TIC-101.PV", "degC"),
        field("TIC-101.SP", "degC"),
        field("TIC-101.OP", "%"),
        field("TIC-101.MODE", "", "MAN", "AUTO", "CAS"),
        field("TT-101.QUALITY", "", "GOOD", "UNCERTAIN", "BAD"),
        field("AT-101.PV", "pH"),
        field("AT-102.PV", "%"),
        field("FIC-101.PV", "L/min"),
        field("FIC-111.PV", "L/h"),
        field("XV-101.OP", "%"),
        field("WT-101.PV", "kg"),
        field("elapsed", "s"),
        field("feed.STATE", "", "Idle", "Running", "Held", "Complete"),
        field("BR-101.viable", "1e9 cells"),
        field("BR-101.viable density", "1e6 cells/mL"),
        field("BR-101.off-gas oxygen", "%"),
        field("BR-101.pH", ""),
    )
}
"""Names as a plant has them, for conditions and commands."""

_GROUPS: Mapping[str, tuple[tuple[str, ...], tuple[tuple[str, Fraction], ...]]] = {
    "degC": (("TIC-101.PV", "TIC-101.SP"), ((" degC", Fraction(1)), ("degC", Fraction(1)))),
    "K": ((), ((" K", Fraction(1)),)),
    "%": (
        ("TIC-101.OP", "AT-102.PV", "XV-101.OP", "BR-101.off-gas oxygen"),
        ((" %", Fraction(1)), ("%", Fraction(1)), (" ppm", Fraction(1, 10_000))),
    ),
    "pH": (("AT-101.PV", "BR-101.pH"), (("", Fraction(1)), (" pH", Fraction(1)))),
    "s": (
        ("elapsed",),
        (
            (" s", Fraction(1)),
            (" min", Fraction(60)),
            (" h", Fraction(3600)),
            (" d", Fraction(86400)),
        ),
    ),
    "density": (
        ("BR-101.viable density",),
        ((" 1e6 cells/mL", Fraction(1)), ("e6 cells/mL", Fraction(1)), ("e9 cells/L", Fraction(1))),
    ),
    "kg": (("WT-101.PV",), ((" kg", Fraction(1)), (" g", Fraction(1, 1000)))),
}
_COMPARES: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
_DURATIONS = ("5 min", "30 s", "2 h 30 min", "1.5 d", "250 ms")


@dataclass(frozen=True)
class Sum:
    """A number: its text, what it is worth, and its exact worth if it reads no name."""

    text: str
    worth: Callable[[Mapping[str, float]], float]
    exact: Fraction | None = None


Judge = Callable[[Mapping[str, float]], bool]


def constant(rng: Random, group: str) -> Sum:
    """Return a number with a unit of measure."""
    unit, factor = rng.choice(_GROUPS[group][1])
    digits = rng.choice(("0", "1", "7.25", "30", "36.6", "400"))
    exact = Fraction(digits) * factor
    return Sum(f"{digits}{unit}", lambda _: float(exact), exact)


def reading(rng: Random, group: str, depth: int) -> Sum:
    """Return a number that reads at least one name."""
    if group == "K":
        one, other = (rng.choice(_GROUPS["degC"][0]) for _ in range(2))
        return Sum(f"({one} - {other})", lambda v: v[one] - v[other])
    name = rng.choice(_GROUPS[group][0])
    plain = Sum(name, lambda v: v[name])
    if depth <= 0 or rng.random() < 0.6:
        return plain
    inner = reading(rng, group, depth - 1)
    step = constant(rng, "K" if group == "degC" else group)
    kind = rng.choice(("+", "-", "()", "abs", "neg"))
    if group == "degC" and kind in ("abs", "neg"):
        kind = "()"
    if kind == "+":
        return Sum(f"{inner.text} + {step.text}", lambda v: inner.worth(v) + step.worth(v))
    if kind == "-":
        return Sum(f"{inner.text} - {step.text}", lambda v: inner.worth(v) - step.worth(v))
    if kind == "abs":
        return Sum(f"abs({inner.text})", lambda v: abs(inner.worth(v)))
    if kind == "neg":
        return Sum(f"-({inner.text})", lambda v: -inner.worth(v))
    return Sum(f"({inner.text})", inner.worth)


def comparison(rng: Random, depth: int) -> tuple[str, Judge]:
    """Return a comparison, a range or a choice, and what it says of the plant's values."""
    shape = rng.random()
    if shape < 0.15:
        name = rng.choice([name for name in NAMES if NAMES[name].choices])
        position = rng.randrange(len(NAMES[name].choices))
        word = NAMES[name].choices[position]
        if rng.random() < 0.3:
            return f"{name} is not {word}", lambda v: v[name] != position
        return f"{name} is {word}", lambda v: v[name] == position
    group = rng.choice(list(_GROUPS))
    left = reading(rng, group, depth)
    right = constant(rng, group)
    if shape < 0.3:
        limits = sorted((right, constant(rng, group)), key=lambda part: part.exact or Fraction(0))
        low, high = limits
        text = f"{left.text} within {low.text} .. {high.text}"
        return text, lambda v: low.worth(v) <= left.worth(v) <= high.worth(v)
    sign = rng.choice(list(_COMPARES))
    compare = _COMPARES[sign]
    if rng.random() < 0.2:
        return f"{right.text} {sign} {left.text}", lambda v: compare(right.worth(v), left.worth(v))
    if rng.random() < 0.2:
        right = reading(rng, group, 0)
    return f"{left.text} {sign} {right.text}", lambda v: compare(left.worth(v), right.worth(v))


def condition(rng: Random, depth: int = 3) -> tuple[str, Judge]:
    """Return a valid condition, and what it says of the plant's values (durations not counted)."""
    shape = rng.random()
    if depth <= 0 or shape < 0.4:
        text, judge = comparison(rng, min(depth, 2))
        if rng.random() < 0.3:
            text = f"{text} for {rng.choice(_DURATIONS)}"
        return text, judge
    one, first = condition(rng, depth - 1)
    if shape < 0.5:
        return f"not ({one})", lambda v: not first(v)
    if shape < 0.6:
        return f"({one}) for {rng.choice(_DURATIONS)}", first
    other, second = condition(rng, depth - 1)
    if shape < 0.8:
        return f"({one}) and ({other})", lambda v: first(v) and second(v)
    if shape < 0.9:
        return f"({one}) or {other}", _either(first, second, other)
    return f"({one}) or ({other})", lambda v: first(v) or second(v)


def _either(first: Judge, second: Judge, _text: str) -> Judge:
    """Return the judge of ``(first) or second``: or binds loosest, so no brackets are needed."""
    return lambda v: first(v) or second(v)


def damaged(rng: Random, text: str) -> str:
    """Return the text with one to three characters or words lost, doubled or exchanged."""
    pieces = "()<>=!.+-%&|'\"_,0123456789eExX \n\tdegChminabsforiswithinandornot\u00b0\u0663\x1b"
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(text) + 1)
        kind = rng.randrange(5)
        if kind == 0:
            text = text[:at] + text[at + 1 :]
        elif kind == 1:
            text = text[:at] + rng.choice(pieces) + text[at:]
        elif kind == 2:
            text = text[:at] + rng.choice(pieces) + text[at + 1 :]
        elif kind == 3:
            words = text.split(" ")
            words.insert(rng.randrange(len(words)), rng.choice(words))
            text = " ".join(words)
        else:
            text = text[:at] + text[at : at + rng.randint(1, 9)] + text[at:]
    return text


def run(code: tuple[Instruction, ...], values: Mapping[str, float]) -> tuple[float, int]:
    """Run compiled code with HELD as if at once; return the answer and the deepest stack."""
    stack: list[float] = []
    deepest = 0
    two: Mapping[int, Callable[[float, float], float]] = {
        opcodes.ADD: lambda a, b: a + b,
        opcodes.SUB: lambda a, b: a - b,
        opcodes.LT: lambda a, b: float(a < b),
        opcodes.LE: lambda a, b: float(a <= b),
        opcodes.GT: lambda a, b: float(a > b),
        opcodes.GE: lambda a, b: float(a >= b),
        opcodes.EQ: lambda a, b: float(a == b),
        opcodes.NE: lambda a, b: float(a != b),
        opcodes.AND: lambda a, b: a * b,
        opcodes.OR: lambda a, b: a + b - a * b,
    }
    for opcode, operand in code:
        if opcode == opcodes.VALUE:
            assert isinstance(operand, str)
            stack.append(values[operand])
        elif opcode == opcodes.NUMBER:
            assert isinstance(operand, float)
            stack.append(operand)
        elif opcode == opcodes.NEGATE:
            stack.append(-stack.pop())
        elif opcode == opcodes.MAGNITUDE:
            stack.append(abs(stack.pop()))
        elif opcode == opcodes.NOT:
            stack.append(1.0 - stack.pop())
        elif opcode == opcodes.HELD:
            assert type(operand) is int
            assert operand > 0
        else:
            b, a = stack.pop(), stack.pop()
            stack.append(two[opcode](a, b))
        deepest = max(deepest, len(stack))
    assert len(stack) == 1
    return stack[0], deepest
