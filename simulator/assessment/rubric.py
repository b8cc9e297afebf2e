"""A rubric: what a session is judged on. It is the same for the trainee and for the assessor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.assessment.mark import Evidence
from simulator.assessment.scale import Scale
from simulator.assessment.timeline import Wants
from simulator.language.words import Words

Rater = Literal["automatic", "assessor", "peer", "self"]


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a criterion: it begins at the part ``starts`` (0 to 1) of the points."""

    starts: float
    shows: Words


@dataclass(frozen=True, slots=True)
class Weighed:
    """One piece of evidence, and its weight among those of the same criterion."""

    kind: str
    evidence: Evidence
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is judged.

    ``critical``: who wins less than half of it fails the session. Evidence is only for what is
    judged automatically; the rest waits for its rater.
    """

    id: str
    name: Words
    what: Words
    points: float
    levels: tuple[Level, ...]
    competencies: tuple[str, ...] = ()
    rater: Rater = "automatic"
    critical: bool = False
    evidence: tuple[Weighed, ...] = ()


@dataclass(frozen=True, slots=True)
class Rubric:
    """Criteria, the least part (0 to 1) that passes, the scale, and the expert's script if any.

    ``phrases`` is every text for people that a sentence of evidence may hold in English.
    """

    criteria: tuple[Criterion, ...]
    pass_mark: float = 0.6
    scale: Scale = "percent"
    expert: str = ""
    phrases: tuple[Words, ...] = ()

    def wants(self) -> Wants:
        """Return everything that must be watched."""
        found = Wants()
        for criterion in self.criteria:
            for piece in criterion.evidence:
                found += piece.evidence.wants()
        return found
