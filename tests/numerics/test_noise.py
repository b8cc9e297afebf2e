"""Verification of the noise: published vectors, distributions, independence."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import special, stats

from simulator.numerics.noise import normal, normal_quantile, stream_number, threefry, uniform

DRAWS = 20_000


@pytest.mark.parametrize(
    ("key", "counter", "wanted"),
    [
        ((0x00000000, 0x00000000), (0x00000000, 0x00000000), (0x6B200159, 0x99BA4EFE)),
        ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), (0x1CB996FC, 0xBB002BE7)),
        ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), (0xC4923A9C, 0x483DF7A0)),
    ],
)
def test_threefry_gives_the_published_words(
    key: tuple[int, int], counter: tuple[int, int], wanted: tuple[int, int]
) -> None:
    """Verification against the known-answer vectors of Random123."""
    assert threefry(*key, *counter) == wanted


def test_uniform_passes_kolmogorov_smirnov() -> None:
    """Verification: 20,000 draws look even; the seed is fixed, so this passes always or never."""
    drawn = [uniform(1, 2, i) for i in range(DRAWS)]
    assert stats.kstest(drawn, "uniform").pvalue > 0.01
    assert 0.0 < min(drawn) < max(drawn) < 1.0


def test_normal_has_the_moments_and_shape_of_a_normal() -> None:
    """Verification: mean, variance, skewness and kurtosis within four standard errors, and KS."""
    drawn = np.array([normal(1, 3, i) for i in range(DRAWS)])
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


def test_quantile_agrees_with_scipy() -> None:
    """Verification against SciPy's ndtri, centre and both tails, to 1e-14 relative."""
    shares = [2.0**-53, 1e-15, 1e-12, 1e-10, 1e-5, 0.074, 0.075, 0.0751, 0.3, 0.5, 0.925, 0.99999]
    shares += [uniform(9, 9, i) for i in range(2000)]
    for share in shares:
        assert normal_quantile(share) == pytest.approx(special.ndtri(share), rel=1e-14, abs=1e-15)


def test_quantile_rises_and_is_odd_and_bounded() -> None:
    """Shares in order give deviates in order; shares of 0 and 1 give the farthest, not infinity."""
    shares = [i / 4096.0 for i in range(4097)]
    deviates = [normal_quantile(share) for share in shares]
    assert all(a < b for a, b in itertools.pairwise(deviates))
    assert all(a == -b for a, b in zip(deviates, reversed(deviates), strict=True))
    assert 8.2 < deviates[-1] < 8.22


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
