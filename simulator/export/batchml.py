"""The batch production record of a session, in BatchML 7 (ISA-88.00.04) of MESA International.

Element names and their order are those of MESA's schema ``BatchML-BatchProductionRecord.xsd``; the
Business To Manufacturing Markup Language (B2MML) is used courtesy of MESA International. What holds
people are codes. It is the record of a training session and for no use under GxP.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from xml.etree import ElementTree

from simulator.export.session import Session, stamp
from simulator.language.command import Command, Note
from simulator.language.command_text import show_command
from simulator.language.event import (
    AlarmChanged,
    EntryCommented,
    EntryCorrected,
    Event,
    LabReported,
)
from simulator.language.field import Field
from simulator.language.plain import plain
from simulator.session.record import CommandRecord, RefusalRecord
from simulator.session.replay import Recording

NAMESPACE = "http://www.mesa.org/xml/B2MML"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SUBTYPES = {
    "set-setpoint": "Property Value Change",
    "set-output": "Property Value Change",
    "set-tuning": "Property Value Change",
    "set-mode": "Mode Command",
    "procedure-mode": "Mode Command",
    "phase-command": "State Command",
    "answer-prompt": "Prompt Response",
    "enter-step": "Prompt Response",
    "correct-step": "Modification",
    "take-sample": "Movement",
    "note": "Message",
}
"""Event sub-type of BatchML for a kind of command; the others are messages."""
_ALARM_EVENTS = {
    "A": "Return to normal",
    "B": "Alarm active",
    "C": "Acknowledged",
    "D": "Returned unacknowledged",
    "E": "Latched unacknowledged",
    "F": "Latched acknowledged",
    "G": "Shelved",
    "H": "Suppressed by design",
    "I": "Out of service",
}
Element = ElementTree.Element


def batch_record(session: Session) -> bytes:
    """Return the batch production record of a session as an XML document.

    Raises:
        Refusal: the log cannot be lived again.
    """
    root = _Writer(session).record()
    found: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return found


class _Writer:
    """Writes one record; every entry has a number."""

    def __init__(self, session: Session) -> None:
        self._of = session
        self._recording = Recording(session.journal)
        self._names: Mapping[str, Field] = self._recording.names
        self._entries = 0
        self._happenings = self._recording.between(0, self._recording.end)

    def record(self) -> Element:
        """Return the whole record, its parts in the order of the schema."""
        of = self._of
        ElementTree.register_namespace("", NAMESPACE)
        root = ElementTree.Element(_tag("BatchProductionRecord"))
        _add(root, "ID", of.journal.head)
        self._entry(root, "Batch Production Record", of.began, of.opening.title.get("en", ""))
        _add(root, "PublishedDate", stamp(of.at(self._recording.end)))
        _add(root, "CreationDate", stamp(of.began))
        _add(root, "BatchID", of.id)
        _add(root, "Language", of.opening.language)
        _add(root, "RecordStatus", "Complete" if of.journal.sealed else "In work")
        _add(root, "Version", of.opening.sha256.get(of.opening.main, ""))
        self._changes(root)
        self._comments(root)
        self._recipe(root)
        self._data(root)
        self._events(root)
        self._people(root)
        self._samples(root)
        return root

    def _entry(self, to: Element, what: str, when: datetime | None, words: str = "") -> str:
        """Add what every entry begins with; return its number."""
        self._entries += 1
        number = str(self._entries)
        _add(to, "EntryID", number)
        _add(to, "ObjectType", what)
        if when is not None:
            _add(to, "TimeStamp", stamp(when))
        if words:
            _add(to, "Description", words)
        return number

    def _told(self) -> Iterable[Event]:
        """Yield what the plant reported, but what only an assessor may know."""
        return (e for e in self._happenings if isinstance(e, Event) and not e.truth)

    def _changes(self, root: Element) -> None:
        found = _add(root, "ChangeHistory")
        for event in self._told():
            if isinstance(event, EntryCorrected):
                change = _add(found, "Change")
                self._entry(change, "Change", self._of.at(event.t), f"now {event.new}")
                _add(change, "RecordReference", event.subject)
                _value(_add(change, "PrechangeData"), event.old, event.unit)
                _add(change, "Reason", event.reason)

    def _comments(self, root: Element) -> None:
        found = _add(root, "Comments")
        for happening in self._happenings:
            if isinstance(happening, CommandRecord) and isinstance(happening.command, Note):
                reference, words, who = "batch", happening.command.text, happening.who
            elif isinstance(happening, EntryCommented):
                reference, words, who = happening.subject, happening.text, happening.by
            else:
                continue
            comment = _add(found, "Comment")
            self._entry(comment, "Comment", self._of.at(happening.t))
            _add(comment, "RecordReference", reference)
            _add(comment, "CommentText", words)
            _add(comment, "PersonID", self._of.coded(who))

    def _recipe(self, root: Element) -> None:
        opening = self._of.opening
        record = _add(_add(root, "ControlRecipes"), "ControlRecipeRecord")
        self._entry(record, "Control Recipe", self._of.began)
        recipe = _add(record, "ControlRecipe")
        _add(recipe, "ID", self._of.scenario)
        _add(recipe, "Version", opening.sha256.get(opening.main, ""))
        _add(recipe, "BatchID", self._of.id)

    def _data(self, root: Element) -> None:
        """Add the key values that the log keeps, every half hour."""
        keys, rows = self._of.opening.keys, self._recording.samples()
        if not keys:
            return
        data = _add(_add(root, "DataSets"), "DataSet")
        self._entry(data, "Data Set", self._of.began)
        _add(data, "StartTime", stamp(self._of.began))
        _add(data, "EndTime", stamp(self._of.at(self._recording.end)))
        for place, key in enumerate(keys):
            field = self._names.get(key)
            tag = _add(data, "TagSpecification")
            _add(tag, "TagIndex", str(place))
            _add(tag, "DataType", "double")
            _add(tag, "UnitOfMeasure", field.unit if field else "")
            _add(tag, "DataSource", key)
        for t, values in rows:
            ordered = _add(data, "OrderedData")
            _add(ordered, "TimeValue", stamp(self._of.at(t)))
            for place, value in enumerate(values):
                one = _add(ordered, "DataValue")
                _add(one, "TagIndex", str(place))
                _add(one, "Value", "" if value is None else repr(value))
        if not rows:
            empty = _add(data, "DelimitedDataBlock")
            for name in ("TagDelimiter", "OrderDelimiter", "DelimitedData"):
                _add(empty, name, "")

    def _events(self, root: Element) -> None:
        found = _add(root, "Events")
        for happening in self._happenings:
            if isinstance(happening, CommandRecord | RefusalRecord):
                self._command(_add(found, "Event"), happening)
            elif isinstance(happening, Event) and not happening.truth:
                self._event(_add(found, "Event"), happening)

    def _command(self, to: Element, record: CommandRecord | RefusalRecord) -> None:
        """Add what a person did, or tried to do."""
        self._entry(to, "Event", self._of.at(record.t), _command_words(record, self._names))
        _add(to, "EventType", "Operator")
        _add(to, "EventSubType", _SUBTYPES.get(record.command.kind, "Message"))
        subject = _subject(record.command)
        if subject:
            _add(to, "EquipmentID", subject)
        if isinstance(record, CommandRecord):
            for name, value in (("Value", record.new), ("PreviousValue", record.old)):
                if value is not None:
                    _value(_add(to, name), value, record.unit)
            if record.reason:
                _add(to, "MessageText", record.reason)
        else:
            _add(to, "MessageText", f"refused: {record.message}")
        _add(to, "PersonID", self._of.coded(record.who))

    def _event(self, to: Element, event: Event) -> None:
        """Add what the plant reported."""
        words = plain(str(getattr(event, "text", "") or type(event).__name__), 1000)
        self._entry(to, "Event", self._of.at(event.t), words)
        kind, sub = event.batchml
        _add(to, "EventType", kind)
        _add(to, "EventSubType", sub)
        if event.subject:
            _add(to, "EquipmentID", event.subject)
        unit = str(getattr(event, "unit", ""))
        for name, attribute in (("Value", "new"), ("PreviousValue", "old")):
            value = getattr(event, attribute, None)
            if value is not None:
                _value(_add(to, name), value, unit)
        by = getattr(event, "by", "")
        if by in self._of.people:
            _add(to, "PersonID", self._of.coded(by))
        if isinstance(event, AlarmChanged):
            alarm = _add(to, "AlarmData")
            _add(alarm, "AlarmEvent", _ALARM_EVENTS.get(event.new, event.new))
            _add(alarm, "AlarmType", event.subject.rpartition(".")[2])
            _add(alarm, "Priority", str(event.priority))

    def _people(self, root: Element) -> None:
        found = _add(root, "PersonnelIdentification")
        for code in dict.fromkeys(self._of.people.values()):
            one = _add(found, "PersonnelIdentificationManifest")
            self._entry(one, "Personnel Identification Manifest", self._of.began)
            _add(one, "RecordReference", self._of.id)
            _add(one, "Name", code)
            _add(one, "ChangeIndication", "Added")

    def _samples(self, root: Element) -> None:
        found = _add(root, "Samples")
        for event in self._told():
            if not isinstance(event, LabReported):
                continue
            sample = _add(found, "Sample")
            self._entry(sample, "Sample", self._of.at(event.taken_at), f"sample {event.sample}")
            _add(sample, "SampleSourceID", event.subject)
            _add(sample, "EquipmentID", event.subject)
            for name, value, unit in event.results:
                test = _add(sample, "SampleTest")
                self._entry(test, "Sample Test", self._of.at(event.t))
                _add(test, "TestName", name)
                result = _add(test, "SampleTestResult")
                self._entry(result, "Sample Test Result", self._of.at(event.t))
                _value(_add(result, "Results"), value, unit)


def _command_words(record: CommandRecord | RefusalRecord, names: Mapping[str, Field]) -> str:
    return plain(show_command(record.command, names), 1000)


def _subject(command: Command) -> str:
    """Return what a command is about: its tag, alarm, phase or unit."""
    for name in ("tag", "alarm", "phase", "unit", "interlock", "step"):
        found = getattr(command, name, "")
        if isinstance(found, str) and found:
            return found
    return ""


def _value(to: Element, value: float | str, unit: str) -> None:
    """Add a value with its type and unit of measure; a number that is none is nil."""
    number = isinstance(value, int | float)
    if isinstance(value, float) and not math.isfinite(value):
        _add(to, "ValueString").set(_NIL, "true")
    else:
        _add(to, "ValueString", value if isinstance(value, str) else repr(float(value)))
    _add(to, "DataType", "double" if number else "string")
    _add(to, "UnitOfMeasure", unit)


def _add(to: Element, name: str, words: str = "") -> Element:
    """Add an element with a text, in which nothing is that XML does not allow."""
    made = ElementTree.SubElement(to, _tag(name))
    if words:
        made.text = _UNPRINTABLE.sub("\ufffd", words)
    return made


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
