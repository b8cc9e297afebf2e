"""What a script may read: instruments, alarms, the laboratory; and values taken off them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from simulator.language.command import Acknowledge, Calibrate, Note, SetOutput, SetSetpoint
from simulator.language.field import Field
from simulator.language.observation import AlarmView, Observation, SampleView
from simulator.language.problem import Refusal
from simulator.scenario.library import load
from simulator.scenario.names import operator_names
from simulator.session.script import ScriptedOperator

NAMES: Mapping[str, Field] = operator_names(load("oxygen-lost").design)
HEAD = "script: 1\nname: One who reads\nlooks: 10 s\n"
MINUTE = 60_000


def seen(
    now: int,
    values: Mapping[str, float] | None = None,
    alarms: Mapping[str, str] | None = None,
    samples: tuple[SampleView, ...] = (),
) -> Observation:
    """Return an observation with these values, states of alarms and samples."""
    listed = tuple(
        AlarmView(name, state, 2, 0, 1.0, 2.0, "L/min") for name, state in (alarms or {}).items()
    )
    return Observation(now, {}, listed, (), samples, (), (), "AUTOMATIC", 3, 3, values or {})


def sample(number: int, taken_at: int, **results: float) -> SampleView:
    """Return a reported sample of BR-101."""
    found = tuple((name, value, "mM") for name, value in results.items())
    return SampleView(number, "BR-101", "reported", taken_at, found)


def operator(lines: str, head: str = HEAD) -> ScriptedOperator:
    """Return an operator with these lines."""
    return ScriptedOperator(f"{head}does:\n{lines}", "s.yaml", NAMES)


def test_a_value_is_taken_off_an_instrument_when_it_is_given() -> None:
    """The sum is read at that moment, in the unit of the command, to four digits."""
    one = operator(
        "  - at: 1 min\n"
        "    do: [calibrate AT-101 = AT-101B.PV, FIC-111.SP = FIC-111.SP - 4.8 L/d, "
        "P-113.OP = AIC-101.OP]\n"
    )
    values = {"AT-101B.PV": 7.0123456, "FIC-111.SP": 1.9, "AIC-101.OP": 51.0}
    assert one.look(seen(0, values)) == ()
    given = [command for command, _ in one.look(seen(MINUTE, values))]
    assert given == [
        Calibrate("AT-101", 7.012),
        SetSetpoint("FIC-111", 1.7),
        SetOutput("P-113", 51.0),
    ]


def test_a_value_that_nobody_knows_is_not_given() -> None:
    """A command that takes what the laboratory has not reported is left out; the rest is done."""
    line = "  - at: 0 s\n    do: [calibrate AT-101 = BR-101.laboratory.pH, note asked]\n"
    assert [command for command, _ in operator(line).look(seen(0))] == [Note("asked")]


def test_the_newest_report_counts() -> None:
    """A result is the newest sample's that was reported; its age counts from the draw."""
    line = (
        "  - when: BR-101.laboratory.glucose > 36 mM and BR-101.laboratory.age < 1 h\n"
        "    once: no\n    do: note rich\n"
    )
    one = operator(line)
    late, soon = sample(2, 50 * MINUTE, glucose=40.0), sample(1, 10 * MINUTE, glucose=20.0)
    waiting = SampleView(3, "BR-101", "queued", 55 * MINUTE, (("glucose", 99.0, "mM"),))
    assert one.look(seen(0)) == ()
    assert one.look(seen(40 * MINUTE, samples=(soon, waiting))) == ()
    assert len(one.look(seen(60 * MINUTE, samples=(late, soon, waiting)))) == 1
    assert one.look(seen(61 * MINUTE, samples=(late, soon))) == ()
    assert one.look(seen(111 * MINUTE, samples=(late, soon))) == ()
    newest = sample(4, 100 * MINUTE, glucose=37.0)
    assert len(one.look(seen(115 * MINUTE, samples=(late, soon, newest)))) == 1


def test_a_script_hears_alarms() -> None:
    """An alarm that is not listed is normal; the states have the words of ISA-18.2."""
    lines = (
        "  - when: FIC-102.DEV.STATE is UNACK for 10 s\n    do: ack FIC-102.DEV\n"
        "  - when: FIC-102.DEV.STATE is NORM and elapsed > 30 s\n    do: note quiet\n"
    )
    one = operator(lines)
    noise = {"FIC-102.DEV": "B"}
    assert one.look(seen(0, {"elapsed": 0.0}, noise)) == ()
    assert [c for c, _ in one.look(seen(10_000, {"elapsed": 10.0}, noise))] == [
        Acknowledge("FIC-102.DEV")
    ]
    assert one.look(seen(40_000, {"elapsed": 40.0}, {"FIC-102.DEV": "C"})) == ()
    assert [c for c, _ in one.look(seen(50_000, {"elapsed": 50.0}))] == [Note("quiet")]


def test_alarms_are_acknowledged_after_a_while() -> None:
    """Every alarm that asks for it is acknowledged once it has stood so long, with the reason."""
    head = f"{HEAD}acknowledges: {{after: 30 s, reason: seen it}}\n"
    one = operator("  - {at: 1 d, do: note end}\n", head)
    states = {"FIC-102.DEV": "B", "AIC-102.LO": "C", "AIC-102.HI": "D", "LT-103.HI": "H"}
    assert one.look(seen(29_000, alarms=states)) == ()
    assert one.look(seen(30_000, alarms=states)) == (
        (Acknowledge("FIC-102.DEV"), "seen it"),
        (Acknowledge("AIC-102.HI"), "seen it"),
    )


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("calibrate AT-101 = BR-101.pH", "there is no 'BR-101.pH'"),
        ("calibrate AT-101 = TT-101.PV", "TT-101.PV is in degC, not in pH"),
        ("calibrate AT-199 = AT-101.PV", "there is no 'AT-199.PV'"),
        ("FIC-111.SP = FIC-111.SP - 2 bar", "2 bar does not fit"),
        ("FIC-111.SP = FIC-111.SP > 1 L/h", "is true or false, not a number"),
        ("FIC-111.SP = FIC-111.SP -", "is missing at the end"),
        ("FIC-111.SP = FIC-111.SP 3", "expected the end of the value"),
        ("FIC-111.SP = FIC-111.MODE", "FIC-111.MODE is a word"),
        ("FIC-111.PV = FIC-111.SP", "cannot be set"),
        ("TK-111.SP = BR-101.laboratory.glucose", "there is no 'TK-111.SP'"),
        ("FIC-111.SP = BR-101.laboratory.glucse", "there is no 'BR-101.laboratory.glucse'"),
    ],
)
def test_a_wrong_value_is_placed(command: str, said: str) -> None:
    """Every mistake in a value is one problem, in its line, and never a traceback."""
    with pytest.raises(Refusal) as caught:
        operator(f"  - at: 1 min\n    do: {command}\n")
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.place is not None
    assert problem.place.line == 6
    assert problem.place.column >= 9


def test_a_note_may_hold_anything() -> None:
    """A note that looks like a value is still a note."""
    line = "  - at: 0 s\n    do: note AT-101.PV = AT-101B.PV - 0.1\n"
    assert operator(line).look(seen(0))[0][0] == Note("AT-101.PV = AT-101B.PV - 0.1")
