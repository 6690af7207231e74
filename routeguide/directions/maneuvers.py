"""Route -> maneuvers: what the traveller does, one after another, as data without words."""

from __future__ import annotations

from dataclasses import replace

from routeguide.directions.acts import LEG_ACTS, Act, Maneuver
from routeguide.directions.crossings import (
    crossing_facts,
    is_own_step,
    kerb_facts,
    list_unknown,
    read_crossing,
)
from routeguide.directions.facts import find_main_name, list_doubts, whole
from routeguide.directions.line import find_ends, find_foot
from routeguide.directions.pieces import piece_facts
from routeguide.directions.rounding import clock_hour
from routeguide.directions.runs import Run, list_runs
from routeguide.directions.start import add_start
from routeguide.directions.walks import Event, Leg, has_barrier, list_legs
from routeguide.model.geodesy import turn_deg
from routeguide.model.passage import Point
from routeguide.model.place import Landmark
from routeguide.model.route import RoadCrossed, Route, Segment
from routeguide.model.traveller import Group

BESIDE_M = 25.0
"""Landmarks farther from the line than this are not told (as in network/beside.py)."""


def list_maneuvers(route: Route, *, group: Group = Group.BLIND) -> tuple[Maneuver, ...]:
    """Return the maneuvers of a route in order, the arrival last.

    For blind walkers and wheels every mapped crossing, every signal and every
    road of tertiary class or above is one of its own (invariant 8); for the
    others the big roads are, and the small ones are counted in the stretch.
    """
    maker = _Maker(group)
    runs = list_runs(route.segments, group)
    for number, run in enumerate(runs):
        after = runs[number + 1].segments[0].point if number + 1 < len(runs) else None
        maker.add(run, after)
    segments = route.segments
    end = segments[-1].passage.line[-1] if segments else (0.0, 0.0)
    facts = {} if route.gap_m is None else {"gap_m": round(route.gap_m, 1)}
    return (*add_start(maker.found, route), Maneuver(Act.ARRIVE, end, facts=facts))


class _Maker:
    """Makes maneuvers and remembers the bearing walked last."""

    def __init__(self, group: Group) -> None:
        self.group = group
        self.found: list[Maneuver] = []
        self.bearing: float | None = None

    def add(self, run: Run, after: Point | None) -> None:
        """Add the maneuvers of one run; ``after`` is the point at its end."""
        if run.act == "walk":
            self._add_walk(run)
            return
        self.found += [_barrier(segment) for segment in run.segments if has_barrier(segment)]
        if run.act == "crossing":
            self._add_crossing(run, after)
            return
        for crossed in (c for s in run.segments for c in s.crosses if is_own_step(c, self.group)):
            self._add_road(crossed)
        self._add_piece(run)

    def _add_piece(self, run: Run) -> None:
        line = run.line
        schematic = any(s.passage.schematic for s in run.segments)
        carried = run.act in {"lift", "gap"} or schematic
        ends = None if carried else find_ends(line)
        hour = self._hour(ends[0]) if ends else None
        self.bearing = ends[1] if ends else None
        name, kana = (None, None) if carried else find_main_name(whole(run.segments))
        self.found.append(
            Maneuver(
                type=Act(run.act),
                at=line[0],
                length_m=None if schematic or run.act == "lift" else run.length_m,
                hour=hour,
                name=name,
                kana=kana,
                facts=piece_facts(run),
                unverified=list_doubts(whole(run.segments)),
            )
        )

    def _hour(self, bearing: float) -> int | None:
        return None if self.bearing is None else clock_hour(turn_deg(self.bearing, bearing))

    def _add_crossing(self, run: Run, after: Point | None) -> None:
        own = [c for s in run.segments for c in s.crosses if is_own_step(c, self.group)]
        mapped = [c for c in own if c.mapped] or [read_crossing(run.segments)]
        ends = find_ends(run.line)
        for crossed in mapped:
            whole_run = len(mapped) == 1
            facts = crossing_facts(crossed) | (
                kerb_facts(run.segments[0].point, after) if whole_run else {}
            )
            length = crossed.length_m or (run.length_m if whole_run else None)
            self.found.append(
                Maneuver(
                    type=Act.CROSSING,
                    at=crossed.at,
                    length_m=length,
                    hour=self._hour(ends[0]) if ends else None,
                    name=crossed.name,
                    facts=facts,
                    unverified=list_unknown(facts),
                )
            )
            self.bearing = ends[1] if ends else self.bearing
        for crossed in own:
            if not crossed.mapped:
                self._add_road(crossed)

    def _add_road(self, crossed: RoadCrossed) -> None:
        facts = crossing_facts(crossed)
        self.found.append(
            Maneuver(
                type=Act.CROSSING if crossed.mapped else Act.ROAD_CROSSING,
                at=crossed.at,
                length_m=crossed.length_m,
                name=crossed.name,
                facts=facts,
                unverified=list_unknown(facts),
            )
        )

    def _add_walk(self, run: Run) -> None:
        # The kerb behind a crossing is told by the crossing.
        told = bool(self.found) and "far_step_cm" in self.found[-1].facts
        for item in list_legs(run, self.group, first_kerb_told=told):
            if isinstance(item, Event):
                self._add_event(item)
            else:
                self._add_leg(item)

    def _add_event(self, event: Event) -> None:
        if event.crossed is not None:
            self._add_road(event.crossed)
        elif event.barrier is not None:
            self.found.append(_barrier(event.barrier))

    def _add_leg(self, leg: Leg) -> None:
        name, kana = find_main_name(leg.parts)
        self.found.append(
            Maneuver(
                type=LEG_ACTS.get(leg.facts["way"], Act.WALK),
                at=leg.at,
                length_m=leg.length_m,
                hour=self._hour(leg.first_bearing),
                name=name,
                kana=kana,
                facts=leg.facts,
                unverified=list_doubts(leg.parts),
                confirmed=leg.confirmed,
                landmarks=_beside(leg),
            )
        )
        self.bearing = leg.last_bearing


def _barrier(segment: Segment) -> Maneuver:
    point = segment.point
    if point is None:
        raise ValueError("a barrier stands on a point")
    return Maneuver(
        type=Act.BARRIER,
        at=point.lonlat,
        facts=piece_facts(Run("barrier", (segment,))),
        unverified=segment.point_unverified,
    )


def _beside(leg: Leg) -> tuple[Landmark, ...]:
    """Return the mapped landmarks of a leg, placed by where they stand along its line.

    ``offset_m`` counts from the start of the leg, ``side`` is seen in walking
    direction, whichever way the stored passage runs.
    """
    found = []
    for mark in dict.fromkeys(mark for part in leg.parts for mark in part.segment.landmarks):
        foot = find_foot(leg.line, mark.lonlat)
        inside = 0 < foot.offset_m < leg.length_m
        if inside and foot.gap_m <= BESIDE_M and mark.evidence in {"mapped", "survey"}:
            found.append(replace(mark, passage=None, offset_m=foot.offset_m, side=foot.side))
    return tuple(sorted(found, key=lambda mark: mark.offset_m or 0.0))
