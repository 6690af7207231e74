"""Which part of a route's line each block tells: its stretch, between its start and the next one's.

Blocks say where they begin (``at``) and how many metres they tell. Both are used:
the nearest point of the line, and among equally near ones (a way that comes by
twice) the one that lies as far along as was told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from routeguide.directions.acts import Act
from routeguide.model.geodesy import MeasuredLine, metres_per_degree
from routeguide.model.guidance import Block
from routeguide.model.passage import LonLat
from routeguide.model.route import Route, Segment
from routeguide.model.vocabulary import Kind

FAR = 0.02
"""Metres of distance that one metre away from what was told weighs."""

RIDES = frozenset({Act.LIFT, Act.INSIDE})
"""What has a line and no walked metres."""

Metres = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of the line that one block tells; ``number`` is the block's, from 1.

    ``at`` is the block's own point. ``walked_m`` are the metres of the stretch
    that are walked, lifts and insides of unknown course aside. ``hour`` is the
    clock hour of the turn before it (12 straight on), None where none is known.
    """

    number: int
    block: Block
    line: tuple[LonLat, ...]
    walked_m: float
    begin_m: float
    hour: int | None

    @property
    def at(self) -> LonLat:
        """Where its number stands."""
        return self.block.at

    @property
    def act(self) -> Act:
        """What is done on it."""
        return Act(self.block.maneuver["type"])


class Course:
    """The line of a route with two measures of every point: as drawn, and as walked.

    Lifts and insides of unknown course have a line but no walked metres.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        points = [segments[0].passage.line[0]]
        ends = [0]
        for segment in segments:
            points.extend(segment.passage.line[1:])
            ends.append(len(points) - 1)
        self.line = MeasuredLine(points)
        self.drawn_m: Metres = np.asarray([self.line.offsets_m[end] for end in ends])
        self.walked_m: Metres = np.asarray(list(accumulate(map(_walked, segments), initial=0.0)))
        pairs = zip(segments, self.drawn_m, self.drawn_m[1:], strict=False)
        self.gaps = [(float(a), float(b)) for s, a, b in pairs if s.is_gap]
        self._flat = self._project(points)

    @classmethod
    def of(cls, route: Route) -> Course:
        """Return the course of a route."""
        return cls(route.segments)

    def _project(self, points: Sequence[LonLat]) -> Metres:
        east, north = metres_per_degree(points[0][1])
        flat: Metres = np.asarray(points) * (east, north)
        return flat

    @property
    def length_m(self) -> float:
        """Metres of the line as drawn."""
        return self.line.offsets_m[-1]

    def walked_at(self, drawn_m: float) -> float:
        """Return the metres walked up to a point of the line."""
        return float(np.interp(drawn_m, self.drawn_m, self.walked_m))

    def after(self, drawn_m: float, walked_m: float) -> float:
        """Return the point of the line some walked metres behind another one."""
        wanted = self.walked_at(drawn_m) + walked_m
        place = int(np.searchsorted(self.walked_m, wanted - 1e-9))
        if place >= len(self.walked_m):
            return self.length_m
        begin = max(0, place - 1)
        span = self.walked_m[place] - self.walked_m[begin]
        share = (wanted - self.walked_m[begin]) / span if span else 0.0
        drawn = self.drawn_m[begin] + share * (self.drawn_m[place] - self.drawn_m[begin])
        return max(drawn_m, float(drawn))

    def behind_ride(self, drawn_m: float) -> float:
        """Return the next point of the line at which walking goes on."""
        place = int(np.searchsorted(self.walked_m, self.walked_at(drawn_m) + 1e-9)) - 1
        return max(drawn_m, float(self.drawn_m[place]))

    def find(self, at: LonLat, *, least_m: float, told_m: float) -> float:
        """Return where on the line a point is, not before ``least_m``, best near ``told_m``."""
        a, b = self._flat[:-1], self._flat[1:]
        east, north = metres_per_degree(self.line.points[0][1])
        point = np.asarray(at) * (east, north)
        step = b - a
        span = np.maximum((step * step).sum(axis=1), 1e-12)
        begins, ends = np.asarray(self.line.offsets_m[:-1]), np.asarray(self.line.offsets_m[1:])
        share = np.clip(((point - a) * step).sum(axis=1) / span, 0.0, 1.0)
        least = np.clip((least_m - begins) / np.maximum(ends - begins, 1e-9), 0.0, 1.0)
        share = np.maximum(share, least)
        away = np.hypot(*(a + step * share[:, None] - point).T)
        offsets = begins + share * (ends - begins)
        cost = np.where(ends < least_m, np.inf, away + FAR * np.abs(offsets - told_m))
        best: float = offsets[int(np.argmin(cost))] if len(cost) else 0.0
        return max(least_m, float(best))


def _walked(segment: Segment) -> float:
    inside = segment.passage.kind is Kind.LIFT or segment.passage.schematic
    return 0.0 if inside else segment.length_m


def list_stretches(course: Course, blocks: Sequence[Block]) -> Iterator[Stretch]:
    """Yield the stretch of every block; together they are the line, joining lines aside."""
    begins = _begins(course, blocks)
    ends = [*begins[1:], course.length_m][: len(begins)]
    for number, (block, begin, end) in enumerate(zip(blocks, begins, ends, strict=True), 1):
        first, last = begin, end
        if Act(block.maneuver["type"]) is not Act.GAP:
            first, last = _without_gaps(course, begin, end)
        yield Stretch(
            number=number,
            block=block,
            line=course.line.cut(first, last),
            walked_m=course.walked_at(last) - course.walked_at(first),
            begin_m=course.walked_at(first),
            hour=block.maneuver["hour"],
        )


def _begins(course: Course, blocks: Sequence[Block]) -> list[float]:
    """Return where on the line each block begins, the metres told with it included."""
    found: list[float] = []
    least = told = 0.0
    for block in blocks:
        facts, act = block.maneuver["facts"], Act(block.maneuver["type"])
        if act is Act.START:  # it has no metres: it is where the next one begins
            found.append(least)
            continue
        ahead = facts.get("ahead_m", 0.0)
        own = course.after(told, ahead)
        if act is Act.ARRIVE:
            own = course.length_m
        elif act is not Act.CROSSING:  # a crossing's point is in the middle of the road
            own = course.find(block.at, least_m=least, told_m=own)
        begin = max(least, _back(course, own, ahead) if ahead else own)
        found.append(begin)
        length = block.maneuver["length_m"] if act is not Act.ROAD_CROSSING else None
        least = max(begin, own)
        told = course.behind_ride(own) if act in RIDES else course.after(own, length or 0.0)
    for number, block in enumerate(blocks[:-1]):
        if Act(block.maneuver["type"]) is Act.START:
            found[number] = found[number + 1]
    return found


def _back(course: Course, drawn_m: float, walked_m: float) -> float:
    """Return the point of the line some walked metres before another one."""
    return course.after(0.0, max(0.0, course.walked_at(drawn_m) - walked_m))


def _without_gaps(course: Course, begin: float, end: float) -> tuple[float, float]:
    """Return a part of the line without the joining lines at its ends."""
    for low, high in course.gaps:
        if begin >= low - 0.01 and begin < high:
            begin = min(high, end)
        if end <= high + 0.01 and end > low:
            end = max(low, begin)
    return begin, end
