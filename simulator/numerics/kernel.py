"""Plain Python functions that may also be compiled.

A kernel works on three flat arrays: ``y`` (every state, input, output, timer and flag), ``p``
(constants) and ``k`` (wiring), Python's arrays or numpy's. Interpreted and compiled it gives the
same bits, so a session may begin interpreted and change over at any scan.
:mod:`simulator.numerics.compiler` does the compiling.
"""

from __future__ import annotations

import hashlib
from ast import FunctionDef
from collections.abc import Callable, Iterator, MutableSequence, Sequence
from types import CodeType, FunctionType, ModuleType
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


@kernel
def somewhere(holds: bool) -> bool:
    """Return whether something holds; of plants that are run in step: whether it does in any."""
    return holds


class Listing:
    """A kernel that is a syntax tree alone, for the writers: Python cannot call it.

    Args:
        tree: the kernel.
        notes: its annotations, those of the arguments in their order.
        module: what the module it stems from is called.
        space: what names stand for in it.
    """

    def __init__(self, tree: FunctionDef, notes: dict[str, Any], module: str, space: Any) -> None:
        self.tree = tree
        self.kernels: list[Callable[..., Any]] = [self]
        """Itself and all that it calls, if it is an entry."""
        self.__name__ = tree.name
        self.__module__ = module
        self.__annotations__ = notes
        self.__globals__ = space

    def __call__(self, *_given: Any) -> Any:
        """Raise TypeError: it is there to be written down."""
        raise TypeError(f"{self.__name__} can only be compiled")


def kernels_under(entry: Callable[..., Any]) -> list[Callable[..., Any]]:
    """Return ``entry`` and every kernel it calls, directly or not, each once, in call order.

    Raises:
        ValueError: a function on the way is called but is not marked as a kernel.
    """
    if isinstance(entry, Listing):
        return entry.kernels
    found: list[Callable[..., Any]] = [entry]
    for function in found:  # grows as it goes
        for name, value in _globals_of(function):
            if id(value) in _registered:
                if not any(value is known for known in found):
                    found.append(value)
            elif isinstance(value, FunctionType):
                raise ValueError(f"{function.__qualname__} calls {name}, which is not a kernel")
    return found


def kernels_called(function: Callable[..., Any]) -> list[Callable[..., Any]]:
    """Return the kernels that a kernel calls itself."""
    return [value for _, value in _globals_of(function) if id(value) in _registered]


def _globals_of(function: Callable[..., Any]) -> Iterator[tuple[str, Any]]:
    """Yield the module-level names ``function`` reads, and what they stand for now."""
    code: CodeType = function.__code__
    space: dict[str, Any] = function.__globals__
    for name in code.co_names:
        if name in space:
            yield name, space[name]
            if isinstance(space[name], ModuleType):
                for attribute in code.co_names:
                    if id(getattr(space[name], attribute, None)) in _registered:
                        yield f"{name}.{attribute}", getattr(space[name], attribute)


def fingerprint(entry: Callable[..., Any], *more: object) -> str:
    """Return 32 hexadecimal digits that change when anything ``entry`` would compile to does.

    That is the byte code, constants and names of every kernel under it and the numbers they read
    from their modules, with ``more`` (versions, the processor). A change of comments or of
    unrelated functions keeps it.
    """
    parts = [repr(item) for item in more]
    for function in kernels_under(entry):
        code: CodeType = function.__code__
        parts += [function.__module__, function.__qualname__, code.co_code.hex()]
        parts += [repr(code.co_consts), repr(code.co_names), repr(code.co_varnames)]
        for name, value in _globals_of(function):
            if isinstance(value, int | float | tuple):
                parts.append(f"{name}={value!r}")
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
