"""The first pages, without JavaScript, each through the page checker."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from routeguide.directions.limits import ROWS
from routeguide.model.route import Answer, Outcome, Query
from routeguide.model.traveller import CHOICES, NOT_OPTIONAL, RANGES, presets
from routeguide.network.store import Network
from routeguide.routing.plan import find_route
from routeguide.web.page_query import MANNER
from routeguide.web.preferences import html_language
from tests.web.page_checker import check_page
from tests.web.pages import CUSTOM, ERRORS, LIFT, MANUAL, PLANNED, ROUTE, STATES

KANA = re.compile(r"[ぁ-ゖァ-ヺ]+")
BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
"""Names keep the Japanese behind them, in brackets: it stands on the signs."""

ENGLISH = re.compile(r"[A-Za-z]{3,}")
NAMES = {
    "OpenStreetMap",
    "contributors",
    "ODbL",
    "GPX",
    "GeoJSON",
    "Esc",
    "PDF",
    "BRF",
    "make",
    "network",
    "OSM",
    "English",
    "JavaScript",
    "Language",
}
"""Names of things that have no Japanese name, and the command that a machine's keeper needs."""


def read(client: FlaskClient, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).text, "html5lib")


def words_of(page: BeautifulSoup) -> str:
    main = page.find("main")
    assert isinstance(main, Tag)
    for data in main.select("script"):  # of the map: its words are looked at where it is tested
        data.decompose()
    return main.get_text(" ", strip=True)


# -- every state ----------------------------------------------------------------


@pytest.mark.parametrize("name", STATES)
def test_a_page_holds_every_rule_of_the_checker(name: str, client: FlaskClient) -> None:
    response = client.get(STATES[name])
    assert response.status_code == 200
    assert check_page(response.text) == []


@pytest.mark.parametrize("language", ["ja-easy", "ja-child", "en", "zh", "ko"])
@pytest.mark.parametrize("name", STATES)
def test_a_page_holds_every_rule_in_every_language(
    name: str, language: str, client: FlaskClient
) -> None:
    sign = "&" if "?" in STATES[name] else "?"
    response = client.get(f"{STATES[name]}{sign}language={language}")
    assert response.status_code == 200
    assert check_page(response.text, lang=html_language(language)) == []


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", [name for name in STATES if name != "data"])
def test_what_stays_japanese_on_a_foreign_page_is_marked(
    name: str, language: str, client: FlaskClient
) -> None:
    sign = "&" if "?" in STATES[name] else "?"
    page = read(client, f"{STATES[name]}{sign}language={language}")
    for part in page.select("[lang=ja]"):
        part.decompose()
    for reading in page.select("rt, rp"):
        reading.decompose()
    told = BRACKETED.sub("", page.body.get_text(" ") if page.body else "")
    assert KANA.findall(told) == []


@pytest.mark.parametrize("name", ERRORS)
def test_a_mistake_leads_to_its_field_on_a_page_that_keeps_the_answers(
    name: str, client: FlaskClient
) -> None:
    path, status, field = ERRORS[name]
    response = client.get(path)
    assert response.status_code == status
    assert check_page(response.text, has_error=True) == []
    page = BeautifulSoup(response.text, "html5lib")
    assert [link["href"] for link in page.select(".errors a")] == [f"#{field}"]
    at = page.select_one(f"#{field}")
    assert at is not None
    box = at.find_parent("details")
    assert box is None or box.has_attr("open"), "the field is folded away"
    sentence = page.select_one(".errors p")
    assert sentence is not None
    assert re.search("(ください|ありません|です|できません)。", sentence.get_text())
    shown = page.select_one(f"#{field}-wrong") or at.select_one(".wrong")
    assert shown is not None
    assert shown.get_text(strip=True) == sentence.get_text(strip=True)


@pytest.mark.parametrize("name", ["no page", "no such format", "a file of no question"])
def test_an_error_without_a_form_is_told_on_a_whole_page(name: str, client: FlaskClient) -> None:
    path = {
        "no page": "/nowhere",
        "no such format": "/route.doc",
        "a file of no question": "/route.gpx",
    }
    response = client.get(path[name])
    assert response.status_code in {400, 404}
    assert check_page(response.text, has_error=True) == []


def english_on(page: BeautifulSoup) -> set[str]:
    """Return the English words on a page of Japanese.

    The writing of keys and of values to be filled in has no Japanese; what is marked as English
    is a name or a credit.
    """
    for hidden in page.select("#what_if-hint, template, main [lang=en]"):
        hidden.decompose()
    return set(ENGLISH.findall(words_of(page)))


@pytest.mark.parametrize("name", [name for name in STATES if name not in {"data", "for programs"}])
def test_a_page_for_people_holds_no_english_word(name: str, client: FlaskClient) -> None:
    assert english_on(read(client, STATES[name])) <= NAMES


def test_an_english_word_would_be_found(client: FlaskClient) -> None:
    page = read(client, STATES["a route by lift"])
    assert isinstance(page.main, Tag)
    page.main.append(" max_step_cm")
    assert english_on(page) - NAMES == {"max", "step"}


# -- the question ---------------------------------------------------------------


def test_the_page_asks_what_the_command_line_asks(client: FlaskClient) -> None:
    page = read(client, "/route/all")
    names = {str(field["name"]) for field in page.select("[name]:not(meta)")}
    asked = {"from", "to", "traveller", "unknown", "depart", "alternatives", "what_if", *MANNER}
    assert names == asked | set(RANGES) | set(CHOICES)


@pytest.mark.parametrize("key", list(ROWS))
def test_every_limit_has_a_field_with_its_range_in_words(key: str, client: FlaskClient) -> None:
    page = read(client, "/route/all")
    field = page.select_one(f"#{key}")
    assert field is not None
    if key in RANGES:
        hint = page.select_one(f"#{key}-hint")
        low, high = RANGES[key]
        assert hint is not None
        assert f"{low:g}から{high:g}まで。" in hint.get_text()
        return
    values = [option["value"] for option in field.select("option")]
    assert values[1 : 1 + len(CHOICES[key])] == [str(word) for word in CHOICES[key]]
    assert ("none" in values) == (key not in NOT_OPTIONAL)


def test_choices_are_kept_when_the_question_is_asked_again(client: FlaskClient) -> None:
    page = read(client, STATES["all, filled"])
    for selector in (
        "#from option[selected][value='station:kotake-mukaihara']",
        "#to option[selected][value='facility:kotake-toshokan']",
        "#traveller-cane[checked]", "#unknown-pass[checked]",
        "#depart[value='2026-11-24T09:30']", "#alternatives option[selected][value='2']",
        f"#if-lift option[selected][value='{PLANNED}=open']",
        "#max_step_cm[value='3']", "#min_width_cm[value='なし']",
        "#stairs option[selected][value='priced']", "details[open] #depart",
        "details[open] #max_step_cm",
    ):  # fmt: skip
        assert page.select_one(selector) is not None, selector
    textarea = page.select_one("#what_if")
    assert textarea is not None
    assert textarea.get_text() == ""


def test_what_has_no_field_of_its_own_is_kept_too(client: FlaskClient) -> None:
    page = read(client, STATES["all, from an exit"] + "&what_if=x=closed&what_if=y=open")
    chosen = page.select_one("#from option[selected]")
    assert chosen is not None
    assert chosen.get_text() == "小竹向原駅の出口2"
    textarea = page.select_one("#what_if")
    assert textarea is not None
    assert textarea.get_text().split() == ["x=closed", "y=open"]
    again = read(client, "/route/all?from=小竹向原&depart=2026-11-24T00:30%2B00:00")
    assert again.select_one("#from option[selected][value='station:kotake-mukaihara']")
    assert again.select_one("#depart[value='2026-11-24T09:30']")


def test_the_details_are_folded_where_nothing_is_written_in_them(client: FlaskClient) -> None:
    assert read(client, "/route/all").select("details[open]") == []


def test_a_form_with_empty_fields_leads_to_an_address_without_them(client: FlaskClient) -> None:
    asked = MANUAL + "&unknown=warn&depart=&alternatives=0&what_if=&what_if=&max_step_cm=3&stairs="
    answer = client.get(asked)
    assert answer.status_code == 303
    found = parse_qs(urlparse(answer.headers["Location"]).query, keep_blank_values=True)
    assert found == {
        "from": ["station:kotake-mukaihara"], "to": ["facility:kotake-toshokan"],
        "traveller": ["wheelchair_manual"], "unknown": ["warn"], "max_step_cm": ["3"],
    }  # fmt: skip
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_lift_of_the_list_may_be_assumed_and_other_lines_too(client: FlaskClient) -> None:
    lines = "ward:kotake-mukaihara/west-yurakucho=closed\r\n\r\nward:kotake-mukaihara/exit-2=closed"
    page = client.get("/route", query_string={
        "from": "station:kotake-mukaihara", "to": "facility:kotake-toshokan",
        "what_if": [f"{LIFT}=out", lines],
    })  # fmt: skip
    told = BeautifulSoup(page.text, "html5lib").select(".panel.warn")[0].get_text(" ", strip=True)
    assert "エレベーターが止まっているとします。" in told
    assert told.count("通れないとします。") == 2


def test_every_lift_of_the_network_may_be_assumed_out_and_planned_ones_built(
    client: FlaskClient,
) -> None:
    options = read(client, "/route/all").select("#if-lift option[value]:not([value=''])")
    values = [str(option["value"]) for option in options]
    labels = [option.get_text() for option in options]
    assert f"{LIFT}=out" in values
    assert f"{PLANNED}=open" in values
    assert len(set(labels)) == len(labels)
    for value in values:
        assert client.get(ROUTE + "walk", query_string=None).status_code == 200
        assert client.get(f"{MANUAL}&what_if={value}").status_code == 200


def test_the_ways_of_moving_are_listed_with_every_limit(client: FlaskClient) -> None:
    page = read(client, "/travellers")
    pictures, *heads = [h.get_text() for h in page.select("h2")]
    assert pictures == "条件を絵で見る"
    assert heads == [p.name_ja for p in presets().values()]
    assert "2センチまで" in words_of(page)


# -- the answer -----------------------------------------------------------------


def test_the_route_page_says_the_lift_the_steps_and_what_is_not_known(client: FlaskClient) -> None:
    page = read(client, MANUAL)
    steps = [li.get_text(" ", strip=True) for li in page.select("ol.steps > li")]
    assert any("エレベーター" in step for step in steps)
    assert not any("階段です" in step for step in steps)
    assert "到着です" in steps[-1]
    assert "入口は確認できていません" in steps[-1]
    assert "この道は、まだどこも確かめられていません。" in page.get_text()


def test_every_limit_applied_is_echoed_open_on_the_page(client: FlaskClient) -> None:
    page = read(client, MANUAL + CUSTOM + "&depart=2026-11-24T09:05")
    rows = {
        row.th.get_text(strip=True): row.td.get_text(strip=True)
        for row in page.select("table.limits tbody tr")
        if row.th and row.td
    }
    assert rows["段差"] == "3センチまで（変更）"
    assert rows["道の幅"] == "条件にしない（変更）"
    assert rows["階段"] == "なるべく避ける（変更）"
    assert rows["エレベーター"] == "使う"
    assert rows["未確認の道"] == "なるべく避けて、知らせる"
    assert rows["出発"] == "2026年11月24日 9時5分"
    table = page.select_one("table.limits")
    assert table is not None
    assert table.find_parent("details") is None


def test_the_shares_of_evidence_add_up_to_the_whole_way(client: FlaskClient) -> None:
    page = read(client, MANUAL)
    cells = [[c.get_text(strip=True) for c in row.select("th, td")] for row in page.select("tr")]
    told = {row[0]: row[1:] for row in cells if len(row) == 3 and row[1].endswith("メートル")}
    assert list(told) == ["調査済み", "地図に記載", "推定", "未確認"]
    assert sum(int(metres.removesuffix("メートル")) for metres, _ in told.values()) == 788
    assert sum(int(percent.removesuffix("%")) for _, percent in told.values()) == 100


def test_other_ways_are_told_with_their_reasons_and_folded_steps(client: FlaskClient) -> None:
    page = read(client, STATES["other ways"])
    assert "別の道1" in [h.get_text() for h in page.select("h2")]
    assert "短い道です。" in words_of(page)
    assert len(page.select("details ol.steps")) >= 1
    none = words_of(read(client, STATES["no other way"]))
    assert "すすめられる別の道は、見つかりませんでした。" in none


def test_what_is_only_assumed_is_said_first_in_the_title_and_can_be_left(
    client: FlaskClient,
) -> None:
    page = read(client, STATES["assumed, no way"])
    assert page.title is not None
    assert page.title.get_text().startswith("小竹向原駅から練馬区立小竹図書館まで（仮定）")
    panel = page.select_one(".panel")
    assert panel is not None
    assert panel.get_text(strip=True).startswith(
        "これは仮定の案内です。今の道の状態ではありません。"
    )
    assert words_of(page).count("これは仮定の案内です") == 1
    bare = page.find("a", string="仮定なしでしらべる")
    assert isinstance(bare, Tag)
    assert "（仮定）" not in client.get(str(bare["href"])).text
    assert read(client, MANUAL).find("a", string="仮定なしでしらべる") is None


@pytest.mark.parametrize(
    "name", ["assumed, no way", "no route, unknown refused", "no route, a limit"]
)
def test_every_change_that_a_page_offers_leads_to_a_way(name: str, client: FlaskClient) -> None:
    page = read(client, STATES[name])
    links = page.select(".changes a")
    assert links
    assert len({link.get_text() for link in links}) == len(links)
    for link in links:
        answer = client.get(str(link["href"]))
        assert answer.status_code == 200
        assert BeautifulSoup(answer.text, "html5lib").select("ol.steps"), link.get_text()


def test_the_no_route_page_says_what_blocks_and_what_to_do(client: FlaskClient) -> None:
    text = words_of(read(client, STATES["no route, a limit"]))
    for told in (
        "通れると言える道は見つかりませんでした", "歩道のない車道の条件を", "までは行けます。",
        "道をさえぎるもの", "目白通りは、歩道が確認できていない大きな車道です。",
    ):  # fmt: skip
        assert told in text


def test_the_way_back_is_one_link_and_leads_there_and_back_again(client: FlaskClient) -> None:
    page = read(client, MANUAL + CUSTOM + "&unknown=pass&depart=2026-11-24T09:30")
    back = page.find("a", string="帰り道をしらべる")
    assert isinstance(back, Tag)
    there = read(client, str(back["href"]))
    assert there.h1 is not None
    assert there.h1.get_text().startswith("練馬区立小竹図書館から小竹向原駅まで")
    again = there.find("a", string="帰り道をしらべる")
    assert isinstance(again, Tag)
    assert words_of(read(client, str(again["href"]))) == words_of(page)


def test_asking_again_keeps_every_answer(client: FlaskClient) -> None:
    more = f"&unknown=pass&depart=2026-11-24T09:30&alternatives=1&what_if={PLANNED}=open"
    link = read(client, MANUAL + CUSTOM + more).find("a", string="条件を変えてしらべる")
    assert isinstance(link, Tag)
    page = read(client, str(link["href"]))
    form = page.find("form")
    assert isinstance(form, Tag)
    answers = {
        str(one.get("name")): str(one.get("value"))
        for one in form.select("input[value]:not([value='']):not([type=radio]), input[checked]")
    }
    assert answers == {
        "traveller": "wheelchair_manual", "unknown": "pass", "depart": "2026-11-24T09:30",
        "max_step_cm": "3", "min_width_cm": "なし", "speed_mps": "0.5",
    }  # fmt: skip


@pytest.mark.parametrize("suffix", ["txt", "gpx", "geojson"])
def test_the_files_answer_the_same_question(suffix: str, client: FlaskClient) -> None:
    page = read(client, MANUAL + CUSTOM)
    link = next(a for a in page.select(".files a") if f"/route.{suffix}?" in str(a["href"]))
    answer = client.get(str(link["href"]))
    assert answer.status_code == 200
    assert "670メートル" in answer.text


@pytest.mark.parametrize(
    ("candidates", "told"),
    [
        (({"end": "to", "name": "弁天通り", "lon": 139.6, "lat": 35.7, "distance_m": 40},),
         "目的地から40メートル、弁天通り"),
        ((), "道に近い場所を選びなおしてください。"),
    ],
)  # fmt: skip
def test_a_position_that_lies_near_no_way_is_asked_back(
    candidates: tuple[dict[str, object], ...], told: str, client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def ask(network: Network, query: Query) -> Answer:
        return Answer(Outcome.ASK, query, network.version, candidates=candidates)

    monkeypatch.setattr("routeguide.web.page_query.find_route", ask)
    response = client.get(MANUAL)
    assert check_page(response.text) == []
    text = words_of(BeautifulSoup(response.text, "html5lib"))
    assert "近くに、使える道が見つかりません。" in text
    assert told in text
    assert "見つかりませんでした" not in text


def test_a_page_is_made_from_one_answer(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Query] = []

    def count(network: Network, query: Query) -> Answer:
        asked.append(query)
        return find_route(network, query)

    monkeypatch.setattr("routeguide.web.page_query.find_route", count)
    client.get(STATES["other ways"])
    assert len(asked) == 1


# -- around ---------------------------------------------------------------------


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


def test_health_tells_the_network(client: FlaskClient) -> None:
    assert client.get("/health").get_json()["status"] == "ok"
    assert client.get("/favicon.ico").status_code == 301
