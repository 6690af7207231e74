"""Braille: kana with 分かち書き by hand, cells by a second table, lines and pages, files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from routeguide.directions.kana import KANJI
from routeguide.directions.ruby import parse_marked
from routeguide.errors import BadInput, PrintFailed
from routeguide.model.guidance import Pairs
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.speech import braille_english, braille_words
from routeguide.speech.braille_kana import JapaneseBraille
from routeguide.speech.braille_page import (
    CELLS,
    LINES,
    PARAGRAPH,
    STEP,
    list_unknown,
    step_number,
    to_nabcc,
    to_pages,
    wrap_cells,
    write_brf,
    write_unicode,
)
from routeguide.speech.braille_sheet import braille_lines, sheet_to_braille
from routeguide.speech.openjtalk import OpenJTalk
from routeguide.speech.readings import readings_of
from tests.speech.sheets import ask, sheet_of
from tests.ward_network import ward_network

GOLDEN = Path(__file__).with_name("golden") / "braille.tsv"
TABLE = [tuple(row.split("\t")) for row in GOLDEN.read_text("utf-8").splitlines()]
"""Sentences as routeguide tells them, and their kana by the rules of 点訳のてびき, by hand.

Three kinds are our choice where the rules leave room, and an editor may part them otherwise:
names of two long parts (コタケ ムカイハラ), directions before a place (ニシオオイズミ in one),
and 右ななめ前 in three.
"""

WRONG_UNTIL_READ_OVER = (
    ("{店|みせ}のまいばすけっとです。", "ミセノ マイバスケットデス。"),
    ("{中野五郵便局|なかのごゆうびんきょく}です。", "ナカノ 5 ユービンキョクデス。"),
)  # fmt: skip
"""What is known to come out otherwise than it should: names that the engine takes apart wrongly."""

BY_HAND = {
    "エキノ ナカヲ トオリマス。": "⠋⠣⠎ ⠅⠡⠔ ⠞⠊⠓⠵⠹⠲",
    "デグチ 2ヲ セニ シテ": "⠐⠟⠐⠩⠗ ⠼⠃⠔ ⠻⠇ ⠳⠟",
    "ジュージロ": "⠘⠹⠒⠐⠳⠚",
    "12.5メートル": "⠼⠁⠃⠂⠑⠿⠒⠞⠙",
    "トショカン": "⠞⠈⠺⠡⠴",
    "チョーメ": "⠈⠞⠒⠿",
    "ミチワ、マダ": "⠷⠗⠄⠰ ⠵⠐⠕",
    "アリマス。ミチ": "⠁⠓⠵⠹⠲  ⠷⠗",
    "4リン": "⠼⠙⠤⠓⠴",
    "A2ノ": "⠰⠠⠁⠼⠃⠎",
    "パーセント": "⠠⠥⠒⠻⠴⠞",
    "チューイ: ダンサ": "⠈⠝⠒⠃⠐⠂ ⠐⠕⠴⠱",
    "(コーセイマエ)": "⠶⠪⠒⠻⠃⠵⠋⠶",
}
"""Kana -> cells, written down dot by dot from the table of Japanese braille."""


@cache
def writer() -> JapaneseBraille:
    readings = readings_of(ward_network())
    engine = readings.analyser
    assert isinstance(engine, OpenJTalk)
    return JapaneseBraille(engine, readings.lexicon)


def pairs(marked: str) -> Pairs:
    return tuple((piece.text, piece.kana) for piece in parse_marked(marked))


# -- an own table of cells, by row and vowel ---------------------------------------

VOWELS = {"ア": "1", "イ": "12", "ウ": "14", "エ": "124", "オ": "24"}
ROWS = {
    "アイウエオ": "", "カキクケコ": "6", "サシスセソ": "56", "タチツテト": "35", "ナニヌネノ": "3",
    "ハヒフヘホ": "36", "マミムメモ": "356", "ラリルレロ": "5",
}  # fmt: skip
OTHERS = {
    "ヤ": "34", "ユ": "346", "ヨ": "345", "ワ": "3", "ヲ": "35", "ン": "356", "ッ": "2", "ー": "25",
}  # fmt: skip
VOICED = dict(
    zip(
        "ガギグゲゴザジズゼゾダヂヅデドバビブベボ",
        "カキクケコサシスセソタチツテトハヒフヘホ",
        strict=True,
    )
)
HALF = dict(zip("パピプペポ", "ハヒフヘホ", strict=True))
SMALL = {"ャ": "ア", "ュ": "ウ", "ョ": "オ"}
DIGITS = dict(
    zip(
        "1234567890", ("1", "12", "14", "145", "15", "124", "1245", "125", "24", "245"), strict=True
    )
)


def cell(*dots: str) -> str:
    return chr(0x2800 + sum(1 << (int(dot) - 1) for dot in set("".join(dots))))


SINGLE = {kana: cell(dots) for kana, dots in OTHERS.items()} | {
    kana: cell(VOWELS[vowel], more)
    for row, more in ROWS.items()
    for kana, vowel in zip(row, VOWELS, strict=True)
}
SINGLE |= {kana: cell("5") + SINGLE[base] for kana, base in VOICED.items()}
SINGLE |= {kana: cell("6") + SINGLE[base] for kana, base in HALF.items()}


def own_cells(kana: str) -> str:
    """Return the cells of kana, figures, 。 and 、 by our own table."""
    written, at = "", 0
    while at < len(kana):
        sign, small = kana[at], kana[at + 1 : at + 2]
        if small in SMALL and small:
            lead = "45" if sign in VOICED else "46" if sign in HALF else "4"
            base = VOICED.get(sign) or HALF.get(sign) or sign
            row = next(row for row in ROWS if base in row)
            written += cell(lead) + SINGLE[row[list(VOWELS).index(SMALL[small])]]
            at += 1
        elif sign.isdecimal():
            lead = "" if at and (kana[at - 1].isdecimal() or kana[at - 1] == ".") else cell("3456")
            written += lead + cell(DIGITS[sign])
        else:
            is_last = at == len(kana) - 1
            marks = {"。": cell("256") + "  ", "、": cell("56") + " ", ".": cell("2"), " ": " "}
            written += (
                marks[sign].rstrip(" ")
                if is_last and sign in "。、"
                else marks.get(sign) or SINGLE[sign]
            )
        at += 1
    return written


# -- words -----------------------------------------------------------------------


@pytest.mark.parametrize(("marked", "kana"), TABLE)
def test_a_sentence_is_parted_and_spelled_as_by_hand(marked: str, kana: str) -> None:
    assert writer().kana(pairs(marked)) == kana


def test_the_table_holds_more_than_forty_sentences_with_names_numbers_and_units() -> None:
    assert len(TABLE) > 45
    told = " ".join(marked for marked, _ in TABLE)
    for word in ("メートル", "センチ", "パーセント", "小竹向原", "練馬区役所", "石神井公園"):
        assert word in told


@pytest.mark.parametrize(("marked", "kana"), WRONG_UNTIL_READ_OVER)
def test_what_is_known_to_be_wrong_still_holds_every_sound(marked: str, kana: str) -> None:
    told = writer().kana(pairs(marked))
    assert told.replace(" ", "") == kana.replace(" ", "")


@pytest.mark.parametrize(("kana", "cells"), BY_HAND.items())
def test_cells_are_those_of_the_table_of_braille(kana: str, cells: str) -> None:
    assert writer().cells(kana) == cells


@pytest.mark.parametrize("kana", [kana for _, kana in TABLE if not set(kana) & set("A:()")])
def test_cells_are_those_of_a_second_table(kana: str) -> None:
    assert writer().cells(kana) == own_cells(kana)


def test_a_swapped_cell_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SINGLE, "マ", SINGLE["ミ"])
    assert own_cells("マス") != writer().cells("マス")


@pytest.mark.parametrize(
    "repair",
    ["_repaired", "_read", "_spelled"],
)
def test_without_a_repair_the_table_does_not_hold(
    repair: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: dict[str, Any] = {
        "_repaired": lambda words: words,
        "_read": lambda group, _kana: group,
        "_spelled": lambda word, _spell: word,
    }
    monkeypatch.setattr(braille_words, repair, broken[repair])
    assert [kana for marked, kana in TABLE if writer().kana(pairs(marked)) != kana]


def test_every_name_of_the_ward_is_spelled_in_kana_and_sounds_as_declared() -> None:
    lexicon = readings_of(ward_network()).lexicon
    wrong = []
    for entry in lexicon:
        told = writer()._spell(entry.surface, entry.kana)
        if KANJI.search(told) or not told or "  " in told:
            wrong.append((entry.surface, told))
        if not any(sign.isdecimal() for sign in told):
            sound = braille_words.braille_kana(entry.kana)
            same = braille_words.sound_of(told.replace(" ", "")) == braille_words.sound_of(sound)
            wrong += [] if same else [(entry.surface, told)]
    assert len(lexicon) > 500
    assert wrong == []


def test_no_dictionary_is_ever_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    from libkuraji import jtalk_dic, translator2  # noqa: PLC0415

    def refuse(*_words: Any, **_more: Any) -> None:
        raise AssertionError("the library's own analyser was asked for")

    monkeypatch.setattr(jtalk_dic, "make_analyzer", refuse)
    assert writer().kana(pairs("{駅|えき}です。")) == "エキデス。"
    assert not translator2.mecab_initialized, "the library is left as it was found"


def test_threads_take_turns() -> None:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    rows = TABLE[:12] * 6
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda row: writer().kana(pairs(row[0])), rows))
    assert told == [kana for _, kana in rows]


# -- lines, pages, files ------------------------------------------------------------


def test_lines_are_parted_at_blanks_and_words_stay_whole() -> None:
    words = writer().cells("ミチヲ 100メートルホド ススミマス。" * 8)
    lines = wrap_cells(words, PARAGRAPH)
    assert max(map(len, lines)) <= CELLS
    assert " ".join(" ".join(lines).split()) == " ".join(words.split())
    assert lines[0].startswith("  ")
    assert not any(line.endswith(" ") for line in lines)


def test_a_word_longer_than_a_line_is_parted_and_nothing_is_lost() -> None:
    lines = wrap_cells("⠿" * 80, STEP)
    assert [len(line) for line in lines] == [32, 32, 20]
    assert "".join(lines).replace(" ", "") == "⠿" * 80


def test_two_blanks_stay_behind_a_full_stop_inside_a_line() -> None:
    assert wrap_cells("⠹⠲  ⠷⠗", STEP) == ["⠹⠲  ⠷⠗"]


def test_pages_hold_18_lines_and_are_parted_by_a_form_feed() -> None:
    lines = ["⠿"] * 40
    assert [len(page) for page in to_pages(lines)] == [18, 18, 4]
    brf = write_brf(lines)
    assert [page.count("\r\n") for page in brf.split("\f")] == [18, 18, 4]
    assert [page.count("\n") for page in write_unicode(lines).split("\f")] == [18, 18, 4]


def test_numbers_of_steps_are_as_braille_writes_them() -> None:
    assert [step_number(n) for n in (1, 10, 23)] == ["⠼⠁⠲", "⠼⠁⠚⠲", "⠼⠃⠉⠲"]


def test_nabcc_is_the_table_that_embossers_know() -> None:
    known = {
        "⠼": "#",
        "⠁": "A",
        "⠲": "4",
        "⠿": "=",
        "⠐": '"',
        "⠒": "3",
        "⠴": "0",
        "⠵": "Z",
        " ": " ",
    }
    assert {cells: to_nabcc(cells) for cells in known} == known
    assert len(set(braille_nabcc())) == 64


def braille_nabcc() -> str:
    return to_nabcc("".join(map(chr, range(0x2800, 0x2840))))


# -- sheets -----------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "ja-easy", "ja-child"])
def test_a_sheet_in_braille_holds_every_text_within_its_lines(language: str) -> None:
    sheet = sheet_of(ask(), language, "all")
    texts = sheet_to_braille(sheet, readings_of(ward_network()))
    lines = braille_lines(texts)
    assert texts[0].kana.startswith("ジド")
    assert [text.step for text in texts if text.step] == list(
        range(1, len(sheet.sections[0].steps) + 1)
    )
    assert max(map(len, lines)) <= CELLS
    assert max(map(len, to_pages(lines))) <= LINES
    assert list_unknown(lines) == []
    assert [
        text.kana for text in texts if KANJI.search(text.kana) or (text.text and not text.cells)
    ] == []


def test_the_label_stands_first_in_plain_japanese() -> None:
    first = sheet_to_braille(sheet_of(ask(), "ja", "all"), readings_of(ward_network()))[0]
    assert (first.text, first.kana) == ("自動点訳（校正前）", "ジドー テンヤク(コーセイマエ)")


def test_a_sheet_without_a_way_is_brailled_too() -> None:
    sheet = sheet_of(ask(unknown=UnknownPolicy.REFUSE), "ja", "all")
    texts = sheet_to_braille(sheet, readings_of(ward_network()))
    assert "ミチヲ サエギル モノ" in [text.kana for text in texts]
    assert not [text for text in texts if text.step]


def test_a_character_without_a_reading_is_left_out_and_the_rest_is_kept() -> None:
    assert writer().kana((("店\U0001f98aの前", None),)).endswith("マエ")


@pytest.mark.parametrize("language", ["zh", "ko"])
def test_languages_without_braille_are_refused_with_a_sentence(language: str) -> None:
    with pytest.raises(BadInput, match="点字は作れません") as error:
        sheet_to_braille(sheet_of(ask(), language), readings_of(ward_network()))
    assert error.value.about == "language"


# -- English ------------------------------------------------------------------------


def test_english_needs_liblouis_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(braille_english.shutil, "which", lambda _name: None)
    with pytest.raises(PrintFailed, match="liblouis"):
        sheet_to_braille(sheet_of(ask(), "en"), readings_of(ward_network()))


def test_english_is_given_to_liblouis_line_by_line_without_japanese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "lou_translate"
    program.write_text(f"#!/bin/sh\ntee {tmp_path}/asked | tr 'a-z' 'A-Z'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    sheet = sheet_of(ask(), "en")
    texts = sheet_to_braille(sheet, readings_of(ward_network()))
    asked = (tmp_path / "asked").read_text("utf-8").splitlines()
    assert len(asked) == len(texts)
    assert all(line.isascii() or "’" in line for line in asked)
    assert [text.step for text in texts if text.step] == list(
        range(1, len(sheet.sections[0].steps) + 1)
    )


@pytest.mark.parametrize("answer", ["exit 1", "echo one line"])
def test_an_answer_that_is_not_whole_is_refused(
    answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "lou_translate"
    program.write_text(f"#!/bin/sh\n{answer}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(PrintFailed, match="英語の点字を作れませんでした"):
        braille_english.to_ueb(["one", "two", "three"])


def test_real_liblouis_writes_contracted_english(not_run: Any) -> None:
    if not braille_english.has_english():
        not_run("no liblouis on PATH", "apt-get install liblouis-bin liblouis-data")
    assert braille_english.to_ueb(["Go about 100 m."])[0].startswith("⠠⠛ ⠁⠃ ⠼⠁⠚⠚")
