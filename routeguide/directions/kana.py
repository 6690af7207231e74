"""Kanji, hiragana, katakana, and what sounds the same."""

from __future__ import annotations

import re
from functools import lru_cache

KANJI = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆\U00020000-\U0003ffff]")
KATAKANA_RUN = re.compile(r"([ァ-ヺー]*[ァ-ヺ][ァ-ヺー]*)")
STEP = ord("ァ") - ord("ぁ")
ROWS = {
    "ア": "アカサタナハマヤラワガザダバパャァヮ",
    "イ": "イキシチニヒミリギジヂビピィ",
    "ウ": "ウクスツヌフムユルグズヅブプュゥヴ",
    "エ": "エケセテネヘメレゲゼデベペェ",
    "オ": "オコソトノホモヨロヲゴゾドボポョォ",
}
VOWEL_OF = {kana: vowel for vowel, row in ROWS.items() for kana in row}
LONG = {"ア": "アー", "イ": "イー", "ウ": "ウー", "エ": "エイー", "オ": "オウー"}
"""What behind a vowel makes it long; some of it is said apart at the seam of two words."""

ALIKE = str.maketrans("ヲヂヅ", "オジズ")


def to_hiragana(text: str) -> str:
    """Return a text with its katakana as hiragana."""
    return "".join(chr(ord(c) - STEP) if "ァ" <= c <= "ヶ" else c for c in text)


def to_katakana(text: str) -> str:
    """Return a text with its hiragana as katakana."""
    return "".join(chr(ord(c) + STEP) if "ぁ" <= c <= "ゖ" else c for c in text)


def keep_katakana(text: str, kana: str) -> str:
    """Return a reading in hiragana in which the katakana words of the text stay katakana.

    センター in 文化センター is read ぶんかセンター. The reading is returned in
    hiragana throughout where it cannot be laid beside the text.
    """
    plain = to_hiragana(kana)
    parts = KATAKANA_RUN.split(text)
    if len(parts) == 1:
        return plain
    runs = [f"({re.escape(to_hiragana(p))})" if i % 2 else "(.*)" for i, p in enumerate(parts)]
    found = re.fullmatch("".join(runs), plain)
    if found is None:
        return plain
    return "".join(parts[i] if i % 2 else read for i, read in enumerate(found.groups()))


@lru_cache(maxsize=4096)
def for_engine(kana: str) -> str:
    """Return a reading as a speech engine is given it: ねりまこうえん is ネリマコーエン.

    Katakana is never taken for particles (は in はざわ), and ー is heard long by
    every engine, also by one that does not know the word. A blank is a pause.
    """
    sound = ""
    for sign in to_katakana(kana):
        is_long = sign == "ウ" and sound and VOWEL_OF.get(sound[-1]) == "オ"
        sound += "ー" if is_long else sign
    return "、".join(sound.split())


@lru_cache(maxsize=4096)
def sound_of(kana: str) -> str:
    """Return how kana sounds: katakana, long vowels as ー, ヲ as オ, ヂ and ヅ as ジ and ズ.

    Two readings that sound alike give the same text: コウエン and こーえん.
    """
    sound = ""
    vowel = ""
    for sign in to_katakana(kana).translate(ALIKE):
        if vowel and sign in LONG[vowel]:
            sound += "ー"
        else:
            sound += sign
            vowel = VOWEL_OF.get(sign, "")
    return sound
