"""Scores of logs: always the same, of what holds alone, and by another rubric as well."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from simulator.language.command import ChangeBottle, Note, SetSetpoint
from simulator.language.problem import Refusal
from simulator.review.recorder import STEPS_MS, step_of
from simulator.review.score import live_again, read_yardstick, score_journal, score_log
from simulator.review.score_many import score_many
from simulator.scenario.documents import Documents
from simulator.scenario.library import read
from simulator.session.journal import read_journal
from simulator.session.live import Live, Signature
from simulator.session.operator import run_session
from simulator.session.operators import BUILT_IN, RandomOperator
from simulator.session.speech import Speaker

RUBRIC = """rubric:
  criteria:
    anything:
      name: {en: Anything, nl: Iets, fr: Quelque chose}
      what: Write a note
      points: 40
      levels: [{from: 0 %, shows: no}, {from: 50 %, shows: yes}]
      evidence:
        - records: {notes: [{says: [[bottle]]}]}
"""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the log of the first steps: the bottle is changed, and little else is done."""
    path = tmp_path_factory.mktemp("score") / "one.log"
    live = Live.begin(read("first-steps"), path, Signature("me"))
    live.advance(12 * 60_000)
    live.submit(ChangeBottle("TK-112"))
    live.submit(ChangeBottle("TK-999"))
    live.advance(20 * 60_000)
    live.submit(Note("the base bottle was changed"))
    live.advance(live.brief.duration_ms)
    live.seal()
    return path


def test_the_same_log_has_the_same_score(log: Path) -> None:
    """Twice, to the last sentence."""
    first, second = score_log(log), score_log(log)
    assert first == second
    assert first.finished
    assert 0.0 < first.percent < 100.0


def test_every_record_that_is_named_is_there(log: Path) -> None:
    """Each line names records of the log that are commands, at its own time."""
    records = read_journal(log).records
    lines = [line for one in score_log(log).criteria for line in one.lines]
    named = [(line, n) for line in lines for n in line.records]
    assert named
    for line, n in named:
        assert records[n].n == n
        assert records[n].kind == "command"
        assert line.t is None or records[n].t <= line.t


def test_what_was_done_is_told_in_the_evidence(log: Path) -> None:
    """The bottle and the note won their points, the alarm that nobody acknowledged none."""
    found = {one.id: one for one in score_log(log).criteria}
    assert found["bottle"].points == found["bottle"].of
    assert found["logbook"].points == found["logbook"].of
    assert (found["alarm"].points, found["sample"].points) == (0.0, 0.0)
    told = Speaker("nl", phrases=score_log(log).phrases).retell(found["bottle"].lines[0].sentence)
    assert told.startswith("Fles laten wisselen")


def test_another_rubric_judges_the_same_log(log: Path, tmp_path: Path) -> None:
    """A rubric file, or a scenario file, beside the rubric of the log."""
    other = tmp_path / "mine.yaml"
    other.write_text(RUBRIC)
    score = score_log(log, other)
    assert [one.id for one in score.criteria] == ["anything"]
    assert (score.points, score.percent) == (40.0, 100.0)
    assert score_log(log, "first-steps") == score_log(log)


def test_another_rubric_must_fit_the_plant_of_the_log(log: Path, tmp_path: Path) -> None:
    """A rubric that asks for a fault of another scenario is refused with its place."""
    with pytest.raises(Refusal, match="oxygen-lost"):
        score_log(log, "oxygen-lost")
    with pytest.raises(Refusal, match="cannot be read"):
        score_log(log, tmp_path / "none.yaml")


def test_a_session_that_broke_off_is_judged_as_far_as_it_goes(tmp_path: Path) -> None:
    """An unsealed log with a torn end has a score, which says that it ended early."""
    path = tmp_path / "torn.log"
    live = Live.begin(read("first-steps"), path, Signature("me"))
    live.advance(60_000)
    live.submit(Note("that is all for today"))
    live.close()
    with path.open("ab") as file:
        file.write(b"half a rec")
    score = score_log(path)
    assert not score.finished
    assert score.end == 60_000
    assert score.of == 100.0
    assert score.percent <= round(100.0 * 60_000 / live.brief.duration_ms, 2)


def test_a_log_that_does_not_hold_has_no_score(log: Path) -> None:
    """A changed value is found while the session is lived again, and the score refused."""
    journal = read_journal(log)
    records = list(journal.records)
    place = next(i for i, one in enumerate(records) if one.kind == "command")
    records[place] = replace(records[place], command=ChangeBottle("TK-113"))  # type: ignore[call-arg]
    with pytest.raises(Refusal) as caught:
        score_journal(replace(journal, records=tuple(records)))
    assert caught.value.problems[0].code == "departs"


def test_a_damaged_log_has_no_score(log: Path, tmp_path: Path) -> None:
    """One changed byte in the middle and there is nothing to defend."""
    data = bytearray(log.read_bytes())
    data[len(data) // 2] ^= 1
    path = tmp_path / "bad.log"
    path.write_bytes(data)
    with pytest.raises(Refusal):
        score_log(path)


def test_a_scenario_without_a_rubric_says_so(tmp_path: Path) -> None:
    """There is no score without a rubric, and a hint where to get one."""
    documents = read("first-steps")
    text = documents.texts["first-steps.yaml"].partition("\nrubric:")[0]
    bare = Documents(documents.main, {**documents.texts, documents.main: text})
    live = Live.begin(bare, tmp_path / "bare.log", Signature("me"))
    assert live.brief.criteria == ()
    live.advance(1000)
    live.seal()
    with pytest.raises(Refusal) as caught:
        score_log(tmp_path / "bare.log")
    assert caught.value.problems[0].code == "no-rubric"


def test_the_trainee_is_told_what_is_judged(log: Path) -> None:
    """The brief has every criterion of the rubric, without its evidence."""
    lived = live_again(read_journal(log))
    told = lived.commissioned.brief.criteria
    assert [one.id for one in told] == [one.id for one in lived.rubric.criteria]
    assert sum(one.points for one in told) == 100.0
    assert told[0].competencies


def test_the_expert_travels_with_the_log(log: Path, tmp_path: Path) -> None:
    """A rubric that compares with an expert has the script inside the log."""
    documents = read("oxygen-lost")
    assert "scripts/oxygen-lost-expert.yaml" in documents.texts
    missing = tmp_path / "x.yaml"
    missing.write_text(RUBRIC.replace("rubric:", "rubric:\n  expert: oxygen-lost-exprt"))
    with pytest.raises(Refusal, match="oxygen-lost-exprt"):
        score_log(log, read_yardstick(missing))


def test_an_instructors_work_is_not_the_trainees(tmp_path: Path) -> None:
    """What was done in the role of instructor wins nothing."""
    path = tmp_path / "taught.log"
    live = Live.begin(read("first-steps"), path, Signature("me", "instructor"))
    live.advance(12 * 60_000)
    live.submit(ChangeBottle("TK-112"))
    live.submit(SetSetpoint("TIC-101", 37.0))
    live.advance(live.brief.duration_ms)
    live.seal()
    found = {one.id: one.points for one in score_log(path).criteria}
    assert found["sample"] == 0.0


def test_readings_are_whole_scans_and_few() -> None:
    """Any length is read at most six thousand times, at multiples of the scan."""
    for duration in (1000, 7_200_000, 14 * 86_400_000, 366 * 86_400_000):
        for scan in (10, 1000, 10_000):
            step = step_of(duration, scan)
            assert step % scan == 0
            assert duration <= step * 6000 or step >= STEPS_MS[-1]


def test_chance_is_the_same_chance(tmp_path: Path) -> None:
    """The random operator gives the same commands for the same seed, and others for another."""
    live = Live.begin(read("first-steps"), tmp_path / "r.log", Signature("me"))
    picture = live.observe()
    rows = [
        [RandomOperator(live.brief, seed).look(picture) for _ in range(2)] for seed in (1, 1, 2)
    ]
    first, again, other = (RandomOperator(live.brief, seed) for seed in (1, 1, 2))
    mine = [first.look(picture) for _ in range(50)]
    assert mine == [again.look(picture) for _ in range(50)]
    assert mine != [other.look(picture) for _ in range(50)]
    assert rows[0] == rows[1]
    live.close()


def test_who_acknowledges_everything_does_nothing_else(tmp_path: Path) -> None:
    """Half an hour of the first steps: one alarm, one acknowledgement."""
    live = Live.begin(read("first-steps"), tmp_path / "a.log", Signature("me"))
    session = run_session(live, BUILT_IN["ack-everything"](live.brief, 1), 1_800_000)
    assert session.accepted == 1
    live.close()
    kinds = [
        r.command.kind for r in read_journal(tmp_path / "a.log").records if r.kind == "command"
    ]
    assert kinds == ["acknowledge"]


def test_a_class_is_scored_several_at_a_time(log: Path, tmp_path: Path) -> None:
    """Two processes give what one gives, in order; what cannot be scored stops nobody."""
    logs = [str(log), str(tmp_path / "none.log"), str(log)]
    alone = list(score_many(logs))
    together = list(score_many(logs, processes=2))
    assert alone == together
    assert [one.log for one in alone] == logs
    assert alone[0].own == alone[2].own == score_log(log)
    assert alone[1].decides is None
    assert alone[1].problems[0].code == "cannot-read"


def test_runs_to_compare_with_are_made_once(log: Path, tmp_path: Path) -> None:
    """An expert's and an idle run of the same scenario and seed serve every log of a class."""
    other = tmp_path / "mine.yaml"
    evidence = "\n        - control: {loop: TIC-101}\n"
    other.write_text(
        RUBRIC.replace("rubric:", "rubric:\n  expert: first-steps-expert").rstrip() + evidence
    )
    yardstick = read_yardstick(other)
    first = live_again(read_journal(log), yardstick)
    second = live_again(read_journal(log), yardstick)
    assert set(first.timeline.shadows) == {"expert", "idle"}
    assert first.timeline.shadows is second.timeline.shadows
