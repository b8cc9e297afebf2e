"""Work on labels as one line of text, and back: ``hang DIRTY on TK-301``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from simulator.language.floor import (
    HUNG,
    RELEASERS,
    AskRelease,
    FloorWork,
    HangLabel,
    Hung,
    HurrySample,
    ReleaseEquipment,
    Releaser,
)
from simulator.language.problem import Problem, Refusal
from simulator.language.tag import check_tag, meant, quoted
from simulator.language.text import text

_LOT = re.compile("[A-Za-z0-9][A-Za-z0-9./-]{0,39}")
_WHOLE = re.compile("[1-9][0-9]{0,8}")

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
    tag = found[1] if _LOT.fullmatch(found[1]) else check_tag(found[1])
    return ReleaseEquipment(tag, found[2].strip(" "), cast(Releaser, found[3]))


def _lot(number: str) -> str:
    """Return the number of a lot; raise Refusal if it cannot be one."""
    if not _LOT.fullmatch(number):
        message = text("{lot} is no number of a lot", lot=quoted(number))
        raise Refusal(Problem("bad-lot", message, text("see the list of lots")))
    return number


def _ask(found: re.Match[str], _reading: object) -> AskRelease:
    """Read ``ask release of B-0417/TK-301``."""
    return AskRelease(_lot(found[1]))


def _hurry(found: re.Match[str], _reading: object) -> HurrySample:
    """Read ``urgent 3``."""
    if not _WHOLE.fullmatch(found[1]):
        message = text("{number} is no number of a list", number=quoted(found[1]))
        raise Refusal(Problem("bad-number", message, text("write a whole number, such as 3")))
    return HurrySample(int(found[1]))


FORMS: tuple[_Form, ...] = (
    ("hang", "(.+) on ([^ ]+)", "hang DIRTY on TK-301", _hang),
    (
        "release",
        "([^ ]+) by (.+) as ([^ ]+)",
        "release TK-301 by A. Peeters as supervisor",
        _release,
    ),
    ("ask release of", "([^ ]+)", "ask release of B-0417/TK-301", _ask),
    ("urgent", "([^ ]+)", "urgent 3", _hurry),
)


def show_floor(command: FloorWork) -> str:
    """Return work on labels as text that reads back to the same command."""
    if isinstance(command, HangLabel):
        return f"hang {command.label} on {command.tag}"
    if isinstance(command, AskRelease):
        return f"ask release of {command.lot}"
    if isinstance(command, HurrySample):
        return f"urgent {command.sample}"
    return f"release {command.tag} by {command.name} as {command.role}"
