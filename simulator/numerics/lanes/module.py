"""A kernel and all under it as one module of LLVM's assembly, for many lanes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any

from simulator.numerics.csource import Written, c_name
from simulator.numerics.kernel import kernels_under
from simulator.numerics.lanes.byhand import ByHand, by_hand
from simulator.numerics.lanes.expressions import Called, returned
from simulator.numerics.lanes.fractions import FRACTIONS
from simulator.numerics.lanes.spread import Spread, is_of_a_kernel
from simulator.numerics.lanes.statements import Statements
from simulator.numerics.lanes.writer import float_text

_Key = tuple[int, tuple[bool, ...]]
ENTRY = "lanes"
"""What the entry is called."""


def assembly(entry: Callable[..., Any], laned: Iterable[str], width: int) -> str:
    """Return LLVM's assembly of ``entry`` for so many lanes.

    The function is called as :mod:`simulator.numerics.objectcode` calls one: with places for the
    result and for a fault, then as the entry is; but after each wiring comes an array of so many
    whole numbers, the word of the wiring that each lane has for itself. An array of ``laned`` has
    ``width`` numbers for each one, those of the first slot first. Fractions are neither reordered
    nor contracted, so each lane gets the bits that the kernel gives.

    Raises:
        NotAKernelError: a kernel holds what has no counterpart here.
    """
    return _Module(entry, frozenset(laned), width).text()


class _Module:
    """What has been written so far, and for which arguments."""

    def __init__(self, entry: Callable[..., Any], laned: frozenset[str], width: int) -> None:
        functions = kernels_under(entry)
        names = {id(function): c_name(function) for function in functions}
        self._written = {id(one): Written(one, names) for one in functions}
        self._functions = {id(one): one for one in functions}
        self._weights: dict[int, int] = {}
        self._spreads: dict[_Key, Spread] = {}
        self._symbols: dict[tuple[_Key, bool], str] = {}
        self._waiting: list[tuple[_Key, bool]] = []
        self._tables: dict[tuple[Any, ...], str] = {}
        self._declared: set[str] = set()
        self._width = width
        self._alone = not laned
        given = self._written[id(entry)].given
        self._start: _Key = (id(entry), tuple(name in laned for name in given))

    def text(self) -> str:
        """Return the whole module.

        The entry is written first; what it calls is found on the way.
        """
        self._symbol(self._start, masked=False)
        bodies = []
        for key, masked in self._waiting:  # grows as it goes
            writer = self._writer(key, masked=masked)
            symbol = self._symbol(key, masked=masked)
            bodies.append(writer.function(symbol))
            if key == self._start:
                returns = returned(writer, self._written[key[0]].returns, wide=False)
                bodies.append(_called_from_outside(returns, writer.arguments, symbol))
        bodies += [FRACTIONS] if self._alone else []
        declared = [f"declare {one}" for one in sorted(self._declared)]
        return "\n".join([*self._tables_text(), *declared, *bodies, _ATTRIBUTES])

    def _writer(self, key: _Key, *, masked: bool) -> Statements | ByHand:
        """Return what writes a kernel: its statements, unless it is written by hand."""
        hand = by_hand(self._functions[key[0]], key[1], self, self._width, masked=masked)
        if hand is not None:
            return hand
        kernel, spread = self._written[key[0]], self._spread(key)
        return Statements(kernel, spread, self, self._width, masked=masked, weight=self._weight)

    def called(
        self, function: Callable[..., Any], wide: tuple[bool, ...], *, masked: bool
    ) -> Called:
        """Return a kernel for arguments of which these are wide or laned."""
        key = (id(function), wide)
        return Called(self._symbol(key, masked=masked), self._spread(key).result)

    def table(self, numbers: tuple[Any, ...]) -> str:
        """Return the name of a constant table."""
        return self._tables.setdefault(numbers, f"@table{len(self._tables)}")

    def intrinsic(self, declaration: str) -> None:
        """Take note of a function of LLVM's own that is used."""
        self._declared.add(declaration)

    def _symbol(self, key: _Key, *, masked: bool) -> str:
        if (key, masked) not in self._symbols:
            name = c_name(self._functions[key[0]])
            self._symbols[key, masked] = f"@{name}.{len(self._symbols)}"
            self._waiting.append((key, masked))
        return self._symbols[key, masked]

    def _spread(self, key: _Key) -> Spread:
        if key not in self._spreads:
            kernel = self._written[key[0]]
            wide = [name for name, flag in zip(kernel.given, key[1], strict=True) if flag]
            self._spreads[key] = Spread(kernel, wide, self._result, alone=self._alone)
        return self._spreads[key]

    def _result(self, function: Callable[..., Any], wide: tuple[bool, ...]) -> bool:
        return self._spread((id(function), wide)).result

    def _weight(self, function: Callable[..., Any]) -> int:
        """Return how many nodes there are in a kernel and in those that it calls."""
        if id(function) not in self._weights:
            kernel = self._written[id(function)]
            called = [node for node in ast.walk(kernel.tree) if isinstance(node, ast.Call)]
            found = sum(1 for _ in ast.walk(kernel.tree))
            for node in called:
                if is_of_a_kernel(node):
                    found += self._weight(kernel.found(node.func))
            self._weights[id(function)] = found
        return self._weights[id(function)]

    def _tables_text(self) -> list[str]:
        lines = []
        for numbers, name in self._tables.items():
            whole = isinstance(numbers[0], int)
            kind = "i64" if whole else "double"
            parts = ", ".join(f"{kind} {one if whole else float_text(one)}" for one in numbers)
            lines.append(f"{name} = internal constant [{len(numbers)} x {kind}] [{parts}]")
        return lines


def _called_from_outside(returns: str, arguments: list[str], symbol: str) -> str:
    """Return the function that is called from Python: it tells that all went well."""
    if returns == "void":
        first, then = f"call void {symbol}", []
    else:
        first, then = f"%done = call {returns} {symbol}", [f"  store {returns} %done, ptr %result"]
    head = ", ".join(["ptr %result", "ptr %fault", *arguments])
    given = ", ".join(one.replace("noalias ", "") for one in arguments)
    return "\n".join(
        [
            f"define i32 @{ENTRY}({head}) #0 {{",
            f"  {first}({given})",
            *then,
            "  ret i32 0",
            "}",
            "",
        ]
    )


_ATTRIBUTES = 'attributes #0 = { nounwind "min-legal-vector-width"="512" }\n'
