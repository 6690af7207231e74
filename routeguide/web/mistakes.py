"""Links by which a reader tells what is wrong at one step: its passage and its words, no trip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from routeguide.exchange.stretches import Course, list_stretches
from routeguide.model.guidance import Guidance
from routeguide.model.route import Route


@dataclass(frozen=True, slots=True)
class Mistake:
    """What a report is about: the step's number, its passage, what it says."""

    number: int
    about: str
    block: str


def list_mistakes(route: Route, guidance: Guidance) -> Iterator[Mistake]:
    """Yield for every step what a report of its mistake tells: the passage at its middle."""
    course = Course.of(route)
    for stretch in list_stretches(course, guidance.blocks):
        middle = stretch.begin_m + stretch.walked_m / 2
        place = int(np.searchsorted(course.walked_m, middle + 1e-9)) - 1
        segment = route.segments[min(max(place, 0), len(route.segments) - 1)]
        yield Mistake(stretch.number, segment.passage.key, stretch.block.text)
