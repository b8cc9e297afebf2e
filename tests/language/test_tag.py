"""Tags, their meaning by ISA-5.1, and near misses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.language.problem import Place, Refusal
from simulator.language.tag import (
    check_alarm,
    check_name,
    check_tag,
    did_you_mean,
    explain_tag,
    is_alarm,
    is_name,
    is_tag,
    meant,
    quoted,
)

TAGS = ["TIC-101", "AIT-102A", "BR-101", "I-1", "XV-101", "ABCDE-12345Z"]
NOT_TAGS = ["", "TIC", "TIC101", "tic-101", "TIC-", "-101", "TIC-101.PV", "TIC-101\n", "TIC-\u0661"]
NOT_TAGS += ["ABCDEF-1", "TIC-123456", "TIC-101AB", " TIC-101", "T1C-101", "TIC-101 "]


def test_tags() -> None:
    """Tags are capitals, a hyphen, a number and perhaps one letter more."""
    for tag in TAGS:
        assert is_tag(tag)
        assert is_name(tag)
        assert check_tag(tag) == tag
        assert is_alarm(f"{tag}.HIHI")
        assert check_alarm(f"{tag}.LO") == f"{tag}.LO"
    for text in NOT_TAGS:
        assert not is_tag(text)
        assert not is_alarm(text)


def test_names() -> None:
    """Plain names are words joined by hyphens or underscores, forty characters at most."""
    for name in ("feed", "feed-1", "clean_air", "F", "a" * 40):
        assert check_name(name) == name
    for text in ("", "1feed", "feed 1", "-feed", "feed-", "feed--1", "f\u00e9ed", "a" * 41, "a.b"):
        assert not is_name(text)


@pytest.mark.parametrize(
    ("check", "text", "words"),
    [
        (check_tag, "tic-101", "write TIC-101"),
        (check_tag, "TIC101", "such as TIC-101"),
        (check_tag, "A" * 90, "'" + "A" * 40 + "...' is not a tag"),
        (check_alarm, "TIC-101", "such as TIC-101.HI"),
        (check_name, "feed 1", "such as feed-1"),
    ],
)
def test_refusals(check: object, text: str, words: str) -> None:
    """A wrong name is refused where it stands, with what it should look like."""
    assert callable(check)
    with pytest.raises(Refusal) as caught:
        check(text, Place("a.yaml", 2, 5))
    (problem,) = caught.value.problems
    assert words in f"{problem.message} ({problem.hint})"
    assert problem.place == Place("a.yaml", 2, 5)


@pytest.mark.parametrize(
    ("tag", "meaning"),
    [
        ("TIC-101", "temperature indicating controller"),
        ("TT-101", "temperature transmitter"),
        ("AIT-102A", "analysis indicating transmitter"),
        ("FV-101", "flow valve"),
        ("FQI-101", "flow total indicator"),
        ("PDT-101", "pressure difference transmitter"),
        ("FC-101", "flow controller"),
        ("LSH-101", "level switch high"),
        ("WT-101", "weight transmitter"),
        ("PSV-101", "pressure safety valve"),
        ("XV-101", "on-off valve"),
        ("BR-101", "bioreactor"),
        ("P-101", "pump"),
        ("I-101", "interlock"),
        ("TIC-101.HI", "high alarm of temperature indicating controller"),
        ("TIC-101.SP", "set-point of temperature indicating controller"),
        ("TIC-101.ZZ", ""),
        ("OOO-101.HI", ""),
        ("T-101", ""),
        ("TO-101", ""),
        ("feed", ""),
        ("A" * 50, ""),
    ],
)
def test_explanation(tag: str, meaning: str) -> None:
    """The letters of a tag are explained as ANSI/ISA-5.1 reads them."""
    assert explain_tag(tag) == meaning


def test_near_misses() -> None:
    """The nearest name is found, whatever its case; nothing is offered when nothing is near."""
    names = ["TIC-101.PV", "TIC-101.SP", "AIC-102.PV"]
    assert did_you_mean("TIC-110.PV", names) == "TIC-101.PV"
    assert did_you_mean("tic-101.sp", names) == "TIC-101.SP"
    assert did_you_mean("zzzz", names) == ""
    assert did_you_mean("", names) == ""
    assert did_you_mean("x", []) == ""
    assert meant("AIC-120.PV", names) == "did you mean AIC-102.PV?"
    assert meant("zzzz", names, "look it up") == "look it up"


def test_near_misses_are_bounded() -> None:
    """Names beyond the four-thousandth are not looked at, nor a word beyond 64 characters."""
    assert did_you_mean("needle", (f"h{number}" for number in range(10**9))) == ""
    assert did_you_mean("a" * 64 + "b" * 10**6, ["a" * 64]) == "a" * 64


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=20))
def test_near_miss_is_a_candidate(word: str, names: list[str]) -> None:
    """The answer is one of the candidates, or none; the same word finds itself, but for case."""
    found = did_you_mean(word, names)
    assert found in names or found == ""
    if word in names:
        assert found.lower() == word.lower()


@given(st.text())
def test_quoted_is_plain(text: str) -> None:
    """A quoted text is short and printable ASCII."""
    assert quoted(text).isascii()
    assert quoted(text).isprintable()
    assert len(quoted(text)) <= 45
