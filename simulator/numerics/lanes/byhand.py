"""Two kernels that are written down by hand for many lanes, where their statements would be slow.

Threefry's words have 32 bits, so as many of them as there are lanes fit in half the room of whole
numbers, and a rotation is one instruction. Outer deviates are few, and in other places in each
lane; packed together across all lanes, they keep the processor's vectors full.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from simulator.numerics import noise
from simulator.numerics.csource import FLOAT, INT
from simulator.numerics.lanes.expressions import Calls
from simulator.numerics.lanes.writer import Value, Writer

_ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
_GROUPS = 5
_PARITY = 0x1BD11BDA
_PACKED = 8
"""Lanes whose numbers one instruction packs, where the processor has it."""


def by_hand(
    function: Callable[..., Any],
    wide: Sequence[bool],
    calls: Calls,
    width: int,
    *,
    masked: bool,
    packs: bool,
) -> ByHand | None:
    """Return a kernel written by hand for arguments of which these are wide; None: it is not.

    ``packs`` says whether the processor packs eight numbers that a mask picks.
    """
    if function is noise.threefry and any(wide):
        return _Threefry(wide, calls, width, masked=masked)
    fitting = list(wide) == [True, False, False, False] and not masked and width % _PACKED == 0
    if function is noise.finish_outer and fitting and packs:
        return _FinishOuter(calls, width)
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
        for group in range(_GROUPS):
            for turn in _ROTATIONS[group % 2]:
                x0 = self._do("add", x0, x1)
                by = self._constant(turn)
                given = f"{self._words} {x1}, {self._words} {x1}, {self._words} {by}"
                x1 = self._do("xor", self.put(f"call {self._words} {self._rotate}({given})"), x0)
            more = self._do("add", keys[(group + 2) % 3], self._constant(group + 1))
            x0, x1 = self._do("add", x0, keys[(group + 1) % 3]), self._do("add", x1, more)
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


class _FinishOuter(ByHand):
    """:func:`simulator.numerics.noise.finish_outer` with one list for all lanes."""

    def __init__(self, calls: Calls, width: int) -> None:
        super().__init__(width)
        self._calls = calls
        self.arguments = ["ptr noalias %pads", "i64 %even", "i64 %noise", "i64 %count"]
        self.returned = "void"
        self._many = self.typed(INT, True)
        self._numbers = self.typed(FLOAT, True)
        self._lanes = f"<{', '.join(f'i64 {lane}' for lane in range(width))}>"
        self._list = self.put(f"mul i64 %even, {width}")
        self._found = ""
        self._found = self._loop("%count", 1, self._look)
        self._loop(self._found, width, self._finish)
        self.do("ret void")

    def _loop(self, count: str, step: int, body: Callable[[str, str], None]) -> str:
        """Write a loop; return a number that its body may add to, as it is at the end."""
        at, sum_ = self.allot("i64"), self.allot("i64")
        head, within, end = (self.label() for _ in range(3))
        self.begin(head)
        now = self.put(f"load i64, ptr {at}")
        going = self.put(f"icmp slt i64 {now}, {count}")
        self.branch(going, within, end)
        self.begin(within)
        body(now, sum_)
        self.do(f"store i64 {self.put(f'add i64 {now}, {step}')}, ptr {at}")
        self.jump(head)
        self.begin(end)
        return self.put(f"load i64, ptr {sum_}")

    def _look(self, at: str, sum_: str) -> None:
        """Add where the outer ones of a slot are to the list, which lies where they were read."""
        slot = self.put(f"mul i64 {self.put(f'add i64 %even, {at}')}, {self.width}")
        place = self.put(f"getelementptr double, ptr %pads, i64 {slot}")
        u = self.put(f"load {self._numbers}, ptr {place}, align 8")
        symbol = self._calls.called(noise.is_outer, (True,), masked=False).symbol
        outer = self.put(f"call {self.mask_type} {symbol}({self._numbers} {u})")
        first = self.widened(Value(self.put(f"mul i64 {at}, {self.width}"), INT))
        where = self.put(f"add {self._many} {first.text}, {self._lanes}")
        for lane in range(0, self.width, _PACKED):
            self._pack(lane, where, outer, sum_)

    def _pack(self, lane: int, where: str, outer: str, sum_: str) -> None:
        """Add those of eight lanes to the list."""
        many, masks, some = f"<{_PACKED} x i64>", f"<{_PACKED} x i1>", f"i{_PACKED}"
        lanes = ", ".join(f"i32 {lane + at}" for at in range(_PACKED))
        these = f"<{_PACKED} x i32> <{lanes}>"
        part = self.put(f"shufflevector {self._many} {where}, {self._many} poison, {these}")
        kept = self.put(f"shufflevector {self.mask_type} {outer}, {self.mask_type} poison, {these}")
        pack, ones = f"@llvm.experimental.vector.compress.v{_PACKED}i64", f"@llvm.ctpop.{some}"
        self._calls.intrinsic(f"{many} {pack}({many}, {masks}, {many})")
        self._calls.intrinsic(f"{some} {ones}({some})")
        packed = self.put(f"call {many} {pack}({many} {part}, {masks} {kept}, {many} poison)")
        known = self.put(f"load i64, ptr {sum_}")
        self.do(f"store {many} {packed}, ptr {self._listed(known)}, align 8")
        bits = self.put(f"bitcast {masks} {kept} to {some}")
        few = self.put(f"call {some} {ones}({some} {bits})")
        more = self.put(f"zext {some} {few} to i64")
        self.do(f"store i64 {self.put(f'add i64 {known}, {more}')}, ptr {sum_}")

    def _finish(self, at: str, sum_: str) -> None:
        """Make deviates of as many as there are lanes, wherever they are."""
        where = self.put(f"load {self._many}, ptr {self._listed(at)}, align 8")
        left = self.widened(Value(self.put(f"sub i64 {self._found}, {at}"), INT))
        mask = self.put(f"icmp slt {self._many} {self._lanes}, {left.text}")
        first = self.widened(Value(self.put(f"mul i64 %noise, {self.width}"), INT))
        slots = self.put(f"add {self._many} {where}, {first.text}")
        places = f"<{self.width} x ptr>"
        place = self.put(f"getelementptr double, ptr %pads, {self._many} {slots}")
        tail = f"v{self.width}f64.v{self.width}p0"
        gather, scatter = f"@llvm.masked.gather.{tail}", f"@llvm.masked.scatter.{tail}"
        self._calls.intrinsic(
            f"{self._numbers} {gather}({places}, i32, {self.mask_type}, {self._numbers})"
        )
        self._calls.intrinsic(f"void {scatter}({self._numbers}, {places}, i32, {self.mask_type})")
        half = self.every(FLOAT, "0x3FB999999999999A")
        given = f"{places} {place}, i32 8, {self.mask_type} {mask}, {self._numbers} {half}"
        u = self.put(f"call {self._numbers} {gather}({given})")
        symbol = self._calls.called(noise.outer_quantile, (True,), masked=False).symbol
        value = self.put(f"call {self._numbers} {symbol}({self._numbers} {u})")
        given = f"{self._numbers} {value}, {places} {place}, i32 8, {self.mask_type} {mask}"
        self.do(f"call void {scatter}({given})")

    def _listed(self, at: str) -> str:
        """Return the place of a member of the list."""
        slot = self.put(f"add i64 {self._list}, {at}")
        return self.put(f"getelementptr double, ptr %pads, i64 {slot}")
