"""The process behind one browser: the terminal, told keys and sizes, telling what to paint."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

READY = b"__GANGLION__\n"
"""The line with which a terminal says that packets follow."""
DRIVER = "tui.web.driver:Driver"
"""What the terminal hears us by."""
PRELUDE = 20
"""So many lines may come before it."""
PATIENCE_S = 10.0
"""How long a terminal may take to leave its session in order; then it is ended."""
LONGEST = 16_000_000
"""No packet is longer."""


class Child(AppService):
    """One terminal in a process of its own.

    Args:
        command: the words of the command.
        write: hears what to paint.
        close: is told when the terminal has ended by itself.
        tell: hears each line that the terminal says beside its screen.
    """

    def __init__(
        self,
        command: list[str],
        write: Callable[[bytes], Awaitable[None]],
        close: Callable[[], Awaitable[object]],
        tell: Callable[[str], None],
    ) -> None:
        async def closed() -> None:
            await close()

        async def nothing(_: str) -> None:
            """Drop what would open other pages or files: the terminal never asks for that."""

        super().__init__(
            "",
            write_bytes=write,
            write_str=nothing,
            close=closed,
            download_manager=DownloadManager(),
        )
        self._words = command
        self._tell = tell

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the terminal without a shell, and out of reach of a Ctrl-C that is for us."""
        environment = self._build_environment(width=width, height=height)
        environment |= {"PYTHONUTF8": "1", "TERM": "xterm-256color", "TEXTUAL_DRIVER": DRIVER}
        self._process = process = await asyncio.create_subprocess_exec(
            *self._words,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=environment,
            start_new_session=sys.platform != "win32",
        )
        assert process.stdin is not None
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Hand on what the terminal paints and says, until it ends."""
        process = self._process
        assert process is not None
        said = asyncio.create_task(self._listen(process))
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, ValueError):
            await self._read(process)
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self.remote_close()
        await said
        await process.wait()

    async def _read(self, process: Process) -> None:
        stdout = process.stdout
        assert stdout is not None
        for _ in range(PRELUDE):
            line = await stdout.readline()
            if line == READY:
                break
        else:
            return
        while True:
            kind = await stdout.readexactly(1)
            size = int.from_bytes(await stdout.readexactly(4), "big")
            if size > LONGEST:
                return
            payload = await stdout.readexactly(size)
            if kind == b"D":
                await self.on_data(payload)
            elif kind == b"M" and json.loads(payload).get("type") == "exit":
                return

    async def _listen(self, process: Process) -> None:
        stderr = process.stderr
        assert stderr is not None
        with contextlib.suppress(ValueError):  # a line beyond all bounds
            while line := await stderr.readline():
                self._tell(line.decode("utf-8", "replace").rstrip())

    async def stop(self) -> None:
        """Have the terminal leave its session, to be resumed, and wait until it has ended."""
        process, task = self._process, self._task
        if process is None or task is None:
            return
        self._task = None
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self.send_meta({"type": "quit"})
        for end in (process.terminate, process.kill):
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(asyncio.shield(task), PATIENCE_S)
                return
            with contextlib.suppress(ProcessLookupError):
                end()
        await task
