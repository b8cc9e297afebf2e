"""The way through a recording: to branches that are tried, and back to what they came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from simulator.cli.out import new_log_name
from simulator.language.command_text import show_command
from simulator.language.problem import Refusal
from simulator.language.text import N_
from simulator.review.score import score_journal
from simulator.review.whatif import Difference, Wish, compare, leave, run
from simulator.session.branch import Branch
from simulator.session.live import Signature
from simulator.session.pace import Pace
from simulator.session.replay import Recording
from tui.console import Console
from tui.history import History
from tui.lobby import Visitor
from tui.lobby.assess import Assessing
from tui.past import Past
from tui.question import Question
from tui.replay.background import Background
from tui.replay.console import ReplayConsole
from tui.replay.difference import Trial, trial_text
from tui.replay.film import Film
from tui.replay.pages import DifferencePage
from tui.replay.player import Player
from tui.replay.remarks import Remarks
from tui.runner import Runner
from tui.seat import Seat
from tui.settings import Settings
from tui.waiting import Progress, Waiting

LOOKS_BACK_MS = 3_600_000
"""So much of the recording stands in the trends of a branch."""
LOOKS_BACK = 180


class BranchConsole(Console):
    """The terminal goes live: a session of its own, from a moment of a recording on."""

    def poll(self) -> None:
        """Take in what happened; the header says that this is a branch."""
        self.badge = f" {self.say('BRANCH')} "
        super().poll()

    def do_quit(self) -> None:
        """Ask how to leave."""
        label = self.say("Leave: c compare now, e run on to the end and compare, d drop, Esc stay")
        self.question = Question(label, self._leave_branch, choices="ced")

    def _leave_branch(self, key: str) -> None:
        self.leaving = {"c": "compare", "e": "end"}.get(key, "drop")


@dataclass(frozen=True, slots=True)
class _Tried:
    """What came out of a branch."""

    difference: Difference
    branch: Branch


class Screening:
    """Says which seat comes after one that was left.

    Args:
        console: the recording's.
        visitor: who watches.
        log: the file of the recording.
    """

    def __init__(self, console: ReplayConsole, visitor: Visitor, log: Path) -> None:
        self.console = console
        self._visitor = visitor
        self._log = log
        self._wish: Wish | None = None
        self._branch: Branch | None = None
        self._hand: BranchConsole | None = None
        self._following: Callable[[Waiting], Seat | None] = lambda _: None

    def onward(self, seat: Seat) -> Seat | None:
        """Return the seat after one that was left; None is the way out."""
        if isinstance(seat, Waiting):
            return self._following(seat)
        if isinstance(seat, BranchConsole):
            return self._from_branch(seat)
        if isinstance(seat, Assessing):
            return self._from_assessing(seat)
        if self.console.leaving == "assess":
            return self._to_assessing()
        if self.console.leaving == "branch" and self.console.wish is not None:
            return self._to_branch(self.console.wish)
        return None

    def _to_assessing(self) -> Assessing:
        """Leave the recording for the criteria that wait for a person."""
        console = self.console
        self._visitor.say.language = console.language
        self._visitor.theme = console.theme_name
        commissioned = console.player.recording.commissioned
        title = commissioned.brief.title
        return Assessing(self._visitor, self._log, commissioned.rubric, title, console.here)

    def _from_assessing(self, seat: Assessing) -> Seat:
        """Go back to the recording, with what was pinned to it."""
        console = self._back()
        console.show_remarks(Remarks(self._log, self._visitor.who))
        if seat.leaving == "seek":
            console.seek(seat.moment)
        return console

    def close(self) -> None:
        """End everything that goes on."""
        if self._hand is not None:
            self._hand.runner.stop()
        self.console.close()

    @property
    def _signature(self) -> Signature:
        opening = self.console.player.recording.opening
        return Signature(self._visitor.who or opening.who, opening.role)

    def _to_branch(self, wish: Wish) -> Waiting:
        """Leave the recording: to a terminal that is live, or to what a script makes of it."""
        recording = self.console.player.recording
        self._wish = wish
        self._visitor.say.language = self.console.language
        self._visitor.theme = self.console.theme_name
        if wish.who == "hand":
            return self._wait(
                N_("branching off"),
                lambda _: self._live(leave(recording, wish, self._signature)),
                self._sit,
            )

        def tried(progress: Progress) -> _Tried:
            branch = leave(recording, wish, self._signature)
            refused = run(recording, branch, wish, progress)
            return self._compared(branch, wish, refused)

        return self._wait(N_("trying it on a branch"), tried, self._show)

    def _live(self, branch: Branch) -> tuple[Branch, History]:
        """Return a branch with the trends of the time before it."""
        recording = self.console.player.recording
        history = History()
        source = Recording(recording.journal, recording.commission)
        start = max(branch.now - LOOKS_BACK_MS, 0)
        for part in range(LOOKS_BACK):
            source.seek(start + (branch.now - start) * part // LOOKS_BACK)
            history.record(source.observe())
        return branch, history

    def _sit(self, found: tuple[Branch, History]) -> Seat:
        """Return the live terminal of a branch; time stands still until it is let go."""
        branch, history = found
        pace = Pace(1.0)
        pace.paused = True
        runner = Runner(branch, pace, branch.note_speed, watch=history.record)
        past = Past()
        past.hear(self.console.player.recording.between(0, branch.now))
        who = self._signature.who
        visitor = self._visitor
        console = BranchConsole(
            runner, history, who, visitor.language, visitor.theme, self.console.settings, past
        )
        console.page = console.pages["overview"]
        console.guidance.tour.open = False
        console.tell(console.say("this is a branch: you act; q leaves and compares"))
        self._branch, self._hand = branch, console
        return console

    def _from_branch(self, seat: BranchConsole) -> Seat:
        """Compare a branch that was run by hand with the recording."""
        seat.runner.stop()
        branch, wish = self._branch, self._wish
        self._hand = self._branch = None
        if seat.leaving == "drop" or branch is None or wish is None:
            return self._back()
        recording, to_end = self.console.player.recording, seat.leaving == "end"

        def task(progress: Progress) -> _Tried:
            if to_end:
                run(recording, branch, wish, progress)
            return self._compared(branch, replace(wish, until=branch.now), 0)

        return self._wait(N_("comparing"), task, self._show)

    def _compared(self, branch: Branch, wish: Wish, refused: int) -> _Tried:
        """Return a branch beside the recording; the recording is scored if it was not yet."""
        recording, known = self.console.player.recording, self.console.background
        before = known.score
        if before is None and known.score_problem is None:
            try:
                before = score_journal(recording.journal, None, recording.commission)
            except Refusal:
                before = None  # without a rubric the results are compared alone
        return _Tried(compare(recording, branch, wish, refused, before), branch)

    def _show(self, tried: _Tried) -> Seat:
        """Return to the recording, on the page that shows what came of it."""
        page = self.console.pages["difference"]
        assert isinstance(page, DifferencePage)
        record = tried.difference.wish.record
        names = self.console.runner.desk.names
        what = show_command(record.command, names) if record is not None else ""
        trial = Trial(
            tried.difference, tried.branch, what, new_log_name(f"{self._log.stem}-branch")
        )
        page.add(trial)
        self.console.go(page)
        self.console.tell(trial_text(self.console.say, trial))
        return self._back()

    def _back(self) -> ReplayConsole:
        self.console.leaving = ""
        self.console.wish = None
        return self.console

    def _wait(
        self, what: str, task: Callable[[Progress], object], show: Callable[..., Seat]
    ) -> Waiting:
        """Wait for something and show it; what went wrong is told on the recording."""

        def following(waiting: Waiting) -> Seat:
            if waiting.found is not None:
                return show(waiting.found)
            seat = self._back()
            if waiting.problem is not None:
                self.console.tell(self.console.say.problem(waiting.problem), "refused")
            return seat

        self._following = following
        return Waiting(self._visitor, what, task)


def screening_of(log: Path, visitor: Visitor, settings: Settings, start: int = 0) -> Screening:
    """Return everything that shows a log, at a moment (ms) of it.

    Raises:
        Refusal: the log cannot be replayed.
    """
    recording = Recording.open(log)
    film = Film()
    pace = Pace(1.0)
    pace.paused = True
    background = Background(recording.journal, film, recording.commission)
    player = Player(recording, pace, film, background.refill)
    remarks = Remarks(log, visitor.who)
    console = ReplayConsole(player, background, remarks, visitor.language, visitor.theme, settings)
    if start:
        console.seek(min(start, recording.end))
    return Screening(console, visitor, log)
