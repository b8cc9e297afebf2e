"""Kernels as C: the same bits as Python's, and a plain refusal of what is no kernel."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.benches import native
from simulator.numerics.csource import NotAKernelError, c_name, c_source
from simulator.numerics.kernel import Floats, Ints, kernel
from simulator.plant import scan
from simulator.plant.plant import Plant
from simulator.scenario.library import load

needs_gcc = pytest.mark.skipif(native.compiler() is None, reason="there is no gcc here")
TABLE = (0.5, -0.25, 1e300)
SWITCH = 3


@kernel
def pair(x: float, n: int) -> tuple[float, int]:
    """Return two numbers of different types."""
    return x * TABLE[1], n + SWITCH


@kernel
def everything(y: Floats, p: Floats, k: Ints, first: int, scans: int) -> int:
    """Use whatever a kernel may hold, and leave traces of it in ``y``."""
    switch, whole = pair(p[0], first)  # a word of C, and a record
    for i in range(1, scans):
        if (i % 2 == 0 and not whole in (7, 9)) or k[0] < i <= k[1]:  # noqa: E713
            continue
        y[i] = switch + float(i // 3) * TABLE[i % 3]
        y[0] += math.sqrt(y[i] * y[i] + 1.0) / (i + 1)
    m, e = math.frexp(p[1])
    y[1] -= math.ldexp(m, e + (whole << 2) - (scans >> 1))
    while y[2] < 10.0:
        y[2] += 3.75
        if y[2] > 6.0:
            break
    y[3] = -float((first ^ 0xFF) | (scans & 6))
    y[4] = first / scans
    i = 0
    double = 2.0
    for i in range(scans):
        y[5] = float(i) * double
    return i * 10 + int(-2.7) + len(TABLE)


def in_c(entry: Callable[..., Any], directory: Path) -> Callable[..., Any]:
    """The entry through gcc, every operation rounded by itself."""
    return native.build(entry, str(directory), native.SAME_BITS)


@needs_gcc
@pytest.mark.parametrize(("first", "scans"), [(0, 7), (4, 12), (6, 3), (11, 1)])
def test_every_construct_gives_pythons_bits(first: int, scans: int, tmp_path: Path) -> None:
    """A kernel with all that kernels may hold leaves the same numbers in C as in Python."""
    import numpy

    p, k = [math.pi, -1e-7], [2, 5]
    ours = [0.1 * i for i in range(16)]
    wanted = everything(ours, p, k, first, scans)
    theirs = numpy.array([0.1 * i for i in range(16)])
    arrays = theirs, numpy.array(p), numpy.array(k, dtype=numpy.int64)
    assert in_c(everything, tmp_path)(*arrays, first, scans) == wanted
    assert [value.hex() for value in ours] == [float(value).hex() for value in theirs]


@needs_gcc
@pytest.mark.parametrize("name", ["first-batch", "e-coli-feed"])
def test_the_whole_plant_in_c(name: str, tmp_path: Path) -> None:
    """Forty minutes of a shipped plant by C have the digest of the same by Python."""
    scenario = load(name)
    plants = [Plant(scenario.design, 5, "interpreted") for _ in range(2)]
    plants[1].engine.use(in_c(scan.advance, tmp_path))
    for plant in plants:
        plant.advance(40 * 60_000)
    assert plants[0].digest() == plants[1].digest()
    assert plants[0].snapshot()["y"] == plants[1].snapshot()["y"]


@kernel
def takes_power(x: float) -> float:
    """Use an operator that kernels may not."""
    return x**2


@kernel
def takes_lists(y: Floats) -> float:
    """Walk over what is no range."""
    total = 0.0
    for value in y:
        total += value
    return total


@kernel
def takes_maths(x: float) -> float:
    """Call what differs between systems."""
    return math.exp(x)


@kernel
def takes_words(x: float, name: str) -> float:
    """Take a text."""
    return x + float(len(name))


@kernel
def takes_names(x: float) -> float:
    """Give an argument by its name."""
    return pair(x=x, n=1)[0]


@kernel
def divides_floats(x: float) -> float:
    """Divide to a whole number of floats, where C and Python differ."""
    return x // 2.0


@pytest.mark.parametrize(
    "function",
    [takes_power, takes_lists, takes_maths, takes_words, takes_names, divides_floats],
)
def test_what_is_no_kernel_is_refused(function: Callable[..., Any]) -> None:
    """What has no counterpart in C, or another meaning there, is refused and never guessed."""
    with pytest.raises(NotAKernelError):
        c_source(function)


def test_the_source_holds_every_kernel_once() -> None:
    """Each kernel of the plant is declared and defined once, under a name of its own."""
    from simulator.numerics.kernel import kernels_under

    text = c_source(scan.advance)
    names = [c_name(function) for function in kernels_under(scan.advance)]
    assert len(set(names)) == len(names)
    for name in names:
        declared = [line for line in text.splitlines() if f" {name}(" in line and line[0] != " "]
        assert len(declared) == 2, name
