"""The glossary: whole in three languages, searched, matched with pages, refused when broken."""

from __future__ import annotations

import re

import pytest

from simulator.language.problem import Refusal
from simulator.language.tag import explain_tag
from simulator.language.words import LANGUAGES
from simulator.scenario import library
from simulator.scenario.glossary import Term, glossary, parse_glossary

SMALL = """\
glossary: 1
terms:
  pump:
    term: {en: pump, nl: pomp, fr: pompe}
    means: {en: It pumps., nl: Ze pompt., fr: Elle pompe.}
letters: {equipment: {}, measured: {}, function: {}}
"""


def term(name: str) -> Term:
    """Return a term of the shipped glossary."""
    return next(one for one in glossary().terms if one.name == name)


def test_it_is_whole_in_every_language() -> None:
    """At least 150 terms, each with a name and a sentence in three languages, none cut short."""
    terms = glossary().terms
    assert len(terms) >= 150
    for one in terms:
        for language in LANGUAGES:
            assert one.term[language].strip() == one.term[language] != ""
            assert one.means[language].endswith("."), one.name
            assert len(one.means[language]) < 200, one.name


def test_no_term_is_there_twice() -> None:
    """No English term and no abbreviation stands for two things."""
    seen: list[str] = []
    for one in glossary().terms:
        seen += [word.casefold() for word in (*one.term["en"].split(", "), *set(one.also))]
    twice = {word for word in seen if seen.count(word) > 1}
    assert twice <= {"ph"}, twice


def test_the_letters_of_every_tag_of_the_plant_are_explained() -> None:
    """Every tag of the shipped plant has letters that mean something, as in ISA-5.1."""
    design = library.load("first-batch").design
    parts = (design.units, design.lines, design.transmitters, design.actuators, design.loops)
    for tag in [spec.tag for specs in parts for spec in specs]:
        letters = glossary().letters(tag)
        assert "".join(letter for letter, _ in letters) == tag.partition("-")[0]
        told = explain_tag(tag)
        if told and len(letters) > 1:
            assert told.startswith(letters[0][1]["en"]), tag
    assert glossary().letters("TNO-1") == ()
    assert glossary().letters("no tag") == ()


def test_a_page_is_searched_for_its_words() -> None:
    """Words count in capitals and with an ending; abbreviations only as they are written."""

    def names(text: str, language: str = "en") -> set[str]:
        return {one.name for one in glossary().on([text], language)}

    assert {"alarm", "dissolved-oxygen"} <= names("ALARMS (3)  DO 41 %")
    assert "dissolved-oxygen" not in names("do it now")
    assert "ph" in names("AIC-101 pH 7.01")
    assert "ph" not in names("phone")
    assert "control-loop" in names("Regelkringen", "nl")
    assert "setpoint" in names("nouvelle consigne", "fr")
    assert "low-pH viral inactivation" in {one.term["en"] for one in glossary().terms}
    assert names("") == set()


def test_typing_finds_in_any_language() -> None:
    """What is equal comes first, then what begins so, then what holds it; nothing for nonsense."""
    assert glossary().find("DO")[0].name == "dissolved-oxygen"
    assert glossary().find("consigne")[0].name == "setpoint"
    assert glossary().find("VERGRENDELING")[0].name == "interlock"
    assert glossary().find("qqqqq") == []
    assert term("cascade").title("nl") == "cascade (CAS)"


def test_it_is_no_scenario() -> None:
    """The file stands among the scenarios but is not listed, and cannot be played."""
    assert "glossary" not in library.names()
    with pytest.raises(Refusal):
        library.read("glossary")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("nl: pomp, ", "", "nl is missing"),
        ("term:", "tern:", "did you mean `term`"),
        ("glossary: 1", "glossary: 2", "must be '1'"),
        ("letters: {equipment: {}, measured: {}, function: {}}", "", "letters"),
        ("means: {en: It pumps., nl: Ze pompt., fr: Elle pompe.}", "means: []", "means"),
    ],
)
def test_a_broken_one_is_refused_with_places(old: str, new: str, words: str) -> None:
    """A missing language, key or section is said with its line."""
    assert parse_glossary(SMALL, "g.yaml").terms[0].name == "pump"
    with pytest.raises(Refusal) as refusal:
        parse_glossary(SMALL.replace(old, new), "g.yaml")
    assert any(words in str(problem) for problem in refusal.value.problems)
    assert all(problem.place for problem in refusal.value.problems)


def test_definitions_do_not_lean_on_themselves() -> None:
    """A definition is not just its own term again."""
    for one in glossary().terms:
        first = re.split(r"\W+", one.means["en"].casefold())
        assert len(first) > 5 or one.name == "process-value", one.name
