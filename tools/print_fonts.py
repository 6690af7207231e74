"""Fonts that are made at set-up: whole TrueType fonts for print, and braille dots for the page.

The npm package of BIZ UDPGothic holds the font in 125 slices a weight, as
browsers load it. A printed sheet needs one file that holds every character.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.merge import Merger
from fontTools.merge import Options as MergeOptions
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

NOT_FOR_PRINT = ("vhea", "vmtx", "GSUB", "GPOS", "BASE", "DSIG")
FIRST = ("japanese", "latin", "latin-ext", "greek-ext", "cyrillic")
"""The slices that hold most; each character is taken from the first that has it."""

BRAILLE = 0x2800
UNIT = 1000
DOTS = {
    bit: (300 if bit in (0, 1, 2, 6) else 560, y)
    for bit, y in ((0, 620), (1, 390), (2, 160), (6, -70), (3, 620), (4, 390), (5, 160), (7, -70))
}
"""Bit of a braille character -> centre of its dot."""

RAISED, FLAT = 100, 26
SIX = 6
SINCE_1904_S = 3_800_000_000
"""A fixed day for the files, in the time of fonts."""

FAMILY = "Braille Dots"


def make_print_font(files: Path, weight: int, target: Path) -> None:
    """Write one TrueType font of all slices of a weight in ``files``.

    Raises:
        FileNotFoundError: there are no slices.
    """
    parts = list(_list_parts(files, weight))
    if not parts:
        raise FileNotFoundError(f"no slices of weight {weight} in {files}")
    font = Merger(MergeOptions(drop_tables=list(NOT_FOR_PRINT))).merge(parts)
    _date(font)
    font.save(target)


def _list_parts(files: Path, weight: int) -> Iterator[io.BytesIO]:
    """Yield the slices without hints, each with the characters that no slice before it holds."""
    seen: set[int] = set()
    first = [files / f"biz-udpgothic-{name}-{weight}-normal.woff2" for name in FIRST]
    rest = sorted(files.glob(f"biz-udpgothic-[0-9]*-{weight}-normal.woff2"))
    for path in [path for path in first if path.is_file()] + rest:
        with TTFont(path) as font:
            own = set(font.getBestCmap()) - seen
            if own:
                seen |= own
                yield _without_hints(font, own)


def _without_hints(font: TTFont, characters: set[int]) -> io.BytesIO:
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += list(NOT_FOR_PRINT)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.flavor = None
    part = io.BytesIO()
    font.save(part)
    part.seek(0)
    return part


def make_braille_font(target: Path) -> None:
    """Write a web font of the braille block: raised dots large, the others of the six small.

    Ours, drawn here: few devices have a font with braille, and a page must not ask elsewhere.
    """
    names = [".notdef", "space", *(f"uni{BRAILLE + cell:04X}" for cell in range(256))]
    builder = FontBuilder(UNIT, isTTF=True)
    builder.setupGlyphOrder(names)
    cells = {BRAILLE + cell: f"uni{BRAILLE + cell:04X}" for cell in range(256)}
    builder.setupCharacterMap({ord(" "): "space"} | cells)
    glyphs = {".notdef": _draw(None), "space": _draw(None)}
    glyphs |= {cells[BRAILLE + cell]: _draw(cell) for cell in range(256)}
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(names, (860, 0)))
    builder.setupHorizontalHeader(ascent=850, descent=-200)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=850, sTypoDescender=-200, usWinAscent=850, usWinDescent=200)
    builder.setupPost()
    font: TTFont = builder.font
    _date(font)
    font.flavor = "woff2"
    font.save(target)


def _date(font: TTFont) -> None:
    """Give a font a fixed day: the same input gives the same bytes."""
    font["head"].created = font["head"].modified = SINCE_1904_S
    font.recalcTimestamp = False


def _draw(cell: int | None) -> object:
    """Return the glyph of a cell; None is empty."""
    pen = TTGlyphPen(None)
    if cell is not None:
        for bit, (x, y) in DOTS.items():
            if cell >> bit & 1:
                _dot(pen, x, y, RAISED)
            elif bit < SIX and cell:
                _dot(pen, x, y, FLAT)
    return pen.glyph()


def _dot(pen: TTGlyphPen, x: int, y: int, radius: int) -> None:
    """Draw a dot: four quadratic curves about its corners, clockwise."""
    pen.qCurveTo(
        (x + radius, y + radius), (x + radius, y - radius), (x - radius, y - radius),
        (x - radius, y + radius), None,
    )  # fmt: skip
    pen.closePath()
