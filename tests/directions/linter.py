"""What no sentence may be: the faults of a guidance, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from routeguide.model.guidance import Block, Guidance
from routeguide.model.traveller import Group

BANNED = (
    "こちら", "すぐ", "あのあたり", "安全", "渡ってください", "わたってください", "わたります",
    "渡れます", "青です", "青になったら", "から車が", "車が来", "北へ", "南へ", "東へ", "西へ",
    "北側", "南側", "東側", "西側", "None", "nan", "{", "}", "。。", "、。", "は、は", "進み、進み",
)  # fmt: skip
UNREAD = re.compile(r"[A-Za-z%（）()「」『』／/×・〜~＋+\-=<>*#&\s]")
LATIN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ%]")
EXIT_CODE = re.compile(r"出口[A-Z]\d{0,2}")
LONGEST = 60


def list_sentences(text: str) -> list[str]:
    return [f"{part}。" for part in text.split("。") if part]


def list_faults(guidance: Guidance, group: Group) -> list[str]:
    """Return every fault of a guidance for a group."""
    written = [guidance.summary, *guidance.reasons]
    spoken = []
    for block in guidance.blocks:
        written += [block.text, *block.caution, *block.note]
        spoken += [block.speech, *block.caution_speech, *block.note_speech]
    found = [f for text in written for f in _written_faults(text)]
    found += [f for text in spoken if text for f in _spoken_faults(text)]
    if group is not Group.BLIND:
        found += [f"clock: {text}" for text in written if re.search(r"\d時(の方向|側|です)", text)]
    return found + [f for block in guidance.blocks for f in _block_faults(block)]


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
    bare = text.replace("まっすぐ", "")
    yield from (f"banned {word}: {text}" for word in BANNED if word in bare)


def _block_faults(block: Block) -> Iterator[str]:
    caution, note = block.caution, block.note
    if len(caution) > 2:
        yield f"cautions: {caution}"
    if (len(caution), len(note)) != (len(block.caution_speech), len(block.note_speech)):
        yield f"cautions or notes without speech: {caution} {note}"
    text, speech = block.text, block.speech
    if list_numbers(text) != list_numbers(speech):
        yield f"numbers differ: {text} / {speech}"
    for side, kana in (("左", "ひだり"), ("右", "みぎ")):
        if text.count(side) != speech.count(kana):
            yield f"sides differ: {text} / {speech}"


def list_numbers(text: str) -> list[str]:
    """Return the numbers said, without those of exit codes, which are spoken in kana."""
    return re.findall(r"\d+", EXIT_CODE.sub("", text))
