"""The bench of recordings measures what it says, and a log of another edition is told of."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from test_commands import cuve

from simulator.cli.benches.plants import live_through, several
from simulator.scenario.documents import Documents
from simulator.session.chain import write_chain
from simulator.session.journal import read_journal
from simulator.session.record import Checkpoint, Open, Record, Seal
from simulator.session.replay import Recording
from simulator.session.verify import verify_journal


@pytest.mark.slow
def test_bench_replay_keeps_its_budgets(tmp_path: Path) -> None:
    """Branch and log size are within budget, every moment that was sought is as it was lived."""
    done = cuve("bench", "replay", "--rounds", "1", "--days", "2", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    figures = {one["name"]: one for one in json.loads(done.stdout)["benchmarks"]}
    measured = ("seek, median", "seek, p99", "same as lived", "opening", "branch of 24 h", "log")
    plants = ("one reactor", "3 reactors")
    assert set(figures) == {f"{what}, {plant}" for what in measured for plant in plants}
    for one in figures.values():
        assert one["ratio"] == pytest.approx(one["ours"] / one["theirs"])
    for plant in plants:
        assert figures[f"seek, median, {plant}"]["ratio"] < 1.0
        assert figures[f"same as lived, {plant}"]["ratio"] == 1.0
        assert figures[f"branch of 24 h, {plant}"]["ratio"] < 1.0
        # the first checkpoint is whole: over a month a day takes 2 kB less than over two days
        assert figures[f"log, {plant}"]["ratio"] < 1.05


@pytest.mark.slow
def test_bench_class_times_the_report_of_a_class(tmp_path: Path) -> None:
    """A log is verified, judged and reported within what two cores have for a hundredth of it."""
    done = cuve("bench", "class", "--rounds", "1", "--logs", "2", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    figures = {one["name"]: one for one in json.loads(done.stdout)["benchmarks"]}
    assert figures["class of 100, wall"]["ours"] > 0.0
    # with two logs, loading the compiled plant is most of it: some seconds
    assert 0.05 < figures["class, each log"]["ours"] < 20.0


def test_a_large_plant_keeps_a_checkpoint_each_hour(tmp_path: Path) -> None:
    """Its scans take longer, so there are fewer of them between checkpoints; the log verifies."""
    documents = several(1)
    short = documents.texts[documents.main].replace("duration: 1 d", "duration: 5 h")
    log = tmp_path / "a.log"
    live_through(Documents(documents.main, {documents.main: short}), log)
    journal = read_journal(log)
    hours = [record.t for record in journal.records if isinstance(record, Checkpoint)]
    assert hours == [3_600_000 * hour for hour in range(1, 6)]
    assert verify_journal(journal, "a.log").problems == ()
    units = Recording(journal).brief.cell.units
    assert Counter(unit.kind for unit in units) == {"bioreactor": 2, "fermenter": 1, "vessel": 12}


def of_another_edition(path: Path) -> bytes:
    """Return a log as if an earlier edition of the physics had made it."""
    fitted: list[Record] = []
    for record in read_journal(path).records:
        changed: Record = record
        if isinstance(record, Open):
            changed = dataclasses.replace(record, physics=999)
        elif isinstance(record, Seal):
            changed = dataclasses.replace(record, head=write_chain(fitted)[1].hex())
        fitted.append(changed)
    return write_chain(fitted)[0]


def test_a_log_of_another_edition_tells_its_story(tmp_path: Path) -> None:
    """It is told as it stands, with a plain notice; verify says what it needs, status 1."""
    log = tmp_path / "now.log"
    arguments = ("run", "oxygen-lost", "--operator", "expert", "--log", str(log))
    assert cuve(*arguments, cwd=tmp_path).returncode == 0
    other = tmp_path / "then.log"
    other.write_bytes(of_another_edition(log))
    now = cuve("replay", "--text", "--truth", str(log), cwd=tmp_path)
    then = cuve("replay", "--text", "--truth", str(other), cwd=tmp_path)
    assert then.returncode == 0
    assert "not recomputed" in then.stderr
    assert "physics edition 999" in then.stderr

    def alike(text: str) -> list[str]:
        """Leave out the lines of commands, and units of measure, which are not in a log."""
        told = [line for line in text.splitlines() if " run (" not in line and ": " in line]
        return [re.sub(r"(priority [0-9], [-+.0-9e]+)[^)]*", r"\1", line) for line in told]

    told = [line for line in alike(now.stdout) if "alarm" in line or "fault" in line]
    assert told
    assert [line for line in alike(then.stdout) if "alarm" in line or "fault" in line] == told
    verdict = cuve("verify", str(other), cwd=tmp_path)
    assert verdict.returncode == 1
    assert "its chain holds; it cannot be recomputed here" in verdict.stdout
    assert "999" in verdict.stderr


def test_a_log_of_another_format_is_not_called_forged(tmp_path: Path) -> None:
    """Reading says of which format it is, and which this program reads."""
    log = tmp_path / "a.log"
    cuve("run", "oxygen-lost", "--until", "1 min", "--log", str(log), cwd=tmp_path)
    data = write_chain(read_journal(log).records)[0]
    first = data.split(b"\n", 1)[0]
    body = first[65:].replace(b'"format":2', b'"format":1', 1)
    genesis = hashlib.sha256(b"cuve session log, format 1\n").digest()
    line = hashlib.sha256(genesis + body).hexdigest().encode() + b" " + body + b"\n"
    log.write_bytes(line)
    done = cuve("verify", str(log), cwd=tmp_path)
    assert "this log is of format 1; this program reads format 2" in done.stderr
    assert done.returncode == 1
