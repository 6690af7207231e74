"""One answer in every format: valid, stamped, marked where assumed or not confirmed."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import gpxpy
import pytest
from gpxpy.gpx import GPX
from hypothesis import given, settings
from hypothesis import strategies as st

from routeguide.directions.describe import Length, Manner
from routeguide.exchange.answer_geojson import answer_to_geojson
from routeguide.exchange.answer_gpx import answer_to_gpx, list_unverified_stretches
from routeguide.exchange.answer_json import answer_to_json
from routeguide.exchange.answer_text import answer_to_text
from routeguide.model.route import Answer, Outcome
from routeguide.network.draft import Draft
from routeguide.routing.plan import find_route
from tests.drawn import ask, fact, mapped, network_of
from tests.exchange.answers import ANSWERS, INFO, answer
from tests.exchange.checkers import find_geojson_faults, find_gpx_faults
from tests.random_networks import drafts

MADE = datetime(2026, 11, 24, 3, 0, 0, 123, tzinfo=UTC)
WITH_ROUTE = [name for name, one in ANSWERS.items() if one.routes]
WITHOUT = [name for name, one in ANSWERS.items() if not one.routes]
ASSUMED = [name for name, one in ANSWERS.items() if one.assumed]


def to_json(one: Answer) -> dict[str, Any]:
    text = json.dumps(answer_to_json(one, network_info=INFO), allow_nan=False)
    body: dict[str, Any] = json.loads(text)
    return body


def to_geojson(one: Answer) -> dict[str, Any]:
    text = json.dumps(answer_to_geojson(one, network_info=INFO), allow_nan=False)
    body: dict[str, Any] = json.loads(text)
    return body


def to_gpx(one: Answer) -> GPX:
    return gpxpy.parse(answer_to_gpx(one, made_at=MADE))


def features(one: Answer, role: str) -> list[dict[str, Any]]:
    return [f for f in to_geojson(one)["features"] if f["properties"]["role"] == role]


# -- all formats ----------------------------------------------------------------


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_valid_in_every_format(name: str) -> None:
    one = ANSWERS[name]
    assert find_gpx_faults(answer_to_gpx(one, made_at=MADE)) == []
    assert find_geojson_faults(to_geojson(one)) == []
    assert to_gpx(one).name
    assert to_json(one)["status"] == str(one.status)
    assert answer_to_text(one).strip()


@pytest.mark.parametrize("name", ANSWERS)
def test_every_format_carries_version_overlay_and_time(name: str) -> None:
    one = ANSWERS[name]
    as_json, as_geojson, gpx = to_json(one), to_geojson(one), to_gpx(one)
    for body in (as_json, as_geojson):
        assert body["network"]["version"] == "drawn-network-00"
        assert body["network"]["overlay"] == {
            "revision": 7, "as_of": "2026-11-24T12:00:00+09:00",
        }  # fmt: skip
        assert body["question"]["depart_at"] == "2026-11-24T12:00:00+09:00"
    stamp = "道路網 drawn-network-00、更新 7（2026-11-24 12:00 時点）、出発 2026-11-24 12:00"
    assert stamp in answer_to_text(one)
    assert stamp in str(gpx.description)
    assert gpx.time == MADE.replace(microsecond=0)


def test_the_time_of_a_departure_elsewhere_is_told_in_japans_time() -> None:
    one = ANSWERS["ok"]
    query = replace(one.query, depart_at=one.query.depart_at.astimezone(UTC))
    told = replace(one, query=query)
    assert "出発 2026-11-24 12:00" in answer_to_text(told)
    assert "出発 2026-11-24 12:00" in str(to_gpx(told).description)


@pytest.mark.parametrize("name", ASSUMED)
def test_what_is_only_assumed_is_marked_in_every_format(name: str) -> None:
    one = ANSWERS[name]
    assert answer_to_text(one).startswith("これは仮定の案内です。今の道の状態ではありません。")
    gpx = to_gpx(one)
    assert str(gpx.name).endswith("（仮定）")
    assert str(gpx.description).startswith("これは仮定の案内です。")
    assert all(str(track.name).endswith("（仮定）") for track in gpx.tracks)
    assert to_json(one)["assumed"]["changes"][0]["text"] == "lift:bc=out"
    found = to_geojson(one)["features"]
    assert found
    assert all(feature["properties"]["assumed"] for feature in found)


@pytest.mark.parametrize("name", [name for name in ANSWERS if name not in ASSUMED])
def test_what_is_so_is_not_marked_as_assumed(name: str) -> None:
    one = ANSWERS[name]
    assert "仮定" not in answer_to_text(one)
    assert "仮定" not in answer_to_gpx(one)
    assert to_json(one)["assumed"] is None
    assert not any(f["properties"]["assumed"] for f in to_geojson(one)["features"])


@pytest.mark.parametrize("name", WITH_ROUTE)
def test_the_metres_of_evidence_add_up_in_every_answer(name: str) -> None:
    one = ANSWERS[name]
    told = answer_to_text(one)
    for row, route in zip(to_json(one)["routes"], one.routes, strict=True):
        metres = row["evidence_m"]
        assert list(metres) == ["survey", "mapped", "inferred", "unknown"]
        assert sum(metres.values()) == pytest.approx(route.length_m, abs=0.3)
        assert f"未確認 {round(metres['unknown'])}メートル" in told
    for feature, route in zip(features(one, "route"), one.routes, strict=True):
        assert feature["properties"]["evidence_m"] == dict(route.evidence_m)
    tracks = to_gpx(one).tracks
    assert len(tracks) == len(one.routes)
    assert all("確かめ方: 調査済み" in str(track.description) for track in tracks)


@pytest.mark.parametrize("name", WITH_ROUTE)
def test_the_share_that_the_words_tell_is_that_of_the_figures(name: str) -> None:
    for row in to_json(ANSWERS[name])["routes"]:
        told = re.search(r"(\d+)メートルのうち(\d+)メートル", row["summary"])
        known = row["evidence_m"]["survey"] + row["evidence_m"]["mapped"]
        if told is None:
            assert row["label"] != "unverified"
        else:
            assert int(told[2]) == math.floor(known + 1e-6)
            assert int(told[1]) == round(row["length_m"])


@pytest.mark.parametrize("name", WITHOUT)
def test_without_a_route_there_is_no_line_but_the_reason_why(name: str) -> None:
    one = ANSWERS[name]
    gpx = to_gpx(one)
    assert (gpx.tracks, gpx.routes) == ([], [])
    assert "見つかりません" in str(gpx.description)
    body = to_geojson(one)
    assert {f["geometry"]["type"] for f in body["features"]} <= {"Point"}
    if one.status is Outcome.NO_ROUTE:
        assert "見つかりませんでした。" in body["summary"]
        assert body["reasons"]
    assert len(gpx.waypoints) == len(to_json(one).get("blocks", [])) + len(one.candidates)


def test_the_barrier_the_nearest_point_and_the_candidates_are_points() -> None:
    barrier = features(ANSWERS["no route"], "blocker")[0]["properties"]
    assert (barrier["attribute"], barrier["value"], barrier["limit"]) == ("step_cm", 12, 2)
    [nearest] = features(ANSWERS["no route"], "nearest_reachable")
    assert nearest["properties"]["left_m"] == pytest.approx(40, abs=1)
    candidates = features(ANSWERS["ask"], "candidate")
    assert [row["properties"]["end"] for row in candidates] == ["from", "from"]
    assert to_gpx(ANSWERS["ask"]).waypoints[0].name == "候補 1"
    assert to_gpx(ANSWERS["no route"]).waypoints[0].name == "道をさえぎるもの 1"


def test_unverified_stretches_are_labelled_with_metres_and_names() -> None:
    one = ANSWERS["ok"]
    assert list_unverified_stretches(one.routes[0]) == [(70, 110, ("step_cm",))]
    [track] = to_gpx(one).tracks
    assert track.type == "未確認を含む"
    assert "確認できていない区間: 70メートルから110メートルまでの段差" in str(track.description)
    marked = [f["properties"]["is_unverified"] for f in features(one, "segment")]
    assert marked == [False, False, True]
    assert features(one, "route")[0]["properties"]["label"] == "unverified"


def test_a_way_of_which_all_is_known_is_labelled_so() -> None:
    one = ANSWERS["ok, all known"]
    [track] = to_gpx(one).tracks
    assert track.type == "すべて確認済み"
    assert "確認できていない区間" not in str(track.description)
    assert features(one, "route")[0]["properties"]["label"] == "verified"
    plain = to_gpx(ANSWERS["ok, nobody special"]).tracks[0]
    assert plain.type is None


def test_doubts_at_a_point_count_for_the_stretch_behind_it() -> None:
    known = answer("A---B---C", "C", "wheelchair_manual")
    doubted = answer(
        "A---B---C", "C", "wheelchair_manual", points={"B": {"barrier": fact("bollard")}}
    )
    assert list_unverified_stretches(known.routes[0]) == []
    [(begin, end, names)] = list_unverified_stretches(doubted.routes[0])
    assert (begin, end) == (40, 80)
    assert names
    assert [f["properties"]["is_unverified"] for f in features(doubted, "segment")] == [False, True]


def test_stretches_that_follow_each_other_are_one_and_others_are_apart() -> None:
    less = {"width_cm": None}
    one = answer(
        "A---B---C---D---E", "E", "wheelchair_manual",
        values={"AB": less, "BC": {"surface": None}, "DE": less},
    )  # fmt: skip
    stretches = list_unverified_stretches(one.routes[0])
    assert [(begin, end) for begin, end, _ in stretches] == [(0, 80), (120, 160)]
    assert set(stretches[0][2]) == {"width_cm", "surface"}


def test_steps_are_waypoints_with_cautions_first() -> None:
    gpx = to_gpx(ANSWERS["other ways"])
    assert [waypoint.name for waypoint in gpx.waypoints] == ["1", "2", "3"]
    assert [track.name for track in gpx.tracks] == ["道順", "別の道1"]
    assert [track.number for track in gpx.tracks] == [1, 2]
    assert len(features(ANSWERS["other ways"], "block")) == 3 + 5


def test_the_text_numbers_a_step_once_and_sets_the_rest_under_it() -> None:
    told = answer_to_text(
        answer("A---B", "B", "wheelchair_manual", values={"AB": {"step_cm": mapped(2)}})
    )
    lines = told.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("2. "))
    assert lines[at] == "2. 注意: この区間に、高さ2センチの段差があります。"
    assert lines[at + 1] == "   歩行者用の道を目的地まで40メートルほど進みます。"
    assert sum(line.startswith("2. ") for line in lines) == 1


def test_the_length_of_the_words_is_the_same_in_json_and_geojson() -> None:
    one = ANSWERS["ok"]
    short = answer_to_geojson(one, network_info=INFO, manner=Manner(length=Length.SUMMARY))
    assert [f for f in short["features"] if f["properties"]["role"] == "block"] == []


@settings(max_examples=40)
@given(drafts(mild=True), st.sampled_from(["wheelchair_manual", "white_cane", "walk"]))
def test_every_answer_on_random_networks_is_valid(draft: Draft, who: str) -> None:
    one = find_route(network_of(draft), replace(ask("A", "L", who), alternatives=2))
    assert find_gpx_faults(answer_to_gpx(one, made_at=MADE)) == []
    assert find_geojson_faults(to_geojson(one)) == []
    for route in one.routes:
        stretches = list_unverified_stretches(route)
        doubts = any(s.unverified or s.point_unverified for s in route.segments)
        assert bool(stretches) == doubts
        assert all(0 <= begin <= end <= round(route.length_m) for begin, end, _ in stretches)


# -- the checkers ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('version="1.1"', 'version="1.0"'),
        ("<metadata>", "<metadata><colour>red</colour>"),
        ("Z</time>", "+09:00</time>"),
        ("<trkseg>", "<trkseg><ele>1</ele>"),
        ("<number>1</number>", "<number>one</number>"),
        ('lat="35.', 'lat="95.'),
        ('lon="139.', 'lon="1e-5'),
        ("<trk>", "<trk><type>x</type>"),
    ],
)
def test_a_broken_gpx_is_noticed(before: str, after: str) -> None:
    text = answer_to_gpx(ANSWERS["ok"], made_at=MADE)
    assert before in text
    assert find_gpx_faults(text.replace(before, after, 1))


@pytest.mark.parametrize(
    "spoil",
    [
        {"type": "Features"},
        {"geometry": None},
        {"features": [{"type": "Feature", "geometry": None, "properties": {}}]},
        {"features": [{"type": "Feature", "properties": None, "geometry": {}}]},
    ],
)
def test_a_broken_geojson_is_noticed(spoil: dict[str, Any]) -> None:
    assert find_geojson_faults({**to_geojson(ANSWERS["ok"]), **spoil})


@pytest.mark.parametrize(
    "line", [[[139.6, 35.7]], [[35.7, 139.6], [139.6, 35.7]], [[139.6, "35.7"], [139.6, 35.7]], []]
)
def test_a_broken_line_is_noticed(line: list[Any]) -> None:
    body = to_geojson(ANSWERS["ok"])
    body["features"][0]["geometry"]["coordinates"] = line
    assert find_geojson_faults(body)
