"""Rubrics: from the part of a file to criteria that judge a session, or every reason why not."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.assessment.rubric import Criterion, Level, Rubric, Weighed
from simulator.language.field import Field
from simulator.language.problem import Refusal
from simulator.language.tag import check_name
from simulator.language.words import Words as Texts
from simulator.plant.design import Design
from simulator.scenario.document import MappingNode, Path, read_document
from simulator.scenario.reader import Reader
from simulator.scenario.rubric_forms import form_texts
from simulator.scenario.rubric_kinds import evidence, share
from simulator.scenario.rubric_parts import CriterionPart, RubricFile, RubricPart
from simulator.scenario.rubric_words import Words
from simulator.scenario.schema import validate


def build_rubric(
    reader: Reader, part: RubricPart, design: Design, names: Mapping[str, Field]
) -> Rubric:
    """Return the rubric of a scenario; ``names`` are all its conditions may read, truth included.

    Problems are noted in the reader.
    """
    words = Words(reader, design, names)
    criteria = [
        _criterion(words, ("rubric", "criteria", name), name, one)
        for name, one in part.criteria.items()
    ]
    rubric = Rubric(
        tuple(criteria),
        share(words, ("rubric", "pass mark"), part.pass_mark),
        part.scale,
        part.expert or "",
        (
            *_phrases(part),
            *(gauge.name for gauge in design.gauges),
            *(fault.name for fault in design.faults),
            *(step.text for step in design.record),
            *form_texts(design.forms),
        ),
    )
    if rubric.wants().shadows and not rubric.expert:
        message = "evidence of the kind `control` compares with an expert"
        hint = f"write for example `expert: {design.name}-expert`"
        reader.refuse(("rubric",), "missing-key", message, hint, key=True)
    return rubric


def read_rubric(text: str | bytes, file: str, design: Design, names: Mapping[str, Field]) -> Rubric:
    """Return the rubric of a file of its own, or the one inside a scenario file.

    Raises:
        Refusal: with every problem, each with its place.
    """
    root = read_document(text, file)
    kept = {key: entry for key, entry in root.entries.items() if key == "rubric"}
    whole = MappingNode(root.place, kept if "scenario" in root.entries else dict(root.entries))
    found = validate(RubricFile, whole)
    if not isinstance(found, RubricFile):
        raise Refusal(found if isinstance(found, list) else ())
    reader = Reader(whole)
    rubric = build_rubric(reader, found.rubric, design, names)
    if reader.problems:
        raise Refusal(reader.problems)
    return rubric


def _phrases(part: RubricPart) -> tuple[Texts, ...]:
    """Return the texts for people inside the evidence, which sentences hold in English."""
    found: list[Texts] = []
    for criterion in part.criteria.values():
        for piece in criterion.evidence:
            named: list[Texts | None] = []
            if piece.actions is not None:
                named += [step.name for step in piece.actions.required.values()]
                named += [rule.because for rule in piece.actions.forbidden]
            if piece.limits is not None:
                named += [inside.name for inside in piece.limits.inside]
            if piece.records is not None:
                named += [note.name for note in piece.records.notes]
            named += [piece.time.name] if piece.time else []
            named += [piece.outcome.name] if piece.outcome else []
            found += [words for words in named if words]
    return tuple(found)


def _criterion(words: Words, path: Path, name: str, part: CriterionPart) -> Criterion:
    reader = words.reader
    try:
        check_name(name)
    except Refusal as refusal:
        for problem in refusal.problems:
            reader.refuse(path, problem.code, problem.message, problem.hint, key=True)
    if part.rater == "automatic" and not part.evidence:
        message = f"{name} is judged automatically, but on no evidence"
        hint = "write `evidence:`, or who judges it: `rater: assessor`"
        reader.refuse(path, "no-evidence", message, hint, key=True)
    if part.rater != "automatic" and part.evidence:
        message = f"{name} waits for its rater: evidence is for automatic criteria"
        reader.refuse((*path, "evidence"), "no-effect", message, key=True)
    pieces = []
    for i, piece in enumerate(part.evidence):
        found = evidence(words, (*path, "evidence", i), piece)
        if found is not None:
            pieces.append(Weighed(found[0], found[1], float(piece.weight)))
    return Criterion(
        name,
        part.name,
        part.what,
        float(part.points),
        _levels(words, path, part),
        tuple(part.competencies),
        part.rater,
        part.critical,
        tuple(pieces),
    )


def _levels(words: Words, path: Path, part: CriterionPart) -> tuple[Level, ...]:
    """Return the levels; the first begins at 0 and each begins above the one before."""
    levels = [
        Level(share(words, (*path, "levels", i, "from"), level.starts), level.shows)
        for i, level in enumerate(part.levels)
    ]
    if levels[0].starts != 0.0:
        hint = "begin with `from: 0 %`"
        at: Path = (*path, "levels", 0, "from")
        words.reader.refuse(at, "levels", "the lowest level begins at 0 %", hint)
    for i in range(1, len(levels)):
        if levels[i].starts <= levels[i - 1].starts:
            at = (*path, "levels", i, "from")
            words.reader.refuse(at, "levels", "a level begins above the one before it")
    return tuple(levels)
