"""Brings the compiled copy of a kernel, in the background; without one, all goes on interpreted.

Compiling happens in a process of its own, which leaves its result in a cache on disk; this
process then loads it. So interpreted work keeps its speed, and leaving the program while the
compiler is busy is harmless (the other process is ended).
"""

from __future__ import annotations

import atexit
import importlib
import os
import pkgutil
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from platformdirs import user_cache_dir

from simulator.numerics.kernel import fingerprint, kernels_under
from simulator.numerics.objectcode import FILE, kinds_of, load
from simulator.numerics.turn import turn

SIGNATURE = "int64(float64*, float64*, int64*, int64, int64)"
"""An entry is called as ``entry(y, p, k, first_scan, scans)`` and returns a scan number."""

_WRITERS = (
    "csource.py",
    "folded.py",
    "folding.py",
    "making.py",
    "lanes/byhand.py",
    "lanes/expressions.py",
    "lanes/fractions.py",
    "lanes/module.py",
    "lanes/spread.py",
    "lanes/statements.py",
    "lanes/writer.py",
)
_KEPT = 6  # compiled copies that stay in the cache; a new version of the program adds one


class UnableError(Exception):
    """Why there will be no compiled copy, for a person."""


class Compiler:
    """Brings the compiled copy of one entry kernel, in the background.

    Args:
        entry: a module-level function, importable by its module and name.
        signature: its types, as ``simulator.numerics.objectcode`` spells them; None for
            :data:`SIGNATURE`.

    Whatever goes wrong (no LLVM, no disk, no second process) leaves the program interpreted,
    with the same results, and :attr:`note` says why. CUVE_CACHE_DIR moves the cache. All methods
    may be called from any thread, any number of times.

    Raises:
        ValueError: ``entry`` calls a function that is not marked as a kernel, or the signature is
            none.
    """

    def __init__(self, entry: Callable[..., Any], signature: str | None = None) -> None:
        kernels_under(entry)
        self._entry = entry
        self._signature = SIGNATURE if signature is None else signature
        kinds_of(self._signature)
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._leaving = threading.Event()
        self._compiled: Callable[..., Any] | None = None
        self._key = ""
        self._note = "not started: interpreted"

    @property
    def note(self) -> str:
        """What has happened so far, for a person."""
        return self._note

    @property
    def cached(self) -> bool:
        """Whether a compiled copy is on disk, so that loading it takes a moment."""
        try:
            return self._ready_on_disk(self._directory())
        except UnableError:
            return False

    @property
    def key(self) -> str:
        """What tells this copy from others: code, writers, LLVM, processor; empty without LLVM."""
        with suppress(UnableError):
            self._directory()
        return self._key

    @property
    def keeps(self) -> str:
        """The folder where a compiled copy can be kept; empty where none can be."""
        try:
            directory = self._directory()
        except UnableError:
            return ""
        return directory if writable(directory) else ""

    def start(self) -> None:
        """Begin to load or compile in the background; later calls do nothing."""
        with self._lock:
            if self._thread is not None:
                return
            self._note = "compiling: interpreted until it is done"
            self._thread = threading.Thread(target=self._work, name="compiler", daemon=True)
            atexit.register(self._leave)
            try:
                self._thread.start()
            except RuntimeError as error:
                self._note = f"no thread for the compiler ({error}): interpreted"
                self._done.set()

    def ready(self) -> Callable[..., Any] | None:
        """Return the compiled entry if there is one by now, else None; never waits."""
        return self._compiled

    def wait(self, timeout: float | None = None) -> Callable[..., Any] | None:
        """Start if need be, wait at most ``timeout`` seconds, then do what :meth:`ready` does."""
        self.start()
        self._done.wait(timeout)
        return self._compiled

    def _leave(self) -> None:
        """End the compiling process and let the thread finish, before the interpreter goes."""
        with self._lock:
            self._leaving.set()
            if self._process is not None:
                self._process.kill()
        if self._thread is not None and self._thread.is_alive():
            self._thread.join(10.0)

    def _work(self) -> None:
        try:
            self._bring()
        except UnableError as reason:
            self._note = f"{reason}: interpreted"
        except Exception as error:  # whatever LLVM raises must not end a session
            self._note = f"the compiler failed ({_last_line(str(error))}): interpreted"
        self._done.set()
        if not self._leaving.is_set():
            atexit.unregister(self._leave)

    def _bring(self) -> None:
        """Load the compiled entry, compiling it elsewhere first if the disk has no copy."""
        began = _seconds()
        directory = self._directory()
        if self._loaded(directory, began):
            return
        if writable(directory):
            with turn(directory, self._leaving):
                if self._loaded(directory, began):  # another process had its turn meanwhile
                    return
                self._compile_elsewhere(directory)
            self._load(directory)
            self._note = f"compiled{_took(began)}"
            prune(directory)
            return
        with tempfile.TemporaryDirectory(prefix="cuve-", ignore_cleanup_errors=True) as passing:
            self._compile_elsewhere(passing)
            self._load(passing)
        self._note = f"compiled{_took(began)}, not kept: {directory} cannot be written"

    def _loaded(self, directory: str, began: float) -> bool:
        """Take up the copy on disk; return whether there was a sound one."""
        if not self._ready_on_disk(directory):
            return False
        try:
            self._load(directory)
        except UnableError:
            raise
        except Exception:  # a damaged copy is as good as none
            with suppress(OSError):
                os.remove(os.path.join(directory, FILE))
            return False
        self._note = f"loaded from cache{_took(began)}"
        return True

    def _load(self, directory: str) -> None:
        """Take up the copy."""
        if self._leaving.is_set():
            raise UnableError("the program is ending")
        self._compiled = load(directory, self._signature)

    def _compile_elsewhere(self, directory: str) -> None:
        """Run another Python that compiles the entry into ``directory``, and wait for it."""
        words = (self._entry.__module__, self._entry.__qualname__, self._signature, directory)
        if words[0] == "__main__" or not sys.executable:
            raise UnableError("the kernel cannot be imported by another process")
        code = "from simulator.numerics.making import main; main()"
        path = os.pathsep.join(os.path.abspath(item) for item in sys.path)
        with self._lock:
            if self._leaving.is_set():
                raise UnableError("the program is ending")
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-c", code, *words],
                    stdin=subprocess.PIPE,  # closed by our end, however that comes
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    env={**os.environ, "PYTHONPATH": path},
                    start_new_session=True,  # so that Ctrl-C is this process's to answer
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
            except OSError as error:
                raise UnableError(f"no process for the compiler ({error})") from error
        with self._process as process:
            assert process.stderr is not None
            said = process.stderr.read().decode(errors="replace")
        if process.returncode != 0:
            raise UnableError(f"the compiler failed ({_last_line(said)})")

    def _directory(self) -> str:
        """Return where the compiled copy is or would be kept; raise UnableError without LLVM."""
        if not self._key:
            self._key = fingerprint(self._entry, self._signature, *machine(), *writers())
        return os.path.join(cache_root(), "kernels", self._key)

    @staticmethod
    def _ready_on_disk(directory: str) -> bool:
        return os.path.isfile(os.path.join(directory, FILE))


def cache_root() -> str:
    """Return the folder of what is compiled: CUVE_CACHE_DIR, or where caches belong here."""
    root = os.environ.get("CUVE_CACHE_DIR", "") or user_cache_dir("cuve", appauthor=False)
    return os.path.abspath(root)


def machine() -> list[object]:
    """Return what a compiled copy depends on besides the kernels; raise UnableError without it."""
    if os.environ.get("CUVE_INTERPRETED", "0") not in ("", "0"):
        raise UnableError("CUVE_INTERPRETED is set")
    try:
        llvm = version("llvmlite")
        binding: Any = importlib.import_module("llvmlite.binding")
    except (PackageNotFoundError, ModuleNotFoundError):
        raise UnableError("llvmlite is not installed") from None
    except (ImportError, OSError) as error:
        raise UnableError(f"llvmlite cannot be loaded ({_last_line(str(error))})") from error
    chosen = os.environ.get("CUVE_PROCESSOR", "")
    processor = (binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten())
    return [sys.version, sys.platform, llvm, chosen, processor]


def writers() -> list[bytes | None]:
    """Return the text of the files that turn kernels into machine code."""
    return [pkgutil.get_data("simulator.numerics", name) for name in _WRITERS]


def writable(directory: str) -> bool:
    """Return whether files can be made in a directory, which is made if need be."""
    try:
        os.makedirs(directory, exist_ok=True)
        tempfile.TemporaryFile(dir=directory).close()
    except OSError:
        return False
    return True


def prune(directory: str) -> None:
    """Keep the newest few compiled copies beside ``directory``."""
    root = os.path.dirname(directory)
    try:
        copies = [item for item in os.scandir(root) if len(item.name) == 32 and item.is_dir()]
        copies.sort(key=lambda item: (item.stat().st_mtime_ns, item.name))
    except OSError:
        return
    for item in copies[:-_KEPT]:
        shutil.rmtree(item.path, ignore_errors=True)


def _seconds() -> float:
    return os.times().elapsed


def _took(began: float) -> str:
    """Return " in 4.1 s", or nothing on a system that does not tell."""
    seconds = _seconds() - began
    return f" in {seconds:.1f} s" if seconds > 0.0 else ""


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "no reason given"
