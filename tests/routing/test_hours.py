"""Opening hours and conditional access at an expected arrival."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from opening_hours import OpeningHours

from routeguide.model.hours_text import HourRule, join_hours, split_hours
from routeguide.routing import hours
from routeguide.routing.hours import HoursState, access_at, is_open, state_at
from tests.drawn import JST

OPEN, CLOSED, UNKNOWN = HoursState.OPEN, HoursState.CLOSED, HoursState.UNKNOWN


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=JST)


STATES = [
    ("09:00-17:00", at(8, 59), CLOSED), ("09:00-17:00", at(9), OPEN),
    ("09:00-17:00", at(16, 59), OPEN), ("09:00-17:00", at(17), CLOSED),
    ("04:40-00:50", at(0, 30), OPEN), ("04:40-00:50", at(1), CLOSED),
    ("04:40-24:50", at(0, 30), OPEN), ("24/7", at(3), OPEN), ("off", at(12), CLOSED),
    ("Mo-Fr 09:00-17:00; PH off", at(12, day=23), CLOSED),
    ("Mo-Fr 09:00-17:00", at(12, day=22), CLOSED), ("sunrise-sunset", at(12), OPEN),
    ("sunrise-sunset", at(22), CLOSED), ('09:00-17:00 "on request"', at(12), UNKNOWN),
    ('09:00-17:00; PH open "ask"', at(12, day=23), UNKNOWN),
    ("Mo-Fr 09:00-17:00; PH 10:00-12:00", at(11, day=23), OPEN),
    ("10:00-18:00; Tu[4] off", at(12), CLOSED), ("2025 09:00-17:00", at(12), CLOSED),
    ("sunrise-sunset", at(6), CLOSED), ("sunrise-sunset", at(7), OPEN),
    ("sunrise-sunset", at(16), OPEN), ("sunrise-sunset", at(17), CLOSED),
    ("09:00-17:00; SH off", at(12), UNKNOWN), ("09:00+", at(20), UNKNOWN),
    ("(sunrise+01:00)-sunset", at(12), OPEN), ("sunrise+", at(12), UNKNOWN),
    ('09:00-17:00 || "on request"', at(12), OPEN),
    ('09:00-17:00 || "on request"', at(20), UNKNOWN),
    ("Mo-Fr 09:00-11:00 || 10:00-18:00", at(12), UNKNOWN),
    ("ask the guard", at(12), UNKNOWN), ("", at(12), UNKNOWN), ("9時から", at(12), UNKNOWN),
    ('24/7 closed "工事中"', at(12), CLOSED), ("PH +1 day 09:00-17:00", at(12), UNKNOWN),
    ("PH Mo-Fr 09:00-12:00", at(12), UNKNOWN), ("PH off; 09:00-17:00", at(12), OPEN),
    ("PH off; 09:00-17:00", at(12, day=23), UNKNOWN),
    ("Mo-Su 22:00-26:00; Mo off", at(1), UNKNOWN), ("Mo-Su 22:00-26:00; PH off", at(1), UNKNOWN),
    ("Mo-Su 09:00-17:00,22:00-02:00; Mo off", at(10), OPEN), ("24/7; Mo off", at(1), OPEN),
    ("dusk-dawn; Mo off", at(1), UNKNOWN), ("dusk-dawn", at(1), OPEN),
    ("Mo-Su 22:00-26:00; We off", at(1), OPEN), ("PH 22:00-26:00", at(1), OPEN),
    ("PH 22:00-26:00", at(1, day=25), CLOSED), ("PH 22:00-26:00", at(23), CLOSED),
]  # fmt: skip


@pytest.mark.parametrize(("text", "when", "state"), STATES)
def test_a_state_is_open_closed_or_not_known(text: str, when: datetime, state: HoursState) -> None:
    assert state_at(text, when) is state


def test_the_sun_goes_with_the_season() -> None:
    for month, sunset in ((6, (18, 59)), (11, (16, 30))):
        before = datetime(2026, month, 24, sunset[0], sunset[1] - 4, tzinfo=JST)
        assert state_at("sunrise-sunset", before) is OPEN
        assert state_at("sunrise-sunset", before + timedelta(minutes=9)) is CLOSED


LEFT_OUT = [(2025, 11, 23), (2026, 5, 3), (2026, 9, 22), (2027, 3, 22)]


@pytest.mark.parametrize("day", LEFT_OUT)
def test_holidays_that_the_library_leaves_out_are_kept(day: tuple[int, int, int]) -> None:
    noon = datetime(*day, 12, tzinfo=JST)
    raw = OpeningHours("PH", country="JP", auto_country=False)
    assert not raw.is_open(noon.replace(tzinfo=None))
    assert state_at("Mo-Su 09:00-17:00; PH off", noon) is CLOSED
    assert state_at("Mo-Fr 07:00-19:00; PH 10:00-11:00", noon) is CLOSED
    assert state_at("PH 09:00-17:00", noon) is OPEN
    assert access_at("no @ (PH)", "yes", noon) == "no"


def test_holidays_of_years_that_nobody_told_are_unknown() -> None:
    noon = datetime(2021, 7, 22, 12, tzinfo=JST)
    assert state_at("Mo-Su 09:00-17:00; PH off", noon) is UNKNOWN
    assert state_at("Mo-Su 09:00-17:00", noon) is OPEN


def test_a_moment_without_its_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        state_at("24/7", at(12).replace(tzinfo=None))


def test_the_moment_is_read_in_japans_time() -> None:
    assert state_at("09:00-17:00", datetime(2026, 11, 24, 0, 30, tzinfo=UTC)) is OPEN
    assert state_at("09:00-17:00", datetime(2026, 11, 24, 9, 30, tzinfo=UTC)) is CLOSED


CONDITIONS = [
    ("no @ (22:00-06:00)", "yes", at(23), "no"), ("no @ (22:00-06:00)", "yes", at(12), "yes"),
    ("yes @ (08:00-18:00)", "no", at(12), "yes"), ("yes @ (08:00-18:00)", "no", at(20), "no"),
    ("no @ (00:00-24:00); yes @ (12:00-13:00)", "yes", at(12, 30), "yes"),
    ("no @ 22:00-06:00", "yes", at(23), "no"), ("no @ (weight>3.5)", "yes", at(12), None),
    ("no @ (weight>3.5 AND 22:00-06:00)", "yes", at(12), None),
    ("no @ (SH)", "yes", at(12), None), ("yes @ (PH)", "no", at(12, day=23), "yes"),
    ("no @ (Mo-Fr 07:00-09:00; Sa 15:00-16:00)", "yes", at(8), "no"),
    ("no @ (22:00-06:00), yes @ (PH)", "yes", at(12), None), ("", "yes", at(12), None),
    ("no @ (22:00-06:00); no @ (wet)", "yes", at(23), None),
    ("no @ (wet)", "yes", at(12), None), ("no", "yes", at(12), None),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "base", "when", "word"), CONDITIONS)
def test_the_last_condition_that_holds_decides(
    raw: str, base: str, when: datetime, word: str | None
) -> None:
    assert access_at(raw, base, when) == word


def test_every_rule_must_let_one_pass() -> None:
    text = join_hours(
        [HourRule("opening_hours", "09:00-17:00"),
         HourRule("conditional", "no @ (12:00-13:00)", "yes")]
    )  # fmt: skip
    assert is_open(text, at(10)) is OPEN
    assert is_open(text, at(12, 30)) is CLOSED
    assert is_open(text, at(20)) is CLOSED
    doubtful = join_hours(
        [HourRule("opening_hours", "24/7"), HourRule("conditional", "no @ (wet)", "yes")]
    )
    assert is_open(doubtful, at(10)) is UNKNOWN


@given(
    st.lists(
        st.builds(
            HourRule,
            kind=st.just("conditional"),
            raw=st.text(alphabet="noyes @()0123456789:-;", min_size=1),
            base=st.sampled_from(["yes", "no", "private"]),
        )
        | st.builds(
            HourRule, kind=st.just("opening_hours"), raw=st.text(alphabet='MoFr 0123:-;,PH|"')
        ),
        min_size=1,
        max_size=3,
    )
)
@example([HourRule("opening_hours", '09:00-17:00 || "on request"')])
@example([HourRule("opening_hours", "a ||"), HourRule("conditional", "|| b", "no")])
def test_rules_joined_to_a_text_come_apart_again(rules: list[HourRule]) -> None:
    assert list(split_hours(join_hours(rules))) == rules


@given(st.text(alphabet='MoTuFrPHSJan 0123456789:-;,|()[]+"offsunrise/week', max_size=30))
def test_no_text_of_a_map_ends_in_an_error(text: str) -> None:
    assert state_at(text, at(12)) in HoursState
    assert access_at(f"no @ ({text})", "yes", at(12)) in {"yes", "no", None}


def test_plain_hours_with_an_otherwise_are_one_rule() -> None:
    text = '09:00-17:00 || "on request"'
    assert split_hours(text) == (HourRule("opening_hours", text),)
    assert is_open(text, at(20)) is UNKNOWN


def test_a_word_that_lets_nobody_in_closes() -> None:
    for word in ("private", "delivery", "no"):
        rule = HourRule("conditional", f"{word} @ (10:00-14:00)", "yes")
        assert is_open(join_hours([rule]), at(12)) is CLOSED
        assert is_open(join_hours([rule]), at(15)) is OPEN


def test_a_build_that_forgets_japans_time_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hours, "JST", UTC)
    assert state_at("09:00-17:00", datetime(2026, 11, 24, 0, 30, tzinfo=UTC)) is not OPEN


def test_a_build_that_takes_unread_hours_as_open_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hours, "state_at", lambda *_a, **_k: OPEN)
    assert is_open("ask the guard", at(12)) is not UNKNOWN
