"""The player in a real browser: block by block, by keyboard, marked, and silent until asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, Route, sync_playwright

from tests.web.pages import ROUTE
from tests.web.test_browser import ARGUMENTS, AXE, VIOLATIONS

START, GOAL = "station:kotake-mukaihara", "facility:kotake-toshokan"
ADDRESS = ROUTE + "white_cane&language=ja"
STATE = """() => {
  const audio = document.querySelector("audio");
  return {
    time: audio.currentTime, paused: audio.paused, rate: audio.playbackRate,
    address: audio.getAttribute("src"),
    marked: [...document.querySelectorAll("li[aria-current=true]")].map(one => one.dataset.step),
    now: document.querySelector("[data-now-shown]").textContent,
    play: document.querySelector("[data-act=play]").textContent,
    told: document.querySelector("[data-told]").textContent,
  };
}"""
DEVICE = """
const said = [];
window.said = said;
class Said { constructor(text) { this.text = text; this.on = {}; }
  addEventListener(name, act) { this.on[name] = act; } }
window.SpeechSynthesisUtterance = Said;
const voices = [];
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => voices, addEventListener: () => {},
  cancel: () => {}, speak: (one) => { said.push(one); if (!window.mute) one.on.start(); },
}});
setTimeout(() => voices.push(
  { lang: "ja-JP", name: "far", localService: false },
  { lang: "ja_JP", name: "near", localService: true }, { lang: "en-US", localService: true }), 50);
"""
"""A device whose voices come late and say so to nobody."""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield instance
        instance.close()


@pytest.fixture(scope="module")
def spoken(browser: Browser, site: str) -> str:
    """Let the service speak the route once, so that no test waits for an engine."""
    context = browser.new_context()
    times = ADDRESS.replace("/route?", "/route/sound.json?")
    assert context.request.get(site + times, timeout=60_000).ok
    context.close()
    return site + ADDRESS


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="ja-JP", viewport={"width": 900, "height": 700})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []


def wait_for(page: Page, **wanted: Any) -> dict[str, Any]:
    """Wait until the player is in a state and return it."""
    for name, value in wanted.items():
        page.wait_for_function(
            f"([name, value]) => JSON.stringify(({STATE})()[name]) === JSON.stringify(value)",
            arg=[name, value], timeout=20_000,
        )  # fmt: skip
    state: dict[str, Any] = page.evaluate(STATE)
    return state


def press(page: Page, act: str) -> None:
    page.locator(f"[data-act={act}]").press("Enter")


def test_the_route_is_heard_block_by_block_by_keyboard(page: Page, spoken: str) -> None:
    asked: list[str] = []
    page.on("response", lambda answer: asked.append(answer.url))
    page.goto(spoken)
    page.wait_for_selector(".player .controls:not([hidden])")
    assert not any("sound" in url or ".mp3" in url for url in asked), "it fetched unasked"
    assert page.evaluate(STATE)["paused"]
    with page.expect_response(lambda answer: "sound.json" in answer.url) as told:
        press(page, "play")
    times = {one["block"]: one["start_s"] for one in told.value.json()["chapters"]}
    wait_for(page, paused=False, now="はじめのことばを読んでいます。", play="止める")
    for number in (1, 2):
        press(page, "next")
        wait_for(page, marked=[str(number)], now=f"{number}番を読んでいます。")
        page.wait_for_function(
            "begins => document.querySelector('audio').currentTime > begins - 0.1",
            arg=times[number], timeout=20_000,
        )  # fmt: skip
        assert page.evaluate(STATE)["time"] < times[number] + 4
    press(page, "back")
    wait_for(page, marked=["1"])
    press(page, "again")
    wait_for(page, marked=["1"], paused=False)
    press(page, "play")
    wait_for(page, paused=True, marked=[], play="続きを聞く", now="")
    press(page, "play")
    wait_for(page, paused=False, marked=["1"])


def test_one_block_is_heard_alone_at_the_chosen_speed_and_in_view(page: Page, spoken: str) -> None:
    page.goto(spoken)
    page.select_option("#player-speed", "1.5")
    buttons = page.get_by_role("button", name="番を聞く")
    steps = page.locator("li[data-step]").count()
    assert buttons.count() == steps
    page.get_by_role("button", name="3番を聞く", exact=True).press("Enter")
    state = wait_for(page, marked=["3"], paused=False)
    assert "block=3" in state["address"]
    assert state["rate"] == 1.5
    assert page.locator("li[data-step='3']").evaluate(
        "one => { const r = one.getBoundingClientRect();"
        " return r.top >= 0 && r.bottom <= innerHeight }"
    )
    assert page.get_by_role("button", name="3番を止める").count() == 1
    wait_for(page, now="終わりまで読みました。", marked=[])
    press(page, "next")
    wait_for(page, marked=["4"], paused=False)


def test_the_keys_of_a_headset_go_from_block_to_block(page: Page, spoken: str) -> None:
    page.add_init_script(
        "window.keys = {}; navigator.mediaSession.setActionHandler ="
        " (name, act) => { window.keys[name] = act; };"
    )
    page.goto(spoken)
    press(page, "play")
    wait_for(page, paused=False, now="はじめのことばを読んでいます。")
    page.evaluate("keys.nexttrack()")
    wait_for(page, marked=["1"])
    told = page.evaluate(
        "[navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.artist]"
    )
    assert told == ["1番を読んでいます。", "小竹向原駅から練馬区立小竹図書館まで"]
    page.evaluate("keys.previoustrack()")
    wait_for(page, now="はじめのことばを読んでいます。")
    page.evaluate("keys.pause()")
    wait_for(page, paused=True)


def test_sound_that_cannot_be_made_is_told_and_the_text_stays(page: Page, spoken: str) -> None:
    page.route(
        "**/route.mp3*", lambda route: route.fulfill(status=503, headers={"Retry-After": "60"})
    )
    page.goto(spoken)
    steps = page.locator("li[data-step]").count()
    press(page, "play")
    wait_for(page, told="音声を作れませんでした。文章の案内は、そのまま使えます。")
    assert page.locator("li[data-step]").count() == steps
    assert page.locator("#player [data-told]").inner_text().startswith("音声を作れませんでした")


def test_the_voice_of_the_device_is_a_choice_and_speaks_a_sentence_at_a_time(
    page: Page, spoken: str
) -> None:
    page.add_init_script(DEVICE)
    page.goto(spoken)
    page.wait_for_selector("fieldset.voices:not([hidden])")
    assert page.locator("#voice-file").is_checked(), "Japanese is best from the service"
    assert page.evaluate("said.length") == 0
    page.locator("#voice-device").check()
    page.get_by_role("button", name="2番を聞く", exact=True).click()
    first = page.evaluate("said.map(one => [one.text, one.voice.name, one.lang, one.rate])")
    assert [one[1:] for one in first] == [["near", "ja_JP", 1]]
    assert wait_for(page, marked=["2"])["paused"], "the file is silent meanwhile"
    page.evaluate("said.at(-1).on.end()")
    assert page.evaluate("said.length") == 2
    page.select_option("#player-speed", "1.3")
    assert page.evaluate("said.at(-1).rate") == 1.3
    press(page, "play")
    wait_for(page, marked=[])


def test_a_device_that_stays_silent_gives_way_to_the_file(page: Page, spoken: str) -> None:
    page.add_init_script(DEVICE + "window.mute = true;")
    page.clock.install()
    page.goto(spoken)
    page.clock.run_for(600)
    page.locator("#voice-device").check()
    press(page, "play")
    assert page.evaluate(STATE)["paused"]
    page.clock.run_for(3500)
    wait_for(page, paused=False)
    assert page.locator("#voice-file").is_checked()


def test_in_english_the_voice_of_the_device_goes_first(page: Page, spoken: str) -> None:
    page.add_init_script(DEVICE)
    page.goto(spoken.replace("language=ja", "language=en"))
    page.wait_for_selector("fieldset.voices:not([hidden])")
    assert page.locator("#voice-device").is_checked()


def test_axe_finds_nothing_in_the_player_and_its_targets_are_large(page: Page, spoken: str) -> None:
    if not AXE.exists():
        pytest.skip("axe is checked by test_browser.py where it is installed")
    page.add_init_script(DEVICE)
    page.goto(spoken)
    page.wait_for_selector("fieldset.voices:not([hidden])")
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(f"axe.run('#player').{VIOLATIONS}") == []
    small = page.eval_on_selector_all(
        "#player :is(button, select, a, .choice label), .listen",
        "all => all.filter(one => one.offsetHeight && one.offsetHeight < 44)"
        ".map(one => one.outerHTML)",
    )
    assert small == []


def test_the_player_does_not_scroll_sideways_on_a_narrow_screen(page: Page, spoken: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(spoken)
    page.wait_for_selector(".player .controls:not([hidden])")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_nothing_of_the_player_is_printed(page: Page, spoken: str) -> None:
    page.goto(spoken)
    page.emulate_media(media="print")
    assert not page.locator("#player").is_visible()
    assert not page.locator(".listen").first.is_visible()


def test_without_javascript_the_browsers_own_controls_play_it(
    browser: Browser, spoken: str
) -> None:
    context = browser.new_context(locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    answer = page.goto(spoken)
    assert isinstance(answer, Response)
    assert answer.ok
    assert page.locator("#player audio").is_visible()
    assert not page.locator("#player .controls").is_visible()
    assert page.locator(".listen").count() == 0
    context.close()


def test_an_unheard_route_begins_at_once_and_becomes_one_file_meanwhile(
    page: Page, spoken: str
) -> None:
    page.goto(spoken)
    with page.expect_response(lambda answer: "sound.json" in answer.url) as told:
        press(page, "play")
    assert told.value.ok
    state = wait_for(page, paused=False, now="はじめのことばを読んでいます。")
    assert "block=0" in state["address"]
    page.evaluate("document.querySelector('audio').currentTime = 1e4")
    state = wait_for(page, marked=["1"], paused=False)
    assert "block" not in state["address"]
    page.wait_for_function("() => document.querySelector('audio').currentTime > 10")


def test_without_a_connection_the_whole_that_the_device_keeps_is_played(
    page: Page, spoken: str
) -> None:
    page.route("**/route.mp3*block=*", lambda route: route.abort())
    page.goto(spoken)
    page.get_by_role("button", name="2番を聞く", exact=True).click()
    state = wait_for(page, marked=["2"], paused=False)
    assert "block" not in state["address"]
    page.wait_for_function("() => document.querySelector('audio').currentTime > 10")
    page.context.set_offline(True)
    press(page, "next")
    wait_for(page, marked=["3"], paused=False)


def test_a_service_that_is_busy_is_asked_again_a_little_later(page: Page, spoken: str) -> None:
    left = [3]

    def answer(route: Route) -> None:
        left[0] -= 1
        if left[0] > 0:
            route.fulfill(status=503, headers={"Retry-After": "1"})
        else:
            route.continue_()

    page.route("**/route.mp3*", answer)
    page.goto(spoken)
    press(page, "play")
    wait_for(page, told="音声を用意しています。")
    wait_for(page, paused=False, told="", now="はじめのことばを読んでいます。")


def test_from_a_position_the_sound_is_posted_for_and_stands_in_no_address(
    page: Page, spoken: str
) -> None:
    site = spoken.partition("/route")[0]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.goto(f"{site}/settings")
    line = page.request.post(
        f"{site}/api/v1/routes",
        data={"from": {"place": START}, "to": {"place": GOAL}, "traveller": {"preset": "walk"}},
    ).json()["routes"][0]["geometry"]["coordinates"]
    lon, lat = line[len(line) // 2]
    page.evaluate(
        """fields => {
          const token = document.querySelector("[name=csrf_token]").value;
          const form = document.createElement("form");
          form.method = "post"; form.action = "/route";
          for (const [name, value] of Object.entries({ ...fields, csrf_token: token })) {
            form.append(Object.assign(document.createElement("input"), { name, value }));
          }
          document.body.append(form); form.submit();
        }""",
        {"lat": str(lat), "lon": str(lon), "to": GOAL, "traveller": "walk", "language": "en"},
    )
    page.wait_for_selector(".player .controls:not([hidden])")
    press(page, "play")
    state = wait_for(page, paused=False, now="はじめのことばを読んでいます。")
    assert state["address"].startswith("blob:")
    press(page, "next")
    wait_for(page, marked=["1"], paused=False)
    assert any(one.startswith("POST") and one.endswith("/route.mp3") for one in asked)
    assert not [one for one in asked if str(lat)[:7] in one]
