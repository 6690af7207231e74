"""Join places to the network by connectors of at most 75 m.

A connector is a line of ours that nobody has walked: kind path, nothing
known, so every traveller with needs finds it unverified. It never crosses a
railway, water or a big road that is drawn on the ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely

from routeguide.model.geodesy import distance_m, length_m, metres_per_degree, point_along
from routeguide.model.passage import LonLat
from routeguide.model.values import Fact
from routeguide.model.vocabulary import Access, Kind
from routeguide.network.draft import BIG_ROADS, GROUND_KINDS, Draft, DraftEdge, DraftNode

REACH_M = 75.0
MOST_CONNECTORS = 3
SAME_END_M = 1.0
"""A foot this near to the end of a passage uses that end."""


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of a place on a passage: the offset along it and the gap between, in metres."""

    edge: str
    offset_m: float
    gap_m: float
    at: LonLat


class Joiner:
    """Finds the feet of places on the passages of a draft, all in one go, then cuts them."""

    def __init__(self, draft: Draft, obstacles: Sequence[shapely.LineString]) -> None:
        """Index the passages that a place can be joined to and what may not be crossed."""
        self.draft = draft
        self.edges = [e for e in draft.edges.values() if can_be_joined(e)]
        self.tree = shapely.STRtree([shapely.LineString(e.line) for e in self.edges])
        roads = [e for e in draft.edges.values() if e.road_class in BIG_ROADS and e.on_ground]
        self.obstacles = shapely.STRtree(
            [*obstacles, *(shapely.LineString(road.line) for road in roads)]
        )
        self.wanted: list[tuple[str, Foot]] = []

    def join(self, key: str, at: LonLat, *, reach_m: float = REACH_M) -> list[Foot]:
        """Ask for up to three connectors from node ``key`` at ``at`` to different ways.

        Returns the feet, nearest first; empty when nothing lies within reach
        that can be reached without crossing an obstacle.
        """
        feet: list[Foot] = []
        ways: set[object] = set()
        for foot, edge in self._feet_by_gap(at, reach_m):
            way = edge.osm.way if edge.osm else edge.key
            if way in ways or self._is_cut_off(at, foot):
                continue
            ways.add(way)
            feet.append(foot)
            if len(feet) == MOST_CONNECTORS:
                break
        self.wanted.extend((key, foot) for foot in feet)
        return feet

    def _feet_by_gap(self, at: LonLat, reach_m: float) -> list[tuple[Foot, DraftEdge]]:
        east, north = metres_per_degree(at[1])
        box = shapely.box(
            at[0] - reach_m / east, at[1] - reach_m / north,
            at[0] + reach_m / east, at[1] + reach_m / north,
        )  # fmt: skip
        found = []
        for index in self.tree.query(box).tolist():
            edge = self.edges[index]
            foot = foot_on(edge, at)
            if foot.gap_m <= reach_m:
                found.append((foot, edge))
        return sorted(found, key=lambda pair: (pair[0].gap_m, pair[1].key))

    def _is_cut_off(self, at: LonLat, foot: Foot) -> bool:
        """Whether the straight line to the foot crosses an obstacle before it arrives."""
        if foot.gap_m <= SAME_END_M:
            return False
        short = 1 - min(0.5, SAME_END_M / foot.gap_m)
        end = (at[0] + (foot.at[0] - at[0]) * short, at[1] + (foot.at[1] - at[1]) * short)
        line = shapely.LineString([at, end])
        return len(self.obstacles.query(line, predicate="intersects")) > 0

    def cut_and_connect(self) -> None:
        """Cut the passages at all feet asked for and add the connectors."""
        cuts: dict[str, dict[float, str]] = {}
        ends: list[tuple[str, str, Foot]] = []
        for key, foot in self.wanted:
            ends.append((key, self._end_node(foot, cuts), foot))
        for edge_key, offsets in cuts.items():
            self.draft.split_edge(edge_key, offsets)
        for key, end, _foot in ends:
            self._connect(key, end)
        self.wanted.clear()

    def _end_node(self, foot: Foot, cuts: dict[str, dict[float, str]]) -> str:
        edge = self.draft.edges[foot.edge]
        if foot.offset_m <= SAME_END_M:
            return edge.start
        if foot.offset_m >= edge.length_m - SAME_END_M:
            return edge.end
        offset = round(foot.offset_m, 1)
        near = [o for o in cuts.get(foot.edge, {}) if abs(o - offset) <= SAME_END_M]
        offset = near[0] if near else offset
        return cuts.setdefault(foot.edge, {}).setdefault(offset, f"join:{foot.edge}@{offset:g}")

    def _connect(self, key: str, end: str) -> None:
        line = (self.draft.nodes[key].lonlat, self.draft.nodes[end].lonlat)
        self.draft.add_edge(
            DraftEdge(
                key=f"ward:join:{key}/{end}",
                start=key,
                end=end,
                kind=Kind.PATH,
                line=line,
                length_m=length_m(line),
                connector=True,
            )
        )


def can_be_joined(edge: DraftEdge) -> bool:
    """Tell whether a place beside the passage may be joined to it: open ways on the ground."""
    access = edge.values.get("access")
    closed = isinstance(access, Fact) and access.value == Access.NO
    return edge.kind in GROUND_KINDS and edge.on_ground and not closed and not edge.connector


def foot_on(edge: DraftEdge, at: LonLat) -> Foot:
    """Return the nearest point of a passage to ``at``, with offset and gap in metres."""
    east, north = metres_per_degree(at[1])
    scaled = shapely.LineString([(x * east, y * north) for x, y in edge.line])
    offset = scaled.project(shapely.Point(at[0] * east, at[1] * north))
    offset_m = min(edge.length_m, offset)
    foot = point_along(edge.line, offset_m)
    return Foot(edge.key, offset_m, distance_m(at, foot), foot)


def add_node(draft: Draft, key: str, at: LonLat, *, level: float | None = None) -> None:
    """Add a node of ours; an existing one stays."""
    draft.nodes.setdefault(key, DraftNode(at, level=level))


def lines_of(rows: Iterable[Sequence[LonLat]]) -> list[shapely.LineString]:
    """Return shapely lines of coordinate rows with at least two points."""
    return [shapely.LineString(row) for row in rows if len(row) > 1]
