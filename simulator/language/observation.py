"""What a screen or a scripted operator may see: instruments and states, never the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TagView:
    """One loop, indicator, valve or pump.

    ``pv`` is the process value as transmitted, ``sp`` the set-point, ``op`` the output (%),
    ``position`` the position feedback (%), ``mode`` MAN, AUTO or CAS. What a tag does not have is
    None. ``quality`` is GOOD, UNCERTAIN or BAD. ``low`` and ``high`` are the instrument's range.
    """

    tag: str
    name: str
    unit: str
    pv: float | None = None
    sp: float | None = None
    op: float | None = None
    position: float | None = None
    mode: str | None = None
    quality: str = "GOOD"
    low: float = 0.0
    high: float = 100.0
    forced_by: str = ""


@dataclass(frozen=True, slots=True)
class AlarmView:
    """One alarm that is not normal: its ISA-18.2 state letter, priority 1 (highest) to 4."""

    alarm: str
    state: str
    priority: int
    since: int
    value: float
    limit: float
    unit: str
    shelved_until: int | None = None


@dataclass(frozen=True, slots=True)
class PhaseView:
    """One phase: its ISA-88 state, its current step, and the prompt it waits on, if any."""

    phase: str
    unit: str
    state: str
    since: int
    step: int
    steps: int
    waits_for: str = ""
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class SampleView:
    """One sample: where it is on its way (ordered, drawn, queued, analysed, reported)."""

    sample: int
    unit: str
    stage: str
    taken_at: int | None
    results: tuple[tuple[str, float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class InterlockView:
    """One interlock: whether it is tripped, and whether it was the first out."""

    interlock: str
    tripped: bool
    first_out: bool
    text: str


@dataclass(frozen=True, slots=True)
class UtilityView:
    """One utility as its local gauge shows it: supply as percent of design, bank in use."""

    utility: str
    supply: float
    bank: int
    banks: int


@dataclass(frozen=True, slots=True)
class Observation:
    """A frozen picture of the plant's instruments at ``now`` (ms since the session began)."""

    now: int
    tags: Mapping[str, TagView]
    alarms: tuple[AlarmView, ...]
    phases: tuple[PhaseView, ...]
    samples: tuple[SampleView, ...]
    interlocks: tuple[InterlockView, ...]
    utilities: tuple[UtilityView, ...]
    procedure_mode: str
    people_free: int
    people_on_shift: int
    values: Mapping[str, float]
    """Every name an operator's condition may use, such as ``TIC-101.PV``; modes are numbers."""
