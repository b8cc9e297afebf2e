"""The rating of oneself: whether it came before the score, as a debrief asks for, or after it."""

from __future__ import annotations

from simulator.language.text import N_
from simulator.review.marks_sheet import Sheet

RATING = "self-rating"
"""The question, in a marks file, under which it stands how the rating of oneself went."""
DONE, SKIPPED = "done", "skipped"
"""Its answers: the score was shown after the rating, or without one."""
LATE = N_("Some of it was rated after the score was shown.")
LEFT_OUT = N_("Skipped: the score was shown first.")


def timing(own: Sheet | None) -> str:
    """Return the English text of when somebody rated themselves; nothing if it was in good time.

    Nor is there anything to say if the score was never shown at the terminal.
    """
    asked = own.answers.get((RATING, None)) if own is not None else None
    if own is None or asked is None:
        return ""
    if any(rating.n > asked.n for rating in own.ratings.values()):
        return LATE
    return LEFT_OUT if asked.text == SKIPPED else ""
