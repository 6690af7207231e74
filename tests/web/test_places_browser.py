"""Places and statements in a real browser: axe, names, keyboard, no JavaScript, position."""

from __future__ import annotations

import gc
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Request
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

from tests.web.place_pages import ERRORS, LIBRARY, STATES
from tests.web.test_browser import AXE, VIOLATIONS, browser, follow, new_context, tab_to, unfold

__all__ = ["browser"]
LOOKED_AT = {
    name: STATES[name]
    for name in (
        "found by needs", "a facility, measured", "two stations of one name", "outages",
        "to, not known", "feedback on a block", "accessibility", "data", "embedded",
    )
} | {"to, nothing written": ERRORS["to, nothing written"][0]}  # fmt: skip
TARGETS = (
    "main a.button", "main button", ".tiles a", "summary", ".choice label", "textarea", "select",
    "input:not([type=hidden], [type=checkbox], [type=radio])", ".lift a", ".known td a", ".back",
)  # fmt: skip


SMALL = """selector => [...document.querySelectorAll(selector)]
  .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5)
  .map(one => one.outerHTML.slice(0, 200))"""
"""What is to be pressed and is not 44 pixels high."""


class Silent(WSGIRequestHandler):
    """Writes no line a request."""

    def log(self, *_: object) -> None:  # type: ignore[override]
        """Write nothing."""


# A browser that leaves a page drops the fonts that it was fetching, and the small server of these
# tests (the product runs another) leaves such a file to the collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in.*woff2:pytest.PytestUnraisableExceptionWarning"
)


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve an application in a thread of its own and yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    gc.collect()  # what the browser no longer took ends here, not in another module


@pytest.fixture(scope="module")
def told_site(told_app: Flask) -> Iterator[str]:
    with served(told_app) as address:
        yield address


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page of a reader without JavaScript."""
    context = new_context(browser, java_script_enabled=False)
    yield context.new_page()
    context.close()


def listen(page: Page) -> list[Request]:
    """Return a list to which every request of a page is added."""
    sent: list[Request] = []

    def note(request: Request) -> None:
        sent.append(request)

    page.on("request", note)
    return sent


@pytest.mark.parametrize("name", LOOKED_AT)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    name: str, browser: Browser, told_site: str, not_run: Callable[[str, str], NoReturn]
) -> None:
    if not AXE.is_file():
        not_run("axe-core is not installed", "make assets")
    context = new_context(browser, bypass_csp=True, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(told_site + LOOKED_AT[name])
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(SMALL, ", ".join(TARGETS)) == []
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(f"axe.run().{VIOLATIONS}")
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(f"axe.run({{runOnly: ['color-contrast']}}).{VIOLATIONS}")
    page.emulate_media(forced_colors="active")
    assert page.locator("h1").is_visible()
    context.close()
    assert found == []


@pytest.mark.parametrize("code", ["ja-easy", "en"])
def test_the_widest_pages_fit_in_other_languages_too(
    code: str, browser: Browser, told_site: str
) -> None:
    context = new_context(browser, viewport={"width": 320, "height": 800})
    page = context.new_page()
    for path in ("/places/station:nerima", f"/places/{LIBRARY}", "/about-data", "/outages"):
        page.goto(f"{told_site}{path}?language={code}")
        unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    context.close()


def test_what_is_heard_names_the_station_its_lift_and_what_follows(
    plain: Page, told_site: str
) -> None:
    plain.goto(told_site + STATES["a station, its lift out"])
    heard = plain.locator("main").aria_snapshot()
    for line in (
        'heading "小竹向原駅" [level=1]',
        'link "この駅から出かける"',
        'heading "エレベーター" [level=2]',
        "この駅では今、車いすで地上に出る道がありません。",
        'rowheader "有楽町線"',
        'table "路線ごとのホームドア"',
    ):
        assert line in heard, heard
    plain.goto(told_site + STATES["a facility, measured"])
    heard = plain.locator("main").aria_snapshot()
    assert re.search(r'row "入口の段差 2センチ 調査済み、', heard)
    assert re.search(r'row "入口の幅 分かりません 未確認"', heard)


def test_a_library_is_found_and_a_way_asked_for_by_keyboard_alone_without_javascript(
    plain: Page, told_site: str
) -> None:
    plain.goto(told_site + "/places")
    assert not plain.locator("form.position").is_visible()
    tab_to(plain, "q")
    plain.keyboard.type("こたけとしょかん")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/places?q=*")
    follow(plain, f"/places/{LIBRARY}")
    follow(plain, "/route/traveller?from=station:kotake-mukaihara")
    assert plain.locator("h1").inner_text() == "どのように移動しますか"


def test_not_knowing_leads_to_a_goal_by_keyboard_alone(plain: Page, told_site: str) -> None:
    plain.goto(told_site + "/route/to?from=station:kotake-mukaihara&traveller=walk")
    follow(plain, "/route/to?from=station:kotake-mukaihara&traveller=walk&unsure=1")
    follow(plain, "/route/to?from=station:kotake-mukaihara&traveller=walk&kind=library")
    follow(plain, f"/route?from=station:kotake-mukaihara&traveller=walk&to={LIBRARY}")
    assert "小竹図書館まで" in plain.locator("h1").inner_text()


def test_a_mistake_is_reported_by_keyboard_alone(plain: Page, told_site: str) -> None:
    plain.goto(told_site + STATES["feedback on a block"])
    tab_to(plain, "words")
    plain.keyboard.type("ここは工事中です。")
    plain.keyboard.press("Tab")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/feedback/thanks")
    assert plain.locator("h1").inner_text() == "知らせを受け取りました"


def test_a_position_is_asked_for_at_a_press_and_sent_in_a_body_alone(
    browser: Browser, told_site: str
) -> None:
    context = new_context(
        browser,
        geolocation={"latitude": 35.743219, "longitude": 139.681234},
        permissions=["geolocation"],
    )
    page = context.new_page()
    sent = listen(page)
    page.goto(told_site + "/places")
    assert not [one for one in sent if one.method == "POST"], "nothing is sent before a press"
    page.locator("form.position button").click()
    page.wait_for_url("**/places/near")
    assert "小竹向原駅" in page.locator("main").inner_text()
    (posted,) = [one for one in sent if one.method == "POST"]
    assert "lat=35.743219" in (posted.post_data or "")
    assert not [one for one in sent if "743219" in one.url]
    assert "743219" not in page.content()
    page.go_back()
    assert page.locator("[name=lat]").input_value() == ""
    context.close()


def test_a_position_that_is_refused_is_told_and_sends_nothing(
    browser: Browser, told_site: str
) -> None:
    context = new_context(browser)
    page = context.new_page()
    sent = listen(page)
    page.goto(told_site + "/places")
    page.locator("form.position button").click()
    status = page.locator("form.position [data-said]")
    status.get_by_text("分かりませんでした").wait_for()
    assert not [one for one in sent if one.method == "POST"]
    context.close()


def test_the_small_page_stands_in_another_sites_frame_and_no_other_does(
    browser: Browser, told_site: str
) -> None:
    frames = "".join(
        f'<iframe src="{told_site}{path}"></iframe>' for path in (f"/embed/{LIBRARY}", "/places")
    )
    context = new_context(browser)
    page = context.new_page()
    with served(Response(frames, mimetype="text/html")) as facility:
        page.goto(facility)
        small, other = (page.frame_locator("iframe").nth(number) for number in (0, 1))
        assert "小竹図書館への行き方" in small.locator("h1").inner_text()
        assert other.locator("#main").count() == 0
        with context.expect_page() as opened:
            small.locator(".tiles a").first.click()
        assert "/route/traveller" in opened.value.url
    context.close()


def test_a_printed_station_keeps_its_facts_and_no_navigation(plain: Page, told_site: str) -> None:
    plain.goto(told_site + STATES["a station, its lift out"])
    plain.emulate_media(media="print")
    assert plain.locator("table.known").first.is_visible()
    assert plain.locator(".lift").first.is_visible()
    assert not plain.locator("header nav").is_visible()
