"""The compiler: same bits, a cache that is right, and no trouble when anything is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import sample_kernels
from patience import LIMIT_S

from simulator.numerics.compiler import Compiler
from simulator.numerics.noise import uniform

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SMALL = "float64(float64)"

SMALL_MODULE = """
from __future__ import annotations
from simulator.numerics.kernel import kernel

@kernel
def inner(x: float) -> float:
    return x + 1.0

@kernel
def entry(x: float) -> float:
    return inner(x) * 2.0
"""

USE_SMALL = """
import small_kernels
from simulator.numerics.compiler import Compiler
compiler = Compiler(small_kernels.entry, "float64(float64)")
was_cached = compiler.cached
compiled = compiler.wait(None)
print(was_cached, compiled is not None, compiled and compiled(1.0), compiler.note, sep="|")
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """Return a folder that holds a small module of kernels and an empty cache."""
    (tmp_path / "small_kernels.py").write_text(SMALL_MODULE, encoding="utf-8")
    return tmp_path


def begun(workshop: Path, code: str = USE_SMALL, **environment: str) -> subprocess.Popen[str]:
    """Begin to run ``code`` in a new Python whose cache is in the workshop."""
    variables = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(workshop), str(ROOT)]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "CUVE_CACHE_DIR": str(workshop / "cache"),
        **environment,
    }
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=variables,
        cwd=workshop,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(
    workshop: Path, code: str = USE_SMALL, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a new Python to its end."""
    process = begun(workshop, code, **environment)
    out, errors = process.communicate(timeout=LIMIT_S)
    return subprocess.CompletedProcess(process.args, process.returncode, out, errors)


def told(workshop: Path, **environment: str) -> list[str]:
    """Return what the small program printed: cached, compiled, result, note."""
    done = run(workshop, **environment)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip().split("|")


def test_compiled_and_interpreted_give_the_same_bits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every function at 100,000 points, edges included, and loaded by a running program."""
    monkeypatch.setenv("CUVE_CACHE_DIR", str(tmp_path))
    compiler = Compiler(sample_kernels.everything)
    assert not compiler.cached
    assert compiler.note == "not started: interpreted"
    compiler.start()
    compiler.start()
    count = 100_000
    expected = sample_kernels.interpreted(count)
    compiled = compiler.wait(None)
    assert compiled is not None, compiler.note
    assert compiled is compiler.ready()
    assert compiler.cached
    assert compiler.note.startswith("compiled")
    y = np.zeros(sample_kernels.FUNCTIONS * count)
    wiring = np.array([count, 5], dtype=np.int64)
    assert compiled(y, np.array(sample_kernels.points(count)), wiring, 1 << 33, 3) == (1 << 33) + 3
    assert y.tobytes() == expected


def test_compiled_for_another_processor_gives_the_same_bits(workshop: Path) -> None:
    """Code for a plain processor, without fused multiply-add, gives what this one's gives."""
    code = (
        "import numpy as np, sample_kernels as s\n"
        "from simulator.numerics.compiler import Compiler\n"
        "compiled = Compiler(s.everything).wait(None)\n"
        "y = np.zeros(s.FUNCTIONS * 4000)\n"
        "compiled(y, np.array(s.points(4000)), np.array([4000, 5]), 1 << 33, 0)\n"
        "print(y.tobytes() == s.interpreted(4000))\n"
    )
    path = os.pathsep.join([str(HERE), str(ROOT)])
    done = run(workshop, code, PYTHONPATH=path, CUVE_PROCESSOR="generic")
    assert done.stdout.strip() == "True", done.stderr


def test_the_second_time_it_is_loaded_and_a_changed_kernel_is_noticed(workshop: Path) -> None:
    """The cache serves the next session, and never an old version of something called."""
    first, second = told(workshop), told(workshop)
    assert first[:3] == ["False", "True", "4.0"]
    assert first[3].startswith("compiled")
    assert second[:3] == ["True", "True", "4.0"]
    assert second[3].startswith("loaded from cache")
    module = workshop / "small_kernels.py"
    before = module.stat()
    module.write_text(SMALL_MODULE.replace("+ 1.0", "+ 2.0"), encoding="utf-8")
    os.utime(module, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert told(workshop)[:3] == ["False", "True", "6.0"]


def test_two_that_want_the_same_copy_compile_once(workshop: Path) -> None:
    """Of two programs that begin together one compiles, and the other waits and loads it."""
    both = [begun(workshop), begun(workshop)]
    told_by = [process.communicate(timeout=LIMIT_S)[0].strip().split("|") for process in both]
    assert [words[1:3] for words in told_by] == [["True", "4.0"]] * 2
    notes = sorted(words[3].split(" in ")[0] for words in told_by)
    assert notes == ["compiled", "loaded from cache"]


def test_a_damaged_copy_is_made_again(workshop: Path) -> None:
    """A cache cut short by a full disk or a crash costs one compilation, not a session."""
    told(workshop)
    for file in (workshop / "cache").rglob("kernel.bin"):
        file.write_bytes(b"damaged")
    found = told(workshop)
    assert found[1:3] == ["True", "4.0"]
    assert found[3].startswith("compiled")
    assert told(workshop)[0] == "True"


def test_an_unwritable_cache_is_done_without(workshop: Path) -> None:
    """With nowhere to keep it the kernel is compiled for this session, and the note says so."""
    (workshop / "cache").write_text("a file where a folder should be", encoding="utf-8")
    found = told(workshop)
    assert found[:3] == ["False", "True", "4.0"]
    assert "not kept" in found[3]
    assert "cannot be written" in found[3]


def test_old_copies_are_cleared_away(workshop: Path) -> None:
    """A year of upgrades leaves a handful of copies, and nothing that is not one is touched."""
    kernels = workshop / "cache" / "kernels"
    for n in range(9):
        (kernels / f"{n:032x}").mkdir(parents=True)
        os.utime(kernels / f"{n:032x}", (n, n))
    (kernels / "notes").mkdir()
    told(workshop)
    left = sorted(folder.name for folder in kernels.iterdir())
    assert len(left) == 7
    assert "notes" in left
    assert f"{8:032x}" in left
    assert f"{0:032x}" not in left


def test_turned_off_all_stays_interpreted(workshop: Path) -> None:
    """Compiling can be turned off by a variable of the environment."""
    found = told(workshop, CUVE_INTERPRETED="1")
    assert found == ["False", "False", "None", "CUVE_INTERPRETED is set: interpreted"]


def test_without_llvm_all_stays_interpreted(workshop: Path) -> None:
    """On a machine where LLVM is not installed, the program says so and goes on."""
    hidden = (
        "import importlib.metadata as metadata\n"
        "def absent(name):\n"
        "    raise metadata.PackageNotFoundError(name)\n"
        "metadata.version = absent\n"
    )
    done = run(workshop, hidden + USE_SMALL)
    assert done.stdout.strip() == "False|False|None|llvmlite is not installed: interpreted"


def test_a_broken_llvm_leaves_all_interpreted(workshop: Path) -> None:
    """A library that fails to load (another system, a missing library) ends nothing."""
    (workshop / "llvmlite.py").write_text("raise ImportError('needs another system')", "utf-8")
    found = told(workshop)
    assert found[:3] == ["False", "False", "None"]
    assert "needs another system" in found[3]
    assert found[3].endswith("interpreted")


def test_a_kernel_that_cannot_be_compiled_leaves_all_interpreted(workshop: Path) -> None:
    """What has no counterpart in machine code becomes a note, not a traceback."""
    module = workshop / "small_kernels.py"
    module.write_text(SMALL_MODULE.replace("x + 1.0", "'a word'"), encoding="utf-8")
    found = run(workshop).stdout.strip().split("|")
    assert found[:3] == ["False", "False", "None"]
    assert found[3].startswith("the compiler failed")


def test_a_function_that_no_other_process_can_import_stays_interpreted(workshop: Path) -> None:
    """A kernel typed into a script is not compiled, and the note says why."""
    done = run(
        workshop,
        USE_SMALL.replace("import small_kernels", SMALL_MODULE).replace(
            "small_kernels.entry", "entry"
        ),
    )
    assert done.stdout.strip().startswith("False|False|None|")
    assert done.stdout.strip().endswith(": interpreted")
    assert done.stderr == ""


@pytest.mark.parametrize("started", ["", "while compiler._process is None: time.sleep(0.01)"])
def test_leaving_while_it_compiles_is_quiet(workshop: Path, started: str) -> None:
    """The program ends, at once or with a process busy, prints nothing, and leaves none behind."""
    code = (
        "import time, small_kernels\n"
        "from simulator.numerics.compiler import Compiler\n"
        "compiler = Compiler(small_kernels.entry, 'float64(float64)')\n"
        f"compiler.start()\n{started}\n"
        "process = compiler._process\n"
        "print(process.pid if process else 0)\n"
    )
    done = run(workshop, code)
    assert (done.returncode, done.stderr) == (0, "")
    child = int(done.stdout)
    assert child or not started
    if os.name == "posix" and child:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_an_entry_that_calls_a_plain_function_is_refused() -> None:
    """The mistake shows where it is made, not as a slow session later."""

    def entry(x: float) -> float:
        return uniform_of(x)

    with pytest.raises(ValueError, match="uniform_of, which is not a kernel"):
        Compiler(entry, SMALL)


def uniform_of(x: float) -> float:
    """Return a draw; deliberately not a kernel."""
    return uniform(1, 1, int(x))
