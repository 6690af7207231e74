"""What a device keeps: the app's manifest, its service worker, and nothing of anybody's trip."""

from __future__ import annotations

import json
import struct
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.web.page_checker import check_page

STATIC = Path(__file__).parents[2] / "static"
LANGUAGES = ("ja", "ja-easy", "ja-child", "en", "zh", "ko")


@pytest.mark.parametrize("path", ["/saved", "/offline"])
def test_the_pages_about_what_is_kept_hold_the_rules(path: str, client: FlaskClient) -> None:
    assert check_page(client.get(path).text) == []


def test_without_javascript_the_page_says_what_one_can_do_instead(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/saved").text, "html5lib")
    told = page.select_one("#saved-without")
    assert told is not None
    assert "印刷" in told.text
    assert page.select_one("#saved[hidden]") is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_app_is_named_in_the_readers_language(language: str, client: FlaskClient) -> None:
    page = BeautifulSoup(client.get(f"/?language={language}").text, "html5lib")
    link = page.select_one("link[rel=manifest]")
    assert link is not None
    answer = client.get(str(link["href"]))
    assert answer.content_type == "application/manifest+json"
    manifest = json.loads(answer.text)
    assert manifest["lang"] == page.html["lang"]  # type: ignore[index]
    header = page.select_one("header a.name")
    assert header is not None
    for reading in header.select("rt, rp"):
        reading.decompose()
    assert manifest["name"] == header.text
    assert manifest["start_url"] == manifest["scope"] == "/"


def test_every_icon_is_there_in_its_size(client: FlaskClient) -> None:
    for icon in json.loads(client.get("/manifest.webmanifest").text)["icons"]:
        with client.get(icon["src"]) as answer:
            assert answer.status_code == 200
            assert answer.content_type.startswith(icon["type"])
            data = answer.data
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", data[16:24])
            assert icon["sizes"] == f"{width}x{height}"
            assert len(data) < 20_000


def test_the_worker_names_files_that_are_there_and_no_page_of_a_trip(client: FlaskClient) -> None:
    answer = client.get("/sw.js")
    assert answer.content_type.startswith("text/javascript")
    assert "immutable" not in answer.headers["Cache-Control"]
    first, _, rest = answer.text.partition("\n")
    shell = json.loads(first.removeprefix("const SHELL = ").removesuffix(";"))
    assert shell["pages"] == ["/offline", "/saved"]
    assert "/static/js/walk.js" in shell["files"]
    assert "/static/css/page.css" in shell["files"]
    assert not any("service-worker" in file for file in shell["files"])
    for path in (*shell["files"], *shell["pages"]):
        with client.get(path) as found:
            assert found.status_code == 200, path
    assert rest == (STATIC / "js" / "service-worker.js").read_text(encoding="utf-8")


def test_a_changed_file_makes_another_worker(client: FlaskClient) -> None:
    extra = STATIC / "js" / "zz-test.js"
    before = client.get("/sw.js").text.partition("\n")[0]
    extra.write_text("export const one = 1;\n", encoding="utf-8")
    try:
        after = client.get("/sw.js").text.partition("\n")[0]
    finally:
        extra.unlink()
    assert before != after
    assert client.get("/sw.js").text.partition("\n")[0] == before


def test_a_route_from_a_position_offers_nothing_to_keep(client: FlaskClient) -> None:
    first = BeautifulSoup(client.get("/route/from?to=facility:kotake-toshokan").text, "html5lib")
    token = first.select_one("[name=csrf_token]")
    assert token is not None
    form = {
        "lat": "35.74247", "lon": "139.67827", "to": "facility:kotake-toshokan",
        "traveller": "walk", "csrf_token": str(token["value"]),
    }  # fmt: skip
    page = BeautifulSoup(client.post("/route", data=form).text, "html5lib")
    assert page.select_one("ol.steps") is not None
    assert page.select_one("#save") is None
    share = page.select_one("#share")
    assert share is not None
    assert not share.has_attr("data-address")
    assert "35.74" not in share.text
    assert page.select_one("form[action='/route/steps']") is not None


def test_a_route_of_places_can_be_kept_copied_and_read_step_by_step(client: FlaskClient) -> None:
    asked = "/route?from=station:kotake-mukaihara&to=facility:kotake-toshokan&traveller=walk"
    page = BeautifulSoup(client.get(asked).text, "html5lib")
    kept = page.select_one("#save")
    assert kept is not None
    assert str(kept["data-address"]).startswith("/route?from=station:kotake-mukaihara")
    assert kept["data-network"]
    text = page.select_one("#share-text")
    assert text is not None
    whole = client.get(asked.replace("/route?", "/route.txt?")).text.strip()
    assert unescape(text.decode_contents()).strip() == whole
    assert page.select_one("a[href^='/route/steps?']") is not None
