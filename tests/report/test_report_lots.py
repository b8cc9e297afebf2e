"""The report of a session that kept lots: what each was made of, on paper and as text."""

from __future__ import annotations

from pathlib import Path

from simulator.language.command import SetSetpoint
from simulator.report.lines import debrief_lines
from simulator.report.trainee import trainee_report
from simulator.review.debrief import debrief
from simulator.scenario.library import read
from simulator.session.live import Live, Signature


def test_a_report_tells_the_lots_and_what_went_into_them(tmp_path: Path) -> None:
    """The pool of a filtration: the harvest in it, its litres, and the line it came over."""
    path = tmp_path / "session.log"
    live = Live.begin(read("depth-filter"), path, Signature("Ann"))
    live.submit(SetSetpoint("FIC-303", 960.0))
    live.advance(25 * 60_000)
    live.seal()
    of = debrief(path, what_if=False)
    (pool,) = [lot for lot in of.lots if lot.number == "P-0417"]
    harvest = next(move for move in pool.inputs if move.source == "H-0417")
    assert 300.0 < harvest.litres < 420.0
    told = f"H-0417: {harvest.litres:.4g} L (L-301)"
    text = "\n".join(debrief_lines(of, "nl"))
    assert f"P-0417         Geklaarde oogst, TK-321: {told}" in text
    assert told in trainee_report(of, "en")
