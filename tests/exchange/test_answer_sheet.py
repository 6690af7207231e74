"""Sheets of every kind of answer: what is told, in which order, and that it can be printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NoReturn

import pytest

from routeguide.directions.analyser import Readings
from routeguide.directions.describe import Manner, describe_answer
from routeguide.directions.language import LANGUAGES
from routeguide.directions.lexicon import Lexicon
from routeguide.directions.ruby import ALL_RUBY, NO_RUBY, Ruby, parse_marked, write_marked
from routeguide.directions.words import Writing
from routeguide.exchange.answer_sheet import answer_to_sheet
from routeguide.exchange.answer_text import answer_to_text
from routeguide.exchange.network_info import list_credits
from routeguide.model.asked import endpoint_of
from routeguide.model.guidance import Block, Guidance, Line, Part
from routeguide.model.route import Outcome
from routeguide.model.sheet import MARKS, Sheet, without_ruby
from routeguide.speech import print_pdf
from routeguide.speech.braille_sheet import sheet_to_braille
from routeguide.speech.openjtalk import OpenJTalk
from routeguide.speech.print_pdf import PrintOptions, sheet_to_pdf
from tests.drawn import NOON
from tests.exchange.answers import ANSWERS, INFO
from tests.speech.pdf_reading import read_runs, squeeze, told_text

ADDRESS = "https://michi.example.jp/route?from=a&to=b"


def sheet_of(name: str, language: str = "ja", ruby: Ruby = NO_RUBY) -> Sheet:
    manner = Manner(language=language, ruby=ruby)
    return answer_to_sheet(ANSWERS[name], network_info=INFO, manner=manner, address=ADDRESS)


def texts_of(sheet: Sheet) -> list[str]:
    """Return every text of a sheet in its order."""
    rows = [sheet.title, sheet.traveller, *sheet.assumed, *sheet.notices]
    for section in sheet.sections:
        rows += [*section.lead, section.head]
        rows += [words for step in section.steps for _, words in step.lines]
        rows += section.after
    return [without_ruby(row) for row in (*rows, *sheet.rows) if row]


@pytest.mark.parametrize("name", ANSWERS)
def test_a_sheet_tells_the_blocks_of_its_answer(name: str) -> None:
    answer, sheet = ANSWERS[name], sheet_of(name)
    guidances = describe_answer(answer)
    assert len(sheet.sections) == max(1, len(answer.routes))
    for section, guidance in zip(sheet.sections, guidances, strict=True):
        told = [[without_ruby(words) for _, words in step.lines] for step in section.steps]
        kept = [[line.text for _, line in guidance.told(block)] for block in guidance.blocks]
        assert told == (kept if answer.status is not Outcome.ASK else [])
        assert [step.distance_m for step in section.steps] == [
            block.distance_m for block in guidance.blocks
        ]
        is_way = answer.status is Outcome.OK
        numbers = list(range(1, len(kept) + 1)) if is_way else [None] * len(kept)
        assert [step.number for step in section.steps] == numbers


@pytest.mark.parametrize("name", ANSWERS)
def test_what_stands_around_a_way_is_what_the_plain_text_says(name: str) -> None:
    sheet, text = sheet_of(name), answer_to_text(ANSWERS[name])
    for row in (*sheet.assumed, sheet.traveller, *sheet.rows, *sheet.notices):
        assert without_ruby(row) in text


@pytest.mark.parametrize("name", ANSWERS)
def test_furigana_change_no_word_of_a_sheet(name: str) -> None:
    assert texts_of(sheet_of(name, ruby=ALL_RUBY)) == texts_of(sheet_of(name))
    assert any(kana for _, kana in sheet_of(name, ruby=ALL_RUBY).traveller)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fixed_words_are_there_in_every_language(language: str) -> None:
    marks = sheet_of("ok", language).marks
    assert set(marks) == set(MARKS)
    assert all(without_ruby(words) for words in marks.values())
    assert len({without_ruby(words) for words in marks.values()}) == len(MARKS)


def test_an_address_is_kept_for_places_and_left_out_for_a_position() -> None:
    assert sheet_of("ok").address == ADDRESS
    assert sheet_of("ask").address is None
    answer = ANSWERS["ok"]
    moved = replace(answer, query=replace(answer.query, destination=endpoint_of("35.7,139.6")))
    assert answer_to_sheet(moved, network_info=INFO, address=ADDRESS).address is None


def test_an_assumption_comes_before_everything_and_marks_the_title() -> None:
    sheet = sheet_of("assumed")
    assert sheet.assumed
    assert "仮定" in without_ruby(sheet.title)


def test_hazards_come_before_the_action_and_behind_it_while_walking() -> None:
    block = Block(Line("進む", "進む"), (0, 0), cautions=(Line("段差", "段差"),))
    told = Guidance(Line("", ""), (block,)).told(block)
    walking = Guidance(Line("", ""), (block,), action_first=True).told(block)
    assert [part for part, _ in told] == [Part.CAUTION, Part.ACTION]
    assert [part for part, _ in walking] == [Part.ACTION, Part.CAUTION]


def test_credits_are_told_once_each_with_their_licence() -> None:
    sources = [
        {"name": "a", "licence": "ODbL-1.0"},
        {"name": "b", "licence": "ODbL-1.0", "credit": "© OpenStreetMap contributors"},
        {"name": "c", "licence": "x", "credit": "国土地理院 基盤地図情報を加工して作成"},
        {"name": "d", "licence": None},
    ]
    assert list_credits({"sources": sources}) == [
        "© OpenStreetMap contributors (ODbL-1.0)",
        "国土地理院 基盤地図情報を加工して作成",
    ]


def test_marked_words_are_read_back_and_signs_of_a_text_mark_nothing() -> None:
    pairs = (("駅", "えき"), ("の{右|x}側", None))
    marked = write_marked(pairs)
    assert [(piece.text, piece.kana) for piece in parse_marked(marked)] == [
        ("駅", "えき"),
        ("の 右 x 側", None),
    ]


def test_a_writing_without_its_own_text_falls_back_on_the_written_one() -> None:
    line = Line("Go.", "Go, please.")
    assert [writing.of(line) for writing in Writing] == ["Go.", "Go.", "Go, please.", "Go."]


@pytest.mark.parametrize("name", ANSWERS)
def test_every_kind_of_answer_is_brailled(name: str) -> None:
    readings = Readings(Lexicon(()), OpenJTalk())
    texts = sheet_to_braille(sheet_of(name, ruby=ALL_RUBY), readings)
    told = [text.text for text in texts if text.text]
    for words in texts_of(sheet_of(name)):
        assert any(words in text for text in told)
    assert all(text.cells for text in texts if text.text)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_kind_of_answer_is_printed(
    name: str, not_run: Callable[[str, str], NoReturn]
) -> None:
    if not (print_pdf.FONTS / print_pdf.REGULAR).is_file():
        not_run("no fonts for print in static/vendor/fonts", "make assets")
    sheet = sheet_of(name, ruby=ALL_RUBY)
    told = told_text(read_runs(sheet_to_pdf(sheet, options=PrintOptions(12), made_at=NOON)))
    at = [told.find(squeeze(words)) for words in texts_of(sheet)]
    assert -1 not in at
