"""What a scripted operator sees at one look, and the conditions and sums over it."""

from __future__ import annotations

import math
from functools import cached_property

from simulator.control.alarm import LETTERS
from simulator.control.program import Program
from simulator.language.condition import Condition
from simulator.language.floor import LABELS, LOT_STATES
from simulator.language.forms import FREEZE_STATES
from simulator.language.observation import RECORD_STATES, Observation, SampleView
from simulator.language.paperwork_text import ENTRY
from simulator.scenario.names import AGE, LABEL, LABORATORY, LOT, STOCK

DIGITS = 4
"""How many digits a person reads off a display."""


class Newest:
    """The newest results of the laboratory, put together again only when there is a new one."""

    def __init__(self) -> None:
        self._samples: tuple[SampleView, ...] | None = None
        self._values: dict[str, float] = {}
        self._taken: dict[str, int] = {}

    def of(self, samples: tuple[SampleView, ...]) -> tuple[dict[str, float], dict[str, int]]:
        """Return the newest value of each analysis, and when that unit's sample was taken (ms)."""
        if samples is not self._samples:
            self._samples, self._values, self._taken = samples, {}, {}
            reported = [one for one in samples if one.stage == "reported"]
            for one in sorted(reported, key=lambda one: (one.taken_at or 0, one.sample)):
                at = f"{one.unit}.{LABORATORY}"
                self._taken[f"{at}.{AGE}"] = one.taken_at or 0
                self._values |= {f"{at}.{name}": value for name, value, _ in one.results}
        return self._values, self._taken


class Sight:
    """One look at the desk: instruments, the alarm list and what the laboratory reported."""

    def __init__(self, observation: Observation, newest: Newest | None = None) -> None:
        self.now = observation.now
        self.observation = observation
        self._newest = newest or Newest()

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
        """Where each step of the batch record, freeze and label stands; the numbers entered."""
        found: dict[str, float] = {}
        for entry in self.observation.record:
            found[f"{entry.step}.STATE"] = float(RECORD_STATES.index(entry.state))
            if isinstance(entry.value, float):
                found[f"{entry.step}.{ENTRY}"] = entry.value
        for freeze, state in self.observation.forms.states.items():
            found[f"{freeze}.STATE"] = float(FREEZE_STATES.index(state))
        for view in self.observation.status:
            found[f"{view.tag}.{LABEL}"] = float(LABELS.index(view.label))
        for lot in self.observation.lots:
            standing = self.observation.standings.get(lot.number)
            if lot.closed is None and standing is not None:
                found[f"{lot.unit}.{LOT}"] = float(LOT_STATES.index(standing))
        for material in self.observation.materials:
            found[f"{material.material}.{STOCK}"] = float(material.stock)
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
        values, taken = self._newest.of(self.observation.samples)
        return values | {name: (self.now - at) / 1000.0 for name, at in taken.items()}


class Judge:
    """One condition or sum, evaluated look by look."""

    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        self._program = Program(condition)
        self._held = False
        self._last = -1

    def rises(self, sight: Sight) -> bool:
        """Return whether the condition holds now and did not at the last look.

        What has no value makes comparisons false.
        """
        before = self._held
        return self.holds(sight) and not before

    def holds(self, sight: Sight) -> bool:
        """Return whether the condition holds now; what has no value makes comparisons false."""
        passed = sight.now - self._last if self._last >= 0 else 0
        self._last = sight.now
        self._held = self._program.run(sight.value, float(passed)) != 0.0
        return self._held

    def reads(self, sight: Sight) -> float:
        """Return the sum as it is read now, to four digits; NaN if a part has no value."""
        return float(f"{self._program.run(sight.value):.{DIGITS}g}")
