"""Numbers in the words of scenarios are written as each language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.scenario.document import MappingNode, Node, ScalarNode, SequenceNode, read_document

ROOT = Path(__file__).resolve().parents[2] / "scenarios"
FILES = {str(path.relative_to(ROOT)): path for path in sorted(ROOT.rglob("*.yaml"))}
TYPED = re.compile(r"= \d+\.\d+|“[^”]*”")
"""What a person types keeps the point: a command, or what stands between quotes."""
POINT = re.compile(r"\d+\.\d+")


def words(node: Node) -> Iterator[ScalarNode]:
    """Return every text that is Dutch or French, wherever it stands."""
    if isinstance(node, MappingNode):
        for key, entry in node.entries.items():
            if key in {"nl", "fr"} and isinstance(entry.value, ScalarNode):
                yield entry.value
            else:
                yield from words(entry.value)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from words(item)


def pointed(text: str) -> list[str]:
    """Return the numbers of a text that are written with a point."""
    return POINT.findall(TYPED.sub("", text))


@pytest.mark.parametrize("name", FILES)
def test_a_number_in_dutch_or_french_has_a_comma(name: str) -> None:
    """No decimal point in any Dutch or French text, but in what is typed."""
    found = {
        f"line {text.place.line}": numbers
        for text in words(read_document(FILES[name].read_text(encoding="utf-8"), name))
        if (numbers := pointed(text.text))
    }
    assert found == {}


def test_a_point_is_seen_and_what_is_typed_is_not() -> None:
    """A number with a point is found; one in a command or between quotes is left alone."""
    assert pointed("Boven 1.8 bar: typ “36.8”, of PIC-901.SP = 1.7 bar. Onder 1,3.") == ["1.8"]
