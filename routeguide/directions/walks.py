"""A walk cut into legs: where one must choose, where the way changes, at roads and barriers met."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any

from routeguide.directions.barriers import (
    is_own_barrier,
    join_barriers,
    list_passed_barriers,
)
from routeguide.directions.crossings import is_own_step
from routeguide.directions.facts import Part, find_main_name, list_confirmed
from routeguide.directions.ground import walk_facts
from routeguide.directions.junctions import STRAIGHT, Turn
from routeguide.directions.landmarks import choose_landmarks, end_facts, list_marks, rest_facts
from routeguide.directions.legs import Event, Leg, attach_ahead, join_short_legs
from routeguide.directions.line import SHORTEST_LEG_M
from routeguide.directions.passed import count_facts, find_ordinal, list_bends, list_passed
from routeguide.directions.runs import Run
from routeguide.directions.turns import Course
from routeguide.directions.ways import list_way_changes, smooth_ways
from routeguide.model.geodesy import MeasuredLine
from routeguide.model.traveller import Group

TINY_M = 0.05
"""Cuts nearer to each other than this are one."""

SCRAP_M = 0.5
"""Less than this of a passage tells nothing of a leg but the kerb at its start."""

__all__ = ["STRAIGHT", "Event", "Leg", "list_legs"]


def list_legs(
    run: Run, group: Group, *, first_kerb_told: bool = False, is_last: bool = False
) -> list[Leg | Event]:
    """Return the legs of a walk and what is met between them, in order.

    ``first_kerb_told`` leaves out the point at its start; ``is_last`` tells
    that nothing is done behind it.
    """
    walk = _Walk(run, group, first_kerb_told=first_kerb_told)
    found = join_short_legs(walk.pieces(), is_last=is_last)
    before: Leg | None = None
    for item in found:
        if isinstance(item, Leg):
            walk.fill(item, before)
        before = item if isinstance(item, Leg) else None
    return attach_ahead(join_barriers(found))


class _Walk:
    """One walk's line, its offsets in metres, and where it is to be cut."""

    def __init__(self, run: Run, group: Group, *, first_kerb_told: bool) -> None:
        self.run = run
        self.first = int(first_kerb_told)
        self.group = group
        self.length_m = run.length_m
        self.measured = MeasuredLine(run.line)
        drawn = self.measured.offsets_m
        self.scale = self.length_m / drawn[-1] if drawn[-1] else 1.0
        offsets = [metres * self.scale for metres in drawn]
        self.starts = list(itertools.accumulate((s.length_m for s in run.segments), initial=0.0))
        self.course = Course(run.segments, run.line, offsets, self.starts)
        self.choices: dict[float, Turn] = {}
        self.followed: list[Turn] = []
        for turn in self.course.turns:
            if turn.is_decision:
                self.choices[turn.offset_m] = turn
            else:
                self.followed.append(turn)
        self.ways = smooth_ways(run.segments, self.starts, group)

    def pieces(self) -> Iterator[Leg | Event]:
        """Yield legs between all cuts, and the events where they happen."""
        events = sorted(self._events(), key=lambda event: event.offset_m)
        changes = [self._near_turn(self.starts[n]) for n in list_way_changes(self.ways)]
        cuts = {self.length_m, *self.choices, *changes, *(event.offset_m for event in events)}
        begin = 0.0
        for cut in sorted(cuts):
            met = [event for event in events if event.offset_m == cut]
            if cut - begin >= TINY_M:
                yield self._leg(begin, cut)
                begin = cut
            elif cut in self.choices:
                self.choices[begin] = self.choices[cut]
            yield from met

    def fill(self, leg: Leg, before: Leg | None) -> None:
        """Fill in what a leg tells; ``before`` is the leg it follows on from."""
        leg.parts, leg.scraps = self._parts(leg.begin_m, leg.end_m)
        leg.confirmed = list_confirmed(leg.parts)
        line = self.measured.cut(leg.begin_m / self.scale, leg.end_m / self.scale)
        leg.marks = list_marks((p.segment for p in leg.parts), line, leg.length_m)
        leg.landmarks = choose_landmarks(leg.marks, self.group)
        leg.names = find_main_name(leg.parts)
        facts = self._facts(leg) | self._turn_facts(leg, before)
        leg.facts = {key: value for key, value in facts.items() if value not in (None, [])}

    def _facts(self, leg: Leg) -> dict[str, Any]:
        turns = self._turns_within(leg.begin_m, leg.end_m)
        parts, marks = [*leg.parts, *leg.scraps], leg.marks
        facts = walk_facts(leg.parts, leg.scraps) | count_facts(turns)
        small = facts.get("small_roads", 0) + self._count_small_roads(leg)
        return facts | {
            "small_roads": small or None,
            "bends": list_bends(turns, leg.begin_m),
            "passed": list_passed(turns, marks, leg.begin_m, leg.length_m, leg.names[0]),
            "barriers": list_passed_barriers(parts, self.group),
            **rest_facts(marks, self.group),
        }

    def _turn_facts(self, leg: Leg, before: Leg | None) -> dict[str, Any]:
        """Return what is at the start of a leg, soon after it, and at its end."""
        facts = {"then": leg.then, "until": end_facts(leg.marks, leg.length_m, self.group)}
        if leg.turn is None:
            return facts
        ordinal = None
        if before is not None:
            passed = self._turns_within(before.last_turn_m, before.end_m)
            ordinal = find_ordinal(leg.turn, passed)
        junction = leg.turn.junction
        return facts | {"junction": str(junction) if junction else None, "ordinal": ordinal}

    def _events(self) -> Iterator[Event]:
        for number, segment in enumerate(self.run.segments):
            begin = self.starts[number]
            if is_own_barrier(segment, self.group):
                yield Event(begin, barriers=(segment,))
            for crossed in segment.crosses:
                if is_own_step(crossed, self.group):
                    yield Event(min(begin + crossed.offset_m, self.length_m), crossed)

    def _count_small_roads(self, leg: Leg) -> int:
        """Return the number of small roads crossed on a leg (invariant 8: counted)."""
        count = 0
        for number in self._numbers_in(leg.begin_m, leg.end_m):
            for crossed in self.run.segments[number].crosses:
                offset = self.starts[number] + crossed.offset_m
                last = leg.end_m == self.length_m == offset
                if not is_own_step(crossed, self.group):
                    count += leg.begin_m <= offset < leg.end_m or last
        return count

    def _turns_within(self, begin_m: float, end_m: float) -> list[Turn]:
        """Return the places passed without a choice within a part of the walk."""
        return [turn for turn in self.followed if begin_m < turn.offset_m < end_m]

    def _numbers_in(self, begin_m: float, end_m: float) -> range:
        """Return the numbers of the segments that touch a part of the walk."""
        first = bisect_left(self.starts, begin_m) - 1
        return range(max(0, first), min(len(self.run.segments), bisect_right(self.starts, end_m)))

    def _parts(self, begin_m: float, end_m: float) -> tuple[list[Part], list[Part]]:
        """Return what a part of the walk is made of, and the scraps that begin at a kerb."""
        found = []
        for number in self._numbers_in(begin_m, end_m):
            low = max(begin_m, self.starts[number])
            high = min(end_m, self.starts[number + 1])
            begins = low == self.starts[number] and number >= self.first
            found.append(Part(self.run.segments[number], high - low, begins, low - begin_m))
        least = min(SCRAP_M, max(part.length_m for part in found))
        scraps = [p for p in found if p.length_m < least and p.begins and p.segment.point]
        return [part for part in found if part.length_m >= least], scraps

    def _leg(self, begin_m: float, end_m: float) -> Leg:
        turn = self.choices.get(begin_m)
        way = self.ways[self._segment_at((begin_m + end_m) / 2)]
        return Leg(
            at=self.measured.point_at(begin_m / self.scale),
            begin_m=begin_m,
            end_m=end_m,
            first_bearing=turn.bearing_out if turn else self.course.bearing_after(begin_m),
            last_bearing=self.course.bearing_before(end_m),
            way=way,
            turn=turn,
        )

    def _segment_at(self, offset_m: float) -> int:
        return min(bisect_right(self.starts, offset_m), len(self.run.segments)) - 1

    def _near_turn(self, offset_m: float) -> float:
        """Return the turn within 8 m of a change of way, so that both are told at once."""
        turning = [turn.offset_m for turn in self.course.turns if turn.hour != STRAIGHT]
        near = min(
            (*self.choices, *turning), key=lambda turn: abs(turn - offset_m), default=offset_m
        )
        return near if abs(near - offset_m) < SHORTEST_LEG_M else offset_m
