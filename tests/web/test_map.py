"""The map's part of the route page, and the streets under it: bounded, kept, from here alone."""

from __future__ import annotations

import gzip
import json
import re
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.directions.language import LANGUAGES
from routeguide.errors import BadInput
from routeguide.exchange.streets import NEAR, tile_at
from routeguide.model.geodesy import length_m
from routeguide.web.map import TILES
from tests.web.conftest import SECRET
from tests.web.page_checker import check_page
from tests.web.pages import LIFT, MANUAL, ROUTE, STATES
from tests.web.test_versions import another

WHO = ("wheelchair_manual", "white_cane", "walk")
KANJI = re.compile(r"[一-鿿]")


def read(client: FlaskClient, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html5lib")


def data_of(page: BeautifulSoup) -> dict[str, Any]:
    found = page.select_one("#map-data")
    assert found is not None
    read_data: dict[str, Any] = json.loads(found.string or "")
    return read_data


def address_of(page: BeautifulSoup) -> str:
    data = data_of(page)
    x, y = tile_at((data["bounds"][0][1], data["bounds"][0][0]), NEAR)
    return f"{data['streets']}?tile={NEAR}/{int(x)}/{int(y)}"


# -- the page ------------------------------------------------------------------


@pytest.mark.parametrize("who", WHO)
def test_the_map_has_the_steps_of_the_list_and_their_words(who: str, client: FlaskClient) -> None:
    page = read(client, ROUTE + who)
    steps = page.select("main > ol.steps li[data-step]")
    stretches = data_of(page)["stretches"]
    assert [int(str(step["data-step"])) for step in steps] == [s["number"] for s in stretches]
    for step, stretch in zip(steps, stretches, strict=True):
        said = step.select_one(".say")
        assert said is not None
        assert said.get_text(strip=True) == stretch["text"]


def test_the_map_comes_after_the_words(client: FlaskClient) -> None:
    text = client.get(MANUAL).text
    assert text.index('class="steps"') < text.index('id="map"') < text.index('class="map-sketch"')


@pytest.mark.parametrize("who", WHO)
def test_everything_on_the_map_stands_in_words_beside_it(who: str, client: FlaskClient) -> None:
    page = read(client, ROUTE + who)
    beside = page.select_one("#map-list")
    assert beside is not None
    words = beside.get_text(" ", strip=True)
    data = data_of(page)
    for told in (*data["parts"], *data["marks"]):
        assert told["text"] is None or told["text"] in words
    assert {mark["kind"] for mark in data["marks"]} >= {"start", "goal", "exit", "lift"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_speaks_the_language_of_the_page(language: str, client: FlaskClient) -> None:
    page = read(client, f"{MANUAL}&language={language}")
    words = data_of(page)["words"]
    assert all(words.values())
    if language in {"en", "ko"}:
        assert not KANJI.search("".join(text for key, text in words.items() if key != "map"))
    for key, gaps in (("marker", 2), ("show", 1), ("shown", 2)):
        assert words[key].count("{") == gaps
    title = page.select_one(".map-sketch svg title")
    assert title is not None
    assert title.get_text(strip=True)


def test_japanese_for_learners_has_furigana_in_the_list(client: FlaskClient) -> None:
    page = read(client, f"{MANUAL}&language=ja-easy")
    for row in page.select("#map-list li, #map-list h4, #map-list h3"):
        for reading in row.select("ruby"):
            reading.decompose()
        assert not KANJI.search(row.get_text())


@pytest.mark.parametrize("who", WHO)
def test_the_page_with_its_map_keeps_the_rules_of_every_page(who: str, client: FlaskClient) -> None:
    assert check_page(client.get(ROUTE + who).text) == []


@pytest.mark.parametrize("name", ["no route, a limit", "no route, not joined"])
def test_without_a_route_there_is_no_map(name: str, client: FlaskClient) -> None:
    page = read(client, STATES[name])
    assert page.select_one("section.map") is None


def test_a_guidance_of_one_sentence_has_a_map_without_numbers(client: FlaskClient) -> None:
    page = read(client, f"{MANUAL}&length=summary")
    assert data_of(page)["stretches"] == []
    assert page.select_one(".map-sketch svg") is not None
    assert page.select_one("input[value=numbers]") is None


def test_a_lift_assumed_out_of_service_is_told_as_such(client: FlaskClient) -> None:
    page = read(client, f"{ROUTE}walk&what_if={LIFT}=out")
    marks = data_of(page)["marks"]
    assert [mark["text"] for mark in marks if mark["out"]] == [
        "小竹向原駅のエレベーター: 止まっています"
    ]


def test_nothing_in_the_data_ends_its_element(client: FlaskClient) -> None:
    found = BeautifulSoup(client.get(MANUAL).text, "html5lib").select_one("#map-data")
    assert isinstance(found, Tag)
    assert found.string
    assert "<" not in found.string


def test_the_map_adds_less_than_forty_kilobytes_to_the_page(client: FlaskClient) -> None:
    page = read(client, MANUAL)
    section = page.select_one("section.map")
    assert section is not None
    assert len(str(section).encode()) < 40_000


# -- streets -------------------------------------------------------------------


def test_streets_are_kept_for_ever_under_the_version_of_their_network(
    client: FlaskClient,
) -> None:
    address = address_of(read(client, MANUAL))
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert plain.get_json()["lines"]
    assert gzip.decompress(packed.data) == plain.data
    for answer in (plain, packed):
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_streets_of_another_network_are_not_mixed_in(ward_network: Path) -> None:
    app = create_app(Settings(network=ward_network, secret_key=SECRET))
    client = app.test_client()
    address = address_of(read(client, MANUAL))
    app.extensions["network"] = another(app.extensions["network"])
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert "immutable" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "tile", ["", "14/1/1", "15/1", "15/999999/1", "15/-1/0", "15/1/1/1", "15/1/1&more=1"]
)
def test_a_tile_that_is_none_is_refused(tile: str, client: FlaskClient) -> None:
    base = address_of(read(client, MANUAL)).partition("?")[0]
    assert client.get(f"{base}?tile={tile}").status_code == 422


def test_a_tile_far_away_is_empty(client: FlaskClient) -> None:
    base = address_of(read(client, MANUAL)).partition("?")[0]
    assert client.get(f"{base}?tile=15/99999/99999").get_json()["lines"] == []


def test_a_class_behind_one_address_gets_all_its_streets(ward_network: Path) -> None:
    client = create_app(
        Settings(network=ward_network, secret_key=SECRET, class_size=1)
    ).test_client()
    address = address_of(read(client, MANUAL))
    assert {client.get(address).status_code for _ in range(400)} == {200}


# -- tiles from elsewhere ------------------------------------------------------


def with_tiles(ward_network: Path) -> Flask:
    return create_app(Settings(network=ward_network, secret_key=SECRET, tiles="gsi-pale"))


def test_no_other_host_is_named_unless_the_settings_ask_for_it(client: FlaskClient) -> None:
    answer = client.get(MANUAL)
    assert data_of(BeautifulSoup(answer.text, "html5lib"))["tiles"] is None
    assert "gsi.go.jp" not in answer.text
    assert "gsi.go.jp" not in answer.headers["Content-Security-Policy"]


def test_tiles_of_the_survey_institute_come_with_their_credit_and_nothing_else_is_allowed(
    ward_network: Path,
) -> None:
    answer = with_tiles(ward_network).test_client().get(MANUAL)
    page = BeautifulSoup(answer.text, "html5lib")
    origin = TILES["gsi-pale"].origin
    assert data_of(page)["tiles"]["url"].startswith(f"{origin}/xyz/pale/")
    credit = page.select_one(".map-tiles-credit")
    assert credit is not None
    assert "国土地理院" in credit.get_text()
    policy = dict(
        part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; ")
    )
    assert policy.pop("img-src") == f"'self' {origin}"
    assert not any("gsi" in value for value in policy.values())


def test_a_background_that_does_not_exist_is_refused_at_start() -> None:
    assert Settings.from_environment({"ROUTEGUIDE_TILES": "gsi-pale"}).tiles == "gsi-pale"
    with pytest.raises(BadInput, match="ROUTEGUIDE_TILES"):
        Settings.from_environment({"ROUTEGUIDE_TILES": "other"})


def test_a_route_from_a_position_brings_its_map_along_and_asks_for_none(
    client: FlaskClient,
) -> None:
    first = read(client, "/route/from?to=facility:kotake-toshokan")
    token = first.select_one("[name=csrf_token]")
    assert token is not None
    here = {"lat": "35.74247", "lon": "139.67827", "to": "facility:kotake-toshokan"}
    form = {**here, "traveller": "walk", "csrf_token": str(token["value"])}
    answer = client.post("/route", data=form)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    page = BeautifulSoup(answer.text, "html5lib")
    assert data_of(page)["stretches"]
    assert "?" not in data_of(page)["streets"]
    addresses = [
        str(tag[name]) for name in ("href", "src", "action") for tag in page.select(f"[{name}]")
    ]
    assert not [address for address in addresses if "35.74" in address or "139.67" in address]


@pytest.mark.parametrize("who", WHO)
def test_the_lines_of_the_page_have_the_metres_of_its_words(who: str, client: FlaskClient) -> None:
    walks = [s for s in data_of(read(client, ROUTE + who))["stretches"] if s["act"] == "walk"]
    assert len(walks) >= 3
    for stretch in walks:
        lats, lons = (accumulate(stretch["line"][first::2]) for first in (0, 1))
        drawn = length_m([(lon / 1e6, lat / 1e6) for lat, lon in zip(lats, lons, strict=True)])
        assert drawn == pytest.approx(stretch["metres"], abs=26 if drawn > 100 else 6)  # as rounded
