"""No place, position, traveller or assumption reaches a log or the address of a page."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from routeguide.web import errors

CANARY = "CANARY-7"
LAT, LON = 35.743219, 139.681234
QUESTION: dict[str, Any] = {
    "from": "station:kotake-mukaihara", "to": "facility:kotake-toshokan",
    "traveller": "white_cane", "unknown": "pass", "depart": "2031-02-03T04:05",
    "alternatives": "2", "max_step_cm": "2.7182", "what_if": "lift:kotake-mukaihara/evr=out",
    "canary": CANARY,
}  # fmt: skip
HERE = {"lat": LAT, "lon": LON}
THERE = {"place": QUESTION["to"]}
BODY: dict[str, Any] = {
    "from": HERE, "to": THERE, "traveller": {"preset": "white_cane", "max_step_cm": 2.7182},
    "unknown": "pass", "depart_at": "2031-02-03T04:05:00", "alternatives": 2,
    "what_if": ["lift:kotake-mukaihara/evr=out"],
}  # fmt: skip
MATRIX = {"origins": [HERE], "destinations": [THERE], "traveller": BODY["traveller"]}
REACH = {"minutes": [5], "traveller": BODY["traveller"], "depart_at": BODY["depart_at"]}
SECRETS = (
    "kotake", "white_cane", CANARY, "2.7182", "2031", "743219", "681234", "toshokan", "evr",
)  # fmt: skip
REQUESTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "the whole question": ("GET", "/route/all", {"query_string": QUESTION}),
    "a route page": ("GET", "/route", {"query_string": QUESTION}),
    "a route step by step": ("GET", "/route/steps", {"query_string": QUESTION}),
    "a file": ("GET", "/route.gpx", {"query_string": QUESTION}),
    "a route of the API": ("POST", "/api/v1/routes", {"json": BODY}),
    "a format of the API": ("POST", "/api/v1/routes.geojson", {"json": BODY}),
    "a matrix": ("POST", "/api/v1/matrix", {"json": MATRIX}),
    "a place": ("GET", f"/api/v1/places/{QUESTION['to']}", {}),
    "how far": ("POST", "/api/v1/reachable", {"json": {**REACH, "from": HERE}}),
    "what is near": ("POST", "/api/v1/facilities/search", {"json": {**HERE, "q": CANARY}}),
}
FAULTY = (
    "routeguide.web.page_query.find_route", "routeguide.web.api.find_route",
    "routeguide.web.api.find_table", "routeguide.web.api.find_reached",
    "routeguide.web.pages.list_limit_fields",
    "routeguide.web.api_places.Teller.place", "routeguide.web.api_places.find_places",
)  # fmt: skip


def fail(*asked: object, **_more: object) -> None:
    """Raise an error that tells all it was asked, after another that does.

    Raises:
        RuntimeError: always.
    """
    try:
        {}[f"{asked} {CANARY}"]
    except KeyError as error:
        raise RuntimeError(f"broken on purpose: {asked} {CANARY}") from error


@pytest.mark.parametrize("name", REQUESTS)
def test_nothing_that_was_asked_reaches_a_log_even_at_a_fault(
    name: str, app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for target in FAULTY:
        monkeypatch.setattr(target, fail)
    method, path, more = REQUESTS[name]
    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().open(path, method=method, **more)
    assert answer.status_code == 500
    assert "RuntimeError" in caplog.text
    assert "from KeyError" in caplog.text
    assert "in fail" in caplog.text
    assert [secret for secret in SECRETS if secret in caplog.text] == []


@pytest.mark.parametrize("name", REQUESTS)
def test_nothing_that_was_asked_reaches_a_log_of_an_answer(
    name: str, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    method, path, more = REQUESTS[name]
    with caplog.at_level(logging.DEBUG):
        assert app.test_client().open(path, method=method, **more).status_code < 500
    assert [secret for secret in SECRETS if secret in caplog.text] == []


def test_a_log_of_messages_would_be_noticed(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("routeguide.web.page_query.find_route", fail)
    monkeypatch.setattr(errors, "tell_fault", repr)
    app.test_client().get("/route", query_string=QUESTION)
    assert CANARY in caplog.text


@pytest.mark.parametrize("end", ["from", "to"])
@pytest.mark.parametrize("path", ["/route", "/route.txt"])
def test_a_position_in_an_address_is_no_question(end: str, path: str, client: FlaskClient) -> None:
    asked = {**QUESTION, end: f"{LAT},{LON}"}
    answer = client.get(path, query_string=asked)
    assert answer.status_code == 404
    assert "見つかりません" in answer.text


def test_no_page_asks_for_a_position_or_links_to_one(client: FlaskClient) -> None:
    for path in ("/", "/route"):
        page = BeautifulSoup(client.get(path, query_string=QUESTION).text, "html5lib")
        assert page.select("[name=lat], [name=lon]") == []
        assert not any("lat" in str(link["href"]) for link in page.select("a[href]"))


def test_answers_with_places_are_kept_by_no_cache_and_told_to_no_other_site(
    client: FlaskClient,
) -> None:
    for method, path, more in REQUESTS.values():
        headers = client.open(path, method=method, **more).headers
        is_list = method == "GET" and path.startswith("/api/")
        assert headers["Cache-Control"] == ("public, no-cache" if is_list else "no-store")
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in headers
