"""Minutes and metres to everywhere along the cheapest ways on which nothing is closed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from routeguide.model.values import Known
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable
from routeguide.routing.deadline import Deadline
from routeguide.routing.ends import FirstLinks, first_links
from routeguide.routing.hours import HoursState
from routeguide.routing.reach import reach
from routeguide.routing.rows import Floats, links_of
from routeguide.routing.steps import Spot, Step
from routeguide.routing.timing import find_closed, hours_state, step_seconds, timed_rows

MOST_ROUNDS = 5
"""Times at most that what is found closed is taken away, as for one route (timed_path)."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Seconds and metres to every node (infinite = not reached), and the links out of the start."""

    seconds: Floats
    metres: Floats
    first: FirstLinks


def open_tree(
    network: Network,
    table: CostTable,
    starts: Sequence[Spot],
    depart_at: datetime,
    deadline: Deadline,
) -> tuple[CostTable, Tree, bool]:
    """Return the tree of ways on which nothing is closed at the arrival, and the costs of it.

    True in the end: the rounds or the time ran out. Then nothing is gone by that depends on the
    time at all, so that nothing closed is; there may be more.
    """
    for _ in range(MOST_ROUNDS):
        tree = _grow(network, table, starts)
        shut = _list_shut(network, table, tree, depart_at)
        if not shut.edges and not shut.nodes:
            return table, tree, False
        table = _without(table, shut)
        if deadline.is_over():
            break
    edges, nodes = timed_rows(network)
    all_ways = frozenset((edge, backward) for edge in edges for backward in (False, True))
    table = _without(table, _Shut(all_ways, nodes))
    return table, _grow(network, table, starts), True


def _grow(network: Network, table: CostTable, starts: Sequence[Spot]) -> Tree:
    """Return seconds and metres along the cheapest ways from the starts to all nodes."""
    size = network.node_count
    first = first_links(network, table, starts)
    found = reach(network, table, starts)
    seconds, metres = np.full(size, np.inf), np.full(size, np.inf)
    if found is not None:
        cost, before = found[0][:size], found[1][:size]
        own_s, own_m = _last_pieces(network, table, cost, before, first)
        up = np.append(np.where((before >= 0) & (before < size), before, size), size)
        reached = np.isfinite(cost)
        seconds[reached] = _summed(own_s, up)[:size][reached]
        metres[reached] = _summed(own_m, up)[:size][reached]
    for spot in starts:
        if spot.node is not None:
            seconds[spot.node] = metres[spot.node] = 0.0
    return Tree(seconds, metres, first)


def _last_pieces(
    network: Network,
    table: CostTable,
    cost: Floats,
    before: npt.NDArray[np.int32],
    first: FirstLinks,
) -> tuple[Floats, Floats]:
    """Return seconds and metres of the last link to each node; one more for the source: none."""
    size = network.node_count
    links, heads = links_of(network), network.column("link_to")
    with np.errstate(invalid="ignore"):
        fits = np.abs(cost[links.tail] + table.link_cost - cost[heads]) < 0.5  # noqa: PLR2004
    used = np.flatnonzero(fits & (before[heads] == links.tail))
    edges = network.column("link_edge")[used]
    ways = network.column("link_backward")[used].astype(np.intp)
    own_s, own_m = np.zeros(size + 1), np.zeros(size + 1)
    own_s[heads[used]] = table.edge_seconds[ways, edges]
    own_m[heads[used]] = network.column("edge_length_m")[edges]
    lengths = network.column("edge_length_m")
    spent = step_seconds(table, first.steps)
    for number in np.argsort(-first.cost, kind="stable").tolist():
        head, step = int(first.head[number]), first.steps[number]
        if before[head] == size:
            own_s[head] = spent[number]
            own_m[head] = float(lengths[step.edge]) * (step.end - step.begin)
    return own_s, own_m


def _summed(own: Floats, up: npt.NDArray[np.int32]) -> Floats:
    """Return for every node the sum from it up to the source, in leaps that double."""
    total, above = own.copy(), up
    while (above != len(up) - 1).any():
        total = total + total[above]
        above = above[above]
    return total


# -- what is closed ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shut:
    """Directed passages and points that are closed at the arrival."""

    edges: frozenset[tuple[int, bool]]
    nodes: frozenset[int]


def _list_shut(network: Network, table: CostTable, tree: Tree, depart_at: datetime) -> _Shut:
    """Return what of all that depends on the time is closed when it is come to."""
    unknown_too = table.policy is UnknownPolicy.REFUSE
    edges, nodes = timed_rows(network)
    ends = (network.column("edge_start"), network.column("edge_end"))

    def arrival(node: int, cost: float) -> datetime | None:
        """Return when a node is come to; None for what is not, or cannot be passed anyway."""
        seconds = float(tree.seconds[node])
        is_used = math.isfinite(seconds) and math.isfinite(cost)
        return depart_at + timedelta(seconds=seconds) if is_used else None

    shut = {
        (edge, bool(way))
        for edge in edges
        for way in (0, 1)
        if (at := arrival(int(ends[way][edge]), float(table.edge_cost[way, edge])))
        and find_closed(network, table, [Step(edge, bool(way))], at, unknown_too=unknown_too)
    }
    closed = {
        node
        for node in nodes
        if (at := arrival(node, float(table.point_cost[node])))
        and _is_shut(network, node, at, unknown_too=unknown_too)
    }
    return _Shut(frozenset(shut), frozenset(closed))


def _is_shut(network: Network, node: int, at: datetime, *, unknown_too: bool) -> bool:
    point = network.point(node)
    values: dict[str, Known] = dict(point.values) if point else {}
    state = hours_state(values, network.lonlat(node), at)
    return state is HoursState.CLOSED or (unknown_too and state is HoursState.UNKNOWN)


def _without(table: CostTable, shut: _Shut) -> CostTable:
    edge_cost, point_cost = table.edge_cost.copy(), table.point_cost.copy()
    for edge, backward in shut.edges:
        edge_cost[int(backward), edge] = np.inf
    point_cost[list(shut.nodes)] = np.inf
    return replace(table, edge_cost=edge_cost, point_cost=point_cost, metric=None)
