"""Whole answers on the real Nerima extract: verdict, cost, search, why and JSON, beside networkx.

The words come on top (``bench_words``). Run by ``make bench``; prints figures and
ratios measured in this one run, each with its goal and whether it is reached.
``--part`` runs some parts alone, ``--pairs`` asks for fewer pairs than 500;
``ROUTEGUIDE_BENCH_CLOCK=cpu`` counts CPU time where others use the machine. Needs the
extract (``ROUTEGUIDE_REAL_DATA``, default ``../shared/osm``), or with ``--network`` a
network built from it.
"""

from __future__ import annotations

import contextlib
import platform
import random
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import click
import networkx as nx
import numpy as np
from bench_words import built
from growth import measure_growth
from memory import measure_memory
from told import IS_CPU, clock, tell, tell_goal

from routeguide.exchange.answer_json import write_json
from routeguide.model.geodesy import distance_m
from routeguide.model.route import Endpoint, Query
from routeguide.model.traveller import Traveller, customise, get_preset
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.store import Network, load_network
from routeguide.routing.cost import CostTable
from routeguide.routing.many import MatrixQuery, find_table
from routeguide.routing.plan import find_route, planner_of
from routeguide.routing.search import find_path
from routeguide.routing.steps import Spot
from routeguide.web.collector import settle

TRAVELLERS = (
    "wheelchair_manual", "wheelchair_powered", "white_cane", "cane", "stroller", "walk",
)  # fmt: skip
MATRIX_MS, TIMES_NETWORKX = 200.0, 10.0
THEIRS = 100
"""Pairs that networkx is asked for: it takes up to a quarter of a second each."""

Pair = tuple[int, int]


@dataclass(frozen=True)
class Range:
    """Trips of some length in a straight line, and the p50 in milliseconds to hold."""

    low_m: float
    high_m: float
    known_ms: float
    new_ms: float

    @property
    def name(self) -> str:
        return f"{self.low_m / 1000:g} to {self.high_m / 1000:g} km"


RANGES = (Range(500, 2_000, 4.0, 10.0), Range(5_000, 10_000, 11.0, 25.0))


@dataclass
class Bench:
    """What all parts need; the network is built when one first asks for it."""

    pairs: int
    folder: Path | None
    scratch: Path

    @cached_property
    def network(self) -> Network:
        network = load_network(self.folder) if self.folder else built(self.scratch)
        answer(network, (0, 1), get_preset("walk"))
        settle()  # as the service does
        return network

    def choose(self, trips: Range, many: int | None = None) -> list[Pair]:
        """Return pairs of nodes as far apart as asked, always the same."""
        return choose_pairs(self.network, trips.low_m, trips.high_m, many or self.pairs)


def choose_pairs(
    network: Network, low_m: float, high_m: float, many: int, seed: int = 1
) -> list[Pair]:
    """Return pairs of nodes as far apart as asked, always the same of one seed."""
    chance = random.Random(seed)  # noqa: S311
    found: list[Pair] = []
    while len(found) < many:
        a, b = (chance.randrange(network.node_count) for _ in "ab")
        if low_m <= distance_m(network.lonlat(a), network.lonlat(b)) <= high_m:
            found.append((a, b))
    return found


WARM, WARM_SEED = 100, 4
"""Other trips that were asked for before: a service that has begun to answer."""


def new_limits(who: str) -> Iterator[Traveller]:
    """Yield a traveller with limits that nobody asked for before, each time others."""
    chance = random.Random(2)  # noqa: S311
    while True:
        changes = {
            "speed_mps": round(chance.uniform(0.5, 1.4), 4),
            "min_width_cm": chance.randint(60, 120),
        }
        yield customise(get_preset(who), changes)


def answer(network: Network, pair: Pair, traveller: Traveller) -> float:
    """Return the milliseconds of one answer from the question to JSON."""
    a, b = (Endpoint(lonlat=network.lonlat(node)) for node in pair)
    began = clock()
    found = find_route(network, Query(a, b, traveller, datetime.now(UTC)))
    write_json(found, network_info={}, words=False)
    return (clock() - began) * 1000


def measure_answers(bench: Bench) -> None:
    """Tell answers for travellers that are known, and with new limits each time."""
    network = bench.network
    for trips in RANGES:
        pairs = bench.choose(trips)
        print(f"whole answers, {len(pairs)} pairs of {trips.name}")
        for pair in choose_pairs(network, trips.low_m, trips.high_m, WARM, seed=WARM_SEED):
            answer(network, pair, get_preset("walk"))  # pages of the file are in memory then
        for who in TRAVELLERS:
            known, limits = get_preset(who), new_limits(who)
            for pair in pairs[:2]:
                answer(network, pair, known)
            took = [answer(network, pair, known) for pair in pairs]
            tell(f"{who}, known", took, trips.known_ms)
            took = [answer(network, pair, next(limits)) for pair in pairs]
            tell(f"{who}, new limits", took, trips.new_ms)


def measure_networkx(bench: Bench) -> None:
    """Tell networkx's Dijkstra from node to node beside our search and our whole answers.

    The ratio to hold is the mean of theirs, the search alone, over the mean
    of our whole answers to the same pairs, both for 一般 in this one run.
    """
    network, walk = bench.network, get_preset("walk")
    planner_of(network).tables.get(walk, UnknownPolicy.WARN)
    table = planner_of(network).tables.get(walk, UnknownPolicy.WARN)
    graph, sums = to_networkx(network, table), np.zeros(3)
    for trips in RANGES:
        pairs = bench.choose(trips, min(THEIRS, bench.pairs))
        print(f"networkx, walk, {len(pairs)} pairs of {trips.name}")
        theirs = [search_theirs(graph, pair) for pair in pairs]
        search = [search_ours(network, table, pair) for pair in pairs]
        ours = [answer(network, pair, walk) for pair in pairs]
        tell("networkx dijkstra_path_length", theirs)
        tell("our search", search)
        tell("our whole answer", ours)
        means = np.asarray([statistics.mean(took) for took in (theirs, search, ours)])
        sums += means
        tell_ratios(means)
    print("networkx, both ranges together")
    tell_ratios(sums)


def tell_ratios(means: Sequence[float] | np.ndarray) -> None:
    theirs, search, ours = means
    print(f"  {'networkx over our search':<44} {theirs / search:6.1f} times")
    label = "networkx over our whole answer"
    tell_goal(label, f"{theirs / ours:6.1f} times", theirs / ours >= TIMES_NETWORKX, "10 times")


def to_networkx(network: Network, table: CostTable) -> nx.DiGraph:
    """Return the costs of one traveller as a graph, the cheapest of parallel links."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(network.node_count))
    tails, heads = table.links.tail.tolist(), network.column("link_to").tolist()
    costs = table.link_cost.tolist()
    for tail, head, cost in zip(tails, heads, costs, strict=True):
        if cost < graph.get_edge_data(tail, head, {"cost": np.inf})["cost"]:
            graph.add_edge(tail, head, cost=cost)
    return graph


def search_theirs(graph: nx.DiGraph, pair: Pair) -> float:
    began = clock()
    with contextlib.suppress(nx.NetworkXNoPath):
        nx.dijkstra_path_length(graph, *pair, weight="cost")
    return (clock() - began) * 1000


def search_ours(network: Network, table: CostTable, pair: Pair) -> float:
    start, end = (Spot(node=node) for node in pair)
    began = clock()
    find_path(network, table, [start], [end])
    return (clock() - began) * 1000


def measure_matrix(bench: Bench) -> None:
    """Tell the matrix of 20 x 400 positions."""
    network, chance = bench.network, random.Random(3)  # noqa: S311
    nodes = [chance.randrange(network.node_count) for _ in range(420)]
    here = tuple(Endpoint(lonlat=network.lonlat(node)) for node in nodes)
    print("matrix of 20 x 400 positions")
    for who in ("wheelchair_manual", "walk"):
        asked = MatrixQuery(here[:20], here[20:], get_preset(who))
        took = []
        for _ in range(6):
            began = clock()
            find_table(network, asked)
            took.append((clock() - began) * 1000)
        tell(who, took[1:], MATRIX_MS)


PARTS: dict[str, Callable[[Bench], None]] = {
    "answers": measure_answers,
    "networkx": measure_networkx,
    "matrix": measure_matrix,
    "memory": lambda bench: measure_memory(bench.network, TRAVELLERS),
    "growth": lambda bench: measure_growth(
        bench.scratch, min(bench.pairs, 100), answer, choose_pairs
    ),
}


@click.command()
@click.option(
    "--part", "parts", type=click.Choice(list(PARTS)), multiple=True, default=tuple(PARTS),
    help="Run this part alone; may be given several times.",
)  # fmt: skip
@click.option("--pairs", default=500, envvar="ROUTEGUIDE_BENCH_PAIRS", show_default=True)
@click.option("--network", "folder", type=click.Path(exists=True, path_type=Path))
def main(parts: tuple[str, ...], pairs: int, folder: Path | None) -> None:
    """Measure whole answers on the real Nerima extract."""
    version = sys.version.partition(" ")[0]
    kind = "CPU time of the process" if IS_CPU else "time on the wall"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, Python {version}, {kind}")
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(pairs, folder, Path(scratch))
        for part in parts:
            PARTS[part](bench)


if __name__ == "__main__":
    main()
