"""Sidewalks by side: every spelling, the worse of two, and the road's own tags kept out."""

from __future__ import annotations

import pytest

from routeguide.model.values import Fact, Finding, Measure
from routeguide.model.vocabulary import Evidence, Kind
from routeguide.network.tags import WayReading, sidewalks
from routeguide.network.tags.ways import read_way

Tags = dict[str, str]
BOTH = {"sidewalk": "both"}


def read(tags: Tags) -> WayReading:
    reading = read_way({"highway": "residential", **tags}, checked_on=None)
    assert reading is not None
    return reading


def word(tags: Tags, name: str) -> str | None:
    known = read(tags).values.get(name)
    return known.value if isinstance(known, Fact) else None


def bounds(tags: Tags, name: str) -> tuple[float, float] | None:
    known = read(tags).values.get(name)
    return (known.low, known.high) if isinstance(known, Measure) else None


WHOLE = {
    "both": (True, False, False), "yes": (True, False, False), "left": (True, False, False),
    "right": (True, False, False), "lane": (True, False, False),
    "separate": (False, True, False), "no": (False, False, True), "none": (False, False, True),
}  # fmt: skip
ONE_SIDE = {"yes": "yes", "lane": "yes", "separate": "separate", "no": "no", "none": "no"}


@pytest.mark.parametrize("whole", WHOLE)
def test_every_word_for_the_whole_road(whole: str) -> None:
    reading = read({"sidewalk": whole})
    present, separate, none = WHOLE[whole]
    assert (reading.kind is Kind.STREET_WITH_SIDEWALK) is present
    assert reading.separate is separate
    expected = "beside" if present else "none" if none else None
    assert word({"sidewalk": whole}, "footway") == expected


@pytest.mark.parametrize("left", ONE_SIDE)
@pytest.mark.parametrize("right", ONE_SIDE)
def test_every_pair_of_words_by_side(left: str, right: str) -> None:
    reading = read({"sidewalk:left": left, "sidewalk:right": right})
    said = {ONE_SIDE[left], ONE_SIDE[right]}
    assert (reading.kind is Kind.STREET_WITH_SIDEWALK) is ("yes" in said)
    assert reading.separate is ("separate" in said and "yes" not in said)
    assert (
        word({"sidewalk:left": left, "sidewalk:right": right}, "footway") == "none"
    ) is (said == {"no"})  # fmt: skip


def test_no_word_is_without_an_expectation() -> None:
    assert set(sidewalks.WORDS) == set(WHOLE)
    assert set(sidewalks.SIDE_WORDS) == set(ONE_SIDE)


def test_a_word_by_side_beats_one_for_the_whole() -> None:
    assert (
        read({"sidewalk": "both", "sidewalk:left": "no", "sidewalk:right": "no"}).kind
        is Kind.STREET
    )
    assert bounds(
        {**BOTH, "sidewalk:right": "no", "sidewalk:left:width": "2", "sidewalk:right:width": "1"},
        "width_cm",
    ) == (200, 200)


@pytest.mark.parametrize("key", ["sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both"])
def test_a_word_that_is_not_understood_is_counted_and_makes_no_sidewalk(key: str) -> None:
    reading = read({key: "somewhere"})
    assert reading.findings == (Finding(key, "somewhere", "unparsed"),)
    assert reading.kind is Kind.STREET
    assert "footway" not in reading.values


def test_one_side_without_a_sidewalk_leaves_the_other_unknown() -> None:
    assert "footway" not in read({"sidewalk:left": "no"}).values


# -- values -------------------------------------------------------------------------------

SIDE_VALUES: list[tuple[str, str, str, str, str]] = [
    ("surface", "surface", "asphalt", "gravel", "loose"),
    ("smoothness", "smoothness", "good", "bad", "bad"),
    ("tactile", "tactile_paving", "yes", "no", "hardly_any"),
    ("wheelchair", "wheelchair", "yes", "limited", "limited"),
    ("kerb", "kerb", "flush", "raised", "raised"),
]


@pytest.mark.parametrize(("attribute", "key", "good", "bad", "worse"), SIDE_VALUES)
def test_of_two_sides_the_worse_word_counts(
    attribute: str, key: str, good: str, bad: str, worse: str
) -> None:
    left, right = f"sidewalk:left:{key}", f"sidewalk:right:{key}"
    assert word({**BOTH, left: good, right: bad}, attribute) == worse
    assert word({**BOTH, left: bad, right: good}, attribute) == worse
    assert word({**BOTH, left: bad}, attribute) is None


@pytest.mark.parametrize(
    ("attribute", "key", "left", "right", "worse"),
    [("width_cm", "width", "2", "0.9", (90, 90)),
     ("step_cm", "kerb:height", "0.02", "0.1", (10, 10)),
     ("slope_pct", "incline", "3%", "-5%", (-5, 3))],
)  # fmt: skip
def test_of_two_sides_the_worse_figure_counts(
    attribute: str, key: str, left: str, right: str, worse: tuple[float, float]
) -> None:
    one, other = f"sidewalk:left:{key}", f"sidewalk:right:{key}"
    assert bounds({**BOTH, one: left, other: right}, attribute) == worse
    assert bounds({**BOTH, one: right, other: left}, attribute) == worse
    assert bounds({**BOTH, one: left}, attribute) is None


@pytest.mark.parametrize(("attribute", "key", "good", "bad", "_worse"), SIDE_VALUES)
def test_a_single_sidewalk_tells_its_own_value(
    attribute: str, key: str, good: str, bad: str, _worse: str
) -> None:
    left, right = f"sidewalk:left:{key}", f"sidewalk:right:{key}"
    assert word({"sidewalk": "left", left: bad, right: good}, attribute) == word(
        {"sidewalk": "right", right: bad, left: good}, attribute
    )


ROAD = {"surface": "asphalt", "smoothness": "excellent", "tactile_paving": "yes", "width": "8",
        "kerb": "flush", "kerb:height": "0"}  # fmt: skip


def test_nothing_underfoot_is_taken_from_the_road() -> None:
    told = read({**BOTH, **ROAD}).values
    underfoot = {"surface", "surface_word", "smoothness", "tactile", "width_cm", "kerb", "step_cm"}
    assert not underfoot & told.keys()


def test_a_street_without_a_sidewalk_is_walked_on_its_own_surface() -> None:
    told = read({"sidewalk": "no", **ROAD}).values
    assert {"surface", "smoothness", "tactile", "step_cm"} <= told.keys()
    assert "width_cm" not in told


def test_the_roads_incline_serves_a_sidewalk_that_tells_none_and_no_other() -> None:
    road = {"incline": "2%", "sidewalk": "left"}
    assert bounds(road, "slope_pct") == (2, 2)
    assert bounds({**road, "sidewalk:left:incline": "12%"}, "slope_pct") == (12, 12)
    one_told = {"incline": "2%", **BOTH, "sidewalk:left:incline": "12%"}
    assert bounds(one_told, "slope_pct") is None


def test_the_roads_wheelchair_word_never_covers_a_sidewalk_that_says_no() -> None:
    road = {"wheelchair": "yes"}
    assert word({**BOTH, **road}, "wheelchair") == "yes"
    assert word({**BOTH, **road, "sidewalk:left:wheelchair": "no"}, "wheelchair") is None
    both_no = {f"sidewalk:{side}:wheelchair": "no" for side in ("left", "right")}
    assert word({**BOTH, **road, **both_no}, "wheelchair") == "no"


@pytest.mark.parametrize("bad", ["wide", "150"])
def test_a_sidewalks_figure_that_cannot_be_used_is_counted(bad: str) -> None:
    reading = read({"sidewalk": "left", "sidewalk:left:width": bad})
    assert [(f.attribute, f.text) for f in reading.findings] == [("width", bad)]
    assert "width_cm" not in reading.values


@pytest.mark.parametrize("prefix", ["", "sidewalk:left:"])
@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [("0.02", "5 cm", (5, 5)), ("5 cm", "0.02", (5, 5)), ("0", "0", (0, 0)),
     ("15 cm", None, (15, 40)), (None, "15 cm", (15, 40)), ("15 cm", "high", (15, 40)),
     ("2", "high", None)],
)  # fmt: skip
def test_of_two_ends_the_worse_counts_and_one_alone_is_only_the_least(
    prefix: str, start: str | None, end: str | None, expected: tuple[float, float] | None
) -> None:
    ends = {f"{prefix}kerb:height:start": start, f"{prefix}kerb:height:end": end}
    tags = {key: text for key, text in ends.items() if text is not None}
    way = {"sidewalk": "left"} if prefix else {"highway": "footway"}
    assert bounds({**way, **tags}, "step_cm") == expected
    assert bounds({**way, **tags, f"{prefix}kerb": "flush"}, "step_cm") == expected


def test_a_sidewalks_values_are_mapped_and_a_lowered_kerb_is_inferred() -> None:
    told = read({"sidewalk": "left", "sidewalk:left:kerb": "lowered", "sidewalk:left:width": "2"})
    assert told.values["step_cm"].evidence is Evidence.INFERRED
    assert told.values["width_cm"].evidence is Evidence.MAPPED


def test_a_build_that_took_the_better_side_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sidewalks, "worse_values", lambda a, b: {**b, **a})
    tags = {**BOTH, "sidewalk:left:width": "2", "sidewalk:right:width": "0.9"}
    assert bounds(tags, "width_cm") != (90, 90)
