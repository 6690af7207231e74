"""Ruby stands over the words that a grade has not been taught, and nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from routeguide.directions.counters import count_pieces
from routeguide.directions.kana import KANJI, keep_katakana, sound_of
from routeguide.directions.pieces_of_text import Piece
from routeguide.directions.ruby import (
    ALL_RUBY,
    NO_RUBY,
    RUBIES,
    Ruby,
    kana_only,
    load_grades,
    parse_marked,
    parse_ruby,
    ruby_html,
    ruby_pairs,
    ruby_plain,
)
from routeguide.errors import BadInput

SENTENCE = (
    *parse_marked("{右||みぎ}へ"),
    *count_pieces(80, "メートル"),
    *parse_marked("、"),
    Piece("目白通り", "めじろどおり", is_name=True),
    *parse_marked("の{歩道|ほどう}を{進|すす}みます。"),
)
WORDS = st.sampled_from(
    [
        *SENTENCE,
        *count_pieces(3, "階"),
        Piece("谷原", "やはら", is_name=True),
        Piece("龍", "りゅう"),
    ]
)


def over(ruby: str, pieces: tuple[Piece, ...] = SENTENCE) -> list[str]:
    """Return the words that have ruby."""
    return [text for text, kana in ruby_pairs(pieces, parse_ruby(ruby)) if kana]


def test_what_is_asked_is_none_a_grade_or_all() -> None:
    assert parse_ruby("none") == NO_RUBY
    assert parse_ruby("all") == ALL_RUBY
    assert parse_ruby("grade:3") == Ruby(3)
    assert [str(parse_ruby(text)) for text in RUBIES] == list(RUBIES)
    assert len(RUBIES) == 11


@pytest.mark.parametrize("text", ["", "grade", "grade:0", "grade:10", "grade:x", "some", "All"])
def test_anything_else_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(BadInput, match="から選んでください。"):
        parse_ruby(text)


def test_the_table_holds_what_each_grade_is_taught(real_data: Callable[[str], Path]) -> None:
    grades = load_grades()
    counts = Counter(grades.values())
    assert counts == {1: 80, 2: 160, 3: 200, 4: 202, 5: 193, 6: 191, 9: 1110}
    facts = real_data("SOURCE.md").parents[1] / "facts" / "kanji-grades.txt"
    for line in filter(None, facts.read_text("utf-8").splitlines()):
        grade, row = line.split()
        assert {grades[kanji] for kanji in row} == {9 if grade == "8" else int(grade)}


def test_a_word_has_ruby_until_the_grade_in_which_its_last_kanji_is_taught_is_over() -> None:
    """歩 and 道 are taught in grade 2, 進 in grade 3, 右 in grade 1."""
    assert over("grade:1") == over("grade:2") == ["右", "目白通", "歩道", "進"]
    assert over("grade:3") == ["目白通", "進"]
    assert over("grade:4") == ["目白通"]
    assert over("all") == over("grade:1")
    assert over("none") == []


def test_names_have_ruby_at_every_grade_and_rare_kanji_too() -> None:
    pieces = (Piece("大中小", "だいちゅうしょう", is_name=True), Piece("龍", "りゅう"))
    assert over("grade:9", pieces) == ["大中小", "龍"]


def test_kanji_of_lower_secondary_school_have_ruby_until_it_is_over() -> None:
    assert over("grade:9", (Piece("勾配", "こうばい"),)) == ["勾配"]
    assert over("grade:7", (Piece("警察", "けいさつ"),)) == []


def test_one_kanji_not_taught_is_enough() -> None:
    """横 is taught in grade 3, 断 in grade 5."""
    words = (Piece("横断歩道", "おうだんほどう"),)
    assert over("grade:5", words) == ["横断歩道"]
    assert over("grade:6", words) == []


def test_neighbours_without_ruby_are_one_and_okurigana_stands_outside() -> None:
    assert ruby_pairs(SENTENCE, Ruby(3)) == [
        ("右へ80メートル、", None),
        ("目白通", "めじろどお"),
        ("りの歩道を", None),
        ("進", "すす"),
        ("みます。", None),
    ]
    words = [
        ("お祭り", "おまつり", [("お", None), ("祭", "まつ"), ("り", None)]),
        ("文化センター", "ぶんかセンター", [("文化", "ぶんか"), ("センター", None)]),
        ("光が丘", "ひかりがおか", [("光が丘", "ひかりがおか")]),
        ("伊い", "いい", [("伊", "い"), ("い", None)]),
    ]
    for text, kana, pairs in words:
        assert ruby_pairs([Piece(text, kana)], ALL_RUBY) == pairs


def test_html_is_escaped_and_reads_without_ruby_support_too() -> None:
    pieces = (Piece("<駅>&", '"えき"'), Piece("<b>"))
    assert ruby_html((Piece("駅", "えき"),), ALL_RUBY) == (
        "<ruby>駅<rp>(</rp><rt>えき</rt><rp>)</rp></ruby>"
    )
    html = ruby_html(pieces, ALL_RUBY)
    soup = BeautifulSoup(html, "html5lib")
    assert soup.find("b") is None
    assert soup.get_text() == '<駅>&("えき")<b>'
    assert ruby_html(pieces, NO_RUBY) == "&lt;駅&gt;&amp;&lt;b&gt;"


def test_plain_text_has_the_readings_in_brackets() -> None:
    assert (
        ruby_plain(SENTENCE, Ruby(3))
        == "右へ80メートル、目白通（めじろどお）りの歩道を進（すす）みます。"
    )


def test_the_whole_is_read_in_kana() -> None:
    assert kana_only(SENTENCE) == "みぎへはちじゅうメートル、めじろどおりのほどうをすすみます。"


@given(st.lists(WORDS), st.sampled_from(sorted(RUBIES)))
def test_ruby_changes_neither_text_nor_reading(pieces: list[Piece], asked: str) -> None:
    ruby = parse_ruby(asked)
    pairs = ruby_pairs(pieces, ruby)
    text = "".join(piece.text for piece in pieces)
    assert "".join(part for part, _ in pairs) == text
    heard = "".join(kana or part for part, kana in ruby_pairs(pieces, ALL_RUBY))
    assert heard == "".join((KANJI.search(p.text) and p.kana) or p.text for p in pieces)
    soup = BeautifulSoup(ruby_html(pieces, ruby), "html5lib")
    for rest in soup.find_all(["rt", "rp"]):
        rest.decompose()
    assert soup.get_text() == text


@given(st.lists(WORDS), st.integers(3, 8))
def test_a_higher_grade_never_has_more_ruby(pieces: list[Piece], grade: int) -> None:
    def count(asked: int) -> int:
        return sum(kana is not None for _, kana in ruby_pairs(pieces, Ruby(asked)))

    assert count(grade + 1) <= count(grade)


def test_marks_are_words_with_their_kana_and_the_rest_is_as_it_stands() -> None:
    assert parse_marked("{右||みぎ}へ、{先|さき}") == (
        Piece("右", "みぎ", "みぎ"),
        Piece("へ、"),
        Piece("先", "さき"),
    )
    assert parse_marked("") == ()
    assert parse_marked("{name}と{|}") == (Piece("{name}と{|}"),)


def test_katakana_words_stay_katakana_in_a_reading() -> None:
    told = [
        ("光が丘区民センター", "ひかりがおかくみんせんたー", "ひかりがおかくみんセンター"),
        ("リズモ大泉学園", "りずもおおいずみがくえん", "リズモおおいずみがくえん"),
        ("練馬", "ネリマ", "ねりま"),
        ("スズキ病院", "べつのよみ", "べつのよみ"),
    ]
    for text, kana, read in told:
        assert keep_katakana(text, kana) == read


def test_readings_that_sound_alike_are_alike() -> None:
    assert sound_of("こうえん") == sound_of("コーエン")
    assert sound_of("つづきます") == sound_of("ツズキマス")
    assert sound_of("せいぶ") == sound_of("セーブ")
    assert sound_of("えこだ") != sound_of("えごた")
    assert sound_of("さかい") != sound_of("さっかい")


def test_kanji_are_told_from_kana_and_signs() -> None:
    assert KANJI.findall("佐々木の〆切ア、𠮷a") == ["佐", "々", "木", "〆", "切", "𠮷"]
