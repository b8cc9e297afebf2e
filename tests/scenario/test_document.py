"""The bounded reader: hostile texts, limits and places."""

from __future__ import annotations

import pytest

from simulator.language.problem import Place, Refusal
from simulator.scenario.document import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_SCALAR,
    MAX_VALUES,
    find,
    plain,
    read_document,
)

HOSTILE: list[tuple[str, str | bytes, str, int, int]] = [
    ("alias", "a: *x\n", "alias", 1, 4),
    ("anchor", "a: &x 1\n", "anchor", 1, 4),
    ("anchored list", "a: &x [1]\n", "anchor", 1, 4),
    ("anchored mapping", "a: &x {b: 1}\n", "anchor", 1, 4),
    ("tag", "a: !!python/object:os.system 1\n", "tag", 1, 4),
    ("plain tag", "a: !thing {b: 1}\n", "tag", 1, 4),
    ("string tag", "a: !!str 1\n", "tag", 1, 4),
    ("merge key", "a:\n  <<: {b: 1}\n", "merge-key", 2, 3),
    ("key twice", "a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1),
    ("inner key twice", "a:\n  b: 1\n  b: 2\n", "duplicate-key", 3, 3),
    ("list as key", "? [a]\n: b\n", "key", 1, 3),
    ("second document", "a: 1\n---\nb: 2\n", "second-document", 2, 1),
    ("directive", "%YAML 1.1\n---\na: 1\n", "directive", 1, 1),
    ("raw escape", "a: \x1b]0;title\x07\n", "control-character", 1, 4),
    ("escaped escape", 'a: "\\e]0;title"\n', "control-character", 1, 4),
    ("escaped hex escape", 'a: "\\x1b[2J"\n', "control-character", 1, 4),
    ("escaped bell", 'a: "\\a"\n', "control-character", 1, 4),
    ("escaped carriage return", 'a: "b\\rc"\n', "control-character", 1, 4),
    ("escaped tab", 'a: "b\\tc"\n', "control-character", 1, 4),
    ("escaped C1", 'a: "\\x9b2J"\n', "control-character", 1, 4),
    ("escaped key", '"a\\e": 1\n', "control-character", 1, 1),
    ("bidi override", "a: b\u202ec\n", "control-character", 1, 5),
    ("escaped bidi override", 'a: "\\u202e"\n', "control-character", 1, 4),
    ("bidi isolate", "a: \u2066b\n", "control-character", 1, 4),
    ("zero width", "a: b\u200bc\n", "control-character", 1, 5),
    ("line separator", "a: b\u2028c: 1\n", "control-character", 1, 5),
    ("next line", "a: b\u0085c: 1\n", "control-character", 1, 5),
    ("tag character", "a: \U000e0041\n", "control-character", 1, 4),
    ("inner byte-order mark", "a: b\ufeffc\n", "control-character", 1, 5),
    ("lone carriage return", "a: 1\rb: 2\n", "control-character", 1, 5),
    ("tab", "a:\n\tb: 1\n", "control-character", 2, 1),
    ("nul", "a: \x00\n", "control-character", 1, 4),
    ("surrogate", "a: \ud800\n", "control-character", 1, 4),
    ("bad UTF-8", b"a: 1\nb: \xff\n", "not-utf-8", 2, 4),
    ("bad UTF-8 after umlauts", "é: 1\nü: ".encode() + b"\xc3", "not-utf-8", 2, 4),
    ("UTF-16", "a: 1\n".encode("utf-16"), "not-utf-8", 1, 1),
    ("nothing", "", "not-a-mapping", 1, 1),
    ("comment only", "# nothing\n", "not-a-mapping", 1, 1),
    ("a list", "- a\n- b\n", "not-a-mapping", 1, 1),
    ("a word", "hello\n", "not-a-mapping", 1, 1),
    ("open bracket", "a: [1, 2\nb: 3\n", "not-yaml", 2, 2),
    ("open quote", 'a: "b\n', "not-yaml", 2, 1),
    ("colon in plain text", "a: b: c\n", "not-yaml", 1, 5),
    ("percent", "a: %b\n", "not-yaml", 1, 4),
    ("at sign", "a: @b\n", "not-yaml", 1, 4),
    ("bad escape", 'a: "\\q"\n', "not-yaml", 1, 6),
    ("bad indentation", "a:\n    b: 1\n  c: 2\n", "not-yaml", 3, 3),
    ("deep brackets", "a: " + "[" * 100_000, "too-deep", 1, 3 + MAX_DEPTH),
    ("deep braces", "a: " + "{a: " * 20_000, "too-deep", 1, 61),
    ("deep dashes", "- " * 20_000 + "a\n", "too-deep", 1, 33),
    ("many values", "a: [" + "1," * (MAX_VALUES + 1) + "]\n", "too-many-values", 1, 39999),
    ("long value", "a: " + "b" * (MAX_SCALAR + 1) + "\n", "too-long", 1, 4),
    ("large", b"#" * (MAX_BYTES + 1), "too-large", 1, 1),
    ("large text", "é" * (MAX_BYTES // 2 + 1), "too-large", 1, 1),
]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"), [h[1:] for h in HOSTILE], ids=[h[0] for h in HOSTILE]
)
def test_hostile_text_is_refused_with_its_place(
    text: str | bytes, code: str, line: int, column: int
) -> None:
    """Every hostile text gives a problem with the expected code, line and column."""
    with pytest.raises(Refusal) as refusal:
        read_document(text, "x.yaml")
    problem = refusal.value.problems[0]
    assert problem.code == code
    assert problem.place is not None
    assert problem.place.line == line
    if problem.code != "not-yaml":  # the two parsers of PyYAML differ by a column
        assert problem.place.column == column


def test_everything_is_text_and_keeps_its_place() -> None:
    """Words that YAML would turn into numbers, truth values or times stay text."""
    text = "a: NO\nb: [1:30:00, 010, .nan]\nc:\n  d: ~\n  é: 'x'\n"
    node = read_document(text, "x.yaml")
    assert plain(node) == {
        "a": "NO",
        "b": ["1:30:00", "010", ".nan"],
        "c": {"d": "~", "é": "x"},
    }
    assert find(node, ("b", 1)) == Place("x.yaml", 2, 14)
    assert find(node, ("c", "é")) == Place("x.yaml", 5, 7)
    assert find(node, ("c", "é"), key=True) == Place("x.yaml", 5, 3)
    assert find(node, ("c", "missing")) == Place("x.yaml", 4, 3)
    assert find(node, ("b", 7)) == Place("x.yaml", 2, 4)


def test_marks_and_line_ends_of_windows_are_read() -> None:
    """A byte-order mark at the start and CR LF line ends change nothing."""
    node = read_document(b"\xef\xbb\xbfa: 1\r\nb: |\r\n  two\r\n  lines\r\n", "x.yaml")
    assert plain(node) == {"a": "1", "b": "two\nlines\n"}


def test_all_problems_come_at_once() -> None:
    """One reading names every alias, tag and duplicate key of a text."""
    with pytest.raises(Refusal) as refusal:
        read_document("a: *x\na: 1\nb: !t 2\nc: &y 3\n", "x.yaml")
    assert [p.code for p in refusal.value.problems] == ["alias", "duplicate-key", "tag", "anchor"]


def test_a_flood_of_problems_is_cut_short() -> None:
    """A text with thousands of faults gives a hundred problems, not thousands."""
    for text in ("\x01" * 5000, "a: [" + "*x, " * 5000 + "]\n"):
        with pytest.raises(Refusal) as refusal:
            read_document(text, "x.yaml")
        assert len(refusal.value.problems) == 100


def test_both_parsers_of_pyyaml_give_the_same_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libyaml is missing, the slower parser reads the same thing at the same places."""
    import yaml

    text = "a: {b: [x, 'y z']}\nc: >-\n  folded\n  text\nd:\n- 1\n- e: 2\n"
    fast = read_document(text, "x.yaml")
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert read_document(text, "x.yaml") == fast
