"""What the trainee is told before the session, and what it is judged on, also while it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from tui_bench import session_in

from simulator.session.desk import CriterionBrief
from simulator.session.live import Live
from simulator.session.pace import Pace
from simulator.session.speech import PSEUDO
from tui.console import Console
from tui.history import History
from tui.pages.briefing import Criteria
from tui.runner import Runner

TEN = tuple(
    CriterionBrief(
        f"c{n}",
        {"en": f"Criterion number {n}", "nl": f"Criterium nummer {n}"},
        {"en": f"What must be done {n}. " * (n + 1)},
        float(n + 1),
        ("C04", "C05"),
        critical=n == 2,
    )
    for n in range(10)
)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A session of oxygen-lost."""
    yield from session_in(tmp_path)


def console_of(
    live: Live, monkeypatch: pytest.MonkeyPatch, language: str = "en", **changes: object
) -> Console:
    """Return a console whose brief has ten criteria, and other changes."""
    known = {"criteria": TEN, **changes}
    brief = replace(live.brief, **known)  # type: ignore[arg-type]
    monkeypatch.setattr(Live, "brief", property(lambda _: brief))
    pace = Pace(1.0)
    pace.paused = True
    return Console(Runner(live, pace), History(), "Ann", language)


def text_of(console: Console, width: int = 80, height: int = 24) -> str:
    """Paint the console, check that every line is whole, and return it as text."""
    rows = ["".join(text for text, _ in row) for row in console.paint(width, height)]
    assert len(rows) == height
    assert {cell_len(row) for row in rows} == {width}
    return "\n".join(rows)


def test_the_task_tells_the_criteria_and_how_to_begin(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many there are and each by name and points; Enter is always in sight, and begins."""
    console = console_of(live, monkeypatch)
    first = shown = text_of(console)
    assert "You are judged on 10 criteria" in shown
    assert "Press Enter to begin" in shown
    assert "more below" in shown
    for _ in range(30):
        console.press("down")
        shown += text_of(console)
        assert "Press Enter to begin" in text_of(console)
    assert all(f"Criterion number {n}" in shown for n in range(10))
    assert "3 !" in shown
    assert "more below" not in text_of(console)
    for _ in range(3):
        console.press("pageup")
    assert text_of(console) == first
    console.press("pagedown")
    assert text_of(console) != first
    console.press("enter")
    assert console.page.name == "overview"
    assert not console.runner.paused


def test_the_shift_before_is_heard_if_it_said_something(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A handover stands below the task, in the language of the screen."""
    console = console_of(live, monkeypatch, handover={}, criteria=())
    assert "shift before" not in text_of(console)
    said = {"en": "Pump P-112 is noisy.", "nl": "Pomp P-112 maakt lawaai."}
    console = console_of(live, monkeypatch, "nl", handover=said, criteria=())
    assert "Pomp P-112 maakt lawaai." in text_of(console)


def test_the_criteria_are_one_key_away_on_every_page(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C shows them from anywhere; up and down tell each: number, points, text, skills, critical."""
    console = console_of(live, monkeypatch)
    for name in console.pages:
        console.page = console.pages[name]
        console.press("C")
        assert console.page.name == "criteria"
    assert "criterion 1 of 10  55 points in all" in text_of(console)
    console.press("down")
    console.press("down")
    shown = text_of(console)
    assert "criterion 3 of 10" in shown
    assert "What must be done 2." in shown
    assert "less than half of the points fails the session" in shown
    assert "C05 respond to alarms" in shown


def test_one_criterion_can_be_kept_in_sight(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter keeps it above the message on every page; Enter again lets it go."""
    console = console_of(live, monkeypatch)
    for key in ("C", "down", "enter", "1"):
        console.press(key)
    assert "criterion 2 of 10: Criterion number 1" in text_of(console)
    console.press("2")
    assert "criterion 2 of 10: Criterion number 1" in text_of(console)
    for key in ("C", "enter", "1"):
        console.press(key)
    assert "criterion 2 of 10" not in text_of(console)


def test_a_click_chooses_a_criterion(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row under the mouse is told below; a click outside the list changes nothing."""
    console = console_of(live, monkeypatch)
    console.press("C")
    rows = text_of(console).splitlines()
    console.click(5, next(y for y, row in enumerate(rows) if "Criterion number 3" in row))
    assert "criterion 4 of 10" in text_of(console)
    console.click(5, 1)
    assert "criterion 4 of 10" in text_of(console)


def test_a_scenario_that_is_not_judged_says_so(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """No criteria: neither the task nor the page pretend there are some."""
    console = console_of(live, monkeypatch, criteria=())
    assert "judged on" not in text_of(console)
    for key in ("C", "down", "enter"):
        console.press(key)
    assert "this scenario is not judged" in text_of(console)
    page = console.pages["criteria"]
    assert isinstance(page, Criteria)
    assert page.kept is None


@pytest.mark.parametrize("language", ["en", "nl", "fr", PSEUDO])
@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (200, 60)], ids=str)
def test_both_pages_are_whole(
    live: Live, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], language: str
) -> None:
    """Every criterion at every size and in every language, with hostile texts among them."""
    evil = {"en": "\x1b[2J[red]boo[/red]\u202e " * 30}
    more = (CriterionBrief("x", evil, evil, 1e9, ("C99",), True), *TEN)
    console = console_of(live, monkeypatch, language, criteria=more, handover=evil)
    for key in ("0", "C"):
        console.press(key)
        for _ in range(12):
            shown = text_of(console, *size)
            assert "\x1b" not in shown
            assert "\u202e" not in shown
            console.press("down")
