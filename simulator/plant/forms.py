"""Forms in the plant: which questions can be answered, which freeze is open, what was answered.

All of it is numbers in ``y``, so that a digest covers it and a checkpoint keeps it. What is right
for a query is worked out by the plant itself when the freeze begins, and reported as an event that
only an assessor is told; for a prediction the plant runs ahead with nobody at the desk, and is then
brought back to the very same state.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from simulator.control.alarm import STATE as ALARM_STATE
from simulator.control.program import Program
from simulator.language import forms as f
from simulator.language.condition import Condition
from simulator.language.event import FreezeBegan, FreezeEnded, RightAnswer
from simulator.language.forms_text import on_scale, rating_of
from simulator.language.paperwork import LARGEST
from simulator.language.problem import Problem
from simulator.language.steps import Steps
from simulator.language.tag import meant
from simulator.language.text import text
from simulator.plant.extras import SESSION
from simulator.plant.forms_spec import FormsSpec, FreezeSpec, QuerySpec, QuestionSpec

if TYPE_CHECKING:
    from simulator.plant.cell import Cell

_OFF, _RATED = 0, 1
_OPENED, _CHOICE = 0, 1
_ANSWERED, _RECALLED = 0, 1
_WAITING, _OPEN, _OVER = 0.0, 1.0, 2.0

Reviewed = Problem | tuple[float | str | None, float | str | None, str]
"""Why a command may not be done, or the old value, the new one, and their unit of measure."""
Ahead = Callable[[int, Callable[[], Any]], Steps[Any]]
"""Returns what a function finds so many ms from now with nobody at the desk; None if it cannot."""


class Forms:
    """The forms of a cell; ``ahead`` lets the plant run ahead and come back."""

    def __init__(self, cell: Cell, ahead: Ahead | None = None) -> None:
        self._cell = cell
        self._spec: FormsSpec = cell.design.forms
        self.ahead = ahead
        self._questions: Mapping[str, QuestionSpec] = {q.tag: q for q in self._spec.questions}
        self._freezes: Mapping[str, FreezeSpec] = {one.tag: one for one in self._spec.freezes}
        self._asleep = False

    # -- what becomes due ----------------------------------------------------------------------

    def next_due(self) -> int | None:
        """Return when something is asked next by the clock."""
        if self._asleep or not self._spec.kept:
            return None
        due = [q.at_ms for q in self._spec.questions if q.when is None and not self._opened(q.tag)]
        if not self._off:
            for one in self._waiting():
                if one.at_ms is not None:
                    due.append(one.at_ms)
                elif self._called(one):  # another freeze stood in its way
                    due.append(self._cell.now + 1)
        return min(due, default=None)

    def open_question(self, tag: str) -> None:
        """Let a question of the diagnosis be answered from now on."""
        self._cell.y[self._cell.base("question", tag) + _OPENED] = 1.0
        if self._questions[tag].when is not None:
            self._cell.enable_watch(("question", tag, 0), False)

    def arrive(self) -> Steps[bool]:
        """Open what is due at the end of this scan; return whether a freeze began.

        Scans are asked for where the plant is to run ahead.
        """
        if self._asleep or not self._spec.kept:
            return False
        now = self._cell.now
        for question in self._spec.questions:
            if question.when is None and question.at_ms <= now and not self._opened(question.tag):
                self.open_question(question.tag)
        if self._off:
            return False
        due = next((one for one in self._waiting() if self._called(one)), None)
        if due is None:
            return False
        yield from self._begin(due)
        return True

    def pass_by(self) -> None:
        """End the freeze that is open: time goes on."""
        name = self._open_freeze()
        if name and not self._asleep:
            self._end(name)

    def _waiting(self) -> list[FreezeSpec]:
        return [one for one in self._spec.freezes if self._progress(one.tag) == _WAITING]

    def _called(self, one: FreezeSpec) -> bool:
        if one.at_ms is not None:
            return one.at_ms <= self._cell.now
        return self._cell.watch_result(("freeze", one.tag, 0))

    def _begin(self, one: FreezeSpec) -> Steps[None]:
        """Open a freeze, and report for the assessor what is right."""
        cell = self._cell
        cell.y[cell.base("freeze", one.tag)] = _OPEN
        if one.when is not None:
            cell.enable_watch(("freeze", one.tag, 0), False)
        cell.report(FreezeBegan(cell.now, one.tag))
        for query in one.queries:
            found = yield from self._foreseen(query)
            if found is not None and math.isfinite(found[0]):
                cell.report(RightAnswer(cell.now, f"{one.tag}.{query.tag}", *found))

    def _foreseen(self, query: QuerySpec) -> Steps[tuple[float, tuple[str, ...]] | None]:
        """Return what is right for a query, now or some time ahead; None if nobody can tell."""
        if not query.ahead_ms:
            return self._right(query)
        if self.ahead is None:
            return None
        self._asleep = True
        try:
            found: tuple[float, tuple[str, ...]] | None = yield from self.ahead(
                query.ahead_ms, lambda: self._right(query)
            )
        finally:
            self._asleep = False
        return found

    def _right(self, query: QuerySpec) -> tuple[float, tuple[str, ...]]:
        """Return the value or the choices that are right as things are."""
        if query.value is not None:
            return self._run(query.value), ()
        if query.right:
            return 0.0, (query.right,)
        return 0.0, tuple(word for word, when in query.whens.items() if self._run(when) != 0.0)

    def _run(self, condition: Condition) -> float:
        """Return the number of a sum, or the truth (1 or 0) of a condition without times, now."""
        return Program(condition).run(self._value)

    def _value(self, name: str) -> float:
        """Return a readable value, or the state of an alarm by its place in the list of states."""
        alarm = name.removesuffix(".STATE")
        if name.endswith(".STATE") and self._cell.has("alarm", alarm):
            return self._cell.y[self._cell.base("alarm", alarm) + ALARM_STATE]
        return self._cell.value(name)

    # -- what people do ------------------------------------------------------------------------

    def review(self, command: Any) -> Reviewed:
        """Return what a command would change, or why it may not be done now. Changes nothing."""
        match command:
            case f.Diagnose(question, choice):
                return self._review_diagnose(question, choice)
            case f.Recall(freeze, query, answer):
                return self._review_recall(freeze, query, answer)
            case f.EndFreeze(freeze):
                return self._not_open(freeze) or ("open", "over", "")
            case f.SwitchOffFreezes():
                if not self._freezes:
                    return Problem("no-freeze", text("this session has no freezes"))
                if self._cell.now > 0:
                    hint = text("next time, before time begins to pass")
                    return Problem("begun", text("the session has begun"), hint)
                return None, None, ""
        if all(on_scale(number) for number in rating_of(command)):
            return None, None, ""
        hint = text(
            "from {low} to {high}, in steps of {step}", low=f.LOWEST, high=f.HIGHEST, step=5
        )
        return Problem("bad-workload", text("that is no number of a workload scale"), hint)

    def carry_out(self, command: Any) -> None:
        """Do what :meth:`review` found no problem with."""
        cell = self._cell
        match command:
            case f.Diagnose(question, choice):
                place = list(self._questions[question].choices).index(choice)
                cell.y[cell.base("question", question) + _CHOICE] = float(place + 1)
            case f.Recall(freeze, query, answer):
                base = cell.base("query", f"{freeze}.{query}")
                cell.y[base + _RECALLED] = self._number(freeze, query, answer)
                cell.y[base + _ANSWERED] = 1.0
                queries = self._freezes[freeze].queries
                if all(self._answered(freeze, one.tag) for one in queries):
                    self._end(freeze)
            case f.EndFreeze(freeze):
                self._end(freeze)
            case f.SwitchOffFreezes():
                cell.y[cell.base(*SESSION) + _OFF] = 1.0
            case f.RateWorkload() if self._spec.kept:
                cell.y[cell.base(*SESSION) + _RATED] = 1.0

    def _review_diagnose(self, question: str, choice: str) -> Reviewed:
        spec = self._questions.get(question)
        if spec is None:
            hint = meant(question, self._questions, text("see the diagnosis"))
            return Problem("no-question", text("there is no question {name}", name=question), hint)
        if not self._opened(question):
            hint = text("it is asked later, or at the end")
            return Problem("not-yet", text("{name} is not asked yet", name=question), hint)
        if choice not in spec.choices:
            message = text("{step} cannot be {value}", step=question, value=choice[:40])
            words = ", ".join(spec.choices)
            return Problem("not-a-choice", message, text("one of {words}", words=words))
        old = self._chosen(question)
        if old == choice:
            return Problem("no-change", text("{step} says that already", step=question))
        return old or None, choice, ""

    def _not_open(self, freeze: str) -> Problem | None:
        if freeze not in self._freezes:
            return Problem("no-freeze", text("there is no freeze {name}", name=freeze))
        if self._open_freeze() != freeze:
            return Problem("freeze-over", text("{name} asks nothing now", name=freeze))
        return None

    def _review_recall(self, freeze: str, query: str, answer: float | str) -> Reviewed:
        problem = self._not_open(freeze)
        if problem is not None:
            return problem
        specs = {one.tag: one for one in self._freezes[freeze].queries}
        if query not in specs:
            return Problem("no-query", text("there is no query {name}", name=query))
        if self._answered(freeze, query):
            hint = text("the first answer counts")
            return Problem("answered", text("{name} is answered", name=query), hint)
        choices, unit = specs[query].choices, specs[query].unit
        if choices and answer not in choices:
            message = text("{step} cannot be {value}", step=query, value=str(answer)[:40])
            return Problem(
                "not-a-choice", message, text("one of {words}", words=", ".join(choices))
            )
        if not choices and (isinstance(answer, str) or not abs(answer) <= LARGEST):
            return Problem("not-a-number", text("write a number in {unit}", unit=unit or "1"))
        return None, answer, unit

    def _end(self, freeze: str) -> None:
        cell, queries = self._cell, self._freezes[freeze].queries
        cell.y[cell.base("freeze", freeze)] = _OVER
        answered = [query for query in queries if self._answered(freeze, query.tag)]
        cell.report(FreezeEnded(cell.now, freeze, len(answered), len(queries)))

    def _number(self, freeze: str, query: str, answer: float | str) -> float:
        if isinstance(answer, str):
            spec = next(one for one in self._freezes[freeze].queries if one.tag == query)
            return float(list(spec.choices).index(answer))
        return answer

    # -- what stands ---------------------------------------------------------------------------

    def view(self) -> f.FormsView:
        """Return where the forms stand."""
        if not self._spec.kept:
            return f.FormsView()
        cell, name = self._cell, self._open_freeze()
        recalled = {
            query.tag: self._recalled(name, query)
            for query in (self._freezes[name].queries if name else ())
            if self._answered(name, query.tag)
        }
        return f.FormsView(
            tuple(tag for tag in self._questions if self._opened(tag)),
            {tag: self._chosen(tag) for tag in self._questions if self._chosen(tag)},
            name,
            recalled,
            {tag: f.FREEZE_STATES[int(self._progress(tag))] for tag in self._freezes},
            self._off,
            cell.y[cell.base(*SESSION) + _RATED] != 0.0,
        )

    @property
    def _off(self) -> bool:
        return self._cell.y[self._cell.base(*SESSION) + _OFF] != 0.0

    def _open_freeze(self) -> str:
        return next((tag for tag in self._freezes if self._progress(tag) == _OPEN), "")

    def _progress(self, freeze: str) -> float:
        return self._cell.y[self._cell.base("freeze", freeze)]

    def _opened(self, question: str) -> bool:
        return self._cell.y[self._cell.base("question", question) + _OPENED] != 0.0

    def _chosen(self, question: str) -> str:
        """Return the choice of a question, whatever a checkpoint says; "" if there is none."""
        number = self._cell.y[self._cell.base("question", question) + _CHOICE]
        choices = list(self._questions[question].choices)
        return choices[int(number) - 1] if 1.0 <= number <= len(choices) else ""

    def _answered(self, freeze: str, query: str) -> bool:
        return self._cell.y[self._cell.base("query", f"{freeze}.{query}") + _ANSWERED] != 0.0

    def _recalled(self, freeze: str, query: QuerySpec) -> float | str:
        number = self._cell.y[self._cell.base("query", f"{freeze}.{query.tag}") + _RECALLED]
        words = list(query.choices)
        if not words:
            return number
        return words[int(number)] if 0.0 <= number < len(words) else ""


COMMANDS = (f.Diagnose, f.Recall, f.EndFreeze, f.SwitchOffFreezes, f.RateWorkload)
"""The commands that the forms carry out."""
