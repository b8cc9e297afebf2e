"""The part of a report that looks back: what happened, what went well, and what cost most."""

from __future__ import annotations

from simulator.language.plain import plain
from simulator.language.simtime import show_time
from simulator.report import score_words, told
from simulator.report.markup import Markup, Part, element, items, table, written
from simulator.report.plot import Window, kinds_legend, trend_plot
from simulator.review.debrief import QUESTIONS, Debrief
from simulator.review.debrief_look import Moment
from simulator.session.speech import Speaker

MOST_EVENTS = 80
"""So many lines of the table of events at most."""
MOST_AROUND = 16
"""So many lines of what was done around a moment."""


def what_happened(of: Debrief, say: Speaker) -> list[Part]:
    """Return how faults were met, the trends beside the practised operator's, and the events."""
    parts: list[Part] = [element("h2", f"3  {say('What happened')}")]
    rows = told.response_rows(of, say)
    if rows:
        heads = [say("fault, and what came after it"), say("you"), say("practised operator")]
        parts.append(table(heads, rows, "figures"))
    parts.append(kinds_legend(say))
    window = Window(0, of.end)
    shown = [mark for mark in of.marks if mark.t <= of.end]
    parts += [trend_plot(trend, shown, window, say) for trend in of.trends]
    parts.append(element("h3", say("Events")))
    listed, more = told.events(of.marks, MOST_EVENTS)
    parts.append(
        table(
            [say("time"), say("event")],
            [[show_time(mark.t), told.mark_text(mark, of.names, say)] for mark in listed],
            "events",
        )
    )
    if more:
        parts.append(element("p", say("{n} more are in the log", n=more), class_="soft"))
    if of.lots:
        parts.append(element("h3", say("Lots, and what went into them")))
        heads = [say("lot"), say("what"), say("made of")]
        made = [[plain(cell) for cell in row] for row in told.lot_rows(of.lots, say)]
        parts.append(table(heads, made, "events"))
    return parts


def moments(of: Debrief, say: Speaker) -> list[Part]:
    """Return what went well, and then the moments that cost most."""
    parts: list[Part] = [element("h2", f"4  {say('Looking closer')}", class_="page")]
    if of.strengths:
        parts.append(element("h3", say("What went well")))
        good = [(say.words(one.name), score_words.reached(one, say)) for one in of.strengths]
        parts.append(items(plain(f"{name}: {level}" if level else name) for name, level in good))
    if not of.moments:
        parts.append(element("p", say("No moment cost any points.")))
    for place, moment in enumerate(of.moments, 1):
        parts += _moment(of, moment, place, say)
    return parts


def _moment(of: Debrief, moment: Moment, place: int, say: Speaker) -> list[Part]:
    """Return one moment: what was lost, what there was to see, what was done, and otherwise."""
    dear = moment.dear
    when = say("the whole session") if dear.t is None else show_time(dear.t)
    head = say("Moment {n}: {time}, {points:g} points", n=place, time=when, points=dear.cost)
    parts: list[Part] = [
        element("h3", head),
        items(told.loss(one, say) for one in dear.losses),
    ]
    if moment.seen is None or dear.t is None:
        return [*parts, *_questions(of, moment, say)]
    parts += [
        element("h4", say("What the instruments showed at {time} and a little later", time=when)),
        *_seen(moment, say),
    ]
    window = Window(moment.start, moment.end, dear.t)
    parts += [trend_plot(trend, moment.marks, window, say) for trend in moment.trends]
    parts += _questions(of, moment, say)
    parts += _done(of, moment, say)
    for one in moment.ways:
        text = told.way(one, of.marked.automatic.percent, of.names, say)
        what = element("strong", say("What if?"))
        parts.append(element("div", what, " ", text, items(told.changes(one, say)), class_="box"))
    return parts


def _seen(moment: Moment, say: Speaker) -> list[Part]:
    """Return what the tags of a moment showed, and the alarms that stood a little later."""
    heads = [say("time"), say("tag"), "PV", "SP", "OP %", ""]
    parts: list[Part] = [table(heads, told.seen_rows(moment, say), "readings")]
    if moment.later is not None:
        parts.append(element("p", told.standing(moment.later, say)))
    return parts


def _questions(of: Debrief, moment: Moment, say: Speaker) -> list[Markup]:
    """Return what is asked about a moment, with what the trainee wrote or lines to write on."""
    parts: list[Markup] = []
    for question, words in QUESTIONS.items():
        answer = of.own.answers.get((question, moment.dear.t)) if of.own is not None else None
        given = written(answer.text if answer is not None else None, 1)
        parts.append(element("div", element("div", say(words)), given, class_="keep"))
    return parts


def _done(of: Debrief, moment: Moment, say: Speaker) -> list[Part]:
    """Return what was done around a moment, by the trainee and by the practised operator."""
    mine = [
        f"{show_time(mark.t)}  {told.mark_text(mark, of.names, say)}"
        for mark in moment.marks
        if mark.kind in ("command", "refusal")
    ]
    other = [f"{show_time(act.t)}  {told.act_text(act, of.names)}" for act in moment.expert]
    parts: list[Part] = []
    for title, rows in ((say("You did"), mine), (say("The practised operator did"), other)):
        shown = [plain(row) for row in rows[:MOST_AROUND]] or [say("nothing")]
        if len(rows) > MOST_AROUND:
            shown.append(say("{n} more are in the log", n=len(rows) - MOST_AROUND))
        parts.append(element("div", element("h4", title), items(shown), class_="keep small"))
    return parts
