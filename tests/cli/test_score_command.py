"""``cuve score`` and ``cuve check --prove`` as a user meets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from patience import LIMIT_S

OTHER = """rubric:
  scale: "20"
  criteria:
    words:
      name: {en: Words, nl: Woorden, fr: Mots}
      what: Write a note
      points: 10
      levels: [{from: 0 %, shows: {en: nothing, nl: niets, fr: rien}}, {from: 50 %, shows: some}]
      evidence:
        - records: {notes: [{says: [[unicorn]]}]}
    talk:
      name: {en: Talk, nl: Praten, fr: Parler}
      what: Talk about it
      points: 30
      rater: assessor
      levels: [{from: 0 %, shows: no}, {from: 50 %, shows: yes}]
"""


def cuve(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "simulator", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ},
        timeout=LIMIT_S,
        check=False,
    )


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with the logs of an expert, of nobody and of who acknowledges."""
    here = tmp_path_factory.mktemp("logs")
    for operator in ("expert", "idle", "ack-everything"):
        log = str(here / f"{operator}.log")
        done = cuve("run", "first-steps", "--operator", operator, "--log", log, cwd=here)
        assert done.returncode == 0, done.stderr
    (here / "other.yaml").write_text(OTHER)
    return here


def test_the_expert_passes_and_every_line_has_its_evidence(logs: Path) -> None:
    """Points, levels, times and record numbers on stdout; exit status 0."""
    done = cuve("score", "expert.log", cwd=logs)
    assert done.returncode == 0, done.stderr
    assert "passed; pass mark 60 %" in done.stdout
    assert "The right bottle changed: done at 00:11:10 [" in done.stdout
    assert "Competencies: C02 100 %" in done.stdout


def test_nobody_does_not_pass(logs: Path) -> None:
    """Below the pass mark the exit status is 1, for one of several logs too."""
    assert cuve("score", "idle.log", cwd=logs).returncode == 1
    both = cuve("score", "expert.log", "ack-everything.log", "--brief", cwd=logs)
    assert both.returncode == 1
    assert both.stdout.count("pass mark") == 2
    assert "done at" not in both.stdout


def test_the_same_log_gives_the_same_output(logs: Path) -> None:
    """Twice the same bytes."""
    first, second = (cuve("score", "expert.log", "--json", cwd=logs) for _ in range(2))
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["ok"]


def test_another_rubric_stands_beside_the_logs_own_and_decides(logs: Path) -> None:
    """Both totals under each other; the other's scale and its waiting points are told."""
    done = cuve("score", "expert.log", "--rubric", "other.yaml", cwd=logs)
    assert done.returncode == 1
    assert "the log's own rubric" in done.stdout
    assert "other.yaml" in done.stdout
    assert "0/20" in done.stdout
    assert "30 points wait for a person" in done.stdout
    data = json.loads(
        cuve("score", "expert.log", "--rubric", "other.yaml", "--json", cwd=logs).stdout
    )
    own, other = data["logs"][0]["scores"]
    assert (own["percent"], other["percent"], data["ok"]) == (100.0, 0.0, False)
    assert other["waiting"] == 30.0
    assert own["criteria"][0]["lines"][0]["records"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "De juiste fles gewisseld"), ("fr", "La bonne bouteille changée")],
)
def test_scores_are_told_in_three_languages(logs: Path, language: str, words: str) -> None:
    """The texts of the scenario and of the program are in the language that is asked for."""
    done = cuve("score", "expert.log", "--lang", language, cwd=logs)
    assert words in done.stdout
    assert "Competencies" not in done.stdout
    assert "done at" not in done.stdout


@pytest.mark.parametrize(
    ("scale", "shown"),
    [("20", "20/20"), ("OVG", "G ("), ("1-4", "4 ("), ("acquired", "acquired (")],
)
def test_every_scale(logs: Path, scale: str, shown: str) -> None:
    """The grade on each scale, with the percentage beside it."""
    done = cuve("score", "expert.log", "--brief", "--scale", scale, cwd=logs)
    assert f"\n{shown}" in done.stdout


def test_what_cannot_be_scored_is_said(logs: Path, tmp_path: Path) -> None:
    """A missing log, a broken one and a wrong rubric: exit status 2 and one plain line."""
    (tmp_path / "broken.log").write_bytes(
        (logs / "idle.log").read_bytes().replace(b"cuve run", b"cuve nur")
    )
    for arguments in (
        ("none.log",),
        (str(tmp_path / "broken.log"),),
        (str(logs / "idle.log"), "--rubric", "oxygen-lost"),
        (str(logs / "idle.log"), "--rubric", "nowhere.yaml"),
        (),
    ):
        done = cuve("score", *arguments, cwd=tmp_path)
        assert done.returncode == 2, arguments
        assert done.stderr
        assert "Traceback" not in done.stderr


def test_a_rubric_that_rewards_idling_does_not_hold(tmp_path: Path) -> None:
    """Points for a culture that runs by itself: found, named, exit status 1."""
    from simulator.scenario.library import home

    text = (home() / "first-steps.yaml").read_text(encoding="utf-8").partition("\nrubric:")[0]
    frame = OTHER.partition("      evidence:")[0].replace('  scale: "20"\n', "")
    evidence = (
        "      evidence:\n        - limits: {inside: [{gauge: ph, full: 90 %, none: 10 %}]}\n"
    )
    (tmp_path / "first-steps.yaml").write_text(text + "\n" + frame + evidence)
    done = cuve("check", "--prove", "./first-steps.yaml", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines()[-1] == "DOES NOT HOLD"
    assert "idle: 100 % is not <= 40" in done.stdout
    nothing = cuve("check", "--prove", "nothing", "--json", cwd=tmp_path)
    assert nothing.returncode == 2
    assert "there is no scenario nothing" in nothing.stderr
