"""The first pages, without JavaScript, each through the page checker."""

from __future__ import annotations

import logging

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from tests.web.page_checker import check_page

ROUTE = "/route?from=station:kotake-mukaihara&to=facility:kotake-toshokan&traveller="
NO_ROUTE = ROUTE + "wheelchair_manual&unknown=refuse"

PAGES = {
    "start": ("/", 200),
    "a route by lift": (ROUTE + "wheelchair_manual", 200),
    "a route by cane": (ROUTE + "white_cane", 200),
    "a plain route": (ROUTE + "walk", 200),
    "no route": (NO_ROUTE, 200),
    "data": ("/about-data", 200),
}
ERRORS = {
    "no station": ("/route?from=&to=facility:kotake-toshokan", 400),
    "no goal": ("/route?from=station:kotake-mukaihara&to=", 400),
    "unknown place": ("/route?from=station:nowhere&to=facility:kotake-toshokan", 404),
    "unknown traveller": (ROUTE + "ghost", 422),
    "unknown policy": (ROUTE + "walk&unknown=perhaps", 400),
    "a goal without a position": (
        "/route?from=station:kotake-mukaihara&to=facility:hayamiya-kumin-jimusho", 400,
    ),
    "no page": ("/nowhere", 404),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_every_rule_of_the_checker(name: str, client: FlaskClient) -> None:
    path, status = PAGES[name]
    response = client.get(path)
    assert response.status_code == status
    assert check_page(response.text) == []


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_told_in_plain_japanese_on_a_whole_page(name: str, client: FlaskClient) -> None:
    path, status = ERRORS[name]
    response = client.get(path)
    assert response.status_code == status
    assert check_page(response.text, has_error=True) == []
    assert "Traceback" not in response.text


def test_the_route_page_says_the_lift_the_steps_and_what_is_not_known(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get(ROUTE + "wheelchair_manual").text, "html5lib")
    steps = [li.get_text(" ", strip=True) for li in page.select("ol.steps > li")]
    assert any("エレベーター" in step for step in steps)
    assert not any("階段です" in step for step in steps)
    assert "到着です" in steps[-1]
    assert "入口は確認できていません" in steps[-1]
    assert "788メートルのうち0メートル" in page.get_text()


def test_the_no_route_page_says_what_is_not_confirmed_and_whom_to_ask(client: FlaskClient) -> None:
    text = client.get(NO_ROUTE).text
    assert "通れると言える道は見つかりませんでした" in text
    assert "確認できていません" in text


def test_choices_are_kept_when_the_question_is_asked_again(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get(ERRORS["no goal"][0] + "&traveller=cane").text, "html5lib")
    chosen = page.select_one("#from option[selected]")
    assert chosen is not None
    assert chosen["value"] == "station:kotake-mukaihara"
    assert page.select_one("#traveller-cane[checked]") is not None


def test_the_error_summary_leads_to_the_field(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get(ERRORS["no station"][0]).text, "html5lib")
    assert page.select_one(".errors a[href='#from']") is not None
    field = page.select_one("#from[aria-invalid='true']")
    assert field is not None
    assert field["aria-describedby"] == "from-wrong"


def test_headers_let_nothing_in_from_outside(client: FlaskClient) -> None:
    headers = client.get("/").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in headers


def test_the_age_and_kind_of_the_network_are_told(client: FlaskClient) -> None:
    text = client.get("/").text
    assert "候補ルートだけの道路網" in text
    assert "make network OSM=" in text


def test_no_place_or_traveller_reaches_a_log(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("routeguide.web.pages.find_route", fail)
    with caplog.at_level(logging.DEBUG):
        response = app.test_client().get(ROUTE + "white_cane&canary=CANARY-7")
    assert response.status_code == 500
    assert "RuntimeError" in caplog.text
    for secret in ("kotake", "white_cane", "CANARY-7"):
        assert secret not in caplog.text


def test_health_tells_the_network(client: FlaskClient) -> None:
    assert client.get("/health").get_json()["status"] == "ok"
    assert client.get("/favicon.ico").status_code == 301
