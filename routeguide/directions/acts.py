"""What a maneuver is: its vocabulary and its data, without words.

Facts by act
============

Facts are JSON values (``arrives_at`` and ``until`` of a lift are datetimes
until they are written as JSON). A missing key is not known, never "no".
``[a, b]`` after a type is its vocabulary; *bounds* is
``{"low": number | None, "high": number | None}``. Metres are floats, in
``offset_m`` and ``..._at_m`` from the start of the maneuver. Hours are clock
hours of a turn (1-12, 12 straight on). *Only mapped or surveyed values* unless
marked so: what is inferred or outlived is not told as a fact.

any act
    ``notes``       list of str, written by hand in the ward's data
    ``ahead_m``     float, metres walked before it and told with it (less than 8)
    ``ahead_hour``  int, the turn at the start of those metres; missing where
                    no bearing is known before. Told metres of a route are the
                    sum of ``length_m`` and ``ahead_m`` of all maneuvers.
    ``unverified``  (a field of the maneuver) names of what is not confirmed

walk, ramp, footbridge, underpass (legs; ``name``, ``kana``: the street for most of it)
    ``way``            str, Kind walked for most of it
    ``on_centre_line`` bool, some of it is drawn as the middle of a road
    ``junction``       str, what is at its start, where one turns or must choose:
                       t (the way ends, ways go left and right), cross, fork
                       (two ways go ahead), side (the way walked goes on, another
                       goes off), bend (no other way is drawn: the way turns
                       sharply), corner (only crossings go off)
    ``ordinal``        int 1-4, which street on that side one turns into, counted
                       from the start of the leg before (or its last ``then``)
    ``from_name``, ``from_kana``  the street left by a turn, where it is another
    ``then``           list of {offset_m, hour, junction?}: further turns within
                       it, the first soon after its start (zig-zags included)
    ``bends``          list of {offset_m, hour}: bends of a way that is followed
    ``until``          {kind, name, kana, signals?, landmark?}: what is at its end.
                       kind: a junction (above), turn (of unknown sort), signals,
                       crossing, road (a big road is crossed), level_crossing,
                       steps, escalator, moving_walkway, lift, gate, platform,
                       inside, barrier_ and a word of Barrier, arrive; ramp, footbridge,
                       underpass and ..._ends of them; footway_begins,
                       footway_ends, tactile_begins, tactile_ends, big_road (begins
                       or ends), surface, way. name: the street turned into or
                       crossed. signals: True where the junction's are mapped
                       within 15 m. landmark: {kind, name, side} within 15 m
    ``passed``         list (at most 3, by offset) of {kind, name, kana, offset_m}
                       on a leg of more than 60 m. kind: signals, street (named
                       cross street), big_road, bridge, cross (no name)
    ``crossroads``     int, plain crossroads passed, where every node is known
    ``streets_left``, ``streets_right``  int, streets passed on one side only
    ``small_roads``    int, small roads crossed without a mapped crossing
    ``streets``        list of {name, kana, offset_m}, where its name changes
    ``along``          {road_class, footway [apart, beside, none, unknown]}: the
                       road whose line most of it follows
    ``no_footway``     True, a road without footway; ``no_footway_at_m``, ``no_footway_m``
    ``big_road``       str RoadClass, a big road without a footway that is known;
                       ``big_road_at_m``, ``big_road_m``
    ``slope_pct``      bounds of the longest run of 3 % or more (positive up),
                       ``slope_m``, ``slope_at_m``, ``slope_inferred`` True;
                       ``slopes``: list of the same four, where there are more
    ``cross_slope_pct``  bounds, ``cross_slope_at_m``
    ``width_cm``       bounds of the narrowest place under 120 cm, ``width_at_m``
    ``step_cm``        bounds of the highest step or kerb, ``step_at_m``
    ``surface``        str SurfaceClass, the worst; ``surface_at_m``, ``surface_m``
    ``tactile``        str Tactile, where it is one word all along
    ``tactile_ends_m``, ``tactile_resumes_m``  float, where paving ends or begins
                       within it; ``tactile_parts``: list of {offset_m, tactile}
    ``lit``            str [yes, no]
    ``rests``, ``toilets``  list of {kind, name, offset_m, side} for wheels and canes;
                       kind: bench, toilet, toilet_wheelchair (usable, as mapped)
    ``barriers``       list of {barrier, offset_m}: bollards, for plain walkers only
    ``landmarks``      (a field) at most two, the one nearest to its end first
    ``confirmed``      (a field) names of what is confirmed on all of it

start (``name``, ``kana``: the first street; ``landmarks``: the first one)
    ``from`` str [exit, place], ``after_lift`` bool
    ``bearing_deg``, ``goal_hour``  float, int: only where the exit's bearing is stored

crossing, road_crossing (``name``: the road; ``length_m`` of the crossing if known)
    ``kind`` str [signals, marked, unmarked, unknown], ``signal`` str [yes, no,
    at_junction, unknown], ``sound`` str [none, button, automatic, unknown],
    ``kerb`` str [flush, lowered, raised, unknown], ``tactile`` str [Tactile, unknown]
    ``near_step_cm``, ``far_step_cm``  bounds of the kerbs
    ``button``, ``vibration``, ``island``  str [yes, no]
    ``sound_hours`` str, ``sounds`` str [open, closed, unknown] on arrival
    ``road_class`` str RoadClass, ``carriageways`` int 2 or more

steps: ``from_level``, ``to_level`` float, ``goes`` str [up, down], ``step_count`` int,
    ``handrail`` str [yes, no], ``beside`` list of [escalator, lift]: not of this route
escalator, moving_walkway: ``from_level``, ``to_level``, ``goes``, ``beside``
lift: ``from_level``, ``to_level``, ``lift_id``, ``lift_name``, ``state`` str LiftState,
    ``arrives_at``, ``until`` (datetime), ``gap_cm``, ``cab_width_cm``, ``cab_depth_cm``
    float, ``hours`` str, ``lift_door`` str, ``beside``; where the ward tells them of
    the lift's place: ``door_side``, ``button_side``, ``button_cm`` bounds, ``voice``,
    ``mirror``, ``braille``
gate: ``gap_cm`` bounds     platform: ``platform_door`` str [yes, no]
level_crossing: ``tactile`` str Tactile (``length_m`` as of a crossing)
barrier: ``barrier`` str Barrier, ``gap_cm`` bounds (the narrowest); for two of one sort
    close together ``count`` int 2, with ``length_m`` the metres between them (walked,
    told with it) and ``small_roads`` crossed between
arrive: ``gap_m`` float, ``door`` {barrier, step_cm, gap_cm, kerb, hours, tactile} of
    the door at the end, ``entrance`` {step_cm, gap_cm, width_cm, door, reception,
    hours, voice_guide} as published of the place
inside, gap: nothing of their own
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from routeguide.model.passage import LonLat
from routeguide.model.place import Landmark
from routeguide.model.vocabulary import Kind


class Act(StrEnum):
    """What is done in one maneuver."""

    START = "start"
    WALK = "walk"
    RAMP = "ramp"
    FOOTBRIDGE = "footbridge"
    UNDERPASS = "underpass"
    CROSSING = "crossing"
    ROAD_CROSSING = "road_crossing"
    LEVEL_CROSSING = "level_crossing"
    STEPS = "steps"
    ESCALATOR = "escalator"
    MOVING_WALKWAY = "moving_walkway"
    LIFT = "lift"
    GATE = "gate"
    PLATFORM = "platform"
    INSIDE = "inside"
    BARRIER = "barrier"
    GAP = "gap"
    ARRIVE = "arrive"


LEG_ACTS: Mapping[str, Act] = {
    Kind.RAMP: Act.RAMP,
    Kind.FOOTBRIDGE: Act.FOOTBRIDGE,
    Kind.UNDERPASS: Act.UNDERPASS,
}
LEGS = frozenset({Act.WALK, *LEG_ACTS.values()})
IN_THE_OPEN = frozenset(
    {Kind.FOOTWAY, Kind.STREET, Kind.STREET_WITH_SIDEWALK, Kind.PATH, Kind.CROSSING}
)
OUTDOORS = LEGS | {Act.CROSSING, Act.ROAD_CROSSING, Act.LEVEL_CROSSING, Act.GAP, Act.BARRIER}


@dataclass(frozen=True, slots=True)
class Maneuver:
    """One thing to do.

    ``hour`` is the clock hour of the turn before it (12 straight on, None
    where no bearing is known before it). ``length_m`` metres, None where it
    has none. ``name`` and ``kana`` are those of the street. ``facts`` hold
    what is known, as JSON values; a missing key is not known. ``unverified``
    names attributes that are not confirmed on it, ``confirmed`` those that
    are on all of it. ``landmarks`` stand by the way.
    """

    type: Act
    at: LonLat
    length_m: float | None = None
    hour: int | None = None
    name: str | None = None
    kana: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    unverified: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
