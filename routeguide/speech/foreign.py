"""English, Chinese and Korean as their engines should be given them.

Our own sentences are nearly so already; names in OpenStreetMap and notes of the
ward are not. Each row is a pattern and what is said instead, in this order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

from routeguide.directions.language import load_language
from routeguide.speech.normalise import NOT_SAID, normalise

Said = str | Callable[[re.Match[str]], str]
Rules = tuple[tuple[re.Pattern[str], Said], ...]
WORD = re.compile(r"\w")
NUMBER = r"\d+(?:\.\d+)?"
ALONE = r"(?<![\d.A-Za-z])"
HOURS = 12
UNITS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "m2": "square meters", "km": "kilometers", "cm": "centimeters", "mm": "millimeters",
        "m": "meters", "kg": "kilograms", "%": "percent", "°": "degrees",
    },
    "zh": {
        "m2": "平方米", "km": "公里", "cm": "厘米", "mm": "毫米", "m": "米", "kg": "公斤",
        "°": "度",
    },
    "ko": {
        "m2": "제곱미터", "km": "킬로미터", "cm": "센티미터", "mm": "밀리미터", "m": "미터",
        "kg": "킬로그램", "%": "퍼센트", "°": "도",
    },
}  # fmt: skip
TWO = "条|个|处|次|点|小时|分钟|米|公里|厘米|公斤|辆|人|段|步|侧|座|家|部|台|扇|根"
"""Measure words before which 2 is 两: 两条, but 2号 and 第2条 are 二."""


def normalise_for(text: str, language: str) -> str:
    """Return a text as the engines of a language (ja, en, zh, ko) should be given it.

    The result is empty where there is nothing to say.
    """
    return normalise(text) if language == "ja" else _foreign(text, language)


@lru_cache(maxsize=4096)
def _foreign(text: str, language: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    said = "".join(sign for sign in plain if _is_said(sign))
    for pattern, instead in RULES[language]:
        said = pattern.sub(instead, said)
    said = re.sub(r"[ \t]+", " ", said).strip(" ,，、")
    return said if WORD.search(said) else ""


def _is_said(sign: str) -> bool:
    return sign == "°" or sign.isspace() or not unicodedata.category(sign).startswith(NOT_SAID)


def _units(language: str) -> tuple[str, Said]:
    words = UNITS[language]
    gap = " " if language == "en" else ""
    unit = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return (
        rf"({NUMBER})\s*({unit})(?![A-Za-z0-9])",
        lambda found: f"{found[1]}{gap}{words[found[2]]}",
    )


def _english_time(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    if minute == 0:
        return f"{hour} o'clock"
    return f"{hour} oh {minute}" if minute < 10 else f"{hour} {minute}"  # noqa: PLR2004


def _chinese_time(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    return f"{hour}点{minute}分" if minute else f"{hour}点"


def _korean_time(found: re.Match[str]) -> str:
    minute = int(found[2])
    return f"{korean_hour(int(found[1]))} 시" + (f" {minute}분" if minute else "")


def korean_hour(hour: int) -> str:
    """Return an hour as Korean says it: own words up to twelve (열 시), then figures."""
    own = load_language("ko").tables["numerals"]["native"]
    return str(own[hour]) if 0 < hour <= HOURS else str(hour)


def _rules(*rows: tuple[str, Said]) -> Rules:
    return tuple((re.compile(pattern), instead) for pattern, instead in rows)


THOUSANDS: tuple[str, Said] = (r"(?<=\d),(?=\d{3}(?!\d))", "")
TIMES = r"(\d{1,2}:\d{2})\s*[-–~〜]\s*(?=\d{1,2}:\d{2})"
CLOCK = r"(?<![\d:])(\d{1,2}):(\d{2})(?![\d:])"
SHARE = rf"{ALONE}(\d+)[/⁄](\d+)(?![\d/])"
BRACKETS = r"\s*[()\[\]{}【】〈〉《》〔〕「」『』\"“”|\\~=→←<>*#_;…‥・･/⁄—―]+\s*"

RULES: Mapping[str, Rules] = {
    "en": _rules(
        THOUSANDS,
        (TIMES, r"\1 to "),
        (CLOCK, _english_time),
        (SHARE, r"\1 in \2"),
        (rf"{ALONE}B(\d{{1,2}})F(?![A-Za-z])", r"basement floor \1"),
        (rf"{ALONE}(\d{{1,2}})F(?![A-Za-z])", r"floor \1"),
        _units("en"),
        (rf"({NUMBER})\s*[-–~〜]\s*(?={NUMBER})", r"\1 to "),
        (rf"({NUMBER})\s*×\s*(?={NUMBER})", r"\1 by "),
        (r"&", " and "),
        (BRACKETS, ", "),
        (r"(?:, ){2,}", ", "),
        (r"\s*,\s*(?=[.!?])", ""),
    ),
    "zh": _rules(
        THOUSANDS,
        (TIMES, r"\1到"),
        (CLOCK, _chinese_time),
        (SHARE, r"\2分之\1"),
        (rf"{ALONE}B(\d{{1,2}})F(?![A-Za-z])", r"地下\1层"),
        (rf"{ALONE}(\d{{1,2}})F(?![A-Za-z])", r"\1层"),
        (rf"({NUMBER})\s*%", r"百分之\1"),
        _units("zh"),
        (rf"({NUMBER})\s*[-–~〜]\s*(?={NUMBER})", r"\1到"),
        (rf"({NUMBER})\s*×\s*(?={NUMBER})", r"\1乘"),
        (rf"(?<![\d.第])2(?={TWO})", "两"),
        (r"(?<=\d)\.(?=\d)", "点"),
        (r"(?<=[A-Za-z])(?=\d)", " "),  # A2 would be the syllable á
        (BRACKETS, "，"),
        (r"，{2,}", "，"),
        (r"，(?=[。！？])", ""),
    ),
    "ko": _rules(
        THOUSANDS,
        (TIMES, r"\1부터 "),
        (CLOCK, _korean_time),
        (r"(?<!\d)(\d{1,2})시(?!간)", lambda found: f"{korean_hour(int(found[1]))} 시"),
        (SHARE, r"\2분의 \1"),
        (rf"{ALONE}B(\d{{1,2}})F(?![A-Za-z])", r"지하 \1층"),
        (rf"{ALONE}(\d{{1,2}})F(?![A-Za-z])", r"\1층"),
        _units("ko"),
        (rf"({NUMBER})\s*[-–~〜]\s*(?={NUMBER})", r"\1에서 "),
        (rf"({NUMBER})\s*×\s*(?={NUMBER})", r"\1 곱하기 "),
        (r"(?<=\d)\.(?=\d)", "점 "),
        (BRACKETS, ", "),
        (r"(?:, ){2,}", ", "),
        (r"\s*,\s*(?=[.!?])", ""),
    ),
}
