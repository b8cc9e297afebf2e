"""Air before a column: a fault that only a column can have, and what it does to a cycle."""

from __future__ import annotations

import pytest

from simulator.language.problem import Refusal
from simulator.scenario.build import build_scenario
from simulator.scenario.library import Documents, read

NAME = "protein-a-air.yaml"
OWN = "    of: C-401\n    size: 15 %"


def with_air(of: str, size: str) -> Documents:
    """The scenario with another target and size of its fault."""
    texts = dict(read("protein-a-air").texts)
    assert OWN in texts[NAME]
    texts[NAME] = texts[NAME].replace(OWN, f"    of: {of}\n    size: {size}")
    return Documents(NAME, texts)


def test_air_is_a_share_of_what_flows_in() -> None:
    """The fault changes the input of the column by the share that was said."""
    (air,) = build_scenario(with_air("C-401", "30 %")).design.faults
    assert (air.target, air.size) == ("C-401.air in feed", 30.0)


@pytest.mark.parametrize(("of", "size"), [("TK-401", "15 %"), ("C-401", "150 %"), ("P-401", "5 %")])
def test_air_comes_into_a_column_only(of: str, size: str) -> None:
    """A tank, a pump, or more air than there is flow is refused, with its place."""
    with pytest.raises(Refusal) as refusal:
        build_scenario(with_air(of, size))
    assert all(problem.place is not None for problem in refusal.value.problems)
