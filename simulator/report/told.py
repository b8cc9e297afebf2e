"""What a debrief says, in words: the same on paper, as plain text and on a screen.

What its score says is in :mod:`simulator.report.score_words`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from simulator.assessment.score import Score
from simulator.assessment.timeline import Act
from simulator.language.command_text import show_command
from simulator.language.competence import COMPETENCIES
from simulator.language.field import Field
from simulator.language.floor import LotView
from simulator.language.observation import Observation
from simulator.language.plain import plain
from simulator.language.simtime import show_duration, show_time
from simulator.report.plot import title_of
from simulator.review.debrief import Debrief
from simulator.review.debrief_look import Moment
from simulator.review.debrief_moments import Loss, Response
from simulator.review.debrief_whatif import WhatIf
from simulator.session.index import Mark
from simulator.session.meanings import ANNUNCIATED, STATES
from simulator.session.speech import Speaker
from simulator.session.story import story

SHOWN_MARKS = ("fault", "alarm", "interlock", "command", "refusal", "lab", "prompt")
"""Kinds of marks that a table of events shows."""


def speaker(of: Debrief, language: str) -> Speaker:
    """Return what tells a debrief in a language."""
    return Speaker(language, phrases=of.phrases)


def facts(of: Debrief, say: Speaker) -> str:
    """Return who, when, how long and with which seed."""
    parts = [
        of.opening.who,
        of.opening.wall[:16].replace("T", " ") + " UTC",
        say("level {n}", n=of.brief.level),
        say("seed {seed}", seed=of.opening.seed),
        say("{time} of {whole}", time=show_time(of.end), whole=show_time(of.brief.duration_ms)),
    ]
    return plain(" · ".join(parts))


def loss(one: Loss, say: Speaker) -> str:
    """Return what was lost, by which criterion and why."""
    cost = round(one.points, 2)
    return plain(
        f"-{cost:g}  {say.words(one.criterion.name)}{say.colon}{say.retell(one.line.sentence)}"
    )


def way(one: WhatIf, before: float, names: Mapping[str, Field], say: Speaker) -> str:
    """Return what would have come of doing otherwise."""
    command = show_command(one.command, names) if one.command is not None else ""
    if one.way == "earlier":
        what = say("{command}, {time} earlier", command=command, time=show_duration(one.shift_ms))
    elif one.way == "without":
        what = say("without {command}", command=command)
    else:
        what = say("the practised operator takes over at {time}", time=show_time(one.t))
    return plain(
        say(
            "{what}: {after:g} % instead of {before:g} %",
            what=what,
            after=one.score.percent,
            before=before,
        )
    )


def changes(one: WhatIf, say: Speaker) -> list[str]:
    """Return which criteria come out otherwise, each with its points before and then."""
    return [
        plain(
            f"{say.words(each.name)}{say.colon}"
            f"{one.changes[each.id][0]:g} → {one.changes[each.id][1]:g} / {each.of:g}"
        )
        for each in one.score.criteria
        if each.id in one.changes
    ]


def mark_text(mark: Mark, names: Mapping[str, Field], say: Speaker) -> str:
    """Return one thing that happened, without its time."""
    told = next(story([mark.of], names, say), "")
    return told.strip().partition("  ")[2]


def events(marks: Iterable[Mark], most: int) -> tuple[list[Mark], int]:
    """Return the marks that a table shows, at most so many, and how many more there are."""
    wanted = [mark for mark in marks if mark.kind in SHOWN_MARKS]
    if len(wanted) > most:
        wanted = [mark for mark in wanted if mark.kind not in ("lab", "prompt")]
    return wanted[:most], max(len(wanted) - most, 0)


def act_text(act: Act, names: Mapping[str, Field]) -> str:
    """Return one thing that an operator did, without its time."""
    return plain(show_command(act.command, names))


def response_rows(of: Debrief, say: Speaker) -> list[tuple[str, str, str]]:
    """Return how faults were met: what, by the trainee, by the practised operator."""
    beside = {one.fault: one for one in of.expert}
    rows: list[tuple[str, str, str]] = []
    for mine in of.responses:
        other = beside.get(mine.fault)
        rows.append(
            (
                plain(say.retell(mine.text)),
                show_time(mine.began),
                "" if other is None else show_time(other.began),
            )
        )
        for told, name in (
            (say("first alarm"), "alarm"),
            (say("first action"), "action"),
            (say("alarms gone"), "quiet"),
        ):
            rows.append(
                (
                    f"– {told}",
                    _after(mine, name, say),
                    "" if other is None else _after(other, name, say),
                )
            )
    return rows


def _after(one: Response, name: str, say: Speaker) -> str:
    """Return how long after the fault something came."""
    t = getattr(one, name)
    return say("never") if t is None else f"+ {show_duration((t - one.began) // 1000 * 1000)}"


def competencies(score: Score, say: Speaker) -> list[tuple[str, float]]:
    """Return each competency in words and its percentage."""
    found: list[tuple[str, float]] = []
    for code, percent in score.competencies.items():
        name = COMPETENCIES.get(code)
        found.append((f"{code} {say(name)}" if name else plain(code), percent))
    return found


def seen_rows(moment: Moment, say: Speaker) -> list[tuple[str, ...]]:
    """Return what tags showed at a moment and a little later: time, tag, PV, SP, OP, mode."""
    rows: list[tuple[str, ...]] = []
    for seen in (moment.seen, moment.later):
        for trend in moment.trends:
            view = seen.tags.get(trend.tag) if seen is not None else None
            if view is not None and seen is not None:
                name = plain(title_of(trend, say))
                readings = (number(view.pv), number(view.sp), number(view.op))
                rows.append((show_time(seen.now), name, *readings, view.mode or ""))
    return rows


def standing(seen: Observation, say: Speaker) -> str:
    """Return the alarms that stood, in words."""
    alarms = [
        f"{one.alarm} ({say('priority')} {one.priority}, {say(STATES.get(one.state, one.state))})"
        for one in seen.alarms
        if one.state in ANNUNCIATED
    ]
    when = say("alarms at {time}", time=show_time(seen.now))
    return plain(f"{when}: {', '.join(alarms) if alarms else say('none')}")


def number(value: float | None) -> str:
    """Return a reading with four digits; a dash for none."""
    return "–" if value is None or math.isnan(value) else f"{value:.4g}"


def next_up(of: Debrief, say: Speaker) -> str:
    """Return what to play next, and why."""
    which = of.next_up.scenario
    if of.next_up.same:
        which = say("{name}, another seed", name=which)
    return plain(f"{which} – {say.retell(of.next_up.why)}")


def lot_rows(lots: Iterable[LotView], say: Speaker) -> list[tuple[str, str, str]]:
    """Return each lot, what it is, and what went into it: litres, over which line, by whom."""
    rows = []
    for lot in lots:
        went = [f"{lot.began:.4g} L"] if lot.began > 0.0 else []
        for move in lot.inputs:
            amount = f"{move.litres:.4g} L" if move.litres > 0.0 else say("held back before")
            by = f", {move.by}" if move.by else ""
            went.append(f"{move.source}: {amount} ({move.line}{by})")
        rows.append((lot.number, f"{say.retell(lot.material)}, {lot.unit}", "; ".join(went)))
    return rows
