"""Where a walked line really turns: simplified, with short wiggles left out."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from routeguide.model.geodesy import bearing_deg, distance_m, metres_per_degree
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


def simplify(line: Sequence[LonLat]) -> list[int]:
    """Return the places in a line that keep its course within 4 m, first and last included."""
    east, north = metres_per_degree(line[0][1])
    flat = [(lon * east, lat * north) for lon, lat in line]
    return _simplify(flat, 0, len(line) - 1)


def find_corners(line: Sequence[LonLat]) -> list[int]:
    """Return the places in a line where it turns, first and last included, 8 m apart."""
    corners = simplify(line)
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


class BesideLine:
    """A line of at least two points beside which things stand: for many questions to one line."""

    def __init__(self, line: Sequence[LonLat]) -> None:
        self._scale = metres_per_degree(line[0][1])
        self._flat = [self._flatten(point) for point in line]

    def find_foot(self, point: LonLat) -> Foot:
        """Return where a point stands beside the line."""
        flat = self._flatten(point)
        walked, best = 0.0, Foot(0.0, math.inf, None)
        for a, b in itertools.pairwise(self._flat):
            piece = math.hypot(b[0] - a[0], b[1] - a[1])
            share, gap = _project(flat, a, b)
            if gap < best.gap_m:
                right = (b[1] - a[1]) * (flat[0] - a[0]) - (b[0] - a[0]) * (flat[1] - a[1])
                side = None if gap < ON_LINE_M else ("right" if right > 0 else "left")
                best = Foot(walked + share * piece, gap, side)
            walked += piece
        return best

    def _flatten(self, point: LonLat) -> Flat:
        return point[0] * self._scale[0], point[1] * self._scale[1]


def find_foot(line: Sequence[LonLat], point: LonLat) -> Foot:
    """Return where a point stands beside a line of at least two points."""
    return BesideLine(line).find_foot(point)


def _simplify(line: Sequence[Flat], first: int, last: int) -> list[int]:
    """Return the corners between two places of a line in metres (Douglas-Peucker)."""
    kept, open_parts = [first, last], [(first, last)]
    while open_parts:
        begin, end = open_parts.pop()
        worst = _farthest(line, begin, end)
        if worst is not None:
            kept.append(worst)
            open_parts += [(begin, worst), (worst, end)]
    return sorted(kept)


def _farthest(line: Sequence[Flat], first: int, last: int) -> int | None:
    """Return the place farthest from the chord between two; None within the tolerance."""
    (ax, ay), (bx, by) = line[first], line[last]
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy
    worst, most = None, TOLERANCE_M * TOLERANCE_M
    for place in range(first + 1, last):
        px, py = line[place]
        px, py = px - ax, py - ay
        share = (px * dx + py * dy) / square if square else 0.0
        share = 0.0 if share < 0 else 1.0 if share > 1 else share
        gap = (px - share * dx) ** 2 + (py - share * dy) ** 2
        if gap > most:
            worst, most = place, gap
    return worst


def _project(point: Flat, a: Flat, b: Flat) -> tuple[float, float]:
    """Return the share of the way from ``a`` to ``b`` nearest to a point, and the metres to it."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    px, py = point[0] - a[0], point[1] - a[1]
    square = dx * dx + dy * dy
    share = min(1.0, max(0.0, (px * dx + py * dy) / square)) if square else 0.0
    return share, math.hypot(px - share * dx, py - share * dy)
