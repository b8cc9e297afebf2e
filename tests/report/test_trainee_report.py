"""The report of a session: complete, in the order of a debrief, in three languages, harmless."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from debrief_rig import HOSTILE, late, late_log, read

from simulator.assessment.workload import Workload
from simulator.language.forms import SCALES
from simulator.report.lines import debrief_lines
from simulator.report.trainee import bar, trainee_report
from simulator.review.debrief import Debrief
from simulator.review.marks import Marks, sheets_of

ORDER = [
    "Reactions",
    "How do you rate yourself?",
    "What happened",
    "Looking closer",
    "What went well",
    "Moment 1",
    "What if?",
    "Score",
    "What you take with you",
    "Remarks of the assessor",
]


def test_the_parts_come_in_the_order_of_a_debrief() -> None:
    """Self-rating before anything that tells the score, on paper and as text."""
    page = trainee_report(late(), "en")
    text = "\n".join(debrief_lines(late(), "en"))
    for told in (page[page.index("<body>") :], text):
        places = [told.index(part) for part in ORDER]
        assert places == sorted(places)
        assert told.index("not passed") > told.index("Looking closer")


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", ["Nabespreking", "Wat als?", "eerder"]), ("fr", ["Débriefing", "Et si ?", "plus tôt"])],
)
def test_it_speaks_three_languages(language: str, words: list[str]) -> None:
    """Headings and sentences of evidence are told in the language asked for."""
    page = trainee_report(late(), language)
    assert f'<html lang="{language}">' in page
    assert all(word in page for word in words)
    assert not any(f">{part}<" in page for part in ORDER if part != "Score")


def hostile() -> Debrief:
    """Return a debrief in which every outside text would like to be markup."""
    of = late()
    opening = replace(of.opening, who=HOSTILE)
    brief = replace(of.brief, title={"en": HOSTILE}, text={"en": HOSTILE})
    next_up = replace(of.next_up, scenario=HOSTILE)
    return replace(of, opening=opening, brief=brief, next_up=next_up)


def test_nothing_outside_acts() -> None:
    """No script, no handler, no address, no control character; reasons of the log included."""
    page = trainee_report(hostile(), "en")
    found = read(page)
    assert not {"script", "iframe", "object", "link", "img", "a", "form", "b"} & set(found.tags)
    assert not [key for key, _ in found.attributes if key.startswith("on") or key == "style"]
    assert HOSTILE.replace("\x1b", "\u241b") in found.text
    assert "\x1b" not in page
    assert "alert(1)" in found.text
    assert set(re.findall(r"https?://[^\"' ]*", page)) == {"http://www.w3.org/2000/svg"}
    assert "url(" not in page
    assert "@import" not in page


def test_the_policy_allows_its_own_style_alone() -> None:
    """The hash in the security policy is that of the style on the page."""
    page = trainee_report(late(), "en")
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = (value for _, value in read(page).attributes if value and "default" in value)
    assert policy.startswith("default-src 'none'")
    assert f"style-src 'sha256-{digest}';" in policy


def test_what_the_trainee_and_the_assessor_wrote_is_told() -> None:
    """Answers, ratings and the commitment are shown; an assessor's remarks once they are signed."""
    own = Marks.open(late_log(), "code-1", "trainee")
    own.answer("reaction", "It went <fast>")
    own.rate(late().rubric.criteria[0], level=1)
    own.commit("Look at the flow", "oxygen-lost")
    other = Marks.open(late_log(), "assessor-1")
    other.remark(1_300_000, "Why wait?")
    unsigned = [one for one in sheets_of(late_log())[0] if one.signed]
    assert not unsigned
    other.sign("A. Peeters", "assessment")
    sheets = sheets_of(late_log())[0]
    of = replace(
        late(),
        own=next(one for one in sheets if one.role == "trainee"),
        others=tuple(one for one in sheets if one.role != "trainee"),
    )
    page = trainee_report(of, "en")
    assert "It went &lt;fast&gt;" in page
    assert "☒ Acts when the alarm has come" in page
    assert "Look at the flow" in page
    assert "00:21:40  Why wait?" in page
    assert "A. Peeters" in page
    assert 'id="rated" checked' in page
    text = "\n".join(debrief_lines(of, "en"))
    assert "[x] Acts when the alarm has come" in text
    assert "> Look at the flow" in text


def test_who_has_not_rated_must_first() -> None:
    """Without a self-rating the box that shows the rest is not ticked."""
    page = trainee_report(replace(late(), own=None), "en")
    assert 'id="rated"/>' in page


def test_a_bar_is_as_long_as_its_percentage() -> None:
    """Nothing, half and all; beyond these it stays within its width."""
    assert [bar(p, 4) for p in (-5.0, 0.0, 50.0, 100.0, 300.0)] == [
        "░░░░",
        "░░░░",
        "██░░",
        "████",
        "████",
    ]


def test_the_workload_is_shown_as_it_was_told() -> None:
    """Scales and mean, on paper and as text; without a form there is nothing."""
    scales = tuple(zip(SCALES, (55, 10, 70, 30, 60, 20), strict=True))
    of = replace(late(), workload=Workload(scales, 245 / 6, 7_200_000, 99))
    page, plain = read(trainee_report(of, "en")).text, "\n".join(debrief_lines(of, "en"))
    for told in (page, plain):
        assert "never graded" in told
        assert "temporal demand" in told
        assert "41" in told[told.index("Workload") :]
    without = replace(late(), workload=None)
    assert "never graded" not in trainee_report(without, "en")
    assert "never graded" not in "\n".join(debrief_lines(without, "en"))
    assert of.score == without.score
