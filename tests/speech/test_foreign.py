"""English, Chinese and Korean reach espeak-ng as it reads them rightly; names stay Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from routeguide.directions.analyser import Readings
from routeguide.directions.describe import Manner, put_into_words
from routeguide.directions.kana import for_engine, sound_of
from routeguide.directions.lexicon import Lexicon
from routeguide.directions.romaji import romanise
from routeguide.model.reading import ReadingUse
from routeguide.model.traveller import get_preset
from routeguide.speech.engines import ESPEAK_VOICES, to_ssml
from routeguide.speech.espeak_runner import Espeak
from routeguide.speech.foreign import normalise_for
from routeguide.speech.in_english import kana_of_name, known_names, split_names
from routeguide.speech.openjtalk import OpenJTalk
from routeguide.speech.script import script_of
from routeguide.speech.sentences import LONGEST, split_sentences
from tests.directions.cases import CASES, WHO
from tests.ward_network import ward_network

SAID = [
    ("en", "Nerima 2F", "Nerima floor 2"), ("en", "B1F", "basement floor 1"),
    ("en", "9:00-17:30", "9 o'clock to 17 30"), ("en", "at 16:02.", "at 16 oh 2."),
    ("en", "slope 1/12", "slope 1 in 12"), ("en", "120 m²", "120 square meters"),
    ("en", "90cm × 120 cm", "90 centimeters × 120 centimeters"),
    ("en", "1,150 m", "1150 meters"), ("en", "5%", "5 percent"), ("en", "(lift)", "lift"),
    ("en", "10-20 min", "10 to 20 min"), ("en", "Cafe & Bar", "Cafe and Bar"),
    ("en", "Exit A2", "Exit A2"), ("en", "Kotake (小竹).", "Kotake, 小竹."), ("en", "🚻", ""),
    ("zh", "2F", "2层"), ("zh", "B1F", "地下1层"), ("zh", "9:00-17:30", "9点到17点30分"),
    ("zh", "坡度1/12", "坡度12分之1"), ("zh", "5%", "百分之5"), ("zh", "2.5米", "2点5米"),
    ("zh", "车道分为2条。", "车道分为两条。"), ("zh", "第2条", "第2条"), ("zh", "12条", "12条"),
    ("zh", "2号出口", "2号出口"), ("zh", "A2出口", "A 2出口"), ("zh", "120m²", "120平方米"),
    ("zh", "🚻", ""), ("zh", "。", ""),
    ("ko", "2F", "2층"), ("ko", "B1F", "지하 1층"), ("ko", "9:00", "아홉 시"),
    ("ko", "10시에 엽니다", "열 시에 엽니다"), ("ko", "16시 2분쯤", "16 시 2분쯤"),
    ("ko", "2시간", "2시간"), ("ko", "1/12", "12분의 1"), ("ko", "2.5미터", "2점 5미터"),
    ("ko", "120m²", "120제곱미터"), ("ko", "10-20분", "10에서 20분"), ("ko", "🚻", ""),
    ("ja", "2F", "2階"), ("ja", "🚻", ""),
]  # fmt: skip

HEARD = [
    ("zh", "好", "X'Au214_|"), ("zh", "2条", "l'iA214N_| thj'Au35_|"),
    ("zh", "A2", "(en)'eI(cmn)_| '@r51_|"), ("ko", "10시", "j'@L s'i"),
    ("ko", "A2", "(en)'eI(ko) 'i_!"), ("en", "1/12", "w'Vn In tw'Elv"),
]  # fmt: skip
SWITCH = re.compile(r"\(en\)")
LETTER = re.compile(r"[A-Z]")


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    return Espeak()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    network = ward_network()
    return Lexicon.of(network.readings, network.places.values())


@pytest.fixture(scope="module")
def known(lexicon: Lexicon) -> dict[str, str]:
    return known_names(lexicon)


def sentences(code: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield every sentence of every case of the directions, as engines are given it."""
    manner = Manner(language=code, readings=Readings(lexicon, OpenJTalk(lexicon)))
    for case in CASES.values():
        for who in WHO:
            for telling in case(who):
                guidance = put_into_words(telling, manner, get_preset(who).group)
                yield from script_of(guidance, caution_word="!").sentences


@pytest.mark.parametrize(("language", "text", "said"), SAID)
def test_a_text_is_said(language: str, text: str, said: str) -> None:
    assert normalise_for(text, language) == said


@pytest.mark.parametrize(("language", "text", "phonemes"), HEARD)
def test_espeak_reads_what_it_is_given(
    language: str, text: str, phonemes: str, espeak: Espeak
) -> None:
    voice = ESPEAK_VOICES[language]
    assert espeak.phonemes(normalise_for(text, language), voice) == phonemes


def test_without_it_espeak_reads_them_wrongly(espeak: Espeak) -> None:
    def is_wrong(language: str, text: str) -> bool:
        voice = ESPEAK_VOICES[language]
        given = normalise_for(text, language)
        return espeak.phonemes(text, voice) != espeak.phonemes(given, voice)

    assert is_wrong("zh", "2条")
    assert is_wrong("zh", "A2")
    assert is_wrong("ko", "10시")
    assert is_wrong("en", "1/12")


@pytest.mark.parametrize("language", ["zh", "ko"])
def test_no_word_of_our_directions_is_spelled_in_english(
    language: str, espeak: Espeak, lexicon: Lexicon
) -> None:
    told = set(sentences(language, lexicon))
    assert len(told) > 150
    wrong = [
        sentence
        for sentence in told
        if len(SWITCH.findall(espeak.phonemes(sentence, ESPEAK_VOICES[language])))
        > len(LETTER.findall(sentence))
    ]
    assert wrong == []


def test_tones_are_no_english_numbers(espeak: Espeak) -> None:
    """1.51 says "hao three" with the voice ``cmn``: the first voice of the list must not."""
    for voice in ESPEAK_VOICES["zh"].split(","):
        assert "(en)" not in espeak.phonemes("今天的天气很好", voice)
    assert ESPEAK_VOICES["zh"].startswith("cmn-latn-pinyin")


# -- Japanese names in English --------------------------------------------------


def test_every_declared_name_comes_back_from_its_latin_letters(
    lexicon: Lexicon, known: dict[str, str]
) -> None:
    names = [entry for entry in lexicon if entry.use is not ReadingUse.WORD]
    assert len(names) > 400
    wrong = [
        entry.surface
        for entry in names
        if sound_of(kana_of_name(romanise(entry.kana).replace(" ", "-"), known) or "")
        != sound_of(for_engine(entry.kana).replace("、", ""))
    ]
    assert wrong == []


def test_names_are_given_to_the_japanese_voice_and_english_is_not(known: dict[str, str]) -> None:
    text = "From Exit A2 of Kotake-mukaihara Station, go to Shakujii-koen & turn. Take the route."
    names = [name for name, kana in split_names(text, known) if kana]
    assert names == ["Kotake-mukaihara", "Shakujii-koen"]
    assert "".join(part for part, _ in split_names(text, known)) == text
    said = to_ssml(text, known)
    assert '<voice xml:lang="ja">コタケムカイハラ</voice> Station' in said
    assert "&amp;" in said


def test_no_english_of_our_directions_is_taken_for_a_name(
    lexicon: Lexicon, known: dict[str, str]
) -> None:
    told = set(sentences("en", lexicon))
    assert len(told) > 150
    names = {name for text in told for name, kana in split_names(text, known) if kana}
    english = {"Street", "Station", "Library", "Go", "Turn", "The", "Are", "Note", "To"}
    assert names
    assert names & english == set()
    assert {name for name in names if name[0].islower()} == set()


def test_espeak_says_a_name_in_japanese(espeak: Espeak) -> None:
    plain, _ = espeak.speak("Kotake", "en-us", 1.0)
    told, _ = espeak.speak(to_ssml("Kotake"), "en-us", 1.0)
    assert to_ssml("Kotake") == '<voice xml:lang="ja">コタケ</voice>'
    assert len(plain) != len(told)


# -- sentences --------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("ja", "右です。左です。", ["右です。", "左です。"]),
        ("ja", "3.5メートルです。", ["3.5メートルです。"]),
        ("en", "Go 3.5 m. Turn left!", ["Go 3.5 m.", "Turn left!"]),
        ("zh", "右转。左转？", ["右转。", "左转？"]),
        ("ko", "도세요. 가세요.", ["도세요.", "가세요."]),
        ("ja", "", []), ("en", " \n ", []),
    ],
)  # fmt: skip
def test_a_text_is_parted_into_sentences(language: str, text: str, parts: list[str]) -> None:
    assert list(split_sentences(text, language)) == parts


def test_no_sentence_is_longer_than_an_engine_takes() -> None:
    for text in ("あ" * 5000, "あいう、" * 900, "x" * LONGEST + "、" + "y" * LONGEST):
        parts = split_sentences(text, "ja")
        assert max(map(len, parts)) <= LONGEST
        assert "".join(parts) == text
