"""The search: from starts to ends that are nodes or positions within a passage.

Several starts and ends are searched at once. From each start one gets to the
junctions around it, over the core to those around the ends, and so to an end;
a point on the start's own node is not passed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from routeguide.network.store import Network
from routeguide.routing.core_search import Through, find_through, joins
from routeguide.routing.cost import CostTable
from routeguide.routing.ends import (
    In,
    Out,
    find_direct,
    find_near,
    first_links,
    ins_of,
    last_pieces,
    outs_of,
)
from routeguide.routing.local import Local
from routeguide.routing.rows import Floats
from routeguide.routing.steps import Found, Spot, Steps, steps_of


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
    last = last_pieces(network, table, ends, closed, closed_points)
    outs, ins = outs_of(local, first), ins_of(local, last)
    sources = {junction: out.cost for junction, out in outs.items()}
    targets = {junction: one.cost for junction, one in ins.items()}
    if metric is not None:
        found = metric.find(sources, targets)
    else:
        found = find_through(local.core, of_core, sources, targets, hints)
    near = find_near(local, first, last)
    ways = [direct, near, _whole(local, outs, ins, found)]
    return min((way for way in ways if way is not None), key=lambda way: way.cost, default=None)


def is_connected(
    network: Network, table: CostTable, starts: Sequence[Spot], ends: Sequence[Spot]
) -> bool:
    """Tell whether there is any path from a start to an end, whatever it costs."""
    first, last = first_links(network, table, starts), last_pieces(network, table, ends)
    local = Local.of(network, table.price_of)
    return (
        joins(local.core, table.core_cost, outs_of(local, first), ins_of(local, last))
        or find_direct(network, table, starts, ends) is not None
        or find_near(local, first, last) is not None
    )


def _whole(
    local: Local,
    outs: Mapping[int, Out],
    ins: Mapping[int, In],
    found: Through | None,
) -> Found | None:
    """Return the path that a way over the core is: from its first step to the last piece."""
    if found is None:
        return None
    out, into = outs[found.begin], ins[found.end]
    links = [*out.links, *local.core.walked(found.corridors), *into.links]
    steps = (out.step, *steps_of(local.network, links), *((into.step,) if into.step else ()))
    return Found(Steps(steps), found.cost)


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
