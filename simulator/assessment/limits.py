"""Evidence: the part of the time that values were within their limits."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.assessment.mark import Mark, between
from simulator.assessment.timeline import Spell, Timeline, Wants, shared
from simulator.language.condition import Condition
from simulator.language.text import text


@dataclass(frozen=True, slots=True)
class Inside:
    """One value that is to stay inside: by a gauge of the scenario, or while ``holds`` holds.

    From the part ``full`` of the time on all points, at ``none`` or less none; ``when`` says which
    time is judged (a gauge has its own). ``weight`` is its part of the whole.
    """

    name: str
    full: float
    none: float
    gauge: str = ""
    holds: Condition | None = None
    when: Condition | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Several values, each with its weight. Time that a session was not run counts as outside."""

    inside: tuple[Inside, ...]

    def wants(self) -> Wants:
        """Return the conditions."""
        found = [c for part in self.inside for c in (part.holds, part.when) if c is not None]
        return Wants(tuple(found))

    def judge(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Return a mark for each value."""
        return tuple(_mark(part, timeline) for part in self.inside)


def _mark(part: Inside, timeline: Timeline) -> Mark:
    inside, judged = _times(part, timeline)
    share = inside / judged * timeline.part_run if judged > 0.0 else 0.0
    sentence = text(
        "{what}: inside {share:.1f} % of the time; full from {full:g} %, none at {none:g} %",
        what=part.name,
        share=100.0 * share,
        full=100.0 * part.full,
        none=100.0 * part.none,
    )
    return Mark(part.weight * between(share, part.full, part.none), part.weight, sentence)


def _times(part: Inside, timeline: Timeline) -> tuple[float, float]:
    """Return the time inside and the time judged, in the same unit."""
    if part.holds is None:
        gauge = timeline.gauges.get(part.gauge)
        return (gauge.inside, 1.0) if gauge else (0.0, 0.0)
    held = timeline.spells.get(part.holds.text, ())
    judged: tuple[Spell, ...] = (Spell(0, timeline.end),)
    if part.when is not None:
        judged = timeline.spells.get(part.when.text, ())
    return float(shared(held, judged)), float(sum(spell.end - spell.start for spell in judged))
