"""Answers about ways hold the models that document them, and the bounds of the API."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from flask.testing import FlaskClient
from pydantic import ValidationError

from routeguide.exchange.reach_geojson import ReachAnswer
from routeguide.exchange.route_answers import FeatureCollection, RouteAnswer, TableAnswer
from routeguide.model.traveller import presets

LIFT = "lift:kotake-mukaihara/evr"
ENDS = {
    "from": {"place": "station:kotake-mukaihara"},
    "to": {"place": "facility:kotake-toshokan"},
}
QUESTIONS: dict[str, dict[str, Any]] = {
    "a way": ENDS,
    "with furigana": {**ENDS, "ruby": "all"},
    "for pupils": {**ENDS, "language": "ja-child", "length": "walking"},
    "in English": {**ENDS, "language": "en", "length": "summary"},
    "other ways": {**ENDS, "alternatives": 3},
    "assumed": {**ENDS, "what_if": [f"{LIFT}=out"]},
    "refused": {**ENDS, "unknown": "refuse"},
    "to choose": {**ENDS, "from": {"lat": 35.7436, "lon": 139.6740}},
    "from an exit": {**ENDS, "to": {"place": "exit:kotake-mukaihara/2"}},
    "back": {**ENDS, "back": True},
}
REACH: dict[str, Any] = {"from": ENDS["from"], "depart_at": "2026-11-24T10:00"}


@pytest.mark.parametrize("who", list(presets()))
@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_holds_the_model_that_documents_it(
    name: str, who: str, client: FlaskClient
) -> None:
    body = {**QUESTIONS[name], "traveller": {"preset": who}}
    RouteAnswer.model_validate(client.post("/api/v1/routes", json=body).get_json())
    features = client.post("/api/v1/routes.geojson", json=body).get_json(force=True)
    FeatureCollection.model_validate(features)


def test_a_key_that_the_model_does_not_tell_would_be_noticed(client: FlaskClient) -> None:
    answer = client.post("/api/v1/routes", json=ENDS).get_json()
    answer["routes"][0]["segments"][0]["colour"] = "red"
    with pytest.raises(ValidationError, match="colour"):
        RouteAnswer.model_validate(answer)


def test_a_table_holds_its_model(client: FlaskClient) -> None:
    ends = {"origins": [ENDS["from"], {"lat": 35.70, "lon": 139.60}], "destinations": [ENDS["to"]]}
    TableAnswer.model_validate(client.post("/api/v1/matrix", json=ends).get_json())


# -- reach ----------------------------------------------------------------------


def reach(client: FlaskClient, **more: Any) -> Any:
    response = client.post("/api/v1/reachable", json={**REACH, **more})
    assert response.status_code == 200, response.text
    assert response.headers["Cache-Control"] == "no-store"
    ReachAnswer.model_validate(json.loads(response.text))
    return json.loads(response.text)


@pytest.mark.parametrize("shape", ["areas", "streets"])
@pytest.mark.parametrize("bands", [{"minutes": [5, 15]}, {"metres": [300, 1200]}])
def test_bands_are_geojson_each_inside_the_next(
    shape: str, bands: dict[str, list[int]], client: FlaskClient
) -> None:
    features = reach(client, shape=shape, **bands)["features"]
    wide, narrow = (shapely.geometry.shape(feature["geometry"]) for feature in features)
    assert wide.is_valid
    assert wide.buffer(1e-5).covers(narrow)
    told = [feature["properties"] for feature in features]
    assert [one["limit"] for one in told] == sorted(*bands.values(), reverse=True)
    assert told[0]["reached_m"] > told[1]["reached_m"] > 0


def test_what_is_not_confirmed_is_told_but_for_whom_nothing_matters(client: FlaskClient) -> None:
    wheels = reach(client, minutes=[20], traveller={"preset": "wheelchair_manual"})
    band = wheels["features"][0]["properties"]
    assert band["unverified_share"] == 1.0
    assert band["unverified_m"] == band["reached_m"]
    walker = reach(client, minutes=[20])["features"][0]["properties"]
    assert walker["unverified_share"] is None


def test_facilities_are_told_with_the_band_that_first_holds_them(client: FlaskClient) -> None:
    answer = reach(client, metres=[300, 3000])
    row = next(one for one in answer["facilities"] if one["id"] == "facility:kotake-toshokan")
    assert row["within"] == 3000
    assert 300 < row["length_m"] <= 3000
    counts = [feature["properties"]["facilities"] for feature in answer["features"]]
    assert counts == [len(answer["facilities"]), 0]


def test_a_position_is_reached_from_and_not_kept(client: FlaskClient) -> None:
    answer = reach(client, minutes=[10], **{"from": {"lat": 35.74288, "lon": 139.68088}})
    assert answer["origin"] == {"place": None, "name": None, "lat": 35.74288, "lon": 139.68088}


BAD_REACH: dict[str, tuple[dict[str, Any], int]] = {
    "no band": ({}, 422),
    "bands of both kinds": ({"minutes": [5], "metres": [100]}, 422),
    "too many minutes": ({"minutes": [61]}, 422),
    "too many bands": ({"minutes": [1, 2, 3, 4, 5, 6, 7]}, 422),
    "half a minute": ({"minutes": [0.5]}, 422),
    "true for a minute": ({"minutes": [True]}, 422),
    "streets too far": ({"minutes": [21], "shape": "streets"}, 422),
    "far from any way": ({"minutes": [5], "from": {"lat": 35.70, "lon": 139.60}}, 400),
    "a place without a way": ({"minutes": [5], "from": {"place": "facility:nowhere"}}, 404),
}


@pytest.mark.parametrize("name", BAD_REACH)
def test_a_bad_question_of_reach_is_a_problem(name: str, client: FlaskClient) -> None:
    more, status = BAD_REACH[name]
    response = client.post("/api/v1/reachable", json={**REACH, **more})
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
