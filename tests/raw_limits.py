"""The independent checker for anybody's limits: widths, inclines, kerbs, surfaces from raw tags.

It reads only what says one plain thing, and leaves everything else open: a
route that holds one of these certainly breaks a limit. It shares no code with
the tag rules or the verdict.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from routeguide.model.route import Route, Segment
from routeguide.model.traveller import Traveller
from tests.raw_tags import RawTags

Tags = Mapping[str, str]
NUMBER = re.compile(r"\d+(\.\d+)?")
PERCENT = re.compile(r"([-+]?\d+(\.\d+)?) ?%")
HEIGHT = re.compile(r"(\d+(\.\d+)?) ?(cm|m)?")
SURFACES = (
    {"asphalt", "concrete", "paving_stones"},
    {"compacted", "fine_gravel", "wood", "paved"},
    {"sett", "cobblestone", "unpaved", "metal_grid"},
    {"gravel", "pebblestone", "sand", "dirt", "earth", "ground", "grass", "mud"},
)
CLASSES = ("smooth", "firm", "uneven", "loose")
SMOOTHNESS = (
    "excellent", "good", "intermediate", "bad", "very_bad", "horrible", "very_horrible",
    "impassable",
)  # fmt: skip
ROADS = ("residential", "unclassified", "tertiary", "secondary", "primary", "trunk")
WALKED = {"footway", "path", "pedestrian", "cycleway", "track", "bridleway"}
ALLOWED = {"yes", "designated", "official", "permissive", "destination", "customers"}
STOP_WHEELS = {"cycle_barrier", "stile", "turnstile", "kissing_gate", "fence", "wall"}
RAISED_CM = 3.0
"""A raised kerb without a number is higher than this (design/network.md, Kerbs)."""


class RawLimits(RawTags):
    """Way and node tags of a file, held against the limits of any traveller."""

    def violations(self, route: Route, who: Traveller) -> list[str]:
        """Return what a route holds that certainly breaks a limit of this traveller."""
        return list(self._broken(route, who))

    def looked_at(self, route: Route) -> Counter[str]:
        """Count the segments of a route of which the checker has something to say, by tag."""
        keys = ("width", "incline", "surface", "smoothness")
        found: Counter[str] = Counter()
        for segment in route.segments:
            tags = self._tags_of(segment)
            found.update(key for key in keys if key in tags)
        return found

    def _broken(self, route: Route, who: Traveller) -> Iterator[str]:
        for number, segment in enumerate(route.segments):
            osm, tags = segment.passage.osm, self._tags_of(segment)
            if osm is None or not tags:
                continue
            for text in self._on_way(segment, tags, who):
                yield f"way {osm.way}: {text}"
            at = self.at_node.get(self._first_node(segment), {}) if number else {}
            for text in _at_node(at, who):
                yield f"node {self._first_node(segment)}: {text}"

    def _tags_of(self, segment: Segment) -> Tags:
        osm = segment.passage.osm
        return self.tags.get(osm.way, {}) if osm else {}

    @staticmethod
    def _first_node(segment: Segment) -> int:
        key = segment.passage.from_key
        return int(key[1:]) if key.startswith("n") and key[1:].isdigit() else 0

    def _on_way(self, segment: Segment, tags: Tags, who: Traveller) -> Iterator[str]:
        highway = tags.get("highway")
        if highway == "steps":
            if who.stairs == "never" and segment.passage.kind != "ramp":
                yield "steps"
            return
        if self.is_closed(tags) and not any(key.endswith(":conditional") for key in tags):
            yield "closed"
        if "sidewalk" in tags or any(key.startswith("sidewalk:") for key in tags):
            return  # then the sidewalk's own tags count
        yield from _worse(tags, who)
        yield from self._steeper(segment, tags, who)
        own_way = highway in WALKED and "maxwidth:physical" not in tags
        width = tags.get("width", "")
        if own_way and who.min_width_cm is not None and NUMBER.fullmatch(width):
            metres = float(width)
            if metres >= 0.3 and metres * 100 < who.min_width_cm:
                yield f"width {width}"
        yield from _road(tags, who)

    def _steeper(self, segment: Segment, tags: Tags, who: Traveller) -> Iterator[str]:
        match = PERCENT.fullmatch(tags.get("incline", ""))
        nodes = self.nodes[segment.passage.osm.way]  # type: ignore[union-attr]
        is_ring = nodes[0] == nodes[-1]  # its direction cannot be told by its nodes
        if match is None or is_ring or abs(float(match[1])) > 40 or who.short_slope_pct is not None:
            return
        slope = float(match[1]) if self._along(segment) else -float(match[1])
        if who.max_slope_up_pct is not None and slope > who.max_slope_up_pct:
            yield f"{slope} % up"
        if who.max_slope_down_pct is not None and -slope > who.max_slope_down_pct:
            yield f"{-slope} % down"

    def _along(self, segment: Segment) -> bool:
        """Tell whether a segment is walked in the direction in which its way is drawn.

        By the lie of the walked line beside the way's own nodes, not by what we say.
        """
        osm = segment.passage.osm
        assert osm is not None
        nodes = self.nodes[osm.way]
        first, last = nodes.index(osm.from_node), nodes.index(osm.to_node)
        begin = self._first_node(segment)
        if begin == osm.to_node:
            return last < first
        if begin == osm.from_node:
            return first < last
        return (first < last) is segment.passage.forward  # begins within the passage


def _worse(tags: Tags, who: Traveller) -> Iterator[str]:
    surface, smoothness = tags.get("surface"), tags.get("smoothness")
    if who.worst_surface is not None and surface is not None:
        rank = next((n for n, words in enumerate(SURFACES) if surface in words), -1)
        if rank > CLASSES.index(who.worst_surface):
            yield f"surface {surface}"
    if who.worst_smoothness is None or smoothness not in SMOOTHNESS:
        return
    if SMOOTHNESS.index(smoothness) > SMOOTHNESS.index(who.worst_smoothness):
        yield f"smoothness {smoothness}"


def _road(tags: Tags, who: Traveller) -> Iterator[str]:
    road, limit = tags.get("highway"), who.road_without_footway
    if road not in ROADS or limit is None or any("shoulder" in key for key in tags):
        return
    rank = ROADS.index(str(limit)) if limit in ROADS else -1
    if ROADS.index(road) > rank and limit != "motorway":
        yield f"{road} road without a footway"


def _at_node(tags: Tags, who: Traveller) -> Iterator[str]:
    """Yield what stands on a node that is walked through; crossings' kerbs count elsewhere."""
    if "crossing" in tags or tags.get("highway") == "crossing":
        return
    excused = tags.get("wheelchair") in {"yes", "designated", "official", "permissive"}
    opened = tags.get("foot", tags.get("access")) in ALLOWED
    if who.group == "wheels" and tags.get("barrier") in STOP_WHEELS and not excused | opened:
        yield f"barrier {tags['barrier']}"
    match = HEIGHT.fullmatch(tags.get("kerb:height", ""))
    height = float(match[1]) * (1 if match[3] == "cm" else 100) if match else None
    if height is None and tags.get("kerb") == "raised":
        height = RAISED_CM
        if who.group == "wheels" and not excused:
            yield "raised kerb"
    if who.max_step_cm is not None and height is not None and height > who.max_step_cm:
        yield f"kerb of {height} cm"
