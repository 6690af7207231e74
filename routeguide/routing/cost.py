"""Seconds and integer costs of all links, for one traveller and unknown policy.

Duration is honest seconds and never contains a penalty. Cost is hundredths
of a second: duration plus priced discomfort, as whole numbers, so that equal
costs are equal on every machine. A refused link has infinite cost, which is
absence: the search never takes it.
"""

from __future__ import annotations

import tomllib
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.model.traveller import Group, Stairs, Traveller, Use
from routeguide.model.vocabulary import Kerb, Kind, RoadClass, UnknownPolicy, code_of
from routeguide.network.store import Network
from routeguide.routing.core import Strings, core_of
from routeguide.routing.hierarchy import Metric, make_metric
from routeguide.routing.judge import (
    Bits,
    Judged,
    Mask,
    bit_of,
    judge_edges,
    judge_points,
)
from routeguide.routing.known import kind_mask, kinds_in
from routeguide.routing.relevance import CARRIED
from routeguide.routing.rows import MASKS, Links, Rows, links_of, mask_of, steepness, things_of

Floats = npt.NDArray[np.float64]
CENTI = 100.0
CARRIED_OR_STEPS = CARRIED | {Kind.STEPS}
KEPT = 8
"""Cost tables kept in memory a network: the presets that are asked for most."""


@dataclass(frozen=True, slots=True)
class CostTable:
    """Everything the search and the answer need for one traveller.

    Arrays over edges are 2 x edges: forward, backward. ``edge_cost`` is
    infinite where a passage is refused, or closed in that direction to
    everybody; ``point_cost`` (one entry a node) is that of passing a node:
    infinite at a refused point, 0 without one. A link costs its passage and
    the point at its first node; ``core_cost`` adds up the links of each
    corridor. ``metric`` is the same cost on a contraction hierarchy, for a
    traveller who was asked for before; None = search by scipy.
    """

    edges: Judged
    points: Judged
    edge_refused: Mask
    edge_seconds: Floats
    edge_cost: Floats
    point_cost: Floats
    core_cost: Floats
    links: Links
    policy: UnknownPolicy
    speed_mps: float
    metric: Metric | None = None

    @property
    def link_cost(self) -> Floats:
        """The costs of all directed links, worked out anew each time."""
        cost: Floats = np.take(self.edge_cost.ravel(), self.links.flat)
        at = self.links.at_points
        cost[at] += self.point_cost[self.links.tail[at]]
        return cost

    def price_of(self, links: Rows) -> Floats:
        """Return the costs of some directed links."""
        cost: Floats = np.take(self.edge_cost.ravel(), self.links.flat[links])
        return cost + self.point_cost[self.links.tail[links]]

    @property
    def edge_unverified(self) -> Bits:
        """The bits of what is relevant and not confirmed, 2 x edges."""
        return doubts(self.edges, slice(None), slice(None))

    def doubts_at(self, ways: Rows, edges: Rows) -> Bits:
        """Return the bits of what is not confirmed of passages walked that way (0, 1)."""
        return doubts(self.edges, ways, edges)


@cache
def rules() -> dict[str, Any]:
    """Return the rule tables of ``rules.toml``."""
    path = Path(__file__).with_name("rules.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


class CostTables:
    """The cost tables of one network; the most recently used are kept.

    A traveller asked for the second time gets a metric on the hierarchy: it
    costs as much as three searches to make, and each search then takes a
    hundredth.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self._kept: OrderedDict[tuple[object, ...], CostTable] = OrderedDict()
        self._lock = Lock()

    def find(self, traveller: Traveller, policy: UnknownPolicy) -> CostTable | None:
        """Return the table of a traveller who was asked for before; None else."""
        return self._find(_key(traveller, policy))

    def get(self, traveller: Traveller, policy: UnknownPolicy) -> CostTable:
        """Return the table for a traveller, made at the first question.

        Threads that ask for the same new traveller at once each make a table;
        one is kept.
        """
        key = _key(traveller, policy)
        found = self._find(key)
        if found is None:
            return self._keep(key, make_table(self.network, traveller, policy))
        if found.metric is None:
            metric = make_metric(self.network, found.core_cost)
            return self._keep(key, replace(found, metric=metric))
        return found

    def _find(self, key: tuple[object, ...]) -> CostTable | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def _keep(self, key: tuple[object, ...], table: CostTable) -> CostTable:
        with self._lock:
            self._kept[key] = table
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return table


def _key(traveller: Traveller, policy: UnknownPolicy) -> tuple[object, ...]:
    return (*traveller.limits().values(), policy)


def make_table(network: Network, traveller: Traveller, policy: UnknownPolicy) -> CostTable:
    """Judge and price the whole network for one traveller."""
    edges, points = judge_edges(network, traveller), judge_points(network, traveller)
    assert edges.refused_by_slope is not None  # noqa: S101 - edges are judged with slopes
    assert edges.unverified_slope is not None  # noqa: S101
    doubtful = edges.unverified_slope | (edges.unverified != 0)
    refused = edges.refused_by_slope | edges.refused
    if policy is UnknownPolicy.REFUSE:
        refused |= doubtful
    seconds = edge_seconds(network, traveller)
    factor, added = _discomfort(network, traveller)
    cost = seconds * factor
    if policy is UnknownPolicy.WARN:
        np.multiply(cost, _unknown_factor(network), out=cost, where=doubtful)
        if traveller.step_free:
            added[things_of(network).rows["unknown_inside"]] += rules()["inside"]["unknown_s"]
    cost += added
    np.rint(np.multiply(cost, CENTI, out=cost), out=cost)
    np.maximum(cost, 1.0, out=cost)
    cost[refused] = np.inf
    _shut_ways(network, cost)
    at_node = _point_cost(network, points, policy, _point_price(network, traveller))
    return CostTable(
        edges=edges,
        points=points,
        edge_refused=refused,
        edge_seconds=seconds,
        edge_cost=cost,
        point_cost=at_node,
        core_cost=_core_cost(network, cost, at_node),
        links=links_of(network),
        policy=policy,
        speed_mps=traveller.speed_mps,
    )


def doubts(edges: Judged, ways: Any, rows: Any) -> Bits:  # noqa: ANN401 - any index of numpy
    """Return the bits of what is not confirmed, slopes by direction included."""
    assert edges.unverified_slope is not None  # noqa: S101 - edges are judged with slopes
    steep = np.where(edges.unverified_slope[ways, rows], bit_of("slope_pct"), np.uint64(0))
    found: Bits = steep | edges.unverified[rows]
    return found


def _core_cost(network: Network, edge_cost: Floats, point_cost: Floats) -> Floats:
    """Return the cost of every corridor, with the points at the first nodes of its links."""
    cost = of_corridors(network, edge_cost.ravel())
    _, corridors, nodes = _core_places(network)
    np.add.at(cost, corridors, point_cost[nodes])
    return cost


def of_corridors(network: Network, of_edges: Floats) -> Floats:
    """Return for every corridor the sum of what its passages have (2 x edges, in one row)."""
    return _core_places(network)[0].sums(of_edges)


def _core_places(network: Network) -> tuple[Strings, Rows, Rows]:
    """Return where corridors find their costs: edges in a flat array, and nodes with points."""
    kept: Any = network.memo.get("core_places")
    if kept is None:
        core, links = core_of(network), links_of(network)
        at_points = np.zeros(len(links.tail), dtype=bool)
        at_points[links.at_points] = True
        places = np.flatnonzero(at_points[core.links])
        corridors = np.searchsorted(core.begin, places, side="right") - 1
        kept = (core.strings.of(links.flat), corridors, links.tail[core.links[places]])
        network.memo["core_places"] = kept
    found: tuple[Strings, Rows, Rows] = kept
    return found


def _shut_ways(network: Network, edge_cost: Floats) -> None:
    """Make infinite, in place, what is not walked in a direction: one-way and planned passages."""
    np.put(edge_cost, links_of(network).flat_shut, np.inf)


def with_edge_cost(network: Network, table: CostTable, edge_cost: Floats) -> CostTable:
    """Return a table that takes ``edge_cost``; what is closed to everybody stays so."""
    edge_cost = edge_cost.copy()
    _shut_ways(network, edge_cost)
    of_core = _core_cost(network, edge_cost, table.point_cost)
    return replace(table, edge_cost=edge_cost, core_cost=of_core, metric=None)


def edge_seconds(network: Network, traveller: Traveller) -> Floats:
    """Return honest seconds for every edge (2 x edges: forward, backward)."""
    table, things = rules(), things_of(network)
    length = np.asarray(network.column("edge_length_m"))
    one_way = length / traveller.speed_mps
    rows = things.rows
    one_way[rows["steps"]] = _step_seconds(network)
    one_way[rows["escalator"]] = length[rows["escalator"]] / table["escalator"]["speed_mps"]
    walkway = rows["moving_walkway"]
    one_way[walkway] = length[walkway] / table["moving_walkway"]["speed_mps"]
    seconds: Floats = one_way / _slope_shares(network, traveller.group)
    seconds[:, rows["lift"]] += table["lift"]["ride_s"]
    seconds[:, rows["gate"]] += table["gate"]["pass_s"]
    seconds[:, rows["signal"]] += table["signal"]["wait_s"]
    return seconds


def _slope_shares(network: Network, group: Group) -> Floats:
    """Return the share of their speed that people keep on slopes, 2 x edges; 1 on the flat.

    Where a slope is unknown or vague it counts as flat.
    """
    name = "wheels" if group is Group.WHEELS else "other"
    kept: Any = network.memo.get(f"slope_shares:{name}")
    if kept is None:
        kept = network.memo[f"slope_shares:{name}"] = _read_slope_shares(network, name)
    shares: Floats = kept
    return shares


def _read_slope_shares(network: Network, name: str) -> Floats:
    rows = rules()["slope_speed"][name]
    things = things_of(network)
    walked = ~kinds_in(network, CARRIED_OR_STEPS)[things.slope_rows]
    known, slope = things.slope_rows[walked], things.slope_pct[walked]
    edges = np.asarray([row[0] for row in rows[1:]], dtype=np.float64)
    by_slope = np.asarray([row[1] for row in rows], dtype=np.float64)
    shares = np.ones((2, network.edge_count))
    for direction, signed in enumerate((slope, -slope)):
        shares[direction, known] = by_slope[np.searchsorted(edges, signed, side="right")]
    return shares


def _step_seconds(network: Network) -> Floats:
    """Return the seconds on every flight of steps, in the order of its rows."""
    table, rows = rules()["steps"], things_of(network).rows["steps"]
    count = np.asarray(network.values("edge", "step_count", "low"), dtype=np.float64)[rows]
    guess = np.asarray(network.column("edge_length_m"))[rows] / table["run_m"]
    seconds: Floats = np.where(np.isnan(count), guess, count) * table["step_s"]
    return seconds


def _unknown_factor(network: Network) -> Floats:
    """Return the factor on unverified seconds: by road class on streets, else by kind."""
    kept: Any = network.memo.get("unknown_factor")
    if kept is None:
        kept = network.memo["unknown_factor"] = _read_unknown_factor(network)
    factors: Floats = kept
    return factors


def _read_unknown_factor(network: Network) -> Floats:
    table = rules()
    by_kind = np.ones(len(Kind) + 1)
    for kind, factor in table["unknown_factor_by_kind"].items():
        by_kind[code_of(Kind(kind))] = factor
    by_road = np.ones(len(RoadClass) + 1)
    for road, factor in table["unknown_factor_by_road"].items():
        by_road[code_of(RoadClass(road))] = factor
    kinds, roads = network.column("edge_kind"), network.column("edge_class")
    on_street = kind_mask(kinds, frozenset({Kind.STREET, Kind.STREET_WITH_SIDEWALK})) & (roads > 0)
    pedestrian = roads == code_of(RoadClass.PEDESTRIAN)
    factors: Floats = np.where(on_street | pedestrian, by_road[roads], by_kind[kinds])
    return factors


def _discomfort(network: Network, traveller: Traveller) -> tuple[Floats, Floats]:
    """Return the factor on, and the seconds added to, every edge by preference."""
    prices = traveller.prices or {}
    rows = things_of(network).rows
    factor, added = np.ones(network.edge_count), np.zeros(network.edge_count)
    factor[rows["discouraged"]] *= rules()["point"]["discouraged_factor"]
    for name in MASKS:
        if name in prices:
            np.multiply(factor, 1 + prices[name], out=factor, where=mask_of(network, name))
    for name in ("slope", "cross_slope"):
        if name in prices:
            steep, points = steepness(network, f"{name}_pct")
            factor[steep] *= 1 + prices[name] * points
    for name, thing in PRICED_THINGS.items():
        if name in prices:
            added[rows[thing]] += prices[name]
    if traveller.escalator is Use.AVOID and "escalator_s" not in prices:
        added[rows["escalator"]] += AVOIDED_ESCALATOR_S
    if traveller.stairs is Stairs.PRICED and "step_s" in prices:
        added[rows["steps"]] += prices["step_s"] * _step_seconds(network)
    return factor, added


PRICED_THINGS = {
    "level_crossing_s": "level_crossing",
    "unsignalled_crossing_s": "unsignalled_crossing",
    "silent_signal_s": "silent_signal",
    "stairs_s": "steps",
    "escalator_s": "escalator",
    "lift_s": "lift",
}
"""Prices of things met on the way, and the name of their rows."""

AVOIDED_ESCALATOR_S = 120.0
"""What an escalator is felt to cost whoever avoids it, where their table does not say."""


def _point_price(network: Network, traveller: Traveller) -> Floats:
    """Return the seconds that a point is felt to cost a traveller (one entry a point)."""
    prices = traveller.prices or {}
    size = len(network.column("point_node"))
    added = np.zeros(size)
    if "flush_kerb_s" in prices:
        flush = network.values("point", "kerb", "word") == code_of(Kerb.FLUSH)
        marked = network.values("point", "tactile", "word") > 0
        added[flush & ~marked] += prices["flush_kerb_s"]
    return added


def _point_cost(network: Network, points: Judged, policy: UnknownPolicy, price: Floats) -> Floats:
    """Return the cost of walking through each node in hundredths of a second."""
    doubtful = points.unverified != 0
    seconds = price.copy()
    if policy is UnknownPolicy.WARN:
        seconds[doubtful] += rules()["point"]["unverified_s"]
    cost = np.rint(CENTI * seconds)
    cost[points.refused] = np.inf
    if policy is UnknownPolicy.REFUSE:
        cost[doubtful] = np.inf
    at_node = np.zeros(network.node_count)
    at_node[network.column("point_node")] = cost
    return at_node
