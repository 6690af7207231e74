"""What the service says of itself is so: figures counted again, nothing claimed, nothing kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from routeguide.config import Settings
from routeguide.directions.language import LANGUAGES
from routeguide.errors import BadInput
from routeguide.web.statements import TESTED, load_checks
from tests.web import test_browser
from tests.web.test_place_pages import CODES, in_language, read, words_of

CONFORMS = re.compile(r"準拠|conforms|compliant|符合(?!该标准)|준수")
BROWSER = Path(test_browser.__file__).read_text("utf-8")


def test_the_figures_are_those_of_the_tests() -> None:
    rows = {row["key"]: row for row in load_checks()["tested"]}
    assert set(rows) == set(TESTED)
    assert rows["checker"]["languages"] == len(LANGUAGES) == len(CODES)
    assert f"({rows['narrow']['width_px']}, 1)" in BROWSER
    assert f"(1280, {rows['narrow']['zoom_pct'] // 100})" in BROWSER
    assert f">= {rows['targets']['least_px'] - 0.5}" in BROWSER
    assert rows["axe"]["violations"] == 0
    assert "assert found == []" in BROWSER


@pytest.mark.parametrize("code", CODES)
def test_no_conformance_is_claimed_without_a_human_test(code: str, client: FlaskClient) -> None:
    text = words_of(client, in_language("/accessibility", code))
    assert "JIS X 8341-3:2016" in text
    assert CONFORMS.findall(text) == []
    assert load_checks()["not_tested"]["keys"][0] == "people"


def test_each_check_is_told_with_its_day_and_what_was_not_tested_too(client: FlaskClient) -> None:
    page = read(client, "/accessibility")
    lists = page.select("main ul")
    tested, untested = ([li.get_text() for li in one.select("li")] for one in lists[:2])
    assert len(tested) == len(TESTED)
    assert all("2026年" in one for one in tested)
    assert any("NVDA" in one for one in untested)


def test_privacy_tells_what_the_cookie_really_holds(app: Flask, client: FlaskClient) -> None:
    text = words_of(client, "/privacy")
    assert "クッキーは1つだけです" in text
    assert "はじめは切ってあり" in text
    assert app.config["SESSION_COOKIE_NAME"] == "routeguide"
    assert app.config["PERMANENT_SESSION_LIFETIME"].days == 365


def test_sources_are_told_with_their_licences(client: FlaskClient) -> None:
    text = words_of(client, "/about-data")
    for words in ("© OpenStreetMap contributors", "ODbL", "国土地理院", "TOI", "未確認"):
        assert words in text


def test_pictures_say_in_words_what_they_show(client: FlaskClient) -> None:
    page = read(client, "/travellers")
    told = [one.get_text() for one in page.select("figcaption")]
    assert [one[:3] for one in told] == ["2セン", "5%の", "90セ"]
    assert all(image["alt"] == "" for image in page.select("figure img"))
    for image in page.select("figure img"):
        with client.get(str(image["src"])) as answer:
            assert answer.status_code == 200


def test_whom_to_phone_is_a_number() -> None:
    found = Settings.from_environment({"ROUTEGUIDE_CONTACT_TELEPHONE": "03-1234-5678"})
    assert found.contact_telephone == "03-1234-5678"
    with pytest.raises(BadInput, match="電話番号"):
        Settings.from_environment({"ROUTEGUIDE_CONTACT_TELEPHONE": "call <me>"})
