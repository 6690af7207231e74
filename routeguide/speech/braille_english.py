"""English in contracted braille (UEB) by liblouis, where it is installed.

liblouis is a program of the system (Debian: liblouis-bin) and no part of our
lock; without it English braille is refused with a sentence. Its Japanese tables
know no kanji and are never used.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence

from routeguide.errors import PrintFailed

PROGRAM = "lou_translate"
TABLES = "unicode.dis,en-ueb-g2.ctb"
TIMEOUT_S = 10.0
JAPANESE_BESIDE = re.compile(r"\s*[（(][^()（）]*[^\x00-\xff][^()（）]*[)）]")
OTHER_SCRIPT = re.compile(r"[^\x00-\xff‘’“”…–—]+")
BLANK_CELL = "\u2800"


def has_english() -> bool:
    """Tell whether English can be brailled here."""
    return shutil.which(PROGRAM) is not None


def to_ueb(texts: Sequence[str]) -> list[str]:
    """Return English texts as braille cells; Japanese names in brackets are left out.

    Raises:
        PrintFailed: liblouis is not installed here, or did not answer as it should.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise PrintFailed(
            "英語の点字には liblouis が要りますが、このサーバーには入っていません。"
            "日本語の点字か、文字だけの案内を使ってください。"
        )
    lines = [_english(text) for text in texts]
    try:
        done = subprocess.run(  # noqa: S603 - found on PATH, our own words
            [program, "--forward", TABLES], input="\n".join(lines) + "\n", capture_output=True,
            text=True, encoding="utf-8", timeout=TIMEOUT_S, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise PrintFailed("英語の点字を作れませんでした。あとでためしてください。") from error
    cells = done.stdout.removesuffix("\n").split("\n")
    if len(cells) != len(lines):
        raise PrintFailed("英語の点字を作れませんでした。あとでためしてください。")
    return [line.replace(BLANK_CELL, " ").rstrip() for line in cells]


def _english(text: str) -> str:
    plain = OTHER_SCRIPT.sub(" ", JAPANESE_BESIDE.sub("", text))
    return " ".join(plain.replace("©", "(C)").split())
