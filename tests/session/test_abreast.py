"""Sessions in step: each comes to what it comes to alone, whoever is at the desk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.cli.headless import operator_of
from simulator.language.command import Command
from simulator.language.forms import SwitchOffFreezes
from simulator.language.observation import Observation
from simulator.language.simtime import parse_duration
from simulator.language.steps import Steps
from simulator.plant.lanes import WIDTH, Lanes, alike, own_copy, shared_lanes
from simulator.plant.plant import Plant
from simulator.plant.scan import ELAPSED
from simulator.scenario.library import read
from simulator.session import abreast
from simulator.session.abreast import Abreast, run_sessions, sessions
from simulator.session.commission import Commissioned, commission
from simulator.session.operator import Operator, Session, run_session

pytest.importorskip("llvmlite")


@pytest.fixture(autouse=True)
def no_copy_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sessions run by the copy for all plants, whatever was run on this machine before."""
    monkeypatch.setattr(abreast, "own_copy", lambda engine: None)


def options(operator: str, scenario: str) -> dict[str, str]:
    """Who is at the desk, as the command says it."""
    return {"script": "", "operator_name": operator, "scenario": scenario}


def with_operators(
    built: Commissioned, seeds: list[int], name: str, scenario: str
) -> tuple[list[Abreast], list[Operator]]:
    """Sessions of these seeds, and an operator for each."""
    desks = sessions(built, seeds, "tester")
    told = options(name, scenario)
    return desks, [operator_of(one.brief, one.seed, one.names, told) for one in desks]


def come_to(desk: Abreast, session: Session) -> tuple[object, ...]:
    """What a session comes to: its digests and results, and what was done and happened."""
    turned = [(one.t, one.command, one.problem.code) for one in session.refused]
    return desk.now, desk.digest(), desk.results(), session.accepted, session.events, turned


def in_step(
    built: Commissioned, seeds: list[int], name: str, until: int
) -> list[tuple[object, ...]]:
    """What sessions come to that are run in step, without falling back on one by one."""
    assert shared_lanes().bring() is not None, shared_lanes().note
    desks, operators = with_operators(built, seeds, name, built.brief.name)
    assert alike([desk.plant.engine for desk in desks])
    ran = run_sessions(desks, operators, until)
    return [come_to(desk, one) for desk, one in zip(desks, ran, strict=True)]


def alone(
    built: Commissioned, seeds: list[int], name: str, until: int, tier: str
) -> list[tuple[object, ...]]:
    """What the same sessions come to one by one."""
    found = []
    for seed in seeds:
        ((desk,), (operator,)) = with_operators(built, [seed], name, built.brief.name)
        assert isinstance(built.plant, Plant)
        plant = Plant(built.plant.design, seed, "compiled" if tier == "compiled" else "interpreted")
        desk = Abreast(replace(built, seed=seed), plant, "tester")
        found.append(come_to(desk, run_session(desk, operator, until)))
    return found


CASES = (
    ("first-batch", "idle", "1 d", 16),
    ("first-batch", "expert", "1 h", 16),
    ("first-batch", "ack-everything", "12 h", 16),
    ("oxygen-lost", "random", "30 min", 16),
    ("perfusion-fouled", "random", "6 h", 7),
    ("yeast-overfed", "random", "3 h", 6),
    ("aav-transfection", "idle", "1 d", 6),
    ("mrna-warm", "random", "1 h", 9),
)


@pytest.mark.parametrize(("scenario", "name", "until", "count"), CASES)
def test_compiled(scenario: str, name: str, until: str, count: int) -> None:
    """Digests, results, commands and events of many seeds are those of compiled single runs."""
    built = commission(read(scenario))
    seeds, end = [2**32 - 1 - seed for seed in range(count)], parse_duration(until)
    assert in_step(built, seeds, name, end) == alone(built, seeds, name, end, "compiled")


@pytest.mark.parametrize("scenario", ["first-batch", "perfusion-fouled", "mrna-cloudy"])
def test_interpreted(scenario: str) -> None:
    """The same holds against plain Python, from the first scan on."""
    built = commission(read(scenario))
    seeds, end = list(range(6)), parse_duration("10 min")
    one_by_one = alone(built, seeds, "random", end, "interpreted")
    assert in_step(built, seeds, "random", end) == one_by_one
    assert len({str(one) for one in one_by_one}) == len(seeds)


class Hurried:
    """Has no freezes if its seed is odd, and else looks on."""

    looks_ms = 600_000

    def __init__(self, seed: int) -> None:
        self._odd = seed % 2 == 1

    def look(self, observation: Observation) -> list[tuple[Command, str]]:
        """Switch the freezes off before anything happens."""
        return [(SwitchOffFreezes(), "")] if self._odd and observation.now == 0 else []


def test_some_look_ahead_while_others_wait() -> None:
    """At a freeze a plant runs ahead and comes back; those without freezes are then beyond it."""
    assert shared_lanes().bring() is not None
    built = commission(read("oxygen-lost"))
    seeds, end = list(range(7)), parse_duration("50 min")
    desks = sessions(built, seeds, "tester")
    ran = run_sessions(desks, [Hurried(seed) for seed in seeds], end)
    found = [come_to(desk, one) for desk, one in zip(desks, ran, strict=True)]
    singles = []
    for seed in seeds:
        (desk,) = sessions(built, [seed], "tester")
        singles.append(come_to(desk, run_session(desk, Hurried(seed), end)))
    assert found == singles
    assert [one[3] for one in found] == [seed % 2 for seed in seeds]


def test_an_error_leaves_every_plant_its_own_state() -> None:
    """One runs ahead, comes back and fails while others wait: each can be used as if alone."""
    entry = shared_lanes().bring()
    built = commission(read("oxygen-lost"))
    assert isinstance(built.plant, Plant)
    design = built.plant.design
    plants = [Plant(design, seed, "compiled") for seed in range(6)]

    def work(plant: Plant, number: int) -> Steps[None]:
        if number == 1:
            kept = plant.snapshot()
            yield from plant.steps(600_000)
            plant.restore(kept)
            yield from plant.steps(120_000)
            raise ValueError("it fails")
        yield from plant.steps(30_000 * (1 + number))
        yield from plant.steps(1_200_000)

    engines = [plant.engine for plant in plants]
    lanes = Lanes(entry, engines, [work(plant, at) for at, plant in enumerate(plants)])
    with pytest.raises(ValueError, match="it fails"):
        lanes.run()
    for seed, plant in enumerate(plants):
        ran = round(1000 * plant.engine.arrays[0][ELAPSED])
        single = Plant(design, seed, "compiled")
        single.advance(ran)
        assert ran >= plant.now
        assert plant.values() == single.values()


def test_a_copy_for_lanes_of_one_plant_has_the_same_bits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Once made, sessions of that plant run by it, and come to what each comes to alone."""

    def refuse() -> None:
        raise AssertionError("the copy for all plants was asked for")

    built, seeds, end = commission(read("bulk-freeze")), list(range(7)), parse_duration("30 min")
    assert isinstance(built.plant, Plant)
    assert own_copy(built.plant.engine, make=True) is not None
    monkeypatch.setattr(abreast, "own_copy", own_copy)
    monkeypatch.setattr(shared_lanes(), "bring", refuse)
    desks, operators = with_operators(built, seeds, "expert", "bulk-freeze")
    ran = run_sessions(desks, operators, end)
    found = [come_to(desk, one) for desk, one in zip(desks, ran, strict=True)]
    assert found == alone(built, seeds, "expert", end, "auto")


def test_seeds_of_different_scenarios_are_not_alike() -> None:
    """Plants with other constants or wiring are no lanes, and are run one after the other."""
    one, other = commission(read("first-batch")), commission(read("oxygen-lost"))
    desks = sessions(one, [1, 2, 3], "tester") + sessions(other, [4, 5, 6], "tester")
    assert not alike([desk.plant.engine for desk in desks])
    told = options("idle", "first-batch")
    operators = [operator_of(desk.brief, desk.seed, desk.names, told) for desk in desks]
    run_sessions(desks, operators, 60_000)
    assert [desk.now for desk in desks] == [60_000] * 6


def test_few_are_run_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer than pay are not run in lanes; nor are any where there is no copy."""

    def refuse(*_: object) -> None:
        raise AssertionError("lanes were asked for")

    def come(seeds: list[int]) -> list[tuple[object, ...]]:
        desks, operators = with_operators(built, seeds, "ack-everything", "oxygen-lost")
        ran = run_sessions(desks, operators, end)
        return [come_to(desk, one) for desk, one in zip(desks, ran, strict=True)]

    built, end, enough = commission(read("oxygen-lost")), 600_000, list(range(abreast.FEWEST))
    singles = alone(built, enough, "ack-everything", end, "compiled")
    monkeypatch.setattr(abreast, "Lanes", refuse)
    with monkeypatch.context() as few:
        few.setattr(abreast, "own_copy", refuse)
        few.setattr(shared_lanes(), "bring", refuse)
        assert come(enough[:-1]) == singles[:-1]
    with monkeypatch.context() as without:
        without.setattr(shared_lanes(), "bring", lambda: None)
        assert come(enough) == singles
    assert len(enough) <= WIDTH
    with pytest.raises(AssertionError, match="lanes were asked for"):
        come(enough)


def test_a_plant_that_stands_still_leaves_the_rest_alone() -> None:
    """Where the model of one plant leaves its range, that session ends and the others go on."""
    assert shared_lanes().bring() is not None
    built = commission(read("first-batch"))
    desks, operators = with_operators(built, list(range(8)), "idle", "first-batch")
    y, _, _ = desks[3].plant.engine.arrays
    image = desks[3].plant._cell.image
    y[image.index["BR-101.volume"]] = float("nan")
    run_sessions(desks, operators, 600_000)
    assert [desk.plant.faulted for desk in desks] == [seed == 3 for seed in range(8)]
    assert desks[3].now < 600_000
    assert {desk.now for desk in desks[:3] + desks[4:]} == {600_000}
    whole = alone(built, [0, 7], "idle", 600_000, "compiled")
    assert [desks[0].digest(), desks[7].digest()] == [one[1] for one in whole]
