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
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.model.traveller import Group, Stairs, Traveller, Use
from routeguide.model.vocabulary import Kerb, Kind, RoadClass, UnknownPolicy, code_of
from routeguide.network.store import Network
from routeguide.routing.hierarchy import Metric, make_metric
from routeguide.routing.judge import (
    Bits,
    Judged,
    Mask,
    bit_of,
    judge_edges,
    judge_points,
    kind_mask,
    kinds_in,
)
from routeguide.routing.relevance import CARRIED
from routeguide.routing.rows import MASKS, links_of, mask_of, steepness, things_of

Floats = npt.NDArray[np.float64]
CENTI = 100.0
CARRIED_OR_STEPS = CARRIED | {Kind.STEPS}
KEPT = 8
"""Cost tables kept in memory a network: the presets that are asked for most."""


@dataclass(frozen=True, slots=True)
class CostTable:
    """Everything the search and the answer need for one traveller.

    Arrays over directed links (``link_``) and edges; ``link_cost`` contains
    the point passed at the link's first node, ``link_bare`` does not;
    ``point_cost`` (one entry a node) is that part alone: infinite at a
    refused point, 0 without one. ``metric`` is the same cost on a contraction
    hierarchy, for a traveller who was asked for before; None = search by scipy.
    """

    edges: Judged
    points: Judged
    edge_refused: Mask
    edge_unverified: Bits
    edge_seconds: Floats
    edge_cost: Floats
    point_cost: Floats
    link_bare: Floats
    link_cost: Floats
    policy: UnknownPolicy
    speed_mps: float
    metric: Metric | None = None


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

    def find(self, traveller: Traveller, policy: UnknownPolicy) -> CostTable | None:
        """Return the table of a traveller who was asked for before; None else."""
        return self._kept.get(_key(traveller, policy))

    def get(self, traveller: Traveller, policy: UnknownPolicy) -> CostTable:
        """Return the table for a traveller, made at the first question."""
        key = _key(traveller, policy)
        found = self._kept.pop(key, None)
        if found is None:
            found = make_table(self.network, traveller, policy)
        elif found.metric is None:
            found = replace(found, metric=make_metric(self.network, found.link_cost))
        self._kept[key] = found
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found


def _key(traveller: Traveller, policy: UnknownPolicy) -> tuple[object, ...]:
    return (*traveller.limits().values(), policy)


def make_table(network: Network, traveller: Traveller, policy: UnknownPolicy) -> CostTable:
    """Judge and price the whole network for one traveller.

    ``edge_*`` arrays are 2 x edges: forward, backward.
    """
    edges, points = judge_edges(network, traveller), judge_points(network, traveller)
    assert edges.refused_by_slope is not None  # noqa: S101 - edges are judged with slopes
    assert edges.unverified_slope is not None  # noqa: S101
    bits = np.where(edges.unverified_slope, bit_of("slope_pct"), np.uint64(0))
    bits |= edges.unverified
    doubtful = bits != 0
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
    at_node = _point_cost(network, points, policy, _point_price(network, traveller))
    bare, whole = _link_costs(network, cost, at_node)
    return CostTable(
        edges=edges,
        points=points,
        edge_refused=refused,
        edge_unverified=bits,
        edge_seconds=seconds,
        edge_cost=cost,
        point_cost=at_node,
        link_bare=bare,
        link_cost=whole,
        policy=policy,
        speed_mps=traveller.speed_mps,
    )


def _link_costs(network: Network, edge_cost: Floats, point_cost: Floats) -> tuple[Floats, Floats]:
    """Return the cost of every directed link without, and with, the point at its first node."""
    links = links_of(network)
    bare = np.take(edge_cost.ravel(), links.flat)
    bare[links.shut] = np.inf
    whole = bare.copy()
    whole[links.at_points] += point_cost[links.tail[links.at_points]]
    return bare, whole


def with_edge_cost(network: Network, table: CostTable, edge_cost: Floats) -> CostTable:
    """Return a table with other costs of its edges; what is refused or closed stays so."""
    bare, whole = _link_costs(network, edge_cost, table.point_cost)
    return replace(table, edge_cost=edge_cost, link_bare=bare, link_cost=whole, metric=None)


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
    seconds = np.stack([one_way, one_way])
    _slow_on_slopes(network, traveller, seconds)
    seconds[:, rows["lift"]] += table["lift"]["ride_s"]
    seconds[:, rows["gate"]] += table["gate"]["pass_s"]
    seconds[:, rows["signal"]] += table["signal"]["wait_s"]
    return seconds


def _slow_on_slopes(network: Network, traveller: Traveller, seconds: Floats) -> None:
    """Lengthen the seconds on slopes; where a slope is unknown or vague it counts as flat."""
    group = "wheels" if traveller.group is Group.WHEELS else "other"
    rows = rules()["slope_speed"][group]
    things = things_of(network)
    walked = ~kinds_in(network, CARRIED_OR_STEPS)[things.slope_rows]
    known, slope = things.slope_rows[walked], things.slope_pct[walked]
    edges = np.asarray([row[0] for row in rows[1:]], dtype=np.float64)
    shares = np.asarray([row[1] for row in rows], dtype=np.float64)
    for direction, signed in enumerate((slope, -slope)):
        seconds[direction, known] /= shares[np.searchsorted(edges, signed, side="right")]


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
    on_street = kind_mask(kinds, {Kind.STREET, Kind.STREET_WITH_SIDEWALK}) & (roads > 0)
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
