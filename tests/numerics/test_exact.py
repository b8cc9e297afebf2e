"""Verification of the elementary functions: accuracy, order, totality, and the same bits."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
import sample_kernels
from hypothesis import given
from hypothesis import strategies as st
from patience import LIMIT_S

from simulator.numerics import exact, tables
from simulator.numerics.noise import uniform

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = "deed782c19bc33cc"
"""The digest of 4,000 points: the same on every processor, system and Python."""

POINTS = 1500


def draw(low: float, high: float, index: int, stream: int = 0) -> float:
    """Return a number between low and high."""
    return low + (high - low) * uniform(11, stream, index)


def spread(low: float, high: float, index: int) -> float:
    """Return a positive number whose decimal logarithm is evenly spread."""
    return 10.0 ** draw(low, high, index)


def tanh_of(x: Decimal) -> Decimal:
    """Return tanh to the context's precision."""
    grown = (2 * x).exp()
    return (grown - 1) / (grown + 1)


def exp10_of(x: Decimal) -> Decimal:
    """Return ten to the power x to the context's precision."""
    return (x * Decimal(10).ln()).exp()


def power_of(x: Decimal, a: Decimal) -> Decimal:
    """Return x to the power a to the context's precision."""
    return (a * x.ln()).exp()


def base_and_exponent(low: float, high: float, index: int) -> tuple[float, float]:
    """Return a base, and an exponent that takes it anywhere from 1e-300 to 1e300."""
    x = spread(low, high, index)
    return x, draw(-690.0, 690.0, index, 1) / math.log(x)


CASES: list[tuple[str, Callable[..., float], Callable[..., Decimal], Callable[[int], object]]] = [
    ("exp", exact.exp, Decimal.exp, lambda i: draw(-708.0, 709.78, i)),
    ("exp near zero", exact.exp, Decimal.exp, lambda i: draw(-1.0, 1.0, i)),
    ("log", exact.log, Decimal.ln, lambda i: spread(-320.0, 308.0, i)),
    ("log near one", exact.log, Decimal.ln, lambda i: draw(0.6, 1.6, i)),
    ("log beside one", exact.log, Decimal.ln, lambda i: 1.0 + spread(-15.0, -2.0, i)),
    ("log10", exact.log10, Decimal.log10, lambda i: spread(-320.0, 308.0, i)),
    ("log10 near one", exact.log10, Decimal.log10, lambda i: draw(0.6, 1.6, i)),
    ("exp10", exact.exp10, exp10_of, lambda i: draw(-307.0, 308.2, i)),
    ("exp10 of pH", exact.exp10, exp10_of, lambda i: draw(-14.0, 0.0, i)),
    ("power", exact.power, power_of, lambda i: base_and_exponent(-300.0, 300.0, i)),
    ("power near one", exact.power, power_of, lambda i: base_and_exponent(-0.05, 0.05, i)),
]


def worst_ulp(
    ours: Callable[..., float],
    true: Callable[..., Decimal],
    pick: Callable[[int], object],
) -> float:
    """Return the largest error in units in the last place of the true value."""
    worst = Decimal(0)
    with localcontext() as context:
        context.prec = 40
        for i in range(POINTS):
            picked = pick(i)
            arguments = picked if isinstance(picked, tuple) else (picked,)
            wanted = true(*[Decimal(a) for a in arguments])
            error = abs(Decimal(ours(*arguments)) - wanted)
            worst = max(worst, error / Decimal(math.ulp(float(wanted))))
    return float(worst)


@pytest.mark.parametrize(("name", "ours", "true", "pick"), CASES, ids=[case[0] for case in CASES])
def test_errors_are_barely_above_the_half_ulp_of_rounding(
    name: str,
    ours: Callable[..., float],
    true: Callable[..., Decimal],
    pick: Callable[[int], object],
) -> None:
    """Verification: within 0.51 ulp for logarithms and 0.56 for the rest."""
    assert worst_ulp(ours, true, pick) < (0.51 if name.startswith("log") else 0.56)


@pytest.mark.parametrize(("low", "high"), [(1e-6, 0.5493), (0.5493, 3.0), (3.0, 25.0)])
def test_tanh_is_within_one_and_a_half_ulp(low: float, high: float) -> None:
    """Verification: tanh on both of its branches, and where it is almost one."""
    assert worst_ulp(exact.tanh, tanh_of, lambda i: draw(low, high, i)) < 1.5


def test_subnormal_results_are_within_one_ulp() -> None:
    """Verification: exp shades off to zero through the subnormal numbers."""
    assert worst_ulp(exact.exp, Decimal.exp, lambda i: draw(-745.0, -708.0, i)) < 1.0


def test_whole_powers_of_ten_are_exact() -> None:
    """Decades of a logarithmic scale come out whole, as a pH reader expects."""
    for n in range(-300, 309):
        assert exact.log10(float(f"1e{n}")) == float(n)
    for n in range(23):
        assert exact.exp10(float(n)) == float(f"1e{n}")


@pytest.mark.parametrize(
    ("function", "low", "high"),
    [
        (exact.exp, -5.0, 5.0),
        (exact.exp, 1e-4, 0.02),
        (exact.log, 0.01, 100.0),
        (exact.log, 0.99, 1.01),
        (exact.log10, 0.5, 2.0),
        (exact.exp10, -3.0, 3.0),
        (exact.tanh, 0.0, 3.0),
        (lambda x: exact.power(x, 0.7), 0.1, 10.0),
        (lambda a: exact.power(3.0, a), -2.0, 2.0),
    ],
)
def test_neighbouring_numbers_keep_their_order(
    function: Callable[[float], float], low: float, high: float
) -> None:
    """A larger argument, even by one ulp, never gives a smaller result."""
    for i in range(5000):
        x = draw(low, high, i)
        assert function(math.nextafter(x, math.inf)) >= function(x)


@pytest.mark.parametrize(
    ("function", "joints"),
    [
        (exact.tanh, [0.5493061443340548]),
        (exact.log, [math.sqrt(0.5), 1.0, math.sqrt(2.0), 1.0078125, 0.9921875]),
        (exact.exp, [0.0, 0.010830424696249146, -0.010830424696249146, math.log(2.0), -708.4]),
    ],
)
def test_there_is_no_step_down_where_pieces_meet(
    function: Callable[[float], float], joints: list[float]
) -> None:
    """On both sides of every joint of the tables, results keep rising."""
    for joint in joints:
        x = joint
        for _ in range(1000):
            x = math.nextafter(x, -math.inf)
        for _ in range(2000):
            after = math.nextafter(x, math.inf)
            assert function(after) >= function(x)
            x = after


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (exact.exp(0.0), 1.0),
        (exact.exp(-0.0), 1.0),
        (exact.exp(709.782712893384), 1.7976931348622732e308),
        (exact.exp(709.8), exact.LARGEST),
        (exact.exp(math.inf), exact.LARGEST),
        (exact.exp(-745.2), 0.0),
        (exact.exp(-math.inf), 0.0),
        (exact.exp(-745.1), 5e-324),
        (exact.log(1.0), 0.0),
        (exact.log(0.0), exact.LOG_FLOOR),
        (exact.log(-3.0), exact.LOG_FLOOR),
        (exact.log(5e-324), -744.4400719213812),
        (exact.log(math.inf), 709.782712893384),
        (exact.log10(0.0), exact.LOG10_FLOOR),
        (exact.log10(math.inf), 308.25471555991675),
        (exact.exp10(308.3), exact.LARGEST),
        (exact.exp10(400.0), exact.LARGEST),
        (exact.exp10(-400.0), 0.0),
        (exact.power(2.0, 10.0), 1024.0),
        (exact.power(0.0, 2.0), 0.0),
        (exact.power(-2.0, 2.0), 0.0),
        (exact.power(0.0, 0.0), 1.0),
        (exact.power(0.0, -1.0), exact.LARGEST),
        (exact.power(1.0, math.inf), 1.0),
        (exact.power(10.0, 400.0), exact.LARGEST),
        (exact.power(10.0, -400.0), 0.0),
        (exact.power(math.inf, -0.5), 7.458340731200207e-155),
        (exact.tanh(math.inf), 1.0),
        (exact.tanh(-math.inf), -1.0),
        (exact.tanh(0.0), 0.0),
        (exact.lesser(2.0, 1.0), 1.0),
        (exact.greater(2.0, 1.0), 2.0),
        (exact.clamp(5.0, 0.0, 1.0), 1.0),
        (exact.clamp(-5.0, 0.0, 1.0), 0.0),
        (exact.clamp(0.5, 0.0, 1.0), 0.5),
        (exact.magnitude(-2.0), 2.0),
    ],
)
def test_special_values(got: float, wanted: float) -> None:
    """Ends of the range saturate, and identities hold to the bit."""
    assert got == wanted


def test_the_magnitude_of_minus_zero_is_plus_zero() -> None:
    """A sign that no comparison sees must not reach a digest."""
    assert math.copysign(1.0, exact.magnitude(-0.0)) == 1.0


@given(st.floats(), st.floats())
def test_no_argument_raises_or_gives_infinity(x: float, a: float) -> None:
    """Whatever goes in, a finite number comes out; NaN for NaN alone."""
    for function in (exact.exp, exact.log, exact.log10, exact.exp10, exact.tanh):
        assert math.isfinite(function(x)) or math.isnan(x)
    got = exact.power(x, a)
    assert math.isfinite(got) or math.isnan(x) or math.isnan(a)


def test_tables_are_what_their_docstrings_say() -> None:
    """Verification: every entry, computed again with 50 digits."""
    with localcontext() as context:
        context.prec = 50
        ln2 = Decimal(2).ln()
        for j in range(32):
            true = (ln2 * j / 32).exp()
            assert tables.POWER_HEAD[j] == float(true)
            assert tables.POWER_TAIL[j] == float(true - Decimal(tables.POWER_HEAD[j]))
        for j, c in enumerate(tables.RECIPROCAL, 45):
            assert c == round(1024 * 64 / j) / 1024
            true = -Decimal(c).ln()
            head = tables.LOG_HEAD[j - 45]
            assert head == round(true * 2**42) / 2**42
            assert tables.LOG_TAIL[j - 45] == float(true - Decimal(head))
        for head, tail, true in (
            (exact._LN2_HEAD, exact._LN2_TAIL, ln2),
            (exact._STEP_HEAD, exact._STEP_TAIL, ln2 / 32),
            (exact._LN10_HEAD, exact._LN10_TAIL, Decimal(10).ln()),
            (exact._LOG10_E_HEAD, exact._LOG10_E_TAIL, 1 / Decimal(10).ln()),
        ):
            assert tail == float(true - Decimal(head))


def digest_elsewhere(python: str, **environment: str) -> str:
    """Return the digest of 4,000 points as another process computes it."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    } | environment
    done = subprocess.run(
        [python, str(Path(sample_kernels.__file__)), "4000"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_bits_are_those_of_every_other_machine() -> None:
    """The digest of 4,000 points of every function is the one written down here."""
    assert sample_kernels.digest(sample_kernels.interpreted(4000)) == GOLDEN


def test_the_bits_do_not_depend_on_the_processor() -> None:
    """With fused multiply-add and wide vectors turned off, the digest is the same."""
    tunables = "glibc.cpu.hwcaps=-FMA,-AVX2,-AVX512F"
    features = "AVX2,FMA3,AVX512F"
    got = digest_elsewhere(
        sys.executable, GLIBC_TUNABLES=tunables, NPY_DISABLE_CPU_FEATURES=features
    )
    assert got == GOLDEN


@pytest.mark.parametrize("release", ["3.12", "3.13", "3.14"])
def test_the_bits_do_not_depend_on_the_python(release: str) -> None:
    """Another Python, with its standard library alone, gives the same digest."""
    homes = sorted(Path.home().glob(f".pyenv/versions/{release}.*/bin/python"))
    python = str(homes[-1]) if homes else shutil.which(f"python{release}")
    if python is None:
        pytest.skip(f"no Python {release} on this machine")
    assert digest_elsewhere(python) == GOLDEN
