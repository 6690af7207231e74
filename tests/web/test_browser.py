"""The first trip in a real browser: keyboard only, no JavaScript, narrow, large, and axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.web.pages import ERRORS, PLANNED, ROUTE, STATES

STEPS = (
    "start",
    "from, for a goal",
    "exit",
    "to",
    "traveller",
    "settings",
    "all, filled",
    "a route by cane",
    "custom limits",
    "other ways",
    "step by step",
    "routes kept",
    "data",
)
LOOKED_AT = {
    **{name: STATES[name] for name in STEPS},
    **{name: STATES[name] for name in STATES if name.startswith(("no route", "assumed", "ways"))},
    **{name: ERRORS[name][0] for name in ("no station", "a limit out of range", "no assumption")},
    "braille": ROUTE.replace("/route?", "/route/braille?") + "white_cane",
}
"""The states that are looked at in the browser, every fold opened."""
TARGETS = (
    "select", "textarea", "input:not([type=radio])", "button", ".choice label", "summary",
    "header a", ".links a", "a.button",
)  # fmt: skip
VIOLATIONS = "then(r => r.violations.map(v => v.id + ': ' + v.help))"
GOAL = "to=facility:kotake-toshokan"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield instance
        instance.close()


def new_context(browser: Browser, **more: Any) -> BrowserContext:
    """Return a context of a reader of Japanese."""
    return browser.new_context(locale="ja-JP", **more)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = new_context(
        browser, java_script_enabled=False, viewport={"width": 1000, "height": 800}
    )
    yield context.new_page()
    context.close()


def test_the_whole_trip_works_by_keyboard_alone_without_javascript(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.keyboard.press("Tab")  # the skip link comes first
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    follow(page, "/route/from")
    follow(page, "/route/exit?from=station:kotake-mukaihara")
    page.focus("main")
    for _ in range(3):  # back, the exits (any), on
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/route/to?*")
    tab_to(page, "q")
    page.keyboard.type("こたけとしょかん")
    page.keyboard.press("Enter")
    page.wait_for_url("**/route/to?*q=*")
    follow(page, f"/route/traveller?from=station:kotake-mukaihara&{GOAL}")
    tab_to(page, "traveller-walk")
    press_until(page, "ArrowDown", "input[name=traveller]:checked", "wheelchair_manual")
    page.keyboard.press("Enter")
    page.wait_for_url("**/route?*")
    assert "小竹図書館まで" in page.locator("h1").inner_text()
    assert "エレベーター" in page.locator("ol.steps").inner_text()
    assert "到着です" in page.locator("ol.steps > li").last.inner_text()


def follow(page: Page, start: str) -> None:
    """Press Tab until a link has the focus, then Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        link = page.evaluate("document.activeElement.getAttribute('href') || ''")
        if unquote(link).startswith(start):
            page.keyboard.press("Enter")
            page.wait_for_url(lambda address: unquote(address).partition(start)[1] == start)
            return
    pytest.fail(f"{start} cannot be reached by Tab")


def press_until(page: Page, key: str, selector: str, value: str) -> None:
    """Press a key until a field holds a value, as someone without a mouse does."""
    for _ in range(120):
        if page.locator(selector).input_value() == value:
            return
        page.keyboard.press(key)
    pytest.fail(f"{value} cannot be reached by {key}")


def test_limits_other_ways_and_assumptions_are_asked_for_by_keyboard_alone(
    page: Page, site: str
) -> None:
    page.goto(site + STATES["all, from an exit"].replace("to=station:kotake-mukaihara", GOAL))
    page.focus("#unknown-warn")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # unfolds departure, other ways and what-if
    for field in ("depart", "alternatives", "if-lift", "what_if"):
        tab_to(page, field)
        if field == "alternatives":
            press_until(page, "ArrowDown", "#alternatives", "2")
        elif field == "if-lift":
            press_until(page, "ArrowDown", "#if-lift", f"{PLANNED}=open")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # unfolds the limits
    tab_to(page, "max_step_cm")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/route?" in address)
    assert "（仮定）" in page.locator("h1").inner_text()
    assert "3センチまで（変更）" in page.locator("table.limits").inner_text()
    assert "depart" not in page.url
    assert "=&" not in page.url


def tab_to(page: Page, field: str) -> None:
    """Press Tab until a field has the focus, as someone without a mouse does."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == field:
            return
    pytest.fail(f"{field} cannot be reached by Tab")


@pytest.mark.parametrize("path", LOOKED_AT.values(), ids=list(LOOKED_AT))
@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (1280, 4)])
def test_nothing_scrolls_sideways_on_a_narrow_screen_or_at_400_percent(
    path: str, width: int, zoom: int, browser: Browser, site: str
) -> None:
    view = {"width": width // zoom, "height": 800 // zoom}
    context = new_context(browser, viewport=view, device_scale_factor=zoom)
    page = context.new_page()
    page.goto(site + path)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= view["width"]
    context.close()


def test_what_is_too_wide_would_be_found(browser: Browser, site: str) -> None:
    context = new_context(browser, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(site + "/route/all")
    page.evaluate("document.querySelector('#from').style.minWidth = '400px'")
    assert page.evaluate("document.documentElement.scrollWidth") > 320
    context.close()


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


@pytest.mark.parametrize("path", LOOKED_AT.values(), ids=list(LOOKED_AT))
def test_axe_finds_nothing(
    path: str, browser: Browser, site: str, not_run: Callable[[str, str], NoReturn]
) -> None:
    if not AXE.is_file():
        not_run("axe-core is not installed", "make assets")
    context = new_context(browser, bypass_csp=True)
    page = context.new_page()
    page.goto(site + path)
    unfold(page)
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(f"axe.run().{VIOLATIONS}")
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(f"axe.run({{runOnly: ['color-contrast']}}).{VIOLATIONS}")
    context.close()
    assert found == []


def test_axe_would_find_a_field_without_a_label(
    browser: Browser, site: str, not_run: Callable[[str, str], NoReturn]
) -> None:
    if not AXE.is_file():
        not_run("axe-core is not installed", "make assets")
    context = new_context(browser, bypass_csp=True)
    page = context.new_page()
    page.goto(site + "/route/all")
    page.evaluate("document.querySelector('label[for=from]').remove()")
    page.add_script_tag(path=str(AXE))
    assert "select-name" in page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
    context.close()


@pytest.mark.parametrize("name", ["all, filled", "no route, a limit", "assumed, no way"])
def test_every_target_is_at_least_44_pixels_high(name: str, page: Page, site: str) -> None:
    page.goto(site + STATES[name])
    unfold(page)
    for selector in TARGETS:
        for one in page.locator(selector).all():
            if not one.is_visible():
                continue  # waits for JavaScript
            box = one.bounding_box()
            assert box is not None
            assert box["height"] >= 43.5, (selector, one.inner_text())


def test_fields_and_their_labels_stand_in_line(page: Page, site: str) -> None:
    page.goto(site + STATES["all, filled"])
    for one in page.locator(".columns .field").all():
        label, field = (
            one.locator("label").bounding_box(),
            one.locator("input, select").bounding_box(),
        )
        assert label is not None
        assert field is not None
        assert abs(label["x"] - field["x"]) < 1
        assert label["y"] + label["height"] <= field["y"] + 1


def test_the_printed_page_holds_the_steps_and_no_navigation(page: Page, site: str) -> None:
    page.goto(site + ROUTE + "wheelchair_manual")
    page.emulate_media(media="print")
    assert page.locator("ol.steps").is_visible()
    assert page.locator("table.limits").is_visible()
    assert not page.locator("header nav").is_visible()
    assert not page.locator(".files").is_visible()
