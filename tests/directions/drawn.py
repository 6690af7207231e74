"""Routes drawn by hand, step by step: one call a passage, heading kept between calls.

Only what a call names is known of a passage: the rest is absent, as on a real
street before a survey.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from routeguide.model.geodesy import metres_per_degree
from routeguide.model.passage import LonLat, Passage, Point
from routeguide.model.place import Landmark, Place, PlaceKind
from routeguide.model.route import RoadCrossed, Route, Segment, Way
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Evidence, Kind, LiftState, RoadClass

DEPART = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
START = (139.65, 35.74)
MAPPED = Evidence.MAPPED
KIND_OF = {RoadClass.FOOTWAY: Kind.FOOTWAY, RoadClass.PATH: Kind.PATH}

STATION = Place("station:s", PlaceKind.STATION, "小竹向原", kana="こたけむかいはら")
EXIT = Place("exit:s/a2", PlaceKind.EXIT, "出口A2", parent="station:s")
LIBRARY = Place(
    "facility:l",
    PlaceKind.FACILITY,
    "練馬区立小竹図書館",
    kana="ねりまくりつこたけとしょかん",
    telephone="03-0000-0000",
)
DOOR = Place(
    "facility:d", PlaceKind.FACILITY, "光が丘区民センター", kana="ひかりがおかくみんせんたー",
    point_is="entrance",
)  # fmt: skip


def word(value: str, evidence: Evidence = MAPPED) -> Fact:
    return Fact(str(value), evidence, "drawn")


def number(low: float, high: float | None = None, evidence: Evidence = MAPPED) -> Measure:
    return Measure(low, low if high is None else high, evidence, "drawn")


def move(at: LonLat, bearing_deg: float, metres: float) -> LonLat:
    east, north = metres_per_degree(at[1])
    angle = math.radians(bearing_deg)
    return (at[0] + metres * math.sin(angle) / east, at[1] + metres * math.cos(angle) / north)


def crossing(
    offset_m: float = 0.0, *, road: RoadClass | None = RoadClass.SECONDARY, **more: Any
) -> RoadCrossed:
    told = {"at": START, "name": None, "mapped": False, **more}
    return RoadCrossed(offset_m=offset_m, road_class=road, **told)


@dataclass
class Drawn:
    """A route being drawn; every method returns the drawing itself."""

    origin: Place | None = STATION
    destination: Place | None = LIBRARY
    at: LonLat = START
    heading: float = 0.0
    segments: list[Segment] = field(default_factory=list)
    seconds: float = 0.0

    def go(
        self,
        metres: float,
        kind: Kind = Kind.FOOTWAY,
        *,
        turn: float = 0.0,
        values: Mapping[str, Known] | None = None,
        name: str | None = None,
        kana: str | None = None,
        road: RoadClass | None = None,
        unverified: Sequence[str] = (),
        evidence: Evidence | None = MAPPED,
        crosses: Sequence[RoadCrossed] = (),
        point: Mapping[str, Known] | None = None,
        doubts: Sequence[str] = (),
        landmarks: Sequence[tuple[str, str | None, float, str | None]] = (),
        lift_state: LiftState | None = None,
        lift_until: datetime | None = None,
        ways: Sequence[tuple[float, RoadClass | None, str | None]] | None = None,
        more: Mapping[str, Any] | None = None,
        **passage: Any,
    ) -> Drawn:
        """Walk some metres on after turning (positive to the right).

        ``ways`` are the other ways where that is, each by how far one would
        turn into it, its road class (None = a crossing) and its name.
        """
        others = None if ways is None else tuple(self._way(*way) for way in ways)
        self.heading = (self.heading + turn) % 360
        begin, self.at = self.at, move(self.at, self.heading, metres)
        number_of = len(self.segments)
        names = {key: text for key, text in (("ja", name), ("kana", kana)) if text}
        told = {"from_key": f"n{number_of}", "to_key": f"n{number_of + 1}", **passage}
        self.segments.append(
            Segment(
                passage=Passage(
                    key=f"p{number_of}", kind=kind, length_m=metres, line=(begin, self.at),
                    road_class=road, values=values or {}, names=names, **told,
                ),
                length_m=metres,
                duration_s=metres,
                starts_at=DEPART + timedelta(seconds=self.seconds),
                evidence=evidence,
                unverified=tuple(unverified),
                point=Point(f"n{number_of}", begin, point) if point is not None else None,
                point_unverified=tuple(doubts),
                crosses=tuple(crosses),
                landmarks=tuple(self._landmark(begin, *mark) for mark in landmarks),
                lift_state=lift_state,
                lift_until=lift_until,
                ways=others,
                **(more or {}),
            )
        )  # fmt: skip
        self.seconds += metres
        return self

    def _way(self, turn: float, road: RoadClass | None, name: str | None) -> Way:
        kind = Kind.CROSSING if road is None else KIND_OF.get(road, Kind.STREET)
        return Way((self.heading + turn) % 360, kind, road, name)

    def _landmark(
        self, begin: LonLat, kind: str, name: str | None, offset_m: float, side: str | None
    ) -> Landmark:
        on_line = move(begin, self.heading, offset_m)
        aside = {"left": -90.0, "right": 90.0}.get(side or "", 0.0)
        return Landmark(kind, name, move(on_line, self.heading + aside, 8.0 if side else 0.0))

    def end(self, *, gap_m: float | None = None, label: str | None = "unverified") -> Route:
        """Return the route drawn."""
        metres = {"survey": 0.0, "mapped": 0.0, "inferred": 0.0, "unknown": 0.0}
        for segment in self.segments:
            metres[str(segment.evidence) if segment.evidence else "unknown"] += segment.length_m
        length = sum(segment.length_m for segment in self.segments)
        keys = {k for s in self.segments for k in (s.passage.from_key, s.passage.to_key)}
        return Route(
            segments=tuple(self.segments),
            length_m=length,
            duration_s=self.seconds,
            cost=1,
            label=label,
            evidence_m=metres,
            origin=self.origin,
            destination=self.destination,
            start_exit=EXIT if EXIT.id in keys else None,
            gap_m=gap_m,
        )
