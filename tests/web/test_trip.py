"""What stands on a route page beside the steps: toilets, a telephone, the way back."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from tests.web.page_checker import check_page
from tests.web.pages import MANUAL, ROUTE

HERE = {"lat": "35.7436278", "lon": "139.6787006"}
GOAL = "facility:kotake-toshokan"


def read(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html5lib")


def post(client: FlaskClient, path: str = "/route", **fields: str) -> BeautifulSoup:
    field = read(client.get("/settings").text).select_one("[name=csrf_token]")
    assert field is not None
    answer = client.post(path, data={"csrf_token": str(field["value"]), **HERE, **fields})
    assert answer.status_code == 200
    if path == "/route":
        assert check_page(answer.text) == []
    return read(answer.text)


def test_toilets_at_the_ends_of_a_trip_are_told_with_their_equipment(client: FlaskClient) -> None:
    page = read(client.get(MANUAL).text)
    head = page.find("h2", string="途中のトイレ")
    assert isinstance(head, Tag)
    told = head.find_next("ul")
    assert isinstance(told, Tag)
    assert "小竹向原駅: 地下1階 多機能トイレ" in told.get_text()
    assert "車いすで使えるトイレ" in told.get_text()


def test_no_known_toilet_is_said_to_be_unknown(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("routeguide.web.route_page.list_toilets", lambda *_asked: [])
    head = read(client.get(MANUAL).text).find("h2", string="途中のトイレ")
    assert isinstance(head, Tag)
    told = head.find_next_sibling()
    assert isinstance(told, Tag)
    assert told.get_text() == "この道順のトイレは、確認できていません。"


def test_every_route_page_tells_a_telephone_or_that_none_is_known(client: FlaskClient) -> None:
    text = read(client.get(ROUTE + "walk").text).get_text()
    assert "行き先の電話番号は確認できていません。" in text or "に電話する" in text


@pytest.fixture
def with_contact(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setitem(app.config, "CONTACT_TELEPHONE", "03-0000-0000")
    return app.test_client()


def test_the_services_own_telephone_stands_where_the_goal_has_none(
    with_contact: FlaskClient,
) -> None:
    page = read(with_contact.get(MANUAL).text)
    link = page.select_one("a[href='tel:0300000000']")
    assert link is not None
    assert "03-0000-0000" in link.get_text()


# -- a trip from a position -------------------------------------------------------


def test_the_way_back_to_a_position_is_posted_and_turned_round_again(client: FlaskClient) -> None:
    there = post(client, to=GOAL, traveller="cane")
    assert there.h1 is not None
    assert there.h1.get_text().endswith("小竹図書館まで")
    back = form_of(there, "帰り道をしらべる")
    assert back["back"] == "1"
    home = post(client, **{name: text for name, text in back.items() if name != "csrf_token"})
    assert home.h1 is not None
    assert home.h1.get_text().startswith("練馬区立小竹図書館から")
    assert "back" not in form_of(home, "帰り道をしらべる")
    assert form_of(home, "条件を変えてしらべる")["back"] == "1"


def form_of(page: BeautifulSoup, label: str) -> dict[str, str]:
    button = page.find("button", string=label)
    assert isinstance(button, Tag)
    form = button.find_parent("form")
    assert isinstance(form, Tag)
    assert form["method"] == "post"
    return {str(field["name"]): str(field["value"]) for field in form.select("input")}


def test_a_page_from_a_position_links_to_no_address_of_it(client: FlaskClient) -> None:
    page = post(client, to=GOAL, traveller="wheelchair_manual")
    links = [str(link["href"]) for link in page.select("a[href]")]
    assert not any("139.67" in link or "35.74" in link for link in links)
    assert not any(link.startswith(("/route?", "/route.")) for link in links)


def test_a_mail_about_a_trip_from_a_position_tells_the_trip_and_no_position(
    client: FlaskClient,
) -> None:
    page = post(client, to=GOAL, traveller="cane")
    [link] = [unquote(str(a["href"])) for a in page.select("a[href^='mailto:']")]
    assert "小竹図書館" in link
    assert "メートル" in link
    assert "35.74" not in link
    assert "http" not in link


def test_a_position_gets_its_text_by_post(client: FlaskClient) -> None:
    page = post(client, "/route.txt", to=GOAL, traveller="cane")
    assert "小竹図書館" in page.get_text()


@pytest.mark.parametrize("lat", ["north", "91", "nan", "1e999"])
def test_a_position_that_cannot_be_read_is_asked_again(lat: str, client: FlaskClient) -> None:
    field = read(client.get("/settings").text).select_one("[name=csrf_token]")
    assert field is not None
    asked = {"csrf_token": str(field["value"]), "lat": lat, "lon": "139.6", "to": GOAL}
    answer = client.post("/route", data=asked)
    assert answer.status_code == 400
    assert "今いる場所を読み取れませんでした" in answer.text
