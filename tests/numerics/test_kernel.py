"""What a kernel is, and what its fingerprint notices."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

import pytest
import sample_kernels

from simulator.numerics import exact
from simulator.numerics.kernel import fingerprint, kernel, kernels_under

SOURCE = """
LIMIT = 5.0
UNREAD = 1.0

def inner(x):
    return x * LIMIT

def outer(x):
    return inner(x) + 1.0
"""


def outer_of(source: str) -> Callable[..., Any]:
    """Return ``outer`` of a module written as ``source``, its functions marked as kernels."""
    space: dict[str, Any] = {"__name__": "written"}
    exec(source, space)
    for value in list(space.values()):
        if isinstance(value, FunctionType):
            kernel(value)
    found: Callable[..., Any] = space["outer"]
    return found


def test_a_kernel_is_the_function_itself() -> None:
    """Marking changes nothing, so a kernel is called and tested like any function."""

    def twice(x: float) -> float:
        return x + x

    assert kernel(twice) is twice


def test_every_kernel_below_an_entry_is_found_once() -> None:
    """Calls of calls are followed; what nobody calls is left out."""
    found = kernels_under(exact.log10)
    assert found[0] is exact.log10
    assert exact._log_in_two in found
    assert exact.tanh not in found
    assert len(found) == len({id(function) for function in found})
    assert len(kernels_under(sample_kernels.everything)) > 15


def test_a_call_of_something_else_is_refused_by_name() -> None:
    """Whoever forgets to mark a kernel is told which one."""
    entry = FunctionType(sample_kernels.everything.__code__, {"exp": outer_of})
    with pytest.raises(ValueError, match="everything calls exp, which is not a kernel"):
        kernels_under(entry)


def test_a_fingerprint_is_the_same_for_the_same_source() -> None:
    """The same source gives the same fingerprint, of 32 hexadecimal digits."""
    key = fingerprint(outer_of(SOURCE))
    assert key == fingerprint(outer_of(SOURCE))
    assert len(key) == 32
    assert int(key, 16) > 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("LIMIT = 5.0", "LIMIT = 5.5"),
        ("LIMIT = 5.0", "LIMIT = 5"),
        ("x * LIMIT", "x / LIMIT"),
        ("x * LIMIT", "LIMIT * x"),
        ("+ 1.0", "+ 2.0"),
        ("+ 1.0", "+ -0.0"),
        ("inner(x) +", "inner(inner(x)) +"),
    ],
)
def test_a_change_of_meaning_changes_the_fingerprint(old: str, new: str) -> None:
    """Code and constants count, in the entry as well as in what it calls."""
    changed = SOURCE.replace(old, new)
    assert changed != SOURCE
    assert fingerprint(outer_of(changed)) != fingerprint(outer_of(SOURCE))


@pytest.mark.parametrize(
    ("old", "new"), [("UNREAD = 1.0", "UNREAD = 2.0"), ("def inner", "# why\n\ndef inner")]
)
def test_what_no_kernel_reads_keeps_the_fingerprint(old: str, new: str) -> None:
    """Comments and unread constants do not cost anybody a compilation."""
    changed = SOURCE.replace(old, new)
    assert changed != SOURCE
    assert fingerprint(outer_of(changed)) == fingerprint(outer_of(SOURCE))


def test_versions_and_processor_count() -> None:
    """Whatever is given besides the kernels is part of the fingerprint."""
    outer = outer_of(SOURCE)
    assert fingerprint(outer, "znver4") != fingerprint(outer, "znver5")


def test_the_ground_needs_neither_numpy_nor_numba() -> None:
    """Importing the numerics, the compiler included, loads no heavy library."""
    code = (
        "import sys, simulator.numerics.compiler, simulator.numerics.noise\n"
        "print(sorted({'numpy', 'numba', 'scipy', 'llvmlite'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
