"""Free text is made fit for the ear: nothing unread, nothing misread."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeguide.directions.kana import sound_of
from routeguide.speech.normalise import LETTERS, normalise
from routeguide.speech.openjtalk import OpenJTalk

SAID = [
    ("2F", "2階"), ("Ｂ１Ｆの改札", "地下1階の改札"), ("1-3F", "1から3階"),
    ("9:00", "9時"), ("９：３０〜１７：００", "9時30分から17時まで"), ("8:08", "8時ハップン"),
    ("9:00-17:15", "9時から17時15分まで"),
    ("1/12", "12分の1"), ("½", "2分の1"), ("勾配1/12の坂", "勾配12分の1の坂"),
    ("120m²", "120平方メートル"), ("㎡", "平方メートル"), ("1,200m", "1200メートル"),
    ("幅90cm×奥行120cm", "幅90センチ、奥行120センチ"), ("3×4m", "3かける4メートル"),
    ("5%", "5パーセント"), ("20°", "20度"), ("2.5km", "2.5キロメートル"),
    ("T字路", "丁字路"), ("Ｔ字路を右", "丁字路を右"),
    ("A2", "エーに"), ("出口Ａ１０", "出口エーじゅう"), ("A2・A3", "エーに、エーさん"),
    ("エレベーター (出口A2)", "エレベーター、出口エーに"),
    ("ちひろ美術館・東京", "ちひろ美術館、東京"), ("関越道（下り）", "関越道、下り"),
    ("北6-12-1", "北6の12の1"), ("約10-20分", "約10から20分"), ("5分〜8分", "5分からハップン"),
    ("2-5階", "2から5階"),
    ("03-3993-1111", "ゼロさん、さんきゅうきゅうさん、いちいちいちいち"),
    ("2026-11-24", "2026年11月24日"), ("2024/04", "2024年4月"), ("1月1日", "1月ツイタチ"),
    ("1日2回", "1日2回"), ("110番", "110番"), ("8階", "ハッカイ"), ("18か所", "ジュウハッカショ"),
    ("🚻トイレ♿", "トイレ"), ("㈱練馬", "株式会社練馬"), ("ｺｺﾈﾘ", "ココネリ"),
    ("セブン-イレブン", "セブンイレブン"), ("マクドナルド　練馬店", "マクドナルド、練馬店"),
    ("駅前(北口)。", "駅前、北口。"), ("セブン&ワイ", "セブンアンドワイ"),
    ("JR", "JR"), ("", ""), ("。", ""), ("・", ""), ("🚻", ""), ("\u200b\x00", ""),
]  # fmt: skip

HEARD = [
    ("2F", "ニカイ"), ("B1F", "チカイッカイ"), ("9:00", "クジ"), ("4:08", "ヨジハップン"),
    ("1/12", "ジューニブンノイチ"), ("120m²", "ヒャクニジューヘーホーメートル"),
    ("T字路", "テージロ"), ("A2", "エーニ"), ("8階", "ハッカイ"),
    ("6-12-1", "ロクノジューニノイチ"),
    ("03-3993-1111", "ゼロサンサンキューキューサンイチイチイチイチ"),
    ("1月1日", "イチガツツイタチ"), ("１０－２０分", "ジューカラニジュップン"),
]  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> OpenJTalk:
    return OpenJTalk()


@pytest.mark.parametrize(("text", "said"), SAID)
def test_a_text_is_said(text: str, said: str) -> None:
    assert normalise(text) == said


@pytest.mark.parametrize(("text", "kana"), HEARD)
def test_the_engine_reads_what_it_is_given(text: str, kana: str, engine: OpenJTalk) -> None:
    heard = re.sub("[、。]", "", engine.kana(normalise(text)))
    assert sound_of(heard) == sound_of(kana)


def test_without_it_the_engine_reads_them_wrongly(engine: OpenJTalk) -> None:
    wrong = [text for text, kana in HEARD if sound_of(engine.kana(text)) != sound_of(kana)]
    assert {"2F", "9:00", "1/12", "8階", "6-12-1"} <= set(wrong)


@given(st.text(alphabet="A2・(（m²%階分時日月-/:〜 東京ト。、~９F", max_size=12))
def test_what_is_left_holds_no_sign_that_nobody_says(text: str) -> None:
    said = normalise(text)
    assert not re.search(r"[・（）()/:〜~\s９Ａ²]", said)
    assert "、、" not in said
    assert said == said.strip("、")


@given(st.sampled_from([said for _, said in SAID]))
def test_what_was_made_fit_stays_as_it_is(said: str) -> None:
    assert normalise(said) == said


def test_every_letter_has_a_name() -> None:
    assert "".join(LETTERS) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert normalise("Z9") == "ゼットきゅう"
