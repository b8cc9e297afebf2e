"""A condition or a sum run apart from the plant, over values that somebody hands in.

Its instructions, and the kernel that runs them, are those of an interlock: there is one meaning
of a condition.
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.control import watch
from simulator.language.condition import Condition
from simulator.language.opcodes import STACK_LIMIT


class Program:
    """The instructions of a condition with a small array of their own, which holds its timers.

    Args:
        condition: as compiled from its text.
    """

    def __init__(self, condition: Condition) -> None:
        self.names = condition.names
        self._stack = len(self.names)
        self._y = [0.0] * (self._stack + STACK_LIMIT)
        self._p: list[float] = []
        index = {name: position for position, name in enumerate(self.names)}
        self._k = watch.link(condition, index, self._constant, self._timer)
        self._count = len(self._k) // watch.INSTRUCTION

    def run(self, value: Callable[[str], float], passed_ms: float = 0.0) -> float:
        """Return the truth (1 or 0) of the condition, or the number of the sum, now.

        Args:
            value: gives what a name stands for; NaN, which makes comparisons false, if nothing.
            passed_ms: how much time has passed since the last time, ms.
        """
        for position, name in enumerate(self.names):
            self._y[position] = value(name)
        return watch.run(self._y, self._p, self._k, 0, self._count, self._stack, passed_ms)

    def _constant(self, value: float) -> int:
        self._p.append(value)
        return len(self._p) - 1

    def _timer(self) -> int:
        self._y.append(0.0)
        return len(self._y) - 1
