"""The plant's kernels made into C and compiled by gcc: what the compiled plant is held against."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

from simulator.numerics.csource import c_name, c_source
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
        entry: the kernel that is called from outside.
        directory: where the library goes; it must outlive the function.
        more: flags beside FLAGS.

    Raises:
        subprocess.CalledProcessError: gcc refuses.
    """
    library = os.path.join(directory, f"plant{'-'.join(['', *more])}.so".replace("=", "-"))
    text = c_source(entry).encode()
    subprocess.run(
        [compiler() or "gcc", *FLAGS, *more, "-x", "c", "-", "-o", library, "-lm"],
        input=text,
        check=True,
        capture_output=True,
    )
    function = getattr(ctypes.CDLL(library), c_name(entry))
    function.argtypes = [ctypes.c_void_p] * 3 + [ctypes.c_int64] * 2
    function.restype = ctypes.c_int64

    def run(y: Any, p: Any, k: Any, first: int, scans: int) -> int:
        return int(function(place(y), place(p), place(k), first, scans))

    return run
