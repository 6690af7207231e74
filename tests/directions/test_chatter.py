"""No chatter: as many steps as a person would write, and nothing lost by it."""

from __future__ import annotations

import pytest

from routeguide.directions.acts import Act
from routeguide.directions.maneuvers import list_maneuvers
from routeguide.model.traveller import get_preset
from routeguide.model.vocabulary import Kind, RoadClass
from routeguide.routing.plan import find_route
from tests.directions.checker import list_short, list_steps, told_metres, walked_metres
from tests.directions.drawn import Drawn, crossing, word
from tests.drawn import ask, draw

WHO = ("white_cane", "wheelchair_manual", "walk")
# -- drawn -------------------------------------------------------------------------------

BLOCK = 11
GRID = "\n".join(
    (
        ("=" * BLOCK).join("ABCDEFGHIJ"),
        (" " * BLOCK).join('"' * 10),
        ("=" * BLOCK).join("KLMNOPQRST"),
    )
)
"""Two streets of a kilometre with ten streets between them."""


@pytest.mark.parametrize("who", WHO)
def test_a_kilometre_straight_through_a_grid_is_one_leg(who: str) -> None:
    network = draw(GRID, stations="A", facilities="J")
    route = find_route(network, ask("A", "J", who)).routes[0]
    assert route.length_m == pytest.approx(1080, abs=1)
    told = list_steps(list_maneuvers(route, group=get_preset(who).group))
    assert [(str(m.type), m.facts.get("streets_right")) for m in told] == [("walk", 8)]


def test_a_way_that_wiggles_and_changes_its_name_is_one_leg() -> None:
    drawn = Drawn()
    for number, turn in enumerate((0, 20, -20, 25, -25, 10, -10)):
        drawn.go(45, turn=turn, name=f"{number // 3}番通り", ways=[])
    assert len(list_steps(list_maneuvers(drawn.end()))) == 1


def test_bollards_on_both_sides_of_a_small_street_are_one_step() -> None:
    bollard = {"barrier": word("bollard")}
    over = [(-90.0, RoadClass.RESIDENTIAL, None), (90.0, RoadClass.RESIDENTIAL, None)]
    drawn = Drawn().go(60).go(5, point=bollard, ways=[]).go(5, ways=over)
    route = drawn.go(60, point=bollard, ways=[], doubts=["gap_cm"]).end()
    told = list_steps(list_maneuvers(route))
    assert [str(m.type) for m in told] == ["walk", "barrier", "walk"]
    pair = told[1]
    assert (pair.facts["count"], pair.facts["small_roads"], round(pair.length_m or 0)) == (2, 1, 10)
    assert pair.unverified == ("gap_cm",)
    assert told_metres(told) == pytest.approx(130, abs=0.2)


def test_two_gates_or_a_bollard_round_a_corner_stay_apart() -> None:
    gate, bollard = {"barrier": word("gate")}, {"barrier": word("bollard")}
    gates = Drawn().go(60).go(10, point=gate).go(60, point=gate)
    corner = Drawn().go(60).go(5, point=bollard).go(5, turn=90).go(60, point=bollard)
    for drawn in (gates, corner):
        assert sum(m.type is Act.BARRIER for m in list_maneuvers(drawn.end())) == 2


def test_walkers_hear_of_bollards_with_the_leg_and_of_gates_alone() -> None:
    drawn = Drawn().go(60).go(60, point={"barrier": word("bollard")}, ways=[])
    route = drawn.go(60, point={"barrier": word("gate")}).end()
    told = list_steps(list_maneuvers(route, group=get_preset("walk").group))
    assert [str(m.type) for m in told] == ["walk", "barrier", "walk"]
    assert told[0].facts["barriers"] == [{"barrier": "bollard", "offset_m": 60.0}]


def test_short_pieces_between_crossings_are_no_steps_and_no_metre_is_lost() -> None:
    drawn = Drawn().go(50).go(9, Kind.CROSSING).go(5, turn=80).go(9, Kind.CROSSING)
    drawn.go(6, turn=-80).go(9, Kind.CROSSING).go(3).go(40, crosses=[crossing(0)])
    route = drawn.end()
    told = list_maneuvers(route)
    assert list_short(told) == []
    assert told_metres(told) == pytest.approx(walked_metres(route), abs=0.2)
