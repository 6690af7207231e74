"""What each artefact of a route tells, read back from the artefact alone: steps, sides, metres.

Every reader takes what a person gets (a page's HTML, a text, braille, a PDF)
and returns one row a step. Nothing here asks the guidance that it was made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup

from routeguide.speech.braille_page import FIGURES
from tests.speech.pdf_reading import Run, squeeze

METRES = re.compile(r"(\d+)メートル")
SIDES = re.compile("[左右]")
SPOKEN_SIDES = re.compile("ひだり|みぎ|ヒダリ|ミギ")
TEXT_STEP = re.compile(r"^(\d+)\. ", re.MULTILINE)
BRAILLE_STEP = re.compile(f"⠼([{FIGURES}]+)⠲ ")
BRAILLE_METRES = re.compile(f"⠼([{FIGURES}]+)⠿⠒⠞⠙")
BRAILLE_SIDES = re.compile("⠧⠐⠕⠓|⠷⠐⠣")
LEFT = {"左", "ひだり", "ヒダリ", "⠧⠐⠕⠓"}


@dataclass(frozen=True, slots=True)
class Told:
    """What one step tells: its number, sides in order (L, R), metres in order."""

    number: int
    sides: str
    metres: tuple[int, ...]


def _sides(found: list[str]) -> str:
    return "".join("L" if side in LEFT else "R" for side in found)


def read_words(number: int, words: str) -> Told:
    """Read written words."""
    metres = tuple(map(int, METRES.findall(words)))
    return Told(number, _sides(SIDES.findall(words)), metres)


def read_spoken(number: int, words: str) -> Told:
    """Read words for the ear: sides are told in kana only."""
    assert not SIDES.search(words), words
    metres = tuple(map(int, METRES.findall(words)))
    return Told(number, _sides(SPOKEN_SIDES.findall(words)), metres)


def read_text(text: str, *, is_spoken: bool = False) -> list[Told]:
    """Read the steps of a text file: from each number to the next, until an empty line."""
    parts = TEXT_STEP.split(text)[1:]
    read = read_spoken if is_spoken else read_words
    return [
        read(int(number), "".join(words.partition("\n\n")[0].split()))
        for number, words in zip(parts[::2], parts[1::2], strict=True)
    ]


def read_page(html: str) -> list[Told]:
    """Read the first ordered list of a page."""
    steps = BeautifulSoup(html, "html.parser").find("ol")
    assert steps is not None
    return [
        read_words(number, "".join(item.get_text().split()))
        for number, item in enumerate(steps.find_all("li", recursive=False), 1)
    ]


def read_braille(text: str) -> list[Told]:
    """Read a file of Unicode braille: steps begin a line, what follows stands in."""
    lines = text.replace("\f", "").replace("\u2800", " ").split("\n")
    return [
        Told(
            number,
            _sides(BRAILLE_SIDES.findall(cells)),
            tuple(map(_number, BRAILLE_METRES.findall(cells))),
        )
        for number, cells in _braille_steps(lines)
    ]


def _number(cells: str) -> int:
    return int("".join(str(FIGURES.index(cell)) for cell in cells))


def _braille_steps(lines: list[str]) -> Iterator[tuple[int, str]]:
    number, held = 0, ""
    for line in [*lines, ""]:
        begun = BRAILLE_STEP.match(line)
        if begun or not line.startswith("  "):
            if number:
                yield number, held
            number, held = (_number(begun[1]), line[begun.end() :]) if begun else (0, "")
        elif number:
            held += " " + line.strip()


def read_sheet(runs: list[Run], number_pt: float = 36) -> list[Told]:
    """Read a printed sheet: a number in its own size, and what follows until the next."""
    told = [run for run in runs if not run.is_artifact]
    starts = [at for at, run in enumerate(told) if run.size_pt == number_pt]
    found = []
    for begin, end in zip(starts, [*starts[1:], len(told)], strict=True):
        words = squeeze("".join(run.text for run in told[begin + 1 : end]))
        found.append(read_words(int(told[begin].text), words.partition("確かめ方:")[0]))
    return found
