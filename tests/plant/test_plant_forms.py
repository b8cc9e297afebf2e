"""Forms in the plant: when they open, what they take, what is right; nothing else moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from forms_bench import FORMS, built, documents
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.language.command_text import parse_command
from simulator.language.event import Event, FreezeBegan, FreezeEnded, RightAnswer
from simulator.session.branch import Branch
from simulator.session.commission import Commissioned, Plant, commission
from simulator.session.journal import read_journal
from simulator.session.live import Live, Signature
from simulator.session.operator import pass_time
from simulator.session.replay import Recording
from simulator.session.verify import verify
from simulator.session.workload import workload_of

MINUTE = 60_000
END = 8 * MINUTE


def give(of: Commissioned, line: str) -> str:
    """Give a command; return why it was refused, or nothing."""
    command = parse_command(line, of.names)
    problem = of.plant.review(command).problem
    if problem is None:
        of.plant.accept(command)
    return problem.code if problem is not None else ""


def run(plant: Plant, until: int, step: int = END) -> list[Event]:
    """Let time pass, past every freeze."""
    events: list[Event] = []
    while plant.now < until:
        events += plant.advance(min(until, plant.now + step))
    return events


def test_questions_open_at_their_time_and_take_one_of_their_choices() -> None:
    """Neither before, nor a word that is no choice; a changed answer is one, the same is none."""
    of = built()
    assert give(of, "diagnose cause = air") == "not-yet"
    of.plant.advance(2 * MINUTE)
    assert of.plant.observe().forms.questions == ("cause",)
    assert give(of, "diagnose doubt = sure") == "not-yet"
    assert give(of, "diagnose cause = probe") == ""
    assert give(of, "diagnose cause = probe") == "no-change"
    assert give(of, "diagnose cause = air") == ""
    assert of.plant.observe().forms.answers == {"cause": "air"}
    assert give(of, "diagnose nothing = air") == "no-question"
    of.plant.advance(3 * MINUTE + 2000)
    assert of.plant.observe().forms.questions == ("cause", "doubt")


def test_time_stands_still_at_a_freeze_and_goes_on_when_asked_again() -> None:
    """However long is asked for, the first call ends at the very scan; the next one goes on."""
    of = built()
    events = of.plant.advance(END)
    assert of.plant.now == 4 * MINUTE
    assert [e for e in events if isinstance(e, FreezeBegan)] == [FreezeBegan(4 * MINUTE, "early")]
    view = of.plant.observe().forms
    assert (view.freeze, view.states) == ("early", {"early": "open", "called": "waiting"})
    events = of.plant.advance(END)
    assert FreezeEnded(4 * MINUTE, "early", 0, 3) in events
    assert of.plant.now == 6 * MINUTE
    assert of.plant.observe().forms.freeze == "called"
    of.plant.advance(END)
    assert of.plant.now == END


def test_what_is_right_is_what_the_instruments_said_and_what_came_of_it() -> None:
    """The values of that moment, and for the prediction those that the same run comes to."""
    of, twin = built(), built()
    events = of.plant.advance(END)
    right = {e.subject: e for e in events if isinstance(e, RightAnswer)}
    assert right["early.warm"].value == of.plant.values()["TT-101.PV"]
    assert right["early.state"].choices == ("hot",)
    run(twin.plant, 4 * MINUTE + 90_000)
    assert right["early.later"].value == twin.plant.values()["TT-101.PV"]
    assert right["early.later"].value != right["early.warm"].value
    called = [e for e in of.plant.advance(END) if isinstance(e, RightAnswer)]
    assert [e.choices for e in called] == [("away",)]
    assert all(e.truth for e in right.values())


def test_looking_ahead_leaves_no_trace() -> None:
    """With a prediction in it or not, the plant comes to the same bits."""
    one, other = built(), built(FORMS.replace("ahead: 90 s", "ahead: 10 s"))
    run(one.plant, END)
    run(other.plant, END)
    assert one.plant.digest() == other.plant.digest()
    assert one.plant.snapshot() == other.plant.snapshot()


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(1, 200), min_size=1, max_size=8))
def test_how_far_is_asked_changes_nothing(steps: list[int]) -> None:
    """Small steps and large ones bring the same events at the same times, and the same bits."""
    whole, parts = built(), built()
    events = run(whole.plant, END)
    found: list[Event] = []
    for step in steps:
        found += run(parts.plant, min(END, parts.plant.now + 1000 * step))
    found += run(parts.plant, END)
    assert found == events
    assert parts.plant.digest() == whole.plant.digest()


def test_answers_are_taken_once_and_only_while_it_is_asked() -> None:
    """The last answer ends the freeze; a second answer, or one too late, is refused."""
    of = built()
    assert give(of, "recall early.warm = 37 degC") == "freeze-over"
    of.plant.advance(END)
    assert give(of, "recall early.warm = 37 degC") == ""
    assert give(of, "recall early.warm = 30 degC") == "answered"
    assert give(of, "recall early.wrong = 30") == "no-query"
    assert give(of, "recall late.warm = 30") == "no-freeze"
    assert give(of, "end freeze called") == "freeze-over"
    assert give(of, "recall early.state = cold") == ""
    assert of.plant.observe().forms.recalled["state"] == "cold"
    assert give(of, "recall early.later = 36 degC") == ""
    assert of.plant.observe().forms.states["early"] == "over"
    assert give(of, "recall early.later = 36 degC") == "freeze-over"


def test_freezes_can_be_switched_off_before_the_session_and_not_after() -> None:
    """Then time runs through, and the log says that they were off."""
    of = built()
    assert give(of, "freezes off") == ""
    assert of.plant.observe().forms.off
    of.plant.advance(END)
    assert of.plant.now == END
    later = built()
    later.plant.advance(1000)
    assert give(later, "freezes off") == "begun"
    none = built("workload: yes\n")
    assert give(none, "freezes off") == "no-freeze"


@pytest.mark.parametrize("number", ["53", "105", "999"])
def test_a_scale_has_its_steps(number: str) -> None:
    """A number between two steps or above a hundred is refused; six good ones are taken."""
    of = built()
    line = "workload mental {} physical 10 temporal 70 performance 30 effort 60 frustration 0"
    assert give(of, line.format(number)) == "bad-workload"
    assert give(of, line.format(100)) == ""
    assert of.plant.observe().forms.rated


@pytest.mark.parametrize("forged", [-1.0, 3.0, 99.0, float("nan"), 1e300])
def test_a_forged_state_breaks_nothing(forged: float) -> None:
    """Whatever a hostile checkpoint says was answered, looking and asking go on."""
    of = built()
    of.plant.advance(4 * MINUTE)
    cell = of.plant._cell  # type: ignore[attr-defined]
    for section, tag, slot in (("question", "cause", 1), ("query", "early.state", 1)):
        cell.y[cell.base(section, tag) + slot] = forged
    cell.y[cell.base("query", "early.state")] = 1.0
    assert of.plant.observe().forms.answers.get("cause", "") in ("", "air", "probe")
    assert give(of, "diagnose cause = air") in ("", "no-change")


def test_a_session_with_forms_is_logged_verified_replayed_and_branched(tmp_path: Path) -> None:
    """The log recomputes to the same, a recording shows the freeze, a branch asks it again."""
    path = tmp_path / "forms.log"

    def here(texts: object, seed: object, language: object) -> Commissioned:
        return commission(texts, seed, language, "interpreted")  # type: ignore[arg-type]

    live = Live.begin(documents(), path, Signature("Ann"), commission=here)
    live.advance(END)
    assert live.now == 4 * MINUTE
    of = Commissioned(live._plant, live.brief, 1, "en", (), live.names)
    for line in ("recall early.warm = 37 degC", "end freeze early", "diagnose cause = air"):
        live.submit(parse_command(line, of.names))
    pass_time(live, 7 * MINUTE)
    rating = "workload mental 5 physical 10 temporal 15 performance 20 effort 25 frustration 30"
    live.submit(parse_command(rating, of.names))
    live.seal()
    assert verify(path, commission=here).ok
    found = workload_of(path)
    assert found is not None
    assert (found.mean, dict(found.scales)["effort"]) == (17.5, 25)
    recording = Recording(read_journal(path), here)
    recording.seek(6 * MINUTE)
    assert recording.observe().forms.answers == {"cause": "air"}
    branch = Branch(recording, 3 * MINUTE, Signature("Bob"))
    branch.advance(END)
    assert branch.now == 4 * MINUTE
    assert branch.observe().forms.freeze == "early"
