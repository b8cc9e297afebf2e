"""Writing a report to disk."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from simulator.language.problem import Problem, Refusal


def write_report(target: Path, page: str, force: bool = False) -> None:
    """Write a report whole or not at all.

    Args:
        target: the file.
        page: its text.
        force: replace a file that is there.

    Raises:
        Refusal: the file is there, or cannot be written.
    """
    if target.exists() and not force:
        hint = "choose another name with -o, or replace it with --force"
        raise Refusal(Problem("exists", f"{target} is there already", hint))
    draft = ""
    try:
        handle, draft = tempfile.mkstemp(prefix=".report-", dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(page)
        os.replace(draft, target)
    except (OSError, ValueError) as error:
        if draft:
            Path(draft).unlink(missing_ok=True)
        reason = (getattr(error, "strerror", None) or "its name cannot be used").lower()
        raise Refusal(Problem("unwritable", f"cannot write {target}: {reason}")) from None
