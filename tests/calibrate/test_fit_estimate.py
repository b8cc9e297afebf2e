"""The estimate: against closed formulas, and its intervals against the truth they should hold."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping

import fit_oracle
import numpy
import pytest
from scipy.stats import norm, t

from simulator.calibrate.estimate import Way, estimate
from simulator.calibrate.found import Deviation, Estimate, Unknown
from simulator.calibrate.table import Column, Wanted, read_table
from simulator.calibrate.together import Point, RunEach
from simulator.calibrate.trial import Trial, parameter_of, unit_of
from simulator.equipment.catalogue import CATALOGUE
from simulator.language.field import Field
from simulator.language.problem import Refusal
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents
from simulator.session.commission import commission
from simulator.session.operator import IdleOperator

BATCHES = int(os.environ.get("CUVE_BATCHES", "20"))
"""So many batches of the oracle are fitted."""
TIMES = tuple(range(1, 13))
SLOPE = Unknown("slope", "g/L", 1.0, 0.0, 10.0)
OFFSET = Unknown("offset", "g/L", 1.0, -10.0, 10.0)


def line(given: Mapping[str, float]) -> list[float]:
    """A plant whose values lie on a straight line."""
    return [given.get("offset", 0.0) + given["slope"] * n for n in TIMES]


def each(run: Callable[[Point], list[float] | None]) -> RunEach:
    """Make of one run many."""
    return lambda points: [run(point) for point in points]


def column(values: list[float], name: str = "titre") -> Column:
    """Make a column of values at TIMES."""
    field = Field(name, "g/L", 0.0, 0.0, 1e3, "definition")
    return Column(name, field, TIMES[: len(values)], tuple(values))


def wobbled(seed: int, slope: float = 2.0, offset: float = 3.0) -> list[float]:
    """Values on a line, with errors of standard deviation 0.5."""
    draw = numpy.random.default_rng(seed)
    return [offset + slope * n + 0.5 * float(draw.normal()) for n in TIMES]


@pytest.mark.parametrize("stated", [False, True])
def test_a_straight_line_against_the_formula(stated: bool) -> None:
    """Verification: estimates and intervals of a line are those of linear regression."""
    data = wobbled(1)
    sd = {"titre": Deviation(0.5)} if stated else {}
    found = estimate(each(line), [column(data)], [OFFSET, SLOPE], sd)
    x = numpy.column_stack([numpy.ones(len(TIMES)), TIMES])
    best = numpy.linalg.solve(x.T @ x, x.T @ data)
    left = data - x @ best
    variance = 0.25 if stated else left @ left / (len(TIMES) - 2)
    errors = numpy.sqrt(variance * numpy.diag(numpy.linalg.inv(x.T @ x)))
    reach = norm.ppf(0.975) if stated else t.ppf(0.975, len(TIMES) - 2)
    for one, value, error in zip(found.found, best, errors, strict=True):
        assert one.value == pytest.approx(value, rel=1e-6)
        assert one.error == pytest.approx(error, rel=1e-6)
        assert one.high - one.low == pytest.approx(2.0 * reach * error, rel=1e-6)
    assert found.converged
    assert not found.warnings


def test_intervals_hold_the_truth() -> None:
    """Of 300 lines with errors, the intervals hold the true slope in 95 % (four errors' room)."""
    held = 0
    for seed in range(300):
        slope = estimate(each(line), [column(wobbled(seed))], [OFFSET, SLOPE], {}).found[1]
        held += slope.low <= 2.0 <= slope.high
    assert abs(held / 300 - 0.95) < 4.0 * math.sqrt(0.95 * 0.05 / 300)


def test_a_coarse_column_counts_less() -> None:
    """Of two columns of the same thing, the one that scatters less decides."""
    fine, coarse = column(wobbled(1), "fine"), column([3.0 * v for v in wobbled(2)], "coarse")

    def twice(given: Mapping[str, float]) -> list[float]:
        return [*line(given), *line(given)]

    stated = {"fine": Deviation(0.01), "coarse": Deviation(50.0)}
    both = estimate(each(twice), [fine, coarse], [OFFSET, SLOPE], stated).found[1]
    alone = estimate(each(line), [fine], [OFFSET, SLOPE], {}).found[1]
    assert both.value == pytest.approx(alone.value, rel=1e-3)


def test_relative_deviations() -> None:
    """Errors in percent of the value: the intervals are those of weighted regression."""
    draw = numpy.random.default_rng(5)
    data = [2.0 * n * (1.0 + 0.05 * float(draw.normal())) for n in TIMES]
    found = estimate(each(line), [column(data)], [SLOPE], {"titre": Deviation(0.05, relative=True)})
    (slope,) = found.found
    assert slope.error == pytest.approx(0.05 * slope.value / math.sqrt(len(TIMES)), rel=1e-3)
    assert slope.low < 2.0 < slope.high


def test_parameters_that_go_together() -> None:
    """Two parameters that do nearly the same are told with their correlation."""

    def together(given: Mapping[str, float]) -> list[float]:
        return [(given["a"] + 1.0005 * given["b"]) * n + 1e-3 * given["b"] * n * n for n in TIMES]

    unknowns = [Unknown("a", "", 1.0, -100.0, 100.0), Unknown("b", "", 1.0, -100.0, 100.0)]
    found = estimate(each(together), [column(wobbled(3))], unknowns, {})
    assert abs(found.correlation[0][1]) > 0.95
    assert found.condition > 30.0
    told = " ".join(found.warnings)
    assert "a and b go together" in told
    assert "condition number" in told


def test_an_estimate_at_its_bound() -> None:
    """Bounds hold, and an estimate at one is told."""
    tight = Unknown("slope", "g/L", 1.0, 0.0, 1.5)
    found = estimate(each(line), [column(wobbled(1))], [tight, OFFSET], {})
    assert found.found[0].value == pytest.approx(1.5, abs=1e-4)
    assert found.found[0].value <= 1.5
    assert any("slope is at its bound, 1.5 g/L" in one for one in found.warnings)


def test_a_plant_that_does_something_else() -> None:
    """Data farther off than their stated deviations allow are told."""
    bent = [3.0 + 0.3 * n * n for n in TIMES]
    found = estimate(each(line), [column(bent)], [SLOPE, OFFSET], {"titre": Deviation(0.1)})
    assert any("times as far from the plant" in one for one in found.warnings)


@pytest.mark.parametrize(
    ("unknowns", "count", "told"),
    [
        ([SLOPE, OFFSET], 2, "2 values cannot tell 2 parameters"),
        ([SLOPE], 2, "too few values to estimate"),
        ([SLOPE, Unknown("idle", "", 1.0, 0.0, 2.0)], 12, "idle changes nothing"),
    ],
)
def test_what_cannot_be_fitted(unknowns: list[Unknown], count: int, told: str) -> None:
    """Too few values, and a parameter without influence, are refused."""
    data = column(wobbled(1)[:count])
    with pytest.raises(Refusal, match=told):
        estimate(each(lambda given: line(given)[:count]), [data], unknowns, {})


def test_twins_cannot_be_told_apart() -> None:
    """Two parameters that do exactly the same are refused."""
    unknowns = [Unknown("a", "", 1.0, 0.0, 9.0), Unknown("b", "", 1.0, 0.0, 9.0)]

    def twins(given: Mapping[str, float]) -> list[float]:
        return line({"slope": given["a"] + given["b"]})

    with pytest.raises(Refusal, match="cannot tell the parameters apart"):
        estimate(each(twins), [column(wobbled(1))], unknowns, {})


def test_a_plant_that_stands_still() -> None:
    """Where the plant cannot run, the search turns back; from there it cannot begin."""

    def brittle(given: Mapping[str, float]) -> list[float] | None:
        return None if given["slope"] > 2.4 else line(given)

    found = estimate(each(brittle), [column(wobbled(1))], [SLOPE, OFFSET], {})
    assert found.found[0].low < 2.0 < found.found[0].high
    late = Unknown("slope", "g/L", 3.0, 0.0, 10.0)
    with pytest.raises(Refusal, match="stands still"):
        estimate(each(brittle), [column(wobbled(1))], [late, OFFSET], {})


def fitted(seed: int) -> Estimate:
    """Fit the plant to a batch of the oracle."""
    documents = Documents("batch.yaml", {"batch.yaml": fit_oracle.SCENARIO.format(hours=12)})
    scenario = build_scenario(documents)
    spec = unit_of(scenario, None)
    fields = {field.name: field for field in CATALOGUE[spec.kind].states}
    nobody = Wanted({}, {}, lambda _head, _example: "")
    columns = read_table(fit_oracle.noisy(seed).encode(), "batch.csv", fields, nobody).columns
    trial = Trial(scenario, commission(documents), IdleOperator, spec.tag, columns, 2)
    unknowns = []
    for name in fit_oracle.TRUE:
        field, start = parameter_of(spec, name)
        unknowns.append(Unknown(name, field.unit, start, field.low, field.high))
    return estimate(trial.run_each, columns, unknowns, {}, Way(ahead=trial.in_step(10**9)))


@pytest.mark.slow
def test_true_parameters_of_a_culture_are_inside() -> None:
    """Verification: LSODA's batches with errors: each parameter is inside in nine of ten."""
    held = dict.fromkeys(fit_oracle.TRUE, 0)
    for seed in range(BATCHES):
        for one in fitted(seed).found:
            held[one.unknown.name] += one.low <= fit_oracle.TRUE[one.unknown.name] <= one.high
            width = one.high - one.low
            assert width < 0.1 * one.value  # narrow, so that being inside says something
    assert min(held.values()) >= 0.9 * BATCHES, held
