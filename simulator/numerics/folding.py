"""Kernels written anew with known numbers folded in: for one plant, with its wiring and constants.

A kernel of a plant reads where things are (``k``) and what they are (``p``) in every scan, though
neither changes. Given both, its syntax tree is walked through as far as that goes: loops over rows
are written out, branches that are never taken are left out, and a kernel that is called for a row
is written once for that row. What comes out is Python again, of the same operations in the same
order, less those whose result is known; so it gives the same bits.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.numerics.csource import NotAKernelError, tree_of
from simulator.numerics.folded import (
    Frame,
    Known,
    Values,
    assigned,
    assigned_in,
    constant,
    key_of,
    learn,
    meet,
    operation,
)
from simulator.numerics.kernel import Listing, kernels_under, somewhere

MOST_TURNS = 80
"""A loop that goes round more often is left a loop."""
MOST_LINES = 20_000
"""A plant that takes more lines is too large: so much straight code runs no faster than loops."""


@dataclass(slots=True)
class _Made:
    """A kernel written for some known arguments."""

    name: str
    left: tuple[int, ...]
    """Positions of the arguments that it still takes."""
    result: ast.Constant | None
    """What it returns, if that is all it does."""


def folded(
    entry: Callable[..., Any],
    known: Mapping[str, Known],
    whole: Sequence[Callable[..., Any]] = (),
) -> Callable[..., Any]:
    """Return ``entry`` with the numbers of known arrays folded in.

    It takes the same arguments, and can be compiled but not called; what it is given for a known
    array must hold those numbers. Kernels that are to stay ``whole`` are called as they are.

    Raises:
        NotAKernelError: the plant is too large, or a kernel holds what has no counterpart.
    """
    return _Folder(whole).module(entry, known)


class _Folder(Values):
    """What has been written so far."""

    def __init__(self, whole: Sequence[Callable[..., Any]]) -> None:
        super().__init__()
        self._whole = {id(one): one for one in whole}
        self._made: dict[tuple[Any, ...], _Made] = {}
        self._trees: dict[int, ast.FunctionDef] = {}
        self._listings: list[Callable[..., Any]] = []
        self._lines = 0

    def module(self, entry: Callable[..., Any], known: Mapping[str, Known]) -> Callable[..., Any]:
        """Write the entry and all that it calls; return it as a function."""
        names = list(self._tree(entry).args.args)
        given = [known.get(one.arg) for one in names]
        made = self._make(entry, given, keep=True)
        apart = [under for one in self._whole.values() for under in kernels_under(one)]
        self.space[made.name].kernels += [somewhere, *self._listings, *apart]
        found: Callable[..., Any] = self.space[made.name]
        return found

    def _tree(self, function: Callable[..., Any]) -> ast.FunctionDef:
        if id(function) not in self._trees:
            self._trees[id(function)] = tree_of(function)
        return self._trees[id(function)]

    def _make(self, function: Callable[..., Any], given: list[Any], *, keep: bool) -> _Made:
        """Write a kernel for arguments of which some are known; None stands for one that is not."""
        key = (id(function), *(key_of(one) for one in given))
        if key in self._made:
            return self._made[key]
        tree = self._tree(function)
        names = [one.arg for one in tree.args.args]
        frame = Frame(function.__globals__, frozenset(names) | assigned_in(tree.body))
        frame.known = {name: one for name, one in zip(names, given, strict=True) if one is not None}
        begun = [
            assigned(name, constant(frame.known[name]))
            for name in sorted(assigned_in(tree.body) & set(frame.known))
        ]
        body, _ = self._block(tree.body, frame)
        body = _without_idle(begun + body)
        used = {one.id for line in body for one in ast.walk(line) if isinstance(one, ast.Name)}
        left = [at for at, name in enumerate(names) if keep or (given[at] is None or name in used)]
        left = [at for at in left if keep or given[at] is None or isinstance(given[at], Known)]
        name = f"{function.__name__.strip('_')}_{len(self._made)}"
        result = None
        if len(body) == 1 and isinstance(body[0], ast.Return):
            value = body[0].value
            result = value if isinstance(value, ast.Constant) else None
        made = self._made[key] = _Made(name, tuple(left), result)
        if result is None or keep:
            self._write(function, made, body, first=keep)
        return made

    def _write(
        self, function: Callable[..., Any], made: _Made, body: list[ast.stmt], *, first: bool
    ) -> None:
        """Take down a kernel with a new body."""
        tree = self._tree(function)
        notes = {**function.__annotations__}
        arguments = [tree.args.args[at] for at in made.left]
        told = {one.arg: notes[one.arg] for one in arguments} | {"return": notes["return"]}
        head = ast.arguments([], arguments, None, [], [], None, [])
        new = ast.FunctionDef(made.name, head, body or [ast.Return(None)], [], tree.returns)
        plain = ast.parse(ast.unparse(ast.fix_missing_locations(new))).body[0]
        assert isinstance(plain, ast.FunctionDef)
        self._lines += plain.end_lineno or 0
        if self._lines > MOST_LINES:
            raise NotAKernelError("the plant is too large to be written out")
        listing = Listing(plain, told, f"{function.__module__}_folded", self.space)
        self.space[made.name] = listing
        if not first:
            self._listings.append(listing)

    def _block(self, lines: Sequence[ast.stmt], frame: Frame) -> tuple[list[ast.stmt], bool]:
        """Return statements with what is known folded in, and whether they end with leaving."""
        found: list[ast.stmt] = []
        for line in lines:
            more, left = self._statement(line, frame)
            found += more
            if left:
                return found, True
        return found, False

    def _statement(self, node: ast.stmt, frame: Frame) -> tuple[list[ast.stmt], bool]:
        if isinstance(node, ast.Expr):
            if isinstance(node.value, ast.Constant):
                return [], False
            value = self.value(node.value, frame)
            return ([] if isinstance(value, ast.Constant) else [ast.Expr(value)]), False
        if isinstance(node, ast.Assign):
            return [self._assignment(node, frame)], False
        if isinstance(node, ast.AugAssign):
            return [self._addition(node, frame)], False
        if isinstance(node, ast.Return):
            given = None if node.value is None else self.value(node.value, frame)
            return [ast.Return(given)], True
        if isinstance(node, ast.Break | ast.Continue):
            return [node], True
        if isinstance(node, ast.If):
            return self._if(node, frame)
        if isinstance(node, ast.While):
            return [self._while(node, frame)], False
        if isinstance(node, ast.For):
            return self._for(node, frame)
        raise NotAKernelError(f"no counterpart of {ast.unparse(node)}")

    def _assignment(self, node: ast.Assign, frame: Frame) -> ast.stmt:
        (target,) = node.targets
        value = self.value(node.value, frame)
        if isinstance(target, ast.Name):
            learn(frame, target.id, value)
            return assigned(target.id, value)
        if isinstance(target, ast.Tuple):
            for name in target.elts:
                assert isinstance(name, ast.Name)
                frame.known.pop(name.id, None)
            return ast.Assign([target], value, lineno=0)
        return ast.Assign([self._place(target, frame)], value, lineno=0)

    def _addition(self, node: ast.AugAssign, frame: Frame) -> ast.stmt:
        value = self.value(node.value, frame)
        if not isinstance(node.target, ast.Name):
            return ast.AugAssign(self._place(node.target, frame), node.op, value)
        before = self.value(ast.Name(node.target.id, ast.Load()), frame)
        after = operation(before, node.op, value)
        learn(frame, node.target.id, after)
        return assigned(node.target.id, after)

    def _place(self, node: ast.expr, frame: Frame) -> ast.Subscript:
        assert isinstance(node, ast.Subscript)
        return ast.Subscript(node.value, self.value(node.slice, frame), ast.Store())

    def _if(self, node: ast.If, frame: Frame) -> tuple[list[ast.stmt], bool]:
        test = self.value(node.test, frame)
        if isinstance(test, ast.Constant):
            return self._block(node.body if test.value else node.orelse, frame)
        parts = []
        ends = []
        for body in (node.body, node.orelse):
            inside = Frame(frame.space, frame.own, dict(frame.known))
            lines, left = self._block(body, inside)
            parts.append(lines)
            ends.append(None if left else inside.known)
        if not any(parts):
            return [], False
        meet(frame, [one for one in ends if one is not None])
        left = all(one is None for one in ends)
        if not parts[0]:
            return [ast.If(ast.UnaryOp(ast.Not(), test), parts[1], [])], left
        return [ast.If(test, parts[0], parts[1])], left

    def _while(self, node: ast.While, frame: Frame) -> ast.stmt:
        for name in assigned_in(node.body):
            frame.known.pop(name, None)
        test = self.value(node.test, frame)
        inside = Frame(frame.space, frame.own, dict(frame.known))
        body, _ = self._block(node.body, inside)
        return ast.While(test, body, [])

    def _for(self, node: ast.For, frame: Frame) -> tuple[list[ast.stmt], bool]:
        assert isinstance(node.iter, ast.Call)
        assert isinstance(node.target, ast.Name)
        ends = [self.value(one, frame) for one in node.iter.args]
        if all(isinstance(one, ast.Constant) for one in ends):
            turns = range(*(one.value for one in ends))  # type: ignore[attr-defined]
            if not turns:
                return [], False
            if len(turns) <= MOST_TURNS and self._opens(node, frame):
                return self._written_out(node, turns, frame)
        for name in assigned_in([node]):
            frame.known.pop(name, None)
        inside = Frame(frame.space, frame.own, dict(frame.known))
        body, _ = self._block(node.body, inside)
        if not body:
            return [], False
        iterated = ast.Call(node.iter.func, ends, [])
        return [ast.For(node.target, iterated, body, [], lineno=0)], False

    def _opens(self, node: ast.For, frame: Frame) -> bool:
        """Return whether a loop looks up what is known, and is left at its end alone."""
        for one in ast.walk(node):
            if isinstance(one, ast.Break | ast.Continue):
                return False
        names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        return any(isinstance(frame.known.get(name), Known) for name in names)

    def _written_out(
        self, node: ast.For, turns: range, frame: Frame
    ) -> tuple[list[ast.stmt], bool]:
        assert isinstance(node.target, ast.Name)
        found: list[ast.stmt] = []
        for turn in turns:
            learn(frame, node.target.id, ast.Constant(turn))
            found.append(assigned(node.target.id, ast.Constant(turn)))
            lines, left = self._block(node.body, frame)
            found += lines
            if left:
                return found, True
        return found, False

    def called(
        self, function: Callable[..., Any], node: ast.Call, given: list[ast.expr], frame: Frame
    ) -> ast.expr:
        """Return a call of a kernel, written for what is known of its arguments."""
        if id(function) in self._whole:
            self.space[function.__name__] = function
            return ast.Call(ast.Name(function.__name__, ast.Load()), given, [])
        notes = list(function.__annotations__.values())
        arrays = any(note in ("Floats", "Ints") for note in notes)
        known: list[Any] = []
        for argument, value in zip(node.args, given, strict=True):
            if isinstance(value, ast.Constant):
                whole = isinstance(value.value, int)
                known.append(value.value if whole or arrays else None)
                continue
            array = frame.known.get(argument.id) if isinstance(argument, ast.Name) else None
            known.append(array if isinstance(array, Known) else None)
        made = self._make(function, known, keep=False)
        if made.result is not None:
            return made.result
        return ast.Call(ast.Name(made.name, ast.Load()), [given[at] for at in made.left], [])


def _without_idle(lines: list[ast.stmt]) -> list[ast.stmt]:
    """Leave out constants that are given to names which nobody reads."""
    read = {
        one.id
        for line in lines
        for one in ast.walk(line)
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)
    }

    class Cleaner(ast.NodeTransformer):
        def visit_Assign(self, node: ast.Assign) -> ast.stmt | None:
            (target,) = node.targets
            idle = isinstance(target, ast.Name) and target.id not in read
            return None if idle and isinstance(node.value, ast.Constant) else node

        def visit_If(self, node: ast.If) -> ast.stmt | None:
            self.generic_visit(node)
            if node.body:
                return node
            if not node.orelse:
                return None
            return ast.If(ast.UnaryOp(ast.Not(), node.test), node.orelse, [])

        def visit_For(self, node: ast.For) -> ast.stmt | None:
            self.generic_visit(node)
            return node if node.body else None

    return [one for one in (Cleaner().visit(line) for line in lines) if one is not None]
