"""The settings file on disk: found, read within bounds, and written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_config_path

from simulator.language.problem import Problem, Refusal
from simulator.language.text import text

LARGEST = 65_536
"""A settings file has at most this many bytes."""
PLACE = "CUVE_SETTINGS"
"""The environment variable that names another settings file."""


def preferences_path(environment: Mapping[str, str]) -> Path:
    """Return where the settings are kept: the configuration folder of this person."""
    named = environment.get(PLACE, "")
    return Path(named) if named else user_config_path("cuve") / "settings.toml"


def read_preferences(path: Path) -> dict[str, object]:
    """Return what a settings file says; nothing if there is no such file.

    Raises:
        Refusal: it cannot be read, is too large, or is not TOML.
    """
    try:
        if not path.exists():
            return {}
        if not path.is_file():
            raise _refused(path, text("it is not a file"))
        if path.stat().st_size > LARGEST:
            raise _refused(path, text("it is too large"))
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise _refused(path, (error.strerror or "no reason given").lower()) from None
    except ValueError as error:  # TOML and Unicode errors alike
        raise _refused(path, str(error)) from None


def write_preferences(path: Path, content: str) -> None:
    """Write the settings file anew; whoever reads it meanwhile sees the old one or the new one.

    A file that could not be read is kept beside it, with ``.old`` behind its name.

    Raises:
        Refusal: it cannot be written.
    """
    made = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            read_preferences(path)
        except Refusal:
            path.replace(path.with_name(f"{path.name}.old"))
        handle, made = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8"))
        os.replace(made, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(made).unlink()
        why = (error.strerror or "no reason given").lower()
        message = text("the settings cannot be written: {why}", why=why)
        raise Refusal(Problem("settings-unwritten", message, str(path))) from None


def _refused(path: Path, why: str) -> Refusal:
    message = text("the settings cannot be read: {why}", why=why)
    return Refusal(Problem("bad-settings", message, str(path)))
