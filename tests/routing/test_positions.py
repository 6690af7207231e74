"""Positions along passages as ends of a trip: what holds for whole passages holds for parts."""

from __future__ import annotations

from datetime import datetime

import pytest

from routeguide.model.route import Answer, Endpoint, Outcome, Query
from routeguide.model.traveller import get_preset
from routeguide.network.store import Network
from routeguide.routing import search
from routeguide.routing.plan import find_route
from tests.drawn import JST, NOON, at, draw, draw_draft, fact, mapped, network_of


def go(
    network: Network, a: tuple[float, float], b: tuple[float, float], when: datetime = NOON
) -> Answer:
    ends = Endpoint(lonlat=at(*a)), Endpoint(lonlat=at(*b))
    return find_route(network, Query(*ends, get_preset("walk"), when))


def one_way(text: str = "A---------B") -> Network:
    draft = draw_draft(text)
    next(iter(draft.edges.values())).oneway = 1
    return network_of(draft)


def test_a_part_of_a_one_way_passage_is_not_walked_against_its_direction() -> None:
    assert go(one_way(), (2, 0), (7, 0)).status is Outcome.OK
    assert go(one_way(), (7, 0), (2, 0)).status is Outcome.NO_ROUTE


def test_against_a_one_way_passage_one_goes_round() -> None:
    text = """
A---------B
|         |
C---------D
"""
    answer = go(one_way(text), (7, 0), (2, 0))
    assert all(s.passage.forward for s in answer.routes[0].segments if s.passage.from_key == "A")
    assert answer.routes[0].length_m == pytest.approx(30 + 20 + 100 + 20 + 20, abs=0.7)


RING = """
A---B---C
|       |
D-------E
"""
EVENING = datetime(2026, 11, 24, 20, tzinfo=JST)


def by_the_gate(when: datetime) -> Answer:
    gate = {"B": {"barrier": fact("gate"), "gap_cm": mapped(100), "hours": fact("09:00-17:00")}}
    return go(draw(RING, None, gate), (3, 0), (5, 0), when)


def test_a_goal_behind_a_closed_gate_is_reached_from_the_other_end_of_its_passage() -> None:
    assert by_the_gate(NOON).routes[0].length_m == pytest.approx(20, abs=0.3)
    round_about = by_the_gate(EVENING)
    assert round_about.status is Outcome.OK
    assert round_about.routes[0].length_m == pytest.approx(30 + 20 + 80 + 20 + 30, abs=0.7)
    assert not round_about.partial


def test_the_gate_check_catches_a_search_that_forgets_the_gate_before_the_last_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = search.last_pieces
    monkeypatch.setattr(search, "last_pieces", lambda *args: right(*args[:-1], frozenset()))
    assert by_the_gate(EVENING).status is not Outcome.OK
