"""What is read aloud are the blocks of the page, in their order, and it sounds as they do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from routeguide.directions.analyser import Readings
from routeguide.directions.describe import Manner, describe_answer, read_manner
from routeguide.directions.language import LANGUAGES
from routeguide.directions.lexicon import Lexicon
from routeguide.errors import BadInput
from routeguide.model.guidance import Block, Guidance, Line
from routeguide.model.route import Endpoint, Query
from routeguide.model.traveller import get_preset
from routeguide.routing.plan import find_route
from routeguide.speech.foreign import normalise_for
from routeguide.speech.openjtalk import OpenJTalk
from routeguide.speech.script import get_part, script_of, script_of_answer, spoken_language
from tests.speech.test_guidance import lines_of
from tests.ward_network import ward_network

TRIP = ("station:kotake-mukaihara", "facility:kotake-toshokan")
WHEN = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def readings() -> Readings:
    network = ward_network()
    lexicon = Lexicon.of(network.readings, network.places.values())
    return Readings(lexicon, OpenJTalk(lexicon))


def answer(who: str = "white_cane"):  # noqa: ANN201
    ends = (Endpoint(place=place) for place in TRIP)
    return find_route(ward_network(), Query(*ends, get_preset(who), WHEN))


def line(text: str) -> Line:
    return Line(text, text)


def guidance(**more) -> Guidance:  # noqa: ANN003
    block = Block(
        line("右に曲がります。"), (139.0, 35.0),
        cautions=(line("段差です。"), line("車が出ます。")), notes=(line("店があります。"),),
    )  # fmt: skip
    return Guidance(line("600メートルです。"), (block,), **more)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("who", ["white_cane", "wheelchair_manual", "walk"])
def test_parts_are_the_blocks_of_the_page(code: str, who: str, readings: Readings) -> None:
    manner = Manner(language=code, readings=readings)
    told = describe_answer(answer(who), manner=manner)[0]
    script = script_of_answer(answer(who), manner)
    assert script is not None
    assert [part.number for part in script.parts] == list(range(len(told.blocks) + 1))
    for block, part in zip(told.blocks, script.parts[1:], strict=True):
        action = normalise_for(block.said.speech, script.language)
        assert action.replace(" ", "") in "".join(part.sentences).replace(" ", "")
        assert len(part.sentences) >= 1 + 2 * len(block.cautions) + len(block.notes)
        assert block.said.text in part.title


def test_cautions_come_before_the_action_each_with_its_word() -> None:
    script = script_of(guidance(), caution_word="注意")
    assert script.parts[1].sentences == (
        "注意。", "段差です。", "注意。", "車が出ます。", "右に曲がります。", "店があります。",
    )  # fmt: skip


def test_while_walking_the_action_comes_first() -> None:
    script = script_of(guidance(action_first=True), caution_word="注意")
    assert script.parts[1].sentences[0] == "右に曲がります。"
    assert script.parts[1].sentences[1:3] == ("注意。", "段差です。")


def test_what_is_assumed_comes_first_and_reasons_before_the_steps() -> None:
    told = guidance(assumed=(line("仮定です。"),), why=(line("遠回りします。"),))
    script = script_of(told, caution_word="注意", notices=["工事です。"])
    assert script.parts[0].sentences == (
        "仮定です。", "工事です。", "600メートルです。", "遠回りします。",
    )  # fmt: skip


def test_notices_are_heard_with_names_in_kana(readings: Readings) -> None:
    script = script_of_answer(answer(), Manner(readings=readings))
    assert script is not None
    assert any("コタケトショカン" in one and "電話で" in one for one in script.parts[0].sentences)


def test_fitting_our_own_sentences_to_the_engine_changes_no_sound(readings: Readings) -> None:
    engine = OpenJTalk(readings.lexicon)
    manner = read_manner("ja", "full", "none", readings)
    texts = {
        sentence
        for who in ("white_cane", "wheelchair_manual", "walk", "cane")
        for told in describe_answer(answer(who), manner=manner)
        for one in lines_of(told)
        for sentence in one.speech.split("。")
        if sentence
    }
    assert len(texts) > 40
    changed = [
        text
        for text in texts
        if engine.phonemes(text) != engine.phonemes(normalise_for(text, "ja"))
    ]
    assert changed == []


def test_one_part_alone_and_a_part_that_is_not_there() -> None:
    script = script_of(guidance(), caution_word="注意")
    assert get_part(script, 1).parts == script.parts[1:]
    assert get_part(script) is script
    for missing in ((script, 2), (None, None)):
        with pytest.raises(BadInput, match="その番号の案内はありません"):
            get_part(*missing)
    assert script_of_answer(answer(), Manner(), way=5) is None


def test_plain_and_pupils_japanese_are_spoken_as_japanese() -> None:
    assert {spoken_language(code) for code in LANGUAGES} == {"ja", "en", "zh", "ko"}
