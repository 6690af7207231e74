"""What no sentence in English, Chinese or Korean may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from routeguide.directions.hanzi import simplify
from routeguide.model.guidance import Guidance, Line
from routeguide.model.traveller import Group

KANA = r"[ぁ-ゖァ-ヺー]"
KANJI = r"[\u3400-\u9fff々]"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a language's sentences are like, and what they must never hold.

    ``sentence`` matches one sentence; ``brackets`` what stands beside a name
    for the eye alone; ``clock`` a direction by the hour, for blind walkers.
    """

    sentence: re.Pattern[str]
    brackets: re.Pattern[str]
    foreign: re.Pattern[str]
    banned: tuple[str, ...]
    clock: re.Pattern[str]
    between: str = " "


RULES: Mapping[str, Rules] = {
    "en": Rules(
        sentence=re.compile(r"[A-Z0-9](?:[^.?!]|\.(?=\d))*\."),
        brackets=re.compile(r" \([^()]*\)"),
        foreign=re.compile(rf"{KANA}|{KANJI}|[가-힣]|[^\x00-\x7f°]"),
        banned=(
            r"\bcross (?:now|here|the|at|over)\b", r"\bwalk across\b", r"\bsafe", "green light is",
            "(?<!whether )the light is green", "turns green", "traffic comes", r"cars come",
            "coming from", r"\bpavement\b", r"\blifts?\b", r"\bkerb", r"\bcentre\b",
            r"\bmetres?\b", r"carriageway", r"\bnorth\b", r"\bsouth\b", r"\beast\b", r"\bwest\b",
            r"\bthe the\b", r"\ba a\b", r"\ba [aeiou]", r"\ban [^aeiou]", r"\bare 1\b",
        ),
        clock=re.compile(r"o'clock"),
    ),
    "zh": Rules(
        sentence=re.compile(r"[^。]+。"),
        brackets=re.compile(r"（[^（）]*）"),
        foreign=re.compile(rf"{KANA}|[가-힣]|[,;?!]|(?<!\d)\.(?!\d)"),
        banned=(
            "安全", "请过马路", "请横穿", "请过街", "可以过", "绿灯亮", "现在是绿灯", "来车",
            "车辆驶来", "向北", "向南", "向东", "向西", "北侧", "南侧", "东侧", "西侧", "有没有",
            "有无红绿灯", "有有", "的的", "处处", "，。", "，，", "。。",
        ),
        clock=re.compile("点钟"),
        between="",
    ),
    "ko": Rules(
        sentence=re.compile(r"(?:[^.]|\.(?=\d))+[다요]\."),
        brackets=re.compile(r"\([^()]*\)"),
        foreign=re.compile(rf"{KANA}|{KANJI}|[，。、]"),
        banned=(
            "건너세요", "건너십시오", "건너가세요", "횡단하세요", "안전합니다", "안전한",
            "안전하게", "초록불입니다", "초록불이 켜", "차가 옵니다", "차가 와", "북쪽", "남쪽",
            "동쪽", "서쪽",
            "리프트", r"\]", r"을\(를\)", r"이\(가\)", "와과",
        ),
        clock=re.compile(r"\d시 방향|시 방향"),
    ),
}  # fmt: skip
HOLES = re.compile(r"[{}\[\]|]|\bNone\b|\bnan\b|  | [.,，。]|\.\.|^\s|\s$")
UNITS_IN_SPEECH = re.compile(r"\d ?c?m\b|%|°")
LONGEST = {"en": 200, "zh": 80, "ko": 110}
"""Letters of one spoken sentence: about ten seconds."""


def list_faults(guidance: Guidance, group: Group) -> list[str]:
    """Return every fault of a guidance for a group."""
    code = guidance.language
    lines = [guidance.overview, *guidance.assumed, *guidance.why]
    for block in guidance.blocks:
        lines += [block.said, *block.cautions, *block.notes]
    found = [fault for line in lines for fault in list_line_faults(line, code)]
    if group is not Group.BLIND:
        found += [f"clock: {line.text}" for line in lines if RULES[code].clock.search(line.text)]
    return found


def list_line_faults(line: Line, code: str) -> list[str]:
    """Return every fault of one or more sentences in a language."""
    rules = RULES[code]
    bare = rules.brackets.sub("", line.text)
    found = [*_faults(bare, rules), *_faults(line.speech, rules), *_spoken_faults(line, code)]
    if not is_sentences(bare, rules):
        found.append("no sentences")
    if code == "zh" and not is_simplified(bare):
        found.append("not simplified")
    return [f"{fault}: {line.text} / {line.speech}" for fault in found]


def list_word_faults(line: Line, code: str) -> list[str]:
    """Return the faults of a word or phrase that is no sentence."""
    rules = RULES[code]
    found = [*_faults(rules.brackets.sub("", line.text), rules), *_faults(line.speech, rules)]
    return [f"{fault}: {line.text} / {line.speech}" for fault in found]


def is_sentences(text: str, rules: Rules) -> bool:
    """Tell whether a text is sentences, with what stands between two of them."""
    one = rules.sentence.pattern
    return re.fullmatch(rf"(?:{one})(?:{rules.between}(?:{one}))*", text) is not None


def is_simplified(text: str) -> bool:
    """Tell whether a Chinese text holds no character that China writes otherwise."""
    return all(simplify(letter) == letter for letter in text if re.match(KANJI, letter))


def _faults(text: str, rules: Rules) -> Iterator[str]:
    if HOLES.search(text):
        yield "hole or blank"
    if rules.foreign.search(text):
        yield "foreign letters"
    yield from (f"banned {word}" for word in rules.banned if re.search(word, text, re.IGNORECASE))


def _spoken_faults(line: Line, code: str) -> Iterator[str]:
    rules = RULES[code]
    if UNITS_IN_SPEECH.search(line.speech):
        yield "unit not spelled out"
    if rules.brackets.search(line.speech):
        yield "brackets in speech"
    if any(len(one) > LONGEST[code] for one in rules.sentence.findall(line.speech)):
        yield "long"
