"""Japanese names in Latin letters, Hangul and simplified characters, as signs write them."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from routeguide.directions import hangul, romaji
from routeguide.directions.analyser import Readings
from routeguide.directions.facility_names import load_kinds, split_facility
from routeguide.directions.hangul import hangul_of_parts, to_hangul
from routeguide.directions.hanzi import load_characters, simplify
from routeguide.directions.kana import KANJI
from routeguide.directions.lexicon import Lexicon
from routeguide.directions.name_parts import part_name
from routeguide.directions.phrase import Literal, Spot, Street, Value
from routeguide.directions.romaji import romanise, romanise_parts
from routeguide.directions.ruby import load_grades
from routeguide.directions.words import Words
from routeguide.model.guidance import Line
from routeguide.model.place import Place, PlaceKind
from routeguide.model.reading import Reading
from tests.directions.foreign_linter import RULES, is_simplified

WARD = Path(__file__).parents[2] / "graphdata" / "ward"


def read(name: str) -> Any:
    return json.loads((WARD / f"{name}.json").read_text(encoding="utf-8"))[name]


@cache
def lexicon() -> Lexicon:
    return Lexicon([Reading(**row) for row in read("readings")])


STATIONS = {row["name"]: (row["kana"]["value"], row["names"]["value"]) for row in read("stations")}
FACILITIES = {row["name"]: row["kana"]["value"] for row in read("facilities")}


def in_words(code: str, value: Value) -> Line:
    """Return a value as written and spoken, in a sentence of its own."""
    words = Words(code, readings=Readings(lexicon()))
    return words._to_line(tuple(words._pieces(value, None)))


# -- Latin letters --------------------------------------------------------------


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("しゃくじいこうえん", "Shakujiikoen"), ("おおいずみ", "Oizumi"), ("ほうや", "Hoya"),
        ("へいわだい", "Heiwadai"), ("かすがちょう", "Kasugacho"),
        ("なかむらばし", "Nakamurabashi"), ("かんぱち", "Kampachi"), ("しんばし", "Shimbashi"),
        ("ほんまち", "Hommachi"),
        ("はっちょうめ", "Hatchome"), ("にっぽり", "Nippori"), ("つつじ", "Tsutsuji"),
        ("ふじみだい", "Fujimidai"), ("けんいく", "Ken-iku"), ("こんや", "Kon-ya"),
        ("めじろどおり", "Mejiro-dori"), ("おうめかいどう", "Ome-kaido"),
        ("ファミリー", "Famiri"), ("ティールーム", "Tirumu"), ("シェルター", "Sheruta"),
        ("ウィーン", "Win"), ("としょかん ほん", "Toshokan Hon"), ("ちぢみ", "Chijimi"),
        ("りょくどう", "Ryokudo"), ("じゅうじょう", "Jujo"), ("づつみ", "Zutsumi"), ("", ""),
    ],
)  # fmt: skip
def test_kana_stands_in_hepburn_as_on_station_signs(kana: str, latin: str) -> None:
    assert romanise(kana) == latin


NOT_PARTED = {
    "武蔵関": "関 alone is too short to be told from an end of 武蔵関",
    "落合南長崎": "no word of the lexicon shows where its three names meet",
}
"""Stations whose published name is parted where the letters here are not: the published one is
told, these only show what happens to a name that nobody published."""


def letters(text: str) -> str:
    """Return a name without its hyphens: Metro writes Shin-egota, Seibu Kami-Shakujii."""
    return text.replace("-", "").lower()


def differing_in_latin() -> set[str]:
    """Return the stations whose published name is spelled or parted otherwise."""
    return {
        name
        for name, (kana, names) in STATIONS.items()
        if romanise_parts(part_name(name, kana, lexicon())).lower() != names["en"].lower()
    }


def test_every_station_is_spelled_as_published() -> None:
    assert len(STATIONS) > 25
    for kana, names in STATIONS.values():
        assert letters(romanise(kana)) == letters(names["en"])


def test_stations_are_parted_as_published_but_for_two() -> None:
    assert differing_in_latin() == set(NOT_PARTED)


def test_a_long_vowel_that_is_written_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(romaji, "LONG", re.compile("(?!)"))
    assert differing_in_latin() > set(NOT_PARTED)


@pytest.mark.parametrize(
    ("name", "kana", "latin", "korean"),
    [
        ("上石神井北", "かみしゃくじいきた", "Kami-Shakujii-kita", "가미샤쿠지이키타"),
        ("旧早稲田通り", "きゅうわせだどおり", "Kyu-Waseda-dori", "규와세다도리"),
        ("光が丘公園通り", "ひかりがおかこうえんどおり", "Hikarigaoka-koen-dori",
         "히카리가오카코엔도리"),
        ("東京メトロ有楽町線", "とうきょうめとろゆうらくちょうせん", "Tokyo-Metoro-Yurakucho-sen",
         "도쿄메토로유라쿠초센"),
        ("関町二丁目", "せきまちにちょうめ", "Sekimachi 2-chome", "세키마치 2초메"),
        ("西荻北5丁目", "にしおぎきたごちょうめ", "Nishiogi-kita 5-chome", "니시오기키타 5초메"),
        ("補助第237号線", "ほじょだいにひゃくさんじゅうななごうせん", "Hojo Route 237",
         "호조 237호선"),
        ("池袋谷原線", "いけぶくろやはらせん", "Ikebukuro-Yahara-sen", "이케부쿠로야하라센"),
        ("南が丘", "みなみがおか", "Minamigaoka", "미나미가오카"),
        ("北町", "きたまち", "Kitamachi", "기타마치"),
        ("上井草", "かみいぐさ", "Kami-Igusa", "가미이구사"),
        ("三宝寺池", "さんぽうじいけ", "Sampoji-ike", "산포지이케"),
        ("目白通り", "ちがうよみ", "Chigauyomi", "지가우요미"),
        ("通り", "とおり", "Tori", "도리"),
    ],
)  # fmt: skip
def test_the_words_of_a_name_are_set_off(name: str, kana: str, latin: str, korean: str) -> None:
    parts = part_name(name, kana, lexicon())
    assert (romanise_parts(parts), hangul_of_parts(parts)) == (latin, korean)


# -- Hangul ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kana", "korean"),
    [
        ("かかし", "가카시"), ("たてつち", "다테쓰치"), ("つつじ", "쓰쓰지"), ("ちば", "지바"),
        ("とうきょう", "도쿄"), ("おおさか", "오사카"), ("きゅうしゅう", "규슈"),
        ("にいがた", "니가타"), ("へいわだい", "헤이와다이"), ("さっぽろ", "삿포로"),
        ("にっこう", "닛코"), ("ぐんま", "군마"), ("けんいく", "겐이쿠"),
        ("しゃくじい", "샤쿠지이"), ("いのうえ", "이노우에"), ("ちゃや", "자야"),
        ("まっちゃ", "맛차"),
        ("じゅうじょう", "주조"), ("づつみ", "즈쓰미"), ("りょくち", "료쿠치"),
        ("ファミリーマート", "파미리마토"),
        ("そうごううんどう", "소고운도"), ("こたけ としょかん", "고타케 도쇼칸"),
        ("ヴァイオリン", "바이오린"),
    ],
)  # fmt: skip
def test_kana_stands_in_hangul_by_the_national_institutes_rules(kana: str, korean: str) -> None:
    assert to_hangul(kana) == korean


def differing_in_hangul() -> list[str]:
    return [
        name
        for name, (kana, names) in STATIONS.items()
        if hangul_of_parts(part_name(name, kana, lexicon())) != names["ko"]
    ]


def test_every_station_stands_in_hangul_as_published() -> None:
    assert differing_in_hangul() == []


def test_a_head_of_a_word_written_as_its_middle_would_be_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hangul, "AT_HEAD", hangul.LETTERS)
    assert len(differing_in_hangul()) > 5


# -- simplified characters -------------------------------------------------------

KEPT = frozenset("丼俵匂卍咲埼塀峠戻扱捗槙潟畑畠笹萩辻込")
"""Characters that GB 2312 does not hold: made in Japan, or told in names as they are."""

NOT_AS_PUBLISHED = {"下赤塚": "published with 塚, while 地下鉄赤塚 is 地铁赤冢"}


def is_written_in_china(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def test_every_kanji_that_schools_teach_or_names_hold_has_its_simplified_form() -> None:
    names = {*STATIONS, *FACILITIES, *(row["surface"] for row in read("readings"))}
    kanji = {*load_grades(), *KANJI.findall("".join(names))} - {"々"}
    left = {letter for letter in kanji if not is_written_in_china(simplify(letter))}
    assert len(kanji) > 2136
    assert left <= KEPT


def test_the_table_of_characters_is_in_order() -> None:
    characters, _ = load_characters()
    assert all(japanese != chinese for japanese, chinese in characters.items())
    assert not [c for c in characters.values() if c in characters or not is_written_in_china(c)]


def test_every_station_stands_in_simplified_characters_as_published() -> None:
    found = {n for n, (_, names) in STATIONS.items() if simplify(n) != names["zh-Hans"]}
    assert found == set(NOT_AS_PUBLISHED)


@pytest.mark.parametrize(
    ("name", "chinese"),
    [
        ("目白通り", "目白通"), ("光が丘", "光丘"), ("阿佐ヶ谷", "阿佐谷"),
        ("井ノ頭通り", "井之头通"), ("日の出橋", "日之出桥"), ("すずしろ橋", "Suzushiro桥"),
        ("佐々木", "佐佐木"),
        ("地下鉄赤塚", "地铁赤冢"), ("憩い橋", "憩桥"), ("武蔵関公園", "武藏关公园"),
    ],
)  # fmt: skip
def test_a_name_stands_in_simplified_characters_without_kana(name: str, chinese: str) -> None:
    assert simplify(name) == chinese


# -- kinds of places --------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh", "ko"])
def test_every_kind_has_its_word_in_the_language_alone(language: str) -> None:
    tables = load_kinds()
    rows = [*(kind.words for kind in tables.kinds), *tables.whole.values()]
    words = [row[language] for row in (*rows, *tables.prefixes.values())]
    assert len(words) > 80
    if language == "zh":
        assert all(map(is_simplified, words))
    assert not [word for word in words if RULES[language].foreign.search(word)]


@pytest.mark.parametrize(
    ("name", "kana", "english"),
    [
        ("練馬区立小竹図書館", "ねりまくりつこたけとしょかん", "Kotake Library"),
        ("練馬区立美術館", "ねりまくりつびじゅつかん", "Nerima City Art Museum"),
        ("開進第四小学校", "かいしんだいよんしょうがっこう", "Kaishin-daiyon Elementary School"),
        ("練馬郵便局", "ねりまゆうびんきょく", "Nerima Post Office"),
        ("中村橋", "なかむらばし", "Nakamurabashi Bridge"),
        ("月窓寺", "げっそうじ", "Gessoji Temple"),
        ("練馬駅", "ねりまえき", "Nerima Station"),
        ("セブン-イレブン", None, "7-Eleven"),
    ],
)  # fmt: skip
def test_a_place_is_told_by_its_own_name_and_kind(
    name: str, kana: str | None, english: str
) -> None:
    told = in_words("en", Street(name, kana))
    assert told == Line(f"{english} ({name})", english)


def test_a_kind_that_is_read_otherwise_is_not_taken_off() -> None:
    assert split_facility("小竹図書館", "こたけずしょかん", "en").kind == ""


WITHOUT_READING = frozenset({"東京聖徳病院"})


@pytest.mark.parametrize("language", ["en", "zh", "ko"])
def test_every_facility_is_told_in_the_letters_of_the_language(language: str) -> None:
    rules = RULES[language]
    for name, kana in FACILITIES.items():
        told = in_words(language, Spot(Place("facility:x", PlaceKind.FACILITY, name, kana=kana)))
        assert not rules.foreign.search(told.speech), told
        assert told.speech.strip() == told.speech != ""
        if name not in WITHOUT_READING:
            assert rules.brackets.sub("", told.text) == told.speech


# -- in a sentence -----------------------------------------------------------------


def test_the_japanese_name_is_for_the_eye_and_not_for_the_ear() -> None:
    assert in_words("ko", Street("目白通り", "めじろどおり")) == Line(
        "메지로도리(目白通り)", "메지로도리"
    )
    assert in_words("zh", Street("目白通り")) == Line("目白通（目白通り）", "目白通")


def test_a_name_that_nobody_can_read_is_shown_and_not_spelled_out() -> None:
    told = in_words("en", Street("月窓庵"))
    assert (told.text, KANJI.search(told.speech)) == ("月窓庵", None)
    assert in_words("zh", Street("月窓庵")).speech == "月窗庵"


def test_a_name_of_two_words_is_told_word_by_word() -> None:
    readings = Readings(
        Lexicon([Reading("巣鴨信用金庫", "すがもしんようきんこ", "x", "x", False),
                 Reading("光が丘支店", "ひかりがおかしてん", "x", "x", False)])
    )  # fmt: skip
    words = Words("en", readings=readings)
    told = words.word(Street("巣鴨信用金庫 光が丘支店"))
    assert told == "Sugamo Shinkin Bank Hikarigaoka Branch (巣鴨信用金庫 光が丘支店)"


@pytest.mark.parametrize(
    ("language", "spoken"),
    [("en", "0 3, 1 2 3 4"), ("zh", "0 3、1 2 3 4"), ("ko", "0 3, 1 2 3 4")],
)
def test_a_telephone_number_is_read_figure_by_figure(language: str, spoken: str) -> None:
    assert in_words(language, Literal("03-1234")) == Line("03-1234", spoken)


@pytest.mark.parametrize(
    ("language", "spoken"),
    [("en", "There is a note in Japanese."), ("ko", "일본어로 된 참고 사항이 있습니다.")],
)
def test_a_note_that_nobody_translated_is_said_to_be_japanese(language: str, spoken: str) -> None:
    told = in_words(language, Literal("雨の日は閉まります。"))
    assert (told.speech, "雨の日は閉まります" in told.text) == (spoken, True)
