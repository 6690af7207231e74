"""Build, load, memory and first routes on the real Nerima extract, beside networkx.

Run by ``make bench``; prints figures and ratios measured in this one run.
Needs the extract (``ROUTEGUIDE_REAL_DATA``, default ``../shared/osm``).
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import networkx as nx
import numpy as np

from routeguide.model.geodesy import distance_m
from routeguide.model.route import Endpoint, Query
from routeguide.model.traveller import get_preset
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.build import BuildInput, build_network
from routeguide.network.read_osm import read_osm_file
from routeguide.network.store import Network, load_network
from routeguide.network.ward import load_ward
from routeguide.routing.cost import make_table
from routeguide.routing.plan import find_route, planner_of
from routeguide.routing.search import find_path
from routeguide.routing.steps import Spot

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("ROUTEGUIDE_REAL_DATA") or ROOT.parent / "shared" / "osm")
PAIRS = 100
TRAVELLERS = ("wheelchair_manual", "white_cane", "walk")

LOAD = """
import json, sys, time
began = time.perf_counter()
from pathlib import Path
from routeguide.network.store import load_network
imported = time.perf_counter()
network = load_network(Path(sys.argv[1]))
loaded = time.perf_counter()
from datetime import UTC, datetime
from routeguide.model.route import Endpoint, Query
from routeguide.model.traveller import get_preset
from routeguide.routing.plan import find_route
query = Query(Endpoint(place="station:kotake-mukaihara"),
              Endpoint(place="facility:kotake-toshokan"),
              get_preset("wheelchair_manual"), datetime.now(UTC))
find_route(network, query)
print(json.dumps({
    "import_s": imported - began, "load_s": loaded - imported,
    "first_route_s": time.perf_counter() - loaded,
    "memory_mb": next(int(line.split()[1]) / 1024 for line in open("/proc/self/status")
                      if line.startswith("VmHWM")),
}))
"""


def p50_p95(values: list[float]) -> str:
    ordered = sorted(values)
    return (
        f"p50 {statistics.median(ordered):6.1f} ms, p95 {ordered[int(len(ordered) * 0.95)]:6.1f} ms"
    )


def measure_build(pbf: Path, out: Path) -> Path:
    began = time.perf_counter()
    source = BuildInput(
        read_osm_file(pbf),
        load_ward(ROOT / "graphdata" / "ward", today=date.today()),  # noqa: DTZ011
    )
    target = build_network(source, out)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"build             {seconds:6.1f} s, peak memory {peak:.0f} MB (limits: 60 s, 2048 MB)")
    return target


def measure_load(folder: Path) -> None:
    runs = [
        json.loads(
            subprocess.run(  # noqa: S603
                [sys.executable, "-c", LOAD, str(folder)],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
        for _ in range(3)
    ]
    best = min(runs, key=lambda run: run["load_s"])
    print(f"import            {best['import_s']:6.2f} s")
    print(f"load              {best['load_s']:6.3f} s (limit: 0.2 s)")
    print(f"first route       {best['first_route_s']:6.2f} s after loading (new limits)")
    print(f"memory a process  {max(run['memory_mb'] for run in runs):6.0f} MB (limit: 300 MB)")


def choose_pairs(network: Network, low_m: float, high_m: float) -> list[tuple[int, int]]:
    chooser = random.Random(1)  # noqa: S311
    nodes = np.flatnonzero(np.diff(network.column("link_indptr")) > 1)
    found: list[tuple[int, int]] = []
    while len(found) < PAIRS:
        a, b = (int(nodes[chooser.randrange(len(nodes))]) for _ in range(2))
        if low_m <= distance_m(network.lonlat(a), network.lonlat(b)) <= high_m:
            found.append((a, b))
    return found


def measure_search(network: Network) -> None:
    graph = to_networkx(network)
    for low, high in ((500, 2000), (5000, 10000)):
        pairs = choose_pairs(network, low, high)
        for who in TRAVELLERS:
            table = planner_of(network).tables.get(get_preset(who), UnknownPolicy.WARN)
            ours = [time_search(network, table, a, b) for a, b in pairs]
            print(f"search {low / 1000:g}-{high / 1000:g} km {who:18} {p50_p95(ours)}")
        theirs = [time_networkx(graph, a, b) for a, b in pairs[:20]]
        table = planner_of(network).tables.get(get_preset("walk"), UnknownPolicy.WARN)
        ours = [time_search(network, table, a, b) for a, b in pairs[:20]]
        ratio = statistics.median(theirs) / statistics.median(ours)
        print(f"networkx Dijkstra, same pairs, walk       {p50_p95(theirs)}: {ratio:.1f} x ours")


def time_search(network: Network, table: object, a: int, b: int) -> float:
    began = time.perf_counter()
    find_path(network, table, [Spot(node=a)], [Spot(node=b)])  # type: ignore[arg-type]
    return (time.perf_counter() - began) * 1000


def time_networkx(graph: nx.DiGraph, a: int, b: int) -> float:
    began = time.perf_counter()
    with contextlib.suppress(nx.NetworkXNoPath):
        nx.bidirectional_dijkstra(graph, a, b, weight="cost")
    return (time.perf_counter() - began) * 1000


def to_networkx(network: Network) -> nx.DiGraph:
    table = planner_of(network).tables.get(get_preset("walk"), UnknownPolicy.WARN)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(network.node_count))
    tails, heads = table.links.tail.tolist(), network.column("link_to").tolist()
    for tail, head, cost in zip(tails, heads, table.link_cost.tolist(), strict=True):
        if np.isfinite(cost):
            graph.add_edge(tail, head, cost=cost)
    return graph


def measure_tables(network: Network) -> None:
    for who in TRAVELLERS:
        spent = []
        for _ in range(10):
            began = time.perf_counter()
            make_table(network, get_preset(who), UnknownPolicy.WARN)
            spent.append((time.perf_counter() - began) * 1000)
        print(f"verdict and cost of all passages {who:18} {p50_p95(spent)}")


def measure_answers(network: Network) -> None:
    places = [p for p in network.report["reachable"] if p.startswith("facility:")]
    stations = [p for p in network.report["reachable"] if p.startswith("station:")]
    chooser = random.Random(2)  # noqa: S311
    for who in TRAVELLERS:
        spent = []
        for _ in range(PAIRS):
            query = Query(
                Endpoint(place=chooser.choice(stations)), Endpoint(place=chooser.choice(places)),
                get_preset(who), datetime.now(UTC),
            )  # fmt: skip
            began = time.perf_counter()
            find_route(network, query)
            spent.append((time.perf_counter() - began) * 1000)
        print(f"answer station -> facility {who:18} {p50_p95(spent)}")


def main() -> None:
    pbf = DATA / "nerima-2024.osm.pbf"
    if not pbf.is_file():
        sys.exit(f"not run: {pbf} is not there (set ROUTEGUIDE_REAL_DATA)")
    print(f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        target = measure_build(pbf, Path(folder))
        measure_load(target)
        network = load_network(target)
        print(f"{network.node_count} nodes, {2 * network.edge_count} directed links")
        measure_tables(network)
        measure_search(network)
        measure_answers(network)


if __name__ == "__main__":
    main()
