"""The first words: what must be said, what must never be said, and what agrees."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routeguide.directions import blocks, walks
from routeguide.directions.acts import Act, Maneuver
from routeguide.directions.describe import describe, describe_no_route
from routeguide.directions.maneuvers import list_maneuvers
from routeguide.directions.rounding import (
    clock_hour,
    round_crossing,
    round_metres,
    round_minutes,
)
from routeguide.directions.words import PLACEHOLDER, Words, load_phrases, spoken
from routeguide.model.guidance import Guidance
from routeguide.model.route import RoadCrossed, Route, Segment
from routeguide.model.traveller import Group, get_preset
from routeguide.model.vocabulary import CrossingKind, LiftState, RoadClass
from routeguide.network.draft import Draft
from routeguide.routing.plan import find_route
from tests.drawn import NOON, ask, draw, fact, mapped, network_of
from tests.random_networks import drafts

BANNED = (
    "こちら", "すぐ", "あのあたり", "安全です", "渡ってください", "わたって", "渡れます", "青です",
    "青になったら", "から車が来", "北", "南へ", "東へ", "西へ",
)  # fmt: skip
WHO = ("white_cane", "wheelchair_manual", "walk", "cane", "low_vision")


def words_of(guidance: Guidance) -> list[str]:
    """Return every sentence that is written."""
    parts = [guidance.summary, *guidance.reasons]
    for block in guidance.blocks:
        parts += [*block.caution, block.text, *block.note]
    return [s + "。" for part in parts for s in part.split("。") if s]


def faults(guidance: Guidance) -> list[str]:
    """Return sentences that must not be said."""
    found = [
        f"banned {b}: {s}"
        for s in words_of(guidance)
        for b in BANNED
        if b in s.replace("まっすぐ", "")
    ]
    for block in guidance.blocks:
        if not block.text.endswith("。"):
            found.append(f"no end: {block.text}")
        if re.search(r"[A-Za-z%]", re.sub(r"出口[A-Z]\d?|エレベーター[a-z]", "", block.text)):
            found.append(f"foreign letters: {block.text}")
        if "左" in block.speech or "右" in block.speech:
            found.append(f"left or right not in kana: {block.speech}")
        if re.search(r"\d ?m\b", block.speech):
            found.append(f"m in speech: {block.speech}")
        if len(block.caution) > 2:
            found.append(f"too many cautions: {block.text}")
    found += [f"hole: {s}" for s in words_of(guidance) if "{" in s or "None" in s or "nan" in s]
    found += [f"long: {s}" for s in words_of(guidance) if len(s) > 75]
    return found


@settings(max_examples=80)
@given(drafts(mild=True), st.sampled_from(WHO))
def test_no_random_route_says_what_must_not_be_said(draft: Draft, who: str) -> None:
    answer = find_route(network_of(draft), ask("A", "L", who))
    for route in answer.routes:
        assert faults(describe(route, traveller=get_preset(who), answer=answer)) == []
    if not answer.routes:
        assert faults(describe_no_route(answer)) == []


@pytest.mark.parametrize(
    "bad", ["すぐ右です。", "安全です。", "渡ってください。", "5mです。", "Turn left。"]
)
def test_the_linter_finds_a_bad_sentence(bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = {**load_phrases("ja")}
    tables["phrases"] = {**tables["phrases"], "arrive_entrance": {"variants": [bad]}}
    monkeypatch.setattr("routeguide.directions.words.load_phrases", lambda _l: tables)
    assert faults(said("A---B", "B", "walk"))


def said(text: str, goal: str, who: str, **more: object) -> Guidance:
    network = draw(text, more.pop("values", None), stations="A", facilities=goal, **more)
    answer = find_route(network, ask("A", goal, who))
    return describe(answer.routes[0], traveller=get_preset(who), answer=answer)


# -- turns and metres -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("turn", "hour"),
    [(0, 12), (14, 12), (18, 1), (30, 1), (90, 3), (-90, 9), (120, 4), (180, 6), (-30, 11),
     (-14, 12), (150, 5), (-179, 6)],
)  # fmt: skip
def test_a_turn_is_told_by_its_hour(turn: float, hour: int) -> None:
    assert clock_hour(turn) == hour


@pytest.mark.parametrize(
    ("metres", "said", "coarse"),
    [(3.4, 3, 5), (0.2, 1, 5), (12, 10, 10), (87, 85, 90), (340, 340, 350), (996, 1000, 1000),
     (1230, 1250, 1200)],
)  # fmt: skip
def test_metres_are_rounded_by_class(metres: float, said: int, coarse: int) -> None:
    assert round_metres(metres) == said
    assert round_metres(metres, coarse=True) == coarse


def test_crossings_are_never_rounded_down_and_minutes_always_up() -> None:
    assert (round_crossing(6.1), round_crossing(6.0)) == (7, 6)
    assert (round_minutes(61), round_minutes(1)) == (2, 1)


CORNER = """
A----B
     |
     |
     C
"""


def test_a_blind_walker_hears_clock_positions_and_a_wheelchair_user_does_not() -> None:
    blind = said(CORNER, "C", "white_cane").blocks[2]
    wheels = said(CORNER, "C", "wheelchair_manual").blocks[2]
    assert (blind.clock, "右3時の方向へ曲がり" in blind.text) == (3, True)
    assert "みぎ3時の方向へ" in blind.speech
    assert (wheels.clock, "右に曲がり" in wheels.text) == (None, True)
    assert "時" not in wheels.text


def test_the_first_step_claims_no_direction() -> None:
    first = said(CORNER, "C", "white_cane").blocks[0]
    assert first.clock is None
    assert "右" not in first.text
    assert "左" not in first.text


def test_stairs_lifts_and_arrival_are_steps_of_their_own() -> None:
    types = [b.maneuver["type"] for b in said("A---B:::C~~~D---E", "E", "walk").blocks]
    assert types == ["start", "walk", "steps", "lift", "walk", "arrive"]


def test_an_unknown_number_of_stairs_is_said_once() -> None:
    guidance = said("A---B:::C---D", "D", "cane", values={"BC": {"step_count": None}})
    assert "".join(words_of(guidance)).count("段数") == 1


def test_every_lift_is_named_with_its_state_and_time() -> None:
    guidance = said("A---B~~~C---D", "D", "wheelchair_manual")
    lift = next(b for b in guidance.blocks if b.maneuver["type"] == "lift")
    assert any("止まっているという知らせはありません（着くころ 12時" in note for note in lift.note)


def test_no_stairs_is_said_only_where_everything_is_confirmed() -> None:
    assert "階段はありません" in said("A---B", "B", "stroller").summary
    doubtful = said("A---B", "B", "stroller", values={"AB": {"width_cm": None}}).summary
    assert "階段はありません" not in doubtful
    assert "確かめられているのは" in doubtful


def test_the_share_that_is_confirmed_leads() -> None:
    values = {"BC": {"step_cm": None}}
    summary = said("A---B---C", "C", "stroller", values=values).summary
    assert "80メートルのうち40メートル" in summary


def test_what_is_unknown_everywhere_is_said_once_and_not_at_every_step() -> None:
    values = {"AB": {"step_cm": None}, "BC": {"step_cm": None}}
    guidance = said(CORNER, "C", "stroller", values=values)
    text = "".join(words_of(guidance))
    assert text.count("段差") == 1


def test_what_is_unknown_on_a_part_is_said_where_it_begins() -> None:
    guidance = said(CORNER, "C", "stroller", values={"BC": {"step_cm": None}})
    assert [bool(b.note) for b in guidance.blocks] == [False, False, True, False]
    assert "段差が確認できていません" in guidance.blocks[2].note[0]


def test_the_detour_names_the_stairs_of_the_nearest_way() -> None:
    text = """
A:::B
|   |
C---D
"""
    guidance = said(text, "B", "wheelchair_manual")
    assert guidance.reasons[0] == "階段をさけるため、40メートルほど遠回りします。"


# -- crossings: invariant 8 as data -----------------------------------------------------


SIGNALS = {"BC": {"crossing": fact("signals"), "signal_sound": fact("none"), "tactile": None}}


def test_a_crossing_tells_signal_length_sound_and_tactile_paving() -> None:
    guidance = said("A---B++C---D", "D", "white_cane", values=SIGNALS)
    crossing = next(b for b in guidance.blocks if b.maneuver["type"] == "crossing")
    assert crossing.text == "信号のある横断歩道です。向きは正面12時、長さは30メートルです。"
    notes = "".join(crossing.note)
    assert "青かどうかは、この案内では分かりません" in notes
    assert "点字ブロックがあるかどうかは確認できていません" in notes


def test_a_sound_is_never_promised_for_every_hour() -> None:
    values = {"BC": {"crossing": fact("signals"), "signal_sound": fact("button")}}
    guidance = said("A---B++C---D", "D", "white_cane", values=values)
    assert "音が鳴らない時間があります" in "".join(words_of(guidance))


def told_crossings(route: Route) -> int:
    types = ("crossing", "road_crossing")
    return sum(m.type in types for m in list_maneuvers(route))


CROSSED = st.builds(
    RoadCrossed,
    at=st.just((139.65, 35.74)),
    offset_m=st.sampled_from([0.0, 12.0, 30.0]),
    road_class=st.sampled_from([RoadClass.TERTIARY, RoadClass.PRIMARY]),
    name=st.sampled_from([None, "千川通り"]),
    mapped=st.just(False),
    how=st.sampled_from([None, CrossingKind.SIGNALS]),
    signal_at_junction=st.sampled_from([None, True]),
)


def route_with(crossings: list[list[RoadCrossed]]) -> Route:
    """Return a straight route whose segments cross these roads."""
    network = draw("A---B---C---D---E", stations="A", facilities="E")
    whole = find_route(network, ask("A", "E", "white_cane")).routes[0]
    segments = tuple(
        Segment(
            s.passage, s.length_m, s.duration_s, s.starts_at, s.evidence, crosses=tuple(c),
        )
        for s, c in zip(whole.segments, crossings, strict=True)
    )  # fmt: skip
    return Route(
        segments, whole.length_m, whole.duration_s, whole.cost, whole.label, whole.evidence_m,
        whole.origin, whole.destination,
    )  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.lists(CROSSED, max_size=3), min_size=4, max_size=4))
def test_each_big_road_crossed_is_a_step_of_its_own(crossings: list[list[RoadCrossed]]) -> None:
    route = route_with(crossings)
    count = sum(len(c) for c in crossings)
    assert told_crossings(route) == count
    told = describe(route, traveller=get_preset("white_cane")).blocks
    assert sum("交わります" in b.text for b in told) == count


def test_a_build_that_merges_crossings_into_the_straight_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    road = RoadCrossed((139.65, 35.74), 12.0, RoadClass.PRIMARY, "千川通り", mapped=False)
    route = route_with([[road], [], [], []])
    assert told_crossings(route) == 1
    monkeypatch.setattr(walks._Walk, "_events", lambda _walk: [])
    assert told_crossings(route) == 0


# -- text and speech agree ----------------------------------------------------------------


@settings(max_examples=40)
@given(drafts(mild=True), st.sampled_from(WHO))
def test_text_and_speech_agree_in_sides_and_numbers(draft: Draft, who: str) -> None:
    for route in find_route(network_of(draft), ask("A", "L", who)).routes:
        for block in describe(route, traveller=get_preset(who)).blocks:
            assert re.findall(r"\d+", block.text) == re.findall(r"\d+", block.speech)
            assert block.text.count("右") == block.speech.count("みぎ")
            assert block.text.count("左") == block.speech.count("ひだり")


def test_every_phrase_can_be_said_and_ends_or_is_a_part() -> None:
    words = Words()
    for key, phrase in load_phrases("ja")["phrases"].items():
        for variant in phrase["variants"]:
            facts = dict.fromkeys(PLACEHOLDER.findall(variant), "x")
            assert "{" not in words.say(key, **facts).text
            assert spoken(variant).count("右") == 0


def test_a_phrase_without_its_facts_is_not_said() -> None:
    with pytest.raises(KeyError, match="arrive_gap"):
        Words().say("arrive_gap", goal="x")


@pytest.mark.parametrize(
    ("level", "name"),
    [(0, "地上"), (-1, "地下1階"), (1, "2階"), (None, None), (0.5, None), (-2, "地下2階")],
)
def test_floors_are_named_as_in_japan(level: float | None, name: str | None) -> None:
    assert blocks.floor_ja(level) == name


def test_a_lift_with_known_floors_says_from_where_to_where() -> None:
    maneuver = Maneuver(
        Act.LIFT, (139.65, 35.74), facts={"from_level": 0.0, "to_level": -1.0, "lift_id": "lift:x",
                                        "arrives_at": NOON, "state": str(LiftState.NO_REPORT)},
    )  # fmt: skip
    route = route_with([[], [], [], []])
    maker = blocks.BlockMaker(Words(), route, get_preset("stroller"), frozenset())
    assert "地上から地下1階へ行きます" in maker.make([maneuver])[0].text


def test_no_route_says_what_is_over_which_limit() -> None:
    network = draw("A---B", {"AB": {"step_cm": mapped(12)}}, stations="A", facilities="B")
    guidance = describe_no_route(find_route(network, ask("A", "B", "wheelchair_manual")))
    assert "段差は12センチです。設定は2センチです。" in guidance.blocks[0].text


def test_groups_that_need_clocks_are_the_blind_only() -> None:
    assert {get_preset(w).group for w in ("white_cane", "guide_dog", "low_vision")} == {Group.BLIND}
    assert isinstance(NOON, datetime)
