"""Evidence: actions that are required, in order and in time, and actions that are not allowed."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.assessment.mark import Mark
from simulator.assessment.moment import Instant, Moment, instants, moment_wants
from simulator.assessment.pattern import Pattern, any_fits, touches
from simulator.assessment.timeline import Act, Timeline, Wants, total
from simulator.language.command_text import show_command
from simulator.language.condition import Condition
from simulator.language.simtime import show_duration, show_time
from simulator.language.text import Text, text

OUT_OF_ORDER = 0.5
"""What is left of a step that was done before one that it must come after."""


_SHOWN = 60
"""So many characters of a command stand in a sentence."""


def _shown(act: Act) -> str:
    return show_command(act.command, {})[:_SHOWN]


@dataclass(frozen=True, slots=True)
class Step:
    """One required action.

    ``after`` names the steps that must come before; ``within_ms`` counts from the moment of the
    whole (None: any time); it must be done ``times`` times, while ``when`` holds.
    """

    name: str
    does: tuple[Pattern, ...]
    says: str
    after: tuple[str, ...] = ()
    within_ms: int | None = None
    times: int = 1
    when: Condition | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Actions that cost ``costs`` (a part of the whole) each time, and perhaps the session."""

    does: tuple[Pattern, ...]
    because: str
    costs: float
    when: Condition | None = None
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Actions:
    """An ordered graph of required steps, and what is forbidden, from a moment on.

    If ``allowed`` is not None, every other action costs ``others_cost``; what only writes or tells
    never does.
    """

    after: tuple[Moment, ...]
    required: tuple[Step, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    allowed: tuple[Pattern, ...] | None = None
    others_cost: float = 0.05

    def wants(self) -> Wants:
        """Return the conditions of moments, steps and prohibitions."""
        guards = [step.when for step in self.required]
        guards += [rule.when for rule in self.forbidden]
        return moment_wants(self.after) + Wants(tuple(g for g in guards if g is not None))

    def judge(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Return a mark for each step, and one for each action that costs points."""
        begun = instants(self.after, timeline)
        if not begun:
            return ()
        since = begun[0]
        acts = [act for act in timeline.done if act.t >= since.t]
        done: dict[str, Act] = {}
        marks = [self._step(step, since, acts, done, timeline) for step in self.required]
        whole = total(step.weight for step in self.required) or 1.0
        for act in acts:
            marks += self._costs(act, whole, timeline)
        if not self.required:
            # With nothing required, what can be won is to have acted without doing wrong.
            acted = [act for act in acts if touches(act)]
            sentence = text("{n} actions, each of them weighed", n=len(acted))
            records = tuple(act.n for act in acted[:20])
            marks.insert(0, Mark(1.0 if acted else 0.0, 1.0, sentence, since.t, records))
        return tuple(marks)

    def _step(
        self,
        step: Step,
        since: Instant,
        acts: list[Act],
        done: dict[str, Act],
        timeline: Timeline,
    ) -> Mark:
        """Return the mark of a required step; note in ``done`` when it was done."""
        fitting = [
            act
            for act in acts
            if any_fits(step.does, act)
            and (step.when is None or timeline.held_before(step.when, act.t))
        ]
        # Among several tries, those in the right order count before those that came too early.
        before = [done[name] for name in step.after if name in done]
        ready = max((act.n for act in before), default=-1)
        complete = len(before) == len(step.after)
        if fitting and not complete:
            missing = [name for name in step.after if name not in done]
            sentence = text(
                "{step}: what must come first was not done: {before}",
                step=step.says,
                before=", ".join(self._says(name) for name in missing),
            )
            return Mark(0.0, step.weight, sentence, fitting[0].t, (fitting[0].n,))
        ordered = [act for act in fitting if act.n > ready]
        chosen = (ordered if len(ordered) >= step.times else fitting)[: step.times]
        if len(chosen) < step.times:
            records = tuple(act.n for act in chosen)
            part = len(chosen) / step.times if not step.after or ordered else 0.0
            return Mark(part * step.weight, step.weight, self._missing(step, chosen), None, records)
        last = chosen[-1]
        done[step.name] = last
        records = tuple(act.n for act in chosen)
        took = last.t - since.t
        if step.within_ms is not None and took > step.within_ms:
            sentence = text(
                "{step}: done at {time}, {took} after the moment; the limit is {limit}",
                step=step.says,
                time=show_time(last.t),
                took=show_duration(took),
                limit=show_duration(step.within_ms),
            )
            return Mark(0.0, step.weight, sentence, last.t, records)
        if chosen is not ordered and not all(act in ordered for act in chosen):
            sentence = text(
                "{step}: done at {time}, but before what must come first: {before}",
                step=step.says,
                time=show_time(last.t),
                before=", ".join(self._says(name) for name in step.after),
            )
            return Mark(OUT_OF_ORDER * step.weight, step.weight, sentence, last.t, records)
        sentence = text("{step}: done at {time}", step=step.says, time=show_time(last.t))
        return Mark(step.weight, step.weight, sentence, last.t, records)

    def _says(self, name: str) -> str:
        """Return a step in words."""
        return next(step.says for step in self.required if step.name == name)

    @staticmethod
    def _missing(step: Step, chosen: list[Act]) -> Text:
        """Return what to say of a step that was not done, or not often enough."""
        if chosen:
            return text(
                "{step}: done {n} of {times} times", step=step.says, n=len(chosen), times=step.times
            )
        return text("{step}: not done", step=step.says)

    def _costs(self, act: Act, whole: float, timeline: Timeline) -> list[Mark]:
        """Return what an action costs: as forbidden, or as one of the others."""
        for rule in self.forbidden:
            guarded = rule.when is None or timeline.held_before(rule.when, act.t)
            if guarded and any_fits(rule.does, act):
                sentence = text(
                    "{command} at {time}: {because}",
                    command=_shown(act),
                    time=show_time(act.t),
                    because=rule.because,
                )
                return [Mark(-rule.costs * whole, 0.0, sentence, act.t, (act.n,), rule.critical)]
        needed = any(any_fits(step.does, act) for step in self.required)
        if self.allowed is None or needed or not touches(act):
            return []
        if any_fits(self.allowed, act):
            return []
        sentence = text("{command} at {time}: needless", command=_shown(act), time=show_time(act.t))
        return [Mark(-self.others_cost * whole, 0.0, sentence, act.t, (act.n,))]
