"""Names are read as the ward says, in parts where it must be, and a guess is called one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeguide.directions.analyser import NEEDS_READING, Readings
from routeguide.directions.kana import to_hiragana
from routeguide.directions.lexicon import Lexicon
from routeguide.directions.naming import closed_up, map_name
from routeguide.directions.pieces_of_text import Piece
from routeguide.directions.ruby import kana_only
from routeguide.model.place import Place, PlaceKind
from routeguide.model.reading import Reading, ReadingUse
from routeguide.network.ward import WardLayer, load_ward

WARD = Path(__file__).parents[2] / "graphdata" / "ward"

OTHER_NAMES = {
    "練馬区立区民・産業プラザ（ココネリ）",
    "中村橋福祉ケアセンター（心身障害者福祉センター）",
}
"""Their kana reads another part of the name than the one before the bracket."""


def entry(surface: str, kana: str, use: ReadingUse = ReadingUse.NAME) -> Reading:
    return Reading(surface, kana, "test", "general", checked=False, use=use)


@pytest.fixture(scope="module")
def layer() -> WardLayer:
    return load_ward(WARD, today=date(2026, 11, 24))


@pytest.fixture(scope="module")
def lexicon(layer: WardLayer) -> Lexicon:
    return Lexicon.of(layer.readings)


class Guesser:
    """Reads every part as よみ and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, text: str) -> tuple[Piece, ...]:
        self.asked.append(text)
        return (Piece(text, "よみ", is_guess=True),)


def parts(pieces: tuple[Piece, ...]) -> list[tuple[str, str | None]]:
    return [(piece.text, piece.kana) for piece in pieces]


@pytest.mark.parametrize(
    ("name", "kana"),
    [
        ("谷原", "やはら"), ("江古田", "えこだ"), ("新江古田", "しんえごた"),
        ("江古田駅", "えこだえき"), ("新江古田駅", "しんえごたえき"),
        ("豊島園駅", "としまえんえき"), ("環八通り", "かんぱちどおり"), ("角", "かど"),
        ("目白通り", "めじろどおり"), ("要町通り", "かなめちょうどおり"), ("何番", "なんばん"),
        ("4時の方向", "よじのほうこう"), ("1階", "いっかい"), ("3階", "さんがい"),
        ("20段", "にじゅうだん"), ("丁字路", "ていじろ"), ("行き止まり", "いきどまり"),
    ],
)  # fmt: skip
def test_the_traps_are_in_the_lexicon(name: str, kana: str, lexicon: Lexicon) -> None:
    found = lexicon.find(name)
    assert found is not None
    assert found.kana == kana


def test_an_unknown_name_has_no_entry_and_an_end_of_names_none_alone(lexicon: Lexicon) -> None:
    assert lexicon.find("月島") is None
    assert lexicon.find("通り") is None
    assert parts(lexicon.split("通り")) == [("通り", None)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("練馬区立小竹図書館", [("練馬区立", "ねりまくりつ"), ("小竹図書館", "こたけとしょかん")]),
        ("弁財天通り", [("弁財天", None), ("通り", "どおり")]),
        ("豊玉中学校", [("豊玉", "とよたま"), ("中学校", "ちゅうがっこう")]),
        ("練馬区民事務所", [("練馬", "ねりま"), ("区民事務所", "くみんじむしょ")]),
        ("西江古田駅", [("西", None), ("江古田駅", "えこだえき")]),
        ("三角公園", [("三角", None), ("公園", "こうえん")]),
        ("光が丘方面行き", [("光が丘", "ひかりがおか"), ("方面行き", "ほうめんゆき")]),
        ("", []),
    ],
)
def test_a_name_is_split_so_that_most_of_it_is_known(
    name: str, expected: list[tuple[str, str | None]], lexicon: Lexicon
) -> None:
    assert parts(lexicon.split(name)) == expected


@given(st.lists(st.sampled_from(["小竹", "図書館", "通り", "東", "ゆめ", "・", "大泉学園"])))
def test_a_split_loses_nothing(words: list[str]) -> None:
    small = Lexicon(
        [entry("小竹", "こたけ"), entry("図書館", "としょかん"),
         entry("大泉学園", "おおいずみがくえん"), entry("通り", "どおり", ReadingUse.SUFFIX)]
    )  # fmt: skip
    name = "".join(words)
    pieces = small.split(name)
    assert "".join(piece.text for piece in pieces) == name
    known = sum(len(p.text) for p in pieces if p.kana)
    assert known >= sum(len(w) for w in words if w in {"小竹", "図書館", "大泉学園"})


def disagreements(lexicon: Lexicon, layer: WardLayer) -> list[str]:
    """Return places whose declared kana is not that of their parts, where all parts are known."""
    found = []
    for place in layer.places:
        name = re.sub("（.*）", "", place.name)
        pieces = lexicon.split(name)
        whole = all(p.kana or not NEEDS_READING.search(p.text) for p in pieces)
        read = to_hiragana(kana_only(pieces)).replace("・", "")
        if place.kana and whole and read != place.kana and place.name not in OTHER_NAMES:
            found.append(f"{name}: {read}, not {place.kana}")
    return found


def test_the_parts_of_a_place_are_read_as_the_place_says(
    lexicon: Lexicon, layer: WardLayer
) -> None:
    assert disagreements(lexicon, layer) == []
    wrong = Lexicon([entry("小竹", "おだけ"), *lexicon])
    assert "小竹小学校: おだけしょうがっこう, not こたけしょうがっこう" in disagreements(
        wrong, layer
    )


def test_places_that_tell_their_kana_are_in_the_lexicon_too(layer: WardLayer) -> None:
    lexicon = Lexicon.of(layer.readings, layer.places)
    found = lexicon.find("順天堂大学医学部附属練馬病院")
    assert found is not None
    assert found.kana == "じゅんてんどうだいがくいがくぶふぞくねりまびょういん"
    assert not found.checked
    station = lexicon.find("小竹向原")
    assert station is not None
    assert station.kana == "こたけむかいはら"
    assert lexicon.find("石神井公園（園内の車椅子対応トイレ）") is None


def test_a_place_in_brackets_is_read_by_its_own_kana_alone() -> None:
    bracketed = Place("facility:a", PlaceKind.FACILITY, "公園（園内）", "こうえん")
    silent = Place("facility:b", PlaceKind.FACILITY, "公園")
    assert len(Lexicon.of([], [bracketed, silent])) == 0


def test_kana_that_is_told_wins_over_the_lexicon(lexicon: Lexicon) -> None:
    assert Readings(lexicon).name("谷原", "たにはら") == (
        Piece("谷原", "たにはら", "タニハラ", is_name=True),
    )
    assert Readings(lexicon).name("谷原") == (Piece("谷原", "やはら", "ヤハラ", is_name=True),)


def test_a_blank_in_told_kana_is_a_pause_for_the_engine(lexicon: Lexicon) -> None:
    (piece,) = Readings(lexicon).name(
        "区民・産業プラザ（ココネリ）", "くみんさんぎょうぷらざ ここねり"
    )
    assert piece.kana == "くみんさんぎょうプラザ ココネリ"
    assert piece.spoken == "クミンサンギョープラザ、ココネリ"


def test_what_nobody_declared_is_guessed_by_the_analyser_and_marked(lexicon: Lexicon) -> None:
    guesser = Guesser()
    pieces = Readings(lexicon, guesser).name("大泉生協病院")
    assert parts(pieces) == [("大泉", "おおいずみ"), ("生協", "よみ"), ("病院", "びょういん")]
    assert [p.is_guess for p in pieces] == [False, True, False]
    assert all(p.is_name for p in pieces)
    assert guesser.asked == ["生協"]


def test_without_an_analyser_an_unknown_name_has_no_reading(lexicon: Lexicon) -> None:
    assert Readings(lexicon).name("大泉生協病院") == (Piece("大泉生協病院", is_name=True),)


def test_kana_and_signs_of_a_name_need_no_analyser(lexicon: Lexicon) -> None:
    guesser = Guesser()
    pieces = Readings(lexicon, guesser).name("ココネリ・こぶし通り")
    assert parts(pieces) == [("ココネリ", "ココネリ"), ("・こぶし", None), ("通り", "どおり")]
    assert [p.spoken for p in pieces] == ["ココネリ", "、こぶし", "ドオリ"]
    assert guesser.asked == []


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("セブン-イレブン", "セブンイレブン"),
        ("（ココネリ）", "ココネリ"),
        ("ココネリ（こぶし）/ミニ", "ココネリ、こぶし、ミニ"),
    ],
)
def test_a_name_is_heard_without_signs_and_without_two_pauses(
    name: str, heard: str, lexicon: Lexicon
) -> None:
    pieces = Readings(lexicon, Guesser()).name(name)
    assert "".join(p.text if p.spoken is None else p.spoken for p in pieces) == heard


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("南田中町旭町線（支線2）（補助第230号線）", "南田中町旭町線"),
        ("放射第35号線（環状八号線（支線））", "放射第35号線"),
        ("りそな銀行 新井薬師出張所", "りそな銀行新井薬師出張所"),
        ("ＬＡＷＳＯＮ　STORE 100", "LAWSON STORE 100"),
        ("（仮）", "（仮）"),
    ],
)
def test_names_of_the_map_are_told_without_brackets_and_blanks(name: str, told: str) -> None:
    assert closed_up(map_name(name)) == unicodedata.normalize("NFKC", told)


def test_numbers_in_names_are_read_by_their_counters(lexicon: Lexicon) -> None:
    guesser = Guesser()
    pieces = Readings(lexicon, guesser).name("補助第237号線")
    assert parts(pieces) == [
        ("補助第", "よみ"), ("237号", "にひゃくさんじゅうななごう"), ("線", "よみ")
    ]  # fmt: skip
    assert all(p.is_guess for p in pieces)
    assert guesser.asked == ["補助第", "線"]
    alone = Readings(lexicon).name("北町3丁目８")
    assert parts(alone) == [("北町", "きたまち"), ("3丁目", "さんちょうめ"), ("８", "はち")]
    assert [p.spoken for p in alone] == ["キタマチ", "サンチョーメ", "ハチ"]
    assert parts(Readings(lexicon).name("100000")) == [("100000", None)]


def test_a_name_is_read_once(lexicon: Lexicon) -> None:
    guesser = Guesser()
    readings = Readings(lexicon, guesser)
    assert readings.name("月島") is readings.name("月島")
    assert guesser.asked == ["月島"]


def test_an_engine_is_given_katakana_with_long_vowels(lexicon: Lexicon) -> None:
    read: Callable[[str], str | None] = lambda name: Readings(lexicon).name(name)[0].spoken  # noqa: E731
    assert read("羽沢") == "ハザワ"
    assert read("石神井公園") == "シャクジイコーエン"
    assert read("慈雲堂病院") is None
