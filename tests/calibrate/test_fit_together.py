"""Runs of a fit done in step, and searches from several places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import fit_oracle
import pytest

from simulator.calibrate.begin import beginnings
from simulator.calibrate.estimate import Way, estimate
from simulator.calibrate.found import Estimate, Unknown
from simulator.calibrate.table import Column, Wanted, read_table
from simulator.calibrate.together import Point, Together, Values
from simulator.calibrate.trial import FEWEST, Trial, parameter_of, unit_of
from simulator.cli.benches import fit
from simulator.equipment.catalogue import CATALOGUE
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal
from simulator.plant.varied import varied_lanes
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents
from simulator.session.commission import commission
from simulator.session.operator import IdleOperator

BATCH = Documents("batch.yaml", {"batch.yaml": fit_oracle.SCENARIO.format(hours=4)})
HOURS = (1.0, 2.0, 3.0, 4.0)
FIELDS = {field.name: field for field in CATALOGUE["fermenter"].states}
NOBODY = Wanted({}, {}, lambda _head, _example: "")
COLUMNS = read_table(fit_oracle.noisy(3, HOURS).encode(), "batch.csv", FIELDS, NOBODY).columns
SCENARIO = build_scenario(BATCH)
X = tuple(range(1, 13))


def batch() -> Trial:
    """Runs of four hours of the oracle's batch."""
    return Trial(SCENARIO, commission(BATCH), IdleOperator, "BR-301", COLUMNS, 2)


def tried(trial: Trial, way: Way) -> Estimate:
    """Uptake and overflow, as the batch tells them."""
    unknowns = []
    for name in ("anane sugar uptake", "anane overflow"):
        field, start = parameter_of(unit_of(SCENARIO, None), name)
        unknowns.append(Unknown(name, field.unit, start, field.low, field.high))
    return estimate(trial.run_each, COLUMNS, unknowns, {}, way)


def test_in_step_each_run_is_as_alone() -> None:
    """Runs in step have the bits of runs alone; who cannot begin, or stands still, harms none."""
    pytest.importorskip("llvmlite")
    apart, step = batch(), batch()
    assert step.in_step(10**9), varied_lanes().note
    points: list[dict[str, float]] = [
        {"anane sugar uptake": 0.3 + 0.02 * n, "anane overflow": 0.1 + 0.01 * n} for n in range(17)
    ]
    points.insert(3, {"vessel volume": 1.0})  # smaller than what is in it
    found = step.run_each(points)
    assert found == apart.run_each(points)
    assert found[3] is None
    assert len({tuple(one) for one in found if one is not None}) == 17
    assert step.run_each(points[: FEWEST - 1]) == found[: FEWEST - 1]


def test_a_fit_in_step_comes_to_the_same() -> None:
    """Estimates and errors are the same to the last bit, in step and ahead, or one by one."""
    pytest.importorskip("llvmlite")
    apart, step = batch(), batch()
    assert step.in_step(10**9), varied_lanes().note
    slow, fast = tried(apart, Way(3)), tried(step, Way(3, ahead=True))
    assert replace(fast, runs=0) == replace(slow, runs=0)
    assert fast.runs >= slow.runs


def test_runs_in_step_are_compiled_only_where_that_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a copy on disk a short fit does without; a long one has it made."""
    trial = batch()
    made: list[str] = []
    monkeypatch.setattr(type(varied_lanes()), "cached", False)
    monkeypatch.setattr(varied_lanes(), "bring", lambda: made.append("made"))
    assert not trial.in_step(10)
    assert made == []
    assert not trial.in_step(10**6)
    assert made == ["made"]


def test_searches_run_together() -> None:
    """What three searches ask for is run in one call; one that ends or refuses holds up none."""
    calls: list[int] = []

    def run_each(points: Sequence[Point]) -> list[Values]:
        calls.append(len(points))
        return [[10.0 * point["x"]] for point in points]

    together = Together(run_each)

    def search(number: int) -> list[float]:
        found = []
        for turn in range(number):
            if number == 2 and turn == 1:
                raise Refusal(Problem("no", "no further"))
            (values,) = together.run([{"x": float(number)}])
            assert values is not None
            found += values
        return found

    def begin(number: int) -> object:
        return lambda: search(number)

    one, two, three = together.search([begin(n) for n in (1, 2, 3)])  # type: ignore[list-item]
    assert (one, three) == ([10.0], [30.0, 30.0, 30.0])
    assert isinstance(two, Refusal)
    assert calls == [3, 1, 1]


def test_trouble_reaches_every_search() -> None:
    """What goes wrong in a run is heard by whoever waits for it: nobody waits for ever."""

    def run_each(points: Sequence[Point]) -> list[Values]:
        raise ZeroDivisionError

    together = Together(run_each)
    with pytest.raises(ZeroDivisionError):
        together.search([lambda: together.run([{"x": 1.0}])] * 3)


def test_where_searches_begin() -> None:
    """First where the scenario is; then within the bounds, and in all parts of them."""
    unknowns = [Unknown("a", "", 1.0, 0.0, 2.0), Unknown("b", "", 0.0, -1.0, 3.0)]
    found = beginnings(unknowns, 16)
    assert found[0] == [1.0, 0.0]
    assert all(1.0 / 3.0 <= a <= 2.0 and -1.0 <= b <= 3.0 for a, b in found)
    for at, (low, high) in enumerate([(1.0 / 3.0, 2.0), (-1.0, 3.0)]):
        parts = sorted(one[at] for one in found[1:])
        assert max(b - a for a, b in pairwise(parts)) < 0.3 * (high - low)
    assert beginnings(unknowns, 16) == found


def hills(points: Sequence[Point]) -> list[Values]:
    """A plant that does the same for a parameter and for six less it."""
    return [[n * (p["a"] - 3.0) * (p["a"] - 3.0) for n in X] for p in points]


def test_other_values_that_fit_as_well_are_told() -> None:
    """From one place a search finds one answer; from several, it says that there are two."""
    data = [4.0 * n + (0.1 if n % 2 else -0.1) for n in X]
    field = Field("titre", "g/L", 0.0, 0.0, 1e3, "definition")
    columns = [Column("titre", field, X, tuple(data))]
    unknown = [Unknown("a", "g/L", 2.0, 0.0, 6.0)]
    alone = estimate(hills, columns, unknown, {})
    assert alone.found[0].value == pytest.approx(1.0, abs=0.05)
    assert alone.warnings == ()
    several = estimate(hills, columns, unknown, {}, Way(8))
    (told,) = several.warnings
    assert told.startswith("other values fit as well: a ")
    other = float(told.split()[-2])
    assert math.isclose(other + several.found[0].value, 6.0, abs_tol=0.01)


def test_the_best_of_several_searches_counts() -> None:
    """Where the search from the scenario's value ends in a dip, another finds the bottom."""

    def dips(points: Sequence[Point]) -> list[Values]:
        return [[n * (p["a"] + 6.0 * math.cos(p["a"])) for n in X] for p in points]

    field = Field("titre", "g/L", 0.0, 0.0, 1e3, "definition")
    columns = [Column("titre", field, X, tuple(-2.5 * n + 0.01 * (n % 3) for n in X))]
    unknown = [Unknown("a", "", 9.8, 0.5, 12.0)]
    assert estimate(dips, columns, unknown, {}).found[0].value > 8.0
    assert estimate(dips, columns, unknown, {}, Way(8)).found[0].value < 4.0


def test_the_benchmark_of_a_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """One figure: processor time of a run in step, and alone; without a copy there is none."""
    pytest.importorskip("llvmlite")
    monkeypatch.setattr(fit, "SCENARIO", "oxygen-lost")
    monkeypatch.setattr(fit, "DAYS", 2)
    monkeypatch.setattr(fit, "DAY_MS", 600_000)
    monkeypatch.setattr(fit, "ALONE", 1)
    (figure,) = fit.fit(1)
    assert figure.ours > 0.0
    assert figure.theirs > 0.0
    monkeypatch.setattr(varied_lanes(), "bring", lambda: None)
    assert fit.fit(1) == []
