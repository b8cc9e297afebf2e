"""One mistake in a file is one problem, and no mistake hides another."""

from __future__ import annotations

from itertools import pairwise

import pytest

from simulator.language.problem import Problem
from simulator.scenario.build import problems_of
from simulator.scenario.documents import Documents
from simulator.scenario.library import read

NAME = "oxygen-lost"
SLIPS = (
    ("duration: 2 h\n", "duration: [2 h]\n", "duration"),
    ("scenario: 1\n", "scenario: one\n", "scenario"),
    ("seed: 12\n", "seed: twelve\n", "whole number"),
    ("[C04, C05, C13]", "[C04, 5]", "pattern"),
    ("{low: 10 %}", "{low: 10 bar}", "bar"),
    ("  - fault: loss\n", "  - fault: lost\n", "fault"),
    ("output: 65.1 %", "output: [65.1 %]", "output"),
    ("  TK-111:\n    initial: {volume: 335 L}", "  TK-111: full", "TK-111"),
    ("    of: BR-101\n    kind: check\n", "    kind: check\n", "take-over"),
    (
        "{unit: BR-101, first: 5 min, every: 12 h}",
        "{unit: BR-102, first: 5 min, every: 12 h}",
        "BR-102",
    ),
    ("        - time:\n", "        - tmie:\n", "tmie"),
    ("      points: 20\n", "      points: many\n", "points"),
    ("- control: {loop: AIC-102,", "- control: {loop: AIC-120,", "AIC-120"),
    ("expert: oxygen-lost-expert", "pass mark: 60 bar\n  expert: oxygen-lost-expert", "bar"),
)
"""What is written, what is written instead, and a word of the problem."""


def problems(*slips: tuple[str, str, str]) -> tuple[Problem, ...]:
    """Return the problems of the shipped scenario with these slips."""
    documents = read(NAME)
    text = documents.texts[documents.main]
    for old, new, _ in slips:
        assert old in text
        text = text.replace(old, new, 1)
    return problems_of(Documents(documents.main, {**documents.texts, documents.main: text}))


@pytest.mark.parametrize("slip", SLIPS, ids=[slip[2] + slip[0][:12] for slip in SLIPS])
def test_a_slip_is_told_at_its_place_and_nowhere_else(slip: tuple[str, str, str]) -> None:
    """Nothing that rests on a part of the wrong shape is told as well."""
    found = problems(slip)
    places = {one.place and (one.place.file, one.place.line) for one in found}
    assert len(places) == 1, found
    assert None not in places
    assert any(slip[2] in one.message for one in found), found


@pytest.mark.parametrize("pair", list(pairwise(SLIPS)))
def test_two_slips_are_both_told(pair: tuple[tuple[str, str, str], ...]) -> None:
    """Whether it is a wrong shape or a wrong value, neither hides the other."""
    said = " / ".join(one.message for one in problems(*pair))
    assert [word for _, _, word in pair if word not in said] == []


def test_the_state_of_an_alarm_in_a_condition_of_the_plant_is_told_where_it_belongs() -> None:
    """The hint says where an alarm's state may be read, rather than a name that looks like it."""
    at = ("    at: 20 min\n", "    when: AIC-102.LO.STATE is UNACK\n", "AIC-102.LO.STATE")
    found = problems(at)
    assert len(found) == 1
    assert "for scripts, hints and the tour" in found[0].hint
