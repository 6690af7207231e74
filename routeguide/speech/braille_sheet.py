"""A sheet in braille: the same blocks as in print, line by line with their kana."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from routeguide.directions.analyser import Readings
from routeguide.errors import BadInput
from routeguide.model.guidance import Pairs, Part
from routeguide.model.sheet import Sheet, SheetSection, SheetStep, unread, without_ruby
from routeguide.speech.braille_english import to_ueb
from routeguide.speech.braille_kana import JapaneseBraille
from routeguide.speech.braille_page import (
    HEADING,
    PARAGRAPH,
    STEP,
    UNDER_STEP,
    Indent,
    step_number,
    wrap_cells,
)
from routeguide.speech.openjtalk import OpenJTalk

JAPANESE = ("ja", "ja-easy", "ja-child")
LANGUAGES = (*JAPANESE, "en")
"""The languages that can be brailled; English where liblouis is installed."""

_writers: WeakKeyDictionary[Readings, JapaneseBraille] = WeakKeyDictionary()

Told = tuple[Indent, Pairs, int | None]
"""How a line stands, its words, and the number of the step that it begins (None = none)."""


EMPTY: Told = (PARAGRAPH, (), None)
"""An empty line: the notes of the last step end there."""


@dataclass(frozen=True, slots=True)
class BrailleText:
    """One text of a sheet: as written, in kana with the blanks of braille, and in cells.

    ``kana`` is empty for English. ``step`` is the number that begins it, None
    = none; it stands in the cells too. ``lines`` are the cells as wrapped.
    """

    text: str
    kana: str
    cells: str
    lines: tuple[str, ...]
    step: int | None = None


def sheet_to_braille(sheet: Sheet, readings: Readings) -> list[BrailleText]:
    """Return a sheet in braille, its label (自動点訳、校正前) first.

    The sheet must carry its readings: made with furigana on all words.

    Raises:
        BadInput: there is no braille of its language.
        PrintFailed: English, and liblouis is not installed here.
    """
    if sheet.language not in LANGUAGES:
        raise BadInput(
            "この言語の点字は作れません。日本語か英語を選んでください。", about="language"
        )
    told = list(_told(sheet))
    if sheet.language == "en":
        rows = [("", cells) for cells in to_ueb([without_ruby(words) for _, words, _ in told])]
    else:
        rows = _in_japanese(told, _writer(readings), is_spaced=sheet.language == "ja-easy")
    return [_text(*row, *cells) for row, cells in zip(told, rows, strict=True)]


def braille_lines(texts: list[BrailleText]) -> list[str]:
    """Return the lines of a document, one below the other."""
    return [line for text in texts for line in text.lines]


def _in_japanese(
    told: list[Told], writer: JapaneseBraille, *, is_spaced: bool
) -> list[tuple[str, str]]:
    kanas = [writer.kana(words, is_spaced=is_spaced) for _, words, _ in told]
    return [(kana, writer.cells(kana)) for kana in kanas]


def _writer(readings: Readings) -> JapaneseBraille:
    """Return who writes the braille of these readings, made once for each."""
    found = _writers.get(readings)
    if found is None:
        analyser = readings.analyser
        engine = analyser if isinstance(analyser, OpenJTalk) else OpenJTalk(readings.lexicon)
        found = _writers[readings] = JapaneseBraille(engine, readings.lexicon)
    return found


def _text(indent: Indent, words: Pairs, step: int | None, kana: str, cells: str) -> BrailleText:
    whole = f"{step_number(step)} {cells}" if step is not None else cells
    lines = wrap_cells(whole, indent) or [""]
    return BrailleText(without_ruby(words), kana, whole, tuple(lines), step)


def _told(sheet: Sheet) -> Iterator[Told]:
    yield PARAGRAPH, sheet.marks["auto_braille"], None
    yield HEADING, sheet.title, None
    yield PARAGRAPH, sheet.traveller, None
    notice = _marked(sheet, "notice")
    for words in (*sheet.assumed, *map(notice, sheet.notices)):
        yield PARAGRAPH, words, None
    for section in sheet.sections:
        yield from _section(sheet, section)
    for words in (*sheet.rows, sheet.marks["not_official"], *map(unread, sheet.credits)):
        yield PARAGRAPH, words, None


def _section(sheet: Sheet, section: SheetSection) -> Iterator[Told]:
    for words in section.lead:
        yield PARAGRAPH, words, None
    if section.head:
        yield HEADING, section.head, None
    for step in section.steps:
        yield from _step(sheet, step)
    yield EMPTY
    for words in section.after:
        yield PARAGRAPH, words, None


def _step(sheet: Sheet, step: SheetStep) -> Iterator[Told]:
    caution = _marked(sheet, "caution")
    for row, (part, words) in enumerate(step.lines):
        told = caution(words) if part is Part.CAUTION else words
        yield (UNDER_STEP, told, None) if row else (STEP, told, step.number)


def _marked(sheet: Sheet, key: str) -> Callable[[Pairs], Pairs]:
    return lambda words: (*sheet.marks[key], (": ", None), *words)
