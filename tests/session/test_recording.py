"""A recording is brought to any moment, is the session there to the bit, and tells its story."""

from __future__ import annotations

import base64
import dataclasses
import functools
import struct
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from session_fakes import ANN, a_story, begin, commission_small, golden

from simulator.language.command_text import parse_command
from simulator.language.event import Event, ValueChanged
from simulator.language.problem import Refusal
from simulator.scenario.library import read
from simulator.session.chain import Journal
from simulator.session.commission import commission
from simulator.session.desk import Refused
from simulator.session.difference import State, pack_state
from simulator.session.follow import follow
from simulator.session.index import Happening, Mark
from simulator.session.journal import read_journal
from simulator.session.live import Live
from simulator.session.operator import pass_time
from simulator.session.record import (
    Checkpoint,
    CheckRecord,
    CommandRecord,
    Open,
    RefusalRecord,
    Sample,
    Story,
)
from simulator.session.replay import Recording
from simulator.session.rules import ROLES
from simulator.session.verify import verify_journal

HERE = functools.partial(commission, tier="auto")
HOUR = 3_600_000
ORDERS = (
    "TIC-101.SP = 36.2 degC",
    "TIC-101.MODE = MAN",
    "TIC-101.MODE = AUTO",
    "sample BR-101",
    "switch oxygen to bank 2",
    "call maintenance AT-102",
    "change bottle TK-111",
    "ack AIC-102.LO",
    "TIC-101.SP = 400 degC",
    "note all is well",
)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session of the real plant of seven hours that broke off, with commands of all kinds."""
    path = tmp_path_factory.mktemp("recording") / "a.log"
    live = Live.begin(read("first-batch"), path, ANN, commission=HERE, seed=9)
    dice = Random(4)
    for _ in range(25):
        live.advance(live.now + dice.randrange(0, 33 * 60_000))
        live.submit(parse_command(dice.choice(ORDERS), live.names), "drill")
    live.advance(7 * HOUR)
    live.submit(parse_command("note the end", live.names))
    live.close()
    return path


def test_every_moment_is_the_session_to_the_bit(log: Path) -> None:
    """At any moment, jumped to forwards and backwards, digests equal those of a straight replay."""
    dice = Random(1)
    straight = Recording.open(log, HERE)
    moments = sorted(
        {0, 2 * HOUR, 6 * HOUR, straight.end, *(dice.randrange(7 * HOUR) for _ in range(25))}
    )
    there: dict[int, Any] = {}
    for t in moments:
        straight.advance(t)
        there[t] = (straight.now, straight.digest(), straight.observe())
    jumping = Recording.open(log, HERE)
    for t in dice.sample(moments, len(moments)):
        jumping.seek(t)
        assert (jumping.now, jumping.digest(), jumping.observe()) == there[t], t
    assert jumping.departure is None
    assert straight.departure is None


def test_it_plays_on_from_anywhere_as_the_session_did(log: Path) -> None:
    """After a jump, events and records come as in a straight replay, and nothing departs."""
    straight = Recording.open(log, HERE)
    straight.advance(3 * HOUR + 1000)
    wanted = straight.happenings(straight.end)
    jumping = Recording.open(log, HERE)
    jumping.seek(6 * HOUR + 5)
    jumping.seek(3 * HOUR + 1000)
    assert jumping.happenings(jumping.end) == wanted
    assert jumping.finished
    assert jumping.departure is None
    assert isinstance(jumping.submit(parse_command("note hello", jumping.names)), Refused)


def told(happenings: tuple[Happening, ...]) -> list[Happening]:
    """Leave out what a log does not tell twice: changes that a command's record tells."""
    return [
        item
        for item in happenings
        if not (isinstance(item, ValueChanged) and item.by in ROLES) and not isinstance(item, Open)
    ]


def test_the_log_tells_what_recomputing_tells(log: Path) -> None:
    """The story between two moments, read from the log alone, is the one that is computed."""
    recording = Recording.open(log, HERE)
    computed = told(tuple(recording.story()))
    assert told(recording.between(0, recording.end)) == computed
    some = [item for item in computed if 2 * HOUR <= item.t <= 5 * HOUR]
    assert told(recording.between(2 * HOUR, 5 * HOUR)) == some
    assert recording.now == 0
    assert sum(isinstance(item, Event) for item in some) >= 3


def test_marks_are_moments_worth_going_to(log: Path) -> None:
    """Commands, refusals, phases and laboratory results are marked with record, time and tag."""
    recording = Recording.open(log, HERE)
    marks = recording.marks()
    kinds: dict[str, list[Mark]] = {}
    for mark in marks:
        kinds.setdefault(mark.kind, []).append(mark)
    assert [mark.t for mark in marks] == sorted(mark.t for mark in marks)
    commands = [r for r in recording.records if isinstance(r, CommandRecord)]
    refusals = [r for r in recording.records if isinstance(r, RefusalRecord)]
    assert [mark.of for mark in kinds["command"]] == commands
    assert [mark.of for mark in kinds["refusal"]] == refusals
    assert [mark.n for mark in kinds["command"]] == [record.n for record in commands]
    assert "TIC-101" in {mark.subject for mark in kinds["command"]}
    assert kinds["phase"]
    assert kinds["lab"]


def test_alarms_are_marked_with_priority_and_faults_as_truth(tmp_path: Path) -> None:
    """An alarm is marked when it calls, with its priority; a fault only an assessor may see."""
    path = tmp_path / "a.log"
    live = Live.begin(read("oxygen-lost"), path, ANN, commission=HERE)
    pass_time(live, 2 * HOUR)
    live.close()
    marks = Recording.open(path, HERE).marks()
    alarms = [mark for mark in marks if mark.kind == "alarm"]
    assert alarms
    assert all(1 <= mark.priority <= 4 for mark in alarms)
    faults = [mark for mark in marks if mark.kind == "fault"]
    assert faults
    assert all(mark.truth for mark in faults)
    assert not any(mark.truth for mark in marks if mark.kind != "fault")


def test_samples_show_what_was_seen(log: Path) -> None:
    """Every half hour the key values stand in the log, with four digits, by the names it gives."""
    recording = Recording.open(log, HERE)
    keys = recording.opening.keys
    rows = recording.samples()
    assert [t for t, _ in rows] == [half * HOUR // 2 for half in range(13)]
    for t, values in rows[::4]:
        recording.seek(t)
        seen = recording.observe().values
        for name, value in zip(keys, values, strict=True):
            assert value == pytest.approx(seen[name], rel=1e-3, abs=1e-12)


def test_reading_the_marks_moves_nothing(log: Path) -> None:
    """Asking for marks or story of a session that broke off leaves the desk where it was."""
    recording = Recording.open(log, HERE)
    recording.seek(3 * HOUR + 123_000)
    before = recording.now, recording.digest()
    recording.marks()
    assert (recording.now, recording.digest()) == before
    last = recording.between(6 * HOUR, 7 * HOUR)
    recording.seek(6 * HOUR)
    computed = recording.happenings(7 * HOUR)
    assert [i for i in told(last) if i.t > 6 * HOUR] == told(computed)


def plant_state(journal: Journal, position: int) -> State:
    """Return the state that a checkpoint of the real plant holds."""
    follower = follow(journal, HERE)
    follower.restore(position)
    return follower.plant.snapshot()


def with_state(journal: Journal, position: int, state: State, origin: State) -> Journal:
    """Return the journal with another state in a checkpoint, as a difference of the beginning."""
    record = dataclasses.replace(
        journal.records[position], base=None, state=pack_state(state, origin)
    )
    records = (*journal.records[:position], record, *journal.records[position + 1 :])
    return dataclasses.replace(journal, records=records)


def number(state: State, slot: int, value: float) -> State:
    """Return a state with another number in a slot."""
    y = bytearray(state["y"])
    y[8 * slot : 8 * slot + 8] = struct.pack(">d", value)
    return {**state, "y": bytes(y)}


def job(change: dict[str, Any]) -> Callable[[State], State]:
    """Return how to change the first job of the schedule."""

    def spoil(state: State) -> State:
        first, *rest = state["schedule"]["jobs"]
        return {**state, "schedule": {**state["schedule"], "jobs": [{**first, **change}, *rest]}}

    return spoil


HOSTILE: list[Callable[[State], Any]] = [
    lambda state: {},
    lambda state: {**state, "y": b""},
    lambda state: {**state, "y": state["y"] + bytes(8)},
    lambda state: {**state, "y": "text"},
    lambda state: {**state, "y": b"\xff" * len(state["y"])},
    lambda state: {**state, "y": b"\x7f\xef" * (len(state["y"]) // 2)},
    lambda state: {**state, "now": -1000},
    lambda state: {**state, "now": 10**15},
    lambda state: {**state, "now": 1.0},
    lambda state: {**state, "now": True},
    lambda state: {**state, "now": None},
    lambda state: {**state, "schedule": []},
    lambda state: {**state, "schedule": {**state["schedule"], "now": 10**14}},
    lambda state: {**state, "schedule": {**state["schedule"], "jobs": [1]}},
    lambda state: {**state, "schedule": {**state["schedule"], "jobs": {}}},
    job({"subject": "nobody"}),
    job({"step": 10**9}),
    job({"due": 10**17}),
    job({"stage": "no such"}),
    job({"holds": ["operators"] * 3}),
    job({"more": 1}),
    lambda state: {**state, "record": None},
]


@pytest.mark.parametrize("spoil", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_checkpoint_does_no_harm(log: Path, spoil: Callable[[State], Any]) -> None:
    """Seeking past a forged checkpoint arrives, or at the next check tells that it departs."""
    journal = read_journal(log)
    position = [i for i, r in enumerate(journal.records) if isinstance(r, Checkpoint)][1]
    origin = follow(journal, HERE).keeper.origin
    state = plant_state(journal, position)
    forged = with_state(journal, position, spoil(state), origin)
    honest, broken = Recording(journal, HERE), Recording(forged, HERE)
    for t in (4 * HOUR + 60_000, 5 * HOUR):
        honest.seek(t)
        broken.seek(t)
        broken.observe()
    assert broken.departure is not None or broken.observe() == honest.observe()
    verdict = verify_journal(forged, "x.log", commission=HERE)
    assert verdict.first_difference is not None
    assert verdict.first_difference.where == "checkpoint"


def test_numbers_that_no_plant_has_are_refused(log: Path) -> None:
    """Any slot that is not a number, and any named slot out of its bounds, is refused."""
    journal = read_journal(log)
    position = next(i for i, r in enumerate(journal.records) if isinstance(r, Checkpoint))
    follower = follow(journal, HERE)
    state = plant_state(journal, position)
    image = follower.plant._cell.image  # type: ignore[attr-defined]
    named = {slot: image.fields[name] for name, slot in image.index.items()}
    for slot in range(0, len(image.y), 3):
        bad = [float("nan"), float("inf"), -float("inf")]
        if slot in named:
            bad += [named[slot].high * 2.0 + 1.0, named[slot].low - abs(named[slot].low) - 1.0]
        for value in bad:
            with pytest.raises(Refusal):
                follower.plant.restore(number(state, slot, value))
    follower.plant.restore(state)


def test_checkpoints_cannot_lean_on_each_other_in_a_circle(log: Path) -> None:
    """A base that is no checkpoint, comes later, or is the checkpoint itself is refused."""
    journal = read_journal(log)
    points = [i for i, r in enumerate(journal.records) if isinstance(r, Checkpoint)]
    for base in (0, 3, points[1], points[2], 10**9):
        records = list(journal.records)
        records[points[1]] = dataclasses.replace(records[points[1]], base=base)
        forged = dataclasses.replace(journal, records=tuple(records))
        with pytest.raises(Refusal):
            follow(forged, HERE).restore(points[1])


def test_garbage_in_story_and_samples_is_left_out(tmp_path: Path) -> None:
    """A forged story or sample that cannot be read is not shown, and verify names it."""
    path = tmp_path / "a.log"
    live = begin(path)
    a_story(live, 5)
    live.close()
    journal = read_journal(path)
    bomb = base64.b64encode(b"x" * 100).decode()
    for kind, change in ((Story, {"events": bomb}), (Sample, {"values": bomb})):
        at = next(i for i, r in enumerate(journal.records) if isinstance(r, kind))
        records = list(journal.records)
        records[at] = dataclasses.replace(records[at], **change)
        forged = dataclasses.replace(journal, records=tuple(records))
        recording = Recording(forged, commission_small)
        assert recording.marks()
        assert isinstance(recording.samples(), tuple)
        verdict = verify_journal(forged, "x.log", commission=commission_small)
        assert verdict.first_difference is not None
        assert verdict.first_difference.n == at


def test_a_log_that_ends_between_its_records_is_whole(tmp_path: Path) -> None:
    """Wherever a log is cut at a line, it replays, resumes, and ends like the one that was not."""
    path = tmp_path / "a.log"
    whole = golden(path, 3)
    lines = whole.splitlines(keepends=True)
    for cut in range(2, len(lines)):
        part = tmp_path / f"{cut}.log"
        part.write_bytes(b"".join(lines[:cut]))
        recording = Recording.open(part, commission_small)
        recording.seek(recording.end)
        assert recording.departure is None
        live = Live.resume(part, ANN, commission=commission_small)
        live.advance(5 * HOUR)
        live.seal()
        assert verify_journal(read_journal(part), "x", commission=commission_small).ok, cut


def test_checks_are_short_and_name_their_rooms(log: Path) -> None:
    """A check holds eight digits for each room that the opening record names."""
    journal = read_journal(log)
    rooms = journal.opening.rooms
    assert rooms == sorted(rooms)
    assert {"BR-101", "schedule", "alarms"} <= set(rooms)
    checks = [record for record in journal.records if isinstance(record, CheckRecord)]
    assert {len(check.digests) for check in checks} == {8 * len(rooms)}
