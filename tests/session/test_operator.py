"""Operators in code do what they say, when they say it; the story of a session can be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from session_fakes import (
    ANN,
    DOCUMENTS,
    NAMES,
    SmallPlant,
    a_story,
    begin,
    commission_small,
    golden,
)

from simulator.language.command import Note, SetMode, SetSetpoint, StartFault
from simulator.language.event import (
    AlarmChanged,
    Event,
    FaultBegan,
    InterlockTripped,
    LabReported,
    PhaseChanged,
    PromptShown,
    SampleTaken,
    ShiftChanged,
    ValueChanged,
)
from simulator.language.plain import is_control
from simulator.language.problem import Refusal
from simulator.session.desk import Desk
from simulator.session.journal import read_journal
from simulator.session.live import Live, Signature
from simulator.session.operator import IdleOperator, Operator, run_session
from simulator.session.record import CommandRecord
from simulator.session.replay import Recording
from simulator.session.script import ScriptedOperator
from simulator.session.speech import Speaker
from simulator.session.story import story
from simulator.session.verify import verify

HOUR = 3_600_000

SCRIPT = """\
script: 1
name: {en: The careful one, nl: De zorgvuldige}
looks: 1 min
does:
  - at: 10 min
    do: TIC-101.SP = 36.5 degC
    reason: growth temperature
    label: warm
  - when: TIC-101.PV > 36.3 degC for 5 min
    after: warm
    do: [note warm enough, TIC-101.SP = 40 degC]
    reason: now a heat test
  - when: TIC-101.PV > 38 degC
    once: no
    do: TIC-101.SP = 36 degC
  - when: TIC-101.PV < 36.2 degC and elapsed > 4 h
    once: no
    do: TIC-101.SP = 40 degC
  - every: 6 h
    at: 1 h
    do: note round
  - at: 2 h
    do: TIC-101.SP = 20 degC
    after: never
    reason: not reached
  - when: TIC-101.PV > 49 degC
    do: note too hot
    label: never
"""


def commands(path: Path) -> list[CommandRecord]:
    """Return the commands of a log."""
    return [r for r in read_journal(path).records if isinstance(r, CommandRecord)]


def test_a_script_acts_on_time_and_on_what_it_sees(tmp_path: Path) -> None:
    """Lines by clock, by condition, after one another and again and again do what they say."""
    path = tmp_path / "a.log"
    live = begin(path)
    operator: Operator = ScriptedOperator(SCRIPT, "careful.yaml", live.names)
    outcome = run_session(live, operator, 24 * HOUR)
    live.seal()
    done = commands(path)
    assert outcome.accepted == len(done)
    assert outcome.refused == ()
    assert done[0].t == 10 * 60_000
    assert done[0].command == SetSetpoint("TIC-101", 36.5)
    assert done[0].reason == "growth temperature"
    rounds = [r.t for r in done if r.command == Note("round")]
    assert rounds == [HOUR, 7 * HOUR, 13 * HOUR, 19 * HOUR]
    warm = [r for r in done if r.command == Note("warm enough")]
    assert len(warm) == 1
    replay = Recording.open(path, commission_small)
    replay.advance(warm[0].t - 5 * 60_000)
    assert replay.observe().values["TIC-101.PV"] > 36.3
    up = [r.t for r in done if r.command == SetSetpoint("TIC-101", 40.0)]
    down = [r.t for r in done if r.command == SetSetpoint("TIC-101", 36.0)]
    assert len(up) >= 3
    assert len(down) >= 3
    assert all(a < b for a, b in zip(up, down, strict=False))
    assert SetSetpoint("TIC-101", 20.0) not in [r.command for r in done]
    assert verify(path, commission=commission_small).ok


def test_the_same_script_gives_the_same_log(tmp_path: Path) -> None:
    """Two sessions of one script are the same log to the byte, but for the wall clock."""
    for name in ("a.log", "b.log"):
        live = begin(tmp_path / name)
        run_session(live, ScriptedOperator(SCRIPT, "s.yaml", NAMES), 12 * HOUR)
        live.seal()
    assert (tmp_path / "a.log").read_bytes() == (tmp_path / "b.log").read_bytes()


def test_the_idle_operator_does_nothing(tmp_path: Path) -> None:
    """An idle session goes to its end without a command, tells of every event and the progress."""
    live = begin(tmp_path / "a.log")
    heard: list[Event] = []
    told: list[tuple[int, int]] = []
    desk: Desk = live
    outcome = run_session(
        desk, IdleOperator(), progress=lambda *t: told.append(t), listen=heard.append
    )
    assert live.finished
    assert outcome.accepted == 0
    assert outcome.events == len(heard)
    assert told[-1] == (live.brief.duration_ms, live.brief.duration_ms)
    assert not commands(tmp_path / "a.log")


def test_who_looks_more_often_than_the_plant_is_scanned_still_sees_the_end(tmp_path: Path) -> None:
    """A scan of 10 s and looks each 2 s: one look in each scan, up to the wanted time."""
    built = replace(commission_small(DOCUMENTS), plant=SmallPlant(7, scan_ms=10_000))
    live = Live.begin(DOCUMENTS, tmp_path / "a.log", ANN, commission=lambda *_: built)
    script = "script: 1\nname: Hasty\nlooks: 2 s\ndoes:\n  - {every: 20 s, do: note look}\n"
    run_session(live, ScriptedOperator(script, "s.yaml", NAMES), 61_000)
    assert live.now == 60_000
    assert [record.t for record in commands(tmp_path / "a.log")] == [20_000, 40_000, 60_000]


def test_any_desk_can_be_driven(tmp_path: Path) -> None:
    """On a recording the operator's commands are refused one by one, and nothing stops."""
    golden(tmp_path / "a.log", hours=2)
    replay = Recording.open(tmp_path / "a.log", commission_small)
    outcome = run_session(replay, ScriptedOperator(SCRIPT, "s.yaml", replay.names))
    assert outcome.accepted == 0
    assert {turned.problem.code for turned in outcome.refused} == {"recording"}
    assert replay.finished


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("script: 1", "script: 2", "other-format", 1),
        ("looks: 1 min", "looks: 1 ms", "bad-looks", 3),
        ("looks: 1 min", "looks: soon", "bad-duration", 3),
        ("at: 10 min", "at: 10 min\n    when: elapsed > 1 h", "two-moments", 5),
        ("every: 6 h", "every: 6 h\n    when: elapsed > 1 h", "two-moments", 19),
        ("  - at: 10 min\n    do", "  - do", "no-moment", 5),
        ("reason: growth", "once: yes\n    reason: growth", "no-condition", 7),
        ("every: 6 h", "every: 1 ms", "bad-duration", 19),
        ("label: warm", "label: never", "twice", 28),
        ("after: never", "after: nevr", "unknown-label", 24),
        ("after: warm", "after: other\n    label: other", "circle", 10),
        ("do: note round", "do: []", "no-command", 21),
        ("TIC-101.SP = 36.5 degC", "TIC-110.SP = 36.5 degC", "", 6),
        ("TIC-101.SP = 36.5 degC", "TIC-101.SP = 36.5 bar", "", 6),
        ("TIC-101.PV > 49 degC", "TIC-101.PV > 49 %", "", 26),
        ("TIC-101.PV > 49 degC", "BR-101.temperature > 49 degC", "", 26),
        ("name:", "nmae:", "", 2),
        ("every: 6 h", "every: &x 6 h", "", 19),
    ],
)
def test_every_mistake_of_a_script_is_placed(old: str, new: str, code: str, line: int) -> None:
    """A mistake gives a Problem at its line, never a traceback; truth is not for operators."""
    assert old in SCRIPT
    with pytest.raises(Refusal) as caught:
        ScriptedOperator(SCRIPT.replace(old, new, 1), "s.yaml", NAMES)
    places = [(p.code, p.place.line if p.place else 0) for p in caught.value.problems]
    assert line in [place for _, place in places], places
    if code:
        assert code in [found for found, _ in places]


def test_the_story_tells_what_a_person_would(tmp_path: Path) -> None:
    """Commands with their change and reason, refusals and alarms appear in order of time."""
    path = tmp_path / "a.log"
    golden(path, hours=3)
    replay = Recording.open(path, commission_small)
    lines = list(story(replay.story(), replay.names))
    text = "\n".join(lines)
    assert lines[0].startswith("     00:00:00  session begins: Small; seed 7; ann (operator)")
    assert "TIC-101.SP = 36 degC" in lines[2]
    assert "[30 → 36 degC]" in lines[2]
    assert "because: step 0" in lines[2]
    assert "REFUSED: TIC-101 is in MAN" in text
    assert "alarm TIC-101.HI: normal → unacknowledged (priority 2, 38" in text
    assert lines[-1].endswith("session sealed: ended")
    dutch = "\n".join(story(replay.story(), replay.names, Speaker("nl")))
    assert "GEWEIGERD" in dutch
    assert "Klein" in dutch
    times = [line[:13] for line in lines]
    assert times == sorted(times)


def test_an_operator_is_not_told_the_truth(tmp_path: Path) -> None:
    """Faults are told to an assessor alone."""
    path = tmp_path / "a.log"
    teacher = Signature("tom", "instructor")
    live = Live.begin(DOCUMENTS, path, teacher, commission=commission_small)
    live.submit(StartFault("blow-up"))
    live.advance(HOUR)
    live.close()
    replay = Recording.open(path, commission_small)
    assert "fault begins" in "\n".join(story(replay.story(), NAMES, truth=True))
    told = "\n".join(story((h for h in replay.story() if isinstance(h, Event)), NAMES, truth=False))
    assert "fault begins" not in told
    assert "MODEL FAULT" in told


def test_every_event_has_its_line_and_no_line_acts_on_a_terminal() -> None:
    """Each kind of event is told in three languages, with outside text made plain."""
    evil = "\x1b]0;owned\x07\u202e"
    events: list[Event] = [
        ValueChanged(1, evil, "SP", 1.0, 2.0, "degC", "feed"),
        AlarmChanged(2, evil, "A", "B", 1, 38.5, 2),
        PhaseChanged(3, evil, "Idle", "Running", "recipe"),
        PromptShown(4, evil, evil),
        InterlockTripped(5, evil, True, evil),
        SampleTaken(6, evil, 3),
        LabReported(7, evil, 3, 6, (("glucose", 12.345, "mM"),)),
        ShiftChanged(8, evil, 2),
        FaultBegan(9, evil, evil),
    ]
    for language in ("en", "nl", "fr"):
        lines = list(story(events, {}, Speaker(language)))
        assert len(lines) == len(events)
        assert not any(is_control(c) for line in lines for c in line)
    assert not list(story([ValueChanged(1, "T", "SP", 1.0, 2.0, "", "operator")], {}))


def test_a_long_life_is_told_like_a_short_one(tmp_path: Path) -> None:
    """A session that broke off twice tells of it and is one story."""
    path = tmp_path / "a.log"
    live = begin(path)
    for _ in range(2):
        a_story(live, 1)
        live.submit(SetMode("TIC-101", "AUTO"))
        live.close()
        live = Live.resume(path, ANN, commission=commission_small)
    live.seal()
    text = "\n".join(story(Recording.open(path, commission_small).story(), NAMES))
    assert text.count("session resumed: ann (operator)") == 2
