"""Where a walked line really turns: simplified, with short wiggles left out."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from routeguide.model.geodesy import bearing_deg, distance_m, metres_per_degree, turn_deg
from routeguide.model.passage import LonLat

Flat = tuple[float, float]
"""A point in metres east and north of anywhere."""

TOLERANCE_M = 4.0
"""Corners that move the line by less than this are no turns."""

SHORTEST_LEG_M = 8.0
"""A leg shorter than this is no step of its own (design/guidance.md: no chatter)."""

ON_LINE_M = 1.5
"""Nearer than this to the line, a thing lies on it and has no side."""


@dataclass(frozen=True, slots=True)
class Foot:
    """Where a point stands beside a line: metres along it, metres off it, side.

    ``side`` is ``left`` or ``right`` in walking direction, None on the line.
    """

    offset_m: float
    gap_m: float
    side: str | None


def find_corners(line: Sequence[LonLat]) -> list[int]:
    """Return the places in a line where it turns, first and last included."""
    east, north = metres_per_degree(line[0][1])
    flat = [(lon * east, lat * north) for lon, lat in line]
    corners = _simplify(flat, 0, len(line) - 1)
    kept = [corners[0]]
    for corner in corners[1:-1]:
        if distance_m(line[kept[-1]], line[corner]) >= SHORTEST_LEG_M:
            kept.append(corner)
    last = corners[-1]
    if len(kept) > 1 and distance_m(line[kept[-1]], line[last]) < SHORTEST_LEG_M:
        kept.pop()
    return [*kept, last]


def find_ends(line: Sequence[LonLat]) -> tuple[float, float] | None:
    """Return the bearings at the start and the end of a line; None for less than a metre."""
    corners = [line[corner] for corner in find_corners(line)]
    if sum(distance_m(a, b) for a, b in itertools.pairwise(corners)) < 1:
        return None
    return bearing_deg(corners[0], corners[1]), bearing_deg(corners[-2], corners[-1])


def find_foot(line: Sequence[LonLat], point: LonLat) -> Foot:
    """Return where a point stands beside a line of at least two points."""
    walked, best = 0.0, Foot(0.0, math.inf, None)
    for a, b in itertools.pairwise(line):
        piece = distance_m(a, b)
        east, north = metres_per_degree(a[1])
        flat = ((lon * east, lat * north) for lon, lat in (point, a, b))
        share, gap = _project(*flat)
        if gap < best.gap_m:
            turn = turn_deg(bearing_deg(a, b), bearing_deg(a, point)) if piece else 0.0
            side = None if gap < ON_LINE_M else ("right" if turn > 0 else "left")
            best = Foot(walked + share * piece, gap, side)
        walked += piece
    return best


def _simplify(line: Sequence[Flat], first: int, last: int) -> list[int]:
    """Return the corners between two places of a line in metres (Douglas-Peucker)."""
    between = range(first + 1, last)
    gaps = {place: _project(line[place], line[first], line[last])[1] for place in between}
    worst = max(gaps, key=gaps.__getitem__, default=None)
    if worst is None or gaps[worst] <= TOLERANCE_M:
        return [first, last]
    return _simplify(line, first, worst)[:-1] + _simplify(line, worst, last)


def _project(point: Flat, a: Flat, b: Flat) -> tuple[float, float]:
    """Return the share of the way from ``a`` to ``b`` nearest to a point, and the metres to it."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    px, py = point[0] - a[0], point[1] - a[1]
    square = dx * dx + dy * dy
    share = min(1.0, max(0.0, (px * dx + py * dy) / square)) if square else 0.0
    return share, math.hypot(px - share * dx, py - share * dy)
