"""What the engine is given of a whole guidance sounds like the guidance in kana."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest

from routeguide.directions.analyser import Readings
from routeguide.directions.describe import Manner, put_into_words
from routeguide.directions.kana import sound_of, to_katakana
from routeguide.directions.lexicon import Lexicon
from routeguide.model.guidance import Guidance, Line
from routeguide.model.traveller import get_preset
from routeguide.speech.openjtalk import OpenJTalk
from tests.directions.cases import CASES, WHO
from tests.directions.phrase_samples import JAPANESE
from tests.ward_network import ward_network

SIGNS = re.compile(r"[、。・（）()「」\s－−-]")
PARTICLES = str.maketrans("ハヘ", "ワエ")
"""は and へ are said わ and え as particles: either way is taken for right."""

LEAST_SENTENCES = 1200


@pytest.fixture(scope="module")
def engine() -> OpenJTalk:
    network = ward_network()
    return OpenJTalk(Lexicon.of(network.readings, network.places.values()))


@pytest.fixture(scope="module")
def sentences(engine: OpenJTalk) -> dict[str, str]:
    """Return the kana of every sentence of every case by what the engine is given."""
    network = ward_network()
    readings = Readings(Lexicon.of(network.readings, network.places.values()), engine)
    manners = [Manner(language=code, readings=readings) for code in JAPANESE]
    lines = [
        line
        for case in CASES.values()
        for who in WHO
        for telling in case(who)
        for manner in manners
        for line in lines_of(put_into_words(telling, manner, get_preset(who).group))
    ]
    return dict(pair for line in lines for pair in sentences_of(line))


def lines_of(guidance: Guidance) -> Iterator[Line]:
    yield guidance.overview
    yield from guidance.why
    for block in guidance.blocks:
        yield from (*block.cautions, block.said, *block.notes)


def sentences_of(line: Line) -> Iterable[tuple[str, str]]:
    return zip(line.speech.split("。"), line.kana.split("。"), strict=True)


def sound(kana: str, *, decimals: bool) -> str:
    """Return how kana sounds; the engine lengthens 2 and 5 in decimals (ニーテンゴ)."""
    heard = sound_of(to_katakana(SIGNS.sub("", kana)).translate(PARTICLES))
    return re.sub("(?<=[ニゴ])ー", "", heard) if decimals else heard


def list_misread(engine: OpenJTalk, sentences: dict[str, str]) -> list[str]:
    return [
        f"{given}: {engine.kana(given)}, not {kana}"
        for given, kana in sentences.items()
        if sound(engine.kana(given), decimals="." in given) != sound(kana, decimals="." in given)
    ]


def test_the_engine_says_every_sentence_as_its_kana_reads(
    engine: OpenJTalk, sentences: dict[str, str]
) -> None:
    assert len(sentences) > LEAST_SENTENCES
    assert list_misread(engine, sentences) == []


def test_a_sentence_that_is_read_otherwise_is_noticed(engine: OpenJTalk) -> None:
    wrong = {"8階へ行きます": "はっかいへいきます", "のぼり坂です": "のぼりさかです"}
    assert [text.partition(":")[0] for text in list_misread(engine, wrong)] == list(wrong)
    right = {"ハッカイへ行きます": "はっかいへいきます", "のぼり坂です": "のぼりざかです"}
    assert list_misread(engine, right) == []
