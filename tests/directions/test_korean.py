"""Korean particles follow the sound before them; small numbers and hours are Korean words."""

from __future__ import annotations

from datetime import datetime

import pytest

from routeguide.directions.korean import with_particles
from routeguide.directions.language import load_language
from routeguide.directions.phrase import Amount, Day, Floor, Hour, Moment, Unit, Value
from routeguide.directions.words import Words
from routeguide.model.asked import JST
from routeguide.model.guidance import Line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("길[은/는]", "길은"), ("도로[은/는]", "도로는"), ("역[이/가]", "역이"),
        ("보도[이/가]", "보도가"), ("계단[을/를]", "계단을"), ("통로[을/를]", "통로를"),
        ("길[으로/로]", "길로"),
        ("지상[으로/로]", "지상으로"), ("출구[으로/로]", "출구로"),
        ("턱[과/와] 폭[과/와] 경사", "턱과 폭과 경사"),
        ("80m[은/는]", "80m는"), ("3 cm[이/가]", "3 cm가"), ("4%[이/가]", "4%가"),
        ("4.2%[을/를]", "4.2%를"), ("20단[으로/로]", "20단으로"), ("A1[으로/로]", "A1로"),
        ("A2[을/를]", "A2를"), ("A3[은/는]", "A3은"), ("10[이/가]", "10이"), ("7[으로/로]", "7로"),
        ("L[은/는]", "L은"), ("목록[은/는]", "목록은"), ("‘역’[은/는]", "‘역’은"),
        ("도서관(練馬区立小竹図書館)[은/는]", "도서관(練馬区立小竹図書館)은"),
        ("메지로도리(目白通り)[과/와]", "메지로도리(目白通り)와"), ("", ""), ("길", "길"),
        ("길[은/는] 역[과/와] 도로[을/를]", "길은 역과 도로를"),
    ],
)  # fmt: skip
def test_a_particle_follows_the_sound_before_it(text: str, told: str) -> None:
    assert with_particles(text) == told


def line(value: Value) -> Line:
    words = Words("ko")
    return words._to_line(tuple(words._pieces(value, None)))


@pytest.mark.parametrize(
    ("value", "text", "speech"),
    [
        (Amount.of(1, Unit.PLACES), "1곳", "한 곳"),
        (Amount.of(3, Unit.RIDES), "3번", "세 번"),
        (Amount.of(25, Unit.PLACES), "25곳", "25 곳"),
        (Amount.of(80, Unit.M), "80m", "80미터"),
        (Amount(2, 3, Unit.CM), "2cm에서 3cm", "2센티미터에서 3센티미터"),
        (Moment(datetime(2026, 11, 24, 9, 0, tzinfo=JST)), "9시", "아홉시"),
        (Moment(datetime(2026, 11, 24, 12, 5, tzinfo=JST)), "12시 5분", "열두시 5분"),
        (Moment(datetime(2026, 11, 24, 13, 30, tzinfo=JST)), "13시 30분", "13시 30분"),
        (Moment(datetime(2026, 11, 24, 0, 10, tzinfo=JST)), "0시 10분", "0시 10분"),
        (Floor(-1), "지하 1층", "지하 1층"), (Floor(0), "지상", "지상"), (Floor(1), "2층", "2층"),
        (Day("2026-11-24"), "2026년 11월 24일", "2026년 11월 24일"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_figures_and_spoken_as_koreans_do(
    value: Value, text: str, speech: str
) -> None:
    assert line(value) == Line(text, speech)


def test_every_hour_is_spoken_in_korean_numerals() -> None:
    numerals = load_language("ko").tables["numerals"]["native"]
    for hour in range(1, 13):
        told = _clock(hour)
        assert f"{hour}시" in told.text
        assert f"{numerals[hour]} 시" in told.speech


def _clock(hour: int) -> Line:
    words = Words("ko")
    return words._to_line(tuple(words._form(Hour(hour), "clock")))


@pytest.mark.parametrize(
    ("language", "day", "time", "floor"),
    [
        ("en", "November 24, 2026", "13:05", ("B1", "basement floor 1")),
        ("zh", "2026年11月24日", "13点5分", ("地下1层", "地下1层")),
    ],
)
def test_days_times_and_floors_in_the_other_languages(
    language: str, day: str, time: str, floor: tuple[str, str]
) -> None:
    words = Words(language)
    assert words.word(Day("2026-11-24")) == day
    assert words.word(Moment(datetime(2026, 11, 24, 13, 5, tzinfo=JST))) == time
    assert words._to_line(tuple(words._pieces(Floor(-1), None))) == Line(*floor)
