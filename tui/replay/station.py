"""What the pages, the timeline and the questions of a recording may ask of its console."""

from __future__ import annotations

from typing import Protocol

from simulator.review.whatif import Wish
from tui.page import Station
from tui.replay.background import Background
from tui.replay.player import Player
from tui.replay.remarks import Remarks
from tui.replay.ticks import Tick, Ticks


class ReplayStation(Station, Protocol):
    """The console of a recording.

    Attributes:
        player: plays the recording.
        background: works out beside it what takes time.
        remarks: what is written about it.
        ticks: every moment of the timeline.
        truth: whether true values are shown.
        timeline: whether the timeline has the keys that it shares with pages.
        at: the moment that was gone to last; there may be others at the same time.
    """

    player: Player
    background: Background
    remarks: Remarks
    ticks: Ticks
    truth: bool
    timeline: bool
    at: Tick | None

    @property
    def here(self) -> int:
        """Where the playhead is, ms, or where it is going if it is not there yet."""

    def seek(self, t: int) -> None:
        """Go to a moment (ms), and know what had happened by then."""

    def visit(self, tick: Tick | None) -> None:
        """Go to a moment of the timeline and tell what it is."""

    def words_of(self, tick: Tick) -> str:
        """Return a moment of the timeline in one line."""

    def show_remarks(self, remarks: Remarks | None = None) -> None:
        """Put the remarks on the timeline; others than before, if there are other ones now."""

    def checked(self) -> str:
        """Return whether the log holds, as far as it is known by now."""

    def active_faults(self) -> tuple[str, ...]:
        """Return the texts of the faults that act at the playhead."""

    def leave_for(self, wish: Wish) -> None:
        """Leave the recording for a branch; time stands still meanwhile."""
