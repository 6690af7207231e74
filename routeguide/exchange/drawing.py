"""What a picture of a route shows, as data: stretches, doubts and marks, from the same blocks.

A sketch, a map on a page and a printed one are drawn from this, so that they
show what the words say (invariant 13): one stretch a block, its metres, its side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from routeguide.directions.notes import attributes
from routeguide.directions.phrase import Amount, Noun, Unit, say
from routeguide.directions.words import Words
from routeguide.exchange import said
from routeguide.exchange.marks import Mark, list_marks
from routeguide.exchange.stretches import Course, Stretch, list_stretches
from routeguide.model.guidance import Guidance, Line
from routeguide.model.passage import LonLat
from routeguide.model.route import Answer, Route, Segment
from routeguide.model.traveller import Group
from routeguide.network.store import Network


class Trust(StrEnum):
    """How sure a part of the line is."""

    KNOWN = "known"
    UNVERIFIED = "unverified"
    UNTRACED = "untraced"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the line of one trust, from ``begin_m`` to ``end_m`` of what is walked.

    ``untraced`` are joining lines, which nobody has walked, and insides whose
    course is not known. ``text`` says where the part is and what of it is not
    confirmed; None where all is.
    """

    trust: Trust
    line: tuple[LonLat, ...]
    begin_m: float
    end_m: float
    text: Line | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A route as it is drawn.

    ``stretches`` has one entry a block, in order. ``parts`` cover the whole
    line by trust. ``marks`` are start, goal, exits, lifts and barriers.
    """

    title: str
    language: str
    line: tuple[LonLat, ...]
    stretches: tuple[Stretch, ...]
    parts: tuple[Part, ...]
    marks: tuple[Mark, ...]

    @property
    def doubts(self) -> tuple[Part, ...]:
        """The parts on which something that matters is not confirmed."""
        return tuple(part for part in self.parts if part.trust is Trust.UNVERIFIED)

    @property
    def bounds(self) -> tuple[LonLat, LonLat]:
        """The south-west and the north-east corner of the line (lon, lat)."""
        lons, lats = zip(*self.line, strict=True)
        return (min(lons), min(lats)), (max(lons), max(lats))


def draw_route(
    answer: Answer, guidance: Guidance, network: Network, words: Words, *, number: int = 0
) -> Drawing:
    """Return the drawing of the route ``number`` of an answer, whose words are ``guidance``."""
    route = answer.routes[number]
    course = Course.of(route)
    stretches = tuple(list_stretches(course, guidance.blocks))
    group = answer.query.traveller.group
    return Drawing(
        title=said.say_title(words, answer),
        language=guidance.language,
        line=course.line.points,
        stretches=stretches,
        parts=tuple(_parts(route, group, words)),
        marks=tuple(list_marks(answer, route, stretches, network, words)),
    )


def _parts(route: Route, group: Group, words: Words) -> Iterator[Part]:
    at = 0.0
    for trust, found in groupby(route.segments, key=lambda segment: _trust(segment, group)):
        segments = tuple(found)
        begin, at = at, at + sum(segment.length_m for segment in segments)
        text = _say_part(words, trust, begin, at, segments)
        yield Part(trust, _line(segments), begin, at, text)


def _trust(segment: Segment, group: Group) -> Trust:
    if segment.is_gap or segment.passage.schematic:
        return Trust.UNTRACED
    doubtful = group is not Group.WALK and (segment.unverified or segment.point_unverified)
    return Trust.UNVERIFIED if doubtful else Trust.KNOWN


def _line(segments: Sequence[Segment]) -> tuple[LonLat, ...]:
    points = [segments[0].passage.line[0]]
    for segment in segments:
        points.extend(segment.passage.line[1:])
    return tuple(points)


def _say_part(
    words: Words, trust: Trust, begin: float, end: float, segments: Sequence[Segment]
) -> Line | None:
    if trust is Trust.KNOWN:
        return None
    doubts = dict.fromkeys(n for s in segments for n in (*s.point_unverified, *s.unverified))
    names = Noun("picture", "course") if trust is Trust.UNTRACED else attributes(tuple(doubts))
    metres = {"begin": Amount.of(round(begin), Unit.M), "end": Amount.of(round(end), Unit.M)}
    return words.value(say("stretch", names=names, **metres))
