"""Numbers with units of measure: exact conversion, refusals with hints, and round trips."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.language.measure import dimension_name, units_by_dimension
from simulator.language.problem import Place, Refusal
from simulator.language.quantity import (
    Quantity,
    convert,
    fit,
    known_units,
    parse_quantity,
    read_quantity,
    same_dimension,
    show_quantity,
    write_quantity,
)

finite = st.floats(allow_nan=False, allow_infinity=False)
units = st.sampled_from(["", *known_units(), "1/h", "mL/1e6 cells/h", "1e9 cells/mmol"])


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("37.0 degC", "degC", 37.0),
        ("-5degC", "degC", -5.0),
        (" 30 % ", "%", 30.0),
        ("30 %", "", 0.3),
        ("+0.3", "", 0.3),
        ("150 ppm", "%", 0.015),
        ("2.5 L/h", "L/d", 60.0),
        ("12 h", "s", 43200.0),
        ("7.02", "pH", 7.02),
        ("7.02 pH", "", 7.02),
        ("0.03 pH/d", "pH/h", 0.00125),
        ("0.03 pH/d", "1/d", 0.03),
        ("2 %/d", "1/d", 0.02),
        ("2 degC/h", "K/min", 1 / 30),
        ("10 mbar/min", "bar/h", 0.6),
        ("150 mM", "mmol/L", 150.0),
        ("400 kPa", "bar", 4.0),
        ("760 mmHg", "Pa", 101325.0144354),
        ("20 pg/cell/d", "g/cell/d", 2e-11),
        ("12.5e6 cells/mL", "1e6 cells/mL", 12.5),
        ("12.5 1e6 cells/mL", "1e9 cells/L", 12.5),
        ("1e9 cells", "1e6 cells", 1000.0),
        ("1e-9 kmol/s", "umol/s", 1.0),
        ("300 mOsm/kg", "mOsm/kg", 300.0),
        ("60 rpm", "rev/s", 1.0),
        ("1 kW", "J/s", 1000.0),
        ("1 kWh", "MJ", 3.6),
        ("500 W/m2/K", "kW/m2/K", 0.5),
        ("1 LMH", "L/m2/h", 1.0),
        ("12 mS/cm", "S/m", 1.2),
        ("0.3 1/h", "h-1", 0.3),
        ("2 degC*h", "K*min", 120.0),
        ("5 1e-3 mol", "mmol", 5.0),
        ("1 vvm", "1/min", 1.0),
        ("1E3 g", "kg", 1.0),
    ],
)
def test_conversion(text: str, unit: str, value: float) -> None:
    """Verification: the number nearest to the exact conversion, by the SI brochure's factors."""
    assert parse_quantity(text, unit) == value


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("38", "degC", "write for example 38 degC"),
        ("0.3", "%", "write for example 0.3 %"),
        ("1", "1/h", "has no unit of measure"),
        ("38 %", "degC", "units that fit: degC"),
        ("1 K", "degC", "1 K is no temperature"),
        ("1 degC", "K", "1 degC is no temperature difference"),
        ("30 %", "pH", "30 % is no pH"),
        ("1 bar", "L/h", "L/d, L/h, L/min"),
        ("1 bar", "", "write the number alone, or in %"),
        ("1 bar", "kg*m", "is no number in kg*m"),
        ("1e999 L", "bar", "the number L is no pressure"),
        ("36,5 degC", "degC", "use a point as decimal sign: 36.5 degC"),
        (".5 L", "L", "before and after the point"),
        ("5. L", "L", "before and after the point"),
        ("5.", "", "before and after the point"),
        ("nan", "", "not a number"),
        ("NaN degC", "degC", "not a number"),
        ("inf L", "L", "not a number"),
        ("-inf", "", "not a number"),
        ("1e999 L", "L", "too large"),
        ("1e-999 L", "L", "too small"),
        ("1e9999 L", "L", "not a unit of measure"),
        ("0x10 L", "L", "not a unit of measure"),
        ("1_000 L", "L", "not a number"),
        ("1 000 L", "L", "not a unit of measure"),
        ("1,000.5 L", "L", "not a number"),
        ("\u0663 L", "L", "'? L' is not a number"),
        ("\u00bd L", "L", "not a number"),
        ("5\u00a0L", "L", "not a unit of measure"),
        ("", "", "not a number"),
        ("L", "L", "not a number"),
        ("- 5 L", "L", "not a number"),
        ("5 5 L", "L", "not a unit of measure"),
        ("5 L/h h", "L/h", "not a unit of measure"),
        ("9" * 30, "", "not a unit of measure"),
        ("9" * 97, "", "longer than 96"),
        ("5 l", "L", "did you mean L?"),
        ("5 \u00b0C", "degC", "write degC"),
        ("5 \u00b5m", "um", "write u for micro"),
        ("5 \u03bcm", "um", "write u for micro"),
        ("5 hours", "h", "write h"),
        ("5 L/hr", "L/h", "not a unit of measure"),
        ("5 zzzz", "L", "see the table"),
        ("5 " + "m/" * 20 + "m", "m", "not a unit of measure"),
        ("5 L//h", "L/h", "not a unit of measure"),
        ("5 m9", "m", "not a unit of measure"),
    ],
)
def test_refusal(text: str, unit: str, words: str) -> None:
    """What is no quantity, or does not fit, is refused with a hint, in plain characters."""
    with pytest.raises(Refusal) as caught:
        parse_quantity(text, unit, Place("a.yaml", 2, 5))
    (problem,) = caught.value.problems
    assert words in f"{problem.message} ({problem.hint})"
    assert str(problem).startswith("a.yaml:2:5: ")
    assert str(problem).isprintable()


def test_refusals_without_a_place() -> None:
    """Without a place the problem has none, so that a caller can place it."""
    for read in (read_quantity, lambda text: parse_quantity(text, "L")):
        with pytest.raises(Refusal) as caught:
            read("5 litres")
        assert caught.value.problems[0].place is None


@given(finite, units)
def test_written_quantities_keep_their_bits(value: float, unit: str) -> None:
    """write_quantity and parse_quantity are inverse, for every finite number and unit."""
    again = parse_quantity(write_quantity(value, unit), unit)
    assert again.hex() == (value + 0.0).hex()


@given(st.floats(-1e12, 1e12), units, st.integers(0, 6))
def test_shown_quantities_read_back(value: float, unit: str, decimals: int) -> None:
    """What a screen shows reads back as the number rounded to its decimals."""
    shown = show_quantity(value, unit, decimals)
    again = parse_quantity(shown, unit)
    assert abs(again - value) <= 0.5 * 10.0**-decimals + 1e-15 * abs(value)
    assert not shown.startswith("-0 ")


@given(finite, st.sampled_from([group for _, group in units_by_dimension()]), st.data())
def test_there_and_back(value: float, group: tuple[str, ...], data: st.DataObject) -> None:
    """Exact conversion there and back gives the same number, whatever the units."""
    one, other = (data.draw(st.sampled_from([unit for unit in group if unit])) for _ in range(2))
    exact = Fraction(value)
    assert fit(fit(exact, one, other), other, one) == exact


@given(st.text(max_size=100), units)
def test_any_text(text: str, unit: str) -> None:
    """Any text is a finite number or one refusal."""
    value, problems = 0.0, 1
    try:
        value = parse_quantity(text, unit)
    except Refusal as refusal:
        problems = len(refusal.problems)
    assert math.isfinite(value)
    assert problems == 1


def test_show() -> None:
    """Numbers show with their decimals; densities as at the bench; no number as dashes."""
    assert show_quantity(36.98, "degC", 1) == "37.0 degC"
    assert show_quantity(-0.04, "%", 1) == "0.0 %"
    assert show_quantity(-0.0, "", 0) == "0"
    assert show_quantity(-10.0, "", 0) == "-10"
    assert show_quantity(12.5, "1e6 cells/mL", 2) == "12.50e6 cells/mL"
    assert show_quantity(1e20, "1e6 cells/mL", 2) == "1e+20 1e6 cells/mL"
    assert show_quantity(float("nan"), "1e6 cells/mL", 2) == "--- 1e6 cells/mL"
    assert show_quantity(float("-inf"), "%", 2) == "--- %"


def test_quantity() -> None:
    """A quantity shows itself and converts itself."""
    flow = read_quantity("2.50 L/h", Place("a", 1, 1))
    assert flow == Quantity(2.5, "L/h")
    assert str(flow) == "2.5 L/h"
    assert flow.to("mL/h") == 2500.0
    with pytest.raises(Refusal):
        flow.to("bar")
    with pytest.raises(Refusal):
        convert(1e300, "kg", "pg")


def test_every_usual_unit_is_of_its_dimension() -> None:
    """The table of usual units of measure holds together: one dimension a row, none twice."""
    seen: set[str] = set()
    for name, group in units_by_dimension():
        for unit in group:
            assert unit not in seen
            seen.add(unit)
            assert dimension_name(unit) == name
            assert same_dimension(unit, group[0])
            assert unit in known_units() or unit == ""
    assert dimension_name("kg*m") == ""
    assert not same_dimension("%", "pH")
