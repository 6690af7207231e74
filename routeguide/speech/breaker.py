"""A circuit breaker: who fails again and again is left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

FAILURES = 3
REST_S = 60.0


class Breaker:
    """Opens after so many failures in a row; then lets one trial through after each rest."""

    def __init__(
        self,
        *,
        failures: int = FAILURES,
        rest_s: float = REST_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = failures
        self._rest_s = rest_s
        self._clock = clock
        self._failures = 0
        self._until = 0.0
        self._lock = Lock()

    def allows(self) -> bool:
        """Tell whether it may be tried now; of several who ask in a rest's end, one may."""
        with self._lock:
            if self._failures < self._most:
                return True
            now = self._clock()
            if now < self._until:
                return False
            self._until = now + self._rest_s
            return True

    def note(self, *, worked: bool) -> None:
        """Take over how a trial went."""
        with self._lock:
            self._failures = 0 if worked else self._failures + 1
            if self._failures >= self._most:
                self._until = self._clock() + self._rest_s
