"""A sheet as PDF/UA-1: A4, large type or ordinary, in three themes.

Every sheet is set by a process of its own (:mod:`routeguide.speech.print_worker`),
one at a time, in bounded time. Nothing is kept.
"""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any

import segno

from routeguide.errors import BadInput, PrintBusy, PrintFailed
from routeguide.model.guidance import Pairs
from routeguide.model.sheet import Sheet, SheetSection, without_ruby
from routeguide.speech.print_worker import NO_FONT

SIZES = (12, 22, 25, 28)
"""Sizes of type in points: an ordinary sheet, and large type."""

LARGE = 22
TIMEOUT_S = 20.0
WAIT_S = 10.0
MOST_AT_ONCE = 2
"""Sheets in the making and waiting in one process: its other threads go on answering with text."""

BUSY = "印刷がこみあっています。少し待ってから、もう一度ためしてください。"
FONTS = Path(__file__).resolve().parents[2] / "static" / "vendor" / "fonts"
REGULAR, BOLD = "biz-udpgothic-400.ttf", "biz-udpgothic-700.ttf"
OURS = "BIZ UDPGothic"
OTHERS = {"zh": "Noto Sans CJK SC", "ko": "Noto Sans CJK KR"}
"""Fonts of the languages that ours does not hold; they stand where Debian's fonts-noto-cjk is."""

JAPANESE = "Noto Sans CJK JP"
PAGE_ROOM_PT = 700.0
"""Height that one block may take: a page without its margins, its footer and a little air."""

NOT_FIRST = re.compile(r"^[ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶーゝゞ々」）、。]+")
COUNT = re.compile(r"[0-9][0-9.]*$")
UNIT = re.compile(r"(?<=\d) (?=(?:m|cm|km|min|minutes?|steps?|percent)\b)")
LOG = logging.getLogger("routeguide")
"""What the compiler says holds words of the sheet and is kept to ourselves."""

_turn = Lock()
_room = BoundedSemaphore(MOST_AT_ONCE)


class Theme(StrEnum):
    """Colours of a sheet."""

    WHITE = "white"
    CREAM = "cream"
    BLACK = "black"


COLOURS = {
    Theme.WHITE: ("#000000", "#ffffff"),
    Theme.CREAM: ("#000000", "#fff6dc"),
    Theme.BLACK: ("#ffffff", "#000000"),
}
"""Ink and paper of each theme."""


class Variant(StrEnum):
    """How blocks follow each other: one below the other, or one a page."""

    LIST = "list"
    CARDS = "cards"


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How a sheet is printed; ``size_pt`` is one of :data:`SIZES`."""

    size_pt: int = LARGE
    theme: Theme = Theme.WHITE
    variant: Variant = Variant.LIST


def read_print_options(size: str = "", theme: str = "", variant: str = "") -> PrintOptions:
    """Read how to print from the words in which people ask for it; empty = as usual.

    Raises:
        BadInput: no such size, theme or variant; ``about`` names which.
    """
    allowed: Mapping[str, tuple[str, list[str]]] = {
        "size": (size or str(LARGE), [str(one) for one in SIZES]),
        "theme": (theme or Theme.WHITE, list(Theme)),
        "variant": (variant or Variant.LIST, list(Variant)),
    }
    for name, (told, known) in allowed.items():
        if told not in known:
            raise BadInput(
                "印刷の指定「%(asked)s」は使えません。次から選んでください: %(known)s",
                about=name,
                asked=told[:20],
                known=", ".join(known),
            )
    chosen = {name: told for name, (told, _) in allowed.items()}
    return PrintOptions(int(chosen["size"]), Theme(chosen["theme"]), Variant(chosen["variant"]))


def sheet_to_pdf(
    sheet: Sheet, *, options: PrintOptions, made_at: datetime, sketch: str | None = None
) -> bytes:
    """Return a sheet as PDF/UA-1. ``made_at`` is the file's time; ``sketch`` an SVG of the way.

    Raises:
        PrintFailed: it could not be set in time, or there is no font.
    """
    return _run(_job(sheet, options, made_at, sketch))


def sheet_to_png(
    sheet: Sheet, *, options: PrintOptions, made_at: datetime, page: int = 0, ppi: float = 60
) -> bytes:
    """Return one page of a sheet as a picture.

    Raises:
        PrintFailed: as for the PDF.
    """
    job = _job(sheet, options, made_at, None)
    return _run(job | {"format": "png", "page": page, "ppi": ppi})


def _run(job: Mapping[str, Any]) -> bytes:
    """Set a sheet when it is its turn; refused at once where enough others wait for theirs."""
    if not _room.acquire(blocking=False):
        raise PrintBusy(BUSY)
    try:
        if not _turn.acquire(timeout=WAIT_S):
            raise PrintBusy(BUSY)
        try:
            return _set(job)
        finally:
            _turn.release()
    finally:
        _room.release()


def _set(job: Mapping[str, Any]) -> bytes:
    try:
        words = [sys.executable, "-m", "routeguide.speech.print_worker"]
        done = subprocess.run(  # noqa: S603 - our own words
            words, input=json.dumps(job).encode(), capture_output=True, timeout=TIMEOUT_S,
            check=False, cwd=Path(__file__).resolve().parents[2],
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise PrintFailed(
            "印刷に時間がかかりすぎたため、やめました。ページの印刷を使ってください。"
        ) from error
    if done.returncode == NO_FONT:
        raise PrintFailed(
            "印刷のための書体がこのサーバーにありません。ページの印刷を使ってください。"
        )
    if done.returncode or not done.stdout:
        LOG.error("a sheet was not set: the process ended with %s", done.returncode)
        raise PrintFailed("印刷できませんでした。ページの印刷を使ってください。")
    return done.stdout


def _job(
    sheet: Sheet, options: PrintOptions, made_at: datetime, sketch: str | None
) -> dict[str, Any]:
    has_ours = (FONTS / REGULAR).is_file() and (FONTS / BOLD).is_file()
    other = OTHERS.get(sheet.language)
    fonts = [name for name in (other, OURS if has_ours else None, JAPANESE) if name]
    return {
        "sheet": _words_of(sheet, options, sketch) | {"fonts": fonts},
        "font_paths": [str(FONTS)] if has_ours else [],
        "system_fonts": bool(other) or not has_ours,
        "needs": other,
        "known_in": str(FONTS / REGULAR),
        "made_at": int(made_at.timestamp()),
        "format": "pdf",
        "ppi": None,
        "page": 0,
    }


def _words_of(sheet: Sheet, options: PrintOptions, sketch: str | None) -> dict[str, Any]:
    ink, paper = COLOURS[options.theme]
    is_large = options.size_pt >= LARGE
    return {
        "lang": sheet.language.partition("-")[0],
        "region": {"zh": "CN", "ko": "KR", "en": "US"}.get(sheet.language, "JP"),
        "size": options.size_pt,
        "head": 30 if is_large else 18,
        "number": 36 if is_large else 18,
        "column": 19 if is_large else 44,
        "has-ruby": _has_ruby(sheet),
        "room": PAGE_ROOM_PT,
        "ink": ink,
        "paper": paper,
        "cards": options.variant is Variant.CARDS,
        "plain_title": without_ruby(sheet.title),
        "footer": without_ruby(sheet.title),
        "title": _bound(sheet.title),
        "traveller": _bound(sheet.traveller),
        "assumed": list(map(_bound, sheet.assumed)),
        "notices": list(map(_bound, sheet.notices)),
        "warnings": [],
        "sections": [_section(section) for section in sheet.sections],
        "rows": list(map(_bound, sheet.rows)),
        "marks": {key: _bound(pairs) for key, pairs in sheet.marks.items()},
        "credits": list(sheet.credits),
        "address": sheet.address,
        "qr": qr_svg(sheet.address) if sheet.address else None,
        "qr_alt": without_ruby(sheet.marks["address_back"]),
        "sketch": sketch,
        "sketch_alt": without_ruby(sheet.marks["sketch"]) + ": " + without_ruby(sheet.title),
    }


def _has_ruby(sheet: Sheet) -> bool:
    told = [sheet.title, *sheet.marks.values(), *sheet.rows]
    for section in sheet.sections:
        told += [*section.lead, *(pairs for step in section.steps for _, pairs in step.lines)]
    return any(kana is not None for pairs in told for _, kana in pairs)


def _section(section: SheetSection) -> dict[str, Any]:
    return {
        "head": _bound(section.head),
        "lead": list(map(_bound, section.lead)),
        "after": list(map(_bound, section.after)),
        "steps": [
            {
                "number": step.number,
                "lines": [(str(part), _bound(pairs)) for part, pairs in step.lines],
            }
            for step in section.steps
        ],
    }


def qr_svg(address: str) -> str:
    """Return an address as a QR code, as SVG, black on white in every theme."""
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_inline(scale=4, border=4, light="#ffffff", dark="#000000"))


def _bound(pairs: Pairs) -> list[tuple[str, str, str | None, str]]:
    """Return rows of (before, text, furigana, behind): what must stay on a line with its word.

    A number stays with what it counts, and no line begins with a small kana.
    """
    rows: list[tuple[str, str, str | None, str]] = []
    for text, kana in pairs:
        rest = UNIT.sub("\u00a0", text)
        if kana is None:
            if rows and rows[-1][2] is not None and (found := NOT_FIRST.match(rest)):
                head, base, over, tail = rows.pop()
                rows.append((head, base, over, tail + found[0]))
                rest = rest[found.end() :]
            if rest:
                rows.append(("", rest, None, ""))
            continue
        head = ""
        if rows and rows[-1][2] is None and (number := COUNT.search(rows[-1][1])):
            head, before = number[0], rows.pop()[1][: number.start()]
            if before:
                rows.append(("", before, None, ""))
        rows.append((head, rest, kana, ""))
    return rows
