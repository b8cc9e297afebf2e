"""Times and durations: whole milliseconds, as people write and read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.language.problem import Place, Refusal
from simulator.language.simtime import LONGEST, parse_duration, show_duration, show_time

times = st.integers(0, LONGEST)


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("0 s", 0),
        ("90 s", 90_000),
        ("2 h 30 min", 9_000_000),
        ("2h30min", 9_000_000),
        ("  1.5 d ", 129_600_000),
        ("1 d 2 h 3 min 4 s 5 ms", 93_784_005),
        ("0.001 s", 1),
        ("1000 d", LONGEST),
        ("04:05:06", 14_706_000),
        ("3 d 04:05:06.007", 273_906_007),
    ],
)
def test_duration(text: str, ms: int) -> None:
    """Durations are read exactly, in words or as a clock shows them."""
    assert parse_duration(text) == ms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not a duration"),
        ("5", "write for example"),
        ("5 minutes", "write min"),
        ("5 M", "write min"),
        ("5 H", "did you mean h?"),
        ("5 kg", "not a unit of time"),
        ("-5 s", "is not a duration"),
        ("1,5 h", "use a point"),
        ("5 min 2 h", "largest first"),
        ("5 s 5 s", "each unit of time once"),
        ("0.0001 s", "finer than a millisecond"),
        ("1000 d 1 ms", "at most 1000 d"),
        ("24:00:00", "hours to 23"),
        ("00:60:00", "minutes and seconds to 59"),
        ("00:00:60", "minutes and seconds to 59"),
        ("1:30:00", "is not a duration"),
        ("5 h 1.2.3 min", "is not a duration"),
        ("nan s", "is not a duration"),
        ("1e3 s", "is not a unit of time"),
        ("\u0665 s", "'? s' is not a duration"),
        ("5\ts", "is not a duration"),
        ("5 s " + " " * 90, "too long a text"),
    ],
)
def test_refusal(text: str, words: str) -> None:
    """What is no duration is refused where it stands, with a hint."""
    with pytest.raises(Refusal) as caught:
        parse_duration(text, Place("a.yaml", 2, 5))
    (problem,) = caught.value.problems
    assert words in f"{problem.message} ({problem.hint})"
    assert problem.place == Place("a.yaml", 2, 5)


@given(times)
def test_round_trips(ms: int) -> None:
    """A duration and a time read back to the same millisecond."""
    assert parse_duration(show_duration(ms)) == ms
    assert parse_duration(show_time(ms, milliseconds=True)) == ms
    assert parse_duration(show_time(ms)) == ms - ms % 1000


@given(st.text(max_size=70))
def test_any_text(text: str) -> None:
    """Any text is a duration within bounds or one refusal."""
    ms, problems = 0, 1
    try:
        ms = parse_duration(text)
    except Refusal as refusal:
        problems = len(refusal.problems)
    assert 0 <= ms <= LONGEST
    assert problems == 1


def test_negative_times_show_their_sign() -> None:
    """A time before the present shows with a minus."""
    assert show_time(-61_000) == "-00:01:01"
    assert show_duration(-61_000) == "-1 min 1 s"
