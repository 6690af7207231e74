"""Routes kept on the device, opened without a connection, in Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from tests.web.test_browser import ARGUMENTS

ROUTE = "/route?from=station:kotake-mukaihara&to=facility:kotake-toshokan&traveller="
SOUND = "/route.mp3?from=station:kotake-mukaihara&to=facility:kotake-toshokan&traveller=walk"
WORKER = Path(__file__).parents[2] / "static" / "js" / "service-worker.js"
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const one of await (await caches.open(name)).keys()) {
      const url = new URL(one.url);
      found.push(url.pathname + url.search);
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield instance
        instance.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="ja-JP", viewport={"width": 400, "height": 800})
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def save(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("document.querySelectorAll('[data-sound]').forEach((one) => one.remove())")
    page.click("#save-route")
    expect(page.locator("#save-told")).to_contain_text("保存しました", timeout=15_000)


def test_nothing_is_kept_before_the_person_asks_for_it(page: Page, site: str) -> None:
    for path in ("/", ROUTE + "walk", "/saved"):
        page.goto(site + path)
        page.wait_for_load_state("load")
    assert page.evaluate(KEPT) == []
    assert (
        page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    )


def test_a_kept_route_opens_without_a_connection_with_its_words_and_its_age(
    page: Page, site: str
) -> None:
    asked = site + ROUTE + "wheelchair_manual&depart=2026-11-24T09:30"
    save(page, asked)
    words = page.locator("ol.steps").inner_text()
    page.context.set_offline(True)
    answer = page.goto(asked)
    assert answer is not None
    assert (answer.header_value("content-security-policy") or "").startswith("default-src 'none'")
    note = page.locator("#saved-note-told")
    expect(note).to_contain_text("1分前にしらべた案内です。")
    assert note.is_visible()
    assert "新しくなりました" not in note.inner_text()
    assert page.locator("ol.steps").inner_text() == words
    page.goto(site + "/saved")
    page.click("[data-part=steps]")
    expect(page.locator("#saved-note-told")).to_contain_text("しらべた案内です。")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#screen h2")).to_have_text(re.compile("案内 2 /"))
    page.goto(site + "/about-data")
    expect(page.locator("h1")).to_have_text("つながっていません")


def test_the_age_is_told_in_hours_and_days(page: Page, site: str) -> None:
    page.goto(site + "/about-data")
    ages = page.evaluate(
        """async () => {
          const {tellAge} = await import("/static/js/saving.js");
          const words = {minutes: "%(n)s m", hours: "%(n)s h", days: "%(n)s d"};
          return [0, 59.9, 60, 47.9 * 60, 48 * 60, 24 * 60 * 400]
            .map((minutes) => tellAge(0, words, minutes * 60000));
        }"""
    )
    assert ages == ["1 m", "59 m", "1 h", "47 h", "2 d", "400 d"]


def test_with_a_connection_the_page_is_new_and_what_is_kept_becomes_new_too(
    page: Page, site: str
) -> None:
    save(page, site + ROUTE + "walk")
    first = saved_at(page)
    page.goto(site + ROUTE + "walk")
    assert page.locator("#saved-note-told").count() == 0
    page.wait_for_function(
        """async (first) => {
          const {readIndex} = await import("/static/js/saving.js");
          return (await readIndex()).routes[0].savedMs > first;
        }""",
        arg=first,
    )


def saved_at(page: Page) -> int:
    found: int = page.evaluate(
        """async () => {
          const {readIndex} = await import("/static/js/saving.js");
          return (await readIndex()).routes[0].savedMs;
        }"""
    )
    return found


def test_a_route_of_an_older_network_is_told_as_such(page: Page, site: str) -> None:
    save(page, site + ROUTE + "walk")
    page.evaluate(
        """async () => (await import("/static/js/saving.js")).noteNetwork("another-network")"""
    )
    page.context.set_offline(True)
    page.goto(site + ROUTE + "walk")
    expect(page.locator("#saved-note-told")).to_contain_text("新しくなりました")
    page.goto(site + "/saved")
    expect(page.locator("[data-part=old]")).to_be_visible()


def test_one_is_deleted_then_all_and_nothing_is_left(page: Page, site: str) -> None:
    for traveller in ("walk", "white_cane"):
        save(page, site + ROUTE + traveller)
    page.goto(site + "/saved")
    rows = page.locator("#saved-list > li")
    expect(rows).to_have_count(2)
    rows.first.locator("[data-part=remove]").click()
    expect(rows).to_have_count(1)
    expect(page.locator("#saved-told")).to_contain_text("消しました: 小竹向原駅から")
    left = [one for one in page.evaluate(KEPT) if one.startswith("/route")]
    assert left
    assert not any("white_cane" in one for one in left)
    page.click("#saved-remove-all")
    expect(page.locator("#saved-none")).to_be_visible()
    assert page.evaluate(KEPT) == []


def test_no_more_than_twenty_are_kept_the_oldest_go_first(page: Page, site: str) -> None:
    page.goto(site + "/about-data")
    kept = page.evaluate(
        """async () => {
          window.fetch = async () => new Response("words");
          const {saveRoute, readIndex} = await import("/static/js/saving.js");
          let last = null;
          for (let n = 0; n < 22; n += 1) {
            last = await saveRoute({question: `from=${n}`, title: `t${n}`, network: "n"});
          }
          const cache = await caches.open("routeguide-saved");
          const left = (await cache.keys()).filter((one) => one.url.includes("/route?")).length;
          return {titles: (await readIndex()).routes.map((one) => one.title), left, last};
        }"""
    )
    assert len(kept["titles"]) == kept["left"] == 20
    assert kept["titles"][0] == "t21"
    assert kept["last"]["dropped"] == ["t1"]


def test_a_route_that_is_kept_anew_leaves_nothing_of_its_older_self(page: Page, site: str) -> None:
    page.goto(site + "/about-data")
    left = page.evaluate(
        """async () => {
          window.fetch = async (url) => new Response(url.startsWith("/route.mp3") ? "12345" : "ab");
          const {saveRoute, saveSounds, readIndex} = await import("/static/js/saving.js");
          const route = {question: "from=1", title: "t", network: "n"};
          await saveRoute({...route, alias: "to=1&from=1"});
          await saveSounds("from=1", ["/route.mp3?from=1"]);
          const first = (await readIndex()).routes[0];
          await saveRoute({...route, sounds: ["/route.mp3?from=1"]});
          const second = (await readIndex()).routes[0];
          await saveRoute(route);
          const urls = (await (await caches.open("routeguide-saved")).keys()).map((one) => one.url);
          const third = (await readIndex()).routes[0];
          const kept = urls.filter((url) => !url.includes("index")).length;
          return {kept, told: [first, second, third].map((one) => [one.bytes, one.sound])};
        }"""
    )
    assert left == {"kept": 3, "told": [[15, True], [11, True], [6, False]]}


def test_no_more_bytes_are_kept_than_was_said(page: Page, site: str) -> None:
    page.goto(site + "/about-data")
    titles = page.evaluate(
        """async () => {
          const big = new Blob([new Uint8Array(3 * 1024 * 1024)]);
          window.fetch = async () => new Response(big);
          const {saveRoute, readIndex} = await import("/static/js/saving.js");
          for (let n = 0; n < 3; n += 1) {
            await saveRoute({question: `from=${n}`, title: `t${n}`, network: "n"});
          }
          return (await readIndex()).routes.map((one) => one.title);
        }"""
    )
    assert titles == ["t2", "t1"]


def test_sounds_are_kept_with_the_route_and_given_in_parts(page: Page, site: str) -> None:
    page.goto(site + ROUTE + "walk")
    page.evaluate(
        """(address) => {
          document.querySelectorAll("[data-sound]").forEach((one) => one.remove());
          const player = document.createElement("div");
          player.dataset.sound = address;
          document.body.append(player);
          const ask = window.fetch;
          const sound = () => new Response("0123456789", {headers: {"Content-Type": "audio/mpeg"}});
          window.fetch = (url, how) => (url === address ? sound() : ask(url, how));
        }""",
        SOUND,
    )
    page.click("#save-route")
    expect(page.locator("#save-told")).to_contain_text("音声も保存しました", timeout=15_000)
    page.context.set_offline(True)
    page.goto(site + ROUTE + "walk")
    parts = page.evaluate(
        """async (address) => {
          const ask = async (range) => {
            const answer = await fetch(address, {headers: range ? {Range: range} : {}});
            return [answer.status, answer.headers.get("Content-Range"), await answer.text()];
          };
          return Promise.all(["", "bytes=0-", "bytes=2-4", "bytes=10-"].map(ask));
        }""",
        SOUND,
    )
    assert parts == [
        [200, None, "0123456789"],
        [206, "bytes 0-9/10", "0123456789"],
        [206, "bytes 2-4/10", "234"],
        [416, "bytes */10", ""],
    ]
    page.goto(site + "/saved")
    expect(page.locator("[data-part=sound]")).to_be_visible()


def test_an_age_that_is_left_out_would_be_noticed(page: Page, site: str) -> None:
    broken = WORKER.read_text(encoding="utf-8").replace("(main) => main + told", "(main) => main")

    def answer(route: Route) -> None:
        first = route.fetch().text().partition("\n")[0]
        route.fulfill(body=f"{first}\n{broken}", content_type="text/javascript")

    page.context.route("**/sw.js", answer)
    save(page, site + ROUTE + "walk")
    page.context.set_offline(True)
    page.goto(site + ROUTE + "walk")
    assert page.locator("ol.steps").count() == 1
    assert page.locator("#saved-note-told").count() == 0


# -- copy and share ----------------------------------------------------------------


def test_the_words_are_copied_with_the_address(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="ja-JP")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    page = context.new_page()
    page.goto(site + ROUTE + "walk")
    page.click("#share-copy")
    expect(page.locator("#share-told")).to_have_text("道順の文をコピーしました。")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "到着です" in copied
    assert f"{site}/route?from=station:kotake-mukaihara" in copied
    context.close()


@pytest.mark.parametrize("can", [True, False])
def test_sharing_is_offered_only_where_the_device_can(can: bool, page: Page, site: str) -> None:
    page.add_init_script(
        "window.shared = []; navigator.share = async (what) => { shared.push(what); };"
        if can
        else "delete Navigator.prototype.share;"
    )
    page.goto(site + ROUTE + "walk")
    button = page.locator("#share-send")
    assert button.is_visible() is can
    if can:
        button.click()
        assert page.evaluate("shared[0].url").startswith(site + "/route?from=")
