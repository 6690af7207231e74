"""Roads crossed: where a passage crosses a road without a shared node, and where signals stand.

A road and a passage that cross on the same layer without a common node (99
places in the Nerima extract) would otherwise be crossed in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import shapely

from routeguide.model.geodesy import distance_m, metres_per_degree
from routeguide.model.passage import LonLat
from routeguide.model.vocabulary import Kind, RoadClass
from routeguide.network.draft import BIG_ROADS, Crossed, Draft, DraftEdge

SIGNAL_REACH_M = 20.0
"""A crossing movement this near to a junction signal is 信号のある交差点 (design/network.md)."""

INDOORS = frozenset({Kind.LIFT, Kind.CORRIDOR, Kind.PLATFORM, Kind.TICKET_GATE})


def find_crossed_roads(draft: Draft) -> None:
    """Fill ``draft.crossed`` with the big roads each edge crosses without sharing a node."""
    edges = [e for e in draft.edges.values() if e.kind not in INDOORS and len(e.line) > 1]
    roads = [e for e in edges if e.road_class in BIG_ROADS]
    if not roads:
        return
    tree = shapely.STRtree([shapely.LineString(r.line) for r in roads])
    coords, owner = flatten(e.line for e in edges)
    lines = np.asarray(shapely.linestrings(coords, indices=owner))
    crossing, road_index = tree.query(lines, predicate="crosses")
    for i, j in sorted(zip(crossing.tolist(), road_index.tolist(), strict=True)):
        edge, road = edges[i], roads[j]
        if not _same_ground(edge, road) or edge is road:
            continue
        _note_crossing(draft, edge, road, shapely.intersection(lines[i], tree.geometries[j]))


def _same_ground(edge: DraftEdge, road: DraftEdge) -> bool:
    """Whether both run at one height: same layer, neither bridge nor tunnel alone."""
    return edge.layer == road.layer and edge.bridge == road.bridge and edge.tunnel == road.tunnel


def _note_crossing(draft: Draft, edge: DraftEdge, road: DraftEdge, where: shapely.Geometry) -> None:
    if edge.road_class in BIG_ROADS and edge.names.get("ja") == road.names.get("ja"):
        return
    line = shapely.LineString(edge.line)
    for part in shapely.get_parts(where):
        point = part.centroid
        share = line.project(point, normalized=True)
        at = (point.x, point.y)
        crossed = Crossed(
            offset_m=share * edge.length_m,
            road_class=road.road_class or RoadClass.UNCLASSIFIED,
            name=road.names.get("ja"),
            signal=signal_near(draft, at),
        )
        draft.crossed.setdefault(edge.key, []).append(crossed)


def signal_near(draft: Draft, at: LonLat) -> bool | None:
    """Return True where a mapped signal stands within reach, else None (not known)."""
    east, north = metres_per_degree(at[1])
    reach = (SIGNAL_REACH_M / east, SIGNAL_REACH_M / north)
    near = (
        s for s in draft.signals if abs(s[0] - at[0]) <= reach[0] and abs(s[1] - at[1]) <= reach[1]
    )
    return True if any(distance_m(at, s) <= SIGNAL_REACH_M for s in near) else None


def flatten(
    lines: Iterable[Sequence[LonLat]],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.intp]]:
    """Return all coordinates (n x 2: lon, lat) and the number of the line each belongs to."""
    coords: list[LonLat] = []
    owner: list[int] = []
    for number, line in enumerate(lines):
        coords.extend(line)
        owner.extend([number] * len(line))
    return np.asarray(coords, dtype=np.float64), np.asarray(owner, dtype=np.intp)
