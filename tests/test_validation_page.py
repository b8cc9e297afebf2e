"""docs/validation.md says what the tests find, and nothing else."""

from __future__ import annotations

import math

import pytest
from findings import (
    PAGE,
    ROOT,
    Finding,
    Row,
    alike,
    differences,
    fitted,
    makers,
    merged,
    models,
    parse,
    render,
)

GIVEN = {
    "model": "equipment/bioreactor/gas",
    "source": "a paper",
    "against": "its table",
    "quantity": "kLa",
    "unit": "1/h",
}


def rows(*pairs: tuple[float, float]) -> list[Row]:
    """What the page should say of these comparisons."""
    made = Finding("tests/test_x.py::test_y")
    for ours, theirs in pairs:
        made(ours, theirs, tolerance=0.01, **GIVEN)
    return made.rows()


def test_every_line_of_the_page_is_made_by_a_test() -> None:
    """Each line names a test that makes findings; each such test is on the page."""
    named = {row.test.split("[")[0] for row in parse(PAGE.read_text("utf-8"))}
    assert named == makers()


def test_the_rest_of_the_page_is_up_to_date() -> None:
    """Sources, titles and the list of what is not verified are those of the program."""
    text = PAGE.read_text("utf-8")
    assert render(parse(text)) == text


def test_page_names_every_model_and_fit() -> None:
    """Every file with kernels and every engineering fit is on the page, verified or not."""
    text = PAGE.read_text("utf-8")
    assert all(f"`{model}`" in text for model in models())
    assert all(name in text for _, names in fitted() for name in names)
    assert (ROOT / "simulator" / f"{models()[0]}.py").is_file()


def test_a_wrong_number_fails_at_once() -> None:
    """A finding outside its tolerance, without one, or not a number is an assertion that fails."""
    for ours, tolerance in ((101.5, 0.01), (100.0, 0.0), (math.nan, 0.01)):
        with pytest.raises(AssertionError):
            Finding("t")(ours, 100.0, tolerance=tolerance, **GIVEN)


def test_worst_is_kept() -> None:
    """Of many comparisons of one quantity the page has the one nearest to its limit."""
    (row,) = rows((10.0, 10.0), (10.08, 10.0), (5.01, 5.0))
    assert (row.ours, row.theirs, row.error) == ("10.08", "10.00", "0.8 %")
    assert row.tolerance == "1 %"


def test_page_is_read_as_it_was_written() -> None:
    """What render writes parse reads, figures near nothing and dates included."""
    made = Finding("tests/test_x.py::test_y[1-a b]")
    made(3e-16, 0.0, within=1e-9, **GIVEN)
    made(0.301, 0.3, tolerance=0.3, kind="validation", **GIVEN)
    lines = merged([], made.rows(), "2026-11-22")
    written = parse(render(lines))
    assert sorted(written, key=lambda row: row.kind) == sorted(lines, key=lambda row: row.kind)
    assert {row.ours for row in written} == {"0", "0.301"}


def test_drift_is_told() -> None:
    """A line too many, one too few, another figure, tolerance or source: each is a difference."""
    written = rows((10.08, 10.0))
    assert not list(differences(written, rows((10.08, 10.0))))
    assert len(list(differences(written, rows((10.02, 10.0))))) == 2
    assert list(differences(written, []))
    assert list(differences([], written))
    other = Finding("tests/test_x.py::test_y")
    other(10.08, 10.0, tolerance=0.02, **GIVEN)
    assert list(differences(written, other.rows()))


def test_the_last_digit_may_differ() -> None:
    """Editions of SciPy may move a figure by its last digit, and by no more."""
    assert alike("10.08", "10.09")
    assert not alike("10.08", "10.10")
    assert not alike("0.80 %", "0.80 mM")
    assert alike("0", "1")


def test_dates_stay_with_what_did_not_change() -> None:
    """A line keeps its date until its figures change; tests that are gone lose their lines."""
    known = sorted(makers())[0]
    old = [row for row in parse(PAGE.read_text("utf-8")) if row.test.split("[")[0] == known]
    assert merged(old, old, "2099-01-01") == old
    again = merged(old, [Row(**{**_named(row), "ours": "77"}) for row in old], "2099-01-01")
    assert {row.date for row in again} == {"2099-01-01"}
    assert merged([Row(**{**_named(old[0]), "test": "tests/x.py::test_gone"})], [], "") == []


def _named(row: Row) -> dict[str, str]:
    return {name: getattr(row, name) for name in Row.__dataclass_fields__}
