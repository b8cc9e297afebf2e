"""What a screen or a scripted operator may see: instruments and states, never the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.language.floor import (
    JobView,
    LotState,
    LotView,
    MaterialView,
    PersonView,
    StatusView,
)
from simulator.language.forms import FormsView


@dataclass(frozen=True, slots=True)
class TagView:
    """One loop, indicator, valve or pump.

    ``pv`` is the process value as transmitted, ``sp`` the set-point, ``op`` the output (%),
    ``position`` the position feedback (%), ``mode`` MAN, AUTO or CAS. What a tag does not have is
    None. ``quality`` is GOOD, UNCERTAIN or BAD. ``low`` and ``high`` are the instrument's range.
    ``tuning`` is the gain (%/unit), integral and derivative time (s) of a loop.
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
    tuning: tuple[float, float, float] | None = None


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
    """One phase: its ISA-88 state, its current step, and the prompt it waits on, if any.

    ``barred`` says why it does not start though the recipe wants it: a label stands in the way.
    ``waiting`` is since when (ms) it waits for a unit or label, ``batch`` what it is done for, and
    ``passed_over`` the unit procedure that is done in place of its own.
    """

    phase: str
    unit: str
    state: str
    since: int
    step: int
    steps: int
    waits_for: str = ""
    prompt: str = ""
    barred: str = ""
    waiting: int | None = None
    batch: str = ""
    passed_over: str = ""


@dataclass(frozen=True, slots=True)
class SampleView:
    """One sample: where it is on its way (ordered, drawn, queued, analysed, reported).

    A sample at hand waits to be labelled and sent. ``label_fault`` says what is wrong with the
    label: "" nothing, ``missing``, or ``other-form`` when it names neither unit nor sample.
    ``out`` names the analyses out of specification; ``retests`` are results measured again.
    While it waits for a crew, ``ahead`` is how many wait there before it. ``urgent`` ones go first.
    """

    sample: int
    unit: str
    stage: str
    taken_at: int | None
    results: tuple[tuple[str, float, str], ...] = ()
    label: str = ""
    label_fault: str = ""
    at_hand: bool = False
    retests: tuple[tuple[str, float, str], ...] = ()
    out: tuple[str, ...] = ()
    urgent: bool = False
    ahead: int | None = None


RECORD_STATES = ("later", "due", "late", "done", "exception")
"""Where a step of the batch record stands: not yet to be done, to be done now, its time over,
entered, or entered out of its limits."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that was put in the place of another at ``t``, by whom and why."""

    t: int
    by: str
    old: float | str
    new: float | str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote beside an entry."""

    t: int
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Witness:
    """Who verified an entry as a second person, and in which role."""

    t: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One step of the batch record, as it stands now.

    ``state`` is one of RECORD_STATES. It was to be done from ``opened_at`` to ``due_at`` (ms; None:
    not yet, or no limit). ``value`` was entered at ``t`` by ``by``; ``late`` says that it was past
    its time. ``unsigned`` waits for a witness, ``undeviated`` for a deviation to be opened.
    """

    step: str
    state: str
    opened_at: int | None = None
    due_at: int | None = None
    value: float | str | None = None
    t: int | None = None
    by: str = ""
    late: bool = False
    unsigned: bool = False
    undeviated: bool = False
    corrections: tuple[Correction, ...] = ()
    comments: tuple[Remark, ...] = ()
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class DeviationView:
    """One deviation: what it is about ("" the batch), and how it was closed, if it was."""

    deviation: int
    about: str
    text: str
    t: int
    by: str
    closed_at: int | None = None
    closed_by: str = ""
    action: str = ""


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
    record: tuple[EntryView, ...] = ()
    """The steps of the batch record, in their order; what each asks is in the brief."""
    deviations: tuple[DeviationView, ...] = ()
    hints: Mapping[str, int] = field(default_factory=dict)
    """How many steps of each hint were taken."""
    forms: FormsView = field(default_factory=FormsView)
    """What is asked and what was answered."""
    status: tuple[StatusView, ...] = ()
    """The labels that hang on units and lines."""
    lots: tuple[LotView, ...] = ()
    """The lots of the session, in the order of making."""
    jobs: tuple[JobView, ...] = ()
    """What people were asked to do and have not done yet."""
    shift: str = ""
    """The name of the shift on duty."""
    crew: tuple[PersonView, ...] = ()
    """The people of the plant who are known by name."""
    standings: Mapping[str, LotState] = field(default_factory=dict)
    """Where each lot stands with the quality unit that needs a release, by its number."""
    materials: tuple[MaterialView, ...] = ()
    """What is in the store, and what was announced."""
