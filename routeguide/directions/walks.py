"""A walk cut into legs: at turns, where the way changes, and at roads and barriers met."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from routeguide.directions.crossings import is_own_step
from routeguide.directions.facts import Part, confirmed_word, list_confirmed, walk_facts
from routeguide.directions.line import SHORTEST_LEG_M, find_corners
from routeguide.directions.rounding import clock_hour
from routeguide.directions.runs import Run
from routeguide.model.geodesy import MeasuredLine, bearing_deg, turn_deg
from routeguide.model.passage import LonLat
from routeguide.model.route import RoadCrossed, Segment
from routeguide.model.traveller import Group
from routeguide.model.values import Fact
from routeguide.model.vocabulary import Barrier, Kind

STRAIGHT = 12
LEAST_M = 2.0
"""A leg shorter than this is told by the next one."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something met on a walk: a road that is crossed, or a segment that begins at a barrier."""

    offset_m: float
    crossed: RoadCrossed | None = None
    barrier: Segment | None = None


@dataclass(slots=True)
class Leg:
    """A stretch walked without turn, change of way or event."""

    at: LonLat
    begin_m: float
    end_m: float
    first_bearing: float
    last_bearing: float
    way: tuple[object, ...]
    parts: list[Part] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    confirmed: tuple[str, ...] = ()
    line: tuple[LonLat, ...] = ()

    @property
    def length_m(self) -> float:
        """Metres of the leg."""
        return self.end_m - self.begin_m


def list_legs(run: Run, group: Group, *, first_kerb_told: bool = False) -> list[Leg | Event]:
    """Return the legs of a walk and what is met between them, in order.

    ``first_kerb_told`` leaves out the point at its start.
    """
    walk = _Walk(run, group, first_kerb_told=first_kerb_told)
    found: list[Leg | Event] = []
    for item in walk.pieces():
        last = found[-1] if found else None
        if isinstance(item, Leg) and isinstance(last, Leg) and _continues(last, item):
            last.end_m, last.last_bearing = item.end_m, item.last_bearing
        else:
            found.append(item)
    for item in found:
        if isinstance(item, Leg):
            walk.fill(item)
    return found


def _continues(last: Leg, leg: Leg) -> bool:
    """Tell whether a leg goes straight on along the same way."""
    turn = turn_deg(last.last_bearing, leg.first_bearing)
    return last.way == leg.way and clock_hour(turn) == STRAIGHT


class _Walk:
    """One walk's line, its offsets in metres, and where it is to be cut."""

    def __init__(self, run: Run, group: Group, *, first_kerb_told: bool) -> None:
        self.run = run
        self.first = int(first_kerb_told)
        self.group = group
        self.line = run.line
        self.length_m = run.length_m
        self.measured = MeasuredLine(self.line)
        drawn = self.measured.offsets_m
        scale = self.length_m / drawn[-1] if drawn[-1] else 1.0
        self.scale = scale
        self.offsets = [metres * scale for metres in drawn]
        self.starts = list(itertools.accumulate((s.length_m for s in run.segments), initial=0.0))
        self.corners = find_corners(self.line)
        self.ways = self._smooth_ways()

    def pieces(self) -> Iterator[Leg | Event]:
        """Yield legs between all cuts, and the events where they happen."""
        events = sorted(self._events(), key=lambda event: event.offset_m)
        bends = [self.offsets[corner] for corner in self.corners[1:-1]]
        cuts = {0.0, self.length_m, *bends, *(e.offset_m for e in events)}
        cuts |= {self._near_bend(offset, bends) for offset in self._way_changes()}
        begin = 0.0
        for cut in sorted(cuts):
            met = [event for event in events if event.offset_m == cut]
            if cut - begin >= LEAST_M or (cut == self.length_m and begin == 0 < cut):
                yield self._leg(begin, cut)
                begin = cut
            elif met:
                begin = cut
            yield from met

    def fill(self, leg: Leg) -> None:
        """Fill in what the parts of a leg tell."""
        leg.parts = list(self._parts(leg.begin_m, leg.end_m))
        leg.facts = walk_facts(leg.parts) | self._small_roads(leg)
        leg.confirmed = list_confirmed(leg.parts)
        leg.line = self.measured.cut(leg.begin_m / self.scale, leg.end_m / self.scale)

    def _events(self) -> Iterator[Event]:
        for number, segment in enumerate(self.run.segments):
            begin = self.starts[number]
            if has_barrier(segment):
                yield Event(begin, barrier=segment)
            for crossed in segment.crosses:
                if is_own_step(crossed, self.group):
                    yield Event(min(begin + crossed.offset_m, self.length_m), crossed)

    def _small_roads(self, leg: Leg) -> dict[str, int]:
        """Return the number of small roads crossed on a leg (invariant 8: counted)."""
        count = 0
        for number in self._numbers_in(leg.begin_m, leg.end_m):
            for crossed in self.run.segments[number].crosses:
                offset = self.starts[number] + crossed.offset_m
                last = leg.end_m == self.length_m == offset
                if not is_own_step(crossed, self.group):
                    count += leg.begin_m <= offset < leg.end_m or last
        return {"small_roads": count} if count else {}

    def _numbers_in(self, begin_m: float, end_m: float) -> range:
        """Return the numbers of the segments that touch a part of the walk."""
        first = bisect_left(self.starts, begin_m) - 1
        return range(max(0, first), min(len(self.run.segments), bisect_right(self.starts, end_m)))

    def _parts(self, begin_m: float, end_m: float) -> Iterator[Part]:
        for number in self._numbers_in(begin_m, end_m):
            segment = self.run.segments[number]
            low = max(begin_m, self.starts[number])
            high = min(end_m, self.starts[number + 1])
            if high - low > min(0.5, (end_m - begin_m) / 2):
                yield Part(
                    segment, high - low, begins=low == self.starts[number] and number >= self.first
                )

    def _leg(self, begin_m: float, end_m: float) -> Leg:
        bearing = self._bearing_at((begin_m + end_m) / 2)
        at = self.measured.point_at(begin_m / self.scale)
        way = self.ways[self._segment_at((begin_m + end_m) / 2)]
        return Leg(at, begin_m, end_m, bearing, bearing, way)

    def _segment_at(self, offset_m: float) -> int:
        return min(bisect_right(self.starts, offset_m), len(self.run.segments)) - 1

    def _bearing_at(self, offset_m: float) -> float:
        """Return the bearing of the simplified line at an offset: wiggles do not count."""
        bends = [self.offsets[corner] for corner in self.corners]
        leg = min(max(bisect_right(bends, offset_m), 1), len(bends) - 1)
        return bearing_deg(self.line[self.corners[leg - 1]], self.line[self.corners[leg]])

    def _smooth_ways(self) -> list[tuple[object, ...]]:
        """Return the way of each segment; a short piece of way goes with the one before it."""
        ways = [_way_of(segment, self.group) for segment in self.run.segments]
        place = 0
        for _, group in itertools.groupby(list(ways)):
            count = len(list(group))
            metres = self.starts[place + count] - self.starts[place]
            neighbour = place - 1 if place else place + count
            if metres < SHORTEST_LEG_M and 0 <= neighbour < len(ways):
                ways[place : place + count] = [ways[neighbour]] * count
            place += count
        return ways

    def _way_changes(self) -> list[float]:
        return [
            self.starts[number]
            for number in range(1, len(self.ways))
            if self.ways[number] != self.ways[number - 1]
        ]

    def _near_bend(self, offset_m: float, bends: Sequence[float]) -> float:
        """Return the turn within 8 m of a change of way, so that both are told at once."""
        near = min(bends, key=lambda bend: abs(bend - offset_m), default=offset_m)
        return near if abs(near - offset_m) < SHORTEST_LEG_M else offset_m


def has_barrier(segment: Segment) -> bool:
    """Tell whether a gate, bollard or door is passed at the start of a segment.

    The doors of a lift belong to the lift.
    """
    word = segment.point.values.get("barrier") if segment.point else None
    return isinstance(word, Fact) and word.value != Barrier.LIFT_DOOR


def _way_of(segment: Segment, group: Group) -> tuple[object, ...]:
    """Return what makes a way the same underfoot: kind, name, and tactile paving if felt."""
    passage = segment.passage
    kind = Kind.FOOTWAY if passage.kind is Kind.CROSSING else passage.kind
    tactile = confirmed_word(passage, "tactile") if group is Group.BLIND else None
    bare = confirmed_word(passage, "footway") == "none"
    return kind, passage.names.get("ja"), tactile, bare
