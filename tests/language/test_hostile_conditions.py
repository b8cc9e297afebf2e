"""Texts that someone might try on purpose: each is refused in one placed problem, and fast."""

from __future__ import annotations

import pytest
from condition_grammar import NAMES

from simulator.language.condition import compile_condition
from simulator.language.problem import Place, Refusal

HOSTILE = [
    "",
    " ",
    "\n",
    "\t",
    "\x00",
    "\x1b]0;title\x07",
    "TIC-101.PV > 38 degC\x00",
    "TIC-101.PV > 38 degC\r",
    "TIC-101.PV\u00a0> 38 degC",
    "TIC-101.PV > \u0663\u0668 degC",
    "TIC-101.PV > \uff13\uff18 degC",
    "TIC-101.PV > 38 \u00b0C",
    "\u202eTIC-101.PV > 38 degC",
    "TIC-101.PV \u2265 38 degC",
    "TIC-101.PV > \u221238 degC",
    "__import__('os').system('ls')",
    "elapsed.__class__ > 1 s",
    "().__class__.__bases__[0]",
    "lambda: 1",
    "elapsed > 1 s; import os",
    "elapsed > (1).real",
    "eval(elapsed) > 1 s",
    "elapsed if 1 else 2",
    "f'{elapsed}'",
    "elapsed[0] > 1 s",
    "{elapsed}",
    "${elapsed}",
    "`elapsed` > 1 s",
    "elapsed > 1 s # comment",
    "elapsed > 1 s // comment",
    "elapsed > 1 s -- comment",
    "elapsed * 2 > 1 s",
    "elapsed / 2 > 1 s",
    "elapsed ** 2 > 1 s",
    "elapsed ^ 2 > 1 s",
    "elapsed % 2 > 1 s",
    "elapsed << 2 > 1 s",
    "elapsed > nan s",
    "elapsed > inf s",
    "elapsed > -inf s",
    "elapsed > 1e999 s",
    "elapsed > -1e999 s",
    "elapsed > 1e999999999 s",
    "elapsed > 1e-400 s",
    "elapsed > 0x10 s",
    "elapsed > 0b1 s",
    "elapsed > 0o7 s",
    "elapsed > 1_000 s",
    "elapsed > 1,000 s",
    "elapsed > 1j s",
    "elapsed > 1. s",
    "elapsed > .5 s",
    "elapsed > 1.2.3 s",
    "elapsed > " + "9" * 400 + " s",
    "elapsed > 1 " + "s/" * 200 + "s",
    "elapsed > 1 s4/s-4/s-4/s-4",
    "elapsed > 1 s" + " " * 600,
    "(" * 500,
    "(" * 17 + "elapsed > 1 s" + ")" * 17,
    "not " * 120,
    "not " * 17 + "elapsed > 1 s",
    "-" * 400,
    "elapsed > " + "-" * 17 + "1 s",
    "abs(" * 100,
    "elapsed > 1 s and " * 28,
    "elapsed " * 60,
    "a" * 512,
    "a-" * 256,
    "a." * 256,
    "a b " * 128,
    "." * 400,
    "x" * 100_000,
    "elapsed >",
    "> elapsed",
    "elapsed >> 1 s",
    "elapsed > > 1 s",
    "elapsed = 1 s",
    "elapsed => 1 s",
    "elapsed =< 1 s",
    "elapsed <> 1 s",
    "elapsed === 1 s",
    "!elapsed",
    "elapsed > 1 s && elapsed < 2 s",
    "elapsed > 1 s || elapsed < 2 s",
    "elapsed > 1 s and",
    "and elapsed > 1 s",
    "elapsed > 1 s and or elapsed > 1 s",
    "elapsed > 1 s elapsed > 1 s",
    "elapsed > 1 s for -5 min",
    "elapsed > 1 s for 5",
    "elapsed > 1 s for 1e3 s",
    "elapsed > 1 s for 99999 d",
    "elapsed > 1 s for 0.0001 s",
    "elapsed > 1 s for 5 min > 3 s",
    "for 5 min",
    "elapsed for 5 min",
    "elapsed within",
    "elapsed within 1 s ... 2 s",
    "elapsed within (1 s .. 2 s)",
    "elapsed within 1 s .. 2 kg",
    "is AUTO",
    "TIC-101.MODE is",
    "TIC-101.MODE is not",
    "TIC-101.MODE is not not AUTO",
    "TIC-101.MODE is AUTO or MAN",
    "TIC-101.MODE is 'AUTO'",
    "TIC-101.MODE is TIC-101.MODE",
    "TIC-101.MODE + 1 > 2",
    "true",
    "1",
    "1 == 1",
    "tic-101.pv > 38 degC",
    "TIC-101.PV > 38 DEGC",
    "TIC-101.PV > 38 K",
    "TIC-101.PV - TIC-101.SP > 1 degC",
    "TIC-101 .PV > 38 degC",
    "TIC-101. PV > 38 degC",
    "TIC - 101.PV > 38 degC",
]


def test_there_are_many() -> None:
    """The list holds more than sixty different texts."""
    assert len(set(HOSTILE)) == len(HOSTILE) > 60


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_hostile_condition(text: str) -> None:
    """A hostile text gives one problem within it, in plain characters, and nothing else."""
    with pytest.raises(Refusal) as caught:
        compile_condition(text, NAMES, Place("hostile.yaml", 3, 7))
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert problem.place.line == 3
    assert 7 <= problem.place.column <= 7 + min(len(text), 512)
    said = f"{problem.message} {problem.hint}"
    assert said.isprintable()
    assert said.isascii()
    assert len(said) < 400
