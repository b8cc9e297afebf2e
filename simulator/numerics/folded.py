"""Expressions of kernels with known numbers folded in."""

from __future__ import annotations

import ast
import math
import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.numerics.csource import NotAKernelError
from simulator.numerics.kernel import somewhere


@dataclass(frozen=True, slots=True)
class Known:
    """An array whose numbers are known, save those of ``apart``."""

    numbers: Sequence[float]
    apart: frozenset[int] = frozenset()


@dataclass(slots=True)
class Frame:
    """A kernel while it is written."""

    space: Mapping[str, Any]
    own: frozenset[str]
    """Its arguments and variables."""
    known: dict[str, Any] = field(default_factory=dict)
    """Names whose value is known here: numbers, and arrays."""


class Values(ABC):
    """Writes expressions."""

    def __init__(self) -> None:
        self.space: dict[str, Any] = {"math": math, "somewhere": somewhere}
        """What names stand for in the new module."""

    @abstractmethod
    def called(
        self, function: Callable[..., Any], node: ast.Call, given: list[ast.expr], frame: Frame
    ) -> ast.expr:
        """Return a call of a kernel that is written for what is known of its arguments."""

    def value(self, node: ast.expr, frame: Frame) -> ast.expr:
        """Return an expression with what is known folded in."""
        if isinstance(node, ast.Constant):
            return node
        if isinstance(node, ast.Name):
            return self._named(node, frame)
        if isinstance(node, ast.Attribute):
            return constant(getattr(frame.space[ast.unparse(node.value)], node.attr))
        if isinstance(node, ast.Subscript):
            return self._element(node, frame)
        if isinstance(node, ast.BinOp):
            left, right = self.value(node.left, frame), self.value(node.right, frame)
            return operation(left, node.op, right)
        if isinstance(node, ast.UnaryOp):
            inner = self.value(node.operand, frame)
            if not isinstance(inner, ast.Constant):
                return ast.UnaryOp(node.op, inner)
            number: Any = inner.value
            return ast.Constant(not number if isinstance(node.op, ast.Not) else -number)
        if isinstance(node, ast.BoolOp):
            return self._logic(node, frame)
        if isinstance(node, ast.Compare):
            return self._comparison(node, frame)
        if isinstance(node, ast.Call):
            return self._call(node, frame)
        if isinstance(node, ast.Tuple):
            return ast.Tuple([self.value(one, frame) for one in node.elts], ast.Load())
        raise NotAKernelError(f"no counterpart of {ast.unparse(node)}")

    def _named(self, node: ast.Name, frame: Frame) -> ast.expr:
        known = frame.known.get(node.id)
        if isinstance(known, int | float):
            return ast.Constant(known)
        if node.id not in frame.own and isinstance(frame.space.get(node.id), int | float):
            return ast.Constant(frame.space[node.id])
        return ast.Name(node.id, ast.Load())

    def _element(self, node: ast.Subscript, frame: Frame) -> ast.expr:
        at = self.value(node.slice, frame)
        assert isinstance(node.value, ast.Name)
        name = node.value.id
        known = frame.known.get(name)
        numbers = known.numbers if isinstance(known, Known) else None
        if name not in frame.own:
            numbers = frame.space[name]
        apart = known.apart if isinstance(known, Known) else ()
        if numbers is None:
            return ast.Subscript(node.value, at, ast.Load())
        if isinstance(at, ast.Constant) and isinstance(at.value, int) and at.value not in apart:
            return ast.Constant(numbers[at.value])
        if not isinstance(known, Known):
            name = self._table(name, numbers)
        return ast.Subscript(ast.Name(name, ast.Load()), at, ast.Load())

    def _table(self, name: str, numbers: Any) -> str:
        """Return what a constant table is called in the new module."""
        name = f"{name.strip('_')}_{len(numbers)}"
        while self.space.setdefault(name, numbers) is not numbers:
            name += "_"
        return name

    def _logic(self, node: ast.BoolOp, frame: Frame) -> ast.expr:
        decides = isinstance(node.op, ast.Or)
        parts: list[ast.expr] = []
        for one in node.values:
            value = self.value(one, frame)
            if not isinstance(value, ast.Constant):
                parts.append(value)
            elif value.value == decides:
                if not parts:
                    return ast.Constant(decides)
                parts.append(value)
                break
        if not parts:
            return ast.Constant(not decides)
        return parts[0] if len(parts) == 1 else ast.BoolOp(node.op, parts)

    def _comparison(self, node: ast.Compare, frame: Frame) -> ast.expr:
        parts = [self.value(one, frame) for one in (node.left, *node.comparators)]
        new = ast.Compare(parts[0], node.ops, parts[1:])
        names = [one for one in ast.walk(new) if isinstance(one, ast.Name | ast.Call)]
        if names:
            return new
        return ast.Constant(_holds(new))

    def _call(self, node: ast.Call, frame: Frame) -> ast.expr:
        given = [self.value(one, frame) for one in node.args]
        known = all(isinstance(one, ast.Constant) for one in given)
        values: list[Any] = [one.value for one in given if isinstance(one, ast.Constant)]
        name = ast.unparse(node.func)
        if name in ("float", "int"):
            if known:
                return ast.Constant(float(*values) if name == "float" else int(*values))
            return ast.Call(node.func, given, [])
        if name == "len":
            return ast.Constant(len(frame.space[ast.unparse(node.args[0])]))
        if name.startswith("math."):
            return ast.Call(node.func, given, [])
        function = frame.space[name]
        if isinstance(node.func, ast.Attribute):
            raise NotAKernelError(f"no counterpart of {name}")
        if function is somewhere:
            return given[0] if known else ast.Call(ast.Name("somewhere", ast.Load()), given, [])
        if known:
            result = function(*values)
            if isinstance(result, int | float):
                return constant(result)
        return self.called(function, node, given, frame)


def key_of(value: Any) -> Any:
    """Return what is equal for numbers of the same type and bits, and for one array."""
    return ("array", id(value)) if isinstance(value, Known) else (type(value), repr(value))


def constant(value: Any) -> ast.Constant:
    """Return a number as an expression."""
    if not isinstance(value, int | float):
        raise NotAKernelError(f"{value!r} is not a number")
    return ast.Constant(value)


def assigned(name: str, value: ast.expr) -> ast.Assign:
    """Return a statement that gives a name a value."""
    return ast.Assign([ast.Name(name, ast.Store())], value, lineno=0)


def learn(frame: Frame, name: str, value: ast.expr) -> None:
    """Take down, or forget, the value of a name."""
    frame.known.pop(name, None)
    if isinstance(value, ast.Constant):
        frame.known[name] = value.value


def meet(frame: Frame, ends: list[dict[str, Any]]) -> None:
    """Keep what is known however a place was reached."""
    if not ends:
        return
    frame.known = {
        name: value
        for name, value in ends[0].items()
        if all(name in one and key_of(one[name]) == key_of(value) for one in ends[1:])
    }


def assigned_in(lines: Sequence[ast.stmt]) -> set[str]:
    """Return the names that some statements give values."""
    return {
        one.id
        for line in lines
        for one in ast.walk(line)
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
    }


def operation(left: ast.expr, op: ast.operator, right: ast.expr) -> ast.expr:
    """Return an operation on two numbers, or its result."""
    new = ast.BinOp(left, op, right)
    if isinstance(op, ast.Mod) and isinstance(right, ast.Constant) and right.value == 1:
        return ast.Constant(0)
    if not (isinstance(left, ast.Constant) and isinstance(right, ast.Constant)):
        return new
    if isinstance(op, ast.Div | ast.FloorDiv | ast.Mod) and right.value == 0:
        return new
    return constant(_OPERATIONS[type(op)](left.value, right.value))


def _holds(node: ast.Compare) -> bool:
    """Return whether comparisons of numbers hold, each with its neighbour."""
    left = node.left
    for op, right in zip(node.ops, node.comparators, strict=True):
        assert isinstance(left, ast.Constant)
        if isinstance(right, ast.Tuple):
            among = [one.value for one in right.elts if isinstance(one, ast.Constant)]
            holds = (left.value in among) == isinstance(op, ast.In)
        else:
            assert isinstance(right, ast.Constant)
            holds = bool(_COMPARISONS[type(op)](left.value, right.value))
        if not holds:
            return False
        left = right
    return True


_OPERATIONS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
_COMPARISONS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
