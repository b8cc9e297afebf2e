"""The report of a class: results by criterion, common errors, progress, and a row for each."""

from __future__ import annotations

from simulator.language.plain import plain
from simulator.report import burden
from simulator.report.axis import Axis
from simulator.report.markup import Markup, Part, element, items, table
from simulator.report.plot import WIDTH, figure, label
from simulator.report.sheet import page
from simulator.review.debrief_class import ClassReport, Course, Person, Spread, subject
from simulator.review.debrief_next import MASTERED
from simulator.session.speech import Speaker

_ROW = 22.0
_NAMES = 220.0
_ATTEMPTS = 8
_DIGEST = 8


def class_page(of: ClassReport, language: str) -> str:
    """Return the report of a class as one HTML page that needs nothing else."""
    say = Speaker(language)
    sessions = say("1 session") if of.logs == 1 else say("{n} sessions", n=of.logs)
    count = say("{sessions} of {people}", sessions=sessions, people=_people(of.people, say))
    parts: list[Part] = [
        element("h1", say("Results of the class")),
        element("p", count, class_="soft"),
    ]
    for place, course in enumerate(of.courses):
        speaker = Speaker(language, phrases=course.phrases)
        parts += _course(course, _versions(of, course), speaker, first=place == 0)
    if of.skipped:
        rows = [f"{path}: {say.problem(problem)}" for path, problem in of.skipped.items()]
        parts.append(element("h2", say("Not counted")))
        parts.append(items(plain(row, 500) for row in rows))
    parts.append(element("p", say("For training, not for GxP use."), class_="small soft"))
    return page(f"Cuve · {say('Results of the class')}", language, f"Cuve · {count}", *parts)


def _people(count: int, say: Speaker) -> str:
    """Return so many people."""
    return say("1 person") if count == 1 else say("{n} people", n=count)


def _versions(of: ClassReport, course: Course) -> str:
    """Return which version of a scenario this is, if there are several."""
    same = [one for one in of.courses if one.scenario == course.scenario]
    return course.digest[:_DIGEST] if len(same) > 1 else ""


def _course(course: Course, version: str, say: Speaker, first: bool) -> list[Part]:
    """Return what a class came to at one scenario."""
    title = say.words(course.title)
    if version:
        title += f" ({say('version {name}', name=version)})"
    last = say("Each person's last attempt; the line is one standard deviation to each side.")
    parts: list[Part] = [
        element("h2", title, class_=None if first else "page"),
        element("h3", say("Results by criterion")),
        element("p", last, class_="small soft"),
        spread_plot(course, say),
        table(
            [say("criterion"), say("mean"), say("spread"), "n", say("less than half")],
            [_spread_row(one, say) for one in course.spreads],
            "figures",
        ),
        element("h3", say("Common errors")),
    ]
    errors = [
        plain(
            say(
                "{count} of {n}: {criterion}: {what}",
                count=one.count,
                n=one.n,
                criterion=say.words(one.criterion.name),
                what=say.retell(subject(one)),
            )
        )
        for one in course.common
    ]
    parts.append(items(errors) if errors else element("p", say("Nothing that two people missed.")))
    parts += [element("h3", say("Progress")), progress_plot(course, say)]
    parts.append(element("h3", say("People")))
    rule = say(
        "Mastered: passed with at least {percent:g} % twice, with different seeds.",
        percent=MASTERED,
    )
    parts.append(element("p", rule, class_="small soft"))
    heads = [say("person"), say("attempts"), say("best"), say("last"), say("mastered")]
    parts.append(table(heads, [_person(one, say) for one in course.people], "figures"))
    return [*parts, *(burden.class_part(course.burdens, say) if course.burdens else ())]


def _spread_row(one: Spread, say: Speaker) -> list[Part]:
    if one.n == 0:
        return [say.words(one.criterion.name), "–", "–", "0", "–"]
    spread = "–" if one.deviation is None else f"{one.deviation:.0f}"
    return [say.words(one.criterion.name), f"{one.mean:.0f} %", spread, str(one.n), str(one.missed)]


def _person(one: Person, say: Speaker) -> list[Part]:
    """Return a person's row: the last of their attempts, each with its percentage."""
    shown = [f"{each.score.percent:.0f}" for each in one.attempts[-_ATTEMPTS:]]
    if len(one.attempts) > _ATTEMPTS:
        shown.insert(0, "…")
    last = one.attempts[-1].score
    passed = "✓" if last.passed else "✗"
    return [
        plain(one.name, 60),
        " · ".join(shown),
        f"{one.best:.0f} %",
        f"{last.percent:.0f} % {passed}",
        say("yes") if one.mastered else say("no"),
    ]


def spread_plot(course: Course, say: Speaker) -> Markup:
    """Return mean and spread of each criterion as bars with a line."""
    scale = Axis(0.0, 100.0, _NAMES, WIDTH - 40.0)
    foot = 10.0 + _ROW * len(course.spreads)
    told = "; ".join(f"{say.words(one.criterion.name)} {one.mean:.0f} %" for one in course.spreads)
    parts: list[Part] = [element("title", say("Results by criterion")), element("desc", told)]
    parts += _percents(scale, foot)
    for place, one in enumerate(course.spreads):
        y = 10.0 + _ROW * (place + 0.5)
        parts.append(
            label(plain(say.words(one.criterion.name), 38), _NAMES - 8.0, y + 3.5, "right")
        )
        if one.n == 0:
            continue
        x = scale.at(one.mean)
        parts.append(
            element("rect", x=_NAMES, y=y - 6.0, width=x - _NAMES, height=12.0, class_="fill")
        )
        if one.deviation is not None:
            ends = [scale.at(one.mean - one.deviation), scale.at(one.mean + one.deviation)]
            parts.append(element("line", x1=ends[0], x2=ends[1], y1=y, y2=y, class_="spread"))
    return figure(parts, foot + 20.0)


def progress_plot(course: Course, say: Speaker) -> Markup:
    """Return the mean percentage of first, second and further attempts as bars."""
    scale = Axis(0.0, 100.0, _NAMES, WIDTH - 40.0)
    foot = 10.0 + _ROW * len(course.progress)
    rows = [
        say("attempt {n} ({people})", n=place, people=_people(count, say))
        for place, (count, _) in enumerate(course.progress, 1)
    ]
    told = "; ".join(
        f"{row} {mean:.0f} %" for row, (_, mean) in zip(rows, course.progress, strict=True)
    )
    parts: list[Part] = [element("title", say("Progress")), element("desc", told)]
    parts += _percents(scale, foot)
    for place, (row, (_, mean)) in enumerate(zip(rows, course.progress, strict=True)):
        y = 10.0 + _ROW * (place + 0.5)
        x = scale.at(mean)
        parts.append(label(row, _NAMES - 8.0, y + 3.5, "right"))
        parts.append(
            element("rect", x=_NAMES, y=y - 6.0, width=x - _NAMES, height=12.0, class_="fill")
        )
        parts.append(label(f"{mean:.0f} %", x + 5.0, y + 3.5))
    return figure(parts, foot + 20.0)


def _percents(scale: Axis, foot: float) -> list[Part]:
    """Return the ticks of a scale of percentages."""
    parts: list[Part] = []
    for percent in (0, 20, 40, 60, 80, 100):
        x = scale.at(percent)
        parts.append(element("line", x1=x, x2=x, y1=6.0, y2=foot, class_="grid"))
        parts.append(label(f"{percent} %", x, foot + 13.0, "middle"))
    return parts
