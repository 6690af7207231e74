"""The words: what must be said, what must never be said, and what agrees."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routeguide.directions import walks
from routeguide.directions.acts import Act, Maneuver
from routeguide.directions.blocks import list_steps
from routeguide.directions.describe import (
    Length,
    Manner,
    describe,
    describe_answer,
    limits_in_words,
    put_into_words,
    read_manner,
    tell_answer,
)
from routeguide.directions.language import LANGUAGES, load_language, read_template
from routeguide.directions.maneuvers import list_maneuvers
from routeguide.directions.naming import floor
from routeguide.directions.phrase import Amount, Floor, Unit, say
from routeguide.directions.rounding import (
    clock_hour,
    round_crossing,
    round_metres,
    round_minutes,
)
from routeguide.directions.ruby import parse_ruby
from routeguide.directions.why import say_attribute, say_value
from routeguide.directions.words import Words
from routeguide.errors import BadInput
from routeguide.model.guidance import Guidance
from routeguide.model.route import RoadCrossed, Route, Segment
from routeguide.model.traveller import Group, get_preset
from routeguide.model.vocabulary import CrossingKind, LiftState, RoadClass, UnknownPolicy
from routeguide.network.draft import Draft
from routeguide.routing.plan import find_route
from tests.directions.linter import list_faults
from tests.directions.situations import SITUATIONS
from tests.drawn import NOON, ask, draw, fact, mapped, network_of
from tests.random_networks import drafts

WHO = ("white_cane", "wheelchair_manual", "walk", "cane", "low_vision")


def words_of(guidance: Guidance) -> list[str]:
    """Return every sentence that is written."""
    lines = [guidance.overview, *guidance.why]
    for block in guidance.blocks:
        lines += [*block.cautions, block.said, *block.notes]
    return [f"{part}。" for line in lines for part in line.text.split("。") if part.strip()]


@settings(max_examples=80)
@given(drafts(mild=True), st.sampled_from(WHO))
def test_no_random_route_says_what_must_not_be_said(draft: Draft, who: str) -> None:
    answer = find_route(network_of(draft), ask("A", "L", who))
    for guidance in describe_answer(answer):
        assert list_faults(guidance, get_preset(who).group) == []


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
    assert "エレベーターに着くのは12時" in lift.note[0]
    assert "止まっているという知らせはありません。" in lift.note[0]


def test_no_stairs_is_said_only_where_everything_is_confirmed() -> None:
    assert "階段はありません" in said("A---B", "B", "stroller").summary
    doubtful = said("A---B", "B", "stroller", values={"AB": {"width_cm": None}}).summary
    assert "階段はありません" not in doubtful
    assert "まだどこも確かめられていません" in doubtful


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
    assert "段差と点字ブロックは、あるかどうか確認できていません" in notes


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
def test_text_and_speech_agree_in_sides(draft: Draft, who: str) -> None:
    for route in find_route(network_of(draft), ask("A", "L", who)).routes:
        for block in describe(route, traveller=get_preset(who)).blocks:
            assert block.text.count("右") == block.speech.count("みぎ")
            assert block.text.count("左") == block.speech.count("ひだり")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_phrase_without_its_facts_is_not_said(code: str) -> None:
    with pytest.raises(KeyError, match="arrive_gap"):
        Words(code).line((say("arrive_gap"),))


def test_a_noun_or_fact_that_is_not_known_gives_way_to_a_plainer_variant() -> None:
    words = Words("ja")
    assert words.line((say("step_count"),)).text == "段数は確認できていません。"
    twenty = Amount.of(20, Unit.STAIRS)
    assert words.line((say("step_count", count=twenty),)).kana == "にじゅうだんあります。"


def test_a_sentence_too_long_for_the_ear_gives_way_to_a_shorter_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    language = load_language("ja")
    variants = tuple(map(read_template, ("とても" * 25 + "。", "短く。")))
    phrases = MappingProxyType({**language._phrases, "arrive": {"variants": variants}})
    monkeypatch.setattr(language, "_phrases", phrases)
    assert Words("ja").line((say("arrive"),)).text == "短く。"


@pytest.mark.parametrize(
    ("level", "name"),
    [(0, "地上"), (-1, "地下1階"), (1, "2階"), (None, None), (0.5, None), (-2, "地下2階")],
)
def test_floors_are_named_as_in_japan(level: float | None, name: str | None) -> None:
    told = floor(level)
    assert (told and Words("ja").word(told)) == name
    assert isinstance(told, Floor | None)


def test_a_lift_with_known_floors_says_from_where_to_where() -> None:
    maneuver = Maneuver(
        Act.LIFT, (139.65, 35.74), facts={"from_level": 0.0, "to_level": -1.0, "lift_id": "lift:x",
                                        "arrives_at": NOON, "state": str(LiftState.NO_REPORT)},
    )  # fmt: skip
    route = route_with([[], [], [], []])
    [step] = list_steps(route, [maneuver], get_preset("stroller"), frozenset())
    assert "地上から地下1階へ行きます" in Words("ja").line(step.action).text


def test_no_route_says_what_is_over_which_limit() -> None:
    network = draw("A---B", {"AB": {"step_cm": mapped(12)}}, stations="A", facilities="B")
    [guidance] = describe_answer(find_route(network, ask("A", "B", "wheelchair_manual")))
    assert "段差は12センチです。設定した限度は2センチです。" in guidance.blocks[0].text


def test_groups_that_need_clocks_are_the_blind_only() -> None:
    assert {get_preset(w).group for w in ("white_cane", "guide_dog", "low_vision")} == {Group.BLIND}
    assert isinstance(NOON, datetime)


# -- languages, lengths, furigana -----------------------------------------------------------


LONG_WAY = "A---B++C~~~D---E"


def whole_way(who: str = "white_cane", **manner: object) -> Guidance:
    network = draw(LONG_WAY, SIGNALS, stations="A", facilities="E")
    answer = find_route(network, ask("A", "E", who))
    return describe(
        answer.routes[0], traveller=get_preset(who), answer=answer, manner=Manner(**manner)
    )


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_tells_the_same_blocks(code: str) -> None:
    told, japanese = whole_way(language=code), whole_way()
    assert [(b.at, b.distance_m, b.clock) for b in told.blocks] == [
        (b.at, b.distance_m, b.clock) for b in japanese.blocks
    ]
    assert [(len(b.cautions), len(b.notes)) for b in told.blocks] == [
        (len(b.cautions), len(b.notes)) for b in japanese.blocks
    ]


def test_the_three_lengths_tell_the_same_facts_from_one_sentence_to_everything() -> None:
    one, full, walking = (whole_way(length=length) for length in Length)
    assert (len(one.blocks), one.summary.count("。")) == (0, 1)
    assert len(full.blocks) == len(walking.blocks)
    assert walking.action_first
    assert not full.action_first
    assert len("".join(words_of(walking))) < len("".join(words_of(full)))


def test_while_walking_crossings_and_lifts_keep_what_is_not_known_of_them() -> None:
    walking = {b.maneuver["type"]: b for b in whole_way(length=Length.WALKING).blocks}
    assert "青かどうかは、この案内では分かりません。" in "".join(walking["crossing"].note)
    assert "止まっているという知らせはありません。" in "".join(walking["lift"].note)


def test_furigana_is_shown_as_asked() -> None:
    def ruby_of(ruby: str) -> dict[str, str]:
        blocks = whole_way(ruby=parse_ruby(ruby)).blocks
        return {text: kana for b in blocks for text, kana in b.said.ruby if kana}

    assert ruby_of("none") == {}
    assert ruby_of("all")["進"] == "すす"
    assert "進" not in ruby_of("grade:4")  # taught in grade 3
    assert ruby_of("grade:3")["進"] == "すす"


def test_the_kana_of_a_block_holds_no_kanji() -> None:
    for block in whole_way().blocks:
        for line in (*block.cautions, block.said, *block.notes):
            left = re.findall(r"[一-鿿]", line.kana)
            assert left in ([], ["場", "所"])  # the drawn places' names have no reading


@pytest.mark.parametrize(
    "asked",
    [{"language": "xx"}, {"length": "endless"}, {"ruby": "grade:10"}, {"ruby": "yes"}],
)
def test_what_cannot_be_told_is_refused_with_a_sentence(asked: dict[str, str]) -> None:
    with pytest.raises(BadInput, match=r"次から選んで|選んでください"):
        read_manner(**asked)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_limit_that_is_applied_is_echoed(code: str) -> None:
    traveller = get_preset("wheelchair_manual")
    rows = limits_in_words(traveller, UnknownPolicy.WARN, Manner(language=code))
    applied = {k for k, v in traveller.limits().items() if v is not None}
    assert len(rows) == len(applied - {"preset", "group", "handrail"}) + 1
    assert all(what and limit for what, limit in rows)


def test_what_is_told_does_not_depend_on_words() -> None:
    network = draw(LONG_WAY, SIGNALS, stations="A", facilities="E")
    answer = find_route(network, ask("A", "E", "white_cane"))
    assert tell_answer(answer) == tell_answer(replace(answer))
    [telling] = tell_answer(answer)
    told = [put_into_words(telling, Manner(language=c), Group.BLIND) for c in ("ja", "en")]
    assert told[0].blocks[0].maneuver == told[1].blocks[0].maneuver


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (-8.4, ("くだり坂", "8.4パーセント")),
        ((-8.4, -6.0), ("くだり坂", "6パーセントから8.4パーセント")),
        ((3.0, 5.0), ("のぼり坂", "3パーセントから5パーセント")),
        ((-2.0, 6.0), ("坂", "6パーセント以下")),
        ((5.0, None), ("坂", "5パーセント以上")),
    ],
)
def test_a_slope_is_told_without_its_sign(value: object, told: tuple[str, str]) -> None:
    amount = say_value("slope_pct", value)
    assert amount is not None
    words = Words("ja")
    assert (words.word(say_attribute("slope_pct", value)), words.word(amount)) == told


def test_the_highest_step_is_told_with_kerbs_and_only_where_all_are_confirmed() -> None:
    def overview(route: Route) -> str:
        return describe(route, traveller=get_preset("wheelchair_manual")).overview.text

    route = SITUATIONS["surveyed_on_two_days_with_a_kerb"]()
    assert "いちばん高い段差は2センチです。" in overview(route)
    doubtful = replace(route.segments[-1], point_unverified=("step_cm",))
    assert "いちばん高い段差" not in overview(
        replace(route, segments=(*route.segments[:-1], doubtful))
    )


def test_the_days_of_the_survey_are_told_first_and_last() -> None:
    route = SITUATIONS["surveyed_on_two_days_with_a_kerb"]()
    told = describe(route, traveller=get_preset("walk")).overview.text
    assert "調査した日は2026年10月1日から2026年11月20日までです。" in told
    one_day = replace(route, segments=tuple(replace(s, point=None) for s in route.segments))
    told = describe(one_day, traveller=get_preset("walk")).overview.text
    assert "調査した日は2026年10月1日です。" in told
