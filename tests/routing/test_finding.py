"""Place finding on the ward's own data: what people type, need, and stand beside."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from routeguide.errors import BadInput, UnknownPlace
from routeguide.model.facility_kind import BY_CATEGORY, FacilityKind, kind_of_category
from routeguide.model.geodesy import distance_m
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.place import PlaceKind
from routeguide.model.values import Measure
from routeguide.model.vocabulary import Evidence, LiftState
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing.finding import Found, Wish, find_places, position_of
from routeguide.routing.name_match import Rank, hear
from routeguide.routing.needs import Held, Need, lift_states, list_told, told_of
from tests.drawn import NOON
from tests.ward_network import LIFT, ward_network

STATIONS = frozenset({PlaceKind.STATION})
FACILITIES = frozenset({PlaceKind.FACILITY})
KOTAKE = "station:kotake-mukaihara"


@pytest.fixture(scope="module")
def ward() -> Network:
    return ward_network()


def find(network: Network, text: str = "", **more: object) -> Found:
    return find_places(network, Wish(text=text, **more), at=NOON)  # type: ignore[arg-type]


def ids(found: Found) -> list[str]:
    return [hit.place.id for hit in found.hits]


@pytest.mark.parametrize(
    "typed",
    [
        "小竹図書館", "練馬区立小竹図書館", "小竹 図書館", "こたけとしょかん", "コタケトショカン",
        "ｺﾀｹﾄｼｮｶﾝ", "kotake toshokan", "Kotake-Toshokan", "kotaketosyokan", "小竹としょかん",
        "こたけ図書館", "小竹トショカン",
    ],
)  # fmt: skip
def test_a_library_is_found_however_its_name_is_typed(ward: Network, typed: str) -> None:
    assert ids(find(ward, typed)) == ["facility:kotake-toshokan"]


@pytest.mark.parametrize(
    "typed",
    [
        "石神井公園", "石神井公園駅", "しゃくじいこうえん", "シャクジーコーエン", "shakujii-koen",
        "Shakujii-kōen", "syakuzii kouen", "shakujikoen", "石神井こうえん", "Shakujii-koen Station",
        "しゃくじいこうえんえき",
    ],
)  # fmt: skip
def test_a_station_is_found_however_its_name_is_typed(ward: Network, typed: str) -> None:
    assert ids(find(ward, typed, kinds=STATIONS))[:1] == ["station:shakujii-koen"]


def test_a_small_ke_is_the_ga_that_it_stands_for(ward: Network) -> None:
    assert ids(find(ward, "光ヶ丘図書館")) == ids(find(ward, "光ケ丘図書館"))
    assert ids(find(ward, "光ヶ丘図書館")) == ["facility:hikarigaoka-toshokan"]


def test_the_second_school_is_found_with_either_numeral(ward: Network) -> None:
    named = [p for p in ward.places.values() if "第二" in p.name]
    assert named, "the ward has schools with 第二"
    for place in named:
        assert place.id in ids(find(ward, place.name.replace("第二", "第2")))


def test_every_place_answers_first_to_its_own_name_and_reading(ward: Network) -> None:
    worse = []
    for place in ward.places.values():
        for text, worst in ((place.name, Rank.EXACT), (place.kana, Rank.KANA_EXACT)):
            found = find(ward, text, kinds=frozenset({place.kind})) if text else Found()
            ranks = {hit.place.id: hit.rank for hit in found.hits}
            if text and (ranks.get(place.id) or 0) > worst:
                worse.append((place.id, text))
            assert not text or place.id in ranks
    assert worse == []


def test_better_answers_come_first(ward: Network) -> None:
    ranks = [hit.rank for hit in find(ward, "練馬").hits]
    assert ranks == sorted(ranks, key=lambda rank: rank or 0)
    assert ids(find(ward, "練馬"))[0] == "station:nerima"
    assert set(ranks) >= {Rank.EXACT, Rank.PREFIX, Rank.INSIDE}


@pytest.mark.parametrize("typed", ["ぬるぽが丘", "xyz", "・", "駅駅", "'", "%_", "\u200b"])
def test_what_is_not_there_is_not_found(ward: Network, typed: str) -> None:
    assert ids(find(ward, typed)) == []


def test_kana_is_compared_by_syllables_not_by_letters(ward: Network) -> None:
    """え is heard at the beginning of a syllable, never inside ね; letters alone would find it."""
    heard = hear("ねりま")
    assert heard is not None
    assert "e" in heard.letters
    assert "station:nerima" not in ids(find(ward, "え"))
    assert "station:ekoda" in ids(find(ward, "え"))


def test_readings_may_be_guessed_where_nobody_told_them(ward: Network) -> None:
    name = "花とみどりの相談所"
    assert not [hit for hit in find(ward, "そうだんじょ").hits if hit.place.name == name]

    def read(text: str) -> str | None:
        return {name: "はなとみどりのそうだんじょ"}.get(text)

    fresh = lay_over(ward, Overlay(revision=1, as_of=NOON))
    found = find_places(fresh, Wish("みどりのそうだんじょ"), at=NOON, read=read)
    assert [hit.place.name for hit in found.hits] == [name]


# -- kinds ---------------------------------------------------------------------


def test_every_category_of_the_ward_has_a_kind(ward: Network) -> None:
    facilities = [p for p in ward.places.values() if p.kind is PlaceKind.FACILITY]
    other = {p.category for p in facilities} - set(BY_CATEGORY)
    assert other == {"都の施設・公園", "国の機関", "都の機関", "相談所"}
    assert kind_of_category("図書館") is FacilityKind.LIBRARY
    assert kind_of_category(None) is FacilityKind.OTHER


def test_a_kind_keeps_that_kind_alone(ward: Network) -> None:
    found = find(ward, facility=frozenset({FacilityKind.LIBRARY}))
    assert found.total == 13
    assert {hit.place.category for hit in found.hits} == {"図書館"}


# -- near ----------------------------------------------------------------------


def test_near_sorts_by_the_straight_line_and_is_bounded(ward: Network) -> None:
    here = position_of(ward, KOTAKE)
    found = find(ward, near=here, within_m=1000, kinds=FACILITIES, limit=3)
    metres = [hit.distance_m or 0 for hit in found.hits]
    assert len(metres) == 3 < found.total
    assert metres == sorted(metres)
    every = [p for p in ward.places.values() if p.kind is PlaceKind.FACILITY and p.lonlat]
    nearest = min(every, key=lambda p: distance_m(here, p.lonlat or here))
    assert found.hits[0].place is nearest


def test_a_place_without_a_position_is_near_nothing(ward: Network) -> None:
    here = position_of(ward, KOTAKE)
    found = find(ward, near=here, kinds=FACILITIES)
    assert all(hit.distance_m is not None for hit in found.hits)
    lost = next(p for p in ward.places.values() if p.kind is PlaceKind.FACILITY and not p.lonlat)
    assert ids(find(ward, lost.name, near=here)) == [lost.id], "by its name it is found"


def test_a_place_that_is_not_there_or_has_no_position_is_told(ward: Network) -> None:
    with pytest.raises(UnknownPlace):
        position_of(ward, "station:nowhere")
    lost = next(p for p in ward.places.values() if p.kind is PlaceKind.FACILITY and not p.lonlat)
    with pytest.raises(BadInput, match="位置が確認できていない"):
        position_of(ward, lost.id)
    platform = next(p for p in ward.places.values() if p.kind is PlaceKind.PLATFORM)
    assert position_of(ward, platform.id), "a platform is where its station is"


# -- needs ---------------------------------------------------------------------


def test_a_need_keeps_known_yes_and_lists_the_unknown_apart(ward: Network) -> None:
    found = find(ward, kinds=FACILITIES, needs=(Need.WHEELCHAIR_TOILET,))
    assert found.total > 0
    assert found.total + found.total_unknown + found.without == 232
    assert all(h.needs[Need.WHEELCHAIR_TOILET].held is Held.YES for h in found.hits)
    assert all(h.needs[Need.WHEELCHAIR_TOILET].held is Held.UNKNOWN for h in found.unknown)
    for hit in found.hits:
        known = hit.needs[Need.WHEELCHAIR_TOILET].known
        assert known is not None, "every yes rests on something"
        assert re.search("車椅子|だれでもトイレ|誰でもトイレ", str(getattr(known, "value", "")))


def test_taking_unknown_for_yes_would_be_seen(ward: Network) -> None:
    """The negative control: a finder that passes unknowns would list all 232 facilities."""
    found = find(ward, kinds=FACILITIES, needs=(Need.LIFT,))
    assert (found.total, found.total_unknown) == (3, 229)


def test_all_needs_must_be_had_together(ward: Network) -> None:
    both = (Need.WHEELCHAIR_TOILET, Need.PLATFORM_DOORS)
    found = find(ward, kinds=STATIONS, needs=both)
    assert 0 < found.total < find(ward, kinds=STATIONS, needs=both[:1]).total
    assert found.without > 0, "stations of which it is known that they have no doors"


def test_a_lift_that_is_out_is_no_lift_and_no_step_free_way(ward: Network) -> None:
    def laid(*reports: LiftReport) -> Network:
        return lay_over(ward, Overlay(revision=1, as_of=NOON, outages=reports))

    station = ward.places[KOTAKE]
    hour = timedelta(hours=1)
    lifts = list(lift_states(ward, KOTAKE, NOON))
    assert LIFT in lifts
    out = laid(*(LiftReport(one, LiftState.OUT, NOON - hour) for one in lifts))
    stale = laid(
        *(LiftReport(one, LiftState.CONFIRMED, NOON - 3 * hour, NOON - hour) for one in lifts)
    )
    assert told_of(ward, station, Need.LIFT, NOON).held is Held.YES
    assert told_of(out, station, Need.LIFT, NOON).held is Held.NO
    assert told_of(stale, station, Need.LIFT, NOON).held is Held.UNKNOWN
    assert told_of(ward, station, Need.STEP_FREE, NOON).held is Held.YES
    assert told_of(out, station, Need.STEP_FREE, NOON).held is Held.UNKNOWN


@pytest.mark.parametrize(
    ("low", "high", "evidence", "held"),
    [
        (0, 2, Evidence.SURVEY, Held.YES),
        (5, 5, Evidence.SURVEY, Held.NO),
        (0, 5, Evidence.SURVEY, Held.UNKNOWN),
        (0, 0, Evidence.EXPIRED, Held.UNKNOWN),
    ],
)
def test_an_entrance_is_step_free_only_as_it_was_observed(
    ward: Network, low: float, high: float, evidence: Evidence, held: Held
) -> None:
    place = ward.places["facility:kotake-toshokan"]
    step = Measure(low, high, evidence, "drawn", NOON.date())
    laid = lay_over(ward, Overlay(1, NOON, values={place.id: {"step_cm": step}}))
    assert told_of(ward, place, Need.STEP_FREE, NOON).held is Held.UNKNOWN
    assert told_of(laid, place, Need.STEP_FREE, NOON).held is held


def test_every_yes_and_no_of_the_ward_rests_on_something_that_was_told(ward: Network) -> None:
    places = [p for p in ward.places.values() if p.kind in STATIONS | FACILITIES]
    bare = [
        (place.id, need)
        for place in places
        for need, told in list_told(ward, place, NOON).items()
        if told.held is not Held.UNKNOWN and told.known is None
    ]
    assert bare == []
