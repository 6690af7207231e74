"""Engines as processes: a bounded number, each answer in time or the process is killed.

Open JTalk holds a lock while it speaks, espeak-ng is GPL, and any engine may
hang. So none of them runs inside the service.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Condition
from typing import Any

import numpy as np

from routeguide.errors import SpeechBusy
from routeguide.speech.engine import EngineFailed
from routeguide.speech.sound import Sound

ROOT = Path(__file__).resolve().parents[2]
MOST = 2
TIMEOUT_S = 10.0
"""Hard: start, wait and answer of one sentence (design/speech-print-braille.md)."""

MOST_BYTES = 120 * 48_000 * 4
"""Of one sentence: two minutes."""

BUSY = "いま音声を作る仕事が多すぎます。少し待ってから、もう一度ためしてください。"


@dataclass(frozen=True)
class Program:
    """How an engine's process is started: our module of that name, with its words.

    ``greeting`` is the first line that it is told, before any request.
    """

    module: str
    words: tuple[str, ...] = ()
    greeting: str = ""


class Child:
    """One process of an engine."""

    def __init__(self, program: Program) -> None:
        self.program = program
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        self._process = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-m", program.module, *program.words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            bufsize=0, start_new_session=True,
        )  # fmt: skip
        os.set_blocking(self._pipe("stdin").fileno(), False)
        self._first = f"{program.greeting}\n".encode() if program.greeting else b""
        self._rest = b""
        self._end = weakref.finalize(self, _end, self._process)  # nobody's process goes on

    def ask(self, request: Mapping[str, Any], timeout_s: float) -> Sound:
        """Return what the process answers.

        Raises:
            EngineFailed: it does not, in time; or it says that it cannot.
        """
        until = time.monotonic() + timeout_s
        try:
            self._write(self._first + json.dumps(request).encode() + b"\n", until)
            self._first = b""
            head = json.loads(self._read_line(until))
            count = int(head["bytes"])
            if "error" in head or not 0 < count <= MOST_BYTES:
                raise EngineFailed(f"{self.program.module}: {head.get('error', 'nothing')}")
            samples = np.frombuffer(self._read(count, until), dtype="<f4")
            return Sound(samples, int(head["rate"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EngineFailed(f"{self.program.module}: {type(error).__name__}") from None

    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process, and whatever it started, at once."""
        self._end()

    def _pipe(self, name: str) -> Any:  # noqa: ANN401 - a raw pipe
        return getattr(self._process, name)

    def _write(self, data: bytes, until: float) -> None:
        """Write it all; what the process does not take in time is not waited for."""
        pipe, left = self._pipe("stdin"), memoryview(data)
        while left:
            _wait(pipe, select.POLLOUT, until)
            left = left[pipe.write(left) or 0 :]

    def _read_line(self, until: float) -> bytes:
        while b"\n" not in self._rest:
            self._rest += self._read_some(until)
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _read(self, count: int, until: float) -> bytes:
        parts, size = [self._rest], len(self._rest)
        while size < count:
            parts.append(self._read_some(until))
            size += len(parts[-1])
        whole = b"".join(parts)
        self._rest = whole[count:]
        return whole[:count]

    def _read_some(self, until: float) -> bytes:
        pipe = self._pipe("stdout")
        _wait(pipe, select.POLLIN, until)
        data: bytes = pipe.read(1 << 18)
        if not data:
            raise ConnectionError("it has ended")
        return data


def _wait(pipe: Any, event: int, until: float) -> None:  # noqa: ANN401 - a raw pipe
    ready = select.poll()
    ready.register(pipe, event)
    if not ready.poll(max(0.0, until - time.monotonic()) * 1000):
        raise TimeoutError


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its group, and close what leads to it; one that ended is left alone."""
    if process.poll() is None:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()


class Processes:
    """The processes of all engines: at most ``most``, kept for the next sentence."""

    def __init__(self, *, most: int = MOST, timeout_s: float = TIMEOUT_S) -> None:
        self.timeout_s = timeout_s
        self._most = most
        self._idle: list[Child] = []
        self._busy = 0
        self._free = Condition()

    def ask(self, program: Program, request: Mapping[str, Any]) -> Sound:
        """Return the answer of an engine's process, started where none waits.

        Raises:
            EngineFailed: no answer in time; the process is gone.
            SpeechBusy: all processes stayed busy.
        """
        child = self._take(program)
        try:
            sound = child.ask(request, self.timeout_s)
        except BaseException:
            child.kill()
            self._give_back(None)
            raise
        self._give_back(child)
        return sound

    def close(self) -> None:
        """End all processes that wait."""
        with self._free:
            idle, self._idle = self._idle, []
        for child in idle:
            child.kill()

    def _take(self, program: Program) -> Child:
        """Return a process of a program; one of another that waits is ended for it."""
        with self._free:
            if not self._free.wait_for(lambda: self._busy < self._most, self.timeout_s):
                raise SpeechBusy(BUSY)
            self._busy += 1
            fit = next((one for one in self._idle if one.program == program), None)
            if fit is not None:
                self._idle.remove(fit)
            surplus = [] if fit else self._idle[: max(0, len(self._idle) + self._busy - self._most)]
            self._idle = [one for one in self._idle if one not in surplus]
        for one in surplus:
            one.kill()
        if fit is not None and fit.is_alive():
            return fit
        try:
            if fit is not None:
                fit.kill()
            return Child(program)
        except BaseException as error:
            self._give_back(None)
            if isinstance(error, OSError):
                raise EngineFailed(f"{program.module}: {type(error).__name__}") from None
            raise

    def _give_back(self, child: Child | None) -> None:
        with self._free:
            self._busy -= 1
            if child is not None:
                self._idle.append(child)
            self._free.notify()
