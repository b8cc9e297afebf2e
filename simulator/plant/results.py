"""The key results of a session: what an assessor, and the summary table, begin with."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.assessment import gauge
from simulator.equipment.inventory import PRODUCT
from simulator.language.floor import LotView
from simulator.language.words import say
from simulator.plant.accounts import Accounts, StepFigure
from simulator.plant.balance import BalanceFigure
from simulator.plant.cell import Cell


@dataclass(frozen=True, slots=True)
class Figure:
    """One watched value: where it ended, its extremes, and the share of time within limits.

    ``inside`` is 0 to 1; ``low`` and ``high`` are the limits, None where there is none.
    """

    tag: str
    name: str
    role: str
    unit: str
    decimals: int
    last: float
    peak: float
    lowest: float
    inside: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Results:
    """What a session came to.

    ``alarms`` counts annunciated alarms by priority, 1 (critical) to 4 (low); ``product_g`` is what
    all vessels hold, grams.
    """

    simulated_s: float
    figures: tuple[Figure, ...]
    alarms: tuple[int, int, int, int]
    acknowledged: int
    product_g: float
    lots: tuple[LotView, ...] = ()
    """The lots of the session and what went into each; none if it keeps none."""
    steps: tuple[StepFigure, ...] = ()
    """The steps of the recipe that have ended and say from where to where they bring product."""
    balance: tuple[BalanceFigure, ...] = ()
    """What was there, came and went, if the recipe has such steps."""


def results(cell: Cell, lots: tuple[LotView, ...], accounts: Accounts) -> Results:
    """Return the key results of a cell as of now, its lots and its accounts."""
    figures: list[Figure] = []
    for spec in cell.design.gauges:
        base = cell.base("gauge", spec.tag)
        value = cell.value(spec.reads)
        seen = gauge.seen(cell.y, base)
        figures.append(
            Figure(
                spec.tag,
                say(spec.name, cell.design.language),
                spec.role,
                spec.unit,
                spec.decimals,
                value,
                cell.y[base + gauge.PEAK] if seen else value,
                cell.y[base + gauge.LOWEST] if seen else value,
                gauge.share_inside(cell.y, base),
                spec.low if spec.low > -gauge.NONE else None,
                spec.high if spec.high < gauge.NONE else None,
            )
        )
    tally = cell.base("plant", "procedure")
    product = 0.0
    for unit in cell.design.units:
        product += cell.y[cell.base("unit", unit.tag) + PRODUCT]
    counts = [int(cell.y[tally + priority]) for priority in range(4)]
    return Results(
        cell.now / 1000.0,
        tuple(figures),
        (counts[0], counts[1], counts[2], counts[3]),
        int(cell.y[tally + 4]),
        product,
        lots,
        tuple(accounts.steps()),
        tuple(accounts.balance()) if accounts.kept else (),
    )
