"""Units of measure: what may be written after a number, and how one becomes another.

A unit of measure is symbols joined by ``*`` and ``/``: ``degC``, ``L/h``, ``W/m2/K``, ``1/h``,
``1e6 cells/mL``, ``pg/cell/d``. Factors are exact fractions, so that a conversion is rounded once.
The definitions are those of the SI brochure (9th edition, 2019) and NIST SP 811 (2008).

A temperature (degC) and a difference of temperatures (K) are two things: 5 degC is no deadband.
In a rate such as degC/h, degC counts as K.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from simulator.language.problem import Problem, Refusal
from simulator.language.tag import meant, quoted

_SYMBOL = r"(?:1e-?[0-9]{1,2} )?[A-Za-z%]+(?:-?[1-4])?"
UNIT_PATTERN = rf"(?:1/)?{_SYMBOL}(?:[*/]{_SYMBOL})*"
"""Pattern of a unit of measure other than ""."""

LONGEST_UNIT = 40
"""A unit of measure has at most this many characters."""

_UNIT = re.compile(UNIT_PATTERN)
_SPLIT = re.compile(r"([*/]?)(?:(1e-?[0-9]{1,2}) )?([A-Za-z%]+)(-?[1-4])?")

_BASES = (
    "g",
    "m",
    "s",
    "mol",
    "K",
    "A",
    "degC",
    "cells",
    "Osm",
    "rev",
    "pH",
    "AU",
    "CV",
    "CFU",
    "EU",
    "NTU",
    "vg",
    "vp",
    "TU",
    "IU",
    "beads",
    "U",
)
_KELVIN = _BASES.index("K")
_PH = _BASES.index("pH")

_DEFINITIONS: tuple[tuple[str, str, str], ...] = (
    ("%", "0.01", ""),
    ("ppm", "1e-6", ""),
    ("ppb", "1e-9", ""),
    ("kU", "1000", "U"),
    ("min", "60", "s"),
    ("h", "3600", "s"),
    ("d", "86400", "s"),
    ("ms", "0.001", "s"),
    ("kg", "1000", "g"),
    ("mg", "1e-3", "g"),
    ("ug", "1e-6", "g"),
    ("ng", "1e-9", "g"),
    ("pg", "1e-12", "g"),
    ("km", "1000", "m"),
    ("cm", "0.01", "m"),
    ("mm", "1e-3", "m"),
    ("um", "1e-6", "m"),
    ("nm", "1e-9", "m"),
    ("L", "0.001", "m3"),
    ("mL", "1e-6", "m3"),
    ("uL", "1e-9", "m3"),
    ("nL", "1e-12", "m3"),
    ("pL", "1e-15", "m3"),
    ("kmol", "1000", "mol"),
    ("mmol", "1e-3", "mol"),
    ("umol", "1e-6", "mol"),
    ("nmol", "1e-9", "mol"),
    ("pmol", "1e-12", "mol"),
    ("fmol", "1e-15", "mol"),
    ("M", "1", "mol/L"),
    ("mM", "1e-3", "mol/L"),
    ("uM", "1e-6", "mol/L"),
    ("nM", "1e-9", "mol/L"),
    ("mOsm", "1e-3", "Osm"),
    ("cell", "1", "cells"),
    ("rpm", "1", "rev/min"),
    ("N", "1000", "g*m/s2"),
    ("mN", "1e-3", "N"),
    ("Pa", "1", "N/m2"),
    ("hPa", "100", "Pa"),
    ("kPa", "1000", "Pa"),
    ("mPa", "1e-3", "Pa"),
    ("MPa", "1e6", "Pa"),
    ("bar", "1e5", "Pa"),
    ("mbar", "100", "Pa"),
    ("atm", "101325", "Pa"),
    ("mmHg", "133.322387415", "Pa"),
    ("psi", "6894.757293168", "Pa"),
    ("J", "1", "N*m"),
    ("kJ", "1000", "J"),
    ("MJ", "1e6", "J"),
    ("kWh", "3.6e6", "J"),
    ("W", "1", "J/s"),
    ("mW", "1e-3", "W"),
    ("kW", "1000", "W"),
    ("Hz", "1", "1/s"),
    ("V", "1", "W/A"),
    ("mV", "1e-3", "V"),
    ("mA", "1e-3", "A"),
    ("S", "1", "A/V"),
    ("mS", "1e-3", "S"),
    ("uS", "1e-6", "S"),
    ("mAU", "1e-3", "AU"),
    ("vvm", "1", "1/min"),
    ("LMH", "1", "L/m2/h"),
)

_FITTING: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("fraction", ("", "%", "ppm")),
    ("pH", ("pH",)),
    ("temperature", ("degC",)),
    ("temperature difference", ("K",)),
    ("time", ("d", "h", "min", "s", "ms")),
    ("volume", ("L", "mL", "uL", "m3")),
    ("mass", ("kg", "g", "mg", "ug")),
    ("amount", ("mol", "mmol", "umol")),
    ("number of cells", ("cells", "1e6 cells", "1e9 cells")),
    ("length", ("m", "cm", "mm")),
    ("area", ("m2", "cm2")),
    ("pressure", ("bar", "mbar", "kPa", "Pa", "mmHg", "psi")),
    ("power", ("W", "kW")),
    ("energy", ("J", "kJ", "kWh")),
    ("speed", ("rpm",)),
    ("volume flow", ("L/d", "L/h", "L/min", "mL/min", "mL/h")),
    ("mass flow", ("kg/h", "kg/d", "g/min")),
    ("amount flow", ("mol/h", "mmol/h", "mmol/min")),
    ("cell density", ("1e6 cells/mL", "cells/mL", "1e9 cells/L")),
    ("concentration", ("M", "mM", "uM", "mmol/L")),
    ("mass concentration", ("g/L", "mg/L", "mg/mL", "ug/mL", "kg/L")),
    ("osmolality", ("mOsm/kg",)),
    ("rate", ("1/d", "1/h", "1/min", "1/s", "%/d", "%/h", "%/min")),
    ("rate of pH", ("pH/d", "pH/h")),
    ("rate of temperature", ("degC/h", "degC/min", "K/h")),
    ("rate of pressure", ("mbar/min", "mbar/h", "bar/h")),
    ("rate of concentration", ("mmol/L/h", "mM/h", "mM/d")),
    ("rate of density", ("1e6 cells/mL/d", "1e6 cells/mL/h")),
    ("specific production rate", ("pg/cell/d", "pg/cell/h")),
    ("specific rate", ("pmol/cell/h", "pmol/cell/d", "mmol/1e9 cells/h")),
    ("heat transfer coefficient", ("W/m2/K",)),
    ("heat transfer", ("W/K",)),
    ("conductivity", ("mS/cm", "S/m", "uS/cm")),
    ("surface tension", ("mN/m", "N/m")),
    ("electrode voltage", ("mV", "V")),
    ("flux or velocity", ("LMH", "L/m2/h", "cm/h", "m/h", "m/s")),
)

_ALIASES = {
    "°c": "degC",
    "c": "degC",
    "celsius": "degC",
    "degk": "K",
    "percent": "%",
    "pct": "%",
    "ph": "pH",
    "lpm": "L/min",
    "slpm": "L/min",
    "min-1": "1/min",
    "mmhg": "mmHg",
    "torr": "mmHg",
    "mosm": "mOsm/kg",
    "sec": "s",
    "second": "s",
    "seconds": "s",
    "minute": "min",
    "minutes": "min",
    "hr": "h",
    "hour": "h",
    "hours": "h",
    "day": "d",
    "days": "d",
    "litre": "L",
    "litres": "L",
    "liter": "L",
    "liters": "L",
    "cells/ml": "cells/mL",
    "barg": "bar",
    "rev/min": "rpm",
}


@dataclass(frozen=True, slots=True)
class UnitOfMeasure:
    """One unit of measure, taken apart.

    Attributes:
        text: as it is written.
        powers: the power of each base.
        factor: its size in bases.
        part: whether it is a part of a whole (%, ppm), which no pH is.
    """

    text: str
    powers: tuple[int, ...]
    factor: Fraction
    part: bool


_Symbol = tuple[tuple[int, ...], Fraction]
_NOTHING = tuple(0 for _ in _BASES)


def _take_apart(text: str, symbols: dict[str, _Symbol]) -> _Symbol:
    """Return powers and factor of a well-formed text; KeyError names an unknown symbol."""
    powers = list(_NOTHING)
    factor = Fraction(1)
    rest = text[2:] if text.startswith("1/") else text
    found = _SPLIT.findall(rest)
    for place, (joint, size, symbol, power) in enumerate(found):
        divides = joint == "/" or (place == 0 and rest != text)
        exponent = int(power or 1) * (-1 if divides else 1)
        its_powers, its_factor = symbols[symbol]
        if symbol == "degC" and (len(found) > 1 or exponent != 1 or size):
            its_powers = symbols["K"][0]
        for base, its_power in enumerate(its_powers):
            powers[base] += its_power * exponent
        factor *= its_factor**exponent
        if size:
            factor *= Fraction(size) ** (-1 if divides else 1)
    return tuple(powers), factor


def _all_symbols() -> dict[str, _Symbol]:
    """Return every symbol with its powers and factor."""
    symbols: dict[str, _Symbol] = {}
    for base, symbol in enumerate(_BASES):
        powers = tuple(int(other == base) for other in range(len(_BASES)))
        symbols[symbol] = (powers, Fraction(1))
    for symbol, factor, unit in _DEFINITIONS:
        powers, size = _take_apart(unit, symbols)
        symbols[symbol] = (powers, size * Fraction(factor))
    return symbols


_SYMBOLS = _all_symbols()


@lru_cache(maxsize=1024)
def unit_of_measure(text: str) -> UnitOfMeasure:
    """Return a unit of measure, taken apart; "" is the unit of a plain number.

    Raises:
        Refusal: if it is not one, with what was perhaps meant.
    """
    if not text:
        return UnitOfMeasure("", _NOTHING, Fraction(1), False)
    if len(text) > LONGEST_UNIT or not _UNIT.fullmatch(text):
        raise _unknown(text, "write for example degC, L/h, 1/h, W/m2/K or 1e6 cells/mL")
    try:
        powers, factor = _take_apart(text, _SYMBOLS)
    except KeyError as missing:
        hint = meant(str(missing.args[0]), _SYMBOLS, "see the table of units of measure")
        raise _unknown(text, hint) from None
    return UnitOfMeasure(text, powers, factor, "%" in text or "pp" in text)


def _unknown(text: str, hint: str) -> Refusal:
    """Return the refusal of a text that is no unit of measure."""
    alias = _ALIASES.get(text.lower())
    if alias:
        hint = f"write {alias}"
    elif "\u00b5" in text or "\u03bc" in text:
        hint = "write u for micro, such as um or uL"
    return Refusal(Problem("unknown-unit", f"{quoted(text)} is not a unit of measure", hint))


def same_dimension(first: str, second: str) -> bool:
    """Say whether one unit of measure can become the other; unknown ones raise Refusal.

    A pH and a plain number can, as far as neither is a percentage.
    """
    one, other = unit_of_measure(first), unit_of_measure(second)
    if one.powers == other.powers:
        return True
    if one.part or other.part:
        return False
    return _without_ph(one) == _without_ph(other)


def same_scale(first: str, second: str) -> bool:
    """Say whether a number in one unit of measure is the same number in the other."""
    if not same_dimension(first, second):
        return False
    return unit_of_measure(first).factor == unit_of_measure(second).factor


def conversion(source: str, target: str) -> Fraction:
    """Return what a number in ``source`` is multiplied by to be in ``target``; see same_dimension.

    Temperatures need no offset, since degC is the only temperature.
    """
    return unit_of_measure(source).factor / unit_of_measure(target).factor


def difference_of(unit: str) -> str:
    """Return the unit of measure of a difference of two values: K for degC, else the same."""
    return "K" if unit == "degC" else unit


def fitting_units(unit: str) -> tuple[str, ...]:
    """Return usual units of measure of the same dimension; at least the unit itself."""
    powers = unit_of_measure(unit).powers
    for _, units in _FITTING:
        if unit_of_measure(units[0]).powers == powers:
            return tuple(known for known in units if known)
    return (unit,)


def dimension_name(unit: str) -> str:
    """Return what a unit of measure measures, such as "volume flow", or ""."""
    powers = unit_of_measure(unit).powers
    for name, units in _FITTING:
        if unit_of_measure(units[0]).powers == powers:
            return name
    return ""


def known_units() -> tuple[str, ...]:
    """Return every symbol and every usual combination; others may be made with * and /."""
    usual = [unit for _, units in _FITTING for unit in units if unit]
    return tuple(dict.fromkeys([*_SYMBOLS, *usual]))


def units_by_dimension() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the usual units of measure, by what they measure, for documentation."""
    return _FITTING


def _without_ph(unit: UnitOfMeasure) -> tuple[int, ...]:
    """Return the powers, pH not counted."""
    return unit.powers[:_PH] + unit.powers[_PH + 1 :]
