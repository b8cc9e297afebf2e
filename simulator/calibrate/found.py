"""What is looked for in a fit, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.language.text import Text


@dataclass(frozen=True, slots=True)
class Unknown:
    """A parameter to be found, in the unit of its field; ``start`` is within its bounds."""

    name: str
    unit: str
    start: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Deviation:
    """The standard deviation of a column: absolute, or a part of the value if ``relative``."""

    size: float
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One parameter as found, with its standard error and its 95 % confidence interval."""

    unknown: Unknown
    value: float
    error: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a fit came to.

    Attributes:
        found: the parameters, in the order they were asked for.
        deviations: the standard deviation of each column, stated or estimated.
        estimated: which columns' deviations were estimated.
        fitted: the values of the plant at the samples, column after column.
        misfit: the weighted sum of squares over its degrees of freedom.
        condition: the condition number of the Jacobian, its columns scaled to length one.
        correlation: of the parameters, row by row.
        warnings: what a person should know before using it.
        converged: whether the search came to its end.
        runs: how many times the plant was run.
    """

    found: tuple[Found, ...]
    deviations: Mapping[str, Deviation]
    estimated: tuple[str, ...]
    fitted: tuple[float, ...]
    misfit: float
    condition: float
    correlation: tuple[tuple[float, ...], ...]
    warnings: tuple[Text, ...]
    converged: bool
    runs: int
