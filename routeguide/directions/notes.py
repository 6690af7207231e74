"""What is said besides the action: cautions before it (at most two), notes after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from routeguide.directions.acts import LEGS, Act, Maneuver
from routeguide.directions.amounts import CM, say_bounds, say_slope, say_value
from routeguide.directions.crossings import EXPOSED
from routeguide.directions.facts import LEVEL_CM
from routeguide.directions.names import attribute_said, speak_name
from routeguide.directions.rounding import round_metres
from routeguide.directions.sentences import Sentences, time_said
from routeguide.directions.stretches import Stretch
from routeguide.directions.words import Said, Words, join_said
from routeguide.model.traveller import Group, Traveller

MOST_CAUTIONS = 2
MOST_LANDMARKS = 2
ROLLING = frozenset({Group.WHEELS, Group.CANE})


class Notes:
    """Finds the cautions and notes of one route's maneuvers for one traveller."""

    def __init__(
        self, sentences: Sentences, traveller: Traveller, said_once: frozenset[str]
    ) -> None:
        self.sentences = sentences
        self.said_once = said_once
        self.words: Words = sentences.words
        self.traveller = traveller
        self._road: str | None = None
        self._notes: Mapping[Act, Callable[[Maneuver], Iterator[Said]]] = {
            Act.CROSSING: self._crossing,
            Act.ROAD_CROSSING: self._crossing,
            Act.LEVEL_CROSSING: self._level_crossing,
            Act.STEPS: self._steps,
            Act.LIFT: self._lift,
            Act.PLATFORM: self._platform,
            Act.BARRIER: self._barrier,
        }

    def list_cautions(self, maneuver: Maneuver) -> list[Said]:
        """Return the hazards of a maneuver, the gravest first, at most two."""
        return list(self._cautions(maneuver))[:MOST_CAUTIONS]

    def list_notes(self, maneuver: Maneuver) -> list[Said]:
        """Return what is told after the action."""
        if maneuver.type in LEGS:
            found = list(self._leg(maneuver))
        elif maneuver.type in self._notes:
            found = list(self._notes[maneuver.type](maneuver))
        else:
            found = []
        said = self.sentences.say(maneuver).text
        authored = map(_authored, maneuver.facts.get("notes", []))
        return found + [note for note in authored if note.text not in said]

    def say_unknown(self, stretch: Stretch) -> Said:
        """Return that something is not confirmed, once for a whole stretch."""
        names = self._names(stretch.names)
        if not stretch.is_long:
            return self.words.say("here_unknown", names=names)
        metres = round_metres(stretch.length_m)
        return self.words.say("stretch_unknown", metres=metres, names=names)

    def say_confirmed(self, stretch: Stretch) -> Said:
        """Return that something is confirmed here that is not on most of the way."""
        names = self._names(stretch.names)
        return self.words.say("here_confirmed", names=names)

    def _names(self, names: Sequence[str]) -> Said:
        return join_said([attribute_said(name) for name in names], "と")

    # -- cautions -----------------------------------------------------------

    def _cautions(self, maneuver: Maneuver) -> Iterator[Said]:
        words, facts = self.words, maneuver.facts
        if maneuver.type is Act.LEVEL_CROSSING:
            yield words.say("level_crossing_rule")
        if maneuver.type is Act.LIFT and facts.get("state") in {"out", "planned"}:
            yield words.say(f"lift_{facts['state']}", lift=self.sentences.lift_name(maneuver))
        if maneuver.type is Act.PLATFORM and facts.get("platform_door") != "yes":
            known = facts.get("platform_door") == "no"
            yield words.say("no_platform_door" if known else "platform_door_unknown")
        if maneuver.type in LEGS:
            yield from self._leg_cautions(facts)

    def _leg_cautions(self, facts: Mapping[str, Any]) -> Iterator[Said]:
        words, traveller = self.words, self.traveller
        road = _road_key(facts) if traveller.group in EXPOSED else None
        if road and road != self._road:
            yield words.say(road)
        self._road = road
        if traveller.group is Group.WALK:
            return
        if "step_cm" in facts:
            yield self._step(facts["step_cm"])
        if "width_cm" in facts:
            limit = say_value("width_cm", traveller.min_width_cm)
            yield words.say("narrow", width=say_bounds(facts["width_cm"], CM), limit=limit)

    def _step(self, step: Mapping[str, float | None]) -> Said:
        """Return a step; one that may be next to nothing is told by its upper bound."""
        low, high = step["low"], step["high"]
        if high is not None and (low is None or low < LEVEL_CM):
            height = say_bounds({"low": high, "high": high}, CM)
            return self.words.say("step_maybe", height=height)
        return self.words.say("step", height=say_bounds(step, CM))

    # -- notes --------------------------------------------------------------

    def _leg(self, maneuver: Maneuver) -> Iterator[Said]:
        words, facts, group = self.words, maneuver.facts, self.traveller.group
        if "slope_pct" in facts:
            yield self._slope(facts)
        if group is Group.BLIND and facts.get("tactile") in {"partial", "hardly_any"}:
            yield words.say(f"tactile_{facts['tactile']}")
        if group in ROLLING and facts.get("surface") in {"uneven", "loose"}:
            yield words.say(f"surface_{facts['surface']}")
        if "small_roads" in facts:
            yield words.say("small_roads", count=facts["small_roads"])
        yield from self._landmarks(maneuver)

    def _slope(self, facts: Mapping[str, Any]) -> Said:
        slope = facts["slope_pct"]
        upward = (slope["low"] if slope["low"] is not None else slope["high"]) > 0
        noun = self.words.noun("steep", "up" if upward else "down")
        if facts.get("slope_inferred"):
            return self.words.say("slope_inferred", slope=noun)
        metres = round_metres(facts["slope_m"])
        if self.traveller.group is Group.BLIND:
            return self.words.say("slope_plain", slope=noun, metres=metres)
        return self.words.say("slope", slope=noun, pct=say_slope(slope), metres=metres)

    def _landmarks(self, maneuver: Maneuver) -> Iterator[Said]:
        told = [m for m in maneuver.landmarks if self.words.has_noun("landmarks", m.kind)]
        coarse = bool(maneuver.facts.get("on_centre_line"))
        for mark in (told[0], told[-1]) if len(told) > MOST_LANDMARKS else told:
            sort = "clock" if self.sentences.is_blind else "side"
            side = self.words.say(f"{sort}_{mark.side}") if mark.side else None
            yield self.words.say(
                "landmark",
                metres=round_metres(mark.offset_m or 1.0, coarse=coarse),
                side=side,
                landmark=self.sentences.landmark(mark),
            )

    def _crossing(self, maneuver: Maneuver) -> Iterator[Said]:
        """Yield what invariant 8 asks for: signal, sound, kerb, tactile paving, 不明 included."""
        words, facts, group = self.words, maneuver.facts, self.traveller.group
        if facts["signal"] == "at_junction":
            marked = facts["kind"] == "marked"
            yield words.say("pedestrian_signal_unknown" if marked else "junction_signal")
        if group not in EXPOSED:
            return
        if facts["sound"] != "unknown":
            yield words.say(f"sound_{facts['sound']}")
        kerbs = [facts.get("near_step_cm"), facts.get("far_step_cm")]
        near, far = (say_bounds(kerb, CM) if kerb else None for kerb in kerbs)
        if near or far:
            yield words.say("kerbs", near=near, far=far)
        elif facts["kerb"] != "unknown":
            yield words.say(f"kerb_{facts['kerb']}")
        if facts["tactile"] != "unknown":
            yield words.say(f"crossing_tactile_{facts['tactile']}")
        silent = [name for name in ("sound", "kerb", "tactile") if facts[name] == "unknown"]
        sound_told = facts["signal"] == "no" or (
            facts["signal"] == "at_junction" and facts["kind"] != "marked"
        )
        if "sound" in silent and sound_told:
            silent.remove("sound")
        if "kerb" in silent and (near or far):
            silent.remove("kerb")
        if silent:
            nouns = [words.noun("unknown_of_crossing", name) for name in silent]
            yield words.say("crossing_unknown", names=join_said(nouns, "と"))

    def _level_crossing(self, maneuver: Maneuver) -> Iterator[Said]:
        if self.traveller.group is Group.WHEELS:
            yield self.words.say("rails")
        if self.traveller.group is Group.BLIND:
            tactile = maneuver.facts.get("tactile")
            keys = {None: "rails_tactile_unknown", "hardly_any": "rails_no_tactile"}
            yield self.words.say(keys.get(tactile, "rails_tactile"))

    def _steps(self, maneuver: Maneuver) -> Iterator[Said]:
        if "handrail" in maneuver.facts:
            yield self.words.say(f"handrail_{maneuver.facts['handrail']}")

    def _lift(self, maneuver: Maneuver) -> Iterator[Said]:
        """Yield the lift's state (invariant 3) and, for wheels, its sizes."""
        words, facts = self.words, maneuver.facts
        state, lift = facts.get("state"), self.sentences.lift_name(maneuver)
        if state == "no_report":
            yield words.say("lift_no_report", lift=lift, time=time_said(facts["arrives_at"]))
        elif state == "confirmed":
            yield words.say("lift_confirmed", lift=lift, until=time_said(facts.get("until")))
        elif state is None:
            yield words.say("lift_unknown", lift=lift)
        if self.traveller.group is Group.WHEELS:
            if "gap_cm" in facts:
                yield words.say("lift_door", width=facts["gap_cm"])
            if "cab_width_cm" in facts and "cab_depth_cm" in facts:
                sizes = {"width": facts["cab_width_cm"], "depth": facts["cab_depth_cm"]}
                yield words.say("lift_cab", **sizes)
        yield from self._barrier(maneuver)

    def _barrier(self, maneuver: Maneuver) -> Iterator[Said]:
        """Yield what is not known of a door, gate or lift, but for what the overview tells."""
        names = [name for name in maneuver.unverified if name not in self.said_once]
        if names and self.traveller.group is not Group.WALK:
            yield self.words.say("piece_unknown", names=self._names(names))

    def _platform(self, maneuver: Maneuver) -> Iterator[Said]:
        if maneuver.facts.get("platform_door") == "yes":
            yield self.words.say("platform_door")


def _road_key(facts: Mapping[str, Any]) -> str | None:
    """Return the phrase for a road walked along without a known footway; None for none."""
    if facts.get("no_footway"):
        return "no_footway_big" if "big_road" in facts else "no_footway"
    return "footway_unknown_big" if "big_road" in facts else None


def _authored(note: str) -> Said:
    """Return a note written by hand in the ward's data, as a sentence."""
    text = note if note.endswith("。") else f"{note}。"
    return Said(text, speak_name(text))
