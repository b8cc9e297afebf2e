"""Many seeds in one command: the same sessions as one by one, and one table of them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_commands import cuve

from simulator.cli.campaign import Share, percentile, run_share, table
from simulator.session.speech import Speaker

SHORT = ("run", "oxygen-lost", "--until", "4 min", "--operator", "random")


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50), st.floats(0.0, 1.0))
def test_percentile(values: list[float], share: float) -> None:
    """Any share of any values is what numpy finds, between two of them linearly."""
    wanted = numpy.percentile(values, 100.0 * share)
    assert percentile(values, share) == pytest.approx(wanted, rel=1e-9, abs=1e-6)


def test_many_are_as_one_by_one(tmp_path: Path) -> None:
    """Three seeds by two processes: digests, results and commands are those of single runs."""
    many = cuve(*SHORT, "--seed", "7", "--runs", "3", "--workers", "2", "--json", cwd=tmp_path)
    assert many.returncode == 0, many.stderr
    found = json.loads(many.stdout)
    assert found["seeds"] == [7, 8, 9]
    assert found["throughput"]["workers"] == 2
    for seed, session in zip(found["seeds"], found["sessions"], strict=True):
        log = str(tmp_path / f"{seed}.log")
        alone = cuve(*SHORT, "--seed", str(seed), "--log", log, "--json", cwd=tmp_path)
        single = json.loads(alone.stdout)
        assert {key: single[key] for key in session} == session
    assert len({session["digest"] for session in found["sessions"]}) == 3
    for row in found["table"]:
        assert row["p5"] <= row["median"] <= row["p95"], row
    assert found["table"] == [
        {"name": r.name, "unit": r.unit, "p5": r.low, "median": r.median, "p95": r.high}
        for r in table(found["sessions"], Speaker("en"))
    ]
    dutch = {row.name for row in table(found["sessions"], Speaker("nl"))}
    assert {"Opbrengst (alle vaten)", "Alarmen, kritiek"} <= dutch
    assert not dutch & {row["name"] for row in found["table"]}
    assert not list(tmp_path.glob("oxygen-lost*"))


def test_a_table_asks_for_no_digests() -> None:
    """Without --json, sessions come to the same but for the digests, which take a while."""
    options = {
        **{"scenario": "oxygen-lost", "language": "en", "until": "1 min", "who": "x"},
        **{"operator_name": "idle", "script": None},
    }
    whole = run_share(Share({**options, "as_json": True}, (1, 2)))
    short = run_share(Share({**options, "as_json": False}, (1, 2)))
    assert isinstance(whole, list)
    assert short == [
        {name: value for name, value in one.items() if name not in ("digest", "digests")}
        for one in whole
    ]
    assert short != whole


def test_logs_are_kept_where_asked(tmp_path: Path) -> None:
    """With --log a folder holds the log of each session, and each of them is genuine."""
    words = ("--seed", str(2**32 - 1), "--runs", "2", "--workers", "1", "--log", "kept")
    done = cuve(*SHORT, *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    logs = sorted(str(path) for path in (tmp_path / "kept").iterdir())
    assert [Path(log).name for log in logs] == ["oxygen-lost-0.log", "oxygen-lost-4294967295.log"]
    assert cuve("verify", *logs, cwd=tmp_path).returncode == 0
    for word in ("median", "Yield (all vessels)", "a minute", "times real time", "Logs: kept"):
        assert word in done.stdout
    again = cuve(*SHORT, *words, cwd=tmp_path)
    assert again.returncode == 2
    assert "Traceback" not in again.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--runs", "2", "--resume"), "--resume is for one session"),
        (("--workers", "2"), "--workers is for --runs"),
        (("--runs", "0"), "0"),
        (("--runs", "2", "--log", "a.file"), "cannot be kept"),
        (("--runs", "2", "--script", "absent.yaml"), "absent.yaml"),
        (("--runs", "2", "--until", "soon"), "soon"),
    ],
)
def test_refusals(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    """What cannot be done is said in a line, with status 2, before anything runs."""
    (tmp_path / "a.file").write_text("", "utf-8")
    done = cuve("run", "oxygen-lost", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
