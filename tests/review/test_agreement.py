"""Agreement of markers: verification against examples in print, and properties."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.review.agreement import agreements, icc, kappa, quadratic
from simulator.review.marks_record import Rating, Seen, Signed
from simulator.review.marks_sheet import Marker, Sheet

COHEN = ((0.44, 0.07, 0.09), (0.05, 0.20, 0.05), (0.01, 0.03, 0.06))
"""Two psychiatrists, three diagnoses: J. Cohen, Psychological Bulletin 70 (1968), table 1."""
SHROUT = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
"""Four judges, six targets: P. E. Shrout, J. L. Fleiss, Psychological Bulletin 86 (1979)."""


def test_weighted_kappa_of_the_example_in_print() -> None:
    """Verification: Cohen (1968) gives 0.492 unweighted, and 0.348 with weights 1, 3 and 6."""
    plain = kappa(COHEN, ((0, 1, 1), (1, 0, 1), (1, 1, 0)))
    weighted = kappa(COHEN, ((0, 1, 3), (1, 0, 6), (3, 6, 0)))
    assert plain == pytest.approx(0.492, abs=0.0005)
    assert weighted == pytest.approx(0.348, abs=0.0005)


def test_icc_of_the_example_in_print() -> None:
    """Verification: Shrout and Fleiss (1979) give ICC(2,1) = 0.29 for their six targets."""
    assert icc(SHROUT) == pytest.approx(0.29, abs=0.005)


def test_closed_cases() -> None:
    """Full agreement is 1, full disagreement of two levels -1, chance 0."""
    assert kappa(((5, 0), (0, 5))) == 1.0
    assert kappa(((0, 5), (5, 0))) == -1.0
    assert kappa(((1, 1), (1, 1))) == 0.0
    assert icc(((1, 1), (2, 2), (3, 3))) == 1.0
    # a shift by one costs agreement, though the order is the same
    assert icc(((1, 2), (2, 3), (3, 4))) == pytest.approx(2.0 / 3.0)


def test_what_says_nothing_is_none() -> None:
    """Nothing marked, everything alike, no square: no figure rather than a wrong one."""
    assert kappa(()) is None
    assert kappa(((3, 0), (0, 0))) is None
    assert kappa(((1, 2),)) is None
    assert icc(()) is None
    assert icc(((1, 1),)) is None
    assert icc(((1,), (2,))) is None
    assert icc(((2, 2), (2, 2))) is None
    assert icc(((1, 2), (1,))) is None


counts = st.lists(st.lists(st.integers(0, 20), min_size=4, max_size=4), min_size=4, max_size=4)


@given(counts)
def test_kappa_is_the_same_for_both_markers_and_never_above_one(table: list[list[int]]) -> None:
    """Exchanging the markers changes nothing; quadratic kappa lies from -1 to 1."""
    found = kappa(table)
    turned = kappa(list(zip(*table, strict=True)))
    assert (found is None) == (turned is None)
    if found is not None and turned is not None:
        assert found == pytest.approx(turned, abs=1e-9)
        assert -1.0 - 1e-9 <= found <= 1.0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=60))
def test_quadratic_kappa_comes_to_an_intraclass_correlation(pairs: list[tuple[int, int]]) -> None:
    """Fleiss and Cohen (1973): with n in place of n - 1 the two are the same number."""
    table = [[0.0] * 4 for _ in range(4)]
    for one, other in pairs:
        table[one][other] += 1.0
    found, n = kappa(table), len(pairs)
    means = [sum(pair[j] for pair in pairs) / n for j in (0, 1)]
    both = sum((a - means[0]) * (b - means[1]) for a, b in pairs) * 2
    apart = sum((a - means[0]) ** 2 + (b - means[1]) ** 2 for a, b in pairs)
    below = apart + n * (means[0] - means[1]) ** 2
    if found is not None and below > 0:
        assert found == pytest.approx(both / below, abs=1e-9)


@given(
    st.lists(st.lists(st.floats(0, 100), min_size=3, max_size=3), min_size=2, max_size=12),
    st.floats(0.5, 2.0),
)
def test_icc_does_not_depend_on_the_scale(table: list[list[float]], by: float) -> None:
    """Points in another unit agree as well; nothing is ever above 1."""
    found = icc(table)
    assert found is None or (math.isfinite(found) and found <= 1.0 + 1e-9)
    spread = max(max(row) for row in table) - min(min(row) for row in table)
    scaled = icc([[by * cell for cell in row] for row in table])
    if found is not None and scaled is not None and spread > 1.0:
        assert scaled == pytest.approx(found, abs=1e-6)


def sheet(who: str, levels: list[int], role: Marker = "assessor", peeked: bool = False) -> Sheet:
    """Return signed marks with a level for each criterion."""
    ratings = tuple(
        Rating(n, f"c{n}", level, level * 2.0, 6.0, "", "") for n, level in enumerate(levels)
    )
    seen = (Seen(90, "other", "0" * 64, ""),) if peeked else ()
    records = (*ratings, *seen, Signed(99, who, "review", "0" * 64, "0" * 64, ""))
    return Sheet(who, role, "0" * 64, 1, "0" * 64, records)


def test_agreement_over_the_sessions_of_a_class() -> None:
    """Pairs of the same role, over all sessions; figures of what both rated."""
    sessions = [
        [sheet("one", [0, 1, 2]), sheet("two", [0, 1, 3]), sheet("ann", [3, 3, 3], "trainee")],
        [sheet("two", [3]), sheet("one", [3]), sheet("eve", [0], "peer")],
    ]
    (found,) = agreements(sessions)
    assert (found.who, found.criteria, found.same) == (("one", "two"), 4, 0.75)
    table = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 1]]
    assert found.kappa == kappa(table) == pytest.approx(1 - (1 / 4) / 3)
    parts = ((0, 0), (1 / 3, 1 / 3), (2 / 3, 1), (1, 1))
    assert found.icc == pytest.approx(icc(parts))


def test_who_peeked_has_no_figure() -> None:
    """Marks that were signed after the other's were seen are not independent."""
    assert agreements([[sheet("one", [0, 1]), sheet("two", [0, 1], peeked=True)]]) == ()
    assert quadratic(2) == [[0.0, 1.0], [1.0, 0.0]]
