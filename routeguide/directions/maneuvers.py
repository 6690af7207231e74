"""Route -> maneuvers: what the traveller does, one after another, as data without words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from routeguide.directions.line import SHORTEST_LEG_M, bearings, merge_short_legs, simplify
from routeguide.directions.rounding import clock_hour
from routeguide.model.geodesy import distance_m, length_m, turn_deg
from routeguide.model.passage import LonLat
from routeguide.model.route import RoadCrossed, Route, Segment
from routeguide.model.values import Measure
from routeguide.model.vocabulary import Kind, RoadClass, code_of

OUTDOORS = frozenset(
    {Kind.FOOTWAY, Kind.STREET, Kind.STREET_WITH_SIDEWALK, Kind.PATH, Kind.CROSSING,
     Kind.FOOTBRIDGE, Kind.UNDERPASS, Kind.RAMP}
)  # fmt: skip
STREETS = frozenset({Kind.STREET, Kind.STREET_WITH_SIDEWALK})


@dataclass(frozen=True, slots=True)
class Maneuver:
    """One thing to do.

    ``type`` is one of walk, crossing, road_crossing, level_crossing, steps,
    escalator, lift, moving_walkway, inside, gate, platform, gap, arrive.
    ``hour`` is the clock hour of the turn before it (12 straight on, None
    where no bearing is known before). ``length_m`` metres, None where it has
    none. ``facts`` hold what is known; a missing key is not known.
    ``unverified`` names attributes that are not confirmed on it.
    """

    type: str
    at: LonLat
    length_m: float | None = None
    hour: int | None = None
    name: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    unverified: tuple[str, ...] = ()


def list_maneuvers(route: Route) -> tuple[Maneuver, ...]:
    """Return the maneuvers of a route in order, the arrival last."""
    maker = _Maker()
    for kind, group in groupby(route.segments, key=_group_of):
        maker.add(kind, list(group))
    segments = route.segments
    end = segments[-1].passage.line[-1] if segments else (0.0, 0.0)
    return (*maker.found, Maneuver("arrive", end, facts=_arrival(route)))


def _arrival(route: Route) -> dict[str, Any]:
    return {} if route.gap_m is None else {"gap_m": route.gap_m}


def _group_of(segment: Segment) -> str:
    """Return the word by which contiguous segments belong to one maneuver."""
    if segment.is_gap:
        return "gap"
    passage = segment.passage
    if passage.kind is Kind.LIFT:
        return f"lift {passage.lift_id}"
    if passage.schematic and passage.kind is Kind.CORRIDOR:
        return "inside"
    return "walk" if passage.kind in OUTDOORS else str(passage.kind)


class _Maker:
    """Makes maneuvers and remembers the bearing walked last."""

    def __init__(self) -> None:
        self.found: list[Maneuver] = []
        self.bearing: float | None = None

    def add(self, kind: str, segments: list[Segment]) -> None:
        """Add the maneuvers of contiguous segments of one sort."""
        if kind == "walk":
            for run in _runs_between_crossings(segments):
                self._walk(run)
            return
        first = segments[0]
        for crossed in (c for s in segments for c in s.crosses):
            self.found.append(_crossing(crossed))
        word = {"corridor": "inside", "ticket_gate": "gate"}.get(kind, kind.partition(" ")[0])
        line = [point for s in segments for point in s.passage.line]
        corners = simplify(line)
        outdoors = word in {"steps", "level_crossing", "escalator"} and not first.passage.schematic
        hour = self._hour(bearings(corners)[0]) if outdoors and length_m(line) > 1 else None
        self.bearing = bearings(corners)[-1] if outdoors and length_m(line) > 1 else None
        self.found.append(
            Maneuver(
                type=word,
                at=line[0],
                length_m=sum(s.length_m for s in segments),
                hour=hour,
                facts=_facts(word, segments),
                unverified=_doubts(segments),
            )
        )

    def _hour(self, bearing: float) -> int | None:
        return None if self.bearing is None else clock_hour(turn_deg(self.bearing, bearing))

    def _walk(self, run: list[Segment]) -> None:
        for crossed in run[0].crosses:
            if crossed.offset_m == 0:
                self.found.append(_crossing(crossed))
        if run[0].passage.kind is Kind.CROSSING:
            self.bearing = bearings(simplify(run[-1].passage.line))[-1]
            return
        line = [point for s in run for point in s.passage.line]
        corners = merge_short_legs(simplify(line))
        ahead = _crossed_along(run)
        walked = 0.0
        for number, bearing in enumerate(bearings(corners)):
            begin, end = corners[number], corners[number + 1]
            leg_end = walked + distance_m(begin, end)
            is_last = number == len(corners) - 2
            while ahead and (ahead[0][0] < leg_end or is_last):
                offset, road = ahead.pop(0)
                if offset - walked >= SHORTEST_LEG_M:
                    self._leg(run, begin, (walked, offset), bearing)
                    walked = offset
                self.found.append(_crossing(road))
                begin = road.at
            if leg_end - walked >= SHORTEST_LEG_M or number == 0:
                self._leg(run, begin, (walked, leg_end), bearing)
            self.bearing = bearing
            walked = leg_end

    def _leg(
        self, run: list[Segment], at: LonLat, span: tuple[float, float], bearing: float
    ) -> None:
        """Add one leg, ``span`` metres along the run, or lengthen the last one."""
        leg_m = span[1] - span[0]
        segments = _segments_between(run, *span) or run[-1:]
        hour = self._hour(bearing)
        self.bearing = bearing
        name = _main_name(segments)
        last = self.found[-1] if self.found else None
        if hour == 12 and last and last.type == "walk" and last.name == name:  # noqa: PLR2004
            self.found[-1] = _joined(last, leg_m, segments)
            return
        self.found.append(
            Maneuver(
                type="walk",
                at=at,
                length_m=leg_m,
                hour=hour,
                name=name,
                facts=_facts("walk", segments),
                unverified=_doubts(segments),
            )
        )


def _joined(last: Maneuver, leg_m: float, segments: Sequence[Segment]) -> Maneuver:
    facts = {**_facts("walk", segments), **last.facts}
    return Maneuver(
        type="walk",
        at=last.at,
        length_m=(last.length_m or 0) + leg_m,
        hour=last.hour,
        name=last.name,
        facts=facts,
        unverified=tuple(sorted({*last.unverified, *_doubts(segments)})),
    )


def _runs_between_crossings(segments: list[Segment]) -> Iterator[list[Segment]]:
    """Yield runs that begin where a road is crossed; a mapped crossing is a run of its own."""
    run: list[Segment] = []
    for segment in segments:
        crossing = segment.passage.kind is Kind.CROSSING
        before = run and run[-1].passage.kind is Kind.CROSSING
        starts_at_road = any(c.offset_m == 0 for c in segment.crosses)
        if run and (starts_at_road or bool(before) != crossing):
            yield run
            run = []
        run.append(segment)
    if run:
        yield run


def _crossed_along(run: Sequence[Segment]) -> list[tuple[float, RoadCrossed]]:
    """Return the roads crossed within a run with their offsets along it, in metres."""
    found, walked = [], 0.0
    for number, segment in enumerate(run):
        found += [(walked + c.offset_m, c) for c in segment.crosses if number or c.offset_m > 0]
        walked += segment.length_m
    return sorted(found, key=lambda pair: pair[0])


def _segments_between(run: Sequence[Segment], begin_m: float, end_m: float) -> list[Segment]:
    """Return the segments whose middle lies between two offsets along a run."""
    found, walked = [], 0.0
    for segment in run:
        middle = walked + segment.length_m / 2
        walked += segment.length_m
        if begin_m <= middle < end_m:
            found.append(segment)
    return found


def _main_name(segments: Sequence[Segment]) -> str | None:
    """Return the street name walked along for the most metres; None when there is none."""
    metres: Counter[str | None] = Counter()
    for segment in segments:
        metres[segment.passage.names.get("ja")] += round(segment.length_m)
    return metres.most_common(1)[0][0] if metres else None


def _crossing(crossed: RoadCrossed) -> Maneuver:
    told = {
        "how": str(crossed.how) if crossed.how else None,
        "signal_at_junction": crossed.signal_at_junction,
        "sound": crossed.sound,
        "tactile": crossed.tactile,
        "kerb": crossed.kerb,
        "road_class": str(crossed.road_class) if crossed.road_class else None,
    }
    return Maneuver(
        type="crossing" if crossed.mapped else "road_crossing",
        at=crossed.at,
        length_m=crossed.length_m,
        name=crossed.name,
        facts={key: value for key, value in told.items() if value is not None},
        unverified=tuple(key for key in ("how", "sound", "tactile", "kerb") if told[key] is None),
    )


def _doubts(segments: Sequence[Segment]) -> tuple[str, ...]:
    return tuple(sorted({name for s in segments for name in (*s.unverified, *s.point_unverified)}))


def _facts(word: str, segments: Sequence[Segment]) -> dict[str, Any]:
    """Return what is known of contiguous segments: only what holds for all of them."""
    first, last = segments[0].passage, segments[-1].passage
    found: dict[str, Any] = {}
    if word == "lift":
        found = {"lift_id": first.lift_id, "state": str(segments[0].lift_state)}
        found["arrives_at"] = segments[0].starts_at
    if word in {"lift", "steps", "escalator", "inside"}:
        found |= {"from_level": first.from_level, "to_level": last.to_level}
    counts = [s.passage.measure("step_count") for s in segments]
    if word == "steps" and all(c is not None and c.exact for c in counts):
        found["step_count"] = sum(c.low for c in counts if c is not None)
    if word == "walk":
        found |= _walk_facts(segments)
    return {key: value for key, value in found.items() if value is not None}


def _walk_facts(segments: Sequence[Segment]) -> dict[str, Any]:
    found: dict[str, Any] = {"on_centre_line": any(s.passage.kind in STREETS for s in segments)}
    roads = [s.passage.road_class for s in segments if s.passage.kind is Kind.STREET]
    big = [r for r in roads if r and code_of(r) >= code_of(RoadClass.TERTIARY)]
    if big:
        found["big_road"] = str(max(big, key=code_of))
    slopes = [m for s in segments if isinstance(m := s.passage.values.get("slope_pct"), Measure)]
    steep = [m for m in slopes if m.exact and abs(m.low) >= 3]  # noqa: PLR2004 - worth telling
    if steep:
        found["slope_pct"] = max((m.low for m in steep), key=abs)
    widths = [m for s in segments if isinstance(m := s.passage.values.get("width_cm"), Measure)]
    narrow = [m.low for m in widths if m.exact and m.low < 120]  # noqa: PLR2004 - worth telling
    if narrow:
        found["width_cm"] = min(narrow)
    return found
