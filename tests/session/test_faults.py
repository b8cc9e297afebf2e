"""The disk fails in every way at every moment; nothing acknowledged is lost, nothing half stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import IO

import pytest
from session_fakes import (
    ANN,
    FaultyFile,
    begin,
    commission_small,
    live_on,
    stamp,
)

from simulator.language.command import Note, SetSetpoint
from simulator.language.problem import Refusal
from simulator.session.chain import parse_journal
from simulator.session.desk import Accepted
from simulator.session.live import Live
from simulator.session.record import CommandRecord, RefusalRecord
from simulator.session.verify import verify, verify_journal
from simulator.session.writer import JournalWriter

COMMANDS = 100


def notes(data: bytes) -> list[str]:
    """Return the notes in a log that must be whole but for a torn tail."""
    journal = parse_journal(data)
    assert all(problem.code == "not-a-log" for problem in journal.problems)
    return [
        record.command.text
        for record in journal.records
        if isinstance(record, CommandRecord) and isinstance(record.command, Note)
    ]


def work(live: Live, commands: int = COMMANDS) -> list[str]:
    """Give commands and let time pass until the log stops; return what was acknowledged."""
    acknowledged = []
    for number in range(commands):
        text = f"note {number}"
        if isinstance(live.submit(Note(text)), Accepted):
            acknowledged.append(text)
        if live.stopped:
            break
        live.advance(live.now + 600_000)
    return acknowledged


def count(monkeypatch: pytest.MonkeyPatch) -> FaultyFile:
    """Return the file of a session on a disk that never fails."""
    file = FaultyFile()
    assert len(work(live_on(file, monkeypatch)())) == COMMANDS
    return file


def test_commands_and_refusals_are_on_disk_when_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever submit answers, with a record number, a power failure right then would keep it."""
    file = FaultyFile()
    live = live_on(file, monkeypatch)()
    for command in (Note("yes"), SetSetpoint("TIC-101", 99.0), SetSetpoint("TIC-101", 31.0)):
        live.advance(live.now + 10_000)
        receipt = live.submit(command)
        assert receipt.n is not None
        record = parse_journal(file.durable).records[receipt.n]
        assert isinstance(record, CommandRecord | RefusalRecord)
        assert record.command == command


def test_a_failed_write_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """At each write in turn the disk fails half-way: the command is refused, the rest goes on."""
    for k in range(2, count(monkeypatch).writes + 1):
        file = FaultyFile(fail_write=k)
        live = live_on(file, monkeypatch)()
        acknowledged = work(live)
        live.seal()
        assert len(acknowledged) >= COMMANDS - 1
        assert notes(bytes(file.data)) == acknowledged
        assert file.durable == bytes(file.data)
        if k % 40 == 2:
            assert verify_journal(parse_journal(file.durable), "x", commission=commission_small).ok


def test_a_failed_fsync_stops_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """At each fsync in turn the disk fails: the session stops for good, its word stays true."""
    for k in range(2, count(monkeypatch).syncs + 1):
        file = FaultyFile(fail_sync=k)
        live = live_on(file, monkeypatch)()
        acknowledged = work(live)
        assert live.stopped is not None
        assert live.stopped.code == "log-lost"
        assert len(acknowledged) == k - 2
        assert notes(file.durable) == acknowledged
        syncs = file.syncs
        with pytest.raises(Refusal):
            live.advance(live.now + 1000)
        with pytest.raises(Refusal):
            live.seal()
        assert file.syncs == syncs


def test_a_full_disk_stops_commands_until_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Full at every 97th byte: commands are refused, then room is made and all is well."""
    whole = len(count(monkeypatch).data)
    for room in range(1000, whole, 97):
        file = FaultyFile(room=room)
        live = live_on(file, monkeypatch)()
        acknowledged = work(live, 30)
        refused = live.submit(Note("no room" + "." * 3000))
        if not isinstance(refused, Accepted):
            assert refused.problem.code == "disk-full"
            assert refused.problem.hint
        file.room = 10**9
        assert isinstance(live.submit(Note("room again")), Accepted)
        assert live.trouble is None
        found = notes(bytes(file.durable))
        assert [text for text in found if text.startswith("note")] == acknowledged
        assert found[-1] == "room again"


def test_no_room_for_the_opening_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the opening record cannot be written, beginning is refused and the file is gone."""
    monkeypatch.setattr(JournalWriter, "sync", lambda self: self._take_back(OSError(28, "full")))
    with pytest.raises(Refusal):
        begin(tmp_path / "a.log")
    assert not (tmp_path / "a.log").exists()


def test_short_writes_and_interrupts_are_carried_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes a few bytes at a time, and signals in between, give the same log."""
    plain = count(monkeypatch)
    file = FaultyFile(short=7, interrupts=3)
    work(live_on(file, monkeypatch)())
    assert file.data == plain.data


def test_a_half_record_that_cannot_be_cut_stops_the_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """If the half-written record cannot be taken back, nothing more is written after it."""
    file = FaultyFile(fail_write=8, fail_truncate=True)
    live = live_on(file, monkeypatch)()
    acknowledged = work(live)
    assert live.stopped is not None
    size = len(file.data)
    assert not isinstance(live.submit(Note("more")), Accepted)
    assert len(file.data) == size
    assert notes(bytes(file.data)) == acknowledged


def test_an_interrupt_in_the_middle_of_a_write_stops_the_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After Ctrl-C inside a write nobody knows what the file holds, so nothing follows."""
    file = FaultyFile()
    live = live_on(file, monkeypatch)()

    def interrupted(data: bytes) -> int:
        file.data += data[:10]
        raise KeyboardInterrupt

    monkeypatch.setattr(file, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        live.submit(Note("caught"))
    monkeypatch.undo()
    refused = live.submit(Note("after"))
    assert not isinstance(refused, Accepted)
    assert refused.problem.code == "log-lost"


def test_what_was_not_synced_may_be_lost_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power failure at each fsync: resuming what is durable goes on as if nothing had been."""
    for k in range(1, 40, 3):
        file = FaultyFile(fail_sync=k + 1)
        acknowledged = work(live_on(file, monkeypatch)())
        monkeypatch.undo()
        path = tmp_path / f"{k}.log"
        path.write_bytes(file.durable)
        live = Live.resume(path, ANN, commission=commission_small, stamp=stamp)
        live.advance(live.now + 7_200_000)
        live.seal()
        assert notes(path.read_bytes()) == acknowledged
        assert verify(path, commission=commission_small).ok


CHILD = """
import os
import sys
from pathlib import Path
from session_fakes import ANN, begin, commission_small
from simulator.language.command import Note, SetSetpoint
from simulator.session.live import Live

def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())  # whole, or not at all, when killed

def operate(path, number):
    live = Live.resume(path, ANN, commission=commission_small) if path.exists() else begin(path)
    say("ready")
    while not live.finished:
        receipt = live.submit(Note(f"note {number}"))
        say("ack", number, receipt.n)
        number += 1
        live.advance(live.now + 17_000)

for line in sys.stdin:
    path, _, number = line.rstrip().rpartition(" ")
    child = os.fork()
    if child == 0:
        operate(Path(path), int(number))
        os._exit(0)
    say("child", child)
    os.waitpid(child, 0)
    say("over")
"""
"""Runs a session in a process of its own each time that it is given a path and a number."""


def lines_until(end: str, source: IO[str]) -> list[str]:
    """Return the lines up to one that begins with a word, that line last."""
    found = [source.readline()]
    while not found[-1].startswith(end):
        assert found[-1], f"no {end}: {found}"
        found.append(source.readline())
    return found


def kill_ten_times(path: Path, dice: Random, ask: IO[str], told: IO[str]) -> None:
    """Kill the same session at ten random moments; what was acknowledged is in the log."""
    acknowledged: list[tuple[int, int]] = []
    for _ in range(10):
        start = acknowledged[-1][0] + 1 if acknowledged else 0
        print(path, start, file=ask, flush=True)
        wanted = dice.randrange(0, 40)
        said = lines_until("child", told)
        child = int(said[-1].split()[1])
        while len(said) <= wanted and said[-1] != "over\n":
            said.append(told.readline())
        if said[-1] != "over\n":
            os.kill(child, signal.SIGKILL)
            said += lines_until("over", told)
        for line in said:
            words = line.split()
            if words[0] == "ack":
                acknowledged.append((int(words[1]), int(words[2])))
        if not path.exists():
            continue
        journal = parse_journal(path.read_bytes())
        if not journal.records:  # killed in its first record: there is no session yet
            assert not acknowledged
            path.unlink()
        for number, n in acknowledged:
            record = journal.records[n]
            assert isinstance(record, CommandRecord)
            assert record.command == Note(f"note {number}")
    assert acknowledged
    live = Live.resume(path, ANN, commission=commission_small)
    live.seal()
    assert verify(path, commission=commission_small).ok


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_kill_at_random_moments_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Killed at 200 random moments, the session is taken up each time with every ack in it."""
    dice = Random(20261122)
    here = Path(__file__).resolve().parent
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([str(here), str(here.parents[1])]))
    parent = subprocess.Popen(
        [sys.executable, "-c", CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    with parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        ask, told = parent.stdin, parent.stdout
        for number in range(20):
            kill_ten_times(tmp_path / f"{number}.log", dice, ask, told)
