"""Who may pass: foot before access, closures, locks, conditions; and what is no rule's to open."""

from __future__ import annotations

import pytest

from routeguide.model.hours_text import split_hours
from routeguide.model.values import Fact, Finding
from routeguide.model.vocabulary import Evidence
from routeguide.network.tags import WayReading, shared, tables
from routeguide.network.tags.nodes import read_node
from routeguide.network.tags.ways import read_way

Tags = dict[str, str]

REFUSING = {"private", "no", "military", "restricted", "permit", "residents", "delivery",
            "agricultural", "forestry", "agricultural;forestry"}  # fmt: skip
ALLOWING = {"yes", "designated", "official", "permissive", "destination", "customers", "public"}


def read(tags: Tags) -> WayReading:
    reading = read_way({"highway": "footway", **tags}, checked_on=None)
    assert reading is not None
    return reading


def access(tags: Tags) -> str | None:
    known = read(tags).values.get("access")
    return known.value if isinstance(known, Fact) else None


@pytest.mark.parametrize("refusing", sorted(REFUSING))
@pytest.mark.parametrize("allowing", sorted(ALLOWING))
def test_foot_beats_access_whatever_the_two_say(refusing: str, allowing: str) -> None:
    assert access({"foot": allowing, "access": refusing}) == "yes"
    assert access({"foot": refusing, "access": allowing}) == "no"


def test_the_refusing_and_allowing_words_are_those_written_here() -> None:
    assert (tables.REFUSING, tables.ALLOWING) == (REFUSING, ALLOWING)


@pytest.mark.parametrize("key", ["foot", "access"])
@pytest.mark.parametrize("highway", ["footway", "residential", "service", "path"])
def test_access_that_is_said_to_be_unknown_is_no_pass(key: str, highway: str) -> None:
    reading = read({"highway": highway, key: "unknown"})
    assert "access" not in reading.values
    assert reading.findings == ()


@pytest.mark.parametrize("foot", ["unknown", "perhaps"])
def test_a_foot_that_tells_nothing_opens_nothing_that_access_refuses(foot: str) -> None:
    assert access({"foot": foot, "access": "private"}) == "no"
    assert access({"foot": foot, "access": "yes"}) is None
    assert access({"foot": foot}) is None


def test_access_words_are_read_in_any_case_and_with_spaces() -> None:
    assert access({"access": " Private "}) == "no"


CLOSING: list[Tags] = [
    {"highway": "motorway"}, {"highway": "motorway_link"}, {"highway": "busway"},
    {"highway": "bus_guideway"}, {"highway": "trunk", "motorroad": "yes"},
    {"highway": "track", "ford": "yes"}, {"highway": "path", "ford": "stepping_stones"},
    {"construction": "yes"}, {"proposed": "yes"}, {"abandoned": "yes"}, {"disused": "yes"},
]  # fmt: skip


@pytest.mark.parametrize("tags", CLOSING)
def test_what_is_not_for_walking_is_opened_by_foot_alone(tags: Tags) -> None:
    assert access(tags) == "no"
    assert access({**tags, "access": "yes"}) == "no"
    assert access({**tags, "foot": "yes"}) == "yes"
    assert access({**tags, "foot": "designated", "access": "no"}) == "yes"


@pytest.mark.parametrize("tags", CLOSING)
@pytest.mark.parametrize("foot", ["unknown", "perhaps", "use_sidepath", "private"])
def test_a_closed_way_stays_closed_where_foot_does_not_say_yes(tags: Tags, foot: str) -> None:
    assert access({**tags, "foot": foot}) == "no"


@pytest.mark.parametrize("tags", CLOSING)
def test_no_hour_and_no_general_condition_opens_a_closed_way(tags: Tags) -> None:
    reading = read({**tags, "access:conditional": "yes @ (08:00-20:00)"})
    assert "hours" not in reading.values


@pytest.mark.parametrize(
    "tags",
    [{"construction": "minor"}, {"construction": "no"}, {"proposed": "pedestrian"},
     {"motorroad": "no"}, {"ford": "no"}, {"disused": "no"}],
)  # fmt: skip
def test_a_way_that_is_in_use_stays_open(tags: Tags) -> None:
    assert access(tags) == "yes"


HARD = ["mountain_hiking", "demanding_mountain_hiking", "alpine_hiking",
        "demanding_alpine_hiking", "difficult_alpine_hiking"]  # fmt: skip


@pytest.mark.parametrize("scale", HARD)
def test_above_hiking_nothing_opens_a_path(scale: str) -> None:
    tags = {"highway": "path", "sac_scale": scale}
    assert access(tags) == "no"
    assert access({**tags, "foot": "designated"}) == "no"
    assert "hours" not in read({**tags, "foot:conditional": "yes @ (summer)"}).values


@pytest.mark.parametrize("scale", ["hiking", "strolling"])
def test_an_easy_path_is_usable_by_the_national_default(scale: str) -> None:
    known = read({"highway": "path", "sac_scale": scale}).values["access"]
    assert (known.value, known.evidence) == ("yes", Evidence.INFERRED)  # type: ignore[union-attr]
    assert {"hiking", "strolling"} == tables.HIKING_ONLY


MAPPED_PUBLIC = {
    "footway", "pedestrian", "steps", "living_street", "residential", "unclassified", "tertiary",
    "tertiary_link", "secondary", "secondary_link", "primary", "primary_link", "trunk",
    "trunk_link", "platform", "elevator",
}  # fmt: skip
BY_NATIONAL_DEFAULT = ["service", "track", "path", "cycleway", "bridleway", "road", "corridor"]


@pytest.mark.parametrize("highway", sorted(MAPPED_PUBLIC))
def test_a_public_class_is_open_as_mapped(highway: str) -> None:
    known = read({"highway": highway}).values["access"]
    assert (known.value, known.evidence) == ("yes", Evidence.MAPPED)  # type: ignore[union-attr]


@pytest.mark.parametrize("highway", BY_NATIONAL_DEFAULT)
def test_the_other_classes_are_open_by_inference_only(highway: str) -> None:
    known = read({"highway": highway}).values["access"]
    assert (known.value, known.evidence) == ("yes", Evidence.INFERRED)  # type: ignore[union-attr]
    assert known.source == "rule:national-default"


def test_a_corridor_without_a_highway_is_open_by_inference_only() -> None:
    reading = read_way({"indoor": "corridor"}, checked_on=None)
    platform = read_way({"railway": "platform"}, checked_on=None)
    assert reading is not None
    assert platform is not None
    assert reading.values["access"].evidence is Evidence.INFERRED
    assert platform.values["access"].evidence is Evidence.MAPPED


def test_the_sets_of_classes_are_those_written_here() -> None:
    assert MAPPED_PUBLIC == tables.PUBLIC_BY_CLASS
    assert {"motorway", "motorway_link", "bus_guideway", "busway", "raceway"} == (
        tables.CLOSED_BY_CLASS
    )
    assert tables.LIFECYCLE == ("construction", "proposed", "abandoned", "disused")


# -- locks, hours and conditions ---------------------------------------------------


def test_a_lock_beats_every_permission_and_every_condition() -> None:
    reading = read(
        {"foot": "designated", "locked": "yes", "foot:conditional": "yes @ (08:00-20:00)"}
    )
    values = reading.values
    assert [values[name].value for name in ("access", "locked")] == ["no", "yes"]  # type: ignore[union-attr]
    (rule,) = split_hours(str(values["hours"].value))  # type: ignore[union-attr]
    assert rule.base == "no"


def test_locked_no_says_nothing_of_a_lock() -> None:
    assert "locked" not in read({"locked": "no"}).values


@pytest.mark.parametrize("key", ["foot:conditional", "access:conditional"])
@pytest.mark.parametrize(("plain", "base"), [("yes", "yes"), ("private", "no")])
def test_a_condition_is_kept_with_the_access_that_holds_otherwise(
    key: str, plain: str, base: str
) -> None:
    reading = read({"access": plain, key: "no @ (22:00-06:00)"})
    (rule,) = split_hours(str(reading.values["hours"].value))  # type: ignore[union-attr]
    assert (rule.kind, rule.base, rule.raw) == ("conditional", base, "no @ (22:00-06:00)")


def test_a_condition_for_walkers_beats_a_general_one() -> None:
    reading = read({"access:conditional": "no @ (Sa)", "foot:conditional": "no @ (Su)"})
    (rule,) = split_hours(str(reading.values["hours"].value))  # type: ignore[union-attr]
    assert rule.raw == "no @ (Su)"


def test_a_general_condition_never_opens_what_foot_refuses() -> None:
    opening = {"access:conditional": "yes @ (08:00-20:00)"}
    assert "hours" not in read({"foot": "no", **opening}).values
    assert "hours" in read({"access": "no", **opening}).values
    assert "hours" in read({"foot": "yes", "access:conditional": "no @ (22:00-06:00)"}).values


def test_hours_that_nobody_understands_are_kept_for_the_router_to_call_unknown() -> None:
    assert read({"opening_hours": "when the sun shines"}).values["hours"].value == (  # type: ignore[union-attr]
        "when the sun shines"
    )


# -- lifts --------------------------------------------------------------------------


LIFT = {"highway": "elevator", "access": "no", "wheelchair": "yes"}


def test_access_no_on_a_lift_closes_it_for_wheelchairs_too() -> None:
    way, node = read_way(LIFT, checked_on=None), read_node(LIFT, checked_on=None)
    assert way is not None
    assert node is not None
    for values in (way.values, node.values):
        assert values["access"].value == "no"  # type: ignore[union-attr]
        assert "wheelchair" not in values


def test_a_private_lift_for_wheelchairs_keeps_its_word() -> None:
    assert "wheelchair" in read({**LIFT, "access": "private"}).values
    assert "wheelchair" in read({**LIFT, "access": "yes"}).values


# -- negative controls -----------------------------------------------------------------


def test_a_row_moved_to_the_allowing_ones_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ACCESS", {**tables.ACCESS, "private": "yes"})
    assert access({"access": "private"}) != "no"


def test_a_closed_class_taken_for_open_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "CLOSED_BY_CLASS", frozenset())
    assert access({"highway": "motorway"}) != "no"


def test_a_rule_that_no_longer_reads_refusals_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_read_refusal", lambda _into: None)
    assert access({"foot": "unknown", "access": "private"}) != "no"


def test_an_access_word_that_is_not_understood_is_counted_once() -> None:
    assert read({"foot": "perhaps"}).findings == (Finding("foot", "perhaps", "unparsed"),)
