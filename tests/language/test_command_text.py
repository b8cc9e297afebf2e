"""Commands as text: every way to write one, what is refused, and the way back."""

from __future__ import annotations

from typing import get_args

import pytest
from condition_grammar import NAMES as INSTRUMENTS
from hypothesis import given
from hypothesis import strategies as st

from simulator.language import command as commands
from simulator.language.command import (
    Acknowledge,
    AnswerPrompt,
    Calibrate,
    CallMaintenance,
    ChangeBottle,
    Command,
    EndFault,
    Note,
    PhaseCommand,
    ResetAlarm,
    ResetInterlock,
    ReturnToService,
    SetMode,
    SetOutput,
    SetProcedureMode,
    SetSetpoint,
    SetTuning,
    Shelve,
    StartFault,
    SwitchBank,
    TakeHint,
    TakeOutOfService,
    TakeSample,
    Unshelve,
)
from simulator.language.command_text import command_examples, parse_command, show_command
from simulator.language.field import Field
from simulator.language.floor import (
    HUNG,
    RELEASERS,
    AskRelease,
    HangLabel,
    HurrySample,
    ReleaseEquipment,
)
from simulator.language.forms import (
    Diagnose,
    EndFreeze,
    RateWorkload,
    Recall,
    SwitchOffFreezes,
)
from simulator.language.paperwork import (
    CONTACTS,
    ROLES,
    CallPerson,
    CloseDeviation,
    CommentStep,
    CorrectStep,
    DrawSample,
    EnterStep,
    HandOver,
    LabelSample,
    OpenDeviation,
    Retest,
    SendSample,
    WitnessStep,
)
from simulator.language.problem import Place, Refusal
from simulator.language.simtime import LONGEST

NAMES = {
    **INSTRUMENTS,
    "weigh-base.ENTRY": Field("weigh-base.ENTRY", "kg", 0.0, 0.0, 1e9, "definition"),
    "check.oxygen.ANSWER": Field("check.oxygen.ANSWER", "%", 0.0, -1e12, 1e12, "definition"),
    "line-clear.ENTRY": Field(
        "line-clear.ENTRY", "", 0.0, 0.0, 1.0, "definition", "choice", ("no", "yes")
    ),
}

WRITTEN: list[tuple[str, Command]] = [
    ("TIC-101.SP = 36.5 degC", SetSetpoint("TIC-101", 36.5)),
    ("  TIC-101.SP=36.5degC  ", SetSetpoint("TIC-101", 36.5)),
    ("TIC-101.OP = 40 %", SetOutput("TIC-101", 40.0)),
    ("TIC-101.MODE = AUTO", SetMode("TIC-101", "AUTO")),
    ("XV-101 = open", SetOutput("XV-101", 100.0)),
    ("XV-101.OP = open", SetOutput("XV-101", 100.0)),
    ("XV-101 = closed", SetOutput("XV-101", 0.0)),
    ("XV-101 = close", SetOutput("XV-101", 0.0)),
    ("XV-101 = 40 %", SetOutput("XV-101", 40.0)),
    ("ack TIC-101.HI", Acknowledge("TIC-101.HI")),
    ("reset alarm TIC-101.HI", ResetAlarm("TIC-101.HI")),
    ("shelve TIC-101.HI for 1 h 30 min", Shelve("TIC-101.HI", 5_400_000)),
    ("unshelve TIC-101.HI", Unshelve("TIC-101.HI")),
    ("out of service TIC-101.HI", TakeOutOfService("TIC-101.HI")),
    ("return to service TIC-101.HI", ReturnToService("TIC-101.HI")),
    ("start feed", PhaseCommand("feed", "START")),
    ("pause feed", PhaseCommand("feed", "PAUSE")),
    ("resume feed", PhaseCommand("feed", "RESUME")),
    ("hold feed", PhaseCommand("feed", "HOLD")),
    ("restart feed", PhaseCommand("feed", "RESTART")),
    ("stop feed", PhaseCommand("feed", "STOP")),
    ("abort feed", PhaseCommand("feed", "ABORT")),
    ("reset feed", PhaseCommand("feed", "RESET")),
    ("reset alarm", PhaseCommand("alarm", "RESET")),
    ("procedure automatic", SetProcedureMode("AUTOMATIC")),
    ("procedure semi-automatic", SetProcedureMode("SEMIAUTOMATIC")),
    ("procedure semiautomatic", SetProcedureMode("SEMIAUTOMATIC")),
    ("procedure manual", SetProcedureMode("MANUAL")),
    ("answer feed yes, it is  clear", AnswerPrompt("feed", "yes, it is  clear")),
    ("reset interlock I-101", ResetInterlock("I-101")),
    ("sample BR-101", TakeSample("BR-101")),
    ("calibrate AT-101 = 7.02", Calibrate("AT-101", 7.02)),
    (
        "tune TIC-101 gain -2.5 integral 10 min derivative 0 s",
        SetTuning("TIC-101", -2.5, 600.0, 0.0),
    ),
    ("change bottle TK-111", ChangeBottle("TK-111")),
    ("switch oxygen to bank 2", SwitchBank("oxygen", 2)),
    ("call maintenance AT-101", CallMaintenance("AT-101")),
    ("call maintenance clean-air", CallMaintenance("clean-air")),
    ("start fault probe-drift", StartFault("probe-drift")),
    ("end fault probe-drift", EndFault("probe-drift")),
    ("enter weigh-base = 47.8 kg", EnterStep("weigh-base", 47.8)),
    ("enter weigh-base = 47800 g", EnterStep("weigh-base", 47.8)),
    ("enter line-clear = yes", EnterStep("line-clear", "yes")),
    ("enter remarks = pH = 7.0, all well", EnterStep("remarks", "pH = 7.0, all well")),
    ("correct weigh-base = 47.9 kg", CorrectStep("weigh-base", 47.9)),
    ("comment weigh-base  bottle changed ", CommentStep("weigh-base", "bottle changed")),
    ("witness weigh-base by A. Peeters", WitnessStep("weigh-base", "A. Peeters", "operator")),
    (
        "witness weigh-base by A as supervisor as quality",
        WitnessStep("weigh-base", "A as supervisor", "quality"),
    ),
    ("deviation foam on the filter", OpenDeviation("foam on the filter")),
    ("deviation on weigh-base: too full", OpenDeviation("too full", "weigh-base")),
    ("deviation on TIC-101.HI:late", OpenDeviation("late", "TIC-101.HI")),
    ("deviation on batch: on weigh-base: no", OpenDeviation("on weigh-base: no")),
    ("close deviation 12 filter changed", CloseDeviation(12, "filter changed")),
    ("draw BR-101", DrawSample("BR-101")),
    ("label 3 BR-101/3 day 4", LabelSample(3, "BR-101/3 day 4")),
    ("hang OUT OF ORDER on TK-301", HangLabel("TK-301", "OUT OF ORDER")),
    (
        "release TK-301 by A. Peeters as quality",
        ReleaseEquipment("TK-301", "A. Peeters", "quality"),
    ),
    (
        "release B-0417/TK-301 by A. Peeters as quality",
        ReleaseEquipment("B-0417/TK-301", "A. Peeters", "quality"),
    ),
    *(
        (f"release {lot} by A. Peeters as quality", ReleaseEquipment(lot, "A. Peeters", "quality"))
        for lot in ("M0417", "2311", "A.1", "m-2/3")
    ),
    ("ask release of B-0417/TK-301/2", AskRelease("B-0417/TK-301/2")),
    ("urgent 3", HurrySample(3)),
    ("send 3", SendSample(3)),
    ("retest 3 viable density", Retest(3, "viable density")),
    ("call shift lead foam rises", CallPerson("shift-lead", "foam rises")),
    ("call qa pH out of limits", CallPerson("qa", "pH out of limits")),
    ("call utilities no oxygen", CallPerson("utilities", "no oxygen")),
    (
        "handover process: stable: pH 7.0 | to do:weigh | safety:",
        HandOver("", "stable: pH 7.0", "", "", "weigh"),
    ),
    ("hint base-bottle 2", TakeHint("base-bottle", 2)),
    ("diagnose cause = oxygen-bank", Diagnose("cause", "oxygen-bank")),
    ("recall check.oxygen = 38 %", Recall("check", "oxygen", 38.0)),
    ("recall check.oxygen = 0.38 %", Recall("check", "oxygen", 0.38)),
    ("recall check.first = AIC-102", Recall("check", "first", "AIC-102")),
    ("end freeze check", EndFreeze("check")),
    ("freezes off", SwitchOffFreezes()),
    (
        "workload effort 60 mental 55 physical 10 temporal 70 performance 30 frustration 0",
        RateWorkload(55, 10, 70, 30, 60, 0),
    ),
    ("note  foam = 3 cm, d\u00e9sol\u00e9 ", Note("foam = 3 cm, d\u00e9sol\u00e9")),
]


@pytest.mark.parametrize(("text", "command"), WRITTEN)
def test_command(text: str, command: Command) -> None:
    """Each way to write a command gives that command, and the command's own text gives it back."""
    assert parse_command(text, NAMES) == command
    assert parse_command(show_command(command, NAMES), NAMES) == command


def test_every_command_can_be_written() -> None:
    """No command is without a text."""
    assert {type(command) for _, command in WRITTEN} == set(get_args(commands.Command))


def test_examples() -> None:
    """Every example in the help is a command, and shows every kind of command."""
    made = {type(parse_command(text, NAMES)) for text in command_examples()}
    assert made == set(get_args(commands.Command))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "write for example"),
        ("hello world", "is no command"),
        ("akc TIC-101.HI", "did you mean ack?"),
        ("ACK TIC-101.HI", "did you mean ack?"),
        ("ack", "write for example: ack TIC-101.HI"),
        ("ack TIC-101.HI TIC-101.LO", "write for example: ack TIC-101.HI"),
        ("ack TIC-101", "not the name of an alarm"),
        ("TIC-101.SP = 36.5", "write for example 36.5 degC"),
        ("TIC-101.SP = 36,5 degC", "use a point"),
        ("release TK_301 by A. Peeters as quality", "'TK_301' is not a tag"),
        ("TIC-101.SP = 38 %", "38 % is no temperature"),
        ("TIC-101.SP == 38 degC", "'= 38 degC' is not a number"),
        ("TIC-101.SP =", "is no command"),
        ("TIC-110.SP = 38 degC", "did you mean TIC-101.SP?"),
        ("tic-101.SP = 38 degC", "write TIC-101"),
        ("WT-101.SP = 38 degC", "there is no 'WT-101.SP'"),
        ("TIC-101.PV = 38 degC", "cannot be set"),
        ("TIC-101.pv = 38 degC", "cannot be set"),
        ("tic-101.PV = 38 degC", "write TIC-101"),
        ("TIC-101.MODE = auto", "did you mean AUTO?"),
        ("TIC-101.MODE = 7", "one of MAN, AUTO, CAS"),
        ("enter weigh-base = 47.8", "write for example 47.8 kg"),
        ("enter weigh-base = 47.8 degC", "is no mass"),
        ("enter line-clear = maybe", "one of no, yes"),
        ("enter line-clear = yess", "did you mean yes?"),
        ("enter weigh-base", "write for example: enter weigh-base = 47.8 kg"),
        ("enter weigh base = 3 kg", "not how this command is written"),
        ("witness weigh-base by A. Peeters as boss", "one of operator, supervisor, quality"),
        ("close deviation one done", "write a whole number"),
        ("label x BR-101", "write a whole number"),
        ("handover all is well", "is no part of a handover"),
        ("handover safety: a | safety: b", "is no part of a handover"),
        ("TIC-110.MODE = AUTO", "did you mean TIC-101.MODE?"),
        ("XV-101 = OPEN", "did you mean open?"),
        ("XV-101 = shut", "write open, closed, or a number in %"),
        ("XV-102 = open", "did you mean XV-101.OP?"),
        ("XV-101 = 40", "write for example 40 %"),
        ("shelve TIC-101.HI", "write for example: shelve"),
        ("shelve TIC-101.HI for ever", "is not a duration"),
        ("shelve TIC-101.HI for 0 s", "0 s is no duration"),
        ("start", "write for example: start feed"),
        ("start feed now", "write for example: start f"),
        ("start f\u00e9ed", "is not a name"),
        ("procedure by-hand", "one of automatic"),
        ("procedure manuel", "did you mean manual?"),
        ("answer feed", "write for example: answer feed yes"),
        ("note", "write for example: note"),
        ("note  ", "write for example: note"),
        ("sample br-101", "write BR-101"),
        ("calibrate AT-101 7.02", "write for example: calibrate"),
        ("calibrate AT-102 = 7.02", "write for example 7.02 %"),
        ("calibrate AT-190 = 7.02", "did you mean AT-10"),
        ("tune TIC-101 gain 2", "write for example: tune"),
        ("tune TIC-101 gain 2 % integral 5 s derivative 0 s", "write for example: tune"),
        ("tune TIC-101 gain x integral 5 s derivative 0 s", "'x' is not a number"),
        ("tune TIC-101 gain 2 integral 5 derivative 0 s", "write for example 5 s"),
        ("tune WT-101 gain 2 integral 5 s derivative 0 s", "there is no 'WT-101.SP'"),
        ("switch oxygen to bank 0", "such as: switch oxygen to bank 2"),
        ("switch oxygen to bank two", "'two' is not a bank"),
        ("switch oxygen to bank \u0662", "'?' is not a bank"),
        ("switch oxygen", "write for example: switch"),
        ("note \x1b]0;owned\x07", "a character that cannot be shown"),
        ("note a\nack TIC-101.HI", "a character that cannot be shown"),
        ("note \u202eright to left", "a character that cannot be shown"),
        ("note \ud800", "a character that cannot be shown"),
        ("ack TIC-101.HI\n", "a character that cannot be shown"),
        ("note " + "x" * 508, "at most 512 characters"),
        ("__import__('os').system('ls')", "is no command"),
        ("x = __import__('os')", "'x' is not a tag"),
    ],
)
def test_refusal(text: str, words: str) -> None:
    """What is no command is refused where it stands, in plain characters, with a hint."""
    with pytest.raises(Refusal) as caught:
        parse_command(text, NAMES, Place("a.yaml", 2, 5))
    (problem,) = caught.value.problems
    assert words in f"{problem.message} ({problem.hint})"
    assert str(problem).startswith("a.yaml:2:5: ")
    assert str(problem).isprintable()


def test_refusal_without_a_place() -> None:
    """Without a place the problem has none, so that a caller can place it."""
    with pytest.raises(Refusal) as caught:
        parse_command("nothing", NAMES)
    assert caught.value.problems[0].place is None


def test_console_takes_plain_numbers() -> None:
    """A person at the console may leave the unit of measure out, or write another that fits."""
    for text, command in (
        ("TIC-101.SP = 36.5", SetSetpoint("TIC-101", 36.5)),
        ("TIC-101.SP = 36.5 degC", SetSetpoint("TIC-101", 36.5)),
        ("XV-101 = 40", SetOutput("XV-101", 40.0)),
        ("tune TIC-101 gain 2 integral 600 derivative 1 min", SetTuning("TIC-101", 2, 600, 60)),
    ):
        assert parse_command(text, NAMES, at_console=True) == command
    for text in ("TIC-101.SP = 36.5 %", "TIC-101.SP = 1e999", "TIC-101.SP = x"):
        with pytest.raises(Refusal):
            parse_command(text, NAMES, at_console=True)


def test_unknown_tags_show_without_a_unit() -> None:
    """A command of another plant, from an old log, still shows; a Note shows as it is."""
    assert show_command(SetSetpoint("TIC-909", 36.5), NAMES) == "TIC-909.SP = 36.5"
    assert show_command(Note("as found"), {}) == "note as found"


number = st.floats(allow_nan=False, allow_infinity=False)
tag = st.from_regex(r"[A-Z]{1,5}-[0-9]{1,5}[A-Z]?", fullmatch=True)
name = st.from_regex(r"[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9})?", fullmatch=True)
alarm = st.builds(lambda tag, kind: f"{tag}.{kind}", tag, st.sampled_from(["HI", "LOLO", "BAD"]))
words = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=90)
known = st.sampled_from(["TIC-101"])
any_command = st.one_of(
    st.builds(SetSetpoint, known, number),
    st.builds(SetOutput, st.sampled_from(["TIC-101", "XV-101"]), number),
    st.builds(SetTuning, known, number, number, number),
    st.builds(Calibrate, st.sampled_from(["AT-101", "WT-101", "FIC-111"]), number),
    st.builds(Shelve, alarm, st.integers(1, LONGEST)),
    *(st.builds(k, alarm) for k in (Acknowledge, ResetAlarm, Unshelve, TakeOutOfService)),
    *(st.builds(kind, name) for kind in (ResetInterlock, StartFault, EndFault, CallMaintenance)),
    *(st.builds(kind, tag) for kind in (TakeSample, ChangeBottle)),
    st.builds(PhaseCommand, name, st.sampled_from(get_args(commands.PhaseOrder))),
    st.builds(SetMode, known, st.sampled_from(get_args(commands.LoopMode))),
    st.builds(SetProcedureMode, st.sampled_from(get_args(commands.ProcedureMode))),
    st.builds(AnswerPrompt, name, words),
    st.builds(SwitchBank, name, st.integers(1, 99)),
    st.builds(Note, words),
    st.builds(Diagnose, name, name),
    st.builds(Recall, st.just("check"), st.just("oxygen"), number),
    st.builds(RateWorkload, *[st.integers(0, 999)] * 6),
    st.builds(EnterStep, st.just("weigh-base"), number),
    st.builds(EnterStep, name.map(lambda step: f"x{step}"), words),
    st.builds(CommentStep, name, words),
    st.builds(WitnessStep, name, words, st.sampled_from(ROLES)),
    st.builds(OpenDeviation, words, st.sampled_from(["", "weigh-base", "sample-3"])),
    st.builds(CloseDeviation, st.integers(1, 999), words),
    st.builds(LabelSample, st.integers(1, 999), words),
    st.builds(HangLabel, tag, st.sampled_from(HUNG)),
    st.builds(ReleaseEquipment, tag, words, st.sampled_from(RELEASERS)),
    st.builds(AskRelease, st.from_regex("[A-Za-z0-9][A-Za-z0-9./-]{0,39}", fullmatch=True)),
    st.builds(HurrySample, st.integers(1, 999)),
    st.builds(CallPerson, st.sampled_from(CONTACTS), words),
    st.builds(HandOver, *[words.filter(lambda part: "|" not in part)] * 5),
)


@given(any_command)
def test_round_trip(command: Command) -> None:
    """Every command reads back from its own text, with every bit of its numbers."""
    assert parse_command(show_command(command, NAMES), NAMES) == command


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from([word for text, _ in WRITTEN for word in text.split()]), max_size=9
        ).map(" ".join),
    ),
    st.booleans(),
)
def test_any_text(text: str, at_console: bool) -> None:
    """Any text is a command that can be shown again, or one refusal."""
    problems = 1
    try:
        made = parse_command(text, NAMES, at_console=at_console)
    except Refusal as refusal:
        problems = len(refusal.problems)
    else:
        assert parse_command(show_command(made, NAMES), NAMES) == made
    assert problems == 1
