"""Pages of places and statements: every state and language; nothing unknown said as yes."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from routeguide.model.asked import now
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.vocabulary import LiftState
from routeguide.network.overlay import lay_over
from routeguide.routing.needs import Held, Told
from routeguide.web import facility_page, places
from routeguide.web.preferences import html_language
from tests.web.page_checker import check_page
from tests.web.place_pages import ERRORS, LIBRARY, STATES

CODES = ("ja", "ja-easy", "ja-child", "en", "zh", "ko")
KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
LAT, LON = 35.743219, 139.681234


def in_language(path: str, code: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}language={code}"


def read(client: FlaskClient, path: str) -> BeautifulSoup:
    page = BeautifulSoup(client.get(path).text, "html5lib")
    for reading in page.find_all(["rt", "rp"]):
        reading.decompose()
    return page


def words_of(client: FlaskClient, path: str) -> str:
    main = read(client, path).find("main")
    assert isinstance(main, Tag)
    return main.get_text(" ", strip=True)


def post(client: FlaskClient, path: str, fields: dict[str, Any]) -> TestResponse:
    """Post a form as a reader does: with the token of a page that was opened before."""
    field = read(client, "/feedback").select_one("[name=csrf_token]")
    assert field is not None
    return client.post(path, data={"csrf_token": field["value"], **fields})


def rows_of(page: BeautifulSoup) -> dict[str, str]:
    """Return every row of facts: its name and what is said."""
    return {
        row.select("th")[0].get_text(strip=True): row.select("td")[0].get_text(" ", strip=True)
        for row in page.select("table.known tbody tr")
    }


# -- every state ----------------------------------------------------------------


@pytest.mark.parametrize("name", STATES)
def test_a_page_holds_every_rule_in_every_language(name: str, told: FlaskClient) -> None:
    for code in CODES:
        response = told.get(in_language(STATES[name], code))
        assert response.status_code == 200, code
        assert check_page(response.text, lang=html_language(code)) == [], code


@pytest.mark.parametrize("name", ERRORS)
def test_a_mistake_is_told_on_a_whole_page_in_every_language(name: str, told: FlaskClient) -> None:
    path, status = ERRORS[name]
    for code in CODES:
        response = told.get(in_language(path, code))
        assert response.status_code == status, code
        assert check_page(response.text, has_error=True, lang=html_language(code)) == [], code


@pytest.mark.parametrize("name", STATES)
def test_what_is_only_there_in_japanese_is_marked_as_japanese(name: str, told: FlaskClient) -> None:
    page = read(told, in_language(STATES[name], "en"))
    main = page.find("main")
    assert isinstance(main, Tag)
    for one in main.select("[lang=ja], code, input, textarea, .panel, h2#found, option"):
        one.decompose()
    left = re.sub(r"[（(][^（()）]*[）)]", "", main.get_text(" "))  # names stand beside their own
    assert KANA.findall(left) == []


# -- a facility -------------------------------------------------------------------


def test_what_was_measured_is_told_with_its_evidence_date_and_the_rest_as_unknown(
    told: FlaskClient,
) -> None:
    page = read(told, f"/places/{LIBRARY}")
    rows = rows_of(page)
    day = now() - timedelta(days=1)
    assert (
        rows["入口の段差"] == f"2センチ 調査済み、{day.year}年{day.month}月{day.day}日 出典 survey"
    )
    for name in ("入口の幅", "入口の扉", "スロープ", "住所", "電話", "開いている時間"):
        assert rows[name] == "分かりません 未確認"
    unknown = page.select_one("p.unknown")
    assert unknown is not None
    for name in ("エレベーター", "車いすで使えるトイレ", "オストメイト用の設備"):
        assert name in unknown.get_text()
    assert "あります" not in words_of(told, f"/places/{LIBRARY}")


def test_an_unknown_told_as_yes_would_be_seen(
    told: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: a page that takes not known for there is noticed by the test above."""
    other = told.application.extensions["network"].places["facility:shakujii-toshokan"]
    hopeful = Told(Held.YES, other.facts["equipment"])
    monkeypatch.setattr(facility_page, "told_of", lambda *_: hopeful)
    assert "あります" in words_of(told, f"/places/{LIBRARY}")


def test_equipment_is_told_with_source_and_date_and_what_a_list_leaves_out_is_unknown(
    told: FlaskClient,
) -> None:
    page = read(told, "/places/facility:shakujii-toshokan")
    rows = rows_of(page)
    told_words = "あります 地図に記載、2023年10月17日 出典 LIB"
    assert rows["エレベーター"] == rows["スロープ"] == rows["車いすで使えるトイレ"] == told_words
    unknown = page.select_one("p.unknown")
    assert unknown is not None
    assert "大型ベッド" in unknown.get_text()
    link = page.select_one("table.known a[href*=about-data]")
    assert link is not None
    target = str(link["href"]).partition("#")[2]
    assert read(told, "/about-data").find(id=target) is not None


def test_ways_lead_to_the_question_who_travels_from_each_near_station(told: FlaskClient) -> None:
    page = read(told, f"/places/{LIBRARY}")
    links = [str(link["href"]) for link in page.select(".tiles a[href*='/route/traveller']")]
    assert len(links) >= 3
    assert "from=station:kotake-mukaihara" in links[0]
    assert all("to=facility:kotake-toshokan" in link for link in links)
    asked = BeautifulSoup(told.get(links[0]).text, "html5lib")
    assert asked.select("input[name=traveller]")


def test_a_place_without_a_position_is_told_and_led_to_nowhere(told: FlaskClient) -> None:
    path = "/places/facility:hayamiya-kumin-jimusho"
    assert "位置が確かめられていないので" in words_of(told, path)
    assert read(told, path).select("main a[href*='to=facility']") == []
    assert "道順を案内できません" in words_of(told, "/embed/facility:hayamiya-kumin-jimusho")


# -- a station --------------------------------------------------------------------


def test_a_station_tells_lifts_exits_doors_toilets_and_plans(told: FlaskClient) -> None:
    page = read(told, "/places/station:kotake-mukaihara")
    text = words_of(told, "/places/station:kotake-mukaihara")
    assert "止まっています" in text
    assert "8時間前" in text
    assert "この駅では今、車いすで地上に出る道がありません。" in text
    assert "2ルート目のエレベーターが計画されています。今はまだありません。" in text
    rows = rows_of(page)
    assert rows["出口1"].startswith("階段あり 地図に記載")
    assert rows["有楽町線"].startswith("あります 古いので")
    assert rows["地下1階 多機能トイレ"].startswith("車いすで使えるトイレ、オストメイト用の設備")
    counts = [cell.get_text() for cell in page.select("table.counted td")]
    assert counts == ["0"] * 6


def test_ways_out_are_counted_without_the_outage_and_never_as_confirmed(
    client: FlaskClient,
) -> None:
    page = read(client, "/places/station:kotake-mukaihara")
    counts = [cell.get_text() for cell in page.select("table.counted td")]
    assert counts == ["0", "1"] * 3
    assert "行けるかもしれない出口: エレベーターの出口" in words_of(
        client, "/places/station:kotake-mukaihara"
    )
    lifts = page.select_one(".lifts")
    assert lifts is not None
    assert "動いていることを確かめた記録はありません。" in lifts.get_text()


def test_a_station_of_whose_inside_nothing_is_known_says_so(told: FlaskClient) -> None:
    text = words_of(told, "/places/station:ekoda")
    assert "駅の中の道すじが分からないので、数えられません。" in text
    assert "ないという意味ではありません" in text
    assert rows_of(read(told, "/places/station:ekoda"))["池袋線"].startswith(
        "ありません 地図に記載"
    )


def test_an_exit_and_a_lift_lead_to_their_station(told: FlaskClient) -> None:
    for part in ("exit:kotake-mukaihara/1", "lift:kotake-mukaihara/evr"):
        answer = told.get(f"/places/{part}")
        assert answer.status_code == 302
        assert answer.location.endswith("/places/station:kotake-mukaihara")


# -- finding ----------------------------------------------------------------------


def test_a_need_lists_what_is_known_and_what_is_not_apart(told: FlaskClient) -> None:
    page = read(told, "/places?need=lift&kind=library")
    known = [one.get_text(strip=True) for one in page.select("#found + .tiles a > span")]
    assert len(known) == 3
    folded = page.select_one("#found ~ details")
    assert folded is not None
    assert "（10か所）" in folded.get_text()


def test_stations_of_one_name_are_found_once(told: FlaskClient) -> None:
    page = read(told, "/places?q=練馬&kind=station")
    names = [str(a["href"]) for a in page.select("#found + .tiles a")]
    assert names.count("/places/station:nerima") == 1
    assert "/places/station:nerima-oedo" not in names


# -- a position -------------------------------------------------------------------


def test_a_position_is_used_once_and_stands_nowhere_in_the_answer(told: FlaskClient) -> None:
    answer = post(told, "/places/near", {"lat": LAT, "lon": LON})
    assert answer.status_code == 200
    assert check_page(answer.text) == []
    assert "小竹向原駅" in answer.text
    assert "743219" not in answer.text
    assert "681234" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("is_broken", [False, True])
def test_a_position_reaches_no_log_even_at_a_fault(
    is_broken: bool,
    told: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*asked: object, **_more: object) -> None:
        raise RuntimeError(f"broken on purpose: {asked}")

    if is_broken:
        monkeypatch.setattr(places, "find_places", fail)
    with caplog.at_level(logging.DEBUG):
        answer = post(told, "/places/near", {"lat": LAT, "lon": LON})
    assert answer.status_code == (500 if is_broken else 200)
    assert ("RuntimeError" in caplog.text) is is_broken
    assert "743219" not in caplog.text + answer.text


@pytest.mark.parametrize("lat", ["", "north", "91", "nan", "inf"])
def test_what_is_no_position_is_told_in_a_sentence(lat: str, told: FlaskClient) -> None:
    answer = post(told, "/places/near", {"lat": lat, "lon": "139.7"})
    assert answer.status_code == 400
    assert "読み取れませんでした" in answer.text
    assert check_page(answer.text, has_error=True) == []


def test_a_position_in_an_address_finds_nothing(told: FlaskClient) -> None:
    assert told.get(f"/places/near?lat={LAT}&lon={LON}").status_code in {404, 405}
    page = read(told, f"/places?lat={LAT}&lon={LON}")
    assert page.select("#found") == []
    assert "743219" not in str(page.main)


ODD = (
    "\x00", "'\"<b>", "%(x)s", "{a|b}", "../..", "//", "🚉" * 40, "ｶﾞ", "ー", "nan", "1e999",
    "\u202e", "長" * 300, "exit:kotake-mukaihara/1", "facility:kita-hoken-sodanjo",
)  # fmt: skip


@pytest.mark.parametrize("path", ["/places", "/route/to", "/feedback", "/places/", "/embed/"])
def test_no_question_however_odd_is_a_fault(path: str, told: FlaskClient) -> None:
    names = ("q", "kind", "need", "near", "about", "report", "from", "language")
    for odd in ODD:
        at = path + quote(odd) if path.endswith("/") else path
        assert told.get(at, query_string=dict.fromkeys(names, odd)).status_code < 500, odd


# -- outages ----------------------------------------------------------------------


def test_outages_are_told_by_state_with_their_age_and_effect(told: FlaskClient) -> None:
    text = words_of(told, "/outages")
    out, _, later = text.partition("これから止まる予定")
    assert "小竹向原駅" in out
    assert "3日前" in out
    assert "この駅では今、車いすで地上に出る道がありません。" in out
    assert "場所の分からないエレベーター" in out
    planned, _, unknown = later.partition("動いているかどうか分からない")
    assert "光が丘駅" in planned
    assert "氷川台駅" in unknown
    assert "確かめてから時間がたったので、今は不明です。" in unknown
    assert "最後に動いているのが確かめられたのは" in unknown


def test_without_reports_nothing_is_said_to_work(client: FlaskClient) -> None:
    text = words_of(client, "/outages")
    assert "まだ受け取っていません" in text
    assert "動いていると確かめたわけではありません" in text


def test_old_reports_are_said_to_tell_nothing_of_now(told_app: Flask) -> None:
    at = now()
    network = told_app.extensions["network"]
    report = LiftReport("lift:hikawadai/evr", LiftState.OUT, at - timedelta(days=9))
    old = Overlay(revision=8, as_of=at - timedelta(days=9), outages=(report,))
    told_app.extensions["network"] = lay_over(network.base, old)
    try:
        text = words_of(told_app.test_client(), "/outages")
    finally:
        told_app.extensions["network"] = network
    assert "知らせが古いので、今の状態は不明です。" in text
    assert "9日前" in text


# -- embedding --------------------------------------------------------------------


def test_only_the_small_page_may_be_framed(told: FlaskClient) -> None:
    for name, path in STATES.items():
        headers = told.get(path).headers
        may = name.startswith("embedded")
        assert ("frame-ancestors *" in headers["Content-Security-Policy"]) is may, name
        assert ("X-Frame-Options" in headers) is not may, name


def test_the_small_page_opens_windows_of_their_own_and_says_so(told: FlaskClient) -> None:
    page = read(told, STATES["embedded"])
    links = page.select(".tiles a")
    assert links
    for link in links:
        assert link["target"] == "_blank"
        assert link["rel"] == ["noopener"]
        assert "新しいウィンドウで開きます" in link.get_text()


def test_the_code_to_copy_leads_to_the_small_page(told: FlaskClient) -> None:
    code = read(told, f"/places/{LIBRARY}").select_one("pre code")
    assert code is not None
    frame = BeautifulSoup(code.get_text(), "html5lib").iframe
    assert frame is not None
    assert frame["title"] == "練馬区立小竹図書館への行き方"
    address = str(frame["src"])
    assert address.startswith("http")
    assert told.get(address[address.index("/embed/") :]).status_code == 200
