"""Where one can get instead: the nearest reachable point, other exits, other stations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from routeguide.model.geodesy import distance_m, metres_per_degree
from routeguide.model.passage import LonLat
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import NearestReachable, OtherEnd
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.flags import CONNECTOR, SCHEMATIC
from routeguide.network.store import Network
from routeguide.routing.blockers import where_is
from routeguide.routing.cost import CostTable, with_edge_cost
from routeguide.routing.places import list_group
from routeguide.routing.reach import reach, reach_back
from routeguide.routing.search import find_path
from routeguide.routing.steps import Found, Spot, Step, tail_of
from routeguide.routing.timed_path import MOST_ROUNDS, find_timed_path
from routeguide.routing.timing import Closed, find_closed, step_seconds

Closures = Sequence[tuple[Step, Closed]]

Candidate = tuple[float, str, Place, list[int]]
"""A place with what it costs to get to or from it, its id, and its nodes."""

MOST_OTHERS = 3
NEARBY_M = 3000.0
LEAST_GAIN_M = 20.0
"""A point that is not 20 m nearer to the destination than the start is of no use."""


def find_nearest(
    network: Network,
    table: CostTable,
    starts: Sequence[Spot],
    origin: LonLat,
    goal: LonLat,
    depart_at: datetime,
    closed: Closures = (),
) -> NearestReachable | None:
    """Return the outdoor point nearest to ``goal`` that can be reached; None when none is nearer.

    Nearest is meant in a straight line; of equally near points the one that
    costs least. ``closed`` is what a search has found closed on arrival; what
    else is closed on the way there is gone round as well.
    """
    met = list(closed)
    for _ in range(MOST_ROUNDS):
        open_now = _without(network, table, met)
        found = _nearest_node(network, open_now, starts, goal)
        if found is None or distance_m(origin, goal) - found[1] < LEAST_GAIN_M:
            return None
        path = find_path(network, open_now, starts, [Spot(node=found[0])])
        if path is None or not path.steps:
            return None
        unknown_too = table.policy is UnknownPolicy.REFUSE
        shut = find_closed(network, table, path.steps, depart_at, unknown_too=unknown_too)
        if not shut:
            return _reachable(network, table, path, found)
        met += [(path.steps[one.number], one) for one in shut]
    return None


def _without(network: Network, table: CostTable, closed: Closures) -> CostTable:
    """Return a table in which what is closed on arrival is not passed."""
    if not closed:
        return table
    edge, point = table.edge_cost.copy(), table.point_cost.copy()
    for step, one in closed:
        if one.at_point:
            point[tail_of(network, step)] = np.inf
        else:
            edge[int(step.backward), step.edge] = np.inf
    return with_edge_cost(network, replace(table, point_cost=point), edge)


def _nearest_node(
    network: Network, table: CostTable, starts: Sequence[Spot], goal: LonLat
) -> tuple[int, float] | None:
    """Return the reachable outdoor node nearest to ``goal`` and the metres between them."""
    found = reach(network, table, starts)
    if found is None:
        return None
    costs = found[0][: network.node_count]
    reached = np.flatnonzero(np.isfinite(costs) & _is_outdoors(network))
    if not len(reached):
        return None
    left = _distances(network, reached, goal)
    best = np.lexsort((costs[reached], left.round(1)))[0]
    return int(reached[best]), float(left[best])


def _reachable(
    network: Network, table: CostTable, path: Found, found: tuple[int, float]
) -> NearestReachable:
    node, left_m = found
    metres, seconds = _figures(network, table, path)
    last = path.steps[-1]
    where = where_is(network.passage(last.edge, backward=last.backward))
    return NearestReachable(network.lonlat(node), where, metres, seconds, round(left_m, 1))


def _is_outdoors(network: Network) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Where a node lies on a way outdoors that is drawn as it is."""
    hidden = network.column("edge_flags") & (CONNECTOR | SCHEMATIC) != 0
    outdoors = np.zeros(network.node_count, dtype=bool)
    for end in ("edge_start", "edge_end"):
        outdoors[network.column(end)[~hidden]] = True
    return outdoors


def _distances(
    network: Network, nodes: np.ndarray[tuple[int], np.dtype[np.intp]], goal: LonLat
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    east, north = metres_per_degree(goal[1])
    offset = network.column("node_xy")[nodes] / 1e7 - np.asarray(goal)
    metres: np.ndarray[tuple[int], np.dtype[np.float64]] = np.hypot(
        offset[:, 0] * east, offset[:, 1] * north
    )
    return metres


def list_other_starts(
    network: Network, table: CostTable, origin: Place, ends: Sequence[Spot], depart_at: datetime
) -> list[OtherEnd]:
    """Return exits of this station, then near stations, from which the destination is reached."""
    costs = reach_back(network, table, ends)
    found = []
    for place, nodes in _candidates(network, origin, costs):
        spots = [Spot(node=node) for node in nodes]
        path = find_timed_path(network, table, spots, ends, depart_at).found
        if path is not None:
            found.append(OtherEnd(place, *_figures(network, table, path)))
    return found


def list_other_ends(
    network: Network,
    table: CostTable,
    starts: Sequence[Spot],
    destination: Place,
    depart_at: datetime,
) -> list[OtherEnd]:
    """Return exits of the destination's station, then near stations, that can be reached."""
    reached = reach(network, table, starts)
    if reached is None:
        return []
    found = []
    for place, nodes in _candidates(network, destination, reached[0][: network.node_count]):
        spots = [Spot(node=node) for node in nodes]
        path = find_timed_path(network, table, starts, spots, depart_at).found
        if path is not None:
            found.append(OtherEnd(place, *_figures(network, table, path)))
    return found


def _candidates(
    network: Network, place: Place, costs: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> list[tuple[Place, list[int]]]:
    """Return exits of a place's station and stations nearby that cost something finite."""
    if place.kind is PlaceKind.FACILITY:
        return []
    own = {p.id for p in list_group(network, place)} | {place.parent or place.id}
    exits: list[Candidate] = []
    stations: list[Candidate] = []
    for other in network.places.values():
        nodes = _nodes_of(network, other)
        cost = min((float(costs[node]) for node in nodes), default=np.inf)
        if not np.isfinite(cost) or other.id == place.id:
            continue
        if other.kind is PlaceKind.EXIT and other.parent in own:
            exits.append((cost, other.id, other, nodes))
        elif other.kind is PlaceKind.STATION and other.id not in own and _is_near(place, other):
            stations.append((cost, other.id, other, nodes))
    best = [*sorted(exits)[:MOST_OTHERS], *_one_a_name(sorted(stations))[:MOST_OTHERS]]
    return [(found, nodes) for _, _, found, nodes in best]


def _one_a_name(rows: Sequence[Candidate]) -> list[Candidate]:
    """Return the first of the stations of each name: people are told of one (豊島園)."""
    found: dict[str, Candidate] = {}
    for row in rows:
        found.setdefault(row[2].group or row[2].id, row)
    return list(found.values())


def _nodes_of(network: Network, place: Place) -> list[int]:
    if place.kind is PlaceKind.STATION:
        return list(network.starts.get(place.id, ()))
    node = network.place_node.get(place.id)
    return [node] if place.kind is PlaceKind.EXIT and node is not None else []


def _is_near(place: Place, other: Place) -> bool:
    if place.lonlat is None or other.lonlat is None:
        return False
    return distance_m(place.lonlat, other.lonlat) <= NEARBY_M


def _figures(network: Network, table: CostTable, path: Found) -> tuple[float, float]:
    lengths = network.column("edge_length_m")
    metres = sum(float(lengths[s.edge]) * (s.end - s.begin) for s in path.steps)
    return round(metres, 1), float(step_seconds(table, path.steps).sum())
