"""Contiguous segments of one sort: what one maneuver, or one walk, is made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from routeguide.directions.crossings import is_own_step, read_crossing
from routeguide.model.passage import LonLat
from routeguide.model.route import Segment
from routeguide.model.traveller import Group
from routeguide.model.vocabulary import Kind

WALKED = frozenset(
    {Kind.FOOTWAY, Kind.STREET, Kind.STREET_WITH_SIDEWALK, Kind.PATH, Kind.CORRIDOR,
     Kind.RAMP, Kind.FOOTBRIDGE, Kind.UNDERPASS}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """Segments that belong together; ``act`` is walk or the word of a maneuver."""

    act: str
    segments: tuple[Segment, ...]

    @property
    def length_m(self) -> float:
        """Metres of the run."""
        return sum(segment.length_m for segment in self.segments)

    @property
    def line(self) -> tuple[LonLat, ...]:
        """Points walked, in order, a shared point once."""
        points: list[LonLat] = []
        for segment in self.segments:
            line = segment.passage.line
            points.extend(line[1:] if points and points[-1] == line[0] else line)
        return tuple(points)


def list_runs(segments: Sequence[Segment], group: Group) -> list[Run]:
    """Return the runs of a route; a crossing that is no step of its own is walked along."""
    runs: list[Run] = []
    for word, members in groupby(segments, key=_word_of):
        act = word.partition(" ")[0]
        if act == "crossing":
            found = [_judge(part, group) for part in _split_crossings(list(members))]
        else:
            found = [Run(act, tuple(members))]
        for run in found:
            if runs and run.act == runs[-1].act == "walk":
                run = Run("walk", (*runs.pop().segments, *run.segments))  # noqa: PLW2901
            runs.append(run)
    return runs


def _word_of(segment: Segment) -> str:
    """Return the word by which contiguous segments belong together."""
    passage = segment.passage
    if segment.is_gap:
        return "gap"
    if passage.kind is Kind.LIFT:
        return f"lift {passage.lift_id}"
    if passage.kind is Kind.CORRIDOR and passage.schematic:
        return "inside"
    if passage.kind is Kind.TICKET_GATE:
        return "gate"
    return "walk" if passage.kind in WALKED else str(passage.kind)


def _split_crossings(segments: list[Segment]) -> Iterator[list[Segment]]:
    """Yield the crossings of contiguous crossing segments: each begins where one is mapped."""
    part: list[Segment] = []
    for segment in segments:
        if part and any(crossed.mapped for crossed in segment.crosses):
            yield part
            part = []
        part.append(segment)
    if part:
        yield part


def _judge(segments: list[Segment], group: Group) -> Run:
    crossed = [c for s in segments for c in s.crosses]
    if not any(c.mapped for c in crossed):
        crossed.append(read_crossing(segments))
    own = any(is_own_step(c, group) for c in crossed)
    return Run("crossing" if own else "walk", tuple(segments))
