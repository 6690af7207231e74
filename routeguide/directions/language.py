"""Languages as data: phrases, nouns, numbers with their units, floors, times."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from routeguide.directions.counters import count_pieces
from routeguide.directions.pieces_of_text import Piece
from routeguide.directions.ruby import parse_marked
from routeguide.errors import BadInput

LANGUAGES: Mapping[str, str] = {
    "ja": "日本語",
    "ja-easy": "やさしい日本語",
    "ja-child": "小学生",
    "en": "English",
    "zh": "中文（简体）",
    "ko": "한국어",
}
"""Codes of languages with their own names."""

FOLDER = Path(__file__).with_name("phrases")
TOKEN = re.compile(r"\{(\w+)(?::(\w+))?\}")
SHOWN_DIGITS = 1
HOURS = 12


@dataclass(frozen=True, slots=True)
class Token:
    """A gap in a template: the fact that fills it, and the form of the word that is wanted."""

    name: str
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """Fixed pieces and gaps in the order of telling; ``needs`` are its gaps."""

    parts: tuple[Piece | Token, ...]
    needs: tuple[Token, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The fixed pieces: all of it where there is no gap."""
        return tuple(part for part in self.parts if isinstance(part, Piece))


@cache
def read_template(text: str) -> Template:
    """Read ``{fact}``, ``{fact:form}`` and ``{漢字|かんじ}`` in a phrase."""
    parts: list[Piece | Token] = []
    end = 0
    for found in TOKEN.finditer(text):
        parts += parse_marked(text[end : found.start()]) if found.start() > end else ()
        parts.append(Token(found[1], found[2]))
        end = found.end()
    parts += parse_marked(text[end:]) if end < len(text) else ()
    return Template(tuple(parts), tuple(p for p in parts if isinstance(p, Token)))


@dataclass(frozen=True, slots=True)
class UnitWords:
    """How a number with its unit is written and spoken in one language.

    ``counter`` is a Japanese counter; else ``text`` and ``speech`` hold ``{n}``,
    ``one`` and ``one_speech`` serve exactly one. ``numerals`` are own words for
    small numbers in speech (Korean: 한, 두, 세).
    """

    counter: str | None = None
    text: str = "{n}"
    speech: str | None = None
    one: str | None = None
    one_speech: str | None = None
    numerals: tuple[str, ...] = ()

    def pieces(self, number: float) -> Sequence[Piece]:
        """Return a number with its unit."""
        shown = round(number, SHOWN_DIGITS)
        if self.counter is not None:
            return count_pieces(shown, self.counter)
        is_one = shown == 1
        text = self.one if is_one and self.one else self.text
        speech = self.one_speech if is_one and self.one_speech else self.speech
        whole = int(shown) if shown == int(shown) else None
        word = f"{shown:g}"
        if whole is not None and 0 < whole < len(self.numerals):
            said = (speech or text).format(n=self.numerals[whole])
            return (Piece(text.format(n=word), spoken=said),)
        spoken = None if speech is None else speech.format(n=word)
        return (Piece(text.format(n=word), spoken=spoken),)


class Language:
    """The tables of one language (``phrases/<code>.toml``), read and checked once."""

    def __init__(self, code: str, tables: Mapping[str, Any]) -> None:
        header = tables["language"]
        self.code = code
        self.name = LANGUAGES[code]
        self.is_japanese: bool = header["script"] == "ja"
        self.script: str = header["script"]
        self.gap: str = header.get("gap", "")
        self.brackets: str = header.get("brackets", " ({})")
        self.capitalise: bool = header.get("capitalise", False)
        self.speech_limit: int | None = header.get("speech_limit")
        self.names: Mapping[str, Any] = tables["names"]
        self.tables = tables
        self.terms = {word: parse_marked(said) for word, said in tables.get("terms", {}).items()}
        self._phrases = {key: _read_phrase(row) for key, row in tables["phrases"].items()}
        self._nouns = {
            table: {key: _read_forms(row) for key, row in rows.items()}
            for table, rows in tables["nouns"].items()
        }
        self._hours = {int(hour): _read_forms(row) for hour, row in tables["hours"].items()}
        self._units = {key: _read_unit(row, tables) for key, row in tables["units"].items()}

    def phrase(self, key: str) -> Mapping[str, Sequence[Template]]:
        """Return the variants of a phrase by style."""
        return self._phrases[key]

    def noun(self, table: str, key: str) -> Mapping[str, Template]:
        """Return the forms of a noun."""
        return self._nouns[table][key]

    def hour(self, hour: int) -> Mapping[str, Template]:
        """Return the forms of a direction by its clock hour."""
        return self._hours[hour]

    def unit(self, unit: str) -> UnitWords:
        """Return how a number with a unit is said."""
        return self._units[unit]

    def bound(self, key: str) -> Template:
        """Return how at_most, at_least and between are said."""
        return read_template(self.tables["bounds"][key])

    def join(self, key: str) -> tuple[Piece, Piece]:
        """Return what stands between two of several things, and before the last of them."""
        between, last = self.tables["joins"][key]
        return Piece(between), Piece(last)

    def floor(self, level: int) -> Sequence[Piece]:
        """Return the name of a floor: 0 the ground, 1 the floor above, -1 the first below."""
        row = self.tables["floors"]
        if level == 0:
            return parse_marked(row["ground"])
        number = level + 1 if level > 0 else -level
        key = "up" if level > 0 else "down"
        return self._counted(row, key, n=(number, "階"))

    def time(self, hour: int, minute: int) -> Sequence[Piece]:
        """Return a time of day, 24 hours."""
        row = self.tables["times"]
        key = "full_hour" if minute == 0 and "full_hour" in row else "text"
        return self._counted(row, key, h=(hour, "時"), m=(minute, "分"))

    def day(self, year: int, month: int, day: int) -> Sequence[Piece]:
        """Return a day of the calendar."""
        row = self.tables["days"]
        return self._counted(row, "text", y=(year, "年"), mo=(month, "月"), d=(day, "日"))

    def _counted(
        self, row: Mapping[str, str], key: str, **numbers: tuple[int, str]
    ) -> Sequence[Piece]:
        """Return a template with its numbers: with counters in Japanese, else as figures."""
        if self.is_japanese:
            pieces: list[Piece] = []
            for part in read_template(row[key]).parts:
                if isinstance(part, Token):
                    pieces += count_pieces(*numbers[part.name])
                else:
                    pieces.append(part)
            return pieces
        figures = self._figures({name: number for name, (number, _) in numbers.items()})
        speech = row.get(f"{key}_speech")
        return [Piece(row[key].format(**figures), spoken=speech and speech.format(**figures))]

    def _figures(self, numbers: Mapping[str, int]) -> Mapping[str, int | str]:
        """Return numbers by name: as they are, with two figures, the month and hour as a word.

        ``{month}`` is a word of the table of days, ``{h_native}`` an own numeral
        up to twelve (Korean: 세 시), else the figure.
        """
        told: dict[str, int | str] = dict(numbers)
        told |= {f"{name}2": f"{number:02d}" for name, number in numbers.items()}
        months: Sequence[str] = self.tables["days"].get("months", ())
        if months and "mo" in numbers:
            told["month"] = months[numbers["mo"] - 1]
        if "h" in numbers:
            native: Sequence[str] = self.tables.get("numerals", {}).get("native", ())
            is_own = 0 < numbers["h"] < min(len(native), HOURS + 1)
            told["h_native"] = native[numbers["h"]] if is_own else numbers["h"]
        return told


def _read_phrase(row: Mapping[str, Any]) -> Mapping[str, Sequence[Template]]:
    styles = {
        style: tuple(read_template(text) for text in texts)
        for style, texts in row.items()
        if style not in {"example", "note"}
    }
    if "variants" not in styles:
        raise ValueError("a phrase has variants")
    return styles


def _read_forms(row: str | Mapping[str, str]) -> Mapping[str, Template]:
    forms = {"": row} if isinstance(row, str) else row
    return {form: read_template(text) for form, text in forms.items()}


def _read_unit(row: str | Mapping[str, Any], tables: Mapping[str, Any]) -> UnitWords:
    if isinstance(row, str):
        return UnitWords(counter=row)
    told = dict(row)
    if told.pop("native", False):
        told["numerals"] = tuple(tables["numerals"]["native"])
    return UnitWords(**told)


@cache
def load_language(code: str) -> Language:
    """Return a language.

    Raises:
        BadInput: there is none; the message names those that exist.
    """
    if code not in LANGUAGES:
        known = "、".join(f"{code}（{name}）" for code, name in LANGUAGES.items())
        raise BadInput(
            f"「{code[:20]}」ということばの案内はありません。次から選んでください: {known}"
        )
    return Language(code, tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8")))
