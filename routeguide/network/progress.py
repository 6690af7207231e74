"""Progress of long work on the terminal: one line a step, with seconds and a spinner (rich)."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


class Steps:
    """Shows the step at work and, below each other, the finished ones with their seconds."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._progress = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(),
            console=self._console, transient=True,
        )  # fmt: skip
        self._task = self._progress.add_task("はじめています", total=None)
        self._text: str | None = None
        self._since = time.monotonic()

    def __enter__(self) -> Self:
        """Start showing."""
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop showing; the last step counts as finished unless an error ended it."""
        if kind is None:
            self._finish()
        self._progress.stop()

    def say(self, text: str) -> None:
        """Begin a step."""
        self._finish()
        self._text, self._since = text, time.monotonic()
        self._progress.update(self._task, description=text)

    def _finish(self) -> None:
        if self._text:
            self._console.print(f"{self._text} … {time.monotonic() - self._since:.1f} 秒")
        self._text = None
