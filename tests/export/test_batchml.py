"""The batch production record: names and order of MESA's schema, what it tells, and no names."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from export_fakes import CODE, NAME
from patience import LIMIT_S

from simulator.export.batchml import NAMESPACE, _add, batch_record
from simulator.export.session import Session
from simulator.language.event import Event

PLACE = "CUVE_MESA_SCHEMA"
"""The environment variable that names the folder with MESA's schema files."""

TOP = [
    "ID", "EntryID", "ObjectType", "TimeStamp", "Description", "PublishedDate", "CreationDate",
    "BatchID", "Language", "RecordStatus", "Version", "ChangeHistory", "Comments",
    "ControlRecipes", "DataSets", "Events", "PersonnelIdentification", "Samples",
]  # fmt: skip
TYPES = {
    "Alarm", "Control Recipe", "Equipment", "General", "Material", "Message", "Operator",
    "Procedural Execution", "Other",
}  # fmt: skip
SUBTYPES = {
    "Allocation", "Application", "Consume", "Deallocation", "Equipment", "Message", "Mode Change",
    "Mode Command", "Modification", "Movement", "Parameter Data", "Process", "Process Data",
    "Produce", "Prompt", "Prompt Response", "Property Value Change", "Reconciliation", "Security",
    "State Change", "State Command", "Status Change", "System", "Target End Time",
    "Target Start Time", "Other",
}  # fmt: skip


@pytest.fixture(scope="module")
def record(session: Session) -> bytes:
    """Return the record of the session."""
    return batch_record(session)


@pytest.fixture(scope="module")
def root(record: bytes) -> ElementTree.Element:
    """Return it as a tree."""
    return ElementTree.fromstring(record)


def found(root: ElementTree.Element, path: str) -> list[str]:
    """Return the texts of the elements on a path."""
    names = "/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/"))
    return [one.text or "" for one in root.findall(names)]


def test_its_parts_stand_in_the_order_of_the_schema(root: ElementTree.Element) -> None:
    """A reader of BatchML takes them in this order only."""
    assert root.tag == f"{{{NAMESPACE}}}BatchProductionRecord"
    assert [child.tag.rpartition("}")[2] for child in root] == TOP


def test_every_entry_has_a_number_of_its_own(root: ElementTree.Element) -> None:
    """By which another entry can name it."""
    numbers = [one.text for one in root.iter(f"{{{NAMESPACE}}}EntryID")]
    assert len(set(numbers)) == len(numbers) > 50


def test_events_are_of_the_types_that_batchml_knows(root: ElementTree.Element) -> None:
    """Of this record, and of everything that the plant could ever report."""
    assert set(found(root, "Events/Event/EventType")) <= TYPES
    assert set(found(root, "Events/Event/EventSubType")) <= SUBTYPES
    for kind in Event.__subclasses__():
        assert kind.batchml[0] in TYPES
        assert kind.batchml[1] in SUBTYPES


def test_it_tells_what_was_done_and_why(session: Session, root: ElementTree.Element) -> None:
    """Commands with their reasons, alarms, notes, samples and the key values of each half hour."""
    words = found(root, "Events/Event/Description")
    assert any("switch" in one for one in words)
    assert found(root, "Events/Event/AlarmData/AlarmEvent")
    assert found(root, "Comments/Comment/CommentText")
    assert found(root, "BatchID") == [session.id]
    keys = found(root, "DataSets/DataSet/TagSpecification/DataSource")
    assert keys == session.opening.keys
    values = found(root, "DataSets/DataSet/OrderedData/DataValue/Value")
    assert len(values) == len(keys) * 5


def test_people_stand_under_codes_and_faults_are_not_told(record: bytes) -> None:
    """No name, and nothing that the operator could not know."""
    assert NAME.encode() not in record
    assert CODE.encode() in record
    assert b"FaultBegan" not in record


def test_no_text_breaks_the_document() -> None:
    """Marks of XML are escaped, and what XML does not allow becomes a sign for it."""
    root = ElementTree.Element("r")
    for words in ("<a>&amp;", "]]>", "\x00\x08\x1b", "\ud800", "\ufffe", "é 李 \U0001f600"):
        _add(root, "Text", words)
    again = ElementTree.fromstring(ElementTree.tostring(root, encoding="utf-8"))
    texts = [one.text or "" for one in again]
    assert texts[:2] == ["<a>&amp;", "]]>"]
    assert set(texts[2] + texts[3] + texts[4]) == {"\ufffd"}
    assert texts[5] == "é 李 \U0001f600"


def test_it_is_valid_against_the_schema_of_mesa(record: bytes, tmp_path: Path) -> None:
    """Xmllint holds the record against BatchML-BatchProductionRecord.xsd, where that is at hand."""
    schema = Path(os.environ.get(PLACE, "")) / "BatchML-BatchProductionRecord.xsd"
    xmllint = shutil.which("xmllint")
    if xmllint is None or not schema.is_file():
        pytest.skip(f"needs xmllint, and {PLACE} to name the folder of MESA's schema files")
    words = [xmllint, "--noout", "--nonet", "--schema", str(schema)]
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_bytes(record)
    bad.write_bytes(re.sub(rb"<EventType>[^<]*", b"<EventType>Nonsense", record, count=1))
    for path, status in ((good, 0), (bad, 3)):
        asked = subprocess.run(
            [*words, str(path)], capture_output=True, check=False, timeout=LIMIT_S
        )
        assert asked.returncode == status, asked.stderr.decode()[-2000:]
