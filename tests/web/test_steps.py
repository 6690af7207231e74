"""The step by step view without a browser: one block a screen, cautions first, nothing left out."""

from __future__ import annotations

import json
import re

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from routeguide.directions.words import Words
from routeguide.web.steps import off_route
from tests.web.page_checker import check_page

QUESTION = "from=station:kotake-mukaihara&to=facility:kotake-toshokan&traveller="
STEPS = "/route/steps?" + QUESTION
LANGUAGES = ("ja", "ja-easy", "ja-child", "en", "zh", "ko")
HERE = {"lat": "35.74247", "lon": "139.67827", "to": "facility:kotake-toshokan"}


def read(client: FlaskClient, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).text, "html5lib")


def screen(page: BeautifulSoup) -> Tag:
    found = page.select_one("#screen .screen")
    assert found is not None
    return found


@pytest.mark.parametrize("traveller", ["wheelchair_manual", "white_cane", "walk"])
@pytest.mark.parametrize("n", ["", "0", "1", "3", "99"])
def test_a_screen_holds_every_rule_of_the_checker(
    traveller: str, n: str, client: FlaskClient
) -> None:
    response = client.get(f"{STEPS}{traveller}&n={n}")
    assert response.status_code == 200
    assert check_page(response.text) == []


def test_the_screens_tell_all_that_the_list_of_the_route_tells(client: FlaskClient) -> None:
    whole = read(client, f"/route?{QUESTION}white_cane").select("ol.steps > li")
    for number, block in enumerate(whole, 1):
        shown = screen(read(client, f"{STEPS}white_cane&n={number}"))
        for kind in (".caution", ".say", ".note"):
            assert [p.text for p in shown.select(kind)] == [p.text for p in block.select(kind)]
        order = [p["class"][0] for p in shown.select(".caution, .say, .note")]
        assert order == sorted(order, key=["caution", "say", "note"].index)


def test_the_first_screen_is_the_overview_and_strange_numbers_lead_to_it(
    client: FlaskClient,
) -> None:
    for n in ("", "&n=0", "&n=x", "&n=-1", "&n=٣", "&n=9999", "&n=1e1"):
        page = screen(read(client, f"{STEPS}walk{n}"))
        assert page["data-number"] == "0"
        assert "小竹向原駅" in page.text
    assert screen(read(client, f"{STEPS}walk&n=500"))["data-number"] != "0"


def test_progress_is_told_in_words(client: FlaskClient) -> None:
    words = screen(read(client, f"{STEPS}wheelchair_manual&n=5")).text
    assert "案内 5 / 9" in words
    assert re.search("9の案内のうち、5番目です。 行き先まで、あと[0-9]+メートルほどです。", words)
    assert "さいごの案内" in screen(read(client, f"{STEPS}wheelchair_manual&n=9")).text


def test_before_and_next_lead_through_and_the_whole_stays_one_link_away(
    client: FlaskClient,
) -> None:
    page = read(client, f"{STEPS}walk&n=2")
    goals = {link["data-go"]: str(link["href"]) for link in page.select("#pager a")}
    assert goals["first"].endswith("n=3")
    assert goals["second"].endswith("n=1")
    assert page.select_one("a[href^='/route?from=']") is not None


def test_where_there_is_no_way_the_page_says_why_and_follows_nothing(client: FlaskClient) -> None:
    text = client.get(f"{STEPS}wheelchair_manual&unknown=refuse").text
    page = BeautifulSoup(text, "html5lib")
    assert check_page(text) == []
    assert page.select_one("#walk") is None
    assert page.select_one("script[src*=walk]") is None
    assert "確認" in page.select_one(".screen").text  # type: ignore[union-attr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_leaving_the_route_is_said_in_every_language(language: str, client: FlaskClient) -> None:
    page = read(client, f"{STEPS}white_cane&language={language}")
    said = page.select_one("[data-word=off]")
    assert said is not None
    first = {
        "ja": "案内の道から、はなれた", "ja-easy": "道", "ja-child": "道",
        "en": "You may have left", "zh": "路线", "ko": "경로",
    }  # fmt: skip
    assert first[language] in said.text
    assert said["data-speech"]


def test_whom_to_ask_is_named_where_a_number_is_known(app: Flask) -> None:
    places = app.extensions["network"].places
    school, library = (places[f"facility:kotake-{name}"] for name in ("shogakko", "toshokan"))
    assert "まわりの人か03-3956-8391に、場所を" in off_route(Words("ja"), school).text
    assert "まわりの人に、場所を" in off_route(Words("ja"), library).text


def test_only_the_blind_are_told_that_no_turn_is_announced(client: FlaskClient) -> None:
    told = "方向を変える所は知らせません"
    assert told in client.get(f"{STEPS}white_cane").text
    assert told not in client.get(f"{STEPS}wheelchair_manual").text


def post(client: FlaskClient, **more: str) -> BeautifulSoup:
    first = read(client, f"/route/from?to={HERE['to']}")
    token = first.select_one("[name=csrf_token]")
    assert token is not None
    form = {**HERE, "traveller": "walk", "csrf_token": str(token["value"]), **more}
    answer = client.post("/route/steps", data=form)
    assert answer.status_code == 200
    assert check_page(answer.text) == []
    return BeautifulSoup(answer.text, "html5lib")


def test_a_route_from_a_position_is_paged_by_a_form_and_in_no_address(
    client: FlaskClient,
) -> None:
    page = post(client, n="1")
    form = page.select_one("main form[method=post]")
    assert form is not None
    assert form["action"] == "/route/steps"
    assert [b["value"] for b in form.select("button[name=n]")] == ["0", "2"]
    fields = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    assert {name: fields[name] for name in HERE} == HERE
    assert "n" not in fields
    assert not any(
        number in str(link.get("href"))
        for link in page.select("[href]")
        for number in HERE.values()
    )


def test_what_is_followed_is_the_route_and_holds_nothing_of_the_person(
    client: FlaskClient,
) -> None:
    walk = read(client, f"{STEPS}white_cane").select_one("#walk")
    assert walk is not None
    followed = json.loads(str(walk["data-walk"]))
    assert sorted(followed) == ["blind", "blocks", "closed", "line"]
