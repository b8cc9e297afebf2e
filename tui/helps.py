"""The keys that help a beginner, on every page: glossary, hints, work instructions, tour."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.language.guide import about
from tui.guidance import key_of, subject_of
from tui.page import Key

if TYPE_CHECKING:
    from tui.console import Console

HELP_KEYS: tuple[Key, ...] = (
    Key("g", "glossary", "glossary"),
    Key("H", "hint", "hints"),
    Key("i", "work instructions", "sop"),
    Key("T", "tour", "tour"),
    Key("N", "tour: go on", "tour_next"),
)
"""They stand in the table of every page's keys."""


def shows(name: str) -> Callable[[Console], None]:
    """Return what shows a page."""

    def show(console: Console) -> None:
        console.go(console.pages[name])

    return show


def show_glossary(console: Console) -> None:
    """Show the glossary; from it and its pages, only go back to the list."""
    from tui.pages.glossary import GlossaryPage

    page = console.pages["glossary"]
    assert isinstance(page, GlossaryPage)
    if console.page.name not in ("glossary", "term"):
        page.come_from(console.page)
    console.go(page)


def show_hints(console: Console) -> None:
    """Show the hints for now."""
    console.go(console.pages["hints"])


def show_instructions(console: Console) -> None:
    """Show the work instructions, those for the tag or alarm of this page first."""
    from tui.pages.sop import Instructions

    page = console.pages["sop"]
    assert isinstance(page, Instructions)
    if console.page.name not in ("sop", "instruction"):
        page.subject = subject_of(console.page)
        page.chosen = 0
    console.go(page)


def before_the_end(console: Console) -> bool:
    """Show a form that waits to be filled in before the session ends; return whether one does."""
    from tui.pages import forms

    return forms.before_the_end(console)


def pointers(console: Console, subject: str) -> str:
    """Return what more helps with a tag or alarm, each with its key; empty if nothing does."""
    brief = console.runner.desk.brief
    told = []
    if found := about(brief.procedures, subject):
        title = console.say.words(found[0].title)
        told.append(f"{key_of(console, 'sop')} {console.say('work instruction')}: {title}")
    if any(subject in hint.alarms for hint in brief.hints):
        told.append(f"{key_of(console, 'hints')} {console.say('hint')}")
    return "   ".join(told)


def toggle_tour(console: Console) -> None:
    """Leave the tour or take it up."""
    console.guidance.tour.toggle()


def tour_on(console: Console) -> None:
    """Go on to the next step of the tour."""
    tour = console.guidance.tour
    if tour.open:
        tour.go_on()
    else:
        toggle_tour(console)
