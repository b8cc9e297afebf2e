"""A branch is a session from the middle of a recording: it acts, and its log stands by itself."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path

import pytest
from session_fakes import ANN, a_story, begin, commission_small, golden, stamp

from simulator.language.command import Note, SetSetpoint
from simulator.language.command_text import parse_command
from simulator.language.problem import Refusal
from simulator.scenario.library import read, read_script
from simulator.session.branch import Branch
from simulator.session.chain import Journal, parse_journal
from simulator.session.commission import commission
from simulator.session.desk import Accepted
from simulator.session.journal import read_journal
from simulator.session.live import Live, Signature
from simulator.session.operator import IdleOperator, run_session
from simulator.session.pace import cpu_seconds
from simulator.session.record import Branched, CheckRecord, CommandRecord, Record, Seal
from simulator.session.replay import Recording
from simulator.session.script import ScriptedOperator
from simulator.session.verify import verify, verify_journal
from simulator.session.writer import JournalWriter

HERE = functools.partial(commission, tier="auto")
HOUR = 3_600_000
BOB = Signature("bob")


def small(path: Path, hours: int = 6) -> Recording:
    """Return a recording of the small plant."""
    golden(path, hours)
    return Recording.open(path, commission_small)


@pytest.mark.parametrize("t", [0, 1, 1_234_000, HOUR, 2 * HOUR, 4 * HOUR + 77, 6 * HOUR])
def test_a_branch_begins_as_the_recording_was(tmp_path: Path, t: int) -> None:
    """At any moment the branch shows what the recording shows, which is not moved."""
    recording = small(tmp_path / "a.log")
    branch = Branch(recording, t, BOB)
    assert recording.now == 0
    recording.seek(t)
    assert (branch.now, branch.digest()) == (recording.now, recording.digest())
    assert branch.observe() == recording.observe()
    assert isinstance(branch.submit(Note("what if")), Accepted)
    branch.advance(branch.now + HOUR)
    assert recording.digest() != branch.digest()


def test_doing_the_same_gives_the_same(tmp_path: Path) -> None:
    """A branch that does what the session did comes to the same results."""
    path = tmp_path / "a.log"
    recording = small(path)
    t = 2 * HOUR + 500
    branch = Branch(recording, t, ANN)
    for record in recording.records:
        if isinstance(record, CommandRecord) and record.t > t:
            branch.advance(record.t)
            branch.submit(record.command, record.reason)
    branch.advance(recording.end)
    recording.seek(recording.end)
    assert branch.digest() == recording.digest()
    seal = recording.records[-1]
    assert isinstance(seal, Seal)
    assert branch.results() == seal.results


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("t", [0, 700_000, 2 * HOUR, 5 * HOUR + 1, 6 * HOUR])
def test_a_saved_branch_is_a_log_like_any_other(tmp_path: Path, t: int, sealed: bool) -> None:
    """It verifies, replays, and holds the recording's own lines up to the moment."""
    path, other = tmp_path / "a.log", tmp_path / "b.log"
    recording = small(path)
    branch = Branch(recording, t, BOB, stamp)
    branch.submit(SetSetpoint("TIC-101", 33.0), "earlier")
    branch.advance(t + 3 * HOUR)
    if sealed:
        branch.seal("tried")
    branch.save(other)
    assert verify(other, commission=commission_small).problems == ()
    saved = read_journal(other)
    assert saved == branch.journal
    at = next(i for i, record in enumerate(saved.records) if isinstance(record, Branched))
    mark = saved.records[at]
    assert isinstance(mark, Branched)
    assert (mark.who, mark.head) == ("bob", recording.journal.head)
    lines = path.read_bytes().splitlines()[:at]
    assert other.read_bytes().splitlines()[:at] == lines
    assert lines[-1].startswith(mark.parent.encode())
    replay = Recording.open(other, commission_small)
    replay.seek(replay.end)
    assert replay.digest() == branch.digest()
    assert replay.departure is None
    with pytest.raises(Refusal):
        branch.save(other)


def test_a_branch_can_be_branched_and_taken_up(tmp_path: Path) -> None:
    """Branches of branches verify, and a saved unsealed branch goes on as a session."""
    first = Branch(small(tmp_path / "a.log"), HOUR, BOB, stamp)
    first.advance(3 * HOUR)
    second = Branch(Recording(first.journal, commission_small), 2 * HOUR + 5, ANN, stamp)
    second.submit(Note("deeper"))
    path = tmp_path / "c.log"
    second.save(path)
    live = Live.resume(path, BOB, commission=commission_small, stamp=stamp)
    live.advance(9 * HOUR)
    live.seal()
    assert verify(path, commission=commission_small).ok
    kinds = [record.kind for record in read_journal(path).records]
    assert kinds.count("branched") == 2


def forged(records: list[Record]) -> Journal:
    """Return a journal of these records with a chain that fits."""

    class Memory:
        data = bytearray()

        def write(self, data: bytes) -> int:
            self.data += data
            return len(data)

    memory = Memory()
    writer = JournalWriter(memory)  # type: ignore[arg-type]
    for record in records:
        writer.append(record)
    writer.flush()
    return parse_journal(bytes(memory.data))


def test_a_branch_cannot_claim_another_beginning(tmp_path: Path) -> None:
    """A branch record that does not follow its parent, or comes second-hand, is out of order."""
    branch = Branch(small(tmp_path / "a.log"), HOUR, BOB, stamp)
    branch.submit(Note("x"))
    records = list(branch.journal.records)
    at = next(i for i, record in enumerate(records) if isinstance(record, Branched))
    assert forged(records).problems == ()
    records[at] = dataclasses.replace(records[at], parent="0" * 64)
    assert forged(records).problems[0].code == "out-of-order"


def test_a_branch_off_what_departs_is_refused(tmp_path: Path) -> None:
    """Off a recording that recomputes otherwise there is no what-if, nor in an unknown role."""
    recording = small(tmp_path / "a.log")
    records = list(recording.records)
    at = next(i for i, record in enumerate(records) if isinstance(record, CheckRecord) and record.t)
    records[at] = dataclasses.replace(records[at], digests="0" * 32)
    broken = Recording(
        dataclasses.replace(recording.journal, records=tuple(records)), commission_small
    )
    with pytest.raises(Refusal) as refusal:
        Branch(broken, HOUR + 5, BOB)
    assert refusal.value.problems[0].code == "departs"
    with pytest.raises(Refusal):
        Branch(recording, HOUR, Signature("x", "boss"))  # type: ignore[arg-type]


def test_operators_drive_a_branch_of_the_plant(tmp_path: Path) -> None:
    """The expert's script and nobody go on from one moment to other ends, within a second each."""
    path = tmp_path / "a.log"
    live = Live.begin(read("oxygen-lost"), path, ANN, commission=HERE)
    live.advance(HOUR)
    live.submit(parse_command("note I do nothing", live.names))
    live.advance(2 * HOUR)
    live.seal()
    recording = Recording.open(path, HERE)
    recording.commissioned.plant.advance(1000)  # load the compiled scan, if there is one
    ends = []
    for name in ("expert", "idle"):
        began = cpu_seconds()
        branch = Branch(recording, 10 * 60_000, BOB)
        expert = ScriptedOperator(*reversed(read_script("expert", "oxygen-lost")), branch.names)
        run_session(branch, expert if name == "expert" else IdleOperator())
        ends.append(branch.results())
        branch.seal("tried")
        saved = tmp_path / f"{name}.log"
        branch.save(saved)
        assert verify(saved, commission=HERE).ok
        assert cpu_seconds() - began < 60.0
    assert ends[0] != ends[1]
    seal = recording.records[-1]
    assert isinstance(seal, Seal)
    assert ends[1] == seal.results


def test_a_branch_of_a_session_that_broke_off(tmp_path: Path) -> None:
    """Where the log ends before what it should keep, the branch keeps it."""
    path = tmp_path / "a.log"
    live = begin(path)
    a_story(live, 3)
    live.submit(Note("last words"))
    live._writer.close()
    branch = Branch(Recording.open(path, commission_small), 10**9, BOB, stamp)
    branch.advance(5 * HOUR)
    branch.seal()
    assert verify_journal(branch.journal, "x", commission=commission_small).ok
