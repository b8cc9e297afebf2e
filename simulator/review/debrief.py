"""A debrief: a session looked back on, in the order in which people learn most from it.

First what the trainee felt and how they rate themselves; then what happened, beside a practised
operator's run of the same seed; the moments that cost most, with what the instruments showed and
what another way would have brought; then the score, a commitment and what to play next; last what
the assessor says. This module gathers the facts; how they look is for screens and reports.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from simulator.assessment.rubric import Rubric
from simulator.assessment.score import CriterionScore, Score, assess
from simulator.assessment.workload import Workload
from simulator.language.field import Field
from simulator.language.floor import LotView
from simulator.language.problem import Refusal
from simulator.language.text import N_
from simulator.language.words import Words
from simulator.review.debrief_look import Look, Moment
from simulator.review.debrief_moments import Response, Track, dearest, responses, strengths
from simulator.review.debrief_next import Chooser, Just, NextUp, choose
from simulator.review.debrief_trend import Trend, trends
from simulator.review.debrief_whatif import Ways
from simulator.review.marks_log import sheets_of
from simulator.review.marks_score import Marked, marked
from simulator.review.marks_sheet import Sheet
from simulator.review.score import live_again
from simulator.scenario.library import Listing, scenarios
from simulator.session.commission import Commission, commission
from simulator.session.desk import Brief
from simulator.session.index import Mark
from simulator.session.journal import read_journal
from simulator.session.record import Open
from simulator.session.workload import workload_of

REACTION = "reaction"
"""The question, in a marks file, that the trainee answers first."""
REACTIONS = N_("How was it? What stays with you?")
"""English text of that question."""
QUESTIONS: Mapping[str, str] = {
    "saw": N_("What did you see at that moment?"),
    "thought": N_("What did you think was going on?"),
    "again": N_("What would you do now?"),
}
"""What is asked about each moment: the question in a marks file, and its English text."""
COMMITMENT = N_("What will you do differently next time?")
"""English text of the last question."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Debrief:
    """Everything that a debrief of one session tells.

    Attributes:
        path: of the log; ``head`` is the hash of its last record, ``sealed`` whether it was ended.
        opening: the log's first record.
        brief: what the trainee was told; ``names`` the units of what commands name.
        end: how far the session went, ms.
        rubric: what it was judged on.
        marked: the score as it was computed, and with what people signed.
        trends: of the tags that the session turned on.
        marks: every moment worth naming, in order.
        responses: how each fault was met; ``expert`` the same by the practised operator, nothing
            if there is none.
        strengths: what went well; ``moments`` what cost most.
        next_up: what to play next.
        workload: what the trainee told of it, which is never graded; None if nothing.
        own: what the trainee wrote; None if nothing.
        others: what others wrote and signed.
        lots: what each lot was made of, if the session kept lots.
    """

    path: Path
    head: str
    sealed: bool
    opening: Open
    brief: Brief
    names: Mapping[str, Field]
    end: int
    rubric: Rubric
    marked: Marked
    trends: tuple[Trend, ...]
    marks: tuple[Mark, ...]
    responses: tuple[Response, ...]
    expert: tuple[Response, ...]
    strengths: tuple[CriterionScore, ...]
    moments: tuple[Moment, ...]
    next_up: NextUp
    workload: Workload | None = None
    own: Sheet | None = None
    others: tuple[Sheet, ...] = ()
    lots: tuple[LotView, ...] = ()

    @property
    def score(self) -> Score:
        """The score with what people gave."""
        return self.marked.score

    @property
    def rated(self) -> bool:
        """Whether the trainee rated themselves."""
        return self.own is not None and bool(self.own.ratings)

    @property
    def phrases(self) -> tuple[Words, ...]:
        """Texts that are told in one language and may be wanted in another."""
        return (*self.brief.phrases, *self.score.phrases)


def debrief(
    path: str | Path,
    what_if: bool = True,
    progress: Progress = lambda done, of: None,
    commission: Commission = commission,
    choose: Chooser = choose,
) -> Debrief:
    """Look back on the session of a log.

    Args:
        path: the log; marks beside it are read as well.
        what_if: whether to find out what other ways would have brought, which takes longest.
        progress: hears how many steps of how many are done.
        commission: builds the plant of the log.
        choose: says what to play next.

    Raises:
        Refusal: the log cannot be read or scored.
    """
    path = Path(path)
    journal = read_journal(path)
    lived = live_again(journal, None, commission)
    score = assess(lived.rubric, lived.timeline)
    lots = lived.commissioned.plant.observe().lots
    look = Look(lived, journal, commission)
    progress(1, 6)
    mine = look.session()
    progress(2, 6)
    expert = look.expert()
    ways = Ways(lived, score, commission, look.names, look.step) if what_if else None
    gauges = {one.tag: Track(one.low, one.high, mine[one.reads]) for one in look.gauges}
    moments: list[Moment] = []
    for place, dear in enumerate(dearest(score, lived.rubric, lived.timeline, gauges), 3):
        progress(place, 6)
        moments.append(look.moment(dear, expert, ways))
    sheets, _ = sheets_of(path)
    own = [one for one in sheets if one.role == "trainee"]
    others = tuple(one for one in sheets if one.role != "trainee" and one.signed)
    progress(6, 6)
    opening = journal.opening
    just = Just(journal.head, opening.who, opening.seed, opening.wall, look.brief, score)
    return Debrief(
        path=path,
        head=journal.head,
        sealed=journal.sealed,
        opening=opening,
        brief=look.brief,
        names=lived.commissioned.names,
        end=lived.timeline.end,
        rubric=lived.rubric,
        marked=marked(score, lived.rubric, [*own, *others]),
        trends=trends(look.brief, look.pens, mine, {"expert": expert.values} if expert else {}),
        marks=look.recording.marks(),
        responses=responses(lived.timeline),
        expert=responses(expert.timeline) if expert is not None else (),
        strengths=strengths(score),
        moments=tuple(moments),
        next_up=choose(just, _library()),
        workload=workload_of(journal),
        own=own[0] if own else None,
        others=others,
        lots=lots,
    )


def _library() -> list[Listing]:
    """Return the scenarios there are; none if one of them cannot be used."""
    try:
        return scenarios()
    except Refusal:
        return []
