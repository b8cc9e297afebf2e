"""``cuve play --plain``: an append-only line mode for screen readers, plain terminals and ssh.

It writes lines and reads lines: no colour, no cursor movement, nothing that is rewritten. At a
keyboard, time passes as the pace allows while the line mode waits for a line. When lines come from
a file or a pipe they are done one after another, and simulated time passes only when a line says
so: the same lines give the same session, to the bit.
"""

from __future__ import annotations

import io
import queue
import signal
import threading
from collections.abc import Mapping
from types import FrameType
from typing import TextIO

from simulator.language.field import Field
from tui.plain.desk import LineDesk
from tui.plain.talk import Talk
from tui.runner import Runner

POLL_S = 0.1
"""How often a waiting line mode says what happened; seconds of the wall clock."""


def play_plain(
    runner: Runner,
    desk: LineDesk,
    names: Mapping[str, Field],
    language: str,
    input: TextIO,
    output: TextIO,
) -> None:
    """Play a session line by line, until it is ended or left; then the desk is sealed or closed.

    At the end of the input the session is left unsealed, so that it can be resumed.

    Args:
        runner: not started yet; it is started and stopped here, and only at a keyboard.
        desk: the session.
        names: the units of measure of what commands and conditions may name.
        language: ``en``, ``nl`` or ``fr``, for what is said.
        input: where lines come from; a terminal or not decides how time passes.
        output: where lines go; what its encoding lacks becomes a question mark.
    """
    encoding = getattr(output, "encoding", None) or "utf-8"

    def say(text: str) -> None:
        output.write(text.encode(encoding, "replace").decode(encoding) + "\n")
        output.flush()

    if isinstance(input, io.TextIOWrapper):
        input.reconfigure(errors="replace")  # a byte that is no text is no reason to break off
    keyboard = input.isatty()
    interrupts = _Interrupts()
    called_off = interrupts.take if keyboard else interrupts.waiting
    talk = Talk(runner, desk, names, language, say, keyboard, called_off)
    with interrupts:
        try:
            talk.greet()
            if keyboard:
                _listen(talk, runner, input, interrupts)
            else:
                _read(talk, input, interrupts)
            if not talk.over:
                talk.leave()
        finally:
            runner.stop()
            if not talk.over:
                desk.close()  # what broke off, such as a closed pipe, can be resumed


class _Interrupts:
    """Counts Ctrl-C instead of breaking off, since that could break the log off half-written.

    A second one that nobody took since the first breaks off all the same.
    """

    def __init__(self) -> None:
        self._count = 0
        self._before: object = None

    def __enter__(self) -> None:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._heard)

    def __exit__(self, *_: object) -> None:
        if callable(self._before) or isinstance(self._before, int):
            signal.signal(signal.SIGINT, self._before)

    def waiting(self) -> bool:
        """Say whether there was one that nobody took."""
        return self._count > 0

    def take(self) -> bool:
        """Say whether there was one, and forget it."""
        taken, self._count = self._count > 0, 0
        return taken

    def _heard(self, _signal: int, _frame: FrameType | None) -> None:
        self._count += 1
        if self._count > 1:
            raise KeyboardInterrupt


def _read(talk: Talk, input: TextIO, interrupts: _Interrupts) -> None:
    """Do the lines of a file or pipe, one after another, each said before it is done."""
    try:
        while not talk.over and not interrupts.waiting():
            line = input.readline()
            if not line:
                return
            if line.strip():
                talk.say(f"> {line.strip()}")
            talk.line(line)
    except KeyboardInterrupt:
        return


class _Keyboard:
    """Reads lines in a thread of its own, one when asked, so that time can pass meanwhile."""

    def __init__(self, input: TextIO) -> None:
        self._input = input
        self._wanted = threading.Semaphore(1)
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._run, name="cuve-keyboard", daemon=True).start()

    def take(self) -> str | None:
        """Return a line, "" at the end of the input, or None if there is none within a moment."""
        try:
            return self._lines.get(timeout=POLL_S)
        except queue.Empty:
            return None

    def more(self) -> None:
        """Ask for the next line. Nobody is left reading when the session is over."""
        self._wanted.release()

    def _run(self) -> None:
        line = "\n"
        while line:
            self._wanted.acquire()
            line = self._input.readline()
            self._lines.put(line)


def _listen(talk: Talk, runner: Runner, input: TextIO, interrupts: _Interrupts) -> None:
    """Do lines as they are typed, and say what happens meanwhile."""
    keyboard = _Keyboard(input)
    runner.start()
    warned = False
    try:
        while not talk.over:
            talk.hear()
            if interrupts.waiting() and not warned:
                talk.warn()
                warned = True
            line = keyboard.take()
            if line == "":
                return
            if line is not None:
                interrupts.take()
                warned = False
                talk.line(line)
                if not talk.over:  # what is typed next may be for somebody else
                    keyboard.more()
    except KeyboardInterrupt:
        return
