"""A session that ended, as its last screen shows it: found from its log, and judged."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.language.problem import Refusal
from tui.lobby.ending import Ended, figures_of

if TYPE_CHECKING:
    from simulator.assessment.rubric import Rubric


def ended_session(path: Path, who: str) -> Ended:
    """Return a session that was ended, by its log, as ``who`` sees it; it is not judged yet.

    Raises:
        Refusal: the log cannot be read.
    """
    from simulator.learning.attempts import read_attempt
    from simulator.review.marks_log import refer
    from simulator.scenario.documents import Documents
    from simulator.session.journal import read_journal

    one, opening = read_attempt(path), read_journal(path).opening
    figures, product = figures_of(one.results)
    documents = Documents(opening.main, dict(opening.documents))
    own = who in refer(path).people
    return Ended(
        path,
        one.head,
        documents,
        one.title,
        one.seed,
        one.reached,
        figures,
        product,
        own=own,
        results=one.results,
    )


def judge(ended: Ended) -> tuple[Ended, Rubric | None]:
    """Return a session with its score, in which signed marks count, and what it was judged on."""
    from simulator.assessment.score import assess
    from simulator.review.marks_log import sheets_of
    from simulator.review.marks_score import marked
    from simulator.review.score import live_again
    from simulator.session.journal import read_journal

    try:
        lived = live_again(read_journal(ended.path))
    except Refusal as refusal:
        return replace(ended, problem=refusal.problems[0]), None
    computed = assess(lived.rubric, lived.timeline)
    score = marked(computed, lived.rubric, sheets_of(ended.path)[0]).score
    phrases = lived.commissioned.brief.phrases
    return replace(ended, score=score, phrases=phrases), lived.rubric


def percent_of(path: Path) -> float:
    """Return what a log came to: as the learning record has it, with its marks, or computed.

    Raises:
        Refusal: it cannot be judged.
    """
    from simulator.learning.attempts import read_attempt
    from simulator.learning.store import Store, store_path
    from simulator.review.score import score_log

    with contextlib.suppress(Refusal):
        kept = Store(store_path(os.environ)).percent(read_attempt(path).head)
        if kept is not None:
            return kept
    return score_log(path).percent
