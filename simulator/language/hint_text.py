"""Asking for a hint as one line of text: ``hint base-bottle 1``."""

from __future__ import annotations

import re

from simulator.language.command import TakeHint
from simulator.language.problem import Problem, Refusal
from simulator.language.tag import check_name, quoted
from simulator.language.text import text

PATTERN = "([^ ]+) ([^ ]+)"
"""The name of the hint and the number of the step."""
EXAMPLE = "hint base-bottle 1"


def read_hint(found: re.Match[str], _reading: object) -> TakeHint:
    """Return the command of the words that :data:`PATTERN` found.

    Raises:
        Refusal: the name is no name, or the step no number from 1 to 9.
    """
    if not re.fullmatch("[1-9]", found[2]):
        message = text("{found} is not a step", found=quoted(found[2]))
        hint = text("write the number of the step, such as: {example}", example=EXAMPLE)
        raise Refusal(Problem("bad-step", message, hint))
    return TakeHint(check_name(found[1]), int(found[2]))
