"""Raw OpenStreetMap data, as every reader hands it to the build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Tags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RawWay:
    """One way: node ids in order, tags, and the date of its last change (None = undated)."""

    id: int
    nodes: tuple[int, ...]
    tags: Tags
    changed_on: date | None = None


@dataclass(frozen=True, slots=True)
class RawArea:
    """A multipolygon that is walked or avoided: rings of node ids, tags.

    ``id`` is the relation id, negative so that it never meets a way id.
    ``outer`` and ``inner`` hold closed rings (first node = last node).
    """

    id: int
    outer: tuple[tuple[int, ...], ...]
    inner: tuple[tuple[int, ...], ...]
    tags: Tags
    changed_on: date | None = None


@dataclass(slots=True)
class Extract:
    """All raw elements of one source that the build looks at.

    ``lonlat`` holds every node that a kept way or area uses and every tagged
    node; ``node_tags`` the tagged ones; ``node_changed_on`` dates where known.
    ``kind`` is ``osm-file`` or ``overpass``; ``name`` a file name without its
    folder or the query's area; ``sha256`` of the bytes that were read;
    ``data_date`` the date of the data (None = not told).
    """

    kind: str
    name: str
    sha256: str
    lonlat: dict[int, tuple[float, float]] = field(default_factory=dict)
    node_tags: dict[int, Tags] = field(default_factory=dict)
    node_changed_on: dict[int, date] = field(default_factory=dict)
    ways: list[RawWay] = field(default_factory=list)
    areas: list[RawArea] = field(default_factory=list)
    data_date: date | None = None

    @property
    def every_way_dated(self) -> bool:
        """Whether every way carries a timestamp (else its ids count as synthetic)."""
        return bool(self.ways) and all(way.changed_on for way in self.ways)
