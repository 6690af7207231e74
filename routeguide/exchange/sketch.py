"""A route as a sketch: an SVG for print and for pages without JavaScript.

Sizes are millimetres of a page that is ``width_mm`` wide. Nothing is told by
colour: what is confirmed is a whole line, what is not is dashed, and where
nobody knows the course it is dotted. Lines of the route are 2 mm wide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from routeguide.directions.phrase import Amount, Noun, Unit
from routeguide.directions.words import Words
from routeguide.exchange.drawing import Drawing, Trust
from routeguide.exchange.marks import MarkKind
from routeguide.exchange.paper import Box, Paper, Room, Spot, group_numbers, text_width, wrap
from routeguide.exchange.signs import (
    ABOVE_MM,
    DASHES,
    INK,
    PAPER,
    QUIET,
    ROUTE_MM,
    SIGNS,
    Sample,
    Sampler,
    Sign,
)
from routeguide.exchange.streets import list_streets_near
from routeguide.model.passage import LonLat
from routeguide.network.store import Network

NEAR_M, MOST_STREETS = 60.0, 400
"""Streets that begin or end so near to the route are drawn, at most so many."""

LEAST_MM, MAIN_MM = 4.0, 9.0
"""Where those metres are less on paper, main roads alone are drawn, so far beside the route."""

FONT = "BIZ UDPGothic, BIZ UDPゴシック, Noto Sans CJK JP, Noto Sans JP, sans-serif"
SCALES_M = (10, 20, 50, 100, 200, 500, 1000, 2000)
MOST_SCALE_MM = 30.0
LINE_HEIGHT = 1.45


@dataclass(frozen=True, slots=True)
class Size:
    """How big a sketch is drawn: its width, the least and most height of its map, its letters."""

    width_mm: float = 90.0
    least_mm: float = 50.0
    most_mm: float = 100.0
    text_mm: float = 4.2


def draw_sketch(
    drawing: Drawing,
    network: Network,
    words: Words,
    *,
    size: Size | None = None,
    key: str = "sketch",
) -> str:
    """Return a drawing as an SVG element; ``key`` begins its ids on a page.

    It is an image to those who do not see it: its title says what it is, its
    description what its numbers are. Everything on it stands in the layers' text.
    """
    size = size or Size()
    paper = Paper.for_line(drawing.line, size.width_mm, size.least_mm, size.most_mm)
    picture = _Picture(drawing, network, words, size, paper)
    legend = list(picture.legend())
    height = paper.height_mm + sum(rows for rows, _ in legend) + 2.0
    title = f"{_word(words, 'sketch')}: {drawing.title}"
    edge = f"M0 0H{size.width_mm:g}V{paper.height_mm:.1f}H0Z"
    clip = f'<clipPath id="{key}-map"><path d="{edge}"/></clipPath>'
    drawn = "\n".join(picture.map())
    rows = "\n".join(row for _, row in legend)
    body = f'{clip}\n<g clip-path="url(#{key}-map)">\n{drawn}\n</g>\n{rows}'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size.width_mm:g} {height:.1f}" '
        f'role="img" aria-labelledby="{key}-title {key}-desc" font-family="{FONT}" '
        f'font-size="{size.text_mm:g}">\n<title id="{key}-title">{escape(title)}</title>\n'
        f'<desc id="{key}-desc">{escape(_word(words, "desc"))}</desc>\n'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n{body}\n</svg>'
    )


def _word(words: Words, key: str, table: str = "picture") -> str:
    return words.word(Noun(table, key))


class _Picture:
    """Draws one sketch; every method yields elements from below to above."""

    def __init__(
        self, drawing: Drawing, network: Network, words: Words, size: Size, paper: Paper
    ) -> None:
        self.drawing = drawing
        self.network = network
        self.words = words
        self.size = size
        self.paper = paper
        self.marks = [mark for mark in drawing.marks if paper.holds(paper.at(mark.at))]
        spots = [(s.number, paper.at(s.at)) for s in drawing.stretches]
        self.badges = group_numbers(spots, size.text_mm * 0.9)
        self.room = self._room()

    def _room(self) -> Room:
        """Return the paper with north, numbers and the line taken."""
        room = Room(self.paper)
        _, end, told = self._measure()
        wide = end + 1.5 + text_width(told, self.size.text_mm)
        room.take(Box(0.0, self.paper.height_mm - 7.0, wide, 7.0))
        for badge in self.badges:
            room.take(badge.box)
        for mark in self.marks:
            spot = self.paper.at(mark.at)
            room.take(Box(spot.x - 2.5, spot.y - 2.5, 5.0, 5.0))
        for x, y in self.paper.walk(self.drawing.line, 2.0):
            room.take(Box(x - 1.0, y - 1.0, 2.0, 2.0))
        return room

    def map(self) -> Iterator[str]:
        """Yield the map: streets, route, marks, numbers, north and scale."""
        yield from self._streets()
        yield from self._route()
        for mark in self.marks:
            x, y = self.paper.at(mark.at)
            above = ABOVE_MM if mark.kind is MarkKind.BARRIER else 0.0
            yield from SIGNS[mark.kind](Spot(x, y - above), mark)
        yield from self._numbers()
        yield from self._labels()
        yield from self._north()
        yield from self._scale()

    def _streets(self) -> Iterator[str]:
        is_small = NEAR_M * self.paper.mm_per_m < LEAST_MM
        within = MAIN_MM / self.paper.mm_per_m if is_small else NEAR_M
        found = list_streets_near(
            self.network, self.drawing.line, within_m=within, most=MOST_STREETS, only_main=is_small
        )
        for is_main, width in ((False, 0.5), (True, 1.2)):
            lines = [self._path(street.line) for street in found if street.is_main is is_main]
            if lines:
                yield (
                    f'<path d="{"".join(lines)}" fill="none" stroke="{QUIET}" '
                    f'stroke-width="{width}"/>'
                )

    def _path(self, line: Sequence[LonLat]) -> str:
        (x, y), *rest = self.paper.thin(line)
        return f"M{x:.1f} {y:.1f}" + "".join(f"L{a:.1f} {b:.1f}" for a, b in rest)

    def _route(self) -> Iterator[str]:
        whole = self._path(self.drawing.line)
        joined = 'fill="none" stroke-linejoin="round"'
        yield f'<path d="{whole}" {joined} stroke="{PAPER}" stroke-width="{ROUTE_MM * 1.8:g}"/>'
        for part in self.drawing.parts:
            yield (
                f'<path class="sketch-{part.trust}" d="{self._path(part.line)}" {joined} '
                f'stroke="{INK}" stroke-width="{ROUTE_MM:g}"{DASHES[part.trust]}/>'
            )

    def _text(self, spot: Spot, text: str, size_mm: float, more: str = "") -> str:
        """Return a text on a white rim, readable over lines."""
        return (
            f'<text x="{spot.x:.1f}" y="{spot.y:.1f}" font-size="{size_mm:.1f}" fill="{INK}" '
            f'stroke="{PAPER}" stroke-width="0.9" paint-order="stroke"{more}>{escape(text)}</text>'
        )

    def _numbers(self) -> Iterator[str]:
        for badge in self.badges:
            box = badge.box
            yield (
                f'<rect class="sketch-number" x="{box.x:.1f}" y="{box.y:.1f}" '
                f'width="{box.wide:.1f}" height="{box.high:.1f}" rx="{box.high / 2:.1f}" '
                f'fill="{INK}" stroke="{PAPER}" stroke-width="0.6"/>'
                f'<text x="{badge.spot.x:.1f}" y="{badge.spot.y + badge.size_mm * 0.36:.1f}" '
                f'font-size="{badge.size_mm:.1f}" font-weight="700" text-anchor="middle" '
                f'fill="{PAPER}">{badge.label}</text>'
            )

    def _labels(self) -> Iterator[str]:
        """Yield what stands beside marks: start and arrival, the signs of exits."""
        ends = {MarkKind.START: "start", MarkKind.GOAL: "arrived"}
        for mark in reversed(self.marks):
            word = ends.get(mark.kind)
            text = _word(self.words, word) if word else mark.label
            if text:
                size = self.size.text_mm * (1.0 if word else 0.8)
                spot, wide = self.paper.at(mark.at), text_width(text, size)
                box = self.room.place(spot, wide, size * 1.2, 4.4 if word else 2.2)
                if not word and self.room.is_crowded(box):
                    continue
                self.room.take(box)
                weight = ' font-weight="700"' if word else ""
                yield self._text(Spot(box.x, box.y + size), _upper(text), size, weight)

    def _north(self) -> Iterator[str]:
        right, low = self.size.width_mm - 10.0, self.paper.height_mm - 24.0
        corners = (Box(x, y, 9.0, 16.0) for y in (0.5, low) for x in (right, 0.5))
        box = self.room.best(corners)
        self.room.take(box)
        x, y = box.x + 4.5, box.y
        yield (
            f'<path d="M{x:g} {y + 1.5:.1f}l3 8l-3 -1.8l-3 1.8Z" fill="{INK}" '
            f'stroke="{PAPER}" stroke-width="0.6" paint-order="stroke"/>'
        )
        middle = ' text-anchor="middle"'
        yield self._text(Spot(x, y + 14.0), "N", self.size.text_mm, middle)

    def _measure(self) -> tuple[float, float, str]:
        """Return height and end of the scale on the paper, and the metres that it stands for."""
        most = MOST_SCALE_MM / self.paper.mm_per_m
        metres = max([SCALES_M[0], *(m for m in SCALES_M if m <= most)])
        told = self.words.word(Amount.of(metres, Unit.M))
        return self.paper.height_mm - 2.0, 3 + metres * self.paper.mm_per_m, told

    def _scale(self) -> Iterator[str]:
        y, end, told = self._measure()
        yield (
            f'<path d="M3 {y - 2:.1f}V{y:.1f}H{end:.1f}V{y - 2:.1f}" fill="none" '
            f'stroke="{INK}" stroke-width="0.6"/>'
        )
        yield self._text(Spot(end + 1.5, y), told, self.size.text_mm)

    # -- legend ---------------------------------------------------------------

    def legend(self) -> Iterator[tuple[float, str]]:
        """Yield (height, elements) of a row for everything that is on the map."""
        top = self.paper.height_mm
        for sample, text in self._legend():
            lines = wrap(_upper(text), self.size.text_mm, self.size.width_mm - 20.0)
            high = max(7.4, 1.6 + len(lines) * self.size.text_mm * LINE_HEIGHT)
            told = "".join(
                f'<text x="18" y="{top + number * self.size.text_mm * LINE_HEIGHT:.1f}" '
                f'fill="{INK}">{escape(line)}</text>'
                for number, line in enumerate(lines, 1)
            )
            yield high, "".join(sample(Spot(9.0, top + 4.2))) + told
            top += high

    def _legend(self) -> Iterator[tuple[Sampler, str]]:
        words = {
            Trust.KNOWN: ("picture", "known" if self.drawing.doubts else "way"),
            Trust.UNVERIFIED: ("frame", "unverified"),
            Trust.UNTRACED: ("picture", "untraced"),
        }
        names = {mark.kind: mark.name.text for mark in self.drawing.marks}
        for kind, word in ((MarkKind.START, "start"), (MarkKind.GOAL, "arrived")):
            yield Sign(kind), f"{_word(self.words, word)}: {names[kind]}"
        drawn = {part.trust for part in self.drawing.parts}
        for trust, (table, word) in words.items():
            if trust in drawn:
                yield Sample(trust), _word(self.words, word, table)
        kinds = {mark.kind for mark in self.marks}
        for kind in (MarkKind.BARRIER, MarkKind.LIFT, MarkKind.EXIT):
            if kind in kinds:
                yield Sign(kind), _word(self.words, str(kind))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
