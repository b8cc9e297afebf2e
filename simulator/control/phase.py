"""Phases: the ISA-88 states and commands, and the runner of a phase's steps.

States and commands are those of the example of ANSI/ISA-88.00.01-2010 (IEC 61512-1), spelled as
in BatchML. States that end in -ing act and end by themselves; the others wait for a command.
Nothing here does anything: functions say what the next state is and what is to be done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from simulator.language.command import PhaseOrder
from simulator.language.field import Field
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.numerics.kernel import Floats

STATE = 0
STEP = 1
ENTERED = 2
DUE = 3
REMAINING = 4
SINCE = 5

PhaseState = Literal[
    "Idle",
    "Running",
    "Complete",
    "Pausing",
    "Paused",
    "Holding",
    "Held",
    "Restarting",
    "Stopping",
    "Stopped",
    "Aborting",
    "Aborted",
]
PHASE_STATES: tuple[PhaseState, ...] = (
    "Idle",
    "Running",
    "Complete",
    "Pausing",
    "Paused",
    "Holding",
    "Held",
    "Restarting",
    "Stopping",
    "Stopped",
    "Aborting",
    "Aborted",
)
"""The slot STATE holds the position of the state here."""
ORDERS: tuple[PhaseOrder, ...] = (
    "START",
    "PAUSE",
    "RESUME",
    "HOLD",
    "RESTART",
    "STOP",
    "ABORT",
    "RESET",
)
NO_TIME = -1

_D = "definition"
_S = "ANSI/ISA-88.00.01-2010"

STATES: tuple[Field, ...] = (
    Field("state", "", 0.0, 0.0, 11.0, _S, "choice", PHASE_STATES),
    Field("step", "", 0.0, 0.0, 1000.0, _D, "state", meaning="position of the current step"),
    Field("entered", "", 0.0, 0.0, 1.0, _D, "state", meaning="1 once the step has begun"),
    Field("due", "ms", -1.0, -1.0, 1e15, _D, "state", meaning="when its wait ends; -1: no wait"),
    Field("remaining", "ms", -1.0, -1.0, 1e15, _D, "state", meaning="wait left when it was held"),
    Field("since", "ms", 0.0, 0.0, 1e15, _D, "state", meaning="when it came to this state"),
)
PARAMETERS: tuple[Field, ...] = ()

_TABLE: Mapping[PhaseOrder, tuple[tuple[PhaseState, ...], PhaseState]] = {
    "START": (("Idle",), "Running"),
    "PAUSE": (("Running",), "Pausing"),
    "RESUME": (("Paused",), "Running"),
    "HOLD": (("Running", "Pausing", "Paused", "Restarting"), "Holding"),
    "RESTART": (("Held",), "Restarting"),
    "STOP": (("Running", "Pausing", "Paused", "Holding", "Held", "Restarting"), "Stopping"),
    "ABORT": (
        (
            "Running",
            "Pausing",
            "Paused",
            "Holding",
            "Held",
            "Restarting",
            "Stopping",
            "Stopped",
        ),
        "Aborting",
    ),
    "RESET": (("Complete", "Stopped", "Aborted"), "Idle"),
}
_THEN: Mapping[PhaseState, PhaseState] = {
    "Running": "Complete",
    "Pausing": "Paused",
    "Holding": "Held",
    "Restarting": "Running",
    "Stopping": "Stopped",
    "Aborting": "Aborted",
}


def legal_orders(state: PhaseState) -> tuple[PhaseOrder, ...]:
    """Return the commands that a phase in this state accepts."""
    return tuple(order for order in ORDERS if state in _TABLE[order][0])


def command(state: PhaseState, order: PhaseOrder) -> PhaseState | Problem:
    """Return the state that a command leads to, or why it is not possible in this state."""
    sources, target = _TABLE[order]
    if state in sources:
        return target
    orders = ", ".join(legal_orders(state)) or "none; it goes on by itself"
    return Problem(
        "illegal-order",
        text("{order} is not possible while the phase is {state}", order=order, state=state),
        text("possible now: {orders}", orders=orders),
    )


def done(state: PhaseState) -> PhaseState:
    """Return the state that follows when what an acting state does is done; others stay."""
    return _THEN.get(state, state)


StepKind = Literal["do", "wait", "until", "prompt", "say"]
Action = Literal["begin", "next", "wait", "finish"]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a phase is: its state, its step, whether that has begun, and its times in ms.

    ``due`` is when the wait of the step ends, ``remaining`` what was left of it when the phase was
    held; both are NO_TIME when there is none. ``since`` is when the phase came to its state.
    """

    state: PhaseState = "Idle"
    step: int = 0
    entered: bool = False
    due: int = NO_TIME
    remaining: int = NO_TIME
    since: int = 0


def moved(progress: Progress, state: PhaseState, now: int) -> Progress:
    """Return the progress after a change to ``state`` at ``now``.

    A phase that is held keeps what is left of its wait; when it runs again it waits for that, and
    begins any other interrupted step anew (a prompt is asked again). A start begins at the first
    step.
    """
    if "Idle" in (state, progress.state):
        return Progress(state, since=now)
    if state in ("Running", "Pausing"):
        return replace(progress, state=state, since=now)
    left = progress.remaining
    if progress.due != NO_TIME:
        left = max(0, progress.due - now)
    return replace(progress, state=state, since=now, entered=False, due=NO_TIME, remaining=left)


def proceed(
    progress: Progress, now: int, steps: int, kind: StepKind, duration_ms: int, fact: bool
) -> tuple[Progress, Action]:
    """Return how a phase goes on at ``now``, and what its caller is to do.

    ``kind`` and ``duration_ms`` describe the current step (anything, once all ``steps`` are done);
    ``fact`` is whether its condition holds or its prompt is answered. The actions are

    * "begin": give the step's commands, message or prompt, then call again;
    * "next": call again with the next step;
    * "wait": nothing more to do now;
    * "finish": the acting state is done (see :func:`done`); a pause comes into effect between two
      steps.
    """
    if progress.state not in ("Running", "Pausing"):
        return progress, "wait"
    if progress.entered:
        if not _over(progress, now, kind, fact):
            return progress, "wait"
        progress = replace(progress, step=progress.step + 1, entered=False, due=NO_TIME)
        finished = progress.state == "Pausing" or progress.step >= steps
        return progress, "finish" if finished else "next"
    if progress.state == "Pausing" or progress.step >= steps:
        return progress, "finish"
    due = NO_TIME
    if kind == "wait":
        due = now + (duration_ms if progress.remaining == NO_TIME else progress.remaining)
    return replace(progress, entered=True, due=due, remaining=NO_TIME), "begin"


def _over(progress: Progress, now: int, kind: StepKind, fact: bool) -> bool:
    """Return whether a step that has begun is over."""
    if kind == "wait":
        return now >= progress.due
    if kind in ("until", "prompt"):
        return fact
    return True


def load(y: Floats, yb: int) -> Progress:
    """Return where the phase whose block begins at ``yb`` is."""
    return Progress(
        PHASE_STATES[int(y[yb + STATE])],
        int(y[yb + STEP]),
        y[yb + ENTERED] != 0.0,
        int(y[yb + DUE]),
        int(y[yb + REMAINING]),
        int(y[yb + SINCE]),
    )


def store(y: Floats, yb: int, progress: Progress) -> None:
    """Write where the phase is into its block."""
    y[yb + STATE] = float(PHASE_STATES.index(progress.state))
    y[yb + STEP] = float(progress.step)
    y[yb + ENTERED] = float(progress.entered)
    y[yb + DUE] = float(progress.due)
    y[yb + REMAINING] = float(progress.remaining)
    y[yb + SINCE] = float(progress.since)
