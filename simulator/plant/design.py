"""The frozen whole before it runs: what a scenario describes and what the plant is built from.

Every number is in the unit of measure of the Field it sets (see the catalogue tables); times that
end in ``_ms`` are whole milliseconds. Names are unique over the whole design. Nothing here is
checked: :mod:`simulator.scenario.build` makes only designs that hold together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.language.command import Command
from simulator.language.condition import Condition
from simulator.language.words import Words
from simulator.plant.floor_spec import FloorSpec, PersonSpec, UnitProcedureSpec
from simulator.plant.forms_spec import FormsSpec


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """A unit of the process cell, such as BR-101."""

    tag: str
    kind: str
    name: Words
    parameters: Mapping[str, float]
    initial: Mapping[str, float]
    """Initial values of states, by Field name; the kind completes the rest."""


@dataclass(frozen=True, slots=True)
class LineSpec:
    """A transfer line; its liquid passes ``prefilter`` and ``through``; no sink is a drain."""

    tag: str
    name: Words
    source: str
    sink: str | None
    parameters: Mapping[str, float]
    through: str | None = None
    prefilter: str | None = None

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices that its liquid passes, in that order."""
        return tuple(one for one in (self.prefilter, self.through) if one is not None)


@dataclass(frozen=True, slots=True)
class UtilitySpec:
    """A shared utility: its capacity, what this plant takes, neighbours; or a unit makes it."""

    tag: str
    name: Words
    unit: str
    capacity: float
    design_use: float
    banks: int = 1
    neighbours: tuple[NeighbourSpec, ...] = ()
    made_by: str | None = None


@dataclass(frozen=True, slots=True)
class NeighbourSpec:
    """Another consumer of a utility: takes ``use`` for ``duration_ms``, every ``every_ms``."""

    name: str
    use: float
    first_ms: int
    every_ms: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class TransmitterSpec:
    """An instrument that reads a value of the plant, such as ``BR-101.temperature``."""

    tag: str
    name: Words
    reads: str
    unit: str
    decimals: int
    parameters: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ActuatorSpec:
    """A valve, pump or drive that writes an input of the plant, such as ``BR-101.agitation``."""

    tag: str
    name: Words
    moves: str
    supply: str | None
    parameters: Mapping[str, float]
    initial: float
    """Initial demand and position, percent."""


@dataclass(frozen=True, slots=True)
class OutputSpec:
    """Where a loop's output goes: OP from ``in_low`` to ``in_high`` % becomes the target's span.

    The target is an actuator (span in percent) or a loop (span in that loop's unit; the loop
    follows only while it is in CAS).
    """

    target: str
    in_low: float = 0.0
    in_high: float = 100.0
    out_low: float = 0.0
    out_high: float = 100.0


@dataclass(frozen=True, slots=True)
class LoopSpec:
    """A control loop: reads a transmitter, moves its outputs."""

    tag: str
    name: Words
    measures: str
    outputs: tuple[OutputSpec, ...]
    parameters: Mapping[str, float]
    mode: str
    setpoint: float
    output: float
    cascade: bool = False
    """Whether another loop may write this one's set-point (CAS exists)."""


@dataclass(frozen=True, slots=True)
class AlarmSpec:
    """One alarm of the master alarm database; ``tag`` is like ``TIC-101.HI``."""

    tag: str
    reads: str
    """A readable name, such as ``TIC-101.PV``."""
    kind: str
    """HI, HIHI, LO, LOLO, DEV (from the loop's SP) or BAD (quality)."""
    limit: float
    deadband: float
    on_delay_ms: int
    off_delay_ms: int
    priority: int
    """1 critical, 2 high, 3 medium, 4 low."""
    latching: bool
    shelvable_ms: int
    """Longest time it may be shelved; 0 if never."""
    cause: Words
    consequence: Words
    action: Words
    respond_ms: int
    suppressed_when: Condition | None = None


@dataclass(frozen=True, slots=True)
class InterlockSpec:
    """A cause-and-effect row: while the condition holds, outputs are forced."""

    tag: str
    name: Words
    condition: Condition
    forces: Mapping[str, float]
    """Actuator tag to percent."""
    holds: tuple[str, ...]
    """Phases that are put on hold."""
    latched: bool
    group: str
    """First-out is decided within a group."""


@dataclass(frozen=True, slots=True)
class DoStep:
    """A step that gives commands."""

    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class WaitStep:
    """A step that waits for a time."""

    duration_ms: int


@dataclass(frozen=True, slots=True)
class UntilStep:
    """A step that waits for a condition."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class PromptStep:
    """A step that asks the operator and waits for the answer."""

    text: Words


@dataclass(frozen=True, slots=True)
class SayStep:
    """A step that tells the operator something and goes on."""

    text: Words


Step = DoStep | WaitStep | UntilStep | PromptStep | SayStep


@dataclass(frozen=True, slots=True)
class PhaseSpec:
    """A phase of the procedure: a leaf of the ISA-88 procedural model.

    In AUTOMATIC it starts when ``after`` are Complete (with nothing named: at once) and
    ``when`` holds.
    """

    tag: str
    name: Words
    unit: str
    operation: str
    after: tuple[str, ...]
    when: Condition | None
    steps: tuple[Step, ...]
    on_hold: tuple[Command, ...] = ()
    on_restart: tuple[Command, ...] = ()
    on_stop: tuple[Command, ...] = ()
    on_abort: tuple[Command, ...] = ()
    part_of: str = ""
    """The unit procedure that it belongs to, if a recipe says."""
    takes: tuple[str, ...] = ()
    """Units that it needs to itself while it runs, unless its unit procedure has them."""
    either: tuple[tuple[tuple[str, ...], ...], ...] = ()
    """Besides ``after``: of each of these, all phases of one way must be Complete."""
    at_ms: int = 0
    """Before this it does not start by itself."""
    batch: str = ""
    """The number of the batch that it is done for, if there are several."""


@dataclass(frozen=True, slots=True)
class FaultSpec:
    """A fault as data.

    ``writes`` names the numbers it changes (resolved by :mod:`simulator.plant.disturbance` from
    kind and target). It begins at a time, on a condition, or when an instructor starts it; goes
    to ``size`` as a step or over ``ramp_ms``; and ends after ``lasts_ms``, or when repaired.
    """

    tag: str
    kind: str
    target: str
    size: float
    at_ms: int | None
    when: Condition | None
    ramp_ms: int
    lasts_ms: int | None
    repair_ms: int
    """How long a technician needs, once there."""
    name: Words


@dataclass(frozen=True, slots=True)
class AnalysisSpec:
    """One analysis of the laboratory and its error: sigma = absolute + relative * value."""

    name: str
    reads: str
    unit: str
    decimals: int
    relative: float
    absolute: float
    bias: float
    minutes: float
    instrument: str
    low: float | None = None
    high: float | None = None
    """Specification limits, in the unit; None is none."""


@dataclass(frozen=True, slots=True)
class LabSpec:
    """The laboratory: its analysts, instruments and panel of analyses."""

    analysts: int
    transport_ms: int
    instruments: Mapping[str, int]
    panel: tuple[AnalysisSpec, ...]
    sample_ml: float
    draw_ms: int


@dataclass(frozen=True, slots=True)
class ShiftSpec:
    """Operators on duty from ``start_ms`` within each day."""

    name: str
    start_ms: int
    operators: int


@dataclass(frozen=True, slots=True)
class PeopleSpec:
    """Who works here, and how long their jobs take."""

    shifts: tuple[ShiftSpec, ...]
    technicians: int
    technician_arrives_ms: int
    bottle_ms: int
    bank_ms: int
    day_starts_ms: int = 0
    """Time of day at which the session begins."""
    crew: tuple[PersonSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class GaugeSpec:
    """A value that is watched for the results: time within limits, peak and low."""

    tag: str
    name: Words
    reads: str
    unit: str
    low: float
    high: float
    role: str
    """CPP, CQA or KPI."""
    decimals: int = 2
    when: Condition | None = None
    """Only while this holds does time count; None is always."""


@dataclass(frozen=True, slots=True)
class RoutineSpec:
    """Samples that the shift draws by itself."""

    unit: str
    first_ms: int
    every_ms: int


@dataclass(frozen=True, slots=True)
class RecordSpec:
    """A step of the batch record: what is to be entered, when, and what is expected.

    ``kind`` is check (yes or no), value (a number in ``unit``, from ``low`` to ``high``), choice or
    text. It is to be done from ``at_ms``, or once ``when`` holds, within ``within_ms``.
    """

    tag: str
    text: Words
    of: str
    """The unit or phase it belongs to."""
    kind: str
    unit: str = ""
    decimals: int = 0
    low: float | None = None
    high: float | None = None
    choices: Mapping[str, Words] = field(default_factory=dict)
    expected: str = ""
    """The word that is no exception; "" if every word is as good."""
    at_ms: int = 0
    when: Condition | None = None
    within_ms: int | None = None
    witness: bool = False


@dataclass(frozen=True, slots=True)
class Design:
    """The whole plant, ready to be built."""

    name: str
    scan_ms: int
    duration_ms: int
    units: tuple[UnitSpec, ...]
    lines: tuple[LineSpec, ...]
    utilities: tuple[UtilitySpec, ...]
    transmitters: tuple[TransmitterSpec, ...]
    actuators: tuple[ActuatorSpec, ...]
    loops: tuple[LoopSpec, ...]
    alarms: tuple[AlarmSpec, ...]
    interlocks: tuple[InterlockSpec, ...]
    procedure: tuple[PhaseSpec, ...]
    faults: tuple[FaultSpec, ...]
    gauges: tuple[GaugeSpec, ...]
    lab: LabSpec
    people: PeopleSpec
    routines: tuple[RoutineSpec, ...] = ()
    language: str = "en"
    samples: tuple[str, ...] = field(default=())
    """Readable names whose values the log keeps, so that an old log still shows what was seen."""
    record: tuple[RecordSpec, ...] = ()
    handover: Words = field(default_factory=dict)
    """What the shift before wrote for this one."""
    hints: Mapping[str, int] = field(default_factory=dict)
    """How many steps each hint has, by its name."""
    forms: FormsSpec = field(default_factory=FormsSpec)
    recipe: tuple[UnitProcedureSpec, ...] = ()
    floor: FloorSpec = field(default_factory=FloorSpec)
