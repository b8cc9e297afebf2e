"""The retention module and the permeate through it: closed forms, balances, limits."""

from __future__ import annotations

import math
import random

import pytest
from downstream_rig import Train
from findings import Finding
from perfusion_rig import COMPONENTS, Module, Perfusion

from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.inventory import DEAD, GENERATIONS, RESTING, STRONG_ION, VIABLE, VOLUME
from simulator.equipment.perfusion import retention
from simulator.equipment.perfusion.retention import LAWS, RETENTION_DEVICE
from simulator.equipment.unit import CONCENTRATION_OUTPUTS
from simulator.equipment.vectors import VECTOR_FIELDS
from simulator.language.problem import Refusal

FOULS = {"membrane area": 5.0, "layer deposition": 0.0, "fouling constant": 0.004}
HERMIA = {"model": "equipment/perfusion/retention", "source": "Hermia 1982, Trans IChemE 60:183"}
IDLE = {"fouling constant": 0.0, "layer deposition": 0.0, "pass damage": 0.0}
"""A module that neither fouls nor harms cells."""
BALANCE = {"model": "equipment/perfusion/permeate", "source": "balances of perfusion with bleed"}


def test_slots_and_fields_agree() -> None:
    """The offsets in the source name the fields they are said to."""
    names = [field.name for field in RETENTION_DEVICE.states]
    assert names[retention.EXCHANGE] == "exchange flow"
    assert names[retention.SIEVING] == "sieving"
    assert names[retention.DEBRIS] == "debris"
    assert names[retention.VECTORS :] == [field.name for field in VECTOR_FIELDS]
    assert names[retention.LENTIVIRUS] == "functional vector"
    assert len(names) == retention.CONCENTRATIONS + len((*CONCENTRATION_OUTPUTS, *VECTOR_FIELDS))
    parameters = [field.name for field in RETENTION_DEVICE.parameters]
    assert parameters[retention.PASS_DAMAGE] == "pass damage"
    assert parameters[retention.LENTIVIRUS_PASSING] == "lentivirus passing"
    assert len(parameters) == retention.VECTOR_DECAY + 1


@pytest.mark.parametrize(
    ("law", "expected"),
    [
        ("cake", lambda kv: 1.0 + kv),
        ("intermediate", math.exp),
        ("standard", lambda kv: (1.0 - kv / 2.0) ** -2),
        ("complete", lambda kv: 1.0 / (1.0 - kv)),
    ],
)
def test_the_blocking_laws(law: str, expected: object, finding: Finding) -> None:
    """Verification: at constant flux each law gives Hermia's closed form, within 0.1 %."""
    module = Module({**FOULS, "fouling law": float(LAWS.index(law))}).run(40.0, 20.0)
    assert callable(expected)
    wanted = expected(0.004 * 40.0 * 4.0)
    said = {"quantity": f"resistance, {law}", "against": "Hermia's closed form, constant flux"}
    finding(module["irreversible resistance"], wanted, **HERMIA, **said, tolerance=1e-3)
    assert module["permeated"] == pytest.approx(800.0)


def test_fouling_follows_debris() -> None:
    """Twice the debris fouls as twice the permeate does; none does not foul at all."""
    twice = Module(FOULS).run(10.0, 20.0, debris=10.0)["irreversible resistance"]
    longer = Module(FOULS).run(20.0, 20.0)["irreversible resistance"]
    assert twice == pytest.approx(longer, rel=1e-3)
    assert Module(FOULS).run(10.0, 20.0, debris=0.0)["irreversible resistance"] == 1.0


def test_the_layer_is_laid_and_swept() -> None:
    """Verification: the layer follows a/b (1 - e^(-b t)), and e^(-b t) without flux (0.1 %)."""
    swept = {"fouling constant": 0.0, "membrane area": 5.0}
    module = Module(swept).run(3.0, 20.0, exchange=1500.0)
    full = 0.1 * 4.0 / 0.75
    assert module["layer resistance"] == pytest.approx(full * (1 - math.exp(-2.25)), rel=1e-3)
    before = module["layer resistance"]
    after = module.run(2.0, 0.0, exchange=1500.0)["layer resistance"]
    assert after == pytest.approx(before * math.exp(-1.5), rel=1e-3)
    still = Module(swept).run(3.0, 20.0)["layer resistance"]
    assert still == pytest.approx(0.1 * 4.0 * 3.0, rel=1e-9)


def test_pressure_and_sieving() -> None:
    """TMP is flux times resistance by permeability, over the fibres that are open."""
    began = {"irreversible resistance": 5.0, "fibre blockage": 0.5}
    module = Module({**IDLE, "membrane area": 5.0, "sieving half": 20.0}, began).run(0.1, 20.0)
    assert module["flux"] == pytest.approx(8.0)
    assert module["pressure difference"] == pytest.approx(1000.0 * 8.0 * 5.0 / 200.0)
    assert module["sieving"] == pytest.approx(100.0 * 20.0 / 24.0)


def test_no_more_than_the_fibres_admit() -> None:
    """At the largest pressure difference the flow stops rising, and what is over stays behind."""
    began = {"irreversible resistance": 10.0}
    rig = Perfusion(module={**IDLE, "membrane area": 5.0}, began=began).flows(60.0, 0.0).run(1.0)
    assert rig["out.flow"] == pytest.approx(0.4 * 200.0 * 5.0 / 10.0)
    assert rig["module.pressure difference"] == pytest.approx(400.0)
    assert rig["broth.volume"] == pytest.approx(520.0, rel=1e-6)
    rig["module.fibre blockage"] = 1.0
    assert rig.run(0.1)["out.flow"] < 0.05


def test_a_tracer_washes_out() -> None:
    """Verification: what is dissolved leaves as e^(-P t/V), by bleed and permeate alike (0.1 %)."""
    rig = Perfusion(
        {"antifoam concentration": 4.0}, module=IDLE, parameters={"antifoam life": 1000.0}
    )
    rig.flows(50.0, 10.0).run(20.0)
    left = 4.0 * 500.0 * math.exp(-2.0 - 20.0 / 1000.0)
    assert rig["broth.antifoam"] == pytest.approx(left, rel=1e-3)


def test_cells_stay_but_for_bleed_and_leak(finding: Finding) -> None:
    """Verification: dead cells leave as e^(-(B + (1 - R)(P - B)) t/V), within 0.1 %."""
    params = {"amribt dead lysis rate": 0.0}
    rig = Perfusion({"dead density": 8.0}, None, {**IDLE, "cell retention": 90.0}, params)
    rig.flows(50.0, 10.0).run(20.0)
    left = 4000.0 * math.exp(-(10.0 + 0.1 * 40.0) * 20.0 / 500.0)
    said = {"quantity": "retained cells washed out", "against": "e^(-(B + (1-R)(P-B)) t/V)"}
    finding(rig["broth.dead"], left, **BALANCE, **said, tolerance=1e-3)
    assert rig["module.dead"] > 0.0


def test_product_stays_behind_fouled_fibres(finding: Finding) -> None:
    """Verification: product leaves as e^(-(B + s (P - B)) t/V), and permeate holds s of broth."""
    began = {"irreversible resistance": 9.0}
    rig = Perfusion({"titre": 1.0}, None, IDLE, None, began).flows(50.0, 10.0).run(20.0)
    left = 500.0 * math.exp(-(10.0 + 0.5 * 40.0) * 20.0 / 500.0)
    said = {"quantity": "sieved product washed out", "against": "e^(-(B + s(P-B)) t/V)"}
    finding(rig["broth.product"], left, **BALANCE, **said, tolerance=1e-3)
    assert rig["module.titre"] == pytest.approx(0.5 * rig["broth.titre"], rel=0.01)


def test_the_skid_reckons_the_rate_per_cell() -> None:
    """One volume a day at ten million cells per mL is 100 pL per cell and day."""
    rig = Perfusion({"viable density": 10.0}, module=IDLE).flows(500.0 / 24.0, 2.0).run(0.02)
    assert rig["module.perfusion rate"] == pytest.approx(500.0 / 24.0)
    assert rig["module.cell-specific perfusion rate"] == pytest.approx(100.0, rel=5e-3)
    assert (
        Perfusion(module=IDLE).flows(20.0, 2.0).run(0.02)["module.cell-specific perfusion rate"]
        == 0
    )


def test_exchange_harms_cells_by_its_square() -> None:
    """Twice the exchange passes twice the broth and kills four times as many at each pass."""
    died = []
    for exchange in (1000.0, 2000.0):
        rig = Perfusion({"viable density": 10.0}, module={"pass damage": 0.1})
        rig.flows(0.0, 0.0, exchange).move(10.0)
        died.append(5000.0 - rig["broth.viable"])
        assert rig["broth.dead"] == pytest.approx(died[-1])
    assert died[1] == pytest.approx(8.0 * died[0], rel=1e-6)


def test_everything_is_conserved() -> None:
    """Verification: under random operation no component appears or vanishes (1e-9 a scan)."""
    rng = random.Random(5)
    for _ in range(40):
        rig = Perfusion({"volume": rng.choice((0.001, 80.0, 640.0))}, {"volume": 1000.0})
        for base, _ in rig.units.values():
            for slot in COMPONENTS:
                rig.y[base + slot] = 10.0 ** rng.uniform(-6.0, 6.0)
        for _ in range(100):
            for tag in ("feed", "out", "waste"):
                rig[f"{tag}.flow demand"] = rng.choice((-5.0, 0.0, 10.0 ** rng.uniform(0.0, 5.0)))
                rig[f"{tag}.leak"] = rng.choice((0.0, 0.3, 1.0))
            rig["module.exchange flow"] = rng.choice((0.0, 1e3, 1e5))
            rig["module.sieving"] = rng.uniform(0.0, 100.0)
            mortal = (VIABLE, DEAD, RESTING, GENERATIONS)
            slots = (VOLUME, *(slot for slot in COMPONENTS if slot not in mortal))
            before = [rig.total(slot) for slot in slots]
            cells = rig.total(VIABLE) + rig.total(DEAD)
            rig.move(rng.choice((0.1, 1.0, 10.0)))
            assert [rig.total(slot) for slot in slots] == pytest.approx(before, rel=1e-9)
            assert rig.total(VIABLE) + rig.total(DEAD) == pytest.approx(cells, rel=1e-9)
            for base, _ in rig.units.values():
                assert min(rig.y[base + slot] for slot in (VOLUME, *COMPONENTS)) >= 0.0


def test_any_module_under_any_operation() -> None:
    """400 random admissible modules and operations: all stays finite, nothing goes below zero."""
    rng = random.Random(11)
    fields = RETENTION_DEVICE.parameters
    for _ in range(400):
        module = {
            field.name: float(rng.randrange(4))
            if field.choices
            else max(field.low, field.high * 10.0 ** rng.uniform(-9.0, 0.0))
            for field in fields
        }
        broth = {"viable density": rng.choice((0.0, 1e-6, 40.0)), "glucose concentration": 1.0}
        began = {"irreversible resistance": rng.choice((1.0, 9.0, 1e4))}
        rig = Perfusion({**broth, "volume": rng.choice((1e-5, 500.0))}, None, module, began=began)
        for _ in range(5):
            rig.flows(*(rng.choice((0.0, 1.0, 50.0, 1e5)) for _ in range(3)))
            rig["module.fibre blockage"] = rng.choice((0.0, 0.5, 1.0))
            rig.run(0.01, rng.choice((1.0, 2.0)))
            assert all(math.isfinite(value) for value in rig.y)
            assert 0.0 <= rig["broth.viability"] <= 100.0
            assert 0.0 <= rig["module.sieving"] <= 100.0
            assert rig["module.pressure difference"] >= 0.0
            for base, _ in rig.units.values():
                assert (
                    min(rig.y[base], *(rig.y[base + c] for c in COMPONENTS if c != STRONG_ION))
                    >= 0.0
                )


def test_no_time_moves_nothing() -> None:
    """A step of no time leaves volumes and amounts as they were."""
    rig = Perfusion({"viable density": 10.0}).flows(50.0, 10.0)
    before = [rig.total(slot) for slot in (VOLUME, *COMPONENTS)], rig["broth.viable"]
    rig.move(0.0)
    assert ([rig.total(slot) for slot in (VOLUME, *COMPONENTS)], rig["broth.viable"]) == before


def test_it_begins_full() -> None:
    """The permeate side is full at the beginning, and no fuller than full."""
    assert Module({"hold-up": 7.0})["volume"] == 7.0
    with pytest.raises(Refusal) as caught:
        Module({}, {"volume": 5.0})
    assert [problem.code for problem in caught.value.problems] == ["overfull"]


def test_it_can_begin_at_work() -> None:
    """Verification: with a permeate flow it begins at the pressure difference of that flow."""
    of = {"membrane area": 10.0, "clean permeability": 200.0}
    clean = Module(of, {"permeate flow": 20.0})
    worn = Module(of, {"permeate flow": 20.0, "irreversible resistance": 3.0})
    assert clean["pressure difference"] == pytest.approx(10.0)  # mbar: 2 L/m2/h by 200 L/m2/h/bar
    assert worn["pressure difference"] == pytest.approx(30.0)
    assert Module(of)["pressure difference"] == 0.0


def with_vectors(**module: float) -> Train:
    """100 L with vectors in it, a module, a tank, and the line through the module."""
    names = [field.name for field in VECTOR_FIELDS]
    given = {f"{name} concentration": 2.0 + place for place, name in enumerate(names)}
    named = {name.replace("_", " "): value for name, value in module.items()}
    train = Train().unit("broth", "transfection reactor", {"volume": 100.0, **given})
    train.unit("module", "retention", {}, {**IDLE, "hold-up": 0.01, **named})
    train.tank("tank", volume=0.0).line("out", "broth", "tank", "module")
    train["out.flow demand"] = 20.0
    return train


def held(train: Train, name: str) -> list[float]:
    """What there is of a vector in broth, module and tank."""
    return [train[f"{unit}.{name}"] for unit in ("broth", "module", "tank")]


@pytest.mark.parametrize("passing", [0.0, 35.0, 100.0])
def test_vectors_pass_as_far_as_they_are_sieved(passing: float, finding: Finding) -> None:
    """Verification: of 20 L out of 100 L capsids go with the water, lentivirus by its sieving."""
    train = with_vectors(lentivirus_passing=passing)
    before = {field.name: held(train, field.name)[0] for field in VECTOR_FIELDS}
    for _ in range(360):
        train.move(10.0)
    left = {"full capsids": 0.8, "functional vector": 0.8 ** (0.01 * passing)}
    closed = {**BALANCE, "against": "(V/V0)^sieving", "tolerance": 1e-3}
    for name, share in left.items():
        found = held(train, name)[0] / before[name]
        finding(found, share, quantity=f"{name} left in the broth", **closed)
    for name, amount in before.items():
        assert math.fsum(held(train, name)) == pytest.approx(amount, rel=1e-12), name


def test_a_fouled_wall_keeps_vectors_too() -> None:
    """Where half of the product is held back, half of the capsids are."""
    passed = []
    for sieving in (100.0, 50.0):
        train = with_vectors()
        train["module.sieving"] = sieving
        train.move(10.0)
        passed.append(math.fsum(held(train, "full capsids")[1:]))
    assert passed[1] == pytest.approx(0.5 * passed[0], rel=1e-12)


def test_lentivirus_ages_in_the_module(finding: Finding) -> None:
    """Verification: what stands at 37 degC on the permeate side loses function, no particle."""
    train = with_vectors()
    train.move(10.0)
    began = {name: held(train, name)[1] for name in ("functional vector", "vector particles")}
    train["out.flow demand"] = 0.0
    train.run(7200.0, 60.0)
    kept = {**BALANCE, "source": "first-order loss of function", "tolerance": 1e-3}
    left = held(train, "functional vector")[1] / began["functional vector"]
    finding(left, math.exp(-0.14), quantity="function after 2 h", against="exp(-k t)", **kept)
    assert held(train, "vector particles")[1] == began["vector particles"]


def test_a_module_refuses_what_it_cannot_hand_on() -> None:
    """A module serves upstream: the quality of a process vessel would be lost in it."""
    assert RETENTION_DEVICE.takes(CATALOGUE["transfection reactor"])
    assert RETENTION_DEVICE.takes(CATALOGUE["bioreactor"])
    assert not RETENTION_DEVICE.takes(CATALOGUE["process vessel"])
