"""Records are written in one way only, and nothing else is read."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.language.command import Note, SetSetpoint, SetTuning
from simulator.language.plain import is_control, plain
from simulator.language.problem import Refusal
from simulator.session.record import (
    CHECKPOINT_BYTES,
    LINE_BYTES,
    Checkpoint,
    CommandRecord,
    Record,
    Seal,
    Speed,
    decode,
    encode,
)

HEAD = "0" * 64
COMMAND = CommandRecord(
    3, 60_000, "ann", "operator", SetSetpoint("TIC-101", 37.5), 37.0, 37.5, "degC", "why é", "then"
)


def code_of(data: bytes) -> str:
    """Return the problem that reading gives, or the empty text."""
    try:
        decode(data)
    except Refusal as refusal:
        return refusal.problems[0].code
    return ""


def test_a_record_reads_back_as_it_was_written() -> None:
    """What is encoded decodes to the same record, in ASCII and in one line."""
    data = encode(COMMAND)
    assert decode(data) == COMMAND
    assert data.isascii()
    assert b"\n" not in data


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False))
def test_floats_keep_every_bit(old: float, value: float) -> None:
    """Numbers of a record come back with the same bits, minus zero and subnormals too."""
    record = Speed(1, 2, old, "then")
    back = decode(encode(record))
    assert isinstance(back, Speed)
    again = back.speed
    assert math.copysign(1.0, again) == math.copysign(1.0, old)
    assert again == old
    if math.isinf(value):
        with pytest.raises(Refusal):
            encode(Speed(1, 2, value, "then"))


GOOD = encode(COMMAND)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"null",
        b"[" * 50_000,
        b"\xff\xfe",
        GOOD + b" ",
        b" " + GOOD,
        GOOD.replace(b"37.5", b"37.50", 1),
        GOOD.replace(b"37.5", b"3.75e1", 1),
        GOOD.replace(b"37.0", b"37", 1),
        GOOD.replace(b"37.5", b"NaN", 1),
        GOOD.replace(b"37.5", b"1e999", 1),
        GOOD.replace(b"37.5", b"Infinity", 1),
        GOOD.replace(b"37.5", b"1" * 5000, 1),
        GOOD.replace(b"37.5", b'"37.5"', 1),
        GOOD.replace(b"37.5", b"true", 1),
        GOOD.replace(b'"n":3', b'"n":3,"n":3'),
        GOOD.replace(b'"n":3', b'"more":1,"n":3'),
        GOOD.replace(b'"n":3', b'"n":-3'),
        GOOD.replace(b'"n":3', b'"n":3.0'),
        GOOD.replace(b'"t":60000', b'"t":99999999999999'),
        GOOD.replace(b'"role":"operator"', b'"role":"admin"'),
        GOOD.replace(b"set-setpoint", b"format-disk"),
        GOOD.replace(b'"kind":"command"', b'"kind":"sudo"'),
        GOOD.replace(b"\\u00e9", "é".encode()),
        GOOD.replace(b"\\u00e9", b"\\u001b]0;x"),
        GOOD.replace(b"\\u00e9", b"\\u202e"),
        GOOD.replace(b"\\u00e9", b"\\ud800"),
        GOOD.replace(b"\\u00e9", b"\\u00E9"),
        GOOD.replace(b"ann", b"a" * 300),
        GOOD.replace(b"why", b"y" * LINE_BYTES),
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    """Other forms, other keys, huge numbers, control characters and long texts are Problems."""
    assert code_of(data)


@given(st.binary(max_size=200), st.integers(0, len(GOOD)), st.integers(0, 40))
def test_mutated_records_never_raise_anything_else(junk: bytes, at: int, cut: int) -> None:
    """Whatever bytes come, reading gives a record in canonical form or a Refusal."""
    data = GOOD[:at] + junk + GOOD[at + cut :]
    try:
        record = decode(data)
    except Refusal:
        return
    assert encode(record) == data


@pytest.mark.parametrize(
    "record",
    [
        Speed(1, 2, math.nan, "then"),
        CommandRecord(1, 2, "a", "operator", Note("bell \a"), None, None, "", "", ""),
        CommandRecord(1, 2, "a", "operator", Note("half \ud800"), None, None, "", "", ""),
        CommandRecord(
            1, 2, "a", "operator", SetTuning("T", math.inf, 1.0, 0.0), 1.0, 2.0, "", "", ""
        ),
        CommandRecord(1, 2, "a", "operator", Note("x" * LINE_BYTES), None, None, "", "", ""),
        Checkpoint(1, 2, None, "A" * CHECKPOINT_BYTES),
        Seal(1, 2, "x", {"deep": json.loads("[" * 900 + "]" * 900)}, None, 1, HEAD, "w"),
    ],
)
def test_what_could_not_be_read_is_not_written(record: Record) -> None:
    """Writing refuses what a reader would refuse, before anything reaches a file."""
    with pytest.raises(Refusal):
        encode(record)


def test_outside_text_is_made_plain() -> None:
    """Control characters become pictures and long texts are cut, so nothing acts on a terminal."""
    shown = plain("a\x1b]0;x\x07\x9b\u202e\x7f" + "z" * 1000, 300)
    assert not any(is_control(c) for c in shown)
    assert shown.startswith("a␛]0;x␇")
    assert len(shown) <= 300
