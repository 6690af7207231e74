"""An answer as GPX 1.1, for devices and other programs: the lines, and a waypoint a step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gpxpy.gpx import GPX, GPXTrack, GPXTrackPoint, GPXTrackSegment, GPXWaypoint

from routeguide.directions.describe import describe, describe_no_route
from routeguide.directions.names import place_said
from routeguide.exchange.answer_json import line_of
from routeguide.exchange.answer_text import based_on
from routeguide.model.guidance import Block
from routeguide.model.route import Answer, Outcome, Route

MEDIA_TYPE = "application/gpx+xml"
COPYRIGHT = "© OpenStreetMap contributors"
LICENCE = "https://opendatacommons.org/licenses/odbl/1-0/"


def answer_to_gpx(answer: Answer, *, network_info: Mapping[str, Any]) -> str:
    """Return an answer as GPX: a track a route, a waypoint a block of the best one.

    Without a route the waypoints are what stands in the way, and the
    description says that there is none.
    """
    gpx = GPX()
    gpx.creator = "routeguide"
    gpx.name = _title(answer)
    gpx.time = answer.query.depart_at
    gpx.copyright_author, gpx.copyright_license = COPYRIGHT, LICENCE
    told = describe_no_route(answer).summary if answer.status is Outcome.NO_ROUTE else ""
    gpx.description = "".join(_sentences(answer, told)) + f"（{based_on(answer, network_info)}）"
    for number, route in enumerate(answer.routes):
        gpx.tracks.append(_track(route, number))
    for step, block in enumerate(_blocks(answer), 1):
        gpx.waypoints.append(_waypoint(block, step))
    return str(gpx.to_xml(version="1.1"))


def _sentences(answer: Answer, told: str) -> list[str]:
    if answer.routes:
        traveller = answer.query.traveller
        guidance = describe(answer.routes[0], traveller=traveller, answer=answer)
        return [*guidance.reasons, guidance.summary]
    return [told or "出発地か目的地の近くに、使える道が見つかりません。"]


def _title(answer: Answer) -> str:
    ends = [place_said(place) for place in (answer.origin, answer.destination)]
    origin, goal = (
        end.text if end else name for end, name in zip(ends, ("出発地", "目的地"), strict=True)
    )
    return f"{origin}から{goal}まで"


def _blocks(answer: Answer) -> tuple[Block, ...]:
    if answer.routes:
        traveller = answer.query.traveller
        return describe(answer.routes[0], traveller=traveller, answer=answer).blocks
    return describe_no_route(answer).blocks if answer.status is Outcome.NO_ROUTE else ()


def _track(route: Route, number: int) -> GPXTrack:
    track = GPXTrack(name=f"別の道 {number}" if number else "道順")
    segment = GPXTrackSegment()
    segment.points = [GPXTrackPoint(latitude=lat, longitude=lon) for lon, lat in line_of(route)]
    track.segments.append(segment)
    return track


def _waypoint(block: Block, step: int) -> GPXWaypoint:
    cautions = "".join(f"注意: {caution}" for caution in block.caution)
    return GPXWaypoint(
        latitude=block.at[1],
        longitude=block.at[0],
        name=str(step),
        description=f"{cautions}{block.text}{''.join(block.note)}",
    )
