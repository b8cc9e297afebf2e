"""From the texts of a scenario to a plant that is ready to run, and what a session asks of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, Protocol

from simulator.language.command import Command
from simulator.language.event import Event
from simulator.language.field import Field
from simulator.language.observation import Observation
from simulator.language.problem import Problem, Refusal
from simulator.language.words import LANGUAGES, Words
from simulator.scenario.documents import Documents
from simulator.session.desk import AlarmHelp, AnalysisBrief, Brief, CriterionBrief, StepBrief
from simulator.session.process_cell import describe

if TYPE_CHECKING:
    from simulator.assessment.rubric import Rubric
    from simulator.plant.design import AlarmSpec, RecordSpec
    from simulator.scenario.build import Scenario


class Reviewed(Protocol):
    """What the plant says of a command before it is given: the problem, or the change it makes."""

    @property
    def problem(self) -> Problem | None:
        """Why it may not be done now."""

    @property
    def old(self) -> float | str | None:
        """The value before."""

    @property
    def new(self) -> float | str | None:
        """The value after."""

    @property
    def unit(self) -> str:
        """The unit of measure of both."""


class Plant(Protocol):
    """What a session asks of a plant."""

    @property
    def now(self) -> int:
        """Milliseconds since the session began; always whole scans."""

    @property
    def scan_ms(self) -> int:
        """Milliseconds of one scan."""

    @property
    def finished(self) -> bool:
        """Whether the scenario's time is up."""

    def review(self, command: Command) -> Reviewed:
        """Judge a command without doing it."""

    def accept(
        self, command: Command, by: str = "operator", who: str = "", reason: str = ""
    ) -> tuple[Event, ...]:
        """Do a command that was reviewed without a problem, between two scans."""

    def advance(self, until: int) -> tuple[Event, ...]:
        """Run whole scans up to ``until``."""

    def observe(self) -> Observation:
        """Return a frozen picture of the instruments."""

    def values(self) -> Mapping[str, float]:
        """Return the numbers of that picture alone."""

    def digest(self) -> dict[str, str]:
        """Return a hash of the state of every unit and room."""

    def snapshot(self) -> dict[str, Any]:
        """Return the whole state as JSON values."""

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Take up a state that ``snapshot`` returned."""

    def results(self) -> object:
        """Return the key results so far, as a dataclass or mapping."""


@dataclass(frozen=True, slots=True)
class Commissioned:
    """A plant that is ready to run, and what belongs to it.

    ``samples`` names the values that the log keeps, ``names`` what commands and conditions may use;
    ``rubric`` is how the session is judged, if the scenario says.
    """

    plant: Plant
    brief: Brief
    seed: int
    language: str
    samples: tuple[str, ...]
    names: Mapping[str, Field]
    rubric: Rubric | None = None
    settle: Callable[[int], None] = lambda _: None
    """Waits until the plant runs as fast as it soon will; before so many ms are to be computed."""


SEEDS = 2**32
"""A seed is below this."""

BUILT = 8
"""So many scenarios are remembered as they were built: the logs of a class are of a few."""

Tier = Literal["auto", "interpreted", "compiled"]

Commission = Callable[[Documents, int | None, str], Commissioned]
"""Builds a plant from texts, a seed (None: the scenario's own) and a language."""


def commission(
    documents: Documents, seed: int | None = None, language: str = "en", tier: Tier = "auto"
) -> Commissioned:
    """Build the plant of a scenario; ``tier`` is how its scans run.

    Raises:
        Refusal: with every problem of the texts, an unknown language, or a seed out of bounds.
    """
    from simulator.plant.forms_spec import brief_of
    from simulator.plant.laboratory import ANSWERS
    from simulator.plant.plant import Plant as ProcessCell
    from simulator.scenario.names import operator_names

    if language not in LANGUAGES:
        hint = f"choose from {', '.join(LANGUAGES)}"
        raise Refusal(Problem("unknown-language", f"there is no language {language}", hint))
    if seed is not None and not 0 <= seed < SEEDS:
        hint = f"from 0 to {SEEDS - 1}"
        raise Refusal(Problem("bad-seed", f"{seed} cannot be a seed", hint))
    scenario = _built(documents.main, tuple(sorted(documents.texts.items())))
    design = replace(scenario.design, language=language)
    chosen = scenario.seed if seed is None else seed
    plant = ProcessCell(design, chosen, tier)
    brief = Brief(
        scenario.name,
        scenario.title,
        scenario.brief,
        scenario.level,
        design.duration_ms,
        plant.scan_ms,
        {spec.tag: _alarm_help(spec) for spec in design.alarms},
        (*_phrases(design), *ANSWERS.values()),
        describe(design),
        criteria=_criteria(scenario.rubric),
        hints=scenario.guide.hints,
        tour=scenario.guide.tour,
        procedures=scenario.guide.procedures,
        record=tuple(_step_brief(spec) for spec in design.record),
        handover=design.handover,
        panel=tuple(
            AnalysisBrief(one.name, one.unit, one.decimals, one.low, one.high)
            for one in design.lab.panel
        ),
        forms=brief_of(design.forms),
    )
    names = operator_names(design)
    rubric = scenario.rubric
    settle = plant.settle
    return Commissioned(plant, brief, chosen, language, design.samples, names, rubric, settle)


@lru_cache(maxsize=BUILT)
def _built(main: str, texts: tuple[tuple[str, str], ...]) -> Scenario:
    """Return what the texts of a scenario say; it is read by many plants and changed by none."""
    from simulator.scenario.build import build_scenario

    return build_scenario(Documents(main, dict(texts)))


def _criteria(rubric: Rubric | None) -> tuple[CriterionBrief, ...]:
    """Return what the trainee may know of a rubric: everything but the evidence."""
    return tuple(
        CriterionBrief(one.id, one.name, one.what, one.points, one.competencies, one.critical)
        for one in (rubric.criteria if rubric else ())
    )


def _phrases(part: object) -> Iterator[Words]:
    """Yield every text in several languages that a part of a design holds."""
    if isinstance(part, Mapping):
        if part and all(key in LANGUAGES for key in part):
            yield part
        else:
            for value in part.values():
                yield from _phrases(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _phrases(value)
    elif is_dataclass(part):
        for item in fields(part):
            yield from _phrases(getattr(part, item.name))


def _step_brief(spec: RecordSpec) -> StepBrief:
    """Return what a step of the batch record asks."""
    return StepBrief(
        spec.tag,
        spec.text,
        spec.of,
        spec.kind,
        spec.unit,
        spec.decimals,
        spec.low,
        spec.high,
        spec.choices,
        spec.expected,
        spec.within_ms,
        spec.witness,
    )


def _alarm_help(spec: AlarmSpec) -> AlarmHelp:
    """Return what an operator may know of an alarm of the design."""
    return AlarmHelp(
        spec.kind,
        spec.limit,
        spec.priority,
        spec.cause,
        spec.consequence,
        spec.action,
        spec.respond_ms,
        spec.shelvable_ms,
    )
