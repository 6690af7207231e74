"""The map in a real browser: by keyboard and by name, narrow, large, printed, without script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.web.pages import ROUTE
from tests.web.test_browser import ARGUMENTS, AXE, VIOLATIONS

BY_CANE = ROUTE + "white_cane"
STEPS = 7
JAPANESE = re.compile(r"[ぁ-ヺ一-鿿]")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield instance
        instance.close()


Open = Callable[..., Page]


@pytest.fixture
def show(browser: Browser, site: str, not_run: Callable[[str, str], NoReturn]) -> Iterator[Open]:
    """Return ``show(**context)``: the route page with its map open, and no other host asked."""
    asked: list[str] = []
    contexts = []

    def open_page(*, path: str = BY_CANE, opened: bool = True, **more: Any) -> Page:
        size = {"width": 1000, "height": 800}
        options = {"locale": "ja-JP", "viewport": size, "reduced_motion": "reduce", **more}
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(site + path)
        if opened:
            if not page.locator(".map-live").count():
                not_run("no map library in static/vendor", "make assets")
            page.locator("section.map").scroll_into_view_if_needed()
            expect(page.locator(".map-number").first).to_be_visible()
            page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert asked
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []


@pytest.fixture(scope="module")
def shown(browser: Browser, site: str, not_run: Callable[[str, str], NoReturn]) -> Iterator[Page]:
    """Return one route page with its map open, for those who leave it as it was."""
    context = browser.new_context(
        locale="ja-JP", viewport={"width": 1000, "height": 800}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(site + BY_CANE)
    if not page.locator(".map-live").count():
        not_run("no map library in static/vendor", "make assets")
    page.locator("section.map").scroll_into_view_if_needed()
    expect(page.locator(".map-number").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


def focused(page: Page) -> str:
    """Return the name of what has the focus."""
    named: str = page.evaluate(
        "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
    )
    return named.strip()


def tab_until(page: Page, wanted: Callable[[str], bool], most: int = 60) -> list[str]:
    """Press Tab until the name of what has the focus fits; return the names on the way."""
    names: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        names.append(focused(page))
        if wanted(names[-1]):
            return names
    pytest.fail(f"not reached by Tab: {names}")


def center_of(page: Page) -> Any:
    """Return where the first number stands on the screen: it moves with the map."""
    box = page.locator(".map-sign-goal").bounding_box()
    assert box is not None
    return round(box["x"]), round(box["y"])


def test_the_map_is_moved_and_left_by_keyboard_alone(show: Open) -> None:
    page = show()
    page.focus(".map-skip")
    for name, moves in (("大きく", True), ("小さく", True), ("北へ", True), ("東へ", True)):
        tab_until(page, lambda found, name=name: found == name)  # type: ignore[misc]
        before = center_of(page)
        page.keyboard.press("Enter")
        assert (center_of(page) != before) is moves
    tab_until(page, lambda found: found.startswith("地図: 小竹向原駅から"))
    before = center_of(page)
    page.keyboard.press("ArrowRight")
    assert center_of(page) != before
    names = tab_until(page, lambda found: found.startswith("1番: "))
    assert all(JAPANESE.search(name) for name in names)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "map-list"


def test_a_number_leads_to_its_step_and_a_step_to_its_number(show: Open) -> None:
    page = show()
    page.locator(".map-number").last.focus()
    assert focused(page).startswith(f"{STEPS}番: 到着です。")
    page.keyboard.press("Enter")
    step = page.locator(f"li[data-step='{STEPS}']")
    expect(step).to_be_focused()
    expect(step).to_be_in_viewport()
    expect(step).to_have_class("map-on")
    other = page.locator("li[data-step='5']")
    other.get_by_role("button", name="5番を地図で見る").press("Enter")
    expect(page.locator(".map-number:focus")).to_be_in_viewport()
    assert focused(page).startswith("5番: ")
    expect(page.locator(".map-said")).to_contain_text("地図に5番を出しました。左9時の方向へ")
    expect(page.locator("#live[role=status]")).to_contain_text("地図に5番を出しました。")
    expect(other).to_have_class("map-on")
    assert page.locator(".map-lit").get_attribute("d") not in {None, "", "M0 0"}


def test_a_step_opens_a_map_that_nobody_has_scrolled_to(show: Open) -> None:
    page = show(opened=False, viewport={"width": 1000, "height": 300})
    assert page.locator(".map-live").is_hidden()
    page.get_by_role("button", name="4番を地図で見る").click()
    expect(page.locator(".map-number:focus")).to_be_visible()
    assert "4番: " in focused(page)


def test_looking_at_a_step_lights_its_stretch(shown: Page) -> None:
    page = shown
    page.locator("li[data-step='6']").hover()
    lit = page.locator(".map-lit").get_attribute("d")
    page.locator("li[data-step='5'] .map-show").focus()
    assert page.locator(".map-lit").get_attribute("d") != lit
    expect(page.locator("li[data-step='5']")).to_have_class("map-on")
    expect(page.locator("li[data-step='6']")).not_to_have_class("map-on")


def test_a_button_that_can_do_no_more_says_so(show: Open) -> None:
    page = show()
    larger = page.get_by_role("button", name="大きく")
    expect(larger).to_have_attribute("aria-disabled", "false")
    for _ in range(8):
        larger.press("Enter")
    expect(larger).to_have_attribute("aria-disabled", "true")
    expect(larger).to_be_focused()
    page.get_by_role("button", name="小さく").click()
    expect(larger).to_have_attribute("aria-disabled", "false")


def test_a_sign_tells_its_name_and_state_below_the_map(show: Open) -> None:
    page = show(path=ROUTE + "walk")
    lift = page.get_by_role("button", name="小竹向原駅のエレベーター: 止まっているという知らせは")
    lift.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map-said")).to_contain_text("エレベーター: 止まっている")


def test_a_layer_that_is_unchecked_is_gone_but_nothing_passes_for_confirmed_by_it(
    shown: Page,
) -> None:
    page = shown
    for label, gone in (("出口", ".map-sign-exit"), ("道順の番号", ".map-number")):
        box = page.locator(".map fieldset").get_by_label(label, exact=True)
        assert page.locator(gone).count()
        box.uncheck()
        expect(page.locator(gone)).to_have_count(0)
        box.check()
        assert page.locator(gone).count()
    dashes = page.locator("path.map-unverified").first
    pattern = dashes.evaluate("one => getComputedStyle(one).strokeDasharray")
    doubts = page.get_by_label("「未確認」の文字")
    doubts.uncheck()
    expect(page.locator(".map-doubt")).to_have_count(0)
    assert dashes.evaluate("one => getComputedStyle(one).strokeDasharray") == pattern != "none"
    doubts.check()


def test_every_name_on_the_map_is_a_whole_one_in_japanese(shown: Page) -> None:
    snapshot = shown.locator("section.map").aria_snapshot()
    buttons = re.findall(r'button "([^"]+)"', snapshot)
    assert len(buttons) > 14
    for name in buttons:
        assert JAPANESE.search(name), name
        assert len(name) > 1
    assert f"{STEPS}番: 到着です。" in snapshot
    assert "小竹向原駅の出口2" in snapshot
    assert 'group "地図: 小竹向原駅から練馬区立小竹図書館まで"' in snapshot
    assert not re.search(r'button "(出|\d+(–\d+)?)"', snapshot)


def test_axe_finds_nothing_on_a_page_with_its_map_in_any_colours(
    show: Open, not_run: Callable[[str, str], NoReturn]
) -> None:
    if not AXE.is_file():
        not_run("axe-core is not installed", "make assets")
    page = show(bypass_csp=True)
    page.add_script_tag(path=str(AXE))
    found = {"light": page.evaluate(f"axe.run().{VIOLATIONS}")}
    page.emulate_media(color_scheme="dark")
    found["dark"] = page.evaluate(f"axe.run().{VIOLATIONS}")
    page.emulate_media(forced_colors="active")
    found["forced"] = page.evaluate(f"axe.run('section.map').{VIOLATIONS}")
    page.set_viewport_size({"width": 320, "height": 640})
    found["narrow"] = page.evaluate(f"axe.run('section.map').{VIOLATIONS}")
    assert found == {key: [] for key in found}


def test_axe_would_find_a_number_without_its_name(
    show: Open, not_run: Callable[[str, str], NoReturn]
) -> None:
    if not AXE.is_file():
        not_run("axe-core is not installed", "make assets")
    page = show(bypass_csp=True)
    page.add_script_tag(path=str(AXE))
    page.locator(".map-sign-goal").evaluate("one => one.removeAttribute('aria-label')")
    assert any("button-name" in one for one in page.evaluate(f"axe.run().{VIOLATIONS}"))


@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (1280, 4)])
def test_nothing_scrolls_sideways_with_a_map(width: int, zoom: int, show: Open) -> None:
    size = {"width": width // zoom, "height": 800 // zoom}
    page = show(viewport=size, device_scale_factor=zoom)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_everything_that_is_pressed_is_large_enough(show: Open) -> None:
    page = show(viewport={"width": 320, "height": 640})
    for one in page.locator(".map button:visible, .map-show, .map .choice label").all():
        box = one.bounding_box()
        assert box is not None
        assert box["height"] >= 43.5
        assert box["width"] >= 43.5


def test_patterns_and_shapes_are_there_without_colours(shown: Page) -> None:
    page = shown
    page.emulate_media(forced_colors="active")
    style = "one => [getComputedStyle(one).strokeDasharray, getComputedStyle(one).stroke]"
    unverified = page.locator("path.map-unverified").first.evaluate(style)
    untraced = page.locator("path.map-untraced").first.evaluate(style)
    assert unverified[0] != untraced[0]
    assert "none" not in unverified[0] + untraced[0]
    ground = page.locator(".map-box").evaluate("one => getComputedStyle(one).backgroundColor")
    page.emulate_media(forced_colors="none")
    assert unverified[1] not in {ground, "none"}


def test_without_javascript_the_sketch_and_the_list_are_there_and_no_dead_button(
    show: Open,
) -> None:
    page = show(opened=False, java_script_enabled=False)
    expect(page.get_by_role("img", name="道順の略図")).to_be_visible()
    expect(page.locator("#map-list")).to_be_visible()
    expect(page.locator(".map-tools")).to_be_hidden()
    assert page.locator(".map-show, .map fieldset").count() == 0


def test_print_shows_the_sketch_and_not_the_map(shown: Page) -> None:
    page = shown
    expect(page.locator(".map-sketch")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".map-sketch svg")).to_be_visible()
    for hidden in (".map-box", ".map-tools", ".map fieldset", ".map-show >> nth=0"):
        expect(page.locator(hidden)).to_be_hidden()
    page.emulate_media(media="screen")


def test_where_the_library_cannot_be_had_the_sketch_stays(show: Open) -> None:
    page = show(opened=False)
    page.route("**/leaflet.js*", lambda route: route.abort())
    page.reload()
    page.locator("section.map").scroll_into_view_if_needed()
    expect(page.locator(".map-said")).to_contain_text("略図を見てください")
    expect(page.locator(".map-sketch svg")).to_be_visible()
    expect(page.locator(".map-live")).to_be_hidden()


def test_the_streets_of_the_network_are_drawn_and_asked_for_once(show: Open) -> None:
    page = show()
    inked = """one => one.getContext('2d').getImageData(0, 0, one.width, one.height)
      .data.some(value => value > 0)"""
    assert any(one.evaluate(inked) for one in page.locator(".map-streets canvas").all())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="大きく").click()
    page.get_by_role("button", name="小さく").click()
    page.wait_for_load_state("networkidle")
    tiles = [url for url in asked if "tile=" in url]
    assert len(tiles) == len(set(tiles))


def test_leaflet_is_not_loaded_before_it_is_needed(show: Open) -> None:
    asked: list[str] = []
    page = show(opened=False, viewport={"width": 1000, "height": 300})
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert asked
    assert not any("leaflet" in url or "tile=" in url for url in asked)
