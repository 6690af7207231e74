"""Facts that words need: of the ground with their places, of crossings, lifts, doors, the start."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from routeguide.directions import acts
from routeguide.directions.acts import LEGS, Act, Maneuver
from routeguide.directions.maneuvers import list_maneuvers
from routeguide.model.passage import Point
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import Route
from routeguide.model.traveller import Group
from routeguide.model.values import Known
from routeguide.model.vocabulary import CrossingKind, Evidence, Kind, LiftState, RoadClass
from tests.directions.drawn import EXIT, START, Drawn, crossing, move, number, word
from tests.directions.situations import SITUATIONS


def only(route: Route, act: Act, group: Group = Group.BLIND) -> Maneuver:
    [found] = [m for m in list_maneuvers(route, group=group) if m.type is act]
    return found


def leg(drawn: Drawn, group: Group = Group.BLIND) -> Mapping[str, Any]:
    return next(m.facts for m in list_maneuvers(drawn.end(), group=group) if m.type in LEGS)


def ground(*pieces: tuple[float, Mapping[str, Known]]) -> Drawn:
    """Return a straight footway of pieces of which these values are known."""
    drawn = Drawn()
    for metres, values in pieces:
        drawn.go(metres, values=values, ways=[])
    return drawn


# -- the ground, and where ------------------------------------------------------------------


def test_tactile_paving_that_stops_for_a_while_is_told_within_the_leg() -> None:
    paved, bare = {"tactile": word("continuous")}, {"tactile": word("hardly_any")}
    facts = leg(ground((60, paved), (25, bare), (60, paved)))
    assert (facts["tactile_ends_m"], facts["tactile_resumes_m"]) == (60, 85)
    assert [part["tactile"] for part in facts["tactile_parts"]] == [
        "continuous", "hardly_any", "continuous",
    ]  # fmt: skip
    assert "tactile" not in facts


def test_tactile_paving_of_which_nothing_is_known_does_not_end() -> None:
    paved = {"tactile": word("continuous")}
    facts = leg(ground((60, paved), (25, {}), (60, paved)))
    assert not {"tactile", "tactile_ends_m", "tactile_parts"} & facts.keys()
    whole = leg(ground((60, paved), (25, paved)))
    assert whole["tactile"] == "continuous"


def test_where_paving_ends_for_long_a_leg_ends() -> None:
    paved, bare = {"tactile": word("continuous")}, {"tactile": word("hardly_any")}
    assert leg(ground((60, paved), (60, bare)))["until"]["kind"] == "tactile_ends"
    assert leg(ground((60, bare), (60, paved)))["until"]["kind"] == "tactile_begins"
    assert leg(ground((60, paved), (60, bare)), Group.WHEELS)["until"]["kind"] == "arrive"


def test_steps_widths_and_rough_ground_are_told_with_their_place() -> None:
    facts = leg(
        ground(
            (50, {"surface": word("smooth")}),
            (20, {"surface": word("uneven"), "width_cm": number(95)}),
            (30, {"step_cm": number(3), "cross_slope_pct": number(2)}),
        ),
        Group.WHEELS,
    )
    assert (facts["surface"], facts["surface_at_m"], facts["surface_m"]) == ("uneven", 50, 20)
    assert (facts["width_cm"]["low"], facts["width_at_m"]) == (95, 50)
    assert (facts["step_cm"]["low"], facts["step_at_m"]) == (3, 70)
    assert (facts["cross_slope_pct"]["high"], facts["cross_slope_at_m"]) == (2, 70)


def test_a_cross_slope_under_one_percent_or_inferred_is_not_told() -> None:
    level = ground((50, {"cross_slope_pct": number(0.5)}))
    inferred = ground((50, {"cross_slope_pct": number(3, evidence=Evidence.INFERRED)}))
    assert "cross_slope_pct" not in leg(level) | leg(inferred)


def test_the_longest_slope_leads_and_all_are_listed_in_order() -> None:
    up, down, flat = ({"slope_pct": number(v)} for v in (5, -6, 0))
    facts = leg(ground((20, up), (30, flat), (40, down), (30, up)), Group.WHEELS)
    assert (facts["slope_pct"]["low"], facts["slope_m"], facts["slope_at_m"]) == (-6, 40, 50)
    runs = [(run["slope_at_m"], run["slope_pct"]["low"]) for run in facts["slopes"]]
    assert runs == [(0, 5), (50, -6), (90, 5)]
    assert "slopes" not in leg(ground((20, up), (30, flat)))


def test_the_road_walked_along_is_told_with_its_footway() -> None:
    drawn = Drawn().go(60, Kind.STREET, road=RoadClass.TERTIARY, ways=[])
    drawn.go(
        60, Kind.STREET, road=RoadClass.TERTIARY, values={"footway": word("beside")}, ways=[]
    ).go(20, Kind.STREET, road=RoadClass.TERTIARY, values={"footway": word("beside")}, ways=[])
    first, second = (m.facts for m in list_maneuvers(drawn.end()) if m.type in LEGS)
    assert first["along"] == {"road_class": "tertiary", "footway": "unknown"}
    assert (first["big_road"], first["big_road_at_m"], first["big_road_m"]) == ("tertiary", 0, 60)
    assert second["along"] == {"road_class": "tertiary", "footway": "beside"}
    assert "big_road" not in second
    assert "along" not in leg(Drawn().go(60))


def test_a_kerb_on_a_scrap_of_way_is_not_lost() -> None:
    drawn = Drawn().go(40).go(0.3, point={"kerb": word("raised"), "step_cm": number(12)}).go(40)
    assert leg(drawn, Group.WHEELS)["step_cm"]["low"] == 12


# -- crossings --------------------------------------------------------------------------------


def test_a_crossing_tells_button_island_vibration_and_the_hours_of_its_sound() -> None:
    met = crossing(
        mapped=True, how=CrossingKind.SIGNALS, sound="button", sound_hours="08:00-20:00",
        sounds="open", button="yes", vibration="no", island="yes",
    )  # fmt: skip
    route = Drawn().go(40).go(12, Kind.CROSSING, crosses=[met]).go(40).end()
    facts = only(route, Act.CROSSING).facts
    told = {name: facts[name] for name in ("button", "vibration", "island", "sounds")}
    assert told == {"button": "yes", "vibration": "no", "island": "yes", "sounds": "open"}
    assert facts["sound_hours"] == "08:00-20:00"


def test_a_crossing_without_an_entry_tells_only_what_is_confirmed() -> None:
    values = {
        "crossing": word("signals", Evidence.INFERRED), "island": word("yes"),
        "signal_sound": word("automatic", Evidence.EXPIRED), "signal_button": word("yes"),
    }  # fmt: skip
    route = Drawn().go(40).go(12, Kind.CROSSING, values=values).go(40).end()
    facts = only(route, Act.CROSSING).facts
    assert (facts["kind"], facts["sound"]) == ("unknown", "unknown")
    assert (facts["island"], facts["button"]) == ("yes", "yes")


def test_two_carriageways_are_told_as_two_of_one_road() -> None:
    met = crossing(20, name="環八通り", carriageways=2)
    route = Drawn().go(60, Kind.STREET, road=RoadClass.RESIDENTIAL, crosses=[met]).end()
    assert only(route, Act.ROAD_CROSSING).facts["carriageways"] == 2


# -- stairs, lifts, the start, the end -----------------------------------------------------------


def test_what_runs_beside_stairs_is_told_where_it_does_all_along() -> None:
    beside = {"beside": (Kind.ESCALATOR,)}
    both = Drawn().go(30).go(5, Kind.STEPS, more=beside).go(5, Kind.STEPS, more=beside).go(30)
    half = Drawn().go(30).go(5, Kind.STEPS, more=beside).go(5, Kind.STEPS).go(30)
    assert only(both.end(), Act.STEPS).facts["beside"] == ["escalator"]
    assert "beside" not in only(half.end(), Act.STEPS).facts


def test_a_lift_tells_what_the_ward_holds_of_it() -> None:
    place = Place(
        "lift:x", PlaceKind.LIFT, "エレベーター",
        facts={"door_side": word("opposite"), "hours": word("05:00-24:00"),
               "voice": word("yes", Evidence.EXPIRED)},
    )  # fmt: skip
    drawn = Drawn().go(30)
    drawn.go(
        1, Kind.LIFT, lift_id="lift:x", lift_state=LiftState.NO_REPORT, more={"lift": place},
        values={"lift_door": word("貫通型")},
    )  # fmt: skip
    facts = only(drawn.go(30).end(), Act.LIFT).facts
    assert (facts["door_side"], facts["hours"]) == ("opposite", "05:00-24:00")
    assert facts["lift_door"] == "貫通型"
    assert "voice" not in facts


def test_the_goal_is_seen_from_an_exit_only_where_its_bearing_is_stored() -> None:
    route = Drawn(origin=EXIT).go(100).end()
    assert not {"bearing_deg", "goal_hour"} & only(route, Act.START).facts.keys()
    known = replace(EXIT, facts={"bearing_deg": number(270)})
    facts = only(replace(route, origin=known), Act.START).facts
    assert (facts["bearing_deg"], facts["goal_hour"]) == (270, 3)
    guessed = replace(EXIT, facts={"bearing_deg": number(270, evidence=Evidence.INFERRED)})
    assert "goal_hour" not in only(replace(route, origin=guessed), Act.START).facts


def test_the_arrival_tells_the_door_and_what_is_published_of_the_entrance() -> None:
    drawn = Drawn().go(60)
    end = Point("n1", move(START, 0, 60), {"barrier": word("entrance"), "step_cm": number(2)})
    drawn.segments[0] = replace(drawn.segments[0], end_point=end)
    place = Place(
        "facility:x", PlaceKind.FACILITY, "図書館",
        facts={"door": word("automatic"), "toilets": word("1階"), "width_cm": number(120)},
    )  # fmt: skip
    facts = only(replace(drawn.end(), destination=place), Act.ARRIVE).facts
    assert facts["door"] == {"barrier": "entrance", "step_cm": {"low": 2, "high": 2}}
    assert facts["entrance"] == {"door": "automatic", "width_cm": {"low": 120, "high": 120}}


# -- the table ------------------------------------------------------------------------------------


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_fact_stands_in_the_table_and_is_a_json_value(situation: str) -> None:
    named = set(re.findall(r"``(\w+)``", acts.__doc__ or ""))
    route = SITUATIONS[situation]()
    for group in Group:
        for maneuver in list_maneuvers(route, group=group):
            assert set(maneuver.facts) <= named, maneuver.type
            times = {k: v for k, v in maneuver.facts.items() if isinstance(v, datetime)}
            json.dumps({k: v for k, v in maneuver.facts.items() if k not in times})
            assert set(times) <= {"arrives_at", "until"}
