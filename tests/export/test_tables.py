"""Tables of sessions: long form, times in UTC, units, no names, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import importlib.util
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from export_fakes import CODE, NAME
from hypothesis import given
from hypothesis import strategies as st

from simulator.export.session import Session, read_session, read_time, stamp
from simulator.export.table_files import _cell, new_file, write_csv, write_parquet
from simulator.export.tables import EVENTS, SESSIONS, VALUES, Table, tables, usual_step
from simulator.language.problem import Refusal

MINUTE = 60_000
TABLES = ["sessions", "commands", "events", "values", "balance"]


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a table as a reader of CSV gets them."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def written(session: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the tables, read every ten minutes."""
    folder = tmp_path_factory.mktemp("csv") / "new"
    paths = write_csv(folder, tables([session], 10 * MINUTE, truth=False))
    assert [path.stem for path in paths] == TABLES
    return folder


def test_values_are_in_long_form_with_time_unit_and_quality(
    session: Session, written: Path
) -> None:
    """Every reading is a row; its time is the beginning and what was simulated since."""
    found = rows(written, "values")
    assert list(found[0]) == [name for name, _ in VALUES]
    at_hour = [r for r in found if r["simulated_s"] == "3600.0" and r["tag"] == "AIC-102"]
    assert {r["attribute"] for r in at_hour} == {"PV", "SP", "OP", "MODE"}
    pv = next(r for r in at_hour if r["attribute"] == "PV")
    assert (pv["unit"], pv["quality"], pv["session"]) == ("%", "GOOD", session.id)
    assert 0.0 < float(pv["value"]) < 100.0
    assert datetime.fromisoformat(pv["time"]) == session.began + timedelta(hours=1)
    assert next(r for r in at_hour if r["attribute"] == "MODE")["text"] in ("MAN", "AUTO", "CAS")
    assert len({r["simulated_s"] for r in found if r["attribute"] == "PV"}) == 13


def test_values_are_what_the_operator_saw(session: Session, written: Path) -> None:
    """They are the bits that the screen got, and come out the same each time."""
    from simulator.session.replay import Recording

    recording = Recording(session.journal)
    recording.seek(3_600_000)
    seen = recording.observe().tags["TIC-101"].pv
    found = rows(written, "values")
    told = [
        r["value"]
        for r in found
        if (r["simulated_s"], r["tag"], r["attribute"]) == ("3600.0", "TIC-101", "PV")
    ]
    assert told == [repr(seen)]


def test_commands_tell_who_by_code_and_when_they_really_typed(written: Path) -> None:
    """The name that signed the log is nowhere; the order of records is kept."""
    found = rows(written, "commands")
    assert {r["who"] for r in found} == {CODE}
    assert [int(r["record"]) for r in found] == sorted(int(r["record"]) for r in found)
    assert all(r["accepted"] == "true" for r in found)
    assert all(datetime.fromisoformat(r["wall"]).utcoffset() == timedelta(0) for r in found)
    assert any(r["kind"] == "set-setpoint" and r["new"] and r["old"] for r in found)
    whole = "".join(path.read_text(encoding="utf-8") for path in written.iterdir())
    assert NAME not in whole


def test_truth_is_told_only_when_asked_for(session: Session, written: Path) -> None:
    """What the scenario did behind the scenes is for assessors."""
    found = rows(written, "events")
    assert list(found[0]) == [name for name, _ in EVENTS]
    assert not any(r["event"].startswith("Fault") for r in found)
    assert any(r["event"] == "AlarmChanged" for r in found)
    events = next(t for t in tables([session], None, truth=True) if t.name == "events")
    assert any(row[3] == "FaultBegan" and row[10] for row in events.rows)


def test_the_session_is_described(session: Session, written: Path) -> None:
    """One row a session, by which the other tables are joined."""
    (found,) = rows(written, "sessions")
    assert list(found) == [name for name, _ in SESSIONS]
    assert (found["session"], found["head"]) == (session.id, session.journal.head)
    assert (found["scenario"], found["who"], found["sealed"]) == ("oxygen-lost", CODE, "true")


PART = {"before": 0.0, "brought": -0.5, "made": 3.0, "now": 2.0, "out": 0.5, "vented": 0.0}


@pytest.mark.parametrize(
    "wrong", ["none", [None, 3], [{"parts": "none"}], [{"name": "gold", "parts": [1, {}]}]]
)
def test_the_balance_has_a_row_for_the_plant_and_for_each_unit(
    session: Session, tmp_path: Path, wrong: Any
) -> None:
    """What is missing stands beside the whole plant; results of a wrong shape harm nothing."""
    product = {**PART, "name": "product", "unit": "g", "used": 1.0, "off": 1e-13}
    told = [{**product, "parts": [{**PART, "tag": "BR-1"}]}]
    for results, expected in (({"balance": told}, 2), ({"balance": wrong}, None), ({}, 0)):
        seal = replace(session.journal.records[-1], results=results)
        journal = replace(session.journal, records=(*session.journal.records[:-1], seal))
        folder = tmp_path / str(expected)
        table = tables([replace(session, journal=journal)], None, truth=False)[-1]
        write_csv(folder, [table])
        found = rows(folder, "balance")
        if expected is not None:
            assert len(found) == expected
        if expected:
            assert (found[0]["tag"], found[0]["made"], found[0]["missing"]) == ("", "2.0", "-1e-13")
            assert (found[1]["tag"], found[1]["made"], found[1]["missing"]) == ("BR-1", "3.0", "")
            assert {one["of"] for one in found} == {"product"}


def test_no_file_is_written_over_and_half_a_file_does_not_stay(
    session: Session, tmp_path: Path
) -> None:
    """What is there stays as it is; what fails leaves nothing."""
    (tmp_path / "sessions.csv").write_text("mine")
    with pytest.raises(Refusal) as caught:
        write_csv(tmp_path, tables([session], None, truth=False))
    assert caught.value.problems[0].code == "file-exists"
    assert (tmp_path / "sessions.csv").read_text() == "mine"
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal), new_file(tmp_path / "file" / "below"):
        pass
    with pytest.raises(Refusal), new_file(tmp_path / "a\0b"):
        pass
    with pytest.raises(ZeroDivisionError), new_file(tmp_path / "half") as file:
        file.write(b"half" * (1 // 0))
    assert not (tmp_path / "half").exists()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_nothing_in_a_text_is_a_formula(start: str) -> None:
    """A spreadsheet shows it and does not run it; numbers stay numbers."""
    assert _cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    assert _cell("-12.5") == "-12.5"
    assert _cell(-12.5) == "-12.5"


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@given(st.lists(st.tuples(texts, st.floats(allow_nan=False), st.booleans()), max_size=5))
def test_any_text_and_number_comes_back_from_csv(
    given_rows: list[tuple[str, float, bool]],
) -> None:
    """Quotes, commas and line ends survive; a number comes back to the bit."""
    import tempfile

    columns = (("text", "text"), ("number", "number"), ("yes", "yes-no"))
    with tempfile.TemporaryDirectory() as folder:
        write_csv(Path(folder), [Table("t", columns, iter(given_rows))])  # type: ignore[arg-type]
        found = rows(Path(folder), "t")
    for (words, number, yes), row in zip(given_rows, found, strict=True):
        assert row["text"].removeprefix("'") == words.removeprefix("'") or row["text"] == words
        assert float(row["number"]) == number
        assert row["yes"] == str(yes).lower()


@pytest.mark.parametrize(
    "wall",
    ["", "yesterday", "2026-11-22", "2026-11-22T03:50:00", "2026-11-22T03:50:00+01:00",
     "9999-12-31T00:00:00Z", "22/11/2026", "2026-13-01T00:00:00Z"],
)  # fmt: skip
def test_a_log_without_a_time_in_utc_is_refused(wall: str) -> None:
    """A time without a zone is no time, and one at the end of the calendar cannot be added to."""
    with pytest.raises(Refusal):
        read_time(wall)


def test_times_are_written_in_one_form() -> None:
    """ISO 8601 with Z and milliseconds, and read back as it was."""
    moment = datetime(2026, 11, 22, 3, 50, 0, 125_000, tzinfo=UTC)
    assert stamp(moment) == "2026-11-22T03:50:00.125Z"
    assert read_time(stamp(moment)) == moment


def test_a_longer_session_is_read_less_often() -> None:
    """A shift each minute, a batch each ten minutes, a campaign each hour."""
    hour = 60 * MINUTE
    assert [usual_step(t * hour) for t in (2, 8, 9, 480, 720)] == [
        MINUTE, MINUTE, 10 * MINUTE, 10 * MINUTE, hour,
    ]  # fmt: skip


def test_a_damaged_log_is_not_exported(log: Path, tmp_path: Path) -> None:
    """Nothing is told of what does not hold."""
    data = bytearray(log.read_bytes())
    data[len(data) // 2] ^= 1
    broken = tmp_path / "broken.log"
    broken.write_bytes(bytes(data))
    with pytest.raises(Refusal):
        read_session(broken, str)


def test_parquet_without_pyarrow_says_what_to_install(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hint names the extra, and that CSV needs nothing."""
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Refusal) as caught:
        write_parquet(tmp_path, tables([session], None, truth=False))
    assert "cuve[export]" in caught.value.problems[0].hint
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(
    not importlib.util.find_spec("pyarrow") or not importlib.util.find_spec("duckdb"),
    reason="pyarrow and duckdb are not installed",
)
def test_duckdb_opens_the_parquet_files(session: Session, tmp_path: Path) -> None:
    """An independent reader gets times with their zone, and the same numbers as from CSV."""
    import duckdb

    write_parquet(tmp_path, tables([session], 10 * MINUTE, truth=False))
    write_csv(tmp_path / "csv", tables([session], 10 * MINUTE, truth=False))
    path = tmp_path / "values.parquet"
    types = dict(duckdb.sql(f"describe select * from '{path}'").project("#1, #2").fetchall())
    assert types["time"] == "TIMESTAMP WITH TIME ZONE"
    assert types["value"] == "DOUBLE"
    query = f"select value from '{path}' where attribute = 'PV' and tag = 'TIC-101'"
    got = [row[0] for row in duckdb.sql(query).fetchall()]
    told = [
        float(r["value"])
        for r in rows(tmp_path / "csv", "values")
        if (r["attribute"], r["tag"]) == ("PV", "TIC-101")
    ]
    assert got == told
    assert len(got) == 13
