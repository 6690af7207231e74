"""What one maneuver says itself: the action, or the thing that is met."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from routeguide.directions.acts import LEGS, Act, Maneuver
from routeguide.directions.amounts import CM, say_bounds
from routeguide.directions.names import clock_time, exit_said, floor_ja, place_said
from routeguide.directions.rounding import round_crossing, round_metres
from routeguide.directions.start import find_exit
from routeguide.directions.walks import STRAIGHT
from routeguide.directions.words import Said, Words
from routeguide.model.place import Landmark, PlaceKind
from routeguide.model.route import Route
from routeguide.model.traveller import Group
from routeguide.model.vocabulary import RoadClass, code_of

BIG = frozenset(str(c) for c in RoadClass if code_of(c) >= code_of(RoadClass.TERTIARY))


def metres_of(maneuver: Maneuver) -> int | None:
    """Return the metres of a maneuver as said; None where it has no length."""
    if maneuver.length_m is None:
        return None
    if maneuver.type in {Act.CROSSING, Act.ROAD_CROSSING, Act.LEVEL_CROSSING}:
        return round_crossing(maneuver.length_m)
    return round_metres(maneuver.length_m, coarse=bool(maneuver.facts.get("on_centre_line")))


class Sentences:
    """Says the maneuvers of one route to one group of travellers."""

    def __init__(self, words: Words, route: Route, group: Group) -> None:
        self.words = words
        self.route = route
        self.is_blind = group is Group.BLIND
        self._say: Mapping[Act, Callable[[Maneuver], Said]] = {
            Act.START: self._start,
            Act.CROSSING: self._crossing,
            Act.ROAD_CROSSING: self._road_crossing,
            Act.LEVEL_CROSSING: lambda m: self._thing(m, words.say("level_crossing")),
            Act.STEPS: self._steps,
            Act.ESCALATOR: self._escalator,
            Act.LIFT: self._lift,
            Act.GATE: self._gate,
            Act.BARRIER: self._barrier,
            Act.ARRIVE: self._arrive,
        }

    def say(self, maneuver: Maneuver) -> Said:
        """Return the words of one maneuver."""
        if maneuver.type in LEGS:
            return self._walk(maneuver)
        found = self._say.get(maneuver.type)
        if found is None:
            return self.words.say(str(maneuver.type), metres=metres_of(maneuver))
        return found(maneuver)

    def _start(self, maneuver: Maneuver) -> Said:
        words, facts = self.words, maneuver.facts
        if facts["from"] == "exit":
            origin = self.route.origin
            at_exit = origin if origin and origin.kind is PlaceKind.EXIT else None
            place = find_exit(self.route) or at_exit
            said = words.say("start_exit", exit=exit_said(place) if place else None)
            after_lift = facts["after_lift"]
            key = "lift_direction_unknown" if after_lift else "exit_direction_unknown"
        else:
            said = words.say("start_place", origin=place_said(self.route.origin))
            key = "place_direction_unknown"
        return said + words.say(key) + self._first_sight(maneuver)

    def _first_sight(self, maneuver: Maneuver) -> Said:
        """Return the first street or landmark by name; a name without kana is only written."""
        if maneuver.name:
            street = Said(maneuver.name, maneuver.kana or "")
            said = self.words.say("first_street", street=street)
            return said if maneuver.kana else Said(said.text, "")
        marks = [m for m in maneuver.landmarks if self.words.has_noun("landmarks", m.kind)]
        if not marks:
            return Said("", "")
        return self.words.say("first_landmark", landmark=self.landmark(marks[0]))

    def landmark(self, mark: Landmark) -> Said:
        """Return a landmark by kind and name; no reading of its name is known: kind alone."""
        kind = self.words.noun("landmarks", mark.kind)
        named = mark.name and mark.name != kind.text
        return self.words.say("landmark_name", kind=kind, name=mark.name if named else None)

    def _walk(self, maneuver: Maneuver) -> Said:
        words, metres, hour = self.words, metres_of(maneuver), maneuver.hour
        street = self._street(maneuver)
        if hour is None:
            return words.say("walk", street=street, metres=metres)
        if hour == STRAIGHT and self.is_blind:
            return words.say("walk_clock", street=street, there=words.clock(hour), metres=metres)
        if hour == STRAIGHT:
            return words.say("walk_straight", street=street, metres=metres)
        turn = words.clock_turn(hour) if self.is_blind else words.plain_turn(hour)
        return words.say("walk_turn", turn=turn, street=street, metres=metres)

    def _street(self, maneuver: Maneuver) -> Said:
        way = self.words.noun("ways", maneuver.facts["way"])
        street = Said(maneuver.name, maneuver.kana or way.speech) if maneuver.name else way
        if self.is_blind and maneuver.facts.get("tactile") == "continuous":
            return self.words.say("with_tactile", street=street)
        return street

    def _thing(self, maneuver: Maneuver, noun: Said, *, told_m: bool = True) -> Said:
        """Return that something is there, on which side, and how long it is."""
        words, hour = self.words, maneuver.hour
        metres = metres_of(maneuver) if told_m else None
        if hour is not None and self.is_blind:
            return words.say("thing_clock", noun=noun, there=words.clock(hour), metres=metres)
        if hour is not None and hour != STRAIGHT:
            return words.say("thing_turn", noun=noun, place=words.after_turn(hour), metres=metres)
        return words.say("thing", noun=noun, metres=metres)

    def _crossing(self, maneuver: Maneuver) -> Said:
        facts = maneuver.facts
        kind = facts["kind"]
        if kind == "marked" and facts["signal"] == "at_junction":
            kind = "marked_at_signals"
        noun = self.words.noun("crossings", kind)
        if maneuver.name:
            noun = Said(self.words.say("of_road", name=maneuver.name, noun=noun).text, noun.speech)
        return self._thing(maneuver, noun)

    def _road_crossing(self, maneuver: Maneuver) -> Said:
        is_big = maneuver.facts.get("road_class") in BIG
        road = self.words.say("big_road" if is_big else "some_road")
        name = Said(maneuver.name, road.speech) if maneuver.name else road
        return self.words.say("road_crossing", name=name)

    def _steps(self, maneuver: Maneuver) -> Said:
        noun = self.words.noun("stairs", maneuver.facts.get("goes", "unknown"))
        count = self.words.say("step_count", count=maneuver.facts.get("step_count"))
        return self._thing(maneuver, noun, told_m=False) + count

    def _escalator(self, maneuver: Maneuver) -> Said:
        noun = self.words.noun("escalators", maneuver.facts.get("goes", "unknown"))
        return self.words.say("escalator", noun=noun)

    def _lift(self, maneuver: Maneuver) -> Said:
        floors = {
            "from": floor_ja(maneuver.facts.get("from_level")),
            "to": floor_ja(maneuver.facts.get("to_level")),
        }
        return self.words.say("lift", lift=self.lift_name(maneuver), **floors)

    def lift_name(self, maneuver: Maneuver) -> Said:
        """Return the lift's name: its own, that of the exit it stands at, else the word alone."""
        own = maneuver.facts.get("lift_name")
        if own:
            return Said(own, self.words.say("lift_word").speech)
        place = find_exit(self.route)
        lift = str(maneuver.facts.get("lift_id", "")).removeprefix("lift:")
        if place is None or place.id.removeprefix("exit:") != lift:
            return self.words.say("lift_word")
        name = exit_said(place)
        is_lift = "エレベーター" in name.text
        return self.words.say("lift_word", exit=None if is_lift else name)

    def _gate(self, maneuver: Maneuver) -> Said:
        return self.words.say("gate", width=_width(maneuver))

    def _barrier(self, maneuver: Maneuver) -> Said:
        noun = self.words.noun("barriers", maneuver.facts.get("barrier", "other"))
        return self.words.say("barrier", noun=noun, width=_width(maneuver))

    def _arrive(self, maneuver: Maneuver) -> Said:
        place = self.route.destination
        goal = place_said(place)
        if place is None or goal is None:
            return self.words.say("arrive")
        gap = maneuver.facts.get("gap_m")
        if gap is not None and gap >= 1:
            return self.words.say("arrive_gap", goal=goal, metres=round_metres(gap))
        if gap is not None:
            return self.words.say("arrive_near", goal=goal)
        at_door = place.kind is PlaceKind.FACILITY and place.point_is == "entrance"
        if place.kind is PlaceKind.FACILITY and not at_door:
            return self.words.say("arrive_near", goal=goal)
        return self.words.say("arrive_entrance" if at_door else "arrive_station", goal=goal)


def _width(maneuver: Maneuver) -> str | None:
    gap: dict[str, Any] | None = maneuver.facts.get("gap_cm")
    return say_bounds(gap, CM) if gap else None


def time_said(at: datetime | None) -> str | None:
    """Return a time of day in Japan; None for None."""
    return clock_time(at) if at else None
