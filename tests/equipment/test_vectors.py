"""Vectors on their way: from a reactor along a line into a tank, and what becomes of them there."""

from __future__ import annotations

import math

import pytest
from transfection_bench import BEGIN, KIND

from simulator.equipment import line
from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.downstream.process_vessel import PROCESS_VESSEL
from simulator.equipment.unit import UnitKind, defaults
from simulator.equipment.vectors import VECTOR_FIELDS
from simulator.language.problem import Refusal

NAMES = tuple(field.name for field in VECTOR_FIELDS)


class Pair:
    """A reactor with vectors, a tank, and the line between them, on a bench."""

    def __init__(self, leak: float = 0.0, **tank: float) -> None:
        given = {f"{name} concentration": 2.0 + n for n, name in enumerate(NAMES)}
        self.reactor, self.start = self.block(KIND, {**BEGIN, **given}, {})
        self.tank, self.tank_p = self.block(PROCESS_VESSEL, {"volume": 0.0, **tank}, tank)
        self.states = (*line.STATES, *line.losses(KIND.carried))
        self.y = [*self.reactor, *self.tank, *(field.default for field in self.states)]
        self.sink = len(self.reactor)
        self.line = self.sink + len(self.tank)
        self.y[self.line + line.DEMAND], self.y[self.line + line.LEAK] = 90.0, leak
        places = [kind.place(KIND.carried) or 0 for kind in (KIND, PROCESS_VESSEL)]
        ends = [self.line, 0, 0, self.sink, 0, 0]
        self.row = [*ends, len(VECTOR_FIELDS), *places, -1, -1, 0, 0]

    @staticmethod
    def block(
        kind: UnitKind, given: dict[str, float], parameters: dict[str, float]
    ) -> tuple[list[float], list[float]]:
        """A unit's block and its parameters."""
        own = {field.name for field in kind.parameters}
        p = {**defaults(kind.parameters), **{k: v for k, v in parameters.items() if k in own}}
        values = kind.initial(p, {k: v for k, v in given.items() if k not in own})
        return [values[f.name] for f in kind.states], [p[f.name] for f in kind.parameters]

    def move(self, hours: float) -> None:
        """Pump for so long, with nothing else going on."""
        p = [field.default for field in line.PARAMETERS]
        line.move(self.y, p, self.row, 0, 3600.0 * hours)

    def hold(self, hours: float) -> None:
        """Let the tank stand, ten seconds a step."""
        for _ in range(round(hours * 360.0)):
            PROCESS_VESSEL.step(self.y, self.tank_p, self.sink, 0, 10.0, 1)

    def of(self, name: str, base: int = 0) -> float:
        """A value of the reactor, or of the tank."""
        kind = PROCESS_VESSEL if base else KIND
        return self.y[base + [field.name for field in kind.states].index(name)]


def test_vectors_go_with_their_liquid() -> None:
    """A tenth of the liquid takes a tenth of each vector along; a leak counts it as lost."""
    pair = Pair(leak=0.25)
    before = {name: pair.of(name) for name in NAMES}
    pair.move(150.0 / 90.0)
    names = [field.name for field in pair.states]
    for name in NAMES:
        lost = pair.y[pair.line + names.index(f"lost {name}")]
        there = pair.of(name, pair.sink)
        assert before[name] > 0.0
        assert pair.of(name) == pytest.approx(0.9 * before[name], rel=1e-9)
        assert there == pytest.approx(0.075 * before[name], rel=1e-9)
        assert math.fsum((pair.of(name), there, lost)) == pytest.approx(before[name], rel=1e-12)


@pytest.mark.parametrize(("degrees", "rate"), [(4.0, 0.003), (37.0, 0.07)])
def test_a_tank_keeps_function_by_its_temperature(degrees: float, rate: float) -> None:
    """A day at 4 degC costs 7 % of the function, at 37 degC 81 %; particles and capsids stay."""
    pair = Pair(**{"set temperature": degrees, "temperature time constant": 0.01})
    pair.move(1.0)
    pair.hold(0.2)
    before = {name: pair.of(name, pair.sink) for name in NAMES}
    pair.hold(24.0)
    left = pair.of("functional vector", pair.sink) / before["functional vector"]
    assert left == pytest.approx(math.exp(-24.0 * rate), rel=5e-3)
    for name in ("full capsids", "empty capsids", "vector particles"):
        assert pair.of(name, pair.sink) == before[name]


def test_the_laboratory_finds_the_same_in_both() -> None:
    """A tank that has just been filled reads as the reactor does."""
    pair = Pair(**{"vector decay": 0.0})
    KIND.step(pair.y, pair.start, 0, 0, 0.0, 1)
    pair.move(2.0)
    pair.hold(1.0 / 360.0)
    for name in ("full titre", "capsid titre", "full share", "functional titre", "particle titre"):
        assert pair.of(name) > 0.0
        assert pair.of(name, pair.sink) == pytest.approx(pair.of(name), rel=1e-9), name
    for name in ("p24", "functional share"):
        assert pair.of(name, pair.sink) == pytest.approx(pair.of(name), rel=1e-9), name


def test_who_takes_a_vector() -> None:
    """Only a unit that holds vectors takes such a reactor's broth; any vessel may feed it."""
    takers = {name for name, kind in CATALOGUE.items() if kind.takes(KIND)}
    assert {"transfection reactor", "process vessel"} <= takers
    assert not takers & {"vessel", "bioreactor", "reagent vessel"}
    assert KIND.takes(CATALOGUE["vessel"])


def test_a_vector_is_given_once_and_within_bounds() -> None:
    """An amount or a concentration, not both, and not below zero."""
    p = defaults(KIND.parameters)
    both = {"functional vector": 1.0, "functional vector concentration": 1.0}
    with pytest.raises(Refusal, match="both given"):
        KIND.initial(p, {**BEGIN, **both})
    with pytest.raises(Refusal, match="vector particles concentration"):
        KIND.initial(p, {**BEGIN, "vector particles concentration": -1.0})
