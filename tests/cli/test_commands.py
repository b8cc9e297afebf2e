"""The command line as a user meets it: real runs in real processes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from patience import LIMIT_S

from simulator.scenario.library import names, read


def cuve(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "simulator", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, **environment},
        timeout=LIMIT_S,
        check=False,
    )


def test_help_needs_none_of_the_heavy_libraries(tmp_path: Path) -> None:
    """``cuve --help`` imports neither numpy, scipy, numba, textual, simpy, pydantic nor yaml."""
    code = (
        "import sys\n"
        "from simulator.__main__ import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'numpy', 'scipy', 'numba', 'textual', 'simpy', 'pydantic', 'yaml'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "not for GxP use" in done.stdout


def test_list_shows_every_scenario(tmp_path: Path) -> None:
    """The library is listed, for people in three languages and as JSON."""
    found = json.loads(cuve("list", "--json", cwd=tmp_path).stdout)["scenarios"]
    assert sorted(one["name"] for one in found) == names()
    assert "Eerste batch" in cuve("list", "--lang", "nl", cwd=tmp_path).stdout
    french = cuve("list", "--lang", "fr", cwd=tmp_path).stdout
    assert "Premier lot" in french
    assert french.count("Amont") == 1, "a course is told once, with its scenarios under it"
    assert max(map(len, french.splitlines())) <= 80


def test_a_list_is_searched(tmp_path: Path) -> None:
    """Words in any language and a level choose among the scenarios; nothing found is said."""
    found = json.loads(cuve("list", "virusfilter", "--json", cwd=tmp_path).stdout)
    assert "virus-filter" in [one["name"] for one in found["scenarios"]]
    assert "first-batch" not in [one["name"] for one in found["scenarios"]]
    plain = json.loads(cuve("list", "rincage", "--json", cwd=tmp_path).stdout)
    assert "cip" in [one["name"] for one in plain["scenarios"]], "accents need not be typed"
    easy = json.loads(cuve("list", "--level", "1", "C03", "--json", cwd=tmp_path).stdout)
    assert {one["level"] for one in easy["scenarios"]} == {1}
    assert easy["campaigns"] == []
    nothing = cuve("list", "virus", "--level", "0", "--lang", "nl", cwd=tmp_path)
    assert "niets gevonden" in nothing.stdout
    assert cuve("list", "--level", "7", cwd=tmp_path).returncode == 2


def test_a_run_is_logged_replayed_and_verified(tmp_path: Path) -> None:
    """One hour: run, tell the story, verify; then one changed byte is found."""
    log = tmp_path / "one.log"
    run = cuve("run", "first-batch", "--until", "1 h", "--log", str(log), "--json", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    data = json.loads(run.stdout)
    assert set(data) >= {"scenario", "seed", "simulated_s", "digest", "log", "results"}
    assert data["simulated_s"] == 3600.0
    told = cuve("replay", "--text", str(log), cwd=tmp_path)
    assert told.returncode == 0
    assert "growth" in told.stdout
    good = cuve("verify", str(log), cwd=tmp_path)
    assert good.returncode == 0
    assert data["head"] in good.stdout
    text = log.read_bytes()
    log.write_bytes(text.replace(b'"seed":1', b'"seed":2', 1))
    bad = cuve("verify", "--chain-only", str(log), cwd=tmp_path)
    assert bad.returncode == 1
    assert "record" in bad.stderr


def test_the_seed_decides(tmp_path: Path) -> None:
    """The same seed gives the same digest in two processes; another seed another."""
    digests = []
    for number, (seed, hashing) in enumerate([("5", "0"), ("5", "77"), ("6", "0")]):
        log = str(tmp_path / f"{number}.log")
        arguments = ("run", "oxygen-lost", "--until", "10 min", "--seed", seed, "--log", log)
        done = cuve(*arguments, "--json", cwd=tmp_path, PYTHONHASHSEED=hashing)
        digests.append(json.loads(done.stdout)["digest"])
    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


def test_check_tells_everything_at_once(tmp_path: Path) -> None:
    """A file with three mistakes gets three placed problems with hints, and status 1."""
    source = Path(__file__).parents[2] / "scenarios" / "first-batch.yaml"
    text = source.read_text(encoding="utf-8")
    text = text.replace("- TIC-101.SP", "- TIC-110.SP").replace("duration: 14 d", "duration: 14 kg")
    text = text.replace("seed: 1\n", "seed: 1\ncolour: blue\n")
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    done = cuve("check", "bad.yaml", cwd=tmp_path)
    assert done.returncode == 1
    lines = done.stdout.splitlines()[:-1]
    assert len(lines) == 3
    assert all(line.startswith("bad.yaml:") for line in lines)
    assert "there is no key `colour` here" in lines[1]
    assert "did you mean TIC-101" in lines[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "nothing-like-this"],
        ["run", "first-batch", "--until", "blue"],
        ["run", "first-batch", "--operator", "nobody"],
        ["run", "first-batch", "--seed", "-1"],
        ["run", "first-batch", "--script", "missing.yaml"],
        ["run", "/etc/passwd"],
        ["run", "/"],
        ["verify", "missing.log"],
        ["verify", "/"],
        ["replay", "--text", "missing.log"],
        ["check", "missing.yaml"],
        ["nonsense"],
        ["run"],
    ],
    ids=" ".join,
)
def test_wrong_use_gets_a_sentence_and_status_two(tmp_path: Path, arguments: list[str]) -> None:
    """Bad input of every kind: exit status 2, a message, never a traceback, no log left behind."""
    done = cuve(*arguments, cwd=tmp_path)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*.log"))


def test_schema_is_json_schema(tmp_path: Path) -> None:
    """The schema of both kinds of file comes as JSON, with descriptions."""
    found = json.loads(cuve("schema", cwd=tmp_path).stdout)
    assert found["$schema"].startswith("https://json-schema.org/")
    assert set(found) >= {"scenario", "plant"}


def test_a_session_that_broke_off_goes_on(tmp_path: Path) -> None:
    """A log cut in the middle of a record resumes, ends as the uncut run does, and verifies."""
    whole, cut = tmp_path / "whole.log", tmp_path / "cut.log"
    arguments = ("run", "oxygen-lost", "--operator", "expert", "--json")
    first = json.loads(cuve(*arguments, "--log", str(whole), cwd=tmp_path).stdout)
    lines = whole.read_bytes().splitlines(keepends=True)
    cut.write_bytes(b"".join(lines[:4]) + lines[4][:50])
    again = cuve(*arguments, "--resume", "--log", str(cut), cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["simulated_s"] == first["simulated_s"]
    assert cuve("verify", str(cut), cwd=tmp_path).returncode == 0


def test_the_summary_is_for_people(tmp_path: Path) -> None:
    """Without --json a run prints its table, and how fast it was, in the language asked for."""
    arguments = ("run", "oxygen-lost", "--operator", "expert", "--until", "30 min")
    done = cuve(*arguments, "--lang", "nl", "--log", "one.log", cwd=tmp_path)
    assert done.returncode == 0
    for word in ("Opgeloste zuurstof", "Titer", "Opbrengst", "Gemelde alarmen", "Kop: "):
        assert word in done.stdout, word
    assert "times real time" in done.stderr
    assert "0 geweigerd" in done.stdout


def test_a_run_of_a_file_that_reports_refused_commands(tmp_path: Path) -> None:
    """A script whose command is refused says so on stderr, with the reason, and goes on."""
    script = "script: 1\nname: Hasty\ndoes:\n  - {at: 1 min, do: TIC-102.SP = 30 degC}\n"
    (tmp_path / "hasty.yaml").write_text(script, encoding="utf-8")
    arguments = ("run", "first-batch", "--script", "hasty.yaml", "--until", "3 min")
    done = cuve(*arguments, "--log", "one.log", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "put TIC-102 in AUTO first" in done.stderr
    assert len(json.loads(done.stdout)["refused"]) == 1


def test_verify_and_replay_answer_programs_and_part_of_the_time(tmp_path: Path) -> None:
    """``verify --json`` is one object; ``replay`` tells any part; a spoilt log is told of."""
    log = tmp_path / "one.log"
    cuve("run", "oxygen-lost", "--until", "70 min", "--log", str(log), cwd=tmp_path)
    found = json.loads(cuve("verify", str(log), "--json", cwd=tmp_path).stdout)
    assert (found["ok"], found["logs"][0]["recomputed"]) == (True, True)
    part = cuve(
        "replay",
        "--text",
        "--truth",
        "--from",
        "15 min",
        "--until",
        "21 min",
        str(log),
        cwd=tmp_path,
    )
    assert "fault begins" in part.stdout
    assert "session begins" not in part.stdout
    quiet = cuve("replay", "--text", str(log), cwd=tmp_path)
    assert "fault begins" not in quiet.stdout
    assert cuve("replay", str(log), cwd=tmp_path).returncode == 2
    assert cuve("verify", "nothing.log", "--json", cwd=tmp_path).returncode == 2


def test_bench_gives_ratios(tmp_path: Path) -> None:
    """Two benchmarks give the promised keys, ratio = ours / theirs, and a line for people."""
    done = cuve("bench", "help", "kernel", "--rounds", "1", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)["benchmarks"]
    assert [figure["name"] for figure in figures] == ["cuve --help", "plant kernel"]
    for figure in figures:
        assert set(figure) >= {"name", "ours", "against", "theirs", "ratio", "unit"}
        assert figure["ratio"] == pytest.approx(figure["ours"] / figure["theirs"])
    assert "ratio" in cuve("bench", "help", "--rounds", "1", cwd=tmp_path).stdout


def test_resuming_another_scenario_is_refused(tmp_path: Path) -> None:
    """A log goes on only as the scenario it is of; the log is left as it was."""
    log = tmp_path / "one.log"
    cuve("run", "oxygen-lost", "--until", "1 min", "--log", str(log), cwd=tmp_path)
    before = log.read_bytes()
    done = cuve("run", "first-batch", "--resume", "--log", str(log), cwd=tmp_path)
    assert (done.returncode, log.read_bytes()) == (2, before)
    assert "a log of oxygen-lost" in done.stderr
    arguments = ("play", "first-batch", "--plain", "--resume", "--log", str(log))
    done = cuve(*arguments, cwd=tmp_path)
    assert (done.returncode, log.read_bytes()) == (2, before)


def test_a_log_that_broke_off_holds_as_far_as_it_goes(tmp_path: Path) -> None:
    """``verify`` says of an unfinished end what it is, and not that the log is forged."""
    log = tmp_path / "one.log"
    cuve("run", "oxygen-lost", "--until", "1 min", "--log", str(log), cwd=tmp_path)
    log.write_bytes(log.read_bytes()[:-30])
    done = cuve("verify", str(log), cwd=tmp_path)
    assert done.returncode == 1
    assert "holds as far as it goes" in done.stdout


OWN = """script: 1
name: Mine
does:
  - at: 1 min
    do: note I was here
"""


def own_scenario(folder: Path) -> Path:
    """Write a scenario of one's own, with an expert beside it; return its path."""
    documents = read("first-steps")
    path = folder / "my-steps.yaml"
    path.write_text(documents.texts[documents.main], encoding="utf-8")
    (folder / "scripts").mkdir()
    (folder / "scripts" / "my-steps-expert.yaml").write_text(OWN, encoding="utf-8")
    return path


def test_an_expert_beside_a_scenario_of_ones_own_is_found(tmp_path: Path) -> None:
    """``--operator expert`` takes the script that stands with the scenario."""
    path = str(own_scenario(tmp_path))
    words = ("run", path, "--until", "2 min", "--log", "a.log", "--json", "--operator")
    done = cuve(*words, "expert", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["accepted"] == 1
    other = cuve(*words, "novice", cwd=tmp_path)
    assert other.returncode == 2
    assert "there are: ack-everything, expert, idle, random" in other.stderr


def test_a_missing_expert_hides_nothing_and_a_problem_is_told_once(tmp_path: Path) -> None:
    """A rubric whose expert nobody wrote is one problem among others, whoever asks."""
    path = own_scenario(tmp_path)
    text = re.sub(r"\n  expert: .*\n", "\n  expert: nobody\n", path.read_text("utf-8"))
    path.write_text(text + "\nseedling: 1\n", encoding="utf-8")
    script = str(tmp_path / "scripts" / "my-steps-expert.yaml")
    done = cuve("check", str(path), script, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.count("there is no script") == 1, done.stdout
    assert done.stdout.count("seedling") == 1
    assert "2 files, 2 problems" in done.stdout


@pytest.mark.parametrize("words", [("list",), ("--help",), ("schema",), ("list", "--help")])
def test_a_full_disk_is_told_and_a_closed_pipe_is_no_failure(words: tuple[str, ...]) -> None:
    """No traceback, whatever the other end of stdout is."""
    command = [sys.executable, "-m", "simulator", *words]
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=LIMIT_S, check=False
        )
    assert (done.returncode, done.stderr) == (2, "the output: no space left on device\n")
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        command, stdout=writer, stderr=subprocess.PIPE, text=True, timeout=LIMIT_S, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    """What the operating system refuses is one line, and not at any length."""
    done = cuve("export", "--format", "csv", "-o", "out", "n" * 5000, cwd=tmp_path)
    assert done.returncode == 2
    assert "file name too long" in done.stderr.lower()
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 600


def test_a_folder_without_logs_is_nothing_to_export(tmp_path: Path) -> None:
    """No empty tables are written as if that were an answer."""
    (tmp_path / "class").mkdir()
    done = cuve("export", "class", "--format", "csv", "-o", "tables", cwd=tmp_path)
    assert done.returncode == 2
    assert "there is no log to export" in done.stderr
    assert not (tmp_path / "tables").exists()
