"""The network's own streets as a background: tiles for a map, lines near a route for a sketch.

So a map needs no tile server: forty pupils behind one address ask this service
alone, and its answers may be kept for ever (a tile belongs to one network).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.directions.naming import map_name
from routeguide.model.geodesy import MeasuredLine, metres_per_degree
from routeguide.model.passage import LonLat
from routeguide.model.vocabulary import Kind, RoadClass, code_of
from routeguide.network.flags import CONNECTOR, PLANNED, SCHEMATIC
from routeguide.network.store import DEGREE, KINDS, Network

EXTENT = 2048
"""Units of a tile's side: half a metre at :data:`NEAR`."""

WIDE, NEAR = 13, 15
"""Zoom levels of tiles: main roads alone, and every street; other levels are drawn from them."""

TOLERANCE = 2.0
"""Units by which a line of a tile may be drawn beside its true course."""

INDOORS = frozenset(
    {Kind.ESCALATOR, Kind.MOVING_WALKWAY, Kind.LIFT, Kind.CORRIDOR, Kind.PLATFORM,
     Kind.TICKET_GATE}
)  # fmt: skip
SQUARES = 1 << 31
MAIN, STREET, FOOT = 0, 1, 2
"""How a street is drawn."""

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Index:
    """The streets of a network: their rows, sorts, and boxes.

    A box is west, south, east, north in 1e-7 degrees.
    """

    rows: Rows
    boxes: npt.NDArray[np.int64]
    sorts: npt.NDArray[np.uint8]


def _index_of(network: Network) -> _Index:
    """Return the index of a network, made once."""
    memo, key = network.base.shared_memo, "streets"
    found = memo.get(key)
    if not isinstance(found, _Index):
        found = memo[key] = _make_index(network.base)
    return found


def _make_index(network: Network) -> _Index:
    kinds, flags = network.column("edge_kind"), network.column("edge_flags")
    indoors = [code for code, kind in enumerate(KINDS) if code and kind in INDOORS]
    hidden = CONNECTOR | SCHEMATIC | PLANNED
    rows = np.flatnonzero(~np.isin(kinds, indoors) & (flags & hidden == 0)).astype(np.intp)
    classes = network.column("edge_class")[rows]
    foot = (classes != 0) & (classes <= code_of(RoadClass.TRACK))
    main = classes >= code_of(RoadClass.TERTIARY)
    sorts = np.where(main, MAIN, np.where(foot | (classes == 0), FOOT, STREET)).astype(np.uint8)
    offsets, xy = network.column("edge_line_offsets"), network.column("edge_line_xy")
    if not len(rows):
        return _Index(rows, np.empty((0, 4), np.int64), sorts)
    starts = offsets[:-1].astype(np.intp)
    lows, highs = np.minimum.reduceat(xy, starts), np.maximum.reduceat(xy, starts)
    return _Index(rows, np.hstack([lows, highs])[rows].astype(np.int64), sorts)


def _within(index: _Index, west: float, south: float, east: float, north: float) -> Rows:
    """Return the numbers in the index of what touches a box (degrees)."""
    box, corners = index.boxes, np.asarray([west, south, east, north]) * DEGREE
    touches = (
        (box[:, 0] <= corners[2]) & (box[:, 2] >= corners[0])
        & (box[:, 1] <= corners[3]) & (box[:, 3] >= corners[1])
    )  # fmt: skip
    return np.flatnonzero(touches).astype(np.intp)


# -- tiles ------------------------------------------------------------------


def tile_of_streets(network: Network, zoom: int, x: int, y: int) -> dict[str, Any]:
    """Return the streets that touch a tile (Web Mercator, :data:`WIDE` or :data:`NEAR`).

    ``lines`` holds rows ``[sort, x, y, dx, dy, ...]`` in units of the tile from
    its north-west corner, behind the first point as differences; sorts 0 main
    roads, 1 streets, 2 ways for feet. ``names`` holds ``[name, x, y]``.
    """
    index = _index_of(network)
    found = _within(index, *tile_bounds(zoom, x, y))
    if zoom < NEAR:
        found = found[index.sorts[found] == MAIN]
    lines: list[list[int]] = []
    names: dict[str, tuple[float, tuple[int, int]]] = {}
    for number in found.tolist():
        row = int(index.rows[number])
        units = _to_units(network.line(row), zoom, x, y)
        drawn = simplify(units, TOLERANCE)
        lines.append([int(index.sorts[number]), *_differences(drawn)])
        name = network.text(int(network.column("edge_name_ja")[row]))
        if name and index.sorts[number] != FOOT:
            _keep_longest(names, map_name(name), drawn)
    told = [[name, *middle] for name, (_, middle) in sorted(names.items())]
    return {"extent": EXTENT, "lines": lines, "names": told}


def _keep_longest(
    names: dict[str, tuple[float, tuple[int, int]]], name: str, line: Sequence[tuple[int, int]]
) -> None:
    """Keep the middle of the longest piece of a name, where it lies on the tile."""
    a, b = line[(len(line) - 1) // 2], line[len(line) // 2]
    if len(line) == 2:  # noqa: PLR2004 - a straight piece
        a, b = line
    middle = ((a[0] + b[0]) // 2, (a[1] + b[1]) // 2)
    length = math.dist(line[0], line[-1])
    inside = all(0 <= part < EXTENT for part in middle)
    if inside and length > names.get(name, (0.0, middle))[0]:
        names[name] = (length, middle)


def tile_bounds(zoom: int, x: int, y: int) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a tile in degrees."""
    side = 1 << zoom
    north, south = (_latitude(1 - 2 * row / side) for row in (y, y + 1))
    return x / side * 360 - 180, south, (x + 1) / side * 360 - 180, north


def _latitude(share: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * share)))


def tile_at(lonlat: LonLat, zoom: int) -> tuple[float, float]:
    """Return where a point is, in tiles from the north-west corner of the world."""
    side = 1 << zoom
    sine = math.sin(math.radians(lonlat[1]))
    return (
        (lonlat[0] + 180) / 360 * side,
        (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * side,
    )


def _to_units(line: Sequence[LonLat], zoom: int, x: int, y: int) -> list[tuple[int, int]]:
    places = (tile_at(point, zoom) for point in line)
    return [(round((a - x) * EXTENT), round((b - y) * EXTENT)) for a, b in places]


def _differences(line: Sequence[tuple[int, int]]) -> Iterator[int]:
    last_x = last_y = 0
    for x, y in line:
        yield from (x - last_x, y - last_y)
        last_x, last_y = x, y


# -- lines ------------------------------------------------------------------


def simplify(line: Sequence[tuple[int, int]], tolerance: float) -> list[tuple[int, int]]:
    """Return a line without the points that lie within ``tolerance`` of it (Douglas-Peucker)."""
    keep, waiting = {0, len(line) - 1}, [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, place = 0.0, 0
        for number in range(first + 1, last):
            away = _away(line[number], line[first], line[last])
            if away > far:
                far, place = away, number
        if far > tolerance:
            keep.add(place)
            waiting += [(first, place), (place, last)]
    return [line[number] for number in sorted(keep)]


def _away(point: tuple[int, int], a: tuple[int, int], b: tuple[int, int]) -> float:
    """Return the distance between a point and a piece of line."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    share = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square if square else 0.0
    share = min(1.0, max(0.0, share))
    return math.hypot(point[0] - a[0] - share * dx, point[1] - a[1] - share * dy)


@dataclass(frozen=True, slots=True)
class StreetLine:
    """A street near a route: its line and whether it is a main road."""

    line: tuple[LonLat, ...]
    is_main: bool


def list_streets_near(
    network: Network,
    line: Sequence[LonLat],
    *,
    within_m: float,
    most: int,
    only_main: bool = False,
) -> list[StreetLine]:
    """Return the streets that begin or end near a line, main roads first, at most ``most``.

    Near is the same square of ``within_m`` metres or one beside it. Ways for
    feet are left out first. For a sketch: what one passes, not a map of the area.
    """
    index = _index_of(network)
    lons, lats = zip(*line, strict=True)
    east, north = metres_per_degree(lats[0])
    margin = (2 * within_m / east, 2 * within_m / north)
    found = _within(
        index, min(lons) - margin[0], min(lats) - margin[1],
        max(lons) + margin[0], max(lats) + margin[1],
    )  # fmt: skip
    if only_main:
        found = found[index.sorts[found] == MAIN]
    offsets, xy = network.column("edge_line_offsets"), network.column("edge_line_xy")
    rows = index.rows[found]
    square = np.asarray([within_m / east, within_m / north])
    by_way = _squares(np.asarray(_sample(line, within_m)), square, around=True)
    ends = [xy[offsets[rows]], xy[offsets[rows + 1] - 1]]
    near = found[np.any([np.isin(_squares(end / DEGREE, square), by_way) for end in ends], axis=0)]
    ordered = near[np.argsort(index.sorts[near], kind="stable")][:most]
    return [
        StreetLine(network.line(int(index.rows[number])), bool(index.sorts[number] == MAIN))
        for number in ordered.tolist()
    ]


def _sample(line: Sequence[LonLat], every_m: float) -> list[LonLat]:
    measured = MeasuredLine(line)
    count = max(1, math.ceil(measured.offsets_m[-1] / every_m))
    return [measured.point_at(measured.offsets_m[-1] * n / count) for n in range(count + 1)]


def _squares(
    points: npt.NDArray[np.float64], square: npt.NDArray[np.float64], *, around: bool = False
) -> npt.NDArray[np.int64]:
    """Return the squares that points lie in, as numbers; ``around`` with the eight beside each."""
    cells = np.floor(points / square).astype(np.int64)
    numbers: npt.NDArray[np.int64] = cells[:, 0] * SQUARES + cells[:, 1]
    if around:
        beside = [a * SQUARES + b for a in (-1, 0, 1) for b in (-1, 0, 1)]
        numbers = np.unique(np.add.outer(numbers, beside))
    return numbers
