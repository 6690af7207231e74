"""Maneuvers -> blocks: each maneuver as one step with its words, cautions and notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from routeguide.directions.maneuvers import Maneuver
from routeguide.directions.rounding import round_crossing, round_metres
from routeguide.directions.words import Said, Words
from routeguide.model.attributes import BY_NAME
from routeguide.model.guidance import Block
from routeguide.model.place import Place
from routeguide.model.route import Route
from routeguide.model.traveller import Group, Traveller

JST = ZoneInfo("Asia/Tokyo")
SHORT_GAP_M = 8.0
STRAIGHT = 12
OWN_WORDS = frozenset({"crossing", "road_crossing", "lift", "inside", "gap", "arrive"})
"""Maneuvers whose words say themselves what is not known."""

SAID_BY_THE_STEP = frozenset({"step_count"})
"""What the words of stairs say themselves."""


class BlockMaker:
    """Puts one route's maneuvers into words for one traveller."""

    def __init__(
        self, words: Words, route: Route, traveller: Traveller, said_once: frozenset[str]
    ) -> None:
        """``said_once`` are attributes whose absence the overview tells for the whole way."""
        self.words = words
        self.route = route
        self.traveller = traveller
        self.said_once = said_once
        self._missing: tuple[str, ...] = ()
        self._say: Mapping[str, Callable[[Maneuver], Said]] = {
            "walk": self._walk,
            "crossing": self._crossing,
            "road_crossing": self._road_crossing,
            "level_crossing": lambda _m: words.say("level_crossing"),
            "steps": self._steps,
            "lift": self._lift,
            "gap": lambda m: words.say("gap", metres=round_metres(m.length_m or 0)),
            "arrive": self._arrive,
        }

    def make(self, maneuvers: Sequence[Maneuver]) -> tuple[Block, ...]:
        """Return the blocks; a last or very short joining line is told by its neighbour."""
        blocks: list[Block] = []
        for number, maneuver in enumerate(maneuvers):
            before_end = number == len(maneuvers) - 2
            short = maneuver.type == "gap" and (maneuver.length_m or 0) < SHORT_GAP_M
            if maneuver.type == "gap" and (before_end or short):
                continue
            blocks.append(self._block(maneuver, is_first=not blocks))
        return tuple(blocks)

    def _block(self, maneuver: Maneuver, *, is_first: bool) -> Block:
        said = self._say.get(maneuver.type, self._plain)(maneuver)
        notes = self._notes(maneuver)
        if is_first and self.route.start_exit is not None:
            notes = [self.words.say("start_unknown"), *notes]
        hour = maneuver.hour if self.traveller.group is Group.BLIND else None
        return Block(
            text=said.text,
            speech=said.speech,
            at=maneuver.at,
            distance_m=self._metres(maneuver),
            clock=hour,
            caution=tuple(c.text for c in self._cautions(maneuver)[:2]),
            note=tuple(note.text for note in notes),
            maneuver=_as_data(maneuver),
        )

    def _metres(self, maneuver: Maneuver) -> int | None:
        if maneuver.length_m is None or maneuver.type in {"lift", "inside", "level_crossing"}:
            return None
        if maneuver.type == "crossing":
            return round_crossing(maneuver.length_m)
        return round_metres(maneuver.length_m, coarse=bool(maneuver.facts.get("on_centre_line")))

    def _plain(self, maneuver: Maneuver) -> Said:
        return self.words.say(maneuver.type)

    def _walk(self, maneuver: Maneuver) -> Said:
        words, metres = self.words, self._metres(maneuver)
        street = self._street(maneuver)
        hour = maneuver.hour
        if hour == STRAIGHT and self.traveller.group is Group.BLIND:
            there = words.direction(STRAIGHT)
            return words.say("straight", street=street, metres=metres, there=there)
        turn = words.turn(hour, self.traveller.group) if hour else None
        return words.say("walk", turn=turn, street=street, metres=metres)

    def _street(self, maneuver: Maneuver) -> Said:
        if maneuver.name:
            return self.words.say("street_named", name=maneuver.name)
        on_street = maneuver.facts.get("on_centre_line")
        return self.words.say("street_centre" if on_street else "street_footway")

    def _crossing(self, maneuver: Maneuver) -> Said:
        how = maneuver.facts.get("how", "unknown")
        metres = round_crossing(maneuver.length_m) if maneuver.length_m else None
        return self.words.say(f"crossing_{how}", metres=metres)

    def _road_crossing(self, maneuver: Maneuver) -> Said:
        return self.words.say("road_crossing", name=maneuver.name)

    def _steps(self, maneuver: Maneuver) -> Said:
        low, high = maneuver.facts.get("from_level"), maneuver.facts.get("to_level")
        key = "steps"
        if low is not None and high is not None and low != high:
            key = "steps_up" if high > low else "steps_down"
        count = maneuver.facts.get("step_count")
        return self.words.say(key, count=None if count is None else int(count))

    def _lift(self, maneuver: Maneuver) -> Said:
        facts = maneuver.facts
        return self.words.say(
            "lift",
            lift=self._lift_name(maneuver),
            **{"from": floor_ja(facts.get("from_level")), "to": floor_ja(facts.get("to_level"))},
        )

    def _lift_name(self, maneuver: Maneuver) -> str:
        """Return the lift's name: that of the exit it belongs to, else just エレベーター."""
        start = self.route.start_exit
        lift = str(maneuver.facts.get("lift_id", ""))
        if start and start.id.removeprefix("exit:") == lift.removeprefix("lift:"):
            name = start.name
            return name if "エレベーター" in name else f"{name}のエレベーター"
        return "エレベーター"

    def _arrive(self, maneuver: Maneuver) -> Said:
        goal = place_said(self.route.destination)
        if goal is None:
            return self.words.say("arrive")
        gap = maneuver.facts.get("gap_m")
        if gap is None:
            return self.words.say("arrive_entrance", goal=goal)
        if gap < 1:
            return self.words.say("arrive_near", goal=goal)
        return self.words.say("arrive_gap", goal=goal, metres=round_metres(gap))

    # -- what is told besides ---------------------------------------------

    def _cautions(self, maneuver: Maneuver) -> list[Said]:
        found = []
        if maneuver.type == "level_crossing":
            found.append(self.words.say("level_crossing_rule"))
        exposed = self.traveller.group in {Group.WHEELS, Group.BLIND}
        if exposed and maneuver.facts.get("big_road"):
            found.append(self.words.say("big_road"))
        if maneuver.facts.get("width_cm") and self.traveller.group is not Group.WALK:
            found.append(self.words.say("narrow", width=int(maneuver.facts["width_cm"])))
        return found

    def _notes(self, maneuver: Maneuver) -> list[Said]:
        found = self._crossing_notes(maneuver)
        if maneuver.type == "lift":
            at = maneuver.facts["arrives_at"]
            found.append(
                self.words.say(
                    "lift_no_report", lift=self._lift_name(maneuver), time=clock_time(at)
                )
            )
        slope = maneuver.facts.get("slope_pct")
        if slope is not None:
            key = "slope_up" if slope > 0 else "slope_down"
            found.append(self.words.say(key, pct=round(abs(slope))))
        return [*found, *self._unknown_notes(maneuver)]

    def _unknown_notes(self, maneuver: Maneuver) -> list[Said]:
        """Return what is not known of a stretch: once where it begins, not at every step."""
        if maneuver.type in OWN_WORDS:
            return []
        said = self.said_once | SAID_BY_THE_STEP
        missing = tuple(name for name in maneuver.unverified if name not in said)
        if missing == self._missing:
            return []
        self._missing = missing
        names = "と".join(attribute_ja(name) for name in missing)
        return [self.words.say("part_unknown", names=names)] if missing else []

    def _crossing_notes(self, maneuver: Maneuver) -> list[Said]:
        """Return what invariant 8 asks for: signal, sound, tactile paving, kerb, 不明 included."""
        if maneuver.type not in {"crossing", "road_crossing"}:
            return []
        words, facts, group = self.words, maneuver.facts, self.traveller.group
        found = []
        if facts.get("signal_at_junction") and facts.get("how") != "signals":
            found.append(words.say("junction_signal"))
        if group is Group.BLIND and maneuver.type == "crossing":
            if facts.get("how") == "signals":
                found.append(words.say(f"sound_{facts.get('sound', 'unknown')}"))
            if "tactile" not in facts:
                found.append(words.say("tactile_unknown"))
        if group is Group.WHEELS and "kerb" not in facts:
            found.append(words.say("kerb_unknown"))
        return found


def floor_ja(level: float | None) -> str | None:
    """Return the Japanese name of a floor; None for unknown or between two floors.

    OSM's and our level 0 is the ground floor, 1 the floor above (2階).
    """
    if level is None or level != int(level):
        return None
    if level == 0:
        return "地上"
    return f"地下{int(-level)}階" if level < 0 else f"{int(level) + 1}階"


def clock_time(at: datetime) -> str:
    """Return a time of day as said: 13時05分."""
    local = at.astimezone(JST)
    return f"{local.hour}時{local.minute:02d}分"


def attribute_ja(name: str) -> str:
    """Return the Japanese name of an attribute."""
    return BY_NAME[name].name_ja


def place_said(place: Place | None) -> Said | None:
    """Return a place's name, spoken by its kana; None without a place."""
    if place is None:
        return None
    station = place.id.startswith("station:")
    name = f"{place.name}駅" if station and not place.name.endswith("駅") else place.name
    kana = f"{place.kana}えき" if station and place.kana else place.kana
    return Said(name, kana or name)


def _as_data(maneuver: Maneuver) -> dict[str, Any]:
    data = asdict(maneuver)
    data["at"] = list(maneuver.at)
    data["unverified"] = list(maneuver.unverified)
    data["facts"] = {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in maneuver.facts.items()
    }
    if maneuver.length_m is not None:
        data["length_m"] = round(maneuver.length_m, 1)
    return data
