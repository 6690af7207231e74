"""Values of tags: lengths, inclines, levels, counts, dates."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeguide.model.values import Finding
from routeguide.network.tags import values
from routeguide.network.tags.values import (
    KERB_CM,
    WIDTH_CM,
    read_count,
    read_day,
    read_incline_pct,
    read_length_cm,
    read_levels,
)

LENGTHS = [
    ("90cm", 90), ("90 cm", 90), ("1.2m", 120), ("1.2 m", 120), ("1,2", 120), ("1.2", 120),
    ("2", 200), ("30mm", 3), ("3 cm", 3), ("20 cm", 20), ("3cm", 3), ("0.02", 2), ("0", 0),
    ("3'6\"", 106.68), ("3'", 91.44), ('6"', 15.24), ("1 metre", 100), ("2 meters", 200),
    (" 1.5 m ", 150), ("1,25", 125), ("1,25 m", 125), ("1.200 m", 120), ("1.2 M", 120),
    ("0.01 km", 1000), ("12,5cm", 12.5), ("4' 2\"", 127),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cm"), LENGTHS)
def test_a_length_is_read_in_every_spelling(text: str, cm: float) -> None:
    assert read_length_cm(text, "width") == pytest.approx(cm)


@pytest.mark.parametrize(
    "text", ["", "wide", "~1.2", "1-2 m", "<3cm", "1;2", "ca. 2", "NaN", "inf", "-1", "1e3",
             "１．２", "2 yards", "m", "1.2.3", "0x10", "٣", "1,200", "1,200 mm", "90 cm (ca.)",
             ".5", "5.", "+1", "1.2 m m", "3’6”", "3'6", "six'", "-inf", "1e3 m", "nan cm", "1 2",
             "²"],
)  # fmt: skip
def test_a_length_that_is_not_wholly_understood_is_kept_aside(text: str) -> None:
    assert read_length_cm(text, "width") == Finding("width", text, "unparsed")


@pytest.mark.parametrize(
    ("text", "within"),
    [("0.41", KERB_CM), ("41 cm", KERB_CM), ("0.29", WIDTH_CM), ("31", WIDTH_CM)],
)
def test_a_length_outside_the_plausible_is_kept_aside(
    text: str, within: tuple[float, float]
) -> None:
    assert read_length_cm(text, "x", within=within) == Finding("x", text, "implausible")


@pytest.mark.parametrize(
    ("text", "within", "cm"), [("0.4", KERB_CM, 40), ("0", KERB_CM, 0), ("0.3", WIDTH_CM, 30)]
)
def test_the_ends_of_the_plausible_are_plausible(
    text: str, within: tuple[float, float], cm: float
) -> None:
    assert read_length_cm(text, "x", within=within) == pytest.approx(cm)


INCLINES = [
    ("5%", 5, 5), ("-4 %", -4, -4), ("+3%", 3, 3), ("12,5%", 12.5, 12.5), ("0.5%", 0.5, 0.5),
    ("5°", 8.749, 8.749), ("-2 deg", -3.492, -3.492), ("1:12", 8.333, 8.333),
    ("1/12", 8.333, 8.333), ("-1:20", -5, -5), ("7", 7, 7), ("-7", -7, -7), ("0", 0, 0),
    ("1", 1, 1), ("-1", -1, -1), ("0%", 0, 0), ("0°", 0, 0), ("- 4%", -4, -4),
    ("5 °", 8.749, 8.749), ("1 : 12", 8.333, 8.333), ("-40%", -40, -40), ("0,5%", 0.5, 0.5),
    ("up", 0, 40), ("down", -40, 0), ("UP", 0, 40), ("40%", 40, 40),
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high"), INCLINES)
def test_an_incline_is_read_signed_and_in_percent(text: str, low: float, high: float) -> None:
    assert read_incline_pct(text) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("text", "reason"),
    [("steep", "unparsed"), ("0.1", "unparsed"), ("-0.5", "unparsed"), ("yes", "unparsed"),
     ("1:0", "unparsed"), ("", "unparsed"), ("41%", "implausible"), ("-50", "implausible"),
     ("30°", "implausible"), ("90°", "unparsed"), ("10-12%", "unparsed"), ("５%", "unparsed"),
     ("５°", "unparsed"), ("５", "unparsed"), ("NaN", "unparsed"), ("inf%", "unparsed"),
     ("1e3", "unparsed"), ("~5%", "unparsed"), ("<5%", "unparsed"), ("0,5", "unparsed"),
     ("up;down", "unparsed"), ("up 5%", "unparsed"), ("5%%", "unparsed"), ("−4%", "unparsed"),
     ("--4%", "unparsed"), ("1:2", "implausible"), ("-41 %", "implausible"),
     ("0:12:1", "unparsed"), ("45°", "unparsed"), ("5‰", "unparsed")],
)  # fmt: skip
def test_an_incline_that_cannot_be_used_is_kept_aside(text: str, reason: str) -> None:
    assert read_incline_pct(text) == Finding("incline", text, reason)


LEVELS = [
    ("0", (0,)), ("-1", (-1,)), ("-1;0", (-1, 0)), ("0-3", (0, 1, 2, 3)), ("85.5", (85.5,)),
    ("-2--1", (-2, -1)), ("0;1;1", (0, 1)), ("0, 1", (0, 1)),
    (" 1 ; 2 ", (1, 2)), ("1;0", (1, 0)), ("-0.5", (-0.5,)), ("-1-1", (-1, 0, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "levels"), LEVELS)
def test_levels_are_read_in_their_order(text: str, levels: tuple[float, ...]) -> None:
    assert read_levels(text) == levels


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ground",
        "0;",
        "3-0",
        "0-999",
        "1.5-3",
        "０",
        "--1",
        "-0,5",
        "0,1",
        "NaN",
        "inf",
        "1e3",
        "0-61",
        "G;1",
        ";",
        "0;;1",
        "1-1",
    ],
)
def test_levels_that_are_not_understood_are_kept_aside(text: str) -> None:
    assert read_levels(text) == Finding("level", text, "unparsed")


@pytest.mark.parametrize(("text", "count"), [("1", 1), ("20", 20), (" 7 ", 7), ("1000", 1000)])
def test_a_count_is_a_whole_number(text: str, count: int) -> None:
    assert read_count(text, "step_count") == count


@pytest.mark.parametrize(
    ("text", "reason"),
    [("0", "implausible"), ("1001", "implausible"), ("many", "unparsed"), ("2-3", "unparsed"),
     ("-4", "unparsed"), ("3.5", "unparsed"), ("３", "unparsed"), ("", "unparsed"),
     ("1e3", "unparsed"), ("NaN", "unparsed"), ("~12", "unparsed"), ("<3", "unparsed")],
)  # fmt: skip
def test_a_count_that_cannot_be_used_is_kept_aside(text: str, reason: str) -> None:
    assert read_count(text, "step_count") == Finding("step_count", text, reason)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2024-05-03", date(2024, 5, 3)), ("2024-05", date(2024, 5, 1)), ("2024", date(2024, 1, 1))],
)
def test_a_day_is_read_down_to_what_is_told(text: str, day: date) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "03/05/2024",
        "2024-13-01",
        "2024-02-30",
        "2024-00",
        "0999",
        "3024-01-01",
        "2024-5-3",
        "２０２４",
        "~2024",
        "2024-05-03T12:00:00Z",
        "2024--01",
    ],
)
def test_a_day_that_does_not_exist_is_kept_aside(text: str) -> None:
    assert isinstance(read_day(text), Finding)


@given(
    st.text(max_size=30) | st.from_regex(r"[-+~<]?[0-9.,]{1,8} ?(m|cm|%|°|mm|')?", fullmatch=True)
)
def test_no_text_ever_raises_or_gives_an_implausible_value(text: str) -> None:
    width = read_length_cm(text, "width", within=WIDTH_CM)
    assert isinstance(width, Finding) or WIDTH_CM[0] <= width <= WIDTH_CM[1]
    slope = read_incline_pct(text)
    assert isinstance(slope, Finding) or all(abs(s) <= 40 and math.isfinite(s) for s in slope)
    levels = read_levels(text)
    assert isinstance(levels, Finding) or all(math.isfinite(level) for level in levels)
    count = read_count(text, "step_count")
    assert isinstance(count, Finding) or 1 <= count <= 1000
    assert isinstance(read_day(text), date | Finding)


def test_the_bounds_check_catches_a_reader_without_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "STEEPEST_PCT", 1000.0)
    assert read_incline_pct("300%") == (300.0, 300.0)


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["", " m", "cm", "mm"]))
def test_a_figure_is_returned_as_it_stands_or_not_at_all(figure: float, unit: str) -> None:
    text = f"{figure}{unit}"
    found = read_length_cm(text, "kerb:height", within=KERB_CM)
    per_unit = {"": 100, " m": 100, "cm": 1, "mm": 0.1}[unit]
    if not isinstance(found, Finding):
        assert found == pytest.approx(figure * per_unit, abs=0.001)
        assert KERB_CM[0] <= found <= KERB_CM[1]


@given(st.floats(min_value=-40, max_value=40), st.integers(min_value=1, max_value=6))
def test_an_incline_walked_backwards_is_the_same_with_the_other_sign(
    slope: float, digits: int
) -> None:
    text = f"{abs(slope):.{digits}f}%"
    assert read_incline_pct(f"-{text}") == pytest.approx(
        tuple(-bound for bound in read_incline_pct(text))
    )
