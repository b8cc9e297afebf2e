"""Findings: what a test compared a model with, how close it came, and the page that says so.

A test asks for the fixture ``finding`` and calls it for each number it compares. The call holds
the tolerance; the page docs/validation.md keeps, for each test and quantity, the comparison that
came nearest to its limit. A test whose page is not what it found fails.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "validation.md"
ROOMS = ("equipment", "control", "numerics")
"""Rooms whose kernels are models, or what models are computed with."""
KINDS = ("verification", "validation")
FRESH = "python .ci/validation.py"
NOT_COMPARED = {
    "CHO by Xing 2010, Möller 2018 and Richelle 2022": "not built; of the last, the lysis rate and "
    "one equation could not be read in a public source",
    "a perfusion held at 70e6 cells/mL by its bleed (Richelle 2022)": "a culture of that model",
    "E. coli by Xu 1999": "not built; Anane 2017 stands for it, with the one public listing of its "
    "parameters, of which most have a second value up to 14 % away",
    "dissolved oxygen of Anane's batch (56 % at its lowest)": "the paper holds kLa constant, the "
    "fermenter's gas and power make its own",
    "carbon of Anane's E. coli": "its published yields take half more oxygen than the carbon they "
    "leave to be burnt; carbon dioxide is one to one with oxygen",
    "controllers of PenSim (Birol 2002)": "the plant has loops of its own",
    "growth that stays slow after long stress, and sensors and disturbances of the industrial "
    "penicillin simulation (Goldrick 2015)": "left out: the plant has instruments and faults of "
    "its own, and the first is part of that program's controllers",
    "carbon of the industrial penicillin simulation": "as published it does not balance: oil "
    "counts as sugar and carbon dioxide follows the living hyphae, not what they eat",
    "AAV at 10 h (capsids) and 46 h (full capsids)": "the published model misses both, by a factor "
    "and by 45 %; the lines above leave them out",
    "vector by baculovirus; transcription by van de Berg 2021": "not built",
    "chemistry of acids away from 37 degC": "the constants are those of 37 degC",
    "fouling of a real module, foam of a real culture": "no public data of a whole run were found",
    "elution of protein A by a colloidal isotherm (MabSelect PrismA)": "diffusion on the surface, "
    "which rises steeply in acid, is left out: one rate for film and pores is all that "
    "these beds have; breakthrough at pH 7.4 is compared above",
}
"""What is published, or would be looked for here, and has no line; and why."""
_SLACK = 1.01
"""Last digits by which a figure may differ from the page: SciPy's editions differ a little."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page; all as printed."""

    model: str
    source: str
    kind: str
    quantity: str
    against: str
    ours: str
    theirs: str
    error: str
    tolerance: str
    date: str
    test: str

    @property
    def key(self) -> tuple[str, ...]:
        """What one comparison of a test is told from another by."""
        return self.test, self.model, self.kind, self.quantity, self.against

    def said(self) -> tuple[str, ...]:
        """Everything but the figures and the date."""
        return *self.key, self.source, self.tolerance


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison as numbers: the line it makes, and how near it came to its limit."""

    row: Row
    nearness: float


def show(value: float, resolution: float) -> str:
    """Return a number to a resolution that is a power of ten."""
    digits = max(0, -round(math.log10(resolution)))
    if digits > 6:
        return f"{round(value / resolution) * resolution:.3g}"
    text = f"{value:.{digits}f}"
    return text.removeprefix("-") if float(text) == 0.0 else text


def resolution_of(limit: float) -> float:
    """Return the power of ten that is between a tenth and a hundredth of a limit."""
    return 10.0 ** (math.floor(math.log10(limit)) - 1)


def limit_text(tolerance: float, scale: float | None, within: float, unit: str) -> str:
    """Return how a tolerance is spelled on the page."""
    said = []
    if tolerance > 0.0:
        said.append(f"{100.0 * tolerance:g} %" + (" of the range" if scale is not None else ""))
    if within > 0.0:
        said.append(f"{within:g} {unit}".rstrip())
    return " or ".join(said)


class Finding:
    """Holds the comparisons of one test, and asserts each."""

    def __init__(self, test: str) -> None:
        self.test = test
        self.found: dict[tuple[str, ...], Compared] = {}

    def __call__(
        self,
        ours: float,
        theirs: float,
        *,
        model: str,
        source: str,
        against: str,
        quantity: str,
        kind: str = "verification",
        tolerance: float = 0.0,
        scale: float | None = None,
        within: float = 0.0,
        unit: str = "",
    ) -> None:
        """Assert that ``ours`` is ``theirs``, and keep it for the page.

        Args:
            ours: what the model gives.
            theirs: what it is held against.
            model: the file of the model below ``simulator``, without ``.py``:
                ``equipment/cultures/anane``.
            source: the publication of the model.
            against: what ``theirs`` comes from.
            quantity: what is compared; the nearest to its limit is kept for each.
            kind: verification (the equations are solved right) or validation (they are right).
            tolerance: admissible error as a fraction of ``theirs``.
            scale: if given, the tolerance is a fraction of this instead, such as a range.
            within: an error of so much is admissible anyway, in ``unit``.
            unit: unit of measure.
        """
        assert kind in KINDS, kind
        assert (ROOT / "simulator" / f"{model}.py").is_file(), f"no such model: {model}"
        base = abs(theirs) if scale is None else scale
        limit = max(tolerance * base, within)
        assert limit > 0.0, f"{quantity}: no tolerance"
        error = abs(ours - theirs)
        assert error <= limit, f"{quantity}: {ours!r} is not {theirs!r} within {limit!r}"
        step = resolution_of(limit)
        relative = within == 0.0 or (tolerance > 0.0 and tolerance * base >= within)
        if relative:
            shown = show(100.0 * error / base, resolution_of(100.0 * tolerance)) + " %"
        else:
            shown = f"{show(error, step)} {unit}".rstrip()
        row = Row(
            model,
            source,
            kind,
            quantity + (f" ({unit})" if unit else ""),
            against,
            show(ours, step),
            show(theirs, step),
            shown,
            limit_text(tolerance, scale, within, unit),
            "",
            self.test,
        )
        assert not any("|" in text or "\n" in text for text in astuple(row)), row
        old = self.found.get(row.key)
        if old is None or old.nearness < error / limit:
            self.found[row.key] = Compared(row, error / limit)

    def rows(self) -> list[Row]:
        """Return what the page should say of this test."""
        return [compared.row for compared in self.found.values()]


def alike(printed: str, found: str) -> bool:
    """Say whether two printed figures are the same to their last digit."""
    if printed == found:
        return True
    one, two = printed.split(" ", 1), found.split(" ", 1)
    if one[1:] != two[1:]:
        return False
    try:
        a, b = float(one[0]), float(two[0])
    except ValueError:
        return False
    _, _, decimals = one[0].partition(".")
    return abs(a - b) <= _SLACK * 10.0 ** -len(decimals) and "e" not in printed + found


def differences(page: Iterable[Row], found: Iterable[Row]) -> Iterator[str]:
    """Yield how what the page says of a test differs from what the test found."""
    written = {row.key: row for row in page}
    made = {row.key: row for row in found}
    for key in written.keys() - made.keys():
        yield f"the page has {key}, which the test does not find"
    for key, row in made.items():
        if key not in written:
            yield f"the page lacks {key}"
            continue
        other = written[key]
        if other.said() != row.said():
            yield f"the page says {other}; found {row}"
        for name in ("ours", "theirs", "error"):
            if not alike(getattr(other, name), getattr(row, name)):
                yield f"{key}: the page says {name} {getattr(other, name)}: {getattr(row, name)}"


HEAD = f"""# What the models were held against

This page is made by the tests (`{FRESH}` runs them and writes it), and a test
whose figures are not the page's fails. *Verification* asks whether the published equations are
solved right; *validation* asks whether they tell what happens in a real vessel. Each line is the
comparison that came nearest to its tolerance; a tolerance of the range is relative to the range of
values in the run. The date is that of the last change of the line. The command behind a line is
`python -m pytest` with the name of its test.
"""
COLUMNS = ("kind", "quantity", "against", "ours", "theirs", "error", "tolerance", "date", "test")
_SECTION = re.compile(r"## `(?P<model>[^`]+)`")
_SOURCE = re.compile(r"Source: (?P<source>.+)")


def title(model: str) -> str:
    """Return the first sentence of a model's file."""
    text = ast.get_docstring(ast.parse((ROOT / "simulator" / f"{model}.py").read_text("utf-8")))
    return (text or "").split("\n\n", 1)[0].replace("\n", " ")


def models() -> list[str]:
    """Return the files that hold kernels, as models are named."""
    return [
        path.relative_to(ROOT / "simulator").with_suffix("").as_posix()
        for room in ROOMS
        for path in sorted((ROOT / "simulator" / room).rglob("*.py"))
        if "@kernel\n" in path.read_text("utf-8")
    ]


def fitted() -> Iterator[tuple[str, list[str]]]:
    """Yield each kind of unit and which of its numbers are engineering fits."""
    from simulator.equipment.catalogue import CATALOGUE

    for name, kind in CATALOGUE.items():
        yield name, [f.name for f in kind.parameters if "engineering fit" in f.source]


def render(rows: Sequence[Row]) -> str:
    """Return the page."""
    parts = [HEAD]
    ordered = sorted(rows, key=lambda row: (row.model, row.source, row.test, row.key))
    for model, source in sorted({(row.model, row.source) for row in ordered}):
        parts += [f"## `{model}`\n", f"{title(model)}\n", f"Source: {source}\n"]
        table = [f"| {' | '.join(COLUMNS)} |", "| " + "--- | " * len(COLUMNS)]
        for row in ordered:
            if (row.model, row.source) == (model, source):
                cells = [getattr(row, name) for name in COLUMNS[:-1]]
                table.append(f"| {' | '.join(cells)} | `{row.test}` |")
        parts.append("\n".join(line.rstrip() for line in table) + "\n")
    parts.append("## What is not verified\n")
    left = [model for model in models() if model not in {row.model for row in rows}]
    parts.append(
        "The tests ask of these files that they behave (balances, bounds, limits, the same bits), "
        "but compare no number of theirs on this page:\n"
    )
    parts.append("\n".join(f"- `{model}`: {title(model)}" for model in left) + "\n")
    parts.append("These figures, models and cases are compared with nothing here:\n")
    parts.append("\n".join(f"- {what}: {why}" for what, why in NOT_COMPARED.items()) + "\n")
    parts.append(
        "These parameters are engineering fits: no publication gives them, and they were chosen "
        "so that the vessel behaves as such vessels do.\n"
    )
    parts.append("\n".join(f"- {name}: {', '.join(of) or 'none'}" for name, of in fitted()) + "\n")
    return "\n".join(parts)


def parse(text: str) -> list[Row]:
    """Return the lines of a page that :func:`render` wrote."""
    rows, model, source = [], "", ""
    for line in text.splitlines():
        if found := _SECTION.fullmatch(line):
            model = found["model"]
        elif found := _SOURCE.fullmatch(line):
            source = found["source"]
        elif line.startswith(tuple(f"| {kind} |" for kind in KINDS)):
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            named = dict(zip(COLUMNS, cells, strict=True))
            named |= {"model": model, "source": source, "test": named["test"].strip("`")}
            rows.append(Row(**{field.name: named[field.name] for field in fields(Row)}))
    return rows


def makers() -> set[str]:
    """Return the tests that make findings, as pytest names them without parameters."""
    found = set()
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and "finding" in [a.arg for a in node.args.args]:
                found.add(f"{path.relative_to(ROOT).as_posix()}::{node.name}")
    return found


def merged(page: Sequence[Row], found: Sequence[Row], today: str) -> list[Row]:
    """Return the lines of a new page: those of tests not run stay, unchanged ones keep their date.

    ``found`` holds everything that each test in it found.
    """
    known = makers()
    old = {row.key: row for row in page}
    ran = {row.test for row in found}
    kept = [row for row in page if row.test not in ran and row.test.split("[")[0] in known]
    for row in found:
        before = old.get(row.key)
        same = before is not None and replace(before, date="") == replace(row, date="")
        kept.append(replace(row, date=before.date if before is not None and same else today))
    return kept
