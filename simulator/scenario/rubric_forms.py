"""Evidence from forms: from the parts of a rubric to what judges diagnosis and awareness."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.assessment.awareness import Awareness, Probe
from simulator.assessment.diagnosis import Asked, Diagnosis
from simulator.assessment.mark import Evidence
from simulator.assessment.pattern import glob_fits
from simulator.language.words import Words as Texts
from simulator.language.words import say
from simulator.plant.forms_spec import FormsSpec
from simulator.scenario.document import Path
from simulator.scenario.rubric_parts import AwarenessPart, DiagnosisPart
from simulator.scenario.rubric_words import Words


def diagnosis(words: Words, path: Path, part: DiagnosisPart) -> Evidence:
    """Return what judges the questions of the diagnosis."""
    reader = words.reader
    specs = words.forms.questions
    _known(words, (*path, "questions"), part.questions, [one.tag for one in specs], "question")
    if (part.full is None) != (part.none is None):
        reader.refuse(path, "missing-key", "time needs `full` and `none`", key=True)
    full, none = (
        None if text is None else reader.duration((*path, end), text)
        for end, text in (("full", part.full), ("none", part.none))
    )
    if full is not None and none is not None and none < full:
        message = "points are lost as time passes: `none` is later than `full`"
        reader.refuse((*path, "none"), "no-span", message)
    asked = tuple(
        Asked(
            one.tag,
            say(one.text, "en"),
            {word: say(choice, "en") for word, choice in one.choices.items()},
            one.right,
            say(one.because, "en"),
        )
        for one in specs
        if one.right in one.choices and any(glob_fits(glob, one.tag) for glob in part.questions)
    )
    after = words.moments((*path, "after"), part.after)
    return Diagnosis(asked, after, part.counts, full, none)


def awareness(words: Words, path: Path, part: AwarenessPart) -> Evidence:
    """Return what judges the queries of freezes."""
    specs = words.forms.freezes
    _known(words, (*path, "freezes"), part.freezes, [one.tag for one in specs], "freeze")
    probes = tuple(
        Probe(
            f"{freeze.tag}.{query.tag}",
            query.level,
            say(query.text, "en"),
            query.unit,
            query.decimals,
            query.within,
            {word: say(choice, "en") for word, choice in query.choices.items()},
        )
        for freeze in specs
        if any(glob_fits(glob, freeze.tag) for glob in part.freezes)
        for query in freeze.queries
        if query.level in part.levels
    )
    if specs and not probes:
        words.reader.refuse(path, "no-effect", "no query is of these levels", key=True)
    return Awareness(probes)


def form_texts(forms: FormsSpec) -> Iterator[Texts]:
    """Yield every text of forms that a sentence of evidence holds in English."""
    for question in forms.questions:
        yield from (question.text, *question.choices.values())
        if question.because:
            yield question.because
    for freeze in forms.freezes:
        for query in freeze.queries:
            yield from (query.text, *query.choices.values())


def _known(words: Words, path: Path, globs: list[str], names: list[str], what: str) -> None:
    """Refuse globs that fit nothing."""
    for i, glob in enumerate(globs):
        at: Path = (*path, i) if words.reader.is_list(path) else path
        words.glob(at, glob, names, what)
