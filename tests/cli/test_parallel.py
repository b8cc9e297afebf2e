"""Several files at a time give what one after the other gives, also when a process dies."""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
from pathlib import Path

import pytest
from test_commands import cuve

from simulator.cli import parallel
from simulator.cli.parallel import each, processes


def double(number: int) -> int:
    """Return twice a number."""
    return 2 * number


def die_elsewhere(thing: tuple[int, int]) -> int:
    """Return a number, but end the process if it is not the one that began."""
    number, home = thing
    if os.getpid() != home and number == 3:
        os._exit(1)
    return number


@pytest.mark.parametrize("count", [1, 2, 3])
def test_answers_come_in_order(count: int) -> None:
    """However many processes there are, each answer comes in the place of its question."""
    assert list(each(double, range(10), count)) == [2 * n for n in range(10)]
    assert list(each(double, [], count)) == []


@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_answers_are_the_same_however_a_process_starts(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fork of this process and a new one give the same answers."""
    if way not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {way} on this system")
    monkeypatch.setattr(parallel, "_way", lambda: way)
    assert list(each(double, range(5), 2)) == [0, 2, 4, 6, 8]


def test_no_process_is_forked_beside_another_thread() -> None:
    """A thread of ours might hold a lock, which a fork would wait for without end."""
    leave = threading.Event()
    other = threading.Thread(target=leave.wait)
    other.start()
    try:
        assert parallel._way() == "spawn"
    finally:
        leave.set()
        other.join()


def test_a_process_that_dies_costs_time_only() -> None:
    """What a dead process leaves undone is done in this one, once and in order."""
    things = [(number, os.getpid()) for number in range(8)]
    assert list(each(die_elsewhere, things, 2)) == list(range(8))


def test_as_many_processes_as_there_is_work() -> None:
    """Never more processes than things, none more than asked for, at least one."""
    assert processes(4, 100) == 4
    assert processes(4, 2) == 2
    assert processes(None, 1) == 1
    assert processes(None, 0) == 1
    assert processes(10**9, 10**9) == 64


def test_a_class_of_logs_is_verified_together(tmp_path: Path) -> None:
    """Good, forged and unreadable logs in one command: each has its line, in order, and status."""
    names = []
    for seed in range(3):
        log = tmp_path / f"{seed}.log"
        done = cuve(
            *("run", "oxygen-lost", "--until", "5 min", "--seed", str(seed), "--log", str(log)),
            cwd=tmp_path,
        )
        assert done.returncode == 0, done.stderr
        names.append(str(log))
    spoilt = tmp_path / "spoilt.log"
    spoilt.write_bytes(Path(names[0]).read_bytes().replace(b'"n":1,', b'"n":2,', 1))
    nothing = tmp_path / "nothing.log"
    arguments = [names[0], str(spoilt), names[1], str(nothing), names[2]]
    done = cuve("verify", "--jobs", "2", *arguments, "--json", cwd=tmp_path)
    assert done.returncode == 2
    logs = json.loads(done.stdout)["logs"]
    assert [one["log"] for one in logs] == arguments
    assert [one["ok"] for one in logs] == [True, False, True, False, True]
    alone = cuve("verify", "--jobs", "1", *arguments, "--json", cwd=tmp_path)
    assert json.loads(alone.stdout) == json.loads(done.stdout)
