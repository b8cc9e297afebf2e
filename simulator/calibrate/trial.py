"""A scenario run again and again with other parameters, and read at the moments of the samples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from simulator.calibrate.table import Column
from simulator.equipment.catalogue import CATALOGUE
from simulator.language.command import Command
from simulator.language.event import Event, stands_still
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal
from simulator.language.simtime import show_duration
from simulator.language.steps import Steps, drive
from simulator.language.tag import did_you_mean, quoted
from simulator.plant.design import Design, UnitSpec
from simulator.plant.engine import Engine, Tier
from simulator.plant.lanes import WIDTH
from simulator.plant.layout import SLOW_MS
from simulator.plant.plant import Plant
from simulator.plant.varied import VariedLanes, varied_lanes, wired_alike
from simulator.scenario.build import Scenario
from simulator.session import rules
from simulator.session.commission import Commissioned
from simulator.session.desk import Accepted, Refused
from simulator.session.operator import Operator, Session, session_steps
from simulator.session.unlogged import Unlogged

FEWEST = 3
"""Fewer runs than this are faster one by one: lanes without a plant cost as much as others."""
WORTH = 20_000_000
"""Scans from which on it pays to compile a copy for runs in step: it takes about ten seconds."""
TIER: Tier = "compiled"
WHO = "cuve fit"
"""Who signs what a scripted operator does in a run of a fit."""


class Bench(Unlogged):
    """A Desk whose plant is read at set moments; nothing is kept.

    Args:
        plant: the plant.
        commissioned: what an operator of it may know.
        reads: at which moment (ms) which values are read, in the order of time.
    """

    def __init__(
        self, plant: Plant, commissioned: Commissioned, reads: Sequence[tuple[int, str]]
    ) -> None:
        super().__init__(replace(commissioned, plant=plant))
        self._cell = plant
        self._reads = reads
        self.found: list[float] = []

    @property
    def finished(self) -> bool:
        """Whether simulated time goes no further, or nothing is left to be read."""
        return super().finished or len(self.found) == len(self._reads)

    def submit(self, command: Command, reason: str = "") -> Accepted | Refused:
        """Judge a command, and do it."""
        command = rules.tidy(command)
        judged = rules.judge(self._plant, command, "operator", reason)
        if judged.problem is not None:
            return Refused(judged.problem)
        return Accepted(0, self._plant.accept(command, "operator", WHO, reason))

    @property
    def engine(self) -> Engine:
        """What runs the scans of the plant."""
        return self._cell.engine

    def advance(self, until: int) -> tuple[Event, ...]:
        """Let whole scans pass up to ``until``, reading the plant on the way."""
        return drive(self.steps(until), self.engine.run)

    def steps(self, until: int) -> Steps[tuple[Event, ...]]:
        """Do what :meth:`advance` does, and let whoever drives it run the scans."""
        events: list[Event] = []
        while self.now < until and not self.finished:
            before = self.now
            heard = yield from self._cell.steps(min(until, self._reads[len(self.found)][0]))
            events += heard
            while len(self.found) < len(self._reads):
                moment, name = self._reads[len(self.found)]
                if moment > self.now:
                    break
                self.found.append(self._cell.truth(name))
            if self.now == before or stands_still(heard):
                break
        return tuple(events)


class Trial:
    """Runs of one scenario in which some parameters of one unit differ.

    Args:
        scenario: what is run.
        commissioned: the same, for who is at the desk.
        operator: makes somebody new for each run.
        unit: the unit whose parameters are tried.
        columns: what was measured, and when.
        workers: how many threads run plants that are not run in step.

    Raises:
        Refusal: a sample was drawn after the end of the scenario.
    """

    def __init__(
        self,
        scenario: Scenario,
        commissioned: Commissioned,
        operator: Callable[[], Operator],
        unit: str,
        columns: Sequence[Column],
        workers: int = 1,
    ) -> None:
        self._scenario = scenario
        self._of = commissioned
        self._operator = operator
        self._unit = unit
        self._workers = workers
        self._entry: Any = None
        design = scenario.design
        last = max(column.times[-1] for column in columns)
        if last > design.duration_ms:
            message = f"the last sample is of {show_duration(last)}"
            hint = f"{scenario.name} ends at {show_duration(design.duration_ms)}"
            raise Refusal(Problem("too-late", message, hint))
        asked = [
            (_moment(t, design), name if "." in name else f"{unit}.{name}", at)
            for at, (t, name) in enumerate((t, one.name) for one in columns for t in one.times)
        ]
        asked.sort(key=lambda one: (one[0], one[2]))
        self._reads = [(moment, name) for moment, name, _ in asked]
        self._places = [at for _, _, at in asked]

    def in_step(self, runs: int) -> bool:
        """Have runs done in step from here on, if that is possible and so many runs repay it.

        Returns whether they are.
        """
        scans = runs * (self._reads[-1][0] // self._scenario.design.scan_ms)
        if varied_lanes().cached or scans >= WORTH:
            self._entry = varied_lanes().bring()
        return self._entry is not None

    def run_each(self, points: Sequence[Mapping[str, float]]) -> list[list[float] | None]:
        """Return, for each of these, what the plant has where there is a measured value.

        Values stand column after column. None if the plant stood still before the last sample, or
        cannot begin so. In step or not, each run comes to what it comes to alone, to the last bit.
        """
        benches = [self._bench(values) for values in points]
        ready = [bench for bench in benches if bench is not None]
        shares = [ready[first : first + WIDTH] for first in range(0, len(ready), WIDTH)]
        if self._entry is None or len(ready) < FEWEST or not wired_alike(_engines(ready)):
            shares = [[bench] for bench in ready]
        with ThreadPoolExecutor(self._workers) as pool:
            list(pool.map(self._run, shares))
        return [None if bench is None else self._read(bench) for bench in benches]

    def _run(self, share: Sequence[Bench]) -> None:
        """Run plants to the last sample: one alone, or several in step."""
        work = [self._work(bench) for bench in share]
        if len(share) < FEWEST:
            for bench, one in zip(share, work, strict=True):
                drive(one, bench.engine.run)
        else:
            VariedLanes(self._entry, _engines(share), work).run()

    def _bench(self, values: Mapping[str, float]) -> Bench | None:
        """Return a plant with these parameters, if there can be one."""
        try:
            plant = Plant(self._design(values), self._scenario.seed, TIER)
        except Refusal:
            return None
        return Bench(plant, self._of, self._reads)

    def _work(self, bench: Bench) -> Steps[Session]:
        """Return a session that ends with the last sample."""
        return session_steps(bench, self._operator(), bench.steps, self._reads[-1][0])

    def _read(self, bench: Bench) -> list[float] | None:
        """Return what was read, in the order of the columns; None if not all of it was."""
        if len(bench.found) < len(self._reads):
            return None
        found = [0.0] * len(self._reads)
        for place, value in zip(self._places, bench.found, strict=True):
            found[place] = value
        return found

    def _design(self, values: Mapping[str, float]) -> Design:
        design = self._scenario.design
        return replace(design, units=tuple(self._with(one, values) for one in design.units))

    def _with(self, spec: UnitSpec, values: Mapping[str, float]) -> UnitSpec:
        if spec.tag != self._unit:
            return spec
        return replace(spec, parameters={**spec.parameters, **values})


def _engines(benches: Sequence[Bench]) -> list[Engine]:
    return [bench.engine for bench in benches]


def _moment(t: int, design: Design) -> int:
    """Return the end of the scan that shows what there is at ``t``: that is told each 10 s."""
    scan = design.scan_ms
    return min(round((t - scan / 2) / SLOW_MS) * SLOW_MS + scan, design.duration_ms)


def unit_of(scenario: Scenario, tag: str | None) -> UnitSpec:
    """Return the unit that is meant: the one with this tag, or the only one with a culture.

    Raises:
        Refusal: there is none, or more than one.
    """
    units = {spec.tag: spec for spec in scenario.design.units}
    if tag is None:
        living = [one for one, spec in units.items() if spec.kind != "vessel"]
        if len(living) == 1:
            return units[living[0]]
        hint = f"there are: {', '.join(living or units)}"
        raise Refusal(Problem("which-unit", "which unit is to be fitted? say --of TAG", hint))
    if tag not in units:
        meant = did_you_mean(tag, list(units))
        hint = f"did you mean {meant}?" if meant else f"there are: {', '.join(units)}"
        raise Refusal(Problem("unknown-unit", f"there is no unit {quoted(tag)}", hint))
    return units[tag]


def parameter_of(spec: UnitSpec, name: str) -> tuple[Field, float]:
    """Return the field of a parameter that can be fitted, and what the scenario gives it.

    Raises:
        Refusal: there is no such parameter, or it is no number.
    """
    fields = {field.name: field for field in CATALOGUE[spec.kind].parameters}
    field = fields.get(name)
    if field is None:
        meant = did_you_mean(name, list(fields))
        hint = f"did you mean {meant}?" if meant else "docs/physics.md tells those of each unit"
        message = f"{spec.tag} has no parameter {quoted(name)}"
        raise Refusal(Problem("unknown-parameter", message, hint))
    if field.choices or field.low >= field.high:
        message = f"{name} is a choice, not a number" if field.choices else f"{name} is fixed"
        raise Refusal(Problem("not-a-number", message, "name a parameter with a value"))
    return field, spec.parameters.get(name, field.default)
