"""Evidence of a rubric: from the parts of a file to what judges, one function for each kind."""

from __future__ import annotations

from collections.abc import Callable

from simulator.assessment import actions, alarms, entries, limits, outcome, records
from simulator.assessment.control import Control
from simulator.assessment.mark import Evidence
from simulator.assessment.time_to import TimeTo
from simulator.language.condition import Condition, compile_value
from simulator.language.field import Field
from simulator.language.measure import difference_of
from simulator.language.problem import Refusal
from simulator.language.quantity import parse_quantity
from simulator.language.words import Words as Texts
from simulator.language.words import say
from simulator.scenario import rubric_forms
from simulator.scenario.document import Path
from simulator.scenario.rubric_parts import (
    ActionsPart,
    AlarmsPart,
    ControlPart,
    EntriesPart,
    EvidencePart,
    InsidePart,
    LimitsPart,
    NotePart,
    OutcomePart,
    RecordsPart,
    StepPart,
    TimePart,
)
from simulator.scenario.rubric_words import Words

PART = Field("part", "%", 0.0, 0.0, 100.0, "definition", meaning="a part of the whole")


def share(words: Words, path: Path, text: str) -> float:
    """Return a part of the whole, 0 to 1."""
    return words.reader.quantity(path, text, PART) / 100.0


def _english(name: Texts | None) -> str:
    """Return a text for people in English, as sentences of evidence hold it."""
    return say(name, "en") if name else ""


def _guard(words: Words, path: Path, text: str | None) -> Condition | None:
    return None if text is None else words.reader.condition(path, text, words.names)


def _limits_differ(words: Words, path: Path, full: float, none: float) -> None:
    if full == none:
        words.reader.refuse(path, "no-span", "`full` and `none` are the same", key=True)


def _time(words: Words, path: Path, part: TimePart) -> Evidence:
    reader = words.reader
    full = reader.duration((*path, "full"), part.full)
    none = reader.duration((*path, "none"), part.none)
    if none < full:
        message = "points are lost as time passes: `none` is later than `full`"
        reader.refuse((*path, "none"), "no-span", message)
    return TimeTo(
        words.moments((*path, "after"), part.after),
        words.moments((*path, "until"), part.until),
        full,
        none,
        part.each,
        _english(part.name),
    )


def _actions(words: Words, path: Path, part: ActionsPart) -> Evidence:
    if not part.required and not part.forbidden and part.allowed is None:
        hint = "write `required:`, `forbidden:` or `allowed:`"
        words.reader.refuse(path, "no-effect", "these actions judge nothing", hint, key=True)
    required = [
        _step(words, (*path, "required", name), name, step, part)
        for name, step in part.required.items()
    ]
    forbidden = []
    for i, rule in enumerate(part.forbidden):
        at: Path = (*path, "forbidden", i)
        forbidden.append(
            actions.Forbidden(
                words.patterns((*at, "does"), rule.does),
                say(rule.because, "en"),
                share(words, (*at, "costs"), rule.costs),
                _guard(words, (*at, "when"), rule.when),
                rule.critical,
            )
        )
    return actions.Actions(
        words.moments((*path, "after"), part.after),
        tuple(required),
        tuple(forbidden),
        None if part.allowed is None else words.patterns((*path, "allowed"), part.allowed),
        share(words, (*path, "others cost"), part.others_cost),
    )


def _step(words: Words, path: Path, name: str, step: StepPart, part: ActionsPart) -> actions.Step:
    """Return one required step; those it comes after stand above it, so there is no circle."""
    earlier = list(part.required)[: list(part.required).index(name)]
    for i, before in enumerate(step.after):
        at: Path = (
            (*path, "after", i) if words.reader.is_list((*path, "after")) else (*path, "after")
        )
        if before in part.required and before not in earlier:
            message = f"{before} must stand above {name}, which comes after it"
            words.reader.refuse(at, "order", message)
        else:
            words.reader.known(at, before, earlier, "step")
    within = step.within
    return actions.Step(
        name,
        words.patterns((*path, "does"), step.does),
        _english(step.name) or name,
        tuple(step.after),
        None if within is None else words.reader.duration((*path, "within"), within, low=1),
        step.times,
        _guard(words, (*path, "when"), step.when),
        float(step.weight),
    )


def _limits(words: Words, path: Path, part: LimitsPart) -> Evidence:
    inside = [_inside(words, (*path, "inside", i), one) for i, one in enumerate(part.inside)]
    return limits.Limits(tuple(inside))


def _inside(words: Words, path: Path, part: InsidePart) -> limits.Inside:
    if (part.gauge is None) == (part.holds is None):
        words.reader.refuse(path, "no-effect", "write `gauge` or `holds`, and not both")
    full = share(words, (*path, "full"), part.full)
    none = share(words, (*path, "none"), part.none)
    _limits_differ(words, path, full, none)
    name = _english(part.name) or part.holds or ""
    if part.gauge is not None:
        if part.when is not None:
            hint = "write `when` at the gauge"
            words.reader.refuse((*path, "when"), "no-effect", "a gauge has its own time", hint)
        if words.reader.known((*path, "gauge"), part.gauge, words.gauges, "gauge"):
            name = _english(part.name) or say(words.gauges[part.gauge].name, "en")
    return limits.Inside(
        name,
        full,
        none,
        part.gauge or "",
        _guard(words, (*path, "holds"), part.holds),
        _guard(words, (*path, "when"), part.when),
        float(part.weight),
    )


def _control(words: Words, path: Path, part: ControlPart) -> Evidence:
    words.reader.known((*path, "loop"), part.loop, words.loops, "loop")
    return Control(part.loop, words.moments((*path, "after"), part.after))


def _outcome(words: Words, path: Path, part: OutcomePart) -> Evidence:
    reader = words.reader
    if (part.gauge is None) == (part.value is None):
        reader.refuse(path, "no-effect", "write `gauge` or `value`, and not both", key=True)
    unit, name = part.unit, _english(part.name) or part.value or ""
    value: Condition | None = None
    if part.gauge is not None and reader.known((*path, "gauge"), part.gauge, words.gauges, "gauge"):
        gauge = words.gauges[part.gauge]
        unit, name = gauge.unit, _english(part.name) or say(gauge.name, "en")
    elif part.value is not None and part.gauge is None:
        value = _sum(words, (*path, "value"), part.value, unit)
    full, none = (
        _quantity(words, (*path, end), text, unit)
        for end, text in (("full", part.full), ("none", part.none))
    )
    if not reader.problems:
        _limits_differ(words, path, full, none)
    return outcome.Outcome(name, full, none, unit, value, part.gauge or "", part.of)


def _quantity(words: Words, path: Path, text: str, unit: str) -> float:
    try:
        return parse_quantity(text, unit)
    except Refusal as refusal:
        words.reader.refused(path, refusal)
        return 0.0


def _alarms(words: Words, path: Path, part: AlarmsPart) -> Evidence:
    reader = words.reader
    for i, glob in enumerate(part.alarms):
        at: Path = (*path, "alarms", i) if reader.is_list((*path, "alarms")) else (*path, "alarms")
        words.glob(at, glob, words.alarms, "alarm")
    measure: alarms.Measure = part.measure
    ends = [_end(words, (*path, end), getattr(part, end), measure) for end in ("full", "none")]
    full, none = ends
    needs_ends = measure in alarms.PARTS or measure in alarms.COUNTS
    if (needs_ends or (full is None) != (none is None)) and None in ends:
        reader.refuse(path, "missing-key", f"{measure} needs `full` and `none`", key=True)
    elif full is not None and none is not None and none <= full:
        reader.refuse((*path, "none"), "no-span", "less is better: `none` is more than `full`")
    if part.does and measure != "action delay":
        reader.refuse((*path, "does"), "no-effect", "`does` is for action delay")
    does = words.patterns((*path, "does"), part.does)
    return alarms.Alarms(measure, tuple(part.alarms), does, full, none)


def _end(words: Words, path: Path, text: str | None, measure: alarms.Measure) -> float | None:
    """Return a limit of a measure: a time in ms, a part, or a number."""
    if text is None:
        return None
    if measure in alarms.DELAYS:
        return float(words.reader.duration(path, text))
    if measure in alarms.PARTS:
        return share(words, path, text)
    if measure in alarms.COUNTS:
        count = Field(measure, "", 0.0, 0.0, 1e6, "definition", meaning="a number")
        return words.reader.quantity(path, text, count)
    words.reader.refuse(path, "no-effect", f"{measure} has no limits: each is right or wrong")
    return None


def _records(words: Words, path: Path, part: RecordsPart) -> Evidence:
    if not part.notes and part.reasons is None:
        hint = "write `notes:` or `reasons:`"
        words.reader.refuse(path, "no-effect", "these records judge nothing", hint, key=True)
    tests = [_note(words, (*path, "notes", i), one) for i, one in enumerate(part.notes)]
    reasons = words.patterns((*path, "reasons"), part.reasons or [])
    return records.Records(tuple(tests), reasons, part.reason_words)


def _note(words: Words, path: Path, part: NotePart) -> records.NoteTest:
    reader = words.reader
    if part.within is not None and part.every is not None:
        reader.refuse(path, "two-moments", "write `within` or `every`, not both")
    says = tuple(tuple(word.lower() for word in group if word) for group in part.says)
    if not all(says):
        reader.refuse((*path, "says"), "no-effect", "an empty list of words fits no note")
    within, every = part.within, part.every
    return records.NoteTest(
        says,
        words.moments((*path, "after"), part.after),
        None if within is None else reader.duration((*path, "within"), within, low=1000),
        None if every is None else reader.duration((*path, "every"), every, low=60_000),
        float(part.weight),
        _english(part.name),
    )


def _entries(words: Words, path: Path, part: EntriesPart) -> Evidence:
    steps = {spec.tag: spec for spec in words.record}
    for i, glob in enumerate(part.steps):
        at: Path = (
            (*path, "steps", i) if words.reader.is_list((*path, "steps")) else (*path, "steps")
        )
        words.glob(at, glob, steps, "step of the record")
    truths: list[entries.Truth] = []
    for name, truth in part.accurate.items():
        here: Path = (*path, "accurate", name)
        if not words.reader.known_key(here, name, steps, "step of the record"):
            continue
        unit = steps[name].unit
        span = Field("within", difference_of(unit), 0.0, 0.0, 1e9, "definition")
        value = _sum(words, (*here, "value"), truth.value, unit)
        if value is not None:
            within = words.reader.quantity((*here, "within"), truth.within, span)
            truths.append(entries.Truth(name, value, within))
    return entries.Entries(
        tuple(part.steps),
        tuple(tag for tag, spec in steps.items() if spec.witness),
        tuple(truths),
        tuple((tag, say(spec.text, "en")) for tag, spec in steps.items()),
    )


def _sum(words: Words, path: Path, text: str, unit: str) -> Condition | None:
    """Return a sum of names, or None if it cannot be read."""
    try:
        return compile_value(text, words.names, unit, words.reader.place(path))
    except Refusal as refusal:
        words.reader.refused(path, refusal)
        return None


KINDS: dict[str, Callable[..., Evidence]] = {
    "time": _time,
    "actions": _actions,
    "limits": _limits,
    "control": _control,
    "outcome": _outcome,
    "alarms": _alarms,
    "records": _records,
    "entries": _entries,
    "diagnosis": rubric_forms.diagnosis,
    "awareness": rubric_forms.awareness,
}
"""Key of :class:`EvidencePart` to what builds it. A new kind is one line here and one there."""


def evidence(words: Words, path: Path, part: EvidencePart) -> tuple[str, Evidence] | None:
    """Return the kind and the evidence of a part that has exactly one kind; else say so."""
    given = [kind for kind in KINDS if getattr(part, kind) is not None]
    if len(given) != 1:
        kinds = ", ".join(KINDS)
        message = "each piece of evidence is of one kind"
        words.reader.refuse(path, "evidence-kind", message, f"one of: {kinds}")
        return None
    kind = given[0]
    return kind, KINDS[kind](words, (*path, kind), getattr(part, kind))
