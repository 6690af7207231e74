"""Where one can get instead: the nearest reachable point, other exits, other stations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from routeguide.model.geodesy import distance_m, metres_per_degree
from routeguide.model.passage import LonLat
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import NearestReachable, OtherEnd
from routeguide.network.flags import CONNECTOR, SCHEMATIC
from routeguide.network.store import Network
from routeguide.routing.blockers import where_is
from routeguide.routing.cost import CostTable
from routeguide.routing.places import list_group
from routeguide.routing.search import Found, Spot, find_path, reach, reach_back
from routeguide.routing.timing import step_seconds

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
) -> NearestReachable | None:
    """Return the outdoor point nearest to ``goal`` that can be reached; None when none is nearer.

    Nearest is meant in a straight line; of equally near points the one that costs least.
    """
    found = reach(network, table, starts)
    if found is None:
        return None
    costs = found[0][: network.node_count]
    reached = np.flatnonzero(np.isfinite(costs) & _is_outdoors(network))
    if not len(reached):
        return None
    left = _distances(network, reached, goal)
    best = np.lexsort((costs[reached], left.round(1)))[0]
    node, left_m = int(reached[best]), float(left[best])
    if distance_m(origin, goal) - left_m < LEAST_GAIN_M:
        return None
    path = find_path(network, table, starts, [Spot(node=node)])
    if path is None or not path.steps:
        return None
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
    network: Network, table: CostTable, origin: Place, ends: Sequence[Spot]
) -> list[OtherEnd]:
    """Return exits of this station, then near stations, from which the destination is reached."""
    costs = reach_back(network, table, ends)
    found = []
    for place, nodes in _candidates(network, origin, costs):
        path = find_path(network, table, [Spot(node=node) for node in nodes], ends)
        if path is not None:
            found.append(OtherEnd(place, *_figures(network, table, path)))
    return found


def list_other_ends(
    network: Network, table: CostTable, starts: Sequence[Spot], destination: Place
) -> list[OtherEnd]:
    """Return exits of the destination's station, then near stations, that can be reached."""
    reached = reach(network, table, starts)
    if reached is None:
        return []
    found = []
    for place, nodes in _candidates(network, destination, reached[0][: network.node_count]):
        path = find_path(network, table, starts, [Spot(node=node) for node in nodes])
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
    exits: list[tuple[float, str, Place, list[int]]] = []
    stations: list[tuple[float, str, Place, list[int]]] = []
    for other in network.places.values():
        nodes = _nodes_of(network, other)
        cost = min((float(costs[node]) for node in nodes), default=np.inf)
        if not np.isfinite(cost) or other.id == place.id:
            continue
        if other.kind is PlaceKind.EXIT and other.parent in own:
            exits.append((cost, other.id, other, nodes))
        elif other.kind is PlaceKind.STATION and other.id not in own and _is_near(place, other):
            stations.append((cost, other.id, other, nodes))
    best = [*sorted(exits)[:MOST_OTHERS], *sorted(stations)[:MOST_OTHERS]]
    return [(found, nodes) for _, _, found, nodes in best]


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
