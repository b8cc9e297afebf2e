"""Kernels as C: the same arithmetic in the same order, for another compiler to be held against.

Kernels are a small part of Python: numbers, three flat arrays, calls, ``if``, ``while`` and ``for``
over a range. So their syntax trees can be written down as C, statement for statement. Compiled
without contraction of products and sums (``-ffp-contract=off``) the C gives the bits that Python
and our own compiler give; the program itself never runs it.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from types import ModuleType
from typing import Any

from simulator.numerics.kernel import Listing, kernels_under

_HEAD = """#include <math.h>
#include <stdint.h>

/* Made from the program's kernels by simulator/numerics/csource.py: one function for each. */
"""
FLOAT, INT, BOOL, FLOATS, INTS, NOTHING = (
    "double",
    "int64_t",
    "int",
    "double *",
    "int64_t *",
    "void",
)
_SPELLED = {
    "Floats": FLOATS,
    "Ints": INTS,
    "float": FLOAT,
    "int": INT,
    "bool": BOOL,
    "None": NOTHING,
}
_PARAMETER = {
    FLOATS: "double *restrict ",
    INTS: "const int64_t *restrict ",
    FLOAT: "double ",
    INT: "int64_t ",
    BOOL: "int ",
}
_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "/",
    ast.Mod: "%",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.And: "&&",
    ast.Or: "||",
}
_WORDS = """auto case char const default do double enum extern float goto inline int long register
restrict short signed sizeof static struct switch typedef union unsigned void volatile"""
_TAKEN = frozenset(_WORDS.split())
"""Words of C that are names in Python."""
_MATHS = {"sqrt": "sqrt", "ldexp": "ldexp"}
_WHOLE = (ast.FloorDiv, ast.Mod, ast.LShift, ast.RShift, ast.BitAnd, ast.BitOr, ast.BitXor)


class NotAKernelError(ValueError):
    """A function uses more of Python than kernels may."""


def c_source(entry: Callable[..., Any]) -> str:
    """Return a C file with ``entry`` and every kernel under it, all of them inlined in it.

    Integers must stay within 64 bits and be divided only where neither is negative, as in every
    kernel.

    Raises:
        NotAKernelError: a kernel holds what has no counterpart here.
    """
    functions = kernels_under(entry)
    names = {id(function): c_name(function) for function in functions}
    written = [Written(function, names) for function in functions]
    heads = [kernel.head(static=kernel.function is not entry) for kernel in written]
    tables: dict[str, str] = {}
    bodies = [
        f"{head} {{\n{kernel.body(tables)}}}\n" for head, kernel in zip(heads, written, strict=True)
    ]
    records = dict.fromkeys(kernel.record() for kernel in written)
    parts = [_HEAD, *filter(None, records), *tables.values(), *(f"{head};" for head in heads)]
    return "\n".join([*parts, "", *bodies])


def c_name(function: Callable[..., Any]) -> str:
    """Return what a kernel is called in C: its module without the package, and its name."""
    module = function.__module__.partition(".")[2] or function.__module__
    return f"{module.replace('.', '_')}_{function.__name__.strip('_')}"


def spelled(annotation: str) -> str:
    """Return the C type of a kernel's annotation; a tuple becomes a record of its members."""
    if annotation.startswith("tuple["):
        members = annotation.removeprefix("tuple[").rstrip("]").split(", ")
        return "struct " + "_".join(members)
    if annotation not in _SPELLED:
        raise NotAKernelError(f"no counterpart of {annotation}")
    return _SPELLED[annotation]


def tree_of(function: Callable[..., Any]) -> ast.FunctionDef:
    """Return the syntax tree of a kernel."""
    if isinstance(function, Listing):
        return function.tree
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    return tree


class Written:
    """One kernel on its way to C."""

    def __init__(self, function: Callable[..., Any], names: dict[int, str]) -> None:
        self.function = function
        self.names = names
        self.space: dict[str, Any] = function.__globals__
        self.tree = tree_of(function)
        notes = {name: str(note) for name, note in function.__annotations__.items()}
        self.returns = spelled(notes.pop("return", "None"))
        self.given = {name: spelled(note) for name, note in notes.items()}
        self.types = dict(self.given)
        self.tables: dict[str, str] = {}
        self.passing = 0
        for _ in range(4):  # a type may follow from one that is found later
            for node in ast.walk(self.tree):
                self._learn(node)

    def head(self, *, static: bool) -> str:
        """Return the line that declares it."""
        given = ", ".join(
            _PARAMETER[kind] + self._called(name) for name, kind in self.given.items()
        )
        how = "static inline __attribute__((always_inline)) " if static else ""
        return f"{how}{self.returns} {c_name(self.function)}({given})"

    def record(self) -> str:
        """Return the declaration of the record it returns, or nothing."""
        if not self.returns.startswith("struct"):
            return ""
        kinds = self.returns.removeprefix("struct ").split("_")
        members = " ".join(f"{_SPELLED[kind]} m{at};" for at, kind in enumerate(kinds))
        return f"{self.returns} {{ {members} }};"

    def body(self, tables: dict[str, str]) -> str:
        """Return its statements; constant tables that it reads are added to ``tables``."""
        self.tables = tables
        locals_ = {name: kind for name, kind in self.types.items() if name not in self.given}
        lines = [f"    {kind} {self._called(name)} = 0;" for name, kind in sorted(locals_.items())]
        lines += self._block(self.tree.body, 1)
        return "\n".join(lines) + "\n"

    def _called(self, name: str) -> str:
        """Return what a variable is called in C."""
        return f"{name}_" if name in _TAKEN else name

    def _learn(self, node: ast.AST) -> None:
        """Take down the types of the names that a statement gives values."""
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name):
            self.types[node.target.id] = INT
        if not isinstance(node, ast.Assign):
            return
        (target,) = node.targets
        if isinstance(target, ast.Name):
            kind = self.kind(node.value)
            if kind and self.types.get(target.id) != FLOAT:
                self.types[target.id] = kind
        elif isinstance(target, ast.Tuple):
            for name, kind in zip(target.elts, self.members(node.value), strict=True):
                assert isinstance(name, ast.Name)
                self.types[name.id] = kind

    def members(self, node: ast.expr) -> list[str]:
        """Return the types of what a call that returns several numbers returns."""
        if not isinstance(node, ast.Call):
            raise NotAKernelError(f"only a call gives several numbers: {ast.unparse(node)}")
        if ast.unparse(node.func) == "math.frexp":
            return [FLOAT, INT]
        return [_SPELLED[kind] for kind in self.kind(node).removeprefix("struct ").split("_")]

    def kind(self, node: ast.expr) -> str:
        """Return the type of an expression; nothing if that is not known yet."""
        try:
            return self._expression(node)[1]
        except KeyError:
            return ""

    def _constant(self, value: Any, name: str) -> tuple[str, str]:
        """Return a number of Python as C."""
        if isinstance(value, bool):
            return str(int(value)), BOOL
        if isinstance(value, int):
            return f"INT64_C({value})", INT
        if isinstance(value, float):
            return (f"{value.hex()}" if value >= 0.0 else f"({value.hex()})"), FLOAT
        raise NotAKernelError(f"{name} is not a number")

    def found(self, node: ast.expr) -> Any:
        """Return what a name of the module, or of a module that it imports, stands for."""
        if isinstance(node, ast.Name):
            return self.space[node.id]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = self.space[node.value.id]
            if isinstance(owner, ModuleType):
                return getattr(owner, node.attr)
        raise NotAKernelError(f"cannot follow {ast.unparse(node)}")

    def _table(self, node: ast.expr, numbers: Any) -> tuple[str, str]:
        """Return the name and member type of a constant tuple."""
        parts = [self._constant(number, "a member") for number in numbers]
        name = ast.unparse(node).replace(".", "_")
        text = ", ".join(part for part, _ in parts)
        self.tables[name] = f"static const {parts[0][1]} {name}[{len(parts)}] = {{{text}}};"
        return name, parts[0][1]

    def _expression(self, node: ast.expr) -> tuple[str, str]:
        """Return an expression as C, and its type."""
        if isinstance(node, ast.Constant):
            return self._constant(node.value, ast.unparse(node))
        if isinstance(node, ast.Name) and node.id in self.types:
            return self._called(node.id), self.types[node.id]
        if isinstance(node, ast.Name | ast.Attribute):
            return self._constant(self.found(node), ast.unparse(node))
        if isinstance(node, ast.Subscript):
            return self._element(node)
        if isinstance(node, ast.BinOp):
            return self._arithmetic(node.left, node.op, node.right)
        if isinstance(node, ast.UnaryOp):
            inner, kind = self._expression(node.operand)
            if isinstance(node.op, ast.Not):
                return f"!{inner}", BOOL
            if isinstance(node.op, ast.USub):
                return f"(-{inner})", kind
        if isinstance(node, ast.BoolOp):
            sign = f" {_SIGNS[type(node.op)]} "
            return "(" + sign.join(self._expression(v)[0] for v in node.values) + ")", BOOL
        if isinstance(node, ast.Compare):
            return self._comparison(node), BOOL
        if isinstance(node, ast.Call):
            return self._call(node)
        raise NotAKernelError(f"no counterpart of {ast.unparse(node)}")

    def _element(self, node: ast.Subscript) -> tuple[str, str]:
        """Return an element of an array, or of a constant tuple."""
        at = self._expression(node.slice)[0]
        if isinstance(node.value, ast.Name) and node.value.id in self.types:
            kind = self.types[node.value.id]
            return f"{self._called(node.value.id)}[{at}]", FLOAT if kind == FLOATS else INT
        name, kind = self._table(node.value, self.found(node.value))
        return f"{name}[{at}]", kind

    def _arithmetic(self, a: ast.expr, op: ast.operator, b: ast.expr) -> tuple[str, str]:
        """Return an operation on two numbers."""
        left, one = self._expression(a)
        right, other = self._expression(b)
        kind = FLOAT if FLOAT in (one, other) or isinstance(op, ast.Div) else INT
        if type(op) not in _SIGNS or (isinstance(op, _WHOLE) and kind == FLOAT):
            raise NotAKernelError(f"no counterpart of {ast.unparse(a)} {op} {ast.unparse(b)}")
        if isinstance(op, ast.Div) and FLOAT not in (one, other):
            left = f"(double){left}"
        return f"({left} {_SIGNS[type(op)]} {right})", kind

    def _comparison(self, node: ast.Compare) -> str:
        """Return comparisons, each with its neighbour."""
        found, left = [], node.left
        for op, right in zip(node.ops, node.comparators, strict=True):
            one = self._expression(left)[0]
            if isinstance(op, ast.In) and isinstance(right, ast.Tuple):
                found += [" || ".join(f"{one} == {self._expression(r)[0]}" for r in right.elts)]
            elif isinstance(op, ast.NotIn) and isinstance(right, ast.Tuple):
                found += [f"{one} != {self._expression(r)[0]}" for r in right.elts]
            elif type(op) in _SIGNS:
                found.append(f"{one} {_SIGNS[type(op)]} {self._expression(right)[0]}")
            else:
                raise NotAKernelError(f"no counterpart of {ast.unparse(node)}")
            left = right
        return "(" + " && ".join(f"({one})" for one in found) + ")"

    def _call(self, node: ast.Call) -> tuple[str, str]:
        """Return a call of a kernel, of a conversion or of the few functions of ``math``."""
        name = ast.unparse(node.func)
        if name == "len":
            return self._constant(len(self.found(node.args[0])), name)
        given = [self._expression(argument)[0] for argument in node.args]
        if node.keywords:
            raise NotAKernelError(f"keyword arguments: {ast.unparse(node)}")
        if name == "float":
            return f"(double){given[0]}", FLOAT
        if name == "int":
            return f"(int64_t){given[0]}", INT
        owner, _, attribute = name.rpartition(".")
        if owner == "math" and attribute in _MATHS:
            return f"{_MATHS[attribute]}({', '.join(given)})", FLOAT
        called = self.found(node.func)
        if id(called) not in self.names:
            raise NotAKernelError(f"{name} is not a kernel")
        kind = spelled(str(called.__annotations__.get("return", "None")))
        return f"{self.names[id(called)]}({', '.join(given)})", kind

    def _block(self, statements: list[ast.stmt], depth: int) -> list[str]:
        lines = [line for one in statements for line in self._statement(one, depth + 1)]
        return [f"{'    ' * depth}{line}" if depth == 1 else f"    {line}" for line in lines]

    def _statement(self, node: ast.stmt, depth: int) -> list[str]:
        """Return the lines of one statement."""
        if isinstance(node, ast.Expr):
            if isinstance(node.value, ast.Constant):
                return []  # the docstring
            return [f"{self._expression(node.value)[0]};"]
        if isinstance(node, ast.Assign):
            return self._assignment(node)
        if isinstance(node, ast.AugAssign):
            value = self._arithmetic(node.target, node.op, node.value)[0]
            return [f"{self._expression(node.target)[0]} = {value};"]
        if isinstance(node, ast.Return):
            return [self._return(node)]
        if isinstance(node, ast.Break | ast.Continue):
            return ["break;" if isinstance(node, ast.Break) else "continue;"]
        if isinstance(node, ast.If):
            lines = [f"if ({self._expression(node.test)[0]}) {{", *self._block(node.body, depth)]
            if node.orelse:
                lines += ["} else {", *self._block(node.orelse, depth)]
            return [*lines, "}"]
        if isinstance(node, ast.While) and not node.orelse:
            test = self._expression(node.test)[0]
            return [f"while ({test}) {{", *self._block(node.body, depth), "}"]
        if isinstance(node, ast.For) and not node.orelse:
            return self._loop(node, depth)
        raise NotAKernelError(f"no counterpart of {ast.unparse(node)}")

    def _assignment(self, node: ast.Assign) -> list[str]:
        (target,) = node.targets
        if not isinstance(target, ast.Tuple):
            return [f"{self._expression(target)[0]} = {self._expression(node.value)[0]};"]
        names = [self._called(ast.unparse(name)) for name in target.elts]
        self.passing += 1
        held = f"_held{self.passing}"
        assert isinstance(node.value, ast.Call)
        if ast.unparse(node.value.func) == "math.frexp":
            given = self._expression(node.value.args[0])[0]
            taken = f"{names[0]} = frexp({given}, &{held}); {names[1]} = {held};"
            return [f"{{ int {held}; {taken} }}"]
        code, kind = self._expression(node.value)
        taken = " ".join(f"{name} = {held}.m{at};" for at, name in enumerate(names))
        return [f"{{ {kind} {held} = {code}; {taken} }}"]

    def _return(self, node: ast.Return) -> str:
        if node.value is None:
            return "return;"
        if isinstance(node.value, ast.Tuple):
            members = ", ".join(self._expression(one)[0] for one in node.value.elts)
            return f"return ({self.returns}){{{members}}};"
        return f"return {self._expression(node.value)[0]};"

    def _loop(self, node: ast.For, depth: int) -> list[str]:
        """Return a loop over a range, whose end is found once and whose name ends as Python's."""
        called = node.iter
        ranged = isinstance(called, ast.Call) and ast.unparse(called.func) == "range"
        if not (ranged and isinstance(called, ast.Call) and len(called.args) in (1, 2)):
            raise NotAKernelError(f"no counterpart of {ast.unparse(node.iter)}")
        ends = [self._expression(argument)[0] for argument in called.args]
        first, last = ends if len(ends) == 2 else ["INT64_C(0)", ends[0]]
        self.passing += 1
        at, end = f"_at{self.passing}", f"_end{self.passing}"
        name = self._called(ast.unparse(node.target))
        return [
            f"for (int64_t {at} = {first}, {end} = {last}; {at} < {end}; {at}++) {{",
            f"    {name} = {at};",
            *self._block(node.body, depth),
            "}",
        ]
