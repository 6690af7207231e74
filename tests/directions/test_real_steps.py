"""Real routes in steps: few of them, hardly a short one, and no metre or turn lost by it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from routeguide.directions import junctions, walks
from routeguide.directions.acts import Act, Maneuver
from routeguide.directions.maneuvers import list_maneuvers
from routeguide.model.geodesy import bearing_deg, distance_m
from routeguide.model.passage import Passage
from routeguide.model.route import Route
from routeguide.model.traveller import get_preset
from routeguide.model.vocabulary import Kind, RoadClass, code_of
from routeguide.network.store import Network
from tests.directions.checker import (
    list_short,
    list_steps,
    list_untold_turns,
    told_metres,
    walked_metres,
)
from tests.directions.real_routes import random_routes

WHO = ("white_cane", "wheelchair_manual", "walk")

Told = tuple[Route, tuple[Maneuver, ...]]


@pytest.fixture(scope="module")
def walked(nerima: Network, proof: bool) -> Mapping[str, list[Route]]:
    return {who: random_routes(nerima, who, 300 if proof else 60) for who in WHO}


def tell(routes: Mapping[str, list[Route]]) -> list[Told]:
    return [
        (route, list_maneuvers(route, group=get_preset(who).group))
        for who, found in routes.items()
        for route in found
    ]


def metres_a_step(told: Sequence[Told]) -> float:
    return sum(r.length_m for r, _ in told) / sum(len(list_steps(m)) for _, m in told)


def share_of_short(told: Sequence[Told]) -> float:
    return sum(len(list_short(m)) for _, m in told) / sum(len(list_steps(m)) for _, m in told)


def test_real_routes_have_a_step_a_ninety_metres_and_hardly_a_short_one(
    walked: Mapping[str, list[Route]],
) -> None:
    for who, routes in walked.items():
        told = tell({who: routes})
        assert metres_a_step(told) > 85, who
        assert share_of_short(told) < 0.005, who
        each = sorted(metres_a_step([one]) for one in told)
        assert each[len(each) // 10] > 60, who


def test_no_metre_and_no_turn_at_a_junction_of_real_routes_is_lost(
    walked: Mapping[str, list[Route]],
) -> None:
    for route, told in tell(walked):
        assert told_metres(told) == pytest.approx(walked_metres(route), abs=0.5)
        assert list_untold_turns(route, told) == []


def test_the_bounds_catch_a_build_that_tells_every_corner(
    walked: Mapping[str, list[Route]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        junctions.Turn, "is_decision", property(lambda turn: turn.hour != 12 or turn.ways)
    )
    monkeypatch.setattr(walks, "join_short_legs", lambda items, **_: list(items))
    told = tell(walked)
    assert metres_a_step(told) < 60
    assert share_of_short(told) > 0.02


def test_the_checker_catches_a_build_that_follows_every_street(
    walked: Mapping[str, list[Route]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(junctions.Turn, "is_decision", False)
    monkeypatch.setattr(walks, "list_bends", lambda *_: [])
    assert sum(bool(list_untold_turns(*told)) for told in tell(walked)) > len(walked["walk"])


# -- roads crossed, by an eye of its own -----------------------------------------------------

CROSSINGS = frozenset({Act.CROSSING, Act.ROAD_CROSSING})
NO_GROUND = frozenset({Kind.FOOTBRIDGE, Kind.UNDERPASS, Kind.CROSSING})
BIG = frozenset(list(RoadClass)[list(RoadClass).index(RoadClass.TERTIARY) :])
TOLD_M = 30.0


def big_roads(network: Network) -> dict[str, list[Passage]]:
    """Return by the key of a node the big roads that leave it, both directions of each passage."""
    found: dict[str, list[Passage]] = {}
    wanted = [code_of(road) for road in BIG]
    for edge in np.flatnonzero(np.isin(network.column("edge_class"), wanted)).tolist():
        for passage in (network.passage(edge), network.passage(edge, backward=True)):
            if passage.kind is not Kind.CROSSING:
                found.setdefault(passage.from_key, []).append(passage)
    return found


def list_silent(roads: Mapping[str, list[Passage]], told: Told) -> list[str]:
    """Return the nodes at which a route goes over a big road and nothing is said of it."""
    route, maneuvers = told
    places = [m.at for m in maneuvers if m.type in CROSSINGS]
    silent = []
    for before, after in itertools.pairwise(s.passage for s in route.segments):
        if {before.kind, after.kind} & NO_GROUND or before.connector or after.connector:
            continue
        if not before.length_m or not after.length_m:
            continue  # one starts or ends on the road itself
        walked = {before.key, before.reversed().key, after.key, after.reversed().key}
        names = {p.names.get("ja") for p in (before, after) if p.road_class in BIG} - {None}
        back = bearing_deg(after.line[0], before.line[-2])
        opening = (bearing_deg(*after.line[:2]) - back) % 360
        sides = {
            (bearing_deg(*road.line[:2]) - back) % 360 < opening
            for road in roads.get(after.from_key, [])
            if road.key not in walked and road.names.get("ja") not in names
        }
        near = any(distance_m(at, after.line[0]) <= TOLD_M for at in places)
        silent += [after.from_key] if len(sides) > 1 and not near else []
    return silent


def test_every_big_road_that_real_routes_go_over_is_told(
    nerima: Network, walked: Mapping[str, list[Route]], monkeypatch: pytest.MonkeyPatch
) -> None:
    roads = big_roads(nerima)
    assert [node for told in tell(walked) for node in list_silent(roads, told)] == []
    monkeypatch.setattr(walks._Walk, "_events", lambda _walk: [])
    assert sum(len(list_silent(roads, told)) for told in tell(walked)) > 100
