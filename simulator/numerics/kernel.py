"""Plain Python functions that may also be compiled, and the compiler that does it.

A kernel works on three flat arrays: ``y`` (every state, input, output, timer and flag), ``p``
(constants) and ``k`` (wiring). Interpreted, they are Python lists; compiled, numpy arrays. Both
give the same bits, so a session may begin interpreted and change over at any scan.
"""

from __future__ import annotations

from collections.abc import Callable, MutableSequence, Sequence
from typing import Any, TypeVar

Floats = MutableSequence[float]
"""The plant's numbers, ``y``, or its constants, ``p``."""
Ints = Sequence[int]
"""The plant's wiring, ``k``."""

_Function = TypeVar("_Function", bound=Callable[..., Any])

_registered: dict[int, Callable[..., Any]] = {}


def kernel(function: _Function) -> _Function:
    """Register ``function`` as one that the compiler may compile, and return it unchanged."""
    _registered[id(function)] = function
    return function
