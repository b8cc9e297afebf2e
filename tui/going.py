"""Ways to a place of the terminal, for whoever knows its name: pages, command line, palette."""

from __future__ import annotations

from simulator.language.words import LANGUAGES
from simulator.session.speech import Speaker
from tui.fuzzy import folded
from tui.page import Station

OF_ONE_THING = ("faceplate", "alarm_help", "diagnostics", "term", "instruction")
"""Pages that show one thing, and so are reached by its name."""


def show(console: Station, name: str, subject: str | None = None) -> None:
    """Show a page; about a tag, unit or alarm if one is given."""
    page = console.pages[name]
    if subject is not None:
        page.turn_to(subject)
    console.go(page)


def faceplate(console: Station, tag: str) -> None:
    """Open the faceplate of a tag, if there is such a tag."""
    if tag in console.runner.latest.tags:
        show(console, "faceplate", tag)
    else:
        console.tell(f"{tag}{console.say.colon}{console.say('there is no such tag')}", "refused")


def diagnostics(console: Station, tag: str) -> None:
    """Show what is behind a tag."""
    show(console, "diagnostics", tag)


def unit(console: Station, tag: str) -> None:
    """Show the drawing of a unit, or of the unit that an instrument or valve belongs to."""
    if console.runner.desk.brief.cell.owner_of(tag):
        show(console, "unit", tag)
    else:
        console.tell(console.say("{tag} belongs to no unit", tag=tag), "refused")


def alarm_help(console: Station, alarm: str) -> None:
    """Explain an alarm."""
    show(console, "alarm_help", alarm)


def alarm_history(console: Station, alarm: str) -> None:
    """Show what an alarm did in this session."""
    show(console, "alarm_history", alarm)


def alarm_list(console: Station) -> None:
    """Show the alarm list, the most pressing one chosen."""
    console.pages["alarms"].chosen = 0
    show(console, "alarms")


def places(console: Station) -> dict[str, str]:
    """Return what one can go to: pages by their names, tags and units."""
    pages = {name.replace("_", "-"): name for name in console.pages if name not in OF_ONE_THING}
    units = {card.tag: card.tag for card in console.runner.desk.brief.cell.units}
    return {**pages, **{tag: tag for tag in console.runner.latest.tags}, **units}


def reached(console: Station, name: str) -> bool:
    """Go to a page by its name or its title in any language, a tag or a unit, if there is one."""
    wanted = folded(name)
    for tag in console.runner.latest.tags:
        if folded(tag) == wanted:
            faceplate(console, tag)
            return True
    for card in console.runner.desk.brief.cell.units:
        if folded(card.tag) == wanted:
            unit(console, card.tag)
            return True
    for page in console.pages.values():
        titles = {folded(Speaker(language)(page.heading)) for language in LANGUAGES}
        if page.name not in OF_ONE_THING and wanted in {folded(page.name), *titles}:
            console.go(page)
            return True
    return False
