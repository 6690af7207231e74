"""The search: from starts to ends that are nodes or positions within a passage.

Several starts and ends are searched at once. From each start one gets to the
junctions around it, over the core to those around the ends, and so to an end;
a point on the start's own node is not passed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routeguide.network.store import Network
from routeguide.routing.core_search import Through, find_through
from routeguide.routing.cost import CostTable
from routeguide.routing.local import Local
from routeguide.routing.rows import links_of

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


def tails_of(network: Network, steps: Sequence[Step]) -> list[int]:
    """Return the nodes at which the passages of a path begin in its walking direction."""
    edges = np.asarray([step.edge for step in steps], dtype=np.intp)
    backward = np.asarray([step.backward for step in steps], dtype=bool)
    starts, ends = network.column("edge_start")[edges], network.column("edge_end")[edges]
    tails: list[int] = np.where(backward, ends, starts).tolist()
    return tails


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
    hints: Sequence[float] = (),
) -> Found | None:
    """Return the cheapest path from any start to any end; None when there is none.

    ``hints`` are costs that it is thought to have at most: nothing dearer is
    looked at unless all of them fail.

    ``closed`` and ``closed_points`` are passages (edge, backward) and nodes
    that are not passed this time.
    """
    first = first_links(network, table, starts, closed)
    direct = find_direct(network, table, starts, ends, closed)
    if len(first.head) == 0:
        return direct
    local, of_core, metric = Local.of(network, table.price_of), table.core_cost, table.metric
    if closed or closed_points:
        cost = _without(network, table.link_cost, closed, closed_points)
        local, of_core = Local.of(network, lambda links: cost[links]), local.core.strings.sums(cost)
        metric = None
    last = _last_pieces(network, table, ends, closed, closed_points)
    outs, ins = _outs(local, first), _ins(local, last)
    sources = {junction: out.cost for junction, out in outs.items()}
    targets = {junction: one.cost for junction, one in ins.items()}
    if metric is not None:
        found = metric.find(sources, targets)
    else:
        found = find_through(local.core, of_core, sources, targets, hints)
    near = _find_near(local, first, last)
    ways = [direct, near, _whole(local, outs, ins, found)]
    return min((way for way in ways if way is not None), key=lambda way: way.cost, default=None)


@dataclass(frozen=True, slots=True)
class _Out:
    """A way from the starts to a junction: what it costs, its first step, the links after it."""

    cost: float
    step: Step
    links: list[int]


@dataclass(frozen=True, slots=True)
class _In:
    """A way from a junction to the ends: what it costs, its links, the piece after them if any."""

    cost: float
    links: list[int]
    step: Step | None


_Last = tuple[float, int, Step | None]
"""How an end is come to: the cost from a node, the node, the last piece if there is one."""


def _last_pieces(
    network: Network,
    table: CostTable,
    ends: Sequence[Spot],
    closed: frozenset[tuple[int, bool]],
    closed_points: frozenset[int],
) -> list[_Last]:
    return [
        (cost, node, step)
        for spot in ends
        for cost, node, step in ways_in(network, table, spot)
        if math.isfinite(cost)
        and not (step and ((step.edge, step.backward) in closed or node in closed_points))
    ]


def _outs(local: Local, first: FirstLinks) -> dict[int, _Out]:
    """Return the cheapest way from the starts to each junction around them."""
    outs: dict[int, _Out] = {}
    for head, cost, step in zip(first.head.tolist(), first.cost.tolist(), first.steps, strict=True):
        for junction, links in local.ways_out(head):
            total = cost + local.price(links)
            if math.isfinite(total) and (junction not in outs or total < outs[junction].cost):
                outs[junction] = _Out(total, step, links)
    return outs


def _ins(local: Local, last: Sequence[_Last]) -> dict[int, _In]:
    """Return the cheapest way from each junction around the ends to them."""
    ins: dict[int, _In] = {}
    for cost, node, step in last:
        for junction, links in local.ways_in(node):
            total = cost + local.price(links)
            if math.isfinite(total) and (junction not in ins or total < ins[junction].cost):
                ins[junction] = _In(total, links, step)
    return ins


def _find_near(local: Local, first: FirstLinks, last: Sequence[_Last]) -> Found | None:
    """Return the cheapest way over no junction: within one dead end, or along one corridor."""
    best: Found | None = None
    goals = [(local.region(node), cost, node, step) for cost, node, step in last]
    for head, cost, step in zip(first.head.tolist(), first.cost.tolist(), first.steps, strict=True):
        region = local.region(head)
        for other, more, node, piece in goals:
            links = local.between(head, node) if region is not None and region == other else None
            if links is None:
                continue
            total = cost + local.price(links) + more
            if math.isfinite(total) and (best is None or total < best.cost):
                steps = (step, *_steps(local.network, links), *((piece,) if piece else ()))
                best = Found(steps, round(total))
    return best


def _whole(
    local: Local,
    outs: Mapping[int, _Out],
    ins: Mapping[int, _In],
    found: Through | None,
) -> Found | None:
    """Return the path that a way over the core is: from its first step to the last piece."""
    if found is None:
        return None
    out, into = outs[found.begin], ins[found.end]
    links = [*out.links, *local.core.walked(found.corridors), *into.links]
    steps = (out.step, *_steps(local.network, links), *((into.step,) if into.step else ()))
    return Found(steps, found.cost)


def _steps(network: Network, links: list[int]) -> Iterator[Step]:
    edges, backward = (network.column(f"link_{name}")[links] for name in ("edge", "backward"))
    return map(Step, edges.tolist(), backward.tolist())


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
    edges, backward = network.column("link_edge"), network.column("link_backward")
    for edge, is_backward in closed:
        cost[(edges == edge) & (backward == is_backward)] = np.inf
    indptr = network.column("link_indptr")
    for node in closed_points:
        cost[indptr[node] : indptr[node + 1]] = np.inf
    return cost


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
    flat, prices = links_of(network).flat, table.edge_cost.ravel()
    for spot in starts:
        if spot.node is not None:
            for link in range(int(indptr[spot.node]), int(indptr[spot.node + 1])):
                step = Step(int(edges[link]), bool(backward[link]))
                price = float(prices[flat[link]])
                if math.isfinite(price) and (step.edge, step.backward) not in closed:
                    head.append(int(to[link]))
                    costs.append(price)
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
    nodes = tails_of(network, steps[1:])
    costs = table.edge_cost[ways, edges]
    if not np.isfinite(costs).all():
        return float("inf")
    return float(np.ceil(costs * shares).sum() + table.point_cost[nodes].sum())


def partial_cost(table: CostTable, step: Step) -> float:
    """Return the cost of a part of a passage: its share of the whole, rounded up."""
    whole = table.edge_cost[int(step.backward), step.edge]
    return float(np.ceil(whole * (step.end - step.begin))) if np.isfinite(whole) else float("inf")


def reach(network: Network, table: CostTable, starts: Sequence[Spot]) -> tuple[Floats, Ints] | None:
    """Return cost and predecessor of every node from any of the starts (one-to-many).

    Nodes that cannot be reached cost infinity; the predecessor of a first
    node is ``network.node_count``. None where no start has a way out.
    """
    first = first_links(network, table, starts)
    if len(first.head) == 0:
        return None
    return _run(network, table.link_cost, first)


def reach_back(network: Network, table: CostTable, ends: Sequence[Spot]) -> Floats:
    """Return the cost from every node to the nearest of the ends (many-to-one).

    The point on the node itself is not part of it: whoever starts there does
    not pass it. Infinity where there is no way.
    """
    size = network.node_count
    arrivals = [(node, cost) for spot in ends for cost, node, _ in ways_in(network, table, spot)]
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
    leaving = np.take(table.edge_cost.ravel(), links.flat) + back[heads]
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


def _run(network: Network, cost: Floats, first: FirstLinks) -> tuple[Floats, Ints]:
    """Run Dijkstra from a virtual source; return cost and predecessor of every node."""
    size = network.node_count
    indptr = np.append(network.column("link_indptr"), np.int32(len(cost) + len(first.head)))
    indices = np.concatenate([network.column("link_to"), first.head])
    data = np.concatenate([cost, first.cost])
    matrix = csr_array((data, indices, indptr), shape=(size + 1, size + 1))
    found: tuple[Floats, Ints] = dijkstra(  # type: ignore[call-overload]
        matrix, indices=size, return_predecessors=True
    )
    return found


def arrivals_at(
    network: Network, table: CostTable, reached: Floats, spot: Spot
) -> list[tuple[float, int, Step | None]]:
    """Return how a spot is reached: whole cost, the node before it, and the last piece if any."""
    return [
        (float(reached[node]) + cost, node, step)
        for cost, node, step in ways_in(network, table, spot)
    ]


def ways_in(network: Network, table: CostTable, spot: Spot) -> list[tuple[float, int, Step | None]]:
    """Return how a spot is come to: cost from the node before it, that node, the last piece."""
    if spot.node is not None:
        return [(0.0, spot.node, None)]
    edge = spot.edge if spot.edge is not None else -1
    start, end = int(network.column("edge_start")[edge]), int(network.column("edge_end")[edge])
    forward, backward = Step(edge, False, 0.0, spot.share), Step(edge, True, 0.0, 1 - spot.share)  # noqa: FBT003
    return [
        (float(table.point_cost[node]) + partial_cost(table, step), node, step)
        for node, step in ((start, forward), (end, backward))
    ]


def find_direct(
    network: Network,
    table: CostTable,
    starts: Sequence[Spot],
    ends: Sequence[Spot],
    closed: frozenset[tuple[int, bool]] = frozenset(),
) -> Found | None:
    """Return the cheapest way within one passage: between positions, or from its own end on."""
    best: Found | None = None
    for step in (step for a in starts for b in ends for step in _within(network, a, b)):
        cost = partial_cost(table, step)
        if (step.edge, step.backward) in closed or not np.isfinite(cost):
            continue
        if best is None or cost < best.cost:
            best = Found((step,), round(cost))
    return best


def _within(network: Network, a: Spot, b: Spot) -> Iterator[Step]:
    """Yield the pieces of b's passage that lead from a to b without leaving it."""
    if b.edge is None:
        return
    if a.edge == b.edge and a.share != b.share:
        backward = b.share < a.share
        begin, end = (1 - a.share, 1 - b.share) if backward else (a.share, b.share)
        yield Step(b.edge, backward, begin, end)
    for backward in (False, True):
        step = Step(b.edge, backward, 0.0, 1 - b.share if backward else b.share)
        if a.node is not None and a.node == tail_of(network, step):
            yield step
