"""The lexicon as a user dictionary of Open JTalk (naist-jdic rows).

Names stand in it under their kanji, so that no sentence around them changes
their reading, and under their katakana, because that is what guidance gives to
every engine. Short common words stand in it only where the engine is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from routeguide.directions.kana import VOWEL_OF, for_engine, sound_of, to_katakana
from routeguide.model.reading import Reading, ReadingUse

Words = Sequence[Mapping[str, Any]]
"""What the engine makes of a text: words with ``pron``, ``acc`` and ``chain_flag``."""

TAILS = (("", ""), ("の入口です", "のいりぐちです"), ("を渡って", "をわたって"))
"""What a word stands before; some are read right alone and wrong in a sentence."""

BEFORE_SUFFIX = ("練馬", "ねりま")
COST_A_LETTER = -2000
LEAST_COST = -32_000
SINGLE_COST = 5000
"""A single kanji is cheap only beside what makes no longer word: 角 must not break 三角形."""

SHORTEST_KATAKANA = 3
LONG_WORD = 3
DIGIT = re.compile(r"[0-9０-９]")
SMALL = "ャュョァィゥェォヮ"
NO_FALL = "ーンッ"
LONG = {"オ": "ウ", "エ": "イ", "ウ": "ウ"}
UNVOICED = "’"
WIDE = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}
GROUPS = {
    ReadingUse.NAME: "固有名詞,地域,一般",
    ReadingUse.WORD: "一般,*,*",
    ReadingUse.SUFFIX: "接尾,一般,*",
}
FALLS = {
    "ドオリ": 2, "カイドー": 3, "エキ": 2, "コーエン": 3, "トショカン": 2, "ビジュツカン": 2,
    "タイイクカン": 2, "ガッコー": 3, "ビョーイン": 3, "センター": 3, "ジムショ": 1, "ヤクショ": 1,
    "サツショ": 1, "ボーショ": 1, "ビンキョク": 3, "ヨーチエン": 2, "ガクエン": 3, "ジンジャ": 2,
    "チョー": 2, "マチ": 2, "ガワ": 2,
}  # fmt: skip
"""Where the voice falls in a compound by its last word, in moras from the end; else it stays up."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the engine says without us: whether it is right, and where its voice falls."""

    is_right: bool
    accent: int | None = None


def dictionary_rows(entries: Iterable[Reading], hear: Callable[[str], Words]) -> list[str]:
    """Return the rows of a user dictionary; ``hear`` is the engine without one."""
    rows: dict[str, str] = {}
    for entry in entries:
        heard = listen(entry, hear)
        for surface in _surfaces(entry, heard):
            rows.setdefault(surface, _row(surface, entry, heard.accent))
    return list(rows.values())


def listen(entry: Reading, hear: Callable[[str], Words]) -> Heard:
    """Hear how the engine reads an entry, alone and before other words."""
    head, head_kana = BEFORE_SUFFIX if entry.use is ReadingUse.SUFFIX else ("", "")
    alone: Words = ()
    for tail, tail_kana in TAILS if entry.use is not ReadingUse.NAME else TAILS[:1]:
        words = hear(head + entry.surface + tail)
        if sound_of(say(words)) != sound_of(head_kana + entry.kana + tail_kana):
            return Heard(is_right=False)
        alone = alone or words
    is_one = all(word["chain_flag"] == 1 for word in alone[1:])
    return Heard(is_right=True, accent=int(alone[0]["acc"]) if alone and is_one else None)


def say(words: Words) -> str:
    """Return what the engine says, in katakana."""
    return "".join(str(word["pron"]) for word in words).replace(UNVOICED, "")


def pronounce(entry: Reading) -> str:
    """Return katakana as said: long vowels as ー, but never over the seam of two words."""
    return "".join(map(_lengthen, (entry.braille or entry.kana).split()))


def count_moras(kana: str) -> int:
    """Return how many beats katakana has: small ャュョ belong to the sign before."""
    return sum(sign not in SMALL for sign in kana)


def accent_of(entry: Reading, heard: int | None = None) -> int:
    """Return the mora behind which the voice falls (0 = never).

    As the entry tells, else as the engine has it, else by the last word.
    """
    told = entry.accent if entry.accent is not None else heard
    if told is not None:
        return told
    said = pronounce(entry)
    for end, from_end in FALLS.items():
        if said.endswith(end) and said != end:
            return _step_off(said, count_moras(said) - from_end)
    return 0


def _surfaces(entry: Reading, heard: Heard) -> Iterator[str]:
    """Yield how an entry is written in the dictionary; digits are left to the engine."""
    is_name = entry.use is ReadingUse.NAME
    is_long = entry.use is ReadingUse.WORD and len(entry.surface) >= LONG_WORD
    is_told = not heard.is_right or entry.accent is not None
    if not DIGIT.search(entry.surface) and (is_name or is_long or is_told):
        yield entry.surface.translate(WIDE)
    if is_name and count_moras(pronounce(entry)) >= SHORTEST_KATAKANA:
        yield for_engine(entry.kana)


def _row(surface: str, entry: Reading, heard: int | None) -> str:
    said = pronounce(entry)
    accent = f"{accent_of(entry, heard)}/{count_moras(said)}"
    cost = max(LEAST_COST, COST_A_LETTER * (len(surface) - 1)) or SINGLE_COST
    word = f"{surface},,,{cost},名詞,{GROUPS[entry.use]},*,*,{surface}"
    return f"{word},{to_katakana(entry.kana)},{said},{accent},*"


def _lengthen(kana: str) -> str:
    said = ""
    for sign in to_katakana(kana):
        vowel = VOWEL_OF.get(said[-1]) if said else None
        said += "ー" if vowel and LONG.get(vowel) == sign else sign
    return said


def _step_off(said: str, mora: int) -> int:
    """Return the mora, or one before it where the voice cannot fall behind it (ー, ン, ッ)."""
    moras = [sign for sign in said if sign not in SMALL]
    while mora > 1 and moras[mora - 1] in NO_FALL:
        mora -= 1
    return mora
