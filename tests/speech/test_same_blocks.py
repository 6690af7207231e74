"""Page, text, speech, kana, print and braille tell the same blocks (invariants 12 and 13)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.directions.describe import Manner, describe_answer
from routeguide.directions.kana import KANJI
from routeguide.directions.ruby import ALL_RUBY, NO_RUBY
from routeguide.directions.words import Writing
from routeguide.exchange.answer_sheet import answer_to_sheet
from routeguide.exchange.answer_text import answer_to_text
from routeguide.exchange.network_info import network_info
from routeguide.model.guidance import Guidance
from routeguide.model.route import Answer
from routeguide.model.sheet import Sheet
from routeguide.network.store import Network
from routeguide.speech import print_pdf
from routeguide.speech.braille_page import write_unicode
from routeguide.speech.braille_sheet import BrailleText, braille_lines, sheet_to_braille
from routeguide.speech.print_pdf import PrintOptions, sheet_to_pdf
from routeguide.speech.readings import readings_of
from tests.directions.real_routes import random_answers
from tests.drawn import NOON
from tests.speech.pdf_reading import read_runs
from tests.speech.same_blocks import (
    METRES,
    Told,
    read_braille,
    read_page,
    read_sheet,
    read_text,
)

WHO = ("white_cane", "wheelchair_manual", "walk", "guide_dog")
ROUNDED = 0.1
"""What a sum of rounded metres may differ from the rounded whole, besides 15 m."""

STEPS = (
    "{% from 'components/blocks.html' import steps with context %}"
    "{{ steps(guidance, '注意', 'step') }}"
)


@pytest.fixture(scope="module")
def answers(nerima: Network, proof: bool) -> Sequence[Answer]:
    """A thousand routes in ``make proof``, a hundred in every run."""
    each = 250 if proof else 25
    return [answer for who in WHO for answer in random_answers(nerima, who, each, seed=20261126)]


@pytest.fixture(scope="module")
def manner(nerima: Network) -> Manner:
    return Manner(readings=readings_of(nerima), ruby=ALL_RUBY)


@pytest.fixture(scope="module")
def pages(ward_network: Path) -> Flask:
    return create_app(Settings(network=ward_network, secret_key="k" * 40, class_size=100_000))


def sheet_of(answer: Answer, network: Network, manner: Manner) -> Sheet:
    return answer_to_sheet(answer, network_info=network_info(network), manner=manner)


def page_of(pages: Flask, guidance: Guidance) -> str:
    with pages.test_request_context("/route?language=ja"):
        pages.preprocess_request()
        return render_template_string(STEPS, guidance=guidance)


def braille_of(sheet: Sheet, manner: Manner) -> list[BrailleText]:
    assert manner.readings is not None
    return sheet_to_braille(sheet, manner.readings)


@pytest.fixture(scope="module")
def brailled(
    answers: Sequence[Answer], nerima: Network, manner: Manner
) -> Sequence[list[BrailleText]]:
    return [braille_of(sheet_of(answer, nerima, manner), manner) for answer in answers]


def artefacts(
    answer: Answer, braille: list[BrailleText], manner: Manner, pages: Flask
) -> Iterator[tuple[str, list[Told]]]:
    """Yield what the text of a route tells, then every other artefact."""
    plain = replace(manner, ruby=NO_RUBY)
    yield "text", read_text(answer_to_text(answer, manner=plain))
    spoken = answer_to_text(answer, manner=replace(plain, writing=Writing.SPEECH))
    yield "speech", read_text(spoken, is_spoken=True)
    yield "page", read_page(page_of(pages, describe_answer(answer, manner=plain)[0]))
    yield "braille", read_braille(write_unicode(braille_lines(braille)))


def disagreements(
    answer: Answer, braille: list[BrailleText], manner: Manner, pages: Flask
) -> list[tuple[str, Told | None, Told | None]]:
    """Return what an artefact tells otherwise than the text."""
    (_, text), *others = artefacts(answer, braille, manner, pages)
    blocks = describe_answer(answer, manner=manner)[0].blocks
    assert len(text) == len(blocks)
    found: list[tuple[str, Told | None, Told | None]] = []
    for name, told in others:
        if len(told) != len(text):
            found.append((f"{name}: {len(told)} steps for {len(text)}", None, None))
        found += [(name, a, b) for a, b in zip(text, told, strict=False) if a != b]
    return found


def test_text_speech_page_and_braille_tell_the_same_steps_sides_and_metres(
    answers: Sequence[Answer], brailled: Sequence[list[BrailleText]], manner: Manner, pages: Flask
) -> None:
    wrong = [
        row
        for answer, braille in zip(answers, brailled, strict=True)
        for row in disagreements(answer, braille, manner, pages)
    ]
    assert wrong[:5] == []
    told = [row for answer in answers for row in read_text(answer_to_text(answer, manner=manner))]
    assert sum(len(row.metres) for row in told) > 5 * len(answers)
    assert sum(len(row.sides) for row in told) > 5 * len(answers)


def test_no_step_tells_more_metres_than_it_has(answers: Sequence[Answer], manner: Manner) -> None:
    wrong = []
    for answer in answers:
        for block in describe_answer(answer, manner=replace(manner, ruby=NO_RUBY))[0].blocks:
            metres, told_m = list(map(int, METRES.findall(block.text))), block.distance_m
            spare = 15 + ROUNDED * (told_m or 0) if len(metres) > 1 else 0
            if told_m and metres and sum(metres) > told_m + spare:
                wrong.append((told_m, block.text))
    assert wrong == []


def test_every_name_is_spoken_in_kana_and_no_braille_is_made_from_kanji(
    answers: Sequence[Answer], brailled: Sequence[list[BrailleText]], manner: Manner
) -> None:
    texts = [text for sheet in brailled for text in sheet]
    unread = [text.text for text in texts if KANJI.search(text.kana) or "*" in text.kana]
    spoken = [
        block.speech for answer in answers
        for block in describe_answer(answer, manner=manner)[0].blocks
    ]  # fmt: skip
    assert unread + [words for words in spoken if "左" in words or "右" in words] == []
    assert any("ひだり" in words or "ヒダリ" in words for words in spoken)


WrongBuild = Callable[[Sheet], Sheet]


def changed(sheet: Sheet, change: Callable[[str], str]) -> Sheet:
    """Return a sheet with the words of its steps changed."""
    section = sheet.sections[0]
    steps = tuple(
        replace(
            step,
            lines=tuple(
                (part, tuple((change(text), kana and change(kana)) for text, kana in words))
                for part, words in step.lines
            ),
        )
        for step in section.steps
    )
    return replace(sheet, sections=(replace(section, steps=steps), *sheet.sections[1:]))


def without_a_step(sheet: Sheet) -> Sheet:
    section = sheet.sections[0]
    return replace(sheet, sections=(replace(section, steps=section.steps[:-1]),))


SWAP = str.maketrans({"左": "右", "右": "左"})
SWAPPED_KANA = {"ひだり": "みぎ", "みぎ": "ひだり"}
WRONG_BUILDS: dict[str, WrongBuild] = {
    "left for right": lambda sheet: changed(
        sheet, lambda text: SWAPPED_KANA.get(text) or text.translate(SWAP)
    ),
    "ten times as far": lambda sheet: changed(sheet, lambda text: text.replace("0メー", "00メー")),
    "a step left out": without_a_step,
}


@pytest.mark.parametrize("name", WRONG_BUILDS)
def test_a_wrong_build_is_caught(
    name: str, answers: Sequence[Answer], nerima: Network, manner: Manner, pages: Flask
) -> None:
    wrong = WRONG_BUILDS[name]
    assert any(
        disagreements(
            answer, braille_of(wrong(sheet_of(answer, nerima, manner)), manner), manner, pages
        )
        for answer in answers[:3]
    )


def test_print_tells_the_same_steps_sides_and_metres(
    answers: Sequence[Answer], nerima: Network, manner: Manner, proof: bool,
    not_run: Callable[[str, str], None],
) -> None:  # fmt: skip
    if not (print_pdf.FONTS / print_pdf.REGULAR).is_file():
        not_run("no fonts for print in static/vendor/fonts", "make assets")
    for answer in answers[:: 25 if proof else 50]:
        sheet = sheet_of(answer, nerima, manner)
        pdf = sheet_to_pdf(sheet, options=PrintOptions(), made_at=NOON)
        told = read_text(answer_to_text(answer, manner=replace(manner, ruby=NO_RUBY)))
        assert read_sheet(read_runs(pdf)) == told
        wrong = WRONG_BUILDS["left for right"](sheet)
        if any(row.sides for row in told):
            torn = sheet_to_pdf(wrong, options=PrintOptions(), made_at=NOON)
            assert read_sheet(read_runs(torn)) != told
