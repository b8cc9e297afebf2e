"""Operators without sense, to try a rubric: a good one gives none of them a good score."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from simulator.language.command import (
    Acknowledge,
    Calibrate,
    CallMaintenance,
    ChangeBottle,
    Command,
    Note,
    PhaseCommand,
    PhaseOrder,
    ResetInterlock,
    SetMode,
    SetOutput,
    SetSetpoint,
    Shelve,
    SwitchBank,
    TakeSample,
)
from simulator.language.forms import Diagnose, Freeze, Recall
from simulator.language.observation import Observation
from simulator.numerics.noise import stream_number, uniform
from simulator.session.desk import Brief
from simulator.session.operator import IdleOperator, Operator

_Thing = TypeVar("_Thing")

LOOKS = 240
"""How often the random operator looks in a session, and does something."""
UNSEEN = ("B", "D", "E")
"""States of an alarm that ask to be acknowledged."""
_ORDERS: tuple[PhaseOrder, ...] = ("START", "PAUSE", "RESUME", "HOLD", "RESTART", "STOP", "RESET")
_WORDS = ("all", "fine", "pump", "checked", "later", "value", "odd", "done", "bottle", "alarm")


class AckEverythingOperator:
    """Acknowledges every alarm as soon as it is seen, and does nothing else.

    Args:
        brief: of the session, which gets some 3600 looks.
    """

    def __init__(self, brief: Brief) -> None:
        self.looks_ms = max(2000, brief.duration_ms // 3600)

    def look(self, observation: Observation) -> tuple[tuple[Command, str], ...]:
        """Return an acknowledgement of everything that waits for one."""
        return tuple(
            (Acknowledge(one.alarm), "") for one in observation.alarms if one.state in UNSEEN
        )


class RandomOperator:
    """Gives commands at random, sensible and not: whoever hits keys without looking.

    Args:
        brief: of the session: what stands in the plant, and how long it lasts.
        seed: of the session; the same seed gives the same commands.
    """

    def __init__(self, brief: Brief, seed: int) -> None:
        self.looks_ms = max(10_000, brief.duration_ms // LOOKS)
        self._seed = seed
        self._stream = stream_number("random operator")
        self._drawn = 0
        cell = brief.cell
        self._alarms = sorted(brief.alarms)
        self._loops = cell.loops
        self._instruments = cell.instruments
        self._actuators = cell.actuators
        self._units = [card.tag for card in cell.units]
        self._phases = [card.tag for card in cell.phases]
        self._interlocks = [card.tag for card in cell.interlocks]
        self._utilities = [card.tag for card in cell.utilities]
        makers: list[tuple[Sequence[object], Callable[[], Command]]] = [
            (self._loops, self._setpoint),
            (self._loops, self._setpoint),
            (self._loops, self._mode),
            (self._actuators, self._output),
            (self._alarms, self._acknowledge),
            (self._alarms, self._shelve),
            (self._phases, self._order),
            (self._units, self._sample),
            (self._units, self._bottle),
            (self._utilities, self._bank),
            (self._instruments, self._calibrate),
            (self._instruments, self._call),
            (self._interlocks, self._interlock),
            (_WORDS, self._note),
        ]
        self._questions = brief.forms.questions
        self._freezes = {freeze.name: freeze for freeze in brief.forms.freezes}
        makers.append((self._questions, self._diagnose))
        self._makers = [make for things, make in makers if things]

    def look(self, observation: Observation) -> tuple[tuple[Command, str], ...]:
        """Return one command, with a reason or without; or an answer to all that is asked."""
        if observation.forms.freeze in self._freezes:
            return tuple(self._recall(self._freezes[observation.forms.freeze]))
        command = self._one_of(self._makers)()
        return ((command, self._one_of(("", "", "just trying", "seems about right"))),)

    def _draw(self) -> float:
        self._drawn += 1
        return uniform(self._seed, self._stream, self._drawn)

    def _one_of(self, things: Sequence[_Thing]) -> _Thing:
        return things[min(int(self._draw() * len(things)), len(things) - 1)]

    def _within(self, low: float, high: float) -> float:
        """Return a value from a tenth of the span below to a tenth above it."""
        return low + (high - low) * (1.2 * self._draw() - 0.1)

    def _setpoint(self) -> Command:
        loop = self._one_of(self._loops)
        return SetSetpoint(loop.tag, self._within(loop.low, loop.high))

    def _mode(self) -> Command:
        return SetMode(self._one_of(self._loops).tag, self._one_of(("MAN", "AUTO", "CAS")))

    def _output(self) -> Command:
        tags = [card.tag for card in self._actuators] + [card.tag for card in self._loops]
        return SetOutput(self._one_of(tags), self._within(0.0, 100.0))

    def _acknowledge(self) -> Command:
        return Acknowledge(self._one_of(self._alarms))

    def _shelve(self) -> Command:
        return Shelve(self._one_of(self._alarms), 600_000)

    def _order(self) -> Command:
        return PhaseCommand(self._one_of(self._phases), self._one_of(_ORDERS))

    def _sample(self) -> Command:
        return TakeSample(self._one_of(self._units))

    def _bottle(self) -> Command:
        return ChangeBottle(self._one_of(self._units))

    def _bank(self) -> Command:
        return SwitchBank(self._one_of(self._utilities), self._one_of((1, 2, 3)))

    def _calibrate(self) -> Command:
        card = self._one_of(self._instruments)
        return Calibrate(card.tag, self._within(card.low, card.high))

    def _call(self) -> Command:
        return CallMaintenance(self._one_of(self._instruments).tag)

    def _interlock(self) -> Command:
        return ResetInterlock(self._one_of(self._interlocks))

    def _diagnose(self) -> Command:
        question = self._one_of(self._questions)
        return Diagnose(question.name, self._one_of(list(question.choices)))

    def _recall(self, freeze: Freeze) -> Iterator[tuple[Command, str]]:
        for query in freeze.queries:
            guess = self._one_of(list(query.choices)) if query.choices else self._within(0.0, 100.0)
            yield Recall(freeze.name, query.name, guess), ""

    def _note(self) -> Command:
        return Note(" ".join(self._one_of(_WORDS) for _ in range(4)))


BUILT_IN: dict[str, Callable[[Brief, int], Operator]] = {
    "idle": lambda brief, seed: IdleOperator(),
    "ack-everything": lambda brief, seed: AckEverythingOperator(brief),
    "random": RandomOperator,
}
"""Operators that every scenario has: name to what makes one for a brief and a seed."""
