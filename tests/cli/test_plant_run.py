"""``cuve run`` of a campaign: a table in three languages, a chart, a genealogy, and data."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from test_commands import cuve

from simulator.cli.benches.year import year

SVG = "{http://www.w3.org/2000/svg}"


def test_table_chart_and_data_tell_the_same(tmp_path: Path) -> None:
    """One run gives JSON, an SVG with a bar for each batch, and the same again as text."""
    done = cuve("run", "mab-campaign", "--json", "--chart", "c.svg", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert len(data["batches"]) == 10
    assert data["figures"]["by_status"]["released"] >= 7
    root = ElementTree.parse(tmp_path / "c.svg").getroot()
    assert root.tag == f"{SVG}svg"
    told = [text.text for text in root.iter(f"{SVG}text")]
    assert {"BR-201", "SK-401", "1", "10"} <= set(told)
    bars = [one for one in data["bookings"] if one["kind"] == "use" and one["end"] > one["start"]]
    titles = [one.text or "" for one in root.iter(f"{SVG}title")]
    assert sum(" in use: " in one for one in titles) == len(bars)
    shown = cuve("run", "mab-campaign", cwd=tmp_path).stdout
    for one in data["batches"]:
        assert one["lot"] in shown
    assert f"{data['cost']['per_unit']:.4g}" in shown
    assert not list(tmp_path.glob("*.log"))


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", ("Doorzet", "knelpunt", "Kostprijs")), ("fr", ("goulot", "Coût de revient"))],
)
def test_the_table_in_other_languages(tmp_path: Path, language: str, words: tuple[str]) -> None:
    """Every heading is in the language that was asked for."""
    shown = cuve("run", "mab-campaign", "--lang", language, cwd=tmp_path).stdout
    assert all(word in shown for word in words)
    assert "Throughput" not in shown


def test_genealogy_of_a_lot(tmp_path: Path) -> None:
    """A lot is told with its ancestors, who worked on it and when; an unknown lot gets a hint."""
    done = cuve("run", "mab-campaign", "--lot", "B-001", cwd=tmp_path)
    assert done.returncode == 0
    for word in ("cell-bank-001", "medium-powder-001", "UPD-1", "Protein A"):
        assert word in done.stdout
    wrong = cuve("run", "mab-campaign", "--lot", "B-01", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "did you mean B-0" in wrong.stderr


def test_many_runs_are_one_table(tmp_path: Path) -> None:
    """Percentiles over seeds by two processes are those of the single runs."""
    words = ("run", "mab-campaign", "--seed", "3", "--runs", "3", "--workers", "2", "--json")
    data = json.loads(cuve(*words, cwd=tmp_path).stdout)
    assert data["seeds"] == [3, 4, 5]
    single = cuve("run", "mab-campaign", "--seed", "4", "--json", cwd=tmp_path)
    assert data["each"][1]["cost"] == json.loads(single.stdout)["cost"]["per_unit"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("mab-campaign", "--log", "x.log"),
        ("mab-campaign", "--resume"),
        ("mab-campaign", "--runs", "2", "--lot", "B-001"),
        ("mab-campaign", "--chart", "no/such/folder.svg"),
        ("first-steps", "--chart", "c.svg"),
    ],
)
def test_wrong_use_is_said(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    """What a campaign or a scenario cannot do gets a sentence and status two."""
    done = cuve("run", *wrong, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_check_list_and_schema_know_campaigns(tmp_path: Path) -> None:
    """A campaign is checked like a scenario, listed beside them, and has a schema."""
    assert cuve("check", "mab-campaign", cwd=tmp_path).returncode == 0
    (tmp_path / "bad.yaml").write_text("campaign: 1\nname: X\n", encoding="utf-8")
    done = cuve("check", "bad.yaml", cwd=tmp_path)
    assert done.returncode == 1
    assert "bad.yaml:1:1: the file has no `recipe`" in done.stdout
    listed = json.loads(cuve("list", "--json", cwd=tmp_path).stdout)["campaigns"]
    assert "mab-campaign" in [one["name"] for one in listed]
    assert "mab-campaign" in cuve("list", cwd=tmp_path).stdout
    schema = json.loads(cuve("schema", "--of", "campaign", cwd=tmp_path).stdout)
    assert "recipe" in schema["properties"]


def test_a_year_takes_well_under_five_minutes() -> None:
    """The benchmark runs the batches of a year in a small part of the time that it may take."""
    (figure,) = year(1)
    assert figure.ours < 0.1 * figure.theirs
    assert "66 batches" in figure.note
