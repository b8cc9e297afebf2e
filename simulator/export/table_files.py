"""Tables on disk: CSV for everybody, Parquet where pyarrow is installed."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from simulator.export.session import stamp
from simulator.export.tables import Cell, Table
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.session.writer import trouble

AT_ONCE = 50_000
"""So many rows are written at a time."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Write a file that must not exist yet; if writing fails there is none.

    Raises:
        Refusal: it exists, or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            whole = False
            try:
                yield file
                whole = True
            finally:
                if not whole:
                    path.unlink(missing_ok=True)
    except FileExistsError:
        hint = text("choose another name for the output")
        problem = Problem("file-exists", text("{path} exists already", path=str(path)), hint)
        raise Refusal(problem) from None
    except OSError as error:
        raise Refusal(trouble("cannot-write", "cannot write", str(path), error)) from None
    except ValueError as error:
        raise Refusal(Problem("cannot-write", str(error))) from None


def write_csv(folder: Path, found: Iterable[Table]) -> list[Path]:
    """Write each table as ``NAME.csv`` (RFC 4180, UTF-8, decimal point); return the files.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.

    Raises:
        Refusal: a file exists or cannot be written, or a session cannot be lived again.
    """
    paths: list[Path] = []
    for table in found:
        path = folder / f"{table.name}.csv"
        with new_file(path) as file:
            lines = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
            writer = csv.writer(lines)
            writer.writerow([name for name, _ in table.columns])
            for row in table.rows:
                writer.writerow([_cell(value) for value in row])
            lines.detach()
        paths.append(path)
    return paths


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) and not _number(value) else value
    return repr(value)


def _number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def write_parquet(folder: Path, found: Iterable[Table]) -> list[Path]:
    """Write each table as ``NAME.parquet``, times with their zone; return the files.

    Raises:
        Refusal: pyarrow is not installed, a file exists or cannot be written, or a session cannot
            be lived again.
    """
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        hint = text("install it: pip install 'cuve[export]'; or export CSV")
        raise Refusal(Problem("no-pyarrow", text("Parquet needs pyarrow"), hint)) from None
    types: dict[str, Any] = {
        "time": arrow.timestamp("ms", tz="UTC"),
        "number": arrow.float64(),
        "whole": arrow.int64(),
        "text": arrow.string(),
        "yes-no": arrow.bool_(),
    }
    paths: list[Path] = []
    for table in found:
        path = folder / f"{table.name}.parquet"
        schema = arrow.schema([(name, types[kind]) for name, kind in table.columns])
        schema = schema.with_metadata({"made by": "cuve", "time": "UTC: beginning + simulated"})
        with new_file(path) as file, parquet.ParquetWriter(file, schema) as writer:
            while rows := list(islice(table.rows, AT_ONCE)):
                columns = [list(column) for column in zip(*rows, strict=True)]
                arrays = [
                    arrow.array(column, type=field.type)
                    for column, field in zip(columns, schema, strict=True)
                ]
                writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
        paths.append(path)
    return paths
