"""Put a free coordinate on the network: the nearest passages this traveller may use.

Within 30 m, without crossing a road of tertiary class or above, a railway,
water or a building where these are known (routing.md, "Start and end").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from routeguide.model.geodesy import distance_m, metres_per_degree
from routeguide.model.passage import LonLat
from routeguide.model.vocabulary import Kind, RoadClass, code_of
from routeguide.network.flags import BRIDGE, CONNECTOR, PLANNED, SCHEMATIC, TUNNEL
from routeguide.network.store import Network
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
    """Finds passages near a coordinate; the tree is built once a network."""

    def __init__(self, network: Network) -> None:
        """Index all passages that lie outdoors on the ground."""
        self.network = network
        kinds, flags = network.column("edge_kind"), network.column("edge_flags")
        hidden = flags & (CONNECTOR | SCHEMATIC | PLANNED | BRIDGE | TUNNEL)
        usable = kind_mask(kinds, SNAPPED_KINDS) & (hidden == 0)
        self.rows = np.flatnonzero(usable)
        self.lines = _lines(network, self.rows)
        self.tree = shapely.STRtree(self.lines)
        big = network.column("edge_class")[self.rows] >= code_of(RoadClass.TERTIARY)
        self.road = big & ~kind_mask(kinds[self.rows], {Kind.CROSSING})

    def snap(self, at: LonLat, table: CostTable) -> list[Snapped]:
        """Return the nearest usable passage, alone, when it lies within 30 m; else nothing."""
        near = self.list_near(at, table, REACH_M)
        return near[:1]

    def list_near(self, at: LonLat, table: CostTable, reach_m: float) -> list[Snapped]:
        """Return usable passages within reach that no big road cuts off, nearest first."""
        east, north = metres_per_degree(at[1])
        box = shapely.box(
            at[0] - reach_m / east, at[1] - reach_m / north,
            at[0] + reach_m / east, at[1] + reach_m / north,
        )  # fmt: skip
        hits = self.tree.query(box)
        found = []
        for hit in hits.tolist():
            edge = int(self.rows[hit])
            if table.edge_refused[:, edge].all():
                continue
            snapped = self._foot(hit, edge, at, (east, north))
            if snapped.gap_m <= reach_m and not self._cut_off(at, snapped, hit, hits):
                found.append(snapped)
        return sorted(found, key=lambda s: (s.gap_m, s.spot.edge or 0))

    def _foot(self, hit: int, edge: int, at: LonLat, scale: tuple[float, float]) -> Snapped:
        scaled = shapely.transform(self.lines[hit], lambda xy: xy * np.asarray(scale))
        point = shapely.Point(at[0] * scale[0], at[1] * scale[1])
        share = float(scaled.project(point, normalized=True))
        foot = scaled.interpolate(share, normalized=True)
        position = (foot.x / scale[0], foot.y / scale[1])
        name = self.network.text(int(self.network.column("edge_name_ja")[edge]))
        return Snapped(Spot(edge=edge, share=share), distance_m(at, position), position, name)

    def _cut_off(self, at: LonLat, snapped: Snapped, own: int, hits: npt.NDArray[np.intp]) -> bool:
        if snapped.gap_m < 1:
            return False
        line = shapely.LineString([at, snapped.at])
        others = [h for h in hits.tolist() if self.road[h] and h != own]
        return any(line.crosses(self.lines[h]) for h in others)


def _lines(network: Network, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.object_]:
    offsets = network.column("edge_line_offsets")
    counts = (offsets[1:] - offsets[:-1])[rows]
    owner = np.repeat(np.arange(len(rows)), counts)
    first = np.repeat(offsets[rows] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    coords = network.column("edge_line_xy")[first + np.arange(counts.sum())] / 1e7
    lines: npt.NDArray[np.object_] = shapely.linestrings(coords, indices=owner)
    return lines
