"""Texts in several languages, and problems with their places."""

from __future__ import annotations

from simulator.language.problem import Place, Problem, Refusal
from simulator.language.words import say


def test_say() -> None:
    """Words are said in the language asked, else in English, else in what there is."""
    assert say({"en": "feed", "nl": "voeding"}, "nl") == "voeding"
    assert say({"en": "feed", "nl": "voeding"}, "fr") == "feed"
    assert say({"nl": "voeding"}, "fr") == "voeding"
    assert say({}, "fr") == ""


def test_problem() -> None:
    """A problem shows its place, what is wrong and what to try; a refusal carries them all."""
    problem = Problem("unknown-tag", "there is no TIC-110", "did you mean TIC-101?")
    assert str(problem) == "there is no TIC-110 (did you mean TIC-101?)"
    placed = problem.at(Place("a.yaml", 14, 11))
    assert str(placed) == "a.yaml:14:11: there is no TIC-110 (did you mean TIC-101?)"
    assert str(Problem("x", "it is late")) == "it is late"
    assert Refusal(problem).problems == (problem,)
    assert str(Refusal([problem, placed])) == f"{problem}\n{placed}"
