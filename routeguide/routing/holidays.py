"""Japan's public holidays, by the law on national holidays (国民の祝日に関する法律).

The calendar inside the opening-hours library leaves out days that are
holidays: 2026-09-22 (between two others), 2027-03-22 (in place of a Sunday)
and every holiday that falls on a Sunday. Days set aside by a law of one
year (2019-2021) are not told here.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

YEARS = range(2022, 2100)
"""From the year after the last exceptions; the equinoxes are estimates to 2099."""

FIXED = ((1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23))
MONDAYS = ((1, 2), (7, 3), (9, 3), (10, 2))
"""Month, and which of its Mondays (成人の日, 海の日, 敬老の日, スポーツの日)."""

DAY = timedelta(days=1)
SUNDAY = 6


def is_holiday(day: date) -> bool | None:
    """Tell whether a day is a public holiday; None for a year outside :data:`YEARS`."""
    return day in list_holidays(day.year) if day.year in YEARS else None


@cache
def list_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of a year: the named days, and those of article 3 beside them."""
    named = {date(year, month, day) for month, day in FIXED}
    named |= {_monday(year, month, nth) for month, nth in MONDAYS}
    named |= {date(year, 3, _spring(year)), date(year, 9, _autumn(year))}
    between = {day + DAY for day in named if day + DAY not in named and day + 2 * DAY in named}
    return frozenset(named | {_stand_in(day, named) for day in named} | between)


def _stand_in(day: date, named: set[date]) -> date:
    """Return the next day that has no name of its own, for a Sunday; else the day itself."""
    if day.weekday() != SUNDAY:
        return day
    while day in named:
        day += DAY
    return day


def _monday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7 + 7 * (nth - 1))


def _spring(year: int) -> int:
    """Return the day of March (the usual estimate of the equinox; the Cabinet tells each year)."""
    return int(20.8431 + 0.242194 * (year - 1980)) - (year - 1980) // 4


def _autumn(year: int) -> int:
    """Return the day of September (as for spring)."""
    return int(23.2488 + 0.242194 * (year - 1980)) - (year - 1980) // 4
