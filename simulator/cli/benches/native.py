"""The plant's kernels made into C and compiled by gcc: what the compiled plant is held against."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

from simulator.numerics.csource import c_name, c_source
from simulator.numerics.making import signature_of
from simulator.numerics.objectcode import place

FLAGS = ("-O3", "-march=native", "-fno-math-errno", "-fwrapv", "-shared", "-fPIC", "-w")
SAME_BITS = "-ffp-contract=off"
"""Products and sums are rounded one by one, as IEEE 754 and Python have it."""


def compiler() -> str | None:
    """Return the path of gcc, or None where there is none."""
    return shutil.which("gcc")


def build(entry: Callable[..., Any], directory: str, *more: str) -> Callable[..., Any]:
    """Return ``entry`` as compiled by gcc, to be called as our own copy is.

    Args:
        entry: the kernel that is called from outside: arrays, then the first scan and how many.
        directory: where the library goes; it must outlive the function.
        more: flags beside FLAGS.

    Raises:
        subprocess.CalledProcessError: gcc refuses.
    """
    library = os.path.join(
        directory, f"{c_name(entry)}{'-'.join(['', *more])}.so".replace("=", "-")
    )
    text = c_source(entry).encode()
    subprocess.run(
        [compiler() or "gcc", *FLAGS, *more, "-x", "c", "-", "-o", library, "-lm"],
        input=text,
        check=True,
        capture_output=True,
    )
    function = getattr(ctypes.CDLL(library), c_name(entry))
    arrays = len(signature_of(entry).split("*")) - 1
    function.argtypes = [ctypes.c_void_p] * arrays + [ctypes.c_int64] * 2
    function.restype = ctypes.c_int64

    def run(*given: Any) -> int:
        return int(function(*(place(one) for one in given[:arrays]), *given[arrays:]))

    return run
