"""Twenty thousand damaged scenarios: each is a design, or problems with places. Never a crash."""

from __future__ import annotations

import random
import re
import time
import unicodedata
from pathlib import Path

import pytest

from simulator.language.problem import Problem, Refusal
from simulator.scenario.build import Scenario, build_scenario
from simulator.scenario.documents import Documents
from simulator.scenario.library import names, read

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scenario.md"
SMALL = 18_500
SHIPPED = max(60, 1_500 // len(names()))
"""Of each scenario: 20,000 in all while there are few, and not ten times that of many."""
LONGEST_S = 10.0
"""Of processor time; an ordinary one takes some hundredths."""

NASTY = (
    "*a", "&a ", "!!str ", "<<: {}", "[", "]", "{", "}", "---\n", "\x1b]0;x\x07", "\u202e", "\x00",
    "'", '"', "#", ": ", "- ", "|", ">", "%", "@", "`", "\t", "\r", "nan", "inf", "1e999", "-1",
    "0", "99999999999999999999", "1_000", "0x10", "1,5", "none", "~", "yes", "no", "..", "0 %",
    "9" * 50, "37 degC", "1 s", "0 s", "400 d", "TIC-101", "BR-101", "TIC-101.PV", "elapsed", "not",
    " and ", " for 1 s", "\ufeff", "é", "😀", "\u0660", "$ref", "__class__", "../../etc/passwd",
)  # fmt: skip


def damaged(text: str, random_: random.Random) -> str | bytes:
    """Return ``text`` with one to three random changes of bytes, words or lines."""
    for _ in range(random_.randint(1, 3)):
        text = random_.choice((_characters, _words, _lines, _values))(text, random_)
    if random_.random() < 0.05:
        data = bytearray(text.encode("utf-8", "replace"))
        for _ in range(random_.randint(1, 3)):
            data[random_.randrange(len(data))] = random_.randrange(256)
        return bytes(data)
    return text


def _characters(text: str, random_: random.Random) -> str:
    """Drop, double or replace a run of characters."""
    start = random_.randrange(len(text))
    end = start + random_.randint(1, 6)
    new = random_.choice(
        ("", text[start:end] * 2, random_.choice(NASTY), chr(random_.randrange(256)))
    )
    return text[:start] + new + text[end:] or "a"


def _words(text: str, random_: random.Random) -> str:
    """Replace a word by another of the same text, or by a nasty one."""
    words = list(re.finditer(r"[^\s:,{}\[\]]+", text))
    if len(words) < 2:
        return text
    old = random_.choice(words)
    new = random_.choice((random_.choice(words).group(), random_.choice(NASTY)))
    return text[: old.start()] + new + text[old.end() :]


def _lines(text: str, random_: random.Random) -> str:
    """Drop, double, move or indent a line."""
    lines = text.split("\n")
    at, to = random_.randrange(len(lines)), random_.randrange(len(lines))
    kind = random_.randrange(4)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(to, lines[at])
    elif kind == 2:
        lines.insert(to, lines.pop(at))
    else:
        lines[at] = random_.choice(("  ", " ", "- ")) + lines[at]
    return "\n".join(lines) or "a"


def _values(text: str, random_: random.Random) -> str:
    """Put another value behind a key."""
    keys = list(re.finditer(r": ?([^,{}\n]*)", text))
    if not keys:
        return text
    old = random_.choice(keys)
    new = random_.choice((random_.choice(NASTY), random_.choice(keys).group(1), "[]", "{}", ""))
    return text[: old.start(1)] + new + text[old.end(1) :]


def check(problems: tuple[Problem, ...], documents: Documents) -> None:
    """Check that there are problems, each placed in its text and fit to be shown."""
    assert problems
    for problem in problems:
        assert problem.place is not None, problem
        assert problem.place.file in documents.texts, problem
        lines = documents.texts[problem.place.file].count("\n") + 2
        assert 1 <= problem.place.line <= lines, problem
        assert problem.place.column >= 1
        assert problem.message
        assert len(str(problem)) < 2000
        hidden = [c for c in str(problem) if unicodedata.category(c) in {"Cc", "Cf", "Cs"}]
        assert not hidden, repr(str(problem))


def judge(documents: Documents) -> bool:
    """Return whether the texts make a scenario; if not, check that every problem is placed."""
    began = time.process_time()
    try:
        scenario = build_scenario(documents)
    except Refusal as refusal:
        check(refusal.problems, documents)
        return False
    finally:
        assert time.process_time() - began < LONGEST_S
    assert isinstance(scenario, Scenario)
    return True


def texts_of(name: str, text: str | bytes, others: dict[str, str]) -> Documents | None:
    """Return documents with a damaged text; None if the damage is not even text."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError:
            return None
    return Documents(name, {name: text, **others})


@pytest.mark.slow
def test_damaged_small_scenarios_are_built_or_refused_with_places() -> None:
    """18,500 mutants of a whole small scenario; some live, most do not, none crashes."""
    random_ = random.Random(20_000)
    blocks = re.findall(r"^```yaml whole\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)
    lived = 0
    for _ in range(SMALL):
        documents = texts_of("small.yaml", damaged(blocks[0], random_), {})
        lived += documents is not None and judge(documents)
    assert 500 < lived < SMALL - 500


@pytest.mark.slow
@pytest.mark.parametrize("name", names())
def test_damaged_shipped_scenarios_are_built_or_refused_with_places(name: str) -> None:
    """Mutants of each shipped scenario, one in five with a damaged plant file instead."""
    random_ = random.Random(name)
    source = read(name)
    main, plant = source.main, next(file for file in source.texts if file.startswith("plants/"))
    others = {file: text for file, text in source.texts.items() if file != main}
    lived = 0
    for number in range(SHIPPED):
        if number % 5:
            documents = texts_of(main, damaged(source.texts[main], random_), others)
        else:
            text = damaged(source.texts[plant], random_)
            broken = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
            documents = Documents(main, {**source.texts, plant: broken})
        lived += documents is not None and judge(documents)
    assert 0 < lived < SHIPPED
