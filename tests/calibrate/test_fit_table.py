"""Reading the data of a batch: what is understood, and what is refused with its line."""

from __future__ import annotations

import pytest

from simulator.calibrate.table import MOST_BYTES, Table, Wanted, read_table
from simulator.language.field import Field
from simulator.language.problem import Refusal

FIELDS = {
    "titre": Field("titre", "g/L", 0.0, 0.0, 100.0, "definition"),
    "glucose concentration": Field("glucose concentration", "mM", 0.0, 0.0, 1e4, "definition"),
    "pH": Field("pH", "pH", 7.0, 0.0, 14.0, "definition"),
    "temperature": Field("temperature", "degC", 20.0, -5.0, 150.0, "definition"),
}
HOUR = 3_600_000


def read(
    text: str | bytes,
    columns: dict[str, str] | None = None,
    units: dict[str, str] | None = None,
    answer: str = "",
) -> Table:
    """Read a text as a table; every question about a unit gets the same answer."""
    data = text.encode() if isinstance(text, str) else text
    wanted = Wanted(columns or {}, units or {}, lambda _head, _example: answer)
    return read_table(data, "batch.csv", FIELDS, wanted)


def test_heads_say_names_and_units() -> None:
    """A column is found by its name in any case, with its unit in either kind of bracket."""
    table = read("Time (min),TITRE [mg/L],remarks\n0,100,begin\n90,250.5,\n")
    (titre,) = table.columns
    assert titre.times == (0, 90 * 60_000)
    assert titre.values == (0.1, 0.2505)
    assert table.unused == ("remarks",)


def test_columns_named_by_the_user() -> None:
    """Heads of a centre's own are said with the option; then only those said are used."""
    text = "Uren;Product;titre (g/L);pH\n0;1,5;9;7\n1;2,5;8;6\n"
    table = read(text, {"time": "Uren", "titre": "Product"}, {"time": "h", "titre": "g/L"})
    (titre,) = table.columns
    assert titre.values == (1.5, 2.5)
    assert table.unused == ("titre (g/L)", "pH")


def test_a_unit_is_asked_for() -> None:
    """A head without a unit is asked about, and not if the value has none."""
    assert read("time (h),titre\n0,1\n1,2\n", answer="mg/L").columns[0].values == (0.001, 0.002)
    assert read("time (h),pH\n0,7\n1,6.9\n").columns[0].values == (7.0, 6.9)


def test_empty_cells_and_a_byte_order_mark() -> None:
    """What was not measured is left empty; the marks and line ends of spreadsheets do no harm."""
    text = "\ufefftime (h)\ttitre (g/L)\tpH\r\n0\t1,0\t7\r\n\t\t\r\n1\t\t6,9\r\n2\t2\t\r\n"
    titre, acidity = read(text).columns
    assert titre.times == (0, 2 * HOUR)
    assert acidity.times == (0, HOUR)


def test_below_zero_after_a_blank() -> None:
    """A reading from which a blank was taken off may be below zero."""
    assert read("time (h),titre (g/L)\n0,-0.01\n1,2\n").columns[0].values == (-0.01, 2.0)


GOOD = "time (h),titre (g/L)\n0,1\n1,2\n"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("", 1, "the file is empty"),
        ("\n \n", 1, "the file is empty"),
        ("time (h),titre (g/L)\n", 1, "no row of values"),
        ("time (h),titre (g/L)\n0,1\n", 2, "only one row"),
        ("titre (g/L)\n1\n2\n", 1, "no column with the time"),
        ("time (h),x\n0,1\n1,2\n", 1, "no column is called as a value"),
        ("time,titre (g/L)\n0,1\n1,2\n", 1, "'time' has no unit"),
        ("time (h),titre (furlong)\n0,1\n1,2\n", 1, "furlong"),
        ("time (h),titre (h)\n0,1\n1,2\n", 1, "is no"),
        ("time (g/L),titre (g/L)\n0,1\n1,2\n", 1, "is no"),
        ("time (h),titre (g/L)\n0,1\n1,two\n", 3, "'two' is not a number"),
        ("time (h),titre (g/L)\n0,1\n1,<0.1\n", 3, "'<0.1' is not a number"),
        ("time (h),titre (g/L)\n0,1\n1,nan\n", 3, "'nan' is not a number"),
        ("time (h),titre (g/L)\n0,1\n1,1e999\n", 3, "cannot be 1e999"),
        ("time (h),titre (g/L)\n0,1\n1,101\n", 3, "cannot be 101"),
        ('time (h),titre (g/L)\n0,"1,5"\n1,2\n', 2, "is not a number"),
        ("time (h);titre (g/L)\n0;1.234,5\n1;2\n", 2, "is not a number"),
        ("time (h),titre (g/L)\n0,1\n,2\n", 3, "no time"),
        ("time (h),titre (g/L)\n-1,1\n1,2\n", 2, "cannot be -1"),
        ("time (h),titre (g/L)\n1,1\n\n1,2\n", 4, "not after the time above"),
        ("time (h),titre (g/L)\n2,1\n1,2\n", 3, "not after the time above"),
        ("time (h),titre (g/L)\n0,1\n1,2,3\n", 3, "3 cells and the head has 2"),
        ("time (h),titre (g/L)\n0,1\n1\n", 3, "1 cells and the head has 2"),
        ("time (h),titre (g/L)\n0,1\n1,1\n2,1\n", 1, "all values of titre are the same"),
        ("time (h),titre (g/L),pH\n0,1,\n1,2,\n", 1, "pH has no values"),
        ("time (h),titre (g/L),titre (mg/L)\n0,1,1\n1,2,2\n", 1, "2 columns are called"),
        ('time (h),titre (g/L)\n0,"1\n1,2\n', 3, "no CSV"),
        ("time (h),temperature (degC)\n0,20\n1,-20\n", 3, "cannot be -20"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, told: str) -> None:
    """One clear problem, with the file and the line."""
    with pytest.raises(Refusal) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert told in problem.message
    assert problem.place is not None
    assert (problem.place.file, problem.place.line) == ("batch.csv", line)


def test_bytes_that_are_no_text() -> None:
    """A file that is no text is told by the line of its first such byte."""
    with pytest.raises(Refusal, match="is no text") as caught:
        read(b"time (h),titre (g/L)\n0,1\n1,2\x81\n")
    assert caught.value.problems[0].place.line == 3
    with pytest.raises(Refusal, match="is no text"):
        read(b"\xff\xfet")


@pytest.mark.parametrize("code", ["utf-8-sig", "utf-16", "cp1252"])
def test_letters_as_spreadsheets_save_them(code: str) -> None:
    """Unicode with its marks, and what Windows saves as plain CSV, are read alike."""
    text = "time (h);titre (\u00b5g/mL);temperature (\u00b0C);pr\u00e9l\u00e8vement\n"
    text += "0;1,5;36;1\n1;2;37;2\n"
    table = read(text.encode(code))
    titre, warmth = table.columns
    assert titre.values == (0.0015, 0.002)
    assert warmth.values == (36.0, 37.0)
    assert table.unused == ("pr\u00e9l\u00e8vement",)


@pytest.mark.parametrize("written", ["10^6 cells/mL", "x 10\u2076 cells/mL", "1e6 cells/mL"])
def test_millions_of_cells(written: str) -> None:
    """A power of ten before a unit is understood as laboratories write it."""
    field = {"viable density": Field("viable density", "1e6 cells/mL", 0.0, 0.0, 1e3, "definition")}
    nobody = Wanted({}, {}, lambda _head, _example: "")
    text = f"time (h),viable density ({written})\n0,1.5\n1,2\n"
    assert read_table(text.encode(), "b.csv", field, nobody).columns[0].values == (1.5, 2.0)


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_spreadsheet_says_its_separator(line: str) -> None:
    """The line that a spreadsheet writes for itself is passed over."""
    assert read(f"{line}\r\ntime (h);titre (g/L)\r\n0;1,5\r\n1;2\r\n").columns[0].values == (
        1.5,
        2.0,
    )


def test_units_in_a_row_of_their_own() -> None:
    """Below the heads may stand their units; a head that has its own keeps it."""
    text = (
        "time,titre,pH,temperature [degC],remark\nmin,[mg/L],,K,none\n0,100,7,36,\n60,200,6.9,37,\n"
    )
    titre, acidity, warmth = read(text).columns
    assert titre.times == (0, HOUR)
    assert titre.values == (0.1, 0.2)
    assert acidity.values == (7.0, 6.9)
    assert warmth.values == (36.0, 37.0)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("time (h),titre (g/L)\n00:30,1\n1,2\n", "time since the beginning as a number (h)"),
        ('time (h),titre (g/L)\n0,"1,5"\n1,2\n', "the decimal sign is a point"),
    ],
)
def test_how_to_write_it(text: str, hint: str) -> None:
    """A clock time and a decimal comma between commas are told how to be written."""
    with pytest.raises(Refusal) as caught:
        read(text)
    assert hint in caught.value.problems[0].hint


def test_a_huge_file() -> None:
    """Too many bytes, or too many rows, are refused before they are looked at."""
    with pytest.raises(Refusal, match="larger than"):
        read(b"0" * (MOST_BYTES + 1))
    rows = "".join(f"{n},{n}\n" for n in range(10_001))
    with pytest.raises(Refusal, match="more than 10000 rows"):
        read("time (h),titre (g/L)\n" + rows)


@pytest.mark.parametrize(
    ("columns", "units", "told"),
    [
        ({"titer": "titre (g/L)"}, {}, "no value 'titer'"),
        ({"titre": "Product"}, {}, "no column is called 'Product'"),
        ({}, {"titer": "g/L"}, "no value 'titer'"),
        ({}, {"titre": "parsec"}, "parsec"),
    ],
)
def test_wrong_options(columns: dict[str, str], units: dict[str, str], told: str) -> None:
    """A value, a head or a unit that there is not is told by its name."""
    with pytest.raises(Refusal, match=told):
        read(GOOD, columns, units)
