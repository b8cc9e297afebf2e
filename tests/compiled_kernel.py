"""A kernel compiled by the program's own compiler, in this process, for a test to call."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

from simulator.numerics.lanes.module import ENTRY
from simulator.numerics.making import machine_code, signature_of
from simulator.numerics.objectcode import keep, load


def plain(entry: Callable[..., Any]) -> Callable[..., Any]:
    """A kernel as it is."""
    return entry


def quick(entry: Callable[..., Any]) -> Callable[..., Any]:
    """The compiled copy of a kernel; itself where there is no compiler."""
    return compiled_kernel(entry) if find_spec("llvmlite") else entry


@cache
def compiled_kernel(entry: Callable[..., Any]) -> Callable[..., Any]:
    """The compiled copy of a kernel; called with arrays that give their memory."""
    signature = signature_of(entry)
    with tempfile.TemporaryDirectory() as directory:
        keep(directory, ENTRY, machine_code(entry, signature))
        return load(directory, signature)
