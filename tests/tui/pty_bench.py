"""A terminal for tests: the real command in a pseudo-terminal, every byte it sends kept."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from patience import LIMIT_S

ROOT = Path(__file__).parents[2]
_SEQUENCE = re.compile(
    r"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b\][^\x07]*(?:\x07|\x1b\\)|\x1b[@-_=>()78].?"
)


class Terminal:
    """``cuve`` with some words, in a terminal of some size and environment.

    ``before`` is Python that runs in the command before it begins, such as to break something;
    ``errors`` is a file that the error stream goes to instead of the terminal.
    """

    def __init__(
        self,
        folder: Path,
        *words: str,
        size: tuple[int, int] = (80, 24),
        before: str = "",
        errors: Path | None = None,
        **environment: str,
    ) -> None:
        self._ours, theirs = pty.openpty()
        self.resize(*size)
        known = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        known |= {"HOME": str(folder), "PYTHONPATH": str(ROOT), "COLORTERM": "truecolor"}
        known["CUVE_CACHE_DIR"] = os.environ["CUVE_CACHE_DIR"]  # no copy is compiled for it alone
        main = f"{before}\nimport sys\nfrom simulator.__main__ import main\nmain(sys.argv[1:])"
        self._errors = errors.open("wb") if errors is not None else None
        self.process = subprocess.Popen(
            [sys.executable, "-c", main, *words],
            cwd=folder,
            env={name: value for name, value in (known | environment).items() if value},
            stdin=theirs,
            stdout=theirs,
            stderr=self._errors or theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.sent = b""
        """Every byte the terminal was sent."""

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys: str) -> None:
        """Press keys, as the bytes a terminal sends for them."""
        os.write(self._ours, keys.encode("utf-8"))

    def read(self, seconds: float = 0.05) -> bool:
        """Take what the terminal was sent; return False when the command has ended."""
        ready, _, _ = select.select([self._ours], [], [], seconds)
        if ready:
            try:
                self.sent += os.read(self._ours, 65536)
            except OSError:
                return False
        return True

    def settle(self, seconds: float) -> None:
        """Go on reading for some time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.read():
            pass

    @property
    def text(self) -> str:
        """What was sent, without control sequences."""
        return _SEQUENCE.sub("", self.sent.decode("utf-8", "replace"))

    def see(self, text: str) -> bytes:
        """Wait until a text was sent; return all bytes so far. They are forgotten then."""
        end = time.monotonic() + LIMIT_S
        while text not in self.text:
            assert time.monotonic() < end, f"never saw {text!r}:\n{self.text[-3000:]}"
            assert self.read() or text in self.text, f"ended without {text!r}:\n{self.text[-3000:]}"
        seen, self.sent = self.sent, b""
        return seen

    def end(self) -> int:
        """Wait for the end of the command and return its status."""
        end = time.monotonic() + LIMIT_S
        while self.read() and time.monotonic() < end:
            pass
        return self.process.wait(max(end - time.monotonic(), 1.0))

    def close(self) -> None:
        """End the command, whatever it is doing."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if self._errors is not None:
            self._errors.close()
        os.close(self._ours)
