"""The frozen picture of the instruments that a screen or a scripted operator gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from simulator.control import alarm, interlock
from simulator.control.phase import Progress
from simulator.equipment import utility
from simulator.language.observation import (
    AlarmView,
    InterlockView,
    Observation,
    PhaseView,
    UtilityView,
)
from simulator.language.words import say
from simulator.plant import crew, hints
from simulator.plant.cell import Cell
from simulator.plant.design import Step, UntilStep, WaitStep
from simulator.plant.operations import Operations
from simulator.plant.schedule import Schedule
from simulator.plant.tag_views import TagViews, Teller, tellers


class Values(Mapping[str, float]):
    """What an operator's condition may read, by name; a frozen copy of the instruments' slots."""

    def __init__(self, names: Mapping[str, int], numbers: tuple[float, ...]) -> None:
        self._names = names
        self._numbers = numbers

    def __getitem__(self, name: str) -> float:
        return self._numbers[self._names[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


_SHOWN = {
    "transmitter": ("PV", "QUALITY"),
    "loop": ("PV", "SP", "OP", "MODE"),
    "actuator": ("OP", "POS"),
    "phase": ("STATE",),
}
"""What an operator may read of each section."""


class View:
    """Makes observations of a cell."""

    def __init__(self, cell: Cell, operations: Operations, schedule: Schedule) -> None:
        self._cell = cell
        self._guarding = operations.guarding
        self._procedure = operations.procedure
        self.schedule = schedule
        self._record = operations.record
        self._forms = operations.forms
        self._floor = operations.floor
        self._transmitters = {spec.tag: spec for spec in cell.design.transmitters}
        self._phase_views: dict[str, tuple[Progress, str, PhaseView]] = {}

    @cached_property
    def _tellers(self) -> dict[str, Teller]:
        """What tells the values of each instrument: made for whoever looks first, if anybody."""
        return tellers(self._cell)

    @cached_property
    def _names(self) -> dict[str, int]:
        """The place of each number that an operator may read, among all of them."""
        return {name: position for position, name in enumerate(self._instruments())}

    @cached_property
    def _slots(self) -> tuple[int, ...]:
        """The slots of ``y`` with these numbers, in their order."""
        return tuple(self._cell.image.index[name] for name in self._names)

    def _instruments(self) -> list[str]:
        """Return the names that an operator may read: the capital attributes of instruments."""
        shown: dict[str, tuple[str, ...]] = {}
        for section, tag in self._cell.image.blocks:
            if section in _SHOWN:
                shown[tag] = shown.get(tag, ()) + _SHOWN[section]
        parts = ((name, name.rpartition(".")) for name in self._cell.image.index)
        return [
            name
            for name, (tag, _, attribute) in parts
            if name == "elapsed" or attribute in shown.get(tag, ())
        ]

    def observe(self) -> Observation:
        """Return what the instruments say now."""
        cell = self._cell
        tags = TagViews(self._tellers, cell.copied(), self._forcing())
        return Observation(
            cell.now,
            tags,
            tuple(self._alarms()),
            tuple(self._phases()),
            self.schedule.samples(),
            tuple(self._interlocks()),
            tuple(self._utilities()),
            self._procedure.mode,
            self.schedule.people_free,
            self.schedule.people_on_shift,
            self.values(),
            self._record.views(),
            self._record.deviations(),
            hints.taken(cell),
            self._forms.view(),
            self._floor.statuses.views(),
            self._floor.lots.views(),
            self.schedule.jobs(),
            self.schedule.shift,
            crew.views(cell.design.people, cell.now),
            self._floor.quarantine.standings(),
            self.schedule.store(),
        )

    def values(self) -> Values:
        """Return the numbers that an operator's condition may read."""
        y = self._cell.y
        return Values(self._names, tuple([y[slot] for slot in self._slots]))

    def _forcing(self) -> dict[str, str]:
        """Return which interlock forces an actuator, the first of those that are tripped."""
        found: dict[str, str] = {}
        for spec in self._guarding.tripped():
            for tag in spec.forces:
                if self._cell.forced(tag):
                    found.setdefault(tag, spec.tag)
        return found

    def _alarms(self) -> Iterator[AlarmView]:
        cell = self._cell
        for spec in cell.design.alarms:
            base = cell.base("alarm", spec.tag)
            letter = alarm.LETTERS[int(cell.y[base + alarm.STATE])]
            if letter == "A":
                continue
            until = int(cell.y[base + alarm.SHELVED_UNTIL]) if letter == "G" else None
            owner = self._transmitters.get(spec.tag.rpartition(".")[0])
            yield AlarmView(
                spec.tag,
                letter,
                spec.priority,
                int(cell.y[base + alarm.SINCE]),
                cell.value(spec.reads),
                cell.y[base + alarm.LIMIT],
                owner.unit if owner else self._unit_of_loop(spec.tag),
                until,
            )

    def _unit_of_loop(self, alarm_tag: str) -> str:
        owner = alarm_tag.rpartition(".")[0]
        for spec in self._cell.design.loops:
            if spec.tag == owner:
                return self._transmitters[spec.measures].unit
        return ""

    def _phases(self) -> Iterator[PhaseView]:
        for tag, spec in self._procedure.specs.items():
            progress = self._procedure.progress(tag)
            settled = self._procedure.settled(tag)
            over = self._procedure.allocation.passed_over(tag) if spec.part_of else ""
            known = self._phase_views.get(tag)
            if settled and known is not None and known[0] is progress and known[1] == over:
                yield known[2]  # of a long recipe nearly all phases
                continue
            view = self._phase(tag, progress, over)
            if settled:
                self._phase_views[tag] = progress, over, view
            yield view

    def _phase(self, tag: str, progress: Progress, over: str) -> PhaseView:
        """Return what is seen of a phase; ``over`` is what was done in its place, if so."""
        spec = self._procedure.specs[tag]
        prompt = self._procedure.prompt(tag)
        running = progress.state in ("Running", "Pausing")
        stands_off = self._procedure.stands_off(tag)
        step = self._procedure.step(tag)
        held_up = "" if running else self._held_up(tag)
        kept_from = held_up or stands_off
        return PhaseView(
            tag,
            spec.unit,
            progress.state,
            progress.since,
            min(progress.step + 1, len(spec.steps)),
            len(spec.steps),
            _waits_for(step) if running else held_up,
            say(prompt.text, self._cell.design.language) if prompt else "",
            stands_off.message if stands_off else "",
            self._procedure.turn_since(tag) if kept_from else None,
            spec.batch,
            over,
        )

    def _held_up(self, tag: str) -> str:
        """Return the unit that keeps an idle phase waiting whose turn it is, and who has it."""
        taken = self._procedure.taken_from(tag)
        return f"{taken.unit} ({taken.by})" if taken else ""

    def _interlocks(self) -> Iterator[InterlockView]:
        cell = self._cell
        for spec in cell.design.interlocks:
            guard = interlock.load(cell.y, cell.base("interlock", spec.tag))
            text = say(spec.name, cell.design.language)
            yield InterlockView(spec.tag, guard.tripped, guard.first_out, text)

    def _utilities(self) -> Iterator[UtilityView]:
        y = self._cell.y
        for spec in self._cell.design.utilities:
            base = self._cell.base("utility", spec.tag)
            supply = 100.0 * y[base + utility.AVAILABLE]
            yield UtilityView(spec.tag, supply, int(y[base + utility.BANK]), spec.banks)


def _waits_for(step: Step | None) -> str:
    """Return what a step waits for, in words that need no translation."""
    if isinstance(step, UntilStep):
        return step.condition.text
    if isinstance(step, WaitStep):
        return f"{step.duration_ms / 60_000.0:g} min"
    return ""
