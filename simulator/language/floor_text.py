"""Work on labels as one line of text, and back: ``hang DIRTY on TK-301``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from simulator.language.floor import (
    HUNG,
    RELEASERS,
    FloorWork,
    HangLabel,
    Hung,
    ReleaseEquipment,
    Releaser,
)
from simulator.language.problem import Problem, Refusal
from simulator.language.tag import check_tag, meant, quoted
from simulator.language.text import text

_Form = tuple[str, str, str, Callable[[re.Match[str], object], FloorWork]]


def _hang(found: re.Match[str], _reading: object) -> HangLabel:
    """Read ``hang OUT OF ORDER on TK-301``."""
    if found[1] not in HUNG:
        hint = meant(found[1], HUNG, text("one of {words}", words=", ".join(HUNG)))
        message = text("{label} is no label that a person hangs", label=quoted(found[1]))
        raise Refusal(Problem("bad-label", message, hint))
    return HangLabel(check_tag(found[2]), cast(Hung, found[1]))


def _release(found: re.Match[str], _reading: object) -> ReleaseEquipment:
    """Read ``release TK-301 by A. Peeters as supervisor``."""
    if found[3] not in RELEASERS:
        hint = meant(found[3], RELEASERS, text("one of {words}", words=", ".join(RELEASERS)))
        message = text("{role} may not release equipment", role=quoted(found[3]))
        raise Refusal(Problem("bad-role", message, hint))
    return ReleaseEquipment(check_tag(found[1]), found[2].strip(" "), cast(Releaser, found[3]))


FORMS: tuple[_Form, ...] = (
    ("hang", "(.+) on ([^ ]+)", "hang DIRTY on TK-301", _hang),
    (
        "release",
        "([^ ]+) by (.+) as ([^ ]+)",
        "release TK-301 by A. Peeters as supervisor",
        _release,
    ),
)


def show_floor(command: FloorWork) -> str:
    """Return work on labels as text that reads back to the same command."""
    if isinstance(command, HangLabel):
        return f"hang {command.label} on {command.tag}"
    return f"release {command.tag} by {command.name} as {command.role}"
