"""The rooms of the plant at work: alarms, interlocks, procedure, people, results, views."""

from __future__ import annotations

import pytest
from tiny_plant import HOUR, MINUTE, SECOND, TEXT, of, plant

from simulator.language.command import (
    Acknowledge,
    AnswerPrompt,
    CallMaintenance,
    ChangeBottle,
    PhaseCommand,
    ResetAlarm,
    ResetInterlock,
    ReturnToService,
    SetMode,
    SetOutput,
    SetProcedureMode,
    SetSetpoint,
    Shelve,
    SwitchBank,
    TakeOutOfService,
    TakeSample,
    Unshelve,
)
from simulator.language.event import (
    AlarmChanged,
    InterlockCleared,
    InterlockTripped,
    LabReported,
    PhaseChanged,
    PromptShown,
    WorkDone,
)
from simulator.language.problem import Refusal
from simulator.plant.plant import Plant


def letters(plant: Plant) -> dict[str, str]:
    """Return the states of the alarms that are not normal."""
    return {alarm.alarm: alarm.state for alarm in plant.observe().alarms}


def filling() -> Plant:
    """Return the plant with its pump at 50 % (300 L/h) by hand."""
    tiny = plant()
    tiny.accept(SetOutput("FIC-301", 50.0))
    return tiny


def test_an_alarm_lives_through_its_states() -> None:
    """Unacknowledged, acknowledged, shelved, back, out of service, back: each with its event."""
    tiny = filling()
    tiny.advance(20 * MINUTE)
    assert letters(tiny)["WT-302.HI"] == "B"
    events = tiny.accept(Acknowledge("WT-302.HI"))
    assert [(e.old, e.new) for e in of(AlarmChanged, events)] == [("B", "C")]
    tiny.accept(Shelve("WT-302.HI", 30 * MINUTE))
    assert letters(tiny)["WT-302.HI"] == "G"
    events = tiny.advance(tiny.now + 31 * MINUTE)
    back = [e for e in of(AlarmChanged, events) if e.subject == "WT-302.HI"]
    assert [(e.t, e.old, e.new) for e in back] == [(50 * MINUTE, "G", "C")]
    tiny.accept(Shelve("WT-302.HI", MINUTE))
    tiny.accept(Unshelve("WT-302.HI"))
    tiny.accept(TakeOutOfService("WT-302.HI"))
    assert letters(tiny)["WT-302.HI"] == "I"
    tiny.accept(ReturnToService("WT-302.HI"))
    assert letters(tiny)["WT-302.HI"] == "C"


def test_the_condition_is_dated_before_its_delay() -> None:
    """An alarm tells when its condition began and when it was annunciated, two seconds later."""
    tiny = filling()
    (event,) = [e for e in of(AlarmChanged, tiny.advance(20 * MINUTE)) if e.subject == "WT-302.HI"]
    assert event.t - event.condition_at == 2 * SECOND
    assert event.value > 100.0


def test_a_latching_alarm_waits_for_its_reset() -> None:
    """Once the weight is back, a critical latching alarm needs acknowledgement and reset."""
    tiny = plant("fault: bias, of: WT-302, size: 300 kg, at: 1 min, lasts: 1 min")
    tiny.advance(90 * SECOND)
    assert letters(tiny)["WT-302.HIHI"] == "B"
    tiny.advance(5 * MINUTE)
    assert letters(tiny)["WT-302.HIHI"] == "E"
    tiny.accept(Acknowledge("WT-302.HIHI"))
    assert letters(tiny)["WT-302.HIHI"] == "F"
    tiny.accept(ResetAlarm("WT-302.HIHI"))
    assert "WT-302.HIHI" not in letters(tiny)


def test_an_alarm_is_suppressed_by_design() -> None:
    """No flow is no alarm while the pump is off; it is one when the pump runs dry."""
    tiny = plant("fault: blocked, of: L-301, at: 10 min")
    tiny.advance(5 * MINUTE)
    assert letters(tiny)["FT-301.LO"] == "H"
    tiny.accept(SetOutput("FIC-301", 50.0))
    tiny.advance(6 * MINUTE)
    assert "FT-301.LO" not in letters(tiny)
    tiny.advance(11 * MINUTE)
    assert letters(tiny)["FT-301.LO"] == "B"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (Shelve("WT-302.HIHI", MINUTE), "not-shelvable"),
        (Shelve("WT-302.HI", 2 * HOUR), "shelved-too-long"),
        (ResetInterlock("I-301"), "not-tripped"),
        (ResetInterlock("I-999"), "unknown-tag"),
        (AnswerPrompt("fill", "yes"), "no-prompt"),
        (AnswerPrompt("none", "yes"), "unknown-tag"),
        (PhaseCommand("ready", "START"), "illegal-order"),
        (SwitchBank("air", 3), "no-such-bank"),
    ],
    ids=str,
)
def test_what_the_rooms_refuse(command: object, code: str) -> None:
    """Each refusal has its code and a hint."""
    tiny = plant()
    tiny.advance(MINUTE)
    problem = tiny.review(command).problem  # type: ignore[arg-type]
    assert problem is not None
    assert (problem.code, bool(problem.hint)) == (code, True)


def test_interlocks_force_latch_and_remember_the_first_out() -> None:
    """The first of a group is marked; the pump is forced until the latched one is reset."""
    tiny = filling()
    events = tiny.advance(40 * MINUTE)
    trips = [(e.subject, e.first_out) for e in of(InterlockTripped, events)]
    assert trips[0] == ("I-301", True)
    view = tiny.observe().tags["P-301"]
    assert (view.position, view.forced_by) == (0.0, "I-301")
    problem = tiny.review(ResetInterlock("I-301")).problem
    assert problem is not None
    assert problem.code == "condition-holds"
    weight = tiny.truth("TK-302.volume")
    tiny.advance(tiny.now + HOUR)
    assert tiny.truth("TK-302.volume") == weight


def test_a_latched_interlock_is_reset_once_its_cause_is_gone() -> None:
    """After the bias ends a reset frees the pump; its loop begins from where it was forced to."""
    tiny = plant("fault: bias, of: WT-302, size: 140.05 kg, at: 1 min, lasts: 1 min")
    tiny.accept(SetOutput("FIC-301", 50.0))
    assert of(InterlockTripped, tiny.advance(90 * SECOND))
    tiny.advance(3 * MINUTE)
    assert tiny.observe().tags["P-301"].position == 0.0
    events = tiny.accept(ResetInterlock("I-301"))
    assert [e.subject for e in of(InterlockCleared, events)] == ["I-301"]
    assert tiny.observe().tags["P-301"].forced_by == ""
    tiny.accept(SetOutput("FIC-301", 20.0))
    tiny.advance(tiny.now + 5 * SECOND)
    assert tiny.observe().tags["P-301"].position == 20.0


def test_a_phase_asks_waits_holds_and_completes() -> None:
    """Prompt, answer, fill, hold, restart, complete: with the wait going on where it stopped."""
    tiny = plant()
    assert [e.text for e in of(PromptShown, tiny.advance(SECOND))] == ["Is the line connected?"]
    tiny.advance(10 * MINUTE)
    assert tiny.observe().phases[0].prompt == "Is the line connected?"
    events = tiny.accept(AnswerPrompt("ready", "yes"))
    moves = [(e.subject, e.new) for e in of(PhaseChanged, events)]
    assert moves == [("ready", "Complete"), ("fill", "Running")]
    tiny.advance(15 * MINUTE)
    tiny.accept(PhaseCommand("fill", "HOLD"))
    assert tiny.observe().tags["FIC-301"].op == 0.0
    tiny.advance(30 * MINUTE)
    tiny.accept(PhaseCommand("fill", "RESTART"))
    assert tiny.observe().phases[1].waits_for == "10 min"
    tiny.advance(35 * MINUTE - SECOND)
    assert tiny.observe().phases[1].step == 3
    tiny.advance(35 * MINUTE + 2 * SECOND)
    assert tiny.observe().phases[1].waits_for == "WT-302.PV > 120 kg for 10 s"
    done = of(PhaseChanged, tiny.advance(70 * MINUTE))
    assert [(e.subject, e.new) for e in done] == [("fill", "Complete")]
    tiny.accept(PhaseCommand("fill", "RESET"))
    assert tiny.observe().phases[1].state == "Idle"
    tiny.advance(tiny.now + MINUTE)
    assert tiny.observe().phases[1].state == "Idle"


def test_an_interlock_holds_its_phase() -> None:
    """The phase that an interlock names goes to Held, by that interlock."""
    tiny = plant("fault: bias, of: WT-302, size: 145 kg, at: 12 min")
    tiny.advance(SECOND)
    tiny.accept(AnswerPrompt("ready", "yes"))
    holds = [e for e in of(PhaseChanged, tiny.advance(15 * MINUTE)) if e.new == "Holding"]
    assert [(e.subject, e.by) for e in holds] == [("fill", "I-301")]


def test_in_manual_nothing_starts_by_itself() -> None:
    """In MANUAL the next phase waits for a person; back in AUTOMATIC it starts."""
    tiny = plant()
    tiny.advance(SECOND)
    tiny.accept(SetProcedureMode("MANUAL"))
    tiny.accept(AnswerPrompt("ready", "yes"))
    assert tiny.observe().phases[1].state == "Idle"
    events = tiny.accept(SetProcedureMode("AUTOMATIC"))
    assert [(e.subject, e.by) for e in of(PhaseChanged, events)] == [("fill", "recipe")]


@pytest.mark.parametrize(("order", "state"), [("STOP", "Stopped"), ("ABORT", "Aborted")])
def test_a_phase_is_stopped_or_aborted_for_good(order: str, state: str) -> None:
    """A stopped phase does what its stop says and takes no restart."""
    tiny = plant()
    tiny.advance(SECOND)
    tiny.accept(AnswerPrompt("ready", "yes"))
    tiny.accept(PhaseCommand("fill", order))  # type: ignore[arg-type]
    assert tiny.observe().phases[1].state == state
    assert tiny.observe().tags["FIC-301"].op == 0.0
    with pytest.raises(Refusal):
        tiny.accept(PhaseCommand("fill", "RESTART"))


def test_people_do_what_they_are_asked() -> None:
    """A sample, a bottle change, a bank switch and a repair: each takes somebody's time."""
    tiny = filling()
    tiny.advance(MINUTE)
    for command in (
        TakeSample("TK-301"),
        ChangeBottle("TK-301"),
        SwitchBank("air", 2),
        CallMaintenance("WT-301"),
    ):
        tiny.accept(command)
    assert tiny.review(ChangeBottle("TK-301")).problem is not None
    events = tiny.advance(HOUR)
    done = {(e.subject, e.t) for e in of(WorkDone, events)}
    assert {subject for subject, _ in done} == {"TK-301", "air", "WT-301"}
    (report,) = of(LabReported, events)
    assert report.results[0][1] == pytest.approx(50.0, rel=0.05)
    utility = tiny.observe().utilities[0]
    assert (utility.bank, utility.banks) == (2, 2)
    assert tiny.truth("TK-301.volume") > 600.0


def test_neighbours_take_from_a_shared_utility() -> None:
    """While the neighbours take 80 of 100 L/min, the pump gets 40 % of its air and flow."""
    tiny = plant()
    tiny.accept(SetMode("FIC-301", "MAN"))
    tiny.accept(SetOutput("FIC-301", 10.0))
    tiny.advance(4 * HOUR)
    full = tiny.truth("L-301.flow")
    tiny.advance(5 * HOUR + MINUTE)
    assert tiny.truth("L-301.flow") == pytest.approx(0.4 * full)
    assert tiny.observe().utilities[0].supply == pytest.approx(40.0)


def test_a_loop_is_worked_from_its_faceplate() -> None:
    """AUTO reaches its set-point; the panel's refusals follow the mode."""
    tiny = plant()
    tiny.accept(SetMode("FIC-301", "AUTO"))
    tiny.accept(SetSetpoint("FIC-301", 200.0))
    tiny.advance(5 * MINUTE)
    assert tiny.observe().tags["FIC-301"].pv == pytest.approx(200.0, rel=0.01)
    problem = tiny.review(SetOutput("FIC-301", 5.0)).problem
    assert problem is not None
    assert problem.code == "loop-not-manual"


def test_a_loop_without_a_good_value_stays_in_manual() -> None:
    """When the instrument fails its loop sheds to MAN and AUTO is refused until it is repaired."""
    tiny = plant("fault: fail, of: FT-301, at: 1 min")
    tiny.accept(SetMode("FIC-301", "AUTO"))
    tiny.advance(2 * MINUTE)
    view = tiny.observe().tags["FIC-301"]
    assert (view.mode, view.quality) == ("MAN", "BAD")
    problem = tiny.review(SetMode("FIC-301", "AUTO")).problem
    assert problem is not None
    assert problem.code == "bad-quality"
    tiny.accept(CallMaintenance("FT-301"))
    tiny.advance(2 * HOUR)
    assert tiny.review(SetMode("FIC-301", "AUTO")).problem is None


def test_results_judge_only_when_they_shall() -> None:
    """A gauge with a condition counts only the time in which it holds."""
    tiny = plant()
    tiny.advance(SECOND)
    tiny.accept(AnswerPrompt("ready", "yes"))
    tiny.advance(3 * HOUR)
    always, only = tiny.results().figures
    assert (always.role, always.high, always.low) == ("CPP", 100.0, 0.0)
    assert always.inside < 1.0
    assert only.lowest >= 10.0
    assert only.peak < always.peak + 1e-9
    assert tiny.results().alarms[2] == 1


def test_the_end_of_the_scenario_is_the_end() -> None:
    """Time goes no further than the scenario's duration, in whole scans."""
    tiny = plant(text=TEXT.replace("duration: 2 d", "duration: 90 min"))
    tiny.advance(10 * 24 * HOUR)
    assert tiny.now == 90 * MINUTE
    assert tiny.finished


def test_a_model_that_breaks_stands_still_and_says_so() -> None:
    """A NaN in a state is found within ten seconds, named, and time stops."""
    tiny = plant()
    tiny.advance(MINUTE)
    tiny._cell.y[tiny._cell.image.index["TK-301.glucose"]] = float("nan")
    events = tiny.advance(2 * MINUTE)
    assert [(e.subject, type(e).__name__) for e in events][-1] == ("TK-301", "ModelFaulted")
    assert tiny.finished
    stopped = tiny.now
    assert stopped <= MINUTE + 11 * SECOND
    assert tiny.advance(HOUR) == ()
    assert tiny.now == stopped


def test_checkpoints_of_another_plant_are_refused() -> None:
    """What is not a state of this plant is refused, whole or spoilt."""
    tiny = plant()
    for bad in (
        {},
        {**tiny.snapshot(), "y": "?"},
        {**tiny.snapshot(), "y": "AAAA"},
        {**tiny.snapshot(), "now": -1},
        {**tiny.snapshot(), "schedule": {}},
    ):
        with pytest.raises(Refusal):
            tiny.restore(bad)
    with pytest.raises(Refusal):
        tiny.truth("TK-301.colour")


def test_instruments_read_from_the_first_moment() -> None:
    """Before the first scan every instrument shows what is there, not zero."""
    tags = plant().observe().tags
    assert tags["WT-302"].pv == pytest.approx(10.0)
    assert tags["WT-301"].pv == pytest.approx(900.0, abs=0.5)


def test_a_failed_instrument_raises_its_own_alarm_and_no_other() -> None:
    """FT-301 at zero because it failed is BAD, and not low as well."""
    tiny = plant("fault: fail, of: WT-301, at: 10 min", "fault: fail, of: FT-301, at: 10 min")
    tiny.accept(SetOutput("FIC-301", 50.0))
    tiny.advance(15 * MINUTE)
    assert letters(tiny)["WT-301.BAD"] == "B"
    assert "FT-301.LO" not in letters(tiny)
