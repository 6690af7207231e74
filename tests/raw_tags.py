"""The independent checker of real routes: re-reads the raw file and trusts nothing of ours.

It knows OpenStreetMap's tags, a handful of plain rules, and the answer's
``osm`` references; it shares no code with the tag rules or the verdict.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import osmium

from routeguide.model.route import Route

STEP_FREE = (
    "wheelchair_manual", "wheelchair_assisted", "wheelchair_powered", "walker", "stroller",
)  # fmt: skip
CLOSED = {"no", "private", "military", "restricted", "permit", "residents", "delivery"}


class RawTags:
    """Way tags and node lists of a file, by id."""

    def __init__(self, path: Path) -> None:
        self.tags: dict[int, dict[str, str]] = {}
        self.nodes: dict[int, list[int]] = {}
        self.at_node: dict[int, dict[str, str]] = {}
        for item in osmium.FileProcessor(str(path)):
            if item.is_way():
                self.tags[item.id] = dict(item.tags)
                self.nodes[item.id] = [node.ref for node in item.nodes]
            elif item.is_node() and len(item.tags):
                self.at_node[item.id] = dict(item.tags)

    def step_free_violations(self, route: Route) -> list[str]:
        """Return what a step-free route must not hold, by raw tags alone."""
        found = []
        for segment in route.segments:
            osm = segment.passage.osm
            if osm is None or osm.way not in self.tags:
                continue
            tags = self.tags[osm.way]
            if self.is_steps(tags) and segment.passage.kind != "ramp":
                found.append(f"way {osm.way}: steps {tags}")
            if self.is_closed(tags):
                found.append(f"way {osm.way}: closed {tags}")
            found += self._not_on_way(osm.way, (osm.from_node, osm.to_node))
        return found + self._gaps(route.segments)

    @staticmethod
    def is_steps(tags: dict[str, str]) -> bool:
        return tags.get("highway") == "steps" or "conveying" in tags

    @staticmethod
    def is_closed(tags: dict[str, str]) -> bool:
        word = tags.get("foot", tags.get("access", ""))
        return word in CLOSED and tags.get("wheelchair") not in {"yes", "designated"}

    def _not_on_way(self, way: int, ends: tuple[int, int]) -> list[str]:
        missing = [node for node in ends if node not in self.nodes[way]]
        return [f"way {way} does not hold node {node}" for node in missing]

    @staticmethod
    def _gaps(segments: Sequence[object]) -> list[str]:
        """Return the places where one passage does not begin where the last one ended."""
        found = []
        for before, after in itertools.pairwise(segments):
            end, begin = before.passage.line[-1], after.passage.line[0]  # type: ignore[attr-defined]
            if abs(end[0] - begin[0]) > 2e-7 or abs(end[1] - begin[1]) > 2e-7:
                found.append(f"a gap at {end}")
        return found
