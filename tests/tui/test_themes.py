"""Colours: contrast of every pair, eyes that lack a kind of cone, and no state by colour alone."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from desk_bench import seat
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from tui_bench import LOST_MS, session_in

from simulator.session.live import Live
from tui.alarm.mark import SHAPES
from tui.draw import as_ascii, over, part
from tui.settings import Settings
from tui.theme import NAMES, THEMES

COLOURED = [name for name in THEMES if name != "mono"]

MACHADO = {
    "no long cones": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no medium cones": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no short cones": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "all cones": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}
"""How eyes see linear RGB: Machado, Oliveira & Fernandes 2009, IEEE TVCG 15(6), severity 1.0."""
APART = 20.0
"""Two colours this far apart in CIELAB (delta E 1976) are told from each other at a glance."""


def linear(style: Style, ground: bool) -> tuple[float, ...]:
    """Return the linear red, green and blue of a style's ink or ground (IEC 61966-2-1)."""
    colour = style.bgcolor if ground else style.color
    assert colour is not None
    assert colour.triplet is not None
    parts = (part / 255.0 for part in colour.triplet)
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def luminance(rgb: tuple[float, ...]) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(style: Style) -> float:
    """Return the contrast of a style's ink on its ground (WCAG 2.2)."""
    light, dark = sorted((luminance(linear(style, g)) for g in (False, True)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: tuple[float, ...], eyes: str) -> tuple[float, float, float]:
    """Return CIELAB (D65) of linear RGB as some eyes see it."""
    r, g, b = (
        min(max(sum(k * c for k, c in zip(row, rgb, strict=True)), 0.0), 1.0)
        for row in MACHADO[eyes]
    )
    xyz = (
        (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
        0.2126729 * r + 0.7151522 * g + 0.0721750 * b,
        (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A session of oxygen-lost with alarms standing."""
    yield from session_in(tmp_path, ms=LOST_MS + 180_000)


@pytest.mark.parametrize("theme", COLOURED)
def test_every_text_can_be_read_on_its_ground(theme: str) -> None:
    """Ink and ground of every token have a contrast of 4.5, in high contrast of 7."""
    least = 7.0 if theme == "contrast" else 4.5
    poor = {token: contrast(style) for token, style in THEMES[theme].items()}
    assert {token: found for token, found in poor.items() if found < least} == {}


@pytest.mark.parametrize("eyes", list(MACHADO))
@pytest.mark.parametrize("theme", COLOURED)
def test_priorities_stay_apart_for_all_eyes(theme: str, eyes: str) -> None:
    """The blocks of the four priorities differ by 20 in CIELAB, whichever cones are missing."""
    blocks = [lab(linear(THEMES[theme][f"new {n}"], ground=True), eyes) for n in range(1, 5)]
    for one, other in itertools.combinations(blocks, 2):
        assert math.dist(one, other) >= APART


@pytest.mark.parametrize("theme", COLOURED)
def test_only_alarms_have_a_colour(theme: str) -> None:
    """All but new alarms are grey: red, green and blue differ by little."""
    for token, style in THEMES[theme].items():
        if token.startswith("new"):
            continue
        for colour in (style.color, style.bgcolor):
            assert colour is not None
            assert colour.triplet is not None
            assert max(colour.triplet) - min(colour.triplet) <= 12, token


def test_every_theme_has_every_token_and_a_name() -> None:
    """A page that paints in one theme paints in all; each can be told to a person."""
    tokens = [set(theme) for theme in THEMES.values()]
    assert all(found == tokens[0] for found in tokens)
    assert set(NAMES) == set(THEMES)


def test_the_monochrome_theme_has_no_colour_and_tells_states_apart() -> None:
    """Of mono no token has a colour; new and old alarms look different by weight or reversal."""
    for style in THEMES["mono"].values():
        assert style.color is None
        assert style.bgcolor is None
    mono = THEMES["mono"]
    assert len({str(mono[token]) for token in ("new 1", "old 1", "")}) == 3


def test_states_and_priorities_are_told_in_text(live: Live) -> None:
    """Without any style, list and banner say letter, shape and digit of every alarm."""
    console = seat(live)
    console.do_alarms()

    def rows() -> dict[str, str]:
        lines = ["".join(text for text, _ in line) for line in console.paint(100, 30)[2:-3]]
        tags = [alarm.alarm for alarm in console.alarms()]
        return {tag: row for row in lines for tag in tags if f" {tag} " in row}

    before = rows()
    assert len(before) >= 3
    for alarm in (alarm for alarm in console.alarms() if alarm.alarm in before):
        row = before[alarm.alarm]
        assert f"{SHAPES[alarm.priority]}{alarm.priority}" in row
        assert f" {alarm.state} " in row
    assert len(set(SHAPES.values())) == len(SHAPES)
    chosen = console.alarms()[0].alarm
    console.press("a")
    assert rows()[chosen].split(chosen)[0] != before[chosen].split(chosen)[0]


def test_modes_and_pauses_are_told_in_text(live: Live) -> None:
    """Paused and running, and MAN and AUTO, differ in text."""
    console = seat(live)

    def header() -> str:
        return "".join(text for text, _ in console.paint(80, 24)[0])

    paused = header()
    console.runner.pause(False)
    assert header() != paused
    assert "‖" in paused


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36)], ids=str)
def test_every_page_can_be_painted_in_ascii(live: Live, size: tuple[int, int]) -> None:
    """Each page keeps its width in ASCII, and priorities stay apart by digit."""
    plain_seat = seat(live, "", settings=replace(Settings(), ascii=True, language="fr"))
    other = seat(live, "", settings=replace(Settings(), language="fr"))
    for name in plain_seat.pages:
        plain_seat.go(plain_seat.pages[name])
        other.go(other.pages[name])
        for ascii_line, line in zip(plain_seat.paint(*size), other.paint(*size), strict=True):
            text = "".join(piece for piece, _ in ascii_line)
            assert text.isascii()
            assert len(text) == sum(cell_len(piece) for piece, _ in line)
    banner = "".join(piece for piece, _ in plain_seat.paint(*size)[-2])
    assert "*1 AIC-102.LOLO" in banner
    assert "?" not in banner


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_keeps_its_width_in_ascii(text: str) -> None:
    """Whatever is painted, its likeness in ASCII takes the same cells."""
    line = as_ascii([(text, "")])
    made = "".join(piece for piece, _ in line)
    assert made.isascii()
    assert cell_len(made) == cell_len(text) or not text.isprintable()


@given(
    st.lists(st.text(alphabet="ab漢é─", min_size=1, max_size=6), min_size=1, max_size=6),
    st.integers(0, 30),
    st.integers(0, 30),
)
@settings(max_examples=300, deadline=None)
def test_cuts_and_overlays_keep_their_widths(texts: list[str], one: int, other: int) -> None:
    """A part of a line has the cells asked for; a line over another leaves the width as it was."""
    line = [(text, "") for text in texts]
    width = sum(map(cell_len, texts))
    first, last = sorted((min(one, width), min(other, width)))
    assert sum(cell_len(text) for text, _ in part(line, first, last)) == last - first
    above = [("x" * (last - first), "bar")]
    assert sum(cell_len(text) for text, _ in over(line, above, first, width)) == width
