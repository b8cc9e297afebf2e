"""A command in a pseudo-terminal, as a person's terminal would run it, timed from outside.

It answers what a program asks of a terminal, so that nothing waits in vain. Unix only.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

from simulator.session.pace import seconds

_ASKED = b"\x1b[?2026$p"
_ANSWER = b"\x1b[?2026;2$y"
_CHUNK = 65_536


class PseudoTerminal:
    """One running command. Use it in ``with``: leaving ends the command.

    Args:
        arguments: the command and its arguments.
        columns: width of the terminal.
        rows: height of the terminal.
        environment: what the environment holds beside the present one.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        columns: int = 120,
        rows: int = 36,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.began = seconds()
        self.seen = b""
        """Everything the command wrote."""
        made = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **(environment or {})}
        pid, master = pty.fork()
        if pid == 0:  # the child: it becomes the command, or ends without a word
            with contextlib.suppress(OSError):
                os.execvpe(arguments[0], list(arguments), made)
            os._exit(127)
        self.pid, self._master = pid, master
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> PseudoTerminal:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self._master)

    def send(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._master, keys)

    def read(self, patience_s: float) -> bytes:
        """Return what was written within this time; nothing if the command is silent or gone."""
        if not select.select([self._master], [], [], patience_s)[0]:
            return b""
        try:
            got = os.read(self._master, _CHUNK)
        except OSError:
            return b""
        if _ASKED in got:
            self.send(_ANSWER)
        self.seen += got
        return got

    def wait_for(self, words: str, patience_s: float = 30.0) -> float:
        """Return how long it took (s) until the words were written; -1 if they never were."""
        wanted = words.encode()
        asked = seconds()
        start = len(self.seen)
        while seconds() - asked < patience_s:
            self.read(0.05)
            if wanted in self.seen[max(start - len(wanted), 0) :]:
                return seconds() - asked
        return -1.0

    def settle(self, quiet_s: float, patience_s: float = 5.0) -> None:
        """Read until nothing came for a while."""
        asked = last = seconds()
        while seconds() - last < quiet_s and seconds() - asked < patience_s:
            if self.read(0.01):
                last = seconds()

    def cpu_seconds(self) -> float:
        """Return the processor time the command has used so far (s); 0 where unknown."""
        try:
            words = Path(f"/proc/{self.pid}/stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            return 0.0
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
