"""Runs rsync and rclone: no shell, no secret among the arguments, and their last words when they fail."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

from .errors import DeployCancelled, ToolFailed, ToolMissing

_LOOK_S = 0.2
_WORDS = 300
_NO_WINDOW = 0x08000000
_EPILOGUE = re.compile(r"rsync (error|warning):|Warning:")
_TIME = re.compile(r"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d ")


@dataclass(frozen=True)
class Done:
    """How a program ended."""

    code: int
    out: bytes
    complaints: str


@dataclass(frozen=True)
class Tool:
    """Who runs programs: may be stopped, and lets them hold the deployment's lock, so that none outlives it unseen."""

    cancelled: Optional[Callable[[], bool]] = None
    holds: tuple[int, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)

    def run(self, program: str, *arguments: str, accept: Sequence[int] = (0,)) -> Done:
        """Raises ToolMissing, DeployCancelled, or ToolFailed when it ends with none of the accepted codes."""
        if not shutil.which(program):
            raise ToolMissing(program)
        done = asyncio.run(self._run(program, arguments))
        if done.code not in accept:
            raise ToolFailed(program, last_words(done))
        return done

    def stop_if_asked(self) -> None:
        if self.cancelled and self.cancelled():
            raise DeployCancelled

    async def _run(self, program: str, arguments: Sequence[str]) -> Done:
        environment = {**os.environ, "LC_ALL": "C", **self.env}
        more: dict[str, Any] = {"creationflags": _NO_WINDOW} if sys.platform == "win32" else {"pass_fds": self.holds}
        process = await asyncio.create_subprocess_exec(program, *arguments, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, env=environment, **more)
        talk = asyncio.ensure_future(process.communicate())
        while not talk.done():
            await asyncio.wait({talk}, timeout=_LOOK_S)
            await self._look(process, talk)
        out, complaints = talk.result()
        return Done(process.returncode or 0, out, complaints.decode("utf-8", "replace"))

    async def _look(self, process: Process, talk: asyncio.Future[tuple[bytes, bytes]]) -> None:
        if not talk.done() and self.cancelled and self.cancelled():
            with suppress(ProcessLookupError):
                process.terminate()
            await talk
            raise DeployCancelled


def last_words(done: Done) -> str:
    """The line that says why: rsync goes on to complain that the line is dead when it was SSH that could not begin."""
    lines = [_TIME.sub("", line.strip()) for line in done.complaints.splitlines() if line.strip()]
    of_others = [line for line in lines if not line.startswith(("rsync", "Warning:"))]
    telling = of_others or [line for line in lines if not _EPILOGUE.match(line)] or lines
    return telling[-1][:_WORDS].rstrip(".") if telling else f"({done.code})"
