"""The data of a batch as a spreadsheet writes them: CSV with a head, a time, and columns of values.

Commas, semicolons or tabs stand between cells; beside a semicolon or a tab, numbers may have a
decimal comma. A cell may be empty. Units of measure stand in the heads, or in a row of their own
below them. The first thing that is wrong is told with its line.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from simulator.language.field import Field
from simulator.language.measure import same_dimension, unit_of_measure
from simulator.language.problem import Place, Problem, Refusal
from simulator.language.quantity import NUMBER_PATTERN, convert
from simulator.language.tag import did_you_mean, quoted

MOST_BYTES = 4_000_000
MOST_ROWS = 10_000
TIME = "time"
"""What the column of times is called."""
_CLOCK = Field(TIME, "s", 0.0, 0.0, 1e9, "definition")
_HUGE = 1e100
_SPELLINGS = (("\u00b5", "u"), ("\u03bc", "u"), ("\u00b0C", "degC"), ("\u2076", "^6"))
"""As spreadsheets have them: the micro sign, the Greek letter, the degree, a small six."""
_TIMES_TEN = re.compile(r"^(?:[x\u00d7]\s*)?10\^([0-9]{1,2})\s+")
_SEPARATOR = re.compile(r'"?sep=([,;\t])"?\s*\Z', re.IGNORECASE)
_NUMBER = re.compile(rf"[+-]?{NUMBER_PATTERN}\Z")
_HEAD = re.compile(r"(.*?)\s*[(\[]\s*([^()\[\]]*?)\s*[)\]]\s*\Z", re.DOTALL)

Ask = Callable[[str, str], str]
"""Asks for the unit of measure of a column (its name and an example); "" if nobody is there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person said of the columns.

    Attributes:
        columns: name of a value, or ``time``, to the head of its column.
        units: name of a value, or ``time``, to its unit of measure.
        ask: asks for a unit that neither says.
    """

    columns: Mapping[str, str]
    units: Mapping[str, str]
    ask: Ask


@dataclass(frozen=True, slots=True)
class Column:
    """Values of one column: what they are of, when they were taken (ms), and how many they are."""

    name: str
    field: Field
    times: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The columns that are used, and the heads of those that are not."""

    columns: tuple[Column, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Use:
    """A column that is used: where it stands, what it is, and the unit it is written in."""

    at: int
    name: str
    field: Field
    unit: str


def read_table(data: bytes, file: str, fields: Mapping[str, Field], wanted: Wanted) -> Table:
    """Read the data of a batch, in the units of measure of the fields.

    Args:
        data: the file.
        file: what places call it.
        fields: everything that could have been measured, by name.
        wanted: what the person said of the columns.

    Raises:
        Refusal: the first thing that is wrong, with its line.
    """
    rows, comma = _rows(data, file)
    heads = [cell.strip() for cell in rows[0][1]]
    uses = _uses(heads, Place(file, rows[0][0], 1), fields, wanted)
    if len(rows) < 3:
        message = "there is only one row of values" if rows[1:] else "there is no row of values"
        raise Refusal(
            Problem("few-rows", message, "two are the least", Place(file, rows[-1][0], 1))
        )
    clock = uses[0]
    found: dict[str, list[tuple[int, float]]] = {use.name: [] for use in uses[1:]}
    before = -1
    for line, cells in rows[1:]:
        if len(cells) != len(heads):
            message = f"this row has {len(cells)} cells and the head has {len(heads)}"
            raise Refusal(
                Problem("ragged", message, "write one in each column", Place(file, line, 1))
            )
        now = _time(cells, clock, Place(file, line, clock.at + 1), comma)
        if now <= before:
            message = "this time is not after the time above it"
            hint = "sort the rows by time, and write each time once"
            raise Refusal(Problem("time-order", message, hint, Place(file, line, clock.at + 1)))
        before = now
        for use in uses[1:]:
            value = _value(cells[use.at], use, Place(file, line, use.at + 1), comma)
            if value is not None:
                found[use.name].append((now, value))
    columns = [
        _column(use, found[use.name], Place(file, rows[0][0], use.at + 1)) for use in uses[1:]
    ]
    used = {use.at for use in uses}
    return Table(tuple(columns), tuple(h for at, h in enumerate(heads) if at not in used and h))


def _rows(data: bytes, file: str) -> tuple[list[tuple[int, list[str]]], bool]:
    """Return the rows that hold anything, each with its line; and whether a comma is decimal."""
    top = Place(file, 1, 1)
    if len(data) > MOST_BYTES:
        message = f"the file is larger than {MOST_BYTES // 1_000_000} MB"
        raise Refusal(Problem("too-large", message, "keep the rows with samples", top))
    text = _decoded(data, file)
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = next((mark for mark in ("\t", ";") if mark in first), ",")
    said = _SEPARATOR.match(first)
    if said:  # a spreadsheet says so to itself
        mark, text = said[1], text.replace(first, "", 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, cells))
            if len(rows) > MOST_ROWS + 1:
                message = f"there are more than {MOST_ROWS} rows"
                place = Place(file, reader.line_num, 1)
                raise Refusal(Problem("too-large", message, "keep the rows with samples", place))
    except csv.Error as error:
        place = Place(file, max(reader.line_num, 1), 1)
        raise Refusal(Problem("bad-csv", f"this is no CSV: {error}", "", place)) from None
    if not rows:
        raise Refusal(Problem("few-rows", "the file is empty", "begin with a row of heads", top))
    return _with_units(rows), mark != ","


def _decoded(data: bytes, file: str) -> str:
    """Return the letters of a file: UTF-8, UTF-16 with its mark, or what Windows writes."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codes: tuple[str, ...] = ("utf-16",)
    else:
        codes = ("utf-8-sig", "cp1252")
    line = 1
    for code in codes:
        try:
            return data.decode(code)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
    problem = Problem(
        "not-text", "the file is no text", "save it as CSV UTF-8", Place(file, line, 1)
    )
    raise Refusal(problem)


def _with_units(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Return the rows with the units of a row below the heads in the heads, if there is one."""
    if len(rows) < 2 or len(rows[1][1]) != len(rows[0][1]):
        return rows
    (line, heads), (_, units) = rows[:2]
    bare = [unit.strip().strip("()[]").strip() for unit in units]
    if not any(_is_unit(one) for one in bare) or any(_NUMBER.match(one) for one in bare):
        return rows
    told = [
        head if _HEAD.match(head) or not unit else f"{head.strip()} ({unit})"
        for head, unit in zip(heads, bare, strict=True)
    ]
    return [(line, told), *rows[2:]]


def _is_unit(written: str) -> bool:
    try:
        unit_of_measure(_spelled(written))
    except Refusal:
        return False
    return written != ""


def _spelled(unit: str) -> str:
    """Return a unit of measure as it is spelled here: uL, degC, 1e6 cells/mL."""
    for theirs, ours in _SPELLINGS:
        unit = unit.replace(theirs, ours)
    return _TIMES_TEN.sub(r"1e\1 ", unit)


def _uses(
    heads: Sequence[str], top: Place, fields: Mapping[str, Field], wanted: Wanted
) -> list[_Use]:
    """Return the columns that are used; the time is the first."""
    names = {TIME: _CLOCK, **fields}
    for name in (*wanted.columns, *wanted.units):
        if name not in names:
            meant = did_you_mean(name, list(names))
            hint = f"did you mean {meant}?" if meant else "docs/physics.md tells those of a unit"
            message = f"there is no value {quoted(name)} to compare a column with"
            raise Refusal(Problem("unknown-name", message, hint))
    named = {TIME: _place(TIME, heads, top, wanted.columns.get(TIME))}
    only = set(wanted.columns) - {TIME}
    for name in fields:
        chosen = wanted.columns.get(name)
        at = _place(name, heads, top, chosen) if chosen or not only else None
        if at is not None:
            named[name] = at
    if named[TIME] is None:
        hint = 'call one "time (h)", or say which: --column "time=HEAD"'
        raise Refusal(Problem("no-column", "there is no column with the time", hint, top))
    if len(named) == 1:
        hint = (
            'call one as the value is called, or say which: --column "biomass concentration=HEAD"'
        )
        raise Refusal(Problem("no-column", "no column is called as a value of the unit", hint, top))
    return [
        _Use(at, name, names[name], _unit(heads[at], names[name], name, wanted, top))
        for name, at in named.items()
        if at is not None
    ]


def _place(name: str, heads: Sequence[str], top: Place, chosen: str | None) -> int | None:
    """Return where the column of a value stands; None if no head says so."""
    if chosen is not None:
        same = [at for at, head in enumerate(heads) if head == chosen.strip()]
        if not same:
            meant = did_you_mean(chosen, list(heads))
            hint = f"did you mean {meant}?" if meant else f"there are: {', '.join(heads)[:200]}"
            raise Refusal(Problem("no-column", f"no column is called {quoted(chosen)}", hint, top))
    else:
        same = [at for at, head in enumerate(heads) if _bare(head) == name.casefold()]
    if len(same) > 1:
        message = f"{len(same)} columns are called {quoted(heads[same[1]])}"
        place = Place(top.file, top.line, same[1] + 1)
        raise Refusal(Problem("two-columns", message, "rename one", place))
    return same[0] if same else None


def _bare(head: str) -> str:
    """Return the head of a column without its unit of measure, in small letters."""
    parts = _HEAD.match(head)
    return (parts[1] if parts else head).strip().casefold()


def _unit(head: str, field: Field, name: str, wanted: Wanted, top: Place) -> str:
    """Return the unit of measure of a column: as said, as in its head, or asked for."""
    parts = _HEAD.match(head)
    unit = _spelled(wanted.units.get(name, parts[2] if parts else ""))
    example = "h" if name == TIME else field.unit
    if not unit and field.unit not in ("", "pH"):
        unit = _spelled(wanted.ask(head, example).strip())
    if not unit and field.unit not in ("", "pH"):
        hint = f'write it in the head, as in "{head} ({example})", or: --unit "{name}={example}"'
        raise Refusal(Problem("no-unit", f"the column {quoted(head)} has no unit", hint, top))
    try:
        convert(1.0, unit, field.unit)
    except Refusal as refusal:
        first = refusal.problems[0]
        raise Refusal(first if first.place else first.at(top)) from None
    if not same_dimension(unit, field.unit):
        hint = f"write for example {example}"
        raise Refusal(Problem("unit-mismatch", f"{unit} does not fit {name}", hint, top))
    return unit


def _value(cell: str, use: _Use, place: Place, comma: bool) -> float | None:
    """Return the number of a cell in the unit of its field; None if it is empty.

    What is left after a blank was taken off may be below zero.
    """
    written = cell.strip()
    if not written:
        return None
    if comma and "." not in written:
        written = written.replace(",", ".", 1)
    if not _NUMBER.match(written):
        hint = "write a number such as 12.5, or leave the cell empty"
        if use.name == TIME:
            hint = f"write the time since the beginning as a number ({use.unit}), such as 12.5"
        elif not comma and _NUMBER.match(written.replace(",", ".", 1)):
            hint = "where commas stand between cells, the decimal sign is a point"
        raise Refusal(Problem("no-number", f"{quoted(cell)} is not a number", hint, place))
    number = float(written)
    low, high = use.field.low, use.field.high
    value = convert(number, use.unit, use.field.unit) if abs(number) < _HUGE else number
    if value > high or (value < low and (low != 0.0 or use.name == TIME)):
        span = f"from {low:g} to {high:g} {use.field.unit}".rstrip()
        message = f"{use.name} cannot be {written} {use.unit}".rstrip()
        raise Refusal(Problem("out-of-bounds", message, span, place))
    return value


def _time(cells: Sequence[str], clock: _Use, place: Place, comma: bool) -> int:
    """Return the time of a row in ms."""
    value = _value(cells[clock.at], clock, place, comma)
    if value is None:
        raise Refusal(Problem("no-time", "this row has no time", "every row needs one", place))
    return round(1000.0 * value)


def _column(use: _Use, points: Sequence[tuple[int, float]], head: Place) -> Column:
    """Return the values of a column, of which there are two, and not all the same."""
    if len(points) < 2:
        message = f"{use.name} has {len(points)} values" if points else f"{use.name} has no values"
        raise Refusal(Problem("few-rows", message, "two are the least", head))
    if len({value for _, value in points}) == 1:
        message = f"all values of {use.name} are the same"
        raise Refusal(Problem("all-equal", message, "they say nothing; leave the column out", head))
    return Column(
        use.name, use.field, tuple(t for t, _ in points), tuple(value for _, value in points)
    )
