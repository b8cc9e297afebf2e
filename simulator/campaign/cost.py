"""Cost of goods: what a campaign cost, by kind, and for each unit of product that was released.

What is paid by the year (capital, upkeep, quality unit, wages) is charged for the cycle time of
each batch, as in a plant that goes on in the same rhythm; what is used is charged as it was used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.campaign.figures import YEAR, Figures
from simulator.campaign.plan import Campaign
from simulator.campaign.records import Book

CAPITAL, LABOUR, MATERIALS, QUALITY, UTILITIES = (
    "capital and upkeep",
    "labour",
    "materials",
    "quality control",
    "utilities",
)
KINDS = (CAPITAL, LABOUR, MATERIALS, QUALITY, UTILITIES)


@dataclass(frozen=True, slots=True)
class Cost:
    """Money by kind, for the campaign, each batch that was begun, and each unit released."""

    currency: str
    by_kind: Mapping[str, float]
    total: float
    per_batch: float
    per_unit: float

    def share(self, kind: str) -> float:
        """Return the part that a kind has in all."""
        return self.by_kind[kind] / self.total if self.total else 0.0


def cost(plan: Campaign, book: Book, found: Figures) -> Cost:
    """Return what a campaign cost."""
    rhythm = found.cycle or found.lead or found.window
    years = rhythm * found.batches / YEAR
    wages = 0.0
    for crew in plan.crews:
        wages += crew.wage * crew.number
    spent = book.spent
    by_kind = {
        CAPITAL: (plan.costs.capital + plan.costs.upkeep) * years,
        LABOUR: wages * years,
        MATERIALS: _used(plan, book),
        QUALITY: spent.get("quality control", 0.0) + plan.costs.quality * years,
        UTILITIES: spent.get("utilities", 0.0),
    }
    total = 0.0
    for kind in KINDS:
        total += by_kind[kind]
    return Cost(
        plan.costs.currency,
        by_kind,
        total,
        total / found.batches if found.batches else 0.0,
        total / found.released if found.released > 0.0 else 0.0,
    )


def _used(plan: Campaign, book: Book) -> float:
    """Return what the materials cost that were used or thrown away; stock is not yet a cost."""
    money = 0.0
    for lot in book.lots.values():
        material = plan.materials.get(lot.of)
        if material is not None and material.work is None:
            money += material.price * (lot.amount - lot.left)
            if lot.status == "discarded":
                money += material.price * lot.left
    return money
