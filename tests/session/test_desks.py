"""A live session and its recording show one plant, whatever happens between."""

from __future__ import annotations

import dataclasses
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from session_fakes import (
    ANN,
    DOCUMENTS,
    SmallPlant,
    begin,
    commission_small,
    golden,
    stamp,
)

from simulator.language.command import Note, SetMode, SetSetpoint, Shelve
from simulator.language.event import Event
from simulator.language.problem import Refusal
from simulator.scenario.documents import Documents
from simulator.session.chain import parse_journal
from simulator.session.commission import Commissioned, commission
from simulator.session.desk import Accepted, Refused
from simulator.session.journal import read_journal
from simulator.session.live import Live, Signature
from simulator.session.record import (
    Checkpoint,
    CheckRecord,
    RefusalRecord,
    Sample,
    Speed,
)
from simulator.session.replay import Recording
from simulator.session.told import read_rows
from simulator.session.verify import verify

HOUR = 3_600_000


def test_a_replay_shows_what_was_seen(tmp_path: Path) -> None:
    """Observations and events of a recording equal those of the session, look by look."""
    path = tmp_path / "a.log"
    live = begin(path)
    seen: list[tuple[int, object]] = []
    events: list[Event] = []
    for step in range(60):
        receipt = live.submit(SetSetpoint("TIC-101", 30.0 + step % 15), "more")
        assert isinstance(receipt, Accepted)
        events += receipt.events
        seen.append((live.now, live.observe()))
        events += live.advance(live.now + 77_777 * (step + 1))
    end = live.now
    live.seal()
    replay = Recording.open(path, commission_small)
    again: list[Event] = []
    for t, observation in seen:
        again += replay.advance(t)
        assert replay.now == t
        assert replay.observe() == observation
    again += replay.advance(10 * end)
    assert replay.finished
    assert replay.now == end
    assert again == events
    assert replay.departure is None
    assert [item for item in replay.story() if isinstance(item, Event)] == events


def test_a_recording_can_be_sought_anywhere(tmp_path: Path) -> None:
    """Jumping back and forth gives the same picture as going there step by step."""
    path = tmp_path / "a.log"
    golden(path, hours=6)
    steps = Recording.open(path, commission_small)
    pictures = {}
    for t in range(0, steps.end + 1, 500_000):
        steps.advance(t)
        pictures[t] = (steps.now, steps.observe())
    jumps = Recording.open(path, commission_small)
    for t in sorted(pictures, key=lambda t: t * 7919 % 100_003):
        jumps.seek(t)
        assert (jumps.now, jumps.observe()) == pictures[t], t
    jumps.seek(10 * steps.end)
    assert jumps.finished
    jumps.seek(-5)
    assert jumps.now == 0
    assert jumps.departure is None


def test_a_spoilt_checkpoint_only_costs_time(tmp_path: Path) -> None:
    """If a checkpoint cannot be used, seeking starts from the beginning and still arrives."""
    path = tmp_path / "a.log"
    golden(path, hours=3)
    journal = read_journal(path)
    spoilt = tuple(
        dataclasses.replace(record, state="AAAA") if isinstance(record, Checkpoint) else record
        for record in journal.records
    )
    honest = Recording(journal, commission_small)
    broken = Recording(dataclasses.replace(journal, records=spoilt), commission_small)
    for t in (2 * HOUR + 5000, HOUR + 1000):
        honest.seek(t)
        broken.seek(t)
        assert broken.observe() == honest.observe()


def test_a_recording_changes_nothing(tmp_path: Path) -> None:
    """Commands to a recording are refused and leave it as it was."""
    path = tmp_path / "a.log"
    before = golden(path)
    replay = Recording.open(path, commission_small)
    replay.advance(HOUR)
    receipt = replay.submit(Note("hello"))
    assert isinstance(receipt, Refused)
    assert receipt.problem.code == "recording"
    assert path.read_bytes() == before


def test_a_session_keeps_checks_and_samples_by_the_hour(tmp_path: Path) -> None:
    """Digests stand at every hour, checkpoints at every second, however time is cut."""
    path = tmp_path / "a.log"
    live = begin(path)
    while live.now < 5 * HOUR:
        live.advance(live.now + 1_111_111)
    live.close()
    records = read_journal(path).records
    checks = [record.t for record in records if isinstance(record, CheckRecord)]
    assert checks == [h * HOUR for h in range(6)]
    assert [r.t for r in records if isinstance(r, Checkpoint)] == checks[2::2]
    samples = [record for record in records if isinstance(record, Sample)]
    assert [record.t for record in samples] == checks[::2]
    rows = [t for record in samples for t, _ in read_rows(record)]
    assert rows == [h * HOUR // 2 for h in range(9)]


def test_the_end_of_the_scenario_is_the_end(tmp_path: Path) -> None:
    """Time stops at the scenario's duration; the session can still be sealed, and then no more."""
    live = begin(tmp_path / "a.log")
    live.advance(10**9)
    assert live.finished
    assert live.now == live.brief.duration_ms
    assert live.advance(10**9) == ()
    head = live.seal("finished")
    assert verify(tmp_path / "a.log", commission=commission_small).head == head
    refused = live.submit(Note("too late"))
    assert isinstance(refused, Refused)
    with pytest.raises(Refusal):
        live.advance(10**9)
    with pytest.raises(Refusal):
        live.seal()


def test_refusals_are_logged_with_their_reason(tmp_path: Path) -> None:
    """What was tried and refused is in the log; what cannot be written is refused unlogged."""
    path = tmp_path / "a.log"
    live = begin(path)
    refused = live.submit(SetSetpoint("TIC-101", 99.0), "hurry")
    assert isinstance(refused, Refused)
    assert refused.n is not None
    shelved = live.submit(Shelve("TIC-101.HI", 60_000), "  ")
    assert isinstance(shelved, Refused)
    assert shelved.problem.code == "reason-needed"
    assert isinstance(live.submit(Shelve("TIC-101.HI", 60_000), "maintenance"), Accepted)
    for reason in ("bell \a", "half \udc80", "x" * 5000, "\u202eback"):
        outcome = live.submit(Note("fine"), reason)
        assert isinstance(outcome, Refused)
        assert outcome.n is None
    live.close()
    record = read_journal(path).records[refused.n]
    assert isinstance(record, RefusalRecord)
    assert (record.code, record.reason) == ("out-of-range", "hurry")
    assert verify(path, commission=commission_small).ok


def test_speed_is_noted(tmp_path: Path) -> None:
    """A change of speed is in the log, in its place among the commands."""
    path = tmp_path / "a.log"
    live = begin(path)
    live.note_speed(60)
    live.submit(Note("x"))
    live.close()
    kinds = [type(record) for record in read_journal(path).records]
    assert Speed in kinds
    assert verify(path, commission=commission_small).ok


def test_bad_beginnings_leave_no_file(tmp_path: Path) -> None:
    """A scenario that cannot be built, or a name that cannot be written, is refused beforehand."""
    path = tmp_path / "a.log"
    bad = Documents("x.yaml", {"x.yaml": "something else"})
    with pytest.raises(Refusal):
        Live.begin(bad, path, ANN, commission=commission_small)
    with pytest.raises(Refusal):
        Live.begin(DOCUMENTS, path, Signature("bell\a"), commission=commission_small)
    huge = Documents("small.yaml", {"small.yaml": "scenario: small" + "x" * 700_000})
    with pytest.raises(Refusal):
        Live.begin(huge, path, ANN, commission=commission_small)
    half = Documents("small.yaml", {"small.yaml": "scenario: small \ud800"})
    with pytest.raises(Refusal):
        Live.begin(half, path, ANN, commission=commission_small)
    assert not path.exists()
    with pytest.raises(Refusal) as caught:
        commission(DOCUMENTS, None, "tlh")
    assert caught.value.problems[0].code == "unknown-language"
    with pytest.raises(Refusal) as caught:
        commission(DOCUMENTS, 2**32, "en")
    assert caught.value.problems[0].code == "bad-seed"

    def odd(documents: Documents, seed: int | None = None, language: str = "en") -> Commissioned:
        made = commission_small(documents, seed, language)
        return dataclasses.replace(made, plant=SmallPlant(7, scan_ms=7000))

    with pytest.raises(Refusal) as caught:
        Live.begin(DOCUMENTS, path, ANN, commission=odd)
    assert caught.value.problems[0].code == "odd-scan"


def test_a_session_may_be_watched_from_another_thread(tmp_path: Path) -> None:
    """One thread advances while another submits and looks; the log is whole and recomputes."""
    path = tmp_path / "a.log"
    live = begin(path)

    watched = threading.Event()

    def run() -> None:
        while not watched.is_set():
            live.advance(live.now + 60_000)

    worker = threading.Thread(target=run)
    worker.start()
    try:
        for number in range(10):
            live.submit(SetSetpoint("TIC-101", 20.0 + number))
            live.observe()
    finally:
        watched.set()
        worker.join()
    live.seal()
    assert verify(path, commission=commission_small).ok


class SessionMachine(RuleBasedStateMachine):
    """A session that is lived, killed, torn, taken up, replayed and verified, in any order."""

    def __init__(self) -> None:
        """Begin a session, and beside it a plant that is simply driven by hand."""
        super().__init__()
        self.home = TemporaryDirectory()
        self.path = Path(self.home.name) / "a.log"
        self.live = begin(self.path)
        self.mirror = SmallPlant(7)

    @rule(value=st.floats(-10.0, 60.0))
    def setpoint(self, value: float) -> None:
        """Give a set-point, good or bad."""
        self._give(SetSetpoint("TIC-101", value))

    @rule(mode=st.sampled_from(("MAN", "AUTO")))
    def mode(self, mode: Any) -> None:
        """Change the mode."""
        self._give(SetMode("TIC-101", mode))

    @rule(text=st.text(max_size=20))
    def note(self, text: str) -> None:
        """Write anything in the logbook."""
        self._give(Note(text))

    def _give(self, command: Any) -> None:
        receipt = self.live.submit(command, "because")
        if isinstance(receipt, Accepted):
            assert self.mirror.review(command).problem is None
            self.mirror.accept(command)

    @rule(amount=st.integers(-5, 9_000_000))
    def advance(self, amount: int) -> None:
        """Let any amount of time pass."""
        self.live.advance(self.live.now + amount)
        self.mirror.advance(self.mirror.now + amount)

    @rule(torn=st.binary(max_size=200).filter(lambda data: b"\n" not in data))
    def kill_and_resume(self, torn: bytes) -> None:
        """Lose what was only in memory, leave a torn tail, and take the session up."""
        self.live._writer.close()
        with self.path.open("ab") as file:
            file.write(torn)
        self.live = Live.resume(self.path, ANN, commission=commission_small, stamp=stamp)
        # Time after the last record is lost and lived again; nothing acknowledged is.
        assert self.live.now <= self.mirror.now
        self.live.advance(self.mirror.now)

    @rule(share=st.floats(0.0, 1.0))
    def replay(self, share: float) -> None:
        """Recording what is on disk; where it ends it must be what was lived."""
        replay = Recording(parse_journal(self.path.read_bytes()), commission_small)
        replay.seek(int(replay.end * share))
        replay.advance(replay.end)
        assert replay.departure is None

    @precondition(lambda self: self.live.now > 0)
    @rule()
    def check(self) -> None:
        """Verify the log as it is."""
        assert verify(self.path, commission=commission_small).ok

    @invariant()
    def same(self) -> None:
        """The session is the plant that was driven by hand, to the bit."""
        assert self.live.observe() == self.mirror.observe()
        assert self.live.digest() == self.mirror.digest()

    def teardown(self) -> None:
        """Seal, verify, and clean up."""
        if self.live.stopped is None:
            self.live.seal()
            assert verify(self.path, commission=commission_small).ok
        self.home.cleanup()


TestSessionMachine = SessionMachine.TestCase
TestSessionMachine.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
