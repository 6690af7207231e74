"""Opening hours and conditional access at an expected arrival.

OpenStreetMap's opening-hours language is read by the ``opening_hours``
library with Nerima's sun; Japan's public holidays are ours (:mod:`.holidays`
says why). What it cannot read, and conditions that are not times (weight,
weather), are unknown.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]

from routeguide.model.asked import JST
from routeguide.model.hours_text import HourRule, split_hours
from routeguide.model.passage import LonLat
from routeguide.routing.holidays import DAY, is_holiday

NERIMA: LonLat = (139.6517, 35.7356)
ALLOWING = frozenset({"yes", "designated", "official", "permissive", "destination", "customers"})
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
UNTOLD = re.compile(rf"\bSH\b|\+(?!\d)|\bPH\s*[+-]|\bPH\s+(?:{'|'.join(WEEKDAYS)})")
"""What the library takes as never or as open: school holidays, an open end (``09:00+``), the days
beside a holiday, and holidays on some weekdays only."""
HOLIDAY = re.compile(r"\bPH\b")
HOLIDAY_OFF = re.compile(r"\bPH\b[^;|]*\b(?:off|closed)\b")
OTHERWISE = "||"
SPAN = re.compile(r"(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)")
NIGHT = re.compile(r"(?:sunset|dusk)\S*\s*-\s*\(?(?:\d|sunrise|dawn)")
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

    An expression that cannot be read, or that is open with a comment (by
    appointment, on request), is unknown; so is one that depends on school
    holidays or has an open end, and "otherwise" (``||``) outside what is open.

    Raises:
        ValueError: ``when`` has no time zone.
    """
    if when.tzinfo is None:
        raise ValueError(f"a moment without its time zone: {when}")
    moment = when.astimezone(JST).replace(tzinfo=None)
    hours = _hours_of(text, moment.date(), lonlat)
    if hours is None:
        return HoursState.UNKNOWN
    state, comment = hours.state(moment)
    if state == State.CLOSED:
        # The library asks what stands behind || only on days that have no rule of their own.
        return HoursState.UNKNOWN if OTHERWISE in text else HoursState.CLOSED
    if comment or state != State.OPEN or _is_doubtful(text, hours, moment):
        return HoursState.UNKNOWN
    return HoursState.OPEN


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


def _is_doubtful(text: str, hours: OpeningHours, moment: datetime) -> bool:
    """Tell whether the language says open where whoever wrote it may have meant closed.

    A rule behind ``PH off`` overrules it; and ``Mo off`` ends at midnight: the
    hours of Monday's night that reach into Tuesday stay open.
    """
    if HOLIDAY_OFF.search(text) and is_holiday(moment.date()):
        return True
    if not _reaches_past_midnight(text):
        return False
    midnight = datetime.combine(moment, time())
    if not hours.is_open(midnight) or hours.is_open(midnight - timedelta(minutes=1)):
        return False
    change = hours.next_change(midnight)
    return change is None or change.replace(tzinfo=None) > moment


def _reaches_past_midnight(text: str) -> bool:
    spans = ([int(part) for part in span] for span in SPAN.findall(text))
    return bool(NIGHT.search(text)) or any(
        not (h0, m0) < (h1, m1) <= (24, 0) for h0, m0, h1, m1 in spans
    )


def _hours_of(text: str, day: date, lonlat: LonLat) -> OpeningHours | None:
    """Return hours that are right on ``day``; None when they cannot be read.

    On that one day "holiday" means no more than the weekdays of those of it
    and the day before (whose night reaches into it) that are holidays.
    """
    if UNTOLD.search(text):
        return None
    if HOLIDAY.search(text):
        near = {one: is_holiday(one) for one in (day - DAY, day)}
        if None in near.values():
            return None
        names = ",".join(WEEKDAYS[one.weekday()] for one, holiday in near.items() if holiday)
        text = HOLIDAY.sub(names or "PH", text)  # without a country the library knows no holiday
    return _parse(text, round(lonlat[0], 1), round(lonlat[1], 1))


@lru_cache(maxsize=1024)
def _parse(text: str, lon: float, lat: float) -> OpeningHours | None:
    try:
        # Without the place's own time zone the sun would set at 19:00 all the year.
        return OpeningHours(text, coords=(lat, lon), auto_country=False, auto_timezone=True)
    except ParserError:
        return None
