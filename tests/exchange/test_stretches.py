"""The map shows what the words say: one stretch a block, its metres, its side (invariant 13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from routeguide.directions.describe import describe
from routeguide.exchange import stretches as product
from routeguide.exchange.stretches import Course, Stretch, list_stretches
from routeguide.model.geodesy import length_m
from routeguide.model.guidance import Block
from routeguide.model.route import Route
from routeguide.model.traveller import get_preset
from routeguide.model.vocabulary import Kind, RoadClass
from routeguide.network.store import Network
from tests.directions.drawn import Drawn, crossing
from tests.directions.real_routes import random_routes
from tests.exchange.map_checker import list_differences
from tests.ward_network import ask_ward

WHO = ("white_cane", "wheelchair_manual", "walk")
TRIPS = (
    ("kotake-mukaihara", "kotake-toshokan"), ("nerima", "nerimakuyakusho"),
    ("hikarigaoka", "hikarigaoka-toshokan"),
)  # fmt: skip


def blocks_of(route: Route, who: str) -> tuple[Block, ...]:
    return describe(route, traveller=get_preset(who)).blocks


def cut(route: Route, blocks: Sequence[Block]) -> list[Stretch]:
    return list(list_stretches(Course.of(route), blocks))


def list_ward_routes() -> list[tuple[Route, str]]:
    answers = [(ask_ward(*trip, who), who) for trip in TRIPS for who in WHO]
    return [(answer.routes[0], who) for answer, who in answers if answer.routes]


def check(routes: Sequence[tuple[Route, str]]) -> list[str]:
    found = []
    for route, who in routes:
        blocks = blocks_of(route, who)
        found += list_differences(blocks, cut(route, blocks))
    return found


@pytest.fixture(scope="module")
def real(nerima: Network, proof: bool) -> list[tuple[Route, str]]:
    count = 300 if proof else 25
    return [(route, who) for who in WHO for route in random_routes(nerima, who, count)]


def test_the_maps_of_the_ward_network_show_what_its_blocks_say() -> None:
    routes = list_ward_routes()
    assert len(routes) >= 6
    assert check(routes) == []


def test_the_maps_of_real_routes_show_what_their_blocks_say(
    real: list[tuple[Route, str]],
) -> None:
    assert check(real) == []


def test_a_build_that_forgets_the_metres_before_a_crossing_is_caught(
    real: list[tuple[Route, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(product, "_back", lambda _course, drawn_m, _walked_m: drawn_m)
    assert any("m told" in found for found in check(real))


def test_a_build_that_draws_left_for_right_is_caught(real: list[tuple[Route, str]]) -> None:
    found = []
    for route, who in real:
        blocks = blocks_of(route, who)
        mirrored = [
            replace(s, line=tuple((-lon, lat) for lon, lat in s.line)) for s in cut(route, blocks)
        ]
        found += list_differences(blocks, mirrored)
    assert any("left told" in one for one in found)
    assert any("right told" in one for one in found)


def test_a_build_that_loses_or_shifts_a_stretch_is_caught() -> None:
    for route, who in list_ward_routes():
        blocks = blocks_of(route, who)
        drawn = cut(route, blocks)
        assert list_differences(blocks, drawn[1:])
        shifted = [
            replace(s, line=after.line)
            for s, after in zip(drawn, [*drawn[1:], drawn[0]], strict=True)
        ]
        assert list_differences(blocks, shifted)


def test_a_way_that_comes_by_twice_is_cut_where_the_words_are() -> None:
    drawn = Drawn()
    for turn in (0, 90, 90, 90, 90):
        drawn.go(
            100, Kind.STREET, turn=turn, road=RoadClass.RESIDENTIAL,
            ways=[(0, RoadClass.RESIDENTIAL, None), (-90, RoadClass.RESIDENTIAL, None)],
        )  # fmt: skip
    route = drawn.go(50, Kind.STREET, road=RoadClass.RESIDENTIAL).end()
    blocks = blocks_of(route, "white_cane")
    found = cut(route, blocks)
    assert list_differences(blocks, found) == []
    assert len(found) >= 5
    begins = [stretch.begin_m for stretch in found]
    assert begins == sorted(begins)
    assert sum(length_m(s.line) for s in found) == pytest.approx(550, abs=1)


def test_a_joining_line_belongs_to_no_walked_stretch() -> None:
    route = Drawn().go(3, connector=True).go(120).go(6, connector=True).end(gap_m=6)
    blocks = blocks_of(route, "walk")
    walk = next(s for s in cut(route, blocks) if s.act == "walk")
    assert length_m(walk.line) == pytest.approx(120, abs=0.5)


def test_a_crossing_begins_at_its_kerb_and_not_in_the_middle_of_the_road() -> None:
    drawn = Drawn().go(80)
    middle = (drawn.at[0], drawn.at[1] + 6 / 111_000)
    crossed = crossing(mapped=True, at=middle)
    route = drawn.go(12, Kind.CROSSING, crosses=[crossed]).go(70).end()
    blocks = blocks_of(route, "white_cane")
    found = {str(s.act): s for s in cut(route, blocks)}
    assert found["crossing"].begin_m == pytest.approx(80, abs=1)
    assert length_m(found["crossing"].line) == pytest.approx(12, abs=1)


def test_a_ride_has_its_place_and_no_walked_metres() -> None:
    answer = ask_ward("kotake-mukaihara", "kotake-toshokan", "wheelchair_manual")
    route = answer.routes[0]
    found = {str(s.act): s for s in cut(route, blocks_of(route, "wheelchair_manual"))}
    assert found["lift"].walked_m == 0
    assert found["inside"].walked_m == 0
    assert length_m(found["inside"].line) > 50
