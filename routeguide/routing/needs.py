"""What a place is known to have: yes, no, or not known. Not known is never a yes.

Only what the data really say: the texts of toilets and equipment, lifts and their reports,
platform doors by line, step-free routes of stations, and what was observed at an entrance.
A list of equipment says what there is, never what there is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from routeguide.model.place import Place, PlaceKind
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Evidence, LiftState, Status
from routeguide.network.store import Network

STEP_FREE_CM = 2.0
"""Highest step called step-free at an entrance: 段差 2cm以下 of 歩行空間ネットワークデータ."""


class Need(StrEnum):
    """What people need of a place."""

    STEP_FREE = "step_free"
    LIFT = "lift"
    WHEELCHAIR_TOILET = "wheelchair_toilet"
    OSTOMATE = "ostomate"
    BABY_CHANGING = "baby_changing"
    NURSING_ROOM = "nursing_room"
    LARGE_BED = "large_bed"
    RAMP = "ramp"
    PARKING = "disabled_parking"
    PLATFORM_DOORS = "platform_doors"
    EVACUATION = "evacuation_base"


NEED_JA: Mapping[Need, str] = {
    Need.STEP_FREE: "段差なしで入れる",
    Need.LIFT: "エレベーター",
    Need.WHEELCHAIR_TOILET: "車いすで使えるトイレ",
    Need.OSTOMATE: "オストメイト用の設備",
    Need.BABY_CHANGING: "おむつを替える台",
    Need.NURSING_ROOM: "授乳する場所",
    Need.LARGE_BED: "大型ベッド",
    Need.RAMP: "スロープ",
    Need.PARKING: "障害者用の駐車場",
    Need.PLATFORM_DOORS: "ホームドア",
    Need.EVACUATION: "避難拠点",
}


class Held(StrEnum):
    """Whether a place has something."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Told:
    """One answer with what it rests on; ``known`` None where nobody told anything."""

    held: Held
    known: Known | None = None


UNTOLD = Told(Held.UNKNOWN)
TOILET = ("車椅子", "車いす", "だれでもトイレ", "誰でもトイレ")
"""Words of the data for a toilet made for wheelchairs; だれでもトイレ is Tokyo's word for one."""

WORDS: Mapping[Need, tuple[str, ...]] = {
    Need.WHEELCHAIR_TOILET: TOILET,
    Need.OSTOMATE: ("オストメイト",),
    Need.BABY_CHANGING: ("おむつ交換台", "オムツ交換台"),
    Need.NURSING_ROOM: ("授乳",),
    Need.LARGE_BED: ("大型ベッド",),
    Need.RAMP: ("スロープ",),
    Need.PARKING: ("障害者用駐車場",),
}
TEXTS = ("toilets", "equipment")
"""Facts that list what a place has."""


def told_of(network: Network, place: Place, need: Need, at: datetime) -> Told:
    """Return what is known of a need at a place at a moment (aware: lifts are reported in time)."""
    reader = READERS.get(need)
    return reader(network, place, at) if reader else _by_words(place, WORDS[need])


def list_told(network: Network, place: Place, at: datetime) -> dict[Need, Told]:
    """Return what is known of every need at a place."""
    return {need: told_of(network, place, need, at) for need in Need}


def list_parts(network: Network, station: str) -> tuple[Place, ...]:
    """Return the exits, lifts and platforms of a station, in the order of the data."""
    memo = network.base.memo
    parts = memo.get("parts")
    if not isinstance(parts, dict):
        parts = memo["parts"] = _by_parent(network)
    found: tuple[Place, ...] = parts.get(station, ())
    return found


def lift_states(network: Network, station: str, at: datetime) -> dict[str, LiftState]:
    """Return the state of every lift of a station that exists today, by its id."""
    overlay = network.overlay
    return {
        part.id: overlay.state_of(part.id, at)[0]
        for part in list_parts(network, station)
        if part.kind is PlaceKind.LIFT and (part.status is Status.OPEN or part.id in overlay.opened)
    }


def _by_parent(network: Network) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for place in network.places.values():
        if place.parent:
            found.setdefault(place.parent, []).append(place)
    return {station: tuple(parts) for station, parts in found.items()}


def _by_words(place: Place, words: Sequence[str]) -> Told:
    for name in TEXTS:
        known = place.facts.get(name)
        if isinstance(known, Fact) and any(word in known.value for word in words):
            return _unless_expired(Held.YES, known)
    return UNTOLD


def _unless_expired(held: Held, known: Known) -> Told:
    return Told(Held.UNKNOWN if known.evidence is Evidence.EXPIRED else held, known)


def _lift(network: Network, place: Place, at: datetime) -> Told:
    """Yes while one lift is not reported out or stale; no when all are out."""
    if place.kind is not PlaceKind.STATION:
        return _by_words(place, ("エレベーター",))
    by_lift = lift_states(network, place.id, at)
    states = set(by_lift.values())
    exits = [part for part in list_parts(network, place.id) if part.kind is PlaceKind.EXIT]
    told = (fact for lift in by_lift for fact in network.places[lift].facts.values())
    known = next((fact for part in exits if (fact := _lift_at(part))), None) or next(told, None)
    if not states:
        return _unless_expired(Held.YES, known) if known else UNTOLD
    if states <= {LiftState.OUT}:
        return Told(Held.NO, known)
    return Told(Held.YES if states - {LiftState.OUT, LiftState.UNKNOWN} else Held.UNKNOWN, known)


def _lift_at(part: Place) -> Fact | None:
    known = part.facts.get("facilities")
    return known if isinstance(known, Fact) and "elevator" in known.value else None


def _step_free(network: Network, place: Place, at: datetime) -> Told:
    """Tell of a station by its counted routes while no lift of it is out or stale.

    Of a facility only what was observed at its entrance counts.
    """
    if place.kind is not PlaceKind.STATION:
        return _step_at_entrance(network, place)
    known = place.facts.get("step_free_routes")
    if not isinstance(known, Fact) or not known.value.isdecimal():
        return UNTOLD
    states = set(lift_states(network, place.id, at).values())
    if states & {LiftState.OUT, LiftState.UNKNOWN}:
        return Told(Held.UNKNOWN, known)
    return _unless_expired(Held.YES if int(known.value) else Held.NO, known)


def _step_at_entrance(network: Network, place: Place) -> Told:
    node = network.place_node.get(place.id)
    point = network.point(node) if node is not None else None
    known = point.values.get("step_cm") if point else None
    if not isinstance(known, Measure):
        return UNTOLD
    if known.high <= STEP_FREE_CM:
        return _unless_expired(Held.YES, known)
    return _unless_expired(Held.NO, known) if known.low > STEP_FREE_CM else Told(UNTOLD.held, known)


def _platform_doors(_network: Network, place: Place, _at: datetime) -> Told:
    """Tell yes where every line has them, no where none has, else not known which one uses."""
    doors = [
        known for name, known in place.facts.items()
        if name.startswith("platform_door") and isinstance(known, Fact)
    ]  # fmt: skip
    words = {known.value for known in doors}
    if words in ({"yes"}, {"no"}):
        return _unless_expired(Held(words.pop()), doors[0])
    return Told(Held.UNKNOWN, doors[0]) if doors else UNTOLD


def _evacuation(_network: Network, place: Place, _at: datetime) -> Told:
    known = place.facts.get("evacuation_base")
    if isinstance(known, Fact) and known.value == "yes":
        return _unless_expired(Held.YES, known)
    return UNTOLD


Reader = Callable[[Network, Place, datetime], Told]
READERS: Mapping[Need, Reader] = {
    Need.STEP_FREE: _step_free,
    Need.LIFT: _lift,
    Need.PLATFORM_DOORS: _platform_doors,
    Need.EVACUATION: _evacuation,
}
