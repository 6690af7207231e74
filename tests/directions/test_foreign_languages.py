"""English, Chinese and Korean: nothing odd is said, and the same is told as in Japanese."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from routeguide.directions.describe import Length, Manner, limits_in_words, put_into_words
from routeguide.directions.korean import with_particles
from routeguide.directions.language import LANGUAGES
from routeguide.directions.phrase import Telling
from routeguide.directions.pieces_of_text import Piece
from routeguide.model.guidance import Block, Guidance, Line
from routeguide.model.traveller import Group, get_preset, presets
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.speech.readings import readings_of
from tests.directions.cases import CASES, WHO
from tests.directions.foreign_linter import (
    RULES,
    list_faults,
    list_line_faults,
    list_word_faults,
)
from tests.directions.phrase_samples import list_said
from tests.directions.situations import SITUATIONS
from tests.ward_network import ward_network

ANSWERS = [case for case in CASES if case not in SITUATIONS]
GROUPS = ("white_cane", "wheelchair_manual", "cane", "walk")


@cache
def tellings(case: str, who: str) -> list[Telling]:
    return CASES[case](who)


def guide(case: str, who: str, language: str, length: Length = Length.FULL) -> list[Guidance]:
    manner = Manner(language, length, readings=readings_of(ward_network()))
    group = get_preset(who).group
    return [put_into_words(telling, manner, group) for telling in tellings(case, who)]


def faults_of(case: str, who: str, length: Length) -> Iterator[str]:
    group = get_preset(who).group
    for language in RULES:
        for guidance in guide(case, who, language, length):
            yield from list_faults(guidance, group)


# -- nothing odd is said --------------------------------------------------------


@pytest.mark.parametrize("case", SITUATIONS)
def test_no_sentence_of_a_situation_has_a_fault(case: str) -> None:
    found = [fault for who in presets() for fault in faults_of(case, who, Length.FULL)]
    for length in (Length.SUMMARY, Length.WALKING):
        found += [fault for who in GROUPS for fault in faults_of(case, who, length)]
    assert found == []


@pytest.mark.parametrize("case", ANSWERS)
def test_no_sentence_of_an_answer_on_the_ward_network_has_a_fault(case: str) -> None:
    assert [f for who in WHO for length in Length for f in faults_of(case, who, length)] == []


@pytest.mark.parametrize("language", RULES)
def test_nothing_has_a_fault_whatever_it_is_filled_with(language: str) -> None:
    found = []
    for said in list_said(language):
        line = to_line(said.pieces)
        sentence = said.whole and line.text[:1] == line.text[:1].upper()
        odd = list_line_faults(line, language) if sentence else list_word_faults(line, language)
        found += [f"{said.row}: {fault}" for fault in odd]
    assert found == []


@pytest.mark.parametrize("language", RULES)
def test_every_condition_is_told_in_words_of_the_language(language: str) -> None:
    for who in presets():
        for policy in UnknownPolicy:
            for row in limits_in_words(get_preset(who), policy, Manner(language)):
                for word in row:
                    assert list_word_faults(Line(word, word), language) == []


def to_line(pieces: tuple[Piece, ...]) -> Line:
    text = "".join(piece.text for piece in pieces)
    speech = "".join(piece.text if piece.spoken is None else piece.spoken for piece in pieces)
    return Line(with_particles(text), with_particles(speech))


# -- the same is told -----------------------------------------------------------

TIME = re.compile(r"\b(\d{1,2}):(\d\d)\b")
NAME = re.compile("7-Eleven")
MONTHS = list(calendar.month_name)
MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS[1:])})\b")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def list_numbers(text: str, language: str) -> Counter[str]:
    """Return the numbers of a text; 9:00 is told as 9, as 9時 is."""
    if language in RULES:
        text = RULES[language].brackets.sub("", text)
    text = NAME.sub("", text)
    text = MONTH.sub(lambda t: f"{MONTHS.index(t[0])} ", text)
    text = TIME.sub(lambda t: t[1] if t[2] == "00" else f"{t[1]} {int(t[2])}", text)
    return Counter(NUMBER.findall(text))


def told(guidance: Guidance) -> list[str]:
    """Return everything that is written, one thing told an item."""
    blocks = [text for block in guidance.blocks for text in _texts(block)]
    return [guidance.summary, *guidance.reasons, *blocks]


def _texts(block: Block) -> list[str]:
    return [*block.caution, block.text, *block.note]


@pytest.mark.parametrize("case", CASES)
def test_every_language_tells_the_same_things_with_the_same_numbers(case: str) -> None:
    for who in WHO:
        japanese = guide(case, who, "ja")
        for language in LANGUAGES:
            assert compare(japanese, guide(case, who, language)) == [], (who, language)


def compare(japanese: list[Guidance], others: list[Guidance]) -> list[str]:
    """Return where other guidances tell more, less or other numbers than the Japanese ones."""
    found = []
    for one, other in zip(japanese, others, strict=True):
        shapes = [
            [(len(b.cautions), len(b.notes), b.distance_m, b.clock) for b in guidance.blocks]
            for guidance in (one, other)
        ]
        found += [] if shapes[0] == shapes[1] else [f"shape: {shapes}"]
        found += [
            f"numbers: {a} / {b}"
            for a, b in zip(told(one), told(other), strict=True)
            if list_numbers(a, "ja") != list_numbers(b, other.language)
        ]
    return found


@pytest.mark.parametrize("language", RULES)
def test_only_blind_walkers_are_told_the_hour(language: str) -> None:
    clock = RULES[language].clock
    lines = {who: " ".join(told(guide("every_turn", who, language)[0])) for who in WHO}
    assert len(clock.findall(lines["white_cane"])) >= 11
    assert not clock.search(lines["wheelchair_manual"] + lines["walk"])


@pytest.mark.parametrize("language", RULES)
def test_while_walking_the_action_comes_first_and_is_short(language: str) -> None:
    full, short = (
        guide("every_turn", "walk", language, length)[0] for length in (Length.FULL, Length.WALKING)
    )
    for long, brief in zip(full.blocks[1:-1], short.blocks[1:-1], strict=True):
        assert len(brief.text) < len(long.text)


# -- the linter finds what it should ---------------------------------------------

GOOD = {
    "en": "Turn right and follow the street for about 5 m.",
    "zh": "右转，沿道路走约5米。",
    "ko": "오른쪽으로 돌아 길을 따라 약 5m 가세요.",
}
SPOKEN = {"en": "5 meters", "zh": "5米", "ko": "5미터"}
WRONG = {
    "en": [
        "turn right.", "Turn right", "Turn right.Go on.", "Turn  right.", "Turn right .",
        "Turn right onto {street}.", "Cross here.", "This place is safe.", "The light is green.",
        "The green light is on.", "Cars come from the left.", "Keep to the pavement.",
        "Take the lift.", "Follow 目白通り.", "Follow メジロ.", "Take a elevator.",
        "Follow the the street.", "Go to the kerb.", "There are 1 step.", "Go north.",
    ],
    "zh": [
        "右转", "右转。。", "右转，沿{street}走。", "请过马路。", "这里很安全。", "现在是绿灯。",
        "沿目白通り走。", "沿練馬走。", "右转, 直行。", "途中有没有红绿灯的人行横道。", "向北走。",
        "沿目白通的的道路走。",
    ],
    "ko": [
        "오른쪽으로 도세요", "오른쪽으로 돌기.", "길[을/를] 따라 가세요.", "길을  따라 가세요.",
        "횡단보도를 건너세요.", "이곳은 안전합니다.", "초록불입니다.", "目白通り를 따라 가세요.",
        "{street}를 따라 가세요.", "북쪽으로 가세요.", "리프트를 타세요.",
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", RULES)
def test_a_good_sentence_has_no_fault(language: str) -> None:
    good = GOOD[language]
    speech = re.sub(r"5 ?(?:m\b|m(?= )|米)", SPOKEN[language], good)
    assert list_line_faults(Line(good, speech), language) == []
    beside = {"en": "Follow Mejiro-dori (目白通り).", "zh": "沿目白通（目白通り）走。",
              "ko": "메지로도리(目白通り)를 따라 가세요."}[language]  # fmt: skip
    spoken = RULES[language].brackets.sub("", beside)
    assert list_line_faults(Line(beside, spoken), language) == []
    assert list_line_faults(Line(beside, beside), language) != []


@pytest.mark.parametrize(
    ("language", "text"), [(code, text) for code, texts in WRONG.items() for text in texts]
)
def test_the_linter_finds_a_fault(language: str, text: str) -> None:
    assert list_line_faults(Line(text, text), language) != []


@pytest.mark.parametrize("language", RULES)
def test_a_unit_that_no_voice_reads_is_a_fault(language: str) -> None:
    good = GOOD[language]
    for wrong in ("5 m", "5%", "5cm"):
        speech = re.sub(r"5 ?(?:m|米)", wrong, good)
        assert list_line_faults(Line(good, speech), language) != []


@pytest.mark.parametrize("language", RULES)
def test_an_hour_for_somebody_who_sees_is_a_fault(language: str) -> None:
    guidance = guide("every_turn", "white_cane", language)[0]
    assert list_faults(guidance, Group.BLIND) == []
    assert list_faults(guidance, Group.WHEELS) != []


def test_another_number_and_a_note_left_out_are_found() -> None:
    japanese = guide("a_signal_with_sound_button", "white_cane", "ja")
    english = guide("a_signal_with_sound_button", "white_cane", "en")
    block = next(b for b in english[0].blocks if "12 m" in b.text)
    other = replace(block, said=replace(block.said, text=block.text.replace("12 m", "13 m")))
    assert compare(japanese, [_with(english[0], block, other)]) != []
    with pytest.raises(ValueError, match="zip"):
        compare(japanese, [_with(english[0], block, replace(block, notes=block.notes[1:]))])


def _with(guidance: Guidance, block: Block, other: Block) -> Guidance:
    blocks = tuple(other if one is block else one for one in guidance.blocks)
    return replace(guidance, blocks=blocks)
