"""A branch beside its recording, in lines: what was tried, its score and key results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.language.simtime import show_duration, show_time
from simulator.language.text import N_
from simulator.review.whatif import Change, Difference
from simulator.session.branch import Branch
from simulator.session.speech import Speaker
from tui.draw import Line, fit, line, unit_of

NAME = 34
"""Cells of the name of what is compared."""
_COLUMN = 10
_WHO: Mapping[str, str] = {
    "hand": N_("by hand from {time}"),
    "expert": N_("expert from {time}"),
    "idle": N_("nobody acts from {time}"),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """A branch that was tried: ``what`` moved action it was about, and a name for its file."""

    difference: Difference
    branch: Branch
    what: str
    name: str


def trial_text(say: Speaker, trial: Trial) -> str:
    """Return what was tried and what came of it, such as ``4 min earlier: no loss``."""
    wish = trial.difference.wish
    if wish.who == "earlier":
        what = f"{trial.what} …" if wish.later_too else trial.what
        tried = say("{what}: {time} earlier", what=what, time=show_duration(wish.earlier_ms))
    else:
        tried = say(_WHO[wish.who], time=show_time(wish.t))
    return f"{tried}: {outcome(say, trial.difference)}"


def outcome(say: Speaker, found: Difference) -> str:
    """Return in a few words what a branch came to."""
    if found.after is None or found.before is None or found.gained is None:
        return say("no score")
    shown = f"{found.before.percent:g} % → {found.after.percent:g} %"
    if found.after.points >= found.after.of > 0.0 and not found.after.failures:
        return f"{shown} ({say('no loss')})"
    if found.gained == 0.0:
        return f"{shown} ({say('no difference')})"
    return f"{shown} ({found.gained:+g})"


def trial_line(say: Speaker, trial: Trial, width: int, chosen: bool) -> Line:
    """Return one line on a branch."""
    return line([(f" {trial_text(say, trial)} ", "chosen" if chosen else "strong")], width)


def difference_lines(say: Speaker, found: Difference, width: int, results: bool) -> list[Line]:
    """Return both columns: the recording and the branch; ``results`` first or after the score."""
    parts = [_scores(say, found, width), _figures(say, found, width)]
    if results:
        parts.reverse()
    lines = [made for part in parts for made in part]
    if found.refused:
        told = say("{n} later actions of the recording could not be done", n=found.refused)
        lines.insert(0, line([(f" {told}", "soft")], width))
    return lines


def _head(say: Speaker, what: str, width: int, last: str = "") -> Line:
    columns = [say("recording"), say("branch"), last]
    told = "".join(fit(f"{text} ", _COLUMN + 2, right=True) for text in columns)
    return line([(fit(f" {what}", _name(width)), "strong"), (told, "soft")], width)


def _name(width: int) -> int:
    return max(min(NAME, width - 3 * (_COLUMN + 2)), 12)


def _scores(say: Speaker, found: Difference, width: int) -> list[Line]:
    if not found.criteria:
        return []
    lines = [_head(say, say("points"), width)]
    for one in found.criteria:
        shown = ["–" if v is None else f"{v:g}/{one.of:g}" for v in (one.before, one.after)]
        changed = one.before != one.after
        gained = (one.after or 0.0) - (one.before or 0.0)
        lines.append(_row(say, one, (*shown, f"{gained:+.4g}" if changed else ""), width))
    return lines


def _figures(say: Speaker, found: Difference, width: int) -> list[Line]:
    lines = [_head(say, say("key results"), width, say("in range"))]
    for one in found.results:
        shown = [_shown(v, one.decimals) for v in (one.before, one.after)]
        inside = ""
        if one.inside is not None:
            before, after = (round(100.0 * part) for part in one.inside)
            inside = f"{before} %" if before == after else f"{before}→{after} %"
        lines.append(_row(say, one, (*shown, inside), width))
    return lines


def _row(say: Speaker, one: Change, shown: Sequence[str], width: int) -> Line:
    """Return a line; what changed stands out."""
    name = say.retell(one.name) if isinstance(one.name, str) else say.words(one.name)
    unit = unit_of(one.unit)
    changed = shown[0] != shown[1] or "→" in shown[2]
    left = f"   {name}{f' ({unit})' if unit else ''}"
    told = "".join(fit(f"{text} ", _COLUMN + 2, right=True) for text in shown)
    mark = " *" if changed else ""
    token = "strong" if changed else ""
    return line([(fit(left, _name(width)), token), (told, token), (mark, token)], width)


def _shown(value: float | None, decimals: int) -> str:
    return "–" if value is None else f"{value:.{decimals}f}"
