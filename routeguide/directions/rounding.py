"""Metres, minutes and clock hours as they are said (design/guidance.md, rules 2 to 5)."""

from __future__ import annotations

import math

CLASSES = (1, 5, 10, 50, 100)
BOUNDS_M = (10.0, 100.0, 1000.0)


def round_metres(metres: float, *, coarse: bool = False) -> int:
    """Return metres as said: below 10 m to 1, to 100 m to 5, to 1 km to 10, above to 50.

    ``coarse`` (lengths along a street's centre line) is one class coarser.
    """
    step_class = sum(metres >= bound for bound in BOUNDS_M) + int(coarse)
    step = CLASSES[step_class]
    return max(step, math.floor(metres / step + 0.5) * step)


def round_crossing(metres: float) -> int:
    """Return the length of a crossing: to 1 m and never down."""
    return math.ceil(metres - 1e-6)


def round_minutes(seconds: float) -> int:
    """Return minutes, rounded up; at least one."""
    return max(1, math.ceil(seconds / 60))


def clock_hour(turn_deg: float) -> int:
    """Return the clock hour of a turn: 12 straight on, 3 right, 6 back, 9 left."""
    return round(turn_deg / 30) % 12 or 12
