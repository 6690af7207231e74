"""Where a walked line really turns: simplified, with short wiggles left out."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from routeguide.model.geodesy import bearing_deg, distance_m, metres_per_degree
from routeguide.model.passage import LonLat

TOLERANCE_M = 4.0
"""Corners that move the line by less than this are no turns."""

SHORTEST_LEG_M = 8.0
"""A leg shorter than this is no step of its own (design/guidance.md: no chatter)."""


def simplify(line: Sequence[LonLat], tolerance_m: float = TOLERANCE_M) -> list[LonLat]:
    """Return the corners of a line that matter (Douglas-Peucker), first and last included."""
    if len(line) < 3:  # noqa: PLR2004 - nothing between the ends
        return list(line)
    gaps = [_gap_m(point, line[0], line[-1]) for point in line[1:-1]]
    worst = max(range(len(gaps)), key=gaps.__getitem__)
    if gaps[worst] <= tolerance_m:
        return [line[0], line[-1]]
    split = worst + 1
    return simplify(line[: split + 1], tolerance_m)[:-1] + simplify(line[split:], tolerance_m)


def merge_short_legs(corners: Sequence[LonLat]) -> list[LonLat]:
    """Return corners without those that would make a leg shorter than 8 m."""
    kept = [corners[0]]
    for corner in corners[1:-1]:
        if distance_m(kept[-1], corner) >= SHORTEST_LEG_M:
            kept.append(corner)
    if len(kept) > 1 and distance_m(kept[-1], corners[-1]) < SHORTEST_LEG_M:
        kept.pop()
    return [*kept, corners[-1]]


def bearings(corners: Sequence[LonLat]) -> list[float]:
    """Return the bearing of each leg between corners."""
    return [bearing_deg(a, b) for a, b in itertools.pairwise(corners)]


def _gap_m(point: LonLat, a: LonLat, b: LonLat) -> float:
    east, north = metres_per_degree(a[1])
    dx, dy = (b[0] - a[0]) * east, (b[1] - a[1]) * north
    px, py = (point[0] - a[0]) * east, (point[1] - a[1]) * north
    square = dx * dx + dy * dy
    if square == 0:
        return distance_m(point, a)
    share = min(1.0, max(0.0, (px * dx + py * dy) / square))
    return math.hypot(px - share * dx, py - share * dy)
