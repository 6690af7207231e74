"""Words of a Japanese text for braille: the engine's parts of speech, our readings.

The engine knows where words end and what they are; how they are read is told by
the furigana of our sentences. Both are joined here, and what the engine takes
otherwise than braille needs is repaired, each repair with the words that showed it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from routeguide.directions.counters import COUNTERS, MOST, count_pieces
from routeguide.directions.kana import KANJI, VOWEL_OF, sound_of, to_katakana
from routeguide.model.guidance import Pairs

FIELDS = 11
UNKNOWN = "*"
NUMBERED = re.compile(r"(\d+)(\D+)")
SAID_AS_WRITTEN = re.compile(r"[ぁ-ゖァ-ヺー]+")
SUFFIX_MORAS = 2
NOUN = ("名詞", "一般", "*", "*", "*", "*")
SUFFIX = ("名詞", "接尾")
FIGURE = ("名詞", "数", "*", "*", "*", "*")
TWO_WORDS = {
    "左斜め": {"左": "ヒダリ", "斜め": "ナナメ"},
    "右斜め": {"右": "ミギ", "斜め": "ナナメ"},
}
"""Entries of the engine that braille writes apart."""

COUNTER = ("名詞", "接尾", "助数詞", "*", "*", "*")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as the engine gives it: its text, part of speech, base form, kana, sound.

    ``output`` is its braille kana with blanks where we know better; None = made of the sound.
    """

    text: str
    pos: tuple[str, ...]
    base: str
    kana: str
    sound: str
    accent: str = "*/*"
    output: str | None = None

    def feature(self) -> str:
        """Return the word as a line of MeCab's features, the braille kana as its last field."""
        row = [self.text, *self.pos, self.base]
        if not self.sound:
            return ",".join(row)  # no reading is known: the library writes letters as they are
        row += [self.kana, self.sound, self.accent, "*"]
        return ",".join(row if self.output is None else [*row, self.output])


Spelling = Callable[[str, str], str]
"""Returns the braille kana, with blanks, of a name that is read in one way only."""


def read_words(features: Sequence[str], pairs: Pairs, spell: Spelling) -> list[Word]:
    """Return the words of a text, read as its pairs tell; ``spell`` parts names.

    The texts of ``features`` and of ``pairs`` are the same but for width.
    """
    words = [word for feature in features for word in _parts(feature)]
    read = [_read(group, kana) for group, kana in _groups(words, pairs)]
    return _repaired([_spelled(word, spell) for row in read for word in row])


def braille_kana(kana: str) -> str:
    """Return a reading as braille writes it: long オ and ウ as ー, blanks kept (コーエン)."""
    written = ""
    for sign in to_katakana(kana):
        before = VOWEL_OF.get(written[-1:], "")
        written += "ー" if sign == "ウ" and before in ("オ", "ウ") else sign
    return written


def _parts(feature: str) -> Iterator[Word]:
    """Yield the words of one entry; one of several parts (練馬:区:役所) becomes several."""
    row = feature.split(",")
    row += ["*"] * (FIELDS - len(row))
    text, pos, base, kana, sound = row[0], tuple(row[1:7]), row[7], row[8], row[9]
    if kana == UNKNOWN:
        read = to_katakana(text) if SAID_AS_WRITTEN.fullmatch(text) else ""
        yield Word(text, pos, text, read, read, "0/0")
        return
    number = NUMBERED.fullmatch(_narrow(text))
    if number and number[2] in COUNTERS:
        yield from _number_words(number[1], number[2])
        return
    if text in TWO_WORDS:
        yield from (
            Word(one, NOUN, one, read, read, "0/0") for one, read in TWO_WORDS[text].items()
        )
        return
    bases, kanas, sounds = base.split(":"), kana.split(":"), sound.split(":")
    if len(bases) == len(kanas) == len(sounds) > 1 and "".join(bases) == text:
        for one in zip(bases, bases, kanas, sounds, strict=True):
            yield Word(one[0], pos, one[1], one[2], one[3], "0/0")
        return
    yield Word(text, pos, base, kana, sound.replace("’", ""), row[10])


def _number_words(digits: str, counter: str) -> Iterator[Word]:
    """Yield an entry that holds a number (１１月, ２つ) as figures and counter, or as one word."""
    pieces = count_pieces(int(digits), counter)
    last = to_katakana(pieces[-1].kana or counter)
    if len(pieces) == 1 or counter == "つ":
        read = to_katakana("".join(piece.kana or piece.text for piece in pieces))
        yield Word(digits + counter, NOUN, digits + counter, read, braille_kana(read))
        return
    for digit in digits:
        wide = chr(ord(digit) + 0xFEE0)
        yield Word(wide, FIGURE, wide, wide, wide)
    yield Word(counter, COUNTER, counter, last, braille_kana(last))


def _groups(words: Sequence[Word], pairs: Pairs) -> Iterator[tuple[list[Word], str | None]]:
    """Yield runs of words that end where a reading ends, with what they are read as.

    The reading is None where none of the run was told.
    """
    told = _marks(pairs)
    at = end = 0
    group: list[Word] = []
    read, is_told = "", False
    for word in words:
        end += len(word.text)
        group.append(word)
        while at < end and told:
            length, text, kana = told[0]
            if kana is None:
                taken = min(length, end - at)
                read += text[:taken]
                told[0] = (length - taken, text[taken:], None)
            elif length <= end - at:
                taken, is_told = length, True
                read += kana
                told[0] = (0, "", None)
            else:
                break
            at += taken
            if not told[0][0]:
                told.pop(0)
        if at >= end:
            yield group, read if is_told else None
            group, read, is_told = [], "", False
    if group:
        yield group, None


def _marks(pairs: Pairs) -> list[tuple[int, str, str | None]]:
    return [(len(text), text, kana) for text, kana in pairs if text]


def _read(group: list[Word], kana: str | None) -> list[Word]:
    """Return a run of words with the reading that was told for it."""
    if kana is None or KANJI.search(kana):
        return group
    number = NUMBERED.fullmatch("".join(_narrow(word.text) for word in group))
    if number:
        return _counted(group, number[1], number[2], kana)
    if sound_of("".join(word.kana for word in group)) == sound_of(kana):
        return group
    return [_as_told(group, kana)]


def _as_told(group: list[Word], kana: str) -> Word:
    """Return a run as one word: what it is, its last part tells; how it is read, we do."""
    last, text = group[-1], "".join(word.text for word in group)
    read = to_katakana(kana)
    return replace(
        last, text=text, base=text if len(group) > 1 else last.base, kana=read,
        sound=braille_kana(read), output=None,
    )  # fmt: skip


def _counted(group: list[Word], digits: str, counter: str, kana: str) -> list[Word]:
    """Return a number with its counter: 10分 is 10 and プン, 3本目 3 and ボンメ, 1人 is ヒトリ."""
    pieces = count_pieces(int(digits), counter) if counter in COUNTERS else ()
    if len(pieces) == 1:
        return [_as_told(group, kana)]
    heads = [word for word in group if _narrow(word.text).isdecimal()]
    rest = group[len(heads) :]
    length = len("".join(word.kana for word in rest))
    if not rest or length >= len(kana):
        return group
    # A counter may be voiced behind its number, but is as long as alone.
    said = pieces[1].kana or counter if pieces else kana[-length:]
    return [*heads, replace(_as_told(rest, said), pos=COUNTER)]


def _narrow(text: str) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if "０" <= c <= "９" else c for c in text)


def _spelled(word: Word, spell: Spelling) -> Word:
    is_name = word.pos[:2] == ("名詞", "固有名詞") or word.output is not None
    is_long = word.pos[0] == "名詞" and len(word.kana) > LONG_WORD
    if not (is_name or is_long) or SAID_AS_WRITTEN.fullmatch(word.text):
        return word
    return replace(word, output=spell(word.text, word.kana))


LONG_WORD = 5
"""A noun of more signs may be two words to braille: 横断歩道 is オーダン ホドー."""


def _repaired(words: list[Word]) -> list[Word]:
    found: list[Word] = []
    digits = ""
    for word in words:
        fixed = _repair(found[-1] if found else None, _after_number(digits, word))
        digits = digits + _narrow(word.text) if word.pos[1] == "数" else ""
        if found and _belongs_to(found[-1], fixed):
            last = found.pop()
            fixed = replace(
                last, text=last.text + fixed.text, base=last.text + fixed.text,
                kana=last.kana + fixed.kana, sound=last.sound + fixed.sound,
            )  # fmt: skip
        found.append(fixed)
    return found


def _after_number(digits: str, word: Word) -> Word:
    """Return a counter as it is read behind its number, where that was not told: 30プン."""
    if not digits.isdecimal() or int(digits) > MOST or word.text not in COUNTERS:
        return word
    pieces = count_pieces(int(digits), word.text)
    if len(pieces) == 1:
        return word
    read = to_katakana(pieces[1].kana or word.text)
    return replace(word, kana=read, sound=braille_kana(read))


def _repair(before: Word | None, word: Word) -> Word:
    if word.pos[0] == "助動詞" and word.base == "ある":
        # 知らせはありません: an own word, as it is where it stands behind が.
        return replace(word, pos=("動詞", "自立", *word.pos[2:]))
    if word.text == "し" and word.base == "する" and before and before.text == "に":
        # 背にして立つ is セニ シテ; the library takes it for the old particle of 今にして.
        return replace(word, base="為る")
    if word.pos[:2] == SUFFIX and before and (before.pos[0] == "助詞" or before.text == "斜め"):
        # 道を行き先まで, 斜め前へ: what stands behind these is no ending of theirs.
        return replace(word, pos=NOUN)
    return word


def _belongs_to(last: Word, word: Word) -> bool:
    """Tell whether a word is written as one with the last: 斜めに, 歩行者用."""
    if last.text == "斜め" and word.pos[0] in ("助詞", "助動詞"):
        return True
    is_short = len(word.kana) <= SUFFIX_MORAS
    return last.text.endswith("者") and word.pos[:2] == SUFFIX and is_short
