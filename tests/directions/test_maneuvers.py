"""Maneuvers as data: turns, legs, the start, lifts, barriers, landmarks, unknown stretches."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeguide.directions.acts import Act
from routeguide.directions.describe import Length, Manner, describe
from routeguide.directions.line import find_corners, find_foot
from routeguide.directions.maneuvers import list_maneuvers
from routeguide.directions.phrase import Spot, say
from routeguide.directions.start import find_exit
from routeguide.directions.stretches import find_mostly_unknown, list_unknown_stretches
from routeguide.directions.words import Words
from routeguide.model.guidance import Line
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import Better, Blocker, Difference, Where
from routeguide.model.traveller import Group, get_preset
from routeguide.model.vocabulary import Evidence, Kind, LiftState, RoadClass
from tests.directions.drawn import (
    DEPART,
    EXIT,
    LIBRARY,
    START,
    STATION,
    Drawn,
    crossing,
    move,
    number,
    word,
)


def types(drawn: Drawn, group: Group = Group.BLIND) -> list[str]:
    return [str(m.type) for m in list_maneuvers(drawn.end(), group=group)]


def test_contiguous_passages_of_one_way_are_one_straight() -> None:
    drawn = Drawn().go(30, name="千川通り").go(25, name="千川通り").go(40, turn=8, name="千川通り")
    [leg] = [m for m in list_maneuvers(drawn.end()) if m.type is Act.WALK]
    assert leg.length_m == pytest.approx(95, abs=0.5)


def test_a_wiggle_is_no_turn_and_a_corner_is() -> None:
    wiggle = Drawn().go(30).go(3, turn=60).go(30, turn=-60)
    assert types(wiggle) == ["start", "walk", "arrive"]
    assert types(Drawn().go(30).go(30, turn=60)) == ["start", "walk", "walk", "arrive"]


def test_a_short_leg_between_two_crossings_is_told_with_the_second() -> None:
    drawn = Drawn().go(20).go(10, Kind.CROSSING).go(4, turn=90).go(10, Kind.CROSSING, turn=-90)
    found = [m for m in list_maneuvers(drawn.go(20).end()) if m.type in {Act.WALK, Act.CROSSING}]
    assert [(str(m.type), round(m.length_m or 0), m.hour) for m in found] == [
        ("walk", 20, None),
        ("crossing", 10, 12),
        ("crossing", 10, 9),
        ("walk", 20, 12),
    ]
    assert (found[2].facts["ahead_m"], found[2].facts["ahead_hour"]) == (4, 3)


def test_a_few_metres_with_a_step_on_them_are_not_told_with_the_next_thing() -> None:
    drawn = Drawn().go(20).go(10, Kind.CROSSING).go(4, values={"step_cm": number(12)})
    found = list_maneuvers(drawn.go(10, Kind.CROSSING).go(20).end())
    assert [str(m.type) for m in found] == [
        "start", "walk", "crossing", "walk", "crossing", "walk", "arrive",
    ]  # fmt: skip
    assert found[3].facts["step_cm"] == {"low": 12, "high": 12}


def test_a_change_of_way_is_told_and_a_few_metres_of_another_are_not() -> None:
    drawn = Drawn().go(40).go(40, Kind.STREET, road=RoadClass.RESIDENTIAL)
    ways = [m.facts.get("way") for m in list_maneuvers(drawn.end()) if m.type is Act.WALK]
    assert ways == ["footway", "street"]
    assert types(Drawn().go(40).go(5, Kind.PATH).go(40)) == ["start", "walk", "arrive"]


@given(st.lists(st.tuples(st.floats(1, 60), st.floats(-170, 170)), min_size=1, max_size=12))
def test_no_metre_of_a_walk_is_lost(steps: list[tuple[float, float]]) -> None:
    drawn = Drawn()
    for metres, turn in steps:
        drawn.go(metres, turn=turn)
    route = drawn.end()
    maneuvers = list_maneuvers(route)
    told = sum(m.length_m or 0 for m in maneuvers if m.type is Act.WALK)
    told += sum(m.facts.get("ahead_m", 0.0) for m in maneuvers)
    assert told == pytest.approx(route.length_m, abs=0.1)


# -- the start -------------------------------------------------------------------------


def lift_out(state: LiftState | None = LiftState.NO_REPORT) -> Drawn:
    drawn = Drawn().go(30, Kind.CORRIDOR, schematic=True)
    return drawn.go(1, Kind.LIFT, lift_id="lift:s/a2", lift_state=state, to_key=EXIT.id)


def test_no_turn_is_claimed_after_a_lift_a_gap_or_an_inside() -> None:
    route = lift_out().go(20, connector=True, from_key=EXIT.id).go(50, turn=90).end()
    hours = {str(m.type): m.hour for m in list_maneuvers(route)}
    assert set(hours.values()) == {None}


def test_an_exit_met_at_the_other_end_is_not_the_one_to_start_from() -> None:
    leaving = lift_out().go(40, from_key=EXIT.id).end()
    arriving = Drawn(origin=LIBRARY, destination=STATION).go(40, to_key=EXIT.id).end()
    assert (find_exit(leaving), find_exit(arriving)) == (EXIT, None)
    assert "出口" not in describe(arriving, traveller=get_preset("walk")).summary


@pytest.mark.parametrize("who", ["white_cane", "wheelchair_manual", "walk"])
def test_the_start_says_that_the_direction_is_not_confirmed(who: str) -> None:
    route = Drawn(origin=LIBRARY).go(40, name="千川通り", kana="せんかわどおり").end()
    start = describe(route, traveller=get_preset(who)).blocks[0]
    assert "向く方向は確認できていません" in start.text
    assert "最初の道は、千川通りです" in start.text
    assert "最初の道は、センカワドオリです" in start.speech


# -- lifts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (LiftState.NO_REPORT, "止まっているという知らせはありません。"),
        (LiftState.CONFIRMED, "使えると確認されています"),
        (LiftState.PLANNED, "止まる予定があります"),
        (LiftState.OUT, "止まっています"),
        (None, "動いているかどうかは確認できていません"),
    ],
)
def test_every_lift_is_named_with_its_own_state(state: LiftState | None, told: str) -> None:
    guidance = describe(lift_out(state).go(40).end(), traveller=get_preset("wheelchair_manual"))
    block = next(b for b in guidance.blocks if b.maneuver["type"] == "lift")
    assert told in "".join([*block.caution, *block.note])
    assert "出口A2のエレベーター" in block.text


def test_the_validity_of_a_confirmation_is_told() -> None:
    drawn = Drawn().go(20)
    drawn.go(
        1, Kind.LIFT, lift_id="lift:x", lift_state=LiftState.CONFIRMED,
        lift_until=DEPART + timedelta(hours=3),
    )  # fmt: skip
    guidance = describe(drawn.go(20).end(), traveller=get_preset("walk"))
    assert any("12時まで使える" in note for b in guidance.blocks for note in b.note)


# -- what stands on the way ------------------------------------------------------------


def test_an_inferred_step_or_width_is_not_told_as_a_fact() -> None:
    inferred = {
        "width_cm": number(95, evidence=Evidence.INFERRED),
        "step_cm": number(5, evidence=Evidence.EXPIRED),
    }
    guidance = describe(Drawn().go(40, values=inferred).end(), traveller=get_preset("cane"))
    assert [b.caution for b in guidance.blocks] == [(), (), ()]
    known = {name: number(m.low) for name, m in inferred.items()}
    told = describe(Drawn().go(40, values=known).end(), traveller=get_preset("cane"))
    assert len(told.blocks[1].caution) == 2


def test_a_gate_of_unknown_width_says_so_to_wheels() -> None:
    drawn = Drawn().go(30).go(30, point={"barrier": word("gate")}, doubts=["gap_cm"])
    guidance = describe(drawn.end(), traveller=get_preset("wheelchair_manual"))
    gate = next(b for b in guidance.blocks if b.maneuver["type"] == "barrier")
    assert (gate.text, gate.note) == ("門があります。", ("出入口の幅は確認できていません。",))


def test_a_gate_before_stairs_is_not_lost() -> None:
    drawn = Drawn().go(30).go(5, Kind.STEPS, point={"barrier": word("gate")}).go(30)
    assert types(drawn) == ["start", "walk", "barrier", "steps", "walk", "arrive"]


def test_a_landmark_is_placed_by_where_it_stands_whichever_way_the_passage_runs() -> None:
    drawn = Drawn().go(100, landmarks=[("bus_stop", None, 70.0, "right")])
    leg = next(m for m in list_maneuvers(drawn.end()) if m.type is Act.WALK)
    assert [(round(m.offset_m or 0), m.side) for m in leg.landmarks] == [(70, "right")]
    mark = drawn.segments[0].landmarks[0]
    back = Drawn(at=drawn.at, heading=180.0).go(100)
    back.segments[0] = type(back.segments[0])(
        back.segments[0].passage, 100, 100, DEPART, Evidence.MAPPED, landmarks=(mark,)
    )
    leg = next(m for m in list_maneuvers(back.end()) if m.type is Act.WALK)
    assert [(round(m.offset_m or 0), m.side) for m in leg.landmarks] == [(30, "left")]


def test_a_point_beside_a_line_is_found() -> None:
    line = [START, move(START, 0, 50), move(move(START, 0, 50), 90, 50)]
    foot = find_foot(line, move(move(START, 0, 50), 90, 20))
    assert (round(foot.offset_m), foot.side) == (70, None)
    assert find_corners(line) == [0, 1, 2]


# -- unknown stretches -----------------------------------------------------------------


def test_an_unknown_stretch_is_told_once_with_its_length() -> None:
    drawn = Drawn().go(50)
    for turn in (90, -90, 90):
        drawn.go(40, turn=turn, unverified=["width_cm"])
    route = drawn.go(200, turn=90).end()
    [[stretch]] = list_unknown_stretches(list_maneuvers(route), frozenset()).values()
    assert (stretch.names, round(stretch.length_m)) == (("width_cm",), 120)
    guidance = describe(route, traveller=get_preset("wheelchair_manual"))
    notes = [note for b in guidance.blocks for note in b.note]
    assert notes == ["ここから120メートルほどは、幅が確認できていません。"]


def test_what_is_unknown_on_just_four_fifths_is_told_in_the_blocks() -> None:
    route = Drawn().go(80, unverified=["width_cm"]).go(20).end()
    assert find_mostly_unknown(route) == frozenset()
    more = Drawn().go(81, unverified=["width_cm"]).go(19).end()
    assert find_mostly_unknown(more) == {"width_cm"}


def test_the_share_never_counts_a_metre_too_many() -> None:
    route = Drawn().go(155.9).go(264.2, evidence=None).end()
    summary = describe(route, traveller=get_preset("stroller")).summary
    assert "確かめられているのは、420メートルのうち155メートルです。" in summary


# -- the detour, the length, the language ------------------------------------------------


STAIRS = Blocker((139.65, 35.74), Where("steps"), "kind", "steps", "never")
KERB = Blocker((139.65, 35.74), Where("crossing"), "step_cm", 5.0, 2.0)


def reasons(
    extra_m: float, avoided: tuple[Blocker, ...] = (), better: tuple[Better, ...] = ()
) -> str:
    difference = Difference(100.0, 80.0, extra_m, 60.0, avoided, better)
    route = replace(Drawn().go(267).end(), difference=difference)
    return "".join(describe(route, traveller=get_preset("wheelchair_manual")).reasons)


def test_why_this_way_names_what_the_plain_way_holds_and_what_avoiding_it_costs() -> None:
    assert reasons(217, (STAIRS,)) == "階段をさけるため、220メートルほど遠回りします。"
    both = reasons(217, (STAIRS, KERB))
    assert both == "階段と横断歩道の、段差が5センチの所をさけるため、220メートルほど遠回りします。"


def test_a_way_that_is_not_longer_is_not_called_a_detour() -> None:
    assert reasons(3, (STAIRS,)) == "階段をさける道です。"
    assert reasons(-20, (), (Better.GENTLER,)) == "坂のゆるい道を選びました。"


def test_without_a_barrier_the_preference_is_told_and_without_both_the_length() -> None:
    told = reasons(50, (), (Better.MORE_SIGNALS,))
    assert told == "信号のある横断が多い道を選んだため、50メートルほど遠回りします。"
    assert reasons(50) == "いちばん早い道より、50メートルほど長い道です。"
    assert reasons(3) == ""


def test_the_three_lengths_hold_less_and_less() -> None:
    drawn = Drawn().go(80, values={"tactile": word("partial")}, crosses=[crossing(20)])
    route, who = drawn.end(), get_preset("white_cane")
    full, walking, summary = (
        describe(route, traveller=who, manner=Manner(length=length))
        for length in (Length.FULL, Length.WALKING, Length.SUMMARY)
    )
    notes = [sum(len(b.note) for b in told.blocks) for told in (full, walking)]
    assert len(full.blocks) == len(walking.blocks)
    assert notes[0] > notes[1] > 0  # what is not known of a crossing is told while walking too
    assert (summary.blocks, summary.summary.count("。")) == ((), 2)  # too long for one breath


# -- names -----------------------------------------------------------------------------


def named(place: Place) -> Line:
    """Return a sentence with a place's name."""
    return Words("ja").line((say("start_place", origin=Spot(place)),))


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("出口A2", "出口エーに"),
        ("出口A10", "出口エーじゅう"),
        ("出口3", "出口3"),
        ("出口C21", "出口シーにじゅういち"),
    ],
)
def test_exit_codes_are_spoken_in_kana(name: str, spoken: str) -> None:
    told = named(Place("exit:s/1", PlaceKind.EXIT, name))
    assert told.speech.startswith(f"{spoken}を")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("エレベーターr", "エレベーターの出口"),
        ("出口2 (エレベーターb)", "出口2"),
        ("出口A1", "出口A1"),
    ],
)
def test_letters_that_stand_on_no_sign_are_left_out(name: str, told: str) -> None:
    assert named(Place("exit:s/1", PlaceKind.EXIT, name)).text.startswith(f"{told}を")


def test_a_place_is_spoken_from_its_kana() -> None:
    told = named(STATION)
    assert (told.text, told.speech, told.kana) == (
        "小竹向原駅を出発します。", "コタケムカイハラ駅を出発します。",
        "こたけむかいはらえきをしゅっぱつします。",
    )  # fmt: skip
