"""The phases of the procedure: ISA-88 states, steps, prompts, and the commands to them."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len

from simulator.language.command import (
    AnswerPrompt,
    PhaseCommand,
    PhaseOrder,
    ProcedureMode,
    SetProcedureMode,
)
from simulator.language.observation import PhaseView
from simulator.language.simtime import show_time
from tui.draw import Line, fit, line, scrolled, whole, wrap
from tui.page import DOWN, UP, Key, Page
from tui.pages.duty import for_how_long

_MODES: tuple[ProcedureMode, ...] = ("AUTOMATIC", "SEMIAUTOMATIC", "MANUAL")
_STATES = 63
"""Cells of a row before what its phase waits for, at the most."""
_SHAPES = {"Running": "▶", "Held": "‖", "Paused": "‖", "Complete": "■", "Idle": "□"}


class Phases(Page):
    """Every phase with its state and step; what a phase asks stands below."""

    name: ClassVar[str] = "phases"
    heading: ClassVar[str] = "phases"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("enter", "answer", "answer", "Enter"),
        Key("s", "start", "start"),
        Key("h", "hold", "hold"),
        Key("r", "restart", "restart"),
        Key("p", "pause phase", "pause"),
        Key("u", "resume", "resume"),
        Key("t", "stop", "stop"),
        Key("b", "abort", "abort"),
        Key("e", "reset", "reset"),
        Key("m", "procedure mode", "mode"),
    )

    def count(self) -> int:
        """Return how many phases there are."""
        return len(self.now.phases)

    def selected(self) -> PhaseView | None:
        """Return the chosen phase; None, and told, if there is none."""
        phases = self.now.phases
        if not phases:
            self.console.tell(self.console.say("this scenario has no phases"))
            return None
        return phases[max(0, min(self.chosen, len(phases) - 1))]

    def _order(self, order: PhaseOrder) -> None:
        """Ask whether to give an order to the chosen phase."""
        phase = self.selected()
        if phase is not None:
            tag = phase.phase
            what = f"{tag}{self.console.say.colon}{phase.state} → {order}"
            self.console.confirm(what, lambda: self.console.submit(PhaseCommand(tag, order)))

    def start(self) -> None:
        """Start the chosen phase."""
        self._order("START")

    def hold(self) -> None:
        """Hold the chosen phase in its safe state."""
        self._order("HOLD")

    def restart(self) -> None:
        """Restart the chosen phase from hold."""
        self._order("RESTART")

    def pause(self) -> None:
        """Pause the chosen phase at the end of its step."""
        self._order("PAUSE")

    def resume(self) -> None:
        """Resume the chosen phase from its pause."""
        self._order("RESUME")

    def stop(self) -> None:
        """Stop the chosen phase for good, in order."""
        self._order("STOP")

    def abort(self) -> None:
        """Abort the chosen phase at once."""
        self._order("ABORT")

    def reset(self) -> None:
        """Make the chosen phase ready for another start."""
        self._order("RESET")

    def mode(self) -> None:
        """Ask for the next procedure mode."""
        mode = self.now.procedure_mode
        after = {old: _MODES[(n + 1) % len(_MODES)] for n, old in enumerate(_MODES)}
        wanted = next((new for old, new in after.items() if old == mode), _MODES[0])
        what = f"{self.console.say('procedure mode')} {mode} → {wanted}"
        self.console.confirm(what, lambda: self.console.submit(SetProcedureMode(wanted)))

    def answer(self) -> None:
        """Ask for the answer to the prompt of the chosen phase, or of the first that asks."""
        phase = self.selected()
        if phase is None:
            return
        asking = [phase] if phase.prompt else [p for p in self.now.phases if p.prompt]
        if not asking:
            self.console.tell(self.console.say("nothing selected"))
            return
        tag = asking[0].phase
        self.console.ask(
            "Answer",
            lambda text: self.console.submit(AnswerPrompt(tag, text.strip() or "yes")),
            what=f"{tag}{self.console.say.colon}".rstrip(),
        )

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the phases, then what is asked."""
        say = self.console.say
        phases = self.now.phases
        self.chosen = max(0, min(self.chosen, len(phases) - 1))
        mode = (f" {say('procedure')}{say.colon}{self.now.procedure_mode}", "")
        lines = [self.title(width, mode)]
        if not phases:
            return [*lines, line([(f" {say('this scenario has no phases')}", "")], width)]
        asked: list[Line] = [
            line([(f"  {row}", "chosen")], width)
            for phase in phases
            if phase.prompt
            for row in wrap(
                f"{phase.phase} {say('asks')}{say.colon}{say.retell(phase.prompt)}", width - 4
            )
        ]
        asked += self._waiting(phases[self.chosen], width)
        rows = max(height - 2 - len(asked), 3)
        start = scrolled(self.chosen, len(phases), rows)
        for place, phase in enumerate(phases[start : start + rows], start):
            lines.append(self._row(phase, place == self.chosen, width))
        return [*lines, *asked]

    def _waiting(self, phase: PhaseView, width: int) -> list[Line]:
        """Return what a phase waits for, whole, if its row has no room for it."""
        waits = self._waits(phase)
        if not waits or _STATES + cell_len(waits) <= width:
            return []
        told = wrap(f"{phase.phase} {waits}", width - 4)
        return [line([], width), *(line([(f"  {row}", "")], width) for row in told)]

    def _waits(self, phase: PhaseView) -> str:
        """Return what a phase waits for; empty if for nothing."""
        say = self.console.say
        if phase.passed_over:
            return say("{other} is done in its place", other=phase.passed_over)
        since = for_how_long(self.console, phase)
        if phase.barred:
            return f"! {say.retell(phase.barred)}{since}"
        return f"{say('waits for')} {phase.waits_for}{since}" if phase.waits_for else ""

    def _row(self, phase: PhaseView, chosen: bool, width: int) -> Line:
        say = self.console.say
        mark = _SHAPES.get(phase.state, "·")
        return line(
            [
                (f" {mark} {fit(phase.phase, 20)}", "chosen" if chosen else "strong"),
                (f" {fit(phase.state, 11)}", "strong"),
                (f"{say('step')} {phase.step}/{phase.steps} ", ""),
                (f"{show_time(phase.since):>11}  ", "soft"),
                ("? " if phase.prompt else "", "refused"),
                *whole([(self._waits(phase), "")], width - _STATES),
            ],
            width,
        )
