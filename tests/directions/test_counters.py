"""Numbers and counters are read as people read them: every row, 1 to 100, against another rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeguide.directions import counters
from routeguide.directions.counters import (
    COUNTERS,
    MOST,
    Counter,
    count_pieces,
    read_number,
)
from routeguide.directions.pieces_of_text import Piece
from routeguide.directions.ruby import kana_only


def words(text: str) -> list[str]:
    return text.split()


ASKED = words(
    "メートル センチ パーセント 分 時 時間 段 階 か所 回 番 番線 人 台 年 月 日 丁目 号 つ "
    "キロメートル 秒 度"
)

NUMBERS = """
0 ゼロ|1 いち|2 に|3 さん|4 よん|5 ご|6 ろく|7 なな|8 はち|9 きゅう|10 じゅう|11 じゅういち
14 じゅうよん|17 じゅうなな|20 にじゅう|21 にじゅういち|40 よんじゅう|70 ななじゅう
99 きゅうじゅうきゅう
100 ひゃく|101 ひゃくいち|105 ひゃくご|110 ひゃくじゅう|300 さんびゃく|333 さんびゃくさんじゅうさん
600 ろっぴゃく|800 はっぴゃく|860 はっぴゃくろくじゅう|1000 せん|1500 せんごひゃく|3000 さんぜん
8000 はっせん|8800 はっせんはっぴゃく|10000 いちまん|12345 いちまんにせんさんびゃくよんじゅうご
99999 きゅうまんきゅうせんきゅうひゃくきゅうじゅうきゅう
0.5 れいてんご|1.5 いってんご|2.5 にてんご|4.2 よんてんに|8.3 はってんさん|10.5 じゅってんご
20.1 にじゅってんいち|4.25 よんてんにご|4.05 よんてんゼロご|12.75 じゅうにてんななご
"""

TENS = ("", "じゅう", *(f"{d}じゅう" for d in words("に さん よん ご ろく なな はち きゅう")))

# One to ten of every counter, written by hand. Counters with words of their own follow below.
TO_TEN = """
メートル いち|に|さん|よん|ご|ろく|なな|はち|きゅう|じゅう +メートル
センチ いっ|に|さん|よん|ご|ろく|なな|はっ|きゅう|じゅっ +センチ
キロメートル いち|に|さん|よん|ご|ろっ|なな|はち|きゅう|じゅっ +キロメートル
パーセント いち|に|さん|よん|ご|ろく|なな|はち|きゅう|じゅっ +パーセント
分 いっぷん|にふん|さんぷん|よんぷん|ごふん|ろっぷん|ななふん|はっぷん|きゅうふん|じゅっぷん
時 いちじ|にじ|さんじ|よじ|ごじ|ろくじ|しちじ|はちじ|くじ|じゅうじ
時間 いち|に|さん|よ|ご|ろく|しち|はち|く|じゅう +じかん
秒 いち|に|さん|よん|ご|ろく|なな|はち|きゅう|じゅう +びょう
度 いち|に|さん|よん|ご|ろく|なな|はち|きゅう|じゅう +ど
段 いち|に|さん|よん|ご|ろく|なな|はち|きゅう|じゅう +だん
階 いっかい|にかい|さんがい|よんかい|ごかい|ろっかい|ななかい|はっかい|きゅうかい|じゅっかい
か所 いっ|に|さん|よん|ご|ろっ|なな|はっ|きゅう|じゅっ +かしょ
回 いっ|に|さん|よん|ご|ろっ|なな|はっ|きゅう|じゅっ +かい
個 いっ|に|さん|よん|ご|ろっ|なな|はっ|きゅう|じゅっ +こ
番 いち|に|さん|よん|ご|ろく|なな|はち|きゅう|じゅう +ばん
番線 いち|に|さん|よん|ご|ろく|なな|はち|きゅう|じゅう +ばんせん
号 いち|に|さん|よん|ご|ろく|なな|はち|きゅう|じゅう +ごう
台 いち|に|さん|よん|ご|ろく|なな|はち|きゅう|じゅう +だい
年 いち|に|さん|よ|ご|ろく|なな|はち|きゅう|じゅう +ねん
月 いち|に|さん|し|ご|ろく|しち|はち|く|じゅう +がつ
丁目 いっ|に|さん|よん|ご|ろく|なな|はっ|きゅう|じゅっ +ちょうめ
"""

DAYS = words(
    "ついたち ふつか みっか よっか いつか むいか なのか ようか ここのか とおか "
    "じゅういちにち じゅうににち じゅうさんにち じゅうよっか じゅうごにち じゅうろくにち "
    "じゅうしちにち じゅうはちにち じゅうくにち はつか にじゅういちにち にじゅうににち "
    "にじゅうさんにち にじゅうよっか にじゅうごにち にじゅうろくにち にじゅうしちにち "
    "にじゅうはちにち にじゅうくにち さんじゅうにち さんじゅういちにち"
)
PEOPLE = words(
    "ひとり ふたり さんにん よにん ごにん ろくにん しちにん はちにん きゅうにん じゅうにん "
    "じゅういちにん じゅうににん じゅうさんにん じゅうよにん"
)
THINGS = words("ひとつ ふたつ みっつ よっつ いつつ むっつ ななつ やっつ ここのつ じゅっこ")

HUNDRED = """
100分 ひゃっぷん|100階 ひゃっかい|100か所 ひゃっかしょ|100回 ひゃっかい|100メートル ひゃくメートル
100センチ ひゃくセンチ|100段 ひゃくだん|100人 ひゃくにん|100時 ひゃくじ|100年 ひゃくねん
100キロメートル ひゃっキロメートル|100個 ひゃっこ|100番 ひゃくばん|100丁目 ひゃくちょうめ
300分 さんびゃっぷん
1000分 せんぷん|120分 ひゃくにじゅっぷん|108回 ひゃくはっかい|2026年 にせんにじゅうろくねん
2024年 にせんにじゅうよねん|0分 れいふん|0時 れいじ|0度 れいど|0か所 ゼロかしょ|0段 ゼロだん
0.5分 れいてんごふん|1.3分 いってんさんぷん|0.8メートル れいてんはちメートル
4.2パーセント よんてんにパーセント
0.1センチ れいてんいちセンチ|1.4時間 いってんよんじかん|1.2キロメートル いってんにキロメートル
"""

KANA_SIGNS = dict.fromkeys((*range(ord("ぁ"), ord("ゖ") + 1), *range(ord("ァ"), ord("ー") + 1)))


def rows(text: str) -> list[tuple[str, str]]:
    pairs = [pair.split(" ") for line in text.strip().splitlines() for pair in line.split("|")]
    return [(given, kana) for given, kana in pairs]


def to_ten() -> dict[str, list[str]]:
    """Return the hand-written readings of one to ten by counter."""
    found = {}
    for line in TO_TEN.strip().splitlines():
        counter, readings, *end = line.split(" ")
        found[counter] = [r + "".join(end).removeprefix("+") for r in readings.split("|")]
    return found


def said(number: float, counter: str) -> str:
    return kana_only(count_pieces(number, counter))


def faults_of(counter: str, readings: list[str]) -> list[str]:
    """Return the numbers 1 to 99 that are not their tens before the reading of their last part."""
    found = []
    for number in range(1, 100):
        tens, ones = divmod(number, 10)
        right = TENS[tens] + readings[ones - 1] if ones else TENS[tens][:-3] + readings[9]
        if said(number, counter) != right:
            found.append(f"{number}{counter}: {said(number, counter)}, not {right}")
    return found


def test_it_knows_every_counter_that_was_asked_for_and_no_other() -> None:
    assert set(COUNTERS) >= set(ASKED)
    with pytest.raises(KeyError):
        count_pieces(3, "匹")


@pytest.mark.parametrize(("number", "kana"), rows(NUMBERS))
def test_a_number_is_read(number: str, kana: str) -> None:
    assert read_number(float(number)) == kana


@pytest.mark.parametrize(("counter", "readings"), to_ten().items())
def test_a_counter_is_read_from_one_to_ninety_nine(counter: str, readings: list[str]) -> None:
    assert faults_of(counter, readings) == []


def test_every_counter_is_among_those_that_are_tested() -> None:
    assert set(to_ten()) | {"日", "人", "つ"} == set(COUNTERS)


def test_a_wrong_row_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {**COUNTERS, "階": Counter("かい", shortens=COUNTERS["階"].shortens)}
    monkeypatch.setattr(counters, "COUNTERS", wrong)
    count_pieces.cache_clear()
    found = faults_of("階", to_ten()["階"])
    count_pieces.cache_clear()
    assert found[0] == "3階: さんかい, not さんがい"
    assert len(found) == 10


def test_days_of_the_month_have_their_own_words() -> None:
    assert [said(n, "日") for n in range(1, 32)] == DAYS
    assert count_pieces(20, "日") == (Piece("20日", "はつか"),)


def test_people_and_things_have_their_own_words() -> None:
    assert [said(n, "人") for n in range(1, 15)] == PEOPLE
    assert said(17, "人") == "じゅうしちにん"
    assert said(21, "人") == "にじゅういちにん"
    assert [said(n, "つ") for n in range(1, 11)] == THINGS
    assert "".join(p.text for p in count_pieces(10, "つ")) == "10個"


@pytest.mark.parametrize(("text", "kana"), rows(HUNDRED))
def test_hundreds_decimals_and_nothing(text: str, kana: str) -> None:
    digits = text.rstrip("".join(COUNTERS))
    pieces = count_pieces(float(digits), text.removeprefix(digits))
    assert "".join(piece.text for piece in pieces) == text
    assert kana_only(pieces) == kana


def test_number_and_counter_are_two_pieces_so_that_ruby_stands_over_the_kanji() -> None:
    assert count_pieces(3, "分") == (Piece("3", "さん"), Piece("分", "ぷん"))
    assert count_pieces(80, "メートル") == (Piece("80", "はちじゅう"), Piece("メートル"))


def test_kana_is_given_to_the_engine_only_where_it_reads_the_digits_otherwise() -> None:
    assert [p.spoken for p in count_pieces(8, "分")] == ["ハッ", "プン"]
    assert [p.spoken for p in count_pieces(9, "分")] == [None, None]
    assert [p.spoken for p in count_pieces(1, "日")] == ["ツイタチ"]


@pytest.mark.parametrize("number", [-1, -0.5, MOST + 1, float("nan"), float("inf")])
def test_a_number_outside_the_range_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="no reading"):
        count_pieces(number, "メートル")


@given(st.integers(0, MOST), st.sampled_from(sorted(COUNTERS)))
def test_every_whole_number_is_read_in_kana_alone(number: int, counter: str) -> None:
    pieces = count_pieces(number, counter)
    assert kana_only(pieces).translate(KANA_SIGNS) == ""
    assert "".join(p.text for p in pieces).startswith(str(number))
