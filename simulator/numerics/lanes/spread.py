"""Which numbers of a kernel differ between lanes, and where lanes part.

A lane is one of several plants that are run in step by the same wiring. What follows from the
wiring, the scan number and the constants is the same in every lane: such a number is kept once,
and an ``if`` that asks for it is a real branch. What follows from the state is *wide*: one number
for each lane. At an ``if`` that asks for such a number lanes part: some go in, others do not. A
variable that gets a value there, and is read elsewhere, is wide too.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from simulator.numerics.csource import FLOATS, INTS, NotAKernelError, Written
from simulator.numerics.kernel import somewhere

Path = tuple[tuple[str, int], ...]
"""Where a statement stands: the parted ifs and loops around it, from outside to inside."""
Wideness = Callable[[Callable[..., Any], tuple[bool, ...]], bool]
"""Whether what a kernel returns is wide, for arguments of which these are wide or laned."""

LEAVES = "return"
SEED = 0
"""The word of the wiring that each lane has for itself."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A variable that is read or given a value."""

    name: str
    path: Path
    given: bool
    at: int


@dataclass(slots=True)
class _Around:
    """What stands around a statement while the kernel is walked through."""

    path: Path = ()
    loop: ast.stmt | None = None
    loop_path: Path = ()
    above: tuple[ast.stmt, ...] = field(default=())

    def inside(self, statement: ast.stmt, *parted: tuple[str, int]) -> _Around:
        """Return what stands around the statements of an if."""
        path = self.path + parted
        return _Around(path, self.loop, self.loop_path, (*self.above, statement))

    def looping(self, statement: ast.stmt, *parted: tuple[str, int]) -> _Around:
        """Return what stands around the statements of a loop."""
        path = self.path + parted
        return _Around(path, statement, path, (*self.above, statement))


class Spread:
    """What is wide in one kernel, for arguments of which some are.

    Args:
        kernel: the kernel with its types.
        wide: names of its arguments that are wide, or are arrays with a number for each lane.
        of_call: says the same of the kernels that it calls.
        alone: whether there is one plant only, so that nothing is wide.
    """

    def __init__(
        self, kernel: Written, wide: Iterable[str], of_call: Wideness, *, alone: bool = False
    ) -> None:
        self.kernel = kernel
        self.alone = alone
        self.given = frozenset(wide)
        """Arguments that are wide as they come."""
        self.wide = set(wide)
        self.result = False
        """Whether what it returns is wide."""
        self.leaving: dict[int, set[str | int]] = {}
        """Statements in which some lanes may leave: the function, or loops (by their id)."""
        self._of_call = of_call
        self._seen: list[_Seen] = []
        self._ends: dict[int, int] = {}
        while True:
            before = (len(self.wide), self.result, sum(map(len, self.leaving.values())))
            self._seen = [_Seen(name, (), given=True, at=0) for name in kernel.given]
            self._block(kernel.tree.body, _Around())
            self._judge()
            after = (len(self.wide), self.result, sum(map(len, self.leaving.values())))
            if before == after:
                break

    def leaves(self, statement: ast.stmt, what: str | int) -> bool:
        """Return whether some lanes may leave a loop, an iteration or the function here."""
        return what in self.leaving.get(id(statement), ())

    def is_wide(self, node: ast.expr) -> bool:
        """Return whether an expression has a number for each lane."""
        if isinstance(node, ast.Name):
            return node.id in self.wide and node.id in self.kernel.types
        if isinstance(node, ast.Subscript):
            return self._element_is_wide(node)
        if isinstance(node, ast.Call):
            return self._call_is_wide(node)
        inner = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
        return any(self.is_wide(one) for one in inner)

    def _element_is_wide(self, node: ast.Subscript) -> bool:
        if self.is_wide(node.slice):
            return True
        if not isinstance(node.value, ast.Name):
            return False
        kind = self.kernel.types.get(node.value.id)
        if kind == FLOATS:
            return node.value.id in self.wide
        return kind == INTS and self.is_seed(node)

    def is_seed(self, node: ast.Subscript) -> bool:
        """Return whether this is the word of the wiring that each lane has for itself."""
        if self.alone:
            return False
        if isinstance(node.slice, ast.Constant):
            return bool(node.slice.value == SEED)
        if isinstance(node.slice, ast.Name) and node.slice.id not in self.kernel.types:
            return bool(self.kernel.found(node.slice) == SEED)
        return False

    def _call_is_wide(self, node: ast.Call) -> bool:
        given = tuple(self._given_is_wide(argument) for argument in node.args)
        if not is_of_a_kernel(node):
            return any(given)
        function = self.kernel.found(node.func)
        return function is not somewhere and self._of_call(function, given)

    def _given_is_wide(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name) and self.kernel.types.get(node.id) == INTS:
            return False
        return self.is_wide(node)

    def _block(self, statements: list[ast.stmt], around: _Around) -> None:
        for statement in statements:
            self._statement(statement, around)
            if around.loop is not None and self.leaves(statement, id(around.loop)):
                # Lanes that leave here, or go on with the next iteration, miss what follows.
                more = (("rest", id(statement)),)
                around = _Around(around.path + more, around.loop, around.loop_path, around.above)

    def _statement(self, node: ast.stmt, around: _Around) -> None:
        if isinstance(node, ast.Assign | ast.AugAssign):
            self._assignment(node, around)
        elif isinstance(node, ast.Return):
            self._return(node, around)
        elif isinstance(node, ast.Expr):
            self._read(node.value, around)
        elif isinstance(node, ast.If):
            self._if(node, around)
        elif isinstance(node, ast.For | ast.While):
            self._loop(node, around)
        elif isinstance(node, ast.Break | ast.Continue):
            assert around.loop is not None
            if around.path != around.loop_path or self.parted_loop(around.loop):
                at = around.above.index(around.loop)
                self._mark((*around.above[at:], node), id(around.loop))
        else:
            raise NotAKernelError(f"no counterpart of {ast.unparse(node)}")

    def parted_loop(self, loop: ast.stmt) -> bool:
        """Return whether lanes may leave a loop at different times."""
        if isinstance(loop, ast.While):
            return self.is_wide(loop.test)
        assert isinstance(loop, ast.For)
        return self.is_wide(loop.iter)

    def _assignment(self, node: ast.Assign | ast.AugAssign, around: _Around) -> None:
        self._read(node.value, around)
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        wide = self.is_wide(node.value)
        if isinstance(node, ast.AugAssign):
            self._read(node.target, around)
            wide = wide or self.is_wide(node.target)
        for target in targets:
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            for name in names:
                if isinstance(name, ast.Name):
                    self._seen.append(_Seen(name.id, around.path, given=True, at=node.lineno))
                    if wide:
                        self.wide.add(name.id)
                else:
                    self._read(name, around)

    def _return(self, node: ast.Return, around: _Around) -> None:
        if node.value is not None:
            self._read(node.value, around)
            if self.is_wide(node.value) or around.path:
                self.result = True
        if around.path:
            self._mark(around.above, LEAVES)

    def _if(self, node: ast.If, around: _Around) -> None:
        self._read(node.test, around)
        parted = self.is_wide(node.test)
        for at, body in enumerate((node.body, node.orelse)):
            more = ((f"if {at}", id(node)),) if parted else ()
            self._block(body, around.inside(node, *more))

    def _loop(self, node: ast.For | ast.While, around: _Around) -> None:
        self._ends[id(node)] = node.end_lineno or node.lineno
        parted = self.parted_loop(node) or self.leaves(node, id(node))
        within = around.looping(node, *((("loop", id(node)),) if parted else ()))
        if isinstance(node, ast.While):
            self._read(node.test, within)
        else:
            self._read(node.iter, around)
            assert isinstance(node.target, ast.Name)
            self._seen.append(_Seen(node.target.id, within.path, given=True, at=node.lineno))
            if self.parted_loop(node):
                self.wide.add(node.target.id)
        self._block(node.body, within)

    def _read(self, node: ast.expr, around: _Around) -> None:
        for one in ast.walk(node):
            if isinstance(one, ast.Name) and one.id in self.kernel.types:
                self._seen.append(_Seen(one.id, around.path, given=False, at=one.lineno))

    def _mark(self, statements: Iterable[ast.stmt], what: str | int) -> None:
        for statement in statements:
            self.leaving.setdefault(id(statement), set()).add(what)

    def _judge(self) -> None:
        """Make wide what gets a value where lanes have parted, and is seen elsewhere."""
        for one in self._seen:
            if one.given and one.path and one.name not in self.wide:
                others = (other for other in self._seen if other.name == one.name)
                if any(self._escapes(one, other) for other in others):
                    self.wide.add(one.name)

    def _escapes(self, given: _Seen, other: _Seen) -> bool:
        """Return whether a value given in one place matters to lanes elsewhere that missed it."""
        for at, part in enumerate(given.path):
            if at < len(other.path) and other.path[at] == part:
                continue
            missed = given.path[at:]
            if any(how != "loop" for how, _ in missed):
                return True
            return not other.given and other.at > min(self._ends[loop] for _, loop in missed)
        return False


def is_of_a_kernel(node: ast.Call) -> bool:
    """Return whether a call is not one of a conversion or of ``math``."""
    name = ast.unparse(node.func)
    return name not in ("float", "int", "len", "range") and not name.startswith("math.")
