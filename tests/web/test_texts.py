"""Sentences of the pages: nothing untranslated, readings right, values where they belong."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from routeguide.directions.kana import KANJI
from routeguide.directions.language import LANGUAGES
from routeguide.directions.ruby import parse_marked
from routeguide.errors import BadInput, UnknownPlace
from routeguide.web import texts
from tests.web.messages import list_data_words, list_messages

VALUE = re.compile(r"%\((\w+)\)s")
FOREIGN = ("en", "zh", "ko")
KANA = re.compile(r"[ぁ-ゖァ-ヺ]")


def catalogue(code: str) -> dict[str, str]:
    return {
        message: str(told)
        for message, told in texts.load_catalogue(code)._catalog.items()
        if message
    }


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_of_the_pages_is_in_every_language(code: str) -> None:
    told = catalogue(code)
    missing = {message: file for message, file in list_messages().items() if not told.get(message)}
    assert missing == {}


def test_a_sentence_that_nobody_translated_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.web.messages.KEYWORDS", {"html_language": None})
    assert set(list_messages()) - set(catalogue("en"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_holds_the_values_of_its_sentence(code: str) -> None:
    wrong = {
        message: told
        for message, told in catalogue(code).items()
        if sorted(VALUE.findall(message)) != sorted(VALUE.findall(told))
    }
    assert wrong == {}


@pytest.mark.parametrize("code", ["ja", "ja-easy", "ja-child"])
def test_every_kanji_of_the_pages_has_its_reading(code: str) -> None:
    unread = {
        message: piece.text
        for message, told in catalogue(code).items()
        for piece in parse_marked(VALUE.sub("", told))
        if KANJI.search(piece.text) and not piece.kana
    }
    assert unread == {}


def test_plain_japanese_says_the_sentence_itself() -> None:
    changed = {
        message
        for message, told in catalogue("ja").items()
        if "".join(piece.text for piece in parse_marked(told)) != message
    }
    assert changed == set()


@pytest.mark.parametrize("code", FOREIGN)
def test_a_translation_holds_no_kana(code: str) -> None:
    left = {message: told for message, told in catalogue(code).items() if KANA.search(told)}
    assert left == {}


def test_no_sentence_is_translated_that_no_page_says() -> None:
    assert set(catalogue("en")) - set(list_messages()) - list_data_words() == set()


@pytest.mark.parametrize("code", FOREIGN)
def test_every_kind_of_facility_and_line_is_in_every_language(code: str) -> None:
    assert {kind for kind in list_data_words() if not catalogue(code).get(kind)} == set()


def test_a_value_is_escaped_and_furigana_stand_over_words(app: Flask) -> None:
    with app.test_request_context("/?language=ja-easy"):
        app.preprocess_request()
        shown = texts.t("%(place)sの住所", place="<b>")
        assert "&lt;b&gt;" in shown
        assert "<ruby>住所<rp>(</rp><rt>じゅうしょ</rt><rp>)</rp></ruby>" in shown
        assert texts.plain("%(place)sの住所", place="<b>") == "<b>の 住所"


def test_an_error_is_told_in_the_readers_language_or_marked_as_japanese(app: Flask) -> None:
    known = UnknownPlace(
        "「%(text)s」という場所は見つかりません。名前か番号（id）を確かめてください。", text="x"
    )
    with app.test_request_context("/?language=en"):
        app.preprocess_request()
        assert texts.tell_error(known) == "No place is called “x”. Check the name or id."
        assert texts.tell_error(BadInput("所在地を電話で")).startswith('<span lang="ja">')
    assert known.message.startswith("「x」という場所")


def test_two_files_that_translate_one_sentence_are_refused(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("translations")
    (folder / "xx").mkdir()
    for name in ("a", "b"):
        (folder / "xx" / f"{name}.po").write_text('msgid "駅"\nmsgstr "Station"\n', "utf-8")
    monkeypatch.setattr(texts, "FOLDER", folder)
    with pytest.raises(ValueError, match="is there already"):
        texts.load_catalogue.__wrapped__("xx")
