"""Routes as guidance: overview, reasons, blocks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from routeguide.directions.blocks import BlockMaker, Length
from routeguide.directions.maneuvers import list_maneuvers
from routeguide.directions.no_route import describe_no_route
from routeguide.directions.overview import list_overview
from routeguide.directions.rounding import round_metres
from routeguide.directions.stretches import find_mostly_unknown
from routeguide.directions.words import Words
from routeguide.errors import BadInput
from routeguide.model.guidance import Guidance
from routeguide.model.route import Route, Segment
from routeguide.model.traveller import Group, Traveller
from routeguide.model.vocabulary import Kind

LEAST_DETOUR_M = 10.0
AVOIDED: Sequence[tuple[Kind, str]] = (
    (Kind.STEPS, "detour_steps"),
    (Kind.ESCALATOR, "detour_escalator"),
)


def describe(
    route: Route,
    *,
    traveller: Traveller,
    plain: Route | None = None,
    language: str = "ja",
    length: str = "full",
) -> Guidance:
    """Return the words of a route for a traveller.

    ``plain`` is the route of 一般, told where it differs. The overview comes
    first; what is unknown nearly everywhere is said there, once. ``length``
    is ``summary`` (no blocks), ``full``, or ``walking`` (no notes).

    Raises:
        BadInput: no such language or length.
    """
    words = Words(language)
    wanted = _read_length(length)
    maneuvers = list_maneuvers(route, group=traveller.group)
    is_walk = traveller.group is Group.WALK
    said_once = frozenset[str]() if is_walk else find_mostly_unknown(route)
    overview = list_overview(words, route, traveller, maneuvers, said_once)
    reason = describe_difference(route, plain, language=language)
    maker = BlockMaker(words, route, traveller, said_once, length=wanted)
    return Guidance(
        summary="".join(part.text for part in overview),
        blocks=() if wanted is Length.SUMMARY else maker.make(maneuvers),
        reasons=(reason,) if reason else (),
        language=language,
    )


def _read_length(length: str) -> Length:
    if length not in list(Length):
        raise BadInput(
            f"「{length}」という長さの案内はありません。次から選んでください: {'、'.join(Length)}"
        )
    return Length(length)


def describe_difference(route: Route, plain: Route | None, *, language: str = "ja") -> str | None:
    """Return why the route is longer than the plain one; None where it is not longer.

    A barrier is named only where the plain route really holds it and this
    route does not.
    """
    if plain is None or math.floor(route.length_m - plain.length_m) < LEAST_DETOUR_M:
        return None
    words = Words(language)
    metres = round_metres(route.length_m - plain.length_m)
    theirs, mine = _kinds(plain.segments), _kinds(route.segments)
    key = next((key for kind, key in AVOIDED if kind in theirs - mine), "detour")
    return words.say(key, metres=metres).text


def _kinds(segments: Sequence[Segment]) -> set[Kind]:
    return {segment.passage.kind for segment in segments}


__all__ = ["describe", "describe_difference", "describe_no_route"]
