"""Whole answers on the real Nerima extract: verdict, cost, search, why and JSON.

The words come on top (``bench_words``).
Run by ``make bench``; prints figures and ratios measured in this one run, beside
networkx on the same pairs. Needs the extract (``ROUTEGUIDE_REAL_DATA``, default
``../shared/osm``); ``ROUTEGUIDE_BENCH_PAIRS`` asks for fewer pairs than 500.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import networkx as nx
import numpy as np
from bench_words import built

from routeguide.exchange.answer_json import answer_to_json
from routeguide.model.geodesy import distance_m
from routeguide.model.route import Endpoint, Query
from routeguide.model.traveller import Traveller, customise, get_preset
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing.many import MatrixQuery, find_table
from routeguide.routing.plan import find_route, planner_of

TRAVELLERS = (
    "wheelchair_manual", "wheelchair_powered", "white_cane", "cane", "stroller", "walk",
)  # fmt: skip
RANGES = ((500, 2_000), (5_000, 10_000))
PAIRS = int(os.environ.get("ROUTEGUIDE_BENCH_PAIRS", "500"))
THEIRS = 20
"""Pairs that networkx is asked for: it takes a tenth of a second each."""

Pair = tuple[int, int]


def choose_pairs(network: Network, low: float, high: float) -> list[Pair]:
    """Return pairs of nodes as far apart as asked, always the same."""
    chance = random.Random(1)  # noqa: S311
    found: list[Pair] = []
    while len(found) < PAIRS:
        a, b = (chance.randrange(network.node_count) for _ in "ab")
        if low <= distance_m(network.lonlat(a), network.lonlat(b)) <= high:
            found.append((a, b))
    return found


def new_limits(who: str) -> Iterator[Traveller]:
    """Yield a traveller with limits that nobody asked for before, each time others."""
    chance = random.Random(2)  # noqa: S311
    while True:
        yield customise(
            get_preset(who),
            {
                "speed_mps": round(chance.uniform(0.5, 1.4), 4),
                "min_width_cm": chance.randint(60, 120),
            },
        )


def answer(network: Network, pair: Pair, traveller: Traveller) -> float:
    """Return the milliseconds of one answer from the question to JSON."""
    a, b = (Endpoint(lonlat=network.lonlat(node)) for node in pair)
    began = time.perf_counter()
    found = find_route(network, Query(a, b, traveller, datetime.now(UTC)))
    json.dumps(answer_to_json(found, network_info={}, words=False))
    return (time.perf_counter() - began) * 1000


def show(label: str, values: list[float]) -> None:
    ordered = sorted(values)
    far = ordered[int(len(ordered) * 0.95)]
    print(f"  {label:<44} p50 {statistics.median(ordered):7.1f} ms, p95 {far:7.1f} ms")


def measure_answers(network: Network, pairs: list[Pair]) -> None:
    """Print answers for travellers that are known, and with new limits each time."""
    for who in TRAVELLERS:
        known = get_preset(who)
        answer(network, pairs[0], known)
        with click.progressbar(pairs, label=who) as told:
            show(f"{who}, known", [answer(network, pair, known) for pair in told])
        limits = new_limits(who)
        with click.progressbar(pairs, label=who) as told:
            show(f"{who}, new limits", [answer(network, pair, next(limits)) for pair in told])


def measure_networkx(network: Network, pairs: list[Pair]) -> None:
    """Print networkx's Dijkstra from one node to another beside our whole answers."""
    table = planner_of(network).tables.get(get_preset("walk"), UnknownPolicy.WARN)
    graph = nx.DiGraph()
    indptr, to = network.column("link_indptr"), network.column("link_to")
    for node in range(network.node_count):
        for link in range(int(indptr[node]), int(indptr[node + 1])):
            if np.isfinite(table.link_cost[link]):
                graph.add_edge(node, int(to[link]), cost=float(table.link_cost[link]))
    theirs = []
    for a, b in pairs[:THEIRS]:
        began = time.perf_counter()
        with contextlib.suppress(nx.NetworkXNoPath, nx.NodeNotFound):
            nx.dijkstra_path_length(graph, a, b, weight="cost")
        theirs.append((time.perf_counter() - began) * 1000)
    ours = [answer(network, pair, get_preset("walk")) for pair in pairs[:THEIRS]]
    show("networkx Dijkstra (search alone), walk", theirs)
    ratio = statistics.median(theirs) / statistics.median(ours)
    print(f"  {ratio:.1f} x our whole answer")


def measure_matrix(network: Network) -> None:
    """Print the matrix of 20 x 400 nodes."""
    chance = random.Random(3)  # noqa: S311
    nodes = [chance.randrange(network.node_count) for _ in range(420)]
    here = tuple(Endpoint(lonlat=network.lonlat(node)) for node in nodes)
    asked = MatrixQuery(here[:20], here[20:], get_preset("wheelchair_manual"))
    took = []
    for _ in range(5):
        began = time.perf_counter()
        find_table(network, asked)
        took.append((time.perf_counter() - began) * 1000)
    show("matrix of 20 x 400 positions", took)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        network = built(Path(folder))
        for low, high in RANGES:
            pairs = choose_pairs(network, low, high)
            print(f"{PAIRS} pairs of {low / 1000:g} to {high / 1000:g} km")
            measure_answers(network, pairs)
            measure_networkx(network, pairs)
        measure_matrix(network)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory with the build: {peak:.0f} MB")


if __name__ == "__main__":
    main()
