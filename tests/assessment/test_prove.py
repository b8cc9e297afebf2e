"""Every shipped rubric tells sense from none."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.review.prove import LEAST, MOST, Proof, prove
from simulator.scenario.library import scenarios

LONG_MS = 3 * 86_400_000
WHOLE_BATCHES = {"aav-batch", "vial-to-bulk"}  # minutes of computing: cuve check --prove says it
NAMES = {one.name: one.duration_ms for one in scenarios() if one.name not in WHOLE_BATCHES}
SHORT = sorted(name for name, duration in NAMES.items() if duration < LONG_MS)


def check(proof: Proof) -> None:
    """Hold a proof to its bounds, naming what is wrong."""
    percents = {trial.operator: trial.score.percent for trial in proof.trials}
    assert {name: p for name, p in percents.items() if p < LEAST.get(name, 0.0)} == {}
    assert {name: p for name, p in percents.items() if p > MOST.get(name, 100.0)} == {}
    assert (proof.unreached, proof.unmissed) == ((), ())
    assert all(trial.same for trial in proof.trials)
    assert proof.holds


@pytest.mark.parametrize("name", SHORT)
def test_the_rubric_of_a_short_scenario_tells_sense_from_none(name: str, tmp_path: Path) -> None:
    """Expert, nobody, acknowledging and chance are each on their side; logs score the same."""
    check(prove(name, tmp_path, processes=1))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(NAMES) - set(SHORT)))
def test_the_rubric_of_a_long_scenario_tells_sense_from_none(name: str, tmp_path: Path) -> None:
    """The same over two weeks."""
    check(prove(name, tmp_path))
