"""Proper names as data: streets, exits, lifts, floors; what of them stands on no sign."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from routeguide.directions.phrase import Floor, Noun, Phrase, Spot, Street, Value, say
from routeguide.model.place import Place
from routeguide.model.route import Where

BRACKETS = re.compile(r"\s*[(（](?:[^()（）]|[(（][^()（）]*[)）])*[)）]")
BLANK = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
LIFT_LETTER = re.compile(r"(?<=エレベーター)[a-z]$")


def street(name: str | None, kana: str | None) -> Street | None:
    """Return a name that the map gives; None where it gives none."""
    return Street(name, kana) if name else None


def map_name(name: str) -> str:
    """Return a name of the map as it is told: 南田中町旭町線（支線2） without its brackets."""
    return unicodedata.normalize("NFKC", BRACKETS.sub("", name) or name).strip()


def closed_up(name: str) -> str:
    """Return a name without blanks between Japanese words; LAWSON STORE keeps its own."""
    return BLANK.sub("", name)


def plain_name(place: Place) -> str:
    """Return a place's name without brackets and without operators' letters of lifts."""
    return LIFT_LETTER.sub("", BRACKETS.sub("", place.name).strip())


def exit_of_lift(place: Place) -> bool:
    """Tell whether an exit is a lift that has no exit's number of its own."""
    return plain_name(place).startswith("エレベーター")


def floor(level: float | None) -> Floor | None:
    """Return a floor; None for unknown or between two floors."""
    return Floor(int(level)) if level is not None and level == int(level) else None


def where(place: Where) -> Phrase:
    """Return where a passage or point is: its street's name and what it is."""
    return say("where", name=street(place.name, place.kana), thing=Noun("where", place.thing))


def lift_at(lift: Place | None, station: Place | None) -> Value:
    """Return a lift by its station; the word alone where no one tells of it."""
    return Spot(lift, station) if lift is not None else Noun("things", "lift")


OF_PLACES = frozenset({"bridge", "bus_stop", "corner", "station_entrance", "toilet"})
"""Landmarks whose name is that of a place or road: 荒井竹のバス停, 目白通りと千川通りのかど."""

TELLING_ENDS: Mapping[str, tuple[str, ...]] = {
    "bridge": ("橋",),
    "place_of_worship": ("寺", "神社", "院", "教会", "宮", "社"),
    "station": ("駅",),
}
"""Ends of Japanese names that tell what the thing is, so that it needs no other word."""

TELLING_WORDS: Mapping[str, tuple[str, ...]] = {
    "bank": ("銀行", "信用金庫"),
    "hospital": ("病院", "医院", "クリニック", "医療センター"),
    "library": ("図書館",),
    "pharmacy": ("薬局",),
    "police": ("交番", "警察署", "駐在所"),
    "post_office": ("郵便局",),
    "school": ("学校", "大学", "高校", "幼稚園"),
    "supermarket": ("スーパー",),
}
"""Words that tell it wherever they stand: りそな銀行新井薬師出張所."""


def key_of_landmark(kind: str, name: str) -> str:
    """Return the phrase for a landmark of some kind and name."""
    if kind == "facility" or any(map(map_name(name).endswith, TELLING_ENDS.get(kind, ()))):
        return "landmark_self"
    if any(word in name for word in TELLING_WORDS.get(kind, ())):
        return "landmark_self"
    return "landmark_of" if kind in OF_PLACES else "landmark_called"
