"""How well two markers agree: weighted kappa for levels, an intraclass correlation for points.

Kappa is 0 for what chance alone would give, 1 for full agreement. Both are None where they say
nothing: with too few things marked, or when everything was marked alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.assessment.timeline import total
from simulator.review.marks_record import Rating
from simulator.review.marks_sheet import RATERS, Sheet

FEWEST = 2
"""Figures need at least so many things that both marked."""

Table = Sequence[Sequence[float]]


def kappa(table: Table, disagreement: Table | None = None) -> float | None:
    """Return Cohen's kappa of a square table of counts (or parts): rows one marker, columns other.

    Args:
        table: how often the one said row and the other said column.
        disagreement: how bad each cell is, 0 on the diagonal; without it quadratic, the square of
            the distance between levels.

    Source: J. Cohen, Weighted kappa, Psychological Bulletin 70 (1968) 213-220. With quadratic
    weights it comes to an intraclass correlation (J. L. Fleiss, J. Cohen, Educational and
    Psychological Measurement 33 (1973) 613-619).
    """
    size = len(table)
    count = total(cell for row in table for cell in row)
    if size == 0 or any(len(row) != size for row in table) or count <= 0.0:
        return None
    weights = disagreement or quadratic(size)
    rows = [total(row) for row in table]
    columns = [total(table[i][j] for i in range(size)) for j in range(size)]
    cells = [(i, j) for i in range(size) for j in range(size)]
    observed = total(weights[i][j] * table[i][j] for i, j in cells) / count
    chance = total(weights[i][j] * rows[i] * columns[j] for i, j in cells) / (count * count)
    return None if chance <= 0.0 else 1.0 - observed / chance


def quadratic(size: int) -> list[list[float]]:
    """Return disagreement that grows with the square of the distance between levels."""
    return [[float((i - j) * (i - j)) for j in range(size)] for i in range(size)]


def icc(table: Table) -> float | None:
    """Return ICC(2,1): absolute agreement of single markers, who are a sample of all there are.

    Args:
        table: one row for each thing marked, one column for each marker; at least two of each.

    Source: P. E. Shrout, J. L. Fleiss, Intraclass correlations: uses in assessing rater
    reliability, Psychological Bulletin 86 (1979) 420-428.
    """
    n = len(table)
    k = len(table[0]) if n else 0
    if n < FEWEST or k < FEWEST or any(len(row) != k for row in table):
        return None
    mean = total(cell for row in table for cell in row) / (n * k)
    of_rows = [total(row) / k for row in table]
    of_columns = [total(row[j] for row in table) / n for j in range(k)]
    between = k * total((m - mean) * (m - mean) for m in of_rows)
    markers = n * total((m - mean) * (m - mean) for m in of_columns)
    whole = total((cell - mean) * (cell - mean) for row in table for cell in row)
    msb = between / (n - 1)
    msj = markers / (k - 1)
    mse = max(0.0, whole - between - markers) / ((n - 1) * (k - 1))
    below = msb + (k - 1) * mse + k * (msj - mse) / n
    found = (msb - mse) / below if below > 0.0 else math.nan
    return found if math.isfinite(found) else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two markers agree on what both marked before either saw the other's marks.

    Attributes:
        who: the two.
        criteria: how many ratings both gave, over all sessions.
        same: the part of the levels that is the same; None without levels.
        kappa: quadratically weighted kappa of the levels.
        icc: ICC(2,1) of the points, as parts of what could be won.
    """

    who: tuple[str, str]
    criteria: int
    same: float | None
    kappa: float | None
    icc: float | None


def agreements(sessions: Iterable[Sequence[Sheet]]) -> tuple[Agreement, ...]:
    """Return the agreement of each pair of raters, over the marks of some sessions.

    Only marks count that were signed before their writer saw the other's.
    """
    pairs: dict[tuple[str, str], list[tuple[Rating, Rating]]] = {}
    for sheets in sessions:
        blind = [b for s in sheets if s.role in RATERS and (b := s.blind) is not None]
        blind.sort(key=lambda one: one.who)
        for place, one in enumerate(blind):
            for other in blind[place + 1 :]:
                if one.role == other.role:
                    both = _both(one.ratings, other.ratings)
                    pairs.setdefault((one.who, other.who), []).extend(both)
    return tuple(_agreement(who, both) for who, both in sorted(pairs.items()))


def _both(one: Mapping[str, Rating], other: Mapping[str, Rating]) -> list[tuple[Rating, Rating]]:
    return [(one[name], other[name]) for name in sorted(one) if name in other]


def _agreement(who: tuple[str, str], both: Sequence[tuple[Rating, Rating]]) -> Agreement:
    levels = [(a.level, b.level) for a, b in both if a.level is not None and b.level is not None]
    size = 1 + max((max(pair) for pair in levels), default=-1)
    table = [[0.0] * size for _ in range(size)]
    for one, other in levels:
        table[one][other] += 1.0
    parts = [[a.points / a.of, b.points / b.of] for a, b in both if a.of > 0.0 and b.of > 0.0]
    alike = sum(1 for one, other in levels if one == other)
    return Agreement(
        who=who,
        criteria=len(both),
        same=alike / len(levels) if levels else None,
        kappa=kappa(table) if len(levels) >= FEWEST else None,
        icc=icc(parts),
    )
