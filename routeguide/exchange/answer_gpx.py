"""An answer as GPX 1.1, for devices and other programs: the lines, and a waypoint a step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from gpxpy.gpx import GPX, GPXTrack, GPXTrackPoint, GPXTrackSegment, GPXWaypoint

from routeguide.directions.describe import PLAIN, Manner, describe_answer
from routeguide.directions.notes import attributes
from routeguide.directions.phrase import Amount, Unit, say
from routeguide.directions.words import Words
from routeguide.exchange import said
from routeguide.exchange.answer_json import line_of
from routeguide.exchange.segment_json import position
from routeguide.model.guidance import Block, Guidance
from routeguide.model.route import Answer, Outcome, Route
from routeguide.model.traveller import Group

MEDIA_TYPE = "application/gpx+xml"
COPYRIGHT = "© OpenStreetMap contributors"
LICENCE = "https://opendatacommons.org/licenses/odbl/1-0/"


def answer_to_gpx(
    answer: Answer,
    *,
    manner: Manner = PLAIN,
    made_at: datetime | None = None,
) -> str:
    """Return an answer as GPX: a track a route, a waypoint a block of the best one.

    Without a route there is no line: the waypoints are what stands in the way
    (or the streets to choose from), and the description says why. The
    description carries network version, overlay revision and departure;
    ``made_at`` is the time of the file (None = now).
    """
    words, guidances = manner.words(Group.WALK), describe_answer(answer, manner=manner)
    gpx = GPX()
    gpx.creator = "routeguide"
    gpx.name = said.say_title(words, answer)
    gpx.time = (made_at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    gpx.copyright_author, gpx.copyright_license = COPYRIGHT, LICENCE
    told = " ".join(_sentences(words, answer, guidances[0]))
    gpx.description = told + said.bracketed(words, said.say_stamp(words, answer))
    for number, route in enumerate(answer.routes):
        gpx.tracks.append(_track(words, answer, route, number))
    gpx.waypoints.extend(_waypoints(words, answer, guidances[0]))
    return str(gpx.to_xml(version="1.1"))


def _sentences(words: Words, answer: Answer, guidance: Guidance) -> Iterator[str]:
    yield from (line.text for line in (*guidance.assumed, guidance.overview, *guidance.why))
    notice = said.label(words, "notice")
    yield from (f"{notice}: {told}" for told in said.list_notices(words, answer))


def _track(words: Words, answer: Answer, route: Route, number: int) -> GPXTrack:
    plain = said.label(words, "route")
    name = words.word(say("other_way", number=number)) if number else plain
    mark = said.bracketed(words, said.label(words, "assumed")) if answer.assumed else ""
    track = GPXTrack(name=name + mark, number=number + 1)
    if route.label:
        track.type = said.label(words, f"{route.label}_route")  # type: ignore[assignment]
    stretches = [words.word(say("stretch", **told)) for told in _stretches(route)]
    doubtful = said.label(words, "unverified")
    told = f"\n{doubtful}: {said.comma(words).join(stretches)}" if stretches else ""
    track.description = said.say_evidence(words, route) + told
    segment = GPXTrackSegment()
    segment.points = [GPXTrackPoint(latitude=lat, longitude=lon) for lon, lat in _line(route)]
    track.segments.append(segment)
    return track


def _stretches(route: Route) -> Iterator[dict[str, Any]]:
    for begin, end, names in list_unverified_stretches(route):
        metres = {"begin": Amount.of(begin, Unit.M), "end": Amount.of(end, Unit.M)}
        yield {**metres, "names": attributes(names)}


def _line(route: Route) -> Iterator[list[float]]:
    yield from (position(point) for point in line_of(route))


def list_unverified_stretches(route: Route) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return (from, to, attributes) in whole metres from the start, where something is unverified.

    Passages that follow each other are one stretch with all their attributes.
    """
    found: list[tuple[float, float, dict[str, None]]] = []
    at = 0.0
    for segment in route.segments:
        names = dict.fromkeys((*segment.point_unverified, *segment.unverified))
        begin, at = at, at + segment.length_m
        if names and found and found[-1][1] == begin:
            found[-1] = (found[-1][0], at, found[-1][2] | names)
        elif names:
            found.append((begin, at, names))
    return [(round(begin), round(end), tuple(names)) for begin, end, names in found]


def _waypoints(words: Words, answer: Answer, guidance: Guidance) -> Iterator[GPXWaypoint]:
    if answer.status is Outcome.ASK:
        told = said.list_candidates(words, answer)
        for number, (row, line) in enumerate(zip(answer.candidates, told, strict=True), 1):
            at = (row["lon"], row["lat"])
            yield _waypoint(at, f"{said.label(words, 'candidate')} {number}", line.text)
        return
    blockers = said.label(words, "blockers")
    for number, block in enumerate(guidance.blocks, 1):
        name = str(number) if answer.routes else f"{blockers} {number}"
        yield _waypoint(block.at, name, _step(words, block))


def _step(words: Words, block: Block) -> str:
    caution = said.label(words, "caution")
    cautions = [f"{caution}: {text}" for text in block.caution]
    return " ".join([*cautions, block.text, *block.note])


def _waypoint(at: tuple[float, float], name: str, description: str) -> GPXWaypoint:
    longitude, latitude = position(at)
    return GPXWaypoint(latitude=latitude, longitude=longitude, name=name, description=description)
