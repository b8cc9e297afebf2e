"""Words and figures of the batch record, deviations and audit trail, for screens and line mode."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.language.command_text import show_command
from simulator.language.field import Field
from simulator.language.observation import EntryView
from simulator.language.paperwork import CONTACTS, WitnessRole
from simulator.language.text import N_
from simulator.session.desk import StepBrief
from simulator.session.speech import Speaker
from tui.draw import unit_of
from tui.past import Deed

STATES: Mapping[str, str] = {
    "later": N_("later"),
    "due": N_("to do now"),
    "late": N_("overdue"),
    "done": N_("done"),
    "exception": N_("exception"),
}
"""Where a step of the batch record stands."""
YES_NO: Mapping[str, str] = {"yes": N_("yes"), "no": N_("no")}
ROLES: Mapping[WitnessRole, str] = {
    "operator": N_("operator"),
    "supervisor": N_("supervisor"),
    "quality": N_("quality assurance"),
}
"""In which role a witness signs."""
PEOPLE: Mapping[str, str] = dict(
    zip(CONTACTS, (N_("shift lead"), N_("quality assurance"), N_("utilities")), strict=True)
)
"""Whom an operator can call."""


LABEL_FAULTS: Mapping[str, str] = {
    "missing": N_("NO LABEL"),
    "other-form": N_("label of another form"),
}
"""What can be wrong with the label of a sample."""


def value_text(step: StepBrief, value: float | str | None, say: Speaker) -> str:
    """Return an entry as it stands: with at least the decimals and the unit of its step."""
    if value is None:
        return "--"
    if isinstance(value, str):
        if step.kind == "check":
            return say(YES_NO.get(value, value))
        return say.words(step.choices[value]) if value in step.choices else value
    typed = len(repr(value).partition(".")[2].removesuffix("0")) if "e" not in repr(value) else 0
    shown = f"{value:.{max(step.decimals, typed)}f}" if abs(value) < 1e9 else f"{value:g}"
    return f"{shown} {unit_of(step.unit)}".strip()


def limits_text(step: StepBrief, say: Speaker) -> str:
    """Return what a step expects: limits with their unit, or a word; "" if anything is as good."""
    if step.low is not None and step.high is not None:
        return f"{step.low:g} .. {step.high:g} {unit_of(step.unit)}".strip()
    if step.kind == "value":
        return unit_of(step.unit)
    if step.kind == "check":
        return say(YES_NO["yes"])
    return say.words(step.choices[step.expected]) if step.expected else ""


def out_of_limits(step: StepBrief, value: float | str) -> bool:
    """Return whether a value would be an exception, as far as the brief tells."""
    if isinstance(value, str):
        expected = "yes" if step.kind == "check" else step.expected
        return step.kind in ("check", "choice") and bool(expected) and value != expected
    low = step.low is not None and value < step.low
    return low or (step.high is not None and value > step.high)


def pressing(entry: EntryView) -> bool:
    """Return whether a step asks for something now: an entry, a witness or a deviation."""
    return entry.state in ("due", "late") or entry.unsigned or entry.undeviated


def audit_text(deed: Deed, names: Mapping[str, Field], say: Speaker) -> str:
    """Return one line of the audit trail without its time: who, what, old to new, reason."""
    text = f"{deed.who}: {show_command(deed.command, names)}"
    if deed.problem is not None:
        return f"{text}  {say('REFUSED')}{say.colon}{say.retell(deed.problem.message)}"
    if deed.old is not None and deed.new is not None:
        text += f"  [{figure(deed.old)} → {figure(deed.new)} {unit_of(deed.unit)}".rstrip() + "]"
    return f"{text}  ({say('because')}{say.colon}{deed.reason})" if deed.reason else text


def figure(value: float | str) -> str:
    """Return a value of the audit trail."""
    return value if isinstance(value, str) else f"{value:.6g}"
