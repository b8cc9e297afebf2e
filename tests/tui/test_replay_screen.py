"""``cuve replay``: the operator's screens on a recording, with a timeline, truth and branches."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from patience import wait_for
from replay_bench import END, MINUTE, SWITCHED, checked, keys, message, onward, record, screen, text
from rich.cells import cell_len
from tmux_rig import ROOT, Tmux, terminal

from simulator.language.command import Note
from simulator.language.event import FaultBegan
from simulator.language.problem import Problem
from simulator.review.marks import sheets_of
from simulator.review.recorder import readable
from simulator.session.chain import write_chain
from simulator.session.journal import read_journal
from simulator.session.record import CommandRecord, Record, Seal, View
from simulator.session.replay import Recording
from simulator.session.verify import verify
from tui.past import Deed
from tui.replay.console import REPLAY_KEYS, ReplayConsole
from tui.replay.difference import outcome
from tui.replay.pages import DifferencePage
from tui.replay.screening import BranchConsole, Screening


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recording that all tests copy."""
    path = tmp_path_factory.mktemp("recorded") / "late.log"
    record(path)
    return path


@pytest.fixture
def log(original: Path, tmp_path: Path) -> Path:
    """A copy of the recording in a folder of the test's own."""
    path = tmp_path / "late.log"
    shutil.copy(original, path)
    return path


@pytest.fixture
def screening(log: Path, tmp_path: Path) -> Iterator[Screening]:
    """The screen on the recording; its jobs are not begun."""
    made = screen(log, tmp_path)
    yield made
    made.close()


def now(console: ReplayConsole) -> int:
    """Return where the playhead is, ms."""
    return console.runner.latest.now


# -- the timeline ------------------------------------------------------------------------------


def test_the_timeline_shows_what_happened_and_keeps_the_truth_back(screening: Screening) -> None:
    """Alarms by shape and digit, refusal, commands and views; the fault only with the truth."""
    shown = text(screening.console, 120, 30).splitlines()
    plant, people, axis, known = shown[-7:-3]
    assert "▲2" in plant or "◆1" in plant
    assert {"x", "C"} <= set(people)
    assert "█" in axis
    assert "00:45:00" in known
    assert "F" not in plant
    screening.console.press("X")
    screening.console.press("J")
    keys(screening.console, "=44 min", "enter")
    assert "F" in text(screening.console, 200, 30).splitlines()[-7]
    assert "Oxygen bank 1 is empty" in text(screening.console, 120, 30)


def test_keys_go_from_alarm_to_alarm_and_through_every_action(screening: Screening) -> None:
    """] goes to each alarm in turn; ) stops at each of three commands of one moment, ( at two."""
    console = screening.console
    alarms = [mark.t for mark in console.marks if mark.kind == "alarm"]
    reached = []
    for _ in alarms:
        keys(console, "]")
        reached.append(now(console))
    assert reached == alarms
    keys(console, "]")
    assert now(console) == alarms[-1]
    keys(console, "home")
    told = []
    for _ in range(5):
        keys(console, ")")
        told.append((now(console), message(console).split("Ann: ")[1][:12]))
    assert [t for t, _ in told] == [5 * MINUTE, 26 * MINUTE, SWITCHED, SWITCHED, SWITCHED]
    assert len({words for _, words in told}) == 5
    keys(console, "(")
    assert "SIC-101.MODE" in message(console)


def test_every_way_of_moving_lands_where_it_says(screening: Screening) -> None:
    """Steps, parts, ends, typed times and a click; nothing leads out of the recording."""
    console = screening.console
    for key, t in (
        ("left", 0),
        ("right", 10_000),
        ("ctrl+right", 70_000),
        ("shift+right", 670_000),
        ("shift+left", 70_000),
        ("ctrl+left", 10_000),
        ("pagedown", 10_000 + END // 20),
        ("end", END),
        ("right", END),
        ("home", 0),
    ):
        keys(console, key)
        assert now(console) == t // 1000 * 1000, key
    keys(console, "J", "=30 min", "enter")
    assert now(console) == 30 * MINUTE
    keys(console, "J", "=60 h", "enter")
    assert "no such moment" in message(console)
    keys(console, "J", "=soon", "enter")
    assert now(console) == 30 * MINUTE
    text(console, 80, 24)
    console.click(40, 24 - 3 - console.strip.rows(24))
    console.player.settle()
    console.poll()
    assert abs(now(console) - END // 2) < END // 70


def test_where_the_playhead_is_the_plant_is_what_it_was(screening: Screening, log: Path) -> None:
    """After any leaps by keys, the digest is that of the session lived again straight."""
    console, dice = screening.console, Random(5)
    moves = ("]", "[", ")", "left", "shift+right", "pageup", "pagedown", "end", "ctrl+left")
    for _ in range(12):
        keys(console, dice.choice(moves))
        straight = Recording.open(log)
        straight.advance(now(console))
        assert console.player.recording.digest() == straight.digest()
        assert console.runner.latest == straight.observe()


def test_pages_know_the_past_and_nothing_of_the_future(screening: Screening) -> None:
    """Commands and alarms stand in the past up to the playhead, also after going back."""
    console = screening.console
    keys(console, "end")
    deeds = [m for m in console.past.moments if isinstance(m, Deed)]
    assert len(deeds) == 5
    assert console.past.spells
    assert not any(isinstance(m, FaultBegan) for m in console.past.moments)
    keys(console, "J", "=10 min", "enter")
    assert [m.t for m in console.past.moments if isinstance(m, Deed)] == [5 * MINUTE]
    assert not console.past.spells


def test_a_recording_plays_and_stops_at_its_end(screening: Screening) -> None:
    """Played at x3600 from near its end, it reaches the end, tells so, and can go back."""
    console = screening.console
    keys(console, "J", "=44 min", "enter")
    console.begin()
    for _ in range(10):
        console.press("+")
    console.press("space")
    wait_for(lambda: (console.poll(), console.runner.finished)[1])
    assert now(console) == END
    assert "ENDED" in text(console)
    console.press("space")
    keys(console, "home")
    assert now(console) == 0
    assert not console.runner.finished


# -- nothing can be changed --------------------------------------------------------------------


def test_no_key_of_any_page_changes_the_log(screening: Screening, log: Path) -> None:
    """Commands say that this is a recording; the file keeps every byte."""
    console, before = screening.console, log.read_bytes()
    keys(console, "J", "=23 min", "enter", "2", "a")
    assert "recording" in message(console)
    keys(console, ":", "=TIC-101 SP 36.5", "enter")
    assert "b branches off" in message(console)
    assert log.read_bytes() == before
    assert [path.name for path in log.parent.glob("late.log*")] == ["late.log"]


def test_the_timeline_gives_its_keys_to_a_page(screening: Screening) -> None:
    """] goes to an alarm until K gives it to the page, where it shows the next unit."""
    console = screening.console
    keys(console, "7")
    first = text(console).splitlines()[1]
    keys(console, "K", "]")
    assert now(console) == 0
    assert text(console).splitlines()[1] != first
    assert "K gives them back" in text(console, 160, 30)
    keys(console, "K", "]")
    assert now(console) > 20 * MINUTE


# -- truth -------------------------------------------------------------------------------------


def test_the_truth_stands_beside_the_instruments(screening: Screening) -> None:
    """With X, unit, faceplate and trends show the plant's own value; without it, nothing does."""
    console = screening.console
    keys(console, "J", "=30 min", "enter", "7")
    assert "=" not in text(console, 120, 40)
    keys(console, "X")
    plant = readable(console.player.recording.commissioned)
    true = plant.truth("BR-101.dissolved oxygen")
    assert console.true_value("AIC-102") == true
    assert f"={true:.1f}" in text(console, 120, 40)
    console.press(":")
    keys(console, "=show AIC-102", "enter")
    assert f"{true:.1f} %" in next(
        row for row in text(console, 120, 40).splitlines() if row.startswith(" = ")
    )
    console.press(":")
    keys(console, "=trend AIC-102 1 h", "enter")
    assert f"= {true:.1f}" in text(console, 120, 40)
    keys(console, "X")
    assert console.true_value("AIC-102") is None


def test_trends_after_a_leap_show_what_was(screening: Screening, log: Path) -> None:
    """The hour before a leap is filled in; at a cursor stands what the instrument read then."""
    console = screening.console
    console.begin()
    keys(console, "J", "=40 min", "enter")
    straight = Recording.open(log)
    straight.advance(25 * MINUTE)
    wanted = straight.observe().tags["AIC-102"].pv
    wait_for(lambda: console.film.value("AIC-102.PV", 25 * MINUTE) is not None)
    found = console.film.value("AIC-102.PV", 25 * MINUTE)
    assert found is not None
    assert wanted is not None
    assert found == pytest.approx(wanted, abs=2.0)
    assert found < 20.0
    columns = console.film.columns("AIC-102.PV", 40 * MINUTE + 1, 40 * MINUTE, 40)
    assert min(column[0] for column in columns if column is not None) < 15.0


# -- whether it holds, and its score -----------------------------------------------------------


def test_the_screen_says_verified_only_when_it_was(screening: Screening) -> None:
    """First it says that it verifies; then verified, with the score, whose losses have keys."""
    console = screening.console
    assert console.checked() == "verifying 0 %"
    console.begin()
    assert checked(console) == "verified"
    score = console.background.score
    assert score is not None
    assert f"score {score.percent:g} %" in text(console, 120, 30)
    lost = [tick for tick in console.ticks.all if tick.kind == "lost"]
    assert lost
    keys(console, "}")
    assert "lost points -" in message(console)
    assert "▼" in text(console)


def forged(log: Path) -> None:
    """Change a command of the log and make its chain fit again."""
    made: list[Record] = []
    for one in read_journal(log).records:
        changed: Record = one
        if isinstance(one, CommandRecord) and one.command.kind == "switch-bank":
            changed = replace(one, command=Note("I did nothing"))
        elif isinstance(one, Seal):
            changed = replace(one, head=write_chain(made)[1].hex())
        made.append(changed)
    log.write_bytes(write_chain(made)[0])


def test_a_forged_log_does_not_hold(log: Path, tmp_path: Path) -> None:
    """A changed command with a chain that fits is told on every page, and there is no score."""
    forged(log)
    made = screen(log, tmp_path)
    try:
        made.console.begin()
        assert checked(made.console).startswith("DOES NOT HOLD")
        assert made.console.background.score is None
        assert "DOES NOT HOLD" in text(made.console)
    finally:
        made.close()


def test_an_open_session_is_not_called_sealed(tmp_path: Path) -> None:
    """The log of a session that was left open replays, and says that it is not sealed."""
    path = tmp_path / "open.log"
    record(path, sealed=False)
    made = screen(path, tmp_path)
    try:
        made.console.begin()
        assert checked(made.console) == "verified, not sealed"
    finally:
        made.close()


# -- branches ----------------------------------------------------------------------------------


def test_the_same_reaction_earlier_costs_less(screening: Screening, log: Path) -> None:
    """All from the switch on ten minutes earlier: the score is higher, and the page shows both."""
    console = screening.console
    keys(console, ")", ")", ")", "b", "l", "ctrl+u", "=10", "enter")
    assert onward(screening, console) is console
    page = console.page
    assert isinstance(page, DifferencePage)
    found = page.trials[0].difference
    assert found.before is not None
    assert found.after is not None
    assert found.gained is not None
    assert found.gained > 5.0
    moved = [r.t for r in page.trials[0].branch.journal.records if isinstance(r, CommandRecord)]
    assert moved == [SWITCHED - 10 * MINUTE] * 3 + [26 * MINUTE]
    shown = text(console, 100, 40)
    assert "10 min earlier" in shown
    assert outcome(console.say, found) in shown
    assert "Titre" in shown
    before = read_journal(log)
    keys(console, "w", "ctrl+u", f"={log.parent / 'what.log'}", "enter")
    assert verify(log.parent / "what.log").ok
    assert read_journal(log) == before


def test_the_expert_and_nobody_go_on_from_here(screening: Screening) -> None:
    """From before the fault the expert loses little, nobody much; both run to the end wished."""
    console = screening.console
    keys(console, "J", "=15 min", "enter", "b", "x", "enter")
    onward(screening, console)
    keys(console, "b", "i", "=20 min", "enter")
    onward(screening, console)
    page = console.pages["difference"]
    assert isinstance(page, DifferencePage)
    nobody, expert = (trial.difference for trial in page.trials)
    assert nobody.end == 35 * MINUTE
    assert expert.end == END
    oxygen = [
        next(c for c in found.results if c.name == "Dissolved oxygen") for found in (nobody, expert)
    ]
    assert oxygen[0].inside is not None
    assert oxygen[1].inside is not None
    assert oxygen[1].inside[1] > oxygen[1].inside[0]
    assert oxygen[1].inside[1] == 1.0


def test_by_hand_the_terminal_goes_live(screening: Screening) -> None:
    """The branch takes commands, its header says so, and leaving it compares or drops it."""
    console = screening.console
    keys(console, "J", "=21 min", "enter", "b", "h")
    hand = onward(screening, console)
    assert isinstance(hand, BranchConsole)
    hand.poll()
    assert "BRANCH" in text(hand).splitlines()[0]
    assert hand.true_value("AIC-102") is None
    assert not hand.past.spells[0].acknowledged_at
    hand.press(":")
    for key in "switch oxygen to bank 2":
        hand.press("space" if key == " " else key)
    hand.press("enter")
    assert "done" in text(hand, 120, 30).splitlines()[-3]
    hand.press("q")
    hand.press("e")
    assert onward(screening, hand) is console
    page = console.page
    assert isinstance(page, DifferencePage)
    assert page.trials[0].difference.end == END
    assert page.trials[0].difference.gained is not None
    keys(console, "b", "h")
    again = onward(screening, console)
    assert isinstance(again, BranchConsole)
    again.press("q")
    again.press("d")
    assert onward(screening, again) is console
    assert len(page.trials) == 1


def test_what_cannot_be_tried_is_told(screening: Screening) -> None:
    """No action before the beginning, no time before the session, no words for a number."""
    console = screening.console
    keys(console, "b", "a")
    assert "no action before" in message(console)
    keys(console, ")", ")", "b", "a", "ctrl+u", "=200", "enter")
    assert "before the session began" in message(console)
    keys(console, "b", "a", "ctrl+u", "=four", "enter")
    assert console.leaving == ""
    keys(console, "b", "x", "=tomorrow", "enter")
    assert console.leaving == ""


def test_the_expert_runs_beside_it(screening: Screening) -> None:
    """E runs the expert's script on the same seed: a pen of its own, and ticks of what it did."""
    console = screening.console
    console.begin()
    keys(console, "J", "=30 min", "enter", "E")
    wait_for(lambda: (console.poll(), console.background.expert is not None)[1])
    console.poll()
    assert console.background.expert
    ticks = [tick for tick in console.ticks.all if tick.kind == "expert"]
    assert len(ticks) == len(console.background.expert)
    mine = console.film.value("AIC-102.PV", 30 * MINUTE)
    theirs = console.film.value("AIC-102.EXPERT", 30 * MINUTE)
    assert mine is not None
    assert theirs is not None
    assert theirs > 25.0 > mine
    console.press(":")
    keys(console, "=trend AIC-102 1 h", "enter")
    assert f"e {theirs:.1f}"[:4] in text(console, 120, 30)


def test_an_expert_that_cannot_run_is_told_once_and_not_counted(screening: Screening) -> None:
    """While the run is under way the line says how far it is; when it failed, nothing more."""
    console, behind = screening.console, screening.console.background
    behind.expert_part = 0.25
    assert "expert 25 %" in text(console)
    behind.expert_problem = Problem("no-expert", "this scenario has no script of an expert")
    assert "expert 25 %" not in text(console)
    keys(console, "E")
    assert "no script of an expert" in message(console)


# -- remarks -----------------------------------------------------------------------------------


def test_remarks_are_pinned_listed_and_withdrawn(screening: Screening, log: Path) -> None:
    """A remark goes to the assessor's own file, onto the timeline and into the list of moments."""
    console = screening.console
    keys(console, "J", "=22 min", "enter", "e", "=why did you wait", "enter")
    sheets, problems = sheets_of(log)
    assert not problems
    assert [(one.t, one.text) for one in sheets[0].remarks] == [(22 * MINUTE, "why did you wait")]
    assert sheets[0].role == "assessor"
    keys(console, "home")
    assert "✎" in text(console)
    keys(console, "M", "f", "f", "f", "f")
    assert "why did you wait" in text(console)
    keys(console, "enter")
    assert now(console) == 22 * MINUTE
    keys(console, "x", "y")
    assert sheets_of(log)[0][0].remarks == ()
    assert "why did you wait" not in text(console).splitlines()[2]


def test_who_gave_no_name_is_asked_for_one_before_the_first_remark(
    log: Path, tmp_path: Path
) -> None:
    """Without a name nothing is written; with one the remark follows, and nobody is asked again."""
    made = screen(log, tmp_path, who="")
    console = made.console
    try:
        keys(console, "e", "enter", "e", "escape")
        assert not sheets_of(log)[0]
        keys(console, "e", "=Cas", "enter", "=too late", "enter")
        keys(console, "e", "=far too late", "enter")
        mine = next(sheet for sheet in sheets_of(log)[0] if sheet.who == "Cas")
        assert [one.text for one in mine.remarks] == ["too late", "far too late"]
    finally:
        made.close()


# -- views -------------------------------------------------------------------------------------


def test_what_the_trainee_looked_at_is_in_the_list(screening: Screening) -> None:
    """The pages that were noted in the log stand on the timeline with their names."""
    console = screening.console
    keys(console, "M", "f", "f", "f", "f", "f")
    shown = text(console)
    assert "view: faceplate TIC-101" in shown
    assert "view: alarms" in shown


def test_views_are_records_of_the_chain(log: Path) -> None:
    """The log with views holds; a view that was changed breaks the chain."""
    journal = read_journal(log)
    assert [r.page for r in journal.records if isinstance(r, View)] == [
        "overview",
        "faceplate",
        "alarms",
    ]
    assert verify(log).ok
    log.write_bytes(log.read_bytes().replace(b'"page":"alarms"', b'"page":"trends"'))
    assert not verify(log, chain_only=True).ok


# -- every size, language and key --------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "nl", "fr"])
def test_every_line_has_the_width_of_the_terminal(log: Path, tmp_path: Path, language: str) -> None:
    """In three languages and many sizes each page is whole, and the message line stays in sight."""
    made = screen(log, tmp_path, language=language)
    console = made.console
    try:
        console.seek(25 * MINUTE)
        console.player.settle()
        console.press("X")
        for name, page in console.pages.items():
            console.go(page)
            for width, height in ((80, 24), (60, 16), (100, 21), (160, 50)):
                lines = console.paint(width, height)
                assert len(lines) == height, name
                for line in lines:
                    assert sum(cell_len(part) for part, _ in line) == width, (name, width)
    finally:
        made.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_random_keys_never_raise(log: Path, tmp_path: Path, seed: int) -> None:
    """Five thousand keys, clicks and turns of the wheel, through branches and back."""
    made = screen(log, tmp_path)
    dice = Random(seed)
    known = [key.key for key in REPLAY_KEYS] + [chr(code) for code in range(33, 127)]
    known += ["space", "enter", "escape", "tab", "up", "down", "ctrl+p", "backspace", "漢"]
    seat: ReplayConsole | BranchConsole = made.console
    seat.begin()
    try:
        for step in range(5000):
            if dice.random() < 0.05:
                seat.click(dice.randrange(-2, 130), dice.randrange(-2, 40))
            else:
                seat.press(dice.choice(known))
            seat.poll()
            if step % 10 == 0:
                seat.paint(*dice.choice(((80, 24), (60, 16), (59, 10), (120, 40))))
            if seat.leaving:
                found = onward(made, seat)
                made.console.leaving = ""
                seat = found if isinstance(found, BranchConsole) else made.console
    finally:
        made.close()


# -- a real terminal ---------------------------------------------------------------------------


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """A terminal of 80 by 24."""
    yield from terminal(tmp_path)


def test_replay_in_a_terminal(tmux: Tmux, log: Path, tmp_path: Path) -> None:
    """Open a recording, go to its alarm, branch, see the difference, leave with status 0."""
    python, root = shlex.quote(sys.executable), shlex.quote(str(ROOT))
    run = f"{python} -m simulator replay late.log --who Bob; echo status=$?"
    shell = f"cd {shlex.quote(str(tmp_path))} && PYTHONPATH={root} sh -c {shlex.quote(run)}"
    environment = ("-e", "LANG=C.UTF-8")
    tmux("new-session", "-d", "-x", "80", "-y", "24", *environment, f"{shell}; sleep 60")
    tmux.see("RECORDING")
    tmux("send-keys", "]")
    tmux.see("alarm FIC-102.DEV")
    tmux("send-keys", ")", ")")
    tmux.see("switch oxygen to bank 2")
    tmux("send-keys", "b")
    tmux.see("h by hand")
    tmux("send-keys", "l")
    tmux.see("how many minutes earlier")
    tmux("send-keys", "Enter")
    screen_ = tmux.see("WHAT WOULD HAVE CHANGED")
    assert "4 min earlier" in screen_
    assert "recording      branch" in screen_
    tmux("send-keys", "q")
    tmux.see("status=0")
