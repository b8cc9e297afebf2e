"""LLVM's assembly, line by line: numbers that are the same in all lanes, and wide ones."""

from __future__ import annotations

import struct
from typing import NamedTuple

from simulator.numerics.csource import BOOL, FLOAT, INT

_TYPES = {FLOAT: "double", INT: "i64", BOOL: "i1"}


class Value(NamedTuple):
    """A number in the assembly: what it is called, its type, and whether it is wide."""

    text: str
    kind: str
    wide: bool = False


class Writer:
    """Writes the body of one function.

    Args:
        width: how many lanes a wide number has.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[str] = []
        self.allotted: list[str] = []
        self.open = True
        """Whether the block being written has not ended with a jump."""
        self._count = 0

    def name(self) -> str:
        """Return a name that no other number has."""
        self._count += 1
        return f"%t{self._count}"

    def put(self, text: str) -> str:
        """Write an instruction that gives a number; return its name."""
        name = self.name()
        self.lines.append(f"  {name} = {text}")
        return name

    def do(self, text: str) -> None:
        """Write an instruction that gives none."""
        self.lines.append(f"  {text}")

    def allot(self, kind: str) -> str:
        """Return a place on the stack for a number of this type of LLVM, zero at first."""
        name = self.name()
        self.allotted.append(f"  {name} = alloca {kind}")
        self.allotted.append(f"  store {kind} zeroinitializer, ptr {name}")
        return name

    def label(self) -> str:
        """Return a name for a block."""
        self._count += 1
        return f"b{self._count}"

    def begin(self, label: str) -> None:
        """Begin a block; the one before it goes on there if it has not ended."""
        self.jump(label)
        self.lines.append(f"{label}:")
        self.open = True

    def jump(self, label: str) -> None:
        """End the block with a jump, unless it has ended."""
        if self.open:
            self.do(f"br label %{label}")
        self.open = False

    def branch(self, test: str, yes: str, no: str) -> None:
        """End the block with a jump to one of two."""
        self.do(f"br i1 {test}, label %{yes}, label %{no}")
        self.open = False

    def typed(self, kind: str, wide: bool) -> str:
        """Return the type of LLVM for a type of C."""
        return f"<{self.width} x {_TYPES[kind]}>" if wide else _TYPES[kind]

    @property
    def mask_type(self) -> str:
        """The type of a mask: one bit for each lane."""
        return self.typed(BOOL, True)

    def every(self, kind: str, text: str) -> str:
        """Return a wide constant."""
        return f"<{', '.join([f'{_TYPES[kind]} {text}'] * self.width)}>"

    def widened(self, value: Value) -> Value:
        """Return a number as a wide one."""
        if value.wide:
            return value
        if not value.text.startswith("%"):
            return Value(self.every(value.kind, value.text), value.kind, True)
        one, many = self.typed(value.kind, False), self.typed(value.kind, True)
        first = self.put(f"insertelement {many} poison, {one} {value.text}, i32 0")
        zeros = f"<{self.width} x i32> zeroinitializer"
        all_ = self.put(f"shufflevector {many} {first}, {many} poison, {zeros}")
        return Value(all_, value.kind, True)

    def cast(self, value: Value, kind: str) -> Value:
        """Return a number as one of another type of C."""
        if value.kind == kind:
            return value
        how = {
            (INT, FLOAT): "sitofp",
            (BOOL, FLOAT): "uitofp",
            (BOOL, INT): "zext",
            (FLOAT, INT): "fptosi",
        }[value.kind, kind]
        source, sink = self.typed(value.kind, value.wide), self.typed(kind, value.wide)
        found = self.put(f"{how} {source} {value.text} to {sink}")
        if how == "fptosi":  # in a lane that is not in here, what comes out may be anything
            found = self.put(f"freeze {sink} {found}")
        return Value(found, kind, value.wide)

    def alike(self, *values: Value) -> list[Value]:
        """Return numbers as wide ones if any of them is."""
        if any(value.wide for value in values):
            return [self.widened(value) for value in values]
        return list(values)

    def both(self, one: str | None, other: str | None) -> str | None:
        """Return the lanes that are in both masks; None is the mask of all."""
        if one is None or other is None:
            return one if other is None else other
        return self.put(f"and {self.mask_type} {one}, {other}")

    def inverse(self, mask: str) -> str:
        """Return the lanes that are not in a mask."""
        return self.put(f"xor {self.mask_type} {mask}, {self.every(BOOL, 'true')}")

    def any_of(self, mask: str) -> str:
        """Return whether any lane is in a mask."""
        bits = self.put(f"bitcast {self.mask_type} {mask} to i{self.width}")
        return self.put(f"icmp ne i{self.width} {bits}, 0")

    def all_of(self, mask: str) -> str:
        """Return whether every lane is in a mask."""
        bits = self.put(f"bitcast {self.mask_type} {mask} to i{self.width}")
        return self.put(f"icmp eq i{self.width} {bits}, -1")

    def chosen(self, mask: str, kind: str, yes: str, no: str) -> str:
        """Return one wide number in the lanes of a mask, and another in the rest."""
        return self.put(f"select {self.mask_type} {mask}, {kind} {yes}, {kind} {no}")


def float_text(number: float) -> str:
    """Return a double as LLVM writes it: its bits."""
    return f"0x{struct.unpack('>Q', struct.pack('>d', number))[0]:016X}"
