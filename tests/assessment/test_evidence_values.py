"""Evidence of the kinds ``limits``, ``control`` and ``outcome``."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from rubric_bench import condition, session, share

from simulator.assessment.control import Control
from simulator.assessment.limits import Inside, Limits
from simulator.assessment.mark import between
from simulator.assessment.moment import Faulted, Start
from simulator.assessment.outcome import Outcome
from simulator.assessment.timeline import GaugeFacts, Spell, Timeline, shared

TEXT = "AT-101.PV < 7.1 pH"
WHEN = "TIC-101.SP > 30 degC"


@pytest.mark.parametrize(
    ("value", "full", "none", "won"),
    [
        (5.0, 10.0, 0.0, 0.5),
        (15.0, 10.0, 0.0, 1.0),
        (-5.0, 10.0, 0.0, 0.0),
        (90.0, 60.0, 120.0, 0.5),
        (30.0, 60.0, 120.0, 1.0),
        (math.nan, 60.0, 120.0, 0.0),
        (math.inf, 60.0, 120.0, 0.0),
        (7.0, 7.0, 7.0, 1.0),
        (7.1, 7.0, 7.0, 0.0),
    ],
)
def test_between(value: float, full: float, none: float, won: float) -> None:
    """A straight line between both ends, in either direction; what is no number wins nothing."""
    assert between(value, full, none) == pytest.approx(won)


def test_limits_by_a_gauge() -> None:
    """Inside 95 % of the time, with points from 90 to 100 %: half."""
    evidence = Limits((Inside("pH", 1.0, 0.9, gauge="ph"),))
    world = session(gauges={"ph": GaugeFacts(7.0, 7.1, 6.9, 0.95)})
    assert share(evidence.judge(world)) == pytest.approx(0.5)
    assert share(evidence.judge(session())) == 0.0


def test_limits_by_a_condition_and_only_while_another_holds() -> None:
    """Of the 200 s that are judged, 150 s were inside: three quarters."""
    part = Inside("pH", 1.0, 0.0, holds=condition(TEXT), when=condition(WHEN))
    spells = {
        TEXT: (Spell(0, 50_000), Spell(200_000, 350_000), Spell(500_000, 600_000)),
        WHEN: (Spell(200_000, 400_000),),
    }
    assert share(Limits((part,)).judge(session(spells=spells))) == pytest.approx(0.75)


def test_limits_weigh_their_parts() -> None:
    """One part perfect with weight 3, one lost with weight 1: three quarters."""
    good = Inside("pH", 0.9, 0.0, gauge="ph", weight=3.0)
    bad = Inside("T", 1.0, 0.5, gauge="t")
    world = session(gauges={"ph": GaugeFacts(7, 7, 7, 1.0), "t": GaugeFacts(7, 7, 7, 0.2)})
    assert share(Limits((good, bad)).judge(world)) == pytest.approx(0.75)


def test_who_leaves_early_was_not_inside() -> None:
    """A perfect tenth of a session is a tenth of the time."""
    evidence = Limits((Inside("pH", 1.0, 0.0, gauge="ph"),))
    whole = session(gauges={"ph": GaugeFacts(7.0, 7.1, 6.9, 1.0)})
    assert share(evidence.judge(replace(whole, end=100_000))) == pytest.approx(0.1)


def test_spells_that_both_hold() -> None:
    """The time in common of two rows of spells, touching and overlapping."""
    first = (Spell(0, 10), Spell(20, 30), Spell(40, 50))
    second = (Spell(5, 25), Spell(30, 45))
    assert shared(first, second) == 5 + 5 + 5
    assert shared(second, first) == 15
    assert shared(first, ()) == 0


def errors(per_second: float, seconds: int = 1000) -> dict[str, tuple[tuple[int, float], ...]]:
    """Return the error of a loop that is off by so much all the time."""
    return {"TIC-101": tuple((1000 * s, per_second * s) for s in range(0, seconds + 1, 10))}


def compared(mine: float, expert: float, idle: float) -> Timeline:
    """Return a session beside two others."""
    shadows = {"expert": session(errors=errors(expert)), "idle": session(errors=errors(idle))}
    return session(errors=errors(mine), shadows=shadows)


@pytest.mark.parametrize(
    ("mine", "won"), [(0.1, 1.0), (0.11, 1.0), (1.0, 0.0), (3.0, 0.0), (0.555, 0.5)]
)
def test_control_between_expert_and_idle(mine: float, won: float) -> None:
    """As good as the expert with a tenth to spare wins all, as bad as nobody none."""
    evidence = Control("TIC-101", (Faulted("lost", ""),))
    assert share(evidence.judge(compared(mine, 0.1, 1.0))) == pytest.approx(won, abs=1e-9)


def test_control_is_no_measure_where_idling_is_as_good() -> None:
    """Where the expert controls no better than nobody, nothing is judged."""
    evidence = Control("TIC-101", (Start(),))
    assert evidence.judge(compared(0.5, 1.0, 1.0)) == ()
    assert evidence.judge(session(errors=errors(0.5))) == ()


def test_control_that_was_not_run_counts_as_idle() -> None:
    """Who leaves at the moment of the fault has controlled as well as nobody."""
    evidence = Control("TIC-101", (Start(),))
    left = replace(compared(0.1, 0.1, 1.0), end=10_000)
    assert share(evidence.judge(left)) < 0.05


def test_outcome_of_a_value_and_of_a_gauge() -> None:
    """A titre of 4.5 between 4 and 5 is half; a lowest oxygen counts as such."""
    text = "AT-101.PV"
    from rubric_bench import NAMES

    from simulator.language.condition import compile_value

    value = compile_value(text, NAMES, "pH")
    by_value = Outcome("titre", 5.0, 4.0, value=value)
    assert share(by_value.judge(session(values={text: 4.5}))) == pytest.approx(0.5)
    assert "no value" in by_value.judge(session())[0].sentence
    lowest = Outcome("oxygen", 20.0, 10.0, "%", gauge="do", which="lowest")
    world = session(gauges={"do": GaugeFacts(40.0, 60.0, 12.0, 1.0)})
    assert share(lowest.judge(world)) == pytest.approx(0.2)
    assert share(replace(lowest, which="last").judge(world)) == 1.0
    assert share(replace(lowest, full=50.0, none=70.0, which="peak").judge(world)) == 0.5


def test_an_outcome_that_was_not_waited_for_is_worth_the_part_that_was_run() -> None:
    """Half a session with a perfect gauge wins half."""
    lowest = Outcome("oxygen", 20.0, 10.0, "%", gauge="do", which="lowest")
    world = session(gauges={"do": GaugeFacts(40.0, 60.0, 30.0, 1.0)})
    assert share(lowest.judge(replace(world, end=500_000))) == pytest.approx(0.5)
