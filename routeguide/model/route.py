"""Questions and answers: a route asked for, and what is said to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from routeguide.model.passage import LonLat, Passage, Point
from routeguide.model.place import Landmark, Place
from routeguide.model.traveller import Traveller
from routeguide.model.vocabulary import CrossingKind, Evidence, RoadClass, UnknownPolicy


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a trip starts or ends: a place id, or a free coordinate (lon, lat)."""

    place: str | None = None
    lonlat: LonLat | None = None

    def __post_init__(self) -> None:
        """Refuse an endpoint that is neither or both."""
        if (self.place is None) == (self.lonlat is None):
            raise ValueError("an endpoint is a place or a coordinate")


@dataclass(frozen=True, slots=True)
class Query:
    """A route asked for. ``depart_at`` is aware (any offset)."""

    origin: Endpoint
    destination: Endpoint
    traveller: Traveller
    depart_at: datetime
    unknown: UnknownPolicy = UnknownPolicy.WARN


class LiftState(StrEnum):
    """What is known of a lift at the expected arrival (design/routing.md)."""

    OUT = "out"
    PLANNED = "planned"
    NO_REPORT = "no_report"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class RoadCrossed:
    """One road that the route crosses: its own step for blind and wheelchair travellers.

    ``offset_m`` from the start of the segment in metres. ``mapped`` says that
    a crossing is drawn there; without it ``how`` is None and the way of
    crossing is not confirmed. ``signal_at_junction`` True when the junction's
    signals are mapped within 20 m (the pedestrian light is not known by that),
    None when not known. ``sound`` and ``tactile`` are words of their
    vocabularies, None = not known. ``length_m`` None = not known.
    """

    at: LonLat
    offset_m: float
    road_class: RoadClass | None
    name: str | None
    mapped: bool
    how: CrossingKind | None = None
    signal_at_junction: bool | None = None
    sound: str | None = None
    tactile: str | None = None
    kerb: str | None = None
    length_m: float | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One passage (or the walked part of it), in walking direction.

    ``length_m`` metres, ``duration_s`` honest seconds without any penalty,
    ``starts_at`` the expected arrival at its start. ``unverified`` names the
    relevant attributes that are not confirmed. ``evidence`` is the weakest
    evidence among the relevant attributes; None = at least one is unknown.
    ``point`` is the kerb, gate or door passed at its *start* (None at the
    first segment), ``point_unverified`` likewise. ``is_gap`` marks the
    joining line to a place: nobody has walked it.
    """

    passage: Passage
    length_m: float
    duration_s: float
    starts_at: datetime
    evidence: Evidence | None
    unverified: tuple[str, ...] = ()
    point: Point | None = None
    point_unverified: tuple[str, ...] = ()
    crosses: tuple[RoadCrossed, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    lift_state: LiftState | None = None
    lift_until: datetime | None = None

    @property
    def is_gap(self) -> bool:
        """Whether this is a joining line between the network and a place."""
        return self.passage.connector


@dataclass(frozen=True, slots=True)
class Route:
    """A way that the traveller can take.

    ``label`` is ``verified`` (すべて確認済み), ``unverified`` or None (the plain
    comparison carries no label). ``evidence_m`` holds metres by evidence:
    survey, mapped, inferred, unknown (their sum is ``length_m``). ``cost`` is
    the integer that the search minimised, in hundredths of a second.
    ``gap_m`` is the distance between the end of the network and the building's
    point when its entrance is not known, else None.
    """

    segments: tuple[Segment, ...]
    length_m: float
    duration_s: float
    cost: int
    label: str | None
    evidence_m: Mapping[str, float]
    origin: Place | None
    destination: Place | None
    start_exit: Place | None = None
    gap_m: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocker:
    """What stands in the way: a passage or point, its attribute, value and the limit.

    ``value`` and ``limit`` are JSON values in the attribute's unit; ``where``
    is a Japanese phrase. ``relaxation`` is filled only where that single
    change opens a way.
    """

    at: LonLat
    where: str
    attribute: str
    value: Any
    limit: Any
    source: str | None = None
    checked_on: str | None = None
    relaxation: str | None = None


class Outcome(StrEnum):
    """What came of a question."""

    OK = "ok"
    NO_ROUTE = "no_route"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a :class:`Query`, always from one version of the network."""

    status: Outcome
    query: Query
    network_version: str
    routes: tuple[Route, ...] = ()
    plain: Route | None = None
    notices: tuple[str, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    candidates: tuple[Mapping[str, Any], ...] = field(default_factory=tuple)
    origin: Place | None = None
    destination: Place | None = None
