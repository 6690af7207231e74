"""Every unsafe method of every route refuses what another site's page could send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.web import forgery, security
from tests.web.conftest import SECRET
from tests.web.page_checker import check_page

API = "/api/"
FIELDS = {"note": "段差が<あった>", "passage": "w1:2-3"}


def list_open_doors(app: Flask) -> list[str]:
    """Return every unsafe method of a route that does not refuse a forged request."""
    client = app.test_client()
    found = []
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<[^>]+>", "json", rule.rule)
        for method in sorted((rule.methods or set()) - forgery.SAFE):
            foreign = {"Sec-Fetch-Site": "cross-site"}
            answers = [
                client.open(path, method=method, json={}, headers=foreign).status_code,
                client.open(path, method=method, data=FIELDS).status_code,
            ]
            if answers != [403, 415 if path.startswith(API) else 400]:
                found.append(f"{method} {rule.rule}: {answers}")
    return found


@pytest.fixture
def with_form(ward_network: Path) -> Flask:
    """Return the application with one more page, which has a form."""
    return make_with_form(ward_network)


def make_with_form(ward_network: Path) -> Flask:
    app = create_app(Settings(network=ward_network, secret_key=SECRET))

    @app.get("/form")
    def form() -> str:
        return app.jinja_env.from_string("{{ csrf_token() }}").render()

    @app.route("/form", methods=["POST", "PUT", "PATCH", "DELETE"])
    def received() -> str:
        return "done"

    return app


def test_no_route_takes_what_another_site_sends(app: Flask, with_form: Flask) -> None:
    assert list_open_doors(app) == []
    assert list_open_doors(with_form) == []
    unsafe = {rule.rule for rule in app.url_map.iter_rules() if rule.methods & {"POST"}}
    assert "/api/v1/routes" in unsafe


def test_a_route_without_protection_would_be_noticed(
    ward_network: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security.forgery, "register", lambda _app: None)
    found = list_open_doors(make_with_form(ward_network))
    assert {line.partition(":")[0] for line in found} >= {"POST /form", "POST /api/v1/routes"}


def test_a_page_that_is_taken_for_an_api_would_be_noticed(
    with_form: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgery, "API", "/")
    assert any(line.startswith("POST /form") for line in list_open_doors(with_form))


@pytest.fixture
def reader(with_form: Flask) -> Iterator[FlaskClient]:
    with with_form.test_client() as client:
        yield client


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_a_form_of_ours_is_taken_with_its_token(site: str | None, reader: FlaskClient) -> None:
    token = reader.get("/form").text
    headers = {"Sec-Fetch-Site": site} if site else {}
    answer = reader.post("/form", data={**FIELDS, "csrf_token": token}, headers=headers)
    assert (answer.status_code, answer.text) == (200, "done")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "unheard-of"])
def test_even_with_its_token_nothing_from_elsewhere_is_taken(
    site: str, reader: FlaskClient
) -> None:
    token = reader.get("/form").text
    body = {**FIELDS, "csrf_token": token}
    answer = reader.post("/form", data=body, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert FIELDS["passage"] not in answer.text
    assert "受け付けませんでした" in answer.text
    assert check_page(answer.text, has_error=True) == []


def test_a_token_of_another_reader_is_not_taken(with_form: Flask, reader: FlaskClient) -> None:
    token = with_form.test_client().get("/form").text
    reader.get("/form")
    assert reader.post("/form", data={"csrf_token": token}).status_code == 400


def test_an_old_form_is_sent_again_by_one_press_and_nothing_is_lost(reader: FlaskClient) -> None:
    ours = {"Sec-Fetch-Site": "same-origin"}
    page = reader.post("/form", data={**FIELDS, "csrf_token": "old"}, headers=ours)
    assert page.status_code == 400
    assert check_page(page.text, has_error=True) == []
    form = BeautifulSoup(page.text, "html5lib").find("form", method="post")
    assert isinstance(form, Tag)
    sent = {str(field["name"]): str(field["value"]) for field in form.select("input")}
    assert {name: sent[name] for name in FIELDS} == FIELDS
    assert "消えていません" in page.text
    assert reader.post(str(form["action"]), data=sent, headers=ours).status_code == 200


def test_where_nobody_vouches_for_the_sender_the_fields_are_not_offered_again(
    reader: FlaskClient,
) -> None:
    page = reader.post("/form", data=FIELDS)
    assert page.status_code == 400
    assert FIELDS["passage"] not in page.text
    assert "「戻る」" in page.text
    assert check_page(page.text, has_error=True) == []


def test_the_api_tells_a_foreign_page_by_a_problem(client: FlaskClient) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = client.post("/api/v1/routes", json={}, headers=foreign)
    assert answer.status_code == 403
    assert answer.mimetype == "application/problem+json"
    assert "ほかのサイト" in answer.json["detail"]
