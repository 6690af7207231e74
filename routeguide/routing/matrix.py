"""Many origins to many destinations at once: metres and minutes of the cheapest ways.

Times of closing are not looked at cell by cell: a matrix answers for the
moment without them, and says so. One route is asked for where it matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routeguide.network.store import Network
from routeguide.routing.corridors import Links, join_corridors, renumber
from routeguide.routing.cost import CostTable, Floats
from routeguide.routing.rows import links_of
from routeguide.routing.search import FirstLinks, Spot, find_direct, first_links, ways_in
from routeguide.routing.timing import step_seconds

Ints = npt.NDArray[np.int32]
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Matrix:
    """Costs (hundredths of a second), metres and seconds, origins x destinations.

    NaN where there is no way.
    """

    cost: Floats
    length_m: Floats
    duration_s: Floats


def find_matrix(
    network: Network,
    table: CostTable,
    origins: Sequence[Sequence[Spot]],
    destinations: Sequence[Sequence[Spot]],
) -> Matrix:
    """Return the cheapest ways from every origin to every destination.

    An origin or destination is its spots: the cheapest counts. One without
    spots has no ways.
    """
    firsts = [first_links(network, table, spots) for spots in origins]
    goals = _Goals.of(network, table, destinations)
    asked = [goals.node, *(first.head for first in firsts)]
    wanted = np.unique(np.concatenate([np.asarray(nodes, dtype=np.intp) for nodes in asked]))
    size = network.node_count + len(origins)
    whole = join_corridors(_list_links(network, table, firsts, wanted), wanted, size)
    links, number = renumber(whole, size, kept=np.append(wanted, range(network.node_count, size)))
    count = int(number.max()) + 1
    indptr = np.searchsorted(links.tail, np.arange(count + 1)).astype(np.int32)
    graph = csr_array((links.cost, links.head, indptr), shape=(count, count))
    reached, before = dijkstra(
        graph, indices=number[network.node_count :], return_predecessors=True
    )
    matrix = _walk_back(reached, before, goals.numbered(number), links, len(destinations))
    return _with_short_ways(network, table, origins, destinations, matrix)


@dataclass(frozen=True, slots=True)
class _Goals:
    """Where destinations are reached: the node before each, and what the last piece takes."""

    column: npt.NDArray[np.intp]
    node: npt.NDArray[np.intp]
    cost: Floats
    length_m: Floats
    duration_s: Floats

    @classmethod
    def of(
        cls, network: Network, table: CostTable, destinations: Sequence[Sequence[Spot]]
    ) -> _Goals:
        """Return the goals of destinations."""
        lengths = network.column("edge_length_m")
        rows: list[tuple[int, int, float, float, float]] = []
        for column, spots in enumerate(destinations):
            for spot in spots:
                for cost, node, step in ways_in(network, table, spot):
                    share = step.end - step.begin if step else 0.0
                    metres = float(lengths[step.edge]) * share if step else 0.0
                    way = (int(step.backward), step.edge) if step else (0, 0)
                    seconds = float(table.edge_seconds[way]) * share if step else 0.0
                    rows.append((column, node, cost, metres, seconds))
        parts = list(zip(*rows, strict=True)) or [()] * 5
        columns, nodes = (np.asarray(part, dtype=np.intp) for part in parts[:2])
        return cls(columns, nodes, *(np.asarray(part, dtype=np.float64) for part in parts[2:]))

    def numbered(self, number: npt.NDArray[np.intp]) -> _Goals:
        """Return the goals by the new numbers of their nodes."""
        return replace(self, node=number[self.node])


def _with_short_ways(
    network: Network,
    table: CostTable,
    origins: Sequence[Sequence[Spot]],
    destinations: Sequence[Sequence[Spot]],
    matrix: Matrix,
) -> Matrix:
    """Go along the passage where an origin and a destination lie on one, if that is cheaper."""
    lengths = network.column("edge_length_m")
    near = _positions_by_node(network, destinations)
    for row, spots in enumerate(origins):
        for column in {
            c for spot in spots for node in _nodes_of(network, spot) for c in near[node]
        }:
            found = find_direct(network, table, spots, destinations[column])
            if found is None or found.cost > matrix.cost[row, column]:
                continue
            [step] = found.steps
            matrix.cost[row, column] = found.cost
            matrix.length_m[row, column] = float(lengths[step.edge]) * (step.end - step.begin)
            matrix.duration_s[row, column] = step_seconds(table, found.steps).sum()
    return matrix


def _positions_by_node(
    network: Network, destinations: Sequence[Sequence[Spot]]
) -> defaultdict[int, set[int]]:
    """Return the destinations along passages, by the nodes at which their passages end."""
    near: defaultdict[int, set[int]] = defaultdict(set)
    for column, spots in enumerate(destinations):
        for spot in spots:
            if spot.edge is not None:
                for node in _nodes_of(network, spot):
                    near[node].add(column)
    return near


def _nodes_of(network: Network, spot: Spot) -> list[int]:
    if spot.node is not None:
        return [spot.node]
    return [int(network.column(f"edge_{end}")[spot.edge]) for end in ("start", "end")]


def _list_links(
    network: Network,
    table: CostTable,
    firsts: Sequence[FirstLinks],
    wanted: npt.NDArray[np.intp],
) -> Links:
    """Return all links that can be of use, then those out of the origins, by their first node."""
    heads = network.column("link_to")
    used = np.flatnonzero(np.isfinite(table.link_cost) & _leads_on(network, wanted)[heads])
    virtual = np.arange(network.node_count, network.node_count + len(firsts), dtype=np.int32)
    metres, seconds = _parts(network, table, firsts, used)
    return Links(
        tail=np.concatenate(
            [links_of(network).tail[used], np.repeat(virtual, [len(f.head) for f in firsts])]
        ),
        head=np.concatenate([heads[used], *(first.head for first in firsts)]),
        cost=np.concatenate([table.link_cost[used], *(first.cost for first in firsts)]),
        length_m=metres,
        duration_s=seconds,
    )


def _leads_on(network: Network, wanted: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Where a node lies on circles, or in a dead end in which something is asked for."""
    parent = _dead_end_parents(network)
    kept: npt.NDArray[np.bool_] = parent < 0
    for node in wanted.tolist():
        at = node
        while not kept[at]:
            kept[at] = True
            at = int(parent[at])
    return kept


def _dead_end_parents(network: Network) -> Ints:
    """Return for every node in a dead end the node that leads out of it; -1 elsewhere."""
    memo = network.shared_memo
    if "dead_ends" not in memo:
        memo["dead_ends"] = _peel(network)
    kept: Ints = memo["dead_ends"]  # type: ignore[assignment]
    return kept


def _peel(network: Network) -> Ints:
    """Take leaves off, again and again, until only what lies on circles is left."""
    indptr, heads = network.column("link_indptr").tolist(), network.column("link_to").tolist()
    around = [set(heads[indptr[n] : indptr[n + 1]]) - {n} for n in range(network.node_count)]
    parent = np.full(network.node_count, NOWHERE, dtype=np.int32)
    leaves = [node for node, others in enumerate(around) if len(others) == 1]
    while leaves:
        node = leaves.pop()
        if len(around[node]) != 1:
            continue  # the last of a tree
        out = around[node].pop()
        parent[node] = out
        around[out].discard(node)
        if len(around[out]) == 1:
            leaves.append(out)
    return parent


def _parts(
    network: Network,
    table: CostTable,
    firsts: Sequence[FirstLinks],
    used: npt.NDArray[np.intp],
) -> tuple[Floats, Floats]:
    """Return metres and seconds of every link; those out of an origin may be parts of a passage."""
    lengths = np.asarray(network.column("edge_length_m"))
    steps = [step for first in firsts for step in first.steps]
    shares = np.asarray([s.end - s.begin for s in steps])
    rows = np.asarray([s.edge for s in steps], dtype=np.intp)
    ways = np.asarray([int(s.backward) for s in steps], dtype=np.intp)
    flat = links_of(network).flat[used]
    metres = np.concatenate([lengths[network.column("link_edge")[used]], lengths[rows] * shares])
    seconds = np.concatenate(
        [np.take(table.edge_seconds.ravel(), flat), table.edge_seconds[ways, rows] * shares]
    )
    return metres, seconds


def _walk_back(reached: Floats, before: Ints, goals: _Goals, links: Links, columns: int) -> Matrix:
    """Add up metres and seconds from all goals back to their origins, a link at a time."""
    rows = len(reached)
    total = reached[:, goals.node] + goals.cost
    best = np.full((rows, columns), NOWHERE, dtype=np.intp)
    for goal in np.argsort(-goals.column, kind="stable").tolist():
        column = int(goals.column[goal])
        held = best[:, column]
        nearer = (held < 0) | (total[:, goal] < total[np.arange(rows), held])
        best[nearer, column] = goal
    origins, chosen = np.repeat(np.arange(rows), columns), best.ravel()
    cost = (
        np.where(chosen >= 0, total[origins, chosen], np.inf)
        if len(goals.node)
        else (np.full(rows * columns, np.inf))
    )
    active = np.flatnonzero(np.isfinite(cost))
    metres, seconds = np.full(len(cost), np.nan), np.full(len(cost), np.nan)
    metres[active] = goals.length_m[chosen[active]]
    seconds[active] = goals.duration_s[chosen[active]]
    at: npt.NDArray[np.integer[Any]] = goals.node[chosen[active]]
    leading = np.stack([_links_in(links, *tree) for tree in zip(reached, before, strict=True)])
    while len(active):
        link = leading[origins[active], at]
        going = link >= 0
        active, link = active[going], link[going]
        metres[active] += links.length_m[link]
        seconds[active] += links.duration_s[link]
        at = links.tail[link]
    cost[~np.isfinite(cost)] = np.nan
    shape = (rows, columns)
    return Matrix(cost.reshape(shape), metres.reshape(shape), seconds.reshape(shape))


def _links_in(links: Links, reached: Floats, before: Ints) -> Ints:
    """Return for every node the link by which one tree of cheapest ways comes to it; -1 at roots.

    Of parallel links it is the one whose cost the tree is made of.
    """
    in_tree = before[links.head] == links.tail
    link = np.flatnonzero(in_tree)
    exact = reached[links.tail[link]] + links.cost[link] == reached[links.head[link]]
    link = link[exact]
    leading = np.full(len(reached), NOWHERE, dtype=np.int32)
    leading[links.head[link]] = link
    return leading
