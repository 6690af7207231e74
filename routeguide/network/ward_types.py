"""Values of the ward layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from routeguide.model.passage import LonLat
from routeguide.model.values import Known
from routeguide.model.vocabulary import Kind, RoadClass, Status


@dataclass(frozen=True, slots=True)
class WardNode:
    """A node inside a station. ``lonlat`` None = not known; ``level`` 0 = ground."""

    id: str
    lonlat: LonLat | None
    level: float | None = None


@dataclass(frozen=True, slots=True)
class WardPassage:
    """A link inside a station between two places or nodes.

    ``length_m`` None = not known (the build takes the straight line times 1.3).
    """

    id: str
    from_id: str
    to_id: str
    kind: Kind
    length_m: float | None = None
    values: Mapping[str, Known] = field(default_factory=dict)
    lift_id: str | None = None
    status: Status = Status.OPEN
    schematic: bool = True
    note: str | None = None
    line: tuple[LonLat, ...] | None = None


@dataclass(frozen=True, slots=True)
class WardLeg:
    """One leg of a ward route along one street; ``at_end`` is 信号 where a signal is mapped."""

    line: tuple[LonLat, ...]
    kind: Kind
    road_class: RoadClass | None
    name: str | None
    at_end: str | None


@dataclass(frozen=True, slots=True)
class WardCrossing:
    """A road of tertiary class or above that a ward route crosses."""

    at: LonLat
    road_class: RoadClass
    name: str | None
    signal_at_junction: bool | None


@dataclass(frozen=True, slots=True)
class WardRoute:
    """A route of the ward between a station and a facility (design/network.md)."""

    route_id: str
    name_ja: str
    designation_status: str
    document_no: str | None
    from_station_id: str
    from_exit_id: str | None
    from_point: LonLat
    to_facility_id: str
    to_point: LonLat
    legs: tuple[WardLeg, ...]
    roads_crossed: tuple[WardCrossing, ...] = ()
