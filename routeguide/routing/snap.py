"""Put a free coordinate on the network: the nearest passages this traveller may use.

Within 30 m, without crossing a road of tertiary class or above, a railway or
water (routing.md, "Start and end"). Buildings are not in the network: whoever
stands in one is led to the street through its wall.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
import shapely
import shapely.ops

from routeguide.model.geodesy import metres_per_degree
from routeguide.model.passage import LonLat
from routeguide.model.vocabulary import Kind, RoadClass, code_of
from routeguide.network.flags import BRIDGE, CONNECTOR, PLANNED, SCHEMATIC, TUNNEL
from routeguide.network.store import DEGREE, Network
from routeguide.routing.cost import CostTable
from routeguide.routing.known import kind_mask
from routeguide.routing.steps import Spot

REACH_M = 30.0
ASK_REACH_M = 200.0
MOST_CANDIDATES = 3
NO_EDGE = -1
TOUCH_M = 0.01
"""What a line towards a passage only touches at its ends it does not cross."""

SNAPPED_KINDS = frozenset(
    {Kind.FOOTWAY, Kind.STREET, Kind.STREET_WITH_SIDEWALK, Kind.PATH, Kind.CROSSING, Kind.RAMP}
)


@dataclass(frozen=True, slots=True)
class Snapped:
    """A position on a passage, the distance to it in metres, and the street's name."""

    spot: Spot
    gap_m: float
    at: LonLat
    name: str | None


class Snapper:
    """Finds passages near a coordinate; the tree is built once a network, in metres."""

    def __init__(self, network: Network) -> None:
        """Index all passages that lie outdoors on the ground."""
        self.network = network
        kinds, flags = network.column("edge_kind"), network.column("edge_flags")
        hidden = flags & (CONNECTOR | SCHEMATIC | PLANNED | BRIDGE | TUNNEL)
        usable = kind_mask(kinds, SNAPPED_KINDS) & (hidden == 0)
        self.rows = np.flatnonzero(usable)
        middle = float(np.mean(network.column("node_xy")[:, 1])) / DEGREE
        self.scale = np.asarray(metres_per_degree(middle))
        self.lines = _lines(network, "edge", self.rows, self.scale)
        self.tree = shapely.STRtree(self.lines)
        big = network.column("edge_class") >= code_of(RoadClass.TERTIARY)
        crossing = kind_mask(kinds, frozenset({Kind.CROSSING}))
        roads = np.flatnonzero(big & ~crossing & (hidden == 0))
        others = np.arange(len(network.column("obstacle_line_offsets")) - 1)
        self.wall_edge = np.concatenate([roads, np.full(len(others), NO_EDGE)])
        tables = (("edge", roads), ("obstacle", others))
        walls = [_lines(network, table, rows, self.scale) for table, rows in tables]
        self.walls = shapely.STRtree(np.concatenate(walls))

    def snap(self, at: LonLat, table: CostTable) -> list[Snapped]:
        """Return the nearest usable passage, alone, when it lies within 30 m; else nothing."""
        return self.around(at, REACH_M).snap(table)

    def list_streets(self, at: LonLat, table: CostTable) -> list[Snapped]:
        """Return the nearest point of each of up to three streets within 200 m, nearest first.

        Passages of one name, and of one way without a name, are one street.
        """
        streets: dict[object, Snapped] = {}
        for near in self.around(at, ASK_REACH_M).iter_usable(table):
            streets.setdefault(self._street(near), near)
            if len(streets) == MOST_CANDIDATES:
                break
        return list(streets.values())

    def _street(self, near: Snapped) -> object:
        way = int(self.network.column("edge_osm")[near.spot.edge, 0])
        return near.name or way or (near.spot.edge,)

    def cut_off(self, point: shapely.Point, foot: shapely.Point, edge: int) -> bool:
        """Tell whether another big road, a railway or water lies between."""
        gap = point.distance(foot)
        if gap < 1:
            return False
        way = shapely.ops.substring(shapely.LineString([point, foot]), TOUCH_M, gap - TOUCH_M)
        between = self.walls.query(way, predicate="intersects")
        return bool((self.wall_edge[between] != edge).any())

    def around(self, at: LonLat, reach_m: float = REACH_M) -> Around:
        """Return what lies within reach of a coordinate, whoever may use it."""
        return self.list_around([at], reach_m)[0]

    def list_around(self, places: Sequence[LonLat], reach_m: float = REACH_M) -> list[Around]:
        """Return what lies within reach of each of some coordinates."""
        points = shapely.points(self.scale * np.asarray(places))
        of, hits = self.tree.query(points, predicate="dwithin", distance=reach_m)
        gaps = shapely.distance(self.lines[hits], points[of])
        order = np.lexsort((self.rows[hits], gaps, of))
        begins = np.searchsorted(of[order], np.arange(len(points) + 1)).tolist()
        found = []
        for number, at in enumerate(places):
            near = order[begins[number] : begins[number + 1]]
            found.append(Around(self, at, points[number], hits[near], gaps[near]))
        return found


class Around:
    """The passages within reach of one coordinate, nearest first, for any traveller."""

    def __init__(
        self,
        snapper: Snapper,
        at: LonLat,
        point: shapely.Point,
        hits: npt.NDArray[np.intp],
        gaps: npt.NDArray[np.float64],
    ) -> None:
        """Keep them; ``at`` is (lon, lat), ``point`` the same in metres."""
        self.snapper, self.at, self.point = snapper, at, point
        self.hits, self.gaps = hits, gaps
        self._kept: dict[int, Snapped | None] = {}

    def snap(self, table: CostTable) -> list[Snapped]:
        """Return the nearest usable passage, alone; nothing when there is none."""
        return list(islice(self.iter_usable(table), 1))

    def iter_usable(self, table: CostTable) -> Iterator[Snapped]:
        """Yield what this traveller is not refused and nothing cuts off, nearest first."""
        for number, edge in enumerate(self.snapper.rows[self.hits].tolist()):
            if table.edge_refused[:, edge].all():
                continue
            if number not in self._kept:
                self._kept[number] = self._find(number, edge)
            snapped = self._kept[number]
            if snapped is not None:
                yield snapped

    def _find(self, number: int, edge: int) -> Snapped | None:
        """Return the position on one of the passages; None where something cuts it off."""
        snapper, gap = self.snapper, float(self.gaps[number])
        line = snapper.lines[self.hits[number]]
        share = float(line.project(self.point, normalized=True))
        foot = line.interpolate(share, normalized=True)
        if snapper.cut_off(self.point, foot, edge):
            return None
        position = (foot.x / snapper.scale[0], foot.y / snapper.scale[1])
        name = snapper.network.text(int(snapper.network.column("edge_name_ja")[edge]))
        return Snapped(Spot(edge=edge, share=share), gap, position, name)


def _lines(
    network: Network, table: str, rows: npt.NDArray[np.intp], scale: npt.NDArray[np.float64]
) -> npt.NDArray[np.object_]:
    """Return the lines of edges, or of obstacles, in metres."""
    offsets = network.column(f"{table}_line_offsets")
    counts = (offsets[1:] - offsets[:-1])[rows]
    owner = np.repeat(np.arange(len(rows)), counts)
    first = np.repeat(offsets[rows] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    coords = network.column(f"{table}_line_xy")[first + np.arange(counts.sum())] / DEGREE * scale
    lines: npt.NDArray[np.object_] = shapely.linestrings(coords, indices=owner)
    return lines
