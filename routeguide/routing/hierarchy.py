"""Searches on a customizable contraction hierarchy (RoutingKit), for travellers asked for again.

The order of the nodes is worked out when the network is built; the hierarchy
of a network takes 50 ms, a traveller's metric 25 ms, a search 0.1 ms. Costs
equal those of the search by scipy (tested), which stays for new limits, for
times of closing, and where the library is not there. Of ways that cost the
same either may be found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.network.store import Network
from routeguide.routing.core import NONE, Core, core_of
from routeguide.routing.core_search import Through
from routeguide.routing.rows import Floats

try:
    import routingkit_cch
except ImportError:  # no wheel for this machine: searches go by scipy alone
    routingkit_cch = None  # type: ignore[assignment]

ABSENT = 2**31 - 1
"""The weight of a link that is not there (RoutingKit's own infinity)."""


@dataclass(frozen=True, slots=True)
class Metric:
    """The costs of one traveller on a network's hierarchy."""

    weights: Any
    core: Core

    def find(self, sources: Mapping[int, float], targets: Mapping[int, float]) -> Through | None:
        """Return the cheapest way from any source to any target; None when there is none.

        Both are junctions with the cost of getting to them, or on from them;
        without any there is no way, and the library would panic. Each search
        is the library's own object: one that another thread made kills a worker.
        """
        if not sources or not targets:
            return None
        query = routingkit_cch.CCHQuery(self.weights)
        result = query.run_multi(_whole(sources), _whole(targets))
        cost = result.distance
        if cost is None or cost >= ABSENT:
            return None
        arcs = list(result.arc_path)
        if not arcs:
            met = int(result.node_path[0])
            return Through(int(cost), arcs, met, met)
        return Through(int(cost), arcs, int(self.core.tail[arcs[0]]), int(self.core.head[arcs[-1]]))

    def reach(self, starts: Sequence[Sequence[tuple[int, float]]]) -> Iterator[Floats]:
        """Yield for each of some starts what every junction costs from it; infinity without a way.

        A start is the junctions around it with the costs of getting to them.
        The sweep is an object of this call's own, as a search's is.
        """
        size = len(self.core.nodes)
        sweep = routingkit_cch.CCHOneToMany(self.weights, list(range(size)))
        for start in starts:
            if not start:
                yield np.full(size, np.inf)
                continue
            found = sweep.distances_from_multi([(node, int(cost)) for node, cost in start])
            costs = np.asarray(found, dtype=np.float64)  # None becomes NaN
            yield np.where(costs < ABSENT, costs, np.inf)


def _whole(costs: Mapping[int, float]) -> list[tuple[int, int]]:
    return [(junction, int(cost)) for junction, cost in costs.items()]


def make_metric(network: Network, core_cost: Floats) -> Metric | None:
    """Return a traveller's costs on the hierarchy; None where the network has none."""
    hierarchy = _hierarchy_of(network)
    if hierarchy is None:
        return None
    weights = np.where(np.isfinite(core_cost), core_cost, ABSENT).astype(np.int64)
    return Metric(routingkit_cch.CCHMetric(hierarchy, weights.tolist()), core_of(network))


def _hierarchy_of(network: Network) -> Any:  # noqa: ANN401 - the library's own type
    """Return the hierarchy over the core; None where there is none."""
    memo = network.shared_memo
    if "hierarchy" not in memo:
        memo["hierarchy"] = _build(network)
    return memo["hierarchy"]


def _build(network: Network) -> Any:  # noqa: ANN401 - the library's own type
    order: npt.NDArray[Any] = network.column("node_order")
    core = core_of(network)
    if routingkit_cch is None or len(order) != network.node_count or not len(core.head):
        return None
    junctions = core.junction[order]
    tails = np.repeat(np.arange(len(core.nodes)), np.diff(core.indptr))
    always_absent = False  # links that are closed now may open under an overlay
    return routingkit_cch.CCH(
        junctions[junctions != NONE].tolist(), tails.tolist(), core.head.tolist(), always_absent
    )
