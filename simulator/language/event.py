"""Everything the plant can report, as a closed set of frozen values.

``truth`` marks what only an assessor or instructor may see: an operator's screen shows events for
which it is False. ``batchml`` is the event type and sub-type of BatchML, for the batch record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at ``t`` (ms since the session began) to ``subject``."""

    t: int
    subject: str
    truth: ClassVar[bool] = False
    batchml: ClassVar[tuple[str, str]] = ("General", "Message")


@dataclass(frozen=True, slots=True)
class ValueChanged(Event):
    """A set-point, output, mode or tuning changed; ``by`` is operator, a phase or an interlock."""

    attribute: str
    old: float | str
    new: float | str
    unit: str
    by: str
    batchml: ClassVar[tuple[str, str]] = ("Operator", "Property Value Change")


@dataclass(frozen=True, slots=True)
class AlarmChanged(Event):
    """An alarm moved between ISA-18.2 states; ``value`` is the process value then."""

    old: str
    new: str
    priority: int
    value: float
    condition_at: int
    batchml: ClassVar[tuple[str, str]] = ("Alarm", "Status Change")


@dataclass(frozen=True, slots=True)
class PhaseChanged(Event):
    """A phase moved between ISA-88 states; ``by`` is recipe, operator, interlock or instructor."""

    old: str
    new: str
    by: str
    batchml: ClassVar[tuple[str, str]] = ("Procedural Execution", "State Change")


@dataclass(frozen=True, slots=True)
class PromptShown(Event):
    """A phase asks the operator something and waits."""

    text: str
    batchml: ClassVar[tuple[str, str]] = ("Procedural Execution", "Prompt")


@dataclass(frozen=True, slots=True)
class MessageShown(Event):
    """The plant tells the operator something that needs no answer."""

    text: str
    batchml: ClassVar[tuple[str, str]] = ("Message", "Message")


@dataclass(frozen=True, slots=True)
class InterlockTripped(Event):
    """An interlock acted; ``first_out`` says whether it was the first of its group."""

    first_out: bool
    text: str
    batchml: ClassVar[tuple[str, str]] = ("Equipment", "State Change")


@dataclass(frozen=True, slots=True)
class InterlockCleared(Event):
    """An interlock released its outputs."""

    batchml: ClassVar[tuple[str, str]] = ("Equipment", "State Change")


@dataclass(frozen=True, slots=True)
class SampleTaken(Event):
    """A sample was drawn from a unit; the subject is the unit."""

    sample: int
    batchml: ClassVar[tuple[str, str]] = ("Material", "Movement")


@dataclass(frozen=True, slots=True)
class SampleLabelled(Event):
    """Somebody wrote the label of a sample; the subject is the unit."""

    sample: int
    label: str
    by: str
    batchml: ClassVar[tuple[str, str]] = ("Material", "Modification")


@dataclass(frozen=True, slots=True)
class EntryDue(Event):
    """A step of the batch record is to be done, by ``due`` (ms) if there is a limit."""

    due: int | None
    batchml: ClassVar[tuple[str, str]] = ("Procedural Execution", "Prompt")


@dataclass(frozen=True, slots=True)
class EntryMade(Event):
    """A step of the batch record was filled in.

    ``late``: after its time; ``exception``: out of its limits. ``unit`` is that of a number.
    """

    value: float | str
    unit: str
    by: str
    late: bool
    exception: bool
    batchml: ClassVar[tuple[str, str]] = ("Operator", "Prompt Response")


@dataclass(frozen=True, slots=True)
class EntryCorrected(Event):
    """An entry of the batch record was corrected; the old value stays readable."""

    old: float | str
    new: float | str
    unit: str
    by: str
    reason: str
    exception: bool
    batchml: ClassVar[tuple[str, str]] = ("Operator", "Modification")


@dataclass(frozen=True, slots=True)
class EntryCommented(Event):
    """Somebody wrote a comment beside a step of the batch record."""

    text: str
    by: str
    batchml: ClassVar[tuple[str, str]] = ("Operator", "Message")


@dataclass(frozen=True, slots=True)
class EntryWitnessed(Event):
    """A second person signed an entry of the batch record: verified by."""

    name: str
    role: str
    batchml: ClassVar[tuple[str, str]] = ("Operator", "Security")


@dataclass(frozen=True, slots=True)
class DeviationOpened(Event):
    """A deviation was opened; the subject is what it is about, "" the batch."""

    deviation: int
    text: str
    by: str
    batchml: ClassVar[tuple[str, str]] = ("Operator", "Message")


@dataclass(frozen=True, slots=True)
class DeviationClosed(Event):
    """A deviation was closed, with what was done about it."""

    deviation: int
    action: str
    by: str
    batchml: ClassVar[tuple[str, str]] = ("Operator", "Status Change")


@dataclass(frozen=True, slots=True)
class LabelChanged(Event):
    """The status label of a unit or line changed.

    ``by`` is a phase, a line that began to flow, a person, or "" for time.
    """

    old: str
    new: str
    by: str
    batchml: ClassVar[tuple[str, str]] = ("Equipment", "Status Change")


@dataclass(frozen=True, slots=True)
class RuleBroken(Event):
    """Equipment was used against its label, or a hold time is over; the record says so."""

    text: str
    by: str
    batchml: ClassVar[tuple[str, str]] = ("Equipment", "Status Change")


@dataclass(frozen=True, slots=True)
class EquipmentReleased(Event):
    """A qualified person let equipment be used that its label does not allow."""

    label: str
    name: str
    role: str
    reason: str
    by: str
    batchml: ClassVar[tuple[str, str]] = ("Operator", "Security")


@dataclass(frozen=True, slots=True)
class LotMade(Event):
    """A lot began in a unit; the subject is its number."""

    unit: str
    by: str
    batchml: ClassVar[tuple[str, str]] = ("Material", "Modification")


@dataclass(frozen=True, slots=True)
class LotMoved(Event):
    """A lot, the subject, began to go over a line into another; "" is out of the plant."""

    into: str
    line: str
    by: str
    batchml: ClassVar[tuple[str, str]] = ("Material", "Movement")


@dataclass(frozen=True, slots=True)
class LotJudged(Event):
    """The quality unit, or somebody at risk, said where a lot stands; the subject is its number."""

    old: str
    new: str
    text: str
    by: str
    batchml: ClassVar[tuple[str, str]] = ("Material", "Modification")


@dataclass(frozen=True, slots=True)
class PersonCalled(Event):
    """The operator called somebody; the subject is whom."""

    text: str
    by: str
    batchml: ClassVar[tuple[str, str]] = ("Operator", "Message")


@dataclass(frozen=True, slots=True)
class HandedOver(Event):
    """The shift wrote its handover."""

    safety: str
    process: str
    equipment: str
    deviations: str
    to_do: str
    by: str
    batchml: ClassVar[tuple[str, str]] = ("Operator", "Message")


@dataclass(frozen=True, slots=True)
class LabReported(Event):
    """The laboratory reported a sample: (analysis, value, unit) as measured, with its error."""

    sample: int
    taken_at: int
    results: tuple[tuple[str, float, str], ...]
    batchml: ClassVar[tuple[str, str]] = ("General", "Process Data")


@dataclass(frozen=True, slots=True)
class WorkDone(Event):
    """A person finished a job: a bottle changed, a repair made, a supply switched."""

    text: str
    batchml: ClassVar[tuple[str, str]] = ("Equipment", "Status Change")


@dataclass(frozen=True, slots=True)
class ShiftChanged(Event):
    """A new shift is on duty."""

    people: int
    batchml: ClassVar[tuple[str, str]] = ("General", "Message")


@dataclass(frozen=True, slots=True)
class FaultBegan(Event):
    """A fault of the scenario began; only the assessor sees this."""

    text: str
    truth: ClassVar[bool] = True
    batchml: ClassVar[tuple[str, str]] = ("Equipment", "Status Change")


@dataclass(frozen=True, slots=True)
class FaultEnded(Event):
    """A fault of the scenario ended; only the assessor sees this."""

    text: str
    truth: ClassVar[bool] = True
    batchml: ClassVar[tuple[str, str]] = ("Equipment", "Status Change")


@dataclass(frozen=True, slots=True)
class ModelFaulted(Event):
    """The physics of a unit left its range; the plant holds."""

    text: str
    batchml: ClassVar[tuple[str, str]] = ("Equipment", "Status Change")


@dataclass(frozen=True, slots=True)
class FreezeBegan(Event):
    """Time stands still and a freeze asks its queries; time that goes on ends it."""

    batchml: ClassVar[tuple[str, str]] = ("Operator", "Prompt")


@dataclass(frozen=True, slots=True)
class FreezeEnded(Event):
    """A freeze is over; ``answered`` of its ``queries`` were answered."""

    answered: int
    queries: int
    batchml: ClassVar[tuple[str, str]] = ("Operator", "Prompt Response")


@dataclass(frozen=True, slots=True)
class RightAnswer(Event):
    """What is right for a query (``check.oxygen``), for the assessor alone.

    A ``value`` in the query's unit, or any of the ``choices``.
    """

    value: float
    choices: tuple[str, ...]
    truth: ClassVar[bool] = True


def stands_still(events: Iterable[Event]) -> bool:
    """Return whether a freeze began: whoever lets time pass stops here."""
    return any(isinstance(event, FreezeBegan) for event in events)
