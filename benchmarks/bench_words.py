"""Words for routes of about 3 km in six languages, beside the finding of the routes themselves.

Run by ``make bench``; prints figures and ratios measured in this one run.
Needs the extract (``ROUTEGUIDE_REAL_DATA``, default ``../shared/osm``).
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from routeguide.directions.describe import Manner, put_into_words, tell_route
from routeguide.directions.language import LANGUAGES
from routeguide.model.geodesy import distance_m
from routeguide.model.route import Endpoint, Query, Route
from routeguide.model.traveller import get_preset
from routeguide.network.build import BuildInput, build_network
from routeguide.network.read_osm import read_osm_file
from routeguide.network.store import Network, load_network
from routeguide.network.ward import load_ward
from routeguide.routing.plan import find_route
from routeguide.speech.readings import readings_of

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("ROUTEGUIDE_REAL_DATA") or ROOT.parent / "shared" / "osm")
TRAVELLERS = ("white_cane", "wheelchair_manual", "walk")
ROUTES = 100
NEAR_M, FAR_M = 2_500, 3_500
BUILT = date(2026, 11, 24)


def built(folder: Path) -> Network:
    """Return the network of the extract, built now."""
    osm = read_osm_file(DATA / "nerima-2024.osm.pbf")
    source = BuildInput(osm, load_ward(ROOT / "graphdata" / "ward", today=BUILT))
    return load_network(build_network(source, folder / "network"), today=BUILT)


def list_routes(network: Network, who: str) -> tuple[list[Route], list[float]]:
    """Return routes of about 3 km and the milliseconds that each took to find."""
    chance = random.Random(3)  # noqa: S311 - the same ways each time
    asked_at = datetime.now(UTC)
    routes: list[Route] = []
    took: list[float] = []
    while len(routes) < ROUTES:
        a, b = (network.lonlat(chance.randrange(network.node_count)) for _ in "ab")
        if not 0.75 * NEAR_M < distance_m(a, b) < FAR_M:
            continue
        query = Query(Endpoint(lonlat=a), Endpoint(lonlat=b), get_preset(who), asked_at)
        began = time.perf_counter()
        answer = find_route(network, query)
        spent = (time.perf_counter() - began) * 1000
        if answer.routes and NEAR_M <= answer.routes[0].length_m <= FAR_M:
            routes.append(answer.routes[0])
            took.append(spent)
    return routes, took


def show(label: str, values: list[float], search: list[float]) -> None:
    """Print the median, the 95th percentile and the share of the time of the search."""
    middle, ordered = statistics.median(values), sorted(values)
    far = ordered[int(len(ordered) * 0.95)]
    ratio = middle / statistics.median(search)
    print(f"  {label:<20} {middle:6.1f} / {far:6.1f} ms   {ratio:5.2f} x a search")


def measure(network: Network, who: str) -> None:
    """Print how long the facts and then the words of each language take."""
    routes, search = list_routes(network, who)
    readings, traveller = readings_of(network), get_preset(who)
    print(f"{who}: {len(routes)} routes of {NEAR_M} to {FAR_M} m, p50 / p95")
    show("search and answer", search, search)
    facts, tellings = [], []
    for route in routes:
        began = time.perf_counter()
        tellings.append(tell_route(route, traveller=traveller))
        facts.append((time.perf_counter() - began) * 1000)
    show("facts (no words)", facts, search)
    for code in LANGUAGES:
        manner, took = Manner(language=code, readings=readings), []
        for telling in tellings:  # the names are read once, as in a service that runs
            put_into_words(telling, manner, traveller.group)
        for telling, before in zip(tellings, facts, strict=True):
            began = time.perf_counter()
            put_into_words(telling, manner, traveller.group)
            took.append(before + (time.perf_counter() - began) * 1000)
        show(f"facts and words {code}", took, search)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        network = built(Path(folder))
        for who in TRAVELLERS:
            measure(network, who)


if __name__ == "__main__":
    main()
