"""The search on the real streets of Nerima finds what networkx finds, by scipy and the hierarchy.

Ends are nodes and positions within passages; times are not looked at
(design/routing.md: "Equality with networkx is tested on untimed networks").
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import networkx as nx
import numpy as np
import pytest

from routeguide.model.geodesy import distance_m
from routeguide.model.traveller import Traveller, customise, get_preset
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing import core_search, cost, ends
from routeguide.routing.cost import CostTable, CostTables
from routeguide.routing.hierarchy import Metric, make_metric
from routeguide.routing.rows import Floats
from routeguide.routing.search import find_path
from routeguide.routing.steps import Spot, Step

WARN, PASS = UnknownPolicy.WARN, UnknownPolicy.PASS
SOURCE = -1
ENDS = 100
"""Destinations of each traveller's one start; networkx finds them all at once."""

CUSTOM = {
    "max_step_cm": 5, "worst_surface": "smooth", "road_without_footway": "residential",
    "speed_mps": 0.5,
}  # fmt: skip
TRAVELLERS: list[tuple[str, Traveller, UnknownPolicy]] = [
    ("手動車いす", get_preset("wheelchair_manual"), WARN),
    ("手動車いす, pass", get_preset("wheelchair_manual"), PASS),
    ("手動車いす, own limits", customise(get_preset("wheelchair_manual"), CUSTOM), WARN),
    ("電動車いす", get_preset("wheelchair_powered"), WARN),
    ("ベビーカー, own limits", customise(get_preset("stroller"), {"lift": "never"}), PASS),
    ("白杖", get_preset("white_cane"), WARN),
    ("白杖, pass", get_preset("white_cane"), PASS),
    (
        "白杖, own limits",
        customise(get_preset("white_cane"), {"road_without_footway": None, "stairs": "never"}),
        WARN,
    ),
    ("杖", get_preset("cane"), WARN),
    (
        "一般, own limits",
        customise(get_preset("walk"), {"road_without_footway": "unclassified"}),
        WARN,
    ),
]


@dataclass(frozen=True)
class Batch:
    """Ways of one traveller from one start to many ends, by three searches: costs, NaN = none."""

    networkx: list[float]
    scipy: list[float]
    hierarchy: list[float]

    def differences(self) -> list[tuple[float, float, float]]:
        rows = zip(self.networkx, self.scipy, self.hierarchy, strict=True)
        return [row for row in rows if len({-1.0 if math.isnan(c) else c for c in row}) > 1]


def to_graph(network: Network) -> nx.DiGraph:
    """Return the streets as networkx sees them: from node to node, the links between as a list."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(network.node_count))
    indptr, heads = network.column("link_indptr").tolist(), network.column("link_to").tolist()
    for node in range(network.node_count):
        for link in range(indptr[node], indptr[node + 1]):
            if graph.has_edge(node, heads[link]):
                graph[node][heads[link]]["links"].append(link)
            else:
                graph.add_edge(node, heads[link], links=[link])
    return graph


def by_networkx(
    network: Network, graph: nx.DiGraph, table: CostTable, start: Spot, ends: list[Spot]
) -> list[float]:
    """Return the least costs; the point at the start is not passed, nor is that at the end."""
    costs = table.link_cost.tolist()

    def weight(_tail: int, _head: int, data: dict[str, object]) -> float | None:
        if "own" in data:
            return data["own"]  # type: ignore[return-value]
        least = min(costs[link] for link in data["links"])  # type: ignore[attr-defined]
        return least if math.isfinite(least) else None

    for head, own in _out_of(network, table, start):
        known = graph.get_edge_data(SOURCE, head)
        graph.add_edge(SOURCE, head, own=min(own, known["own"]) if known else own)
    graph.add_node(SOURCE)
    reached = nx.single_source_dijkstra_path_length(graph, SOURCE, weight=weight)
    graph.remove_node(SOURCE)
    return [_into(network, table, reached, end) for end in ends]


def _out_of(network: Network, table: CostTable, start: Spot) -> Iterator[tuple[int, float]]:
    if start.node is not None:
        first, last = network.column("link_indptr")[start.node : start.node + 2].tolist()
        edges, backward = (network.column(f"link_{of}")[first:last] for of in ("edge", "backward"))
        bare = table.edge_cost[backward.astype(int), edges].tolist()
        ways = zip(network.column("link_to")[first:last].tolist(), bare, strict=True)
    else:
        forward, backward = table.edge_cost[:, start.edge].tolist()
        head, tail = _ends_of(network, start)
        ways = zip((head, tail), (forward * (1 - start.share), backward * start.share), strict=True)
    yield from ((node, math.ceil(cost)) for node, cost in ways if math.isfinite(cost))


def _into(network: Network, table: CostTable, reached: dict[int, float], end: Spot) -> float:
    if end.node is not None:
        return reached.get(end.node, math.nan)
    forward, backward = table.edge_cost[:, end.edge].tolist()
    head, tail = _ends_of(network, end)
    ways = ((tail, forward * end.share), (head, backward * (1 - end.share)))
    found = [
        reached[node] + table.point_cost[node] + math.ceil(cost)
        for node, cost in ways
        if node in reached and math.isfinite(cost) and math.isfinite(table.point_cost[node])
    ]
    return min(found, default=math.nan)


def _ends_of(network: Network, spot: Spot) -> tuple[int, int]:
    """Return the node at the end, and the node at the start, of a spot's passage."""
    return int(network.column("edge_end")[spot.edge]), int(network.column("edge_start")[spot.edge])


def pick_spots(network: Network, random: Random) -> tuple[Spot, list[Spot]]:
    """Return a start and ends about it: half of them nodes, half positions within passages."""
    start = random.choice([_node(network, random), _within(network, random)])
    here = _at(network, start)
    ends: list[Spot] = []
    while len(ends) < ENDS:
        end = random.choice([_node, _within])(network, random)
        far = distance_m(here, _at(network, end))
        if end.edge != start.edge and (far < 3_000 or random.random() < 1 / 20):
            ends.append(end)
    return start, ends


def _node(network: Network, random: Random) -> Spot:
    return Spot(node=random.randrange(network.node_count))


def _within(network: Network, random: Random) -> Spot:
    return Spot(edge=random.randrange(network.edge_count), share=random.uniform(0.05, 0.95))


def _at(network: Network, spot: Spot) -> tuple[float, float]:
    edge_start = network.column("edge_start")
    return network.lonlat(int(edge_start[spot.edge]) if spot.node is None else spot.node)


def compare(
    network: Network, graph: nx.DiGraph, who: Traveller, policy: UnknownPolicy, seed: int
) -> Batch:
    """Return the costs of one traveller's batch by the three searches."""
    tables = CostTables(network)
    table, known = tables.get(who, policy), tables.get(who, policy)
    assert table.metric is None
    assert known.metric is not None, "the real network has a hierarchy"
    start, ends = pick_spots(network, Random(seed))  # noqa: S311
    found = [[find_path(network, one, [start], [end]) for end in ends] for one in (table, known)]
    costs = [[math.nan if way is None else way.cost for way in ways] for ways in found]
    return Batch(by_networkx(network, graph, table, start, ends), *costs)


def compare_from_a_start_that_leads_on(
    network: Network, graph: nx.DiGraph, who: Traveller, policy: UnknownPolicy, seed: int
) -> Batch:
    """Compare from start after start (some lie on islands), until ways are found."""
    for more in range(20):
        batch = compare(network, graph, who, policy, seed + more)
        assert batch.differences() == []
        if np.isfinite(batch.networkx).sum() > ENDS / 4:
            return batch
    raise AssertionError("too few ways to prove anything")


@pytest.fixture(scope="module")
def graph(nerima: Network) -> nx.DiGraph:
    return to_graph(nerima)


@pytest.mark.parametrize("number", range(len(TRAVELLERS)), ids=[row[0] for row in TRAVELLERS])
def test_both_searches_cost_what_networkx_finds_on_the_real_streets(
    number: int, nerima: Network, graph: nx.DiGraph, proof: bool
) -> None:
    """A hundred pairs a traveller: a thousand in all; ten times as many in ``make proof``."""
    _, who, policy = TRAVELLERS[number]
    for start in range(10 if proof else 1):
        seed = 1000 * number + 50 * start
        batch = compare_from_a_start_that_leads_on(nerima, graph, who, policy, seed)
        assert len(batch.networkx) == ENDS


def _stops_early(*_: object) -> Iterator[float]:
    yield 20_000.0


def _rounds_down(table: CostTable, step: Step) -> float:
    whole = table.edge_cost[int(step.backward), step.edge]
    return float(np.floor(whole * (step.end - step.begin))) if np.isfinite(whole) else math.inf


def _refused_is_dear(network: Network, core_cost: Floats) -> Metric | None:
    return make_metric(network, np.where(np.isfinite(core_cost), core_cost, 500.0))


WRONG: dict[str, tuple[object, str, object]] = {
    "scipy stops too early": (core_search, "_limits", _stops_early),
    "parts of passages are rounded down": (ends, "partial_cost", _rounds_down),
    "what is refused is only dear on the hierarchy": (cost, "make_metric", _refused_is_dear),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_comparison_catches_a_wrong_search(
    name: str, nerima: Network, graph: nx.DiGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*WRONG[name])
    who, policy = TRAVELLERS[0][1:]
    assert any(compare(nerima, graph, who, policy, seed).differences() for seed in range(3))
