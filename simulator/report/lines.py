"""A debrief as plain text, for a terminal that prints it or a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.language.plain import plain
from simulator.language.simtime import show_time
from simulator.report import burden, score_words, told
from simulator.review.debrief import COMMITMENT, QUESTIONS, REACTION, REACTIONS, Debrief
from simulator.review.debrief_look import Moment
from simulator.review.debrief_self import timing
from simulator.review.marks_record import MEANINGS
from simulator.session.speech import Speaker

MOST_EVENTS = 60
"""So many events at most."""


def debrief_lines(of: Debrief, language: str) -> Iterator[str]:
    """Yield the debrief line by line, in its order."""
    say = told.speaker(of, language)
    yield plain(say("Debrief: {title}", title=say.words(of.brief.title)))
    yield told.facts(of, say)
    yield from _own_view(of, say)
    yield from _happened(of, say)
    yield from _closer(of, say)
    yield from _score(of, say)
    yield from _onward(of, say)


def _head(number: int, title: str) -> Iterator[str]:
    yield ""
    yield f"{number}  {title}"
    yield "─" * (len(title) + 3)


def _own_view(of: Debrief, say: Speaker) -> Iterator[str]:
    """Yield the reactions and the self-rating."""
    yield from _head(1, say("Reactions"))
    answer = of.own.answers.get((REACTION, None)) if of.own is not None else None
    yield say(REACTIONS)
    if answer is not None:
        yield f"  > {plain(answer.text)}"
    yield from _head(2, say("How do you rate yourself?"))
    if when := timing(of.own):
        yield say(when)
    for one in of.score.criteria:
        rating = of.own.ratings.get(one.id) if of.own is not None else None
        yield plain(f"{say.words(one.name)}{say.colon}{say.words(one.what)}")
        for place, words in enumerate(one.levels):
            box = "[x]" if rating is not None and rating.level == place else "[ ]"
            yield plain(f"  {box} {say.words(words)}")


def _happened(of: Debrief, say: Speaker) -> Iterator[str]:
    yield from _head(3, say("What happened"))
    rows = told.response_rows(of, say)
    if rows:
        yield f"{'':<40} {say('you'):>16} {say('practised operator'):>20}"
    for what, mine, other in rows:
        yield f"{what:<40} {mine:>16} {other:>20}"
    listed, more = told.events(of.marks, MOST_EVENTS)
    for mark in listed:
        yield f"{show_time(mark.t):>13}  {told.mark_text(mark, of.names, say)}"
    if more:
        yield say("{n} more are in the log", n=more)
    if of.lots:
        yield f"{say('Lots, and what went into them')}{say.colon.rstrip()}"
    for number, what, made_of in told.lot_rows(of.lots, say):
        yield plain(f"  {number:<14} {what}: {made_of}")


def _closer(of: Debrief, say: Speaker) -> Iterator[str]:
    yield from _head(4, say("Looking closer"))
    if of.strengths:
        yield say("What went well")
    for one in of.strengths:
        yield plain(f"  + {say.words(one.name)}{say.colon}{score_words.reached(one, say)}")
    if not of.moments:
        yield say("No moment cost any points.")
    for place, moment in enumerate(of.moments, 1):
        yield from _moment(of, moment, place, say)


def _moment(of: Debrief, moment: Moment, place: int, say: Speaker) -> Iterator[str]:
    dear = moment.dear
    when = say("the whole session") if dear.t is None else show_time(dear.t)
    yield ""
    yield say("Moment {n}: {time}, {points:g} points", n=place, time=when, points=dear.cost)
    for loss in dear.losses:
        yield f"  {told.loss(loss, say)}"
    if moment.later is not None:
        yield say("What the instruments showed at {time} and a little later", time=when)
        for row in told.seen_rows(moment, say):
            yield "  " + "  ".join(row)
        yield f"  {told.standing(moment.later, say)}"
    for question, words in QUESTIONS.items():
        answer = of.own.answers.get((question, dear.t)) if of.own is not None else None
        yield say(words)
        if answer is not None:
            yield f"  > {plain(answer.text)}"
    for one in moment.ways:
        yield f"{say('What if?')} {told.way(one, of.marked.automatic.percent, of.names, say)}"
        for change in told.changes(one, say):
            yield f"    {change}"


def _score(of: Debrief, say: Speaker) -> Iterator[str]:
    yield from _head(5, say("Score"))
    yield from (plain(line) for line in score_words.verdict(of.score, say))
    for one in of.score.criteria:
        points, level = score_words.points(one, say), score_words.reached(one, say)
        yield plain(f"{points:>14}  {say.words(one.name)}{say.colon}{level}")
        for line in one.lines:
            yield f"{'':16}{score_words.evidence(line, say)}"
    for hint in of.score.hints:
        yield f"{'':16}{score_words.evidence(hint, say)}"
    if of.workload is not None:
        yield from ("", *burden.lines(of.workload, say))


def _onward(of: Debrief, say: Speaker) -> Iterator[str]:
    """Yield the commitment, what to play next, and what assessors wrote and signed."""
    yield from _head(6, say("What you take with you"))
    yield say(COMMITMENT)
    if of.own is not None and of.own.commitment is not None:
        yield f"  > {plain(of.own.commitment.text)}"
    yield f"{say('Suggested next')}{say.colon}{told.next_up(of, say)}"
    yield from _head(7, say("Remarks of the assessor"))
    for sheet in of.others:
        yield plain(sheet.who)
        for remark in sheet.remarks:
            yield plain(f"{show_time(remark.t):>13}  {remark.text}")
        for one in sheet.signatures[-1:]:
            yield plain(f"  {one.name}, {one.wall}: {say(MEANINGS[one.meaning])}")
    yield ""
    yield say("For training, not for GxP use.")
    yield plain(f"{say('log')}{say.colon}{of.path.name}   {say('head')}{say.colon}{of.head}")
