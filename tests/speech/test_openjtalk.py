"""Open JTalk, with our lexicon, says what we declare; kana stands only where it must.

``ROUTEGUIDE_REGENERATE=1`` rewrites the golden file of phonemes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from routeguide.directions.analyser import Readings
from routeguide.directions.counters import COUNTERS, count_pieces
from routeguide.directions.kana import for_engine, sound_of
from routeguide.directions.lexicon import Lexicon
from routeguide.directions.pieces_of_text import Piece
from routeguide.directions.ruby import kana_only, parse_marked
from routeguide.model.reading import Reading, ReadingUse
from routeguide.network.ward import WardLayer, load_ward
from routeguide.speech.openjtalk import OpenJTalk

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden" / "phonemes.txt"
UP_TO = 120
DECIMALS = (0.1, 0.5, 0.8, 1.3, 1.5, 2.4, 3.6, 4.2, 5.5, 6.7, 8.3, 8.8, 9.9, 10.4, 12.25, 4.05)
MEASURES = ("メートル", "センチ", "キロメートル", "パーセント", "分", "時間", "秒", "度")
ONLY_TO = {"月": range(1, 13), "日": range(1, 32), "つ": range(1, 10)}
"""Counters that mean nothing beyond; there the engine does not matter."""

TAILS = (
    ("", ""), ("の前です", "のまえです"), ("へ", "え"), ("、", ""), ("に着きます", "につきます"),
    ("を出ます", "をでます"), ("から30メートル", "からさんじゅうメートル"),
)  # fmt: skip

ORDINARY = """
右に曲がり、歩道を80メートルほど進みます。信号のある横断歩道です。青かどうかは、この案内では分かりません。
学校へ行きます。ここで行き止まりです。三角形の角です。街角に交番があります。この先、下り坂が続きます。
階段をさけるため、220メートルほど遠回りします。エレベーターが動いているかどうかは確認できていません。
中に点字ブロックはありません。改札を通ります。出口の向きは確認できていません。いちばん急な坂は4パーセントです。
扉を背にして、3時の方向へ進みます。警報が鳴っているときは、入らないでください。何センチかな。通りを渡ります。
この町の小さな公園の前を通り、人の多い商店街をぬけて、池のある森の中の道へ行くと、寺の門に着きます。
"""


@pytest.fixture(scope="module")
def layer() -> WardLayer:
    return load_ward(ROOT / "graphdata" / "ward", today=date(2026, 11, 24))


@pytest.fixture(scope="module")
def lexicon(layer: WardLayer) -> Lexicon:
    return Lexicon.of(layer.readings, layer.places)


@pytest.fixture(scope="module")
def bare() -> OpenJTalk:
    return OpenJTalk()


@pytest.fixture(scope="module")
def engine(lexicon: Lexicon) -> OpenJTalk:
    return OpenJTalk(lexicon)


def spoken(pieces: Sequence[Piece]) -> str:
    """Return what an engine is given."""
    return "".join(piece.text if piece.spoken is None else piece.spoken for piece in pieces)


def heard(engine: OpenJTalk, text: str) -> str:
    """Return how a text sounds; in decimals the engine lengthens 2 and 5 (ニーテンゴ)."""
    sound = sound_of(re.sub("[、。・]", "", engine.kana(text)))
    return re.sub("(?<=[ニゴ])ー", "", sound) if "テン" in sound and "." in text else sound


def in_kana(pieces: Sequence[Piece]) -> str:
    return sound_of(kana_only(pieces))


# -- readings -------------------------------------------------------------


def list_misread(
    engine: OpenJTalk, lexicon: Lexicon, tails: Sequence[tuple[str, str]] = TAILS
) -> list[str]:
    """Return entries that the engine reads otherwise: kanji and katakana, alone and before more."""
    found = []
    for entry in lexicon:
        head, head_kana = ("練馬", "ねりま") if entry.use is ReadingUse.SUFFIX else ("", "")
        for written in {head + entry.surface, for_engine(head_kana + entry.kana)}:
            for tail, tail_kana in tails:
                told = sound_of(head_kana + entry.kana + tail_kana)
                if heard(engine, written + tail) != told:
                    found.append(written + tail)
    return found


def test_the_analyser_agrees_with_every_declared_reading(
    engine: OpenJTalk, lexicon: Lexicon
) -> None:
    assert len(lexicon) > 550
    assert list_misread(engine, lexicon) == []


def test_without_the_lexicon_it_does_not(bare: OpenJTalk, lexicon: Lexicon) -> None:
    wrong = set(list_misread(bare, lexicon, TAILS[:1]))
    assert {"環八通り", "谷原", "豊島園駅", "江古田駅", "小竹町"} <= wrong


def test_the_lexicon_changes_no_ordinary_sentence(engine: OpenJTalk, bare: OpenJTalk) -> None:
    sentences = [s for line in ORDINARY.split() for s in line.split("。")[:-1]]
    assert len(sentences) > 15
    assert [s for s in sentences if engine.kana(s) != bare.kana(s)] == []


def test_a_greedy_entry_would_be_noticed(bare: OpenJTalk) -> None:
    word = Reading("学校へ", "まなびやへ", "test", "general", checked=False, use=ReadingUse.WORD)
    assert bare.kana("学校へ行きます") == "ガッコーエイキマス"
    assert OpenJTalk(Lexicon([word])).kana("学校へ行きます") == "マナビヤヘイキマス"


# -- the analyser ---------------------------------------------------------


def test_a_text_is_read_in_words_with_kana_as_people_write_it(engine: OpenJTalk) -> None:
    pieces = engine.read("銀座通りへ続く　12か所（A2）")
    assert "".join(piece.text for piece in pieces) == "銀座通りへ続く　12か所（A2）"
    assert [(p.text, p.kana) for p in pieces] == [
        ("銀座", "ぎんざ"), ("通り", "どおり"), ("へ", None), ("続く", "つづく"), ("　", None),
        ("12", "じゅうに"), ("か所", "かしょ"), ("（", None), ("A2", "えーに"), ("）", None),
    ]  # fmt: skip
    assert all(piece.is_guess for piece in pieces)


@pytest.mark.parametrize("text", ["", "。", "🚻", "　", "ー", "㈱", "々", "a", "\n練馬\t駅", "①2F"])
def test_odd_texts_are_read_without_loss(text: str, engine: OpenJTalk) -> None:
    assert "".join(piece.text for piece in engine.read(text)) == text


def test_names_that_nobody_declared_are_guessed(engine: OpenJTalk, lexicon: Lexicon) -> None:
    readings = Readings(lexicon, engine)
    pieces = readings.name("銀座中央通り")
    assert kana_only(pieces) == "ぎんざちゅうおうどおり"
    assert [p.is_guess for p in pieces] == [True, True, False]
    assert all(p.is_name for p in pieces)
    assert kana_only(readings.name("光が丘区民センター")) == "ひかりがおかくみんセンター"


@pytest.mark.parametrize(
    ("name", "kana"),
    [
        ("桜ヶ池通り", "さくらがいけどおり"),
        ("霞ケ関", "かすみがせき"),
        ("ケヤキ通り", "ケヤキどおり"),
    ],
)
def test_a_small_ke_between_kanji_is_read_ga(name: str, kana: str, engine: OpenJTalk) -> None:
    pieces = Readings(Lexicon(()), engine).name(name)
    assert kana_only(pieces) == kana
    assert "".join(piece.text for piece in pieces) == name


def test_the_voice_falls_where_it_should(engine: OpenJTalk) -> None:
    def accent(text: str) -> tuple[str, int]:
        first = engine.features(text)[0]
        return first["string"], first["acc"]

    assert accent("環八通り") == ("環八通り", 5)
    assert accent(for_engine("かんぱちどおり")) == ("カンパチドオリ", 5)
    assert accent("シャクジイコーエンエキ") == ("シャクジイコーエンエキ", 7)
    assert accent("角") == ("角", 1)


def test_phonemes_pause_at_a_comma(engine: OpenJTalk) -> None:
    assert engine.phonemes("公園へ、行く。") == "k o o e N e pau i k u"


def test_threads_share_one_engine(lexicon: Lexicon) -> None:
    shared = OpenJTalk(Lexicon(list(lexicon)[:30]))
    texts = [f"練馬駅から{n}メートル" for n in range(1, 60)]
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(shared.kana, texts))
    assert told == [shared.kana(text) for text in texts]
    assert told[2] == "ネリマエキカラサンメートル"


def test_loading_prints_nothing_and_waits_for_the_first_question() -> None:
    code = (
        "import sys\n"
        "from routeguide.directions.lexicon import Lexicon\n"
        "from routeguide.model.reading import Reading\n"
        "from routeguide.speech.openjtalk import OpenJTalk\n"
        "entry = Reading('谷原', 'やはら', 'test', 'general', checked=False)\n"
        "voice = OpenJTalk(Lexicon([entry]))\n"
        "assert 'pyopenjtalk' not in sys.modules\n"
        "assert voice.kana('谷原') == 'ヤハラ'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# -- numbers --------------------------------------------------------------


def numbers_of(counter: str) -> Iterator[float]:
    yield from ONLY_TO.get(counter, range(UP_TO + 1))
    if counter in MEASURES:
        yield from DECIMALS


def list_wrong(engine: OpenJTalk, counter: str, *, as_digits: bool = False) -> list[str]:
    """Return numbers that the engine says otherwise than we write them in kana."""
    found = []
    for number in numbers_of(counter):
        pieces = count_pieces(number, counter)
        given = "".join(p.text for p in pieces) if as_digits else spoken(pieces)
        if heard(engine, given + "です") != in_kana((*pieces, Piece("です"))):
            found.append("".join(p.text for p in pieces))
    return found


@pytest.mark.parametrize("counter", COUNTERS)
def test_the_engine_says_every_number_as_we_write_it(counter: str, engine: OpenJTalk) -> None:
    assert list_wrong(engine, counter) == []


@pytest.mark.parametrize("counter", COUNTERS)
def test_digits_stand_wherever_the_engine_reads_them_rightly(
    counter: str, engine: OpenJTalk
) -> None:
    """Re-measures :data:`COUNTERS`: kana in place of digits only where digits would be misread."""
    in_kana_given = [
        "".join(p.text for p in pieces)
        for pieces in (count_pieces(n, counter) for n in numbers_of(counter))
        if any(p.spoken for p in pieces)
    ]
    assert in_kana_given == list_wrong(engine, counter, as_digits=True)


def test_digits_alone_would_be_misread(engine: OpenJTalk) -> None:
    assert {"8分", "18分", "0分"} <= set(list_wrong(engine, "分", as_digits=True))
    assert {"8階", "28階"} <= set(list_wrong(engine, "階", as_digits=True))


# -- the golden file ------------------------------------------------------

OFTEN = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 18, 20, 24, 100, 108)


def templates() -> Iterator[tuple[Piece, ...]]:
    """Yield sentences of guidance with numbers in them."""
    for counter in COUNTERS:
        for number in (n for n in OFTEN if n in ONLY_TO.get(counter, OFTEN)):
            yield *count_pieces(number, counter), Piece("です。")
    for hour in range(1, 13):
        yield (
            *parse_marked("{右||みぎ}"), *count_pieces(hour, "時"),
            *parse_marked("の{方向|ほうこう}に、{曲|ま}がります。"),
        )  # fmt: skip
    for low, high in ((1, 1), (2, 3), (3, 8), (4, 10)):
        yield (
            *parse_marked("{地下|ちか}"), *count_pieces(low, "階"), Piece("から"),
            *count_pieces(high, "階"), *parse_marked("まで{行|い}きます。"),
        )  # fmt: skip
    for metres in (3, 15, 80, 220, 640, 1150, 3300, 12_000):
        yield (
            *parse_marked("{歩道|ほどう}を"), *count_pieces(metres, "メートル"),
            *parse_marked("ほど{進|すす}みます。"),
        )  # fmt: skip
    for slope, length in ((4.2, 30), (0.5, 8), (8.3, 100), (12.5, 6)):
        yield (
            *count_pieces(slope, "パーセント"), *parse_marked("の{坂|さか}が"),
            *count_pieces(length, "メートル"), *parse_marked("{続|つづ}きます。"),
        )  # fmt: skip
    for hour, minute in ((0, 0), (4, 8), (7, 14), (9, 10), (17, 1), (19, 36), (21, 20)):
        yield (*count_pieces(hour, "時"), *count_pieces(minute, "分"), Piece("です。"))


def list_lines(engine: OpenJTalk) -> list[str]:
    """Return what is given to the engine, and its phonemes.

    Raises:
        AssertionError: the engine says something else than our own kana.
    """
    lines = []
    for pieces in templates():
        given = spoken(pieces)
        assert heard(engine, given) == in_kana(pieces).rstrip("。").replace("、", ""), given
        lines.append(f"{''.join(p.text for p in pieces)}\t{engine.phonemes(given)}\n")
    return lines


def test_the_phonemes_are_those_of_the_golden_file(engine: OpenJTalk) -> None:
    lines = list_lines(engine)
    if os.environ.get("ROUTEGUIDE_REGENERATE") == "1":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text("".join(lines), encoding="utf-8")
    assert len(lines) > 350
    assert lines == GOLDEN.read_text(encoding="utf-8").splitlines(keepends=True)


def test_a_template_that_the_engine_misreads_is_noticed(
    engine: OpenJTalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {**COUNTERS, "階": replace(COUNTERS["階"], misread=lambda _number: False)}
    monkeypatch.setattr("routeguide.directions.counters.COUNTERS", wrong)
    count_pieces.cache_clear()
    with pytest.raises(AssertionError, match="8階です"):
        list_lines(engine)
    count_pieces.cache_clear()
