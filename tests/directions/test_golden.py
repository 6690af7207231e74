"""The words of every situation for three travellers, read as a diff.

``ROUTEGUIDE_REGENERATE=1`` rewrites the golden file.
"""

import os
from pathlib import Path

import pytest

from routeguide.directions.describe import describe
from routeguide.directions.maneuvers import list_maneuvers
from routeguide.model.guidance import Guidance
from routeguide.model.traveller import get_preset
from routeguide.model.vocabulary import Kind
from tests.directions.linter import list_faults
from tests.directions.situations import SITUATIONS

GOLDEN = Path(__file__).parent / "golden" / "ja.txt"
WHO = ("white_cane", "wheelchair_manual", "walk")
EVERYONE = (
    *WHO, "wheelchair_assisted", "wheelchair_powered", "guide_dog", "low_vision", "cane", "walker",
    "stroller",
)  # fmt: skip


def guide(situation: str, who: str) -> Guidance:
    return describe(SITUATIONS[situation](), traveller=get_preset(who))


def tell(situation: str, who: str) -> str:
    """Return everything that is written and spoken, one line a piece."""
    guidance = guide(situation, who)
    lines = [f"== {situation} / {who}", f"概要 {guidance.summary}"]
    for number, block in enumerate(guidance.blocks, 1):
        pieces = [
            *(("注意", *pair) for pair in zip(block.caution, block.caution_speech, strict=True)),
            ("", block.text, block.speech),
            *(("補足", *pair) for pair in zip(block.note, block.note_speech, strict=True)),
        ]
        for kind, text, speech in pieces:
            lines.append(f"{number} {kind}{' ' if kind else ''}{text}")
            if speech != text:
                lines.append(f"  声 {speech}")
    return "\n".join(lines)


def test_the_words_are_those_of_the_golden_file() -> None:
    told = "\n\n".join(tell(name, who) for name in SITUATIONS for who in WHO) + "\n"
    if os.environ.get("ROUTEGUIDE_REGENERATE") == "1":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(told, encoding="utf-8")
    assert told == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("who", EVERYONE)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_sentence_has_a_fault(situation: str, who: str) -> None:
    assert list_faults(guide(situation, who), get_preset(who).group) == []


@pytest.mark.parametrize("situation", SITUATIONS)
def test_nearly_every_metre_walked_is_told(situation: str) -> None:
    route = SITUATIONS[situation]()
    walked = sum(
        s.length_m
        for s in route.segments
        if not s.passage.schematic and s.passage.kind is not Kind.LIFT
    )
    told = sum(m.length_m or 0.0 for m in list_maneuvers(route))
    assert told == pytest.approx(walked, abs=2.0)
