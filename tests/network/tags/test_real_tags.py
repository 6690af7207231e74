"""Real extracts: of every tag that we read, the value is kept or the tag is counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import osmium
import pytest

from routeguide.model.values import Fact, Measure
from routeguide.network.tags import NodeReading, WayReading
from routeguide.network.tags.nodes import read_node
from routeguide.network.tags.reading import Collector
from routeguide.network.tags.ways import read_way

Tags = dict[str, str]
Reading = WayReading | NodeReading
SAMPLES = ("heidelberg.test.pbf", "miraustr.osm.pbf", "neukolln.osm")
ON_FOOT = {"footway", "path", "pedestrian", "steps", "cycleway", "track", "bridleway", "corridor"}
ROADS = {"residential", "service", "unclassified", "tertiary", "secondary", "living_street"}


@cache
def list_tagged(path: Path, kind: str) -> tuple[Tags, ...]:
    """Return the tags of all tagged ways or nodes of a file."""
    wanted = osmium.osm.WAY if kind == "way" else osmium.osm.NODE
    return tuple(dict(item.tags) for item in osmium.FileProcessor(str(path), wanted) if item.tags)


def is_own_way(tags: Tags) -> bool:
    return tags.get("highway") in ON_FOOT


def has_ground_of_its_own(tags: Tags) -> bool:
    """Tell whether surface and slope are the way's, not those of a sidewalk beside it."""
    beside = any(key == "sidewalk" or key.startswith("sidewalk:") for key in tags)
    return is_own_way(tags) or (tags.get("highway") in ROADS and not beside)


def is_kerb_node(tags: Tags) -> bool:
    return "kerb" in tags and tags.get("highway") != "elevator"


def has_kerb_number(tags: Tags) -> bool:
    return "kerb:height" in tags and tags.get("highway") != "elevator"


def is_kerb_or_crossing(tags: Tags) -> bool:
    other = tags.get("highway") == "elevator" or "barrier" in tags or "entrance" in tags
    return not other and ("kerb" in tags or tags.get("highway") == "crossing")


ROWS: list[tuple[str, str, str, Callable[[Tags], bool]]] = [
    ("way", "width", "width_cm", is_own_way),
    ("way", "incline", "slope_pct", has_ground_of_its_own),
    ("way", "smoothness", "smoothness", has_ground_of_its_own),
    ("way", "surface", "surface", has_ground_of_its_own),
    ("way", "step_count", "step_count", lambda tags: tags.get("highway") == "steps"),
    ("way", "level", "levels", is_own_way),
    ("node", "kerb", "kerb", is_kerb_node),
    ("node", "kerb:height", "step_cm", has_kerb_number),
    ("node", "tactile_paving", "tactile", is_kerb_or_crossing),
]
LEAST = {
    "width": 300, "incline": 300, "smoothness": 3000, "surface": 8000, "tactile_paving": 200,
    "step_count": 100, "level": 20, "kerb": 400, "kerb:height": 1,
}  # fmt: skip
"""Fewer elements than this over all three samples, and a check could pass on nothing."""


def read(kind: str, tags: Tags) -> Reading | None:
    return (read_way if kind == "way" else read_node)(tags, checked_on=None)


def find_lost(
    path: Path, row: tuple[str, str, str, Callable[[Tags], bool]]
) -> tuple[int, list[Tags]]:
    """Return how many raw elements carry the tag, and those of which nothing was kept or said."""
    kind, key, attribute, concerns = row
    seen = [tags for tags in list_tagged(path, kind) if key in tags and concerns(tags)]
    return len(seen), [tags for tags in seen if not _is_accounted_for(kind, key, attribute, tags)]


def _is_accounted_for(kind: str, key: str, attribute: str, tags: Tags) -> bool:
    reading = read(kind, tags)
    if reading is None:
        return False
    said = any(finding.attribute == key for finding in reading.findings)
    if key == "level":
        return bool(reading.levels) is not said
    if key == "kerb" and "kerb:height" in tags and not said:
        return "step_cm" in reading.values or "kerb" in reading.values
    if key == "width" and said:  # an estimate may stand in for a width that cannot be used
        return True
    return (attribute in reading.values) is not said


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_tagged_element_gives_a_value_or_a_finding(
    name: str,
    row: tuple[str, str, str, Callable[[Tags], bool]],
    real_data: Callable[[str], Path],
) -> None:
    _, lost = find_lost(real_data(f"samples/{name}"), row)
    assert lost == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_the_samples_hold_enough_of_every_tag_to_tell(
    row: tuple[str, str, str, Callable[[Tags], bool]], real_data: Callable[[str], Path]
) -> None:
    seen = sum(find_lost(real_data(f"samples/{name}"), row)[0] for name in SAMPLES)
    assert seen >= LEAST[row[1]]


def test_a_reader_that_drops_silently_is_noticed(
    real_data: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def drop(self: Collector, _attribute: str, _key: str, _read: object) -> bool:
        del self
        return False

    monkeypatch.setattr(Collector, "number", drop)
    _, lost = find_lost(real_data("samples/miraustr.osm.pbf"), ROWS[0])
    assert lost


METRES = re.compile(r"[0-9]+(\.[0-9]+)?( ?m)?")
PERCENT = re.compile(r"-?[0-9]+(\.[0-9]+)? ?%")


def list_plain(path: Path, key: str, pattern: re.Pattern[str]) -> Iterator[tuple[float, Reading]]:
    """Yield the figure that stands in a plain tag, beside what was read of it."""
    for tags in list_tagged(path, "way"):
        if is_own_way(tags) and pattern.fullmatch(tags.get(key, "")):
            reading = read("way", tags)
            assert reading is not None
            yield float(tags[key].rstrip("m% ")), reading


@pytest.mark.parametrize(
    ("key", "attribute", "pattern", "times", "least", "most"),
    [("width", "width_cm", METRES, 100, 0.3, 30), ("incline", "slope_pct", PERCENT, 1, -40, 40)],
)
def test_a_plain_figure_arrives_as_it_stands_and_an_implausible_one_does_not(
    key: str,
    attribute: str,
    pattern: re.Pattern[str],
    times: float,
    least: float,
    most: float,
    real_data: Callable[[str], Path],
) -> None:
    seen = 0
    for name in SAMPLES:
        for figure, reading in list_plain(real_data(f"samples/{name}"), key, pattern):
            known = reading.values.get(attribute)
            if least <= figure <= most:
                assert isinstance(known, Measure)
                assert (known.low, known.high) == pytest.approx((figure * times, figure * times))
                seen += 1
            else:
                assert [f.reason for f in reading.findings if f.attribute == key] == ["implausible"]
    assert seen >= 100


@pytest.mark.parametrize("name", SAMPLES)
def test_no_text_of_a_real_file_gives_an_implausible_value(
    name: str, real_data: Callable[[str], Path]
) -> None:
    plausible = {"width_cm": (0, 3000), "slope_pct": (-40, 40), "cross_slope_pct": (0, 40),
                 "step_cm": (0, 40), "gap_cm": (30, 3000), "step_count": (1, 1000)}  # fmt: skip
    path = real_data(f"samples/{name}")
    for kind in ("way", "node"):
        for tags in list_tagged(path, kind):
            reading = read(kind, tags)
            for attribute, known in (reading.values if reading else {}).items():
                low, high = plausible.get(attribute, (0, 3000))
                within = isinstance(known, Fact) or low <= known.low <= known.high <= high
                assert within, (tags, attribute, known)


@pytest.mark.parametrize("name", SAMPLES)
def test_steps_of_a_real_file_are_steps_and_nothing_else(
    name: str, real_data: Callable[[str], Path]
) -> None:
    steps = [
        t for t in list_tagged(real_data(f"samples/{name}"), "way") if t.get("highway") == "steps"
    ]
    assert steps
    for tags in steps:
        reading = read("way", tags)
        assert isinstance(reading, WayReading)
        assert reading.kind in {"steps", "escalator"}


@pytest.mark.parametrize("name", SAMPLES)
def test_what_a_real_file_refuses_to_walkers_is_refused(
    name: str, real_data: Callable[[str], Path]
) -> None:
    refused = 0
    for tags in list_tagged(real_data(f"samples/{name}"), "way"):
        word = tags.get("foot", tags.get("access"))
        reading = read("way", tags)
        if reading is None or word not in {"no", "private", "military", "restricted", "permit"}:
            continue
        refused += 1
        known = reading.values["access"]
        assert isinstance(known, Fact)
        assert known.value == "no"
    assert refused
