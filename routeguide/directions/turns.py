"""Where a walk turns, and what goes off there: corners of the line and junctions on it."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from routeguide.directions.junctions import Turn
from routeguide.directions.line import simplify
from routeguide.model.geodesy import bearing_deg, turn_deg
from routeguide.model.passage import LonLat
from routeguide.model.route import Segment, Way

AT_CORNER_M = 6.0
"""A junction this near to a corner of the line is where the walk turns."""

DRAWN_M = 1.0
"""Lengths of passages and of their lines may differ by this much."""

ONE_TURN_M = 12.0
"""Two corners to the same side within these metres are one turn (a corner that is cut off)."""


@dataclass(frozen=True, slots=True)
class _Corner:
    """One or more corners of the line that are one turn: first and last vertex."""

    first: int
    last: int


class Course:
    """The course of a walk: its simplified line, its turns, its bearing anywhere.

    ``offsets`` are the metres of every point of the line, ``starts`` those of
    the segments (one more than there are segments).
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        line: Sequence[LonLat],
        offsets: Sequence[float],
        starts: Sequence[float],
    ) -> None:
        self._segments, self._offsets, self._starts = segments, offsets, starts
        corners = self._join_corners(line, simplify(line))
        ends = [_Corner(0, 0), *corners, _Corner(len(line) - 1, len(line) - 1)]
        self._bearings = [
            bearing_deg(line[a.last], line[b.first]) for a, b in itertools.pairwise(ends)
        ]
        nodes = [self._nodes_at(corner) for corner in corners]
        turning = [
            self._corner_turn(corner, here, *bearings)
            for corner, here, bearings in zip(
                corners, nodes, itertools.pairwise(self._bearings), strict=True
            )
        ]
        self._marks = [turn.offset_m for turn in turning]
        passed = set(range(1, len(segments))).difference(*nodes)
        straight = [self._straight(node) for node in sorted(passed) if segments[node].ways]
        self.turns = sorted([*turning, *straight], key=lambda turn: turn.offset_m)

    def bearing_after(self, offset_m: float) -> float:
        """Return the bearing of the simplified line behind an offset: wiggles do not count."""
        return self._bearings[bisect_right(self._marks, offset_m)]

    def bearing_before(self, offset_m: float) -> float:
        """Return the bearing of the simplified line before an offset."""
        return self._bearings[bisect_left(self._marks, offset_m)]

    def _join_corners(self, line: Sequence[LonLat], places: Sequence[int]) -> list[_Corner]:
        """Return the corners of a simplified line; a corner that is cut off is one turn."""
        bearings = [bearing_deg(line[a], line[b]) for a, b in itertools.pairwise(places)]
        turns = [turn_deg(a, b) for a, b in itertools.pairwise(bearings)]
        joined: list[_Corner] = []
        side = 0.0
        for place, turn in zip(places[1:-1], turns, strict=True):
            if joined and side * turn > 0 and self._is_one_turn(joined[-1], place):
                joined[-1] = _Corner(joined[-1].first, place)
            else:
                joined.append(_Corner(place, place))
            side = turn
        return joined

    def _is_one_turn(self, last: _Corner, place: int) -> bool:
        """Tell whether two corners are one turn: close together, and not at a junction each."""
        if self._offsets[place] - self._offsets[last.first] > ONE_TURN_M:
            return False
        here, there = (self._nearest_node(at) for at in (last.last, place))
        return here is None or there is None or here == there

    def _nearest_node(self, place: int) -> int | None:
        nodes = self._nodes_at(_Corner(place, place))
        at = self._offsets[place]
        return min(nodes, key=lambda node: abs(self._starts[node] - at), default=None)

    def _nodes_at(self, corner: _Corner) -> list[int]:
        """Return the nodes at a turn at which other ways go off, or may do so."""
        begin = self._offsets[corner.first] - AT_CORNER_M
        end = self._offsets[corner.last] + AT_CORNER_M
        count = len(self._segments)
        first = bisect_left(self._starts, begin, lo=1, hi=count)
        last = bisect_right(self._starts, end, lo=first, hi=count)
        return [node for node in range(first, last) if self._segments[node].ways != ()]

    def _corner_turn(
        self, corner: _Corner, nodes: Sequence[int], bearing_in: float, bearing_out: float
    ) -> Turn:
        low, high = self._offsets[corner.first], self._offsets[corner.last]
        offset = (low + high) / 2
        if nodes:
            near = min((self._starts[n] for n in nodes), key=lambda at: abs(at - offset))
            # At the node itself where the line turns there: what is met on it has its metres.
            at_node = low - DRAWN_M <= near <= high + DRAWN_M
            offset = near if at_node else min(max(near, low), high)
        here = min(bisect_right(self._starts, offset), len(self._segments)) - 1
        first, last = (nodes[0] - 1, nodes[-1]) if nodes else (here, here)
        return Turn(
            offset_m=offset,
            bearing_in=bearing_in,
            bearing_out=bearing_out,
            ways=_join_ways([self._segments[node].ways for node in nodes]),
            before=self._segments[first].passage,
            after=self._segments[last].passage,
        )

    def _straight(self, node: int) -> Turn:
        """Return a junction passed without turning."""
        offset = self._starts[node]
        bearing = self.bearing_after(offset)
        before, after = self._segments[node - 1].passage, self._segments[node].passage
        return Turn(offset, bearing, bearing, self._segments[node].ways, before, after)


def _join_ways(parts: Sequence[tuple[Way, ...] | None]) -> tuple[Way, ...] | None:
    """Return the ways of several nodes; None as soon as those of one are not known."""
    known = [part for part in parts if part is not None]
    return tuple(itertools.chain(*known)) if len(known) == len(parts) else None
