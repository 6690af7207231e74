"""Kana in Hangul, by the National Institute of Korean Language's rules for Japanese.

か and た rows are 가 and 다 at the head of a word, 카 and 타 within; つ is 쓰; ん is
the final ㄴ, っ the final ㅅ; long vowels are not written. What is heard as two
vowels at the seam of two words stays: かみ|いぐさ 가미이구사, しゃくじい 샤쿠지이.
"""

from __future__ import annotations

import re

from routeguide.directions.kana import ROWS as VOWEL_ROWS
from routeguide.directions.kana import to_hiragana
from routeguide.directions.name_parts import CHOME, ROUTE, NameParts

WITHIN = {
    "あいうえお": "아이우에오", "かきくけこ": "카키쿠케코", "さしすせそ": "사시스세소",
    "たちつてと": "타치쓰테토", "なにぬねの": "나니누네노", "はひふへほ": "하히후헤호",
    "まみむめも": "마미무메모", "やゆよ": "야유요", "らりるれろ": "라리루레로",
    "わゐゑを": "와이에오",
    "がぎぐげご": "가기구게고", "ざじずぜぞ": "자지즈제조", "だぢづでど": "다지즈데도",
    "ばびぶべぼ": "바비부베보", "ぱぴぷぺぽ": "파피푸페포", "ゔ": "부",
    "ぁぃぅぇぉ": "아이우에오", "ゃゅょゎ": "야유요와",
}  # fmt: skip
HEAD = {"かきくけこ": "가기구게고", "たちてと": "다지데도"}
WITH_Y = {
    "き": "캬큐쿄", "し": "샤슈쇼", "ち": "차추초", "に": "냐뉴뇨", "ひ": "햐휴효", "み": "먀뮤묘",
    "り": "랴류료", "ぎ": "갸규교", "じ": "자주조", "ぢ": "자주조", "び": "뱌뷰뵤", "ぴ": "퍄퓨표",
}  # fmt: skip
HEAD_WITH_Y = {"き": "갸규교", "ち": "자주조"}
LOANED = {
    "ふぁ": "파", "ふぃ": "피", "ふぇ": "페", "ふぉ": "포", "てぃ": "티", "でぃ": "디",
    "とぅ": "투", "しぇ": "셰", "ちぇ": "체", "じぇ": "제", "うぃ": "위", "うぇ": "웨",
    "うぉ": "워", "ゔぁ": "바", "ゔぃ": "비", "ゔぇ": "베", "ゔぉ": "보", "つぁ": "차",
    "ふゅ": "퓨", "でゅ": "듀",
}  # fmt: skip


def _each(table: dict[str, str]) -> dict[str, str]:
    return {
        kana: letter
        for row, letters in table.items()
        for kana, letter in zip(row, letters, strict=True)
    }


def _each_with_y(table: dict[str, str]) -> dict[str, str]:
    return {
        kana + small: letter
        for kana, letters in table.items()
        for small, letter in zip("ゃゅょ", letters, strict=True)
    }


LETTERS = _each(WITHIN) | _each_with_y(WITH_Y) | LOANED
AT_HEAD = LETTERS | _each(HEAD) | _each_with_y(HEAD_WITH_Y)
SYLLABLE = re.compile("|".join(sorted(map(re.escape, LETTERS), key=len, reverse=True)))
FIRST, LAST, FINALS = "가", "힣", 28
CLOSING = {"ん": 4, "っ": 19}
"""Numbers of the finals ㄴ and ㅅ within a syllable."""

APART = ("しゃくじい", "のうえ", "いいだ", "[きしちにひみりぎじび]いなり")
"""Names (patterns) in which two vowels are heard though they look like a long one."""

BLANKS = re.compile(r"[\s、・]+")
SEAM = "|"
UNITS = {CHOME: "초메", ROUTE: "호선"}


def hangul_of_parts(parts: NameParts) -> str:
    """Return a name whose words are known: one word, no vowel made long over a seam."""
    words = [*parts.fronts, parts.stem, *(end.kana for end in parts.ends if end.number is None)]
    numbered = (f" {end.number}{UNITS[end.unit]}" for end in parts.ends if end.number is not None)
    return to_hangul(SEAM.join(filter(None, words))) + "".join(numbered)


def to_hangul(kana: str) -> str:
    """Return a name in Hangul."""
    return " ".join(_word(word) for word in BLANKS.split(to_hiragana(kana)) if word)


def _word(word: str) -> str:
    told: list[str] = []
    at = 0
    kept, was_long = _kept(word), False
    while at < len(word):
        sign = word[at]
        size = 1
        is_long = sign == "ー" or (not was_long and at not in kept and _is_long(word, at))
        if sign in CLOSING and told:
            told[-1] = _close(told[-1], CLOSING[sign])
        elif sign != SEAM and not is_long:
            found = SYLLABLE.match(word, at)
            syllable = found[0] if found else sign
            told.append((LETTERS if told else AT_HEAD).get(syllable, syllable))
            size = len(syllable)
        was_long = is_long
        at += size
    return "".join(told)


def _kept(word: str) -> set[int]:
    """Return the places of vowels that are heard apart."""
    return {
        place
        for part in APART
        for found in re.finditer(part, word)
        for place in range(found.start(), found.end())
    }


def _is_long(word: str, at: int) -> bool:
    """Tell whether a vowel only makes the one before it long."""
    if at == 0:
        return False
    before = _vowel_of(word[at - 1])
    return (before, word[at]) in {
        ("あ", "あ"), ("い", "い"), ("う", "う"), ("え", "え"), ("お", "お"), ("お", "う"),
    }  # fmt: skip


def _vowel_of(kana: str) -> str:
    for vowel, row in VOWEL_ROWS.items():
        if kana in to_hiragana(row):
            return to_hiragana(vowel)
    return ""


def _close(syllable: str, final: int) -> str:
    """Return a text whose last syllable, if it is open, has a final consonant."""
    last = syllable[-1]
    is_open = FIRST <= last <= LAST and (ord(last) - ord(FIRST)) % FINALS == 0
    return syllable[:-1] + chr(ord(syllable[-1]) + final) if is_open else syllable
