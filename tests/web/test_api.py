"""POST /api/v1/routes and the lists beside it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from routeguide.model.traveller import presets

PLACES = {
    "from": {"place": "station:kotake-mukaihara"},
    "to": {"place": "facility:kotake-toshokan"},
}


def ask(client: FlaskClient, body: object) -> Any:
    return client.post("/api/v1/routes", json=body)


def test_a_route_comes_in_the_shape_of_the_contract(client: FlaskClient) -> None:
    body = {**PLACES, "traveller": {"preset": "wheelchair_manual", "max_step_cm": 3}}
    response = ask(client, body)
    assert response.status_code == 200
    answer = json.loads(response.text, parse_constant=_refuse)
    assert answer["status"] == "ok"
    assert {"version", "built_at", "sources"} <= set(answer["network"])
    assert answer["traveller"]["max_step_cm"] == 3
    assert answer["traveller"]["min_width_cm"] == 90
    route = answer["routes"][0]
    assert route["label"] == "unverified"
    assert sum(route["evidence_m"].values()) == pytest.approx(route["length_m"], abs=1)
    assert route["geometry"]["type"] == "LineString"
    assert route["gap_m"] == pytest.approx(30, abs=1)
    segment = next(s for s in route["segments"] if s["kind"] == "street")
    assert segment["attributes"]["step_cm"] is None
    assert segment["attributes"]["access"]["evidence"] == "mapped"
    assert "step_cm" in segment["unverified"]
    lift = next(s for s in route["segments"] if s["kind"] == "lift")
    assert lift["lift"] == {"id": "lift:kotake-mukaihara/evr", "state": "no_report", "until": None}
    block = route["blocks"][0]
    assert {"text", "speech", "caution", "note", "distance_m", "clock", "maneuver", "at"} == set(
        block
    )
    assert route["difference"]["plain"]["length_m"] < route["length_m"]


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} in JSON")


@pytest.mark.parametrize("preset", list(presets()))
def test_every_preset_is_answered(preset: str, client: FlaskClient) -> None:
    answer = ask(client, {**PLACES, "traveller": {"preset": preset}}).get_json()
    assert answer["status"] == "ok"
    assert answer["routes"][0]["label"] == (None if preset == "walk" else "unverified")


def test_no_way_is_an_answer_with_what_is_not_confirmed(client: FlaskClient) -> None:
    body = {**PLACES, "traveller": {"preset": "wheelchair_manual"}, "unknown": "refuse"}
    response = ask(client, body)
    answer = response.get_json()
    assert (response.status_code, answer["status"]) == (200, "no_route")
    assert answer["blockers"]
    assert {"at", "where", "attribute", "value", "limit"} <= set(answer["blockers"][0])


def test_a_free_position_far_from_any_way_is_asked_back(client: FlaskClient) -> None:
    body = {**PLACES, "from": {"lat": 35.7436, "lon": 139.6740}}
    assert ask(client, body).get_json()["status"] == "ask"


def test_the_departure_is_echoed_and_means_japan_time_without_an_offset(
    client: FlaskClient,
) -> None:
    body = {**PLACES, "depart_at": "2026-11-24T09:00:00"}
    assert ask(client, body).get_json()["question"]["depart_at"] == "2026-11-24T09:00:00+09:00"


BAD_BODIES = {
    "an unknown key": ({**PLACES, "colour": "red"}, 422),
    "an unknown limit": ({**PLACES, "traveller": {"preset": "walk", "wings": 2}}, 422),
    "a limit out of range": ({**PLACES, "traveller": {"max_step_cm": 31}}, 422),
    "a limit that is no number": ({**PLACES, "traveller": {"max_step_cm": "low"}}, 422),
    "a limit that is true": ({**PLACES, "traveller": {"max_step_cm": True}}, 422),
    "an unknown preset": ({**PLACES, "traveller": {"preset": "ghost"}}, 422),
    "no goal": ({"from": PLACES["from"]}, 422),
    "place and position": ({**PLACES, "to": {"place": "x", "lat": 35.7, "lon": 139.6}}, 422),
    "half a position": ({**PLACES, "to": {"lat": 35.7}}, 422),
    "a latitude beyond the pole": ({**PLACES, "to": {"lat": 95, "lon": 139.6}}, 422),
    "a bad date": ({**PLACES, "depart_at": "noon"}, 422),
    "a year before all clocks": ({**PLACES, "depart_at": "0001-01-01T00:00:00+14:00"}, 400),
    "a year after all clocks": ({**PLACES, "depart_at": "9999-12-31T23:59:59"}, 400),
    "another language": ({**PLACES, "language": "tlh"}, 422),
    "a list": ([1, 2], 422),
    "an unknown place": ({**PLACES, "to": {"place": "facility:nowhere"}}, 404),
    "too far": ({**PLACES, "to": {"lat": 34.0, "lon": 135.0}}, 400),
    "the same place": ({**PLACES, "to": PLACES["from"]}, 400),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_BODIES)
def test_a_bad_body_gets_a_numbered_problem_in_plain_japanese(
    name: str, client: FlaskClient
) -> None:
    body, status = BAD_BODIES[name]
    response = ask(client, body)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    problem = json.loads(response.text)
    assert problem["status"] == status
    assert problem["title"].startswith("RG")
    assert any("ぁ" <= letter <= "ん" for letter in problem["detail"])


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [(b"{", "application/json", {400, 422}), (b"\xff\xfe", "application/json", {400, 422}),
     (b"a=1", "application/x-www-form-urlencoded", {415, 422}),
     (b'{"a": "' + b"x" * 70_000 + b'"}', "application/json", {413})],
)  # fmt: skip
def test_a_body_that_is_no_json_or_too_big_is_refused(
    data: bytes, content_type: str, status: set[int], client: FlaskClient
) -> None:
    response = client.post("/api/v1/routes", data=data, content_type=content_type)
    assert response.status_code in status
    assert response.content_type == "application/problem+json"


def test_the_lists_tell_places_travellers_and_the_network(client: FlaskClient) -> None:
    stations = client.get("/api/v1/stations").get_json()["stations"]
    assert len(stations) == 32
    facilities = client.get("/api/v1/facilities").get_json()["facilities"]
    assert len(facilities) == 232
    assert all(f["why_not"] for f in facilities if not f["destination"])
    travellers = client.get("/api/v1/travellers").get_json()
    assert [t["preset"] for t in travellers["travellers"]] == list(presets())
    assert travellers["ranges"]["max_step_cm"] == {"min": 0, "max": 30}
    assert client.get("/api/v1/network").get_json()["source_kind"] == "ward"


def test_one_place_is_told_with_source_evidence_and_date(client: FlaskClient) -> None:
    place = client.get("/api/v1/places/platform:kotake-mukaihara/yurakucho").get_json()
    assert place["facts"]["platform_door"]["evidence"] == "mapped"
    missing = client.get("/api/v1/places/facility:nowhere")
    assert (missing.status_code, missing.content_type) == (404, "application/problem+json")


def test_the_definition_is_openapi_3_1_and_knows_the_routes(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    assert "post" in document["paths"]["/api/v1/routes"]


def test_no_page_of_the_documentation_library_is_served(client: FlaskClient) -> None:
    assert client.get("/openapi").status_code == 404
    assert client.get("/openapi/openapi.json").status_code == 404
