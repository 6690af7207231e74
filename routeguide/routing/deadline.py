"""A time after which explaining stops and says that it is partial."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

SEARCH_S = 2.0
"""Searching takes at most this long (design/web-and-api.md), in time of the thread's own: what
one question may cost, whatever else the machine is doing."""


@dataclass(slots=True)
class Deadline:
    """``seconds`` from now; ``passed`` remembers that somebody had to stop.

    ``clock`` tells the time: that of the wall, or :func:`time.thread_time` for work alone.
    """

    seconds: float
    passed: bool = False
    clock: Callable[[], float] = time.monotonic
    _ends: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self._ends = self.clock() + self.seconds

    def is_over(self) -> bool:
        """Tell whether the time is over, and remember it."""
        self.passed = self.passed or self.clock() > self._ends
        return self.passed


def search_deadline() -> Deadline:
    """Return the time that one question may be worked on from now."""
    return Deadline(SEARCH_S, clock=time.thread_time)
