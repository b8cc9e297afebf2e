"""What the two ends of session logs tell of who played what."""

from __future__ import annotations

import functools
import hashlib
import os
from pathlib import Path

import pytest

from simulator.language.command import Note
from simulator.language.problem import Refusal
from simulator.learning.attempts import attempts, read_attempt
from simulator.scenario.library import read
from simulator.session.chain import GENESIS
from simulator.session.commission import commission
from simulator.session.journal import newest_logs, read_ends, read_journal
from simulator.session.live import Live, Signature

HERE = functools.partial(commission, tier="interpreted")


def play(
    path: Path, until: int = 60_000, seal: bool = True, who: str = "Ann", seed: int = 7
) -> str:
    """Play oxygen-lost for a moment, and return the head of its log."""
    live = Live.begin(read("oxygen-lost"), path, Signature(who), seed=seed, commission=HERE)
    live.advance(until)
    live.submit(Note("seen"))
    if seal:
        return live.seal("stopped")
    live.close()
    return live.head


def test_a_sealed_session_is_told_by_its_ends(tmp_path: Path) -> None:
    """Who, what, seed, how far and the head come out as the log says, and the results too."""
    head = play(tmp_path / "a.log")
    one = read_attempt(tmp_path / "a.log")
    journal = read_journal(tmp_path / "a.log")
    assert (one.scenario, one.who, one.seed, one.language) == ("oxygen-lost", "Ann", 7, "en")
    assert (one.sealed, one.reason, one.reached, one.head) == (True, "stopped", 60_000, head)
    assert one.results == journal.records[-1].results  # type: ignore[union-attr]
    assert one.began == journal.opening.wall
    assert one.title["en"] == "Oxygen lost"


def test_an_unfinished_session_tells_how_far_it_came(tmp_path: Path) -> None:
    """Without a seal there is no head, and the time is that of the last whole record."""
    play(tmp_path / "a.log", seal=False)
    whole = (tmp_path / "a.log").read_bytes()
    one = read_attempt(tmp_path / "a.log")
    assert (one.sealed, one.reached, one.head, one.results) == (False, 60_000, "", {})
    (tmp_path / "torn.log").write_bytes(whole + b"0123 half a rec")
    assert read_attempt(tmp_path / "torn.log").reached == 60_000
    only = whole[: whole.index(b"\n") + 1]
    (tmp_path / "opened.log").write_bytes(only)
    assert read_attempt(tmp_path / "opened.log").reached == 0


def test_a_log_over_an_hour_long_ends_with_its_checkpoint_or_later(tmp_path: Path) -> None:
    """The end is found behind records of several kilobytes."""
    play(tmp_path / "a.log", until=3_600_000, seal=False)
    assert (
        read_attempt(tmp_path / "a.log").reached == read_journal(tmp_path / "a.log").records[-1].t
    )


def test_a_folder_is_told_latest_first_and_what_is_no_log_is_skipped(tmp_path: Path) -> None:
    """Other files, folders, links, empty and damaged logs do not stop the telling."""
    play(tmp_path / "a.log", who="Ann")
    play(tmp_path / "b.log", who="Bob", seal=False)
    whole = (tmp_path / "a.log").read_bytes()
    (tmp_path / "changed.log").write_bytes(whole.replace(b'"who":"Ann"', b'"who":"Eve"', 1))
    cut = whole[:-40] + b"0" * 20 + whole[-20:]
    (tmp_path / "end.log").write_bytes(cut)
    (tmp_path / "empty.log").write_bytes(b"")
    (tmp_path / "noise.log").write_bytes(bytes(range(256)) * 9000)
    (tmp_path / "folder.log").mkdir()
    (tmp_path / "note.txt").write_bytes(whole)
    (tmp_path / "link.log").symlink_to(tmp_path / "a.log")
    found, skipped = attempts(tmp_path)
    assert [one.who for one in found] == ["Bob", "Ann"]
    names = {one.path.name for one in skipped}
    assert names == {"changed.log", "end.log", "empty.log", "noise.log"}
    assert {one.problem.code for one in skipped} <= {"not-a-log", "damaged", "bad-record"}


def test_a_seal_that_is_moved_behind_another_log_is_found(tmp_path: Path) -> None:
    """A seal fits only the record before it."""
    play(tmp_path / "a.log", seed=1)
    play(tmp_path / "b.log", seed=2)
    a = (tmp_path / "a.log").read_bytes().splitlines(keepends=True)
    b = (tmp_path / "b.log").read_bytes().splitlines(keepends=True)
    (tmp_path / "c.log").write_bytes(b"".join([*a[:-1], b[-1]]))
    with pytest.raises(Refusal, match="does not fit the chain"):
        read_attempt(tmp_path / "c.log")


def test_a_record_that_is_well_hashed_but_no_opening_is_refused(tmp_path: Path) -> None:
    """The first record of a log is an opening record."""
    play(tmp_path / "a.log")
    other = (tmp_path / "a.log").read_bytes().splitlines()[1][65:]
    digits = hashlib.sha256(GENESIS + other).hexdigest().encode()
    (tmp_path / "b.log").write_bytes(digits + b" " + other + b"\n")
    with pytest.raises(Refusal, match="opening record"):
        read_attempt(tmp_path / "b.log")


def test_what_is_not_there_is_refused_or_empty(tmp_path: Path) -> None:
    """No such file, a folder, a NUL in a name; a folder that is not there holds no attempts."""
    for path in (tmp_path / "no.log", tmp_path, Path("a\0b")):
        with pytest.raises(Refusal):
            read_attempt(path)
    assert attempts(tmp_path / "nowhere") == ((), ())


def test_the_ends_are_those_of_the_whole_file(tmp_path: Path) -> None:
    """Short or long, with long last lines or short ones, the ends are the file's own lines."""
    for sizes in ([10], [10, 20], [10, 20, 30], [10, 20_000, 70_000], [9, 70_000, 300_000, 5]):
        lines = [bytes([65 + n]) * size for n, size in enumerate(sizes)]
        (tmp_path / "x.log").write_bytes(b"\n".join([*lines, b"torn"]))
        first, rest = read_ends(tmp_path / "x.log")
        assert first == lines[0]
        assert rest == tuple(lines[1:][-2:])


def test_only_the_newest_logs_are_looked_at(tmp_path: Path) -> None:
    """A folder of many logs costs no more than a bounded number of them."""
    for number in range(12):
        (tmp_path / f"{number}.log").write_bytes(b"x")
        os.utime(tmp_path / f"{number}.log", (number, number))
    assert [path.stem for path in newest_logs(tmp_path, 3)] == ["11", "10", "9"]
