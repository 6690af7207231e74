"""The lists and places of the API: what is found, told, kept by caches, and refused."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any, get_args

import pytest
from flask import Flask
from flask.testing import FlaskClient

from routeguide.directions.language import LANGUAGES
from routeguide.model.asked import now
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.vocabulary import LiftState
from routeguide.network.overlay import lay_over
from routeguide.web import etags
from routeguide.web.requests import Language

LIFT = "lift:kotake-mukaihara/evr"
HERE = {"lat": 35.7434, "lon": 139.6795}
GETS = (
    "/api/v1/stations", "/api/v1/stations/kotake-mukaihara", "/api/v1/facilities",
    "/api/v1/facilities/kotake-toshokan", "/api/v1/places/exit:kotake-mukaihara/2",
    "/api/v1/travellers", "/api/v1/outages", "/api/v1/network", "/api/v1/openapi.json",
)  # fmt: skip


def get(client: FlaskClient, path: str, **query: object) -> Any:
    response = client.get(path, query_string=query)
    assert response.status_code == 200, response.text
    return json.loads(response.text)


def test_the_languages_of_the_api_are_those_of_the_directions() -> None:
    assert set(get_args(Language)) == set(LANGUAGES)


# -- finding -------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["小竹", "こたけ", "コタケ", "kotake", "ｺﾀｹ"])
def test_a_facility_is_found_however_its_name_is_typed(client: FlaskClient, typed: str) -> None:
    rows = get(client, "/api/v1/facilities", q=typed)["facilities"]
    assert "facility:kotake-toshokan" in [row["id"] for row in rows]


def test_readings_that_nobody_told_are_guessed(client: FlaskClient) -> None:
    rows = get(client, "/api/v1/facilities", q="せいとくびょういん")["facilities"]
    assert [row["name"] for row in rows] == ["東京聖徳病院"]


def test_facilities_near_a_place_are_sorted_by_distance(client: FlaskClient) -> None:
    asked = {"near": "station:kotake-mukaihara", "kind": "library", "within_m": 2000}
    answer = get(client, "/api/v1/facilities", **asked)
    metres = [row["distance_m"] for row in answer["facilities"]]
    assert metres == sorted(metres)
    assert max(metres) <= 2000
    assert {row["facility_kind"] for row in answer["facilities"]} == {"library"}
    assert answer["facilities"][0]["id"] == "facility:kotake-toshokan"


def test_a_need_that_is_not_known_is_listed_apart_and_never_as_yes(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/facilities", need=["wheelchair_toilet", "lift"])
    assert answer["total"] == len(answer["facilities"]) > 0
    assert answer["total_unknown"] == len(answer["unknown"]) > 0
    for row in answer["facilities"]:
        assert [need["answer"] for need in row["needs"]] == ["yes", "yes"]
        assert all(need["known"]["source"] for need in row["needs"])
    for row in answer["unknown"]:
        assert "unknown" in [need["answer"] for need in row["needs"]]


def test_a_search_around_a_position_is_a_body_and_is_kept_by_nobody(client: FlaskClient) -> None:
    response = client.post("/api/v1/facilities/search", json={**HERE, "kind": ["library"]})
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    assert response.get_json()["facilities"][0]["id"] == "facility:kotake-toshokan"


@pytest.mark.parametrize("path", ["/api/v1/facilities", "/api/v1/stations"])
def test_a_position_in_an_address_is_no_place(client: FlaskClient, path: str) -> None:
    response = client.get(path, query_string={"near": "35.7434,139.6795"})
    assert response.status_code == 404
    assert client.get(path, query_string=HERE).status_code == 422


BAD_QUERIES: dict[str, tuple[dict[str, object], int]] = {
    "an unknown key": ({"colour": "red"}, 422),
    "an unknown kind": ({"kind": "castle"}, 422),
    "an unknown need": ({"need": "wings"}, 422),
    "no number": ({"limit": "many"}, 422),
    "too many": ({"limit": 301}, 422),
    "none": ({"limit": 0}, 422),
    "a number beyond all": ({"within_m": "9" * 400}, 422),
    "too far": ({"within_m": 15_001}, 422),
    "another language": ({"language": "tlh"}, 422),
    "a long text": ({"q": "あ" * 101}, 422),
    "nowhere": ({"near": "station:nowhere"}, 404),
    "a place without a position": ({"near": "facility:hayamiya-kumin-jimusho"}, 400),
}


@pytest.mark.parametrize("name", BAD_QUERIES)
def test_a_bad_question_gets_a_numbered_problem_in_plain_japanese(
    name: str, client: FlaskClient
) -> None:
    query, status = BAD_QUERIES[name]
    response = client.get("/api/v1/facilities", query_string=query)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert re.search("[ぁ-ん]", json.loads(response.text)["detail"])


# -- details -------------------------------------------------------------------


def test_a_station_tells_exits_lifts_doors_and_step_free_routes(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/stations/station:kotake-mukaihara")
    station = answer["station"]
    assert station == get(client, "/api/v1/stations/kotake-mukaihara")["station"]
    lift = next(row for row in station["lifts"] if row["id"] == LIFT)
    assert (lift["state"], lift["last_confirmed_at"]) == ("no_report", None)
    assert any(row["id"] == "exit:kotake-mukaihara/2" for row in station["exits"])
    assert station["platform_doors"][0]["door"]["value"] == "yes"
    assert station["step_free_routes"]["source"]
    exits = {row["id"] for row in station["exits"]}
    ways = station["step_free_exits"]
    assert ways["confirmed"] == [], "nothing inside was surveyed"
    assert 0 < len(ways["possible"]) < len(exits)
    assert set(ways["possible"]) < exits
    needs = {need["need"]: need for need in station["needs"]}
    assert needs["platform_doors"]["answer"] == "yes"
    assert needs["nursing_room"] == {
        "need": "nursing_room", "name": needs["nursing_room"]["name"], "answer": "unknown",
        "known": None,
    }  # fmt: skip


def test_a_facility_tells_its_entrance_and_that_it_is_not_known(client: FlaskClient) -> None:
    facility = get(client, "/api/v1/facilities/kotake-toshokan")["facility"]
    assert facility["entrance"]["point_is"] == "building"
    assert facility["entrance"]["step_cm"] is None
    assert {need["answer"] for need in facility["needs"]} == {"unknown"}
    assert facility["caution"]


def test_a_fact_carries_source_evidence_and_date(client: FlaskClient) -> None:
    facility = get(client, "/api/v1/facilities/nerimatozeijimusho")["facility"]
    toilets = facility["toilets"]
    assert (toilets["evidence"], toilets["checked_on"]) == ("mapped", "2025-09-09")
    assert toilets["source"] == "ward:TOI"


@pytest.mark.parametrize(
    "path", ["/api/v1/stations/facility:kotake-toshokan", "/api/v1/facilities/kotake-mukaihara",
             "/api/v1/places/lift:nowhere/1", "/api/v1/stations/a%00b"],
)  # fmt: skip
def test_what_is_not_there_is_a_problem_with_a_sentence(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.content_type) == (404, "application/problem+json")
    assert "見つかりません" in json.loads(response.text)["detail"]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_names_come_in_the_language_asked_for(client: FlaskClient, language: str) -> None:
    by_query = get(client, "/api/v1/stations", language=language, q="練馬")["stations"][0]
    tag = {"zh": "zh-CN", "ja-easy": "ja", "ja-child": "ja"}.get(language, language)
    by_header = client.get("/api/v1/stations?q=練馬", headers={"Accept-Language": tag})
    assert by_header.get_json()["stations"][0]["label"] == by_query["label"]
    assert by_query["name"] == "練馬"
    assert ("練馬駅" in by_query["label"]) is language.startswith("ja")


def test_ways_of_moving_are_named_in_the_language_asked_for(client: FlaskClient) -> None:
    told = {
        code: [
            row["label"] for row in get(client, "/api/v1/travellers", language=code)["travellers"]
        ]
        for code in sorted(LANGUAGES)
    }
    assert "電動車いす" in told["ja"]
    assert (
        len({tuple(labels) for code, labels in told.items() if code in {"ja", "en", "zh", "ko"}})
        == 4
    )


# -- lifts ---------------------------------------------------------------------


@pytest.fixture
def reported(app: Flask) -> Any:
    """Lay reports over the network of the application, and take them back."""
    before = app.extensions["network"]
    hour = timedelta(hours=1)
    at = now().replace(microsecond=0)

    def lay(*reports: LiftReport) -> None:
        overlay = Overlay(revision=7, as_of=at, outages=reports)
        app.extensions["network"] = lay_over(before, overlay)

    yield lambda: lay(
        LiftReport(LIFT, LiftState.OUT, at - 3 * hour, source="駅員"),
        LiftReport("lift:nerima/lift1", LiftState.CONFIRMED, at - 5 * hour, at - hour),
        LiftReport("lift:nerima/lift2", LiftState.CONFIRMED, at - hour, at + hour),
        LiftReport("lift:chikatetsu-akatsuka/2", LiftState.PLANNED, at + 48 * hour, at + 50 * hour),
        LiftReport("lift:nowhere/9", LiftState.OUT, at - hour),
    )
    app.extensions["network"] = before


def test_outages_tell_what_is_out_planned_confirmed_and_too_old(
    client: FlaskClient, reported: Any
) -> None:
    bare = get(client, "/api/v1/outages")
    assert (bare["out"], bare["no_report"]) == ([], 34)
    reported()
    answer = get(client, "/api/v1/outages")
    ids = {
        key: [r["id"] for r in answer[key]] for key in ("out", "unknown", "planned", "confirmed")
    }
    assert ids == {
        "out": [LIFT, "lift:nowhere/9"], "unknown": ["lift:nerima/lift1"],
        "planned": ["lift:chikatetsu-akatsuka/2"], "confirmed": ["lift:nerima/lift2"],
    }  # fmt: skip
    assert answer["network"]["overlay"]["revision"] == 7
    out = answer["out"][0]
    assert (out["age_minutes"] // 10, out["source"]) in {(17, "駅員"), (18, "駅員")}
    assert out["station_label"] == "小竹向原駅"
    assert answer["unknown"][0]["last_confirmed_at"], "a state that is too old says how old"
    assert answer["out"][1]["existence"] is None, "a lift that is not in the network is told too"


# -- caches --------------------------------------------------------------------


@pytest.mark.parametrize("path", GETS)
def test_whoever_has_an_answer_is_told_that_it_holds(
    client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    minute = etags.this_minute()
    monkeypatch.setattr("routeguide.web.api_places.this_minute", lambda: minute)
    first = client.get(path)
    tag = first.headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Cache-Control"] == "public, no-cache"
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tag_changes_with_overlay_language_minute_and_question(
    client: FlaskClient, reported: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    minute = etags.this_minute()
    monkeypatch.setattr("routeguide.web.api_places.this_minute", lambda: minute)

    def tag(path: str = "/api/v1/outages", **query: str) -> str:
        return str(client.get(path, query_string=query).headers["ETag"])

    tags = [tag(), tag(language="en"), tag("/api/v1/stations"), tag("/api/v1/stations", q="練馬")]
    later = minute + timedelta(minutes=1)
    monkeypatch.setattr("routeguide.web.api_places.this_minute", lambda: later)
    tags.append(tag())
    reported()
    tags.append(tag())
    assert len(set(tags)) == len(tags)
    network = client.get("/api/v1/network").headers["ETag"]
    assert network == client.get("/api/v1/network").headers["ETag"], "no minute counts here"
