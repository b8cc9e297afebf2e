"""Recomputing a log finds what the chain cannot: a forger who mends the chain."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from session_fakes import ANN, DOCUMENTS, begin, commission_small, golden

from simulator.language.command import Note, SetMode, SetSetpoint, StartFault
from simulator.language.problem import Refusal
from simulator.session.chain import GENESIS, Journal, parse_journal
from simulator.session.desk import Accepted, Refused
from simulator.session.follow import Departure
from simulator.session.keeping import DIGITS
from simulator.session.live import Live, Signature
from simulator.session.record import (
    Checkpoint,
    CheckRecord,
    CommandRecord,
    Fault,
    Open,
    Record,
    RefusalRecord,
    Sample,
    Seal,
    Story,
    encode,
)
from simulator.session.told import read_events, read_rows, write_events, write_rows
from simulator.session.verify import Verdict, verify, verify_journal
from simulator.session.writer import JournalWriter


class _Memory:
    """A Sink in memory."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes) -> int:
        """Take all."""
        self.data += data
        return len(data)

    def sync(self) -> None:
        """Nothing to do."""

    def truncate(self, size: int) -> None:
        """Cut."""
        del self.data[size:]

    def close(self) -> None:
        """Nothing to do."""


def forged(records: list[Record]) -> Journal:
    """Return a journal of these records, renumbered, with a seal and a chain that fit."""
    memory = _Memory()
    writer = JournalWriter(memory)
    for n, record in enumerate(records):
        changed = dataclasses.replace(record, n=n)
        if isinstance(changed, Seal):
            changed = dataclasses.replace(changed, records=n, head=writer.head)
        writer.append(changed)
    writer.flush()
    return parse_journal(bytes(memory.data))


def judged(journal: Journal) -> Verdict:
    """Verify by recomputation."""
    return verify_journal(journal, "x.log", commission=commission_small)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    """The records of a sealed session."""
    return list(parse_journal(golden(tmp_path_factory.mktemp("g") / "g.log")).records)


def test_an_honest_log_is_right(records: list[Record], tmp_path: Path) -> None:
    """A sealed session verifies, recomputed and by its chain alone, and tells its head."""
    path = tmp_path / "a.log"
    golden(path)
    heard: list[tuple[int, int]] = []
    verdict = verify(path, commission=commission_small, progress=lambda *t: heard.append(t))
    assert verdict.ok
    assert verdict.sealed
    assert verdict.recomputed
    assert heard[-1][0] == heard[-1][1]
    alone = verify(path, chain_only=True)
    assert alone.ok
    assert not alone.recomputed
    assert alone.head == verdict.head
    assert judged(forged(records)).ok


def _turn(record: Record, dice: Random) -> Record | None:
    """Return the record changed in something that matters, or None if it has no such thing."""
    if isinstance(record, CommandRecord):
        if isinstance(record.command, SetSetpoint):
            value = record.command.value + dice.choice((0.001, -1.0, 2.5))
            command = dataclasses.replace(record.command, value=value)
            return dataclasses.replace(record, command=command, new=value)
        if isinstance(record.command, SetMode):
            other = "AUTO" if record.command.mode == "MAN" else "MAN"
            return dataclasses.replace(record, command=SetMode("TIC-101", other), new=other)
        return dataclasses.replace(record, command=Note("something else"))
    if isinstance(record, RefusalRecord):
        return dataclasses.replace(record, code="another-code")
    if isinstance(record, CheckRecord):
        at = dice.randrange(0, len(record.digests), DIGITS)
        digests = record.digests[:at] + "0" * DIGITS + record.digests[at + DIGITS :]
        return dataclasses.replace(record, digests=digests)
    if isinstance(record, Sample):
        rows = [(t, (37.0, *values[1:])) for t, values in read_rows(record)]
        return dataclasses.replace(record, values=write_rows(rows))
    if isinstance(record, Story):
        told = [dataclasses.replace(item, n=item.n + 1) for item in read_events(record)]
        return dataclasses.replace(record, events=write_events(told))
    if isinstance(record, Seal):
        return dataclasses.replace(record, results={**record.results, "peak": 37.0})
    if isinstance(record, Open):
        return dataclasses.replace(record, seed=dice.randrange(1000, 10_000))
    return None


def test_every_forged_record_is_found(records: list[Record]) -> None:
    """Each command, refusal, check, sample and result changed in turn is found at that record."""
    dice = Random(7)
    tried = 0
    for at, record in enumerate(records):
        changed = _turn(record, dice)
        if changed is None:
            continue
        tried += 1
        verdict = judged(forged([*records[:at], changed, *records[at + 1 :]]))
        assert not verdict.ok, record
        assert verdict.problems[0].code == "differs"
        assert verdict.first_difference is not None
        assert verdict.first_difference.n >= at
    assert tried >= 30


def test_every_record_left_out_is_found(records: list[Record]) -> None:
    """What decides or is computed shows where it is left out; the head tells of anything."""
    head = judged(forged(records)).head
    for at in range(1, len(records) - 1):
        record = records[at]
        verdict = judged(forged([*records[:at], *records[at + 1 :]]))
        decides = isinstance(record, CommandRecord | CheckRecord | Story | Sample)
        assert not (verdict.ok and decides), record
        assert verdict.head != head


def test_the_first_difference_names_the_unit_and_the_time(records: list[Record]) -> None:
    """A forged set-point is named by the first check after it, by unit and simulated time."""
    at = next(
        i
        for i, record in enumerate(records)
        if isinstance(record, CommandRecord) and isinstance(record.command, SetSetpoint)
    )
    record = records[at]
    assert isinstance(record, CommandRecord)
    changed = dataclasses.replace(record, command=SetSetpoint("TIC-101", 36.5), new=36.5)
    verdict = judged(forged([*records[:at], changed, *records[at + 1 :]]))
    found = verdict.first_difference
    assert isinstance(found, Departure)
    later = [r for r in records[at + 1 :] if isinstance(r, CommandRecord | CheckRecord | Sample)]
    assert found.t <= next(r.t for r in later if isinstance(r, CheckRecord))
    assert found.logged != found.computed
    assert str(verdict.problems[0].place).startswith("x.log:")


def test_what_a_command_says_it_changed_is_checked(records: list[Record]) -> None:
    """The old and new value and unit of measure that a command claims must be those it had."""
    at = next(
        i
        for i, record in enumerate(records)
        if isinstance(record, CommandRecord) and isinstance(record.command, SetSetpoint)
    )
    for lie in ({"old": 29.0}, {"new": 29.0}, {"unit": "K"}, {"old": None}):
        changed = dataclasses.replace(records[at], **lie)
        verdict = judged(forged([*records[:at], changed, *records[at + 1 :]]))
        assert verdict.first_difference is not None
        assert verdict.first_difference.where == "command"
        assert verdict.first_difference.n == at


def test_an_invented_score_is_found(records: list[Record]) -> None:
    """A score that this program did not give does not verify."""
    changed = dataclasses.replace(records[-1], score={"points": 100})
    verdict = judged(forged([*records[:-1], changed]))
    assert verdict.first_difference is not None
    assert verdict.first_difference.where == "score"


def test_a_forged_checkpoint_is_found(tmp_path: Path) -> None:
    """A checkpoint that holds another state than the run had is found, and so is an unreadable."""
    path = tmp_path / "a.log"
    live = begin(path)
    live.advance(8_000_000)
    live.close()
    honest = list(parse_journal(path.read_bytes()).records)
    at = next(i for i, record in enumerate(honest) if isinstance(record, Checkpoint))
    first = honest[at]
    assert isinstance(first, Checkpoint)
    for state in ("AAAA", "", "not base64!"):
        changed = dataclasses.replace(first, state=state)
        verdict = judged(forged([*honest[:at], changed, *honest[at + 1 :]]))
        assert verdict.first_difference is not None
        assert verdict.first_difference.where == "checkpoint"


def _opening(change: Callable[[Open], Open], records: list[Record]) -> Verdict:
    opening = records[0]
    assert isinstance(opening, Open)
    return judged(forged([change(opening), *records[1:]]))


def test_the_opening_is_checked(records: list[Record]) -> None:
    """Another text, title or edition is a problem with its own name, never a traceback."""
    replace = dataclasses.replace
    texts = dict(DOCUMENTS.texts)
    other = {**texts, "small.yaml": "scenario: small # and more\n"}
    assert _opening(lambda o: replace(o, documents=other), records).problems[0].code == "other-text"
    missing = {"small.yaml": texts["small.yaml"]}
    verdict = _opening(lambda o: replace(o, documents=missing), records)
    assert verdict.problems[0].code == "other-text"
    assert _opening(lambda o: replace(o, physics=999), records).problems[0].code == "other-edition"
    assert (
        _opening(lambda o: replace(o, title={"en": "Easy"}), records).problems[0].code == "differs"
    )


def test_only_an_instructor_starts_faults_and_shelving_needs_a_reason(tmp_path: Path) -> None:
    """What a role may not do is refused and logged; an instructor may; model faults are kept."""
    live = begin(tmp_path / "a.log")
    refused = live.submit(StartFault("blow-up"))
    assert isinstance(refused, Refused)
    assert refused.problem.code == "instructor-only"
    assert refused.n is not None
    live.close()
    path = tmp_path / "b.log"
    teacher = Live.begin(
        DOCUMENTS, path, Signature("tom", "instructor"), commission=commission_small
    )
    teacher.advance(10_000)
    assert isinstance(teacher.submit(StartFault("blow-up"), "drill"), Accepted)
    teacher.advance(4_000_000)
    teacher.seal()
    honest = list(parse_journal(path.read_bytes()).records)
    assert judged(forged(honest)).ok
    at = next(i for i, record in enumerate(honest) if isinstance(record, Fault))
    hidden = judged(forged([*honest[:at], *honest[at + 1 :]]))
    assert hidden.first_difference is not None
    assert hidden.first_difference.where == "BR-101"
    invented = judged(forged([*honest[: at + 1], honest[at], *honest[at + 1 :]]))
    assert invented.first_difference is not None
    with pytest.raises(Refusal):
        Live.begin(DOCUMENTS, tmp_path / "c.log", Signature("x", "boss"))


def test_resuming_a_forged_log_is_refused(tmp_path: Path) -> None:
    """A session whose recomputation departs from its log is not taken up, and is left as it was."""
    path = tmp_path / "a.log"
    live = begin(path)
    live.submit(SetSetpoint("TIC-101", 35.0))
    live.advance(4_000_000)
    live.submit(Note("late"))
    live.close()
    records = list(parse_journal(path.read_bytes()).records)
    at = next(i for i, record in enumerate(records) if isinstance(record, CommandRecord))
    record = records[at]
    assert isinstance(record, CommandRecord)
    records[at] = dataclasses.replace(record, command=SetSetpoint("TIC-101", 34.0), new=34.0)
    memory = _Memory()
    writer = JournalWriter(memory)
    for one in records:
        writer.append(one)
    writer.flush()
    path.write_bytes(memory.data)
    with pytest.raises(Refusal) as caught:
        Live.resume(path, ANN, commission=commission_small)
    assert caught.value.problems[0].code == "departs"
    assert path.read_bytes() == memory.data


def test_the_genesis_is_pinned() -> None:
    """The hash before the first record never changes, so that old logs stay readable."""
    assert GENESIS.hex() == "800a8a2413ebef5cadfbaa24f21c656a7cdfda2fe8a8f62fe7dfe19c2730d42e"
    assert encode(Sample(1, 0, "eJw=")) == b'{"kind":"sample","n":1,"t":0,"values":"eJw="}'
