"""Names of the plant: ISA-5.1 tags such as ``TIC-101`` and ``AIT-102A``, and plain names.

Equipment and instruments have tags; phases, faults and utilities have plain names such as
``feed`` or ``clean-air``. The meaning of the letters follows ANSI/ISA-5.1, table 1.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from simulator.language.problem import Place, Problem, Refusal
from simulator.language.text import text as told

TAG = r"[A-Z]{1,5}-[0-9]{1,5}[A-Z]?"
"""Pattern of a tag: letters, a loop number, and a letter where there are several."""

NAME = r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*"
"""Pattern of a plain name: words joined by hyphens or underscores. Every tag is one too."""

LONGEST_NAME = 40
"""Tags and plain names have at most this many characters."""

_TAG = re.compile(TAG)
_NAME = re.compile(NAME)
_ALARM = re.compile(rf"{TAG}\.(?:HIHI|HI|LOLO|LO|DEV|BAD)")
_PARTS = re.compile(r"([A-Z]{1,5})-[0-9]{1,5}[A-Z]?(?:\.([A-Z]{2,8}))?")

_EQUIPMENT = {
    "BR": "bioreactor",
    "C": "column",
    "E": "heat exchanger",
    "F": "filter",
    "FL": "filter",
    "HX": "heat exchanger",
    "I": "interlock",
    "M": "motor",
    "P": "pump",
    "SK": "skid",
    "TK": "tank",
    "V": "vessel",
}
_SPECIAL = {
    "HV": "hand valve",
    "PSE": "bursting disc",
    "PSV": "pressure safety valve",
    "XV": "on-off valve",
}
_MEASURED = {
    "A": "analysis",
    "B": "burner",
    "C": "conductivity",
    "D": "density",
    "E": "voltage",
    "F": "flow",
    "G": "gauging",
    "H": "hand",
    "I": "current",
    "J": "power",
    "K": "time",
    "L": "level",
    "M": "moisture",
    "P": "pressure",
    "Q": "quantity",
    "R": "radiation",
    "S": "speed",
    "T": "temperature",
    "U": "multivariable",
    "V": "vibration",
    "W": "weight",
    "X": "unclassified",
    "Y": "state",
    "Z": "position",
}
_MODIFIERS = {"D": "difference", "F": "ratio", "Q": "total"}
_LAST = {
    "A": "alarm",
    "C": "controller",
    "E": "element",
    "G": "gauge",
    "H": "high",
    "I": "indicator",
    "K": "control station",
    "L": "low",
    "R": "recorder",
    "S": "switch",
    "T": "transmitter",
    "V": "valve",
    "W": "well",
    "Y": "relay",
    "Z": "final element",
}
_BEFORE = _LAST | {"I": "indicating", "R": "recording", "C": "control"}
_ATTRIBUTES = {
    "BAD": "bad-measurement alarm",
    "DEV": "deviation alarm",
    "HI": "high alarm",
    "HIHI": "high-high alarm",
    "LO": "low alarm",
    "LOLO": "low-low alarm",
    "MODE": "mode",
    "OP": "output",
    "POS": "position",
    "PV": "process value",
    "QUALITY": "quality",
    "SP": "set-point",
}

_SHOWN = 40
_WORD = 64
_CANDIDATES = 4000
_ALIKE = 0.6


def quoted(text: str) -> str:
    """Return the text in quotes for a message: at most 40 characters, all of them plain ASCII.

    >>> quoted("TIC-101")
    "'TIC-101'"
    """
    plain = "".join(letter if " " <= letter <= "~" else "?" for letter in text[:_SHOWN])
    return f"'{plain}...'" if len(text) > _SHOWN else f"'{plain}'"


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return the candidate most like ``word``, or "" if none is alike.

    Upper and lower case count as alike. The answer depends on the arguments alone; no more than
    4,000 candidates are looked at, and no more than 64 characters of the word.

    Of several that are alike, one of the same letters goes first: swapping two is the commonest
    slip of the fingers.

    >>> did_you_mean("TIC-110.PV", ["TIC-102.PV", "TIC-101.PV", "AIC-101.PV"])
    'TIC-101.PV'
    """
    looked_at: dict[str, str] = {}
    for number, candidate in enumerate(candidates):
        if number >= _CANDIDATES:
            break
        looked_at.setdefault(candidate.lower(), candidate)
    wanted = word[:_WORD].lower()
    if wanted in looked_at:
        return looked_at[wanted]
    close = difflib.get_close_matches(wanted, looked_at, n=3, cutoff=_ALIKE)
    swapped = [found for found in close if sorted(found) == sorted(wanted)]
    return looked_at[(swapped or close)[0]] if close else ""


def meant(word: str, candidates: Iterable[str], otherwise: str = "") -> str:
    """Return "did you mean ...?" as a hint, or ``otherwise`` if nothing is alike."""
    found = did_you_mean(word, candidates)
    return told("did you mean {found}?", found=found) if found else otherwise


def is_tag(text: str) -> bool:
    """Say whether the text is an ISA-5.1 tag such as ``TIC-101`` or ``AIT-102A``."""
    return len(text) <= LONGEST_NAME and _TAG.fullmatch(text) is not None


def is_alarm(text: str) -> bool:
    """Say whether the text names an alarm of a tag, such as ``TIC-101.HI``."""
    return len(text) <= LONGEST_NAME and _ALARM.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Say whether the text is a plain name such as ``feed``, or a tag."""
    return len(text) <= LONGEST_NAME and _NAME.fullmatch(text) is not None


def check_tag(text: str, place: Place | None = None) -> str:
    """Return the text if it is a tag; raise Refusal with an explanation if it is not."""
    if is_tag(text):
        return text
    hint = told("letters, a hyphen and a number, such as TIC-101 or AIT-102A")
    if is_tag(text.strip().upper()):
        hint = told("write {upper}", upper=text.strip().upper())
    raise Refusal(Problem("bad-tag", told("{word} is not a tag", word=quoted(text)), hint, place))


def check_alarm(text: str, place: Place | None = None) -> str:
    """Return the text if it names an alarm; raise Refusal with an explanation if it does not."""
    if is_alarm(text):
        return text
    hint = told("a tag, a point and HI, HIHI, LO, LOLO, DEV or BAD, such as TIC-101.HI")
    raise Refusal(
        Problem(
            "bad-alarm", told("{word} is not the name of an alarm", word=quoted(text)), hint, place
        )
    )


def check_name(text: str, place: Place | None = None) -> str:
    """Return the text if it is a plain name; raise Refusal with an explanation if it is not."""
    if is_name(text):
        return text
    hint = told(
        "letters, digits and hyphens, at most {longest_name} characters, such as feed-1",
        longest_name=LONGEST_NAME,
    )
    raise Refusal(Problem("bad-name", told("{word} is not a name", word=quoted(text)), hint, place))


def explain_tag(text: str) -> str:
    """Return what the letters of a tag, alarm or attribute mean, or "" if they mean nothing.

    >>> explain_tag("TIC-101")
    'temperature indicating controller'
    >>> explain_tag("AIT-102A.HI")
    'high alarm of analysis indicating transmitter'
    """
    parts = _PARTS.fullmatch(text) if len(text) <= LONGEST_NAME else None
    if parts is None:
        return ""
    what = _explain_letters(parts[1])
    if parts[2] is None or not what:
        return what
    attribute = _ATTRIBUTES.get(parts[2], "")
    return f"{attribute} of {what}" if attribute else ""


def _explain_letters(letters: str) -> str:
    """Return the meaning of the letters in front of the number, or ""."""
    whole = _EQUIPMENT.get(letters) or _SPECIAL.get(letters)
    if whole:
        return whole
    words = [_MEASURED.get(letters[0], "")]
    rest = letters[1:]
    if len(rest) > 1 and rest[0] in _MODIFIERS:
        words.append(_MODIFIERS[rest[0]])
        rest = rest[1:]
    words += [_BEFORE.get(letter, "") for letter in rest[:-1]]
    words.append(_LAST.get(rest[-1:], ""))
    return " ".join(words) if all(words) else ""
