"""The faceplate of one tag: values, limits, trend, and the keys that change it."""

from __future__ import annotations

from typing import ClassVar

from simulator.language.command import (
    Calibrate,
    CallMaintenance,
    Command,
    LoopMode,
    SetMode,
    SetOutput,
    SetSetpoint,
)
from simulator.language.observation import TagView
from tui.console import Console
from tui.draw import SHAPES, Line, Piece, line, number, unit_of
from tui.page import Key, Page, alarm_token
from tui.mimics.scene import alarm_of, gauge_of
from tui.pages.trends import pane, toggle_pen

_SPAN_MS = 3_600_000


def open_faceplate(console: Console, tag: str) -> None:
    """Show the faceplate of a tag, if there is such a tag."""
    page = console.pages["faceplate"]
    assert isinstance(page, Faceplate)
    if tag in console.runner.latest.tags:
        page.tag = tag
        console.go(page)
    else:
        console.tell(f"{tag}: {console.say('there is no such tag')}", "refused")


class Faceplate(Page):
    """One tag. Every change is shown as old → new and confirmed before it is made."""

    name: ClassVar[str] = "faceplate"
    heading: ClassVar[str] = "faceplate"
    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("s", "set-point", "setpoint"),
        Key("o", "output", "output"),
        Key("m", "MAN", "manual"),
        Key("a", "AUTO", "automatic"),
        Key("c", "CAS", "cascade"),
        Key("k", "calibrate", "calibrate"),
        Key("w", "maintenance", "maintenance"),
        Key("t", "to trends", "pen"),
    )

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.tag = next(iter(console.runner.latest.tags), "")
        """The tag that is shown."""

    @property
    def view(self) -> TagView:
        """What the tag shows now."""
        return self.now.tags[self.tag]

    def setpoint(self) -> None:
        """Ask for a new set-point."""
        if self._may("SP"):
            self.console.ask("New set-point", lambda text: self._value("SP", text), what=self.tag)

    def output(self) -> None:
        """Ask for a new output."""
        if self._may("OP"):
            self.console.ask("New output (%)", lambda text: self._value("OP", text), what=self.tag)

    def calibrate(self) -> None:
        """Ask for the true value, such as from the laboratory, and calibrate the instrument."""
        if self._may("PV"):
            self.console.ask("True value", lambda text: self._value("PV", text), what=self.tag)

    def manual(self) -> None:
        """Ask to put the loop in manual."""
        self._mode("MAN")

    def automatic(self) -> None:
        """Ask to put the loop in automatic."""
        self._mode("AUTO")

    def cascade(self) -> None:
        """Ask to put the loop in cascade."""
        self._mode("CAS")

    def maintenance(self) -> None:
        """Ask to call maintenance to this tag."""
        what = f"{self.console.say('maintenance')} {self.tag}"
        self.console.confirm(what, lambda: self.console.submit(CallMaintenance(self.tag)))

    def pen(self) -> None:
        """Put this tag into the trends, or take it out."""
        toggle_pen(self.console, self.tag)

    def _may(self, attribute: str) -> bool:
        """Return whether this tag has something to set; if not, say so."""
        if f"{self.tag}.{attribute}" in self.console.runner.desk.names:
            return True
        self.console.tell(f"{self.tag}.{attribute}: {self.console.say('none')}", "refused")
        return False

    def _mode(self, mode: LoopMode) -> None:
        if self._may("MODE"):
            what = f"{self.tag}.MODE {self.view.mode} → {mode}"
            self.console.confirm(what, lambda: self.console.submit(SetMode(self.tag, mode)))

    def _value(self, attribute: str, text: str) -> None:
        """Read a number, with a decimal point or comma, and ask whether to set it."""
        try:
            value = float(text.strip().replace(",", "."))
        except ValueError:
            self.console.tell(self.console.say("write a number, such as 36.5"), "refused")
            return
        view = self.view
        old = {"SP": view.sp, "OP": view.op, "PV": view.pv}[attribute]
        shown = "--" if old is None else f"{old:.6g}"
        unit = "%" if attribute == "OP" else unit_of(view.unit)
        what = f"{self.tag}.{attribute} {shown} → {value:.6g} {unit}"
        if not -1e9 < value < 1e9:
            self.console.tell(self.console.say("write a number, such as 36.5"), "refused")
            return
        made: dict[str, Command] = {
            "SP": SetSetpoint(self.tag, value),
            "OP": SetOutput(self.tag, value),
            "PV": Calibrate(self.tag, value),
        }
        self.console.confirm(what, lambda: self.console.submit(made[attribute]))

    def paint(self, width: int, height: int) -> list[Line]:
        """Return values, bars, limits and the trend of the last hour."""
        view, speak = self.view, self.console.say
        span = view.high - view.low
        unit = unit_of(view.unit)
        lines = [
            self.title(
                width, (f"{view.tag}  ", "strong"), (self.console.say.retell(view.name), "")
            ),
            *self._values(view, width),
        ]
        facts: list[Piece] = [(f" {speak('quality')} {view.quality}", "")]
        if view.quality != "GOOD":
            facts = [(f" ? {speak('quality')} {view.quality} ", "refused")]
        shown = f"   {speak('range')} {number(view.low, span)} … {number(view.high, span)} {unit}"
        facts.append((shown, "soft"))
        if view.forced_by:
            facts.append((f"   ! {speak('forced by')} {view.forced_by}", "refused"))
        lines += [line(facts, width), self._limits(view, width)]
        rows = height - len(lines)
        return [*lines, *(pane(self.console, view, _SPAN_MS, width, rows) if rows > 1 else [])]

    def _values(self, view: TagView, width: int) -> list[Line]:
        """Return a bar each for PV with SP, and for OP, with the mode and the alarm."""
        span = view.high - view.low
        unit = unit_of(view.unit)
        bar = min(width - 4, 76)
        lines: list[Line] = []
        alarm = alarm_of(self.console, view.tag)
        mode: list[Piece] = [(f"   {view.mode} ", "strong")] if view.mode else []
        if alarm is not None:
            text = f" {SHAPES.get(alarm.priority, '○')}{alarm.priority} {alarm.alarm} "
            mode.append((f"{text}{alarm.state} ", alarm_token(alarm)))
        if view.pv is not None:
            head = f" PV {number(view.pv, span):>9} {unit}"
            if view.sp is not None:
                head += f"    SP {view.sp:>9.6g} {unit}"
            lines.append(line([(head, "strong"), *mode], width))
            text = gauge_of(self.console, view).bar(bar, view.pv, view.sp)
            lines.append(line([("  ", ""), (text, "pen")], width))
        if view.op is not None:
            head = f" OP {view.op:>9.1f} %"
            if view.position is not None:
                head += f"    {self.console.say('position')} {view.position:.1f} %"
            filled = round(max(0.0, min(view.op, 100.0)) / 100.0 * bar)
            lines.append(line([(head, "strong"), *(mode if view.pv is None else [])], width))
            lines.append(line([("  ", ""), ("█" * filled + "·" * (bar - filled), "pen")], width))
        return lines

    def _limits(self, view: TagView, width: int) -> Line:
        """Return the alarm limits of the tag."""
        found = [
            f"{tag.rpartition('.')[2]} {helped.limit:g}"
            for tag, helped in self.console.runner.desk.brief.alarms.items()
            if tag.rpartition(".")[0] == view.tag and helped.kind != "BAD"
        ]
        text = "   ".join(found) or self.console.say("none")
        return line([(f" {self.console.say('Alarm limits')}: {text}", "")], width)
