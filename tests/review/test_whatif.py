"""Branches that run by themselves, the expert beside a recording, and the truth behind it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from simulator.language.command_text import parse_command
from simulator.language.event import FaultBegan
from simulator.language.problem import Refusal
from simulator.review.beside import documents_of, operator_of, run_expert
from simulator.review.truth import Truth, faults_at
from simulator.review.whatif import Wish, compare, earlier, leave, run
from simulator.scenario.library import read
from simulator.session.live import Live, Signature
from simulator.session.record import CommandRecord
from simulator.session.replay import Recording
from simulator.session.script import ScriptedOperator

MINUTE = 60_000
BOB = Signature("Bob")


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """Thirty-five minutes of ``oxygen-lost``, with three commands after the fault."""
    path: Path = tmp_path_factory.mktemp("whatif") / "a.log"
    live = Live.begin(read("oxygen-lost"), path, Signature("Ann"), seed=3)
    for minute, words in (
        (10, "note calm"),
        (26, "ack FIC-102.DEV"),
        (31, "switch oxygen to bank 2"),
    ):
        while live.now < minute * MINUTE:
            live.advance(minute * MINUTE)
        live.submit(parse_command(words, live.names))
    live.advance(35 * MINUTE)
    live.seal()
    return Recording.open(path)


def commands(recording: Recording) -> list[CommandRecord]:
    """Return the commands of a recording."""
    return [record for record in recording.records if isinstance(record, CommandRecord)]


def quiet(_now: int, _end: int) -> None:
    """Hear progress and do nothing."""


def test_moved_by_nothing_a_session_is_the_same(recording: Recording) -> None:
    """Commands given again at their own times give the recording's own digest and results."""
    wish = Wish("earlier", 0)
    branch = leave(recording, wish, BOB)
    assert run(recording, branch, wish, quiet) == 0
    straight = Recording(recording.journal)
    straight.advance(recording.end)
    assert branch.now == recording.end
    assert branch.digest() == straight.digest()
    found = compare(recording, branch, wish, 0, None)
    assert all(change.before == change.after for change in found.results)


def test_one_action_earlier_leaves_the_others_where_they_were(recording: Recording) -> None:
    """The switch comes ten minutes sooner, the acknowledgement stays; oxygen is better for it."""
    switch = commands(recording)[-1]
    wish = earlier(switch, 10 * MINUTE)
    branch = leave(recording, wish, BOB)
    assert run(recording, branch, wish, quiet) == 0
    times = [r.t for r in branch.journal.records if isinstance(r, CommandRecord)]
    assert times == [10 * MINUTE, 21 * MINUTE, 26 * MINUTE]
    found = compare(recording, branch, wish, 0, None)
    oxygen = next(change for change in found.results if change.name == "Dissolved oxygen")
    assert oxygen.after is not None
    assert oxygen.before is not None
    assert oxygen.after > oxygen.before + 5.0


def test_a_command_that_is_no_longer_possible_is_counted(recording: Recording) -> None:
    """Acknowledged before there is an alarm, the command is refused; the branch goes on."""
    wish = earlier(commands(recording)[1], 20 * MINUTE)
    branch = leave(recording, wish, BOB)
    assert run(recording, branch, wish, quiet) == 1
    assert branch.now == recording.end


def test_nothing_is_moved_before_the_session(recording: Recording) -> None:
    """Neither to before the beginning nor by no time at all."""
    for by_ms in (0, -MINUTE, 11 * MINUTE):
        with pytest.raises(Refusal):
            earlier(commands(recording)[0], by_ms)


def test_an_operator_that_there_is_not_is_refused(recording: Recording) -> None:
    """Another name, or an expert whose script the log does not hold."""
    documents = documents_of(recording.journal)
    with pytest.raises(Refusal):
        operator_of("nobody", recording.commissioned, documents, 0)
    bare = replace(documents, texts={documents.main: documents.texts[documents.main]})
    with pytest.raises(Refusal):
        operator_of("expert", recording.commissioned, bare, 0)


SCRIPT = """
script: 1
name: joined
does:
  - at: 10 min
    do: note early
  - at: 20 min
    do: note late
  - every: 15 min
    do: note again
"""


def test_a_script_joins_in_the_middle(recording: Recording) -> None:
    """What was due before is over: at 12 min only what comes later is still to be done."""
    script = ScriptedOperator(SCRIPT, "joined.yaml", recording.names)
    script.join(12 * MINUTE)
    seen = Recording(recording.journal)
    told = []
    for minute in range(12, 35):
        seen.seek(minute * MINUTE)
        told += [(minute, one.text) for one, _ in script.look(seen.observe()) if one.kind == "note"]
    assert told == [(15, "again"), (20, "late"), (30, "again")]


def test_the_expert_runs_the_whole_session(recording: Recording) -> None:
    """The run is watched often and to its end; every command it gave is told with its time."""
    seen: list[int] = []
    given = run_expert(recording.journal, lambda now: seen.append(now.now), quiet)
    assert given
    assert [one.t for one in given] == sorted(one.t for one in given)
    assert seen[-1] > 0.99 * recording.brief.duration_ms
    steps = [after - before for before, after in pairwise(seen)]
    assert max(steps) <= max(recording.brief.duration_ms // 1000, 1000)


def test_truth_is_what_the_plant_has(recording: Recording) -> None:
    """A loop and its instrument share a true value; what reads nothing has none."""
    desk = Recording(recording.journal)
    desk.seek(15 * MINUTE)
    truth = Truth(desk.commissioned)
    assert truth.value("TIC-101") == truth.value("TT-101") == truth.values()["TT-101"]
    shown = desk.observe().tags["TT-101"].pv
    assert shown == pytest.approx(truth.value("TT-101"), abs=0.5)
    assert truth.value("FV-101") is None
    assert truth.value("nothing") is None


def test_faults_act_from_when_they_began(recording: Recording) -> None:
    """Before its mark a fault does not act; from it on it does."""
    marks = recording.marks()
    began = next(mark.t for mark in marks if isinstance(mark.of, FaultBegan))
    assert faults_at(marks, began - 1) == ()
    assert len(faults_at(marks, began)) == 1
