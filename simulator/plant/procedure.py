"""The procedure of the plant: its phases, as the recipe, people and interlocks move them."""

from __future__ import annotations

from collections.abc import Callable

from simulator.control import phase
from simulator.control.phase import PhaseState, Progress, StepKind
from simulator.language.command import Command, PhaseOrder, ProcedureMode
from simulator.language.event import MessageShown, PhaseChanged, PromptShown
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.language.words import say
from simulator.plant.allocation import Allocation, Taken
from simulator.plant.cell import Cell
from simulator.plant.design import (
    DoStep,
    PhaseSpec,
    PromptStep,
    SayStep,
    Step,
    UntilStep,
    WaitStep,
)
from simulator.plant.layout import TALLY

MODES: tuple[ProcedureMode, ...] = ("AUTOMATIC", "SEMIAUTOMATIC", "MANUAL")
_MODE = [field.name for field in TALLY].index("mode")
_IDLE, _RUNNING, _PAUSING, _COMPLETE = (
    float(phase.PHASE_STATES.index(state)) for state in ("Idle", "Running", "Pausing", "Complete")
)
_AT_REST = tuple(
    float(phase.PHASE_STATES.index(state))
    for state in ("Paused", "Held", "Complete", "Stopped", "Aborted")
)
_OVER = tuple(
    float(phase.PHASE_STATES.index(state)) for state in ("Complete", "Stopped", "Aborted")
)
_MOST_STEPS_AT_ONCE = 2000

Perform = Callable[[Command, str], None]
"""Gives a command of a phase to the plant; the second argument is who gives it."""
MayStart = Callable[[str], Problem | None]
"""Says why a phase may not start now for what it wants to use, if so."""
Moved = Callable[[str, str, str], None]
"""Is told that a phase went from one state to another."""


class Procedure:
    """The phases of a cell."""

    def __init__(self, cell: Cell, perform: Perform, may_start: MayStart, moved: Moved) -> None:
        self._cell = cell
        self._perform = perform
        self._may_start = may_start
        self._moved = moved
        self.specs: dict[str, PhaseSpec] = {spec.tag: spec for spec in cell.design.procedure}
        self._bases = {tag: cell.base("phase", tag) for tag in self.specs}
        self._found: dict[str, tuple[bytes, Progress]] = {}
        self._later = [(tag, spec.at_ms) for tag, spec in self.specs.items() if spec.at_ms > 0]
        self.allocation = Allocation(self.specs, cell.design.recipe, self.progress)

    @property
    def mode(self) -> ProcedureMode:
        """Return who starts the phases."""
        return MODES[int(self._cell.y[self._cell.base("plant", "procedure") + _MODE])]

    def set_mode(self, mode: ProcedureMode) -> None:
        """Choose who starts the phases; in AUTOMATIC what is ready starts at once."""
        base = self._cell.base("plant", "procedure")
        self._cell.y[base + _MODE] = float(MODES.index(mode))
        self.run()

    def progress(self, tag: str) -> Progress:
        """Return where a phase is; read anew only when a slot of it has changed."""
        base = self._bases[tag]
        slots = self._cell.y[base : base + len(phase.STATES)].tobytes()
        found = self._found.get(tag)
        if found is None or found[0] != slots:
            found = slots, phase.load(self._cell.y, base)
            self._found[tag] = found
        return found[1]

    def step(self, tag: str) -> Step | None:
        """Return the step a phase is at; None when it has none left."""
        spec, progress = self.specs[tag], self.progress(tag)
        return spec.steps[progress.step] if progress.step < len(spec.steps) else None

    def prompt(self, tag: str) -> PromptStep | None:
        """Return the prompt that a phase waits on now, if any."""
        progress, step = self.progress(tag), self.step(tag)
        waiting = progress.state in ("Running", "Pausing") and progress.entered
        return step if waiting and isinstance(step, PromptStep) else None

    def review(self, tag: str, order: PhaseOrder) -> Problem | PhaseState:
        """Return the state a command would lead to, or why it is not possible now."""
        if order == "START" and (other := self.allocation.passed_over(tag)):
            message = text("{other} is done in its place", other=other)
            return Problem("passed-over", message, text("look at the page of phases"))
        taken = self.allocation.hindrance(tag) if order == "START" else None
        if taken is not None:
            return Problem(
                "unit-taken",
                text("{unit} is taken by {what}", unit=taken.unit, what=taken.by),
                text("wait until that is complete, or stop or abort it"),
            )
        if order == "START" and (problem := self._may_start(tag)):
            return problem
        return phase.command(self.progress(tag).state, order)

    def stands_off(self, tag: str) -> Problem | None:
        """Return why a phase that the recipe would start now does not for what it wants, if so."""
        return self._may_start(tag) if self._wanted(tag) else None

    def order(self, tag: str, order: PhaseOrder, by: str) -> None:
        """Give a phase a command; one that is not possible now changes nothing."""
        target = self.review(tag, order)
        if not isinstance(target, Problem):
            self._move(tag, target, by)
            self.run()

    def answer(self, tag: str) -> None:
        """Take up that the prompt of a phase has been answered."""
        self._continue(tag, answered=True)
        self.run()

    def next_due(self) -> int | None:
        """Return when the next wait of a phase ends."""
        y = self._cell.y
        due = [
            int(y[base + phase.DUE])
            for base in self._bases.values()
            if y[base + phase.DUE] != phase.NO_TIME
            and y[base + phase.STATE] in (_RUNNING, _PAUSING)
        ]
        now = self._cell.now
        due += [at for tag, at in self._later if at > now and self.progress(tag).state == "Idle"]
        return min(due, default=None)

    def run(self) -> None:
        """Let every phase go on as far as it can, and start what the recipe starts."""
        while self._go_on() or self._start_one():
            pass

    def _go_on(self) -> bool:
        """Let the phases that are not idle go on; return whether any of them moved."""
        moved = False
        for tag, base in self._bases.items():
            if self._cell.y[base + phase.STATE] != _IDLE and not self._rests(tag):
                before = self.progress(tag)
                self._continue(tag)
                moved = moved or self.progress(tag) != before
        return moved

    def _start_one(self) -> bool:
        """Start the first phase in the queue that may start; return whether there was one.

        One of a unit procedure at work comes first, since that holds product; then the one whose
        turn came first. Of two whose turn came in the same moment, the one written first.
        """
        y = self._cell.y
        ready = [
            tag
            for tag, base in self._bases.items()
            if y[base + phase.STATE] == _IDLE and not self._rests(tag)
        ]
        if len(ready) > 1:  # a stable sort: the written order decides ties
            ready.sort(key=lambda tag: (not self.allocation.in_work(tag), self.turn_since(tag)))
        return any(map(self._start_if_ready, ready))

    def _rests(self, tag: str) -> bool:
        """Return whether a phase is seen at a glance to stay where it is: nearly all nearly always.

        It has ended, or waits for a phase before it, a time, a condition or a person.
        """
        y, base, spec = self._cell.y, self._bases[tag], self.specs[tag]
        state = y[base + phase.STATE]
        if state == _IDLE:
            return y[base + phase.SINCE] != 0.0 or not self._turn(spec)
        if state not in (_RUNNING, _PAUSING):
            return state in _AT_REST
        position = int(y[base + phase.STEP])
        if y[base + phase.ENTERED] == 0.0 or position >= len(spec.steps):
            return False
        step = spec.steps[position]
        if isinstance(step, UntilStep):
            return not self._cell.watch_result(("step", tag, position))
        if isinstance(step, WaitStep):
            return self._cell.now < y[base + phase.DUE]
        return isinstance(step, PromptStep)

    def settled(self, tag: str) -> bool:
        """Return whether all that is seen of a phase follows from its progress.

        It is over, or waits for a phase before it: nobody has what it needs, and it asks nothing.
        """
        y, state = self._cell.y, self._cell.y[self._bases[tag] + phase.STATE]
        if state == _IDLE:
            before = self.specs[tag].after
            return any(y[self._bases[one] + phase.STATE] != _COMPLETE for one in before)
        return state in _OVER

    def taken_from(self, tag: str) -> Taken | None:
        """Return the unit that a phase waits for whose turn it is, and who has it; else None."""
        y = self._cell.y
        if y[self._bases[tag] + phase.STATE] != _IDLE or not self._turn(self.specs[tag]):
            return None
        return None if self.allocation.passed_over(tag) else self.allocation.hindrance(tag)

    def turn_since(self, tag: str) -> int:
        """Return since when (ms) all that a phase comes after is complete, if that is so."""
        spec = self.specs[tag]
        ways = (next((w for w in group if self._complete(w)), ()) for group in spec.either)
        before = (*spec.after, *(other for way in ways for other in way))
        return max((spec.at_ms, *(self.progress(other).since for other in before)))

    def _turn(self, spec: PhaseSpec) -> bool:
        """Return whether all that a phase comes after is complete, and its time has come."""
        return (
            self._complete(spec.after)
            and (spec.at_ms == 0 or self._cell.now >= spec.at_ms)
            and all(any(map(self._complete, group)) for group in spec.either)
        )

    def _complete(self, phases: tuple[str, ...]) -> bool:
        y, bases = self._cell.y, self._bases
        return all(y[bases[one] + phase.STATE] == _COMPLETE for one in phases)

    def _start_if_ready(self, tag: str) -> bool:
        """Start a phase that never ran, once its turn has come; say whether it did."""
        if self._wanted(tag) and self._may_start(tag) is None:
            self._move(tag, "Running", "recipe")
            return True
        return False

    def _wanted(self, tag: str) -> bool:
        """Return whether the recipe wants a phase now that never ran."""
        progress, spec = self.progress(tag), self.specs[tag]
        fresh = progress.state == "Idle" and progress.since == 0
        if self.mode != "AUTOMATIC" or not fresh:
            return False
        if not self._turn(spec):
            return False
        if self.allocation.tried(tag) or self.allocation.passed_over(tag):
            return False  # whether to do it in another unit after all is for a person to say
        if self.allocation.hindrance(tag) is not None:
            return False
        return spec.when is None or self._cell.watch_result(("start", tag, 0))

    def _continue(self, tag: str, answered: bool = False) -> None:
        """Let one phase go on until it must wait; a prompt only with an answer."""
        for _ in range(_MOST_STEPS_AT_ONCE):
            progress = self.progress(tag)
            if progress.state in ("Holding", "Restarting", "Stopping", "Aborting"):
                self._act(tag, progress.state)
                continue
            step = self.step(tag)
            kind, duration, fact = self._question(tag, progress, step, answered)
            spec = self.specs[tag]
            after, action = phase.proceed(
                progress, self._cell.now, len(spec.steps), kind, duration, fact
            )
            self._store(tag, after)
            if action == "wait":
                return
            if action == "finish":
                self._move(tag, phase.done(after.state), "recipe")
                return
            if action == "begin" and step is not None:
                self._begin(tag, step)
            if action == "next":
                answered = False

    def _question(
        self, tag: str, progress: Progress, step: Step | None, answered: bool
    ) -> tuple[StepKind, int, bool]:
        """Return the kind of a step, the length of its wait, and whether it is fulfilled."""
        if isinstance(step, WaitStep):
            return "wait", step.duration_ms, False
        if isinstance(step, UntilStep):
            key = ("step", tag, progress.step)
            return "until", 0, progress.entered and self._cell.watch_result(key)
        if isinstance(step, PromptStep):
            return "prompt", 0, answered
        return ("say" if isinstance(step, SayStep) else "do"), 0, True

    def _begin(self, tag: str, step: Step) -> None:
        """Do what a step does when it begins."""
        cell = self._cell
        if isinstance(step, DoStep):
            for command in step.commands:
                self._perform(command, tag)
        elif isinstance(step, PromptStep):
            cell.report(PromptShown(cell.now, tag, say(step.text, cell.design.language)))
        elif isinstance(step, SayStep):
            cell.report(MessageShown(cell.now, tag, say(step.text, cell.design.language)))

    def _act(self, tag: str, state: PhaseState) -> None:
        """Do what an acting state does, and go on to the state that follows."""
        spec = self.specs[tag]
        commands = {
            "Holding": spec.on_hold,
            "Restarting": spec.on_restart,
            "Stopping": spec.on_stop,
            "Aborting": spec.on_abort,
        }[state]
        for command in commands:
            self._perform(command, tag)
        self._move(tag, phase.done(state), "recipe")

    def _move(self, tag: str, state: PhaseState, by: str) -> None:
        """Bring a phase to a state and report it."""
        cell, progress = self._cell, self.progress(tag)
        self._store(tag, phase.moved(progress, state, cell.now))
        cell.report(PhaseChanged(cell.now, tag, progress.state, state, by))
        self._moved(tag, progress.state, state)

    def _store(self, tag: str, progress: Progress) -> None:
        """Store where a phase is; only the condition of the step it waits at is evaluated."""
        cell = self._cell
        phase.store(cell.y, cell.base("phase", tag), progress)
        running = progress.state in ("Running", "Pausing") and progress.entered
        for position, step in enumerate(self.specs[tag].steps):
            if isinstance(step, UntilStep):
                here = running and position == progress.step
                cell.enable_watch(("step", tag, position), here)
