"""Ward routes: matched to the passages that are there, else drawn as passages of their own."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import shapely

from routeguide.model.geodesy import (
    bearing_deg,
    distance_m,
    length_m,
    metres_per_degree,
    point_along,
    turn_deg,
)
from routeguide.model.passage import LonLat
from routeguide.model.vocabulary import Kind
from routeguide.network.draft import Crossed, Draft, DraftEdge, DraftNode
from routeguide.network.tags.ways import read_way
from routeguide.network.ward_types import WardLeg, WardRoute

STEP_M = 5.0
MATCH_REACH_M = 8.0
MATCH_TURN_DEG = 30.0
MATCHED_LEG = 0.8
"""Share of a leg's length that must lie on passages for the leg to count as matched."""
MATCHED_EDGE = 0.6
"""Share of a passage's length that a route must cover for the passage to belong to it."""
JOIN_REACH_M = 20.0


def add_ward_routes(draft: Draft, routes: Iterable[WardRoute]) -> None:
    """Match every leg to drawn passages; a leg without a match becomes a passage of its own.

    Matching looks at distance and bearing every 5 m. Unmatched legs are noted
    for the quality report and joined to the nearest node at either end.
    """
    matcher = Matcher(draft) if draft.edges else None
    for route in routes:
        covered: dict[str, float] = {}
        for number, leg in enumerate(route.legs, 1):
            if matcher is None or not matcher.cover(leg, covered):
                _add_leg(draft, route, number, leg)
                if matcher is not None:
                    draft.note(
                        "道路網に合わせられなかった候補ルートの区間", f"{route.route_id}/{number}"
                    )
        for key, metres in covered.items():
            edge = draft.edges[key]
            if metres >= MATCHED_EDGE * edge.length_m and edge.ward_route is None:
                edge.ward_route = route.route_id
        if matcher is None:
            _add_ends(draft, route)
            _add_crossed(draft, route)
    if matcher is not None:
        _join_loose_ends(draft)


class Matcher:
    """Finds the passage under a point and a bearing."""

    def __init__(self, draft: Draft) -> None:
        """Index the passages of the draft as they are now."""
        self.edges = [e for e in draft.edges.values() if not e.connector and e.length_m > 0]
        self.tree = shapely.STRtree([shapely.LineString(e.line) for e in self.edges])

    def cover(self, leg: WardLeg, covered: dict[str, float]) -> bool:
        """Add the metres of passages that lie under the leg; tell whether it is matched."""
        length = length_m(leg.line)
        steps = max(2, round(length / STEP_M))
        hits: list[str] = []
        for index in range(steps):
            middle = length * (index + 0.5) / steps
            found = self._edge_under(leg.line, middle, length)
            if found:
                hits.append(found)
        if len(hits) < MATCHED_LEG * steps:
            return False
        for key in hits:
            covered[key] = covered.get(key, 0.0) + length / steps
        return True

    def _edge_under(self, line: Sequence[LonLat], offset_m: float, length: float) -> str | None:
        at = point_along(line, offset_m)
        ahead = point_along(line, min(length, offset_m + 2))
        behind = point_along(line, max(0.0, offset_m - 2))
        wanted = bearing_deg(behind, ahead)
        east, north = metres_per_degree(at[1])
        box = shapely.box(
            at[0] - MATCH_REACH_M / east, at[1] - MATCH_REACH_M / north,
            at[0] + MATCH_REACH_M / east, at[1] + MATCH_REACH_M / north,
        )  # fmt: skip
        best: tuple[float, str] | None = None
        for index in self.tree.query(box).tolist():
            edge = self.edges[index]
            gap, bearing = gap_and_bearing(edge.line, at)
            turn = abs(turn_deg(bearing, wanted))
            if gap <= MATCH_REACH_M and min(turn, 180 - turn) <= MATCH_TURN_DEG:
                best = min(best, (gap, edge.key)) if best else (gap, edge.key)
        return best[1] if best else None


def gap_and_bearing(line: Sequence[LonLat], at: LonLat) -> tuple[float, float]:
    """Return the distance in metres from a line and its bearing at the nearest piece."""
    east, north = metres_per_degree(at[1])
    best = (float("inf"), 0.0)
    for a, b in itertools.pairwise(line):
        ax, ay = (a[0] - at[0]) * east, (a[1] - at[1]) * north
        dx, dy = (b[0] - a[0]) * east, (b[1] - a[1]) * north
        square = dx * dx + dy * dy
        if square == 0:
            continue
        share = min(1.0, max(0.0, -(ax * dx + ay * dy) / square))
        gap = ((ax + share * dx) ** 2 + (ay + share * dy) ** 2) ** 0.5
        if gap < best[0]:
            best = (gap, bearing_deg(a, b))
    return best


def corner_key(at: LonLat) -> str:
    """Return the node key of a route's corner; corners at one place are one node."""
    return f"ward:at/{at[0]:.5f},{at[1]:.5f}"


def _add_leg(draft: Draft, route: WardRoute, number: int, leg: WardLeg) -> None:
    start, end = corner_key(leg.line[0]), corner_key(leg.line[-1])
    draft.nodes.setdefault(start, DraftNode(leg.line[0]))
    draft.nodes.setdefault(end, DraftNode(leg.line[-1]))
    if leg.at_end == "信号":
        draft.signals.append(leg.line[-1])
    reading = read_way({"highway": str(leg.road_class or "footway")}, checked_on=None)
    draft.add_edge(
        DraftEdge(
            key=f"ward:{route.route_id}/{number}",
            start=start,
            end=end,
            kind=leg.kind,
            line=leg.line,
            length_m=length_m(leg.line),
            road_class=leg.road_class,
            values=reading.values if reading else {},
            names={"ja": leg.name} if leg.name else {},
            ward_route=route.route_id,
        )
    )


def _add_ends(draft: Draft, route: WardRoute) -> None:
    """Join a route that stands alone to its exit and to its facility."""
    first, last = route.legs[0].line[0], route.legs[-1].line[-1]
    start = route.from_exit_id or route.from_station_id
    for place, corner in ((start, first), (route.to_facility_id, last)):
        key = corner_key(corner)
        at = route.from_point if corner == first else route.to_point
        draft.nodes.setdefault(place, DraftNode(at))
        line = (draft.nodes[place].lonlat, corner)
        draft.add_edge(
            DraftEdge(
                key=f"ward:route:{route.route_id}:{place}",
                start=place,
                end=key,
                kind=Kind.PATH,
                line=line,
                length_m=length_m(line),
                connector=True,
            )
        )


def _add_crossed(draft: Draft, route: WardRoute) -> None:
    """Put each road that the route is told to cross on the nearest of its legs."""
    prefix = f"ward:{route.route_id}/"
    legs = [e for key, e in draft.edges.items() if key.startswith(prefix)]
    for crossing in route.roads_crossed:
        at = crossing.at
        edge = min(legs, key=lambda e: gap_and_bearing(e.line, at)[0])
        offset = _offset_of(edge, at)
        draft.crossed.setdefault(edge.key, []).append(
            Crossed(offset, crossing.road_class, crossing.name, crossing.signal_at_junction)
        )


def _offset_of(edge: DraftEdge, at: LonLat) -> float:
    east, north = metres_per_degree(at[1])
    line = shapely.LineString([(x * east, y * north) for x, y in edge.line])
    return float(line.project(shapely.Point(at[0] * east, at[1] * north)))


def _join_loose_ends(draft: Draft) -> None:
    """Connect the ends of unmatched legs to the nearest node of the network within 20 m."""
    loose = [key for key in draft.nodes if key.startswith("ward:at/")]
    others = [key for key in draft.nodes if key.startswith("n")]
    if not loose or not others:
        return
    tree = shapely.STRtree([shapely.Point(draft.nodes[key].lonlat) for key in others])
    for key in loose:
        at = draft.nodes[key].lonlat
        near = others[int(tree.nearest(shapely.Point(at)))]
        line = (at, draft.nodes[near].lonlat)
        if distance_m(*line) <= JOIN_REACH_M:
            draft.add_edge(
                DraftEdge(
                    key=f"ward:join:{key}/{near}",
                    start=key,
                    end=near,
                    kind=Kind.PATH,
                    line=line,
                    length_m=length_m(line),
                    connector=True,
                )
            )
