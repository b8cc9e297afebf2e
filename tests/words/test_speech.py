"""The program speaks three languages, two registers and one that does not exist."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

from simulator.language.text import text
from simulator.session.speech import PSEUDO, Speaker, next_language, pseudo


def test_a_text_is_told_again_in_another_language() -> None:
    """A text made in English from a template is told in Dutch, its values kept."""
    told = text("there is no such tag")
    assert Speaker("nl").retell(told) == "die tag is er niet"
    assert Speaker("en").retell(told) == told


def test_the_words_of_a_scenario_are_told_in_the_language_of_the_moment() -> None:
    """What the plant said in Dutch is told in French once the user asks for French."""
    say = Speaker("nl", phrases=[{"en": "Feed", "nl": "Voeding", "fr": "Alimentation"}])
    say.language = "fr"
    assert say.retell("Voeding") == "Alimentation"
    assert say.retell("unknown") == "unknown"


def test_a_text_survives_the_way_to_another_process() -> None:
    """A pickled text still knows its template."""
    told = text("{tag} is in manual", tag="TIC-101")
    again = pickle.loads(pickle.dumps(told))
    assert (again, again.template, again.values) == (told, told.template, told.values)


def test_the_language_that_does_not_exist_is_longer_and_keeps_fields() -> None:
    """Pseudo-text is at least a third longer, and its fields can still be filled in."""
    assert len(pseudo("acknowledge")) > 4 / 3 * len("acknowledge")
    assert Speaker(PSEUDO)("{n} alarms", n=3).startswith("3 ")


def test_languages_go_round() -> None:
    """The next language after the last is the first; from none that is known, too."""
    assert [next_language(x) for x in ("en", "nl", "fr", PSEUDO)] == ["nl", "fr", "en", "en"]


def test_french_has_a_blank_before_a_colon() -> None:
    """What follows a word stands after a colon, in French with a blank before it."""
    told = [f"{say('Duration')}{say.colon}2 h" for say in map(Speaker, ("en", "nl", "fr"))]
    assert told == ["Duration: 2 h", "Duur: 2 h", "Durée : 2 h"]


def test_no_colon_is_put_behind_a_word_in_the_code() -> None:
    """A colon right behind what a Speaker said would be wrong in French: it has its own."""
    said = re.compile(r"\b(?:say|speak|word|_word)\([^{}]*\)\}:")
    root = Path(__file__).parents[2]
    found = [
        f"{path.name}: {told}"
        for room in ("simulator", "tui")
        for path in (root / room).rglob("*.py")
        for told in said.findall(path.read_text(encoding="utf-8"))
    ]
    assert not found
