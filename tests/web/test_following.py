"""The rules of the walking view (static/js/following.js), run in the browser on tables of fixes.

The street map is drawn in metres: 300 m east, then 200 m north. Blocks begin at 0, 100, 300 (the
corner), 310 and 480 m.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.web.test_browser import ARGUMENTS

MODULE = Path(__file__).parents[2] / "static" / "js" / "following.js"
STARTS = (0, 100, 300, 310, 480)
Fix = tuple[float, float, float]
"""Metres east and north of the start, accuracy in metres."""

DRIVER = """
async ({variant, street, starts, crosses, closed, blind, fixes, from, chosen, silent}) => {
  const {prepare, begin, follow, choose, tick} = await import("/static/js/" + variant);
  const [lon0, lat0] = [139.68, 35.74];
  const north = 6371008.8 * Math.PI / 180, east = north * Math.cos(lat0 * Math.PI / 180);
  const lonlat = ([x, y]) => [lon0 + x / east, lat0 + y / north];
  const blocks = starts.map((at_m, n) => ({at_m, crosses: crosses.includes(n)}));
  const way = prepare({line: street.map(lonlat), blocks, closed, blind});
  let state = begin(way, from);
  const told = [];
  let now = 0;
  fixes.forEach((fix, number) => {
    if (chosen[number] !== undefined) state = choose(way, state, chosen[number]);
    now += silent[number] ?? 1000;
    let events = [];
    [state, events] = tick(way, state, now);
    events.forEach((event) => told.push({at: number, ...event}));
    if (fix === null) return;
    const [lon, lat] = lonlat(fix);
    [state, events] = follow(way, state, {lon, lat, accuracyM: fix[2], timeMs: now});
    events.forEach((event) => told.push({at: number, ...event}));
  });
  return {told, state};
}
"""
Told = list[dict[str, Any]]
Run = Callable[..., Told]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield instance
        instance.close()


@pytest.fixture(scope="module")
def page(browser: Browser, site: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(site + "/about-data")
    yield page
    page.close()


@pytest.fixture(scope="module")
def run(page: Page) -> Run:
    """Return ``run(fixes)``: the events that a table of fixes gives."""

    def run(fixes: list[Fix | None], *, variant: str = "following.js", **more: Any) -> Told:
        asked: dict[str, Any] = {
            "street": [[0, 0], [300, 0], [300, 200]],
            "starts": STARTS, "crosses": [], "closed": [], "blind": False, "from": 0,
            "chosen": {}, "silent": {},
        }  # fmt: skip
        told: Told = page.evaluate(DRIVER, {**asked, **more, "variant": variant, "fixes": fixes})[
            "told"
        ]
        return told

    return run


def walk(*, until: float = 500, step: float = 5, accuracy: float = 6) -> list[Fix | None]:
    """Return a fix every few metres of the drawn street."""
    places = [step * number for number in range(int(until / step) + 1)]
    return [(min(at, 300.0), max(0.0, at - 300.0), accuracy) for at in places]


def kinds(told: Told) -> list[str]:
    return [row["type"] for row in told]


def blocks(told: Told) -> list[int]:
    return [row["block"] for row in told if row["type"] == "block"]


def broken(page: Page, old: str, new: str) -> str:
    """Serve a copy of the module with one rule broken, and return its name."""
    text = MODULE.read_text(encoding="utf-8")
    assert old in text
    name = f"following-{abs(hash((old, new)))}.js"
    body = text.replace(old, new)

    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="text/javascript")

    page.route(f"**/static/js/{name}", answer)
    return name


# -- in order, when near ------------------------------------------------------------


def test_every_block_is_told_once_in_order_and_twenty_metres_ahead(run: Run) -> None:
    told = run(walk())
    assert blocks(told) == [1, 2, 3, 4]
    assert kinds(told) == ["block"] * 4 + ["end"]
    assert all(row["left_m"] in {15, 20} for row in told[:2])
    assert [row["passed"] for row in told[:4]] == [[]] * 4


def test_the_block_behind_a_short_one_waits_until_that_has_begun(run: Run) -> None:
    told = run(walk(step=2))
    at = {row["block"]: row["at"] * 2 for row in told if row["type"] == "block"}
    assert 280 <= at[2] <= 282
    assert 295 <= at[3] < 305


@pytest.mark.parametrize(
    ("starts", "behind"), [((0, 100, 112, 300), 112), ((0, 100, 100, 300), 105)]
)
def test_nothing_else_is_told_until_a_crossing_is_behind(
    starts: tuple[int, ...], behind: int, run: Run
) -> None:
    told = run(walk(until=150, step=1), starts=starts, crosses=[1])
    at = {row["block"]: row["at"] for row in told}
    assert at[1] < 85
    assert behind <= at[2] <= behind + 1
    assert {row["block"]: row["at"] for row in run(walk(until=150, step=1), starts=starts)}[
        2
    ] <= 101


def test_blocks_at_one_place_are_told_one_after_the_other(run: Run) -> None:
    told = run(walk(), starts=[0, 100, 101, 102, 480])
    assert blocks(told) == [1, 2, 3, 4]


def test_a_coarse_walk_tells_no_block_and_points_to_each_place_once(run: Run) -> None:
    told = run(walk(accuracy=35))
    assert kinds(told) == ["unsure"]
    assert told[0] == {"at": 9, "type": "unsure", "block": 1, "accuracyM": 35}


def test_nothing_at_all_is_told_of_a_fix_that_is_no_position(run: Run) -> None:
    assert run([(0, 0, 500), (100, 0, 500), (300, 0, 500)]) == [
        {"at": 0, "type": "unsure", "block": None, "accuracyM": 500}
    ]
    assert kinds(run([(0, 0, 5), (40, 0, float("nan"))])) == ["unsure"]


def test_when_the_position_is_good_again_the_block_is_told(run: Run) -> None:
    told = run([*walk(until=85, accuracy=30), *walk(until=95)[17:]])
    assert kinds(told) == ["unsure", "block"]
    assert told[1]["block"] == 1


# -- jumps ---------------------------------------------------------------------------


def test_one_stray_fix_far_ahead_passes_no_block(run: Run) -> None:
    told = run([(0, 0, 5), (10, 0, 5), (300, 150, 5), (12, 0, 5), (14, 0, 5)])
    assert told == []


def test_after_a_gap_the_passed_blocks_are_named_so_that_no_caution_is_lost(run: Run) -> None:
    told = run([(0, 0, 5), (10, 0, 5), (300, 100, 5), (300, 104, 5), (300, 108, 5)])
    assert told == [{"at": 3, "type": "block", "block": 3, "passed": [1, 2], "left_m": 0}]


def test_what_was_read_by_hand_in_the_gap_is_not_named_again(run: Run) -> None:
    told = run([(0, 0, 5), (10, 0, 5), (300, 100, 5), (300, 104, 5)], chosen={2: 1})
    assert told[0]["passed"] == [2]


def test_reading_ahead_by_hand_skips_nothing_where_the_position_is_known(run: Run) -> None:
    assert blocks(run(walk(), chosen={3: 2, 4: 3, 5: 4})) == [1, 2, 3, 4]


def test_someone_who_turns_back_hears_the_block_of_that_stretch_again(run: Run) -> None:
    there = walk(until=320)
    told = run([*there, *reversed(there[20:])])
    back = [row["block"] for row in told if row["type"] == "back"]
    assert back == [1]
    assert blocks(told) == [1, 2, 3]


def test_a_little_noise_behind_a_block_is_no_turning_back(run: Run) -> None:
    noisy: list[Fix | None] = [(285 + (-12) ** (n % 2), (-1) ** n * 6, 15) for n in range(30)]
    told = run([*walk(until=285), *noisy])
    assert "back" not in kinds(told)
    assert blocks(told) == [1, 2]


def test_a_street_walked_out_and_back_is_followed_in_order(run: Run) -> None:
    out: list[Fix | None] = [(x, 0, 5) for x in range(0, 205, 5)]
    told = run([*out, *reversed(out)], street=[[0, 0], [200, 0], [0, 0]], starts=[0, 200, 300, 390])
    assert blocks(told) == [1, 2, 3]
    assert "off" not in kinds(told)


# -- off the route -------------------------------------------------------------------


AWAY: list[Fix | None] = [(150, 80, 8)] * 4


def test_leaving_is_told_after_three_fixes_and_coming_back_after_two(run: Run) -> None:
    told = run([*walk(until=150), *AWAY, (150, 5, 8), (152, 0, 8), (155, 0, 8)])
    assert kinds(told) == ["block", "off", "returned"]
    assert told[1] == {"at": 33, "type": "off", "distance_m": 80}
    assert told[2] == {"at": 36, "type": "returned", "block": 1, "passed": []}


def test_while_off_no_block_is_told(run: Run) -> None:
    beside: list[Fix | None] = [(x, 90, 8) for x in range(150, 400, 5)]
    told = run([*walk(until=150), *beside])
    assert blocks(told) == [1]


def test_a_doubtful_distance_is_not_told_as_leaving(run: Run) -> None:
    assert run([*walk(until=50), *[(50.0, 40.0, 18.0)] * 5]) == []


def test_on_the_edge_it_does_not_flicker(run: Run) -> None:
    edge: list[Fix | None] = [(150, 20 + 14 * (n % 2), 8) for n in range(40)]
    told = run([*walk(until=150), *AWAY, *edge])
    assert kinds(told) == ["block", "off"]


def test_someone_not_yet_on_the_route_is_away_and_not_lost_from_it(run: Run) -> None:
    told = run([(0, 120, 8)] * 3)
    assert told == [{"at": 2, "type": "away", "distance_m": 120}]


# -- inside, lost, end ---------------------------------------------------------------


def test_inside_nothing_is_told_by_position_until_it_is_good_and_outside(run: Run) -> None:
    inside: list[Fix | None] = [(0, 60, 12), (80, 50, 60), (10, 0, 12), (60, 0, 12)]
    out: list[Fix | None] = [(112, 0, 8), (114, 0, 8), (200, 0, 8), (285, 0, 8)]
    told = run([*inside, *out], closed=[[0, 100]])
    assert kinds(told) == ["unsure", "block", "block"] or kinds(told) == ["block", "block"]
    assert blocks(told) == [1, 2]


def test_a_lift_on_the_way_says_that_one_goes_on_by_hand(run: Run) -> None:
    told = run(walk(until=310), closed=[[300, 310]])
    assert kinds(told) == ["block", "block", "inside"]
    more = run([*walk(until=310), (300, 30, 5), (300, 34, 5)], closed=[[300, 310]], chosen={61: 3})
    assert blocks(more) == [1, 2]


def test_a_position_that_stays_away_is_lost_and_found_again(run: Run) -> None:
    told = run([(0, 0, 5), None, None, (85, 0, 5)], silent={1: 20000, 2: 20000})
    assert kinds(told) == ["lost", "found", "block"]


def test_without_a_position_the_choice_by_hand_is_where_one_is(run: Run) -> None:
    told = run([(0, 0, 5), None, (300, 100, 5), (300, 102, 5)], silent={1: 40000}, chosen={2: 2})
    assert next(row for row in told if row["type"] == "block")["passed"] == []


# -- the blind -----------------------------------------------------------------------


def test_the_blind_are_never_told_how_far_a_block_is(run: Run) -> None:
    told = run(walk(), blind=True)
    assert blocks(told) == [1, 2, 3, 4]
    assert not any("left_m" in row for row in told)


# -- nothing skipped, whatever comes -------------------------------------------------

WILD = """
async ({variant, seeds}) => {
  const {prepare, begin, follow, choose, tick, RULES} = await import("/static/js/" + variant);
  const north = 6371008.8 * Math.PI / 180, east = north * Math.cos(35.74 * Math.PI / 180);
  const lonlat = ([x, y]) => [139.68 + x / east, 35.74 + y / north];
  const found = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    let word = seed * 2654435761 % 4294967296;
    const random = () => (word = (word * 1664525 + 1013904223) % 4294967296) / 4294967296;
    const street = [[0, 0]], starts = [0];
    for (let n = 0; n < 8; n += 1) {
      const [x, y] = street[n];
      street.push([x + 200 * random() - 60, y + 200 * random() - 60]);
    }
    for (let n = 0; n < 9; n += 1) starts.push(starts[n] + 120 * random() * (random() < 0.7));
    const closed = random() < 0.3 ? [[100, 180]] : [];
    const blocks = starts.map((at_m) => ({at_m}));
    const way = prepare({line: street.map(lonlat), blocks, closed, blind: false});
    let state = begin(way, 0);
    const told = new Set([0]);
    let [x, y, now] = [0, 0, 0];
    for (let n = 0; n < 120; n += 1) {
      const goal = street[1 + Math.floor(n / 15)] ?? street[8];
      const nearer = [x + (goal[0] - x) / 6, y + (goal[1] - y) / 6];
      [x, y] = random() < 0.05 ? [800 * random(), 800 * random()] : nearer;
      if (random() < 0.03) {
        const chosen = Math.floor(random() * starts.length);
        state = choose(way, state, chosen);
        told.add(chosen);
      }
      now += random() < 0.02 ? 60000 : 1000;
      let events, more;
      [state, events] = tick(way, state, now);
      const [lon, lat] = lonlat([x + 20 * random() - 10, y + 20 * random() - 10]);
      const accuracyM = random() < 0.2 ? 150 * random() : 3 + 10 * random();
      const byHand = state.reached;
      [state, more] = follow(way, state, {lon, lat, accuracyM, timeMs: now});
      for (const event of [...events, ...more]) {
        if (["block", "returned"].includes(event.type)) {
          if (accuracyM > 20) found.push(`${seed}: ${event.type} at ${accuracyM} m`);
          for (let m = byHand + 1; m < event.block; m += 1) {
            if (!told.has(m) && !event.passed.includes(m)) found.push(`${seed}: ${m} was skipped`);
          }
          event.passed.forEach((m) => told.add(m));
        }
        if (event.block !== undefined && event.type !== "unsure") told.add(event.block);
      }
    }
  }
  return found;
}
"""
BREAKAGES = {
    "accuracy is not looked at": ("return fix.accuracyM <= RULES.goodM;", "return true;"),
    "passed blocks are forgotten": ("passed.push(number)", "passed.pop()"),
}


def test_three_hundred_wild_walks_skip_no_block_and_tell_none_by_a_coarse_fix(page: Page) -> None:
    assert page.evaluate(WILD, {"variant": MODULE.name, "seeds": 300}) == []


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_broken_rule_would_be_found(name: str, page: Page) -> None:
    variant = broken(page, *BREAKAGES[name])
    assert page.evaluate(WILD, {"variant": variant, "seeds": 300})


def test_the_tables_catch_each_rule_that_is_taken_away(run: Run, page: Page) -> None:
    coarse = broken(page, "goodM: 20", "goodM: 90")
    assert "block" in kinds(run(walk(accuracy=35), variant=coarse))
    hasty = broken(page, "agreeing: 2", "agreeing: 1")
    stray: list[Fix | None] = [(0, 0, 5), (10, 0, 5), (300, 150, 5), (12, 0, 5)]
    assert run(stray, variant=hasty)
    early = broken(page, "offFixes: 3", "offFixes: 1")
    assert "off" in kinds(run([*walk(until=50), (50, 80, 8), (55, 0, 8)], variant=early))
    flickering = broken(page, "returnM: 15", "returnM: 40")
    edge: list[Fix | None] = [(150, 20 + 14 * (n % 2), 8) for n in range(40)]
    assert "returned" in kinds(run([*walk(until=150), *AWAY, *edge], variant=flickering))
    nearby = broken(page, "backCost: 0.3", "backCost: 0.1")
    out: list[Fix | None] = [(x, 0, 5) for x in range(0, 205, 5)]
    back = [[0, 0], [200, 0], [0, 0]]
    fixes = [*out, *reversed(out)]
    told = run(fixes, street=back, starts=[0, 200, 300, 390], variant=nearby)
    assert blocks(told) != [1, 2, 3]
    telling = broken(page, "if (!way.blind) event.left_m", "event.left_m")
    assert any("left_m" in row for row in run(walk(), blind=True, variant=telling))
    assert all(a < b for a, b in pairwise(STARTS))
