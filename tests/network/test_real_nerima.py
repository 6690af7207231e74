"""The real streets of Nerima: built, connected, and routed under an independent eye."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from routeguide.model.geodesy import distance_m
from routeguide.model.passage import reverse_key
from routeguide.model.place import PlaceKind
from routeguide.model.route import Endpoint, Outcome, Query
from routeguide.model.traveller import get_preset
from routeguide.network.build import BuildInput, build_network
from routeguide.network.read_osm import read_osm_file
from routeguide.network.store import Network
from routeguide.network.ward import load_ward
from routeguide.routing import judge
from routeguide.routing.places import spots_of
from routeguide.routing.plan import Planner, find_route
from routeguide.routing.reach import reach
from tests.drawn import NOON, TODAY
from tests.raw_tags import STEP_FREE, RawTags

WARD = Path(__file__).parents[2] / "graphdata" / "ward"
NEAR_M = 5_000.0


def pairs(network: Network) -> Iterator[tuple[str, str]]:
    """Yield all pairs of a station and a facility up to 5 km apart."""
    places = [p for p in network.places.values() if p.destination and p.lonlat]
    stations = [p for p in places if p.kind is PlaceKind.STATION]
    facilities = [p for p in places if p.kind is PlaceKind.FACILITY]
    for station in stations:
        for facility in facilities:
            if distance_m(station.lonlat, facility.lonlat) <= NEAR_M:  # type: ignore[arg-type]
                yield station.id, facility.id


def ask(a: str, b: str, who: str) -> Query:
    return Query(Endpoint(place=a), Endpoint(place=b), get_preset(who), NOON)


def test_every_near_pair_of_station_and_facility_is_connected_for_walkers_or_named(
    nerima: Network,
) -> None:
    named = set(nerima.report["unreachable"]) | set(nerima.report["not_destinations"])
    table = Planner(nerima).walk_table()
    reached = {}
    for place in nerima.places.values():
        if place.kind is PlaceKind.STATION and place.id not in named and place.destination:
            found = reach(nerima, table, spots_of(nerima, place))
            assert found is not None, place.id
            reached[place.id] = found[0]
    near = [pair for pair in pairs(nerima) if not named & set(pair)]
    cut_off = [(a, b) for a, b in near if not np.isfinite(reached[a][nerima.place_node[b]])]
    assert cut_off == []
    assert len(near) > 1_000


def step_free_violations(nerima: Network, raw: RawTags, count: int) -> list[str]:
    """Return what the independent checker finds on ``count`` step-free routes."""
    questions = [(a, b, who) for a, b in sorted(pairs(nerima)) for who in STEP_FREE]
    chosen = random.Random(20261124).sample(questions, count)  # noqa: S311
    found: list[str] = []
    routed = 0
    for a, b, who in chosen:
        answer = find_route(nerima, ask(a, b, who))
        routed += answer.status is Outcome.OK
        for route in answer.routes:
            found += [f"{a} -> {b}: {text}" for text in raw.step_free_violations(route)]
    assert routed > count / 4, "too few routes to prove anything"
    return found


def test_no_step_free_route_holds_steps_by_the_raw_tags(
    nerima: Network, raw: RawTags, proof: bool
) -> None:
    assert step_free_violations(nerima, raw, 10_000 if proof else 1_000) == []


def test_the_independent_checker_catches_a_router_that_takes_stairs(
    nerima: Network, raw: RawTags, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "_judge_kinds", lambda *_: None)
    monkeypatch.setitem(nerima.memo, "planner", Planner(nerima))
    assert step_free_violations(nerima, raw, 150)


def test_the_same_input_gives_the_same_bytes(pbf: Path, nerima: Network, tmp_path: Path) -> None:
    source = BuildInput(read_osm_file(pbf), load_ward(WARD, today=TODAY))
    again = build_network(source, tmp_path)
    assert nerima.folder is not None
    assert again.name == nerima.folder.name
    names = sorted(path.name for path in again.iterdir())
    assert names == sorted(path.name for path in nerima.folder.iterdir())
    for name in names:
        assert (again / name).read_bytes() == (nerima.folder / name).read_bytes(), name


def test_every_key_names_one_passage_in_one_direction(nerima: Network) -> None:
    own = [nerima.text(int(number)) or "" for number in nerima.column("edge_key")]
    assert len({*own, *(reverse_key(key) for key in own)}) == 2 * len(own)


def test_the_ids_of_the_rebuilt_extract_count_as_synthetic(nerima: Network) -> None:
    assert nerima.manifest["osm_ids"] == "synthetic"


def test_no_route_of_the_unsurveyed_ward_calls_itself_verified(nerima: Network) -> None:
    chosen = random.Random(7).sample(sorted(pairs(nerima)), 60)  # noqa: S311
    for number, (a, b) in enumerate(chosen):
        who = ("wheelchair_manual", "white_cane", "cane")[number % 3]
        for route in find_route(nerima, ask(a, b, who)).routes:
            assert route.label == "unverified"


def test_the_footways_nobody_knows_anything_of_are_reported_as_unknown(nerima: Network) -> None:
    attributes = nerima.report["attributes"]
    for name in ("step_cm", "width_cm", "tactile"):
        assert attributes[name]["unknown_share"] > 0.99
