"""Opening hours and conditional access at an expected arrival.

OpenStreetMap's opening-hours language is read by the ``opening_hours``
library with Japan's public holidays and Nerima's sun; what it cannot read,
and conditions that are not times (weight, weather), are unknown.
"""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]

from routeguide.model.hours_text import HourRule, split_hours
from routeguide.model.passage import LonLat

JST = ZoneInfo("Asia/Tokyo")
NERIMA: LonLat = (139.6517, 35.7356)
ALLOWING = frozenset({"yes", "designated", "official", "permissive", "destination", "customers"})
UNTOLD = re.compile(r"\bSH\b|\+(?!\d)")
"""What the library takes as never or as open: school holidays, and an open end (``09:00+``)."""
OTHERWISE = "||"
PART = re.compile(r"\s*([a-z_]+)\s*@\s*(\((?:[^()]|\([^()]*\))*\)|[^;]+)\s*(?:;|$)")


class HoursState(StrEnum):
    """Whether something can be passed at a moment."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


def is_open(text: str, when: datetime, *, lonlat: LonLat = NERIMA) -> HoursState:
    """Return whether a thing with these hours can be passed at ``when`` (aware).

    ``text`` is encoded as in :mod:`routeguide.model.hours_text`. Closed by any
    rule is closed; else unknown by any rule is unknown.
    """
    states = {_rule_state(rule, when, lonlat) for rule in split_hours(text)}
    for state in (HoursState.CLOSED, HoursState.UNKNOWN):
        if state in states:
            return state
    return HoursState.OPEN


def state_at(text: str, when: datetime, *, lonlat: LonLat = NERIMA) -> HoursState:
    """Return the state of an opening-hours expression at ``when`` (aware).

    An expression that cannot be read, or that carries a comment for this
    moment (by appointment, on request), is unknown; so is one that depends on
    school holidays or has an open end, and "otherwise" (``||``) outside what is open.
    """
    hours = _parse(text, round(lonlat[0], 1), round(lonlat[1], 1))
    if hours is None:
        return HoursState.UNKNOWN
    state, comment = hours.state(when.astimezone(JST).replace(tzinfo=None))
    if comment or state not in {State.OPEN, State.CLOSED}:
        return HoursState.UNKNOWN
    if state == State.OPEN:
        return HoursState.OPEN
    # The library asks what stands behind || only on days that have no rule of their own.
    return HoursState.UNKNOWN if OTHERWISE in text else HoursState.CLOSED


def access_at(raw: str, base: str, when: datetime, *, lonlat: LonLat = NERIMA) -> str | None:
    """Return the access word that holds at ``when``; None when it cannot be told.

    ``raw`` is a conditional value like ``no @ (22:00-06:00); yes @ (PH)``,
    the last condition that holds decides; ``base`` holds outside all.
    """
    parts = list(PART.finditer(raw))
    if "".join(part.group(0) for part in parts).strip() != raw.strip() or not parts:
        return None
    word = base
    for part in parts:
        condition = part.group(2).strip().removeprefix("(").removesuffix(")").strip()
        state = state_at(condition, when, lonlat=lonlat)
        if state is HoursState.UNKNOWN:
            return None
        if state is HoursState.OPEN:
            word = part.group(1)
    return word


def _rule_state(rule: HourRule, when: datetime, lonlat: LonLat) -> HoursState:
    if rule.kind == "opening_hours":
        return state_at(rule.raw, when, lonlat=lonlat)
    word = access_at(rule.raw, rule.base, when, lonlat=lonlat)
    if word is None:
        return HoursState.UNKNOWN
    return HoursState.OPEN if word in ALLOWING else HoursState.CLOSED


@lru_cache(maxsize=1024)
def _parse(text: str, lon: float, lat: float) -> OpeningHours | None:
    if UNTOLD.search(text):
        return None
    try:
        # Without the place's own time zone the sun would set at 19:00 all the year.
        return OpeningHours(
            text, country="JP", coords=(lat, lon), auto_country=False, auto_timezone=True
        )
    except ParserError:
        return None
