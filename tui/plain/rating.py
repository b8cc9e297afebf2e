"""One's own rating in the line mode: it comes before the score there as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from simulator.language.plain import plain
from simulator.language.problem import Refusal
from simulator.review.debrief_self import DONE, RATING, SKIPPED
from simulator.review.marks_check import rubric_of
from simulator.session.journal import read_journal
from simulator.session.speech import Speaker
from tui.lobby.rating import asked_of

STOP = "."
"""The line that shows the score at once."""


def rate_in_lines(path: Path, say: Speaker, input: TextIO, output: TextIO) -> None:
    """Ask whoever was at the desk to rate each criterion of a session, by a number or not at all.

    That it was done, or skipped, is put in their marks beside the log; the log is not changed.

    Args:
        path: the log of the session, which was ended.
        say: says it.
        input: what is typed; its end skips what is left.
        output: where it is asked.
    """
    try:
        asked = asked_of(path, rubric_of(read_journal(path)))
    except Refusal:
        return  # what is wrong with the log is told instead of its score
    if asked is None:
        return
    marks, criteria = asked

    def tell(text: str) -> None:
        output.write(f"{plain(text)}\n")
        output.flush()

    tell(say("How do you rate yourself?"))
    tell(say("First your own view, then the score: that is how most is learned."))
    how = say("Type the number of a level; an empty line skips one, a point shows the score")
    tell(how)
    rated = False
    try:
        for one in criteria:
            tell(f"{say.words(one.name)}{say.colon}{say.words(one.what)}")
            for number, level in enumerate(one.levels, 1):
                tell(f"  {number}  {say.words(level.shows)}")
            typed = _typed(input, len(one.levels), say, tell)
            if typed == STOP:
                break
            if typed:
                marks.rate(one, level=int(typed) - 1)
                rated = True
        marks.answer(RATING, DONE if rated else SKIPPED)
    except Refusal as refusal:
        tell(say.problem(refusal.problems[0]))


def _typed(input: TextIO, levels: int, say: Speaker, tell: Callable[[str], None]) -> str:
    """Return the number of a level, nothing, or STOP; ask again after anything else."""
    while True:
        line = input.readline()
        typed = line.strip()
        if not line or typed == STOP:
            return STOP
        if not typed or typed in [str(number) for number in range(1, levels + 1)]:
            return typed
        tell(say("this criterion has no such level"))
