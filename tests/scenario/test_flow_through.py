"""An anion exchanger in flow-through: what is told of its cleaning is what was done."""

from __future__ import annotations

from pathlib import Path

import pytest
from run_bench import COMPILED

from simulator.review.score import score_log
from simulator.scenario import library
from simulator.session.live import Live, Signature
from simulator.session.operator import run_session
from simulator.session.script import ScriptedOperator

NAME = "aex-flow-through"
CLEANS = "answer clean yes"
LEFT_IN_CAUSTIC = "P-554.OP = 80 %"
BEFORE = "P-554.OP = 80 %, P-553.OP = 80 %"
"""Salt and caustic both at once, and never rinsed."""


@pytest.mark.parametrize("does", [LEFT_IN_CAUSTIC, BEFORE])
def test_a_column_that_is_left_in_caustic_is_not_clean(tmp_path: Path, does: str) -> None:
    """Litres of caustic alone win little: it is stripped first and rinsed after."""
    file, script = library.read_script("expert", NAME)
    assert script.count(CLEANS) == 1
    path = tmp_path / "one.log"
    live = Live.begin(library.read(NAME), path, Signature("test"), commission=COMPILED)
    run_session(live, ScriptedOperator(script.replace(CLEANS, does), file, live.names))
    live.seal()
    found = {one.id: one for one in score_log(path).criteria}
    assert found["clean"].points < 0.5 * found["clean"].of
    assert found["product"].points > 0.9 * found["product"].of
