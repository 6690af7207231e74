"""Where things stand on a sketch: millimetres on paper, texts and numbers that do not meet."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from routeguide.model.geodesy import metres_per_degree
from routeguide.model.passage import LonLat

MARGIN_MM = 9.0
THIN_MM = 0.3
CROWDED = 0.15
"""A label that is not needed is left out where it would cover more than this share of itself."""


class Spot(NamedTuple):
    """A point on the paper: millimetres from its left and upper edge."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Paper:
    """A piece of paper with north up: its size, its scale and what lies in its middle."""

    width_mm: float
    height_mm: float
    mm_per_m: float
    middle: LonLat

    @classmethod
    def for_line(
        cls, line: Sequence[LonLat], width_mm: float, least_mm: float, most_mm: float
    ) -> Paper:
        """Return paper of a width on which a line fits, not lower or higher than it may be."""
        lons, lats = zip(*line, strict=True)
        middle = ((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)
        east, north = metres_per_degree(middle[1])
        wide = max((max(lons) - min(lons)) * east, 1.0)
        high = max((max(lats) - min(lats)) * north, 1.0)
        scale = (width_mm - 2 * MARGIN_MM) / max(wide, 40.0)
        height = min(most_mm, max(least_mm, high * scale + 2 * MARGIN_MM))
        scale = min(scale, (height - 2 * MARGIN_MM) / high)
        return cls(width_mm, height, scale, middle)

    def at(self, lonlat: LonLat) -> Spot:
        """Return where a place is on the paper."""
        east, north = metres_per_degree(self.middle[1])
        x = (lonlat[0] - self.middle[0]) * east * self.mm_per_m
        y = (self.middle[1] - lonlat[1]) * north * self.mm_per_m
        return Spot(self.width_mm / 2 + x, self.height_mm / 2 + y)

    def holds(self, spot: Spot, margin: float = 3.0) -> bool:
        """Tell whether something at a spot can be seen as a whole."""
        return (
            margin <= spot.x <= self.width_mm - margin
            and margin <= spot.y <= self.height_mm - margin
        )

    def thin(self, line: Sequence[LonLat]) -> list[Spot]:
        """Return a line on the paper without points that nobody could tell apart."""
        spots = [self.at(point) for point in line]
        kept = [spots[0]]
        kept.extend(spot for spot in spots[1:-1] if math.dist(spot, kept[-1]) >= THIN_MM)
        return [*kept, spots[-1]]

    def walk(self, line: Sequence[LonLat], every_mm: float) -> Iterator[Spot]:
        """Yield points of a line, so many millimetres apart."""
        for a, b in pairwise([self.at(point) for point in line]):
            count = max(1, math.ceil(math.dist(a, b) / every_mm))
            for n in range(count + 1):
                yield Spot(a.x + (b.x - a.x) * n / count, a.y + (b.y - a.y) * n / count)


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the paper: its upper left corner, its width and height in millimetres."""

    x: float
    y: float
    wide: float
    high: float

    def shared(self, other: Box) -> float:
        """Return how much of two boxes lies over each other, in square millimetres."""
        wide = min(self.x + self.wide, other.x + other.wide) - max(self.x, other.x)
        high = min(self.y + self.high, other.y + other.high) - max(self.y, other.y)
        return max(0.0, wide) * max(0.0, high)


class Room:
    """What is taken of a piece of paper; texts are put where they cover least."""

    def __init__(self, paper: Paper) -> None:
        self.whole = Box(0.5, 0.5, paper.width_mm - 1.0, paper.height_mm - 1.0)
        self.taken: list[Box] = []

    def take(self, box: Box) -> None:
        """Mark a part as taken."""
        self.taken.append(box)

    def place(self, spot: Spot, wide: float, high: float, away: float) -> Box:
        """Return the best box for a text beside a spot."""
        x, y = spot
        corners = [
            (x + away, y - high / 2), (x - away - wide, y - high / 2),
            (x - wide / 2, y + away), (x - wide / 2, y - away - high),
            (x + away, y + away), (x - away - wide, y + away),
            (x + away, y - away - high), (x - away - wide, y - away - high),
        ]  # fmt: skip
        return self.best(Box(*corner, wide, high) for corner in corners)

    def best(self, boxes: Iterable[Box]) -> Box:
        """Return the box that covers least; the first of equal ones."""
        taken = self._all()
        return min(boxes, key=lambda box: self._covers(box, taken))

    def is_crowded(self, box: Box) -> bool:
        """Tell whether a text would cover too much, or leave the paper."""
        return self._covers(box, self._all()) > CROWDED * box.wide * box.high

    def _all(self) -> npt.NDArray[np.float64]:
        taken = [(box.x, box.y, box.wide, box.high) for box in self.taken]
        return np.asarray(taken, dtype=np.float64).reshape(-1, 4)

    def _covers(self, box: Box, taken: npt.NDArray[np.float64]) -> float:
        x, y, wide, high = taken.T
        across = np.minimum(box.x + box.wide, x + wide) - np.maximum(box.x, x)
        along = np.minimum(box.y + box.high, y + high) - np.maximum(box.y, y)
        shared = np.maximum(across, 0.0) * np.maximum(along, 0.0)
        outside = box.wide * box.high - box.shared(self.whole)
        return 5.0 * outside + float(shared.sum())


def text_width(text: str, size_mm: float) -> float:
    """Return about how wide a text is: full width letters one size, the others six tenths."""
    return sum(size_mm * (1.0 if _is_wide(letter) else 0.6) for letter in text)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in {"W", "F", "A"}


def wrap(text: str, size_mm: float, width_mm: float) -> list[str]:
    """Return a text in lines of some width, broken at blanks and between letters of full width."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and text_width((line + piece).rstrip(), size_mm) > width_mm:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    """Yield the pieces between which a line may be broken."""
    piece = ""
    for letter, after in pairwise(text + " "):
        piece += letter
        if letter == " " or (_is_wide(letter) and after not in "。、」）:"):
            yield piece
            piece = ""
    if piece:
        yield piece


@dataclass(frozen=True, slots=True)
class Badge:
    """Some numbers in a row that stand in one place: 3, or 3–5."""

    first: int
    last: int
    spot: Spot
    size_mm: float

    @property
    def label(self) -> str:
        """What is written on it."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def box(self) -> Box:
        """What it takes of the paper."""
        high = self.size_mm * 1.4
        wide = max(high, text_width(self.label, self.size_mm) + self.size_mm * 0.6)
        return Box(self.spot.x - wide / 2, self.spot.y - high / 2, wide, high)


def group_numbers(numbers: Sequence[tuple[int, Spot]], size_mm: float) -> list[Badge]:
    """Return badges for numbers in order; neighbours that would cover each other are one."""
    badges = [Badge(number, number, spot, size_mm) for number, spot in numbers]
    while True:
        joined: list[Badge] = []
        for badge in badges:
            if joined and joined[-1].box.shared(badge.box) > 0:
                before = joined.pop()
                badge = Badge(before.first, badge.last, before.spot, size_mm)  # noqa: PLW2901
            joined.append(badge)
        if len(joined) == len(badges):
            return joined
        badges = joined
