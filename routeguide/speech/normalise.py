"""Free text (names in OpenStreetMap, notes of the ward) as an engine should be given it.

Our own sentences need none of this: they are made for the ear. Each row of
:data:`RULES` is a pattern and what is said instead, in this order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from routeguide.directions.counters import DIGITS, LETTERS, MOST, count_pieces, read_number

UNITS = {
    "m2": "平方メートル", "km": "キロメートル", "cm": "センチ", "mm": "ミリ", "m": "メートル",
    "kg": "キログラム", "%": "パーセント", "°C": "度", "°": "度",
}  # fmt: skip
NUMBER = r"\d+(?:\.\d+)?"
ALONE = r"(?<![\d.A-Za-z])"
UNIT = "|".join(map(re.escape, sorted(UNITS, key=len, reverse=True)))
COUNTED = "時間|か所|分|時|階|回|個|度"
"""Counters that the engine misreads after some numbers, and that mean one thing in any text."""

SPANNED = f"{COUNTED}|番線|番|円|人|台|センチ|メートル|パーセント"
NOT_SAID = ("C", "So", "Sk")
"""Unicode categories that are left out: control characters, emoji, lone accents."""

WORD = re.compile(r"\w")

Said = str | Callable[[re.Match[str]], str]


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Return a text without what engines misread: 2F is 2階, A2 エーに, 9:00 9時, T字路 丁字路.

    Brackets, dots and slashes become pauses, full-width digits plain ones, and
    signs that nobody says are left out. The result may be empty.
    """
    plain = unicodedata.normalize("NFKC", text)
    said = "".join(c for c in plain if not _is_left_out(c))
    for pattern, instead in RULES:
        said = pattern.sub(instead, said)
    return said.strip("、 ") if WORD.search(said) else ""


def _is_left_out(sign: str) -> bool:
    return sign != "°" and not sign.isspace() and unicodedata.category(sign).startswith(NOT_SAID)


def _day(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return f"{int(year)}年{int(month)}月" + (f"{int(day)}日" if day else "")


def _time(found: re.Match[str]) -> str:
    hour, minute = map(int, found.groups())
    return f"{hour}時{minute}分" if minute else f"{hour}時"


def _telephone(found: re.Match[str]) -> str:
    return "、".join("".join(DIGITS[int(digit)] for digit in part) for part in found[0].split("-"))


def _code(found: re.Match[str]) -> str:
    return LETTERS[found[1]] + read_number(int(found[2]))


def _counted(found: re.Match[str]) -> str:
    number, counter = found.groups()
    if float(number) > MOST:
        return found[0]
    return "".join(piece.spoken or piece.text for piece in count_pieces(float(number), counter))


RULES: tuple[tuple[re.Pattern[str], Said], ...] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\(株\)", "株式会社"),
        (r"\(有\)", "有限会社"),
        (r"(?<=\d),(?=\d{3}(?!\d))", ""),
        (rf"{ALONE}(\d{{4}})[-/](\d{{1,2}})(?:[-/](\d{{1,2}}))?(?![\d/-])", _day),
        (rf"{ALONE}0\d{{1,4}}-\d{{1,4}}-\d{{3,4}}(?!\d)", _telephone),
        (r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)", _time),
        (r"(?<=[時分])\s*[~〜-]\s*(\d{1,2}時(?:\d{1,2}分)?)", r"から\1まで"),
        (rf"{ALONE}(\d+)[/⁄](\d+)(?![\d/])", r"\2分の\1"),
        (rf"{ALONE}B(\d{{1,2}})F(?![A-Za-z])", r"地下\1階"),
        (rf"{ALONE}(\d{{1,2}})F(?![A-Za-z])", r"\1階"),
        (r"T字", "丁字"),
        (rf"(\d)\s*({UNIT})(?![A-Za-z0-9])", lambda found: found[1] + UNITS[found[2]]),
        (r"(?<![A-Za-z\d])m2(?![A-Za-z\d])", UNITS["m2"]),
        (rf"(?<![\d.-])(\d+)-(?=\d+(?:{SPANNED}))", r"\1から"),
        (rf"({SPANNED})\s*[~〜-]\s*(?=\d)", r"\1から"),
        (rf"({NUMBER})\s*[~〜]\s*(?={NUMBER})", r"\1から"),
        (rf"({NUMBER})\s*×\s*(?={NUMBER})", r"\1かける"),
        (r"(?<![A-Za-z])([A-Z])-?(\d{1,2})(?![\dA-Za-z])", _code),
        (r"(?<=\d)-(?=\d)", "の"),
        (rf"(?<![\d.])({NUMBER})({COUNTED})", _counted),
        (r"(?<=月)(\d+)(日)", _counted),
        (r"(?<=[ァ-ヺー])-(?=[ァ-ヺ])", ""),
        (r"&", "アンド"),
        (r"[\s・･/⁄「」『』()\[\]{}【】〈〉《》〔〕\"'|\\~〜=+×→←<>*#_;:…‥\-―–—,]+", "、"),
        (r"、*。、*", "。"),
        (r"、{2,}", "、"),
    )
)
