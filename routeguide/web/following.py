"""A route as the walking view follows it on the device: its line, where each block begins.

Made from the route alone; where the person is never comes here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from routeguide.directions.acts import Act
from routeguide.exchange.answer_json import line_of
from routeguide.model.geodesy import MeasuredLine, metres_per_degree
from routeguide.model.guidance import Block
from routeguide.model.passage import LonLat
from routeguide.model.route import Route, Segment
from routeguide.model.traveller import Group, Traveller
from routeguide.model.vocabulary import Kind

UNDER_THE_SKY = frozenset(
    {
        Kind.FOOTWAY, Kind.STREET, Kind.STREET_WITH_SIDEWALK, Kind.CROSSING, Kind.STEPS,
        Kind.RAMP, Kind.FOOTBRIDGE, Kind.LEVEL_CROSSING, Kind.PATH,
    }
)  # fmt: skip
"""Where a device can have a position; elsewhere the person pages by hand."""

CROSSINGS = frozenset({Act.CROSSING, Act.ROAD_CROSSING, Act.LEVEL_CROSSING})
SAME_PLACE_M = 1.0
"""Of several places on the line as near as this, a block begins at the first."""


def followed_route(
    route: Route, blocks: Sequence[Block], traveller: Traveller
) -> dict[str, Any] | None:
    """Return what ``static/js/following.js`` follows, as JSON values; None without a line.

    ``blocks`` hold the metres along the line at which each begins, never going
    back, and whether it crosses a road or railway; ``closed`` the stretches
    (from, to) without a usable position.
    """
    line = line_of(route)
    if not line or not blocks:
        return None
    starts = _starts(MeasuredLine(line), [block.at for block in blocks])
    return {
        "line": [[round(lon, 6), round(lat, 6)] for lon, lat in line],
        "blocks": [
            {"at_m": round(start, 1), "crosses": block.maneuver.get("type") in CROSSINGS}
            for block, start in zip(blocks, starts, strict=True)
        ],
        "closed": [[round(begin, 1), round(end, 1)] for begin, end in _closed(route.segments)],
        "blind": traveller.group is Group.BLIND,
    }


def _starts(line: MeasuredLine, places: Sequence[LonLat]) -> Iterator[float]:
    """Yield the metres along the line of places in walking order."""
    reached, end = 0.0, line.offsets_m[-1]
    for place in places:
        found = list(_feet(MeasuredLine(line.cut(reached, end)), place))
        nearest = min(off for _, off in found)
        reached += next(start for start, off in found if off <= nearest + SAME_PLACE_M)
        yield reached


def _feet(line: MeasuredLine, place: LonLat) -> Iterator[tuple[float, float]]:
    """Yield for each piece of a line its nearest point: (metres along the line, metres off it)."""
    east, north = metres_per_degree(place[1])
    points = [((lon - place[0]) * east, (lat - place[1]) * north) for lon, lat in line.points]
    for ((ax, ay), begin), ((bx, by), end) in pairwise(zip(points, line.offsets_m, strict=True)):
        length2 = (bx - ax) ** 2 + (by - ay) ** 2
        share = -(ax * (bx - ax) + ay * (by - ay)) / length2 if length2 else 0.0
        share = min(1.0, max(0.0, share))
        off_m = math.hypot(ax + share * (bx - ax), ay + share * (by - ay))
        yield begin + share * (end - begin), off_m


def _closed(segments: Sequence[Segment]) -> list[tuple[float, float]]:
    """Return the stretches without the sky above, joined where they touch."""
    found: list[tuple[float, float]] = []
    walked = 0.0
    for segment in segments:
        begin, walked = walked, walked + MeasuredLine(segment.passage.line).offsets_m[-1]
        if _has_position(segment):
            continue
        if found and begin - found[-1][1] < SAME_PLACE_M:
            found[-1] = (found[-1][0], walked)
        else:
            found.append((begin, walked))
    return found


def _has_position(segment: Segment) -> bool:
    passage = segment.passage
    is_below = any(
        level is not None and level < 0 for level in (passage.from_level, passage.to_level)
    )
    return passage.kind in UNDER_THE_SKY and not (is_below or passage.schematic)
