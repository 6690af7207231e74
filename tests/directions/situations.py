"""Situations that words must cover, each a route drawn by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import Route
from routeguide.model.vocabulary import CrossingKind, Evidence, Kind, LiftState, RoadClass
from tests.directions.drawn import (
    DEPART,
    DOOR,
    EXIT,
    LIBRARY,
    STATION,
    Drawn,
    crossing,
    number,
    word,
)

STREET, SIGNALS, MARKED = Kind.STREET, CrossingKind.SIGNALS, CrossingKind.MARKED
UNKNOWN = ("slope_pct", "step_cm", "surface", "width_cm")
KNOWN = {
    "access": word("yes"),
    "width_cm": number(200),
    "step_cm": number(0),
    "slope_pct": number(0),
    "surface": word("smooth"),
    "tactile": word("continuous"),
}


def leave_by_lift(state: LiftState | None = LiftState.NO_REPORT, **more: object) -> Drawn:
    """Return a drawing that has come up by the lift of exit A2."""
    drawn = Drawn().go(
        40, Kind.CORRIDOR, schematic=True, evidence=None, unverified=["slope_pct", "width_cm"]
    )
    return drawn.go(
        1, Kind.LIFT, lift_id="lift:s/a2", lift_state=state, to_key=EXIT.id, from_level=-1.0,
        to_level=0.0, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def outside(destination: object = DOOR) -> Drawn:
    """Return a drawing that starts outdoors at a facility."""
    return Drawn(origin=LIBRARY, destination=destination)  # type: ignore[arg-type]


def cross(
    drawn: Drawn,
    *,
    name: str | None = None,
    how: CrossingKind | None = None,
    metres: float = 11.4,
    point: Mapping[str, object] | None = None,
    **told: object,
) -> Drawn:
    """Cross a secondary road on a mapped crossing."""
    met = crossing(mapped=True, how=how, name=name, at=drawn.at, **told)
    return drawn.go(metres, Kind.CROSSING, crosses=[met], point=point)  # type: ignore[arg-type]


def a_ward_route_before_any_survey() -> Route:
    drawn = leave_by_lift().go(20, connector=True, evidence=None, from_key=EXIT.id)
    for metres, turn, name in ((90, 0, "要町通り"), (120, 90, None), (200, -90, None)):
        drawn.go(
            metres, STREET, turn=turn, name=name, road=RoadClass.RESIDENTIAL, evidence=None,
            unverified=[*UNKNOWN, "footway", "tactile"],
        )  # fmt: skip
    return drawn.go(30, connector=True, evidence=None).end(gap_m=30.0)


def everything_is_surveyed() -> Route:
    drawn = outside()
    for metres, turn in ((60, 0), (45, 90)):
        drawn.go(metres, turn=turn, values=KNOWN, evidence=Evidence.SURVEY)
    return drawn.end(label="verified")


def stairs_of_an_exit() -> Route:
    drawn = Drawn().go(30, Kind.CORRIDOR, schematic=True, evidence=None)
    drawn.go(
        10, Kind.STEPS, to_key=EXIT.id, schematic=True, from_level=-1.0, to_level=0.0,
        note="途中までエスカレーターがありますが、地上までは続いていません",
    )  # fmt: skip
    return drawn.go(80, from_key=EXIT.id).end(gap_m=0.0)


def stairs_counted_with_handrail() -> Route:
    values = {"step_count": number(20), "handrail": word("yes"), "slope_pct": number(-40)}
    return outside().go(30).go(8, Kind.STEPS, turn=90, values=values).go(30).end()


def every_turn() -> Route:
    drawn = outside().go(60)
    for turn in (15, 30, 60, 90, 120, 150, 178, -150, -120, -90, -60, -30, -15):
        drawn.go(60, turn=turn)
    return drawn.end()


def a_signal_with_sound_button() -> Route:
    drawn = outside().go(40)
    cross(
        drawn, how=SIGNALS, name="目白通り", sound="button", tactile="continuous",
        point={"kerb": word("lowered"), "step_cm": number(2)},
    )  # fmt: skip
    return drawn.go(40, point={"kerb": word("lowered"), "step_cm": number(1)}).end()


def a_signal_without_sound() -> Route:
    drawn = outside().go(40)
    return cross(drawn, how=SIGNALS, sound="none", kerb="flush").go(40, turn=-90).end()


def a_crossing_without_signal_after_a_turn() -> Route:
    drawn = outside().go(40)
    drawn.heading = 90
    return cross(drawn, how=MARKED, kerb="lowered", tactile="hardly_any").go(40).end()


def a_crossing_of_which_nothing_is_known() -> Route:
    return cross(outside().go(40), metres=6.2).go(40).end()


def a_marked_crossing_at_a_junction_with_signals() -> Route:
    drawn = cross(outside().go(40), how=MARKED, signal_at_junction=True)
    return drawn.go(40).end()


def big_roads_met_on_a_centre_line() -> Route:
    met = [
        crossing(30, name="環八通り", signal_at_junction=True),
        crossing(75, road=RoadClass.TERTIARY),
        crossing(90, road=RoadClass.RESIDENTIAL),
    ]
    return outside().go(150, STREET, road=RoadClass.RESIDENTIAL, crosses=met).end()


def a_big_road_without_footway() -> Route:
    bare = {"footway": word("none")}
    drawn = outside().go(80, STREET, road=RoadClass.TERTIARY, values=bare)
    drawn.go(80, STREET, turn=90, road=RoadClass.TERTIARY, values=bare)
    return drawn.go(60, STREET, turn=90, road=RoadClass.SECONDARY, unverified=["footway"]).end()


def tactile_paving_ends_and_resumes() -> Route:
    drawn = outside()
    for word_ in ("continuous", "hardly_any", "continuous", "partial"):
        drawn.go(
            25,
            values={"tactile": word(word_)},
            name="光が丘公園通り",
            kana="ひかりがおかこうえんどおり",
        )
    return drawn.end()


def a_narrow_place_and_a_step() -> Route:
    drawn = outside().go(50, values={"width_cm": number(95)})
    drawn.go(40, values={"step_cm": number(0, 3)}, turn=90)
    return drawn.go(40, turn=-90, point={"kerb": word("raised"), "step_cm": number(12)}).end()


def slopes_known_and_inferred() -> Route:
    drawn = outside().go(30, values={"slope_pct": number(4.2)})
    drawn.go(40, turn=90, values={"slope_pct": number(-6, -5)})
    return drawn.go(40, turn=90, values={"slope_pct": number(3, 5, Evidence.INFERRED)}).end()


def a_ramp_a_footbridge_and_an_underpass() -> Route:
    drawn = outside().go(20).go(12, Kind.RAMP, turn=90, values={"slope_pct": number(8)})
    return drawn.go(35, Kind.FOOTBRIDGE).go(20, Kind.UNDERPASS, turn=-90).go(20, Kind.PATH).end()


def a_lift_confirmed_with_its_sizes() -> Route:
    sizes = {"gap_cm": number(80), "cab_width_cm": number(140), "cab_depth_cm": number(135)}
    until = DEPART + timedelta(hours=12)
    told = {
        "button_side": word("left"), "button_cm": number(100), "door_side": word("opposite"),
        "hours": word("04:40-00:50"), "voice": word("yes"), "braille": word("yes"),
    }  # fmt: skip
    place = Place("lift:s/a2", PlaceKind.LIFT, "エレベーター", facts=told)
    drawn = leave_by_lift(LiftState.CONFIRMED, values=sizes, lift_until=until, more={"lift": place})
    return drawn.go(60, from_key=EXIT.id).end()


def a_lift_of_which_no_floor_is_known() -> Route:
    drawn = outside().go(30).go(1, Kind.LIFT, lift_id="lift:x/1", lift_state=LiftState.NO_REPORT)
    return drawn.go(30, Kind.FOOTBRIDGE).end()


def an_escalator_and_a_moving_walkway() -> Route:
    drawn = outside(STATION).go(30)
    drawn.go(20, Kind.ESCALATOR, from_level=0.0, to_level=1.0).go(40, Kind.MOVING_WALKWAY)
    return drawn.go(15, Kind.CORRIDOR).end()


def through_the_gate_to_the_platform() -> Route:
    drawn = outside(STATION).go(30).go(1, Kind.TICKET_GATE, values={"gap_cm": number(90)})
    drawn.go(40, Kind.PLATFORM, values={"platform_door": word("yes")})
    drawn.go(10, Kind.LIFT, lift_id="lift:s/1", lift_state=None)
    drawn.go(30, Kind.PLATFORM, values={"platform_door": word("no")})
    return drawn.go(5, Kind.TICKET_GATE).go(20, Kind.PLATFORM).end()


def a_level_crossing() -> Route:
    drawn = outside().go(50, STREET, road=RoadClass.RESIDENTIAL)
    return drawn.go(13.2, Kind.LEVEL_CROSSING).go(50, STREET, road=RoadClass.RESIDENTIAL).end()


def tactile_paving_here_and_there() -> Route:
    drawn = outside()
    for each in ("continuous", "partial", "continuous"):
        drawn.go(60, values={"tactile": word(each)})
    return drawn.end()


def bollards_on_both_sides_of_a_road() -> Route:
    bollard = {"barrier": word("bollard"), "gap_cm": number(120)}
    over = [(-90.0, RoadClass.RESIDENTIAL, None), (90.0, RoadClass.RESIDENTIAL, None)]
    drawn = outside().go(60).go(5, point=bollard, ways=[]).go(5, ways=over)
    return drawn.go(60, point=bollard, ways=[]).end()


def surveyed_on_two_days_with_a_kerb() -> Route:
    day = partial(replace, evidence=Evidence.SURVEY)
    kerb = {"step_cm": day(number(2), checked_on=date(2026, 11, 20))}
    values = KNOWN | {"width_cm": day(number(180), checked_on=date(2026, 10, 1))}
    return outside().go(80, values=values).go(60, turn=90, values=values, point=kerb).end()


def gates_and_bollards() -> Route:
    drawn = outside().go(40)
    drawn.go(40, point={"barrier": word("bollard"), "gap_cm": number(110)})
    drawn.go(40, point={"barrier": word("gate")}, doubts=["gap_cm"])
    return drawn.go(40, point={"barrier": word("cycle_barrier"), "gap_cm": number(80, 90)}).end()


def rough_and_loose_ground() -> Route:
    drawn = outside().go(40, values={"surface": word("uneven")})
    return drawn.go(40, Kind.PATH, turn=90, values={"surface": word("loose")}).end()


def landmarks_on_both_sides() -> Route:
    marks = [
        ("bus_stop", "荒井竹", 30.0, "left"),
        ("police", None, 62.0, "right"),
        ("signals", None, 70.0, None),
        ("convenience_store", "セブン-イレブン", 95.0, "right"),
    ]
    return outside().go(120, landmarks=marks).go(50, turn=90).end()


def unknowns_that_begin_and_end() -> Route:
    drawn = outside().go(60, values=KNOWN)
    drawn.go(50, turn=90, unverified=["access", "width_cm"], evidence=None)
    drawn.go(40, turn=-90, unverified=["width_cm"], evidence=None)
    return drawn.go(200, turn=90, values=KNOWN).end()


def one_place_that_is_known_on_an_unknown_way() -> Route:
    drawn = outside().go(300, unverified=["width_cm"], evidence=None)
    drawn.go(30, turn=90, values={"width_cm": number(250)})
    return drawn.go(300, turn=-90, unverified=["width_cm"], evidence=None).end()


def a_position_without_a_name_as_goal() -> Route:
    return Drawn(origin=None, destination=None).go(70, name="千川通り").end()


def an_exit_met_only_at_the_end() -> Route:
    drawn = Drawn(origin=LIBRARY, destination=STATION).go(90, to_key=EXIT.id)
    return drawn.go(20, Kind.CORRIDOR, schematic=True, from_key=EXIT.id, evidence=None).end()


SITUATIONS: Mapping[str, Callable[[], Route]] = {
    function.__name__: function
    for function in (
        a_ward_route_before_any_survey, everything_is_surveyed, stairs_of_an_exit,
        stairs_counted_with_handrail, every_turn, a_signal_with_sound_button,
        a_signal_without_sound, a_crossing_without_signal_after_a_turn,
        a_crossing_of_which_nothing_is_known, a_marked_crossing_at_a_junction_with_signals,
        big_roads_met_on_a_centre_line, a_big_road_without_footway,
        tactile_paving_ends_and_resumes, a_narrow_place_and_a_step, slopes_known_and_inferred,
        a_ramp_a_footbridge_and_an_underpass, a_lift_confirmed_with_its_sizes,
        a_lift_of_which_no_floor_is_known, an_escalator_and_a_moving_walkway,
        through_the_gate_to_the_platform, a_level_crossing, gates_and_bollards,
        tactile_paving_here_and_there, bollards_on_both_sides_of_a_road,
        surveyed_on_two_days_with_a_kerb,
        rough_and_loose_ground, landmarks_on_both_sides, unknowns_that_begin_and_end,
        one_place_that_is_known_on_an_unknown_way, a_position_without_a_name_as_goal,
        an_exit_met_only_at_the_end,
    )
}  # fmt: skip
