"""POST /api/v1/routes and the lists beside it."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

import pytest
from flask.testing import FlaskClient

from routeguide.model.traveller import presets
from tests.exchange.checkers import find_gpx_faults

LIFT = "lift:kotake-mukaihara/evr"
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
    assert set(block) == {
        "text", "speech", "kana", "ruby", "caution", "caution_speech", "caution_ruby", "note",
        "note_speech", "note_ruby", "distance_m", "clock", "maneuver", "at",
    }  # fmt: skip
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


STRICT = {
    "a number in a string": {"from": {"lat": "35.7", "lon": 139.6}},
    "true for a number": {"alternatives": True},
    "a number of ways in a string": {"alternatives": "2"},
    "yes for true": {"back": "yes"},
    "seconds for a moment": {"depart_at": 1764000000},
    "seconds in a string": {"depart_at": "1764000000"},
    "a day for a moment": {"depart_at": "2026-11-24"},
    "an empty moment": {"depart_at": ""},
    "blanks for a place": {"to": {"place": "  "}},
    "eleven assumptions": {"what_if": ["lift:kotake-mukaihara/evr=out"] * 11},
    "ten thousand assumptions": {"what_if": ["a=b"] * 8_000},
    "a long assumption": {"what_if": ["a" * 201]},
    "a number for an assumption": {"what_if": [1]},
    "half a letter": {"what_if": ["\ud800=open"]},
    "half a letter as a key": {"\ud800": 1},
    "no traveller": {"traveller": None},
    "a name for a traveller": {"traveller": "cane"},
    "a limit in a list": {"traveller": {"max_step_cm": [1]}},
    "a limit beyond all numbers": {"traveller": {"max_step_cm": 10**400}},
    "a group": {"traveller": {"group": "walk"}},
    "a speed taken away": {"traveller": {"speed_mps": None}},
}


@pytest.mark.parametrize("name", STRICT)
def test_what_is_of_another_kind_is_refused_with_every_finding_in_japanese(
    name: str, client: FlaskClient
) -> None:
    body = json.dumps({**PLACES, **STRICT[name]}).encode("utf-8", "surrogatepass")
    response = client.post("/api/v1/routes", data=body, content_type="application/json")
    assert (response.status_code, response.content_type) == (422, "application/problem+json")
    problem = json.loads(response.text)
    for finding in problem.get("errors", [{"message": problem["detail"]}]):
        assert re.search("[ぁ-ん]", finding["message"])
        assert not re.search(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}", finding["message"])


HOSTILE = {
    "deep lists": "[" * 30_000 + "]" * 30_000,
    "deep objects": '{"a":' * 10_000 + "1" + "}" * 10_000,
    "a deep limit": '{"traveller":{"max_step_cm":' + "[" * 20_000 + "]" * 20_000 + "}}",
    "NaN": '{"from":{"lat":NaN,"lon":139},"to":{"place":"x"}}',
    "Infinity": '{"from":{"lat":35,"lon":-Infinity},"to":{"place":"x"}}',
    "a number of 5,000 digits": '{"alternatives":' + "9" * 5_000 + "}",
    "a number beyond all": '{"from":{"lat":1e999,"lon":139},"to":{"place":"x"}}',
    "null": "null",
    "nothing": "",
    "65 KiB of blanks": " " * 65_536,
}


@pytest.mark.parametrize("path", ["/api/v1/routes", "/api/v1/routes.gpx", "/api/v1/matrix"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_is_refused_and_never_a_fault(
    name: str, path: str, client: FlaskClient
) -> None:
    response = client.post(path, data=HOSTILE[name], content_type="application/json")
    assert (response.status_code, response.content_type) == (422, "application/problem+json")


def test_letters_that_steer_a_screen_are_not_repeated(client: FlaskClient) -> None:
    body = {**PLACES, "what_if": ["a\u202e\x1b[2J\x00=open"]}
    detail = ask(client, body).get_json()["detail"]
    assert "「a�" in detail
    assert not any(unicodedata.category(letter) == "Cf" for letter in detail)
    assert "\x1b" not in detail


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


FORMATS = {
    "json": "application/json", "geojson": "application/geo+json",
    "gpx": "application/gpx+xml", "txt": "text/plain",
}  # fmt: skip


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_format_is_chosen_by_suffix_or_by_what_is_accepted(
    suffix: str, client: FlaskClient
) -> None:
    body = {**PLACES, "depart_at": "2026-11-24T09:30", "alternatives": 1}
    named = client.post(f"/api/v1/routes.{suffix}", json=body)
    media = FORMATS[suffix]
    for accept in (media, f"{media};charset=utf-8", f"text/html, {media};q=0.9, */*;q=0.1"):
        asked = client.post("/api/v1/routes", json=body, headers={"Accept": accept})
        assert (asked.status_code, asked.mimetype) == (200, media)
        if suffix != "gpx":  # which carries the time at which it was made
            assert asked.text == named.text
    assert named.mimetype == media


@pytest.mark.parametrize("accept", ["*/*", "text/html", "application/*", "", "nonsense"])
def test_json_is_the_answer_to_whoever_does_not_care(accept: str, client: FlaskClient) -> None:
    response = client.post("/api/v1/routes", json=PLACES, headers={"Accept": accept})
    assert response.mimetype == "application/json"


def test_a_format_that_is_not_there_is_refused(client: FlaskClient) -> None:
    assert client.post("/api/v1/routes.kml", json=PLACES).status_code == 422


def test_a_file_is_offered_under_a_name_without_a_place(client: FlaskClient) -> None:
    response = client.post("/api/v1/routes.gpx", json=PLACES)
    assert response.headers["Content-Disposition"] == 'attachment; filename="route.gpx"'
    assert find_gpx_faults(response.text) == []


def test_every_field_of_a_question_is_echoed_and_used(client: FlaskClient) -> None:
    body = {
        **PLACES,
        "traveller": {"preset": "wheelchair_manual", "max_step_cm": 3, "min_width_cm": None},
        "unknown": "pass", "depart_at": "2026-11-24T09:30:00", "alternatives": 2, "language": "ja",
        "length": "summary", "what_if": [f"{LIFT}=out"], "back": True,
    }  # fmt: skip
    answer = ask(client, body).get_json()
    question = answer["question"]
    assert question["from"]["place"] == "facility:kotake-toshokan"
    assert {key: question[key] for key in ("unknown", "alternatives", "length", "what_if")} == {
        "unknown": "pass", "alternatives": 2, "length": "summary", "what_if": [f"{LIFT}=out"],
    }  # fmt: skip
    assert question["depart_at"] == "2026-11-24T09:30:00+09:00"
    limits = answer["traveller"]
    assert (limits["max_step_cm"], limits["min_width_cm"]) == (3, None)
    assert (answer["status"], answer["assumed"]["without"]["status"]) == ("no_route", "ok")
    assert answer["relaxations"]


def test_the_way_back_is_the_same_question_the_other_way_round(client: FlaskClient) -> None:
    back = ask(client, {**PLACES, "back": True}).get_json()
    turned = ask(client, {"from": PLACES["to"], "to": PLACES["from"]}).get_json()
    lines = [one["routes"][0]["geometry"] for one in (back, turned)]
    assert lines[0] == lines[1]


def test_two_positions_that_are_the_same_are_no_trip(client: FlaskClient) -> None:
    here = {"lat": 35.74288, "lon": 139.68088}
    response = ask(client, {"from": here, "to": here})
    assert response.status_code == 400
    assert "同じです" in response.get_json()["detail"]


# -- the matrix -----------------------------------------------------------------

ENDS: dict[str, Any] = {"origins": [PLACES["from"]], "destinations": [PLACES["to"]]}


def test_a_matrix_tells_what_a_single_route_tells(client: FlaskClient) -> None:
    traveller = {"preset": "wheelchair_manual", "max_step_cm": 3}
    body = {**ENDS, "traveller": traveller, "unknown": "pass"}
    table = client.post("/api/v1/matrix", json=body).get_json()
    asked = {**PLACES, "traveller": traveller, "unknown": "pass"}
    route = ask(client, asked).get_json()["routes"][0]
    assert table["length_m"] == [[pytest.approx(route["length_m"], abs=0.2)]]
    assert table["duration_s"] == [[pytest.approx(route["duration_s"], abs=1)]]
    assert table["traveller"]["max_step_cm"] == 3
    assert table["unknown"] == "pass"
    assert {"version", "overlay"} <= set(table["network"])


def test_a_matrix_holds_null_and_the_reason_where_there_is_no_way(client: FlaskClient) -> None:
    far = {"lat": 35.70, "lon": 139.60}
    body = {"origins": [PLACES["from"], far], "destinations": [PLACES["to"], PLACES["from"]]}
    table = client.post("/api/v1/matrix", json=body).get_json()
    assert table["length_m"][1] == [None, None]
    assert table["length_m"][0][1] == 0
    assert "道がありません" in table["origins"][1]["why_not"]


BAD_TABLES = {
    "an unknown key": ({**ENDS, "colour": "red"}, 422),
    "a departure": ({**ENDS, "depart_at": "2026-11-24T09:00"}, 422),
    "nothing": ({**ENDS, "origins": []}, 422),
    "no destinations": ({"origins": ENDS["origins"]}, 422),
    "51 origins": ({**ENDS, "origins": ENDS["origins"] * 51}, 422),
    "401 destinations": ({**ENDS, "destinations": ENDS["destinations"] * 401}, 422),
    "a limit out of range": ({**ENDS, "traveller": {"max_step_cm": 31}}, 422),
    "an unknown limit": ({**ENDS, "traveller": {"wings": 2}}, 422),
    "half a position": ({**ENDS, "origins": [{"lat": 35.7}]}, 422),
    "an unknown place": ({**ENDS, "origins": [{"place": "station:nowhere"}]}, 404),
}


@pytest.mark.parametrize("name", BAD_TABLES)
def test_a_bad_table_gets_a_numbered_problem_in_plain_japanese(
    name: str, client: FlaskClient
) -> None:
    body, status = BAD_TABLES[name]
    response = client.post("/api/v1/matrix", json=body)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    problem = json.loads(response.text)
    assert problem["title"].startswith("RG")
    assert re.search("[ぁ-ん]", problem["detail"])


def test_the_largest_table_is_answered(client: FlaskClient) -> None:
    body = {"origins": ENDS["origins"] * 50, "destinations": ENDS["destinations"] * 400}
    table = client.post("/api/v1/matrix", json=body).get_json()
    assert (len(table["length_m"]), len(table["length_m"][0])) == (50, 400)


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
    place = client.get("/api/v1/places/platform:kotake-mukaihara/yurakucho").get_json()["place"]
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
