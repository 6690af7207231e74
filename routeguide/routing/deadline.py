"""A time after which explaining stops and says that it is partial."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Deadline:
    """``seconds`` from now; ``passed`` remembers that somebody had to stop."""

    seconds: float
    passed: bool = False
    _ends: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self._ends = time.monotonic() + self.seconds

    def is_over(self) -> bool:
        """Tell whether the time is over, and remember it."""
        self.passed = self.passed or time.monotonic() > self._ends
        return self.passed
