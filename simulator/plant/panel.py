"""The operator's panel: set-points, outputs, modes and tuning of loops; hand-operated devices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.control import actuator, loop, transmitter
from simulator.language.command import SetMode, SetOutput, SetSetpoint, SetTuning
from simulator.language.problem import Problem
from simulator.language.tag import did_you_mean
from simulator.language.text import text
from simulator.plant.cell import Cell
from simulator.plant.design import LoopSpec

LARGEST_GAIN = 1e6
LONGEST_TIME_S = 1e6


@dataclass(frozen=True, slots=True)
class Change:
    """What a command of the panel changes: the attribute, its old and new value, and the unit."""

    attribute: str
    old: float | str
    new: float | str
    unit: str


class Panel:
    """Reviews and applies what is done at faceplates."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._loops = {spec.tag: spec for spec in cell.design.loops}
        self._units = {spec.tag: spec.unit for spec in cell.design.transmitters}
        self._devices = [spec.tag for spec in cell.design.actuators]
        self._movers = {
            output.target: spec.tag for spec in cell.design.loops for output in spec.outputs
        }

    def review(self, command: Any) -> Problem | Change:
        """Return what a command changes, or why it may not be done now. Changes nothing."""
        if isinstance(command, SetOutput):
            return self._review_output(command)
        if command.tag not in self._loops:
            meant = did_you_mean(command.tag, list(self._loops))
            hint = (
                text("did you mean {found}?", found=meant)
                if meant
                else text("known: {names}", names=", ".join(self._loops))
            )
            return Problem("unknown-tag", text("there is no loop {tag}", tag=command.tag), hint)
        spec = self._loops[command.tag]
        if isinstance(command, SetSetpoint):
            return self._review_setpoint(spec, command)
        if isinstance(command, SetMode):
            return self._review_mode(spec, command)
        return self._review_tuning(spec, command)

    def apply(self, command: Any) -> None:
        """Do what :meth:`review` found no problem with."""
        y = self._cell.y
        if isinstance(command, SetOutput) and command.tag not in self._loops:
            y[self._cell.base("actuator", command.tag) + actuator.DEMAND] = float(command.value)
            return
        base = self._cell.base("loop", command.tag)
        if isinstance(command, SetSetpoint):
            y[base + loop.SP] = float(command.value)
        elif isinstance(command, SetOutput):
            y[base + loop.OP] = float(command.value)
        elif isinstance(command, SetMode):
            y[base + loop.MODE] = float(loop.MODES.index(command.mode))
            y[base + loop.SHED] = 0.0
        else:
            y[base + loop.GAIN] = float(command.gain)
            y[base + loop.INTEGRAL] = float(command.integral_s)
            y[base + loop.DERIVATIVE] = float(command.derivative_s)

    def _review_setpoint(self, spec: LoopSpec, command: SetSetpoint) -> Problem | Change:
        mode, unit = self._cell.mode(spec.tag), self._units[spec.measures]
        place = self._cell.image.blocks["loop", spec.tag]
        if mode == "CAS":
            hint = text("put {tag} in AUTO first", tag=spec.tag)
            return Problem(
                "loop-in-cascade", text("{tag} takes its set-point from a loop", tag=spec.tag), hint
            )
        if mode == "MAN" and self._cell.p[place.p + loop.SP_TRACKS] != 0.0:
            hint = text("put it in AUTO first")
            message = text("{tag} is in MAN; its set-point follows the process value", tag=spec.tag)
            return Problem("loop-in-manual", message, hint)
        low = self._cell.p[place.p + loop.SP_LOW]
        high = self._cell.p[place.p + loop.SP_HIGH]
        if not low <= command.value <= high:
            hint = text(
                "give a value from {low:g} to {high:g}{unit}",
                low=low,
                high=high,
                unit=f" {unit}" if unit else "",
            )
            return Problem(
                "out-of-bounds", text("{value:g} is outside the limits", value=command.value), hint
            )
        return Change("SP", self._cell.y[place.y + loop.SP], float(command.value), unit)

    def _review_output(self, command: SetOutput) -> Problem | Change:
        tag = command.tag
        if tag in self._loops:
            mode = self._cell.mode(tag)
            if mode != "MAN":
                return Problem(
                    "loop-not-manual",
                    text("{tag} is in {mode}", tag=tag, mode=mode),
                    text("put it in MAN first"),
                )
            place = self._cell.image.blocks["loop", tag]
            low = self._cell.p[place.p + loop.OP_LOW]
            high = self._cell.p[place.p + loop.OP_HIGH]
            old = self._cell.y[place.y + loop.OP]
        elif tag in self._devices:
            if tag in self._movers:
                owner = self._movers[tag]
                hint = text("put {owner} in MAN and move its output", owner=owner)
                return Problem(
                    "moved-by-loop", text("{tag} is moved by {owner}", tag=tag, owner=owner), hint
                )
            low, high = 0.0, 100.0
            old = self._cell.y[self._cell.base("actuator", tag) + actuator.DEMAND]
        else:
            known = [*self._loops, *self._devices]
            meant = did_you_mean(tag, known)
            hint = (
                text("did you mean {found}?", found=meant)
                if meant
                else text("known: {names}", names=", ".join(known))
            )
            return Problem(
                "unknown-tag", text("there is no loop, valve or pump {tag}", tag=tag), hint
            )
        if not low <= command.value <= high:
            hint = text(
                "give a value from {low:g} to {high:g}{unit}", low=low, high=high, unit=" %"
            )
            return Problem(
                "out-of-bounds",
                text("{value:g} % is outside the limits", value=command.value),
                hint,
            )
        return Change("OP", old, float(command.value), "%")

    def _review_mode(self, spec: LoopSpec, command: SetMode) -> Problem | Change:
        if command.mode == "CAS" and not spec.cascade:
            hint = text("choose MAN or AUTO")
            return Problem(
                "no-cascade", text("no loop writes the set-point of {tag}", tag=spec.tag), hint
            )
        measured = self._cell.base("transmitter", spec.measures)
        bad = self._cell.y[measured + transmitter.QUALITY] == transmitter.BAD
        if command.mode != "MAN" and bad:
            hint = text("leave it in MAN, or call maintenance to the instrument")
            return Problem(
                "bad-quality", text("{measures} gives no good value", measures=spec.measures), hint
            )
        return Change("MODE", self._cell.mode(spec.tag), command.mode, "")

    def _review_tuning(self, spec: LoopSpec, command: SetTuning) -> Problem | Change:
        if not 0.0 <= command.gain <= LARGEST_GAIN:
            return Problem(
                "out-of-bounds",
                text("a gain of {gain:g} is no use", gain=command.gain),
                text("0 to 1e6"),
            )
        for time_s in (command.integral_s, command.derivative_s):
            if not 0.0 <= time_s <= LONGEST_TIME_S:
                return Problem(
                    "out-of-bounds",
                    text("{time_s:g} s is no time", time_s=time_s),
                    text("0 to 1e6 s"),
                )
        base = self._cell.base("loop", spec.tag)
        old = [self._cell.y[base + slot] for slot in (loop.GAIN, loop.INTEGRAL, loop.DERIVATIVE)]
        new = (command.gain, command.integral_s, command.derivative_s)
        return Change("TUNING", _tuning(old), _tuning(list(new)), "")


def _tuning(numbers: list[float]) -> str:
    return f"K {numbers[0]:g}, Ti {numbers[1]:g} s, Td {numbers[2]:g} s"
