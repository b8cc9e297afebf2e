"""The nine states of an alarm: every state, every event."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.control import alarm as al
from simulator.language.problem import Problem

PLAIN = {letter: al.Standing(letter) for letter in "ABCDEF"}
START = {
    **PLAIN,
    "G": al.Standing("A", shelved=True),
    "H": al.Standing("A", suppressed=True),
    "I": al.Standing("A", out_of_service=True),
}
HIDING = {"shelve": "G", "suppress": "H", "out of service": "I"}
TABLE: dict[str, dict[str, str]] = {
    "A": {"condition": "B", **HIDING},
    "B": {"return": "D", "acknowledge": "C", **HIDING},
    "C": {"return": "A", **HIDING},
    "D": {"condition": "B", "acknowledge": "A", **HIDING},
    "E": {"condition": "B", "acknowledge": "F", **HIDING},
    "F": {"condition": "B", "reset": "A", **HIDING},
    "G": {"condition": "G", "unshelve": "A", "suppress": "G", "out of service": "I"},
    "H": {"condition": "H", "unsuppress": "A", "shelve": "G", "out of service": "I"},
    "I": {"condition": "I", "return to service": "A", "suppress": "I"},
}
"""By state and event: the next state; what is not here is refused."""


@pytest.mark.parametrize("event", al.EVENTS)
@pytest.mark.parametrize("letter", al.LETTERS)
def test_every_state_answers_every_event_as_the_table_says(
    letter: str, event: al.AlarmEvent
) -> None:
    """The next state, or a problem that names the state and gives a hint."""
    assert START[letter].letter == letter
    answer = al.after(START[letter], event)
    expected = TABLE[letter].get(event)
    if expected is None:
        assert isinstance(answer, Problem)
        assert al.NAMES[letter].lower() in answer.message
        assert answer.hint
    else:
        assert isinstance(answer, al.Standing)
        assert answer.letter == expected


@pytest.mark.parametrize(("letter", "expected"), [("B", "E"), ("C", "F")])
def test_a_latching_alarm_waits_for_its_reset(letter: str, expected: str) -> None:
    """When the condition returns it is latched, acknowledged or not."""
    answer = al.after(PLAIN[letter], "return", latching=True)
    assert isinstance(answer, al.Standing)
    assert answer.letter == expected


def follow(*events: al.AlarmEvent, latching: bool = False) -> str:
    """Return the letter after these events, from Normal; all must be possible."""
    standing = al.Standing()
    for event in events:
        answer = al.after(standing, event, latching)
        assert isinstance(answer, al.Standing), (event, answer)
        standing = answer
    return standing.letter


@pytest.mark.parametrize(
    ("events", "latching", "expected"),
    [
        (("condition", "shelve", "unshelve"), False, "B"),
        (("condition", "acknowledge", "shelve", "unshelve"), False, "C"),
        (("condition", "shelve", "return", "unshelve"), False, "A"),
        (("condition", "acknowledge", "shelve", "return", "condition", "unshelve"), False, "B"),
        (("condition", "return", "shelve", "unshelve"), False, "A"),
        (("condition", "suppress", "return", "unsuppress"), True, "E"),
        (("condition", "acknowledge", "shelve", "return", "unshelve"), True, "F"),
        (("shelve", "suppress", "unshelve"), False, "H"),
        (("suppress", "shelve", "unsuppress"), False, "G"),
        (("shelve", "out of service", "return to service"), False, "A"),
        (("suppress", "out of service", "return to service"), False, "H"),
        (("out of service", "condition", "return to service"), False, "B"),
    ],
)
def test_what_comes_out_of_hiding(
    events: tuple[al.AlarmEvent, ...], latching: bool, expected: str
) -> None:
    """An alarm comes back as the plant is then; a latch cannot be escaped by shelving."""
    assert follow(*events, latching=latching) == expected


def test_hints_say_what_to_do_instead() -> None:
    """A refused reset tells whether to acknowledge or to wait; others list what is possible."""
    for letter, words in (
        ("E", "acknowledge it first"),
        ("B", "once its condition is gone"),
        ("A", "possible now: shelve, out of service"),
        ("I", "possible now: return to service"),
    ):
        problem = al.after(PLAIN.get(letter, START[letter]), "reset")
        assert isinstance(problem, Problem)
        assert words in problem.hint


STANDINGS = st.builds(
    al.Standing, st.sampled_from("ABCDEF"), st.booleans(), st.booleans(), st.booleans()
)


@given(standing=STANDINGS, latching=st.booleans())
def test_legal_is_what_after_accepts(standing: al.Standing, latching: bool) -> None:
    """The list of possible events and the answers to them agree, in every combination."""
    legal = al.legal(standing, latching)
    for event in al.EVENTS:
        refused = isinstance(al.after(standing, event, latching), Problem)
        assert refused == (event not in legal)


@given(events=st.lists(st.sampled_from(al.EVENTS), max_size=60), latching=st.booleans())
def test_no_history_loses_the_condition(events: list[al.AlarmEvent], latching: bool) -> None:
    """After any history B and C mean that the condition is there, and all others that it is not."""
    standing = al.Standing()
    there = False
    for event in events:
        if event in ("condition", "return"):
            if (event == "condition") == there:
                continue
            there = event == "condition"
        answer = al.after(standing, event, latching)
        if event in ("condition", "return"):
            assert isinstance(answer, al.Standing)
        if isinstance(answer, al.Standing):
            standing = answer
        assert (standing.beneath in "BC") == there
        assert not (standing.hidden and standing.beneath == "D")
        assert latching or standing.beneath not in "EF"


@given(standing=STANDINGS)
def test_a_block_keeps_the_standing(standing: al.Standing) -> None:
    """What is stored is loaded again, and STATE shows the letter."""
    y = [0.0] * (2 + len(al.STATES))
    al.store(y, 2, standing)
    assert al.load(y, 2) == standing
    assert al.LETTERS[int(y[2 + al.STATE])] == standing.letter
