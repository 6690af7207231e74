"""Size, colours, furigana, language: kept in the one cookie, right before any choice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect, sync_playwright

from routeguide.web.preferences import SIZES, THEMES
from tests.web.pages import MANUAL
from tests.web.test_browser import ARGUMENTS


def token_of(client: FlaskClient) -> str:
    field = BeautifulSoup(client.get("/settings").text, "html5lib").select_one("[name=csrf_token]")
    assert field is not None
    return str(field["value"])


def choose(client: FlaskClient, after: str = "/", **chosen: str) -> str:
    fields = {"csrf_token": token_of(client), "after": after, **chosen}
    answer = client.post("/settings", data=fields)
    assert answer.status_code == 303
    return answer.headers["Location"]


def root_of(client: FlaskClient, path: str = "/", **headers: str) -> Tag:
    page = BeautifulSoup(client.get(path, headers=headers).text, "html5lib")
    assert isinstance(page.html, Tag)
    return page.html


def test_a_choice_holds_on_every_page_and_the_reader_comes_back(client: FlaskClient) -> None:
    back = choose(client, after=MANUAL, language="ja", size="200", theme="yellow", ruby="grade:3")
    assert back == MANUAL
    for path in ("/", MANUAL, "/nowhere"):
        root = root_of(client, path)
        assert root["class"] == ["size-200", "theme-yellow"]
    over = {str(text.string) for text in root_of(client, MANUAL).select("rt")}
    assert "りゆう" in over  # 理由: 由 is taught in grade 3
    assert "みち" not in over  # 道: taught in grade 2


def test_a_language_of_the_address_comes_before_the_cookie_and_is_not_kept(
    client: FlaskClient,
) -> None:
    choose(client, language="ko")
    assert root_of(client, "/?language=en")["lang"] == "en"
    assert root_of(client, "/")["lang"] == "ko"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("en-US,en;q=0.9", "en"), ("zh-CN", "zh-Hans"), ("ko", "ko"), ("fr", "ja"), ("", "ja")],
)
def test_before_any_choice_the_browser_decides(asked: str, shown: str, client: FlaskClient) -> None:
    root = root_of(client, "/", **({"Accept-Language": asked} if asked else {}))
    assert root["lang"] == shown
    assert root["class"] == ["size-100", "theme-device"]


@pytest.mark.parametrize(
    "after",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "",
        "/a\nb",
        "/" * 2000,
        "/\t/evil.example",
        "/\r/evil.example",
        "/.\\evil.example",
    ],
)
def test_nobody_is_led_to_another_site(after: str, client: FlaskClient) -> None:
    assert choose(client, after=after) == "/"


def test_what_is_no_choice_is_the_usual(client: FlaskClient) -> None:
    choose(client, language="xx", size="9999", theme="x", ruby="x")
    root = root_of(client, "/")
    assert (root["lang"], root["class"]) == ("ja", ["size-100", "theme-device"])


def test_the_cookie_holds_no_way_of_moving_and_no_place(client: FlaskClient) -> None:
    choose(client, after=MANUAL, language="en", size="150", traveller="white_cane", to="x")
    client.get(MANUAL)
    with client.session_transaction() as kept:
        assert set(kept) <= {"language", "size", "csrf_token", "_permanent"}
    with client.session_transaction() as kept:
        assert (kept["language"], kept["size"]) == ("en", "150")


def test_easy_japanese_has_furigana_on_every_kanji_without_a_choice(client: FlaskClient) -> None:
    main = root_of(client, "/?language=ja-easy").select_one("main h1")
    assert main is not None
    assert main.select("ruby")
    assert root_of(client, "/").select("ruby") == []


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield instance
        instance.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        locale="ja-JP", viewport={"width": 1000, "height": 800}, permissions=["geolocation"]
    )
    yield context.new_page()
    context.close()


def submit(page: Page) -> None:
    with page.expect_navigation():
        page.click("main button[type=submit]")


def size_of(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))


@pytest.mark.parametrize("size", [size for size in SIZES if size > 100])
def test_letters_have_the_size_that_was_chosen_and_nothing_scrolls_sideways(
    size: int, page: Page, site: str
) -> None:
    page.goto(site + "/settings")
    before = size_of(page)
    page.check(f"#size-{size}")
    submit(page)
    assert size_of(page) == pytest.approx(before * size / 100, rel=0.01)
    for path in ("/", MANUAL, "/route/all"):
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1000


@pytest.mark.parametrize("theme", [theme for theme in THEMES if theme != "device"])
def test_a_theme_changes_the_colours_on_screen_and_leaves_paper_white(
    theme: str, page: Page, site: str
) -> None:
    page.goto(site + "/settings")
    page.check(f"#theme-{theme}")
    submit(page)
    colours = "(look => [look.color, look.backgroundColor])(getComputedStyle(document.body))"
    ink, paper = page.evaluate(colours)
    wanted = {
        "light": ("rgb(26, 26, 26)", "rgb(255, 255, 255)"),
        "dark": ("rgb(242, 242, 242)", "rgb(26, 26, 26)"),
        "white": ("rgb(0, 0, 0)", "rgb(255, 255, 255)"),
        "black": ("rgb(255, 255, 255)", "rgb(0, 0, 0)"),
        "yellow": ("rgb(255, 225, 0)", "rgb(0, 0, 0)"),
    }
    assert (ink, paper) == wanted[theme]
    page.emulate_media(media="print")
    assert page.evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_a_trip_from_here_is_posted_and_stands_in_no_address(page: Page, site: str) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.context.set_geolocation({"latitude": 35.7436278, "longitude": 139.6787006})
    page.goto(site + "/route/from")
    page.click("form.position button")
    page.wait_for_url("**/route/to")
    page.fill("#q", "小竹図書館")
    page.keyboard.press("Enter")
    page.locator("button[value='facility:kotake-toshokan']").click()
    page.wait_for_url("**/route/traveller")
    page.check("#traveller-cane")
    page.click("main button[type=submit]")
    page.wait_for_url("**/route")
    assert "小竹図書館まで" in page.locator("h1").inner_text()
    assert page.locator("ol.steps > li").count() > 2
    assert not any("35.743" in address or "139.678" in address for address in addresses)
    assert not any("35.743" in str(link) for link in page.locator("a").evaluate_all(
        "links => links.map(link => link.href)"
    ))  # fmt: skip
    assert not page.locator("a[href*='/route?']").count()


def test_without_a_position_a_station_is_chosen(page: Page, site: str) -> None:
    page.context.clear_permissions()
    page.goto(site + "/route/from")
    page.click("form.position button")
    expect(page.locator("form.position [data-said]")).to_contain_text("駅を選んで")
    expect(page.locator("#live")).to_contain_text("駅を選んで")
    assert page.url.endswith("/route/from")
