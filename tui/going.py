"""Ways to a place of the terminal, for whoever knows its name: command line, palette, clicks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.language.words import LANGUAGES
from simulator.session.speech import Speaker
from tui.fuzzy import folded

if TYPE_CHECKING:
    from tui.console import Console

OF_ONE_THING = ("faceplate", "alarm_help", "diagnostics", "term", "instruction")
"""Pages that show one thing, and so are reached by its name."""


def faceplate(console: Console, tag: str) -> None:
    """Open the faceplate of a tag."""
    from tui.pages.faceplate import open_faceplate

    open_faceplate(console, tag)


def alarm_help(console: Console, alarm: str) -> None:
    """Explain an alarm."""
    from tui.pages.alarms import AlarmHelpPage

    page = console.pages["alarm_help"]
    assert isinstance(page, AlarmHelpPage)
    page.alarm = alarm
    console.go(page)


def trend(console: Console, tags: Sequence[str], span_ms: int | None) -> None:
    """Show the trends of some tags; without tags those there are, without a span as it is."""
    from tui.pages.trends import Trends

    page = console.pages["trends"]
    assert isinstance(page, Trends)
    page.show(tags or list(console.pens), span_ms or page.span_ms)
    console.go(page)


def unit(console: Console, tag: str) -> None:
    """Show the drawing of a unit."""
    from tui.pages.unit import open_unit

    open_unit(console, tag)


def explained(console: Console, term: str) -> bool:
    """Open the glossary at a term, if it knows it; return whether it does."""
    from tui.pages.glossary import GlossaryPage

    page = console.pages["glossary"]
    assert isinstance(page, GlossaryPage)
    if not page.book.find(term):
        return False
    page.wanted, page.chosen = term, 0
    console.go(page)
    return True


def places(console: Console) -> dict[str, str]:
    """Return what one can go to: pages by their names, tags and units."""
    pages = {name.replace("_", "-"): name for name in console.pages if name not in OF_ONE_THING}
    units = {card.tag: card.tag for card in console.runner.desk.brief.cell.units}
    return {**pages, **{tag: tag for tag in console.runner.latest.tags}, **units}


def reached(console: Console, name: str) -> bool:
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
