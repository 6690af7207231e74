"""The first trip in a real browser: keyboard only, no JavaScript, narrow, large, and axe."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ROUTE = "/route?from=station:kotake-mukaihara&to=facility:kotake-toshokan&traveller="
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="module")
def site(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the ward network by the product's own command and return its address."""
    folder = app.extensions["network"].folder
    log = (tmp_path_factory.mktemp("log") / "serve.log").open("w+")
    words = ["serve", "--network", str(folder), "--port", "8765"]
    process = subprocess.Popen(
        [sys.executable, "-m", "routeguide.cli", *words],
        cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    address = "http://127.0.0.1:8765"
    try:
        _wait_for(address + "/health", process)
        yield address
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0
        log.seek(0)
        written = log.read()
        log.close()
        assert "kotake" not in written, "an address of a route was written to the log"


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.poll() is None, "the service ended"
        try:
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310 - our own address
        except OSError:
            continue
        return
    pytest.fail("the service did not answer")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield instance
        instance.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1000, "height": 800}
    )
    yield context.new_page()
    context.close()


def test_the_whole_trip_works_by_keyboard_alone_without_javascript(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.keyboard.press("Tab")  # the skip link comes first
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    press_until(page, "ArrowDown", "#from", "station:kotake-mukaihara")
    page.keyboard.press("Tab")
    press_until(page, "ArrowDown", "#to", "facility:kotake-toshokan")
    page.keyboard.press("Tab")
    press_until(page, "ArrowDown", "input[name=traveller]:checked", "wheelchair_manual")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # the details, left closed
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/route?*")
    assert "小竹図書館まで" in page.locator("h1").inner_text()
    assert "エレベーター" in page.locator("ol.steps").inner_text()
    assert "到着です" in page.locator("ol.steps > li").last.inner_text()


def press_until(page: Page, key: str, selector: str, value: str) -> None:
    """Press a key until a field holds a value, as someone without a mouse does."""
    for _ in range(120):
        if page.locator(selector).input_value() == value:
            return
        page.keyboard.press(key)
    pytest.fail(f"{value} cannot be reached by {key}")


@pytest.mark.parametrize("path", ["/", ROUTE + "wheelchair_manual", "/about-data", "/route?from="])
@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (1280, 4)])
def test_nothing_scrolls_sideways_on_a_narrow_screen_or_at_400_percent(
    path: str, width: int, zoom: int, browser: Browser, site: str
) -> None:
    view = {"width": width // zoom, "height": 800 // zoom}
    context = browser.new_context(viewport=view, device_scale_factor=zoom)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= view["width"]
    context.close()


@pytest.mark.parametrize("path", ["/", ROUTE + "white_cane", "/about-data", "/route?from="])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    path: str, scheme: str, browser: Browser, site: str, not_run: Callable[[str, str], NoReturn]
) -> None:
    if not AXE.is_file():
        not_run("axe-core is not installed", "make assets")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site + path)
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.help))")
    context.close()
    assert found == []


def test_axe_would_find_a_field_without_a_label(
    browser: Browser, site: str, not_run: Callable[[str, str], NoReturn]
) -> None:
    if not AXE.is_file():
        not_run("axe-core is not installed", "make assets")
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(site + "/")
    page.evaluate("document.querySelector('label[for=from]').remove()")
    page.add_script_tag(path=str(AXE))
    assert "select-name" in page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
    context.close()


def test_every_target_is_at_least_44_pixels_high(page: Page, site: str) -> None:
    page.goto(site + "/")
    for selector in ("select", "button", ".choice label", "header a"):
        for one in page.locator(selector).all():
            box = one.bounding_box()
            assert box is not None
            assert box["height"] >= 43.5, selector


def test_the_printed_page_holds_the_steps_and_no_navigation(page: Page, site: str) -> None:
    page.goto(site + ROUTE + "wheelchair_manual")
    page.emulate_media(media="print")
    assert page.locator("ol.steps").is_visible()
    assert not page.locator("header nav").is_visible()
