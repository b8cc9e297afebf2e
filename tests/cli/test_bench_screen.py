"""The benchmark of the screen says what it could not compare, and why."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.cli.benches import screen

TOLD: dict[str, Any] = {"name": "twenty keys", "ours": 0.1, "process": 0.2, "note": "a note"}


@pytest.mark.parametrize(
    ("here", "breaks", "told"),
    [
        (False, "", "helios-core is not here"),
        (True, "helios", "helios-core broke off"),
        (True, "keys", "the terminal broke off"),
    ],
)
def test_what_is_not_compared_is_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    here: bool,
    breaks: str,
    told: str,
) -> None:
    """Without the peer, or when it or the terminal breaks off, a line says so, without a figure."""
    monkeypatch.setattr(screen, "find_spec", lambda _: object() if here else None)
    monkeypatch.setattr(screen, "_measured", lambda what, _: None if what == breaks else TOLD)
    assert screen._keys(1) == []
    assert told in capsys.readouterr().err


def test_what_is_compared(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With both measured there are two figures, and nothing else to tell."""
    monkeypatch.setattr(screen, "find_spec", lambda _: object())
    monkeypatch.setattr(screen, "_measured", lambda *_: TOLD)
    assert [figure.ours for figure in screen._keys(1)] == [0.1, 0.2]
    assert capsys.readouterr().err == ""
