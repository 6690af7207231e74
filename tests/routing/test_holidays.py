"""Japan's public holidays, against the calendar that the Cabinet Office published."""

from __future__ import annotations

from datetime import date

import pytest

from routeguide.routing.holidays import YEARS, is_holiday, list_holidays

# 内閣府「国民の祝日」について
PUBLISHED = {
    2024: (
        "0101 0108 0211 0212 0223 0320 0429 0503 0504 0505 0506 0715 0811 0812 0916 0922 0923 "
        "1014 1103 1104 1123"
    ),
    2025: (
        "0101 0113 0211 0223 0224 0320 0429 0503 0504 0505 0506 0721 0811 0915 0923 1013 1103 "
        "1123 1124"
    ),
    2026: (
        "0101 0112 0211 0223 0320 0429 0503 0504 0505 0506 0720 0811 0921 0922 0923 1012 1103 1123"
    ),
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_days_are_those_that_were_published(year: int) -> None:
    days = " ".join(day.strftime("%m%d") for day in sorted(list_holidays(year)))
    assert days == PUBLISHED[year]


def test_a_day_between_two_holidays_and_one_in_place_of_a_sunday_are_holidays() -> None:
    assert is_holiday(date(2026, 9, 22))
    assert is_holiday(date(2027, 3, 22))
    assert is_holiday(date(2026, 5, 6))  # in place of Sunday the third: the next two have names
    assert not is_holiday(date(2026, 5, 7))
    assert not is_holiday(date(2026, 9, 24))


def test_a_saturday_gets_no_day_in_its_place() -> None:
    assert is_holiday(date(2028, 1, 1))
    assert not is_holiday(date(2028, 1, 3))


def test_years_with_holidays_of_their_own_are_not_known() -> None:
    assert is_holiday(date(YEARS[0] - 1, 7, 22)) is None
    assert is_holiday(date(YEARS[-1] + 1, 1, 1)) is None
    assert is_holiday(date(YEARS[0], 1, 1))
