"""`cuve fit` as a user meets it, and the parameter file as a scenario uses it."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree
from hashlib import sha256
from pathlib import Path

import click.testing
import fit_oracle
import pytest

from simulator.cli.dispatch import call
from simulator.language.problem import Refusal
from simulator.scenario.build import problems_of
from simulator.scenario.fitted import is_name
from simulator.scenario.library import load, nearby, read
from simulator.session.live import Live, Signature

NAME = "anane oxidative yield"
TRUE = fit_oracle.TRUE[NAME]
USED = "    kind: fermenter\n    parameters from: my-strain\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be in a folder with a scenario, whose other parameters are true, and the data of a batch."""
    monkeypatch.chdir(tmp_path)
    known = "".join(
        f"      {name}: {value} g/g/h\n" for name, value in fit_oracle.TRUE.items() if name != NAME
    )
    text = fit_oracle.SCENARIO.format(hours=12)
    text = text.replace("      culture: anane\n", f"      culture: anane\n{known}")
    Path("ecoli.yaml").write_text(text, encoding="utf-8")
    Path("use.yaml").write_text(text.replace("    kind: fermenter\n", USED), encoding="utf-8")
    Path("batch.csv").write_text(fit_oracle.noisy(1), encoding="utf-8")
    return tmp_path


def fit(*words: str) -> int:
    """Call the command on the files of the folder."""
    return call(["fit", "ecoli.yaml", "batch.csv", *words])


def test_from_data_to_a_scenario_that_uses_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fit, write, use by name: the plant has the value found; its log needs the file no longer."""
    words = ("--fit", NAME, "-o", "my-strain.yaml", "--plot", "fit.svg", "--json")
    assert fit(*words) == 0
    told = json.loads(capsys.readouterr().out)
    (one,) = told["parameters"]
    assert one["low"] < TRUE < one["high"]
    assert one["start"] == 0.5333
    text = Path("my-strain.yaml").read_text("utf-8")
    assert sha256(Path("batch.csv").read_bytes()).hexdigest() in text
    assert all(word in text for word in ("batch.csv", "ecoli", "BR-301", "date: 20", "values: 60"))
    scenario = load("use.yaml")
    assert scenario.design.units[0].parameters[NAME] == pytest.approx(one["value"], rel=1e-5)
    live = Live.begin(read("use.yaml"), "use.log", Signature("tester"))
    live.advance(60_000)
    live.seal()
    Path("my-strain.yaml").unlink()
    assert call(["verify", "use.log"]) == 0
    picture = xml.etree.ElementTree.parse("fit.svg").getroot()
    assert len(list(picture.iter("{http://www.w3.org/2000/svg}circle"))) == 60


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "as stated"), ("nl", "zoals opgegeven"), ("fr", "comme indiqué")],
)
def test_what_a_person_reads(
    language: str, told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plot of each column and the interval, in three languages."""
    stated = ("--sd", "biomass concentration=0.03 g/L", "--column")
    words = (*stated, "biomass concentration=biomass concentration (g/L)", "--lang", language)
    assert fit("--fit", f"{NAME}=0.4 g/g..0.6 g/g", *words) == 0
    out = capsys.readouterr()
    assert told in out.out
    assert out.out.count("o") > 15
    assert "sugar concentration (g/L)" in out.err  # it is not used, and that is said


def test_two_ends_of_the_workers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One run at a time or three: the same numbers, to the last digit."""
    found = []
    for workers in ("1", "3"):
        assert fit("--fit", NAME, "--workers", workers, "--json") == 0
        found.append(json.loads(capsys.readouterr().out)["parameters"])
    assert found[0] == found[1]


def test_a_unit_is_asked_for_at_a_terminal(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a unit in the head, who sits there is asked; where nobody does, it is refused."""
    text = Path("batch.csv").read_text("utf-8").replace(" (g/L)", "")
    Path("batch.csv").write_text(text, encoding="utf-8")
    assert fit("--fit", NAME) == 2
    assert "has no unit" in capsys.readouterr().err
    asked: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", lambda text, **_: asked.append(text) or "g/L")
    assert fit("--fit", NAME, "--json") == 0
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--fit", "anane yield"), "no parameter 'anane yield'"),
        (("--fit", "culture"), "is a choice"),
        (("--fit", "microbial"), "is fixed"),
        (("--fit", "birol growth"), "changes nothing"),
        (("--fit", NAME, "--fit", NAME), "named twice"),
        (("--fit", f"{NAME}=0.5 g/g"), "is not a span"),
        (("--fit", f"{NAME}=0.6 g/g..0.5 g/g"), "cannot go over"),
        (("--fit", f"{NAME}=0.6 g/g..3 g/g"), "cannot go over"),
        (("--fit", f"{NAME}=0.6 h..0.7 h"), "is no"),
        (("--fit", NAME, "--of", "BR-302"), "no unit 'BR-302'"),
        (("--fit", NAME, "--sd", "titre=5 %"), "no column of 'titre'"),
        (("--fit", NAME, "--sd", "sugar concentration=0 g/L"), "above zero"),
        (("--fit", NAME, "--sd", "sugar concentration"), "write NAME=SOMETHING"),
        (("--fit", NAME, "--column", "titer=x"), "no value 'titer'"),
        (("--fit", NAME, "--operator", "nobody"), "no operator 'nobody'"),
        (("--fit", NAME, "-o", "My Strain.yaml"), "cannot name"),
        (("--fit", NAME, "-o", "ecoli.yaml"), "exists already"),
        (("--fit", NAME, "--plot", "batch.csv"), "exists already"),
        (("--fit", NAME, "--plot", "batch.csv/x.svg"), "batch.csv"),
        ((), "Missing option"),
    ],
)
def test_wrong_use(
    words: tuple[str, ...], told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each wrong word is told, nothing is written, and the exit status is 2."""
    before = sorted(folder.iterdir())
    assert fit(*words) == 2
    assert told in capsys.readouterr().err
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("time (h),biomass concentration (g/L)\n0,1\n20,2\n21,3\n", "the last sample is of 21 h"),
        ("time (h),biomass concentration (g/L)\n0,1\n", "batch.csv:2:1: there is only one row"),
        ("time (h),biomass concentration (g/L)\n0,1\n1,x\n", "batch.csv:3:2: 'x' is not"),
        ("time (h),biomass concentration (g/L)\n0,1\n1,2\n", "too few values"),
    ],
)
def test_wrong_data(text: str, told: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong with the data is told in one line, with the exit status 2."""
    Path("batch.csv").write_text(text, encoding="utf-8")
    assert fit("--fit", NAME, "--json") == 2
    found = capsys.readouterr()
    assert told in found.err
    assert found.out == ""
    assert len(found.err.splitlines()) == 1


def test_no_such_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not there, a folder, and a pipe that nobody writes to are told."""
    os.mkfifo("pipe")
    for path in ("nope.csv", ".", "pipe", "a\0b"):
        assert call(["fit", "ecoli.yaml", path, "--fit", NAME]) == 2
        (told,) = capsys.readouterr().err.splitlines()
        assert path in told or "NUL" in told


GOOD = f"parameters: 1\nkind: fermenter\nvalues:\n  {NAME}: 0.5 g/g\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "use.yaml:8:22: there is no parameter file 'my-strain'"),
        (GOOD.replace("fermenter", "bioreactor"), "use.yaml:8:22: my-strain is for a bioreactor"),
        (GOOD.replace("0.5 g/g", "0.5 h"), "parameters/my-strain.yaml:4:26: 0.5 h is no"),
        (GOOD.replace("0.5", "7"), f"parameters/my-strain.yaml:4:26: {NAME} 7 g/g is out of"),
        (GOOD.replace("oxid", "ox"), "parameters/my-strain.yaml:4:3: nothing is called"),
        (GOOD.replace(": 1", ": 2"), "parameters/my-strain.yaml:1:"),
        (GOOD + "more: 1\n", "parameters/my-strain.yaml:5:1: there is no key `more`"),
        ("parameters: 1\nkind: fermenter\nvalues: {}\n", "parameters/my-strain.yaml:3:"),
        ("parameters: 1\nkind: fermenter\nvalues: 3\n", "parameters/my-strain.yaml:3:"),
    ],
)
def test_a_parameter_file_is_checked(text: str, told: str, folder: Path) -> None:
    """One that is missing or wrong is told at its own line, or where it is named."""
    if text:
        Path("my-strain.yaml").write_text(text, encoding="utf-8")
    problems = problems_of(read("use.yaml"))
    assert any(str(problem).startswith(told) for problem in problems), problems


def test_where_a_parameter_file_may_be(folder: Path) -> None:
    """In a folder `parameters` too; beside the scenario counts more; elsewhere is not looked."""
    Path("parameters").mkdir()
    Path("parameters/my-strain.yaml").write_text(GOOD, encoding="utf-8")
    assert load("use.yaml").design.units[0].parameters[NAME] == 0.5
    Path("my-strain.yaml").write_text(GOOD.replace("0.5", "0.25"), encoding="utf-8")
    assert load("use.yaml").design.units[0].parameters[NAME] == 0.25
    text = Path("use.yaml").read_text("utf-8").replace("my-strain", "../x/my-strain")
    Path("use.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match="no parameter file"):
        load("use.yaml")


def test_a_parameter_file_is_no_scenario(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is not listed as one, and is told for what it is when it is checked or run."""
    Path("my-strain.yaml").write_text(GOOD, encoding="utf-8")
    assert [Path(path).name for path in nearby(folder)] == ["ecoli.yaml", "use.yaml"]
    assert call(["check", "my-strain.yaml"]) == 1
    assert "this is a parameter file" in "".join(capsys.readouterr())
    assert [is_name(word) for word in ("a-1", "A", "a b", "", "a" * 500)] == [True] + [False] * 4


def test_a_plant_file_may_name_one(folder: Path) -> None:
    """A unit of a plant file takes its values too, and a scenario may name another file."""
    whole = Path("use.yaml").read_text("utf-8")
    units = whole[whole.index("units:") :]
    Path("my-plant.yaml").write_text(f"plant: 1\nname: Mine\n{units}", encoding="utf-8")
    Path("my-strain.yaml").write_text(GOOD, encoding="utf-8")
    Path("other.yaml").write_text(GOOD.replace("0.5", "0.25"), encoding="utf-8")
    head = "scenario: 1\nname: N\nbrief: B\nduration: 1 h\nplant: my-plant\n"
    Path("on-plant.yaml").write_text(head, encoding="utf-8")
    assert load("on-plant.yaml").design.units[0].parameters[NAME] == 0.5
    assert problems_of(read("my-plant.yaml")) == ()
    own = f"{head}units: {{BR-301: {{parameters from: other}}}}\n"
    Path("on-plant.yaml").write_text(own, encoding="utf-8")
    assert load("on-plant.yaml").design.units[0].parameters[NAME] == 0.25


def test_help_says_how() -> None:
    """The help names every option and an example."""
    from simulator.cli.fit import command

    told = click.testing.CliRunner().invoke(command, ["--help"]).output
    assert all(word in told for word in ("--fit", "--column", "--unit", "--sd", "--plot"))
