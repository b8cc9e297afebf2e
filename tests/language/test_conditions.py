"""Conditions: what they mean, how units are converted, and where their problems are placed."""

from __future__ import annotations

from random import Random

import pytest
from condition_grammar import NAMES, condition, damaged, run

from simulator.language.condition import (
    ADD,
    AND,
    EQ,
    GE,
    GT,
    HELD,
    LE,
    MAGNITUDE,
    NE,
    NOT,
    NUMBER,
    OR,
    STACK_LIMIT,
    SUB,
    VALUE,
    Condition,
    compile_condition,
)
from simulator.language.problem import Place, Problem, Refusal

HERE = Place("batch.yaml", 14, 11)
T = (VALUE, "TIC-101.PV")
E = (VALUE, "elapsed")


def attempt(text: str) -> Condition | Problem:
    """Return the condition, or the one problem of a text that is none."""
    try:
        return compile_condition(text, NAMES, HERE)
    except Refusal as refusal:
        (problem,) = refusal.problems
        return problem


def problem_of(text: str) -> Problem:
    """Return the one problem of a text that is no condition."""
    problem = attempt(text)
    assert isinstance(problem, Problem)
    return problem


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("TIC-101.PV > 38 degC", (T, (NUMBER, 38.0), (GT, None))),
        ("38degC <= TIC-101.PV", ((NUMBER, 38.0), T, (LE, None))),
        ("elapsed >= 1.5 h", (E, (NUMBER, 5400.0), (GE, None))),
        ("elapsed >= 2 h + 30 min - 1 s", (E, (NUMBER, 8999.0), (GE, None))),
        ("elapsed >= -(-1 h) + abs(-1 s)", (E, (NUMBER, 3601.0), (GE, None))),
        ("elapsed > 1 h for 5 min 30 s", (E, (NUMBER, 3600.0), (GT, None), (HELD, 330_000))),
        (
            "BR-101.viable density >= 2.5e6 cells/mL",
            ((VALUE, "BR-101.viable density"), (NUMBER, 2.5), (GE, None)),
        ),
        (
            "BR-101.viable  density >= 2.5 1e9 cells/L",
            ((VALUE, "BR-101.viable density"), (NUMBER, 2.5), (GE, None)),
        ),
        ("BR-101.viable > 1e12 cells", ((VALUE, "BR-101.viable"), (NUMBER, 1000.0), (GT, None))),
        ("AT-101.PV > BR-101.pH", ((VALUE, "AT-101.PV"), (VALUE, "BR-101.pH"), (GT, None))),
        ("AT-101.PV > 6.8", ((VALUE, "AT-101.PV"), (NUMBER, 6.8), (GT, None))),
        ("TIC-101.MODE is CAS", ((VALUE, "TIC-101.MODE"), (NUMBER, 2.0), (EQ, None))),
        ("feed.STATE is not Idle", ((VALUE, "feed.STATE"), (NUMBER, 0.0), (NE, None))),
        (
            "TIC-101.PV within 30 degC..40 degC",
            (T, (NUMBER, 30.0), (GE, None), T, (NUMBER, 40.0), (LE, None), (AND, None)),
        ),
        (
            "abs(TIC-101.PV - TIC-101.SP) > 0.5 K",
            (
                T,
                (VALUE, "TIC-101.SP"),
                (SUB, None),
                (MAGNITUDE, None),
                (NUMBER, 0.5),
                (GT, None),
            ),
        ),
        (
            "2 K + TIC-101.SP > TIC-101.PV",
            ((NUMBER, 2.0), (VALUE, "TIC-101.SP"), (ADD, None), T, (GT, None)),
        ),
    ],
)
def test_code(text: str, code: tuple[object, ...]) -> None:
    """A condition compiles to exactly these instructions, its numbers converted."""
    assert compile_condition(text, NAMES).code == code


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (
            "elapsed > 1 h or elapsed > 2 h and elapsed > 3 h",
            "elapsed > 1 h or (elapsed > 2 h and elapsed > 3 h)",
        ),
        ("not elapsed > 1 h and elapsed > 2 h", "(not elapsed > 1 h) and elapsed > 2 h"),
        ("not elapsed > 1 h for 5 min", "not (elapsed > 1 h for 5 min)"),
        (
            "elapsed > 1 h and elapsed > 2 h for 5 min",
            "elapsed > 1 h and (elapsed > 2 h for 5 min)",
        ),
        (
            "elapsed within 1 h .. 2 h or elapsed > 3 h",
            "(elapsed within 1 h .. 2 h) or elapsed > 3 h",
        ),
        ("elapsed - 1 h - 1 s > 1 min", "(elapsed - 1 h) - 1 s > 1 min"),
        ("TIC-101.OP + 5 % > 3 %", "(TIC-101.OP + 5 %) > 3 %"),
    ],
)
def test_binding(text: str, same: str) -> None:
    """Or binds loosest, then and, not, for, comparisons, and plus and minus, left to right."""
    assert compile_condition(text, NAMES).code == compile_condition(same, NAMES).code


def test_for_holds_a_group() -> None:
    """A duration behind a bracket is of the whole group."""
    code = compile_condition("(elapsed > 1 h or not elapsed > 2 h) for 5 min", NAMES).code
    assert code[-1] == (HELD, 300_000)
    assert [opcode for opcode, _ in code] == [
        VALUE, NUMBER, GT, VALUE, NUMBER, GT, NOT, OR, HELD,
    ]  # fmt: skip


def test_condition_keeps_its_text_and_names() -> None:
    """The text is kept, trimmed; names are listed once each, in order of first use."""
    made = compile_condition(
        " elapsed > 1 h\nand TIC-101.PV > TIC-101.SP and elapsed < 9 h ", NAMES
    )
    assert made.text == "elapsed > 1 h and TIC-101.PV > TIC-101.SP and elapsed < 9 h"
    assert made.names == ("elapsed", "TIC-101.PV", "TIC-101.SP")


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("TIC-110.PV > 38 degC", 0, "did you mean TIC-101.PV?"),
        ("TIC-101 > 38 degC", 0, "write TIC-101.PV"),
        ("elapsed > 1 h and BR-101.viabel density > 1e6 cells/mL", 18, "BR-101.viable density?"),
        ("TIC-101.PV > 38 %", 13, "TIC-101.PV is in degC; 38 % does not fit"),
        ("TIC-101.PV > 38", 13, "write for example 38 degC"),
        ("TIC-101.PV = 5 degC", 11, "write == to compare"),
        ("TIC-101.PV-TIC-101.SP > 1 K", 0, "put blanks round a minus"),
        ("TIC-101.MODE is MAN or AUTO", 23, "write TIC-101.MODE is AUTO"),
        ("TIC-101.MODE is auto", 16, "did you mean AUTO?"),
        ("TIC-101.MODE is 1", 16, "one of MAN, AUTO, CAS"),
        ("TIC-101.MODE > 1", 0, "write TIC-101.MODE is MAN or AUTO or CAS"),
        ("not TIC-101.MODE", 4, "write TIC-101.MODE is MAN or AUTO or CAS"),
        ("TIC-101.PV is AUTO", 11, "compare numbers with =="),
        ("elapsed", 0, "compare it with something"),
        ("1 h < elapsed < 2 h", 0, "within"),
        ("FIC-101.PV > FIC-111.PV", 13, "same unit of measure"),
        ("FIC-101.PV + FIC-111.PV > 1 L/h", 13, "same unit of measure"),
        ("AT-101.PV + AT-102.PV > 1 pH", 12, "AT-101.PV is in pH; AT-102.PV, in %"),
        ("BR-101.pH > AT-102.PV", 12, "BR-101.pH has no unit of measure; AT-102.PV, in %"),
        ("AT-102.PV > BR-101.pH", 12, "BR-101.pH, in none, does not fit"),
        ("TIC-101.PV + TIC-101.SP > 1 degC", 11, "makes no temperature"),
        ("1 K - TIC-101.SP > 1 K", 4, "a difference of temperatures is in K"),
        ("-TIC-101.PV < 1 degC", 1, "take the difference"),
        ("abs(TIC-101.PV) < 1 degC", 4, "take the difference"),
        ("5 min > 3 min", 0, "never changes"),
        ("elapsed > 5 min + 3 %", 18, "3 % does not fit"),
        ("elapsed > 1e999 s", 10, "too large"),
        ("elapsed > 1e-999 s", 10, "too small"),
        ("elapsed within 2 h .. 1 h", 15, "the lower limit first"),
        ("elapsed within 2 h", 18, "two points"),
        ("elapsed within 2 h and elapsed > 3 h", 19, "two points"),
        ("elapsed > 1 h for", 17, "a duration"),
        ("elapsed > 1 h for elapsed", 18, "a duration"),
        ("elapsed > 1 h for 0 s", 18, "0 s is no duration"),
        ("elapsed > 1 h for 5 s 5 min", 18, "largest first"),
        ("elapsed > 1 h for 5 kg", 18, "not a unit of time"),
        ("elapsed > 1 h for 5 minutes", 20, "write min"),
        ("elapsed > 5 hours", 12, "write h"),
        ("elapsed > 5 TIC-101.PV", 12, "'TIC-101.PV' is not a unit of measure"),
        ("elapsed > 1 h AND elapsed < 2 h", 14, "did you mean and?"),
        ("elapsed > 1 h elapsed", 14, "found 'elapsed'"),
        ("(elapsed > 1 h", 14, "a closing bracket is missing"),
        ("elapsed > 1 h)", 13, "no bracket is open here"),
        ("abs elapsed > 1 h", 4, "expected a bracket"),
        ("elapsed > 36,5 s", 12, "use a point as decimal sign"),
        ("qqqq zz ww xx yy vv uu > 1", 0, "'qqqq zz ww xx yy vv'"),
        ("", 0, "the condition is empty"),
        ("elapsed ; 1 h", 8, "write for example"),
    ],
)
def test_problem_has_its_place_and_hint(text: str, column: int, words: str) -> None:
    """A problem names the column where it stands and says what to try."""
    problem = problem_of(text)
    assert problem.place == Place("batch.yaml", 14, 11 + column)
    assert words in f"{problem.message} ({problem.hint})"


def test_long_parts_are_cut_in_messages() -> None:
    """A message shows no more than forty characters of a part."""
    text = "elapsed" + " + elapsed" * 20
    assert problem_of(text).message == f"{text[:40]}... is not true or false"


def test_place_is_never_missing() -> None:
    """Without a place, problems are placed in a text called condition."""
    with pytest.raises(Refusal) as caught:
        compile_condition("elapsed >> 1 h", NAMES)
    assert caught.value.problems[0].place == Place("condition", 1, 10)


def test_limits() -> None:
    """What is just within the limits compiles; one more is refused, in the right place."""
    terms = " or ".join(["elapsed>1s"] * 32)
    assert compile_condition(terms, NAMES).code[-1] == (OR, None)
    assert problem_of(terms + " or elapsed>1s").code == "condition-too-long"
    deep = "(" * 16 + "elapsed > 1 s" + ")" * 16
    assert compile_condition(deep, NAMES).names == ("elapsed",)
    assert problem_of(f"({deep})").code == "condition-too-deep"
    wide = "elapsed > 1 s".ljust(512)
    assert compile_condition(wide, NAMES).text == "elapsed > 1 s"
    assert problem_of(wide + " ").place == Place("batch.yaml", 14, 11 + 512)


def test_stack_is_never_too_deep() -> None:
    """The worst texts that the limits allow still leave the stack within its 32 places."""
    values = dict.fromkeys(NAMES, 0.0)
    deepest = 0
    for truths in range(12):
        for numbers in range(17 - truths):
            text = "elapsed>1s or elapsed>1s and (" * truths
            text += "elapsed>elapsed - (" + "elapsed - (" * (numbers - 1) if numbers else "elapsed>"
            text += "elapsed - 1s" + ")" * (truths + numbers)
            made = attempt(text)
            if isinstance(made, Condition):
                deepest = max(deepest, run(made.code, values)[1])
            else:
                assert made.code in ("condition-too-long", "condition-too-deep")
    assert 24 <= deepest <= STACK_LIMIT


def test_meaning_agrees_with_python() -> None:
    """Verification: 5,000 conditions made at random say the same as Python closures do."""
    rng = Random(11)
    for _ in range(5000):
        text, judge = condition(rng)
        made = attempt(text)
        if isinstance(made, Problem):
            assert made.code == "condition-too-long", (text, made)
            continue
        values = {name: float(rng.choice((0, 1, 2, 30, 36.6, -400, 3600))) for name in made.names}
        answer, deepest = run(made.code, values)
        assert answer == float(judge(values)), text
        assert deepest <= STACK_LIMIT


@pytest.mark.slow
def test_a_hundred_thousand_conditions() -> None:
    """Made, damaged and random texts each give a condition or one problem with its place."""
    rng = Random(20)
    words = [*NAMES, "and", "or", "not", "for", "is", "within", "..", "(", ")", "<", "38 degC"]
    words += ["5 min", "-", "+", "abs(", "==", "0", "1e999", "Held", "%", "\u0663", "\x00", "1e6"]
    accepted = 0
    for number in range(100_000):
        if number % 10 < 7:
            text = condition(rng, rng.randint(0, 3))[0]
        elif number % 10 < 9:
            text = damaged(rng, condition(rng, rng.randint(0, 2))[0])
        else:
            text = rng.choice(("", " ")).join(rng.choices(words, k=rng.randint(1, 30)))
        made = attempt(text)
        if isinstance(made, Condition):
            accepted += 1
            assert made.names
            assert all(name in NAMES for name in made.names)
            continue
        assert made.message
        assert made.place is not None
        assert (made.place.file, made.place.line) == ("batch.yaml", 14)
        assert 11 <= made.place.column <= 11 + len(text)
        assert number % 10 >= 7 or made.code == "condition-too-long", (text, made)
    assert 70_000 < accepted < 95_000
