"""Machine code on disk: what is written comes back, and what is not right is refused."""

from __future__ import annotations

import math
import struct
from array import array
from pathlib import Path

import pytest
import sample_kernels

from simulator.numerics.compiler import Compiler
from simulator.numerics.making import _outside
from simulator.numerics.objectcode import FILE, DamagedError, keep, kinds_of, load, place

FRACTIONS = [1.0, 1.5, -1.9999999999999998, 5e-324, -2.5e-310, 2.2250738585072014e-308]
EDGES = [0.0, -0.0, math.inf, -math.inf, 1.7976931348623157e308]


def bits(value: float) -> bytes:
    """The bytes of a number; all that are no numbers count as one."""
    return b"nan" if math.isnan(value) else struct.pack("<d", value)


def scaled(x: float, n: int) -> float:
    """What ``math.ldexp`` gives, with infinity where it raises."""
    try:
        return math.ldexp(x, n)
    except OverflowError:
        return math.copysign(math.inf, x)


@pytest.mark.parametrize("name", ["ldexp", "frexp"])
def test_fractions_and_powers_of_two(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compiled kernels give for ldexp and frexp the bits of Python, subnormals and edges too."""
    monkeypatch.setenv("CUVE_CACHE_DIR", str(tmp_path))
    entry = {"ldexp": sample_kernels.scale, "frexp": sample_kernels.split}[name]
    compiler = Compiler(entry, "void(float64*, int64)")
    compiled = compiler.wait(None)
    if compiled is None:
        pytest.skip(compiler.note)
    powers = [*range(-2200, 2200, 3), -(2**31), 2**31 - 1]
    for x in FRACTIONS + EDGES:
        for n in powers:
            if name == "ldexp":
                room = array("d", [x, 0.0])
                compiled(room, n)
                expected = [scaled(x, n)]
            else:
                room = array("d", [scaled(x, n), 0.0, 0.0])
                compiled(room, 0)
                expected = list(map(float, math.frexp(scaled(x, n))))
            assert [bits(one) for one in room[1:]] == [bits(one) for one in expected], (x, n)


def test_a_copy_that_was_changed_is_refused(tmp_path: Path) -> None:
    """No byte of a copy can change without notice, and half a copy is none."""
    keep(str(tmp_path), "name", bytes(range(64)))
    whole = (tmp_path / FILE).read_bytes()
    for at in (0, 70, len(whole) - 1):
        (tmp_path / FILE).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(DamagedError):
            load(str(tmp_path), "void()")
    (tmp_path / FILE).write_bytes(whole[:50])
    with pytest.raises(DamagedError):
        load(str(tmp_path), "void()")


@pytest.mark.parametrize("signature", ["", "int64", "int64(complex128)", "float64*(int64)", "f(x)"])
def test_what_is_no_signature(signature: str) -> None:
    """A signature that machine code could not be called by is refused before anything runs."""
    with pytest.raises(ValueError, match="signature"):
        kinds_of(signature)


def test_signatures() -> None:
    """Result and arguments are told apart, an array by its star."""
    assert kinds_of("int64(float64*, int64)") == ("int64", ["float64*", "int64"])
    assert kinds_of("void()") == ("void", [])


def test_memory_of_an_empty_array() -> None:
    """An array without numbers has a place too; what has no memory is refused."""
    assert place(array("d")) >= 0
    with pytest.raises(TypeError):
        place([1.0])


def test_what_code_calls_outside_is_found() -> None:
    """A function that is declared and called, and not held, is named; LLVM's own are not."""
    text = """
declare double @some_pow(double, double)
declare double @llvm.fabs.f64(double)
declare void @unused()
define double @f(double %x) {
  %y = call double @some_pow(double %x, double %x)
  %z = call double @llvm.fabs.f64(double %y)
  ret double %z
}
"""
    assert _outside(text) == ["some_pow"]
