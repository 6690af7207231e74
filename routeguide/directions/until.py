"""What is at the end of each leg: where one sees that it is over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from routeguide.directions.acts import LEGS, Act, Maneuver
from routeguide.directions.junctions import STRAIGHT
from routeguide.model.traveller import Group
from routeguide.model.vocabulary import Kind

APART = frozenset({Kind.FOOTWAY, Kind.PATH})
PAVING = {
    ("continuous", "hardly_any"): "tactile_ends",
    ("hardly_any", "continuous"): "tactile_begins",
    (None, "continuous"): "tactile_begins",
}
"""What is not known is no end: only where hardly any is confirmed does tactile paving end."""


def add_ends(maneuvers: Sequence[Maneuver], group: Group) -> None:
    """Add to the facts of each leg until where it goes, and from which street it turns off."""
    for number, maneuver in enumerate(maneuvers):
        if maneuver.type not in LEGS or not isinstance(maneuver.facts, dict):
            continue
        after = next((m for m in maneuvers[number + 1 :] if m.type is not Act.GAP), None)
        if after is not None:
            ends = maneuver.facts.get("until", {})
            maneuver.facts["until"] = _end_of(maneuver, after, group) | ends
        if number:
            maneuver.facts.update(_from_street(maneuver, maneuvers[number - 1]))


def _end_of(leg: Maneuver, after: Maneuver, group: Group) -> dict[str, Any]:
    if after.type in LEGS:
        name, kana = (None, None) if after.name == leg.name else (after.name, after.kana)
        return {"kind": _change(leg, after, group), "name": name, "kana": kana}
    return {"kind": _thing(after), "name": after.name, "kana": after.kana}


def _thing(maneuver: Maneuver) -> str:
    """Return what is met, by its kind: signals, crossing, road, level_crossing, steps, lift..."""
    if maneuver.type is Act.CROSSING:
        return "signals" if maneuver.facts.get("signal") == "yes" else "crossing"
    if maneuver.type is Act.BARRIER:
        return f"barrier_{maneuver.facts.get('barrier', 'other')}"
    return "road" if maneuver.type is Act.ROAD_CROSSING else str(maneuver.type)


def _change(leg: Maneuver, after: Maneuver, group: Group) -> str:
    """Return what is between two legs: a junction, a turn, or what changes underfoot."""
    junction = after.facts.get("junction")
    if junction or after.hour != STRAIGHT:
        return str(junction or "turn")
    if after.type is not leg.type:
        return f"{leg.type}_ends" if after.type is Act.WALK else str(after.type)
    paving = (leg.facts.get("tactile"), after.facts.get("tactile"))
    if group is Group.BLIND and paving in PAVING:
        return PAVING[paving]
    ways = (leg.facts.get("way") in APART, after.facts.get("way") in APART)
    if ways[0] != ways[1]:
        return "footway_ends" if ways[0] else "footway_begins"
    for name in ("big_road", "surface"):
        if leg.facts.get(name) != after.facts.get(name):
            return name
    return "way"


def _from_street(leg: Maneuver, before: Maneuver) -> dict[str, Any]:
    """Return the street left by a turn, where it has a name of its own."""
    turns = leg.hour not in {None, STRAIGHT}
    if before.type not in LEGS or not turns or before.name in {None, leg.name}:
        return {}
    return {"from_name": before.name, "from_kana": before.kana}
