"""Statements of kernels as LLVM's assembly, for many lanes that may part and meet again."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from simulator.numerics.lanes.expressions import Calls, Expressions, returned
from simulator.numerics.lanes.spread import LEAVES, Spread, is_of_a_kernel
from simulator.numerics.lanes.writer import Value

HEAVY = 16
"""Nodes from which a jump past them pays, with those of kernels called; a division is as many."""


@dataclass(frozen=True, slots=True)
class _Loop:
    """A loop that is being written."""

    node: ast.stmt
    next: str
    end: str
    staying: str
    """Place of the mask of the lanes that have not left the loop; empty if none may."""
    here: str
    """The same for this iteration."""
    parted: int
    """How many ifs at which lanes part stand around it."""


class Statements(Expressions):
    """Writes one kernel.

    Args:
        kernel: the kernel with its types.
        spread: which of its variables are wide.
        calls: gives the kernels that it calls.
        width: number of lanes.
        masked: whether only some lanes call it.
        weight: says how much there is in a kernel and in those that it calls.
    """

    def __init__(
        self,
        kernel: Written,
        spread: Spread,
        calls: Calls,
        width: int,
        *,
        masked: bool,
        weight: Callable[[Callable[..., Any]], int],
    ) -> None:
        super().__init__(kernel, spread, calls, width, masked=masked)
        self.arguments: list[str] = []
        """How the arguments are declared, once the function is written."""
        self._weight = weight
        self._masked = masked
        self._loops: list[_Loop] = []
        self._parted = 0
        self._live = self._mask_place() if self._some_return() else ""
        self._returned = returned(self, kernel.returns, spread.result)
        self._result = self.allot(self._returned) if self._returned != "void" else ""

    def function(self, symbol: str) -> str:
        """Return the kernel as a function of LLVM."""
        self.arguments = self._arguments()
        self._block(self.kernel.tree.body)
        self.begin("out")
        if self._result:
            found = self.put(f"load {self._returned}, ptr {self._result}")
            self.do(f"ret {self._returned} {found}")
        else:
            self.do("ret void")
        declared = ", ".join(self.arguments)
        head = f"define internal {self._returned} {symbol}({declared}) #0 {{"
        return "\n".join([head, "entry:", *self.allotted, *self.lines, "}", ""])

    def _arguments(self) -> list[str]:
        """Write where arguments are kept; return how they are declared."""
        found = []
        for name, kind in self.kernel.given.items():
            if kind in (FLOATS, INTS):
                found.append(f"ptr noalias %{name}")
                if kind == INTS and not self.spread.alone:
                    found.append(f"ptr noalias %{name}.lanes")
                continue
            kinds = self.typed(kind, name in self.spread.wide)
            wide_given = name in self.spread.given
            given = self.typed(kind, wide_given)
            found.append(f"{given} %{name}.given")
            value = Value(f"%{name}.given", kind, wide_given)
            if name in self.spread.wide:
                value = self.widened(value)
            self.do(f"store {kinds} {value.text}, ptr {self.places[name]}")
        if self._masked:
            found.append(f"{self.mask_type} %mask")
        return found

    def _some_return(self) -> bool:
        return any(self.spread.leaves(one, LEAVES) for one in self.kernel.tree.body)

    def _mask_place(self) -> str:
        place = self.allot(self.mask_type)
        self.do(f"store {self.mask_type} {self.here()}, ptr {place}")
        return place

    def _block(self, statements: list[ast.stmt]) -> None:
        """Write statements; past those that no lane comes to, if there is much in them."""
        for at, statement in enumerate(statements):
            if not self.open:
                return
            before = self.mask
            self._statement(statement)
            if isinstance(statement, ast.Return | ast.Break | ast.Continue):
                return
            if self.open and self._remain(statement, before):
                self._where_any(statements[at + 1 :], among_all=before is None)
                return

    def _remain(self, statement: ast.stmt, before: str | None) -> bool:
        """Take out of the mask the lanes that left in a statement; return whether some may have."""
        places = [self._live] if self.spread.leaves(statement, LEAVES) else []
        if self._loops and self.spread.leaves(statement, id(self._loops[-1].node)):
            places.append(self._loops[-1].here)
        self.mask = before
        for place in places:
            left = self.put(f"load {self.mask_type}, ptr {place}")
            self.mask = self.both(self.mask, left)
        return bool(places)

    def _where_any(self, statements: list[ast.stmt], *, among_all: bool) -> None:
        """Write statements for the lanes that are here; behind a jump if there is much in them.

        No lane may be here: then they are jumped past. If all may be, they are written twice, the
        second time without a mask: lanes are of one mind far more often than not.
        """
        if not self._heavy(statements):
            self._block(statements)
            return
        mask = self.here()
        within, end = self.label(), self.label()
        if among_all:
            whole, more = self.label(), self.label()
            self.branch(self.all_of(mask), whole, more)
            self.begin(whole)
            self.mask = None
            self._block(statements)
            self.jump(end)
            self.begin(more)
            self.mask = mask
        self.branch(self.any_of(mask), within, end)
        self.begin(within)
        self._block(statements)
        self.begin(end)

    def _heavy(self, statements: list[ast.stmt]) -> bool:
        return sum(self._weighed(one) for one in statements) >= HEAVY

    def _weighed(self, statement: ast.stmt) -> int:
        found = 0
        for node in ast.walk(statement):
            found += HEAVY if isinstance(node, ast.Div) else 1
            if isinstance(node, ast.Call) and is_of_a_kernel(node):
                found += self._weight(self.kernel.found(node.func))
        return found

    def _statement(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Expr):
            if isinstance(node.value, ast.Call):
                self.call(node.value)
        elif isinstance(node, ast.Assign):
            self._assignment(node)
        elif isinstance(node, ast.AugAssign):
            value = self.arithmetic(self.value(node.target), node.op, self.value(node.value))
            self._keep(node.target, value)
        elif isinstance(node, ast.Return):
            self._return(node)
        elif isinstance(node, ast.Break | ast.Continue):
            self._leave(node)
        elif isinstance(node, ast.If):
            self._if(node)
        elif isinstance(node, ast.While) and not node.orelse:
            self._while(node)
        elif isinstance(node, ast.For) and not node.orelse:
            self._for(node)
        else:
            raise NotAKernelError(f"no counterpart of {ast.unparse(node)}")

    def _assignment(self, node: ast.Assign) -> None:
        (target,) = node.targets
        if not isinstance(target, ast.Tuple):
            self._keep(target, self.value(node.value))
            return
        assert isinstance(node.value, ast.Call)
        if ast.unparse(node.value.func) == "math.frexp":
            parts = list(self.halved(self.value(node.value.args[0])))
        else:
            text, kind, wide = self.call(node.value)
            kinds = returned(self, kind, wide)
            members = self.kernel.members(node.value)
            parts = [
                Value(self.put(f"extractvalue {kinds} {text}, {at}"), member, wide)
                for at, member in enumerate(members)
            ]
        for name, part in zip(target.elts, parts, strict=True):
            self._keep(name, part)

    def _keep(self, target: ast.expr, value: Value) -> None:
        """Write a value to a variable or an element, in the lanes that are here."""
        if isinstance(target, ast.Subscript):
            self._keep_element(target, value)
            return
        assert isinstance(target, ast.Name)
        kind, wide = self.kernel.types[target.id], target.id in self.spread.wide
        value = self.cast(value, kind)
        if value.wide and not wide:
            raise NotAKernelError(f"{target.id} differs between lanes")
        self._blend(self.places[target.id], self.widened(value) if wide else value)

    def _blend(self, place: str, value: Value) -> None:
        """Write a number to a place; a wide one in the lanes that are here."""
        kinds, text = self.typed(value.kind, value.wide), value.text
        if value.wide and self.mask is not None:
            old = self.put(f"load {kinds}, ptr {place}, align 8")
            text = self.chosen(self.mask, kinds, text, old)
        aligned = ", align 8" if value.kind != BOOL else ""
        self.do(f"store {kinds} {text}, ptr {place}{aligned}")

    def _keep_element(self, target: ast.Subscript, value: Value) -> None:
        place, kind, laned = self.address(target)
        if not (laned or self.spread.alone):
            raise NotAKernelError(f"{ast.unparse(target)} is shared by all lanes")
        value = self.widened(self.cast(value, kind)) if laned else self.cast(value, kind)
        if not self.spread.is_wide(target.slice):
            self._blend(place, value)
            return
        kinds, places = self.typed(FLOAT, True), f"<{self.width} x ptr>"
        name, mask = f"@llvm.masked.scatter.v{self.width}f64.v{self.width}p0", self.mask_type
        self.calls.intrinsic(f"void {name}({kinds}, {places}, i32, {mask})")
        given = f"{kinds} {value.text}, {places} {place}, i32 8, {mask} {self.here()}"
        self.do(f"call void {name}({given})")

    def _return(self, node: ast.Return) -> None:
        if node.value is not None:
            self._give(node.value)
        if not self._parted:
            self.jump("out")
            return
        self._take_out(self._live)

    def _give(self, node: ast.expr) -> None:
        """Write what is returned to its place."""
        if not isinstance(node, ast.Tuple):
            value = self.cast(self.value(node), self.kernel.returns)
            self._blend(self._result, self.widened(value) if self.spread.result else value)
            return
        kinds = self.kernel.returns.removeprefix("struct ").split("_")
        pairs = zip(node.elts, kinds, strict=True)
        parts = [self.cast(self.value(one), spelled(kind)) for one, kind in pairs]
        parts = [self.widened(part) for part in parts] if self.spread.result else parts
        for at, part in enumerate(parts):
            index = f"i32 0, i32 {at}"
            place = self.put(f"getelementptr {self._returned}, ptr {self._result}, {index}")
            self._blend(place, part)

    def _take_out(self, place: str) -> None:
        """Take the lanes that are here out of a mask."""
        old = self.put(f"load {self.mask_type}, ptr {place}")
        left = self.put(f"and {self.mask_type} {old}, {self.inverse(self.here())}")
        self.do(f"store {self.mask_type} {left}, ptr {place}")

    def _leave(self, node: ast.Break | ast.Continue) -> None:
        loop = self._loops[-1]
        if not self.spread.leaves(node, id(loop.node)):
            self.jump(loop.end if isinstance(node, ast.Break) else loop.next)
            return
        self._take_out(loop.here)
        if isinstance(node, ast.Break):
            self._take_out(loop.staying)

    def _if(self, node: ast.If) -> None:
        test = self.truth(node.test)
        if test.wide:
            self._part(node, test.text)
            return
        yes, no, end = self.label(), self.label(), self.label()
        self.branch(test.text, yes, no)
        mask = self.mask
        for label, body in ((yes, node.body), (no, node.orelse)):
            self.begin(label)
            self.mask = mask
            self._block(body)
            self.jump(end)
        self.mask = mask
        self.begin(end)

    def _part(self, node: ast.If, test: str) -> None:
        """Write an if that some lanes go into, one after the other."""
        outside = self.mask
        self._parted += 1
        for body, mask in ((node.body, test), (node.orelse, "")):
            if not body:
                continue
            self.mask = self.both(outside, mask or self.inverse(test))
            self._where_any(body, among_all=outside is None)
        self._parted -= 1
        self.mask = outside

    def _while(self, node: ast.While) -> None:
        self._loop(node, lambda: self.truth(node.test), lambda: None, lambda: None)

    def _for(self, node: ast.For) -> None:
        """Write a loop over a range, whose end is found once."""
        called = node.iter
        if not (isinstance(called, ast.Call) and ast.unparse(called.func) == "range"):
            raise NotAKernelError(f"no counterpart of {ast.unparse(node.iter)}")
        ends = [self.cast(self.value(one), INT) for one in called.args]
        first, last = ends if len(ends) == 2 else [Value("0", INT), ends[0]]
        first, last = self.alike(first, last)
        kinds = self.typed(INT, first.wide)
        at = self.allot(kinds)
        self.do(f"store {kinds} {first.text}, ptr {at}")

        def number() -> Value:
            return Value(self.put(f"load {kinds}, ptr {at}"), INT, first.wide)

        def test() -> Value:
            how = f"icmp slt {kinds} {number().text}, {last.text}"
            return Value(self.put(how), BOOL, first.wide)

        def step() -> None:
            following = self.arithmetic(number(), _ADD, Value("1", INT))
            if following.wide:
                following = self.widened(following)
            self.do(f"store {kinds} {following.text}, ptr {at}")

        self._loop(node, test, lambda: self._keep(node.target, number()), step)

    def _loop(
        self,
        node: ast.For | ast.While,
        test: Callable[[], Value],
        begin: Callable[[], None],
        step: Callable[[], None],
    ) -> None:
        """Write a loop; it ends when its test fails, or no lane is in it any more."""
        outside = self.mask
        parted = self.spread.leaves(node, id(node)) or self.spread.parted_loop(node)
        staying = self._mask_place() if parted else ""
        here = self._mask_place() if parted else ""
        head, body, following, end = (self.label() for _ in range(4))
        self._parted += bool(parted)
        self._loops.append(_Loop(node, following, end, staying, here, self._parted))
        self.begin(head)
        self._among(outside, staying, leaving=self.spread.leaves(node, LEAVES))
        asked = test()
        if asked.wide:
            self.mask = self.both(self.mask, asked.text)
            self.do(f"store {self.mask_type} {self.here()}, ptr {staying}")
        going = "true" if asked.wide else asked.text
        if self.mask != outside:
            some = self.any_of(self.here())
            going = some if going == "true" else self.put(f"and i1 {going}, {some}")
        if here:
            self.do(f"store {self.mask_type} {self.here()}, ptr {here}")
        self.branch(going, body, end)
        self.begin(body)
        begin()
        self._block(node.body)
        self.begin(following)
        self.mask = outside
        step()
        self.jump(head)
        self._loops.pop()
        self._parted -= bool(parted)
        self.mask = outside
        self.begin(end)

    def _among(self, outside: str | None, staying: str, *, leaving: bool) -> None:
        """Set the mask for an iteration: without lanes that left the loop or the function."""
        self.mask = outside
        for place in (staying, self._live if leaving else ""):
            if place:
                left = self.put(f"load {self.mask_type}, ptr {place}")
                self.mask = self.both(self.mask, left)


_ADD = ast.Add()
