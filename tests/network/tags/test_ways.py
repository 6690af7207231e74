"""Ways: kinds, access, surfaces, sidewalks, kerbs: the expectations are written out here."""

from __future__ import annotations

from datetime import date

import pytest

from routeguide.model.hours_text import split_hours
from routeguide.model.values import Fact, Finding, Measure
from routeguide.model.vocabulary import Evidence, Kind
from routeguide.network.tags import WayReading, tables
from routeguide.network.tags.ways import read_way

FOOTWAY = {"highway": "footway"}


def read(**tags: str) -> WayReading:
    reading = read_way({k.replace("__", ":"): v for k, v in tags.items()}, checked_on=None)
    assert reading is not None
    return reading


def on_footway(tags: dict[str, str]) -> WayReading:
    reading = read_way({**FOOTWAY, **tags}, checked_on=None)
    assert reading is not None
    return reading


def word(reading: WayReading, name: str) -> str | None:
    known = reading.values.get(name)
    return known.value if isinstance(known, Fact) else None


def bounds(reading: WayReading, name: str) -> tuple[float, float] | None:
    known = reading.values.get(name)
    return (known.low, known.high) if isinstance(known, Measure) else None


KINDS = [
    ({"highway": "footway"}, "footway"),
    ({"highway": "pedestrian"}, "footway"),
    ({"highway": "footway", "bridge": "yes"}, "footbridge"),
    ({"highway": "footway", "tunnel": "yes"}, "underpass"),
    ({"highway": "footway", "covered": "yes"}, "footway"),
    ({"highway": "footway", "tunnel": "building_passage"}, "footway"),
    ({"highway": "footway", "footway": "crossing"}, "crossing"),
    ({"highway": "path", "path": "crossing"}, "crossing"),
    ({"highway": "cycleway", "cycleway": "crossing"}, "crossing"),
    ({"highway": "steps"}, "steps"),
    ({"highway": "steps", "wheelchair": "yes", "ramp": "yes"}, "steps"),
    ({"highway": "steps", "conveying": "yes"}, "escalator"),
    ({"highway": "steps", "conveying": "no"}, "steps"),
    ({"highway": "footway", "conveying": "forward"}, "moving_walkway"),
    ({"highway": "footway", "ramp": "yes"}, "ramp"),
    ({"highway": "steps", "indoor": "corridor"}, "steps"),
    ({"highway": "steps", "railway": "platform"}, "steps"),
    ({"highway": "steps", "public_transport": "platform", "conveying": "yes"}, "escalator"),
    ({"highway": "steps", "footway": "crossing"}, "steps"),
    ({"highway": "steps", "tunnel": "yes"}, "steps"),
    ({"highway": "elevator"}, "lift"),
    ({"highway": "elevator", "indoor": "corridor"}, "lift"),
    ({"highway": "elevator", "public_transport": "platform"}, "lift"),
    ({"highway": "pedestrian", "bridge": "viaduct"}, "footbridge"),
    ({"highway": "footway", "bridge": "no"}, "footway"),
    ({"highway": "footway", "tunnel": "no"}, "footway"),
    ({"highway": "footway", "ramp:wheelchair": "yes"}, "ramp"),
    ({"highway": "footway", "conveying": "no"}, "footway"),
    ({"highway": "pedestrian", "pedestrian": "crossing"}, "crossing"),
    ({"highway": "footway", "footway": "sidewalk"}, "footway"),
    ({"highway": "cycleway", "foot": "designated"}, "footway"),
    ({"highway": "cycleway", "foot": "yes"}, "path"),
    ({"highway": "footway", "railway": "platform"}, "platform"),
    ({"highway": "corridor"}, "corridor"),
    ({"indoor": "corridor"}, "corridor"),
    ({"highway": "footway", "indoor": "corridor"}, "corridor"),
    ({"railway": "platform"}, "platform"),
    ({"public_transport": "platform"}, "platform"),
    ({"highway": "platform"}, "platform"),
    ({"highway": "path"}, "path"),
    ({"highway": "path", "foot": "designated"}, "footway"),
    ({"highway": "cycleway"}, "path"),
    ({"highway": "track"}, "path"),
    ({"highway": "bridleway"}, "path"),
    ({"highway": "residential"}, "street"),
    ({"highway": "service"}, "street"),
    ({"highway": "motorway"}, "street"),
    ({"highway": "residential", "sidewalk": "both"}, "street_with_sidewalk"),
    ({"highway": "residential", "sidewalk": "separate"}, "street"),
    ({"highway": "residential", "sidewalk": "no"}, "street"),
]


@pytest.mark.parametrize(("tags", "kind"), KINDS)
def test_the_kind_follows_from_the_tags(tags: dict[str, str], kind: str) -> None:
    reading = read_way(tags, checked_on=None)
    assert reading is not None
    assert reading.kind == Kind(kind)


NO_WAY_YET = {
    "construction", "proposed", "planned", "abandoned", "razed", "disused", "rest_area",
    "services", "bus_stop", "no", "escape", "emergency_bay", "via_ferrata", "ladder",
}  # fmt: skip


@pytest.mark.parametrize("highway", sorted(NO_WAY_YET))
@pytest.mark.parametrize(
    "more", [{}, {"foot": "yes"}, {"railway": "platform"}, {"indoor": "corridor"}]
)
def test_what_does_not_exist_yet_is_no_passage_whatever_else_it_says(
    highway: str, more: dict[str, str]
) -> None:
    assert read_way({"highway": highway, **more}, checked_on=None) is None
    assert NO_WAY_YET == tables.NO_WAY_YET


@pytest.mark.parametrize(
    "tags",
    [{}, {"building": "yes"}, {"highway": "raceway"}, {"highway": "construction"},
     {"highway": "proposed"},
     {"highway": "planned"}, {"highway": "abandoned"}, {"highway": "razed"},
     {"highway": "disused"}, {"highway": "rest_area"}, {"highway": "services"},
     {"highway": "bus_stop"}, {"highway": "no"}, {"highway": "escape"},
     {"highway": "emergency_bay"}, {"highway": "via_ferrata"}, {"highway": "ladder"},
     {"railway": "rail"}, {"waterway": "river"}, {"highway": "unheard_of"}],
)  # fmt: skip
def test_what_is_no_way_is_no_passage(tags: dict[str, str]) -> None:
    assert read_way(tags, checked_on=None) is None


ROADS = {
    "motorway": "motorway", "motorway_link": "motorway", "trunk": "trunk", "trunk_link": "trunk",
    "primary": "primary", "primary_link": "primary", "secondary": "secondary",
    "secondary_link": "secondary", "tertiary": "tertiary", "tertiary_link": "tertiary",
    "unclassified": "unclassified", "residential": "residential",
    "living_street": "living_street", "service": "service", "road": "unclassified",
    "busway": "service", "bus_guideway": "service", "track": "track", "cycleway": "cycleway",
    "bridleway": "track", "footway": "footway", "pedestrian": "pedestrian", "path": "path",
}  # fmt: skip
MAPPED_OPEN = {
    "footway", "pedestrian", "living_street", "residential", "unclassified", "tertiary",
    "tertiary_link", "secondary", "secondary_link", "primary", "primary_link", "trunk",
    "trunk_link",
}  # fmt: skip
CLOSED = {"motorway", "motorway_link", "busway", "bus_guideway"}


@pytest.mark.parametrize("highway", ROADS)
def test_road_class_and_default_access_follow_from_the_class(highway: str) -> None:
    reading = read(highway=highway)
    assert str(reading.road_class) == ROADS[highway]
    known = reading.values["access"]
    if highway in CLOSED:
        assert known.value == "no"
        return
    assert known.value == "yes"
    assert (known.evidence is Evidence.MAPPED) is (highway in MAPPED_OPEN)


ACCESS = {
    "private": "no", "no": "no", "military": "no", "restricted": "no", "permit": "no",
    "residents": "no", "delivery": "no", "agricultural": "no", "forestry": "no",
    "agricultural;forestry": "no", "yes": "yes", "designated": "yes", "official": "yes",
    "permissive": "yes", "destination": "yes", "customers": "yes", "public": "yes",
    "discouraged": "discouraged", "use_sidepath": "yes", "dismount": "yes",
}  # fmt: skip


@pytest.mark.parametrize("key", ["foot", "access"])
@pytest.mark.parametrize("value", ACCESS)
def test_access_words_are_read_from_foot_and_access(key: str, value: str) -> None:
    reading = on_footway({key: value})
    assert word(reading, "access") == ACCESS[value]
    assert reading.values["access"].evidence is Evidence.MAPPED


def test_foot_beats_access() -> None:
    assert word(on_footway({"foot": "yes", "access": "private"}), "access") == "yes"
    assert word(on_footway({"foot": "no", "access": "yes"}), "access") == "no"


def test_unknown_access_words_are_findings_and_no_pass() -> None:
    reading = on_footway({"access": "psv"})
    assert "access" not in reading.values
    assert reading.findings == (Finding("access", "psv", "unparsed"),)


def test_locked_beats_permission() -> None:
    assert word(on_footway({"foot": "yes", "locked": "yes"}), "access") == "no"


@pytest.mark.parametrize(
    "tags", [{"motorroad": "yes"}, {"ford": "yes"}, {"sac_scale": "mountain_hiking"}]
)
def test_ways_not_for_walking_are_closed_unless_foot_says_so(tags: dict[str, str]) -> None:
    closed = read_way({"highway": "path", **tags}, checked_on=None)
    assert closed is not None
    assert word(closed, "access") == "no"
    if "sac_scale" not in tags:
        opened = read_way({"highway": "path", "foot": "yes", **tags}, checked_on=None)
        assert opened is not None
        assert word(opened, "access") == "yes"


def test_an_easy_hike_is_a_way() -> None:
    assert word(read(highway="path", sac_scale="hiking"), "access") == "yes"


def test_opening_hours_and_conditions_are_kept_as_text() -> None:
    assert word(on_footway({"opening_hours": "09:00-17:00"}), "hours") == "09:00-17:00"
    both = on_footway(
        {"access": "yes", "access:conditional": "no @ (22:00-06:00)", "opening_hours": "24/7"}
    )
    rules = split_hours(word(both, "hours") or "")
    assert [(r.kind, r.base, r.raw) for r in rules] == [
        ("opening_hours", "", "24/7"),
        ("conditional", "yes", "no @ (22:00-06:00)"),
    ]


WHEELCHAIR = {
    "yes": "yes", "designated": "yes", "official": "yes", "permissive": "yes",
    "limited": "limited", "no": "no", "bad": "no", "impassable": "no", "unknown": None,
}  # fmt: skip
SURFACE = {
    "asphalt": "smooth", "concrete": "smooth", "paving_stones": "smooth",
    "concrete:plates": "smooth", "paving_stones:30": "smooth",
    "compacted": "firm", "fine_gravel": "firm", "wood": "firm", "paved": "firm",
    "sett": "uneven", "cobblestone": "uneven", "metal_grid": "uneven", "unpaved": "uneven",
    "unhewn_cobblestone": "uneven", "cobblestone:flattened": "uneven", "grass_paver": "uneven",
    "concrete:lanes": "uneven", "gravel": "loose", "pebblestone": "loose", "sand": "loose",
    "dirt": "loose", "earth": "loose", "ground": "loose", "grass": "loose", "mud": "loose",
    "soil": "loose", "woodchips": "loose",
}  # fmt: skip
SMOOTHNESS = {
    "excellent": "excellent", "good": "good", "intermediate": "intermediate", "bad": "bad",
    "very_bad": "very_bad", "horrible": "horrible", "very_horrible": "very_horrible",
    "impassable": "impassable",
}  # fmt: skip
TACTILE = {
    "yes": "continuous", "contrasted": "continuous", "primitive": "partial",
    "partial": "partial", "incorrect": "hardly_any", "no": "hardly_any", "unknown": None,
}  # fmt: skip
LIT = {
    "yes": "yes", "24/7": "yes", "automatic": "yes", "sunset-sunrise": "yes", "dusk-dawn": "yes",
    "no": "no", "disused": "no", "limited": None, "unknown": None,
}  # fmt: skip
HANDRAIL = {"yes": "yes", "both": "yes", "left": "yes", "right": "yes", "center": "yes",
            "middle": "yes", "no": "no"}  # fmt: skip
CROSSING = {
    "traffic_signals": "signals", "pelican": "signals", "toucan": "signals", "puffin": "signals",
    "uncontrolled": "marked", "marked": "marked", "zebra": "marked", "unmarked": "unmarked",
    "informal": "unmarked", "island": None, "yes": None, "no": None,
}  # fmt: skip
SOUND = {"no": "none", "yes": "button", "walk": "button", "locate": "none"}
TRACKTYPE = {"grade1": "firm", "grade2": "uneven", "grade3": "uneven", "grade4": "loose",
             "grade5": "loose"}  # fmt: skip
YES_NO = {"yes": "yes", "no": "no", "unknown": None}

CROSSING_WAY = {"highway": "footway", "footway": "crossing"}
STEPS = {"highway": "steps"}
ROWS = [
    *[("wheelchair", FOOTWAY, "wheelchair", k, v) for k, v in WHEELCHAIR.items()],
    *[("surface", FOOTWAY, "surface", k, v) for k, v in SURFACE.items()],
    *[("smoothness", FOOTWAY, "smoothness", k, v) for k, v in SMOOTHNESS.items()],
    *[("tactile", FOOTWAY, "tactile_paving", k, v) for k, v in TACTILE.items()],
    *[("lit", FOOTWAY, "lit", k, v) for k, v in LIT.items()],
    *[("handrail", STEPS, "handrail", k, v) for k, v in HANDRAIL.items()],
    *[("crossing", CROSSING_WAY, "crossing", k, v) for k, v in CROSSING.items()],
    *[("signal_sound", CROSSING_WAY, "traffic_signals:sound", k, v) for k, v in SOUND.items()],
    *[("signal_vibration", CROSSING_WAY, "traffic_signals:vibration", k, v)
      for k, v in YES_NO.items()],
    *[("signal_button", CROSSING_WAY, "button_operated", k, v) for k, v in YES_NO.items()],
]  # fmt: skip


@pytest.mark.parametrize(("attribute", "base", "key", "value", "expected"), ROWS)
def test_every_row_of_every_word_table(
    attribute: str, base: dict[str, str], key: str, value: str, expected: str | None
) -> None:
    reading = read_way({**base, key: value}, checked_on=None)
    assert reading is not None
    assert word(reading, attribute) == expected
    assert reading.findings == ()
    if expected:
        assert reading.values[attribute].evidence is Evidence.MAPPED
        assert reading.values[attribute].source == "osm"


@pytest.mark.parametrize(
    ("table", "expected"),
    [(tables.WHEELCHAIR, WHEELCHAIR), (tables.SMOOTHNESS, SMOOTHNESS), (tables.TACTILE, TACTILE),
     (tables.LIT, LIT), (tables.HANDRAIL, HANDRAIL), (tables.CROSSING, CROSSING),
     (tables.SOUND, SOUND), (tables.YES_NO, YES_NO), (tables.TRACKTYPE, TRACKTYPE),
     (tables.ACCESS, {**ACCESS, "unknown": None}), (tables.ROADS, ROADS),
     (tables.SURFACE, {k: v for k, v in SURFACE.items() if k != "paving_stones:30"})],
)  # fmt: skip
def test_no_row_of_a_table_is_without_an_expectation(
    table: dict[str, object], expected: dict[str, object]
) -> None:
    assert set(table) == set(expected)


@pytest.mark.parametrize("key", ["surface", "smoothness", "tactile_paving", "wheelchair", "lit"])
def test_a_word_in_no_class_is_unknown_and_counted(key: str) -> None:
    reading = on_footway({key: "strange"})
    assert reading.findings == (Finding(key, "strange", "unparsed"),)
    attribute = {"tactile_paving": "tactile"}.get(key, key)
    assert attribute not in reading.values


def test_two_surfaces_at_once_are_unknown() -> None:
    assert "surface" not in on_footway({"surface": "asphalt;gravel"}).values


@pytest.mark.parametrize("grade", TRACKTYPE)
def test_tracktype_infers_a_surface_only_where_none_is_told(grade: str) -> None:
    known = read(highway="track", tracktype=grade).values["surface"]
    assert (known.value, known.evidence) == (TRACKTYPE[grade], Evidence.INFERRED)
    told = read(highway="track", tracktype=grade, surface="asphalt")
    assert word(told, "surface") == "smooth"


# -- measures ------------------------------------------------------------------


def test_width_incline_and_steps_arrive_with_their_evidence() -> None:
    reading = on_footway({"width": "1.5", "incline": "-4%", "incline:across": "2%"})
    assert bounds(reading, "width_cm") == (150, 150)
    assert bounds(reading, "slope_pct") == (-4, -4)
    assert bounds(reading, "cross_slope_pct") == (2, 2)
    assert bounds(read(highway="steps", step_count="12"), "step_count") == (12, 12)


def test_an_estimated_width_is_inferred_and_a_limit_is_an_upper_bound() -> None:
    estimated = on_footway({"est_width": "2"})
    assert estimated.values["width_cm"].evidence is Evidence.INFERRED
    assert bounds(on_footway({"maxwidth:physical": "0.8"}), "width_cm") == (0, 80)


def test_an_implausible_width_is_counted_and_never_a_pass() -> None:
    reading = on_footway({"width": "150"})
    assert "width_cm" not in reading.values
    assert reading.findings == (Finding("width", "150", "implausible"),)


def test_a_streets_own_width_is_not_the_walkers_clear_width() -> None:
    assert "width_cm" not in read(highway="residential", width="6").values


@pytest.mark.parametrize("key", ["shoulder:width", "shoulder:both:width", "shoulder:left:width"])
def test_a_shoulder_with_a_width_is_room_to_walk(key: str) -> None:
    reading = read_way({"highway": "tertiary", key: "1.2"}, checked_on=None)
    assert reading is not None
    assert bounds(reading, "width_cm") == (120, 120)


def test_of_two_shoulders_the_narrower_counts() -> None:
    tags = {"highway": "tertiary", "shoulder:left:width": "1.2", "shoulder:right:width": "0.8"}
    reading = read_way(tags, checked_on=None)
    assert reading is not None
    assert bounds(reading, "width_cm") == (80, 80)


# -- sidewalks -------------------------------------------------------------------


PRESENT = [
    {"sidewalk": "both"}, {"sidewalk": "yes"}, {"sidewalk": "left"}, {"sidewalk": "right"},
    {"sidewalk": "lane"}, {"sidewalk:left": "yes"}, {"sidewalk:right": "yes"},
    {"sidewalk:both": "yes"}, {"sidewalk:left": "lane"},
    {"sidewalk:left": "separate", "sidewalk:right": "yes"},
]  # fmt: skip


@pytest.mark.parametrize("tags", PRESENT)
@pytest.mark.parametrize("highway", ["residential", "trunk"])
def test_a_sidewalk_makes_even_a_big_road_walkable(tags: dict[str, str], highway: str) -> None:
    reading = read_way({"highway": highway, **tags}, checked_on=None)
    assert reading is not None
    assert reading.kind is Kind.STREET_WITH_SIDEWALK
    assert word(reading, "footway") == "beside"
    assert not reading.separate


@pytest.mark.parametrize(
    "tags",
    [{"sidewalk": "separate"}, {"sidewalk:both": "separate"}, {"foot": "use_sidepath"},
     {"sidewalk:left": "separate", "sidewalk:right": "no"}],
)  # fmt: skip
def test_a_separate_sidewalk_is_told_to_the_build(tags: dict[str, str]) -> None:
    reading = read_way({"highway": "secondary", **tags}, checked_on=None)
    assert reading is not None
    assert reading.separate


@pytest.mark.parametrize("value", ["no", "none"])
def test_no_sidewalk_is_known_and_no_refusal_in_itself(value: str) -> None:
    reading = read(highway="residential", sidewalk=value)
    assert (word(reading, "footway"), word(reading, "access")) == ("none", "yes")


def test_nothing_said_about_a_sidewalk_stays_unknown() -> None:
    assert "footway" not in read(highway="residential").values


def test_the_sidewalks_own_tags_count_not_the_roads() -> None:
    tags = {"highway": "residential", "surface": "cobblestone", "sidewalk": "left",
            "sidewalk:left:surface": "asphalt", "sidewalk:left:width": "1.8"}  # fmt: skip
    reading = read_way(tags, checked_on=None)
    assert reading is not None
    assert (word(reading, "surface"), bounds(reading, "width_cm")) == ("smooth", (180, 180))
    bare = read(highway="residential", surface="asphalt", sidewalk="both")
    assert "surface" not in bare.values


def test_of_two_sides_the_worse_counts_and_one_unknown_side_is_unknown() -> None:
    tags = {"highway": "residential", "sidewalk": "both", "sidewalk:left:width": "2",
            "sidewalk:right:width": "0.9", "sidewalk:left:surface": "asphalt"}  # fmt: skip
    reading = read_way(tags, checked_on=None)
    assert reading is not None
    assert bounds(reading, "width_cm") == (90, 90)
    assert "surface" not in reading.values


def test_tags_of_both_sides_serve_each_side() -> None:
    tags = {"highway": "residential", "sidewalk": "both", "sidewalk:both:width": "2"}
    reading = read_way(tags, checked_on=None)
    assert reading is not None
    assert bounds(reading, "width_cm") == (200, 200)


def test_kerbs_at_the_start_and_end_of_a_sidewalk_count_by_the_worse() -> None:
    tags = {"highway": "residential", "sidewalk": "left",
            "sidewalk:left:kerb:height:start": "0.02",
            "sidewalk:left:kerb:height:end": "5 cm"}  # fmt: skip
    reading = read_way(tags, checked_on=None)
    assert reading is not None
    assert bounds(reading, "step_cm") == (5, 5)


def test_a_sidewalk_word_we_do_not_know_is_counted() -> None:
    reading = read(highway="residential", sidewalk="perhaps")
    assert reading.findings == (Finding("sidewalk", "perhaps", "unparsed"),)
    assert reading.kind is Kind.STREET


# -- the rest ---------------------------------------------------------------------


def test_crossing_no_refuses_and_markings_tell_the_kind() -> None:
    assert word(read(highway="footway", footway="crossing", crossing="no"), "access") == "no"
    marked = {**CROSSING_WAY, "crossing:markings": "zebra"}
    assert word(read_way(marked, checked_on=None) or read(highway="path"), "crossing") == "marked"
    signals = {**CROSSING_WAY, "crossing:signals": "yes", "crossing:markings": "no"}
    found = read_way(signals, checked_on=None)
    assert found is not None
    assert word(found, "crossing") == "signals"


def test_a_sound_without_a_button_is_automatic_only_when_told_so() -> None:
    tags = {**CROSSING_WAY, "traffic_signals:sound": "yes", "button_operated": "no"}
    reading = read_way(tags, checked_on=None)
    assert reading is not None
    assert word(reading, "signal_sound") == "automatic"


@pytest.mark.parametrize(
    ("tags", "direction"),
    [({"highway": "steps", "conveying": "forward"}, 1),
     ({"highway": "steps", "conveying": "backward"}, -1),
     ({"highway": "steps", "conveying": "reversible"}, 0),
     ({"highway": "footway", "oneway:foot": "yes"}, 1),
     ({"highway": "footway", "oneway:foot": "-1"}, -1),
     ({"highway": "footway", "foot:backward": "no"}, 1),
     ({"highway": "footway", "foot:forward": "no"}, -1),
     ({"highway": "footway", "oneway:foot": "no"}, 0), ({"highway": "footway"}, 0),
     ({"highway": "footway", "conveying": "backward"}, -1),
     ({"highway": "footway", "oneway:foot": "1"}, 1),
     ({"highway": "residential", "oneway": "yes"}, 0)],
)  # fmt: skip
def test_walkers_go_one_way_only_where_the_tags_say_so(
    tags: dict[str, str], direction: int
) -> None:
    reading = read_way(tags, checked_on=None)
    assert reading is not None
    assert reading.oneway_foot == direction


def test_a_ramp_beside_steps_needs_its_own_word() -> None:
    assert read(highway="steps", ramp__wheelchair="yes").ramp_beside
    assert not read(highway="steps", ramp="yes").ramp_beside


def test_levels_layers_and_names_arrive() -> None:
    reading = read_way(
        {"highway": "steps", "level": "-1;0", "layer": "-1", "name": "A", "name:en": "B",
         "name:ja-Hira": "えー"},
        checked_on=None,
    )  # fmt: skip
    assert reading is not None
    assert (reading.levels, reading.layer) == ((-1, 0), -1)
    assert reading.names == {"ja": "A", "en": "B", "kana": "えー"}
    assert read(highway="footway", layer="high").findings == (Finding("layer", "high", "unparsed"),)


@pytest.mark.parametrize(
    ("text", "layer"),
    [("1", 1), ("-2", -2), ("+1", 1), (" 3 ", 3), ("10", 10), ("0", 0), ("11", None),
     ("-11", None), ("0.5", None), ("１", None), ("1;2", None), ("1_0", None), ("", None)],
)  # fmt: skip
def test_a_layer_is_a_small_whole_number(text: str, layer: int | None) -> None:
    reading = on_footway({"layer": text})
    assert reading.layer == (layer or 0)
    findings = () if layer is not None else (Finding("layer", text, "unparsed"),)
    assert reading.findings == findings


@pytest.mark.parametrize(
    ("tags", "bridge", "tunnel"),
    [({}, False, False), ({"bridge": "yes"}, True, False), ({"bridge": "no"}, False, False),
     ({"bridge": "viaduct"}, True, False), ({"tunnel": "yes"}, False, True),
     ({"tunnel": "building_passage"}, False, False), ({"tunnel": "no"}, False, False)],
)  # fmt: skip
def test_bridges_and_tunnels_are_told(tags: dict[str, str], bridge: bool, tunnel: bool) -> None:
    reading = on_footway(tags)
    assert (reading.bridge, reading.tunnel) == (bridge, tunnel)


@pytest.mark.parametrize(
    ("tags", "area"),
    [({"highway": "footway", "area": "yes"}, True), ({"railway": "platform", "area": "yes"}, True),
     ({"indoor": "corridor", "area": "yes"}, True), ({"highway": "service", "area": "yes"}, True),
     ({"highway": "pedestrian", "area:highway": "pedestrian"}, True),
     ({"highway": "pedestrian", "area": "no", "area:highway": "pedestrian"}, False),
     ({"highway": "steps", "area": "yes"}, False), ({"highway": "elevator", "area": "yes"}, False),
     ({"railway": "platform"}, False)],
)  # fmt: skip
def test_surfaces_are_areas_and_stairs_and_lifts_are_not(tags: dict[str, str], area: bool) -> None:
    reading = read_way(tags, checked_on=None)
    assert reading is not None
    assert reading.area is area


@pytest.mark.parametrize("key", ["covered", "indoor"])
def test_a_roof_is_told_where_it_is_covered_or_indoors(key: str) -> None:
    assert word(on_footway({key: "yes"}), "roof") == "yes"
    assert word(on_footway({key: "no"}), "roof") is None


@pytest.mark.parametrize(
    ("tags", "handrail"),
    [({"handrail:left": "yes"}, "yes"), ({"handrail:right": "yes"}, "yes"),
     ({"handrail:center": "yes"}, "yes"), ({"handrail:both": "yes"}, "yes"),
     ({"handrail:both": "no"}, "no"), ({"handrail:left": "no", "handrail:right": "no"}, "no"),
     ({"handrail:left": "no"}, None), ({"handrail:left": "no", "handrail:right": "yes"}, "yes"),
     ({"handrail": "no", "handrail:left": "yes"}, "no"), ({}, None)],
)  # fmt: skip
@pytest.mark.parametrize("base", [{"highway": "steps"}, {"highway": "footway", "ramp": "yes"}])
def test_a_handrail_by_side(
    base: dict[str, str], tags: dict[str, str], handrail: str | None
) -> None:
    reading = read_way({**base, **tags}, checked_on=None)
    assert reading is not None
    assert word(reading, "handrail") == handrail


@pytest.mark.parametrize(
    ("text", "across"),
    [("2%", (2, 2)), ("-2%", (2, 2)), ("up", (0, 40)), ("down", (0, 40)), ("steep", None)],
)
def test_a_slope_across_has_no_sign_and_a_direction_alone_gives_no_figure(
    text: str, across: tuple[float, float] | None
) -> None:
    reading = on_footway({"incline:across": text})
    assert bounds(reading, "cross_slope_pct") == across
    assert "slope_pct" not in reading.values
    assert len(reading.findings) == (across is None)


@pytest.mark.parametrize(
    ("highway", "footway"),
    [("footway", "apart"), ("steps", "apart"), ("elevator", None), ("corridor", "apart"),
     ("platform", "apart"), ("path", None), ("residential", None)],
)  # fmt: skip
def test_what_keeps_walkers_apart_from_traffic(highway: str, footway: str | None) -> None:
    assert word(read(highway=highway), "footway") == footway


@pytest.mark.parametrize("highway", ["residential", "service", "tertiary", "living_street"])
@pytest.mark.parametrize("key", ["width", "est_width", "maxwidth:physical", "width:estimated"])
def test_no_width_of_a_street_is_the_walkers(highway: str, key: str) -> None:
    reading = read_way({"highway": highway, key: "6"}, checked_on=None)
    assert reading is not None
    assert "width_cm" not in reading.values


def test_a_measured_width_beats_an_estimate_and_a_bad_one_is_still_counted() -> None:
    assert bounds(on_footway({"width": "1.5", "est_width": "2"}), "width_cm") == (150, 150)
    fallen = on_footway({"width": "broad", "est_width": "2"})
    assert fallen.values["width_cm"].evidence is Evidence.INFERRED
    assert fallen.findings == (Finding("width", "broad", "unparsed"),)


@pytest.mark.parametrize("kind", ["footway", "crossing", "street", "path"])
@pytest.mark.parametrize(
    ("tags", "step"),
    [({"kerb": "raised"}, (3, 40)), ({"kerb": "flush"}, (0, 1)), ({"kerb:height": "2cm"}, (2, 2)),
     ({"kerb": "yes"}, None), ({"kerb:height:start": "0", "kerb:height:end": "9cm"}, (9, 9))],
)  # fmt: skip
def test_a_kerb_on_a_way_counts(
    kind: str, tags: dict[str, str], step: tuple[float, float] | None
) -> None:
    bases = {"footway": FOOTWAY, "crossing": CROSSING_WAY, "street": {"highway": "residential"},
             "path": {"highway": "path"}}  # fmt: skip
    reading = read_way({**bases[kind], **tags}, checked_on=None)
    assert reading is not None
    assert bounds(reading, "step_cm") == step


@pytest.mark.parametrize("surface", ["sett", "gravel"])
def test_wheelchair_yes_overrides_neither_surface_nor_smoothness(surface: str) -> None:
    reading = on_footway({"wheelchair": "yes", "surface": surface, "smoothness": "bad"})
    assert [word(reading, n) for n in ("surface_word", "smoothness")] == [surface, "bad"]


def test_wheelchair_yes_fills_in_no_slope_width_or_step() -> None:
    filled = on_footway({"wheelchair": "yes"}).values
    assert not {"slope_pct", "width_cm", "step_cm", "surface", "gap_cm"} & filled.keys()


def test_an_unknown_surface_is_not_replaced_by_the_tracktype() -> None:
    assert "surface" not in read(highway="track", surface="lava", tracktype="grade1").values
    assert read(highway="track", tracktype="grade9").findings == (
        Finding("tracktype", "grade9", "unparsed"),
    )


def test_a_square_is_an_area() -> None:
    assert read(highway="pedestrian", area="yes").area
    assert not read(highway="pedestrian").area


def test_the_date_of_checking_beats_the_date_of_the_object() -> None:
    old, new = date(2015, 1, 1), date(2024, 5, 3)
    tags = {"highway": "footway", "surface": "asphalt", "lit": "yes"}
    plain = read_way(tags, checked_on=old)
    checked = read_way({**tags, "check_date": "2024-05-03"}, checked_on=old)
    one = read_way({**tags, "check_date:surface": "2024-05-03"}, checked_on=old)
    assert plain is not None
    assert checked is not None
    assert one is not None
    assert plain.values["surface"].checked_on == old
    assert checked.values["surface"].checked_on == new
    assert (one.values["surface"].checked_on, one.values["lit"].checked_on) == (new, old)


def test_a_bad_date_of_checking_is_counted_and_undated() -> None:
    reading = read_way({"highway": "footway", "check_date": "soon"}, checked_on=date(2020, 1, 1))
    assert reading is not None
    assert reading.values["access"].checked_on is None
    assert reading.findings == (Finding("check_date", "soon", "unparsed"),)


def test_a_changed_row_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "SURFACE", {**tables.SURFACE, "mud": "smooth"})
    assert word(on_footway({"surface": "mud"}), "surface") != SURFACE["mud"]


def test_no_table_is_without_an_expectation() -> None:
    here = {"ACCESS", "WHEELCHAIR", "SURFACE", "TRACKTYPE", "SMOOTHNESS", "TACTILE", "CROSSING",
            "SOUND", "YES_NO", "HANDRAIL", "LIT", "ROADS", "NO_WAY_YET"}  # fmt: skip
    in_test_access = {"REFUSING", "ALLOWING", "PUBLIC_BY_CLASS", "CLOSED_BY_CLASS", "LIFECYCLE",
                      "HIKING_ONLY"}  # fmt: skip
    in_test_nodes = {"BARRIER", "OPEN_TO_WALKERS"}
    assert {name for name in vars(tables) if name.isupper()} == (
        here | in_test_access | in_test_nodes
    )


@pytest.mark.parametrize("highway", ["footway", "path", "residential", "pedestrian"])
def test_counted_steps_on_any_way_are_steps(highway: str) -> None:
    assert read(highway=highway, step_count="16").kind is Kind.STEPS
    assert read(highway=highway, step_count="0").kind is not Kind.STEPS


def test_a_shoulder_that_is_not_there_is_no_room() -> None:
    tags = {"highway": "tertiary", "shoulder": "no", "shoulder:width": "1.5"}
    reading = read_way(tags, checked_on=None)
    assert reading is not None
    assert "width_cm" not in reading.values
