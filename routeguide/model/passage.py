"""Passages and points: the pieces that the walking network is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from routeguide.model.attributes import BY_NAME
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Kind, RoadClass, Status

LonLat = tuple[float, float]

SIGNED = frozenset(name for name, attribute in BY_NAME.items() if attribute.signed)
OSM_KEY = re.compile(r"w(-?\d+):(-?\d+)-(-?\d+)((?:~\d+)?(?:/[\d.]+)?)")


@dataclass(frozen=True, slots=True)
class OsmRef:
    """Where a passage comes from in OpenStreetMap: way id, from node id, to node id."""

    way: int
    from_node: int
    to_node: int


@dataclass(frozen=True, slots=True)
class Point:
    """A kerb, gate, bollard or door that stands on a node.

    Walking *through* the node passes it; starting or ending there does not.
    """

    key: str
    lonlat: LonLat
    values: Mapping[str, Known] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """One walkable link in one direction.

    ``length_m`` in metres along ``line`` (lon, lat; at least two points),
    ``values`` by attribute name (a missing key = not known), ``names`` by
    language code. ``from_key`` and ``to_key`` name the nodes. ``from_level``
    and ``to_level`` are floors (0 = ground), None when not known.
    ``layer`` is the OSM layer (0 = ground; tunnels negative).
    ``lift_id`` is the place id of the lift this passage rides.
    ``connector`` marks a joining line of ours that nobody has walked.
    ``schematic`` marks an inside whose true line is not known.
    """

    key: str
    from_key: str
    to_key: str
    kind: Kind
    length_m: float
    line: tuple[LonLat, ...]
    road_class: RoadClass | None = None
    values: Mapping[str, Known] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    osm: OsmRef | None = None
    from_level: float | None = None
    to_level: float | None = None
    layer: int = 0
    lift_id: str | None = None
    ward_route: str | None = None
    status: Status = Status.OPEN
    connector: bool = False
    schematic: bool = False
    forward: bool = True
    note: str | None = None

    def measure(self, name: str) -> Measure | None:
        """Return the measure of that name; None when not known."""
        value = self.values.get(name)
        return value if isinstance(value, Measure) else None

    def fact(self, name: str) -> str | None:
        """Return the word of that name; None when not known."""
        value = self.values.get(name)
        return value.value if isinstance(value, Fact) else None

    def reversed(self) -> Passage:
        """Return the same link walked the other way: signed values change sign."""
        return replace(
            self,
            key=reverse_key(self.key),
            from_key=self.to_key,
            to_key=self.from_key,
            line=self.line[::-1],
            values=reverse_values(self.values),
            from_level=self.to_level,
            to_level=self.from_level,
            forward=not self.forward,
        )


def reverse_values(values: Mapping[str, Known]) -> dict[str, Known]:
    """Return the values as they are met walking the other way: signed ones change sign."""
    turned = dict(values)
    for name in SIGNED:
        known = values.get(name)
        if isinstance(known, Measure):
            turned[name] = known.negated()
    return turned


def reverse_key(key: str) -> str:
    """Return the key of the same link walked the other way.

    ``w12:3-4`` and ``w12:4-3``; what follows the second node (``~n`` where one
    way joins the same two nodes more than once, ``/n`` for the n-th piece of a
    link that a place was joined to) stays. Ward passages carry ``/r``.
    """
    way, _, nodes = key.partition(":")
    start, _, end = nodes.partition("-")
    if key[:1] == "w" and start.isdecimal() and end.isdecimal() and way[1:].isdecimal():
        return f"{way}:{end}-{start}"  # nearly all of them
    osm = OSM_KEY.fullmatch(key)
    if osm:
        way, start, end, rest = osm.groups()
        return f"w{way}:{end}-{start}{rest}"
    return key[:-2] if key.endswith("/r") else f"{key}/r"
