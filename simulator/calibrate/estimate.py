"""Least squares over runs of the plant: estimates, their intervals, and what the data cannot tell.

The intervals are those of linear regression at the optimum, by the Jacobian (Bates and Watts 1988,
Nonlinear Regression Analysis). Where no standard deviation is stated for a column, it is estimated
from what is left of it, and the fit is done again with it until that no longer matters.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy
from scipy.optimize import least_squares
from scipy.stats import chi2, norm, t

from simulator.calibrate.begin import beginnings
from simulator.calibrate.doubts import doubts_of, elsewhere
from simulator.calibrate.found import Deviation, Estimate, Found, Unknown
from simulator.calibrate.table import Column
from simulator.calibrate.together import RunEach, Together
from simulator.language.problem import Problem, Refusal
from simulator.language.text import Text, text

CONFIDENCE = 0.95
STEP = 1e-3
"""Part of a parameter's size by which it is moved to see what it does: the plant steps too."""
ROUNDS = 6
SETTLED = 0.02
"""Standard deviations that change by less than this part are settled."""
LEAST = 1e-4
"""The least standard deviation that is estimated, as a part of the range of a column."""
ENOUGH = 1e-7
"""A sum of squares that falls by less than this part hardly moves an estimate within its error."""
MOST_RUNS = 30
"""Steps of the search in one round, at most."""
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Way:
    """How a search is done.

    Attributes:
        starts: from how many places; the first is that of the scenario.
        ahead: whether the runs beside a point are done with that of the point itself, before it
            is known that they are wanted: where many runs cost little more than one.
    """

    starts: int = 1
    ahead: bool = False


PLAIN = Way()


def estimate(
    run_each: RunEach,
    columns: Sequence[Column],
    unknowns: Sequence[Unknown],
    stated: Mapping[str, Deviation],
    way: Way = PLAIN,
) -> Estimate:
    """Find the parameters with which the plant comes nearest to the data.

    Args:
        run_each: runs the plant.
        columns: what was measured.
        unknowns: the parameters to be found.
        stated: standard deviations by column; those of the others are estimated.
        way: from how many places, and whether runs are done ahead; the latter changes no result.

    Raises:
        Refusal: there are too few values, the plant cannot run with the parameters as they stand,
            or a parameter changes nothing that was measured.
    """
    count = sum(len(column.values) for column in columns)
    if count <= len(unknowns):
        message = f"{count} values cannot tell {len(unknowns)} parameters"
        raise Refusal(Problem("few-values", message, "fit fewer parameters, or bring more data"))
    for column in columns:
        if column.name not in stated and len(column.values) < 3:
            message = f"{column.name} has too few values to estimate its standard deviation"
            hint = f'state it: --sd "{column.name}=5 %"'
            raise Refusal(Problem("few-values", message, hint))
    return _Search(run_each, columns, unknowns, stated, way).done()


class _Search:
    """The work of one fit; parameters are scaled by their size at the start."""

    def __init__(
        self,
        run_each: RunEach,
        columns: Sequence[Column],
        unknowns: Sequence[Unknown],
        stated: Mapping[str, Deviation],
        way: Way,
    ) -> None:
        self._columns, self._unknowns, self._way = columns, unknowns, way
        self._together = Together(run_each)
        self._stated = stated
        self._scale = [abs(u.start) or 0.1 * (u.high - u.low) for u in unknowns]
        self._low = numpy.array([u.low for u in unknowns]) / self._scale
        self._high = numpy.array([u.high for u in unknowns]) / self._scale
        self._data = numpy.array([value for column in columns for value in column.values])
        ends = numpy.cumsum([len(column.values) for column in columns]).tolist()
        self._parts = [slice(a, b) for a, b in zip([0, *ends], ends, strict=False)]
        self._known: dict[tuple[float, ...], Any] = {}
        self._runs = 0

    def done(self) -> Estimate:
        """Return the estimate."""
        z = numpy.array([u.start for u in self._unknowns]) / self._scale
        begun = self._at(z)
        if begun is None:
            message = "the plant stands still with the parameters as they are"
            raise Refusal(Problem("stands-still", message, "run the scenario first: cuve run"))
        deviations = self._first()
        converged = False
        rounds = ROUNDS if len(self._stated) < len(self._columns) else 2
        others: list[Any] = []
        for turn in range(rounds):
            weights = 1.0 / self._spread(deviations, begun)
            if turn == 0:
                best, others = self._first_search(z, weights)
            else:
                best = self._search(z, weights)
            z, converged = best.x, best.status > 0
            begun = self._at(z)
            before, deviations = deviations, self._again(begun)
            relative = any(one.relative for one in self._stated.values())
            if not relative and self._settled(before, deviations):
                break
        found = self._told(z, deviations, begun, converged)
        return replace(found, warnings=(*found.warnings, *self._elsewhere(found, others)))

    def _first_search(self, z: Any, weights: Any) -> tuple[Any, list[Any]]:
        """Return the best of the searches from all beginnings, and the others."""
        begins = beginnings(self._unknowns, self._way.starts)
        at = [z, *(numpy.array(one) / self._scale for one in begins[1:])]

        def from_there(begin: Any) -> Callable[[], Any]:
            return lambda: self._search(begin, weights)

        found = self._together.search([from_there(begin) for begin in at])
        if isinstance(found[0], Refusal):
            raise found[0]
        ended = [one for one in found if not isinstance(one, Refusal)]
        best = min(ended, key=lambda one: float(one.cost))
        return best, [one for one in ended if one is not best and one.status > 0]

    def _elsewhere(self, found: Estimate, others: Sequence[Any]) -> list[Text]:
        """Return what searches from other places say against what was found."""
        ends = []
        for one in others:
            left = (self._at(one.x) - self._data) / self._spread(found.deviations, found.fitted)
            misfit = float(left @ left) / (len(self._data) - len(self._unknowns))
            ends.append(([float(v * s) for v, s in zip(one.x, self._scale, strict=True)], misfit))
        return elsewhere(found, ends)

    def _search(self, z: Any, weights: Any) -> Any:
        """Return what SciPy's search finds from ``z``."""

        def left(point: Any) -> Any:
            values = self._at(point)
            if values is None:  # nowhere near: the search takes a smaller step
                return numpy.full(len(self._data), 1e6)
            return (values - self._data) * weights

        def slopes(point: Any) -> Any:
            return self._slopes(point, both_sides=False) * weights[:, None]

        return least_squares(
            left,
            z,
            jac=slopes,
            bounds=(self._low, self._high),
            xtol=1e-6,
            ftol=ENOUGH,
            max_nfev=MOST_RUNS,
        )

    def _at(self, point: Any) -> Any:
        """Return what the plant has at a point; what is beside it may be run too."""
        beside = self._beside(point, both_sides=False) if self._way.ahead else []
        return self._values([point, *(one for pair in beside for one in pair)])[0]

    def _values(self, points: Sequence[Any]) -> list[Any]:
        """Return what the plant has at these points; each is run once."""
        keys = [tuple(float(v) for v in point) for point in points]
        new = [key for key in dict.fromkeys(keys) if key not in self._known]
        if new:
            found = self._together.run([self._given(key) for key in new])
            for key, values in zip(new, found, strict=True):
                self._known[key] = None if values is None else numpy.array(values)
            self._runs += len(new)
        return [self._known[key] for key in keys]

    def _given(self, key: tuple[float, ...]) -> dict[str, float]:
        """Return the parameters of a point, within their bounds."""
        sizes = zip(self._unknowns, key, self._scale, strict=True)
        return {u.name: min(max(v * s, u.low), u.high) for u, v, s in sizes}

    def _beside(self, z: Any, both_sides: bool) -> list[tuple[Any, Any]]:
        """Return two points for each parameter, between which its influence is found."""
        pairs: list[tuple[Any, Any]] = []
        for at, (low, high) in enumerate(zip(self._low, self._high, strict=True)):
            step = STEP * max(abs(z[at]), 0.01)
            up, down = z.copy(), z.copy()
            up[at] = min(z[at] + step, high)
            if both_sides or up[at] - z[at] < 0.5 * step:
                down[at] = max(z[at] - step, low)
            pairs.append((up, down))
        return pairs

    def _slopes(self, z: Any, both_sides: bool) -> Any:
        """Return the Jacobian: values by parameters."""
        pairs = self._beside(z, both_sides)
        found = self._values([point for pair in pairs for point in pair])
        columns = []
        for at, (up, down) in enumerate(pairs):
            above, below = found[2 * at], found[2 * at + 1]
            if above is None or below is None or up[at] <= down[at]:
                message = f"the plant stands still near the best {self._unknowns[at].name}"
                raise Refusal(Problem("stands-still", message, "give it narrower bounds"))
            columns.append((above - below) / (up[at] - down[at]))
        return numpy.column_stack(columns)

    def _first(self) -> dict[str, Deviation]:
        """Return the standard deviations to begin with."""
        guessed = {
            column.name: Deviation(float(numpy.std(column.values))) for column in self._columns
        }
        return {name: self._stated.get(name, one) for name, one in guessed.items()}

    def _again(self, values: Any) -> dict[str, Deviation]:
        """Return the standard deviations after a search: what is left in each column."""
        found: dict[str, Deviation] = {}
        lost = len(self._unknowns) / len(self._data)
        for column, part in zip(self._columns, self._parts, strict=True):
            left = values[part] - self._data[part]
            free = max(len(left) * (1.0 - lost), 1.0)
            range_ = max(column.values) - min(column.values)
            size = max(math.sqrt(float(left @ left) / free), LEAST * range_)
            found[column.name] = self._stated.get(column.name, Deviation(size))
        return found

    def _settled(self, before: Mapping[str, Deviation], now: Mapping[str, Deviation]) -> bool:
        return all(abs(now[name].size / one.size - 1.0) < SETTLED for name, one in before.items())

    def _spread(self, deviations: Mapping[str, Deviation], values: Any) -> Any:
        """Return the standard deviation of each value; a relative one is of the plant's value."""
        found = numpy.empty(len(self._data))
        for column, part in zip(self._columns, self._parts, strict=True):
            one = deviations[column.name]
            range_ = max(column.values) - min(column.values)
            size = one.size * numpy.abs(values[part]) if one.relative else one.size
            found[part] = numpy.maximum(size, LEAST * range_ if one.relative else 0.0)
        return found

    def _told(
        self, z: Any, deviations: Mapping[str, Deviation], values: Any, converged: bool
    ) -> Estimate:
        """Return the estimate at the optimum."""
        spread = self._spread(deviations, values)
        slopes = self._slopes(z, both_sides=True) / spread[:, None]
        lengths = numpy.sqrt((slopes * slopes).sum(axis=0))
        for unknown, length in zip(self._unknowns, lengths, strict=True):
            if length < _SAME * math.sqrt(len(self._data)):
                message = f"{unknown.name} changes nothing that was measured"
                hint = "leave it out, or bring data that it changes"
                raise Refusal(Problem("no-influence", message, hint))
        _, singular, turned = numpy.linalg.svd(slopes / lengths, full_matrices=False)
        if singular[-1] < _SAME * singular[0]:
            message = "these data cannot tell the parameters apart"
            raise Refusal(Problem("not-identifiable", message, "fit fewer parameters"))
        inverse = (turned.T / (singular * singular)) @ turned
        covariance = inverse / numpy.outer(lengths, lengths)
        errors = numpy.sqrt(numpy.diag(covariance))
        correlation = covariance / numpy.outer(errors, errors)
        free = len(self._data) - len(self._unknowns)
        left = (values - self._data) / spread
        estimated = tuple(c.name for c in self._columns if c.name not in self._stated)
        tail = 0.5 + 0.5 * CONFIDENCE
        reach = float(t.ppf(tail, free) if estimated else norm.ppf(tail))
        found = []
        for u, at, s, error in zip(self._unknowns, z, self._scale, errors, strict=True):
            value, size = min(max(float(at * s), u.low), u.high), float(error * s)
            found.append(Found(u, value, size, value - reach * size, value + reach * size))
        condition = float(singular[0] / singular[-1])
        misfit = float(left @ left) / free
        rows = tuple(tuple(float(v) for v in row) for row in correlation)
        warnings = doubts_of(found, rows, condition)
        if not estimated and misfit > float(chi2.ppf(0.999, free)) / free:
            times = f"{math.sqrt(misfit):.1f}"
            warnings.append(
                text(
                    "the data lie {times} times as far from the plant as their standard deviations "
                    "say: the plant does not do what the culture did, or they are too small",
                    times=times,
                )
            )
        if not converged:
            warnings.append(text("the search did not come to its end"))
        plain = tuple(float(v) for v in values)
        return Estimate(
            tuple(found),
            deviations,
            estimated,
            plain,
            misfit,
            condition,
            rows,
            tuple(warnings),
            converged,
            self._runs,
        )
