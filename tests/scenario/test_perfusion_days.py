"""Three days of perfusion as a trainer would try them: idle and by the expert.

Windows of results are validation: they hold what a practised engineer expects of such a plant.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pytest

from simulator.language.event import AlarmChanged, Event, ModelFaulted
from simulator.scenario import library
from simulator.session.commission import commission
from simulator.session.live import Live, Signature
from simulator.session.operator import IdleOperator, Operator, run_session
from simulator.session.script import ScriptedOperator, problems_of_script

NAME = "perfusion-fouled"
COMPILED = functools.partial(commission, tier="compiled")
Run = tuple[dict[str, dict[str, Any]], list[str], tuple[object, ...], bool]
"""Figures by tag, alarms annunciated, what was refused, whether the physics broke."""


def lived(who: str, place: Path) -> Run:
    """Run one session to its end."""
    live = Live.begin(library.read(NAME), place / who, Signature("test"), commission=COMPILED)
    operator: Operator = IdleOperator()
    if who != "idle":
        file, text = library.read_script(who, NAME)
        operator = ScriptedOperator(text, file, live.names)
    events: list[Event] = []
    session = run_session(live, operator, listen=events.append)
    figures = {figure["tag"]: figure for figure in live.results()["figures"]}
    assert live.now == library.load(NAME).design.duration_ms
    live.seal()
    changes = [event for event in events if isinstance(event, AlarmChanged)]
    alarms = [event.subject for event in changes if event.new == "B"]
    broken = any(isinstance(event, ModelFaulted) for event in events)
    return figures, alarms, session.refused, broken


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """The scenario idle and by the expert, over its whole length."""
    place = tmp_path_factory.mktemp("perfusion")
    return {who: lived(who, place) for who in ("idle", "expert")}


def test_the_expert_keeps_it_at_rest(runs: dict[str, Run]) -> None:
    """Validation: cells, level and rate per cell stay in their bands; few alarms; none refused."""
    figures, alarms, refused, broken = runs["expert"]
    assert refused == ()
    assert not broken
    assert len(alarms) <= 4
    assert problems_of_script(f"{NAME}-expert") == ()
    for tag in ("temperature", "dissolved-oxygen", "viable-density", "cspr", "level"):
        assert figures[tag]["inside"] == 1.0, tag
    assert figures["ph"]["inside"] > 0.99
    assert figures["viability"]["lowest"] > 95.0
    assert figures["sieving"]["last"] > 90.0


def test_left_alone_the_cells_starve(runs: dict[str, Run]) -> None:
    """Fouled fibres raise pressure, then level, until medium stops and the cells die."""
    figures, alarms, _, broken = runs["idle"]
    assert not broken
    order = [alarms.index(tag) for tag in ("PT-541.HI", "PT-541.HIHI", "LT-501.HI")]
    assert order == sorted(order)
    assert "AIC-541.LO" in alarms
    assert len(alarms) < 40
    assert figures["viability"]["last"] < 50.0
    assert figures["pressure-difference"]["peak"] == pytest.approx(400.0, rel=0.01)


def test_product_passes_less_as_fibres_foul(runs: dict[str, Run]) -> None:
    """Validation: a used module passes 75 to 85 % of the product, a new one more than 90 %."""
    design = library.load(NAME).design
    assert any(spec.through == "AF-501" for spec in design.lines)
    assert runs["idle"][0]["sieving"]["lowest"] < 80.0
    assert runs["expert"][0]["sieving"]["lowest"] > 75.0
