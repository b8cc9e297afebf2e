"""Simulated time: whole milliseconds since the session began, and durations in words.

A whole number adds up exactly and is the same on every machine; 0.1 s added ten times is not 1 s.
"""

from __future__ import annotations

import re
from fractions import Fraction

from simulator.language.problem import Place, Problem, Refusal
from simulator.language.tag import meant, quoted
from simulator.language.text import text as told

SimTime = int
"""Milliseconds since the session began."""

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

LONGEST = 1000 * DAY
"""No duration in a text may be longer than this."""

_UNITS = {"d": DAY, "h": HOUR, "min": MINUTE, "s": SECOND, "ms": 1}
_OTHER_WORDS = {
    "day": "d",
    "days": "d",
    "hr": "h",
    "hrs": "h",
    "hour": "h",
    "hours": "h",
    "m": "min",
    "mins": "min",
    "minute": "min",
    "minutes": "min",
    "sec": "s",
    "secs": "s",
    "second": "s",
    "seconds": "s",
    "msec": "ms",
}
_HINT = "write for example 90 s, 2 h 30 min or 1.5 d"
_TEXT = 64
_ONE = r"[0-9]{1,12}(?:\.[0-9]{1,9})? ?[A-Za-z]+"
_WORDS = re.compile(rf"{_ONE}(?: *{_ONE})*")
_PART = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,9})?) ?([A-Za-z]+)")
_CLOCK = re.compile(r"(?:([0-9]{1,4}) d )?([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{3}))?")


def parse_duration(text: str, place: Place | None = None) -> int:
    """Return a duration in milliseconds.

    Accepts units d, h, min, s and ms, each at most once and the largest first (``2 h 30 min``,
    ``1.5 d``), and the form of :func:`show_time` (``3 d 04:05:06.007``).

    Raises:
        Refusal: if the text is no duration, is finer than a millisecond or longer than 1000 d.
    """
    if len(text) > _TEXT:
        raise Refusal(
            Problem("bad-duration", told("the duration is too long a text"), _HINT, place)
        )
    trimmed = text.strip(" ")
    clock = _CLOCK.fullmatch(trimmed)
    if clock is not None:
        total = _clock_ms(clock, text, place)
    elif _WORDS.fullmatch(trimmed):
        total = _words_ms(trimmed, place)
    else:
        hint = told("use a point as decimal sign; {hint}", hint=_HINT) if "," in text else _HINT
        raise Refusal(
            Problem(
                "bad-duration", told("{word} is not a duration", word=quoted(text)), hint, place
            )
        )
    if total > LONGEST:
        hint = told("at most {longest} d", longest=LONGEST // DAY)
        raise Refusal(
            Problem(
                "bad-duration", told("{word} is too long a time", word=quoted(text)), hint, place
            )
        )
    return total


def _clock_ms(clock: re.Match[str], text: str, place: Place | None) -> int:
    """Return the milliseconds of ``3 d 04:05:06.007``, once matched."""
    days, hours, minutes, seconds, milliseconds = (int(part or 0) for part in clock.groups())
    if hours > 23 or minutes > 59 or seconds > 59:
        hint = told("hours to 23, minutes and seconds to 59, such as 1 d 04:05:06")
        raise Refusal(
            Problem("bad-duration", told("{word} is not a time", word=quoted(text)), hint, place)
        )
    return days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + milliseconds


def _words_ms(text: str, place: Place | None) -> int:
    """Return the milliseconds of ``2 h 30 min``, whose outline has been matched."""
    total = Fraction(0)
    smallest = LONGEST
    for number, unit in _PART.findall(text):
        if unit not in _UNITS:
            other = _OTHER_WORDS.get(unit.lower())
            hint = told("write {other}", other=other) if other else meant(unit, _UNITS, _HINT)
            message = told("{unit} is not a unit of time", unit=quoted(unit))
            raise Refusal(Problem("bad-duration", message, hint, place))
        if _UNITS[unit] >= smallest:
            message = told("{word} is not in order", word=quoted(text))
            hint = told("each unit of time once, the largest first: 1 d 2 h 30 min")
            raise Refusal(Problem("bad-duration", message, hint, place))
        smallest = _UNITS[unit]
        total += Fraction(number) * smallest
    if total.denominator != 1:
        message = told("{word} is finer than a millisecond", word=quoted(text))
        raise Refusal(Problem("bad-duration", message, _HINT, place))
    return int(total)


def show_duration(ms: int) -> str:
    """Return a duration as :func:`parse_duration` reads it.

    >>> show_duration(9_000_000)
    '2 h 30 min'
    """
    if ms < 0:
        return f"-{show_duration(-ms)}"
    words = []
    rest = ms
    for unit, size in _UNITS.items():
        if rest >= size:
            words.append(f"{rest // size} {unit}")
            rest %= size
    return " ".join(words) or "0 s"


def show_time(ms: SimTime, milliseconds: bool = False) -> str:
    """Return a time as a clock shows it; whole seconds, cut off, unless milliseconds are asked.

    >>> show_time(273_906_007)
    '3 d 04:05:06'
    >>> show_time(5000, milliseconds=True)
    '00:00:05.000'
    """
    if ms < 0:
        return f"-{show_time(-ms, milliseconds)}"
    days, rest = divmod(ms, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, rest = divmod(rest, SECOND)
    clock = f"{hours:02d}:{minutes:02d}:{seconds:02d}"
    if milliseconds:
        clock = f"{clock}.{rest:03d}"
    return f"{days} d {clock}" if days else clock
