"""Verification of the noise: published vectors, distributions, independence."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from simulator.numerics.noise import (
    normal,
    radius,
    stream_number,
    threefry,
    turned,
    uniform,
    words,
)

DRAWS = 20_000


@pytest.mark.parametrize(
    ("key", "counter", "wanted"),
    [
        ((0x00000000, 0x00000000), (0x00000000, 0x00000000), (0x9D1C5EC6, 0x8BD50731)),
        ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), (0xFD36D048, 0x2D17272C)),
        ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), (0xBA3E4725, 0xF27D669E)),
    ],
)
def test_threefry_gives_the_published_words(
    key: tuple[int, int], counter: tuple[int, int], wanted: tuple[int, int]
) -> None:
    """Verification against the known-answer vectors of Random123 for thirteen rounds."""
    assert threefry(*key, *counter) == wanted


def test_uniform_passes_kolmogorov_smirnov() -> None:
    """Verification: 20,000 draws look even; the seed is fixed, so this passes always or never."""
    drawn = [uniform(1, 2, i) for i in range(DRAWS)]
    assert stats.kstest(drawn, "uniform").pvalue > 0.01
    assert 0.0 < min(drawn) < max(drawn) < 1.0


def test_normal_has_the_moments_and_shape_of_a_normal() -> None:
    """Verification: mean, variance, skewness and kurtosis within four standard errors, and KS."""
    drawn = np.array([normal(2, 3, i) for i in range(DRAWS)])
    assert abs(drawn.mean()) < 4.0 / math.sqrt(DRAWS)
    assert abs(drawn.var() - 1.0) < 4.0 * math.sqrt(2.0 / DRAWS)
    assert abs(stats.skew(drawn)) < 4.0 * math.sqrt(6.0 / DRAWS)
    assert abs(stats.kurtosis(drawn)) < 4.0 * math.sqrt(24.0 / DRAWS)
    assert stats.kstest(drawn, "norm").pvalue > 0.01


def test_bits_are_even_and_do_not_hang_together() -> None:
    """Verification: one changed bit of seed, stream or index changes half of the 64 bits."""
    for key0, key1, counter0, counter1 in ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)):
        changed = []
        for bit in range(32):
            for base in range(20):
                a = threefry(base, 77, base * 3, 5)
                b = threefry(
                    base ^ (key0 << bit),
                    77 ^ (key1 << bit),
                    (base * 3) ^ (counter0 << bit),
                    5 ^ (counter1 << bit),
                )
                changed.append((a[0] ^ b[0]).bit_count() + (a[1] ^ b[1]).bit_count())
        # Sixty-four fair bits have a standard deviation of 4; the mean of 640 has 0.16.
        assert abs(np.mean(changed) - 32.0) < 0.64
        assert 3.4 < np.std(changed) < 4.6


def test_neighbouring_streams_seeds_and_indices_are_independent() -> None:
    """Verification: streams, seeds and moments do not correlate beyond four standard errors."""
    count = 5000
    here = np.array([normal(1, 4, i) for i in range(count)])
    others = (
        np.array([normal(1, 5, i) for i in range(count)]),
        np.array([normal(2, 4, i) for i in range(count)]),
        np.array([normal(1, 4, i + 1) for i in range(count)]),
        np.array([normal(1, 4, i + (1 << 32)) for i in range(count)]),
        np.array([normal(4, 1, i) for i in range(count)]),
    )
    for other in others:
        assert abs(np.corrcoef(here, other)[0, 1]) < 4.0 / math.sqrt(count)


def test_four_deviates_of_a_block_do_not_hang_together() -> None:
    """Verification: neither they nor their sizes correlate, and directions are even."""
    fours = np.array([normal(1, 6, i) for i in range(2 * DRAWS)]).reshape(-1, 4).T
    most = 4.0 / math.sqrt(fours.shape[1])
    for changed in (lambda x: x, np.abs, np.square):
        for at, one in enumerate(fours):
            for other in fours[at + 1 :]:
                assert abs(np.corrcoef(changed(one), changed(other))[0, 1]) < most
    for one, other in (fours[:2], fours[2:], fours[1:3]):
        turn = np.arctan2(other, one) / (2.0 * np.pi) + 0.5
        assert stats.kstest(turn, "uniform").pvalue > 0.01
        assert stats.kstest(one**2 + other**2, "chi2", (2,)).pvalue > 0.01
        assert stats.kstest(other, "norm").pvalue > 0.01
    assert stats.kstest((fours**2).sum(axis=0), "chi2", (4,)).pvalue > 0.01


def test_the_tails_are_those_of_a_normal() -> None:
    """Verification: how far a seed is from the middle follows the exact law out to 6.76.

    Every share of words, down to the single one that lies farthest out, is where it should be.
    """
    shares = [2**at for at in range(32)] + [3 * 10**at for at in range(9)]
    for count in shares:
        exact = math.sqrt(-2.0 * math.log((count - 0.5) / 2.0**32))
        assert radius(float(count - 1)) == pytest.approx(exact, rel=6e-7)
    nearest = math.sqrt(-2.0 * math.log1p(-(2.0**-33)))
    assert radius(2.0**32 - 1.0) == pytest.approx(nearest, rel=6e-7)
    assert 6.76 < radius(0.0) < 6.77


def test_words_cover_the_plane_as_seeds_do_a_sunflower() -> None:
    """Verification: any run of neighbouring words is spread over all directions, far out too.

    Of so many seeds in a row, no wedge of a turn holds two more or two fewer than its share.
    """
    for first in (0, 5, 1000, 2**31, 2**32 - 233):
        for count in (21, 89, 233):
            points = [turned(1.0, float(first + at)) for at in range(count)]
            turns = np.sort(np.array([math.atan2(b, a) / (2.0 * np.pi) for a, b in points]) % 1.0)
            shares = (np.arange(count) + 0.5) / count
            assert np.ptp(count * (turns - shares)) < 2.0


def test_deviates_are_the_exact_ones() -> None:
    """Verification against Box and Muller's formula, to 1.2e-6, in all quarters of a turn."""
    quarters = set()
    for block in range(400):
        for half, word in enumerate(words(3, 8, block)):
            size = math.sqrt(-2.0 * math.log((word + 0.5) / 2.0**32))
            way = word * 0x61C88647 % 2**32
            quarter = way >> 30
            quarters.add(quarter)
            angle = ((way % 2**30 + 0.5) / 2.0**30 - 0.5) * math.pi / 2.0
            exact = [size * math.cos(angle), size * math.sin(angle)]
            exact = exact[::-1] if quarter & 1 else exact
            exact = [-one for one in exact] if quarter & 2 else exact
            drawn = [normal(3, 8, 4 * block + 2 * half + at) for at in range(2)]
            assert drawn == pytest.approx(exact, abs=1.2e-6 * size)
    assert quarters == {0, 1, 2, 3}


def test_stream_numbers_are_fixed_and_different() -> None:
    """A name has the same 32-bit stream for ever, and a plant's thousand names differ."""
    assert stream_number("TT-101") == 1665347363
    numbers = [stream_number(f"TT-{n}") for n in range(1000)]
    assert len(set(numbers)) == 1000
    assert all(0 <= number < 1 << 32 for number in numbers)


def test_a_draw_depends_on_nothing_but_its_arguments() -> None:
    """Drawn backwards, the same numbers come."""
    forwards = [uniform(5, 6, i) for i in range(100)]
    assert [uniform(5, 6, i) for i in range(99, -1, -1)] == forwards[::-1]
