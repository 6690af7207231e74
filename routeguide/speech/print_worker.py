"""The process that sets one sheet: a job comes in as JSON, a PDF goes out.

It is a process of its own, so that one sheet can take no more than its time and
its memory is given back. It reads and writes pipes only: nothing of a person's
way reaches a file.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

MISSING = "〓"
"""What stands for a character that no font here holds, as printers use it."""

STANDARD: Final = "ua-1"
NO_FONT = 3
"""How the process ends where no font can set the sheet."""


NO_LETTERS = [("", "No font for this language here: missing letters are printed as 〓.", None, "")]
"""Beside the sentence in the language itself, whose letters may be the missing ones."""


def main() -> None:
    """Set the sheet that comes in; end with 1 and the compiler's words where it cannot be set."""
    import typst  # noqa: PLC0415 - only the worker needs it

    job = json.load(sys.stdin)
    fonts = typst.Fonts(
        include_system_fonts=job["system_fonts"],
        include_embedded_fonts=False,
        font_paths=job["font_paths"],
    )
    sheet, families = job["sheet"], set(fonts.families())
    if families.isdisjoint(sheet["fonts"]):
        sys.exit(NO_FONT)
    if job["needs"] and job["needs"] not in families:
        sheet["warnings"] = [sheet["marks"]["other_font"], NO_LETTERS]
    try:
        made = _set(fonts, job, sheet)
    except typst.TypstError:
        try:
            made = _set(fonts, job, _shown(sheet, job["known_in"]))
        except typst.TypstError as error:
            sys.exit(f"{error.message} {error.hints}")
    sys.stdout.buffer.write(made)


def _set(fonts: Any, job: dict[str, Any], sheet: dict[str, Any]) -> bytes:  # noqa: ANN401 - no types
    import typst  # noqa: PLC0415 - only the worker needs it

    source = resources.files(__package__).joinpath("print_sheet.typ").read_bytes()
    made = typst.compile(
        source,
        font_paths=fonts,
        format=job["format"],
        ppi=job["ppi"],
        sys_inputs={"sheet": json.dumps(sheet, ensure_ascii=False)},
        pdf_standards=[STANDARD] if job["format"] == "pdf" else [],
        timestamp=datetime.fromtimestamp(job["made_at"], UTC),
    )
    return made if isinstance(made, bytes) else made[job["page"]]


def _shown(value: Any, known_in: str) -> Any:  # noqa: ANN401 - a JSON value
    """Return the words with a sign for every character that the font does not hold."""
    if isinstance(value, str):
        known = _characters(known_in)
        return "".join(c if ord(c) in known or c == " " else MISSING for c in value)
    if isinstance(value, list):
        return [_shown(one, known_in) for one in value]
    if isinstance(value, dict):
        kept = ("fonts", "qr", "sketch")
        return {k: v if k in kept else _shown(v, known_in) for k, v in value.items()}
    return value


@cache
def _characters(path: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only for what is missing

    with TTFont(Path(path), lazy=True) as font:
        return frozenset(font.getBestCmap())


if __name__ == "__main__":
    main()
