"""Compare what people type with names: written alike, or sounding alike.

A name is compared in two ways. *As written*: full and half width, capitals, blanks and dots,
katakana, 光ヶ丘 and 光が丘, 第二 and 第2 make no difference. *As heard*: kana and Latin letters
of any school (Shakujii, syakuzi, しゃくじい, シャクジー) become one row of syllables in
which a long vowel is not told from a short one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

KANJI_RUN = re.compile(r"([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆\U00020000-\U0003ffff]+)")
KANJI = KANJI_RUN.pattern.strip("()+")
NOT_COMPARED = re.compile(r"[\s・･,，、。.'’`´\-‐–—_/()（）「」]+")
SMALL_GA = re.compile(rf"(?<={KANJI})[ヶケヵカがガけか](?={KANJI})")
NUMBERED = re.compile(r"第([一二三四五六七八九])")
DIGIT = {kanji: str(number) for number, kanji in enumerate("一二三四五六七八九", 1)}
STEP = ord("ァ") - ord("ぁ")
LENGTHENED = {"a": "a", "i": "i", "u": "u", "e": "ei", "o": "ou"}
"""By vowel: the vowels behind it that only make it longer."""

SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), told)
    for pattern, told in (
        (r"oh(?![aiueoy])", "o"),
        (r"tch|cch", "tch"),
        (r"sh(?=[aueo])", "sy"),
        (r"ch(?=[aueo])", "ty"),
        (r"j(?=[aueo])", "zy"),
        (r"sh", "s"),
        (r"ch", "t"),
        (r"j", "z"),
        (r"ts", "t"),
        (r"(?<![kgsztdnhbpmr])f", "h"),
        (r"di", "zi"),
        (r"du", "zu"),
        (r"dy", "zy"),
        (r"zyy", "zy"),
        (r"wo", "o"),
        (r"v", "b"),
        (r"m(?=[bmp])", "n"),
    )
)
"""Hepburn and its relatives as 訓令式, which Unicode's names of kana follow."""


class Rank(IntEnum):
    """How well a name answers what was typed, the best first."""

    EXACT = 0
    PREFIX = 1
    INSIDE = 2
    KANA_EXACT = 3
    KANA_PREFIX = 4
    KANA_INSIDE = 5
    WORDS = 6
    """Each word, or each run of kanji and of kana, stands somewhere in the name."""


@dataclass(frozen=True, slots=True)
class Sound:
    """How something is heard: its letters, and where syllables end (0 = the beginning)."""

    letters: str
    ends: frozenset[int]
    is_kana: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, made ready; ``sound`` None where it has signs that are not heard."""

    written: str
    sound: Sound | None
    words: tuple[Typed, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name made ready: every way in which it is written and heard.

    ``longer`` holds forms, written and heard, that answer only as a whole: 練馬駅, nerimaeki.
    """

    written: tuple[str, ...]
    sounds: tuple[Sound, ...]
    longer: frozenset[str] = frozenset()


def read_typed(text: str) -> Typed:
    """Return what was typed, made ready for :func:`rank_of`."""
    words = [part for word in text.split() for part in KANJI_RUN.split(_unified(word)) if part]
    parts = tuple(_plain(word) for word in words) if len(words) > 1 else ()
    return Typed(fold_written(text), hear(text), tuple(part for part in parts if part.written))


def _plain(word: str) -> Typed:
    return Typed(fold_written(word), hear(word))


def rank_of(typed: Typed, name: Name) -> Rank | None:
    """Return how well a name answers; None where it does not."""
    if not typed.written:
        return None
    if typed.written in name.longer:
        return Rank.EXACT
    if typed.sound and typed.sound.letters in name.longer:
        return Rank.KANA_EXACT
    ranks = [Rank(place) for own in name.written if (place := _place(typed.written, own)) < _NOT]
    if not ranks and typed.sound and typed.sound.letters:
        heard = (_heard_place(typed.sound, own) for own in name.sounds)
        ranks = [Rank(Rank.KANA_EXACT + place) for place in heard if place < _NOT]
    if ranks:
        return min(ranks)
    if typed.words and all(rank_of(word, name) is not None for word in typed.words):
        return Rank.WORDS
    return None


_NOT = 3
"""Behind exact (0), at the beginning (1) and inside (2): not there."""


def _place(wanted: str, own: str) -> int:
    if wanted == own:
        return 0
    return 1 if own.startswith(wanted) else 2 if wanted in own else _NOT


def _heard_place(wanted: Sound, own: Sound) -> int:
    """Return where a sound is heard; it begins, and as kana also ends, with a syllable."""
    starts = [
        start
        for start in sorted(own.ends)
        if own.letters.startswith(wanted.letters, start)
        and (not wanted.is_kana or start + len(wanted.letters) in own.ends)
    ]
    if not starts:
        return _NOT
    if starts[0] > 0:
        return 2
    return 0 if wanted.letters == own.letters else 1


def _unified(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=4096)
def fold_written(text: str) -> str:
    """Return a text for comparing as written; empty where nothing but signs was typed."""
    plain = NOT_COMPARED.sub("", _unified(text))
    numbered = NUMBERED.sub(lambda found: f"第{DIGIT[found[1]]}", plain)
    return _hiragana(SMALL_GA.sub("が", numbered))


def _hiragana(text: str) -> str:
    return "".join(chr(ord(c) - STEP) if "ァ" <= c <= "ヶ" else c for c in text)


@lru_cache(maxsize=4096)
def hear(text: str) -> Sound | None:
    """Return how kana or Latin letters sound; None where a text holds anything else."""
    plain = NOT_COMPARED.sub("", _unified(text))
    if plain.isascii():
        return _hear_latin(plain)
    latin = "".join(c for c in unicodedata.normalize("NFD", plain) if c.isascii())
    if latin and not any(_is_kana(c) for c in plain):
        return _hear_latin(latin) if _has_only_marks(plain) else None
    syllables = list(_syllables(plain))
    heard = [syllable for syllable in syllables if syllable is not None]
    return _sound(heard) if len(heard) == len(syllables) else None


def _has_only_marks(text: str) -> bool:
    """Tell whether what is not ASCII is marks over letters (ō), no letters of their own."""
    return all(c.isascii() or unicodedata.combining(c) for c in unicodedata.normalize("NFD", text))


def _hear_latin(text: str) -> Sound | None:
    if not text.isalpha():
        return None
    told = text
    for pattern, spelling in SPELLINGS:
        told = pattern.sub(spelling, told)
    for vowel, more in LENGTHENED.items():
        told = re.sub(f"{vowel}[{more}]+", vowel, told)
    return Sound(told, frozenset({0}), is_kana=False)


def _is_kana(sign: str) -> bool:
    return "ぁ" <= sign <= "ヺ" or sign == "ー"


def _syllables(text: str) -> Iterator[str | None]:
    """Yield the syllables of kana in Latin letters as their Unicode names tell them; None = none.

    ー and a vowel that only lengthens yield nothing; っ yields the letter that it doubles.
    """
    doubled, pending = False, ""
    for sign in _hiragana(text):
        told = _letters_of(sign)
        if told is None:
            yield None
            return
        small, letters = told
        if letters == "ー" or (not small and letters in LENGTHENED.get(pending[-1:], ())):
            continue
        if sign == "っ":
            doubled = True
        elif small and pending:
            pending = _joined(pending, letters)
        else:
            if pending:
                yield pending
            pending = (letters[:1] if doubled else "") + letters
            doubled = False
    if pending:
        yield pending


def _letters_of(sign: str) -> tuple[bool, str] | None:
    """Return whether a kana is a small one, and its letters; None for what is no kana."""
    if sign == "ー":
        return False, "ー"
    if sign in "ヶヵゕゖ":
        return False, "ga"
    found = re.fullmatch(r"HIRAGANA LETTER (SMALL )?([A-Z]+)", unicodedata.name(sign, ""))
    if found is None:
        return None
    letters = found[2].lower()
    same = {"di": "zi", "du": "zu", "wo": "o", "wi": "i", "we": "e", "vu": "bu"}
    return bool(found[1]), same.get(letters, letters)


def _joined(syllable: str, small: str) -> str:
    """Return a syllable with the small kana behind it: しゃ sya, ふぁ ha, てぃ ti."""
    return syllable[:-1] + small if syllable[:-1] else syllable + small


def _sound(syllables: list[str]) -> Sound:
    ends, length = {0}, 0
    for syllable in syllables:
        length += len(syllable)
        ends.add(length)
    return Sound("".join(syllables), frozenset(ends), is_kana=True)
