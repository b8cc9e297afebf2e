"""The report of one session: a debrief on paper or in a browser.

Its order is that of a debrief. Until trainees have rated themselves, a browser hides what comes
after; on paper it begins on a new page, so that it can be handed out later.
"""

from __future__ import annotations

from simulator.language.plain import plain
from simulator.language.simtime import show_time
from simulator.report import burden, score_words, told
from simulator.report.look_back import moments, what_happened
from simulator.report.markup import Markup, Part, element, items, table, written
from simulator.report.sheet import page
from simulator.review.debrief import COMMITMENT, REACTION, REACTIONS, Debrief
from simulator.review.debrief_self import timing
from simulator.review.marks_record import MEANINGS
from simulator.review.marks_sheet import Sheet
from simulator.session.speech import Speaker

_TICKED, _OPEN = "☒", "☐"


def trainee_report(of: Debrief, language: str) -> str:
    """Return the report of a session as one HTML page that needs nothing else."""
    say = told.speaker(of, language)
    title = say.words(of.brief.title)
    after = element(
        "div",
        *what_happened(of, say),
        *moments(of, say),
        *_summary(of, say),
        *_next(of, say),
        *_assessors(of, say),
        _foot(of, say),
        class_="after",
    )
    return page(
        f"Cuve · {title}",
        language,
        f"Cuve · {plain(title)} · {told.facts(of, say)}",
        element("h1", say("Debrief: {title}", title=title)),
        element("p", told.facts(of, say), class_="soft"),
        element("p", say.words(of.brief.text)),
        *_reactions(of, say),
        *_self_rating(of, say),
        _gate(of, say),
        after,
    )


def _reactions(of: Debrief, say: Speaker) -> list[Markup]:
    answer = of.own.answers.get((REACTION, None)) if of.own is not None else None
    return [
        element("h2", f"1  {say('Reactions')}"),
        element("p", say(REACTIONS)),
        written(answer.text if answer is not None else None),
    ]


def _self_rating(of: Debrief, say: Speaker) -> list[Markup]:
    """Return the criteria with their levels, to be ticked before the score is known."""
    rows: list[list[Part]] = []
    when = timing(of.own)
    for one in of.score.criteria:
        rating = of.own.ratings.get(one.id) if of.own is not None else None
        chosen = rating.level if rating is not None else None
        levels = [
            f"{_TICKED if chosen == place else _OPEN} {plain(say.words(words))}"
            for place, words in enumerate(one.levels)
        ]
        name = element("strong", say.words(one.name))
        what = element("div", say.words(one.what), class_="small soft")
        boxes = [element("div", level) for level in levels]
        if rating is not None and rating.text:
            boxes.append(element("div", plain(rating.text), class_="said small"))
        rows.append([element("div", name, what), element("div", *boxes)])
    return [
        element("h2", f"2  {say('How do you rate yourself?')}"),
        element("p", say("Tick one level for each, before you read on.")),
        *([element("p", say(when), class_="soft")] if when else ()),
        table([say("criterion"), say("level")], rows, "rating"),
    ]


def _gate(of: Debrief, say: Speaker) -> Markup:
    """Return the box to tick before the rest is shown; it is ticked if there is a rating."""
    box = element("input", type="checkbox", id="rated", checked=of.rated)
    words = say("I have rated myself: show what happened and the score")
    return element("p", box, " ", element("label", words, for_="rated"), class_="gate")


def _summary(of: Debrief, say: Speaker) -> list[Part]:
    """Return the verdict, each criterion with its evidence, and the competencies."""
    first, *more = score_words.verdict(of.score, say)
    parts: list[Part] = [
        element("h2", f"5  {say('Score')}", class_="page"),
        element("p", first, class_="verdict"),
        *(element("p", line) for line in more),
    ]
    rows: list[list[Part]] = []
    for one in of.score.criteria:
        rating = of.own.ratings.get(one.id) if of.own is not None else None
        own = "–" if rating is None else f"{rating.points:g}"
        failed = f" ({say('critical failure')})" if one.failed else ""
        lines = [
            element("div", score_words.evidence(line, say), class_="small") for line in one.lines
        ]
        name = element("strong", f"{say.words(one.name)}{failed}")
        level = element("div", score_words.reached(one, say))
        rows.append([element("div", name, level, *lines), own, score_words.points(one, say)])
    for hint in of.score.hints:
        rows.append([score_words.evidence(hint, say), "", f"{hint.points:g}"])
    parts.append(
        table([say("criterion and evidence"), say("yourself"), say("points")], rows, "figures")
    )
    parts += _changed(of, say)
    skills = told.competencies(of.score, say)
    if skills:
        parts.append(element("h3", say("Competencies")))
        bars = [
            [name, element("span", bar(part), class_="bar"), f"{part:.0f} %"]
            for name, part in skills
        ]
        parts.append(table([say("competency"), "", "%"], bars, "figures"))
    return [*parts, *(burden.trainee_part(of.workload, say) if of.workload is not None else ())]


def bar(percent: float, width: int = 20) -> str:
    """Return a percentage as a bar of characters, which prints anywhere."""
    full = min(max(int(percent * width / 100.0 + 0.5), 0), width)
    return "█" * full + "░" * (width - full)


def _changed(of: Debrief, say: Speaker) -> list[Part]:
    """Return what people changed of what was computed."""
    names = {one.id: say.words(one.name) for one in of.score.criteria}
    rows: list[str] = []
    for change in of.marked.changes:
        before = "–" if change.before is None else f"{change.before:g}"
        after = "–" if change.after is None else f"{change.after:g}"
        who = [(who, one.text) for who, one in change.ratings]
        who += [(who, one.reason) for who, one in change.overrides]
        why = "; ".join(f"{name}: {words}" if words else name for name, words in who)
        rows.append(plain(f"{names[change.criterion]}: {before} → {after} ({why})"))
    return [element("h3", say("Given by people")), items(rows)] if rows else []


def _next(of: Debrief, say: Speaker) -> list[Part]:
    """Return the commitment and what to play next."""
    commitment = of.own.commitment if of.own is not None else None
    parts: list[Part] = [
        element("h2", f"6  {say('What you take with you')}"),
        element("p", say(COMMITMENT)),
        written(commitment.text if commitment is not None else None),
    ]
    if commitment is not None and commitment.scenario:
        chosen = say("next, as you chose: {name}", name=commitment.scenario)
        parts.append(element("p", plain(chosen)))
    suggested = element("strong", say("Suggested next"))
    parts.append(element("p", suggested, f": {told.next_up(of, say)}", class_="box"))
    return parts


def _assessors(of: Debrief, say: Speaker) -> list[Part]:
    """Return what others wrote and signed, or room for it."""
    parts: list[Part] = [element("h2", f"7  {say('Remarks of the assessor')}")]
    for sheet in of.others:
        parts.append(element("h3", plain(sheet.who)))
        parts.append(items(_remarks(sheet)))
        for one in sheet.signatures[-1:]:
            meaning = say(MEANINGS[one.meaning])
            parts.append(element("p", plain(f"{one.name}, {one.wall}: {meaning}"), class_="small"))
    if not of.others:
        parts.append(written(None))
        parts.append(
            element("p", f"{say('name, date, signature')}{say.colon.rstrip()}", class_="soft")
        )
    return parts


def _remarks(sheet: Sheet) -> list[Part]:
    return [plain(f"{show_time(one.t)}  {one.text}") for one in sheet.remarks]


def _foot(of: Debrief, say: Speaker) -> Markup:
    """Return what this is a report of, to be checked."""
    rows = [
        say("For training, not for GxP use."),
        f"{say('log')}{say.colon}{plain(of.path.name)}",
        f"{say('head')}{say.colon}{of.head}",
    ]
    if not of.sealed:
        rows.append(say("The session was not sealed: it may go on."))
    rows += [say.problem(problem) for problem in of.marked.problems]
    return element("div", *(element("div", plain(row)) for row in rows), class_="small soft keep")
