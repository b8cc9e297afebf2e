"""The catalogues hold every text of the code, in every language, with the same fields."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from string import Formatter
from types import ModuleType

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]


def tool() -> ModuleType:
    """Return the tool that keeps the catalogues."""
    spec = importlib.util.spec_from_file_location("words", ROOT / ".ci" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fields(message: str) -> list[str]:
    """Return the names of the fields of a message, in order of name."""
    return sorted(name for _, name, _, _ in Formatter().parse(message) if name is not None)


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_every_text_is_translated(language: str) -> None:
    """Whatever the code can say is in the catalogue, translated, with nothing left over."""
    words = tool()
    told = words.load(language)
    wanted = set(words.collected())
    assert not sorted(wanted - set(told))
    assert not sorted(key for key in told if key not in wanted and key[0] != words.PLAIN)
    assert not sorted(key for key in wanted if not told[key].strip())


@pytest.mark.parametrize("language", ["en", "nl", "fr"])
def test_fields_and_edges_agree(language: str) -> None:
    """A translation has the fields of its text, and blanks at the same edges."""
    for (_, message), told in tool().load(language).items():
        if not told:  # which another test finds
            continue
        assert fields(message) == fields(told), message
        assert (message[0] == " ") == (told[0] == " "), message
        assert (message[-1] == " ") == (told[-1] == " "), message


@pytest.mark.parametrize("language", ["en", "nl", "fr"])
def test_compiled_catalogues_are_fresh(language: str) -> None:
    """The compiled catalogue says what the readable one says."""
    path = tool().path_of(language)
    readable = {(e.msgctxt, e.msgid): e.msgstr for e in polib.pofile(str(path)) if e.msgstr}
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    assert {(e.msgctxt, e.msgid): e.msgstr for e in compiled} == readable
