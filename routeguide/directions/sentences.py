"""What one maneuver says itself: the action, or the thing that is met."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from routeguide.directions.acts import LEGS, Act, Maneuver
from routeguide.directions.naming import exit_of_lift, floor, key_of_landmark, street
from routeguide.directions.phrase import (
    Amount,
    Hour,
    Moment,
    Noun,
    Phrase,
    Phrases,
    Spot,
    Unit,
    Value,
    say,
)
from routeguide.directions.rounding import round_crossing, round_metres
from routeguide.directions.start import find_exit
from routeguide.directions.walks import STRAIGHT
from routeguide.model.place import Landmark, PlaceKind
from routeguide.model.route import Route
from routeguide.model.traveller import Group
from routeguide.model.vocabulary import RoadClass, code_of

BIG = frozenset(str(c) for c in RoadClass if code_of(c) >= code_of(RoadClass.TERTIARY))
COUNTED = range(2, 5)
LEAST_AHEAD_M = 3.0
NAMED_CORNERS = frozenset({"t", "cross", "fork"})
UNTOLD_ENDS = frozenset({"way", "surface", "big_road", "bend", "corner"})
PLAIN_ENDS = frozenset({"turn", "side"})
"""Ends of a leg that need a name, signals or a landmark to tell anything."""

BARRIER = "barrier_"
SIDES = {"left": Hour(9), "right": Hour(3)}
EXACT = frozenset({Act.CROSSING, Act.ROAD_CROSSING, Act.LEVEL_CROSSING})
"""Lengths that are told to a metre and never rounded down (guidance.md, rule 4)."""


def metres_of(maneuver: Maneuver) -> int | None:
    """Return the metres of a maneuver as said; None where it has no length."""
    if maneuver.length_m is None:
        return None
    if maneuver.type in EXACT:
        return round_crossing(maneuver.length_m)
    return round_metres(maneuver.length_m, coarse=bool(maneuver.facts.get("on_centre_line")))


def metres(value: float | None) -> Amount | None:
    """Return metres as an amount; None for None."""
    return None if value is None else Amount.of(value, Unit.M)


def centimetres(bounds: Mapping[str, float | None] | None) -> Amount | None:
    """Return centimetres by their bounds; None where nothing is known."""
    return Amount.within(bounds, Unit.CM) if bounds else None


def landmark(mark: Landmark | Mapping[str, Any]) -> Phrase:
    """Return a landmark by its kind and, where it has one, its name."""
    told: Mapping[str, Any] = (
        mark if isinstance(mark, Mapping) else {"kind": mark.kind, "name": mark.name}
    )
    kind = told["kind"]
    key = key_of_landmark(kind, told.get("name") or "")
    return say(key, kind=Noun("landmarks", kind), name=street(told.get("name"), told.get("kana")))


class Sentences:
    """Says the maneuvers of one route to one group of travellers."""

    def __init__(self, route: Route, group: Group) -> None:
        self.route = route
        self.is_blind = group is Group.BLIND
        self._say: Mapping[Act, Callable[[Maneuver], Phrases]] = {
            Act.START: self._start,
            Act.CROSSING: self._crossing,
            Act.ROAD_CROSSING: self._road_crossing,
            Act.LEVEL_CROSSING: lambda m: (self._thing(m, Noun("things", "level_crossing")),),
            Act.STEPS: self._steps,
            Act.ESCALATOR: self._escalator,
            Act.LIFT: self._lift,
            Act.GATE: self._gate,
            Act.BARRIER: self._barrier,
            Act.ARRIVE: self._arrive,
        }

    def say(self, maneuver: Maneuver) -> Phrases:
        """Return the sentences of one maneuver."""
        return (*self._ahead(maneuver), *self._own(maneuver))

    def _own(self, maneuver: Maneuver) -> Phrases:
        if maneuver.type in LEGS:
            return self._walk(maneuver)
        found = self._say.get(maneuver.type)
        if found is None:
            return (say(str(maneuver.type), metres=metres(metres_of(maneuver))),)
        return found(maneuver)

    def _ahead(self, maneuver: Maneuver) -> Phrases:
        """Return the few metres before it that are told with it, where they turn or are felt."""
        walked, hour = maneuver.facts.get("ahead_m"), maneuver.facts.get("ahead_hour")
        turns = hour is not None and hour != STRAIGHT
        if walked is None or (walked < LEAST_AHEAD_M and not turns):
            return ()
        return (_turned(hour if turns else None, walked),)

    # -- the start ----------------------------------------------------------

    def _start(self, maneuver: Maneuver) -> Phrases:
        facts = maneuver.facts
        if facts["from"] == "exit":
            origin = self.route.origin
            at_exit = origin if origin and origin.kind is PlaceKind.EXIT else None
            place = find_exit(self.route) or at_exit
            key = "start_lift" if facts["after_lift"] else "start_exit"
            said = [say(key, exit=Spot(place) if place else None)]
        else:
            origin = self.route.origin
            said = [say("start_place", origin=Spot(origin) if origin else None)]
        return (*said, *_facing(maneuver), *_first_sight(maneuver))

    # -- walking ------------------------------------------------------------

    def _walk(self, maneuver: Maneuver) -> Phrases:
        """Return a stretch; where it turns again soon after its start, turn after turn."""
        facts = maneuver.facts
        turns = [
            {"hour": maneuver.hour, "junction": facts.get("junction"), "offset_m": 0.0},
            *facts.get("then", []),
        ]
        told = [
            _turned(turn["hour"], after["offset_m"] - turn["offset_m"])
            for turn, after in itertools.pairwise(turns)
        ]
        last, ordinal = turns[-1], facts.get("ordinal") if len(turns) == 1 else None
        hour = last["hour"]
        key = "walk" if hour is None else "walk_straight" if hour == STRAIGHT else "walk_turn"
        junction = last.get("junction")
        left = replace(maneuver, length_m=(maneuver.length_m or 0.0) - last["offset_m"])
        walk = say(
            key,
            hour=_hour(hour),
            street=self._way(maneuver),
            metres=metres(metres_of(left)),
            corner=Noun("corners", junction) if junction in NAMED_CORNERS else None,
            ordinal=_ordinal(ordinal),
            until=_until(maneuver),
        )
        return (*told, walk)

    def _way(self, maneuver: Maneuver) -> Value:
        way: Value = Noun("ways", maneuver.facts["way"])
        name = street(maneuver.name, maneuver.kana)
        if name is not None:
            way = say("named_way", name=name)
        if self.is_blind and maneuver.facts.get("tactile") == "continuous":
            return say("with_tactile", street=way)
        return way

    # -- things that are met ------------------------------------------------

    def _thing(self, maneuver: Maneuver, noun: Value, *, told_m: bool = True) -> Phrase:
        """Return that something is there, on which side, and how long it is."""
        hour = maneuver.hour
        turned = hour is not None and hour != STRAIGHT
        return say(
            "thing_turn" if turned else "thing",
            noun=noun,
            hour=_hour(hour),
            metres=metres(metres_of(maneuver)) if told_m else None,
        )

    def _crossing(self, maneuver: Maneuver) -> Phrases:
        facts = maneuver.facts
        kind = facts["kind"]
        if kind == "marked" and facts["signal"] == "at_junction":
            kind = "marked_at_signals"
        noun: Value = Noun("crossings", kind)
        name = street(maneuver.name, maneuver.kana)
        if name is not None:
            noun = say("of_road", road=name, noun=noun)
        return (self._thing(maneuver, noun),)

    def _road_crossing(self, maneuver: Maneuver) -> Phrases:
        is_big = maneuver.facts.get("road_class") in BIG
        road = street(maneuver.name, maneuver.kana)
        return (say("road_crossing", road=road or Noun("roads", "big" if is_big else "some")),)

    def _steps(self, maneuver: Maneuver) -> Phrases:
        noun = Noun("stairs", maneuver.facts.get("goes", "unknown"))
        count = maneuver.facts.get("step_count")
        told = Amount.of(count, Unit.STAIRS) if count else None
        return (self._thing(maneuver, noun, told_m=False), say("step_count", count=told))

    def _escalator(self, maneuver: Maneuver) -> Phrases:
        noun = Noun("escalators", maneuver.facts.get("goes", "unknown"))
        return (say("escalator", noun=noun),)

    def _lift(self, maneuver: Maneuver) -> Phrases:
        facts = maneuver.facts
        here, there = floor(facts.get("from_level")), floor(facts.get("to_level"))
        lift = self.lift_name(maneuver)
        return (say("lift_ride", lift=lift), say("lift_floors", here=here, there=there))

    def lift_name(self, maneuver: Maneuver) -> Value:
        """Return the lift by the exit it stands at, else the word alone."""
        place = find_exit(self.route)
        lift = str(maneuver.facts.get("lift_id", "")).removeprefix("lift:")
        if place is None or place.id.removeprefix("exit:") != lift or exit_of_lift(place):
            return Noun("things", "lift")
        return say("lift_of_exit", exit=Spot(place))

    def _gate(self, maneuver: Maneuver) -> Phrases:
        return (say("gate", width=centimetres(maneuver.facts.get("gap_cm"))),)

    def _barrier(self, maneuver: Maneuver) -> Phrases:
        noun = Noun("barriers", maneuver.facts.get("barrier", "other"))
        told = say("barrier", noun=noun, width=centimetres(maneuver.facts.get("gap_cm")))
        if maneuver.facts.get("count", 1) == 1:
            return (told,)
        return told, say("barrier_again", metres=metres(metres_of(maneuver)))

    # -- the arrival --------------------------------------------------------

    def _arrive(self, maneuver: Maneuver) -> Phrases:
        place = self.route.destination
        if place is None:
            return (say("arrive"),)
        goal, gap = Spot(place), maneuver.facts.get("gap_m")
        if gap is not None and gap >= 1:
            return (say("arrive_unknown", goal=goal), say("arrive_gap", metres=self._gap(gap)))
        is_facility = place.kind is PlaceKind.FACILITY
        if gap is not None or (is_facility and place.point_is != "entrance"):
            return (say("arrive_near", goal=goal),)
        return (say("arrive_entrance" if is_facility else "arrive_station", goal=goal),)

    def _gap(self, gap_m: float) -> Amount:
        return Amount.of(round_metres(gap_m), Unit.M)


def _hour(hour: int | None) -> Hour | None:
    return None if hour is None else Hour(hour)


def _facing(maneuver: Maneuver) -> Phrases:
    """Return that it is not known where one faces; a stored bearing tells it in the overview."""
    facts = maneuver.facts
    if "bearing_deg" in facts:
        return ()
    if facts["from"] != "exit":
        return (say("place_direction_unknown"),)
    return (say("lift_direction_unknown" if facts["after_lift"] else "exit_direction_unknown"),)


def _first_sight(maneuver: Maneuver) -> Phrases:
    """Return the first street by its name, else the first landmark."""
    name = street(maneuver.name, maneuver.kana)
    if name is not None:
        return (say("first_street", street=name),)
    return tuple(say("first_landmark", landmark=landmark(m)) for m in maneuver.landmarks[:1])


def _turned(hour: int | None, walked_m: float) -> Phrase:
    """Return a turn with the few metres behind it, before the next turn."""
    told = metres(round_metres(max(1.0, walked_m)))
    key = "ahead" if hour is None else "ahead_turn"
    return say(key, hour=_hour(hour), metres=told)


def _until(maneuver: Maneuver) -> Value | None:
    """Return what stands at the end of a leg: a corner, a crossing, a named thing."""
    until: Mapping[str, Any] | None = maneuver.facts.get("until")
    return None if until is None else end_of_leg(until)


def end_of_leg(thing: Mapping[str, Any]) -> Value | None:
    """Return what is met or passed, by its kind, name and landmark; None where that tells little.

    ``thing`` is as ``until`` and ``passed`` in :mod:`routeguide.directions.acts`.
    """
    kind, name = str(thing["kind"]), street(thing.get("name"), thing.get("kana"))
    mark = thing.get("landmark")
    told = name is not None or mark or thing.get("signals")
    if kind in UNTOLD_ENDS or (kind in PLAIN_ENDS and not told):
        return None
    if kind == "road" and name is not None:
        return say("named_way", name=name)
    barrier = kind.removeprefix(BARRIER)
    noun = Noun("ends", "junction" if kind in PLAIN_ENDS else kind)
    return say(
        "end_of_leg",
        thing=noun if barrier == kind else Noun("barriers", barrier),
        name=name,
        signals=Noun("roads", "with_signals") if thing.get("signals") else None,
        landmark=landmark(mark) if mark else None,
    )


def _ordinal(number: int | None) -> Noun | None:
    """Return which side street it is: told for the second to the fourth."""
    return Noun("ordinals", str(number)) if number in COUNTED else None


def moment(at: datetime | None) -> Moment | None:
    """Return a time of day; None for None."""
    return Moment(at) if at else None
