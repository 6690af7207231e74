"""What can be reached from a start, and from where an end can be: costs of all nodes at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routeguide.network.store import Network
from routeguide.routing.core import Ints
from routeguide.routing.cost import CostTable
from routeguide.routing.ends import FirstLinks, first_links, ways_in
from routeguide.routing.rows import Floats, links_of
from routeguide.routing.steps import Spot


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
