"""What the tags tell against a passage is never lost beside a tag that speaks for it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from routeguide.model.passage import Passage
from routeguide.model.traveller import get_preset
from routeguide.model.values import Fact, Known, Measure
from routeguide.network.tags import WayReading, shared
from routeguide.network.tags.nodes import read_node
from routeguide.network.tags.reading import Collector
from routeguide.network.tags.ways import read_way
from routeguide.routing.hours import HoursState, is_open
from routeguide.routing.verdict import judge_passage

Tags = dict[str, str]
FINE: Tags = {"kerb": "no", "incline": "0", "surface": "asphalt", "width": "2"}
NIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


def read(tags: Tags) -> WayReading:
    reading = read_way({"highway": "footway", **tags}, checked_on=None)
    assert reading is not None
    return reading


def refusals(tags: Tags) -> set[str]:
    """Return what a wheelchair user is refused for on an otherwise good way."""
    reading = read({**FINE, **tags})
    line = ((139.65, 35.7), (139.6501, 35.7))
    passage = Passage("w1:1-2", "n1", "n2", reading.kind, 9.0, line, values=reading.values)
    verdict = judge_passage(passage, get_preset("wheelchair_manual"))
    return {refusal.attribute for refusal in verdict.refused}


def node_values(tags: Tags) -> dict[str, Known]:
    reading = read_node(tags, checked_on=None)
    assert reading is not None
    return dict(reading.values)


def state(values: dict[str, Known], when: datetime) -> HoursState:
    hours = values["hours"]
    assert isinstance(hours, Fact)
    return is_open(hours.value, when)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [({"width": "2", "maxwidth:physical": "0.6"}, (0, 60)),
     ({"width": "0.5", "maxwidth:physical": "0.6"}, (50, 50)),
     ({"est_width": "2", "maxwidth:physical": "0.6"}, (0, 60)),
     ({"maxwidth:physical": "0.6"}, (0, 60)), ({"width": "2"}, (200, 200)),
     ({"width": "2", "maxwidth:physical": "wide"}, (200, 200))],
)  # fmt: skip
def test_the_narrowest_place_counts_beside_a_wider_way(
    tags: Tags, expected: tuple[float, float]
) -> None:
    width = read(tags).values["width_cm"]
    assert isinstance(width, Measure)
    assert (width.low, width.high) == expected


def test_a_narrow_place_refuses_a_wheelchair() -> None:
    assert refusals({"maxwidth:physical": "0.6"}) == {"width_cm"}
    assert refusals({}) == set()


CLOSED = [
    {"construction": "yes"}, {"highway": "path", "ford": "yes"},
    {"highway": "path", "sac_scale": "alpine_hiking"}, {"highway": "motorway"},
    {"highway": "trunk", "motorroad": "yes"}, {"footway": "crossing", "crossing": "no"},
]  # fmt: skip


@pytest.mark.parametrize("tags", CLOSED)
def test_wheelchair_yes_opens_nothing_that_is_not_for_walking(tags: Tags) -> None:
    assert "access" in refusals({**tags, "wheelchair": "yes"})


def test_a_sidewalks_wheelchair_word_does_not_open_a_motorroad() -> None:
    tags = {"highway": "trunk", "motorroad": "yes", "sidewalk": "left",
            "sidewalk:left:wheelchair": "yes"}  # fmt: skip
    assert "access" in refusals(tags)


def test_wheelchair_yes_still_lifts_an_ordinary_refusal() -> None:
    assert refusals({"access": "private", "wheelchair": "yes"}) == set()


@pytest.mark.parametrize("word", ["no", "No", " NO "])
def test_a_closed_lift_is_closed_in_every_spelling(word: str) -> None:
    values = node_values({"highway": "elevator", "access": word, "wheelchair": "yes"})
    assert "wheelchair" not in values


@pytest.mark.parametrize("word", ["yes", "Yes", " yes"])
def test_a_lock_is_a_lock_in_every_spelling(word: str) -> None:
    access = node_values({"barrier": "gate", "locked": word})["access"]
    assert isinstance(access, Fact)
    assert access.value == "no"


OPENED_BY_DAY = {"access:conditional": "yes @ (08:00-18:00)"}
CLOSED_BY_NIGHT = {"access:conditional": "no @ (22:00-06:00)"}


def test_a_gate_that_is_opened_by_day_is_not_open_at_night() -> None:
    values = node_values({"barrier": "gate", **OPENED_BY_DAY})
    assert state(values, NOON) is HoursState.OPEN
    assert state(values, NIGHT) is not HoursState.OPEN
    assert state(dict(read(OPENED_BY_DAY).values), NIGHT) is not HoursState.OPEN


def test_a_gate_that_is_closed_by_night_is_open_by_day() -> None:
    values = node_values({"barrier": "gate", **CLOSED_BY_NIGHT})
    assert state(values, NOON) is HoursState.OPEN
    assert state(values, NIGHT) is HoursState.CLOSED


def test_what_holds_outside_a_condition_is_taken_from_the_tag_that_tells_it() -> None:
    assert state(dict(read({"access": "yes", **OPENED_BY_DAY}).values), NIGHT) is HoursState.OPEN
    unread = dict(read({"foot": "perhaps", "foot:conditional": "no @ (22:00-06:00)"}).values)
    assert state(unread, NOON) is not HoursState.OPEN


def test_signals_that_another_tag_denies_are_not_told() -> None:
    tags = {"highway": "crossing", "crossing": "traffic_signals"}
    assert "crossing" not in node_values({**tags, "crossing:signals": "no"})
    assert "crossing" in node_values(tags)


def test_markings_said_to_be_unknown_are_unknown() -> None:
    assert "crossing" not in node_values({"highway": "crossing", "crossing:markings": "unknown"})


@pytest.mark.parametrize(("oneway", "direction"), [("yes", 1), ("-1", -1), ("no", 0)])
def test_an_escalator_that_moves_goes_the_way_of_its_oneway(oneway: str, direction: int) -> None:
    tags = {"highway": "steps", "conveying": "yes", "oneway": oneway}
    assert read(tags).oneway_foot == direction


def test_a_bad_date_of_one_tag_is_counted_once() -> None:
    found = read({"surface": "asphalt", "check_date:surface": "soon"}).findings
    assert [finding.attribute for finding in found] == ["check_date:surface"]


def test_a_closure_that_leaves_the_wheelchair_word_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def close_and_forget(into: Collector, key: str) -> None:
        into.say("access", "no", key)

    monkeypatch.setattr("routeguide.network.tags.ways.close_for_all", close_and_forget)
    assert refusals({"construction": "yes", "wheelchair": "yes"}) == set()


def test_a_base_that_is_always_open_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_find_base_access", lambda _into, _raw: "yes")
    values = node_values({"barrier": "gate", **OPENED_BY_DAY})
    assert state(values, NIGHT) is HoursState.OPEN
