"""AAV by triple transfection against the equations of Nguyen et al. (2021), and its balances."""

from __future__ import annotations

import functools
import math
import random

import pytest
from findings import Finding
from scipy.integrate import solve_ivp
from transfection_bench import ALONE, BEGIN, DOSE, G1, G2, K1, K2, K3, K4, KIND, Reactor

from simulator.equipment.unit import defaults
from simulator.equipment.vectors import VECTOR_FIELDS
from simulator.language.problem import Refusal

PAPER = {
    "model": "equipment/transfection/vector",
    "source": "Nguyen et al. 2021, Mol Ther Methods Clin Dev 21:642",
}
K_REP = K_CAP = 64891.157
D_REP, D_CAP = 0.0245, 0.2773
K_DNA, K_B, K_BC, K_PACK = 3.098966e-7, 3.382901e-5, 5.6978994e-3, 8.1784374e-2
K_ASM = K_SEC = 1e5
EXCHANGE = 6.0
"""h at which the paper changes the medium."""
TIMES = (10.0, 24.0, 34.0, 46.0, 60.0, 72.0)
PLASMIDS = ("RC", "vector", "helper")


def slopes(t: float, z: list[float], thinned: float) -> list[float]:
    """The 18 slopes of the paper, assembly and secretion as fast as they are, and the cells."""
    ex, cells = z[0], z[1]
    mu = G2 * ((1.0 + G1 / G2) / cells - 1.0)
    out = [-K1 * ex, mu * cells]
    rc, helper = z[8], z[10]
    rep, cap, genomes, en, fn, ec, fc, loaded = z[11:19]
    for j in range(3):
        end = z[2 + j]
        out.append(K1 * ex - (K2 + K4 + mu) * end)
    out += [K2 * z[2 + j] - (K3 + K4 + mu) * z[5 + j] for j in range(3)]
    out += [K3 * z[5 + j] - (K4 + mu) * z[8 + j] for j in range(3)]
    out[8] -= K_B * rc * rep
    dna, asm = K_DNA * rep * z[9] * helper, K_ASM * cap
    bind, pack = K_BC * rep * en, K_PACK * loaded * genomes
    out += [
        K_REP * rc * helper - K_B * rc * rep - bind + pack - (D_REP + mu) * rep,
        K_CAP * rc * helper - 60.0 * asm - (D_CAP + mu) * cap,
        dna - pack - mu * genomes,
        asm - (K_SEC + mu) * en - bind,
        pack - (K_SEC + mu) * fn,
        K_SEC * en - mu * ec,
        K_SEC * fn - mu * fc,
        bind - pack - thinned * mu * loaded,
    ]
    return out


@functools.cache
def paper(dose: float, density: float, thinned: float) -> tuple[tuple[float, ...], ...]:
    """Cells, vector DNA, full and all capsids (1e9/mL) at TIMES, the stiff equations in full."""
    z = [dose, density] + [0.0] * 17
    rows = []
    for first, last in zip((0.0, EXCHANGE, *TIMES), (EXCHANGE, *TIMES), strict=False):
        made = solve_ivp(slopes, (first, last), z, "BDF", rtol=1e-8, atol=1e-9, args=(thinned,))
        z = list(made.y[:, -1])
        if last == EXCHANGE:
            z[0] = 0.0
            continue
        cells, genomes, ec, fc, loaded = z[1], z[13], z[16], z[17], z[18]
        dna = z[3] + z[6] + z[9] + genomes + fc
        rows.append(tuple(1e-3 * cells * x for x in (1e3, dna, fc, ec + fc + loaded)))
    return tuple(rows)


@functools.cache
def ours(dose: float, density: float, thinned: float) -> tuple[tuple[float, ...], ...]:
    """The same of the reactor, scan by scan."""
    reactor = Reactor(
        {**ALONE, "published": 1.0 - thinned}, {"viable density": density, "external plasmid": dose}
    )
    rows, now = [], 0.0
    for time in (EXCHANGE, *TIMES):
        reactor.run(3600.0 * (time - now))
        now = time
        if time == EXCHANGE:
            reactor["external plasmid"] = 0.0
            continue
        names = ("viable density", "vector DNA", "full titre", "capsid titre")
        rows.append(tuple(reactor[name] for name in names))
    return tuple(rows)


QUANTITIES = (
    ("cells", "viable density", "1e6 cells/mL"),
    ("vector DNA", "vector DNA", "1e9 vg/mL"),
    ("full capsids", "full titre", "1e9 vg/mL"),
    ("all capsids", "capsid titre", "1e9 vp/mL"),
)
CASES = ((DOSE, 1.0, 0.0), (DOSE, 1.0, 1.0), (0.4 * DOSE, 2.2, 1.0), (2.0 * DOSE, 0.6, 0.0))


@pytest.mark.parametrize(("dose", "density", "thinned"), CASES)
def test_the_paper_in_full(dose: float, density: float, thinned: float, finding: Finding) -> None:
    """Verification: at other doses and densities too, as the stiff equations without shortcuts."""
    for mine, theirs in zip(
        ours(dose, density, thinned), paper(dose, density, thinned), strict=True
    ):
        for (quantity, _, unit), one, two in zip(QUANTITIES, mine, theirs, strict=True):
            finding(
                one,
                two,
                **PAPER,
                against="SciPy BDF of the 18 equations, assembly and secretion not at once",
                quantity=f"{dose:g} copies, {density:g}e6 cells/mL: {quantity}",
                unit=unit,
                tolerance=0.005,
            )


TABLE = (
    (1.47, 0.559, 0.0156, 0.17),
    (2.04, 1.26, 0.755, 2.56),
    (2.40, 2.49, 1.19, 2.93),
    (2.77, 4.13, 1.57, 3.09),
    (3.15, 5.72, 1.87, 3.12),
    (3.44, 6.68, 2.04, 3.09),
)
"""Cells, vector DNA, full capsids and % full at TIMES, worked out beforehand in three digits."""


def test_the_table(finding: Finding) -> None:
    """Verification: the run of the paper, as worked out beforehand and rounded."""
    for mine, row in zip(ours(DOSE, 1.0, 0.0), TABLE, strict=True):
        for i, (quantity, _, unit) in enumerate(QUANTITIES[:3]):
            finding(
                mine[i],
                row[i],
                **PAPER,
                against="a table worked out beforehand",
                quantity=quantity,
                unit=unit,
                tolerance=0.01,
            )
        finding(
            100.0 * mine[2] / mine[3],
            row[3],
            **PAPER,
            against="a table worked out beforehand",
            quantity="full share",
            unit="%",
            tolerance=0.01,
            within=0.006,
        )


DATA = {
    1: {
        10.0: (0.566, 0.588, 0.496),
        24.0: (0.988, 1.39, 1.08),
        34.0: (2.25, 2.22, 1.79),
        46.0: (4.51, 4.54, 5.39),
    },
    2: {24.0: (0.968, 0.832, 0.786), 34.0: (1.17, 1.04, 0.96)},
    3: {24.0: (36.2, 40.3), 34.0: (41.1, 35.9), 46.0: (55.8, 52.9), 55.0: (45.0, 48.0)},
}
"""Measured in the paper, 1e9/mL, by position in QUANTITIES and hour after transfection."""


def test_what_was_measured(finding: Finding) -> None:
    """Validation: within 30 % of the paper's cultures, but for what its model misses.

    Capsids at 10 h are measured fifteen times fewer, and full ones at 46 h a third fewer.
    """
    runs = dict(zip(TIMES, ours(DOSE, 1.0, 0.0), strict=True))
    for position, hours in DATA.items():
        name, _, unit = QUANTITIES[position]
        for hour, measured in hours.items():
            if hour in runs:
                finding(
                    runs[hour][position],
                    sum(measured) / len(measured),
                    **PAPER,
                    against="cultures of the paper, mean",
                    quantity=f"{name}, {hour:g} h",
                    unit=unit,
                    kind="validation",
                    tolerance=0.30,
                )
    assert runs[10.0][3] > 10.0 * 0.585
    assert runs[46.0][2] > 1.3 * (1.25 + 1.04 + 0.97) / 3.0


def transfected() -> Reactor:
    """A reactor with cells that die and eat, a dose outside and a culture that is under way."""
    reactor = Reactor({}, {"external plasmid": DOSE, "viability": 95.0, "mix volume": 60.0})
    reactor["air flow"], reactor["agitation"] = 20.0, 60.0
    return reactor


def test_capsids_balance(finding: Finding) -> None:
    """Verification: each capsid that was assembled is empty, full or has Rep on it, for 12 h."""
    reactor = Reactor({**ALONE, "published": 0.0}, {"external plasmid": DOSE})
    made = 0.0
    for _ in range(12 * 3600):
        living = reactor["viable"]
        reactor.run(1.0)
        made += 1e-3 * reactor["assembly"] / 3600.0 * living
    there = reactor["empty capsids"] + reactor["full capsids"]
    there += 1e-3 * reactor["loaded capsids"] * reactor["viable"]
    finding(
        there,
        made,
        **PAPER,
        against="what was assembled",
        quantity="capsids after 12 h",
        tolerance=1e-9,
    )


def test_plasmids_of_the_bag_balance() -> None:
    """DNA mixed is in the bag, in the culture or drained, to 1e-9, however it is pumped about."""
    rng = random.Random(3)
    reactor = transfected()
    mixed, held = 0.0, 0.0
    for _ in range(400):
        reactor["mix making"] = rng.choice((0.0, 0.0, 2.0, 30.0))
        reactor["mix flow"] = rng.choice((0.0, 1.0, 20.0))
        reactor["mix drain"] = rng.choice((0.0, 0.0, 5.0))
        bag = reactor["mix volume"]
        out = reactor["mix flow"] + reactor["mix drain"]
        reactor.run(1.0)
        mixed += 45.0 * min(reactor["mix making"] / 60.0, 100.0 - bag)
        parts = ("bare DNA", "complexed DNA", "clumped DNA", "given DNA of all", "drained DNA")
        held = sum(reactor[name] for name in parts)
        assert held == pytest.approx(mixed, rel=1e-9, abs=1e-9)
        assert out > 0.0 or reactor["mix volume"] >= bag
    assert mixed > 1000.0
    assert reactor["given DNA"] < reactor["given DNA of all"]


def test_half_of_the_broth() -> None:
    """Half of the broth taken away, and all that travels with it, leaves titres as they were."""
    reactor = transfected()
    reactor.run(30 * 3600.0, dt=10.0)
    names = ("full titre", "capsid titre", "full share", "vector DNA")
    before = [reactor[name] for name in names]
    for field in (*KIND.states[2:20], *VECTOR_FIELDS):
        reactor[field.name] *= 0.5
    reactor["volume"] *= 0.5
    KIND.step(reactor.y, reactor.p, 0, 0, 0.0, 1)
    assert [reactor[name] for name in names] == pytest.approx(before, rel=1e-9)


def test_any_parameters_and_operation() -> None:
    """10,000 random admissible vectors and operations: finite, not below zero, shares to 100 %."""
    rng = random.Random(11)
    reactor = transfected()
    reactor.run(3600.0, dt=10.0)
    begun, usual = list(reactor.y), list(reactor.p)
    first = next(i for i, f in enumerate(KIND.parameters) if f.name == "crowding")
    for _ in range(10_000):
        reactor.y, reactor.p = list(begun), list(usual)
        for i in range(first, len(KIND.parameters)):
            field = KIND.parameters[i]
            reactor.p[i] = max(field.low, field.high * 10.0 ** (-9.0 * rng.random()))
        for name in ("mix making", "mix flow", "mix drain"):
            reactor[name] = rng.choice((0.0, 0.1, 100.0))
        reactor["external plasmid"] = 10.0 ** rng.uniform(0.0, 9.0)
        reactor["viable"] = rng.choice((0.0, 1e-4, 1500.0, 1e5))
        for slow in (1, 0, 1):
            KIND.step(reactor.y, reactor.p, 0, 0, rng.choice((0.1, 1.0, 10.0)), slow)
        assert all(math.isfinite(value) for value in reactor.y)
        for field in KIND.states[reactor.at["mix volume"] :]:
            assert reactor[field.name] >= 0.0, field.name
        assert reactor["full share"] <= 100.0
        assert 0.0 <= reactor["viability"] <= 100.0


def test_half_the_step() -> None:
    """Verification: half the scan changes titres, shares and cells by less than 0.1 % in 24 h."""
    whole, half = transfected(), transfected()
    whole.run(24 * 3600.0)
    half.run(24 * 3600.0, dt=0.5)
    for name in ("full titre", "capsid titre", "full share", "vector DNA", "viable density"):
        assert whole[name] == pytest.approx(half[name], rel=1e-3), name


def wait(minutes: float) -> float:
    """The % of good complexes in a mix that stood for so long."""
    reactor = Reactor({}, {})
    reactor["mix making"] = 100.0
    reactor.run(30.0)
    reactor["mix making"] = 0.0
    reactor.run(60.0 * minutes)
    return reactor["complexed share"]


def test_a_mix_is_best_between_ten_and_twenty_minutes() -> None:
    """Complexes form within minutes and clump within the hour."""
    share = {minutes: wait(minutes) for minutes in (1.0, 10.0, 15.0, 20.0, 60.0, 120.0)}
    assert share[1.0] < 25.0
    assert min(share[10.0], share[15.0], share[20.0]) > 70.0
    assert share[15.0] > share[60.0] > 2.0 * share[120.0]
    assert share[60.0] < 0.6 * share[15.0]


def titre(dose: float, density: float) -> tuple[float, float]:
    """Full capsids per mL and viability, 48 h after so much DNA (mg) went in at a density."""
    reactor = Reactor({"environment": 0.0}, {"viable density": density})
    cells = reactor["viable"]
    reactor["external plasmid"] = dose / (2.7e-5 * cells)
    reactor.run(48 * 3600.0, dt=10.0)
    return reactor["full titre"], reactor["viability"]


def test_dose_and_density_matter() -> None:
    """A third of the dose makes far less, three times the dose kills, and late is worse."""
    right, alive = titre(4600.0, 1.5)
    little, _ = titre(1500.0, 1.5)
    late, _ = titre(4600.0, 3.5)
    _, poisoned = titre(3.0 * 4600.0, 1.5)
    assert little < 0.35 * right
    assert late < 0.8 * right
    assert poisoned < alive - 10.0


def test_what_cannot_be_given_is_refused() -> None:
    """Nobody begins with fewer than no plasmids, nor with a bag larger than any."""
    for name, value in (("external plasmid", -1.0), ("mix volume", 1e9)):
        with pytest.raises(Refusal, match=name):
            KIND.initial(defaults(KIND.parameters), {**BEGIN, name: value})
