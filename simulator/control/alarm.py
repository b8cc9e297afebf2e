"""Alarms: detecting their condition, and the nine states of the alarm life cycle.

The kernel decides, with deadband and delays, whether the condition is there; the state machine
(:func:`after`) decides what that means to the operator. States and transitions are those of
ANSI/ISA-18.2-2016 (IEC 62682), which names them A (Normal) to I (Out of service).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from simulator.control.transmitter import BAD as BAD_QUALITY
from simulator.language.field import Field
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.numerics.exact import magnitude
from simulator.numerics.kernel import Floats, Ints, kernel

YB = 0
PB = 1
SOURCE = 2
"""k: slot of y that is watched; the quality for BAD."""
REFERENCE = 3
"""k: slot of y with the set-point, for DEV; else -1."""
KIND = 4
TRUST = 5
"""k: slot of y with the quality of what is watched, which must not be BAD; or -1."""
ROW = 6

KINDS = ("HI", "HIHI", "LO", "LOLO", "DEV", "BAD")
HI = 0
HIHI = 1
LO = 2
LOLO = 3
DEV = 4
BAD = 5

ACTIVE = 0
TIMER = 1
CHANGED = 2
PENDED = 3
LIMIT = 4
STATE = 5
BENEATH = 6
SHELVED = 7
SUPPRESSED = 8
OUT_OF_SERVICE = 9
SINCE = 10
CONDITION_AT = 11
SHELVED_UNTIL = 12

AT_REST = -1.0
LETTERS = "ABCDEFGHI"
"""The states; STATE and BENEATH hold the position of a letter here."""
NAMES: Mapping[str, str] = {
    "A": "Normal",
    "B": "Unacknowledged",
    "C": "Acknowledged",
    "D": "Returned, unacknowledged",
    "E": "Latched, unacknowledged",
    "F": "Latched, acknowledged",
    "G": "Shelved",
    "H": "Suppressed by design",
    "I": "Out of service",
}

_D = "definition"
_S = "ANSI/ISA-18.2-2016"

STATES: tuple[Field, ...] = (
    Field("active", "", 0.0, 0.0, 1.0, _D, "output", meaning="1 while the condition is there"),
    Field("timer", "ms", AT_REST, -1.0, 1e15, _D, "state", meaning="of the delay; -1 at rest"),
    Field("changed", "", 0.0, 0.0, 1.0, _D, "output", meaning="1 if active changed in this scan"),
    Field("pended", "ms", 0.0, 0.0, 1e15, _D, "state", meaning="delay that the last change waited"),
    Field("limit", "PV", 0.0, -1e9, 1e9, _D, "state", meaning="for DEV: of the deviation"),
    Field("state", "", 0.0, 0.0, 8.0, _S, "state", tuple(LETTERS), "of the life cycle"),
    Field("beneath", "", 0.0, 0.0, 5.0, _S, "state", tuple(LETTERS[:6]), "state while hidden"),
    Field("shelved", "", 0.0, 0.0, 1.0, _S, "state"),
    Field("suppressed", "", 0.0, 0.0, 1.0, _S, "state", meaning="1 while suppressed by design"),
    Field("out of service", "", 0.0, 0.0, 1.0, _S, "state"),
    Field("since", "ms", 0.0, 0.0, 1e15, _D, "state", meaning="when it came to this state"),
    Field("condition at", "ms", 0.0, 0.0, 1e15, _D, "state", meaning="when the condition began"),
    Field("shelved until", "ms", 0.0, 0.0, 1e15, _D, "state"),
)

DEADBAND = 0
ON_DELAY = 1
OFF_DELAY = 2

PARAMETERS: tuple[Field, ...] = (
    Field("deadband", "PV", 0.0, 0.0, 1e9, _S, meaning="how far it must come back"),
    Field("on delay", "ms", 0.0, 0.0, 1e9, _S, meaning="condition must last before it counts"),
    Field("off delay", "ms", 0.0, 0.0, 1e9, _S, meaning="return must last before it counts"),
)

RECOMMENDED: Mapping[str, tuple[float, int]] = {
    "F": (0.05, 15_000),
    "L": (0.05, 60_000),
    "P": (0.02, 15_000),
    "T": (0.01, 60_000),
}
"""By first letter of the tag: starting deadband (share of the span) and delays (ms), ISA-18.2."""


@kernel
def beyond(kind: int, value: float, reference: float, limit: float, slack: float) -> int:
    """Return 1 if ``value`` is beyond a limit that has been eased by ``slack``, else 0."""
    if kind == BAD:
        over = value - 1.5
    elif kind == DEV:
        over = magnitude(value - reference) - limit + slack
    elif kind in (LO, LOLO):
        over = limit + slack - value
    else:
        over = value - limit + slack
    if over > 0.0:
        return 1
    return 0


@kernel
def detect(y: Floats, p: Floats, k: Ints, row: int, dt_ms: float) -> float:
    """Decide whether the condition is there; CHANGED, also returned, says if ACTIVE changed.

    It comes when the value is beyond the limit, and goes when the value is back by the deadband,
    each only after its delay without a break. PENDED is how long (ms) the change had waited then.
    While the value's quality is BAD nothing is decided: a probe that failed raises its own alarm,
    and not those of a value that nobody measured.
    """
    yb = k[row + YB]
    if k[row + TRUST] >= 0 and y[k[row + TRUST]] == BAD_QUALITY:
        y[yb + TIMER] = AT_REST
        y[yb + CHANGED] = 0.0
        return 0.0
    active = y[yb + ACTIVE]
    reference = 0.0
    if k[row + REFERENCE] >= 0:
        reference = y[k[row + REFERENCE]]
    slack = 0.0
    if active != 0.0:
        slack = p[k[row + PB] + DEADBAND]
    there = float(beyond(k[row + KIND], y[k[row + SOURCE]], reference, y[yb + LIMIT], slack))
    y[yb + CHANGED] = 0.0
    if there == active:
        y[yb + TIMER] = AT_REST
        return 0.0
    delay = p[k[row + PB] + ON_DELAY]
    if active != 0.0:
        delay = p[k[row + PB] + OFF_DELAY]
    waited = 0.0
    if y[yb + TIMER] != AT_REST:
        waited = y[yb + TIMER] + dt_ms
    y[yb + TIMER] = waited
    if waited >= delay:
        y[yb + PENDED] = waited
        y[yb + TIMER] = AT_REST
        y[yb + ACTIVE] = there
        y[yb + CHANGED] = 1.0
        return 1.0
    return 0.0


AlarmEvent = Literal[
    "condition",
    "return",
    "acknowledge",
    "reset",
    "shelve",
    "unshelve",
    "suppress",
    "unsuppress",
    "out of service",
    "return to service",
]
EVENTS: tuple[AlarmEvent, ...] = (
    "condition",
    "return",
    "acknowledge",
    "reset",
    "shelve",
    "unshelve",
    "suppress",
    "unsuppress",
    "out of service",
    "return to service",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an alarm stands: the state beneath (A to F) and what hides it, if anything.

    Being out of service hides being shelved, and that hides being suppressed by design.
    """

    beneath: str = "A"
    shelved: bool = False
    suppressed: bool = False
    out_of_service: bool = False

    @property
    def hidden(self) -> bool:
        """Return whether the alarm is kept from the operator's list."""
        return self.shelved or self.suppressed or self.out_of_service

    @property
    def letter(self) -> str:
        """Return the letter of its state, A to I."""
        if self.out_of_service:
            return "I"
        if self.shelved:
            return "G"
        return "H" if self.suppressed else self.beneath


_SHOWN: Mapping[tuple[str, AlarmEvent], str] = {
    ("A", "condition"): "B",
    ("D", "condition"): "B",
    ("E", "condition"): "B",
    ("F", "condition"): "B",
    ("B", "return"): "D",
    ("C", "return"): "A",
    ("B", "acknowledge"): "C",
    ("D", "acknowledge"): "A",
    ("E", "acknowledge"): "F",
    ("F", "reset"): "A",
}
_LATCHING: Mapping[tuple[str, AlarmEvent], str] = {("B", "return"): "E", ("C", "return"): "F"}
_WHEN_HIDDEN: Mapping[str, str] = {"D": "A"}
"""A return that nobody was shown needs no acknowledgement."""


def after(standing: Standing, event: AlarmEvent, latching: bool = False) -> Standing | Problem:
    """Return where an alarm stands after an event, or why the event is not possible there.

    A latching alarm whose condition returned waits for its reset, even when it was hidden
    meanwhile.
    """
    hides = _hiding(standing, event)
    if hides is not None:
        beneath = _WHEN_HIDDEN.get(hides.beneath, hides.beneath)
        return replace(hides, beneath=beneath) if hides.hidden else hides
    if standing.hidden and event not in ("condition", "return"):
        return _refused(standing, event)
    key = (standing.beneath, event)
    found = _LATCHING.get(key) if latching else None
    found = found or _SHOWN.get(key)
    if found is None:
        return _refused(standing, event)
    if standing.hidden:
        found = _WHEN_HIDDEN.get(found, found)
    return replace(standing, beneath=found)


def _hiding(standing: Standing, event: AlarmEvent) -> Standing | None:
    """Return where the alarm stands if the event changes what hides it, and may."""
    in_service = not standing.out_of_service
    if event == "shelve" and in_service and not standing.shelved:
        return replace(standing, shelved=True)
    if event == "unshelve" and in_service and standing.shelved:
        return replace(standing, shelved=False)
    if event == "suppress" and not standing.suppressed:
        return replace(standing, suppressed=True)
    if event == "unsuppress" and standing.suppressed:
        return replace(standing, suppressed=False)
    if event == "out of service" and in_service:
        return replace(standing, shelved=False, out_of_service=True)
    if event == "return to service" and not in_service:
        return replace(standing, out_of_service=False)
    return None


def legal(standing: Standing, latching: bool = False) -> tuple[AlarmEvent, ...]:
    """Return the events that are possible where the alarm stands, in the order of EVENTS."""
    return tuple(
        event for event in EVENTS if isinstance(after(standing, event, latching), Standing)
    )


_CODES: Mapping[str, str] = {
    "acknowledge": "nothing-to-acknowledge",
    "reset": "nothing-to-reset",
    "shelve": "not-shelvable",
    "unshelve": "not-shelved",
}
_BY_PEOPLE: tuple[AlarmEvent, ...] = (
    "acknowledge",
    "reset",
    "shelve",
    "unshelve",
    "out of service",
    "return to service",
)


def _refused(standing: Standing, event: AlarmEvent) -> Problem:
    possible = [
        entry
        for entry in _BY_PEOPLE
        if _hiding(standing, entry) is not None
        or (not standing.hidden and (standing.beneath, entry) in _SHOWN)
    ]
    state = NAMES[standing.letter].lower()
    hint = text("possible now: {names}", names=", ".join(possible))
    if event == "reset" and standing.letter == "E":
        hint = text("acknowledge it first")
    elif event == "reset" and standing.letter in "BC":
        hint = text("an alarm is reset once its condition is gone")
    code = _CODES.get(event, "alarm-state")
    return Problem(
        code, text("the alarm is {state}: {event} is not possible", state=state, event=event), hint
    )


def load(y: Floats, yb: int) -> Standing:
    """Return where the alarm whose block begins at ``yb`` stands."""
    return Standing(
        LETTERS[int(y[yb + BENEATH])],
        y[yb + SHELVED] != 0.0,
        y[yb + SUPPRESSED] != 0.0,
        y[yb + OUT_OF_SERVICE] != 0.0,
    )


def store(y: Floats, yb: int, standing: Standing) -> None:
    """Write where the alarm stands into its block."""
    y[yb + STATE] = float(LETTERS.index(standing.letter))
    y[yb + BENEATH] = float(LETTERS.index(standing.beneath))
    y[yb + SHELVED] = float(standing.shelved)
    y[yb + SUPPRESSED] = float(standing.suppressed)
    y[yb + OUT_OF_SERVICE] = float(standing.out_of_service)
