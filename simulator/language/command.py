"""Everything a person or a recipe can ask of the plant, as a closed set of frozen values.

A command is already well formed (tags are text, values are numbers in the tag's own unit of
measure); whether it may be done *now* is for the plant to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.language.paperwork import Paperwork

LoopMode = Literal["MAN", "AUTO", "CAS"]
PhaseOrder = Literal["START", "PAUSE", "RESUME", "HOLD", "RESTART", "STOP", "ABORT", "RESET"]
ProcedureMode = Literal["AUTOMATIC", "SEMIAUTOMATIC", "MANUAL"]


@dataclass(frozen=True, slots=True)
class SetSetpoint:
    """Give a loop a new set-point, in the unit of measure of its process value."""

    tag: str
    value: float
    kind: Literal["set-setpoint"] = "set-setpoint"


@dataclass(frozen=True, slots=True)
class SetOutput:
    """Move the output of a loop in MAN, or of a hand-operated valve or pump, in percent."""

    tag: str
    value: float
    kind: Literal["set-output"] = "set-output"


@dataclass(frozen=True, slots=True)
class SetMode:
    """Put a loop in MAN, AUTO or CAS."""

    tag: str
    mode: LoopMode
    kind: Literal["set-mode"] = "set-mode"


@dataclass(frozen=True, slots=True)
class SetTuning:
    """Change the gain (% per unit), integral and derivative time (s) of a loop."""

    tag: str
    gain: float
    integral_s: float
    derivative_s: float
    kind: Literal["set-tuning"] = "set-tuning"


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Acknowledge one alarm, such as ``TIC-101.HI``."""

    alarm: str
    kind: Literal["acknowledge"] = "acknowledge"


@dataclass(frozen=True, slots=True)
class ResetAlarm:
    """Reset a latched alarm whose condition is gone."""

    alarm: str
    kind: Literal["reset-alarm"] = "reset-alarm"


@dataclass(frozen=True, slots=True)
class Shelve:
    """Shelve an alarm for a limited time; the record's reason is mandatory."""

    alarm: str
    duration_ms: int
    kind: Literal["shelve"] = "shelve"


@dataclass(frozen=True, slots=True)
class Unshelve:
    """Bring a shelved alarm back before its time."""

    alarm: str
    kind: Literal["unshelve"] = "unshelve"


@dataclass(frozen=True, slots=True)
class TakeOutOfService:
    """Take an alarm out of service for maintenance."""

    alarm: str
    kind: Literal["out-of-service"] = "out-of-service"


@dataclass(frozen=True, slots=True)
class ReturnToService:
    """Return an alarm to service."""

    alarm: str
    kind: Literal["return-to-service"] = "return-to-service"


@dataclass(frozen=True, slots=True)
class PhaseCommand:
    """Give an ISA-88 command to a phase."""

    phase: str
    order: PhaseOrder
    kind: Literal["phase-command"] = "phase-command"


@dataclass(frozen=True, slots=True)
class SetProcedureMode:
    """Choose who starts the phases of the procedure: the engine, or a person."""

    mode: ProcedureMode
    kind: Literal["procedure-mode"] = "procedure-mode"


@dataclass(frozen=True, slots=True)
class AnswerPrompt:
    """Answer the prompt a phase is waiting on."""

    phase: str
    answer: str
    kind: Literal["answer-prompt"] = "answer-prompt"


@dataclass(frozen=True, slots=True)
class ResetInterlock:
    """Reset a latched interlock whose condition is gone."""

    interlock: str
    kind: Literal["reset-interlock"] = "reset-interlock"


@dataclass(frozen=True, slots=True)
class TakeSample:
    """Ask for a sample of a unit to be drawn and sent to the laboratory."""

    unit: str
    kind: Literal["take-sample"] = "take-sample"


@dataclass(frozen=True, slots=True)
class Calibrate:
    """Restandardise a transmitter so that it now reads ``value`` (one-point correction)."""

    tag: str
    value: float
    kind: Literal["calibrate"] = "calibrate"


@dataclass(frozen=True, slots=True)
class ChangeBottle:
    """Ask for the bottle or bag of a feed vessel to be replaced by a full one."""

    unit: str
    kind: Literal["change-bottle"] = "change-bottle"


@dataclass(frozen=True, slots=True)
class SwitchBank:
    """Switch a utility to another bank of cylinders or another supply."""

    utility: str
    bank: int
    kind: Literal["switch-bank"] = "switch-bank"


@dataclass(frozen=True, slots=True)
class CallMaintenance:
    """Call a technician to a tag, unit or utility."""

    tag: str
    kind: Literal["call-maintenance"] = "call-maintenance"


@dataclass(frozen=True, slots=True)
class StartFault:
    """Begin a fault that the scenario has prepared (instructor only)."""

    fault: str
    kind: Literal["start-fault"] = "start-fault"


@dataclass(frozen=True, slots=True)
class EndFault:
    """End a fault (instructor only)."""

    fault: str
    kind: Literal["end-fault"] = "end-fault"


@dataclass(frozen=True, slots=True)
class Note:
    """Write in the logbook."""

    text: str
    kind: Literal["note"] = "note"


@dataclass(frozen=True, slots=True)
class TakeHint:
    """Ask for a step of a hint, counted from 1, and pay its points."""

    hint: str
    step: int
    kind: Literal["take-hint"] = "take-hint"


Command = (
    SetSetpoint
    | SetOutput
    | SetMode
    | SetTuning
    | Acknowledge
    | ResetAlarm
    | Shelve
    | Unshelve
    | TakeOutOfService
    | ReturnToService
    | PhaseCommand
    | SetProcedureMode
    | AnswerPrompt
    | ResetInterlock
    | TakeSample
    | Calibrate
    | ChangeBottle
    | SwitchBank
    | CallMaintenance
    | StartFault
    | EndFault
    | Note
    | TakeHint
    | Paperwork
)
