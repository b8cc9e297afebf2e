"""What a scripted operator sees at one look, and the conditions and sums over it.

Conditions are evaluated by the very kernel that evaluates interlocks, so that there is one meaning
of a condition.
"""

from __future__ import annotations

import math
from functools import cached_property

from simulator.control import watch
from simulator.control.alarm import LETTERS
from simulator.language.condition import Condition
from simulator.language.forms import FREEZE_STATES
from simulator.language.observation import RECORD_STATES, Observation
from simulator.language.opcodes import STACK_LIMIT
from simulator.language.paperwork_text import ENTRY
from simulator.scenario.names import AGE, LABORATORY

DIGITS = 4
"""How many digits a person reads off a display."""


class Sight:
    """One look at the desk: instruments, the alarm list and what the laboratory reported."""

    def __init__(self, observation: Observation) -> None:
        self.now = observation.now
        self.observation = observation

    def value(self, name: str) -> float:
        """Return what a name stands for; NaN if it has no value, such as a result not yet there.

        An alarm that the list does not show is normal.
        """
        if f".{LABORATORY}." in name:
            return self._reported.get(name, math.nan)
        found = self.observation.values.get(name)
        if found is not None:
            return float(found)
        if name in self._record:
            return self._record[name]
        return self._alarms.get(name, 0.0) if name.endswith(".STATE") else math.nan

    @cached_property
    def _record(self) -> dict[str, float]:
        """Where each step of the batch record and each freeze stands; the numbers entered."""
        found: dict[str, float] = {}
        for entry in self.observation.record:
            found[f"{entry.step}.STATE"] = float(RECORD_STATES.index(entry.state))
            if isinstance(entry.value, float):
                found[f"{entry.step}.{ENTRY}"] = entry.value
        for freeze, state in self.observation.forms.states.items():
            found[f"{freeze}.STATE"] = float(FREEZE_STATES.index(state))
        return found

    @cached_property
    def _alarms(self) -> dict[str, float]:
        return {
            f"{alarm.alarm}.STATE": float(LETTERS.index(alarm.state))
            for alarm in self.observation.alarms
        }

    @cached_property
    def _reported(self) -> dict[str, float]:
        """The newest reported result of each analysis, and the age of the newest sample (s)."""
        found: dict[str, float] = {}
        reported = [s for s in self.observation.samples if s.stage == "reported"]
        for sample in sorted(reported, key=lambda s: (s.taken_at or 0, s.sample)):
            at = f"{sample.unit}.{LABORATORY}"
            found[f"{at}.{AGE}"] = (self.now - (sample.taken_at or 0)) / 1000.0
            found |= {f"{at}.{name}": value for name, value, _ in sample.results}
        return found


class Judge:
    """One condition or sum, evaluated look by look in a small array of its own."""

    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        names = condition.names
        index = {name: position for position, name in enumerate(names)}
        self._base = len(names)
        self._stack = self._base + len(watch.STATES)
        self._y = [0.0] * (self._stack + STACK_LIMIT)
        self._p: list[float] = []
        self._y[self._base + watch.ENABLED] = 1.0
        words = watch.link(condition, index, self._constant, self._timer)
        self._k = [self._base, watch.ROW, len(words) // watch.INSTRUCTION, *words]
        self._last = -1

    def rises(self, sight: Sight) -> bool:
        """Return whether the condition holds now and did not at the last look.

        What has no value makes comparisons false.
        """
        return self.holds(sight) and self._y[self._base + watch.CHANGED] != 0.0

    def holds(self, sight: Sight) -> bool:
        """Return whether the condition holds now; what has no value makes comparisons false."""
        self._read(sight)
        passed = sight.now - self._last if self._last >= 0 else 0
        self._last = sight.now
        watch.evaluate(self._y, self._p, self._k, 0, self._stack, float(passed))
        return self._y[self._base + watch.RESULT] != 0.0

    def reads(self, sight: Sight) -> float:
        """Return the sum as it is read now, to four digits; NaN if a part has no value."""
        self._read(sight)
        count = self._k[watch.COUNT]
        number = watch.run(self._y, self._p, self._k, watch.ROW, count, self._stack, 0.0)
        return float(f"{number:.{DIGITS}g}")

    def _read(self, sight: Sight) -> None:
        for position, name in enumerate(self.condition.names):
            self._y[position] = sight.value(name)

    def _constant(self, value: float) -> int:
        self._p.append(value)
        return len(self._p) - 1

    def _timer(self) -> int:
        self._y.append(0.0)
        return len(self._y) - 1
