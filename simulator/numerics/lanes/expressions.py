"""Expressions of kernels as LLVM's assembly, for many lanes."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from simulator.numerics.csource import (
    BOOL,
    FLOAT,
    FLOATS,
    INT,
    INTS,
    NotAKernelError,
    Written,
    spelled,
)
from simulator.numerics.kernel import somewhere
from simulator.numerics.lanes.spread import Spread
from simulator.numerics.lanes.writer import Value, Writer, float_text

_FLOAT_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "fadd",
    ast.Sub: "fsub",
    ast.Mult: "fmul",
    ast.Div: "fdiv",
}
_INT_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.FloorDiv: "sdiv",
    ast.Mod: "srem",
    ast.LShift: "shl",
    ast.RShift: "ashr",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
}
_COMPARED: dict[type[ast.AST], tuple[str, str]] = {
    ast.Lt: ("olt", "slt"),
    ast.LtE: ("ole", "sle"),
    ast.Gt: ("ogt", "sgt"),
    ast.GtE: ("oge", "sge"),
    ast.Eq: ("oeq", "eq"),
    ast.NotEq: ("une", "ne"),
}
_SMALLEST_NORMAL = 2.2250738585072014e-308
_LIFT = 18014398509481984.0  # 2**54
_LIFTED = 54
BIAS = 1023
MANTISSA_BITS = 52
MANTISSA = (1 << MANTISSA_BITS) - 1
_EXPONENT = 0x7FF
HALF_BITS = (BIAS - 1) << MANTISSA_BITS


class Called(NamedTuple):
    """A kernel as it is called for arguments of which some are wide, by some lanes or by all."""

    symbol: str
    result_wide: bool


class Calls(Protocol):
    """What gives the kernels that another one calls."""

    def called(
        self, function: Callable[..., Any], wide: tuple[bool, ...], *, masked: bool
    ) -> Called:
        """Return a kernel for arguments of which these are wide or laned."""

    def table(self, numbers: tuple[Any, ...]) -> str:
        """Return the name of a constant table."""

    def intrinsic(self, declaration: str) -> None:
        """Take note of a function of LLVM's own that is used."""


class Expressions(Writer):
    """Writes the expressions of one kernel.

    Args:
        kernel: the kernel with its types.
        spread: which of its variables are wide.
        calls: gives the kernels that it calls.
        width: number of lanes.
        masked: whether only some lanes call it.
    """

    def __init__(
        self, kernel: Written, spread: Spread, calls: Calls, width: int, *, masked: bool
    ) -> None:
        super().__init__(width)
        self.kernel = kernel
        self.spread = spread
        self.calls = calls
        self.mask: str | None = "%mask" if masked else None
        """The lanes that are here; None: all of them."""
        self.places = {
            name: self.allot(self.typed(kind, name in spread.wide))
            for name, kind in kernel.types.items()
            if kind not in (FLOATS, INTS)
        }

    def value(self, node: ast.expr) -> Value:
        """Write what finds the value of an expression."""
        if isinstance(node, ast.Constant):
            return self._number(node.value, node)
        if isinstance(node, ast.Name) and node.id in self.kernel.types:
            kind, wide = self.kernel.types[node.id], node.id in self.spread.wide
            text = self.put(f"load {self.typed(kind, wide)}, ptr {self.places[node.id]}")
            return Value(text, kind, wide)
        if isinstance(node, ast.Name | ast.Attribute):
            return self._number(self.kernel.found(node), node)
        if isinstance(node, ast.Subscript):
            return self._element(node)
        if isinstance(node, ast.BinOp):
            return self.arithmetic(self.value(node.left), node.op, self.value(node.right))
        if isinstance(node, ast.UnaryOp):
            return self._unary(node)
        if isinstance(node, ast.BoolOp):
            return self._logic(node.op, node.values)
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        raise NotAKernelError(f"no counterpart of {ast.unparse(node)}")

    def truth(self, node: ast.expr) -> Value:
        """Write what finds whether an expression holds."""
        found = self.value(node)
        if found.kind != BOOL:
            raise NotAKernelError(f"a number stands where a truth belongs: {ast.unparse(node)}")
        return found

    def arithmetic(self, left: Value, op: ast.operator, right: Value) -> Value:
        """Write an operation on two numbers."""
        whole = FLOAT not in (left.kind, right.kind) and not isinstance(op, ast.Div)
        kind = INT if whole else FLOAT
        signs = _INT_SIGNS if whole else _FLOAT_SIGNS
        if type(op) not in signs:
            raise NotAKernelError(f"no counterpart of {op}")
        if right.wide and isinstance(op, ast.FloorDiv | ast.Mod):
            raise NotAKernelError("a whole number that differs between lanes divides")
        left, right = self.alike(self.cast(left, kind), self.cast(right, kind))
        kinds = self.typed(kind, left.wide)
        return Value(
            self.put(f"{signs[type(op)]} {kinds} {left.text}, {right.text}"), kind, left.wide
        )

    def address(self, node: ast.Subscript) -> tuple[str, str, bool]:
        """Write where an element is; return place, type of C, and whether lanes have each one.

        Where the index is wide, the place is one for each lane.
        """
        index = self.cast(self.value(node.slice), INT)
        laned = False
        if isinstance(node.value, ast.Name) and node.value.id in self.kernel.types:
            kind = self.kernel.types[node.value.id]
            base, laned = f"%{node.value.id}", node.value.id in self.spread.wide
            member = FLOAT if kind == FLOATS else INT
        else:
            numbers = self.kernel.found(node.value)
            base, member = self.calls.table(numbers), self._number(numbers[0], node).kind
        if laned:
            index = self.arithmetic(index, ast.Mult(), Value(str(self.width), INT))
        if laned and index.wide:
            own = ", ".join(f"i64 {lane}" for lane in range(self.width))
            index = self.arithmetic(index, ast.Add(), Value(f"<{own}>", INT, True))
        kinds = self.typed(INT, index.wide)
        step = self.typed(member, False)
        place = self.put(f"getelementptr {step}, ptr {base}, {kinds} {index.text}")
        return place, member, laned

    def here(self) -> str:
        """Return the lanes that are here, as a mask."""
        return self.every(BOOL, "true") if self.mask is None else self.mask

    def _number(self, number: Any, node: ast.expr) -> Value:
        if isinstance(number, bool):
            return Value(str(number).lower(), BOOL)
        if isinstance(number, int):
            return Value(str(number), INT)
        if isinstance(number, float):
            return Value(float_text(number), FLOAT)
        raise NotAKernelError(f"{ast.unparse(node)} is not a number")

    def _element(self, node: ast.Subscript) -> Value:
        array = isinstance(node.value, ast.Name) and node.value.id in self.kernel.types
        if array and isinstance(node.value, ast.Name):
            ints = self.kernel.types[node.value.id] == INTS
            if ints and self.spread.is_seed(node):
                kinds = self.typed(INT, True)
                return Value(
                    self.put(f"load {kinds}, ptr %{node.value.id}.lanes, align 8"), INT, True
                )
        place, kind, laned = self.address(node)
        if not self.spread.is_wide(node.slice):
            kinds = self.typed(kind, laned)
            return Value(self.put(f"load {kinds}, ptr {place}, align 8"), kind, laned)
        kinds, code = self.typed(kind, True), "f64" if kind == FLOAT else "i64"
        places = f"<{self.width} x ptr>"
        name = f"@llvm.masked.gather.v{self.width}{code}.v{self.width}p0"
        self.calls.intrinsic(f"{kinds} {name}({places}, i32, {self.mask_type}, {kinds})")
        given = f"{places} {place}, i32 8, {self.mask_type} {self.here()}, {kinds} zeroinitializer"
        return Value(self.put(f"call {kinds} {name}({given})"), kind, True)

    def _unary(self, node: ast.UnaryOp) -> Value:
        negated = isinstance(node.op, ast.Not)
        inner = self.truth(node.operand) if negated else self.value(node.operand)
        kinds = self.typed(inner.kind, inner.wide)
        if negated:
            true = self.every(BOOL, "true") if inner.wide else "true"
            return Value(self.put(f"xor {kinds} {inner.text}, {true}"), BOOL, inner.wide)
        if isinstance(node.op, ast.USub) and inner.kind == FLOAT:
            return Value(self.put(f"fneg {kinds} {inner.text}"), FLOAT, inner.wide)
        if isinstance(node.op, ast.USub):
            return self.arithmetic(Value("0", INT), ast.Sub(), inner)
        raise NotAKernelError(f"no counterpart of {ast.unparse(node)}")

    def _logic(self, op: ast.boolop, parts: list[ast.expr]) -> Value:
        """Write ``and`` or ``or``: what need not be asked is not, in any lane if it is the same."""
        first = self.truth(parts[0])
        if len(parts) == 1:
            return first
        return (
            self._masked_logic(op, first, parts) if first.wide else self._jumped(op, first, parts)
        )

    def _masked_logic(self, op: ast.boolop, first: Value, parts: list[ast.expr]) -> Value:
        outside = self.mask
        asked = first.text if isinstance(op, ast.And) else self.inverse(first.text)
        self.mask = self.both(outside, asked)
        rest = self.widened(self._logic(op, parts[1:]))
        self.mask = outside
        sign = "and" if isinstance(op, ast.And) else "or"
        return Value(self.put(f"{sign} {self.mask_type} {first.text}, {rest.text}"), BOOL, True)

    def _jumped(self, op: ast.boolop, first: Value, parts: list[ast.expr]) -> Value:
        wide = any(self.spread.is_wide(part) for part in parts[1:])
        kinds = self.typed(BOOL, wide)
        found = self.allot(kinds)
        known = self.widened(first) if wide else first
        self.do(f"store {kinds} {known.text}, ptr {found}")
        more, end = self.label(), self.label()
        if isinstance(op, ast.And):
            self.branch(first.text, more, end)
        else:
            self.branch(first.text, end, more)
        self.begin(more)
        rest = self._logic(op, parts[1:])
        rest = self.widened(rest) if wide else rest
        self.do(f"store {kinds} {rest.text}, ptr {found}")
        self.begin(end)
        return Value(self.put(f"load {kinds}, ptr {found}"), BOOL, wide)

    def _comparison(self, node: ast.Compare) -> Value:
        """Write comparisons, each with its neighbour; none of them can do harm."""
        found: Value | None = None
        left = self.value(node.left)
        for op, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(op, ast.In | ast.NotIn) and isinstance(right, ast.Tuple):
                inside = isinstance(op, ast.In)
                how: ast.cmpop = ast.Eq() if inside else ast.NotEq()
                among = [self._compared(left, how, self.value(one)) for one in right.elts]
                one = among[0]
                for other in among[1:]:
                    one = self._joined("or" if inside else "and", one, other)
            else:
                value = self.value(right)
                one = self._compared(left, op, value)
                left = value
            found = one if found is None else self._joined("and", found, one)
        assert found is not None
        return found

    def _joined(self, sign: str, one: Value, other: Value) -> Value:
        one, other = self.alike(one, other)
        kinds = self.typed(BOOL, one.wide)
        return Value(self.put(f"{sign} {kinds} {one.text}, {other.text}"), BOOL, one.wide)

    def _compared(self, left: Value, op: ast.cmpop, right: Value) -> Value:
        if type(op) not in _COMPARED:
            raise NotAKernelError(f"no counterpart of {op}")
        kind = FLOAT if FLOAT in (left.kind, right.kind) else INT
        left, right = self.alike(self.cast(left, kind), self.cast(right, kind))
        ordered, whole = _COMPARED[type(op)]
        how = f"fcmp {ordered}" if kind == FLOAT else f"icmp {whole}"
        kinds = self.typed(kind, left.wide)
        return Value(self.put(f"{how} {kinds} {left.text}, {right.text}"), BOOL, left.wide)

    def _call(self, node: ast.Call) -> Value:
        name = ast.unparse(node.func)
        if name in ("float", "int"):
            return self.cast(self.value(node.args[0]), FLOAT if name == "float" else INT)
        if name == "len":
            return self._number(len(self.kernel.found(node.args[0])), node)
        if name == "math.sqrt":
            return self._root(self.cast(self.value(node.args[0]), FLOAT))
        if name == "math.ldexp":
            return self._scaled(self.value(node.args[0]), self.value(node.args[1]))
        if self.kernel.found(node.func) is somewhere:
            return self._anywhere(self.truth(node.args[0]))
        text, kind, wide = self.call(node)
        return Value(text, kind, wide)

    def call(self, node: ast.Call) -> tuple[str, str, bool]:
        """Write a call of a kernel; return what it gives, its type of C, and whether it is wide."""
        function = self.kernel.found(node.func)
        notes = dict(function.__annotations__)
        returns = spelled(str(notes.pop("return", "None")))
        given: list[str] = []
        flags: list[bool] = []
        values: list[tuple[ast.expr, Value | None, str]] = []
        for argument, note in zip(node.args, notes.values(), strict=True):
            kind = spelled(str(note))
            pointer = kind in (FLOATS, INTS)
            value = None if pointer else self.cast(self.value(argument), kind)
            values.append((argument, value, kind))
        for argument, value, kind in values:
            if value is not None:
                given.append(f"{self.typed(value.kind, value.wide)} {value.text}")
                flags.append(value.wide)
                continue
            assert isinstance(argument, ast.Name)
            given.append(f"ptr %{argument.id}")
            if kind == INTS and not self.spread.alone:
                given.append(f"ptr %{argument.id}.lanes")
            flags.append(argument.id in self.spread.wide)
        called = self.calls.called(function, tuple(flags), masked=self.mask is not None)
        if self.mask is not None:
            given.append(f"{self.mask_type} {self.mask}")
        kinds = returned(self, returns, called.result_wide)
        text = f"call {kinds} {called.symbol}({', '.join(given)})"
        if kinds == "void":
            self.do(text)
            return "", returns, False
        return self.put(text), returns, called.result_wide

    def _anywhere(self, test: Value) -> Value:
        """Write what finds whether something holds in any of the lanes that are here."""
        if not test.wide:
            return test
        found = self.both(self.mask, test.text)
        assert found is not None
        return Value(self.any_of(found), BOOL)

    def _root(self, value: Value) -> Value:
        kinds = self.typed(FLOAT, value.wide)
        name = f"@llvm.sqrt.v{self.width}f64" if value.wide else "@llvm.sqrt.f64"
        self.calls.intrinsic(f"{kinds} {name}({kinds})")
        return Value(self.put(f"call {kinds} {name}({kinds} {value.text})"), FLOAT, value.wide)

    def _scaled(self, value: Value, exponent: Value) -> Value:
        """Write a number times a power of two; in lanes one from -1022 to 1023, as kernels ask."""
        if self.spread.alone:
            few = self.put(f"trunc i64 {exponent.text} to i32")
            return Value(self.put(f"call double @scaled(double {value.text}, i32 {few})"), FLOAT)
        biased = self.arithmetic(exponent, ast.Add(), Value(str(BIAS), INT))
        bits = self.arithmetic(biased, ast.LShift(), Value(str(MANTISSA_BITS), INT))
        source, sink = self.typed(INT, bits.wide), self.typed(FLOAT, bits.wide)
        scale = Value(self.put(f"bitcast {source} {bits.text} to {sink}"), FLOAT, bits.wide)
        return self.arithmetic(value, ast.Mult(), scale)

    def halved(self, value: Value) -> tuple[Value, Value]:
        """Write a number as one from a half to one, and a power of two; in lanes a positive one."""
        if self.spread.alone:
            place = self.allot("i32")
            half = self.put(f"call double @halved(double {value.text}, ptr {place})")
            few = self.put(f"load i32, ptr {place}")
            return Value(half, FLOAT), Value(self.put(f"sext i32 {few} to i64"), INT)
        small = self._compared(value, ast.Lt(), Value(float_text(_SMALLEST_NORMAL), FLOAT))
        lifted = self.arithmetic(value, ast.Mult(), Value(float_text(_LIFT), FLOAT))
        kinds, whole = self.typed(FLOAT, value.wide), self.typed(INT, value.wide)
        tests = self.typed(BOOL, value.wide)
        x = self.put(f"select {tests} {small.text}, {kinds} {lifted.text}, {kinds} {value.text}")
        bits = Value(self.put(f"bitcast {kinds} {x} to {whole}"), INT, value.wide)
        less = self.arithmetic(self.cast(small, INT), ast.Mult(), Value(str(_LIFTED), INT))
        e = self.arithmetic(bits, ast.RShift(), Value(str(MANTISSA_BITS), INT))
        e = self.arithmetic(e, ast.BitAnd(), Value(str(_EXPONENT), INT))
        e = self.arithmetic(e, ast.Sub(), Value(str(BIAS - 1), INT))
        e = self.arithmetic(e, ast.Sub(), less)
        m = self.arithmetic(bits, ast.BitAnd(), Value(str(MANTISSA), INT))
        m = self.arithmetic(m, ast.BitOr(), Value(str(HALF_BITS), INT))
        return Value(self.put(f"bitcast {whole} {m.text} to {kinds}"), FLOAT, value.wide), e


def returned(writer: Writer, returns: str, wide: bool) -> str:
    """Return the type of LLVM of what a kernel returns."""
    if returns == "void":
        return "void"
    if not returns.startswith("struct "):
        return writer.typed(returns, wide)
    kinds = [spelled(kind) for kind in returns.removeprefix("struct ").split("_")]
    return f"{{ {', '.join(writer.typed(kind, wide) for kind in kinds)} }}"
