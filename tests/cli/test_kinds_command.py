"""``cuve kinds``: an author finds every kind of unit and every name of it."""

from __future__ import annotations

import json

import pytest

from simulator.cli.commands import DONE, NO
from simulator.cli.dispatch import call
from simulator.equipment.catalogue import CATALOGUE


def test_every_kind_is_told_with_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """The list names each kind of the catalogue, and says through which ones lines lead."""
    assert call(["kinds"]) == DONE
    lines = capsys.readouterr().out.splitlines()
    for name, kind in CATALOGUE.items():
        (told,) = [line for line in lines if line.startswith(f"{name}  ")]
        assert kind.meaning in told
        assert ("lines lead through it" in told) == kind.device


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_name_of_a_kind_is_told(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Parameters, what may be given, what is moved and what is read stand in the table."""
    assert call(["kinds", *name.split(), "--json"]) == DONE
    told = json.loads(capsys.readouterr().out)
    kind = CATALOGUE[name]
    assert [one["name"] for one in told["parameters"]] == [one.name for one in kind.parameters]
    assert [one["name"] for one in told["initial"]] == list(kind.givable())
    moved_and_read = {one["name"] for part in ("inputs", "reads") for one in told[part]}
    assert moved_and_read == {one.name for one in kind.states}
    assert call(["kinds", name]) == DONE
    table = capsys.readouterr().out
    assert [one.name for one in kind.parameters if f"  {one.name} " not in table] == []


def test_a_choice_tells_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    """What a parameter can be is said in words, not as the place of a word in a list."""
    assert call(["kinds", "transfection", "reactor"]) == DONE
    assert "AAV (one of: AAV, lentivirus)" in capsys.readouterr().out


def test_a_kind_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the pen is answered with the nearest kind."""
    assert call(["kinds", "dept", "filter"]) == NO
    assert "did you mean depth filter?" in capsys.readouterr().err
