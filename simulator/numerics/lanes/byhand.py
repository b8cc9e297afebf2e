"""Kernels that are written down by hand for many lanes, where their statements would be slow.

Threefry's words have 32 bits, so as many of them as there are lanes fit in half the room of whole
numbers, and a rotation is one instruction. Parting a fraction that is neither zero nor tiny takes
its bits and asks nothing; nor does an absolute value, which is a number without its sign.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from simulator.numerics import exact, noise
from simulator.numerics.csource import FLOAT, INT
from simulator.numerics.lanes.expressions import BIAS, HALF_BITS, MANTISSA, MANTISSA_BITS, Calls
from simulator.numerics.lanes.writer import Value, Writer

_ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
_ROUNDS = 13
_PARITY = 0x1BD11BDA


def by_hand(
    function: Callable[..., Any], wide: Sequence[bool], calls: Calls, width: int, *, masked: bool
) -> ByHand | None:
    """Return a kernel written by hand for arguments of which these are wide; None: it is not."""
    if function is noise.threefry and any(wide):
        return _Threefry(wide, calls, width, masked=masked)
    if function is noise.parted and any(wide):
        return _Parted(width, masked=masked)
    if function is exact.magnitude and any(wide):
        return _Magnitude(calls, width, masked=masked)
    return None


class ByHand(Writer):
    """A kernel written by hand."""

    arguments: list[str]
    returned: str

    def function(self, symbol: str) -> str:
        """Return the kernel as a function of LLVM."""
        head = f"define internal {self.returned} {symbol}({', '.join(self.arguments)}) #0 {{"
        return "\n".join([head, "entry:", *self.allotted, *self.lines, "}", ""])


class _Threefry(ByHand):
    """:func:`simulator.numerics.noise.threefry` in words of 32 bits."""

    def __init__(self, wide: Sequence[bool], calls: Calls, width: int, *, masked: bool) -> None:
        super().__init__(width)
        self._words = f"<{width} x i32>"
        self._rotate = f"@llvm.fshl.v{width}i32"
        calls.intrinsic(
            f"{self._words} {self._rotate}({self._words}, {self._words}, {self._words})"
        )
        given = [Value(f"%w{at}", INT, flag) for at, flag in enumerate(wide)]
        self.arguments = [f"{self.typed(INT, one.wide)} {one.text}" for one in given]
        if masked:
            self.arguments.append(f"{self.mask_type} %mask")
        self.returned = f"{{ {self.typed(INT, True)}, {self.typed(INT, True)} }}"
        key0, key1, count0, count1 = (self._word(one) for one in given)
        parity = self._constant(_PARITY)
        key2 = self._do("xor", self._do("xor", parity, key0), key1)
        self._write(
            (key0, key1, key2), self._do("add", count0, key0), self._do("add", count1, key1)
        )

    def _write(self, keys: tuple[str, str, str], x0: str, x1: str) -> None:
        for round_ in range(_ROUNDS):
            group, turn = divmod(round_, 4)
            if group and not turn:
                more = self._do("add", keys[(group + 1) % 3], self._constant(group))
                x0, x1 = self._do("add", x0, keys[group % 3]), self._do("add", x1, more)
            x0 = self._do("add", x0, x1)
            by = self._constant(_ROTATIONS[group % 2][turn])
            given = f"{self._words} {x1}, {self._words} {x1}, {self._words} {by}"
            x1 = self._do("xor", self.put(f"call {self._words} {self._rotate}({given})"), x0)
        many = self.typed(INT, True)
        found = "poison"
        for at, word in enumerate((x0, x1)):
            long = self.put(f"zext {self._words} {word} to {many}")
            found = self.put(f"insertvalue {self.returned} {found}, {many} {long}, {at}")
        self.do(f"ret {self.returned} {found}")

    def _word(self, value: Value) -> str:
        """Return the low 32 bits of a whole number in all lanes."""
        all_ = self.widened(value)
        return self.put(f"trunc {self.typed(INT, True)} {all_.text} to {self._words}")

    def _constant(self, number: int) -> str:
        return f"<{', '.join([f'i32 {number}'] * self.width)}>"

    def _do(self, sign: str, one: str, other: str) -> str:
        return self.put(f"{sign} {self._words} {one}, {other}")


class _Parted(ByHand):
    """:func:`simulator.numerics.noise.parted`, on the bits of IEEE 754's numbers."""

    def __init__(self, width: int, *, masked: bool) -> None:
        super().__init__(width)
        fractions, wholes = self.typed(FLOAT, True), self.typed(INT, True)
        self.arguments = [f"{fractions} %x"] + [f"{self.mask_type} %mask"] * masked
        self.returned = f"{{ {fractions}, {wholes} }}"
        bits = self.put(f"bitcast {fractions} %x to {wholes}")
        field = self.put(f"lshr {wholes} {bits}, {self.every(INT, str(MANTISSA_BITS))}")
        power = self.put(f"sub {wholes} {field}, {self.every(INT, str(BIAS - 1))}")
        kept = self.put(f"and {wholes} {bits}, {self.every(INT, str(MANTISSA))}")
        half = self.put(f"or {wholes} {kept}, {self.every(INT, str(HALF_BITS))}")
        part = self.put(f"bitcast {wholes} {half} to {fractions}")
        found = self.put(f"insertvalue {self.returned} poison, {fractions} {part}, 0")
        found = self.put(f"insertvalue {self.returned} {found}, {wholes} {power}, 1")
        self.do(f"ret {self.returned} {found}")


class _Magnitude(ByHand):
    """:func:`simulator.numerics.exact.magnitude`."""

    def __init__(self, calls: Calls, width: int, *, masked: bool) -> None:
        super().__init__(width)
        self.returned = self.typed(FLOAT, True)
        self.arguments = [f"{self.returned} %x"] + [f"{self.mask_type} %mask"] * masked
        name = f"@llvm.fabs.v{width}f64"
        calls.intrinsic(f"{self.returned} {name}({self.returned})")
        found = self.put(f"call {self.returned} {name}({self.returned} %x)")
        self.do(f"ret {self.returned} {found}")
