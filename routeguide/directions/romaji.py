"""Kana in Latin letters: Hepburn as on Japanese station signs, without marks of length.

ん is m before b, m and p (Kampachi), and is set off from a vowel or y (Ken-i). A
long o or u is one letter (Oizumi, Kasugacho); ei and ii stay (Heiwadai, Shakujii).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from routeguide.directions.kana import to_hiragana
from routeguide.directions.name_parts import CHOME, End, NameParts

ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの",
    "h": "はひふへほ", "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ",
    "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ",
}  # fmt: skip
OWN = {
    "し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu",
    "や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "ゐ": "i", "ゑ": "e", "を": "o", "ん": "n",
    "ゔ": "vu", "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o", "ゃ": "ya", "ゅ": "yu",
    "ょ": "yo", "ゎ": "wa", "ー": "", "っ": "",
}  # fmt: skip
LETTERS = {
    kana: row + vowel
    for row, line in ROWS.items()
    for kana, vowel in zip(line, "aiueo", strict=True)
} | OWN
SMALL_Y = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
SMALL_VOWELS = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}
VOWELS_AND_Y = tuple("aiueoy")
WITHOUT_Y = ("sh", "ch", "j")
LONG = re.compile(r"ou|oo|uu")
N_BEFORE_LIP = re.compile(r"n(?=[bmp])")
BLANKS = re.compile(r"[\s、・]+")
ENDS: Mapping[str, str] = {"どおり": "-dori", "かいどう": "-kaido"}
"""Ends of street names that signs set off with a hyphen, where no word tells where they begin."""


def romanise(kana: str) -> str:
    """Return a name in Latin letters, its words capitalised: めじろどおり is Mejiro-dori."""
    return " ".join(_word(word) for word in BLANKS.split(to_hiragana(kana)) if word)


def romanise_parts(parts: NameParts) -> str:
    """Return a name whose words are known: Kami-Shakujii, Oizumi-gakuen-dori, Sekimachi 2-chome."""
    fronts = [romanise(front) for front in parts.fronts]
    stem = [romanise(parts.stem)] if parts.stem else []
    return "-".join([*fronts, *stem]) + "".join(map(_end, parts.ends))


def _end(end: End) -> str:
    """Return a word behind a name: -dori, 2-chome, Route 237."""
    if end.number is None:
        return f"-{_spell(end.kana)}"
    return f" {end.number}-chome" if end.unit == CHOME else f" Route {end.number}"


def _word(word: str) -> str:
    for end, told in ENDS.items():
        if word.endswith(end) and word != end:
            return _capital(_spell(word.removesuffix(end))) + told
    return _capital(_spell(word))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _spell(word: str) -> str:
    told = last = ""
    for syllable in _syllables(word):
        latin = _latin(syllable)
        if last == "っ":
            told += "t" if latin.startswith("ch") else latin[:1]
        elif last == "ん" and latin.startswith(VOWELS_AND_Y):
            told += "-"
        told += latin
        last = syllable
    return LONG.sub(lambda found: found[0][0], N_BEFORE_LIP.sub("m", told))


def _syllables(word: str) -> Iterator[str]:
    """Yield kana, each with the small one behind it."""
    kana = ""
    for sign in word:
        if kana and sign in SMALL_Y | SMALL_VOWELS:
            yield kana + sign
            kana = ""
        else:
            if kana:
                yield kana
            kana = sign
    if kana:
        yield kana


def _latin(syllable: str) -> str:
    """Return one syllable: しょ sho, ふぁ fa, てぃ ti, うぃ wi."""
    first = LETTERS.get(syllable[0], syllable[0])
    if len(syllable) == 1:
        return first
    small = syllable[1]
    if small in SMALL_Y:
        stem = first[:-1]
        return stem + ("" if stem.endswith(WITHOUT_Y) else "y") + SMALL_Y[small]
    return ("w" if first == "u" else first[:-1]) + SMALL_VOWELS[small]
