"""Samples on their way, measured again where wanted, and the people an operator can call.

A sample that the operator draws stays at hand until it is labelled and sent. The laboratory takes
whatever comes; what is wrong with a label is for everybody to see. A result out of specification
may be measured again on what is left of the sample, for a day; the first result stays.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from operator import is_not

from simulator.language.event import LabReported, MessageShown, SampleLabelled, SampleTaken
from simulator.language.observation import SampleView
from simulator.language.paperwork import CONTACTS, LONGEST_LABEL
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.language.words import Words, say
from simulator.plant import work
from simulator.plant.design import AnalysisSpec, Design
from simulator.plant.orders import Orders
from simulator.plant.work import Hands, Job, Ledger

RETAINED_MS = 86_400_000
"""How long what is left of a sample can be measured again: engineering fit."""
ANSWER_MS = 240_000
"""How long somebody who was called takes to answer: engineering fit."""

ANSWERS: Mapping[str, Words] = {
    "shift-lead": {
        "en": "Understood. Make the plant safe first, then write down what you saw and when. "
        "I am coming to look.",
        "nl": "Begrepen. Maak eerst de installatie veilig en schrijf dan op wat u zag en wanneer. "
        "Ik kom kijken.",
        "fr": "Compris. Mettez d'abord l'installation en sécurité, puis notez ce que vous avez vu "
        "et quand. Je viens voir.",
    },
    "qa": {
        "en": "Understood. Open a deviation, keep the samples, and change no entry without a "
        "reason.",
        "nl": "Begrepen. Open een afwijking, bewaar de monsters en verander niets zonder reden.",
        "fr": "Compris. Ouvrez une déviation, gardez les échantillons et ne modifiez rien sans "
        "motif.",
    },
    "utilities": {
        "en": "Understood. We check the supply on our side. If there is a second bank, switch to "
        "it.",
        "nl": "Begrepen. Wij controleren de toevoer aan onze kant. Is er een tweede bank, schakel "
        "dan over.",
        "fr": "Compris. Nous vérifions l'alimentation de notre côté. S'il y a un second groupe, "
        "basculez.",
    },
}
"""What somebody who is called answers."""

_STAGES: Mapping[str, str] = {
    work.AT_HAND: "drawn",
    "transport": "drawn",
    "queued": "queued",
    "at instrument": "analysed",
    "analysing": "analysed",
    work.DONE: "reported",
}
_BETWEEN_WORDS = re.compile(r"[^A-Za-z0-9-]+")


class Laboratory(Orders, ABC):
    """The way of a sample, and calls; how a job waits is for the schedule to say."""

    def __init__(self, design: Design, ledger: Ledger) -> None:
        super().__init__(design, ledger)
        self._shown: dict[int, tuple[tuple[object, ...], SampleView]] = {}
        self._all: tuple[SampleView, ...] = ()

    # -- what the schedule does ----------------------------------------------------------------

    @abstractmethod
    def _now(self) -> int:
        """Return the time of what happens (ms)."""

    @abstractmethod
    def _plant(self) -> Hands:
        """Return the hands of the plant."""

    @abstractmethod
    def _release(self, job: Job, crew: str) -> None:
        """Let a job free somebody of a crew."""

    @abstractmethod
    def _finish(self, job: Job) -> None:
        """Let a job be done."""

    def _ticket(self) -> int:
        self._ledger.tickets += 1
        return self._ledger.tickets

    def _until(self, job: Job, stage: str, due: int) -> None:
        job.stage, job.due, job.ticket = stage, due, self._ticket()

    def _queue(self, job: Job, stage: str, crew: str) -> None:
        job.stage, job.due, job.queue, job.ticket = stage, None, crew, self._ticket()

    # -- what may be asked ---------------------------------------------------------------------

    def samples(self) -> tuple[SampleView, ...]:
        """Return the open samples and the last hundred that were reported, by number."""
        book = self._ledger
        known = [job for job in book.jobs.values() if job.kind == work.SAMPLE] + book.reported
        views = [self._view(job) for job in sorted(known, key=lambda job: job.sample)]
        if len(views) != len(self._all) or any(map(is_not, views, self._all)):
            self._all = tuple(views)
        return self._all

    def _view(self, job: Job) -> SampleView:
        """Return what may be seen of a sample, made anew when there is something new to see."""
        ahead = self._ahead(job)
        found = (
            *(job.stage, job.taken_at, job.label, len(job.results), len(job.retests)),
            *(job.urgent, ahead),
        )
        before = self._shown.get(job.sample)
        if before is None or before[0] != found:
            before = found, sample_view(job, self._design.lab.panel, ahead)
            self._shown[job.sample] = before
        return before[1]

    def _ahead(self, job: Job) -> int | None:
        """Return how many wait before a job for the same crew; None if it waits for none."""
        if not job.queue:
            return None
        own = job.urgency, job.ticket
        others = (one for one in self._ledger.jobs.values() if one.queue == job.queue)
        return sum((one.urgency, one.ticket) < own for one in others)

    def may_hurry(self, sample: int) -> Problem | None:
        """Return why this sample cannot be made urgent now, if so."""
        job = self._sample(sample)
        if isinstance(job, Problem):
            return job
        if job.urgent or job.stage == work.DONE:
            done = job.stage == work.DONE
            message = text("sample {sample} is reported", sample=sample)
            urgent = text("sample {sample} is urgent already", sample=sample)
            return Problem("no-change", message if done else urgent)
        return None

    def may_label(self, sample: int, label: str) -> Problem | None:
        """Return why this cannot be written on this sample now, if so."""
        job = self._sample(sample)
        if isinstance(job, Problem):
            return job
        if job.stage not in (work.AT_HAND, "transport"):
            message = text("sample {sample} is not at hand", sample=sample)
            return Problem("not-at-hand", message, text("label it between drawing and sending"))
        if not label.strip() or len(label) > LONGEST_LABEL:
            hint = text("write the unit and the sample, such as {label}", label=_label(job))
            message = text("a label has 1 to {n} characters", n=LONGEST_LABEL)
            return Problem("bad-label", message, hint)
        return None

    def may_send(self, sample: int) -> Problem | None:
        """Return why this sample cannot be sent now, if so."""
        job = self._sample(sample)
        if isinstance(job, Problem) or job.stage == work.AT_HAND:
            return job if isinstance(job, Problem) else None
        message = text("sample {sample} is not at hand", sample=sample)
        return Problem("not-at-hand", message, text("draw a sample first"))

    def may_retest(self, sample: int, analysis: str, t: int) -> Problem | None:
        """Return why this analysis of this sample cannot be measured again at ``t``, if so."""
        job = self._sample(sample)
        if isinstance(job, Problem):
            return job
        if job.stage != work.DONE:
            message = text("sample {sample} is not reported yet", sample=sample)
            return Problem("not-reported", message, text("wait until it is done"))
        found = [name for name, _, _ in job.results]
        if analysis not in found:
            message = text("sample {sample} has no {analysis}", sample=sample, analysis=analysis)
            hint = text("known: {names}", names=", ".join(found))
            return Problem("unknown-analysis", message, hint)
        if not self._left(job, t):
            message = text("nothing is left of sample {sample}", sample=sample)
            return Problem("nothing-left", message, text("take a new sample"))
        for other in self._ledger.jobs.values():
            same = other.kind == work.RETEST and other.sample == sample
            if same and self._design.lab.panel[other.step].name == analysis:
                message = text("this is being measured again already")
                return Problem("under-way", message, text("wait until it is done"))
        return self._full()

    def may_call(self, contact: str) -> Problem | None:
        """Return why this person cannot be called now, if so."""
        if contact not in CONTACTS:
            hint = text("known: {names}", names=", ".join(CONTACTS))
            return Problem("unknown-contact", text("nobody is called {name}", name=contact), hint)
        for job in self._ledger.jobs.values():
            if job.kind == work.CALL and job.subject == contact:
                message = text("{name} was called already", name=contact)
                return Problem("under-way", message, text("wait for the answer"))
        return self._full()

    def label(self, sample: int, label: str, by: str, t: int) -> SampleLabelled | None:
        """Write a label at ``t`` (ms); return what happened, None if :meth:`may_label` refuses."""
        job = self._sample(sample)
        if isinstance(job, Problem) or self.may_label(sample, label) is not None:
            return None
        job.label = label
        return SampleLabelled(t, job.subject, sample, label, by)

    def _sample(self, sample: int) -> Job | Problem:
        """Return the job of a sample, open or reported."""
        known = [job for job in self._ledger.jobs.values() if job.kind == work.SAMPLE]
        for job in (*known, *self._ledger.reported):
            if job.sample == sample:
                return job
        message = text("there is no sample {sample}", sample=sample)
        return Problem("unknown-sample", message, text("see the list of samples"))

    def _left(self, job: Job, t: int) -> bool:
        """Return whether something is left of a reported sample."""
        return bool(job.values) and t - (job.taken_at or 0) <= RETAINED_MS

    # -- what happens at the end of a stage ----------------------------------------------------

    def _start_draw(self, job: Job) -> None:
        self._until(job, "working", self._now() + self._design.lab.draw_ms)

    def _drawn(self, job: Job) -> None:
        self._release(job, work.OPERATORS)
        drawn = self._plant().draw(job.subject, self._design.lab.sample_ml)
        # NumPy's numbers round otherwise than Python's; plain ones give the same bits everywhere.
        job.values = {name: float(value) for name, value in drawn.items()}
        job.taken_at = self._now()
        if job.kept:
            job.stage, job.due = work.AT_HAND, None
        else:
            self._until(job, "transport", job.taken_at + self._design.lab.transport_ms)
        self._plant().report(SampleTaken(job.taken_at, job.subject, job.sample))

    def _delivered(self, job: Job) -> None:
        self._queue(job, "queued", work.ANALYSTS)

    def _next_analysis(self, job: Job) -> None:
        panel = self._design.lab.panel
        while job.step < len(panel) and panel[job.step].reads not in job.values:
            job.step += 1
        if job.step < len(panel):
            self._to_instrument(job)
            return
        self._finish(job)
        for old in self._ledger.reported:
            if not self._left(old, self._now()):
                old.values = {}
        self._ledger.reported = [*self._ledger.reported, job][-work.KEPT :]
        results = work.sample_results(job)
        taken = self._now() if job.taken_at is None else job.taken_at
        self._plant().report(LabReported(self._now(), job.subject, job.sample, taken, results))

    def _to_instrument(self, job: Job) -> None:
        instrument = self._design.lab.panel[job.step].instrument
        self._queue(job, "at instrument", work.INSTRUMENT + instrument)

    def _start_analysis(self, job: Job) -> None:
        minutes = self._design.lab.panel[job.step].minutes
        self._until(job, "analysing", self._now() + round(minutes * 60_000.0))

    def _analysed(self, job: Job) -> None:
        analysis = self._design.lab.panel[job.step]
        self._release(job, work.INSTRUMENT + analysis.instrument)
        truth = job.values[analysis.reads]
        value = measured(analysis, truth, job.sample, self._plant())
        job.results.append([analysis.name, value, analysis.unit])
        job.step += 1
        self._next_analysis(job)

    def _retested(self, job: Job) -> None:
        analysis = self._design.lab.panel[job.step]
        self._finish(job)
        truth = job.values[analysis.reads]
        value = measured(analysis, truth, job.number, self._plant(), "retest")
        first = self._sample(job.sample)
        if not isinstance(first, Problem):
            first.retests.append([analysis.name, value, analysis.unit])
        taken = self._now() if job.taken_at is None else job.taken_at
        found = ((analysis.name, value, analysis.unit),)
        self._plant().report(LabReported(self._now(), job.subject, job.sample, taken, found))

    def _ring(self, job: Job) -> None:
        self._until(job, "calling", self._now() + ANSWER_MS)

    def _answered(self, job: Job) -> None:
        self._finish(job)
        told = say(ANSWERS[job.subject], self._design.language)
        self._plant().report(MessageShown(self._now(), job.subject, told))


def _label(job: Job) -> str:
    """Return a label of the right form: the unit and the number of the sample."""
    return f"{job.subject}/{job.sample}"


def label_fault(job: Job) -> str:
    """Return what is wrong with a label: "" nothing, ``missing`` or ``other-form``."""
    if not job.label.strip():
        return "" if job.taken_at is None else "missing"
    words = _BETWEEN_WORDS.split(job.label)
    good = job.subject in words and str(job.sample) in words
    return "" if good else "other-form"


def sample_view(job: Job, panel: tuple[AnalysisSpec, ...], ahead: int | None = None) -> SampleView:
    """Return what an operator may see of a sample: results only once they are reported.

    ``ahead`` is how many wait before it where it waits.
    """
    stage = _STAGES.get(job.stage, "ordered")
    shown = work.sample_results(job) if stage == "reported" else ()
    limits = {spec.name: (spec.low, spec.high) for spec in panel}
    out = tuple(name for name, value, _ in shown if _outside(value, limits.get(name)))
    return SampleView(
        job.sample,
        job.subject,
        stage,
        job.taken_at,
        shown,
        job.label,
        label_fault(job),
        job.stage == work.AT_HAND,
        tuple((name, value, unit) for name, value, unit in job.retests),
        out,
        job.urgent,
        ahead,
    )


def _outside(value: float, limits: tuple[float | None, float | None] | None) -> bool:
    """Return whether a result is out of its specification."""
    low, high = limits or (None, None)
    return (low is not None and value < low) or (high is not None and value > high)


SHARES = frozenset({"viability"})
"""What is counted as a share of a whole, %: of a hundred cells no more than a hundred live."""


def measured(
    analysis: AnalysisSpec, truth: float, sample: int, hands: Hands, again: str = ""
) -> float:
    """Return what the laboratory finds where ``truth`` is (both in the analysis's unit).

    ``sample`` counts measurements of one sort; ``again`` names another sort than the first.

    The error has a part that grows with the value, a part that does not, and a bias, as an
    intermediate precision study separates them (ICH Q2(R2), 2023). Rounded as it is reported;
    never negative, and a share is never more than the whole.
    """
    stream = f"lab/{analysis.name}/{again}" if again else f"lab/{analysis.name}"

    def error(size: float, index: int) -> float:
        return size * float(hands.noise(stream, index)) if size != 0.0 else 0.0

    relative = error(analysis.relative, 2 * sample)
    absolute = error(analysis.absolute, 2 * sample + 1)
    found = round(truth * (1.0 + relative) + absolute + analysis.bias, analysis.decimals)
    if analysis.reads in SHARES and found > 100.0:
        return 100.0
    return found if found > 0.0 else 0.0
