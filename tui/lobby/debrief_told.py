"""What the parts of a debrief say on a terminal: painted lines, of any width."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.language.simtime import show_time
from simulator.report import burden, score_words, told
from simulator.report.plot import title_of
from simulator.review.debrief import QUESTIONS, Debrief
from simulator.review.debrief_look import Moment
from simulator.review.debrief_trend import Points, Trend
from simulator.review.marks_record import MEANINGS
from simulator.review.marks_sheet import Sheet
from simulator.session.speech import Speaker
from tui.braille import paint, scale
from tui.draw import Line, blank, fit, line, wrap
from tui.history import Column

_GRAPH_ROWS = 6
_MARGIN = 10
_MOST_EVENTS = 200


def words(text: str, width: int, token: str = "", indent: int = 1) -> list[Line]:
    """Return a text as lines, each after some blanks."""
    pad = " " * indent
    return [line([(pad, ""), (row, token)], width) for row in wrap(text, width - indent - 1)]


def listed(texts: Iterable[str], width: int, token: str = "") -> list[Line]:
    """Return texts as a list, each with a dash before its first line."""
    lines: list[Line] = []
    for text in texts:
        for place, row in enumerate(wrap(text, width - 5)):
            lines.append(line([("  – " if place == 0 else "    ", ""), (row, token)], width))
    return lines


def said(text: str | None, say: Speaker, width: int) -> list[Line]:
    """Return what somebody wrote, or that nothing is written yet."""
    if text is None:
        return words(say("nothing is written yet"), width, "soft", 3)
    return words(f"» {text}", width, "strong", 3)


def happened(of: Debrief, say: Speaker, width: int) -> list[Line]:
    """Return how faults were met, the trends, and the events."""
    lines: list[Line] = []
    rows = told.response_rows(of, say)
    if rows:
        heads = f"{fit('', 32)} {say('you'):>14}  {say('practised operator')}"
        lines.append(line([(f" {heads}", "soft")], width))
    for what, mine, other in rows:
        lines.append(line([(f" {fit(what, 32)} {mine:>14}  {other}", "")], width))
    for trend in of.trends:
        lines += [blank(width), *graph(trend, 0, of.end, say, width)]
    lines += [blank(width), line([(f" {say('Events')}", "strong")], width)]
    shown, more = told.events(of.marks, _MOST_EVENTS)
    for mark in shown:
        text = told.mark_text(mark, of.names, say)
        for place, row in enumerate(wrap(text, width - 17)):
            when = show_time(mark.t) if place == 0 else ""
            lines.append(line([(f"{when:>14}  ", "soft"), (row, "")], width))
    if more:
        lines += words(say("{n} more are in the log", n=more), width, "soft")
    return lines


def graph(trend: Trend, start: int, end: int, say: Speaker, width: int) -> list[Line]:
    """Return the trend of a tag in braille; the practised operator's is dotted."""
    room = max(width - _MARGIN - 2, 10)
    mine = columns(trend.pens.get("pv", ()), start, end, 2 * room)
    other = columns(trend.pens.get("expert pv", ()), start, end, 2 * room)
    low, high = scale(mine, other, least=0.02 * (trend.high - trend.low))
    rows = paint(mine, _GRAPH_ROWS, low, high, other)
    head = line(
        [(f" {title_of(trend, say)}", "strong"), (f"   ··· {say('practised operator')}", "soft")],
        width,
    )
    lines = [head]
    for place, row in enumerate(rows):
        label = f"{high:.4g}" if place == 0 else f"{low:.4g}" if place == len(rows) - 1 else ""
        lines.append(line([(f"{label:>{_MARGIN - 1}} ", "soft"), (row, "")], width))
    ends = f"{show_time(start)}{show_time(end):>{room - len(show_time(start))}}"
    lines.append(line([(" " * _MARGIN, ""), (ends, "soft")], width))
    return lines


def columns(points: Points, start: int, end: int, count: int) -> list[Column]:
    """Return lowest and highest value in each of so many equal parts of a time; None in a gap."""
    found: list[Column] = [None] * count
    for t, value in points:
        if value is None or not start <= t <= end:
            continue
        place = min((t - start) * count // max(end - start, 1), count - 1)
        before = found[place]
        found[place] = (
            (value, value) if before is None else (min(before[0], value), max(before[1], value))
        )
    last: Column = None
    for place, one in enumerate(found):
        if one is None and last is not None and len(points) < count:
            found[place] = (last[1], last[1])
        last = found[place]
    return found


def moment(of: Debrief, one: Moment, own: Sheet, say: Speaker, width: int) -> list[Line]:
    """Return one moment: losses, what there was to see, the questions, and what if."""
    dear = one.dear
    lines = listed((told.loss(loss, say) for loss in dear.losses), width)
    if one.later is not None and dear.t is not None:
        lines += [blank(width)]
        when = show_time(dear.t)
        title = say("What the instruments showed at {time} and a little later", time=when)
        lines += words(title, width, "strong")
        for time, tag, pv, sp, op, mode in told.seen_rows(one, say):
            row = (
                f"  {time:>11} {fit(tag, max(width - 49, 8))} {pv:>7} SP {sp:>7} OP {op:>7} {mode}"
            )
            lines.append(line([(row, "")], width))
        lines += words(told.standing(one.later, say), width, "", 3)
        for trend in one.trends:
            lines += [blank(width), *graph(trend, one.start, one.end, say, width)]
    for question, text in QUESTIONS.items():
        answer = own.answers.get((question, dear.t))
        lines += [blank(width), *words(say(text), width, "strong")]
        lines += said(answer.text if answer is not None else None, say, width)
    return [*lines, *_otherwise(of, one, say, width)]


def _otherwise(of: Debrief, one: Moment, say: Speaker, width: int) -> list[Line]:
    """Return what the practised operator did, and what would have come of other ways."""
    lines: list[Line] = []
    if one.expert:
        lines += [blank(width), *words(say("The practised operator did"), width, "strong")]
        acts = (f"{show_time(act.t)}  {told.act_text(act, of.names)}" for act in one.expert)
        lines += listed(acts, width)
    for way in one.ways:
        text = told.way(way, of.marked.automatic.percent, of.names, say)
        lines += [blank(width), *words(f"{say('What if?')} {text}", width, "strong")]
        lines += listed(told.changes(way, say), width)
    return lines


def score(of: Debrief, own: Sheet, say: Speaker, width: int) -> list[Line]:
    """Return the verdict, and each criterion beside how the trainee rated it."""
    lines = words(score_words.verdict(of.score, say)[0], width, "strong")
    for row in score_words.verdict(of.score, say)[1:]:
        lines += words(row, width)
    lines.append(blank(width))
    for one in of.score.criteria:
        rating = own.ratings.get(one.id)
        mine = say("you gave yourself {points:g}", points=rating.points) if rating else ""
        head = f" {score_words.points(one, say):>12}  {say.words(one.name)}"
        lines.append(line([(head, "strong"), (f"   {mine}", "soft")], width))
        if score_words.reached(one, say):
            lines += words(score_words.reached(one, say), width, "soft", 15)
        for evidence in one.lines:
            lines += words(score_words.evidence(evidence, say), width, "", 15)
    if of.workload is not None:
        head, *rows = burden.lines(of.workload, say)
        lines += [blank(width), *words(head, width, "strong")]
        for row in rows:
            lines += words(row, width)
    return lines


def remarks(of: Debrief, say: Speaker, width: int) -> list[Line]:
    """Return what assessors and fellow trainees wrote and signed."""
    if not of.others:
        return words(say("Nothing is written and signed yet."), width)
    lines: list[Line] = []
    for sheet in of.others:
        lines += words(sheet.who, width, "strong")
        lines += listed((f"{show_time(r.t)}  {r.text}" for r in sheet.remarks), width)
        for one in sheet.signatures[-1:]:
            lines += words(f"{one.name}, {one.wall}: {say(MEANINGS[one.meaning])}", width, "soft")
    return lines
