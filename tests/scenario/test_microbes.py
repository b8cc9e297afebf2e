"""The scenarios of the fermenter, as a trainer would try them: idle and by the expert.

Windows of results are validation: they hold what a practised engineer expects of such a plant.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from simulator.language.event import AlarmChanged, Event, ModelFaulted
from simulator.scenario import library
from simulator.session.commission import commission
from simulator.session.live import Live, Signature
from simulator.session.operator import IdleOperator, Operator, Session, run_session
from simulator.session.script import ScriptedOperator, problems_of_script

COMPILED = functools.partial(commission, tier="compiled")
MICROBES = ("e-coli-feed", "yeast-overfed")


@dataclass
class Run:
    """One whole session and what came of it."""

    session: Session
    events: list[Event]
    results: Any
    end: int

    def figure(self, tag: str) -> dict[str, Any]:
        """Return one figure of the results."""
        found: dict[str, Any] = next(f for f in self.results["figures"] if f["tag"] == tag)
        return found

    def annunciated(self) -> list[str]:
        """Return the alarms that were annunciated, in order."""
        changes = [event for event in self.events if isinstance(event, AlarmChanged)]
        return [event.subject for event in changes if event.new == "B"]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Run]:
    """Every scenario of a microbe, idle and by the expert, over its whole length."""
    place = tmp_path_factory.mktemp("microbes")
    return {(name, who): lived(name, who, place) for name in MICROBES for who in ("idle", "expert")}


def lived(name: str, who: str, place: Path) -> Run:
    """Run one session to its end."""
    path = place / f"{name}-{who}.log"
    live = Live.begin(library.read(name), path, Signature("test"), commission=COMPILED)
    operator: Operator = IdleOperator()
    if who != "idle":
        file, text = library.read_script(who, name)
        operator = ScriptedOperator(text, file, live.names)
    events: list[Event] = []
    session = run_session(live, operator, listen=events.append)
    run = Run(session, events, live.results(), live.now)
    live.seal()
    return run


def test_every_run_comes_to_its_end(runs: dict[tuple[str, str], Run]) -> None:
    """No scenario leaves the range of its physics, whoever is at the desk."""
    for (name, _), run in runs.items():
        assert run.end == library.load(name).design.duration_ms
        assert not any(isinstance(event, ModelFaulted) for event in run.events)


@pytest.mark.parametrize("name", MICROBES)
def test_nothing_the_expert_asks_is_refused(name: str, runs: dict[tuple[str, str], Run]) -> None:
    """Every command of an expert may be done when it is given; few alarms come, none is missed."""
    run = runs[name, "expert"]
    assert run.session.refused == ()
    assert run.session.accepted > 10
    assert len(run.annunciated()) <= 3
    assert run.results["acknowledged"] == len(run.annunciated())
    assert problems_of_script(f"{name}-expert") == ()


@pytest.mark.parametrize("name", MICROBES)
def test_the_plant_looks_like_a_plant(name: str, runs: dict[tuple[str, str], Run]) -> None:
    """Temperature stays within half a degree and pH within its band while the expert is there."""
    run = runs[name, "expert"]
    assert run.figure("temperature")["inside"] == 1.0
    assert run.figure("ph")["inside"] > 0.99


def test_e_coli_follows_its_feed(runs: dict[tuple[str, str], Run]) -> None:
    """Validation: fed with growth, E. coli comes to 25 to 35 g/L in ten hours without acetate."""
    expert, idle = runs["e-coli-feed", "expert"], runs["e-coli-feed", "idle"]
    assert 25.0 < expert.figure("biomass")["last"] < 35.0
    assert expert.figure("acetate")["peak"] < 0.3
    assert expert.figure("dissolved-oxygen")["lowest"] > 20.0
    assert idle.figure("biomass")["last"] < 16.0


def test_yeast_makes_ethanol_of_what_it_cannot_burn(runs: dict[tuple[str, str], Run]) -> None:
    """The flow meter that reads low makes grams of ethanol; quotient and scale tell of it."""
    expert, idle = runs["yeast-overfed", "expert"], runs["yeast-overfed", "idle"]
    assert idle.figure("ethanol")["peak"] > 2.0
    assert "AT-306.HI" in idle.annunciated()
    assert expert.figure("ethanol")["peak"] < 0.5
    assert expert.figure("biomass")["last"] > 40.0
