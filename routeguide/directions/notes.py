"""What is told besides the action: hazards before it (at most two), facts, helpful notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from routeguide.directions import lifts
from routeguide.directions.acts import LEGS, Act, Maneuver
from routeguide.directions.crossings import EXPOSED
from routeguide.directions.facts import LEVEL_CM
from routeguide.directions.naming import street
from routeguide.directions.phrase import (
    Amount,
    Hour,
    Literal,
    Noun,
    Phrase,
    Unit,
    Value,
    listed,
    say,
)
from routeguide.directions.rounding import round_metres
from routeguide.directions.sentences import (
    SIDES,
    Sentences,
    centimetres,
    end_of_leg,
    landmark,
    metres,
    moment,
)
from routeguide.directions.stretches import Stretch
from routeguide.model.traveller import Group, Traveller

MOST_CAUTIONS = 2
ROLLING = frozenset({Group.WHEELS, Group.CANE})


class Notes:
    """Finds hazards, facts and notes of one route's maneuvers for one traveller.

    ``said_once`` are attributes whose absence the overview tells.
    """

    def __init__(
        self, sentences: Sentences, traveller: Traveller, said_once: frozenset[str]
    ) -> None:
        self.sentences = sentences
        self.said_once = said_once
        self.traveller = traveller
        self.group = traveller.group
        self._road: str | None = None
        self._must: Mapping[Act, Callable[[Maneuver], Iterator[Phrase]]] = {
            Act.CROSSING: self._crossing,
            Act.ROAD_CROSSING: self._crossing,
            Act.LEVEL_CROSSING: self._level_crossing,
            Act.LIFT: self._lift,
        }
        self._notes: Mapping[Act, Callable[[Maneuver], Iterator[Phrase]]] = {
            Act.STEPS: self._steps,
            Act.LIFT: self._lift_inside,
            Act.PLATFORM: self._platform,
            Act.BARRIER: self._barrier,
            Act.GATE: self._piece_unknown,
            Act.ARRIVE: self._arrival,
        }

    def list_cautions(self, maneuver: Maneuver) -> list[Phrase]:
        """Return the hazards of a maneuver, the gravest first, at most two."""
        return list(self._cautions(maneuver))[:MOST_CAUTIONS]

    def list_must(self, maneuver: Maneuver) -> list[Phrase]:
        """Return what is told at every length: crossings and lifts (invariants 3 and 8)."""
        found = self._must.get(maneuver.type)
        return list(found(maneuver)) if found else []

    def list_notes(self, maneuver: Maneuver) -> list[Phrase]:
        """Return what else is told after the action."""
        if maneuver.type in LEGS:
            found = list(self._leg(maneuver))
        else:
            finder = self._notes.get(maneuver.type)
            found = list(finder(maneuver)) if finder else []
        told = {
            INSIDE_NOTE: maneuver.type is Act.INSIDE,  # the block itself says so
        }
        notes = maneuver.facts.get("notes", [])
        return found + [say("authored", note=Literal(n)) for n in notes if not told.get(n)]

    def say_unknown(self, stretch: Stretch) -> Phrase:
        """Return that something is not confirmed, once for a whole stretch."""
        names = attributes(stretch.names)
        if not stretch.is_long:
            return say("here_unknown", names=names)
        return say("stretch_unknown", metres=metres(round_metres(stretch.length_m)), names=names)

    def say_confirmed(self, stretch: Stretch) -> Phrase:
        """Return that something is confirmed here that is not on most of the way."""
        return say("here_confirmed", names=attributes(stretch.names))

    # -- hazards ------------------------------------------------------------

    def _cautions(self, maneuver: Maneuver) -> Iterator[Phrase]:
        facts = maneuver.facts
        if maneuver.type is Act.LEVEL_CROSSING:
            yield say("level_crossing_alarm")
            yield say("level_crossing_inside")
        if maneuver.type is Act.LIFT and facts.get("state") in {"out", "planned"}:
            yield say(f"lift_{facts['state']}", lift=self.sentences.lift_name(maneuver))
        if maneuver.type is Act.PLATFORM and facts.get("platform_door") != "yes":
            known = facts.get("platform_door") == "no"
            yield say("no_platform_door" if known else "platform_door_unknown")
        if maneuver.type in LEGS:
            yield from self._leg_cautions(facts)

    def _leg_cautions(self, facts: Mapping[str, Any]) -> Iterator[Phrase]:
        road = _road_key(facts) if self.group in EXPOSED else None
        if road and road != self._road:
            yield say(road)
        self._road = road
        if self.group is Group.WALK:
            return
        if "step_cm" in facts:
            yield self._step(facts)
        if "width_cm" in facts:
            limit = self.traveller.min_width_cm
            yield say(
                "narrow",
                width=centimetres(facts["width_cm"]),
                limit=None if limit is None else Amount.of(limit, Unit.CM),
            )
        if self.group is Group.BLIND and "tactile_ends_m" in facts:
            yield say("tactile_ends", metres=self._near(facts["tactile_ends_m"], facts))

    def _step(self, facts: Mapping[str, Any]) -> Phrase:
        """Return a step; one that may be next to nothing is told by its upper bound."""
        step: Mapping[str, float | None] = facts["step_cm"]
        at = facts.get("step_at_m")
        ahead = None if at is None or at < AT_START_M else self._near(at, facts)
        low, high = step["low"], step["high"]
        if high is not None and (low is None or low < LEVEL_CM):
            return say("step_maybe", height=Amount.of(high, Unit.CM), metres=ahead)
        return say("step", height=centimetres(step), metres=ahead)

    def _near(self, offset_m: float, facts: Mapping[str, Any]) -> Amount:
        coarse = bool(facts.get("on_centre_line"))
        return Amount.of(round_metres(max(1.0, offset_m), coarse=coarse), Unit.M)

    # -- a stretch that is walked -------------------------------------------

    def _leg(self, maneuver: Maneuver) -> Iterator[Phrase]:
        facts = maneuver.facts
        for bend in facts.get("bends", []):
            yield say("bend", metres=self._near(bend["offset_m"], facts), hour=Hour(bend["hour"]))
        for slope in facts.get("slopes") or [facts]:
            if "slope_pct" in slope:
                yield self._slope(slope, facts)
        if self.group in ROLLING and "cross_slope_pct" in facts:
            yield say("cross_slope", pct=Amount.within(facts["cross_slope_pct"], Unit.PCT))
        if self.group is Group.BLIND:
            yield from self._tactile(facts)
        if self.group in ROLLING and facts.get("surface") in {"uneven", "loose"}:
            yield say(f"surface_{facts['surface']}")
        yield from _small_roads(maneuver)
        yield from self._passed(facts)
        yield from self._beside(maneuver)

    def _tactile(self, facts: Mapping[str, Any]) -> Iterator[Phrase]:
        """Yield where paving begins again; of a leg that has some of each, that it has some."""
        word = facts.get("tactile", "partial" if "tactile_parts" in facts else None)
        if word in {"partial", "hardly_any"} and "tactile_ends_m" not in facts:
            yield say(f"tactile_{word}")
        if "tactile_resumes_m" in facts:
            yield say("tactile_resumes", metres=self._near(facts["tactile_resumes_m"], facts))

    def _slope(self, told: Mapping[str, Any], facts: Mapping[str, Any]) -> Phrase:
        slope, at = told["slope_pct"], told.get("slope_at_m", 0.0)
        upward = (slope["low"] if slope["low"] is not None else slope["high"]) > 0
        if not upward:
            low, high = slope["high"], slope["low"]
            slope = {
                "low": None if low is None else -low,
                "high": None if high is None else -high,
            }
        key = "slope_up" if upward else "slope_down"
        ahead = self._near(at, facts) if at >= AT_START_M else None
        if told.get("slope_inferred"):
            return say(f"{key}_inferred", ahead=ahead)
        length = metres(round_metres(told["slope_m"]))
        pct = None if self.group is Group.BLIND else Amount.within(slope, Unit.PCT)
        return say(key, pct=pct, metres=length, ahead=ahead)

    def _passed(self, facts: Mapping[str, Any]) -> Iterator[Phrase]:
        """Yield what is passed on a long stretch, so that one knows to be on the way."""
        for one in facts.get("passed", []):
            kind = PASSED.get(one["kind"], one["kind"])
            thing = end_of_leg({**one, "kind": kind})
            yield say("passed", metres=self._near(one["offset_m"], facts), thing=thing)
        for one in facts.get("streets", []):
            name = street(one["name"], one.get("kana"))
            yield say("street_becomes", metres=self._near(one["offset_m"], facts), street=name)
        if self.group is Group.BLIND:
            yield from self._side_streets(facts)

    def _side_streets(self, facts: Mapping[str, Any]) -> Iterator[Phrase]:
        """Yield how many streets go off on a side: a blind walker may hear or feel them."""
        for key, hour in (("streets_left", 9), ("streets_right", 3)):
            if key in facts:
                count = Amount.of(facts[key], Unit.PLACES)
                yield say("side_streets", side=Hour(hour), count=count)

    def _beside(self, maneuver: Maneuver) -> Iterator[Phrase]:
        facts = maneuver.facts
        for mark in maneuver.landmarks:
            yield say(
                "landmark",
                metres=self._near(mark.offset_m or 1.0, facts),
                side=SIDES.get(mark.side or ""),
                landmark=landmark(mark),
            )
        for key in ("toilets", "rests"):
            for one in facts.get(key, []):
                yield say(
                    BESIDE_WAY[one["kind"]],
                    metres=self._near(one["offset_m"], facts),
                    side=SIDES.get(one.get("side") or ""),
                )

    # -- crossings ----------------------------------------------------------

    def _crossing(self, maneuver: Maneuver) -> Iterator[Phrase]:
        """Yield what invariant 8 asks for: signal, sound, kerb, tactile paving, 不明 included."""
        facts = maneuver.facts
        if facts["signal"] == "at_junction":
            marked = facts["kind"] == "marked"
            yield say("pedestrian_signal_unknown" if marked else "junction_signal")
        if self.group not in EXPOSED:
            return
        yield from self._sound(facts)
        near, far = (centimetres(facts.get(f"{end}_step_cm")) for end in ("near", "far"))
        if near or far:
            yield say("kerbs", near=near, far=far)
        elif facts["kerb"] != "unknown":
            yield say(f"kerb_{facts['kerb']}")
        if facts.get("island") in {"yes", "no"}:
            yield say(f"island_{facts['island']}")
        if facts.get("carriageways", 1) > 1:
            yield say("carriageways", count=Amount.of(facts["carriageways"], Unit.WAYS))
        if facts["tactile"] != "unknown":
            yield say(f"crossing_tactile_{facts['tactile']}")
        silent = _silent(facts, kerb_told=bool(near or far))
        if silent:
            nouns: list[Value] = [Noun("of_crossing", name) for name in silent]
            yield say("crossing_unknown", names=listed(nouns))

    def _sound(self, facts: Mapping[str, Any]) -> Iterator[Phrase]:
        """Yield sound and button; a sound is stated with its hours only (invariant 9)."""
        sound, is_blind = facts["sound"], self.group is Group.BLIND
        if sound != "unknown":
            yield say(f"sound_{sound}")
        if sound in {"button", "automatic"} and is_blind:
            keys = {"open": "sound_open", "closed": "sound_closed"}
            yield say(keys.get(facts.get("sounds", ""), "sound_some_hours"))
        if facts.get("button") == "yes" and sound != "button":
            yield say("signal_button")
        if facts.get("vibration") == "yes" and is_blind:
            yield say("signal_vibration")

    def _level_crossing(self, maneuver: Maneuver) -> Iterator[Phrase]:
        if self.group is Group.WHEELS:
            yield say("rails")
        if self.group is Group.BLIND:
            keys = {None: "rails_tactile_unknown", "hardly_any": "rails_no_tactile"}
            yield say(keys.get(maneuver.facts.get("tactile"), "rails_tactile"))

    # -- stairs, lifts, gates, platforms, the arrival ------------------------

    def _steps(self, maneuver: Maneuver) -> Iterator[Phrase]:
        if "handrail" in maneuver.facts:
            yield say(f"handrail_{maneuver.facts['handrail']}")
        yield from _beside_it(maneuver)

    def _lift(self, maneuver: Maneuver) -> Iterator[Phrase]:
        """Yield the lift's state (invariant 3)."""
        facts = maneuver.facts
        state, lift = facts.get("state"), self.sentences.lift_name(maneuver)
        if state == "no_report":
            yield say("lift_no_report", lift=lift, time=moment(facts["arrives_at"]))
        elif state == "confirmed":
            yield say("lift_confirmed", lift=lift, until=moment(facts.get("until")))
        elif state in {None, "unknown"}:
            yield say("lift_unknown", lift=lift)

    def _lift_inside(self, maneuver: Maneuver) -> Iterator[Phrase]:
        facts = maneuver.facts
        yield from _beside_it(maneuver)
        yield from lifts.list_door(facts)
        yield from lifts.list_hours(facts)
        if self.group is Group.BLIND:
            yield from (say(f"lift_{n}") for n in ("voice", "braille") if facts.get(n) == "yes")
        if self.group is Group.WHEELS:
            if "gap_cm" in facts:
                yield say("lift_door", width=Amount.of(facts["gap_cm"], Unit.CM))
            if "cab_width_cm" in facts and "cab_depth_cm" in facts:
                sizes = (Amount.of(facts[f"cab_{n}_cm"], Unit.CM) for n in ("width", "depth"))
                yield say("lift_cab", **dict(zip(("width", "depth"), sizes, strict=True)))
        yield from self._piece_unknown(maneuver)

    def _barrier(self, maneuver: Maneuver) -> Iterator[Phrase]:
        yield from _small_roads(maneuver)
        yield from self._piece_unknown(maneuver)

    def _piece_unknown(self, maneuver: Maneuver) -> Iterator[Phrase]:
        """Yield what is not known of a door, gate or lift, but for what the overview tells."""
        names = [name for name in maneuver.unverified if name not in self.said_once]
        names = [name for name in names if name != "lift_status"]  # its own sentence tells
        if names and self.group is not Group.WALK:
            yield say("piece_unknown", names=attributes(names))

    def _platform(self, maneuver: Maneuver) -> Iterator[Phrase]:
        if maneuver.facts.get("platform_door") == "yes":
            yield say("platform_door")

    def _arrival(self, maneuver: Maneuver) -> Iterator[Phrase]:
        """Yield what is known of the entrance: by the map and as published of the place."""
        known = {**maneuver.facts.get("door", {}), **maneuver.facts.get("entrance", {})}
        if "step_cm" in known:
            yield say("entrance_step", height=centimetres(known["step_cm"]))
        width = known.get("gap_cm") or known.get("width_cm")
        if width:
            yield say("entrance_width", width=centimetres(width))
        if known.get("door") in DOORS:
            yield say("entrance_door", door=Noun("doors", known["door"]))
        if known.get("voice_guide") == "yes" and self.group is Group.BLIND:
            yield say("entrance_voice")


INSIDE_NOTE = "駅の中の道すじは確認できていません"
"""The authored note that the words of a station's inside say themselves."""

BESIDE_WAY = {"toilet": "toilet_unknown", "toilet_wheelchair": "toilet", "bench": "rest"}
"""What can be used on the way, as its phrase: of a toilet it is told whether wheels can use it."""

PASSED = {"street": "junction", "big_road": "big_junction"}
"""What is passed, as the kind of corner that it makes."""

AT_START_M = 5.0
"""What begins nearer than this to the start of a stretch begins with it."""

BESIDE = frozenset({"escalator", "lift", "steps"})
DOORS = frozenset({"automatic", "sliding", "hinged", "revolving", "none"})


def _beside_it(maneuver: Maneuver) -> Iterator[Phrase]:
    """Yield what runs beside stairs or a lift and is not part of the way."""
    for kind in maneuver.facts.get("beside", []):
        if kind in BESIDE:
            yield say(f"{kind}_beside")


def attributes(names: Sequence[str]) -> Value | None:
    """Return the names of attributes in a row."""
    return listed([Noun("attributes", name) for name in names])


def _silent(facts: Mapping[str, Any], *, kerb_told: bool) -> list[str]:
    """Return what of a crossing is not known and not told by its other sentences."""
    silent = [name for name in ("sound", "kerb", "tactile") if facts[name] == "unknown"]
    no_light = facts["signal"] == "no"
    told_by_junction = facts["signal"] == "at_junction" and facts["kind"] != "marked"
    left_out = {"sound"} if no_light or told_by_junction else set()
    return [n for n in silent if n not in left_out and not (n == "kerb" and kerb_told)]


def _small_roads(maneuver: Maneuver) -> Iterator[Phrase]:
    """Yield at how many places a leg, or the metres between two barriers, goes over a road."""
    if "small_roads" in maneuver.facts:
        yield say("small_roads", count=Amount.of(maneuver.facts["small_roads"], Unit.PLACES))


def _road_key(facts: Mapping[str, Any]) -> str | None:
    """Return the phrase for a road walked along without a known footway; None for none."""
    if facts.get("no_footway"):
        return "no_footway_big" if "big_road" in facts else "no_footway"
    return "footway_unknown_big" if "big_road" in facts else None
