"""Closures: what a test of a kind's balance says on docs/validation.md, in one line."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from findings import Finding

SHARE = 1e-9


def close(
    finding: Finding, model: str, kind: str, before: Mapping[str, float], after: Mapping[str, float]
) -> None:
    """Assert that each amount is what it was, and keep the worst of them for the page.

    Args:
        finding: the fixture of the test.
        model: the file of the model below ``simulator``, without ``.py``.
        kind: the kind of unit, or the part of it whose amounts these are.
        before: the amounts that were there and that came, by name.
        after: those that are there and that left, by the same names.
    """
    assert after == pytest.approx(dict(before), rel=SHARE, abs=SHARE)
    worst = max(abs(after[name] - was) / max(abs(was), 1.0) for name, was in before.items())
    finding(
        worst,
        0.0,
        model=model,
        source="conservation",
        against="what was there and came",
        quantity=f"{kind}: worst share lost or made in any operation, amounts: {len(before)}",
        within=SHARE,
    )
