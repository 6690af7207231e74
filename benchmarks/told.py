"""How benchmarks measure time and tell what they found."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Sequence

IS_CPU = os.environ.get("ROUTEGUIDE_BENCH_CLOCK") == "cpu"
clock = time.process_time if IS_CPU else time.perf_counter
"""Seconds by the clock on the wall, or (``ROUTEGUIDE_BENCH_CLOCK=cpu``) of this process alone:
for machines that others use as well, where they are still slowed by what others read and write."""


def tell(label: str, took_ms: Sequence[float], most_ms: float | None = None) -> None:
    """Print p50 and p95 of milliseconds, and whether the p50 holds its goal if there is one."""
    middle, ordered = statistics.median(took_ms), sorted(took_ms)
    far = ordered[int(len(ordered) * 0.95)]
    told = f"p50 {middle:7.2f} ms, p95 {far:7.2f} ms"
    if most_ms is None:
        print(f"  {label:<44} {told}")
    else:
        tell_goal(label, told, middle <= most_ms, f"p50 {most_ms:g} ms")


def tell_goal(label: str, told: str, is_reached: bool, goal: str) -> None:  # noqa: FBT001
    """Print one figure with its goal and whether it is reached."""
    print(f"  {label:<44} {told}  {'reached' if is_reached else 'NOT REACHED'} (goal: {goal})")
