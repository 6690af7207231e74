"""The search: scipy's Dijkstra over the directed links, with starts and ends that are pieces.

Starts and ends are described by :class:`Access`: a node, or a position within
a passage. A virtual source row is appended to the matrix, so that several
starts are searched at once and a point on the start's own node is not passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routeguide.model.geodesy import distance_m
from routeguide.model.passage import LonLat
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable
from routeguide.routing.hierarchy import Metric
from routeguide.routing.rows import links_of

CENTI = 100.0
SLACK_S, DETOUR, WIDER = 180.0, 1.7, 3.0
"""The first limit is three minutes and 1.7 times the straight way; the next one three times it."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to start or end at: a node, or ``share`` (0..1) along an edge."""

    node: int | None = None
    edge: int | None = None
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """One link walked: edge row, direction, and the walked part (shares 0..1 that way)."""

    edge: int
    backward: bool
    begin: float = 0.0
    end: float = 1.0


def tail_of(network: Network, step: Step) -> int:
    """Return the node at which a step's passage begins in its walking direction."""
    return int(network.column("edge_end" if step.backward else "edge_start")[step.edge])


def head_of(network: Network, step: Step) -> int:
    """Return the node at which a step's passage ends in its walking direction."""
    return int(network.column("edge_start" if step.backward else "edge_end")[step.edge])


@dataclass(frozen=True, slots=True)
class Found:
    """A path: its steps in order and its cost in hundredths of a second."""

    steps: tuple[Step, ...]
    cost: int


def find_path(
    network: Network,
    table: CostTable,
    starts: Sequence[Spot],
    ends: Sequence[Spot],
    *,
    closed: frozenset[tuple[int, bool]] = frozenset(),
    closed_points: frozenset[int] = frozenset(),
    bound: float | None = None,
) -> Found | None:
    """Return the cheapest path from any start to any end; None when there is none.

    ``bound`` is the cost of some path that is known to exist (None = none is
    known): nothing dearer is looked at first.

    ``closed`` and ``closed_points`` are passages (edge, backward) and nodes
    that are not passed this time.
    """
    first = first_links(network, table, starts, closed)
    direct = _direct(table, starts, ends, closed)
    if len(first.head) == 0:
        return direct
    if table.metric is not None and not closed and not closed_points:
        found = _by_hierarchy(network, table, table.metric, first, ends)
        return direct if found is None or (direct and direct.cost <= found.cost) else found
    cost = table.link_cost
    if closed or closed_points:
        cost = _without(network, cost, closed, closed_points)
    for limit in (bound, np.inf) if bound else _limits(network, table, starts, ends):
        reached, before = _run(network, cost, first, limit)
        best = _best_end(network, table, reached, ends, closed)
        if best is not None and best[0] <= limit:
            break  # whatever lies beyond the limit costs more than this end
    if best is None or (direct is not None and direct.cost <= best[0]):
        return direct
    total, node, last = best
    steps = _trace(network, cost, first, before, node)
    return Found((*steps, last) if last else steps, round(total))


def _by_hierarchy(
    network: Network, table: CostTable, metric: Metric, first: FirstLinks, ends: Sequence[Spot]
) -> Found | None:
    """Search on the hierarchy: from the heads of the first links to where the ends are reached."""
    outs: dict[int, tuple[int, Step | None]] = {}
    for head, price, out in zip(first.head.tolist(), first.cost.tolist(), first.steps, strict=True):
        if head not in outs or price < outs[head][0]:
            outs[head] = (int(price), out)
    arrivals: dict[int, tuple[int, Step | None]] = {}
    nowhere = np.zeros(network.node_count)
    for spot in ends:
        for cost, node, step in arrivals_at(network, table, nowhere, spot):
            if np.isfinite(cost) and (node not in arrivals or cost < arrivals[node][0]):
                arrivals[node] = (int(cost), step)
    found = metric.find(
        [(node, cost) for node, (cost, _) in outs.items()],
        [(node, cost) for node, (cost, _) in arrivals.items()],
    )
    if found is None:
        return None
    cost, links, begin, end = found
    edges, backward = network.column("link_edge"), network.column("link_backward")
    between = [Step(int(edges[link]), bool(backward[link])) for link in links]
    around = (outs[begin][1], *between, arrivals[end][1])
    return Found(tuple(step for step in around if step is not None), cost)


@dataclass(frozen=True, slots=True)
class FirstLinks:
    """The links out of the virtual source: head node, cost, and the step each stands for."""

    head: Ints
    cost: Floats
    steps: tuple[Step, ...]


def _without(
    network: Network,
    cost: Floats,
    closed: frozenset[tuple[int, bool]],
    closed_points: frozenset[int],
) -> Floats:
    changed = cost.copy()
    edges, backward = network.column("link_edge"), network.column("link_backward")
    for edge, is_backward in closed:
        changed[(edges == edge) & (backward == is_backward)] = np.inf
    indptr = network.column("link_indptr")
    for node in closed_points:
        changed[indptr[node] : indptr[node + 1]] = np.inf
    return changed


def first_links(
    network: Network,
    table: CostTable,
    starts: Sequence[Spot],
    closed: frozenset[tuple[int, bool]] = frozenset(),
) -> FirstLinks:
    """List the links out of the starts, priced without the point at the start itself."""
    head: list[int] = []
    costs: list[float] = []
    steps: list[Step] = []
    indptr, to = network.column("link_indptr"), network.column("link_to")
    edges, backward = network.column("link_edge"), network.column("link_backward")
    bare = table.link_bare
    for spot in starts:
        if spot.node is not None:
            for link in range(int(indptr[spot.node]), int(indptr[spot.node + 1])):
                step = Step(int(edges[link]), bool(backward[link]))
                if np.isfinite(bare[link]) and (step.edge, step.backward) not in closed:
                    head.append(int(to[link]))
                    costs.append(float(bare[link]))
                    steps.append(step)
        elif spot.edge is not None:
            for step, node in _ways_out(network, spot):
                own = partial_cost(table, step)
                if np.isfinite(own) and (step.edge, step.backward) not in closed:
                    head.append(node)
                    costs.append(own)
                    steps.append(step)
    return FirstLinks(
        np.asarray(head, dtype=np.int32), np.asarray(costs, dtype=np.float64), tuple(steps)
    )


def _ways_out(network: Network, spot: Spot) -> list[tuple[Step, int]]:
    edge = spot.edge if spot.edge is not None else -1
    start, end = int(network.column("edge_start")[edge]), int(network.column("edge_end")[edge])
    return [
        (Step(edge, False, spot.share, 1.0), end),  # noqa: FBT003
        (Step(edge, True, 1.0 - spot.share, 1.0), start),  # noqa: FBT003
    ]


def cost_of(network: Network, table: CostTable, steps: Sequence[Step]) -> float:
    """Return what a path costs a traveller; infinity where it is refused to them."""
    edges = np.asarray([step.edge for step in steps], dtype=np.intp)
    ways = np.asarray([int(step.backward) for step in steps], dtype=np.intp)
    shares = np.asarray([step.end - step.begin for step in steps])
    nodes = [tail_of(network, step) for step in steps[1:]]
    costs = table.edge_cost[ways, edges]
    if not np.isfinite(costs).all():
        return float("inf")
    return float(np.ceil(costs * shares).sum() + table.point_cost[nodes].sum())


def partial_cost(table: CostTable, step: Step) -> float:
    """Return the cost of a part of a passage: its share of the whole, rounded up."""
    whole = table.edge_cost[int(step.backward), step.edge]
    return float(np.ceil(whole * (step.end - step.begin))) if np.isfinite(whole) else float("inf")


def _limits(
    network: Network, table: CostTable, starts: Sequence[Spot], ends: Sequence[Spot]
) -> Iterator[float]:
    """Yield cost limits for the search, from what a plain way would cost to no limit."""
    tails = [_place_of(network, spot) for spot in starts]
    heads = [_place_of(network, spot) for spot in ends]
    straight_m = min((distance_m(a, b) for a in tails for b in heads), default=0.0)
    first = CENTI * (SLACK_S + DETOUR * straight_m / table.speed_mps)
    yield from (first, WIDER * first, float("inf"))


def _place_of(network: Network, spot: Spot) -> LonLat:
    column = network.column("edge_start")
    node = int(column[spot.edge]) if spot.node is None else spot.node
    return network.lonlat(node)


def reach(network: Network, table: CostTable, starts: Sequence[Spot]) -> tuple[Floats, Ints] | None:
    """Return cost and predecessor of every node from any of the starts (one-to-many).

    Nodes that cannot be reached cost infinity; the predecessor of a first
    node is ``network.node_count``. None where no start has a way out.
    """
    first = first_links(network, table, starts)
    if len(first.head) == 0:
        return None
    return _run(network, table.link_cost, first, float("inf"))


def reach_back(network: Network, table: CostTable, ends: Sequence[Spot]) -> Floats:
    """Return the cost from every node to the nearest of the ends (many-to-one).

    The point on the node itself is not part of it: whoever starts there does
    not pass it. Infinity where there is no way.
    """
    size, nowhere = network.node_count, np.zeros(network.node_count)
    arrivals = [
        (node, cost)
        for spot in ends
        for cost, node, _ in arrivals_at(network, table, nowhere, spot)
    ]
    tails = np.asarray([node for node, _ in arrivals], dtype=np.int32)
    costs = np.asarray([cost for _, cost in arrivals], dtype=np.float64)
    order, indptr = reversed_links(network)
    links = links_of(network)
    heads = network.column("link_to")
    matrix = csr_array(
        (
            np.concatenate([table.link_cost[order], np.maximum(costs, TINY)]),
            np.concatenate([links.tail[order], tails]),
            np.append(indptr, np.int32(len(order) + len(tails))),
        ),
        shape=(size + 1, size + 1),
    )
    reached: Floats = dijkstra(matrix, indices=size)  # type: ignore[call-overload]
    back = np.floor(reached[:size])
    leaving = table.link_bare + back[heads]
    best = np.full(size, np.inf)
    np.minimum.at(best, links.tail, leaving)
    best[tails] = np.minimum(best[tails], costs)
    return best


def reversed_links(network: Network) -> tuple[Ints, Ints]:
    """Return the links sorted by their last node, and where each node's begin (CSR)."""
    kept = network.shared_memo.get("reversed_links")
    if kept is None:
        heads = network.column("link_to")
        indptr = np.zeros(network.node_count + 1, dtype=np.int32)
        np.cumsum(np.bincount(heads, minlength=network.node_count), out=indptr[1:])
        order = np.argsort(heads, kind="stable").astype(np.int32)
        kept = network.shared_memo["reversed_links"] = (order, indptr)
    found: tuple[Ints, Ints] = kept  # type: ignore[assignment]
    return found


TINY = 1e-3
"""Stands for no cost at all: scipy takes a stored zero for a link, a summed one for none."""


def _run(network: Network, cost: Floats, first: FirstLinks, limit: float) -> tuple[Floats, Ints]:
    """Run Dijkstra from the virtual source; return cost and predecessor of every node.

    Nodes that cost more than ``limit`` stay at infinity.
    """
    size = network.node_count
    indptr = np.append(network.column("link_indptr"), np.int32(len(cost) + len(first.head)))
    indices = np.concatenate([network.column("link_to"), first.head])
    data = np.concatenate([cost, first.cost])
    matrix = csr_array((data, indices, indptr), shape=(size + 1, size + 1))
    found: tuple[Floats, Ints] = dijkstra(  # type: ignore[call-overload]
        matrix, indices=size, return_predecessors=True, limit=limit
    )
    return found


def _best_end(
    network: Network,
    table: CostTable,
    reached: Floats,
    ends: Sequence[Spot],
    closed: frozenset[tuple[int, bool]],
) -> tuple[float, int, Step | None] | None:
    best: tuple[float, int, Step | None] | None = None
    for spot in ends:
        for total, node, step in arrivals_at(network, table, reached, spot):
            if step and (step.edge, step.backward) in closed:
                continue
            if np.isfinite(total) and (best is None or total < best[0]):
                best = (total, node, step)
    return best


def arrivals_at(
    network: Network, table: CostTable, reached: Floats, spot: Spot
) -> list[tuple[float, int, Step | None]]:
    """Return how a spot is reached: whole cost, the node before it, and the last piece if any."""
    if spot.node is not None:
        return [(float(reached[spot.node]), spot.node, None)]
    edge = spot.edge if spot.edge is not None else -1
    start, end = int(network.column("edge_start")[edge]), int(network.column("edge_end")[edge])
    forward, backward = Step(edge, False, 0.0, spot.share), Step(edge, True, 0.0, 1 - spot.share)  # noqa: FBT003
    return [
        (float(reached[node]) + table.point_cost[node] + partial_cost(table, step), node, step)
        for node, step in ((start, forward), (end, backward))
    ]


def _direct(
    table: CostTable,
    starts: Sequence[Spot],
    ends: Sequence[Spot],
    closed: frozenset[tuple[int, bool]],
) -> Found | None:
    """Return the way within one passage, where start and end lie on the same one."""
    best: Found | None = None
    for a in starts:
        for b in ends:
            if a.edge is None or a.edge != b.edge or a.share == b.share:
                continue
            backward = b.share < a.share
            begin, end = (1 - a.share, 1 - b.share) if backward else (a.share, b.share)
            step = Step(a.edge, backward, begin, end)
            cost = partial_cost(table, step)
            if (a.edge, backward) in closed or not np.isfinite(cost):
                continue
            if best is None or cost < best.cost:
                best = Found((step,), round(cost))
    return best


def _trace(
    network: Network, cost: Floats, first: FirstLinks, before: Ints, node: int
) -> tuple[Step, ...]:
    """Return the steps to a node; of parallel links the cheapest is picked again."""
    source = network.node_count
    indptr, to = network.column("link_indptr"), network.column("link_to")
    edges, backward = network.column("link_edge"), network.column("link_backward")
    steps: list[Step] = []
    while node != source:
        previous = int(before[node])
        if previous == source:
            choices = np.flatnonzero(first.head == node)
            step = first.steps[int(choices[np.argmin(first.cost[choices])])]
            if step is not None:
                steps.append(step)
        else:
            begin, end = int(indptr[previous]), int(indptr[previous + 1])
            same = begin + np.flatnonzero(to[begin:end] == node)
            link = int(same[np.argmin(cost[same])])
            steps.append(Step(int(edges[link]), bool(backward[link])))
        node = previous
    return tuple(reversed(steps))
