"""Words in which people ask: limits, departures, positions; one reading for pages and commands."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from routeguide.errors import BadInput, BadTraveller
from routeguide.model.passage import LonLat
from routeguide.model.route import Endpoint
from routeguide.model.traveller import CHOICES, RANGES

JST = ZoneInfo("Asia/Tokyo")
UNSET = ("none", "なし", "无", "없음")
"""Words that take a limit away: of addresses and commands, and of pages."""

LOST_PLUS = re.compile(r" (?=\d\d:?\d\d$)")
"""A plus before an offset that an address turned into a space (after a time of day only)."""

A_DAY = len("2026-11-24")


def now() -> datetime:
    """Return this moment in Japan."""
    return datetime.now(JST)


def in_japan(when: datetime) -> datetime:
    """Return a moment with its offset; without one it is meant in Japan."""
    return when if when.tzinfo else when.replace(tzinfo=JST)


def departure_of(text: str | None) -> datetime:
    """Return a departure from ISO 8601; None or empty = now, no offset = Japan time.

    Raises:
        BadInput: the text is no moment; a day alone is none.
    """
    if not text:
        return now()
    told = LOST_PLUS.sub("+", text.strip()) if text.count(":") > 1 else text.strip()
    try:
        when = datetime.fromisoformat(told)
    except ValueError:
        when = None
    if when is None or len(told) <= A_DAY:
        raise BadInput(
            "日時「%(text)s」を読めません。日と時刻を書いてください。例: 2026-11-24T09:30",
            about="depart",
            text=text[:40],
        )
    return in_japan(when)


def read_limit(key: str, text: str) -> Any:  # noqa: ANN401 - the value of any limit
    """Return the value of a limit; ``none`` and なし take it away (None).

    Raises:
        BadTraveller: it should be a number and is none.
    """
    if text in UNSET:
        return None
    if key in CHOICES or key not in RANGES:
        return text
    try:
        return float("x" if "_" in text else text)
    except ValueError:
        raise BadTraveller(
            "「%(key)s」の値「%(text)s」は数ではありません。数を書いてください。",
            about=key,
            key=key,
            text=text[:20],
        ) from None


def endpoint_of(text: str) -> Endpoint:
    """Return a place (id or name) or a position ``lat,lon``.

    Raises:
        BadInput: it is empty, or looks like a position outside the Earth.
    """
    if not text.strip():
        raise BadInput("場所が書かれていません。駅や施設の名前か番号（id）を書いてください。")
    lonlat = _read_position(text)
    return Endpoint(place=text) if lonlat is None else Endpoint(lonlat=lonlat)


def _read_position(text: str) -> LonLat | None:
    parts = text.split(",")
    if len(parts) != 2:  # noqa: PLR2004 - lat,lon
        return None
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        return None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # noqa: PLR2004 - degrees
        raise BadInput(f"「{text}」は緯度,経度として正しくありません。例: 35.7434,139.6795")
    return lon, lat
