"""What the walking view is given of a route: where each block begins, where no position is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from flask import Flask

from routeguide.directions.describe import describe_answer
from routeguide.model.asked import now
from routeguide.model.geodesy import MeasuredLine, distance_m
from routeguide.model.route import Answer, Endpoint, Query
from routeguide.model.traveller import get_preset
from routeguide.routing.plan import find_route
from routeguide.web.following import followed_route

TRAVELLERS = ("wheelchair_manual", "white_cane", "walk")


def ask(app: Flask, traveller: str) -> Answer:
    query = Query(
        origin=Endpoint(place="station:kotake-mukaihara"),
        destination=Endpoint(place="facility:kotake-toshokan"),
        traveller=get_preset(traveller),
        depart_at=now(),
    )
    return find_route(app.extensions["network"], query)


def followed(app: Flask, traveller: str) -> tuple[Answer, dict[str, Any]]:
    answer = ask(app, traveller)
    blocks = describe_answer(answer)[0].blocks
    found = followed_route(answer.routes[0], blocks, answer.query.traveller)
    assert found is not None
    assert len(found["blocks"]) == len(blocks)
    for block, start in zip(blocks, found["blocks"], strict=True):
        there = MeasuredLine(found["line"]).point_at(start["at_m"])
        assert distance_m(there, block.at) < 15, "a block begins where it says it does"
    return answer, found


@pytest.mark.parametrize("traveller", TRAVELLERS)
def test_blocks_begin_along_the_line_in_order_from_its_start_to_its_end(
    traveller: str, app: Flask
) -> None:
    _, found = followed(app, traveller)
    starts = [block["at_m"] for block in found["blocks"]]
    length = MeasuredLine(found["line"]).offsets_m[-1]
    assert starts[0] == 0
    assert all(a <= b for a, b in pairwise(starts))
    assert starts[-1] == pytest.approx(length, abs=0.5)


def test_inside_of_the_station_and_the_lift_there_is_no_position(app: Flask) -> None:
    answer, found = followed(app, "wheelchair_manual")
    first, second = answer.routes[0].segments[:2]
    inside = sum(MeasuredLine(one.passage.line).offsets_m[-1] for one in (first, second))
    assert found["closed"] == [[0.0, pytest.approx(inside, abs=0.1)]]


def test_the_blocks_that_cross_a_road_are_marked(app: Flask) -> None:
    answer, found = followed(app, "wheelchair_manual")
    kinds = [block.maneuver["type"] for block in describe_answer(answer)[0].blocks]
    marked = [kind for kind, one in zip(kinds, found["blocks"], strict=True) if one["crosses"]]
    assert marked == [kind for kind in kinds if "crossing" in kind]
    assert marked


def test_only_the_blind_are_followed_as_blind(app: Flask) -> None:
    assert [followed(app, name)[1]["blind"] for name in TRAVELLERS] == [False, True, False]


def test_a_route_without_blocks_is_not_followed(app: Flask) -> None:
    answer = ask(app, "walk")
    assert followed_route(answer.routes[0], [], answer.query.traveller) is None
