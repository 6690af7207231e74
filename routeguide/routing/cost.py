"""Seconds and integer costs of all links, for one traveller and unknown policy.

Duration is honest seconds and never contains a penalty. Cost is hundredths
of a second: duration plus priced discomfort, as whole numbers, so that equal
costs are equal on every machine. A refused link has infinite cost, which is
absence: the search never takes it.
"""

from __future__ import annotations

import tomllib
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.model.traveller import Group, Stairs, Traveller, Use
from routeguide.model.vocabulary import (
    Access,
    CrossingKind,
    Footway,
    Kerb,
    Kind,
    RoadClass,
    SignalSound,
    Tactile,
    UnknownPolicy,
    YesNo,
    code_of,
)
from routeguide.network.flags import SCHEMATIC
from routeguide.network.store import Network
from routeguide.routing.judge import (
    Bits,
    Judged,
    Mask,
    bit_of,
    judge_edges,
    judge_points,
    kind_mask,
)

Floats = npt.NDArray[np.float64]
CENTI = 100.0
KEPT = 8
"""Cost tables kept in memory a network: the presets that are asked for most."""


@dataclass(frozen=True, slots=True)
class CostTable:
    """Everything the search and the answer need for one traveller.

    Arrays over directed links (``link_``) and edges; ``link_cost`` contains
    the point passed at the link's first node, ``link_bare`` does not;
    ``point_cost`` (one entry a node) is that part alone: infinite at a
    refused point, 0 without one.
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


@cache
def rules() -> dict[str, Any]:
    """Return the rule tables of ``rules.toml``."""
    path = Path(__file__).with_name("rules.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


class CostTables:
    """The cost tables of one network; the most recently used are kept."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._kept: OrderedDict[tuple[object, ...], CostTable] = OrderedDict()

    def get(self, traveller: Traveller, policy: UnknownPolicy) -> CostTable:
        """Return the table for a traveller, made at the first question."""
        key = (*traveller.limits().values(), policy)
        found = self._kept.pop(key, None) or make_table(self.network, traveller, policy)
        self._kept[key] = found
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found


def make_table(network: Network, traveller: Traveller, policy: UnknownPolicy) -> CostTable:
    """Judge and price the whole network for one traveller.

    ``edge_*`` arrays are 2 x edges: forward, backward.
    """
    edges, points = judge_edges(network, traveller), judge_points(network, traveller)
    assert edges.refused_by_slope is not None  # noqa: S101 - edges are judged with slopes
    assert edges.unverified_slope is not None  # noqa: S101
    bits = edges.unverified | np.where(edges.unverified_slope, bit_of("slope_pct"), np.uint64(0))
    refused = edges.refused | edges.refused_by_slope
    if policy is UnknownPolicy.REFUSE:
        refused = refused | (bits != 0)
    seconds = edge_seconds(network, traveller)
    factor, added = _discomfort(network, traveller)
    if policy is UnknownPolicy.WARN:
        factor = factor * np.where(bits != 0, _unknown_factor(network), 1.0)
        if traveller.step_free:
            added[:, _unknown_insides(network)] += rules()["inside"]["unknown_s"]
    cost = np.maximum(1.0, np.rint(CENTI * (seconds * factor + added)))
    cost[refused] = np.inf
    at_node = _point_cost(network, points, policy, _point_price(network, traveller))
    link_edge = network.column("link_edge")
    backward = network.column("link_backward").astype(np.intp)
    tail = np.repeat(np.arange(network.node_count), np.diff(network.column("link_indptr")))
    bare = cost[backward, link_edge]
    bare[~network.link_open] = np.inf
    return CostTable(
        edges=edges,
        points=points,
        edge_refused=refused,
        edge_unverified=bits,
        edge_seconds=seconds,
        edge_cost=cost,
        point_cost=at_node,
        link_bare=bare,
        link_cost=bare + at_node[tail],
        policy=policy,
        speed_mps=traveller.speed_mps,
    )


def edge_seconds(network: Network, traveller: Traveller) -> Floats:
    """Return honest seconds for every edge (2 x edges: forward, backward)."""
    table = rules()
    kinds = network.column("edge_kind")
    length = np.asarray(network.column("edge_length_m"))
    speed = traveller.speed_mps * _slope_share(network, traveller)
    seconds = length / speed
    steps = kinds == code_of(Kind.STEPS)
    seconds[:, steps] = _step_seconds(network)[steps]
    escalator, walkway = kinds == code_of(Kind.ESCALATOR), kinds == code_of(Kind.MOVING_WALKWAY)
    seconds[:, escalator] = length[escalator] / table["escalator"]["speed_mps"]
    seconds[:, walkway] = length[walkway] / table["moving_walkway"]["speed_mps"]
    seconds[:, kinds == code_of(Kind.LIFT)] += table["lift"]["ride_s"]
    seconds[:, kinds == code_of(Kind.TICKET_GATE)] += table["gate"]["pass_s"]
    signals = network.values("edge", "crossing", "word") == code_of(CrossingKind.SIGNALS)
    seconds[:, signals & (kinds == code_of(Kind.CROSSING))] += table["signal"]["wait_s"]
    return seconds


def _slope_share(network: Network, traveller: Traveller) -> Floats:
    """Return the share of the flat speed by slope (2 x edges); unknown and vague slopes count flat.

    A bound wider than 10 percentage points says only up or down: no figure to go by.
    """
    group = "wheels" if traveller.group is Group.WHEELS else "other"
    rows = rules()["slope_speed"][group]
    low = np.asarray(network.values("edge", "slope_pct", "low"))
    high = np.asarray(network.values("edge", "slope_pct", "high"))
    with np.errstate(invalid="ignore"):
        middle = np.where(high - low <= 10, (low + high) / 2, np.nan)  # noqa: PLR2004
    shares = np.ones((2, len(middle)))
    known = np.flatnonzero(~np.isnan(middle))
    edges = np.asarray([row[0] for row in rows[1:]], dtype=np.float64)
    values = np.asarray([row[1] for row in rows], dtype=np.float64)
    for direction, slope in enumerate((middle[known], -middle[known])):
        shares[direction, known] = values[np.searchsorted(edges, slope, side="right")]
    return shares


def _step_seconds(network: Network) -> Floats:
    table = rules()["steps"]
    count = np.asarray(network.values("edge", "step_count", "low"), dtype=np.float64)
    guess = np.asarray(network.column("edge_length_m")) / table["run_m"]
    seconds: Floats = np.where(np.isnan(count), guess, count) * table["step_s"]
    return seconds


def _unknown_factor(network: Network) -> Floats:
    """Return the factor on unverified seconds: by road class on streets, else by kind."""
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


def _unknown_insides(network: Network) -> Mask:
    """Where an inside is drawn whose true line and steps are not known."""
    flags = network.column("edge_flags")
    inside = (flags & SCHEMATIC != 0) & (network.column("edge_kind") == code_of(Kind.CORRIDOR))
    unknown: Mask = inside & (network.values("edge", "step_cm", "evidence") == 0)
    return unknown


def _discomfort(network: Network, traveller: Traveller) -> tuple[Floats, Floats]:
    """Return the factor on, and the seconds added to, every edge (2 x edges) by preference."""
    prices = traveller.prices or {}
    kinds, roads = network.column("edge_kind"), network.column("edge_class")
    factor = np.ones((2, network.edge_count))
    added = np.zeros((2, network.edge_count))

    def word(attribute: str) -> npt.NDArray[Any]:
        return network.values("edge", attribute, "word")

    discouraged = word("access") == code_of(Access.DISCOURAGED)
    factor[:, discouraged] *= rules()["point"]["discouraged_factor"]
    walked = kind_mask(kinds, set(Kind) - {Kind.LIFT, Kind.ESCALATOR})
    on_road = kinds == code_of(Kind.STREET)
    big = roads >= code_of(RoadClass.TERTIARY)
    shares: dict[str, Mask] = {
        "big_road": on_road & big,
        "no_footway": on_road & (word("footway") != code_of(Footway.APART)),
        "no_tactile": walked & (word("tactile") != code_of(Tactile.CONTINUOUS)),
        "open_plaza": (roads == code_of(RoadClass.PEDESTRIAN)) & (word("tactile") == 0),
        "unlit": word("lit") == code_of(YesNo.NO),
        "no_handrail": (kinds == code_of(Kind.STEPS)) & (word("handrail") != code_of(YesNo.YES)),
    }
    for name, mask in shares.items():
        if name in prices:
            factor[:, mask] *= 1 + prices[name]
    if "slope" in prices:
        factor *= 1 + prices["slope"] * _steepness(network, "slope_pct")
    if "cross_slope" in prices:
        factor *= 1 + prices["cross_slope"] * _steepness(network, "cross_slope_pct")
    for mask, seconds in _priced_things(network, traveller):
        added[:, mask] += seconds
    return factor, added


def _steepness(network: Network, attribute: str) -> Floats:
    """Return how much a slope exceeds 2 %, in percentage points, either way (0 when unknown)."""
    low = np.asarray(network.values("edge", attribute, "low"), dtype=np.float64)
    high = np.asarray(network.values("edge", attribute, "high"), dtype=np.float64)
    over = np.maximum(0.0, np.abs((low + high) / 2) - 2)
    steep: Floats = np.where(np.isfinite(over), np.minimum(over, 10), 0.0)
    return steep


def _priced_things(network: Network, traveller: Traveller) -> list[tuple[Mask, Any]]:
    """Return where and how many seconds a thing met on the way is felt to cost."""
    prices = traveller.prices or {}
    kinds = network.column("edge_kind")
    crossing = kinds == code_of(Kind.CROSSING)
    how = network.values("edge", "crossing", "word")
    sound = network.values("edge", "signal_sound", "word")
    signals = how == code_of(CrossingKind.SIGNALS)
    heard = np.isin(sound, [code_of(SignalSound.BUTTON), code_of(SignalSound.AUTOMATIC)])
    steps = kinds == code_of(Kind.STEPS)
    things: dict[str, Mask] = {
        "level_crossing_s": kinds == code_of(Kind.LEVEL_CROSSING),
        "unsignalled_crossing_s": crossing & ~signals,
        "silent_signal_s": crossing & signals & ~heard,
        "stairs_s": steps,
        "escalator_s": kinds == code_of(Kind.ESCALATOR),
        "lift_s": kinds == code_of(Kind.LIFT),
    }
    found = [(mask, prices[name]) for name, mask in things.items() if name in prices]
    if traveller.escalator is Use.AVOID and "escalator_s" not in prices:
        found.append((things["escalator_s"], 120.0))
    if traveller.stairs is Stairs.PRICED and "step_s" in prices:
        found.append((steps, prices["step_s"] * _step_seconds(network)[steps]))
    return found


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
