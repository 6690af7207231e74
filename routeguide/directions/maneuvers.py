"""Route -> maneuvers: what the traveller does, one after another, as data without words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from routeguide.directions.acts import LEG_ACTS, LEGS, Act, Maneuver
from routeguide.directions.barriers import is_own_barrier
from routeguide.directions.crossings import (
    crossing_facts,
    is_own_step,
    kerb_facts,
    list_unknown,
    read_crossing,
)
from routeguide.directions.facts import find_main_name, list_doubts, whole
from routeguide.directions.junctions import STRAIGHT, Junction, Turn
from routeguide.directions.landmarks import choose_first
from routeguide.directions.legs import Event, Leg, is_approach
from routeguide.directions.line import find_ends
from routeguide.directions.pieces import arrival_facts, piece_facts
from routeguide.directions.rounding import clock_hour
from routeguide.directions.runs import Run, list_runs
from routeguide.directions.start import add_start
from routeguide.directions.until import add_ends
from routeguide.directions.walks import list_legs
from routeguide.model.geodesy import turn_deg
from routeguide.model.passage import Passage, Point
from routeguide.model.place import Landmark
from routeguide.model.route import RoadCrossed, Route, Segment
from routeguide.model.traveller import Group


def list_maneuvers(route: Route, *, group: Group = Group.BLIND) -> tuple[Maneuver, ...]:
    """Return the maneuvers of a route in order, the arrival last.

    For blind walkers and wheels every mapped crossing, every signal and every
    road of tertiary class or above is one of its own (invariant 8); for the
    others the big roads are, and the small ones are counted in the stretch.
    """
    maker = _Maker(group)
    runs = list_runs(route.segments, group)
    for number, run in enumerate(runs):
        maker.add(run, runs[number + 1 :])
    segments = route.segments
    end = segments[-1].passage.line[-1] if segments else (0.0, 0.0)
    maker.push(Maneuver(Act.ARRIVE, end, facts=arrival_facts(route)))
    add_ends(maker.found, group)
    return tuple(add_start(maker.found, route, maker.first_mark))


class _Maker:
    """Makes maneuvers; remembers the bearing walked last and a few metres not yet told."""

    def __init__(self, group: Group) -> None:
        self.group = group
        self.found: list[Maneuver] = []
        self.bearing: float | None = None
        self.passage: Passage | None = None
        self.ahead: dict[str, Any] = {}
        self.first_mark: Landmark | None = None

    def add(self, run: Run, rest: Sequence[Run]) -> None:
        """Add the maneuvers of one run; ``rest`` are those behind it."""
        if run.act == "walk":
            self._add_walk(run, is_last=all(other.act == "gap" for other in rest))
        else:
            for segment in run.segments:
                if is_own_barrier(segment, self.group):
                    self.push(_barrier([segment]))
            if run.act == "crossing":
                self._add_crossing(run, rest[0].segments[0].point if rest else None)
            else:
                for crossed in self._own(run):
                    self._add_road(crossed)
                self._add_piece(run)
        self.passage = run.segments[-1].passage

    def push(self, maneuver: Maneuver) -> None:
        """Add a maneuver, with the few metres before it that are told with it."""
        if self.ahead and maneuver.type is not Act.GAP:
            maneuver = replace(maneuver, facts={**maneuver.facts, **self.ahead})
            self.ahead = {}
        self.found.append(maneuver)

    def _own(self, run: Run) -> list[RoadCrossed]:
        return [c for s in run.segments for c in s.crosses if is_own_step(c, self.group)]

    def _hour(self, bearing: float) -> int | None:
        return None if self.bearing is None else clock_hour(turn_deg(self.bearing, bearing))

    # -- pieces that are no walk ----------------------------------------------

    def _add_piece(self, run: Run) -> None:
        line = run.line
        schematic = any(s.passage.schematic for s in run.segments)
        carried = run.act in {"lift", "gap"} or schematic
        ends = None if carried else find_ends(line)
        hour = self._hour(ends[0]) if ends else None
        self.bearing = ends[1] if ends else None
        name, kana = (None, None) if carried else find_main_name(whole(run.segments))
        self.push(
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

    def _add_crossing(self, run: Run, after: Point | None) -> None:
        own = self._own(run)
        mapped = [c for c in own if c.mapped] or [read_crossing(run.segments)]
        ends = find_ends(run.line)
        for crossed in mapped:
            whole_run = len(mapped) == 1
            kerbs = kerb_facts(run.segments[0].point, after) if whole_run else {}
            facts = crossing_facts(crossed) | kerbs
            self.push(
                Maneuver(
                    type=Act.CROSSING,
                    at=crossed.at,
                    length_m=crossed.length_m or (run.length_m if whole_run else None),
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
        self.push(
            Maneuver(
                type=Act.CROSSING if crossed.mapped else Act.ROAD_CROSSING,
                at=crossed.at,
                length_m=crossed.length_m,
                name=crossed.name,
                facts=facts,
                unverified=list_unknown(facts),
            )
        )

    # -- walks ------------------------------------------------------------------

    def _add_walk(self, run: Run, *, is_last: bool) -> None:
        # The kerb behind a crossing is told by the crossing.
        told = bool(self.found) and "far_step_cm" in self.found[-1].facts
        items = list_legs(run, self.group, first_kerb_told=told, is_last=is_last)
        for number, item in enumerate(items):
            if isinstance(item, Event):
                self._add_event(item)
            elif number + 1 == len(items) and self._is_approach(item, is_last=is_last):
                self._add_ahead(item)
            else:
                self._add_leg(item, run)

    def _is_approach(self, leg: Leg, *, is_last: bool) -> bool:
        """Tell whether the last leg of a walk is told by what comes next."""
        return is_approach(leg) and bool(self.found or not is_last)

    def _add_ahead(self, leg: Leg) -> None:
        hour = self._hour(leg.first_bearing)
        if hour is not None:
            self.ahead.setdefault("ahead_hour", hour)
        self.ahead["ahead_m"] = round(self.ahead.get("ahead_m", 0.0) + leg.length_m, 1)
        self.bearing = leg.last_bearing

    def _add_event(self, event: Event) -> None:
        if event.ahead is not None:
            self._add_ahead(event.ahead)
        if event.crossed is not None:
            self._add_road(event.crossed)
        else:
            self.push(_barrier(event.barriers, event.between))
            self.bearing = event.between.last_bearing if event.between else self.bearing

    def _add_leg(self, leg: Leg, run: Run) -> None:
        name, kana = leg.names
        hour = self._hour(leg.first_bearing)
        if not any(maneuver.type in LEGS for maneuver in self.found):
            self.first_mark = choose_first(leg.marks, self.group)
        self.push(
            Maneuver(
                type=LEG_ACTS.get(leg.facts["way"], Act.WALK),
                at=leg.at,
                length_m=leg.length_m,
                hour=hour,
                name=name,
                kana=kana,
                facts=leg.facts | self._first_junction(leg, run, hour),
                unverified=list_doubts([*leg.parts, *leg.scraps]),
                confirmed=leg.confirmed,
                landmarks=leg.landmarks,
            )
        )
        self.bearing = leg.last_bearing

    def _first_junction(self, leg: Leg, run: Run, hour: int | None) -> dict[str, Any]:
        """Return what is where a walk begins with a turn, behind something that is no walk."""
        first = run.segments[0]
        if leg.begin_m or hour in {None, STRAIGHT} or self.bearing is None or not self.passage:
            return {}
        turn = Turn(0.0, self.bearing, leg.first_bearing, first.ways, self.passage, first.passage)
        # Behind what is no walk the way does not bend: another one begins.
        named = turn.junction and turn.junction is not Junction.BEND
        return {"junction": str(turn.junction)} if named else {}


def _barrier(segments: Sequence[Segment], between: Leg | None = None) -> Maneuver:
    """Return one barrier, or two with the few metres between them."""
    point = segments[0].point
    if point is None:
        raise ValueError("a barrier stands on a point")
    facts = piece_facts(Run("barrier", tuple(segments)))
    if between is not None:
        facts |= {"count": len(segments)}
        facts |= {k: between.facts[k] for k in ("small_roads",) if k in between.facts}
    return Maneuver(
        type=Act.BARRIER,
        at=point.lonlat,
        length_m=between.length_m if between else None,
        facts=facts,
        unverified=tuple(sorted({name for s in segments for name in s.point_unverified})),
    )
