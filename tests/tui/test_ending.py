"""The end of a session: the score as a trainee reads it, and the way on."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from patience import LIMIT_S
from rich.cells import cell_len

from simulator.assessment.score import CriterionScore, Line, Score
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.review.score import score_log
from simulator.scenario.documents import Documents
from simulator.session.speech import PSEUDO, Speaker
from tui.lobby import Visitor
from tui.lobby.ending import Ended, Ending, Figure, dearest, figures_of

HEAD = "0123456789abcdef" * 4


def line_of(points: float, of: float, t: int | None = None, said: str = "seen") -> Line:
    """Return a piece of evidence."""
    told = text("{tag}: {said}", tag="TIC-101", said=said)
    return Line("rule", points, of, t, (12, 13, 14, 15), told)


def criterion(ident: str, *lines: Line, critical: bool = False, **more: object) -> CriterionScore:
    """Return a criterion with its evidence."""
    known: dict[str, object] = {
        "id": ident,
        "name": {"en": f"Criterion {ident}", "nl": f"Criterium {ident}"},
        "what": {"en": "what"},
        "rater": "automatic",
        "competencies": ("C05",),
        "points": sum(one.points for one in lines),
        "of": sum(one.of for one in lines) or 10.0,
        "level": 0,
        "levels": ({"en": "too late", "nl": "te laat"},),
        "critical": critical,
        "failed": False,
        "lines": lines,
    }
    return CriterionScore(**{**known, **more})  # type: ignore[arg-type]


CRITERIA = (
    criterion("a", line_of(20.0, 20.0, 1000)),
    criterion("b", line_of(3.0, 15.0, 1_277_000, "acknowledged late"), line_of(-4.0, 0.0, 2000)),
    criterion("c", line_of(0.0, 30.0, None, "no sample"), critical=True, failed=True),
    criterion("d", line_of(4.0, 5.0, 3000, "small thing")),
    criterion("e", points=None, level=None, rater="assessor"),
)


def score(**changes: object) -> Score:
    """Return a score of 23 of 70 points, with a critical failure."""
    known: dict[str, object] = {
        "percent": 32.86,
        "points": 23.0,
        "of": 70.0,
        "waiting": 10.0,
        "passed": False,
        "pass_percent": 60.0,
        "grade": "32.86 %",
        "scale": "percent",
        "failures": ("c",),
        "criteria": CRITERIA,
        "hints": (line_of(-2.0, 0.0, 60_000, "hint 1"),),
        "competencies": {"C05": 32.86},
        "end": 2_700_000,
        "finished": False,
    }
    return Score(**{**known, **changes})  # type: ignore[arg-type]


def ended(**changes: object) -> Ended:
    """Return a session that was sealed."""
    known: dict[str, object] = {
        "path": Path("oxygen-lost-20261122.log"),
        "head": HEAD,
        "documents": Documents("oxygen-lost.yaml", {}),
        "title": {"en": "Oxygen lost", "nl": "Zuurstof weg"},
        "seed": 12,
        "now": 2_700_000,
        "figures": (
            Figure("Titre", "g/L", 2, 1.3, 1.31, 1.0, limited=False),
            Figure("pH", "pH", 2, 7.0, 7.1, 0.914, limited=True),
        ),
        "product_kg": 2.243,
        "phrases": ({"en": "Titre", "nl": "Titer"},),
        "score": score(),
    }
    return Ended(**{**known, **changes})  # type: ignore[arg-type]


def ending(language: str = "en", **changes: object) -> Ending:
    """Return the screen at the end of a session."""
    return Ending(Visitor("Ann", Speaker(language)), ended(**changes))


def text_of(seat: Ending, width: int = 80, height: int = 24) -> str:
    """Paint the screen, check that every line is whole, and return it as text."""
    rows = ["".join(told for told, _ in row) for row in seat.paint(width, height)]
    assert len(rows) == height
    assert {cell_len(row) for row in rows} == {width}
    return "\n".join(rows)


def whole_of(seat: Ending) -> str:
    """Return everything that can be scrolled through."""
    return text_of(seat, 100, 120)


def test_the_verdict_comes_first_with_what_decided_it() -> None:
    """Percent, not passed, the pass mark, points, the critical failure, what waits, how early."""
    shown = text_of(ending())
    assert "✗ 32.86 %" in shown
    assert "not passed; pass mark 60 % · 23 of 70 points" in shown
    assert "critical failure: Criterion c" in shown
    assert "10 points wait for a person" in shown
    assert "the session ended early, at 00:45:00" in shown


def test_the_three_moments_that_cost_most_stand_before_all_else() -> None:
    """The dearest first; a fourth is left to its criterion, and what cost nothing is not there."""
    costs = dearest(score())
    assert [round(one.of - one.points, 2) for one in costs] == [30.0, 12.0, 4.0]
    rows = text_of(ending(), 80, 30).splitlines()
    place = next(n for n, row in enumerate(rows) if "what cost most" in row)
    assert "-30  TIC-101: no sample [12, 13, 14, …]" in rows[place + 1]
    assert "-12  00:21:17 TIC-101: acknowledged late" in rows[place + 2]
    assert "-4  00:00:02" in rows[place + 3]
    assert dearest(score(criteria=(), hints=())) == []
    assert "what cost most" not in whole_of(ending(score=score(criteria=CRITERIA[:1], hints=())))


def test_hints_that_were_taken_are_told_with_their_price() -> None:
    """They stand below the criteria, and among what cost most if nothing cost more."""
    assert "hints that were taken" in whole_of(ending())
    assert "-2  00:01:00 TIC-101: hint 1" in whole_of(ending())
    assert [one.points for one in dearest(score(criteria=CRITERIA[:1]))] == [-2.0]


def test_every_criterion_shows_its_points_level_and_evidence() -> None:
    """What waits for a person says so; a critical one is marked; numbers count to the end."""
    shown = whole_of(ending())
    for part in ("20/20", "-1/15", "0/30", "Criterion c !", "5 of 5", "waits for the assessor"):
        assert part in shown
    assert "20/20  00:00:01 TIC-101: seen [12, 13, 14, …]" in shown
    assert "too late" in shown
    unjudged = criterion("z", points=None, level=None)
    assert "nothing to judge" in whole_of(ending(score=score(criteria=(unjudged,))))


def test_key_results_log_and_head_are_there() -> None:
    """Each value with its peak and its time in range; log and head stay in sight at the foot."""
    shown = whole_of(ending())
    assert "Titre" in shown
    assert "1.30" in shown
    assert "91 %" in shown
    assert "2.243" in shown
    small = text_of(ending())
    assert "log: oxygen-lost-20261122.log" in small
    assert f"head: {HEAD}" in small
    results = {"figures": [{"name": "x", "unit": "g", "decimals": 1, "last": None, "peak": 1.0}]}
    assert figures_of(results) == ((), None)


def test_without_a_score_it_says_why() -> None:
    """No rubric is told as such; who did not wait hears how to score the log later."""
    none = Problem("no-rubric", "the scenario of this log has no rubric", "cuve score LOG")
    assert "no score: the scenario of this log has no rubric" in text_of(
        ending(score=None, problem=none)
    )
    assert "cuve score oxygen-lost-20261122.log" in text_of(ending(score=None))


def test_another_scale_shows_the_percentage_as_well() -> None:
    """O, V or G alone would tell too little."""
    shown = text_of(ending(score=score(scale="OVG", failures=(), passed=True, percent=90.0)))
    assert "✓ G (90 %)" in shown


def test_the_texts_of_the_scenario_follow_the_language() -> None:
    """Names of criteria, levels and results are retold when l is pressed; the page too."""
    seat = ending()
    seat.press("l")
    shown = whole_of(seat)
    assert "Zuurstof weg" in shown
    assert "Criterium a" in shown
    assert "te laat" in shown
    assert "Titer" in shown


def test_keys_scroll_and_lead_on() -> None:
    """Keys move within bounds; d says what there is without a score; the others leave."""
    seat = ending()
    top = text_of(seat)
    assert "more below" in top
    for _ in range(99):
        seat.press("pagedown")
    bottom = text_of(seat)
    assert bottom != top
    assert "more below" not in bottom
    assert "product in all vessels" in bottom
    seat.press("home")
    assert text_of(seat) == top
    seat.press("up")
    seat.wheel(False, 1, 1)
    assert text_of(seat) != top
    unscored = ending(score=None)
    unscored.press("d")
    assert "there is no debrief; v plays it back" in text_of(unscored)
    for key, way in (
        ("d", "debrief"),
        ("v", "replay"),
        ("r", "again"),
        ("b", "library"),
        ("escape", "library"),
        ("q", "quit"),
    ):
        seat = ending()
        seat.press(key)
        assert seat.leaving == way
    seat = ending()
    seat.press("ctrl+c")
    assert seat.leaving == "quit"


@pytest.mark.parametrize("language", ["en", "nl", "fr", PSEUDO])
@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (200, 60)], ids=str)
def test_the_screen_is_whole_at_every_size(size: tuple[int, int], language: str) -> None:
    """From the top to the bottom, with and without a score, hostile texts among them."""
    evil = "\x1b[2J\x1b]0;x\x07[red]boo[/red]\u202e" * 9
    bad = criterion("x", line_of(1.0, 9.0, 5, evil), name={"en": evil}, levels=({"en": evil},))
    seats = [
        ending(language),
        ending(language, score=None, title={"en": evil}, path=Path("a" * 300)),
        ending(language, score=score(criteria=(*CRITERIA, bad) * 3, failures=("c",) * 40)),
    ]
    seats.append(ending(language, figures=tuple(replace(f, name=evil) for f in ended().figures)))
    for seat in seats:
        for _ in range(40):
            shown = text_of(seat, *size)
            assert "\x1b" not in shown
            assert "\u202e" not in shown
            seat.press("down")


def play(folder: Path, lines: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Play in the line mode, from a pipe."""
    return subprocess.run(
        [sys.executable, "-m", "simulator", "play", "--plain", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        input=lines,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


def test_the_line_mode_ends_with_the_same_score(tmp_path: Path) -> None:
    """Left open there is none; taken up without naming the scenario, and ended, it is printed."""
    first = play(tmp_path, "wait 1 min\nleave\n", "oxygen-lost", "--log", "x.log")
    assert first.returncode == 0
    assert "pass mark" not in first.stdout
    second = play(tmp_path, "quit\n", "--resume", "--log", "x.log")
    assert second.returncode == 0
    found = score_log(tmp_path / "x.log")
    assert f"{found.percent:g} %" in second.stdout
    assert "pass mark 60 %" in second.stdout
    for one in found.criteria:
        assert one.name["en"][:30] in second.stdout


def test_the_line_mode_needs_a_scenario(tmp_path: Path) -> None:
    """It has no library to choose from: the message says where the names are."""
    done = play(tmp_path, "")
    assert done.returncode == 2
    assert "cuve list" in done.stderr
    assert list(tmp_path.iterdir()) == []
