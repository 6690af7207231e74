"""Memory of one process that answers: after its first route, and after many travellers."""

from __future__ import annotations

import json
import subprocess
import sys

from told import tell_goal

from routeguide.network.store import Network

MOST_MB = 300
ROUTES = 200

RUN = """
import json, random, sys
from datetime import UTC, datetime
from pathlib import Path
from routeguide.exchange.answer_json import write_json
from routeguide.model.geodesy import distance_m
from routeguide.model.route import Endpoint, Query
from routeguide.model.traveller import customise, get_preset
from routeguide.network.store import load_network
from routeguide.routing.plan import find_route

def told_mb():
    # the peak in all, and what is of the process alone: not mapped from files
    rows = dict(line.split(":", 1) for line in open("/proc/self/status"))
    return [int(rows[name].split()[0]) / 1024 for name in ("VmHWM", "RssAnon")]

network, chance = load_network(Path(sys.argv[1])), random.Random(4)
travellers, found = sys.argv[3:], []
for number in range(int(sys.argv[2])):
    apart_m = 0
    while not 500 <= apart_m <= 2_000:
        a, b = (network.lonlat(chance.randrange(network.node_count)) for _ in "ab")
        apart_m = distance_m(a, b)
    who = get_preset(travellers[number % len(travellers)])
    if number % 2:
        who = customise(who, {"speed_mps": round(chance.uniform(0.5, 1.4), 4)})
    query = Query(Endpoint(lonlat=a), Endpoint(lonlat=b), who, datetime.now(UTC))
    write_json(find_route(network, query), network_info={})
    if number in (0, int(sys.argv[2]) - 1):
        found.append(told_mb())
print(json.dumps(found))
"""


def measure_memory(network: Network, travellers: tuple[str, ...]) -> None:
    """Tell the most memory that a process of its own takes (VmHWM, mapped columns included)."""
    words = [str(network.folder), str(ROUTES), *travellers]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", RUN, *words], check=True, capture_output=True, text=True
    )
    (first, own), (last, own_last) = json.loads(done.stdout)
    print("memory of one process, at its peak and of its own (the rest is mapped and shared)")
    told = f"{first:6.0f} MB, own {own:.0f} MB"
    tell_goal("after its first route", told, first < MOST_MB, f"{MOST_MB} MB")
    label = f"after {ROUTES} routes of {len(travellers)} travellers"
    print(f"  {label:<44} {last:6.0f} MB, own {own_last:.0f} MB (half with new limits)")
