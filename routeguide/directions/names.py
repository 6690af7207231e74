"""Names as they are written and spoken: places, exits, floors, times, attributes."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from routeguide.directions.words import Said, spoken
from routeguide.model.attributes import BY_NAME
from routeguide.model.place import Place, PlaceKind

JST = ZoneInfo("Asia/Tokyo")

LETTERS = {
    "A": "エー", "B": "ビー", "C": "シー", "D": "ディー", "E": "イー", "F": "エフ", "G": "ジー",
    "H": "エイチ", "I": "アイ", "J": "ジェー", "K": "ケー", "L": "エル", "M": "エム", "N": "エヌ",
    "O": "オー", "P": "ピー", "Q": "キュー", "R": "アール", "S": "エス", "T": "ティー",
    "U": "ユー", "V": "ブイ", "W": "ダブリュー", "X": "エックス", "Y": "ワイ", "Z": "ゼット",
}  # fmt: skip
DIGITS = ("ゼロ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう")
CODE = re.compile(r"[A-Z]\d{1,2}")
UNREAD = re.compile(r"[ 　・／「」『』（）()×]+")
OWN_NAMES = {
    "kind": "通り方",
    "lift": "エレベーター",
    "road_without_footway": "歩道のない大きな車道",
}
"""Attributes of a verdict that stand in no column of the network."""

IN_SENTENCES = {"gap_cm": "出入口の幅"}
"""Names without brackets, which no voice can read."""


def speak_codes(text: str) -> str:
    """Return a text with exit codes in kana: A2 is エーに, A10 is エーじゅう."""
    return CODE.sub(lambda found: LETTERS[found[0][0]] + _speak_number(found[0][1:]), text)


def _speak_number(digits: str) -> str:
    tens, ones = divmod(int(digits), 10)
    if not tens:
        return DIGITS[ones]
    ten = "じゅう" if tens == 1 else f"{DIGITS[tens]}じゅう"
    return ten + (DIGITS[ones] if ones else "")


def speak_name(text: str) -> str:
    """Return a name whose reading is not known, without what no voice can read."""
    return UNREAD.sub("、", spoken(speak_codes(text))).strip("、")


def place_said(place: Place | None) -> Said | None:
    """Return a place's name, spoken by its kana; None without a place."""
    if place is None:
        return None
    if place.kind is PlaceKind.EXIT:
        return exit_said(place)
    if place.kind is PlaceKind.PLATFORM:
        name = place.name.replace(" ", "の")
        return Said(name, place.kana or speak_name(name))
    if place.kind is PlaceKind.STATION:
        name = place.name if place.name.endswith("駅") else f"{place.name}駅"
        kana = place.kana and f"{place.kana.removesuffix('えき')}えき"
        return Said(name, kana or speak_name(name))
    return Said(place.name, speak_name(place.kana or place.name))


def exit_said(place: Place) -> Said:
    """Return an exit's name: 出口A2, or エレベーターの出口 where it has no number.

    Operators' letters behind a lift (エレベーターr) stand on no sign and are
    left out, and so is what stands in brackets.
    """
    name = re.sub(r"\s*[(（].*?[)）]", "", place.name).strip()
    if name.startswith("エレベーター"):
        name = "エレベーターの出口"
    return Said(name, speak_name(name))


def lift_said(lift: Place | None, station: Place | None) -> Said:
    """Return a lift by its station: 小竹向原駅の2ルート目のエレベーター.

    Operators' letters (エレベーターr) and what stands in brackets are left out.
    """
    name = re.sub(r"\s*[(（].*?[)）]|(?<=エレベーター)[a-z]$", "", lift.name) if lift else ""
    said = Said(name or "エレベーター", speak_name(name or "エレベーター"))
    of = place_said(station)
    return Said(f"{of.text}の{said.text}", f"{of.speech}の{said.speech}") if of else said


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
    """Return a time of day in Japan as said: 13時05分, 9時00分."""
    local = at.astimezone(JST)
    return f"{local.hour}時{local.minute:02d}分"


def attribute_ja(name: str) -> str:
    """Return the Japanese name of an attribute."""
    return OWN_NAMES.get(name) or BY_NAME[name].name_ja


def attribute_said(name: str) -> Said:
    """Return the name of an attribute as it stands in a sentence."""
    text = IN_SENTENCES.get(name) or attribute_ja(name)
    return Said(text, speak_name(text))
