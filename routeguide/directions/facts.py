"""What is known of a stretch: only what holds for all of it, or the worst of it.

Facts are plain JSON values by name; a missing key is not known.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

from routeguide.model.passage import Passage
from routeguide.model.route import Segment
from routeguide.model.values import Known, Measure
from routeguide.model.vocabulary import Evidence, Kind

K = TypeVar("K", bound=Hashable)
CONFIRMED = frozenset({Evidence.SURVEY, Evidence.MAPPED})
STREETS = frozenset({Kind.STREET, Kind.STREET_WITH_SIDEWALK})
LEVEL_CM = 1.0
"""Steps below this are even ground [G]."""


@dataclass(frozen=True, slots=True)
class Part:
    """A segment, or the metres of it that belong to one maneuver.

    ``begins`` says whether the start of the segment, and the point on it, is
    among them. ``at_m`` is where the part begins, in metres from the start of
    the maneuver.
    """

    segment: Segment
    length_m: float
    begins: bool = True
    at_m: float = 0.0

    @property
    def passage(self) -> Passage:
        """The passage walked."""
        return self.segment.passage


def whole(segments: Sequence[Segment]) -> list[Part]:
    """Return segments as parts of their full length."""
    starts = accumulate((segment.length_m for segment in segments), initial=0.0)
    return [
        Part(segment, segment.length_m, at_m=at)
        for segment, at in zip(segments, starts, strict=False)
    ]


def list_doubts(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the names of what is not confirmed somewhere on the parts, kerbs included."""
    names = {name for p in parts for name in p.segment.unverified}
    kerbs = {
        name
        for p in parts
        if p.begins and p.segment.point and "barrier" not in p.segment.point.values
        for name in p.segment.point_unverified
    }
    return tuple(sorted(names | kerbs))


def list_confirmed(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the names of what is confirmed on all parts."""
    known = [
        {name for name, value in p.passage.values.items() if value.evidence in CONFIRMED}
        for p in parts
    ]
    doubts = set(list_doubts(parts))
    return tuple(sorted(set.intersection(*known) - doubts)) if known else ()


def find_main_name(parts: Sequence[Part]) -> tuple[str | None, str | None]:
    """Return name and kana of the street walked along for the most metres; None = no name."""
    names = [(p.passage.names.get("ja"), p.passage.names.get("kana")) for p in parts]
    return find_longest(parts, names) if parts else (None, None)


def find_longest(parts: Sequence[Part], keys: Sequence[K]) -> K:
    """Return which of the keys of the parts (one each) holds for the most metres."""
    if keys.count(keys[0]) == len(keys):
        return keys[0]
    metres = dict.fromkeys(keys, 0)
    for part, key in zip(parts, keys, strict=True):
        metres[key] += max(1, round(part.length_m))
    return max(metres, key=metres.__getitem__)


def notes_of(parts: Sequence[Part]) -> list[str]:
    """Return the authored notes of the passages, each once."""
    return list(dict.fromkeys(p.passage.note for p in parts if p.passage.note))


def bounds(measure: Measure) -> dict[str, float | None]:
    """Return low and high as JSON values; None where there is no bound on that side."""
    low = measure.low if math.isfinite(measure.low) else None
    high = measure.high if math.isfinite(measure.high) else None
    return {"low": low, "high": high}


def is_confirmed(known: Known | None) -> bool:
    """Tell whether a value is surveyed or mapped."""
    return known is not None and known.evidence in CONFIRMED


def confirmed_measure(passage: Passage, name: str) -> Measure | None:
    """Return a confirmed measure; None when not known, inferred or outlived."""
    measure = passage.measure(name)
    return measure if is_confirmed(measure) else None


def confirmed_word(passage: Passage, name: str) -> str | None:
    """Return a confirmed word; None when not known, inferred or outlived."""
    return passage.fact(name) if is_confirmed(passage.values.get(name)) else None
