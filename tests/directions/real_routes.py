"""Routes over the real streets, chosen by chance and always the same."""

from __future__ import annotations

import random

from routeguide.model.geodesy import distance_m
from routeguide.model.route import Answer, Endpoint, Query, Route
from routeguide.model.traveller import get_preset
from routeguide.network.store import Network
from routeguide.routing.plan import find_route
from tests.drawn import NOON


def random_routes(network: Network, who: str, count: int, *, seed: int = 20261124) -> list[Route]:
    """Return routes of 0.5 to 3 km between nodes chosen by chance, at least ``count``."""
    return [answer.routes[0] for answer in random_answers(network, who, count, seed=seed)]


def random_answers(network: Network, who: str, count: int, *, seed: int = 20261124) -> list[Answer]:
    """Return answers with one such route each."""
    chance = random.Random(seed)  # noqa: S311
    found: list[Answer] = []
    while len(found) < count:
        a, b = (network.lonlat(chance.randrange(network.node_count)) for _ in "ab")
        if not 400 < distance_m(a, b) < 2600:
            continue
        asked = Query(Endpoint(lonlat=a), Endpoint(lonlat=b), get_preset(who), NOON)
        answer = find_route(network, asked)
        found += [answer] if answer.routes and 500 <= answer.routes[0].length_m <= 3000 else []
    return found
