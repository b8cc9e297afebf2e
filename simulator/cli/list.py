"""``cuve list``: the scenarios and campaigns of the library."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import click

from simulator.cli.out import emit, json_option, language_option, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.language.words import Words
    from simulator.scenario.campaigns import Listing as CampaignListing
    from simulator.scenario.library import Listing

WIDEST = 80
"""Columns of the list, as most terminals have them."""


@click.command("list")
@click.argument("search", metavar="[WORD]...", nargs=-1)
@click.option("--level", type=click.IntRange(0, 4), help="Only scenarios of this level.")
@language_option
@json_option
def command(search: tuple[str, ...], level: int | None, language: str, as_json: bool) -> None:
    """Show what is in the library, course by course: scenarios, and campaigns of many batches.

    Each WORD must stand in the name, title, course, brief or competencies, in any language.
    """
    from simulator.scenario.campaigns import campaigns
    from simulator.scenario.courses import in_courses
    from simulator.scenario.library import scenarios

    found = [
        one
        for one in in_courses(scenarios())
        if _has(search, (one.name, *one.competencies), (one.title, one.course, one.brief))
        and level in (None, one.level)
    ]
    plans = [
        one for one in campaigns() if level is None and _has(search, (one.name,), (one.title,))
    ]
    if as_json:
        emit({"scenarios": list(map(_scenario, found)), "campaigns": list(map(_campaign, plans))})
    else:
        _show(found, plans, language)


def _has(search: tuple[str, ...], names: Iterable[str], texts: Iterable[Words]) -> bool:
    """Return whether every word that is searched for stands somewhere, accents or none."""
    held = _folded(" ".join((*names, *(text for told in texts for text in told.values()))))
    return all(_folded(word) in held for word in search)


def _folded(text: str) -> str:
    """Return a text in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _scenario(one: Listing) -> dict[str, object]:
    return {
        "name": one.name,
        "title": dict(one.title),
        "course": dict(one.course),
        "level": one.level,
        "duration_s": one.duration_ms / 1000.0,
        "competencies": list(one.competencies),
    }


def _campaign(one: CampaignListing) -> dict[str, object]:
    return {
        "name": one.name,
        "title": dict(one.title),
        "batches": one.batches,
        "duration_s": one.duration_ms / 1000.0,
    }


def _show(found: list[Listing], plans: list[CampaignListing], language: str) -> None:
    """Print the list: each course with its scenarios, then the campaigns, then what to type."""
    from simulator.language.simtime import show_duration
    from simulator.session.speech import Speaker

    say = Speaker(language)
    if not found and not plans:
        click.echo(say("nothing found: cuve list alone shows all"))
        return
    names = [one.name for one in found] + [plan.name for plan in plans]
    width = max(map(len, names))
    course = ""
    for one in found:
        heading = words(one.course, language)
        if heading != course:
            click.echo(heading if not course else f"\n{heading}")
            course = heading
        head = f"  {one.name:<{width}}  L{one.level}  {show_duration(one.duration_ms):>10}  "
        click.echo(_cut(f"{head}{words(one.title, language)}"))
    if plans:
        gap = "\n" if found else ""
        click.echo(f"{gap}{say('Campaigns: many batches in one plant')}")
    for plan in plans:
        click.echo(_cut(f"  {plan.name:<{width}}  {words(plan.title, language)}"))
    click.echo(f"\n{say('Run one: {command}', command=f'cuve run {names[0]}')}")
    if found:
        click.echo(say("Operate one: {command}", command=f"cuve play {names[0]}"))


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"
