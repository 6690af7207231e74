"""Mistakes are told as problems (RFC 9457): a number, a Japanese sentence, the reader's own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.directions.language import LANGUAGES
from routeguide.web.problems import Problem

LIST, ASK = "/api/v1/facilities", "/api/v1/routes"
MISTAKES: dict[str, tuple[str, str, dict[str, Any], int, str]] = {
    "no such place": ("GET", "/api/v1/stations/nowhere", {}, 404, "RG101"),
    "no such address": ("GET", "/api/v1/nowhere", {}, 404, "HTTP404"),
    "another method": ("DELETE", LIST, {}, 405, "HTTP405"),
    "a list is asked for by post": ("POST", LIST, {"json": {}}, 405, "HTTP405"),
    "no json": ("POST", ASK, {"data": "a=1"}, 415, "HTTP415"),
    "a form": ("POST", ASK, {"data": {"a": "1"}}, 415, "HTTP415"),
    "too much": ("POST", ASK, {"json": {"a": "x" * 70_000}}, 413, "HTTP413"),
    "an unknown key": ("POST", "/api/v1/reachable", {"json": {"colour": 1}}, 422, "RG103"),
    "an unknown parameter": ("GET", LIST, {"query_string": {"colour": "1"}}, 422, "RG103"),
    "too far": (
        "POST", ASK, {"json": {"from": {"place": "station:nerima"}, "to": {"lat": 34, "lon": 135}}},
        400, "RG100",
    ),
    "another site": (
        "POST", ASK, {"json": {}, "headers": {"Sec-Fetch-Site": "cross-site"}}, 403, "RG104",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_a_problem_with_a_number_and_a_japanese_sentence(
    name: str, client: FlaskClient
) -> None:
    method, path, more, status, code = MISTAKES[name]
    response = client.open(path, method=method, **more)
    told = Problem.model_validate(json.loads(response.text))
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert (told.status, told.title, told.type) == (status, code, f"urn:routeguide:{code}")
    assert re.search("[ぁ-ん]", told.detail)
    assert response.headers["Cache-Control"] == "no-store"
    assert (response.headers.get("Allow") is not None) is (status == 405)


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"ja"}))
@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_in_the_readers_language_as_well(
    name: str, language: str, client: FlaskClient
) -> None:
    method, path, more, status, _ = MISTAKES[name]
    query = {**more.get("query_string", {}), "language": language}
    response = client.open(path, method=method, **{**more, "query_string": query})
    assert response.status_code == status
    told = json.loads(response.text)
    assert re.search("[ぁ-ん]", told["detail"])
    assert told["local"]["language"] == language
    is_japanese = bool(re.search("[ぁ-んァ-ン]", told["local"]["detail"]))
    assert is_japanese is language.startswith("ja")
    assert "{" not in told["local"]["detail"], "readings are no part of plain text"


def test_the_language_of_a_body_is_that_of_its_problem(client: FlaskClient) -> None:
    body = {"from": {"place": "station:x"}, "to": {"place": "station:y"}, "language": "ko"}
    assert client.post(ASK, json=body).get_json(force=True)["local"]["language"] == "ko"


def test_japanese_readers_get_no_second_sentence(client: FlaskClient) -> None:
    assert "local" not in json.loads(client.get("/api/v1/nowhere").text)


def test_a_flood_is_refused_with_the_seconds_to_wait(ward_network: Path) -> None:
    key = "no secret: the key of the tests, long enough"
    small = create_app(Settings(network=ward_network, secret_key=key, class_size=1)).test_client()
    body = {"from": {"place": "station:nerima"}, "minutes": [1]}
    answers = [small.post("/api/v1/reachable", json=body) for _ in range(6)]
    last = answers[-1]
    assert (last.status_code, last.mimetype) == (429, "application/problem+json")
    assert 1 <= int(last.headers["Retry-After"]) <= 60
    assert json.loads(last.text)["title"] == "RG105"
