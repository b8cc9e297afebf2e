"""What comes after a session: one's own rating, the score, the debrief, and back."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from simulator.language.problem import Refusal
from simulator.language.text import N_
from tui.lobby import Lobby, Visitor
from tui.lobby.ending import Ended, Ending
from tui.lobby.judged import judge
from tui.waiting import Progress, Waiting

Opening = tuple[Waiting, Callable[[Waiting], Lobby]]
"""What takes its time, and what says which screen comes after it."""


class Aftermath:
    """Opens the screens after a session, and knows to which end of a session each belongs.

    Args:
        visitor: who looks at them.
    """

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._shown: tuple[Lobby, Ending] | None = None

    def end_of(self, seat: object) -> Ending | None:
        """Return the end of the session that a rating or a debrief belongs to; None for others."""
        if self._shown is not None and seat is self._shown[0]:
            return self._shown[1]
        return None

    def score(self, ended: Ended) -> Opening:
        """Work out the score of a session; who was at the desk rates themselves before it."""

        def task(_: Progress) -> object:
            import_module("tui.lobby.rating")
            return judge(ended)

        def following(waiting: Waiting) -> Lobby:
            found, rubric = waiting.found or (replace(ended, problem=waiting.problem), None)
            ending = Ending(self._visitor, found)
            if found.score is not None:
                self._visitor.scores[found.head] = found.score.percent
            if rubric is None or not found.own:
                return ending
            from tui.lobby.rating import self_rating

            self._shown = self_rating(self._visitor, found, rubric, ending), ending
            return self._shown[0]

        return Waiting(self._visitor, N_("working out the score"), task), following

    def debrief(self, ending: Ending) -> Opening:
        """Look back at the session that ended; its end is there to come back to."""

        def task(progress: Progress) -> object:
            import_module("tui.lobby.debrief")
            from simulator.learning.onward import chooser
            from simulator.review.debrief import debrief

            path = ending.ended.path
            return debrief(path, progress=progress, choose=chooser(os.environ))

        def following(waiting: Waiting) -> Lobby:
            from tui.lobby.debrief import Debriefing

            ending.leaving = ""
            problem = waiting.problem
            try:
                if waiting.found is not None:
                    self._shown = Debriefing(self._visitor, waiting.found), ending
                    return self._shown[0]
            except Refusal as refusal:
                problem = refusal.problems[0]
            if problem is not None:
                ending.tell(ending.say.problem(problem), "refused")
            return ending

        return Waiting(self._visitor, N_("looking back at the session"), task), following
