"""The scenarios of mRNA by transcription, and what travels between the units that hold reagents.

Windows of results are validation: they hold what a practised engineer expects of such a plant.
"""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from simulator.equipment.transcription.reagents import REAGENT_FIELDS
from simulator.language.command_text import parse_command
from simulator.language.event import AlarmChanged, Event, ModelFaulted
from simulator.plant.plant import Plant
from simulator.scenario import library
from simulator.scenario.build import problems_of
from simulator.scenario.documents import Documents
from simulator.scenario.names import operator_names
from simulator.session.commission import commission
from simulator.session.live import Live, Signature
from simulator.session.operator import IdleOperator, Operator, run_session
from simulator.session.script import ScriptedOperator, problems_of_script

CLOUDY, WARM = "mrna-cloudy", "mrna-warm"
INTERPRETED = functools.partial(commission, tier="interpreted")


class Lived:
    """A whole session: its events, its refusals and its figures."""

    def __init__(self, name: str, who: str, place: Path) -> None:
        path = place / f"{name}-{who}.log"
        live = Live.begin(library.read(name), path, Signature("test"), commission=INTERPRETED)
        operator: Operator = IdleOperator()
        if who != "idle":
            file, text = library.read_script(who, name)
            operator = ScriptedOperator(text, file, live.names)
        self.events: list[Event] = []
        self.session = run_session(live, operator, listen=self.events.append)
        self.end = live.now
        self.figures = {one["tag"]: one for one in live.results()["figures"]}
        live.seal()

    def annunciated(self) -> list[str]:
        """Return the alarms that came, in order."""
        changes = [event for event in self.events if isinstance(event, AlarmChanged)]
        return [event.subject for event in changes if event.new == "B"]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Lived]:
    """Both scenarios over their whole length, idle and by the expert."""
    place = tmp_path_factory.mktemp("mrna")
    pairs = [(name, who) for name in (CLOUDY, WARM) for who in ("idle", "expert")]
    return {(name, who): Lived(name, who, place) for name, who in pairs}


def test_every_run_comes_to_its_end(lived: dict[tuple[str, str], Lived]) -> None:
    """The physics stays in its range, whoever is at the desk."""
    for (name, _), run in lived.items():
        assert run.end == library.load(name).design.duration_ms
        assert not any(isinstance(event, ModelFaulted) for event in run.events)


@pytest.mark.parametrize(("name", "alarms"), [(CLOUDY, []), (WARM, ["TIC-501.LO"])])
def test_an_expert_is_never_refused(
    name: str, alarms: list[str], lived: dict[tuple[str, str], Lived]
) -> None:
    """Every command of an expert may be done when it is given, and few alarms come."""
    run = lived[name, "expert"]
    assert run.session.refused == ()
    assert run.session.accepted > 10
    assert run.annunciated() == alarms
    assert problems_of_script(f"{name}-expert") == ()


@pytest.mark.parametrize("name", [CLOUDY, WARM])
def test_the_plant_looks_like_a_plant(name: str, lived: dict[tuple[str, str], Lived]) -> None:
    """Temperature, pH, nucleotides and magnesium stay in their bands under an expert's hands."""
    figures = lived[name, "expert"].figures
    for tag in ("ph", "nucleotides", "magnesium", "turbidity", "integrity"):
        assert figures[tag]["inside"] == 1.0, tag
    assert figures["temperature"]["inside"] > 0.95


def test_crystals_end_what_nobody_minds(lived: dict[tuple[str, str], Lived]) -> None:
    """Validation: 6 to 9 g/L of RNA when it stays clear; idle, crystals take all the template."""
    expert, idle = lived[CLOUDY, "expert"].figures, lived[CLOUDY, "idle"].figures
    assert 6.0 < expert["titre"]["last"] < 9.0
    assert idle["titre"]["last"] < 0.7 * expert["titre"]["last"]
    assert idle["template"]["last"] < 2.0
    assert expert["template"]["last"] > 15.0
    assert lived[CLOUDY, "idle"].annunciated()[:2] == ["AT-503.HI", "AT-503.HIHI"]


def test_heat_that_one_probe_hides_ends_it_too(lived: dict[tuple[str, str], Lived]) -> None:
    """Idle, the loop heats by the false probe until RNA breaks; the second probe alarms."""
    expert, idle = lived[WARM, "expert"].figures, lived[WARM, "idle"].figures
    assert idle["temperature"]["peak"] > 45.0
    assert idle["integrity"]["last"] < expert["integrity"]["last"] - 3.0
    assert idle["titre"]["last"] < 0.8 * expert["titre"]["last"]
    assert "TT-503.HI" in lived[WARM, "idle"].annunciated()


# -- what travels ----------------------------------------------------------------------------


def plant() -> Plant:
    """The plant of the scenario at its beginning."""
    return Plant(library.load(CLOUDY).design, 7, "interpreted")


def amounts(running: Plant, unit: str) -> dict[str, float]:
    """What there is of every reagent in a unit, and its volume."""
    names = [*(field.name for field in REAGENT_FIELDS), "volume"]
    return {name: running.truth(f"{unit}.{name}") for name in names}


def ask(running: Plant, *lines: str) -> None:
    """Give commands as an operator types them."""
    for text in lines:
        command = parse_command(text, operator_names(running.design))
        running.accept(command, reason="a test of what travels")


def stop_dosing(running: Plant) -> None:
    """Put every dosing loop in MAN with its pump at rest."""
    for tag in ("FIC-511", "FIC-512", "FIC-513", "AIC-501"):
        ask(running, f"{tag}.MODE = MAN", f"{tag}.OP = 0 %")


def test_a_harvest_takes_every_reagent_along() -> None:
    """What leaves the reactor arrives in the tank: its share of enzymes and template."""
    running = plant()
    stop_dosing(running)
    running.advance(60_000)
    before = amounts(running, "RX-501")
    assert amounts(running, "TK-521")["volume"] == 0.0
    ask(running, "P-521.OP = 100 %")
    running.advance(360_000)
    here, there = amounts(running, "RX-501"), amounts(running, "TK-521")
    moved = there["volume"] / (here["volume"] + there["volume"])
    assert 0.3 < moved < 0.7
    for name in ("template", "polymerase", "pyrophosphatase"):
        assert there[name] == pytest.approx(moved * before[name], rel=0.02), name
        assert here[name] + there[name] == pytest.approx(before[name], rel=0.02), name


def test_a_bottle_that_is_changed_is_full_again() -> None:
    """A new bottle holds all the reagents that the first one did."""
    running = plant()
    before = amounts(running, "TK-511")
    running.advance(600_000)
    assert amounts(running, "TK-511")["ATP"] < before["ATP"]
    stop_dosing(running)
    running.advance(630_000)
    ask(running, "change bottle TK-511")
    running.advance(2_400_000)
    assert amounts(running, "TK-511") == before


def test_a_sample_takes_its_share_of_every_reagent() -> None:
    """A sample is a share of all there is, so that no concentration changes."""
    running = plant()
    stop_dosing(running)
    running.advance(30_000)
    before = amounts(running, "RX-501")
    ask(running, "sample RX-501")
    running.advance(230_000)
    after = amounts(running, "RX-501")
    assert after["volume"] == pytest.approx(before["volume"] - 0.001, abs=1e-6)
    taken = after["volume"] / before["volume"]
    assert after["magnesium"] == pytest.approx(taken * before["magnesium"], rel=1e-9)


def test_reagents_and_cells_are_not_joined() -> None:
    """A line from a reagent vessel to a unit that cannot hold reagents is refused."""
    documents = library.read(CLOUDY)
    texts = dict(documents.texts)
    name = "plants/transcription-10.yaml"
    tank = "  TK-521:\n    kind: reagent vessel"
    assert tank in texts[name]
    texts[name] = texts[name].replace(tank, "  TK-521:\n    kind: vessel")
    found = problems_of(Documents(documents.main, texts))
    assert [(one.code, one.place.file) for one in found if one.place] == [("other-kind", name)]
