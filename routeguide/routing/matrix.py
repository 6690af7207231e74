"""Many origins to many destinations at once: metres and minutes of the cheapest ways.

Times of closing are not looked at cell by cell: a matrix answers for the
moment without them, and says so. One route is asked for where it matters.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routeguide.network.store import Network
from routeguide.routing.core import NONE, core_of
from routeguide.routing.cost import CostTable, Floats, of_corridors
from routeguide.routing.ends import (
    FirstLinks,
    LastPiece,
    find_direct,
    find_near,
    first_links,
    last_pieces,
)
from routeguide.routing.local import Local
from routeguide.routing.steps import Spot, Step
from routeguide.routing.timing import step_seconds

Rows = npt.NDArray[np.intp]
PARTS = 2
"""Threads that share a table: the sweeps hold no lock of Python."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Costs (hundredths of a second), metres and seconds, origins x destinations.

    NaN where there is no way.
    """

    cost: Floats
    length_m: Floats
    duration_s: Floats


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways of one piece, in columns: from where, to where, cost, metres, seconds."""

    tail: Rows
    head: Rows
    cost: Floats
    length_m: Floats
    duration_s: Floats

    def take(self, rows: npt.NDArray[Any]) -> Ways:
        """Return some of them."""
        return Ways(
            self.tail[rows], self.head[rows], self.cost[rows], self.length_m[rows],
            self.duration_s[rows],
        )  # fmt: skip

    def and_then(self, others: Ways) -> Ways:
        """Return these, then others."""
        return Ways(
            np.concatenate([self.tail, others.tail]),
            np.concatenate([self.head, others.head]),
            np.concatenate([self.cost, others.cost]),
            np.concatenate([self.length_m, others.length_m]),
            np.concatenate([self.duration_s, others.duration_s]),
        )


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
    local = Local.of(network, table.price_of)
    firsts = [first_links(network, table, spots) for spots in origins]
    lasts = [last_pieces(network, table, spots) for spots in destinations]
    junctions = len(local.core.nodes)
    outs = _ways(network, table, _list_outs(local, firsts, junctions))
    goals = _ways(network, table, _list_goals(local, lasts))
    ways = _over_core(network, table).and_then(outs)
    reached = _reach(table, ways, outs, junctions, len(origins))
    matrix = _in_parts(
        lambda rows: _walk_back(reached[rows], goals, ways, len(destinations)), len(origins)
    )
    return _with_near_ways(network, table, (origins, destinations), (firsts, lasts), matrix)


_Piece = tuple[int, int, float, Step | None, list[int]]
"""A way between an end and a junction: tail, head, cost and step of its part, and whole links."""


def _list_outs(local: Local, firsts: Sequence[FirstLinks], junctions: int) -> Iterable[_Piece]:
    """Yield the ways from the origins, numbered behind the junctions, to the junctions around."""
    for number, first in enumerate(firsts):
        heads, costs = first.head.tolist(), first.cost.tolist()
        for node, cost, step in zip(heads, costs, first.steps, strict=True):
            for junction, links in local.ways_out(node):
                yield junctions + number, junction, cost, step, links


def _list_goals(local: Local, lasts: Sequence[Sequence[LastPiece]]) -> Iterable[_Piece]:
    """Yield the ways from the junctions around the destinations to them."""
    for column, last in enumerate(lasts):
        for cost, node, step in last:
            for junction, links in local.ways_in(node):
                yield junction, column, cost, step, links


def _ways(network: Network, table: CostTable, pieces: Iterable[_Piece]) -> Ways:
    """Add up the pieces of ways that are not refused."""
    rows = list(pieces)
    links = np.asarray([link for row in rows for link in row[4]], dtype=np.intp)
    owner = np.repeat(np.arange(len(rows)), [len(row[4]) for row in rows])
    steps = [row[3] or Step(0, False, 0.0, 0.0) for row in rows]  # noqa: FBT003 - nothing walked
    edges, backward = network.column("link_edge")[links], network.column("link_backward")[links]
    lengths = network.column("edge_length_m")
    shares = np.asarray([step.end - step.begin for step in steps])
    own_m = lengths[np.asarray([step.edge for step in steps], dtype=np.intp)] * shares

    def added(own: npt.NDArray[Any], of_links: npt.NDArray[Any]) -> Floats:
        found: Floats = own + np.bincount(owner, weights=of_links, minlength=len(rows))
        return found

    ways = Ways(
        np.asarray([row[0] for row in rows], dtype=np.intp),
        np.asarray([row[1] for row in rows], dtype=np.intp),
        added(np.asarray([row[2] for row in rows]), table.price_of(links)),
        added(own_m, lengths[edges]),
        added(step_seconds(table, steps), table.edge_seconds[backward.astype(np.intp), edges]),
    )
    return ways.take(np.isfinite(ways.cost))


def _over_core(network: Network, table: CostTable) -> Ways:
    """Return the corridors that this traveller is not refused."""
    core = core_of(network)
    lengths = np.asarray(network.column("edge_length_m"))
    ways = Ways(
        core.tail.astype(np.intp),
        core.head.astype(np.intp),
        table.core_cost,
        of_corridors(network, np.concatenate([lengths, lengths])),
        of_corridors(network, table.edge_seconds.ravel()),
    )
    return ways.take(np.flatnonzero(np.isfinite(table.core_cost)))


def _reach(table: CostTable, ways: Ways, outs: Ways, junctions: int, origins: int) -> Floats:
    """Return what every junction, and every origin behind them, costs from each origin."""
    size = junctions + origins
    if table.metric is None:
        graph = _graph(ways, ways.cost, size)
        from_origins: Floats = dijkstra(graph, indices=np.arange(junctions, size))
        return from_origins
    reached = np.full((origins, size), np.inf)
    np.fill_diagonal(reached[:, junctions:], 0.0)
    starts: list[list[tuple[int, float]]] = [[] for _ in range(origins)]
    columns = (outs.tail.tolist(), outs.head.tolist(), outs.cost.tolist())
    for tail, head, cost in zip(*columns, strict=True):
        starts[tail - junctions].append((head, cost))
    metric = table.metric

    def sweep(rows: slice) -> None:
        for row, found in zip(range(size)[rows], metric.reach(starts[rows]), strict=False):
            reached[row, :junctions] = found

    with ThreadPoolExecutor(PARTS) as pool:
        list(pool.map(sweep, _parts(origins)))
    return reached


def _parts(rows: int) -> list[slice]:
    """Return the rows of a table in parts of about the same size, as many as threads work."""
    bounds = np.linspace(0, rows, max(1, min(PARTS, rows)) + 1).astype(int).tolist()
    return [slice(begin, end) for begin, end in itertools.pairwise(bounds)]


def _in_parts(make: Callable[[slice], Matrix], rows: int) -> Matrix:
    """Return a table whose parts are made by threads: sweeps and numpy let each other work."""
    with ThreadPoolExecutor(PARTS) as pool:
        parts = list(pool.map(make, _parts(rows)))
    return Matrix(
        np.concatenate([part.cost for part in parts]),
        np.concatenate([part.length_m for part in parts]),
        np.concatenate([part.duration_s for part in parts]),
    )


def _graph(ways: Ways, values: npt.NDArray[Any], size: int) -> csr_array:
    """Return ways as a sparse matrix, rows their first ends; they are in that order."""
    begins = np.concatenate([[0], np.cumsum(np.bincount(ways.tail, minlength=size))])
    heads = ways.head.astype(np.int32)
    return csr_array((values, heads, begins.astype(np.int32)), shape=(size, size))


def _walk_back(reached: Floats, goals: Ways, ways: Ways, columns: int) -> Matrix:
    """Add up metres and seconds from all goals back to their origins, a way at a time."""
    rows = len(reached)
    cost = np.full((rows, columns), np.nan)
    metres, seconds, chosen = cost.copy(), cost.copy(), np.full(cost.shape, NONE, dtype=np.intp)
    total = reached[:, goals.tail] + goals.cost
    for goal in np.lexsort((goals.cost, goals.head)).tolist():
        column = int(goals.head[goal])
        nearer = np.isfinite(total[:, goal]) & ~(total[:, goal] >= cost[:, column])
        cost[nearer, column], chosen[nearer, column] = total[nearer, goal], goal
    origin, place = np.nonzero(chosen != NONE)
    last = chosen[origin, place]
    to_m, to_s = _figures(reached, ways, origin * reached.shape[1] + goals.tail[last])
    metres[origin, place] = goals.length_m[last] + to_m
    seconds[origin, place] = goals.duration_s[last] + to_s
    return Matrix(cost, metres, seconds)


def _figures(reached: Floats, ways: Ways, wanted: Rows) -> tuple[Floats, Floats]:
    """Return metres and seconds from the root of its tree to each of the wanted junctions.

    Junctions are numbered through all trees, one tree after another. Every
    one on the way is looked at once, then each adds what its parent has, its
    parent's parent, and so on in leaps that double.
    """
    nodes, up, leading = _climb(reached, ways, np.unique(wanted))
    number = np.zeros(reached.size, dtype=np.int32)
    number[nodes] = np.arange(len(nodes))
    inner = up != NONE
    metres, seconds = np.zeros(len(nodes)), np.zeros(len(nodes))
    metres[inner] = ways.length_m[leading[inner]]
    seconds[inner] = ways.duration_s[leading[inner]]
    above = np.where(inner, number[up], np.arange(len(nodes)))
    while not np.array_equal(above, above[above]):
        metres += metres[above]  # of a root: nothing, and it stands above itself
        seconds += seconds[above]
        above = above[above]
    return metres[number[wanted]], seconds[number[wanted]]


def _climb(reached: Floats, ways: Ways, nodes: Rows) -> tuple[Rows, Rows, Rows]:
    """Return junctions and all between them and their roots: each, its parent, the way from it.

    The parent of a root is -1.
    """
    size, flat = reached.shape[1], reached.ravel()
    into = _graph(ways, np.arange(len(ways.tail), dtype=np.int32), size).tocsc()
    seen = np.zeros(reached.size, dtype=bool)
    found: list[tuple[Rows, Rows, Rows]] = [(nodes[:0], nodes[:0], nodes[:0])]
    while len(nodes):
        seen[nodes] = True
        at = nodes % size
        begins = into.indptr[at].astype(np.intp)
        counts = into.indptr[at + 1] - begins
        owner = np.repeat(np.arange(len(nodes)), counts)
        way = into.data[
            np.arange(len(owner)) + np.repeat(begins - np.cumsum(counts) + counts, counts)
        ]
        before = (nodes - at)[owner] + ways.tail[way]
        leads = np.flatnonzero(_leads(flat[before], ways.cost[way], flat[nodes[owner]]))[::-1]
        up, leading = np.full((2, len(nodes)), NONE, dtype=np.intp)
        up[owner[leads]], leading[owner[leads]] = before[leads], way[leads]  # the first stays
        found.append((nodes, up, leading))
        nodes = np.unique(up[up != NONE])
        nodes = nodes[~seen[nodes]]
    columns = zip(*found, strict=True)
    all_nodes, all_up, all_leading = (np.concatenate(column) for column in columns)
    return all_nodes, all_up, all_leading


def _leads(before: Floats, cost: Floats, here: Floats) -> npt.NDArray[np.bool_]:
    """Where a way is one by which a junction is reached at its least cost (whole numbers)."""
    fits: npt.NDArray[np.bool_] = before + cost == here
    return fits


_Ends = tuple[Sequence[Sequence[Spot]], Sequence[Sequence[Spot]]]
_Pieces = tuple[Sequence[FirstLinks], Sequence[Sequence[LastPiece]]]


def _with_near_ways(
    network: Network, table: CostTable, ends: _Ends, pieces: _Pieces, matrix: Matrix
) -> Matrix:
    """Go within a passage, a dead end or a corridor where that is cheaper than over the core."""
    local = Local.of(network, table.price_of)
    lengths = network.column("edge_length_m")
    (origins, destinations), (firsts, lasts) = ends, pieces
    near: defaultdict[_Near, set[int]] = defaultdict(set)
    for column, (spots, last) in enumerate(zip(destinations, lasts, strict=True)):
        for key in _near(network, local, spots, [node for _, node, _ in last]):
            near[key].add(column)
    for row, (spots, first) in enumerate(zip(origins, firsts, strict=True)):
        keys = _near(network, local, spots, first.head.tolist())
        for column in {column for key in keys for column in near[key]}:
            ways = (
                find_direct(network, table, spots, destinations[column]),
                find_near(local, firsts[row], lasts[column]),
            )
            for found in ways:
                if found is None or found.cost > matrix.cost[row, column]:
                    continue
                steps = found.steps
                metres = sum(float(lengths[s.edge]) * (s.end - s.begin) for s in steps)
                matrix.cost[row, column], matrix.length_m[row, column] = found.cost, metres
                matrix.duration_s[row, column] = step_seconds(table, steps).sum()
    return matrix


_Near = tuple[bool, int]


def _near(
    network: Network, local: Local, spots: Sequence[Spot], nodes: Sequence[int]
) -> set[_Near]:
    """Return what ends share that are joined over no junction: a region, or a passage's node."""
    keys = {(True, region) for node in nodes if (region := local.region(node)) is not None}
    for spot in spots:
        if spot.node is not None:
            keys.add((False, spot.node))
        else:
            ends = (network.column(f"edge_{end}")[spot.edge] for end in ("start", "end"))
            keys |= {(False, int(node)) for node in ends}
    return keys
