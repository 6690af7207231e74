"""The step by step and walking view in Chromium, with simulated positions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from routeguide.model.geodesy import MeasuredLine
from tests.web.test_browser import ARGUMENTS, AXE, VIOLATIONS

STEPS = "/route/steps?from=station:kotake-mukaihara&to=facility:kotake-toshokan&traveller="
SPY = """
window.spoken = [];
window.vibrated = 0;
window.keys = {};
window.asked = 0;
speechSynthesis.speak = (utterance) => window.spoken.push(utterance.text);
window.locks = [];
const lock = {release: async () => { window.locks.push("given up"); }};
const request = async (what) => { window.locks.push(what); return lock; };
Object.defineProperty(navigator, "wakeLock", {value: {request}});
navigator.vibrate = () => { window.vibrated += 1; return true; };
navigator.mediaSession.setActionHandler = (name, handler) => { window.keys[name] = handler; };
const watch = navigator.geolocation.watchPosition.bind(navigator.geolocation);
window.fixes = 0;
navigator.geolocation.watchPosition = (onFix, ...more) => {
  window.asked += 1;
  return watch((fix) => { onFix(fix); window.fixes += 1; }, ...more);
};
"""
TURN = "曲が"
NEXT, BACK = "[data-go=first]", "[data-go=second]"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield instance
        instance.close()


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="ja-JP", viewport={"width": 400, "height": 800})
    context.grant_permissions(["geolocation"], origin=site)
    context.add_init_script(SPY)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(8000)
    page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    return page


class Walker:
    """Walks along the route of a page, as a device would tell it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.way: dict[str, Any] = json.loads(page.get_attribute("#walk", "data-walk") or "")
        self.line = MeasuredLine([tuple(place) for place in self.way["line"]])  # type: ignore[misc]
        self.starts = [block["at_m"] for block in self.way["blocks"]]

    def be(self, at_m: float, *, accuracy: float = 6, north_m: float = 0) -> None:
        lon, lat = self.line.point_at(at_m)
        here = {"longitude": lon, "latitude": lat + north_m / 110_950, "accuracy": accuracy}
        before = self.page.evaluate("fixes")
        self.page.context.set_geolocation(here)  # type: ignore[arg-type]
        self.page.wait_for_function("(before) => fixes > before", arg=before)


def start(page: Page, site: str, *, traveller: str, n: int, **first: float) -> Walker:
    page.goto(f"{site}{STEPS}{traveller}&n={n}")
    walker = Walker(page)
    lon, lat = walker.line.point_at(walker.starts[n - 1])
    page.context.set_geolocation({"longitude": lon, "latitude": lat, "accuracy": 7})
    page.click("#walk-open")
    page.click("#walk-start")
    walker.be(first.pop("at", walker.starts[n - 1] + 1), **first)
    return walker


def number_of(page: Page) -> int:
    return int(page.get_attribute("#screen .screen", "data-number") or "")


def told(page: Page) -> str:
    return (page.text_content("#told") or "").strip()


# -- one block a screen -------------------------------------------------------------


def test_paging_in_place_loads_nothing_keeps_history_and_moves_the_focus(
    page: Page, site: str
) -> None:
    page.goto(site + STEPS + "wheelchair_manual&n=4")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.click(NEXT)
    assert number_of(page) == 5
    assert page.url.endswith("n=5")
    assert page.evaluate("document.activeElement.textContent") == "案内 5 / 9"
    assert "5 / 9" in page.title()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert number_of(page) == 4
    page.go_back()
    assert number_of(page) == 5
    assert [url for url in loaded if "/static/" not in url] == []


def test_the_first_and_last_screen_lead_on_one_way_only(page: Page, site: str) -> None:
    page.goto(site + STEPS + "wheelchair_manual")
    assert not page.is_visible(BACK)
    page.keyboard.press("ArrowLeft")
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    assert number_of(page) == 9
    assert not page.is_visible(NEXT)
    assert "到着です" in page.inner_text("#screen")


def test_the_whole_way_is_read_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(
        java_script_enabled=False, locale="ja-JP", viewport={"width": 320, "height": 800}
    )
    page = context.new_page()
    page.goto(site + STEPS + "white_cane")
    seen = [page.inner_text("#screen h2")]
    while page.locator("a[data-go=first]:visible").count():
        page.click("a[data-go=first]")
        seen.append(page.inner_text("#screen h2"))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        box = page.locator("a[data-go=second]").bounding_box()
        assert box is not None
        assert box["height"] >= 88
    last = len(seen) - 1
    assert seen == ["はじめに", *(f"案内 {n} / {last}" for n in range(1, last + 1))]
    assert not page.is_visible("#walk-open")
    context.close()


def test_headset_buttons_page_and_sound_reads_the_block(page: Page, site: str) -> None:
    page.goto(site + STEPS + "walk&n=2")
    page.evaluate("keys.nexttrack()")
    assert number_of(page) == 3
    assert page.evaluate("spoken") == []
    page.click("#walk-open")
    page.click("#walk-sound")
    assert page.get_attribute("#walk-sound", "aria-pressed") == "true"
    page.evaluate("keys.previoustrack()")
    assert number_of(page) == 2
    speech = page.get_attribute("#screen .screen", "data-speech") or ""
    assert page.evaluate("spoken.at(-1)").endswith(speech)


# -- consent ------------------------------------------------------------------------


def test_no_position_is_asked_for_before_the_terms_were_read_and_accepted(
    page: Page, site: str
) -> None:
    page.goto(site + STEPS + "wheelchair_manual&n=4")
    page.click("#walk-open")
    terms = page.inner_text("#walk-consent")
    assert "この端末の中だけで使います" in terms
    assert "画面を消すと、位置は止まります" in terms
    assert page.evaluate("asked") == 0
    page.click("#walk-start")
    assert page.evaluate("asked") == 1


def test_a_refused_position_is_told_and_the_way_goes_on_by_hand(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(locale="ja-JP")
    context.grant_permissions([])  # refuses every other
    context.add_init_script(SPY)
    page = context.new_page()
    page.goto(site + STEPS + "walk&n=2")
    page.click("#walk-open")
    page.click("#walk-start")
    page.wait_for_function("() => document.getElementById('told').textContent.includes('許可')")
    page.click(NEXT)
    assert number_of(page) == 3
    context.close()


# -- walking ------------------------------------------------------------------------


def test_nearing_the_next_block_shows_says_and_vibrates_it(page: Page, site: str) -> None:
    walker = start(page, site, traveller="wheelchair_manual", n=6)
    page.click("#walk-sound")
    goal = walker.starts[6]
    walker.be(goal - 60)
    assert number_of(page) == 6
    before = page.evaluate("vibrated")
    walker.be(goal - 15)
    assert number_of(page) == 7
    assert told(page).startswith("次の案内は、15メートルほど先です。")
    assert TURN in told(page)
    assert TURN in page.evaluate("spoken.at(-1)")
    assert page.evaluate("vibrated") == before + 1
    assert page.evaluate("document.activeElement.id") != "told"


def test_a_poor_position_never_tells_a_turn_and_lays_the_block_out_for_reading(
    page: Page, site: str
) -> None:
    walker = start(page, site, traveller="wheelchair_manual", n=6)
    page.click("#walk-sound")
    spoken = page.evaluate("spoken.length")
    for before in (60, 40, 15, 5, 0):
        walker.be(walker.starts[6] - before, accuracy=21)
    assert number_of(page) == 6
    assert told(page).startswith("位置の誤差が25メートルほどあります。まわりを確かめてください。")
    assert TURN not in told(page)
    assert not any(TURN in text for text in page.evaluate("spoken")[spoken:])
    assert TURN in page.inner_text("#ahead")
    assert "25メートル" in page.inner_text("#walk-accuracy")


def test_ignoring_accuracy_would_be_noticed(page: Page, site: str) -> None:
    page.route(
        "**/js/following.js",
        lambda route: route.fulfill(
            body=route.fetch().text().replace("goodM: 20", "goodM: 99"),
            content_type="text/javascript",
        ),
    )
    walker = start(page, site, traveller="wheelchair_manual", n=6)
    walker.be(walker.starts[6] - 15, accuracy=21)
    assert TURN in told(page)


def test_leaving_the_route_is_told_with_whom_to_ask_and_coming_back_too(
    page: Page, site: str
) -> None:
    walker = start(page, site, traveller="wheelchair_manual", n=6)
    for number in range(4):
        walker.be(walker.starts[5] + 40 + number, north_m=120, accuracy=6 + 5 * (number % 2))
    assert told(page) == (
        "案内の道から、はなれたかもしれません。車の来ない所で止まってください。"
        "まわりの人に、場所を聞いてください。"
    )
    for number in range(3):
        walker.be(walker.starts[5] + 50 + number, accuracy=6 + 5 * (number % 2))
    assert told(page).startswith("案内の道にもどったようです。")
    assert number_of(page) == 6


def test_the_blind_get_the_block_of_the_place_and_no_word_of_when(page: Page, site: str) -> None:
    page.goto(site + STEPS + "white_cane&n=4")
    page.click("#walk-open")
    assert "方向を変える所は知らせません" in page.inner_text("#walk-consent")
    walker = start(page, site, traveller="white_cane", n=4)
    walker.be(walker.starts[4] - 15)
    assert number_of(page) == 5
    lead = page.evaluate("document.getElementById('told').firstChild.textContent")
    assert lead == "次の案内です。場所は、手がかりで確かめてください。"
    assert "ほど先です" not in lead


def test_a_metre_told_to_the_blind_would_be_noticed(page: Page, site: str) -> None:
    page.route(
        "**/js/following.js",
        lambda route: route.fulfill(
            body=route.fetch().text().replace("blind: Boolean(route.blind)", "blind: false"),
            content_type="text/javascript",
        ),
    )
    walker = start(page, site, traveller="white_cane", n=4)
    walker.be(walker.starts[4] - 15)
    assert "ほど先です" in page.evaluate("document.getElementById('told').firstChild.textContent")


def test_a_lost_position_is_told_and_found_again(page: Page, site: str) -> None:
    page.clock.install()
    walker = start(page, site, traveller="wheelchair_manual", n=6)
    page.clock.fast_forward(40_000)
    assert told(page) == "位置が分からなくなりました。「次へ」で進んでください。"
    walker.be(walker.starts[5] + 40, accuracy=12)
    assert told(page) == "位置が分かるようになりました。"


def test_inside_the_station_the_way_goes_on_by_hand_and_outside_by_position(
    page: Page, site: str
) -> None:
    walker = start(page, site, traveller="wheelchair_manual", n=1)
    assert "ここでは、位置を使えません" in told(page)
    walker.be(walker.starts[2] + 120, accuracy=60)
    assert number_of(page) == 1
    page.click(NEXT)
    page.click(NEXT)
    assert number_of(page) == 3


def test_at_the_end_the_position_is_given_up(page: Page, site: str) -> None:
    walker = start(page, site, traveller="wheelchair_manual", n=8)
    walker.be(walker.line.offsets_m[-1] - 4)
    page.wait_for_function(
        "() => document.getElementById('told').textContent.includes('終わりです')"
    )
    assert page.is_visible("#walk-start")
    assert not page.is_visible("#walk-stop")


def test_a_screen_that_was_dark_says_that_the_position_had_stopped(page: Page, site: str) -> None:
    start(page, site, traveller="wheelchair_manual", n=6)
    for state in ("hidden", "visible"):
        page.evaluate(
            """(state) => {
              const how = {value: state, configurable: true};
              Object.defineProperty(document, "visibilityState", how);
              document.dispatchEvent(new Event("visibilitychange"));
            }""",
            state,
        )
    assert told(page).startswith("画面が消えているあいだ、位置は止まっていました。")


def test_the_screen_is_kept_on_while_walking_and_no_longer(page: Page, site: str) -> None:
    start(page, site, traveller="walk", n=3)
    assert page.evaluate("locks") == ["screen"]
    page.click("#walk-stop")
    assert page.evaluate("locks") == ["screen", "given up"]


def test_a_posted_route_is_paged_and_walked_without_its_position_in_an_address(
    page: Page, site: str
) -> None:
    page.goto(site + "/route/from?to=facility:kotake-toshokan")
    page.evaluate(
        """() => {
          const form = document.createElement("form");
          form.method = "post";
          form.action = "/route/steps";
          const fields = {
            lat: "35.74247", lon: "139.67827", to: "facility:kotake-toshokan", traveller: "walk",
            n: "1", csrf_token: document.querySelector("[name=csrf_token]").value,
          };
          for (const [name, value] of Object.entries(fields)) {
            const field = document.createElement("input");
            Object.assign(field, {type: "hidden", name, value});
            form.append(field);
          }
          document.body.append(form);
          form.submit();
        }"""
    )
    page.wait_for_url("**/route/steps")
    page.click(NEXT)
    assert number_of(page) == 2
    page.go_back()
    assert number_of(page) == 1
    assert page.url == site + "/route/steps"


def test_axe_finds_nothing_while_walking_and_everything_has_its_name(
    browser: Browser, site: str, not_run: Callable[[str, str], NoReturn]
) -> None:
    if not AXE.is_file():
        not_run("axe-core is not installed", "make assets")
    context = browser.new_context(bypass_csp=True, locale="ja-JP")
    context.grant_permissions(["geolocation"], origin=site)
    context.add_init_script(SPY)
    page = context.new_page()
    walker = start(page, site, traveller="wheelchair_manual", n=6)
    walker.be(walker.starts[6] - 15, accuracy=24)
    page.add_script_tag(path=str(AXE))
    assert page.evaluate(f"axe.run().{VIOLATIONS}") == []
    seen = page.locator("main").aria_snapshot()
    for part in (
        'heading "案内 6 / 9" [level=2]',
        'heading "次の案内（場所は、',
        'link "前へ"',
        'link "次へ"',
        'link "全体を見る"',
        'button "歩きながら聞く" [expanded]',
        'button "声で読む"',
        'button "位置を使うのをやめる"',
        "位置の誤差が25メートルほどあります。",
    ):
        assert part in seen, part
    assert "位置の誤差が25メートルほどあります。" in page.locator("#live[role=status]").inner_text()
    context.close()


# -- privacy ------------------------------------------------------------------------


def test_no_request_at_all_leaves_the_page_while_walking(page: Page, site: str) -> None:
    walker = start(page, site, traveller="wheelchair_manual", n=6)
    page.click("#walk-sound")
    sent: list[str] = []
    page.context.on("request", lambda request: sent.append(_whole(request)))
    for at in range(0, 260, 20):
        walker.be(walker.starts[5] + at, accuracy=5 + at % 40)
    page.click("#walk-stop")
    assert told(page) == "位置を使うのをやめました。「次へ」で進んでください。"
    assert [one for one in sent if "/static/" not in one] == []
    assert [one for one in sent if "139." in one or "35.7" in one] == []
    assert all(place not in page.url for place in ("139.", "35.7"))
    assert page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])") == "[{},{}]"


def _whole(request: Request) -> str:
    return f"{request.method} {request.url} {request.post_data}"


def test_a_position_that_is_sent_would_be_noticed(page: Page, site: str) -> None:
    page.route(
        "**/js/following.js",
        lambda route: route.fulfill(
            body=route.fetch().text() + "\nnavigator.geolocation.watchPosition(({coords}) =>"
            " fetch('/health?at=' + coords.latitude));",
            content_type="text/javascript",
        ),
    )
    sent: list[str] = []
    page.context.on("request", lambda request: sent.append(_whole(request)))
    walker = start(page, site, traveller="wheelchair_manual", n=6)
    with page.expect_request("**/health?*"):
        walker.be(walker.starts[5] + 20, accuracy=9)
    assert [one for one in sent if "35.7" in one]
