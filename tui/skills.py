"""Competencies and levels in words."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.language.competence import COMPETENCIES, LEVELS
from simulator.session.speech import Speaker


def skills(codes: Iterable[str], say: Speaker) -> str:
    """Return competencies by code and name; one that the program does not know by its code.

    >>> skills(["C05", "X1"], Speaker("en"))
    'C05 respond to alarms, X1'
    """
    named = ((code, COMPETENCIES.get(code)) for code in codes)
    return ", ".join(f"{code} {say(name)}" if name else code for code, name in named)


def level(number: int, say: Speaker) -> str:
    """Return a level by its number and name.

    >>> level(3, Speaker("en"))
    'level 3: work alone'
    """
    name = LEVELS.get(number)
    return say("level {n}: {name}", n=number, name=say(name)) if name else str(number)
