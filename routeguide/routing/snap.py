"""Put a free coordinate on the network: the nearest passages this traveller may use.

Within 30 m, without crossing a road of tertiary class or above, a railway,
water or a building where these are known (routing.md, "Start and end").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
import shapely

from routeguide.model.geodesy import metres_per_degree
from routeguide.model.passage import LonLat
from routeguide.model.vocabulary import Kind, RoadClass, code_of
from routeguide.network.flags import BRIDGE, CONNECTOR, PLANNED, SCHEMATIC, TUNNEL
from routeguide.network.store import DEGREE, Network
from routeguide.routing.cost import CostTable
from routeguide.routing.judge import kind_mask
from routeguide.routing.search import Spot

REACH_M = 30.0
ASK_REACH_M = 200.0
MOST_CANDIDATES = 3

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
        self.lines = _lines(network, self.rows, self.scale)
        self.tree = shapely.STRtree(self.lines)
        big = network.column("edge_class")[self.rows] >= code_of(RoadClass.TERTIARY)
        self.road = big & ~kind_mask(kinds[self.rows], {Kind.CROSSING})

    def snap(self, at: LonLat, table: CostTable) -> list[Snapped]:
        """Return the nearest usable passage, alone, when it lies within 30 m; else nothing."""
        return list(islice(self._iter_near(at, table, REACH_M), 1))

    def list_near(self, at: LonLat, table: CostTable, reach_m: float) -> list[Snapped]:
        """Return usable passages within reach that no big road cuts off, nearest first."""
        return list(self._iter_near(at, table, reach_m))

    def _iter_near(self, at: LonLat, table: CostTable, reach_m: float) -> Iterator[Snapped]:
        point = shapely.Point(*(self.scale * at))
        hits = self.tree.query(point, predicate="dwithin", distance=reach_m)
        gaps = shapely.distance(self.lines[hits], point)
        for number in np.lexsort((self.rows[hits], gaps)).tolist():
            hit, gap = int(hits[number]), float(gaps[number])
            edge = int(self.rows[hit])
            if table.edge_refused[:, edge].all():
                continue
            snapped, foot = self._foot(hit, point, gap)
            if not self._cut_off(point, foot, hit, hits[gaps <= gap]):
                yield snapped

    def _foot(self, hit: int, point: shapely.Point, gap: float) -> tuple[Snapped, shapely.Point]:
        line, edge = self.lines[hit], int(self.rows[hit])
        share = float(line.project(point, normalized=True))
        foot = line.interpolate(share, normalized=True)
        position = (foot.x / self.scale[0], foot.y / self.scale[1])
        name = self.network.text(int(self.network.column("edge_name_ja")[edge]))
        return Snapped(Spot(edge=edge, share=share), gap, position, name), foot

    def _cut_off(
        self, point: shapely.Point, foot: shapely.Point, own: int, nearer: npt.NDArray[np.intp]
    ) -> bool:
        """Tell whether a big road lies between: only what is nearer can."""
        roads = [hit for hit in nearer.tolist() if self.road[hit] and hit != own]
        if not roads or point.distance(foot) < 1:
            return False
        way = shapely.LineString([point, foot])
        return bool(shapely.crosses(self.lines[roads], way).any())


def _lines(
    network: Network, rows: npt.NDArray[np.intp], scale: npt.NDArray[np.float64]
) -> npt.NDArray[np.object_]:
    """Return the lines of edges in metres."""
    offsets = network.column("edge_line_offsets")
    counts = (offsets[1:] - offsets[:-1])[rows]
    owner = np.repeat(np.arange(len(rows)), counts)
    first = np.repeat(offsets[rows] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    coords = network.column("edge_line_xy")[first + np.arange(counts.sum())] / DEGREE * scale
    lines: npt.NDArray[np.object_] = shapely.linestrings(coords, indices=owner)
    return lines
