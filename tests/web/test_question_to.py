"""The question "where do you go?": nothing has to be typed, and every answer so far is kept."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from routeguide.web.search import ERRANDS
from tests.web.page_checker import check_page
from tests.web.test_place_pages import post, read, words_of

START = "station:kotake-mukaihara"
KEPT = (
    f"from={START}&traveller=wheelchair_manual&unknown=refuse&max_step_cm=3&depart=2026-11-24T09:30"
    "&what_if=lift:kotake-mukaihara/2=open&what_if=lift:heiwadai/ev=out&language=en&ruby=none"
)
LAT, LON = "35.743219", "139.681234"


def goals(page: BeautifulSoup) -> list[str]:
    return [str(link["href"]) for link in page.select("#found ~ ul.tiles a[href*='to=facility']")]


@pytest.mark.parametrize("asked", ["q=こたけとしょかん", "q=kotake", "kind=library", "need=lift"])
def test_a_goal_leads_on_to_who_travels(asked: str, client: FlaskClient) -> None:
    links = goals(read(client, f"/route/to?from={START}&{asked}"))
    assert links
    for link in links:
        assert urlparse(link).path == "/route/traveller"
        assert parse_qs(urlparse(link).query)["from"] == [START]
    assert client.get(links[0]).status_code == 200


def test_every_answer_so_far_is_kept_and_leads_to_the_route(client: FlaskClient) -> None:
    link = urlparse(goals(read(client, f"/route/to?{KEPT}&q=kotaketoshokan&to=facility:gone"))[0])
    assert link.path == "/route"
    asked = parse_qs(KEPT)
    assert parse_qs(link.query) == {**asked, "to": ["facility:kotake-toshokan"]}
    assert client.get(link.geturl()).status_code in {200, 303}


def test_searching_again_keeps_them_too(client: FlaskClient) -> None:
    page = read(client, f"/route/to?{KEPT}&kind=library")
    form = page.select_one("main form")
    assert form is not None
    held = [(str(f["name"]), str(f["value"])) for f in form.select("[type=hidden]")]
    assert sorted(held) == sorted((k, v) for k, vs in parse_qs(KEPT).items() for v in vs)
    for tile in page.select(".tiles a[href*='kind=']"):
        assert f"from={START}".replace(":", "%3A") in str(tile["href"])


def test_a_goal_without_a_start_leads_to_the_stations(client: FlaskClient) -> None:
    links = goals(read(client, "/route/to?q=kotaketoshokan"))
    assert urlparse(links[0]).path == "/route/from"
    assert parse_qs(urlparse(links[0]).query) == {"to": ["facility:kotake-toshokan"]}


def test_not_knowing_is_an_answer_that_leads_on(client: FlaskClient) -> None:
    page = read(client, f"/route/to?from={START}")
    unsure = page.select_one("a[href*='unsure=']")
    assert unsure is not None
    asked = read(client, str(unsure["href"]))
    errands = [str(a["href"]) for a in asked.select("#errands + .tiles a")]
    assert len(errands) == len(ERRANDS)
    for errand in errands:
        assert goals(read(client, errand)), errand


def test_an_empty_name_is_a_mistake_that_leads_to_its_field(client: FlaskClient) -> None:
    answer = client.get(f"/route/to?from={START}&q=")
    assert answer.status_code == 400
    page = BeautifulSoup(answer.text, "html5lib")
    assert [a["href"] for a in page.select(".errors a")] == ["#q"]
    field = page.select_one("#q")
    assert field is not None
    assert field["aria-invalid"] == "true"
    assert "q-wrong" in str(field["aria-describedby"])
    assert page.select(f"[type=hidden][value='{START}']")


def test_what_is_not_found_is_told_with_what_to_do(client: FlaskClient) -> None:
    text = words_of(client, "/route/to?q=ぬるぽが丘")
    assert "見つかりませんでした。別の書き方で" in text
    assert "施設の種類からえらぶ" in text


def test_a_position_is_carried_in_fields_and_in_no_address(client: FlaskClient) -> None:
    here = {"lat": LAT, "lon": LON, "traveller": "cane"}
    for more in ({}, {"kind": "library"}, {"q": "こたけ"}, {"unsure": "1"}):
        answer = post(client, "/route/to", {**here, **more})
        assert answer.status_code == 200
        assert check_page(answer.text) == []
        page = BeautifulSoup(answer.text, "html5lib")
        assert not [a for a in page.select("a[href]") if "35.74" in str(a["href"])]
        for form in page.select("main form"):
            assert form["method"] == "post"
            held = {str(f["name"]): str(f["value"]) for f in form.select("[type=hidden]")}
            assert held.pop("csrf_token")
            assert held == here
    chosen = page.select_one("form[action='/route'] button[name=to]")
    assert chosen is not None
    assert str(chosen["value"]).startswith("station:")


def test_a_position_leads_to_a_route_by_a_button(client: FlaskClient) -> None:
    here = {"lat": "35.7438", "lon": "139.6780"}
    found = post(client, "/route/to", {**here, "q": "こたけとしょかん"})
    page = BeautifulSoup(found.text, "html5lib")
    button = page.select_one("form[action='/route/traveller'] button[name=to]")
    assert button is not None
    asked = post(client, "/route/traveller", {**here, "to": button["value"]})
    assert asked.status_code == 200
    assert "35.7438" in asked.text
    told = post(client, "/route", {**here, "to": str(button["value"]), "traveller": "walk"})
    assert told.status_code == 200
    assert "小竹図書館" in told.text
