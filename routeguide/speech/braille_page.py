"""Lines of braille on pages: 32 cells by 18 lines, as Unicode text or as a BRF file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

CELLS = 32
LINES = 18
FORM_FEED = "\f"
BLANK = " "
BRAILLE = 0x2800
SIX_DOTS = 0x3F
NABCC = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
"""North American Braille Computer Code by the dots of a cell (dots 1, 2, 3 are 1, 2, 4)."""

FULL_STOP = "⠲"
FIGURES = "⠚⠁⠃⠉⠙⠑⠋⠛⠓⠊"
NUMBER_SIGN = "⠼"


@dataclass(frozen=True, slots=True)
class Indent:
    """Blank cells before the first line of a text, and before the lines that follow."""

    first: int
    rest: int


PARAGRAPH = Indent(2, 0)
HEADING = Indent(4, 4)
STEP = Indent(0, 2)
UNDER_STEP = Indent(2, 2)


def step_number(number: int) -> str:
    """Return the number of a step: ⠼⠁⠲ for the first."""
    return NUMBER_SIGN + "".join(FIGURES[int(digit)] for digit in str(number)) + FULL_STOP


def wrap_cells(cells: str, indent: Indent) -> list[str]:
    """Return cells as lines of at most 32, parted at blanks.

    Only what is longer than a line by itself is parted elsewhere. Blanks at
    the end of a line are left out; between words they stay as they are (two
    behind a full stop).
    """
    lines: list[str] = []
    line, gap = BLANK * indent.first, ""
    is_empty = True
    for word, behind in _words(cells):
        if not is_empty and len(line) + len(gap) + len(word) > CELLS:
            lines.append(line)
            line, gap, is_empty = BLANK * indent.rest, "", True
        line += gap + word
        while len(line) > CELLS:
            lines.append(line[:CELLS])
            line = BLANK * indent.rest + line[CELLS:]
        gap, is_empty = behind, False
    return [*lines, line] if not is_empty else lines


def _words(cells: str) -> Iterator[tuple[str, str]]:
    """Yield each word with the blanks behind it."""
    at = len(cells) - len(cells.lstrip(BLANK))
    while at < len(cells):
        end = cells.find(BLANK, at)
        end = len(cells) if end < 0 else end
        next_at = end
        while next_at < len(cells) and cells[next_at] == BLANK:
            next_at += 1
        yield cells[at:end], cells[end:next_at]
        at = next_at


def to_pages(lines: Sequence[str]) -> list[list[str]]:
    """Return lines on pages of at most 18."""
    return [list(lines[at : at + LINES]) for at in range(0, len(lines), LINES)]


def write_unicode(lines: Sequence[str]) -> str:
    """Return pages as Unicode braille, blanks as blank cells, a form feed between pages."""
    return _write(lines, "\n", lambda line: line.replace(BLANK, chr(BRAILLE)))


def write_brf(lines: Sequence[str]) -> str:
    """Return pages as a BRF file: NABCC, lines that end with CR LF, a form feed between pages."""
    return _write(lines, "\r\n", to_nabcc)


def to_nabcc(line: str) -> str:
    """Return braille cells in NABCC; dots 7 and 8 are left out, a BRF file has six."""
    return "".join(
        sign if sign == BLANK else NABCC[(ord(sign) - BRAILLE) & SIX_DOTS] for sign in line
    )


def _write(lines: Sequence[str], end: str, write: Callable[[str], str]) -> str:
    pages = ("".join(f"{write(line)}{end}" for line in page) for page in to_pages(lines))
    return FORM_FEED.join(pages)


def list_unknown(lines: Iterable[str]) -> list[str]:
    """Return the signs in lines that are no braille."""
    return sorted({s for line in lines for s in line if s != BLANK and not _is_braille(s)})


def _is_braille(sign: str) -> bool:
    return BRAILLE <= ord(sign) <= BRAILLE + 0xFF
