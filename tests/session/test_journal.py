"""A log keeps every acknowledged record, whatever the disk does, and shows every change."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from session_fakes import ANN, a_story, begin, commission_small, golden, stamp

from simulator.language.command import Note, SetSetpoint
from simulator.language.problem import Refusal
from simulator.session.chain import GENESIS, PREFIX, parse_journal, walk_chain
from simulator.session.desk import Accepted
from simulator.session.journal import continue_journal, create_journal, read_journal
from simulator.session.live import Live
from simulator.session.record import CommandRecord, Record, Resumed, Seal, encode
from simulator.session.verify import verify, verify_journal


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a sealed session of at least 20 kB."""
    data = golden(tmp_path_factory.mktemp("golden") / "g.log", hours=15)
    assert len(data) >= 20_000
    return data


def code(call: object, *arguments: object) -> str:
    """Return the code of the problem that a call refuses with."""
    assert callable(call)
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.problems[0].code


def chained(records: list[bytes]) -> bytes:
    """Return a log of these records whose chain fits: what a patient forger would make."""
    head = GENESIS
    lines = []
    for record in records:
        head = hashlib.sha256(head + record).digest()
        lines.append(head.hex().encode() + b" " + record + b"\n")
    return b"".join(lines)


def test_the_format_can_be_read_by_hand(log: bytes) -> None:
    """A second reader of a few lines, written from docs/log.md alone, agrees about the chain."""
    head = hashlib.sha256(b"cuve session log, format 1\n").digest()
    lines = log.decode("ascii").splitlines()
    for line in lines:
        digest, _, record = line.partition(" ")
        head = hashlib.sha256(head + record.encode("ascii")).digest()
        assert digest == head.hex()
    journal = parse_journal(log)
    assert journal.head == head.hex()
    assert len(journal.records) == len(lines)
    assert journal.sealed


def test_every_single_byte_change_is_found(log: bytes) -> None:
    """Each byte of the log, changed to another value, gives a problem, and none is overlooked."""
    found = 0
    for at in range(len(log)):
        changed = bytearray(log)
        changed[at] ^= 1 << (at % 8)
        chain = walk_chain(bytes(changed))
        found += chain.problem is not None or bool(chain.torn)
    assert found == len(log)


def test_a_changed_byte_is_named(log: bytes) -> None:
    """The problem names the damaged record by number, line and byte, and the verdict is no."""
    lines = log.splitlines(keepends=True)
    position = sum(len(line) for line in lines[:7])
    changed = bytearray(log)
    changed[position + 80] ^= 1
    verdict = verify_journal(parse_journal(bytes(changed), "x.log"), "x.log", chain_only=True)
    assert not verdict.ok
    assert verdict.records == 7
    assert f"record 7 (byte {position})" in verdict.problems[0].message
    assert str(verdict.problems[0].place) == "x.log:8:1"


def test_cut_at_every_byte_keeps_every_whole_record(log: bytes) -> None:
    """Wherever the file ends, the whole records before are kept and the rest is called torn."""
    ends = [at + 1 for at, byte in enumerate(log) if byte == 10]
    whole = 0
    for size in range(len(log)):
        chain = walk_chain(log[:size])
        whole += size in ends[whole : whole + 1]
        assert chain.problem is None
        assert len(chain.lines) == whole
        assert chain.size + len(chain.torn) == size


def test_a_tail_of_zeros_is_torn(log: bytes) -> None:
    """Blocks that a power failure left as zeros count as an unfinished record, not as damage."""
    whole = log[: log.rindex(b"\n", 0, -1) + 1]
    for zeros in (1, 511, 512, 4096):
        for part in (b"", b"0123456789abcdef", whole[-90:-1]):
            journal = parse_journal(whole + part + b"\0" * zeros)
            assert not journal.problems
            assert len(journal.torn) == len(part) + zeros


def test_records_dropped_doubled_or_swapped_are_found(log: bytes) -> None:
    """Every record that is left out, repeated or exchanged with the next breaks the chain."""
    lines = log.splitlines(keepends=True)
    for at in range(len(lines)):
        doubled = [*lines[: at + 1], *lines[at:]]
        variants = [doubled]
        if at + 1 < len(lines):
            variants.append([*lines[:at], *lines[at + 1 :]])
            variants.append([*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]])
        for variant in variants:
            assert parse_journal(b"".join(variant)).problems
    assert not parse_journal(b"".join(lines[:-1])).sealed


def test_dropping_with_a_new_chain_is_found_by_the_numbers(log: bytes) -> None:
    """A forger who drops a record and mends the chain is found by the records' numbers."""
    records = [line[PREFIX:] for line in log.splitlines()]
    for at in range(len(records) - 1):
        journal = parse_journal(chained([*records[:at], *records[at + 1 :]]))
        assert journal.problems[0].code in ("out-of-order", "not-a-log")


def test_records_out_of_order_are_found_one_by_one(log: bytes) -> None:
    """With a chain that fits, numbers, times, openings and the seal must still be in order."""
    records = list(parse_journal(log).records)
    seal = records[-1]
    assert isinstance(seal, Seal)
    last = records[-2]

    def problem(*tail: Record) -> str:
        head = [encode(record) for record in records[:-2]]
        found = parse_journal(chained([*head, *(encode(record) for record in tail)])).problems
        return found[0].message if found else ""

    sound = [encode(record) for record in records[:-1]]
    before = walk_chain(chained(sound)).head
    assert before == seal.head
    assert problem(last, seal) == ""
    assert "its number" in problem(replace(last, n=last.n + 1))
    assert "back in time" in problem(replace(last, t=records[-3].t - 1))
    assert "the seal" in problem(last, replace(seal, head="0" * 64))
    assert "the seal" in problem(last, replace(seal, records=seal.records - 1))
    assert "an opening" in problem(replace(records[0], n=last.n, t=last.t))
    order = next(record for record in records if isinstance(record, CommandRecord))
    for lie in ({"who": "bob"}, {"role": "instructor"}):
        signed = replace(order, n=last.n, t=last.t, **lie)
        assert "not at the desk" in problem(signed)
    assert "after the seal" in problem(last, seal, replace(last, n=seal.n + 1))


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"\0" * 600, b"hello\n", b"PK\x03\x04" * 100, b"0" * 64 + b" {}\n", b"\xff\n"],
)
def test_what_is_no_log_says_so(data: bytes) -> None:
    """Any other file gives a Problem and no records."""
    journal = parse_journal(data)
    assert journal.problems
    assert journal.records == ()


def test_bytes_after_the_seal_are_damage(log: bytes) -> None:
    """Nothing may follow the seal, not even an unfinished record."""
    assert parse_journal(log + b"0").problems[0].code == "damaged"


def test_the_file_is_private_new_and_no_link(tmp_path: Path) -> None:
    """A log is created with mode 0600, never over another file, never through a link."""
    path = tmp_path / "a.log"
    begin(path).close()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        (tmp_path / "link.log").symlink_to(tmp_path / "elsewhere.log")
        assert code(create_journal, tmp_path / "link.log") == "log-exists"
        (tmp_path / "old.log").symlink_to(path)
        assert code(continue_journal, tmp_path / "old.log") == "cannot-open"
    assert code(create_journal, path) == "log-exists"
    assert code(create_journal, tmp_path / "no" / "such" / "place.log") == "cannot-open"
    assert code(create_journal, tmp_path / "nul\0.log") == "cannot-open"


def test_what_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    """Missing files, directories, pipes and NULs in names are refused without waiting."""
    assert code(read_journal, tmp_path / "none.log") == "cannot-read"
    assert code(read_journal, tmp_path) in ("not-a-file", "cannot-read")
    assert code(read_journal, tmp_path / "nul\0") == "cannot-read"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert code(read_journal, tmp_path / "pipe") == "not-a-file"
        assert code(continue_journal, tmp_path / "pipe") == "not-a-file"
    huge = tmp_path / "huge.log"
    with huge.open("wb") as file:
        file.truncate(257 * 1024 * 1024)
    assert code(read_journal, huge) == "too-large"


def test_two_sessions_cannot_write_one_log(tmp_path: Path) -> None:
    """While a session writes its log, taking it up elsewhere is refused; afterwards it is not."""
    path = tmp_path / "a.log"
    live = begin(path)
    assert code(continue_journal, path) == "in-use"
    other = (
        "import sys; from simulator.session.journal import continue_journal\n"
        "from simulator.language.problem import Refusal\n"
        "try: continue_journal(sys.argv[1])\n"
        "except Refusal as refusal: print(refusal.problems[0].code)\n"
    )
    there = subprocess.run(
        [sys.executable, "-c", other, str(path)], capture_output=True, text=True, check=True
    )
    assert there.stdout.strip() == "in-use"
    live.close()
    _journal, writer = continue_journal(path)
    writer.close()


def test_a_torn_tail_is_set_aside_and_the_session_goes_on(tmp_path: Path) -> None:
    """Resuming keeps the torn bytes beside the log, cuts them off, says so, and loses nothing."""
    path = tmp_path / "a.log"
    live = begin(path)
    a_story(live, 2)
    live.close()
    whole = path.read_bytes()
    for round_ in range(2):
        before = path.read_bytes()
        torn = b"0123 torn" + b"\0" * round_
        path.write_bytes(before + torn)
        assert verify(path, commission=commission_small).problems[0].code == "torn"
        again = Live.resume(path, ANN, commission=commission_small, stamp=stamp)
        assert isinstance(again.submit(Note("back again")), Accepted)
        again.close()
        assert path.read_bytes().startswith(before)
        aside = path.with_name("a.log.torn" + (f".{round_}" if round_ else ""))
        assert aside.read_bytes() == torn
    journal = read_journal(path)
    resumed = [record for record in journal.records if isinstance(record, Resumed)]
    assert [record.torn for record in resumed] == [9, 10]
    assert path.read_bytes().startswith(whole)
    assert verify(path, commission=commission_small).ok


def test_damage_is_never_repaired(tmp_path: Path) -> None:
    """A damaged or sealed log is not taken up, and stays as it is to the byte."""
    path = tmp_path / "a.log"
    data = bytearray(golden(path))
    assert code(continue_journal, path) == "sealed"
    data[len(data) // 2] ^= 4
    path.write_bytes(data)
    assert code(continue_journal, path) == "damaged"
    assert path.read_bytes() == data


def test_the_record_on_disk_says_who_what_when_and_why(tmp_path: Path) -> None:
    """A command's record holds the person, the old and new value, the unit and the reason."""
    path = tmp_path / "a.log"
    live = begin(path)
    live.advance(5_000)
    receipt = live.submit(SetSetpoint("TIC-101", 37), "growth phase")
    assert isinstance(receipt, Accepted)
    record = read_journal(path).records[receipt.n]
    live.close()
    assert isinstance(record, CommandRecord)
    assert re.fullmatch("[0-9a-f]{8}", record.seen)  # which digits, verify knows
    expected = CommandRecord(
        receipt.n,
        5_000,
        "ann",
        "operator",
        SetSetpoint("TIC-101", 37.0),
        30.0,
        37.0,
        "degC",
        "growth phase",
        stamp(),
        record.seen,
    )
    assert record == expected
