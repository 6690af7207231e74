"""What no sentence may be: the faults of a Japanese guidance (日本語, やさしい日本語, 小学生)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from routeguide.directions.kana import KANJI
from routeguide.model.guidance import Block, Guidance, Line
from routeguide.model.traveller import Group

BANNED = (
    "こちら", "すぐ", "あのあたり", "安全", "渡ってください", "わたってください", "わたります",
    "わたりましょう", "渡りましょう", "わたろう", "渡れます", "青です", "青になったら",
    "から車が", "車が来", "目をとじ", "目をつぶ", "はかりましょう", "はかろう", "しないことはない",
    "北へ", "南へ", "東へ", "西へ", "北側", "南側", "東側", "西側", "None", "nan", "{", "}", "|",
    "。。", "、。", "、、", "は、は", "進み、進み",
)  # fmt: skip
"""Words that are never written or spoken, blanks left out."""

DOUBLED = re.compile(
    r"のの(?!ぼり)|をを|にに|がが|へへ|はは(?![しばまぐ])|でで(?!す)|ほどほど|ぐらいぐらい"
)
"""A particle said twice."""

PASSIVE = re.compile(r"(され|られ|書かれ|言われ|使われ|置かれ)(ます|ません|て い|ている)")
UNREAD = re.compile(r"[A-Za-z%（）()「」『』〈〉／/×・〜~＋+\-=<>*#&\s]")
LATIN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ%]")
EXIT_CODE = re.compile(r"出口[A-Z]\d{0,2}|[A-Z]の場所")
"""Letters on signs, and the places of networks that tests draw."""

CLOCK = re.compile(r"\d時(の\s*方向|側|です|がわ|、長さ)")
UNREAD_KANA = re.compile(rf"{KANJI.pattern}|\d")
COUNTED = re.compile(
    r"(\d+(?:\.\d+)?)(?:メートル|センチ|パーセント|分|段|か所|回|時|階|秒|番目|本目|つ)"
)
READ_IN_KANA = re.compile(r"\d*8|0")
"""Numbers that an engine may be given in kana (``counters.py``)."""

CROWDED = re.compile(r"を(?![ 、])|[ぁ-んァ-ヶ一-龠々〇]{25}")
"""わかち書き left out: を that ends no word, or 25 letters in a row."""

LONGEST = 60
STRANGE = re.compile(r"[A-Za-z ]")


class Names:
    """Names that may stand in a text as their owners write them; the voice gets no such pardon."""

    def __init__(self, names: Iterable[str]) -> None:
        strange = [name for name in names if STRANGE.search(name)]
        longest = sorted(set(strange), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest)) or r"(?!)")

    def without(self, line: Line) -> Line:
        """Return a line with each such name as 〇 in its text and ruby."""
        text = self._pattern.sub("〇", line.text)
        if text == line.text:
            return line
        return replace(line, text=text, ruby=())


def list_sentences(text: str) -> list[str]:
    return [f"{part}。" for part in text.split("。") if part.strip()]


def list_lines(guidance: Guidance) -> list[Line]:
    """Return everything that is told, in the order of telling."""
    lines = [*guidance.assumed, guidance.overview, *guidance.why]
    for block in guidance.blocks:
        lines += list_lines_of(block)
    return lines


def list_lines_of(block: Block) -> list[Line]:
    return [*block.cautions, block.said, *block.notes]


def list_faults(
    guidance: Guidance, group: Group, *, are_read: bool = False, names: Names | None = None
) -> list[str]:
    """Return every fault of a guidance for a group; ``are_read``: all names have readings.

    ``names`` are those that the map writes in Latin letters or with blanks.
    """
    lines = list_lines(guidance)
    if names is not None:
        lines = [names.without(line) for line in lines]
    found = [fault for line in lines for fault in list_line_faults(line, guidance.language)]
    if group is not Group.BLIND:
        found += [f"clock: {line.text}" for line in lines if CLOCK.search(line.text)]
    if are_read:
        found += [fault for line in lines for fault in list_unread(line)]
    many = [block.text for block in guidance.blocks if len(block.cautions) > 2]
    return found + [f"more than two cautions: {text}" for text in many]


def list_line_faults(line: Line, language: str) -> Iterator[str]:
    """Yield every fault of one thing that is told."""
    yield from _written_faults(line.text)
    yield from _spoken_faults(line.speech)
    yield from _agreement_faults(line)
    if language == "ja-easy":
        yield from _spacing_faults(line.text)
        if PASSIVE.search(line.text):
            yield f"passive: {line.text}"
    elif " " in line.text:
        yield f"blank: {line.text}"


def list_unread(line: Line) -> Iterator[str]:
    """Yield where a line has no reading, or a kanji no furigana where all have."""
    if UNREAD_KANA.search(line.kana):
        yield f"no reading: {line.kana}"
    if any(KANJI.search(text) and not kana for text, kana in line.ruby):
        yield f"kanji without ruby: {line.text}"


def _written_faults(text: str) -> Iterator[str]:
    if not text.endswith("。"):
        yield f"no end: {text}"
    if LATIN.search(EXIT_CODE.sub("", text)):
        yield f"foreign letters: {text}"
    yield from _banned_words(text)


def _spoken_faults(text: str) -> Iterator[str]:
    if not text.endswith("。"):
        yield f"no end: {text}"
    if UNREAD.search(text):
        yield f"unread: {text}"
    if "左" in text or "右" in text:
        yield f"left or right not in kana: {text}"
    yield from _banned_words(text)
    yield from (f"long: {s}" for s in list_sentences(text) if len(s) > LONGEST)


def _banned_words(text: str) -> Iterator[str]:
    bare = text.replace(" ", "").replace("まっすぐ", "")
    yield from (f"banned {word}: {text}" for word in BANNED if word in bare)
    if DOUBLED.search(text):
        yield f"doubled particle: {text}"


def _agreement_faults(line: Line) -> Iterator[str]:
    """Yield where text, speech, kana and ruby do not tell the same."""
    if list(_unspoken_numbers(line)):
        yield f"numbers differ: {line.text} / {line.speech}"
    for side, kana in (("左", "ひだり"), ("右", "みぎ")):
        if not line.text.count(side) == line.speech.count(kana) == line.kana.count(kana):
            yield f"sides differ: {line.text} / {line.speech} / {line.kana}"
    if line.ruby and "".join(text for text, _ in line.ruby) != line.text:
        yield f"ruby of something else: {line.text}"


def _unspoken_numbers(line: Line) -> Iterator[str]:
    """Yield numbers that only the text or only the speech tells."""
    spoken = list_numbers(line.speech)
    for number in list_numbers(line.text):
        if spoken and spoken[0] == number:
            spoken.pop(0)
        elif not READ_IN_KANA.fullmatch(number):
            yield number
    yield from spoken


def _spacing_faults(text: str) -> Iterator[str]:
    """Yield where わかち書き is not kept: blanks part words, never a sign from its word."""
    if re.search(r" {2}| [。、〉]|[、〈] |^ | $|。(?=[^ ])", text):
        yield f"blank out of place: {text!r}"
    if CROWDED.search(text):
        yield f"words not parted: {text}"


def list_numbers(text: str) -> list[str]:
    """Return the numbers that are told, without those in names."""
    return COUNTED.findall(text)


def list_facts(text: str) -> list[str]:
    """Return the numbers that are told with their units: 80メートル, 9時."""
    return [found[0] for found in COUNTED.finditer(text)]
