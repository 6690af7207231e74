"""Toilets as published lists tell them: known words found, the rest left as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from routeguide.routing.needs import WORDS, Need

FLOOR = re.compile(r"(B?)(\d{1,2})F\s+")
PARTS = re.compile(r"\s*\|\s*")
BETWEEN_TOILETS = "／"
LEFT_OUT = ("鉄道会社:", "路線:", "設備:", "設備は不明")
"""What a list tells of itself, and the equipment that is told in words of ours."""

OF_TOILETS = (
    Need.WHEELCHAIR_TOILET, Need.OSTOMATE, Need.BABY_CHANGING, Need.LARGE_BED, Need.NURSING_ROOM,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Toilet:
    """One toilet: floor (0 the ground, None = not told), name, equipment, what else is said.

    No equipment means that none is known, not that there is none.
    """

    floor: int | None
    name: str
    equipment: tuple[Need, ...]
    notes: tuple[str, ...] = ()


def read_toilets(text: str) -> list[Toilet]:
    """Return the toilets of a published list."""
    return [_toilet(part) for part in text.split(BETWEEN_TOILETS) if part]


def _toilet(text: str) -> Toilet:
    head, _, told = text.partition(": ")
    found = FLOOR.match(head)
    parts = PARTS.split(told)
    listed = " ".join(part for part in parts if part.startswith("設備:"))
    return Toilet(
        floor=_level(found[1], int(found[2])) if found else None,
        name=head[found.end() :] if found else head,
        equipment=tuple(n for n in OF_TOILETS if any(word in listed for word in WORDS[n])),
        notes=tuple(part for part in parts if part and not part.startswith(LEFT_OUT)),
    )


def _level(below: str, number: int) -> int:
    """Return a floor as the words count them: 1F is the ground, B1F the first below."""
    return -number if below else number - 1
