"""A kernel compiled by the program's own compiler, in this process, for a test to call."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from typing import Any

from simulator.numerics.lanes.module import ENTRY
from simulator.numerics.making import machine_code, signature_of
from simulator.numerics.objectcode import keep, load


@cache
def compiled_kernel(entry: Callable[..., Any]) -> Callable[..., Any]:
    """The compiled copy of a kernel; called with arrays that give their memory."""
    signature = signature_of(entry)
    with tempfile.TemporaryDirectory() as directory:
        keep(directory, ENTRY, machine_code(entry, signature))
        return load(directory, signature)
