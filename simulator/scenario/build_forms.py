"""Diagnosis, freezes and workload: from the parts of a file to specifications."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from simulator.language.condition import HELD, Condition, compile_value
from simulator.language.field import Field
from simulator.language.measure import difference_of, unit_of_measure
from simulator.language.paperwork import LARGEST
from simulator.language.problem import Refusal
from simulator.language.simtime import SECOND
from simulator.language.tag import check_name
from simulator.plant.design import Design
from simulator.plant.forms_spec import FormsSpec, FreezeSpec, QuerySpec, QuestionSpec
from simulator.scenario.document import Path
from simulator.scenario.forms_parts import FreezePart, QueryPart, QuestionPart
from simulator.scenario.names import alarm_names
from simulator.scenario.reader import Reader

LONGEST_AHEAD_MS = 14_400_000
"""A prediction looks this far ahead at most: the plant runs there while the freeze begins."""
LONGEST_LIMIT_MS = 3_600_000
_OF_A_NUMBER = ("within", "unit")
_OF_A_CHOICE = ("right", "right_when")


class _Forms:
    """Reads forms against a design, noting every problem."""

    def __init__(self, reader: Reader, design: Design, names: dict[str, Field]) -> None:
        self.reader = reader
        self.duration = design.duration_ms
        self.names = names
        self.seen = names | alarm_names(design)
        self.taken = {spec.tag for spec in design.procedure} | {spec.tag for spec in design.record}

    def named(self, path: Path, name: str, alone: bool = True) -> bool:
        """Return whether a form has a name that a command can say and that is its own."""
        try:
            check_name(name)
        except Refusal as refusal:
            for problem in refusal.problems:
                self.reader.refuse(path, problem.code, problem.message, problem.hint, key=True)
            return False
        if alone and name in self.taken:
            message = f"{name} is the name of something else"
            self.reader.refuse(path, "twice", message, "take another name", key=True)
            return False
        if alone:
            self.taken.add(name)
        return True

    def moment(self, path: Path, at: str | None, when: str | None) -> Condition | None:
        """Return the condition of a moment, refusing two moments for one form."""
        if at is not None and when is not None:
            hint = "write `when` or `at`, not both"
            self.reader.refuse(path, "two-moments", hint, key=True)
        return None if when is None else self.reader.condition((*path, "when"), when, self.names)

    def question(self, name: str, part: QuestionPart) -> QuestionSpec:
        """Return a question of the diagnosis."""
        path: Path = ("diagnosis", name)
        self.words(path, part.choices)
        self.reader.known((*path, "right"), part.right, part.choices, "choice")
        when = self.moment(path, part.at, part.when)
        at = 0
        if part.at is not None:
            at = self.reader.duration((*path, "at"), part.at, high=self.duration)
        because = part.because or {}
        return QuestionSpec(name, part.text, part.choices, part.right, because, at, when)

    def words(self, path: Path, choices: Collection[str]) -> None:
        """Refuse choices that a command cannot name."""
        for word in choices:
            self.named((*path, "choices", word), word, alone=False)

    def freeze(self, name: str, part: FreezePart) -> FreezeSpec:
        """Return a freeze."""
        path: Path = ("freezes", name)
        reader = self.reader
        when = self.moment(path, part.at, part.when)
        if part.at is None and part.when is None:
            message = f"nobody could tell when {name} is"
            reader.refuse(path, "no-effect", message, "write `at:` or `when:`", key=True)
        at = None
        if part.at is not None:
            at = reader.duration((*path, "at"), part.at, low=SECOND, high=self.duration)
        limit = reader.duration(
            (*path, "limit"), part.limit, low=10 * SECOND, high=LONGEST_LIMIT_MS
        )
        queries = tuple(
            self.query((*path, "queries", tag), tag, one, at)
            for tag, one in part.queries.items()
            if self.named((*path, "queries", tag), tag, alone=False)
        )
        return FreezeSpec(name, at, when, limit, queries)

    def query(self, path: Path, tag: str, part: QueryPart, at: int | None) -> QuerySpec:
        """Return a query; a number has a value and a tolerance, a choice has a right one."""
        reader = self.reader
        number = part.value is not None
        for key in _OF_A_CHOICE if number else _OF_A_NUMBER:
            if getattr(part, key):
                word = key.replace("_", " ")
                message = f"`{word}` belongs to {'a choice' if number else 'a number'}"
                reader.refuse((*path, word), "other-kind", message, key=True)
        if number and part.choices:
            message = f"{tag} is either a number or a choice"
            reader.refuse(path, "other-kind", message, "write `value` or `choices`", key=True)
        if not number:
            self.choice(path, tag, part)
        value, within = self.number(path, part) if number else (None, 0.0)
        self.words(path, part.choices)
        whens = {}
        for word, text in part.right_when.items():
            here: Path = (*path, "right when", word)
            found = reader.condition(here, text, self.seen)
            if found is not None and any(code[0] == HELD for code in found.code):
                message = "what is right is judged at one moment"
                reader.refuse(here, "no-effect", message, "leave `for ...` out")
            elif reader.known_key(here, word, part.choices, "choice") and found is not None:
                whens[word] = found
        return QuerySpec(
            tag,
            part.level,
            part.text,
            part.unit if number else "",
            part.decimals,
            value,
            within,
            part.choices,
            part.right or "",
            whens,
            self.ahead(path, part, at),
        )

    def choice(self, path: Path, tag: str, part: QueryPart) -> None:
        """Refuse a choice that has nothing to choose from, or nothing that is right."""
        reader = self.reader
        if len(part.choices) < 2:
            hint = "write `value: NAME`, or `choices: {more: More, less: Less}`"
            reader.refuse(path, "choices", f"{tag} has nothing to choose from", hint, key=True)
        if (part.right is None) == (not part.right_when):
            message = f"nobody could tell what is right for {tag}"
            reader.refuse(path, "no-effect", message, "write `right` or `right when`", key=True)
        if part.right is not None and part.choices:
            reader.known((*path, "right"), part.right, part.choices, "choice")

    def number(self, path: Path, part: QueryPart) -> tuple[Condition | None, float]:
        """Return the value and the tolerance of a number."""
        reader = self.reader
        try:
            unit_of_measure(part.unit)
        except Refusal as refusal:
            reader.refused((*path, "unit"), refusal)
            return None, 0.0
        if part.within is None:
            hint = "write for example `within: 3 %`"
            reader.refuse(path, "missing-key", "how far may an answer be off?", hint, key=True)
            return None, 0.0
        span = Field("within", difference_of(part.unit), 0.0, 0.0, LARGEST, "definition")
        within = reader.quantity((*path, "within"), part.within, span)
        try:
            place = reader.place((*path, "value"))
            return compile_value(part.value or "", self.seen, part.unit, place), within
        except Refusal as refusal:
            reader.refused((*path, "value"), refusal)
            return None, within

    def ahead(self, path: Path, part: QueryPart, at: int | None) -> int:
        """Return how far ahead a query looks: a prediction must, the others cannot."""
        reader = self.reader
        if (part.level == "prediction") != (part.ahead is not None):
            message = "a prediction says how far it looks ahead, and nothing else does"
            reader.refuse(path, "ahead", message, "write `ahead: 10 min`", key=True)
            return 0
        if part.ahead is None:
            return 0
        ahead = reader.duration((*path, "ahead"), part.ahead, low=SECOND, high=LONGEST_AHEAD_MS)
        if at is not None and at + ahead > self.duration:
            message = "the scenario ends before this can be seen"
            reader.refuse((*path, "ahead"), "too-late", message)
        return ahead


def forms(
    reader: Reader,
    design: Design,
    names: dict[str, Field],
    diagnosis: Mapping[str, QuestionPart],
    freezes: Mapping[str, FreezePart],
    workload: bool,
) -> FormsSpec:
    """Return everything that a session asks; ``names`` may be read, truth included."""
    found = _Forms(reader, design, names)
    return FormsSpec(
        tuple(
            found.question(name, part)
            for name, part in diagnosis.items()
            if found.named(("diagnosis", name), name)
        ),
        tuple(
            found.freeze(name, part)
            for name, part in freezes.items()
            if found.named(("freezes", name), name)
        ),
        workload,
    )
