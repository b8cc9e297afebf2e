"""Several files at a time give what one after the other gives, also when a process dies."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from test_commands import cuve

from simulator.cli import parallel
from simulator.cli.parallel import each, processes

KEPT: list[int] = []
"""What a test has put here is in its forks, and in no new process."""

LIMIT_S = 60
"""So long may a command take that should end in a second."""

STARVED = """
import os, threading
from simulator.cli import parallel

REAL = {place}
started = []

def refuse(*given):
    started.append(1)
    if len(started) == {refused}:
        raise {error}
    return REAL(*given)

{place} = refuse
parallel._way = lambda: "fork"

def double(number):
    return 2 * number

with parallel.each(double, range(5), 2) as answers:
    print(list(answers), len(started))
"""

SECOND_FORK = ("os.fork", 2, 'OSError(11, "Resource temporarily unavailable")')
THREAD = ("threading.Thread.start", 1, 'RuntimeError("can\'t start new thread")')


def answers_of(function: Callable[[Any], Any], things: Iterable[Any], count: int) -> list[Any]:
    """Return all answers that several processes give."""
    with each(function, things, count) as answers:
        return list(answers)


def kept(_: int) -> list[int]:
    """Return what this process has in mind."""
    return KEPT


def new_process(code: str) -> str:
    """Return what Python says to some code, if it ends in time."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=LIMIT_S, check=True
    )
    return done.stdout.strip()


def take_a_while(place: str) -> None:
    """Leave a byte in a file, and be some time about it."""
    with open(place, "ab") as file:
        file.write(b".")
    time.sleep(0.05)


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
    assert answers_of(double, range(10), count) == [2 * n for n in range(10)]
    assert answers_of(double, [], count) == []


@pytest.mark.parametrize("how", ["fork", "spawn"])
def test_answers_are_the_same_however_a_process_starts(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fork and a new process give the same answers, and only a fork has what this one has."""
    if how not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {how} on this system")
    monkeypatch.setattr(parallel, "_way", lambda: how)
    assert answers_of(double, range(5), 2) == [0, 2, 4, 6, 8]
    monkeypatch.setattr(sys.modules[__name__], "KEPT", [os.getpid()])
    assert answers_of(kept, range(2), 2) == ([[os.getpid()]] * 2 if how == "fork" else [[], []])


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
def test_a_command_without_threads_is_forked() -> None:
    """A command that has no thread of its own takes the way that costs nothing."""
    code = "from simulator.cli import parallel; print(parallel._way())"
    assert new_process(code) == "fork"


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
@pytest.mark.parametrize("refusal", [SECOND_FORK, THREAD], ids=["fork", "thread"])
def test_all_is_done_here_where_no_other_process_begins(refusal: tuple[str, int, str]) -> None:
    """A limit of processes or memory costs time only, and the command ends."""
    place, refused, error = refusal
    code = STARVED.format(place=place, refused=refused, error=error)
    assert new_process(code) == f"[0, 2, 4, 6, 8] {refused}"


def test_processes_stop_when_their_answers_are_no_longer_wanted(tmp_path: Path) -> None:
    """Who is interrupted before the first answer waits for what has begun, not for all."""
    place = tmp_path / "done"
    place.touch()
    before = set(multiprocessing.active_children())
    with suppress(KeyboardInterrupt), each(take_a_while, [str(place)] * 400, 2):
        begun = set(multiprocessing.active_children()) - before
        raise KeyboardInterrupt
    assert begun
    for one in begun:
        one.join(LIMIT_S)
    assert place.stat().st_size < 400


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
    assert answers_of(die_elsewhere, things, 2) == list(range(8))


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
