"""What trends are drawn from: nothing that was seen gets lost, whatever the span."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tui_bench import begin

from simulator.language.observation import Observation, TagView
from simulator.language.simtime import DAY, HOUR, MINUTE
from simulator.session.pace import Pace
from tui.history import LEVELS, History
from tui.runner import Runner


def seen(now: int, value: float | None) -> Observation:
    """Return an observation of one tag."""
    view = TagView("TT-1", "T", "degC", pv=value)
    values = {} if value is None else {"TT-1.PV": value, "TT-1.QUALITY": 0.0}
    return Observation(now, {"TT-1": view}, (), (), (), (), (), "AUTOMATIC", 1, 1, values)


def test_every_excursion_stays_for_two_weeks() -> None:
    """A single high minute is in the trend of 14 days, though buckets were dropped since."""
    history = History()
    for minute in range(14 * 24 * 60):
        history.record(seen(minute * MINUTE, 99.0 if minute == 700 else 37.0))
    columns = history.columns("TT-1.PV", 14 * DAY, 14 * DAY, 140)
    assert all(column is not None for column in columns)
    assert [n for n, column in enumerate(columns) if column and column[1] == 99.0] == [4]
    recent = history.columns("TT-1.PV", 14 * DAY, 10 * MINUTE, 60)
    assert {column for column in recent if column} == {(37.0, 37.0)}


@given(
    st.lists(st.tuples(st.integers(0, 3 * DAY), st.floats(-1e6, 1e6)), min_size=1, max_size=60),
    st.integers(1, 5 * DAY),
    st.integers(1, 500),
)
def test_no_extreme_is_lost_over_any_span(
    looks: list[tuple[int, float]], span: int, count: int
) -> None:
    """Whatever is looked at in order is between the lowest and highest of any trend that has it."""
    history = History()
    looks.sort(key=lambda look: look[0])
    for at, value in looks:
        history.note(at, {"X.PV": value})
    now = looks[-1][0]
    columns = [c for c in history.columns("X.PV", now + 1, span, count) if c is not None]
    inside = [value for at, value in looks if at > now - span + span // count]
    assert min(low for low, _ in columns) <= min(inside, default=looks[-1][1])
    assert max(high for _, high in columns) >= max(inside, default=looks[-1][1])
    assert {x for column in columns for x in column} <= {value for _, value in looks}


@given(st.lists(st.tuples(st.integers(0, 40 * DAY), st.floats(-1e6, 1e6)), max_size=40))
def test_looks_in_any_order_never_break_it(looks: list[tuple[int, float]]) -> None:
    """After looks back and forth in time every trend can be drawn, and shows only what was seen."""
    history = History()
    for at, value in looks:
        history.note(at, {"X.PV": value})
    told = {value for _, value in looks}
    for span in (MINUTE, HOUR, DAY, 28 * DAY):
        for end in (1, 20 * DAY, 40 * DAY + 1):
            columns = history.columns("X.PV", end, span, 77)
            assert len(columns) == 77
            assert {x for column in columns if column for x in column} <= told


def test_what_goes_fast_holds_its_last_value_and_nothing_comes_before_the_first() -> None:
    """Between two looks far apart the first value goes on; before it, and after now, is nothing."""
    history = History()
    history.record(seen(10 * HOUR, 1.0))
    history.record(seen(20 * HOUR, 3.0))
    columns = history.columns("TT-1.PV", 24 * HOUR, 24 * HOUR, 24)
    assert columns[9] is None
    assert columns[10] == columns[19] == (1.0, 1.0)
    assert columns[20] == (3.0, 3.0)
    assert columns[22] is None
    assert history.columns("XX.PV", 24 * HOUR, HOUR, 5) == [None] * 5
    assert history.value("TT-1.PV", 15 * HOUR) == 1.0
    assert history.value("XX.PV", 15 * HOUR) is None


def test_columns_stand_still_while_time_goes_on() -> None:
    """A later end within the same column changes no column but the last."""
    history = History()
    for second in range(0, 3600, 2):
        history.note(second * 1000, {"X.PV": float(second % 97)})
    first = history.columns("X.PV", 3_000_001, 600_000, 60)
    history.note(3_602_000, {"X.PV": 5.0})
    assert history.columns("X.PV", 3_004_001, 600_000, 60)[:-1] == first[:-1]


def test_no_value_that_is_not_finite_is_kept() -> None:
    """NaN and infinities leave no trace, and no value is no value."""
    history = History()
    for value in (float("nan"), float("inf"), float("-inf"), None):
        history.record(seen(0, value))
    assert history.columns("TT-1.PV", 1, MINUTE, 3) == [None] * 3
    history.record(seen(0, 2.0))
    assert history.columns("TT-1.PV", 1, MINUTE, 3)[-1] == (2.0, 2.0)


def test_memory_is_bounded() -> None:
    """After many times what is kept, a level holds at most a quarter more than its buckets."""
    history = History()
    width, count = LEVELS[0]
    for number in range(0, 5 * count):
        history.note(number * width, {"X.PV": 1.0})
    assert all(level.size <= level.count * 5 // 4 for level in history._levels)
    assert history._levels[0].size >= count


def test_fast_time_is_looked_at_ten_times_a_second(tmp_path: Path) -> None:
    """A minute at x600 is one look, at x60 ten, at x1 one a scan; all reach who watches."""
    live = begin(tmp_path)
    for speed, looks in ((600.0, 1), (60.0, 10), (1.0, 60), (3600.0, 1)):
        seen: list[int] = []
        runner = Runner(live, Pace(speed), watch=lambda now, seen=seen: seen.append(now.now))
        runner._advance(MINUTE)
        assert len(seen) == looks
        assert seen[-1] == live.now
    live.close()


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("on"), st.integers(0, 5 * HOUR), st.floats(-1e6, 1e6)),
        st.tuples(st.just("at"), st.integers(0, 3 * DAY), st.floats(-1e6, 1e6)),
        st.tuples(st.just("other"), st.integers(0, HOUR), st.floats(-1e6, 1e6)),
        st.tuples(st.just("ask"), st.integers(1, 5 * DAY), st.just(0.0)),
    ),
    max_size=60,
)


@given(STEPS, st.integers(1, 300), st.integers(1, 5 * DAY))
def test_what_was_asked_before_changes_no_answer(
    steps: list[tuple[str, int, float]], count: int, last: int
) -> None:
    """A history that is looked at all the time tells the same as one that is looked at once."""
    asked, quiet = History(), History()
    now = 0
    for kind, number, value in steps:
        if kind == "ask":
            asked.columns("X.PV", now + 1, number, count)
            asked.columns("X.PV", now + 1, last, count)
            continue
        now = number if kind == "at" else now + number
        values = {"X.PV": value} if kind != "other" else {"Y.PV": value}
        asked.note(now, values)
        quiet.note(now, values)
    for end in (now + 1, now + HOUR, now // 2 + 1):
        found = asked.columns("X.PV", end, last, count)
        assert found == quiet.columns("X.PV", end, last, count)
        found.clear()  # what is given away may be changed
