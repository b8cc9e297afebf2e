"""The faceplate of one tag: values, limits, alarms, interlock, trend, and what can be changed.

What is typed is checked against its range first. Only what may do harm asks for a ``y``: a large
step, a set-point beyond an alarm limit, MAN, anything an interlock holds, a calibration, tuning.
"""

from __future__ import annotations

from typing import ClassVar

from simulator.language.command import (
    Acknowledge,
    Calibrate,
    CallMaintenance,
    Command,
    LoopMode,
    SetMode,
    SetOutput,
    SetSetpoint,
    SetTuning,
)
from simulator.language.observation import TagView
from simulator.language.problem import Refusal
from simulator.session.meanings import UNACKNOWLEDGED
from simulator.session.process_cell import UnitCard
from tui import going
from tui.draw import Line, line, number, unit_of
from tui.entry import read_number
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene, limits_of
from tui.page import Key, Page, Station
from tui.pages.facts import alarms, interlock, limits, modes, outputs, quality, tuning, values
from tui.pages.trends import toggle_pen
from tui.trend.pane import pane

BESIDE = 110
"""From this width on, the trend stands beside the values."""
LARGE_STEP = 0.1
"""A set-point step of more than this part of the span asks for a confirmation."""
_SPAN_MS = 3_600_000


class Faceplate(Page):
    """One tag, and everything an operator may do with it."""

    name: ClassVar[str] = "faceplate"
    heading: ClassVar[str] = "faceplate"
    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("s", "set-point", "setpoint"),
        Key("o", "output", "output"),
        Key("m", "MAN", "manual"),
        Key("a", "AUTO", "automatic"),
        Key("c", "CAS", "cascade"),
        Key("A", "acknowledge", "acknowledge"),
        Key("<", "output -1 %", "less"),
        Key(">", "output +1 %", "more"),
        Key("shift+left", "output -10 %", "much_less", "⇧←"),
        Key("shift+right", "output +10 %", "much_more", "⇧→"),
        Key("d", "diagnostics", "diagnose"),
        Key("u", "unit", "unit"),
        Key("t", "to trends", "pen"),
        Key("p", "tuning", "tune"),
        Key("k", "calibrate", "calibrate"),
        Key("w", "maintenance", "maintenance"),
    )

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self.tag = next(iter(console.runner.latest.tags), "")
        """The tag that is shown."""
        self._modes: list[tuple[int, int, int, LoopMode]] = []

    @property
    def subject(self) -> str:
        """The tag that is shown."""
        return self.tag

    def turn_to(self, subject: str) -> None:
        """Show a tag from now on."""
        self.tag = subject

    @property
    def view(self) -> TagView:
        """What the tag shows now."""
        return self.now.tags[self.tag]

    def scene(self) -> Scene:
        """Return a look at the unit of the tag."""
        cell = self.console.runner.desk.brief.cell
        owner = cell.owner_of(self.tag)
        card = next((unit for unit in cell.units if unit.tag == owner), UnitCard("", "", {}))
        return Scene(self.console, card)

    # -- set-point and output ----------------------------------------------------------------

    def setpoint(self) -> None:
        """Ask for a new set-point, between its limits."""
        if not self._may("SP"):
            return
        view, say = self.view, self.console.say
        if view.mode == "CAS":
            masters = self.console.runner.desk.brief.cell.masters(self.tag)
            owner = masters[0].tag if masters else ""
            told = say(
                "{tag} takes its set-point from {owner}: AUTO first", tag=self.tag, owner=owner
            )
            self.console.tell(told, "refused")
            return
        low, high = self._limits()
        self.console.ask("New set-point", self._setpoint, what=self._range(low, high, view.unit))

    def _setpoint(self, typed: str) -> None:
        view = self.view
        value = self._number(typed, view.unit)
        if value is None or self._tried(SetSetpoint(self.tag, value), *self._limits()):
            return
        lows, highs = limits_of(self.console, view)
        beyond = any(value < limit for limit in lows) or any(value > limit for limit in highs)
        old = view.sp if view.sp is not None else value
        large = abs(value - old) > LARGE_STEP * (view.high - view.low)
        what = f"{self.tag}.SP {old:.6g} → {value:.6g} {unit_of(view.unit)}"
        why = ""
        if beyond:
            why = self.console.say("beyond an alarm limit")
        elif large:
            why = self.console.say("a large step")
        self._give(SetSetpoint(self.tag, value), what, why)

    def output(self) -> None:
        """Ask for a new output."""
        if self._may_move():
            self.console.ask("New output (%)", self._output, what=self._range(0.0, 100.0, "%"))

    def _output(self, typed: str) -> None:
        value = self._number(typed, "%")
        if value is not None and not self._tried(SetOutput(self.tag, value), 0.0, 100.0):
            self._move(value)

    def less(self) -> None:
        """Take the output down by 1 %."""
        self._slew(-1.0)

    def more(self) -> None:
        """Take the output up by 1 %."""
        self._slew(1.0)

    def much_less(self) -> None:
        """Take the output down by 10 %."""
        self._slew(-10.0)

    def much_more(self) -> None:
        """Take the output up by 10 %."""
        self._slew(10.0)

    def _slew(self, by: float) -> None:
        if self._may_move() and self.view.op is not None:
            self._move(max(0.0, min(round(self.view.op + by, 1), 100.0)))

    def _move(self, value: float) -> None:
        old = self.view.op if self.view.op is not None else value
        what = f"{self.tag}.OP {old:.6g} → {value:.6g} %"
        self._give(SetOutput(self.tag, value), what, "")

    def _may_move(self) -> bool:
        """Return whether the output can be moved by hand; if not, say what moves it."""
        if not self._may("OP"):
            return False
        view, say = self.view, self.console.say
        if view.mode is not None and view.mode != "MAN":
            told = say("{tag} is in {mode}: put it in MAN first", tag=self.tag, mode=view.mode)
            self.console.tell(told, "refused")
            return False
        owners = self.console.runner.desk.brief.cell.masters(self.tag)
        if view.mode is None and owners:
            owner = owners[0].tag
            told = say("{tag} is moved by {owner}: move its output", tag=self.tag, owner=owner)
            self.console.tell(told, "refused")
            return False
        return True

    # -- modes, tuning, calibration, help ----------------------------------------------------

    def manual(self) -> None:
        """Ask to put the loop in manual; its output stays where it is."""
        self._mode("MAN")

    def automatic(self) -> None:
        """Put the loop in automatic, without a bump."""
        self._mode("AUTO")

    def cascade(self) -> None:
        """Put the loop in cascade: another loop gives its set-point."""
        self._mode("CAS")

    def _mode(self, mode: LoopMode) -> None:
        view, say = self.view, self.console.say
        if not self._may("MODE") or view.op is None:
            return
        why = ""
        if mode == "MAN":
            why = say("the output stays at {output} %", output=f"{view.op:.1f}")
        self._give(SetMode(self.tag, mode), f"{self.tag}.MODE {view.mode} → {mode}", why)

    def tune(self) -> None:
        """Ask for gain, integral and derivative time, and whether to change them."""
        if self.view.tuning is None:
            say = self.console.say
            self.console.tell(f"{self.tag}{say.colon}{say('nothing to tune')}", "refused")
            return
        gain, integral, derivative = self.view.tuning
        ask = self.console.ask
        new: list[float] = []

        def take(typed: str, unit: str) -> bool:
            value = self._number(typed, unit)
            good = value is not None and self._inside(value, unit, 0.0, 1e6)
            new.extend([value] if good and value is not None else [])
            return good

        def last(typed: str) -> None:
            if take(typed, "s"):
                self._tune((new[0], new[1], new[2]))

        def second(typed: str) -> None:
            if take(typed, "s"):
                ask("Derivative time (s)", last, f"{derivative:g}", self.tag)

        def first(typed: str) -> None:
            if take(typed, ""):
                ask("Integral time (s)", second, f"{integral:g}", self.tag)

        ask("Gain (% per unit)", first, f"{gain:g}", self.tag)

    def _tune(self, new: tuple[float, float, float]) -> None:
        old = self.view.tuning or new
        shown = [f"K {gain:g} Ti {ti:g} s Td {td:g} s" for gain, ti, td in (old, new)]
        what = f"{self.tag} {shown[0]} → {shown[1]}"
        self._give(SetTuning(self.tag, *new), what, self.console.say("tuning"))

    def calibrate(self) -> None:
        """Ask for the true value, such as from the laboratory, and calibrate the instrument."""
        view = self.view
        if self._may("PV"):
            shown = self._range(view.low, view.high, view.unit)
            self.console.ask("True value", self._calibrate, what=shown)

    def _calibrate(self, typed: str) -> None:
        view = self.view
        value = self._number(typed, view.unit)
        card = self.console.runner.desk.brief.cell.instrument(self.tag)
        if value is None or card is None:
            return
        if self._tried(Calibrate(card.tag, value), card.low, card.high):
            return
        old = number(view.pv, view.high - view.low)
        what = f"{card.tag}.PV {old} → {value:.6g} {unit_of(view.unit)}"
        self._give(Calibrate(card.tag, value), what, self.console.say("calibrate"))

    def maintenance(self) -> None:
        """Ask to call maintenance to this tag."""
        what = f"{self.console.say('maintenance')} {self.tag}"
        self.console.confirm(what, lambda: self.console.submit(CallMaintenance(self.tag)))

    def acknowledge(self) -> None:
        """Acknowledge the most pressing alarm of this tag."""
        alarm = self.scene().alarm(self.tag)
        if alarm is None or alarm.state not in UNACKNOWLEDGED:
            say = self.console.say
            self.console.tell(f"{self.tag}{say.colon}{say('no alarm to acknowledge')}")
            return
        self.console.submit(Acknowledge(alarm.alarm))

    def pen(self) -> None:
        """Put this tag into the trends, or take it out."""
        toggle_pen(self.console, self.tag)

    def unit(self) -> None:
        """Show the drawing of the unit this tag belongs to."""
        going.unit(self.console, self.tag)

    def diagnose(self) -> None:
        """Show what is behind this tag."""
        going.diagnostics(self.console, self.tag)

    def click(self, x: int, y: int) -> None:
        """Take a click on a mode as its key."""
        for first, last, row, mode in self._modes:
            if row == y and first <= x < last:
                self._mode(mode)

    # -- what they share ---------------------------------------------------------------------

    def _give(
        self,
        command: SetSetpoint | SetOutput | SetMode | SetTuning | Calibrate,
        what: str,
        why: str,
    ) -> None:
        """Give a command; ask first if there is a reason to."""
        locked = self.view.forced_by or self.scene().forced(self.tag)
        if locked:
            why = f"{self.console.say('forced by')} {locked}"
        if why:
            self.console.confirm(f"{what} ({why})", lambda: self.console.submit(command))
        else:
            self.console.submit(command)

    def _may(self, attribute: str) -> bool:
        """Return whether this tag has something to set; if not, say so."""
        if f"{self.tag}.{attribute}" in self.console.runner.desk.names:
            return True
        self.console.tell(f"{self.tag}.{attribute}: {self.console.say('none')}", "refused")
        return False

    def _limits(self) -> tuple[float, float]:
        """Return the limits of the set-point."""
        loop = self.console.runner.desk.brief.cell.loop(self.tag)
        return (loop.low, loop.high) if loop is not None else (self.view.low, self.view.high)

    def _range(self, low: float, high: float, unit: str) -> str:
        """Return the tag with a range, to stand before a question."""
        return f"{self.tag} ({low:g} … {high:g} {unit_of(unit)})"

    def _tried(self, command: Command, low: float, high: float) -> bool:
        """Give a command whose value is out of its range to the desk, and return whether it is.

        The desk refuses it, tells the range, and the log keeps that it was tried.
        """
        value = getattr(command, "value", low)
        if low <= value <= high:
            return False
        self.console.submit(command)
        return True

    def _number(self, typed: str, unit: str) -> float | None:
        """Return a typed number; None, and told, if it is none."""
        say = self.console.say
        try:
            return read_number(typed, unit)
        except Refusal as refusal:
            problem = refusal.problems[0]
            told = say("write a number, such as 36.5")
            detail = say.retell(problem.message)
            self.console.tell(f"{detail}: {told}" if detail != told else told, "refused")
            return None

    def _inside(self, value: float, unit: str, low: float, high: float) -> bool:
        """Return whether a value is in its range; if not, say so."""
        if low <= value <= high:
            return True
        ends = {"low": f"{low:g}", "high": f"{high:g} {unit_of(unit)}".strip()}
        told = self.console.say("{value} is out of range: {low} to {high}", value=value, **ends)
        self.console.tell(told, "refused")
        return False

    # -- painting ----------------------------------------------------------------------------

    def paint(self, width: int, height: int) -> list[Line]:
        """Return values, modes, limits, alarms and the trend of the last hour."""
        view, scene = self.view, self.scene()
        name = self.console.say.retell(view.name)
        owner = f"  {scene.unit.tag}" if scene.unit.tag else ""
        head = self.title(width, (f"{view.tag}  ", "strong"), (name, ""), (owner, "soft"))
        wide = width * 9 // 20 if width >= BESIDE else width
        canvas = Canvas(width, height)
        canvas.place(0, 0, [head])
        row = 1
        for lines in (
            values(scene, view, wide),
            self._mode_row(scene, view, row + len(values(scene, view, wide)), wide),
            outputs(scene, view, wide),
            [quality(scene, view, wide)],
            limits(scene, view, wide),
            interlock(scene, view, wide),
            alarms(scene, view, wide),
            tuning(scene, view, wide),
        ):
            canvas.place(0, row, lines)
            row += len(lines)
        area = (wide + 1, 1, width - wide - 1, height - 1)
        if width < BESIDE:
            area = (0, row, width, height - row)
        if area[3] >= 3:
            canvas.place(area[0], area[1], pane(self.console, view, _SPAN_MS, area[2], area[3]))
        return canvas.lines()

    def _mode_row(self, scene: Scene, view: TagView, row: int, width: int) -> list[Line]:
        """Return the modes of a loop, and remember where they can be clicked."""
        self._modes = []
        if view.mode is None:
            return []
        pieces, places = modes(scene, view)
        self._modes = [(first, last, row, mode) for first, last, mode in places]
        return [line(pieces, width)]
