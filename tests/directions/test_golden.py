"""The words of every case in every language for three travellers, read as a diff.

``ROUTEGUIDE_REGENERATE=1`` rewrites the golden files.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from routeguide.directions.describe import Manner, put_into_words
from routeguide.directions.language import LANGUAGES
from routeguide.directions.maneuvers import list_maneuvers
from routeguide.model.guidance import Guidance, Line
from routeguide.model.traveller import get_preset
from routeguide.model.vocabulary import Kind
from routeguide.speech.readings import readings_of
from tests.directions.cases import CASES, WHO
from tests.directions.situations import SITUATIONS
from tests.ward_network import ward_network

FOLDER = Path(__file__).parent / "golden"
LEAST_CASES = 40


@cache
def guide(case: str, who: str, language: str) -> list[Guidance]:
    group = get_preset(who).group
    manner = Manner(language=language, readings=readings_of(ward_network()))
    return [put_into_words(telling, manner, group) for telling in CASES[case](who)]


def tell(case: str, who: str, language: str) -> str:
    """Return everything that is written and spoken, one line a piece."""
    told = [f"== {case} / {who}"]
    for guidance in guide(case, who, language):
        told += _both("*", guidance.overview)
        for line in guidance.why:
            told += _both("?", line)
        for number, block in enumerate(guidance.blocks, 1):
            for line in block.cautions:
                told += _both(f"{number} !", line)
            told += _both(f"{number}", block.said)
            for line in block.notes:
                told += _both(f"{number} +", line)
    return "\n".join(told)


def _both(mark: str, line: Line) -> list[str]:
    heard = [] if line.speech == line.text else [f"    ♪ {line.speech}"]
    return [f"{mark} {line.text}", *heard]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_those_of_the_golden_file(language: str) -> None:
    told = "\n\n".join(tell(case, who, language) for case in CASES for who in WHO) + "\n"
    path = FOLDER / f"{language}.txt"
    if os.environ.get("ROUTEGUIDE_REGENERATE") == "1":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(told, encoding="utf-8")
    assert told == path.read_text(encoding="utf-8")


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= LEAST_CASES


@pytest.mark.parametrize("situation", SITUATIONS)
def test_nearly_every_metre_walked_is_told(situation: str) -> None:
    route = SITUATIONS[situation]()
    walked = sum(
        s.length_m
        for s in route.segments
        if not s.passage.schematic and s.passage.kind is not Kind.LIFT
    )
    told = sum((m.length_m or 0.0) + m.facts.get("ahead_m", 0.0) for m in list_maneuvers(route))
    assert told == pytest.approx(walked, abs=2.0)
